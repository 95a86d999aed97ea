//! The port behind a SOCKS proxy (RFC 1928, and version 4 before it).
//!
//! Finding TLS does not need it. But Wireshark numbers what it finds behind a proxy on the SOCKS
//! port as one more stream between client and proxy, and stream numbers here are Wireshark's.

use crate::cursor::Cursor;

/// The port (IANA) at which Wireshark expects a proxy.
pub(super) const PORT: u16 = 1080;

/// How far the negotiation of one stream has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Negotiation {
    /// The client says which version it speaks.
    AwaitingGreeting,
    /// Version 5: the client names the destination, after a log-in or at once.
    AwaitingRequest,
    AwaitingReply {
        version: u8,
        port: u16,
    },
    /// What follows is the stream to this port.
    Connected {
        port: u16,
    },
    /// Not a proxy after all, or numbered already.
    Over,
}

impl Negotiation {
    /// What a segment makes of it.
    pub(super) fn after(self, to_proxy: Direction, payload: &[u8]) -> Self {
        match (self, to_proxy) {
            (Self::AwaitingGreeting, Direction::ToProxy) => match payload.first() {
                Some(4) => request_4(payload).unwrap_or(Self::Over),
                Some(5) => Self::AwaitingRequest,
                _ => Self::Over,
            },
            (Self::AwaitingRequest, Direction::ToProxy) => request_5(payload).unwrap_or(self),
            (Self::AwaitingReply { version, port }, Direction::FromProxy) => {
                match (version, payload) {
                    (4, [0, 0x5a, ..]) | (5, [5, 0, ..]) => Self::Connected { port },
                    _ => Self::Over,
                }
            }
            (Self::Connected { .. }, _) => Self::Over,
            (Self::AwaitingGreeting, Direction::FromProxy) => Self::Over,
            (Self::AwaitingRequest | Self::AwaitingReply { .. } | Self::Over, _) => self,
        }
    }
}

/// Which way a segment goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    ToProxy,
    FromProxy,
}

fn request_4(payload: &[u8]) -> Option<Negotiation> {
    let mut fields = Cursor::new(payload);
    let (version, 1) = (fields.u8()?, fields.u8()?) else {
        return None;
    };
    let port = fields.u16()?;
    Some(Negotiation::AwaitingReply { version, port })
}

fn request_5(payload: &[u8]) -> Option<Negotiation> {
    let mut fields = Cursor::new(payload);
    let (version, 1, 0) = (fields.u8()?, fields.u8()?, fields.u8()?) else {
        return None;
    };
    match fields.u8()? {
        1 => fields.take(4)?,
        3 => fields.vector8()?,
        4 => fields.take(16)?,
        _ => return None,
    };
    let port = fields.u16()?;
    (version == 5).then_some(Negotiation::AwaitingReply { version, port })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_versions_lead_to_the_port_behind_the_proxy() {
        use Direction::{FromProxy, ToProxy};
        let run = |segments: &[(Direction, &[u8])]| {
            segments
                .iter()
                .fold(Negotiation::AwaitingGreeting, |state, (way, payload)| {
                    state.after(*way, payload)
                })
        };
        let connected = Negotiation::Connected { port: 443 };
        let version_4 = [
            (ToProxy, &[4, 1, 1, 187, 1, 2, 3, 4, 0][..]),
            (FromProxy, &[0, 0x5a, 0, 0, 0, 0, 0, 0]),
        ];
        assert_eq!(run(&version_4), connected);
        let version_5 = [
            (ToProxy, &[5, 1, 2][..]),
            (FromProxy, &[5, 2]),
            (ToProxy, &[1, 1, b'u', 1, b'p']),
            (FromProxy, &[1, 0]),
            (ToProxy, &[5, 1, 0, 3, 2, b'a', b'b', 1, 187]),
            (FromProxy, &[5, 0, 0, 1, 0, 0, 0, 0, 0, 0]),
        ];
        assert_eq!(run(&version_5), connected);
        assert_eq!(connected.after(ToProxy, b"data"), Negotiation::Over);
        assert_eq!(run(&[(ToProxy, b"GET / HTTP/1.1")]), Negotiation::Over);
    }
}
