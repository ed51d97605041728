//! What a file says and a site has no place for: counted by sort, so that nothing is lost unsaid.

use std::collections::BTreeMap;

use crate::exchange::programme::LeftOver;

/// What had no place, by sort.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Left {
    sorts: BTreeMap<String, Sort>,
}

/// How much of one sort there was.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Sort {
    count: usize,
    /// Where the first stands.
    line: Option<usize>,
    /// Of what the first was said; may be empty.
    of: String,
    /// What the first said.
    example: String,
}

impl Left {
    /// Notes something. `sort` is what such things are called together, `of` what it was said of.
    pub(super) fn note(&mut self, sort: &str, of: &str, example: &str) {
        self.add(sort, None, of, example);
    }

    fn add(&mut self, sort: &str, line: Option<usize>, of: &str, example: &str) {
        let new = || Sort { count: 0, line, of: of.to_owned(), example: excerpt(example) };
        self.sorts.entry(sort.to_owned()).or_insert_with(new).count += 1;
    }

    /// Notes what a format's reader left over: `event 12: answers` is of the sort `answers`.
    pub(super) fn take(&mut self, left_over: &[LeftOver]) {
        for LeftOver { line, place, value } in left_over {
            let (of, sort) = place.rsplit_once(": ").unwrap_or(("", place));
            self.add(sort, *line, of, value);
        }
    }

    /// How much there is, of all sorts.
    pub fn count(&self) -> usize {
        self.sorts.values().map(|sort| sort.count).sum()
    }

    /// A line for each sort, in the order of their names.
    pub fn lines(&self) -> impl Iterator<Item = String> {
        self.sorts.iter().map(|(name, Sort { count, line, of, example })| {
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

/// The beginning of a text, on one line.
fn excerpt(text: &str) -> String {
    const LONGEST: usize = 60;
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.chars().count() > LONGEST {
        true => text.chars().take(LONGEST).chain(['…']).collect(),
        false => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_is_counted_by_sort() {
        let mut left = Left::default();
        let over = |line, place: &str, value: &str| LeftOver {
            line,
            place: place.into(),
            value: value.into(),
        };
        left.take(&[
            over(Some(4), "event 12: answers", "milk\nand sugar"),
            over(Some(9), "event 13: answers", "no"),
            over(None, "timeslot_duration", "00:05"),
        ]);
        left.note("licences of recordings", "`tea`", "cc-by");
        let lines: Vec<String> = left.lines().collect();
        assert_eq!(
            lines,
            [
                "answers (2 times) at event 12 in line 4: milk and sugar",
                "licences of recordings at `tea`: cc-by",
                "timeslot_duration: 00:05",
            ]
        );
        assert_eq!(left.count(), 4);
    }
}
