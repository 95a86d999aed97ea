//! Whether a certificate is revoked, by what its issuer published: a CRL (RFC 5280 section 5) or
//! the answer of an OCSP responder (RFC 6960).
//!
//! This stands beside the verdict and never changes it: the traffic server of the document checks
//! no revocation. Lists and answers are arguments, and so is the time; nothing is fetched here. An
//! answer counts only where its signature is the issuer's, or of a responder that the issuer
//! appointed. What is out of date says nothing, except that a revoked certificate stays revoked.

mod scope;

use openssl::asn1::Asn1GeneralizedTimeRef;
use openssl::error::ErrorStack;
use openssl::hash::MessageDigest;
use openssl::ocsp::{
    OcspCertId, OcspCertStatus, OcspFlag, OcspRequest, OcspResponse, OcspResponseStatus,
    OcspRevokedStatus, OcspStatus,
};
use openssl::stack::Stack;
use openssl::x509::store::X509StoreBuilder;
use openssl::x509::verify::{X509VerifyFlags, X509VerifyParam};
use openssl::x509::{CrlReason, CrlStatus, ReasonCode, X509Crl, X509KeyUsage, X509RevokedRef};

use crate::certificate::{Certificate, unix_seconds};
use scope::{Scope, ScopeError};

/// Seconds by which the clock of whoever issued a list or an answer may be ahead.
const AHEAD: i64 = 300;
/// Seconds for which an answer of a responder counts that does not say when the next one is due.
const WITHOUT_END: i64 = 86_400;
/// Addresses that are taken out of one certificate: more is no certificate of a CA.
const ADDRESSES: usize = 8;
/// Characters of one such address.
const ADDRESS_LENGTH: usize = 2_048;
/// Lists in one PEM file.
const LISTS: usize = 1_000;

/// What is known of a certificate's revocation, and how old that is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Revocation {
    /// Good, revoked or unknown.
    pub state: RevocationState,
    /// When that was so, in Unix seconds (`thisUpdate`); `None` where nothing was read.
    pub this_update: Option<i64>,
    /// When newer information is due, in Unix seconds (`nextUpdate`).
    pub next_update: Option<i64>,
}

/// Whether a certificate is revoked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RevocationState {
    /// It is not, by its issuer's own word, in time.
    Good,
    /// It is.
    Revoked {
        /// Since when, in Unix seconds.
        since: Option<i64>,
        /// Why, in the words of RFC 5280, such as `keyCompromise`; `unspecified` where none is given.
        reason: &'static str,
    },
    /// Nobody can tell, and why.
    Unknown(NotKnown),
}

/// Why nothing is known of a certificate's revocation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NotKnown {
    /// The octets are no CRL, or no answer of a responder.
    Unreadable,
    /// The list is of another issuer.
    OtherIssuer,
    /// The signature is not the issuer's, nor that of a responder that it appointed.
    Signature,
    /// The issuer's certificate does not let it sign lists.
    MayNotSign,
    /// It is from a time after the one that is asked for.
    NotYet,
    /// Newer information was due before the time that is asked for.
    Stale,
    /// It does not say when newer information is due, and is not of today.
    NoEnd,
    /// The list does not cover this certificate, or not every reason.
    OtherScope,
    /// The list only tells what changed.
    Delta,
    /// The list has a critical extension that is not understood.
    UnknownExtension,
    /// The responder gave no answer but an error.
    ResponderFailed,
    /// The answer is about other certificates, or the responder does not know this one.
    NotAnswered,
}

impl NotKnown {
    /// A stable name, for JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::OtherIssuer => "other-issuer",
            Self::Signature => "signature",
            Self::MayNotSign => "issuer-may-not-sign",
            Self::NotYet => "not-yet-valid",
            Self::Stale => "stale",
            Self::NoEnd => "no-end",
            Self::OtherScope => "other-scope",
            Self::Delta => "delta",
            Self::UnknownExtension => "unknown-extension",
            Self::ResponderFailed => "responder-failed",
            Self::NotAnswered => "not-answered",
        }
    }
}

