//! The fence around the YAML crate: the only module that names it.
//!
//! A text is parsed into a [`Document`]; its values are read through [`Node`] and [`Fields`], which
//! say every fault with its place and go on, so that one run shows all of them. Values carry no
//! positions: a [`KeyPath`] is turned into a byte of the text only when somebody asks ([`find`]),
//! by walking to it again and failing there on purpose, since the parser stamps its position on
//! every error.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use serde::de::{
    DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde_yaml::{Mapping, Value};

use crate::base::diagnostic::{Diagnostic, Report};
use crate::base::source::{At, FileId, Span};
use crate::base::suggest::nearest;

/// The way from a document's root to one of its values. Cheap to clone and to lengthen.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct KeyPath(Option<Arc<(KeyPath, Step)>>);

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Step {
    Key(Arc<str>),
    Index(usize),
}

impl KeyPath {
    /// The document's root.
    pub fn root() -> KeyPath {
        KeyPath(None)
    }

    /// The value of a key below this one.
    #[must_use]
    pub fn key(&self, key: &str) -> KeyPath {
        KeyPath(Some(Arc::new((self.clone(), Step::Key(key.into())))))
    }

    /// The item at a position (from 0) below this one.
    #[must_use]
    pub fn index(&self, index: usize) -> KeyPath {
        KeyPath(Some(Arc::new((self.clone(), Step::Index(index)))))
    }

    fn steps(&self) -> Vec<&Step> {
        let mut steps = Vec::new();
        let mut path = self;
        while let Some(node) = &path.0 {
            steps.push(&node.1);
            path = &node.0;
        }
        steps.reverse();
        steps
    }
}

impl fmt::Display for KeyPath {
    /// As `days[0].sessions[2].title`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, step) in self.steps().into_iter().enumerate() {
            match step {
                Step::Key(key) if i == 0 => write!(f, "{key}")?,
                Step::Key(key) => write!(f, ".{key}")?,
                Step::Index(index) => write!(f, "[{index}]")?,
            }
        }
        Ok(())
    }
}

impl fmt::Debug for KeyPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyPath({self})")
    }
}

/// Which part of a mapping's entry is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The key before the colon.
    Key,
    /// The value behind it.
    Value,
}

/// A parsed YAML text.
#[derive(Clone, Debug)]
pub struct Document {
    file: FileId,
    value: Value,
}

impl Document {
    /// Parses a text, or says why it is no YAML.
    ///
    /// `first_line` is the number of lines above the text in its file: a front matter's YAML begins
    /// below its `---`.
    pub fn parse(
        file: FileId,
        text: &str,
        first_line: usize,
        report: &mut Report,
    ) -> Option<Document> {
        match serde_yaml::from_str::<Value>(text) {
            Ok(value) => Some(Document { file, value }),
            Err(error) => {
                report.push(syntax(file, text, first_line, &error));
                None
            }
        }
    }

    /// The document's outermost value.
    pub fn root(&self) -> Node<'_> {
        Node { file: self.file, path: KeyPath::root(), value: &self.value }
    }
}

