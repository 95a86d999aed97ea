//! One listening port: accepts connections, applies the faults that are on, speaks TLS and HTTP/1.1.
//!
//! The task of a port owns the socket and all of its connections; when it ends they end. It takes orders through
//! a channel and answers each when it has taken effect, so that whoever switched a fault knows that the next
//! connection meets it.

use std::collections::BTreeSet;
use std::io;
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_openssl::SslStream;

use crate::counters::{self, Counting, HandshakeOutcome, HandshakeRecord};
use crate::fault::Fault;
use crate::resources::pause;
use crate::service::{Service, Site};
use crate::tls::Acceptor;

/// A client that does not finish its handshake in this time is given up; also the time for a request's head.
const PATIENCE: Duration = Duration::from_secs(30);

/// Real nodes take heads of 8 KiB; the lab takes more, so that limits met in tests are those of the traffic server.
const HEAD_LIMIT: usize = 1 << 20;
const HEADER_COUNT_LIMIT: usize = 1000;

/// Rest after a failed accept.
const ACCEPT_PAUSE: Duration = Duration::from_millis(10);

/// Connections open at a time; more wait to be accepted. Well above what a traffic server under test opens.
const CONNECTION_LIMIT: usize = 4096;

/// Connections waiting to be accepted.
const BACKLOG: u32 = 1024;

/// How a port behaves; replaced as a whole when anything changes.
#[derive(Debug)]
pub(crate) struct Behaviour {
    pub(crate) acceptor: Acceptor,
    pub(crate) faults: BTreeSet<Fault>,
    /// Delay of the `slow` fault.
    pub(crate) delay: Duration,
}

/// An order to a port, answered when it has taken effect.
#[derive(Debug)]
struct Order {
    behaviour: Arc<Behaviour>,
    done: oneshot::Sender<io::Result<()>>,
}

/// The end of a port's task is reached when this is dropped.
#[derive(Debug)]
pub(crate) struct PortHandle {
    orders: mpsc::Sender<Order>,
    pub(crate) local: SocketAddr,
    pub(crate) counting: Counting,
}

/// A port whose task has ended.
#[derive(Debug, thiserror::Error)]
pub(crate) enum OrderError {
    #[error("the task of the port has ended")]
    Ended,
    #[error("cannot listen again")]
    Listen(#[source] io::Error),
}

impl PortHandle {
    pub(crate) async fn behave(&self, behaviour: Behaviour) -> Result<(), OrderError> {
        let (done, answered) = oneshot::channel();
        let order = Order {
            behaviour: Arc::new(behaviour),
            done,
        };
        self.orders
            .send(order)
            .await
            .map_err(|_| OrderError::Ended)?;
        answered
            .await
            .map_err(|_| OrderError::Ended)?
            .map_err(OrderError::Listen)
    }
}

/// A bound socket, before its port has a behaviour.
#[derive(Debug)]
pub(crate) struct Bound {
    listener: TcpListener,
    pub(crate) local: SocketAddr,
}

impl Bound {
    pub(crate) fn new(address: SocketAddr) -> io::Result<Self> {
        let listener = bind(address)?.listen(BACKLOG)?;
        let local = listener.local_addr()?;
        Ok(Self { listener, local })
    }

    /// Starts the port's task in `tasks`.
    pub(crate) fn serve(
        self,
        site: Arc<Site>,
        behaviour: Behaviour,
        tasks: &mut JoinSet<()>,
    ) -> PortHandle {
        let (orders, received) = mpsc::channel(1);
        let counting = site.counting.clone();
        let handle = PortHandle {
            orders,
            local: self.local,
            counting,
        };
        let socket = if behaviour.faults.contains(&Fault::Stopped) {
            Socket::Held(None)
        } else {
            Socket::Listening(self.listener)
        };
        let port = Port {
            local: self.local,
            site,
            behaviour: Arc::new(behaviour),
            connections: JoinSet::new(),
            drain: watch::Sender::new(()),
        };
        tasks.spawn(port.run(socket, received));
        handle
    }
}

fn bind(address: SocketAddr) -> io::Result<TcpSocket> {
    let socket = if address.is_ipv4() {
        TcpSocket::new_v4()
    } else {
        TcpSocket::new_v6()
    }?;
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    Ok(socket)
}

/// The socket of a port.
#[derive(Debug)]
enum Socket {
    Listening(TcpListener),
    /// Bound without listening: the system refuses connections and keeps the port for us.
    Held(Option<TcpSocket>),
}

impl Socket {
    async fn accept(&self) -> io::Result<(TcpStream, SocketAddr)> {
        match self {
            Self::Listening(listener) => listener.accept().await,
            Self::Held(_) => std::future::pending().await,
        }
    }
}

struct Port {
    local: SocketAddr,
    site: Arc<Site>,
    behaviour: Arc<Behaviour>,
    connections: JoinSet<()>,
    /// Tells open connections to end after the answer under way.
    drain: watch::Sender<()>,
}

impl Port {
    async fn run(mut self, mut socket: Socket, mut orders: mpsc::Receiver<Order>) {
        loop {
            tokio::select! {
                biased;
                order = orders.recv() => {
                    let Some(order) = order else { break };
                    let (next, result) = self.obey(order.behaviour, socket).await;
                    socket = next;
                    // Whoever gave the order may have stopped waiting for the answer.
                    drop(order.done.send(result));
                }
                accepted = socket.accept(), if self.connections.len() < CONNECTION_LIMIT => match accepted {
                    Ok((stream, _)) => self.admit(stream),
                    // The client is gone again, or no descriptors are left, which passes.
                    Err(_) => pause(ACCEPT_PAUSE).await,
                },
                Some(_) = self.connections.join_next(), if !self.connections.is_empty() => {}
            }
        }
        self.connections.shutdown().await;
    }