impl RevocationState {
    /// `good`, `revoked` or `unknown`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Revoked { .. } => "revoked",
            Self::Unknown(_) => "unknown",
        }
    }
}

impl Revocation {
    const fn unknown(why: NotKnown) -> Self {
        Self {
            state: RevocationState::Unknown(why),
            this_update: None,
            next_update: None,
        }
    }
}

/// A list of revoked certificates, read once and asked often.
pub struct RevocationList {
    list: X509Crl,
    scope: Result<Scope, ScopeError>,
}

impl std::fmt::Debug for RevocationList {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "RevocationList({})", self.issuer())
    }
}

impl RevocationList {
    /// Reads one list in DER, or every list of a PEM file; empty where there is none.
    pub fn read(octets: &[u8]) -> Vec<Self> {
        let lists = match Self::from_der(octets) {
            Some(list) => vec![list],
            None => pem_blocks(octets)
                .filter_map(|block| X509Crl::from_pem(block).ok()?.to_der().ok())
                .filter_map(|der| Self::from_der(&der))
                .take(LISTS)
                .collect(),
        };
        // What OpenSSL cannot read leaves entries in its error queue.
        drop(ErrorStack::get());
        lists
    }

    fn from_der(der: &[u8]) -> Option<Self> {
        let list = X509Crl::from_der(der).ok()?;
        let scope = Scope::of_list(der);
        Some(Self { list, scope })
    }

    /// Who issued it, spelled as subjects of certificates are.
    pub fn issuer(&self) -> String {
        crate::certificate::distinguished_name(self.list.issuer_name())
    }

    /// What the list says of a certificate of this issuer, at a time in Unix seconds.
    pub fn judge(&self, certificate: &Certificate, issuer: &Certificate, at: i64) -> Revocation {
        let judged = self.judged(certificate, issuer, at);
        drop(ErrorStack::get());
        judged
    }

    fn judged(&self, certificate: &Certificate, issuer: &Certificate, at: i64) -> Revocation {
        let same = |one: &openssl::x509::X509NameRef, other: &openssl::x509::X509NameRef| {
            one.try_cmp(other).is_ok_and(std::cmp::Ordering::is_eq)
        };
        let own = certificate.x509();
        if !same(self.list.issuer_name(), issuer.x509().subject_name())
            || !same(own.issuer_name(), issuer.x509().subject_name())
        {
            return Revocation::unknown(NotKnown::OtherIssuer);
        }
        let usage = issuer.x509().key_usage();
        if usage.is_some_and(|usage| !usage.contains(X509KeyUsage::CRL_SIGN)) {
            return Revocation::unknown(NotKnown::MayNotSign);
        }
        let key = issuer.x509().public_key();
        if !key.is_ok_and(|key| self.list.verify(&key).unwrap_or(false)) {
            return Revocation::unknown(NotKnown::Signature);
        }
        let this_update = unix_seconds(self.list.last_update());
        let next_update = self.list.next_update().and_then(unix_seconds);
        let dated = |state| Revocation {
            state,
            this_update,
            next_update,
        };
        let scope = match &self.scope {
            Ok(scope) => scope,
            Err(error) => return dated(RevocationState::Unknown(error.why())),
        };
        if let CrlStatus::Revoked(entry) = self.list.get_by_serial(own.serial_number())
            && !scope.is_indirect
        {
            return dated(RevocationState::Revoked {
                since: unix_seconds(entry.revocation_date()),
                reason: reason_of(entry),
            });
        }
        if !scope.covers(certificate) {
            return dated(RevocationState::Unknown(NotKnown::OtherScope));
        }
        let late = out_of_date(this_update, next_update, at);
        dated(late.map_or(RevocationState::Good, RevocationState::Unknown))
    }
}

/// Why dates do not fit a time, if they do not. A list without an end is as good as an old one.
fn out_of_date(this_update: Option<i64>, next_update: Option<i64>, at: i64) -> Option<NotKnown> {
    let begun = this_update.is_some_and(|from| from <= at.saturating_add(AHEAD));
    match next_update {
        _ if !begun => Some(NotKnown::NotYet),
        Some(until) if until < at => Some(NotKnown::Stale),
        Some(_) => None,
        None => Some(NotKnown::NoEnd),
    }
}

