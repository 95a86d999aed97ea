//! Findings in Markdown.

use super::Reply;
use super::escape::{link, prose, strong};
use crate::chain::{ChainBox, ChainPicture, Link};
use crate::document::Report;
use crate::facts;
use crate::finding::{Action, Evidence, Finding, State};
use crate::moment;

/// Places of evidence that a reply shows; a reader who wants all has the other forms.
const EVIDENCE: usize = 12;

pub(super) fn in_full(report: &Report, state: State, reply: &mut Reply) {
    let groups = facts::by_archive(report, state);
    if groups.is_empty() {
        return;
    }
    headline(report, state, reply);
    for (archive, findings) in groups {
        let archive =
            archive.map_or_else(|| reply.words.word("report-loose-files"), ToOwned::to_owned);
        reply.block(&strong(&archive));
        for finding in findings {
            self::finding(finding, reply);
        }
    }
}

/// The heading of a state with the count of its findings.
fn headline(report: &Report, state: State, reply: &mut Reply) {
    let count = report.in_state(state).count();
    let heading = format!("{} ({count})", reply.words.state(state));
    reply.heading(2, &heading);
}

fn finding(finding: &Finding, reply: &mut Reply) {
    let words = reply.words;
    let title = words.say(&finding.title);
    let verdict = words.verdict(finding.state);
    let sign = facts::sign(finding.state);
    reply.heading(3, &format!("{sign} {verdict} {}: {title}", finding.code));
    facts(finding, reply);
    section("report-heading-description", reply);
    let description = words.say(&finding.description);
    reply.paragraph(&description);
    section("report-heading-condition", reply);
    let condition = words.say(&finding.condition);
    reply.paragraph(&condition);
    let further: Vec<String> = finding
        .reason
        .iter()
        .chain(&finding.further_information)
        .map(|paragraph| words.say(paragraph))
        .collect();
    if !further.is_empty() {
        section("report-heading-information", reply);
        for paragraph in further {
            reply.paragraph(&paragraph);
        }
    }
    actions(&finding.actions, reply);
    snippet(finding, reply);
    evidence(finding, reply);
    for picture in &finding.chains {
        chain(picture, reply);
    }
    attached(finding, reply);
    documentation(finding, reply);
}

/// The name of a part of a finding.
fn section(id: &str, reply: &mut Reply) {
    let name = reply.words.word(id);
    reply.heading(4, &name);
}

fn facts(finding: &Finding, reply: &mut Reply) {
    let words = reply.words;
    let mut items = Vec::new();
    for cell in &finding.cells {
        items.push(reply.labelled("report-label-cell", &facts::cell(cell)));
    }
    if !finding.peers.is_empty() {
        items.push(reply.labelled("report-label-peers", &finding.peers.join(", ")));
    }
    if let Some(seen) = words.seen(finding) {
        items.push(reply.labelled("report-label-seen", &seen));
    }
    if let Some(users) = words.users(&finding.users) {
        items.push(reply.labelled("report-label-users", &users));
    }
    if !finding.defects.is_empty() {
        items.push(reply.labelled("report-label-defects", &finding.defects.join(", ")));
    }
    for upload in &finding.upload {
        let value = format!("{}, SHA-256 {}", upload.name, upload.sha256);
        items.push(reply.labelled("label-upload", &value));
    }
    reply.list(&items);
}

fn actions(actions: &[Action], reply: &mut Reply) {
    if actions.is_empty() {
        return;
    }
    section("report-heading-actions", reply);
    for (position, action) in actions.iter().enumerate() {
        let mut text = reply.words.say(&action.text);
        if let Some(risk) = &action.workaround_risk {
            let risk = [("risk", reply.words.say(risk))];
            let risk = reply.words.with("report-risk", &risk);
            let workaround = [("action", text)];
            text = reply.words.with("report-workaround", &workaround);
            text = format!("{text} {risk}");
        }
        let item = format!("{}. {}", position + 1, prose(&text));
        if position == 0 {
            reply.block(&item);
        } else {
            reply.line(&item);
        }
    }
}

fn snippet(finding: &Finding, reply: &mut Reply) {
    if finding.snippet.is_empty() {
        return;
    }
    section("report-heading-snippet", reply);
    let lines = finding.snippet.iter().map(|line| line.text.as_str());
    reply.verbatim("", lines);
}

fn evidence(finding: &Finding, reply: &mut Reply) {
    if finding.evidence.is_empty() && finding.more_evidence == 0 {
        return;
    }
    section("report-heading-evidence", reply);
    let place = |evidence: &Evidence| {
        let place = reply.words.place(&evidence.at);
        let text = reply.words.say(&evidence.text);
        let is_shown = finding.snippet.iter().any(|line| line.text == text);
        if is_shown || text.is_empty() {
            prose(&place)
        } else {
            prose(&format!("{place}: {text}"))
        }
    };
    let mut items: Vec<String> = finding.evidence.iter().take(EVIDENCE).map(place).collect();
    let hidden = finding.evidence.len() - items.len();
    let hidden = u64::try_from(hidden).unwrap_or(u64::MAX);
    let more = finding.more_evidence.saturating_add(hidden);
    if more > 0 {
        items.push(prose(&reply.words.count("report-more", more)));
    }
    reply.list(&items);
}

