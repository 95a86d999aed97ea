//! The chain of trust as a picture, and the same as nested lists.

use crate::chain::{ChainBox, ChainPicture, Link, Origin};
use crate::finding::State;
use crate::html::markup::{Attribute, Markup, class, number, plain};
use crate::html::picture::{cut, icon, wrapped};
use crate::html::plan::fingerprint;
use crate::html::{Page, day, second};

/// Certificates of one chain that are shown, from the leaf. Ten are what any verifier follows.
const MOST_BOXES: usize = 16;

const WIDTH: i64 = 660;
/// Left edge and width of a certificate.
const LEFT: i64 = 1;
const BOX: i64 = 658;
/// Height of a certificate with nothing but its name, of a line of text, of the link between two.
const HEIGHT: i64 = 34;
const LINE: i64 = 17;
const EDGE: i64 = 44;
/// Columns of text that fit beside each other.
const NAME_COLUMNS: usize = 44;
const TEXT_COLUMNS: usize = 84;
const EDGE_COLUMNS: usize = 78;

/// All pictures of a finding; `prefix` begins their ids.
pub(super) fn chains(page: &Page<'_>, out: &mut Markup, prefix: &str, chains: &[ChainPicture]) {
    for (number, chain) in chains.iter().enumerate() {
        out.element("figure", &[class("chain")], |out| {
            out.element("figcaption", &[], |out| {
                page.say(out, &chain.title);
                out.text(" ");
                let at = page.words("page-judged-at", [("at", second(chain.at))]);
                out.leaf("span", &[class("quiet")], &at);
            });
            let id = format!("{prefix}_chain{number}");
            picture(page, out, &id, chain);
            name_check(page, out, chain);
            out.element("details", &[class("more")], |out| {
                out.leaf("summary", &[], &page.word("page-chain-list"));
                let count = chain.boxes.len().min(MOST_BOXES);
                if let Some(boxes) = chain.boxes.get(..count) {
                    nested(page, out, chain.at, boxes);
                }
            });
            let more = chain.boxes.len().saturating_sub(MOST_BOXES);
            if more > 0 {
                let more = u64::try_from(more).unwrap_or(u64::MAX);
                out.leaf("p", &[class("quiet")], &page.count("page-more", more));
            }
        });
    }
}

fn name_check(page: &Page<'_>, out: &mut Markup, chain: &ChainPicture) {
    let Some(name) = &chain.name else { return };
    let state = if chain.name_fails {
        State::IssueFound
    } else {
        State::NoIssue
    };
    out.element("p", &[class(format!("outcome is-{state}"))], |out| {
        icon(out, state);
        out.element("span", &[], |out| {
            out.leaf(
                "span",
                &[class("unseen")],
                &page.word(if chain.name_fails {
                    "page-name-fails"
                } else {
                    "page-name-fits"
                }),
            );
            out.text(" ");
            page.say(out, name);
        });
    });
}

/// How high a certificate is with everything that is said of it.
fn height(page: &Page<'_>, certificate: &ChainBox) -> i64 {
    let lines = i64::try_from(lines(page, certificate).len()).unwrap_or(0);
    HEIGHT.saturating_add(lines.saturating_mul(LINE))
}

/// Lines below the name of a certificate, each with its kind: facts, problems, twins.
fn lines(page: &Page<'_>, certificate: &ChainBox) -> Vec<(&'static str, String)> {
    let mut lines = Vec::new();
    if !certificate.issuer.is_empty() {
        let issuer = format!("{} {}", page.word("label-issued-by"), certificate.issuer);
        lines.push(("fact", cut(&issuer, TEXT_COLUMNS)));
    }
    let key = key_line(page, certificate);
    if !key.is_empty() {
        lines.push(("fact", cut(&key, TEXT_COLUMNS)));
    }
    let identifiers = identifiers(certificate);
    let has_life = certificate.not_before.is_some() && certificate.not_after.is_some();
    if has_life || !identifiers.is_empty() {
        let kind = if has_life { LIVES } else { "fact" };
        lines.push((kind, cut(&identifiers, NAME_COLUMNS)));
    }
    for (code, problem) in certificate.problems.iter().take(4) {
        let problem = format!("✕ {code} {}", page.sentence(problem));
        for line in wrapped(&problem, TEXT_COLUMNS, 2) {
            lines.push(("wrong", line));
        }
    }
    for twin in certificate.twins.iter().take(2) {
        let twin = format!("{}: {twin}", page.word("label-twin"));
        lines.push(("quiet", cut(&twin, TEXT_COLUMNS)));
    }
    lines
}

