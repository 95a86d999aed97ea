//! A log and those beside it that were rotated away.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

/// Rotated logs that are read beside a log.
const ROTATED: usize = 64;

/// The log, after those beside it that hold lines of this time, in Unix milliseconds, or later:
/// `NAME.1`, `NAME-20260711`, `NAME.2.gz`. What was written for the last time before it is left out.
pub(super) fn with_rotated(log: &Path, since: Option<i64>) -> Vec<PathBuf> {
    let mut files = rotated(log, since).unwrap_or_default();
    files.push(log.to_owned());
    files
}

fn rotated(log: &Path, since: Option<i64>) -> Option<Vec<PathBuf>> {
    let name = log.file_name()?.to_str()?;
    let directory = log.parent().filter(|own| !own.as_os_str().is_empty());
    let directory = directory.unwrap_or_else(|| Path::new("."));
    let mut files = Vec::new();
    for entry in fs::read_dir(directory).ok()?.flatten() {
        let other = entry.file_name();
        let rest = other.to_str().and_then(|other| other.strip_prefix(name));
        if !rest.is_some_and(is_rotation) {
            continue;
        }
        let Ok(metadata) = entry.metadata() else {
            continue;
        };
        let changed = metadata.modified().ok();
        let changed = changed.and_then(|at| at.duration_since(UNIX_EPOCH).ok());
        let changed = changed.and_then(|at| i64::try_from(at.as_millis()).ok());
        // Whose time is unknown is read: too much is better than too little.
        let is_old = changed.zip(since).is_some_and(|(at, since)| at < since);
        if metadata.is_file() && !is_old {
            files.push((changed, entry.path()));
        }
    }
    files.sort();
    // The newest of them hold what matters.
    let surplus = files.len().saturating_sub(ROTATED);
    Some(
        files
            .into_iter()
            .skip(surplus)
            .map(|(_, path)| path)
            .collect(),
    )
}

/// Whether what stands behind a log's name is what rotation puts there.
fn is_rotation(rest: &str) -> bool {
    let rest = rest.strip_suffix(".gz").unwrap_or(rest);
    let rest = rest.strip_prefix(['.', '-']).unwrap_or_default();
    let is_part = |part: &str| {
        part.bytes()
            .all(|own| own.is_ascii_digit() || matches!(own, b'-' | b'_' | b'T' | b'Z' | b'.'))
    };
    rest.starts_with(|own: char| own.is_ascii_digit()) && is_part(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rotated_logs_are_told_by_their_names() {
        for rest in [
            ".1",
            ".12.gz",
            "-20260711",
            "-20260711.gz",
            ".2026-07-11T00",
        ] {
            assert!(is_rotation(rest), "{rest}");
        }
        for rest in ["", ".gz", ".json", ".bak", "x", "-old", ".1.txt"] {
            assert!(!is_rotation(rest), "{rest}");
        }
    }

    #[test]
    fn those_of_the_time_are_read_before_the_log() {
        let directory = tempfile::tempdir().unwrap();
        let path = |name: &str| directory.path().join(name);
        for name in [
            "server.log",
            "server.log.1",
            "server.log.json",
            "other.log.1",
        ] {
            fs::write(path(name), "x").unwrap();
        }
        let log = path("server.log");
        let all = [path("server.log.1"), log.clone()];
        assert_eq!(with_rotated(&log, None), all);
        assert_eq!(with_rotated(&log, Some(0)), all);
        assert_eq!(with_rotated(&log, Some(i64::MAX)), [log]);
    }
}
