//! Values of the YAML crate: describing them in messages, and converting them to JSON.

use std::borrow::Cow;

use serde_yaml::Value;

/// A key as text, even if YAML reads it as a number or a Boolean.
pub(super) fn key_text(key: &Value) -> Cow<'_, str> {
    match key {
        Value::String(text) => text.into(),
        Value::Number(number) => number.to_string().into(),
        Value::Bool(boolean) => boolean.to_string().into(),
        other => describe(other).into(),
    }
}

/// The words that describe a value in a message.
pub(super) fn describe(value: &Value) -> String {
    match value {
        Value::Null => "nothing".into(),
        Value::Bool(boolean) => format!("`{boolean}`"),
        Value::Number(number) => format!("the number {number}"),
        Value::String(text) if text.chars().count() <= 30 => format!("the text `{text}`"),
        Value::String(_) => "a text".into(),
        Value::Sequence(_) => "a list".into(),
        Value::Mapping(_) => "named fields".into(),
        Value::Tagged(tagged) => format!("the tag `{}`", tagged.tag),
    }
}

/// A value as JSON; what JSON cannot express (tags, keys that are lists) is left out.
pub(super) fn to_json(value: &Value) -> serde_json::Value {
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
            .map(|(key, value)| (key_text(key).into_owned(), to_json(value)))
            .collect::<serde_json::Map<_, _>>()
            .into(),
        Value::Tagged(tagged) => to_json(&tagged.value),
    }
}
