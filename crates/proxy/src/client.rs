//! One client connection: TLS if the listener speaks it, then request after request until one side
//! has enough.
//!
//! While nothing is asked, a connection holds neither buffer nor the state of a request: both live
//! in the future of one request.

use std::io;
use std::net::SocketAddr;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use rustls::ServerConfig;
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;

use crate::clients::{Elapsed, Entered, Waiting};
use crate::config::Protection;
use crate::http1::{HeadError, HeadScanner, Refused, RequestHead, Scan, skip_empty_lines};
use crate::limits::Limits;
use crate::refusal::Refusal;
use crate::shared::Place;
use crate::socket::{Socket, Stream};
use crate::transaction::{Ended, Transaction};
use crate::worker::Worker;

/// A client connection with what its requests need of it.
#[derive(Debug)]
pub(crate) struct Client {
    pub(crate) worker: Rc<Worker>,
    pub(crate) entered: Entered,
    pub(crate) socket: Socket,
    pub(crate) ingress: Ingress,
}

/// What the client speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ingress {
    Plain,
    Tls,
}

/// Serves a connection until it ends.
pub(crate) async fn serve(
    worker: Rc<Worker>,
    tcp: TcpStream,
    peer: SocketAddr,
    protection: Protection,
    place: Place,
) {
    worker.tally.connections.fetch_add(1, Ordering::Relaxed);
    let entered = worker.clients.enter();
    let (stream, ingress) = match protection {
        Protection::Plain => (Stream::Plain(tcp), Ingress::Plain),
        // A failed handshake concerns the client's settings only; it is counted with the
        // connection.
        Protection::Tls(config) => {
            match Box::pin(shake_hands(&worker, &entered, tcp, config)).await {
                Some(stream) => (stream, Ingress::Tls),
                None => return,
            }
        }
    };
    let client = Client {
        worker,
        entered,
        socket: Socket::new(stream, peer),
        ingress,
    };
    let end = client.requests().await;
    match end {
        End::Silent => {}
        End::Farewell => Box::pin(client.farewell()).await,
        End::Abort => {
            client.worker.tally.aborted.fetch_add(1, Ordering::Relaxed);
            client.socket.abort();
        }
    }
    drop(place);
}

async fn shake_hands(
    worker: &Worker,
    entered: &Entered,
    tcp: TcpStream,
    config: Arc<ServerConfig>,
) -> Option<Stream> {
    let limit = worker.generation().snapshot.settings.limits.head_time;
    let handshake = TlsAcceptor::from(config).accept(tcp);
    let shaken = entered.within(Waiting::Handshake, limit, handshake).await;
    shaken.ok()?.ok().map(|tls| Stream::Tls(Box::new(tls)))
}

/// Tells one client too many that it is, without taking a place.
pub(crate) async fn turn_away(worker: Rc<Worker>, tcp: TcpStream, peer: SocketAddr) {
    let refusal = Refusal::Crowded;
    let (_, body) = refusal.response();
    let text = format!(
        "HTTP/1.1 {} {}\r\nContent-Type: text/html\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        refusal.status().as_str(),
        refusal.reason(),
        body.len()
    );
    let socket = Socket::new(Stream::Plain(tcp), peer);
    // Whoever speaks TLS here sees a broken handshake, which says the same.
    if socket.try_write(text.as_bytes()).is_ok() {
        let client = Client {
            entered: worker.clients.enter(),
            worker,
            socket,
            ingress: Ingress::Plain,
        };
        client.farewell().await;
    }
}

/// How a connection ends.
enum End {
    /// The client has closed, or has nothing to be told.
    Silent,
    /// The last response must reach the client.
    Farewell,
    /// The client must not take what it has for complete.
    Abort,
}

/// What follows a request.
enum Next {
    /// Perhaps another one, of which these bytes have come already.
    Request(BytesMut),
    End(End),
}

impl Client {
    async fn requests(&self) -> End {
        let mut rest = BytesMut::new();
        loop {
            if rest.is_empty() && !self.is_asked(&mut rest).await {
                return End::Silent;
            }
            match Box::pin(self.request(rest)).await {
                Next::Request(left) => rest = left,
                Next::End(end) => return end,
            }
        }
    }

