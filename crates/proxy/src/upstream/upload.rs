//! The way of a request to its node: the head, and behind it the body as it comes.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Buf as _, Bytes};
use http_body::{Body as _, Frame};

use super::BoxError;
use super::message::{BodyFraming, NodeRequest};
use super::stream::Watched;
use crate::http1::{encode_chunk, encode_last_chunk};

/// A request that is being sent.
#[derive(Debug)]
pub(super) struct Upload {
    request: NodeRequest,
    /// How much of the head is written.
    head_written: usize,
    body: BodyState,
    /// Framing, and small pieces of the body, that are not written yet.
    staged: Vec<u8>,
    staged_written: usize,
    /// A piece of the body, behind what is staged.
    piece: Bytes,
    /// Everything is on its way.
    done: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum BodyState {
    /// Not asked for yet.
    Waiting,
    Going,
    Ended,
}

/// Why a request cannot be sent to its end.
#[derive(Debug)]
pub(super) enum UploadError {
    Connection(io::Error),
    Body(BoxError),
}

impl Upload {
    pub(super) fn new(request: NodeRequest) -> Self {
        let body = if request.body.is_empty() {
            BodyState::Ended
        } else {
            BodyState::Waiting
        };
        Self {
            request,
            head_written: 0,
            body,
            staged: Vec::new(),
            staged_written: 0,
            piece: Bytes::new(),
            done: false,
        }
    }

    /// Whether everything is on its way.
    pub(super) fn is_done(&self) -> bool {
        self.done
    }

    /// The request, if nothing of its body has been taken.
    pub(super) fn into_request(self) -> Option<NodeRequest> {
        let intact = self.body == BodyState::Waiting || self.request.body.is_empty();
        intact.then_some(self.request)
    }

    /// Sends as much as the node takes; ready when everything is on its way.
    pub(super) fn poll(
        &mut self,
        context: &mut Context<'_>,
        stream: &mut Watched,
    ) -> Poll<Result<(), UploadError>> {
        loop {
            while !self.is_written() {
                let parts = [
                    IoSlice::new(
                        self.request
                            .head
                            .get(self.head_written..)
                            .unwrap_or_default(),
                    ),
                    IoSlice::new(self.staged.get(self.staged_written..).unwrap_or_default()),
                    IoSlice::new(&self.piece),
                ];
                let written = ready!(stream.poll_write(context, &parts));
                match written.map_err(UploadError::Connection)? {
                    0 => {
                        return Poll::Ready(Err(UploadError::Connection(
                            io::ErrorKind::WriteZero.into(),
                        )));
                    }
                    count => self.advance(count),
                }
            }
            if self.body == BodyState::Ended {
                ready!(stream.poll_flush(context)).map_err(UploadError::Connection)?;
                self.done = true;
                return Poll::Ready(Ok(()));
            }
            self.body = BodyState::Going;
            let Poll::Ready(frame) = Pin::new(&mut self.request.body).poll_frame(context) else {
                // What is written goes out while the next piece is waited for.
                ready!(stream.poll_flush(context)).map_err(UploadError::Connection)?;
                return Poll::Pending;
            };
            let frame = frame.transpose().map_err(UploadError::Body)?;
            self.stage(frame);
            if self.request.body.is_end_stream() && self.request.framing == BodyFraming::Plain {
                self.body = BodyState::Ended;
            }
        }
    }

    /// Puts the next part of the body, or its end, behind what is written.
    fn stage(&mut self, frame: Option<Frame<Bytes>>) {
        self.staged.clear();
        self.staged_written = 0;
        let chunked = self.request.framing == BodyFraming::Chunked;
        let trailers = match frame.map(Frame::into_data) {
            Some(Ok(piece)) if chunked => return encode_chunk(&mut self.staged, &piece),
            Some(Ok(piece)) => {
                self.piece = piece;
                return;
            }
            Some(Err(frame)) => frame.into_trailers().ok(),
            None => None,
        };
        if chunked {
            encode_last_chunk(&mut self.staged, trailers.as_ref());
        }
        self.body = BodyState::Ended;
    }

    fn is_written(&self) -> bool {
        self.head_written == self.request.head.len()
            && self.staged_written == self.staged.len()
            && self.piece.is_empty()
    }

    fn advance(&mut self, mut count: usize) {
        let head = count.min(self.request.head.len() - self.head_written);
        self.head_written += head;
        count -= head;
        let staged = count.min(self.staged.len() - self.staged_written);
        self.staged_written += staged;
        count -= staged;
        self.piece.advance(count.min(self.piece.len()));
    }
}
