//! Stretches of a text of which the form or the place tells what they are: addresses, PEM blocks,
//! base64 of edge URLs, hosts in URLs, users in paths, secrets. Both passes see the same ones.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use base64::Engine;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use crate::names::is_host;

/// What a stretch of text is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Form {
    /// Everything between the boundary lines of a PEM block.
    Pem {
        label: Vec<u8>,
    },
    /// A password, token or cookie.
    Secret,
    /// Base64 of this text.
    Encoded(Vec<u8>),
    Host,
    User,
    Label,
    V4(Ipv4Addr),
    /// Written backwards, as in names for reverse look-ups.
    ReverseV4(Ipv4Addr),
    V6(Ipv6Addr),
    /// Twelve hexadecimal digits with or without separators.
    Hardware([u8; 6]),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Region {
    pub(crate) range: Range<usize>,
    pub(crate) form: Form,
}

/// Finds all regions, in order and without overlap.
pub(crate) fn regions(text: &[u8]) -> Vec<Region> {
    let mut found = Found {
        covered: vec![false; text.len()],
        regions: Vec::new(),
    };
    pem_blocks(text, &mut found);
    lines(text, &mut found);
    marked(text, &mut found);
    mail_like(text, &mut found);
    runs(text, &mut found);
    found.regions.sort_by_key(|region| region.range.start);
    found.regions
}

struct Found {
    covered: Vec<bool>,
    regions: Vec<Region>,
}

impl Found {
    fn add(&mut self, range: Range<usize>, form: Form) {
        let Some(flags) = self.covered.get_mut(range.clone()) else {
            return;
        };
        if flags.is_empty() || flags.iter().any(|flag| *flag) {
            return;
        }
        flags.fill(true);
        self.regions.push(Region { range, form });
    }

    fn is_covered(&self, at: usize) -> bool {
        self.covered.get(at).copied().unwrap_or(true)
    }
}

fn at(text: &[u8], index: usize) -> Option<u8> {
    text.get(index).copied()
}

fn before(text: &[u8], index: usize) -> Option<u8> {
    text.get(index.checked_sub(1)?).copied()
}

/// The length of the run of such octets from an index on.
fn run(text: &[u8], start: usize, is_in: impl Fn(u8) -> bool) -> usize {
    let rest = text.get(start..).unwrap_or_default();
    rest.iter().take_while(|octet| is_in(**octet)).count()
}

fn run_back(text: &[u8], end: usize, is_in: impl Fn(u8) -> bool) -> usize {
    let front = text.get(..end).unwrap_or_default();
    front
        .iter()
        .rev()
        .take_while(|octet| is_in(**octet))
        .count()
}

pub(crate) const fn is_host_octet(octet: u8) -> bool {
    octet.is_ascii_alphanumeric() || matches!(octet, b'.' | b'-' | b'_')
}

const fn is_user_octet(octet: u8) -> bool {
    octet.is_ascii_alphanumeric()
        || octet >= 0x80
        || matches!(octet, b'.' | b'-' | b'_' | b'+' | b'%')
}

/// Whether a word that begins at an index is not the end of a longer one. An escape in front, such
/// as `\n` or `%2F`, is no part of the word.
pub(crate) fn begins_word(text: &[u8], start: usize) -> bool {
    let Some(previous) = before(text, start) else {
        return true;
    };
    let first = at(text, start).unwrap_or_default();
    let joins = if first.is_ascii_digit() {
        previous.is_ascii_digit()
    } else {
        crate::names::is_letter(previous)
    };
    if !joins {
        return true;
    }
    let two = start.checked_sub(2).and_then(|index| at(text, index));
    if two == Some(b'\\') && matches!(previous, b'n' | b'r' | b't') {
        return true;
    }
    let escape = start
        .checked_sub(3)
        .and_then(|index| text.get(index..start));
    matches!(escape, Some([b'%', a, b]) if a.is_ascii_hexdigit() && b.is_ascii_hexdigit())
}

