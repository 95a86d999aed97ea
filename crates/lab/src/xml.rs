//! Writing the XML answers of nodes, and reading the few values that the scripted client needs.
//!
//! The writer cannot produce markup from text: every text and attribute value is escaped, and characters that
//! XML 1.0 forbids become U+FFFD. The reader is a search through events, not a document model, and stops at the
//! first thing that is not well-formed.

use std::borrow::Cow;
use std::fmt::Write as _;

use quick_xml::XmlVersion;
use quick_xml::escape::escape;
use quick_xml::events::Event;
use quick_xml::reader::Reader;

/// An element being built.
#[derive(Clone, Debug)]
pub(crate) struct Element {
    name: &'static str,
    attributes: Vec<(&'static str, String)>,
    content: Vec<Content>,
}

#[derive(Clone, Debug)]
enum Content {
    Text(String),
    Element(Element),
}

impl Element {
    pub(crate) fn new(name: &'static str) -> Self {
        Self {
            name,
            attributes: Vec::new(),
            content: Vec::new(),
        }
    }

    /// An element with nothing but text.
    pub(crate) fn text(name: &'static str, text: impl Into<String>) -> Self {
        let mut element = Self::new(name);
        element.content.push(Content::Text(text.into()));
        element
    }

    #[must_use]
    pub(crate) fn attribute(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.attributes.push((name, value.into()));
        self
    }

    #[must_use]
    pub(crate) fn with(mut self, child: Self) -> Self {
        self.content.push(Content::Element(child));
        self
    }

    #[must_use]
    pub(crate) fn with_all(mut self, children: impl IntoIterator<Item = Self>) -> Self {
        self.content
            .extend(children.into_iter().map(Content::Element));
        self
    }

    /// The whole document with its declaration.
    pub(crate) fn document(&self) -> String {
        let mut text =
            String::from("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>");
        self.write(&mut text);
        text
    }

    fn write(&self, text: &mut String) {
        let name = self.name;
        // Writing to a String cannot fail.
        let mut markup = |arguments: std::fmt::Arguments<'_>| text.write_fmt(arguments).is_ok();
        markup(format_args!("<{name}"));
        for (attribute, value) in &self.attributes {
            markup(format_args!(" {attribute}=\"{}\"", escape(allowed(value))));
        }
        if self.content.is_empty() {
            text.push_str("/>");
            return;
        }
        text.push('>');
        for content in &self.content {
            match content {
                Content::Text(value) => text.push_str(&escape(allowed(value))),
                Content::Element(element) => element.write(text),
            }
        }
        text.push_str("</");
        text.push_str(name);
        text.push('>');
    }
}

/// XML 1.0 has no way to write most control characters, not even as references (section 2.2, Char).
fn allowed(text: &str) -> Cow<'_, str> {
    let forbidden = |character: char| matches!(character, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
    if text.contains(forbidden) {
        Cow::Owned(text.replace(forbidden, "\u{fffd}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// The text of every element with this local name, in document order.
pub(crate) fn texts(document: &str, element: &str) -> Vec<String> {
    let mut reader = Reader::from_str(document);
    let mut found = Vec::new();
    let mut open: Option<String> = None;
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) if start.local_name().as_ref() == element => {
                open = Some(String::new());
            }
            Ok(Event::Empty(empty)) if empty.local_name().as_ref() == element => {
                found.push(String::new());
            }
            Ok(Event::End(end)) if end.local_name().as_ref() == element => {
                found.extend(open.take());
            }
            Ok(Event::Text(text)) => {
                if let Some(open) = &mut open {
                    open.push_str(&text.xml10_content());
                }
            }
            Ok(Event::CData(text)) => {
                if let Some(open) = &mut open {
                    open.push_str(&text.xml10_content());
                }
            }
            Ok(Event::GeneralRef(reference)) => {
                if let Some(open) = &mut open {
                    open.push_str(&resolved(&reference));
                }
            }
            Ok(Event::Eof) | Err(_) => return found,
            Ok(_) => {}
        }
    }
}

/// The value of an attribute of the first element with this local name.
pub(crate) fn attribute(document: &str, element: &str, attribute: &str) -> Option<String> {
    let mut reader = Reader::from_str(document);
    loop {
        match reader.read_event().ok()? {
            Event::Start(start) | Event::Empty(start) if start.local_name().as_ref() == element => {
                let found = start.try_get_attribute(attribute).ok()??;
                let value = found.normalized_value(XmlVersion::Implicit1_0).ok()?;
                return Some(value.into_owned());
            }
            Event::Eof => return None,
            _ => {}
        }
    }
}

fn resolved(reference: &quick_xml::events::BytesRef<'_>) -> String {
    if let Ok(Some(character)) = reference.resolve_char_ref() {
        return character.to_string();
    }
    quick_xml::escape::resolve_predefined_entity(&reference.xml10_content())
        .unwrap_or_default()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_attributes_cannot_become_markup() {
        let hostile = "</a><b x='1'>&\"\u{1}";
        let document = Element::new("outer")
            .attribute("uri", hostile)
            .with(Element::text("a", hostile))
            .document();
        assert_eq!(
            document,
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\
             <outer uri=\"&lt;/a&gt;&lt;b x=&apos;1&apos;&gt;&amp;&quot;\u{fffd}\">\
             <a>&lt;/a&gt;&lt;b x=&apos;1&apos;&gt;&amp;&quot;\u{fffd}</a></outer>"
        );
        let readable = hostile.replace('\u{1}', "\u{fffd}");
        assert_eq!(texts(&document, "a"), [readable.as_str()]);
        assert_eq!(attribute(&document, "outer", "uri"), Some(readable));
    }

    #[test]
    fn namespaces_and_nesting_are_looked_through() {
        let document = "<s:Envelope xmlns:s='x'><s:Body><ns1:username>em&#x75;sk</ns1:username>\
                        <servers><server>a</server><server/><server><![CDATA[b]]></server></servers></s:Body></s:Envelope>";
        assert_eq!(texts(document, "username"), ["emusk"]);
        assert_eq!(texts(document, "server"), ["a", "", "b"]);
        assert_eq!(texts(document, "missing"), [""; 0]);
    }

    #[test]
    fn broken_document_gives_what_came_before_the_break() {
        let document = "<servers><server>a</server><server>b</wrong></servers>";
        assert_eq!(texts(document, "server"), ["a"]);
    }

    #[test]
    fn empty_element_is_closed_at_once() {
        assert!(
            Element::new("turnEdgeServer")
                .document()
                .ends_with("<turnEdgeServer/>")
        );
    }
}
