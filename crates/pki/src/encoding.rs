//! Certificates out of files: PEM bundles with anything around them, and DER.

use openssl::x509::X509;

use crate::certificate::Certificate;

/// A larger certificate is refused: the largest met in the field are some 8 KB.
const MAX_CERTIFICATE: usize = 256 * 1024;
/// More entries in one file than any bundle of public CAs has.
const MAX_ENTRIES: usize = 20_000;

/// One entry of a file, in order.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Line of the entry's first byte in a PEM file, from 1; `None` for DER.
    pub line: Option<usize>,
    /// Number of the entry in its file, from 1.
    pub position: usize,
    /// The certificate, or why there is none.
    pub certificate: Result<Certificate, EntryError>,
}

/// Why an entry of a file is no certificate.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EntryError {
    /// The PEM block is not a certificate.
    #[error("the block is a `{label}`, not a certificate; leave it out")]
    NotACertificate {
        /// What the BEGIN line says, at most 40 characters.
        label: String,
    },
    /// The PEM block has no END line.
    #[error("the block has no END line; the file is cut short or damaged")]
    Unterminated,
    /// OpenSSL cannot read the bytes as a certificate.
    #[error("not a readable X.509 certificate; export it again as PEM or DER")]
    Unparsable,
    /// The entry is larger than any certificate.
    #[error("larger than {limit} bytes, which no certificate is")]
    TooLarge {
        /// The limit in bytes.
        limit: usize,
    },
    /// The file holds more entries than are read.
    #[error("more than {limit} entries; the rest was not read: split the file")]
    TooMany {
        /// The limit.
        limit: usize,
    },
    /// The file holds neither PEM nor DER.
    #[error("no certificate found: neither PEM nor DER")]
    Nothing,
}

/// Reads a PEM bundle or DER (one certificate or several in a row). Never fails: what cannot be
/// read is an entry with its reason, and the rest stays usable.
pub fn certificates_from(bytes: &[u8]) -> Vec<Entry> {
    let mut entries = pem_entries(bytes);
    if entries.is_empty() {
        entries = der_entries(bytes);
    }
    if entries.is_empty() {
        entries.push(Entry {
            line: None,
            position: 1,
            certificate: Err(EntryError::Nothing),
        });
    }
    entries
}

fn pem_entries(bytes: &[u8]) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut lines = bytes.split(|&b| b == b'\n').enumerate();
    while let Some((index, line)) = lines.next() {
        let Some(label) = boundary(line, b"-----BEGIN ") else {
            continue;
        };
        let position = entries.len().saturating_add(1);
        if position > MAX_ENTRIES {
            let limit = MAX_ENTRIES;
            let certificate = Err(EntryError::TooMany { limit });
            entries.push(Entry {
                line: Some(index.saturating_add(1)),
                position,
                certificate,
            });
            break;
        }
        let mut body = Vec::new();
        let mut terminated = false;
        for (_, line) in lines.by_ref() {
            if boundary(line, b"-----END ").is_some() {
                terminated = true;
                break;
            }
            if body.len() <= MAX_CERTIFICATE.saturating_mul(2) {
                body.extend_from_slice(line);
                body.push(b'\n');
            }
        }
        let certificate = match (terminated, label) {
            (false, _) => Err(EntryError::Unterminated),
            (true, "CERTIFICATE" | "X509 CERTIFICATE" | "TRUSTED CERTIFICATE") => {
                from_base64(&body)
            }
            (true, other) => {
                let label = other.chars().filter(|c| !c.is_control()).take(40).collect();
                Err(EntryError::NotACertificate { label })
            }
        };
        entries.push(Entry {
            line: Some(index.saturating_add(1)),
            position,
            certificate,
        });
    }
    entries
}

/// The label of a `-----BEGIN label-----` or `-----END label-----` line.
fn boundary<'a>(line: &'a [u8], start: &[u8]) -> Option<&'a str> {
    let line = line
        .trim_ascii()
        .strip_prefix(start)?
        .strip_suffix(b"-----")?;
    std::str::from_utf8(line).ok()
}

fn from_base64(body: &[u8]) -> Result<Certificate, EntryError> {
    if body.len() > MAX_CERTIFICATE.saturating_mul(2) {
        return Err(EntryError::TooLarge {
            limit: MAX_CERTIFICATE,
        });
    }
    let mut pem = b"-----BEGIN CERTIFICATE-----\n".to_vec();
    for line in body
        .split(|&b| b == b'\n')
        .map(<[u8]>::trim_ascii)
        .filter(|line| !line.is_empty())
    {
        pem.extend_from_slice(line);
        pem.push(b'\n');
    }
    pem.extend_from_slice(b"-----END CERTIFICATE-----\n");
    let x509 = X509::from_pem(&pem).map_err(|_| EntryError::Unparsable)?;
    Certificate::of(x509).map_err(|_| EntryError::Unparsable)
}

fn der_entries(mut bytes: &[u8]) -> Vec<Entry> {
    let mut entries = Vec::new();
    while let Some(length) = element_length(bytes) {
        let position = entries.len().saturating_add(1);
        let Some((der, rest)) = bytes.split_at_checked(length) else {
            let certificate = Err(EntryError::Unterminated);
            entries.push(Entry {
                line: None,
                position,
                certificate,
            });
            return entries;
        };
        bytes = rest;
        let certificate = if position > MAX_ENTRIES {
            Err(EntryError::TooMany { limit: MAX_ENTRIES })
        } else if der.len() > MAX_CERTIFICATE {
            Err(EntryError::TooLarge {
                limit: MAX_CERTIFICATE,
            })
        } else {
            Certificate::from_der(der).map_err(|_| EntryError::Unparsable)
        };
        entries.push(Entry {
            line: None,
            position,
            certificate,
        });
        if position > MAX_ENTRIES {
            return entries;
        }
    }
    entries
}

/// Header and content length of the DER SEQUENCE (X.690 8.1.3) that `bytes` begins with.
fn element_length(bytes: &[u8]) -> Option<usize> {
    let (&[0x30, first], rest) = bytes.split_first_chunk::<2>()? else {
        return None;
    };
    if first < 0x80 {
        return Some(usize::from(first).saturating_add(2));
    }
    let count = usize::from(first & 0x7f);
    if count == 0 || count > 4 {
        return None;
    }
    let length = rest
        .get(..count)?
        .iter()
        .fold(0_usize, |sum, &b| (sum << 8) | usize::from(b));
    Some(length.saturating_add(count).saturating_add(2))
}
