//! One finding: its head, and in its body everything that is known of it.

use crate::finding::{Action, Attached, Finding, State};
use crate::html::anchors::{FindingAnchors, LISTED_CELLS};
use crate::html::chain::chains;
use crate::html::evidence::{evidence, snippet};
use crate::html::findings::has_defects;
use crate::html::head::more;
use crate::html::markup::{Markup, class, plain, to_anchor, to_document};
use crate::html::plan::{opened, uploads};
use crate::html::{Page, picture, time};

/// A finding, the nth of the report from 0.
pub(super) fn one_finding(page: &Page<'_>, out: &mut Markup, number: usize, finding: &Finding) {
    let mut classes = format!("finding is-{} of-{}", finding.state, finding.category);
    if has_defects(finding) {
        classes.push_str(" has-defects");
    }
    let title = format!("finding-{number}");
    let article = [class(classes), plain("aria-labelledby", title.clone())];
    out.element("article", &article, |out| {
        let mut details = Vec::new();
        if finding.state == State::IssueFound {
            details.push(opened());
        }
        out.element("details", &details, |out| {
            out.element("summary", &[], |out| head(page, out, &title, finding));
            let anchors = page.anchors.finding(number);
            let mut body = vec![class("body")];
            if let Some(anchors) = anchors {
                body.push(plain("id", anchors.finding.clone()));
            }
            out.element("div", &body, |out| {
                content(page, out, anchors, finding);
            });
        });
    });
}

fn head(page: &Page<'_>, out: &mut Markup, title: &str, finding: &Finding) {
    picture::icon(out, finding.state);
    out.element("h4", &[plain("id", title.to_owned())], |out| {
        out.leaf("span", &[class("unseen")], &page.state(finding.state));
        out.leaf("span", &[class("unseen")], ": ");
        if !finding.code.is_empty() {
            out.element("span", &[class("tag code")], |out| out.code(&finding.code));
            out.text(" ");
        }
        page.say(out, &finding.title);
    });
    out.element("span", &[class("where")], |out| {
        for cell in finding.cells.iter().take(HEAD_CELLS) {
            out.element("span", &[], |out| out.code(&cell.to_string()));
            out.text(" ");
        }
        let more = finding.cells.len().saturating_sub(HEAD_CELLS);
        if more > 0 {
            let more = u64::try_from(more).unwrap_or(u64::MAX);
            out.leaf("span", &[], &page.count("page-more", more));
        }
    });
}

/// Cells in the head of a finding; its body has all.
const HEAD_CELLS: usize = 3;

fn content(page: &Page<'_>, out: &mut Markup, anchors: Option<&FindingAnchors>, finding: &Finding) {
    facts(page, out, finding);
    if let Some(reason) = &finding.reason {
        part(page, out, "page-reason", |out| {
            page.paragraph(out, &[], reason);
        });
    }
    part(page, out, "report-heading-description", |out| {
        page.paragraph(out, &[], &finding.description);
    });
    part(page, out, "report-heading-condition", |out| {
        page.paragraph(out, &[], &finding.condition);
    });
    if !finding.further_information.is_empty() || !finding.documentation.is_empty() {
        part(page, out, "report-heading-information", |out| {
            further(page, out, finding);
        });
    }
    if !finding.actions.is_empty() {
        part(page, out, "report-heading-actions", |out| {
            actions(page, out, &finding.actions);
        });
    }
    if !finding.upload.is_empty() {
        part(page, out, "report-heading-upload", |out| {
            uploads(page, out, &finding.upload);
        });
    }
    if !finding.snippet.is_empty() {
        part(page, out, "report-heading-snippet", |out| {
            snippet(page, out, finding);
        });
    }
    if !finding.chains.is_empty() {
        part(page, out, "report-heading-chain", |out| {
            let prefix = anchors.map_or("chain", |anchors| &anchors.finding);
            chains(page, out, prefix, &finding.chains);
        });
    }
    if !finding.evidence.is_empty() || finding.more_evidence > 0 {
        part(page, out, "report-heading-evidence", |out| {
            evidence(page, out, anchors, finding);
        });
    }
    if !finding.cells.is_empty() || !finding.users.names.is_empty() || finding.users.count > 0 {
        part(page, out, "page-affected", |out| {
            affected(page, out, anchors, finding);
        });
    }
    if !finding.attached.is_empty() {
        part(page, out, "report-heading-attached", |out| {
            attached(page, out, &finding.attached);
        });
    }
    out.element("p", &[class("quiet origin")], |out| {
        if let Some(anchors) = anchors {
            // A link to itself, to be copied into a mail.
            let link = [
                to_anchor(&anchors.finding),
                plain("id", format!("{}_link", anchors.finding)),
            ];
            out.element("a", &link, |out| {
                out.code(&format!("#{}", anchors.finding));
            });
            out.text(" · ");
        }
        out.text(&page.word("page-signature"));
        out.text(" ");
        out.code(&finding.signature);
        out.text(" ");
        out.text(&page.words("page-version", [("version", finding.version.to_string())]));
    });
}

/// A part of a finding: its heading at the side, its content beside it.
fn part(page: &Page<'_>, out: &mut Markup, heading: &str, content: impl FnOnce(&mut Markup)) {
    out.element("div", &[class("part")], |out| {
        out.leaf("h5", &[], &page.word(heading));
        out.element("div", &[class("content")], content);
    });
}

