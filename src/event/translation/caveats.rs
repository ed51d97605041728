//! What the readers of a translated page must know about its translation.

use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::base::source::{Sources, hash128};
use crate::base::text::Lang;
use crate::event::model::{Entity, Event, Positions};
use crate::event::translation::grade::Grade;
use crate::event::translation::lock::{Origin, TranslationLock};
use crate::event::translation::state::{Records, State};
use crate::event::translation::units::{Unit, entity_units};

/// Why readers cannot fully trust a translated page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Caveat {
    /// The day on which a text was accepted of which a fact has changed in the source since; the
    /// earliest such day.
    pub outdated_since: Option<Date>,
    /// Whether a program translated a text that nobody reviewed.
    pub unreviewed: bool,
}

/// The caveats of all entities.
#[derive(Debug, Default)]
pub struct Caveats {
    /// A hash of the sources of the event, among them the lock file.
    key: u128,
    positions: Option<Positions>,
    /// By the position of the entity; empty without a lock file.
    by_entity: Vec<Arc<EntityCaveats>>,
}

#[derive(Debug, PartialEq)]
struct EntityCaveats {
    /// A hash of the files of the long texts.
    files: u128,
    /// By language.
    by_lang: Vec<Caveat>,
}

impl Caveats {
    /// The caveats of an event's pages. `key` is a hash of the event's sources, among them the lock
    /// file. What is in `before` and would be equal is reused.
    pub fn new(
        event: &Event,
        key: u128,
        lock: &TranslationLock,
        sources: &Sources,
        before: Option<&Caveats>,
    ) -> Caveats {
        let before = before.filter(|before| before.key == key);
        let records = Records::new(lock, &event.config.languages);
        let entities: Vec<Entity> = event.entities().collect();
        let by_entity = entities
            .par_iter()
            .enumerate()
            .with_min_len(64)
            .map(|(at, entity)| {
                let files = hash_of_files(event, *entity, sources);
                match before.map(|before| &before.by_entity[at]).filter(|old| old.files == files) {
                    Some(old) => Arc::clone(old),
                    None => {
                        let by_lang = of_entity(event, *entity, sources, &records);
                        Arc::new(EntityCaveats { files, by_lang })
                    }
                }
            })
            .collect();
        Caveats { key, positions: Some(event.positions()), by_entity }
    }

    /// The caveat of an entity's page in a language.
    pub fn get(&self, entity: Entity, lang: Lang) -> Caveat {
        let Some(positions) = &self.positions else { return Caveat::default() };
        let found = self.by_entity.get(positions.of(entity));
        found.and_then(|caveats| caveats.by_lang.get(lang.index())).copied().unwrap_or_default()
    }
}

fn hash_of_files(event: &Event, entity: Entity, sources: &Sources) -> u128 {
    let files = event.about(entity).body.iter();
    let hashes = files.flat_map(|(_, file)| sources.get(*file).hash.to_le_bytes());
    hash128(&hashes.collect::<Vec<u8>>())
}

fn of_entity(
    event: &Event,
    entity: Entity,
    sources: &Sources,
    records: &Records<'_>,
) -> Vec<Caveat> {
    let of_lang = |units: Vec<Unit>| {
        units.iter().fold(Caveat::default(), |caveat, unit| caveat.and(unit, records))
    };
    // The source language is the first, and has no caveats.
    let translations = entity_units(event, entity, sources, records).into_iter().map(of_lang);
    std::iter::once(Caveat::default()).chain(translations).collect()
}

impl Caveat {
    /// This caveat and that of a unit.
    fn and(mut self, unit: &Unit, records: &Records<'_>) -> Caveat {
        match records.state(unit) {
            State::Stale(change) if change.grade == Grade::Facts => {
                let earlier = self.outdated_since.is_none_or(|since| change.date < since);
                if earlier {
                    self.outdated_since = Some(change.date);
                }
            }
            State::Current(provenance) => {
                let by_machine = provenance.origin == Origin::Machine;
                self.unreviewed |= by_machine && provenance.reviewer.is_none();
            }
            _ => {}
        }
        self
    }
}
