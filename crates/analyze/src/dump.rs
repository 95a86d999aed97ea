//! Configuration and status dumps (`xconf_dump`, `xstat_dump`), in text and in XML, as one tree.
//!
//! [`Dump::read`] takes either spelling, also several outputs pasted into one file. What a line says
//! is not judged here; [`Configuration`] and [`Status`] answer the questions that findings ask.

mod configuration;
mod limits;
mod status;
mod text;
mod tree;
mod xml;

pub use configuration::{
    AllowListRule, AllowListSettings, CipherString, ClusterPeer, Configuration, Deployment, Domain,
    SearchRule, Switch, UcNode, Zone,
};
pub use limits::OCTETS;
pub use status::{Alarm, Status};
pub use tree::{Node, Tree};

use crate::text::{decode, excerpt};

/// What a dump says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dump {
    /// Text or XML.
    pub form: Form,
    /// Settings: `*c` lines, or the element `Configuration`.
    pub configuration: Tree,
    /// States: `*s` blocks, or the element `Status`.
    pub status: Tree,
    /// Attributes of the outermost element, such as `version`.
    pub attributes: Vec<(String, String)>,
    /// Lines that say nothing known.
    pub unread: Unread,
    /// Octet at which an XML dump is damaged or cut.
    pub damaged_at: Option<u64>,
}

/// How a dump is spelled.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Form {
    /// As the command line prints it.
    #[default]
    Text,
    /// As the web interface hands it out; it may hold more than the text.
    Xml,
}

/// Lines that were not understood: how many, and the first of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unread {
    /// All of them.
    pub count: u64,
    /// The first ones, with their numbers from 1.
    pub first: Vec<(u64, String)>,
}

impl Dump {
    /// Reads a dump, of which at most [`OCTETS`] are looked at.
    ///
    /// ```
    /// use tollgate_analyze::dump::Dump;
    ///
    /// let dump = Dump::read(b"*c xConfiguration EdgeConfigServer VerifyOriginServer: On\n");
    /// assert_eq!(dump.configuration.value("edgeconfigserver verifyoriginserver"), Some("On"));
    /// ```
    pub fn read(octets: &[u8]) -> Self {
        let octets = octets.get(..OCTETS).unwrap_or(octets);
        let text = decode(octets);
        if text.trim_start().starts_with('<') {
            xml::read(text.trim_start())
        } else {
            text::read(&text)
        }
    }

    /// An attribute of the outermost element.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let named = self.attributes.iter();
        let mut named = named.filter(|(own, _)| own.eq_ignore_ascii_case(name));
        named.next().map(|(_, value)| value.as_str())
    }
}

impl Unread {
    fn push(&mut self, number: u64, line: &str) {
        self.push_at(|| number, line);
    }

    /// As [`push`](Self::push), for a number that takes a while to tell.
    fn push_at(&mut self, number: impl FnOnce() -> u64, line: &str) {
        self.count = self.count.saturating_add(1);
        if self.first.len() < limits::UNREAD_LINES {
            let shown = excerpt(line.trim(), limits::UNREAD_LINE);
            self.first.push((number(), shown));
        }
    }

    /// Whether every line was understood.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }
}
