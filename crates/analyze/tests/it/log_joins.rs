//! Which native line belongs to which attempt of which transaction, and what is counted.

use tollgate_analyze::log::{FailureKind, Join, LogReader};

use crate::log_support::{IP, TFTP, UDS, Writer, at, cell, chain, failures, only, read, sample};

fn tftp() -> tollgate_analyze::log::Cell {
    cell("cucm.steven.lab", IP, 6972)
}

fn uds() -> tollgate_analyze::log::Cell {
    cell("cucm.steven.lab", IP, 8443)
}

const SELF_SIGNED: &str = "self-signed certificate";

/// What each attempt with a failure was joined with.
fn joins(evidence: &tollgate_analyze::log::LogEvidence) -> Vec<(u64, u32, Join)> {
    let transactions = evidence.transactions.items.iter();
    transactions
        .flat_map(|transaction| {
            transaction.attempts.iter().flat_map(|attempt| {
                let failures = attempt.failures.iter();
                failures.map(|failed| (transaction.id, attempt.number, failed.join))
            })
        })
        .collect()
}

#[test]
fn a_transaction_that_the_node_answers_is_no_candidate() {
    let mut log = Writer::new(1);
    log.receive(1, UDS, "cucm-uds/user/anna").send(1, 8443);
    log.receive(2, TFTP, "CSFbert.cnf.xml").send(2, 6972);
    // Both are under way to this name and address.
    log.after(9).self_signed(0);
    log.after(5).response(1, 8443, "200 ").answer(1, "200 ");
    log.after(9).answer(2, "502 connect failed");
    let evidence = log.read();
    assert_eq!(joins(&evidence), [(2, 1, Join::Sure)]);
    let failure = only(&at(&evidence, &tftp()).failures);
    assert_eq!(
        (failure.ambiguous, failure.users.names()),
        (0, vec!["bert"])
    );
    assert_eq!(at(&evidence, &uds()).succeeded, 1);
}

#[test]
fn what_cannot_be_told_apart_is_given_out_in_order_and_marked() {
    let mut log = Writer::new(1);
    log.receive(1, TFTP, "CSFanna.cnf.xml").send(1, 6972);
    log.receive(2, TFTP, "CSFbert.cnf.xml").send(2, 6972);
    log.after(9).self_signed(0).self_signed(1);
    log.after(9).answer(1, "502 connect failed");
    log.answer(2, "502 connect failed");
    let evidence = log.read();
    let ambiguous = Join::Ambiguous { transactions: 2 };
    assert_eq!(joins(&evidence), [(1, 1, ambiguous), (2, 1, ambiguous)]);
    let failure = only(&at(&evidence, &tftp()).failures);
    assert_eq!((failure.occurrences, failure.ambiguous), (2, 2));
    assert_eq!((failure.transactions, failure.gateway_errors), (2, 2));
    assert_eq!(failure.users.names(), ["anna", "bert"]);
}

#[test]
fn another_process_thread_name_or_time_is_no_candidate() {
    let mut log = Writer::new(1);
    log.receive(1, TFTP, "CSFanna.cnf.xml").send(1, 6972);
    log.pid = 2;
    log.self_signed(0);
    log.pid = 1;
    log.line("[ET_NET 0] WARNING: SNI (imp.steven.lab) not in certificate. Action=Terminate server=imp.steven.lab(10.48.36.217)");
    log.line("[ET_NET 0] WARNING: SNI (cucm.steven.lab) not in certificate. Action=Terminate server=cucm.steven.lab(10.48.36.99)");
    log.after(31_000).self_signed(0);
    log.answer(1, "200 ");
    let evidence = log.read();
    assert_eq!(joins(&evidence), []);
    assert_eq!(evidence.unjoined.count(), 4);
    assert!(
        failures(&evidence)
            .iter()
            .all(|(cell, failure)| cell.port.is_none() && failure.attempts == 0)
    );
    assert_eq!(at(&evidence, &tftp()).succeeded, 1);
}

#[test]
fn each_warning_takes_the_error_of_its_thread() {
    let mut log = Writer::new(1);
    let warn = |log: &mut Writer, thread: u32, name: &str| {
        log.line(&format!("[ET_NET {thread}] WARNING: SNI ({name}) not in certificate. Action=Terminate server={name}({IP})"));
    };
    let fail = |log: &mut Writer, thread: u32, name: &str| {
        log.line(&format!("[ET_NET {thread}] ERROR: SSL connection failed for '{name}': error:0A000086:SSL routines::certificate verify failed"));
    };
    warn(&mut log, 0, "cucm.steven.lab");
    warn(&mut log, 1, "cucm.steven.lab");
    warn(&mut log, 1, "imp.steven.lab");
    fail(&mut log, 1, "imp.steven.lab");
    fail(&mut log, 1, "cucm.steven.lab");
    fail(&mut log, 0, "cucm.steven.lab");
    let evidence = log.read();
    let pairs: Vec<_> = evidence
        .unjoined
        .items
        .iter()
        .map(|failed| {
            let line = |entry: &Option<tollgate_analyze::log::Entry>| {
                entry.as_ref().map(|entry| entry.position.line)
            };
            (line(&failed.evidence.warning), line(&failed.evidence.error))
        })
        .collect();
    assert_eq!(
        pairs,
        [(Some(3), Some(4)), (Some(2), Some(5)), (Some(1), Some(6))]
    );
}

