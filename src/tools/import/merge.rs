//! A three-way merge of every fact: as it was imported last, as it is in the file, and as it is in the
//! site.
//!
//! Changes of the source are made, changes of editors are kept; where both changed a fact, the editors'
//! version is kept and a conflict reported. In lists of people, tracks and languages each entry is a
//! fact of its own.

mod removals;

use std::collections::{BTreeMap, BTreeSet};

use crate::content::kind::Kind;
use crate::tools::import::existing::ExistingSite;
use crate::tools::import::facts::{Field, RecordKey, SessionTime, TIME, Value};
use crate::tools::import::ids::Key;
use crate::tools::import::import_lock::{ImportLock, LockedRecord, LockedSource};
use crate::tools::import::programme_records::Record;
use crate::tools::import::source_matching::SourceMatch;

/// A change of one field.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct FieldChange {
    /// The field.
    pub(super) field: Field,
    /// The value in the site.
    pub(super) old: Option<Value>,
    /// The new value.
    pub(super) new: Option<Value>,
}

/// A change of one record.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Step {
    /// It is added.
    New(Record),
    /// It is changed.
    Change(RecordKey, Vec<FieldChange>),
    /// It is removed.
    Remove(RecordKey),
}

/// A fact that the source and an editor changed differently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Conflict {
    /// The record.
    pub(super) key: RecordKey,
    /// The field.
    pub(super) field: Field,
    /// The value in the site, which is kept.
    pub(super) ours: String,
    /// The value in the file.
    pub(super) theirs: String,
}

/// The changes of a site.
#[derive(Clone, Debug, Default)]
pub(super) struct Plan {
    /// The steps.
    pub(super) steps: Vec<Step>,
    /// The lock after them.
    pub(super) lock: ImportLock,
    /// Facts that the source and an editor changed differently.
    pub(super) conflicts: Vec<Conflict>,
    /// Records that the site has and the source no longer has.
    pub(super) missing_in_source: Vec<RecordKey>,
    /// Records that would have been removed, but something refers to them.
    pub(super) kept_referenced: Vec<RecordKey>,
    /// Records that would have been removed, but people wrote texts for them; with these texts.
    pub(super) kept_texts: Vec<(RecordKey, Vec<String>)>,
    /// The files with texts that are removed, by record.
    pub(super) removed_texts: BTreeMap<RecordKey, Vec<String>>,
    /// Records that editors removed; they are not added again.
    pub(super) removed_by_editors: Vec<RecordKey>,
    /// Records of the file that do not change.
    pub(super) unchanged: BTreeMap<Kind, usize>,
}

impl Plan {
    /// The planned changes of a record that the site has.
    pub(super) fn changes(&self, key: &RecordKey) -> &[FieldChange] {
        let changes = self.steps.iter().find_map(|step| match step {
            Step::Change(of, changes) if of == key => Some(&**changes),
            _ => None,
        });
        changes.unwrap_or_default()
    }
}

/// What happens to records that the source no longer has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Removal {
    /// They are kept.
    Nothing,
    /// They are removed, unless people wrote texts for them.
    Imported,
    /// They are removed.
    Everything,
}

/// Merges a file's records with the site and with what was imported last from the same source.
pub(super) fn merge(
    records: Vec<Record>,
    site: &ExistingSite<'_>,
    mut lock: ImportLock,
    source: &SourceMatch,
    removal: Removal,
) -> Plan {
    let name = &*source.name;
    let texts = records.iter().flat_map(|record| record.facts.keys());
    let tags = texts.filter(|field| field.is_text()).map(|field| field.tag.clone());
    // A file in one language has no other texts.
    let languages: BTreeSet<String> = tags.chain(["mul".to_owned()]).collect();
    let mut before = lock.sources.remove(name).unwrap_or_default().records;
    let fields = source.note.as_ref().map(|_| fields_of(&records));
    let mut merger = Merger { site, languages, fields, plan: Plan::default() };
    let mut absent: Vec<Record> = Vec::new();
    let mut now = LockedSource::default();
    for record in records {
        let key = record.key.clone();
        let refused = merger.plan.conflicts.len();
        let base = before.remove(&key).or_else(|| renamed(&record, site, &mut before));
        let mut locked = merger.locked_record(&record, base.as_ref());
        match (site.records.contains_key(&key), base) {
            (true, base) => {
                merger.merge_record(&record, base.as_ref());
                // A refused change is refused and reported again until file and site agree.
                let refused = &merger.plan.conflicts[refused..];
                keep_refused(&mut locked, base.as_ref(), refused.iter().map(|one| &one.field));
            }
            (false, Some(_)) => absent.push(record),
            (false, None) => merger.plan.steps.push(Step::New(record)),
        }
        now.records.insert(key, locked);
    }
    merger.restore_referenced(absent);
    merger.remove_missing(before, &lock, &mut now, name, removal);
    lock.sources.insert(name.to_owned(), now);
    merger.plan.lock = lock;
    merger.plan
}

