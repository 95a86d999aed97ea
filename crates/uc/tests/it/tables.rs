//! The CSV files of rules and of tests.

use tollgate_uc::{
    AllowList, CsvError, Decision, DenyReason, Excerpt, Expected, HostError, MatchType, Method,
    PathError, PortError, Problem, Rule, RuleMethods, UnknownExpected, UnknownMatchType,
    UnknownMethod, UrlError, export_rules, export_tests, import_rules, import_tests, run_tests,
};

const RULES_HEADER: &str = "Url,Deployment,HttpMethods,MatchType,Description";
const TESTS_HEADER: &str = "Url,ExpectedResult,Deployment,Description,HttpMethod";

fn shown(text: &str) -> Excerpt {
    Excerpt::new(text)
}

fn problem(line: usize, column: Option<&'static str>, error: impl Into<CsvError>) -> Problem {
    let error = error.into();
    Problem {
        line,
        column,
        error,
    }
}

#[test]
fn rules_have_the_documented_columns_and_defaults() {
    let file = format!(
        "\u{feff}{RULES_HEADER}\r\n\
         https://cucm.steven.lab:8443/cucm-uds/,East,\"GET,PUT\",exact,\"Unified, \"\"CM\"\"\"\r\n\
         \r\n\
         http://update.steven.lab,,,,\n\
         \"https://photo.steven.lab/a\"\n\
         https://ucm/%63, , get , PREFIX ,=1+1"
    );
    let rules = import_rules(file.as_bytes());
    assert_eq!(rules.problems, []);
    let read: Vec<_> = rules
        .entries
        .iter()
        .map(|rule| {
            (
                rule.url(),
                rule.deployment.as_str(),
                match rule.methods {
                    RuleMethods::Default => None,
                    RuleMethods::Chosen(methods) => Some(methods.to_string()),
                },
                rule.matching,
                rule.description.as_str(),
                rule.kind(),
            )
        })
        .collect();
    let kind = "Editable rule";
    let expected = [
        (
            "https://cucm.steven.lab:8443/cucm-uds/".to_owned(),
            "East",
            Some("GET,PUT".to_owned()),
            MatchType::Exact,
            "Unified, \"CM\"",
            kind,
        ),
        (
            "http://update.steven.lab:80/".to_owned(),
            "1",
            None,
            MatchType::Prefix,
            "",
            kind,
        ),
        (
            "https://photo.steven.lab:443/a".to_owned(),
            "1",
            None,
            MatchType::Prefix,
            "",
            kind,
        ),
        (
            "https://ucm:443/c".to_owned(),
            "1",
            Some("GET".to_owned()),
            MatchType::Prefix,
            "=1+1",
            kind,
        ),
    ];
    assert_eq!(read, expected);
}

#[test]
fn columns_may_stand_in_any_order_and_be_absent() {
    let rules = import_rules(b"matchtype, URL\nexact,https://cucm/a\n,https://cucm/b,,\n");
    assert_eq!(rules.problems, []);
    let read: Vec<_> = rules
        .entries
        .iter()
        .map(|rule| (rule.url(), rule.matching))
        .collect();
    let expected = [
        ("https://cucm:443/a".to_owned(), MatchType::Exact),
        ("https://cucm:443/b".to_owned(), MatchType::Prefix),
    ];
    assert_eq!(read, expected);
}

