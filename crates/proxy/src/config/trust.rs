//! `[trust]`, `[verify]`, `[ciphers]` and `[client]`: what decides about a node's certificate, and
//! what is shown to the node.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use tollgate_pki::{NamePolicy, Policy, SecurityLevel, TrustStore};

use super::listeners::{read_file, read_key, unreadable};
use super::problem::{Place, Problems};
use super::table::{Placed, Section};
use super::{Base, Clock, read_limited};
use crate::upstream::{ClientIdentity, DEFAULT_CIPHERS, SettingsError, TlsMinimum, VerifyOrigin};

/// How nodes are verified.
#[derive(Debug, Clone)]
pub(crate) struct Verification {
    pub(crate) store: TrustStore,
    /// Files and directories of the store, as written.
    pub(crate) sources: Vec<PathBuf>,
    pub(crate) policy: Policy,
    /// The name policy only predicts what another product would do.
    pub(crate) predict_only: bool,
    pub(crate) mode: VerifyOrigin,
    /// How long a trusted verdict may be used again; zero for never.
    pub(crate) remember: Duration,
    pub(crate) ciphers: String,
    pub(crate) minimum: TlsMinimum,
    pub(crate) client: Option<ClientIdentity>,
    /// Files of the client certificate and its key.
    pub(crate) client_files: Option<(PathBuf, PathBuf)>,
}

pub(super) fn read(root: &Section<'_>, base: &Base, clock: Clock) -> Verification {
    let (mode, remember) = read_verify(root);
    let trust = root.section("trust");
    let names = trust.strings("store");
    if names.is_empty() && !trust.place_of_key("store").is_written() {
        trust.missing("store", "is missing; give the file or directory of the trusted CA certificates, such as store = \"ca.pem\"");
    }
    let store = read_store(&trust, &names, base, clock);
    let predict_only = trust.switch("predict_only_policy");
    let policy = Policy {
        name: trust.parse_or("name_policy", NamePolicy::default()),
        level: trust.parse_or("security_level", SecurityLevel::default()),
    };
    match policy.name {
        NamePolicy::TrafficServer | NamePolicy::None if !predict_only => trust.problem(
            &trust.place_of_key("name_policy"),
            "is meant to predict what another product would do, and accepts certificates that it should not; use document or strict, or set \
             predict_only_policy = true to serve with it all the same",
        ),
        NamePolicy::Document | NamePolicy::Strict if predict_only => trust.problem(
            &trust.place_of_key("predict_only_policy"),
            "only makes sense with name_policy = \"traffic-server\"; remove it",
        ),
        NamePolicy::Document | NamePolicy::Strict | NamePolicy::TrafficServer | NamePolicy::None => {}
    }
    trust.finish();
    let ciphers = root.section("ciphers");
    let cipher_string = ciphers
        .string("string")
        .map_or(DEFAULT_CIPHERS, |text| text.value);
    let minimum = ciphers.parse_or("minimum", TlsMinimum::default());
    ciphers.finish();
    let (client, client_files) = read_client(root, base);
    Verification {
        store,
        sources: names.iter().map(|name| base.path(name.value)).collect(),
        policy,
        predict_only,
        mode,
        remember,
        ciphers: cipher_string.to_owned(),
        minimum,
        client,
        client_files,
    }
}

/// `[verify]`. Its `origin` may also be given by the name that operators know:
/// `VerifyOriginServer`, there or at the top.
fn read_verify(root: &Section<'_>) -> (VerifyOrigin, Duration) {
    let section = root.section("verify");
    let remember = section.number("remember_verdicts", 0..=LONGEST_MEMORY);
    let remember = Duration::from_secs(remember.unwrap_or(LONGEST_MEMORY));
    let given = [
        section.string("origin"),
        section.string("VerifyOriginServer"),
        root.string("VerifyOriginServer"),
    ];
    section.finish();
    let mut given = given.into_iter().flatten();
    let mode = given.next().and_then(|text| root.parse_placed(&text));
    for Placed { place, .. } in given {
        root.problem(
            &place,
            "says again what another key says already; keep one of them",
        );
    }
    (mode.unwrap_or_default(), remember)
}

