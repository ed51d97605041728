//! What is wrong with the translations of an event: the one input of notices, policy and gate.

use std::collections::HashSet;
use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::base::source::{Span, hash128};
use crate::base::text::Lang;
use crate::content::files::LongText;
use crate::content::publication::{Publication, TextGroup};
use crate::content::unit_text::one_line;
use crate::event::model::{Entity, Event, Positions};
use crate::event::translation::Text;
use crate::event::translation::grade::Grade;
use crate::event::translation::lock::{Origin, TextHash, TranslationLock};
use crate::event::translation::short_texts::entity_texts;
use crate::event::translation::state::{Records, SourceChange, State};
use crate::event::translation::status::Task;
use crate::event::translation::units::{Unit, blocks, entity_units, event_units, translations};

/// What is wrong with a translation, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Problem {
    /// A number, link, file or piece of code changed in the source.
    StaleFacts,
    /// It was never recorded what it was made from.
    Unrecorded,
    /// Words changed in the source.
    StaleWords,
    /// Nothing in the source belongs to it.
    Extra,
    /// There is none.
    Missing,
    /// A program made it, and nobody reviewed it.
    Unreviewed,
}

impl Problem {
    /// The description in reports, as in those of `plenary translate status`.
    pub fn description(self) -> &'static str {
        match self {
            Problem::StaleFacts => Task::StaleFacts,
            Problem::Unrecorded => Task::Unrecorded,
            Problem::StaleWords => Task::StaleWords,
            Problem::Extra => Task::Extra,
            Problem::Missing => Task::Missing,
            Problem::Unreviewed => Task::Unreviewed,
        }
        .description()
    }
}

/// A unit with a problem.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// What is wrong.
    pub problem: Problem,
    /// The name of the unit.
    pub unit: Arc<str>,
    /// The texts that it belongs to.
    pub group: TextGroup,
    /// The translation; of a missing one, the source.
    pub span: Span,
    /// The number of words of the source.
    pub words: usize,
    /// The day on which the translation was accepted, if the source changed since.
    pub since: Option<Date>,
}

/// The translations of an entity into one language.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Standing {
    /// The number of words of the source.
    pub words: usize,
    /// The units with problems, in the order of the texts.
    pub findings: Vec<Finding>,
}

/// The translations of all texts of an event.
#[derive(Debug, Default)]
pub struct Findings {
    /// Whether the site has a lock file.
    pub recorded: bool,
    /// A hash of the sources of the event, among them the lock file.
    key: u128,
    positions: Option<Positions>,
    /// By the position of the entity; empty if nothing is known.
    by_entity: Vec<Arc<OfEntity>>,
    /// Of the event itself, its days and organisations, by language.
    of_event: Vec<Standing>,
}

#[derive(Debug, PartialEq)]
struct OfEntity {
    /// A hash of the files of the long texts.
    files: u128,
    /// By language.
    by_lang: Vec<Standing>,
}

/// The standing of texts that have no problem.
static GOOD: Standing = Standing { words: 0, findings: Vec::new() };

impl Findings {
    /// What is wrong with an event's translations. `key` is a hash of the event's sources, among them
    /// the lock file, which is `None` if the site has none; `texts` are the long texts by file, with their
    /// blocks. What is in `before` and would be equal is reused.
    pub fn new(
        event: &Event,
        key: u128,
        lock: Option<&TranslationLock>,
        texts: &[Option<LongText>],
        before: Option<&Findings>,
    ) -> Findings {
        let before = before.filter(|before| before.key == key);
        let nothing = TranslationLock::default();
        let records = Records::new(lock.unwrap_or(&nothing), &event.config.languages);
        let gated = event.config.publication.iter().any(Publication::is_conditional);
        let entities: Vec<Entity> = event.entities().collect();
        let by_entity = entities
            .par_iter()
            .enumerate()
            .with_min_len(64)
            .map(|(at, entity)| {
                let files = hash_of_files(event, *entity, texts);
                let old = before.and_then(|before| before.by_entity.get(at));
                match old.filter(|old| old.files == files) {
                    Some(old) => Arc::clone(old),
                    None => {
                        let good = if_good(event, *entity, texts, &records, gated);
                        let by_lang = good.unwrap_or_else(|| {
                            let units = entity_units(event, *entity, texts, &records);
                            standings(units, &records, gated)
                        });
                        Arc::new(OfEntity { files, by_lang })
                    }
                }
            })
            .collect();
        Findings {
            recorded: lock.is_some(),
            key,
            positions: Some(event.positions()),
            by_entity,
            of_event: standings(event_units(event), &records, gated),
        }
    }

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.positions.is_none()
    }

    /// The translations of an entity's texts into a language.
    pub fn of(&self, entity: Entity, lang: Lang) -> &Standing {
        let found = self.positions.and_then(|positions| self.by_entity.get(positions.of(entity)));
        found.and_then(|found| found.by_lang.get(lang.index())).unwrap_or(&GOOD)
    }

    /// The translations of the texts of the event itself, its days and organisations.
    pub fn of_event(&self, lang: Lang) -> &Standing {
        self.of_event.get(lang.index()).unwrap_or(&GOOD)
    }

    /// All standings of a language: first those of the event itself, then those of the entities in
    /// their order.
    pub fn all(&self, lang: Lang) -> impl Iterator<Item = &Standing> {
        let of_entities = self.by_entity.iter().filter_map(move |of| of.by_lang.get(lang.index()));
        self.of_event.get(lang.index()).into_iter().chain(of_entities)
    }
}

