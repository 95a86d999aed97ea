//! Trust stores that are in force no more.
//!
//! Freeing thousands of certificates takes a tenth of a second and more. The last to let go of old
//! settings is a worker, in the middle of its requests, so old stores are kept here until nobody
//! else has them, and freed beside the workers.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tollgate_pki::TrustStore;

/// Requests under old settings can take minutes; there is no hurry.
const LOOKING: Duration = Duration::from_secs(1);

/// The stores of earlier settings.
#[derive(Debug, Default)]
pub(crate) struct Retired {
    /// Guards the list for as long as it takes to look at its entries; nothing is freed under it.
    stores: Mutex<Vec<TrustStore>>,
}

impl Retired {
    /// Keeps a store until nobody else has it.
    pub(crate) fn add(&self, store: TrustStore) {
        self.stores().push(store);
    }

    /// Frees stores as they fall out of use; never ends.
    pub(crate) async fn sweep(&self) {
        let mut looks = tokio::time::interval(LOOKING);
        loop {
            looks.tick().await;
            let free = self.take_unused();
            if !free.is_empty() {
                // Waiting for it has no use: the runtime waits when it ends.
                drop(tokio::task::spawn_blocking(move || drop(free)));
            }
        }
    }

    fn take_unused(&self) -> Vec<TrustStore> {
        self.stores()
            .extract_if(.., |store| store.is_only_handle())
            .collect()
    }

    fn stores(&self) -> MutexGuard<'_, Vec<TrustStore>> {
        self.stores.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_store_is_freed_when_nobody_else_has_it() {
        let (retired, in_use) = (Retired::default(), TrustStore::builder().build());
        retired.add(in_use.clone());
        retired.add(TrustStore::builder().build());
        assert_eq!(retired.take_unused().len(), 1);
        assert!(retired.take_unused().is_empty());
        drop(in_use);
        assert_eq!(retired.take_unused().len(), 1);
        assert!(retired.stores().is_empty());
    }
}
