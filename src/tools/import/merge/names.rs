//! Records that one of the two sides no longer has: what names them decides.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

use crate::content::config::EVENT_FILE;
use crate::content::kind::Kind;
use crate::tools::import::fact::{Facts, Field, Value};
use crate::tools::import::lock::{Lock, Locked, Source};
use crate::tools::import::merge::{Merger, Step};
use crate::tools::import::wanted::Record;

/// The fields of sessions that name records, and of which kind.
const NAMING: [(&str, Kind); 3] =
    [("speakers", Kind::Speaker), ("tracks", Kind::Track), ("places", Kind::Place)];

impl Merger<'_> {
    /// Records of the file that editors removed: they stay so, but for those that something names
    /// which is new.
    pub(super) fn again(&mut self, absent: Vec<Record>) {
        let mut named: BTreeSet<(Kind, String)> = BTreeSet::new();
        for step in &self.plan.steps {
            match step {
                Step::New(record) => names(&record.facts, &mut named),
                Step::Change(_, _, changes) => {
                    let new = changes
                        .iter()
                        .filter_map(|change| Some((change.field.clone(), change.new.clone()?)));
                    names(&new.collect(), &mut named);
                }
                Step::Remove(..) => {}
            }
        }
        for record in absent {
            let key = (record.kind, record.id.clone());
            match named.contains(&key) {
                true => self.plan.steps.push(Step::New(record)),
                false => self.plan.removed_here.push(key),
            }
        }
    }

    /// Records that the source no longer has. Those that another source has stay unsaid.
    pub(super) fn gone(
        &mut self,
        before: BTreeMap<(Kind, String), Locked>,
        others: &Lock,
        now: &mut Source,
        name: &str,
        remove: bool,
    ) {
        let stands = |key: &(Kind, String)| {
            self.present.records.contains_key(key) && !others.elsewhere(name, key)
        };
        let mut before = before;
        before.retain(|key, _| stands(key));
        let gone: Vec<(Kind, String)> = before.keys().cloned().collect();
        if !remove {
            now.records.append(&mut before);
            self.plan.gone = gone;
            return;
        }
        let named = self.named(&gone);
        for key in gone {
            if named.contains(&key) {
                now.records.extend(before.remove_entry(&key));
                self.plan.named.push(key);
            } else {
                self.plan.steps.push(Step::Remove(key.0, key.1));
            }
        }
    }

    /// Which of the records that are to go are named by something that stays.
    fn named(&self, gone: &[(Kind, String)]) -> BTreeSet<(Kind, String)> {
        let mut named = BTreeSet::new();
        let mut words: BTreeSet<String> = BTreeSet::new();
        for (key, standing) in &self.present.records {
            if gone.contains(key) {
                continue;
            }
            // What names others is looked at as it will be.
            let Json::Object(mut map) = standing.json.clone() else { continue };
            let mut facts = standing.facts.clone();
            for (field, new) in self.changes(key) {
                map.remove(field.name);
                match new {
                    Some(new) => facts.insert(field, new),
                    None => facts.remove(&field),
                };
            }
            for (name, _) in NAMING {
                map.remove(name);
            }
            names(&facts, &mut named);
            map.remove("id");
            strings(&Json::Object(map), &mut words);
        }
        for step in &self.plan.steps {
            if let Step::New(record) = step {
                names(&record.facts, &mut named);
            }
        }
        for (path, text) in self.present.files {
            if path == EVENT_FILE || path.ends_with(".yaml") && !is_records(path) {
                let json = crate::base::yaml::Document::parse_quietly(text);
                strings(&json.unwrap_or_default(), &mut words);
            } else if path.ends_with(".md") && !self.goes(path, gone) {
                links(text, &mut named);
            }
        }
        gone.iter().filter(|key| named.contains(key) || words.contains(&key.1)).cloned().collect()
    }

    /// The fields that will change of a record.
    fn changes(&self, key: &(Kind, String)) -> Vec<(Field, Option<Value>)> {
        let of_key = |step: &&Step| matches!(step, Step::Change(kind, id, _) if (*kind, id) == (key.0, &key.1));
        match self.plan.steps.iter().find(of_key) {
            Some(Step::Change(_, _, changes)) => {
                changes.iter().map(|change| (change.field.clone(), change.new.clone())).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Whether a Markdown file goes with its record.
    fn goes(&self, path: &str, gone: &[(Kind, String)]) -> bool {
        let of = self.present.prose.iter().find(|(_, prose)| prose.path == path);
        of.is_some_and(|((kind, id, _), _)| gone.contains(&(*kind, id.clone())))
    }
}

/// Whether the records of a file are looked at one by one.
fn is_records(path: &str) -> bool {
    crate::tools::import::fact::KINDS.iter().any(|kind| kind.file() == path)
        || path.starts_with(crate::tools::import::present::DAYS)
}

/// The records that facts name.
fn names(facts: &Facts, named: &mut BTreeSet<(Kind, String)>) {
    for (field, value) in facts {
        match value {
            Value::Words(words) => {
                if let Some((_, kind)) = NAMING.iter().find(|(name, _)| *name == field.name) {
                    named.extend(words.iter().map(|id| (*kind, id.clone())));
                }
            }
            Value::Slots(slots) => {
                let places = slots.iter().flat_map(|slot| &slot.places);
                named.extend(places.map(|id| (Kind::Place, id.clone())));
            }
            _ => {}
        }
    }
}

/// All texts in a value that could be ids.
fn strings(json: &Json, words: &mut BTreeSet<String>) {
    match json {
        Json::String(text) if !text.contains(' ') => drop(words.insert(text.clone())),
        Json::Array(items) => items.iter().for_each(|item| strings(item, words)),
        Json::Object(map) => map.values().for_each(|value| strings(value, words)),
        _ => {}
    }
}

/// The records that links in a text name.
fn links(text: &str, named: &mut BTreeSet<(Kind, String)>) {
    for kind in crate::tools::import::fact::KINDS {
        let start = format!("{}:", kind.noun());
        for (at, _) in text.match_indices(&start) {
            let id = &text[at + start.len()..];
            let end = id.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(id.len());
            named.insert((kind, id[..end].to_owned()));
        }
    }
}