/// The line that also has the dates.
const LIVES: &str = "fact lives";

fn picture(page: &Page<'_>, out: &mut Markup, id: &str, chain: &ChainPicture) {
    let boxes = || chain.boxes.iter().take(MOST_BOXES);
    let top_edge = match boxes().next_back().and_then(|top| top.above.as_ref()) {
        Some(_) => EDGE,
        None => 0,
    };
    let count = i64::try_from(boxes().count()).unwrap_or(0);
    let links = count.saturating_sub(1).max(0).saturating_mul(EDGE);
    let certificates: i64 = boxes().map(|certificate| height(page, certificate)).sum();
    let whole = certificates
        .saturating_add(links)
        .saturating_add(top_edge)
        .saturating_add(2);
    let (title, description) = (format!("{id}_title"), format!("{id}_text"));
    let svg = [
        class("picture"),
        plain("viewBox", format!("0 0 {WIDTH} {whole}")),
        number("width", WIDTH),
        number("height", whole),
        plain("role", "img"),
        plain("aria-labelledby", format!("{title} {description}")),
    ];
    out.element("svg", &svg, |out| {
        out.leaf("title", &[plain("id", title)], &page.sentence(&chain.title));
        let words = in_words(page, chain);
        out.leaf("desc", &[plain("id", description)], &words);
        let mut top = 1_i64;
        for (number, certificate) in boxes().enumerate().collect::<Vec<_>>().into_iter().rev() {
            if let Some(link) = &certificate.above {
                // The top of the picture has nothing beyond it: its line begins in the air.
                let is_top = number.saturating_add(1) == boxes().count();
                let start = if is_top { top.saturating_add(6) } else { top };
                edge(page, out, (start, top.saturating_add(EDGE)), link);
                top = top.saturating_add(EDGE);
            }
            let height = height(page, certificate);
            certificate_box(page, out, (top, height), chain.at, certificate);
            top = top.saturating_add(height);
        }
    });
}

/// The chain in a sentence, from the leaf up.
fn in_words(page: &Page<'_>, chain: &ChainPicture) -> String {
    let mut words = String::new();
    for certificate in chain.boxes.iter().take(MOST_BOXES) {
        words.push_str(&certificate.name);
        words.push_str(" (");
        words.push_str(&origin(page, &certificate.origin));
        words.push(')');
        if let Some(link) = &certificate.above {
            words.push_str(" – ");
            words.push_str(&link_words(page, link));
            words.push_str(" – ");
        }
    }
    words
}

fn origin(page: &Page<'_>, origin: &Origin) -> String {
    match origin {
        Origin::Sent => page.word("page-origin-sent"),
        Origin::Stored { number } => {
            page.words("page-origin-stored", [("number", number.to_string())])
        }
        Origin::SentAndStored { number } => {
            page.words("page-origin-both", [("number", number.to_string())])
        }
        Origin::Absent => page.word("page-origin-absent"),
    }
}

fn link_words(page: &Page<'_>, link: &Link) -> String {
    match link {
        Link::Verified => page.word("report-link-verified"),
        Link::NameOnly => page.word("report-link-name-only"),
        Link::Broken(reason) => {
            let reason = page.sentence(reason);
            page.words("report-link-broken", [("reason", reason)])
        }
    }
}

