//! The forms for other programs: CSV, `JUnit`, SARIF and PEM.

use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::Value;
use tollgate_report::{Report, csv, junit, pem, sarif};
use tollgate_text::Language;

use crate::sample::{self, HOSTILE};
use crate::snapshot;

#[test]
fn every_form_is_as_it_was_reviewed() {
    let report = sample::report();
    snapshot::compare("report.csv", &csv::render(&report, Language::En));
    snapshot::compare("report.junit.xml", &junit::render(&report, Language::En));
    snapshot::compare("report.sarif", &sarif::render(&report, Language::En));
    snapshot::compare("report.pem", &pem::render(&report));
}

/// Values by name, in order.
type Fields = Vec<(String, String)>;

/// The rows of a table by the names of its columns.
fn rows(table: &str) -> Vec<Fields> {
    let mut reader = ::csv::Reader::from_reader(table.as_bytes());
    let names = reader.headers().unwrap().clone();
    let row = |row: ::csv::StringRecord| {
        let values = names.iter().zip(row.iter());
        let owned = values.map(|(name, value)| (name.to_owned(), value.to_owned()));
        owned.collect()
    };
    reader
        .records()
        .map(|record| row(record.unwrap()))
        .collect()
}

fn value<'a>(row: &'a [(String, String)], name: &str) -> &'a str {
    let field = row.iter().find(|(known, _)| known == name);
    &field.unwrap().1
}

#[test]
fn csv_has_a_row_for_each_finding_and_cell() {
    let mut report = sample::report();
    let second = report.findings[2].cells[0].clone();
    report.findings[0].cells.push(second);
    let table = csv::render(&report, Language::En);
    let rows = rows(&table);
    assert_eq!(rows.len(), 9);
    assert!(rows.iter().all(|row| row.len() == csv::COLUMNS.len()));
    let first = &rows[0];
    assert_eq!(value(first, "code"), "TG1001");
    assert_eq!(value(first, "address"), "cucm.steven.lab");
    assert_eq!(value(first, "port"), "6972");
    assert_eq!(value(first, "key_type"), "ecdsa");
    assert_eq!(value(first, "defects"), "CSCwc69661; CSCwa25108");
    assert_eq!(value(&rows[1], "port"), "8443");
    assert_eq!(value(&rows[8], "state"), "not-applicable");
    assert_eq!(value(&rows[8], "node"), "");
    assert_eq!(table.matches("\r\n").count(), rows.len() + 1);
    assert_eq!(table.matches('\n').count(), rows.len() + 1);
}

#[test]
fn no_value_of_a_table_is_a_formula() {
    let table = csv::render(&sample::report(), Language::En);
    let rows = rows(&table);
    let hostile = value(&rows[1], "node");
    assert!(
        hostile.starts_with("'=cmd|'/C calc'!A0\\u{1b}[2J"),
        "{hostile}"
    );
    for row in &rows {
        for (name, value) in row {
            assert!(
                !value.starts_with(['=', '+', '-', '@', '\t', '\r']),
                "{name}: {value}"
            );
            assert!(
                !value.contains(|character: char| character.is_control()),
                "{name}"
            );
        }
    }
}

/// Elements by name with their attributes, in order. Only elements and text are there, and all of
/// them end.
fn elements(xml: &str) -> Vec<(String, Fields)> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = true;
    let mut elements = Vec::new();
    let mut depth = 0;
    loop {
        let event = reader.read_event().unwrap();
        let (element, is_open) = match &event {
            Event::Start(element) => (element, true),
            Event::Empty(element) => (element, false),
            Event::End(_) => {
                depth -= 1;
                continue;
            }
            Event::Eof => break,
            Event::CData(_) | Event::Comment(_) | Event::PI(_) | Event::DocType(_) => {
                panic!("{event:?}")
            }
            Event::Text(_) | Event::Decl(_) | Event::GeneralRef(_) => continue,
        };
        let name = element.name().as_ref().to_owned();
        let attributes = element.attributes().map(|attribute| {
            let attribute = attribute.unwrap();
            let key = attribute.key.as_ref().to_owned();
            let value = &attribute.value;
            (
                key,
                quick_xml::escape::unescape(value).unwrap().into_owned(),
            )
        });
        elements.push((name, attributes.collect()));
        depth += usize::from(is_open);
    }
    assert_eq!(depth, 0);
    elements
}

