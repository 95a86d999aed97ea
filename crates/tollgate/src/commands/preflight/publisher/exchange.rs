//! One question to an admitted publisher, and its answer, within limits of size and time.

use std::convert::Infallible;
use std::time::Duration;

use bytes::Bytes;
use http::header::{
    ACCEPT, ACCEPT_ENCODING, AUTHORIZATION, CONNECTION, CONTENT_ENCODING, CONTENT_TYPE, HOST,
    LOCATION, USER_AGENT,
};
use http::{HeaderMap, Request, StatusCode};
use http_body_util::{BodyExt as _, Full, LengthLimitError, Limited};
use hyper::client::conn::http1::Builder;
use hyper_util::rt::TokioIo;
use tokio::time::timeout;
use tollgate_uc::{Excerpt, MAX_ANSWER};

use super::Publisher;
use super::connection::{Admitted, Connection, slow};
use super::credentials::Credentials;
use super::error::PublisherError;

/// Octets of the head of an answer.
const MAX_HEAD: usize = 64 * 1024;
/// Fields of the head of an answer.
const MAX_FIELDS: usize = 100;

type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// What is asked.
pub(super) enum Question<'a> {
    /// A resource that needs no login.
    Get(&'static str),
    /// A SOAP request with Basic credentials.
    Soap {
        path: &'static str,
        action: String,
        body: String,
        credentials: &'a Credentials,
    },
}

/// What came back.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) body: Bytes,
}

/// Asks, and closes the connection. A redirect is not followed, and a packed answer not unpacked.
pub(super) async fn ask(
    publisher: &Publisher,
    connection: Connection,
    question: Question<'_>,
    time: Duration,
) -> Result<(Answer, Admitted), PublisherError> {
    let Connection { stream, admitted } = connection;
    let broke = |source: BoxError| PublisherError::Exchange {
        publisher: publisher.place(),
        source,
    };
    let request = request(publisher, question).map_err(|error| broke(error.into()))?;
    let exchange = async {
        let (mut sender, driver) = Builder::new()
            .max_buf_size(MAX_HEAD)
            .max_headers(MAX_FIELDS)
            .handshake(TokioIo::new(stream))
            .await
            .map_err(|error| broke(error.into()))?;
        let answer = async {
            let response = sender.send_request(request).await;
            let response = response.map_err(|error| broke(error.into()))?;
            let (head, body) = response.into_parts();
            refuse(publisher, head.status, &head.headers)?;
            let body = Limited::new(body, MAX_ANSWER).collect().await;
            let body = body.map_err(|error| {
                if error.is::<LengthLimitError>() {
                    let publisher = publisher.place();
                    PublisherError::TooLong { publisher }
                } else {
                    broke(error)
                }
            })?;
            Ok(Answer {
                status: head.status,
                body: body.to_bytes(),
            })
        };
        // What ends the connection is told to the request that it carries.
        let driver = async {
            drop(driver.await);
            std::future::pending::<Infallible>().await
        };
        tokio::select! {
            answer = answer => answer,
            never = driver => match never {},
        }
    };
    let answer = timeout(time, exchange).await;
    let answer = answer.unwrap_or_else(|_| Err(slow(publisher, time)))?;
    Ok((answer, admitted))
}

fn request(
    publisher: &Publisher,
    question: Question<'_>,
) -> Result<Request<Full<Bytes>>, http::Error> {
    let builder = Request::builder()
        .header(HOST, publisher.place())
        .header(USER_AGENT, concat!("tollgate/", env!("CARGO_PKG_VERSION")))
        .header(ACCEPT, "application/xml, text/xml")
        .header(ACCEPT_ENCODING, "identity")
        .header(CONNECTION, "close");
    match question {
        Question::Get(path) => builder.uri(path).body(Full::default()),
        Question::Soap {
            path,
            action,
            body,
            credentials,
        } => {
            let mut builder = builder
                .method("POST")
                .uri(path)
                .header(CONTENT_TYPE, "text/xml; charset=utf-8")
                .header("SOAPAction", action);
            if let Some(basic) = credentials.basic() {
                builder = builder.header(AUTHORIZATION, basic);
            }
            builder.body(Full::from(body))
        }
    }
}

/// What is not read any further.
fn refuse(
    publisher: &Publisher,
    status: StatusCode,
    headers: &HeaderMap,
) -> Result<(), PublisherError> {
    let shown = |value: &http::HeaderValue| Excerpt::of_bytes(value.as_bytes());
    if status.is_redirection() {
        let location = headers.get(LOCATION);
        return Err(PublisherError::Redirect {
            publisher: publisher.place(),
            location: location.map_or_else(|| Excerpt::new(""), shown),
        });
    }
    let encoding = headers.get_all(CONTENT_ENCODING).iter();
    let mut packed = encoding.filter(|value| !value.as_bytes().eq_ignore_ascii_case(b"identity"));
    match packed.next() {
        None => Ok(()),
        Some(encoding) => Err(PublisherError::Encoded {
            publisher: publisher.place(),
            encoding: shown(encoding),
        }),
    }
}
