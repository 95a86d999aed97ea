//! The three sample bundles, redacted: nothing of the customer is left and everything else is.

use tollgate_redact::Map;

use crate::support::{SAMPLES, is_capture, redacted, redactor, sample, seed};

fn holds(content: &[u8], word: &str) -> bool {
    let content = content.to_ascii_lowercase();
    content
        .windows(word.len())
        .any(|window| window == word.as_bytes())
}

#[test]
fn no_original_is_left_and_every_length_stays() {
    for stamp in SAMPLES {
        let files = sample(stamp);
        let mut redactor = redactor(&files, &Map::new(&seed()));
        let after = redacted(&files, &mut redactor);
        assert_eq!(after.len(), files.len());
        for ((name, content), (old_name, old)) in after.iter().zip(&files) {
            assert_eq!(
                (name.len(), content.len()),
                (old_name.len(), old.len()),
                "{old_name}"
            );
            assert_ne!(name, old_name);
            for word in [
                "steven", "emusk", "vcsc", "cucm.", "10.48.36", "c3RldmVu", "diegem",
            ] {
                assert!(!holds(content, &word.to_lowercase()), "{name}: {word}");
            }
            let survivors = if is_capture(name) {
                redactor.survivors_in_capture(content)
            } else {
                redactor.survivors_in_text(content)
            };
            assert_eq!(survivors, [], "{name}");
        }
    }
}
