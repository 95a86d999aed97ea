//! User Data Services of Unified CM: the resources that a signing-in client asks for.
//!
//! Shapes follow the public UDS reference, release 10 and later. `clusterUser`, `servers` and `version` need no
//! credentials; what belongs to a user needs that user's.

use http::header::{CACHE_CONTROL, EXPIRES, SERVER, SET_COOKIE, X_FRAME_OPTIONS};
use http::{HeaderValue, Request, Response, StatusCode};
use hyper::body::Incoming;
use openssl::sha::sha256;

use crate::config::User;
use crate::service::{
    Body, Site, decoded, method_not_allowed, not_found, plain, query_value, reads, unauthorized,
};
use crate::xml::Element;

/// Version that the lab's Unified CM says it is.
const VERSION: &str = "12.5.1";

const CHALLENGE: &str = "Basic realm=\"Cisco Web Services Realm\"";

pub(crate) fn answer(site: &Site, resource: &str, request: &Request<Incoming>) -> Response<Body> {
    if !reads(request) {
        return method_not_allowed("GET, HEAD");
    }
    let segments: Vec<&str> = resource.split('/').collect();
    match segments.as_slice() {
        ["version"] => xml(&version(site)),
        ["servers"] => xml(&servers(site)),
        ["clusterUser"] => cluster_user(site, request),
        ["user", name] => of_user(site, name, request, user),
        ["user", name, "devices"] => of_user(site, name, request, devices),
        _ => not_found(),
    }
}

fn uri(site: &Site, resource: &str) -> String {
    format!("https://{}:8443/cucm-uds/{resource}", site.host())
}

fn version(site: &Site) -> Element {
    Element::new("versionInformation")
        .attribute("uri", uri(site, "version"))
        .attribute("version", VERSION)
        .with(Element::text("version", VERSION))
        .with(Element::new("capabilities").with(Element::text("usersResourceAuthEnabled", "false")))
}

fn servers(site: &Site) -> Element {
    Element::new("servers")
        .attribute("version", VERSION)
        .attribute("uri", uri(site, "servers"))
        .with_all(
            site.cluster
                .servers()
                .into_iter()
                .map(|server| Element::text("server", server)),
        )
}

fn cluster_user(site: &Site, request: &Request<Incoming>) -> Response<Body> {
    let user = match (
        query_value(request, "username"),
        query_value(request, "email"),
    ) {
        (Some(name), _) => site.cluster.user(&name),
        (None, Some(email)) => site.cluster.user_by_email(&email),
        (None, None) => {
            let error = Element::new("errors").with(
                Element::new("error")
                    .with(Element::text("code", "400"))
                    .with(Element::text("message", "username or email is required")),
            );
            return status(StatusCode::BAD_REQUEST, &error);
        }
    };
    let query = request.uri().query().unwrap_or_default();
    let mut answer = Element::new("clusterUser")
        .attribute("version", VERSION)
        .attribute("uri", uri(site, &format!("clusterUser?{query}")));
    let Some(user) = user else {
        return xml(&answer.with(Element::new("result").attribute("found", "false")));
    };
    answer = answer
        .with(
            Element::new("result")
                .attribute("found", "true")
                .attribute("uri", uri(site, &format!("user/{}", user.name)))
                .attribute("version", VERSION),
        )
        .with(
            Element::text("homeCluster", site.host()).attribute("serversUri", uri(site, "servers")),
        )
        .with(
            Element::new("homeClusterDetails")
                .with(Element::text("selfProvisioningSecureMode", "true"))
                .with(Element::text("adminProvisionMode", "false")),
        );
    xml(&answer)
}

/// Answers for a user's own resource, to that user alone.
fn of_user(
    site: &Site,
    name: &str,
    request: &Request<Incoming>,
    resource: fn(&Site, &User) -> Element,
) -> Response<Body> {
    let asked = decoded(name).unwrap_or_default();
    match site.cluster.signed_in(request.headers()) {
        Some(user) if user.name.eq_ignore_ascii_case(&asked) => {
            let mut response = xml(&resource(site, user));
            response.headers_mut().insert(SET_COOKIE, session_cookie());
            response
        }
        Some(_) | None => unauthorized(CHALLENGE),
    }
}

