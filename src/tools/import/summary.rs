//! A summary of an import, for the person who ran it.

use std::collections::BTreeMap;

use crate::content::kind::Kind;
use crate::tools::import::facts::{BODY, KINDS, RecordKey, TIME, Value, shown};
use crate::tools::import::merge::{Conflict, FieldChange, Plan, Step};
use crate::tools::import::unsupported::Unsupported;

/// How many records of one kind an import added, changed, left unchanged and removed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Added.
    pub new: usize,
    /// Changed.
    pub changed: usize,
    /// Unchanged.
    pub unchanged: usize,
    /// Removed.
    pub removed: usize,
}

/// What an import did, or would do.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// Records by kind, in the order of the report.
    pub counts: Vec<(Kind, Count)>,
    /// One line for each record that is new, changed or removed.
    pub changes: Vec<String>,
    /// Facts that both the source and an editor changed.
    pub conflicts: Vec<String>,
    /// Records that the source no longer has.
    pub missing_in_source: Vec<String>,
    /// Records that would have been removed, but something refers to them.
    pub kept_referenced: Vec<String>,
    /// Records that would have been removed, but people wrote texts for them, with these texts.
    pub kept_texts: Vec<String>,
    /// Records of the source that editors removed.
    pub removed_by_editors: Vec<String>,
    /// The values of the file that the site does not support.
    pub unsupported: Unsupported,
    /// Other remarks.
    pub notes: Vec<String>,
}

impl Summary {
    /// The summary of a plan.
    pub(super) fn new(plan: &Plan, unsupported: Unsupported, notes: Vec<String>) -> Summary {
        let mut counts: BTreeMap<Kind, Count> = BTreeMap::new();
        for step in &plan.steps {
            match step {
                Step::New(record) => counts.entry(record.key.0).or_default().new += 1,
                Step::Change((kind, _), _) => counts.entry(*kind).or_default().changed += 1,
                Step::Remove((kind, _)) => counts.entry(*kind).or_default().removed += 1,
            }
        }
        for (kind, unchanged) in &plan.unchanged {
            counts.entry(*kind).or_default().unchanged = *unchanged;
        }
        let ids = |keys: &[RecordKey]| keys.iter().map(label).collect();
        let with_texts = |(key, texts): &(RecordKey, Vec<String>)| {
            format!("{}: {}", label(key), texts.join(", "))
        };
        let mut changes: Vec<(bool, String)> =
            plan.steps.iter().flat_map(|step| step_lines(step, plan)).collect();
        // Changes that visitors must know come first: times, rooms and status.
        changes.sort_by_key(|(urgent, _)| !urgent);
        let count = |kind| Some((kind, *counts.get(&kind)?));
        Summary {
            counts: KINDS.into_iter().filter_map(count).collect(),
            changes: changes.into_iter().map(|(_, line)| line).collect(),
            conflicts: plan.conflicts.iter().map(conflict_line).collect(),
            missing_in_source: ids(&plan.missing_in_source),
            kept_referenced: ids(&plan.kept_referenced),
            kept_texts: plan.kept_texts.iter().map(with_texts).collect(),
            removed_by_editors: ids(&plan.removed_by_editors),
            unsupported,
            notes,
        }
    }
}

/// A record in messages.
fn label((kind, id): &RecordKey) -> String {
    format!("{} `{id}`", kind.noun())
}

/// The fields of sessions whose changes visitors must know.
const URGENT: [&str; 4] = [TIME, "places", "slots", "status"];

/// The lines of a step, and for each line whether it is about time, place or status.
fn step_lines(step: &Step, plan: &Plan) -> Vec<(bool, String)> {
    match step {
        Step::New(record) => {
            let mut facts = record.facts.iter();
            let title = facts.find(|(field, _)| matches!(field.name, "title" | "name"));
            let title = title.map(|(_, value)| value.shown()).unwrap_or_default();
            vec![(false, format!("+ {}: {title}", label(&record.key)))]
        }
        Step::Remove(key) => {
            let texts = plan.removed_texts.get(key).into_iter().flatten();
            let texts = texts.map(|path| (false, format!("- {path}")));
            std::iter::once((false, format!("- {}", label(key)))).chain(texts).collect()
        }
        Step::Change(key, changes) => {
            let of = label(key);
            let line = |change: &FieldChange| {
                let urgent = key.0 == Kind::Session && URGENT.contains(&change.field.name);
                (urgent, format!("~ {of}: {}", change_line(change)))
            };
            changes.iter().map(line).collect()
        }
    }
}

fn change_line(FieldChange { field, old, new }: &FieldChange) -> String {
    let value = |value: &Option<Value>| value.as_ref().map(Value::shown);
    match (value(old), value(new)) {
        (None, Some(new)) => format!("{field} added: {new}"),
        (Some(old), Some(new)) if old != new => format!("{field}: {old} → {new}"),
        (Some(_), Some(_)) => format!("{field} changed"),
        (Some(old), None) => format!("{field} removed: {old}"),
        (None, None) => format!("{field} unchanged"),
    }
}

fn conflict_line(Conflict { key, field, ours, theirs }: &Conflict) -> String {
    let value = |line: &str| match shown(line) {
        line if line.is_empty() => "nothing".to_owned(),
        line => format!("`{line}`"),
    };
    let of = label(key);
    match field.name == BODY {
        true => format!("{of}: {field} differs in the file"),
        false => format!("{of}: {field} is {} here, {} in the file", value(ours), value(theirs)),
    }
}
