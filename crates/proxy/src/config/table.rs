//! Reads a TOML table key by key. Everything unknown, missing or of the wrong type is collected
//! with its place, so that an operator sees all mistakes at once; that is why this is not a derived
//! deserialiser, which ends at the first.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::problem::{Place, Problems};

/// A table of the file, with the keys that were asked for.
#[derive(Debug)]
pub(crate) struct Section<'a> {
    /// `node[2]`, or empty for the file itself.
    name: String,
    table: Option<&'a DeTable<'a>>,
    problems: &'a Problems<'a>,
    known: RefCell<BTreeSet<&'static str>>,
}

/// A value and where it stands.
#[derive(Debug, Clone)]
pub(crate) struct Placed<T> {
    pub(crate) value: T,
    pub(crate) place: Place,
}

impl<'a> Section<'a> {
    /// The file itself.
    pub(crate) fn root(table: &'a DeTable<'a>, problems: &'a Problems<'a>) -> Self {
        Self::new(String::new(), Some(table), problems)
    }

    fn new(name: String, table: Option<&'a DeTable<'a>>, problems: &'a Problems<'a>) -> Self {
        Self {
            name,
            table,
            problems,
            known: RefCell::default(),
        }
    }

    /// Whether the table stands in the file at all.
    pub(crate) fn is_present(&self) -> bool {
        self.table.is_some()
    }

    /// A table in this one; empty if it is not there.
    pub(crate) fn section(&self, key: &'static str) -> Self {
        let found = self.raw(key);
        let place = self.place_of(key, found.as_ref());
        let table = found.and_then(|value| match value.get_ref() {
            DeValue::Table(table) => Some(table),
            other => {
                self.wrong_type(&place, "a table", other);
                None
            }
        });
        Self::new(place.key, table, self.problems)
    }

    /// The tables of an array of tables.
    pub(crate) fn sections(&self, key: &'static str) -> Vec<Self> {
        let Some(found) = self.raw(key) else {
            return Vec::new();
        };
        let place = self.place_of(key, Some(&found));
        let DeValue::Array(entries) = found.get_ref() else {
            self.wrong_type(
                &place,
                &format!("written as [[{}]]", place.key),
                found.get_ref(),
            );
            return Vec::new();
        };
        let section = |(index, entry): (usize, &'a Spanned<DeValue<'a>>)| {
            let key = format!("{}[{}]", place.key, index + 1);
            let entry_place = Place {
                key: key.clone(),
                span: Some(entry.span()),
            };
            match entry.get_ref() {
                DeValue::Table(table) => Some(Self::new(key, Some(table), self.problems)),
                other => {
                    self.wrong_type(&entry_place, "a table", other);
                    None
                }
            }
        };
        entries.iter().enumerate().filter_map(section).collect()
    }