#[test]
fn a_reported_failure_is_no_failed_transaction() {
    let mut log = Writer::new(1);
    log.receive(1, UDS, "cucm-uds/user/anna").send(1, 8443);
    log.line(&format!("[ET_NET 0] WARNING: Core server certificate verification failed for (cucm.steven.lab). Action=Continue Error=certificate has expired server=cucm.steven.lab({IP}) depth=0"));
    log.response(1, 8443, "200 ").answer(1, "200 ");
    let evidence = log.read();
    let found = at(&evidence, &uds());
    assert_eq!((found.succeeded, found.failed), (1, 0));
    let failure = only(&found.failures);
    assert!(failure.kind.went_on());
    assert_eq!((failure.transactions, failure.gateway_errors), (1, 0));
    assert_eq!(evidence.transactions.count(), 0);
}

#[test]
fn a_node_that_refuses_our_certificate_is_told_apart() {
    let mut log = Writer::new(1);
    log.receive(1, TFTP, "CSFanna.cnf.xml").send(1, 6972);
    log.after(9).line("[ET_NET 1]ERROR:SSL connection failed for 'cucm.steven.lab':error:14094418: SSL routines:ssl3_read_bytes:tlsv1 alert unknown ca");
    log.after(9).answer(1, "502 connect failed");
    let evidence = log.read();
    let failure = only(&at(&evidence, &tftp()).failures);
    let expected = FailureKind::NodeAlert {
        alert: 48,
        text: "tlsv1 alert unknown ca".to_owned(),
    };
    assert_eq!(failure.kind, expected);
    assert!(failure.kind.is_about_our_certificate());
    assert_eq!(joins(&evidence), [(1, 1, Join::Sure)]);
}

#[test]
fn resets_and_time_outs_are_502_and_504_without_a_native_line() {
    let mut log = Writer::new(1);
    log.receive(1, TFTP, "CSFanna.cnf.xml")
        .send(1, 6972)
        .send(1, 6972);
    log.after(30_000).answer(1, "504 connection timed out");
    log.receive(2, UDS, "cucm-uds/user/anna").send(2, 8443);
    log.line("[ET_NET 1] ERROR: SSL connection failed for 'cucm.steven.lab': error:1408F10B:SSL routines:ssl3_get_record:wrong version number");
    log.answer(2, "502 connect failed");
    // The node's own 502 is an answer.
    log.receive(3, UDS, "x")
        .send(3, 8443)
        .response(3, 8443, "502 Bad Gateway");
    log.answer(3, "502 Bad Gateway");
    let evidence = log.read();
    let timed_out = only(&at(&evidence, &tftp()).unexplained);
    assert_eq!(
        (timed_out.status, timed_out.reason.as_str()),
        (504, "connection timed out")
    );
    assert_eq!((timed_out.transactions, timed_out.attempts), (1, 2));
    let other = at(&evidence, &uds());
    assert_eq!(
        only(&other.failures).kind,
        FailureKind::Other {
            text: "wrong version number".to_owned()
        }
    );
    assert!(other.unexplained.is_empty());
    assert_eq!((other.failed, other.succeeded), (1, 1));
}

#[test]
fn numbers_begin_again_with_the_process() {
    let mut log = Writer::new(10);
    log.receive(1, TFTP, "CSFanna.cnf.xml").send(1, 6972);
    log.after(100).pid = 11;
    log.receive(1, UDS, "cucm-uds/user/bert").send(1, 8443);
    log.response(1, 8443, "200 ").answer(1, "200 ");
    let evidence = log.read();
    let restart = only(&evidence.restarts.items);
    assert_eq!((restart.from, restart.to), (Some(10), Some(11)));
    assert_eq!(restart.position.line, 3);
    assert_eq!(at(&evidence, &tftp()).unfinished, 1);
    assert_eq!(at(&evidence, &uds()).succeeded, 1);

    // A container has the same process id each time.
    let mut log = Writer::new(1);
    let started = r#"Event="Traffic Server Started" Version="0.1.0" VerifyOriginServer="On""#;
    log.line(started)
        .receive(1, TFTP, "CSFanna.cnf.xml")
        .send(1, 6972);
    log.after(100).line(started);
    log.self_signed(0);
    log.receive(1, UDS, "cucm-uds/user/bert").send(1, 8443);
    log.response(1, 8443, "200 ").answer(1, "200 ");
    let evidence = log.read();
    let restart = only(&evidence.restarts.items);
    assert_eq!((restart.from, restart.to), (Some(1), Some(1)));
    assert_eq!(evidence.unjoined.count(), 1);
    assert_eq!(evidence.verification.count(), 2);
    assert_eq!(at(&evidence, &uds()).users.names(), ["bert"]);
}

