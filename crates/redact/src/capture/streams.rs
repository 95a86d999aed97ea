//! The octets of each TCP direction in order, and where in the capture each of them is, so that what
//! spans segments is seen and changed as a whole, retransmissions included.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::ops::Range;

/// Octets of a hole that are still taken for one stream; behind a greater one it starts anew.
const LARGEST_STEP: i64 = 1 << 30;

type End = (IpAddr, u16);

/// What a segment says of the connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Opening {
    /// It opens it.
    Synchronises,
    GoesOn,
}

#[derive(Debug, Clone)]
pub(super) struct Segment {
    /// The place of its first octet in the stream.
    offset: i64,
    pub(super) data: Range<usize>,
}

/// One direction of a connection.
#[derive(Debug, Default)]
pub(super) struct Stream {
    segments: Vec<Segment>,
    /// Sequence number and place of the latest segment.
    latest: Option<(u32, i64)>,
}

/// Octets without a hole between them.
#[derive(Debug, Default)]
pub(super) struct Run {
    start: i64,
    pub(super) octets: Vec<u8>,
    /// Segments with octets in it.
    pub(super) segments: Vec<Segment>,
}

#[derive(Debug, Default)]
pub(super) struct Streams {
    open: BTreeMap<(End, End), Stream>,
    over: Vec<Stream>,
}

impl Streams {
    pub(super) fn add(
        &mut self,
        ends: (End, End),
        sequence: u32,
        opening: Opening,
        data: Range<usize>,
    ) {
        let stream = self.open.entry(ends).or_default();
        let is_start = opening == Opening::Synchronises;
        // A handshake counts as one octet in front of the data.
        let sequence = if is_start {
            sequence.wrapping_add(1)
        } else {
            sequence
        };
        let step = |latest: u32| i64::from(sequence.wrapping_sub(latest).cast_signed());
        let offset = match stream.latest {
            None => 0,
            Some((latest, offset)) => {
                let step = step(latest);
                // The ports are used again, or nothing connects the two.
                let is_again = is_start && step != 0 && !stream.segments.is_empty();
                if is_again || step.abs() > LARGEST_STEP {
                    self.over.push(std::mem::take(stream));
                    0
                } else {
                    offset + step
                }
            }
        };
        stream.latest = Some((sequence, offset));
        if !data.is_empty() {
            stream.segments.push(Segment { offset, data });
        }
    }

    pub(super) fn into_streams(self) -> impl Iterator<Item = Stream> {
        self.over.into_iter().chain(self.open.into_values())
    }
}

impl Stream {
    /// Its octets, as far as they are in the capture. Of two versions the earlier one counts.
    pub(super) fn runs(mut self, capture: &[u8]) -> Vec<Run> {
        self.segments.sort_by_key(|segment| segment.offset);
        let mut runs: Vec<Run> = Vec::new();
        for segment in self.segments {
            let octets = capture.get(segment.data.clone()).unwrap_or_default();
            let run = match runs.last_mut() {
                Some(run) if segment.offset <= run.end() => run,
                _ => {
                    runs.push(Run {
                        start: segment.offset,
                        ..Run::default()
                    });
                    let Some(run) = runs.last_mut() else {
                        continue;
                    };
                    run
                }
            };
            let known = usize::try_from(run.end() - segment.offset).unwrap_or_default();
            run.octets.extend(octets.get(known..).unwrap_or_default());
            run.segments.push(segment);
        }
        runs
    }
}

impl Run {
    fn end(&self) -> i64 {
        self.start + i64::try_from(self.octets.len()).unwrap_or_default()
    }

    /// Where the octets of a segment are in the run.
    pub(super) fn place(&self, segment: &Segment) -> Range<usize> {
        let start = usize::try_from(segment.offset - self.start).unwrap_or_default();
        start..start + segment.data.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn runs(segments: &[(u32, bool, &str)]) -> Vec<String> {
        let end = (IpAddr::from([10, 0, 0, 1]), 1);
        let mut capture = Vec::new();
        let mut streams = Streams::default();
        for (sequence, is_start, data) in segments {
            let start = capture.len();
            capture.extend(data.bytes());
            let opening = if *is_start {
                Opening::Synchronises
            } else {
                Opening::GoesOn
            };
            streams.add((end, end), *sequence, opening, start..capture.len());
        }
        let streams = streams.into_streams();
        let runs = streams.flat_map(|stream| stream.runs(&capture));
        runs.map(|run| String::from_utf8(run.octets).unwrap())
            .collect()
    }

    #[test]
    fn octets_come_in_order_once() {
        let disorder = [
            (6, false, "fgh"),
            (1, false, "abc"),
            (3, false, "cde"),
            (1, false, "abc"),
        ];
        assert_eq!(runs(&disorder), ["abcdefgh"]);
        assert_eq!(runs(&[(1, false, "ab"), (9, false, "ij")]), ["ab", "ij"]);
        let wrapped = [(u32::MAX, false, "ab"), (1, false, "cd")];
        assert_eq!(runs(&wrapped), ["abcd"]);
        let again = [
            (0, true, ""),
            (1, false, "ab"),
            (70, true, ""),
            (71, false, "xy"),
        ];
        assert_eq!(runs(&again), ["ab", "xy"]);
    }
}
