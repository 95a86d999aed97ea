//! The header fields of an `HTTPMSG:` message.

use std::borrow::Cow;

use crate::escape::{unescape, unescape_bytes};
use crate::event::Header;

/// The header fields of a block, up to the empty line; `text` begins after the start line.
pub(crate) fn block_headers(text: &str) -> impl Iterator<Item = Header<'_>> {
    text.lines()
        .map(|line| line.trim_matches([' ', '\t', '\r']))
        .take_while(|line| !line.is_empty() && *line != "|")
        .filter(|line| !is_elision(line))
        .map(header)
}

/// `...` where an article left lines out, or our own mark for those above the limit.
fn is_elision(line: &str) -> bool {
    line == "..." || line == "…" || line.starts_with("\\cut{")
}

fn header(line: &str) -> Header<'_> {
    match line.split_once(':') {
        Some((name, value)) => Header {
            name: unescape(name),
            value: unescape_bytes(value.trim_matches([' ', '\t'])),
        },
        None => Header {
            name: Cow::Borrowed(""),
            value: unescape_bytes(line),
        },
    }
}

/// The header fields of a message on one line. Where one ends can only be guessed: before the next
/// word that ends with a colon as a header name does.
pub(crate) fn flat_headers(text: &str) -> impl Iterator<Item = Header<'_>> {
    let mut rest = text.trim_matches([' ', '\t', '|']);
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let end = next_header(rest).unwrap_or(rest.len());
        let (line, after) = rest.split_at_checked(end)?;
        rest = after.trim_start();
        Some(header(line.trim_end()))
    })
}

/// Where, after its first character, the text goes on with ` Name:`.
pub(crate) fn next_header(text: &str) -> Option<usize> {
    let blanks = memchr::memchr_iter(b' ', text.as_bytes());
    blanks.filter(|at| *at > 0).find(|at| {
        let name = text.get(at + 1..).and_then(|rest| rest.split_once(':'));
        name.is_some_and(|(name, value)| {
            name.starts_with(|first: char| first.is_ascii_uppercase())
                && name
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
                && (value.is_empty() || value.starts_with([' ', '<']))
        })
    })
}
