//! The node's response on its way to the client.
//!
//! What has arrived is written at once and together: the head waits for the first piece of the body
//! only as long as that is there already. Small pieces are gathered, large ones go out as they are.

use std::cell::Cell;
use std::future::poll_fn;
use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::atomic::Ordering;
use std::task::Poll;

use bytes::Bytes;
use http::header::{self, HeaderMap, HeaderValue};
use http::{Method, Response, StatusCode};
use http_body::{Body as _, Frame};
use hyper::ext::ReasonPhrase;

use super::exchange::Upload;
use super::{Ended, Transaction, count_status};
use crate::clients::Waiting;
use crate::http1::{
    Persistence, ResponseFraming, ResponseHead, chunk_head, encode_chunk, encode_last_chunk,
};
use crate::refusal::Refusal;
use crate::request_body::FeedError;
use crate::upstream::{Answer, ResponseBody};

impl Transaction<'_> {
    /// Writes the response to the client while the rest of the request's body may still be on its
    /// way.
    pub(super) async fn relay(
        &self,
        answer: Answer,
        upload: &mut Upload<'_, impl Future<Output = Result<(), FeedError>>>,
        continuing: &Cell<bool>,
    ) -> Result<Ended, Refusal> {
        let Answer {
            response,
            connection,
        } = answer;
        let line = status_line(&response);
        self.lines
            .receive_response(connection.server, &line, response.headers());
        if let Some(fault) = unusable(&response) {
            self.lines.connection_error(&connection, fault);
            return Err(Refusal::Origin);
        }
        // Which request would follow the rest of the body is not known before it has come.
        let persistence = if upload.is_complete() {
            self.persistence()
        } else {
            Persistence::Close
        };
        let writing = self.write_response(response, persistence, continuing);
        let mut writing = std::pin::pin!(writing);
        let written = poll_fn(|context| {
            // A body that breaks off ends the node's connection, and with it the response, if that
            // is not complete.
            drop(upload.poll(context));
            writing.as_mut().poll(context)
        })
        .await;
        match written {
            Ok(Persistence::KeepAlive) => Ok(Ended::KeepAlive),
            Ok(Persistence::Close) => Ok(Ended::Close),
            Err(Broken::Client) => Ok(Ended::Gone),
            Err(Broken::Node) => Err(Refusal::Origin),
        }
    }

    async fn write_response(
        &self,
        response: Response<ResponseBody>,
        persistence: Persistence,
        continuing: &Cell<bool>,
    ) -> Result<Persistence, Broken> {
        // Nothing may come between the bytes of `100 Continue`; whoever writes them is polled
        // together with us.
        poll_fn(|_| {
            if continuing.get() {
                Poll::Pending
            } else {
                Poll::Ready(())
            }
        })
        .await;
        let (parts, body) = response.into_parts();
        let framing = self.framing(parts.status, &body);
        let persistence = if framing == ResponseFraming::UntilClose {
            Persistence::Close
        } else {
            persistence
        };
        let worker = &self.client.worker;
        let mut out = Outgoing {
            transaction: self,
            framing,
            buffer: worker.scratch.take(),
        };
        let mut date = worker.scratch.take();
        worker.date(&mut date);
        ResponseHead {
            status: parts.status,
            reason: reason(parts.status, parts.extensions.get::<ReasonPhrase>()),
            fields: &parts.headers,
            framing,
            persistence,
            client: self.head.version,
            date: &date,
        }
        .encode(&mut out.buffer);
        worker.scratch.give(date);
        self.lines.sending_response(&out.buffer);
        self.answered.set(true);
        count_status(self.client, parts.status);
        let copied = out.copy(body).await;
        worker.scratch.give(out.buffer);
        if matches!(copied, Err(Broken::Client)) {
            worker.tally.aborted.fetch_add(1, Ordering::Relaxed);
        }
        copied.map(|()| persistence)
    }

    fn framing(&self, status: StatusCode, body: &ResponseBody) -> ResponseFraming {
        let bodiless = self.head.method == Method::HEAD
            || matches!(status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED)
            || status.is_informational();
        if bodiless {
            ResponseFraming::NoBody
        } else {
            ResponseFraming::of(body.size_hint().exact(), self.head.version)
        }
    }
}

/// Who ended a response before its end.
enum Broken {
    Client,
    Node,
}

/// A response on its way out.
struct Outgoing<'a> {
    transaction: &'a Transaction<'a>,
    framing: ResponseFraming,
    /// What is not written yet; begins with the head.
    buffer: Vec<u8>,
}