/// Keeps the previously imported values of facts whose changes were refused.
fn keep_refused<'f>(
    locked: &mut LockedRecord,
    base: Option<&LockedRecord>,
    refused: impl Iterator<Item = &'f Field>,
) {
    const TIMES: [&str; 3] = [TIME, "places", "slots"];
    for field in refused {
        let grouped = TIMES.iter().map(|name| Field::fact(name)).filter(|_| field.name == TIME);
        for field in grouped.chain([field.clone()]) {
            match base.and_then(|base| base.facts.get(&field)) {
                Some(line) => drop(locked.facts.insert(field, line.clone())),
                None => drop(locked.facts.remove(&field)),
            }
        }
    }
}

/// The last import of a record to which editors have given another id.
fn renamed(
    record: &Record,
    site: &ExistingSite<'_>,
    before: &mut BTreeMap<RecordKey, LockedRecord>,
) -> Option<LockedRecord> {
    let same = |(key, locked): &(&RecordKey, &LockedRecord)| {
        let known =
            locked.keys.iter().any(|key| !matches!(key, Key::Name(_)) && record.keys.contains(key));
        key.0 == record.key.0 && known && !site.records.contains_key(key)
    };
    // If the site does not have the record, no editor renamed it.
    if !site.records.contains_key(&record.key) {
        return None;
    }
    let key = before.iter().find(same)?.0.clone();
    before.remove(&key)
}

struct Merger<'a> {
    site: &'a ExistingSite<'a>,
    /// The languages of the file's texts.
    languages: BTreeSet<String>,
    /// The fields that the file has for each kind of record, if it was recognised by its sessions.
    fields: Option<BTreeSet<(Kind, &'static str)>>,
    plan: Plan,
}

/// The fields that a file has.
fn fields_of(records: &[Record]) -> BTreeSet<(Kind, &'static str)> {
    let times = [TIME, "slots", "places"].map(|name| (Kind::Session, name));
    let fields =
        records.iter().flat_map(|one| one.facts.keys().map(|field| (one.key.0, field.name)));
    fields.chain(times).collect()
}

/// The words of a list in the lock.
fn words(line: Option<&String>) -> Vec<String> {
    line.map(|line| line.split(", ").map(str::to_owned).collect()).unwrap_or_default()
}