pub(crate) fn ends_word(text: &[u8], end: usize) -> bool {
    let (Some(last), Some(next)) = (before(text, end), at(text, end)) else {
        return true;
    };
    if last.is_ascii_digit() {
        !next.is_ascii_digit()
    } else {
        !crate::names::is_letter(next)
    }
}

// --- PEM -------------------------------------------------------------------------------------

fn pem_blocks(text: &[u8], found: &mut Found) {
    const BEGIN: &[u8] = b"-----BEGIN ";
    const END: &[u8] = b"-----END ";
    const DASHES: &[u8] = b"-----";
    let mut from = 0;
    while let Some(start) = search(text, BEGIN, from) {
        let label_start = start.saturating_add(BEGIN.len());
        from = label_start;
        let Some(label_end) = search(text, DASHES, label_start) else {
            return;
        };
        let label = text.get(label_start..label_end).unwrap_or_default();
        if label.len() > 64 || label.contains(&b'\n') {
            continue;
        }
        let body = label_end.saturating_add(DASHES.len());
        let end = search(text, END, body).unwrap_or_else(|| {
            body.saturating_add(run(text, body, |c| {
                c.is_ascii_alphanumeric() || c.is_ascii_whitespace() || b"+/=".contains(&c)
            }))
        });
        found.add(
            body..end,
            Form::Pem {
                label: label.to_vec(),
            },
        );
        from = end;
    }
}

pub(crate) fn search(text: &[u8], needle: &[u8], from: usize) -> Option<usize> {
    let first = *needle.first()?;
    let mut start = from;
    loop {
        let rest = text.get(start..)?;
        let offset = rest.iter().position(|octet| *octet == first)?;
        start = start.saturating_add(offset);
        if text.get(start..)?.starts_with(needle) {
            return Some(start);
        }
        start = start.saturating_add(1);
    }
}

// --- Lines -----------------------------------------------------------------------------------

fn lines(text: &[u8], found: &mut Found) {
    let mut start: usize = 0;
    for line in text.split(|octet| *octet == b'\n') {
        if !found.is_covered(start) {
            log_host(line, start, found);
            setting(line, start, found);
        }
        start = start.saturating_add(line.len()).saturating_add(1);
    }
}

/// The host behind the stamp of a log line: `2022-07-11T18:54:50.068+02:00 vcsc tvcs: ...`, and the
/// older `Jul 11 18:54:50 vcsc tvcs: ...`.
fn log_host(line: &[u8], start: usize, found: &mut Found) {
    let mut skip = 0;
    if line.starts_with(b"<") {
        skip = search(line, b">", 0).map_or(0, |end| end.saturating_add(1));
    } else if line.starts_with(b"Line ") {
        skip = search(line, b": ", 0).map_or(0, |end| end.saturating_add(2));
    }
    skip = skip.saturating_add(run(line, skip, |c| c == b' '));
    let rest = line.get(skip..).unwrap_or_default();
    let stamp = match rest {
        [a, b, c, d, b'-', _, _, b'-', _, _, b'T', ..]
            if [a, b, c, d].iter().all(|digit| digit.is_ascii_digit()) =>
        {
            run(rest, 0, |c| c != b' ')
        }
        [a, b, c, b' ', ..] if [a, b, c].iter().all(|c| c.is_ascii_alphabetic()) => {
            match rest.get(4..16) {
                Some([_, d, b' ', _, _, b':', _, _, b':', _, _, b' ']) if d.is_ascii_digit() => 15,
                _ => return,
            }
        }
        _ => return,
    };
    let blanks = run(rest, stamp, |c| c == b' ');
    let host = stamp.saturating_add(blanks);
    let length = run(rest, host, is_host_octet);
    let follows = at(rest, host.saturating_add(length));
    // A line without a host goes on with a process or with pairs.
    if blanks > 0 && length > 0 && follows == Some(b' ') {
        let begin = start.saturating_add(skip).saturating_add(host);
        found.add(begin..begin.saturating_add(length), Form::Host);
    }
}

