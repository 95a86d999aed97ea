//! The scripted client, through a forwarder that decodes edge URLs and verifies nothing.

use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use bytes::Bytes;
use http::{Request, Response, Uri};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::ext::ReasonPhrase;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use openssl::ssl::{SslConnector, SslMethod, SslVerifyMode};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio_openssl::SslStream;
use tollgate_lab::{Fault, Lab, RequestForm, ServerSetting, StepKind, Switch};
use tollgate_uc::{EdgeUrl, Target};

use crate::support::lab;

const NAME: &str = "cucm.steven.lab";

/// Addresses of the lab's nodes by name.
type Book = Vec<(String, IpAddr)>;

/// Listens until the set of tasks is dropped.
async fn forwarder(lab: &Lab) -> (SocketAddr, JoinSet<()>) {
    let book: Arc<Book> = Arc::new(
        lab.nodes()
            .iter()
            .map(|node| (node.name().to_owned(), node.address()))
            .collect(),
    );
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let mut tasks = JoinSet::new();
    tasks.spawn(async move {
        let mut connections = JoinSet::new();
        while let Ok((stream, _)) = listener.accept().await {
            let book = Arc::clone(&book);
            connections.spawn(async move {
                let service = service_fn(|request| forward(request, Arc::clone(&book)));
                drop(
                    hyper::server::conn::http1::Builder::new()
                        .serve_connection(TokioIo::new(stream), service)
                        .await,
                );
            });
        }
    });
    (address, tasks)
}

async fn forward(
    request: Request<Incoming>,
    book: Arc<Book>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let target = EdgeUrl::decode(&request.uri().to_string()).unwrap().target;
    let (mut head, body) = request.into_parts();
    head.uri = target.path_and_query.parse::<Uri>().unwrap();
    let body = body.collect().await.unwrap().to_bytes();
    let answer = ask(&target, &book, Request::from_parts(head, Full::new(body))).await;
    Ok(answer.unwrap_or_else(|()| {
        let mut refused = Response::new(Full::new(Bytes::new()));
        *refused.status_mut() = http::StatusCode::BAD_GATEWAY;
        refused
            .extensions_mut()
            .insert(ReasonPhrase::from_static(b"connect failed"));
        refused
    }))
}

async fn ask(
    target: &Target,
    book: &Book,
    request: Request<Full<Bytes>>,
) -> Result<Response<Full<Bytes>>, ()> {
    let name = target.host.to_string();
    let address = target
        .host
        .as_ip()
        .or_else(|| Some(book.iter().find(|(node, _)| *node == name)?.1))
        .ok_or(())?;
    let stream = TcpStream::connect((address, target.port.get()))
        .await
        .map_err(drop)?;
    let mut connector = SslConnector::builder(SslMethod::tls_client()).unwrap();
    connector.set_verify(SslVerifyMode::NONE);
    connector.set_security_level(0);
    let ssl = connector.build().configure().unwrap();
    let mut stream = Box::pin(SslStream::new(ssl.into_ssl(&name).unwrap(), stream).unwrap());
    stream.as_mut().connect().await.map_err(drop)?;
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream))
        .await
        .map_err(drop)?;
    let mut tasks = JoinSet::new();
    tasks.spawn(async move { drop(connection.await) });
    let (head, body) = sender
        .send_request(request)
        .await
        .map_err(drop)?
        .into_parts();
    let body = body.collect().await.map_err(drop)?.to_bytes();
    Ok(Response::from_parts(head, Full::new(body)))
}

#[tokio::test(flavor = "multi_thread")]
async fn sign_in_takes_the_documented_steps() {
    let lab = lab().await;
    let (address, _tasks) = forwarder(&lab).await;
    // 8443 for whoever may not listen on 443.
    let unity = lab.node("cuc.steven.lab").unwrap().port(443).unwrap();
    let mailbox = format!("https://cuc.steven.lab:{unity}/vmrest/mailbox");
    let messages = format!("{mailbox}/folders/inbox/messages");
    for form in [RequestForm::Absolute, RequestForm::Origin] {
        let client = tollgate_lab::SignIn {
            form,
            ..lab.sign_in(address)
        };
        let report = client.run().await;
        let steps: Vec<(&str, &str, Option<u16>)> = report
            .steps
            .iter()
            .map(|step| (step.method.as_str(), step.target.as_str(), step.status))
            .collect();
        assert_eq!(
            steps,
            [
                (
                    "GET",
                    "https://cucm.steven.lab:8443/cucm-uds/clusterUser?username=emusk",
                    Some(200)
                ),
                (
                    "GET",
                    "https://cucm.steven.lab:8443/cucm-uds/servers",
                    Some(200)
                ),
                (
                    "GET",
                    "https://cucm.steven.lab:8443/cucm-uds/user/emusk",
                    Some(200)
                ),
                (
                    "GET",
                    "https://cucm.steven.lab:8443/cucm-uds/user/emusk/devices?max=100",
                    Some(200)
                ),
                (
                    "GET",
                    "https://cucm.steven.lab:6972/CSFemusk.cnf.xml",
                    Some(200)
                ),
                (
                    "GET",
                    "https://cucm.steven.lab:6972/SPDefault.cnf.xml",
                    Some(200)
                ),
                (
                    "POST",
                    "https://cups.steven.lab:8443/EPASSoap/service/v105",
                    Some(200)
                ),
                ("GET", mailbox.as_str(), Some(200)),
                ("GET", messages.as_str(), Some(200)),
            ]
        );
        assert!(report.signed_in);
        assert!(report.steps.iter().all(|step| step.body_bytes > 0));
        let prefix = match form {
            RequestForm::Absolute => "http://vcs_control.steven.lab:8443/",
            RequestForm::Origin => "/",
        };
        assert_eq!(
            report.steps[3].request_target,
            format!(
                "{prefix}c3RldmVuLmxhYi9odHRwcy9jdWNtLnN0ZXZlbi5sYWIvODQ0Mw/cucm-uds/user/emusk/devices?max=100"
            )
        );
    }
    // One connection carries a whole sign-in.
    let counters = lab.node(NAME).unwrap().counters(8443).unwrap();
    let request = counters.latest_requests.back().unwrap();
    assert!(
        request
            .header("authorization")
            .unwrap()
            .starts_with("Basic ")
    );
    assert!(request.header("cookie").unwrap().starts_with("X-Auth="));
}

