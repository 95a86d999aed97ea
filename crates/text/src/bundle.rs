//! The messages of each language, parsed once.

use std::borrow::Cow;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

use crate::Language;

/// The text of the message `id` in `language`, its placeables filled from `arguments`.
///
/// Arguments are inserted as they are: whoever writes to a terminal makes hostile values harmless
/// there. The argument `count` chooses plural forms when it is a number. A message that
/// `language` lacks comes in English; an `id` that English lacks gives the `id` itself, so that
/// whoever reads it can at least search for it.
pub fn text(language: Language, id: &str, arguments: &[(&str, String)]) -> String {
    format(bundle(language), id, arguments)
        .or_else(|| format(bundle(Language::En), id, arguments))
        .unwrap_or_else(|| id.to_owned())
}

type Bundle = FluentBundle<FluentResource>;

fn format(bundle: &Bundle, id: &str, arguments: &[(&str, String)]) -> Option<String> {
    let pattern = bundle.get_message(id)?.value()?;
    let mut fluent_arguments = FluentArgs::with_capacity(arguments.len());
    for (name, value) in arguments {
        fluent_arguments.set(Cow::Borrowed(*name), fluent_value(name, value));
    }
    // An argument that the caller left out shows as `{$name}`: a wrong text, but never a lost one.
    let mut errors = Vec::new();
    Some(
        bundle
            .format_pattern(pattern, Some(&fluent_arguments), &mut errors)
            .into_owned(),
    )
}

fn fluent_value<'a>(name: &str, value: &'a str) -> FluentValue<'a> {
    if name == "count" {
        FluentValue::try_number(value)
    } else {
        FluentValue::from(value)
    }
}

fn bundle(language: Language) -> &'static Bundle {
    static EN: LazyLock<Bundle> = LazyLock::new(|| load(Language::En));
    static JA: LazyLock<Bundle> = LazyLock::new(|| load(Language::Ja));
    static NL: LazyLock<Bundle> = LazyLock::new(|| load(Language::Nl));
    static PT_BR: LazyLock<Bundle> = LazyLock::new(|| load(Language::PtBr));
    static ZH_TW: LazyLock<Bundle> = LazyLock::new(|| load(Language::ZhTw));
    match language {
        Language::En => &EN,
        Language::Ja => &JA,
        Language::Nl => &NL,
        Language::PtBr => &PT_BR,
        Language::ZhTw => &ZH_TW,
    }
}

/// The files of a language, one for each part of the product that speaks.
macro_rules! sources {
    ($tag:literal) => {
        &[
            (
                "verdicts",
                include_str!(concat!("../locales/", $tag, "/verdicts.ftl")),
            ),
            (
                "problems",
                include_str!(concat!("../locales/", $tag, "/problems.ftl")),
            ),
            (
                "cells",
                include_str!(concat!("../locales/", $tag, "/cells.ftl")),
            ),
            (
                "configuration",
                include_str!(concat!("../locales/", $tag, "/configuration.ftl")),
            ),
            (
                "reports",
                include_str!(concat!("../locales/", $tag, "/reports.ftl")),
            ),
            (
                "pages",
                include_str!(concat!("../locales/", $tag, "/pages.ftl")),
            ),
            (
                "commands",
                include_str!(concat!("../locales/", $tag, "/commands.ftl")),
            ),
            (
                "redaction",
                include_str!(concat!("../locales/", $tag, "/redaction.ftl")),
            ),
            (
                "runs",
                include_str!(concat!("../locales/", $tag, "/runs.ftl")),
            ),
            (
                "preflight",
                include_str!(concat!("../locales/", $tag, "/preflight.ftl")),
            ),
            (
                "client",
                include_str!(concat!("../locales/", $tag, "/client.ftl")),
            ),
            (
                "plan",
                include_str!(concat!("../locales/", $tag, "/plan.ftl")),
            ),
            (
                "house",
                include_str!(concat!("../locales/", $tag, "/house.ftl")),
            ),
            (
                "publisher",
                include_str!(concat!("../locales/", $tag, "/publisher.ftl")),
            ),
        ]
    };
}

type Sources = &'static [(&'static str, &'static str)];

const fn sources(language: Language) -> Sources {
    match language {
        Language::En => sources!("en"),
        Language::Ja => sources!("ja"),
        Language::Nl => sources!("nl"),
        Language::PtBr => sources!("pt-BR"),
        Language::ZhTw => sources!("zh-TW"),
    }
}

