//! The header of the list, also after text recognition.

/// A column of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    Store,
    CommonName,
    /// `Identity` or `Trust`, in newer releases.
    Usage,
    Type,
    KeyType,
    Distribution,
    IssuedBy,
    Expiration,
    Description,
    /// One of another name.
    Other,
}

/// The columns of the document's release.
pub(super) const COLUMNS: [Column; 8] = [
    Column::Store,
    Column::CommonName,
    Column::Type,
    Column::KeyType,
    Column::Distribution,
    Column::IssuedBy,
    Column::Expiration,
    Column::Description,
];

/// Their names in lower case, letters only.
const NAMES: &[(&str, Column)] = &[
    ("certificate", Column::Store),
    ("commonname", Column::CommonName),
    ("commonnameserialnumber", Column::CommonName),
    ("commonnamecommonnameserialnumber", Column::CommonName),
    ("usage", Column::Usage),
    ("type", Column::Type),
    ("keytype", Column::KeyType),
    ("distribution", Column::Distribution),
    ("issuedby", Column::IssuedBy),
    ("expiration", Column::Expiration),
    ("expirationdate", Column::Expiration),
    ("description", Column::Description),
];

/// Columns that have to be recognised for a line to be a header.
const RECOGNISED: usize = 5;

/// The column of this name. Up to a quarter of its letters may have been misread.
pub(super) fn named(cell: &str) -> Option<Column> {
    let name = letters(cell);
    let is_near = |known: &str| known.len().abs_diff(name.len()) <= known.len() / 4;
    NAMES
        .iter()
        .filter(|(known, _)| is_near(known))
        .map(|(known, column)| (distance(&name, known), known.len() / 4, *column))
        .filter(|(distance, allowed, _)| distance <= allowed)
        .min_by_key(|(distance, ..)| *distance)
        .map(|(.., column)| column)
}

/// The columns of a header; `None` if the cells are none.
pub(super) fn header(cells: &[&str]) -> Option<Vec<Column>> {
    if cells.len() < RECOGNISED {
        return None;
    }
    let columns: Vec<_> = cells.iter().map(|cell| named(cell)).collect();
    let recognised = columns.iter().flatten().count();
    let is_header = recognised >= RECOGNISED && columns.contains(&Some(Column::Expiration));
    is_header.then(|| {
        let columns = columns.into_iter();
        columns
            .map(|column| column.unwrap_or(Column::Other))
            .collect()
    })
}

/// Whether a line is the header with single blanks between its columns.
pub(super) fn is_run_together(line: &str) -> bool {
    const ALL: &str = "certificatecommonnametypekeytypedistributionissuedbyexpirationdescription";
    let first = line.split_whitespace().next().unwrap_or_default();
    if named(first) != Some(Column::Store) {
        return false;
    }
    let letters = letters(line);
    letters.len().abs_diff(ALL.len()) <= 20 && distance(&letters, ALL) <= ALL.len() / 4
}

fn letters(text: &str) -> String {
    let characters = text.chars().filter(char::is_ascii_alphanumeric);
    characters
        .map(|c| c.to_ascii_lowercase())
        .take(120)
        .collect()
}

/// The least number of letters to change, add or leave out (Levenshtein).
fn distance(one: &str, other: &str) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (above, letter) in (1..).zip(one.bytes()) {
        let mut before = above;
        let mut diagonal = above - 1;
        for (cell, other) in row.iter_mut().skip(1).zip(other.bytes()) {
            let changed = diagonal + usize::from(letter != other);
            diagonal = *cell;
            before = changed.min(diagonal + 1).min(before + 1);
            *cell = before;
        }
        if let Some(first) = row.first_mut() {
            *first = above;
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distance_counts_changes() {
        for (one, other, expected) in [
            ("", "", 0),
            ("abc", "", 3),
            ("", "abc", 3),
            ("kitten", "sitting", 3),
            ("expiration", "explratlon", 2),
            ("issuedby", "lssuedby", 1),
        ] {
            assert_eq!(distance(one, other), expected, "{one} {other}");
        }
    }

    #[test]
    fn misread_names_are_recognised_and_others_are_not() {
        for (cell, column) in [
            ("Certificate", Some(Column::Store)),
            ("Certlflcate", Some(Column::Store)),
            ("Comrnon Name", Some(Column::CommonName)),
            ("Common Name_Serial Number", Some(Column::CommonName)),
            ("Type", Some(Column::Type)),
            ("Key Typ", Some(Column::KeyType)),
            ("lssued by", Some(Column::IssuedBy)),
            ("Expiratlon", Some(Column::Expiration)),
            ("Descriptlon ", Some(Column::Description)),
            ("Usage", Some(Column::Usage)),
            ("tomcat", None),
            ("", None),
        ] {
            assert_eq!(named(cell), column, "{cell}");
        }
        assert!(is_run_together(
            "Certificate Common Narne Type Key Type Distributlon lssued by Expiration Description"
        ));
        assert!(!is_run_together("tomcat cucm.steven.lab CA-signed RSA"));
    }
}
