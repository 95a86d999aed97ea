//! Each built-in signature about configuration, alarms, dates and evidence, found and not found.

use tollgate_analyze::analysis::analyze;
use tollgate_analyze::case::{AsOf, Case, Materials, Question};
use tollgate_analyze::signature::Signature;
use tollgate_analyze::{SoftwareVersion, bundle};
use tollgate_capture::Visibility;
use tollgate_report::{Finding, Report, State};
use tollgate_text::Language;

use crate::case_support::{Files, archive, file, files, gather, question, samples, without};

const EXPIRED: &str = include_str!("../fixtures/certificates/ca-expired.pem");
const TWIN_A: &str = include_str!("../fixtures/certificates/ca-twin-a.pem");
const TWIN_B: &str = include_str!("../fixtures/certificates/ca-twin-b.pem");
const WEAK: &str = include_str!("../fixtures/certificates/ca-weak.pem");
const ENDING: &str = include_str!("../fixtures/certificates/ca-ending.pem");
const SERVER_ONLY: &str = include_str!("../fixtures/certificates/server-only.pem");
const LIST: &str = include_str!("../fixtures/certificate-list/documented.tsv");

/// The first scenario with only the text of its dumps, so that a test changes a setting once.
fn base() -> Files {
    without(files(1), ".xml")
}

/// The base after appending lines to the file of a kind.
fn with(kind: &str, lines: &str) -> Files {
    let mut files = base();
    file(&mut files, kind).extend(lines.as_bytes());
    files
}

fn replaced(kind: &str, from: &str, to: &str) -> Files {
    let mut files = base();
    let content = file(&mut files, kind);
    let text = String::from_utf8(content.clone()).unwrap();
    assert!(text.contains(from), "{kind} has no {from}");
    *content = text.replace(from, to).into_bytes();
    files
}

fn case(files: &Files) -> Case {
    gather(&[(
        "diagnostic_log_vcsc_2022-07-11_16_55_44.tar",
        archive(files),
    )])
}

fn report(files: &Files) -> Report {
    analyze(&case(files), &Signature::built_in())
}

/// The gravest state of a signature; an attached one is found.
fn state(report: &Report, id: &str) -> State {
    let own = report.findings.iter().filter(|own| own.signature == id);
    let attached = report.findings.iter().flat_map(|own| &own.attached);
    if attached.into_iter().any(|own| own.signature == id) {
        return State::IssueFound;
    }
    own.map(|own| own.state).min().unwrap()
}

fn finding<'r>(report: &'r Report, id: &str) -> &'r Finding {
    let mut own = report.findings.iter().filter(|own| own.signature == id);
    own.next().unwrap()
}

fn english(finding: &Finding) -> String {
    finding.title.say(Language::En)
}

const ALERT: &str = "*s Alarm 2:\n    ID: \"40069\"\n    Title: \"Certificate expires soon\"\n    \
                     Severity: \"Alert\"\n    State: \"Raised\"\n*s/end\n";
const RULE: &str = "*c xConfiguration Zones Policy SearchRules Rule 3 Name: \"Again\"
*c xConfiguration Zones Policy SearchRules Rule 3 Priority: 45
*c xConfiguration Zones Policy SearchRules Rule 3 Protocol: Any
*c xConfiguration Zones Policy SearchRules Rule 3 Mode: AliasPatternMatch
*c xConfiguration Zones Policy SearchRules Rule 3 Pattern String: \"(?i).*@cucm.steven.lab\"
*c xConfiguration Zones Policy SearchRules Rule 3 Target Name: \"CEtcp-cucm.steven.lab\"
*c xConfiguration Zones Policy SearchRules Rule 3 State: Enabled
";
const NODE: &str = "*c xConfiguration Zones Zone 5 Name: \"CEtcp-sub1.steven.lab\"\n";
const SHORT_NODE: &str = "*c xConfiguration Zones Zone 5 Name: \"CEtcp-sub1\"\n";
const DENIED: &str = "2022-07-11T18:59:27.000+02:00 vcsc traffic_server[18242]: \
    Event=\"Request Denied\" Detail=\"Access denied\" Reason=\"Not in allow list\" \
    Username=\"emusk\" Deployment=\"1\" Method=\"GET\" \
    Request=\"https://photos.steven.lab/emusk\" UTCTime=\"2022-07-11 16:59:27,000\"\n";
