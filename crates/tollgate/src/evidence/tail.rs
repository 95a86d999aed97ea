//! The end of a long log: where it begins by time, and a file that begins there.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use tollgate_analyze::bundle::LogFacts;

/// Octets of a log that are looked at in one place. A line is shorter, or what follows it is read
/// as well.
const LOOK: u64 = 256 * 1024;
/// Octets of them that mostly suffice.
const FEW: usize = 16 * 1024;
/// Milliseconds by which lines may stand behind later ones: several threads write a log, and clocks
/// are set.
const SLACK: i64 = 5 * 60 * 1000;

/// A file from an octet on, which is its octet 0.
#[derive(Debug)]
pub(super) struct Tail {
    file: File,
    start: u64,
}

impl Tail {
    /// The file from `start` on, at its beginning.
    pub(super) fn of(mut file: File, start: u64) -> io::Result<Self> {
        file.seek(SeekFrom::Start(start))?;
        Ok(Self { file, start })
    }
}

impl Read for Tail {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.file.read(buffer)
    }
}

impl Seek for Tail {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let to = match to {
            SeekFrom::Start(place) => SeekFrom::Start(place.saturating_add(self.start)),
            relative @ (SeekFrom::Current(_) | SeekFrom::End(_)) => relative,
        };
        let place = self.file.seek(to)?;
        place
            .checked_sub(self.start)
            .ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))
    }
}

/// The octet at which a line begins, such that no line of this time or later, in Unix milliseconds,
/// is before it; 0 for a file that is no plain log, or whose lines have no times.
pub(super) fn start_of(path: &Path, since: i64) -> io::Result<u64> {
    let mut file = File::open(path)?;
    let length = file.metadata()?.len();
    let since = since.saturating_sub(SLACK);
    if first_line(&mut file, 0)?.is_none() {
        return Ok(0);
    }
    // Lines before `low` are too old; what is at `high` or after it is not, or cannot be told.
    let (mut low, mut high) = (0, length);
    while high.saturating_sub(low) > LOOK {
        let middle = low + (high - low) / 2;
        match first_line(&mut file, middle)? {
            Some((start, at)) if at < since && start > low => low = start,
            Some(_) => high = middle,
            // Nothing tells the time there.
            None => return Ok(low),
        }
    }
    Ok(low)
}

/// The first whole line with a time from `place` on: its octet and its time.
fn first_line(file: &mut File, place: u64) -> io::Result<Option<(u64, i64)>> {
    file.seek(SeekFrom::Start(place))?;
    let mut look = Vec::new();
    file.take(LOOK).read_to_end(&mut look)?;
    let mut skipped = 0;
    if place > 0 {
        // The line that `place` is in the middle of.
        let Some(end) = look.iter().position(|octet| *octet == b'\n') else {
            return Ok(None);
        };
        skipped = end + 1;
    }
    let lines = look.get(skipped..).unwrap_or_default();
    // Mostly the next line has a time, and little has to be understood to find it.
    let few = lines.get(..FEW).unwrap_or(lines);
    let first = LogFacts::of(few)
        .first
        .or_else(|| LogFacts::of(lines).first);
    let Some(first) = first else {
        return Ok(None);
    };
    let skipped = u64::try_from(skipped).unwrap_or(u64::MAX);
    Ok(Some((place.saturating_add(skipped), first.unix_ms)))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    /// Unix milliseconds of 2022-07-11T16:00:00Z.
    const BASE: i64 = 1_657_555_200_000;

    fn log(lines: i64) -> tempfile::NamedTempFile {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        for second in 0..lines {
            let at = jiff::Timestamp::from_millisecond(BASE + second * 1000).unwrap();
            let at = at.strftime("%Y-%m-%dT%H:%M:%S.000+00:00");
            let rest =
                "vcsc traffic_server[1]: Event=\"Request Allowed\" Detail=\"Access allowed\"";
            writeln!(file, "{at} {rest} n=\"{second:0100}\"").unwrap();
        }
        file.flush().unwrap();
        file
    }

    #[test]
    fn what_is_wanted_is_behind_the_place_that_is_found() {
        let file = log(8_000);
        let length = file.as_file().metadata().unwrap().len();
        for second in [0, 1, 1_000, 4_000, 7_999, 9_000] {
            let since = BASE + second * 1000;
            let start = start_of(file.path(), since).unwrap();
            let opened = File::open(file.path()).unwrap();
            let mut tail = Tail::of(opened, start).unwrap();
            let mut text = String::new();
            tail.read_to_string(&mut text).unwrap();
            assert!(text.starts_with("2022-"), "{second}");
            if second < 8_000 {
                let wanted = format!("n=\"{second:0100}\"");
                assert!(text.contains(&wanted), "{second}");
            }
            // Little more than is wanted: the slack, and what is looked at in one place.
            let wanted = u64::try_from((8_000 - second).max(0)).unwrap() * length / 8_000;
            let slack = 300 * length / 8_000 + 2 * LOOK;
            assert!(length - start <= wanted + slack, "{second}: {start}");
        }
    }

    #[test]
    fn a_file_without_times_is_read_from_its_beginning() {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(&b"no log at all\n".repeat(100_000)).unwrap();
        assert_eq!(start_of(file.path(), BASE).unwrap(), 0);
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(&[0x1f, 0x8b, 8, 0]).unwrap();
        assert_eq!(start_of(file.path(), BASE).unwrap(), 0);
    }

    #[test]
    fn a_tail_is_a_file_of_its_own() {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(b"0123456789").unwrap();
        let mut tail = Tail::of(File::open(file.path()).unwrap(), 4).unwrap();
        assert_eq!(tail.seek(SeekFrom::End(0)).unwrap(), 6);
        assert_eq!(tail.seek(SeekFrom::Start(1)).unwrap(), 1);
        let mut text = String::new();
        tail.read_to_string(&mut text).unwrap();
        assert_eq!(text, "56789");
        tail.seek(SeekFrom::End(-8)).unwrap_err();
    }
}
