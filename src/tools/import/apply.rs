//! Carrying out a plan on the texts of a site's files: nothing but what the plan names changes in
//! them. The result is read again, and must be what was planned.

mod agenda;
mod fields;
mod lists;
mod prose;
mod render;

use std::collections::{BTreeMap, BTreeSet};

use crate::base::yaml::change::{Splice, splice};
use crate::base::yaml::marks::MarkedValue;
use crate::content::config::Config;
use crate::content::kind::Kind;
use crate::tools::import::apply::agenda::{Agenda, Coming};
use crate::tools::import::apply::fields::Target;
use crate::tools::import::apply::prose::Edit;
use crate::tools::import::fact::{BODY, Facts, Field, Value, WHEN};
use crate::tools::import::lock::Lock;
use crate::tools::import::merge::{Change, Plan, Step};
use crate::tools::import::present::{Files, Present, Spot, Standing};
use crate::tools::import::wanted::Record;

/// The heads of new files.
struct Heads {
    agenda: &'static str,
    day: &'static str,
    loose: &'static str,
    speakers: &'static str,
    places: &'static str,
    tracks: &'static str,
}

const HEADS: Heads = Heads {
    agenda: "\
# The programme: days, and the sessions of each. It was brought in by `plenary import`. Change what you
# like: `plenary import --update` changes only what its source changed.
",
    day: "\
# The sessions of this day. They were brought in by `plenary import`. Change what you like:
# `plenary import --update` changes only what its source changed.
",
    loose: "# Sessions that have no day yet.\n",
    speakers: "# People on stage, brought in by `plenary import`.\n",
    places: "# Rooms and other places, brought in by `plenary import`.\n",
    tracks: "# Themes of the event, brought in by `plenary import`, in the order in which they are shown.\n",
};

/// A file that cannot be changed in place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unchangeable {
    /// Its path.
    pub(super) path: String,
    /// The record that was to be changed.
    pub(super) id: String,
}

