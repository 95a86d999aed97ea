//! The exchange with a node: the request on its way there, the body behind it, the response on its
//! way back.

use std::cell::Cell;
use std::collections::VecDeque;
use std::future::poll_fn;
use std::io::Write as _;
use std::net::{IpAddr, Ipv4Addr};
use std::pin::{Pin, pin};
use std::task::{Context, Poll};

use bytes::{Bytes, BytesMut};
use http::Version;
use http::header::HeaderValue;
use http::uri::PathAndQuery;
use tollgate_uc::{Protocol, Target};

use super::{Ended, Transaction};
use crate::client::Ingress;
use crate::http1::{BodyDecoder, Framing, field};
use crate::metrics::Labels;
use crate::refusal::Refusal;
use crate::request_body::{FeedError, Feeder, Source, channel};
use crate::shared::Received;
use crate::snapshot::Route;
use crate::upstream::{Answer, BodyFraming, Failure, NodeRequest, Progress, RequestBody};

impl Transaction<'_> {
    /// Sends an allowed request to its node and the response to the client.
    pub(super) async fn exchange(
        &self,
        target: Target,
        buffer: &mut BytesMut,
    ) -> Result<Ended, Refusal> {
        let snapshot = &self.generation.snapshot;
        let way = snapshot.way(&target);
        let continuing = Cell::new(false);
        let mut source = Source {
            client: &self.client.entered,
            socket: &self.client.socket,
            limits: &snapshot.settings.limits,
            buffer,
            decoder: BodyDecoder::new(self.head.framing),
            ready: VecDeque::new(),
            expects_continue: self.head.expects_continue,
            continuing: &continuing,
            end: self.end,
        };
        let has_body = !self.body_read.get();
        if has_body {
            source
                .look_ahead(self.head.framing)
                .await
                .map_err(refusal_of)?;
            self.body_read.set(source.is_complete());
        }
        let (body, feeder) = if has_body {
            let (body, feeder) = channel(self.head.framing);
            (RequestBody::streaming(body), Some(feeder))
        } else {
            (RequestBody::empty(), None)
        };
        let request = self.request(&target, &way, body)?;
        if way.endpoint.protocol == Protocol::Http {
            self.count_unverified(&way);
        }
        let feeding = pin!(feed(feeder, &mut source));
        let state = if has_body {
            UploadState::Going
        } else {
            UploadState::Complete
        };
        let mut upload = Upload { feeding, state };
        let answer = self.send(&way, request, &target, &mut upload).await?;
        match answer {
            Ok(answer) => self.relay(answer, &mut upload, &continuing).await,
            Err(failure) => {
                self.body_read
                    .set(self.body_read.get() || upload.is_complete());
                Err(self.fail(&failure, &way, &target.url()))
            }
        }
    }

    /// The request as the node gets it.
    fn request(
        &self,
        target: &Target,
        route: &Route,
        body: RequestBody,
    ) -> Result<NodeRequest, Refusal> {
        let path = PathAndQuery::try_from(target.path_and_query.as_str())
            .map_err(|_| Refusal::UrlCharacter)?;
        let mut head = Vec::with_capacity(self.head.raw.len() + OWN_FIELDS);
        for part in [
            self.head.method.as_str(),
            " ",
            path.as_str(),
            " HTTP/1.1\r\n",
        ] {
            head.extend_from_slice(part.as_bytes());
        }
        field(&mut head, b"Host", route.host.as_bytes());
        for (name, value) in &self.head.fields {
            field(&mut head, name.as_str().as_bytes(), value.as_bytes());
        }
        let framing = match self.head.framing {
            Framing::None => BodyFraming::Plain,
            Framing::Length(length) => {
                // Writing to a vector cannot fail.
                drop(write!(head, "Content-Length: {length}\r\n"));
                BodyFraming::Plain
            }
            Framing::Chunked => {
                field(&mut head, b"Transfer-Encoding", b"chunked");
                BodyFraming::Chunked
            }
        };
        let identity = &self.client.worker.shared.identity;
        let received = match (self.client.ingress, self.head.version) {
            (Ingress::Tls, _) => Received::Tls,
            (Ingress::Plain, Version::HTTP_10) => Received::Http10,
            (Ingress::Plain, _) => Received::Http11,
        };
        let via = identity.via(self.head.via.as_ref(), received);
        field(&mut head, b"Via", via.as_bytes());
        field(
            &mut head,
            b"X-Forwarded-For",
            self.forwarded_for().as_bytes(),
        );
        head.extend_from_slice(b"TrackingID: ");
        head.extend_from_slice(self.lines.tracking_id.as_bytes());
        head.extend_from_slice(b"\r\n\r\n");
        Ok(NodeRequest {
            method: self.head.method.clone(),
            head,
            framing,
            body,
        })
    }

    fn forwarded_for(&self) -> HeaderValue {
        let client = self.lines.client.ip().to_canonical();
        match &self.head.forwarded_for {
            // The local tunnel: by far the most frequent.
            None if client == IpAddr::V4(Ipv4Addr::LOCALHOST) => {
                HeaderValue::from_static("127.0.0.1")
            }
            before => {
                let mut list = before
                    .as_ref()
                    .map_or_else(Vec::new, |list| [list.as_bytes(), b", "].concat());
                list.extend_from_slice(client.to_string().as_bytes());
                // An address has no character that a header value could not have.
                HeaderValue::from_maybe_shared(Bytes::from(list))
                    .unwrap_or_else(|_| HeaderValue::from_static("unknown"))
            }
        }
    }

    fn count_unverified(&self, route: &Route) {
        let labels = [
            ("node", route.node.clone()),
            ("port", route.endpoint.port.to_string().into()),
        ];
        self.client
            .worker
            .shared
            .metrics
            .unverified
            .get_or_create(&Labels(labels))
            .inc();
    }

    /// Sends the request while its body comes in. The outer error ends the request for the client's
    /// sake.
    async fn send(
        &self,
        route: &Route,
        request: NodeRequest,
        target: &Target,
        upload: &mut Upload<'_, impl Future<Output = Result<(), FeedError>>>,
    ) -> Result<Result<Answer, Box<Failure>>, Refusal> {
        let mut watch = |progress: Progress<'_>| match progress {
            Progress::Sending { to, request } => self.lines.sending_request(to, request),
            Progress::Continuing { judged } => {
                self.report_refusal(judged, route, &target.url());
            }
        };
        let mut sending = pin!(
            self.generation
                .upstream
                .send(&route.endpoint, request, &mut watch)
        );
        poll_fn(|context| {
            if let Poll::Ready(error) = upload.poll(context) {
                return Poll::Ready(Err(refusal_of(error)));
            }
            sending.as_mut().poll(context).map(Ok)
        })
        .await
    }
}

