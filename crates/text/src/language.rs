//! The languages and how one is chosen.

use std::fmt;
use std::str::FromStr;

/// A language that Tollgate speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// English, which also answers for every text that another language lacks.
    #[default]
    En,
    /// Japanese.
    Ja,
    /// Dutch.
    Nl,
    /// Portuguese as written in Brazil.
    PtBr,
    /// Chinese as written in Taiwan.
    ZhTw,
}

impl Language {
    /// Every language, English first.
    pub const ALL: [Self; 5] = [Self::En, Self::Ja, Self::Nl, Self::PtBr, Self::ZhTw];

    /// The BCP 47 tag: `en`, `ja`, `nl`, `pt-BR` or `zh-TW`.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Ja => "ja",
            Self::Nl => "nl",
            Self::PtBr => "pt-BR",
            Self::ZhTw => "zh-TW",
        }
    }

    /// The language of the first value that is set and not empty, as POSIX ranks `LC_ALL`,
    /// `LC_MESSAGES` and `LANG`. A locale that Tollgate does not speak, `C` and `POSIX` among
    /// them, gives English: the first set value decides even then.
    pub fn of_locale<'a>(values: impl IntoIterator<Item = Option<&'a str>>) -> Self {
        values
            .into_iter()
            .flatten()
            .find(|value| !value.is_empty())
            .and_then(|value| value.parse().ok())
            .unwrap_or_default()
    }
}

impl fmt::Display for Language {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.tag())
    }
}

/// A language tag or locale name that stands for none of the five languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownLanguage(pub String);

impl fmt::Display for UnknownLanguage {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "unknown language {:?}: choose one of", self.0)?;
        for (position, language) in Language::ALL.into_iter().enumerate() {
            let comma = if position == 0 { "" } else { "," };
            write!(formatter, "{comma} {language}")?;
        }
        Ok(())
    }
}

impl std::error::Error for UnknownLanguage {}

impl FromStr for Language {
    type Err = UnknownLanguage;

    /// Reads a tag (`pt-BR`) or a POSIX locale (`pt_BR.UTF-8`, `nl_BE@euro`), in any case. Every
    /// Portuguese gives `pt-BR`; Chinese gives `zh-TW` unless it names the simplified script or
    /// a region that uses it.
    fn from_str(value: &str) -> Result<Self, UnknownLanguage> {
        let name = value.split(['.', '@']).next().unwrap_or_default();
        let lower = name.replace('_', "-").to_ascii_lowercase();
        let mut parts = lower.split('-');
        let language = parts.next().unwrap_or_default();
        match language {
            "en" => Ok(Self::En),
            "ja" => Ok(Self::Ja),
            "nl" => Ok(Self::Nl),
            "pt" => Ok(Self::PtBr),
            "zh" if !parts.any(|part| matches!(part, "hans" | "cn" | "sg")) => Ok(Self::ZhTw),
            _ => Err(UnknownLanguage(value.to_owned())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_and_locales_name_their_language() {
        let cases = [
            ("en", Language::En),
            ("en_GB.UTF-8", Language::En),
            ("nl_BE@euro", Language::Nl),
            ("pt_BR.UTF-8", Language::PtBr),
            ("pt-BR", Language::PtBr),
            ("PT", Language::PtBr),
            ("zh_TW.Big5", Language::ZhTw),
            ("zh-Hant-HK", Language::ZhTw),
            ("ja_JP.eucJP", Language::Ja),
        ];
        for (value, expected) in cases {
            assert_eq!(value.parse(), Ok(expected), "{value}");
        }
    }

    #[test]
    fn a_language_we_do_not_speak_is_an_error_that_names_the_choice() {
        let error = "zh_CN.UTF-8".parse::<Language>().unwrap_err();
        assert_eq!(error, UnknownLanguage("zh_CN.UTF-8".to_owned()));
        assert!(error.to_string().contains("pt-BR, zh-TW"));
        for value in ["", "C", "POSIX", "de_DE", "nlx"] {
            assert_eq!(
                value.parse::<Language>(),
                Err(UnknownLanguage(value.to_owned()))
            );
        }
    }

    #[test]
    fn the_first_variable_that_is_set_decides() {
        let of = |all, messages, lang| Language::of_locale([all, messages, lang]);
        assert_eq!(of(None, Some("ja_JP"), Some("nl_NL")), Language::Ja);
        assert_eq!(of(Some(""), None, Some("nl_NL")), Language::Nl);
        assert_eq!(of(Some("C"), None, Some("nl_NL")), Language::En);
        assert_eq!(of(None, None, None), Language::En);
    }
}
