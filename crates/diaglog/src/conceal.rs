//! What is never written to a log: credentials in header fields and in URLs.
//!
//! The Expressway writes `Cookie:<CONCEALED>`; the same is done here for every header field that
//! carries a credential, and for the values of query, fragment and path parameters that are secrets
//! by their name, because a log travels by mail to people who have no business with them.

use std::borrow::Cow;

/// Stands in the place of a secret.
pub(crate) const CONCEALED: &str = "<CONCEALED>";

/// Longest parameter name that is looked at; a longer one is concealed unseen.
const LONGEST_NAME: usize = 64;
/// The same for header names.
const LONGEST_HEADER_NAME: usize = 256;

/// Whether the value of this header field is written as `<CONCEALED>`.
///
/// These are cookies, credentials of either direction (`Authorization`, `Proxy-Authorization`,
/// `X-Auth` and what begins with it), and everything with token, secret, password, credential or
/// API key in its name, and names too long to be looked at. `WWW-Authenticate` is a question, not a secret, and is shown.
pub fn conceal(header_name: &str) -> bool {
    let name = header_name.as_bytes();
    let exact = ["cookie", "set-cookie", "cookie2", "set-cookie2"];
    exact
        .iter()
        .any(|known| name.eq_ignore_ascii_case(known.as_bytes()))
        || name.len() > LONGEST_HEADER_NAME
        || starts_with(name, b"x-auth")
        || contains(name, b"authorization")
        || contains(name, b"api-key")
        || contains(name, b"csrf")
        || contains(name, b"xsrf")
        || has_secret_word(name)
}

/// Whether the value of this query, fragment or path parameter is written as `<CONCEALED>`.
///
/// Percent-encoding in the name is undone first.
pub fn conceal_parameter(name: &str) -> bool {
    is_secret_parameter(name.as_bytes())
}

/// The text with the secrets in its URLs replaced by `<CONCEALED>`, as [`write()`](crate::write())
/// shows it: values of [secret parameters](conceal_parameter) and user information before a host.
pub fn conceal_text(text: &str) -> Cow<'_, str> {
    if !may_hold_secret(text.as_bytes()) {
        return Cow::Borrowed(text);
    }
    let mut shown = Vec::with_capacity(text.len());
    for piece in Pieces::new(text.as_bytes()) {
        shown.extend_from_slice(piece.bytes());
    }
    // Secrets begin and end at ASCII characters: what is left is text.
    Cow::Owned(String::from_utf8_lossy(&shown).into_owned())
}

/// A stretch of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
    Shown(&'a [u8]),
    Secret,
}

impl<'a> Piece<'a> {
    pub(crate) fn bytes(self) -> &'a [u8] {
        match self {
            Self::Shown(bytes) => bytes,
            Self::Secret => CONCEALED.as_bytes(),
        }
    }
}

/// Cuts a text into what is shown and what is not.
pub(crate) struct Pieces<'a> {
    rest: &'a [u8],
    /// Length at the start of `rest` of the secret that was found.
    secret: usize,
}

impl<'a> Pieces<'a> {
    pub(crate) fn new(text: &'a [u8]) -> Self {
        Self {
            rest: text,
            secret: 0,
        }
    }
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        if self.secret > 0 {
            self.rest = self.rest.get(self.secret..).unwrap_or_default();
            self.secret = 0;
            return Some(Piece::Secret);
        }
        if self.rest.is_empty() {
            return None;
        }
        let (start, length) = first_secret(self.rest).unwrap_or((self.rest.len(), 0));
        let (shown, rest) = self
            .rest
            .split_at_checked(start)
            .unwrap_or((self.rest, &[]));
        self.rest = rest;
        self.secret = length;
        Some(Piece::Shown(shown))
    }
}

fn may_hold_secret(text: &[u8]) -> bool {
    memchr::memchr2(b'=', b'@', text).is_some()
}

/// Start and length, not 0, of the first secret.
fn first_secret(text: &[u8]) -> Option<(usize, usize)> {
    if !may_hold_secret(text) {
        return None;
    }
    text.iter().enumerate().find_map(|(index, byte)| {
        let from = index + 1;
        let rest = text.get(from..)?;
        match byte {
            b'?' | b'&' | b'#' => parameter(rest, |end| matches!(end, b'&' | b'#')),
            b';' => parameter(rest, |end| matches!(end, b'&' | b'#' | b';' | b'?' | b'/')),
            b'/' if text.get(..from).is_some_and(|head| head.ends_with(b"://")) => userinfo(rest),
            _ => None,
        }
        .map(|(start, length)| (from + start, length))
    })
}

/// Finds the value of a secret parameter whose name begins at the start of the text.
fn parameter(text: &[u8], is_end: fn(u8) -> bool) -> Option<(usize, usize)> {
    let ends_name = |byte: &u8| matches!(byte, b'=' | b'?') || is_end(*byte) || ends_url(*byte);
    let (name, rest) = text.split_at_checked(text.iter().position(ends_name)?)?;
    let value = rest.strip_prefix(b"=")?;
    let length = value
        .iter()
        .position(|byte| is_end(*byte) || ends_url(*byte));
    let length = length.unwrap_or(value.len());
    (length > 0 && is_secret_parameter(name)).then_some((name.len() + 1, length))
}

