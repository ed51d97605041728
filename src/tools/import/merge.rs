//! Three versions of every fact: as it was imported last, as the file has it now, and as it stands.
//!
//! What the source changed is changed, what editors changed stays, and where both did, the editors'
//! stays and is said. Of a list of people, themes or languages each entry is a fact of its own.

mod names;

use std::collections::{BTreeMap, BTreeSet};

use crate::content::kind::Kind;
use crate::tools::import::fact::{Field, Value, WHEN};
use crate::tools::import::ids::Key;
use crate::tools::import::lock::{Lock, Locked, Source};
use crate::tools::import::origin::Origin;
use crate::tools::import::present::Present;
use crate::tools::import::wanted::Record;

/// What is to be done to one field.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Change {
    /// The field.
    pub(super) field: Field,
    /// What stands there.
    pub(super) old: Option<Value>,
    /// What will.
    pub(super) new: Option<Value>,
}

/// What is to be done to one record.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Step {
    /// It is made.
    New(Record),
    /// It is changed.
    Change(Kind, String, Vec<Change>),
    /// It is removed.
    Remove(Kind, String),
}

/// A fact that the source and an editor changed, each otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Conflict {
    /// The record.
    pub(super) kind: Kind,
    /// Its id.
    pub(super) id: String,
    /// The field.
    pub(super) field: Field,
    /// What stands there, and stays.
    pub(super) ours: String,
    /// What the file says.
    pub(super) theirs: String,
}

/// What is to be done to a site.
#[derive(Clone, Debug, Default)]
pub(super) struct Plan {
    /// The steps.
    pub(super) steps: Vec<Step>,
    /// What was imported after them.
    pub(super) lock: Lock,
    /// What both changed.
    pub(super) conflicts: Vec<Conflict>,
    /// Records that the source no longer has and the site does.
    pub(super) gone: Vec<(Kind, String)>,
    /// Records that would have been removed, but for something that names them.
    pub(super) named: Vec<(Kind, String)>,
    /// Records that editors removed, and that stay so.
    pub(super) removed_here: Vec<(Kind, String)>,
    /// Records of the file that stay as they are.
    pub(super) unchanged: BTreeMap<Kind, usize>,
}

/// Compares a file's records with the site and with what was imported last from the same source.
pub(super) fn merge(
    records: Vec<Record>,
    present: &Present<'_>,
    mut lock: Lock,
    origin: &Origin,
    remove: bool,
) -> Plan {
    let name = &*origin.name;
    let texts = records.iter().flat_map(|record| record.facts.keys());
    let tags = texts.filter(|field| field.is_text()).map(|field| field.tag.clone());
    // A file of one language says nothing about the others.
    let told: BTreeSet<String> = tags.chain(["mul".to_owned()]).collect();
    let mut before = lock.sources.remove(name).unwrap_or_default().records;
    let named = origin.said.as_ref().map(|_| named(&records));
    let mut merger = Merger { present, told, named, plan: Plan::default() };
    let mut absent: Vec<Record> = Vec::new();
    let mut now = Source::default();
    for record in records {
        let key = (record.kind, record.id.clone());
        let base = before.remove(&key).or_else(|| renamed(&record, present, &mut before));
        let locked = merger.locked(&record, base.as_ref());
        match (present.records.contains_key(&key), base) {
            (true, base) => merger.existing(&record, base.as_ref()),
            (false, Some(_)) => absent.push(record),
            (false, None) => merger.plan.steps.push(Step::New(record)),
        }
        now.records.insert(key, locked);
    }
    merger.again(absent);
    merger.gone(before, &lock, &mut now, name, remove);
    lock.sources.insert(name.to_owned(), now);
    merger.plan.lock = lock;
    merger.plan
}

/// What was imported of a record to which editors have given another id.
fn renamed(
    record: &Record,
    present: &Present<'_>,
    before: &mut BTreeMap<(Kind, String), Locked>,
) -> Option<Locked> {
    let same = |(key, locked): &(&(Kind, String), &Locked)| {
        let known =
            locked.keys.iter().any(|key| !matches!(key, Key::Name(_)) && record.keys.contains(key));
        key.0 == record.kind && known && !present.records.contains_key(key)
    };
    // Of those that nobody renamed, the site has none: then there is nothing to look for.
    if !present.records.contains_key(&(record.kind, record.id.clone())) {
        return None;
    }
    let key = before.iter().find(same)?.0.clone();
    before.remove(&key)
}

