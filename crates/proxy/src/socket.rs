//! A client's connection, plain or TLS, that one task reads and writes at the same time.

use std::cell::RefCell;
use std::future::poll_fn;
use std::io::{self, IoSlice};
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, ready};

use bytes::BytesMut;
use tokio::io::{AsyncReadExt as _, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::server::TlsStream;

/// Both directions of a connection. Each call borrows the stream for one poll only, so that the
/// request's body can be read while the response is written, by the same task.
#[derive(Debug)]
pub(crate) struct Socket {
    stream: RefCell<Stream>,
    peer: SocketAddr,
}

/// What the bytes travel in.
#[derive(Debug)]
pub(crate) enum Stream {
    Plain(TcpStream),
    /// Boxed, because a TLS session is large and most clients come through the local tunnel without
    /// one.
    Tls(Box<TlsStream<TcpStream>>),
}

impl Stream {
    fn tcp(&self) -> &TcpStream {
        match self {
            Self::Plain(tcp) => tcp,
            Self::Tls(tls) => tls.get_ref().0,
        }
    }
}

impl Socket {
    pub(crate) fn new(stream: Stream, peer: SocketAddr) -> Self {
        Self {
            stream: RefCell::new(stream),
            peer,
        }
    }

    /// The client's address.
    pub(crate) fn peer(&self) -> SocketAddr {
        self.peer
    }

    /// Waits until there is something to read, or the end, without a buffer.
    pub(crate) async fn readable(&self) -> io::Result<()> {
        poll_fn(|context| {
            let stream = &mut *self.stream.borrow_mut();
            if let Stream::Tls(tls) = stream {
                // What is decrypted already will not make the socket readable. An error shows when
                // it is read.
                let state = tls.get_mut().1.process_new_packets();
                if state.map_or(true, |state| state.plaintext_bytes_to_read() > 0) {
                    return Poll::Ready(Ok(()));
                }
            }
            stream.tcp().poll_read_ready(context)
        })
        .await
    }

    /// Reads into the free capacity of the buffer, which must not be zero; 0 is the end.
    pub(crate) async fn read(&self, buffer: &mut BytesMut) -> io::Result<usize> {
        poll_fn(|context| self.poll_read(context, buffer)).await
    }

    /// Reads what is there at this moment; nothing if that would take a wait.
    pub(crate) async fn read_now(&self, buffer: &mut BytesMut) -> Option<io::Result<usize>> {
        poll_fn(|context| {
            Poll::Ready(match self.poll_read(context, buffer) {
                Poll::Ready(read) => Some(read),
                Poll::Pending => None,
            })
        })
        .await
    }

    /// Reads if that is possible without waiting.
    pub(crate) fn poll_read(
        &self,
        context: &mut Context<'_>,
        buffer: &mut BytesMut,
    ) -> Poll<io::Result<usize>> {
        match &mut *self.stream.borrow_mut() {
            Stream::Plain(tcp) => pin!(tcp.read_buf(buffer)).poll(context),
            Stream::Tls(tls) => pin!(tls.read_buf(buffer)).poll(context),
        }
    }

    /// Writes everything.
    pub(crate) async fn write_all(&self, bytes: &[u8]) -> io::Result<()> {
        let mut rest = bytes;
        while !rest.is_empty() {
            let written =
                poll_fn(|context| self.poll_write(context, &[IoSlice::new(rest)])).await?;
            if written == 0 {
                return Err(io::ErrorKind::WriteZero.into());
            }
            rest = rest.get(written..).unwrap_or_default();
        }
        poll_fn(|context| self.poll_flush(context)).await
    }

    /// Sees to it that everything written is on its way.
    pub(crate) fn poll_flush(&self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &mut *self.stream.borrow_mut() {
            Stream::Plain(_) => Poll::Ready(Ok(())),
            Stream::Tls(tls) => Pin::new(tls).poll_flush(context),
        }
    }

    /// Writes what fits without waiting.
    pub(crate) fn try_write(&self, bytes: &[u8]) -> io::Result<usize> {
        match &*self.stream.borrow() {
            Stream::Plain(tcp) => tcp.try_write(bytes),
            Stream::Tls(_) => Err(io::ErrorKind::WouldBlock.into()),
        }
    }

    /// Ends the connection by a reset, so that the client cannot take what it has for complete.
    pub(crate) fn abort(&self) {
        // Without it the end of the connection is all the client gets, which most notice as well.
        drop(self.stream.borrow().tcp().set_zero_linger());
    }

    /// Tells the client that nothing more will come.
    pub(crate) async fn finish(&self) -> io::Result<()> {
        poll_fn(|context| match &mut *self.stream.borrow_mut() {
            Stream::Plain(tcp) => Pin::new(tcp).poll_shutdown(context),
            Stream::Tls(tls) => Pin::new(tls).poll_shutdown(context),
        })
        .await
    }

    /// Writes what fits of the parts.
    pub(crate) fn poll_write(
        &self,
        context: &mut Context<'_>,
        parts: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = match &mut *self.stream.borrow_mut() {
            Stream::Plain(tcp) => ready!(Pin::new(tcp).poll_write_vectored(context, parts))?,
            Stream::Tls(tls) => ready!(Pin::new(tls).poll_write_vectored(context, parts))?,
        };
        Poll::Ready(Ok(written))
    }
}
