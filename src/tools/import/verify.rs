//! That files say after an import what was planned, and otherwise what they said before.

use std::collections::BTreeSet;

use crate::content::kind::Kind;
use crate::tools::import::apply::Unchangeable;
use crate::tools::import::fact::{Field, Value, WHEN};
use crate::tools::import::merge::{Change, Plan, Step};
use crate::tools::import::present::{Present, Standing};

/// Compares a site after an import with what it should be.
///
/// # Errors
/// The first record that is not so, with its file: it is written in a way that nobody expected.
pub(super) fn verify(
    plan: &Plan,
    before: &Present<'_>,
    after: &Present<'_>,
) -> Result<(), Unchangeable> {
    let mut touched: BTreeSet<(Kind, String)> = BTreeSet::new();
    for step in &plan.steps {
        let (key, good) = match step {
            Step::New(record) => {
                let key = (record.kind, record.id.clone());
                let field = |(field, value): (&Field, &Value)| {
                    says(after, &key, field).as_ref() == Some(&value.line())
                };
                let good = record.facts.iter().all(field);
                (key, good)
            }
            Step::Change(kind, id, changes) => {
                let key = (*kind, id.clone());
                let good = changed(&key, changes, before, after);
                (key, good)
            }
            Step::Remove(kind, id) => {
                let key = (*kind, id.clone());
                let good = !after.records.contains_key(&key);
                (key, good)
            }
        };
        if !good {
            return Err(fault(&key, before, after));
        }
        touched.insert(key);
    }
    for (key, standing) in &before.records {
        let same = |after: &Standing| after.json == standing.json && after.facts == standing.facts;
        if !touched.contains(key) && !after.records.get(key).is_some_and(same) {
            return Err(fault(key, before, after));
        }
    }
    let new = after
        .records
        .keys()
        .find(|key| !before.records.contains_key(key) && !touched.contains(key));
    new.map_or(Ok(()), |key| Err(fault(key, before, after)))
}

fn fault(key: &(Kind, String), before: &Present<'_>, after: &Present<'_>) -> Unchangeable {
    let standing = before.records.get(key).or(after.records.get(key));
    let path = standing.map_or_else(|| key.0.file().to_owned(), |standing| standing.file.clone());
    Unchangeable { path, id: key.1.clone() }
}

fn says(present: &Present<'_>, (kind, id): &(Kind, String), field: &Field) -> Option<String> {
    present.fact(*kind, id, field).map(Value::line)
}

/// Whether a record has a title or name.
fn is_called(standing: &Standing) -> bool {
    standing.facts.keys().any(|field| matches!(field.name, "title" | "name"))
}

/// Whether a record has its changes, and nothing else about it is different.
fn changed(
    key: &(Kind, String),
    changes: &[Change],
    before: &Present<'_>,
    after: &Present<'_>,
) -> bool {
    let (Some(old), Some(new)) = (before.records.get(key), after.records.get(key)) else {
        return false;
    };
    let done = changes.iter().all(|change| {
        let planned = change.new.as_ref().map(Value::line);
        // A text that is the same in all languages may be there for one that was taken away.
        says(after, key, &change.field) == planned || planned.is_none() && change.field.is_text()
    });
    let mut names: BTreeSet<&str> = changes.iter().map(|change| change.field.name).collect();
    if names.contains(WHEN) {
        names.extend(["start", "end", "fold"]);
    }
    let fields = old.facts.keys().filter(|field| !changes.iter().any(|c| c.field == **field));
    let kept = fields
        .filter(|field| !(field.tag == "mul" && names.contains(field.name)))
        .all(|field| says(before, key, field) == says(after, key, field));
    let json = |standing: &Standing| {
        let mut json = standing.json.clone();
        if let Some(map) = json.as_object_mut() {
            map.retain(|name, _| !names.contains(&**name));
        }
        json
    };
    done && kept && json(old) == json(new) && is_called(old) <= is_called(new)
}
