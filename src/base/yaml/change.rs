//! Changing a YAML text in place: everything but the changed values keeps its bytes.

use std::ops::Range;

use crate::base::yaml::emit::{Yaml, scalar};
use crate::base::yaml::marks::{MarkedField, MarkedValue, Shape};

/// A replacement for some bytes of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Splice {
    /// The bytes to replace; empty for an insertion.
    pub range: Range<usize>,
    /// The new text, with `\n` as line end.
    pub text: String,
}

/// A text after replacements; `None` if two of them overlap.
///
/// New lines get the line ends of the text. Of two insertions at one place, the more indented one comes
/// first, since it belongs to the value above; if both have the same indent, the order is kept.
pub fn splice(text: &str, mut splices: Vec<Splice>) -> Option<String> {
    let indent = |text: &str| {
        let line = text.trim_start_matches('\n');
        line.len() - line.trim_start_matches(' ').len()
    };
    splices.sort_by_key(|splice| {
        (splice.range.start, splice.range.end, std::cmp::Reverse(indent(&splice.text)))
    });
    let returns = text.contains("\r\n");
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for Splice { mut range, text: new } in splices {
        if new.is_empty() {
            // The blank line between two removed items is removed once.
            range = range.start.max(at)..range.end.max(at);
        }
        out.push_str(text.get(at..range.start)?);
        match returns {
            true => out.push_str(&new.replace('\n', "\r\n")),
            false => out.push_str(&new),
        }
        at = range.end;
    }
    out.push_str(text.get(at..)?);
    Some(out)
}

/// The start of the line that contains a byte.
fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |line| line + 1)
}

/// The end of the line that contains a byte, before the line break.
fn line_end(text: &str, at: usize) -> usize {
    let end = text[at..].find('\n').map_or(text.len(), |length| at + length);
    if text[..end].ends_with('\r') && end > at { end - 1 } else { end }
}

/// The start of the line after the line that contains a byte.
fn next_line(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |length| at + length + 1)
}

/// The lines from one byte to another, with the line break before the first. The range does not
/// overlap an insertion after the line above, or an insertion after the last line.
fn whole_lines(text: &str, from: usize, to: usize) -> Range<usize> {
    let start = line_start(text, from);
    match start {
        0 => 0..next_line(text, to),
        _ => line_end(text, line_start(text, start - 1))..line_end(text, to),
    }
}

fn column(text: &str, at: usize) -> usize {
    at - line_start(text, at)
}

fn is_comment_behind(text: &str, at: usize) -> bool {
    text[at..line_end(text, at)].trim_start().starts_with('#')
}

/// Sets a field of a mapping. A new field is inserted after the last field whose name is in
/// `after`, or at the end. `None` if the value is not a mapping.
pub fn set(
    text: &str,
    map: &MarkedValue,
    key: &str,
    value: &Yaml,
    after: &[&str],
) -> Option<Splice> {
    let Shape::Map { flow, entries } = &map.shape else { return None };
    if let Some(entry) = map.entry(key) {
        return Some(replace(text, entry, *flow, value));
    }
    let last = entries.iter().rev().find(|entry| after.contains(&&*entry.key)).or(entries.last());
    let Some(last) = last else {
        let inside = format!("{{{}: {}}}", scalar(key, true), value.inline());
        return Some(Splice { range: map.range.clone(), text: inside });
    };
    let end = last.value.range.end;
    if *flow {
        let new = format!(", {}: {}", scalar(key, true), value.inline());
        return Some(Splice { range: end..end, text: new });
    }
    let column = column(text, entries.first()?.at);
    let end = line_end(text, end);
    let new = format!("\n{:1$}{2}:{3}", "", column, scalar(key, false), value.behind(column));
    Some(Splice { range: end..end, text: new })
}

