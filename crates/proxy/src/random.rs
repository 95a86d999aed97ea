//! Tracking ids: random enough that nobody guesses the next, without a system call for each.

use std::cell::RefCell;

use uuid::Uuid;

/// Random bytes, fetched from the system some thousand at a time.
#[derive(Debug, Default)]
pub(crate) struct Random {
    bytes: RefCell<Vec<u8>>,
}

impl Random {
    /// A random UUID (RFC 9562 section 5.4).
    pub(crate) fn uuid(&self) -> Uuid {
        let mut bytes = self.bytes.borrow_mut();
        if bytes.is_empty() {
            bytes.resize(FETCHED, 0);
            if rustix::rand::getrandom(&mut *bytes, rustix::rand::GetRandomFlags::empty())
                != Ok(FETCHED)
            {
                bytes.clear();
            }
        }
        let Some(id) = bytes.last_chunk().copied() else {
            return Uuid::new_v4();
        };
        let rest = bytes.len() - size_of_val(&id);
        bytes.truncate(rest);
        uuid::Builder::from_random_bytes(id).into_uuid()
    }
}

/// A multiple of 16; the system gives up to 256 bytes in one piece, whatever signals come.
const FETCHED: usize = 256;

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn ids_do_not_repeat() {
        let random = Random::default();
        let ids: HashSet<Uuid> = (0..1000).map(|_| random.uuid()).collect();
        assert_eq!(ids.len(), 1000);
        assert!(ids.iter().all(|id| id.get_version_num() == 4));
    }
}
