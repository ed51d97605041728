//! Markdown files of records: long texts, and texts in front matter.

use std::collections::BTreeMap;

use crate::base::source::front_matter;
use crate::base::yaml::change::{Splice, set, splice, unset};
use crate::base::yaml::emit::Yaml;
use crate::base::yaml::marks::MarkedValue;

/// The changes of a Markdown file.
#[derive(Clone, Debug, Default)]
pub(super) struct MarkdownEdit {
    /// The texts of the front matter by name; `None` removes one.
    pub(super) front: BTreeMap<String, Option<String>>,
    /// The long text, if it changes; an inner `None` removes it.
    pub(super) body: Option<Option<String>>,
}

/// The file after the changes; an inner `None` if nothing is left of it. The outer `None` is for front
/// matter that cannot be changed in place.
pub(super) fn edited(text: Option<&str>, edit: &MarkdownEdit) -> Option<Option<String>> {
    let text = text.unwrap_or_default();
    let front = front_matter(text).ok()?;
    let mut splices = Vec::new();
    let mut head = String::new();
    let start = front.as_ref().map_or(0, |front| front.body);
    match &front {
        Some(front) => {
            let yaml = &text[front.yaml.clone()];
            let within = front_edits(yaml, edit)?.into_iter().map(|change| Splice {
                range: change.range.start + front.yaml.start..change.range.end + front.yaml.start,
                ..change
            });
            splices.extend(within);
        }
        None => head = new_front(edit),
    }
    let body = &text[start..];
    let first = start + body.len() - body.trim_start().len();
    match &edit.body {
        Some(Some(new)) => {
            let range = first..text.len();
            splices.push(Splice { range, text: format!("{}\n", new.trim()) });
        }
        Some(None) => splices.push(Splice { range: start..text.len(), text: String::new() }),
        None => {}
    }
    if !head.is_empty() {
        splices.insert(0, Splice { range: 0..0, text: head });
    }
    let new = splice(text, splices)?;
    let left = front_matter(&new).ok()?;
    let empty = match left {
        None => new.trim().is_empty(),
        Some(front) => new[front.yaml].trim().is_empty() && new[front.body..].trim().is_empty(),
    };
    Some((!empty).then_some(new))
}

fn front_edits(yaml: &str, edit: &MarkdownEdit) -> Option<Vec<Splice>> {
    if edit.front.is_empty() {
        return Some(Vec::new());
    }
    let Some(map) = MarkedValue::of(yaml).ok()? else {
        let lines = lines(edit);
        return Some(vec![Splice { range: yaml.len()..yaml.len(), text: lines }]);
    };
    if map.entries().iter().all(|entry| edit.front.get(&entry.key) == Some(&None)) {
        return Some(vec![Splice { range: 0..yaml.len(), text: lines(edit) }]);
    }
    let change = |(name, text): (&String, &Option<String>)| match text {
        Some(text) => set(yaml, &map, name, &Yaml::Text(text.clone()), &["title", "name"]),
        None => unset(yaml, &map, name),
    };
    edit.front.iter().map(change).collect()
}

fn lines(edit: &MarkdownEdit) -> String {
    let texts = edit.front.iter().filter_map(|(name, text)| Some((name, text.as_ref()?)));
    texts.map(|(name, text)| format!("{name}:{}\n", Yaml::Text(text.clone()).behind(0))).collect()
}

fn new_front(edit: &MarkdownEdit) -> String {
    let lines = lines(edit);
    if lines.is_empty() { lines } else { format!("---\n{lines}---\n") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit(front: &[(&str, Option<&str>)], body: Option<Option<&str>>) -> MarkdownEdit {
        let text = |text: &str| text.to_owned();
        let front = front.iter().map(|(name, value)| (text(name), value.map(text)));
        MarkdownEdit { front: front.collect(), body: body.map(|body| body.map(text)) }
    }

    #[test]
    fn unchanged_parts_of_a_file_stay() {
        let file = "---\ntitle: Tea # hot\nslug: tea\n---\n\nPour.\n";
        for (before, edit, after) in [
            (None, edit(&[], Some(Some("Pour."))), Some("Pour.\n")),
            (None, edit(&[("title", Some("A: b"))], None), Some("---\ntitle: \"A: b\"\n---\n")),
            (
                Some(file),
                edit(&[], Some(Some("Two\nlines"))),
                Some(&*file.replace("Pour.", "Two\nlines")),
            ),
            (Some(file), edit(&[("title", Some("Cup"))], None), Some(&*file.replace("Tea", "Cup"))),
            (Some(file), edit(&[], Some(None)), Some("---\ntitle: Tea # hot\nslug: tea\n---\n")),
            (Some("Pour.\n"), edit(&[], Some(None)), None),
            (Some("---\ntitle: x\n---\n"), edit(&[("title", None)], None), None),
            (Some("Pour.\r\n"), edit(&[], Some(Some("a\nb"))), Some("a\nb\n")),
            (
                Some("One\r\ntwo\r\n"),
                edit(&[("title", Some("T"))], None),
                Some("---\r\ntitle: T\r\n---\r\nOne\r\ntwo\r\n"),
            ),
        ] {
            let found = edited(before, &edit).expect("it can be changed");
            assert_eq!(
                found.as_deref().map(|f| f.replace("\r\n", "\n")),
                after.map(|a| a.replace("\r\n", "\n")),
                "{before:?} {edit:?}"
            );
        }
        assert!(
            edited(Some("One\r\ntwo\r\n"), &edit(&[], Some(Some("a\nb"))))
                .flatten()
                .is_some_and(|t| t == "a\r\nb\r\n")
        );
    }
}
