//! The two signatures of the documented behaviour: certificates that could not be verified, and the
//! traffic server that enforces verification. What exactly is wrong with a certificate is the
//! business of the checks of nodes; where one of their findings explains these, they are attached
//! to it.

use tollgate_capture as capture;
use tollgate_report::{Evidence, Finding, FoundAt, Message, SnippetLine, State, Users};

use super::{listed, told};
use crate::analysis::sources::part_name;
use crate::case::{Case, CellCase, CellFailure};
use crate::log::{self, Entry, Failure, FailureKind, NoticeEvidence};
use crate::signature::Signature;

/// Users that are named.
const USERS: usize = 10;

/// Refused certificates in the lines of the traffic server, and in those of SIP.
pub(super) fn server_failed(case: &Case, signature: &Signature) -> Vec<Finding> {
    let peers = signature.peers(case);
    let mut findings: Vec<Finding> = refused(case, signature, &peers).into_iter().collect();
    findings.extend(negotiation_errors(case, signature, &peers));
    findings
}

/// Refused certificates of UC nodes, where the release enforces verification.
pub(super) fn traffic_server(case: &Case, signature: &Signature) -> Vec<Finding> {
    let peers = signature.peers(case);
    refused(case, signature, &peers).into_iter().collect()
}

/// What was refused at all cells of some appliances.
fn refused(case: &Case, signature: &Signature, peers: &[usize]) -> Option<Finding> {
    let mut refused = Refused::default();
    for cell in &case.cells {
        let met = cell.peers.is_empty() || cell.peers.iter().any(|peer| peers.contains(peer));
        if met {
            refused.add(case, cell, peers);
        }
    }
    if refused.servers.is_empty() {
        return None;
    }
    let arguments = vec![("servers", listed(&refused.servers))];
    let mut finding = told(signature, State::IssueFound, &arguments);
    finding.cells = refused.cells;
    finding.snippet = refused.snippet;
    finding.evidence = refused.evidence;
    finding.occurrences = refused.occurrences;
    finding.requests = refused.requests;
    (finding.first_seen, finding.last_seen) = (refused.first, refused.last);
    refused.users.sort_unstable();
    refused.users.dedup();
    finding.users = Users {
        count: u64::try_from(refused.users.len()).unwrap_or(u64::MAX),
        are_more: refused.are_more_users,
        names: refused.users.into_iter().take(USERS).collect(),
    };
    Some(finding)
}

#[derive(Default)]
struct Refused {
    servers: Vec<String>,
    cells: Vec<tollgate_report::Cell>,
    snippet: Vec<SnippetLine>,
    evidence: Vec<Evidence>,
    occurrences: u64,
    requests: u64,
    first: Option<i64>,
    last: Option<i64>,
    users: Vec<String>,
    are_more_users: bool,
    /// Cells of logs that were counted: a node with two keys has two cells with one log.
    counted: Vec<(usize, usize)>,
}

impl Refused {
    fn add(&mut self, case: &Case, cell: &CellCase, peers: &[usize]) {
        let mut is_refused = false;
        for failure in &cell.failures {
            if peers.contains(&failure.peer) && is_refusal(&failure.kind) {
                is_refused = true;
                self.add_failure(case, failure);
            }
        }
        for attempt in &cell.attempts {
            if peers.contains(&attempt.peer)
                && let Some(handshake) = attempt.handshake
            {
                is_refused |= self.add_handshake(case, cell, handshake);
            }
        }
        if !is_refused {
            return;
        }
        let address = cell.cell.address.clone();
        if !self.servers.contains(&address) {
            self.servers.push(address);
        }
        self.cells.push(cell.cell.clone());
    }

    fn add_failure(&mut self, case: &Case, own: &CellFailure) {
        let Some((material, cell, failure)) = logged(case, own) else {
            return;
        };
        let key = (own.log, own.failure.0);
        if !self.counted.contains(&key) {
            self.counted.push(key);
            self.requests = self.requests.saturating_add(cell.failed);
            let names = cell.affected_users.names();
            self.users.extend(names.into_iter().map(str::to_owned));
            self.are_more_users |= cell.affected_users.are_more();
            self.occurrences = self.occurrences.saturating_add(failure.occurrences);
        }
        let ends = [failure.period.first(), failure.period.last()];
        for at in ends.into_iter().flatten().map(|moment| moment.unix_ms) {
            self.note(at);
        }
        let lines = [&failure.latest.warning, &failure.latest.error];
        for entry in lines.into_iter().flatten() {
            let at = line(case, material, entry);
            if self
                .snippet
                .iter()
                .any(|line| line.at.as_ref() == Some(&at))
            {
                continue;
            }
            self.snippet.push(SnippetLine {
                text: entry.text.clone(),
                at: Some(at.clone()),
            });
            self.evidence.push(Evidence {
                at,
                text: Message::plain(entry.text.clone()),
            });
        }
    }