impl Outgoing<'_> {
    async fn copy(&mut self, mut body: ResponseBody) -> Result<(), Broken> {
        if self.framing == ResponseFraming::NoBody {
            // To the end, so that the node's connection can serve again.
            while let Some(frame) = self.next(&mut body).await? {
                drop(frame);
            }
            return self.flush().await;
        }
        let mut trailers = None;
        while !body.is_end_stream() {
            match self.next(&mut body).await? {
                Some(frame) => match frame.into_data() {
                    Ok(data) => self.push(&data).await?,
                    Err(frame) => trailers = frame.into_trailers().ok(),
                },
                None => break,
            }
        }
        self.finish(trailers.as_ref()).await
    }

    /// The next piece. What is waiting to be written goes out before waiting for it.
    async fn next(&mut self, body: &mut ResponseBody) -> Result<Option<Frame<Bytes>>, Broken> {
        let mut waited = false;
        loop {
            let frame = poll_fn(|context| match Pin::new(&mut *body).poll_frame(context) {
                Poll::Ready(frame) => Poll::Ready(Some(frame)),
                Poll::Pending if self.buffer.is_empty() => Poll::Pending,
                Poll::Pending => Poll::Ready(None),
            });
            match frame.await {
                Some(frame) => return frame.transpose().map_err(|_| Broken::Node),
                // The task that reads from the node may have it ready when it has had its turn.
                None if !waited => {
                    waited = true;
                    tokio::task::yield_now().await;
                }
                None => {
                    self.flush().await?;
                    let (client, limits) = (
                        &self.transaction.client.entered,
                        &self.transaction.generation.snapshot.settings.limits,
                    );
                    client.wait_for(
                        Waiting::NodeBody,
                        limits.node_stall_time,
                        Some(self.transaction.end),
                    );
                }
            }
        }
    }

    async fn push(&mut self, data: &Bytes) -> Result<(), Broken> {
        let chunked = self.framing == ResponseFraming::Chunked;
        if data.len() < GATHERED {
            if chunked {
                encode_chunk(&mut self.buffer, data);
            } else {
                self.buffer.extend_from_slice(data);
            }
            return if self.buffer.len() < FULL {
                Ok(())
            } else {
                self.flush().await
            };
        }
        let end: &[u8] = if chunked { b"\r\n" } else { b"" };
        if chunked {
            chunk_head(&mut self.buffer, data.len());
        }
        self.wait_for_client();
        let mut parts = [
            IoSlice::new(&self.buffer),
            IoSlice::new(data),
            IoSlice::new(end),
        ];
        let written = self.transaction.client.socket.write_parts(&mut parts).await;
        self.buffer.clear();
        written.map_err(gone)
    }

    async fn finish(&mut self, trailers: Option<&HeaderMap>) -> Result<(), Broken> {
        if self.framing == ResponseFraming::Chunked {
            encode_last_chunk(&mut self.buffer, trailers);
        }
        self.flush().await
    }

    async fn flush(&mut self) -> Result<(), Broken> {
        if self.buffer.is_empty() {
            return Ok(());
        }
        self.wait_for_client();
        let written = self.transaction.client.socket.write_all(&self.buffer).await;
        self.buffer.clear();
        written.map_err(gone)
    }

    fn wait_for_client(&self) {
        let limits = &self.transaction.generation.snapshot.settings.limits;
        self.transaction.client.entered.wait_for(
            Waiting::Client,
            limits.stall_time,
            Some(self.transaction.end),
        );
    }
}

fn gone(_: io::Error) -> Broken {
    Broken::Client
}

/// Why a response must not go on to the client, although it is well-formed.
fn unusable(response: &Response<ResponseBody>) -> Option<&'static str> {
    if response.status().is_informational() {
        return Some("the node changed the protocol without being asked to");
    }
    let mut codings = response.headers().get_all(header::TRANSFER_ENCODING).iter();
    let chunked = |value: &HeaderValue| value.as_bytes().eq_ignore_ascii_case(b"chunked");
    let plain = codings.next().is_none_or(chunked) && codings.next().is_none();
    (!plain).then_some("the node used a transfer coding other than chunked")
}

/// The node's own reason, which may be empty; the HTTP client tells it only where it is not the
/// usual one.
fn reason(status: StatusCode, given: Option<&ReasonPhrase>) -> &[u8] {
    given.map_or_else(
        || status.canonical_reason().unwrap_or_default().as_bytes(),
        ReasonPhrase::as_bytes,
    )
}

fn status_line<B>(response: &Response<B>) -> String {
    let reason = reason(
        response.status(),
        response.extensions().get::<ReasonPhrase>(),
    );
    [
        "HTTP/1.1",
        response.status().as_str(),
        &String::from_utf8_lossy(reason),
    ]
    .join(" ")
}

/// Larger pieces are written from where they are.
const GATHERED: usize = 16 * 1024;
/// As much is gathered before it is written.
const FULL: usize = 32 * 1024;
