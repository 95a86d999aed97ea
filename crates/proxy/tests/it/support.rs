//! A server in a thread, a plain origin that does as it is told, and a client that sends exactly
//! the bytes it is given.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use tollgate_lab::{Fault, Lab, LabConfig, Role, Switch};
use tollgate_proxy::{Addresses, Handle, Proxy, RunError, Settings};

/// No test waits longer for anything.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// The moment of the source document's first line.
pub(crate) fn clock() -> jiff::Timestamp {
    jiff::Timestamp::from_millisecond(1_657_558_525_910).unwrap()
}

/// A running traffic server; ended when dropped.
pub(crate) struct Server {
    pub(crate) handle: Handle,
    pub(crate) addresses: Addresses,
    pub(crate) directory: tempfile::TempDir,
    thread: Option<JoinHandle<Result<(), RunError>>>,
}

impl Server {
    /// Starts with this configuration, `[log] path = "log"`, free ports and an empty trust store,
    /// unless it says otherwise.
    pub(crate) fn start(configuration: &str) -> Self {
        Self::start_in(tempfile::tempdir().unwrap(), configuration)
    }

    pub(crate) fn start_in(directory: tempfile::TempDir, configuration: &str) -> Self {
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

    pub(crate) fn address(&self) -> SocketAddr {
        self.addresses.requests[0]
    }

    pub(crate) fn connect(&self) -> Client {
        Client::connect(self.address())
    }

    /// Sends one request over a connection of its own and reads the response.
    pub(crate) fn ask(&self, request: impl AsRef<[u8]>) -> Response {
        let mut client = self.connect();
        client.send(request);
        client.response()
    }

    /// The log so far.
    pub(crate) fn log(&self) -> String {
        self.handle.flush_log();
        std::fs::read_to_string(self.directory.path().join("log")).unwrap_or_default()
    }

    /// The log so far without what differs from run to run: process id, ports of clients, tracking
    /// ids.
    pub(crate) fn plain_log(&self) -> String {
        plain(&self.log())
    }

    /// The lines that contain the text.
    pub(crate) fn lines(&self, text: &str) -> Vec<String> {
        self.log()
            .lines()
            .filter(|line| line.contains(text))
            .map(str::to_owned)
            .collect()
    }

    /// The log so far, requests only: without notices of the server itself.
    pub(crate) fn request_log(&self) -> String {
        let of_request =
            |line: &&str| !line.contains("]: Event=\"") || line.contains("]: Event=\"Request ");
        self.plain_log()
            .lines()
            .filter(of_request)
            .flat_map(|line| [line, "\n"])
            .collect()
    }

    /// Writes another configuration into the same file.
    pub(crate) fn rewrite(&self, configuration: &str) {
        write_configuration(self.directory.path(), configuration);
    }

    /// Replaces the trust store's file.
    pub(crate) fn write_trust(&self, pem: &str) {
        std::fs::write(self.file("ca.pem"), pem).unwrap();
    }

    /// Waits for the end after an order to drain.
    pub(crate) fn ended(mut self) -> Result<(), RunError> {
        self.thread.take().unwrap().join().unwrap()
    }

    /// The path of a file beside the configuration.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
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
pub(crate) fn write_configuration(directory: &Path, configuration: &str) -> PathBuf {
    let path = directory.join("tollgate.toml");
    let mut text = String::new();
    let prefixed = ["\n", configuration].concat();
    let top_level = prefixed.split("\n[").next().unwrap();
    for (key, value) in [("listen", "\"127.0.0.1:0\""), ("workers", "1")] {
        if !top_level.contains(&format!("\n{key} =")) {
            text += &[key, " = ", value, "\n"].concat();
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
            text += &[section, "\n", value, "\n"].concat();
        }
    }
    if !directory.join("ca.pem").exists() {
        std::fs::write(directory.join("ca.pem"), "").unwrap();
    }
    std::fs::write(&path, text).unwrap();
    path
}

/// The first segment of an edge URL, with its slash.
pub(crate) fn edge(protocol: &str, host: &str, port: u16) -> String {
    format!(
        "/{}",
        URL_SAFE_NO_PAD.encode(format!("steven.lab/{protocol}/{host}/{port}"))
    )
}

/// Takes out of a log what differs from run to run.
pub(crate) fn plain(log: &str) -> String {
    let mut text = String::new();
    for line in log.lines() {
        let line = replace_between(line, "traffic_server[", "]", "PID");
        let line = replace_between(&line, "Src-ip=\"127.0.0.1\" Src-port=\"", "\"", "PORT");
        let line = replace_between(&line, "Dst-ip=\"127.0.0.1\" Dst-port=\"", "\"", "PORT");
        let line = if line.contains("TrackingID=\"\"") {
            line
        } else {
            replace_between(&line, "TrackingID=\"", "\"", "UUID")
        };
        text.push_str(&line);
        text.push('\n');
    }
    text
}

fn replace_between(text: &str, before: &str, after: &str, with: &str) -> String {
    let Some((start, rest)) = text.split_once(before) else {
        return text.to_owned();
    };
    let end = rest.split_once(after).map_or("", |(_, end)| end);
    [start, before, with, after, end].concat()
}

/// Waits until the condition holds.
pub(crate) fn eventually(what: &str, condition: impl Fn() -> bool) {
    let end = Instant::now() + PATIENCE;
    while !condition() {
        assert!(Instant::now() < end, "not in time: {what}");
        std::thread::yield_now();
    }
}

/// A client that sends bytes and reads responses.
pub(crate) struct Client {
    pub(crate) stream: BufReader<TcpStream>,
}

/// A response as a client sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Response {
    /// Status line and header lines, each with its line end.
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
    /// Trailer lines of a chunked body.
    pub(crate) trailers: String,
}

impl Response {
    pub(crate) fn status_line(&self) -> &str {
        self.head.lines().next().unwrap()
    }

