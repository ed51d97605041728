//! Rooms, tracks and people that have another name in a file in another language.
//!
//! Many formats identify them by name alone. If nothing was imported in a file's language yet, the
//! sessions decide: if all sessions in the 'Hall' were in the 'Saal', the two are one room.

use std::collections::{BTreeMap, BTreeSet};

use crate::content::kind::Kind;
use crate::exchange::programme::{Session, Texts};
use crate::tools::import::facts::Field;
use crate::tools::import::ids::Key;
use crate::tools::import::import_lock::{LockedRecord, LockedSource};
use crate::tools::import::programme_records::{
    RecordBuilder, person_keys, room_keys, session_keys, track_keys,
};

/// The rooms, tracks or people of a file.
struct Entities<'a> {
    kind: Kind,
    /// The field of sessions that refers to them.
    field: &'static str,
    /// The field with their name.
    name: &'static str,
    keys: Vec<Vec<Key>>,
    names: Vec<&'a Texts>,
    /// The positions that a session refers to, in order.
    of: fn(&Session) -> Vec<usize>,
}

impl RecordBuilder<'_> {
    /// Reserves the ids of records that have another name in this file.
    pub(super) fn reserve_aliases(&mut self, before: &LockedSource) {
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
            self.reserve_aliases_of(&entities, before);
        }
    }

    fn reserve_aliases_of(&mut self, entities: &Entities<'_>, before: &LockedSource) {
        let known = |builder: &Self, at: usize| {
            let ids = builder.ids.get(&entities.kind)?;
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
            let new = locked.is_some_and(|locked| self.is_untranslated(entities, at, locked));
            if known(self, at).is_none() && !taken.contains(&id) && new {
                let ids = self.ids.entry(entities.kind).or_default();
                ids.reserve(&id, &entities.keys[at]);
            }
        }
    }

    /// The ids that a known session had in a field when it was imported last.
    fn ids_before(
        &self,
        session: &Session,
        field: &'static str,
        before: &LockedSource,
    ) -> Option<Vec<String>> {
        let id = self.ids.get(&Kind::Session)?.known(Kind::Session, &session_keys(session))?;
        let locked = before.records.get(&(Kind::Session, id.to_owned()))?;
        let line = locked.facts.get(&Field::fact(field))?;
        Some(line.split(", ").map(str::to_owned).collect())
    }

    /// Whether an entity has a name here, but none was imported in the languages of this name.
    fn is_untranslated(&self, entities: &Entities<'_>, at: usize, locked: &LockedRecord) -> bool {
        let tags: Vec<&str> = self.languages.tags(entities.names[at]).collect();
        let known = |tag: &&str| locked.facts.contains_key(&Field::text(entities.name, tag));
        !tags.is_empty() && !tags.iter().any(known)
    }
}
