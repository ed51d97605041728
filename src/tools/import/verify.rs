//! Checks that an import made the planned changes to the files, and no others.

use std::collections::BTreeSet;

use crate::tools::import::apply::Unchangeable;
use crate::tools::import::existing::{ExistingRecord, ExistingSite};
use crate::tools::import::facts::{Field, RecordKey, TIME, TIME_FIELDS, Value};
use crate::tools::import::merge::{FieldChange, Plan, Step};

/// Compares a site after an import with the plan.
///
/// # Errors
/// The first record that differs, with its file. It differs because its file is written in an
/// unexpected form.
pub(super) fn verify(
    plan: &Plan,
    before: &ExistingSite<'_>,
    after: &ExistingSite<'_>,
) -> Result<(), Unchangeable> {
    let mut touched: BTreeSet<&RecordKey> = BTreeSet::new();
    for step in &plan.steps {
        let (key, good) = match step {
            Step::New(record) => {
                let has = |(field, value): (&Field, &Value)| {
                    value_of(after, &record.key, field).as_ref() == Some(&value.line())
                };
                (&record.key, record.facts.iter().all(has))
            }
            Step::Change(key, changes) => (key, changed(key, changes, before, after)),
            Step::Remove(key) => (key, !after.records.contains_key(key)),
        };
        if !good {
            return Err(fault(key, before, after));
        }
        touched.insert(key);
    }
    for (key, record) in &before.records {
        let same =
            |after: &ExistingRecord| after.json == record.json && after.facts == record.facts;
        if !touched.contains(&key) && !after.records.get(key).is_some_and(same) {
            return Err(fault(key, before, after));
        }
    }
    let mut keys = after.records.keys();
    let new = keys.find(|key| !before.records.contains_key(*key) && !touched.contains(key));
    new.map_or(Ok(()), |key| Err(fault(key, before, after)))
}

fn fault(key: &RecordKey, before: &ExistingSite<'_>, after: &ExistingSite<'_>) -> Unchangeable {
    let record = before.records.get(key).or(after.records.get(key));
    let path = record.map_or_else(|| key.0.file().to_owned(), |record| record.file.clone());
    Unchangeable { path, id: key.1.clone() }
}

fn value_of(site: &ExistingSite<'_>, key: &RecordKey, field: &Field) -> Option<String> {
    site.fact(key, field).map(Value::line)
}

/// Whether a record has a title or name.
fn has_name(record: &ExistingRecord) -> bool {
    record.facts.keys().any(|field| matches!(field.name, "title" | "name"))
}

/// Whether a record has its changes, and no others.
fn changed(
    key: &RecordKey,
    changes: &[FieldChange],
    before: &ExistingSite<'_>,
    after: &ExistingSite<'_>,
) -> bool {
    let (Some(old), Some(new)) = (before.records.get(key), after.records.get(key)) else {
        return false;
    };
    let done = changes.iter().all(|change| {
        let planned = change.new.as_ref().map(Value::line);
        // A text for all languages may replace a removed text.
        value_of(after, key, &change.field) == planned
            || planned.is_none() && change.field.is_text()
    });
    let mut names: BTreeSet<&str> = changes.iter().map(|change| change.field.name).collect();
    if names.contains(TIME) {
        names.extend(TIME_FIELDS);
    }
    let fields = old.facts.keys().filter(|field| !changes.iter().any(|c| c.field == **field));
    let kept = fields
        .filter(|field| !(field.tag == "mul" && names.contains(field.name)))
        .all(|field| value_of(before, key, field) == value_of(after, key, field));
    let json = |record: &ExistingRecord| {
        let mut json = record.json.clone();
        if let Some(map) = json.as_object_mut() {
            map.retain(|name, _| !names.contains(&**name));
        }
        json
    };
    done && kept && json(old) == json(new) && has_name(old) <= has_name(new)
}
