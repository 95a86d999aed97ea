//! A page as the parser of the HTML standard reads it.

use html5ever::driver::ParseOpts;
use html5ever::parse_document;
use html5ever::tendril::TendrilSink;
use markup5ever_rcdom::{Handle, NodeData, RcDom};

/// An element with what is in it.
#[derive(Debug, Clone)]
pub(crate) struct Element {
    pub(crate) name: String,
    pub(crate) attributes: Vec<(String, String)>,
    content: Vec<Content>,
}

#[derive(Debug, Clone)]
enum Content {
    Text(String),
    Element(Element),
}

/// The document; its parse errors are errors.
pub(crate) fn parse(html: &str) -> Element {
    let dom = parse_document(RcDom::default(), ParseOpts::default()).one(html);
    let errors = dom.errors.borrow();
    assert!(errors.is_empty(), "{errors:?}");
    Element {
        name: "#document".to_owned(),
        attributes: Vec::new(),
        content: inside(&dom.document),
    }
}

fn inside(node: &Handle) -> Vec<Content> {
    let children = node.children.borrow();
    let content = children.iter().filter_map(|child| match &child.data {
        NodeData::Text { contents } => Some(Content::Text(contents.borrow().to_string())),
        NodeData::Element { name, attrs, .. } => Some(Content::Element(Element {
            name: name.local.to_string(),
            attributes: attrs
                .borrow()
                .iter()
                .map(|attribute| {
                    (
                        attribute.name.local.to_string(),
                        attribute.value.to_string(),
                    )
                })
                .collect(),
            content: inside(child),
        })),
        NodeData::Comment { contents } => panic!("a comment: {contents}"),
        NodeData::Document | NodeData::Doctype { .. } | NodeData::ProcessingInstruction { .. } => {
            None
        }
    });
    content.collect()
}

impl Element {
    /// Every element below, in order.
    pub(crate) fn every(&self) -> Vec<Self> {
        let mut every = Vec::new();
        for content in &self.content {
            if let Content::Element(element) = content {
                every.push(element.clone());
                every.extend(element.every());
            }
        }
        every
    }

    /// Every element of a name below.
    pub(crate) fn all(&self, name: &str) -> Vec<Self> {
        let mut every = self.every();
        every.retain(|element| element.name == name);
        every
    }

    /// Every element of a class below.
    pub(crate) fn with_class(&self, class: &str) -> Vec<Self> {
        let mut every = self.every();
        every.retain(|element| {
            let classes = element.attribute("class").unwrap_or_default();
            classes.split(' ').any(|own| own == class)
        });
        every
    }

    /// The first element of a class below.
    pub(crate) fn first_with_class(&self, class: &str) -> Self {
        let mut every = self.with_class(class).into_iter();
        every
            .next()
            .unwrap_or_else(|| panic!("nothing of class {class}"))
    }

    /// The element of an id.
    pub(crate) fn with_id(&self, id: &str) -> Option<Self> {
        let mut every = self.every().into_iter();
        every.find(|element| element.attribute("id") == Some(id))
    }

    /// The value of an attribute.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        let mut attributes = self.attributes.iter();
        let found = attributes.find(|(own, _)| own == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The text of it and of everything below, blanks at the ends left out.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        self.add_text(&mut text);
        let is_data = matches!(self.name.as_str(), "style" | "script");
        if is_data {
            text
        } else {
            text.trim().to_owned()
        }
    }

    fn add_text(&self, text: &mut String) {
        for content in &self.content {
            match content {
                Content::Text(own) => text.push_str(own),
                Content::Element(element) => element.add_text(text),
            }
        }
    }
}
