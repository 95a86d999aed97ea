//! One connection with one offer: what the server answers, up to its certificate.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use futures_util::FutureExt as _;
use openssl::rand::rand_bytes;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{Instant, sleep, timeout, timeout_at};
use tollgate_capture::{
    Conversation, ObservedEnd, Observer, Role, server_handshake_secret, transcript_hash,
};

use crate::key_exchange::{Answer, OwnKey, agreed};
use crate::offer::{Hello, Offer, server_name};

/// Bytes of one answer. A chain of certificates has some thousands; authority names may be many.
const ANSWER_BYTES: usize = 512 * 1024;
/// Bytes that are kept of an answer that is not TLS.
const FIRST_BYTES: usize = 64;
/// Groups for which a key is sent at once: the ones that servers choose.
const EAGER_GROUPS: &[u16] = &[0x001d, 0x0017];

/// How long a connection waits for a descriptor, while others give theirs back.
pub(crate) const DESCRIPTOR_WAIT: Duration = Duration::from_mins(1);
/// How often it looks.
const DESCRIPTOR_RETRY: Duration = Duration::from_millis(20);

/// How long a probe waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Times {
    /// For the TCP connection.
    pub connect: Duration,
    /// From the offer to the end of the answer.
    pub answer: Duration,
}

/// What one offer brought.
#[derive(Debug, Clone, PartialEq)]
pub struct Exchange {
    /// What was seen of TLS; `None` if there was none.
    pub conversation: Option<Conversation>,
    /// Why nothing more was seen than that.
    pub failure: Option<ExchangeFailure>,
}

/// Why a probe did not see a certificate.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExchangeFailure {
    /// Nobody listens there.
    #[error("the connection is refused: nothing listens on this port")]
    Refused,
    /// No answer to the connection.
    #[error("no answer to the connection within {} ms", .0.as_millis())]
    ConnectTimedOut(Duration),
    /// The connection cannot be made.
    #[error("the connection cannot be made ({0})")]
    Unreachable(io::ErrorKind),
    /// The limit of open files is reached, and nothing was closed for a long time.
    #[error("no file descriptor is left for a connection; raise the limit of open files")]
    NoDescriptor,
    /// The server took the offer and said nothing, or not enough.
    #[error("no whole answer to the TLS offer within {} ms", .0.as_millis())]
    AnswerTimedOut(Duration),
    /// The server closed or reset the connection before it had answered.
    #[error("the connection is lost before the TLS answer ({0:?})")]
    Lost(End),
    /// The server refused the offer with an alert, which is in the conversation.
    #[error("the offer is refused with an alert")]
    Alert,
    /// What came is not TLS.
    #[error("the answer is not TLS")]
    NotTls {
        /// The first bytes of it.
        first: Vec<u8>,
    },
    /// The answer does not end, or its key exchange cannot be done.
    #[error("the TLS answer cannot be read to its certificate")]
    Unreadable,
}

/// How the server ended a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// In order.
    Closed,
    /// With RST.
    Reset,
}

impl ExchangeFailure {
    /// Whether another try may bring more: the connection broke off.
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::Lost(_))
    }
}

/// Makes an offer to a server. `name` is the address that is asked for; it becomes the server name
/// unless it is an IP address.
pub(crate) async fn exchange(to: SocketAddr, name: &str, offer: &Offer, times: Times) -> Exchange {
    let stream = match connect(to, times).await {
        Ok(stream) => stream,
        Err(failure) => return Exchange::failed(failure),
    };
    let from = stream.local_addr().unwrap_or(to);
    exchange_over(stream, (from, to), name, offer, times).await
}

