//! `[log]`: where the lines go, what they call this host, how much they say.

use std::str::FromStr;

use super::Base;
use super::table::Section;
use crate::log::Destination;

/// What `[log]` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LogSettings {
    pub(crate) lines: Destination,
    /// Structured records of refused certificates and failed connections.
    pub(crate) records: Destination,
    pub(crate) level: Level,
    /// The host in front of each line.
    pub(crate) host: String,
    pub(crate) offset: Offset,
}

/// How much the log says. A level includes those before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    /// Warnings, errors, denied and rejected requests, notices of the server itself.
    Warning,
    /// The steps of each transaction.
    Info,
    /// The heads of each message, secrets concealed.
    Debug,
}

/// The offset of the local time in front of each line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Offset {
    /// The system's time zone, daylight saving included.
    Local,
    /// Always the same, in seconds east of UTC.
    Fixed(i32),
}

pub(super) fn read(root: &Section<'_>, base: &Base) -> LogSettings {
    let section = root.section("log");
    let destination = |key| {
        section.string(key).map(|text| match text.value {
            "-" => Destination::Stdout,
            path => Destination::File(base.path(path)),
        })
    };
    let lines = destination("path").unwrap_or(Destination::Stdout);
    let records = destination("json").unwrap_or(Destination::Nowhere);
    let level = section.parse_or("level", Level::Info);
    let host = section.string("host").and_then(|text| {
        let plain = !text.value.is_empty()
            && text.value.len() <= LONGEST_HOST
            && text
                .value
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b));
        if !plain {
            section.problem(
                &text.place,
                "is not a host name; use letters, digits, hyphen, underscore and dot",
            );
        }
        plain.then(|| text.value.to_owned())
    });
    let offset = section.parse_or("utc_offset", Offset::Local);
    section.finish();
    LogSettings {
        lines,
        records,
        level,
        host: host.unwrap_or_else(system_host),
        offset,
    }
}

/// The system's host name without its domain.
fn system_host() -> String {
    let names = rustix::system::uname();
    let name = names.nodename().to_string_lossy().into_owned();
    name.split('.')
        .next()
        .filter(|label| !label.is_empty())
        .unwrap_or("localhost")
        .to_owned()
}

impl Level {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Warning => "warning",
            Self::Info => "info",
            Self::Debug => "debug",
        }
    }
}

/// A level that there is not.
#[derive(Debug, thiserror::Error)]
#[error("is not a log level; use warning, info or debug")]
pub(crate) struct UnknownLevel;

impl FromStr for Level {
    type Err = UnknownLevel;

    fn from_str(text: &str) -> Result<Self, UnknownLevel> {
        [Self::Warning, Self::Info, Self::Debug]
            .into_iter()
            .find(|level| level.as_str().eq_ignore_ascii_case(text))
            .ok_or(UnknownLevel)
    }
}

/// An offset that there is not.
#[derive(Debug, thiserror::Error)]
#[error("is not an offset from UTC; use local, or hours and minutes such as +02:00")]
pub(crate) struct UnknownOffset;

impl FromStr for Offset {
    type Err = UnknownOffset;

    fn from_str(text: &str) -> Result<Self, UnknownOffset> {
        if text == "local" {
            return Ok(Self::Local);
        }
        if text == "Z" {
            return Ok(Self::Fixed(0));
        }
        let (sign, digits) = match text.split_at_checked(1) {
            Some(("+", digits)) => (1, digits),
            Some(("-", digits)) => (-1, digits),
            _ => return Err(UnknownOffset),
        };
        let (hours, minutes) = digits.split_once(':').ok_or(UnknownOffset)?;
        let (hours, minutes) = (two_digits(hours, 15)?, two_digits(minutes, 59)?);
        Ok(Self::Fixed(sign * (hours * 3600 + minutes * 60)))
    }
}

fn two_digits(text: &str, most: i32) -> Result<i32, UnknownOffset> {
    let number = text
        .parse()
        .ok()
        .filter(|number| (0..=most).contains(number));
    number.filter(|_| text.len() == 2).ok_or(UnknownOffset)
}

impl std::fmt::Display for Offset {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Local => f.write_str("local"),
            Self::Fixed(seconds) => {
                let sign = if *seconds < 0 { '-' } else { '+' };
                let minutes = seconds.abs() / 60;
                write!(f, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)
            }
        }
    }
}

/// Octets of a host name.
const LONGEST_HOST: usize = 253;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_are_read_and_written_alike() {
        for (text, seconds) in [("+02:00", 7200), ("-05:30", -19800), ("+00:00", 0)] {
            let offset: Offset = text.parse().unwrap();
            assert_eq!(offset, Offset::Fixed(seconds));
            assert_eq!(offset.to_string(), text);
        }
        assert_eq!("local".parse::<Offset>().unwrap(), Offset::Local);
        for text in [
            "", "+", "2:00", "+2:00", "+02", "+02:60", "+16:00", "+-2:00", "+02:0é",
        ] {
            assert!(text.parse::<Offset>().is_err(), "{text}");
        }
    }
}