const RESTART: &str = "2022-07-11T18:59:27.000+02:00 vcsc traffic_server[20001]: \
    UTCTime=\"2022-07-11 16:59:27,000\" Module=\"network.http.trafficserver\" Level=\"INFO\": \
    Detail=\"Receive Request\" Txn-id=\"1\" TrackingID=\"\" Src-ip=\"127.0.0.1\" \
    Src-port=\"35764\" Last-via-addr=\"\" Msg=\"GET http://vcs_control.steven.lab:8443/\
    c3RldmVuLmxhYg/get_edge_config HTTP/1.1\"\n";
const SIP: &str = "2022-07-11T18:59:27.000+02:00 vcsc tvcs: \
    Event=\"Outbound TLS Negotiation Error\" Service=\"SIP\" Src-ip=\"10.48.36.46\" \
    Src-port=\"25001\" Dst-ip=\"10.48.36.215\" Dst-port=\"5061\" \
    Detail=\"Peer's TLS certificate identity was unacceptable\" Protocol=\"TLS\" \
    Common-name=\"cucm.steven.lab\" Level=\"1\" UTCTime=\"2022-07-11 16:59:27,000\"\n";

#[test]
fn each_signature_is_found_and_not_found() {
    use State::{
        IssueFound as Issue, MissingInformation as Missing, NoIssue as No,
        PotentialProblem as Potential,
    };
    let rule_off = RULE.replace("State: Enabled", "State: Disabled");
    let other_priority = RULE.replace("Priority: 45", "Priority: 46");
    let h323 = RULE.replace("Protocol: Any", "Protocol: H323");
    let lowered = ALERT.replace("Raised", "Lowered");
    let off = replaced("xconf", "VerifyOriginServer: On", "VerifyOriginServer: Off");
    let mut report_only = base();
    let dump = file(&mut report_only, "xconf");
    let text = String::from_utf8(dump.clone()).unwrap();
    let text = text.replace("VerifyOriginServer: On", "VerifyOriginServer: Report");
    *dump = text.into_bytes();
    let mut server_only = base();
    *file(&mut server_only, "server_") = SERVER_ONLY.into();
    let twins = format!("{TWIN_A}{TWIN_B}");
    let ended_within_a_line = "2022-07-11T18:59:28.000+02:00 vcsc traffic_server[18242]: UTCTime=\"2022-07-11 16:59:28,000\" Module=\"network.http.trafficserver\" Level=\"INFO\": Detail=\"Receive Requ";
    let mut quiet = without(base(), "tcpdump");
    let log = file(&mut quiet, "loggingsnapshot");
    let text = String::from_utf8(log.clone()).unwrap();
    let lines = text.lines().filter(|line| !line.contains("[ET_NET"));
    let lines = lines.filter(|line| !line.contains("6972") && !line.contains("191\""));
    *log = lines.collect::<Vec<_>>().join("\n").into_bytes();
    for (id, files, expected) in [
        ("server-failed-to-verify", quiet.clone(), No),
        ("traffic-server-enforces-verification", quiet.clone(), No),
        ("cipher-string-prefers-ecdsa", quiet, Potential),
        ("duplicate-search-rule", base(), No),
        ("duplicate-search-rule", with("xconf", RULE), Issue),
        ("duplicate-search-rule", with("xconf", &rule_off), No),
        ("duplicate-search-rule", with("xconf", &other_priority), No),
        ("duplicate-search-rule", with("xconf", &h323), No),
        ("duplicate-search-rule", without(base(), "xconf"), Missing),
        ("detected-alarms", base(), Potential),
        ("detected-alarms", with("xstat", ALERT), Issue),
        (
            "detected-alarms",
            replaced("xstat", "\"Raised\"", "\"Lowered\""),
            No,
        ),
        ("detected-alarms", with("xstat", &lowered), Potential),
        ("detected-alarms", without(base(), "xstat"), Missing),
        ("server-failed-to-verify", base(), Issue),
        (
            "server-failed-to-verify",
            with("loggingsnapshot", SIP),
            Issue,
        ),
        ("certificates-expired", base(), No),
        ("certificates-expired", with("ca_", EXPIRED), Issue),
        ("certificates-ending", base(), No),
        ("certificates-ending", with("ca_", ENDING), Potential),
        ("certificates-ending", with("ca_", EXPIRED), No),
        ("traffic-server-enforces-verification", base(), Issue),
        ("verification-off", base(), No),
        ("verification-off", off, Potential),
        ("verification-off", report_only, Potential),
        ("allow-list-denied", base(), No),
        ("allow-list-denied", with("loggingsnapshot", DENIED), Issue),
        (
            "allow-list-denied",
            without(base(), "loggingsnapshot"),
            Missing,
        ),
        ("discovery-checks-publisher", base(), No),
        // Attached to the failure that discovery let pass.
        ("discovery-checks-publisher", with("xconf", NODE), Issue),
        ("node-advertised-by-address", base(), No),
        (
            "node-advertised-by-address",
            with("xconf", SHORT_NODE),
            Potential,
        ),
        ("same-name-certificates", base(), No),
        ("same-name-certificates", with("ca_", &twins), Potential),
        ("same-name-certificates", with("ca_", TWIN_A), No),
        ("trust-store-differs", base(), No),
        ("cipher-string-prefers-ecdsa", base(), Issue),
        ("own-certificate-not-for-clients", base(), No),
        ("own-certificate-not-for-clients", server_only, Potential),
        (
            "own-certificate-not-for-clients",
            without(base(), "server_"),
            Missing,
        ),
        ("weak-key-stored", base(), No),
        ("weak-key-stored", with("ca_", WEAK), Potential),
        ("evidence-damaged", base(), No),
        (
            "evidence-damaged",
            with("loggingsnapshot", ended_within_a_line),
            Missing,
        ),
        ("capture-lacks-handshake", base(), No),
        (
            "capture-lacks-handshake",
            without(base(), "tcpdump"),
            Missing,
        ),
        ("certificate-not-visible", base(), No),
        ("clock-skew", base(), No),
        ("log-restarted", base(), No),
        ("log-restarted", with("loggingsnapshot", RESTART), Potential),
    ] {
        let report = report(&files);
        assert_eq!(
            state(&report, id),
            expected,
            "{id}: {:?}",
            finding_titles(&report)
        );
    }
}

