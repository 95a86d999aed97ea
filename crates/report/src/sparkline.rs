//! A lane of the timeline as one line of signs.

use crate::timeline::{Lane, Outcome, Timeline};

/// Columns of a lane.
const SPAN: usize = 60;

/// The first and the last moment of all lanes in Unix milliseconds; `None` where nothing happened.
pub(crate) fn span(timeline: &Timeline) -> Option<(i64, i64)> {
    let marks = || timeline.lanes.iter().flat_map(|lane| &lane.marks);
    let first = marks().map(|mark| mark.at).min()?;
    let last = marks().map(|mark| mark.at).max()?;
    Some((first, last))
}

/// The marks of a lane from the first to the last moment. Where several fall into one column, a
/// failure is shown before what nobody knows, and that before a success.
pub(crate) fn of(lane: &Lane, first: i64, last: i64) -> String {
    let mut signs = [' '; SPAN];
    let rank = |sign: char| match sign {
        'x' => 3,
        '?' => 2,
        '.' => 1,
        _ => 0,
    };
    for mark in &lane.marks {
        let sign = match mark.outcome {
            Outcome::Passed => '.',
            Outcome::Failed => 'x',
            Outcome::Unknown => '?',
        };
        let column = column(mark.at, first, last);
        if let Some(place) = signs.get_mut(column)
            && rank(*place) < rank(sign)
        {
            *place = sign;
        }
    }
    let signs: String = signs.iter().collect();
    format!("|{signs}|")
}

/// The column of a moment, the last one for the last moment.
fn column(at: i64, first: i64, last: i64) -> usize {
    let wide = |at: i64| i128::from(at) - i128::from(first);
    let widest = i128::try_from(SPAN - 1).unwrap_or_default();
    let column = wide(at) * widest / wide(last).max(1);
    usize::try_from(column).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_spread_over_the_columns() {
        assert_eq!(column(1_000, 1_000, 2_000), 0);
        assert_eq!(column(1_500, 1_000, 2_000), 29);
        assert_eq!(column(2_000, 1_000, 2_000), SPAN - 1);
        assert_eq!(column(7, 7, 7), 0);
        assert_eq!(column(i64::MAX, i64::MIN, i64::MAX), SPAN - 1);
    }
}