/// The way of the request's body to the node, which goes on beside everything else.
pub(super) struct Upload<'a, F> {
    feeding: Pin<&'a mut F>,
    state: UploadState,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum UploadState {
    Going,
    /// The whole body has been read from the client, or there is none.
    Complete,
    /// It will never be complete.
    Broken,
}

impl<F: Future<Output = Result<(), FeedError>>> Upload<'_, F> {
    /// Lets the body go on; ready once, with the reason, if it will never be complete.
    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Poll<FeedError> {
        if self.state != UploadState::Going {
            return Poll::Pending;
        }
        match self.feeding.as_mut().poll(context) {
            Poll::Pending => Poll::Pending,
            Poll::Ready(Ok(())) => {
                self.state = UploadState::Complete;
                Poll::Pending
            }
            Poll::Ready(Err(error)) => {
                self.state = UploadState::Broken;
                Poll::Ready(error)
            }
        }
    }

    /// Whether the whole body has been read from the client.
    pub(super) fn is_complete(&self) -> bool {
        self.state == UploadState::Complete
    }
}

async fn feed(feeder: Option<Feeder>, source: &mut Source<'_>) -> Result<(), FeedError> {
    match feeder {
        Some(feeder) => feeder.run(source).await,
        None => Ok(()),
    }
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "used as the argument of map_err"
)]
fn refusal_of(error: FeedError) -> Refusal {
    match error {
        FeedError::Cut => Refusal::BodyCut,
        FeedError::Malformed(error) => Refusal::Body(error),
    }
}

/// Room for the fields that the traffic server adds.
const OWN_FIELDS: usize = 384;
