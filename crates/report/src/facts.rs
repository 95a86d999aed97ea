//! What the forms for people have in common: facts of a report in words, before they are made
//! harmless in the manner of the form.

use std::collections::BTreeSet;

use tollgate_text::{Language, text};

use crate::cell::Cell;
use crate::chain::{ChainBox, Origin};
use crate::document::{Input, Peer, PlanAlternative, PlanEffect, Report, Suppressed};
use crate::finding::{Finding, FoundAt, MissingInput, State, Upload, Users};
use crate::message::Message;
use crate::moment;

/// The words of a language.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Words {
    language: Language,
}

impl Words {
    pub(crate) const fn new(language: Language) -> Self {
        Self { language }
    }

    pub(crate) fn word(self, id: &str) -> String {
        text(self.language, id, &[])
    }

    pub(crate) fn with(self, id: &str, values: &[(&str, String)]) -> String {
        text(self.language, id, values)
    }

    pub(crate) fn count(self, id: &str, count: u64) -> String {
        self.with(id, &[("count", count.to_string())])
    }

    pub(crate) fn say(self, message: &Message) -> String {
        message.say(self.language)
    }

    /// Another way to the end of a step.
    pub(crate) fn way(self, way: &PlanAlternative) -> String {
        way.say(self.language)
    }

    /// The services that restart for a step, or that none does.
    pub(crate) fn restarts(self, effect: &PlanEffect) -> String {
        let services: Vec<String> = effect.restarts.iter().map(|own| self.say(own)).collect();
        if services.is_empty() {
            self.word("plan-no-restart")
        } else {
            services.join(", ")
        }
    }

    /// How to collect what is missing.
    pub(crate) fn how(self, missing: &MissingInput) -> String {
        self.word(&missing.how)
    }

    /// The heading over the findings in a state.
    pub(crate) fn state(self, state: State) -> String {
        self.word(match state {
            State::IssueFound => "report-state-issue-found",
            State::PotentialProblem => "report-state-potential-problem",
            State::MissingInformation => "report-state-missing-information",
            State::NoIssue => "report-state-no-issue",
            State::NotApplicable => "report-state-not-applicable",
        })
    }

    /// A short word for a state, such as `FAIL`.
    pub(crate) fn verdict(self, state: State) -> String {
        self.word(match state {
            State::IssueFound => "report-word-fail",
            State::PotentialProblem => "report-word-warn",
            State::MissingInformation => "report-word-miss",
            State::NoIssue => "report-word-pass",
            State::NotApplicable => "report-word-none",
        })
    }

    /// From when to when a finding was met, and how often.
    pub(crate) fn seen(self, finding: &Finding) -> Option<String> {
        let times = match (finding.first_seen, finding.last_seen) {
            (Some(first), Some(last)) if first != last => Some(self.with(
                "report-seen-between",
                &[
                    ("first", moment::milliseconds(first)),
                    ("last", moment::milliseconds(last)),
                ],
            )),
            (Some(at), _) | (None, Some(at)) => Some(moment::milliseconds(at)),
            (None, None) => None,
        };
        let often = (finding.occurrences > 0)
            .then(|| self.count("report-occurrences", finding.occurrences));
        let requests =
            (finding.requests > 0).then(|| self.count("report-requests", finding.requests));
        let parts: Vec<String> = [times, often, requests].into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    }

    /// Code, cells and title of a finding.
    pub(crate) fn headline(self, finding: &Finding) -> String {
        let title = self.say(&finding.title);
        if finding.cells.is_empty() {
            format!("{}: {title}", finding.code)
        } else {
            format!("{} {}: {title}", finding.code, cells(&finding.cells))
        }
    }

    /// Why a finding is suppressed, until when, and where that is written.
    pub(crate) fn suppressed(self, own: &Suppressed) -> String {
        self.with(
            "suppressed-why",
            &[
                ("reason", own.reason.clone()),
                ("until", own.until.clone()),
                ("place", format!("{}:{}", own.file, own.line)),
            ],
        )
    }

    /// How many users, and the names that are known.
    pub(crate) fn users(self, users: &Users) -> Option<String> {
        if users.count == 0 {
            return None;
        }
        let id = if users.are_more {
            "report-users-at-least"
        } else {
            "report-users"
        };
        let mut text = self.count(id, users.count);
        if !users.names.is_empty() {
            text.push_str(": ");
            text.push_str(&users.names.join(", "));
        }
        Some(text)
    }

    /// Where something was seen, as engineers look it up.
    pub(crate) fn place(self, at: &FoundAt) -> String {
        match at {
            FoundAt::Line { source, line } => format!("{source}:{line}"),
            FoundAt::Frames {
                source,
                stream,
                first,
                last,
            } => self.with(
                "report-place-frames",
                &[
                    ("file", source.clone()),
                    ("first", first.to_string()),
                    ("last", last.to_string()),
                    ("stream", stream.to_string()),
                ],
            ),
            FoundAt::File { source, item } if item.is_empty() => source.clone(),
            FoundAt::File { source, item } => format!("{source}: {item}"),
        }
    }

