//! Ids of imported records: made from the keys that identify them in the source, never from a title.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::source::hash128;
use crate::content::kind::Kind;

/// Identifies something in a source, and is the same in the next version of the file; best first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    /// A globally unique id (usually a UUID).
    Guid(String),
    /// An id within the source.
    Id(String),
    /// Its name, if it has no id.
    Name(String),
}

impl Key {
    /// The word for the sort of key, and the key's text.
    pub(super) fn parts(&self) -> (&'static str, &str) {
        match self {
            Key::Guid(text) => ("guid", text),
            Key::Id(text) => ("id", text),
            Key::Name(text) => ("name", text),
        }
    }

    /// A key of a sort.
    pub(super) fn of(sort: &str, text: &str) -> Option<Key> {
        let text = text.to_owned();
        Some(match sort {
            "guid" => Key::Guid(text),
            "id" => Key::Id(text),
            "name" => Key::Name(text),
            _ => return None,
        })
    }

    /// Whether it is globally unique. UIDs of calendars are, such as `7@cal.example`.
    pub(super) fn is_global(&self) -> bool {
        const LONG: usize = 32;
        match self {
            Key::Guid(_) => true,
            Key::Id(id) => {
                let at = id.split_once('@').is_some_and(|(a, b)| !a.is_empty() && !b.is_empty());
                at || id.len() >= LONG && !id.contains(char::is_whitespace)
            }
            Key::Name(_) => false,
        }
    }

    fn hash(&self) -> String {
        let (sort, text) = self.parts();
        let hash = hash128(format!("{sort} {text}").as_bytes());
        format!("{hash:032x}")[..6].to_owned()
    }
}

/// The ids of one kind that are taken, by key.
#[derive(Clone, Debug, Default)]
pub(super) struct Ids {
    by_key: BTreeMap<Key, String>,
    /// Ids by name, with whether the name is the only key.
    by_name: BTreeMap<String, (String, bool)>,
    taken: BTreeSet<String>,
}

impl Ids {
    /// Reserves an id for the record with these keys.
    pub(super) fn reserve(&mut self, id: &str, keys: &[Key]) {
        self.taken.insert(id.to_owned());
        let only = keys.iter().all(|key| matches!(key, Key::Name(_)));
        for key in keys {
            match key {
                Key::Name(name) => {
                    let found = (id.to_owned(), only);
                    self.by_name.entry(name.clone()).or_insert(found);
                }
                key => drop(self.by_key.entry(key.clone()).or_insert_with(|| id.to_owned())),
            }
        }
    }

    /// Prevents an id from being given: it has a special meaning in files.
    pub(super) fn forbid(&mut self, id: &str) {
        self.taken.insert(id.to_owned());
    }

    /// Reserves an id for a record of another source, whose short ids mean nothing here.
    pub(super) fn reserve_foreign(&mut self, id: &str, keys: &[Key]) {
        let known = keys.iter().filter(|key| key.is_global() || matches!(key, Key::Name(_)));
        let known: Vec<Key> = known.cloned().collect();
        self.reserve(id, &known);
    }

    /// The id that was given to the record with one of these keys. Two people may have the same name:
    /// they are one person only if one of them has no other key.
    pub(super) fn known(&self, kind: Kind, keys: &[Key]) -> Option<&str> {
        let better = keys.iter().find_map(|key| self.by_key.get(key));
        let named = || {
            let name = keys.iter().find_map(|key| match key {
                Key::Name(name) => Some(name),
                _ => None,
            })?;
            let (id, only) = self.by_name.get(name)?;
            (*only || keys.len() == 1 || kind != Kind::Speaker).then_some(id)
        };
        better.or_else(named).map(String::as_str)
    }

    /// The id for the record with these keys; there is at least one key. It is made from one of them, or
    /// else is a short hash. No two sets of keys get the same id.
    pub(super) fn give(&mut self, kind: Kind, keys: &[Key], made_of: Option<&Key>) -> String {
        if let Some(known) = self.known(kind, keys) {
            let known = known.to_owned();
            self.reserve(&known, keys);
            return known;
        }
        let hash = made_of.or(keys.first()).map(Key::hash).unwrap_or_default();
        let plain = match made_of {
            Some(key) => id_of(kind, key),
            None => format!("{}-{hash}", kind.noun()),
        };
        let hashed = format!("{plain}-{hash}");
        let candidates = [plain, hashed.clone()].into_iter();
        let numbered = (2..).map(|number| format!("{hashed}-{number}"));
        let free = candidates.chain(numbered).find(|id| !self.taken.contains(id));
        // There is always a free number.
        let id = free.unwrap_or(hashed);
        self.reserve(&id, keys);
        id
    }
}

