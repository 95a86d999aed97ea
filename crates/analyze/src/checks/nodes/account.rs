//! Where an incident is seen: the lines that show it best, all lines and frames, and the files that
//! they are in.

use std::collections::{BTreeMap, BTreeSet};

use tollgate_capture::{AlertDescription, CipherSuite, Outcome, Role};
use tollgate_report::{Evidence, Finding, FoundAt, Message, SnippetLine};

use super::cause::logged;
use super::sighting::Sighting;
use crate::bundle::PartId;
use crate::case::{Case, CellCase, CellFailure, Handshake, LogMaterial};
use crate::log::{Entry, Failed, LogEvidence, Moment, Position};

/// Lines that are listed for a finding; the others are counted.
const LINES: usize = 40;
/// Handshakes that are listed for a finding; the others are counted.
const HANDSHAKES: usize = 20;
/// Addresses whose lines are in a snippet.
const SNIPPETS: usize = 16;

/// Where something is seen, with what was left out.
#[derive(Debug, Default)]
pub(super) struct Account {
    snippet: Vec<SnippetLine>,
    evidence: Vec<Evidence>,
    more: u64,
    /// The archive of the first evidence.
    archive: Option<String>,
    lines: usize,
    handshakes: usize,
    seen: BTreeSet<(usize, Position)>,
}

impl Account {
    pub(super) fn of(case: &Case, sightings: &[Sighting]) -> Self {
        let mut account = Self {
            snippet: snippet(case, sightings),
            archive: archive(case, sightings),
            ..Self::default()
        };
        for sighting in sightings {
            account.add_lines(case, sighting);
        }
        for sighting in sightings {
            for handshake in sighting.handshakes(case) {
                account.add_handshake(case, handshake);
            }
        }
        if account.snippet.is_empty() {
            let last = |sighting: &Sighting| sighting.handshakes(case).last();
            let lines = sightings
                .iter()
                .filter_map(last)
                .map(|handshake| SnippetLine {
                    text: frames_text(handshake),
                    at: Some(frames(case, handshake)),
                });
            account.snippet = lines.take(SNIPPETS).collect();
        }
        account
    }

    /// Puts it into a finding.
    pub(super) fn fill(self, finding: &mut Finding) {
        finding.snippet = self.snippet;
        finding.evidence = self.evidence;
        finding.more_evidence = self.more;
        finding.archive = self.archive;
    }

    fn add_lines(&mut self, case: &Case, sighting: &Sighting) {
        let Some(cell) = sighting.cell(case) else {
            return;
        };
        for failure in sighting.failures(case) {
            let Some(material) = case.logs.get(failure.log) else {
                continue;
            };
            for failed in failed(&material.evidence, cell, failure) {
                let lines = [&failed.evidence.warning, &failed.evidence.error];
                for entry in lines.into_iter().flatten() {
                    self.add_entry(case, failure.log, entry);
                }
            }
            if let Some(whole) = logged(case, failure) {
                let lines = [&whole.latest.warning, &whole.latest.error];
                for entry in lines.into_iter().flatten() {
                    self.add_entry(case, failure.log, entry);
                }
            }
        }
    }

    /// Adds a line of a log once.
    fn add_entry(&mut self, case: &Case, log: usize, entry: &Entry) {
        if !self.seen.insert((log, entry.position)) {
            return;
        }
        if self.lines >= LINES {
            self.more = self.more.saturating_add(1);
            return;
        }
        self.lines = self.lines.saturating_add(1);
        if let Some(material) = case.logs.get(log) {
            self.evidence.push(Evidence {
                at: line(case, material, entry.position),
                text: Message::plain(entry.text.clone()),
            });
        }
    }

    /// Adds a handshake.
    fn add_handshake(&mut self, case: &Case, handshake: &Handshake) {
        let item = Evidence {
            at: frames(case, handshake),
            text: told(handshake),
        };
        if self.evidence.contains(&item) {
            return;
        }
        if self.handshakes >= HANDSHAKES {
            self.more = self.more.saturating_add(1);
            return;
        }
        self.handshakes = self.handshakes.saturating_add(1);
        self.evidence.push(item);
    }
}

/// The most recent WARNING and ERROR of each affected address, the oldest first.
fn snippet(case: &Case, sightings: &[Sighting]) -> Vec<SnippetLine> {
    let mut latest: BTreeMap<String, (Moment, usize, &crate::log::Evidence)> = BTreeMap::new();
    for sighting in sightings {
        let Some(cell) = sighting.cell(case) else {
            continue;
        };
        for failure in sighting.failures(case) {
            let Some(whole) = logged(case, failure) else {
                continue;
            };
            let at = whole.latest.at();
            let address = cell.cell.address.to_ascii_lowercase();
            let is_newer = latest
                .get(&address)
                .is_none_or(|(known, ..)| known.unix_ms <= at.unix_ms);
            if is_newer {
                latest.insert(address, (at, failure.log, &whole.latest));
            }
        }
    }
    let mut pairs: Vec<_> = latest.into_values().collect();
    pairs.sort_by_key(|(at, log, pair)| (at.unix_ms, *log, pair.position()));
    let mut lines = Vec::new();
    for (_, log, pair) in pairs.into_iter().take(SNIPPETS) {
        let Some(material) = case.logs.get(log) else {
            continue;
        };
        let entries = [&pair.warning, &pair.error];
        lines.extend(entries.into_iter().flatten().map(|entry| SnippetLine {
            text: entry.text.clone(),
            at: Some(line(case, material, entry.position)),
        }));
    }
    lines
}

