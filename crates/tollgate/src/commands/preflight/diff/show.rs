//! A difference in every form.

use serde_json::{Value, json};
use tollgate_report::columns::wrapped;
use tollgate_report::{harmless, table};
use tollgate_text::{Language, text as say};

use super::compare::{Change, Difference, Kind, Side, Weight};
use crate::commands::preflight::COLUMNS;
use crate::commands::preflight::runs::{Key, Place};

/// The name of the schema of the document.
const SCHEMA: &str = "tollgate-preflight-diff-1";
/// Digits of a fingerprint that tell certificates apart for people.
const SHORT: usize = 16;

pub(super) fn json(difference: &Difference) -> Value {
    let counts: serde_json::Map<String, Value> = Weight::ALL
        .iter()
        .map(|weight| (weight.as_str().to_owned(), difference.count(*weight).into()))
        .collect();
    json!({
        "schema": SCHEMA,
        "before": side(&difference.before),
        "after": side(&difference.after),
        "counts": counts,
        "changes": difference.changes.iter().map(object).collect::<Vec<_>>(),
    })
}

fn side(side: &Side) -> Value {
    json!({
        "name": side.name,
        "made_at": side.made_at.map(|at| at.to_string()),
        "trusted": side.trusted,
        "refused": side.refused,
        "silent": side.silent,
    })
}

pub(super) fn object(change: &Change) -> Value {
    json!({
        "weight": change.weight.as_str(),
        "kind": change.kind.as_str(),
        "cell": change.place.as_ref().map(|place| json!({
            "node": place.node,
            "address": place.address,
            "port": place.port,
            "key_type": place.key_type.map(Key::as_str),
        })),
        "from": change.from,
        "to": change.to,
        "code": change.code,
        "title": change.title,
    })
}

pub(super) fn csv(difference: &Difference) -> String {
    let columns = [
        "weight", "kind", "node", "address", "port", "key_type", "from", "to", "code", "title",
    ];
    let rows: Vec<Vec<String>> = difference.changes.iter().map(row).collect();
    table::as_csv(&columns, rows.iter().map(Vec::as_slice))
}

fn row(change: &Change) -> Vec<String> {
    let place = change.place.as_ref();
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let port = place.and_then(|place| place.port);
    vec![
        change.weight.as_str().to_owned(),
        change.kind.as_str().to_owned(),
        place.map_or_else(String::new, |place| place.node.clone()),
        place.map_or_else(String::new, |place| place.address.clone()),
        port.map_or_else(String::new, |port| port.to_string()),
        place.map_or("", |place| place.key()).to_owned(),
        text(&change.from),
        text(&change.to),
        text(&change.code),
        text(&change.title),
    ]
}

