//! Taking a line apart into cells.

/// How the cells of a line are separated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Separator {
    Tab,
    Bar,
    Comma,
    Semicolon,
    /// Two or more blanks.
    Blanks,
}

/// All of them, the surest first.
pub(super) const SEPARATORS: [Separator; 5] = [
    Separator::Tab,
    Separator::Bar,
    Separator::Comma,
    Separator::Semicolon,
    Separator::Blanks,
];

/// Cells of a row, at most: more than any release has columns.
const CELLS: usize = 32;

/// Separators in a line with enough cells to say anything.
const FEWEST: usize = 4;

/// The cells of a line, without blanks around them; none if there are too few.
pub(super) fn cells(line: &str, separator: Separator) -> Vec<String> {
    let mark = match separator {
        Separator::Tab => "\t",
        Separator::Bar => "|",
        Separator::Comma => ",",
        Separator::Semicolon => ";",
        Separator::Blanks => "  ",
    };
    if line.matches(mark).take(FEWEST).count() < FEWEST {
        return Vec::new();
    }
    match separator {
        Separator::Tab => owned(line.split('\t')),
        Separator::Bar => {
            let line = line.trim();
            let line = line.strip_prefix('|').unwrap_or(line);
            owned(line.strip_suffix('|').unwrap_or(line).split('|'))
        }
        Separator::Comma => quoted(line, b','),
        Separator::Semicolon => quoted(line, b';'),
        Separator::Blanks => {
            let parts = line.trim().split("  ");
            owned(parts.filter(|part| !part.trim().is_empty()))
        }
    }
}

fn owned<'a>(cells: impl Iterator<Item = &'a str>) -> Vec<String> {
    let cells = cells.take(CELLS);
    cells.map(|cell| cell.trim().to_owned()).collect()
}

fn quoted(line: &str, separator: u8) -> Vec<String> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .trim(csv::Trim::All)
        .from_reader(line.as_bytes());
    let mut record = csv::StringRecord::new();
    match reader.read_record(&mut record) {
        Ok(true) => owned(record.iter()),
        Ok(false) | Err(_) => Vec::new(),
    }
}