    /// Waits for the first bytes of a request, without a buffer. `false` if none come, or the wait
    /// is over; what came at the very last moment is still served.
    async fn is_asked(&self, buffer: &mut BytesMut) -> bool {
        let limit = self.worker.generation().snapshot.settings.limits.idle_time;
        let end = self.entered.now() + limit;
        loop {
            let readable = self.entered.idle(end, self.socket.readable()).await;
            buffer.reserve(FIRST_READ);
            match self.socket.read_now(buffer).await {
                Some(Ok(0) | Err(_)) => return false,
                Some(Ok(_)) => return true,
                // It only seemed so, as with a part of a TLS record: that is no request yet.
                None => *buffer = BytesMut::new(),
            }
            if readable.is_none() {
                return false;
            }
        }
    }

    async fn request(&self, mut buffer: BytesMut) -> Next {
        let generation = self.worker.generation();
        let limits = &generation.snapshot.settings.limits;
        let reading = self.read_head(&mut buffer, limits);
        let head = match self
            .entered
            .within(Waiting::Head, limits.head_time, reading)
            .await
        {
            Ok(HeadRead::Complete(raw)) => RequestHead::parse(raw),
            Ok(HeadRead::Nothing) => return Next::End(End::Silent),
            Ok(HeadRead::Refused(error)) => {
                return self.refuse(&buffer, Refusal::Head(error)).await;
            }
            Err(Elapsed(_)) if buffer.is_empty() => return Next::End(End::Silent),
            Err(Elapsed(waiting)) => {
                return self.refuse(&buffer, Refusal::ClientTooSlow(waiting)).await;
            }
        };
        let ended = match head {
            Ok(head) => {
                Transaction::new(self, &generation, head)
                    .run(&mut buffer)
                    .await
            }
            Err(Refused { error, line }) => {
                let line = line.unwrap_or_default();
                return self.refuse(&line, Refusal::Head(error)).await;
            }
        };
        match ended {
            Ended::KeepAlive => Next::Request(buffer),
            Ended::Close => Next::End(End::Farewell),
            Ended::Gone => Next::End(End::Silent),
            Ended::Broken => Next::End(End::Abort),
        }
    }

    /// Answers a request whose head could not be read, and ends the connection: where the next one
    /// would begin is not known.
    async fn refuse(&self, received: &[u8], refusal: Refusal) -> Next {
        match Transaction::refuse_unread(self, received, refusal).await {
            Ok(()) => Next::End(End::Farewell),
            Err(_) => Next::End(End::Silent),
        }
    }

    async fn read_head(&self, buffer: &mut BytesMut, limits: &Limits) -> HeadRead {
        let mut scanner = HeadScanner::default();
        loop {
            if buffer.starts_with(b"\r\n") {
                skip_empty_lines(buffer);
            }
            if !buffer.is_empty() {
                match scanner.scan(buffer, limits) {
                    Ok(Scan::Complete(length)) => {
                        return HeadRead::Complete(buffer.split_to(length).freeze());
                    }
                    Ok(Scan::Partial) => {}
                    Err(error) => return HeadRead::Refused(error),
                }
            }
            let room = if buffer.is_empty() {
                FIRST_READ
            } else {
                FURTHER_READ
            };
            buffer.reserve(room);
            match self.socket.read(buffer).await {
                Ok(0) | Err(_) => return HeadRead::Nothing,
                Ok(_) => {}
            }
        }
    }

    /// Closes so that the last response arrives: a connection that is closed with unread input is
    /// reset, and a reset discards what the client has not read yet.
    async fn farewell(&self) {
        let goodbye = async {
            self.socket.finish().await?;
            let mut discarded = 0;
            let mut buffer = BytesMut::with_capacity(FIRST_READ);
            while discarded < DISCARDED_INPUT {
                match self.socket.read(&mut buffer).await? {
                    0 => break,
                    length => discarded += length,
                }
                buffer.clear();
            }
            io::Result::Ok(())
        };
        // Whether the client heard it can no longer be told.
        drop(
            self.entered
                .within(Waiting::Farewell, FAREWELL, goodbye)
                .await,
        );
    }
}

enum HeadRead {
    Complete(Bytes),
    Refused(HeadError),
    /// The client closed, perhaps in the middle of a head.
    Nothing,
}

/// Room for most request heads; given back when the request is done.
const FIRST_READ: usize = 4 * 1024;
/// Room for the rest of a large head.
const FURTHER_READ: usize = 16 * 1024;
/// How long a client gets to read its last response.
const FAREWELL: Duration = Duration::from_secs(2);
/// How much a client may go on sending meanwhile.
const DISCARDED_INPUT: usize = 1024 * 1024;
