//! The HTTP message head of a DEBUG line (`HTTPMSG:`).

use std::borrow::Cow;
use std::fmt;

use crate::conceal::{CONCEALED, conceal};
use crate::read::http;

/// The head of an HTTP message: start line and header fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpMessage<'a> {
    /// Request line or status line, without line end.
    pub start_line: Cow<'a, str>,
    /// The header fields in order.
    pub headers: Headers<'a>,
}

/// A header field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header<'a> {
    /// The field name as sent.
    pub name: Cow<'a, str>,
    /// The field value; not always text. `<CONCEALED>` for the names of
    /// [`conceal()`], whatever the value was.
    pub value: Cow<'a, [u8]>,
}

/// The header fields of a message in order.
///
/// Fields that were read stay in the text of the block until they are asked for. Two lists are
/// equal if they are written alike: concealed values are the same value.
#[derive(Clone)]
pub struct Headers<'a>(Source<'a>);

#[derive(Clone)]
enum Source<'a> {
    // Not a `Cow`, which would make the lifetime of an event invariant.
    Given(&'a [Header<'a>]),
    Owned(Vec<Header<'a>>),
    /// The lines of the block after the start line.
    Block(Cow<'a, str>),
    /// A message that was flattened onto one line: everything after the start line.
    Flat(Cow<'a, str>),
}

impl<'a> Headers<'a> {
    pub(crate) fn block(text: &'a str) -> Self {
        Self(Source::Block(Cow::Borrowed(text)))
    }

    pub(crate) fn flat(text: &'a str) -> Self {
        Self(Source::Flat(Cow::Borrowed(text)))
    }

    /// All fields in order, secrets concealed.
    pub fn iter(&self) -> impl Iterator<Item = Header<'_>> {
        let (given, block, flat): (&[Header<'_>], &str, &str) = match &self.0 {
            Source::Given(headers) => (headers, "", ""),
            Source::Owned(headers) => (headers, "", ""),
            Source::Block(text) => (&[], text, ""),
            Source::Flat(text) => (&[], "", text),
        };
        let given = given.iter().map(|header| Header {
            name: Cow::Borrowed(&*header.name),
            value: Cow::Borrowed(&*header.value),
        });
        given
            .chain(http::block_headers(block))
            .chain(http::flat_headers(flat))
            .map(|header| {
                if conceal(&header.name) {
                    Header {
                        name: header.name,
                        value: Cow::Borrowed(CONCEALED.as_bytes()),
                    }
                } else {
                    header
                }
            })
    }

    /// The value of the first field with this name, which is compared without case.
    pub fn get(&self, name: &str) -> Option<Cow<'_, [u8]>> {
        self.iter()
            .find(|header| header.name.eq_ignore_ascii_case(name))
            .map(|header| header.value)
    }

    /// Whether there is no header field.
    pub fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }

    pub(super) fn into_owned(self) -> Headers<'static> {
        Headers(match self.0 {
            Source::Given(headers) => {
                Source::Owned(headers.iter().map(Header::to_static).collect())
            }
            Source::Owned(headers) => {
                Source::Owned(headers.iter().map(Header::to_static).collect())
            }
            Source::Block(text) => Source::Block(Cow::Owned(text.into_owned())),
            Source::Flat(text) => Source::Flat(Cow::Owned(text.into_owned())),
        })
    }
}

impl Header<'_> {
    fn to_static(&self) -> Header<'static> {
        Header {
            name: Cow::Owned(self.name.clone().into_owned()),
            value: Cow::Owned(self.value.clone().into_owned()),
        }
    }
}

impl fmt::Debug for Headers<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lossy = |header: Header<'_>| String::from_utf8_lossy(&header.value).into_owned();
        formatter
            .debug_list()
            .entries(
                self.iter()
                    .map(|header| (header.name.clone().into_owned(), lossy(header))),
            )
            .finish()
    }
}

impl PartialEq for Headers<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Eq for Headers<'_> {}

impl<'a> From<Vec<Header<'a>>> for Headers<'a> {
    fn from(headers: Vec<Header<'a>>) -> Self {
        Self(Source::Owned(headers))
    }
}

impl<'a> From<&'a [Header<'a>]> for Headers<'a> {
    fn from(headers: &'a [Header<'a>]) -> Self {
        Self(Source::Given(headers))
    }
}
