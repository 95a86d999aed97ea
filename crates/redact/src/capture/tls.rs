//! What is readable in one direction of a connection: plain text, and the handshake messages of TLS
//! up to the point where encryption begins (RFC 8446, 5246, 6101).

use std::ops::Range;

const CHANGE_CIPHER_SPEC: u8 = 20;
const HANDSHAKE: u8 = 22;
const APPLICATION_DATA: u8 = 23;
const RECORD_HEADER: usize = 5;
/// 2^14 octets and what encryption adds.
const LONGEST_RECORD: usize = 16_384 + 2_048;

/// Something readable. Ranges of messages are within [`Readable::messages`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Item {
    Text(Range<usize>),
    ServerName(Range<usize>),
    Certificate(Range<usize>),
    /// A distinguished name.
    Authority(Range<usize>),
    /// Other DER, such as an OCSP response.
    Der(Range<usize>),
}

/// What is readable in a run of octets.
#[derive(Debug, Default)]
pub(super) struct Readable {
    /// Stretches of the run itself.
    pub(super) texts: Vec<Range<usize>>,
    /// Handshake messages in a row.
    pub(super) messages: Vec<u8>,
    /// Where each octet of them is in the run.
    pub(super) places: Vec<usize>,
    pub(super) items: Vec<Item>,
    /// Octets in records that are encrypted.
    pub(super) encrypted: u64,
}

/// Reads a run. `is_encrypted` carries over the holes of one direction.
pub(super) fn readable(run: &[u8], is_encrypted: &mut bool) -> Readable {
    let mut readable = Readable::default();
    let mut at = 0;
    while at < run.len() {
        let Some((kind, length)) = record(run, at) else {
            let end = next_hello(run, at + 1).unwrap_or(run.len());
            readable.texts.push(at..end);
            at = end;
            continue;
        };
        let body = at + RECORD_HEADER..(at + RECORD_HEADER + length).min(run.len());
        at = body.end;
        match kind {
            CHANGE_CIPHER_SPEC => *is_encrypted = true,
            HANDSHAKE => {
                let octets = run.get(body.clone()).unwrap_or_default();
                // TLS 1.3 sends the message for compatibility, and perhaps another hello behind
                // it; a broken server may send everything behind it.
                if !*is_encrypted || is_whole_messages(octets) {
                    readable.messages.extend(octets);
                    readable.places.extend(body);
                } else {
                    readable.count(&body);
                }
            }
            APPLICATION_DATA => {
                *is_encrypted = true;
                readable.count(&body);
            }
            _ => readable.count(&body),
        }
    }
    readable.read_messages();
    readable
}

fn record(run: &[u8], at: usize) -> Option<(u8, usize)> {
    let [kind @ 20..=24, 3, 0..=4, high, low] = *run.get(at..)?.first_chunk::<RECORD_HEADER>()?
    else {
        return None;
    };
    let length = usize::from(u16::from_be_bytes([high, low]));
    (length <= LONGEST_RECORD).then_some((kind, length))
}

/// The next place at which a hello begins: behind STARTTLS, CONNECT or a lost segment.
fn next_hello(run: &[u8], from: usize) -> Option<usize> {
    let rest = run.get(from..)?;
    let found = rest.windows(RECORD_HEADER + 1).position(|window| {
        matches!(window, [HANDSHAKE, 3, 0..=4, _, _, 1 | 2]) && record(window, 0).is_some()
    });
    found.map(|offset| from + offset)
}

/// Whether a record holds whole messages of known types and nothing else: what is encrypted never
/// looks like that.
fn is_whole_messages(octets: &[u8]) -> bool {
    let mut rest = octets;
    while let Some(([kind, length @ ..], body)) = rest.split_first_chunk::<4>() {
        let is_known = matches!(kind, 1 | 2 | 4 | 11..=16 | 20 | 22);
        match body.get(u24(*length)..) {
            Some(behind) if is_known => rest = behind,
            _ => return false,
        }
    }
    rest.is_empty() && !octets.is_empty()
}

fn u24([a, b, c]: [u8; 3]) -> usize {
    (usize::from(a) << 16) | (usize::from(b) << 8) | usize::from(c)
}

