//! What is found about a certificate of ours, with the codes and texts of signatures.

use std::collections::BTreeSet;

use tollgate_pki::Certificate;
use tollgate_report::{
    Cell, Evidence, Finding, FoundAt, Message, MissingInput, State, Upload, UploadTo,
};

use super::{Asked, ClientReason, Own, Requests, sunset};
use crate::analysis::day;
use crate::case::PROBE;
use crate::preflight::signatures;
use crate::signature::{Arguments, Signature};

/// Cells, nodes and authorities that a sentence names; the others are counted.
const NAMED: usize = 6;

/// A cell, and what its node asks for.
pub(super) type Facing<'f> = (&'f Cell, &'f Requests);

/// Everything that is to be said of one certificate.
pub(super) fn findings(own: &Own<'_>, facing: &[Facing<'_>], at: i64) -> Vec<Finding> {
    let mut findings = Vec::new();
    findings.extend(of_itself(own, facing, at));
    findings.extend(of_key(own, facing, at));
    findings.extend(of_issuer(own, facing, at));
    findings.extend(of_unknown(own, facing, at));
    findings.extend(of_sunset(own, facing, at));
    findings
}

/// The cells where a certificate meets one of these, each once.
pub(super) fn cells_with(
    own: &Own<'_>,
    facing: &[Facing<'_>],
    at: i64,
    reasons: &[ClientReason],
) -> Vec<Cell> {
    let meets = |asked: &Asked| reasons.contains(&own.judge(asked, at));
    facing
        .iter()
        .filter(|(_, requests)| requests.asked.iter().any(meets))
        .map(|(cell, _)| (*cell).clone())
        .collect()
}

/// The cells whose nodes ask at all.
fn asking(facing: &[Facing<'_>]) -> Vec<Cell> {
    let asking = facing.iter().filter(|(_, own)| own.requested == Some(true));
    asking.map(|(cell, _)| (*cell).clone()).collect()
}

/// Dates and usage: whoever asks, it is in vain.
fn of_itself(own: &Own<'_>, facing: &[Facing<'_>], at: i64) -> Option<Finding> {
    let fault = own.fault(at)?;
    let id = match fault {
        ClientReason::Expired | ClientReason::NotYetValid => "own-certificate-outside-dates",
        ClientReason::NoClientUsage => "own-certificate-not-for-clients",
        _ => "own-key-not-accepted",
    };
    let cells = asking(facing);
    // Where nobody asks, nothing fails for it today.
    let state = if cells.is_empty() {
        State::PotentialProblem
    } else {
        State::IssueFound
    };
    let mut finding = finding(own, id, state, cells)?;
    if fault == ClientReason::KeyUsage {
        let said = Message::new("client-key-usage", []);
        finding.further_information.insert(0, said);
    }
    Some(finding)
}

/// Key types and signatures.
fn of_key(own: &Own<'_>, facing: &[Facing<'_>], at: i64) -> Option<Finding> {
    let cells = cells_with(own, facing, at, &[ClientReason::KeyNotAccepted]);
    if cells.is_empty() {
        return None;
    }
    let mut finding = finding(own, "own-key-not-accepted", State::IssueFound, cells)?;
    let requests = facing.iter().flat_map(|(_, requests)| &requests.asked);
    let refusing = requests.filter(|asked| own.judge(asked, at) == ClientReason::KeyNotAccepted);
    let taken: BTreeSet<String> = refusing.flat_map(wanted).collect();
    let said = Message::new(
        "client-key-taken",
        [
            ("key", own.leaf.facts().key.to_string()),
            ("taken", list(taken)),
        ],
    );
    finding.further_information.insert(0, said);
    Some(finding)
}

