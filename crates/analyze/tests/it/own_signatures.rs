//! Signatures of users: what a file may say, and what its rules find.

use std::sync::LazyLock;

use proptest::prelude::*;
use tollgate_analyze::analysis::analyze_watched;
use tollgate_analyze::bundle::PartId;
use tollgate_analyze::case::Case;
use tollgate_analyze::signature::{
    Expectation, Signature, SignatureProblem, Watch, Watched, lint, test,
};
use tollgate_report::{FoundAt, State};
use tollgate_text::Language;

use crate::case_support::{file, files, samples};

const SOUND: &str = r#"
id = "own-signature"
version = 3
code = "ACME0007"
category = "call"
defects = ["ACME-12"]
related_defects = ["CSCab12345"]
needs = ["log | capture"]

[applies]
roles = ["expressway-c"]
feature = "mra"
versions = [{ ranges = [{ from = "X14.0", before = "X15" }], meaning = "seen in our labs" }]

[match]
require = "all"
state = "potential-problem"
alarm = [{ id = "25019" }]
setting = [{ path = "xConfiguration EdgeConfigServer VerifyOriginServer", not = "Off" }]

[[match.log]]
contains = ["SSL connection failed", "cucm"]
regex = "error:[0-9A-F]{8}:"

[texts]
title = { en = "Found", nl = "Gevonden" }
clear = "Not found"
topic = "Own"
description = "What happened."
condition = "Always."
information = ["One.", "Two."]
actions = ["First.", "Second."]
workaround = { text = "Hide it.", risk = "Nobody sees it." }

[[documentation]]
title = "Handbook"
url = "https://acme.example/handbook"
"#;

fn watched(case: &Case, signature: &Signature, chunk: usize) -> Watched {
    let mut watch = Watch::new(std::slice::from_ref(signature)).unwrap();
    watch.begin(case.logs[0].parts[0]);
    for chunk in LOG.chunks(chunk) {
        watch.push(chunk);
    }
    watch.finish()
}

#[test]
fn rules_on_lines_alarms_and_settings_find_what_they_name() {
    let signature = Signature::parse(SOUND).unwrap();
    let case = samples(&[1]);
    for chunk in [1, 7, 100, 4096, usize::MAX] {
        let watched = watched(&case, &signature, chunk);
        let report = analyze_watched(&case, std::slice::from_ref(&signature), &watched);
        let [finding] = &report.findings[..] else {
            panic!("{:?}", report.findings);
        };
        assert_eq!(finding.state, State::PotentialProblem);
        assert_eq!((finding.code.as_str(), finding.version), ("ACME0007", 3));
        assert_eq!(finding.title.say(Language::Nl), "Gevonden");
        assert_eq!(finding.title.say(Language::Ja), "Found");
        assert_eq!(finding.evidence.len(), 3);
        let line = FoundAt::Line {
            source: "loggingsnapshot_vcsc_2022-07-11_16_55_44.txt".to_owned(),
            line: 16,
        };
        assert_eq!(finding.evidence[2].at, line, "chunks of {chunk}");
        assert_eq!(finding.first_seen, Some(1_657_558_526_016));
        let actions: Vec<String> = finding
            .actions
            .iter()
            .map(|action| action.text.say(Language::En))
            .collect();
        assert_eq!(actions, ["First.", "Second.", "Hide it."]);
        assert_eq!(finding.further_information.len(), 3);
    }
}

#[test]
fn rules_that_are_not_all_met_find_nothing() {
    for (from, to, state) in [
        ("25019", "25020", State::NoIssue),
        ("not = \"Off\"", "value = \"Off\"", State::NoIssue),
        ("{8}", "{9}", State::NoIssue),
        (
            "before = \"X15\"",
            "before = \"X14.1\"",
            State::NotApplicable,
        ),
        ("expressway-c", "expressway-e", State::NotApplicable),
        (
            "log | capture",
            "certificate-list",
            State::MissingInformation,
        ),
        ("require = \"all\"\n", "", State::PotentialProblem),
    ] {
        let changed = SOUND.replace(from, to);
        assert_ne!(changed, SOUND, "{from}");
        let signature = Signature::parse(&changed).unwrap();
        let case = samples(&[1]);
        let watched = watched(&case, &signature, usize::MAX);
        let met = test(&signature, &case, &watched, Expectation { state });
        assert_eq!(met, Ok(()), "{from} -> {to}");
    }
}

