//! The chain of trust as nested text: the top first, the leaf last, as a tree stands.

use super::page::Page;
use crate::chain::{ChainBox, ChainPicture, Link, Origin};
use crate::facts;
use crate::moment;

/// Columns of what is said of a certificate, after the indent.
const INNER: usize = 4;

pub(super) fn write(picture: &ChainPicture, indent: usize, page: &mut Page) {
    let title = page.words.say(&picture.title);
    let at = [("at", moment::seconds(picture.at))];
    let judged = page.words.with("report-judged-at", &at);
    page.sentence(indent, &format!("{title}, {judged}"));
    for (depth, certificate) in picture.boxes.iter().enumerate().rev() {
        self::certificate(certificate, indent, page);
        if depth == 0 {
            name(picture, indent + INNER, page);
        } else if let Some(below) = picture.boxes.get(depth - 1) {
            link(below, indent, page);
        }
    }
}

/// How the certificate `below` is linked to the one above it.
fn link(below: &ChainBox, indent: usize, page: &mut Page) {
    match &below.above {
        None => {}
        Some(Link::Verified) => {
            let text = page.words.word("report-link-verified");
            page.coded(indent + 1, "|", &text);
        }
        Some(Link::NameOnly) => {
            let text = page.words.word("report-link-name-only");
            page.coded(indent + 1, ":", &text);
        }
        Some(Link::Broken(why)) => {
            let why = page.words.say(why);
            let text = page.words.with("report-link-broken", &[("reason", why)]);
            page.coded(indent + 1, "x", &text);
        }
    }
}

fn certificate(certificate: &ChainBox, indent: usize, page: &mut Page) {
    let badge = facts::badge(&certificate.origin);
    page.coded(indent, &badge, &certificate.name);
    let mut fields = Vec::new();
    for (code, problem) in &certificate.problems {
        let problem = page.words.say(problem);
        fields.push(("label-problem", format!("{code} {problem}")));
    }
    fields.push(("label-issued-to", certificate.subject.clone()));
    let is_absent = certificate.origin == Origin::Absent;
    if !is_absent {
        fields.push(("label-issued-by", certificate.issuer.clone()));
        fields.push(("label-serial", certificate.serial.clone()));
        let validity = page.words.validity(certificate);
        fields.extend(validity.map(|validity| ("label-valid", validity)));
        fields.push((
            "label-key",
            format!("{}, {}", certificate.key, certificate.signature),
        ));
        if !certificate.names.is_empty() {
            fields.push(("label-alternative-names", certificate.names.join(", ")));
        }
    }
    let keys = [
        ("label-subject-key", &certificate.ski),
        ("label-authority-key", &certificate.aki),
    ];
    for (label, key) in keys {
        fields.extend(key.iter().map(|key| (label, key.clone())));
    }
    if !is_absent {
        fields.push(("SHA-256", certificate.sha256.clone()));
    }
    for twin in &certificate.twins {
        fields.push(("label-twin", twin.clone()));
    }
    page.fields(indent + INNER, &fields);
}

/// How the address was met by the leaf.
fn name(picture: &ChainPicture, indent: usize, page: &mut Page) {
    let Some(name) = &picture.name else { return };
    let name = page.words.say(name);
    let id = if picture.name_fails {
        "report-name-fails"
    } else {
        "report-name-fits"
    };
    let text = page.words.with(id, &[("name", name)]);
    page.sentence(indent, &text);
}
