//! A node made of an OpenSSL acceptor, which tells what it saw of each connection.

use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;

use openssl::pkey::PKey;
use openssl::ssl::{
    NameType, SslContext, SslContextBuilder, SslMethod, SslSessionCacheMode, SslVerifyMode,
    SslVersion,
};
use openssl::x509::X509;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio_openssl::SslStream;
use tollgate_lab::{Identity, Presented};

/// What a node saw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Seen {
    /// A handshake that succeeded.
    Secured {
        sni: Option<String>,
        client_certificate: bool,
    },
    /// A handshake that failed; the client's alert, if that ended it.
    Unsecured { alert: Option<u8> },
    /// A request head, first line only.
    Request(String),
    /// The end of a connection.
    Closed,
}

/// What a node does with requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Manner {
    /// Answers every request.
    Answers,
    /// Answers, and closes the connection without having said so.
    ClosesAfterEach,
    /// Answers the first request of a connection and closes when it has read the second one.
    ClosesOnSecond,
    /// Answers the first request of a connection, and begins to answer the second one.
    BreaksOffSecond,
    /// Answers the first request of a connection only.
    SilentOnSecond,
    /// Reads and never answers.
    Silent,
    /// Answers `200` with a body, then sends bytes nobody asked for.
    Babbles,
}

#[derive(Debug)]
pub(super) struct Node {
    pub(super) address: SocketAddr,
    seen: mpsc::UnboundedReceiver<Seen>,
    _tasks: JoinSet<()>,
}

/// How a node speaks TLS.
pub(super) struct Tls(SslContextBuilder);

impl Tls {
    /// TLS 1.2 and 1.3 with one certificate.
    pub(super) fn with(identity: &Identity) -> Self {
        Self::showing(identity, Presented::WithoutRoot)
    }

    pub(super) fn showing(identity: &Identity, presented: Presented) -> Self {
        let mut tls = Self::bare();
        tls.add(identity);
        for der in identity.chain_der(presented).iter().skip(1) {
            tls.0
                .add_extra_chain_cert(X509::from_der(der).unwrap())
                .unwrap();
        }
        tls
    }

    pub(super) fn from_pem(certificate: &[u8], key: &[u8]) -> Self {
        let mut tls = Self::bare();
        tls.0
            .set_certificate(&X509::from_pem(certificate).unwrap())
            .unwrap();
        tls.0
            .set_private_key(&PKey::private_key_from_pem(key).unwrap())
            .unwrap();
        tls
    }

    fn bare() -> Self {
        let mut builder = SslContext::builder(SslMethod::tls_server()).unwrap();
        builder.set_security_level(0);
        builder
            .set_min_proto_version(Some(SslVersion::TLS1_2))
            .unwrap();
        builder.set_session_cache_mode(SslSessionCacheMode::OFF);
        builder.set_cipher_list("ALL:!aNULL").unwrap();
        Self(builder)
    }

    fn add(&mut self, identity: &Identity) {
        self.0
            .set_certificate(&X509::from_der(&identity.der()).unwrap())
            .unwrap();
        let key = PKey::private_key_from_pem(identity.key().to_pem().as_bytes()).unwrap();
        self.0.set_private_key(&key).unwrap();
    }

    /// A second certificate of another key type.
    pub(super) fn and(mut self, identity: &Identity) -> Self {
        self.add(identity);
        self
    }

    pub(super) fn only(mut self, version: SslVersion) -> Self {
        self.0.set_min_proto_version(Some(version)).unwrap();
        self.0.set_max_proto_version(Some(version)).unwrap();
        self
    }

    pub(super) fn ciphers(mut self, list: &str) -> Self {
        self.0.set_cipher_list(list).unwrap();
        self
    }

    pub(super) fn sigalgs(mut self, list: &str) -> Self {
        self.0.set_sigalgs_list(list).unwrap();
        self
    }

    pub(super) fn groups(mut self, list: &str) -> Self {
        self.0.set_groups_list(list).unwrap();
        self
    }

    /// Asks for a client certificate of that CA, and insists if `mode` says so.
    pub(super) fn asking(mut self, authority: &Identity, mode: SslVerifyMode) -> Self {
        let authority = X509::from_der(&authority.der()).unwrap();
        self.0.add_client_ca(&authority).unwrap();
        self.0.cert_store_mut().add_cert(authority).unwrap();
        // The certificates of the tests are valid on their own day only.
        self.0.verify_param_mut().set_time(super::NOW);
        self.0.set_verify(mode);
        self
    }
}