pub(super) fn markdown(difference: &Difference, language: Language) -> String {
    let mut out = String::new();
    let mut block = |text: &str| {
        out.push_str(text);
        out.push_str("\n\n");
    };
    let title = say(language, "runs-diff-title", &[]);
    block(&format!("# {}", table::markdown_text(&title)));
    for sentence in opening(difference, language) {
        block(&table::markdown_text(&sentence));
    }
    let columns = [
        "runs-column-weight",
        "runs-column-cell",
        "runs-column-change",
    ]
    .map(|id| say(language, id, &[]));
    let rows: Vec<Vec<String>> = difference
        .changes
        .iter()
        .map(|change| {
            vec![
                weight(change.weight, language),
                change.place.as_ref().map_or_else(String::new, Place::shown),
                what(change, language),
            ]
        })
        .collect();
    if !rows.is_empty() {
        out.push_str(&table::as_markdown(
            &columns,
            rows.iter().map(Vec::as_slice),
        ));
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

pub(super) fn text(difference: &Difference, language: Language) -> String {
    let mut out = String::new();
    for sentence in opening(difference, language) {
        paragraph(&sentence, &mut out);
    }
    if !difference.changes.is_empty() {
        out.push('\n');
    }
    for change in &difference.changes {
        paragraph(&line(change, language), &mut out);
    }
    out
}

/// Wrapped to the columns of a terminal; further lines are indented.
fn paragraph(text: &str, out: &mut String) {
    for (number, line) in wrapped(&harmless(text), COLUMNS - 2)
        .into_iter()
        .enumerate()
    {
        if number > 0 {
            out.push_str("  ");
        }
        out.push_str(&line);
        out.push('\n');
    }
}

/// Which runs, and how many changes of each weight.
fn opening(difference: &Difference, language: Language) -> Vec<String> {
    let side = |id, side: &Side| {
        let unknown = || say(language, "runs-time-unknown", &[]);
        let arguments = [
            ("name", side.name.clone()),
            (
                "time",
                side.made_at.map_or_else(unknown, |at| at.to_string()),
            ),
            ("trusted", side.trusted.to_string()),
            ("refused", side.refused.to_string()),
            ("silent", side.silent.to_string()),
        ];
        say(language, id, &arguments)
    };
    let mut sentences = vec![
        side("runs-side-before", &difference.before),
        side("runs-side-after", &difference.after),
    ];
    if difference.changes.is_empty() {
        sentences.push(say(language, "runs-no-change", &[]));
    } else {
        let counts = Weight::ALL.map(|own| (own.as_str(), difference.count(own).to_string()));
        sentences.push(say(language, "runs-counts", &counts));
    }
    sentences
}

/// A change as one line.
pub(super) fn line(change: &Change, language: Language) -> String {
    let weight = weight(change.weight, language);
    let what = what(change, language);
    match &change.place {
        Some(place) => format!("{weight}: {}: {what}", place.shown()),
        None => format!("{weight}: {what}"),
    }
}

fn weight(weight: Weight, language: Language) -> String {
    let id = match weight {
        Weight::Worse => "runs-weight-worse",
        Weight::Lost => "runs-weight-lost",
        Weight::Doubtful => "runs-weight-doubtful",
        Weight::Better => "runs-weight-better",
        Weight::Neutral => "runs-weight-neutral",
    };
    say(language, id, &[])
}

/// What is different, without the cell.
fn what(change: &Change, language: Language) -> String {
    let word = |value: &Option<String>| word(change.kind, value.as_deref(), language);
    let (from, to) = (word(&change.from), word(&change.to));
    let frame = |id| say(language, id, &[("from", from.clone()), ("to", to.clone())]);
    match (change.kind, &change.code) {
        // Arrows and codes are the same in every language.
        (Kind::Standing, Some(code)) => format!("{from} -> {to} ({code})"),
        (Kind::Standing, None) => format!("{from} -> {to}"),
        (Kind::Finding, code) => {
            let code = code.as_deref().unwrap_or_default();
            let title = change.title.as_deref().unwrap_or_default();
            format!("{code} {title}: {from} -> {to}")
        }
        (Kind::Reason, _) => frame("runs-change-reason"),
        (Kind::Certificate, _) => frame("runs-change-certificate"),
        (Kind::SelectedBefore, _) => frame("runs-change-selected-before"),
        (Kind::SelectedAfter, _) => frame("runs-change-selected-after"),
    }
}

/// A value in the reader's language; codes stay what they are, and of fingerprints the beginning.
fn word(kind: Kind, value: Option<&str>, language: Language) -> String {
    let id = match (kind, value) {
        (_, Some("trusted")) => "runs-word-trusted",
        (_, Some("refused")) => "runs-word-refused",
        (_, Some("silent")) => "runs-word-silent",
        (_, Some("not-presented")) => "runs-word-not-presented",
        (_, Some("not-asked")) => "runs-word-not-asked",
        (_, Some("true")) => "runs-word-yes",
        (_, Some("false")) => "runs-word-no",
        (Kind::Finding, Some("issue-found")) => "runs-word-issue",
        (Kind::Finding, Some("potential-problem")) => "runs-word-potential",
        (Kind::Finding, Some("missing-information")) => "runs-word-missing",
        (Kind::Finding, None) => "runs-word-not-found",
        (_, Some("unknown") | None) => "runs-word-unknown",
        (Kind::Certificate, Some(digits)) => return digits.chars().take(SHORT).collect(),
        (_, Some(code)) => return code.to_owned(),
    };
    say(language, id, &[])
}
