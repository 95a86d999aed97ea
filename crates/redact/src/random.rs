//! Choices that depend on the key of a map and on nothing else, so that a further bundle of the same
//! customer is changed in the same way, and so that nobody without the key can repeat them.

use std::fmt;

use openssl::sha::Sha256;

/// What every replacement is derived from: 32 octets that were drawn at random once.
#[derive(Clone, PartialEq, Eq)]
pub struct Seed([u8; 32]);

impl Seed {
    /// Takes octets that the caller has drawn from a good source of randomness.
    pub const fn new(octets: [u8; 32]) -> Self {
        Self(octets)
    }

    pub(crate) const fn octets(&self) -> &[u8; 32] {
        &self.0
    }

    /// An endless stream of octets for one purpose and one thing.
    pub(crate) fn stream(&self, purpose: &str, thing: &[u8]) -> Stream {
        let mut hash = Sha256::new();
        hash.update(&self.0);
        hash.update(purpose.as_bytes());
        hash.update(&[0]);
        hash.update(thing);
        Stream {
            key: hash.finish(),
            block: [0; 32],
            used: 32,
            count: 0,
        }
    }
}

impl fmt::Debug for Seed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Seed(..)")
    }
}

/// Octets that look random.
#[derive(Debug)]
pub(crate) struct Stream {
    key: [u8; 32],
    block: [u8; 32],
    used: usize,
    count: u64,
}

impl Stream {
    pub(crate) fn octet(&mut self) -> u8 {
        if self.used >= self.block.len() {
            let mut hash = Sha256::new();
            hash.update(&self.key);
            hash.update(&self.count.to_be_bytes());
            self.block = hash.finish();
            self.count = self.count.wrapping_add(1);
            self.used = 0;
        }
        let octet = self.block.get(self.used).copied().unwrap_or_default();
        self.used = self.used.saturating_add(1);
        octet
    }

    pub(crate) fn octets(&mut self, length: usize) -> Vec<u8> {
        (0..length).map(|_| self.octet()).collect()
    }

    /// A number below `end`, which is greater than 0.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        let word = [(); 4].map(|()| self.octet());
        let word = usize::try_from(u32::from_be_bytes(word)).unwrap_or_default();
        word.checked_rem(end).unwrap_or_default()
    }

    pub(crate) fn choose<T: Copy>(&mut self, choices: &[T]) -> Option<T> {
        let at = self.below(choices.len());
        choices.get(at).copied()
    }
}
