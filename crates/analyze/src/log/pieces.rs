//! Reading a part of a log in pieces, by several threads, in order.

use std::num::NonZeroUsize;
use std::sync::mpsc::{Receiver, sync_channel};

use tollgate_diaglog::{Frames, split};

use super::fact::{self, Ending, Fact};
use super::join::Joiner;
use super::limits::PIECE;
use super::quick::Quick;
use super::survey::Survey;

/// What a log is read for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reading {
    pub(super) threads: NonZeroUsize,
    /// Octets of a piece.
    pub(super) piece: usize,
    /// Unix milliseconds before which lines are passed over.
    pub(super) since: Option<i64>,
}

impl Reading {
    pub(super) fn new(threads: NonZeroUsize, since: Option<i64>) -> Self {
        Self {
            threads,
            piece: PIECE,
            since,
        }
    }

    /// The same beside a thread that unpacks.
    pub(super) fn with_one_thread_less(self) -> Self {
        let threads = NonZeroUsize::new(self.threads.get() - 1).unwrap_or(NonZeroUsize::MIN);
        Self { threads, ..self }
    }

    /// Reads a part of a log that begins with an entry and ends with one.
    pub(super) fn read(&self, part: &[u8], end: Ending, joiner: &mut Joiner) {
        let count = part.len().div_ceil(self.piece.max(1)).max(1);
        let pieces = split(part, count);
        let last = pieces.len().saturating_sub(1);
        let ending = |index: usize| {
            if index == last { end } else { Ending::Whole }
        };
        let numbered: Vec<(&[u8], Ending)> = pieces
            .into_iter()
            .enumerate()
            .map(|(index, piece)| (piece, ending(index)))
            .collect();
        if self.threads.get() == 1 {
            for (piece, ending) in numbered {
                let survey = self.survey(piece, ending, &mut |fact| joiner.take(fact));
                joiner.end_piece(survey);
            }
            return;
        }
        std::thread::scope(|scope| {
            let workers = self.threads.get().min(numbered.len());
            let numbered = &numbered;
            let mut read: Vec<Receiver<(Vec<Fact<'_>>, Survey)>> = Vec::new();
            for worker in 0..workers {
                let (sender, receiver) = sync_channel(AHEAD);
                read.push(receiver);
                scope.spawn(move || {
                    for (piece, ending) in numbered.iter().skip(worker).step_by(workers) {
                        let mut facts = Vec::with_capacity(piece.len() / USUAL_LINE);
                        let survey = self.survey(piece, *ending, &mut |fact| facts.push(fact));
                        if sender.send((facts, survey)).is_err() {
                            return;
                        }
                    }
                });
            }
            for receiver in read.iter().cycle().take(numbered.len()) {
                // A worker that panicked sends nothing more; the scope passes its panic on.
                let Ok((facts, survey)) = receiver.recv() else {
                    return;
                };
                for fact in facts {
                    joiner.take(fact);
                }
                joiner.end_piece(survey);
            }
        });
    }

    /// Reads a piece: hands out what matters and notes the rest.
    fn survey<'a>(
        &self,
        piece: &'a [u8],
        ending: Ending,
        sink: &mut impl FnMut(Fact<'a>),
    ) -> Survey {
        let mut survey = Survey::default();
        let mut quick = Quick::new(piece, self.since);
        let mut last_start = 0;
        for frame in Frames::starting_at(piece, 0, 0) {
            last_start = usize::try_from(frame.offset).unwrap_or(piece.len());
            survey.lines = frame.number;
            let is_last = last_start + frame.raw.len() >= piece.len();
            let ending = if is_last { ending } else { Ending::Whole };
            let unusual = match ending {
                Ending::Whole => quick.read(frame, &mut survey, sink),
                Ending::Last => Some(frame),
            };
            let Some(frame) = unusual else {
                continue;
            };
            let line = frame.read();
            quick.remember(&line);
            if let Some(fact) = fact::understand(line, ending, self.since, &mut survey) {
                sink(fact);
            }
        }
        let rest = piece.get(last_start..).unwrap_or_default();
        let feeds = memchr::memchr_iter(b'\n', rest).count();
        let is_open = ending == Ending::Last && !rest.is_empty() && !rest.ends_with(b"\n");
        let open = usize::from(is_open);
        survey.lines += u64::try_from(feeds + open).unwrap_or(u64::MAX);
        survey.cut.ends_without_line_feed = is_open;
        survey.octets = u64::try_from(piece.len()).unwrap_or(u64::MAX);
        survey
    }
}

/// Pieces by which a thread is ahead of the joining.
const AHEAD: usize = 4;
/// Octets of a line that tells something, at least.
const USUAL_LINE: usize = 256;
