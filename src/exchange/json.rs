//! JSON: a file as a value, and what is read of it.

use serde_json::{Map, Value};

use crate::exchange::clean;
use crate::exchange::fault::{Fault, check_size};
use crate::exchange::gather::{Gather, texts};
use crate::exchange::programme::Texts;

/// The most values that are read; those of 100,000 sessions.
const MOST: usize = 8_000_000;

/// Reads a file.
///
/// # Errors
/// When it is no JSON, too large or too deep.
pub(in crate::exchange) fn read(text: &str) -> Result<Value, Fault> {
    check_size(text.len())?;
    // Each value stands behind one of these; a file of nothing else would need all memory there is.
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
        Fault::new(format!("this is no JSON: {what}"))
            .line(error.line().max(1))
            .column(error.column().max(1))
            .help("export or fetch the file again")
    })
}

/// The value of a key; null if it is not there.
pub(in crate::exchange) fn get<'a>(value: &'a Value, key: &str) -> &'a Value {
    value.get(key).unwrap_or(&Value::Null)
}

/// A text or number as one line; empty for anything else.
pub(in crate::exchange) fn line(value: &Value) -> String {
    match value {
        Value::String(text) => clean::line(text),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    }
}

/// The text or number of a key as one line.
pub(in crate::exchange) fn line_of(value: &Value, key: &str) -> String {
    line(get(value, key))
}

/// The entries of a list; none if it is not one.
pub(in crate::exchange) fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    get(value, key).as_array().map_or(&[], Vec::as_slice)
}

/// A text, or a record of texts by language.
pub(in crate::exchange) fn localized(value: &Value, clean: fn(&str) -> String) -> Texts {
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

/// What a record says besides what was read of it. What says nothing is not missed.
pub(in crate::exchange) fn others(gather: &mut Gather, value: &Value, known: &[&str], place: &str) {
    let Some(record) = value.as_object() else { return };
    for (key, value) in record {
        if !known.contains(&key.as_str()) {
            let place = if place.is_empty() { key.clone() } else { format!("{place}: {key}") };
            gather.left(None, place, &everything(value));
        }
    }
}

/// All texts and numbers in a value.
pub(in crate::exchange) fn everything(value: &Value) -> String {
    match value {
        Value::Null | Value::Bool(false) => String::new(),
        Value::Bool(true) => "true".to_owned(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => clean::excerpt(text),
        Value::Array(list) => join(list.iter()),
        Value::Object(record) => join(record.values()),
    }
}

fn join<'a>(values: impl Iterator<Item = &'a Value>) -> String {
    const ENOUGH: usize = 20;
    let texts: Vec<String> =
        values.map(everything).filter(|text| !text.is_empty()).take(ENOUGH).collect();
    clean::excerpt(&texts.join(" "))
}

/// The line of a fault of something, by the first place where its name stands.
pub(in crate::exchange) fn line_in(text: &str, name: &str) -> Option<usize> {
    let at = text.find(&serde_json::to_string(name).ok().filter(|_| !name.is_empty())?)?;
    Some(text[..at].bytes().filter(|byte| *byte == b'\n').count() + 1)
}

/// Adds an entry, unless the value says nothing.
pub(in crate::exchange) fn put(
    record: &mut Map<String, Value>,
    key: &str,
    value: impl Into<Value>,
) {
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

/// A value as a file. It is for programs: without the space that only people need.
pub(in crate::exchange) fn write(value: &Value) -> String {
    let mut text = serde_json::to_string(value).unwrap_or_default();
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_json_is_said_with_its_place() {
        for (text, message, line) in [
            ("", "this is no JSON: it ends in the middle", 1),
            ("{\n\"a\": [", "this is no JSON: it ends in the middle", 2),
            ("{\n\"a\": x}", "this is no JSON: expected value", 2),
            ("[1e999]", "this is no JSON: number out of range", 1),
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
    fn a_list_of_everything_is_short() {
        let value = serde_json::json!({"a": [null, 1, {"b": "c"}], "d": false, "e": true});
        assert_eq!(everything(&value), "1 c true");
    }
}
