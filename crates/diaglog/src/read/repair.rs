//! Undoes what word processors, web pages and text recognition do to a line.

/// The text with straight quotes, plain dashes, blanks and punctuation, without the mark-up of
/// Markdown; `None` if it is so already.
pub(super) fn plain(text: &str) -> Option<String> {
    let has_markup = text.contains("**") || text.contains("\\_") || text.contains('`');
    if !has_markup
        && !text
            .chars()
            .any(|character| substitute(character).is_some())
    {
        return None;
    }
    let text = text.replace("**", "").replace("\\_", "_").replace('`', "");
    Some(
        text.chars()
            .map(|character| substitute(character).unwrap_or(character))
            .collect(),
    )
}

fn substitute(character: char) -> Option<char> {
    Some(match character {
        '“' | '”' | '„' | '‟' | '″' | '〝' | '〞' | '＂' => '"',
        '‘' | '’' | '‚' | '‛' | '′' | '＇' => '\'',
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '\u{A0}' | '\u{2002}'..='\u{200A}' | '\u{202F}' | '\u{3000}' => ' ',
        '（' => '(',
        '）' => ')',
        '：' => ':',
        '＝' => '=',
        '｜' => '|',
        _ => return None,
    })
}

/// The field name that a misread one stands for: text recognition confuses `g` with `q`, and `I`
/// with `l` and `1`.
pub(super) fn field_name(misread: &str) -> Option<&'static str> {
    const NAMES: [&str; 23] = [
        "Event",
        "Detail",
        "Reason",
        "Username",
        "Deployment",
        "Method",
        "Request",
        "Rule",
        "Match",
        "Type",
        "UTCTime",
        "Module",
        "Level",
        "Txn-id",
        "TrackingID",
        "Src-ip",
        "Src-port",
        "Dst-ip",
        "Dst-port",
        "Last-via-addr",
        "Msg",
        "Status",
        "HTTPMSG",
    ];
    NAMES
        .into_iter()
        .find(|name| folded(name).eq(folded(misread)))
}

fn folded(name: &str) -> impl Iterator<Item = u8> {
    name.bytes().map(|byte| match byte.to_ascii_lowercase() {
        b'l' | b'1' => b'i',
        b'q' => b'g',
        b'0' => b'o',
        b'_' => b'-',
        other => other,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typography_and_markup_are_undone() {
        assert_eq!(
            plain("Msg=“a” ‘b’ Src–ip").as_deref(),
            Some("Msg=\"a\" 'b' Src-ip")
        );
        assert_eq!(
            plain(r"**ERROR:** tls\_process").as_deref(),
            Some("ERROR: tls_process")
        );
        assert_eq!(plain(r#"Msg="plain" été"#), None);
    }

    #[test]
    fn misread_field_names_are_known() {
        assert_eq!(field_name("Msq"), Some("Msg"));
        assert_eq!(field_name("Txn-ld"), Some("Txn-id"));
        assert_eq!(field_name("TrackinglD"), Some("TrackingID"));
        assert_eq!(field_name("Service"), None);
    }
}
