//! The tree that a dump describes: names, numbers, values, in the order of the dump.

use std::collections::HashMap;
use std::fmt;

use super::limits;

/// Settings or states by path, such as `Zones Policy SearchRules Rule 1 Name`.
///
/// Names are compared without regard to case. Two trees are equal if they hold the same in the same
/// order, however it was spelled; a number 1 that tells nothing apart counts for nothing.
#[derive(Clone)]
pub struct Tree {
    nodes: Vec<Data>,
}

#[derive(Clone)]
struct Data {
    name: String,
    index: Option<u32>,
    value: Option<String>,
    children: Vec<usize>,
}

/// A place in a [`Tree`].
#[derive(Clone, Copy)]
pub struct Node<'t> {
    tree: &'t Tree,
    data: &'t Data,
}

/// One step of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Step<'a> {
    name: &'a str,
    index: Option<u32>,
}

impl Default for Tree {
    fn default() -> Self {
        Self {
            nodes: vec![Data::new(String::new(), None)],
        }
    }
}

impl Data {
    fn new(name: String, index: Option<u32>) -> Self {
        Self {
            name,
            index,
            value: None,
            children: Vec::new(),
        }
    }
}

impl Tree {
    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.nodes.len() <= 1
    }

    /// The value at a path, such as `SystemUnit Software Version`.
    pub fn value(&self, path: &str) -> Option<&str> {
        self.find(path)?.value()
    }

    /// The node at a path. A number may be left out where it is the only or the first one, and may
    /// count nodes that have none.
    pub fn find(&self, path: &str) -> Option<Node<'_>> {
        self.root()?.find(path)
    }

    /// The nodes without a parent.
    pub fn roots(&self) -> impl Iterator<Item = Node<'_>> {
        self.root().into_iter().flat_map(Node::children)
    }

    /// Every value with its path, in the order of the dump.
    pub fn values(&self) -> impl Iterator<Item = (String, &str)> {
        self.walk()
            .filter_map(|visit| Some((visit.path, visit.node.data.value.as_deref()?)))
    }

    /// Adds what another tree has and this one has not; tells how many values differ. The value of
    /// this tree stays.
    pub fn merge(&mut self, other: &Self) -> usize {
        let mut differing = 0;
        let mut open: Vec<_> = other.root().map(|root| (0, root)).into_iter().collect();
        while let Some((own, node)) = open.pop() {
            let known = self.known_children(own);
            for (key, child) in node.numbered() {
                let target = match known.get(&key) {
                    Some(known) => Some(*known),
                    None => self.add(own, &child.data.name, child.data.index),
                };
                let Some(target) = target else {
                    return differing;
                };
                if let (Some(value), Some(data)) = (&child.data.value, self.nodes.get_mut(target)) {
                    differing += usize::from(data.value.as_ref().is_some_and(|own| own != value));
                    data.value.get_or_insert_with(|| value.clone());
                }
                open.push((target, child));
            }
        }
        differing
    }

    fn known_children(&self, id: usize) -> HashMap<Key, usize> {
        let Some(node) = self.node(id) else {
            return HashMap::new();
        };
        let keys = node.numbered().map(|(key, _)| key);
        let ids = node.data.children.iter().copied();
        keys.zip(ids).collect()
    }

    fn root(&self) -> Option<Node<'_>> {
        self.node(0)
    }

    fn node(&self, id: usize) -> Option<Node<'_>> {
        let data = self.nodes.get(id)?;
        Some(Node { tree: self, data })
    }

    fn add(&mut self, parent: usize, name: &str, index: Option<u32>) -> Option<usize> {
        let id = self.nodes.len();
        if id >= limits::NODES {
            return None;
        }
        self.nodes.get_mut(parent)?.children.push(id);
        self.nodes.push(Data::new(name.to_owned(), index));
        Some(id)
    }

    /// Every node but the root, parents first.
    fn walk(&self) -> impl Iterator<Item = Visit<'_>> {
        let mut open: Vec<Visit<'_>> = Vec::new();
        open.extend(self.root().map(|node| Visit {
            node,
            path: String::new(),
            depth: 0,
            key: Key::default(),
        }));
        let next = move || {
            let visit = open.pop()?;
            let first = open.len();
            for (key, node) in visit.node.numbered() {
                let mut path = visit.path.clone();
                if !path.is_empty() {
                    path.push(' ');
                }
                path.push_str(&node.data.name);
                if let Some(index) = node.data.index {
                    path.push(' ');
                    path.push_str(&index.to_string());
                }
                open.push(Visit {
                    node,
                    path,
                    depth: visit.depth + 1,
                    key,
                });
            }
            if let Some(children) = open.get_mut(first..) {
                children.reverse();
            }
            Some(visit)
        };
        std::iter::from_fn(next).skip(1)
    }
}

/// What tells a node from its siblings: its name in lower case, and its number or place.
type Key = (String, u32);

struct Visit<'t> {
    node: Node<'t>,
    path: String,
    depth: usize,
    key: Key,
}