/// Settings and states: `*c xConfiguration SystemUnit Name: "vcsc"`, `  Address: "10.0.0.11"`,
/// `<Item path="SystemUnit Name">vcsc</Item>`, `<Password item="1">...</Password>`.
fn setting(line: &[u8], start: usize, found: &mut Found) {
    let trimmed = run(line, 0, |c| c.is_ascii_whitespace());
    let rest = line.get(trimmed..).unwrap_or_default();
    let is_listing = rest.starts_with(b"*c ")
        || rest.starts_with(b"*s ")
        || rest.starts_with(b"xConfiguration ")
        || rest.starts_with(b"xStatus ");
    let (key, value) = if rest.starts_with(b"<") {
        let Some(open) = search(rest, b">", 0) else {
            return;
        };
        let tag = rest.get(1..open).unwrap_or_default();
        let key = match search(tag, b"path=\"", 0) {
            Some(path) => {
                let from = path.saturating_add(6);
                let length = run(tag, from, |c| c != b'"');
                tag.get(from..from.saturating_add(length))
                    .unwrap_or_default()
            }
            None => tag.get(..run(tag, 0, |c| c != b' ')).unwrap_or_default(),
        };
        let value = open.saturating_add(1);
        (
            key,
            value..value.saturating_add(run(rest, value, |c| c != b'<')),
        )
    } else {
        let is_key = |c: u8| c.is_ascii_alphanumeric() || matches!(c, b' ' | b'*' | b'/' | b'_');
        let length = run(rest, 0, is_key);
        if at(rest, length) != Some(b':') || (!is_listing && trimmed < 2) {
            return;
        }
        let mut value = length.saturating_add(1);
        value = value.saturating_add(run(rest, value, |c| c == b' '));
        let end = if at(rest, value) == Some(b'"') {
            value = value.saturating_add(1);
            value.saturating_add(run(rest, value, |c| c != b'"' && c != b'\r'))
        } else {
            value.saturating_add(run(rest, value, |c| c != b'\r'))
        };
        (rest.get(..length).unwrap_or_default(), value..end)
    };
    let octets = rest.get(value.clone()).unwrap_or_default();
    if octets.is_empty() {
        return;
    }
    if let Some(form) = of_setting(key, octets) {
        let begin = start.saturating_add(trimmed);
        let range = begin.saturating_add(value.start)..begin.saturating_add(value.end);
        found.add(range, form);
    }
}

const SECRET_WORDS: &[&str] = &[
    "password",
    "passphrase",
    "secret",
    "community",
    "credential",
];

fn of_setting(key: &[u8], value: &[u8]) -> Option<Form> {
    let key = String::from_utf8_lossy(key).to_ascii_lowercase();
    let key = key.trim_end();
    // Settings about passwords are numbers and words such as `On`.
    let is_word = value.len() <= 5 && value.iter().all(u8::is_ascii_alphanumeric);
    if SECRET_WORDS.iter().any(|word| key.ends_with(word)) && !is_word
        || value.starts_with(b"{cipher}")
    {
        return Some(Form::Secret);
    }
    let is_bare = |value: &[u8]| {
        value.iter().all(|c| is_host_octet(*c)) && value.iter().any(u8::is_ascii_alphabetic)
    };
    let ends = |words: &[&str]| words.iter().any(|word| key.ends_with(word));
    if ends(&[
        "systemunit name",
        "hostname",
        "host name",
        "dns domain name",
        "fqdn",
    ]) {
        return Some(if is_bare(value) {
            Form::Host
        } else {
            Form::Label
        });
    }
    if ends(&["address", "domain", "host"]) || key.contains("domain") && key.ends_with("name") {
        return is_bare(value).then_some(Form::Host);
    }
    if is_host(value) && ends(&["name", "server", "peer"]) {
        return Some(Form::Host);
    }
    if ends(&["username", "user name", "userid", "binddn", "contact"]) {
        return Some(Form::User);
    }
    let is_of_administrator = [
        "zone",
        "rule",
        "deployment",
        "cluster",
        "policy",
        "location",
    ];
    let is_text = ends(&["name", "description", "location", "banner"]);
    (is_text && is_of_administrator.iter().any(|word| key.contains(word))).then_some(Form::Label)
}