#[test]
fn junit_tells_failures_skips_and_passes_apart() {
    let xml = junit::render(&sample::report(), Language::En);
    let elements = elements(&xml);
    let of = |wanted: &str| {
        let found = elements.iter().filter(|(name, _)| name == wanted);
        found.count()
    };
    let attribute = |position: usize, name: &str| {
        let attributes = &elements[position].1;
        let found = attributes.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.clone()).unwrap()
    };
    // Eight findings, and the cells of 10.48.36.215 and of nobody knows what.
    assert_eq!(of("testcase"), 10);
    assert_eq!((of("failure"), of("system-out"), of("skipped")), (2, 2, 4));
    assert_eq!(attribute(0, "tests"), "10");
    assert_eq!(attribute(0, "failures"), "2");
    assert_eq!(attribute(0, "skipped"), "4");
    let suites: Vec<usize> = (0..elements.len())
        .filter(|&position| elements[position].0 == "testsuite")
        .collect();
    let sum = |name: &str| -> usize {
        let counts = suites.iter().map(|&suite| attribute(suite, name));
        counts.map(|count| count.parse::<usize>().unwrap()).sum()
    };
    assert_eq!((sum("tests"), sum("failures"), sum("skipped")), (10, 2, 4));
}

#[test]
fn no_text_of_strangers_becomes_an_element() {
    let xml = junit::render(&sample::report(), Language::Ja);
    let ours = [
        "testsuites",
        "testsuite",
        "testcase",
        "failure",
        "system-out",
        "skipped",
    ];
    for (name, _) in elements(&xml) {
        assert!(ours.contains(&name.as_str()), "{name}");
    }
    assert!(xml.contains("=cmd|&apos;/C calc&apos;!A0\\u{1b}[2J"));
    assert!(
        xml.chars()
            .all(|character| character == '\n' || !character.is_control())
    );
}

#[test]
fn sarif_has_what_the_standard_requires() {
    let report = sample::report();
    let log: Value = serde_json::from_str(&sarif::render(&report, Language::En)).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    assert_eq!(run["tool"]["driver"]["name"], "Tollgate");
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let artifacts = run["artifacts"].as_array().unwrap();
    let results = run["results"].as_array().unwrap();
    assert_eq!((rules.len(), results.len()), (8, 8));
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
        // 3.27.9: only a failure has a level.
        let (kind, level) = (&result["kind"], &result["level"]);
        assert_eq!(kind == "fail", level != "none", "{kind} {level}");
        assert_ne!(result["message"]["text"], "");
        for location in result["locations"].as_array().unwrap() {
            let Some(file) = location.get("physicalLocation") else {
                continue;
            };
            let place = &file["artifactLocation"];
            let index = usize::try_from(place["index"].as_u64().unwrap()).unwrap();
            assert_eq!(artifacts[index]["location"]["uri"], place["uri"]);
            assert!(file["region"].is_null() || file["region"]["startLine"].as_u64() >= Some(1));
        }
    }
    let first = &results[0]["locations"][0];
    assert_eq!(first["physicalLocation"]["region"]["startLine"], 3128);
    let last = results[0]["locations"].as_array().unwrap().last().unwrap();
    assert_eq!(
        last["logicalLocations"][0]["fullyQualifiedName"],
        "cucm.steven.lab:6972 ECDSA"
    );
    let log = &artifacts[usize::try_from(
        first["physicalLocation"]["artifactLocation"]["index"]
            .as_u64()
            .unwrap(),
    )
    .unwrap()];
    let archive = usize::try_from(log["parentIndex"].as_u64().unwrap()).unwrap();
    assert_eq!(
        artifacts[archive]["location"]["uri"],
        "./diagnostic_log_vcsc_2022-07-11_16%3A57%3A46.tar.gz"
    );
    assert_eq!(log["length"], 1_234_567);
    let kinds: Vec<&Value> = results.iter().map(|result| &result["kind"]).collect();
    let expected = [
        "fail",
        "fail",
        "fail",
        "open",
        "open",
        "pass",
        "pass",
        "notApplicable",
    ];
    assert_eq!(kinds, expected);
}

#[test]
fn pem_has_each_certificate_once_under_its_name() {
    let text = pem::render(&sample::report());
    let boundary = "-----BEGIN CERTIFICATE-----";
    assert_eq!(text.matches(boundary).count(), 2);
    let comments: Vec<&str> = text.lines().filter(|line| line.starts_with('#')).collect();
    let expected = [sample::upload(), sample::ca()]
        .map(|upload| format!("# {}  SHA-256 {}", upload.name, upload.sha256));
    assert_eq!(comments, expected);
    let read: Vec<String> = tollgate_pki::certificates_from(text.as_bytes())
        .into_iter()
        .map(|entry| entry.certificate.unwrap().fingerprint().to_string())
        .collect();
    assert_eq!(read, [sample::upload().sha256, sample::ca().sha256]);
    assert_eq!(pem::render(&Report::default()), "");
}

#[test]
fn a_name_in_a_comment_begins_no_certificate() {
    let mut report = sample::report();
    report.plan[0].upload[0].name = format!("-----BEGIN CERTIFICATE-----\n{HOSTILE}");
    let text = pem::render(&report);
    let boundaries = text.matches("-----BEGIN").count();
    assert_eq!(boundaries, 2);
    assert_eq!(text.lines().filter(|line| line.starts_with('#')).count(), 2);
}
