//! The documented CSV format of rules: `Url,Deployment,HttpMethods,MatchType,Description`.

use crate::method::Methods;
use crate::node::DEFAULT_DEPLOYMENT;
use crate::rule::{MatchType, Rule, RuleMethods};
use crate::table::{Columns, Imported, Problem, Row, write_line};

const COLUMNS: Columns = Columns {
    names: &[
        "Url",
        "Deployment",
        "HttpMethods",
        "MatchType",
        "Description",
    ],
    required: 1,
};

/// Reads a rules file. Absent columns and empty values have their documented defaults: the default
/// deployment, the default methods, prefix match. A line with a problem gives no rule; all its
/// problems are told.
///
/// Port 0, which the format admits, is refused: no request can be for it.
pub fn import_rules(bytes: &[u8]) -> Imported<Rule> {
    COLUMNS.import(bytes, rule)
}

fn rule(row: &Row, problems: &mut Vec<Problem>) -> Option<Rule> {
    let url = row.parse(0, Rule::parse, problems);
    let methods = |text: &str| text.parse::<Methods>().map(RuleMethods::Chosen);
    let methods = row.parse_or(2, RuleMethods::Default, methods, problems);
    let matching = row.parse_or(3, MatchType::Prefix, str::parse, problems);
    Some(Rule {
        methods: methods?,
        matching: matching?,
        deployment: deployment_or_default(row.value(1)),
        description: row.value(4).to_owned(),
        ..url?
    })
}

pub(crate) fn deployment_or_default(value: &str) -> String {
    if value.is_empty() {
        DEFAULT_DEPLOYMENT.to_owned()
    } else {
        value.to_owned()
    }
}

pub(crate) fn deployment_unless_default(deployment: &str) -> &str {
    if deployment == DEFAULT_DEPLOYMENT {
        ""
    } else {
        deployment
    }
}

/// Writes rules in the format that [`import_rules`] reads, with the header. Read again, they are
/// the same but that all of them are editable, and that descriptions lose line breaks and blanks
/// at their ends.
pub fn export_rules<'a>(rules: impl IntoIterator<Item = &'a Rule>) -> String {
    let mut out = COLUMNS.header();
    out.push('\n');
    for rule in rules {
        let methods = match rule.methods {
            RuleMethods::Default => String::new(),
            RuleMethods::Chosen(methods) => methods.to_string(),
        };
        let url = rule.url();
        let values = [
            url.as_str(),
            deployment_unless_default(&rule.deployment),
            &methods,
            rule.matching.as_str(),
            &rule.description,
        ];
        write_line(&mut out, &values);
    }
    out
}
