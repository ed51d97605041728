//! Which source a programme comes from, whatever its file is called this time.
//!
//! Calendars and files are renamed, and the file of another language often has another name. What
//! stays are the names of sessions for programs: a source of which half the sessions are in the file
//! is that of the file.

use std::collections::{BTreeMap, BTreeSet};

use crate::content::kind::Kind;
use crate::exchange::programme::{Programme, Session};
use crate::tools::import::Wish;
use crate::tools::import::fact::{Field, WHEN};
use crate::tools::import::hours::Clock;
use crate::tools::import::ids::Key;
use crate::tools::import::left::Left;
use crate::tools::import::lock::{Lock, Locked, Source};
use crate::tools::import::to_markdown;
use crate::tools::import::wanted::session_keys;

/// What stands in front of the name of a source that is a site of ours.
pub(super) const OWN: &str = "plenary-";

/// Which source a programme comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Origin {
    /// Its name in the lock.
    pub(super) name: String,
    /// What there is to say if the file has another. Then it may be of another format as well, and
    /// what it has nowhere was not taken out of it.
    pub(super) said: Option<String>,
}

/// Looks for the source of a programme in the lock.
pub(super) fn origin(programme: &Programme, wish: &Wish, lock: &Lock, clock: &Clock) -> Origin {
    let name = name(programme, wish);
    if lock.sources.contains_key(&name) {
        return Origin { name, said: None };
    }
    let file = InFile::new(programme, clock);
    // What a site says of a programme that it imported itself is another source.
    let others = lock.sources.iter().filter(|(other, _)| other.starts_with(OWN) == programme.own);
    let same = others.filter(|(_, source)| file.is_of(source));
    match same.max_by_key(|(_, source)| file.shared(source)) {
        None => Origin { name, said: None },
        Some((known, _)) => {
            let said = format!(
                "{} is taken to be a newer `{known}`, which has the same sessions, and not a programme \
                 of its own called `{name}`",
                wish.file
            );
            Origin { name: known.clone(), said: Some(said) }
        }
    }
}

/// What the source of a programme is called.
fn name(programme: &Programme, wish: &Wish) -> String {
    let title = programme.title.values().next().map(String::as_str).unwrap_or_default();
    let word = |text: &str| {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.collect::<Vec<_>>().join("-").to_lowercase()
    };
    let names = [word(&programme.acronym), word(title), word(&wish.source)];
    let name = names.into_iter().find(|name| !name.is_empty());
    let name = name.unwrap_or_else(|| "programme".to_owned());
    if programme.own { format!("{OWN}{name}") } else { name }
}

/// By what the sessions of a file can be known.
struct InFile<'a> {
    keys: BTreeSet<Key>,
    by_id: BTreeMap<Key, Vec<&'a Session>>,
    clock: &'a Clock,
}

impl<'a> InFile<'a> {
    fn new(programme: &'a Programme, clock: &'a Clock) -> InFile<'a> {
        let mut file = InFile { keys: BTreeSet::new(), by_id: BTreeMap::new(), clock };
        for session in &programme.sessions {
            for key in session_keys(session) {
                match key.is_worldwide() {
                    true => drop(file.keys.insert(key)),
                    false => file.by_id.entry(key).or_default().push(session),
                }
            }
        }
        file
    }

    /// Whether at least half of a source's sessions are in the file.
    fn is_of(&self, source: &Source) -> bool {
        let all = source.records.keys().filter(|(kind, _)| *kind == Kind::Session).count();
        let shared = self.shared(source);
        shared > 0 && shared * 2 >= all
    }

    /// How many of a source's sessions are in the file.
    fn shared(&self, source: &Source) -> usize {
        let sessions = source.records.iter().filter(|((kind, _), _)| *kind == Kind::Session);
        sessions.filter(|(_, locked)| self.has(locked)).count()
    }

    /// Whether a session is in the file. An id such as `1` is in every table, so its title or its
    /// time has to be the same as well.
    fn has(&self, locked: &Locked) -> bool {
        let alike = |key: &Key| {
            let same = |session: &&Session| self.is_alike(session, locked);
            self.by_id.get(key).is_some_and(|sessions| sessions.iter().any(same))
        };
        locked.keys.iter().any(|key| self.keys.contains(key) || alike(key))
    }

    fn is_alike(&self, session: &Session, locked: &Locked) -> bool {
        let titles = locked.facts.iter().filter(|(field, _)| field.name == "title");
        let told: BTreeSet<&str> = titles.map(|(_, title)| title.as_str()).collect();
        let title = session.title.values().any(|title| told.contains(&*to_markdown::line(title)));
        let when = locked.facts.get(&Field::fact(WHEN));
        let times = session.slots.iter().flat_map(|slot| {
            // What cannot be said of times is said when they are written.
            self.clock.times(slot, "", &mut Left::default())
        });
        title || when.is_some_and(|when| times.into_iter().any(|time| time.to_string() == *when))
    }
}
