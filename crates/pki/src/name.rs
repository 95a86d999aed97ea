//! Whether the address is in the leaf certificate, under each name policy.
//!
//! `traffic-server` reproduces what the real traffic server was observed to do; `strict` is RFC
//! 9525; `document` is what operators of a verifying edge are promised.

use std::net::IpAddr;

use crate::address::Address;
use crate::certificate::Facts;
use crate::policy::NamePolicy;

/// What a passed name check rests on, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Grounds {
    /// A subject alternative name of the right type; or no check was asked for.
    AlternativeName,
    /// A partial wildcard such as `cu*.steven.lab` in a dNSName.
    PartialWildcard,
    /// An IP address spelled in a dNSName.
    IpAsName,
    /// The first CN alone.
    CommonName,
}

/// Shortest pattern and host that the traffic server takes a wildcard for.
const WILDCARD_PATTERN_MIN: usize = 5;
const WILDCARD_HOST_MIN: usize = 6;

/// The grounds on which the address is in the certificate; `None` where it is not.
pub(crate) fn check(facts: &Facts, address: &Address, policy: NamePolicy) -> Option<Grounds> {
    match policy {
        NamePolicy::None => Some(Grounds::AlternativeName),
        NamePolicy::TrafficServer => as_traffic_server(facts, &address.to_string()),
        NamePolicy::Document => match address {
            Address::Ip(ip) => documented_ip(facts, *ip),
            Address::Name(name) => documented_name(facts, name),
        },
        NamePolicy::Strict => match address {
            Address::Ip(ip) => facts
                .ip_addresses
                .contains(ip)
                .then_some(Grounds::AlternativeName),
            Address::Name(name) => {
                let host = comparable_host(name)?;
                let found = facts.dns_names.iter().any(|pattern| {
                    matches!(compare(pattern, &host), Some(Fit::Exact | Fit::WholeLabel))
                });
                found.then_some(Grounds::AlternativeName)
            }
        },
    }
}

fn documented_ip(facts: &Facts, ip: IpAddr) -> Option<Grounds> {
    if facts.ip_addresses.contains(&ip) {
        return Some(Grounds::AlternativeName);
    }
    let text = ip.to_string();
    if facts
        .dns_names
        .iter()
        .any(|name| name.eq_ignore_ascii_case(&text))
    {
        return Some(Grounds::IpAsName);
    }
    let cn = facts.common_names.first()?;
    cn.eq_ignore_ascii_case(&text)
        .then_some(Grounds::CommonName)
}

fn documented_name(facts: &Facts, name: &str) -> Option<Grounds> {
    let host = comparable_host(name)?;
    let by_alternative_name = facts
        .dns_names
        .iter()
        .filter_map(|pattern| compare(pattern, &host))
        .map(|fit| match fit {
            Fit::Exact | Fit::WholeLabel => Grounds::AlternativeName,
            Fit::PartOfLabel => Grounds::PartialWildcard,
        })
        .min();
    by_alternative_name.or_else(|| {
        let cn = facts.common_names.first()?;
        let ascii = idna::domain_to_ascii(cn).ok();
        compare(ascii.as_deref().unwrap_or(cn), &host).map(|_| Grounds::CommonName)
    })
}

/// The name as it is compared: without one trailing dot (RFC 1034 3.1: the same name), in A-labels
/// (RFC 5890). `None` for the empty name.
fn comparable_host(name: &str) -> Option<String> {
    let name = name.strip_suffix('.').unwrap_or(name);
    if name.is_empty() {
        return None;
    }
    if name.is_ascii() {
        return Some(name.to_owned());
    }
    idna::domain_to_ascii(name).ok()
}

/// How a pattern of the certificate covers a host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fit {
    Exact,
    WholeLabel,
    PartOfLabel,
}

/// Compares a certificate's pattern with a host, without regard to ASCII case. A wildcard stands in
/// the first label only, for one label of letters, digits, hyphen and underscore, under at least
/// two further labels.
fn compare(pattern: &str, host: &str) -> Option<Fit> {
    if pattern.eq_ignore_ascii_case(host) {
        return Some(Fit::Exact);
    }
    let (label, parent) = pattern.split_once('.')?;
    let (host_label, host_parent) = host.split_once('.')?;
    if !parent.contains('.') || parent.ends_with('.') || !parent.eq_ignore_ascii_case(host_parent) {
        return None;
    }
    let covered = covered_by_wildcard(label, host_label)?;
    if !covered.bytes().all(is_label_byte) {
        return None;
    }
    if label == "*" {
        return (!covered.is_empty()).then_some(Fit::WholeLabel);
    }
    (!is_a_label(host_label)).then_some(Fit::PartOfLabel)
}

