//! The document's three scenarios, from the logs of its bundles.

use tollgate_analyze::log::{Clock, FailureAction, FailureKind, Join, Moment, Wording};

use crate::log_support::{at, cell, chain, failures, only, read, sample};

#[test]
fn the_first_fails_on_6972_for_a_self_signed_certificate() {
    let evidence = read(sample(1));
    let uds = at(&evidence, &cell("cucm.steven.lab", "10.48.36.215", 8443));
    assert_eq!((uds.transactions, uds.attempts, uds.succeeded), (1, 1, 1));
    assert_eq!(uds.statuses.get(&200), Some(&1));
    assert_eq!((uds.users.names(), uds.failures.len()), (vec!["emusk"], 0));

    let tftp = at(&evidence, &cell("cucm.steven.lab", "10.48.36.215", 6972));
    assert_eq!((tftp.transactions, tftp.attempts), (1, 2));
    assert_eq!((tftp.succeeded, tftp.failed, tftp.unfinished), (0, 1, 0));
    assert_eq!(tftp.affected_users.names(), ["emusk"]);
    let failure = only(&tftp.failures);
    assert_eq!(failure.kind, chain(18, "self-signed certificate", 0));
    assert_eq!(
        (failure.occurrences, failure.attempts, failure.transactions),
        (1, 1, 1)
    );
    assert_eq!((failure.gateway_errors, failure.ambiguous), (1, 0));
    assert_eq!(failure.users.names(), ["emusk"]);
    let at_016 = Moment {
        unix_ms: 1_657_558_526_016,
        clock: Clock::Offset,
    };
    assert_eq!(
        (failure.period.first(), failure.period.last()),
        (Some(at_016), Some(at_016))
    );
    let (warning, error) = (
        failure.latest.warning.as_ref().unwrap(),
        failure.latest.error.as_ref().unwrap(),
    );
    assert_eq!((warning.position.line, error.position.line), (15, 16));
    assert!(
        warning
            .text
            .ends_with("server=cucm.steven.lab(10.48.36.215) depth=0")
    );
    assert!(error.text.ends_with(":certificate verify failed"));
    let log = sample(1);
    let offset = usize::try_from(error.position.offset).unwrap();
    assert!(log[offset..].starts_with(error.text.as_bytes()));

    let transaction = only(&evidence.transactions.items);
    assert_eq!((transaction.id, transaction.pid), (191, Some(18242)));
    assert_eq!(transaction.user.as_deref(), Some("emusk"));
    assert_eq!(transaction.asked.as_ref().unwrap().port, 6972);
    let answer = transaction.answer.as_ref().unwrap();
    assert_eq!(
        (answer.status, answer.reason.as_str()),
        (Some(502), "connect failed")
    );
    let attempts: Vec<_> = transaction
        .attempts
        .iter()
        .map(|attempt| (attempt.number, attempt.at.unix_ms, attempt.failures.len()))
        .collect();
    // The lines are of the same millisecond as the second attempt; the first has none of its own.
    assert_eq!(
        attempts,
        [(1, 1_657_558_526_007, 0), (2, 1_657_558_526_016, 1)]
    );
    assert_eq!(
        transaction.attempts[1].failures[0].join,
        Join::AttemptUnsure
    );
    assert_eq!(evidence.cells.len(), 2);
    assert_eq!(evidence.unjoined.count(), 0);
}

#[test]
fn the_second_fails_for_an_unknown_issuer_under_both_addresses() {
    let evidence = read(sample(2));
    for (address, id) in [("10.48.36.215", 12), ("cucm.steven.lab", 15)] {
        let found = at(&evidence, &cell(address, "10.48.36.215", 8443));
        assert_eq!(
            (found.transactions, found.attempts, found.failed),
            (1, 2, 1)
        );
        let failure = only(&found.failures);
        assert_eq!(
            failure.kind,
            chain(19, "self-signed certificate in certificate chain", 1)
        );
        assert_eq!((failure.occurrences, failure.gateway_errors), (1, 1));
        let of_cell = evidence
            .transactions
            .items
            .iter()
            .find(|transaction| transaction.asked.as_ref().unwrap().address == address);
        assert_eq!(of_cell.unwrap().id, id);
    }
    assert_eq!(evidence.cells.len(), 2);
}

#[test]
fn the_third_asks_for_an_address_that_is_not_in_the_certificate() {
    let evidence = read(sample(3));
    let found = at(&evidence, &cell("10.48.36.215", "10.48.36.215", 8443));
    // Each attempt is logged at INFO and at DEBUG and counts once.
    assert_eq!(
        (found.transactions, found.attempts, found.failed),
        (1, 2, 1)
    );
    let failure = only(&found.failures);
    assert_eq!(
        failure.kind,
        FailureKind::Name {
            form: Wording::Sni,
            action: FailureAction::Terminate,
        }
    );
    assert_eq!((failure.occurrences, failure.transactions), (2, 1));
    assert_eq!(failure.latest.at().unix_ms, 1_657_561_741_533);
    assert_eq!(failure.users.names(), ["emusk"]);
    let transaction = only(&evidence.transactions.items);
    // Its Receive Request exists at DEBUG only.
    assert_eq!(transaction.id, 144);
    let received = transaction.received.as_ref().unwrap();
    assert!(received.request_line.starts_with("GET http://vcs_control"));
    let joins: Vec<_> = transaction
        .attempts
        .iter()
        .map(|attempt| (attempt.number, only(&attempt.failures).join))
        .collect();
    assert_eq!(joins, [(1, Join::Sure), (2, Join::Sure)]);
}

#[test]
fn every_line_of_the_samples_is_understood() {
    for scenario in 1..=3 {
        let log = sample(scenario);
        let evidence = read(&log);
        assert_eq!(evidence.unrecognised.count(), 0);
        let file = only(&evidence.files);
        let feeds = String::from_utf8(log.clone()).unwrap().lines().count();
        assert_eq!(file.lines, u64::try_from(feeds).unwrap());
        assert_eq!(file.octets, u64::try_from(log.len()).unwrap());
        assert_eq!(file.clock.offsets.keys().collect::<Vec<_>>(), [&7200]);
        assert_eq!(file.clock.differing.count(), 0);
        assert_eq!(evidence.restarts.count(), 0);
    }
}

#[test]
fn a_pasted_article_tells_the_same() {
    let pasted = include_bytes!("../../../diaglog/tests/fixtures/pasted.txt");
    let evidence = read(pasted);
    let found = failures(&evidence);
    let kinds: Vec<_> = found
        .iter()
        .map(|(cell, failure)| {
            (
                cell.address.as_deref().unwrap(),
                cell.port,
                failure.occurrences,
                failure.kind.clone(),
            )
        })
        .collect();
    let name = FailureKind::Name {
        form: Wording::Sni,
        action: FailureAction::Terminate,
    };
    let (cucm, ip) = ("cucm.example.lab", "10.1.36.215");
    assert_eq!(
        kinds,
        [
            (
                ip,
                None,
                1,
                chain(19, "self-signed certificate in certificate chain", 1)
            ),
            (ip, None, 1, name.clone()),
            (ip, Some(8443), 1, name),
            (cucm, None, 1, FailureKind::Unspecified),
            (cucm, Some(6972), 1, chain(18, "self-signed certificate", 0)),
        ]
    );
    // Their Sending Requests are not in the article.
    let joined = &evidence.transactions.items;
    let strays = joined
        .iter()
        .map(|transaction| only(&transaction.stray_failures).join);
    assert!(strays.eq([Join::AttemptUnsure; 2]), "{joined:#?}");
}
