//! How a value from outside is written so that it can forge neither a line nor a field.
//!
//! There is one scheme for all places of a line. It uses one character that ordinary values do not
//! contain, the backslash, and leaves everything else as it is:
//!
//! | written | means |
//! |---|---|
//! | `\x22` | the ASCII character, or the byte that is not valid UTF-8, of this number: two upper-case hex digits |
//! | `\u{202E}` | the character of this number |
//! | `\cut{12345}` | at the end of a value: it was cut here, and is 12345 bytes long as a whole |
//!
//! Escaped are always: backslash, control characters (C0, DEL, C1), bytes that are not UTF-8, line
//! and paragraph separators, and the characters that reorder or hide text (bidirectional controls,
//! zero-width and tag characters). Moreover, by place: `"` within quotes; blank, parentheses,
//! quotes and `=` in the names of native lines; `=` in their error text; `*`, backtick and everything
//! beyond ASCII in native lines of free text, and their first character if they begin like one of
//! the others; blank, `:`, brackets, `"`
//! and `=` in host and process; blank and `:` in header names; a blank at either end of a value
//! that has no delimiter. A quote is never written inside a value, not even escaped as `\"`, so
//! that readers which know no escapes cannot be misled either.
//!
//! The reader undoes exactly these forms. A backslash of a foreign log that begins none of them
//! (`DOMAIN\user`) is itself; `\"` is read as a quote.

use std::borrow::Cow;

/// Most bytes of one value in quotes or of one line of an `HTTPMSG:` block, as written.
pub const VALUE: usize = 8 * 1024;
/// Most bytes of a name in a native line, and of host and process, as written. DNS allows 253.
pub const NAME: usize = 1024;
/// Most bytes that are shown of a request that was refused as malformed.
pub const EXCERPT: usize = 256;
/// Most pairs of one notice or record; more are left out, and counted in a last pair `Omitted`.
pub const FIELDS: usize = 32;
/// Most header fields of one message; more are left out, and counted in a last line `\cut{n}`.
pub const HEADERS: usize = 256;

/// Where a value stands, which decides what else must be escaped.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    /// ASCII characters that delimit something here; unused ones are NUL, which is escaped anyway.
    delimiters: [u8; 7],
    /// Whether a blank at either end would be lost.
    ends: Ends,
    /// Whether characters outside ASCII are escaped.
    beyond_ascii: Beyond,
    limit: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ends {
    Kept,
    Escaped,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Beyond {
    Kept,
    Escaped,
}

impl Place {
    /// Between double quotes.
    pub(crate) const QUOTED: Self = Self::new(*b"\"\0\0\0\0\0\0", VALUE);
    /// The excerpt of a malformed request, between double quotes.
    pub(crate) const EXCERPT: Self = Self {
        limit: EXCERPT,
        ..Self::QUOTED
    };
    /// A name in parentheses or single quotes, or before parentheses.
    pub(crate) const NAME: Self = Self::new(*b" ()'\"=\0", NAME);
    /// The error string at the end of an ERROR line.
    pub(crate) const TAIL: Self = Self::new([0; 7], NAME).without_blank_ends();
    /// The error text between `Error=` and ` server=`.
    pub(crate) const ERROR: Self = Self {
        delimiters: *b"=\0\0\0\0\0\0",
        ..Self::TAIL
    };
    /// A native line without a form of its own. Nothing in it is ever repaired by the reader: it has
    /// neither mark-up nor typographic characters.
    pub(crate) const NATIVE: Self = Self {
        beyond_ascii: Beyond::Escaped,
        ..Self::new(*b"*`\0\0\0\0\0", VALUE).without_blank_ends()
    };
    /// Host and process.
    pub(crate) const TAG: Self = Self::new(*b" :[]\"=\0", NAME);
    pub(crate) const HEADER_NAME: Self = Self::new(*b" :\0\0\0\0\0", NAME);
    /// A status line may end with a blank, which the reader keeps.
    pub(crate) const STATUS_LINE: Self = Self::new([0; 7], VALUE);
    pub(crate) const HEADER_VALUE: Self = Self::STATUS_LINE.without_blank_ends();

    const fn new(delimiters: [u8; 7], limit: usize) -> Self {
        Self {
            delimiters,
            ends: Ends::Kept,
            beyond_ascii: Beyond::Kept,
            limit,
        }
    }

    const fn without_blank_ends(self) -> Self {
        Self {
            ends: Ends::Escaped,
            ..self
        }
    }

    /// Whether all of these are written as they are. Looks at every byte, so that the compiler can
    /// look at many at once.
    fn are_plain(self, bytes: &[u8]) -> bool {
        bytes
            .iter()
            .fold(true, |plain, byte| plain & self.is_plain(*byte))
    }

    #[expect(
        clippy::needless_bitwise_bool,
        reason = "without branches the compiler looks at many bytes at once"
    )]
    fn is_plain(self, byte: u8) -> bool {
        let is_text = (b' '..0x7F).contains(&byte) & (byte != b'\\');
        self.delimiters
            .iter()
            .fold(is_text, |plain, delimiter| plain & (byte != *delimiter))
    }
}

