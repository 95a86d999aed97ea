//! What a file is, told by its beginning. Its name counts where the content leaves a doubt.

use tollgate_diaglog::{Event, Reader};

use crate::certificate_list::CertificateList;
use crate::limits::KIND_HEAD;
use crate::text::decode;

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Nothing is in it.
    Empty,
    /// A diagnostic log.
    Log,
    /// Settings or states of an appliance, in either spelling.
    Dump,
    /// Captured packets.
    Capture(CaptureForm),
    /// Certificates: a trust store, a server certificate, or both.
    Certificates,
    /// The certificate list of a node.
    CertificateList,
    /// An article, mail or ticket with log lines, certificates or a list among other text.
    Pasted,
    /// Secrets of TLS sessions (`SSLKEYLOGFILE`).
    KeyLog,
    /// A private key.
    PrivateKey,
    /// PKCS #12 or a Java key store: certificates with a private key.
    KeyStore,
    /// Text that says nothing known.
    Text,
    /// Nothing known.
    Unknown,
}

/// The form of a capture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CaptureForm {
    /// libpcap, in either byte order.
    Pcap,
    /// pcapng.
    Pcapng,
}

impl Kind {
    /// Tells a file by its name and its first [`KIND_HEAD`] octets.
    pub fn of(name: &str, head: &[u8]) -> Self {
        let head = head.get(..KIND_HEAD).unwrap_or(head);
        if head.is_empty() {
            return Self::Empty;
        }
        if let Some(kind) = of_binary(head) {
            return kind;
        }
        let is_utf16 = head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff");
        if !is_utf16 && memchr::memchr(0, head).is_some() {
            return Self::Unknown;
        }
        of_text(name, &decode(head))
    }

    /// A word for messages.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Empty => "empty file",
            Self::Log => "diagnostic log",
            Self::Dump => "configuration or status dump",
            Self::Capture(CaptureForm::Pcap) => "capture (pcap)",
            Self::Capture(CaptureForm::Pcapng) => "capture (pcapng)",
            Self::Certificates => "certificates",
            Self::CertificateList => "certificate list",
            Self::Pasted => "text with log lines or certificates",
            Self::KeyLog => "key log",
            Self::PrivateKey => "private key",
            Self::KeyStore => "key store",
            Self::Text => "text",
            Self::Unknown => "unknown",
        }
    }
}

fn of_binary(head: &[u8]) -> Option<Kind> {
    match head {
        [0xa1, 0xb2, 0xc3 | 0xcd, 0xd4 | 0x34, ..]
        | [0xd4 | 0x34, 0xc3 | 0xcd, 0xb2, 0xa1, ..]
        | [0xa1, 0xb2, 0x3c, 0x4d, ..]
        | [0x4d, 0x3c, 0xb2, 0xa1, ..] => Some(Kind::Capture(CaptureForm::Pcap)),
        [0x0a, 0x0d, 0x0d, 0x0a, ..] => Some(Kind::Capture(CaptureForm::Pcapng)),
        [0xfe, 0xed, 0xfe, 0xed, ..] | [0xce, 0xce, 0xce, 0xce, ..] => Some(Kind::KeyStore),
        [0x30, rest @ ..] => of_der(rest),
        _ => None,
    }
}

/// DER (X.690): an outer sequence, told by what it begins with.
fn of_der(after_tag: &[u8]) -> Option<Kind> {
    let (first, rest) = after_tag.split_first()?;
    let content = match first {
        0x80 => rest,
        0x81..=0x84 => rest.get(usize::from(first & 0x7f)..)?,
        // Shorter than any certificate, but not than a key on a curve.
        0..0x80 => rest,
        _ => return None,
    };
    match content {
        // A certificate is a sequence of a sequence with a version or a serial number.
        [0x30, 0x81..=0x84, ..] => Some(Kind::Certificates),
        // The version of PKCS #12 is 3, that of key formats 0 or 1.
        [0x02, 0x01, 0x03, 0x30, ..] => Some(Kind::KeyStore),
        [0x02, 0x01, 0x00 | 0x01, 0x02 | 0x04 | 0x30, ..] => Some(Kind::PrivateKey),
        _ => None,
    }
}

/// What occurs in a text.
#[derive(Default)]
struct Signs {
    /// Lines that are not empty.
    lines: usize,
    settings: usize,
    states: usize,
    certificates: usize,
    keys: usize,
    secrets: usize,
}

