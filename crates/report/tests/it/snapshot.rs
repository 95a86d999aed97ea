//! Forms of reports as they were reviewed, one file each.

use std::fs;
use std::path::Path;

/// Compares `text` with the file `name` of the snapshots. With `UPDATE_SNAPSHOTS` set the file is
/// written instead: look at what changed before it is committed.
pub(crate) fn compare(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/snapshots")
        .join(name);
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        fs::write(&path, text).unwrap();
        return;
    }
    let reviewed = fs::read_to_string(&path).unwrap_or_default();
    let (mut old, mut new) = (reviewed.lines(), text.lines());
    for number in 1.. {
        let (old, new) = (old.next(), new.next());
        assert_eq!(new, old, "{name}, line {number}, new against reviewed");
        if old.is_none() {
            break;
        }
    }
    assert_eq!(text, reviewed, "{name}: line ends");
}
