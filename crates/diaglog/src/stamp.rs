//! The two clocks of a line: the ISO 8601 stamp in front and the `UTCTime` field.
//!
//! Both are kept, because they may differ by some milliseconds and because older logs lack the
//! offset of the one or the whole of the other.

use std::ops::RangeInclusive;

use jiff::Timestamp;
use jiff::tz::Offset;

/// Years with four digits and no sign: 0000-01-01T00:00:00.000 to 9999-12-30T00:00:00.000, which
/// leaves room for any offset.
const YEARS_OF_FOUR_DIGITS: RangeInclusive<i64> = -62_167_219_200_000..=253_402_128_000_000;
/// A day but one minute, which is more than any offset in use.
const MOST_OFFSET_MINUTES: i32 = 23 * 60 + 59;

/// The instant in front of a line, with the offset of the local time that the line shows.
///
/// Instants outside the years 0 to 9999 are written as the nearest end of that range; an offset is
/// written in whole minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stamp {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub unix_ms: i64,
    /// Seconds that local time is ahead of UTC.
    pub offset_seconds: i32,
}

impl Stamp {
    /// The same instant as the `UTCTime` field shows it.
    pub fn utc_time(self) -> UtcTime {
        UtcTime {
            unix_ms: self.unix_ms,
        }
    }

    /// Appends `YYYY-MM-DDTHH:MM:SS.mmm+hh:mm`.
    pub(crate) fn push(self, out: &mut Vec<u8>) {
        let limit = MOST_OFFSET_MINUTES;
        let minutes = (self.offset_seconds / 60).clamp(-limit, limit);
        push_civil(
            out,
            self.unix_ms.saturating_add(i64::from(minutes) * 60_000),
            [b'T', b'.'],
        );
        out.push(if minutes < 0 { b'-' } else { b'+' });
        push_digits(out, minutes.unsigned_abs() / 60, 2);
        out.push(b':');
        push_digits(out, minutes.unsigned_abs() % 60, 2);
    }
}

/// The instant of a `UTCTime` field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UtcTime {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub unix_ms: i64,
}

impl UtcTime {
    /// Appends `YYYY-MM-DD HH:MM:SS,mmm`.
    pub(crate) fn push(self, out: &mut Vec<u8>) {
        push_civil(out, self.unix_ms, [b' ', b',']);
    }
}

/// What the stamp in front of a line that was read leaves open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StampForm {
    /// The smallest unit that the line shows.
    pub precision: Precision,
    /// Whether the line shows an offset; without one, [`Stamp::unix_ms`] takes local time as UTC.
    pub zone: Zone,
}

/// The smallest unit of time that a line shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Precision {
    /// A date without a time of day; the instant is midnight.
    Day,
    /// Whole seconds.
    Second,
    /// Fractions of a second.
    Millisecond,
}

/// Whether a line shows the offset of its local time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Zone {
    /// `Z` or `+hh:mm`.
    Given,
    /// Local time of an unknown zone.
    Missing,
}

fn push_civil(out: &mut Vec<u8>, local_ms: i64, [before_time, before_fraction]: [u8; 2]) {
    let local_ms = local_ms.clamp(*YEARS_OF_FOUR_DIGITS.start(), *YEARS_OF_FOUR_DIGITS.end());
    let instant = Timestamp::from_millisecond(local_ms).unwrap_or(Timestamp::UNIX_EPOCH);
    let civil = Offset::UTC.to_datetime(instant);
    push_digits(out, civil.year().unsigned_abs().into(), 4);
    out.push(b'-');
    push_digits(out, civil.month().unsigned_abs().into(), 2);
    out.push(b'-');
    push_digits(out, civil.day().unsigned_abs().into(), 2);
    out.push(before_time);
    push_digits(out, civil.hour().unsigned_abs().into(), 2);
    out.push(b':');
    push_digits(out, civil.minute().unsigned_abs().into(), 2);
    out.push(b':');
    push_digits(out, civil.second().unsigned_abs().into(), 2);
    out.push(before_fraction);
    push_digits(out, civil.millisecond().unsigned_abs().into(), 3);
}

/// Appends the last `count` decimal digits.
fn push_digits(out: &mut Vec<u8>, number: u32, count: u32) {
    for place in (0..count).rev() {
        let digit = number / 10_u32.pow(place) % 10;
        out.push(b'0' + u8::try_from(digit).unwrap_or(0));
    }
}
