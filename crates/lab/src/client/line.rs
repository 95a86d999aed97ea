//! The connection of the scripted client to the traffic server: kept between requests, made again when it is gone.

use std::net::SocketAddr;

use bytes::Bytes;
use http::Request;
use http_body_util::{BodyExt, Full, Limited};
use hyper::client::conn::http1::{self, SendRequest};
use hyper::ext::ReasonPhrase;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::task::JoinSet;

/// Nodes answer with a few kilobytes; an answer larger than this is cut off and called a failure.
const BODY_LIMIT: usize = 1 << 20;

#[derive(Debug)]
pub(super) struct Line {
    traffic_server: SocketAddr,
    sender: Option<SendRequest<Full<Bytes>>>,
    /// Drives the connection; ends with the line.
    tasks: JoinSet<()>,
}

pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) reason: String,
    pub(super) body: Bytes,
    /// Why the body is not whole.
    pub(super) failure: Option<String>,
}

impl Line {
    pub(super) fn new(traffic_server: SocketAddr) -> Self {
        Self {
            traffic_server,
            sender: None,
            tasks: JoinSet::new(),
        }
    }

    /// Sends a request and reads the answer. The error says in words what failed, for a person to read.
    pub(super) async fn exchange(
        &mut self,
        method: &str,
        target: &str,
        headers: &[(&'static str, String)],
        body: String,
    ) -> Result<Answer, String> {
        let mut request = Request::builder().method(method).uri(target);
        for (name, value) in headers {
            request = request.header(*name, value);
        }
        let request = request
            .body(Full::new(Bytes::from(body)))
            .map_err(|error| format!("not a request: {error}"))?;
        let mut sender = self.ready_sender().await?;
        let response = sender
            .send_request(request)
            .await
            .map_err(|error| format!("no answer: {}", chain(&error)))?;
        let status = response.status();
        let reason = response.extensions().get::<ReasonPhrase>().map_or_else(
            || status.canonical_reason().unwrap_or_default().to_owned(),
            |reason| String::from_utf8_lossy(reason.as_bytes()).into_owned(),
        );
        let collected = Limited::new(response.into_body(), BODY_LIMIT)
            .collect()
            .await;
        let (body, failure) = match collected {
            Ok(body) => {
                self.sender = Some(sender);
                (body.to_bytes(), None)
            }
            Err(error) => (Bytes::new(), Some(format!("body not whole: {error}"))),
        };
        Ok(Answer {
            status: status.as_u16(),
            reason,
            body,
            failure,
        })
    }

    async fn ready_sender(&mut self) -> Result<SendRequest<Full<Bytes>>, String> {
        if let Some(mut sender) = self.sender.take()
            && sender.ready().await.is_ok()
        {
            return Ok(sender);
        }
        let stream = TcpStream::connect(self.traffic_server)
            .await
            .map_err(|error| format!("cannot reach {}: {error}", self.traffic_server))?;
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream))
            .await
            .map_err(|error| chain(&error))?;
        self.tasks.spawn(async move {
            // How the connection ended shows in the request that was on it.
            drop(connection.await);
        });
        sender.ready().await.map_err(|error| chain(&error))?;
        Ok(sender)
    }
}

fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        text.push_str(": ");
        text.push_str(&error.to_string());
        source = error.source();
    }
    text
}
