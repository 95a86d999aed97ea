//! TFTP over HTTPS of Unified CM: configuration files of soft phones and the service profile.
//!
//! No credentials, as on the real port. The configuration file of a device follows what phones publish of theirs;
//! the exact content of a service profile is in no public text, so the lab's carries the values that a client needs
//! under the names of the service profile page.

use std::ops::RangeInclusive;

use http::header::CACHE_CONTROL;
use http::{HeaderValue, Request, Response, StatusCode};
use hyper::body::Incoming;

use crate::config::{Role, User};
use crate::service::{Body, Site, decoded, method_not_allowed, plain, reads};
use crate::uds::{device_name, identifier};
use crate::xml::Element;

/// The ports of the service: 6970 plain on real nodes, 6971 and 6972 over TLS.
pub(crate) const PORTS: RangeInclusive<u16> = 6970..=6972;

pub(crate) fn answer(site: &Site, request: &Request<Incoming>) -> Response<Body> {
    if !reads(request) {
        return method_not_allowed("GET, HEAD");
    }
    let path = decoded(request.uri().path()).unwrap_or_default();
    let name = path.strip_prefix('/').unwrap_or_default();
    if name == "SPDefault.cnf.xml" {
        return file(&service_profile(site));
    }
    let user = name
        .strip_suffix(".cnf.xml")
        .and_then(|name| name.strip_prefix("CSF"))
        .and_then(|user| site.cluster.user(user))
        .filter(|user| name == format!("{}.cnf.xml", device_name(user)));
    match user {
        Some(user) => file(&device(site, user)),
        None => plain(StatusCode::NOT_FOUND, "text/html", "File Not Found\n"),
    }
}

fn file(element: &Element) -> Response<Body> {
    let mut response = plain(StatusCode::OK, "*/*", element.document());
    response
        .headers_mut()
        .insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn device(site: &Site, user: &User) -> Element {
    let name = device_name(user);
    let members = site.cluster.servers().into_iter().enumerate();
    let group = Element::new("members").with_all(members.map(|(priority, server)| {
        Element::new("member")
            .attribute("priority", priority.to_string())
            .with(
                Element::new("callManager")
                    .with(Element::text("name", &server))
                    .with(
                        Element::new("ports")
                            .with(Element::text("ethernetPhonePort", "2000"))
                            .with(Element::text("sipPort", "5060"))
                            .with(Element::text("securedSipPort", "5061"))
                            .with(Element::text("sipOAuthPort", "5090"))
                            .with(Element::text("sipMRAOAuthPort", "5091")),
                    )
                    .with(Element::text("processNodeName", server)),
            )
    }));
    let line = Element::new("line")
        .attribute("button", "1")
        .attribute("lineIndex", "1")
        .with(Element::text("featureID", "9"))
        .with(Element::text("featureLabel", &user.number))
        .with(Element::text("proxy", "USECALLMANAGER"))
        .with(Element::text("port", "5060"))
        .with(Element::text("name", &user.number))
        .with(Element::text(
            "displayName",
            format!("{} {}", user.first_name, user.last_name),
        ))
        .with(Element::text("contact", identifier("contact", &name)))
        .with(Element::text("messagesNumber", "5000"));
    let sip = Element::new("sipProfile")
        .with(
            Element::new("sipProxies")
                .with(Element::text("backupProxy", "USECALLMANAGER"))
                .with(Element::text("outboundProxy", "USECALLMANAGER"))
                .with(Element::text("registerWithProxy", "true")),
        )
        .with(Element::text("phoneLabel", &user.number))
        .with(Element::new("sipLines").with(line));
    Element::new("device")
        .attribute("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance")
        .attribute("xmlns:axl", "http://www.cisco.com/AXL/API/12.5")
        .attribute("xsi:type", "axl:XIPPhone")
        .attribute("ctiid", "24")
        .attribute("uuid", format!("{{{}}}", identifier("device", &name)))
        .with(Element::text("fullConfig", "true"))
        .with(Element::text("deviceProtocol", "SIP"))
        .with(
            Element::new("devicePool")
                .attribute("uuid", format!("{{{}}}", identifier("pool", "Default")))
                .with(
                    Element::new("callManagerGroup")
                        .with(Element::text("name", "Default"))
                        .with(group),
                ),
        )
        .with(sip)
        .with(Element::text("versionStamp", identifier("stamp", &name)))
        .with(Element::new("loadInformation"))
        .with(Element::text("deviceSecurityMode", "1"))
        .with(Element::text("transportLayerProtocol", "4"))
        .with(Element::new("certHash"))
        .with(Element::text("encrConfig", "false"))
}

fn service_profile(site: &Site) -> Element {
    let service = |name: &'static str, product: &str, server: Option<String>, port: &str| {
        Element::new(name).with_all(server.map(|server| {
            Element::new("primary")
                .with(Element::text("productType", product))
                .with(Element::text("hostnameOrIPAddress", server))
                .with(Element::text("port", port))
                .with(Element::text("protocol", "HTTPS"))
        }))
    };
    Element::new("serviceProfile")
        .attribute("name", "SPDefault")
        .attribute(
            "uuid",
            format!("{{{}}}", identifier("profile", "SPDefault")),
        )
        .with(service(
            "voicemailService",
            "Unity Connection",
            site.cluster.first(Role::Unity),
            "443",
        ))
        .with(service(
            "imPresenceService",
            "Unified CM (IM and Presence)",
            site.cluster.first(Role::ImPresence),
            "8443",
        ))
        .with(service(
            "ctiService",
            "CTI",
            site.cluster.first(Role::Publisher),
            "2748",
        ))
        .with(
            Element::new("directoryService")
                .with(Element::text("UseUDSForContactResolution", "true"))
                .with(Element::text("UseUserCredential", "true")),
        )
}
