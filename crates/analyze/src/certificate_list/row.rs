//! Rows, told by what is in their cells.

use tollgate_pki::KeyFamily;

use super::cells::{SEPARATORS, Separator, cells};
use super::columns::{COLUMNS, Column, header, is_run_together, named};
use super::day::{Numbers, Order};
use super::{CertificateList, Header, ListedCertificate, ROWS, Signing, Store};

/// Octets of a line that can be a row: long descriptions have some hundreds.
const LINE: usize = 16 * 1024;
/// Octets of a line that can be a header, blanks for alignment included.
const HEADER: usize = 1024;
/// Letters of a header that were misread as digits, at most.
const HEADER_DIGITS: usize = 4;
/// Lines between two rows that belong to the list, such as wrapped descriptions; what is farther
/// apart stands between two lists.
const GAP: u64 = 3;

/// A row whose date may still be read in two ways.
struct Row {
    certificate: ListedCertificate,
    date: Option<Numbers>,
}

/// Finds rows that stand on one line each.
pub(super) fn by_line(text: &str) -> CertificateList {
    let mut rows: Vec<Row> = Vec::new();
    let mut unread = Vec::new();
    let mut between = Vec::new();
    let mut columns: Option<(Separator, Vec<Column>)> = None;
    let mut header = Header::Missing;
    for (number, line) in (1..).zip(text.lines()) {
        if line.trim().is_empty() || line.len() > LINE || rows.len() == ROWS {
            continue;
        }
        if let Some(found) = header_of(line) {
            header = Header::Found;
            columns = Some(found);
            between.clear();
            continue;
        }
        if is_run_together(line) {
            header = Header::Found;
            continue;
        }
        if is_rule(line) {
            continue;
        }
        let last = rows.last().map_or(0, |row| row.certificate.line);
        let is_near = last > 0 && number - last <= GAP;
        let known = Known {
            columns: columns.as_ref(),
            header: if last == 0 || is_near {
                header
            } else {
                Header::Missing
            },
        };
        match known.row(line, number) {
            Some(row) => {
                if is_near {
                    unread.append(&mut between);
                }
                between.clear();
                rows.push(row);
            }
            None => between.push(number),
        }
    }
    list(rows, header, unread)
}

/// Finds rows with one cell a line.
pub(super) fn by_cell(text: &str) -> CertificateList {
    let cells: Vec<(u64, &str)> = (1..)
        .zip(text.lines())
        .flat_map(|(number, line)| line.split('\t').map(move |cell| (number, cell.trim())))
        .filter(|(_, cell)| !cell.is_empty() && cell.len() <= LINE)
        .collect();
    if !cells.iter().any(|(_, cell)| signing(cell).is_some()) {
        return CertificateList::default();
    }
    let names: Vec<bool> = cells
        .iter()
        .map(|(_, cell)| named(cell).is_some())
        .collect();
    let is_headed = names.windows(COLUMNS.len()).any(|window| {
        let recognised = window.iter().filter(|is_name| **is_name);
        recognised.count() >= COLUMNS.len() - 2
    });
    let header = if is_headed {
        Header::Found
    } else {
        Header::Missing
    };
    let mut rows: Vec<Row> = Vec::new();
    let mut unread = Vec::new();
    let mut at = 0;
    while let Some((number, cell)) = cells.get(at).copied() {
        let rest = cells.get(at..).unwrap_or_default();
        if let Some((row, length)) = row_of_cells(rest, header) {
            at += length;
            rows.push(row);
            if rows.len() == ROWS {
                break;
            }
            continue;
        }
        at += 1;
        match rows.last_mut() {
            Some(row) if row.certificate.description.is_empty() => {
                row.certificate.description.push_str(cell);
            }
            Some(_) => unread.push(number),
            None => {}
        }
    }
    let last = rows.last().map_or(0, |row| row.certificate.line);
    unread.retain(|number| *number < last);
    list(rows, header, unread)
}

fn list(rows: Vec<Row>, header: Header, unread: Vec<u64>) -> CertificateList {
    let order = Order::of(rows.iter().filter_map(|row| row.date));
    let entries = rows.into_iter().map(|row| ListedCertificate {
        expires: row.date.and_then(|date| date.day(order)),
        ..row.certificate
    });
    CertificateList {
        entries: entries.collect(),
        header,
        unread,
    }
}