    pub(crate) fn string(&self, key: &'static str) -> Option<Placed<&'a str>> {
        let found = self.raw(key)?;
        let place = self.place_of(key, Some(&found));
        match found.get_ref() {
            DeValue::String(text) => Some(Placed { value: text, place }),
            other => {
                self.wrong_type(&place, "a text in quotation marks", other);
                None
            }
        }
    }

    /// One text or a list of texts; empty if the key is not there.
    pub(crate) fn strings(&self, key: &'static str) -> Vec<Placed<&'a str>> {
        let Some(found) = self.raw(key) else {
            return Vec::new();
        };
        let place = self.place_of(key, Some(&found));
        let entries = match found.get_ref() {
            DeValue::String(text) => return vec![Placed { value: text, place }],
            DeValue::Array(entries) => entries,
            other => {
                self.wrong_type(&place, "a text or a list of texts", other);
                return Vec::new();
            }
        };
        let text = |entry: &'a Spanned<DeValue<'a>>| {
            let place = Place {
                key: place.key.clone(),
                span: Some(entry.span()),
            };
            match entry.get_ref() {
                DeValue::String(text) => Some(Placed {
                    value: &**text,
                    place,
                }),
                other => {
                    self.wrong_type(&place, "a text in quotation marks", other);
                    None
                }
            }
        };
        entries.iter().filter_map(text).collect()
    }

    /// A text that is read as a `T`; the default if it is not there, or wrong.
    pub(crate) fn parse_or<T>(&self, key: &'static str, default: T) -> T
    where
        T: FromStr,
        T::Err: fmt::Display,
    {
        self.parse(key).unwrap_or(default)
    }

    /// A text that is read as a `T`, if it is there and right.
    pub(crate) fn parse<T>(&self, key: &'static str) -> Option<T>
    where
        T: FromStr,
        T::Err: fmt::Display,
    {
        self.string(key).and_then(|text| self.parse_placed(&text))
    }

    pub(crate) fn parse_placed<T>(&self, text: &Placed<&str>) -> Option<T>
    where
        T: FromStr,
        T::Err: fmt::Display,
    {
        text.value
            .parse()
            .map_err(|error| self.problems.add(&text.place, error))
            .ok()
    }

    pub(crate) fn switch(&self, key: &'static str) -> bool {
        let Some(found) = self.raw(key) else {
            return false;
        };
        if let DeValue::Boolean(value) = found.get_ref() {
            return *value;
        }
        let place = self.place_of(key, Some(&found));
        self.wrong_type(&place, "true or false", found.get_ref());
        false
    }

    /// A whole number within the range.
    pub(crate) fn number(
        &self,
        key: &'static str,
        range: std::ops::RangeInclusive<u64>,
    ) -> Option<u64> {
        let found = self.raw(key)?;
        let place = self.place_of(key, Some(&found));
        self.number_of(found.get_ref(), &place, range)
    }

    /// One whole number or a list of them.
    pub(crate) fn numbers(
        &self,
        key: &'static str,
        range: std::ops::RangeInclusive<u64>,
    ) -> Vec<u64> {
        let Some(found) = self.raw(key) else {
            return Vec::new();
        };
        let place = self.place_of(key, Some(&found));
        let DeValue::Array(entries) = found.get_ref() else {
            return self
                .number_of(found.get_ref(), &place, range)
                .into_iter()
                .collect();
        };
        entries
            .iter()
            .filter_map(|entry| {
                let place = Place {
                    key: place.key.clone(),
                    span: Some(entry.span()),
                };
                self.number_of(entry.get_ref(), &place, range.clone())
            })
            .collect()
    }

    fn number_of(
        &self,
        value: &DeValue<'_>,
        place: &Place,
        range: std::ops::RangeInclusive<u64>,
    ) -> Option<u64> {
        let number = match value {
            DeValue::Integer(digits) => u64::from_str_radix(digits.as_str(), digits.radix()).ok(),
            other => {
                self.wrong_type(place, "a whole number", other);
                return None;
            }
        };
        let number = number.filter(|number| range.contains(number));
        if number.is_none() {
            let text = format!("must lie between {} and {}", range.start(), range.end());
            self.problems.add(place, text);
        }
        number
    }

    /// Seconds, whole or with a fraction, from a tenth to a week.
    pub(crate) fn seconds(&self, key: &'static str, default: Duration) -> Duration {
        let Some(found) = self.raw(key) else {
            return default;
        };
        let place = self.place_of(key, Some(&found));
        let seconds: Option<f64> = match found.get_ref() {
            DeValue::Integer(digits) => digits.as_str().parse().ok(),
            DeValue::Float(digits) => digits.as_str().parse().ok(),
            other => {
                self.wrong_type(&place, "a number of seconds", other);
                return default;
            }
        };
        match seconds {
            Some(seconds) if (LEAST_SECONDS..=MOST_SECONDS).contains(&seconds) => {
                Duration::from_secs_f64(seconds)
            }
            Some(_) | None => {
                self.problems
                    .add(&place, "must lie between 0.1 and 604800 seconds");
                default
            }
        }
    }

    /// Notes a problem with a value that was read.
    pub(crate) fn problem(&self, place: &Place, text: impl fmt::Display) {
        self.problems.add(place, text);
    }

    /// Notes that a key must be there.
    pub(crate) fn missing(&self, key: &'static str, text: impl fmt::Display) {
        self.problems.add(&self.place_of(key, None), text);
    }

    /// Where a key of this table stands, or would stand.
    pub(crate) fn place_of_key(&self, key: &'static str) -> Place {
        self.place_of(key, self.raw(key).as_ref())
    }

    /// Notes every key that nobody asked for.
    pub(crate) fn finish(self) {
        let known = self.known.into_inner();
        for key in self.table.into_iter().flat_map(|table| table.keys()) {
            let name = key.get_ref();
            if known.contains(&**name) {
                continue;
            }
            let place = Place {
                key: join(&self.name, name),
                span: Some(key.span()),
            };
            let known: Vec<&str> = known.iter().copied().collect();
            let text = format!("unknown key; the keys here are {}", known.join(", "));
            self.problems.add(
                &Place {
                    span: place.span,
                    key: place.key,
                },
                text,
            );
        }
    }

    fn raw(&self, key: &'static str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.known.borrow_mut().insert(key);
        let table = self.table?;
        table
            .iter()
            .find(|(name, _)| name.get_ref() == key)
            .map(|(_, value)| value)
    }

    fn place_of(&self, key: &str, value: Option<&&'a Spanned<DeValue<'a>>>) -> Place {
        let span = value.map(|value| value.span());
        Place {
            key: join(&self.name, key),
            span,
        }
    }

    fn wrong_type(&self, place: &Place, wanted: &str, found: &DeValue<'_>) {
        self.problems
            .add(place, format!("must be {wanted}, not {}", found.type_str()));
    }
}

fn join(section: &str, key: &str) -> String {
    if section.is_empty() {
        key.to_owned()
    } else {
        format!("{section}.{key}")
    }
}

/// The sweep over the connections cannot keep shorter limits.
const LEAST_SECONDS: f64 = 0.1;
/// A week.
const MOST_SECONDS: f64 = 604_800.0;
