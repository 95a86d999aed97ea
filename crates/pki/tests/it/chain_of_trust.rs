//! The document's chain, server -> intermediate 1 -> ... -> intermediate n -> root.

use tollgate_pki::{
    Address, Certificate, Code, NamePolicy, Policy, PresentedChain, RemedyAction, TrustStore,
    Verdict, verify,
};

use crate::issuer::{AT, Issuer, Request, issue};

/// Leaf first, root last, as the document numbers them.
fn chain_of(intermediates: usize) -> Vec<Certificate> {
    let mut signer = issue(&Request::ca("vngtp-ACTIVE-DIR-CA"), None);
    let mut chain = vec![signer.certificate()];
    for number in (1..=intermediates).rev() {
        let cn = format!("vngtp-intermediate-CA-{number}");
        signer = issue(&Request::ca(&cn), Some(&signer));
        chain.push(signer.certificate());
    }
    chain.push(issue(&Request::default(), Some(&signer)).certificate());
    chain.reverse();
    chain
}

fn store_of<'a>(certificates: impl IntoIterator<Item = &'a Certificate>) -> TrustStore {
    let add = |store: tollgate_pki::TrustStoreBuilder, certificate: &Certificate| {
        store.certificate("test", certificate.clone(), AT)
    };
    certificates
        .into_iter()
        .fold(TrustStore::builder(), add)
        .build()
}

fn judge(sent: &[Certificate], store: &TrustStore) -> Verdict {
    let address = Address::parse("cucm.vngtp.lab");
    let chain = PresentedChain {
        certificates: sent.to_vec(),
    };
    verify(&chain, Some(&address), store, AT, Policy::default())
}

fn first_of(verdict: &Verdict) -> Option<(i32, usize, Code, RemedyAction)> {
    verdict
        .first()
        .map(|r| (r.openssl, r.depth, r.code, r.remedy.action))
}

#[test]
fn the_whole_chain_is_trusted_up_to_seven_intermediates() {
    for intermediates in 0..=7 {
        let chain = chain_of(intermediates);
        let (root, sent) = chain.split_last().unwrap();
        let verdict = judge(sent, &store_of([root]));
        assert!(verdict.is_trusted(), "{intermediates}: {verdict:?}");
        assert_eq!(verdict.path, chain);
    }
    let chain = chain_of(8);
    let (root, sent) = chain.split_last().unwrap();
    let verdict = judge(sent, &store_of([root]));
    let expected = (22, 8, Code::TooLong, RemedyAction::ShortenChain);
    assert_eq!(first_of(&verdict), Some(expected));
}

#[test]
fn each_missing_certificate_is_named() {
    let chain = chain_of(4);
    let (root, sent) = chain.split_last().unwrap();
    for missing in 1..sent.len() {
        let mut sent = sent.to_vec();
        let lost = sent.remove(missing);
        let verdict = judge(&sent, &store_of([root]));
        let expected = (
            20,
            missing - 1,
            Code::IntermediateMissing,
            RemedyAction::InstallIntermediate,
        );
        assert_eq!(first_of(&verdict), Some(expected), "missing {missing}");
        let reason = verdict.first().unwrap();
        assert_eq!(reason.expected.message_id, "expected-issuer");
        let issuer = ("issuer", lost.facts().subject.clone());
        assert_eq!(reason.expected.arguments, [issuer]);
        assert_eq!(
            verdict.path.len(),
            missing,
            "the path goes as far as it can"
        );

        // The trust store fills the gap.
        assert!(judge(&sent, &store_of([root, &lost])).is_trusted());
    }
}

#[test]
fn without_the_root_its_upload_is_the_remedy() {
    let chain = chain_of(2);
    let foreign = chain_of(0);
    let store = store_of(foreign.last());

    let verdict = judge(&chain, &store);
    let expected = (19, 3, Code::IssuerUnknown, RemedyAction::UploadCaChain);
    assert_eq!(first_of(&verdict), Some(expected));
    assert_eq!(verdict.first().unwrap().remedy.upload, chain[1..]);

    let only_intermediate = store_of(chain.get(1));
    let verdict = judge(&chain[..1], &only_intermediate);
    let expected = (2, 1, Code::IssuerUnknown, RemedyAction::UploadRoot);
    assert_eq!(first_of(&verdict), Some(expected));
}

