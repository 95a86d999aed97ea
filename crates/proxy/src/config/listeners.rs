//! `listen`, `[listen_tls]`, `allow_remote` and `[management]`: where requests come in, and how
//! they are protected.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::ServerConfig;
use rustls_pki_types::pem::PemObject as _;
use rustls_pki_types::{CertificateDer, PrivateKeyDer};

use super::table::{Placed, Section};
use super::{Base, read_limited};

/// An address that clients connect to.
#[derive(Debug, Clone)]
pub(crate) struct Listener {
    pub(crate) address: SocketAddr,
    pub(crate) protection: Protection,
}

/// What a listener speaks.
#[derive(Debug, Clone)]
pub(crate) enum Protection {
    /// Plain HTTP, as from the local tunnel.
    Plain,
    /// TLS with this certificate.
    Tls(Arc<ServerConfig>),
}

/// The address of metrics, health and status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Management {
    pub(crate) address: SocketAddr,
}

/// What the file says about listening.
#[derive(Debug)]
pub(super) struct Listeners {
    pub(super) listeners: Vec<Listener>,
    allow_remote: bool,
}

pub(super) fn read(root: &Section<'_>, base: &Base) -> Listeners {
    let allow_remote = root.switch("allow_remote");
    let plain = addresses(root, "listen");
    let tls = root.section("listen_tls");
    let tls_addresses = addresses(&tls, "listen");
    let protection = read_tls(&tls, base);
    if plain.is_empty() && tls_addresses.is_empty() && !root.place_of_key("listen").is_written() {
        root.missing(
            "listen",
            "is missing; give the address to listen on, such as listen = \"127.0.0.1:8080\"",
        );
    }
    // Without an address of its own, [listen_tls] says how `listen` is protected.
    let (plain, tls_addresses) = if tls.is_present() && tls_addresses.is_empty() {
        (Vec::new(), plain)
    } else {
        (plain, tls_addresses)
    };
    for Placed { value, place } in &plain {
        if value.ip().is_loopback() {
            continue;
        }
        root.problem(
            place,
            "is not a loopback address: the credentials of users would cross the network in clear; listen on 127.0.0.1, or set \
             allow_remote = true and give a certificate in [listen_tls]",
        );
    }
    for Placed { value, place } in &tls_addresses {
        if !value.ip().is_loopback() && !allow_remote {
            root.problem(place, "is not a loopback address; set allow_remote = true if clients on other hosts shall connect");
        }
    }
    tls.finish();
    let plain = plain
        .into_iter()
        .map(|address| (address, Protection::Plain));
    let tls = protection.into_iter().flat_map(|protection| {
        tls_addresses
            .iter()
            .cloned()
            .map(move |address| (address, protection.clone()))
    });
    let mut listeners: Vec<Listener> = Vec::new();
    for (
        Placed {
            value: address,
            place,
        },
        protection,
    ) in plain.chain(tls)
    {
        if address.port() != 0
            && listeners
                .iter()
                .any(|other| overlaps(other.address, address))
        {
            root.problem(
                &place,
                "is listened on twice; give each listener its own address or port",
            );
        }
        listeners.push(Listener {
            address,
            protection,
        });
    }
    Listeners {
        listeners,
        allow_remote,
    }
}

pub(super) fn read_management(root: &Section<'_>, listeners: &Listeners) -> Management {
    let section = root.section("management");
    let found = section.string("listen");
    let address = found.as_ref().and_then(|text| address(&section, text));
    if let (Some(address), Some(Placed { place, .. })) = (address, &found) {
        if !address.ip().is_loopback() && !listeners.allow_remote {
            section.problem(place, "is not a loopback address; set allow_remote = true if other hosts shall read status and metrics");
        }
        if address.port() != 0
            && listeners
                .listeners
                .iter()
                .any(|other| overlaps(other.address, address))
        {
            section.problem(
                place,
                "is also an address for requests; give management its own port",
            );
        }
    }
    section.finish();
    Management {
        address: address.unwrap_or(DEFAULT_MANAGEMENT),
    }
}

fn addresses<'a>(section: &Section<'a>, key: &'static str) -> Vec<Placed<SocketAddr>> {
    let parsed = |text: &Placed<&'a str>| {
        address(section, text).map(|value| Placed {
            value,
            place: text.place.clone(),
        })
    };
    section.strings(key).iter().filter_map(parsed).collect()
}

