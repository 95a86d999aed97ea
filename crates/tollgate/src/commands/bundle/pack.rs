//! Puts redacted files into archives like those that they came from.

use std::ffi::OsStr;
use std::fs;
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Component, Path, PathBuf};

use anyhow::Result;
use flate2::Compression;
use flate2::write::GzEncoder;
use tempfile::{NamedTempFile, SpooledTempFile};

use super::BundleError;

/// Where results go.
#[derive(Debug, Clone)]
pub(super) enum Targets {
    Directory(PathBuf),
    File(PathBuf),
}

/// Decides between a directory and a file.
pub(super) fn targets(inputs: &[PathBuf], out: &Path) -> Result<Targets, BundleError> {
    let looks_like_directory = out.as_os_str().as_encoded_bytes().ends_with(b"/");
    if out.is_dir() || looks_like_directory || inputs.len() > 1 {
        if out.exists() && !out.is_dir() {
            return Err(BundleError::NotADirectory {
                path: out.to_owned(),
                inputs: inputs.len(),
            });
        }
        fs::create_dir_all(out).map_err(|source| unwritable(out, source))?;
        return Ok(Targets::Directory(out.to_owned()));
    }
    if out.exists() {
        return Err(BundleError::Exists {
            path: out.to_owned(),
        });
    }
    Ok(Targets::File(out.to_owned()))
}

fn unwritable(path: &Path, source: io::Error) -> BundleError {
    BundleError::Unwritable {
        path: path.to_owned(),
        source,
    }
}

type Builder<W> = tar::Builder<GzEncoder<W>>;

/// One result in the making; gone when dropped before it is kept.
pub(super) struct Pack {
    to: PathBuf,
    form: Form,
    /// The archive inside the archive that is being written.
    inner: Option<(String, Builder<SpooledTempFile>)>,
    finished: Option<NamedTempFile>,
}

enum Form {
    Archive(Box<Builder<BufWriter<NamedTempFile>>>),
    Plain(NamedTempFile),
    Closed,
}

/// Octets of an inner archive that are held in memory.
const SPOOLED: usize = 8 * 1024 * 1024;

fn builder<W: Write>(to: W) -> Builder<W> {
    tar::Builder::new(GzEncoder::new(to, Compression::default()))
}

impl Pack {
    /// Begins the result for an input, of which the first file is known.
    pub(super) fn new(
        targets: &Targets,
        archives: &[String],
        name: &str,
    ) -> Result<Self, BundleError> {
        let to = match targets {
            Targets::File(file) => file.clone(),
            Targets::Directory(directory) => {
                let own = archives.first().map_or_else(
                    || plain_name(name).to_owned(),
                    |archive| format!("{}.tar.gz", stem(archive)),
                );
                directory.join(
                    safe(&own)
                        .file_name()
                        .unwrap_or_else(|| OsStr::new("bundle")),
                )
            }
        };
        if to.exists() {
            return Err(BundleError::Exists { path: to });
        }
        let parent = to.parent().filter(|parent| !parent.as_os_str().is_empty());
        let file = tempfile::Builder::new()
            .prefix(".tollgate-")
            .tempfile_in(parent.unwrap_or_else(|| Path::new(".")))
            .map_err(|source| unwritable(&to, source))?;
        let form = if archives.is_empty() {
            Form::Plain(file)
        } else {
            Form::Archive(Box::new(builder(BufWriter::new(file))))
        };
        Ok(Self {
            to,
            form,
            inner: None,
            finished: None,
        })
    }