/// A value of a document, with the way to it.
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

    /// The place of the key in front of the value.
    pub fn key_span(&self) -> Span {
        Span { file: self.file, at: At::Key(self.path.clone()) }
    }

    /// Whether nothing stands behind the key (`title:`), or `null` or `~`.
    pub fn is_null(&self) -> bool {
        self.value.is_null()
    }

    /// Whether the value is a mapping (`{da: …}`).
    pub fn is_mapping(&self) -> bool {
        self.value.is_mapping()
    }

    /// The text, without a fault if it is none.
    pub fn as_text(&self) -> Option<&'a str> {
        self.value.as_str()
    }

    /// A text. `wanted` says what it should be (`an id`), and `example` how to write it.
    pub fn text(&self, wanted: &str, example: &str, report: &mut Report) -> Option<&'a str> {
        let text = self.as_text();
        if text.is_none() {
            report.push(self.wrong_type(wanted, example));
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

    /// The items of a list; nothing at all counts as an empty one.
    pub fn list(&self, example: &str, report: &mut Report) -> Vec<Node<'a>> {
        match self.value {
            Value::Null => Vec::new(),
            Value::Sequence(items) => items
                .iter()
                .enumerate()
                .map(|(i, value)| Node { file: self.file, path: self.path.index(i), value })
                .collect(),
            _ => {
                report.push(self.wrong_type("a list", example));
                Vec::new()
            }
        }
    }

    /// The entries of a mapping, in the order of the file, by key.
    ///
    /// A key that is not text is a fault.
    pub fn entries(&self, example: &str, report: &mut Report) -> Vec<(&'a str, Node<'a>)> {
        let Some(mapping) = self.mapping(example, report) else { return Vec::new() };
        let mut entries = Vec::with_capacity(mapping.len());
        for (key, value) in mapping {
            match key.as_str() {
                Some(key) => {
                    entries.push((key, Node { file: self.file, path: self.path.key(key), value }));
                }
                None => report.push(
                    Diagnostic::error("yaml/wrong-type", "a key must be text")
                        .at(self.span())
                        .help("put the key in quotes"),
                ),
            }
        }
        entries
    }

    /// The fields of a record.
    pub fn fields(&self, example: &str, report: &mut Report) -> Option<Fields<'a>> {
        let mapping = self.mapping(example, report)?;
        Some(Fields { node: self.clone(), mapping, known: BTreeSet::new() })
    }

    fn mapping(&self, example: &str, report: &mut Report) -> Option<&'a Mapping> {
        // An empty file is an empty record.
        static EMPTY: std::sync::OnceLock<Mapping> = std::sync::OnceLock::new();
        match self.value {
            Value::Null if self.path.0.is_none() => Some(EMPTY.get_or_init(Mapping::new)),
            Value::Mapping(mapping) => Some(mapping),
            _ => {
                report.push(self.wrong_type("fields with a name each", example));
                None
            }
        }
    }

    /// The value as JSON, for `extra`. What JSON cannot say (tags, keys that are lists) is left out.
    pub fn to_json(&self) -> serde_json::Value {
        to_json(self.value)
    }

    /// The fault of a value that is of another kind than it should be.
    pub fn wrong_type(&self, wanted: &str, example: &str) -> Diagnostic {
        let found = describe(self.value);
        let fault =
            Diagnostic::error("yaml/wrong-type", format!("expected {wanted}, found {found}"))
                .at(self.span());
        match example {
            "" => fault,
            _ => fault.help(format!("write `{example}`")),
        }
    }
}

/// The fields of a record: hands them out by name, and knows at the end which nobody asked for.
#[derive(Debug)]
pub struct Fields<'a> {
    node: Node<'a>,
    mapping: &'a Mapping,
    known: BTreeSet<&'static str>,
}

impl<'a> Fields<'a> {
    /// The field with this name, if it is there and not empty.
    pub fn get(&mut self, name: &'static str) -> Option<Node<'a>> {
        self.known.insert(name);
        let value = self.mapping.get(name)?;
        let node = Node { file: self.node.file, path: self.node.path.key(name), value };
        (!node.is_null()).then_some(node)
    }

    /// The field with this name; a fault if it is not there.
    pub fn require(
        &mut self,
        name: &'static str,
        example: &str,
        report: &mut Report,
    ) -> Option<Node<'a>> {
        let field = self.get(name);
        if field.is_none() {
            report.push(
                Diagnostic::error("yaml/missing-field", format!("the field `{name}` is missing"))
                    .at(self.node.span())
                    .help(format!("add `{name}: {example}`")),
            );
        }
        field
    }