#[test]
fn every_problem_is_told_with_line_and_column_and_the_rest_is_used() {
    let mut file = format!(
        "{RULES_HEADER}\n\
         https://cucm:0/,,,,port\n\
         https://cucm/a,,,,good\n\
         ,,\"GET,FETCH\",glob,three\n\
         https://cucm/a/../b,,,,\n\
         https://cucm/a,,GET,PUT,prefix,six values\n\
         https://cucm/a,,,,\"open\n\
         https://10.48.36/,,,,\n\
         https://cucm/\u{1b}[2J,,,,\n"
    )
    .into_bytes();
    file.extend_from_slice(b"https://cucm/,,,,\xff\n");
    file.extend_from_slice(b"https://cucm/b,,,,good\n");
    let rules = import_rules(&file);
    let descriptions: Vec<_> = rules
        .entries
        .iter()
        .map(|rule| rule.description.as_str())
        .collect();
    assert_eq!(descriptions, ["good", "good"]);
    let expected = [
        problem(2, Some("Url"), UrlError::from(PortError::Zero)),
        problem(4, Some("Url"), UrlError::NoScheme(shown(""))),
        problem(4, Some("HttpMethods"), UnknownMethod(shown("FETCH"))),
        problem(4, Some("MatchType"), UnknownMatchType(shown("glob"))),
        problem(
            5,
            Some("Url"),
            UrlError::from(PathError::DotSegment(shown("/a/../b"))),
        ),
        problem(
            6,
            None,
            CsvError::TooManyValues {
                found: 6,
                columns: 5,
            },
        ),
        problem(7, None, CsvError::OpenQuote),
        problem(
            8,
            Some("Url"),
            UrlError::from(HostError::Ambiguous(shown("10.48.36"))),
        ),
        problem(
            9,
            None,
            CsvError::Control(shown("https://cucm/\u{1b}[2J,,,,")),
        ),
        problem(
            10,
            None,
            CsvError::NotUtf8(Excerpt::of_bytes(b"https://cucm/,,,,\xff")),
        ),
    ];
    assert_eq!(rules.problems, expected);
    assert_eq!(
        rules.problems.get(3).map(ToString::to_string).as_deref(),
        Some("line 4, column MatchType: unknown match type 'glob'; use exact or prefix")
    );
}

#[test]
fn a_file_or_header_that_cannot_be_read_is_one_problem() {
    let expected = || RULES_HEADER.to_owned();
    let cases: [(&[u8], Problem); 9] = [
        (
            b"",
            problem(
                1,
                None,
                CsvError::Empty {
                    expected: expected(),
                },
            ),
        ),
        (
            b"\n \r\n\n",
            problem(
                1,
                None,
                CsvError::Empty {
                    expected: expected(),
                },
            ),
        ),
        (b"\xff\xfeU\0r\0l\0", problem(1, None, CsvError::Utf16)),
        (
            b"Url;Deployment;HttpMethods\nhttps://cucm/;;",
            problem(1, None, CsvError::Separator),
        ),
        (b"Url\tDescription\n", problem(1, None, CsvError::Separator)),
        (
            b"\nhttps://cucm/,,,,\n",
            problem(
                2,
                None,
                CsvError::UnknownColumn {
                    found: shown("https://cucm/"),
                    expected: expected(),
                },
            ),
        ),
        (
            b"Url,MatchType,url\n",
            problem(1, Some("Url"), CsvError::DuplicateColumn),
        ),
        (
            b"MatchType,Description\nexact,x",
            problem(
                1,
                Some("Url"),
                CsvError::MissingColumn {
                    expected: expected(),
                },
            ),
        ),
        (
            b"Url,Pattern\n",
            problem(
                1,
                None,
                CsvError::UnknownColumn {
                    found: shown("Pattern"),
                    expected: expected(),
                },
            ),
        ),
    ];
    for (file, problem) in cases {
        let rules = import_rules(file);
        assert_eq!(rules.entries, []);
        assert_eq!(rules.problems, [problem]);
    }
}

#[test]
fn files_and_lines_have_limits() {
    let length = 8 * 1024 * 1024 + 1;
    let rules = import_rules(&vec![b'\n'; length]);
    assert_eq!(
        rules.problems,
        [problem(1, None, CsvError::FileTooLong { length })]
    );

    let long = format!("https://cucm/,,,,{}", "x".repeat(16 * 1024));
    let rules = import_rules(format!("{RULES_HEADER}\n{long}\nhttps://cucm/\n").as_bytes());
    assert_eq!(rules.entries.len(), 1);
    let length = long.len();
    assert_eq!(
        rules.problems,
        [problem(2, None, CsvError::LineTooLong { length })]
    );

    let file = format!("{RULES_HEADER}\n{}x\n", "https://cucm/\n".repeat(10_000));
    let rules = import_rules(file.as_bytes());
    assert_eq!(rules.entries.len(), 10_000);
    assert_eq!(
        rules.problems,
        [problem(10_002, None, CsvError::TooManyEntries)]
    );
}