fn finding_titles(report: &Report) -> Vec<String> {
    let found = report
        .findings
        .iter()
        .filter(|own| own.state < State::NoIssue);
    found
        .map(|own| format!("{} {}", own.signature, english(own)))
        .collect()
}

#[test]
fn the_documented_pictures_are_found_in_one_bundle() {
    let mut files = with("xconf", RULE);
    file(&mut files, "xstat").extend(ALERT.as_bytes());
    file(&mut files, "ca_").extend(EXPIRED.as_bytes());
    let report = report(&files);
    for id in [
        "duplicate-search-rule",
        "detected-alarms",
        "server-failed-to-verify",
        "certificates-expired",
        "traffic-server-enforces-verification",
    ] {
        assert_eq!(state(&report, id), State::IssueFound, "{id}");
    }
    let root = finding(&report, "self-signed-not-stored");
    assert_eq!(root.defects, ["CSCwc69661", "CSCwa25108"]);
    let rules = finding(&report, "duplicate-search-rule");
    assert_eq!(
        english(rules),
        "Duplicate search rules for the same protocol: 2 \"CEtcp-cucm.steven.lab\", 3 \"Again\""
    );
    assert_eq!(rules.peers, ["vcsc"]);
    assert_eq!(
        rules.archive.as_deref(),
        Some("diagnostic_log_vcsc_2022-07-11_16_55_44.tar")
    );
    assert_eq!(rules.evidence.len(), 2);
}

#[test]
fn the_samples_have_one_root_cause_each_and_the_right_states_for_the_rest() {
    for (scenario, root, code, cells) in [
        (1, "self-signed-not-stored", "TG1001", 1),
        (2, "issuer-unknown", "TG1002", 2),
        (3, "ip-address-absent", "TG2002", 1),
    ] {
        let report = analyze(&samples(&[scenario]), &Signature::built_in());
        let issues: Vec<&Finding> = report.in_state(State::IssueFound).collect();
        let [issue] = issues[..] else {
            panic!("{scenario}: {:?}", finding_titles(&report));
        };
        assert_eq!(
            (issue.signature.as_str(), issue.code.as_str()),
            (root, code)
        );
        assert_eq!(issue.cells.len(), cells);
        assert_eq!(issue.users.names, ["emusk"]);
        let attached: Vec<&str> = issue.attached.iter().map(|own| &*own.signature).collect();
        assert!(
            attached.contains(&"traffic-server-enforces-verification"),
            "{attached:?}"
        );
        assert!(
            attached.contains(&"server-failed-to-verify"),
            "{attached:?}"
        );
        for id in ["duplicate-search-rule", "certificates-expired"] {
            assert_eq!(state(&report, id), State::NoIssue, "{scenario}: {id}");
        }
        assert_eq!(state(&report, "detected-alarms"), State::PotentialProblem);
        assert_eq!(report.summary.len(), 3);
        assert_eq!(report.summary[0].say(Language::En), "One issue was found.");
        let workarounds = issue.actions.iter();
        let workarounds = workarounds.filter(|action| action.workaround_risk.is_some());
        assert_eq!(workarounds.count(), 1);
        for step in &report.plan {
            let said = step.text.say(Language::En);
            assert!(!said.contains("VerifyOriginServer: Off"), "{said}");
        }
    }
}

