//! A report in the form that was asked for.

use tollgate_report::{Report, csv, html, json, junit, markdown, pem, sarif, text};
use tollgate_text::Language;

use crate::cli::{ColorChoice, Destination, ReportForm, ShowingArguments};
use crate::commands::environment_is_plain;
use crate::commands::preflight::metrics_of_findings;
use crate::output::{self, Output};

/// How a report is written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Style {
    language: Language,
    colour: text::Colour,
    characters: text::Characters,
    detail: text::Detail,
}

impl Style {
    pub(super) fn of(
        destination: &Destination,
        showing: &ShowingArguments,
        shown: &Output,
    ) -> Self {
        let is_terminal = destination.file.is_none() && output::is_terminal();
        let is_coloured = match showing.color {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => is_terminal && !environment_is_plain(),
        };
        Self {
            language: shown.language(),
            colour: if is_coloured {
                text::Colour::Always
            } else {
                text::Colour::Never
            },
            characters: if showing.ascii {
                text::Characters::Ascii
            } else {
                text::Characters::Unicode
            },
            detail: if showing.all {
                text::Detail::All
            } else {
                text::Detail::Folded
            },
        }
    }
}

/// How many findings there are of each code and state that matters.
fn metrics(report: &Report) -> String {
    let found = report.findings.iter();
    metrics_of_findings(found.map(|own| (own.code.as_str(), own.state)))
}

pub(super) fn render(report: &Report, form: ReportForm, style: Style) -> String {
    let Style { language, .. } = style;
    let for_terminal = text::Options {
        language,
        colour: style.colour,
        characters: style.characters,
        detail: style.detail,
    };
    match form {
        ReportForm::Text => text::render(report, &for_terminal),
        ReportForm::Short => text::short(report, &for_terminal),
        ReportForm::Json => json::render(report, language),
        ReportForm::Md => markdown::render(report, language),
        ReportForm::Csv => csv::render(report, language),
        ReportForm::Junit => junit::render(report, language),
        ReportForm::Sarif => sarif::render(report, language),
        ReportForm::Pem => pem::render(report),
        ReportForm::Jsonl => json::lines(report, language),
        ReportForm::Prometheus => metrics(report),
        ReportForm::Html => html::render(report, &html::Options { language }),
    }
}
