//! Fields of records, changed where they stand in YAML.

use std::collections::BTreeMap;

use crate::base::yaml::change::{Splice, change_words, set, unset};
use crate::base::yaml::emit::Yaml;
use crate::base::yaml::marks::{MarkedValue, Shape};
use crate::content::kind::Kind;
use crate::tools::import::apply::render;
use crate::tools::import::fact::{Field, Value, WHEN};
use crate::tools::import::merge::Change;
use crate::tools::import::present::Standing;

/// A record that is being changed.
pub(super) struct Target<'a> {
    /// Its file.
    pub(super) text: &'a str,
    /// Where it stands in it.
    pub(super) part: &'a MarkedValue,
    pub(super) kind: Kind,
    pub(super) standing: &'a Standing,
    /// What a key of a language map means as the site's tag.
    pub(super) tag: &'a dyn Fn(&str) -> String,
}

impl Target<'_> {
    fn set(&self, name: &str, value: &Yaml, gone: &[&str]) -> Option<Splice> {
        let before: Vec<&str> =
            Field::before(name).into_iter().filter(|name| !gone.contains(name)).collect();
        set(self.text, self.part, name, value, &before)
    }

    fn unset(&self, name: &str) -> Option<Splice> {
        unset(self.text, self.part, name)
    }

    fn has(&self, name: &str) -> bool {
        self.part.entry(name).is_some()
    }

    /// A fact, and the names of the fields that are taken out with it.
    pub(super) fn fact(&self, change: &Change, gone: &[&str]) -> Option<Vec<Splice>> {
        let name = change.field.name;
        match &change.new {
            None if name == WHEN => Some(
                ["start", "end", "fold"]
                    .into_iter()
                    .filter(|name| self.has(name))
                    .filter_map(|name| self.unset(name))
                    .collect(),
            ),
            Some(Value::When(when)) => {
                let hours = render::hours(when);
                let mut splices = Vec::new();
                for name in ["start", "end", "fold"] {
                    let new = hours.iter().find(|(own, _)| own == name);
                    let unchanged = |new: &Yaml| {
                        let old = self.standing.json.get(name).and_then(|old| old.as_str());
                        matches!(new, Yaml::Quoted(text) | Yaml::Text(text) if Some(&**text) == old)
                    };
                    match new {
                        Some((_, new)) if unchanged(new) => {}
                        Some((_, new)) => splices.push(self.set(name, new, gone)?),
                        None if self.has(name) => splices.push(self.unset(name)?),
                        None => {}
                    }
                }
                Some(splices)
            }
            None => Some(vec![self.unset(name)?]),
            Some(Value::Words(words)) => self.words(name, words, gone),
            Some(new) => Some(vec![self.set(name, &render::value(name, new)?, gone)?]),
        }
    }

    /// A list of words: those that stay keep what editors said of them.
    fn words(&self, name: &str, words: &[String], gone: &[&str]) -> Option<Vec<Splice>> {
        let whole = || Some(vec![self.set(name, &Yaml::Words(words.to_vec()), gone)?]);
        let Some(part) = self.part.get(name) else { return whole() };
        let Some(Value::Words(old)) = self.standing.facts.get(&Field::fact(key(name))) else {
            return whole();
        };
        let plain = part.items().iter().all(|item| matches!(item.value.shape, Shape::Scalar));
        let kept: Vec<&String> = old.iter().filter(|word| words.contains(word)).collect();
        let added: Vec<String> = words.iter().filter(|word| !old.contains(word)).cloned().collect();
        // In the new order: those that were there, then those that came.
        let in_order = kept.iter().copied().chain(&added).eq(words.iter());
        if part.items().len() != old.len() || kept.is_empty() || (plain && !in_order) {
            return whole();
        }
        let removed = (0..old.len()).filter(|at| !words.contains(&old[*at])).collect::<Vec<_>>();
        change_words(self.text, part, &removed, &added)
    }

    /// A text in some languages; `None` takes a language's away. `same` are the other languages for
    /// which a name without languages was meant.
    pub(super) fn texts(
        &self,
        name: &'static str,
        texts: &BTreeMap<String, Option<String>>,
        same: &[String],
    ) -> Option<Vec<Splice>> {
        let plain = |text: &str| Yaml::Text(text.to_owned());
        let new: Vec<(String, Yaml)> = texts
            .iter()
            .filter_map(|(tag, text)| Some((tag.clone(), plain(text.as_ref()?))))
            .collect();
        let Some(entry) = self.part.entry(name) else {
            return match new.is_empty() {
                true => Some(Vec::new()),
                false => Some(vec![self.set(name, &Yaml::Map(new), &[])?]),
            };
        };
        let Shape::Map { entries, .. } = &entry.value.shape else {
            return self.over_plain(name, new, same);
        };
        let stays = |key: &str| !matches!(texts.get(&(self.tag)(key)), Some(None));
        let staying: Vec<&str> =
            entries.iter().map(|entry| &*entry.key).filter(|key| stays(key)).collect();
        if staying.is_empty() {
            return Some(vec![match new.is_empty() {
                true => self.unset(name)?,
                false => self.set(name, &Yaml::Map(new), &[])?,
            }]);
        }
        let mut splices = Vec::new();
        for (tag, text) in texts {
            let known = entries.iter().find(|entry| (self.tag)(&entry.key) == *tag);
            let key = known.map_or(&**tag, |entry| &*entry.key);
            match text {
                Some(text) => {
                    splices.push(set(self.text, &entry.value, key, &plain(text), &staying)?);
                }
                None if known.is_some() => splices.push(unset(self.text, &entry.value, key)?),
                // It was the text of all languages.
                None => {}
            }
        }
        Some(splices)
    }

    /// New texts for a name that stands without languages.
    fn over_plain(
        &self,
        name: &'static str,
        new: Vec<(String, Yaml)>,
        same: &[String],
    ) -> Option<Vec<Splice>> {
        let old = match self.standing.facts.get(&Field::text(name, "mul")) {
            Some(Value::Text(old)) => old.clone(),
            _ => String::new(),
        };
        if new.is_empty() {
            // For the other languages it is still meant.
            return same
                .is_empty()
                .then(|| self.unset(name))
                .map_or(Some(Vec::new()), |gone| Some(vec![gone?]));
        }
        let kept = match same {
            [] => None,
            [tag] => Some((tag.clone(), Yaml::Text(old))),
            _ => Some(("mul".to_owned(), Yaml::Text(old))),
        };
        let value = match (&new[..], &kept) {
            ([(_, only)], None) if render::is_name(self.kind, name) => only.clone(),
            _ => Yaml::Map(kept.into_iter().chain(new).collect()),
        };
        Some(vec![self.set(name, &value, &[])?])
    }
}

/// The name of a list as a field's.
fn key(name: &str) -> &'static str {
    ["places", "tracks", "speakers", "held_in"].into_iter().find(|n| *n == name).unwrap_or("")
}
