//! The client configuration service of IM and Presence: the SOAP login of a signing-in client, and no more.
//!
//! SOAP 1.2 in namespace `urn:cisco:epas:soap`, at `/EPASSoap/service` and any version below it.

use http::{Method, Request, Response, StatusCode};
use http_body_util::{BodyExt, Limited};
use hyper::body::Incoming;

use crate::service::{Body, Site, method_not_allowed, not_found, plain};
use crate::uds::identifier;
use crate::xml::{self, Element};

/// A login is a few hundred bytes.
const BODY_LIMIT: usize = 64 * 1024;

pub(crate) async fn answer(site: &Site, request: Request<Incoming>) -> Response<Body> {
    let path = request.uri().path();
    if path != "/EPASSoap/service" && !path.starts_with("/EPASSoap/service/") {
        return not_found();
    }
    if request.method() != Method::POST {
        return method_not_allowed("POST");
    }
    let Ok(body) = Limited::new(request.into_body(), BODY_LIMIT)
        .collect()
        .await
    else {
        return fault(StatusCode::PAYLOAD_TOO_LARGE, "message too long");
    };
    let Ok(message) = String::from_utf8(body.to_bytes().to_vec()) else {
        return fault(StatusCode::BAD_REQUEST, "message is not UTF-8");
    };
    let value = |name| xml::texts(&message, name).into_iter().next();
    let user = value("username")
        .and_then(|name| site.cluster.user(&name))
        .filter(|user| value("password").as_ref() == Some(&user.password));
    match user {
        Some(user) => {
            let key = identifier("session", &user.name);
            let answer = Element::new("ns1:login-resp")
                .attribute("xmlns:ns1", "urn:cisco:epas:soap")
                .with(Element::new("ns1:success").with(Element::text("ns1:session-key", key)));
            envelope(StatusCode::OK, answer)
        }
        None => fault(StatusCode::BAD_REQUEST, "authentication failed"),
    }
}

fn fault(status: StatusCode, reason: &str) -> Response<Body> {
    let code =
        Element::new("SOAP-ENV:Code").with(Element::text("SOAP-ENV:Value", "SOAP-ENV:Sender"));
    let text = Element::text("SOAP-ENV:Text", reason).attribute("xml:lang", "en");
    let fault = Element::new("SOAP-ENV:Fault")
        .with(code)
        .with(Element::new("SOAP-ENV:Reason").with(text));
    envelope(status, fault)
}

fn envelope(status: StatusCode, content: Element) -> Response<Body> {
    let envelope = Element::new("SOAP-ENV:Envelope")
        .attribute("xmlns:SOAP-ENV", "http://www.w3.org/2003/05/soap-envelope")
        .with(Element::new("SOAP-ENV:Body").with(content));
    plain(
        status,
        "application/soap+xml; charset=utf-8",
        envelope.document(),
    )
}
