//! The document's three scenarios, put together; lines, streams and frames are those that an editor
//! and tshark show.

use std::sync::Arc;

use tollgate_analyze::case::AttemptJoin::{Alone, Sure};
use tollgate_analyze::case::{
    CaptureMaterial, Case, FAILED_HANDSHAKES, HANDSHAKES, PeerCase, Skew,
};
use tollgate_capture::{CipherSuite, Version, Visibility};

use crate::case_support::{cell, codes, met, names, samples};
use crate::log_support::{chain, only};

#[track_caller]
fn is_nearly_zero(skew: Skew, expected: usize) {
    let is_it = |skew| match skew {
        Skew::Estimated { ahead_ms, pairs } => ahead_ms.abs() <= 10 && pairs == expected,
        Skew::Unknown | Skew::Ambiguous => false,
    };
    assert!(is_it(skew), "{skew:?}");
}

fn peer(case: &Case) -> &PeerCase {
    only(&case.peers)
}

#[test]
fn the_appliance_of_a_bundle_is_known() {
    let case = samples(&[1]);
    let peer = peer(&case);
    assert_eq!(peer.name, "vcsc");
    assert_eq!(peer.version.as_ref().unwrap().as_str(), "X14.2");
    assert_eq!(
        peer.own_addresses,
        ["10.48.36.46".parse::<std::net::IpAddr>().unwrap()]
    );
    let (_, store) = peer.trust.as_ref().unwrap();
    assert_eq!(
        only(store.certificates()).certificate.name(),
        "steven-DC-CA"
    );
    let (_, server) = peer.server.as_ref().unwrap();
    assert_eq!(only(server).name(), "vcsc.steven.lab");
    assert_eq!(
        (peer.logs.as_slice(), peer.captures.as_slice()),
        (&[0][..], &[0][..])
    );
}

#[test]
fn the_first_has_a_failing_ecdsa_cell_and_a_working_rsa_cell() {
    let case = samples(&[1]);
    assert_eq!(
        names(&case),
        [
            "cucm.steven.lab:6972 ECDSA of cucm.steven.lab",
            "cucm.steven.lab:8443 RSA of cucm.steven.lab",
        ]
    );
    is_nearly_zero(peer(&case).skew, 2);
    let tftp = cell(&case, "cucm.steven.lab:6972 ECDSA");
    assert_eq!((tftp.requests, tftp.succeeded, tftp.failed), (1, 0, 1));
    assert_eq!(tftp.affected_users.names(), ["emusk"]);
    assert_eq!(
        met(&case, tftp),
        [
            (Some(13), Some((1, 18)), Sure),
            (Some(14), Some((2, 26)), Sure)
        ]
    );
    let presented = only(&tftp.presented);
    assert_eq!((presented.handshakes, presented.chain.len()), (2, 1));
    assert_eq!(codes(presented.verdict.as_ref()), ["TG1001"]);
    assert_eq!(presented.at, 1_657_558_526);
    assert_eq!(presented.verdict_appliance, None);
    let failure = only(&tftp.failures);
    assert_eq!(failure.kind, chain(18, "self-signed certificate", 0));
    assert_eq!(failure.occurrences, 1);
    assert_eq!(tftp.first, Some(1_657_558_526_000));
    assert_eq!(tftp.last, Some(1_657_558_526_024));

    let uds = cell(&case, "cucm.steven.lab:8443 RSA");
    assert_eq!((uds.requests, uds.succeeded, uds.failed), (1, 1, 0));
    // Its transaction succeeded and is not kept.
    assert_eq!(met(&case, uds), [(None, Some((0, 1)), Alone)]);
    assert_eq!(uds.failures.len(), 0);
    let verdict = only(&uds.presented).verdict.as_ref().unwrap();
    assert!(verdict.is_trusted());
    let warnings: Vec<_> = verdict
        .warnings
        .iter()
        .map(|warning| warning.code.as_str())
        .collect();
    assert_eq!(warnings, ["TG1006"]);
}

#[test]
fn the_second_fails_for_its_issuer_under_both_addresses_and_for_the_name_under_one() {
    let case = samples(&[2]);
    assert_eq!(
        names(&case),
        [
            "10.48.36.215:8443 RSA of cucm.steven.lab",
            "cucm.steven.lab:8443 RSA of cucm.steven.lab",
        ]
    );
    is_nearly_zero(peer(&case).skew, 4);
    let address = cell(&case, "10.48.36.215:8443 RSA");
    let name = cell(&case, "cucm.steven.lab:8443 RSA");
    let streams = |cell| -> Vec<_> {
        let met = met(&case, cell);
        met.into_iter()
            .map(|(_, frames, join)| (frames.unwrap(), join))
            .collect()
    };
    assert_eq!(streams(address), [((0, 1), Sure), ((1, 12), Sure)]);
    assert_eq!(streams(name), [((2, 24), Sure), ((3, 34), Sure)]);
    let (of_address, of_name) = (only(&address.presented), only(&name.presented));
    assert_eq!(codes(of_address.verdict.as_ref()), ["TG1002", "TG2002"]);
    assert_eq!(codes(of_name.verdict.as_ref()), ["TG1002"]);
    for cell in [address, name] {
        assert_eq!((cell.requests, cell.succeeded, cell.failed), (1, 0, 1));
        assert_eq!(only(&cell.failures).occurrences, 1);
    }
}

