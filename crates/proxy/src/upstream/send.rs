//! A request on its way: which attempts are made for it, and when one may be repeated.
//!
//! Three things are tried again, each once: a refused certificate (the node may be in the middle of
//! a change), a refusal of ours before any byte of the request went out, and a pooled connection
//! that the node had closed. No request is ever run twice: it is repeated only if not a byte of it
//! was handed over, or if it is a safe one without body (RFC 9110 section 9.2.1) and not a byte of
//! an answer came.

use std::net::SocketAddr;
use std::sync::Arc;

use http::Method;
use tokio::time::timeout;

use super::connection::{Broken, BrokenCause, Connection, Heard};
use super::dial::{Dialled, Errand, Wanted};
use super::endpoint::Endpoint;
use super::failure::{Attempt, ClientCertificateRefusal, Failure, FailureKind, Stage};
use super::handshake::{Written, client_certificate_refusal, is_about_our_certificate};
use super::message::{NodeRequest, ResponseBody};
use super::progress::{ClientCertificateRequest, Progress};
use super::refusals::Refusal;
use super::resolve::Addresses;
use super::{Answer, Inner, Upstream};

/// Told of each attempt.
type Watch<'a> = &'a mut dyn FnMut(Progress<'_>);

impl Upstream {
    /// Sends the request to the endpoint over a pooled or a new connection.
    ///
    /// `watch` is told of each attempt before its bytes go out (that is the moment for the line
    /// `Sending Request`), and of each connection that is used although its certificate was refused.
    /// A refused certificate is tried once more; the second refusal is the failure. No request is
    /// ever run twice.
    ///
    /// Dropping the future closes the connection.
    pub(crate) async fn send(
        &self,
        endpoint: &Endpoint,
        request: NodeRequest,
        watch: Watch<'_>,
    ) -> Result<Answer, Box<Failure>> {
        let addresses = match self.0.resolver.at_hand(endpoint) {
            Some(addresses) => addresses,
            None => Box::pin(self.0.resolve(endpoint)).await?,
        };
        let mut journey = Journey {
            upstream: &self.0,
            watch,
            attempts: Vec::new(),
            client_certificate_retried: false,
        };
        let (request, wanted) = match self.0.pooled(endpoint, &addresses) {
            Some(connection) => match journey.reuse(connection, request).await? {
                Reused::Answer(answer) => return Ok(answer),
                Reused::Stale(request) => {
                    self.0.shared.settings.counters.repeated();
                    (request, Wanted::NewOnly)
                }
            },
            None => (request, Wanted::Any),
        };
        // Apart, because the handshake needs much room, and few requests need a handshake.
        let endpoint = Arc::new(endpoint.clone());
        Box::pin(journey.go(&endpoint, &addresses, request, wanted)).await
    }
}

impl Inner {
    async fn resolve(&self, endpoint: &Endpoint) -> Result<Addresses, Box<Failure>> {
        let kind = match timeout(
            self.shared.settings.limits.connect,
            self.resolver.ask(endpoint),
        )
        .await
        {
            Ok(Ok(addresses)) => return Ok(addresses),
            Ok(Err(error)) => FailureKind::Unresolved(error),
            Err(_) => FailureKind::TimedOut(Stage::Resolving),
        };
        let attempt = Attempt {
            server: None,
            judged: None,
        };
        Err(Box::new(Failure {
            kind,
            attempts: vec![attempt],
            remembered: false,
        }))
    }

    fn pooled(&self, endpoint: &Endpoint, addresses: &Addresses) -> Option<Connection> {
        let port = endpoint.port.get();
        addresses
            .as_slice()
            .iter()
            .find_map(|address| self.pool.take(SocketAddr::new(*address, port), endpoint))
    }
}

/// The attempts for one request.
struct Journey<'a> {
    upstream: &'a Arc<Inner>,
    watch: Watch<'a>,
    attempts: Vec<Attempt>,
    client_certificate_retried: bool,
}

enum Reused {
    Answer(Answer),
    /// The connection was dead; the request has not been run.
    Stale(NodeRequest),
}

enum Sent {
    Answer(Answer),
    /// Our certificate was refused before a byte of the request went out.
    Again(NodeRequest),
}

