//! Message blocks: the lines after `HTTPMSG:` (or `SIPMSG:`, which is passed over), from the one that
//! begins with `|` to the one that is nothing else.

use super::frame::{Lines, indentation, shown};
use super::native::{self, Progress};
use super::pairs::Pairs;
use super::{content, prefix, wrap};

/// Most empty lines between two lines of a block.
const EMPTY_LINES: usize = 8;
/// Most pieces of a start line that was soft-wrapped.
const START_PIECES: usize = 8;
const BLANKS: [char; 3] = [' ', '\t', '\r'];

/// How far a message block goes.
pub(super) struct Block {
    pub(super) lines: usize,
    /// In bytes, each line with the line feed before it.
    pub(super) length: usize,
    /// Which of the lines continue the start line.
    start_pieces: Vec<usize>,
}

enum State {
    AwaitingMarker,
    AwaitingStart,
    /// The start line so far.
    InStart(String),
    InHeaders,
}

impl Block {
    /// Measures the block after a line, if there is one.
    pub(super) fn measure(head: &str, indent: usize, lines: Lines<'_>) -> Option<Self> {
        let mut state = state_after(head)?;
        let mut block = Self {
            lines: 0,
            length: 0,
            start_pieces: Vec::new(),
        };
        let (mut seen, mut bytes) = (0, 0);
        for (line, length) in lines {
            (seen, bytes) = (seen + 1, bytes + length);
            let text = shown(line);
            if indentation(&text) == indent && prefix::begins_entry(&text) {
                break;
            }
            let trimmed = text.trim_matches(BLANKS);
            let gap = seen - block.lines - 1;
            if trimmed.is_empty() && gap < EMPTY_LINES {
                continue;
            }
            let framed = text.starts_with(['|', ' ', '\t']) && !trimmed.is_empty();
            state = match state {
                State::AwaitingMarker if trimmed.starts_with("HTTPMSG:") => state_after(trimmed)?,
                State::AwaitingStart if is_start(trimmed) => in_start(trimmed),
                State::InStart(_) | State::InHeaders if trimmed == "|" => {
                    block.take(seen, bytes);
                    break;
                }
                State::InStart(_) | State::InHeaders if framed || trimmed == "..." => {
                    State::InHeaders
                }
                State::InStart(start) if is_piece(&start, &block, gap) => {
                    block.start_pieces.push(seen);
                    let glue = wrap::request_glue(&start, trimmed);
                    in_start(&format!("{start}{}{trimmed}", glue.text()))
                }
                State::InStart(_) | State::InHeaders if gap == 0 && is_header(trimmed) => {
                    State::InHeaders
                }
                State::AwaitingMarker
                | State::AwaitingStart
                | State::InStart(_)
                | State::InHeaders => break,
            };
            block.take(seen, bytes);
        }
        (block.lines > 0).then_some(block)
    }

    fn take(&mut self, lines: usize, length: usize) {
        self.lines = lines;
        self.length = length;
    }

    /// Whether the start line is in pieces.
    pub(super) fn is_wrapped(&self) -> bool {
        !self.start_pieces.is_empty()
    }

    /// The text of the entry, with a whole start line.
    pub(super) fn text(&self, head: &str, lines: Lines<'_>) -> String {
        let mut text = String::from(head);
        let mut start = String::new();
        for (index, (line, _)) in (1..).zip(lines.take(self.lines)) {
            let line = shown(line);
            if self.start_pieces.contains(&index) {
                let piece = line.trim_matches(BLANKS);
                let glue = wrap::request_glue(start.trim_matches(BLANKS), piece);
                text.truncate(text.trim_end().len());
                start = format!("{}{}{piece}", start.trim_matches(BLANKS), glue.text());
                text.push_str(glue.text());
                text.push_str(piece);
            } else {
                start.clear();
                start.push_str(line.trim_start_matches([' ', '\t', '|']));
                text.push('\n');
                text.push_str(&line);
            }
        }
        text
    }
}

/// What is awaited after a line that may end with `HTTPMSG:`, or with it and the start line. `None`
/// if no block can follow it.
fn state_after(head: &str) -> Option<State> {
    // Only after the pairs: in the value of one, the word means nothing.
    let content = prefix::split(head).map_or(head, |head| head.content);
    let mut pairs = Pairs::new(content);
    let has_message = pairs.by_ref().any(|pair| pair.key == "Msg");
    if has_message || native::progress(content) != Progress::NotNative {
        return None;
    }
    pairs.by_ref().for_each(drop);
    let message = pairs.rest().trim_matches(BLANKS);
    if !content::begins_message(message) {
        return Some(State::AwaitingMarker);
    }
    let message = message
        .split_once(':')
        .map_or("", |(_, message)| message.trim_matches(BLANKS));
    Some(match message {
        "" => State::AwaitingStart,
        start if start.starts_with('|') && !start.ends_with('|') => in_start(start),
        // The whole message is on this line.
        _ => State::AwaitingMarker,
    })
}

/// The state within a start line that has come so far.
fn in_start(line: &str) -> State {
    let line = line.trim_start_matches('|');
    if line.contains("HTTP/") || line.contains("SIP/") || line.ends_with("...") {
        State::InHeaders
    } else {
        State::InStart(line.to_owned())
    }
}

fn is_start(line: &str) -> bool {
    let word = line.split(' ').next().unwrap_or_default();
    line.starts_with('|') || line.starts_with("HTTP/") || is_method(word)
}

fn is_method(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// Whether the next line may continue the start line.
fn is_piece(start: &str, block: &Block, gap: usize) -> bool {
    let word = start.split(' ').next().unwrap_or_default();
    gap == 0 && is_method(word) && block.start_pieces.len() < START_PIECES
}

fn is_header(line: &str) -> bool {
    line.split_once(':').is_some_and(|(name, value)| {
        let is_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        !name.is_empty()
            && name.bytes().all(is_name)
            && (value.is_empty() || value.starts_with([' ', '<']))
    })
}
