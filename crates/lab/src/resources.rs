//! Resources below `/lab/` on every port of every node, for tests of whatever stands in front of the node. The
//! crate's documentation lists them.

use std::io;
use std::pin::Pin;
use std::sync::LazyLock;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_util::{StreamExt, stream};
use http::header::{CONTENT_TYPE, LOCATION, TRAILER};
use http::{HeaderMap, HeaderValue, Request, Response, StatusCode};
use http_body::{Frame, SizeHint};
use http_body_util::{BodyExt, StreamBody};
use hyper::body::Incoming;
use tokio::time::MissedTickBehavior;

use crate::service::{Body, Site, not_found, plain};

/// Waits, for resources and faults whose purpose is to be slow.
#[expect(
    clippy::disallowed_methods,
    reason = "being slow is what the caller is asked for"
)]
pub(crate) async fn pause(time: Duration) {
    tokio::time::sleep(time).await;
}

pub(crate) async fn answer(
    site: &Site,
    resource: &str,
    request: Request<Incoming>,
) -> io::Result<Response<Body>> {
    let segments: Vec<&str> = resource.split('/').collect();
    Ok(match segments.as_slice() {
        ["bytes", count] => counted(count, |count| bytes(Pattern::new(count, Ending::None))),
        ["chunked", count] => counted(count, chunked),
        ["echo"] => echo(request),
        ["head"] => plain(StatusCode::OK, "text/plain", head(&request)),
        ["upload"] => upload(request).await?,
        ["slow", milliseconds] => match milliseconds.parse() {
            Ok(milliseconds) => {
                pause(Duration::from_millis(milliseconds)).await;
                plain(StatusCode::OK, "text/plain", "slow\n")
            }
            Err(_) => not_found(),
        },
        ["drip", count, milliseconds] => match (count.parse(), milliseconds.parse()) {
            (Ok(count), Ok(milliseconds)) => drip(count, milliseconds),
            _ => not_found(),
        },
        ["redirect"] => redirect(site),
        ["status", code] => match code.parse().map(StatusCode::from_u16) {
            Ok(Ok(code)) => plain(code, "text/plain", format!("status {}\n", code.as_u16())),
            Ok(Err(_)) | Err(_) => not_found(),
        },
        ["truncated", count] => counted(count, |count| {
            bytes(Pattern::new(count, Ending::Failure { at: count / 2 }))
        }),
        ["close"] => return Err(io::Error::other("this connection is made to end here")),
        _ => not_found(),
    })
}

fn counted(count: &str, answer: impl FnOnce(u64) -> Response<Body>) -> Response<Body> {
    match count.parse() {
        Ok(count) if count <= LARGEST => answer(count),
        Ok(_) | Err(_) => not_found(),
    }
}

/// Bodies are made while they are sent, so their size costs time and no memory.
const LARGEST: u64 = 1 << 40;

fn bytes(pattern: Pattern) -> Response<Body> {
    let mut response = Response::new(pattern.boxed_unsync());
    response.headers_mut().insert(
        CONTENT_TYPE,
        HeaderValue::from_static("application/octet-stream"),
    );
    response
}

fn chunked(count: u64) -> Response<Body> {
    let mut trailers = HeaderMap::new();
    trailers.insert("x-lab-length", HeaderValue::from(count));
    trailers.insert(
        "x-lab-last",
        HeaderValue::from(count.checked_sub(1).map_or(0, |last| last % PERIOD)),
    );
    let mut response = bytes(Pattern::new(count, Ending::Trailers(trailers)));
    response.headers_mut().insert(
        TRAILER,
        HeaderValue::from_static("x-lab-length, x-lab-last"),
    );
    response
}

fn echo(request: Request<Incoming>) -> Response<Body> {
    let (head, body) = request.into_parts();
    let mut response = Response::new(body.map_err(io::Error::other).boxed_unsync());
    for name in [CONTENT_TYPE, TRAILER] {
        if let Some(value) = head.headers.get(&name) {
            response.headers_mut().insert(name, value.clone());
        }
    }
    response
}

