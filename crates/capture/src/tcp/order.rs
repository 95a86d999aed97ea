//! One direction of a stream, put back in order: retransmissions are dropped, the first copy of
//! a byte wins, what comes too early waits, and a hole that stays is reported as a gap.

use crate::cursor::size;
use crate::pieces::Pieces;

/// Segments of the stream that may pass after the receiver has acknowledged bytes that the capture
/// has not shown, before they count as lost: captures exchange neighbouring packets.
const PATIENCE: u8 = 8;

/// What the reader of a direction is told, in order.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
    Data(&'a [u8]),
    /// So many bytes were sent and are not in the capture.
    Gap(u64),
}

#[derive(Debug, Default)]
pub(crate) struct Order {
    /// The sequence number that comes next, once it is known.
    next: Option<u32>,
    /// Bytes and gaps handed on so far: the position of `next` in the stream.
    position: u64,
    early: Option<Box<Pieces>>,
    /// Segments since the receiver acknowledged bytes that are missing here.
    waited: u8,
    acknowledged: Option<u32>,
    end: Option<u32>,
}

impl Order {
    /// The stream begins at this sequence number.
    pub(crate) const fn start_at(&mut self, sequence: u32) {
        if self.next.is_none() {
            self.next = Some(sequence);
        }
    }

    /// The sender says that nothing follows behind this sequence number.
    pub(crate) const fn end_at(&mut self, sequence: u32) {
        self.end = Some(sequence);
        if self.next.is_none() {
            self.next = Some(sequence);
        }
    }

    /// The sender has ended the stream and everything up to there was handed on.
    pub(crate) fn is_complete(&self) -> bool {
        self.end.is_some() && (self.end == self.next || self.early.is_none())
    }

    /// Memory held.
    pub(crate) fn cost(&self) -> usize {
        self.early.as_ref().map_or(0, |early| early.cost())
    }