    /// What is known of an appliance.
    pub(crate) fn peer(self, peer: &Peer) -> String {
        let unknown = || self.word("report-peer-unknown");
        let trusted = peer.trusted.map_or_else(
            || self.word("report-peer-store-missing"),
            |trusted| self.with("report-peer-store", &[("count", trusted.to_string())]),
        );
        let parts = [
            peer.role.clone().unwrap_or_else(unknown),
            peer.version.clone().unwrap_or_else(unknown),
            trusted,
            self.with("report-peer-issues", &[("count", peer.issues.to_string())]),
        ];
        parts.join(", ")
    }

    /// What is known of a file that was read.
    pub(crate) fn input(self, input: &Input) -> String {
        let octets = self.count("report-octets", input.octets);
        let facts = input.facts.as_ref().map(|facts| self.say(facts));
        let parts = [Some(input.kind.clone()), Some(octets), facts];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        parts.join(", ")
    }

    /// The dates of a certificate of a chain.
    pub(crate) fn validity(self, certificate: &ChainBox) -> Option<String> {
        let unknown = || self.word("value-unreadable");
        let date = |at: Option<i64>| at.map_or_else(unknown, moment::seconds);
        let is_known = certificate.not_before.is_some() || certificate.not_after.is_some();
        is_known.then(|| {
            self.with(
                "report-seen-between",
                &[
                    ("first", date(certificate.not_before)),
                    ("last", date(certificate.not_after)),
                ],
            )
        })
    }
}

/// The sign of a state, which says the same as its word and its colour.
pub(crate) const fn sign(state: State) -> &'static str {
    match state {
        State::IssueFound => "x",
        State::PotentialProblem => "!",
        State::MissingInformation => "?",
        State::NoIssue => "ok",
        State::NotApplicable => "-",
    }
}

/// The worst state of the findings; `None` where nothing was looked for.
pub(crate) fn worst(report: &Report) -> Option<State> {
    report.findings.iter().map(|finding| finding.state).min()
}

/// A cell with its node, where that is not the address.
pub(crate) fn cell(cell: &Cell) -> String {
    if cell.node == cell.address {
        cell.to_string()
    } else {
        format!("{cell} ({})", cell.node)
    }
}

pub(crate) fn cells(cells: &[Cell]) -> String {
    let cells: Vec<String> = cells.iter().map(cell).collect();
    cells.join(", ")
}

/// Where a certificate is from, as a badge.
pub(crate) fn badge(origin: &Origin) -> String {
    match origin {
        Origin::Sent => "[SENT]".to_owned(),
        Origin::Stored { number } => format!("[STORE #{number}]"),
        Origin::SentAndStored { number } => format!("[SENT+STORE #{number}]"),
        Origin::Absent => "[ABSENT]".to_owned(),
    }
}

/// Findings in a state by their archive, in the order of the first of each; `None` for those in
/// loose files.
pub(crate) fn by_archive(report: &Report, state: State) -> Vec<(Option<&str>, Vec<&Finding>)> {
    let mut groups: Vec<(Option<&str>, Vec<&Finding>)> = Vec::new();
    for finding in report.in_state(state) {
        let archive = finding.archive.as_deref();
        match groups.iter_mut().find(|(known, _)| *known == archive) {
            Some((_, findings)) => findings.push(finding),
            None => groups.push((archive, vec![finding])),
        }
    }
    groups
}

/// Findings that lack information by the input that would give it; `None` for those that name none.
pub(crate) fn by_missing(report: &Report) -> Vec<(Option<&MissingInput>, Vec<&Finding>)> {
    let mut groups: Vec<(Option<&MissingInput>, Vec<&Finding>)> = Vec::new();
    for finding in report.in_state(State::MissingInformation) {
        let missing = finding.missing.as_ref();
        let id = missing.map(|missing| &missing.id);
        let group = groups
            .iter_mut()
            .find(|(known, _)| known.map(|known| &known.id) == id);
        match group {
            Some((_, findings)) => findings.push(finding),
            None => groups.push((missing, vec![finding])),
        }
    }
    groups
}

/// Every certificate to upload, once, in the order of the plan and then of the findings.
pub(crate) fn uploads(report: &Report) -> Vec<&Upload> {
    let plan = report.plan.iter().flat_map(|step| &step.upload);
    let findings = report.findings.iter().flat_map(|finding| &finding.upload);
    let mut known = BTreeSet::new();
    let uploads = plan.chain(findings);
    uploads
        .filter(|upload| known.insert(&upload.sha256))
        .collect()
}