fn replace(text: &str, entry: &MarkedField, flow: bool, value: &Yaml) -> Splice {
    let old = &entry.value;
    if flow {
        let new = format!(" {}", value.inline());
        return Splice { range: entry.colon..old.range.end, text: new };
    }
    let new = value.behind(column(text, entry.at));
    // A comment after the value must not become part of a block text.
    let swallowed = new.contains('\n') && is_comment_behind(text, old.range.end);
    let new = if swallowed { format!(" {}", value.inline()) } else { new };
    Splice { range: entry.colon..old.range.end, text: new }
}

/// Removes a field of a mapping; `None` if the field is missing or is the only one.
pub fn unset(text: &str, map: &MarkedValue, key: &str) -> Option<Splice> {
    let entries = map.entries();
    let index = entries.iter().position(|entry| entry.key == key)?;
    if entries.len() == 1 {
        return None;
    }
    let entry = &entries[index];
    let end = entry.value.range.end;
    let first_in_line = text[line_start(text, entry.at)..entry.at].trim().is_empty();
    let range = match (map.is_flow(), index) {
        (true, 0) => entry.at..entries.get(1)?.at,
        (true, _) => entries[index - 1].value.range.end..end,
        (false, _) if first_in_line => whole_lines(text, entry.at, end),
        (false, _) => entry.at..entries.get(index + 1)?.at,
    };
    Some(Splice { range, text: String::new() })
}

/// Adds words to the end of a list and removes others; `None` if the value is not a list.
pub fn change_words(
    text: &str,
    list: &MarkedValue,
    remove: &[usize],
    add: &[String],
) -> Option<Vec<Splice>> {
    let Shape::List { flow, items } = &list.shape else { return None };
    let mut splices = Vec::new();
    for index in remove {
        let item = items.get(*index)?;
        let range = match (*flow, *index) {
            (true, 0) => item.at..items.get(1).map_or(item.value.range.end, |next| next.at),
            (true, index) => items[index - 1].value.range.end..item.value.range.end,
            (false, _) => whole_lines(text, item.at, item.value.range.end),
        };
        splices.push(Splice { range, text: String::new() });
    }
    let kept = (0..items.len()).rev().find(|index| !remove.contains(index))?;
    let last = &items[kept];
    let end = if *flow { last.value.range.end } else { line_end(text, last.value.range.end) };
    for word in add {
        let new = match flow {
            true => format!(", {}", scalar(word, true)),
            false => format!("\n{:1$}- {2}", "", column(text, last.at), scalar(word, false)),
        };
        splices.push(Splice { range: end..end, text: new });
    }
    Some(splices)
}

/// The lines of an item, with the comment lines directly above it in the same column, unless they are
/// at the beginning of the file.
pub fn item_lines(text: &str, list: &MarkedValue, index: usize) -> Option<Range<usize>> {
    let item = list.items().get(index)?;
    let mut start = line_start(text, item.at);
    let indent = &text[start..item.at];
    if list.is_flow() || !indent.trim().is_empty() {
        return None;
    }
    while start > 0 {
        let above = line_start(text, start - 1);
        let comment = text[above..start].strip_prefix(indent).is_some_and(|l| l.starts_with('#'));
        if !comment {
            break;
        }
        start = above;
    }
    // A comment at the beginning of a file is about the whole file.
    let start = if start == 0 { line_start(text, item.at) } else { start };
    Some(start..next_line(text, item.value.range.end))
}

/// Whether blank lines separate the items of a list; `None` if it has only one item.
fn are_apart(text: &str, list: &MarkedValue) -> Option<bool> {
    let later = 1..list.items().len();
    let is_apart = |index| {
        let lines = item_lines(text, list, index)?;
        let above = text[..lines.start].trim_end_matches('\n').len();
        Some(text[above..lines.start].matches('\n').count() > 1)
    };
    let found: Vec<bool> = later.filter_map(is_apart).collect();
    (!found.is_empty()).then(|| found.iter().filter(|apart| **apart).count() * 2 >= found.len())
}

