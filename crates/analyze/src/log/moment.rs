//! When something was logged, and how sure that is.

use tollgate_diaglog::{Precision, Stamp, StampForm, UtcTime, Zone};

/// An instant of a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Moment {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub unix_ms: i64,
    /// Where it is from.
    pub clock: Clock,
}

/// Where an instant is from, the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Clock {
    /// The `UTCTime` of the line.
    Utc,
    /// The local time of the line with its offset.
    Offset,
    /// Local time without an offset; the offset is that of other lines, which have both clocks.
    Estimated,
    /// Local time of an unknown zone, taken as UTC.
    Local,
    /// The line has no time; it is that of the line before.
    Inherited,
    /// No line so far had a time, and the instant means nothing.
    Missing,
}

impl Moment {
    pub(crate) const MISSING: Self = Self {
        unix_ms: 0,
        clock: Clock::Missing,
    };

    /// Whether there is a time at all.
    pub fn is_known(self) -> bool {
        self.clock != Clock::Missing
    }

    /// Time from another moment to this one in ms; 0 if one of the two is not known.
    pub(crate) fn since(self, other: Self) -> i64 {
        if self.is_known() && other.is_known() {
            self.unix_ms.saturating_sub(other.unix_ms)
        } else {
            0
        }
    }
}

/// First and last of several moments.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Period {
    ends: Option<(Moment, Moment)>,
}

impl Period {
    /// The earliest; `None` if none has a time.
    pub fn first(&self) -> Option<Moment> {
        self.ends.map(|(first, _)| first)
    }

    /// The latest; `None` if none has a time.
    pub fn last(&self) -> Option<Moment> {
        self.ends.map(|(_, last)| last)
    }

    pub(crate) fn note(&mut self, at: Moment) {
        if !at.is_known() {
            return;
        }
        let (first, last) = self.ends.get_or_insert((at, at));
        if at.unix_ms < first.unix_ms {
            *first = at;
        }
        if at.unix_ms > last.unix_ms {
            *last = at;
        }
    }
}

/// The clocks of one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Clocks {
    pub(crate) stamp: Option<(Stamp, StampForm)>,
    pub(crate) utc: Option<UtcTime>,
}

/// Reconciles the clocks of the lines of a log, in order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Reconciler {
    /// Of lines that show local time without an offset beside `UTCTime`.
    offset_ms: Option<i64>,
    last: Option<i64>,
}

/// Offsets are multiples of a quarter of an hour.
const QUARTER: i64 = 15 * 60_000;

impl Reconciler {
    pub(crate) fn moment(&mut self, clocks: Clocks) -> Moment {
        let (unix_ms, clock) = match (clocks.utc, clocks.stamp) {
            (Some(utc), stamp) => {
                if let Some((stamp, form)) = stamp
                    && form.zone == Zone::Missing
                    && form.precision != Precision::Day
                {
                    let ahead = stamp.unix_ms.saturating_sub(utc.unix_ms);
                    let quarters = ahead.saturating_add(QUARTER / 2).div_euclid(QUARTER);
                    self.offset_ms = Some(quarters.saturating_mul(QUARTER));
                }
                (utc.unix_ms, Clock::Utc)
            }
            (None, Some((stamp, form))) => match (form.zone, self.offset_ms) {
                (Zone::Given, _) => (stamp.unix_ms, Clock::Offset),
                (Zone::Missing, Some(offset)) => {
                    (stamp.unix_ms.saturating_sub(offset), Clock::Estimated)
                }
                (Zone::Missing, None) => (stamp.unix_ms, Clock::Local),
            },
            (None, None) => match self.last {
                Some(last) => (last, Clock::Inherited),
                None => return Moment::MISSING,
            },
        };
        self.last = Some(unix_ms);
        Moment { unix_ms, clock }
    }

    /// Seconds that local time without an offset is ahead of UTC, where lines tell.
    pub(crate) fn estimated_offset(&self) -> Option<i64> {
        self.offset_ms.map(|offset| offset / 1000)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn local(unix_ms: i64) -> (Stamp, StampForm) {
        let form = StampForm {
            precision: Precision::Millisecond,
            zone: Zone::Missing,
        };
        let offset_seconds = 0;
        let stamp = Stamp {
            unix_ms,
            offset_seconds,
        };
        (stamp, form)
    }

    #[test]
    fn local_time_without_an_offset_is_put_right_by_lines_with_both_clocks() {
        let mut reconciler = Reconciler::default();
        let stamp = Some(local(7_200_500));
        let lone = Clocks { stamp, utc: None };
        assert_eq!(reconciler.moment(lone).clock, Clock::Local);
        let utc = Some(UtcTime { unix_ms: 490 });
        let both = reconciler.moment(Clocks { stamp, utc });
        assert_eq!((both.unix_ms, both.clock), (490, Clock::Utc));
        let estimated = reconciler.moment(lone);
        assert_eq!(
            (estimated.unix_ms, estimated.clock),
            (500, Clock::Estimated)
        );
        assert_eq!(reconciler.estimated_offset(), Some(7_200));
        let inherited = reconciler.moment(Clocks::default());
        assert_eq!(
            (inherited.unix_ms, inherited.clock),
            (500, Clock::Inherited)
        );
    }
}