#[test]
fn the_third_fails_for_an_address_that_is_not_in_the_certificate() {
    let case = samples(&[3]);
    // Its certificate is shared by several nodes, so that it does not tell which one this is.
    assert_eq!(names(&case), ["10.48.36.215:8443 RSA of 10.48.36.215"]);
    is_nearly_zero(peer(&case).skew, 2);
    let address = &case.cells[0];
    let streams: Vec<_> = met(&case, address)
        .into_iter()
        .map(|(_, frames, join)| (frames.unwrap(), join))
        .collect();
    assert_eq!(streams, [((0, 1), Sure), ((1, 12), Sure)]);
    let presented = only(&address.presented);
    assert_eq!(codes(presented.verdict.as_ref()), ["TG2002"]);
    assert_eq!(only(&address.failures).occurrences, 2);
    assert!(address.is_address_known);
}

#[test]
fn three_bundles_of_one_appliance_are_one_story() {
    let case = samples(&[3, 1, 2]);
    assert_eq!(
        names(&case),
        [
            "10.48.36.215:8443 RSA of cucm.steven.lab",
            "cucm.steven.lab:6972 ECDSA of cucm.steven.lab",
            "cucm.steven.lab:8443 RSA of cucm.steven.lab",
        ]
    );
    let peer = peer(&case);
    assert_eq!(
        (peer.logs.len(), peer.captures.len(), peer.stores.len()),
        (3, 3, 3)
    );
    assert_eq!(case.clocks.len(), 3);
    let skews = case.clocks.iter().map(|clock| clock.skew);
    for (skew, pairs) in skews.zip([2, 4, 2]) {
        is_nearly_zero(skew, pairs);
    }
    let name = cell(&case, "cucm.steven.lab:8443 RSA");
    assert_eq!((name.requests, name.succeeded, name.failed), (2, 1, 1));
    // Trusted in the first bundle, of another issuer in the second; each by its own store.
    let judged: Vec<_> = name
        .presented
        .iter()
        .map(|presented| (presented.store, codes(presented.verdict.as_ref())))
        .collect();
    assert_eq!(judged, [(Some(0), vec![]), (Some(1), vec!["TG1002"])]);
    let address = cell(&case, "10.48.36.215:8443 RSA");
    let judged: Vec<_> = address
        .presented
        .iter()
        .map(|presented| (presented.store, codes(presented.verdict.as_ref())))
        .collect();
    assert_eq!(
        judged,
        [
            (Some(1), vec!["TG1002", "TG2002"]),
            (Some(2), vec!["TG2002"])
        ]
    );
}

#[test]
fn a_bundle_that_is_given_twice_counts_once() {
    let case = samples(&[1, 1]);
    let tftp = cell(&case, "cucm.steven.lab:6972 ECDSA");
    assert_eq!((tftp.requests, tftp.failed, tftp.attempts.len()), (1, 1, 2));
    assert_eq!((case.logs.len(), case.captures.len()), (1, 1));
}

#[test]
fn a_handshake_says_what_a_dissector_shows() {
    let case = samples(&[1]);
    let handshakes = &case.captures[0].handshakes;
    assert_eq!(handshakes.len(), 3);
    let (uds, first, second) = (&handshakes[0], &handshakes[1], &handshakes[2]);
    assert_eq!((first.first_frame, first.last_frame), (18, 25));
    assert_eq!(first.at, Some(1_657_558_526_007));
    assert_eq!(first.client, "10.48.36.46:38874".parse().unwrap());
    assert_eq!(first.server, "10.48.36.215:6972".parse().unwrap());
    assert_eq!(first.server_name.as_deref(), Some("cucm.steven.lab"));
    assert_eq!(first.offered.get(..3), Some(&[0xc02c, 0xc030, 0x00a3][..]));
    assert_eq!(first.version, Some(Version::TLS_1_2));
    assert_eq!(first.cipher_suite, Some(CipherSuite(0xc02c)));
    assert_eq!(first.visibility, Visibility::Clear);
    assert!(first.requested_authorities.is_some() && uds.requested_authorities.is_none());
    assert_eq!(first.outcome.as_str(), "refused-by-client");
    assert_eq!(only(&first.alerts).description.0, 48);
    assert!(uds.is_established());
    assert_eq!(uds.chain[0].name(), "cucm-ms.steven.lab");
    // What is equal is there once.
    assert!(Arc::ptr_eq(&first.chain, &second.chain));
    assert!(Arc::ptr_eq(&first.offered, &second.offered));
}

#[test]
fn beyond_the_limit_failures_are_kept_for_longer() {
    let case = samples(&[1]);
    let capture = &case.captures[0];
    let [uds, first] = [0, 1].map(|at| &capture.handshakes[at]);
    let mut full = CaptureMaterial {
        part: capture.part,
        facts: capture.facts.clone(),
        handshakes: vec![uds.clone(); HANDSHAKES],
        more_handshakes: 0,
        broken_off: None,
    };
    full.push(uds.clone());
    assert_eq!(
        (full.handshakes.len(), full.more_handshakes),
        (HANDSHAKES, 1)
    );
    for _ in 0..=FAILED_HANDSHAKES {
        full.push(first.clone());
    }
    let most = HANDSHAKES + FAILED_HANDSHAKES;
    assert_eq!((full.handshakes.len(), full.more_handshakes), (most, 2));
}
