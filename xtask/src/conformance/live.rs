//! The ats cases through `tollgate serve`: a real TLS origin behind it, a request in front.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;

use super::Scope;
use super::ats;
use super::origin::Origin;
use super::score::Score;

/// Longest wait for an answer; a refusal takes milliseconds.
const PATIENCE: Duration = Duration::from_secs(20);

/// Plays the cases that need a handshake, which are counted with the judged ones in `ats`, and
/// with [`Scope::Live`] all of them, which gives a score of its own.
pub(crate) fn play(
    directory: &Path,
    tollgate: &Path,
    scope: Scope,
    ats: &mut Score,
) -> Result<Option<Score>> {
    let mut all = Score::new("live", "status, WARNING line and alert through serve");
    for case in ats::cases(directory)? {
        let is_needed = ats::needs_handshake(&case);
        if scope == Scope::Needed && !is_needed {
            continue;
        }
        let id = ats::id(&case)?;
        let seen = Seen::of(directory, tollgate, &case).with_context(|| id.to_owned())?;
        let is_false_accept = seen.status == 200 && case["expected"]["verdict"] != "accept";
        let difference = seen.difference(&case)?;
        for score in [is_needed.then_some(&mut *ats), Some(&mut all)]
            .into_iter()
            .flatten()
        {
            score.count(id, difference.clone());
            if is_false_accept {
                score.false_accepts.push(id.to_owned());
            }
        }
    }
    Ok((scope == Scope::Live).then_some(all))
}

/// What happened to one request.
struct Seen {
    status: u16,
    reason: String,
    /// Text of the WARNING lines behind the process and thread.
    warnings: Vec<String>,
    /// What the origin said on standard error.
    complaints: String,
    port: u16,
}

impl Seen {
    fn of(directory: &Path, tollgate: &Path, case: &Value) -> Result<Self> {
        let scratch = tempfile::tempdir()?;
        let origin = Origin::start(directory, scratch.path(), case)?;
        let port = origin.port;
        let server = Server::start(directory, tollgate, scratch.path(), case, port)?;
        let host = case["connect_host"].as_str().context("no connect_host")?;
        let answer = server.get(host, port);
        let said = server.stop()?;
        let (status, reason) = answer.with_context(|| said)?;
        let complaints = origin.stop();
        let log = fs::read_to_string(scratch.path().join("traffic_server.log"))?;
        let warnings = log
            .lines()
            .filter_map(|line| line.split_once("WARNING: "))
            .map(|(_, text)| text.to_owned())
            .collect();
        Ok(Self {
            status,
            reason,
            warnings,
            complaints,
            port,
        })
    }

    fn difference(&self, case: &Value) -> Result<Option<String>> {
        let expected = &case["expected"];
        let mut differences = Vec::new();
        let status = expected["http_status"].as_u64().context("no http_status")?;
        if u64::from(self.status) != status {
            differences.push(format!("expected status {status}, found {}", self.status));
        }
        if self.status == 502 && self.reason != "connect failed" {
            differences.push(format!(
                "expected reason \"connect failed\", found {:?}",
                self.reason
            ));
        }
        let warnings: Vec<String> = warning_line(expected)?.into_iter().collect();
        if self.warnings != warnings {
            differences.push(format!("expected {warnings:?}, found {:?}", self.warnings));
        }
        if let Some(alert) = alert(expected)
            && !self
                .complaints
                .contains(&format!("SSL alert number {alert}"))
        {
            differences.push(format!(
                "expected alert {alert}, found {:?}",
                self.complaints.trim()
            ));
        }
        let text = differences
            .join("; ")
            .replace(&format!(":{}", self.port), ":PORT");
        Ok((!differences.is_empty()).then_some(text))
    }
}

/// The WARNING line, in the spelling of the document's release.
fn warning_line(expected: &Value) -> Result<Option<String>> {
    let Some(line) = expected["log_line"].as_str() else {
        return Ok(None);
    };
    let newer = expected["error"].as_str();
    let older = expected["error_openssl_1_1_1"].as_str();
    let line = match (newer, older) {
        (Some(newer), Some(older)) => {
            line.replacen(&format!("Error={newer} "), &format!("Error={older} "), 1)
        }
        (None, None) => line.to_owned(),
        _ => bail!("an error in one spelling only"),
    };
    Ok(Some(line))
}

