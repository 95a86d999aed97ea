//! Writes HTML in which a value from outside can be nothing but text.
//!
//! There is no way to write markup from a value: names of elements and attributes are literals,
//! text and attribute values are always escaped, and an address can only be one of three harmless
//! kinds. Characters that a reader cannot see, or that reorder what is read, are spelled out.

use std::borrow::Cow;
use std::fmt::Write as _;

use crate::harmless::is_harmful;

/// A page while it is written.
#[derive(Debug, Default)]
pub(super) struct Markup {
    html: String,
}

/// An attribute of an element; its value is escaped when it is written.
#[derive(Debug, Clone)]
pub(super) struct Attribute<'a> {
    name: &'static str,
    value: Cow<'a, str>,
}

/// The class of an element.
pub(super) fn class<'a>(classes: impl Into<Cow<'a, str>>) -> Attribute<'a> {
    plain("class", classes)
}

/// An attribute whose value is nothing but text. Attributes that hold an address, a style or a
/// script are not written: see [`to_anchor`], [`to_document`] and [`to_pem`].
pub(super) fn plain<'a>(name: &'static str, value: impl Into<Cow<'a, str>>) -> Attribute<'a> {
    let is_active = name.starts_with("on")
        || matches!(
            name,
            "action" | "formaction" | "href" | "src" | "srcdoc" | "style" | "xlink:href"
        );
    debug_assert!(!is_active, "{name} is not a plain attribute");
    Attribute {
        name: if is_active { "title" } else { name },
        value: value.into(),
    }
}

/// An attribute without a value, such as `checked`.
pub(super) fn flag(name: &'static str) -> Attribute<'static> {
    plain(name, "")
}

/// A number as the value of an attribute, such as a coordinate.
pub(super) fn number(name: &'static str, value: i64) -> Attribute<'static> {
    plain(name, value.to_string())
}

/// The address of an element of this page.
pub(super) fn to_anchor(id: &str) -> Attribute<'static> {
    Attribute {
        name: "href",
        value: Cow::Owned(format!("#{id}")),
    }
}

/// The address of a document of the web; `None` for anything but `https` and `http`.
pub(super) fn to_document(url: &str) -> Option<Attribute<'_>> {
    let is_web = ["https://", "http://"]
        .iter()
        .any(|scheme| url.starts_with(scheme));
    is_web.then_some(Attribute {
        name: "href",
        value: Cow::Borrowed(url),
    })
}

/// A certificate as an address that holds it, to be saved.
pub(super) fn to_pem(pem: &str) -> Attribute<'static> {
    let mut value = String::with_capacity(pem.len() + pem.len() / 8);
    value.push_str("data:application/x-pem-file,");
    for byte in pem.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'/') {
            value.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            _ = write!(value, "%{byte:02X}");
        }
    }
    Attribute {
        name: "href",
        value: Cow::Owned(value),
    }
}

impl Markup {
    /// An element with its content.
    pub(super) fn element(
        &mut self,
        tag: &'static str,
        attributes: &[Attribute<'_>],
        content: impl FnOnce(&mut Self),
    ) {
        self.void(tag, attributes);
        content(self);
        self.html.push_str("</");
        self.html.push_str(tag);
        self.html.push('>');
        if is_block(tag) {
            self.html.push('\n');
        }
    }

    /// An element with nothing but text in it.
    pub(super) fn leaf(&mut self, tag: &'static str, attributes: &[Attribute<'_>], text: &str) {
        self.element(tag, attributes, |out| out.text(text));
    }