/// Types and schemes by their names in the registries.
fn wanted(asked: &Asked) -> Vec<String> {
    let types = asked.types.iter().map(|number| match number {
        1 => "rsa_sign".to_owned(),
        2 => "dss_sign".to_owned(),
        64 => "ecdsa_sign".to_owned(),
        other => format!("{other}"),
    });
    let schemes = asked.schemes.iter().map(|number| match number {
        0x0201 => "rsa_pkcs1_sha1".to_owned(),
        0x0203 => "ecdsa_sha1".to_owned(),
        0x0401 => "rsa_pkcs1_sha256".to_owned(),
        0x0403 => "ecdsa_secp256r1_sha256".to_owned(),
        0x0501 => "rsa_pkcs1_sha384".to_owned(),
        0x0503 => "ecdsa_secp384r1_sha384".to_owned(),
        0x0601 => "rsa_pkcs1_sha512".to_owned(),
        0x0603 => "ecdsa_secp521r1_sha512".to_owned(),
        0x0804 => "rsa_pss_rsae_sha256".to_owned(),
        0x0805 => "rsa_pss_rsae_sha384".to_owned(),
        0x0806 => "rsa_pss_rsae_sha512".to_owned(),
        0x0807 => "ed25519".to_owned(),
        other => format!("{other:#06x}"),
    });
    types.chain(schemes).collect()
}

/// The node names its authorities, and ours is not among them.
fn of_issuer(own: &Own<'_>, facing: &[Facing<'_>], at: i64) -> Option<Finding> {
    let cells = cells_with(own, facing, at, &[ClientReason::IssuerNotListed]);
    if cells.is_empty() {
        return None;
    }
    let mut finding = finding(own, "own-issuer-not-accepted", State::IssueFound, cells)?;
    let requests = facing.iter().flat_map(|(_, requests)| &requests.asked);
    let refusing = requests.filter(|asked| own.judge(asked, at) == ClientReason::IssuerNotListed);
    let names: BTreeSet<String> = refusing.flat_map(|own| own.authorities.clone()).collect();
    let said = Message::new(
        "cell-own-issuer-not-listed",
        [
            ("issuer", own.leaf.facts().issuer.clone()),
            ("names", list(names)),
        ],
    );
    finding.further_information.insert(0, said);
    if own.leaf.facts().is_self_signed {
        let certificate = ("certificate", own.leaf.name().to_owned());
        let said = Message::new("cell-own-self-signed", [certificate]);
        finding.further_information.insert(1, said);
    }
    Some(finding)
}

/// What cannot be told, and how it could be.
fn of_unknown(own: &Own<'_>, facing: &[Facing<'_>], at: i64) -> Vec<Finding> {
    let ways = [
        (
            ClientReason::AnyAuthority,
            "client-unknown-any",
            "client-unknown-any-how",
        ),
        (
            ClientReason::MoreAuthorities,
            "client-unknown-more",
            "client-unknown-any-how",
        ),
        (
            ClientReason::ChainIncomplete,
            "client-unknown-chain",
            "client-unknown-chain-how",
        ),
    ];
    let found = ways.into_iter().filter_map(|(reason, text, how)| {
        let cells = cells_with(own, facing, at, &[reason]);
        if cells.is_empty() {
            return None;
        }
        let state = State::MissingInformation;
        let mut finding = finding(own, "own-issuer-not-accepted", state, cells)?;
        let why = Message::Text {
            id: text.to_owned(),
            arguments: arguments(own, &finding.cells),
        };
        finding.description = why.clone();
        finding.reason = Some(why);
        finding.missing = Some(MissingInput {
            id: "client-trust".to_owned(),
            how: how.to_owned(),
        });
        Some(finding)
    });
    found.collect()
}

