//! A report as one HTML file that needs nothing else.
//!
//! The page asks no network for anything and says so in its content security policy; it works
//! without scripts, in the dark, on paper and for readers of its text. Its order is that of an
//! engineer's questions: verdict, plan, appliances, matrix of cells, findings in their five states,
//! timeline, notes. The style sheet and the script are those of this module, allowed by their
//! digests; everything else is written through the `markup` module, in which a value from outside
//! can be nothing but text.

mod anchors;
mod chain;
mod evidence;
mod finding;
mod findings;
mod head;
mod markup;
mod matrix;
mod picture;
mod plan;
mod prospects;
mod timeline;

use std::borrow::Cow;

use jiff::Timestamp;
use tollgate_text::Language;

use crate::document::Report;
use crate::finding::{Category, State};
use crate::harmless::is_harmful;
use crate::message::Message;

use anchors::Anchors;
use markup::{Attribute, Markup, class, plain, to_anchor};

/// How a page is written.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// The language of the page.
    pub language: Language,
}

/// The whole page, UTF-8, ready to be stored as a file.
pub fn render(report: &Report, options: &Options) -> String {
    let page = Page {
        report,
        language: options.language,
        anchors: Anchors::of(report),
    };
    let mut out = Markup::default();
    out.doctype();
    let language = [plain("lang", options.language.tag())];
    out.element("html", &language, |out| {
        out.element("head", &[], |out| head::head(&page, out));
        out.element("body", &head::words_for_the_script(&page), |out| {
            picture::icons(out);
            let skip = [class("skip"), to_anchor("main")];
            out.leaf("a", &skip, &page.word("page-skip"));
            head::header(&page, out);
            out.element(
                "main",
                &[plain("id", "main"), plain("tabindex", "-1")],
                |out| {
                    plan::verdict(&page, out);
                    plan::plan(&page, out);
                    plan::peers(&page, out);
                    matrix::matrix(&page, out);
                    prospects::prospects(&page, out);
                    findings::findings(&page, out);
                    timeline::timeline(&page, out);
                    head::notes(&page, out);
                    head::suppressed(&page, out);
                },
            );
            head::footer(&page, out);
            let json = crate::json::render(report, options.language);
            out.data("report-json", &json);
            out.script(SCRIPT);
        });
    });
    out.finish()
}

const STYLE: &str = include_str!("html/page.css");
const SCRIPT: &str = include_str!("html/page.js");
/// SHA-256 of the style sheet, as the content security policy has it.
const STYLE_DIGEST: &str = "sha256-FF+Pc2Xvxb8Feb904ZzvY8X9fTb+oUpJfrgUJqioYcI=";
/// SHA-256 of the script.
const SCRIPT_DIGEST: &str = "sha256-sLtELqJOe6RWVd7U4z1aPkJD69g76kq6HSqiwizwjVE=";

/// What every part of the page needs.
struct Page<'a> {
    report: &'a Report,
    language: Language,
    anchors: Anchors,
}

impl Page<'_> {
    /// A label or a sentence of the language files without arguments.
    fn word(&self, id: &str) -> String {
        tollgate_text::text(self.language, id, &[])
    }

    /// The same with arguments.
    fn words<const N: usize>(&self, id: &str, arguments: [(&'static str, String); N]) -> String {
        self.sentence(&Message::new(id, arguments))
    }

    /// A sentence with a number that chooses its form.
    fn count(&self, id: &str, count: u64) -> String {
        self.words(id, [("count", count.to_string())])
    }

    /// A sentence as text for attributes and pictures: what is invisible in its arguments is
    /// spelled out.
    fn sentence(&self, message: &Message) -> String {
        match message {
            Message::Text { id, arguments } => {
                let arguments: Vec<(&'static str, String)> = arguments
                    .iter()
                    .map(|(name, value)| (*name, harmless(value).into_owned()))
                    .collect();
                tollgate_text::text(self.language, id, &arguments)
            }
            Message::Plain(_) | Message::Own(_) => {
                harmless(&message.say(self.language)).into_owned()
            }
        }
    }

    /// Writes a sentence. Arguments that might be written from right to left are isolated from
    /// what stands around them.
    fn say(&self, out: &mut Markup, message: &Message) {
        let Message::Text { id, arguments } = message else {
            return out.value(&self.sentence(message));
        };
        let arguments: Vec<(&'static str, String)> = arguments
            .iter()
            .map(|(name, value)| {
                let value = harmless(value);
                let value = if value.is_ascii() {
                    value.into_owned()
                } else {
                    format!("{ISOLATE}{value}{END}")
                };
                (*name, value)
            })
            .collect();
        let sentence = tollgate_text::text(self.language, id, &arguments);
        let mut parts = sentence.split(ISOLATE);
        out.text(parts.next().unwrap_or_default());
        for part in parts {
            let (value, rest) = part.split_once(END).unwrap_or((part, ""));
            out.value(value);
            out.text(rest);
        }
    }

    /// Writes a sentence in an element of its own.
    fn paragraph(&self, out: &mut Markup, attributes: &[Attribute<'_>], message: &Message) {
        out.element("p", attributes, |out| self.say(out, message));
    }

    fn state(&self, state: State) -> String {
        self.word(match state {
            State::IssueFound => "report-state-issue-found",
            State::PotentialProblem => "report-state-potential-problem",
            State::MissingInformation => "report-state-missing-information",
            State::NoIssue => "report-state-no-issue",
            State::NotApplicable => "report-state-not-applicable",
        })
    }

    fn category(&self, category: Category) -> String {
        self.word(match category {
            Category::Call => "page-category-call",
            Category::Mra => "page-category-mra",
            Category::Configuration => "page-category-configuration",
        })
    }
}

/// Marks of isolated arguments until the sentence is written; values from outside cannot contain
/// them, because they are spelled out there.
const ISOLATE: char = '\u{2068}';
const END: char = '\u{2069}';

/// A value with everything spelled out that nobody sees; line ends stay.
fn harmless(value: &str) -> Cow<'_, str> {
    let is_spelled_out = |character| is_harmful(character) && character != '\n';
    if !value.contains(is_spelled_out) {
        return Cow::Borrowed(value);
    }
    let mut harmless = String::with_capacity(value.len().saturating_add(8));
    for character in value.chars() {
        if is_spelled_out(character) {
            harmless.extend(character.escape_unicode());
        } else {
            harmless.push(character);
        }
    }
    Cow::Owned(harmless)
}

/// Writes a time with milliseconds, such as `2022-07-11 16:55:26.016 UTC`.
fn time(out: &mut Markup, milliseconds: i64) {
    let Ok(at) = Timestamp::from_millisecond(milliseconds) else {
        return out.text(&milliseconds.to_string());
    };
    let machine = at.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string();
    let human = at.strftime("%Y-%m-%d %H:%M:%S%.3f UTC").to_string();
    out.leaf("time", &[plain("datetime", machine)], &human);
}

/// A time in Unix seconds, such as `2022-07-11 16:55:26 UTC`.
fn second(seconds: i64) -> String {
    match Timestamp::from_second(seconds) {
        Ok(at) => at.strftime("%Y-%m-%d %H:%M:%S UTC").to_string(),
        Err(_) => seconds.to_string(),
    }
}

/// A day in Unix seconds, such as `2022-07-11`.
fn day(seconds: i64) -> String {
    match Timestamp::from_second(seconds) {
        Ok(at) => at.strftime("%Y-%m-%d").to_string(),
        Err(_) => seconds.to_string(),
    }
}