impl<'t> Node<'t> {
    /// Its name as spelled in the dump.
    pub fn name(self) -> &'t str {
        &self.data.name
    }

    /// Its number, if it has one.
    pub fn index(self) -> Option<u32> {
        self.data.index
    }

    /// Its own value; `None` if it is empty or only has children.
    pub fn value(self) -> Option<&'t str> {
        self.data.value.as_deref()
    }

    /// The nodes below it, in order.
    pub fn children(self) -> impl Iterator<Item = Node<'t>> {
        let tree = self.tree;
        self.data
            .children
            .iter()
            .filter_map(move |id| tree.node(*id))
    }

    /// The nodes of one name below it, each with its number or, without one, its place in the order.
    pub fn each(self, name: &str) -> impl Iterator<Item = (u32, Node<'t>)> {
        let named = self.children().filter(move |child| child.is_named(name));
        let mut place = 0;
        named.map(move |child| {
            place += 1;
            (child.data.index.unwrap_or(place), child)
        })
    }

    /// The node at a path below it.
    pub fn find(self, path: &str) -> Option<Self> {
        let mut node = self;
        let mut words = path.split_ascii_whitespace().peekable();
        while let Some(name) = words.next() {
            let number = words.peek().and_then(|word| index(word));
            node = match number.and_then(|number| node.child(name, Some(number))) {
                Some(child) => {
                    words.next();
                    child
                }
                None => node.child(name, None)?,
            };
        }
        Some(node)
    }

    /// The value at a path below it.
    pub fn value_at(self, path: &str) -> Option<&'t str> {
        self.find(path)?.value()
    }

    fn child(self, name: &str, number: Option<u32>) -> Option<Self> {
        let mut named = self.each(name);
        match number {
            None => named.next().map(|(_, child)| child),
            Some(number) => named
                .find(|(own, _)| *own == number)
                .map(|(_, child)| child),
        }
    }

    /// The nodes below it, each with what tells it from the others.
    fn numbered(self) -> impl Iterator<Item = (Key, Self)> {
        let mut places: HashMap<String, u32> = HashMap::new();
        self.children().map(move |child| {
            let name = child.data.name.to_ascii_lowercase();
            let place = places.entry(name.clone()).or_insert(0);
            *place += 1;
            ((name, child.data.index.unwrap_or(*place)), child)
        })
    }

    fn is_named(self, name: &str) -> bool {
        self.data.name.eq_ignore_ascii_case(name)
    }
}

impl PartialEq for Tree {
    fn eq(&self, other: &Self) -> bool {
        let told = |visit: Visit<'_>| (visit.depth, visit.key, visit.node.data.value.clone());
        self.walk().map(told).eq(other.walk().map(told))
    }
}

impl Eq for Tree {}

impl fmt::Debug for Tree {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_map().entries(self.values()).finish()
    }
}

impl fmt::Debug for Node<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Node({} {:?})", self.data.name, self.data.index)
    }
}

/// A number of a path; text with a leading zero is a name.
fn index(word: &str) -> Option<u32> {
    let is_number = word.bytes().all(|octet| octet.is_ascii_digit())
        && (word.len() == 1 || !word.starts_with('0'));
    if is_number { word.parse().ok() } else { None }
}

/// A tree that is being read.
#[derive(Default)]
pub(super) struct Builder {
    tree: Tree,
    known: HashMap<(usize, String, Option<u32>), usize>,
}

/// A node of a tree that is being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Id(usize);

impl Builder {
    /// The root: `Id::default()`.
    pub(super) fn finish(self) -> Tree {
        self.tree
    }

    /// Goes down a path of words, adding what is not there; `None` if the path has no end or the
    /// tree is full.
    pub(super) fn descend(&mut self, from: Id, path: &str) -> Option<Id> {
        let mut id = from;
        for step in steps(path)? {
            id = self.child(id, step.name, step.index)?;
        }
        Some(id)
    }

    /// As [`descend`](Self::descend), but the last node is always a new one.
    pub(super) fn open(&mut self, from: Id, path: &str) -> Option<Id> {
        let steps = steps(path)?;
        let (last, before) = steps.split_last()?;
        let mut id = from;
        for step in before {
            id = self.child(id, step.name, step.index)?;
        }
        if last.index.is_some() {
            return self.child(id, last.name, last.index);
        }
        self.insert(id, last.name, None)
    }

    pub(super) fn child(&mut self, parent: Id, name: &str, index: Option<u32>) -> Option<Id> {
        let key = (parent.0, name.to_ascii_lowercase(), index);
        match self.known.get(&key) {
            Some(id) => Some(Id(*id)),
            None => self.insert(parent, name, index),
        }
    }

    /// A new node; later ones of its name and number go to it.
    pub(super) fn insert(&mut self, parent: Id, name: &str, index: Option<u32>) -> Option<Id> {
        let id = self.tree.add(parent.0, name, index)?;
        let key = (parent.0, name.to_ascii_lowercase(), index);
        self.known.insert(key, id);
        Some(Id(id))
    }

