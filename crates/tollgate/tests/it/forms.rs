//! The report of each sample in each form, as a person or a program gets it. `UPDATE_SNAPSHOTS=1`
//! writes them anew; review them like code.

use std::path::{Path, PathBuf};

use crate::support::{command, tollgate};

const SAMPLES: [&str; 3] = ["16_55_44", "17_33_18", "17_49_11"];
/// Each form with the ending of its file. The page is held once: it is long, and its parts have
/// tests of their own.
const FORMS: [(&str, &str); 8] = [
    ("text", "txt"),
    ("short", "short.txt"),
    ("json", "json"),
    ("md", "md"),
    ("csv", "csv"),
    ("junit", "xml"),
    ("sarif", "sarif"),
    ("pem", "pem"),
];

fn directory(of: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(of)
}

fn report(sample: &str, form: &str) -> String {
    let name = format!("diagnostic_log_vcsc_2022-07-11_{sample}.tar.gz");
    let path = directory("../analyze/tests/fixtures/bundles").join(name);
    let ran = tollgate(["analyze", path.to_str().unwrap(), "-o", form]);
    assert_eq!(ran.code, 3, "{}", ran.stderr);
    ran.stdout
}

/// Holds a text against its file.
fn hold(name: &str, text: &str) {
    let path = directory("tests/snapshots").join(name);
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::create_dir_all(directory("tests/snapshots")).unwrap();
        std::fs::write(&path, text).unwrap();
        return;
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    let pairs = || expected.lines().zip(text.lines());
    let first = pairs().zip(1..).find(|((old, new), _)| old != new);
    assert!(
        expected == text,
        "{name} differs, first in {first:?}; if that is meant, run with UPDATE_SNAPSHOTS=1"
    );
}

#[test]
fn reports_of_the_samples_are_as_they_were_reviewed() {
    for sample in SAMPLES {
        for (form, ending) in FORMS {
            hold(&format!("{sample}.{ending}"), &report(sample, form));
        }
    }
}

#[test]
fn the_page_of_the_first_sample_is_as_it_was_reviewed() {
    hold("16_55_44.html", &report("16_55_44", "html"));
}

#[test]
fn a_result_that_cannot_be_written_is_told_and_no_success() {
    for (arguments, code) in [(&["version"][..], 1), (&["explain", "TG1001"], 1)] {
        let full = std::fs::File::create("/dev/full").unwrap();
        let output = command().args(arguments).stdout(full).output().unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(code), "{told}");
        assert!(told.contains("standard output"), "{told}");
        assert_eq!(told.lines().count(), 1, "{told}");
    }
}
