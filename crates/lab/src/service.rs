//! HTTP of a node: counts the request, then hands it to the service that owns its path.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::{ALLOW, CONTENT_TYPE, WWW_AUTHENTICATE};
use http::{HeaderValue, Method, Request, Response, StatusCode};
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;

use crate::cluster::Cluster;
use crate::config::Role;
use crate::counters::{Counting, RequestRecord};
use crate::{axl, im_presence, resources, tftp, uds, unity};

/// Body of every answer. An error in it ends the connection in the middle of the answer.
pub(crate) type Body = UnsyncBoxBody<Bytes, io::Error>;

/// A node's port as its services see it.
#[derive(Debug)]
pub(crate) struct Site {
    /// Name of the node.
    pub(crate) name: String,
    pub(crate) role: Role,
    /// Port number as clients know it.
    pub(crate) port: u16,
    pub(crate) cluster: Arc<Cluster>,
    pub(crate) counting: Counting,
}

impl Site {
    /// How the node calls itself in URLs.
    pub(crate) fn host(&self) -> String {
        self.cluster.advertised(&self.name)
    }
}

/// The service of one connection.
#[derive(Clone, Debug)]
pub(crate) struct Service {
    site: Arc<Site>,
    client_certificate: Option<String>,
    delay: Option<Duration>,
}

impl Service {
    pub(crate) fn new(
        site: Arc<Site>,
        client_certificate: Option<String>,
        delay: Option<Duration>,
    ) -> Self {
        Self {
            site,
            client_certificate,
            delay,
        }
    }

    fn count(&self, request: &Request<Incoming>) {
        self.site.counting.request(RequestRecord {
            method: request.method().to_string(),
            target: request.uri().to_string(),
            headers: request
                .headers()
                .iter()
                .map(|(name, value)| {
                    let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
                    (name.to_string(), value)
                })
                .collect(),
            client_certificate: self.client_certificate.clone(),
        });
    }
}

impl hyper::service::Service<Request<Incoming>> for Service {
    type Response = Response<Body>;
    type Error = io::Error;
    type Future = Pin<Box<dyn Future<Output = io::Result<Response<Body>>> + Send>>;

    fn call(&self, request: Request<Incoming>) -> Self::Future {
        self.count(&request);
        let site = Arc::clone(&self.site);
        let delay = self.delay;
        Box::pin(async move {
            if let Some(delay) = delay {
                resources::pause(delay).await;
            }
            answer(&site, request).await
        })
    }
}

async fn answer(site: &Site, request: Request<Incoming>) -> io::Result<Response<Body>> {
    let path = request.uri().path().to_owned();
    if let Some(resource) = path.strip_prefix("/lab/") {
        return resources::answer(site, resource, request).await;
    }
    Ok(match site.role {
        Role::Publisher | Role::Subscriber if tftp::PORTS.contains(&site.port) => {
            tftp::answer(site, &request)
        }
        Role::Publisher if path == "/axl/" => axl::answer(site, request).await?,
        Role::Publisher | Role::Subscriber => match path.strip_prefix("/cucm-uds/") {
            Some(resource) => uds::answer(site, resource, &request),
            None => not_found(),
        },
        Role::ImPresence => im_presence::answer(site, request).await,
        Role::Unity => match path.strip_prefix("/vmrest/") {
            Some(resource) => unity::answer(site, resource, &request),
            None => not_found(),
        },
    })
}

/// An answer with a body in memory.
pub(crate) fn plain(
    status: StatusCode,
    content_type: &'static str,
    content: impl Into<Bytes>,
) -> Response<Body> {
    let body = Full::new(content.into())
        .map_err(|never| match never {})
        .boxed_unsync();
    let mut response = Response::new(body);
    *response.status_mut() = status;
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    response
}

pub(crate) fn not_found() -> Response<Body> {
    plain(StatusCode::NOT_FOUND, "text/plain", "not found\n")
}

/// 401 that asks for Basic credentials.
pub(crate) fn unauthorized(challenge: &'static str) -> Response<Body> {
    let mut response = plain(StatusCode::UNAUTHORIZED, "text/plain", "unauthorized\n");
    response
        .headers_mut()
        .insert(WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
    response
}

pub(crate) fn method_not_allowed(allowed: &'static str) -> Response<Body> {
    let mut response = plain(
        StatusCode::METHOD_NOT_ALLOWED,
        "text/plain",
        "method not allowed\n",
    );
    response
        .headers_mut()
        .insert(ALLOW, HeaderValue::from_static(allowed));
    response
}

/// Whether a request only reads; hyper leaves the body of an answer to HEAD out.
pub(crate) fn reads(request: &Request<Incoming>) -> bool {
    matches!(*request.method(), Method::GET | Method::HEAD)
}

/// The values of a query string, percent-decoded; text that is not UTF-8 after decoding is left out.
pub(crate) fn query_value(request: &Request<Incoming>, key: &str) -> Option<String> {
    request.uri().query()?.split('&').find_map(|pair| {
        let (name, value) = pair.split_once('=')?;
        (name == key).then(|| decoded(value))?
    })
}

pub(crate) fn decoded(text: &str) -> Option<String> {
    percent_encoding::percent_decode_str(text)
        .decode_utf8()
        .ok()
        .map(std::borrow::Cow::into_owned)
}
