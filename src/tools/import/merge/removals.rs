//! Records that the source or the editors removed: whether something refers to them decides.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

use crate::base::yaml::Document;
use crate::content::config::EVENT_FILE;
use crate::content::kind::Kind;
use crate::tools::import::existing::{DAYS, MarkdownFile};
use crate::tools::import::facts::{BODY, Facts, Field, KINDS, RecordKey, Value};
use crate::tools::import::import_lock::{ImportLock, LockedRecord, LockedSource};
use crate::tools::import::merge::{FieldChange, Merger, Removal, Step};
use crate::tools::import::programme_records::Record;

/// The fields of sessions that refer to records, and the kinds of these records.
const REFERENCES: [(&str, Kind); 3] =
    [("speakers", Kind::Speaker), ("tracks", Kind::Track), ("places", Kind::Place)];

impl Merger<'_> {
    /// Handles records of the file that editors removed: they are not added again, unless something
    /// new refers to them.
    pub(super) fn restore_referenced(&mut self, absent: Vec<Record>) {
        let mut referenced: BTreeSet<RecordKey> = BTreeSet::new();
        for step in &self.plan.steps {
            match step {
                Step::New(record) => references(&record.facts, &mut referenced),
                Step::Change(_, changes) => {
                    let new =
                        |change: &FieldChange| Some((change.field.clone(), change.new.clone()?));
                    references(&changes.iter().filter_map(new).collect(), &mut referenced);
                }
                Step::Remove(_) => {}
            }
        }
        for record in absent {
            match referenced.contains(&record.key) {
                true => self.plan.steps.push(Step::New(record)),
                false => self.plan.removed_by_editors.push(record.key),
            }
        }
    }

    /// Handles records that the source no longer has. Records of another source are not reported.
    pub(super) fn remove_missing(
        &mut self,
        before: BTreeMap<RecordKey, LockedRecord>,
        others: &ImportLock,
        now: &mut LockedSource,
        name: &str,
        removal: Removal,
    ) {
        let exists = |key: &RecordKey| {
            self.site.records.contains_key(key) && !others.is_in_another_source(name, key)
        };
        let mut before = before;
        before.retain(|key, _| exists(key));
        let gone: Vec<RecordKey> = before.keys().cloned().collect();
        if removal == Removal::Nothing {
            now.records.append(&mut before);
            self.plan.missing_in_source = gone;
            return;
        }
        let mut gone = gone;
        if removal == Removal::Imported {
            gone.retain(|key| {
                let written = self.written(key, before.get(key));
                let kept = !written.is_empty();
                if kept {
                    self.plan.kept_texts.push((key.clone(), written));
                }
                !kept
            });
        }
        // A record that is kept may refer to others, which are then kept too.
        loop {
            let referenced = self.referenced(&gone);
            gone.retain(|key| !referenced.contains(key));
            if referenced.is_empty() {
                break;
            }
            self.plan.kept_referenced.extend(referenced);
        }
        self.plan.kept_referenced.sort();
        let kept =
            self.plan.kept_texts.iter().map(|(key, _)| key).chain(&self.plan.kept_referenced);
        for key in kept {
            now.records.extend(before.remove_entry(key));
        }
        for key in gone {
            let of = |((of, _), prose): (&(RecordKey, String), &MarkdownFile)| {
                (*of == key).then(|| prose.path.clone())
            };
            let files: Vec<String> = self.site.prose.iter().filter_map(of).collect();
            self.plan.removed_texts.insert(key.clone(), files);
            self.plan.steps.push(Step::Remove(key));
        }
    }

    /// The texts of a record that people wrote or changed: files, or fields with their language.
    fn written(&self, key: &RecordKey, locked: Option<&LockedRecord>) -> Vec<String> {
        let Some(record) = self.site.records.get(key) else { return Vec::new() };
        let imported = |field: &Field, value: &Value| {
            let line = locked.and_then(|locked| locked.facts.get(field));
            line == Some(&value.line())
        };
        // A name that is the same in all languages may have been imported in one of them.
        let shared = |field: &Field, value: &Value| {
            let line = Some(value.line());
            field.tag == "mul"
                && locked.is_some_and(|locked| {
                    let mut facts = locked.facts.iter();
                    facts.any(|(other, old)| other.name == field.name && Some(old) == line.as_ref())
                })
        };
        let texts = record.facts.iter().filter(|(field, value)| {
            field.is_text() && !imported(field, value) && !shared(field, value)
        });
        let mut written: Vec<String> = Vec::new();
        for (field, _) in texts {
            let prose = self.site.prose.get(&(key.clone(), field.tag.clone()));
            let in_file =
                prose.filter(|prose| field.name == BODY || prose.front.contains(field.name));
            let name = in_file.map_or_else(|| field.to_string(), |prose| prose.path.clone());
            if !written.contains(&name) {
                written.push(name);
            }
        }
        written
    }

    /// The records to be removed to which remaining content refers.
    fn referenced(&self, gone: &[RecordKey]) -> BTreeSet<RecordKey> {
        let mut referenced = BTreeSet::new();
        let mut words: BTreeSet<String> = BTreeSet::new();
        for (key, record) in &self.site.records {
            if gone.contains(key) {
                continue;
            }
            // A record is looked at as it will be after the import.
            let Json::Object(mut map) = record.json.clone() else { continue };
            let mut facts = record.facts.clone();
            for FieldChange { field, new, .. } in self.plan.changes(key) {
                map.remove(field.name);
                match new {
                    Some(new) => facts.insert(field.clone(), new.clone()),
                    None => facts.remove(field),
                };
            }
            for (name, _) in REFERENCES {
                map.remove(name);
            }
            references(&facts, &mut referenced);
            map.remove("id");
            strings(&Json::Object(map), &mut words);
        }
        for step in &self.plan.steps {
            if let Step::New(record) = step {
                references(&record.facts, &mut referenced);
            }
        }
        for (path, text) in self.site.files {
            if path == EVENT_FILE || path.ends_with(".yaml") && !is_records(path) {
                let json = Document::parse_quietly(text);
                strings(&json.unwrap_or_default(), &mut words);
            } else if path.ends_with(".md") && !self.is_removed(path, gone) {
                links(text, &mut referenced);
            }
        }
        gone.iter()
            .filter(|key| referenced.contains(key) || words.contains(&key.1))
            .cloned()
            .collect()
    }

    /// Whether a Markdown file is removed with its record.
    fn is_removed(&self, path: &str, gone: &[RecordKey]) -> bool {
        let of = self.site.prose.iter().find(|(_, prose)| prose.path == path);
        of.is_some_and(|((key, _), _)| gone.contains(key))
    }
}

