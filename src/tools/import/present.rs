//! The site as it stands: its records with their facts and texts, and where each stands.

mod session;

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
use crate::tools::import::fact::{BODY, Facts, Field, KINDS, Value};

/// The text of each file of a site by its path, byte for byte but for a byte order mark.
pub type Files = BTreeMap<String, String>;

/// The folder of an agenda with one file a day.
pub(super) const DAYS: &str = "content/agenda/";

/// Where a record stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Spot {
    /// In the list that the file is.
    Item(usize),
    /// Among the sessions of a day of `agenda.yaml`.
    OfDay(usize, usize),
    /// Among the sessions of a file of the day.
    OfFile(usize),
    /// Among the sessions of `agenda.yaml` that have no day.
    Loose(usize),
}

/// A record of the site.
#[derive(Clone, Debug)]
pub(super) struct Standing {
    /// The path of its file.
    pub(super) file: String,
    /// Where it stands there.
    pub(super) spot: Spot,
    /// The day that it stands under, if it is a session.
    pub(super) day: Option<Date>,
    /// What it says; times and lists as an import would write them.
    pub(super) facts: Facts,
    /// All of it.
    pub(super) json: Json,
}

/// A Markdown file of a record.
#[derive(Clone, Debug)]
pub(super) struct Prose {
    /// Its path.
    pub(super) path: String,
    /// The names of the texts in its front matter.
    pub(super) front: BTreeSet<String>,
}

/// A site.
#[derive(Debug)]
pub(super) struct Present<'a> {
    /// Its files.
    pub(super) files: &'a Files,
    /// Its `event.yaml`, if it has one.
    pub(super) config: Option<Config>,
    /// Its records.
    pub(super) records: BTreeMap<(Kind, String), Standing>,
    /// Its long texts, by record and language.
    pub(super) prose: BTreeMap<(Kind, String, String), Prose>,
    /// The lock of the last import.
    pub(super) lock: Option<&'a str>,
}

/// Reads a site. Files that are no YAML are said, and then nothing should be done.
pub(super) fn read<'a>(files: &'a Files, sources: &Sources, report: &mut Report) -> Present<'a> {
    let file = |path: &str| sources.find(path);
    let event = files.get(EVENT_FILE).zip(file(EVENT_FILE));
    let config = event.and_then(|(text, file)| read_config(file, text, report));
    let lock = files.get(IMPORT_LOCK).map(String::as_str);
    let mut present =
        Present { files, config, records: BTreeMap::new(), prose: BTreeMap::new(), lock };
    for (path, text) in files {
        let Some(file) = file(path) else { continue };
        let kind = KINDS.into_iter().find(|kind| kind.file() == path);
        let is_day = path.starts_with(DAYS) && path.ends_with(".yaml");
        if let Some(kind) = kind.or(is_day.then_some(Kind::Session)) {
            present.records(kind, path, file, text, report);
        }
    }
    if let Some(config) = &present.config {
        let languages = config.languages.clone();
        for (path, text) in files {
            if let Some((kind, id, tag)) = prose_name(path, &languages) {
                present.prose(kind, &id, &tag, path, text);
            }
        }
    }
    present
}

/// The record and language of a Markdown file.
fn prose_name(path: &str, languages: &Languages) -> Option<(Kind, String, String)> {
    KINDS.into_iter().find_map(|kind| {
        let name = path.strip_prefix(kind.folder()?)?.strip_suffix(".md")?;
        let (id, tag) = name.split_once('.')?;
        let tag = languages.tag(languages.find(tag)?).to_owned();
        (!id.contains('/')).then(|| (kind, id.to_owned(), tag))
    })
}

/// The items of a list in a field; none if there is none.
fn items<'j>(json: &'j Json, field: &str) -> &'j [Json] {
    json.get(field).and_then(Json::as_array).map_or(&[], Vec::as_slice)
}

