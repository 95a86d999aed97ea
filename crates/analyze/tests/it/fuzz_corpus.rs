//! Every file of the fuzz targets' corpora, through what the targets run.

use std::path::Path;

#[path = "../../../../fuzz/bodies/allow_csv.rs"]
mod allow_csv;
#[path = "../../../../fuzz/bodies/bundle.rs"]
mod bundle;
#[path = "../../../../fuzz/bodies/capture.rs"]
mod capture;
#[path = "../../../../fuzz/bodies/certificate.rs"]
mod certificate;
#[path = "../../../../fuzz/bodies/diagnostic_log.rs"]
mod diagnostic_log;
#[path = "../../../../fuzz/bodies/discovery.rs"]
mod discovery;
#[path = "../../../../fuzz/bodies/edge_url.rs"]
mod edge_url;
#[path = "../../../../fuzz/bodies/inventory.rs"]
mod inventory;
#[path = "../../../../fuzz/bodies/log_evidence.rs"]
mod log_evidence;

/// Runs a target on its corpus. What the fuzzer adds is named by its SHA-1, stays local and grows:
/// it is no part of it.
fn replay(target: &str, run: fn(&[u8])) {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus");
    let mut count = 0;
    for entry in std::fs::read_dir(corpus.join(target)).unwrap() {
        let entry = entry.unwrap();
        if entry.file_name().len() != 40 {
            run(&std::fs::read(entry.path()).unwrap());
            count += 1;
        }
    }
    assert!(count > 1, "the corpus of {target} is missing");
}

#[test]
fn the_corpus_of_logs_is_read() {
    replay("diagnostic_log", diagnostic_log::run);
    replay("log_evidence", log_evidence::run);
}

#[test]
fn the_corpus_of_captures_is_read() {
    replay("capture", capture::run);
}

#[test]
fn the_corpus_of_bundles_is_read() {
    replay("bundle", bundle::run);
}

#[test]
fn the_corpus_of_certificates_is_read() {
    replay("certificate", certificate::run);
}

#[test]
fn the_corpus_of_inventories_and_publishers_answers_is_read() {
    replay("inventory", inventory::run);
    replay("discovery", discovery::run);
}

#[test]
fn the_corpus_of_allow_lists_and_edge_urls_is_read() {
    replay("allow_csv", allow_csv::run);
    replay("edge_url", |octets| {
        if let Ok(text) = str::from_utf8(octets) {
            edge_url::run(text);
        }
    });
}
