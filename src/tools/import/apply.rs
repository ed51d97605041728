//! Carries out a plan on the texts of a site's files, and changes nothing else in them. The result is
//! read again and compared with the plan.

mod agenda_edits;
mod field_edits;
mod list_edits;
mod record_yaml;

use std::collections::{BTreeMap, BTreeSet};

use crate::base::yaml::change::{Splice, splice};
use crate::base::yaml::marks::MarkedValue;
use crate::content::config::Config;
use crate::content::kind::Kind;
use crate::tools::import::apply::agenda_edits::{AgendaEdits, IncomingSession};
use crate::tools::import::apply::field_edits::RecordEditor;
use crate::tools::import::existing::{ExistingRecord, ExistingSite, Files, List};
use crate::tools::import::facts::{BODY, Facts, Field, RecordKey, TIME, TIME_FIELDS, Value};
use crate::tools::import::merge::{FieldChange, Plan, Step};
use crate::tools::import::programme_records::Record;
use crate::tools::markdown_files::{self, MarkdownEdit};

/// The comments at the top of new files.
const AGENDA_HEAD: &str = "\
# The programme: days with their sessions, imported by `plenary import`. Edit what you like:
# `plenary import --update` changes only what its source changed.
";
const DAY_HEAD: &str = "\
# The sessions of this day, imported by `plenary import`. Edit what you like:
# `plenary import --update` changes only what its source changed.
";
const UNDATED_HEAD: &str = "# Sessions without a day.\n";
const SPEAKERS_HEAD: &str = "# People on stage, imported by `plenary import`.\n";
const PLACES_HEAD: &str = "# Rooms and other places, imported by `plenary import`.\n";
const TRACKS_HEAD: &str = "# Tracks, imported by `plenary import`, in the order of display.\n";

/// A file that cannot be changed in place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unchangeable {
    /// Its path.
    pub(super) path: String,
    /// The record that was to be changed; may be empty.
    pub(super) id: String,
}

/// The files of a site after a plan; files that are not among them are to be removed.
pub(super) fn apply(
    plan: &Plan,
    site: &ExistingSite<'_>,
    config: &Config,
) -> Result<Files, Unchangeable> {
    let mut editor = SiteEditor {
        plan,
        site,
        config,
        files: site.files.clone(),
        splices: BTreeMap::new(),
        prose: BTreeMap::new(),
        moved: BTreeMap::new(),
    };
    let outlines = editor.outlines();
    for step in &plan.steps {
        match step {
            Step::New(record) => editor.add_bodies(record),
            Step::Change(key, changes) => editor.change(key, changes, &outlines)?,
            Step::Remove(key) => editor.remove_markdown(key),
        }
    }
    editor.write_fields()?;
    for (kind, head) in
        [(Kind::Speaker, SPEAKERS_HEAD), (Kind::Place, PLACES_HEAD), (Kind::Track, TRACKS_HEAD)]
    {
        editor.write_list(kind, head)?;
    }
    editor.write_agenda()?;
    editor.write_markdown()?;
    Ok(editor.files)
}

struct SiteEditor<'a> {
    plan: &'a Plan,
    site: &'a ExistingSite<'a>,
    config: &'a Config,
    files: Files,
    splices: BTreeMap<String, Vec<Splice>>,
    /// The changes of Markdown files, by path.
    prose: BTreeMap<String, MarkdownEdit>,
    /// Sessions that move to another day, or to none.
    moved: BTreeMap<RecordKey, Option<jiff::civil::Date>>,
}

fn unchangeable(path: &str, id: &str) -> Unchangeable {
    Unchangeable { path: path.to_owned(), id: id.to_owned() }
}

