//! What was read.

use tollgate_report::{Input, Message};

use crate::bundle::{Content, Part, PartId};
use crate::case::Case;

/// Every part, in the order of reading.
pub(super) fn inputs(case: &Case) -> Vec<Input> {
    let mut parts: Vec<&Part> = case
        .evidence
        .bundles()
        .flat_map(|bundle| &bundle.parts)
        .collect();
    parts.sort_by_key(|part| part.id);
    parts.into_iter().map(|part| input(case, part)).collect()
}

fn input(case: &Case, part: &Part) -> Input {
    let archive = part.place.archive();
    Input {
        name: part.place.name().as_str().to_owned(),
        archive: archive.map(|archive| archive.to_string()),
        kind: part.kind.as_str().to_owned(),
        octets: part.octets,
        facts: facts(case, part),
    }
}

fn facts(case: &Case, part: &Part) -> Option<Message> {
    if part.same_as.is_some() {
        return Some(Message::new("input-same", []));
    }
    match &part.content {
        Content::Log(_) | Content::Pasted(_) => log_facts(case, part.id),
        Content::Capture => {
            let mut captures = case.captures.iter();
            let own = captures.find(|capture| capture.part == part.id)?;
            let handshakes = u64::try_from(own.handshakes.len()).unwrap_or(u64::MAX);
            let handshakes = handshakes.saturating_add(own.more_handshakes);
            Some(Message::new(
                "input-capture",
                [
                    ("frames", own.facts.frames.to_string()),
                    ("count", handshakes.to_string()),
                ],
            ))
        }
        Content::Dump(dump) => {
            let values = dump.configuration.values().count() + dump.status.values().count();
            Some(Message::new("input-dump", [("count", values.to_string())]))
        }
        Content::Certificates(file) => {
            let certificates = file.certificates().count().to_string();
            Some(Message::new(
                "input-certificates",
                [("count", certificates)],
            ))
        }
        Content::CertificateList(list) => Some(Message::new(
            "input-certificate-list",
            [("count", list.entries.len().to_string())],
        )),
        Content::KeyLog(_) | Content::Nothing => None,
    }
}

fn log_facts(case: &Case, part: PartId) -> Option<Message> {
    let own = case.logs.iter().find_map(|log| {
        let number = log.parts.iter().position(|own| *own == part)?;
        log.evidence.files.get(number)
    })?;
    Some(Message::new(
        "input-log",
        [("count", own.lines.to_string())],
    ))
}
