//! JSON: reading the records of a file, and writing a value.

use std::cell::RefCell;
use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::exchange::file_fault::{Fault, check_size};
use crate::exchange::programme::Texts;
use crate::exchange::programme_builder::{ProgrammeBuilder, SourceRecord, texts};
use crate::exchange::sanitize;

/// The maximum number of values that are read, enough for 100,000 sessions.
const MOST: usize = 8_000_000;

/// Reads a file.
///
/// # Errors
/// When it is not JSON, too large or nested too deeply.
pub(super) fn read(text: &str) -> Result<Value, Fault> {
    check_size(text.len())?;
    // Each value follows one of these characters; a file of nothing else would exhaust the memory.
    let values = text.bytes().filter(|byte| matches!(byte, b',' | b'[' | b':')).count();
    if values > MOST {
        let message = format!("the file has more than {MOST} values");
        return Err(Fault::new(message).help("export the programme in parts"));
    }
    serde_json::from_str(text).map_err(|error| {
        let whole = error.to_string();
        let what = whole.split(" at line ").next().unwrap_or(&whole);
        let what = match error.is_eof() {
            true => "it ends in the middle".to_owned(),
            false => what.to_owned(),
        };
        Fault::new(format!("this is not JSON: {what}"))
            .line(error.line().max(1))
            .column(error.column().max(1))
            .help("export or fetch the file again")
    })
}

/// An object that keeps track of the fields that were read; anything else has no fields.
#[derive(Debug)]
pub(super) struct JsonRecord<'a> {
    value: &'a Value,
    /// The whole file, in which the places of faults are looked up.
    file: &'a str,
    read: RefCell<BTreeSet<&'a str>>,
}

impl<'a> JsonRecord<'a> {
    /// A record of a file.
    pub(super) fn new(value: &'a Value, file: &'a str) -> JsonRecord<'a> {
        JsonRecord { value, file, read: RefCell::default() }
    }

    /// Whether it is an object.
    pub(super) fn is_object(&self) -> bool {
        self.value.is_object()
    }

    /// Its fields, without marking them as read.
    pub(super) fn fields(&self) -> impl Iterator<Item = (&'a str, &'a Value)> + use<'a> {
        self.value.as_object().into_iter().flatten().map(|(key, value)| (key.as_str(), value))
    }

    /// The value of a field; null if it is missing.
    pub(super) fn get(&self, name: &str) -> &'a Value {
        match self.value.as_object().and_then(|record| record.get_key_value(name)) {
            Some((key, value)) => {
                self.read.borrow_mut().insert(key);
                value
            }
            None => &Value::Null,
        }
    }

    /// A field that is a record itself.
    pub(super) fn record(&self, name: &str) -> JsonRecord<'a> {
        JsonRecord::new(self.get(name), self.file)
    }

    /// The records of a field that is a list; none if it is not one.
    pub(super) fn records(&self, name: &str) -> impl Iterator<Item = JsonRecord<'a>> + use<'a> {
        let file = self.file;
        let list = self.get(name).as_array().map_or(&[][..], Vec::as_slice);
        list.iter().map(move |value| JsonRecord::new(value, file))
    }

    /// The values of a field that is an object, by their keys; none if it is not one.
    pub(super) fn entries(
        &self,
        name: &str,
    ) -> impl Iterator<Item = (&'a str, JsonRecord<'a>)> + use<'a> {
        let record = self.record(name);
        let file = self.file;
        record.fields().map(move |(key, value)| (key, JsonRecord::new(value, file)))
    }

    /// Its own text, if it is a text and not an object.
    pub(super) fn text(&self) -> String {
        line(self.value)
    }

    /// Marks fields as read, so that they are not reported.
    pub(super) fn skip(&self, names: &[&str]) {
        for name in names {
            self.get(name);
        }
    }

    /// A fault with the line of the first place where a name occurs, unless the fault has a line.
    pub(super) fn near(&self, name: &str, fault: Fault) -> Fault {
        match fault.line {
            Some(_) => fault,
            None => fault.line(line_in(self.file, name)),
        }
    }
}

