//! Looks for the log lines of users' own signatures while logs are read.
//!
//! The other signatures read logs through [`LogReader`](crate::log::LogReader); this is for lines
//! that it need not understand. A line is compared with the rules' texts first, so that a log costs
//! one search for each rule and nothing more; expressions run on lines that have the text.

use memchr::memmem::Finder;
use tollgate_diaglog::Reader;

use super::rules::LogRule;
use super::{Look, Signature};
use crate::bundle::PartId;
use crate::text::decode;

/// Octets of a line that are looked at; longer lines are looked at as far as that.
const LINE: usize = 64 * 1024;
/// Lines that are kept of each rule. More show nothing new.
const LINES: usize = 20;
/// Octets of a kept line.
const TEXT: usize = 2_000;

/// Looks for log lines. Give it each log: [`Watch::begin`], [`Watch::push`] for its chunks, and
/// [`Watch::finish`] after the last.
#[derive(Debug)]
pub struct Watch {
    rules: Vec<Watching>,
    part: PartId,
    line: u64,
    /// The beginning of a line whose end is not there yet.
    rest: Vec<u8>,
}

#[derive(Debug)]
struct Watching {
    signature: String,
    number: usize,
    finders: Vec<Finder<'static>>,
    rule: LogRule,
    found: Vec<WatchedLine>,
    more: u64,
}

/// What [`Watch`] found.
#[derive(Debug, Clone, Default)]
pub struct Watched {
    hits: Vec<Hits>,
}

#[derive(Debug, Clone)]
pub(crate) struct Hits {
    pub(crate) signature: String,
    /// Index of the log rule in its signature.
    pub(crate) rule: usize,
    pub(crate) lines: Vec<WatchedLine>,
    /// Lines that are not among them.
    pub(crate) more: u64,
}

/// A line that meets a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct WatchedLine {
    pub(crate) part: PartId,
    /// From 1.
    pub(crate) number: u64,
    /// In Unix milliseconds, where the line has a time.
    pub(crate) at: Option<i64>,
    pub(crate) text: String,
}

impl Watch {
    /// Looks for the log rules of signatures; `None` where none has any.
    pub fn new(signatures: &[Signature]) -> Option<Self> {
        let mut rules = Vec::new();
        for signature in signatures {
            let Look::Rules(own) = &signature.look else {
                continue;
            };
            for (number, rule) in own.logs.iter().enumerate() {
                let finders = rule.contains.iter();
                rules.push(Watching {
                    signature: signature.id.clone(),
                    number,
                    finders: finders
                        .map(|text| Finder::new(text.as_bytes()).into_owned())
                        .collect(),
                    rule: rule.clone(),
                    found: Vec::new(),
                    more: 0,
                });
            }
        }
        (!rules.is_empty()).then_some(Self {
            rules,
            part: PartId(0),
            line: 0,
            rest: Vec::new(),
        })
    }

    /// Begins a log; ends the one before it.
    pub fn begin(&mut self, part: PartId) {
        self.end();
        self.part = part;
        self.line = 0;
    }

    /// Takes the next chunk of the log, which may end anywhere.
    pub fn push(&mut self, chunk: &[u8]) {
        let mut chunk = chunk;
        if !self.rest.is_empty() || self.line == 0 {
            self.line = self.line.max(1);
            let Some(end) = memchr::memchr(b'\n', chunk) else {
                self.keep(chunk);
                return;
            };
            let (head, tail) = chunk.split_at_checked(end + 1).unwrap_or((chunk, &[]));
            let mut line = std::mem::take(&mut self.rest);
            line.extend(head.iter().take(LINE.saturating_sub(line.len())));
            self.judge(&line);
            line.clear();
            self.rest = line;
            self.line += 1;
            chunk = tail;
        }
        let whole = memchr::memrchr(b'\n', chunk).map_or(0, |end| end + 1);
        let (lines, rest) = chunk.split_at_checked(whole).unwrap_or((chunk, &[]));
        // Most chunks hold nothing of what is looked for, and need no look at their lines.
        let may_hold = self.rules.iter().any(|rule| {
            let mut finders = rule.finders.iter();
            finders.all(|finder| finder.find(lines).is_some())
        });
        if may_hold {
            for line in lines.split_inclusive(|octet| *octet == b'\n') {
                self.judge(line);
                self.line += 1;
            }
        } else {
            let lines = memchr::memchr_iter(b'\n', lines).count();
            self.line += u64::try_from(lines).unwrap_or(u64::MAX);
        }
        self.keep(rest);
    }

    fn keep(&mut self, rest: &[u8]) {
        let room = LINE.saturating_sub(self.rest.len());
        self.rest.extend(rest.iter().take(room));
    }

    fn end(&mut self) {
        let rest = std::mem::take(&mut self.rest);
        if !rest.is_empty() {
            self.judge(&rest);
        }
    }

    /// What was found in all logs.
    pub fn finish(mut self) -> Watched {
        self.end();
        let hits = self.rules.into_iter().map(|watching| Hits {
            signature: watching.signature,
            rule: watching.number,
            lines: watching.found,
            more: watching.more,
        });
        Watched {
            hits: hits.collect(),
        }
    }

    fn judge(&mut self, line: &[u8]) {
        let line = line.get(..LINE).unwrap_or(line).trim_ascii_end();
        let (part, number) = (self.part, self.line);
        for rule in &mut self.rules {
            if !rule.is_met(line) {
                continue;
            }
            if rule.found.len() >= LINES {
                rule.more += 1;
                continue;
            }
            let shown = line.get(..TEXT).unwrap_or(line);
            let read = Reader::new(line).next();
            let prefix = read.and_then(|read| read.prefix);
            rule.found.push(WatchedLine {
                part,
                number,
                at: prefix.map(|prefix| prefix.at.unix_ms),
                text: decode(shown).into_owned(),
            });
        }
    }
}

impl Watching {
    fn is_met(&self, line: &[u8]) -> bool {
        let mut finders = self.finders.iter();
        finders.all(|finder| finder.find(line).is_some())
            && self
                .rule
                .regex
                .as_ref()
                .is_none_or(|regex| regex.is_match(line))
    }
}

impl Watched {
    /// What meets a log rule of a signature.
    pub(crate) fn hits(&self, signature: &str, rule: usize) -> Option<&Hits> {
        let mut hits = self.hits.iter();
        hits.find(|hits| hits.signature == signature && hits.rule == rule)
    }
}