#[test]
fn an_unmet_expectation_says_what_was_found() {
    let signature = Signature::parse(SOUND).unwrap();
    let case = samples(&[1]);
    let watched = watched(&case, &signature, usize::MAX);
    let state = State::NoIssue;
    let unmet = test(&signature, &case, &watched, Expectation { state }).unwrap_err();
    assert_eq!(
        unmet.to_string(),
        "own-signature: expected no-issue, found potential-problem"
    );
}

#[test]
fn lines_beyond_those_kept_are_counted() {
    let only_log = SOUND
        .replace("require = \"all\"", "require = \"any\"")
        .replace("alarm = [{ id = \"25019\" }]\n", "")
        .replace("regex = \"error:[0-9A-F]{8}:\"\n", "");
    let signature = Signature::parse(&only_log).unwrap();
    let mut watch = Watch::new(std::slice::from_ref(&signature)).unwrap();
    watch.begin(PartId(0));
    for _ in 0..30 {
        watch.push(b"no\nSSL connection failed for 'cucm'\n");
    }
    // A last line without an end counts as well, and a hostile long one costs no memory.
    watch.push(&vec![b'x'; 1_000_000]);
    watch.push(b" SSL connection failed for 'cucm'");
    watch.push(b"\ncucm: SSL connection failed");
    let case = samples(&[1]);
    let report = analyze_watched(&case, std::slice::from_ref(&signature), &watch.finish());
    let finding = &report.findings[0];
    // One setting and thirty-one lines, of which twenty are kept.
    assert_eq!((finding.evidence.len(), finding.more_evidence), (21, 11));
    assert_eq!(finding.occurrences, 32);
}

#[test]
fn the_example_of_the_documentation_is_sound() {
    let page = include_str!("../../../../docs/signatures.md");
    let (_, from) = page.split_once("```toml\n").unwrap();
    let (example, _) = from.split_once("```").unwrap();
    assert_eq!(lint(example), []);
}

#[test]
fn the_documentation_lists_every_code() {
    let page = include_str!("../../../../docs/finding-codes.md");
    for signature in Signature::built_in() {
        let row = format!("| {} | `{}` |", signature.code, signature.id);
        assert!(page.contains(&row), "docs/finding-codes.md has no {row}");
    }
}

#[test]
fn errors_name_line_key_and_what_to_do() {
    for (from, to, line, key, problem) in [
        ("own-signature", "Own", 2, "id", "cannot be an id"),
        ("version = 3", "version = 0", 3, "version", "counts from 1"),
        ("ACME0007", "acme", 4, "code", "such as ACME0001"),
        ("ACME0007", "TG9999", 4, "code", "letters of your own"),
        (
            "\"call\"",
            "\"phone\"",
            5,
            "category",
            "none of call, mra, configuration",
        ),
        ("ACME-12", "ACME 12", 6, "defects", "cannot be a defect"),
        (
            "log | capture",
            "log | pcap",
            8,
            "needs",
            "'pcap' is none of log, capture",
        ),
        (
            "expressway-c",
            "expressway",
            11,
            "applies.roles",
            "none of expressway-c",
        ),
        (
            "X14.0",
            "fourteen",
            13,
            "applies.versions.ranges",
            "is no version",
        ),
        (
            "before = \"X15\"",
            "before = \"X13\"",
            13,
            "applies.versions.ranges",
            "range is empty",
        ),
        (
            "\"all\"",
            "\"both\"",
            16,
            "match.require",
            "none of any, all",
        ),
        (
            "not = \"Off\"",
            "not = \"Off\", value = \"On\"",
            19,
            "match.setting",
            "not both",
        ),
        (
            "\"SSL connection failed\", \"cucm\"",
            "\"ab\"",
            21,
            "match.log.contains",
            "three letters",
        ),
        (
            "[0-9A-F]",
            "[0-9A-F",
            23,
            "match.log.regex",
            "cannot be used",
        ),
        ("{8}", "{1000}{1000}", 23, "match.log.regex", "size limit"),
        (
            "nl = ",
            "tlh = ",
            26,
            "texts.title",
            "'tlh' is none of the languages",
        ),
        ("\"Always.\"", "7", 30, "texts.condition", "is a sentence"),
        (
            "https://",
            "http://",
            37,
            "documentation.url",
            "beginning with https://",
        ),
    ] {
        let changed = SOUND.replace(from, to);
        assert_ne!(changed, SOUND, "{from}");
        let error = Signature::parse(&changed).unwrap_err();
        assert_eq!(error.key.as_deref(), Some(key), "{error}");
        assert_eq!(error.line, line, "{error}");
        assert!(error.to_string().contains(problem), "{error}");
    }
}

