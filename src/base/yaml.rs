//! Reading and changing YAML; only this module and those inside it use the YAML crates.
//!
//! A text is parsed into a [`Document`]. Its values are read through [`Node`] and [`Fields`], which
//! report every fault with its place and continue, so that one run shows all of them. A place is a
//! [`KeyPath`]; [`marks`] turns it into bytes of the text.

mod aliases;
pub mod change;
pub mod emit;
mod explain;
mod lookalikes;
pub mod marks;
pub(in crate::base) mod path;
mod record_fields;
mod value;

use std::borrow::Cow;

use serde_yaml::{Mapping, Value};

use crate::base::diagnostic::{Diagnostic, Report};
use crate::base::source::{At, FileId, Span};

use explain::{fault, syntax};
pub use path::KeyPath;
pub use record_fields::Fields;
use value::{describe, key_text, to_json};

/// A parsed YAML text.
#[derive(Clone, Debug)]
pub struct Document {
    file: FileId,
    value: Value,
}

impl Document {
    /// Parses a text; reports it if it is not YAML, or if lines that are meant as fields or items are
    /// read as a text because of a character that looks like another.
    ///
    /// `start` is the byte at which the text begins in its file: a front matter begins after `---`.
    pub fn parse(file: FileId, text: &str, start: usize, report: &mut Report) -> Option<Document> {
        if let Some(explained) = aliases::too_large(text) {
            report.push(fault(file, start, explained));
            return None;
        }
        match serde_yaml::from_str::<Value>(text) {
            Ok(value) => {
                let swallowed = lookalikes::swallowed(text);
                if swallowed.is_empty() {
                    return Some(Document { file, value });
                }
                report.extend(swallowed.into_iter().map(|one| fault(file, start, one)));
                None
            }
            Err(error) => {
                report.push(syntax(file, text, start, &error));
                None
            }
        }
    }

    /// A text as JSON, like [`Node::to_json`]; `None`, without a report, if it is not YAML.
    pub fn parse_quietly(text: &str) -> Option<serde_json::Value> {
        let whole = aliases::too_large(text).is_none();
        let value = whole.then(|| serde_yaml::from_str::<Value>(text).ok()).flatten();
        value.map(|value| to_json(&value))
    }

    /// The document's outermost value.
    pub fn root(&self) -> Node<'_> {
        Node { file: self.file, path: KeyPath::root(), value: &self.value }
    }
}

/// A value of a document, with its path.
#[derive(Clone, Debug)]
pub struct Node<'a> {
    file: FileId,
    path: KeyPath,
    value: &'a Value,
}

impl<'a> Node<'a> {
    /// The place of the value.
    pub fn span(&self) -> Span {
        Span { file: self.file, at: At::Value(self.path.clone()) }
    }

    /// The place of the value's key.
    pub fn key_span(&self) -> Span {
        Span { file: self.file, at: At::Key(self.path.clone()) }
    }

    /// The value's key; `None` for an item of a list and for the root.
    pub fn name(&self) -> Option<&str> {
        self.path.name()
    }

    /// Whether the value is empty (`title:`), `null` or `~`.
    pub fn is_null(&self) -> bool {
        self.value.is_null()
    }

    /// Whether there is no value, or one with nothing in it: `''`, `[]` or `{}`.
    pub fn is_empty(&self) -> bool {
        match self.value {
            Value::Null => true,
            Value::String(text) => text.trim().is_empty(),
            Value::Sequence(items) => items.is_empty(),
            Value::Mapping(map) => map.is_empty(),
            _ => false,
        }
    }

    /// Whether the value is a mapping (`{da: …}`).
    pub fn is_mapping(&self) -> bool {
        matches!(self.value, Value::Mapping(_))
    }

    /// Whether the value is a list.
    pub fn is_list(&self) -> bool {
        matches!(self.value, Value::Sequence(_))
    }

    /// The text; `None`, without a fault, for other values. A text after a tag does not count: in
    /// `!Green solutions` the tag is meant as a word.
    pub fn as_text(&self) -> Option<&'a str> {
        match self.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// The number; `None`, without a fault, for other values.
    pub fn as_number(&self) -> Option<f64> {
        self.value.as_f64()
    }

    /// A text. `wanted` names what it should be (`an id`), `example` shows how to write it.
    pub fn text(&self, wanted: &str, example: &str, report: &mut Report) -> Option<&'a str> {
        let text = self.as_text();
        if text.is_none() {
            let fault = self.wrong_type(wanted, example);
            report.push(match self.value {
                Value::Number(_) | Value::Bool(_) if example.starts_with('"') => {
                    fault.help(format!("put it in quotes: `{example}`"))
                }
                Value::Number(_) | Value::Bool(_) => fault.help("put it in quotes"),
                _ => fault,
            });
        }
        text
    }

    /// `true` or `false`.
    pub fn boolean(&self, report: &mut Report) -> Option<bool> {
        let boolean = self.value.as_bool();
        if boolean.is_none() {
            report.push(self.wrong_type("`true` or `false`", "true"));
        }
        boolean
    }

    /// The items of a list; an empty value counts as an empty list.
    pub fn list(&self, example: &str, report: &mut Report) -> Vec<Node<'a>> {
        match self.value {
            Value::Null => Vec::new(),
            Value::Sequence(items) => items
                .iter()
                .enumerate()
                // An item that was cleared.
                .filter(|(_, item)| item.as_str().is_none_or(|text| !text.trim().is_empty()))
                .map(|(i, value)| Node { file: self.file, path: self.path.index(i), value })
                .collect(),
            _ => {
                report.push(self.wrong_type("a list", example));
                Vec::new()
            }
        }
    }

    /// The entries of a mapping, in the order of the file, by key.
    pub fn entries(&self, example: &str, report: &mut Report) -> Vec<(Cow<'a, str>, Node<'a>)> {
        let Some(mapping) = self.mapping(example, report) else { return Vec::new() };
        mapping
            .iter()
            .map(|(key, value)| {
                let key = key_text(key);
                let path = self.path.key(&key);
                (key, Node { file: self.file, path, value })
            })
            .collect()
    }

    /// The fields of a record.
    pub fn fields(&self, example: &str, report: &mut Report) -> Option<Fields<'a>> {
        let mapping = self.mapping(example, report)?;
        Some(Fields::new(self.clone(), mapping))
    }

    fn mapping(&self, example: &str, report: &mut Report) -> Option<&'a Mapping> {
        // An empty file is an empty record.
        static EMPTY: std::sync::OnceLock<Mapping> = std::sync::OnceLock::new();
        match self.value {
            Value::Null if self.path.is_root() => Some(EMPTY.get_or_init(Mapping::new)),
            Value::Mapping(mapping) => Some(mapping),
            _ => {
                report.push(self.wrong_type("named fields", example));
                None
            }
        }
    }

    /// The value as JSON, for `extra`, without what JSON cannot express (tags, keys that are lists).
    pub fn to_json(&self) -> serde_json::Value {
        to_json(self.value)
    }

    /// The fault of a value of the wrong type.
    pub fn wrong_type(&self, wanted: &str, example: &str) -> Diagnostic {
        let found = describe(self.value);
        let fault =
            Diagnostic::error("yaml/wrong-type", format!("expected {wanted}, found {found}"))
                .at(self.span());
        match (self.value, example) {
            (Value::Tagged(tagged), _) => fault.help(format!(
                "remove `{}`, or put a text that begins with `!` in quotes",
                tagged.tag
            )),
            (_, "") => fault,
            _ => fault.help(format!("write `{example}`")),
        }
    }
}