impl SiteEditor<'_> {
    /// The outlines of all files with records.
    fn outlines(&self) -> BTreeMap<String, MarkedValue> {
        let files: BTreeSet<&String> = self.site.records.values().map(|r| &r.file).collect();
        let outline = |path: &String| {
            let part = MarkedValue::of(self.files.get(path)?).ok()??;
            Some((path.clone(), part))
        };
        files.into_iter().filter_map(outline).collect()
    }

    /// The long texts of a new record.
    fn add_bodies(&mut self, record: &Record) {
        for (field, value) in &record.facts {
            if let (BODY, Value::Body(text)) = (field.name, value) {
                self.edit_markdown(&record.key, &field.tag).body = Some(Some(text.clone()));
            }
        }
    }

    /// The changes of a record's Markdown file in a language.
    fn edit_markdown(&mut self, key: &RecordKey, tag: &str) -> &mut MarkdownEdit {
        let (kind, id) = key;
        let path = match self.site.prose.get(&(key.clone(), tag.to_owned())) {
            Some(known) => known.path.clone(),
            None => format!("{}{id}.{tag}.md", kind.folder().unwrap_or("content/")),
        };
        self.prose.entry(path).or_default()
    }

    fn remove_markdown(&mut self, key: &RecordKey) {
        for (_, prose) in self.site.prose.iter().filter(|((of, _), _)| of == key) {
            self.files.remove(&prose.path);
            self.prose.remove(&prose.path);
        }
    }

    /// Changes a record in place.
    fn change(
        &mut self,
        key: &RecordKey,
        changes: &[FieldChange],
        outlines: &BTreeMap<String, MarkedValue>,
    ) -> Result<(), Unchangeable> {
        let (site, config) = (self.site, self.config);
        let Some(record) = site.records.get(key) else { return Ok(()) };
        let fault = || unchangeable(&record.file, &key.1);
        let root = outlines.get(&record.file).ok_or_else(fault)?;
        let list = list_of(root, record.position.list);
        let item = list.and_then(|list| list.items().get(record.position.index));
        let part = &item.ok_or_else(fault)?.value;
        let languages = &config.languages;
        let tag = |tag: &str| {
            languages.find(tag).map_or_else(|| tag.to_owned(), |l| languages.tag(l).to_owned())
        };
        let text = &site.files[&record.file];
        let editor = RecordEditor { text, part, kind: key.0, record, tag: &tag };
        let gone: Vec<&str> = changes.iter().filter(|c| c.new.is_none()).flat_map(names).collect();
        let mut texts: BTreeMap<&'static str, BTreeMap<String, Option<String>>> = BTreeMap::new();
        let mut splices = Vec::new();
        for change in changes {
            let Field { name, tag } = &change.field;
            let text = change.new.as_ref().map(|value| match value {
                Value::Text(text) | Value::Body(text) => text.clone(),
                other => other.line(),
            });
            if *name == BODY {
                self.edit_markdown(key, tag).body = Some(text);
            } else if !change.field.is_text() {
                splices.extend(editor.fact(change, &gone).ok_or_else(fault)?);
            } else if self.is_in_front_matter(key, name, tag, record) {
                self.edit_markdown(key, tag).front.insert((*name).to_owned(), text);
            } else {
                texts.entry(name).or_default().insert(tag.clone(), text);
            }
        }
        if key.0 == Kind::Session {
            self.note_day(key, changes, record);
        }
        for (name, texts) in &texts {
            let same = self.languages_of_shared_name(key, name, texts, record);
            splices.extend(editor.texts(name, texts, &same).ok_or_else(fault)?);
        }
        self.splices.entry(record.file.clone()).or_default().extend(splices);
        Ok(())
    }

    /// Whether a text is, or belongs, in the front matter of its language's file: it is there, or
    /// the texts in other languages are in theirs.
    fn is_in_front_matter(
        &self,
        key: &RecordKey,
        name: &str,
        tag: &str,
        record: &ExistingRecord,
    ) -> bool {
        let prose = self.site.prose.iter();
        let mut tags = prose
            .filter(|((of, _), prose)| of == key && prose.front.contains(name))
            .map(|((_, tag), _)| tag)
            .peekable();
        let others = tags.peek().is_some() && record.json.get(name).is_none();
        others || tags.any(|other| other == tag)
    }

    /// The languages without a change in which the name is the one for all languages.
    fn languages_of_shared_name(
        &self,
        key: &RecordKey,
        name: &'static str,
        texts: &BTreeMap<String, Option<String>>,
        record: &ExistingRecord,
    ) -> Vec<String> {
        let shared = record.facts.get(&Field::text(name, "mul")).map(Value::line);
        let sources = self.plan.lock.sources.values();
        let locked = sources.filter_map(|source| source.records.get(key));
        let same = locked.flat_map(|locked| &locked.facts).filter(|(field, line)| {
            field.name == name && !texts.contains_key(&field.tag) && Some(*line) == shared.as_ref()
        });
        let tags: BTreeSet<String> = same.map(|(field, _)| field.tag.clone()).collect();
        tags.into_iter().collect()
    }

    /// Notes that a session moves to another day, or to none.
    fn note_day(&mut self, key: &RecordKey, changes: &[FieldChange], record: &ExistingRecord) {
        let after = |name| {
            let field = Field::fact(name);
            let change = changes.iter().find(|change| change.field == field);
            change.map_or(record.facts.get(&field), |change| change.new.as_ref())
        };
        let day = match (after(TIME), after("slots")) {
            (Some(Value::Time(when)), _) => Some(when.day),
            (None, None) => None,
            // A session with several times may be under any day.
            _ => return,
        };
        if day != record.day {
            self.moved.insert(key.clone(), day);
        }
    }

    fn write_fields(&mut self) -> Result<(), Unchangeable> {
        for (path, splices) in std::mem::take(&mut self.splices) {
            let new = splice(&self.files[&path], splices).ok_or_else(|| unchangeable(&path, ""))?;
            self.files.insert(path, new);
        }
        Ok(())
    }

    /// The new records of a kind.
    fn new_records(&self, kind: Kind) -> impl Iterator<Item = &Record> {
        self.plan.steps.iter().filter_map(move |step| match step {
            Step::New(record) if record.key.0 == kind => Some(record),
            _ => None,
        })
    }

    /// The records of a kind that are removed.
    fn removed_records(&self, kind: Kind) -> impl Iterator<Item = &ExistingRecord> {
        self.plan.steps.iter().filter_map(move |step| match step {
            Step::Remove(key) if key.0 == kind => self.site.records.get(key),
            _ => None,
        })
    }

    /// Adds, removes and moves sessions.
    fn write_agenda(&mut self) -> Result<(), Unchangeable> {
        let (day_starts, languages) = (self.config.day_starts, &self.config.languages);
        let mut agenda = AgendaEdits { day_starts, ..AgendaEdits::default() };
        for record in self.new_records(Kind::Session) {
            let (day, start) = day_and_start(&record.facts);
            let added = IncomingSession::new(start, &record_yaml::record(record, languages));
            agenda.added.entry(day).or_default().push(added);
        }
        for record in self.removed_records(Kind::Session) {
            agenda.removed.entry(record.file.clone()).or_default().push(record.position);
        }
        for (key, day) in &self.moved {
            let Some(record) = self.site.records.get(key) else { continue };
            let fault = || unchangeable(&record.file, &key.1);
            let text = &self.files[&record.file];
            let root = MarkedValue::of(text).ok().flatten().ok_or_else(fault)?;
            let lines = agenda_edits::cut(text, &root, record.position).ok_or_else(fault)?;
            let start = self.plan.changes(key).iter().find_map(|change| match &change.new {
                Some(Value::Time(when)) => when.start,
                _ => None,
            });
            agenda.removed.entry(record.file.clone()).or_default().push(record.position);
            agenda.added.entry(*day).or_default().push(IncomingSession { start, lines });
        }
        let fault = || unchangeable(Kind::Session.file(), "");
        let new = agenda.files(&self.files).ok_or_else(fault)?;
        self.files.extend(new);
        Ok(())
    }

    /// Adds records to a file that is one list, and removes others.
    fn write_list(&mut self, kind: Kind, head: &str) -> Result<(), Unchangeable> {
        let path = kind.file();
        let languages = &self.config.languages;
        let record = |record| record_yaml::record(record, languages);
        let new: Vec<_> = self.new_records(kind).map(record).collect();
        let removed: Vec<usize> =
            self.removed_records(kind).map(|record| record.position.index).collect();
        if new.is_empty() && removed.is_empty() {
            return Ok(());
        }
        let text = match self.files.get(path) {
            None => list_edits::new_file(head, &new),
            Some(text) => {
                list_edits::changed(text, &removed, &new).ok_or_else(|| unchangeable(path, ""))?
            }
        };
        self.files.insert(path.to_owned(), text);
        Ok(())
    }

    fn write_markdown(&mut self) -> Result<(), Unchangeable> {
        for (path, edit) in &self.prose {
            let text = self.files.get(path).map(String::as_str);
            match markdown_files::edited(text, edit).ok_or_else(|| unchangeable(path, ""))? {
                Some(new) => self.files.insert(path.clone(), new),
                None => self.files.remove(path),
            };
        }
        Ok(())
    }
}

