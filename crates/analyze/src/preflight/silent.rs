//! Ports that did not answer: missing information, never green.

use tollgate_capture::AlertDescription;
use tollgate_report::{
    Category, Cell, Evidence, Finding, FoundAt, KeyFamily, Message, MissingInput, Report, State,
};

use super::PreflightCell;
use super::negotiated::said;
use super::ports::{self, PortAnswer, PortOffer, ProbedPort};
use crate::case::PROBE;
use crate::signature::{Applies, Look, Sentence, Signature, Texts};

/// Why nothing is known of a cell: the offers that might have told all failed, or were not made, or
/// the node refused their version.
fn unanswered(port: &ProbedPort, key: Option<KeyFamily>) -> Option<String> {
    let offers: &[PortOffer] = match key {
        Some(KeyFamily::Rsa) => &[PortOffer::Rsa, PortOffer::RsaTls13],
        Some(KeyFamily::Ecdsa) => &[PortOffer::Ecdsa, PortOffer::EcdsaTls13],
        None => &[PortOffer::Rsa],
    };
    let mut failure = None;
    for offer in offers {
        match port.answer(*offer) {
            Some(PortAnswer::Shown(_)) => return None,
            // It speaks other versions, in which it may have such a certificate.
            Some(PortAnswer::Declined(alert)) if *alert == AlertDescription::PROTOCOL_VERSION => {
                failure = failure.or_else(|| Some(said(*alert)));
            }
            Some(PortAnswer::Declined(_)) => return None,
            Some(PortAnswer::Failed(text)) => failure = failure.or_else(|| Some(text.clone())),
            Some(PortAnswer::NotAsked) | None => {}
        }
    }
    failure
}

/// The alert with which a port refused whatever it was offered.
fn refused(port: &ProbedPort) -> Option<String> {
    let mut alert = None;
    for (_, answer) in &port.answers {
        match answer {
            PortAnswer::Shown(_) => return None,
            PortAnswer::Declined(own) => alert = alert.or(Some(*own)),
            PortAnswer::Failed(_) | PortAnswer::NotAsked => {}
        }
    }
    alert.map(said)
}

/// Marks the cells that nothing is known of, and adds a finding for each.
pub(super) fn add(ports: &[ProbedPort], cells: &mut [PreflightCell], report: &mut Report) {
    let signature = silent_port();
    ports::each(ports, cells, |port, own| {
        let refused = refused(port);
        for cell in own.iter_mut().filter(|cell| !cell.served) {
            let why = refused.clone();
            if let Some(failure) = why.or_else(|| unanswered(port, cell.cell.key_type)) {
                cell.is_unknown = true;
                let finding = finding(&signature, &cell.cell, &failure);
                report.findings.push(finding);
            }
        }
    });
}

/// What a port that does not answer is reported as. No evidence of a bundle can tell, so that it is
/// none of the signatures that bundles are looked through for.
pub(super) fn silent_port() -> Signature {
    let id = |id: &str| Sentence::Id(id.to_owned());
    Signature {
        id: "port-does-not-answer".to_owned(),
        version: 1,
        code: "TG9001".to_owned(),
        category: Category::Mra,
        defects: Vec::new(),
        related_defects: Vec::new(),
        look: Look::Check("port-does-not-answer".to_owned()),
        applies: Applies::default(),
        needs: Vec::new(),
        texts: Texts {
            title: id("preflight-silent-title"),
            clear: id("preflight-silent-clear"),
            topic: id("preflight-silent-title"),
            description: id("preflight-silent-description"),
            condition: id("preflight-silent-condition"),
            information: Vec::new(),
            actions: vec![id("preflight-silent-how")],
            workaround: None,
        },
        documentation: Vec::new(),
    }
}

fn finding(signature: &Signature, cell: &Cell, failure: &str) -> Finding {
    let arguments = vec![("cell", cell.to_string()), ("failure", failure.to_owned())];
    let mut finding = signature.finding(State::MissingInformation, &arguments);
    finding.cells = vec![cell.clone()];
    finding.description = Message::new("preflight-silent-description", {
        [("cell", cell.to_string()), ("failure", failure.to_owned())]
    });
    finding.reason = Some(finding.description.clone());
    finding.missing = Some(MissingInput {
        id: "answer".to_owned(),
        how: "preflight-silent-how".to_owned(),
    });
    finding.evidence = vec![Evidence {
        at: FoundAt::File {
            source: PROBE.to_owned(),
            item: cell.to_string(),
        },
        text: Message::plain(failure),
    }];
    finding
}
