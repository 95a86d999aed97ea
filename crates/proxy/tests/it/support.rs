//! A server in a thread, a plain origin that does as it is told, and a client that sends exactly the bytes it is given.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use tollgate_proxy::{Addresses, Handle, Proxy, RunError, Settings};

/// No test waits longer for anything.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// The moment of the source document's first line.
pub fn clock() -> jiff::Timestamp {
    jiff::Timestamp::from_millisecond(1_657_558_525_910).unwrap()
}

/// A running traffic server; ended when dropped.
pub struct Server {
    pub handle: Handle,
    pub addresses: Addresses,
    pub directory: tempfile::TempDir,
    thread: Option<JoinHandle<Result<(), RunError>>>,
}

impl Server {
    /// Starts with this configuration, `[log] path = "log"`, free ports and an empty trust store, unless it says otherwise.
    pub fn start(configuration: &str) -> Self {
        Self::start_in(tempfile::tempdir().unwrap(), configuration)
    }

    pub fn start_in(directory: tempfile::TempDir, configuration: &str) -> Self {
        let path = write_configuration(directory.path(), configuration);
        let settings = Settings::load(&path, clock).unwrap_or_else(|error| panic!("{error}"));
        let proxy = Proxy::bind(settings).unwrap();
        let (handle, addresses) = (proxy.handle(), proxy.addresses().clone());
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap();
            runtime.block_on(proxy.run())
        });
        Self {
            handle,
            addresses,
            directory,
            thread: Some(thread),
        }
    }

    pub fn address(&self) -> SocketAddr {
        self.addresses.requests[0]
    }

    pub fn connect(&self) -> Client {
        Client::connect(self.address())
    }

    /// Sends one request over a connection of its own and reads the response.
    pub fn ask(&self, request: impl AsRef<[u8]>) -> Response {
        let mut client = self.connect();
        client.send(request);
        client.response()
    }

    /// The log so far.
    pub fn log(&self) -> String {
        self.handle.flush_log();
        std::fs::read_to_string(self.directory.path().join("log")).unwrap_or_default()
    }

    /// The log so far without what differs from run to run: process id, ports of clients, tracking ids.
    pub fn plain_log(&self) -> String {
        plain(&self.log())
    }

    /// The lines that contain the text.
    pub fn lines(&self, text: &str) -> Vec<String> {
        self.log()
            .lines()
            .filter(|line| line.contains(text))
            .map(str::to_owned)
            .collect()
    }

    /// Writes another configuration into the same file.
    pub fn rewrite(&self, configuration: &str) {
        write_configuration(self.directory.path(), configuration);
    }

    /// Waits for the end after an order to drain.
    pub fn ended(mut self) -> Result<(), RunError> {
        self.thread.take().unwrap().join().unwrap()
    }

    /// The path of a file beside the configuration.
    pub fn file(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.handle.drain_within(Duration::ZERO);
        if let Some(thread) = self.thread.take() {
            let ended = thread.join();
            if !std::thread::panicking() {
                ended.unwrap().unwrap();
            }
        }
    }
}

/// Writes the configuration with the usual beginning for what it leaves out.
pub fn write_configuration(directory: &Path, configuration: &str) -> PathBuf {
    let path = directory.join("tollgate.toml");
    let mut text = String::new();
    let top_level = configuration.split("\n[").next().unwrap();
    let names = |key: &str| top_level.lines().any(|line| line.starts_with(key));
    for (key, value) in [("listen", "\"127.0.0.1:0\""), ("workers", "1")] {
        if !names(key) && !configuration.starts_with(&format!("{key} ")) {
            text.push_str(&format!("{key} = {value}\n"));
        }
    }
    text.push_str(configuration);
    text.push('\n');
    for (section, value) in [
        ("[management]", "listen = \"127.0.0.1:0\""),
        ("[trust]", "store = \"ca.pem\""),
        (
            "[log]",
            "path = \"log\"\nutc_offset = \"+02:00\"\nhost = \"vcsc\"",
        ),
    ] {
        if !configuration.contains(section) {
            text.push_str(&format!("{section}\n{value}\n"));
        }
    }
    if !directory.join("ca.pem").exists() {
        std::fs::write(directory.join("ca.pem"), "").unwrap();
    }
    std::fs::write(&path, text).unwrap();
    path
}

/// The first segment of an edge URL, with its slash.
pub fn edge(protocol: &str, host: &str, port: u16) -> String {
    format!(
        "/{}",
        URL_SAFE_NO_PAD.encode(format!("steven.lab/{protocol}/{host}/{port}"))
    )
}

