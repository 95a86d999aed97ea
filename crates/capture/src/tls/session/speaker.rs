//! One direction of a session.

use super::super::decrypt::Opener;
use super::super::detect::Search;
use super::super::handshake::Joiner;
use super::super::outcome::Progress;
use super::super::record::RecordReader;

/// Whether a direction has begun to speak TLS.
#[derive(Debug)]
pub(super) enum Phase {
    Searching(Search),
    /// In the middle of a `ClientHello` in the format of SSL 2.0.
    Ssl2Hello(Vec<u8>),
    Speaking,
}

impl Default for Phase {
    fn default() -> Self {
        Self::Searching(Search::default())
    }
}

#[derive(Debug, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts about one speaker, each set once"
)]
pub(super) struct Speaker {
    pub(super) phase: Phase,
    pub(super) reader: RecordReader,
    pub(super) joiner: Joiner,
    pub(super) opener: Option<Box<Opener>>,
    /// Records that the opener could not open, in a row.
    pub(super) failures: u32,
    /// Up to TLS 1.2: a `ChangeCipherSpec` was sent.
    pub(super) is_ciphered: bool,
    pub(super) finished: bool,
    /// TLS 1.3: where the Finished message was.
    pub(super) finished_frame: u64,
    pub(super) application_data: bool,
    /// Bytes that may have been part of the handshake are missing.
    pub(super) has_lost: bool,
    pub(super) hidden_refusal: bool,
    /// TLS 1.3 without secrets: the client's last flight, the server's answer to it.
    pub(super) hidden: Hidden,
}

/// Encrypted records that cannot be opened.
#[derive(Debug, Default)]
pub(super) struct Hidden {
    pub(super) records: u32,
    pub(super) first_length: usize,
}

impl Hidden {
    pub(super) const fn note(&mut self, length: usize) {
        if self.records == 0 {
            self.first_length = length;
        }
        self.records = self.records.saturating_add(1);
    }
}

impl Speaker {
    pub(super) const fn is_speaking(&self) -> bool {
        !matches!(self.phase, Phase::Searching(_))
    }

    pub(super) fn cost(&self) -> usize {
        let phase = match &self.phase {
            Phase::Searching(search) => search.cost(),
            Phase::Ssl2Hello(held) => held.capacity(),
            Phase::Speaking => 0,
        };
        phase
            .saturating_add(self.reader.cost())
            .saturating_add(self.joiner.cost())
    }

    pub(super) fn release(&mut self) {
        self.reader = RecordReader::default();
        self.joiner.reset();
        self.opener = None;
        if !self.is_speaking() {
            self.phase = Phase::default();
        }
    }

    pub(super) fn progress(&self) -> Progress {
        Progress {
            spoke: self.is_speaking(),
            finished: self.finished,
            application_data: self.application_data,
            hidden_refusal: self.hidden_refusal,
        }
    }
}