/// The names of a field in a record.
fn names(change: &FieldChange) -> Vec<&'static str> {
    match change.field.name {
        TIME => TIME_FIELDS.to_vec(),
        name => vec![name],
    }
}

/// The day that a session is under, and when it begins.
fn day_and_start(facts: &Facts) -> (Option<jiff::civil::Date>, Option<jiff::civil::Time>) {
    match (facts.get(&Field::fact(TIME)), facts.get(&Field::fact("slots"))) {
        (Some(Value::Time(when)), _) => (Some(when.day), when.start),
        (_, Some(Value::Slots(slots))) => match slots.first() {
            Some(slot) => (Some(slot.when.day), slot.when.start),
            None => (None, None),
        },
        _ => (None, None),
    }
}

/// A list of records in a file.
fn list_of(root: &MarkedValue, list: List) -> Option<&MarkedValue> {
    match list {
        List::Root => Some(root),
        List::OfDay(day) => root.get("days")?.items().get(day)?.value.get("sessions"),
        List::Sessions => root.get("sessions"),
    }
}

/// The column of a byte in its line.
fn column(text: &str, at: usize) -> usize {
    at - text[..at].rfind('\n').map_or(0, |line| line + 1)
}

/// The line end that a text needs before a line can be added.
fn line_end(text: &str) -> &'static str {
    if text.is_empty() || text.ends_with('\n') { "" } else { "\n" }
}
