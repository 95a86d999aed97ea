//! From paths to files, each with the place that messages call it.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, Read};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use tollgate_analyze::archive::walk_at;
use tollgate_analyze::bundle::LogFacts;
use tollgate_analyze::{EntryName, KIND_HEAD, Kind, Limits, Place};
use tollgate_report::Message;

use super::tail::{self, Tail};

/// Files that are read in all. An unpacked snapshot of a whole system has some thousands.
const FILES: usize = 100_000;
/// Directories inside one another.
const DEPTH: usize = 32;
/// Endings of names that say that a file in a directory is an archive by itself.
const ARCHIVES: [&str; 4] = [".tar.gz", ".tgz", ".tar", ".zip"];

/// The files that are to be read.
#[derive(Debug, Default)]
pub(crate) struct Sources {
    pub(super) files: Vec<Source>,
    /// What could not be read.
    pub(super) notes: Vec<Message>,
    /// At least one of the paths cannot be read.
    pub(super) has_unreadable: bool,
}

/// A file.
#[derive(Debug)]
pub(super) struct Source {
    input: Input,
    pub(super) place: Place,
}

#[derive(Debug)]
enum Input {
    File(PathBuf),
    /// A log from an octet on.
    Tail(PathBuf, u64),
    /// Standard input or a pipe, which can be read once only, in a file without a name.
    Copy(File),
}

impl Source {
    /// The file, from its beginning, and its size.
    pub(super) fn open(&self) -> io::Result<(Tail, u64)> {
        let (file, start) = match &self.input {
            Input::File(path) => (File::open(path)?, 0),
            Input::Tail(path, start) => (File::open(path)?, *start),
            Input::Copy(file) => (file.try_clone()?, 0),
        };
        let size = file.metadata()?.len().saturating_sub(start);
        Ok((Tail::of(file, start)?, size))
    }
}

impl Sources {
    /// The files of all paths, each path once.
    pub(super) fn of(paths: &[PathBuf]) -> Self {
        let mut sources = Self::default();
        let mut seen = HashSet::new();
        for path in paths {
            let same = fs::canonicalize(path).unwrap_or_else(|_| path.clone());
            if !seen.insert(same) {
                let file = path.display().to_string();
                sources.note("note-given-twice", file);
                continue;
            }
            let name = shown(path, paths);
            if let Err(error) = sources.add(path, &name) {
                sources.unreadable(path, &error);
            }
        }
        sources
    }

    fn add(&mut self, path: &Path, name: &str) -> io::Result<()> {
        let place = Place::file(EntryName::new(name.as_bytes()));
        let input = if path == Path::new("-") {
            Input::Copy(copied(&mut io::stdin().lock())?)
        } else {
            let metadata = fs::metadata(path)?;
            if metadata.is_dir() {
                return self.directory(path, &place, 0);
            }
            if metadata.is_file() {
                // What cannot be opened is told now, and not as an archive without entries.
                drop(File::open(path)?);
                Input::File(path.to_owned())
            } else {
                Input::Copy(copied(&mut File::open(path)?)?)
            }
        };
        self.files.push(Source { input, place });
        Ok(())
    }

    /// An unpacked archive; or several, where the directory holds nothing but directories.
    fn directory(&mut self, path: &Path, place: &Place, depth: usize) -> io::Result<()> {
        let entries = entries_of(path)?;
        if entries.is_empty() {
            self.note("note-empty-directory", place.to_string());
        }
        let holds_directories_only = entries.iter().all(|(_, kind)| kind.is_dir());
        if depth < DEPTH && holds_directories_only && entries.len() > 1 {
            for (directory, _) in entries {
                let own = Place::file(EntryName::new(name_of(&directory).as_bytes()));
                if let Err(error) = self.directory(&directory, &own, depth + 1) {
                    self.unreadable(&directory, &error);
                }
            }
            return Ok(());
        }
        self.tree(entries, "", place, depth);
        Ok(())
    }