    fn admit(&mut self, stream: TcpStream) {
        self.site.counting.connection();
        self.connections.spawn(connection(
            stream,
            Arc::clone(&self.behaviour),
            Arc::clone(&self.site),
            self.drain.subscribe(),
        ));
    }

    async fn obey(
        &mut self,
        behaviour: Arc<Behaviour>,
        socket: Socket,
    ) -> (Socket, io::Result<()>) {
        let stop = behaviour.faults.contains(&Fault::Stopped);
        self.behaviour = behaviour;
        self.drain.send_replace(());
        match (stop, socket) {
            (true, Socket::Listening(listener)) => {
                drop(listener);
                self.connections.shutdown().await;
                // Losing the race for the port to somebody else shows when the node is started again.
                (Socket::Held(bind(self.local).ok()), Ok(()))
            }
            (false, Socket::Held(held)) => {
                let listening = held
                    .map_or_else(|| bind(self.local), Ok)
                    .and_then(|socket| socket.listen(BACKLOG));
                match listening {
                    Ok(listener) => (Socket::Listening(listener), Ok(())),
                    Err(error) => (Socket::Held(None), Err(error)),
                }
            }
            (true, held @ Socket::Held(_)) => (held, Ok(())),
            (false, listening @ Socket::Listening(_)) => (listening, Ok(())),
        }
    }
}

async fn connection(
    stream: TcpStream,
    behaviour: Arc<Behaviour>,
    site: Arc<Site>,
    drain: watch::Receiver<()>,
) {
    if behaviour.faults.contains(&Fault::Resets) {
        reset(&stream).await;
        return;
    }
    let Some(stream) = handshake(stream, &behaviour.acceptor, &site.counting).await else {
        return;
    };
    let client_certificate =
        HandshakeRecord::new(stream.ssl(), HandshakeOutcome::Completed).client_certificate;
    let delay = behaviour
        .faults
        .contains(&Fault::Slow)
        .then_some(behaviour.delay);
    let service = Service::new(site, client_certificate, delay);
    converse(stream, service, drain).await;
}

/// Waits for the client's first bytes and answers them with a reset.
async fn reset(stream: &TcpStream) {
    let arrived = timeout(PATIENCE, stream.readable()).await;
    // Closing with a linger of zero sends RST; so does closing with the ClientHello unread, should this fail.
    if arrived.is_ok() {
        drop(stream.set_zero_linger());
    }
}

async fn handshake(
    stream: TcpStream,
    acceptor: &Acceptor,
    counting: &Counting,
) -> Option<Pin<Box<SslStream<TcpStream>>>> {
    // Small answers would otherwise wait for the acknowledgement of the one before.
    drop(stream.set_nodelay(true));
    let refused = |reason: &openssl::error::ErrorStack| HandshakeRecord {
        server_name: None,
        version: String::new(),
        cipher: None,
        certificate: None,
        client_certificate: None,
        outcome: HandshakeOutcome::Refused(reason.to_string()),
    };
    let mut stream = match acceptor
        .session()
        .and_then(|session| SslStream::new(session, stream))
    {
        Ok(stream) => Box::pin(stream),
        Err(reason) => {
            counting.handshake(refused(&reason));
            return None;
        }
    };
    let outcome = match timeout(PATIENCE, stream.as_mut().accept()).await {
        Ok(Ok(())) => HandshakeOutcome::Completed,
        Ok(Err(error)) => counters::outcome(&error),
        Err(_) => HandshakeOutcome::TimedOut,
    };
    let completed = outcome == HandshakeOutcome::Completed;
    counting.handshake(HandshakeRecord::new(stream.ssl(), outcome));
    completed.then_some(stream)
}

async fn converse(
    stream: Pin<Box<SslStream<TcpStream>>>,
    service: Service,
    mut drain: watch::Receiver<()>,
) {
    let serving = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(PATIENCE)
        .max_buf_size(HEAD_LIMIT)
        .max_headers(HEADER_COUNT_LIMIT)
        .serve_connection(TokioIo::new(stream), service);
    let mut serving = pin!(serving);
    // How a conversation ended is the client's business: tests look at what the client got and at the counters.
    tokio::select! {
        _ = serving.as_mut() => return,
        _ = drain.changed() => serving.as_mut().graceful_shutdown(),
    }
    drop(serving.await);
}
