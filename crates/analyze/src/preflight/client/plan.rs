//! What to change so that nodes accept our certificate, as steps of the plan.

use std::collections::BTreeSet;

use tollgate_report::{Cell, Message, PlanAlternative, PlanEffect, PlanStep};

use super::found::{Facing, authorities, cells_with, list};
use super::{ClientReason, Own};

/// What restarts on a node for its trust stores.
const SERVICES: [&str; 4] = [
    "Cisco CallManager",
    "Cisco HAProxy",
    "Cisco TFTP",
    "Cisco Tomcat",
];

/// One step for a certificate that has to be issued again, one for nodes that do not know its CA.
pub(super) fn steps(own: &Own<'_>, facing: &[Facing<'_>], at: i64) -> Vec<PlanStep> {
    use ClientReason::{
        Expired, IssuerNotListed, KeyNotAccepted, KeyUsage, NoClientUsage, NotYetValid,
    };
    let of_own = [
        KeyNotAccepted,
        KeyUsage,
        NoClientUsage,
        NotYetValid,
        Expired,
    ];
    let mut steps = Vec::new();
    let cells = cells_with(own, facing, at, &of_own);
    if !cells.is_empty() {
        let text = Message::new("client-plan-issue", subject(own));
        steps.push(step(text, cells, Vec::new(), "client-plan-issue-risk"));
    }
    let cells = cells_with(own, facing, at, &[IssuerNotListed]);
    if !cells.is_empty() {
        let uploads = authorities(own);
        let names: BTreeSet<String> = uploads.iter().map(|upload| upload.name.clone()).collect();
        let nodes: BTreeSet<String> = cells.iter().map(|cell| cell.node.clone()).collect();
        let text = Message::new(
            "client-plan-upload",
            [("names", list(names)), ("nodes", list(nodes))],
        );
        let services = SERVICES.map(Message::plain).into();
        let mut upload = step(text, cells, services, "client-plan-upload-risk");
        upload.upload = uploads;
        upload.alternatives = vec![PlanAlternative {
            texts: vec![Message::new("client-plan-other-ca", subject(own))],
            restarts: Vec::new(),
            upload: Vec::new(),
        }];
        steps.push(upload);
    }
    steps
}

fn subject(own: &Own<'_>) -> [(&'static str, String); 1] {
    [("subject", own.leaf.facts().subject.clone())]
}

fn step(text: Message, cells: Vec<Cell>, restarts: Vec<Message>, risk: &str) -> PlanStep {
    PlanStep {
        text,
        cells,
        effect: Some(PlanEffect {
            kind: "client-certificate",
            restarts,
            risk: Message::new(risk, []),
        }),
        alternatives: Vec::new(),
        upload: Vec::new(),
        request: None,
    }
}
