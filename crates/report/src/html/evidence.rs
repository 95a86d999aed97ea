//! Log lines and where everything was seen.

use crate::finding::{Finding, FoundAt, SnippetLine};
use crate::html::Page;
use crate::html::anchors::FindingAnchors;
use crate::html::head::{columns, scroller};
use crate::html::markup::{Markup, class, plain};

/// Lines that are shown at once: the most recent WARNING and ERROR. The others are one click away.
const SHOWN_LINES: usize = 2;

/// The lines that show a finding best.
pub(super) fn snippet(page: &Page<'_>, out: &mut Markup, finding: &Finding) {
    let shown = finding.snippet.len().min(SHOWN_LINES);
    let (shown, folded) = finding.snippet.split_at(shown);
    lines(page, out, shown);
    if !folded.is_empty() {
        out.element("details", &[class("more")], |out| {
            let count = u64::try_from(folded.len()).unwrap_or(u64::MAX);
            out.leaf("summary", &[], &page.count("page-more-lines", count));
            lines(page, out, folded);
        });
    }
}

fn lines(page: &Page<'_>, out: &mut Markup, lines: &[SnippetLine]) {
    out.element(
        "div",
        &[class("snippet"), plain("data-copy-this", "")],
        |out| {
            for line in lines {
                out.element("div", &[class("line")], |out| {
                    if let Some(at) = &line.at {
                        out.element("p", &[class("quiet at")], |out| place(page, out, at));
                    }
                    out.element("pre", &[plain("translate", "no")], |out| {
                        out.element("code", &[], |out| out.value(&line.text));
                    });
                });
            }
        },
    );
}

/// Where something was seen, in words.
fn place(page: &Page<'_>, out: &mut Markup, at: &FoundAt) {
    out.code(at.source());
    out.text(" ");
    position(page, out, at);
}

fn position(page: &Page<'_>, out: &mut Markup, at: &FoundAt) {
    match at {
        FoundAt::Line { line, .. } => {
            out.text(&page.words("page-line", [("line", line.to_string())]));
        }
        FoundAt::Frames {
            stream,
            first,
            last,
            ..
        } => {
            out.text(&if first == last {
                page.words("page-frame", [("frame", first.to_string())])
            } else {
                let frames = [("first", first.to_string()), ("last", last.to_string())];
                page.words("page-frames", frames)
            });
            out.text(" ");
            // Ready to be pasted into Wireshark.
            out.code(&format!("tcp.stream eq {stream}"));
        }
        FoundAt::File { item, .. } => {
            if !item.is_empty() {
                out.code(item);
            }
        }
    }
}

/// Everything that shows a finding, as a table.
pub(super) fn evidence(
    page: &Page<'_>,
    out: &mut Markup,
    anchors: Option<&FindingAnchors>,
    finding: &Finding,
) {
    if !finding.evidence.is_empty() {
        out.element("details", &[class("more")], |out| {
            let count = u64::try_from(finding.evidence.len()).unwrap_or(u64::MAX);
            out.leaf("summary", &[], &page.count("page-places", count));
            let anchor = anchors.map_or("finding", |anchors| &anchors.finding);
            let caption = format!("{anchor}_evidence");
            // Every finding has such a table: the finding's link to itself tells them apart.
            scroller(out, &format!("{caption} {anchor}_link"), |out| {
                out.element("table", &[class("evidence")], |out| {
                    let attributes = [plain("id", caption.clone()), class("unseen")];
                    out.leaf("caption", &attributes, &page.word("page-evidence-caption"));
                    columns(
                        page,
                        out,
                        &["page-column-file", "page-column-place", "page-column-shows"],
                    );
                    out.element("tbody", &[], |out| {
                        for evidence in &finding.evidence {
                            out.element("tr", &[], |out| {
                                out.element("td", &[], |out| out.code(evidence.at.source()));
                                out.element("td", &[class("place")], |out| {
                                    position(page, out, &evidence.at);
                                });
                                out.element("td", &[class("shows")], |out| {
                                    page.say(out, &evidence.text);
                                });
                            });
                        }
                    });
                });
            });
        });
    }
    if finding.more_evidence > 0 {
        let more = page.count("page-more-evidence", finding.more_evidence);
        out.leaf("p", &[class("quiet")], &more);
    }
}