/// The files are part of the program and the tests hold them to be free of errors; should one
/// slip through, the entries that do parse are still used.
fn load(language: Language) -> Bundle {
    let locale = language.tag().parse().unwrap_or_default();
    let mut bundle = Bundle::new_concurrent(vec![locale]);
    // The isolating marks U+2068 and U+2069 would end up in terminals and JSON.
    bundle.set_use_isolating(false);
    for (_, source) in sources(language) {
        let resource = match FluentResource::try_new((*source).to_owned()) {
            Ok(resource) => resource,
            Err((resource, _errors)) => resource,
        };
        bundle.add_resource_overriding(resource);
    }
    bundle
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use fluent_syntax::ast::{
        Entry, Expression, InlineExpression, Pattern, PatternElement, VariantKey,
    };
    use fluent_syntax::parser::parse;

    use super::*;

    /// Message ids with the arguments each uses.
    fn messages(language: Language) -> BTreeMap<String, BTreeSet<String>> {
        let mut messages = BTreeMap::new();
        for (topic, source) in sources(language) {
            let resource = parse(*source)
                .unwrap_or_else(|(_, errors)| panic!("{language}/{topic}.ftl: {errors:?}"));
            for entry in resource.body {
                add(&mut messages, entry, &format!("{language}/{topic}.ftl"));
            }
        }
        messages
    }

    fn add(messages: &mut BTreeMap<String, BTreeSet<String>>, entry: Entry<&str>, file: &str) {
        match entry {
            Entry::Message(message) => {
                let id = message.id.name.to_owned();
                let mut names = BTreeSet::new();
                let pattern = message.value.as_ref();
                arguments_of(
                    pattern.unwrap_or_else(|| panic!("{id} is empty")),
                    &mut names,
                );
                let twin = messages.insert(id.clone(), names);
                assert_eq!(twin, None, "{id} twice, again in {file}");
            }
            Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) => {}
            entry @ (Entry::Term(_) | Entry::Junk { .. }) => panic!("{file}: {entry:?}"),
        }
    }

    fn arguments_of(pattern: &Pattern<&str>, names: &mut BTreeSet<String>) {
        for element in &pattern.elements {
            if let PatternElement::Placeable { expression } = element {
                match expression {
                    Expression::Inline(inline) => argument_of(inline, names),
                    Expression::Select { selector, variants } => {
                        argument_of(selector, names);
                        for variant in variants {
                            arguments_of(&variant.value, names);
                        }
                    }
                }
            }
        }
    }

    fn argument_of(expression: &InlineExpression<&str>, names: &mut BTreeSet<String>) {
        match expression {
            InlineExpression::VariableReference { id } => {
                names.insert(id.name.to_owned());
            }
            InlineExpression::StringLiteral { .. } => {}
            other => panic!("only arguments and literals are used in our files: {other:?}"),
        }
    }

    #[test]
    fn every_language_has_the_same_messages_with_the_same_arguments() {
        let english = messages(Language::En);
        for language in Language::ALL {
            assert_eq!(messages(language), english, "{language} against en");
        }
    }

    #[test]
    fn no_language_repeats_an_english_sentence() {
        for language in Language::ALL
            .into_iter()
            .filter(|&language| language != Language::En)
        {
            for (id, arguments) in messages(language) {
                let filled: Vec<(&str, String)> = arguments
                    .iter()
                    .map(|name| (name.as_str(), "2".to_owned()))
                    .collect();
                let english = text(Language::En, &id, &filled);
                let is_sentence = english.split_whitespace().count() > 3;
                assert!(
                    !is_sentence || text(language, &id, &filled) != english,
                    "{id} is not translated in {language}"
                );
            }
        }
    }

    /// The Portuguese plural category `one` holds zero as well, so that a text of one thing must ask
    /// for the number itself.
    #[test]
    fn none_is_never_said_to_be_one() {
        for language in Language::ALL {
            for (topic, source) in sources(language) {
                for entry in parse(*source).unwrap().body {
                    let Entry::Message(message) = entry else {
                        continue;
                    };
                    let pattern = message.value.unwrap();
                    if !pattern.elements.iter().any(tells_one_apart) {
                        continue;
                    }
                    let mut names = BTreeSet::new();
                    arguments_of(&pattern, &mut names);
                    let said = |number: &str| {
                        let arguments = names.iter().map(|name| (name.as_str(), number.to_owned()));
                        text(language, message.id.name, &arguments.collect::<Vec<_>>())
                    };
                    let id = message.id.name;
                    assert_ne!(said("0"), said("1"), "{language}/{topic}.ftl: {id}");
                }
            }
        }
    }

    fn tells_one_apart(element: &PatternElement<&str>) -> bool {
        let PatternElement::Placeable {
            expression: Expression::Select { variants, .. },
        } = element
        else {
            return false;
        };
        variants.iter().any(|variant| match &variant.key {
            VariantKey::Identifier { name } => *name == "one",
            VariantKey::NumberLiteral { value } => *value == "1",
        })
    }

    #[test]
    fn arguments_are_inserted_without_isolating_marks_and_unparsed() {
        let hostile = "{ $verdict } \u{202e}".to_owned();
        let shown = text(
            Language::En,
            "chain-unused",
            &[("subject", hostile.clone())],
        );
        assert!(shown.contains(&hostile), "{shown}");
        assert!(!shown.contains('\u{2068}'), "{shown}");
    }

    #[test]
    fn an_unknown_message_gives_its_id() {
        assert_eq!(
            text(Language::Ja, "no-such-message", &[]),
            "no-such-message"
        );
    }
}
