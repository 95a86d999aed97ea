//! A report for code scanning: SARIF 2.1.0 (OASIS).
//!
//! A rule is a signature, a result is a finding. Its locations are lines of logs and files of archives,
//! and, as logical locations, its cells. Frames of a capture are told in the message of a location.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Map, Value, json};
use tollgate_text::Language;

use crate::cell::Cell;
use crate::document::Report;
use crate::facts::{self, Words};
use crate::finding::{Evidence, Finding, FoundAt, State};
use crate::harmless::{harmless_json, sentence};

/// Locations of one result, and cells among them; readers refuse results with thousands.
const LOCATIONS: usize = 100;

/// The log, as a JSON document of many lines.
pub fn render(report: &Report, language: Language) -> String {
    let words = Words::new(language);
    let rules = rules(report, words);
    let mut artifacts = Artifacts::of(report);
    let mut results = Vec::new();
    for finding in &report.findings {
        let rule = rules.iter().position(|rule| rule["id"] == rule_id(finding));
        results.push(result(finding, rule, (words, &mut artifacts)));
    }
    for own in &report.suppressed {
        let id = rule_id(&own.finding);
        let rule = rules.iter().position(|rule| rule["id"] == id);
        let mut result = result(&own.finding, rule, (words, &mut artifacts));
        if let Some(result) = result.as_object_mut() {
            let why = words.suppressed(own);
            let suppression = json!({
                "kind": "external",
                "status": "accepted",
                "justification": sentence(&why),
                "properties": { "until": own.until },
            });
            result.insert("suppressions".to_owned(), json!([suppression]));
        }
        results.push(result);
    }
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {
                "driver": {
                    "name": "Tollgate",
                    "version": report.program,
                    "language": language.tag(),
                    "rules": rules,
                },
            },
            "columnKind": "unicodeCodePoints",
            "artifacts": artifacts.list,
            "results": results,
        }],
    });
    // Serialising a value into memory cannot fail.
    let text = serde_json::to_string_pretty(&log).unwrap_or_default();
    format!("{}\n", harmless_json(&text))
}

/// The stable name of a rule: a code may stand for several signatures.
fn rule_id(finding: &Finding) -> String {
    format!("{}/{}", finding.code, finding.signature)
}

/// Each signature once, by code and name.
fn rules(report: &Report, words: Words) -> Vec<Value> {
    let mut rules: BTreeMap<String, Value> = BTreeMap::new();
    let suppressed = report.suppressed.iter().map(|own| &own.finding);
    for finding in report.findings.iter().chain(suppressed) {
        let id = rule_id(finding);
        let rule = json!({
            "id": id,
            "name": finding.signature,
            "shortDescription": { "text": shown(&words.say(&finding.title)) },
            "fullDescription": { "text": shown(&words.say(&finding.condition)) },
            "help": { "text": format!("tollgate explain {}", finding.code) },
            "properties": {
                "category": finding.category.as_str(),
                "signatureVersion": finding.version,
                "tags": finding.defects,
            },
        });
        rules.entry(id).or_insert(rule);
    }
    rules.into_values().collect()
}

fn result(
    finding: &Finding,
    rule: Option<usize>,
    (words, artifacts): (Words, &mut Artifacts),
) -> Value {
    let (kind, level) = match finding.state {
        State::IssueFound => ("fail", "error"),
        State::PotentialProblem => ("fail", "warning"),
        State::MissingInformation => ("open", "none"),
        State::NoIssue => ("pass", "none"),
        State::NotApplicable => ("notApplicable", "none"),
    };
    let mut result = json!({
        "ruleId": rule_id(finding),
        "kind": kind,
        "level": level,
        "message": { "text": message(finding, words) },
        "partialFingerprints": { "tollgate/v1": identity(finding) },
        "properties": {
            "code": finding.code,
            "state": finding.state.as_str(),
            "requests": finding.requests,
            "users": finding.users.count,
            "upload": finding.upload.iter().map(|upload| &upload.sha256).collect::<Vec<_>>(),
        },
    });
    let mut add = |name: &str, value: Value| {
        if let Some(result) = result.as_object_mut() {
            result.insert(name.to_owned(), value);
        }
    };
    if let Some(rule) = rule {
        add("ruleIndex", json!(rule));
    }
    if finding.occurrences > 0 {
        add("occurrenceCount", json!(finding.occurrences));
    }
    let archive = finding.archive.as_deref();
    let evidence = finding.evidence.iter().take(LOCATIONS);
    let mut locations: Vec<Value> = evidence
        .map(|evidence| location(evidence, archive, (words, artifacts)))
        .collect();
    let cells = finding.cells.iter().take(LOCATIONS);
    locations.extend(cells.map(|cell| json!({ "logicalLocations": [logical(cell)] })));
    add("locations", Value::Array(locations));
    result
}

