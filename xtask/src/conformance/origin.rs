//! Real origins: OpenSSL's own test server, and three that misbehave before TLS begins.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};

use anyhow::{Context, Result, bail};
use serde_json::Value;

/// A running origin; it ends when dropped.
pub(crate) struct Origin {
    pub(crate) port: u16,
    process: Process,
}

enum Process {
    /// `openssl s_server`, and what it says on standard error.
    Server {
        child: Child,
        complaints: Option<JoinHandle<String>>,
    },
    /// A thread of ours that answers every connection in one way.
    Raw {
        address: SocketAddr,
        is_done: Arc<AtomicBool>,
        thread: Option<JoinHandle<()>>,
    },
}

impl Origin {
    /// Starts the origin of a case on a free port of the loopback address.
    pub(crate) fn start(directory: &Path, scratch: &Path, case: &Value) -> Result<Self> {
        let origin = &case["origin"];
        match origin["kind"].as_str() {
            Some("s_server") => Self::server(directory, scratch, case),
            Some("raw:rst") => Self::raw(reset),
            Some("raw:http") => Self::raw(answer_in_clear),
            Some("raw:alert") => Self::raw(alert),
            other => bail!("an origin of unknown kind {other:?}"),
        }
    }

    fn server(directory: &Path, scratch: &Path, case: &Value) -> Result<Self> {
        let origin = &case["origin"];
        let file = |name: &Value| name.as_str().map(|name| directory.join(name));
        let certificate = file(&origin["cert"]).context("an origin without a certificate")?;
        let key = file(&origin["key"]).context("an origin without a key")?;
        let address = SocketAddr::new(Self::ip(case), 0).to_string();
        let mut command = Command::new("openssl");
        command.args(["s_server", "-accept", &address, "-www"]);
        // The machine's own certificates must not complete what a case leaves out.
        command.args(["-no-CAfile", "-no-CApath", "-no-CAstore"]);
        command.args(["-cipher", "ALL:@SECLEVEL=0"]);
        command.arg("-cert").arg(certificate).arg("-key").arg(key);
        let sent = origin["chain_sent"]
            .as_array()
            .context("chain_sent is not a list")?;
        if !sent.is_empty() {
            let mut chain = String::new();
            for name in sent {
                let path = file(name).context("a file name is not text")?;
                chain.push_str(&fs::read_to_string(path)?);
            }
            let path = scratch.join("chain.pem");
            fs::write(&path, chain)?;
            command.arg("-cert_chain").arg(path);
        }
        if let Some(name) = origin["second_cert"].as_str() {
            let key = name.replacen("certs/", "keys/", 1).replace(".pem", ".key");
            command.arg("-dcert").arg(directory.join(name));
            command.arg("-dkey").arg(directory.join(key));
        }
        for switch in origin["protocol"].as_array().into_iter().flatten() {
            command.args(switch.as_str());
        }
        let mut child = command
            .env("OPENSSL_CONF", "/dev/null")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .context("cannot run openssl s_server; install openssl")?;
        let stderr = child.stderr.take().context("no standard error")?;
        let complaints = thread::spawn(move || {
            let mut text = String::new();
            // What was said before the pipe broke is still worth having.
            _ = BufReader::new(stderr).read_to_string(&mut text);
            text
        });
        let stdout = child.stdout.take().context("no standard output")?;
        let mut process = Process::Server {
            child,
            complaints: Some(complaints),
        };
        let mut lines = BufReader::new(stdout).lines();
        let port = loop {
            match lines.next() {
                None => bail!("openssl s_server did not start: {}", process.complaints()),
                Some(line) => {
                    let line = line?;
                    if let Some((_, port)) = line
                        .strip_prefix("ACCEPT ")
                        .and_then(|address| address.rsplit_once(':'))
                    {
                        break port.trim().parse().context("s_server names no port")?;
                    }
                }
            }
        };
        // Nobody reads on, and the server must not stop for a full pipe.
        thread::spawn(move || lines.for_each(drop));
        Ok(Self { port, process })
    }

    fn raw(behave: fn(TcpStream) -> std::io::Result<()>) -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let address = listener.local_addr()?;
        let is_done = Arc::new(AtomicBool::new(false));
        let done = Arc::clone(&is_done);
        let thread = thread::spawn(move || {
            for stream in listener.incoming() {
                if done.load(Ordering::SeqCst) {
                    return;
                }
                // A client that is gone already is what some cases are about.
                drop(stream.and_then(behave));
            }
        });
        let process = Process::Raw {
            address,
            is_done,
            thread: Some(thread),
        };
        Ok(Self {
            port: address.port(),
            process,
        })
    }

    /// Ends the origin and returns what it complained about.
    pub(crate) fn stop(mut self) -> String {
        self.process.complaints()
    }

    /// The loopback address that the origin of a case listens on.
    pub(crate) fn ip(case: &Value) -> IpAddr {
        let is_v6 = case["connect_host"]
            .as_str()
            .is_some_and(|host| host.starts_with('['));
        if is_v6 {
            Ipv6Addr::LOCALHOST.into()
        } else {
            Ipv4Addr::LOCALHOST.into()
        }
    }
}

impl Process {
    fn complaints(&mut self) -> String {
        match self {
            Self::Server { child, complaints } => {
                // It may have ended by itself; either way it is gone afterwards.
                _ = child.kill();
                _ = child.wait();
                complaints
                    .take()
                    .and_then(|thread| thread.join().ok())
                    .unwrap_or_default()
            }
            Self::Raw {
                address,
                is_done,
                thread,
            } => {
                is_done.store(true, Ordering::SeqCst);
                // Wakes the thread out of `accept`.
                drop(TcpStream::connect(*address));
                if let Some(thread) = thread.take() {
                    drop(thread.join());
                }
                String::new()
            }
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.complaints();
    }
}

/// Resets the connection once a byte is there: closing with unread bytes does that.
fn reset(mut stream: TcpStream) -> std::io::Result<()> {
    stream.read_exact(&mut [0])
}

/// Answers in clear text, as a plain HTTP server does.
fn answer_in_clear(mut stream: TcpStream) -> std::io::Result<()> {
    _ = stream.read(&mut [0; 4096])?;
    stream.write_all(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
}

/// Sends a fatal `handshake_failure` alert.
fn alert(mut stream: TcpStream) -> std::io::Result<()> {
    _ = stream.read(&mut [0; 4096])?;
    stream.write_all(&[21, 3, 3, 0, 2, 2, 40])
}