/// Appends a value, escaped and cut as its place demands.
pub(crate) fn push(out: &mut Vec<u8>, value: &[u8], place: Place) {
    let mut writer = Escaper::new(out, place, value.len());
    writer.push(value, Last::Yes);
}

/// Appends the pieces of a value as its place demands; the pieces share the limit.
pub(crate) struct Escaper<'o> {
    out: &'o mut Vec<u8>,
    place: Place,
    left: usize,
    whole: usize,
    state: State,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    AtStart,
    Within,
    Cut,
}

/// Whether a piece ends the value.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Last {
    Yes,
    No,
}

impl<'o> Escaper<'o> {
    /// `whole` is the length that a cut mark reports.
    pub(crate) fn new(out: &'o mut Vec<u8>, place: Place, whole: usize) -> Self {
        Self {
            out,
            place,
            left: place.limit,
            whole,
            state: State::AtStart,
        }
    }

    pub(crate) fn push(&mut self, piece: &[u8], last: Last) {
        let ends_matter = match self.place.ends {
            Ends::Kept => false,
            Ends::Escaped => piece.first() == Some(&b' ') || piece.last() == Some(&b' '),
        };
        let plain = piece.len() <= self.left && !ends_matter && self.state != State::Cut;
        if plain && self.place.are_plain(piece) {
            self.out.extend_from_slice(piece);
            self.left -= piece.len();
            if !piece.is_empty() {
                self.state = State::Within;
            }
            return;
        }
        let mut remaining = piece.len();
        for chunk in piece.utf8_chunks() {
            for character in chunk.valid().chars() {
                if self.state == State::Cut {
                    return;
                }
                remaining -= character.len_utf8();
                self.character(character, if remaining == 0 { last } else { Last::No });
            }
            for byte in chunk.invalid() {
                remaining -= 1;
                self.raw(&hex(*byte));
            }
        }
    }

    /// Appends a character as its number, although its place would allow it.
    pub(crate) fn push_escaped(&mut self, character: u8) {
        self.raw(&hex(character));
    }

    /// Says that the value goes on, although nothing more of it will be shown.
    pub(crate) fn cut(&mut self) {
        if self.state != State::Cut {
            self.state = State::Cut;
            self.out.extend_from_slice(b"\\cut{");
            push_decimal(self.out, u64::try_from(self.whole).unwrap_or(u64::MAX));
            self.out.push(b'}');
        }
    }

    fn character(&mut self, character: char, last: Last) {
        if let Ok(byte) = u8::try_from(character)
            && byte < 0x80
        {
            let lost = byte == b' '
                && self.place.ends == Ends::Escaped
                && (last == Last::Yes || self.state == State::AtStart);
            if self.place.is_plain(byte) && !lost {
                self.raw(&[byte]);
            } else {
                self.raw(&hex(byte));
            }
            return;
        }
        let mut buffer = [0; 4];
        if is_deceptive(character) || self.place.beyond_ascii == Beyond::Escaped {
            let mut escaped = [0; 12];
            self.raw(unicode_escape(character, &mut escaped));
        } else {
            self.raw(character.encode_utf8(&mut buffer).as_bytes());
        }
    }

    fn raw(&mut self, bytes: &[u8]) {
        if self.state == State::Cut {
            return;
        }
        self.state = State::Within;
        match self.left.checked_sub(bytes.len()) {
            Some(left) => {
                self.left = left;
                self.out.extend_from_slice(bytes);
            }
            None => self.cut(),
        }
    }
}

/// Control characters beyond ASCII, and characters that end a line, reorder it or hide in it.
fn is_deceptive(character: char) -> bool {
    matches!(character,
        '\u{80}'..='\u{9F}'            // C1
        | '\u{AD}'                     // soft hyphen
        | '\u{61C}'                    // Arabic letter mark
        | '\u{200B}'..='\u{200F}'      // zero width, directional marks
        | '\u{2028}'..='\u{202E}'      // separators, embeddings and overrides
        | '\u{2060}'..='\u{206F}'      // word joiner, isolates, deprecated controls
        | '\u{FEFF}'                   // zero width no-break space
        | '\u{FFF9}'..='\u{FFFB}'      // interlinear annotation
        | '\u{E0000}'..='\u{E007F}'    // tags
    )
}