#[test]
fn what_is_no_signature_is_refused_where_it_begins() {
    for (text, line, message) in [
        ("id = ", 1, "line 1"),
        ("id = \"a\"\nverzion = 1\n", 2, "unknown field `verzion`"),
        ("id = \"a\"\n", 1, "missing field `version`"),
    ] {
        let error = Signature::parse(text).unwrap_err();
        assert!(
            matches!(error.problem, SignatureProblem::Syntax(_)),
            "{error}"
        );
        assert!(error.to_string().contains(message), "{error}");
        assert_eq!(error.line, line, "{error}");
    }
    let long = "#".repeat(Signature::OCTETS + 1);
    let error = Signature::parse(&long).unwrap_err();
    let limit = Signature::OCTETS;
    assert_eq!(error.problem, SignatureProblem::TooLong { limit });
    let nothing = SOUND.replace("[match]", "[applies.match]");
    assert!(Signature::parse(&nothing).is_err());
}

#[test]
fn a_signature_looks_by_a_check_or_by_rules() {
    let own = |look: &str| {
        let text = format!(
            "id = \"a\"\nversion = 1\ncode = \"A1\"\ncategory = \"mra\"\n{look}\n\
             [texts]\ntitle = \"T\"\ndescription = \"D\"\n"
        );
        Signature::parse(&text)
            .map(|_| ())
            .map_err(|error| error.problem)
    };
    assert_eq!(own("check = \"detected-alarms\""), Ok(()));
    assert_eq!(own("[[match.alarm]]\nid = \"1\""), Ok(()));
    assert_eq!(own(""), Err(SignatureProblem::NothingToLookFor));
    assert_eq!(own("[match]"), Err(SignatureProblem::NothingToLookFor));
    assert_eq!(
        own("check = \"nothing\""),
        Err(SignatureProblem::UnknownCheck("nothing".to_owned()))
    );
    assert_eq!(
        own("check = \"detected-alarms\"\n[[match.alarm]]\nid = \"1\""),
        Err(SignatureProblem::CheckAndRules)
    );
}

static CASE: LazyLock<Case> = LazyLock::new(|| samples(&[1]));

static LOG: LazyLock<Vec<u8>> = LazyLock::new(|| file(&mut files(1), "loggingsnapshot").clone());

proptest! {
    #[test]
    fn any_change_of_a_file_is_read_or_refused(
        at in 0..SOUND.len(),
        length in 0..40_usize,
        put in "\\PC{0,12}",
    ) {
        let end = SOUND.len().min(at + length);
        let (before, after) = (SOUND.get(..at).unwrap(), SOUND.get(end..).unwrap());
        let changed = format!("{before}{put}{after}");
        if let Err(error) = Signature::parse(&changed) {
            prop_assert!(error.line <= changed.lines().count() + 1);
        }
    }
}

proptest! {
    // Each case reads the whole log.
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn chunks_do_not_change_what_is_watched(cuts in prop::collection::vec(1..300_usize, 1..40)) {
        let signature = Signature::parse(SOUND).unwrap();
        let case = &*CASE;
        let whole = watched(case, &signature, usize::MAX);
        let mut watch = Watch::new(std::slice::from_ref(&signature)).unwrap();
        let mut rest = &LOG[..];
        watch.begin(case.logs[0].parts[0]);
        for cut in cuts {
            let (chunk, tail) = rest.split_at(cut.min(rest.len()));
            watch.push(chunk);
            rest = tail;
        }
        watch.push(rest);
        let one = analyze_watched(case, std::slice::from_ref(&signature), &whole);
        let other = analyze_watched(case, std::slice::from_ref(&signature), &watch.finish());
        prop_assert_eq!(one, other);
    }
}
