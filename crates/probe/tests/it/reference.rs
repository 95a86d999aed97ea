//! The same offers by `openssl s_client`, to hold the probe's answers against.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use openssl::hash::MessageDigest;
use openssl::x509::X509;
use tollgate_capture::{CipherSuite, Role};
use tollgate_probe::{Offer, Served};

/// What either of them found.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// A certificate.
    Certificate {
        /// As OpenSSL writes it; `None` where the handshake ended before OpenSSL tells.
        version: Option<String>,
        /// OpenSSL's name.
        cipher: Option<String>,
        /// SHA-256 of the leaf in hex.
        leaf: String,
        /// A client certificate was asked for.
        is_asked: bool,
    },
    /// An alert with this number.
    Refused(u8),
    /// Neither.
    Nothing,
}

impl Found {
    /// What a probe found.
    pub(crate) fn of(served: &Served) -> Self {
        match served {
            Served::Shown(seen) => match seen.certificates_of(Role::Server).next() {
                Some(leaf) => Self::Certificate {
                    version: seen.version.map(|version| version.to_string()),
                    cipher: seen
                        .cipher_suite
                        .and_then(CipherSuite::openssl_name)
                        .map(str::to_owned),
                    leaf: leaf.certificate.sha256_hex(),
                    is_asked: seen.certificate_request.is_some(),
                },
                None => Self::Nothing,
            },
            Served::Declined(alert) => Self::Refused(alert.0),
            Served::Failed(_) | Served::NotAsked => Self::Nothing,
        }
    }
}

/// `openssl s_client` with the versions, suites and signature algorithms of an offer.
pub(crate) fn s_client(port: u16, offer: &Offer) -> Found {
    let mut command = Command::new("openssl");
    // A distribution's policy must not stand between the options and the peer.
    command.env("OPENSSL_CONF", empty_configuration());
    command.args(["s_client", "-connect", &format!("127.0.0.1:{port}")]);
    command.args(["-servername", "cucm.steven.lab", "-showcerts"]);
    command.arg("-legacy_server_connect");
    let names: Vec<&str> = offer
        .suites
        .iter()
        .filter_map(|suite| CipherSuite(*suite).openssl_name())
        .collect();
    if offer.has_1_3() {
        let algorithms: Vec<&str> = offer
            .schemes
            .iter()
            .filter_map(|own| scheme(*own))
            .collect();
        command.args(["-tls1_3", "-ciphersuites", &names.join(":")]);
        command.args(["-sigalgs", &algorithms.join(":")]);
    } else {
        let list = format!("{}:@SECLEVEL=0", names.join(":"));
        command.args(["-no_tls1_3", "-min_protocol", "TLSv1", "-cipher", &list]);
    }
    let output = command.stdin(Stdio::null()).output().unwrap();
    let out = String::from_utf8_lossy(&output.stdout).into_owned();
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    let leaf = out.find("-----BEGIN CERTIFICATE-----").map(|start| {
        let pem = out.get(start..).unwrap();
        let leaf = X509::from_pem(pem.as_bytes()).unwrap();
        hex(&leaf.digest(MessageDigest::sha256()).unwrap())
    });
    let Some(leaf) = leaf else {
        let alert = error.split("SSL alert number ").nth(1);
        let number = alert.and_then(|rest| rest.lines().next()?.trim().parse().ok());
        return number.map_or(Found::Nothing, Found::Refused);
    };
    // `New, TLSv1.2, Cipher is X` has the oldest version of the suite, the session's lines have the
    // negotiated one; TLS 1.3 has no session yet.
    let new = out.lines().find(|line| line.starts_with("New, ")).unwrap();
    let cipher = new.rsplit("Cipher is ").next().unwrap();
    let session = out
        .lines()
        .find_map(|line| line.trim().strip_prefix("Protocol  : "));
    let version = if new.starts_with("New, TLSv1.3") {
        Some("TLSv1.3".to_owned())
    } else {
        session.map(str::to_owned)
    };
    let is_told = cipher != "(NONE)";
    Found::Certificate {
        version: version.filter(|_| is_told),
        cipher: is_told.then(|| cipher.to_owned()),
        leaf,
        is_asked: out.contains("Client Certificate Types:")
            || out.contains("Acceptable client certificate CA names")
            || out.contains("Requested Signature Algorithms:"),
    }
}

/// OpenSSL's name of a signature scheme, where it has one for lists.
fn scheme(number: u16) -> Option<&'static str> {
    Some(match number {
        0x0804 => "rsa_pss_rsae_sha256",
        0x0805 => "rsa_pss_rsae_sha384",
        0x0806 => "rsa_pss_rsae_sha512",
        0x0809 => "rsa_pss_pss_sha256",
        0x080a => "rsa_pss_pss_sha384",
        0x080b => "rsa_pss_pss_sha512",
        0x0401 => "RSA+SHA256",
        0x0501 => "RSA+SHA384",
        0x0601 => "RSA+SHA512",
        0x0403 => "ECDSA+SHA256",
        0x0503 => "ECDSA+SHA384",
        0x0603 => "ECDSA+SHA512",
        0x0807 => "ed25519",
        0x0808 => "ed448",
        _ => return None,
    })
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}

fn empty_configuration() -> PathBuf {
    PathBuf::from("/dev/null")
}
