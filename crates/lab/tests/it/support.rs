//! Running the system's `openssl` and `curl` against a lab.

use std::net::SocketAddr;
use std::process::{Command, Output, Stdio};

use tollgate_lab::{DOCUMENT_MOMENT, Lab, LabConfig, Node};

/// The document's suite string for releases that prefer ECDSA.
pub(crate) const PLAIN: &str =
    "EECDH:EDH:HIGH:-AES256+SHA:!MEDIUM:!LOW:!3DES:!MD5:!PSK:!eNULL:!aNULL:!aDH";

/// The document's prefix that makes RSA preferred.
pub(crate) const RSA_PREFIX: &str = "ECDHE-RSA-AES256-GCM-SHA384:";

/// The lab of the document at the document's moment.
pub(crate) async fn lab() -> Lab {
    Lab::start(LabConfig::new(DOCUMENT_MOMENT)).await.unwrap()
}

pub(crate) fn socket(node: &Node, port: u16) -> SocketAddr {
    node.socket(port).unwrap()
}

/// What `openssl s_client` says of a connection.
#[derive(Debug)]
pub(crate) struct Seen {
    pub(crate) text: String,
}

impl Seen {
    /// Common name of the certificate shown first.
    pub(crate) fn leaf(&self) -> Option<&str> {
        let subject = self.line("subject=")?;
        Some(subject.split("CN = ").nth(1)?.split(',').next()?.trim())
    }

    /// How many certificates were sent.
    pub(crate) fn sent(&self) -> usize {
        self.text.matches("-----BEGIN CERTIFICATE-----").count()
    }

    /// OpenSSL's number and text of the verification: `18 (self-signed certificate)`.
    pub(crate) fn verification(&self) -> Option<&str> {
        self.line("Verify return code: ")
    }

    /// The first verification error and its depth, as `s_client` met them.
    pub(crate) fn first_error(&self) -> Option<(u32, u32)> {
        let error = self.text.find("verify error:num=")?;
        let number = digits(self.text.get(error..)?.split("num=").nth(1)?);
        let depth = self.text.get(..error)?.rfind("depth=")?;
        let depth = digits(self.text.get(depth..)?.split("depth=").nth(1)?);
        Some((number, depth))
    }

    fn line(&self, start: &str) -> Option<&str> {
        self.text
            .lines()
            .find_map(|line| line.trim_start().strip_prefix(start))
    }

    /// The first certificate sent as `openssl x509 -text` prints it.
    pub(crate) async fn leaf_text(&self) -> String {
        let begin = self.text.find("-----BEGIN CERTIFICATE-----").unwrap();
        let pem = self.text.get(begin..).unwrap().to_owned();
        let output = run("openssl", &["x509", "-noout", "-text"], pem).await;
        String::from_utf8(output.stdout).unwrap()
    }
}

fn digits(text: &str) -> u32 {
    text.chars()
        .take_while(char::is_ascii_digit)
        .collect::<String>()
        .parse()
        .unwrap()
}

/// Connects as a client that trusts what the lab's traffic server should trust, at the document's moment, checking
/// `name` too. Level 0, because the document's leaf is signed with SHA-1.
pub(crate) async fn s_client(lab: &Lab, at: SocketAddr, name: &str, more: &[&str]) -> Seen {
    let trust = tempfile(&lab.trust_store_pem());
    let at = at.to_string();
    let moment = DOCUMENT_MOMENT.to_string();
    let mut arguments = vec![
        "s_client",
        "-connect",
        &at,
        "-showcerts",
        "-attime",
        &moment,
        "-CAfile",
        trust.as_str(),
        "-no-CApath",
    ];
    if name.parse::<std::net::IpAddr>().is_ok() {
        arguments.extend(["-noservername", "-verify_ip", name]);
    } else {
        arguments.extend(["-servername", name, "-verify_hostname", name]);
    }
    if !more.contains(&"-cipher") {
        arguments.extend(["-cipher", "DEFAULT:@SECLEVEL=0"]);
    }
    arguments.extend(more);
    let output = run("openssl", &arguments, String::new()).await;
    Seen {
        text: format!(
            "{}{}",
            String::from_utf8_lossy(&output.stderr),
            String::from_utf8_lossy(&output.stdout)
        ),
    }
}

/// A file that is removed when this is dropped.
pub(crate) struct File(std::path::PathBuf, String);

impl File {
    pub(crate) fn as_str(&self) -> &str {
        &self.1
    }
}

impl Drop for File {
    fn drop(&mut self) {
        drop(std::fs::remove_file(&self.0));
    }
}

pub(crate) fn tempfile(content: &str) -> File {
    use std::sync::atomic::{AtomicU32, Ordering};
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let name = format!(
        "tollgate-lab-{}-{}.pem",
        std::process::id(),
        NUMBER.fetch_add(1, Ordering::Relaxed)
    );
    let path = std::env::temp_dir().join(name);
    std::fs::write(&path, content).unwrap();
    let text = path.to_str().unwrap().to_owned();
    File(path, text)
}

/// An answer that curl got.
#[derive(Debug)]
pub(crate) struct Got {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
    /// curl's exit code: 0 for a whole answer.
    pub(crate) exit: i32,
}

impl Got {
    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (field, value) = line.split_once(':')?;
            field.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }
}

/// Asks a port of a node with curl, which verifies nothing here.
pub(crate) async fn curl(node: &Node, port: u16, path: &str, more: &[&str]) -> Got {
    let socket = socket(node, port);
    let url = format!("https://{}:{}{path}", node.name(), port);
    let connect = format!("{}:{port}:{}:{}", node.name(), socket.ip(), socket.port());
    let heads = tempfile("");
    let mut arguments = vec![
        "--silent",
        "--insecure",
        "--path-as-is",
        "--noproxy",
        "*",
        "--max-time",
        "30",
        "--ciphers",
        "DEFAULT:@SECLEVEL=0",
        "--connect-to",
        &connect,
        "--dump-header",
        heads.as_str(),
        "--output",
        "-",
    ];
    arguments.extend(more);
    arguments.push(&url);
    let output = run("curl", &arguments, String::new()).await;
    let head = std::fs::read_to_string(heads.as_str()).unwrap();
    let status = head
        .lines()
        .rfind(|line| line.starts_with("HTTP/"))
        .and_then(|line| line.split(' ').nth(1))
        .map_or(0, |status| status.parse().unwrap());
    Got {
        status,
        head,
        body: output.stdout,
        exit: output.status.code().unwrap(),
    }
}

pub(crate) async fn run(program: &'static str, arguments: &[&str], input: String) -> Output {
    let arguments: Vec<String> = arguments.iter().map(|&one| one.to_owned()).collect();
    tokio::task::spawn_blocking(move || {
        use std::io::Write as _;
        let mut child = Command::new(program)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        drop(stdin.write_all(input.as_bytes()));
        drop(stdin);
        child.wait_with_output().unwrap()
    })
    .await
    .unwrap()
}