impl Node {
    pub(super) async fn start(tls: Tls) -> Self {
        Self::with_manner(tls, Manner::Answers).await
    }

    pub(super) async fn with_manner(tls: Tls, manner: Manner) -> Self {
        let context = Arc::new(tls.0.build());
        Self::serve(move |stream, events| {
            let context = Arc::clone(&context);
            async move { converse_over_tls(&context, stream, manner, &events).await }
        })
        .await
    }

    /// Without TLS.
    pub(super) async fn plain(manner: Manner) -> Self {
        Self::serve(move |stream, events| async move { converse(stream, manner, &events).await })
            .await
    }

    /// Any server at all.
    pub(super) async fn serve<F, Fut>(connection: F) -> Self
    where
        F: Fn(TcpStream, mpsc::UnboundedSender<Seen>) -> Fut + Send + 'static,
        Fut: Future<Output = ()> + Send + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (events, seen) = mpsc::unbounded_channel();
        let mut tasks = JoinSet::new();
        tasks.spawn(async move {
            let mut connections = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                connections.spawn(connection(stream, events.clone()));
            }
        });
        Self {
            address,
            seen,
            _tasks: tasks,
        }
    }

    pub(super) async fn next(&mut self) -> Seen {
        self.seen.recv().await.unwrap()
    }

    /// What was seen and not asked for yet.
    pub(super) fn so_far(&mut self) -> Vec<Seen> {
        std::iter::from_fn(|| self.seen.try_recv().ok()).collect()
    }
}

async fn converse_over_tls(
    context: &SslContext,
    stream: TcpStream,
    manner: Manner,
    events: &mpsc::UnboundedSender<Seen>,
) {
    let ssl = openssl::ssl::Ssl::new(context).unwrap();
    let mut stream = Box::pin(SslStream::new(ssl, stream).unwrap());
    match stream.as_mut().accept().await {
        Ok(()) => {
            let seen = Seen::Secured {
                sni: stream
                    .ssl()
                    .servername(NameType::HOST_NAME)
                    .map(str::to_owned),
                client_certificate: stream.ssl().peer_certificate().is_some(),
            };
            events.send(seen).unwrap();
            converse(Pin::new(&mut stream), manner, events).await;
        }
        Err(error) => {
            let alert = error.ssl_error().and_then(|stack| {
                let reason = stack.errors().first()?.reason_code();
                u8::try_from(reason - 1000).ok()
            });
            events.send(Seen::Unsecured { alert }).unwrap();
        }
    }
}

pub(super) async fn converse<S>(mut stream: S, manner: Manner, events: &mpsc::UnboundedSender<Seen>)
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let mut served = 0;
    while let Some(head) = read_request(&mut stream).await {
        let line = head.lines().next().unwrap_or_default().to_owned();
        events.send(Seen::Request(line)).unwrap();
        served += 1;
        match manner {
            Manner::Silent => continue,
            Manner::SilentOnSecond if served == 2 => continue,
            Manner::ClosesOnSecond if served == 2 => break,
            Manner::BreaksOffSecond if served == 2 => {
                drop(stream.write_all(b"HTTP/1.1 200 O").await);
                break;
            }
            Manner::Answers
            | Manner::ClosesAfterEach
            | Manner::ClosesOnSecond
            | Manner::BreaksOffSecond
            | Manner::SilentOnSecond
            | Manner::Babbles => {}
        }
        let mut answer = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello".to_vec();
        if manner == Manner::Babbles {
            answer.extend_from_slice(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        }
        if stream.write_all(&answer).await.is_err() || stream.flush().await.is_err() {
            break;
        }
        if manner == Manner::ClosesAfterEach {
            break;
        }
    }
    // A client that is gone already cannot be said goodbye to.
    drop(stream.shutdown().await);
    drop(events.send(Seen::Closed));
}

/// Head and body of a request; nothing at the end of the connection.
async fn read_request<S: AsyncRead + Unpin>(stream: &mut S) -> Option<String> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.ok()?);
    }
    let head = String::from_utf8(head).unwrap();
    let length = head
        .lines()
        .find_map(|line| {
            line.to_ascii_lowercase()
                .strip_prefix("content-length: ")?
                .parse()
                .ok()
        })
        .unwrap_or(0);
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await.ok()?;
    Some(head)
}
