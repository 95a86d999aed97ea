//! Sentences before they are in a language.

use tollgate_text::Language;

/// A sentence or a label that a person reads.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Message {
    /// A message of the language files with its arguments, by name. The argument `count` is a
    /// number that chooses the plural form.
    Text {
        /// Id of the message.
        id: String,
        /// Values of the message, by name.
        arguments: Vec<(&'static str, String)>,
    },
    /// Text that is the same in every language: a log line, a name, a sentence of a user's own
    /// signature.
    Plain(String),
}

impl Message {
    /// A message of the language files.
    pub fn new<const N: usize>(
        id: impl Into<String>,
        arguments: [(&'static str, String); N],
    ) -> Self {
        Self::Text {
            id: id.into(),
            arguments: arguments.into(),
        }
    }

    /// Text that is the same in every language.
    pub fn plain(text: impl Into<String>) -> Self {
        Self::Plain(text.into())
    }

    /// The sentence in a language. Arguments are in it as they are: whoever writes it makes hostile
    /// values harmless.
    pub fn say(&self, language: Language) -> String {
        match self {
            Self::Text { id, arguments } => tollgate_text::text(language, id, arguments),
            Self::Plain(text) => text.clone(),
        }
    }
}

impl From<&tollgate_pki::Phrase> for Message {
    fn from(phrase: &tollgate_pki::Phrase) -> Self {
        Self::Text {
            id: phrase.message_id.to_owned(),
            arguments: phrase.arguments.clone(),
        }
    }
}

impl From<&tollgate_pki::Remedy> for Message {
    fn from(remedy: &tollgate_pki::Remedy) -> Self {
        Self::Text {
            id: remedy.message_id().to_owned(),
            arguments: remedy.arguments().to_vec(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_speaks_each_language_and_plain_text_none() {
        let trusted = Message::new("verdict-trusted", []);
        assert_eq!(trusted.say(Language::En), "trusted");
        assert_ne!(trusted.say(Language::Nl), "trusted");
        let line = Message::plain("[ET_NET 0] WARNING");
        assert_eq!(line.say(Language::Ja), "[ET_NET 0] WARNING");
    }
}