/// What a reader of the result wants to know, a paragraph each.
fn message(finding: &Finding, words: Words) -> String {
    let mut paragraphs = vec![shown(&words.say(&finding.title))];
    let is_found = matches!(finding.state, State::IssueFound | State::PotentialProblem);
    if is_found {
        paragraphs.push(shown(&words.say(&finding.description)));
    }
    let reason = finding.reason.as_ref().map(|reason| words.say(reason));
    let missing = finding.missing.as_ref().map(|missing| words.how(missing));
    paragraphs.extend(reason.into_iter().chain(missing).map(|text| shown(&text)));
    for (position, action) in finding.actions.iter().enumerate() {
        let mut text = words.say(&action.text);
        if let Some(risk) = &action.workaround_risk {
            let workaround = words.with("report-workaround", &[("action", text)]);
            let risk = words.with("report-risk", &[("risk", words.say(risk))]);
            text = format!("{workaround} {risk}");
        }
        paragraphs.push(format!("{}. {}", position + 1, shown(&text)));
    }
    paragraphs.join("\n\n")
}

/// Running text of a message. SARIF gives brackets and braces a meaning in it (3.11.5, 3.11.6), and
/// a backslash takes it away.
fn shown(text: &str) -> String {
    let text = sentence(text);
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '[' | ']' | '\\' => shown.extend(['\\', character]),
            '{' | '}' => shown.extend([character, character]),
            _ => shown.push(character),
        }
    }
    shown
}

/// What makes two results of different runs the same: the rule and where it was met first.
fn identity(finding: &Finding) -> String {
    match finding.cells.first() {
        Some(cell) => format!("{} {}", rule_id(finding), facts::cell(cell)),
        None => rule_id(finding),
    }
}

fn logical(cell: &Cell) -> Value {
    json!({
        "name": cell.to_string(),
        "fullyQualifiedName": facts::cell(cell),
        "kind": "resource",
    })
}

fn location(
    evidence: &Evidence,
    archive: Option<&str>,
    (words, artifacts): (Words, &mut Artifacts),
) -> Value {
    let file = artifacts.index(evidence.at.source(), archive);
    let mut physical = Map::new();
    let uri = uri(evidence.at.source());
    let artifact = json!({ "uri": uri, "index": file });
    physical.insert("artifactLocation".to_owned(), artifact);
    if let FoundAt::Line { line, .. } = &evidence.at {
        let text = words.say(&evidence.text);
        let region = json!({ "startLine": (*line).max(1), "snippet": { "text": text } });
        physical.insert("region".to_owned(), region);
    }
    let place = words.place(&evidence.at);
    json!({
        "physicalLocation": physical,
        "message": { "text": shown(&place) },
    })
}

/// The files of a report: archives, and files in them.
struct Artifacts {
    list: Vec<Value>,
    /// Index by name and archive.
    known: BTreeMap<(String, Option<String>), usize>,
}

impl Artifacts {
    fn of(report: &Report) -> Self {
        let mut artifacts = Self {
            list: Vec::new(),
            known: BTreeMap::new(),
        };
        for input in &report.inputs {
            let index = artifacts.index(&input.name, input.archive.as_deref());
            if let Some(artifact) = artifacts.list.get_mut(index).and_then(Value::as_object_mut) {
                artifact.insert("length".to_owned(), json!(input.octets));
            }
        }
        artifacts
    }

    /// The index of a file, added where it is new.
    fn index(&mut self, name: &str, archive: Option<&str>) -> usize {
        let key = (name.to_owned(), archive.map(ToOwned::to_owned));
        if let Some(index) = self.known.get(&key) {
            return *index;
        }
        let parent = archive.map(|archive| self.index(archive, None));
        let mut artifact = json!({ "location": { "uri": uri(name) } });
        if let (Some(parent), Some(artifact)) = (parent, artifact.as_object_mut()) {
            artifact.insert("parentIndex".to_owned(), json!(parent));
        }
        let index = self.list.len();
        self.list.push(artifact);
        self.known.insert(key, index);
        index
    }
}

/// A file name as a relative reference (RFC 3986): octets that are not unreserved are escaped, parts
/// that climb are left out, and `./` makes a colon in the first part no scheme.
fn uri(name: &str) -> String {
    let parts = name.split('/');
    let parts: Vec<String> = parts
        .filter(|part| !matches!(*part, "" | "." | ".."))
        .map(escaped)
        .collect();
    format!("./{}", parts.join("/"))
}

fn escaped(part: &str) -> String {
    let mut escaped = String::with_capacity(part.len());
    for byte in part.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            _ = write!(escaped, "%{byte:02X}");
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_become_relative_references() {
        assert_eq!(uri("a b:1.txt"), "./a%20b%3A1.txt");
        assert_eq!(uri("/var/log/é.txt"), "./var/log/%C3%A9.txt");
        assert_eq!(uri("../../etc/./x"), "./etc/x");
        assert_eq!(uri(""), "./");
    }

    #[test]
    fn brackets_and_braces_of_a_message_mean_nothing() {
        assert_eq!(shown("[x](y) {0} \\"), "\\[x\\](y) {{0}} \\\\");
    }
}
