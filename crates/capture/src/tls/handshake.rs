//! Handshake messages put together from the bodies of records, which cut them anywhere.

use crate::cursor::{Cursor, size};

/// Types of handshake messages.
pub(super) mod message {
    pub(in crate::tls) const HELLO_REQUEST: u8 = 0;
    pub(in crate::tls) const CLIENT_HELLO: u8 = 1;
    pub(in crate::tls) const SERVER_HELLO: u8 = 2;
    pub(in crate::tls) const NEW_SESSION_TICKET: u8 = 4;
    pub(in crate::tls) const END_OF_EARLY_DATA: u8 = 5;
    /// Of drafts of TLS 1.3; later it became a form of the `ServerHello`.
    pub(in crate::tls) const HELLO_RETRY_REQUEST: u8 = 6;
    pub(in crate::tls) const ENCRYPTED_EXTENSIONS: u8 = 8;
    pub(in crate::tls) const CERTIFICATE: u8 = 11;
    pub(in crate::tls) const SERVER_KEY_EXCHANGE: u8 = 12;
    pub(in crate::tls) const CERTIFICATE_REQUEST: u8 = 13;
    pub(in crate::tls) const SERVER_HELLO_DONE: u8 = 14;
    pub(in crate::tls) const CERTIFICATE_VERIFY: u8 = 15;
    pub(in crate::tls) const CLIENT_KEY_EXCHANGE: u8 = 16;
    pub(in crate::tls) const FINISHED: u8 = 20;
    pub(in crate::tls) const CERTIFICATE_URL: u8 = 21;
    pub(in crate::tls) const CERTIFICATE_STATUS: u8 = 22;
    pub(in crate::tls) const SUPPLEMENTAL_DATA: u8 = 23;
    pub(in crate::tls) const KEY_UPDATE: u8 = 24;
    pub(in crate::tls) const COMPRESSED_CERTIFICATE: u8 = 25;
    pub(in crate::tls) const NEXT_PROTOCOL: u8 = 67;

    /// The registry has, or drafts had, this type.
    pub(in crate::tls) const fn is_known(kind: u8) -> bool {
        matches!(
            kind,
            HELLO_REQUEST
                | CLIENT_HELLO
                | SERVER_HELLO
                | NEW_SESSION_TICKET
                | END_OF_EARLY_DATA
                | HELLO_RETRY_REQUEST
                | ENCRYPTED_EXTENSIONS
                | CERTIFICATE
                | SERVER_KEY_EXCHANGE
                | CERTIFICATE_REQUEST
                | SERVER_HELLO_DONE
                | CERTIFICATE_VERIFY
                | CLIENT_KEY_EXCHANGE
                | FINISHED
                | CERTIFICATE_URL
                | CERTIFICATE_STATUS
                | SUPPLEMENTAL_DATA
                | KEY_UPDATE
                | COMPRESSED_CERTIFICATE
                | NEXT_PROTOCOL
                | 203
                | 254
        )
    }
}

const HEADER_BYTES: usize = 4;

/// One handshake message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Message<'a> {
    pub(super) kind: u8,
    pub(super) body: &'a [u8],
}

/// What the joined record bodies are.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Joined<'a> {
    Message(Message<'a>),
    /// A message longer than is held; it is passed over.
    Oversized(u8),
    /// No message begins here: the bytes are encrypted, or something was lost.
    Unreadable,
}

#[derive(Debug, Default)]
pub(super) struct Joiner {
    /// The beginning of a message that is not complete, or one that was handed on.
    partial: Vec<u8>,
    done: bool,
    /// Bytes of a message still to be passed over.
    skip: usize,
}

impl Joiner {
    /// Memory held.
    pub(super) fn cost(&self) -> usize {
        self.partial.capacity()
    }

    /// Something was lost, or keys changed: what is there of a message will not be completed.
    pub(super) fn reset(&mut self) {
        self.partial = Vec::new();
        self.done = false;
        self.skip = 0;
    }

    /// A message that will not be completed, as far as it came, with bytes that would follow.
    pub(super) fn cut_message(&self, more: &[u8]) -> Option<(u8, Vec<u8>)> {
        if self.done || self.skip > 0 {
            return None;
        }
        let mut bytes = self.partial.clone();
        bytes.extend_from_slice(more);
        let (header, body) = bytes.split_first_chunk::<HEADER_BYTES>()?;
        let &[kind, ..] = header;
        Some((kind, body.to_vec()))
    }

