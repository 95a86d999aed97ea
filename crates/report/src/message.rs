//! Sentences before they are in a language.

use tollgate_text::{Language, UnknownLanguage};

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
    /// The sentence of a user's own signature in the languages that it has, not empty. Another
    /// language gets the English one, or else the first.
    Own(Vec<(Language, String)>),
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

    /// A sentence of somebody's own in the languages that it has: language tags and texts.
    ///
    /// # Errors
    ///
    /// A tag is none of a language that is spoken here.
    pub fn own<'t>(
        texts: impl IntoIterator<Item = (&'t str, &'t str)>,
    ) -> Result<Self, UnknownLanguage> {
        let texts = texts.into_iter();
        let read = texts.map(|(tag, text)| Ok((tag.parse()?, text.to_owned())));
        read.collect::<Result<_, _>>().map(Self::Own)
    }

    /// The sentence in a language. Arguments are in it as they are: whoever writes it makes hostile
    /// values harmless.
    pub fn say(&self, language: Language) -> String {
        match self {
            Self::Text { id, arguments } => tollgate_text::text(language, id, arguments),
            Self::Plain(text) => text.clone(),
            Self::Own(texts) => {
                let of = |wanted| texts.iter().find(|(own, _)| *own == wanted);
                let text = of(language).or_else(|| of(Language::En));
                let text = text.or_else(|| texts.first());
                text.map(|(_, text)| text.clone()).unwrap_or_default()
            }
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
        let own = Message::own([("nl", "uit"), ("en", "off")]).unwrap();
        let said = [Language::Nl, Language::En, Language::Ja].map(|language| own.say(language));
        assert_eq!(said, ["uit", "off", "off"]);
        assert!(Message::own([("tlh", "chu'Ha'")]).is_err());
    }
}