    /// The record itself.
    pub fn node(&self) -> &Node<'a> {
        &self.node
    }

    /// The names in the file that nobody has asked for yet, with the place of each.
    pub fn unknown(&self) -> Vec<(&'a str, Node<'a>)> {
        self.mapping
            .iter()
            .filter_map(|(key, value)| {
                let key = key.as_str()?;
                let path = self.node.path.key(key);
                (!self.known.contains(key))
                    .then_some((key, Node { file: self.node.file, path, value }))
            })
            .collect()
    }

    /// Says of every name that nobody asked for that it is unknown, with what was probably meant.
    pub fn finish(self, report: &mut Report) {
        for (key, node) in self.unknown() {
            report.push(self.unknown_field(key, &node));
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

/// What a value is, for a message.
fn describe(value: &Value) -> String {
    match value {
        Value::Null => "nothing".into(),
        Value::Bool(boolean) => format!("`{boolean}`"),
        Value::Number(number) => format!("the number {number}"),
        Value::String(text) if text.chars().count() <= 30 => format!("the text `{text}`"),
        Value::String(_) => "a text".into(),
        Value::Sequence(_) => "a list".into(),
        Value::Mapping(_) => "fields with a name each".into(),
        Value::Tagged(tagged) => format!("the tag `{}`", tagged.tag),
    }
}

fn to_json(value: &Value) -> serde_json::Value {
    match value {
        Value::Null => serde_json::Value::Null,
        Value::Bool(boolean) => (*boolean).into(),
        Value::Number(number) => match (number.as_i64(), number.as_u64(), number.as_f64()) {
            (Some(integer), _, _) => integer.into(),
            (_, Some(integer), _) => integer.into(),
            (_, _, Some(float)) => float.into(),
            _ => serde_json::Value::Null,
        },
        Value::String(text) => text.as_str().into(),
        Value::Sequence(items) => items.iter().map(to_json).collect(),
        Value::Mapping(mapping) => mapping
            .iter()
            .filter_map(|(key, value)| Some((key.as_str()?.to_owned(), to_json(value))))
            .collect::<serde_json::Map<_, _>>()
            .into(),
        Value::Tagged(tagged) => to_json(&tagged.value),
    }
}

/// A text that is not YAML, in words for the one who wrote it.
fn syntax(file: FileId, text: &str, first_line: usize, error: &serde_yaml::Error) -> Diagnostic {
    let raw = error.to_string();
    let (message, help) = explain(&raw, text, error.location().map(|at| at.line()));
    let fault = Diagnostic::error("yaml/syntax", message);
    let fault = match error.location() {
        Some(at) => {
            fault.at(Span { file, at: At::LineColumn(at.line() + first_line, at.column()) })
        }
        None => fault.at(Span::file(file)),
    };
    match help {
        Some(help) => fault.help(help),
        None => fault,
    }
}

/// Turns the parser's message into what is wrong and what to do about it.
fn explain(raw: &str, text: &str, line: Option<usize>) -> (String, Option<&'static str>) {
    let line = line.and_then(|line| text.lines().nth(line.saturating_sub(1))).unwrap_or("");
    let has = |part: &str| raw.contains(part);
    if line.trim_start_matches(' ').starts_with('\t')
        || (has("cannot start any token") && line.contains('\t'))
    {
        return ("a tab cannot indent".into(), Some("indent with spaces"));
    }
    if has("mapping values are not allowed") {
        return (
            "a colon stands where no field can begin".into(),
            Some(
                "put a text that contains `: ` in quotes, and check that the line above is complete",
            ),
        );
    }
    if has("duplicate entry with key") {
        let key = raw.split('"').nth(1).unwrap_or("");
        return (format!("the key `{key}` is given twice"), Some("keep one of the two"));
    }
    if has("did not find expected key") || has("did not find expected '-' indicator") {
        return (
            "the indentation does not fit the lines above".into(),
            Some("begin the fields of one record in the same column, each item with `- `"),
        );
    }
    if has("unexpected end of stream") || has("did not find expected ',' or") {
        return (
            "a quote or bracket is not closed".into(),
            Some("close it, or put the whole text in quotes"),
        );
    }
    if has("cannot start any token") || has("did not find expected alphabetic") {
        return ("a text cannot begin with this character".into(), Some("put the text in quotes"));
    }
    if has("unknown anchor") {
        return (
            "this `*name` refers to nothing".into(),
            Some("put a text that begins with `*` in quotes"),
        );
    }
    if has("repetition limit exceeded") {
        return (
            "the aliases unfold to far more than they should".into(),
            Some("write the values out"),
        );
    }
    if has("recursion limit exceeded") {
        return ("the values are nested too deeply".into(), None);
    }
    if has("more than one document") {
        return ("a second document begins here".into(), Some("remove the line `---`"));
    }
    let plain = raw.split(" at line ").next().unwrap_or(raw);
    (plain.to_owned(), None)
}

/// The byte at which a key or value begins, or `None` if the text has no such path.
///
/// A value behind an alias is found at its anchor.
pub fn find(text: &str, path: &KeyPath, part: Part) -> Option<usize> {
    let steps = path.steps();
    let seek = Seek { steps: &steps, part };
    let error = seek.deserialize(serde_yaml::Deserializer::from_str(text)).err()?;
    let at = error.location().filter(|_| error.to_string().contains(FOUND))?;
    Some(skip_space(text, at.index()))
}

/// What marks the error that means success.
const FOUND: &str = "\u{1}found";

/// The parser's position may be in front of the spaces before a value.
fn skip_space(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or("");
    at + (rest.len() - rest.trim_start_matches([' ', '\n', '\r']).len())
}

/// Walks to a path and fails there.
struct Seek<'s> {
    steps: &'s [&'s Step],
    part: Part,
}

