//! The findings: a tab for each state, filters beside them.
//!
//! Tabs and filters are radio buttons and check boxes that the style sheet obeys, so that they work
//! without scripts; on paper every state is shown.

use std::collections::BTreeMap;

use crate::finding::{Category, Finding, MissingInput, State};
use crate::html::finding::one_finding;
use crate::html::markup::{Attribute, Markup, class, flag, plain};
use crate::html::{Page, picture};

/// The section of all findings.
pub(super) fn findings(page: &Page<'_>, out: &mut Markup) {
    let section = [
        class("block"),
        plain("id", "findings"),
        plain("aria-labelledby", "findings-title"),
    ];
    out.element("section", &section, |out| {
        let title = page.word("page-findings");
        out.leaf("h2", &[plain("id", "findings-title")], &title);
        out.element("div", &[class("findings")], |out| {
            let label = page.word("page-filters");
            let filters = [
                class("filters"),
                plain("role", "group"),
                plain("aria-label", label),
            ];
            out.element("div", &filters, |out| {
                search(page, out);
                tabs(page, out);
                facets(page, out);
            });
            out.element("div", &[class("states")], |out| {
                for state in State::ALL {
                    one_state(page, out, state);
                }
            });
        });
    });
}

fn search(page: &Page<'_>, out: &mut Markup) {
    let search = [class("search"), plain("id", "search-box"), flag("hidden")];
    out.element("div", &search, |out| {
        out.leaf(
            "label",
            &[plain("for", "search")],
            &page.word("page-search"),
        );
        let input = [
            plain("type", "search"),
            plain("id", "search"),
            plain("autocomplete", "off"),
            plain("spellcheck", "false"),
        ];
        out.void("input", &input);
    });
}

fn tabs(page: &Page<'_>, out: &mut Markup) {
    let first = State::ALL
        .into_iter()
        .find(|&state| page.report.in_state(state).next().is_some())
        .unwrap_or(State::IssueFound);
    out.element("fieldset", &[class("tabs")], |out| {
        out.leaf("legend", &[], &page.word("page-states"));
        for state in State::ALL {
            let mut input = vec![
                plain("type", "radio"),
                plain("name", "state"),
                plain("id", format!("tab-{state}")),
                plain("value", state.as_str()),
                plain("autocomplete", "off"),
            ];
            if state == first {
                input.push(flag("checked"));
            }
            let count = page.report.in_state(state).count();
            let label = page.state(state);
            choice(out, &input, Some(state), (&label, count));
        }
    });
}

fn facets(page: &Page<'_>, out: &mut Markup) {
    let findings = &page.report.findings;
    out.element("fieldset", &[class("facets")], |out| {
        out.leaf("legend", &[], &page.word("page-category"));
        for category in Category::ALL {
            let input = [
                plain("type", "checkbox"),
                class("facet"),
                plain("id", format!("category-{category}")),
                plain("value", category.as_str()),
                plain("autocomplete", "off"),
            ];
            let of_category = |finding: &&Finding| finding.category == category;
            let count = findings.iter().filter(of_category).count();
            let label = page.category(category);
            choice(out, &input, None, (&label, count));
        }
    });
    out.element("fieldset", &[class("facets")], |out| {
        out.leaf("legend", &[], &page.word("page-defects"));
        let input = [
            plain("type", "checkbox"),
            plain("id", "defects-only"),
            plain("autocomplete", "off"),
        ];
        let count = findings
            .iter()
            .filter(|finding| has_defects(finding))
            .count();
        let label = page.word("page-defects-only");
        choice(out, &input, None, (&label, count));
    });
}

/// A tab, which has the sign of its state, or a check box; with its label and how many findings it
/// has.
fn choice(
    out: &mut Markup,
    input: &[Attribute<'_>],
    state: Option<State>,
    (label, count): (&str, usize),
) {
    let kind = if state.is_some() { "tab" } else { "check" };
    out.element("label", &[class(kind)], |out| {
        out.void("input", input);
        if let Some(state) = state {
            picture::icon(out, state);
        }
        out.leaf("span", &[class("name")], label);
        out.leaf("span", &[class("count")], &count.to_string());
    });
}

/// Whether a finding stands for a defect of the vendor, itself or by what is attached to it.
pub(super) fn has_defects(finding: &Finding) -> bool {
    let attached = &finding.attached;
    !finding.defects.is_empty() || attached.iter().any(|attached| !attached.defects.is_empty())
}

fn one_state(page: &Page<'_>, out: &mut Markup, state: State) {
    let title = format!("state-{state}-title");
    let section = [
        class("state"),
        plain("id", format!("state-{state}")),
        plain("aria-labelledby", title.clone()),
    ];
    out.element("section", &section, |out| {
        let findings: Vec<(usize, &Finding)> = page
            .report
            .findings
            .iter()
            .enumerate()
            .filter(|(_, finding)| finding.state == state)
            .collect();
        out.element("h3", &[plain("id", title)], |out| {
            picture::icon(out, state);
            out.text(&page.state(state));
            out.text(" ");
            out.leaf("span", &[class("count")], &findings.len().to_string());
        });
        if findings.is_empty() {
            let none = page.word("page-state-empty");
            return out.leaf("p", &[class("quiet none")], &none);
        }
        if state == State::MissingInformation {
            by_missing_input(page, out, &findings);
        } else {
            by_archive(page, out, &findings);
        }
        let unmatched = page.word("page-no-match");
        out.leaf("p", &[class("quiet unmatched"), flag("hidden")], &unmatched);
    });
}

/// Findings below the name of the archive that they are from; those of loose files stand alone.
fn by_archive(page: &Page<'_>, out: &mut Markup, findings: &[(usize, &Finding)]) {
    let mut archives: Vec<Option<&str>> = Vec::new();
    for (_, finding) in findings {
        let archive = finding.archive.as_deref();
        if !archives.contains(&archive) {
            archives.push(archive);
        }
    }
    for archive in archives {
        out.element("div", &[class("group")], |out| {
            if let Some(archive) = archive {
                out.element("p", &[class("archive")], |out| {
                    out.text(&page.word("page-column-archive"));
                    out.text(" ");
                    out.code(archive);
                });
            }
            for &(number, finding) in findings {
                if finding.archive.as_deref() == archive {
                    one_finding(page, out, number, finding);
                }
            }
        });
    }
}

/// Findings that wait for the same input stand together, below how it is collected.
fn by_missing_input(page: &Page<'_>, out: &mut Markup, findings: &[(usize, &Finding)]) {
    let mut groups: BTreeMap<Option<&MissingInput>, Vec<(usize, &Finding)>> = BTreeMap::new();
    for &(number, finding) in findings {
        let group = groups.entry(finding.missing.as_ref()).or_default();
        group.push((number, finding));
    }
    // Those that name no input come last.
    let unnamed = groups.remove(&None).map(|findings| (None, findings));
    for (input, findings) in groups.into_iter().chain(unnamed) {
        out.element("div", &[class("group")], |out| {
            if let Some(input) = input {
                out.element("div", &[class("collect")], |out| {
                    out.leaf("p", &[], &page.word(&input.how));
                    let count = u64::try_from(findings.len()).unwrap_or(u64::MAX);
                    let waiting = page.count("page-waiting", count);
                    out.leaf("p", &[class("quiet")], &waiting);
                });
            }
            for (number, finding) in findings {
                one_finding(page, out, number, finding);
            }
        });
    }
}
