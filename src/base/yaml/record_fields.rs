//! The fields of a record, and saying which are missing, unknown or misspelt.

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde_yaml::Mapping;

use crate::base::diagnostic::{Diagnostic, Report};
use crate::base::source::Span;
use crate::base::suggest::nearest;
use crate::base::yaml::Node;
use crate::base::yaml::value::key_text;

/// The fields of a record: hands them out by name, and knows at the end which nobody asked for.
#[derive(Debug)]
pub struct Fields<'a> {
    node: Node<'a>,
    mapping: &'a Mapping,
    known: BTreeSet<&'static str>,
    /// The fields that must be there and are not, with what could stand there.
    missing: Vec<(&'static str, String)>,
}

impl<'a> Fields<'a> {
    pub(super) fn new(node: Node<'a>, mapping: &'a Mapping) -> Fields<'a> {
        Fields { node, mapping, known: BTreeSet::new(), missing: Vec::new() }
    }

    /// The field with this name, if it is there and not empty.
    pub fn get(&mut self, name: &'static str) -> Option<Node<'a>> {
        self.known.insert(name);
        let value = self.mapping.get(name)?;
        let node = Node { file: self.node.file, path: self.node.path.key(name), value };
        (!node.is_null()).then_some(node)
    }

    /// The field with this name. That it is not there is said by [`Fields::finish`], which knows
    /// whether it is only misspelt.
    pub fn require(&mut self, name: &'static str, example: &str) -> Option<Node<'a>> {
        let field = self.get(name);
        if field.is_none() {
            self.missing.push((name, example.to_owned()));
        }
        field
    }

    /// The record itself.
    pub fn node(&self) -> &Node<'a> {
        &self.node
    }

    /// The names in the file that nobody has asked for yet, with the place of each.
    pub fn unknown(&self) -> Vec<(Cow<'a, str>, Node<'a>)> {
        self.mapping
            .iter()
            .filter_map(|(key, value)| {
                let key = key_text(key);
                let path = self.node.path.key(&key);
                (!self.known.contains(&*key))
                    .then_some((key, Node { file: self.node.file, path, value }))
            })
            .collect()
    }

    /// Whether a name in the file is probably this one, misspelt.
    pub fn misspelt(&self, name: &str) -> bool {
        self.unknown().iter().any(|(key, _)| nearest(key, self.known.iter().copied()) == Some(name))
    }

    /// Says which fields are missing, and of every name that nobody asked for that it is unknown,
    /// with what was probably meant.
    pub fn finish(self, report: &mut Report) {
        for (key, node) in self.unknown() {
            report.push(self.unknown_field(&key, &node));
        }
        self.say_missing(report);
    }

    /// Says which fields are missing, when the others will not be read: one that is there under
    /// nearly its name is said to be misspelt.
    pub fn give_up(self, report: &mut Report) {
        for (key, node) in self.unknown() {
            if self.missing.iter().any(|(name, _)| nearest(&key, [*name]).is_some()) {
                report.push(self.unknown_field(&key, &node));
            }
        }
        self.say_missing(report);
    }

    fn say_missing(&self, report: &mut Report) {
        // A whole file has no word that could be marked for what is not in it.
        let whole = self.node.path.is_root();
        let span = if whole { Span::file(self.node.file) } else { self.node.span() };
        for (name, example) in self.missing.iter().filter(|(name, _)| !self.misspelt(name)) {
            report.push(
                Diagnostic::error("yaml/missing-field", format!("the field `{name}` is missing"))
                    .at(span.clone())
                    .help(format!("add `{name}: {example}`")),
            );
        }
    }

    /// The fault of a field that this record does not have.
    pub fn unknown_field(&self, key: &str, node: &Node<'_>) -> Diagnostic {
        let fault = Diagnostic::error("yaml/unknown-field", format!("unknown field `{key}`"))
            .at(node.key_span());
        match nearest(key, self.known.iter().copied()) {
            Some(meant) => fault.help(format!("did you mean `{meant}`?")),
            None => {
                let known: Vec<&str> = self.known.iter().copied().collect();
                fault.help(format!("the fields here are {}", known.join(", ")))
            }
        }
    }
}
