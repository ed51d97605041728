//! What the readers of a translated page must know about its translation.

use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::base::source::hash128;
use crate::base::text::Lang;
use crate::content::files::LongText;
use crate::content::unit_text::one_line;
use crate::event::model::{Entity, Event, Positions};
use crate::event::translation::grade::Grade;
use crate::event::translation::lock::{Origin, Pair, TextHash, TranslationLock};
use crate::event::translation::short_texts::entity_texts;
use crate::event::translation::state::{Records, State};
use crate::event::translation::units::{Unit, blocks, entity_units, translations};

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
        texts: &[Option<LongText>],
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
                let files = hash_of_files(event, *entity, texts);
                match before.map(|before| &before.by_entity[at]).filter(|old| old.files == files) {
                    Some(old) => Arc::clone(old),
                    None => {
                        let by_lang = of_entity(event, *entity, texts, &records);
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

fn hash_of_files(event: &Event, entity: Entity, texts: &[Option<LongText>]) -> u128 {
    let files = event.about(entity).body.iter();
    let own = files.filter_map(|(_, file)| texts.get(file.index())?.as_ref());
    let hashes = own.flat_map(|text| text.hash.to_le_bytes());
    hash128(&hashes.collect::<Vec<u8>>())
}

fn of_entity(
    event: &Event,
    entity: Entity,
    texts: &[Option<LongText>],
    records: &Records<'_>,
) -> Vec<Caveat> {
    let of_translations = if_current(event, entity, texts, records).unwrap_or_else(|| {
        let of_lang = |units: Vec<Unit>| {
            units.iter().fold(Caveat::default(), |caveat, unit| caveat.and(unit, records))
        };
        entity_units(event, entity, texts, records).into_iter().map(of_lang).collect()
    });
    // The source language is the first, and has no caveats.
    std::iter::once(Caveat::default()).chain(of_translations).collect()
}

/// The caveats of an entity whose translations are all recorded with today's sources, which is
/// usual, and found without making its units.
fn if_current(
    event: &Event,
    entity: Entity,
    texts: &[Option<LongText>],
    records: &Records<'_>,
) -> Option<Vec<Caveat>> {
    let hash_of = |words: &str| TextHash::of(&one_line(words));
    let mut caveats: Vec<Caveat> = translations(event).map(|_| Caveat::default()).collect();
    let mut all_current = true;
    entity_texts(event, entity, &mut |text| {
        let Some(source) = text.words.own(Lang::SOURCE) else { return };
        let source = hash_of(&source.value);
        for (caveat, (lang, _)) in caveats.iter_mut().zip(translations(event)) {
            let Some(translation) = text.words.own(lang) else { continue };
            match records.exact(lang, source, hash_of(&translation.value)) {
                Some(pair) => caveat.unreviewed |= is_unreviewed(pair),
                None => all_current = false,
            }
        }
    });
    let body = &event.about(entity).body;
    let Some(source) = body.own(Lang::SOURCE).filter(|_| all_current) else {
        return all_current.then_some(caveats);
    };
    let source = blocks(texts, *source);
    for (caveat, (lang, _)) in caveats.iter_mut().zip(translations(event)) {
        let Some(translation) = body.own(lang) else { continue };
        let translation = blocks(texts, *translation);
        if source.len() != translation.len() {
            return None;
        }
        for (ours, theirs) in source.iter().zip(translation) {
            let pair = records.exact(lang, ours.text.hash, theirs.text.hash)?;
            if ours.text.kind != theirs.text.kind {
                return None;
            }
            caveat.unreviewed |= is_unreviewed(pair);
        }
    }
    Some(caveats)
}

fn is_unreviewed(pair: &Pair) -> bool {
    pair.origin == Origin::Machine && pair.reviewer.is_none()
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
