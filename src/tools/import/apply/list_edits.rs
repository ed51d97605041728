//! Files that are one list of records: new records are added at the end, others are removed.

use crate::base::yaml::change::{Splice, insert, remove, splice};
use crate::base::yaml::emit::Yaml;
use crate::base::yaml::marks::MarkedValue;
use crate::tools::import::apply::{column, line_end};

/// The lines of a list.
fn lines(records: &[Yaml]) -> String {
    records.iter().map(|record| format!("-{}\n", record.item(0))).collect()
}

/// A new file of records.
pub(super) fn new_file(head: &str, records: &[Yaml]) -> String {
    format!("{head}{}", lines(records))
}

/// A file without the records at some positions, and with others at its end. `None` if it cannot be
/// changed in place.
pub(super) fn changed(text: &str, gone: &[usize], new: &[Yaml]) -> Option<String> {
    let without = match MarkedValue::of(text).ok()? {
        Some(list) if !gone.is_empty() => {
            let removed = gone.iter().map(|at| remove(text, &list, *at));
            splice(text, removed.collect::<Option<_>>()?)?
        }
        _ => text.to_owned(),
    };
    splice(&without, added(&without, new)?)
}

fn added(text: &str, new: &[Yaml]) -> Option<Vec<Splice>> {
    if new.is_empty() {
        return Some(Vec::new());
    }
    let Some(list) = MarkedValue::of(text).ok()? else {
        let added = format!("{}{}", line_end(text), lines(new));
        return Some(vec![Splice { range: text.len()..text.len(), text: added }]);
    };
    let Some(first) = list.items().first() else {
        let text = format!("\n{}", lines(new).trim_end());
        return Some(vec![Splice { range: list.range, text }]);
    };
    let column = column(text, first.at);
    let lines = |record: &Yaml| format!("{:1$}-{2}\n", "", column, record.item(column));
    let end = list.items().len();
    new.iter().map(|record| insert(text, &list, end, &lines(record), false)).collect()
}
