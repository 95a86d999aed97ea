//! The byte stream under an HTTP connection: TCP, or TLS by one of the two libraries.
//!
//! It counts what passes, so that afterwards it is known whether any byte of a request left or any
//! byte of an answer came, and it keeps the alert of a node that ends the connection, also one that
//! comes after the handshake (RFC 8446 section 4.4.2.4).

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU16, AtomicU64, Ordering};
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

use super::alert::AlertCode;
use super::certificate_request::Recorder;

/// What carries the bytes.
#[derive(Debug)]
pub(super) enum Transport {
    Plain(TcpStream),
    Rustls(Box<tokio_rustls::client::TlsStream<TcpStream>>),
    OpenSsl(Pin<Box<tokio_openssl::SslStream<Recorder>>>),
}

/// A transport that is counted.
#[derive(Debug)]
pub(super) struct Watched {
    transport: Transport,
    traffic: Arc<Traffic>,
}

/// What passed over a connection so far.
#[derive(Debug, Default)]
pub(super) struct Traffic {
    written: AtomicU64,
    read: AtomicU64,
    /// 0, or `ALERT_SEEN` and the alert.
    alert: AtomicU16,
}

const ALERT_SEEN: u16 = 0x100;

/// Octets in each direction at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) written: u64,
    pub(super) read: u64,
}

impl Traffic {
    pub(super) fn mark(&self) -> Mark {
        Mark {
            written: self.written.load(Ordering::Relaxed),
            read: self.read.load(Ordering::Relaxed),
        }
    }

    /// The alert by which the node ended the connection.
    pub(super) fn alert(&self) -> Option<AlertCode> {
        let seen = self.alert.load(Ordering::Relaxed);
        let [flag, code] = seen.to_be_bytes();
        (flag != 0).then_some(AlertCode(code))
    }

    fn note(&self, error: &io::Error) {
        if let Some(alert) = received_alert(error) {
            self.alert
                .store(ALERT_SEEN | u16::from(alert.0), Ordering::Relaxed);
        }
    }
}

impl Watched {
    pub(super) fn new(transport: Transport) -> (Self, Arc<Traffic>) {
        let traffic = Arc::new(Traffic::default());
        (
            Self {
                transport,
                traffic: Arc::clone(&traffic),
            },
            traffic,
        )
    }

    /// A node that refuses our certificate sends an alert and closes; the next write then fails
    /// before the alert has been read. It is still there to be read.
    fn look_for_alert(&mut self, context: &mut Context<'_>) {
        let mut scratch = [0; 256];
        let mut buffer = ReadBuf::new(&mut scratch);
        if let Poll::Ready(Err(error)) =
            Pin::new(&mut self.transport).poll_read(context, &mut buffer)
        {
            self.traffic.note(&error);
        }
    }

    fn wrote(
        &mut self,
        context: &mut Context<'_>,
        result: Poll<io::Result<usize>>,
    ) -> Poll<io::Result<usize>> {
        match &result {
            Poll::Ready(Ok(count)) => {
                let count = u64::try_from(*count).unwrap_or(u64::MAX);
                self.traffic.written.fetch_add(count, Ordering::Relaxed);
            }
            Poll::Ready(Err(_)) => {
                // Part of the buffer may have left before the error.
                self.traffic.written.fetch_add(1, Ordering::Relaxed);
                self.look_for_alert(context);
            }
            Poll::Pending => {}
        }
        result
    }
}

/// The alert inside an error of either TLS library.
pub(super) fn received_alert(error: &io::Error) -> Option<AlertCode> {
    let inner = error.get_ref()?;
    if let Some(rustls::Error::AlertReceived(alert)) = inner.downcast_ref::<rustls::Error>() {
        return Some(AlertCode(u8::from(*alert)));
    }
    openssl_alert(inner.downcast_ref::<openssl::ssl::Error>()?)
}

/// `ERR_LIB_SSL`: errors of the TLS layer.
pub(super) const LIBRARY_SSL: i32 = 20;

/// OpenSSL reports a received alert as reason 1000 + alert (`SSL_AD_REASON_OFFSET`).
pub(super) fn openssl_alert(error: &openssl::ssl::Error) -> Option<AlertCode> {
    const REASON_OFFSET: i32 = 1000;
    error
        .ssl_error()?
        .errors()
        .iter()
        .filter(|entry| entry.library_code() == LIBRARY_SSL)
        .find_map(|entry| {
            u8::try_from(entry.reason_code() - REASON_OFFSET)
                .ok()
                .map(AlertCode)
        })
}

impl AsyncRead for Watched {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let result = Pin::new(&mut self.transport).poll_read(context, buffer);
        match &result {
            Poll::Ready(Ok(())) => {
                let count = u64::try_from(buffer.filled().len() - before).unwrap_or(u64::MAX);
                self.traffic.read.fetch_add(count, Ordering::Relaxed);
            }
            Poll::Ready(Err(error)) => self.traffic.note(error),
            Poll::Pending => {}
        }
        result
    }
}

impl AsyncWrite for Watched {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let result = Pin::new(&mut self.transport).poll_write(context, bytes);
        self.wrote(context, result)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let result = Pin::new(&mut self.transport).poll_write_vectored(context, slices);
        self.wrote(context, result)
    }

    fn is_write_vectored(&self) -> bool {
        self.transport.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let result = Pin::new(&mut self.transport).poll_flush(context);
        if let Poll::Ready(Err(_)) = &result {
            self.look_for_alert(context);
        }
        result
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.transport).poll_shutdown(context)
    }
}

impl AsyncRead for Transport {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        match &mut *self {
            Self::Plain(stream) => Pin::new(stream).poll_read(context, buffer),
            Self::Rustls(stream) => Pin::new(stream).poll_read(context, buffer),
            Self::OpenSsl(stream) => stream.as_mut().poll_read(context, buffer),
        }
    }
}

impl AsyncWrite for Transport {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        match &mut *self {
            Self::Plain(stream) => Pin::new(stream).poll_write(context, bytes),
            Self::Rustls(stream) => Pin::new(stream).poll_write(context, bytes),
            Self::OpenSsl(stream) => stream.as_mut().poll_write(context, bytes),
        }
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        match &mut *self {
            Self::Plain(stream) => Pin::new(stream).poll_write_vectored(context, slices),
            Self::Rustls(stream) => Pin::new(stream).poll_write_vectored(context, slices),
            Self::OpenSsl(stream) => stream.as_mut().poll_write_vectored(context, slices),
        }
    }

    fn is_write_vectored(&self) -> bool {
        match self {
            Self::Plain(stream) => stream.is_write_vectored(),
            Self::Rustls(stream) => stream.is_write_vectored(),
            Self::OpenSsl(stream) => stream.is_write_vectored(),
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &mut *self {
            Self::Plain(stream) => Pin::new(stream).poll_flush(context),
            Self::Rustls(stream) => Pin::new(stream).poll_flush(context),
            Self::OpenSsl(stream) => stream.as_mut().poll_flush(context),
        }
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &mut *self {
            Self::Plain(stream) => Pin::new(stream).poll_shutdown(context),
            Self::Rustls(stream) => Pin::new(stream).poll_shutdown(context),
            Self::OpenSsl(stream) => stream.as_mut().poll_shutdown(context),
        }
    }
}