    /// The next message. What is read is taken off the front of `bytes`; `None` when all is.
    pub(super) fn next<'s, 'b: 's>(
        &'s mut self,
        bytes: &mut &'b [u8],
        limit: usize,
    ) -> Option<Joined<'s>> {
        if self.done {
            self.partial = Vec::new();
            self.done = false;
        }
        if self.skip > 0 {
            let skipped = self.skip.min(bytes.len());
            *bytes = bytes.get(skipped..).unwrap_or_default();
            self.skip = self.skip.saturating_sub(skipped);
        }
        if bytes.is_empty() {
            return None;
        }
        if !self.partial.is_empty() {
            return self.continue_partial(bytes, limit);
        }
        if let Some(kind) = bytes.first().copied()
            && !message::is_known(kind)
        {
            *bytes = &[];
            return Some(Joined::Unreadable);
        }
        let mut fields = Cursor::new(bytes);
        let (Some(kind), Some(length)) = (fields.u8(), fields.u24()) else {
            self.partial.extend_from_slice(bytes);
            *bytes = &[];
            return None;
        };
        let length = size(length);
        if let Some(body) = fields.take(length) {
            *bytes = fields.rest();
            return Some(Joined::Message(Message { kind, body }));
        }
        if length > limit {
            self.skip = length;
            *bytes = fields.rest();
            return Some(Joined::Oversized(kind));
        }
        self.partial.extend_from_slice(bytes);
        *bytes = &[];
        None
    }

    fn continue_partial<'s>(&'s mut self, bytes: &mut &[u8], limit: usize) -> Option<Joined<'s>> {
        self.fill(bytes, HEADER_BYTES)?;
        let mut fields = Cursor::new(&self.partial);
        let (kind, length) = (fields.u8()?, size(fields.u24()?));
        if length > limit {
            self.done = true;
            self.skip = length;
            return Some(Joined::Oversized(kind));
        }
        self.fill(bytes, HEADER_BYTES.saturating_add(length))?;
        self.done = true;
        let body = self.partial.get(HEADER_BYTES..).unwrap_or_default();
        Some(Joined::Message(Message { kind, body }))
    }

    fn fill(&mut self, bytes: &mut &[u8], length: usize) -> Option<()> {
        let missing = length.saturating_sub(self.partial.len());
        let (front, rest) = bytes.split_at_checked(missing).unwrap_or((bytes, &[]));
        self.partial.extend_from_slice(front);
        *bytes = rest;
        (self.partial.len() >= length).then_some(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn join(joiner: &mut Joiner, mut bytes: &[u8], limit: usize) -> Vec<(u8, usize)> {
        let mut seen = Vec::new();
        while let Some(joined) = joiner.next(&mut bytes, limit) {
            seen.push(match joined {
                Joined::Message(message) => (message.kind, message.body.len()),
                Joined::Oversized(kind) => (kind, usize::MAX),
                Joined::Unreadable => (255, 0),
            });
        }
        seen
    }

    #[test]
    fn a_message_that_is_too_long_is_passed_over_without_being_held() {
        let mut joiner = Joiner::default();
        assert_eq!(join(&mut joiner, &[11, 1, 0], 1000), []);
        assert_eq!(join(&mut joiner, &[0, 7, 7], 1000), [(11, usize::MAX)]);
        assert_eq!(join(&mut joiner, &vec![7; 65_534], 1000), []);
        assert_eq!(join(&mut joiner, &[14, 0, 0, 0], 1000), [(14, 0)]);
        assert_eq!(joiner.cost(), 0);
    }

    #[test]
    fn bytes_that_begin_no_message_are_said_to_be_unreadable() {
        let mut joiner = Joiner::default();
        assert_eq!(join(&mut joiner, &[99, 1, 2, 3], 1000), [(255, 0)]);
        assert_eq!(join(&mut joiner, &[14, 0, 0, 0], 1000), [(14, 0)]);
    }

    proptest! {
        #[test]
        fn the_cuts_between_records_do_not_matter(
            lengths in prop::collection::vec(0..=255_u8, 0..6),
            cuts in prop::collection::vec(1..100_usize, 0..20),
        ) {
            let mut bytes = Vec::new();
            for length in &lengths {
                bytes.extend([11, 0, 0, *length]);
                bytes.extend(vec![0; usize::from(*length)]);
            }
            let mut joiner = Joiner::default();
            let mut seen = Vec::new();
            let mut rest = &bytes[..];
            for cut in cuts {
                let (front, back) = rest.split_at(cut.min(rest.len()));
                seen.extend(join(&mut joiner, front, 1000));
                rest = back;
            }
            seen.extend(join(&mut joiner, rest, 1000));
            let expected: Vec<_> = lengths.iter().map(|length| (11, usize::from(*length))).collect();
            prop_assert_eq!(seen, expected);
        }
    }
}
