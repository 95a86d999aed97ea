//! A scripted MRA client: signs in through a traffic server with the documented sequence of requests.
//!
//! The client finds its home cluster, asks for the servers, its user and its devices on 8443, fetches its
//! configuration and the service profile on 6972, logs in to IM&P and looks into its mailbox. When a server does not
//! answer (502, 503, 504, or no connection) it goes on with the next one the cluster advertised, as real clients do.
//! It speaks plain HTTP/1.1, as what comes out of the tunnel from the outer edge does.

mod line;

use std::net::SocketAddr;
use std::num::NonZeroU16;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use tollgate_uc::{EdgeUrl, Host, Protocol, Target};

use crate::uds::identifier;
use crate::xml;
use line::Line;

/// A client about to sign in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignIn {
    /// Where the traffic server listens, plain HTTP.
    pub traffic_server: SocketAddr,
    /// Domain of the deployment, first part of every edge URL.
    pub domain: String,
    /// User id.
    pub user: String,
    /// Password.
    pub password: String,
    /// Unified CM nodes known before sign-in, by name or address, the first one to ask first.
    pub unified_cm: Vec<String>,
    /// IM&P node, if there is one.
    pub im_presence: Option<String>,
    /// Unity server and its port, if there is one.
    pub unity: Option<(String, u16)>,
    /// Ports that are not the documented ones: host, documented port, port to ask for. For a lab on free ports.
    pub ports: Vec<(String, u16, u16)>,
    /// How request targets are written.
    pub form: RequestForm,
    /// Time for each request.
    pub time_limit: Duration,
}

/// How a request target is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RequestForm {
    /// `http://vcs_control.DOMAIN:8443/BASE64/path`, as in the document's log.
    #[default]
    Absolute,
    /// `/BASE64/path`.
    Origin,
}

/// What a sign-in is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum StepKind {
    /// `/cucm-uds/clusterUser`: which cluster is the user's.
    HomeCluster,
    /// `/cucm-uds/servers`: which nodes that has.
    Servers,
    /// `/cucm-uds/user/USER`, with credentials.
    User,
    /// `/cucm-uds/user/USER/devices`, with credentials.
    Devices,
    /// `/CSFUSER.cnf.xml` on 6972.
    DeviceConfiguration,
    /// `/SPDefault.cnf.xml` on 6972.
    ServiceProfile,
    /// Login to IM&P.
    Presence,
    /// `/vmrest/mailbox` of Unity.
    Mailbox,
    /// The messages in the inbox of Unity.
    Messages,
}

impl StepKind {
    /// Whether sign-in fails without it. Presence and voicemail are services that may be missing.
    pub fn is_required(self) -> bool {
        match self {
            Self::HomeCluster
            | Self::Servers
            | Self::User
            | Self::Devices
            | Self::DeviceConfiguration
            | Self::ServiceProfile => true,
            Self::Presence | Self::Mailbox | Self::Messages => false,
        }
    }
}

/// One request of a sign-in and what came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Step {
    /// What it was for.
    pub kind: StepKind,
    /// HTTP method.
    pub method: String,
    /// What was asked of the node: `https://cucm.steven.lab:8443/cucm-uds/servers`, with the query.
    pub target: String,
    /// The request target as sent to the traffic server.
    pub request_target: String,
    /// Status of the answer; none if there was no answer.
    pub status: Option<u16>,
    /// Reason phrase of the answer, `connect failed` for a refused origin.
    pub reason: String,
    /// From sending the request to the end of the answer, in microseconds.
    pub microseconds: u64,
    /// Size of the answer's body.
    pub body_bytes: u64,
    /// Why there was no answer, or not all of it.
    pub failure: Option<String>,
}

impl Step {
    /// Whether the answer was 200.
    pub fn is_ok(&self) -> bool {
        self.status == Some(200) && self.failure.is_none()
    }

    /// Whether another server may answer where this one did not.
    fn asks_for_another_server(&self) -> bool {
        self.failure.is_some() || matches!(self.status, Some(502..=504))
    }
}

/// A sign-in that has ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SignInReport {
    /// Every request in the order sent.
    pub steps: Vec<Step>,
    /// Whether every required step was answered with 200 by some server.
    pub signed_in: bool,
}

