//! A finding in JSON.

use serde::Serialize;
use tollgate_text::Language;

use super::chain::ChainJson;
use super::document::{CellJson, each, sentences};
use crate::finding::{
    Action, Attached, Documentation, Evidence, Finding, FoundAt, MissingInput, SnippetLine, Upload,
};
use crate::moment;

#[derive(Serialize)]
pub(super) struct FindingJson<'a> {
    code: &'a str,
    signature: &'a str,
    version: u32,
    state: &'static str,
    category: &'static str,
    defects: &'a [String],
    title: String,
    archive: Option<&'a str>,
    peers: &'a [String],
    cell: Option<CellJson<'a>>,
    cells: Vec<CellJson<'a>>,
    documentation: Vec<DocumentationJson<'a>>,
    snippet: Vec<&'a str>,
    snippet_places: Vec<Option<PlaceJson<'a>>>,
    description: String,
    condition: String,
    further_information: String,
    actions: Vec<String>,
    workarounds: Vec<WorkaroundJson>,
    reason: Option<String>,
    missing: Option<MissingJson<'a>>,
    first_seen: Option<String>,
    last_seen: Option<String>,
    occurrences: u64,
    requests: u64,
    users: u64,
    users_are_more: bool,
    user_names: &'a [String],
    evidence: Vec<EvidenceJson<'a>>,
    more_evidence: u64,
    upload: Vec<UploadJson<'a>>,
    chains: Vec<ChainJson<'a>>,
    attached: Vec<AttachedJson<'a>>,
}

#[derive(Serialize)]
struct DocumentationJson<'a> {
    title: &'a str,
    url: &'a str,
}

/// An action that hides the problem: its text is among the actions as well.
#[derive(Serialize)]
struct WorkaroundJson {
    action: String,
    risk: String,
}

#[derive(Serialize)]
struct MissingJson<'a> {
    id: &'a str,
    how: String,
}

/// Where something was seen: a file and what in it.
#[derive(Serialize)]
struct PlaceJson<'a> {
    file: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    frame: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_frame: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stream: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    item: Option<&'a str>,
}

#[derive(Serialize)]
struct EvidenceJson<'a> {
    #[serde(flatten)]
    at: PlaceJson<'a>,
    text: String,
}

#[derive(Serialize)]
pub(super) struct UploadJson<'a> {
    to: &'static str,
    sha256: &'a str,
    name: &'a str,
    subject: &'a str,
    pem: &'a str,
}

#[derive(Serialize)]
struct AttachedJson<'a> {
    code: &'a str,
    signature: &'a str,
    title: String,
    text: String,
    defects: &'a [String],
}

impl<'a> FindingJson<'a> {
    pub(super) fn of(finding: &'a Finding, language: Language) -> Self {
        let place = |line: &'a SnippetLine| line.at.as_ref().map(PlaceJson::of);
        Self {
            code: &finding.code,
            signature: &finding.signature,
            version: finding.version,
            state: finding.state.as_str(),
            category: finding.category.as_str(),
            defects: &finding.defects,
            title: finding.title.say(language),
            archive: finding.archive.as_deref(),
            peers: &finding.peers,
            cell: finding.cells.first().map(CellJson::of),
            cells: each(&finding.cells, CellJson::of),
            documentation: each(&finding.documentation, DocumentationJson::of),
            snippet: each(&finding.snippet, |line| line.text.as_str()),
            snippet_places: each(&finding.snippet, place),
            description: finding.description.say(language),
            condition: finding.condition.say(language),
            further_information: sentences(&finding.further_information, language).join("\n\n"),
            actions: each(&finding.actions, |action| action.text.say(language)),
            workarounds: workarounds(&finding.actions, language),
            reason: finding.reason.as_ref().map(|reason| reason.say(language)),
            missing: finding
                .missing
                .as_ref()
                .map(|missing| MissingJson::of(missing, language)),
            first_seen: finding.first_seen.map(moment::milliseconds),
            last_seen: finding.last_seen.map(moment::milliseconds),
            occurrences: finding.occurrences,
            requests: finding.requests,
            users: finding.users.count,
            users_are_more: finding.users.are_more,
            user_names: &finding.users.names,
            evidence: each(&finding.evidence, |evidence| {
                EvidenceJson::of(evidence, language)
            }),
            more_evidence: finding.more_evidence,
            upload: each(&finding.upload, UploadJson::of),
            chains: each(&finding.chains, |chain| ChainJson::of(chain, language)),
            attached: each(&finding.attached, |attached| {
                AttachedJson::of(attached, language)
            }),
        }
    }
}

fn workarounds(actions: &[Action], language: Language) -> Vec<WorkaroundJson> {
    let workaround = |action: &Action| {
        action.workaround_risk.as_ref().map(|risk| WorkaroundJson {
            action: action.text.say(language),
            risk: risk.say(language),
        })
    };
    actions.iter().filter_map(workaround).collect()
}

impl<'a> DocumentationJson<'a> {
    fn of(documentation: &'a Documentation) -> Self {
        Self {
            title: &documentation.title,
            url: &documentation.url,
        }
    }
}

impl<'a> MissingJson<'a> {
    fn of(missing: &'a MissingInput, language: Language) -> Self {
        Self {
            id: &missing.id,
            how: tollgate_text::text(language, &missing.how, &[]),
        }
    }
}

impl<'a> PlaceJson<'a> {
    fn of(at: &'a FoundAt) -> Self {
        let mut place = Self {
            file: at.source(),
            line: None,
            frame: None,
            last_frame: None,
            stream: None,
            item: None,
        };
        match at {
            FoundAt::Line { line, .. } => place.line = Some(*line),
            FoundAt::Frames {
                stream,
                first,
                last,
                ..
            } => {
                place.frame = Some(*first);
                place.last_frame = Some(*last);
                place.stream = Some(*stream);
            }
            FoundAt::File { item, .. } => {
                place.item = Some(item.as_str()).filter(|item| !item.is_empty());
            }
        }
        place
    }
}

impl<'a> EvidenceJson<'a> {
    fn of(evidence: &'a Evidence, language: Language) -> Self {
        Self {
            at: PlaceJson::of(&evidence.at),
            text: evidence.text.say(language),
        }
    }
}

impl<'a> UploadJson<'a> {
    pub(super) fn of(upload: &'a Upload) -> Self {
        Self {
            to: upload.to.as_str(),
            sha256: &upload.sha256,
            name: &upload.name,
            subject: &upload.subject,
            pem: &upload.pem,
        }
    }
}

impl<'a> AttachedJson<'a> {
    fn of(attached: &'a Attached, language: Language) -> Self {
        Self {
            code: &attached.code,
            signature: &attached.signature,
            title: attached.title.say(language),
            text: attached.text.say(language),
            defects: &attached.defects,
        }
    }
}