/// The same over a connection that is there already, or over whatever plays one; `ends` are our
/// address and the server's.
pub async fn exchange_over<S: AsyncRead + AsyncWrite + Unpin>(
    stream: S,
    (from, to): (SocketAddr, SocketAddr),
    name: &str,
    offer: &Offer,
    times: Times,
) -> Exchange {
    let mut talk = Talk {
        stream,
        observer: Observer::default(),
        first: Vec::new(),
        received: 0,
    };
    let deadline = Instant::now() + times.answer;
    let result = talk.run(name, offer, deadline).await;
    let failure = match result {
        Ok(()) => None,
        Err(Stop::TimedOut) => Some(ExchangeFailure::AnswerTimedOut(times.answer)),
        Err(Stop::Lost(end)) => Some(ExchangeFailure::Lost(end)),
        Err(Stop::Refused) => Some(ExchangeFailure::Alert),
        Err(Stop::Unreadable) => Some(ExchangeFailure::Unreadable),
    };
    talk.finish(from, to, failure)
}

impl Exchange {
    fn failed(failure: ExchangeFailure) -> Self {
        Self {
            conversation: None,
            failure: Some(failure),
        }
    }
}

/// Connects; where no descriptor is left, once another connection has given its own back.
async fn connect(to: SocketAddr, times: Times) -> Result<TcpStream, ExchangeFailure> {
    let until = Instant::now() + DESCRIPTOR_WAIT;
    loop {
        match timeout(times.connect, TcpStream::connect(to)).await {
            Err(_) => return Err(ExchangeFailure::ConnectTimedOut(times.connect)),
            Ok(Ok(stream)) => return Ok(stream),
            Ok(Err(error)) if !is_out_of_descriptors(&error) => {
                return Err(unreachable_by(&error));
            }
            Ok(Err(_)) if Instant::now() >= until => return Err(ExchangeFailure::NoDescriptor),
            Ok(Err(_)) => wait_for_descriptor().await,
        }
    }
}

/// Until another connection may have given its descriptor back.
#[expect(
    clippy::disallowed_methods,
    reason = "back-off: nothing tells when a descriptor is free"
)]
pub(crate) async fn wait_for_descriptor() {
    sleep(DESCRIPTOR_RETRY).await;
}

/// Whether the process or the machine may not open another file: ENFILE and EMFILE, which are 23 and
/// 24 on every Unix. The standard library has no kind for them.
pub(crate) fn is_out_of_descriptors(error: &io::Error) -> bool {
    matches!(error.raw_os_error(), Some(23 | 24))
}

fn unreachable_by(error: &io::Error) -> ExchangeFailure {
    match error.kind() {
        io::ErrorKind::ConnectionRefused => ExchangeFailure::Refused,
        kind => ExchangeFailure::Unreachable(kind),
    }
}

/// A connection while it is talked over.
struct Talk<S> {
    stream: S,
    observer: Observer,
    first: Vec<u8>,
    received: usize,
}

