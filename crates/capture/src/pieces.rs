//! Pieces of a byte sequence that arrive in any order. The first copy of a byte wins.

use std::collections::BTreeMap;

/// What a piece costs beside its bytes.
const PIECE_BYTES: usize = 64;

/// Pieces that do not overlap, by position.
#[derive(Debug, Default)]
pub(crate) struct Pieces {
    parts: BTreeMap<u64, Box<[u8]>>,
    cost: usize,
}

impl Pieces {
    /// Memory held.
    pub(crate) const fn cost(&self) -> usize {
        self.cost
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// Keeps of `bytes` what is not there yet.
    pub(crate) fn insert(&mut self, position: u64, mut bytes: &[u8]) {
        let mut at = position;
        while !bytes.is_empty() {
            let before = self.parts.range(..=at).next_back();
            let covered = before.map_or(0, |(start, part)| end_of(*start, part));
            if let Some(overlap) = covered.checked_sub(at).filter(|overlap| *overlap > 0) {
                let overlap = usize::try_from(overlap).unwrap_or(usize::MAX);
                bytes = bytes.get(overlap..).unwrap_or_default();
                at = covered;
                continue;
            }
            let room = self
                .parts
                .range(at..)
                .next()
                .map_or(u64::MAX, |(start, _)| start.saturating_sub(at));
            let room = usize::try_from(room).unwrap_or(usize::MAX);
            let (piece, rest) = bytes.split_at_checked(room).unwrap_or((bytes, &[]));
            self.cost = self.cost.saturating_add(cost_of(piece));
            self.parts.insert(at, piece.into());
            at = end_of(at, piece);
            bytes = rest;
        }
    }

    /// Where the first piece begins.
    pub(crate) fn start(&self) -> Option<u64> {
        self.parts.first_key_value().map(|(start, _)| *start)
    }

    /// Takes the first piece out if it begins at `position` or before it.
    pub(crate) fn pop_up_to(&mut self, position: u64) -> Option<(u64, Box<[u8]>)> {
        if self.start()? > position {
            return None;
        }
        let (start, part) = self.parts.pop_first()?;
        self.cost = self.cost.saturating_sub(cost_of(&part));
        Some((start, part))
    }

    /// How many bytes from the beginning are there without a hole.
    pub(crate) fn complete_up_to(&self) -> u64 {
        let mut covered = 0;
        for (start, part) in &self.parts {
            if *start > covered {
                break;
            }
            covered = end_of(*start, part);
        }
        covered
    }

    /// Everything in order, holes left out.
    pub(crate) fn join(self) -> Vec<u8> {
        let mut whole = Vec::new();
        for part in self.parts.into_values() {
            whole.extend_from_slice(&part);
        }
        whole
    }
}

fn end_of(start: u64, part: &[u8]) -> u64 {
    start.saturating_add(crate::cursor::count(part.len()))
}

const fn cost_of(part: &[u8]) -> usize {
    part.len().saturating_add(PIECE_BYTES)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn any_order_of_overlapping_pieces_keeps_the_first_copy_of_each_byte(
            pieces in prop::collection::vec((0..60_usize, 0..20_usize), 0..12),
        ) {
            let mut expected = [None; 80];
            let mut kept = Pieces::default();
            for (number, (start, length)) in pieces.iter().enumerate() {
                let byte = u8::try_from(number).unwrap();
                for slot in &mut expected[*start..start + length] {
                    slot.get_or_insert(byte);
                }
                kept.insert(u64::try_from(*start).unwrap(), &vec![byte; *length]);
            }
            let unbroken = expected.iter().take_while(|byte| byte.is_some()).count();
            prop_assert_eq!(kept.complete_up_to(), u64::try_from(unbroken).unwrap());
            let bytes: Vec<u8> = expected.iter().flatten().copied().collect();
            let mut drained = Vec::new();
            let mut other = Pieces::default();
            std::mem::swap(&mut kept, &mut other);
            while let Some((_, part)) = other.pop_up_to(u64::MAX) {
                drained.extend_from_slice(&part);
            }
            prop_assert_eq!(other.cost(), 0);
            prop_assert_eq!(drained, bytes);
        }
    }
}