impl SignIn {
    /// A client without user and nodes yet, for which every request may take 30 s.
    pub fn new(traffic_server: SocketAddr, domain: &str) -> Self {
        Self {
            traffic_server,
            domain: domain.to_owned(),
            user: String::new(),
            password: String::new(),
            unified_cm: Vec::new(),
            im_presence: None,
            unity: None,
            ports: Vec::new(),
            form: RequestForm::Absolute,
            time_limit: Duration::from_secs(30),
        }
    }

    /// Signs in. Ends at the first required step that no server answered well.
    pub async fn run(&self) -> SignInReport {
        let mut session = Session {
            client: self,
            line: Line::new(self.traffic_server),
            steps: Vec::new(),
        };
        let signed_in = session.unified_cm().await.is_some();
        if signed_in {
            session.services().await;
        }
        SignInReport {
            steps: session.steps,
            signed_in,
        }
    }

    fn port(&self, server: &str, documented: u16) -> u16 {
        self.ports
            .iter()
            .find(|(host, port, _)| host == server && *port == documented)
            .map_or(documented, |(_, _, port)| *port)
    }

    /// One request outside a sign-in: how the traffic server answers for this target.
    pub async fn ask(&self, kind: StepKind, method: &str, url: &str) -> Step {
        let mut line = Line::new(self.traffic_server);
        let question = Question::new(kind, method, "");
        match Target::parse(url) {
            Ok(target) => self.send(&mut line, &question, target).await.0,
            Err(error) => question.unsent(url, &error.to_string()),
        }
    }

    async fn send(&self, line: &mut Line, question: &Question, target: Target) -> (Step, String) {
        let asked = format!("{}{}", target.url(), query_suffix(&target));
        let edge = EdgeUrl {
            domain: self.domain.clone(),
            target,
        };
        let path = edge.encode();
        let authority = format!("vcs_control.{}:8443", self.domain);
        let request_target = match self.form {
            RequestForm::Absolute => format!("http://{authority}{path}"),
            RequestForm::Origin => path,
        };
        let mut headers = vec![
            ("host", authority),
            ("user-agent", "Tollgate-Lab".to_owned()),
            ("accept", "*/*".to_owned()),
            (
                "cookie",
                format!("X-Auth={}", identifier("x-auth", &self.user)),
            ),
        ];
        if question.is_authenticated {
            let credentials = STANDARD.encode(format!("{}:{}", self.user, self.password));
            headers.push(("authorization", format!("Basic {credentials}")));
        }
        if !question.body.is_empty() {
            headers.push((
                "content-type",
                "application/soap+xml; charset=utf-8".to_owned(),
            ));
        }
        let started = tokio::time::Instant::now();
        let exchange = line.exchange(
            &question.method,
            &request_target,
            &headers,
            question.body.clone(),
        );
        let answer = match tokio::time::timeout(self.time_limit, exchange).await {
            Ok(answer) => answer,
            Err(_) => Err("no answer in time".to_owned()),
        };
        let microseconds = u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX);
        let mut step = Step {
            request_target,
            microseconds,
            ..question.unsent(&asked, "")
        };
        step.failure = None;
        match answer {
            Err(failure) => {
                step.failure = Some(failure);
                (step, String::new())
            }
            Ok(answer) => {
                step.status = Some(answer.status);
                step.reason = answer.reason;
                step.body_bytes = u64::try_from(answer.body.len()).unwrap_or(u64::MAX);
                step.failure = answer.failure;
                (step, String::from_utf8_lossy(&answer.body).into_owned())
            }
        }
    }
}

fn query_suffix(target: &Target) -> String {
    target
        .query()
        .map_or_else(String::new, |query| format!("?{query}"))
}

/// A request before it is addressed to a server.
#[derive(Clone, Debug)]
struct Question {
    kind: StepKind,
    method: String,
    path: String,
    is_authenticated: bool,
    body: String,
}

impl Question {
    fn new(kind: StepKind, method: &str, path: &str) -> Self {
        Self {
            kind,
            method: method.to_owned(),
            path: path.to_owned(),
            is_authenticated: false,
            body: String::new(),
        }
    }

    fn get(kind: StepKind, path: &str) -> Self {
        Self::new(kind, "GET", path)
    }

    fn authenticated(self) -> Self {
        Self {
            is_authenticated: true,
            ..self
        }
    }

    fn unsent(&self, target: &str, failure: &str) -> Step {
        Step {
            kind: self.kind,
            method: self.method.clone(),
            target: target.to_owned(),
            request_target: String::new(),
            status: None,
            reason: String::new(),
            microseconds: 0,
            body_bytes: 0,
            failure: Some(failure.to_owned()),
        }
    }
}