    pub(crate) fn status(&self) -> u16 {
        self.status_line()
            .split(' ')
            .nth(1)
            .unwrap()
            .parse()
            .unwrap()
    }

    pub(crate) fn field(&self, name: &str) -> Option<&str> {
        field(&self.head, name)
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }
}

/// The value of the first field of this name.
pub(crate) fn field<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.lines().skip(1).find_map(|line| {
        let (found, value) = line.split_once(':')?;
        found.eq_ignore_ascii_case(name).then(|| value.trim())
    })
}

impl Client {
    pub(crate) fn connect(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.set_write_timeout(Some(PATIENCE)).unwrap();
        stream.set_nodelay(true).unwrap();
        Self {
            stream: BufReader::new(stream),
        }
    }

    pub(crate) fn send(&mut self, bytes: impl AsRef<[u8]>) {
        self.stream.get_mut().write_all(bytes.as_ref()).unwrap();
    }

    /// Sends as far as the other side takes it.
    pub(crate) fn try_send(&mut self, bytes: impl AsRef<[u8]>) -> io::Result<()> {
        self.stream.get_mut().write_all(bytes.as_ref())
    }

    /// One response with a body.
    pub(crate) fn response(&mut self) -> Response {
        self.try_response(Body::Expected).unwrap()
    }

    /// One response to HEAD.
    pub(crate) fn head_response(&mut self) -> Response {
        self.try_response(Body::None).unwrap()
    }

