//! The units of an event with the states of their translations.

use rayon::prelude::*;

use crate::base::diagnostic::Report;
use crate::base::source::{Sources, Span};
use crate::content::files::{LongText, Wanted, read_contents};
use crate::event::assemble::assemble;
use crate::event::model::{Entity, Event};
use crate::event::translation::lock::TranslationLock;
use crate::event::translation::state::{Records, State};
use crate::event::translation::units::{Unit, entity_units, units};

/// An event, and what is recorded of its translations.
#[derive(Debug)]
pub struct Translations {
    /// The event.
    pub event: Event,
    /// The lock file; empty if there is none.
    pub lock: TranslationLock,
    /// The blocks of the long texts, by file.
    pub texts: Vec<Option<LongText>>,
}

/// A unit with the state of its translation.
#[derive(Clone, Debug)]
pub struct Tracked {
    /// The unit.
    pub unit: Unit,
    /// The state.
    pub state: State,
}

impl Translations {
    /// Reads the event and the lock file of a site; `None` if there is no usable `event.yaml`. Faults of
    /// Markdown are not reported.
    pub fn read(sources: &Sources, drafts: bool, report: &mut Report) -> Option<Translations> {
        let contents = read_contents(sources, None, Wanted::Blocks, report)?;
        let assembled = assemble(contents.config, contents.parsed, sources, drafts, report);
        let lock = TranslationLock::of_site(sources, report).unwrap_or_default();
        Some(Translations { event: assembled.event, lock, texts: contents.texts })
    }

    /// The recorded pairs.
    pub fn records(&self) -> Records<'_> {
        Records::new(&self.lock, &self.event.config.languages)
    }

    /// All units with the states of their translations, by language and in the order of the event.
    pub fn tracked(&self) -> Vec<Tracked> {
        tracked(&self.event, &self.lock, &self.texts)
    }

    /// The units of an entity in each language but the source's, with the states of their translations.
    pub fn of_entity(&self, entity: Entity, records: &Records<'_>) -> Vec<Vec<Tracked>> {
        let of_languages = entity_units(&self.event, entity, &self.texts, records).into_iter();
        let state = |unit| Tracked { state: records.state(&unit), unit };
        of_languages.map(|units| units.into_iter().map(state).collect()).collect()
    }
}

/// All units with the states of their translations, by language and in the order of the event.
///
/// `texts` are the long texts by file, with their blocks.
pub fn tracked(event: &Event, lock: &TranslationLock, texts: &[Option<LongText>]) -> Vec<Tracked> {
    let records = Records::new(lock, &event.config.languages);
    let units = units(event, texts, &records).into_par_iter();
    units.map(|unit| Tracked { state: records.state(&unit), unit }).collect()
}

impl Tracked {
    /// The place of the translation, or of the source text if there is no translation.
    pub fn span(&self) -> Option<&Span> {
        let placed = self.unit.translation.as_ref().or(self.unit.source.as_ref());
        placed.map(|placed| &placed.span)
    }

    /// Whether somebody chose it: by the beginning of its name, word by word, or by the path of a file
    /// that contains the source text or the translation.
    pub fn is_chosen(&self, choices: &[String], sources: &Sources) -> bool {
        let Unit { name, source, translation, .. } = &self.unit;
        let in_file = |path: &str| {
            let path = path.strip_prefix("./").unwrap_or(path);
            let placed = [source, translation].into_iter().flatten();
            placed.map(|placed| &*sources.get(placed.span.file).path).any(|file| file == path)
        };
        choices.is_empty()
            || choices.iter().any(|choice| {
                let rest = name.strip_prefix(&**choice);
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')) || in_file(choice)
            })
    }
}
