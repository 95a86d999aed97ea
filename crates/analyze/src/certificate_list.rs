//! The certificate list of a node as somebody pasted it: Security > Certificate Management of the
//! administration pages, or `show cert list own` and `trust` of the command line.
//!
//! A list tells in which store a certificate is, which no handshake does. It is found wherever it
//! stands in a text, separated by tabs, bars, commas or blanks, or with one cell a line as browsers
//! paste it, with or without its header, and after text recognition.

mod cells;
mod columns;
mod day;
mod row;

use std::fmt;

use tollgate_pki::KeyFamily;

pub use day::Day;

/// The rows that were found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CertificateList {
    /// One entry a row, in order.
    pub entries: Vec<ListedCertificate>,
    /// Whether a header was found.
    pub header: Header,
    /// Numbers of lines between the first row and the last that are no rows, from 1.
    pub unread: Vec<u64>,
}

/// Whether a list has its header.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Header {
    /// The names of the columns stand above the rows.
    Found,
    /// Rows only; the columns were told by what is in them.
    #[default]
    Missing,
}

/// A row of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedCertificate {
    /// Number of its line, from 1.
    pub line: u64,
    /// The store it is in.
    pub store: Store,
    /// Common name of its subject; `None` where the list does not have it.
    pub common_name: Option<String>,
    /// Who signed it.
    pub signing: Signing,
    /// Kind of its key; `None` where the list does not have it.
    pub key: Option<KeyFamily>,
    /// The node or nodes that it is for, as it stands there.
    pub distribution: String,
    /// Common name of its issuer; empty where the list does not have it.
    pub issued_by: String,
    /// The day on which it ends; `None` where the list does not have it or it makes no sense.
    pub expires: Option<Day>,
    /// What the node says of it.
    pub description: String,
}

/// A store of certificates on a node, such as `tomcat-ECDSA`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Store(String);

/// Who signed a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Signing {
    /// Its own key.
    SelfSigned,
    /// A certification authority.
    CaSigned,
    /// The list does not say, or says something else.
    Unknown,
}

/// Different certificates of a node with one common name, of which a real appliance takes one into
/// its trust store (`CSCwa12905`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SameName<'l> {
    /// The name as the first of them spells it.
    pub common_name: &'l str,
    /// The certificates, in the order of the list.
    pub certificates: Vec<&'l ListedCertificate>,
}

/// Octets of text that are searched for a list; longer pastes are logs.
pub const OCTETS: usize = 16 * 1024 * 1024;
/// Rows that are read. A node with all of its trust stores full has some hundreds.
const ROWS: usize = 10_000;

/// Stores of the products, as they are spelled.
const STORES: &[&str] = &[
    "authz",
    "CallManager",
    "CallManager-ECDSA",
    "CallManager-trust",
    "CAPF",
    "CAPF-trust",
    "cup",
    "cup-ECDSA",
    "cup-trust",
    "cup-xmpp",
    "cup-xmpp-ECDSA",
    "cup-xmpp-s2s",
    "cup-xmpp-s2s-ECDSA",
    "cup-xmpp-trust",
    "directory-trust",
    "ipsec",
    "ipsec-trust",
    "ITLRecovery",
    "Phone-CTL-trust",
    "Phone-Edge-trust",
    "Phone-SAST-trust",
    "Phone-trust",
    "Phone-VPN-trust",
    "tomcat",
    "tomcat-ECDSA",
    "tomcat-trust",
    "TVS",
    "TVS-trust",
    "userlicensing-trust",
];

impl CertificateList {
    /// Finds the list in a text; without one there are no entries.
    ///
    /// ```
    /// use tollgate_analyze::certificate_list::{CertificateList, Signing};
    ///
    /// let list = CertificateList::find(
    ///     "tomcat\tcucm.steven.lab\tCA-signed\tRSA\tcucm.steven.lab\tsteven-DC-CA\t07/10/2024\t",
    /// );
    /// assert_eq!(list.entries[0].signing, Signing::CaSigned);
    /// ```
    pub fn find(text: &str) -> Self {
        let end = text.floor_char_boundary(OCTETS);
        let text = text.get(..end).unwrap_or(text);
        let list = row::by_line(text);
        if list.entries.is_empty() {
            row::by_cell(text)
        } else {
            list
        }
    }

