//! Tables of a command's own, for spreadsheets and for tickets.
//!
//! The values are those of strangers as often as not: in CSV (RFC 4180) none is a formula, in Markdown
//! (GFM) none is markup, and none has a second line.

use crate::csv;
use crate::markdown;

/// A table as CSV with its header; lines end in CR LF. Rows may be of any length.
pub fn as_csv<'a>(columns: &[&str], rows: impl IntoIterator<Item = &'a [String]>) -> String {
    let mut out = String::new();
    let columns: Vec<String> = columns.iter().map(|name| (*name).to_owned()).collect();
    csv::row(&columns, &mut out);
    for row in rows {
        csv::row(row, &mut out);
    }
    out
}

/// A table as Markdown, ending in a line end. An empty cell is left empty.
pub fn as_markdown<'a>(columns: &[String], rows: impl IntoIterator<Item = &'a [String]>) -> String {
    let mut out = String::new();
    markdown_row(columns, &mut out);
    out.push_str(&"| --- ".repeat(columns.len()));
    out.push_str("|\n");
    for row in rows {
        markdown_row(row, &mut out);
    }
    out
}

/// Running text on one line that is no markup.
pub fn markdown_text(text: &str) -> String {
    markdown::prose(text)
}

fn markdown_row(row: &[String], out: &mut String) {
    for value in row {
        out.push_str("| ");
        out.push_str(&markdown::prose(value));
        out.push(' ');
    }
    out.push_str("|\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_strangers_are_values() {
        let rows = [vec!["=1+1".to_owned(), "a|b\n*c*".to_owned()]];
        let rows = || rows.iter().map(Vec::as_slice);
        assert_eq!(
            as_csv(&["one", "two"], rows()),
            "one,two\r\n\"'=1+1\",a|b *c*\r\n"
        );
        assert_eq!(
            as_markdown(&["One".to_owned(), "Two".to_owned()], rows()),
            "| One | Two |\n| --- | --- |\n| \\=1+1 | a\\|b \\*c\\* |\n"
        );
    }
}
