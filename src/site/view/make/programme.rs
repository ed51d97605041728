//! The programme: days, sessions and the tracks that they belong to.

use rayon::prelude::*;

use crate::base::diagnostic::Diagnostic;
use crate::event::model::{Entity, Session, Track};
use crate::event::table::Key;
use crate::site::engine::{Entries, Fingerprint, Ready, fingerprint};
use crate::site::export::{Export, Part};
use crate::site::view::make::Views;
use crate::site::view::make::everywhere::Parts;
use crate::site::view::*;

impl Views<'_> {
    pub(super) fn track_link(&self, key: Key<Track>) -> Ready<TrackLinkView> {
        let LinkView { id, title, url } = self.link(Entity::Track(key));
        let summary = self.optional(&self.event.tracks.get(key).about.summary);
        Ready::new(&TrackLinkView { id, number: key.index() + 1, title, summary, url })
    }

    pub(super) fn track(
        &self,
        key: Key<Track>,
        track: &Track,
        sessions: Vec<Ready<SessionView>>,
        tracks: &[Ready<TrackLinkView>],
        held: bool,
    ) -> TrackView {
        let LinkView { id, title, url } = self.link(Entity::Track(key));
        TrackView {
            id,
            number: key.index() + 1,
            url,
            calendar: held
                .then(|| self.export(Export::Calendar(self.lang, Part::Track(key))))
                .flatten(),
            title,
            summary: self.optional(&track.about.summary),
            image: track.about.picture.as_ref().map(|picture| self.image(picture)),
            sessions,
            others: ready(tracks, others(key.index(), tracks.len())),
            extra: track.about.extra.clone(),
        }
    }

    /// One view a slot, in the order of the programme, each with its entries. One that is as it was
    /// `before`, at the same position, is taken again.
    pub(super) fn sessions(
        &self,
        parts: &Parts,
        entries: &Entries<'_>,
        before: &[Option<Kept>],
    ) -> Vec<Placed> {
        let event = self.event;
        let order: Vec<(usize, Key<Session>, usize)> = (0..)
            .zip(&event.days)
            .flat_map(|(at, day)| day.slots.iter().map(move |(key, slot)| (at, *key, *slot)))
            .collect();
        let link = |at: Option<usize>| {
            at.and_then(|at| order.get(at)).map(|(_, key, _)| parts.links[key.index()].clone())
        };
        (0..order.len())
            .into_par_iter()
            .map(|at| {
                let (day, key, slot) = order[at];
                let around = (link(at.checked_sub(1)), link(Some(at + 1)));
                let held = Some((slot, day));
                let view = self.session(key, held, parts, around);
                let of = fingerprint(&(&view, entries.fingerprint()));
                let kept = before.get(at).and_then(Option::as_ref).filter(|kept| kept.of == of);
                let (ready, faults) = match kept {
                    Some(kept) => (kept.view.clone(), Vec::new()),
                    None => entries.add("session", Ready::new(&view)),
                };
                Placed {
                    session: key,
                    slot,
                    day,
                    of,
                    view: ready,
                    faults,
                    time: view.time,
                    start: view.start,
                    end: view.end,
                    guest_times: view.guest_times,
                }
            })
            .collect()
    }

    /// The sessions that are not placed yet, in the order of the files, each with its entries; says what
    /// is wrong with their templates.
    pub(super) fn unplaced(
        &self,
        parts: &Parts,
        entries: &Entries<'_>,
        faults: &mut Vec<Diagnostic>,
    ) -> Vec<(Key<Session>, Ready<SessionView>)> {
        let sessions = self.event.sessions.iter().filter(|(_, session)| session.slots.is_empty());
        let view = |(key, _)| {
            let view = Ready::new(&self.session(key, None, parts, (None, None)));
            let (view, said) = entries.add("session", view);
            faults.extend(said);
            (key, view)
        };
        sessions.map(view).collect()
    }

    /// A language's name in the reader's language. If the theme has no word for it, a language of the
    /// site goes by its name in itself, any other by its tag.
    pub(super) fn language_name(&self, tag: &str) -> String {
        let languages = &self.event.config.languages;
        let native = || languages.find(tag).map(|lang| languages.get(lang).name.clone());
        match self.locale.message(&format!("language-{}", tag.to_lowercase())) {
            Ok(message) => message.text,
            Err(_) => native().unwrap_or_else(|| tag.to_owned()),
        }
    }
}

/// A session at one of its times.
pub(super) struct Placed {
    pub(super) session: Key<Session>,
    /// Which of the session's slots.
    pub(super) slot: usize,
    /// The position of its day.
    pub(super) day: usize,
    /// The fingerprint of all that the view is made from.
    pub(super) of: Fingerprint,
    pub(super) view: Ready<SessionView>,
    /// What is wrong with the templates of its entries.
    pub(super) faults: Vec<Diagnostic>,
    pub(super) time: Option<String>,
    pub(super) start: Option<String>,
    pub(super) end: Option<String>,
    pub(super) guest_times: Vec<GuestTimeView>,
}

impl Placed {
    /// The view for the next build; nothing if something is wrong that has to be said again.
    pub(super) fn keep(&self) -> Option<Kept> {
        self.faults.is_empty().then(|| Kept { of: self.of, view: self.view.clone() })
    }
}

/// A view of an earlier build.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    of: Fingerprint,
    view: Ready<SessionView>,
}

pub(super) fn ready<T>(all: &[Ready<T>], at: impl Iterator<Item = usize>) -> Vec<Ready<T>> {
    at.map(|at| all[at].clone()).collect()
}

/// How many other themes a theme's page names at most.
const MOST_OTHERS: usize = 9;

/// The positions of the other tracks that one names: all, in their order, or the next ones of many.
fn others(own: usize, count: usize) -> impl Iterator<Item = usize> {
    let all = count <= MOST_OTHERS + 1;
    let from = if all { 0 } else { own + 1 };
    (from..from + count).map(move |at| at % count).filter(move |at| *at != own).take(MOST_OTHERS)
}