impl Present<'_> {
    fn records(&mut self, kind: Kind, path: &str, file: FileId, text: &str, report: &mut Report) {
        let Some(document) = Document::parse(file, text, 0, report) else { return };
        let root = document.root().to_json();
        if kind != Kind::Session {
            let list = root.as_array().map_or(&[][..], Vec::as_slice);
            for (at, json) in list.iter().enumerate() {
                self.record(kind, path, (Spot::Item(at), None), json, facts(kind, json));
            }
            return;
        }
        if let Some(day) = path.strip_prefix(DAYS) {
            let day = day.trim_end_matches(".yaml").parse().ok();
            for (at, json) in items(&root, "sessions").iter().enumerate() {
                self.record(kind, path, (Spot::OfFile(at), day), json, session::facts(json, day));
            }
            return;
        }
        for (day_at, day) in items(&root, "days").iter().enumerate() {
            let date = day.get("date").and_then(Json::as_str).and_then(|date| date.parse().ok());
            for (at, json) in items(day, "sessions").iter().enumerate() {
                let spot = (Spot::OfDay(day_at, at), date);
                self.record(kind, path, spot, json, session::facts(json, date));
            }
        }
        for (at, json) in items(&root, "sessions").iter().enumerate() {
            self.record(kind, path, (Spot::Loose(at), None), json, session::facts(json, None));
        }
    }

    fn record(
        &mut self,
        kind: Kind,
        path: &str,
        (spot, day): (Spot, Option<Date>),
        json: &Json,
        facts: Facts,
    ) {
        let Some(id) = json.get("id").and_then(Json::as_str) else { return };
        let facts = facts.into_iter().map(|(field, value)| (self.known(field), value)).collect();
        let standing = Standing { file: path.to_owned(), spot, day, facts, json: json.clone() };
        // Of two with one id, which the build says, the first counts.
        self.records.entry((kind, id.to_owned())).or_insert(standing);
    }

    /// The field with its language as the site calls it: editors may write an alias.
    fn known(&self, field: Field) -> Field {
        let languages = self.config.as_ref().map(|config| &config.languages);
        match languages.and_then(|languages| Some(languages.tag(languages.find(&field.tag)?))) {
            Some(tag) => Field::text(field.name, tag),
            None => field,
        }
    }

    /// Adds the texts of a Markdown file to its record's.
    fn prose(&mut self, kind: Kind, id: &str, tag: &str, path: &str, text: &str) {
        let front = front_matter(text).ok().flatten();
        let body = &text[front.as_ref().map_or(0, |front| front.body)..];
        let mut prose = Prose { path: path.to_owned(), front: BTreeSet::new() };
        let mut found = Facts::new();
        if !body.trim().is_empty() {
            found.insert(Field::text(BODY, tag), Value::Body(body.replace("\r\n", "\n")));
        }
        if let Some(front) = front {
            let yaml = Document::parse_quietly(&text[front.yaml]);
            for (name, value) in yaml.as_ref().and_then(Json::as_object).into_iter().flatten() {
                let field = [("title", "title"), ("summary", "summary"), ("name", "name")];
                let field = field.into_iter().find(|(known, _)| known == name);
                if let (Some((_, field)), Some(value)) = (field, value.as_str()) {
                    found.insert(Field::text(field, tag), Value::Text(value.trim().to_owned()));
                    prose.front.insert(name.clone());
                }
            }
        }
        if let Some(standing) = self.records.get_mut(&(kind, id.to_owned())) {
            standing.facts.extend(found);
        }
        self.prose.insert((kind, id.to_owned(), tag.to_owned()), prose);
    }

    /// What a record of the site says in a field. A text that is the same in every language is the
    /// one of each.
    pub(super) fn fact(&self, kind: Kind, id: &str, field: &Field) -> Option<&Value> {
        let shared = Field::text(field.name, "mul");
        let shared = || self.own_fact(kind, id, &shared).filter(|_| field.is_text());
        self.own_fact(kind, id, field).or_else(shared)
    }

    /// What a record of the site says in just this field.
    pub(super) fn own_fact(&self, kind: Kind, id: &str, field: &Field) -> Option<&Value> {
        self.records.get(&(kind, id.to_owned()))?.facts.get(field)
    }
}

/// The facts and texts of a record that is no session.
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
    for name in ["color", "url", "guid", "capacity"] {
        if let Some(value) = json.get(name) {
            facts.insert(Field::fact(name), fact(value));
        }
    }
    facts
}

/// The texts of a field, by language; one without a language is that of all.
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

/// A fact as it stands.
fn fact(value: &Json) -> Value {
    match value {
        Json::String(text) => Value::Text(text.trim().to_owned()),
        Json::Number(number) => number.as_u64().map_or_else(|| other(value), Value::Number),
        value => other(value),
    }
}

fn other(value: &Json) -> Value {
    Value::Other(value.to_string())
}
