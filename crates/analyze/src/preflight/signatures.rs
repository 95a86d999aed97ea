//! Signatures that only a preflight can look for: no evidence of a bundle tells of them.

use tollgate_report::{Category, Documentation};

use crate::signature::{Applies, Look, Sentence, Signature, Texts};

/// One of them, before it is a [`Signature`].
struct Draft {
    id: &'static str,
    code: &'static str,
    /// Title, clear title, description and condition.
    texts: [&'static str; 4],
    information: &'static [&'static str],
    actions: &'static [&'static str],
    defects: &'static [&'static str],
    documentation: &'static [(&'static str, &'static str)],
}

const FIELD_NOTICE: (&str, &str) = (
    "FN74362",
    "https://www.cisco.com/c/en/us/support/docs/field-notices/743/fn74362.html",
);

const DRAFTS: [Draft; 6] = [
    Draft {
        id: "own-issuer-not-accepted",
        code: "TG4002",
        texts: [
            "client-issuer-title",
            "client-issuer-clear",
            "client-issuer-description",
            "client-issuer-condition",
        ],
        information: &["cell-own-refused-information"],
        actions: &[
            "cell-own-refused-action-upload",
            "cell-own-refused-action-restart",
        ],
        defects: &["CSCvz45074", "CSCvz20720"],
        documentation: &[],
    },
    Draft {
        id: "own-certificate-sunset",
        code: "TG4003",
        texts: [
            "client-sunset-title",
            "client-sunset-clear",
            "client-sunset-description",
            "client-sunset-condition",
        ],
        information: &["client-sunset-moves"],
        actions: &["client-sunset-action-private", "client-sunset-action-trust"],
        defects: &["CSCwr73373"],
        documentation: &[FIELD_NOTICE],
    },
    Draft {
        id: "own-certificate-outside-dates",
        code: "TG4005",
        texts: [
            "client-dates-title",
            "client-dates-clear",
            "client-dates-description",
            "client-dates-condition",
        ],
        information: &[],
        actions: &["client-dates-action"],
        defects: &[],
        documentation: &[],
    },
    Draft {
        id: "own-key-not-accepted",
        code: "TG4001",
        texts: [
            "client-key-title",
            "client-key-clear",
            "client-key-description",
            "client-key-condition",
        ],
        information: &[],
        actions: &["client-key-action"],
        defects: &[],
        documentation: &[],
    },
    Draft {
        id: "certificate-revoked",
        code: "TG1017",
        texts: [
            "revoked-title",
            "revoked-clear",
            "revoked-description",
            "revoked-condition",
        ],
        information: &["revoked-not-by-appliance"],
        actions: &["revoked-action-issue", "revoked-action-install"],
        defects: &[],
        documentation: &[],
    },
    Draft {
        id: "revocation-unknown",
        code: "TG9006",
        texts: [
            "revocation-unknown-title",
            "revocation-unknown-clear",
            "revocation-unknown-description",
            "revocation-unknown-condition",
        ],
        information: &[],
        actions: &["revocation-unknown-how"],
        defects: &[],
        documentation: &[],
    },
];

/// All of them.
pub(super) fn all() -> Vec<Signature> {
    DRAFTS.iter().map(Draft::signature).collect()
}

/// The one with this id.
pub(super) fn signature(id: &str) -> Option<Signature> {
    let mut drafts = DRAFTS.iter();
    drafts.find(|draft| draft.id == id).map(Draft::signature)
}

impl Draft {
    fn signature(&self) -> Signature {
        let text = |id: &&str| Sentence::Id((*id).to_owned());
        let [title, clear, description, condition] = self.texts.each_ref().map(text);
        let document = |(title, url): &(&str, &str)| Documentation {
            title: (*title).to_owned(),
            url: (*url).to_owned(),
        };
        Signature {
            id: self.id.to_owned(),
            version: 1,
            code: self.code.to_owned(),
            category: Category::Mra,
            defects: Vec::new(),
            related_defects: self.defects.iter().map(|&own| own.to_owned()).collect(),
            look: Look::Check(self.id.to_owned()),
            applies: Applies::default(),
            needs: Vec::new(),
            texts: Texts {
                title,
                topic: clear.clone(),
                clear,
                description,
                condition,
                information: self.information.iter().map(text).collect(),
                actions: self.actions.iter().map(text).collect(),
                workaround: None,
            },
            documentation: self.documentation.iter().map(document).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use tollgate_report::Message;
    use tollgate_text::Language;

    use super::*;

    #[test]
    fn ids_are_new_and_texts_exist() {
        let built_in = Signature::built_in();
        for own in all() {
            assert!(built_in.iter().all(|known| known.id != own.id));
            let texts = &own.texts;
            let mut every = vec![
                &texts.title,
                &texts.clear,
                &texts.description,
                &texts.condition,
            ];
            every.extend(texts.information.iter().chain(&texts.actions));
            for sentence in every {
                let Sentence::Id(id) = sentence else {
                    panic!("{}: no message", own.id)
                };
                let said = Message::new(id.clone(), []).say(Language::En);
                assert_ne!(said, *id, "{}: no such message", own.id);
            }
            for alone in [&texts.clear, &texts.condition] {
                let said = alone.without_values().say(Language::En);
                assert!(!said.contains("{$"), "{said}");
            }
        }
        assert!(signature("certificate-revoked").is_some());
        assert!(signature("no-such").is_none());
    }
}
