//! `tollgate bundle`: what is handed on says the same about other names, and the map leads back.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::support::{Ran, command, fed, run, tollgate};

fn samples() -> Vec<PathBuf> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("../analyze/tests/fixtures/bundles");
    let mut samples: Vec<PathBuf> = fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "gz"))
        .collect();
    samples.sort();
    assert_eq!(samples.len(), 3);
    samples
}

struct Redacted {
    desk: TempDir,
    ran: Ran,
}

impl Redacted {
    fn of(inputs: &[PathBuf]) -> Self {
        let desk = tempfile::tempdir().unwrap();
        let mut command = command();
        command.args(["bundle", "redact"]).args(inputs);
        command.arg("--out").arg(desk.path().join("out/"));
        command.arg("--map").arg(desk.path().join("map.json"));
        let ran = run(&mut command, "");
        Self { desk, ran }
    }

    fn map(&self) -> PathBuf {
        self.desk.path().join("map.json")
    }

    fn written(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(self.desk.path().join("out")).unwrap();
        let mut written: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
        written.sort();
        written
    }
}

/// The analysis of a bundle, told by its bare name.
fn analysis(bundle: &Path) -> String {
    let mut command = command();
    command.current_dir(bundle.parent().unwrap());
    command
        .args(["analyze", "-o", "json"])
        .arg(bundle.file_name().unwrap());
    let ran = run(&mut command, "");
    assert_eq!((ran.code, ran.stderr.as_str()), (3, ""));
    ran.stdout
}

#[test]
fn findings_are_the_same_but_for_the_names() {
    let samples = samples();
    let redacted = Redacted::of(&samples);
    assert_eq!((redacted.ran.code, redacted.ran.stderr.as_str()), (0, ""));
    assert!(redacted.ran.stdout.contains("no original is left"));
    let map = redacted.map();
    assert_eq!(
        fs::metadata(&map).unwrap().permissions().mode() & 0o777,
        0o600
    );
    for (sample, written) in samples.iter().zip(redacted.written()) {
        let (before, after) = (analysis(sample), analysis(&written));
        for word in ["steven", "emusk", "vcsc", "10.48.36", "Diegem", "cucm."] {
            assert!(before.contains(word) || word == "Diegem", "{word}");
            assert!(!after.contains(word), "{word}");
        }
        let arguments = ["bundle", "unredact", "-", "--map", map.to_str().unwrap()];
        let back = fed(&after, arguments);
        assert_eq!((back.code, back.stderr.as_str()), (0, ""));
        assert_eq!(back.stdout, before);
    }
}

#[test]
fn keys_are_left_out_and_nothing_is_overwritten() {
    let desk = tempfile::tempdir().unwrap();
    let logs = desk.path().join("logs");
    fs::create_dir(&logs).unwrap();
    let line = "2022-07-11T18:55:26.016+02:00 vcsc traffic_server[18242]: [ET_NET 0] ERROR: SSL connection failed for 'cucm.steven.lab': error:1416F086:SSL routines:tls_process_server_certificate:certificate verify failed\n";
    fs::write(logs.join("vcsc.log"), line.repeat(3)).unwrap();
    let key = "-----BEGIN PRIVATE KEY-----\nMIIBVAIBADANBgkqhkiG9w0BAQEFAASCAT4w\n-----END PRIVATE KEY-----\n";
    fs::write(logs.join("vcsc.key"), key).unwrap();
    let (out, map) = (
        desk.path().join("case.tar.gz"),
        desk.path().join("map.json"),
    );
    let arguments = [
        "bundle",
        "redact",
        logs.to_str().unwrap(),
        "--out",
        out.to_str().unwrap(),
        "--map",
        map.to_str().unwrap(),
        "-o",
        "json",
    ];
    let ran = tollgate(arguments);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    let document = ran.json();
    assert_eq!(document["files"][0]["dropped"], "private_key");
    assert_eq!(document["files"][1]["replaced"]["hosts"], 6);
    let again = tollgate(arguments);
    assert_eq!(again.code, 1);
    assert!(again.stderr.contains("exists"), "{}", again.stderr);
    fs::write(&map, "{}").unwrap();
    fs::remove_file(&out).unwrap();
    let broken = tollgate(arguments);
    assert_eq!(broken.code, 1);
    assert!(broken.stderr.contains("map"), "{}", broken.stderr);
    assert!(!out.exists());
}
