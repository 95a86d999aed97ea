//! One attempt to get a connection: under the limits, to one of the addresses, through the handshake.

use std::io;
use std::net::{IpAddr, SocketAddr, UdpSocket};
use std::sync::Arc;

use tokio::net::TcpStream;
use tokio::time::{Instant, timeout, timeout_at};

use super::admission::{Passage, Unverified};
use super::connection::Connection;
use super::counters::HandshakeOutcome;
use super::endpoint::Endpoint;
use super::failure::{Attempt, ClientCertificateRefusal, ConnectionLimit, FailureKind, Stage};
use super::handshake::{Secured, Unsecured};
use super::message::NodeRequest;
use super::pool::Slot;
use super::progress::{ConnectionFacts, Engine, Progress};
use super::refusals::Refusal;
use super::resolve::Addresses;
use super::rustls_engine::server_name;
use super::settings::VerifyOrigin;
use super::stream::Transport;
use super::{Action, Inner, Judged};

/// What came of an attempt to get a connection.
#[derive(Debug)]
pub(super) enum Dialled {
    /// A new connection, admitted.
    New(Connection),
    /// One that became idle while a limit left no room for a new one.
    Idle(Connection),
    /// The node's certificate was refused.
    Refused(Arc<Judged>),
    /// It was refused moments ago; no connection was made.
    Remembered(Refusal),
    /// The node refused our certificate.
    ClientCertificate(ClientCertificateRefusal),
    /// Nothing came of it.
    Failed(FailureKind),
}

/// Whether a connection that served before may be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    Any,
    NewOnly,
}

/// What an attempt is for.
pub(super) struct Errand<'a> {
    pub(super) endpoint: &'a Arc<Endpoint>,
    pub(super) addresses: &'a Addresses,
    pub(super) request: &'a NodeRequest,
    pub(super) watch: &'a mut dyn FnMut(Progress<'_>),
    pub(super) attempts: &'a mut Vec<Attempt>,
}

impl Inner {
    /// Tries the addresses in order until one answers on TCP; what follows then counts.
    pub(super) async fn dial(self: &Arc<Self>, errand: &mut Errand<'_>, wanted: Wanted) -> Dialled {
        let limit = self.shared.settings.limits.connect;
        let patience = Instant::now() + limit;
        let mut deadline = None;
        let addresses = errand.addresses.as_slice();
        let mut last = FailureKind::TimedOut(Stage::Connecting);
        for (index, address) in addresses.iter().enumerate() {
            let server = SocketAddr::new(*address, errand.endpoint.port.get());
            if let Some(refusal) = self.shared.refusals.recall(server, errand.endpoint) {
                return Dialled::Remembered(refusal);
            }
            if self.is_own_listener(server) {
                return Dialled::Failed(FailureKind::Loop(server));
            }
            let slot = match self
                .wait_for_room(server, errand.endpoint, wanted, patience)
                .await
            {
                Ok(Room::Slot(slot)) => slot,
                Ok(Room::Idle(connection)) => return Dialled::Idle(connection),
                Err(limit) => {
                    errand.note(server, None);
                    return Dialled::Failed(FailureKind::LimitReached(limit));
                }
            };
            errand.tell(server);
            let deadline = *deadline.get_or_insert_with(|| Instant::now() + limit);
            let until = share(deadline, addresses.len() - index);
            match timeout_at(until, connect(server)).await {
                Ok(Ok(stream)) => return self.open(errand, server, stream, slot).await,
                Ok(Err(error)) => last = FailureKind::Unreachable(error),
                Err(_) => last = FailureKind::TimedOut(Stage::Connecting),
            }
            errand.note(server, None);
        }
        Dialled::Failed(last)
    }

    async fn wait_for_room(
        &self,
        server: SocketAddr,
        endpoint: &Arc<Endpoint>,
        wanted: Wanted,
        deadline: Instant,
    ) -> Result<Room, ConnectionLimit> {
        loop {
            let changed = self.shared.ledger.changed();
            let mut changed = std::pin::pin!(changed);
            // From here on a change is not missed.
            changed.as_mut().enable();
            if wanted == Wanted::Any
                && let Some(connection) = self.pool.take(server, endpoint)
            {
                return Ok(Room::Idle(connection));
            }
            let limit = match self.shared.ledger.reserve(server, endpoint) {
                Ok(slot) => return Ok(Room::Slot(slot)),
                Err(limit) => limit,
            };
            timeout_at(deadline, changed).await.map_err(|_| limit)?;
        }
    }

    async fn open(
        self: &Arc<Self>,
        errand: &mut Errand<'_>,
        server: SocketAddr,
        stream: TcpStream,
        slot: Slot,
    ) -> Dialled {
        let (transport, passage, tls) = if let Some(unverified) = Unverified::of(errand.endpoint) {
            (
                Transport::Plain(stream),
                Passage::Unverified(unverified),
                None,
            )
        } else {
            match self.secure(errand.endpoint, server, stream).await {
                Ok(Secured {
                    transport,
                    admission,
                    facts,
                }) => {
                    self.tell_if_continuing(errand, admission.judged());
                    (transport, Passage::Verified(admission), Some(facts))
                }
                Err(unsecured) => return self.unsecured(errand, server, unsecured),
            }
        };
        let endpoint = Arc::clone(errand.endpoint);
        let facts = ConnectionFacts {
            endpoint,
            server,
            passage,
            tls,
        };
        Dialled::New(Connection::new(transport, facts, slot))
    }