fn header_of(line: &str) -> Option<(Separator, Vec<Column>)> {
    // Cheap, and false for nearly all lines that are none.
    let digits = line.bytes().filter(u8::is_ascii_digit).count();
    if line.len() > HEADER || digits > HEADER_DIGITS {
        return None;
    }
    SEPARATORS.iter().find_map(|separator| {
        let cells = cells(line, *separator);
        let cells: Vec<_> = cells.iter().map(String::as_str).collect();
        Some((*separator, header(&cells)?))
    })
}

/// The line under the header of a table in plain text.
fn is_rule(line: &str) -> bool {
    let is_drawn = |c: char| {
        matches!(
            c,
            '-' | '|' | '+' | '=' | ':' | ' ' | '\u{2500}'..='\u{257f}'
        )
    };
    line.chars().all(is_drawn)
}

/// What the lines before tell of the next one.
struct Known<'a> {
    columns: Option<&'a (Separator, Vec<Column>)>,
    header: Header,
}

impl Known<'_> {
    fn row(&self, line: &str, number: u64) -> Option<Row> {
        if let Some(row) = command_line_row(line, number) {
            return Some(row);
        }
        // Most lines of most texts end here.
        if !contains_ignoring_case(line, "sign") {
            return None;
        }
        let by_columns = SEPARATORS.iter().find_map(|separator| {
            let cells = cells(line, *separator);
            let columns = match self.columns {
                Some((headed, columns)) if headed == separator => columns,
                Some(_) | None => &COLUMNS[..],
            };
            self.row_of_columns(&cells, columns, number)
        });
        by_columns.or_else(|| self.row_of_words(line, number))
    }

    fn row_of_columns(&self, cells: &[String], columns: &[Column], number: u64) -> Option<Row> {
        let cell = |column: Column| {
            let at = columns.iter().position(|own| *own == column)?;
            cells.get(at).map(String::as_str)
        };
        let fields = Fields {
            store: cell(Column::Store)?,
            common_name: cell(Column::CommonName)?,
            signing: cell(Column::Type)?,
            key: cell(Column::KeyType)?,
            distribution: cell(Column::Distribution).unwrap_or_default(),
            issued_by: cell(Column::IssuedBy).unwrap_or_default(),
            date: cell(Column::Expiration)?,
            description: cell(Column::Description).unwrap_or_default(),
        };
        fields.row(number, self.header)
    }

    /// A row with single blanks between its cells: type and date are sure, the rest is what stands
    /// before, between and behind them.
    fn row_of_words(&self, line: &str, number: u64) -> Option<Row> {
        let words: Vec<&str> = line.split_whitespace().collect();
        let kind = words
            .iter()
            .skip(2)
            .position(|word| signing(word).is_some())?
            + 2;
        let date = words
            .iter()
            .position(|word| Numbers::parse(word).is_some())?;
        let before = words.get(1..kind)?;
        let name = match before.split_last() {
            Some((last, name)) if is_usage(last) && !name.is_empty() => name,
            _ => before,
        };
        let between = words.get(kind + 2..date)?;
        let (distribution, issued_by) = split_names(between, name);
        key(words.get(kind + 1)?)?;
        let fields = Fields {
            store: words.first()?,
            common_name: &name.join(" "),
            signing: words.get(kind)?,
            key: words.get(kind + 1)?,
            distribution: &distribution.join(" "),
            issued_by: &issued_by.join(" "),
            date: words.get(date)?,
            description: &words.get(date + 1..)?.join(" "),
        };
        fields.row(number, self.header)
    }
}

/// Distribution and issuer. Names of authorities may have blanks; where one of the two repeats the
/// common name, that tells where the other is.
fn split_names<'a>(words: &'a [&'a str], name: &[&str]) -> (&'a [&'a str], &'a [&'a str]) {
    let at = if words.len() == 2 {
        1
    } else if words.starts_with(name) {
        name.len()
    } else if words.ends_with(name) {
        words.len() - name.len()
    } else {
        1
    };
    words.split_at_checked(at).unwrap_or((words, &[]))
}

/// The cells of a row as they stand there.
struct Fields<'a> {
    store: &'a str,
    common_name: &'a str,
    signing: &'a str,
    key: &'a str,
    distribution: &'a str,
    issued_by: &'a str,
    date: &'a str,
    description: &'a str,
}

impl Fields<'_> {
    /// `None` unless store, type and date make sense.
    fn row(&self, line: u64, header: Header) -> Option<Row> {
        let is_headed = header == Header::Found;
        let is_store = Store::is_known(self.store) || is_headed && is_store_like(self.store);
        if !is_store {
            return None;
        }
        let signing = signing(self.signing)?;
        let date = Numbers::parse(self.date)?;
        let key = key(self.key);
        if key.is_none() && !is_headed {
            return None;
        }
        let common_name = without_serial(self.common_name);
        Some(Row {
            certificate: ListedCertificate {
                line,
                store: Store::new(self.store),
                common_name: (!common_name.is_empty()).then(|| common_name.to_owned()),
                signing,
                key,
                distribution: self.distribution.to_owned(),
                issued_by: self.issued_by.to_owned(),
                expires: None,
                description: self.description.to_owned(),
            },
            date: Some(date),
        })
    }
}