    /// A handshake that the appliance ended because of the certificate.
    fn add_handshake(&mut self, case: &Case, cell: &CellCase, at: (usize, usize)) -> bool {
        let Some(capture) = case.captures.get(at.0) else {
            return false;
        };
        let Some(handshake) = capture.handshakes.get(at.1) else {
            return false;
        };
        let capture::Outcome::Refused {
            by: capture::Role::Client,
            alert,
        } = handshake.outcome
        else {
            return false;
        };
        // What refuses a certificate says so with an alert of these kinds (RFC 8446 6.2).
        let alert = alert.map_or(0, |alert| alert.0);
        if !matches!(alert, 0 | 42..=46 | 48 | 51 | 80) || handshake.chain.is_empty() {
            return false;
        }
        if let Some(at) = handshake.at {
            self.note(at);
        }
        if cell.failures.is_empty() {
            self.occurrences = self.occurrences.saturating_add(1);
            self.evidence.push(Evidence {
                at: FoundAt::Frames {
                    source: part_name(case, handshake.part),
                    stream: handshake.stream,
                    first: handshake.first_frame,
                    last: handshake.last_frame,
                },
                text: Message::new(
                    "evidence-refused-handshake",
                    [
                        ("server", handshake.server.to_string()),
                        ("alert", alert.to_string()),
                    ],
                ),
            });
        }
        true
    }

    fn note(&mut self, at: i64) {
        self.first = Some(self.first.map_or(at, |known| known.min(at)));
        self.last = Some(self.last.map_or(at, |known| known.max(at)));
    }
}

/// Whether the traffic server ended a connection because of the node's certificate.
fn is_refusal(kind: &FailureKind) -> bool {
    match kind {
        FailureKind::Chain { .. } | FailureKind::Name { .. } => !kind.went_on(),
        FailureKind::Unspecified => true,
        FailureKind::NodeAlert { .. } | FailureKind::Other { .. } => false,
    }
}

type Logged<'c> = (
    &'c crate::case::LogMaterial,
    &'c log::CellEvidence,
    &'c Failure,
);

fn logged<'c>(case: &'c Case, own: &CellFailure) -> Option<Logged<'c>> {
    let material = case.logs.get(own.log)?;
    let cell = material.evidence.cells.get(own.failure.0)?;
    Some((material, cell, cell.failures.get(own.failure.1)?))
}

/// Where a line is.
fn line(case: &Case, material: &crate::case::LogMaterial, entry: &Entry) -> FoundAt {
    let file = usize::try_from(entry.position.file).unwrap_or(usize::MAX);
    let part = material.parts.get(file);
    let name = material.evidence.files.get(file);
    FoundAt::Line {
        source: part
            .map(|part| part_name(case, *part))
            .filter(|name| !name.is_empty())
            .or_else(|| name.map(|file| file.name.clone()))
            .unwrap_or_default(),
        line: entry.position.line,
    }
}

/// SIP connections that failed for a certificate (`Inbound TLS Negotiation Error` and the outbound
/// one).
fn negotiation_errors(case: &Case, signature: &Signature, peers: &[usize]) -> Option<Finding> {
    let mut servers: Vec<String> = Vec::new();
    let mut found: Option<Finding> = None;
    let mut evidence = Vec::new();
    let mut occurrences: u64 = 0;
    let (mut first, mut last) = (None, None);
    let own = peers.iter().filter_map(|peer| case.peers.get(*peer));
    let logs = own.flat_map(|own| &own.logs);
    for material in logs.filter_map(|log| case.logs.get(*log)) {
        for notice in &material.evidence.notices {
            if !is_negotiation_error(notice) {
                continue;
            }
            let server = server_of(&notice.latest.text);
            if !servers.contains(&server) {
                servers.push(server);
            }
            occurrences = occurrences.saturating_add(notice.count);
            let ends = (notice.period.first(), notice.period.last());
            first = first.into_iter().chain(ends.0.map(|own| own.unix_ms)).min();
            last = last.into_iter().chain(ends.1.map(|own| own.unix_ms)).max();
            evidence.push(Evidence {
                at: line(case, material, &notice.latest),
                text: Message::plain(notice.latest.text.clone()),
            });
        }
    }
    if !servers.is_empty() {
        let arguments = vec![("servers", listed(&servers))];
        let mut finding = told(signature, State::IssueFound, &arguments);
        super::show(&mut finding, evidence);
        finding.occurrences = occurrences;
        (finding.first_seen, finding.last_seen) = (first, last);
        found = Some(finding);
    }
    found
}

fn is_negotiation_error(notice: &NoticeEvidence) -> bool {
    let text = notice.latest.text.to_ascii_lowercase();
    notice.event.contains("TLS Negotiation Error")
        && (text.contains("certificate") || text.contains("unknown ca"))
}

/// Whom a line is about: the name that was expected, else an address.
fn server_of(text: &str) -> String {
    let value = |key: &str| {
        let (_, rest) = text.split_once(&format!("{key}=\""))?;
        let (value, _) = rest.split_once('"')?;
        (!value.is_empty()).then(|| value.to_owned())
    };
    let named = value("Common-name");
    let outbound = text.contains("Outbound").then(|| value("Dst-ip")).flatten();
    let inbound = || value("Src-ip");
    named
        .or(outbound)
        .or_else(inbound)
        .unwrap_or_else(|| "SIP".to_owned())
}
