//! The records of the site before an import, with their facts and texts, and the position of each.

pub(super) mod existing_sessions;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde_json::Value as Json;

use crate::base::diagnostic::Report;
use crate::base::source::{FileId, Sources, front_matter};
use crate::base::text::Languages;
use crate::base::yaml::Document;
use crate::content::config::{Config, EVENT_FILE, read_config};
use crate::content::files::IMPORT_LOCK;
use crate::content::kind::Kind;
use crate::tools::import::facts::{BODY, Facts, Field, KINDS, RecordKey, Value};

/// The text of each file of a site by path, without byte order marks.
pub type Files = BTreeMap<String, String>;

/// The folder of an agenda with one file a day.
pub(super) const DAYS: &str = "content/agenda/";

/// A list of records in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum List {
    /// The file is the list.
    Root,
    /// The sessions of a day of `agenda.yaml`, by the day's index.
    OfDay(usize),
    /// The sessions in the file of one day, or the sessions in `agenda.yaml` without a day.
    Sessions,
}

/// The position of a record in its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Position {
    /// Its list.
    pub(super) list: List,
    /// Its index in the list.
    pub(super) index: usize,
}

/// A record of the site.
#[derive(Clone, Debug)]
pub(super) struct ExistingRecord {
    /// The path of its file.
    pub(super) file: String,
    /// Its position there.
    pub(super) position: Position,
    /// The day that it is under, if it is a session.
    pub(super) day: Option<Date>,
    /// Its facts and texts; times and lists as an import would write them.
    pub(super) facts: Facts,
    /// All its fields.
    pub(super) json: Json,
}

impl ExistingRecord {
    /// The ids that it had before.
    pub(super) fn former_ids(&self) -> impl Iterator<Item = &str> {
        let was = self.json.get("was");
        let list = was.and_then(Json::as_array).map_or(&[][..], Vec::as_slice);
        list.iter().chain(was.filter(|was| was.is_string())).filter_map(Json::as_str)
    }
}

/// A Markdown file of a record.
#[derive(Clone, Debug)]
pub(super) struct MarkdownFile {
    /// Its path.
    pub(super) path: String,
    /// The names of the texts in its front matter.
    pub(super) front: BTreeSet<String>,
}

/// A site before an import.
#[derive(Debug)]
pub(super) struct ExistingSite<'a> {
    /// Its files.
    pub(super) files: &'a Files,
    /// Its `event.yaml`, if it has one.
    pub(super) config: Option<Config>,
    /// Its records.
    pub(super) records: BTreeMap<RecordKey, ExistingRecord>,
    /// Its long texts, by record and language.
    pub(super) prose: BTreeMap<(RecordKey, String), MarkdownFile>,
    /// The lock of the last import.
    pub(super) lock: Option<&'a str>,
}

/// Reads a site. Files that are not YAML are reported; nothing should be imported then.
pub(super) fn read_site<'a>(
    files: &'a Files,
    sources: &Sources,
    report: &mut Report,
) -> ExistingSite<'a> {
    let file = |path: &str| sources.find(path);
    let event = files.get(EVENT_FILE).zip(file(EVENT_FILE));
    let config = event.and_then(|(text, file)| read_config(file, text, report));
    let lock = files.get(IMPORT_LOCK).map(String::as_str);
    let mut site =
        ExistingSite { files, config, records: BTreeMap::new(), prose: BTreeMap::new(), lock };
    for (path, text) in files {
        let Some(file) = file(path) else { continue };
        let kind = KINDS.into_iter().find(|kind| kind.file() == path);
        let is_day = path.starts_with(DAYS) && path.ends_with(".yaml");
        if let Some(kind) = kind.or(is_day.then_some(Kind::Session)) {
            site.read_yaml(kind, path, file, text, report);
        }
    }
    if let Some(config) = &site.config {
        let languages = config.languages.clone();
        for (path, text) in files {
            if let Some((key, tag)) = record_of(path, &languages) {
                site.read_markdown(key, tag, path, text);
            }
        }
    }
    site
}

/// The record and language of a Markdown file.
fn record_of(path: &str, languages: &Languages) -> Option<(RecordKey, String)> {
    KINDS.into_iter().find_map(|kind| {
        let name = path.strip_prefix(kind.folder()?)?.strip_suffix(".md")?;
        let (id, tag) = name.split_once('.')?;
        let tag = languages.tag(languages.find(tag)?).to_owned();
        (!id.contains('/')).then(|| ((kind, id.to_owned()), tag))
    })
}

/// The items of a list in a field; none if there is none.
fn items<'j>(json: &'j Json, field: &str) -> &'j [Json] {
    json.get(field).and_then(Json::as_array).map_or(&[], Vec::as_slice)
}

