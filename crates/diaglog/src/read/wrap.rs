//! Entries that were soft-wrapped on the way through a document: an article, a mail, a PDF.
//!
//! Lines are joined only if the entry would be incomplete without them, and only if the result is
//! complete. What our own writer wrote is complete, and never joined with anything.

use super::content::{is_of_traffic_server, understand};
use super::frame::{Lines, shown};
use super::native::{Progress, progress};
use super::pairs::{End, Pair, Pairs};
use super::{limits, pairs, prefix, repair};
use crate::event::Event;
use crate::openssl_text;
use crate::stamp::begins_with_date;

/// An entry put together from several lines.
pub(super) struct Joined {
    pub(super) text: String,
    /// How many lines after the first belong to it.
    pub(super) lines: usize,
    /// Their bytes, each with the line feed before it.
    pub(super) length: usize,
}

/// What stood between two pieces before the line was broken there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Glue {
    Blank,
    Nothing,
}

impl Glue {
    pub(super) fn text(self) -> &'static str {
        match self {
            Self::Blank => " ",
            Self::Nothing => "",
        }
    }
}

/// Joins a line with those after it, if it is the beginning of a wrapped entry.
pub(super) fn join(first: &str, lines: Lines<'_>) -> Option<Joined> {
    // Judged as it stands: what a repair makes of its values must not open it again.
    if prefix::split(first).is_some_and(|head| is_complete(head.content)) {
        return None;
    }
    let mut text = tidy(first);
    prefix::split(&text)?;
    let mut whole = None;
    let (mut length, mut gap) = (0, Gap::None);
    for (seen, (line, bytes)) in (1..=limits::WRAPPED_LINES).zip(lines) {
        length += bytes;
        let next = tidy(&shown(line));
        // Logs are cut at dates to be read in parts, whatever follows the date.
        let is_entry = begins_with_date(line) || prefix::begins_entry(&next);
        if is_entry || next.starts_with("HTTPMSG:") {
            break;
        }
        if next.is_empty() {
            gap = Gap::Some;
            continue;
        }
        let Some(glue) = prefix::split(&text).and_then(|head| glue(head.content, &next)) else {
            break;
        };
        if text.len() + next.len() > limits::WRAPPED {
            break;
        }
        text.push_str(glue.text());
        text.push_str(&next);
        if is_whole(&text, gap) {
            whole = Some(Joined {
                text: text.clone(),
                lines: seen,
                length,
            });
        }
    }
    whole
}

/// The line without blanks around it and without mark-up; empty if it is only a fence.
fn tidy(line: &str) -> String {
    let plain = repair::plain(line);
    let line = plain.as_deref().unwrap_or(line).trim();
    if line.starts_with("~~~") {
        String::new()
    } else {
        line.to_owned()
    }
}

/// Whether the entry may end here. Across a gap only the traffic server's own lines are joined,
/// because what follows an empty line is more often prose.
fn is_whole(text: &str, gap: Gap) -> bool {
    let understood = understand(text);
    let Some(event) = understood.event else {
        return false;
    };
    let belongs = match event {
        Event::Notice(_) | Event::Record(_) => gap == Gap::None,
        event => is_of_traffic_server(&event),
    };
    belongs && !understood.marks.is_unfinished()
}

/// Whether there were empty lines between the pieces.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Gap {
    None,
    Some,
}

/// How the next line continues the content so far; `None` if it does not.
fn glue(content: &str, next: &str) -> Option<Glue> {
    match progress(content) {
        Progress::NotNative => pairs_glue(content, next),
        Progress::AwaitingSeverity => {
            matches!(progress(next), Progress::AwaitingRest | Progress::Known)
                .then_some(Glue::Blank)
        }
        Progress::AwaitingRest => Some(native_glue(content)),
        Progress::AwaitingErrorString => next.starts_with("error:").then_some(Glue::Blank),
        Progress::Known => continues_reason(content, next).then_some(Glue::Blank),
        Progress::Unknown => None,
    }
}