/// A sign-in under way.
struct Session<'a> {
    client: &'a SignIn,
    line: Line,
    steps: Vec<Step>,
}

impl Session<'_> {
    /// The required steps; `None` when one of them failed.
    async fn unified_cm(&mut self) -> Option<()> {
        let user = percent_encoding::utf8_percent_encode(
            &self.client.user,
            percent_encoding::NON_ALPHANUMERIC,
        )
        .to_string();
        let known = self.client.unified_cm.clone();

        let path = format!("/cucm-uds/clusterUser?username={user}");
        let question = Question::get(StepKind::HomeCluster, &path);
        let (home, answer) = self.first_answer(&known, 8443, &question).await?;
        if xml::attribute(&answer, "result", "found").as_deref() != Some("true") {
            return None;
        }

        let others = known.iter().filter(|node| **node != home).cloned();
        let candidates: Vec<String> = std::iter::once(home.clone()).chain(others).collect();
        let question = Question::get(StepKind::Servers, "/cucm-uds/servers");
        let (_, answer) = self.first_answer(&candidates, 8443, &question).await?;
        let servers = xml::texts(&answer, "server");

        let own = format!("/cucm-uds/user/{user}");
        let question = Question::get(StepKind::User, &own).authenticated();
        self.first_answer(&servers, 8443, &question).await?;
        let question =
            Question::get(StepKind::Devices, &format!("{own}/devices?max=100")).authenticated();
        self.first_answer(&servers, 8443, &question).await?;

        let path = format!("/CSF{user}.cnf.xml");
        let question = Question::get(StepKind::DeviceConfiguration, &path);
        self.first_answer(&servers, 6972, &question).await?;
        let question = Question::get(StepKind::ServiceProfile, "/SPDefault.cnf.xml");
        self.first_answer(&servers, 6972, &question).await?;
        Some(())
    }

    /// Presence and voicemail, for which there is one server each.
    async fn services(&mut self) {
        if let Some(server) = self.client.im_presence.clone() {
            let question = Question {
                body: login(&self.client.user, &self.client.password),
                ..Question::new(StepKind::Presence, "POST", "/EPASSoap/service/v105")
            };
            self.answer(&server, 8443, &question).await;
        }
        if let Some((server, port)) = self.client.unity.clone() {
            let question = Question::get(StepKind::Mailbox, "/vmrest/mailbox").authenticated();
            self.answer(&server, port, &question).await;
            let path = "/vmrest/mailbox/folders/inbox/messages";
            let question = Question::get(StepKind::Messages, path).authenticated();
            self.answer(&server, port, &question).await;
        }
    }

    /// Asks one server after another until one answers at all; gives it and its answer if that was 200.
    async fn first_answer(
        &mut self,
        servers: &[String],
        port: u16,
        question: &Question,
    ) -> Option<(String, String)> {
        for server in servers {
            let (is_final, answer) = self.answer(server, port, question).await;
            if is_final {
                return Some((server.clone(), answer?));
            }
        }
        None
    }

    /// Asks one server. Gives whether that settles the question, and the body if the answer was 200.
    async fn answer(
        &mut self,
        server: &str,
        port: u16,
        question: &Question,
    ) -> (bool, Option<String>) {
        let port = self.client.port(server, port);
        let target = Host::parse(server)
            .map_err(|error| error.to_string())
            .and_then(|host| {
                Ok(Target {
                    protocol: Protocol::Https,
                    host,
                    port: NonZeroU16::new(port).ok_or("port 0")?,
                    path_and_query: question.path.clone(),
                })
            });
        let (step, body) = match target {
            Ok(target) => self.client.send(&mut self.line, question, target).await,
            Err(failure) => (question.unsent(server, &failure), String::new()),
        };
        let outcome = (
            !step.asks_for_another_server(),
            step.is_ok().then_some(body),
        );
        self.steps.push(step);
        outcome
    }
}

fn login(user: &str, password: &str) -> String {
    use crate::xml::Element;
    let login = Element::new("ns1:login")
        .attribute("xmlns:ns1", "urn:cisco:epas:soap")
        .attribute("client-type", "Tollgate-Lab")
        .attribute("force", "true")
        .with(Element::text("ns1:username", user))
        .with(Element::text("ns1:password", password));
    Element::new("SOAP-ENV:Envelope")
        .attribute("xmlns:SOAP-ENV", "http://www.w3.org/2003/05/soap-envelope")
        .with(Element::new("SOAP-ENV:Body").with(login))
        .document()
}
