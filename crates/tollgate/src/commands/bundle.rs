//! `tollgate bundle`: redacts bundles, and leads back.

mod files;
mod pack;
mod report;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use tollgate_redact::{Map, MapError, RedactError, Redactor, Seed, Survey};

use self::files::{Content, each_file};
use self::pack::Pack;
use self::report::{FileReport, Report};
use crate::cli::{RedactArguments, UnredactArguments};
use crate::exit::Exit;
use crate::input;
use crate::output::Output;

/// Why nothing was handed out.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BundleError {
    #[error("cannot read {}", path.display())]
    Unreadable { path: PathBuf, source: io::Error },
    #[error("cannot write {}", path.display())]
    Unwritable { path: PathBuf, source: io::Error },
    #[error("{} exists and is not overwritten", path.display())]
    Exists { path: PathBuf },
    #[error("{} is no redaction map", path.display())]
    Map { path: PathBuf, source: MapError },
    #[error("{inputs} inputs need a directory, and {} is a file", path.display())]
    NotADirectory { path: PathBuf, inputs: usize },
    #[error("there is nothing in the input that can be redacted")]
    Nothing,
    #[error("too many names")]
    TooManyNames,
    #[error("originals are left")]
    Left {
        /// File, original, place.
        survivors: Vec<(String, String, usize)>,
    },
}

impl BundleError {
    /// What an operator reads of it; its cause follows.
    pub(crate) fn told(&self, output: &Output) -> String {
        let of = |id: &str, path: &Path| output.text(id, &[("file", path.display().to_string())]);
        match self {
            Self::Unreadable { path, .. } => of("error-unreadable", path),
            Self::Unwritable { path, .. } => of("error-unwritable", path),
            Self::Exists { path } => of("error-redact-exists", path),
            Self::Map { path, .. } => of("error-redact-map", path),
            Self::NotADirectory { path, .. } => of("error-redact-directory", path),
            Self::Nothing => output.text("error-redact-nothing", &[]),
            Self::TooManyNames => output.text("error-redact-names", &[]),
            Self::Left { survivors } => {
                let mut lines = vec![output.text("error-redact-left", &[])];
                for (file, original, position) in survivors.iter().take(SHOWN) {
                    let arguments = [
                        ("file", file.clone()),
                        ("position", position.to_string()),
                        ("original", original.clone()),
                    ];
                    lines.push(output.text("error-redact-left-place", &arguments));
                }
                lines.join("\n")
            }
        }
    }
}

/// Originals that are named when some are left.
const SHOWN: usize = 20;

pub(crate) fn redact(arguments: &RedactArguments, output: &mut Output) -> Result<Exit> {
    let map = read_map(&arguments.map)?;
    let targets = pack::targets(&arguments.inputs, &arguments.out)?;
    let mut survey = Survey::default();
    for input in &arguments.inputs {
        survey_input(input, &mut survey, output)?;
    }
    let mut redactor = survey.finish(&map).map_err(|error| match error {
        RedactError::TooManyNames => BundleError::TooManyNames,
        RedactError::Map(source) => BundleError::Map {
            path: arguments.map.clone(),
            source,
        },
    })?;
    let mut report = Report::default();
    let mut packs = Vec::new();
    for input in &arguments.inputs {
        let pack = redact_input(input, &targets, &mut redactor, &mut report)?;
        packs.extend(pack);
    }
    if packs.is_empty() {
        return Err(BundleError::Nothing.into());
    }
    check(&mut packs, &redactor)?;
    report.certificates = redactor.certificate_facts();
    // Without the map there would be no way back, so it comes first.
    write_map(&arguments.map, &redactor.map())?;
    for pack in packs {
        report.written.push(pack.keep()?);
    }
    report.map.clone_from(&arguments.map);
    report.write(arguments.output, output)?;
    Ok(Exit::Good)
}

pub(crate) fn unredact(arguments: &UnredactArguments, output: &mut Output) -> Result<Exit> {
    let map = input::read(&arguments.map)?;
    let broken = |source| BundleError::Map {
        path: arguments.map.clone(),
        source,
    };
    let map = Map::parse(&map).map_err(broken)?;
    let text = input::read(&arguments.text)?;
    let text = map
        .unredact(&String::from_utf8_lossy(&text))
        .map_err(broken)?;
    output.verbatim(&text);
    Ok(Exit::Good)
}

fn read_map(path: &Path) -> Result<Map> {
    if !path.try_exists().unwrap_or(true) {
        let mut octets = [0; 32];
        openssl::rand::rand_bytes(&mut octets).context("no random numbers")?;
        return Ok(Map::new(&Seed::new(octets)));
    }
    let octets = input::read(path)?;
    let path = path.to_owned();
    Ok(Map::parse(&octets).map_err(|source| BundleError::Map { path, source })?)
}