/// Finds the user information of an authority that begins at the start of the text.
fn userinfo(text: &[u8]) -> Option<(usize, usize)> {
    let end = text
        .iter()
        .position(|byte| matches!(byte, b'/' | b'?' | b'#') || ends_url(*byte));
    let authority = text.get(..end.unwrap_or(text.len()))?;
    memchr::memrchr(b'@', authority)
        .filter(|length| *length > 0)
        .map(|length| (0, length))
}

fn ends_url(byte: u8) -> bool {
    byte <= b' ' || byte == 0x7F || byte == b'"'
}

fn is_secret_parameter(encoded: &[u8]) -> bool {
    let mut buffer = [0; LONGEST_NAME];
    let Some(name) = percent_decode(encoded, &mut buffer) else {
        return true;
    };
    let exact: [&[u8]; 21] = [
        b"code",
        b"code_verifier",
        b"pass",
        b"pwd",
        b"pin",
        b"otp",
        b"auth",
        b"apikey",
        b"api_key",
        b"api-key",
        b"assertion",
        b"client_assertion",
        b"samlresponse",
        b"samlart",
        b"session",
        b"sessionid",
        b"session_id",
        b"sid",
        b"ticket",
        b"signature",
        b"sig",
    ];
    exact.iter().any(|known| name.eq_ignore_ascii_case(known))
        || contains(name, b"authorization")
        || contains(name, b"sessionid")
        || starts_with(name, b"x-auth")
        || has_secret_word(name)
}

fn has_secret_word(name: &[u8]) -> bool {
    let words: [&[u8]; 6] = [
        b"token",
        b"secret",
        b"passw",
        b"passphrase",
        b"credential",
        b"apikey",
    ];
    words.iter().any(|word| contains(name, word))
}

/// None if the name does not fit.
fn percent_decode<'b>(encoded: &[u8], buffer: &'b mut [u8; LONGEST_NAME]) -> Option<&'b [u8]> {
    let mut length = 0;
    let mut rest = encoded;
    while let [first, tail @ ..] = rest {
        let (byte, tail) = match (first, tail) {
            (b'%', [high, low, tail @ ..]) => match (hex(*high), hex(*low)) {
                (Some(high), Some(low)) => (high << 4 | low, tail),
                _ => (*first, rest.get(1..)?),
            },
            _ => (*first, tail),
        };
        *buffer.get_mut(length)? = byte;
        length += 1;
        rest = tail;
    }
    buffer.get(..length)
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit)
        .to_digit(16)
        .and_then(|value| u8::try_from(value).ok())
}

fn starts_with(name: &[u8], start: &[u8]) -> bool {
    name.get(..start.len())
        .is_some_and(|head| head.eq_ignore_ascii_case(start))
}

fn contains(name: &[u8], word: &[u8]) -> bool {
    name.windows(word.len())
        .any(|window| window.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_with_credentials_are_concealed() {
        for name in [
            "Cookie",
            "SET-COOKIE",
            "authorization",
            "Proxy-Authorization",
            "X-Auth",
            "x-auth-user",
            "X-Api-Key",
            "X-Csrf-Token",
            "X-Amz-Security-Token",
            "Client-Secret",
        ] {
            assert!(conceal(name), "{name}");
        }
        for name in [
            "WWW-Authenticate",
            "Proxy-Authenticate",
            "Host",
            "Accept",
            "User-Agent",
            "TrackingID",
            "Content-Length",
            "Via",
            "X-Forwarded-For",
            "Location",
            "",
        ] {
            assert!(!conceal(name), "{name}");
        }
    }

    #[test]
    fn secrets_in_urls_are_concealed_and_nothing_else() {
        for (text, expected) in [
            (
                "GET /a/devices?max=100 HTTP/1.1",
                "GET /a/devices?max=100 HTTP/1.1",
            ),
            (
                "GET /a?code=abc&max=1 HTTP/1.1",
                "GET /a?code=<CONCEALED>&max=1 HTTP/1.1",
            ),
            (
                "/a?max=1&Access_Token=x",
                "/a?max=1&Access_Token=<CONCEALED>",
            ),
            ("/a?access%5Ftoken=x", "/a?access%5Ftoken=<CONCEALED>"),
            ("/cb#id_token=x&state=1", "/cb#id_token=<CONCEALED>&state=1"),
            ("/a;jsessionid=77?max=1", "/a;jsessionid=<CONCEALED>?max=1"),
            ("https://u:p@h:1/x", "https://<CONCEALED>@h:1/x"),
            ("https://h/x@y", "https://h/x@y"),
            ("/a?password=&max=1", "/a?password=&max=1"),
            ("/a?password=a=b;c", "/a?password=<CONCEALED>"),
            ("/a?username=emusk&email=a@b", "/a?username=emusk&email=a@b"),
            ("/a?x?code=1", "/a?x?code=<CONCEALED>"),
            ("/a?password=x?code=1&b=2", "/a?password=<CONCEALED>&b=2"),
            ("code=1", "code=1"),
        ] {
            assert_eq!(conceal_text(text), expected);
            assert_eq!(
                conceal_text(expected),
                expected,
                "concealing twice changes nothing"
            );
        }
        let long = format!("/a?{}=secret", "%61".repeat(70));
        assert!(conceal_text(&long).ends_with("=<CONCEALED>"));
    }
}