/// What the one `*` of a label, at its start or its end, stands for in a host's label.
fn covered_by_wildcard<'h>(label: &str, host_label: &'h str) -> Option<&'h str> {
    let (prefix, suffix) = label.split_once('*')?;
    if suffix.contains('*') || !(prefix.is_empty() || suffix.is_empty()) {
        return None;
    }
    let (start, rest) = host_label.split_at_checked(prefix.len())?;
    let (middle, end) = rest.split_at_checked(rest.len().checked_sub(suffix.len())?)?;
    (start.eq_ignore_ascii_case(prefix) && end.eq_ignore_ascii_case(suffix)).then_some(middle)
}

const fn is_label_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

/// Whether a label is an internationalised one, `xn--` (RFC 5890 2.3.2.1).
fn is_a_label(label: &str) -> bool {
    label
        .get(..4)
        .is_some_and(|start| start.eq_ignore_ascii_case("xn--"))
}

fn as_traffic_server(facts: &Facts, host: &str) -> Option<Grounds> {
    if host.is_empty() {
        return None;
    }
    if facts
        .dns_names
        .iter()
        .any(|pattern| traffic_server_match(pattern, host))
    {
        return Some(Grounds::AlternativeName);
    }
    let cn = facts.common_names.first()?;
    traffic_server_match(cn, host).then_some(Grounds::CommonName)
}

/// The traffic server's matcher: names and addresses alike are text.
fn traffic_server_match(pattern: &str, host: &str) -> bool {
    if pattern.is_empty() {
        return false;
    }
    match traffic_server_wildcard(pattern, host) {
        None => pattern.eq_ignore_ascii_case(host),
        Some((prefix, suffix)) => {
            let Some((start, rest)) = host.as_bytes().split_at_checked(prefix.len()) else {
                return false;
            };
            let Some(middle) = rest.len().checked_sub(suffix.len()) else {
                return false;
            };
            let Some((covered, end)) = rest.split_at_checked(middle) else {
                return false;
            };
            let whole_label = prefix.is_empty() && suffix.starts_with('.');
            start.eq_ignore_ascii_case(prefix.as_bytes())
                && end.eq_ignore_ascii_case(suffix.as_bytes())
                && !(whole_label && covered.is_empty())
                && (covered == b"*" || covered.iter().copied().all(is_label_byte))
        }
    }
}

