//! Tests of an allow list, in the documented CSV format
//! `Url,ExpectedResult,Deployment,Description,HttpMethod`.

use std::fmt;
use std::str::FromStr;

use crate::allow_csv::{deployment_or_default, deployment_unless_default};
use crate::allow_list::{AllowList, Decision};
use crate::excerpt::Excerpt;
use crate::method::Method;
use crate::table::{Columns, Imported, Problem, Row, write_line};
use crate::target::{Target, UrlError};

const COLUMNS: Columns = Columns {
    names: &[
        "Url",
        "ExpectedResult",
        "Deployment",
        "Description",
        "HttpMethod",
    ],
    required: 2,
};

/// What a test expects of the allow list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Expected {
    /// A rule allows the request.
    Allow,
    /// No rule allows the request.
    Block,
}

impl Expected {
    /// The word for it in the tests file.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Block => "block",
        }
    }
}

impl fmt::Display for Expected {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.as_str())
    }
}

/// An expected result other than `allow` and `block`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown expected result {0}; use allow or block")]
pub struct UnknownExpected(pub Excerpt);

impl FromStr for Expected {
    type Err = UnknownExpected;

    fn from_str(text: &str) -> Result<Self, UnknownExpected> {
        [Self::Allow, Self::Block]
            .into_iter()
            .find(|expected| expected.as_str().eq_ignore_ascii_case(text))
            .ok_or_else(|| UnknownExpected(Excerpt::new(text)))
    }
}

/// One request and what the allow list is expected to say to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AllowTest {
    /// The line of the file that it stands on, counted from 1.
    pub line: usize,
    /// The URL as it was written.
    pub url: String,
    /// What the URL asks for; its path may be one that is always refused.
    pub target: Target,
    /// The result that makes the test pass.
    pub expected: Expected,
    /// Only rules of this deployment count.
    pub deployment: String,
    /// Free text for operators.
    pub description: String,
    /// The method of the request.
    pub method: Method,
}

/// A test and what the allow list said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestResult<'a> {
    /// The test.
    pub test: &'a AllowTest,
    /// The decision, with the rule or the reason.
    pub decision: Decision<'a>,
}

impl TestResult<'_> {
    /// Whether the decision is the expected one.
    pub fn has_passed(&self) -> bool {
        self.decision.is_allowed() == (self.test.expected == Expected::Allow)
    }
}

/// Asks the allow list each of the tests, in order.
pub fn run_tests<'a>(list: &'a AllowList, tests: &'a [AllowTest]) -> Vec<TestResult<'a>> {
    tests
        .iter()
        .map(|test| TestResult {
            test,
            decision: list.decide_in(&test.deployment, test.method.as_str(), &test.target),
        })
        .collect()
}

/// Reads a tests file. `Url` and `ExpectedResult` are required; without a method it is GET, without
/// a deployment the default one. A line with a problem gives no test; all its problems are told.
pub fn import_tests(bytes: &[u8]) -> Imported<AllowTest> {
    COLUMNS.import(bytes, test)
}

fn test(row: &Row, problems: &mut Vec<Problem>) -> Option<AllowTest> {
    let target: Option<Target> = row.parse::<_, UrlError>(0, Target::parse, problems);
    let expected = row.parse(1, str::parse, problems);
    let method = row.parse_or(4, Method::Get, str::parse, problems);
    Some(AllowTest {
        line: row.line,
        url: row.value(0).to_owned(),
        target: target?,
        expected: expected?,
        deployment: deployment_or_default(row.value(2)),
        description: row.value(3).to_owned(),
        method: method?,
    })
}

/// Writes tests in the format that [`import_tests`] reads, with the header.
pub fn export_tests<'a>(tests: impl IntoIterator<Item = &'a AllowTest>) -> String {
    let mut out = COLUMNS.header();
    out.push('\n');
    for test in tests {
        let values = [
            test.url.as_str(),
            test.expected.as_str(),
            deployment_unless_default(&test.deployment),
            &test.description,
            test.method.as_str(),
        ];
        write_line(&mut out, &values);
    }
    out
}