impl ExistingSite<'_> {
    fn read_yaml(&mut self, kind: Kind, path: &str, file: FileId, text: &str, report: &mut Report) {
        let Some(document) = Document::parse(file, text, 0, report) else { return };
        let root = document.root().to_json();
        if kind != Kind::Session {
            let records = root.as_array().map_or(&[][..], Vec::as_slice);
            return self.records(kind, path, (List::Root, None), records);
        }
        for (at, day) in items(&root, "days").iter().enumerate() {
            let date = day.get("date").and_then(Json::as_str).and_then(|date| date.parse().ok());
            self.records(kind, path, (List::OfDay(at), date), items(day, "sessions"));
        }
        let day = path.strip_prefix(DAYS).and_then(|name| name.strip_suffix(".yaml")?.parse().ok());
        self.records(kind, path, (List::Sessions, day), items(&root, "sessions"));
    }

    /// Adds the records of a list, which may be the list of a day.
    fn records(
        &mut self,
        kind: Kind,
        path: &str,
        (list, day): (List, Option<Date>),
        records: &[Json],
    ) {
        for (index, json) in records.iter().enumerate() {
            let Some(id) = json.get("id").and_then(Json::as_str) else { continue };
            let stated = without_empty(json);
            let facts = match kind {
                Kind::Session => existing_sessions::facts(&stated, day),
                kind => facts(kind, &stated),
            };
            let facts = facts.into_iter().map(|(field, value)| (self.with_site_tag(field), value));
            let record = ExistingRecord {
                file: path.to_owned(),
                position: Position { list, index },
                day,
                facts: facts.collect(),
                json: json.clone(),
            };
            // Of two records with one id, which a build reports, the first counts.
            self.records.entry((kind, id.to_owned())).or_insert(record);
        }
    }

    /// The field with the site's own tag: editors may write an alias.
    fn with_site_tag(&self, field: Field) -> Field {
        let languages = self.config.as_ref().map(|config| &config.languages);
        match languages.and_then(|languages| Some(languages.tag(languages.find(&field.tag)?))) {
            Some(tag) => Field::text(field.name, tag),
            None => field,
        }
    }

    /// Adds the texts of a Markdown file to its record.
    fn read_markdown(&mut self, key: RecordKey, tag: String, path: &str, text: &str) {
        let front = front_matter(text).ok().flatten();
        let body = &text[front.as_ref().map_or(0, |front| front.body)..];
        let mut prose = MarkdownFile { path: path.to_owned(), front: BTreeSet::new() };
        let mut found = Facts::new();
        if !body.trim().is_empty() {
            found.insert(Field::text(BODY, &tag), Value::Body(body.replace("\r\n", "\n")));
        }
        if let Some(front) = front {
            let yaml = Document::parse_quietly(&text[front.yaml]);
            for (name, value) in yaml.as_ref().and_then(Json::as_object).into_iter().flatten() {
                let field = ["title", "summary", "name"].into_iter().find(|known| known == name);
                if let (Some(field), Some(value)) = (field, value.as_str()) {
                    found.insert(Field::text(field, &tag), Value::Text(value.trim().to_owned()));
                    prose.front.insert(name.clone());
                }
            }
        }
        if let Some(record) = self.records.get_mut(&key) {
            record.facts.extend(found);
        }
        self.prose.insert((key, tag), prose);
    }

    /// The value of a record's field. A text for all languages counts as the text of each language.
    pub(super) fn fact(&self, key: &RecordKey, field: &Field) -> Option<&Value> {
        let shared = Field::text(field.name, "mul");
        let shared = || self.own_fact(key, &shared).filter(|_| field.is_text());
        self.own_fact(key, field).or_else(shared)
    }

    /// The value of exactly this field.
    pub(super) fn own_fact(&self, key: &RecordKey, field: &Field) -> Option<&Value> {
        self.records.get(key)?.facts.get(field)
    }
}

/// A record without fields that have nothing in them, which count as missing.
fn without_empty(json: &Json) -> Json {
    let is_empty = |value: &Json| match value {
        Json::Null => true,
        Json::String(text) => text.trim().is_empty(),
        Json::Array(items) => items.is_empty(),
        Json::Object(map) => map.is_empty(),
        _ => false,
    };
    let mut json = json.clone();
    if let Some(map) = json.as_object_mut() {
        map.retain(|_, value| !is_empty(value));
    }
    json
}

/// The facts and texts of a record that is not a session.
fn facts(kind: Kind, json: &Json) -> Facts {
    let mut facts = Facts::new();
    let names: &[&'static str] = match kind {
        Kind::Track => &["title"],
        Kind::Place => &["name", "summary"],
        _ => &["name"],
    };
    for name in names {
        texts(json, name, &mut facts);
    }
    for name in ["kind", "parent", "color", "url", "guid", "capacity"] {
        if let Some(value) = json.get(name) {
            facts.insert(Field::fact(name), fact(value));
        }
    }
    facts
}

/// The texts of a field by language; a text without a language is for all languages.
fn texts(json: &Json, name: &'static str, facts: &mut Facts) {
    match json.get(name) {
        Some(Json::Object(map)) => {
            for (tag, text) in map {
                if let Some(text) = text.as_str() {
                    let value = Value::Text(text.trim().to_owned());
                    facts.insert(Field::text(name, tag), value);
                }
            }
        }
        Some(Json::String(text)) => {
            facts.insert(Field::text(name, "mul"), Value::Text(text.trim().to_owned()));
        }
        _ => {}
    }
}

/// A fact as it is written.
fn fact(value: &Json) -> Value {
    match value {
        Json::String(text) => Value::Text(text.trim().to_owned()),
        Json::Bool(true) => Value::Text("true".to_owned()),
        Json::Number(number) => number.as_u64().map_or_else(|| other(value), Value::Number),
        value => other(value),
    }
}

fn other(value: &Json) -> Value {
    Value::Other(value.to_string())
}