impl Merger<'_> {
    /// Whether the file would have a field if there were a value.
    fn covers(&self, kind: Kind, field: &Field) -> bool {
        let known = self.fields.as_ref().is_none_or(|all| all.contains(&(kind, field.name)));
        known && (!field.is_text() || self.languages.contains(&field.tag))
    }

    /// The entry for a record in the lock file.
    fn locked_record(&self, record: &Record, base: Option<&LockedRecord>) -> LockedRecord {
        let mut locked = LockedRecord { keys: record.keys.clone(), ..LockedRecord::default() };
        if let Some(base) = base {
            // A file of another format or language has other keys for the same record.
            let sort = |key: &Key| key.parts().0;
            let other = |key: &&Key| match key {
                Key::Name(_) => !record.keys.contains(key),
                key => !record.keys.iter().any(|own| sort(own) == sort(key)),
            };
            locked.keys.extend(base.keys.iter().filter(other).cloned());
            locked.keys.sort();
            let uncovered =
                base.facts.iter().filter(|(field, _)| !self.covers(record.key.0, field));
            locked.facts.extend(uncovered.map(|(field, line)| (field.clone(), line.clone())));
        }
        let own = record.facts.iter().map(|(field, value)| (field.clone(), value.line()));
        locked.facts.extend(own);
        locked
    }

    /// Merges a record that the site has.
    fn merge_record(&mut self, record: &Record, base: Option<&LockedRecord>) {
        let nothing = LockedRecord::default();
        let known = base.is_some();
        let base = base.unwrap_or(&nothing);
        let mut changes = Vec::new();
        let own = base.facts.keys().filter(|field| self.covers(record.key.0, field));
        let fields: BTreeSet<&Field> = record.facts.keys().chain(own).collect();
        let times = [Field::fact(TIME), Field::fact("places"), Field::fact("slots")];
        let grouped = record.key.0 == Kind::Session && self.mixes_forms(record, base, known);
        for field in fields {
            if !(grouped && times.contains(field)) {
                self.merge_field(record, base, field, &mut changes);
            }
        }
        if grouped {
            self.merge_times(record, base, &times, &mut changes);
        }
        match changes.is_empty() {
            true => *self.plan.unchanged.entry(record.key.0).or_default() += 1,
            false => {
                changes.sort_by(|a, b| a.field.rank().cmp(&b.field.rank()));
                self.plan.steps.push(Step::Change(record.key.clone(), changes));
            }
        }
    }

    fn merge_field(
        &mut self,
        record: &Record,
        base: &LockedRecord,
        field: &Field,
        out: &mut Vec<FieldChange>,
    ) {
        let shared = Field::text(field.name, "mul");
        // If the text for all languages is removed, each language needs its own text.
        let removes_shared = field.is_text()
            && base.facts.contains_key(&shared)
            && !record.facts.contains_key(&shared);
        let mut ours = match removes_shared {
            true => self.site.own_fact(&record.key, field),
            false => self.site.fact(&record.key, field),
        };
        let theirs = record.facts.get(field);
        let mut before = base.facts.get(field).cloned();
        let line = |value: Option<&Value>| value.map(Value::line);
        if line(theirs) == before || line(theirs) == line(ours) {
            return;
        }
        if field.name == "parent" && ours.is_some() && before.is_none() {
            // The editors know their buildings better than the source does.
            return;
        }
        if let (Some(Value::Time(ours)), Some(Value::Time(theirs))) = (ours, theirs)
            && let Some(new) = with_unstated_times(ours, theirs, before.as_deref())
        {
            if new != *ours {
                let (old, new) = (Some(Value::Time(ours.clone())), Some(Value::Time(new)));
                out.push(FieldChange { field: field.clone(), old, new });
            }
            return;
        }
        if before.is_none() && !base.keys.is_empty() {
            // The name for all languages was imported for another language.
            ours = self.site.own_fact(&record.key, field);
            let same = |(other, before): (&Field, &String)| {
                other.name == field.name && ours.map(Value::line).as_ref() == Some(before)
            };
            if field.tag == "mul" && base.facts.iter().any(same) {
                before = ours.map(Value::line);
            }
        }
        if matches!(field.name, "speakers" | "tracks" | "held_in")
            && let Some(new) = merge_lists(&words(before.as_ref()), ours, theirs)
        {
            if line(new.as_ref()) != line(ours) {
                out.push(FieldChange { field: field.clone(), old: ours.cloned(), new });
            }
            return;
        }
        if line(ours) == before {
            let (old, new) = (ours.cloned(), theirs.cloned());
            out.push(FieldChange { field: field.clone(), old, new });
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
            key: record.key.clone(),
            field: field.clone(),
            ours: ours.unwrap_or_default(),
            theirs: theirs.unwrap_or_default(),
        });
    }

    /// Whether a session is held once in one of the three versions, and several times or not at all in
    /// another: then its times and places are one fact.
    fn mixes_forms(&self, record: &Record, base: &LockedRecord, known: bool) -> bool {
        let fact = |name| self.site.fact(&record.key, &Field::fact(name));
        let ours = (fact(TIME).is_some(), fact("slots").is_some());
        let theirs = |name| record.facts.contains_key(&Field::fact(name));
        let before = |name| base.facts.contains_key(&Field::fact(name));
        let theirs = (theirs(TIME), theirs("slots"));
        let before = (before(TIME), before("slots"));
        theirs != ours || (known && before != theirs)
    }

    fn merge_times(
        &mut self,
        record: &Record,
        base: &LockedRecord,
        fields: &[Field; 3],
        out: &mut Vec<FieldChange>,
    ) {
        let all = |line: &dyn Fn(&Field) -> Option<String>| -> String {
            let lines = fields.iter().filter_map(line);
            lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" in ")
        };
        let fact = |field: &Field| self.site.fact(&record.key, field);
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
                out.push(FieldChange { field: field.clone(), old, new });
            }
        }
    }
}

/// The time of the source, completed by what only an editor knows: an end, or start and end. The end
/// moves with the start. `None` if the editor also changed what the source states.
fn with_unstated_times(
    ours: &SessionTime,
    theirs: &SessionTime,
    before: Option<&str>,
) -> Option<SessionTime> {
    let stated = match (theirs.start, theirs.end) {
        (_, Some(_)) => return None,
        (Some(_), None) => SessionTime { end: None, ..ours.clone() },
        (None, None) => SessionTime { start: None, end: None, fold: None, ..ours.clone() },
    };
    if stated == *ours || stated.to_string() != before? {
        return None;
    }
    let mut new = theirs.clone();
    match (theirs.start, ours.start, ours.end) {
        (None, start, end) => (new.start, new.end) = (start, end),
        (Some(start), Some(old), Some(end)) => {
            new.end = Some(start.wrapping_add(old.until(end).ok()?));
        }
        _ => {}
    }
    Some(new)
}

/// A list of ids or languages with what the source added, and without what it removed. `None` if one
/// of the lists is not plain.
fn merge_lists(
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
            let found = merge_lists(&before, value(ours).as_ref(), value(theirs).as_ref());
            assert_eq!(found, Some(value(merged)), "{before:?} {ours} {theirs}");
        }
        let other = Value::Other("all".into());
        assert_eq!(merge_lists(&[], Some(&other), None), None);
    }
}
