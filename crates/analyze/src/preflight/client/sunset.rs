//! When public CAs stop issuing certificates with client authentication, as data.

use serde::Deserialize;
use tollgate_pki::Certificate;

/// What was published, with its sources.
const STATEMENTS: &str = include_str!("../../../data/client-authentication.toml");

/// All statements.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Statements {
    authority: Vec<Authority>,
}

/// What is said of one public CA, or of a programme that binds them all.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Authority {
    /// What people call it.
    pub(super) name: String,
    /// The O of its issuers; none for a programme.
    organizations: Vec<String>,
    /// What was said, in the order of time.
    #[serde(rename = "statement")]
    pub(super) statements: Vec<Statement>,
}

/// A date, and who named it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Statement {
    /// The first day without, such as `2027-03-01`.
    pub(super) ends: String,
    /// Who says so.
    pub(super) source: String,
    /// Where.
    pub(super) url: String,
    /// When it was said or last changed: a day, a month or a year.
    pub(super) said: String,
    /// Whoever said it says something else by now.
    #[serde(default)]
    pub(super) replaced: bool,
}

impl Statement {
    /// The day in Unix seconds, at its beginning in UTC.
    fn at(&self) -> Option<i64> {
        let day: jiff::civil::Date = self.ends.parse().ok()?;
        let zoned = day.to_zoned(jiff::tz::TimeZone::UTC).ok()?;
        Some(zoned.timestamp().as_second())
    }
}

impl Authority {
    /// The earliest day that still stands, and in Unix seconds.
    pub(super) fn ends(&self) -> Option<(&Statement, i64)> {
        let standing = self.statements.iter().filter(|own| !own.replaced);
        standing
            .filter_map(|own| Some((own, own.at()?)))
            .min_by_key(|(_, at)| *at)
    }
}

/// Every authority of the data.
fn all() -> Vec<Authority> {
    toml::from_str::<Statements>(STATEMENTS).map_or_else(|_| Vec::new(), |own| own.authority)
}

/// What is said of the public CA that issued a chain, leaf first; `None` where no issuer in it is
/// one of whom something is said.
pub(super) fn of_issuer(chain: &[&Certificate]) -> Option<Authority> {
    let issuers: Vec<Vec<String>> = chain
        .iter()
        .map(|certificate| organizations(&certificate.facts().issuer))
        .collect();
    all().into_iter().find(|authority| {
        let mut own = authority.organizations.iter();
        own.any(|name| {
            let mut named = issuers.iter().flatten();
            named.any(|issuer| issuer.eq_ignore_ascii_case(name))
        })
    })
}

/// What is said of all public CAs.
pub(super) fn of_everyone() -> Vec<Authority> {
    let mut authorities = all();
    authorities.retain(|authority| authority.organizations.is_empty());
    authorities
}

/// Every O of a name as subjects are spelled, without its escapes.
fn organizations(name: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut attribute = String::new();
    let mut characters = name.chars();
    loop {
        let next = characters.next();
        match next {
            Some('\\') => attribute.extend(characters.next()),
            Some(',') | None => {
                if let Some(value) = attribute.trim_start().strip_prefix("O=") {
                    found.push(value.to_owned());
                }
                attribute.clear();
            }
            Some(character) => attribute.push(character),
        }
        if next.is_none() {
            return found;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_statement_has_a_day_a_source_and_when_it_was_made() {
        let authorities = toml::from_str::<Statements>(STATEMENTS).unwrap().authority;
        assert!(authorities.len() >= 4);
        for authority in &authorities {
            assert!(authority.ends().is_some(), "{}", authority.name);
            for statement in &authority.statements {
                assert!(statement.at().is_some(), "{statement:?}");
                assert!(statement.url.starts_with("https://"), "{statement:?}");
                assert!(!statement.source.is_empty(), "{statement:?}");
                let year = statement.said.get(..4).unwrap().parse::<u32>().unwrap();
                assert!((2024..=2100).contains(&year), "{statement:?}");
            }
        }
        assert_eq!(of_everyone().len(), 1);
    }

    #[test]
    fn of_several_dates_the_earliest_that_stands_counts() {
        let of = |name: &str| {
            let authorities = all();
            let own = authorities.iter().find(|own| own.name == name).unwrap();
            own.ends().unwrap().0.ends.clone()
        };
        assert_eq!(of("DigiCert"), "2027-03-01");
        assert_eq!(of("Sectigo"), "2026-05-15");
    }

    #[test]
    fn organizations_are_read_with_their_commas() {
        assert_eq!(
            organizations("C=US, O=DigiCert\\, Inc., CN=x O=y"),
            ["DigiCert, Inc."]
        );
        assert_eq!(organizations("CN=O\\,O=DigiCert Inc"), Vec::<String>::new());
        assert_eq!(organizations("O=Let's Encrypt"), ["Let's Encrypt"]);
        assert_eq!(organizations(""), Vec::<String>::new());
    }
}
