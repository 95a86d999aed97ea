//! Moments as reports write them: RFC 3339 in UTC.

use jiff::Timestamp;

/// Unix milliseconds, such as `2022-07-11T16:55:26.016Z`. A number that is no moment of this
/// calendar stays a number.
pub(crate) fn milliseconds(at: i64) -> String {
    Timestamp::from_millisecond(at).map_or_else(|_| at.to_string(), |at| format!("{at:.3}"))
}

/// Unix seconds, such as `2022-07-11T16:55:26Z`.
pub(crate) fn seconds(at: i64) -> String {
    Timestamp::from_second(at).map_or_else(|_| at.to_string(), |at| at.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_in_utc() {
        assert_eq!(milliseconds(1_657_558_526_016), "2022-07-11T16:55:26.016Z");
        assert_eq!(milliseconds(1_657_558_526_000), "2022-07-11T16:55:26.000Z");
        assert_eq!(seconds(1_657_558_526), "2022-07-11T16:55:26Z");
        assert_eq!(milliseconds(i64::MAX), i64::MAX.to_string());
    }
}
