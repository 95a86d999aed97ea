//! The frame of the page: head, header, notes, footer.

use std::collections::HashSet;

use crate::facts::Words;
use crate::html::markup::{Attribute, Markup, class, flag, plain, to_anchor};
use crate::html::{Page, SCRIPT_DIGEST, STYLE, STYLE_DIGEST, harmless, second};

/// The `head` element's content.
pub(super) fn head(page: &Page<'_>, out: &mut Markup) {
    out.void("meta", &[plain("charset", "utf-8")]);
    let policy = format!(
        "default-src 'none'; style-src '{STYLE_DIGEST}'; script-src '{SCRIPT_DIGEST}'; \
         img-src data:; base-uri 'none'; form-action 'none'"
    );
    let policy = [
        plain("http-equiv", "Content-Security-Policy"),
        plain("content", policy),
    ];
    out.void("meta", &policy);
    for (name, content) in [
        ("viewport", "width=device-width, initial-scale=1"),
        ("color-scheme", "light dark"),
        ("referrer", "no-referrer"),
        ("format-detection", "telephone=no"),
    ] {
        out.void("meta", &[plain("name", name), plain("content", content)]);
    }
    out.leaf("title", &[], &title(page));
    out.style(STYLE);
}

/// Words that the script shows, as data of the `body` element.
pub(super) fn words_for_the_script(page: &Page<'_>) -> Vec<Attribute<'static>> {
    let matches = page.words(
        "page-matches",
        [
            ("shown", "{shown}".to_owned()),
            ("total", "{total}".to_owned()),
        ],
    );
    vec![
        plain("data-copy", page.word("page-copy")),
        plain("data-copied", page.word("page-copied")),
        plain("data-matches", matches),
    ]
}

/// What the report is about: the archives, else the files that were given.
fn subject(page: &Page<'_>) -> Vec<String> {
    let mut known = HashSet::new();
    let inputs = page.report.inputs.iter();
    inputs
        .map(|input| input.archive.as_ref().unwrap_or(&input.name))
        .filter(|name| known.insert(name.as_str()))
        .cloned()
        .collect()
}

/// Names in the title of the page; the others are counted.
const TITLE_NAMES: usize = 3;

fn title(page: &Page<'_>) -> String {
    let names = subject(page);
    let shown: Vec<&str> = names.iter().take(TITLE_NAMES).map(String::as_str).collect();
    let mut title = shown.join(", ");
    if names.len() > TITLE_NAMES {
        title.push_str(", …");
    }
    if title.is_empty() {
        page.word("page-title-alone")
    } else {
        page.words("page-title", [("name", title)])
    }
}

/// The banner: what was read, by what, and how times and names are to be understood.
pub(super) fn header(page: &Page<'_>, out: &mut Markup) {
    let report = page.report;
    out.element("header", &[class("banner")], |out| {
        out.element("div", &[class("brand")], |out| {
            out.element("p", &[class("product")], |out| {
                out.leaf("b", &[], "Tollgate");
                out.text(" ");
                out.element("span", &[class("quiet")], |out| out.value(&report.program));
            });
            out.element("h1", &[], |out| {
                let names = subject(page);
                if names.is_empty() {
                    out.text(&page.word("page-title-alone"));
                }
                for name in names.iter().take(TITLE_NAMES) {
                    out.element("span", &[class("file")], |out| out.value(name));
                }
                let more = names.len().saturating_sub(TITLE_NAMES);
                if more > 0 {
                    let more = u64::try_from(more).unwrap_or(u64::MAX);
                    out.leaf("span", &[class("file")], &page.count("page-more", more));
                }
            });
        });
        out.element("ul", &[class("facts")], |out| {
            out.leaf("li", &[], &page.word("page-time-zone"));
            if let Some(at) = report.judged_at {
                let at = page.words("page-judged-instead", [("at", second(at))]);
                out.leaf("li", &[], &at);
            }
            let redaction = if report.is_redacted {
                "page-redacted"
            } else {
                "page-not-redacted"
            };
            out.leaf("li", &[], &page.word(redaction));
        });
        inputs(page, out);
        navigation(page, out);
    });
}

fn navigation(page: &Page<'_>, out: &mut Markup) {
    let label = page.word("page-contents");
    out.element("nav", &[plain("aria-label", label)], |out| {
        out.element("ul", &[], |out| {
            let report = page.report;
            let has_timeline =
                !report.timeline.lanes.is_empty() || !report.timeline.events.is_empty();
            for (anchor, id, is_there) in [
                ("plan", "report-heading-plan", !report.plan.is_empty()),
                ("peers", "report-heading-peers", !report.peers.is_empty()),
                ("matrix", "report-heading-matrix", !report.matrix.is_empty()),
                ("findings", "page-findings", true),
                ("timeline", "report-heading-timeline", has_timeline),
                ("notes", "report-heading-notes", !report.notes.is_empty()),
                (
                    "suppressed",
                    "suppressed-heading",
                    !report.suppressed.is_empty(),
                ),
            ] {
                if is_there {
                    out.element("li", &[], |out| {
                        out.leaf("a", &[to_anchor(anchor)], &page.word(id));
                    });
                }
            }
        });
    });
}

/// Inputs that are listed; the data within the page have all.
const MOST_INPUTS: usize = 500;

fn inputs(page: &Page<'_>, out: &mut Markup) {
    let inputs = &page.report.inputs;
    if inputs.is_empty() {
        return;
    }
    out.element("details", &[class("inputs")], |out| {
        let count = u64::try_from(inputs.len()).unwrap_or(u64::MAX);
        out.leaf("summary", &[], &page.count("page-inputs", count));
        scroller(out, "inputs-caption", |out| {
            out.element("table", &[], |out| {
                let caption = [plain("id", "inputs-caption"), class("unseen")];
                out.leaf("caption", &caption, &page.word("report-heading-inputs"));
                columns(
                    page,
                    out,
                    &[
                        "page-column-file",
                        "page-column-kind",
                        "page-column-size",
                        "page-column-content",
                        "page-column-archive",
                    ],
                );
                out.element("tbody", &[], |out| {
                    for input in inputs.iter().take(MOST_INPUTS) {
                        out.element("tr", &[], |out| {
                            out.element("th", &[plain("scope", "row")], |out| {
                                out.code(&input.name);
                            });
                            out.element("td", &[class("kind")], |out| out.code(&input.kind));
                            out.leaf("td", &[class("number")], &size(input.octets));
                            out.element("td", &[], |out| {
                                if let Some(facts) = &input.facts {
                                    page.say(out, facts);
                                }
                            });
                            out.element("td", &[], |out| {
                                if let Some(archive) = &input.archive {
                                    out.code(archive);
                                }
                            });
                        });
                    }
                });
            });
        });
        more_rows(page, out, inputs.len(), MOST_INPUTS);
    });
}

/// Says how many of a list are not shown.
pub(super) fn more(page: &Page<'_>, out: &mut Markup, all: usize, shown: usize) {
    let more = u64::try_from(all.saturating_sub(shown)).unwrap_or(u64::MAX);
    if more > 0 {
        out.leaf("p", &[class("quiet")], &page.count("page-more", more));
    }
}

/// Says how many rows a table has not shown.
pub(super) fn more_rows(page: &Page<'_>, out: &mut Markup, rows: usize, shown: usize) {
    let more = u64::try_from(rows.saturating_sub(shown)).unwrap_or(u64::MAX);
    if more > 0 {
        out.leaf("p", &[class("quiet")], &page.count("page-more-rows", more));
    }
}

/// A wide table in a region that scrolls, also by keyboard, named by the elements of these ids.
pub(super) fn scroller(out: &mut Markup, names: &str, content: impl FnOnce(&mut Markup)) {
    let region = [
        class("scroller"),
        plain("role", "region"),
        plain("aria-labelledby", names.to_owned()),
        plain("tabindex", "0"),
    ];
    out.element("div", &region, content);
}

/// The head of a table: a column for each message id.
pub(super) fn columns(page: &Page<'_>, out: &mut Markup, ids: &[&str]) {
    out.element("thead", &[], |out| {
        out.element("tr", &[], |out| {
            for id in ids {
                out.leaf("th", &[plain("scope", "col")], &page.word(id));
            }
        });
    });
}

/// A size as people write it: `532 B`, `12.3 kB`, `4.0 MB`.
fn size(octets: u64) -> String {
    for (unit, name) in [(1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB")] {
        if octets >= unit {
            let whole = octets / unit;
            let tenth = octets % unit * 10 / unit;
            return format!("{whole}.{tenth} {name}");
        }
    }
    format!("{octets} B")
}

/// What could not be read or was left out.
pub(super) fn notes(page: &Page<'_>, out: &mut Markup) {
    let notes = &page.report.notes;
    if notes.is_empty() {
        return;
    }
    let section = [
        class("block"),
        plain("id", "notes"),
        plain("aria-labelledby", "notes-title"),
    ];
    out.element("section", &section, |out| {
        out.leaf(
            "h2",
            &[plain("id", "notes-title")],
            &page.word("report-heading-notes"),
        );
        out.element("ul", &[class("notes")], |out| {
            for note in notes {
                out.element("li", &[], |out| page.say(out, note));
            }
        });
    });
}

/// What somebody answers for, why, and until when.
pub(super) fn suppressed(page: &Page<'_>, out: &mut Markup) {
    let suppressed = &page.report.suppressed;
    if suppressed.is_empty() {
        return;
    }
    let section = [
        class("block"),
        plain("id", "suppressed"),
        plain("aria-labelledby", "suppressed-title"),
    ];
    out.element("section", &section, |out| {
        let title = page.word("suppressed-heading");
        let title = format!("{title} ({})", suppressed.len());
        out.leaf("h2", &[plain("id", "suppressed-title")], &title);
        let words = Words::new(page.language);
        out.element("ul", &[class("notes")], |out| {
            for own in suppressed {
                let headline = words.headline(&own.finding);
                let text = format!("{headline} {}", words.suppressed(own));
                out.element("li", &[], |out| out.value(&harmless(&text)));
            }
        });
    });
}

/// The end of the page, and the help for its keyboard, which is only there with scripts.
pub(super) fn footer(page: &Page<'_>, out: &mut Markup) {
    out.element("footer", &[], |out| {
        out.element("p", &[], |out| {
            out.text("Tollgate ");
            out.value(&page.report.program);
            out.text(" · ");
            out.text(&page.word("page-offline"));
        });
        let button = [
            plain("type", "button"),
            plain("id", "keys-open"),
            flag("hidden"),
        ];
        out.leaf("button", &button, &page.word("page-keys"));
    });
    let dialog = [plain("id", "keys"), plain("aria-labelledby", "keys-title")];
    out.element("dialog", &dialog, |out| {
        out.leaf("h2", &[plain("id", "keys-title")], &page.word("page-keys"));
        out.element("dl", &[class("keys")], |out| {
            for (keys, id) in [
                ("/", "page-key-search"),
                ("j k", "page-key-move"),
                ("o", "page-key-open"),
                ("c", "page-key-copy"),
                ("1 2 3 4 5", "page-key-state"),
                ("?", "page-key-help"),
            ] {
                out.element("dt", &[], |out| {
                    for key in keys.split(' ') {
                        out.leaf("kbd", &[], key);
                        out.text(" ");
                    }
                });
                out.leaf("dd", &[], &page.word(id));
            }
        });
        out.element("p", &[], |out| {
            out.element("label", &[class("check")], |out| {
                let switch = [
                    plain("type", "checkbox"),
                    plain("id", "keys-on"),
                    flag("checked"),
                ];
                out.void("input", &switch);
                out.leaf("span", &[], &page.word("page-keys-on"));
            });
        });
        out.element("form", &[plain("method", "dialog")], |out| {
            out.leaf("button", &[], &page.word("page-close"));
        });
    });
    let live = [
        plain("id", "live"),
        class("unseen"),
        plain("role", "status"),
    ];
    out.leaf("p", &live, "");
}