impl<'de> DeserializeSeed<'de> for Seek<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        match self.steps.first() {
            None => deserializer.deserialize_any(Fail),
            Some(Step::Key(_)) => deserializer.deserialize_map(self),
            Some(Step::Index(_)) => deserializer.deserialize_seq(self),
        }
    }
}

impl<'de> Visitor<'de> for Seek<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the value that a path leads to")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Some((Step::Key(wanted), rest)) = self.steps.split_first() else { return Ok(()) };
        let at_key = rest.is_empty() && self.part == Part::Key;
        while let Some(here) = map.next_key_seed(KeySeek { wanted, fail: at_key })? {
            if here {
                return map.next_value_seed(Seek { steps: rest, part: self.part });
            }
            map.next_value::<IgnoredAny>()?;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let Some((Step::Index(wanted), rest)) = self.steps.split_first() else { return Ok(()) };
        for _ in 0..*wanted {
            if seq.next_element::<IgnoredAny>()?.is_none() {
                return Ok(());
            }
        }
        seq.next_element_seed(Seek { steps: rest, part: self.part }).map(|_| ())
    }
}

/// Compares one key, and fails at it when it is the place that is sought.
struct KeySeek<'s> {
    wanted: &'s str,
    fail: bool,
}

impl<'de> DeserializeSeed<'de> for KeySeek<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for KeySeek<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: serde::de::Error>(self, key: &str) -> Result<bool, E> {
        match key == self.wanted {
            true if self.fail => Err(E::custom(FOUND)),
            same => Ok(same),
        }
    }

    fn visit_bool<E: serde::de::Error>(self, _: bool) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_i64<E: serde::de::Error>(self, _: i64) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_u64<E: serde::de::Error>(self, _: u64) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_f64<E: serde::de::Error>(self, _: f64) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<bool, E> {
        Ok(false)
    }
}

/// Fails at whatever it is given.
struct Fail;

impl<'de> Visitor<'de> for Fail {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(FOUND)
    }

    fn visit_map<A: MapAccess<'de>>(self, _: A) -> Result<(), A::Error> {
        Err(A::Error::custom(FOUND))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, _: A) -> Result<(), A::Error> {
        Err(A::Error::custom(FOUND))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "languages: [da, zh-Hans]\r\n\
        days:\n\
        - date: 2018-11-20\n  sessions:\n  - {id: a, title: {da: \"Åben\", en: x}}\n  - id: b\n    text: |\n      long\n\
        \"quoted key\": 'x'\n\
        base: &base {a: 1}\n\
        other: *base\n";

    fn found(path: &KeyPath, part: Part) -> &'static str {
        find(TEXT, path, part).map_or("", |at| &TEXT[at..])
    }

    #[test]
    fn finds_values_and_keys() {
        let root = KeyPath::root();
        let session = root.key("days").index(0).key("sessions");
        for (path, start) in [
            (root.key("languages").index(1), "zh-Hans]"),
            (root.key("days").index(0).key("date"), "2018-11-20"),
            (session.index(0).key("title").key("da"), "\"Åben\""),
            (session.index(1).key("id"), "b\n"),
            (session.index(1).key("text"), "|\n"),
            (root.key("quoted key"), "'x'"),
            (session.index(0), "{id: a"),
        ] {
            assert!(
                found(&path, Part::Value).starts_with(start),
                "{path}: {}",
                found(&path, Part::Value)
            );
        }
        let title = session.index(0).key("title");
        assert!(found(&title, Part::Key).starts_with("title:"), "{}", found(&title, Part::Key));
        assert!(found(&root.key("quoted key"), Part::Key).starts_with("\"quoted key\":"));
        assert_eq!(find(TEXT, &root.key("nothing"), Part::Value), None);
        assert_eq!(find(TEXT, &root.key("days").index(7), Part::Value), None);
    }

    #[test]
    fn paths_read_as_people_write_them() {
        assert_eq!(KeyPath::root().key("days").index(0).key("id").to_string(), "days[0].id");
    }
}