/// The number of the alert that the origin gets. Two differ on purpose from what was observed: a
/// certificate that is not valid yet gets `certificate_expired`, as one that has expired, and a
/// wrong name `bad_certificate` instead of `internal_error`.
fn alert(expected: &Value) -> Option<u8> {
    if expected["x509_code"] == 9 {
        return Some(45);
    }
    match expected["alert_sent"].as_str()? {
        "bad_certificate" | "internal_error" => Some(42),
        "unsupported_certificate" => Some(43),
        "certificate_expired" => Some(45),
        "certificate_unknown" => Some(46),
        "unknown_ca" => Some(48),
        "decrypt_error" => Some(51),
        _ => None,
    }
}

/// A running `tollgate serve`; it ends when dropped.
struct Server {
    child: Child,
    address: SocketAddr,
    said: Option<thread::JoinHandle<String>>,
}

impl Server {
    fn start(
        directory: &Path,
        tollgate: &Path,
        scratch: &Path,
        case: &Value,
        port: u16,
    ) -> Result<Self> {
        let mut store = String::new();
        for name in case["trust_store"]
            .as_array()
            .context("trust_store is not a list")?
        {
            let name = name.as_str().context("a file name is not text")?;
            store.push_str(&fs::read_to_string(directory.join(name))?);
        }
        fs::write(scratch.join("trust.pem"), store)?;
        let config = scratch.join("tollgate.toml");
        fs::write(&config, configuration(case, port)?)?;
        let mut child = Command::new(tollgate)
            .args(["--lang", "en", "serve", "--config"])
            .arg(&config)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .with_context(|| format!("cannot run {}", tollgate.display()))?;
        let mut lines = BufReader::new(child.stderr.take().context("no standard error")?).lines();
        let mut said = String::new();
        let address = loop {
            let Some(line) = lines.next().transpose()? else {
                bail!("tollgate serve did not start: {said}");
            };
            if let Some(address) = line.strip_prefix("listening on ") {
                break address
                    .parse()
                    .context("no address behind \"listening on\"")?;
            }
            said.push_str(&line);
            said.push('\n');
        };
        let said =
            thread::spawn(move || lines.map_while(Result::ok).collect::<Vec<_>>().join("\n"));
        Ok(Self {
            child,
            address,
            said: Some(said),
        })
    }

    /// Status and reason phrase of a request for the node.
    fn get(&self, host: &str, port: u16) -> Result<(u16, String)> {
        let bare = host.trim_matches(['[', ']']);
        let segment = URL_SAFE_NO_PAD.encode(format!("branch.lab/https/{bare}/{port}"));
        let mut stream = TcpStream::connect(self.address)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        write!(
            stream,
            "GET /{segment}/cucm-uds/version HTTP/1.1\r\nHost: vcs_control.branch.lab:8443\r\n\
             Connection: close\r\n\r\n"
        )?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).context("no answer")?;
        let line = String::from_utf8_lossy(&answer);
        let line = line.lines().next().context("an empty answer")?;
        let rest = line
            .strip_prefix("HTTP/1.1 ")
            .context("not an HTTP/1.1 answer")?;
        let (status, reason) = rest.split_once(' ').unwrap_or((rest, ""));
        Ok((status.parse()?, reason.to_owned()))
    }

    /// Ends the server as an operator does, so that its log is complete, and returns what it said.
    fn stop(mut self) -> Result<String> {
        let pid = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw);
        kill_process(pid.context("a process without an id")?, Signal::TERM)?;
        self.child.wait()?;
        Ok(self
            .said
            .take()
            .and_then(|thread| thread.join().ok())
            .unwrap_or_default())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself; either way it is gone afterwards.
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

fn configuration(case: &Value, port: u16) -> Result<String> {
    let host = case["connect_host"].as_str().context("no connect_host")?;
    let host = host.trim_matches(['[', ']']);
    let ip = Origin::ip(case);
    // rustls has no DSA.
    let is_dsa = case["id"] == "alg-18";
    let engine = if is_dsa {
        "tls_engine = \"openssl\"\n"
    } else {
        ""
    };
    let ciphers = if is_dsa {
        "[ciphers]\nstring = \"DHE-DSS-AES256-GCM-SHA384\"\n"
    } else {
        ""
    };
    Ok(format!(
        "listen = \"127.0.0.1:0\"\n\
         [management]\nlisten = \"127.0.0.1:0\"\n\
         [trust]\nstore = \"trust.pem\"\nname_policy = \"traffic-server\"\n\
         predict_only_policy = true\nsecurity_level = \"2\"\n\
         {ciphers}\
         [[node]]\naddress = \"{host}\"\nrole = \"cucm\"\nresolve = \"{ip}\"\nports = [{port}]\n\
         {engine}\
         [log]\npath = \"traffic_server.log\"\n"
    ))
}
