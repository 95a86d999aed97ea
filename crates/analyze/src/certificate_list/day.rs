//! Days as the list has them: month, day, year, and no time.

use std::fmt;

use jiff::civil::Date;
use jiff::tz::TimeZone;

/// A day of UTC.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(Date);

/// Three numbers of which the order of the first two is not known yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Numbers {
    first: i8,
    second: i8,
    year: i16,
}

/// The order of the numbers of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    /// As the products write it.
    MonthFirst,
    /// As a spreadsheet of another country makes of it.
    DayFirst,
}

impl Day {
    /// A day of the Gregorian calendar.
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        Date::new(year, month, day).ok().map(Self)
    }

    /// Its first second in Unix seconds.
    pub fn start(self) -> i64 {
        let zoned = self.0.to_zoned(TimeZone::UTC);
        zoned.map_or(0, |zoned| zoned.timestamp().as_second())
    }

    /// Whether it is over at this time (Unix seconds). A certificate that ends on it has surely
    /// ended then; at what time of the day it ends a list does not tell.
    pub fn has_passed(self, at: i64) -> bool {
        at >= self.start().saturating_add(86_400)
    }

    /// Whole days from the day of this time (Unix seconds); negative if it is past.
    pub fn days_after(self, at: i64) -> i64 {
        self.start()
            .saturating_sub(at.saturating_sub(at.rem_euclid(86_400)))
            .div_euclid(86_400)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, formatter)
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, formatter)
    }
}

impl Numbers {
    /// Reads `07/10/2024`, also with dots, hyphens or letters that text recognition takes for
    /// digits, and `2024-07-10`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let digits: String = text.trim().chars().map(digit_meant).collect();
        let separator = digits.chars().find(|c| matches!(c, '/' | '.' | '-'))?;
        let mut parts = digits.split(separator);
        let (first, second, third) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() {
            return None;
        }
        if first.len() == 4 {
            // The year in front leaves no doubt.
            return Some(Self {
                first: second.parse().ok()?,
                second: third.parse().ok()?,
                year: first.parse().ok()?,
            });
        }
        let is_date =
            third.len() == 4 && !first.is_empty() && first.len() <= 2 && second.len() <= 2;
        let numbers = Self {
            first: first.parse().ok()?,
            second: second.parse().ok()?,
            year: third.parse().ok()?,
        };
        is_date.then_some(numbers)
    }

    pub(super) fn day(self, order: Order) -> Option<Day> {
        let (month, day) = match order {
            Order::MonthFirst => (self.first, self.second),
            Order::DayFirst => (self.second, self.first),
        };
        Day::new(self.year, month, day)
    }
}

impl Order {
    /// The order in which all dates of a list make sense.
    pub(super) fn of(dates: impl Iterator<Item = Numbers>) -> Self {
        let (mut day_first, mut month_first) = (false, false);
        for date in dates {
            day_first |= date.first > 12;
            month_first |= date.second > 12;
        }
        if day_first && !month_first {
            Self::DayFirst
        } else {
            Self::MonthFirst
        }
    }
}

fn digit_meant(character: char) -> char {
    match character {
        'O' | 'o' => '0',
        'l' | 'I' => '1',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Option<Day> {
        Numbers::parse(text)?.day(Order::MonthFirst)
    }

    #[test]
    fn days_are_read_as_they_are_written() {
        for (text, shown) in [
            ("07/10/2024", Some("2024-07-10")),
            ("7/1/2024", Some("2024-07-01")),
            ("07/1O/2O24", Some("2024-07-10")),
            ("07-10-2024", Some("2024-07-10")),
            ("07.10.2024", Some("2024-07-10")),
            ("2024-07-10", Some("2024-07-10")),
            ("02/29/2023", None),
            ("13/01/2024", None),
            ("07/10/24", None),
            ("07/10", None),
            ("07/10/2024/1", None),
            ("/1/2024", None),
            ("", None),
        ] {
            assert_eq!(
                day(text).map(|day| day.to_string()).as_deref(),
                shown,
                "{text}"
            );
        }
    }

    #[test]
    fn a_list_in_the_order_of_another_country_is_understood_as_a_whole() {
        let dates = ["10/07/2024", "25/07/2023"].map(|text| Numbers::parse(text).unwrap());
        let order = Order::of(dates.into_iter());
        assert_eq!(order, Order::DayFirst);
        assert_eq!(dates[0].day(order), Day::new(2024, 7, 10));
        let mixed = ["13/07/2024", "07/13/2024"].map(|text| Numbers::parse(text).unwrap());
        assert_eq!(Order::of(mixed.into_iter()), Order::MonthFirst);
    }

    #[test]
    fn a_day_is_over_when_its_last_second_is() {
        let day = Day::new(2022, 7, 13).unwrap();
        assert_eq!(day.start(), 1_657_670_400);
        assert!(!day.has_passed(1_657_756_799));
        assert!(day.has_passed(1_657_756_800));
        // 2022-07-11 16:55:26.
        assert_eq!(day.days_after(1_657_558_526), 2);
        assert_eq!(day.days_after(1_657_756_800), -1);
    }
}
