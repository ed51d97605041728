//! From a key path to the byte where it stands, by walking the text again and failing there on
//! purpose, since the parser stamps its position on every error.

use std::collections::BTreeSet;
use std::fmt;

use serde::de::{
    DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor,
};

use crate::base::yaml::path::{KeyPath, Part, Step};

/// The byte at which a key or value begins, or `None` if the text has no such path.
///
/// A value behind an alias is found at its anchor.
pub fn find(text: &str, path: &KeyPath, part: Part) -> Option<usize> {
    let steps = path.steps();
    let seek = Seek { steps: &steps, part };
    let error = seek.deserialize(serde_yaml::Deserializer::from_str(text)).err()?;
    let at = error.location().filter(|_| error.to_string().contains(FOUND))?;
    Some(skip_space(text, at.index()))
}

/// What marks the error that means success.
const FOUND: &str = "\u{1}found";

/// The parser's position may be in front of the spaces before a value.
fn skip_space(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or("");
    at + (rest.len() - rest.trim_start_matches([' ', '\n', '\r']).len())
}

/// Walks to a path and fails there.
struct Seek<'s> {
    steps: &'s [&'s Step],
    part: Part,
}

impl<'de> DeserializeSeed<'de> for Seek<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        match self.steps.first() {
            None => deserializer.deserialize_any(Fail),
            Some(Step::Key(_)) => deserializer.deserialize_map(self),
            Some(Step::Index(_)) => deserializer.deserialize_seq(self),
        }
    }
}

impl<'de> Visitor<'de> for Seek<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the value that a path leads to")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Some((Step::Key(wanted), rest)) = self.steps.split_first() else { return Ok(()) };
        let at_key = rest.is_empty() && self.part == Part::Key;
        while let Some(here) = map.next_key_seed(KeySeek { wanted, fail: at_key })? {
            if here {
                return map.next_value_seed(Seek { steps: rest, part: self.part });
            }
            map.next_value::<IgnoredAny>()?;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let Some((Step::Index(wanted), rest)) = self.steps.split_first() else { return Ok(()) };
        for _ in 0..*wanted {
            if seq.next_element::<IgnoredAny>()?.is_none() {
                return Ok(());
            }
        }
        seq.next_element_seed(Seek { steps: rest, part: self.part }).map(|_| ())
    }
}

/// Compares one key, and fails at it when it is the place that is sought.
struct KeySeek<'s> {
    wanted: &'s str,
    fail: bool,
}

impl<'de> DeserializeSeed<'de> for KeySeek<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for KeySeek<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: serde::de::Error>(self, key: &str) -> Result<bool, E> {
        match key == self.wanted {
            true if self.fail => Err(E::custom(FOUND)),
            same => Ok(same),
        }
    }

    // A number or truth value as a key is named by what it is written as.
    fn visit_bool<E: serde::de::Error>(self, key: bool) -> Result<bool, E> {
        self.visit_str(&key.to_string())
    }

    fn visit_i64<E: serde::de::Error>(self, key: i64) -> Result<bool, E> {
        self.visit_str(&key.to_string())
    }

    fn visit_u64<E: serde::de::Error>(self, key: u64) -> Result<bool, E> {
        self.visit_str(&key.to_string())
    }

    fn visit_f64<E: serde::de::Error>(self, key: f64) -> Result<bool, E> {
        self.visit_str(&key.to_string())
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<bool, E> {
        Ok(false)
    }

    // Lists and records as keys are no names at all.
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<bool, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(false)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<bool, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(false)
    }
}

/// Fails at whatever it is given.
struct Fail;

impl<'de> Visitor<'de> for Fail {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(FOUND)
    }

    fn visit_map<A: MapAccess<'de>>(self, _: A) -> Result<(), A::Error> {
        Err(A::Error::custom(FOUND))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, _: A) -> Result<(), A::Error> {
        Err(A::Error::custom(FOUND))
    }
}

/// The byte at which a key is given for the second time in one mapping.
pub(super) fn find_repeated(text: &str) -> Option<usize> {
    let error = Walk.deserialize(serde_yaml::Deserializer::from_str(text)).err()?;
    let at = error.location().filter(|_| error.to_string().contains(FOUND))?;
    Some(skip_space(text, at.index()))
}

/// Walks through everything, and fails at a key that its mapping has already.
struct Walk;

impl<'de> DeserializeSeed<'de> for Walk {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Walk {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("anything")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut seen = BTreeSet::new();
        while let Some(()) = map.next_key_seed(NewKey { seen: &mut seen })? {
            map.next_value_seed(Walk)?;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while seq.next_element_seed(Walk)?.is_some() {}
        Ok(())
    }

    fn visit_str<E: serde::de::Error>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E: serde::de::Error>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E: serde::de::Error>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E: serde::de::Error>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E: serde::de::Error>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<(), E> {
        Ok(())
    }
}

/// Remembers a key, and fails at one that is remembered.
struct NewKey<'s> {
    seen: &'s mut BTreeSet<String>,
}

impl<'de> DeserializeSeed<'de> for NewKey<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for NewKey<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: serde::de::Error>(self, key: &str) -> Result<(), E> {
        match self.seen.insert(key.to_owned()) {
            true => Ok(()),
            false => Err(E::custom(FOUND)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "languages: [da, zh-Hans]\r\n\
        days:\n\
        - date: 2018-11-20\n  sessions:\n  - {id: a, title: {da: \"Åben\", en: x}}\n  - id: b\n    text: |\n      long\n\
        \"quoted key\": 'x'\n\
        base: &base {a: 1}\n\
        other: *base\n";

    fn found(path: &KeyPath, part: Part) -> &'static str {
        find(TEXT, path, part).map_or("", |at| &TEXT[at..])
    }

    #[test]
    fn finds_values_and_keys() {
        let root = KeyPath::root();
        let session = root.key("days").index(0).key("sessions");
        for (path, start) in [
            (root.key("languages").index(1), "zh-Hans]"),
            (root.key("days").index(0).key("date"), "2018-11-20"),
            (session.index(0).key("title").key("da"), "\"Åben\""),
            (session.index(1).key("id"), "b\n"),
            (session.index(1).key("text"), "|\n"),
            (root.key("quoted key"), "'x'"),
            (session.index(0), "{id: a"),
        ] {
            assert!(
                found(&path, Part::Value).starts_with(start),
                "{path}: {}",
                found(&path, Part::Value)
            );
        }
        let title = session.index(0).key("title");
        assert!(found(&title, Part::Key).starts_with("title:"), "{}", found(&title, Part::Key));
        assert!(found(&root.key("quoted key"), Part::Key).starts_with("\"quoted key\":"));
        assert_eq!(find("{1: a, true: b}", &root.key("true"), Part::Value), Some(13));
        assert_eq!(find(TEXT, &root.key("nothing"), Part::Value), None);
        assert_eq!(find(TEXT, &root.key("days").index(7), Part::Value), None);
    }

    #[test]
    fn the_second_of_two_equal_keys_is_found() {
        assert_eq!(find_repeated("a: 1\nb: {a: 2, c: 3}\na: 4\n"), Some(21));
        assert_eq!(find_repeated("- {a: 1, a: 2}"), Some(9));
        assert_eq!(find_repeated("a: {b: 1}\nc: {b: 1}"), None);
    }

    #[test]
    fn paths_read_as_people_write_them() {
        assert_eq!(KeyPath::root().key("days").index(0).key("id").to_string(), "days[0].id");
    }
}