/// The link above a certificate, from where to where.
fn edge(page: &Page<'_>, out: &mut Markup, (start, end): (i64, i64), link: &Link) {
    let (kind, sign) = match link {
        Link::Verified => ("verified", "✓"),
        Link::NameOnly => ("name-only", "≈"),
        Link::Broken(_) => ("broken", "✕"),
    };
    let x = LEFT.saturating_add(28);
    let middle = end.saturating_sub(EDGE / 2);
    out.element("g", &[class(format!("link {kind}"))], |out| {
        if matches!(link, Link::Broken(_)) {
            line(out, x, (start, middle.saturating_sub(9)));
            line(out, x, (middle.saturating_add(9), end));
        } else {
            line(out, x, (start, end));
        }
        let disc = [number("cx", x), number("cy", middle), number("r", 9)];
        out.element("circle", &disc, |_| {});
        let sign_place = [
            class("sign"),
            number("x", x),
            number("y", middle.saturating_add(5)),
            plain("text-anchor", "middle"),
        ];
        out.leaf("text", &sign_place, sign);
        let text = cut(&link_words(page, link), EDGE_COLUMNS);
        write(
            out,
            "label",
            x.saturating_add(18),
            middle.saturating_add(4),
            &text,
        );
    });
}

fn line(out: &mut Markup, x: i64, (from, to): (i64, i64)) {
    let ends = [
        number("x1", x),
        number("x2", x),
        number("y1", from),
        number("y2", to),
    ];
    out.element("line", &ends, |_| {});
}

fn write(out: &mut Markup, kind: &'static str, x: i64, y: i64, text: &str) {
    let place = [class(kind), number("x", x), number("y", y)];
    out.leaf("text", &place, text);
}

fn certificate_box(
    page: &Page<'_>,
    out: &mut Markup,
    (top, height): (i64, i64),
    at: i64,
    certificate: &ChainBox,
) {
    let is_absent = certificate.origin == Origin::Absent;
    let kind = match (is_absent, certificate.problems.is_empty()) {
        (true, _) => "certificate absent",
        (false, true) => "certificate",
        (false, false) => "certificate refused",
    };
    out.element("g", &[class(kind)], |out| {
        let mut frame = rectangle(LEFT, top, BOX, height);
        frame.push(number("rx", 6));
        out.element("rect", &frame, |_| {});
        let text = LEFT.saturating_add(14);
        let row = |n: i64| {
            top.saturating_add(22)
                .saturating_add(n.saturating_mul(LINE))
        };
        write(
            out,
            "name",
            text,
            row(0),
            &cut(&certificate.name, NAME_COLUMNS),
        );
        let badge = [
            class("badge"),
            number("x", LEFT.saturating_add(BOX).saturating_sub(14)),
            number("y", row(0)),
            plain("text-anchor", "end"),
        ];
        out.leaf("text", &badge, &origin(page, &certificate.origin));
        for (number, (kind, words)) in (1_i64..).zip(lines(page, certificate)) {
            write(out, kind, text, row(number), &words);
            if let (LIVES, Some(start), Some(end)) =
                (kind, certificate.not_before, certificate.not_after)
            {
                life(out, row(number), at, start, end);
            }
        }
    });
}

fn rectangle(x: i64, y: i64, width: i64, height: i64) -> Vec<Attribute<'static>> {
    vec![
        number("x", x),
        number("y", y),
        number("width", width),
        number("height", height),
    ]
}

/// Key, signature and a short serial number.
fn key_line(page: &Page<'_>, certificate: &ChainBox) -> String {
    let mut facts: Vec<String> = [&certificate.key, &certificate.signature]
        .into_iter()
        .filter(|fact| !fact.is_empty())
        .cloned()
        .collect();
    if !certificate.serial.is_empty() {
        facts.push(format!(
            "{} {}",
            page.word("label-serial"),
            cut(&certificate.serial, 16)
        ));
    }
    facts.join(" · ")
}

/// The first octets of the key identifiers.
fn identifiers(certificate: &ChainBox) -> String {
    let mut facts = Vec::new();
    for (label, value) in [("SKI", &certificate.ski), ("AKI", &certificate.aki)] {
        if let Some(value) = value {
            facts.push(format!("{label} {}", octets(value)));
        }
    }
    facts.join(" · ")
}

/// The first four octets of a hex text.
fn octets(hex: &str) -> String {
    let digits: String = hex.chars().filter(|digit| *digit != ':').collect();
    if digits.chars().count() <= 8 {
        return fingerprint(&digits);
    }
    let first: String = digits.chars().take(8).collect();
    format!("{}…", fingerprint(&first))
}

