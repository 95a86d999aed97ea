//! Values in Markdown that stay text (`CommonMark` 0.31, sections 2.4 and 4.5; GFM's autolinks).

use crate::harmless::{harmless, sentence};

/// Characters that begin or end markup somewhere inside a line. `$`, `@`, `^` and `{` are markup to
/// those who extend Markdown with formulas, mentions, superscripts and attributes.
const MARKUP: &str = "\\`*_{}[]<#|~&$@^";

/// Running text on one line that is markup nowhere: neither inside nor at the start of a line, and
/// no address in it becomes a link.
pub(crate) fn prose(text: &str) -> String {
    let text = sentence(text);
    let mut escaped = String::with_capacity(text.len() + 16);
    for (position, character) in text.char_indices() {
        let before = text.get(..position).unwrap_or_default();
        let after = text.get(position..).unwrap_or_default();
        let is_markup = MARKUP.contains(character) && !is_inside_word(before, after);
        if is_markup || starts_block(before, after) || starts_link(before, character) {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}

/// Running text in bold; nothing where there is none, since asterisks alone are a rule.
pub(super) fn strong(text: &str) -> String {
    let text = prose(text);
    if text.is_empty() {
        text
    } else {
        format!("**{text}**")
    }
}

/// Whether `after` begins with an underscore between letters or digits, where it is no emphasis
/// (`CommonMark` 6.2).
fn is_inside_word(before: &str, after: &str) -> bool {
    let is_word = |character: char| character.is_ascii_alphanumeric();
    before.ends_with(is_word)
        && after
            .strip_prefix('_')
            .is_some_and(|rest| rest.starts_with(is_word))
}

/// Whether what follows `before` makes the line a list item, a heading or a rule.
fn starts_block(before: &str, after: &str) -> bool {
    let is_number = !before.is_empty() && before.bytes().all(|byte| byte.is_ascii_digit());
    let ends_number = || {
        let rest = after.strip_prefix(['.', ')']);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    };
    (before.is_empty() && after.starts_with(['-', '+', '=', ':', '>']))
        || (is_number && ends_number())
}

/// Whether a character would complete the start of an address that GFM makes a link.
fn starts_link(before: &str, character: char) -> bool {
    let ends_with = |suffix: &str| {
        let length = before.len().checked_sub(suffix.len());
        let end = length.and_then(|start| before.get(start..));
        end.is_some_and(|end| end.eq_ignore_ascii_case(suffix))
    };
    match character {
        ':' => ["http", "https", "ftp", "mailto", "xmpp"]
            .iter()
            .any(|scheme| ends_with(scheme)),
        '.' => ends_with("www"),
        _ => false,
    }
}

/// Lines in a fenced block, whose fence is longer than any run of backticks in them.
pub(super) fn fenced<'a>(language: &str, lines: impl IntoIterator<Item = &'a str>) -> String {
    let lines: Vec<_> = lines.into_iter().map(harmless).collect();
    let longest = lines.iter().map(|line| longest_run(line)).max();
    let fence = "`".repeat(longest.unwrap_or_default().max(2) + 1);
    let mut block = format!("{fence}{language}\n");
    for line in &lines {
        block.push_str(line);
        block.push('\n');
    }
    block.push_str(&fence);
    block
}

fn longest_run(line: &str) -> usize {
    let runs = line.split(|character| character != '`');
    runs.map(str::len).max().unwrap_or_default()
}

/// A link to a document, or its text alone where the address is not one of the web.
pub(super) fn link(title: &str, url: &str) -> String {
    let is_web = url.starts_with("https://") || url.starts_with("http://");
    let is_plain =
        url.bytes().all(|byte| byte.is_ascii_graphic()) && !url.contains(['<', '>', '\\', '`']);
    if is_web && is_plain {
        // An ampersand could begin a character reference.
        let url = url.replace('&', "\\&");
        format!("[{}](<{url}>)", prose(title))
    } else if is_web {
        format!("{}: {}", prose(title), prose(url))
    } else {
        prose(&format!("{title}: {url}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_lose_their_markup() {
        let cases = [
            ("cucm.steven.lab:6972", "cucm.steven.lab:6972"),
            ("[ET_NET 0]", "\\[ET_NET 0\\]"),
            ("_it_ a__b", "\\_it\\_ a\\_\\_b"),
            ("- item", "\\- item"),
            ("10. item", "10\\. item"),
            ("10.48.36.215", "10.48.36.215"),
            ("=====", "\\====="),
            ("a\nb", "a b"),
            ("<b>&amp;", "\\<b>\\&amp;"),
            ("> quote", "\\> quote"),
            ("see HTTPS://x www.x", "see HTTPS\\://x www\\.x"),
        ];
        for (value, expected) in cases {
            assert_eq!(prose(value), expected);
        }
    }

    #[test]
    fn a_fence_is_longer_than_what_it_holds() {
        assert_eq!(fenced("", ["x"]), "```\nx\n```");
        assert_eq!(fenced("", ["a ```` b", "`"]), "`````\na ```` b\n`\n`````");
    }

    #[test]
    fn only_addresses_of_the_web_become_links() {
        assert_eq!(
            link("a [b]", "https://x/(1)"),
            "[a \\[b\\]](<https://x/(1)>)"
        );
        assert_eq!(link("a", "javascript:x"), "a: javascript:x");
        assert_eq!(link("a", "https://x/<y>"), "a: https\\://x/\\<y>");
    }
}