fn read_store(
    section: &Section<'_>,
    names: &[Placed<&str>],
    base: &Base,
    clock: Clock,
) -> TrustStore {
    let at = clock().as_second();
    let mut builder = TrustStore::builder();
    for name in names {
        match store_files(&base.path(name.value)) {
            Ok(files) => {
                for StoreFile { name, bytes } in files {
                    builder = builder.file(&name, &bytes, at);
                }
            }
            Err(Unreadable { path, error }) => {
                section.problem(&name.place, unreadable(&path, &error));
            }
        }
    }
    builder.build()
}

/// Name and contents of a file, or of the files of a directory in the order of their names;
/// subdirectories and hidden files are left out.
fn store_files(path: &Path) -> Result<Vec<StoreFile>, Unreadable> {
    let files = files_of(path).map_err(|error| Unreadable {
        path: path.to_owned(),
        error,
    })?;
    let read = |path: PathBuf| match read_limited(&path, LARGEST_STORE_FILE) {
        Ok(bytes) => Ok(StoreFile {
            name: path.display().to_string(),
            bytes,
        }),
        Err(error) => Err(Unreadable { path, error }),
    };
    files.into_iter().map(read).collect()
}

struct StoreFile {
    name: String,
    bytes: Vec<u8>,
}

struct Unreadable {
    path: PathBuf,
    error: std::io::Error,
}

fn files_of(path: &Path) -> std::io::Result<Vec<PathBuf>> {
    if !fs::metadata(path)?.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut files = Vec::new();
    for entry in fs::read_dir(path)? {
        let entry = entry?;
        let hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
        if !hidden && fs::metadata(entry.path())?.is_file() {
            files.push(entry.path());
        }
        if files.len() > MOST_STORE_FILES {
            let text = format!("the directory holds more than {MOST_STORE_FILES} files");
            return Err(std::io::Error::other(text));
        }
    }
    files.sort();
    Ok(files)
}

fn read_client(
    root: &Section<'_>,
    base: &Base,
) -> (Option<ClientIdentity>, Option<(PathBuf, PathBuf)>) {
    let section = root.section("client");
    let (certificate, key) = (section.string("certificate"), section.string("key"));
    let identity = match (&certificate, &key) {
        (Some(certificate), Some(key)) => {
            let chain = read_file(&section, certificate, base);
            let secret = read_key(&section, key, base);
            chain.zip(secret).and_then(|(chain, secret)| {
                ClientIdentity::from_pem(&chain, &secret)
                    .map_err(|error| section.problem(&certificate.place, error))
                    .ok()
            })
        }
        (Some(_), None) => {
            section.missing("key", "is missing; give the key of the client certificate");
            None
        }
        (None, Some(_)) => {
            section.missing(
                "certificate",
                "is missing; give the certificate of the client key",
            );
            None
        }
        (None, None) => None,
    };
    section.finish();
    let files = certificate
        .zip(key)
        .map(|(certificate, key)| (base.path(certificate.value), base.path(key.value)));
    (identity, files)
}

/// A problem that only the upstream side can find.
pub(super) fn report(problems: &Problems<'_>, error: &SettingsError) {
    let place = Place {
        key: "ciphers.string".to_owned(),
        span: None,
    };
    problems.add(&place, error);
}

/// Seconds for which a verdict may be remembered: short enough that nobody waits for it to end.
const LONGEST_MEMORY: u64 = 60;
/// All public CAs together are below 1 MB.
const LARGEST_STORE_FILE: u64 = 64 * 1024 * 1024;
/// A directory of single certificates.
const MOST_STORE_FILES: usize = 10_000;
