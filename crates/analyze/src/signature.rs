//! Signatures: what to look for, as data.
//!
//! A signature says what it is called, what it applies to, what evidence it needs and what to do
//! about what it finds. What it looks for is a named check of this program, or, for a user's own
//! signature, a rule in the file itself.

use serde::Deserialize;
use tollgate_report::{Action, Category, Documentation, Finding, Message, State, Users};

/// A signature.
#[derive(Debug, Clone, PartialEq)]
pub struct Signature {
    /// Stable name, such as `self-signed-not-stored`.
    pub id: String,
    /// Counts its changes.
    pub version: u32,
    /// The code of its findings, unless a check knows a more precise one.
    pub code: String,
    /// What it is about.
    pub category: Category,
    /// Defects that it stands for.
    pub defects: Vec<String>,
    /// Name of the check in [`CHECKS`](crate::checks) that looks for it.
    pub check: String,
    /// Its texts.
    pub texts: Texts,
    /// Documents about it.
    pub documentation: Vec<Documentation>,
}

/// The texts of a signature: message ids of the language files, or a user's own sentences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Texts {
    /// Whether the texts below are message ids.
    pub are_messages: bool,
    /// One line for what was found.
    pub title: String,
    /// One line for what was not.
    pub title_clear: String,
    /// What happened, to what.
    pub description: String,
    /// When it happens at all.
    pub condition: String,
    /// What else is worth knowing, a paragraph each.
    pub information: Vec<String>,
    /// What to do, in order.
    pub actions: Vec<String>,
    /// What hides the problem, and its risk.
    pub workaround: Option<(String, String)>,
}

/// Values of the messages of a finding, by name.
pub(crate) type Arguments = Vec<(&'static str, String)>;

impl Signature {
    /// A finding of this signature with all its texts and nothing else yet. Where the state is
    /// neither an issue nor a potential problem it has no actions.
    pub(crate) fn finding(&self, state: State, arguments: &Arguments) -> Finding {
        let say = |text: &String| self.texts.message(text, arguments);
        let is_found = matches!(state, State::IssueFound | State::PotentialProblem);
        let texts = &self.texts;
        let title = if is_found {
            &texts.title
        } else {
            &texts.title_clear
        };
        let mut actions: Vec<Action> = Vec::new();
        if is_found {
            actions.extend(texts.actions.iter().map(|text| Action {
                text: say(text),
                workaround_risk: None,
            }));
            actions.extend(texts.workaround.iter().map(|(text, risk)| Action {
                text: say(text),
                workaround_risk: Some(say(risk)),
            }));
        }
        Finding {
            code: self.code.clone(),
            signature: self.id.clone(),
            version: self.version,
            state,
            category: self.category,
            defects: self.defects.clone(),
            title: say(title),
            archive: None,
            peers: Vec::new(),
            cells: Vec::new(),
            documentation: self.documentation.clone(),
            snippet: Vec::new(),
            description: say(&texts.description),
            condition: say(&texts.condition),
            further_information: texts.information.iter().map(say).collect(),
            actions,
            reason: None,
            missing: None,
            first_seen: None,
            last_seen: None,
            occurrences: 0,
            requests: 0,
            users: Users::default(),
            evidence: Vec::new(),
            more_evidence: 0,
            upload: Vec::new(),
            chains: Vec::new(),
            attached: Vec::new(),
        }
    }
}

impl Texts {
    fn message(&self, text: &str, arguments: &Arguments) -> Message {
        if self.are_messages {
            Message::Text {
                id: text.to_owned(),
                arguments: arguments.clone(),
            }
        } else {
            Message::plain(text)
        }
    }
}

/// A category as signature files spell it.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum CategoryName {
    Call,
    Mra,
    Configuration,
}

impl From<CategoryName> for Category {
    fn from(name: CategoryName) -> Self {
        match name {
            CategoryName::Call => Self::Call,
            CategoryName::Mra => Self::Mra,
            CategoryName::Configuration => Self::Configuration,
        }
    }
}