impl Journey<'_> {
    /// Sends over a connection that served before.
    async fn reuse(
        &mut self,
        connection: Connection,
        request: NodeRequest,
    ) -> Result<Reused, Box<Failure>> {
        self.upstream.shared.settings.counters.reused();
        (self.watch)(Progress::Sending {
            to: connection.facts().server,
            request: &request,
        });
        let repeatable = request.is_repeatable();
        match self.exchange(connection, request).await {
            Ok(answer) => Ok(Reused::Answer(answer)),
            Err(mut broken) => {
                self.note(&broken);
                let again = match (&broken.cause, broken.heard, broken.written) {
                    (BrokenCause::Http(_), Heard::Nothing, written)
                        if repeatable || written == Written::Nothing =>
                    {
                        broken.request.take()
                    }
                    (BrokenCause::Http(_), Heard::Nothing | Heard::Something, _)
                    | (BrokenCause::TimedOut, _, _) => None,
                };
                match again {
                    Some(request) => Ok(Reused::Stale(request)),
                    None => Err(self.broken_off(*broken).into()),
                }
            }
        }
    }

    /// Makes connections until the request is answered or there is no point in another attempt.
    async fn go(
        mut self,
        endpoint: &Arc<Endpoint>,
        addresses: &Addresses,
        mut request: NodeRequest,
        mut wanted: Wanted,
    ) -> Result<Answer, Box<Failure>> {
        let mut refused_before = false;
        loop {
            let mut errand = Errand {
                endpoint,
                addresses,
                request: &request,
                watch: &mut *self.watch,
                attempts: &mut self.attempts,
            };
            match self.upstream.dial(&mut errand, wanted).await {
                Dialled::New(connection) => match self.deliver(connection, request).await? {
                    Sent::Answer(answer) => return Ok(answer),
                    Sent::Again(unsent) => request = unsent,
                },
                Dialled::Idle(connection) => match self.reuse(connection, request).await? {
                    Reused::Answer(answer) => return Ok(answer),
                    Reused::Stale(unsent) => {
                        self.upstream.shared.settings.counters.repeated();
                        request = unsent;
                        wanted = Wanted::NewOnly;
                    }
                },
                Dialled::Refused(judged) if refused_before => {
                    self.upstream.shared.refusals.keep(&judged, &self.attempts);
                    return Err(self.fail(FailureKind::Refused(judged)).into());
                }
                Dialled::Refused(_) => refused_before = true,
                Dialled::Remembered(refusal) => {
                    return Err(self.recalled(refusal, &request).into());
                }
                Dialled::ClientCertificate(_) if self.may_try_certificate_again(&request) => {}
                Dialled::ClientCertificate(refusal) => {
                    return Err(self
                        .fail(FailureKind::ClientCertificateRefused(refusal))
                        .into());
                }
                Dialled::Failed(kind) => return Err(self.fail(kind).into()),
            }
        }
    }

    /// Sends over a connection that was made for this request.
    async fn deliver(
        &mut self,
        connection: Connection,
        request: NodeRequest,
    ) -> Result<Sent, Box<Failure>> {
        let mut broken = match self.exchange(connection, request).await {
            Ok(answer) => return Ok(Sent::Answer(answer)),
            Err(broken) => broken,
        };
        self.note(&broken);
        if self.client_certificate(&broken).is_some()
            && broken.written == Written::Nothing
            && let Some(request) = broken.request.take()
            && self.may_try_certificate_again(&request)
        {
            return Ok(Sent::Again(request));
        }
        Err(self.broken_off(*broken).into())
    }

    async fn exchange(
        &self,
        connection: Connection,
        request: NodeRequest,
    ) -> Result<Answer, Box<Broken>> {
        let silence = self.upstream.shared.settings.limits.response;
        let method = request.method.clone();
        let buffers = &self.upstream.buffers;
        let (connection, answered) = connection.exchange(request, silence, buffers).await?;
        let facts = Arc::clone(connection.facts());
        let (head, body) =
            ResponseBody::new(&method, answered, connection, Arc::clone(self.upstream));
        Ok(Answer {
            head,
            body,
            connection: facts,
        })
    }

    /// Once, and never for what must not be run twice by any accident.
    fn may_try_certificate_again(&mut self, request: &NodeRequest) -> bool {
        let may = !matches!(request.method, Method::POST | Method::PUT);
        may && !std::mem::replace(&mut self.client_certificate_retried, true)
    }

    /// The finding, if the node ended the connection because of our certificate.
    fn client_certificate(&self, broken: &Broken) -> Option<ClientCertificateRefusal> {
        let tls = broken.facts.tls.as_ref()?;
        let alert = broken.alert?;
        let requested: &ClientCertificateRequest = &tls.client_certificate;
        if broken.heard == Heard::Something || !is_about_our_certificate(alert, requested) {
            return None;
        }
        let identity = self.upstream.shared.settings.client.as_ref();
        Some(client_certificate_refusal(
            alert,
            requested.clone(),
            identity,
            broken.written,
        ))
    }

    fn broken_off(&mut self, broken: Broken) -> Failure {
        if let Some(refusal) = self.client_certificate(&broken) {
            self.upstream
                .count_client_certificate(&broken.facts.endpoint, &refusal);
            return self.fail(FailureKind::ClientCertificateRefused(refusal));
        }
        match broken.cause {
            BrokenCause::Http(error) => self.fail(FailureKind::Exchange(error)),
            BrokenCause::TimedOut => self.fail(FailureKind::TimedOut(Stage::Exchanging)),
        }
    }

    /// The same account as when the certificate was refused.
    fn recalled(&mut self, refusal: Refusal, request: &NodeRequest) -> Failure {
        self.upstream.shared.settings.counters.remembered();
        for attempt in &refusal.attempts {
            if let Some(to) = attempt.server {
                (self.watch)(Progress::Sending { to, request });
            }
        }
        self.attempts.extend(refusal.attempts);
        let attempts = std::mem::take(&mut self.attempts);
        let kind = FailureKind::Refused(refusal.judged);
        Failure {
            kind,
            attempts,
            remembered: true,
        }
    }

    fn note(&mut self, broken: &Broken) {
        self.attempts.push(Attempt {
            server: Some(broken.facts.server),
            judged: broken.facts.passage.judged().cloned(),
        });
    }

    fn fail(&mut self, kind: FailureKind) -> Failure {
        let attempts = std::mem::take(&mut self.attempts);
        Failure {
            kind,
            attempts,
            remembered: false,
        }
    }
}
