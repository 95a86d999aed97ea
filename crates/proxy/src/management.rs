//! The management address: metrics, health and status over plain HTTP, for this host. No secrets,
//! no orders.

use std::time::Duration;

use bytes::BytesMut;
use http::{HeaderMap, HeaderValue, Method, StatusCode, Version, header};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use crate::http1::{
    Fields, HeadScanner, Persistence, RequestHead, ResponseFraming, ResponseHead, Scan,
};
use crate::limits::Limits;
use crate::proxy::Handle;

/// Answers until the future is dropped.
pub(crate) async fn serve(handle: Handle, listener: TcpListener) {
    let mut tasks: JoinSet<()> = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept(), if tasks.len() < MOST_CONNECTIONS => match accepted {
                Ok((stream, _)) => {
                    let handle = handle.clone();
                    tasks.spawn(async move {
                        // Who asks and does not listen, or listens and does not ask, is dropped.
                        drop(tokio::time::timeout(LIMIT, converse(&handle, stream)).await);
                    });
                }
                // Mostly for want of file descriptors; the next connection may have one.
                Err(_) => tokio::task::yield_now().await,
            },
            Some(_) = tasks.join_next() => {}
        }
    }
}

async fn converse(handle: &Handle, mut stream: TcpStream) -> std::io::Result<()> {
    let mut buffer = BytesMut::new();
    let mut scanner = HeadScanner::default();
    let limits = Limits {
        head_bytes: LARGEST_HEAD,
        request_line_bytes: LARGEST_HEAD,
        ..Limits::default()
    };
    let head = loop {
        if stream.read_buf(&mut buffer).await? == 0 {
            return Ok(());
        }
        match scanner.scan(&buffer, &limits) {
            Ok(Scan::Complete(length)) => {
                break RequestHead::parse(buffer.split_to(length).freeze()).ok();
            }
            Ok(Scan::Partial) => {}
            Err(_) => break None,
        }
    };
    let page = head.as_ref().map_or_else(
        || Page::text(StatusCode::BAD_REQUEST, "bad request\n"),
        |head| page(handle, head),
    );
    let date = jiff::fmt::rfc2822::DateTimePrinter::new()
        .timestamp_to_rfc9110_string(&handle.now())
        .unwrap_or_default();
    let mut out = Vec::new();
    ResponseHead {
        status: page.status,
        reason: page
            .status
            .canonical_reason()
            .unwrap_or_default()
            .as_bytes(),
        fields: Fields::Own(&page.fields),
        framing: ResponseFraming::Length(page.body.len() as u64),
        persistence: Persistence::Close,
        client: Version::HTTP_11,
        date: date.as_bytes(),
    }
    .encode(&mut out);
    if head.is_none_or(|head| head.method != Method::HEAD) {
        out.extend_from_slice(page.body.as_bytes());
    }
    stream.write_all(&out).await?;
    stream.shutdown().await?;
    // What the client still sends must not turn the end into a reset before it has read everything.
    while stream.read_buf(&mut buffer).await? > 0 {
        buffer.clear();
    }
    Ok(())
}

struct Page {
    status: StatusCode,
    fields: HeaderMap,
    body: String,
}

impl Page {
    fn new(status: StatusCode, media_type: &'static str, body: String) -> Self {
        let mut fields = HeaderMap::new();
        fields.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
        fields.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        Self {
            status,
            fields,
            body,
        }
    }

    fn text(status: StatusCode, body: &str) -> Self {
        Self::new(status, "text/plain; charset=utf-8", body.to_owned())
    }
}

fn page(handle: &Handle, head: &RequestHead) -> Page {
    if !matches!(head.method, Method::GET | Method::HEAD) {
        let mut page = Page::text(StatusCode::METHOD_NOT_ALLOWED, "only GET and HEAD\n");
        page.fields
            .insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
        return page;
    }
    let path = head.target().split('?').next().unwrap_or_default();
    match path {
        "/metrics" => Page::new(StatusCode::OK, OPEN_METRICS, handle.metrics()),
        "/healthz" => Page::text(StatusCode::OK, "ok\n"),
        "/readyz" if handle.is_ready() => Page::text(StatusCode::OK, "ready\n"),
        "/readyz" => Page::text(StatusCode::SERVICE_UNAVAILABLE, "draining\n"),
        "/status" => match serde_json::to_string_pretty(&handle.status()) {
            Ok(json) => Page::new(StatusCode::OK, "application/json", json + "\n"),
            Err(error) => Page::text(StatusCode::INTERNAL_SERVER_ERROR, &format!("{error}\n")),
        },
        _ => Page::text(
            StatusCode::NOT_FOUND,
            "there are /metrics, /healthz, /readyz and /status\n",
        ),
    }
}

const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";
/// Scrapers and probes; each asks once.
const MOST_CONNECTIONS: usize = 64;
const LIMIT: Duration = Duration::from_secs(10);
/// Nobody sends more than a few lines here.
const LARGEST_HEAD: usize = 16 * 1024;
