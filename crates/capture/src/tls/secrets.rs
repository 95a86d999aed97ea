//! Secrets of sessions in the NSS key log format (draft-ietf-tls-keylogfile).

use std::collections::HashMap;
use std::fmt;

/// Secrets by which sessions in a capture can be decrypted. Prints nothing of them.
#[derive(Clone, Default)]
pub struct Secrets {
    sessions: HashMap<[u8; 32], SessionSecrets>,
}

/// What a key log says about one session.
#[derive(Clone, Default)]
pub(super) struct SessionSecrets {
    /// Up to TLS 1.2.
    pub(super) master: Option<Box<[u8]>>,
    pub(super) client_early: Option<Box<[u8]>>,
    pub(super) client_handshake: Option<Box<[u8]>>,
    pub(super) server_handshake: Option<Box<[u8]>>,
    pub(super) client_traffic: Option<Box<[u8]>>,
    pub(super) server_traffic: Option<Box<[u8]>>,
}

/// Whether everything that was to be added could be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Room {
    Left,
    Exhausted,
}

impl Secrets {
    /// Reads a key log; lines of other kinds are passed over.
    ///
    /// ```
    /// let log = b"# a comment\nCLIENT_RANDOM 00 11\n";
    /// assert!(tollgate_capture::Secrets::from_key_log(log).is_empty());
    /// ```
    pub fn from_key_log(bytes: &[u8]) -> Self {
        let mut secrets = Self::default();
        secrets.add(bytes, usize::MAX);
        secrets
    }

    /// No session can be decrypted with these.
    pub fn is_empty(&self) -> bool {
        self.sessions.is_empty()
    }

    /// Sessions that these are about.
    pub fn sessions(&self) -> usize {
        self.sessions.len()
    }

    pub(crate) fn add(&mut self, key_log: &[u8], limit: usize) -> Room {
        for line in key_log.split(|byte| matches!(byte, b'\n' | b'\r')) {
            let mut words = line
                .split(u8::is_ascii_whitespace)
                .filter(|word| !word.is_empty());
            let (Some(label), Some(random), Some(secret)) =
                (words.next(), words.next(), words.next())
            else {
                continue;
            };
            let (Some(random), Some(secret)) = (unhex(random), unhex(secret)) else {
                continue;
            };
            let Ok(random) = <[u8; 32]>::try_from(random) else {
                continue;
            };
            if label == b"CLIENT_RANDOM" || SessionSecrets::default().slot(label).is_some() {
                if self.sessions.len() >= limit && !self.sessions.contains_key(&random) {
                    return Room::Exhausted;
                }
                if let Some(slot) = self.sessions.entry(random).or_default().slot(label) {
                    *slot = Some(secret.into());
                }
            }
        }
        Room::Left
    }

    pub(super) fn of(&self, client_random: &[u8; 32]) -> Option<&SessionSecrets> {
        self.sessions.get(client_random)
    }
}

impl SessionSecrets {
    fn slot(&mut self, label: &[u8]) -> Option<&mut Option<Box<[u8]>>> {
        match label {
            b"CLIENT_RANDOM" => Some(&mut self.master),
            b"CLIENT_EARLY_TRAFFIC_SECRET" => Some(&mut self.client_early),
            b"CLIENT_HANDSHAKE_TRAFFIC_SECRET" => Some(&mut self.client_handshake),
            b"SERVER_HANDSHAKE_TRAFFIC_SECRET" => Some(&mut self.server_handshake),
            b"CLIENT_TRAFFIC_SECRET_0" => Some(&mut self.client_traffic),
            b"SERVER_TRAFFIC_SECRET_0" => Some(&mut self.server_traffic),
            _ => None,
        }
    }
}

fn unhex(text: &[u8]) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let (pairs, odd) = text.as_chunks::<2>();
    if !odd.is_empty() {
        return None;
    }
    pairs
        .iter()
        .map(|[high, low]| {
            let value = digit(*high)?.checked_mul(16)?.checked_add(digit(*low)?)?;
            u8::try_from(value).ok()
        })
        .collect()
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secrets({} sessions)", self.sessions.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_log_is_read_line_by_line_and_nothing_of_it_is_printed() {
        let random = "0a".repeat(32);
        let log = format!(
            "# NSS\r\nCLIENT_RANDOM {random} 0102\r\nSERVER_TRAFFIC_SECRET_0 {random} 03\n\
             EXPORTER_SECRET {random} 04\nCLIENT_RANDOM {} 05\nCLIENT_RANDOM zz 06\n",
            "0b".repeat(32)
        );
        let secrets = Secrets::from_key_log(log.as_bytes());
        assert_eq!(secrets.sessions(), 2);
        let session = secrets.of(&[10; 32]).unwrap();
        assert_eq!(session.master.as_deref(), Some(&[1, 2][..]));
        assert_eq!(session.server_traffic.as_deref(), Some(&[3][..]));
        assert_eq!(session.client_traffic, None);
        assert_eq!(format!("{secrets:?}"), "Secrets(2 sessions)");
        assert_eq!(Secrets::default().add(log.as_bytes(), 1), Room::Exhausted);
    }
}
