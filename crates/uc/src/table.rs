//! The CSV tables of rules and tests: a header, then one entry a line.
//!
//! Lines are read one by one, so that a stray quotation mark spoils its own line and no other.
//! Every problem is reported with its line and column; the other lines remain usable.
//!
//! A cell that starts with `=`, `+`, `-` or `@` is a formula to a spreadsheet. Here it is text:
//! neither reading nor writing treats it in any way, because a rule that was written must read
//! back the same. Whoever opens an exported file in a spreadsheet should import the columns as
//! text.

use std::fmt;

use csv::{ReaderBuilder, StringRecord, Trim};

use crate::allow_test::UnknownExpected;
use crate::excerpt::Excerpt;
use crate::host::HostError;
use crate::method::UnknownMethod;
use crate::port::PortError;
use crate::rule::UnknownMatchType;
use crate::target::UrlError;

/// Octets of a file; far more than the greatest table needs.
const MAX_FILE: usize = 8 * 1024 * 1024;
/// Octets of a line: the longest path, and room for the other columns.
const MAX_LINE: usize = 16 * 1024;
/// Lines of a file behind the header that are not blank, usable or not.
const MAX_ENTRIES: usize = 10_000;

/// The usable entries of a table, and what was wrong with the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported<T> {
    /// The entries of the lines without problems, in order.
    pub entries: Vec<T>,
    /// Every problem, in the order of the lines and of the documented columns.
    pub problems: Vec<Problem>,
}

/// Something wrong in a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Counted from 1, the header being a line too.
    pub line: usize,
    /// The column by its documented name; `None` if the line as a whole is meant.
    pub column: Option<&'static str>,
    /// What is wrong.
    pub error: CsvError,
}

impl Problem {
    fn of_line(line: usize, error: CsvError) -> Self {
        Self {
            line,
            column: None,
            error,
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "line {}", self.line)?;
        if let Some(column) = self.column {
            write!(formatter, ", column {column}")?;
        }
        write!(formatter, ": {}", self.error)
    }
}

