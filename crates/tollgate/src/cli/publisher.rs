//! Asking a publisher for the nodes of its cluster.

use std::net::IpAddr;
use std::path::PathBuf;

use clap::Args;
use tollgate_uc::Host;

#[derive(Args, Clone, Debug)]
pub(crate) struct PublisherArguments {
    /// Ask this publisher of Unified CM for the nodes of its cluster [default port: 8443]
    #[arg(long, value_name = "HOST[:PORT]", conflicts_with = "bundle")]
    pub(crate) publisher: Option<String>,
    /// Ask by AXL as this read-only user instead of by UDS, which needs no login: this also
    /// tells the IM and Presence nodes, and which nodes are subscribers
    #[arg(long, value_name = "NAME", value_parser = user, requires = "publisher",
          requires = "axl_password_file")]
    pub(crate) axl_user: Option<String>,
    /// The file with the password of that user, readable by nobody else; - reads standard
    /// input
    #[arg(long, value_name = "FILE", requires = "axl_user")]
    pub(crate) axl_password_file: Option<PathBuf>,
    /// Take exactly this certificate of the publisher, by its SHA-256 in hex, instead of
    /// verifying it against --trust
    #[arg(long, value_name = "SHA256", value_parser = pin, requires = "publisher")]
    pub(crate) pin: Option<[u8; 32]>,
    /// Dial this address for a name instead of asking DNS; may be repeated
    #[arg(long, value_name = "NAME=IP", value_parser = resolved, conflicts_with = "bundle")]
    pub(crate) resolve: Vec<(Host, IpAddr)>,
}

fn user(text: &str) -> Result<String, String> {
    let is_name = !text.is_empty() && !text.contains(':') && !text.chars().any(char::is_control);
    if is_name {
        Ok(text.to_owned())
    } else {
        Err("a user name has no colon and no control character".to_owned())
    }
}

/// 64 hex digits, with or without colons between the octets.
fn pin(text: &str) -> Result<[u8; 32], String> {
    let wrong = || "64 hex digits, as in a certificate's SHA-256 fingerprint".to_owned();
    let digits: String = text.chars().filter(|c| *c != ':').collect();
    if digits.len() != 64 || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return Err(wrong());
    }
    let mut octets = [0; 32];
    for (octet, pair) in octets.iter_mut().zip(digits.as_bytes().chunks(2)) {
        let pair = std::str::from_utf8(pair).map_err(|_| wrong())?;
        *octet = u8::from_str_radix(pair, 16).map_err(|_| wrong())?;
    }
    Ok(octets)
}

fn resolved(text: &str) -> Result<(Host, IpAddr), String> {
    let (name, ip) = text.split_once('=').ok_or("write NAME=IP")?;
    let host = Host::parse(name).map_err(|error| error.to_string())?;
    let ip = ip.trim_start_matches('[').trim_end_matches(']');
    let ip = ip.parse().map_err(|_| format!("{ip} is no IP address"))?;
    Ok((host, ip))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pin_is_read_as_people_copy_it() {
        let hex = "00ff".repeat(16);
        let colons: Vec<&str> = (0..32)
            .map(|at| if at % 2 == 0 { "00" } else { "FF" })
            .collect();
        let octets = pin(&hex).unwrap();
        assert_eq!(octets.first_chunk(), Some(&[0, 255]));
        assert_eq!(pin(&colons.join(":")), Ok(octets));
        for wrong in [
            "",
            "00",
            &"00f".repeat(21),
            &format!("{hex}00"),
            &"g0".repeat(32),
        ] {
            assert!(pin(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn names_are_resolved_to_addresses_only() {
        let (host, ip) = resolved("cucm=127.0.0.1").unwrap();
        assert_eq!(
            (host.to_string(), ip.to_string()),
            ("cucm".to_owned(), "127.0.0.1".to_owned())
        );
        assert_eq!(resolved("cucm=[::1]").unwrap().1.to_string(), "::1");
        for wrong in ["cucm", "cucm=", "=127.0.0.1", "cucm=cucm"] {
            assert!(resolved(wrong).is_err(), "{wrong}");
        }
    }
}