/// Takes out of a log what differs from run to run.
pub fn plain(log: &str) -> String {
    let mut text = String::new();
    for line in log.lines() {
        let line = replace_between(line, "traffic_server[", "]", "PID");
        let line = replace_between(&line, "Src-ip=\"127.0.0.1\" Src-port=\"", "\"", "PORT");
        let line = replace_between(&line, "Dst-ip=\"127.0.0.1\" Dst-port=\"", "\"", "PORT");
        let line = match line.contains("TrackingID=\"\"") {
            true => line,
            false => replace_between(&line, "TrackingID=\"", "\"", "UUID"),
        };
        text.push_str(&line);
        text.push('\n');
    }
    text
}

fn replace_between(text: &str, before: &str, after: &str, with: &str) -> String {
    let Some(start) = text.find(before).map(|at| at + before.len()) else {
        return text.to_owned();
    };
    let end = text[start..]
        .find(after)
        .map_or(text.len(), |at| at + start);
    format!("{}{with}{}", &text[..start], &text[end..])
}

/// Waits until the condition holds.
pub fn eventually(what: &str, condition: impl Fn() -> bool) {
    let end = Instant::now() + PATIENCE;
    while !condition() {
        assert!(Instant::now() < end, "not in time: {what}");
        std::thread::yield_now();
    }
}

/// A client that sends bytes and reads responses.
pub struct Client {
    pub stream: BufReader<TcpStream>,
}

/// A response as a client sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// Status line and header lines, each with its line end.
    pub head: String,
    pub body: Vec<u8>,
    /// Trailer lines of a chunked body.
    pub trailers: String,
}

impl Response {
    pub fn status_line(&self) -> &str {
        self.head.lines().next().unwrap()
    }

    pub fn status(&self) -> u16 {
        self.status_line()
            .split(' ')
            .nth(1)
            .unwrap()
            .parse()
            .unwrap()
    }

    pub fn field(&self, name: &str) -> Option<&str> {
        field(&self.head, name)
    }

    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }
}

/// The value of the first field of this name.
pub fn field<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.lines().skip(1).find_map(|line| {
        let (found, value) = line.split_once(':')?;
        found.eq_ignore_ascii_case(name).then(|| value.trim())
    })
}

impl Client {
    pub fn connect(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.set_write_timeout(Some(PATIENCE)).unwrap();
        stream.set_nodelay(true).unwrap();
        Self {
            stream: BufReader::new(stream),
        }
    }

    pub fn send(&mut self, bytes: impl AsRef<[u8]>) {
        self.stream.get_mut().write_all(bytes.as_ref()).unwrap();
    }

    /// Sends as far as the other side takes it.
    pub fn try_send(&mut self, bytes: impl AsRef<[u8]>) -> io::Result<()> {
        self.stream.get_mut().write_all(bytes.as_ref())
    }

    /// One response with a body.
    pub fn response(&mut self) -> Response {
        self.try_response(Body::Expected).unwrap()
    }

    /// One response to HEAD.
    pub fn head_response(&mut self) -> Response {
        self.try_response(Body::None).unwrap()
    }

    pub fn try_response(&mut self, body: Body) -> io::Result<Response> {
        let head = read_head(&mut self.stream)?;
        let no_body = body == Body::None
            || head.starts_with("HTTP/1.1 204")
            || head.starts_with("HTTP/1.1 304");
        let (body, trailers) = if no_body {
            (Vec::new(), String::new())
        } else {
            read_body(&head, &mut self.stream, ToEnd::Yes)?
        };
        Ok(Response {
            head,
            body,
            trailers,
        })
    }