/// Where and when, how often, for how many.
fn facts(page: &Page<'_>, out: &mut Markup, finding: &Finding) {
    out.element("ul", &[class("facts")], |out| {
        // Where findings stand below the name of their archive it is said once for all of them.
        let is_said = finding.state != State::MissingInformation;
        if let Some(archive) = finding.archive.as_ref().filter(|_| !is_said) {
            fact(page, out, "page-column-archive", |out| out.code(archive));
        }
        if !finding.peers.is_empty() {
            fact(page, out, "report-heading-peers", |out| {
                out.value(&finding.peers.join(", "));
            });
        }
        fact(page, out, "page-category", |out| {
            out.text(&page.category(finding.category));
        });
        if let Some(first) = finding.first_seen {
            fact(page, out, "page-first", |out| time(out, first));
        }
        if let Some(last) = finding
            .last_seen
            .filter(|_| finding.last_seen != finding.first_seen)
        {
            fact(page, out, "page-last", |out| time(out, last));
        }
        for (id, count) in [
            ("page-occurrences", finding.occurrences),
            ("page-requests", finding.requests),
            (users(finding), finding.users.count),
        ] {
            if count > 0 {
                out.leaf("li", &[], &page.count(id, count));
            }
        }
        for defect in &finding.defects {
            out.element("li", &[], |out| {
                out.element("span", &[class("tag")], |out| out.code(defect));
            });
        }
    });
}

/// The message of a number of users, which may be only the least that there are.
fn users(finding: &Finding) -> &'static str {
    if finding.users.are_more {
        "report-users-at-least"
    } else {
        "report-users"
    }
}

fn fact(page: &Page<'_>, out: &mut Markup, id: &str, content: impl FnOnce(&mut Markup)) {
    out.element("li", &[], |out| {
        out.leaf("span", &[class("quiet")], &page.word(id));
        out.text(" ");
        content(out);
    });
}

fn further(page: &Page<'_>, out: &mut Markup, finding: &Finding) {
    for paragraph in &finding.further_information {
        page.paragraph(out, &[], paragraph);
    }
    if finding.documentation.is_empty() {
        return;
    }
    out.element("ul", &[class("documents")], |out| {
        for document in &finding.documentation {
            out.element("li", &[], |out| {
                if let Some(address) = to_document(&document.url) {
                    let link = [address, plain("rel", "noreferrer noopener external")];
                    out.element("a", &link, |out| out.value(&document.title));
                } else {
                    out.value(&document.title);
                    out.text(" ");
                    out.code(&document.url);
                }
            });
        }
    });
}

/// What to do, numbered; what only hides the problem comes last, with its risk.
fn actions(page: &Page<'_>, out: &mut Markup, actions: &[Action]) {
    let (workarounds, repairs): (Vec<&Action>, Vec<&Action>) = actions
        .iter()
        .partition(|action| action.workaround_risk.is_some());
    out.element("ol", &[class("actions")], |out| {
        for action in repairs.into_iter().chain(workarounds) {
            let kind = if action.workaround_risk.is_some() {
                "workaround"
            } else {
                "repair"
            };
            out.element("li", &[class(kind)], |out| {
                if action.workaround_risk.is_some() {
                    out.leaf("span", &[class("tag")], &page.word("page-workaround"));
                    out.text(" ");
                }
                page.say(out, &action.text);
                if let Some(risk) = &action.workaround_risk {
                    out.element("p", &[class("risk")], |out| {
                        out.leaf("b", &[], &page.word("page-risk"));
                        out.text(" ");
                        page.say(out, risk);
                    });
                }
            });
        }
    });
}

fn affected(
    page: &Page<'_>,
    out: &mut Markup,
    anchors: Option<&FindingAnchors>,
    finding: &Finding,
) {
    if !finding.cells.is_empty() {
        out.element("ul", &[class("cells")], |out| {
            for (number, cell) in finding.cells.iter().take(LISTED_CELLS).enumerate() {
                let anchor = anchors.and_then(|anchors| anchors.cells.get(number));
                // The first cell's anchor is that of the finding, above.
                let id = anchor
                    .filter(|_| number > 0)
                    .map(|id| plain("id", id.clone()));
                out.element("li", id.as_slice(), |out| {
                    match anchor {
                        Some(anchor) => out.element("a", &[to_anchor(anchor)], |out| {
                            out.code(&cell.to_string());
                        }),
                        None => out.code(&cell.to_string()),
                    }
                    if cell.node != cell.address {
                        out.text(" ");
                        out.element("span", &[class("quiet")], |out| out.value(&cell.node));
                    }
                });
            }
        });
    }
    more(page, out, finding.cells.len(), LISTED_CELLS);
    let users = &finding.users;
    if users.count > 0 || !users.names.is_empty() {
        out.element("p", &[], |out| {
            out.text(&page.count(self::users(finding), users.count));
            for (number, name) in users.names.iter().enumerate() {
                out.text(if number == 0 { ": " } else { ", " });
                out.code(name);
            }
            let named = u64::try_from(users.names.len()).unwrap_or(u64::MAX);
            if users.are_more || users.count > named {
                out.text(" ");
                out.text(&page.word("page-and-more"));
            }
        });
    }
}

fn attached(page: &Page<'_>, out: &mut Markup, attached: &[Attached]) {
    out.element("ul", &[class("attached")], |out| {
        for cause in attached {
            out.element("li", &[], |out| {
                out.element("p", &[], |out| {
                    if !cause.code.is_empty() {
                        out.element("span", &[class("tag")], |out| out.code(&cause.code));
                        out.text(" ");
                    }
                    out.element("b", &[], |out| page.say(out, &cause.title));
                    for defect in &cause.defects {
                        out.text(" ");
                        out.element("span", &[class("tag")], |out| out.code(defect));
                    }
                });
                page.paragraph(out, &[], &cause.text);
            });
        }
    });
}