    /// An element without content and without an end, such as `input`.
    pub(super) fn void(&mut self, tag: &'static str, attributes: &[Attribute<'_>]) {
        self.html.push('<');
        self.html.push_str(tag);
        for attribute in attributes {
            self.html.push(' ');
            self.html.push_str(attribute.name);
            if !attribute.value.is_empty() {
                self.html.push_str("=\"");
                self.text(&attribute.value);
                self.html.push('"');
            }
        }
        self.html.push('>');
    }

    /// Text. White space stays as it is.
    pub(super) fn text(&mut self, text: &str) {
        for character in text.chars() {
            match character {
                '&' => self.html.push_str("&amp;"),
                '<' => self.html.push_str("&lt;"),
                '>' => self.html.push_str("&gt;"),
                '"' => self.html.push_str("&quot;"),
                '\'' => self.html.push_str("&#39;"),
                '\n' | '\t' => self.html.push(character),
                _ if is_harmful(character) => self.html.extend(character.escape_unicode()),
                _ => self.html.push(character),
            }
        }
    }

    /// A value from outside between other text: whichever direction it is written in, what stands
    /// around it keeps its order.
    pub(super) fn value(&mut self, value: &str) {
        self.leaf("bdi", &[], value);
    }

    /// A value that is the same in every language: a code, a log line, a fingerprint.
    pub(super) fn code(&mut self, code: &str) {
        self.element("code", &[plain("translate", "no")], |out| out.value(code));
    }

    /// The beginning of a page, before its `html` element.
    pub(super) fn doctype(&mut self) {
        self.html.push_str("<!doctype html>\n");
    }

    /// A style sheet of ours.
    pub(super) fn style(&mut self, sheet: &'static str) {
        self.html.push_str("<style>");
        self.html.push_str(sheet);
        self.html.push_str("</style>\n");
    }

    /// A script of ours.
    pub(super) fn script(&mut self, script: &'static str) {
        self.html.push_str("<script>");
        self.html.push_str(script);
        self.html.push_str("</script>\n");
    }

    /// A JSON text as data that no browser runs. It keeps its value: what could end the element,
    /// begin a comment in it or reorder what is read is escaped as JSON escapes it, which is
    /// possible because such characters occur only in its strings.
    pub(super) fn data(&mut self, id: &'static str, json: &str) {
        self.void(
            "script",
            &[plain("type", "application/json"), plain("id", id)],
        );
        for character in json.chars() {
            let is_active = matches!(character, '<' | '>' | '&');
            if is_active || (is_harmful(character) && !matches!(character, '\n' | '\r' | '\t')) {
                let mut units = [0; 2];
                for unit in character.encode_utf16(&mut units) {
                    // Writing to a String cannot fail.
                    _ = write!(self.html, "\\u{unit:04x}");
                }
            } else {
                self.html.push(character);
            }
        }
        self.html.push_str("</script>\n");
    }

    /// The page.
    pub(super) fn finish(self) -> String {
        self.html
    }
}

/// Elements after which a line may end without a blank appearing on the page.
fn is_block(tag: &str) -> bool {
    matches!(
        tag,
        "article"
            | "aside"
            | "body"
            | "dd"
            | "details"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "footer"
            | "head"
            | "header"
            | "html"
            | "li"
            | "main"
            | "meta"
            | "nav"
            | "ol"
            | "p"
            | "section"
            | "summary"
            | "svg"
            | "table"
            | "title"
            | "tr"
            | "ul"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(write: impl FnOnce(&mut Markup)) -> String {
        let mut out = Markup::default();
        write(&mut out);
        out.finish()
    }

    #[test]
    fn text_and_attributes_are_escaped() {
        let hostile = "\"><script>alert('x')</script>&";
        let html = written(|out| out.leaf("b", &[plain("title", hostile)], hostile));
        assert_eq!(
            html,
            "<b title=\"&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;\">\
             &quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;</b>"
        );
    }

    #[test]
    fn characters_that_reorder_or_hide_are_spelled_out() {
        let html = written(|out| out.value("a\u{202e}b\u{1b}[2J\u{2069}憑證 שלום"));
        assert_eq!(html, "<bdi>a\\u{202e}b\\u{1b}[2J\\u{2069}憑證 שלום</bdi>");
    }

    #[test]
    fn only_documents_of_the_web_are_linked() {
        assert!(to_document("https://example.com/").is_some());
        for url in [
            "javascript:alert(1)",
            "data:text/html,x",
            " https://x",
            "//x",
            "",
        ] {
            assert!(to_document(url).is_none(), "{url}");
        }
    }

    #[test]
    fn a_certificate_is_an_address_without_active_characters() {
        let address = to_pem("-----BEGIN X-----\nab+/=\"<\n");
        assert_eq!(
            address.value,
            "data:application/x-pem-file,-----BEGIN%20X-----%0Aab%2B/%3D%22%3C%0A"
        );
    }

    #[test]
    fn embedded_json_keeps_its_value_and_cannot_end_its_element() {
        let value = serde_json::json!({ "a": "</script><!--\u{2028}\u{202e}&\u{e0001}" });
        let html = written(|out| out.data("report", &value.to_string()));
        let json = html
            .strip_prefix("<script type=\"application/json\" id=\"report\">")
            .and_then(|html| html.strip_suffix("</script>\n"))
            .unwrap();
        assert!(json.is_ascii() && !json.contains('<'), "{json}");
        let read: serde_json::Value = serde_json::from_str(json).unwrap();
        assert_eq!(read, value);
    }
}