/// Fields of a message, by place.
#[derive(Clone)]
struct Fields<'m> {
    octets: &'m [u8],
    at: usize,
    end: usize,
}

impl Fields<'_> {
    fn take(&mut self, length: usize) -> Option<Range<usize>> {
        let end = self.at.checked_add(length).filter(|end| *end <= self.end)?;
        let range = self.at..end;
        self.at = end;
        Some(range)
    }

    fn number(&mut self, width: usize) -> Option<usize> {
        let range = self.take(width)?;
        let octets = self.octets.get(range)?;
        Some(
            octets
                .iter()
                .fold(0, |sum, octet| (sum << 8) | usize::from(*octet)),
        )
    }

    /// A field with its length in front.
    fn vector(&mut self, width: usize) -> Option<Range<usize>> {
        let length = self.number(width)?;
        self.take(length)
    }

    fn inside(&self, range: &Range<usize>) -> Self {
        Self {
            octets: self.octets,
            at: range.start,
            end: range.end,
        }
    }

    const fn is_empty(&self) -> bool {
        self.at >= self.end
    }
}

impl Readable {
    fn count(&mut self, range: &Range<usize>) {
        self.encrypted += u64::try_from(range.len()).unwrap_or_default();
    }

    fn read_messages(&mut self) {
        let mut items = Vec::new();
        let mut fields = Fields {
            octets: &self.messages,
            at: 0,
            end: self.messages.len(),
        };
        while let (Some(kind), Some(length)) = (fields.number(1), fields.number(3)) {
            let start = fields.at;
            // The rest of a message that was cut is read as far as it goes.
            let body = start..start.saturating_add(length).min(fields.end);
            fields.at = body.end;
            let mut message = fields.inside(&body);
            match kind {
                1 => {
                    client_hello(&mut message, &mut items);
                }
                11 => certificates(&mut message, &mut items),
                13 => authorities(&message, &mut items),
                22 => {
                    if message.take(1).is_some()
                        && let Some(response) = message.vector(3)
                    {
                        items.push(Item::Der(response));
                    }
                }
                _ => {}
            }
        }
        self.items.extend(items);
    }
}

fn client_hello(fields: &mut Fields<'_>, items: &mut Vec<Item>) -> Option<()> {
    const SERVER_NAME: usize = 0;
    fields.take(2 + 32)?;
    fields.vector(1)?;
    fields.vector(2)?;
    fields.vector(1)?;
    let extensions = fields.vector(2)?;
    let mut extensions = fields.inside(&extensions);
    while let (Some(kind), Some(value)) = (extensions.number(2), extensions.vector(2)) {
        if kind != SERVER_NAME {
            continue;
        }
        let mut value = extensions.inside(&value);
        let list = value.vector(2)?;
        let mut list = value.inside(&list);
        while let (Some(_), Some(name)) = (list.number(1), list.vector(2)) {
            items.push(Item::ServerName(name));
        }
    }
    Some(())
}

fn certificates(fields: &mut Fields<'_>, items: &mut Vec<Item>) {
    let Some(length) = fields.number(3) else {
        return;
    };
    let end = fields.at.saturating_add(length).min(fields.end);
    let mut list = fields.inside(&(fields.at..end));
    while let Some(length) = list.number(3) {
        let start = list.at;
        let range = start..start.saturating_add(length).min(list.end);
        list.at = range.end;
        items.push(Item::Certificate(range));
    }
}

/// TLS 1.2 has a list of signature schemes in front of the names; before that there was none.
fn authorities(fields: &Fields<'_>, items: &mut Vec<Item>) {
    let names = |has_schemes: bool| -> Option<Vec<Item>> {
        let mut fields = fields.clone();
        fields.vector(1)?;
        if has_schemes {
            fields.vector(2)?;
        }
        let list = fields.vector(2)?;
        if !fields.is_empty() {
            return None;
        }
        let mut list = fields.inside(&list);
        let mut names = Vec::new();
        while !list.is_empty() {
            names.push(Item::Authority(list.vector(2)?));
        }
        Some(names)
    };
    if let Some(names) = names(true).or_else(|| names(false)) {
        items.extend(names);
    } else {
        items.push(Item::Text(fields.at..fields.end));
    }
}