fn user(site: &Site, user: &User) -> Element {
    let own = format!("user/{}", user.name);
    let link = |name: &'static str| {
        Element::new(name).attribute("uri", uri(site, &format!("{own}/{name}")))
    };
    Element::new("user")
        .attribute("uri", uri(site, &own))
        .attribute("version", VERSION)
        .with(Element::text("id", identifier("user", &user.name)))
        .with(Element::text("userName", &user.name))
        .with(Element::text("firstName", &user.first_name))
        .with(Element::text("lastName", &user.last_name))
        .with(Element::new("middleName"))
        .with(Element::new("nickName"))
        .with(Element::text(
            "displayName",
            format!("{} {}", user.first_name, user.last_name),
        ))
        .with(Element::text("phoneNumber", &user.number))
        .with(Element::new("homeNumber"))
        .with(Element::new("mobileNumber"))
        .with(Element::text("mobileConnect", "false"))
        .with(Element::text("remoteDestinationLimit", "4"))
        .with(
            Element::text("userLocale", "English, United States")
                .attribute("uri", uri(site, "options/installedLocales"))
                .attribute("value", "")
                .attribute("appliesToAllDevices", "true"),
        )
        .with(Element::text("email", &user.email))
        .with(Element::text("directoryUri", &user.email))
        .with(Element::new("msUri"))
        .with(Element::new("department"))
        .with(Element::new("manager"))
        .with(Element::new("title"))
        .with(Element::new("pager"))
        .with(Element::new("selfServiceId"))
        .with(Element::text("accountType", "local").attribute("useLdapAuth", "false"))
        .with(
            Element::text("homeCluster", "true")
                .attribute("enableImAndPresence", "true")
                .attribute("enableCalendarPresence", "false"),
        )
        .with(
            Element::new("imAndPresence").with_all(
                site.cluster
                    .first(crate::config::Role::ImPresence)
                    .map(|server| Element::text("server", server)),
            ),
        )
        .with(Element::new("serviceProfile").with(Element::text(
            "uri",
            format!("https://{}:6972/SPDefault.cnf.xml", site.host()),
        )))
        .with(link("devices"))
        .with(link("credentials"))
        .with(link("extensions"))
        .with(link("subscribedServices"))
        .with(link("speedDials"))
}

fn devices(site: &Site, user: &User) -> Element {
    let own = format!("user/{}", user.name);
    let name = device_name(user);
    let id = identifier("device", &name);
    Element::new("devices")
        .attribute("uri", uri(site, &format!("{own}/devices")))
        .attribute("version", VERSION)
        .with(
            Element::new("device")
                .attribute("uri", uri(site, &format!("{own}/device/{id}")))
                .with(Element::text("id", id))
                .with(Element::text("name", &name))
                .with(Element::text("type", "Phone"))
                .with(Element::text(
                    "model",
                    "Cisco Unified Client Services Framework",
                ))
                .with(Element::text("description", name).attribute("editable", "true"))
                .with(Element::text("protocol", "SIP")),
        )
}

/// Name of the soft phone of a user, also of its configuration file.
pub(crate) fn device_name(user: &User) -> String {
    format!("CSF{}", user.name)
}

/// An identifier in the form of the database's keys, always the same for the same thing.
pub(crate) fn identifier(kind: &str, name: &str) -> String {
    let digest = sha256(format!("{kind}:{name}").as_bytes());
    let mut number = u128::from_be_bytes(digest.first_chunk().copied().unwrap_or_default());
    let mut groups = Vec::new();
    for width in [12, 4, 4, 4, 8] {
        let bits = 4 * width;
        groups.push(format!("{:0width$x}", number & ((1 << bits) - 1)));
        number >>= bits;
    }
    groups.reverse();
    groups.join("-")
}

fn session_cookie() -> HeaderValue {
    let mut octets = [0; 16];
    // Without randomness the cookie is all zeros, which is as good: nothing depends on it.
    drop(openssl::rand::rand_bytes(&mut octets));
    let value = u128::from_be_bytes(octets);
    HeaderValue::from_str(&format!(
        "JSESSIONIDSSO={value:032X}; Path=/; Secure; HttpOnly"
    ))
    .unwrap_or(HeaderValue::from_static(""))
}

fn xml(element: &Element) -> Response<Body> {
    status(StatusCode::OK, element)
}

fn status(status: StatusCode, element: &Element) -> Response<Body> {
    let mut response = plain(status, "application/xml", element.document());
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private"));
    headers.insert(
        EXPIRES,
        HeaderValue::from_static("Thu, 01 Jan 1970 00:00:00 GMT"),
    );
    headers.insert(X_FRAME_OPTIONS, HeaderValue::from_static("SAMEORIGIN"));
    headers.insert(SERVER, HeaderValue::from_static(""));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_have_the_form_of_database_keys_and_are_stable() {
        let id = identifier("device", "CSFemusk");
        let lengths: Vec<usize> = id.split('-').map(str::len).collect();
        assert_eq!(lengths, [8, 4, 4, 4, 12]);
        assert_eq!(id, identifier("device", "CSFemusk"));
        assert_ne!(id, identifier("user", "CSFemusk"));
    }
}
