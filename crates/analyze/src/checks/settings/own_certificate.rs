//! The appliance's own certificate, which it shows to nodes that ask for one.

use tollgate_report::{Evidence, Finding, FoundAt, Message, State};

use super::{peer_name, show, told};
use crate::analysis::sources::part_name;
use crate::case::Case;
use crate::signature::Signature;

/// Its extended key usage leaves out clients.
pub(super) fn not_for_clients(case: &Case, signature: &Signature) -> Vec<Finding> {
    let mut findings = Vec::new();
    for peer in signature.peers(case) {
        let server = case.peers.get(peer).and_then(|own| own.server.as_ref());
        let Some((part, chain)) = server else {
            continue;
        };
        let Some(leaf) = chain.first().filter(|leaf| !leaf.may_authenticate_client()) else {
            continue;
        };
        let subject = leaf.facts().subject.clone();
        let arguments = vec![("subject", subject.clone())];
        // Nobody has refused it yet, as far as this tells; the alert of a node is another finding.
        let mut finding = told(signature, State::PotentialProblem, &arguments);
        finding.peers = vec![peer_name(case, peer)];
        let evidence = Evidence {
            at: FoundAt::File {
                source: part_name(case, *part),
                item: "#1".to_owned(),
            },
            text: Message::plain(subject),
        };
        show(&mut finding, vec![evidence]);
        findings.push(finding);
    }
    findings
}