// --- Marks -----------------------------------------------------------------------------------

#[derive(Clone, Copy)]
enum Mark {
    Host,
    User,
    /// To the end of the line or of the quotes.
    Secret,
    /// `CSF` and the like, of which only what follows is a name.
    Device,
}

const MARKS: &[(&str, Mark)] = &[
    ("://", Mark::Host),
    ("host: ", Mark::Host),
    ("connection failed for '", Mark::Host),
    ("verification failed for (", Mark::Host),
    ("sni (", Mark::Host),
    ("hostname (", Mark::Host),
    (" server=", Mark::Host),
    ("common-name=\"", Mark::Host),
    ("to host '", Mark::Host),
    ("('https','", Mark::Host),
    ("('https', '", Mark::Host),
    ("('http','", Mark::Host),
    ("('http', '", Mark::Host),
    ("hostname=\"", Mark::Host),
    ("; domain=", Mark::Host),
    ("/user/", Mark::User),
    ("username=\"", Mark::User),
    ("user=\"", Mark::User),
    ("userid=\"", Mark::User),
    ("username=", Mark::User),
    ("email=", Mark::User),
    ("/csf", Mark::Device),
    ("/tct", Mark::Device),
    ("/bot", Mark::Device),
    ("/tab", Mark::Device),
    ("\"csf", Mark::Device),
    ("\"tct", Mark::Device),
    ("\"bot", Mark::Device),
    ("\"tab", Mark::Device),
    ("authorization: ", Mark::Secret),
    ("cookie: ", Mark::Secret),
    ("cookie:", Mark::Secret),
    ("x-auth: ", Mark::Secret),
    ("x-auth=", Mark::Secret),
    ("password=", Mark::Secret),
    ("password=\"", Mark::Secret),
    ("passphrase=\"", Mark::Secret),
    ("access_token=", Mark::Secret),
    ("refresh_token=", Mark::Secret),
];

static MARK_FINDER: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .build(MARKS.iter().map(|(text, _)| text))
        .ok()
});

fn marked(text: &[u8], found: &mut Found) {
    let Some(finder) = MARK_FINDER.as_ref() else {
        return;
    };
    for hit in finder.find_overlapping_iter(text) {
        let Some((_, mark)) = MARKS.get(hit.pattern().as_usize()) else {
            continue;
        };
        let start = hit.end();
        match mark {
            Mark::Host => {
                let length = run(text, start, is_host_octet);
                let range = trimmed(text, start..start.saturating_add(length));
                let value = text.get(range.clone()).unwrap_or_default();
                let is_name = value.iter().any(u8::is_ascii_alphabetic);
                let is_userinfo = at(text, start.saturating_add(length)) == Some(b'@');
                if is_name && !is_userinfo && v4(value).is_none() {
                    found.add(range, Form::Host);
                }
            }
            Mark::User => {
                let length = run(text, start, |c| is_user_octet(c) || c == b'@');
                let range = trimmed(text, start..start.saturating_add(length));
                found.add(range, Form::User);
            }
            Mark::Device => device(text, start, found),
            Mark::Secret => {
                let start = start.saturating_add(run(text, start, |c| c == b' '));
                let is_quoted = before(text, start) == Some(b'"');
                let is_parameter = before(text, start) == Some(b'=');
                let ends = |c: u8| {
                    matches!(c, b'\r' | b'\n' | b'|')
                        || is_quoted && c == b'"'
                        || is_parameter && matches!(c, b' ' | b'"' | b'&' | b';' | b'<' | b'\'')
                };
                let length = run(text, start, |c| !ends(c));
                let value = text
                    .get(start..start.saturating_add(length))
                    .unwrap_or_default();
                if !value.starts_with(b"<CONCEALED>") {
                    found.add(start..start.saturating_add(length), Form::Secret);
                }
            }
        }
    }
}

