//! The form for tickets, read by a second parser.

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use tollgate_report::{Report, State, harmless, text};
use tollgate_text::Language;

use crate::sample::{self, HOSTILE};
use crate::snapshot;

fn events(text: &str) -> Vec<Event<'_>> {
    let options = Options::all() - Options::ENABLE_SMART_PUNCTUATION;
    Parser::new_ext(text, options).collect()
}

/// A text as the renderers write running text.
fn on_one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
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
    // Verdict; plan, matrix, timeline, five states, uploads, appliances, inputs, notes.
    let headings = |event: &Event<'_>| matches!(event, Event::Start(Tag::Heading { level, .. }) if *level <= pulldown_cmark::HeadingLevel::H2);
    assert_eq!(count(headings), 13);
    assert_eq!(
        count(|event| matches!(event, Event::Start(Tag::TableRow))),
        4
    );
    assert_eq!(
        count(|event| matches!(event, Event::Start(Tag::CodeBlock(_)))),
        4
    );
}

#[test]
fn a_report_without_findings_is_a_title() {
    let text = tollgate_report::markdown::render(&Report::default(), Language::En);
    assert_eq!(text, "# Tollgate\n\n\n");
}

/// The texts of a report that a reader has to find in every form for people.
fn facts_of(report: &Report, language: Language) -> Vec<String> {
    let mut facts = Vec::new();
    for finding in &report.findings {
        facts.push(finding.title.say(language));
        let is_told = matches!(finding.state, State::IssueFound | State::PotentialProblem);
        if !is_told {
            facts.extend(finding.reason.iter().map(|reason| reason.say(language)));
            continue;
        }
        facts.push(finding.code.clone());
        facts.push(finding.description.say(language));
        facts.push(finding.condition.say(language));
        facts.extend(
            finding
                .further_information
                .iter()
                .map(|text| text.say(language)),
        );
        facts.extend(finding.defects.iter().chain(&finding.users.names).cloned());
        for action in &finding.actions {
            facts.push(action.text.say(language));
            facts.extend(action.workaround_risk.iter().map(|risk| risk.say(language)));
        }
        facts.extend(
            finding
                .snippet
                .iter()
                .map(|line| harmless(&line.text).into_owned()),
        );
        facts.extend(
            finding
                .evidence
                .iter()
                .map(|evidence| evidence.at.source().to_owned()),
        );
        for certificate in finding.chains.iter().flat_map(|chain| &chain.boxes) {
            facts.extend([certificate.subject.clone(), certificate.sha256.clone()]);
            facts.extend(certificate.names.iter().chain(&certificate.twins).cloned());
            facts.extend(
                certificate
                    .problems
                    .iter()
                    .map(|(_, text)| text.say(language)),
            );
        }
        for attached in &finding.attached {
            facts.extend([attached.title.say(language), attached.text.say(language)]);
        }
        facts.extend(
            finding
                .documentation
                .iter()
                .map(|document| document.title.clone()),
        );
    }
    facts.extend(report.plan.iter().map(|step| step.text.say(language)));
    facts.extend(report.notes.iter().map(|note| note.say(language)));
    facts.extend(report.inputs.iter().map(|input| input.name.clone()));
    facts.extend(
        report
            .timeline
            .events
            .iter()
            .map(|event| event.text.say(language)),
    );
    facts.iter().map(|fact| squeezed(fact)).collect()
}

/// A text without blanks: lines are broken at different places in different forms.
fn squeezed(text: &str) -> String {
    harmless(&text.split_whitespace().collect::<String>()).into_owned()
}

#[test]
fn a_reply_tells_what_the_terminal_tells() {
    let report = sample::report();
    for language in Language::ALL {
        let options = text::Options {
            language,
            detail: text::Detail::All,
            ..text::Options::default()
        };
        let terminal = squeezed(&text::render(&report, &options));
        let markdown = tollgate_report::markdown::render(&report, language);
        let mut reply = String::new();
        for event in events(&markdown) {
            if let Event::Text(text) = event {
                reply.push_str(&text);
            }
        }
        let reply = squeezed(&reply);
        for fact in facts_of(&report, language) {
            assert!(terminal.contains(&fact), "{language} text: {fact}");
            assert!(reply.contains(&fact), "{language} Markdown: {fact}");
        }
    }
}