/// Inserts lines, indented for the list, as a new item before the item at an index. `apart` is
/// whether a blank line separates items, if the list itself does not show this. `None` for a list
/// in brackets.
pub fn insert(
    text: &str,
    list: &MarkedValue,
    index: usize,
    lines: &str,
    apart: bool,
) -> Option<Splice> {
    let apart = are_apart(text, list).unwrap_or(apart);
    let blank = if apart { "\n" } else { "" };
    if index == 0 {
        let at = item_lines(text, list, 0)?.start;
        return Some(Splice { range: at..at, text: format!("{lines}{blank}") });
    }
    let at = item_lines(text, list, index.min(list.items().len()) - 1)?.end;
    let open = if text[..at].ends_with('\n') { "" } else { "\n" };
    Some(Splice { range: at..at, text: format!("{open}{blank}{lines}") })
}

/// Removes an item of a list, with the blank lines that separate it from the others.
pub fn remove(text: &str, list: &MarkedValue, index: usize) -> Option<Splice> {
    let mut lines = item_lines(text, list, index)?;
    let is_blank = |range: Range<usize>| text[range].trim().is_empty();
    if index > 0 {
        while lines.start > 0 && is_blank(line_start(text, lines.start - 1)..lines.start) {
            lines.start = line_start(text, lines.start - 1);
        }
    } else {
        while lines.end < text.len() && is_blank(lines.end..next_line(text, lines.end)) {
            lines.end = next_line(text, lines.end);
        }
    }
    Some(Splice { range: lines, text: String::new() })
}

