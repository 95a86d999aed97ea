//! The answer: verdict, what to do, and the appliances.

use crate::document::{Peer, PlanStep};
use crate::finding::{State, Upload};
use crate::html::anchors::word;
use crate::html::markup::{Attribute, Markup, class, flag, plain, to_pem};
use crate::html::{Page, picture};

/// The verdict in a sentence or two, with the sign of the worst state.
pub(super) fn verdict(page: &Page<'_>, out: &mut Markup) {
    let worst = State::ALL
        .into_iter()
        .take(3)
        .find(|&state| page.report.in_state(state).next().is_some())
        .unwrap_or(State::NoIssue);
    let section = [
        class(format!("verdict is-{worst}")),
        plain("aria-labelledby", "verdict-title"),
    ];
    out.element("section", &section, |out| {
        picture::icon(out, worst);
        out.element("div", &[], |out| {
            let title = [plain("id", "verdict-title"), class("eyebrow")];
            out.leaf("h2", &title, &page.word("page-verdict"));
            for sentence in &page.report.summary {
                page.paragraph(out, &[], sentence);
            }
            if page.report.summary.is_empty() {
                out.leaf("p", &[], &page.state(worst));
            }
        });
    });
}

/// What to do, in order.
pub(super) fn plan(page: &Page<'_>, out: &mut Markup) {
    if page.report.plan.is_empty() {
        return;
    }
    let section = [
        class("block"),
        plain("id", "plan"),
        plain("aria-labelledby", "plan-title"),
    ];
    out.element("section", &section, |out| {
        out.leaf(
            "h2",
            &[plain("id", "plan-title")],
            &page.word("report-heading-plan"),
        );
        out.element("ol", &[class("plan")], |out| {
            for step in &page.report.plan {
                out.element("li", &[], |out| one_step(page, out, step));
            }
        });
    });
}

/// Cells that a step names; it repairs many more where a CA is missing.
const STEP_CELLS: usize = 24;

fn one_step(page: &Page<'_>, out: &mut Markup, step: &PlanStep) {
    page.paragraph(out, &[class("step")], &step.text);
    uploads(page, out, &step.upload);
    if !step.cells.is_empty() {
        out.element("p", &[class("quiet")], |out| {
            let count = u64::try_from(step.cells.len()).unwrap_or(u64::MAX);
            out.text(&page.count("page-repairs", count));
            for (number, cell) in step.cells.iter().take(STEP_CELLS).enumerate() {
                out.text(if number == 0 { " " } else { ", " });
                out.code(&cell.to_string());
            }
            let more = step.cells.len().saturating_sub(STEP_CELLS);
            if more > 0 {
                let more = u64::try_from(more).unwrap_or(u64::MAX);
                out.text(" ");
                out.text(&page.count("page-more", more));
            }
        });
    }
    if let Some(effect) = &step.effect {
        let services = effect.restarts.iter();
        let services: Vec<String> = services.map(|own| page.sentence(own)).collect();
        tagged(page, out, "report-label-restart", |out| {
            if services.is_empty() {
                out.text(&page.word("plan-no-restart"));
            } else {
                out.value(&services.join(", "));
            }
        });
        tagged(page, out, "report-label-risk", |out| {
            page.say(out, &effect.risk);
        });
    }
    for alternative in &step.alternatives {
        tagged(page, out, "report-label-alternative", |out| {
            for (number, text) in alternative.texts.iter().enumerate() {
                if number > 0 {
                    out.text(&format!(" {} ", page.word("plan-together")));
                }
                page.say(out, text);
            }
            if let Some(restart) = alternative.restart(page.language) {
                out.text(" ");
                out.value(&restart);
            }
        });
        uploads(page, out, &alternative.upload);
    }
}

/// A paragraph behind a label.
fn tagged(page: &Page<'_>, out: &mut Markup, label: &str, write: impl FnOnce(&mut Markup)) {
    out.element("p", &[class("alternative")], |out| {
        out.leaf("span", &[class("tag")], &page.word(label));
        out.text(" ");
        write(out);
    });
}