    /// Takes a segment. `missing` bytes behind its payload were not captured.
    #[inline]
    pub(crate) fn accept(
        &mut self,
        sequence: u32,
        (payload, missing): (&[u8], u32),
        limit: usize,
        mut to: impl FnMut(Piece<'_>),
    ) {
        let next = *self.next.get_or_insert(sequence);
        let ahead = sequence.wrapping_sub(next).cast_signed();
        if ahead > 0 {
            self.keep_early(ahead.unsigned_abs(), payload);
            if self.cost() > limit {
                self.skip_hole(&mut to);
            }
            return;
        }
        let repeated = ahead.unsigned_abs();
        let length = length(payload);
        let mut uncaptured = missing;
        if let Some(fresh) = payload.get(size(repeated)..) {
            if !fresh.is_empty() {
                to(Piece::Data(fresh));
                self.advance(length.saturating_sub(repeated));
            }
        } else {
            // All that was captured of it is known already; its uncaptured end may reach on.
            uncaptured = length.saturating_add(missing).saturating_sub(repeated);
        }
        if uncaptured > 0 {
            self.gap(uncaptured, &mut to);
        }
        if self.early.is_some() {
            self.drain(&mut to);
        }
    }

    /// A gap before anything else that is known; what waits inside of it is used first.
    fn gap(&mut self, length: u32, to: &mut impl FnMut(Piece<'_>)) {
        let end = self.position.saturating_add(u64::from(length));
        self.drain(to);
        while self.position < end {
            let stop = self.early_start().map_or(end, |start| start.min(end));
            let lost = stop.saturating_sub(self.position);
            if lost > 0 {
                to(Piece::Gap(lost));
                self.advance(u32::try_from(lost).unwrap_or(u32::MAX));
            }
            self.drain(to);
        }
    }

    /// The receiver has everything before `acknowledgement`.
    #[inline]
    pub(crate) const fn acknowledge(&mut self, acknowledgement: u32) {
        match self.acknowledged {
            Some(known) if acknowledgement.wrapping_sub(known).cast_signed() <= 0 => {}
            _ => self.acknowledged = Some(acknowledgement),
        }
    }

    /// A segment of the stream passed, in either direction: time is up for a hole that the
    /// receiver does not have.
    #[inline]
    pub(crate) fn tick(&mut self, mut to: impl FnMut(Piece<'_>)) {
        if self.early.is_none() {
            return;
        }
        let (Some(next), Some(acknowledged)) = (self.next, self.acknowledged) else {
            return;
        };
        if acknowledged.wrapping_sub(next).cast_signed() <= 0 {
            self.waited = 0;
            return;
        }
        self.waited = self.waited.saturating_add(1);
        if self.waited > PATIENCE {
            self.skip_hole(&mut to);
        }
    }

    /// Nothing comes any more: holes are gaps.
    pub(crate) fn finish(&mut self, mut to: impl FnMut(Piece<'_>)) {
        while self.early.is_some() {
            self.skip_hole(&mut to);
        }
    }

    fn keep_early(&mut self, ahead: u32, payload: &[u8]) {
        if payload.is_empty() {
            return;
        }
        let position = self.position.saturating_add(u64::from(ahead));
        self.early.get_or_insert_default().insert(position, payload);
    }

    fn early_start(&self) -> Option<u64> {
        self.early.as_ref()?.start()
    }

    fn skip_hole(&mut self, to: &mut impl FnMut(Piece<'_>)) {
        let Some(start) = self.early_start() else {
            self.early = None;
            return;
        };
        let lost = start.saturating_sub(self.position);
        if lost > 0 {
            to(Piece::Gap(lost));
            self.advance(u32::try_from(lost).unwrap_or(u32::MAX));
        }
        self.drain(to);
    }

    /// Hands on what waited and is in order now.
    fn drain(&mut self, to: &mut impl FnMut(Piece<'_>)) {
        while let Some((start, part)) = self
            .early
            .as_mut()
            .and_then(|early| early.pop_up_to(self.position))
        {
            let repeated = self.position.saturating_sub(start);
            let repeated = usize::try_from(repeated).unwrap_or(usize::MAX);
            if let Some(fresh) = part.get(repeated..).filter(|fresh| !fresh.is_empty()) {
                to(Piece::Data(fresh));
                self.advance(length(fresh));
            }
        }
        self.waited = 0;
        if self.early.as_ref().is_some_and(|early| early.is_empty()) {
            self.early = None;
        }
    }

    fn advance(&mut self, by: u32) {
        self.position = self.position.saturating_add(u64::from(by));
        if let Some(next) = self.next {
            self.next = Some(next.wrapping_add(by));
        }
    }
}

/// Segments are no longer than packets.
fn length(payload: &[u8]) -> u32 {
    u32::try_from(payload.len()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[derive(Default)]
    struct Read(Vec<u8>, Vec<(usize, u64)>);

    impl Read {
        fn piece(&mut self, piece: &Piece<'_>) {
            match piece {
                Piece::Data(data) => self.0.extend_from_slice(data),
                Piece::Gap(length) => self.1.push((self.0.len(), *length)),
            }
        }
    }

    fn accept(order: &mut Order, read: &mut Read, sequence: u32, payload: &[u8]) {
        order.accept(sequence, (payload, 0), 1 << 20, |piece| read.piece(&piece));
    }

    #[test]
    fn retransmission_overlap_and_reordering_give_each_byte_once_also_across_the_wrap() {
        let (mut order, mut read) = (Order::default(), Read::default());
        order.start_at(u32::MAX - 2);
        accept(&mut order, &mut read, 3, b"ghi");
        accept(&mut order, &mut read, u32::MAX - 2, b"abc");
        accept(&mut order, &mut read, u32::MAX - 2, b"abc");
        accept(&mut order, &mut read, u32::MAX, b"XdefX");
        assert_eq!(read.0, b"abcdefXhi");
        assert!(read.1.is_empty());
        assert_eq!(order.cost(), 0);
    }

    #[test]
    fn a_hole_that_the_receiver_has_filled_becomes_a_gap_after_some_patience() {
        let (mut order, mut read) = (Order::default(), Read::default());
        accept(&mut order, &mut read, 100, b"abc");
        accept(&mut order, &mut read, 110, b"def");
        for _ in 0..100 {
            order.tick(|piece| read.piece(&piece));
        }
        assert_eq!(read.0, b"abc", "nobody acknowledged the hole");
        order.acknowledge(113);
        for _ in 0..PATIENCE {
            order.tick(|piece| read.piece(&piece));
        }
        assert_eq!(read.0, b"abc");
        order.tick(|piece| read.piece(&piece));
        assert_eq!(read.0, b"abcdef");
        assert_eq!(read.1, [(3, 7)]);
    }

    #[test]
    fn bytes_that_were_not_captured_are_a_gap_unless_another_copy_has_them() {
        let (mut order, mut read) = (Order::default(), Read::default());
        order.accept(0, (b"ab", 4), 1 << 20, |piece| read.piece(&piece));
        accept(&mut order, &mut read, 6, b"gh");
        assert_eq!((&read.0[..], &read.1[..]), (&b"abgh"[..], &[(2, 4)][..]));
        accept(&mut order, &mut read, 11, b"lm");
        order.accept(8, (b"i", 5), 1 << 20, |piece| read.piece(&piece));
        assert_eq!(read.0, b"abghilm");
        assert_eq!(read.1, [(2, 4), (5, 2), (7, 1)]);
    }

    #[test]
    fn a_hole_ends_when_the_memory_of_the_direction_does() {
        let (mut order, mut read) = (Order::default(), Read::default());
        accept(&mut order, &mut read, 0, b"a");
        order.accept(2, (&[7; 100], 0), 120, |piece| read.piece(&piece));
        assert_eq!(read.0.len(), 101);
        assert_eq!(read.1, [(1, 1)]);
        assert_eq!(order.cost(), 0);
    }

    proptest! {
        #[test]
        fn a_stream_cut_anyhow_and_shuffled_comes_out_whole(
            start: u32,
            cuts in prop::collection::vec((0..200_usize, 1..60_usize), 1..40),
        ) {
            let bytes: Vec<u8> = (0..=255).collect();
            let (mut order, mut read) = (Order::default(), Read::default());
            order.start_at(start);
            for (at, length) in &cuts {
                let end = (at + length).min(bytes.len());
                let sequence = start.wrapping_add(u32::try_from(*at).unwrap());
                accept(&mut order, &mut read, sequence, &bytes[*at..end]);
            }
            prop_assert!(bytes.starts_with(&read.0));
            order.finish(|piece| read.piece(&piece));
            prop_assert_eq!(order.cost(), 0);
            // The rest of the stream, gaps counted, is in its place.
            let mut at = 0;
            let mut gaps = read.1.iter().copied().peekable();
            for (index, byte) in read.0.iter().enumerate() {
                while let Some((_, lost)) = gaps.next_if(|(before, _)| *before == index) {
                    at += usize::try_from(lost).unwrap();
                }
                prop_assert_eq!(*byte, bytes[at]);
                at += 1;
            }
        }
    }
}
