//! One root cause is one finding: what it explains is attached to it.

use tollgate_report::{Attached, Cell, Evidence, Finding, FoundAt, KeyFamily, Message, State};

/// A signature that another one's finding may explain.
struct Explained {
    signature: &'static str,
    /// How the cause explains it.
    text: &'static str,
    is_by: fn(root: &Finding, own: &Finding) -> bool,
}

/// What is explained by what. The first that are explained by the same roots come first.
const EXPLAINED: &[Explained] = &[
    Explained {
        signature: "traffic-server-enforces-verification",
        text: "attached-traffic-server-enforces-verification",
        is_by: |root, own| is_failure(root) && meets_a_cell(root, own),
    },
    Explained {
        signature: "server-failed-to-verify",
        text: "attached-server-failed-to-verify",
        is_by: |root, own| is_failure(root) && meets_a_cell(root, own),
    },
    Explained {
        signature: "certificates-expired",
        text: "attached-certificates-expired",
        // A stored or listed certificate is an issue of its own.
        is_by: |root, own| {
            is_failure(root)
                && root.code == "TG1004"
                && meets_a_cell(root, own)
                && own.evidence.iter().all(is_seen_on_the_wire)
        },
    },
    Explained {
        signature: "cipher-string-prefers-ecdsa",
        text: "attached-cipher-string-prefers-ecdsa",
        is_by: |root, own| {
            let is_ecdsa = |cell: &Cell| cell.key_type == Some(KeyFamily::Ecdsa);
            is_failure(root)
                && root.code.starts_with("TG1")
                && root.cells.iter().any(is_ecdsa)
                && share_a_peer(root, own)
        },
    },
    Explained {
        signature: "node-advertised-by-address",
        text: "attached-node-advertised-by-address",
        is_by: |root, own| {
            root.code.starts_with("TG2") && is_told(root) && meets_an_address(root, own)
        },
    },
    Explained {
        signature: "discovery-checks-publisher",
        text: "attached-discovery-checks-publisher",
        is_by: |root, own| is_failure(root) && share_a_peer(root, own),
    },
    Explained {
        signature: "trust-store-differs",
        text: "attached-trust-store-differs",
        is_by: |root, own| is_failure(root) && share_an_upload(root, own),
    },
];

/// Attaches each finding that is explained to every finding that explains a part of it. What is
/// wholly explained is not listed any more.
pub(super) fn attach(findings: &mut Vec<Finding>) {
    for explained in EXPLAINED {
        let (own, mut others): (Vec<_>, Vec<_>) = std::mem::take(findings)
            .into_iter()
            .partition(|finding| finding.signature == explained.signature && is_told(finding));
        for mut finding in own {
            let mut is_explained = false;
            for root in &mut others {
                if is_cause(root) && (explained.is_by)(root, &finding) {
                    take(root, &finding, explained.text);
                    finding.cells.retain(|cell| !has_cell(root, cell));
                    is_explained = true;
                }
            }
            if !is_explained || is_left(explained, &finding) {
                others.push(finding);
            }
        }
        *findings = others;
    }
}

/// Whether cells of it are without a cause.
fn is_left(explained: &Explained, finding: &Finding) -> bool {
    let is_about_cells = matches!(
        explained.signature,
        "traffic-server-enforces-verification" | "server-failed-to-verify"
    );
    is_about_cells && !finding.cells.is_empty()
}

fn take(root: &mut Finding, finding: &Finding, text: &'static str) {
    for defect in &finding.defects {
        if !root.defects.contains(defect) {
            root.defects.push(defect.clone());
        }
    }
    for document in &finding.documentation {
        if !root.documentation.contains(document) {
            root.documentation.push(document.clone());
        }
    }
    let has_workaround = |own: &Finding| {
        let mut actions = own.actions.iter();
        actions.any(|action| action.workaround_risk.is_some())
    };
    if !has_workaround(root) {
        let actions = finding.actions.iter();
        let workarounds = actions.filter(|action| action.workaround_risk.is_some());
        root.actions.extend(workarounds.cloned());
    }
    if finding.signature == "cipher-string-prefers-ecdsa" {
        // What the list says of itself adds to what the check of the cell has found.
        let said = finding.further_information.iter();
        root.further_information.extend(said.cloned());
    }
    if root
        .attached
        .iter()
        .any(|own| own.signature == finding.signature)
    {
        return;
    }
    // The check of the root may have attached it itself, in words that know more.
    let mut attached = root.attached.iter();
    if attached.any(|known| known.signature == finding.signature) {
        return;
    }
    root.attached.push(Attached {
        code: finding.code.clone(),
        signature: finding.signature.clone(),
        title: finding.title.clone(),
        text: Message::new(text, []),
        defects: finding.defects.clone(),
    });
}

/// Whether it can be the cause of others: it is about cells and not itself explained by others.
fn is_cause(finding: &Finding) -> bool {
    let mut explained = EXPLAINED.iter();
    !finding.cells.is_empty() && !explained.any(|own| own.signature == finding.signature)
}

fn is_told(finding: &Finding) -> bool {
    matches!(finding.state, State::IssueFound | State::PotentialProblem)
}

fn is_failure(finding: &Finding) -> bool {
    finding.state == State::IssueFound
}

fn has_cell(root: &Finding, cell: &Cell) -> bool {
    root.cells.iter().any(|own| {
        own.address == cell.address
            && (own.port == cell.port || own.port.is_none() || cell.port.is_none())
    })
}

fn meets_a_cell(root: &Finding, own: &Finding) -> bool {
    own.cells.iter().any(|cell| has_cell(root, cell))
}

fn meets_an_address(root: &Finding, own: &Finding) -> bool {
    let mut cells = own.cells.iter();
    cells.any(|cell| root.cells.iter().any(|other| other.address == cell.address))
}

fn share_a_peer(root: &Finding, own: &Finding) -> bool {
    root.peers.is_empty()
        || own.peers.is_empty()
        || root.peers.iter().any(|peer| own.peers.contains(peer))
}

fn share_an_upload(root: &Finding, own: &Finding) -> bool {
    let mut uploads = root.upload.iter();
    uploads.any(|upload| own.upload.iter().any(|other| other.sha256 == upload.sha256))
}

fn is_seen_on_the_wire(evidence: &Evidence) -> bool {
    matches!(evidence.at, FoundAt::Frames { .. })
}
