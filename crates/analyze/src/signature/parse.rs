//! Reads signature files, and says exactly what is wrong with one.

use std::ops::Range;

use serde::Deserialize;
use tollgate_report::{Category, Documentation, Message};
use toml::{Spanned, Value};

use super::applies::{Applies, Feature, Need, NeedKind, VersionRange, VersionStatement};
use super::rules::{AlarmRule, LogRule, Requirement, Rules, SettingRule, Wanted};
use super::{Look, Sentence, Signature, Texts};
use crate::bundle::Role;
use crate::checks;
use crate::version::SoftwareVersion;

/// What is wrong with a signature file, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}{}: {problem}", .key.as_deref().map(|key| format!(", key '{key}'")).unwrap_or_default())]
pub struct SignatureError {
    /// The line, from 1.
    pub line: usize,
    /// The key, such as `match.log.regex`; `None` where the file cannot be read that far.
    pub key: Option<String>,
    /// What is wrong.
    pub problem: SignatureProblem,
}

/// What is wrong with a signature file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SignatureProblem {
    /// No TOML, a key that does not exist, a value of another kind.
    #[error("{0}")]
    Syntax(String),
    /// Too long.
    #[error("the file has more than {limit} octets; split it into one signature a file")]
    TooLong {
        /// How long it may be.
        limit: usize,
    },
    /// A name that cannot be one.
    #[error(
        "'{0}' cannot be an id; use lower-case letters, digits and hyphens, at most 64 of them"
    )]
    Id(String),
    /// A code that cannot be one.
    #[error(
        "'{0}' cannot be a code; use up to eight capital letters and up to six digits, such as ACME0001"
    )]
    Code(String),
    /// A code that this program gives itself.
    #[error("codes that begin with TG are those of the program; use letters of your own")]
    ReservedCode,
    /// None of the words that may stand there.
    #[error("'{found}' is none of {}", .known.join(", "))]
    Word {
        /// What stands there.
        found: String,
        /// What may stand there.
        known: Vec<&'static str>,
    },
    /// A number that is none, or zero.
    #[error("a version counts from 1")]
    Version,
    /// A check that does not exist.
    #[error(
        "there is no check '{0}'; write rules in a table [match], or see 'tollgate signature list'"
    )]
    UnknownCheck(String),
    /// Nothing to look for.
    #[error("it looks for nothing; add [[match.log]], [[match.alarm]] or [[match.setting]]")]
    NothingToLookFor,
    /// Both.
    #[error("it has a check and rules; remove one of the two")]
    CheckAndRules,
    /// A rule for log lines without a text.
    #[error(
        "a log rule needs a text of at least three letters that its lines contain; add it to 'contains'"
    )]
    NoText,
    /// An expression that cannot be read, or is too large.
    #[error("the expression cannot be used: {0}")]
    Expression(String),
    /// A version that is none.
    #[error("'{0}' is no version; write it as X14.2 or 14.2.5")]
    SoftwareVersion(String),
    /// A range that nothing is in.
    #[error("the range is empty: 'from' has to be lower than 'before'")]
    EmptyRange,
    /// A setting with a value and without it.
    #[error("a setting rule has 'value' or 'not', and not both")]
    ValueAndNot,
    /// No text, or something that is none.
    #[error(
        "a text is a sentence, or a table of sentences by language, such as {{ en = \"...\", nl = \"...\" }}"
    )]
    Text,
    /// A language that is not spoken.
    #[error("'{0}' is none of the languages en, ja, nl, pt-BR, zh-TW")]
    Language(String),
    /// A link that cannot be one.
    #[error("'{0}' is no link; write the whole address, beginning with https://")]
    Link(String),
    /// A defect that cannot be one.
    #[error("'{0}' cannot be a defect; use letters, digits, hyphens and dots, at most 32 of them")]
    Defect(String),
    /// Too many of something.
    #[error("there are more than {limit} of these; split the signature")]
    TooMany {
        /// How many there may be.
        limit: usize,
    },
}

