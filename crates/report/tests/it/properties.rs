//! Texts of strangers in every place where a report has one: whatever they are, they stay text.

use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag};
use quick_xml::Reader;
use tollgate_report::{
    Action, Attached, Cell, Documentation, Evidence, FoundAt, Message, Report, SnippetLine, csv,
    harmless, json, junit, markdown, pem, sarif, text,
};
use tollgate_text::Language;

use crate::sample;

/// Texts of what is markup, structure or a command somewhere, and of anything else.
fn strangers_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => r"[-+*_=`~#<>\[\](){}!|&;:.,'\x22\\/@$^% 0-9a-cA-Z]{1,6}",
        2 => prop::sample::select(vec![
            "\n", "\r\n", "\t", "\u{1b}[1m", "\u{9b}", "\u{0}", "\u{202e}", "\u{feff}", "\u{2028}",
            "\u{fffe}", "- ", "1. ", "> ", "```", "~~~", "---", "    x", "</script>", "<!--",
            "-->", "]]>", "&#60;", "&lt;", "http://x.example", "www.x.example", "[a](b)", "![a](b)",
            "| a |", "{0}", "{#id}", "=1+1", "憑證", "é", "\u{300}", "-----BEGIN CERTIFICATE-----",
        ])
        .prop_map(str::to_owned),
        1 => any::<char>().prop_map(|character| character.to_string()),
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

/// The sample with `text` in every place for a text of a stranger.
fn report_of(text: &str) -> Report {
    let own = || text.to_owned();
    let message = || Message::plain(text);
    let cell = Cell {
        node: own(),
        address: own(),
        port: Some(1),
        key_type: None,
    };
    let mut report = sample::report();
    report.summary = vec![message()];
    report.notes = vec![message()];
    report.program = own();
    report.findings.truncate(1);
    report.timeline.events[0].text = message();
    report.timeline.lanes[0].cell = cell.clone();
    report.inputs[0].name = own();
    report.inputs[0].archive = Some(own());
    report.peers[0].name = own();
    report.plan[0].text = message();
    report.matrix[0].cell = cell.clone();
    report.matrix[0].code = own();
    report.matrix[0].text = message();
    let finding = &mut report.findings[0];
    finding.code = own();
    finding.signature = own();
    finding.title = message();
    finding.archive = Some(own());
    finding.peers = vec![own()];
    finding.defects = vec![own()];
    finding.description = message();
    finding.condition = message();
    finding.cells = vec![cell];
    finding.documentation = vec![
        Documentation {
            title: own(),
            url: format!("https://x.example/{text}"),
        },
        Documentation {
            title: own(),
            url: own(),
        },
    ];
    finding.snippet = vec![SnippetLine {
        text: own(),
        at: None,
    }];
    finding.evidence = vec![Evidence {
        at: FoundAt::File {
            source: own(),
            item: own(),
        },
        text: message(),
    }];
    finding.actions = vec![Action {
        text: message(),
        workaround_risk: Some(message()),
    }];
    finding.attached = vec![Attached {
        code: own(),
        signature: own(),
        title: message(),
        text: message(),
        defects: vec![own()],
    }];
    finding.upload[0].name = own();
    finding.upload[0].subject = own();
    for certificate in finding.chains.iter_mut().flat_map(|chain| &mut chain.boxes) {
        certificate.name = own();
        certificate.subject = own();
        certificate.names = vec![own()];
    }
    report
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 100,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn texts_stay_text_in_markdown(text in strangers_text()) {
        let markdown = markdown::render(&report_of(&text), Language::En);
        let options = Options::all() - Options::ENABLE_SMART_PUNCTUATION;
        let mut said = String::new();
        for event in Parser::new_ext(&markdown, options) {
            match event {
                Event::Start(Tag::Link { dest_url, .. }) => {
                    let ours = [format!("https://x.example/{text}"), text.clone()];
                    prop_assert!(ours.contains(&dest_url.to_string()), "{dest_url}");
                }
                Event::Start(
                    Tag::Paragraph
                    | Tag::List(_)
                    | Tag::Item
                    | Tag::Strong
                    | Tag::Table(_)
                    | Tag::TableHead
                    | Tag::TableRow
                    | Tag::TableCell
                    | Tag::CodeBlock(_),
                ) => {}
                Event::Start(Tag::Heading { id, classes, attrs, .. }) => {
                    prop_assert!(id.is_none() && classes.is_empty() && attrs.is_empty());
                }
                Event::End(_) | Event::SoftBreak => {}
                Event::Text(text) => said.push_str(&text),
                other => prop_assert!(false, "{other:?} in {markdown}"),
            }
        }
        let words: Vec<&str> = text.split_whitespace().collect();
        prop_assert!(said.contains(&*harmless(&words.join(" "))), "{markdown}");
    }

    #[test]
    fn no_form_writes_what_a_terminal_obeys(text in strangers_text()) {
        let report = report_of(&text);
        let language = Language::En;
        let forms = [
            text::render(&report, &text::Options::default()),
            text::short(&report, &text::Options::default()),
            json::render(&report, language),
            markdown::render(&report, language),
            csv::render(&report, language).replace("\r\n", "\n"),
            junit::render(&report, language),
            sarif::render(&report, language),
            pem::render(&report),
        ];
        for form in forms {
            for line in form.lines() {
                prop_assert_eq!(&*harmless(line), line);
            }
        }
    }

    #[test]
    fn other_programs_read_what_was_written(text in strangers_text()) {
        let report = report_of(&text);
        let document: serde_json::Value =
            serde_json::from_str(&json::render(&report, Language::En)).unwrap();
        prop_assert_eq!(&document["findings"][0]["snippet"][0], &text);
        let log: serde_json::Value =
            serde_json::from_str(&sarif::render(&report, Language::En)).unwrap();
        prop_assert_eq!(log["runs"][0]["results"].as_array().map(Vec::len), Some(1));
        let table = csv::render(&report, Language::En);
        let mut rows = ::csv::Reader::from_reader(table.as_bytes());
        prop_assert_eq!(rows.records().map(|row| row.unwrap().len()).collect::<Vec<_>>(), [20]);
        let xml = junit::render(&report, Language::En);
        let mut reader = Reader::from_str(&xml);
        while reader.read_event().unwrap() != quick_xml::events::Event::Eof {}
        prop_assert_eq!(pem::render(&report).matches("-----BEGIN").count(), 2);
    }
}
