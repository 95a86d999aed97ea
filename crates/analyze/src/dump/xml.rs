//! Dumps as XML: elements that nest as the paths do, or a flat list of paths with values.
//!
//! ```text
//! <Status product="Cisco Expressway" version="X14.2">
//!   <SystemUnit item="1"><Software item="1"><Version item="1">X14.2</Version></Software></SystemUnit>
//! </Status>
//!
//! <Configuration><Item path="SystemUnit Name">vcsc</Item></Configuration>
//! ```
//!
//! Entities other than those of XML itself are not replaced, so that a document cannot grow.

use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::tree::{Builder, Id};
use super::{Dump, Form, Unread, limits};

pub(super) fn read(text: &str) -> Dump {
    let mut document = Document::default();
    let mut reader = Reader::from_str(text);
    loop {
        let event = reader.read_event();
        let at = reader.buffer_position();
        let flow = match event {
            Ok(Event::Eof) if document.depth == 0 => break,
            Ok(Event::Eof) | Err(_) => {
                document.damaged_at = Some(at);
                break;
            }
            Ok(event) => document.event(&event),
        };
        if flow.is_none() {
            document.unread.push_at(|| line_at(text, at), "");
        }
    }
    document.finish()
}

#[derive(Default)]
struct Document {
    configuration: Builder,
    status: Builder,
    attributes: Vec<(String, String)>,
    /// The tree that the elements belong to, while one is open.
    kind: Option<Kind>,
    /// The open elements below the root of that tree; `None` where one was not taken.
    open: Vec<Option<Id>>,
    /// Open elements in all.
    depth: usize,
    unread: Unread,
    damaged_at: Option<u64>,
}

#[derive(Clone, Copy)]
enum Kind {
    Configuration,
    Status,
}

impl Document {
    /// `None` if something was passed over.
    fn event(&mut self, event: &Event<'_>) -> Option<()> {
        match event {
            Event::Start(start) => {
                self.depth += 1;
                self.start(start)
            }
            Event::Empty(start) => {
                self.depth += 1;
                let taken = self.start(start);
                self.end();
                taken
            }
            Event::End(_) => {
                self.end();
                Some(())
            }
            Event::Text(text) => {
                self.text(&text.xml10_content());
                Some(())
            }
            Event::CData(text) => {
                self.text(&text.xml10_content());
                Some(())
            }
            Event::GeneralRef(reference) => {
                self.text(&resolved(reference)?);
                Some(())
            }
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) | Event::Eof => {
                Some(())
            }
        }
    }

    fn start(&mut self, start: &BytesStart<'_>) -> Option<()> {
        let local = start.local_name();
        let name = local.as_ref();
        if self.kind.is_none() {
            self.kind = match name {
                "Configuration" => Some(Kind::Configuration),
                "Status" => Some(Kind::Status),
                _ => return Some(()),
            };
            self.attributes = attributes(start).collect();
            self.open = vec![Some(Id::default())];
            return Some(());
        }
        let id = self.element(name, start);
        self.open.push(id);
        id.map(|_| ())
    }

    fn element(&mut self, name: &str, start: &BytesStart<'_>) -> Option<Id> {
        if self.open.len() >= limits::XML_DEPTH {
            return None;
        }
        let parent = self.open.last().copied().flatten()?;
        let mut item = None;
        let mut path = None;
        let mut states = Vec::new();
        for (key, value) in attributes(start) {
            match key.as_str() {
                "item" => item = value.parse().ok(),
                "path" => path = Some(value),
                // The range of a setting, not its value.
                "maxOccurrence" | "valueSpaceRef" | "hash" => {}
                _ => states.push((key, value)),
            }
        }
        let tree = self.tree()?;
        let id = match path {
            Some(path) if name == "Item" => tree.descend(parent, &path)?,
            _ => match item {
                Some(number) => tree.child(parent, name, Some(number))?,
                None => tree.insert(parent, name, None)?,
            },
        };
        for (key, value) in states {
            let child = tree.child(id, &key, None)?;
            tree.set(child, &value);
        }
        Some(id)
    }

    fn text(&mut self, text: &str) {
        let Some(id) = self.open.last().copied().flatten() else {
            return;
        };
        if id == Id::default() {
            return;
        }
        if let Some(tree) = self.tree() {
            tree.extend(id, text);
        }
    }

    fn end(&mut self) {
        self.depth = self.depth.saturating_sub(1);
        if let (Some(Some(id)), Some(tree)) = (self.open.pop(), self.tree()) {
            tree.trim(id);
        }
        if self.open.is_empty() {
            self.kind = None;
        }
    }

    fn tree(&mut self) -> Option<&mut Builder> {
        match self.kind? {
            Kind::Configuration => Some(&mut self.configuration),
            Kind::Status => Some(&mut self.status),
        }
    }

    fn finish(self) -> Dump {
        Dump {
            form: Form::Xml,
            configuration: self.configuration.finish(),
            status: self.status.finish(),
            attributes: self.attributes,
            unread: self.unread,
            damaged_at: self.damaged_at,
        }
    }
}

/// The attributes of an element that are not about XML itself.
fn attributes(start: &BytesStart<'_>) -> impl Iterator<Item = (String, String)> {
    start
        .attributes()
        .flatten()
        .filter(|attribute| {
            let name: &str = attribute.key.as_ref();
            name != "xmlns" && !name.starts_with("xmlns:") && !name.starts_with("xsi:")
        })
        .map(|attribute| {
            let value = match attribute.normalized_value(XmlVersion::Implicit1_0) {
                Ok(value) => value.into_owned(),
                Err(_) => attribute.value.clone().into_owned(),
            };
            (attribute.key.local_name().as_ref().to_owned(), value)
        })
}

/// The text of a reference such as `&amp;` or `&#233;`; `None` for an entity that the document would
/// have to define.
fn resolved(reference: &BytesRef<'_>) -> Option<String> {
    if let Ok(Some(character)) = reference.resolve_char_ref() {
        return Some(character.to_string());
    }
    let name = reference.xml10_content();
    resolve_predefined_entity(&name).map(str::to_owned)
}

fn line_at(text: &str, offset: u64) -> u64 {
    let offset = usize::try_from(offset).unwrap_or(usize::MAX);
    let before = text.as_bytes().get(..offset).unwrap_or(text.as_bytes());
    let lines = memchr::memchr_iter(b'\n', before).count();
    u64::try_from(lines).unwrap_or(u64::MAX).saturating_add(1)
}
