//! Every file of the fuzz target's corpus, through what the target runs.

use std::path::Path;

#[path = "../../../../fuzz/bodies/probe_answer.rs"]
mod probe_answer;

#[test]
fn the_corpus_of_answers_is_read() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus/probe_answer");
    let mut count = 0;
    for entry in std::fs::read_dir(corpus).unwrap() {
        let entry = entry.unwrap();
        // What the fuzzer adds is named by its SHA-1 and stays local.
        if entry.file_name().len() != 40 {
            let whole = std::fs::read(entry.path()).unwrap();
            // A peer may stop anywhere; at every byte would take minutes.
            for end in (0..whole.len()).step_by(61) {
                probe_answer::run(&whole[..end]);
            }
            probe_answer::run(&whole);
            count += 1;
        }
    }
    assert!(count > 1, "the corpus is missing");
}