/// What stands before and after the wildcard, where the traffic server takes the pattern for one.
fn traffic_server_wildcard<'p>(pattern: &'p str, host: &str) -> Option<(&'p str, &'p str)> {
    if host.len() < WILDCARD_HOST_MIN
        || host.starts_with('.')
        || pattern.len() < WILDCARD_PATTERN_MIN
    {
        return None;
    }
    let first_dot = pattern.find('.')?;
    // The last dot that is not the last character must come after the first one.
    let last_dot = pattern.as_bytes().get(..pattern.len().checked_sub(1)?)?;
    let last_dot = last_dot.iter().rposition(|&byte| byte == b'.')?;
    if last_dot < 3 || last_dot <= first_dot {
        return None;
    }
    let label = pattern.get(..first_dot)?;
    let star = label.find('*')?;
    let placed = star == 0 || star.saturating_add(1) == first_dot;
    let alone = label.rfind('*') == Some(star);
    if !placed || !alone || (is_a_label(host) && label != "*") {
        return None;
    }
    Some((pattern.get(..star)?, pattern.get(star.saturating_add(1)..)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::certificate::{KeyFamily, KeyType};

    fn facts(cns: &[&str], dns: &[&str], ips: &[&str]) -> Facts {
        let owned = |list: &[&str]| list.iter().map(|&s| s.to_owned()).collect();
        Facts {
            subject: String::new(),
            issuer: String::new(),
            common_names: owned(cns),
            issuer_cn: None,
            serial: String::new(),
            not_before: None,
            not_after: None,
            dns_names: owned(dns),
            ip_addresses: ips.iter().map(|ip| ip.parse().unwrap()).collect(),
            other_names: Vec::new(),
            key: KeyType {
                family: KeyFamily::Rsa,
                bits: 2048,
                curve: None,
            },
            signature_algorithm: String::new(),
            aki: None,
            ski: None,
            version: 3,
            is_ca: false,
            is_self_signed: false,
        }
    }

    type Row<'a> = (
        &'a [&'a str],
        &'a [&'a str],
        &'a [&'a str],
        &'a str,
        [Option<Grounds>; 3],
    );

    /// Each row: CNs, dNSNames, iPAddresses, address, then `document`, `traffic-server`, `strict`.
    #[test]
    fn policies_differ_as_documented() {
        use Grounds::{
            AlternativeName as San, CommonName as Cn, IpAsName as Ip, PartialWildcard as Part,
        };
        let rows: &[Row<'_>] = &[
            (
                &["x"],
                &["cucm.steven.lab"],
                &[],
                "CUCM.steven.lab",
                [Some(San), Some(San), Some(San)],
            ),
            (
                &["cucm.steven.lab"],
                &["other.lab"],
                &[],
                "cucm.steven.lab",
                [Some(Cn), Some(Cn), None],
            ),
            (
                &["a.lab.x", "cucm.steven.lab"],
                &[],
                &[],
                "cucm.steven.lab",
                [None, None, None],
            ),
            (
                &[],
                &["*.steven.lab"],
                &[],
                "cucm.steven.lab",
                [Some(San), Some(San), Some(San)],
            ),
            (
                &[],
                &["*.steven.lab"],
                &[],
                "a.cucm.steven.lab",
                [None, None, None],
            ),
            (
                &[],
                &["*.steven.lab"],
                &[],
                "cu_cm.steven.lab",
                [Some(San), Some(San), Some(San)],
            ),
            (&[], &["*.lab"], &[], "steven.lab", [None, None, None]),
            (
                &[],
                &["cu*.steven.lab"],
                &[],
                "cucm.steven.lab",
                [Some(Part), Some(San), None],
            ),
            (
                &[],
                &["*cm.steven.lab"],
                &[],
                "cucm.steven.lab",
                [Some(Part), Some(San), None],
            ),
            (
                &[],
                &["c*m.steven.lab"],
                &[],
                "cucm.steven.lab",
                [None, None, None],
            ),
            (
                &[],
                &["xn--*.steven.lab"],
                &[],
                "xn--bcher-kva.steven.lab",
                [None, None, None],
            ),
            (
                &[],
                &["*.steven.lab"],
                &[],
                "xn--bcher-kva.steven.lab",
                [Some(San), Some(San), Some(San)],
            ),
            (
                &[],
                &["xn--bcher-kva.lab"],
                &[],
                "bücher.lab",
                [Some(San), None, Some(San)],
            ),
            (
                &[],
                &["cucm.steven.lab"],
                &[],
                "cucm.steven.lab.",
                [Some(San), None, Some(San)],
            ),
            (
                &[],
                &["cucm.steven.lab\0.evil.lab"],
                &[],
                "cucm.steven.lab",
                [None, None, None],
            ),
            (
                &["cucm.steven.lab\0.evil.lab"],
                &[],
                &[],
                "cucm.steven.lab",
                [None, None, None],
            ),
            (
                &[],
                &[],
                &["10.48.36.215"],
                "10.48.36.215",
                [Some(San), None, Some(San)],
            ),
            (
                &[],
                &["10.48.36.215"],
                &[],
                "10.48.36.215",
                [Some(Ip), Some(San), None],
            ),
            (
                &["10.48.36.215"],
                &[],
                &[],
                "10.48.36.215",
                [Some(Cn), Some(Cn), None],
            ),
            (
                &[],
                &["*.48.36.215"],
                &[],
                "10.48.36.215",
                [None, Some(San), None],
            ),
            (
                &[],
                &["::1"],
                &["::1"],
                "[0:0:0:0:0:0:0:1]",
                [Some(San), Some(San), Some(San)],
            ),
            (&[], &["*.b.c"], &[], "a.b.c", [Some(San), None, Some(San)]),
            (
                &[],
                &["w$w.f.com"],
                &[],
                "w$w.f.com",
                [Some(San), Some(San), Some(San)],
            ),
            (&[""], &[""], &[], "", [None, None, None]),
            (&["cucm"], &[], &[], "cucm", [Some(Cn), Some(Cn), None]),
        ];
        for (cns, dns, ips, address, expected) in rows {
            let facts = facts(cns, dns, ips);
            let address = Address::parse(address);
            let policies = [
                NamePolicy::Document,
                NamePolicy::TrafficServer,
                NamePolicy::Strict,
            ];
            let found = policies.map(|policy| check(&facts, &address, policy));
            assert_eq!(found, *expected, "{cns:?} {dns:?} {ips:?} {address}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_the_matchers_panic(pattern in "\\PC{0,20}", host in "\\PC{0,20}") {
            let facts = facts(&[&pattern], &[&pattern], &[]);
            for policy in [NamePolicy::Document, NamePolicy::TrafficServer, NamePolicy::Strict] {
                check(&facts, &Address::parse(&host), policy);
            }
        }

        #[test]
        fn strict_never_accepts_what_document_refuses(
            pattern in "[a-c*.]{0,8}", host in "[a-c.]{0,8}",
        ) {
            let facts = facts(&[], &[&pattern], &[]);
            let address = Address::parse(&host);
            if check(&facts, &address, NamePolicy::Strict).is_some() {
                proptest::prop_assert!(check(&facts, &address, NamePolicy::Document).is_some());
            }
        }
    }
}
