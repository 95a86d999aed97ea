//! Signs of states and what the pictures share.
//!
//! A state always has its own shape beside its colour and its word: an octagon with a cross, a
//! triangle, a square with a question mark, a disc with a tick, a ring with a bar.

use unicode_width::UnicodeWidthChar;

use crate::finding::State;
use crate::html::markup::{Markup, class, plain, to_anchor};

/// Defines the signs, once on a page.
pub(super) fn icons(out: &mut Markup) {
    let sheet = [
        class("signs"),
        plain("aria-hidden", "true"),
        plain("width", "0"),
        plain("height", "0"),
    ];
    out.element("svg", &sheet, |out| {
        for (id, shape, mark) in [
            (
                "sign-issue-found",
                "M5 1h6l4 4v6l-4 4H5l-4-4V5z",
                "M5.2 5.2l5.6 5.6M10.8 5.2l-5.6 5.6",
            ),
            (
                "sign-potential-problem",
                "M8 1l7.4 13.6H.6z",
                "M8 5.6v4.2M8 11.4v1.4",
            ),
            (
                "sign-missing-information",
                "M3 1h10a2 2 0 012 2v10a2 2 0 01-2 2H3a2 2 0 01-2-2V3a2 2 0 012-2z",
                "M5.6 6.3c.2-3 4.9-2.9 4.9-.1 0 1.7-2.5 1.8-2.5 3.3M8 12v.1",
            ),
            (
                "sign-no-issue",
                "M8 1a7 7 0 100 14A7 7 0 108 1z",
                "M4.8 8.3l2.3 2.3 4.2-4.8",
            ),
            (
                "sign-not-applicable",
                "M8 1a7 7 0 100 14A7 7 0 108 1zm0 1.6a5.4 5.4 0 110 10.8A5.4 5.4 0 118 2.6z",
                "M5 8h6",
            ),
        ] {
            symbol(out, id, |out| {
                let shape = [
                    class("shape"),
                    plain("d", shape),
                    plain("fill-rule", "evenodd"),
                ];
                out.element("path", &shape, |_| {});
                out.element("path", &[class("mark"), plain("d", mark)], |_| {});
            });
        }
        symbol(out, "sign-save", |out| {
            let arrow = [
                class("stroke"),
                plain("d", "M8 1.5v8M4.6 6.6L8 10l3.4-3.4M2 11.5V14h12v-2.5"),
            ];
            out.element("path", &arrow, |_| {});
        });
    });
}

fn symbol(out: &mut Markup, id: &'static str, content: impl FnOnce(&mut Markup)) {
    let symbol = [plain("id", id), plain("viewBox", "0 0 16 16")];
    out.element("symbol", &symbol, content);
}

/// The sign of a state. It says nothing to readers of text: its word stands beside it.
pub(super) fn icon(out: &mut Markup, state: State) {
    draw(out, &format!("icon is-{state}"), state.as_str());
}

/// Another sign, such as `save`.
pub(super) fn sign(out: &mut Markup, name: &str) {
    draw(out, "icon", name);
}

fn draw(out: &mut Markup, classes: &str, name: &str) {
    let svg = [
        class(classes),
        plain("viewBox", "0 0 16 16"),
        plain("width", "16"),
        plain("height", "16"),
        plain("aria-hidden", "true"),
        plain("focusable", "false"),
    ];
    out.element("svg", &svg, |out| {
        out.element("use", &[to_anchor(&format!("sign-{name}"))], |_| {});
    });
}

/// Text cut to a number of columns, an East Asian character being two.
pub(super) fn cut(text: &str, columns: usize) -> String {
    wrapped(text, columns, 1).pop().unwrap_or_default()
}

/// Text in lines of so many columns; what is beyond the last line is cut with an ellipsis.
pub(super) fn wrapped(text: &str, columns: usize, lines: usize) -> Vec<String> {
    let mut finished: Vec<String> = Vec::new();
    let mut line = String::new();
    let mut width = 0_usize;
    for character in text.chars() {
        let character = if character == '\n' { ' ' } else { character };
        let wide = character.width().unwrap_or(0);
        if width.saturating_add(wide) > columns {
            if finished.len().saturating_add(1) >= lines {
                while width.saturating_add(1) > columns {
                    let Some(last) = line.pop() else { break };
                    width = width.saturating_sub(last.width().unwrap_or(0));
                }
                line.push('…');
                finished.push(line);
                return finished;
            }
            // Text without blanks, such as a digest or Japanese, breaks anywhere.
            let rest = match line.rfind(' ') {
                Some(blank) => {
                    let rest = line.split_off(blank);
                    rest.trim_start().to_owned()
                }
                None => String::new(),
            };
            finished.push(std::mem::replace(&mut line, rest));
            width = line.chars().filter_map(UnicodeWidthChar::width).sum();
        }
        line.push(character);
        width = width.saturating_add(wide);
    }
    if !line.is_empty() {
        finished.push(line);
    }
    finished
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_cut_and_wrapped_by_columns() {
        assert_eq!(cut("cucm.steven.lab", 20), "cucm.steven.lab");
        assert_eq!(cut("cucm.steven.lab", 8), "cucm.st…");
        assert_eq!(cut("憑證憑證", 5), "憑證…");
        assert_eq!(wrapped("one two three", 8, 2), ["one two", "three"]);
        assert_eq!(wrapped("one two three four", 8, 2), ["one two", "three f…"]);
        assert_eq!(wrapped("憑證憑證", 4, 3), ["憑證", "憑證"]);
        assert!(wrapped("", 4, 3).is_empty());
    }
}