fn address(section: &Section<'_>, text: &Placed<&str>) -> Option<SocketAddr> {
    let parsed = text.value.parse().ok().or_else(|| {
        let port = text.value.strip_prefix("localhost:")?.parse().ok()?;
        Some(SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port))
    });
    if parsed.is_none() {
        section.problem(
            &text.place,
            "is not an IP address with a port; write 127.0.0.1:8080 or [::1]:8080",
        );
    }
    parsed
}

/// Whether two listeners would get in each other's way.
fn overlaps(one: SocketAddr, other: SocketAddr) -> bool {
    let anywhere = one.ip().is_unspecified() || other.ip().is_unspecified();
    one.port() == other.port() && (anywhere || one.ip() == other.ip())
}

/// Certificate and key for clients; `None` if there are none or if they cannot be used.
fn read_tls(section: &Section<'_>, base: &Base) -> Option<Protection> {
    if !section.is_present() {
        return None;
    }
    let certificate = section.string("certificate");
    let key = section.string("key");
    if certificate.is_none() && !section.place_of_key("certificate").is_written() {
        section.missing(
            "certificate",
            "is missing; give the PEM file with the certificate and its chain",
        );
    }
    if key.is_none() && !section.place_of_key("key").is_written() {
        section.missing(
            "key",
            "is missing; give the PEM file with the key of the certificate",
        );
    }
    let (certificate, key) = (certificate?, key?);
    let chain = read_file(section, &certificate, base);
    let secret = read_key(section, &key, base);
    let (chain, secret) = (chain?, secret?);
    let chain: Result<Vec<CertificateDer<'static>>, _> =
        CertificateDer::pem_slice_iter(&chain).collect();
    let chain = match chain {
        Ok(chain) if !chain.is_empty() => chain,
        Ok(_) | Err(_) => {
            section.problem(
                &certificate.place,
                "holds no PEM certificate; put the certificate first and its issuing CA below it",
            );
            return None;
        }
    };
    let Ok(secret) = PrivateKeyDer::from_pem_slice(&secret) else {
        section.problem(&key.place, "holds no unencrypted PEM private key; decrypt it with `openssl pkey -in KEY -out PLAIN`");
        return None;
    };
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .and_then(|builder| {
            builder
                .with_no_client_auth()
                .with_single_cert(chain, secret)
        });
    match config {
        Ok(config) => Some(Protection::Tls(Arc::new(config))),
        Err(error) => {
            section.problem(&key.place, format!("cannot be used with this certificate ({error}); give the key that its signing request was made with"));
            None
        }
    }
}

/// Reads a file that a key of the section names.
pub(super) fn read_file(
    section: &Section<'_>,
    name: &Placed<&str>,
    base: &Base,
) -> Option<Vec<u8>> {
    let path = base.path(name.value);
    match read_limited(&path, LARGEST_PEM) {
        Ok(bytes) => Some(bytes),
        Err(error) => {
            section.problem(&name.place, unreadable(&path, &error));
            None
        }
    }
}

/// Reads a private key, and insists that nobody else may read it.
pub(super) fn read_key(section: &Section<'_>, name: &Placed<&str>, base: &Base) -> Option<Vec<u8>> {
    let path = base.path(name.value);
    let mode = std::fs::metadata(&path).map(|facts| facts.permissions().mode());
    if let Ok(mode) = mode
        && mode & OTHERS != 0
    {
        let mode = mode & 0o777;
        let text = format!(
            "can be read or changed by others (mode {mode:03o}); run chmod 600 {}",
            path.display()
        );
        section.problem(&name.place, text);
        return None;
    }
    read_file(section, name, base)
}

pub(super) fn unreadable(path: &Path, error: &std::io::Error) -> String {
    let full: PathBuf = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    format!(
        "cannot be read from {} ({error}); correct the path or its permissions",
        full.display()
    )
}

/// Permissions of group and others.
const OTHERS: u32 = 0o077;
/// A chain or a key is a few kB.
const LARGEST_PEM: u64 = 1024 * 1024;
/// Plain HTTP without secrets, for this host only.
const DEFAULT_MANAGEMENT: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 9443);
