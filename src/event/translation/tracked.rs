//! Units with the states of their translations.

use crate::base::source::{Sources, Span};
use crate::event::model::Event;
use crate::event::translation::lock::TranslationLock;
use crate::event::translation::state::{Records, State};
use crate::event::translation::units::{Unit, units};

/// A unit with the state of its translation.
#[derive(Clone, Debug)]
pub struct Tracked {
    /// The unit.
    pub unit: Unit,
    /// The state.
    pub state: State,
}

/// All units with the states of their translations, by language and in the order of the event.
pub fn tracked(event: &Event, lock: &TranslationLock, sources: &Sources) -> Vec<Tracked> {
    let records = Records::new(lock, &event.config.languages);
    let units = units(event, sources, &records).into_iter();
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