impl SourceRecord for JsonRecord<'_> {
    fn line(&self, name: &str) -> String {
        line(self.get(name))
    }

    fn lines(&self, name: &str) -> Texts {
        localized(self.get(name), sanitize::line)
    }

    fn blocks(&self, name: &str) -> Texts {
        localized(self.get(name), sanitize::block)
    }

    fn line_number(&self, _: &str) -> Option<usize> {
        None
    }

    fn at(&self, name: &str, fault: Fault) -> Fault {
        self.near(&self.line(name), fault)
    }

    fn left_over(&self, builder: &mut ProgrammeBuilder, place: &str) {
        let read = self.read.borrow();
        for (key, value) in self.fields().filter(|(key, _)| !read.contains(key)) {
            let place = if place.is_empty() { key.to_owned() } else { format!("{place}: {key}") };
            builder.left(None, place, &everything(value));
        }
    }
}

/// A text or number as one line; empty for anything else.
pub(super) fn line(value: &Value) -> String {
    match value {
        Value::String(text) => sanitize::line(text),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    }
}

/// A text, or an object of texts by language.
fn localized(value: &Value, clean: fn(&str) -> String) -> Texts {
    match value {
        Value::String(text) => texts(clean(text)),
        Value::Object(by_tag) => by_tag
            .iter()
            .filter_map(|(tag, text)| {
                let text = clean(text.as_str()?);
                let tag = crate::locale::tag::canonical_tag(tag)?;
                (!text.is_empty()).then_some((tag, text))
            })
            .collect(),
        _ => Texts::new(),
    }
}

/// All texts and numbers in a value.
pub(super) fn everything(value: &Value) -> String {
    match value {
        Value::Null | Value::Bool(false) => String::new(),
        Value::Bool(true) => "true".to_owned(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => sanitize::excerpt(text),
        Value::Array(list) => join(list.iter()),
        Value::Object(record) => join(record.values()),
    }
}

fn join<'a>(values: impl Iterator<Item = &'a Value>) -> String {
    const ENOUGH: usize = 20;
    let texts: Vec<String> =
        values.map(everything).filter(|text| !text.is_empty()).take(ENOUGH).collect();
    sanitize::excerpt(&texts.join(" "))
}

/// The line of the first place where a name occurs.
fn line_in(text: &str, name: &str) -> Option<usize> {
    let at = text.find(&serde_json::to_string(name).ok().filter(|_| !name.is_empty())?)?;
    Some(text[..at].bytes().filter(|byte| *byte == b'\n').count() + 1)
}

/// Adds a field, unless its value is empty.
pub(super) fn put(record: &mut Map<String, Value>, key: &str, value: impl Into<Value>) {
    let value = value.into();
    let empty = match &value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Object(record) => record.is_empty(),
        _ => false,
    };
    if !empty {
        record.insert(key.to_owned(), value);
    }
}

/// A value as a file, without the whitespace that only people need.
pub(super) fn write(value: &Value) -> String {
    let mut text = serde_json::to_string(value).unwrap_or_default();
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn malformed_json_is_reported_with_its_line() {
        for (text, message, line) in [
            ("", "this is not JSON: it ends in the middle", 1),
            ("{\n\"a\": [", "this is not JSON: it ends in the middle", 2),
            ("{\n\"a\": x}", "this is not JSON: expected value", 2),
            ("[1e999]", "this is not JSON: number out of range", 1),
        ] {
            let fault = read(text).expect_err(text);
            assert_eq!((&*fault.message, fault.line), (message, Some(line)));
        }
        assert!(
            read(&"[".repeat(1_000_000)).expect_err("it is deep").message.contains("recursion")
        );
        let fault = read(&",".repeat(MOST + 1)).expect_err("it is large");
        assert_eq!(fault.message, "the file has more than 8000000 values");
    }

    #[test]
    fn everything_is_one_short_text() {
        let value = serde_json::json!({"a": [null, 1, {"b": "c"}], "d": false, "e": true});
        assert_eq!(everything(&value), "1 c true");
    }
}
