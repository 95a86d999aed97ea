//! One handshake, read while it happens.

use std::net::SocketAddr;

use crate::conversation::{Conversation, Role};
use crate::limits::Limits;
use crate::pair::{Pair, Side};
use crate::tls::{
    CertificateCache, Context, Opening, Room, Secrets, Session, StreamEnd, StreamFacts, Version,
};

/// Reads the bytes of one TLS connection as they are sent and received, by the same rules as a
/// capture. Whoever probes a node hands both directions to it.
///
/// ```
/// use tollgate_capture::{Observer, Role};
///
/// let mut observer = Observer::default();
/// observer.read(Role::Server, b"\x15\x03\x01\x00\x02\x02\x28");
/// assert!(!observer.has_server_flight());
/// ```
#[derive(Debug)]
pub struct Observer {
    session: Session,
    limits: Limits,
    secrets: Secrets,
    certificates: CertificateCache,
}

/// How a connection that was observed came to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ObservedEnd {
    /// It is not over, or whoever observes ends it himself.
    Open,
    /// Closed from this side.
    Closed(Role),
    /// Reset from this side.
    Reset(Role),
}

impl Default for Observer {
    fn default() -> Self {
        Self {
            session: Session::new(Opening::Seen),
            limits: Limits::default(),
            secrets: Secrets::default(),
            certificates: CertificateCache::default(),
        }
    }
}

impl Observer {
    /// The next bytes from one party, cut anywhere.
    pub fn read(&mut self, from: Role, bytes: &[u8]) {
        let mut context = Context {
            frame: 0,
            time: None,
            limits: &self.limits,
            secrets: &self.secrets,
            certificates: &mut self.certificates,
        };
        self.session.data(side(from), bytes, &mut context);
    }

    /// Secrets of this connection in the NSS key log format. Those of TLS 1.3 have to be known
    /// before the server's hello is read.
    pub fn add_secrets(&mut self, key_log: &[u8]) {
        let room = self.secrets.add(key_log, self.limits.secrets);
        debug_assert_eq!(room, Room::Left, "one connection has few secrets");
    }

    /// The server has said what the client needs to know before it answers: its certificate, and
    /// whether it asks for one.
    pub fn has_server_flight(&self) -> bool {
        self.session.has_server_flight()
    }

    /// The negotiated version, once it is known.
    pub fn version(&self) -> Option<Version> {
        self.session.version()
    }

    /// What was learnt; `None` if it was not TLS.
    pub fn finish(
        mut self,
        client: SocketAddr,
        server: SocketAddr,
        end: ObservedEnd,
    ) -> Option<Conversation> {
        let end = match end {
            ObservedEnd::Open => StreamEnd::Open,
            ObservedEnd::Closed(role) => StreamEnd::Closed(side(role)),
            ObservedEnd::Reset(role) => StreamEnd::Reset(side(role)),
        };
        let facts = StreamFacts {
            number: 0,
            first_frame: 0,
            ends: Pair {
                first: (client.ip(), client.port()),
                second: (server.ip(), server.port()),
            },
            opener: Some(Side::First),
            end,
        };
        let mut context = Context {
            frame: 0,
            time: None,
            limits: &self.limits,
            secrets: &self.secrets,
            certificates: &mut self.certificates,
        };
        self.session.finish(&facts, &mut context)
    }
}

/// The client stands first.
const fn side(role: Role) -> Side {
    match role {
        Role::Client => Side::First,
        Role::Server => Side::Second,
    }
}