fn hash_of_files(event: &Event, entity: Entity, texts: &[Option<LongText>]) -> u128 {
    let files = event.about(entity).body.iter();
    let own = files.filter_map(|(_, file)| texts.get(file.index())?.as_ref());
    let hashes = own.flat_map(|text| text.hash.to_le_bytes());
    hash128(&hashes.collect::<Vec<u8>>())
}

/// The standings of an entity whose translations are all recorded with today's sources and need no
/// review, which is usual, and found without making its units; `None` for any other. Only a site with a
/// gate asks for words and for missing translations.
fn if_good(
    event: &Event,
    entity: Entity,
    texts: &[Option<LongText>],
    records: &Records<'_>,
    gated: bool,
) -> Option<Vec<Standing>> {
    let is_good = |lang, source, translation| {
        let pair = records.exact(lang, source, translation);
        pair.is_some_and(|pair| pair.origin == Origin::Person || pair.reviewer.is_some())
    };
    let mut words = 0;
    let mut all = true;
    entity_texts(event, entity, &mut |text| {
        let Some(source) = text.words.own(Lang::SOURCE) else { return };
        let hash = TextHash::of(&one_line(&source.value));
        for (lang, _) in translations(event) {
            all &= match text.words.own(lang) {
                Some(own) => is_good(lang, hash, TextHash::of(&one_line(&own.value))),
                // A text that is the same in all languages has no unit.
                None => !gated,
            };
        }
        words += if gated { Text::short(&source.value).word_count() } else { 0 };
    });
    let body = &event.about(entity).body;
    if let Some(source) = body.own(Lang::SOURCE).filter(|_| all) {
        let source = blocks(texts, *source);
        for (lang, _) in translations(event) {
            let Some(own) = body.own(lang) else {
                all &= !gated;
                continue;
            };
            let own = blocks(texts, *own);
            all &= source.len() == own.len()
                && source.iter().zip(own).all(|(ours, theirs)| {
                    ours.text.kind == theirs.text.kind
                        && is_good(lang, ours.text.hash, theirs.text.hash)
                });
        }
        words += if gated { source.iter().map(|block| block.text.word_count()).sum() } else { 0 };
    }
    all.then(|| {
        let good = translations(event).map(|_| Standing { words, findings: Vec::new() });
        std::iter::once(Standing::default()).chain(good).collect()
    })
}

/// The standings in each language from the units in each but the source language. Only gates need the
/// numbers of words.
fn standings(units: Vec<Vec<Unit>>, records: &Records<'_>, gated: bool) -> Vec<Standing> {
    let translations = units.into_iter().map(|units| {
        let words = units.iter().map(|unit| if gated { words(unit) } else { 0 }).sum();
        let texts = units.iter().filter_map(|unit| Some(unit.source.as_ref()?.text.hash));
        let sources: HashSet<TextHash> = texts.collect();
        let found = units.iter().filter_map(|unit| finding(unit, &sources, records));
        Standing { words, findings: found.collect() }
    });
    std::iter::once(Standing::default()).chain(translations).collect()
}

/// The number of words of a unit's source.
fn words(unit: &Unit) -> usize {
    unit.source.as_ref().map_or(0, |source| source.text.word_count())
}

/// What is wrong with a unit's translation; `None` if nothing. `sources` are the source texts of the units
/// that belong together.
fn finding(unit: &Unit, sources: &HashSet<TextHash>, records: &Records<'_>) -> Option<Finding> {
    let stale = |change: SourceChange| match change.grade {
        Grade::Facts => Some((Problem::StaleFacts, Some(change.date))),
        Grade::Words => Some((Problem::StaleWords, Some(change.date))),
        Grade::Form => None,
    };
    let (problem, since) = match records.state(unit) {
        State::Missing => (Problem::Missing, None),
        // A text that was removed from the source is as old as one that was changed.
        State::Extra => match records.removal(unit, sources) {
            Some(change) => stale(change)?,
            None => (Problem::Extra, None),
        },
        State::Unrecorded => (Problem::Unrecorded, None),
        State::Stale(change) => stale(change)?,
        State::Current(provenance) => {
            let by_machine = provenance.origin == Origin::Machine;
            (by_machine && provenance.reviewer.is_none()).then_some((Problem::Unreviewed, None))?
        }
    };
    let placed = unit.translation.as_ref().or(unit.source.as_ref())?;
    Some(Finding {
        problem,
        unit: Arc::clone(&unit.name),
        group: group(unit),
        span: placed.span.clone(),
        words: words(unit),
        since,
    })
}

/// The texts that a unit belongs to. A block of a long text has a kind; the last word of a short text's
/// name is its field.
fn group(unit: &Unit) -> TextGroup {
    let placed = unit.source.as_ref().or(unit.translation.as_ref());
    if placed.is_some_and(|placed| placed.text.kind.is_some()) {
        return TextGroup::Long;
    }
    match unit.name.rsplit(' ').next() {
        Some("title" | "name" | "short_name") => TextGroup::Title,
        _ => TextGroup::Short,
    }
}
