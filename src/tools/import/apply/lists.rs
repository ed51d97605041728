//! Files that are one list of records: new ones at the end, others taken out.

use crate::base::yaml::change::{Splice, insert, remove};
use crate::base::yaml::outline::Part;
use crate::base::yaml::write::Yaml;

/// A list's lines in a file of its own.
fn lines(records: &[Yaml]) -> String {
    records.iter().map(|record| format!("-{}\n", record.item(0))).collect()
}

/// A new file of records.
pub(super) fn new_file(head: &str, records: &[Yaml]) -> String {
    format!("{head}{}", lines(records))
}

/// What is to be done to a file of records: some taken out, by position, and others added.
pub(super) fn changes(text: &str, gone: &[usize], new: &[Yaml]) -> Option<Vec<Splice>> {
    let Some(list) = Part::of(text).ok()? else {
        let open = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
        let added = format!("{open}{}", lines(new));
        return Some(vec![Splice { range: text.len()..text.len(), text: added }]);
    };
    if list.items().is_empty() {
        let text = format!("\n{}", lines(new).trim_end());
        return Some(vec![Splice { range: list.range, text }]);
    }
    let mut splices: Vec<Splice> =
        gone.iter().map(|at| remove(text, &list, *at)).collect::<Option<_>>()?;
    let column = list
        .items()
        .first()
        .map_or(0, |item| item.at - text[..item.at].rfind('\n').map_or(0, |line| line + 1));
    for record in new {
        let lines = format!("{:1$}-{2}\n", "", column, record.item(column));
        splices.push(insert(text, &list, list.items().len(), &lines, false)?);
    }
    Some(splices)
}