/// Lines indented to one column, moved to another.
pub fn shifted(lines: &str, from: usize, to: usize) -> String {
    let lines = lines.replace("\r\n", "\n");
    lines
        .split_inclusive('\n')
        .map(|line| {
            let indent = line.len() - line.trim_start_matches(' ').len();
            match line.trim().is_empty() {
                true => line.to_owned(),
                false if to >= from => format!("{:1$}{line}", "", to - from),
                false => line[(from - to).min(indent)..].to_owned(),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(text: &str) -> MarkedValue {
        MarkedValue::of(text).expect("it can be marked").expect("it is not empty")
    }

    fn word(text: &str) -> Yaml {
        Yaml::Text(text.to_owned())
    }

    const TEXT: &str = "# The people\n- id: a # first\n  name: A\n  tags: [x, y] # two\n  # why not\n  \
                        role: {en: pours}\n- {id: b, name: B}\n\n# about c\n- id: c\n  name: >-\n    \
                        C\n    D\n";

    fn changed(change: impl Fn(&str, &MarkedValue) -> Option<Splice>) -> String {
        let list = part(TEXT);
        let splice_one = change(TEXT, &list).expect("it can be changed");
        splice(TEXT, vec![splice_one]).expect("there is one change")
    }

    fn item(list: &MarkedValue, index: usize) -> &MarkedValue {
        &list.items()[index].value
    }

    #[test]
    fn a_field_is_changed_in_place() {
        let set_in = |index: usize, key: &str, value: Yaml| {
            changed(|text, list| set(text, item(list, index), key, &value, &["id", "name"]))
        };
        for (index, key, value, old, new) in [
            (0, "name", word("Z: z"), "name: A\n", "name: \"Z: z\"\n"),
            (0, "id", word("z"), "id: a # first", "id: z # first"),
            (0, "url", word("u"), "name: A\n", "name: A\n  url: u\n"),
            (1, "name", word("C, D"), "name: B}", "name: \"C, D\"}"),
            (1, "url", word("u"), "name: B}", "name: B, url: u}"),
            (2, "name", word("Z"), "name: >-\n    C\n    D\n", "name: Z\n"),
            (2, "url", word("u"), "    D\n", "    D\n  url: u\n"),
        ] {
            assert_eq!(set_in(index, key, value), TEXT.replace(old, new), "{key}");
        }
        let long = word(&"long ".repeat(40));
        assert!(set_in(0, "id", long).contains("long \" # first\n"), "the comment stays one");
        let role = changed(|text, list| {
            set(text, item(list, 0).get("role")?, "da", &word("skænker"), &["en"])
        });
        assert_eq!(role, TEXT.replace("pours}", "pours, da: skænker}"));
    }

    #[test]
    fn a_field_is_removed() {
        let without = |index: usize, key: &'static str| {
            changed(move |text, list| unset(text, item(list, index), key))
        };
        assert_eq!(without(0, "tags"), TEXT.replace("  tags: [x, y] # two\n", ""));
        assert_eq!(without(1, "id"), TEXT.replace("id: b, ", ""));
        assert_eq!(without(1, "name"), TEXT.replace(", name: B", ""));
        assert_eq!(without(2, "name"), TEXT.replace("  name: >-\n    C\n    D\n", ""));
        assert_eq!(unset(TEXT, item(&part(TEXT), 0).get("role").expect("it exists"), "en"), None);
    }

    #[test]
    fn words_are_added_and_removed() {
        for (text, remove, add, result) in [
            ("a: [x, y] # c\n", vec![0], vec!["z"], "a: [y, z] # c\n"),
            ("a: [x, y]\n", vec![1], vec![], "a: [x]\n"),
            ("a:\n  - x # one\n  - y\n", vec![1], vec!["z"], "a:\n  - x # one\n  - z\n"),
        ] {
            let add: Vec<String> = add.into_iter().map(str::to_owned).collect();
            let root = part(text);
            let list = root.get("a").expect("it exists");
            let splices = change_words(text, list, &remove, &add).expect("it is a list");
            assert_eq!(splice(text, splices).as_deref(), Some(result));
        }
    }

    #[test]
    fn items_are_inserted_and_removed_with_their_comments() {
        let new = "- id: n\n";
        let inserted = |index| changed(move |text, list| insert(text, list, index, new, false));
        assert_eq!(inserted(0), TEXT.replacen("- id: a", "- id: n\n\n- id: a", 1));
        assert_eq!(inserted(1), TEXT.replace("- {id", "\n- id: n\n- {id"));
        assert_eq!(inserted(2), TEXT.replace("\n\n# about", "\n\n- id: n\n\n# about"));
        assert_eq!(inserted(9), format!("{TEXT}\n- id: n\n"));
        let removed = |index| changed(move |text, list| remove(text, list, index));
        assert_eq!(removed(2), TEXT[..TEXT.find("\n# about").expect("it exists")].to_owned());
        assert_eq!(removed(1), TEXT.replace("- {id: b, name: B}\n", ""));
        assert!(removed(0).starts_with("# The people\n- {id"));
    }

    #[test]
    fn insertions_at_one_place_are_in_order_of_indentation() {
        let text = "- id: a\n  name:\n    da: A\n";
        let list = part(text);
        let record = item(&list, 0);
        let outer = set(text, record, "url", &word("u"), &["name"]).expect("it is a mapping");
        let map = record.get("name").expect("it exists");
        let inner = set(text, map, "en", &word("B"), &["da"]).expect("it is a mapping");
        let new = splice(text, vec![outer, inner]);
        assert_eq!(new.as_deref(), Some("- id: a\n  name:\n    da: A\n    en: B\n  url: u\n"));
    }

    #[test]
    fn lines_end_as_in_the_rest_of_the_text() {
        let text = "a: 1\r\nb: 2\r\n";
        let new = set(text, &part(text), "c", &word("x"), &["a"]).expect("it is a mapping");
        assert_eq!(splice(text, vec![new]).as_deref(), Some("a: 1\r\nc: x\r\nb: 2\r\n"));
    }

    #[test]
    fn lines_are_moved_to_another_column() {
        let lines = "  - a: |\n      x\n\n    b: 1\n";
        assert_eq!(shifted(lines, 2, 4), "    - a: |\n        x\n\n      b: 1\n");
        assert_eq!(shifted(lines, 2, 0), "- a: |\n    x\n\n  b: 1\n");
    }
}
