//! Lists and sets that keep so much and count the rest.

use std::collections::HashSet;

use super::hash::Seed;
use super::limits::USERS;

/// Things of which so many are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept<T> {
    /// Those that were kept, in order.
    pub items: Vec<T>,
    /// How many were not.
    pub more: u64,
}

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self {
            items: Vec::new(),
            more: 0,
        }
    }
}

impl<T> Kept<T> {
    /// All of them, kept or not.
    pub fn count(&self) -> u64 {
        self.more
            .saturating_add(u64::try_from(self.items.len()).unwrap_or(u64::MAX))
    }

    /// Keeps it if fewer than `most` are.
    pub(crate) fn push(&mut self, most: usize, item: impl FnOnce() -> T) {
        if self.items.len() < most {
            self.items.push(item());
        } else {
            self.more += 1;
        }
    }
}

/// Distinct users, by name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Users {
    names: HashSet<Box<str>, Seed>,
    overflow: bool,
}

impl Users {
    /// How many; at least so many if [`Users::are_more`].
    pub fn count(&self) -> usize {
        self.names.len()
    }

    /// Whether there are more than are kept.
    pub fn are_more(&self) -> bool {
        self.overflow
    }

    /// Their names, sorted.
    pub fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.names.iter().map(AsRef::as_ref).collect();
        names.sort_unstable();
        names
    }

    /// Adds those of another place.
    pub(crate) fn merge(&mut self, other: &Self) {
        for name in other.names() {
            self.add(name);
        }
        self.overflow |= other.overflow;
    }

    pub(crate) fn add(&mut self, name: &str) {
        if name.is_empty() || self.names.contains(name) {
            return;
        }
        if self.names.len() < USERS {
            self.names.insert(name.into());
        } else {
            self.overflow = true;
        }
    }
}