/// The chain of trust as a list, the leaf first.
fn chain(picture: &ChainPicture, reply: &mut Reply) {
    section("report-heading-chain", reply);
    let title = reply.words.say(&picture.title);
    let at = [("at", moment::seconds(picture.at))];
    let judged = reply.words.with("report-judged-at", &at);
    reply.paragraph(&format!("{title}, {judged}"));
    for (depth, certificate) in picture.boxes.iter().enumerate() {
        let badge = facts::badge(&certificate.origin);
        let item = format!(
            "{}. {}",
            depth + 1,
            prose(&format!("{badge} {}", certificate.name))
        );
        if depth == 0 {
            reply.block(&item);
        } else {
            reply.line(&item);
        }
        for detail in details(certificate, reply) {
            reply.line(&format!("    - {detail}"));
        }
        if let (0, Some(name)) = (depth, &picture.name) {
            let id = if picture.name_fails {
                "report-name-fails"
            } else {
                "report-name-fits"
            };
            let name = [("name", reply.words.say(name))];
            let text = prose(&reply.words.with(id, &name));
            reply.line(&format!("    - {text}"));
        }
    }
}

fn details(certificate: &ChainBox, reply: &Reply) -> Vec<String> {
    let words = reply.words;
    let mut details = Vec::new();
    for (code, problem) in &certificate.problems {
        let problem = format!("{code} {}", words.say(problem));
        details.push(reply.labelled("label-problem", &problem));
    }
    let values = [
        ("label-issued-to", &certificate.subject),
        ("label-issued-by", &certificate.issuer),
        ("label-serial", &certificate.serial),
        ("label-key", &certificate.key),
        ("label-signature", &certificate.signature),
        ("SHA-256", &certificate.sha256),
    ];
    for (label, value) in values {
        if !value.is_empty() {
            details.push(reply.labelled(label, value));
        }
    }
    if let Some(validity) = words.validity(certificate) {
        details.push(reply.labelled("label-valid", &validity));
    }
    if !certificate.names.is_empty() {
        let names = certificate.names.join(", ");
        details.push(reply.labelled("label-alternative-names", &names));
    }
    let keys = [
        ("label-subject-key", &certificate.ski),
        ("label-authority-key", &certificate.aki),
    ];
    for (label, key) in keys {
        details.extend(key.iter().map(|key| reply.labelled(label, key)));
    }
    for twin in &certificate.twins {
        details.push(reply.labelled("label-twin", twin));
    }
    let link = match &certificate.above {
        None => None,
        Some(Link::Verified) => Some(words.word("report-link-verified")),
        Some(Link::NameOnly) => Some(words.word("report-link-name-only")),
        Some(Link::Broken(why)) => {
            let why = [("reason", words.say(why))];
            Some(words.with("report-link-broken", &why))
        }
    };
    details.extend(link.map(|link| prose(&link)));
    details
}

fn attached(finding: &Finding, reply: &mut Reply) {
    if finding.attached.is_empty() {
        return;
    }
    section("report-heading-attached", reply);
    let mut items = Vec::new();
    for attached in &finding.attached {
        let title = reply.words.say(&attached.title);
        let defects = if attached.defects.is_empty() {
            String::new()
        } else {
            format!(" ({})", attached.defects.join(", "))
        };
        let text = reply.words.say(&attached.text);
        let head = strong(&format!("{}: {title}{defects}", attached.code));
        items.push(format!("{head} {}", prose(&text)));
    }
    reply.list(&items);
}

fn documentation(finding: &Finding, reply: &mut Reply) {
    if finding.documentation.is_empty() {
        return;
    }
    section("report-heading-documentation", reply);
    let documents = finding.documentation.iter();
    let links: Vec<String> = documents
        .map(|document| link(&document.title, &document.url))
        .collect();
    reply.list(&links);
}

/// Findings that lack information, under what would have to be collected.
pub(super) fn missing(report: &Report, reply: &mut Reply) {
    let groups = facts::by_missing(report);
    if groups.is_empty() {
        return;
    }
    headline(report, State::MissingInformation, reply);
    for (missing, findings) in groups {
        let how = missing.map_or_else(
            || reply.words.word("report-missing-other"),
            |missing| reply.words.how(missing),
        );
        reply.paragraph(&how);
        let mut items = Vec::new();
        for finding in findings {
            let title = reply.words.say(&finding.title);
            let mut text = format!("{}: {title}", finding.code);
            if let Some(reason) = &finding.reason {
                text = format!("{text} {}", reply.words.say(reason));
            }
            items.push(prose(&text));
        }
        reply.list(&items);
    }
}

/// Findings that ask for nothing: code, name, and reason where there is one.
pub(super) fn named(report: &Report, state: State, reply: &mut Reply) {
    if report.in_state(state).next().is_none() {
        return;
    }
    headline(report, state, reply);
    let mut items = Vec::new();
    for finding in report.in_state(state) {
        let title = reply.words.say(&finding.title);
        let mut text = format!("{}: {title}", finding.code);
        if let Some(reason) = &finding.reason {
            text = format!("{text} {}", reply.words.say(reason));
        }
        items.push(prose(&text));
    }
    reply.list(&items);
}
