//! Dumps as text: what the appliance's command line prints.
//!
//! Settings stand one a line with their whole path, states in indented blocks or, as on other
//! devices of the family, one a line too:
//!
//! ```text
//! *c xConfiguration Zones Policy SearchRules Rule 1 Name: "LocalZoneMatch"
//! *s SystemUnit:
//!     Software:
//!       Version: "X14.2"
//! *s/end
//! ```

use super::tree::{Builder, Id};
use super::{Dump, Form, Unread, limits};

pub(super) fn read(text: &str) -> Dump {
    let mut reader = Reader::default();
    let mut lines = (1..).zip(text.lines());
    while let Some((number, line)) = lines.next() {
        let line = line.trim_end();
        if line.is_empty() {
            continue;
        }
        let mut joined = None;
        if is_open(line) {
            // A value with line breaks in it goes on to its closing quote.
            let ahead = lines.clone().take(limits::VALUE_LINES);
            if let Some((text, count)) = join(line, ahead.map(|(_, line)| line)) {
                joined = Some(text);
                lines.by_ref().take(count).for_each(drop);
            }
        }
        reader.line(number, joined.as_deref().unwrap_or(line));
    }
    reader.finish()
}

#[derive(Default)]
struct Reader {
    configuration: Builder,
    status: Builder,
    block: Option<Block>,
    unread: Unread,
}

/// An open block of states.
struct Block {
    head: Id,
    /// The open nodes below the head, with their indentation.
    open: Vec<(usize, Id)>,
    /// Pasted text may have lost its indentation.
    is_flat: bool,
}

/// `path: value` of a line.
struct Item<'a> {
    path: &'a str,
    attributes: &'a str,
    value: Value<'a>,
}

enum Value<'a> {
    /// Nothing, or the stroke that stands for an element without content.
    Absent,
    Text(&'a str),
}

const SETTING: &str = "*c ";
const STATE: &str = "*s ";
const COMMAND: &str = "xConfiguration";

impl Reader {
    fn line(&mut self, number: u64, line: &str) {
        if line.len() > limits::LINE {
            self.unread.push(number, line);
            return;
        }
        for piece in settings(line) {
            if !piece.is_empty() && self.one(piece).is_none() {
                self.unread.push(number, piece);
            }
        }
    }

    /// Takes one line; `None` if it is not understood.
    fn one(&mut self, line: &str) -> Option<()> {
        if is_end(line) {
            self.block = None;
            return Some(());
        }
        if let Some(setting) = setting(line) {
            self.block = None;
            let item = Item::parse(setting)?;
            let id = self.configuration.descend(Id::default(), item.path)?;
            return item.store(&mut self.configuration, id);
        }
        if let Some(state) = strip_prefix_ignoring_case(line, STATE) {
            let item = Item::parse(state)?;
            let head = match item.value {
                Value::Text(_) => self.status.descend(Id::default(), item.path)?,
                Value::Absent => self.status.open(Id::default(), item.path)?,
            };
            self.block = Some(Block {
                head,
                open: Vec::new(),
                is_flat: false,
            });
            return item.store(&mut self.status, head);
        }
        let block = self.block.as_mut()?;
        let item = Item::parse(line)?;
        let parent = block.parent(indentation(line));
        let id = match item.value {
            Value::Text(_) => self.status.descend(parent, item.path)?,
            Value::Absent => self.status.open(parent, item.path)?,
        };
        if let Value::Absent = item.value {
            block.open.push((indentation(line), id));
        }
        item.store(&mut self.status, id)
    }

    fn finish(self) -> Dump {
        Dump {
            form: Form::Text,
            configuration: self.configuration.finish(),
            status: self.status.finish(),
            attributes: Vec::new(),
            unread: self.unread,
            damaged_at: None,
        }
    }
}

impl Block {
    fn parent(&mut self, indentation: usize) -> Id {
        if self.open.is_empty() && indentation == 0 {
            self.is_flat = true;
        }
        if !self.is_flat {
            let inside = self.open.iter().take_while(|(at, _)| *at < indentation);
            let keep = inside.count();
            self.open.truncate(keep);
        }
        self.open.last().map_or(self.head, |(_, id)| *id)
    }
}