    /// The files below a directory; `prefix` is where they are in it.
    fn tree(
        &mut self,
        entries: Vec<(PathBuf, fs::FileType)>,
        prefix: &str,
        place: &Place,
        depth: usize,
    ) {
        for (path, kind) in entries {
            let base = name_of(&path);
            let name = format!("{prefix}{base}");
            if self.files.len() >= FILES {
                self.note("note-too-many-files", place.to_string());
                return;
            }
            if kind.is_dir() {
                if depth >= DEPTH {
                    self.note("note-too-deep", path.display().to_string());
                    continue;
                }
                match entries_of(&path) {
                    Ok(inner) => self.tree(inner, &format!("{name}/"), place, depth + 1),
                    Err(error) => self.unreadable(&path, &error),
                }
            } else if kind.is_file() {
                let lower = base.to_ascii_lowercase();
                let is_archive = ARCHIVES.iter().any(|ending| lower.ends_with(ending));
                let entry = EntryName::new(name.as_bytes());
                let place = if is_archive {
                    Place::file(entry)
                } else {
                    place.entry(entry)
                };
                let input = Input::File(path);
                self.files.push(Source { input, place });
            } else {
                self.note("note-not-a-file", path.display().to_string());
            }
        }
    }

    /// Begins each plain log near the first line of this time or later, in Unix milliseconds.
    pub(super) fn begin_at(&mut self, since: i64) {
        for source in &mut self.files {
            let Input::File(path) = &source.input else {
                continue;
            };
            // What cannot be searched is read from its beginning.
            if let Ok(start @ 1..) = tail::start_of(path, since) {
                source.input = Input::Tail(path.clone(), start);
            }
        }
    }

    /// Puts logs in the order of their first lines, so that they can be streamed in that order.
    /// Files of other kinds stay in front, in the order they were given.
    pub(super) fn sort_by_time(&mut self) {
        if self.files.len() > 1 {
            self.files.sort_by_cached_key(|source| {
                let archive = source.place.archive();
                archive.is_some().then(|| first_stamp(source)).flatten()
            });
        }
    }

    pub(super) fn unreadable(&mut self, path: &Path, error: &io::Error) {
        self.has_unreadable = true;
        let values = [
            ("file", path.display().to_string()),
            ("error", error.to_string()),
        ];
        self.notes.push(Message::new("note-unreadable", values));
    }

    fn note(&mut self, id: &'static str, file: String) {
        self.notes.push(Message::new(id, [("file", file)]));
    }
}

/// What a path is called: its last component, or all of it where another path ends in the same.
fn shown(path: &Path, paths: &[PathBuf]) -> String {
    let base = |path: &Path| path.file_name().map(OsStr::to_owned);
    let is_alone = paths
        .iter()
        .filter(|other| base(other) == base(path))
        .count()
        == 1;
    if is_alone && path.file_name().is_some() {
        name_of(path)
    } else {
        path.display().to_string()
    }
}

fn name_of(path: &Path) -> String {
    let name = path.file_name().unwrap_or(path.as_os_str());
    name.to_string_lossy().into_owned()
}

/// What a directory holds, by name. Links are told apart from what they point to.
fn entries_of(path: &Path) -> io::Result<Vec<(PathBuf, fs::FileType)>> {
    let mut entries = Vec::new();
    for entry in fs::read_dir(path)?.take(FILES) {
        let entry = entry?;
        entries.push((entry.path(), entry.file_type()?));
    }
    entries.sort_by(|(one, _), (other, _)| one.cmp(other));
    Ok(entries)
}

/// A copy of what can be read only once, in a file that has no name and goes with the program.
fn copied(source: &mut dyn Read) -> io::Result<File> {
    let mut file = tempfile::tempfile()?;
    io::copy(source, &mut file)?;
    Ok(file)
}

/// The time of the first line of a log, gzipped or not, in Unix milliseconds.
fn first_stamp(source: &Source) -> Option<i64> {
    let (file, _) = source.open().ok()?;
    let mut first = None;
    let place = source.place.clone();
    walk_at(place, file, &Limits::default(), &mut |entry, content| {
        let limit = u64::try_from(KIND_HEAD).unwrap_or(u64::MAX);
        let mut head = Vec::new();
        // What cannot be read now is told when the file is read.
        _ = content.take(limit).read_to_end(&mut head);
        if matches!(Kind::of(entry.place.name().base(), &head), Kind::Log) {
            first = LogFacts::of(&head).first.map(|stamp| stamp.unix_ms);
        }
        ControlFlow::Break(())
    });
    first
}