#[test]
fn a_self_signed_leaf_is_trusted_only_from_the_store() {
    let leaf = issue(&Request::default(), None).certificate();
    let verdict = judge(std::slice::from_ref(&leaf), &store_of([]));
    let expected = (18, 0, Code::SelfSigned, RemedyAction::UploadSelfSigned);
    assert_eq!(first_of(&verdict), Some(expected));
    assert_eq!(
        verdict.first().unwrap().remedy.upload,
        std::slice::from_ref(&leaf)
    );
    assert!(judge(std::slice::from_ref(&leaf), &store_of([&leaf])).is_trusted());
}

/// `CSCwa12905`: an expired and a valid CA of one subject live side by side, in any order, with and
/// without key identifiers, and the right one is found.
#[test]
fn two_authorities_of_one_subject_live_side_by_side() {
    for key_ids in [true, false] {
        let request = |days, serial| Request {
            days,
            serial,
            key_ids,
            ..Request::ca("vngtp-ACTIVE-DIR-CA")
        };
        let expired = issue(&request((-900_000, -90_000), 1), None);
        let other = issue(&request((-900_000, 900_000), 2), None);
        let valid = issue(&request((-900_000, 900_000), 3), None);
        let leaf = issue(
            &Request {
                key_ids,
                ..Request::default()
            },
            Some(&valid),
        )
        .certificate();
        let twins = [&expired, &other, &valid].map(Issuer::certificate);
        let [a, b, c] = &twins;
        for order in [
            [a, b, c],
            [a, c, b],
            [b, a, c],
            [b, c, a],
            [c, a, b],
            [c, b, a],
        ] {
            let verdict = judge(std::slice::from_ref(&leaf), &store_of(order));
            assert!(verdict.is_trusted(), "{key_ids} {order:?}: {verdict:?}");
            assert_eq!(verdict.path, [leaf.clone(), c.clone()]);
        }
        let without = judge(std::slice::from_ref(&leaf), &store_of([a, b]));
        assert!(!without.is_trusted());
    }
}

/// Two self-signed leaves of one subject: the real appliance knows only the first, here both work.
#[test]
fn two_self_signed_leaves_of_one_subject_both_work_except_in_prediction() {
    let request = |serial| Request {
        serial,
        key_ids: false,
        ..Request::default()
    };
    let leaves = [1, 2].map(|serial| issue(&request(serial), None).certificate());
    let store = store_of(&leaves);
    let mut predicted = Vec::new();
    for leaf in &leaves {
        assert!(judge(std::slice::from_ref(leaf), &store).is_trusted());
        let chain = PresentedChain {
            certificates: vec![leaf.clone()],
        };
        let policy = Policy {
            name: NamePolicy::TrafficServer,
            ..Policy::default()
        };
        let address = Address::parse("cucm.vngtp.lab");
        let verdict = verify(&chain, Some(&address), &store, AT, policy);
        predicted.push(first_of(&verdict).map(|first| (first.0, first.2, first.3)));
    }
    let shadowed = Some((18, Code::Shadowed, RemedyAction::UploadTwin));
    assert_eq!(
        predicted.iter().filter(|p| p.is_none()).count(),
        1,
        "{predicted:?}"
    );
    assert!(predicted.contains(&shadowed), "{predicted:?}");
}

#[test]
fn a_leaf_and_everything_above_it_is_judged_at_the_given_time() {
    let chain = chain_of(1);
    let (root, sent) = chain.split_last().unwrap();
    let store = store_of([root]);
    let address = Address::parse("cucm.vngtp.lab");
    let presented = PresentedChain {
        certificates: sent.to_vec(),
    };
    let two_years = 2 * 365 * 86_400;
    for (at, code, action) in [
        (AT + two_years, 10, RemedyAction::ReplaceCa),
        (AT - two_years, 9, RemedyAction::CheckClock),
    ] {
        let verdict = verify(&presented, Some(&address), &store, at, Policy::default());
        let found: Vec<_> = verdict
            .reasons
            .iter()
            .map(|r| (r.openssl, r.depth))
            .collect();
        assert_eq!(
            found,
            [(code, 2), (code, 1), (code, 0)],
            "root first, as OpenSSL meets them"
        );
        assert_eq!(verdict.first().unwrap().remedy.action, action);
    }
}
