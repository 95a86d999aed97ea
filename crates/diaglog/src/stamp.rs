//! The two clocks of a line: the ISO 8601 stamp in front and the `UTCTime` field.
//!
//! Both are kept, because they may differ by some milliseconds and because older logs lack the
//! offset of the one or the whole of the other.

use std::ops::RangeInclusive;

use jiff::Timestamp;
use jiff::civil::DateTime;
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
        let sign = if minutes < 0 { b'-' } else { b'+' };
        let minutes = u16::try_from(minutes.unsigned_abs()).unwrap_or(0);
        let [_, _, hour1, hour2] = digits(minutes / 60);
        let [_, _, minute1, minute2] = digits(minutes % 60);
        out.extend_from_slice(&[sign, hour1, hour2, b':', minute1, minute2]);
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
    let [y1, y2, y3, y4] = digits(civil.year().unsigned_abs());
    let [_, _, m1, m2] = digits(civil.month().unsigned_abs().into());
    let [_, _, d1, d2] = digits(civil.day().unsigned_abs().into());
    let [_, _, hour1, hour2] = digits(civil.hour().unsigned_abs().into());
    let [_, _, minute1, minute2] = digits(civil.minute().unsigned_abs().into());
    let [_, _, second1, second2] = digits(civil.second().unsigned_abs().into());
    let [_, f1, f2, f3] = digits(civil.millisecond().unsigned_abs());
    out.extend_from_slice(&[
        y1,
        y2,
        y3,
        y4,
        b'-',
        m1,
        m2,
        b'-',
        d1,
        d2,
        before_time,
        hour1,
        hour2,
        b':',
        minute1,
        minute2,
        b':',
        second1,
        second2,
        before_fraction,
        f1,
        f2,
        f3,
    ]);
}

/// The last four decimal digits.
fn digits(number: u16) -> [u8; 4] {
    [1000, 100, 10, 1].map(|place| b'0' + u8::try_from(number / place % 10).unwrap_or(0))
}

/// A date, or a date and time, as read from the start of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ReadStamp {
    pub(crate) at: Stamp,
    pub(crate) form: StampForm,
}

/// Reads `YYYY-MM-DD`, with a time, fraction and offset as far as they follow. Returns what is left.
pub(crate) fn read_stamp(text: &str) -> Option<(ReadStamp, &str)> {
    let (date, rest) = read_date(text.as_bytes())?;
    let (time, rest) = match rest {
        [b'T' | b't' | b' ', rest @ ..] => match read_time(rest) {
            Some((time, rest)) => (Some(time), rest),
            None => (None, rest),
        },
        _ => (None, rest),
    };
    let Some((time, precision)) = time else {
        // A date alone must be a word of its own: `2022-07-11x` is none.
        let rest = text
            .get(10..)
            .filter(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))?;
        let unix_ms = unix_ms(date, Time::midnight())?;
        let form = StampForm {
            precision: Precision::Day,
            zone: Zone::Missing,
        };
        return Some((
            ReadStamp {
                at: Stamp {
                    unix_ms,
                    offset_seconds: 0,
                },
                form,
            },
            rest,
        ));
    };
    let (offset, rest) = read_offset(rest);
    let (offset_seconds, zone) = offset.map_or((0, Zone::Missing), |given| (given, Zone::Given));
    let unix_ms = unix_ms(date, time)? - i64::from(offset_seconds) * 1000;
    let at = Stamp {
        unix_ms,
        offset_seconds,
    };
    let read = text.len() - rest.len();
    Some((
        ReadStamp {
            at,
            form: StampForm { precision, zone },
        },
        text.get(read..)?,
    ))
}

/// Whether an entry begins here: a date at the very start, which no continuation line has.
pub(crate) fn begins_with_date(text: &[u8]) -> bool {
    matches!(
        read_date(text),
        Some((_, [] | [b'T' | b't' | b' ' | b'\t' | b'\n' | b'\r', ..]))
    )
}

impl UtcTime {
    /// Reads the value of a `UTCTime` field. A fraction of fewer than three digits is a fraction
    /// still: `,92` is 920 ms.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (ReadStamp { at, .. }, _) = read_stamp(text.trim())?;
        Some(at.utc_time())
    }
}

type Triple = (u32, u32, u32);

#[derive(Clone, Copy)]
struct Time {
    clock: Triple,
    millisecond: u32,
}

impl Time {
    const fn midnight() -> Self {
        Self {
            clock: (0, 0, 0),
            millisecond: 0,
        }
    }
}

fn read_date(text: &[u8]) -> Option<(Triple, &[u8])> {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2, rest @ ..] = text else {
        return None;
    };
    let date = (
        number([*y1, *y2, *y3, *y4])?,
        number([*m1, *m2])?,
        number([*d1, *d2])?,
    );
    Some((date, rest))
}

fn read_time(text: &[u8]) -> Option<((Time, Precision), &[u8])> {
    let [h1, h2, b':', m1, m2, b':', s1, s2, rest @ ..] = text else {
        return None;
    };
    let clock = (
        number([*h1, *h2])?,
        number([*m1, *m2])?,
        number([*s1, *s2])?,
    );
    let [b'.' | b',', fraction @ ..] = rest else {
        return Some((
            (
                Time {
                    clock,
                    millisecond: 0,
                },
                Precision::Second,
            ),
            rest,
        ));
    };
    let count = fraction
        .iter()
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    let (digits, rest) = fraction.split_at_checked(count)?;
    let padded = digits
        .iter()
        .copied()
        .chain(std::iter::repeat(b'0'))
        .take(3);
    let millisecond = padded.fold(0, |sum, digit| sum * 10 + u32::from(digit - b'0'));
    Some(((Time { clock, millisecond }, Precision::Millisecond), rest))
}

