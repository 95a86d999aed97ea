//! `openssl s_server` with certificates made for the purpose, on a port of the system's choice.

use std::io::{BufRead, BufReader};
use std::net::{Ipv4Addr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tempfile::TempDir;
use tollgate_probe::{Depth, Endpoint, Politeness, Prediction, Probe, Survey, Times};

/// A running `openssl s_server`.
pub(crate) struct Server {
    child: Child,
    pub(crate) port: u16,
    _directory: TempDir,
}

impl Drop for Server {
    fn drop(&mut self) {
        // Already gone is as good.
        let _killed = self.child.kill();
        let _reaped = self.child.wait();
    }
}

fn openssl(directory: &Path, arguments: &[&str]) {
    let output = Command::new("openssl")
        .current_dir(directory)
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "openssl {arguments:?}: {error}");
}

/// `rsa.pem`, `rsa.key`, `ec.pem` and `ec.key`, both of one name, so that a server that chooses by
/// name has two to choose from.
pub(crate) fn certificates(directory: &Path) {
    let name = "subjectAltName=DNS:cucm.steven.lab";
    let request = ["req", "-x509", "-nodes", "-days", "30", "-addext", name];
    let rsa = ["-newkey", "rsa:2048", "-subj", "/CN=rsa"];
    let files = ["-keyout", "rsa.key", "-out", "rsa.pem"];
    openssl(directory, &[&request[..], &rsa, &files].concat());
    let curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-384"];
    let files = ["-subj", "/CN=ec", "-keyout", "ec.key", "-out", "ec.pem"];
    openssl(directory, &[&request[..], &curve, &files].concat());
}

/// Both certificates unless `arguments` say otherwise with `-cert`.
pub(crate) fn server(arguments: &[&str]) -> Server {
    let directory = tempfile::tempdir().unwrap();
    certificates(directory.path());
    // Another process may take the port in between; then s_server fails and so does the test.
    let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = free.local_addr().unwrap().port();
    drop(free);
    let mut command = Command::new("openssl");
    command.current_dir(directory.path());
    command.args(["s_server", "-accept", &format!("127.0.0.1:{port}")]);
    if !arguments.contains(&"-cert") {
        command.args(["-cert", "rsa.pem", "-key", "rsa.key"]);
        command.args(["-dcert", "ec.pem", "-dkey", "ec.key"]);
    }
    command.args(arguments);
    command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.stderr(Stdio::null()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    while lines.read_line(&mut line).unwrap() > 0 && !line.contains("ACCEPT") {
        line.clear();
    }
    std::thread::spawn(move || {
        // What it prints has to go somewhere.
        let _read = std::io::copy(&mut lines, &mut std::io::sink());
    });
    Server {
        child,
        port,
        _directory: directory,
    }
}

pub(crate) fn patience() -> Politeness {
    Politeness {
        times: Times {
            connect: Duration::from_secs(10),
            answer: Duration::from_secs(10),
        },
        ..Politeness::default()
    }
}

pub(crate) fn endpoint(port: u16) -> Endpoint {
    Endpoint {
        address: "cucm.steven.lab".to_owned(),
        port,
        resolve: Some(Ipv4Addr::LOCALHOST.into()),
    }
}

pub(crate) fn survey(port: u16, depth: Depth, predictions: Vec<Prediction>) -> Survey {
    let probe = Probe::new(patience(), predictions);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(probe.survey(&endpoint(port), depth))
}
