//! Message blocks: the lines after `HTTPMSG:` (or `SIPMSG:`, which is passed over), from the one that
//! begins with `|` to the one that is nothing else.

use memchr::memchr_iter;

use super::frame::{Lines, indentation, shown};
use super::native::{self, Progress};
use super::pairs::{End, Pairs};
use super::{content, limits, prefix, wrap};
use crate::stamp::begins_with_date;

/// Most empty lines between two lines of a block.
const EMPTY_LINES: usize = 8;
/// Most pieces of a start line that was soft-wrapped.
const START_PIECES: usize = 8;
const BLANKS: [char; 3] = [' ', '\t', '\r'];

/// Measures a message block of the usual shape: its head is an entry of whole pairs, `HTTPMSG:`
/// stands at its end or alone on the next line, the line after that begins with `|` after any
/// blanks, all others with a blank or `|`, the last is nothing but `|`. Another message's word stands
/// at the end of the head. Lines, and bytes with the line feed before each, are as
/// [`Block::measure`] counts them; logs at DEBUG are mostly such blocks.
pub(super) fn usual(head: &[u8], after: &[u8]) -> Option<(usize, usize)> {
    if !head.first().is_some_and(u8::is_ascii_digit) || head.len() > limits::WRAPPED {
        return None;
    }
    let is_marked = head.trim_ascii_end().ends_with(b"MSG:");
    let marker = after.strip_prefix(b"HTTPMSG:\n");
    let (lines, length) = match marker {
        Some(rest) if !is_marked => {
            let (lines, length) = usual_lines(rest)?;
            (lines + 1, length + after.len() - rest.len())
        }
        _ if is_marked => usual_lines(after)?,
        _ => return None,
    };
    let head = str::from_utf8(head).ok()?;
    let content = prefix::split(head)?.content;
    let mut pairs = Pairs::new(content);
    let is_whole = (pairs.by_ref()).all(|pair| pair.end == End::Closed && pair.key != "Msg");
    let word = pairs.rest().trim_matches(BLANKS);
    let is_word = if is_marked {
        word.strip_suffix("MSG:").is_some_and(is_upper_case)
    } else {
        word.is_empty()
    };
    let is_usual = is_whole && is_word && native::progress(content) == Progress::NotNative;
    is_usual.then_some((lines, length))
}

fn is_upper_case(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// The lines of a block of the usual shape, and their bytes.
fn usual_lines(after: &[u8]) -> Option<(usize, usize)> {
    let (mut lines, mut start, mut empty) = (0, 0, 0);
    for end in memchr_iter(b'\n', after) {
        let line = after.get(start..end)?;
        (lines, start) = (lines + 1, end + 1);
        // Most lines are a blank and a header field.
        let is_field = matches!(line, [b' ', second, ..] if second.is_ascii_alphanumeric());
        if is_field && lines > 1 {
            empty = 0;
            continue;
        }
        let is_blank = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\r');
        let first = line.iter().position(|byte| !is_blank(byte));
        let last = line.iter().rposition(|byte| !is_blank(byte));
        let is_framed = matches!(line.first(), Some(b' ' | b'\t' | b'|'));
        let begins_with_bar = first.and_then(|first| line.get(first)) == Some(&b'|');
        match first {
            _ if line.len() > limits::WRAPPED => return None,
            None if lines > 1 && empty < EMPTY_LINES => empty += 1,
            Some(_) if begins_with_bar && first == last => {
                return (lines > 1).then_some((lines, end + 1));
            }
            Some(_) if is_framed && (lines > 1 || begins_with_bar) => empty = 0,
            None | Some(_) => return None,
        }
    }
    None
}

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
            // Logs are cut at dates to be read in parts, whatever follows the date.
            let is_entry = indentation(&text) == indent && prefix::begins_entry(&text);
            if is_entry || begins_with_date(line) {
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::frame::split_line;
    use super::*;

    const HEAD: &str = r#"2022-07-11T18:55:25.911+02:00 vcsc traffic_server[1]: UTCTime="2022-07-11 16:55:25,911" Level="DEBUG": Detail="Sending Request" HTTPMSG:"#;

    /// Both ways, as far as the shape is usual.
    fn assert_alike(text: &str) -> bool {
        let (head, after) = split_line(text.as_bytes());
        let Some(quick) = usual(head, after) else {
            return false;
        };
        let first = shown(head);
        assert!(wrap::join(&first, Lines::new(after)).is_none(), "{text:?}");
        let full = Block::measure(&first, indentation(&first), Lines::new(after));
        let full = full.map(|block| (block.lines, block.length, block.is_wrapped()));
        assert_eq!(full, Some((quick.0, quick.1, false)), "{text:?}");
        true
    }

    #[test]
    fn usual_blocks_are_measured_at_once() {
        for text in [
            " |GET / HTTP/1.1\n Host: x\n |\nnext",
            "|SIP/2.0 200 OK\n Via: x\n \n\n v=0\n a=b\n|\n",
            " |HTTP/1.1 200 \r\n Host: x\r\n |\r\n",
            " |GET /\n\t2022-07-11T18:55:25.911+02:00 x\n |more\n |\n",
        ] {
            assert!(assert_alike(&format!("{HEAD}\n{text}")), "{text:?}");
            let alone = HEAD.replace("HTTPMSG:", "\nHTTPMSG:");
            assert!(assert_alike(&format!("{alone}\n{text}")), "{text:?}");
        }
        for text in [
            " |GET / HTTP/1.1\n Host: x\n",
            " |GET / HTTP/1.1\nHost: x\n |\n",
            " Host: x\n |\n",
            " |\n |\n",
        ] {
            assert!(!assert_alike(&format!("{HEAD}\n{text}")), "{text:?}");
        }
        let longer = HEAD.replace("HTTPMSG:", "Msg=\"GET /\" HTTPMSG:");
        assert!(!assert_alike(&format!("{longer}\n |GET / HTTP/1.1\n |\n")));
    }

    proptest! {
        #[test]
        fn what_is_measured_at_once_is_as_what_is_measured_in_full(
            head in prop::sample::select(&["", "SIPMSG:", " ", "\"", "xHTTPMSG:", ":", "[ET_NET 0] ERROR: ", "Msg=\"\"", "\r"][..]),
            at in any::<prop::sample::Index>(),
            lines in prop::collection::vec(prop::sample::select(&[
                " |GET / HTTP/1.1", " |GET /", "|", " |", " ", "", "\r", " |\r", " Host: x", "Host: x", " v=0",
                "2022-07-11T18:55:25.911+02:00 vcsc x: a", " 2022-07-11T18:55:25.911+02:00 vcsc x: a", "...", " ...",
                "\t|x", "/rest HTTP/1.1", " \u{a0}", "HTTPMSG:", " HTTPMSG:",
            ][..]), 0..24),
        ) {
            let (front, back) = HEAD.split_at(at.index(HEAD.len() + 1));
            let head = format!("{front}{head}{back}");
            assert_alike(&format!("{head}\n |GET / HTTP/1.1\n{}\n |\n", lines.join("\n")));
            let alone = head.replace("HTTPMSG:", "\nHTTPMSG:");
            assert_alike(&format!("{alone}\n |GET / HTTP/1.1\n{}\n |\n", lines.join("\n")));
            assert_alike(&format!("{head}\n{}\n", lines.join("\n")));
        }
    }
}