    /// Whether the server has closed, once everything is read.
    pub fn is_closed(&mut self) -> bool {
        match self.stream.read(&mut [0; 1]) {
            Ok(0) => true,
            Ok(_) => false,
            Err(error) => error.kind() == io::ErrorKind::ConnectionReset,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Body {
    Expected,
    None,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum ToEnd {
    Yes,
    No,
}

fn read_head(stream: &mut impl BufRead) -> io::Result<String> {
    let mut head = String::new();
    loop {
        let start = head.len();
        if stream.read_line(&mut head)? == 0 {
            return Err(io::Error::new(
                io::ErrorKind::UnexpectedEof,
                format!("after {head:?}"),
            ));
        }
        if &head[start..] == "\r\n" {
            head.truncate(start);
            return Ok(head);
        }
    }
}

fn read_body(
    head: &str,
    stream: &mut impl BufRead,
    to_end: ToEnd,
) -> io::Result<(Vec<u8>, String)> {
    let mut body = Vec::new();
    if let Some(length) = field(head, "Content-Length") {
        body.resize(length.parse().unwrap(), 0);
        stream.read_exact(&mut body)?;
    } else if field(head, "Transfer-Encoding") == Some("chunked") {
        loop {
            let mut size = String::new();
            stream.read_line(&mut size)?;
            let size = usize::from_str_radix(size.trim_end(), 16).map_err(io::Error::other)?;
            if size == 0 {
                let mut trailers = String::new();
                while stream.read_line(&mut trailers)? > 2 {}
                return Ok((body, trailers));
            }
            let start = body.len();
            body.resize(start + size, 0);
            stream.read_exact(&mut body[start..])?;
            stream.read_exact(&mut [0; 2])?;
        }
    } else if to_end == ToEnd::Yes {
        stream.read_to_end(&mut body)?;
    }
    Ok((body, String::new()))
}

/// A plain HTTP origin on a free port.
pub struct Origin {
    address: SocketAddr,
    connections: Arc<AtomicUsize>,
    open: Arc<AtomicUsize>,
    requests: Arc<Mutex<Vec<Request>>>,
}

/// A request as the origin got it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    pub head: String,
    pub body: Vec<u8>,
    pub trailers: String,
}

impl Request {
    pub fn line(&self) -> &str {
        self.head.lines().next().unwrap()
    }

    pub fn field(&self, name: &str) -> Option<&str> {
        field(&self.head, name)
    }
}

impl Origin {
    /// An origin that answers each complete request with these bytes.
    pub fn answering(answer: impl Into<Vec<u8>>) -> Self {
        let answer = answer.into();
        Self::start(move |_, stream| stream.write_all(&answer))
    }

    /// An origin that answers each complete request as the function does.
    pub fn start(
        answer: impl Fn(&Request, &mut TcpStream) -> io::Result<()> + Send + Sync + 'static,
    ) -> Self {
        Self::with(move |stream, requests| {
            let mut reader = BufReader::new(stream.try_clone()?);
            loop {
                let head = read_head(&mut reader)?;
                let (body, trailers) = read_body(&head, &mut reader, ToEnd::No)?;
                let request = Request {
                    head,
                    body,
                    trailers,
                };
                requests.lock().unwrap().push(request.clone());
                answer(&request, stream)?;
            }
        })
    }

    /// An origin whose connections are served by the function.
    pub fn with(
        serve: impl Fn(&mut TcpStream, &Mutex<Vec<Request>>) -> io::Result<()> + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let origin = Self {
            address: listener.local_addr().unwrap(),
            connections: Arc::default(),
            open: Arc::default(),
            requests: Arc::default(),
        };
        let (connections, open, requests) = (
            origin.connections.clone(),
            origin.open.clone(),
            origin.requests.clone(),
        );
        let serve = Arc::new(serve);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(mut stream) = stream else { return };
                connections.fetch_add(1, Ordering::SeqCst);
                open.fetch_add(1, Ordering::SeqCst);
                stream.set_nodelay(true).unwrap();
                let (serve, open, requests) = (serve.clone(), open.clone(), requests.clone());
                std::thread::spawn(move || {
                    drop(serve(&mut stream, &requests));
                    drop(stream);
                    open.fetch_sub(1, Ordering::SeqCst);
                });
            }
        });
        origin
    }

    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// Connections made to it so far.
    pub fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }

    /// Connections open now.
    pub fn open(&self) -> usize {
        self.open.load(Ordering::SeqCst)
    }

    /// Complete requests so far.
    pub fn requests(&self) -> Vec<Request> {
        self.requests.lock().unwrap().clone()
    }

    pub fn last_request(&self) -> Request {
        self.requests().pop().unwrap()
    }

    /// A rule that allows everything on it.
    pub fn rule(&self) -> String {
        format!(
            "[[allow]]\nurl = \"http://127.0.0.1:{}/\"\nmethods = [\"GET\", \"HEAD\", \"POST\", \"PUT\", \"DELETE\", \"OPTIONS\"]\n",
            self.port()
        )
    }

    /// The start of the path of its edge URLs.
    pub fn edge(&self) -> String {
        edge("http", "127.0.0.1", self.port())
    }

    /// A GET for the path in origin form.
    pub fn get(&self, path: &str) -> String {
        format!("GET {}{path} HTTP/1.1\r\nHost: edge\r\n\r\n", self.edge())
    }
}

/// What Tomcat answers: no reason phrase.
pub const OK: &str = "HTTP/1.1 200 \r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello";
