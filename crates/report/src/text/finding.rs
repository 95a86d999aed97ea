//! Findings: in full where something is to be done, folded where all is well.

use super::chain;
use super::page::Page;
use crate::document::Report;
use crate::facts;
use crate::finding::{Action, Finding, FoundAt, State};

/// Places of evidence that are shown where the rest is only counted.
const EVIDENCE: usize = 6;
/// Cells that are named where the rest is only counted.
const CELLS: usize = 20;
/// Columns of the body of a finding.
const BODY: usize = 3;
/// Columns of what stands under a heading in it.
const INNER: usize = BODY + 2;

/// Findings in a state with all that is known of them, under the names of their archives.
pub(super) fn in_full(report: &Report, state: State, page: &mut Page) {
    let groups = facts::by_archive(report, state);
    if groups.is_empty() {
        return;
    }
    headline(report, state, page);
    for (archive, findings) in groups {
        page.blank();
        match archive {
            Some(archive) => page.sentence(0, archive),
            None => page.word(0, "report-loose-files"),
        }
        for finding in findings {
            page.blank();
            self::finding(finding, page);
        }
    }
}

/// The heading of a state with the count of its findings.
fn headline(report: &Report, state: State, page: &mut Page) {
    let count = report.in_state(state).count();
    let heading = format!("{} ({count})", page.words.state(state));
    page.heading_of(&heading);
}

fn finding(finding: &Finding, page: &mut Page) {
    title(finding, page);
    facts(finding, page);
    prose(finding, page);
    actions(&finding.actions, page);
    snippet(finding, page);
    evidence(finding, page);
    for picture in &finding.chains {
        heading("report-heading-chain", page);
        chain::write(picture, INNER, page);
    }
    attached(finding, page);
    documentation(finding, page);
}

fn title(finding: &Finding, page: &mut Page) {
    let mark = page.mark(finding.state);
    let title = page.words.say(&finding.title);
    page.marked_code(0, &mark, (&finding.code, &title));
}

fn facts(finding: &Finding, page: &mut Page) {
    let mut fields = Vec::new();
    let shown = page.limit(CELLS, finding.cells.len());
    for cell in finding.cells.iter().take(shown) {
        fields.push(("report-label-cell", facts::cell(cell)));
    }
    if shown < finding.cells.len() {
        let values = [("count", (finding.cells.len() - shown).to_string())];
        fields.push(("report-label-cell", page.words.with("report-more", &values)));
    }
    if !finding.peers.is_empty() {
        fields.push(("report-label-peers", finding.peers.join(", ")));
    }
    let seen = page.words.seen(finding);
    fields.extend(seen.map(|seen| ("report-label-seen", seen)));
    let users = page.words.users(&finding.users);
    fields.extend(users.map(|users| ("report-label-users", users)));
    if !finding.defects.is_empty() {
        fields.push(("report-label-defects", finding.defects.join(", ")));
    }
    for upload in &finding.upload {
        fields.push(("label-upload", upload.name.clone()));
        fields.push(("SHA-256", upload.sha256.clone()));
    }
    let explain = format!("tollgate explain {}", finding.code);
    fields.push(("report-label-more", explain));
    page.fields(BODY, &fields);
}

fn prose(finding: &Finding, page: &mut Page) {
    heading("report-heading-description", page);
    let description = page.words.say(&finding.description);
    page.sentence(INNER, &description);
    heading("report-heading-condition", page);
    let condition = page.words.say(&finding.condition);
    page.sentence(INNER, &condition);
    let reason = finding.reason.iter();
    let further: Vec<String> = reason
        .chain(&finding.further_information)
        .map(|paragraph| page.words.say(paragraph))
        .collect();
    if further.is_empty() {
        return;
    }
    heading("report-heading-information", page);
    for paragraph in further {
        page.sentence(INNER, &paragraph);
    }
}

fn actions(actions: &[Action], page: &mut Page) {
    if actions.is_empty() {
        return;
    }
    heading("report-heading-actions", page);
    for (position, action) in actions.iter().enumerate() {
        let number = format!("{}.", position + 1);
        let text = page.words.say(&action.text);
        match &action.workaround_risk {
            None => page.item(INNER, &number, &text),
            Some(risk) => {
                let text = page.words.with("report-workaround", &[("action", text)]);
                page.item(INNER, &number, &text);
                let risk = page.words.say(risk);
                let risk = page.words.with("report-risk", &[("risk", risk)]);
                page.sentence(INNER + number.len() + 1, &risk);
            }
        }
    }
}