#[test]
fn in_the_second_sample_the_address_would_fail_next() {
    let report = analyze(&samples(&[2]), &Signature::built_in());
    let next = finding(&report, "ip-address-absent");
    assert_eq!(next.state, State::PotentialProblem);
    let attached: Vec<&str> = next.attached.iter().map(|own| &*own.signature).collect();
    assert_eq!(attached, ["node-advertised-by-address"]);
    // First what is broken, then what would break; each with the other ways to the same end.
    let [upload, advertise] = &report.plan[..] else {
        panic!("{:?}", report.plan);
    };
    assert_eq!(
        (
            upload.cells.len(),
            upload.upload.len(),
            upload.alternatives.len()
        ),
        (2, 1, 1)
    );
    assert_eq!(
        (advertise.cells.len(), advertise.alternatives.len()),
        (1, 1)
    );
    let states: Vec<(String, State)> = report
        .matrix
        .iter()
        .map(|cell| (cell.cell.to_string(), cell.state))
        .collect();
    assert_eq!(
        states,
        [
            ("10.48.36.215:8443 RSA".to_owned(), State::IssueFound),
            ("cucm.steven.lab:8443 RSA".to_owned(), State::IssueFound),
        ]
    );
    assert_eq!(report.timeline.lanes.len(), 2);
}

#[test]
fn the_release_decides_whether_verification_is_enforced() {
    let id = "traffic-server-enforces-verification";
    let own = |version: &str| {
        let files = replaced(
            "xstat",
            "Version: \"X14.2\"",
            &format!("Version: \"{version}\""),
        );
        report(&files)
    };
    let before = own("X14.0.7");
    assert_eq!(state(&before, id), State::NotApplicable);
    let reason = finding(&before, id).reason.as_ref().unwrap();
    assert_eq!(
        reason.say(Language::En),
        "vcsc runs X14.0.7; affected are >= X14.2; >= X14.0.8."
    );
    assert_eq!(state(&own("X14.0.8"), id), State::IssueFound);
    let mut asked = case(&replaced(
        "xstat",
        "Version: \"X14.2\"",
        "Version: \"X14.0.7\"",
    ));
    asked.question.what_if = SoftwareVersion::parse("X14.2");
    let report = analyze(&asked, &Signature::built_in());
    assert_eq!(state(&report, id), State::IssueFound);
}

#[test]
fn where_sources_differ_about_the_release_the_finding_says_so() {
    let files = replaced("xstat", "Version: \"X14.2\"", "Version: \"X14.1\"");
    let files = {
        let mut files = files;
        let dump = file(&mut files, "xconf");
        let text = String::from_utf8(dump.clone()).unwrap();
        let text = text.replace("VerifyOriginServer: On", "VerifyOriginServer: Off");
        *dump = text.into_bytes();
        files
    };
    let report = report(&files);
    let said = finding(&report, "verification-off")
        .further_information
        .iter();
    let said: Vec<String> = said.map(|text| text.say(Language::En)).collect();
    assert!(said.iter().any(|text| text.contains("X14.0.8")), "{said:?}");
    assert!(said.iter().any(|text| text.contains("X14.2.0")), "{said:?}");
}