const DIGITS: [u8; 16] = *b"0123456789ABCDEF";

fn digit(value: u32) -> u8 {
    usize::try_from(value & 0xF)
        .ok()
        .and_then(|index| DIGITS.get(index))
        .copied()
        .unwrap_or(b'0')
}

fn hex(byte: u8) -> [u8; 4] {
    [
        b'\\',
        b'x',
        digit(u32::from(byte) >> 4),
        digit(u32::from(byte)),
    ]
}

fn unicode_escape(character: char, buffer: &mut [u8; 12]) -> &[u8] {
    let number = u32::from(character);
    let digits = (1..=6)
        .rev()
        .find(|count| number >> (4 * (count - 1)) != 0)
        .unwrap_or(1);
    let text = b"\\u{".iter().copied();
    let text = text.chain((0..digits).rev().map(|place| digit(number >> (4 * place))));
    let mut length = 0;
    for (slot, byte) in buffer.iter_mut().zip(text.chain([b'}'])) {
        *slot = byte;
        length += 1;
    }
    buffer.get(..length).unwrap_or_default()
}

/// Appends a number in decimal digits.
pub(crate) fn push_decimal(out: &mut Vec<u8>, mut number: u64) {
    let mut digits = [0_u8; 20];
    let mut unused = digits.len();
    for slot in digits.iter_mut().rev() {
        *slot = b'0' + u8::try_from(number % 10).unwrap_or(0);
        number /= 10;
        unused -= 1;
        if number == 0 {
            break;
        }
    }
    out.extend_from_slice(digits.get(unused..).unwrap_or_default());
}

/// The value that was written as `text`. Borrowed if there was nothing to undo.
///
/// Bytes that were not UTF-8 become U+FFFD; where they matter, see [`unescape_bytes`].
pub fn unescape(text: &str) -> Cow<'_, str> {
    if memchr::memchr(b'\\', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    Cow::Owned(match String::from_utf8(undo(text)) {
        Ok(text) => text,
        Err(error) => String::from_utf8_lossy(error.as_bytes()).into_owned(),
    })
}

/// The bytes that were written as `text`. Borrowed if there was nothing to undo.
pub fn unescape_bytes(text: &str) -> Cow<'_, [u8]> {
    if memchr::memchr(b'\\', text.as_bytes()).is_none() {
        return Cow::Borrowed(text.as_bytes());
    }
    Cow::Owned(undo(text))
}

fn undo(text: &str) -> Vec<u8> {
    let text = cut_mark(text).map_or(text, |(value, _)| value);
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        bytes.extend_from_slice(before.as_bytes());
        rest = match escape_sequence(after) {
            Some((Sequence::Byte(byte), rest)) => {
                bytes.push(byte);
                rest
            }
            Some((Sequence::Character(character), rest)) => {
                bytes.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
                rest
            }
            None => {
                bytes.push(b'\\');
                after
            }
        };
    }
    bytes.extend_from_slice(rest.as_bytes());
    bytes
}

enum Sequence {
    Byte(u8),
    Character(char),
}

/// Reads what follows a backslash.
fn escape_sequence(text: &str) -> Option<(Sequence, &str)> {
    if let Some(rest) = text.strip_prefix('"') {
        return Some((Sequence::Byte(b'"'), rest));
    }
    if let Some(rest) = text.strip_prefix('x') {
        let (digits, rest) = rest.split_at_checked(2)?;
        let number = is_upper_hex(digits).then(|| u8::from_str_radix(digits, 16).ok())??;
        return Some((Sequence::Byte(number), rest));
    }
    let (digits, rest) = text.strip_prefix("u{")?.split_once('}')?;
    let number = is_upper_hex(digits).then(|| u32::from_str_radix(digits, 16).ok())??;
    Some((Sequence::Character(char::from_u32(number)?), rest))
}

fn is_upper_hex(digits: &str) -> bool {
    let is_digit = |byte: u8| byte.is_ascii_digit() || (b'A'..=b'F').contains(&byte);
    (1..=6).contains(&digits.len()) && digits.bytes().all(is_digit)
}

