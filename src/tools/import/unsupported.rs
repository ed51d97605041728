//! The values of a file that a site does not support, counted by kind: nothing is lost without a report.

use std::collections::BTreeMap;

use crate::exchange::programme::LeftOver;
use crate::tools::import::facts::shown;
use crate::tools::import::to_markdown;

/// Unsupported values by kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unsupported {
    kinds: BTreeMap<String, Tally>,
}

/// The unsupported values of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Tally {
    count: usize,
    /// The line of the first.
    line: Option<usize>,
    /// The entry that the first value belongs to; may be empty.
    of: String,
    /// The first value.
    example: String,
}

impl Unsupported {
    /// Records a value. `kind` is a name for all such values, and `of` is the entry that it belongs to.
    pub(super) fn note(&mut self, kind: &str, of: &str, example: &str) {
        self.add(kind, None, of, example);
    }

    fn add(&mut self, kind: &str, line: Option<usize>, of: &str, example: &str) {
        let new = || Tally {
            count: 0,
            line,
            of: of.to_owned(),
            example: shown(&to_markdown::line(example)),
        };
        self.kinds.entry(kind.to_owned()).or_insert_with(new).count += 1;
    }

    /// Records the values that the reader of a format left over: `event 12: answers` is of the kind
    /// `answers`.
    pub(super) fn take(&mut self, left_over: &[LeftOver]) {
        for LeftOver { line, place, value } in left_over {
            let (of, kind) = place.rsplit_once(": ").unwrap_or(("", place));
            self.add(kind, *line, of, value);
        }
    }

    /// The number of values.
    pub fn count(&self) -> usize {
        self.kinds.values().map(|kind| kind.count).sum()
    }

    /// A line for each kind, in the order of their names.
    pub fn lines(&self) -> impl Iterator<Item = String> {
        self.kinds.iter().map(|(name, Tally { count, line, of, example })| {
            let count = if *count > 1 { format!(" ({count} times)") } else { String::new() };
            let place = match (&**of, line) {
                ("", None) => String::new(),
                ("", Some(line)) => format!(" in line {line}"),
                (of, None) => format!(" at {of}"),
                (of, Some(line)) => format!(" at {of} in line {line}"),
            };
            let example = if example.is_empty() { String::new() } else { format!(": {example}") };
            format!("{name}{count}{place}{example}")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unsupported_values_are_counted_by_kind() {
        let mut unsupported = Unsupported::default();
        let over = |line, place: &str, value: &str| LeftOver {
            line,
            place: place.into(),
            value: value.into(),
        };
        unsupported.take(&[
            over(Some(4), "event 12: answers", "milk\nand sugar"),
            over(Some(9), "event 13: answers", "no"),
            over(None, "timeslot_duration", "00:05"),
        ]);
        unsupported.note("licences of recordings", "`tea`", "cc-by");
        let lines: Vec<String> = unsupported.lines().collect();
        assert_eq!(
            lines,
            [
                "answers (2 times) at event 12 in line 4: milk and sugar",
                "licences of recordings at `tea`: cc-by",
                "timeslot_duration: 00:05",
            ]
        );
        assert_eq!(unsupported.count(), 4);
    }
}