#[test]
fn signatures_of_the_inner_appliance_are_not_applicable_to_the_outer_one() {
    let mut files = base();
    let dump = file(&mut files, "xstat");
    let text = String::from_utf8(dump.clone()).unwrap();
    let outer = "    Name: \"s42700\"\n      Configuration:\n        Expressway: \"True\"";
    *dump = text.replace("    Name: \"s42700\"", outer).into_bytes();
    let case = case(&files);
    assert_eq!(case.peers[0].role, Some(bundle::Role::Outer));
    let report = analyze(&case, &Signature::built_in());
    for id in ["verification-off", "own-certificate-not-for-clients"] {
        let own = finding(&report, id);
        assert_eq!(own.state, State::NotApplicable);
        let reason = own.reason.as_ref().unwrap().say(Language::En);
        assert!(reason.contains("Expressway-E"), "{reason}");
    }
    assert_eq!(state(&report, "duplicate-search-rule"), State::NoIssue);
}

#[test]
fn peers_with_different_trust_stores_are_told_apart() {
    let peer = |host: &str, more: &str| {
        let renamed = |name: &str| name.replace("vcsc", host);
        let files: Files = base()
            .into_iter()
            .filter(|(name, _)| !name.contains("tcpdump") && !name.contains("logging"))
            .map(|(name, content)| {
                let mut content = content;
                if name.contains("xconf") {
                    let text = String::from_utf8(content).unwrap();
                    content = text.replace("vcsc", host).into_bytes();
                }
                if name.starts_with("ca_") {
                    content.extend(more.as_bytes());
                }
                (renamed(&name), content)
            })
            .filter(|(name, _)| !name.starts_with("server_"))
            .collect();
        (
            format!("diagnostic_log_{host}_2022-07-11_16_55_44.tar"),
            archive(&files),
        )
    };
    let of = |more: &str| {
        let (one, other) = (peer("vcsc1", more), peer("vcsc2", ""));
        let case = gather(&[(&one.0, one.1), (&other.0, other.1)]);
        assert_eq!(case.peers.len(), 2);
        analyze(&case, &Signature::built_in())
    };
    assert_eq!(state(&of(""), "trust-store-differs"), State::NoIssue);
    let report = of(TWIN_A);
    let own = finding(&report, "trust-store-differs");
    assert_eq!(own.state, State::PotentialProblem);
    assert_eq!(own.upload[0].name, "Twin CA");
    let said = own.description.say(Language::En);
    assert!(said.contains("Twin CA; vcsc2 does not"), "{said}");
}

#[test]
fn the_documented_certificate_list_tells_what_fails_next() {
    let mut files = base();
    files.push(("certificates.txt".to_owned(), LIST.into()));
    let report = report(&files);
    let ending = finding(&report, "certificates-ending");
    assert_eq!(
        english(ending),
        "Certificates end soon: CallManager cucm.steven.lab (2022-07-13)"
    );
    let said = ending.further_information[0].say(Language::En);
    assert!(
        said.contains("CallManager cucm.steven.lab ends 2 days"),
        "{said}"
    );
    let twins = finding(&report, "same-name-certificates");
    assert_eq!(
        english(twins),
        "Several certificates have the name cucm-EC.steven.lab: \
         CallManager-ECDSA (2024-02-18), tomcat-ECDSA (2023-07-25)"
    );
    assert_eq!(twins.defects, ["CSCwa12905"]);
    let actions: Vec<String> = twins
        .actions
        .iter()
        .map(|own| own.text.say(Language::En))
        .collect();
    for (action, word) in actions.iter().zip([
        "signed by a CA",
        "reused for CallManager",
        "different common names",
    ]) {
        assert!(action.contains(word), "{action}");
    }
    let expired = finding(&report, "certificates-expired");
    assert_eq!(expired.state, State::PotentialProblem);
    assert_eq!(
        english(expired),
        "2 certificates have expired: CAPF-trust CAPF-eb26468 (2020-04-12), \
         CallManager-trust CAPF-eb26468 (2020-04-12)"
    );
}

#[test]
fn rsa_preferred_and_ecdsa_shown_is_a_contradiction() {
    let prefix = "ReverseProxyTLSCiphers Value: \"";
    let to = format!("{prefix}ECDHE-RSA-AES256-GCM-SHA384:");
    let report = report(&replaced("xconf", prefix, &to));
    let root = finding(&report, "self-signed-not-stored");
    let said: Vec<String> = root
        .further_information
        .iter()
        .map(|text| text.say(Language::En))
        .collect();
    assert!(
        said.iter()
            .any(|text| text.starts_with("The list prefers RSA, and yet")),
        "{said:?}"
    );
    assert!(
        said.iter()
            .any(|text| text.contains("UcClientTLSCiphers prefer the other")),
        "{said:?}"
    );
}