/// Why talking ended early.
enum Stop {
    TimedOut,
    Lost(End),
    Refused,
    Unreadable,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Talk<S> {
    async fn run(&mut self, name: &str, offer: &Offer, deadline: Instant) -> Result<(), Stop> {
        let mut random = [0; 32];
        let mut session_id = [0; 32];
        rand_bytes(&mut random).map_err(|_| Stop::Unreadable)?;
        rand_bytes(&mut session_id).map_err(|_| Stop::Unreadable)?;
        let mut keys: Vec<OwnKey> = Vec::new();
        if offer.has_1_3() {
            keys.extend(
                EAGER_GROUPS
                    .iter()
                    .filter_map(|group| OwnKey::generate(*group)),
            );
        }
        let shares: Vec<_> = keys.iter().filter_map(OwnKey::share).collect();
        let mut hello = Hello {
            random: &random,
            session_id: &session_id,
            server_name: server_name(name),
            key_shares: &shares,
            cookie: None,
        };
        let first = offer.message(&hello);
        self.send(&first, deadline).await?;
        if !offer.has_1_3() {
            return self.read_flight(deadline).await;
        }
        let (held, answer) = self.hello(Vec::new(), deadline).await?;
        let (transcript, held, answer) = match answer {
            Heard::Answer(
                Answer::Retry {
                    suite,
                    group,
                    cookie,
                },
                used,
            ) => {
                let again = OwnKey::generate(group).ok_or(Stop::Unreadable)?;
                let share = again.share().ok_or(Stop::Unreadable)?;
                keys.push(again);
                let shares = [share];
                hello.key_shares = &shares;
                hello.cookie = cookie.as_deref();
                let second = offer.message(&hello);
                let hash = transcript_hash(suite, &first).ok_or(Stop::Unreadable)?;
                let length = u8::try_from(hash.len()).unwrap_or(u8::MAX);
                // RFC 8446 4.4.1: the first hello stands in the transcript by its hash.
                let mut transcript = vec![254, 0, 0, length];
                transcript.extend(hash);
                transcript.extend(used.message);
                transcript.extend(&second);
                let rest = held.get(used.record_end..).unwrap_or_default().to_vec();
                self.observer.read(
                    Role::Server,
                    held.get(..used.record_end).unwrap_or_default(),
                );
                self.send(&second, deadline).await?;
                let (held, answer) = self.hello(rest, deadline).await?;
                (transcript, held, answer)
            }
            other => (first, held, other),
        };
        if let Heard::Answer(
            Answer::Chosen {
                suite,
                group,
                public,
                ..
            },
            used,
        ) = answer
        {
            let shared = agreed(&keys, group, &public).ok_or(Stop::Unreadable)?;
            let transcript = [transcript, used.message].concat();
            let secret = server_handshake_secret(suite, &shared, &transcript);
            let secret = secret.ok_or(Stop::Unreadable)?;
            let line = format!(
                "SERVER_HANDSHAKE_TRAFFIC_SECRET {} {}\n",
                hex(&random),
                hex(&secret)
            );
            self.observer.add_secrets(line.as_bytes());
        }
        self.observer.read(Role::Server, &held);
        self.read_flight(deadline).await
    }

    async fn send(&mut self, message: &[u8], deadline: Instant) -> Result<(), Stop> {
        let length = u16::try_from(message.len()).map_err(|_| Stop::Unreadable)?;
        let mut record = vec![22, 3, 1];
        record.extend(length.to_be_bytes());
        record.extend(message);
        self.observer.read(Role::Client, &record);
        let writing = timeout_at(deadline, self.stream.write_all(&record)).await;
        writing
            .map_err(|_| Stop::TimedOut)?
            .map_err(|error| lost(&error))
    }

    /// Reads on until the server's first message is whole, or is none that matters here.
    async fn hello(&mut self, held: Vec<u8>, deadline: Instant) -> Result<(Vec<u8>, Heard), Stop> {
        let mut held = held;
        loop {
            match Heard::of(&held) {
                Some(heard) => return Ok((held, heard)),
                None => self.receive(&mut held, deadline).await?,
            }
        }
    }

    async fn read_flight(&mut self, deadline: Instant) -> Result<(), Stop> {
        let mut buffer = Vec::new();
        while !self.observer.has_server_flight() {
            // Not every node closes the connection on which it refused an offer.
            if self.is_refused() {
                return Err(Stop::Refused);
            }
            buffer.clear();
            self.receive(&mut buffer, deadline).await?;
            self.observer.read(Role::Server, &buffer);
        }
        Ok(())
    }

    async fn receive(&mut self, buffer: &mut Vec<u8>, deadline: Instant) -> Result<(), Stop> {
        let before = buffer.len();
        buffer.reserve(8 * 1024);
        let reading = timeout_at(deadline, self.stream.read_buf(buffer)).await;
        match reading.map_err(|_| Stop::TimedOut)? {
            Ok(0) => return Err(Stop::Lost(End::Closed)),
            Ok(count) => self.received = self.received.saturating_add(count),
            Err(error) => return Err(lost(&error)),
        }
        if self.first.len() < FIRST_BYTES {
            let new = buffer.get(before..).unwrap_or_default();
            let room = FIRST_BYTES.saturating_sub(self.first.len());
            self.first.extend(new.iter().take(room));
        }
        if self.received > ANSWER_BYTES {
            return Err(Stop::Unreadable);
        }
        Ok(())
    }

    /// The first that came is a fatal alert.
    fn is_refused(&self) -> bool {
        matches!(self.first.as_slice(), [21, 3, _, 0, 2, 2, _, ..])
    }

    fn finish(
        self,
        from: SocketAddr,
        to: SocketAddr,
        failure: Option<ExchangeFailure>,
    ) -> Exchange {
        let Self {
            mut stream,
            observer,
            first,
            ..
        } = self;
        // close_notify: whoever reads the node's log sees an orderly goodbye. Nobody waits for it.
        let _sent = stream.write(&[21, 3, 1, 0, 2, 1, 0]).now_or_never();
        drop(stream);
        let end = match &failure {
            Some(ExchangeFailure::Lost(End::Closed)) => ObservedEnd::Closed(Role::Server),
            Some(ExchangeFailure::Lost(End::Reset)) => ObservedEnd::Reset(Role::Server),
            _ => ObservedEnd::Open,
        };
        let is_tls = matches!(first.first(), Some(20..=23));
        let conversation = observer.finish(from, to, end);
        let failure = match (&conversation, failure) {
            (Some(seen), Some(_)) if !seen.alerts.is_empty() => Some(ExchangeFailure::Alert),
            (_, Some(_)) if !first.is_empty() && !is_tls => Some(ExchangeFailure::NotTls { first }),
            (_, failure) => failure,
        };
        Exchange {
            conversation,
            failure,
        }
    }
}

fn lost(error: &io::Error) -> Stop {
    Stop::Lost(match error.kind() {
        io::ErrorKind::ConnectionReset => End::Reset,
        _ => End::Closed,
    })
}

/// The beginning of an answer.
enum Heard {
    /// A `ServerHello`.
    Answer(Answer, Used),
    /// An alert, or no TLS at all: nothing to agree on.
    Other,
}

/// Which bytes a `ServerHello` takes.
struct Used {
    /// The handshake message.
    message: Vec<u8>,
    /// Where its record ends.
    record_end: usize,
}

impl Heard {
    /// `None` while more is needed.
    fn of(held: &[u8]) -> Option<Self> {
        let [kind, _, _, high, low, ..] = *held else {
            return match held.first() {
                Some(22) | None => None,
                Some(_) => Some(Self::Other),
            };
        };
        if kind == 20 {
            // A ChangeCipherSpec for the sake of middleboxes follows a retry; it says nothing.
            let after = held.get(6..)?;
            return Self::of(after).map(|heard| heard.moved_by(6));
        }
        let length = usize::from(u16::from_be_bytes([high, low]));
        if kind != 22 {
            return Some(Self::Other);
        }
        let record_end = length.saturating_add(5);
        let fragment = held.get(5..record_end)?;
        let [2, top, middle, bottom, ..] = *fragment else {
            return Some(Self::Other);
        };
        let size = usize::try_from(u32::from_be_bytes([0, top, middle, bottom])).ok()?;
        let Some(message) = fragment.get(..size.saturating_add(4)) else {
            // A hello over several records: nobody does that with TLS 1.3, and below it does not
            // matter.
            return Some(Self::Other);
        };
        let body = message.get(4..).unwrap_or_default();
        Some(match Answer::read(body) {
            Some(answer) => {
                let message = message.to_vec();
                Self::Answer(
                    answer,
                    Used {
                        message,
                        record_end,
                    },
                )
            }
            None => Self::Other,
        })
    }

    fn moved_by(self, octets: usize) -> Self {
        match self {
            Self::Answer(answer, used) => Self::Answer(
                answer,
                Used {
                    record_end: used.record_end.saturating_add(octets),
                    ..used
                },
            ),
            Self::Other => Self::Other,
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string does not fail.
        let _written = write!(text, "{byte:02x}");
        text
    })
}
