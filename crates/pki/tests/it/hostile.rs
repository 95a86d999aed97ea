//! Bytes from strangers end in an answer, never in a panic or in trust.

use proptest::prelude::*;
use tollgate_pki::{
    Address, Certificate, Policy, PresentedChain, TrustStore, certificates_from, verify,
};

use crate::issuer::{AT, Request, issue};

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        certificates_from(&bytes);
        prop_assert!(Certificate::from_der(&bytes).is_err());
    }

    /// One flipped bit anywhere in the leaf: unreadable or refused, for it breaks the signature.
    #[test]
    fn a_damaged_leaf_is_never_trusted(position in 0_usize..10_000, bit in 0_u8..8) {
        let root = issue(&Request::ca("steven-DC-CA"), None);
        let mut der = issue(&Request::default(), Some(&root)).x509.to_der().unwrap();
        let index = position % der.len();
        der[index] ^= 1 << bit;
        if let Ok(leaf) = Certificate::from_der(&der) {
            let store = TrustStore::builder().file("ca", &root.pem(), AT).build();
            let chain = PresentedChain { certificates: vec![leaf] };
            let verdict = verify(&chain, None, &store, AT, Policy::default());
            prop_assert!(!verdict.is_trusted(), "bit {bit} of byte {index}");
        }
    }

    #[test]
    fn a_cut_file_never_panics(cut in 0_usize..2_000) {
        let pem = issue(&Request::default(), None).pem();
        certificates_from(&pem[..cut % pem.len()]);
    }
}

/// Twenty CAs of one subject and key identifier that sign each other: the search ends.
#[test]
fn a_maze_of_cross_signed_authorities_ends() {
    let first = issue(
        &Request {
            key_ids: false,
            ..Request::ca("maze")
        },
        None,
    );
    let mut signer = issue(
        &Request {
            key_ids: false,
            ..Request::ca("maze-2")
        },
        Some(&first),
    );
    let mut sent = Vec::new();
    for serial in 0..40 {
        let cn = if serial % 2 == 0 { "maze" } else { "maze-2" };
        signer = issue(
            &Request {
                serial,
                key_ids: false,
                ..Request::ca(cn)
            },
            Some(&signer),
        );
        sent.push(signer.certificate());
    }
    let leaf = issue(
        &Request {
            key_ids: false,
            ..Request::default()
        },
        Some(&signer),
    );
    sent.insert(0, leaf.certificate());
    let stranger = issue(
        &Request {
            key_ids: false,
            ..Request::ca("maze")
        },
        None,
    );
    let store = TrustStore::builder()
        .file("ca", &stranger.pem(), AT)
        .build();
    let chain = PresentedChain { certificates: sent };
    let address = Address::parse("cucm.vngtp.lab");
    assert!(!verify(&chain, Some(&address), &store, AT, Policy::default()).is_trusted());
}
