//! The form for terminals.

use tollgate_report::columns::{COLUMNS, width};
use tollgate_report::text::{Characters, Colour, Detail, Options, render, short};
use tollgate_report::{Report, State, harmless};
use tollgate_text::Language;

use crate::sample::{self, HOSTILE};
use crate::snapshot;

fn options(language: Language) -> Options {
    Options {
        language,
        ..Options::default()
    }
}

#[test]
fn the_report_is_as_it_was_reviewed_in_every_language() {
    for language in Language::ALL {
        let text = render(&sample::report(), &options(language));
        snapshot::compare(&format!("report.{language}.txt"), &text);
    }
}

#[test]
fn everything_in_ascii_is_as_it_was_reviewed() {
    let options = Options {
        characters: Characters::Ascii,
        detail: Detail::All,
        ..options(Language::Nl)
    };
    let text = render(&sample::report(), &options);
    assert!(text.is_ascii());
    snapshot::compare("report.all.nl.ascii.txt", &text);
}

#[test]
fn problems_alone_are_as_they_were_reviewed() {
    for language in [Language::En, Language::ZhTw] {
        let text = short(&sample::report(), &options(language));
        snapshot::compare(&format!("short.{language}.txt"), &text);
        assert_eq!(text.lines().count(), 5);
    }
    assert_eq!(short(&Report::default(), &Options::default()), "");
}

#[test]
fn lines_fit_the_terminal_unless_they_may_not_be_wrapped() {
    let report = sample::report();
    let whole: Vec<String> = report
        .findings
        .iter()
        .flat_map(|finding| &finding.snippet)
        .map(|line| line.text.as_str())
        .chain([HOSTILE])
        .map(|text| harmless(text).into_owned())
        .collect();
    for language in Language::ALL {
        let text = render(&report, &options(language));
        for line in text.lines().filter(|line| width(line) > COLUMNS) {
            let is_verbatim = whole.iter().any(|text| line.contains(text.as_str()));
            assert!(is_verbatim, "{language}: {line}");
        }
        for whole in &whole {
            assert!(text.contains(whole), "{language}: {whole}");
        }
    }
}

#[test]
fn fingerprints_and_pem_stay_whole() {
    let text = render(&sample::report(), &options(Language::Ja));
    for upload in [sample::upload(), sample::ca()] {
        assert!(text.contains(&upload.sha256));
        let pem: Vec<&str> = upload.pem.lines().collect();
        let printed: Vec<&str> = text.lines().map(str::trim).collect();
        let places = printed.windows(pem.len()).filter(|lines| **lines == pem);
        assert_eq!(places.count(), 1);
    }
}

#[test]
fn without_colour_no_control_character_is_written() {
    let text = render(&sample::report(), &options(Language::En));
    let is_plain = |character: char| character == '\n' || !character.is_control();
    assert!(text.chars().all(is_plain));
    assert!(!text.contains('\u{202e}'));
}

#[test]
fn colour_repeats_signs_and_words_and_nothing_else() {
    let coloured = Options {
        colour: Colour::Always,
        ..options(Language::En)
    };
    let plain = render(&sample::report(), &options(Language::En));
    let text = render(&sample::report(), &coloured);
    let mut stripped = text.clone();
    let codes = ["[1;31m", "[33m", "[36m", "[32m", "[2m", "[1m", "[0m"];
    for code in codes {
        stripped = stripped.replace(&format!("\u{1b}{code}"), "");
    }
    assert_eq!(stripped, plain);
    assert!(text.contains("\u{1b}[1;31mx  FAIL\u{1b}[0m  TG1001"));
}

#[test]
fn a_text_of_strangers_forges_no_line() {
    let text = render(&sample::report(), &options(Language::En));
    let mut quiet = sample::report();
    quiet.notes.clear();
    assert!(text.lines().all(|line| !line.starts_with("# heading")));
    assert!(!text.lines().any(|line| line.trim() == "- item"));
    assert_ne!(text, render(&quiet, &options(Language::En)));
}

#[test]
fn what_is_in_order_is_counted_and_named_with_its_reason() {
    let text = render(&sample::report(), &options(Language::En));
    assert!(text.contains("NO ISSUE (2)\n"));
    assert!(text.contains("duplicate-search-rule, certificates-expired"));
    assert!(text.contains("NOT APPLICABLE (1)\n  Only an Expressway-C talks to nodes.\n"));
    let last = text.lines().last().unwrap();
    assert_eq!(last, "x FAIL 2   ! WARN 1   ? MISS 2   ok PASS 2   - N/A 1");
}

#[test]
fn a_report_without_findings_says_so_in_its_counts() {
    let text = render(&Report::default(), &Options::default());
    let counts = "x FAIL 0   ! WARN 0   ? MISS 0   ok PASS 0   - N/A 0\n";
    assert_eq!(text, format!("Tollgate\n\n\n{counts}"));
    assert_eq!(Report::default().in_state(State::NoIssue).count(), 0);
}

#[test]
fn a_crowd_of_cells_is_cut_and_counted_unless_all_is_wanted() {
    let mut report = sample::report();
    let entry = report.matrix[1].clone();
    for number in 0..300 {
        let mut entry = entry.clone();
        entry.cell.address = format!("10.0.{}.{}", number / 100, number % 100);
        report.findings[0].cells.push(entry.cell.clone());
        report.matrix.push(entry);
    }
    let folded = render(&report, &options(Language::En));
    // The sample has three addresses, three cells that are not in order, and one in the finding.
    assert!(
        folded.contains("\n  203 more are not shown here\n"),
        "{folded}"
    );
    assert!(folded.contains("\n253 more are not shown here\n"));
    assert!(folded.contains("281 more are not shown here"));
    let all = Options {
        detail: Detail::All,
        ..options(Language::En)
    };
    let all = render(&report, &all);
    // In the matrix, about the cell, and in the finding.
    assert_eq!(all.matches("10.0.2.99").count(), 3);
    assert_eq!(folded.matches("10.0.2.99").count(), 0);
}
