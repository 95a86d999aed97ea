//! Bundles as tests need them.

use std::collections::BTreeMap;
use std::io::Read;

use flate2::read::GzDecoder;
use tollgate_redact::{Map, Redactor, Seed, Survey, Tally};

/// The files of a bundle by name.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

pub(crate) fn sample(stamp: &str) -> Files {
    let path = format!(
        "{}/../analyze/tests/fixtures/bundles/diagnostic_log_vcsc_{stamp}.tar.gz",
        env!("CARGO_MANIFEST_DIR")
    );
    let packed = std::fs::read(path).unwrap();
    let mut archive = tar::Archive::new(GzDecoder::new(packed.as_slice()));
    let mut files = Files::new();
    for entry in archive.entries().unwrap() {
        let mut entry = entry.unwrap();
        let name = entry.path().unwrap().display().to_string();
        let mut content = Vec::new();
        entry.read_to_end(&mut content).unwrap();
        files.insert(name, content);
    }
    files
}

pub(crate) const SAMPLES: [&str; 3] = [
    "2022-07-11_16_55_44",
    "2022-07-11_17_33_18",
    "2022-07-11_17_49_11",
];

pub(crate) fn seed() -> Seed {
    Seed::new([0x5a; 32])
}

pub(crate) fn redactor(files: &Files, map: &Map) -> Redactor {
    let mut survey = Survey::default();
    for (name, content) in files {
        if is_capture(name) {
            survey.capture(content).unwrap();
        } else {
            survey.text(content);
        }
    }
    survey.finish(map).unwrap()
}

pub(crate) fn redacted(files: &Files, redactor: &mut Redactor) -> Files {
    let mut tally = Tally::new();
    let mut after = Files::new();
    for (name, content) in files {
        let changed = if is_capture(name) {
            redactor.capture(content, &mut tally).unwrap().0
        } else {
            redactor.text(content, &mut tally)
        };
        after.insert(redactor.file_name(name), changed);
    }
    after
}

pub(crate) fn is_capture(name: &str) -> bool {
    name.contains("tcpdump")
}
