//! Rules of users' own signatures: alarms, settings and log lines.

/// The rules of a signature.
#[derive(Debug, Clone, PartialEq)]
pub struct Rules {
    /// How many of them have to be met.
    pub requirement: Requirement,
    /// What it is when they are met.
    pub found: Wanted,
    /// Alarms of the status dump that stand.
    pub alarms: Vec<AlarmRule>,
    /// Values of the dumps.
    pub settings: Vec<SettingRule>,
    /// Lines of logs.
    pub logs: Vec<LogRule>,
}

/// How many rules have to be met.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Requirement {
    /// One.
    #[default]
    Any,
    /// Every one.
    All,
}

/// The state of a signature whose rules are met.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Wanted {
    /// Issue found.
    #[default]
    Issue,
    /// Potential problem.
    Potential,
}

/// An alarm that stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlarmRule {
    /// Its number, such as `25019`.
    pub id: String,
}

/// A value of a configuration or status dump.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingRule {
    /// Its path without `xConfiguration` and `xStatus`, such as `EdgeConfigServer
    /// VerifyOriginServer`.
    pub path: String,
    /// Met by this value, whatever its case; `None` for any value that is there.
    pub value: Option<String>,
    /// Met by every value but this one.
    pub not: Option<String>,
}

/// A line of a log.
#[derive(Debug, Clone)]
pub struct LogRule {
    /// Text that is in the line, all of these. At least one: lines without it cost nothing.
    pub contains: Vec<String>,
    /// What the line moreover matches.
    pub regex: Option<regex::bytes::Regex>,
}

impl PartialEq for LogRule {
    fn eq(&self, other: &Self) -> bool {
        let text = |rule: &Self| rule.regex.as_ref().map(|regex| regex.as_str().to_owned());
        self.contains == other.contains && text(self) == text(other)
    }
}

impl SettingRule {
    /// Whether a dump's value, `None` where it is absent, meets it.
    pub(crate) fn is_met(&self, value: Option<&str>) -> bool {
        let Some(value) = value else {
            return false;
        };
        let is = |wanted: &String| value.eq_ignore_ascii_case(wanted);
        self.value.as_ref().is_none_or(is) && !self.not.as_ref().is_some_and(is)
    }
}

impl Rules {
    /// Rules in all.
    pub(crate) fn count(&self) -> usize {
        self.alarms.len() + self.settings.len() + self.logs.len()
    }
}
