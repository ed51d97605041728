//! The messages of a catalog as they are written.

use std::ops::Range;

/// A message, a term or an attribute, as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry<'a> {
    /// Its name: `home`, `-brand`, `search.title`.
    pub name: String,
    /// Its value, with placeables and variants.
    pub value: &'a str,
    /// The bytes of the value.
    pub range: Range<usize>,
}

/// The entries of a catalog, in order. A value goes on in the lines that are indented.
pub fn entries(text: &str) -> Vec<Entry<'_>> {
    let mut entries: Vec<Entry<'_>> = Vec::new();
    let (mut start, mut message) = (0, "");
    let mut is_open = false;
    for line in text.split_inclusive('\n') {
        let content = line.trim_start();
        let is_indented = line.starts_with(' ') || line.starts_with('}');
        let attribute = content.strip_prefix('.').filter(|_| is_indented);
        let named = match is_indented {
            true => attribute,
            false => Some(line).filter(|line| !line.starts_with('#')),
        };
        let named = named.and_then(|line| line.split_once('='));
        let named = named.filter(|(name, _)| is_name(name.trim_end()));
        if let Some((name, value)) = named {
            let name = name.trim_end();
            let at = start + line.len() - value.len();
            let range = at..at + value.trim_end().len();
            let name = match attribute {
                Some(_) => format!("{message}.{name}"),
                None => {
                    message = name;
                    name.to_owned()
                }
            };
            entries.push(Entry { name, value: "", range });
            is_open = true;
        } else if is_indented && is_open {
            if let Some(entry) = entries.last_mut() {
                entry.range.end = start + line.trim_end().len();
            }
        } else {
            is_open &= content.is_empty();
        }
        start += line.len();
    }
    for entry in &mut entries {
        let value = &text[entry.range.clone()];
        entry.range.start += value.len() - value.trim_start().len();
        entry.value = value.trim();
    }
    entries.retain(|entry| !entry.value.is_empty());
    entries
}

fn is_name(name: &str) -> bool {
    let name = name.strip_prefix('-').unwrap_or(name);
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_entry_has_its_whole_value() {
        let text = "# none = here\nhome = Back to the hut\n-brand = Hut\nseats =\n    { $n ->\n        [one] one seat\n       *[other] { $n } seats\n    }\n\nsearch =\n    .title = Find\n    .hint = a hut\nempty =\n";
        let found = entries(text);
        let shown: Vec<(&str, &str)> = found.iter().map(|e| (&*e.name, e.value)).collect();
        let seats = "{ $n ->\n        [one] one seat\n       *[other] { $n } seats\n    }";
        assert_eq!(
            shown,
            [
                ("home", "Back to the hut"),
                ("-brand", "Hut"),
                ("seats", seats),
                ("search.title", "Find"),
                ("search.hint", "a hut"),
            ]
        );
        assert!(found.iter().all(|entry| &text[entry.range.clone()] == entry.value));
    }
}