fn reason_of(entry: &X509RevokedRef) -> &'static str {
    let given = entry.extension::<ReasonCode>().ok().flatten();
    let number = given.and_then(|(_, code)| code.get_i64().ok());
    let known = number.and_then(|number| i32::try_from(number).ok());
    known.map_or("unspecified", |number| {
        reason_name(CrlReason::from_raw(number))
    })
}

fn reason_name(reason: CrlReason) -> &'static str {
    match reason {
        CrlReason::KEY_COMPROMISE => "keyCompromise",
        CrlReason::CA_COMPROMISE => "cACompromise",
        CrlReason::AFFILIATION_CHANGED => "affiliationChanged",
        CrlReason::SUPERSEDED => "superseded",
        CrlReason::CESSATION_OF_OPERATION => "cessationOfOperation",
        CrlReason::CERTIFICATE_HOLD => "certificateHold",
        CrlReason::PRIVILEGE_WITHDRAWN => "privilegeWithdrawn",
        CrlReason::AA_COMPROMISE => "aACompromise",
        _ => "unspecified",
    }
}

/// The PEM blocks of a file that are lists, each with its boundaries.
fn pem_blocks(octets: &[u8]) -> impl Iterator<Item = &[u8]> {
    const BEGIN: &[u8] = b"-----BEGIN X509 CRL-----";
    const END: &[u8] = b"-----END X509 CRL-----";
    let mut rest = octets;
    std::iter::from_fn(move || {
        let from = find(rest, BEGIN)?;
        let block = rest.get(from..)?;
        let length = find(block, END)?.saturating_add(END.len());
        rest = block.get(length..)?;
        block.get(..length)
    })
}

fn find(octets: &[u8], wanted: &[u8]) -> Option<usize> {
    let mut windows = octets.windows(wanted.len());
    windows.position(|window| window == wanted)
}

/// A request to a responder about a certificate, in DER; `None` where OpenSSL cannot make one.
pub fn ocsp_request(certificate: &Certificate, issuer: &Certificate) -> Option<Vec<u8>> {
    let request = || {
        let mut request = OcspRequest::new()?;
        request.add_id(certificate_id(certificate, issuer)?)?;
        request.to_der()
    };
    let made = request();
    drop(ErrorStack::get());
    made.ok()
}

/// Certificates are named by SHA-1 in requests, the one digest that RFC 5019 has responders know.
fn certificate_id(
    certificate: &Certificate,
    issuer: &Certificate,
) -> Result<OcspCertId, ErrorStack> {
    OcspCertId::from_cert(MessageDigest::sha1(), certificate.x509(), issuer.x509())
}

/// What the answer of a responder says of a certificate of this issuer, at a time in Unix seconds.
pub fn judge_ocsp(
    certificate: &Certificate,
    issuer: &Certificate,
    answer: &[u8],
    at: i64,
) -> Revocation {
    let judged = answered(certificate, issuer, answer, at);
    drop(ErrorStack::get());
    judged.unwrap_or_else(Revocation::unknown)
}

fn answered(
    certificate: &Certificate,
    issuer: &Certificate,
    answer: &[u8],
    at: i64,
) -> Result<Revocation, NotKnown> {
    let response = OcspResponse::from_der(answer).map_err(|_| NotKnown::Unreadable)?;
    if response.status() != OcspResponseStatus::SUCCESSFUL {
        return Err(NotKnown::ResponderFailed);
    }
    let basic = response.basic().map_err(|_| NotKnown::Unreadable)?;
    let trust = || {
        let mut parameters = X509VerifyParam::new()?;
        parameters.set_time(at);
        // The issuer alone is trusted here, whether it is a root or not.
        parameters.set_flags(X509VerifyFlags::PARTIAL_CHAIN)?;
        let mut store = X509StoreBuilder::new()?;
        store.add_cert(issuer.x509().to_owned())?;
        store.set_param(&parameters)?;
        let mut signers = Stack::new()?;
        signers.push(issuer.x509().to_owned())?;
        Ok::<_, ErrorStack>((store.build(), signers))
    };
    let (store, signers) = trust().map_err(|_| NotKnown::Signature)?;
    basic
        .verify(&signers, &store, OcspFlag::empty())
        .map_err(|_| NotKnown::Signature)?;
    let id = certificate_id(certificate, issuer).map_err(|_| NotKnown::Unreadable)?;
    let status = basic.find_status(&id).ok_or(NotKnown::NotAnswered)?;
    Ok(by_status(&status, at))
}

