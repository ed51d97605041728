//! The fields of a record; reports those that are missing, unknown or misspelt.

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde_yaml::Mapping;

use crate::base::diagnostic::{Diagnostic, Report};
use crate::base::source::Span;
use crate::base::suggest::nearest;
use crate::base::yaml::Node;
use crate::base::yaml::value::key_text;

/// The fields of a record, by name. A field that is never asked for is unknown.
#[derive(Debug)]
pub struct Fields<'a> {
    node: Node<'a>,
    mapping: &'a Mapping,
    known: BTreeSet<&'static str>,
    /// Required fields that are missing, with an example for each.
    missing: Vec<(&'static str, String)>,
}

impl<'a> Fields<'a> {
    pub(super) fn new(node: Node<'a>, mapping: &'a Mapping) -> Fields<'a> {
        Fields { node, mapping, known: BTreeSet::new(), missing: Vec::new() }
    }

    /// The field with this name, if it is present and not empty. An empty text, list or map is empty
    /// too: forms save it for a field that was cleared.
    pub fn get(&mut self, name: &'static str) -> Option<Node<'a>> {
        self.known.insert(name);
        let value = self.mapping.get(name)?;
        let node = Node { file: self.node.file, path: self.node.path.key(name), value };
        (!node.is_empty()).then_some(node)
    }

    /// The field with this name. [`Fields::finish`] reports it if it is missing, but not if it is only
    /// misspelt.
    pub fn require(&mut self, name: &'static str, example: &str) -> Option<Node<'a>> {
        // An empty list or map is passed on: the caller decides what it means here.
        let field = self.get(name).or_else(|| {
            let value = self.mapping.get(name);
            let value = value.filter(|value| !value.is_null() && !value.is_string());
            let path = self.node.path.key(name);
            value.map(|value| Node { file: self.node.file, path, value })
        });
        if field.is_none() {
            self.missing.push((name, example.to_owned()));
        }
        field
    }

    /// The record itself.
    pub fn node(&self) -> &Node<'a> {
        &self.node
    }

    /// The fields of the file that were not asked for so far.
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

    /// Whether a field of the file is probably this one, misspelt.
    pub fn misspelt(&self, name: &str) -> bool {
        self.unknown().iter().any(|(key, _)| nearest(key, self.known.iter().copied()) == Some(name))
    }

    /// Reports missing and unknown fields, with suggestions.
    pub fn finish(self, report: &mut Report) {
        for (key, node) in self.unknown() {
            report.push(self.unknown_field(&key, &node));
        }
        self.report_missing(report);
    }

    /// Reports missing and misspelt fields, when the other fields will not be read.
    pub fn give_up(self, report: &mut Report) {
        for (key, node) in self.unknown() {
            if self.missing.iter().any(|(name, _)| nearest(&key, [*name]).is_some()) {
                report.push(self.unknown_field(&key, &node));
            }
        }
        self.report_missing(report);
    }

    fn report_missing(&self, report: &mut Report) {
        // In a whole file there is nothing to mark.
        let whole = self.node.path.is_root();
        let span = if whole { Span::file(self.node.file) } else { self.node.span() };
        for (name, example) in self.missing.iter().filter(|(name, _)| !self.misspelt(name)) {
            let empty = self.mapping.get(*name).is_some_and(|value| !value.is_null());
            let problem = if empty { "empty" } else { "missing" };
            report.push(
                Diagnostic::error("yaml/missing-field", format!("the field `{name}` is {problem}"))
                    .at(span.clone())
                    .help(format!("add `{name}: {example}`")),
            );
        }
    }

    /// The fault of an unknown field.
    pub fn unknown_field(&self, key: &str, node: &Node<'_>) -> Diagnostic {
        let fault = Diagnostic::error("yaml/unknown-field", format!("unknown field `{key}`"))
            .at(node.key_span());
        fault.suggest(nearest(key, self.known.iter().copied()), || {
            let known: Vec<&str> = self.known.iter().copied().collect();
            format!("the fields here are {}", known.join(", "))
        })
    }
}
