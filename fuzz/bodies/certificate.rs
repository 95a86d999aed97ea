//! Any file is read entry by entry, and whatever certificates it holds are judged: never a panic,
//! and never trust in a chain that ends in nothing.

use tollgate_pki::{
    Address, NamePolicy, Policy, PresentedChain, TrustStore, certificates_from, verify,
};

pub(crate) fn run(bytes: &[u8]) {
    let certificates: Vec<_> = certificates_from(bytes)
        .into_iter()
        .filter_map(|entry| entry.certificate.ok())
        .collect();
    let empty = TrustStore::builder().build();
    let chain = PresentedChain { certificates };
    for name in [
        NamePolicy::Document,
        NamePolicy::TrafficServer,
        NamePolicy::Strict,
    ] {
        let policy = Policy {
            name,
            ..Policy::default()
        };
        let address = Address::parse("cucm.steven.lab");
        assert!(!verify(&chain, Some(&address), &empty, 1_657_558_800, policy).is_trusted());
    }
    TrustStore::builder()
        .file("fuzz", bytes, 1_657_558_800)
        .build();
}
