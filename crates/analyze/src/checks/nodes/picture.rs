//! The chain of trust as it was presented, as a picture: what was sent, what is stored, what is
//! absent, and where it breaks.

use tollgate_pki::{Certificate, KeyFamily, TrustStore, Verdict};
use tollgate_report::{ChainBox, ChainPicture, Link, Message, Origin};

use super::cause::Cause;
use super::incident::{presented, store};
use crate::case::{Case, Presented};

/// The picture of the chain of a cause; `None` where it was not seen.
pub(super) fn picture(case: &Case, cause: &Cause) -> Option<ChainPicture> {
    let presented = presented(case, cause)?;
    let verdict = cause.verdict.as_ref()?;
    let cell = case.cells.get(cause.cell)?;
    let store = store(case, presented);
    let path = path(presented, verdict);
    let name = verdict.reasons.iter().find(|reason| reason.is_name());
    let mut boxes: Vec<ChainBox> = path
        .iter()
        .enumerate()
        .map(|(depth, certificate)| boxed(presented, verdict, store, (depth, certificate)))
        .collect();
    if let Some(last) = path.last() {
        end(&mut boxes, last, store);
    }
    Some(ChainPicture {
        title: Message::plain(cell.cell.to_string()),
        boxes,
        name: match name {
            Some(reason) => Some(Message::from(&reason.expected)),
            None if cell.is_address_known => {
                let address = ("address", cell.cell.address.clone());
                Some(Message::new("cell-name-fits", [address]))
            }
            None => None,
        },
        name_fails: name.is_some(),
        at: presented.at,
    })
}

/// The path that was tried; what was sent where there is none.
fn path(presented: &Presented, verdict: &Verdict) -> Vec<Certificate> {
    if verdict.path.is_empty() {
        presented.chain.to_vec()
    } else {
        verdict.path.clone()
    }
}

fn boxed(
    presented: &Presented,
    verdict: &Verdict,
    store: Option<&TrustStore>,
    (depth, certificate): (usize, &Certificate),
) -> ChainBox {
    let facts = certificate.facts();
    let mut problems: Vec<(String, Message)> = Vec::new();
    for reason in verdict
        .reasons
        .iter()
        .filter(|reason| reason.depth == depth)
    {
        let problem = (reason.code.to_string(), Message::from(&reason.found));
        if !problems.contains(&problem) {
            problems.push(problem);
        }
    }
    for warning in verdict.warnings.iter().filter(|w| w.depth == depth) {
        let text = Message::Text {
            id: warning.message_id.to_owned(),
            arguments: warning.arguments(),
        };
        problems.push((warning.code.to_string(), text));
    }
    // Which signature does not verify is said of the certificate that carries it.
    let is_broken = verdict
        .reasons
        .iter()
        .any(|reason| reason.depth == depth && matches!(reason.openssl, 4 | 6 | 7 | 76..=78));
    let link = if is_broken {
        Link::NameOnly
    } else {
        Link::Verified
    };
    ChainBox {
        subject: facts.subject.clone(),
        name: certificate.name().to_owned(),
        issuer: facts.issuer.clone(),
        serial: facts.serial.clone(),
        sha256: certificate.fingerprint().to_string(),
        ski: facts.ski.clone(),
        aki: facts.aki.clone(),
        not_before: facts.not_before,
        not_after: facts.not_after,
        key: facts.key.to_string(),
        signature: facts.signature_algorithm.clone(),
        names: names(certificate),
        origin: origin(presented, store, certificate),
        problems,
        above: Some(link),
        twins: twins(store, certificate),
    }
}

/// What is above the last certificate: nothing for an anchor, or what is missing.
fn end(boxes: &mut Vec<ChainBox>, last: &Certificate, store: Option<&TrustStore>) {
    let facts = last.facts();
    let is_stored = store.is_some_and(|store| store.contains(last));
    let above = if is_stored && facts.is_self_signed {
        None
    } else if facts.is_self_signed {
        let id = if store.is_some() {
            "cell-link-not-stored"
        } else {
            "cell-link-store-unknown"
        };
        Some(Link::Broken(Message::new(id, [])))
    } else {
        Some(Link::Broken(Message::new(
            "cell-link-issuer-absent",
            [("issuer", facts.issuer.clone())],
        )))
    };
    let is_absent = above.is_some() && !facts.is_self_signed;
    if let Some(top) = boxes.last_mut() {
        top.above = above;
    }
    if is_absent {
        boxes.push(absent(last));
    }
}

fn absent(below: &Certificate) -> ChainBox {
    let facts = below.facts();
    ChainBox {
        subject: facts.issuer.clone(),
        name: facts
            .issuer_cn
            .clone()
            .unwrap_or_else(|| facts.issuer.clone()),
        issuer: String::new(),
        serial: String::new(),
        sha256: String::new(),
        ski: facts.aki.clone(),
        aki: None,
        not_before: None,
        not_after: None,
        key: String::new(),
        signature: String::new(),
        names: Vec::new(),
        origin: Origin::Absent,
        problems: Vec::new(),
        above: None,
        twins: Vec::new(),
    }
}

fn origin(presented: &Presented, store: Option<&TrustStore>, certificate: &Certificate) -> Origin {
    let is_sent = presented.chain.contains(certificate);
    let stored = store.and_then(|store| {
        let mut all = store.certificates().iter();
        all.find(|stored| stored.certificate == *certificate)
    });
    match (is_sent, stored) {
        (true, Some(stored)) => Origin::SentAndStored {
            number: stored.position,
        },
        (false, Some(stored)) => Origin::Stored {
            number: stored.position,
        },
        (_, None) => Origin::Sent,
    }
}

/// Other stored certificates of the subject: `#12 steven-DC-CA 7f3a...`.
fn twins(store: Option<&TrustStore>, certificate: &Certificate) -> Vec<String> {
    let stored = store.map(TrustStore::certificates).unwrap_or_default();
    stored
        .iter()
        .filter(|stored| {
            stored.certificate.facts().subject == certificate.facts().subject
                && stored.certificate != *certificate
        })
        .map(|stored| {
            let name = stored.certificate.name();
            let sha256 = stored.certificate.fingerprint().to_string();
            format!("#{} {name} {sha256}", stored.position)
        })
        .collect()
}

/// The names of a certificate as OpenSSL writes them.
pub(super) fn names(certificate: &Certificate) -> Vec<String> {
    let facts = certificate.facts();
    let mut names: Vec<String> = Vec::new();
    names.extend(facts.dns_names.iter().map(|name| format!("DNS:{name}")));
    names.extend(facts.ip_addresses.iter().map(|ip| format!("IP:{ip}")));
    names.extend(facts.common_names.first().map(|cn| format!("CN={cn}")));
    names
}

/// Whether the certificate has an elliptic-curve key.
pub(super) fn is_ecdsa(certificate: &Certificate) -> bool {
    certificate.facts().key.family == KeyFamily::Ecdsa
}
