//! The filters of the programme, and the pages of one kind or language.

use crate::event::model::{Entity, Session};
use crate::site::engine::Ready;
use crate::site::reader_context::ReaderContext;
use crate::site::sub_page::SubPage;
use crate::site::view::basic::{LinkView, TextView};
use crate::site::view::day_view::DayLinkView;
use crate::site::view::scheduled::ScheduledSession;
use crate::site::view::session_details::languages as followed;
use crate::site::view::session_view::SessionView;
use serde::Serialize;

/// The filters of the programme: `filters`. All lists are empty for a short programme.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct FiltersView {
    /// The tracks.
    pub tracks: Vec<FilterView>,
    /// The languages that sessions can be followed in.
    pub languages: Vec<FilterView>,
    /// The kinds of sessions.
    pub kinds: Vec<FilterView>,
    /// The places, in the order of the file.
    pub places: Vec<FilterView>,
}

/// A filter of the programme.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct FilterView {
    /// The id; for a language its tag, for a kind its word in the files.
    pub id: String,
    /// The name.
    pub name: TextView,
    /// The address of the page with only these sessions, if it exists.
    pub url: Option<String>,
}

/// The sessions of one kind, or those that can be followed in one language: `selection`.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct SelectionView {
    /// `language` or `kind`.
    pub by: &'static str,
    /// The language's tag, or the kind's word in the files.
    pub id: String,
    /// The sessions by day, in order; without days that have none.
    pub days: Vec<SelectionDayView>,
    /// The other languages or kinds.
    pub others: Vec<FilterView>,
}

/// A day of a selection.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct SelectionDayView {
    /// The day.
    pub day: Ready<DayLinkView>,
    /// Its sessions.
    pub sessions: Vec<Ready<SessionView>>,
}

impl ReaderContext<'_> {
    /// The filters of the programme.
    pub(super) fn filters(&self, sessions: &[ScheduledSession]) -> FiltersView {
        let sub_pages = self.routes.sub_pages();
        let (mut used_tracks, mut used_places) =
            (vec![false; self.event.tracks.len()], vec![false; self.event.places.len()]);
        for scheduled in sessions.iter().filter(|_| sub_pages.filtered) {
            let session = self.event.sessions.get(scheduled.session);
            session.tracks.iter().for_each(|key| used_tracks[key.index()] = true);
            let places = &self.slot_of(scheduled).places;
            places.iter().for_each(|key| used_places[key.index()] = true);
        }
        let tracks = self.event.tracks.iter().filter(|(key, _)| used_tracks[key.index()]);
        let places = self.event.places.iter().filter(|(key, _)| used_places[key.index()]);
        FiltersView {
            tracks: several(tracks.map(|(key, _)| {
                let LinkView { id, title: name, url } = self.link(Entity::Track(key));
                FilterView { id, name, url: Some(url) }
            })),
            languages: self.language_filters(),
            kinds: self.kind_filters(),
            places: several(places.map(|(key, place)| FilterView {
                id: place.about.id.clone(),
                name: self.record_title(&place.about),
                url: place.has_page.then(|| self.routes.url(Entity::Place(key), self.lang)),
            })),
        }
    }

    fn language_filters(&self) -> Vec<FilterView> {
        (0..)
            .zip(&self.routes.sub_pages().languages)
            .map(|(at, tag)| FilterView {
                id: tag.clone(),
                name: TextView::own(self.language_name(tag)),
                url: self.routes.sub_page_url(SubPage::Language(at), self.lang),
            })
            .collect()
    }

    fn kind_filters(&self) -> Vec<FilterView> {
        (0..)
            .zip(&self.routes.sub_pages().kinds)
            .map(|(at, kind)| FilterView {
                id: kind.as_str().to_owned(),
                name: self.message(&format!("kind-{}", kind.as_str())),
                url: self.routes.sub_page_url(SubPage::Kind(at), self.lang),
            })
            .collect()
    }

    /// The pages of languages, then the pages of kinds.
    pub(super) fn selections(
        &self,
        sessions: &[ScheduledSession],
        days: &[Ready<DayLinkView>],
    ) -> [Vec<Ready<SelectionView>>; 2] {
        let sub_pages = self.routes.sub_pages();
        let make = |by, id: &str, all: &[FilterView], suits: &dyn Fn(&Session) -> bool| {
            Ready::new(&SelectionView {
                by,
                id: id.to_owned(),
                days: self.selected(sessions, days, suits),
                others: all.iter().filter(|other| other.id != id).cloned().collect(),
            })
        };
        let languages = self.language_filters();
        let kinds = self.kind_filters();
        [
            sub_pages
                .languages
                .iter()
                .map(|tag| {
                    make("language", tag, &languages, &|session| {
                        followed(session).any(|other| other == tag)
                    })
                })
                .collect(),
            sub_pages
                .kinds
                .iter()
                .map(|kind| make("kind", kind.as_str(), &kinds, &|session| session.kind == *kind))
                .collect(),
        ]
    }

    fn selected(
        &self,
        sessions: &[ScheduledSession],
        days: &[Ready<DayLinkView>],
        suits: &dyn Fn(&Session) -> bool,
    ) -> Vec<SelectionDayView> {
        let suiting: Vec<&ScheduledSession> = sessions
            .iter()
            .filter(|scheduled| suits(self.event.sessions.get(scheduled.session)))
            .collect();
        suiting
            .chunk_by(|a, b| a.day == b.day)
            .map(|day| SelectionDayView {
                day: days[day[0].day].clone(),
                sessions: day.iter().map(|scheduled| scheduled.view.clone()).collect(),
            })
            .collect()
    }
}

/// The filters of a list, if there is a choice.
fn several(filters: impl Iterator<Item = FilterView>) -> Vec<FilterView> {
    let all: Vec<FilterView> = filters.collect();
    if all.len() > 1 { all } else { Vec::new() }
}
