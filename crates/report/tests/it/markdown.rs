//! The form for tickets, read by a second parser.

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use tollgate_report::{Report, harmless};
use tollgate_text::Language;

use crate::sample::{self, HOSTILE};
use crate::snapshot;

fn events(text: &str) -> Vec<Event<'_>> {
    let options = Options::all() - Options::ENABLE_SMART_PUNCTUATION;
    Parser::new_ext(text, options).collect()
}

/// A text as the renderers write running text.
fn on_one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_ascii_whitespace().collect();
    harmless(&words.join(" ")).into_owned()
}

#[test]
fn the_report_is_as_it_was_reviewed() {
    let text = tollgate_report::markdown::render(&sample::report(), Language::En);
    snapshot::compare("report.en.md", &text);
    let text = tollgate_report::markdown::render(&sample::report(), Language::PtBr);
    snapshot::compare("report.pt-BR.md", &text);
}

#[test]
fn no_text_of_strangers_becomes_markup() {
    for language in Language::ALL {
        let text = tollgate_report::markdown::render(&sample::report(), language);
        for event in events(&text) {
            match event {
                Event::Start(tag) => assert!(is_ours(&tag), "{language}: {tag:?}"),
                Event::Text(_) | Event::SoftBreak | Event::End(_) => {}
                other => panic!("{language}: {other:?}"),
            }
        }
    }
}

fn is_ours(tag: &Tag<'_>) -> bool {
    match tag {
        Tag::Link { dest_url, .. } => &**dest_url == "https://www.example.com/doc?id=1&part=2",
        Tag::CodeBlock(CodeBlockKind::Fenced(language)) => language.is_empty(),
        Tag::Paragraph
        | Tag::Heading { .. }
        | Tag::List(_)
        | Tag::Item
        | Tag::Strong
        | Tag::Table(_)
        | Tag::TableHead
        | Tag::TableRow
        | Tag::TableCell => true,
        _ => false,
    }
}

#[test]
fn values_are_read_as_they_were_written() {
    let text = tollgate_report::markdown::render(&sample::report(), Language::En);
    let mut blocks = Vec::new();
    let mut block = String::new();
    let mut code = None;
    let mut fenced = Vec::new();
    for event in events(&text) {
        match event {
            Event::Start(Tag::CodeBlock(_)) => code = Some(String::new()),
            Event::End(TagEnd::CodeBlock) => fenced.extend(code.take()),
            Event::Text(text) => match &mut code {
                Some(code) => code.push_str(&text),
                None => block.push_str(&text),
            },
            // A list inside an item ends the item's own text.
            Event::Start(Tag::List(_)) => blocks.push(std::mem::take(&mut block)),
            Event::End(
                TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::TableCell,
            ) => {
                blocks.push(std::mem::take(&mut block));
            }
            _ => {}
        }
    }
    let hostile = on_one_line(HOSTILE);
    // A title, a description, a node of the matrix and a note, among others.
    let with = |prefix: &str, suffix: &str| {
        let wanted = format!("{prefix}{hostile}{suffix}");
        blocks.contains(&wanted)
    };
    assert!(with("x FAIL TG9999: ", ""));
    assert!(with("", ""));
    assert!(with("[", "]"));
    assert!(with("[SENT] ", ""));
    let snippet = format!("{}\n", harmless(HOSTILE));
    assert!(fenced.iter().any(|code| code.ends_with(&snippet)));
    for upload in [sample::upload(), sample::ca()] {
        let places = fenced.iter().filter(|code| **code == upload.pem);
        assert_eq!(places.count(), 1);
    }
}

#[test]
fn structure_is_that_of_the_report() {
    let text = tollgate_report::markdown::render(&sample::report(), Language::En);
    let count =
        |wanted: fn(&Event<'_>) -> bool| events(&text).iter().filter(|event| wanted(event)).count();
    // Verdict; plan, matrix, five states, uploads, appliances, inputs, notes.
    let headings = |event: &Event<'_>| matches!(event, Event::Start(Tag::Heading { level, .. }) if *level <= pulldown_cmark::HeadingLevel::H2);
    assert_eq!(count(headings), 12);
    assert_eq!(
        count(|event| matches!(event, Event::Start(Tag::TableRow))),
        4
    );
    assert_eq!(
        count(|event| matches!(event, Event::Start(Tag::CodeBlock(_)))),
        3
    );
}

#[test]
fn a_report_without_findings_is_a_title() {
    let text = tollgate_report::markdown::render(&Report::default(), Language::En);
    assert_eq!(text, "# Tollgate\n\n\n");
}
