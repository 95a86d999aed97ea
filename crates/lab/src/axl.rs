//! The AXL service of a Unified CM publisher: the one request that tells the nodes of the cluster.
//!
//! As on a real publisher it wants Basic credentials of an application user, answers 401 without, 403
//! to a user without the AXL roles, and SOAP faults to whatever it does not understand.

use std::io;

use http::header::CONTENT_TYPE;
use http::{Method, Request, Response, StatusCode};
use http_body_util::{BodyExt, Limited};
use hyper::body::Incoming;

use crate::config::Role;
use crate::service::{Body, Site, method_not_allowed, plain, unauthorized};
use crate::uds::identifier;
use crate::xml::{Element, texts};

/// Octets of a request; the longest useful one has some hundred.
const LARGEST: usize = 64 * 1024;
const CHALLENGE: &str = "Basic realm=\"Cisco AXL Web Service\"";
/// The schemas that the lab's release speaks.
const SCHEMAS: [&str; 4] = ["10.5", "11.5", "12.0", "12.5"];
const NAMESPACE: &str = "http://www.cisco.com/AXL/API/";

pub(crate) async fn answer(site: &Site, request: Request<Incoming>) -> io::Result<Response<Body>> {
    if request.method() != Method::POST {
        return Ok(method_not_allowed("POST"));
    }
    let Some(user) = site.cluster.application_user(request.headers()) else {
        return Ok(unauthorized(CHALLENGE));
    };
    if !user.may_read_axl {
        return Ok(plain(
            StatusCode::FORBIDDEN,
            "text/html;charset=utf-8",
            "<html><body>Access to the requested resource has been denied</body></html>",
        ));
    }
    let body = Limited::new(request.into_body(), LARGEST).collect().await;
    let body = body.map_err(io::Error::other)?.to_bytes();
    let body = String::from_utf8_lossy(&body);
    let schema = SCHEMAS
        .iter()
        .find(|schema| body.contains(&format!("{NAMESPACE}{schema}\"")));
    let Some(schema) = schema else {
        return Ok(fault(
            "The specified AXL version is not supported by the server",
        ));
    };
    if !body.contains(":listProcessNode>")
        || texts(&body, "name").first().is_none_or(|name| name != "%")
    {
        return Ok(fault(
            "Item not valid: the request is none that this node answers",
        ));
    }
    Ok(soap(StatusCode::OK, nodes(site, schema)))
}

/// All process nodes, before them the entry that holds what is set for the whole cluster.
fn nodes(site: &Site, schema: &str) -> Element {
    let everywhere = node("EnterpriseWideData", "Subscriber", "CUCM Voice/Video");
    let everywhere = everywhere.attribute("uuid", "{00000000-1111-0000-0000-000000000000}");
    let rows = site
        .cluster
        .process_nodes()
        .into_iter()
        .map(|(name, role)| {
            let (usage, kind) = match role {
                Role::Publisher => ("Publisher", "CUCM Voice/Video"),
                Role::Subscriber | Role::Unity => ("Subscriber", "CUCM Voice/Video"),
                Role::ImPresence => ("Publisher", "CUCM IM and Presence"),
            };
            let id = identifier("processnode", &name).to_ascii_uppercase();
            node(&name, usage, kind).attribute("uuid", format!("{{{id}}}"))
        });
    Element::new("ns:listProcessNodeResponse")
        .attribute("xmlns:ns", format!("{NAMESPACE}{schema}"))
        .with(Element::new("return").with(everywhere).with_all(rows))
}

fn node(name: &str, usage: &str, role: &str) -> Element {
    Element::new("processNode")
        .with(Element::text("name", name))
        .with(Element::text("nodeUsage", usage))
        .with(Element::text("processNodeRole", role))
}

fn fault(text: &str) -> Response<Body> {
    let fault = Element::new("soapenv:Fault")
        .with(Element::text("faultcode", "soapenv:Client"))
        .with(Element::text("faultstring", text));
    soap(StatusCode::INTERNAL_SERVER_ERROR, fault)
}

fn soap(status: StatusCode, content: Element) -> Response<Body> {
    let envelope = Element::new("soapenv:Envelope")
        .attribute("xmlns:soapenv", "http://schemas.xmlsoap.org/soap/envelope/")
        .with(Element::new("soapenv:Body").with(content));
    let mut response = plain(status, "text/xml", envelope.document());
    response.headers_mut().insert(
        CONTENT_TYPE,
        http::HeaderValue::from_static("text/xml;charset=UTF-8"),
    );
    response
}