    /// The entries of one store, whatever its case.
    pub fn in_store<'l>(&'l self, store: &'l str) -> impl Iterator<Item = &'l ListedCertificate> {
        let entries = self.entries.iter();
        entries.filter(move |entry| entry.store.is(store))
    }

    /// The certificates that the node itself presents: those of stores that are no trust stores.
    pub fn own(&self) -> impl Iterator<Item = &ListedCertificate> {
        let entries = self.entries.iter();
        entries.filter(|entry| !entry.store.is_trust())
    }

    /// The certificates that the node trusts.
    pub fn trusted(&self) -> impl Iterator<Item = &ListedCertificate> {
        let entries = self.entries.iter();
        entries.filter(|entry| entry.store.is_trust())
    }

    /// The stores, each once, in the order of the list.
    pub fn stores(&self) -> Vec<&Store> {
        let mut stores: Vec<&Store> = Vec::new();
        for entry in &self.entries {
            if !stores.contains(&&entry.store) {
                stores.push(&entry.store);
            }
        }
        stores
    }

    /// Entries that have ended at this time (Unix seconds).
    pub fn expired(&self, at: i64) -> impl Iterator<Item = &ListedCertificate> {
        let entries = self.entries.iter();
        entries.filter(move |entry| entry.expires.is_some_and(|day| day.has_passed(at)))
    }

    /// Entries that have not ended at this time and will within so many days.
    pub fn expiring(&self, at: i64, days: u32) -> impl Iterator<Item = &ListedCertificate> {
        let until = at.saturating_add(i64::from(days) * 86_400);
        let entries = self.entries.iter();
        entries.filter(move |entry| {
            let ends = |day: Day| !day.has_passed(at) && day.start() <= until;
            entry.expires.is_some_and(ends)
        })
    }

    /// Certificates of the node itself that have one common name and are not one certificate.
    pub fn same_names(&self) -> Vec<SameName<'_>> {
        let mut groups: Vec<SameName<'_>> = Vec::new();
        for entry in self.own() {
            let Some(name) = &entry.common_name else {
                continue;
            };
            let is_named = |group: &&mut SameName<'_>| group.common_name.eq_ignore_ascii_case(name);
            match groups.iter_mut().find(is_named) {
                None => groups.push(SameName {
                    common_name: name,
                    certificates: vec![entry],
                }),
                Some(group) => {
                    let known = group.certificates.iter();
                    if !known.copied().any(|other| other.is_same_certificate(entry)) {
                        group.certificates.push(entry);
                    }
                }
            }
        }
        groups.retain(|group| group.certificates.len() > 1);
        groups
    }
}

impl ListedCertificate {
    /// As far as a list tells. A node lists one certificate in several stores if it is reused.
    fn is_same_certificate(&self, other: &Self) -> bool {
        self.key == other.key
            && self.signing == other.signing
            && self.expires == other.expires
            && self.issued_by.eq_ignore_ascii_case(&other.issued_by)
    }
}

impl Store {
    /// Takes the name of a store; known ones get the spelling of the products.
    pub fn new(name: &str) -> Self {
        let known = STORES.iter().find(|store| store.eq_ignore_ascii_case(name));
        Self(known.copied().unwrap_or(name).to_owned())
    }

    /// Its name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is this one, whatever the case.
    pub fn is(&self, name: &str) -> bool {
        self.0.eq_ignore_ascii_case(name)
    }

    /// Whether it holds what the node trusts, and not what it presents.
    pub fn is_trust(&self) -> bool {
        self.0.to_ascii_lowercase().ends_with("-trust")
    }

    fn is_known(name: &str) -> bool {
        STORES.iter().any(|store| store.eq_ignore_ascii_case(name))
    }
}

impl fmt::Display for Store {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}