    pub(crate) fn try_response(&mut self, body: Body) -> io::Result<Response> {
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
    pub(crate) fn is_closed(&mut self) -> bool {
        match self.stream.read(&mut [0; 1]) {
            Ok(0) => true,
            Ok(_) => false,
            Err(error) => error.kind() == io::ErrorKind::ConnectionReset,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Body {
    Expected,
    None,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum ToEnd {
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
        if head.len() == start + 2 && head.ends_with("\r\n") {
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

/// Reads whatever one call gives.
pub(crate) fn read_some(stream: &mut TcpStream) -> io::Result<Vec<u8>> {
    let mut buffer = vec![0; 4096];
    let length = stream.read(&mut buffer)?;
    buffer.truncate(length);
    Ok(buffer)
}

/// A plain HTTP origin on a free port.
pub(crate) struct Origin {
    address: SocketAddr,
    connections: Arc<AtomicUsize>,
    open: Arc<AtomicUsize>,
    requests: Arc<Mutex<Vec<Request>>>,
}

/// A request as the origin got it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Request {
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
    pub(crate) trailers: String,
}

impl Request {
    pub(crate) fn line(&self) -> &str {
        self.head.lines().next().unwrap()
    }

    pub(crate) fn field(&self, name: &str) -> Option<&str> {
        field(&self.head, name)
    }
}

impl Origin {
    /// An origin that answers each complete request with these bytes.
    pub(crate) fn answering(answer: impl Into<Vec<u8>>) -> Self {
        let answer = answer.into();
        Self::start(move |_, stream| stream.write_all(&answer))
    }

    /// An origin that answers each complete request as the function does.
    pub(crate) fn start(
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
    pub(crate) fn with(
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

    pub(crate) fn port(&self) -> u16 {
        self.address.port()
    }

    /// Connections made to it so far.
    pub(crate) fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }

    /// Connections open now.
    pub(crate) fn open(&self) -> usize {
        self.open.load(Ordering::SeqCst)
    }

    /// Complete requests so far.
    pub(crate) fn requests(&self) -> Vec<Request> {
        self.requests.lock().unwrap().clone()
    }

    pub(crate) fn last_request(&self) -> Request {
        self.requests().pop().unwrap()
    }

    /// A rule that allows everything on it.
    pub(crate) fn rule(&self) -> String {
        format!(
            "[[allow]]\nurl = \"http://127.0.0.1:{}/\"\nmethods = [\"GET\", \"HEAD\", \"POST\", \"PUT\", \"DELETE\", \"OPTIONS\"]\n",
            self.port()
        )
    }

    /// The start of the path of its edge URLs.
    pub(crate) fn edge(&self) -> String {
        edge("http", "127.0.0.1", self.port())
    }

    /// A GET for the path in origin form.
    pub(crate) fn get(&self, path: &str) -> String {
        format!("GET {}{path} HTTP/1.1\r\nHost: edge\r\n\r\n", self.edge())
    }
}

/// What Tomcat answers: no reason phrase.
pub(crate) const OK: &str =
    "HTTP/1.1 200 \r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello";

/// The document's nodes, simulated.
pub(crate) struct Site {
    pub(crate) lab: Lab,
    runtime: tokio::runtime::Runtime,
}

impl Site {
    pub(crate) fn start(config: LabConfig) -> Self {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let lab = runtime.block_on(Lab::start(config)).unwrap();
        Self { lab, runtime }
    }

    /// The document's lab at the document's moment.
    pub(crate) fn of_the_document() -> Self {
        Self::start(LabConfig::new(clock().as_second()))
    }

    pub(crate) fn run<F: Future>(&self, future: F) -> F::Output {
        self.runtime.block_on(future)
    }

    pub(crate) fn fault(&self, node: &str, port: u16, fault: Fault) {
        self.run(self.lab.set_fault(node, Some(port), fault, Switch::On))
            .unwrap();
    }

    /// A traffic server in front of this site that trusts its CA. The configuration may add to the
    /// usual one.
    pub(crate) fn traffic_server(&self, more: &str) -> Server {
        let directory = tempfile::tempdir().unwrap();
        std::fs::write(directory.path().join("ca.pem"), self.lab.trust_store_pem()).unwrap();
        Server::start_in(directory, &self.configuration(more))
    }

    /// Every node with all its ports, under its name and under its address.
    pub(crate) fn configuration(&self, more: &str) -> String {
        let mut text = String::new();
        for node in self.lab.nodes() {
            let role = match node.role() {
                Role::Publisher | Role::Subscriber => "cucm",
                Role::ImPresence => "imp",
                Role::Unity => "unity",
            };
            let (name, address) = (node.name(), node.address());
            let ports: Vec<u16> = node.ports().collect();
            text = [
                text,
                format!("[[node]]\naddress = \"{name}\"\nrole = \"{role}\"\nresolve = \"{address}\"\nports = {ports:?}\n"),
                format!("[[node]]\naddress = \"{address}\"\nrole = \"{role}\"\nports = {ports:?}\n"),
            ]
            .concat();
        }
        // Keys of the top level come first.
        if more.starts_with('[') {
            text + more
        } else {
            more.to_owned() + "\n" + &text
        }
    }

    /// The address of a node of the lab.
    pub(crate) fn address(&self, node: &str) -> String {
        self.lab.node(node).unwrap().address().to_string()
    }

    /// Connections that a port of a node has accepted.
    pub(crate) fn connections(&self, node: &str, port: u16) -> u64 {
        self.lab
            .node(node)
            .unwrap()
            .counters(port)
            .unwrap()
            .connections
    }
}

/// A GET by the user of the document, in the form of the local tunnel.
pub(crate) fn get(host: &str, port: u16, path: &str) -> String {
    format!(
        "GET http://vcs_control.steven.lab:8443{}{path} HTTP/1.1\r\nHost: vcs_control.steven.lab:8443\r\n\
         Authorization: Basic ZW11c2s6bGFiLXBhc3N3b3Jk\r\nTrackingID: 6af9a674-9ebc-41ea-868e-90e7309a758c\r\n\r\n",
        edge("https", host, port)
    )
}
