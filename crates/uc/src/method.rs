//! The HTTP methods that a rule can allow.

use std::fmt;
use std::str::FromStr;

use crate::excerpt::Excerpt;

/// A method that a rule may name. Any other method of a request is never allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Method {
    /// `OPTIONS`
    Options,
    /// `GET`
    Get,
    /// `HEAD`
    Head,
    /// `POST`
    Post,
    /// `PUT`
    Put,
    /// `DELETE`
    Delete,
}

impl Method {
    /// Every method, in the order in which lists are written.
    pub const ALL: [Self; 6] = [
        Self::Options,
        Self::Get,
        Self::Head,
        Self::Post,
        Self::Put,
        Self::Delete,
    ];

    /// The method as it stands in a request line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Options => "OPTIONS",
            Self::Get => "GET",
            Self::Head => "HEAD",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }

    /// The method of a request line, in which case matters (RFC 9110 section 9.1).
    pub fn of_request(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.as_str() == text)
    }

    const fn bit(self) -> u8 {
        match self {
            Self::Options => 1,
            Self::Get => 1 << 1,
            Self::Head => 1 << 2,
            Self::Post => 1 << 3,
            Self::Put => 1 << 4,
            Self::Delete => 1 << 5,
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.as_str())
    }
}

/// A text that names none of the methods that a rule can allow.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown method {0}; use OPTIONS, GET, HEAD, POST, PUT or DELETE")]
pub struct UnknownMethod(pub Excerpt);

impl FromStr for Method {
    type Err = UnknownMethod;

    /// Reads a method as an operator types it, in any case.
    fn from_str(text: &str) -> Result<Self, UnknownMethod> {
        Self::ALL
            .into_iter()
            .find(|method| method.as_str().eq_ignore_ascii_case(text))
            .ok_or_else(|| UnknownMethod(Excerpt::new(text)))
    }
}

/// A set of methods, never empty when it was read from text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Methods(u8);

impl Methods {
    /// What rules allow that choose no methods of their own: GET, POST and PUT.
    pub const DEFAULT: Self = Self(Method::Get.bit() | Method::Post.bit() | Method::Put.bit());

    /// Whether `method` is in the set.
    pub fn contains(self, method: Method) -> bool {
        self.0 & method.bit() != 0
    }

    /// The methods of the set, in the order of [`Method::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Method> {
        Method::ALL
            .into_iter()
            .filter(move |method| self.contains(*method))
    }
}

impl FromIterator<Method> for Methods {
    fn from_iter<I: IntoIterator<Item = Method>>(methods: I) -> Self {
        Self(
            methods
                .into_iter()
                .fold(0, |bits, method| bits | method.bit()),
        )
    }
}

impl FromStr for Methods {
    type Err = UnknownMethod;

    /// Reads a list with commas, blanks around them ignored; an empty list is an unknown method.
    fn from_str(text: &str) -> Result<Self, UnknownMethod> {
        text.split(',')
            .map(|method| method.trim().parse())
            .collect()
    }
}

impl fmt::Display for Methods {
    /// The list with commas and without blanks, as in the CSV files.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, method) in self.iter().enumerate() {
            if position > 0 {
                formatter.write_str(",")?;
            }
            formatter.write_str(method.as_str())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_read_in_any_order_and_case_and_written_in_one_order() {
        let methods: Methods = "put, Get ,GET".parse().unwrap();
        assert_eq!(methods.to_string(), "GET,PUT");
        assert_eq!(Methods::DEFAULT.to_string(), "GET,POST,PUT");
    }

    #[test]
    fn lists_with_unknown_or_no_methods_are_refused() {
        for (list, unknown) in [("", ""), ("GET,", ""), ("GET,TRACE", "TRACE")] {
            assert_eq!(
                list.parse::<Methods>(),
                Err(UnknownMethod(Excerpt::new(unknown))),
                "{list:?}"
            );
        }
    }

    #[test]
    fn the_method_of_a_request_has_a_case() {
        assert_eq!(Method::of_request("GET"), Some(Method::Get));
        assert_eq!(Method::of_request("get"), None);
    }
}