/// `CSFemusk.cnf.xml`: a device that is named for its user.
fn device(text: &[u8], start: usize, found: &mut Found) {
    let length = run(text, start, |c| is_user_octet(c) && c != b'%');
    let mut range = start..start.saturating_add(length);
    let value = text.get(range.clone()).unwrap_or_default();
    if let Some(end) = search(value, b".cnf", 0) {
        range.end = start.saturating_add(end);
    }
    let prefix = start.checked_sub(3).and_then(|from| text.get(from..start));
    if prefix.is_some_and(|prefix| prefix.iter().all(u8::is_ascii_uppercase)) {
        found.add(trimmed(text, range), Form::User);
    }
}

/// Without the full stop of a sentence and what else no name ends with.
fn trimmed(text: &[u8], range: Range<usize>) -> Range<usize> {
    let value = text.get(range.clone()).unwrap_or_default();
    let is_edge = |c: u8| matches!(c, b'.' | b'-' | b'%' | b'+');
    let back = run_back(value, value.len(), is_edge);
    let front = run(value, 0, is_edge).min(value.len().saturating_sub(back));
    range.start.saturating_add(front)..range.end.saturating_sub(back)
}

/// `user@host`, in mail addresses, SIP URIs and names of processes.
fn mail_like(text: &[u8], found: &mut Found) {
    for (index, _) in text.iter().enumerate().filter(|(_, octet)| **octet == b'@') {
        let user = run_back(text, index, |c| is_user_octet(c) && c != b'%');
        let user = trimmed(text, index.saturating_sub(user)..index);
        let start = index.saturating_add(1);
        let host = run(text, start, is_host_octet);
        let host = trimmed(text, start..start.saturating_add(host));
        let value = text.get(host.clone()).unwrap_or_default();
        let is_name = is_host(value);
        if !is_name && v4(value).is_none() {
            continue;
        }
        if !user.is_empty() {
            found.add(user, Form::User);
        }
        if is_name {
            found.add(host, Form::Host);
        }
    }
}

// --- Addresses and base64 --------------------------------------------------------------------

fn runs(text: &[u8], found: &mut Found) {
    let mut index = 0;
    while index < text.len() {
        let is_in = |c: u8| c.is_ascii_alphanumeric() || matches!(c, b'.' | b':' | b'-' | b'_');
        let length = run(text, index, is_in);
        if length == 0 {
            index = index.saturating_add(1);
            continue;
        }
        let end = index.saturating_add(length);
        if length >= 7 {
            addresses(text, index..end, found);
            hardware(text, index..end, found);
            encoded(text, index..end, found);
        }
        index = end;
    }
}

fn v4(text: &[u8]) -> Option<Ipv4Addr> {
    str::from_utf8(text).ok()?.parse().ok()
}