fn by_status(status: &OcspStatus<'_>, at: i64) -> Revocation {
    let this_update = generalized(status.this_update);
    let next_update = status.next_update().and_then(generalized);
    let end = next_update.or_else(|| Some(this_update?.saturating_add(WITHOUT_END)));
    let state = match status.status {
        OcspCertStatus::REVOKED => RevocationState::Revoked {
            since: status.revocation_time.and_then(generalized),
            reason: ocsp_reason(status.reason),
        },
        OcspCertStatus::GOOD => match out_of_date(this_update, end, at) {
            None => RevocationState::Good,
            Some(NotKnown::Stale) if next_update.is_none() => {
                RevocationState::Unknown(NotKnown::NoEnd)
            }
            Some(why) => RevocationState::Unknown(why),
        },
        _ => RevocationState::Unknown(NotKnown::NotAnswered),
    };
    Revocation {
        state,
        this_update,
        next_update,
    }
}

fn ocsp_reason(reason: OcspRevokedStatus) -> &'static str {
    reason_name(CrlReason::from_raw(reason.as_raw()))
}

/// `openssl` shows such a time as `Jul 11 16:55:25 2022 GMT` and compares it with none.
fn generalized(time: &Asn1GeneralizedTimeRef) -> Option<i64> {
    let text = time.to_string();
    let mut words = text.split_whitespace();
    let (month, day, clock, year) = (words.next()?, words.next()?, words.next()?, words.next()?);
    let clock = clock.split('.').next()?;
    let text = format!("{month} {day} {clock} {year}");
    let read = jiff::civil::DateTime::strptime("%b %d %H:%M:%S %Y", text).ok()?;
    let zoned = read.to_zoned(jiff::tz::TimeZone::UTC).ok()?;
    Some(zoned.timestamp().as_second())
}

/// Where the issuer of a certificate says that it publishes its list, in order, each once.
pub fn crl_addresses(certificate: &Certificate) -> Vec<String> {
    let points = certificate.x509().crl_distribution_points();
    let mut addresses = Vec::new();
    for point in points.iter().flatten() {
        let names = point.distpoint().and_then(|name| name.fullname());
        for name in names.into_iter().flatten() {
            note(&mut addresses, name.uri());
        }
    }
    drop(ErrorStack::get());
    addresses
}

/// Where a responder answers for a certificate, in order, each once.
pub fn ocsp_addresses(certificate: &Certificate) -> Vec<String> {
    let mut addresses = Vec::new();
    let responders = certificate.x509().ocsp_responders();
    for responder in responders.iter().flatten() {
        note(&mut addresses, Some(responder));
    }
    drop(ErrorStack::get());
    addresses
}

fn note(addresses: &mut Vec<String>, address: Option<&str>) {
    let Some(address) = address.filter(|text| text.len() <= ADDRESS_LENGTH) else {
        return;
    };
    if addresses.len() < ADDRESSES && !addresses.iter().any(|known| known == address) {
        addresses.push(address.to_owned());
    }
}

/// Whether a certificate is the issuer of another: by name, key identifier and signature.
pub fn is_issuer(issuer: &Certificate, of: &Certificate) -> bool {
    let names = issuer.facts().subject == of.facts().issuer;
    let signs = names
        && issuer
            .x509()
            .public_key()
            .is_ok_and(|key| of.x509().verify(&key).unwrap_or(false));
    drop(ErrorStack::get());
    signs
}