/// Splits the mark of a cut value off: what is left of the value, and the length of the whole.
pub fn cut_mark(text: &str) -> Option<(&str, u64)> {
    let (value, length) = text.strip_suffix('}')?.rsplit_once("\\cut{")?;
    let is_number = !length.is_empty() && length.bytes().all(|byte| byte.is_ascii_digit());
    Some((value, is_number.then(|| length.parse().ok())??))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn escaped(value: &[u8], place: Place) -> String {
        let mut out = Vec::new();
        push(&mut out, value, place);
        String::from_utf8(out).expect("only text is written")
    }

    #[test]
    fn ordinary_values_are_written_as_they_are() {
        for value in [
            "GET http://vcs_control.steven.lab:8443/a?b=c&d=(e) HTTP/1.1",
            "",
            "José 東京",
        ] {
            assert_eq!(escaped(value.as_bytes(), Place::QUOTED), value);
        }
        assert_eq!(escaped(b"[::1]", Place::NAME), "[::1]");
        assert_eq!(
            escaped(b"HTTP/1.1 200 ", Place::STATUS_LINE),
            "HTTP/1.1 200 "
        );
    }

    #[test]
    fn each_dangerous_character_is_escaped() {
        for (value, expected) in [
            ("a\"b", r"a\x22b"),
            ("a\\b", r"a\x5Cb"),
            ("a\r\nb\tc\0", r"a\x0D\x0Ab\x09c\x00"),
            ("\x1B[31m\x7F", r"\x1B[31m\x7F"),
            ("\u{85}\u{9B}", r"\u{85}\u{9B}"),
            ("\u{2028}\u{2029}", r"\u{2028}\u{2029}"),
            ("\u{202E}\u{2066}\u{200F}", r"\u{202E}\u{2066}\u{200F}"),
            ("\u{E0041}\u{FEFF}", r"\u{E0041}\u{FEFF}"),
        ] {
            assert_eq!(escaped(value.as_bytes(), Place::QUOTED), expected);
            assert_eq!(unescape(expected), value);
        }
        assert_eq!(escaped(b"a\xFFb\xC3", Place::QUOTED), r"a\xFFb\xC3");
        assert_eq!(*unescape_bytes(r"a\xFFb\xC3"), b"a\xFFb\xC3"[..]);
    }

    #[test]
    fn a_place_escapes_its_own_delimiters() {
        assert_eq!(
            escaped(b"a) (b' =", Place::NAME),
            r"a\x29\x20\x28b\x27\x20\x3D"
        );
        assert_eq!(escaped(b" a b ", Place::TAIL), r"\x20a b\x20");
        assert_eq!(escaped(b" ", Place::TAIL), r"\x20");
        assert_eq!(
            escaped(b" server=x(y)", Place::ERROR),
            r"\x20server\x3Dx(y)"
        );
        assert_eq!(
            escaped(b"vcsc: x[1]", Place::TAG),
            r"vcsc\x3A\x20x\x5B1\x5D"
        );
    }

    #[test]
    fn a_long_value_is_cut_between_characters_and_says_its_length() {
        let value = "é".repeat(VALUE);
        let text = escaped(value.as_bytes(), Place::QUOTED);
        assert_eq!(
            text,
            format!("{}\\cut{{{}}}", "é".repeat(VALUE / 2), 2 * VALUE)
        );
        assert_eq!(unescape(&text), "é".repeat(VALUE / 2));
        assert_eq!(cut_mark(&text).map(|(_, length)| length), Some(2 * 8192));

        let quotes = escaped(&b"\"".repeat(VALUE), Place::QUOTED);
        assert_eq!(
            quotes,
            format!("{}\\cut{{8192}}", r"\x22".repeat(VALUE / 4))
        );
        let exact = "a".repeat(VALUE);
        assert_eq!(escaped(exact.as_bytes(), Place::QUOTED), exact);
    }

    #[test]
    fn a_value_cannot_pretend_to_be_cut() {
        let text = escaped(br"x\cut{9}", Place::QUOTED);
        assert_eq!(text, r"x\x5Ccut{9}");
        assert_eq!(cut_mark(&text), None);
        assert_eq!(unescape(&text), r"x\cut{9}");
    }

    #[test]
    fn backslashes_of_other_writers_stay() {
        for value in [
            r"CORP\newton",
            r"C:\users\x",
            r"\\server\share",
            r"\u{zz}",
            r"\x4",
            r"\",
            "\\xé",
        ] {
            assert_eq!(unescape(value), value);
        }
        assert_eq!(unescape(r#"say \"hi\""#), r#"say "hi""#);
    }
}
