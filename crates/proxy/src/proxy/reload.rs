//! New settings for a running server: read and judged beside the old ones, then swapped as a whole.

use std::sync::PoisonError;

use super::Handle;
use crate::announce;
use crate::config::{LoadError, Settings};
use crate::log::Output;
use crate::metrics::word;
use crate::snapshot::Snapshot;

/// What a reload has changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reloaded {
    /// Number of the settings that are in force now.
    pub generation: u64,
    /// Keys whose new value needs a restart; the old one stays in force.
    pub needs_restart: Vec<&'static str>,
}

/// New settings that are not put in force; the old ones stay.
#[derive(Debug, thiserror::Error)]
pub enum ReloadError {
    /// The file cannot be read or has problems.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// A log file cannot be opened.
    #[error("cannot write the log {path}; correct [log] or the permissions of its directory")]
    Log {
        /// `[log] path` or `json`.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// The settings cannot be served.
    #[error("the settings cannot be served: {0}")]
    Settings(String),
}

impl Handle {
    /// Reads the configuration file again, with every file that it names, and puts it in force. Log
    /// files are opened anew.
    ///
    /// No request is lost: those in flight go on under the settings that they began with. If
    /// anything is wrong with the new settings the old ones stay, and both the log and the error
    /// say why. Takes as long as reading the files does.
    pub fn reload(&self) -> Result<Reloaded, ReloadError> {
        let old = self.shared.snapshot();
        let settings = Settings::load(old.settings.source(), self.shared.clock);
        self.adopt(settings.map_err(ReloadError::from))
    }

    /// Puts settings in force that were read elsewhere.
    pub fn apply(&self, settings: Settings) -> Result<Reloaded, ReloadError> {
        self.adopt(Ok(settings))
    }

    fn adopt(&self, settings: Result<Settings, ReloadError>) -> Result<Reloaded, ReloadError> {
        let _guard = self
            .reloading
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let reloads = &self.shared.metrics.reloads;
        let journal = self.shared.journal(None);
        let result = settings.and_then(|settings| self.swap(settings));
        match &result {
            Ok(reloaded) => {
                reloads.get_or_create(&word("result", "ok")).inc();
                announce::reloaded(
                    &self.shared.journal(None),
                    &self.shared.snapshot(),
                    reloaded,
                );
            }
            Err(error) => {
                reloads.get_or_create(&word("result", "failed")).inc();
                announce::reload_failed(&journal, error);
            }
        }
        result
    }

    fn swap(&self, mut settings: Settings) -> Result<Reloaded, ReloadError> {
        let shared = &self.shared;
        let old = shared.snapshot();
        let needs_restart = keep_what_needs_a_restart(&mut settings, &old.settings);
        let open = |destination: &crate::log::Destination| {
            Output::open(destination).map_err(|source| ReloadError::Log {
                path: format!("{destination:?}"),
                source,
            })
        };
        let lines = open(&settings.log.lines)?;
        let records = open(&settings.log.records)?;
        let generation = old.generation + 1;
        let counters = shared.metrics.upstream.clone();
        let snapshot = Snapshot::new(settings, generation, &shared.own_listeners, counters)
            .map_err(|error| ReloadError::Settings(error.to_string()))?;
        shared.lines.switch(lines);
        shared.records.switch(records);
        self.retired.add(old.settings.verification.store.clone());
        shared.replace(snapshot);
        Ok(Reloaded {
            generation,
            needs_restart,
        })
    }
}

/// Sockets and threads are made once. What a listener speaks can change, where it listens cannot.
fn keep_what_needs_a_restart(new: &mut Settings, old: &Settings) -> Vec<&'static str> {
    let mut kept = Vec::new();
    let addresses = |settings: &Settings| -> Vec<_> {
        let plain = |listener: &crate::config::Listener| {
            matches!(listener.protection, crate::config::Protection::Plain)
        };
        settings
            .listeners
            .iter()
            .map(|listener| (listener.address, plain(listener)))
            .collect()
    };
    if addresses(new) != addresses(old) {
        new.listeners.clone_from(&old.listeners);
        kept.push("listen");
    }
    if new.workers != old.workers {
        new.workers = old.workers;
        kept.push("workers");
    }
    if new.management != old.management {
        new.management = old.management;
        kept.push("management.listen");
    }
    if new.limits.log_queue_bytes != old.limits.log_queue_bytes {
        new.limits.log_queue_bytes = old.limits.log_queue_bytes;
        kept.push("limits.log_queue_bytes");
    }
    kept
}