#[test]
fn users_come_from_the_allow_list_line_first() {
    let mut log = Writer::new(1);
    log.receive(1, UDS, "cucm-uds/servers");
    log.line(r#"Event="Request Allowed" Detail="Access allowed" Reason="In allow list" Username="anna" Deployment="1" Method="GET" Request="https://cucm.steven.lab:8443/cucm-uds/servers" Rule="https://cucm.steven.lab:8443/cucm-uds/" Match="prefix" Type="x""#);
    log.send(1, 8443)
        .response(1, 8443, "200 ")
        .answer(1, "200 ");
    let evidence = log.read();
    assert_eq!(at(&evidence, &uds()).users.names(), ["anna"]);
}

#[test]
fn denials_are_counted_by_request() {
    let mut log = Writer::new(1);
    for (id, user) in [(1, "anna"), (2, "bert")] {
        log.receive(id, UDS, "axl/");
        log.line(&format!(r#"Event="Request Denied" Detail="Access denied" Reason="Not in allow list" Username="{user}" Deployment="1" Method="POST" Request="https://cucm.steven.lab:8443/axl/""#));
        log.after(5).answer(id, "403 Forbidden");
    }
    let evidence = log.read();
    let denial = only(&evidence.denials);
    assert_eq!(
        (denial.count, denial.reason.as_str(), denial.method.as_str()),
        (2, "Not in allow list", "POST")
    );
    assert_eq!(denial.users.names(), ["anna", "bert"]);
    assert_eq!(denial.latest.position.line, 5);
    // Nothing was asked of the node.
    assert!(evidence.cells.is_empty());
}

#[test]
fn the_most_recent_pair_and_all_places_are_kept() {
    let mut log = Writer::new(1);
    for id in 1..=3 {
        log.receive(id, TFTP, "CSFanna.cnf.xml").send(id, 6972);
        log.after(9).self_signed(0);
        log.answer(id, "502 connect failed").after(60_000);
    }
    let evidence = log.read();
    let failure = only(&at(&evidence, &tftp()).failures);
    assert_eq!(failure.kind, chain(18, SELF_SIGNED, 0));
    let places: Vec<_> = failure
        .places
        .items
        .iter()
        .map(|place| place.line)
        .collect();
    assert_eq!(places, [3, 8, 13]);
    let error = failure.latest.error.as_ref().unwrap();
    assert_eq!(error.position.line, 14);
    let span = failure.period.last().unwrap().unix_ms - failure.period.first().unwrap().unix_ms;
    assert_eq!(span, 2 * 60_009);
}

#[test]
fn several_logs_are_one_story() {
    let log = sample(1);
    let cut = String::from_utf8(log.clone()).unwrap();
    // Between the two attempts of transaction 191.
    let (at_line, _) = cut.match_indices("Txn-id=\"191\"").nth(1).unwrap();
    let at_line = cut.get(..at_line).unwrap().rfind('\n').unwrap() + 1;
    let mut reader = LogReader::default();
    reader.read("messages.1", &log[..at_line]);
    reader.begin("messages");
    for chunk in log[at_line..].chunks(7) {
        reader.push(chunk);
    }
    let evidence = reader.finish();
    let whole = read(&log);
    let failure = only(&at(&evidence, &tftp()).failures);
    assert_eq!(failure.occurrences, 1);
    let position = failure.latest.position().unwrap();
    assert_eq!((position.file, position.line), (1, 3));
    assert_eq!(evidence.lines, whole.lines);
    assert_eq!(
        evidence.transactions.items[0].attempts.len(),
        whole.transactions.items[0].attempts.len()
    );
    let names: Vec<_> = evidence
        .files
        .iter()
        .map(|file| file.name.as_str())
        .collect();
    assert_eq!(names, ["messages.1", "messages"]);
}

#[test]
fn lines_from_before_a_time_are_passed_over() {
    let log = sample(1);
    // 16:55:25.956: after the answer of transaction 189.
    let since = Some(1_657_558_525_957);
    let mut reader = LogReader::new(std::num::NonZeroUsize::MIN, since);
    reader.read("log", &log);
    let evidence = reader.finish();
    assert_eq!(evidence.before_since, 11);
    assert_eq!(evidence.lines.entries(), 8);
    let found = only(&evidence.cells);
    assert_eq!(found.cell, tftp());
    assert_eq!(only(&found.failures).latest.position().unwrap().line, 15);
}
