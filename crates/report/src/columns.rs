//! Fitting text into the columns of a terminal.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// What any terminal shows without wrapping.
pub const COLUMNS: usize = 80;

/// Columns that `text` takes; East Asian characters take two.
pub fn width(text: &str) -> usize {
    text.width()
}

/// `text` followed by blanks up to `columns`.
pub fn padded(text: &str, columns: usize) -> String {
    let blanks = columns.saturating_sub(width(text));
    format!("{text}{:blanks$}", "")
}

/// `text` in lines of at most `columns`, broken at blanks and beside East Asian characters. A
/// word that is longer (a fingerprint, a URL) keeps a line of its own, whole.
pub fn wrapped(text: &str, columns: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut used = 0;
    for piece in pieces(text) {
        let shown = piece.trim_end();
        if used > 0 && used + width(shown) > columns {
            lines.push(std::mem::take(&mut line).trim_end().to_owned());
            used = 0;
        }
        line.push_str(piece);
        used += width(piece);
    }
    let rest = line.trim_end();
    if !rest.is_empty() || lines.is_empty() {
        lines.push(rest.to_owned());
    }
    lines
}

/// `text` cut wherever a line may end: after blanks and around wide characters, but never before
/// closing punctuation.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut previous: Option<char> = None;
    for (position, character) in text.char_indices() {
        let may_break = previous.is_some_and(|previous| {
            (previous == ' ' && character != ' ')
                || (previous != ' ' && is_wide(previous) && !opens(previous) && !closes(character))
                || (previous != ' ' && is_wide(character) && !opens(previous) && !closes(character))
        });
        if may_break {
            pieces.extend(text.get(start..position));
            start = position;
        }
        previous = Some(character);
    }
    pieces.extend(text.get(start..).filter(|piece| !piece.is_empty()));
    pieces
}

fn is_wide(character: char) -> bool {
    character.width() == Some(2)
}

/// Characters that may not end a line (JIS X 4051, opening brackets).
fn opens(character: char) -> bool {
    "(「『（［｛〈《【〔“‘".contains(character)
}

/// Characters that may not begin a line (JIS X 4051, closing brackets and punctuation).
fn closes(character: char) -> bool {
    ".,:;!?)、。，．・：；？！」』）］｝〉》】〕”’ーァィゥェォッャュョ々".contains(character)
        || character == ' '
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_at_blanks_and_keep_long_words_whole() {
        let fingerprint = "0123456789abcdef".repeat(4);
        let text = format!("upload this one: {fingerprint} to every peer");
        let expected = ["upload this one:", &fingerprint, "to every peer"];
        assert_eq!(wrapped(&text, 20), expected);
    }

    #[test]
    fn east_asian_text_breaks_between_characters_but_not_before_punctuation() {
        assert_eq!(wrapped("憑證不受信任。", 12), ["憑證不受信", "任。"]);
        assert_eq!(
            wrapped("ノード cucm.lab の証明書", 16),
            ["ノード cucm.lab ".trim_end(), "の証明書"]
        );
    }

    #[test]
    fn padding_counts_columns() {
        assert_eq!(padded("憑證", 6), "憑證  ");
        assert_eq!(padded("longer", 3), "longer");
    }

    #[test]
    fn an_empty_text_is_one_empty_line() {
        assert_eq!(wrapped("", 10), [""]);
    }
}
