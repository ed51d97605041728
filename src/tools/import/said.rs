//! What an import did, for the person who asked for it.

use std::collections::BTreeMap;

use crate::content::kind::Kind;
use crate::tools::import::fact::{Field, KINDS, Value, shown};
use crate::tools::import::left::Left;
use crate::tools::import::merge::{Change, Conflict, Plan, Step};

/// How many records of one kind an import made, changed, left as they were and removed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Made.
    pub new: usize,
    /// Changed.
    pub changed: usize,
    /// As they were.
    pub unchanged: usize,
    /// Removed.
    pub removed: usize,
}

/// What an import did, or would do.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// Records by kind, in the order in which they are told of.
    pub counts: Vec<(Kind, Count)>,
    /// What was done, a line for each record that is new, changed or removed.
    pub changes: Vec<String>,
    /// What the source and an editor both changed.
    pub conflicts: Vec<String>,
    /// The records that the source no longer has.
    pub gone: Vec<String>,
    /// The records that would have been removed, but something names them.
    pub named: Vec<String>,
    /// The records of the source that editors removed.
    pub removed_here: Vec<String>,
    /// What the file says and the site has no place for.
    pub left: Left,
    /// What else to know.
    pub notes: Vec<String>,
}

impl Said {
    /// Tells of a plan.
    pub(super) fn new(plan: &Plan, left: Left, notes: Vec<String>) -> Said {
        let mut counts: BTreeMap<Kind, Count> = BTreeMap::new();
        for step in &plan.steps {
            match step {
                Step::New(record) => counts.entry(record.kind).or_default().new += 1,
                Step::Change(kind, ..) => counts.entry(*kind).or_default().changed += 1,
                Step::Remove(kind, _) => counts.entry(*kind).or_default().removed += 1,
            }
        }
        for (kind, unchanged) in &plan.unchanged {
            counts.entry(*kind).or_default().unchanged = *unchanged;
        }
        let ids = |keys: &[(Kind, String)]| -> Vec<String> {
            keys.iter().map(|(kind, id)| name(*kind, id)).collect()
        };
        Said {
            counts: KINDS
                .into_iter()
                .filter_map(|kind| Some((kind, *counts.get(&kind)?)))
                .collect(),
            changes: plan.steps.iter().flat_map(step_lines).collect(),
            conflicts: plan.conflicts.iter().map(conflict_line).collect(),
            gone: ids(&plan.gone),
            named: ids(&plan.named),
            removed_here: ids(&plan.removed_here),
            left,
            notes,
        }
    }
}

/// A record as it is told of.
fn name(kind: Kind, id: &str) -> String {
    format!("{} `{id}`", kind.noun())
}

fn step_lines(step: &Step) -> Vec<String> {
    match step {
        Step::New(record) => {
            let title =
                record.facts.iter().find(|(field, _)| matches!(field.name, "title" | "name"));
            let title = title.map(|(_, value)| value.shown()).unwrap_or_default();
            vec![format!("+ {}: {title}", name(record.kind, &record.id))]
        }
        Step::Remove(kind, id) => vec![format!("- {}", name(*kind, id))],
        Step::Change(kind, id, changes) => {
            let line = |change: &Change| format!("~ {}: {}", name(*kind, id), change_line(change));
            changes.iter().map(line).collect()
        }
    }
}

fn change_line(Change { field, old, new }: &Change) -> String {
    let value = |value: &Option<Value>| value.as_ref().map(Value::shown);
    match (value(old), value(new)) {
        (None, Some(new)) => format!("{field} is new: {new}"),
        (Some(old), Some(new)) if old != new => format!("{field}: {old} → {new}"),
        (Some(_), Some(_)) => format!("{field} is another"),
        (Some(old), None) => format!("{field} is gone: {old}"),
        (None, None) => format!("{field} stays"),
    }
}

fn conflict_line(conflict: &Conflict) -> String {
    let Conflict { kind, id, field, ours, theirs } = conflict;
    let value = |line: &str| match shown(line) {
        line if line.is_empty() => "nothing".to_owned(),
        line => format!("`{line}`"),
    };
    let long = |field: &Field| field.name == crate::tools::import::fact::BODY;
    let of = name(*kind, id);
    match long(field) {
        true => format!("{of}: {field} is another in the file"),
        false => {
            format!("{of}: {field} is {} here, and {} in the file", value(ours), value(theirs))
        }
    }
}
