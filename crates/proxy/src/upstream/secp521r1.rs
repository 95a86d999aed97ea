//! Key exchange over P-521, which ring lacks, by OpenSSL.
//!
//! Hardly a node asks for this group; but in TLS 1.2 a node with a P-521 certificate presents it only
//! to a client that offers the group, and refuses a P-521 client certificate otherwise (RFC 8422
//! section 5.1). It is offered last.

use openssl::bn::BigNumContext;
use openssl::derive::Deriver;
use openssl::ec::{EcGroup, EcKey, EcPoint, PointConversionForm};
use openssl::error::ErrorStack;
use openssl::nid::Nid;
use openssl::pkey::{PKey, Private};
use rustls::crypto::{ActiveKeyExchange, SharedSecret, SupportedKxGroup};
use rustls::{Error, NamedGroup, PeerMisbehaved};

/// The group, for a rustls provider.
pub(super) static SECP521R1: &dyn SupportedKxGroup = &Secp521r1;

#[derive(Debug)]
struct Secp521r1;

struct Exchange {
    key: EcKey<Private>,
    public: Vec<u8>,
}

impl SupportedKxGroup for Secp521r1 {
    fn start(&self) -> Result<Box<dyn ActiveKeyExchange>, Error> {
        let exchange = Exchange::start()
            .map_err(|error| Error::General(format!("OpenSSL cannot make a key: {error}")))?;
        Ok(Box::new(exchange))
    }

    fn name(&self) -> NamedGroup {
        NamedGroup::secp521r1
    }
}

impl Exchange {
    fn start() -> Result<Self, ErrorStack> {
        let group = EcGroup::from_curve_name(Nid::SECP521R1)?;
        let key = EcKey::generate(&group)?;
        let mut context = BigNumContext::new()?;
        let form = PointConversionForm::UNCOMPRESSED;
        let public = key.public_key().to_bytes(&group, form, &mut context)?;
        Ok(Self { key, public })
    }

    /// Points that are not on the curve are an error.
    fn agree(self, theirs: &[u8]) -> Result<Vec<u8>, ErrorStack> {
        let group = self.key.group();
        let mut context = BigNumContext::new()?;
        let point = EcPoint::from_bytes(group, theirs, &mut context)?;
        let theirs = PKey::from_ec_key(EcKey::from_public_key(group, &point)?)?;
        let ours = PKey::from_ec_key(self.key)?;
        let mut deriver = Deriver::new(&ours)?;
        deriver.set_peer(&theirs)?;
        deriver.derive_to_vec()
    }
}

impl ActiveKeyExchange for Exchange {
    fn complete(self: Box<Self>, theirs: &[u8]) -> Result<SharedSecret, Error> {
        /// TLS knows uncompressed points only (RFC 8446 section 4.2.8.2).
        const UNCOMPRESSED: u8 = 4;
        let invalid = || Error::from(PeerMisbehaved::InvalidKeyShare);
        if theirs.first() != Some(&UNCOMPRESSED) {
            return Err(invalid());
        }
        let secret = self.agree(theirs);
        // A bad point leaves entries in OpenSSL's error queue.
        drop(ErrorStack::get());
        secret
            .map(|secret| SharedSecret::from(secret.as_slice()))
            .map_err(|_| invalid())
    }

    fn pub_key(&self) -> &[u8] {
        &self.public
    }

    fn group(&self) -> NamedGroup {
        NamedGroup::secp521r1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_sides_agree() {
        let (one, other) = (SECP521R1.start().unwrap(), SECP521R1.start().unwrap());
        let (for_one, for_other) = (other.pub_key().to_vec(), one.pub_key().to_vec());
        assert_eq!(for_one.len(), 133);
        let secret = one.complete(&for_one).unwrap();
        assert_eq!(
            secret.secret_bytes(),
            other.complete(&for_other).unwrap().secret_bytes()
        );
        assert_eq!(secret.secret_bytes().len(), 66);
    }

    #[test]
    fn bad_points_are_refused() {
        let valid = SECP521R1.start().unwrap().pub_key().to_vec();
        let mut off_the_curve = valid.clone();
        off_the_curve[132] ^= 1;
        let mut compressed = valid[..67].to_vec();
        compressed[0] = 2 + (valid[132] & 1);
        for bad in [
            &off_the_curve[..],
            &valid[..132],
            &compressed[..],
            &[0],
            &[],
        ] {
            assert!(SECP521R1.start().unwrap().complete(bad).is_err());
        }
    }
}
