//! Lists and sets that keep so much and count the rest.

use std::collections::HashSet;

use super::budget::{Budget, NAME_COST};
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

    /// Keeps all of them only if they fit.
    pub(super) fn hold_within(&mut self, budget: &mut Budget) {
        let octets = self.items.len().saturating_mul(size_of::<T>());
        if !self.items.is_empty() && !budget.take(octets) {
            self.more = self.count();
            self.items = Vec::new();
        }
    }

    /// Keeps it if fewer than `most` are and it fits.
    pub(super) fn push_within(&mut self, most: usize, item: T, budget: &mut Budget) {
        if self.items.len() < most && !budget.take(size_of::<T>()) {
            self.more += 1;
        } else {
            self.push(most, || item);
        }
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

    /// Adds one if it fits; else there are more than are kept.
    pub(super) fn add_within(&mut self, name: &str, budget: &mut Budget) {
        if name.is_empty() || self.names.contains(name) {
            return;
        }
        let fits = self.names.len() < USERS && budget.take(name.len().saturating_add(NAME_COST));
        if fits {
            self.names.insert(name.into());
        } else {
            self.overflow = true;
        }
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
