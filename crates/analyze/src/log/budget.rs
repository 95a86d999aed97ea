//! How much is kept of what logs tell.

use super::evidence::{Entry, Evidence, Failed, FailureKind, Transaction};
use super::limits::EVIDENCE_OCTETS;

/// Octets that evidence may still take, estimated from the lengths of its texts and the sizes of its
/// types. Counts are always kept; what is left out are details.
#[derive(Debug)]
pub(super) struct Budget {
    left: usize,
    /// Details that were left out.
    pub(super) left_out: u64,
}

impl Default for Budget {
    fn default() -> Self {
        Self::of(EVIDENCE_OCTETS)
    }
}

impl Budget {
    pub(super) const fn of(octets: usize) -> Self {
        Self {
            left: octets,
            left_out: 0,
        }
    }

    /// Whether a detail of so many octets fits. If not, it is counted as left out.
    pub(super) fn take(&mut self, octets: usize) -> bool {
        let fits = self.take_if_it_fits(octets);
        self.left_out = self.left_out.saturating_add(u64::from(!fits));
        fits
    }

    /// Whether so many octets fit. If not, nothing is lost: something else makes room.
    pub(super) fn take_if_it_fits(&mut self, octets: usize) -> bool {
        let left = self.left.checked_sub(octets);
        self.left = left.unwrap_or(self.left);
        left.is_some()
    }

    /// What was taken is no longer held.
    pub(super) fn give_back(&mut self, octets: usize) {
        self.left = self.left.saturating_add(octets);
    }
}

/// What a name in a set costs beside its octets.
pub(super) const NAME_COST: usize = 64;

impl Entry {
    pub(super) fn octets(&self) -> usize {
        size_of::<Self>().saturating_add(self.text.len())
    }
}

impl Evidence {
    pub(super) fn octets(&self) -> usize {
        let entries = [&self.warning, &self.error];
        entries.into_iter().flatten().map(Entry::octets).sum()
    }
}

impl FailureKind {
    pub(super) fn octets(&self) -> usize {
        match self {
            Self::Chain { text, .. } | Self::NodeAlert { text, .. } | Self::Other { text } => {
                text.len()
            }
            Self::Name { .. } | Self::Unspecified => 0,
        }
    }
}

impl Failed {
    pub(super) fn octets(&self) -> usize {
        let texts = self.name.len() + self.kind.octets() + self.evidence.octets();
        size_of::<Self>().saturating_add(texts)
    }
}

impl Transaction {
    pub(super) fn octets(&self) -> usize {
        let failures = self.attempts.iter().flat_map(|attempt| &attempt.failures);
        let failures: usize = failures
            .chain(&self.stray_failures)
            .map(Failed::octets)
            .sum();
        let asked = self.asked.as_ref();
        let texts = [
            self.host.len(),
            self.tracking_id.as_ref().map_or(0, String::len),
            self.user.as_ref().map_or(0, String::len),
            self.received
                .as_ref()
                .map_or(0, |received| received.request_line.len()),
            self.answer.as_ref().map_or(0, |answer| answer.reason.len()),
            asked.map_or(0, |asked| asked.address.len() + asked.domain.len()),
            self.attempts.len() * size_of::<super::Attempt>(),
        ];
        let texts: usize = texts.iter().sum();
        size_of::<Self>() + texts + failures
    }
}
