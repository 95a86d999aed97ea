//! Reports in files: whole or not at all, and never in the place of evidence.

use std::fs::{self, File, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use crate::cli::ReportForm;

/// A report that cannot be written.
#[derive(Debug, thiserror::Error)]
pub(crate) enum WriteError {
    #[error("{} is, or lies in, what is to be read", path.display())]
    IsInput { path: PathBuf },
    #[error("cannot write {}", path.display())]
    Unwritable { path: PathBuf, source: io::Error },
}

/// Refuses a file that exists and is among the evidence.
pub(in crate::commands) fn refuse_input(file: &Path, inputs: &[PathBuf]) -> Result<(), WriteError> {
    let Ok(real) = fs::canonicalize(file) else {
        return Ok(());
    };
    let is_input = inputs.iter().any(|input| {
        let Ok(input) = fs::canonicalize(input) else {
            return false;
        };
        real == input || (real.is_file() && real.starts_with(&input))
    });
    if is_input {
        let path = file.to_owned();
        return Err(WriteError::IsInput { path });
    }
    Ok(())
}

/// Writes a report into a file, or under its own name into a directory.
pub(in crate::commands) fn write(
    file: &Path,
    form: ReportForm,
    text: &str,
) -> Result<(), WriteError> {
    let in_directory = file.join(form.file_name());
    let path = if file.is_dir() { &in_directory } else { file };
    let written = match fs::metadata(path) {
        // A device or a pipe cannot be replaced.
        Ok(metadata) if !metadata.is_file() => {
            File::create(path).and_then(|mut file| file.write_all(text.as_bytes()))
        }
        _ => replace(path, text),
    };
    written.map_err(|source| WriteError::Unwritable {
        path: path.to_owned(),
        source,
    })
}

fn replace(path: &Path, text: &str) -> io::Result<()> {
    let parent = path
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty());
    let mut file = tempfile::Builder::new()
        .prefix(".tollgate-")
        // As any program's new file: the umask takes away what it takes away.
        .permissions(Permissions::from_mode(0o666))
        .tempfile_in(parent.unwrap_or_else(|| Path::new(".")))?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn evidence_is_never_overwritten() {
        let desk = tempfile::tempdir().unwrap();
        let log = desk.path().join("x.log");
        fs::write(&log, "evidence").unwrap();
        let inputs = [desk.path().to_owned()];
        assert!(matches!(
            refuse_input(&log, &inputs),
            Err(WriteError::IsInput { .. })
        ));
        assert!(refuse_input(&log, std::slice::from_ref(&log)).is_err());
        assert!(refuse_input(&desk.path().join("new.html"), &inputs).is_ok());
        assert!(refuse_input(&log, &[desk.path().join("y.log")]).is_ok());
    }

    #[test]
    fn a_directory_gets_a_file_of_the_forms_name() {
        let desk = tempfile::tempdir().unwrap();
        write(desk.path(), ReportForm::Html, "<html>").unwrap();
        let written = fs::read_to_string(desk.path().join("report.html")).unwrap();
        assert_eq!(written, "<html>");
        // Nothing else is left behind.
        assert_eq!(fs::read_dir(desk.path()).unwrap().count(), 1);
        let missing = desk.path().join("missing/r.html");
        assert!(matches!(
            write(&missing, ReportForm::Html, ""),
            Err(WriteError::Unwritable { .. })
        ));
    }
}
