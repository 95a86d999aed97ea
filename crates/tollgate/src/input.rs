//! Files, directories and standard input, read within limits.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use tollgate_pki::{EntryError, PresentedChain, TrustStore, certificates_from};

use crate::output::Output;

/// The largest file that is read whole: hundreds of times a bundle of all public CAs.
const MAX_FILE: u64 = 64 * 1024 * 1024;
/// Files of one trust store directory.
const MAX_DIRECTORY_ENTRIES: usize = 10_000;

/// An input that cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum InputError {
    #[error("cannot read {}", path.display())]
    Unreadable { path: PathBuf, source: io::Error },
    #[error("{} is larger than {MAX_FILE} bytes", path.display())]
    TooLarge { path: PathBuf },
    #[error("{} holds more than {MAX_DIRECTORY_ENTRIES} files", path.display())]
    TooMany { path: PathBuf },
    #[error("no certificate in {}", path.display())]
    NoCertificate {
        path: PathBuf,
        source: Option<EntryError>,
    },
    #[error("{}: entry {position} cannot be read", path.display())]
    BadEntry {
        path: PathBuf,
        position: usize,
        source: EntryError,
    },
}

/// The bytes of a file, or of standard input when `path` is `-`.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, InputError> {
    let unreadable = |source| InputError::Unreadable {
        path: path.to_owned(),
        source,
    };
    let mut bytes = Vec::new();
    let read = if path == Path::new("-") {
        io::stdin()
            .lock()
            .take(MAX_FILE + 1)
            .read_to_end(&mut bytes)
    } else {
        File::open(path).and_then(|file| file.take(MAX_FILE + 1).read_to_end(&mut bytes))
    };
    read.map_err(unreadable)?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length > MAX_FILE) {
        return Err(InputError::TooLarge {
            path: path.to_owned(),
        });
    }
    Ok(bytes)
}

/// Name and bytes of each file that `paths` name; a directory stands for the files in it.
pub(crate) fn read_all(paths: &[PathBuf]) -> Result<Vec<(String, Vec<u8>)>, InputError> {
    let mut files = Vec::new();
    for path in paths {
        for file in files_of(path)? {
            let bytes = read(&file)?;
            files.push((file.display().to_string(), bytes));
        }
    }
    Ok(files)
}

fn files_of(path: &Path) -> Result<Vec<PathBuf>, InputError> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let unreadable = |source| InputError::Unreadable {
        path: path.to_owned(),
        source,
    };
    let mut files = Vec::new();
    for entry in fs::read_dir(path).map_err(unreadable)? {
        let file = entry.map_err(unreadable)?.path();
        if file.is_file() {
            files.push(file);
        }
        if files.len() > MAX_DIRECTORY_ENTRIES {
            return Err(InputError::TooMany {
                path: path.to_owned(),
            });
        }
    }
    files.sort();
    Ok(files)
}

/// A trust store of files and directories. Entries that cannot be used are told on standard
/// error and the rest is used, but a file that was named and holds no certificate is an error.
pub(crate) fn trust_store(
    paths: &[PathBuf],
    at: Timestamp,
    output: &Output,
) -> Result<TrustStore, InputError> {
    let mut builder = TrustStore::builder();
    for (path, files) in paths
        .iter()
        .map(|path| (path, read_all(std::slice::from_ref(path))))
    {
        let is_directory = path.is_dir();
        for (name, bytes) in files? {
            let entries = certificates_from(&bytes);
            let holds_one = entries.iter().any(|entry| entry.certificate.is_ok());
            if !holds_one && !is_directory && !bytes.trim_ascii().is_empty() {
                let source = entries
                    .into_iter()
                    .find_map(|entry| entry.certificate.err());
                return Err(InputError::NoCertificate {
                    path: path.clone(),
                    source,
                });
            }
            if !holds_one {
                output.note(&output.text("note-no-certificate", &[("file", name)]));
                continue;
            }
            for entry in &entries {
                if let Err(error) = &entry.certificate {
                    output.note(&format!("{name}, {}: {error}", entry.position));
                }
            }
            builder = builder.file(&name, &bytes, at.as_second());
        }
    }
    Ok(builder.build())
}

/// The certificates of a file, leaf first. Private keys and other blocks between them are
/// skipped; a certificate that cannot be read is an error, because what was presented would not
/// be what is judged.
pub(crate) fn chain(path: &Path) -> Result<PresentedChain, InputError> {
    let bytes = read(path)?;
    let mut certificates = Vec::new();
    for entry in certificates_from(&bytes) {
        match entry.certificate {
            Ok(certificate) => certificates.push(certificate),
            Err(EntryError::NotACertificate { .. }) => {}
            Err(EntryError::Nothing) => {
                return Err(InputError::NoCertificate {
                    path: path.to_owned(),
                    source: None,
                });
            }
            Err(source) => {
                let position = entry.position;
                return Err(InputError::BadEntry {
                    path: path.to_owned(),
                    position,
                    source,
                });
            }
        }
    }
    if certificates.is_empty() {
        return Err(InputError::NoCertificate {
            path: path.to_owned(),
            source: None,
        });
    }
    Ok(PresentedChain { certificates })
}
