//! Running `tollgate`, and certificates to run it on.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::Value;
use tempfile::TempDir;
use tollgate_lab::{Authority, CertificateSpec, Identity, Presented};

/// What a run of `tollgate` came to.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Ran {
    /// Standard output as the one JSON document it has to be.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap()
    }

    /// Standard output as a JSON object a line.
    pub(crate) fn json_lines(&self) -> Vec<Value> {
        self.stdout
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }
}

/// Runs `tollgate` in English with nothing on standard input.
pub(crate) fn tollgate<I: AsRef<std::ffi::OsStr>>(arguments: impl IntoIterator<Item = I>) -> Ran {
    fed("", arguments)
}

/// Runs `tollgate` in English with `input` on standard input.
pub(crate) fn fed<I: AsRef<std::ffi::OsStr>>(
    input: &str,
    arguments: impl IntoIterator<Item = I>,
) -> Ran {
    let mut command = command();
    run(command.args(arguments), input)
}

/// The binary in an environment without a language.
pub(crate) fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tollgate"));
    command
        .env_remove("LC_ALL")
        .env_remove("LC_MESSAGES")
        .env_remove("LANG");
    command
}

/// Runs a prepared command.
pub(crate) fn run(command: &mut Command, input: &str) -> Ran {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_owned();
    // A thread of its own, because the child may answer before it has read everything, and may
    // end without reading at all.
    let writer = std::thread::spawn(move || stdin.write_all(input.as_bytes()));
    let output = child.wait_with_output().unwrap();
    drop(writer.join().unwrap());
    Ran {
        code: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A directory of certificate files.
pub(crate) struct Desk {
    directory: TempDir,
    pub(crate) authority: Authority,
}

impl Desk {
    #[expect(
        clippy::disallowed_methods,
        reason = "the binary under test reads the clock too"
    )]
    pub(crate) fn new() -> Self {
        let now = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap()
            .as_secs();
        let authority = Authority::new(i64::try_from(now).unwrap());
        Self {
            directory: tempfile::tempdir().unwrap(),
            authority,
        }
    }

    pub(crate) fn path(&self) -> &Path {
        self.directory.path()
    }

    /// Writes a file and returns its path.
    pub(crate) fn file(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.directory.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    /// A root with this common name, and its PEM file.
    pub(crate) fn root(&self, common_name: &str) -> (Identity, PathBuf) {
        let spec = CertificateSpec::authority(common_name);
        let root = self.authority.self_signed(&spec).unwrap();
        let path = self.file(&format!("{common_name}.pem"), root.pem(Presented::LeafOnly));
        (root, path)
    }

    /// A server certificate issued by `issuer`, and the PEM file of it and its intermediates.
    pub(crate) fn server(&self, issuer: &Identity, spec: &CertificateSpec) -> (Identity, PathBuf) {
        let server = self.authority.issue(issuer, spec).unwrap();
        let name: String = spec
            .common_name()
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .collect();
        let path = self.file(
            &format!("{name}-chain.pem"),
            server.pem(Presented::WithoutRoot),
        );
        (server, path)
    }
}

/// Arguments of mixed kinds.
#[macro_export]
macro_rules! arguments {
    ($($argument:expr),* $(,)?) => {
        [$(std::ffi::OsString::from($argument)),*]
    };
}
