//! The facts of a session of the site, as an import would write them.

use jiff::civil::{Date, Time};
use serde_json::Value as Json;

use crate::tools::import::existing::{fact, other, texts};
use crate::tools::import::facts::{Facts, Field, SessionTime, TIME, TimeSlot, Value};

/// The facts that an import may write, without times and places.
const FACTS: [&str; 11] = [
    "kind",
    "status",
    "all_day",
    "recording",
    "stream",
    "guid",
    "tracks",
    "held_in",
    "speakers",
    "documents",
    "links",
];

/// The facts that an import does not write, since they are the default.
const DEFAULTS: [(&str, &str); 2] = [("kind", "session"), ("status", "confirmed")];

/// The facts and texts of a session under a day, or without a day.
pub(super) fn facts(json: &Json, day: Option<Date>) -> Facts {
    let mut facts = Facts::new();
    texts(json, "title", &mut facts);
    texts(json, "summary", &mut facts);
    for name in FACTS {
        let Some(value) = json.get(name) else { continue };
        let value = match name {
            "tracks" | "held_in" => words(value, ""),
            "speakers" => words(value, "speaker"),
            "documents" | "links" => links(value),
            _ => fact(value),
        };
        facts.insert(Field::fact(name), value);
    }
    facts.retain(|field, value| {
        let is_default = |(name, usual): &(&str, &str)| {
            field.name == *name && *value == Value::Text((*usual).to_owned())
        };
        !DEFAULTS.iter().any(is_default)
    });
    times(json, day, &mut facts);
    facts
}

fn times(json: &Json, day: Option<Date>, facts: &mut Facts) {
    if let Some(slots) = json.get("slots") {
        let found = slots.as_array().and_then(|slots| {
            let slots = slots.iter().map(|slot| {
                let date = slot.get("date").and_then(Json::as_str);
                let day = date.map_or(day, |date| date.parse().ok());
                let id = slot.get("id").and_then(Json::as_str).unwrap_or("").to_owned();
                Some(TimeSlot { id, when: when(slot, day?)?, places: places(slot)? })
            });
            slots.collect::<Option<Vec<TimeSlot>>>()
        });
        let value = found.map_or_else(|| other(slots), Value::Slots);
        facts.insert(Field::fact("slots"), value);
        return;
    }
    if let Some(day) = day {
        let unread = || {
            let parts = ["start", "end", "fold"].map(|name| json.get(name));
            Value::Other(format!("{day} {parts:?}"))
        };
        let value = when(json, day).map_or_else(unread, Value::Time);
        facts.insert(Field::fact(TIME), value);
    }
    if let Some(value) = json.get("places") {
        facts.insert(Field::fact("places"), words(value, ""));
    }
}

/// Start and end on a day; `None` if they are malformed.
fn when(json: &Json, day: Date) -> Option<SessionTime> {
    let time = |name: &str| match json.get(name) {
        None | Some(Json::Null) => Some(None),
        Some(value) => value.as_str().and_then(time_of_day).map(Some),
    };
    let fold = match json.get("fold").and_then(Json::as_str) {
        Some("earlier") => Some("earlier"),
        Some("later") => Some("later"),
        _ => None,
    };
    Some(SessionTime { day, start: time("start")?, end: time("end")?, fold })
}

/// `9:30` or `09:30`.
pub(in crate::tools::import) fn time_of_day(text: &str) -> Option<Time> {
    let (hour, minute) = text.trim().split_once(':')?;
    Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
}

fn places(json: &Json) -> Option<Vec<String>> {
    match json.get("places").map(|value| words(value, "")) {
        None => Some(Vec::new()),
        Some(Value::Words(words)) => Some(words),
        Some(_) => None,
    }
}

/// A list of words, or a single word. An item with further details has its word in a field.
fn words(value: &Json, field: &str) -> Value {
    let word = |item: &Json| match item {
        Json::String(text) => Some(text.clone()),
        Json::Object(map) => map.get(field)?.as_str().map(str::to_owned),
        _ => None,
    };
    let found = match value {
        Json::Array(items) => items.iter().map(word).collect(),
        value => word(value).map(|word| vec![word]),
    };
    found.map_or_else(|| other(value), Value::Words)
}

/// Addresses with titles for all languages, as imports write them.
fn links(value: &Json) -> Value {
    let link = |item: &Json| match item {
        Json::String(url) => Some((url.clone(), String::new())),
        Json::Object(map) => {
            let known = map.keys().all(|key| key == "url" || key == "title");
            let title = match map.get("title") {
                None => "",
                Some(title) => title.as_str()?,
            };
            let url = map.get("url")?.as_str()?;
            known.then(|| (url.to_owned(), title.to_owned()))
        }
        _ => None,
    };
    let found: Option<Vec<_>> = match value {
        Json::Array(items) => items.iter().map(link).collect(),
        value => link(value).map(|link| vec![link]),
    };
    found.map_or_else(|| other(value), Value::Links)
}
