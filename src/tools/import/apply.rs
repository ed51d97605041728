//! Carries out a plan on the texts of a site's files, and changes nothing else in them. The result is
//! read again and compared with the plan.

mod agenda_edits;
mod field_edits;
mod list_edits;
mod markdown_files;
mod record_yaml;

use std::collections::{BTreeMap, BTreeSet};

use crate::base::yaml::change::{Splice, splice};
use crate::base::yaml::outline::Part;
use crate::content::config::Config;
use crate::content::kind::Kind;
use crate::tools::import::apply::agenda_edits::{AgendaEdits, IncomingSession};
use crate::tools::import::apply::field_edits::RecordEditor;
use crate::tools::import::apply::markdown_files::MarkdownEdit;
use crate::tools::import::existing::{ExistingRecord, ExistingSite, Files, Position};
use crate::tools::import::facts::{BODY, Facts, Field, TIME, Value};
use crate::tools::import::import_lock::ImportLock;
use crate::tools::import::merge::{FieldChange, Plan, Step};
use crate::tools::import::programme_records::Record;

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

/// The files of a site after a plan; missing ones are to be removed.
pub(super) fn apply(
    plan: &Plan,
    site: &ExistingSite<'_>,
    config: &Config,
) -> Result<Files, Unchangeable> {
    let mut work = SiteEditor {
        site,
        config,
        lock: &plan.lock,
        files: site.files.clone(),
        splices: BTreeMap::new(),
        prose: BTreeMap::new(),
        moved: BTreeMap::new(),
    };
    let outlines = work.outlines();
    for step in &plan.steps {
        match step {
            Step::New(record) => work.bodies(record),
            Step::Change(kind, id, changes) => work.change(*kind, id, changes, &outlines)?,
            Step::Remove(kind, id) => work.remove_prose(*kind, id),
        }
    }
    work.fields_done()?;
    work.structure(plan)?;
    work.prose_done()?;
    Ok(work.files)
}

struct SiteEditor<'a> {
    site: &'a ExistingSite<'a>,
    config: &'a Config,
    lock: &'a ImportLock,
    files: Files,
    splices: BTreeMap<String, Vec<Splice>>,
    /// The changes of Markdown files, by path.
    prose: BTreeMap<String, MarkdownEdit>,
    /// Sessions that move to another day, or to none.
    moved: BTreeMap<String, Option<jiff::civil::Date>>,
}

fn unchangeable(path: &str, id: &str) -> Unchangeable {
    Unchangeable { path: path.to_owned(), id: id.to_owned() }
}

