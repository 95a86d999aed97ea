//! Whether the node that failed still does.

use std::time::Duration;

use anyhow::Result;
use tollgate_analyze::SoftwareVersion;
use tollgate_analyze::case::{AsOf, Question};
use tollgate_analyze::preflight::{AddressOrigin, PreflightCell, UpgradePath, Wanted, judge};
use tollgate_proxy::Settings;
use tollgate_report::{Cell, Finding, Upload};
use tollgate_uc::NodeRole;

use super::super::preflight::{self, Effort, Target};
use crate::cli::DepthName;
use crate::{clock, runtime};

/// For a connection, and again for an answer.
const PATIENCE: Duration = Duration::from_millis(900);
/// For all of it.
const ALTOGETHER: Duration = Duration::from_secs(2);

/// What the node shows now.
pub(super) struct Now {
    pub(super) cell: Cell,
    pub(super) state: NodeState,
    pub(super) upload: Vec<Upload>,
}

/// How the node is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum NodeState {
    /// Its certificates are accepted.
    Accepted,
    /// One of them is refused, with this code.
    Refused(String),
    /// It does not answer in time.
    Silent,
}

impl NodeState {
    /// As JSON has it.
    pub(super) const fn as_str(&self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Refused(_) => "refused",
            Self::Silent => "silent",
        }
    }
}

impl Now {
    /// Asks the first node of a finding; `None` where that names no port.
    pub(super) fn ask(finding: &Finding, settings: &Settings) -> Result<Option<Self>> {
        let named = finding.cells.iter().find(|cell| cell.port.is_some());
        let Some((cell, port)) = named.and_then(|cell| Some((cell, cell.port?))) else {
            return Ok(None);
        };
        let mut nodes = settings.nodes();
        let node = nodes.find(|node| {
            let address = node.address.to_string();
            address.eq_ignore_ascii_case(&cell.address)
        });
        let target = Target {
            node: cell.node.clone(),
            role: NodeRole::default(),
            address: cell.address.clone(),
            port,
            resolve: node.and_then(|node| node.resolve),
            origin: AddressOrigin {
                source: None,
                is_advertised: None,
            },
        };
        let present = clock::now().as_second();
        let wanted = Wanted {
            question: Question {
                policy: settings.policy(),
                as_of: AsOf::At(present),
                now: present,
                what_if: SoftwareVersion::parse("X14.2"),
            },
            path: UpgradePath {
                from: None,
                to: SoftwareVersion::parse("X14.2"),
                is_fresh: false,
                ciphers: None,
            },
        };
        let lists = wanted.path.expand()?;
        let effort = Effort {
            depth: DepthName::Certificate,
            timeout: PATIENCE,
        };
        let asked = runtime::block_on(async {
            let asking = preflight::ask_ports(vec![target], &lists, effort);
            Ok(tokio::time::timeout(ALTOGETHER, asking).await.ok())
        })?;
        let preflight = judge(
            &asked.unwrap_or_default(),
            &[preflight::store_of(settings)],
            &wanted,
        );
        let key = cell.key_type;
        let is_it = |own: &&PreflightCell| {
            own.verdict.is_some() && key.is_none_or(|key| own.cell.key_type == Some(key))
        };
        let judged: Vec<&PreflightCell> = preflight.cells.iter().filter(is_it).collect();
        let verdicts = judged.iter().filter_map(|own| own.verdict.as_ref());
        let codes: Vec<String> = verdicts
            .filter_map(|own| own.first())
            .map(|reason| reason.code.to_string())
            .collect();
        // A node has two certificates, and which of them failed is not always known: what failed
        // then is looked for, and else whether any is accepted.
        let state = if codes.contains(&finding.code) {
            NodeState::Refused(finding.code.clone())
        } else if codes.len() < judged.len() {
            NodeState::Accepted
        } else {
            let code = codes.into_iter().next();
            code.map_or(NodeState::Silent, NodeState::Refused)
        };
        let findings = preflight.report.findings.iter();
        let upload = findings.flat_map(|own| own.upload.iter().cloned());
        Ok(Some(Self {
            cell: cell.clone(),
            state,
            upload: upload.collect(),
        }))
    }
}
