//! A hash for short keys that are looked up for each line.
//!
//! Keys come from strangers. The seed is random for each map, and every step multiplies the state in
//! full and folds it, so that collisions cannot be prepared without the seed. Nothing depends on
//! the order of such a map.

use std::hash::{BuildHasher, Hasher, RandomState};

/// A seed.
#[derive(Debug, Clone)]
pub(super) struct Seed(u64);

impl Default for Seed {
    fn default() -> Self {
        Self(RandomState::new().hash_one(0_u64))
    }
}

impl BuildHasher for Seed {
    type Hasher = Fold;

    fn build_hasher(&self) -> Fold {
        Fold {
            state: self.0,
            seed: self.0 | 1,
        }
    }
}

/// The hash so far.
#[derive(Debug)]
pub(super) struct Fold {
    state: u64,
    seed: u64,
}

/// The digits of pi, as good as any.
const FACTOR: u64 = 0x2437_5aa1_3198_a2e1;

impl Fold {
    fn fold(&mut self, value: u64) {
        let product = u128::from(self.state ^ value ^ FACTOR).wrapping_mul(u128::from(self.seed));
        let [low, high] = [product, product >> 64]
            .map(|half| u64::try_from(half & u128::from(u64::MAX)).unwrap_or_default());
        self.state = (low ^ high).wrapping_add(value.rotate_left(32));
    }
}

impl Hasher for Fold {
    fn write(&mut self, octets: &[u8]) {
        let (words, rest) = octets.as_chunks::<8>();
        for word in words {
            self.fold(u64::from_le_bytes(*word));
        }
        let mut last = [0; 8];
        for (to, from) in last.iter_mut().zip(rest) {
            *to = *from;
        }
        self.fold(u64::from_le_bytes(last));
        self.fold(u64::try_from(octets.len()).unwrap_or(u64::MAX));
    }

    fn write_u8(&mut self, value: u8) {
        self.fold(value.into());
    }

    fn write_u32(&mut self, value: u32) {
        self.fold(value.into());
    }

    fn write_u64(&mut self, value: u64) {
        self.fold(value);
    }

    fn finish(&self) -> u64 {
        let mut end = Self {
            state: self.state,
            seed: self.seed,
        };
        end.fold(self.state.rotate_left(29));
        end.state
    }
}
