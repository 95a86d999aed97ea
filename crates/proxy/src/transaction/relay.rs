//! The node's response on its way to the client.
//!
//! What has arrived is written at once and together: the head waits for the first piece of the body
//! only if that is there already. Small pieces are gathered, large ones go out from where they are.

use std::cell::Cell;
use std::future::poll_fn;
use std::io::{self, IoSlice};
use std::pin::pin;
use std::sync::atomic::Ordering;
use std::task::Poll;

use http::{Method, StatusCode};

use super::exchange::Upload;
use super::{Ended, Transaction, count_status};
use crate::clients::Waiting;
use crate::http1::{
    Coding, Fields, NodeHead, Persistence, ResponseFraming, ResponseHead, chunk_head, encode_chunk,
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
            head,
            body,
            connection,
        } = answer;
        self.lines.receive_response(connection.server, &head);
        if let Some(fault) = unusable(&head) {
            self.lines.connection_error(&connection, fault);
            return Err(Refusal::Origin);
        }
        // Which request would follow the rest of the body is not known before it has come.
        let persistence = if upload.is_complete() {
            self.persistence()
        } else {
            Persistence::Close
        };
        let writing = self.write_response(head, body, persistence, continuing);
        let mut writing = pin!(writing);
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
        head: NodeHead,
        body: ResponseBody,
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
        let framing = self.framing(head.status, &body);
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
            status: head.status,
            reason: head.reason(),
            fields: Fields::Node(&head),
            framing,
            persistence,
            client: self.head.version,
            date: &date,
        }
        .encode(&mut out.buffer);
        worker.scratch.give(date);
        self.lines.sending_response(&out.buffer);
        self.answered.set(true);
        count_status(self.client, head.status);
        drop(head);
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
            ResponseFraming::of(body.length(), self.head.version)
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
            while self.next(&mut body).await? {}
            return self.flush(&mut body).await;
        }
        while self.next(&mut body).await? {
            self.push(&mut body).await?;
        }
        if self.framing == ResponseFraming::Chunked {
            self.buffer.extend_from_slice(b"0\r\n");
            self.buffer.extend_from_slice(body.trailers());
            self.buffer.extend_from_slice(b"\r\n");
        }
        self.flush(&mut body).await
    }

    /// Whether there is another piece. What is waiting to be written goes out before waiting for it.
    async fn next(&mut self, body: &mut ResponseBody) -> Result<bool, Broken> {
        loop {
            let next = poll_fn(|context| match body.poll_next(context) {
                Poll::Ready(next) => Poll::Ready(Some(next)),
                Poll::Pending if self.buffer.is_empty() => Poll::Pending,
                Poll::Pending => Poll::Ready(None),
            });
            if let Some(next) = next.await {
                return next.map_err(|_| Broken::Node);
            }
            self.flush(body).await?;
            let limits = &self.transaction.generation.snapshot.settings.limits;
            self.transaction.client.entered.wait_for(
                Waiting::NodeBody,
                limits.node_stall_time,
                Some(self.transaction.end),
            );
        }
    }

    /// Takes the piece at hand: small ones are gathered as long as others may follow.
    async fn push(&mut self, body: &mut ResponseBody) -> Result<(), Broken> {
        let chunked = self.framing == ResponseFraming::Chunked;
        let gathers = chunked || !body.is_last();
        if gathers && body.piece().len() < GATHERED {
            if chunked {
                encode_chunk(&mut self.buffer, body.piece());
            } else {
                self.buffer.extend_from_slice(body.piece());
            }
            return if self.buffer.len() < FULL {
                Ok(())
            } else {
                self.flush(body).await
            };
        }
        if chunked {
            chunk_head(&mut self.buffer, body.piece().len());
        }
        let end: &[u8] = if chunked { b"\r\n" } else { b"" };
        self.write(body, end).await
    }

    async fn flush(&mut self, body: &mut ResponseBody) -> Result<(), Broken> {
        if self.buffer.is_empty() {
            return Ok(());
        }
        self.wait_for_client();
        let socket = &self.transaction.client.socket;
        let mut at = 0;
        while at < self.buffer.len() {
            let written = poll_fn(|context| {
                body.keep_uploading(context);
                socket.poll_write(
                    context,
                    &[IoSlice::new(self.buffer.get(at..).unwrap_or_default())],
                )
            });
            at += some(&written.await)?;
        }
        self.buffer.clear();
        self.sent(body).await
    }

    /// Writes what is gathered, the piece at hand and what follows it.
    async fn write(&mut self, body: &mut ResponseBody, end: &[u8]) -> Result<(), Broken> {
        self.wait_for_client();
        let socket = &self.transaction.client.socket;
        let whole = self.buffer.len() + body.piece().len() + end.len();
        let mut at = 0;
        while at < whole {
            let written = poll_fn(|context| {
                body.keep_uploading(context);
                let mut parts = [
                    IoSlice::new(&self.buffer),
                    IoSlice::new(body.piece()),
                    IoSlice::new(end),
                ];
                let mut parts = &mut parts[..];
                IoSlice::advance_slices(&mut parts, at);
                socket.poll_write(context, parts)
            });
            at += some(&written.await)?;
        }
        self.buffer.clear();
        self.sent(body).await
    }

    /// Waits until everything written is on its way.
    async fn sent(&self, body: &mut ResponseBody) -> Result<(), Broken> {
        let socket = &self.transaction.client.socket;
        let flushed = poll_fn(|context| {
            body.keep_uploading(context);
            socket.poll_flush(context)
        });
        flushed.await.map_err(gone)
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

/// How much was written, which is never nothing.
fn some(written: &io::Result<usize>) -> Result<usize, Broken> {
    match written {
        Ok(0) | Err(_) => Err(Broken::Client),
        Ok(written) => Ok(*written),
    }
}

/// Why a response must not go on to the client, although it is well-formed.
fn unusable(head: &NodeHead) -> Option<&'static str> {
    if head.status.is_informational() {
        return Some("the node changed the protocol without being asked to");
    }
    match head.coding {
        Coding::None | Coding::Chunked => None,
        Coding::Unsupported => Some("the node used a transfer coding other than chunked"),
    }
}

/// Larger pieces are written from where they are.
const GATHERED: usize = 16 * 1024;
/// As much is gathered before it is written.
const FULL: usize = 32 * 1024;