#[tokio::test(flavor = "multi_thread")]
async fn subscriber_takes_over_when_the_publisher_is_down() {
    let lab = lab().await;
    let (address, _tasks) = forwarder(&lab).await;
    lab.set_fault(NAME, None, Fault::Stopped, Switch::On)
        .await
        .unwrap();
    let report = lab.sign_in(address).run().await;
    assert!(report.signed_in);
    let first = &report.steps[0];
    assert_eq!(
        (first.status, first.reason.as_str()),
        (Some(502), "connect failed")
    );
    assert_eq!(
        report.steps[1].target,
        "https://cucm-sub.steven.lab:8443/cucm-uds/clusterUser?username=emusk"
    );
    let answered = report.steps.iter().filter(|step| step.is_ok());
    assert!(
        answered
            .take(6)
            .all(|step| step.target.starts_with("https://cucm-sub.steven.lab:"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn sign_in_fails_at_the_first_required_step_nobody_answers() {
    let lab = lab().await;
    let (address, _tasks) = forwarder(&lab).await;
    for node in [NAME, "cucm-sub.steven.lab"] {
        lab.set_fault(node, Some(6972), Fault::Resets, Switch::On)
            .await
            .unwrap();
    }
    let report = lab.sign_in(address).run().await;
    assert!(!report.signed_in);
    let last = report.steps.last().unwrap();
    assert_eq!(last.kind, StepKind::DeviceConfiguration);
    assert_eq!(
        last.target,
        "https://cucm-sub.steven.lab:6972/CSFemusk.cnf.xml"
    );
    assert_eq!(last.status, Some(502));
}

#[tokio::test(flavor = "multi_thread")]
async fn client_goes_where_the_cluster_sends_it() {
    let lab = lab().await;
    let (address, _tasks) = forwarder(&lab).await;
    lab.advertise(NAME, ServerSetting::Address).unwrap();
    let report = lab.sign_in(address).run().await;
    assert!(report.signed_in);
    let node = lab.node(NAME).unwrap().address();
    assert_eq!(
        report.steps[0].target,
        "https://cucm.steven.lab:8443/cucm-uds/clusterUser?username=emusk"
    );
    assert_eq!(
        report.steps[2].target,
        format!("https://{node}:8443/cucm-uds/user/emusk")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn missing_voicemail_does_not_prevent_sign_in() {
    let lab = lab().await;
    let (address, _tasks) = forwarder(&lab).await;
    lab.set_fault("cuc.steven.lab", None, Fault::Stopped, Switch::On)
        .await
        .unwrap();
    let report = lab.sign_in(address).run().await;
    assert!(report.signed_in);
    let mailbox = report
        .steps
        .iter()
        .find(|step| step.kind == StepKind::Mailbox)
        .unwrap();
    assert_eq!(mailbox.status, Some(502));
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_password_fails_without_asking_another_server() {
    let lab = lab().await;
    let (address, _tasks) = forwarder(&lab).await;
    let client = tollgate_lab::SignIn {
        password: "wrong".to_owned(),
        ..lab.sign_in(address)
    };
    let report = client.run().await;
    assert!(!report.signed_in);
    let last = report.steps.last().unwrap();
    assert_eq!((last.kind, last.status), (StepKind::User, Some(401)));
    assert_eq!(report.steps.len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn absent_traffic_server_is_a_failure_in_words() {
    let lab = lab().await;
    let (address, tasks) = forwarder(&lab).await;
    drop(tasks);
    let report = lab.sign_in(address).run().await;
    assert!(!report.signed_in);
    let step = &report.steps[0];
    assert_eq!(step.status, None);
    assert!(step.failure.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn one_request_is_asked_and_reported() {
    let lab = lab().await;
    let (address, _tasks) = forwarder(&lab).await;
    let client = lab.sign_in(address);
    let url = "https://cucm.steven.lab:8443/lab/bytes/10?x=y";
    let step = client.ask(StepKind::Servers, "GET", url).await;
    assert_eq!(
        (step.target.as_str(), step.status, step.body_bytes),
        (url, Some(200), 10)
    );
    let wrong = client.ask(StepKind::Servers, "GET", "gopher://cucm").await;
    assert_eq!(wrong.status, None);
    assert!(wrong.failure.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn sign_in_follows_free_ports() {
    let config = tollgate_lab::LabConfig::new(tollgate_lab::DOCUMENT_MOMENT).on_free_ports();
    let lab = Lab::start(config).await.unwrap();
    let (address, _tasks) = forwarder(&lab).await;
    let report = lab.sign_in(address).run().await;
    assert!(report.signed_in, "{report:?}");
    let port = lab.node(NAME).unwrap().port(6972).unwrap();
    assert_eq!(
        report.steps[4].target,
        format!("https://cucm.steven.lab:{port}/CSFemusk.cnf.xml")
    );
    assert!(report.steps.iter().all(|step| step.status == Some(200)));
}