/// Rules, needs, texts and links of each kind. More is a mistake.
const MOST: usize = 100;
/// Octets that a compiled expression may take.
const EXPRESSION: usize = 1024 * 1024;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    id: Spanned<String>,
    version: Spanned<i64>,
    code: Spanned<String>,
    category: Spanned<String>,
    #[serde(default)]
    defects: Vec<Spanned<String>>,
    #[serde(default)]
    related_defects: Vec<Spanned<String>>,
    check: Option<Spanned<String>>,
    #[serde(rename = "match")]
    rules: Option<Spanned<FileRules>>,
    #[serde(default)]
    applies: FileApplies,
    #[serde(default)]
    needs: Vec<Spanned<String>>,
    texts: FileTexts,
    #[serde(default)]
    documentation: Vec<FileDocumentation>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileRules {
    require: Option<Spanned<String>>,
    state: Option<Spanned<String>>,
    #[serde(default)]
    alarm: Vec<FileAlarm>,
    #[serde(default)]
    setting: Vec<FileSetting>,
    #[serde(default)]
    log: Vec<Spanned<FileLog>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileAlarm {
    id: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileSetting {
    path: Spanned<String>,
    value: Option<String>,
    not: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileLog {
    contains: Vec<String>,
    regex: Option<Spanned<String>>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileApplies {
    #[serde(default)]
    roles: Vec<Spanned<String>>,
    #[serde(default)]
    versions: Vec<FileStatement>,
    feature: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileStatement {
    ranges: Vec<Spanned<FileRange>>,
    meaning: Option<Spanned<Value>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileRange {
    from: Option<String>,
    before: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileTexts {
    title: Spanned<Value>,
    clear: Option<Spanned<Value>>,
    topic: Option<Spanned<Value>>,
    description: Spanned<Value>,
    condition: Option<Spanned<Value>>,
    #[serde(default)]
    information: Vec<Spanned<Value>>,
    #[serde(default)]
    actions: Vec<Spanned<Value>>,
    workaround: Option<FileWorkaround>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileWorkaround {
    text: Spanned<Value>,
    risk: Spanned<Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileDocumentation {
    title: String,
    url: Spanned<String>,
}

/// Whose signature it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Owner {
    /// This program: texts are message ids.
    Program,
    /// A user: texts are sentences.
    User,
}

/// A file that is being read.
struct Reading<'f> {
    text: &'f str,
    owner: Owner,
}

type Read<T> = Result<T, SignatureError>;

/// Reads a signature of a user.
pub(super) fn own(text: &str) -> Read<Signature> {
    read(text, Owner::User)
}

/// Reads a signature of this program.
pub(super) fn of_program(text: &str) -> Read<Signature> {
    read(text, Owner::Program)
}

fn read(text: &str, owner: Owner) -> Read<Signature> {
    let reading = Reading { text, owner };
    if text.len() > Signature::OCTETS {
        let limit = Signature::OCTETS;
        return Err(SignatureError {
            line: 1,
            key: None,
            problem: SignatureProblem::TooLong { limit },
        });
    }
    let file: File = toml::from_str(text).map_err(|error| {
        let message = error.message().trim_end_matches('\n').to_owned();
        let span = error.span().unwrap_or_default();
        SignatureError {
            line: reading.line(&span),
            key: None,
            problem: SignatureProblem::Syntax(message),
        }
    })?;
    reading.signature(file)
}

impl Reading<'_> {
    fn line(&self, span: &Range<usize>) -> usize {
        let before = self.text.as_bytes().get(..span.start).unwrap_or_default();
        memchr::memchr_iter(b'\n', before).count() + 1
    }

    fn wrong(&self, span: &Range<usize>, key: &str, problem: SignatureProblem) -> SignatureError {
        SignatureError {
            line: self.line(span),
            key: Some(key.to_owned()),
            problem,
        }
    }

    fn signature(&self, file: File) -> Read<Signature> {
        let rules = file.rules.as_ref();
        let look = match (&file.check, rules) {
            (Some(check), Some(_)) => {
                let problem = SignatureProblem::CheckAndRules;
                return Err(self.wrong(&check.span(), "check", problem));
            }
            (Some(check), None) => self.check(check)?,
            (None, Some(rules)) => Look::Rules(self.rules(rules)?),
            (None, None) => {
                let problem = SignatureProblem::NothingToLookFor;
                return Err(self.wrong(&file.id.span(), "match", problem));
            }
        };
        let mut needs = Vec::new();
        for need in self.bounded(&file.needs, "needs", Spanned::span)? {
            needs.push(self.need(need)?);
        }
        if let (true, Look::Rules(rules)) = (needs.is_empty(), &look) {
            needs = rules.needs();
        }
        Ok(Signature {
            id: self.id(&file.id)?,
            version: self.version(&file.version)?,
            code: self.code(&file.code)?,
            category: self.word(&file.category, "category", &CATEGORIES)?,
            defects: self.defects(&file.defects, "defects")?,
            related_defects: self.defects(&file.related_defects, "related_defects")?,
            look,
            applies: self.applies(&file.applies)?,
            needs,
            texts: self.texts(&file.texts)?,
            documentation: self.documentation(file.documentation)?,
        })
    }

    fn bounded<'v, T>(
        &self,
        values: &'v [T],
        key: &str,
        span: impl Fn(&T) -> Range<usize>,
    ) -> Read<&'v [T]> {
        match values.get(MOST) {
            Some(first) => {
                let problem = SignatureProblem::TooMany { limit: MOST };
                Err(self.wrong(&span(first), key, problem))
            }
            None => Ok(values),
        }
    }

    fn id(&self, id: &Spanned<String>) -> Read<String> {
        let text = id.get_ref();
        let is_letter = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        let is_sound = (1..=64).contains(&text.len())
            && text.chars().all(is_letter)
            && text.starts_with(|c: char| c.is_ascii_lowercase());
        if is_sound {
            return Ok(text.clone());
        }
        Err(self.wrong(&id.span(), "id", SignatureProblem::Id(text.clone())))
    }

    fn version(&self, version: &Spanned<i64>) -> Read<u32> {
        let number = u32::try_from(*version.get_ref()).ok();
        let number = number.filter(|number| *number > 0);
        number.ok_or_else(|| self.wrong(&version.span(), "version", SignatureProblem::Version))
    }

    fn code(&self, code: &Spanned<String>) -> Read<String> {
        let text = code.get_ref();
        let digits = text.trim_start_matches(|c: char| c.is_ascii_uppercase());
        let letters = text.len() - digits.len();
        let is_sound = (1..=8).contains(&letters)
            && (1..=6).contains(&digits.len())
            && digits.bytes().all(|digit| digit.is_ascii_digit());
        if !is_sound {
            let problem = SignatureProblem::Code(text.clone());
            return Err(self.wrong(&code.span(), "code", problem));
        }
        if self.owner == Owner::User && text.starts_with("TG") {
            let problem = SignatureProblem::ReservedCode;
            return Err(self.wrong(&code.span(), "code", problem));
        }
        Ok(text.clone())
    }

    fn word<T: Copy>(
        &self,
        word: &Spanned<String>,
        key: &str,
        known: &[(&'static str, T)],
    ) -> Read<T> {
        let found = word.get_ref();
        let mut words = known.iter();
        let value = words.find(|(name, _)| name == found);
        value.map(|(_, value)| *value).ok_or_else(|| {
            let known = known.iter().map(|(name, _)| *name).collect();
            let found = found.clone();
            let problem = SignatureProblem::Word { found, known };
            self.wrong(&word.span(), key, problem)
        })
    }

    fn defects(&self, defects: &[Spanned<String>], key: &str) -> Read<Vec<String>> {
        let mut read = Vec::new();
        for defect in self.bounded(defects, key, Spanned::span)? {
            let text = defect.get_ref();
            let is_letter = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.');
            if !(1..=32).contains(&text.len()) || !text.chars().all(is_letter) {
                let problem = SignatureProblem::Defect(text.clone());
                return Err(self.wrong(&defect.span(), key, problem));
            }
            read.push(text.clone());
        }
        Ok(read)
    }

    fn check(&self, check: &Spanned<String>) -> Read<Look> {
        let name = check.get_ref();
        if checks::check(name).is_none() {
            let problem = SignatureProblem::UnknownCheck(name.clone());
            return Err(self.wrong(&check.span(), "check", problem));
        }
        Ok(Look::Check(name.clone()))
    }

    fn need(&self, need: &Spanned<String>) -> Read<Need> {
        let kinds = need.get_ref().split('|').map(|kind| {
            let word = Spanned::new(need.span(), kind.trim().to_owned());
            self.word(&word, "needs", &NeedKind::ALL)
        });
        Ok(Need(kinds.collect::<Read<_>>()?))
    }

    fn rules(&self, rules: &Spanned<FileRules>) -> Read<Rules> {
        let file = rules.get_ref();
        let span = |_: &FileAlarm| rules.span();
        let alarms = self.bounded(&file.alarm, "match.alarm", span)?;
        let span = |setting: &FileSetting| setting.path.span();
        let settings = self.bounded(&file.setting, "match.setting", span)?;
        let logs = self.bounded(&file.log, "match.log", Spanned::span)?;
        let require = file.require.as_ref();
        let requirement = require.map(|word| self.word(word, "match.require", &REQUIREMENTS));
        let found = file.state.as_ref();
        let found = found.map(|word| self.word(word, "match.state", &WANTED));
        let read = Rules {
            requirement: requirement.transpose()?.unwrap_or_default(),
            found: found.transpose()?.unwrap_or_default(),
            alarms: alarms
                .iter()
                .map(|alarm| AlarmRule {
                    id: alarm.id.clone(),
                })
                .collect(),
            settings: settings
                .iter()
                .map(|setting| self.setting(setting))
                .collect::<Read<_>>()?,
            logs: logs.iter().map(|log| self.log(log)).collect::<Read<_>>()?,
        };
        if read.count() == 0 {
            let problem = SignatureProblem::NothingToLookFor;
            return Err(self.wrong(&rules.span(), "match", problem));
        }
        Ok(read)
    }

    fn setting(&self, setting: &FileSetting) -> Read<SettingRule> {
        if setting.value.is_some() && setting.not.is_some() {
            let problem = SignatureProblem::ValueAndNot;
            return Err(self.wrong(&setting.path.span(), "match.setting", problem));
        }
        let path = setting.path.get_ref().trim();
        let own = path.split_whitespace().skip_while(|word| {
            ["xConfiguration", "xStatus", "*c", "*s"]
                .iter()
                .any(|known| word.eq_ignore_ascii_case(known))
        });
        Ok(SettingRule {
            path: own.collect::<Vec<_>>().join(" "),
            value: setting.value.clone(),
            not: setting.not.clone(),
        })
    }

    fn log(&self, log: &Spanned<FileLog>) -> Read<LogRule> {
        let file = log.get_ref();
        if !file.contains.iter().any(|text| text.chars().count() >= 3)
            || file.contains.iter().any(|text| text.contains('\n'))
        {
            let problem = SignatureProblem::NoText;
            return Err(self.wrong(&log.span(), "match.log.contains", problem));
        }
        let regex = file.regex.as_ref().map(|regex| {
            let builder = regex::bytes::RegexBuilder::new(regex.get_ref())
                .size_limit(EXPRESSION)
                .dfa_size_limit(EXPRESSION)
                .build();
            builder.map_err(|error| {
                let problem = SignatureProblem::Expression(last_line(&error.to_string()));
                self.wrong(&regex.span(), "match.log.regex", problem)
            })
        });
        Ok(LogRule {
            contains: file.contains.clone(),
            regex: regex.transpose()?,
        })
    }

    fn applies(&self, file: &FileApplies) -> Read<Applies> {
        let roles = file.roles.iter();
        let roles = roles.map(|role| self.word(role, "applies.roles", &ROLES));
        let feature = file.feature.as_ref();
        let feature = feature.map(|word| self.word(word, "applies.feature", &FEATURES));
        let versions = file.versions.iter().map(|statement| {
            let ranges = statement.ranges.iter().map(|range| self.range(range));
            let meaning = statement.meaning.as_ref();
            let meaning = meaning.map(|text| self.sentence(text, "applies.versions.meaning"));
            Ok(VersionStatement {
                ranges: ranges.collect::<Read<_>>()?,
                meaning: meaning.transpose()?,
            })
        });
        Ok(Applies {
            roles: roles.collect::<Read<_>>()?,
            versions: versions.collect::<Read<_>>()?,
            feature: feature.transpose()?,
        })
    }

    fn range(&self, range: &Spanned<FileRange>) -> Read<VersionRange> {
        let key = "applies.versions.ranges";
        let end = |text: &Option<String>| {
            let read = text.as_ref().map(|text| {
                SoftwareVersion::parse(text).ok_or_else(|| {
                    let problem = SignatureProblem::SoftwareVersion(text.clone());
                    self.wrong(&range.span(), key, problem)
                })
            });
            read.transpose()
        };
        let FileRange { from, before } = range.get_ref();
        let (from, before) = (end(from)?, end(before)?);
        if let (Some(from), Some(before)) = (&from, &before)
            && from >= before
        {
            return Err(self.wrong(&range.span(), key, SignatureProblem::EmptyRange));
        }
        Ok(VersionRange { from, before })
    }

    fn texts(&self, file: &FileTexts) -> Read<Texts> {
        let title = self.sentence(&file.title, "texts.title")?;
        let or_title = |text: &Option<Spanned<Value>>, key| match text {
            Some(text) => self.sentence(text, key),
            None => Ok(title.clone()),
        };
        let each = |texts: &[Spanned<Value>], key: &str| {
            let texts = self.bounded(texts, key, Spanned::span)?;
            let read = texts.iter().map(|text| self.sentence(text, key));
            read.collect::<Read<Vec<_>>>()
        };
        let condition = file.condition.as_ref();
        let condition = condition.map(|text| self.sentence(text, "texts.condition"));
        let by_rules = || Sentence::Id("condition-by-rules".to_owned());
        let workaround = file.workaround.as_ref().map(|workaround| {
            let text = self.sentence(&workaround.text, "texts.workaround.text")?;
            let risk = self.sentence(&workaround.risk, "texts.workaround.risk")?;
            Ok((text, risk))
        });
        Ok(Texts {
            clear: or_title(&file.clear, "texts.clear")?,
            topic: or_title(&file.topic, "texts.topic")?,
            description: self.sentence(&file.description, "texts.description")?,
            condition: condition.transpose()?.unwrap_or_else(by_rules),
            information: each(&file.information, "texts.information")?,
            actions: each(&file.actions, "texts.actions")?,
            workaround: workaround.transpose()?,
            title,
        })
    }

    fn sentence(&self, text: &Spanned<Value>, key: &str) -> Read<Sentence> {
        let wrong = |problem| self.wrong(&text.span(), key, problem);
        let owned = |text: &str| match self.owner {
            Owner::Program => Sentence::Id(text.to_owned()),
            Owner::User => Sentence::Own(Message::plain(text)),
        };
        match text.get_ref() {
            Value::String(text) if !text.trim().is_empty() => Ok(owned(text)),
            Value::Table(table) if !table.is_empty() && self.owner == Owner::User => {
                let mut sentences = Vec::new();
                for (language, text) in table {
                    let text = text.as_str().filter(|text| !text.trim().is_empty());
                    let text = text.ok_or_else(|| wrong(SignatureProblem::Text))?;
                    sentences.push((language.as_str(), text));
                }
                let read = Message::own(sentences)
                    .map_err(|unknown| wrong(SignatureProblem::Language(unknown.0)));
                read.map(Sentence::Own)
            }
            _ => Err(wrong(SignatureProblem::Text)),
        }
    }

    fn documentation(&self, documents: Vec<FileDocumentation>) -> Read<Vec<Documentation>> {
        self.bounded(&documents, "documentation", |document| document.url.span())?;
        let read = documents.into_iter().map(|document| {
            let url = document.url.get_ref();
            let is_plain = |c: char| c.is_ascii_graphic() && !matches!(c, '"' | '<' | '>' | '\\');
            if !url.starts_with("https://") || !url.chars().all(is_plain) {
                let problem = SignatureProblem::Link(url.clone());
                return Err(self.wrong(&document.url.span(), "documentation.url", problem));
            }
            Ok(Documentation {
                title: document.title,
                url: document.url.into_inner(),
            })
        });
        read.collect()
    }
}

impl Rules {
    /// The evidence that they look at.
    fn needs(&self) -> Vec<Need> {
        let mut kinds = Vec::new();
        let pairs = [
            (self.alarms.is_empty(), NeedKind::Status),
            (self.settings.is_empty(), NeedKind::Configuration),
            (self.logs.is_empty(), NeedKind::Log),
        ];
        kinds.extend(pairs.into_iter().filter(|(is_empty, _)| !is_empty));
        let kinds = kinds.into_iter().map(|(_, kind)| kind);
        match self.requirement {
            Requirement::Any => vec![Need(kinds.collect())],
            Requirement::All => kinds.map(|kind| Need(vec![kind])).collect(),
        }
    }
}

/// What regex says last is what is wrong; before it comes the expression with a mark.
fn last_line(text: &str) -> String {
    let line = text.lines().last().unwrap_or_default();
    line.trim_start_matches("error: ").to_owned()
}

const CATEGORIES: [(&str, Category); 3] = [
    ("call", Category::Call),
    ("mra", Category::Mra),
    ("configuration", Category::Configuration),
];
const ROLES: [(&str, Role); 2] = [("expressway-c", Role::Inner), ("expressway-e", Role::Outer)];
const FEATURES: [(&str, Feature); 1] = [("mra", Feature::Mra)];
const REQUIREMENTS: [(&str, Requirement); 2] =
    [("any", Requirement::Any), ("all", Requirement::All)];
const WANTED: [(&str, Wanted); 2] = [
    ("issue-found", Wanted::Issue),
    ("potential-problem", Wanted::Potential),
];
