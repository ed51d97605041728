//! The views that sessions link to, each made once.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::event::model::{Entity, Session};
use crate::event::record_table::Key;
use crate::locale::format::DateStyle;
use crate::site::engine::Ready;
use crate::site::reader_context::ReaderContext;
use crate::site::view::basic::{LinkView, TrackLinkView};
use crate::site::view::news_view::ChangeView;
use crate::site::view::person_view::{OrganisationView, PersonView};
use crate::site::view::place_view::PlaceView;
use crate::site::view::session_hours::GuestZone;
use crate::site::view::session_view::HeldView;

/// The views that sessions link to, by position in their tables.
pub(super) struct LinkedViews {
    pub(super) places: Vec<Ready<PlaceView>>,
    pub(super) organisations: Vec<Ready<OrganisationView>>,
    pub(super) tracks: Vec<Ready<TrackLinkView>>,
    pub(super) speakers: Vec<Ready<PersonView>>,
    pub(super) sessions: Vec<Ready<LinkView>>,
    /// The changes that the agenda marks, by the name of the slot.
    pub(super) marked_changes: BTreeMap<String, ChangeView>,
    /// The sessions of which a guest attends one, by their `choice`.
    choices: BTreeMap<String, Vec<Key<Session>>>,
    /// By day.
    pub(super) days: Vec<DayLabels>,
    pub(super) guest_zones: Vec<GuestZone>,
    /// All times of the sessions with several, by the position of the session.
    held_times: BTreeMap<usize, Vec<Ready<HeldView>>>,
}

/// A day in words.
pub(super) struct DayLabels {
    pub(super) full: String,
    pub(super) day_month: String,
}

impl LinkedViews {
    /// The times of a session besides one of them.
    pub(super) fn other_times(&self, key: Key<Session>, own: usize) -> Vec<Ready<HeldView>> {
        let all = self.held_times.get(&key.index()).into_iter().flatten();
        all.enumerate().filter(|(at, _)| *at != own).map(|(_, time)| time.clone()).collect()
    }

    /// The sessions that a guest can attend in place of one.
    pub(super) fn alternatives(
        &self,
        own: Key<Session>,
        session: &Session,
    ) -> Vec<Ready<LinkView>> {
        let choice = session.choice.as_ref().filter(|_| session.status.takes_place());
        let choice = choice.and_then(|choice| self.choices.get(&choice.value));
        let others = choice.into_iter().flatten().filter(|other| **other != own);
        others.map(|other| self.sessions[other.index()].clone()).collect()
    }
}

impl ReaderContext<'_> {
    pub(super) fn linked_views(&self) -> LinkedViews {
        let event = self.event;
        let organisations = event.organisations.iter();
        let organisations: Vec<Ready<OrganisationView>> =
            organisations.map(|(_, one)| Ready::new(&self.organisation(one))).collect();
        let speakers = (0..event.speakers.len()).into_par_iter();
        let sessions = event.sessions.iter();
        let mut linked = LinkedViews {
            places: self.places(),
            marked_changes: self.marked_changes(),
            choices: self.session_choices(),
            tracks: event.tracks.iter().map(|(key, _)| self.track_link(key)).collect(),
            speakers: speakers
                .filter_map(|at| event.speakers.key(at))
                .map(|key| Ready::new(&self.speaker(key, &organisations)))
                .collect(),
            sessions: sessions
                .map(|(key, _)| Ready::new(&self.link(Entity::Session(key))))
                .collect(),
            days: event
                .days
                .iter()
                .map(|day| DayLabels {
                    full: self.formatted(|format| format.date(day.date.value, DateStyle::Full)),
                    day_month: self.formatted(|format| format.day_month(day.date.value)),
                })
                .collect(),
            guest_zones: self.guest_zones(),
            organisations,
            held_times: BTreeMap::new(),
        };
        linked.held_times = self.held_times(&linked);
        linked
    }

    fn session_choices(&self) -> BTreeMap<String, Vec<Key<Session>>> {
        let mut choices: BTreeMap<String, Vec<Key<Session>>> = BTreeMap::new();
        for (key, session) in self.event.sessions.iter() {
            if let Some(choice) = session.choice.as_ref().filter(|_| session.status.takes_place()) {
                choices.entry(choice.value.clone()).or_default().push(key);
            }
        }
        choices
    }
}