impl<'a> Item<'a> {
    fn parse(text: &'a str) -> Option<Self> {
        let text = text.trim();
        let colon = text.match_indices(':').map(|(at, _)| at).find(|at| {
            match text.as_bytes().get(at + 1) {
                None => true,
                Some(after) => after.is_ascii_whitespace() || *after == b'"',
            }
        })?;
        let (path, value) = text.split_at_checked(colon)?;
        let (path, attributes) = match path.split_once(" (") {
            Some((path, attributes)) => (path, attributes.strip_suffix(')')?),
            None => (path, ""),
        };
        let value = match value.strip_prefix(':').unwrap_or(value).trim() {
            "" | "/" => Value::Absent,
            value => Value::Text(unquoted(value)),
        };
        let is_path = !path.trim().is_empty() && !path.contains(['"', '=']);
        is_path.then_some(Self {
            path,
            attributes,
            value,
        })
    }

    fn store(&self, tree: &mut Builder, id: Id) -> Option<()> {
        for attribute in self.attributes.split(',') {
            if let Some((name, value)) = attribute.split_once('=') {
                let child = tree.child(id, name.trim(), None)?;
                tree.set(child, unquoted(value.trim()));
            }
        }
        if let Value::Text(value) = self.value {
            tree.set(id, value);
        }
        Some(())
    }
}

/// The setting of a line, with the mark of output in front or as a command is typed.
fn setting(line: &str) -> Option<&str> {
    let marked = strip_prefix_ignoring_case(line, SETTING).map(str::trim_start);
    let command = strip_prefix_ignoring_case(marked.unwrap_or_else(|| line.trim_start()), COMMAND)
        .filter(|rest| rest.starts_with([' ', '/']))
        .map(|rest| rest.trim_start_matches([' ', '/']));
    command.or(marked)
}

fn is_end(line: &str) -> bool {
    matches!(line.trim(), "*s/end" | "*c/end" | "** end" | "OK")
}

/// Takes a line apart before each mark of a setting that is not inside a value: text that went
/// through a web page has several settings on a line, and words in front.
fn settings(line: &str) -> impl Iterator<Item = &str> {
    const MARK: &[u8] = b"*c xC";
    let octets = line.as_bytes();
    let mut starts = vec![0];
    let mut is_quoted = false;
    let mut is_escaped = false;
    for (at, octet) in octets.iter().enumerate() {
        match octet {
            b'"' if !is_escaped => is_quoted = !is_quoted,
            b'*' if !is_quoted && octets.get(at..).is_some_and(|rest| rest.starts_with(MARK)) => {
                starts.push(at);
            }
            _ => {}
        }
        is_escaped = *octet == b'\\' && !is_escaped;
    }
    let ends = starts.clone().into_iter().skip(1).chain([line.len()]);
    let pieces = starts.into_iter().zip(ends);
    pieces.map(|(start, end)| line.get(start..end).unwrap_or_default().trim_end())
}

fn unquoted(value: &str) -> &str {
    value
        .strip_prefix('"')
        .and_then(|value| value.strip_suffix('"'))
        .unwrap_or(value)
}

/// Whether a quote is opened on this line and not closed.
fn is_open(line: &str) -> bool {
    let value = line.split_once(": ").map_or("", |(_, value)| value.trim());
    value.starts_with('"') && (value.len() == 1 || !value.ends_with('"'))
}

/// Joins a value with its other lines; tells how many there are. `None` if no quote closes it before
/// the next item.
fn join<'a>(line: &str, ahead: impl Iterator<Item = &'a str>) -> Option<(String, usize)> {
    let mut text = line.to_owned();
    for (count, next) in ahead.enumerate() {
        if next.starts_with("*c ") || next.starts_with("*s") || next.starts_with("** ") {
            return None;
        }
        text.push('\n');
        text.push_str(next.trim_end());
        if text.len() > limits::LINE {
            return None;
        }
        if next.trim_end().ends_with('"') {
            return Some((text, count + 1));
        }
    }
    None
}

fn indentation(line: &str) -> usize {
    let mut columns = 0;
    for octet in line.bytes() {
        match octet {
            b' ' => columns += 1,
            b'\t' => columns += 8 - columns % 8,
            _ => break,
        }
    }
    columns
}

fn strip_prefix_ignoring_case<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let (start, rest) = text.split_at_checked(prefix.len())?;
    start.eq_ignore_ascii_case(prefix).then_some(rest)
}