/// Reads a row at the beginning of cells; tells how many it takes. A cell may be missing, because
/// empty ones leave no line.
fn row_of_cells(cells: &[(u64, &str)], header: Header) -> Option<(Row, usize)> {
    let (line, store) = cells.first()?;
    let text = |at: usize| cells.get(at).map(|(_, cell)| *cell);
    let kind = [2, 3]
        .into_iter()
        .find(|at| text(*at).and_then(signing).is_some())?;
    if kind == 3 && !text(2).is_some_and(is_usage) {
        return None;
    }
    let date = (kind + 2..=kind + 4).find(|at| text(*at).and_then(Numbers::parse).is_some())?;
    let fields = Fields {
        store,
        common_name: text(1)?,
        signing: text(kind)?,
        key: text(kind + 1)?,
        distribution: if date == kind + 4 {
            text(kind + 2)?
        } else {
            ""
        },
        issued_by: if date >= kind + 3 {
            text(date - 1)?
        } else {
            ""
        },
        date: text(date)?,
        description: "",
    };
    Some((fields.row(*line, header)?, date + 1))
}

/// `tomcat/tomcat.pem: Certificate Signed by steven-DC-CA`.
fn command_line_row(line: &str, number: u64) -> Option<Row> {
    let (file, description) = line.trim().split_once(": ")?;
    let (store, file) = file.split_once('/')?;
    let name = file.strip_suffix(".pem")?;
    if !Store::is_known(store) || name.contains(['/', ' ']) {
        return None;
    }
    let store = Store::new(store);
    let issuer = description.strip_prefix("Certificate Signed by ");
    let signing = match issuer {
        Some(_) => Signing::CaSigned,
        None if contains_ignoring_case(description, "self-signed") => Signing::SelfSigned,
        None => Signing::Unknown,
    };
    // The file of a trusted certificate is called after its subject, that of an own one after its
    // store.
    let common_name = store.is_trust().then(|| without_serial(name).to_owned());
    Some(Row {
        certificate: ListedCertificate {
            line: number,
            store,
            common_name,
            signing,
            key: None,
            distribution: String::new(),
            issued_by: issuer.unwrap_or_default().trim().to_owned(),
            expires: None,
            description: description.trim().to_owned(),
        },
        date: None,
    })
}

/// What stands in the column Type, also with a letter misread.
fn signing(cell: &str) -> Option<Signing> {
    let letters: String = cell.chars().filter(char::is_ascii_alphabetic).collect();
    match letters.to_ascii_lowercase().as_str() {
        "selfsigned" | "seifsigned" | "sefsigned" => Some(Signing::SelfSigned),
        "casigned" | "casignd" | "gasigned" => Some(Signing::CaSigned),
        _ => None,
    }
}

fn key(cell: &str) -> Option<KeyFamily> {
    match cell.to_ascii_uppercase().as_str() {
        "RSA" => Some(KeyFamily::Rsa),
        "EC" | "ECDSA" => Some(KeyFamily::Ecdsa),
        "DSA" => Some(KeyFamily::Other),
        _ => None,
    }
}

fn is_usage(cell: &str) -> bool {
    cell.eq_ignore_ascii_case("Identity") || cell.eq_ignore_ascii_case("Trust")
}

fn is_store_like(name: &str) -> bool {
    let is_letter = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    (2..=40).contains(&name.len())
        && name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name.chars().all(is_letter)
        && signing(name).is_none()
}

/// Newer releases write `name_serial`.
fn without_serial(name: &str) -> &str {
    match name.rsplit_once('_') {
        Some((own, serial))
            if serial.len() >= 8 && serial.bytes().all(|octet| octet.is_ascii_hexdigit()) =>
        {
            own
        }
        _ => name,
    }
}

fn contains_ignoring_case(text: &str, word: &str) -> bool {
    let mut windows = text.as_bytes().windows(word.len());
    windows.any(|window| window.eq_ignore_ascii_case(word.as_bytes()))
}
