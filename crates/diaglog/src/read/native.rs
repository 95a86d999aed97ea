//! The native lines of the traffic server, of both generations and with the usual copying damage.

use crate::escape::unescape;
use crate::event::{
    Action, ChainRefused, ConnectionFailed, Event, Ip, NameForm, NameRefused, Native, Server,
    Severity,
};

/// Most bracketed words before the severity: time stamps, thread names.
const BRACKETS: usize = 4;
const BLANKS: [char; 2] = [' ', '\t'];

const CHAIN: &str = "Core server certificate verification failed for";
const SNI: [&str; 2] = ["SNI", "SN"];
const ORIGIN: &str = "Origin hostname";
const FAILED: &str = "SSL connection failed for";

/// Reads a native line; `None` if it is none.
pub(super) fn read(content: &str) -> Option<Event<'_>> {
    let (thread, rest) = threads(content);
    let (severity, text) = split_severity(rest)?;
    Some(specific(thread, text).unwrap_or_else(|| {
        Event::Native(Native {
            thread,
            severity,
            text: unescape(text.trim_matches(BLANKS)),
        })
    }))
}

fn specific(thread: Option<u32>, text: &str) -> Option<Event<'_>> {
    if let Some(rest) = text.strip_prefix(CHAIN) {
        return chain_refused(thread, rest).map(Event::ChainRefused);
    }
    if let Some(rest) = text.strip_prefix(ORIGIN) {
        return name_refused(thread, NameForm::OriginHostname, rest).map(Event::NameRefused);
    }
    if let Some(rest) = SNI.iter().find_map(|word| text.strip_prefix(word)) {
        return name_refused(thread, NameForm::Sni, rest).map(Event::NameRefused);
    }
    connection_failed(thread, text.strip_prefix(FAILED)?).map(Event::ConnectionFailed)
}

/// Whether a text after the severity begins like a line with a form of its own.
pub(crate) fn begins_like_another(text: &str) -> bool {
    let of_name = SNI.iter().filter_map(|word| text.strip_prefix(word));
    [CHAIN, ORIGIN, FAILED]
        .iter()
        .any(|form| text.starts_with(form))
        || of_name
            .into_iter()
            .any(|rest| rest.trim_start().starts_with('('))
}

fn chain_refused(thread: Option<u32>, text: &str) -> Option<ChainRefused<'_>> {
    let (name, rest) = parenthesised(text)?;
    let (action, rest) = action(rest)?;
    let (error, rest) = rest
        .trim_start()
        .strip_prefix("Error=")?
        .split_once(" server=")?;
    let (server, rest) = server(rest)?;
    // Machine translation makes `deep=` of it.
    let depth = rest.split_once("depth=");
    let digits = depth.or_else(|| rest.split_once("deep="))?.1;
    let end = digits
        .find(|character: char| !character.is_ascii_digit())
        .unwrap_or(digits.len());
    Some(ChainRefused {
        thread,
        name: unescape(name),
        action,
        error: unescape(error.trim_matches(BLANKS)),
        server,
        depth: digits.get(..end)?.parse().ok()?,
    })
}

fn name_refused(thread: Option<u32>, form: NameForm, text: &str) -> Option<NameRefused<'_>> {
    let (name, rest) = parenthesised(text)?;
    let rest = rest.trim_start().strip_prefix("not in certificate")?;
    let (action, rest) = action(rest)?;
    let (server, _) = server(rest.trim_start().strip_prefix("server=")?)?;
    Some(NameRefused {
        thread,
        form,
        name: unescape(name),
        action,
        server,
    })
}

fn connection_failed(thread: Option<u32>, text: &str) -> Option<ConnectionFailed<'_>> {
    let text = text.trim_start();
    let quote = text
        .chars()
        .next()
        .filter(|first| matches!(first, '\'' | '"'))?;
    let (name, rest) = text.strip_prefix(quote)?.split_once(quote)?;
    let error = rest.trim_start().strip_prefix(':')?.trim_matches(BLANKS);
    Some(ConnectionFailed {
        thread,
        name: unescape(name.trim_matches(BLANKS)),
        error: unescape(error),
    })
}

/// Splits a name in parentheses off.
fn parenthesised(text: &str) -> Option<(&str, &str)> {
    let (name, rest) = text.trim_start().strip_prefix('(')?.split_once(')')?;
    Some((name.trim_matches(BLANKS), rest))
}

/// Splits `. Action=..` off.
fn action(text: &str) -> Option<(Action, &str)> {
    let rest = text
        .trim_start_matches([' ', '\t', '.'])
        .strip_prefix("Action=")?;
    let (word, rest) = rest.split_at_checked(rest.find(BLANKS)?)?;
    [Action::Terminate, Action::Continue]
        .into_iter()
        .find(|action| word.eq_ignore_ascii_case(action.text()))
        .map(|action| (action, rest))
}

/// Splits `name(ip)` off.
fn server(text: &str) -> Option<(Server<'_>, &str)> {
    let (name, rest) = text.split_once('(')?;
    let (ip, rest) = rest.split_once(')')?;
    let name = unescape(name.trim_matches(BLANKS));
    Some((
        Server {
            name,
            ip: Ip::parse(unescape(ip.trim_matches(BLANKS))),
        },
        rest,
    ))
}

/// Splits the bracketed words in front off and finds the thread among them.
fn threads(content: &str) -> (Option<u32>, &str) {
    let mut thread = None;
    let mut rest = content.trim_start();
    for _ in 0..BRACKETS {
        let closing = match rest.chars().next() {
            Some('[') => ']',
            Some('{') => '}',
            _ => break,
        };
        let Some((word, after)) = rest.get(1..).and_then(|inner| inner.split_once(closing)) else {
            break;
        };
        let number = word
            .trim()
            .strip_prefix("ET_NET")
            .and_then(|word| word.trim().parse().ok());
        thread = number.or(thread);
        rest = after.trim_start();
    }
    (thread, rest)
}

fn split_severity(text: &str) -> Option<(Severity, &str)> {
    Severity::ALL.iter().find_map(|(severity, word)| {
        let rest = text.strip_prefix(word)?.trim_start().strip_prefix(':')?;
        Some((*severity, rest.trim_start()))
    })
}

/// How far a native line that is being joined from pieces has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Progress {
    /// It is no native line.
    NotNative,
    /// Only the thread is there.
    AwaitingSeverity,
    /// It has begun like one of the known lines.
    AwaitingRest,
    /// Only the error string is missing.
    AwaitingErrorString,
    /// It is one of the known lines.
    Known,
    /// It is not one of the known lines.
    Unknown,
}

pub(super) fn progress(content: &str) -> Progress {
    let (thread, rest) = threads(content);
    if rest.is_empty() && thread.is_some() {
        return Progress::AwaitingSeverity;
    }
    let Some((_, text)) = split_severity(rest) else {
        return Progress::NotNative;
    };
    if let Some(event) = specific(thread, text) {
        return match event {
            Event::ConnectionFailed(failed) if failed.error.is_empty() => {
                Progress::AwaitingErrorString
            }
            // error:code:library:function:reason
            Event::ConnectionFailed(failed)
                if failed.error.starts_with("error:") && failed.error.matches(':').count() < 4 =>
            {
                Progress::AwaitingRest
            }
            _ => Progress::Known,
        };
    }
    let text = text.trim_end();
    let begun = [CHAIN, SNI[0], SNI[1], ORIGIN, FAILED]
        .iter()
        .any(|form| form.starts_with(text) || text.starts_with(form));
    if begun {
        Progress::AwaitingRest
    } else {
        Progress::Unknown
    }
}