fn addresses(text: &[u8], range: Range<usize>, found: &mut Found) {
    let mut index = range.start;
    while index < range.end {
        let octet = at(text, index).unwrap_or_default();
        let previous = before(text, index);
        let is_hex = |c: u8| c.is_ascii_hexdigit();
        let starts = !previous
            .is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, b'.' | b':'))
            || (begins_word(text, index)
                && previous.is_some_and(|c| c.is_ascii_alphabetic())
                && escaped(text, index));
        if (is_hex(octet) || octet == b':') && starts {
            let length = run(text, index, |c| is_hex(c) || matches!(c, b':' | b'.'));
            let candidate = text
                .get(index..index.saturating_add(length))
                .unwrap_or_default();
            let colons = candidate.split(|c| *c == b':').count();
            if colons > 2
                && let Some((length, address)) = v6(text, index, length)
            {
                found.add(index..index.saturating_add(length), Form::V6(address));
                index = index.saturating_add(length);
                continue;
            }
        }
        let is_after_colon = previous == Some(b':');
        if octet.is_ascii_digit() && (starts || is_after_colon) {
            let length = run(text, index, |c| c.is_ascii_digit() || c == b'.');
            let mut value = text
                .get(index..index.saturating_add(length))
                .unwrap_or_default();
            let follows = at(text, index.saturating_add(length));
            let is_reverse = text
                .get(index.saturating_add(length)..)
                .is_some_and(|rest| rest.to_ascii_lowercase_starts(b"in-addr.arpa"));
            value = value.strip_suffix(b".").unwrap_or(value);
            let is_end = !follows.is_some_and(|c| c.is_ascii_alphanumeric()) || is_reverse;
            if is_end && let Some(address) = v4(value) {
                let form = if is_reverse {
                    let [a, b, c, d] = address.octets();
                    Form::ReverseV4(Ipv4Addr::new(d, c, b, a))
                } else {
                    Form::V4(address)
                };
                found.add(index..index.saturating_add(value.len()), form);
            }
            index = index.saturating_add(length.max(1));
            continue;
        }
        index = index.saturating_add(1);
    }
}

/// Whether an escape such as `\n` stands in front.
fn escaped(text: &[u8], index: usize) -> bool {
    let two = index.checked_sub(2).and_then(|from| text.get(from..index));
    matches!(two, Some([b'\\', b'n' | b'r' | b't']))
}

trait StartsIgnoringCase {
    fn to_ascii_lowercase_starts(&self, start: &[u8]) -> bool;
}

impl StartsIgnoringCase for [u8] {
    fn to_ascii_lowercase_starts(&self, start: &[u8]) -> bool {
        self.get(..start.len())
            .is_some_and(|front| front.eq_ignore_ascii_case(start))
    }
}

/// The longest address in a run of hexadecimal digits, colons and dots.
fn v6(text: &[u8], start: usize, length: usize) -> Option<(usize, Ipv6Addr)> {
    let mut length = length;
    // A full stop or a colon may end the sentence.
    for _ in 0..2 {
        let end = start.saturating_add(length);
        let value = str::from_utf8(text.get(start..end)?).ok()?;
        let follows = at(text, end);
        if let Ok(address) = value.parse()
            && !follows.is_some_and(|c| c.is_ascii_alphanumeric())
        {
            return Some((length, address));
        }
        length = length.checked_sub(1)?;
    }
    None
}

fn hex_value(digit: u8) -> Option<u8> {
    char::from(digit)
        .to_digit(16)
        .and_then(|value| u8::try_from(value).ok())
}

/// `00:50:56:ab:cd:ef`, `00-50-56-...`, `0050.56ab.cdef` and `SEP005056ABCDEF`.
fn hardware(text: &[u8], range: Range<usize>, found: &mut Found) {
    let mut index = range.start;
    while index < range.end {
        let is_device = text
            .get(index..)
            .is_some_and(|rest| rest.starts_with(b"SEP"));
        let start = if is_device {
            index.saturating_add(3)
        } else {
            index
        };
        let spelling = if is_device {
            Spelling::Device
        } else {
            Spelling::Separated
        };
        let begins = !before(text, index)
            .is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, b':' | b'-' | b'.'));
        if begins && let Some((length, address)) = hardware_at(text, start, spelling) {
            found.add(start..start.saturating_add(length), Form::Hardware(address));
            index = start.saturating_add(length);
            continue;
        }
        index = index.saturating_add(1);
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Spelling {
    /// Behind the prefix of a telephone.
    Device,
    Separated,
}