struct Merger<'a> {
    present: &'a Present<'a>,
    /// The languages that the file has texts in.
    told: BTreeSet<String>,
    /// The fields that the file has of each kind of records, if it is taken for a file of another name.
    named: Option<BTreeSet<(Kind, &'static str)>>,
    plan: Plan,
}

/// The fields that are in a file.
fn named(records: &[Record]) -> BTreeSet<(Kind, &'static str)> {
    let times = [WHEN, "slots", "places"].map(|name| (Kind::Session, name));
    let fields =
        records.iter().flat_map(|one| one.facts.keys().map(|field| (one.kind, field.name)));
    fields.chain(times).collect()
}

/// The words of a line of them.
fn words(line: Option<&String>) -> Vec<String> {
    line.map(|line| line.split(", ").map(str::to_owned).collect()).unwrap_or_default()
}

impl Merger<'_> {
    /// Whether the file would say a field if there were something to say.
    fn covers(&self, kind: Kind, field: &Field) -> bool {
        let named = self.named.as_ref().is_none_or(|named| named.contains(&(kind, field.name)));
        named && (!field.is_text() || self.told.contains(&field.tag))
    }

    /// What is remembered of a record.
    fn locked(&self, record: &Record, base: Option<&Locked>) -> Locked {
        let mut locked = Locked { keys: record.keys.clone(), ..Locked::default() };
        if let Some(base) = base {
            // A file of another format or language has other names for the same.
            let sort = |key: &Key| key.parts().0;
            let other = |key: &&Key| match key {
                Key::Name(_) => !record.keys.contains(key),
                key => !record.keys.iter().any(|own| sort(own) == sort(key)),
            };
            locked.keys.extend(base.keys.iter().filter(other).cloned());
            locked.keys.sort();
            let untold = base.facts.iter().filter(|(field, _)| !self.covers(record.kind, field));
            locked.facts.extend(untold.map(|(field, line)| (field.clone(), line.clone())));
        }
        let own = record.facts.iter().map(|(field, value)| (field.clone(), value.line()));
        locked.facts.extend(own);
        locked
    }

    /// A record that the site has.
    fn existing(&mut self, record: &Record, base: Option<&Locked>) {
        let nothing = Locked::default();
        let known = base.is_some();
        let base = base.unwrap_or(&nothing);
        let mut changes = Vec::new();
        let own = base.facts.keys().filter(|field| self.covers(record.kind, field));
        let fields: BTreeSet<&Field> = record.facts.keys().chain(own).collect();
        let times = [Field::fact(WHEN), Field::fact("places"), Field::fact("slots")];
        let grouped = record.kind == Kind::Session && self.mixes_forms(record, base, known);
        for field in fields {
            if !(grouped && times.contains(field)) {
                self.field(record, base, field, &mut changes);
            }
        }
        if grouped {
            self.times(record, base, &times, &mut changes);
        }
        match changes.is_empty() {
            true => *self.plan.unchanged.entry(record.kind).or_default() += 1,
            false => {
                changes.sort_by(|a, b| a.field.rank().cmp(&b.field.rank()));
                self.plan.steps.push(Step::Change(record.kind, record.id.clone(), changes));
            }
        }
    }

    fn field(&mut self, record: &Record, base: &Locked, field: &Field, out: &mut Vec<Change>) {
        let shared = Field::text(field.name, "mul");
        // Where the text of all languages goes, each needs its own.
        let goes = field.is_text()
            && base.facts.contains_key(&shared)
            && !record.facts.contains_key(&shared);
        let mut ours = match goes {
            true => self.present.own_fact(record.kind, &record.id, field),
            false => self.present.fact(record.kind, &record.id, field),
        };
        let theirs = record.facts.get(field);
        let mut before = base.facts.get(field).cloned();
        let line = |value: Option<&Value>| value.map(Value::line);
        if line(theirs) == before || line(theirs) == line(ours) {
            return;
        }
        if before.is_none() && !base.keys.is_empty() {
            // The name that stands for all languages was brought in for another one.
            ours = self.present.own_fact(record.kind, &record.id, field);
            let same = |(other, before): (&Field, &String)| {
                other.name == field.name && ours.map(Value::line).as_ref() == Some(before)
            };
            if field.tag == "mul" && base.facts.iter().any(same) {
                before = ours.map(Value::line);
            }
        }
        if matches!(field.name, "speakers" | "tracks" | "held_in")
            && let Some(new) = entries(&words(before.as_ref()), ours, theirs)
        {
            if line(new.as_ref()) != line(ours) {
                out.push(Change { field: field.clone(), old: ours.cloned(), new });
            }
            return;
        }
        if line(ours) == before {
            let (old, new) = (ours.cloned(), theirs.cloned());
            out.push(Change { field: field.clone(), old, new });
        } else {
            self.conflict(record, field, line(ours), line(theirs));
        }
    }

    fn conflict(
        &mut self,
        record: &Record,
        field: &Field,
        ours: Option<String>,
        theirs: Option<String>,
    ) {
        self.plan.conflicts.push(Conflict {
            kind: record.kind,
            id: record.id.clone(),
            field: field.clone(),
            ours: ours.unwrap_or_default(),
            theirs: theirs.unwrap_or_default(),
        });
    }

    /// Whether a session is held once in one of the three versions, and several times or at no time
    /// in another: then its times and places are one fact.
    fn mixes_forms(&self, record: &Record, base: &Locked, known: bool) -> bool {
        let fact = |name| self.present.fact(Kind::Session, &record.id, &Field::fact(name));
        let ours = (fact(WHEN).is_some(), fact("slots").is_some());
        let theirs = |name| record.facts.contains_key(&Field::fact(name));
        let before = |name| base.facts.contains_key(&Field::fact(name));
        let theirs = (theirs(WHEN), theirs("slots"));
        let before = (before(WHEN), before("slots"));
        theirs != ours || (known && before != theirs)
    }

    fn times(
        &mut self,
        record: &Record,
        base: &Locked,
        fields: &[Field; 3],
        out: &mut Vec<Change>,
    ) {
        let all = |line: &dyn Fn(&Field) -> Option<String>| -> String {
            let lines = fields.iter().filter_map(line);
            lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" in ")
        };
        let fact = |field: &Field| self.present.fact(Kind::Session, &record.id, field);
        let ours = all(&|field| fact(field).map(Value::line));
        let theirs = all(&|field| record.facts.get(field).map(Value::line));
        let before = all(&|field| base.facts.get(field).cloned());
        if theirs == before || theirs == ours {
            return;
        }
        if ours != before {
            self.conflict(record, &fields[0], Some(ours), Some(theirs));
            return;
        }
        for field in fields {
            let (old, new) = (fact(field).cloned(), record.facts.get(field).cloned());
            if old != new {
                out.push(Change { field: field.clone(), old, new });
            }
        }
    }
}