impl SiteEditor<'_> {
    /// The outlines of all files with records.
    fn outlines(&self) -> BTreeMap<String, Part> {
        let files: BTreeSet<&String> = self.site.records.values().map(|r| &r.file).collect();
        let outline = |path: &String| {
            let part = Part::of(self.files.get(path)?).ok()??;
            Some((path.clone(), part))
        };
        files.into_iter().filter_map(outline).collect()
    }

    /// The long texts of a new record.
    fn bodies(&mut self, record: &Record) {
        for (field, value) in &record.facts {
            if let (BODY, Value::Body(text)) = (field.name, value) {
                let path = self.prose_path(record.kind, &record.id, &field.tag);
                self.prose.entry(path).or_default().body = Some(Some(text.clone()));
            }
        }
    }

    /// The path of a record's Markdown file in a language.
    fn prose_path(&self, kind: Kind, id: &str, tag: &str) -> String {
        let known = self.site.prose.get(&(kind, id.to_owned(), tag.to_owned()));
        let folder = kind.folder().unwrap_or("content/");
        known.map_or_else(|| format!("{folder}{id}.{tag}.md"), |prose| prose.path.clone())
    }

    fn remove_prose(&mut self, kind: Kind, id: &str) {
        for ((of, name, _), prose) in &self.site.prose {
            if (*of, &**name) == (kind, id) {
                self.files.remove(&prose.path);
                self.prose.remove(&prose.path);
            }
        }
    }

    /// Changes a record in place.
    fn change(
        &mut self,
        kind: Kind,
        id: &str,
        changes: &[FieldChange],
        outlines: &BTreeMap<String, Part>,
    ) -> Result<(), Unchangeable> {
        let key = (kind, id.to_owned());
        let site = self.site;
        let Some(record) = site.records.get(&key) else { return Ok(()) };
        let fault = || unchangeable(&record.file, id);
        let root = outlines.get(&record.file).ok_or_else(fault)?;
        let list = list_of(root, &record.position);
        let part = list.and_then(|(list, at)| Some(&list.items().get(at)?.value));
        let part = part.ok_or_else(fault)?;
        let languages = &self.config.languages;
        let tag = |tag: &str| {
            languages.find(tag).map_or_else(|| tag.to_owned(), |l| languages.tag(l).to_owned())
        };
        let text = &site.files[&record.file];
        let target = RecordEditor { text, part, kind, record, tag: &tag };
        let gone: Vec<&str> = changes.iter().filter(|c| c.new.is_none()).flat_map(names).collect();
        let mut texts: BTreeMap<&'static str, BTreeMap<String, Option<String>>> = BTreeMap::new();
        let mut splices = Vec::new();
        for change in changes {
            let Field { name, tag } = &change.field;
            match &change.new {
                new if *name == BODY => {
                    let path = self.prose_path(kind, id, tag);
                    let body = new.as_ref().map(|value| match value {
                        Value::Body(text) => text.clone(),
                        other => other.line(),
                    });
                    self.prose.entry(path).or_default().body = Some(body);
                }
                new if change.field.is_text() => {
                    let text = match new {
                        Some(Value::Text(text)) => Some(text.clone()),
                        _ => None,
                    };
                    if self.in_front(kind, id, name, tag, record) {
                        let path = self.prose_path(kind, id, tag);
                        let edit = self.prose.entry(path).or_default();
                        edit.front.insert((*name).to_owned(), text);
                    } else {
                        texts.entry(name).or_default().insert(tag.clone(), text);
                    }
                }
                _ => splices.extend(target.fact(change, &gone).ok_or_else(fault)?),
            }
        }
        if kind == Kind::Session {
            self.note_day(id, changes, record);
        }
        for (name, texts) in &texts {
            let same = self.languages_of_shared_name(&key, name, texts, record);
            splices.extend(target.texts(name, texts, &same).ok_or_else(fault)?);
        }
        self.splices.entry(record.file.clone()).or_default().extend(splices);
        Ok(())
    }

    /// Whether a text is, or belongs, in the front matter of its language's file: it is there, or those of
    /// other languages are.
    fn in_front(
        &self,
        kind: Kind,
        id: &str,
        name: &str,
        tag: &str,
        record: &ExistingRecord,
    ) -> bool {
        let own = self.site.prose.get(&(kind, id.to_owned(), tag.to_owned()));
        if own.is_some_and(|prose| prose.front.contains(name)) {
            return true;
        }
        let others = self.site.prose.iter().any(|((of, other, _), prose)| {
            (*of, &**other) == (kind, id) && prose.front.contains(name)
        });
        others && record.json.get(name).is_none()
    }

    /// The languages without a change whose name is the one for all languages.
    fn languages_of_shared_name(
        &self,
        key: &(Kind, String),
        name: &'static str,
        texts: &BTreeMap<String, Option<String>>,
        record: &ExistingRecord,
    ) -> Vec<String> {
        let shared = record.facts.get(&Field::text(name, "mul")).map(Value::line);
        let locked = self.lock.sources.values().filter_map(|source| source.records.get(key));
        let same = locked.flat_map(|locked| &locked.facts).filter(|(field, line)| {
            field.name == name && !texts.contains_key(&field.tag) && Some(*line) == shared.as_ref()
        });
        let tags: BTreeSet<String> = same.map(|(field, _)| field.tag.clone()).collect();
        tags.into_iter().collect()
    }

    /// Notes that a session moves to another day, or to none.
    fn note_day(&mut self, id: &str, changes: &[FieldChange], record: &ExistingRecord) {
        let will = |name| {
            let field = Field::fact(name);
            let change = changes.iter().find(|change| change.field == field);
            change.map_or(record.facts.get(&field), |change| change.new.as_ref())
        };
        let day = match (will(TIME), will("slots")) {
            (Some(Value::Time(when)), _) => Some(when.day),
            (None, None) => None,
            // A session with several times may be under any day.
            _ => return,
        };
        if day != record.day {
            self.moved.insert(id.to_owned(), day);
        }
    }

    fn fields_done(&mut self) -> Result<(), Unchangeable> {
        for (path, splices) in std::mem::take(&mut self.splices) {
            let new = splice(&self.files[&path], splices).ok_or_else(|| unchangeable(&path, ""))?;
            self.files.insert(path, new);
        }
        Ok(())
    }

    /// Adds, removes and moves records.
    fn structure(&mut self, plan: &Plan) -> Result<(), Unchangeable> {
        for kind in [Kind::Speaker, Kind::Place, Kind::Track] {
            self.list(kind, plan)?;
        }
        let mut agenda =
            AgendaEdits { day_starts: self.config.day_starts, ..AgendaEdits::default() };
        for step in &plan.steps {
            match step {
                Step::New(record) if record.kind == Kind::Session => {
                    let (day, start) = begins(&record.facts);
                    let added = IncomingSession::new(
                        start,
                        &record_yaml::record(record, &self.config.languages),
                    );
                    agenda.added.entry(day).or_default().push(added);
                }
                Step::Remove(Kind::Session, id) => {
                    let key = (Kind::Session, id.clone());
                    if let Some(record) = self.site.records.get(&key) {
                        let removed = agenda.removed.entry(record.file.clone()).or_default();
                        removed.push(record.position.clone());
                    }
                }
                _ => {}
            }
        }
        for (id, day) in &self.moved {
            let Some(record) = self.site.records.get(&(Kind::Session, id.clone())) else {
                continue;
            };
            let fault = || unchangeable(&record.file, id);
            let text = &self.files[&record.file];
            let root = Part::of(text).ok().flatten().ok_or_else(fault)?;
            let lines = agenda_edits::cut(text, &root, &record.position).ok_or_else(fault)?;
            let start = plan.steps.iter().find_map(|step| match step {
                Step::Change(Kind::Session, of, changes) if of == id => {
                    changes.iter().find_map(|change| match &change.new {
                        Some(Value::Time(when)) => when.start,
                        _ => None,
                    })
                }
                _ => None,
            });
            agenda.removed.entry(record.file.clone()).or_default().push(record.position.clone());
            agenda.added.entry(*day).or_default().push(IncomingSession { start, lines });
        }
        let new =
            agenda.files(&self.files).ok_or_else(|| unchangeable("content/agenda.yaml", ""))?;
        self.files.extend(new);
        Ok(())
    }

    /// A file that is one list of records.
    fn list(&mut self, kind: Kind, plan: &Plan) -> Result<(), Unchangeable> {
        let path = kind.file();
        let mut new = Vec::new();
        let mut gone = Vec::new();
        for step in &plan.steps {
            match step {
                Step::New(record) if record.kind == kind => {
                    new.push(record_yaml::record(record, &self.config.languages));
                }
                Step::Remove(of, id) if *of == kind => {
                    let record = self.site.records.get(&(kind, id.clone()));
                    gone.extend(record.map(|record| match record.position {
                        Position::Item(at) => at,
                        _ => 0,
                    }));
                }
                _ => {}
            }
        }
        if new.is_empty() && gone.is_empty() {
            return Ok(());
        }
        let head = match kind {
            Kind::Speaker => SPEAKERS_HEAD,
            Kind::Place => PLACES_HEAD,
            _ => TRACKS_HEAD,
        };
        let text = match self.files.get(path) {
            None => list_edits::new_file(head, &new),
            Some(text) => {
                list_edits::changed(text, &gone, &new).ok_or_else(|| unchangeable(path, ""))?
            }
        };
        self.files.insert(path.to_owned(), text);
        Ok(())
    }

    fn prose_done(&mut self) -> Result<(), Unchangeable> {
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
        TIME => vec!["start", "end", "fold"],
        name => vec![name],
    }
}

/// The day that a session is under, and when it begins.
fn begins(facts: &Facts) -> (Option<jiff::civil::Date>, Option<jiff::civil::Time>) {
    match (facts.get(&Field::fact(TIME)), facts.get(&Field::fact("slots"))) {
        (Some(Value::Time(when)), _) => (Some(when.day), when.start),
        (_, Some(Value::Slots(slots))) => match slots.first() {
            Some(slot) => (Some(slot.when.day), slot.when.start),
            None => (None, None),
        },
        _ => (None, None),
    }
}

/// The list that a record is in, and its index there.
fn list_of<'p>(root: &'p Part, position: &Position) -> Option<(&'p Part, usize)> {
    match position {
        Position::Item(at) => Some((root, *at)),
        Position::OfDay(day, at) => {
            Some((root.get("days")?.items().get(*day)?.value.get("sessions")?, *at))
        }
        Position::OfFile(at) | Position::Loose(at) => Some((root.get("sessions")?, *at)),
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