fn hardware_at(text: &[u8], start: usize, spelling: Spelling) -> Option<(usize, [u8; 6])> {
    let rest = text.get(start..)?;
    let (separator, group) = match (spelling, rest) {
        (Spelling::Device, _) => (None, 12),
        (Spelling::Separated, [_, _, separator @ (b':' | b'-'), ..]) => (Some(*separator), 2),
        (Spelling::Separated, [_, _, _, _, b'.', ..]) => (Some(b'.'), 4),
        (Spelling::Separated, _) => return None,
    };
    let mut digits = Vec::with_capacity(12);
    let mut length: usize = 0;
    while digits.len() < 12 {
        if length > 0
            && let Some(separator) = separator
            && digits.len().is_multiple_of(group)
        {
            if at(rest, length)? != separator {
                return None;
            }
            length = length.saturating_add(1);
        }
        digits.push(hex_value(at(rest, length)?)?);
        length = length.saturating_add(1);
    }
    let follows = at(rest, length);
    let goes_on = follows
        .is_some_and(|c| c.is_ascii_hexdigit() || (separator.is_some() && follows == separator));
    if goes_on {
        return None;
    }
    let octets: Vec<u8> = digits
        .as_chunks::<2>()
        .0
        .iter()
        .map(|[high, low]| high.wrapping_shl(4) | low)
        .collect();
    Some((length, *octets.first_chunk::<6>()?))
}

pub(crate) const BASE64: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, LENIENT);
pub(crate) const BASE64_URL: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, LENIENT);
const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_decode_padding_mode(DecodePaddingMode::Indifferent)
    .with_decode_allow_trailing_bits(true)
    .with_encode_padding(false);

/// The shortest text that is worth a look: `a.lab` in base64 has seven letters.
const SHORTEST_ENCODED: usize = 10;

fn encoded(text: &[u8], range: Range<usize>, found: &mut Found) {
    let mut index = range.start;
    while index < range.end {
        let length = run(text, index, |c| {
            c.is_ascii_alphanumeric() || matches!(c, b'-' | b'_')
        });
        let end = index.saturating_add(length);
        let segment = text.get(index..end).unwrap_or_default();
        if length >= SHORTEST_ENCODED
            && let Ok(decoded) = BASE64_URL.decode(segment)
            && decoded.iter().all(|c| (0x20..0x7f).contains(c))
        {
            found.add(index..end, Form::Encoded(decoded));
        }
        index = end.saturating_add(1);
    }
}