/// A list of ids or languages with what the source added to it and without what it took out. `None`
/// if one of the lists is no plain one.
fn entries(
    before: &[String],
    ours: Option<&Value>,
    theirs: Option<&Value>,
) -> Option<Option<Value>> {
    let list = |value: Option<&Value>| match value {
        None => Some(Vec::new()),
        Some(Value::Words(words)) => Some(words.clone()),
        Some(_) => None,
    };
    let (ours, theirs) = (list(ours)?, list(theirs)?);
    if ours == before {
        return Some((!theirs.is_empty()).then_some(Value::Words(theirs)));
    }
    let kept = |word: &&String| theirs.contains(word) || !before.contains(word);
    let mut words: Vec<String> = ours.iter().filter(kept).cloned().collect();
    let new = theirs.iter().filter(|word| !before.contains(word) && !ours.contains(word));
    words.extend(new.cloned());
    Some((!words.is_empty()).then_some(Value::Words(words)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_merged_entry_by_entry() {
        let value = |text: &str| {
            let words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
            (!words.is_empty()).then_some(Value::Words(words))
        };
        for (before, ours, theirs, merged) in [
            ("a b", "a b", "b a c", "b a c"),
            ("a b", "a b c", "a b d", "a b c d"),
            ("a b", "b", "a b c", "b c"),
            ("a b", "c a b", "b", "c b"),
            ("a", "a b", "", "b"),
            ("a", "", "a b", "b"),
            ("", "b a", "a c", "b a c"),
            ("a", "a", "", ""),
        ] {
            let before: Vec<String> = before.split_whitespace().map(str::to_owned).collect();
            let found = entries(&before, value(ours).as_ref(), value(theirs).as_ref());
            assert_eq!(found, Some(value(merged)), "{before:?} {ours} {theirs}");
        }
        let other = Value::Other("all".into());
        assert_eq!(entries(&[], Some(&other), None), None);
    }
}