    /// The handshake, by the engine that serves this endpoint, within its time.
    async fn secure(
        &self,
        endpoint: &Arc<Endpoint>,
        server: SocketAddr,
        stream: TcpStream,
    ) -> Result<Secured, Option<Unsecured>> {
        let engine = self.shared.engine_for(endpoint);
        let handshake = async {
            match (engine, server_name(&endpoint.host)) {
                (Engine::Rustls, Some(name)) => {
                    self.shared
                        .rustls
                        .secure(endpoint, server, name, stream)
                        .await
                }
                (Engine::Rustls, None) | (Engine::OpenSsl, _) => {
                    self.shared.openssl.secure(endpoint, server, stream).await
                }
            }
        };
        let secured = match timeout(self.shared.settings.limits.handshake, handshake).await {
            Ok(result) => result.map_err(Some),
            Err(_) => Err(None),
        };
        self.count(engine, &secured);
        secured
    }

    fn count(&self, engine: Engine, secured: &Result<Secured, Option<Unsecured>>) {
        let counters = &self.shared.settings.counters;
        let (outcome, judged) = match secured {
            Ok(secured) => (HandshakeOutcome::Admitted, Some(secured.admission.judged())),
            Err(Some(Unsecured::Refused(judged))) => (HandshakeOutcome::Refused, Some(judged)),
            Err(Some(Unsecured::ClientCertificate { judged, .. })) => {
                (HandshakeOutcome::ClientCertificateRefused, judged.as_ref())
            }
            Err(Some(Unsecured::Failed { judged, .. })) => {
                (HandshakeOutcome::Failed, judged.as_ref())
            }
            Err(None) => (HandshakeOutcome::Failed, None),
        };
        counters.handshake(engine, outcome);
        if let Some(judged) = judged {
            counters.judged(judged);
        }
    }

    fn tell_if_continuing(&self, errand: &mut Errand<'_>, judged: &Arc<Judged>) {
        match (judged.action, self.shared.judge.mode()) {
            (Action::Continue, VerifyOrigin::Report) => {
                (errand.watch)(Progress::Continuing { judged });
            }
            (Action::Continue, VerifyOrigin::On | VerifyOrigin::Off)
            | (Action::Admit | Action::Terminate, _) => {}
        }
    }

    fn unsecured(
        &self,
        errand: &mut Errand<'_>,
        server: SocketAddr,
        unsecured: Option<Unsecured>,
    ) -> Dialled {
        match unsecured {
            None => {
                errand.note(server, None);
                Dialled::Failed(FailureKind::TimedOut(Stage::Handshaking))
            }
            Some(Unsecured::Refused(judged)) => {
                errand.note(server, Some(Arc::clone(&judged)));
                Dialled::Refused(judged)
            }
            Some(Unsecured::ClientCertificate { refusal, judged }) => {
                errand.note(server, judged);
                self.count_client_certificate(errand.endpoint, &refusal);
                Dialled::ClientCertificate(refusal)
            }
            Some(Unsecured::Failed { failure, judged }) => {
                errand.note(server, judged);
                Dialled::Failed(FailureKind::Handshake(failure))
            }
        }
    }

    pub(super) fn count_client_certificate(
        &self,
        endpoint: &Endpoint,
        refusal: &ClientCertificateRefusal,
    ) {
        let counters = &self.shared.settings.counters;
        let (node, port) = (endpoint.host.to_string(), endpoint.port.get());
        counters.client_certificate_refused(node, port, refusal.code);
    }

    /// Whether the address is one that this process listens on.
    fn is_own_listener(&self, server: SocketAddr) -> bool {
        self.shared.settings.own_listeners.iter().any(|listener| {
            listener.port() == server.port()
                && (listener.ip().to_canonical() == server.ip().to_canonical()
                    || listener.ip().is_unspecified() && is_local(server.ip()))
        })
    }
}

enum Room {
    Slot(Slot),
    Idle(Connection),
}

impl Errand<'_> {
    fn tell(&mut self, to: SocketAddr) {
        let request = self.request;
        (self.watch)(Progress::Sending { to, request });
    }

    fn note(&mut self, server: SocketAddr, judged: Option<Arc<Judged>>) {
        self.attempts.push(Attempt {
            server: Some(server),
            judged,
        });
    }
}

async fn connect(server: SocketAddr) -> io::Result<TcpStream> {
    let stream = TcpStream::connect(server).await?;
    stream.set_nodelay(true)?;
    Ok(stream)
}

/// An even share of the time that is left, so that an address which drops packets leaves time for
/// the others.
fn share(deadline: Instant, addresses: usize) -> Instant {
    let now = Instant::now();
    let left = deadline.saturating_duration_since(now);
    now + left / u32::try_from(addresses.max(1)).unwrap_or(u32::MAX)
}

/// Only an address of this machine can be bound.
fn is_local(address: IpAddr) -> bool {
    address.is_loopback() || UdpSocket::bind((address, 0)).is_ok()
}