    /// Gives a node its value; the last one counts.
    pub(super) fn set(&mut self, id: Id, value: &str) {
        if let Some(data) = self.tree.nodes.get_mut(id.0) {
            data.value = (!value.is_empty()).then(|| value.to_owned());
        }
    }

    /// Adds to the value of a node.
    pub(super) fn extend(&mut self, id: Id, value: &str) {
        if let Some(data) = self.tree.nodes.get_mut(id.0) {
            data.value.get_or_insert_default().push_str(value);
        }
    }

    /// Removes the blanks around a value.
    pub(super) fn trim(&mut self, id: Id) {
        if let Some(data) = self.tree.nodes.get_mut(id.0) {
            let trimmed = data.value.as_deref().map(str::trim);
            data.value = trimmed.filter(|value| !value.is_empty()).map(str::to_owned);
        }
    }
}

/// Takes a path apart; a number belongs to the name before it.
fn steps(path: &str) -> Option<Vec<Step<'_>>> {
    let mut steps: Vec<Step<'_>> = Vec::new();
    for word in path.split_ascii_whitespace() {
        let is_full = steps.len() == limits::PATH_STEPS;
        match (index(word), steps.last_mut()) {
            (Some(number), Some(last)) if last.index.is_none() => last.index = Some(number),
            _ if is_full => return None,
            _ => steps.push(Step {
                name: word,
                index: None,
            }),
        }
    }
    (!steps.is_empty()).then_some(steps)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(values: &[(&str, &str)]) -> Tree {
        let mut builder = Builder::default();
        for (path, value) in values {
            let id = builder.descend(Id::default(), path).unwrap();
            builder.set(id, value);
        }
        builder.finish()
    }

    #[test]
    fn paths_ignore_case_and_numbers_may_be_left_out_or_counted() {
        let mut builder = Builder::default();
        for title in ["one", "two"] {
            let alarm = builder.open(Id::default(), "Alarms Alarm").unwrap();
            let id = builder.descend(alarm, "Title").unwrap();
            builder.set(id, title);
        }
        let id = builder
            .descend(Id::default(), "Zones Zone 3 Peer 1 Address")
            .unwrap();
        builder.set(id, "10.0.0.1");
        let tree = builder.finish();
        for (path, value) in [
            ("alarms ALARM title", Some("one")),
            ("Alarms Alarm 2 Title", Some("two")),
            ("Alarms Alarm 3 Title", None),
            ("zones zone 3 peer 1 address", Some("10.0.0.1")),
            ("Zones Zone Peer Address", Some("10.0.0.1")),
            ("Zones Zone 1 Peer 1 Address", None),
            ("Zones", None),
            ("", None),
        ] {
            assert_eq!(tree.value(path), value, "{path}");
        }
        let titles: Vec<_> = tree
            .find("Alarms")
            .unwrap()
            .each("alarm")
            .map(|(number, alarm)| (number, alarm.value_at("Title").unwrap()))
            .collect();
        assert_eq!(titles, [(1, "one"), (2, "two")]);
    }

    #[test]
    fn equal_trees_say_the_same_in_the_same_order() {
        let one = tree(&[("A B 1 C", "x"), ("A B 2 C", "y")]);
        assert_eq!(one, tree(&[("a b 1 c", "x"), ("A B 2 C", "y")]));
        assert_eq!(tree(&[("A 1 B", "x")]), tree(&[("A B", "x")]));
        for other in [
            tree(&[("A B 2 C", "y"), ("A B 1 C", "x")]),
            tree(&[("A B 1 C", "x"), ("A B 2 C", "z")]),
            tree(&[("A B 1 C", "x"), ("A B 3 C", "y")]),
            tree(&[("A B 1 C", "x")]),
        ] {
            assert_ne!(one, other);
        }
    }

    #[test]
    fn merging_adds_what_is_missing_and_keeps_what_is_there() {
        let mut own = tree(&[("A Rule 1 Name", "x"), ("B", "1")]);
        let other = tree(&[
            ("A Rule 1 State", "On"),
            ("A Rule 2 Name", "y"),
            ("b", "2"),
            ("C", "3"),
        ]);
        assert_eq!(own.merge(&other), 1);
        let values: Vec<_> = own.values().collect();
        assert_eq!(
            values,
            [
                ("A Rule 1 Name".to_owned(), "x"),
                ("A Rule 1 State".to_owned(), "On"),
                ("A Rule 2 Name".to_owned(), "y"),
                ("B".to_owned(), "1"),
                ("C".to_owned(), "3"),
            ]
        );
        assert_eq!(own.clone().merge(&other), 1);
    }

    #[test]
    fn a_path_without_an_end_is_no_path() {
        let mut builder = Builder::default();
        let long = "A ".repeat(limits::PATH_STEPS + 1);
        assert_eq!(builder.descend(Id::default(), &long), None);
        assert_eq!(builder.descend(Id::default(), "  "), None);
    }
}