/// The dates with a bar of how much of the life had passed.
fn life(out: &mut Markup, y: i64, at: i64, start: i64, end: i64) {
    let right = LEFT.saturating_add(BOX).saturating_sub(14);
    let (bar, width) = (right.saturating_sub(70), 70);
    let percent = percent(at, start, end);
    let is_outside = at < start || at > end;
    let kind = if is_outside { "life over" } else { "life" };
    let dates = [
        class("fact"),
        number("x", bar.saturating_sub(10)),
        number("y", y),
        plain("text-anchor", "end"),
    ];
    let text = format!("{} – {} · {percent} %", day(start), day(end));
    out.leaf("text", &dates, &text);
    out.element("g", &[class(kind)], |out| {
        let mut rail = rectangle(bar, y.saturating_sub(8), width, 7);
        rail.push(class("rail"));
        out.element("rect", &rail, |_| {});
        let passed = width.saturating_mul(percent.clamp(0, 100)) / 100;
        let mut used = rectangle(bar, y.saturating_sub(8), passed, 7);
        used.push(class("used"));
        out.element("rect", &used, |_| {});
    });
}

/// How much of a life had passed, in percent; beyond its end more than 100, before its start 0.
fn percent(at: i64, start: i64, end: i64) -> i64 {
    let whole = end.saturating_sub(start);
    if whole <= 0 {
        return 100;
    }
    let passed = at.saturating_sub(start).max(0);
    let percent = i128::from(passed) * 100 / i128::from(whole);
    i64::try_from(percent).unwrap_or(i64::MAX).min(999)
}

/// The chain as nested lists, from the top down to the leaf.
fn nested(page: &Page<'_>, out: &mut Markup, at: i64, boxes: &[ChainBox]) {
    let Some((certificate, below)) = boxes.split_last() else {
        return;
    };
    out.element("ul", &[class("tree")], |out| {
        out.element("li", &[], |out| {
            if let Some(link) = &certificate.above {
                out.leaf("p", &[class("quiet")], &link_words(page, link));
            }
            all_facts(page, out, at, certificate);
            nested(page, out, at, below);
        });
    });
}

fn all_facts(page: &Page<'_>, out: &mut Markup, at: i64, certificate: &ChainBox) {
    out.element("p", &[], |out| {
        let badge = origin(page, &certificate.origin);
        out.leaf("span", &[class("tag")], &badge);
        out.text(" ");
        out.element("b", &[], |out| out.value(&certificate.name));
    });
    out.element("dl", &[class("certificate")], |out| {
        let none = String::new();
        let sha256 = fingerprint(&certificate.sha256);
        for (label, value) in [
            (page.word("label-issued-to"), &certificate.subject),
            (page.word("label-issued-by"), &certificate.issuer),
            (page.word("label-serial"), &certificate.serial),
            ("SHA-256".to_owned(), &sha256),
            (
                page.word("label-subject-key"),
                certificate.ski.as_ref().unwrap_or(&none),
            ),
            (
                page.word("label-authority-key"),
                certificate.aki.as_ref().unwrap_or(&none),
            ),
            (page.word("label-key"), &certificate.key),
            (page.word("label-signature"), &certificate.signature),
            (
                page.word("label-alternative-names"),
                &certificate.names.join(", "),
            ),
            (page.word("label-twin"), &certificate.twins.join(", ")),
        ] {
            if !value.is_empty() {
                out.leaf("dt", &[], &label);
                out.element("dd", &[], |out| out.code(value));
            }
        }
        if let (Some(start), Some(end)) = (certificate.not_before, certificate.not_after) {
            out.leaf("dt", &[], &page.word("label-valid"));
            out.element("dd", &[], |out| {
                out.text(&format!("{} – {}, ", second(start), second(end)));
                let percent = percent(at, start, end).to_string();
                out.text(&page.words("page-life", [("percent", percent)]));
            });
        }
        for (code, problem) in &certificate.problems {
            out.leaf("dt", &[], &page.word("label-problem"));
            out.element("dd", &[class("wrong")], |out| {
                out.code(code);
                out.text(" ");
                page.say(out, problem);
            });
        }
    });
}
