//! What holds for every input, however hostile and however it is cut into pieces.

use bytes::{Bytes, BytesMut};
use proptest::prelude::*;

use super::{
    BodyDecoder, BodyError, Decoded, Framing, HeadError, HeadScanner, RequestHead, Scan,
    encode_chunk, encode_last_chunk,
};
use crate::limits::Limits;

/// The length of the head, if the scanner finds one in pieces of this size.
fn scan(text: &[u8], step: usize) -> Result<Option<usize>, HeadError> {
    let (limits, mut scanner) = (Limits::default(), HeadScanner::default());
    let ends = (1..=text.len()).filter(|end| end % step == 0 || *end == text.len());
    for end in ends {
        if let Scan::Complete(length) = scanner.scan(&text[..end], &limits)? {
            return Ok(Some(length));
        }
    }
    Ok(None)
}

fn parse(text: &[u8]) -> Option<RequestHead> {
    let length = scan(text, text.len().max(1)).ok()??;
    RequestHead::parse(Bytes::copy_from_slice(&text[..length])).ok()
}

/// Request heads that are mostly right, with what attackers vary.
fn heads() -> impl Strategy<Value = Vec<u8>> {
    let line = prop_oneof![
        Just("GET /c3Rl/x HTTP/1.1".to_owned()),
        Just("POST http://a:1/b?c=d HTTP/1.0".to_owned()),
        "[A-Z]{1,8}( |\t)[!-~]{0,20}( )HTTP/1\\.[0-2]",
    ];
    let name = prop_oneof![
        Just("Content-Length".to_owned()),
        Just("Transfer-Encoding".to_owned()),
        Just("Host".to_owned()),
        Just("Connection".to_owned()),
        "[ -~]{0,12}",
    ];
    let value = prop_oneof![
        Just("5".to_owned()),
        Just("chunked".to_owned()),
        "[\\x00-\\x7f]{0,12}"
    ];
    let colon = prop_oneof![8 => Just(":"), 1 => Just(" :"), 1 => Just("")];
    let end = prop_oneof![20 => Just("\r\n"), 1 => Just("\n"), 1 => Just("\r"), 1 => Just("\r\n ")];
    let field = (name, colon, value, end).prop_map(|(name, colon, value, end)| {
        [name, colon.to_owned(), value, end.to_owned()].concat()
    });
    (line, proptest::collection::vec(field, 0..6))
        .prop_map(|(line, fields)| format!("{line}\r\n{}\r\n", fields.concat()).into_bytes())
}

proptest! {
    #[test]
    fn no_bytes_make_the_head_reader_panic(text in proptest::collection::vec(any::<u8>(), 0..200)) {
        drop(parse(&text));
    }

    #[test]
    fn a_head_is_found_alike_however_it_arrives(head in heads(), step in 1..40_usize) {
        prop_assert_eq!(scan(&head, step), scan(&head, 1));
    }

    #[test]
    fn what_is_accepted_reads_alike_to_the_parser_of_others(head in heads()) {
        if let Some(ours) = parse(&head) {
            let mut fields = [httparse::EMPTY_HEADER; 16];
            let mut theirs = httparse::Request::new(&mut fields);
            let length = theirs.parse(&head).expect("they accept what we accept").unwrap();
            prop_assert_eq!(length, ours.raw.len());
            prop_assert_eq!(theirs.method, Some(ours.method.as_str()));
            prop_assert_eq!(theirs.path, Some(ours.target()));
            let named = |name: &'static str| {
                let same = move |field: &&httparse::Header<'_>| field.name.eq_ignore_ascii_case(name);
                theirs.headers.iter().filter(same).map(|field| field.value).collect::<Vec<_>>()
            };
            let (lengths, codings) = (named("content-length"), named("transfer-encoding"));
            match ours.framing {
                Framing::None => prop_assert!(lengths.is_empty() && codings.is_empty()),
                Framing::Length(length) => {
                    prop_assert!(codings.is_empty());
                    let [value] = lengths[..] else { panic!("{lengths:?}") };
                    prop_assert_eq!(std::str::from_utf8(value).unwrap().parse(), Ok(length));
                }
                Framing::Chunked => {
                    prop_assert!(lengths.is_empty());
                    prop_assert_eq!(codings.len(), 1);
                }
            }
            // Of what the node gets, the other parser has seen every field and value.
            for (name, value) in &ours.fields {
                let seen = theirs.headers.iter().any(|field| {
                    field.name.eq_ignore_ascii_case(name.as_str()) && field.value == value.as_bytes()
                });
                prop_assert!(seen, "{name}");
            }
        }
    }

    #[test]
    fn chunks_are_read_as_they_were_written(
        pieces in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..50), 0..6),
        rest in proptest::collection::vec(any::<u8>(), 0..20),
        step in 1..60_usize,
    ) {
        let mut coded = Vec::new();
        for piece in &pieces {
            encode_chunk(&mut coded, piece);
        }
        encode_last_chunk(&mut coded, None);
        coded.extend_from_slice(&rest);
        let (body, left) = decode(&coded, step).unwrap();
        prop_assert_eq!(body, pieces.concat());
        prop_assert_eq!(left, rest);
    }

    #[test]
    fn no_bytes_make_the_body_reader_panic(text in proptest::collection::vec(any::<u8>(), 0..200), step in 1..60_usize) {
        drop(decode(&text, step));
    }
}

/// Body and what follows it; an unfinished body is whatever has come of it.
fn decode(coded: &[u8], step: usize) -> Result<(Vec<u8>, Vec<u8>), BodyError> {
    let (limits, mut decoder) = (Limits::default(), BodyDecoder::new(Framing::Chunked));
    let (mut buffer, mut body) = (BytesMut::new(), Vec::new());
    let mut pieces = coded.chunks(step);
    loop {
        match decoder.decode(&mut buffer, &limits)? {
            Decoded::NeedMore => match pieces.next() {
                Some(piece) => buffer.extend_from_slice(piece),
                None => return Ok((body, Vec::new())),
            },
            Decoded::Data(data) => body.extend_from_slice(&data),
            Decoded::Trailers(_) => {}
            Decoded::End => {
                let left = buffer
                    .iter()
                    .copied()
                    .chain(pieces.flatten().copied())
                    .collect();
                return Ok((body, left));
            }
        }
    }
}
