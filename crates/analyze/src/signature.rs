//! Signatures: what to look for, as data.
//!
//! A signature says what it is called, what it applies to, what evidence it needs and what to do
//! about what it finds. What it looks for is a named check of this program, or, for a user's own
//! signature, rules in the file itself. `docs/signatures.md` describes the files.

mod applies;
mod built_in;
mod lint;
mod parse;
mod rules;
mod watch;

use tollgate_report::{Action, Category, Documentation, Finding, Message, State, Users};

pub(crate) use applies::{Applicability, missing_input, role_name};
pub use applies::{Applies, Feature, Need, NeedKind, VersionRange, VersionStatement};
pub use lint::{Expectation, Lint, Remark, Unmet, lint, test};
pub use parse::{SignatureError, SignatureProblem};
pub use rules::{AlarmRule, LogRule, Requirement, Rules, SettingRule, Wanted};
pub use watch::{Watch, Watched};

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
    /// Defects that have to do with it.
    pub related_defects: Vec<String>,
    /// What looks for it.
    pub look: Look,
    /// Appliances that it can be on.
    pub applies: Applies,
    /// Evidence without which nothing can be said, all of it.
    pub needs: Vec<Need>,
    /// Its texts.
    pub texts: Texts,
    /// Documents about it.
    pub documentation: Vec<Documentation>,
}

/// What looks for a signature.
#[derive(Debug, Clone, PartialEq)]
pub enum Look {
    /// A named check of this program.
    Check(String),
    /// Rules of the file.
    Rules(Rules),
}

/// The texts of a signature. Those of condition, topic and the clear title take no arguments.
#[derive(Debug, Clone, PartialEq)]
pub struct Texts {
    /// One line for what was found.
    pub title: Sentence,
    /// One line for what was looked for and is not there.
    pub clear: Sentence,
    /// One line where nothing can be said: what the signature is about.
    pub topic: Sentence,
    /// What happened, to what.
    pub description: Sentence,
    /// When it happens at all.
    pub condition: Sentence,
    /// What else is worth knowing, a paragraph each.
    pub information: Vec<Sentence>,
    /// What to do, in order.
    pub actions: Vec<Sentence>,
    /// What hides the problem, and its risk.
    pub workaround: Option<(Sentence, Sentence)>,
}

/// A text of a signature.
#[derive(Debug, Clone, PartialEq)]
pub enum Sentence {
    /// Id of a message of the language files.
    Id(String),
    /// A user's own sentence.
    Own(Message),
}

/// Values of the messages of a finding, by name.
pub(crate) type Arguments = Vec<(&'static str, String)>;

impl Signature {
    /// The signatures of this program.
    pub fn built_in() -> Vec<Self> {
        built_in::all()
    }

    /// Reads a signature of a user from TOML, of at most [`Self::OCTETS`].
    ///
    /// ```
    /// use tollgate_analyze::signature::Signature;
    ///
    /// let signature = Signature::parse(
    ///     r#"
    ///     id = "clock-not-synchronised"
    ///     version = 1
    ///     code = "X0001"
    ///     category = "configuration"
    ///     [[match.alarm]]
    ///     id = "15006"
    ///     [texts]
    ///     title = "The clock is not synchronised"
    ///     description = "NTP cannot be reached."
    ///     actions = ["Check System > Time."]
    ///     "#,
    /// )
    /// .unwrap();
    /// assert_eq!(signature.id, "clock-not-synchronised");
    /// ```
    ///
    /// # Errors
    ///
    /// The first thing in it that is not as it should be: line, key and what to do.
    pub fn parse(toml: &str) -> Result<Self, SignatureError> {
        parse::own(toml)
    }

    /// Octets of a signature file.
    pub const OCTETS: usize = 256 * 1024;

    /// A finding of this signature with all its texts and nothing else yet. Where the state is
    /// neither an issue nor a potential problem it has no actions.
    pub(crate) fn finding(&self, state: State, arguments: &Arguments) -> Finding {
        let say = |text: &Sentence| text.message(arguments);
        let texts = &self.texts;
        let is_found = matches!(state, State::IssueFound | State::PotentialProblem);
        let title = match state {
            State::IssueFound | State::PotentialProblem => &texts.title,
            State::NoIssue => &texts.clear,
            State::MissingInformation | State::NotApplicable => &texts.topic,
        };
        let mut actions: Vec<Action> = Vec::new();
        let mut further_information: Vec<Message> = Vec::new();
        let mut description = &texts.condition;
        if is_found {
            description = &texts.description;
            actions.extend(texts.actions.iter().map(|text| Action {
                text: say(text),
                workaround_risk: None,
            }));
            actions.extend(texts.workaround.iter().map(|(text, risk)| Action {
                text: say(text),
                workaround_risk: Some(say(risk)),
            }));
            further_information.extend(texts.information.iter().map(say));
            if !self.related_defects.is_empty() {
                further_information.push(Message::new(
                    "signature-related-defects",
                    [("defects", self.related_defects.join(", "))],
                ));
            }
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
            description: say(description),
            condition: say(&texts.condition),
            further_information,
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

impl Sentence {
    /// The sentence for those who have no values to put into it.
    pub fn without_values(&self) -> Message {
        self.message(&Arguments::new())
    }

    pub(crate) fn message(&self, arguments: &Arguments) -> Message {
        match self {
            Self::Id(id) => Message::Text {
                id: id.clone(),
                arguments: arguments.clone(),
            },
            Self::Own(message) => message.clone(),
        }
    }
}