/// Whether the records of a file are looked at one by one.
fn is_records(path: &str) -> bool {
    KINDS.iter().any(|kind| kind.file() == path) || path.starts_with(DAYS)
}

/// The records that facts refer to.
fn references(facts: &Facts, referenced: &mut BTreeSet<RecordKey>) {
    for (field, value) in facts {
        match value {
            Value::Words(words) => {
                if let Some((_, kind)) = REFERENCES.iter().find(|(name, _)| *name == field.name) {
                    referenced.extend(words.iter().map(|id| (*kind, id.clone())));
                }
            }
            Value::Slots(slots) => {
                let places = slots.iter().flat_map(|slot| &slot.places);
                referenced.extend(places.map(|id| (Kind::Place, id.clone())));
            }
            _ => {}
        }
    }
}

/// All texts in a value that may be ids.
fn strings(json: &Json, words: &mut BTreeSet<String>) {
    match json {
        Json::String(text) if !text.contains(' ') => drop(words.insert(text.clone())),
        Json::Array(items) => items.iter().for_each(|item| strings(item, words)),
        Json::Object(map) => map.values().for_each(|value| strings(value, words)),
        _ => {}
    }
}

/// The records that links in a text refer to.
fn links(text: &str, referenced: &mut BTreeSet<RecordKey>) {
    for kind in KINDS {
        let start = format!("{}:", kind.noun());
        for (at, _) in text.match_indices(&start) {
            let id = &text[at + start.len()..];
            let end = id.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(id.len());
            referenced.insert((kind, id[..end].to_owned()));
        }
    }
}
