//! The sessions at each of their times, in the order of the programme.

use rayon::prelude::*;

use crate::base::diagnostic::Diagnostic;
use crate::event::model::{Session, Slot};
use crate::event::record_table::Key;
use crate::site::engine::{Entries, Fingerprint, Ready, fingerprint};
use crate::site::reader_context::ReaderContext;
use crate::site::view::linked_views::LinkedViews;
use crate::site::view::session_hours::GuestTimeView;
use crate::site::view::session_view::{Occurrence, SessionView};

/// A session at one of its times.
pub(super) struct ScheduledSession {
    pub(super) session: Key<Session>,
    /// Which of the session's slots.
    pub(super) slot: usize,
    /// The position of its day.
    pub(super) day: usize,
    /// The fingerprint of all data that the view is made from.
    source: Fingerprint,
    pub(super) view: Ready<SessionView>,
    /// The faults of the templates of its entries.
    pub(super) faults: Vec<Diagnostic>,
    pub(super) time: Option<String>,
    pub(super) start: Option<String>,
    pub(super) end: Option<String>,
    pub(super) guest_times: Vec<GuestTimeView>,
}

/// A view of an earlier build.
#[derive(Clone, Debug)]
pub(super) struct CachedSession {
    source: Fingerprint,
    view: Ready<SessionView>,
}

impl ScheduledSession {
    /// The view for the next build; `None` if it has faults, which must then be reported again.
    pub(super) fn cached(&self) -> Option<CachedSession> {
        let cached = || CachedSession { source: self.source, view: self.view.clone() };
        self.faults.is_empty().then(cached)
    }
}

impl ReaderContext<'_> {
    /// One view for each slot, in the order of the programme, each with its entries. A view that would
    /// equal the one `before` at the same position is reused.
    pub(super) fn scheduled_sessions(
        &self,
        linked: &LinkedViews,
        entries: &Entries<'_>,
        before: &[Option<CachedSession>],
    ) -> Vec<ScheduledSession> {
        let order: Vec<(usize, Key<Session>, usize)> = (0..)
            .zip(&self.event.days)
            .flat_map(|(at, day)| day.slots.iter().map(move |(key, slot)| (at, *key, *slot)))
            .collect();
        let link = |at: Option<usize>| {
            let (_, key, _) = order.get(at?)?;
            Some(linked.sessions[key.index()].clone())
        };
        (0..order.len())
            .into_par_iter()
            .map(|at| {
                let (day, session, slot) = order[at];
                let occurrence = Occurrence {
                    slot,
                    day,
                    previous: link(at.checked_sub(1)),
                    next: link(Some(at + 1)),
                };
                let view = self.session(session, Some(occurrence), linked);
                let source = fingerprint(&(&view, entries.fingerprint()));
                let same = before.get(at).and_then(Option::as_ref);
                let (ready, faults) = match same.filter(|cached| cached.source == source) {
                    Some(cached) => (cached.view.clone(), Vec::new()),
                    None => entries.add("session", Ready::new(&view)),
                };
                let SessionView { time, start, end, guest_times, .. } = view;
                let view = ready;
                ScheduledSession {
                    session,
                    slot,
                    day,
                    source,
                    view,
                    faults,
                    time,
                    start,
                    end,
                    guest_times,
                }
            })
            .collect()
    }

    /// The sessions that are not placed yet, in the order of the files, each with its entries. The
    /// faults of their templates are added to `faults`.
    pub(super) fn unplaced_sessions(
        &self,
        linked: &LinkedViews,
        entries: &Entries<'_>,
        faults: &mut Vec<Diagnostic>,
    ) -> Vec<(Key<Session>, Ready<SessionView>)> {
        let sessions = self.event.sessions.iter().filter(|(_, session)| session.slots.is_empty());
        let view = |(key, _)| {
            let view = Ready::new(&self.session(key, None, linked));
            let (view, failed) = entries.add("session", view);
            faults.extend(failed);
            (key, view)
        };
        sessions.map(view).collect()
    }

    /// The slot of a scheduled session.
    pub(super) fn slot_of(&self, scheduled: &ScheduledSession) -> &Slot {
        &self.event.sessions.get(scheduled.session).slots[scheduled.slot]
    }
}

/// The sessions of a day, by its position.
pub(super) fn on_day(sessions: &[ScheduledSession], day: usize) -> &[ScheduledSession] {
    let from = sessions.partition_point(|scheduled| scheduled.day < day);
    let to = sessions.partition_point(|scheduled| scheduled.day <= day);
    &sessions[from..to]
}
