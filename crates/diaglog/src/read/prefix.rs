//! The prefix of a line in all its forms: `<time> <host> <process>[<pid>]: `, with parts missing,
//! doubled, or something in front.

use memchr::memchr2;

use crate::escape::unescape;
use crate::event::{Prefix, Severity};
use crate::stamp::{StampForm, read_stamp};

/// A line that begins with a stamp.
#[derive(Clone, Debug)]
pub(super) struct Head<'a> {
    pub(super) prefix: Prefix<'a>,
    pub(super) stamp: StampForm,
    /// What follows the prefix, without blanks in front.
    pub(super) content: &'a str,
}

fn after_blanks(text: &str) -> &str {
    let blanks = text
        .bytes()
        .take_while(|byte| matches!(byte, b' ' | b'\t'))
        .count();
    text.get(blanks..).unwrap_or_default()
}

/// Splits the prefix off; `None` if there is no stamp.
pub(super) fn split(line: &str) -> Option<Head<'_>> {
    let (stamp, rest) = read_stamp(without_decoration(line))?;
    let rest = after_blanks(rest);
    let (host, rest) = split_host(rest);
    let (tag, content) = match split_tag(rest) {
        Some((tag, content)) => (Some(tag), content),
        None => (None, rest),
    };
    let (process, pid) = tag.map_or(("", None), |tag| (tag.process, tag.pid));
    // Text recognition joins the two with an underscore: `vcsc_traffic_server[3956]:`.
    let (host, process) = match process.strip_suffix("_traffic_server") {
        Some(glued) if host.is_empty() => (glued, "traffic_server"),
        _ => (host, process),
    };
    let host = if host == "-" { "" } else { host };
    let prefix = Prefix {
        at: stamp.at,
        host: unescape(host),
        process: unescape(process),
        pid,
    };
    Some(Head {
        prefix,
        stamp: stamp.form,
        content: after_blanks(content),
    })
}

/// Whether an entry begins with this line, at whatever indentation.
pub(super) fn begins_entry(line: &str) -> bool {
    read_stamp(without_decoration(line)).is_some()
}

/// Takes away what editors and syslog put in front of the stamp.
fn without_decoration(line: &str) -> &str {
    if line.starts_with(|first: char| first.is_ascii_digit()) {
        return line;
    }
    let line = line.trim_start_matches([' ', '\t', '\u{FEFF}']);
    let line = line
        .strip_prefix("Line ")
        .and_then(after_line_number)
        .unwrap_or(line);
    line.strip_prefix('<')
        .and_then(after_priority)
        .unwrap_or(line)
}

/// `190: ` of `Line 190: `.
fn after_line_number(text: &str) -> Option<&str> {
    let rest = text.trim_start_matches(|character: char| character.is_ascii_digit());
    let has_digits = rest.len() < text.len();
    has_digits.then(|| rest.strip_prefix(':').map(after_blanks))?
}

/// `166>` of `<166>`.
fn after_priority(text: &str) -> Option<&str> {
    let (digits, rest) = text.split_once('>')?;
    let is_priority = (1..=3).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    is_priority.then_some(rest)
}

/// Splits the host off, unless the next word is something else.
fn split_host(text: &str) -> (&str, &str) {
    let end = memchr2(b' ', b'\t', text.as_bytes()).unwrap_or(text.len());
    let (word, rest) = text.split_at_checked(end).unwrap_or((text, ""));
    if word.ends_with(':') || word.contains(['[', '=', '"']) {
        ("", text)
    } else {
        (word, after_blanks(rest))
    }
}

struct Tag<'a> {
    process: &'a str,
    pid: Option<u32>,
}

/// Splits `process[pid]:` or `process:` off.
fn split_tag(text: &str) -> Option<(Tag<'_>, &str)> {
    let ends_name = |byte: u8| matches!(byte, b' ' | b'\t' | b':' | b'[' | b'"' | b'=');
    let end = text.bytes().position(ends_name)?;
    let (process, rest) = text.split_at_checked(end)?;
    if process.is_empty() {
        return None;
    }
    let (pid, rest) = match rest.strip_prefix('[') {
        Some(rest) => {
            let (digits, rest) = rest.split_once(']')?;
            let is_pid = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
            (is_pid.then(|| digits.parse().ok())?, rest)
        }
        None => (None, rest),
    };
    let rest = rest.strip_prefix(':')?;
    if pid.is_none() && Severity::ALL.iter().any(|(_, text)| *text == process) {
        return None;
    }
    // Some relays repeat the tag.
    let doubled = after_blanks(rest).strip_prefix(process);
    let rest = doubled
        .and_then(|rest| rest.strip_prefix(':'))
        .unwrap_or(rest);
    Some((Tag { process, pid }, rest))
}
