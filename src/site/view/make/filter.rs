//! What the programme can be filtered by, and the pages of what is of one kind or in one language.

use crate::event::model::{Entity, Session};
use crate::site::engine::Ready;
use crate::site::sub_page::SubPage;
use crate::site::view::make::Views;
use crate::site::view::make::everywhere::Parts;
use crate::site::view::make::programme::Placed;
use crate::site::view::make::session::languages as followed;
use crate::site::view::*;

impl Views<'_> {
    /// What the programme can be filtered by.
    pub(super) fn filters(&self, sessions: &[Placed]) -> FiltersView {
        let sub_pages = self.routes.sub_pages();
        let (mut used_tracks, mut used_places) =
            (vec![false; self.event.tracks.len()], vec![false; self.event.places.len()]);
        for placed in sessions.iter().filter(|_| sub_pages.filtered) {
            let session = self.event.sessions.get(placed.session);
            session.tracks.iter().for_each(|key| used_tracks[key.index()] = true);
            let places = &session.slots[placed.slot].places;
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
                name: self.title_of(&place.about),
                url: place.has_page.then(|| self.routes.url(Entity::Place(key), self.lang)),
            })),
        }
    }

    fn language_filters(&self) -> Vec<FilterView> {
        (0..)
            .zip(&self.routes.sub_pages().languages)
            .map(|(at, tag)| FilterView {
                id: tag.clone(),
                name: TextView { text: self.language_name(tag), lang: None },
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

    /// The pages of what is in one language, then those of what is of one kind.
    pub(super) fn selections(
        &self,
        sessions: &[Placed],
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
        sessions: &[Placed],
        days: &[Ready<DayLinkView>],
        suits: &dyn Fn(&Session) -> bool,
    ) -> Vec<SelectionDayView> {
        let suiting: Vec<&Placed> = sessions
            .iter()
            .filter(|placed| suits(self.event.sessions.get(placed.session)))
            .collect();
        suiting
            .chunk_by(|a, b| a.day == b.day)
            .map(|day| SelectionDayView {
                day: days[day[0].day].clone(),
                sessions: day.iter().map(|placed| placed.view.clone()).collect(),
            })
            .collect()
    }

    /// The grids, by day.
    pub(super) fn grids(&self, parts: &Parts, sessions: &[Placed]) -> Vec<Option<Ready<GridView>>> {
        let mut left = sessions;
        (0..)
            .zip(&self.event.days)
            .map(|(at, day)| {
                let (own, rest) = left.split_at(day.slots.len());
                left = rest;
                self.routes
                    .sub_pages()
                    .has_grid(at)
                    .then(|| Ready::new(&self.grid(own, &parts.places)))
            })
            .collect()
    }
}

/// Filters that there is a choice of.
fn several(filters: impl Iterator<Item = FilterView>) -> Vec<FilterView> {
    let all: Vec<FilterView> = filters.collect();
    if all.len() > 1 { all } else { Vec::new() }
}