/// What is wrong with a file, its header, a line or a value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CsvError {
    /// More octets than are read.
    #[error("the file has {length} octets, more than the {MAX_FILE} allowed; split it")]
    FileTooLong {
        /// Octets met.
        length: usize,
    },
    /// No line with text.
    #[error("the file is empty; start it with the header {expected}")]
    Empty {
        /// The documented header.
        expected: String,
    },
    /// UTF-16, as some programs save text.
    #[error("the file is in UTF-16; save it as UTF-8")]
    Utf16,
    /// Semicolons or tabs instead of commas.
    #[error("the columns are not separated by commas; save the file with commas")]
    Separator,
    /// A column that the table does not have.
    #[error("unknown column {found}; the header is {expected}")]
    UnknownColumn {
        /// The name in the header.
        found: Excerpt,
        /// The documented header.
        expected: String,
    },
    /// A column twice.
    #[error("the column stands twice in the header; remove one")]
    DuplicateColumn,
    /// A column that must be there.
    #[error("the column is missing in the header; the header is {expected}")]
    MissingColumn {
        /// The documented header.
        expected: String,
    },
    /// More octets than are read.
    #[error("the line has {length} octets, more than the {MAX_LINE} allowed; shorten it")]
    LineTooLong {
        /// Octets met.
        length: usize,
    },
    /// Octets that are not UTF-8.
    #[error("the line contains {0}, which is not UTF-8; save the file as UTF-8")]
    NotUtf8(Excerpt),
    /// A control character other than a tab.
    #[error("the line contains a control character: {0}; remove it")]
    Control(Excerpt),
    /// An odd number of quotation marks.
    #[error("a quotation mark is not closed; close it, and write \"\" for one within quotes")]
    OpenQuote,
    /// More values than the header has columns.
    #[error(
        "the line has {found} values but the header {columns} columns; put values with commas in quotation marks"
    )]
    TooManyValues {
        /// Values met.
        found: usize,
        /// Columns of the header.
        columns: usize,
    },
    /// More entries than are read; the rest of the file is left out.
    #[error("the file has more than {MAX_ENTRIES} entries; split it")]
    TooManyEntries,
    /// Not the URL of a rule or of a request.
    #[error(transparent)]
    Url(#[from] UrlError),
    /// Not a method or a list of methods.
    #[error(transparent)]
    Method(#[from] UnknownMethod),
    /// Not the name or address of a node.
    #[error(transparent)]
    Host(#[from] HostError),
    /// Not a port.
    #[error(transparent)]
    Port(#[from] PortError),
    /// Not an IP address.
    #[error("{0} is no IP address; leave the value empty to ask DNS")]
    NotAnIpAddress(Excerpt),
    /// Neither `exact` nor `prefix`.
    #[error(transparent)]
    MatchType(#[from] UnknownMatchType),
    /// Neither `allow` nor `block`.
    #[error(transparent)]
    Expected(#[from] UnknownExpected),
}

/// A table that is being read: its documented columns, all of them optional in the header but the
/// first `required`.
pub(crate) struct Columns {
    pub(crate) names: &'static [&'static str],
    pub(crate) required: usize,
}

/// The values of a line in the documented order of the columns; empty where absent.
pub(crate) struct Row {
    pub(crate) line: usize,
    names: &'static [&'static str],
    values: Vec<String>,
}

impl Row {
    pub(crate) fn value(&self, column: usize) -> &str {
        self.values.get(column).map_or("", String::as_str)
    }

    /// The value, or `None` after noting what is wrong with it.
    pub(crate) fn parse<T, E: Into<CsvError>>(
        &self,
        column: usize,
        parse: impl Fn(&str) -> Result<T, E>,
        problems: &mut Vec<Problem>,
    ) -> Option<T> {
        match parse(self.value(column)) {
            Ok(value) => Some(value),
            Err(error) => {
                problems.push(Problem {
                    line: self.line,
                    column: self.names.get(column).copied(),
                    error: error.into(),
                });
                None
            }
        }
    }

    /// The same with a default for an empty value.
    pub(crate) fn parse_or<T, E: Into<CsvError>>(
        &self,
        column: usize,
        default: T,
        parse: impl Fn(&str) -> Result<T, E>,
        problems: &mut Vec<Problem>,
    ) -> Option<T> {
        if self.value(column).is_empty() {
            return Some(default);
        }
        self.parse(column, parse, problems)
    }
}

impl Columns {
    pub(crate) fn header(&self) -> String {
        self.names.join(",")
    }

    /// Reads a whole file; `entry` makes an entry of a line, or notes what is wrong with it.
    pub(crate) fn import<T>(
        &self,
        bytes: &[u8],
        entry: impl Fn(&Row, &mut Vec<Problem>) -> Option<T>,
    ) -> Imported<T> {
        let mut table = Imported {
            entries: Vec::new(),
            problems: Vec::new(),
        };
        let mut lines = match lines(bytes) {
            Ok(lines) => lines,
            Err(error) => {
                table.problems.push(Problem::of_line(1, error));
                return table;
            }
        };
        let Some((line, header)) = lines.next() else {
            let expected = self.header();
            table
                .problems
                .push(Problem::of_line(1, CsvError::Empty { expected }));
            return table;
        };
        let order = match self.order(header) {
            Ok(order) => order,
            Err((column, error)) => {
                table.problems.push(Problem {
                    line,
                    column,
                    error,
                });
                return table;
            }
        };
        for (position, (line, text)) in lines.enumerate() {
            if position == MAX_ENTRIES {
                table
                    .problems
                    .push(Problem::of_line(line, CsvError::TooManyEntries));
                break;
            }
            match self.split(text, &order) {
                Ok(values) => {
                    let names = self.names;
                    let row = Row {
                        line,
                        names,
                        values,
                    };
                    table.entries.extend(entry(&row, &mut table.problems));
                }
                Err(error) => table.problems.push(Problem::of_line(line, error)),
            }
        }
        table
    }

    /// For each value of a line, the documented column that it belongs to.
    fn order(&self, header: &[u8]) -> Result<Vec<usize>, (Option<&'static str>, CsvError)> {
        let record = record(header).map_err(|error| (None, error))?;
        let mut order = Vec::new();
        for found in &record {
            let known = self
                .names
                .iter()
                .enumerate()
                .find(|(_, name)| name.eq_ignore_ascii_case(found));
            let Some((column, name)) = known else {
                return Err((None, self.unknown_column(found)));
            };
            if order.contains(&column) {
                return Err((Some(*name), CsvError::DuplicateColumn));
            }
            order.push(column);
        }
        let missing = self
            .names
            .iter()
            .enumerate()
            .take(self.required)
            .find(|(column, _)| !order.contains(column));
        match missing {
            None => Ok(order),
            Some((_, name)) => {
                let expected = self.header();
                Err((Some(*name), CsvError::MissingColumn { expected }))
            }
        }
    }

    fn unknown_column(&self, found: &str) -> CsvError {
        let other_separator = [';', '\t'].into_iter().any(|separator| {
            found.split(separator).count() > 1
                && found.split(separator).all(|part| {
                    self.names
                        .iter()
                        .any(|name| name.eq_ignore_ascii_case(part.trim()))
                })
        });
        if other_separator {
            return CsvError::Separator;
        }
        CsvError::UnknownColumn {
            found: Excerpt::new(found),
            expected: self.header(),
        }
    }

    fn split(&self, line: &[u8], order: &[usize]) -> Result<Vec<String>, CsvError> {
        let record = record(line)?;
        let trailing_empty = record.iter().skip(order.len()).all(str::is_empty);
        if record.len() > order.len() && !trailing_empty {
            return Err(CsvError::TooManyValues {
                found: record.len(),
                columns: order.len(),
            });
        }
        let mut values = vec![String::new(); self.names.len()];
        for (column, value) in order.iter().zip(&record) {
            if let Some(place) = values.get_mut(*column) {
                value.clone_into(place);
            }
        }
        Ok(values)
    }
}

/// The lines that are not blank, with their numbers.
fn lines(bytes: &[u8]) -> Result<impl Iterator<Item = (usize, &[u8])>, CsvError> {
    if bytes.len() > MAX_FILE {
        return Err(CsvError::FileTooLong {
            length: bytes.len(),
        });
    }
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Err(CsvError::Utf16);
    }
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    Ok((1..)
        .zip(text.split(|byte| *byte == b'\n'))
        .map(|(line, text)| (line, text.strip_suffix(b"\r").unwrap_or(text)))
        .filter(|(_, text)| !text.iter().all(u8::is_ascii_whitespace)))
}

/// Splits one line at its commas. Blanks around values are removed.
fn record(line: &[u8]) -> Result<StringRecord, CsvError> {
    if line.len() > MAX_LINE {
        return Err(CsvError::LineTooLong { length: line.len() });
    }
    let Ok(text) = std::str::from_utf8(line) else {
        return Err(CsvError::NotUtf8(Excerpt::of_bytes(line)));
    };
    if text.chars().any(|c| c.is_control() && c != '\t') {
        return Err(CsvError::Control(Excerpt::new(text)));
    }
    if text.bytes().filter(|byte| *byte == b'"').count() % 2 == 1 {
        return Err(CsvError::OpenQuote);
    }
    let mut record = StringRecord::new();
    ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .trim(Trim::All)
        .buffer_capacity(line.len())
        .from_reader(line)
        .read_record(&mut record)
        .map_err(|_| CsvError::NotUtf8(Excerpt::of_bytes(line)))?;
    Ok(record)
}

/// Appends a line. Values with blanks, commas or quotation marks are put in quotation marks;
/// control characters, which no line can hold, become blanks.
pub(crate) fn write_line(out: &mut String, values: &[&str]) {
    for (position, value) in values.iter().enumerate() {
        if position > 0 {
            out.push(',');
        }
        let value = value.replace(|c: char| c.is_control() && c != '\t', " ");
        let value = value.trim();
        if value.contains([' ', '\t', ',', '"']) {
            out.push('"');
            out.push_str(&value.replace('"', "\"\""));
            out.push('"');
        } else {
            out.push_str(value);
        }
    }
    out.push('\n');
}