fn head(request: &Request<Incoming>) -> Vec<u8> {
    let mut text = format!("{} {}\n", request.method(), request.uri()).into_bytes();
    for (name, value) in request.headers() {
        text.extend_from_slice(name.as_str().as_bytes());
        text.extend_from_slice(b": ");
        text.extend_from_slice(value.as_bytes());
        text.push(b'\n');
    }
    text
}

async fn upload(request: Request<Incoming>) -> io::Result<Response<Body>> {
    let mut body = request.into_body();
    let mut received: u64 = 0;
    while let Some(frame) = body.frame().await {
        if let Ok(data) = frame.map_err(io::Error::other)?.into_data() {
            received = received.saturating_add(u64::try_from(data.len()).unwrap_or(u64::MAX));
        }
    }
    Ok(plain(StatusCode::OK, "text/plain", format!("{received}\n")))
}

fn drip(count: u64, milliseconds: u64) -> Response<Body> {
    let mut ticks = tokio::time::interval(Duration::from_millis(milliseconds.max(1)));
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let drops = stream::unfold((ticks, count), |(mut ticks, left)| async move {
        let left = left.checked_sub(1)?;
        ticks.tick().await;
        Some((Ok(Frame::data(Bytes::from_static(b"."))), (ticks, left)))
    });
    Response::new(StreamBody::new(drops.boxed()).boxed_unsync())
}

fn redirect(site: &Site) -> Response<Body> {
    let mut response = plain(StatusCode::FOUND, "text/plain", "elsewhere\n");
    let location = format!("https://{}:{}/lab/bytes/0", site.host(), site.port);
    if let Ok(location) = HeaderValue::from_str(&location) {
        response.headers_mut().insert(LOCATION, location);
    }
    response
}

/// A body of a given length whose byte i is `i % 251`: a prime, so that no power of two repeats.
#[derive(Debug)]
struct Pattern {
    sent: u64,
    length: u64,
    ending: Ending,
}

/// What follows the bytes.
#[derive(Debug)]
enum Ending {
    None,
    Trailers(HeaderMap),
    /// An error after this many bytes.
    Failure {
        at: u64,
    },
    /// An error now.
    Broken,
}

const PERIOD: u64 = 251;

/// Bytes of one frame: whole periods, so that each frame but the last is the same slice.
const FRAME: usize = 251 * 256;

static PERIODS: LazyLock<Bytes> = LazyLock::new(|| (0..=250).cycle().take(FRAME).collect());

impl Pattern {
    fn new(length: u64, ending: Ending) -> Self {
        Self {
            sent: 0,
            length,
            ending,
        }
    }
}

impl http_body::Body for Pattern {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        let end = match self.ending {
            Ending::Failure { at } => at.min(self.length),
            Ending::None | Ending::Trailers(_) | Ending::Broken => self.length,
        };
        let left = end.saturating_sub(self.sent);
        if left > 0 {
            let size = usize::try_from(left).map_or(FRAME, |left| left.min(FRAME));
            self.sent = self
                .sent
                .saturating_add(u64::try_from(size).unwrap_or(u64::MAX));
            let frame = PERIODS.slice(..size);
            return Poll::Ready(Some(Ok(Frame::data(frame))));
        }
        match std::mem::replace(&mut self.ending, Ending::None) {
            Ending::None => Poll::Ready(None),
            Ending::Trailers(trailers) => Poll::Ready(Some(Ok(Frame::trailers(trailers)))),
            Ending::Failure { .. } => {
                // hyper sends what it has when a body makes it wait; an error at once would take that along.
                self.length = self.sent;
                self.ending = Ending::Broken;
                context.waker().wake_by_ref();
                Poll::Pending
            }
            Ending::Broken => Poll::Ready(Some(Err(io::Error::other(
                "this answer is made to fail here",
            )))),
        }
    }

    fn is_end_stream(&self) -> bool {
        matches!(self.ending, Ending::None) && self.sent == self.length
    }

    fn size_hint(&self) -> SizeHint {
        match self.ending {
            Ending::None | Ending::Failure { .. } | Ending::Broken => {
                SizeHint::with_exact(self.length.saturating_sub(self.sent))
            }
            Ending::Trailers(_) => SizeHint::default(),
        }
    }
}
