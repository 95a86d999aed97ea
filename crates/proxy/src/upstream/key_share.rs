//! X25519 by ring, without throwing keys away.
//!
//! A `ClientHello` carries a key share for the case that the node speaks TLS 1.3 (RFC 8446 section
//! 4.2.8). If it speaks TLS 1.2 the share is of no use, and another key is made for its key
//! exchange: a third of all the work on elliptic curves. So a key whose share nobody answered is
//! kept for the next exchange on the same thread, which is nearly always the one of the same
//! connection. No key is ever used in two exchanges.

use std::cell::RefCell;

use rustls::crypto::ring::kx_group;
use rustls::crypto::{ActiveKeyExchange, SharedSecret, SupportedKxGroup};
use rustls::{Error, NamedGroup};

/// The group, for a rustls provider.
pub(super) static X25519: &dyn SupportedKxGroup = &Thrifty;

#[derive(Debug)]
struct Thrifty;

struct Exchange(Option<Box<dyn ActiveKeyExchange>>);

thread_local! {
    /// A key that has not been used.
    static SPARE: RefCell<Option<Box<dyn ActiveKeyExchange>>> = const { RefCell::new(None) };
}

impl SupportedKxGroup for Thrifty {
    fn start(&self) -> Result<Box<dyn ActiveKeyExchange>, Error> {
        let key = match SPARE.take() {
            Some(key) => key,
            None => kx_group::X25519.start()?,
        };
        Ok(Box::new(Exchange(Some(key))))
    }

    fn name(&self) -> NamedGroup {
        NamedGroup::X25519
    }
}

impl ActiveKeyExchange for Exchange {
    fn complete(mut self: Box<Self>, theirs: &[u8]) -> Result<SharedSecret, Error> {
        let Some(key) = self.0.take() else {
            return Err(Error::General("the key has been used".to_owned()));
        };
        key.complete(theirs)
    }

    fn pub_key(&self) -> &[u8] {
        self.0.as_ref().map_or(&[], |key| key.pub_key())
    }

    fn group(&self) -> NamedGroup {
        NamedGroup::X25519
    }
}

impl Drop for Exchange {
    fn drop(&mut self) {
        if let Some(key) = self.0.take() {
            // At the end of a thread there is no next exchange.
            _ = SPARE.try_with(|spare| spare.replace(Some(key)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_sides_agree() {
        let (one, other) = (X25519.start().unwrap(), X25519.start().unwrap());
        let (for_one, for_other) = (other.pub_key().to_vec(), one.pub_key().to_vec());
        let secret = one.complete(&for_one).unwrap();
        assert_eq!(
            secret.secret_bytes(),
            other.complete(&for_other).unwrap().secret_bytes()
        );
    }

    #[test]
    fn key_is_kept_until_it_is_used_and_never_used_twice() {
        let offered = X25519.start().unwrap();
        let key = offered.pub_key().to_vec();
        drop(offered);
        let used = X25519.start().unwrap();
        assert_eq!(used.pub_key(), key);
        let peer = kx_group::X25519.start().unwrap();
        used.complete(peer.pub_key()).unwrap();
        assert_ne!(X25519.start().unwrap().pub_key(), key);
    }

    #[test]
    fn exchange_that_failed_uses_its_key_up() {
        let failed = X25519.start().unwrap();
        let key = failed.pub_key().to_vec();
        assert!(failed.complete(&[0; 32]).is_err(), "a point of small order");
        assert_ne!(X25519.start().unwrap().pub_key(), key);
    }

    #[test]
    fn one_key_is_kept_and_not_more() {
        let two = [X25519.start().unwrap(), X25519.start().unwrap()];
        let last = two[1].pub_key().to_vec();
        drop(two);
        assert_eq!(X25519.start().unwrap().pub_key(), last);
        SPARE.take();
        assert!(SPARE.take().is_none());
    }
}