/// Between pieces of a native line: broken within `error:1416F086:SSL` or `server=x(10.0.0.1)`, or
/// at a blank.
fn native_glue(content: &str) -> Glue {
    let word = content.rsplit(' ').next().unwrap_or_default();
    if word.starts_with("error:") && word.ends_with(':')
        || word.starts_with("server=") && !word.contains(')')
        || word.ends_with('(')
    {
        Glue::Nothing
    } else {
        Glue::Blank
    }
}

/// Whether nothing can be missing: a known native line, or pairs that end as the traffic server's do.
fn is_complete(content: &str) -> bool {
    match progress(content) {
        Progress::Known => rests_of_reason(content).next().is_none(),
        Progress::NotNative => {
            let mut pairs = Pairs::new(content);
            let is_closed = pairs.by_ref().all(|pair| pair.end == End::Closed);
            is_closed && pairs.rest().trim().is_empty() && ends_as_usual(content)
        }
        Progress::AwaitingSeverity
        | Progress::AwaitingRest
        | Progress::AwaitingErrorString
        | Progress::Unknown => false,
    }
}

/// Whether a reason that stops in the middle goes on: `certificate` and `verify failed`.
fn continues_reason(content: &str, next: &str) -> bool {
    rests_of_reason(content).any(|rest| next.starts_with(rest))
}

/// What can be missing of the reason at the end.
fn rests_of_reason(content: &str) -> impl Iterator<Item = &'static str> {
    let said = content.trim_end().rsplit(':').next().unwrap_or_default();
    openssl_text::reasons()
        .filter_map(move |reason| reason.strip_prefix(said)?.strip_prefix(' '))
        .filter(move |_| !said.is_empty())
}

fn pairs_glue(content: &str, next: &str) -> Option<Glue> {
    let mut pairs = Pairs::new(content);
    let last = pairs.by_ref().last();
    if let Some(Pair {
        key,
        raw,
        end: End::Open,
    }) = last
    {
        return Some(value_glue(key, raw, next));
    }
    let dangling = pairs.rest().trim();
    if dangling.is_empty() {
        return between_pairs(content, next);
    }
    // Broken within a key, or between the key and its value.
    let is_key = dangling
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let rejoined = format!("{dangling}{next}");
    let goes_on = is_key
        || dangling
            .strip_suffix('=')
            .is_some_and(|_| next.starts_with('"'));
    (goes_on && Pairs::new(&rejoined).next().is_some()).then_some(Glue::Nothing)
}

/// The line ended between two pairs; it goes on if it is not complete and another pair follows.
fn between_pairs(content: &str, next: &str) -> Option<Glue> {
    let has_time = || Pairs::new(content).any(|pair| pair.key == "UTCTime");
    let begins_anew = next.starts_with("Event=\"") || next.starts_with("UTCTime=\"") && has_time();
    (!ends_as_usual(content) && !begins_anew && pairs::begins_pair(next)).then_some(Glue::Blank)
}

/// The traffic server's writers end a line with one of these; others put `UTCTime` in front.
fn ends_as_usual(content: &str) -> bool {
    let (mut count, mut last) = (0, "");
    for pair in Pairs::new(content) {
        (count, last) = (count + 1, pair.key);
    }
    last == "Msg" || last == "UTCTime" && count > 1
}

/// Between pieces of a value in quotes.
fn value_glue(key: &str, value: &str, next: &str) -> Glue {
    let is_message = repair::field_name(key) == Some("Msg");
    if value.starts_with("HTTP/") {
        // A status line keeps the blank after its number, a reason has none after it.
        let is_bare = value.trim_end().split(' ').count() <= 2;
        return if next.starts_with('"') && !is_bare {
            Glue::Nothing
        } else {
            Glue::Blank
        };
    }
    if is_message {
        return request_glue(value, next);
    }
    let is_url = value.starts_with("http") && !value.contains(' ');
    if is_url || value.ends_with('-') || next.starts_with('"') {
        Glue::Nothing
    } else {
        Glue::Blank
    }
}

/// Between pieces of a request line: method and version stand apart, the target is one word.
pub(super) fn request_glue(line: &str, next: &str) -> Glue {
    let in_target = line.split(' ').count() == 2;
    if in_target && !next.starts_with("HTTP/") || next.starts_with('"') {
        Glue::Nothing
    } else {
        Glue::Blank
    }
}