/// The files of a site after a plan; those that are not there are removed.
pub(super) fn apply(
    plan: &Plan,
    present: &Present<'_>,
    config: &Config,
) -> Result<Files, Unchangeable> {
    let mut work = Work {
        present,
        config,
        lock: &plan.lock,
        files: present.files.clone(),
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

struct Work<'a> {
    present: &'a Present<'a>,
    config: &'a Config,
    lock: &'a Lock,
    files: Files,
    splices: BTreeMap<String, Vec<Splice>>,
    /// By path, what happens to Markdown files.
    prose: BTreeMap<String, Edit>,
    /// Sessions that come under another day, or under none.
    moved: BTreeMap<String, Option<jiff::civil::Date>>,
}

fn unchangeable(path: &str, id: &str) -> Unchangeable {
    Unchangeable { path: path.to_owned(), id: id.to_owned() }
}

impl Work<'_> {
    /// Where everything stands, by file.
    fn outlines(&self) -> BTreeMap<String, MarkedValue> {
        let files: BTreeSet<&String> = self.present.records.values().map(|r| &r.file).collect();
        let outline = |path: &String| {
            let part = MarkedValue::of(self.files.get(path)?).ok()??;
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
        let known = self.present.prose.get(&(kind, id.to_owned(), tag.to_owned()));
        let folder = kind.folder().unwrap_or("content/");
        known.map_or_else(|| format!("{folder}{id}.{tag}.md"), |prose| prose.path.clone())
    }

    fn remove_prose(&mut self, kind: Kind, id: &str) {
        for ((of, name, _), prose) in &self.present.prose {
            if (*of, &**name) == (kind, id) {
                self.files.remove(&prose.path);
                self.prose.remove(&prose.path);
            }
        }
    }

    /// Changes a record where it stands.
    fn change(
        &mut self,
        kind: Kind,
        id: &str,
        changes: &[Change],
        outlines: &BTreeMap<String, MarkedValue>,
    ) -> Result<(), Unchangeable> {
        let key = (kind, id.to_owned());
        let present = self.present;
        let Some(standing) = present.records.get(&key) else { return Ok(()) };
        let fault = || unchangeable(&standing.file, id);
        let root = outlines.get(&standing.file).ok_or_else(fault)?;
        let part = spot(root, &standing.spot).ok_or_else(fault)?;
        let languages = &self.config.languages;
        let tag = |tag: &str| {
            languages.find(tag).map_or_else(|| tag.to_owned(), |l| languages.tag(l).to_owned())
        };
        let text = &present.files[&standing.file];
        let target = Target { text, part, kind, standing, tag: &tag };
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
                    if self.in_front(kind, id, name, tag, standing) {
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
            self.note_day(id, changes, standing);
        }
        for (name, texts) in &texts {
            let same = self.same_name(&key, name, texts, standing);
            splices.extend(target.texts(name, texts, &same).ok_or_else(fault)?);
        }
        self.splices.entry(standing.file.clone()).or_default().extend(splices);
        Ok(())
    }

    /// Whether a text stands, or belongs, in the front matter of its language's file: there it is, or
    /// there are those of the other languages.
    fn in_front(&self, kind: Kind, id: &str, name: &str, tag: &str, standing: &Standing) -> bool {
        let own = self.present.prose.get(&(kind, id.to_owned(), tag.to_owned()));
        if own.is_some_and(|prose| prose.front.contains(name)) {
            return true;
        }
        let others = self.present.prose.iter().any(|((of, other, _), prose)| {
            (*of, &**other) == (kind, id) && prose.front.contains(name)
        });
        others && standing.json.get(name).is_none()
    }

    /// The languages, but for those that change, whose name is the one that stands for all.
    fn same_name(
        &self,
        key: &(Kind, String),
        name: &'static str,
        texts: &BTreeMap<String, Option<String>>,
        standing: &Standing,
    ) -> Vec<String> {
        let shared = standing.facts.get(&Field::text(name, "mul")).map(Value::line);
        let locked = self.lock.sources.values().filter_map(|source| source.records.get(key));
        let same = locked.flat_map(|locked| &locked.facts).filter(|(field, line)| {
            field.name == name && !texts.contains_key(&field.tag) && Some(*line) == shared.as_ref()
        });
        let tags: BTreeSet<String> = same.map(|(field, _)| field.tag.clone()).collect();
        tags.into_iter().collect()
    }

    /// Notes that a session comes under another day, or under none.
    fn note_day(&mut self, id: &str, changes: &[Change], standing: &Standing) {
        let will = |name| {
            let field = Field::fact(name);
            let change = changes.iter().find(|change| change.field == field);
            change.map_or(standing.facts.get(&field), |change| change.new.as_ref())
        };
        let day = match (will(WHEN), will("slots")) {
            (Some(Value::When(when)), _) => Some(when.day),
            (None, None) => None,
            // A session with several times may stand anywhere.
            _ => return,
        };
        if day != standing.day {
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

    /// Records that come, go and move.
    fn structure(&mut self, plan: &Plan) -> Result<(), Unchangeable> {
        for kind in [Kind::Speaker, Kind::Place, Kind::Track] {
            self.list(kind, plan)?;
        }
        let mut agenda = Agenda { day_starts: self.config.day_starts, ..Agenda::default() };
        for step in &plan.steps {
            match step {
                Step::New(record) if record.kind == Kind::Session => {
                    let (day, start) = begins(&record.facts);
                    let coming =
                        Coming::new(start, &render::record(record, &self.config.languages));
                    agenda.coming.entry(day).or_default().push(coming);
                }
                Step::Remove(Kind::Session, id) => {
                    let key = (Kind::Session, id.clone());
                    if let Some(standing) = self.present.records.get(&key) {
                        let going = agenda.going.entry(standing.file.clone()).or_default();
                        going.push(standing.spot.clone());
                    }
                }
                _ => {}
            }
        }
        for (id, day) in &self.moved {
            let Some(standing) = self.present.records.get(&(Kind::Session, id.clone())) else {
                continue;
            };
            let fault = || unchangeable(&standing.file, id);
            let text = &self.files[&standing.file];
            let root = MarkedValue::of(text).ok().flatten().ok_or_else(fault)?;
            let lines = agenda::cut(text, &root, &standing.spot).ok_or_else(fault)?;
            let start = plan.steps.iter().find_map(|step| match step {
                Step::Change(Kind::Session, of, changes) if of == id => {
                    changes.iter().find_map(|change| match &change.new {
                        Some(Value::When(when)) => when.start,
                        _ => None,
                    })
                }
                _ => None,
            });
            agenda.going.entry(standing.file.clone()).or_default().push(standing.spot.clone());
            agenda.coming.entry(*day).or_default().push(Coming { start, lines });
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
                    new.push(render::record(record, &self.config.languages));
                }
                Step::Remove(of, id) if *of == kind => {
                    let standing = self.present.records.get(&(kind, id.clone()));
                    gone.extend(standing.map(|standing| match standing.spot {
                        Spot::Item(at) => at,
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
            Kind::Speaker => HEADS.speakers,
            Kind::Place => HEADS.places,
            _ => HEADS.tracks,
        };
        let text = match self.files.get(path) {
            None => lists::new_file(head, &new),
            Some(text) => {
                lists::changed(text, &gone, &new).ok_or_else(|| unchangeable(path, ""))?
            }
        };
        self.files.insert(path.to_owned(), text);
        Ok(())
    }

    fn prose_done(&mut self) -> Result<(), Unchangeable> {
        for (path, edit) in &self.prose {
            let text = self.files.get(path).map(String::as_str);
            match prose::edited(text, edit).ok_or_else(|| unchangeable(path, ""))? {
                Some(new) => self.files.insert(path.clone(), new),
                None => self.files.remove(path),
            };
        }
        Ok(())
    }
}

/// The names of a field in a record.
fn names(change: &Change) -> Vec<&'static str> {
    match change.field.name {
        WHEN => vec!["start", "end", "fold"],
        name => vec![name],
    }
}

/// The day that a session stands under, and when it begins.
fn begins(facts: &Facts) -> (Option<jiff::civil::Date>, Option<jiff::civil::Time>) {
    match (facts.get(&Field::fact(WHEN)), facts.get(&Field::fact("slots"))) {
        (Some(Value::When(when)), _) => (Some(when.day), when.start),
        (_, Some(Value::Slots(slots))) => match slots.first() {
            Some(slot) => (Some(slot.when.day), slot.when.start),
            None => (None, None),
        },
        _ => (None, None),
    }
}

/// The part of a record.
fn spot<'p>(root: &'p MarkedValue, spot: &Spot) -> Option<&'p MarkedValue> {
    let item = |list: &'p MarkedValue, at: usize| Some(&list.items().get(at)?.value);
    match spot {
        Spot::Item(at) => item(root, *at),
        Spot::OfDay(day, at) => item(item(root.get("days")?, *day)?.get("sessions")?, *at),
        Spot::OfFile(at) | Spot::Loose(at) => item(root.get("sessions")?, *at),
    }
}
