//! The ids that records had before (`was`).

use crate::base::diagnostic::{Diagnostic, Report};
use crate::base::source::Spanned;
use crate::event::assemble::Assembler;
use crate::event::links::Missing;
use crate::event::model::{Entry, Session};
use crate::event::record_table::{Key, Table};
use crate::event::release::Release;

impl Assembler<'_> {
    /// Enters the former ids of records into their tables, and finds out by which of its ids other
    /// programs know each record.
    pub(super) fn former_ids(&mut self, release: Option<&Release>) {
        let place = |id: &str| release.is_some_and(|release| release.places.contains_key(id));
        let (missing, report) = (&self.missing, &mut self.report);
        enter(&mut self.places, missing, place, report);
        enter(&mut self.tracks, missing, |_| false, report);
        enter(&mut self.speakers, missing, |_| false, report);
        enter(&mut self.contacts, missing, |_| false, report);
        enter(&mut self.organisations, missing, |_| false, report);
        enter(&mut self.news, missing, |_| false, report);
    }

    /// The same for sessions.
    pub(super) fn former_ids_of_sessions(
        &mut self,
        sessions: &mut Table<Session>,
        release: Option<&Release>,
    ) {
        let released = |id: &str| release.is_some_and(|release| release.has_session(id));
        enter(sessions, &self.missing, released, &mut self.report);
    }

    /// The same for pages, when all of them are known.
    pub(super) fn former_ids_of_pages(&mut self) {
        enter(&mut self.pages, &self.missing, |_| false, &mut self.report);
    }
}

/// Enters the former ids of one kind. `released` is whether the released programme knows an id: such
/// an id lasts, or else the oldest.
fn enter<T: Entry>(
    table: &mut Table<T>,
    missing: &Missing,
    released: impl Fn(&str) -> bool,
    report: &mut Report,
) {
    let keys: Vec<Key<T>> = table.iter().map(|(key, _)| key).collect();
    for key in keys {
        let was = table.get(key).about().was.clone();
        let mut entered: Vec<&str> = Vec::new();
        for id in &was {
            let hidden = missing.hidden.contains(&(T::KIND, id.value.clone()));
            match table.add_former(&id.value, key) {
                Ok(()) if hidden => report.push(in_use::<T>(id)),
                Ok(()) => entered.push(&id.value),
                Err(_) if table.find(&id.value).is_some() => report.push(in_use::<T>(id)),
                Err(other) if other == key => report.push(named_twice(id)),
                Err(other) => report.push(claimed(id, table.get(other))),
            }
        }
        let lasting = entered.iter().find(|id| released(id)).or(entered.first());
        if let Some(lasting) = lasting {
            table.get_mut(key).about_mut().lasting_id = (*lasting).to_owned();
        }
    }
}

/// A former id that a record has now, possibly this one.
fn in_use<T: Entry>(id: &Spanned<String>) -> Diagnostic {
    let noun = T::KIND.noun();
    Diagnostic::error("record/was-in-use", format!("a {noun} has the id `{}` now", id.value))
        .at(id.span.clone())
        .help("write an id that this record had before, and that no record has now")
}

fn named_twice(id: &Spanned<String>) -> Diagnostic {
    Diagnostic::error("record/named-twice", format!("`{}` is listed twice", id.value))
        .at(id.span.clone())
        .help("remove one of the two")
}

/// A former id that another record claims too.
fn claimed<T: Entry>(id: &Spanned<String>, other: &T) -> Diagnostic {
    let (noun, about) = (T::KIND.noun(), other.about());
    let message = format!("the {noun} `{}` was `{}`, too", about.id, id.value);
    let place = about.was.iter().find(|was| was.value == id.value);
    let place = place.map_or_else(|| about.span.clone(), |was| was.span.clone());
    Diagnostic::error("record/was-twice", message)
        .at(id.span.clone())
        .related(place, "the other one")
        .help("keep it at the record that has its address and its subscribers")
}
