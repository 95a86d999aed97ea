//! Ports that did not answer: missing information, never green.

use tollgate_report::{
    Category, Cell, Evidence, Finding, FoundAt, KeyFamily, MatrixCell, Message, MissingInput,
    Report, State,
};

use super::PreflightCell;
use super::ports::{PortAnswer, PortOffer, ProbedPort};
use crate::case::PROBE;
use crate::signature::{Applies, Look, Sentence, Signature, Texts};

/// What nobody knows of a cell: the offers that might have told, all failed.
fn unanswered(port: &ProbedPort, key: Option<KeyFamily>) -> Option<&str> {
    let offers: &[PortOffer] = match key {
        Some(KeyFamily::Rsa) => &[PortOffer::Rsa, PortOffer::RsaTls13],
        Some(KeyFamily::Ecdsa) => &[PortOffer::Ecdsa, PortOffer::EcdsaTls13],
        None => &[PortOffer::Rsa],
    };
    let mut failure = None;
    for offer in offers {
        match port.answer(*offer) {
            Some(PortAnswer::Shown(_) | PortAnswer::Declined(_)) => return None,
            Some(PortAnswer::Failed(text)) => failure = failure.or(Some(text.as_str())),
            Some(PortAnswer::NotAsked) | None => {}
        }
    }
    failure
}

/// Adds a finding for each cell that nothing is known of.
pub(super) fn add(ports: &[ProbedPort], cells: &[PreflightCell], report: &mut Report) {
    let signature = silent_port();
    for cell in cells {
        let own = |port: &&ProbedPort| port.cell(cell.cell.key_type) == cell.cell;
        let Some(port) = ports.iter().find(own) else {
            continue;
        };
        if let Some(failure) = unanswered(port, cell.cell.key_type) {
            report
                .findings
                .push(finding(&signature, &cell.cell, failure));
        }
    }
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

/// The cell of a port that never answered, for the matrix.
pub(super) fn matrix_cell(cell: &PreflightCell) -> Option<MatrixCell> {
    cell.cell.key_type.is_none().then(|| MatrixCell {
        cell: cell.cell.clone(),
        state: State::MissingInformation,
        code: "TG9001".to_owned(),
        text: Message::new("preflight-silent-title", []),
        passed: 0,
        failed: 0,
    })
}
