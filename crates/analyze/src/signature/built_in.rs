//! The signatures of this program, a file for each.

use super::Signature;
use super::parse::of_program;

/// Takes the files of `crates/analyze/signatures` into the program.
macro_rules! files {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../signatures/", $name, ".toml")))),*]
    };
}

/// Every signature file, by the id that it has inside.
const FILES: &[(&str, &str)] = files![
    // Configuration, alarms, dates and the evidence itself.
    "allow-list-denied",
    "capture-lacks-handshake",
    "certificates-ending",
    "certificates-expired",
    "cipher-string-prefers-ecdsa",
    "clock-skew",
    "detected-alarms",
    "discovery-checks-publisher",
    "duplicate-search-rule",
    "evidence-damaged",
    "log-restarted",
    "node-advertised-by-address",
    "own-certificate-not-for-clients",
    "same-name-certificates",
    "server-failed-to-verify",
    "traffic-server-enforces-verification",
    "trust-store-differs",
    "verification-off",
    "weak-key-stored",
    // What nodes presented.
    "certificate-ends-soon",
    "certificate-not-visible",
    "certificate-outside-dates",
    "certificate-usage",
    "chain-too-long",
    "client-certificate-refused",
    "common-name-only",
    "connection-fails-otherwise",
    "host-name-absent",
    "intermediate-missing",
    "ip-address-absent",
    "ip-address-as-host-name",
    "issuer-unknown",
    "no-common-tls",
    "partial-wildcard",
    "refused-for-another-reason",
    "self-signed-not-stored",
    "shadowed-by-same-subject",
    "short-name-absent",
    "signature-does-not-verify",
    "weak-key-or-signature",
];

/// Reads all of them. Tests hold every file to be sound; should one not be, the others are used.
pub(super) fn all() -> Vec<Signature> {
    let read = FILES.iter().map(|(_, text)| of_program(text));
    read.filter_map(Result::ok).collect()
}

/// Whether this program has a signature of this id.
pub(super) fn has(id: &str) -> bool {
    FILES.iter().any(|(own, _)| *own == id)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use tollgate_report::Message;
    use tollgate_text::Language;

    use super::super::{Look, Sentence};
    use super::*;

    #[test]
    fn every_file_of_the_directory_is_a_sound_signature_of_the_program() {
        let directory = concat!(env!("CARGO_MANIFEST_DIR"), "/signatures");
        let files: BTreeSet<_> = std::fs::read_dir(directory)
            .unwrap()
            .map(|file| file.unwrap().file_name().into_string().unwrap())
            .collect();
        let table: BTreeSet<_> = FILES.iter().map(|(id, _)| format!("{id}.toml")).collect();
        assert_eq!(files, table);
        for (id, text) in FILES {
            let signature = of_program(text).unwrap_or_else(|error| panic!("{id}.toml: {error}"));
            assert_eq!(signature.id, *id);
            assert!(
                matches!(signature.look, Look::Check(_)),
                "{id} has no check"
            );
        }
    }

    #[test]
    fn codes_are_of_the_program_and_each_signature_has_its_id() {
        let signatures = all();
        let ids: BTreeSet<_> = signatures.iter().map(|own| &own.id).collect();
        assert_eq!(ids.len(), signatures.len());
        for signature in &signatures {
            assert!(signature.code.starts_with("TG"), "{}", signature.id);
        }
    }

    #[test]
    fn texts_exist_and_those_that_stand_alone_take_no_arguments() {
        for signature in all() {
            let texts = &signature.texts;
            let mut all: Vec<&Sentence> = vec![&texts.title, &texts.description];
            let alone = [&texts.clear, &texts.topic, &texts.condition];
            all.extend(alone);
            all.extend(&texts.information);
            all.extend(&texts.actions);
            all.extend(
                texts
                    .workaround
                    .iter()
                    .flat_map(|(text, risk)| [text, risk]),
            );
            let versions = signature.applies.versions.iter();
            all.extend(versions.filter_map(|statement| statement.meaning.as_ref()));
            for sentence in all {
                let Sentence::Id(id) = sentence else {
                    panic!("{} has a text that is no message", signature.id);
                };
                let said = Message::new(id.clone(), []).say(Language::En);
                assert_ne!(said, *id, "{}: no such message", signature.id);
            }
            for sentence in alone {
                let said = sentence.message(&Vec::new()).say(Language::En);
                assert!(!said.contains("{$"), "{}: {said}", signature.id);
            }
        }
    }
}