fn read_offset(text: &[u8]) -> (Option<i32>, &[u8]) {
    let (sign, digits, rest) = match text {
        [b'Z' | b'z', rest @ ..] => return (Some(0), rest),
        [sign @ (b'+' | b'-'), h1, h2, b':', m1, m2, rest @ ..]
        | [sign @ (b'+' | b'-'), h1, h2, m1, m2, rest @ ..] => {
            (sign, number([*h1, *h2]).zip(number([*m1, *m2])), rest)
        }
        _ => return (None, text),
    };
    let seconds = digits
        .filter(|(hours, minutes)| *hours < 24 && *minutes < 60)
        .and_then(|(hours, minutes)| i32::try_from(hours * 3600 + minutes * 60).ok());
    match seconds {
        Some(seconds) => (Some(if *sign == b'-' { -seconds } else { seconds }), rest),
        None => (None, text),
    }
}

fn number<const N: usize>(digits: [u8; N]) -> Option<u32> {
    let (mut sum, mut greatest) = (0, 0);
    for digit in digits {
        let value = digit.wrapping_sub(b'0');
        greatest = greatest.max(value);
        sum = sum * 10 + u32::from(value);
    }
    (greatest <= 9).then_some(sum)
}

fn unix_ms((year, month, day): Triple, time: Time) -> Option<i64> {
    let (hour, minute, second) = time.clock;
    let civil = DateTime::new(
        i16::try_from(year).ok()?,
        i8::try_from(month).ok()?,
        i8::try_from(day).ok()?,
        i8::try_from(hour).ok()?,
        i8::try_from(minute).ok()?,
        // A leap second is shown as the one before it.
        i8::try_from(if second == 60 { 59 } else { second }).ok()?,
        i32::try_from(time.millisecond).ok()? * 1_000_000,
    );
    Some(Offset::UTC.to_timestamp(civil.ok()?).ok()?.as_millisecond())
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOCUMENT: Stamp = Stamp {
        unix_ms: 1_657_558_525_910,
        offset_seconds: 7200,
    };

    fn written(stamp: Stamp) -> String {
        let mut out = Vec::new();
        stamp.push(&mut out);
        String::from_utf8(out).unwrap()
    }

    fn read(text: &str) -> Option<(Stamp, Precision, Zone, &str)> {
        let (ReadStamp { at, form }, rest) = read_stamp(text)?;
        Some((at, form.precision, form.zone, rest))
    }

    #[test]
    fn both_clocks_are_written_as_in_the_document() {
        assert_eq!(written(DOCUMENT), "2022-07-11T18:55:25.910+02:00");
        let mut out = Vec::new();
        DOCUMENT.utc_time().push(&mut out);
        assert_eq!(out, b"2022-07-11 16:55:25,910");
        assert_eq!(
            UtcTime::parse("2022-07-11 16:55:25,910"),
            Some(DOCUMENT.utc_time())
        );
    }

    #[test]
    fn a_stamp_reads_back_at_any_offset() {
        for offset_seconds in [0, 7200, -12_600, 20_700, 86_340, -86_340] {
            for unix_ms in [
                0,
                -1,
                1_657_558_525_910,
                253_402_000_000_000,
                -62_000_000_000_000,
            ] {
                let stamp = Stamp {
                    unix_ms,
                    offset_seconds,
                };
                let text = written(stamp);
                assert_eq!(
                    read(&text),
                    Some((stamp, Precision::Millisecond, Zone::Given, ""))
                );
            }
        }
    }

    #[test]
    fn what_cannot_be_shown_is_brought_into_range() {
        let far = Stamp {
            unix_ms: i64::MAX,
            offset_seconds: i32::MAX,
        };
        assert_eq!(written(far), "9999-12-30T00:00:00.000+23:59");
        let early = Stamp {
            unix_ms: i64::MIN,
            offset_seconds: i32::MIN,
        };
        assert_eq!(written(early), "0000-01-01T00:00:00.000-23:59");
        assert_eq!(
            written(Stamp {
                offset_seconds: 7259,
                ..DOCUMENT
            }),
            written(DOCUMENT)
        );
    }

    #[test]
    fn stamps_with_less_in_them_are_read() {
        let second = 1_411_668_380_000;
        let at = |unix_ms, offset_seconds| Stamp {
            unix_ms,
            offset_seconds,
        };
        for (text, unix_ms, offset, precision, zone) in [
            (
                "2014-09-25T14:06:20-04:00",
                second,
                -14_400,
                Precision::Second,
                true,
            ),
            ("2014-09-25T18:06:20Z", second, 0, Precision::Second, true),
            (
                "2014-09-25 18:06:20,92",
                second + 920,
                0,
                Precision::Millisecond,
                false,
            ),
            (
                "2014-09-25T18:06:20.1234567",
                second + 123,
                0,
                Precision::Millisecond,
                false,
            ),
            (
                "2014-09-25T23:36:20+0530",
                second,
                19_800,
                Precision::Second,
                true,
            ),
            ("2014-09-25", second - 65_180_000, 0, Precision::Day, false),
        ] {
            let zone = if zone { Zone::Given } else { Zone::Missing };
            let line = format!("{text} vcsc");
            assert_eq!(
                read(&line),
                Some((at(unix_ms, offset), precision, zone, " vcsc")),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_no_stamp_is_none() {
        for text in [
            "",
            "2022-07-1",
            "2022-13-11T00:00:00Z",
            "2022-07-11x",
            "2022-02-30 ",
            "x",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(
            read("2016-12-31T23:59:60Z").map(|stamp| stamp.0.unix_ms),
            Some(1_483_228_799_000)
        );
    }
}