/// A public CA that will not issue such a certificate again before this one ends.
fn of_sunset(own: &Own<'_>, facing: &[Facing<'_>], at: i64) -> Option<Finding> {
    let facts = own.leaf.facts();
    let end = facts.not_after.filter(|end| *end >= at)?;
    let is_limited = own.leaf.extended_key_usages().is_some();
    if !is_limited || !own.leaf.may_authenticate_client() {
        return None;
    }
    let authority = sunset::of_issuer(&own.path())?;
    let (statement, ends_at) = authority.ends()?;
    if ends_at > end {
        return None;
    }
    let signature = signature("own-certificate-sunset")?;
    let cells = asking(facing);
    let mut arguments = arguments(own, &cells);
    arguments.push(("authority", authority.name.clone()));
    arguments.push(("ends", statement.ends.clone()));
    arguments.push(("until", day(end)));
    let mut finding = signature.finding(State::PotentialProblem, &arguments);
    let statements = authority.statements.iter().map(|own| (&authority, own));
    let general = sunset::of_everyone();
    let general = general
        .iter()
        .flat_map(|own| own.statements.iter().map(move |one| (own, one)));
    for (authority, statement) in statements.chain(general) {
        finding.further_information.push(Message::new(
            "client-sunset-statement",
            [
                ("authority", authority.name.clone()),
                ("ends", statement.ends.clone()),
                ("source", statement.source.clone()),
                ("said", statement.said.clone()),
                ("url", statement.url.clone()),
            ],
        ));
    }
    fill(&mut finding, own, cells);
    Some(finding)
}

/// The signature of an id, of the preflight or of the program.
fn signature(id: &str) -> Option<Signature> {
    let built_in = || Signature::built_in().into_iter().find(|own| own.id == id);
    signatures::signature(id).or_else(built_in)
}

fn finding(own: &Own<'_>, id: &str, state: State, cells: Vec<Cell>) -> Option<Finding> {
    let mut finding = signature(id)?.finding(state, &arguments(own, &cells));
    fill(&mut finding, own, cells);
    Some(finding)
}

fn arguments(own: &Own<'_>, cells: &[Cell]) -> Arguments {
    let facts = own.leaf.facts();
    let date = |at: Option<i64>| at.map(day).unwrap_or_default();
    let places: BTreeSet<String> = cells.iter().map(place).collect();
    vec![
        ("cells", list(places)),
        ("certificate", own.leaf.name().to_owned()),
        ("subject", facts.subject.clone()),
        ("issuer", facts.issuer.clone()),
        ("key", facts.key.to_string()),
        ("from", date(facts.not_before)),
        ("to", date(facts.not_after)),
    ]
}

fn fill(finding: &mut Finding, own: &Own<'_>, cells: Vec<Cell>) {
    finding.evidence = vec![Evidence {
        at: FoundAt::File {
            source: own.name.to_owned(),
            item: own.leaf.fingerprint().to_string(),
        },
        text: Message::plain(own.leaf.facts().subject.clone()),
    }];
    let asked = cells.iter().map(|cell| Evidence {
        at: FoundAt::File {
            source: PROBE.to_owned(),
            item: cell.to_string(),
        },
        text: Message::plain("CertificateRequest"),
    });
    finding.evidence.extend(asked.take(NAMED));
    finding.more_evidence = u64::try_from(cells.len().saturating_sub(NAMED)).unwrap_or(u64::MAX);
    finding.cells = cells;
}

/// Our CA certificates, root and intermediates, or our own where it signed itself, for the nodes.
pub(super) fn authorities(own: &Own<'_>) -> Vec<Upload> {
    let own_root = own.leaf.facts().is_self_signed.then_some(own.leaf);
    let all = own.issuers.iter().chain(own_root);
    all.map(upload).collect()
}

fn upload(certificate: &Certificate) -> Upload {
    Upload {
        to: UploadTo::Nodes,
        sha256: certificate.fingerprint().to_string(),
        name: certificate.name().to_owned(),
        subject: certificate.facts().subject.clone(),
        pem: certificate.to_pem(),
    }
}

/// `address:port`, whatever the key.
pub(super) fn place(cell: &Cell) -> String {
    match cell.port {
        Some(port) => format!("{}:{port}", cell.address),
        None => cell.address.clone(),
    }
}

/// The first of some names; of the others, how many they are.
pub(super) fn list(names: BTreeSet<String>) -> String {
    let more = names.len().saturating_sub(NAMED);
    let mut shown: Vec<String> = names.into_iter().take(NAMED).collect();
    if more > 0 {
        shown.push(format!("+{more}"));
    }
    shown.join(", ")
}
