//! The units of an event with the states of their translations.

use rayon::prelude::*;

use crate::base::diagnostic::Report;
use crate::base::source::{Sources, Span};
use crate::content::files::{Wanted, read_contents};
use crate::event::assemble::assemble;
use crate::event::model::{Entity, Event};
use crate::event::translation::doubts::{Doubt, Doubts};
use crate::event::translation::lock::TranslationLock;
use crate::event::translation::messages::site_messages;
use crate::event::translation::state::{Records, State};
use crate::event::translation::units::{SiteTexts, Unit, entity_units, units};

/// An event, and what is recorded of its translations.
#[derive(Debug)]
pub struct Translations {
    /// The event.
    pub event: Event,
    /// The lock file; empty if there is none.
    pub lock: TranslationLock,
    /// Its long texts and messages.
    pub texts: SiteTexts,
}

/// A unit with the state of its translation.
#[derive(Clone, Debug)]
pub struct Tracked {
    /// The unit.
    pub unit: Unit,
    /// The state.
    pub state: State,
    /// What may be a slip, unless somebody reviewed the translation. If it is not current, only its
    /// language is doubted.
    pub doubt: Option<Doubt>,
}

/// Finds the states of units.
pub struct Tracker<'a> {
    /// The recorded pairs.
    pub records: Records<'a>,
    doubts: Doubts<'a>,
}

impl<'a> Tracker<'a> {
    /// A tracker for the units of an event.
    pub fn new(event: &'a Event, lock: &'a TranslationLock) -> Tracker<'a> {
        let records = Records::new(lock, &event.config.languages);
        Tracker { records, doubts: Doubts::new(event) }
    }

    /// A unit with its state.
    pub fn track(&self, unit: Unit) -> Tracked {
        let state = self.records.state(&unit);
        let doubt = match &state {
            State::Current(provenance) if provenance.reviewer.is_some() => None,
            State::Current(_) => self.doubts.of(&unit),
            State::Stale(_) | State::Unrecorded => {
                self.doubts.other_language(&unit).map(Doubt::Language)
            }
            State::Missing | State::Extra => None,
        };
        Tracked { unit, state, doubt }
    }
}

impl Translations {
    /// Reads the event and the lock file of a site; `None` if there is no usable `event.yaml`. Faults of
    /// Markdown are not reported.
    pub fn read(sources: &Sources, drafts: bool, report: &mut Report) -> Option<Translations> {
        let contents = read_contents(sources, None, Wanted::Blocks, report)?;
        let assembled = assemble(contents.config, contents.parsed, sources, drafts, report);
        let lock = TranslationLock::of_site(sources, report).unwrap_or_default();
        let event = assembled.event;
        let messages = site_messages(sources, &event.config.languages);
        let texts = SiteTexts { long: contents.texts.into(), messages };
        Some(Translations { event, lock, texts })
    }

    /// What finds the states of the units.
    pub fn tracker(&self) -> Tracker<'_> {
        Tracker::new(&self.event, &self.lock)
    }

    /// All units with the states of their translations, by language and in the order of the event.
    pub fn tracked(&self) -> Vec<Tracked> {
        tracked(&self.event, &self.lock, &self.texts)
    }

    /// The units of an entity in each language but the source's, with the states of their translations.
    pub fn of_entity(&self, entity: Entity, tracker: &Tracker<'_>) -> Vec<Vec<Tracked>> {
        let of_languages = entity_units(&self.event, entity, &self.texts.long, &tracker.records);
        let track = |units: Vec<Unit>| units.into_iter().map(|unit| tracker.track(unit)).collect();
        of_languages.into_iter().map(track).collect()
    }
}

/// All units with the states of their translations, by language and in the order of the event.
pub fn tracked(event: &Event, lock: &TranslationLock, texts: &SiteTexts) -> Vec<Tracked> {
    let tracker = Tracker::new(event, lock);
    units(event, texts, &tracker.records).into_par_iter().map(|unit| tracker.track(unit)).collect()
}

impl Tracked {
    /// The place of the translation, or of the source text if there is no translation.
    pub fn span(&self) -> Option<&Span> {
        let placed = self.unit.translation.as_ref().or(self.unit.source.as_ref());
        placed.map(|placed| &placed.span)
    }

    /// Whether somebody chose it: by the beginning of its name, word by word, or by the path of a file
    /// that contains the source text or the translation, with or without its line: `about.da.md:7`.
    pub fn is_chosen(&self, choices: &[String], sources: &Sources) -> bool {
        let Unit { name, source, translation, .. } = &self.unit;
        let in_file = |choice: &str| {
            let choice = choice.strip_prefix("./").unwrap_or(choice);
            let mut placed = [source, translation].into_iter().flatten();
            placed.any(|placed| is_place(&placed.span, choice, sources))
        };
        choices.is_empty()
            || choices.iter().any(|choice| {
                let rest = name.strip_prefix(&**choice);
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')) || in_file(choice)
            })
    }
}

/// Whether a choice is the path of the file of a place, or the path and the line.
fn is_place(span: &Span, choice: &str, sources: &Sources) -> bool {
    let Some(rest) = choice.strip_prefix(&*sources.get(span.file).path) else { return false };
    let line = || sources.locate(span).map(|place| place.line.to_string());
    rest.is_empty() || rest.strip_prefix(':').is_some_and(|asked| line().as_deref() == Some(asked))
}
