//! Fields of records, changed in place in YAML.

use std::collections::BTreeMap;

use crate::base::yaml::change::{Splice, change_words, set, unset};
use crate::base::yaml::emit::Yaml;
use crate::base::yaml::marks::{MarkedValue, Shape};
use crate::content::kind::Kind;
use crate::tools::import::apply::record_yaml;
use crate::tools::import::existing::ExistingRecord;
use crate::tools::import::facts::{Field, TIME, TIME_FIELDS, Value};
use crate::tools::import::merge::FieldChange;

/// A record that is being changed.
pub(super) struct RecordEditor<'a> {
    /// The text of its file.
    pub(super) text: &'a str,
    /// Its part of the file.
    pub(super) part: &'a MarkedValue,
    pub(super) kind: Kind,
    pub(super) record: &'a ExistingRecord,
    /// The site's tag for a key of a language map.
    pub(super) tag: &'a dyn Fn(&str) -> String,
}

impl RecordEditor<'_> {
    fn set(&self, name: &str, value: &Yaml, gone: &[&str]) -> Option<Splice> {
        let before: Vec<&str> =
            Field::before(name).into_iter().filter(|name| !gone.contains(name)).collect();
        set(self.text, self.part, name, value, &before)
    }

    fn unset(&self, name: &str) -> Option<Splice> {
        unset(self.text, self.part, name)
    }

    /// Changes a fact. `gone` are the fields that are removed with it.
    pub(super) fn fact(&self, change: &FieldChange, gone: &[&str]) -> Option<Vec<Splice>> {
        let name = change.field.name;
        match &change.new {
            Some(Value::Time(when)) => self.time(&record_yaml::start_and_end(when), gone),
            None if name == TIME => self.time(&[], gone),
            None => Some(vec![self.unset(name)?]),
            Some(Value::Words(words)) => self.words(name, words, gone),
            Some(new) => Some(vec![self.set(name, &record_yaml::value(name, new)?, gone)?]),
        }
    }

    /// Changes start, end and fold where they differ.
    fn time(&self, time: &[(String, Yaml)], gone: &[&str]) -> Option<Vec<Splice>> {
        let mut splices = Vec::new();
        for name in TIME_FIELDS {
            let old = self.record.json.get(name).and_then(|old| old.as_str());
            match time.iter().find(|(own, _)| own == name) {
                Some((_, Yaml::Quoted(new) | Yaml::Text(new))) if Some(&**new) == old => {}
                Some((_, new)) => splices.push(self.set(name, new, gone)?),
                None if self.part.entry(name).is_some() => splices.push(self.unset(name)?),
                None => {}
            }
        }
        Some(splices)
    }

    /// Changes a list of words: those that stay keep their details.
    fn words(&self, name: &'static str, words: &[String], gone: &[&str]) -> Option<Vec<Splice>> {
        let whole = || Some(vec![self.set(name, &Yaml::Words(words.to_vec()), gone)?]);
        let Some(part) = self.part.get(name) else { return whole() };
        let Some(Value::Words(old)) = self.record.facts.get(&Field::fact(name)) else {
            return whole();
        };
        let plain = part.items().iter().all(|item| matches!(item.value.shape, Shape::Scalar));
        let kept: Vec<&String> = old.iter().filter(|word| words.contains(word)).collect();
        let added: Vec<String> = words.iter().filter(|word| !old.contains(word)).cloned().collect();
        // Whether the new list is the kept words in their old order, then the added words.
        let in_order = kept.iter().copied().chain(&added).eq(words.iter());
        if part.items().len() != old.len() || kept.is_empty() || (plain && !in_order) {
            return whole();
        }
        let removed = (0..old.len()).filter(|at| !words.contains(&old[*at])).collect::<Vec<_>>();
        change_words(self.text, part, &removed, &added)
    }

    /// Changes a text in some languages; `None` removes a language. `same` are the other languages
    /// for which a name without languages is used.
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
                // It was the text for all languages.
                None => {}
            }
        }
        Some(splices)
    }

    /// New texts for a name without languages.
    fn over_plain(
        &self,
        name: &'static str,
        new: Vec<(String, Yaml)>,
        same: &[String],
    ) -> Option<Vec<Splice>> {
        let old = match self.record.facts.get(&Field::text(name, "mul")) {
            Some(Value::Text(old)) => old.clone(),
            _ => String::new(),
        };
        if new.is_empty() {
            // It is still the name in the other languages.
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
            ([(_, only)], None) if record_yaml::is_name(self.kind, name) => only.clone(),
            _ => Yaml::Map(kept.into_iter().chain(new).collect()),
        };
        Some(vec![self.set(name, &value, &[])?])
    }
}