    /// Adds a file.
    pub(super) fn add(
        &mut self,
        archives: &[String],
        name: &str,
        mut content: SpooledTempFile,
    ) -> Result<(), BundleError> {
        match archives.get(1) {
            Some(inner) if self.inner.as_ref().is_none_or(|(open, _)| open != inner) => {
                self.close_inner()?;
                let spool = tempfile::spooled_tempfile(SPOOLED);
                self.inner = Some((inner.clone(), builder(spool)));
            }
            Some(_) => {}
            None => self.close_inner()?,
        }
        let failed = |source| unwritable(&self.to, source);
        let length = content.seek(SeekFrom::End(0)).map_err(failed)?;
        content.seek(SeekFrom::Start(0)).map_err(failed)?;
        let name = plain_name(name);
        let added = match (&mut self.inner, &mut self.form) {
            (Some((_, inner)), _) => append(inner, name, length, &mut content),
            (None, Form::Archive(archive)) => append(archive, name, length, &mut content),
            (None, Form::Plain(file)) => io::copy(&mut content, file).map(drop),
            (None, Form::Closed) => Err(io::Error::other("closed")),
        };
        added.map_err(|source| unwritable(&self.to, source))
    }

    fn close_inner(&mut self) -> Result<(), BundleError> {
        let Some((name, inner)) = self.inner.take() else {
            return Ok(());
        };
        let Form::Archive(archive) = &mut self.form else {
            return Ok(());
        };
        let closed = inner
            .into_inner()
            .and_then(GzEncoder::finish)
            .and_then(|mut spool| {
                let length = spool.seek(SeekFrom::End(0))?;
                spool.seek(SeekFrom::Start(0))?;
                append(
                    archive,
                    &format!("{}.tar.gz", stem(&name)),
                    length,
                    &mut spool,
                )
            });
        closed.map_err(|source| unwritable(&self.to, source))
    }

    /// Ends the result; it can be read at [`Self::path`].
    pub(super) fn finish(&mut self) -> Result<(), BundleError> {
        self.close_inner()?;
        let file = match std::mem::replace(&mut self.form, Form::Closed) {
            Form::Archive(archive) => archive
                .into_inner()
                .and_then(GzEncoder::finish)
                .and_then(|buffer| buffer.into_inner().map_err(io::IntoInnerError::into_error)),
            Form::Plain(file) => Ok(file),
            Form::Closed => Err(io::Error::other("closed")),
        };
        let file = file.and_then(|mut file| file.flush().map(|()| file));
        self.finished = Some(file.map_err(|source| unwritable(&self.to, source))?);
        Ok(())
    }

    /// Where it is for now.
    pub(super) fn path(&self) -> &Path {
        self.finished.as_ref().map_or(&self.to, NamedTempFile::path)
    }

    /// Puts it where it belongs.
    pub(super) fn keep(mut self) -> Result<PathBuf, BundleError> {
        if let Some(file) = self.finished.take() {
            let kept = file.as_file().sync_all().and_then(|()| {
                file.persist_noclobber(&self.to)
                    .map_err(|error| error.error)
            });
            kept.map_err(|source| unwritable(&self.to, source))?;
        }
        Ok(self.to)
    }
}

fn append<W: Write>(
    archive: &mut Builder<W>,
    name: &str,
    length: u64,
    content: &mut dyn Read,
) -> io::Result<()> {
    let mut header = tar::Header::new_gnu();
    header.set_size(length);
    header.set_mode(0o644);
    header.set_mtime(0);
    archive.append_data(&mut header, safe(name), content)
}

/// A name without whatever would lead out of a directory.
fn safe(name: &str) -> PathBuf {
    let kept = Path::new(name)
        .components()
        .filter(|part| matches!(part, Component::Normal(_)));
    let path: PathBuf = kept.collect();
    if path.as_os_str().is_empty() {
        PathBuf::from("file")
    } else {
        path
    }
}

/// Without the ending of a layer that was taken off.
fn plain_name(name: &str) -> &str {
    name.strip_suffix(".gz").unwrap_or(name)
}

/// The name of an archive without its ending.
fn stem(name: &str) -> &str {
    [".tar.gz", ".tgz", ".tar", ".zip", ".gz"]
        .iter()
        .find_map(|ending| name.strip_suffix(ending))
        .unwrap_or(name)
}