#[test]
fn exported_rules_read_back_the_same() {
    let file = format!(
        "{RULES_HEADER}\n\
         https://cucm.steven.lab:8443/cucm-uds/,,\"GET,PUT\",exact,\"Unified, \"\"CM\"\"\"\n\
         http://[2001:db8::1]:80/%3A,\"East wing\",,prefix,-1\n"
    );
    let rules = import_rules(file.as_bytes());
    assert_eq!(rules.problems, []);
    assert_eq!(export_rules(&rules.entries), file);
    assert_eq!(import_rules(export_rules(&rules.entries).as_bytes()), rules);
}

#[test]
fn line_breaks_in_a_description_cannot_add_a_rule() {
    let mut rules = import_rules(b"Url\nhttps://cucm/a\n").entries;
    for rule in &mut rules {
        rule.description = "x\"\r\nhttps://evil/,,,,".to_owned();
    }
    let again = import_rules(export_rules(&rules).as_bytes());
    assert_eq!(again.problems, []);
    let urls: Vec<_> = again.entries.iter().map(Rule::url).collect();
    assert_eq!(urls, ["https://cucm:443/a"]);
}

#[test]
fn tests_are_read_run_and_written() {
    let rules = import_rules(
        b"Url,Deployment,HttpMethods\n\
          https://cucm:8443/cucm-uds/\n\
          https://cucm:8443/east/,East,DELETE\n",
    );
    let list = AllowList::new(rules.entries);
    let file = format!(
        "{TESTS_HEADER}\n\
         https://cucm:8443/cucm-uds/users?name=a,allow,,sign in,\n\
         https://cucm:8443/cucm-uds/../axl/,block,,traversal,GET\n\
         https://cucm:8443/cucm-uds/users,allow,,wrong,DELETE\n\
         https://cucm:8443/east/,ALLOW,East,,delete\n\
         https://cucm:8443/east/,allow,,wrong,DELETE\n\
         https://cucm:8443/axl/,block,,,POST\n\
         https://cucm:8443/cucm-uds/,block,,wrong,PUT\n"
    );
    let tests = import_tests(file.as_bytes());
    assert_eq!(tests.problems, []);
    let results = run_tests(&list, &tests.entries);
    let failed: Vec<_> = results
        .iter()
        .filter(|result| !result.has_passed())
        .map(|result| (result.test.line, result.test.method, result.test.expected))
        .collect();
    let expected = [
        (4, Method::Delete, Expected::Allow),
        (6, Method::Delete, Expected::Allow),
        (8, Method::Put, Expected::Block),
    ];
    assert_eq!(failed, expected);
    let path = shown("/cucm-uds/../axl/");
    let reason = DenyReason::UnsafePath(PathError::DotSegment(path));
    let traversal = results.get(1).map(|result| result.decision.clone());
    assert_eq!(traversal, Some(Decision::Denied { reason }));

    let again = import_tests(export_tests(&tests.entries).as_bytes());
    assert_eq!(again, tests);
}

#[test]
fn problems_of_tests_name_their_column() {
    let file = format!(
        "{TESTS_HEADER}\n\
         cucm/a,maybe,,,\"GET,PUT\"\n\
         https://cucm/a,,,,TRACE\n"
    );
    let tests = import_tests(file.as_bytes());
    assert_eq!(tests.entries, []);
    let expected = [
        problem(2, Some("Url"), UrlError::NoScheme(shown("cucm/a"))),
        problem(2, Some("ExpectedResult"), UnknownExpected(shown("maybe"))),
        problem(2, Some("HttpMethod"), UnknownMethod(shown("GET,PUT"))),
        problem(3, Some("ExpectedResult"), UnknownExpected(shown(""))),
        problem(3, Some("HttpMethod"), UnknownMethod(shown("TRACE"))),
    ];
    assert_eq!(tests.problems, expected);
}