/// Every failure of this kind at this cell of which the lines were kept.
fn failed<'c>(
    evidence: &'c LogEvidence,
    cell: &'c CellCase,
    failure: &'c CellFailure,
) -> impl Iterator<Item = &'c Failed> {
    let is_kind = |failed: &&Failed| failed.kind == failure.kind;
    let joined = evidence.transactions.items.iter().filter(|transaction| {
        transaction.asked.as_ref().is_some_and(|asked| {
            asked.address.eq_ignore_ascii_case(&cell.cell.address)
                && cell.cell.port.is_none_or(|port| port == asked.port)
        })
    });
    let joined = joined.flat_map(|transaction| {
        let attempts = transaction.attempts.iter();
        let attempts = attempts.flat_map(|attempt| &attempt.failures);
        attempts.chain(&transaction.stray_failures)
    });
    let named = move |failed: &&Failed| failed.name.eq_ignore_ascii_case(&cell.cell.address);
    joined
        .filter(is_kind)
        .chain(evidence.unjoined.items.iter().filter(is_kind).filter(named))
}

/// A line of a log, by the name that its archive gives the file.
pub(super) fn line(case: &Case, material: &LogMaterial, position: Position) -> FoundAt {
    let file = usize::try_from(position.file).unwrap_or(usize::MAX);
    let part = material
        .parts
        .get(file)
        .and_then(|part| file_name(case, *part));
    let named = material
        .evidence
        .files
        .get(file)
        .map(|file| file.name.clone());
    FoundAt::Line {
        source: part.or(named).unwrap_or_default(),
        line: position.line,
    }
}

/// The frames of a handshake.
fn frames(case: &Case, handshake: &Handshake) -> FoundAt {
    FoundAt::Frames {
        source: file_name(case, handshake.part).unwrap_or_default(),
        stream: handshake.stream,
        first: handshake.first_frame,
        last: handshake.last_frame,
    }
}

fn file_name(case: &Case, part: PartId) -> Option<String> {
    let bundle = case.evidence.bundle_of(part)?;
    let part = bundle.parts.iter().find(|own| own.id == part)?;
    Some(part.place.name().as_str().to_owned())
}

/// The archive that a part is from.
fn archive_of(case: &Case, part: PartId) -> Option<String> {
    let archive = case.evidence.bundle_of(part)?.archive.as_ref()?;
    Some(archive.name().as_str().to_owned())
}

/// The archive that a log is from.
pub(super) fn archive_of_log(case: &Case, log: usize) -> Option<String> {
    let part = case.logs.get(log)?.parts.first()?;
    archive_of(case, *part)
}

fn archive(case: &Case, sightings: &[Sighting]) -> Option<String> {
    sightings.iter().find_map(|sighting| {
        let mut failures = sighting.failures(case);
        let in_log = failures.find_map(|failure| archive_of_log(case, failure.log));
        in_log.or_else(|| {
            let handshake = sighting.handshakes(case).next()?;
            archive_of(case, handshake.part)
        })
    })
}

/// What the frames of a handshake show.
fn told(handshake: &Handshake) -> Message {
    let certificate = handshake.chain.first().map(|leaf| leaf.name().to_owned());
    let version = handshake.version.map(|version| version.to_string());
    let arguments = |alert: Option<AlertDescription>| {
        [
            ("client", handshake.client.to_string()),
            ("server", handshake.server.to_string()),
            ("certificate", certificate.clone().unwrap_or_default()),
            ("version", version.clone().unwrap_or_default()),
            ("alert", alert.map(alert_text).unwrap_or_default()),
            (
                "seen",
                if certificate.is_some() { "yes" } else { "no" }.to_owned(),
            ),
        ]
    };
    match handshake.outcome {
        Outcome::Established => Message::new("cell-frames-established", arguments(None)),
        Outcome::Refused {
            by: Role::Client,
            alert,
        } => Message::new("cell-frames-refused-by-client", arguments(alert)),
        Outcome::Refused {
            by: Role::Server,
            alert,
        } => Message::new("cell-frames-refused-by-server", arguments(alert)),
        Outcome::Reset { by: Role::Client } => {
            Message::new("cell-frames-reset-by-client", arguments(None))
        }
        Outcome::Reset { by: Role::Server } => {
            Message::new("cell-frames-reset-by-server", arguments(None))
        }
        Outcome::Incomplete => Message::new("cell-frames-incomplete", arguments(None)),
    }
}

/// `unknown_ca (48)`.
pub(super) fn alert_text(alert: AlertDescription) -> String {
    alert.name().map_or_else(
        || alert.0.to_string(),
        |name| format!("{name} ({})", alert.0),
    )
}

/// `10.48.36.46:30002 -> 10.48.36.215:6972 TLSv1.2 Certificate CN=... Alert client unknown_ca (48)`
fn frames_text(handshake: &Handshake) -> String {
    let mut text = format!("{} -> {}", handshake.client, handshake.server);
    let mut add = |part: &str| {
        text.push(' ');
        text.push_str(part);
    };
    if let Some(version) = handshake.version {
        add(&version.to_string());
    }
    if let Some(name) = handshake.cipher_suite.and_then(CipherSuite::openssl_name) {
        add(name);
    }
    if let Some(leaf) = handshake.chain.first() {
        add("Certificate");
        add(&leaf.facts().subject);
    }
    for alert in &handshake.alerts {
        add("Alert");
        add(alert.from.as_str());
        add(&alert_text(alert.description));
    }
    add(handshake.outcome.as_str());
    text
}