#[test]
fn hidden_certificates_are_not_absent_ones() {
    let mut case = case(&base());
    for capture in &mut case.captures {
        for handshake in &mut capture.handshakes {
            handshake.visibility = Visibility::Encrypted;
        }
    }
    for cell in &mut case.cells {
        cell.presented.clear();
    }
    let report = analyze(&case, &Signature::built_in());
    let own = finding(&report, "certificate-not-visible");
    assert_eq!(own.state, State::MissingInformation);
    assert_eq!(own.missing.as_ref().unwrap().id, "key-log");
    assert_eq!(state(&report, "capture-lacks-handshake"), State::NoIssue);
}

#[test]
fn a_clock_that_differs_from_the_capture_is_told() {
    let mut case = case(&base());
    case.peers[0].skew = tollgate_analyze::case::Skew::Estimated {
        ahead_ms: -3_250,
        pairs: 3,
    };
    let report = analyze(&case, &Signature::built_in());
    let own = finding(&report, "clock-skew");
    assert_eq!(own.state, State::PotentialProblem);
    assert_eq!(english(own), "Clocks differ: log - capture = -3.2 s (3)");
}

#[test]
fn certificates_that_ended_since_are_a_note() {
    let mut case = case(&base());
    case.question.now = 1_800_000_000;
    let report = analyze(&case, &Signature::built_in());
    assert_eq!(state(&report, "certificates-expired"), State::NoIssue);
    let notes: Vec<String> = report
        .notes
        .iter()
        .map(|note| note.say(Language::En))
        .collect();
    assert!(
        notes
            .iter()
            .any(|note| note.contains("steven-DC-CA (2023-06-01)")),
        "{notes:?}"
    );
    let later = Question {
        as_of: AsOf::At(1_800_000_000),
        ..question()
    };
    case.question = later;
    let report = analyze(&case, &Signature::built_in());
    assert_eq!(state(&report, "certificates-expired"), State::IssueFound);
}

#[test]
fn without_evidence_nothing_is_said_to_be_in_order() {
    let report = analyze(
        &Case::gather(Materials::default(), question()),
        &Signature::built_in(),
    );
    let states: Vec<State> = report.findings.iter().map(|own| own.state).collect();
    assert!(
        !states.contains(&State::IssueFound),
        "{:?}",
        finding_titles(&report)
    );
    assert!(states.contains(&State::MissingInformation));
}

#[test]
fn every_sentence_of_a_report_has_its_arguments() {
    let mut all = with("xconf", RULE);
    file(&mut all, "xstat").extend(ALERT.as_bytes());
    file(&mut all, "ca_").extend([EXPIRED, TWIN_A, TWIN_B, WEAK, ENDING].concat().bytes());
    file(&mut all, "xconf").extend(NODE.bytes().chain(SHORT_NODE.bytes()));
    let lines = [DENIED, SIP, RESTART].concat();
    file(&mut all, "loggingsnapshot").extend(lines.bytes());
    all.push(("certificates.txt".to_owned(), LIST.into()));
    let report = report(&all);
    for language in Language::ALL {
        let mut said = Vec::new();
        for own in &report.findings {
            said.extend(
                [&own.title, &own.description, &own.condition].map(|text| text.say(language)),
            );
            said.extend(
                own.further_information
                    .iter()
                    .map(|text| text.say(language)),
            );
            said.extend(own.actions.iter().map(|action| action.text.say(language)));
            said.extend(
                own.evidence
                    .iter()
                    .map(|evidence| evidence.text.say(language)),
            );
            said.extend(own.reason.iter().map(|text| text.say(language)));
            said.extend(
                own.missing
                    .iter()
                    .map(|missing| tollgate_text::text(language, &missing.how, &[])),
            );
        }
        said.extend(report.summary.iter().map(|text| text.say(language)));
        said.extend(report.notes.iter().map(|text| text.say(language)));
        said.extend(report.matrix.iter().map(|cell| cell.text.say(language)));
        said.extend(
            report
                .timeline
                .events
                .iter()
                .map(|event| event.text.say(language)),
        );
        said.extend(
            report
                .inputs
                .iter()
                .flat_map(|input| &input.facts)
                .map(|text| text.say(language)),
        );
        for text in said {
            assert!(!text.contains("{$"), "{language}: {text}");
        }
    }
}