fn of_text(name: &str, text: &str) -> Kind {
    let trimmed = text.trim_start();
    if trimmed.is_empty() {
        return Kind::Empty;
    }
    if trimmed.starts_with('<') && is_dump_document(trimmed) {
        return Kind::Dump;
    }
    let signs = Signs::of(text);
    if signs.secrets > 0 && signs.secrets * 2 >= signs.lines {
        return Kind::KeyLog;
    }
    if signs.keys > 0 && signs.certificates == 0 {
        return Kind::PrivateKey;
    }
    let log = LogSigns::of(text);
    if signs.settings + signs.states > 0 && signs.settings + signs.states >= log.understood {
        let is_listing = signs.settings * 2 >= signs.lines || signs.states > 0;
        if is_listing {
            return Kind::Dump;
        }
    }
    let rows = CertificateList::find(text).entries.len();
    match (log.understood > 0, rows > 0, signs.certificates > 0) {
        (true, false, false) if log.is_most() => Kind::Log,
        (true, ..) => Kind::Pasted,
        (false, true, false) if rows * 2 >= signs.lines => Kind::CertificateList,
        (false, true, false) if is_one_cell_a_line(rows, signs.lines) => Kind::CertificateList,
        (false, true, _) => Kind::Pasted,
        (false, false, true) => Kind::Certificates,
        (false, false, false) if name.to_ascii_lowercase().starts_with("loggingsnapshot") => {
            Kind::Log
        }
        (false, false, false) => Kind::Text,
    }
}

/// A row of a list pasted with one cell a line takes seven lines or eight.
fn is_one_cell_a_line(rows: usize, lines: usize) -> bool {
    (rows * 6..=rows * 10 + 12).contains(&lines)
}

/// Whether the outermost element, or the one in it, is that of a dump.
fn is_dump_document(text: &str) -> bool {
    const LOOKED_AT: usize = 8 * 1024;
    let end = text.floor_char_boundary(LOOKED_AT);
    let start = text.get(..end).unwrap_or(text);
    ["Configuration", "Status"].iter().any(|name| {
        start.match_indices('<').any(|(at, _)| {
            let tag = start.get(at + 1..).unwrap_or_default();
            tag.strip_prefix(name)
                .is_some_and(|rest| rest.starts_with([' ', '>', '/', '\n', '\r', '\t']))
        })
    })
}

impl Signs {
    fn of(text: &str) -> Self {
        let mut signs = Self::default();
        for line in text.lines().map(str::trim) {
            let starts = |word: &str| {
                let start = line.as_bytes().get(..word.len());
                start.is_some_and(|start| start.eq_ignore_ascii_case(word.as_bytes()))
            };
            signs.lines += usize::from(!line.is_empty());
            signs.settings +=
                usize::from(starts("*c xConfiguration ") || starts("xConfiguration "));
            signs.states += usize::from(starts("*s "));
            if let Some(label) = line.strip_prefix("-----BEGIN ") {
                let is_key = label.contains("PRIVATE KEY-----");
                signs.keys += usize::from(is_key);
                signs.certificates += usize::from(label.contains("CERTIFICATE-----"));
            }
            signs.secrets += usize::from(is_secret(line));
        }
        signs
    }
}

/// A line of a key log: a label, a random of 32 octets, a secret.
fn is_secret(line: &str) -> bool {
    let mut words = line.split_ascii_whitespace();
    let (Some(label), Some(random), Some(secret), None) =
        (words.next(), words.next(), words.next(), words.next())
    else {
        return false;
    };
    let is_label = label
        .bytes()
        .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == b'_');
    let is_hex = |text: &str| text.bytes().all(|octet| octet.is_ascii_hexdigit());
    // The label RSA has the first octets of an encrypted secret instead of the random.
    is_label
        && matches!(random.len(), 16 | 64)
        && is_hex(random)
        && secret.len() >= 64
        && is_hex(secret)
}

/// How much of a text is log.
struct LogSigns {
    entries: usize,
    stamped: usize,
    understood: usize,
}

impl LogSigns {
    fn of(text: &str) -> Self {
        let mut signs = Self {
            entries: 0,
            stamped: 0,
            understood: 0,
        };
        for line in Reader::new(text.as_bytes()) {
            signs.entries += 1;
            signs.stamped += usize::from(line.prefix.is_some());
            let is_understood = match &line.event {
                // Pairs alone occur in many texts.
                Some(Event::Record(_) | Event::Notice(_)) => line.prefix.is_some(),
                Some(
                    Event::Transaction(_)
                    | Event::Access(_)
                    | Event::Rejected(_)
                    | Event::ChainRefused(_)
                    | Event::NameRefused(_)
                    | Event::ConnectionFailed(_)
                    | Event::Native(_),
                ) => true,
                None => false,
            };
            signs.understood += usize::from(is_understood);
        }
        signs
    }

    /// Whether the text is a log and not a text with log lines in it.
    fn is_most(&self) -> bool {
        self.stamped.max(self.understood) * 2 >= self.entries
    }
}
