//! Words that stay, because the product, a protocol or the public says them and no customer.

use std::collections::HashSet;
use std::sync::LazyLock;

/// Words of logs, settings, certificates and protocols, in lower case. A name that is one of them
/// is only replaced where its place tells that it is a name.
static VOCABULARY: LazyLock<HashSet<&'static [u8]>> = LazyLock::new(|| {
    include_str!("vocabulary.txt")
        .split_ascii_whitespace()
        .map(str::as_bytes)
        .collect()
});

/// Last labels of domains that say nothing of their owner.
const TOP_LEVEL: &[&str] = &[
    "ai",
    "app",
    "arpa",
    "at",
    "au",
    "be",
    "biz",
    "br",
    "ca",
    "ch",
    "cloud",
    "cn",
    "co",
    "com",
    "corp",
    "cz",
    "de",
    "dev",
    "dk",
    "edu",
    "es",
    "eu",
    "example",
    "fi",
    "fr",
    "gov",
    "hk",
    "home",
    "hu",
    "ie",
    "il",
    "in",
    "info",
    "int",
    "intern",
    "internal",
    "intra",
    "invalid",
    "io",
    "it",
    "jp",
    "kr",
    "lab",
    "lan",
    "local",
    "localdomain",
    "localhost",
    "lu",
    "me",
    "mil",
    "mx",
    "my",
    "name",
    "net",
    "nl",
    "no",
    "nz",
    "online",
    "org",
    "pl",
    "priv",
    "private",
    "pt",
    "ro",
    "ru",
    "se",
    "sg",
    "sk",
    "test",
    "tr",
    "tv",
    "tw",
    "ua",
    "uk",
    "us",
    "za",
];

/// Labels and parts of names that the products make up.
const OF_PRODUCTS: &[&str] = &[
    "authz",
    "bot",
    "capf",
    "ceoauth",
    "cetcp",
    "cetls",
    "cisco",
    "ciscospark",
    "collab",
    "control",
    "csf",
    "ec",
    "edge",
    "localhost",
    "ms",
    "sep",
    "sip",
    "sips",
    "srv",
    "tab",
    "tcp",
    "tct",
    "tls",
    "uds",
    "udp",
    "vcs",
    "webex",
    "xmpp",
];

/// Words in the names of authorities and of certificates that the products make.
const OF_CERTIFICATES: &[&str] = &[
    "authority",
    "authz",
    "ca",
    "callmanager",
    "cert",
    "certificate",
    "certification",
    "class",
    "dc",
    "ecc",
    "ecdsa",
    "ev",
    "g1",
    "g2",
    "g3",
    "intermediate",
    "issuing",
    "itl",
    "itlrecovery",
    "manufacturing",
    "ov",
    "root",
    "rsa",
    "server",
    "sha",
    "ssl",
    "sub",
    "temporary",
    "tomcat",
    "trust",
];

/// Accounts that every installation has.
const ACCOUNTS: &[&str] = &[
    "admin",
    "administrator",
    "anonymous",
    "clusterdb",
    "guest",
    "nobody",
    "postgres",
    "root",
    "system",
    "tomcat",
    "unknown",
    "user",
    "username",
];

/// Domains of vendors, with whatever is below them.
const PUBLIC_DOMAINS: &[&str] = &[
    "cisco.com",
    "ciscospark.com",
    "webex.com",
    "wbx2.com",
    "localhost.localdomain",
    "w3.org",
    "tailf.com",
    "ietf.org",
];

fn holds(list: &[&str], word: &[u8]) -> bool {
    list.iter()
        .any(|known| known.as_bytes().eq_ignore_ascii_case(word))
}

/// Whether a word occurs in logs and settings for its own sake.
pub(crate) fn is_vocabulary(word: &[u8]) -> bool {
    let lower = word.to_ascii_lowercase();
    VOCABULARY.contains(lower.as_slice())
}

pub(crate) fn is_top_level(label: &[u8]) -> bool {
    holds(TOP_LEVEL, label)
}

pub(crate) fn is_of_products(word: &[u8]) -> bool {
    holds(OF_PRODUCTS, word)
}

pub(crate) fn is_of_certificates(word: &[u8]) -> bool {
    holds(OF_CERTIFICATES, word) || is_of_products(word)
}

pub(crate) fn is_account(name: &[u8]) -> bool {
    holds(ACCOUNTS, name)
}

/// Whether a host belongs to a vendor and tells nothing of the customer.
pub(crate) fn is_public_host(host: &[u8]) -> bool {
    PUBLIC_DOMAINS.iter().any(|domain| {
        let Some(start) = host.len().checked_sub(domain.len()) else {
            return false;
        };
        let (before, end) = host.split_at_checked(start).unwrap_or_default();
        end.eq_ignore_ascii_case(domain.as_bytes()) && (before.is_empty() || before.ends_with(b"."))
    })
}