/// Certificates to be saved, with what identifies them.
pub(super) fn uploads(page: &Page<'_>, out: &mut Markup, uploads: &[Upload]) {
    if uploads.is_empty() {
        return;
    }
    out.element("ul", &[class("uploads")], |out| {
        for upload in uploads {
            out.element("li", &[], |out| one_upload(page, out, upload));
        }
    });
}

fn one_upload(page: &Page<'_>, out: &mut Markup, upload: &Upload) {
    let label = page.words("page-download-label", [("name", upload.name.clone())]);
    let link = [
        class("button"),
        to_pem(&upload.pem),
        plain("download", file_name(upload)),
        plain("aria-label", label),
    ];
    out.element("a", &link, |out| {
        picture::sign(out, "save");
        out.text(&page.word("page-download"));
    });
    out.element("div", &[class("identity")], |out| {
        out.element("p", &[], |out| {
            out.element("b", &[], |out| out.value(&upload.name));
            if upload.subject != upload.name {
                out.text(" ");
                out.element("span", &[class("quiet")], |out| out.code(&upload.subject));
            }
        });
        out.element("p", &[class("fingerprint")], |out| {
            out.text("SHA-256 ");
            out.code(&fingerprint(&upload.sha256));
        });
    });
}

/// The name under which a certificate is saved.
fn file_name(upload: &Upload) -> String {
    let name: String = word(&upload.name).chars().take(64).collect();
    let digest: String = upload.sha256.chars().take(8).collect();
    format!("{}-{}.pem", name.trim_matches(['.', '-']), word(&digest))
}

/// A digest in the form of the appliance's pages: upper-case pairs with colons.
pub(super) fn fingerprint(hex: &str) -> String {
    let mut fingerprint = String::with_capacity(hex.len().saturating_mul(3) / 2);
    for (number, digit) in hex.chars().enumerate() {
        if number > 0 && number % 2 == 0 {
            fingerprint.push(':');
        }
        fingerprint.push(digit.to_ascii_uppercase());
    }
    fingerprint
}

/// The appliances, a card each.
pub(super) fn peers(page: &Page<'_>, out: &mut Markup) {
    if page.report.peers.is_empty() {
        return;
    }
    let section = [
        class("block"),
        plain("id", "peers"),
        plain("aria-labelledby", "peers-title"),
    ];
    out.element("section", &section, |out| {
        out.leaf(
            "h2",
            &[plain("id", "peers-title")],
            &page.word("report-heading-peers"),
        );
        out.element("ul", &[class("peers")], |out| {
            for peer in &page.report.peers {
                out.element("li", &[], |out| one_peer(page, out, peer));
            }
        });
    });
}

fn one_peer(page: &Page<'_>, out: &mut Markup, peer: &Peer) {
    out.element("p", &[class("peer-name")], |out| {
        out.element("b", &[], |out| out.value(&peer.name));
        for fact in [&peer.role, &peer.version].into_iter().flatten() {
            out.text(" ");
            out.element("span", &[class("tag")], |out| out.value(fact));
        }
    });
    let issues = u64::try_from(peer.issues).unwrap_or(u64::MAX);
    let state = if issues == 0 {
        State::NoIssue
    } else {
        State::IssueFound
    };
    out.element("p", &[class(format!("outcome is-{state}"))], |out| {
        picture::icon(out, state);
        out.text(&page.count("page-peer-issues", issues));
    });
    out.element("p", &[class("quiet")], |out| {
        out.text(&match peer.trusted {
            Some(trusted) => page.count(
                "page-peer-trusted",
                u64::try_from(trusted).unwrap_or(u64::MAX),
            ),
            None => page.word("page-peer-no-store"),
        });
    });
    if !peer.archives.is_empty() {
        out.element("ul", &[class("quiet archives")], |out| {
            for archive in &peer.archives {
                out.element("li", &[], |out| out.code(archive));
            }
        });
    }
}

/// An attribute that makes an element open; for `details`.
pub(super) fn opened() -> Attribute<'static> {
    flag("open")
}
