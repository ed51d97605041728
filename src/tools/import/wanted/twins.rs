//! Rooms, themes and people that the file of another language calls by another name.
//!
//! Many formats know them by their names alone. Where a file is of a language in which nothing was
//! imported yet, the sessions tell: if all that are in the 'Hall' were in the 'Saal', it is the same.

use std::collections::{BTreeMap, BTreeSet};

use crate::content::kind::Kind;
use crate::exchange::programme::{Session, Texts};
use crate::tools::import::fact::Field;
use crate::tools::import::ids::Key;
use crate::tools::import::lock::{Locked, Source};
use crate::tools::import::wanted::{Reader, person_keys, room_keys, session_keys, track_keys};

/// The things of one kind in a file.
struct Entities<'a> {
    kind: Kind,
    /// The field of sessions that names them.
    field: &'static str,
    /// The field that has their name.
    name: &'static str,
    keys: Vec<Vec<Key>>,
    names: Vec<&'a Texts>,
    /// The positions that a session names, in order.
    of: fn(&Session) -> Vec<usize>,
}

impl Reader<'_> {
    /// Remembers the ids of things that go by another name in this file.
    pub(super) fn know_twins(&mut self, before: &Source) {
        let programme = self.programme;
        let rooms = Entities {
            kind: Kind::Place,
            field: "places",
            name: "name",
            keys: programme.rooms.iter().map(room_keys).collect(),
            names: programme.rooms.iter().map(|room| &room.name).collect(),
            of: |session| match &session.slots[..] {
                [slot] => slot.rooms.clone(),
                _ => Vec::new(),
            },
        };
        let tracks = Entities {
            kind: Kind::Track,
            field: "tracks",
            name: "title",
            keys: programme.tracks.iter().map(track_keys).collect(),
            names: programme.tracks.iter().map(|track| &track.name).collect(),
            of: |session| session.tracks.clone(),
        };
        let persons = Entities {
            kind: Kind::Speaker,
            field: "speakers",
            name: "name",
            keys: programme.persons.iter().map(person_keys).collect(),
            names: programme.persons.iter().map(|person| &person.name).collect(),
            of: |session| session.persons.clone(),
        };
        for entities in [rooms, tracks, persons] {
            self.know_twins_of(&entities, before);
        }
    }

    fn know_twins_of(&mut self, entities: &Entities<'_>, before: &Source) {
        let known = |reader: &Self, at: usize| {
            let ids = reader.ids.get(&entities.kind)?;
            ids.known(entities.kind, entities.keys.get(at)?).map(str::to_owned)
        };
        let taken: BTreeSet<String> =
            (0..entities.keys.len()).filter_map(|at| known(self, at)).collect();
        let mut found: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
        for session in &self.programme.sessions {
            let positions = (entities.of)(session);
            let Some(ids) = self.ids_before(session, entities.field, before) else { continue };
            if ids.len() != positions.len() {
                continue;
            }
            for (at, id) in positions.into_iter().zip(ids) {
                found.entry(at).or_default().insert(id);
            }
        }
        for (at, ids) in found {
            let mut ids = ids.into_iter();
            let (Some(id), None) = (ids.next(), ids.next()) else { continue };
            let locked = before.records.get(&(entities.kind, id.clone()));
            let new = locked.is_some_and(|locked| self.is_untold(entities, at, locked));
            if known(self, at).is_none() && !taken.contains(&id) && new {
                let ids = self.ids.entry(entities.kind).or_default();
                ids.reserve(&id, &entities.keys[at]);
            }
        }
    }

    /// What a session that is known named in a field when it was imported last.
    fn ids_before(
        &self,
        session: &Session,
        field: &'static str,
        before: &Source,
    ) -> Option<Vec<String>> {
        let id = self.ids.get(&Kind::Session)?.known(Kind::Session, &session_keys(session))?;
        let locked = before.records.get(&(Kind::Session, id.to_owned()))?;
        let line = locked.facts.get(&Field::fact(field))?;
        Some(line.split(", ").map(str::to_owned).collect())
    }

    /// Whether a thing has a name, but none was imported in the languages of this one.
    fn is_untold(&self, entities: &Entities<'_>, at: usize, locked: &Locked) -> bool {
        let tags: Vec<&str> = self.tongues.tags(entities.names[at]).collect();
        let told = |tag: &&str| locked.facts.contains_key(&Field::text(entities.name, tag));
        !tags.is_empty() && !tags.iter().any(told)
    }
}