/// Readable by its owner alone, whole or not at all.
fn write_map(path: &Path, map: &Map) -> Result<()> {
    let unwritable = |source| BundleError::Unwritable {
        path: path.to_owned(),
        source,
    };
    let parent = path
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty());
    let parent = parent.unwrap_or_else(|| Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(parent).map_err(unwritable)?;
    let json = map
        .to_json()
        .map_err(io::Error::other)
        .map_err(unwritable)?;
    io::Write::write_all(&mut file, json.as_bytes()).map_err(unwritable)?;
    file.as_file().sync_all().map_err(unwritable)?;
    file.persist(path)
        .map_err(|error| unwritable(error.error))?;
    Ok(())
}

fn survey_input(path: &Path, survey: &mut Survey, output: &Output) -> Result<()> {
    let problems = each_file(path, &mut |file| {
        match file.content {
            Content::Text(mut text) => text.each_piece(&mut |piece| {
                survey.text(piece);
                Ok(())
            })?,
            Content::Certificates(der) => survey.certificates(&der),
            // A capture that is not understood is left out, and said so, in the second pass.
            Content::Capture(capture) => drop(survey.capture(&capture)),
            Content::Dropped(_) => {}
        }
        survey.text(file.name.as_bytes());
        Ok(())
    })?;
    for (id, arguments) in problems {
        output.note(&output.text(id, &arguments));
    }
    Ok(())
}

fn redact_input(
    path: &Path,
    targets: &pack::Targets,
    redactor: &mut Redactor,
    report: &mut Report,
) -> Result<Option<Pack>> {
    let mut pack: Option<Pack> = None;
    each_file(path, &mut |file| {
        let name = redactor.file_name(&file.name);
        let archives: Vec<String> = file
            .archives
            .iter()
            .map(|archive| redactor.file_name(archive))
            .collect();
        let mut entry = FileReport::new(&archives, &name);
        let mut spool = tempfile::spooled_tempfile(SPOOLED);
        let is_kept = files::write(file.content, redactor, &mut spool, &mut entry)?;
        if is_kept {
            let pack = match &mut pack {
                Some(pack) => pack,
                None => pack.insert(Pack::new(targets, &archives, &name)?),
            };
            pack.add(&archives, &name, spool)?;
        }
        report.files.push(entry);
        Ok(())
    })?;
    match pack {
        Some(mut pack) => {
            pack.finish()?;
            Ok(Some(pack))
        }
        None => Ok(None),
    }
}

/// Octets of a redacted file that are held in memory before they go to a file.
const SPOOLED: usize = 8 * 1024 * 1024;

/// Reads what was made as a stranger would, and looks for what must not be in it.
fn check(packs: &mut [Pack], redactor: &Redactor) -> Result<()> {
    let mut survivors = Vec::new();
    for pack in packs {
        let path = pack.path().to_owned();
        each_file(&path, &mut |file| {
            let mut found = Vec::new();
            match file.content {
                Content::Text(mut text) => text.each_piece(&mut |piece| {
                    found.extend(redactor.survivors_in_text(piece));
                    Ok(())
                })?,
                Content::Certificates(der) => {
                    found.extend(redactor.survivors_in_certificates(&der));
                }
                Content::Capture(capture) => {
                    found.extend(redactor.survivors_in_capture(&capture));
                }
                Content::Dropped(_) => {}
            }
            // The name of the temporary file is none of the bundle's.
            if !file.archives.is_empty() {
                found.extend(redactor.survivors_in_text(file.name.as_bytes()));
            }
            survivors.extend(
                found
                    .into_iter()
                    .map(|survivor| (file.name.clone(), survivor.original, survivor.at)),
            );
            Ok(())
        })?;
    }
    if survivors.is_empty() {
        return Ok(());
    }
    survivors.sort();
    survivors.dedup();
    Err(BundleError::Left { survivors }.into())
}

fn unreadable(path: &Path, source: io::Error) -> BundleError {
    BundleError::Unreadable {
        path: path.to_owned(),
        source,
    }
}

/// Every file below a directory, sorted, with its name below it.
fn files_below(directory: &Path) -> Result<Vec<(PathBuf, String)>, BundleError> {
    let mut found = Vec::new();
    let mut pending = vec![directory.to_owned()];
    while let Some(place) = pending.pop() {
        for entry in fs::read_dir(&place).map_err(|error| unreadable(&place, error))? {
            let entry = entry.map_err(|error| unreadable(&place, error))?;
            let path = entry.path();
            let kind = entry
                .file_type()
                .map_err(|error| unreadable(&path, error))?;
            // Links are not followed: they lead out of what was given.
            if kind.is_dir() {
                pending.push(path);
            } else if kind.is_file() {
                let name = path.strip_prefix(directory).unwrap_or(&path);
                let name = name.to_string_lossy().into_owned();
                found.push((path, name));
            }
        }
    }
    found.sort();
    Ok(found)
}
