//! The byte stream under an HTTP connection: TCP, or TLS by one of the two libraries.
//!
//! It counts what passes, so that afterwards it is known whether any byte of a request left or any
//! byte of an answer came, and it keeps the alert of a node that ends the connection, also one that
//! comes after the handshake (RFC 8446 section 4.4.2.4).

use std::io;
use std::pin::{Pin, pin};
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, Interest, ReadBuf};
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
    mark: Mark,
    /// The alert by which the node ended the connection.
    alert: Option<AlertCode>,
}

/// Octets in each direction at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Mark {
    pub(super) written: u64,
    pub(super) read: u64,
}

impl Watched {
    pub(super) fn new(transport: Transport) -> Self {
        Self {
            transport,
            mark: Mark::default(),
            alert: None,
        }
    }

    /// What passed so far.
    pub(super) fn mark(&self) -> Mark {
        self.mark
    }

    /// The alert by which the node ended the connection.
    pub(super) fn alert(&self) -> Option<AlertCode> {
        self.alert
    }

    /// Whether there may be something to read, or the end, or an error. Without one of them at hand,
    /// nothing is asked of the system.
    pub(super) fn poll_readable(&self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &self.transport {
            Transport::Plain(stream) => stream.poll_read_ready(context),
            Transport::Rustls(stream) => {
                let (tcp, session) = stream.get_ref();
                if session.wants_read() {
                    tcp.poll_read_ready(context)
                } else {
                    Poll::Ready(Ok(()))
                }
            }
            // It may hold what it has decrypted already.
            Transport::OpenSsl(_) => Poll::Ready(Ok(())),
        }
    }

    /// The same at this moment.
    pub(super) fn is_readable(&self) -> bool {
        let at_hand = |tcp: &TcpStream| tcp.try_io(Interest::READABLE, || Ok(())).is_ok();
        match &self.transport {
            Transport::Plain(stream) => at_hand(stream),
            Transport::Rustls(stream) => {
                let (tcp, session) = stream.get_ref();
                !session.wants_read() || at_hand(tcp)
            }
            Transport::OpenSsl(_) => true,
        }
    }

    /// Reads into the free capacity of the buffer, which must not be zero; 0 is the end.
    pub(super) fn poll_read(
        &mut self,
        context: &mut Context<'_>,
        buffer: &mut Vec<u8>,
    ) -> Poll<io::Result<usize>> {
        let result = pin!(self.transport.read_buf(buffer)).poll(context);
        match &result {
            Poll::Ready(Ok(count)) => self.mark.read += *count as u64,
            Poll::Ready(Err(error)) => self.note(error),
            Poll::Pending => {}
        }
        result
    }

    /// Writes what fits of the parts.
    pub(super) fn poll_write(
        &mut self,
        context: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let result = Pin::new(&mut self.transport).poll_write_vectored(context, parts);
        match &result {
            Poll::Ready(Ok(count)) => self.mark.written += *count as u64,
            Poll::Ready(Err(_)) => {
                // Part of the buffer may have left before the error.
                self.mark.written += 1;
                self.look_for_alert(context);
            }
            Poll::Pending => {}
        }
        result
    }

    /// Sees to it that everything written is on its way.
    pub(super) fn poll_flush(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let result = Pin::new(&mut self.transport).poll_flush(context);
        if let Poll::Ready(Err(_)) = &result {
            self.look_for_alert(context);
        }
        result
    }

    /// A node that refuses our certificate sends an alert and closes; the next write then fails
    /// before the alert has been read. It is still there to be read.
    fn look_for_alert(&mut self, context: &mut Context<'_>) {
        let mut scratch = [0; 256];
        let mut buffer = ReadBuf::new(&mut scratch);
        if let Poll::Ready(Err(error)) =
            Pin::new(&mut self.transport).poll_read(context, &mut buffer)
        {
            self.note(&error);
        }
    }

    fn note(&mut self, error: &io::Error) {
        if let Some(alert) = received_alert(error) {
            self.alert = Some(alert);
        }
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