/// Hosts in the text of an edge URL, `domain/protocol/host/port`, or the domain alone.
pub(crate) fn edge_hosts(decoded: &[u8]) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut start: usize = 0;
    for part in decoded.split(|octet| *octet == b'/') {
        ranges.push(start..start.saturating_add(part.len()));
        start = start.saturating_add(part.len()).saturating_add(1);
    }
    let is_name = |range: &Range<usize>| {
        let value = decoded.get(range.clone()).unwrap_or_default();
        !value.is_empty()
            && value.iter().all(|c| is_host_octet(*c))
            && value.iter().any(u8::is_ascii_alphabetic)
    };
    match ranges.as_slice() {
        [domain, protocol, host, _] => {
            let protocol = decoded.get(protocol.clone()).unwrap_or_default();
            if !protocol.eq_ignore_ascii_case(b"https") && !protocol.eq_ignore_ascii_case(b"http") {
                return Vec::new();
            }
            [domain.clone(), host.clone()]
                .into_iter()
                .filter(is_name)
                .collect()
        }
        [domain] if is_host(decoded) => vec![domain.clone()],
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(&str, Form)> {
        let regions = regions(text.as_bytes());
        regions
            .into_iter()
            .map(|region| (text.get(region.range).unwrap(), region.form))
            .collect()
    }

    fn v4(text: &str) -> Form {
        Form::V4(text.parse().unwrap())
    }

    #[test]
    fn a_log_line_shows_its_hosts_users_and_addresses() {
        let line = "2022-07-11T18:55:26.016+02:00 vcsc traffic_server[18242]: [ET_NET 0] WARNING: Core server \
                    certificate verification failed for (cucm.steven.lab). Action=Terminate Error=self signed \
                    certificate server=cucm.steven.lab(10.48.36.215) depth=0";
        assert_eq!(
            found(line),
            [
                ("vcsc", Form::Host),
                ("cucm.steven.lab", Form::Host),
                ("cucm.steven.lab", Form::Host),
                ("10.48.36.215", v4("10.48.36.215")),
            ]
        );
        let request = "Msg=\"GET http://vcs_control.steven.lab:8443/c3RldmVuLmxhYi9odHRwcy9jdWNtLnN0ZXZlbi5sYWIvODQ0Mw/cucm-uds/user/emusk/devices HTTP/1.1\"";
        assert_eq!(
            found(request),
            [
                ("vcs_control.steven.lab", Form::Host),
                (
                    "c3RldmVuLmxhYi9odHRwcy9jdWNtLnN0ZXZlbi5sYWIvODQ0Mw",
                    Form::Encoded(b"steven.lab/https/cucm.steven.lab/8443".to_vec())
                ),
                ("emusk", Form::User),
            ]
        );
        assert_eq!(
            found("Msg=\"GET /CSFemusk.cnf.xml HTTP/1.1\""),
            [("emusk", Form::User)]
        );
    }

    #[test]
    fn addresses_are_told_from_versions_times_and_object_identifiers() {
        assert_eq!(
            found("10.48.36.215."),
            [("10.48.36.215", v4("10.48.36.215"))]
        );
        assert_eq!(
            found("CEtcp-10.48.36.215\""),
            [("10.48.36.215", v4("10.48.36.215"))]
        );
        assert_eq!(
            found("[2001:db8::1]:8443")[0].1,
            Form::V6("2001:db8::1".parse().unwrap())
        );
        assert_eq!(
            found("215.36.48.10.in-addr.arpa")[0].1,
            Form::ReverseV4("10.48.36.215".parse().unwrap())
        );
        assert_eq!(
            found("00:50:56:AB:cd:ef")[0].1,
            Form::Hardware([0, 0x50, 0x56, 0xab, 0xcd, 0xef])
        );
        assert_eq!(
            found("SEP005056ABCDEF")[0],
            (
                "005056ABCDEF",
                Form::Hardware([0, 0x50, 0x56, 0xab, 0xcd, 0xef])
            )
        );
        for none in [
            "1.3.6.1.5.5.7.3.2",
            "X14.0.7.1",
            "2022-07-11 17:49:01,491",
            "17:49:01.491",
            "0a334fa8-41e9-4b97-adf4-e165372c38cb",
            "256.1.1.1",
        ] {
            assert_eq!(found(none), [], "{none}");
        }
    }

    #[test]
    fn settings_tell_what_their_value_is() {
        let dump = "*c xConfiguration SystemUnit Name: \"vcsc\"\n\
                    *c xConfiguration Zones Zone 1 Name: \"Acme HQ\"\n\
                    *c xConfiguration Zones Zone 1 TraversalClient Authentication Password: \"{cipher}qeh8\"\n\
                    <Item path=\"SIP Domain 1 Name\">steven.lab</Item>\n";
        assert_eq!(
            found(dump),
            [
                ("vcsc", Form::Host),
                ("Acme HQ", Form::Label),
                ("{cipher}qeh8", Form::Secret),
                ("steven.lab", Form::Host),
            ]
        );
    }

    #[test]
    fn secrets_and_pem_blocks_are_found() {
        assert_eq!(
            found("Authorization: Basic ZW11c2s6eA==\r\n"),
            [("Basic ZW11c2s6eA==", Form::Secret)]
        );
        assert_eq!(found("Cookie:<CONCEALED>"), []);
        let pem = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
        let label = b"CERTIFICATE".to_vec();
        assert_eq!(found(pem), [("\nMIIB\n", Form::Pem { label })]);
        assert_eq!(
            found("sip:jdoe@acme.example;transport=tls")[0],
            ("jdoe", Form::User)
        );
    }
}
