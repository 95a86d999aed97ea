//! The `key="value"` pairs of a line: given by a caller, or left in the text that was read.

use std::borrow::Cow;
use std::fmt;

use crate::read::pairs::Pairs;

/// A `key="value"` pair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field<'a> {
    /// Letters, digits, `-`, `_` and `.`; anything else is written as `_`.
    pub key: Cow<'a, str>,
    /// Any text.
    pub value: Cow<'a, str>,
}

/// The pairs of a line in order. Keys may repeat.
///
/// Pairs that were read stay in the text of the line until they are asked for, so that going
/// through a log does not allocate for each of its lines. Two lists are equal if they yield the
/// same pairs.
#[derive(Clone)]
pub struct Fields<'a>(Source<'a>);

#[derive(Clone)]
enum Source<'a> {
    // Not a `Cow`, which would make the lifetime of an event invariant.
    Given(&'a [Field<'a>]),
    Owned(Vec<Field<'a>>),
    Read {
        text: Cow<'a, str>,
        /// Keys whose first occurrence has a place of its own in the event.
        claimed: &'static [&'static str],
    },
}

impl<'a> Fields<'a> {
    pub(crate) fn read(text: &'a str, claimed: &'static [&'static str]) -> Self {
        Self(Source::Read {
            text: Cow::Borrowed(text),
            claimed,
        })
    }

    /// The value of the first pair with this key, compared exactly.
    pub fn get(&self, key: &str) -> Option<Cow<'_, str>> {
        self.iter()
            .find(|field| field.key == key)
            .map(|field| field.value)
    }

    /// All pairs in order.
    pub fn iter(&self) -> impl Iterator<Item = Field<'_>> {
        let (given, text, claimed): (&[Field<'_>], &str, &[&str]) = match &self.0 {
            Source::Given(fields) => (fields, "", &[]),
            Source::Owned(fields) => (fields, "", &[]),
            Source::Read { text, claimed } => (&[], text, claimed),
        };
        let mut unseen: Vec<&str> = claimed.to_vec();
        let read = Pairs::new(text).filter(move |pair| {
            let place = unseen.iter().position(|key| *key == pair.key);
            place.map(|index| unseen.swap_remove(index)).is_none()
        });
        given
            .iter()
            .map(|field| Field {
                key: Cow::Borrowed(&*field.key),
                value: Cow::Borrowed(&*field.value),
            })
            .chain(read.map(|pair| Field {
                key: pair.key.into(),
                value: pair.value(),
            }))
    }

    /// Whether there is no pair.
    pub fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }

    pub(super) fn into_owned(self) -> Fields<'static> {
        Fields(match self.0 {
            Source::Given(fields) => Source::Owned(fields.iter().map(Field::to_static).collect()),
            Source::Owned(fields) => Source::Owned(fields.iter().map(Field::to_static).collect()),
            Source::Read { text, claimed } => Source::Read {
                text: Cow::Owned(text.into_owned()),
                claimed,
            },
        })
    }
}

impl Field<'_> {
    fn to_static(&self) -> Field<'static> {
        Field {
            key: Cow::Owned(self.key.clone().into_owned()),
            value: Cow::Owned(self.value.clone().into_owned()),
        }
    }
}

impl fmt::Debug for Fields<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_map()
            .entries(self.iter().map(|field| (field.key, field.value)))
            .finish()
    }
}

impl PartialEq for Fields<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Eq for Fields<'_> {}

impl<'a> From<Vec<Field<'a>>> for Fields<'a> {
    fn from(fields: Vec<Field<'a>>) -> Self {
        Self(Source::Owned(fields))
    }
}

impl<'a> From<&'a [Field<'a>]> for Fields<'a> {
    fn from(fields: &'a [Field<'a>]) -> Self {
        Self(Source::Given(fields))
    }
}

impl<'a, V: Into<Cow<'a, str>>, const N: usize> From<[(&'a str, V); N]> for Fields<'a> {
    fn from(pairs: [(&'a str, V); N]) -> Self {
        let fields = pairs.map(|(key, value)| Field {
            key: Cow::Borrowed(key),
            value: value.into(),
        });
        Self(Source::Owned(fields.into()))
    }
}