fn snippet(finding: &Finding, page: &mut Page) {
    if finding.snippet.is_empty() {
        return;
    }
    heading("report-heading-snippet", page);
    for line in &finding.snippet {
        if let Some(at) = &line.at {
            let place = page.words.place(at);
            page.sentence(INNER, &place);
        }
        page.verbatim(INNER, &line.text);
    }
}

/// Where the finding is seen; the text only where the snippet does not have it.
fn evidence(finding: &Finding, page: &mut Page) {
    if finding.evidence.is_empty() && finding.more_evidence == 0 {
        return;
    }
    heading("report-heading-evidence", page);
    let shown = page.limit(EVIDENCE, finding.evidence.len());
    for evidence in finding.evidence.iter().take(shown) {
        let place = page.words.place(&evidence.at);
        page.sentence(INNER, &place);
        let text = page.words.say(&evidence.text);
        if text.is_empty() || finding.snippet.iter().any(|line| line.text == text) {
            continue;
        }
        match evidence.at {
            FoundAt::Line { .. } => page.verbatim(INNER + 2, &text),
            FoundAt::Frames { .. } | FoundAt::File { .. } => page.sentence(INNER + 2, &text),
        }
    }
    let hidden = u64::try_from(finding.evidence.len() - shown).unwrap_or(u64::MAX);
    let more = finding.more_evidence.saturating_add(hidden);
    if more > 0 {
        let text = page.words.count("report-more", more);
        page.sentence(INNER, &text);
    }
}

fn attached(finding: &Finding, page: &mut Page) {
    if finding.attached.is_empty() {
        return;
    }
    heading("report-heading-attached", page);
    for attached in &finding.attached {
        let title = page.words.say(&attached.title);
        let defects = if attached.defects.is_empty() {
            String::new()
        } else {
            format!(" ({})", attached.defects.join(", "))
        };
        page.coded(INNER, &attached.code, &format!("{title}{defects}"));
        let text = page.words.say(&attached.text);
        page.sentence(INNER + 2, &text);
    }
}

fn documentation(finding: &Finding, page: &mut Page) {
    if finding.documentation.is_empty() {
        return;
    }
    heading("report-heading-documentation", page);
    for document in &finding.documentation {
        page.sentence(INNER, &document.title);
        page.verbatim(INNER, &document.url);
    }
}

fn heading(id: &str, page: &mut Page) {
    page.blank();
    page.word(BODY, id);
}

/// Findings that lack information, under what would have to be collected.
pub(super) fn missing(report: &Report, page: &mut Page) {
    let groups = facts::by_missing(report);
    if groups.is_empty() {
        return;
    }
    headline(report, State::MissingInformation, page);
    let mark = page.mark(State::MissingInformation);
    for (missing, findings) in groups {
        page.blank();
        let how = missing.map_or_else(
            || page.words.word("report-missing-other"),
            |missing| page.words.how(missing),
        );
        page.marked(0, &mark, &how);
        for finding in findings {
            let title = page.words.say(&finding.title);
            page.coded(BODY, &finding.code, &title);
            if let Some(reason) = &finding.reason {
                let reason = page.words.say(reason);
                page.sentence(INNER, &reason);
            }
        }
    }
}

/// Findings that ask for nothing: their names, with a reason where there is one.
pub(super) fn folded(report: &Report, state: State, page: &mut Page) {
    let mut groups: Vec<(Option<String>, Vec<&Finding>)> = Vec::new();
    for finding in report.in_state(state) {
        let reason = finding.reason.as_ref();
        let reason = reason.map(|reason| page.words.say(reason));
        match groups.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, findings)) => findings.push(finding),
            None => groups.push((reason, vec![finding])),
        }
    }
    if groups.is_empty() {
        return;
    }
    headline(report, state, page);
    let mark = page.mark(state);
    for (reason, findings) in groups {
        if let Some(reason) = reason {
            page.sentence(2, &reason);
        }
        if page.is_folded() {
            let mut names: Vec<&str> = Vec::new();
            for finding in &findings {
                if !names.contains(&finding.signature.as_str()) {
                    names.push(&finding.signature);
                }
            }
            page.marked(2, &mark, &names.join(", "));
        } else {
            for finding in findings {
                let title = page.words.say(&finding.title);
                page.marked_code(2, &mark, (&finding.code, &title));
            }
        }
    }
}
