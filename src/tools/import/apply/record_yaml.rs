//! Records as tidy YAML.

use crate::base::text::Languages;
use crate::base::yaml::emit::Yaml;
use crate::content::kind::Kind;
use crate::tools::import::facts::{BODY, Facts, Field, SessionTime, TIME, TimeSlot, Value, hh_mm};
use crate::tools::import::programme_records::Record;

/// A record, with its texts in the order of the site's languages, and without its long texts.
pub(super) fn record(record: &Record, languages: &Languages) -> Yaml {
    let mut fields = vec![("id".to_owned(), Yaml::Text(record.key.1.clone()))];
    let mut order: Vec<&Field> = record.facts.keys().collect();
    order.sort_by(|a, b| a.rank().cmp(&b.rank()));
    let mut done = "";
    for field in order {
        if field.name == done || field.name == BODY {
            continue;
        }
        done = field.name;
        if field.is_text() {
            let texts = texts(record.key.0, done, &record.facts, languages);
            fields.push((done.to_owned(), texts));
        } else if let Some(Value::Time(when)) = record.facts.get(field).filter(|_| done == TIME) {
            fields.extend(start_and_end(when));
        } else if let Some(Value::Words(ids)) =
            record.facts.get(field).filter(|_| done == "speakers" && !record.roles.is_empty())
        {
            let speakers = ids.iter().map(|id| speaker(id, record.roles.get(id)));
            fields.push((done.to_owned(), Yaml::List(speakers.collect())));
        } else if let Some(value) = record.facts.get(field).and_then(|v| value(field.name, v)) {
            fields.push((done.to_owned(), value));
        }
    }
    Yaml::Map(fields)
}

/// A speaker, with a role unless it is the default.
fn speaker(id: &str, role: Option<&String>) -> Yaml {
    let text = |name: &str, text: &str| (name.to_owned(), Yaml::Text(text.to_owned()));
    match role {
        None => Yaml::Text(id.to_owned()),
        Some(role) => Yaml::Braces(vec![text("speaker", id), text("role", role)]),
    }
}

/// A text in its languages. A name that is the same in all languages is written without them.
fn texts(kind: Kind, name: &'static str, facts: &Facts, languages: &Languages) -> Yaml {
    let texts = facts.iter().filter(|(field, _)| field.name == name);
    let mut all: Vec<(&str, &str)> = texts
        .filter_map(|(field, value)| match value {
            Value::Text(text) => Some((&*field.tag, &**text)),
            _ => None,
        })
        .collect();
    all.sort_by_key(|(tag, _)| languages.find(tag));
    let first = all.first().map_or("", |(_, text)| text);
    if is_name(kind, name) && all.iter().all(|(_, text)| *text == first) {
        return Yaml::Text(first.to_owned());
    }
    let text = |(tag, text): &(&str, &str)| ((*tag).to_owned(), Yaml::Text((*text).to_owned()));
    Yaml::Map(all.iter().map(text).collect())
}

/// Whether a field may be written without languages.
pub(super) fn is_name(kind: Kind, name: &str) -> bool {
    name == "name" && matches!(kind, Kind::Speaker | Kind::Place)
}

/// Start, end and fold of a time, without its day.
pub(super) fn start_and_end(when: &SessionTime) -> Vec<(String, Yaml)> {
    let time = |name: &str, time| Some((name.to_owned(), Yaml::Quoted(hh_mm(time?))));
    let fold = when.fold.map(|fold| ("fold".to_owned(), Yaml::Text(fold.to_owned())));
    [time("start", when.start), time("end", when.end), fold].into_iter().flatten().collect()
}

/// A fact; `None` for one that is not written like this.
pub(super) fn value(name: &str, value: &Value) -> Option<Yaml> {
    Some(match value {
        // Some YAML readers take digits mixed with letters for numbers.
        Value::Text(text) if matches!(name, "guid" | "color") => Yaml::Quoted(text.clone()),
        Value::Text(_) if name == "all_day" => Yaml::True,
        Value::Text(text) => Yaml::Text(text.clone()),
        Value::Words(words) => Yaml::Words(words.clone()),
        Value::Number(number) => Yaml::Number(*number),
        Value::Slots(slots) => Yaml::List(slots.iter().map(slot).collect()),
        Value::Links(links) => Yaml::List(links.iter().map(link).collect()),
        Value::Body(_) | Value::Time(_) | Value::Other(_) => return None,
    })
}

fn slot(slot: &TimeSlot) -> Yaml {
    let id = (!slot.id.is_empty()).then(|| ("id".to_owned(), Yaml::Text(slot.id.clone())));
    let date = ("date".to_owned(), Yaml::Text(slot.when.day.to_string()));
    let mut fields: Vec<(String, Yaml)> = id.into_iter().chain([date]).collect();
    fields.extend(start_and_end(&slot.when));
    if !slot.places.is_empty() {
        fields.push(("places".to_owned(), Yaml::Words(slot.places.clone())));
    }
    let one_line = Yaml::Braces(fields.clone());
    if one_line.inline().chars().count() < 80 { one_line } else { Yaml::Map(fields) }
}

fn link((url, title): &(String, String)) -> Yaml {
    let mut fields = vec![("url".to_owned(), Yaml::Text(url.clone()))];
    if !title.is_empty() {
        fields.push(("title".to_owned(), Yaml::Text(title.clone())));
    }
    let one_line = Yaml::Braces(fields.clone());
    match one_line.inline().chars().count() {
        ..80 => one_line,
        _ => Yaml::Map(fields),
    }
}