/// The words of a text in lower case, with hyphens between them.
pub(super) fn kebab(text: &str, is_letter: fn(char) -> bool) -> String {
    let words = text.split(|c| !is_letter(c)).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-").to_lowercase()
}

/// The longest id that is used unchanged; ids are part of addresses and file names.
const LONGEST: usize = 60;

/// An id made from a key: its ASCII letters and digits, in words with hyphens. If other characters are
/// dropped, a few digits of a hash are added; a bare number gets the kind's name in front.
fn id_of(kind: Kind, key: &Key) -> String {
    let (_, text) = key.parts();
    let mut id = String::new();
    let mut lost = false;
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            id.push(c.to_ascii_lowercase());
        } else if c.is_alphanumeric() {
            lost = true;
        } else if !matches!(c, '\'' | '’') && !id.ends_with('-') && !id.is_empty() {
            id.push('-');
        }
    }
    lost |= id.len() > LONGEST;
    id.truncate(LONGEST);
    let id = id.trim_matches('-');
    let noun = kind.noun();
    match (id.is_empty(), lost) {
        (true, _) => format!("{noun}-{}", key.hash()),
        (false, true) => format!("{id}-{}", key.hash()),
        (false, false) if id.bytes().all(|byte| byte.is_ascii_digit()) => format!("{noun}-{id}"),
        (false, false) => id.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::text::is_id;

    #[test]
    fn ids_are_made_from_keys() {
        let made = |key: &Key| {
            let made = id_of(Kind::Session, key);
            assert!(is_id(&made), "{made}");
            made
        };
        for (key, id) in [
            (Key::Id("6561".into()), "session-6561"),
            (Key::Id("G9JGWY".into()), "g9jgwy"),
            (Key::Id("31c3_-_6561".into()), "31c3-6561"),
            (Key::Name("Tea Room (2nd)".into()), "tea-room-2nd"),
            (Key::Name("D'Arcy  Pott".into()), "darcy-pott"),
            (Key::Guid("29AECFD7-2e44".into()), "29aecfd7-2e44"),
        ] {
            assert_eq!(made(&key), id);
        }
        // A few digits of a hash replace what is dropped.
        for (name, start) in [("Jürgen", "jrgen-"), ("茶室", "session-"), ("--", "session-")] {
            let id = made(&Key::Name(name.into()));
            assert_eq!(id.strip_prefix(start).map(str::len), Some(6), "{id}");
        }
        let long = id_of(Kind::Session, &Key::Id("x".repeat(200)));
        assert!(is_id(&long) && long.len() < 70, "{long}");
    }

    #[test]
    fn no_two_entities_get_the_same_id() {
        let mut ids = Ids::default();
        let (one, other) = (Key::Id("A b".into()), Key::Id("a-B".into()));
        let mut give = |keys: &[Key]| ids.give(Kind::Place, keys, keys.last());
        let first = give(std::slice::from_ref(&one));
        let second = give(std::slice::from_ref(&other));
        assert_eq!(first, "a-b");
        assert!(second.starts_with("a-b-") && second != first);
        assert_eq!(give(&[one]), first, "it is known again");
        assert_eq!(give(&[Key::Guid("x".into()), other]), second);
        ids.reserve("hall", &[Key::Guid("g".into())]);
        let keys = [Key::Guid("g".into()), Key::Name("Cellar".into())];
        assert_eq!(ids.give(Kind::Place, &keys, keys.last()), "hall", "its name may change");
        let title = [Key::Name("A title".into())];
        let id = ids.give(Kind::Session, &title, None);
        assert!(id.starts_with("session-") && id.len() == 14, "{id}");
    }

    #[test]
    fn people_are_not_identified_by_name_alone() {
        let named = |id: &str| [Key::Id(id.into()), Key::Name("Theo".into())];
        let bare = [Key::Name("Theo".into())];
        let mut ids = Ids::default();
        ids.reserve("theo", &named("3"));
        assert_eq!(ids.known(Kind::Speaker, &named("5")), None, "two people with one name");
        assert_eq!(ids.known(Kind::Speaker, &bare), Some("theo"));
        assert_eq!(ids.known(Kind::Place, &named("5")), Some("theo"), "one room");
        let mut ids = Ids::default();
        ids.reserve("theo", &bare);
        assert_eq!(ids.known(Kind::Speaker, &named("5")), Some("theo"));
    }
}
