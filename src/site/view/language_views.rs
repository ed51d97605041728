//! The views of one language, each made once for all pages.

use crate::base::diagnostic::Diagnostic;
use crate::event::model::{Entity, Session};
use crate::event::record_table::Key;
use crate::site::engine::{Entries, Ready, Variables};
use crate::site::reader_context::ReaderContext;
use crate::site::sub_page::SubPage;
use crate::site::view::day_view::{AgendaView, DayLinkView, DayView};
use crate::site::view::filter_view::{FiltersView, SelectionView};
use crate::site::view::grid_view::GridView;
use crate::site::view::linked_views::LinkedViews;
use crate::site::view::news_view::{ChangeView, NewsView};
use crate::site::view::person_view::{OrganisationView, PersonView};
use crate::site::view::place_page_view::PlacePageView;
use crate::site::view::place_view::PlaceView;
use crate::site::view::scheduled::{CachedSession, ScheduledSession};
use crate::site::view::session_view::SessionView;
use crate::site::view::site_view::SiteView;
use crate::site::view::track_view::TrackView;

/// The views of one language.
#[derive(Clone, Debug)]
pub struct LanguageViews {
    shared: SharedViews,
    pages: PageViews,
    /// The organisations in the order of the file, for contacts.
    pub organisations: Vec<Ready<OrganisationView>>,
    /// All sessions at all their times, in the order of the programme, for the next build.
    cached: Vec<Option<CachedSession>>,
    /// The faults of the templates of entries.
    faults: Vec<Diagnostic>,
}

/// The variables of all pages of a language.
#[derive(Clone, Debug)]
struct SharedViews {
    site: Ready<SiteView>,
    agenda: Ready<AgendaView>,
    days: Ready<Vec<Ready<DayLinkView>>>,
    filters: Ready<FiltersView>,
    tracks: Ready<Vec<Ready<TrackView>>>,
    speakers: Ready<Vec<Ready<PersonView>>>,
    organisations: Ready<Vec<Ready<OrganisationView>>>,
    /// The places that have a page.
    places: Ready<Vec<Ready<PlaceView>>>,
    news: Ready<Vec<Ready<NewsView>>>,
    changes: Ready<Vec<ChangeView>>,
}

/// The variables of single pages, by the position of the entity that the page shows.
#[derive(Clone, Debug)]
struct PageViews {
    /// Of a session that is held several times, the first time.
    sessions: Vec<Option<Ready<SessionView>>>,
    tracks: Vec<Ready<TrackView>>,
    speakers: Vec<Ready<PersonView>>,
    /// `None` for a place without a page.
    places: Vec<Option<Ready<PlacePageView>>>,
    news: Vec<Ready<NewsView>>,
    days: Vec<Ready<DayView>>,
    grids: Vec<Option<Ready<GridView>>>,
    /// By language, and by kind.
    selections: [Vec<Ready<SelectionView>>; 2],
}

impl LanguageViews {
    /// The faults of the templates that sessions are rendered with for lists.
    pub fn faults(&self) -> &[Diagnostic] {
        &self.faults
    }

    /// Adds the variables of all pages, except `contacts` and `parts`, which are made from these.
    pub fn add_shared(&self, variables: &mut Variables) {
        let SharedViews {
            site,
            agenda,
            days,
            filters,
            tracks,
            speakers,
            organisations,
            places,
            news,
            changes,
        } = &self.shared;
        variables.insert("site", site);
        variables.insert("agenda", agenda);
        variables.insert("days", days);
        variables.insert("filters", filters);
        variables.insert("tracks", tracks);
        variables.insert("speakers", speakers);
        variables.insert("organisations", organisations);
        variables.insert("places", places);
        variables.insert("news", news);
        variables.insert("changes", changes);
    }

    /// Adds the variable of an entity's page besides `page`.
    pub fn add_entity(&self, entity: Entity, variables: &mut Variables) {
        let views = &self.pages;
        match entity {
            Entity::Session(key) => {
                variables.insert_some("session", views.sessions[key.index()].as_ref());
            }
            Entity::Track(key) => variables.insert("track", &views.tracks[key.index()]),
            Entity::Speaker(key) => variables.insert("speaker", &views.speakers[key.index()]),
            Entity::Place(key) => {
                variables.insert_some("place", views.places[key.index()].as_ref());
            }
            Entity::News(key) => variables.insert("news_item", &views.news[key.index()]),
            Entity::Page(_) | Entity::Contact(_) => {}
        }
    }

    /// Adds the variables of a page that shows a part of the programme, besides `page`.
    pub fn add_sub_page(&self, sub_page: SubPage, variables: &mut Variables) {
        let PageViews { days, grids, selections: [languages, kinds], .. } = &self.pages;
        match sub_page {
            SubPage::Day(at) => variables.insert("day", &days[at]),
            SubPage::Grid(at) => {
                variables.insert("day", &days[at]);
                variables.insert_some("grid", grids[at].as_ref());
            }
            SubPage::Language(at) => variables.insert("selection", &languages[at]),
            SubPage::Kind(at) => variables.insert("selection", &kinds[at]),
        }
    }
}

/// The views of sessions, by the entity that they belong to.
struct SessionsOf {
    /// The first time of each session.
    first: Vec<Option<Ready<SessionView>>>,
    tracks: Vec<Vec<Ready<SessionView>>>,
    speakers: Vec<Vec<Ready<SessionView>>>,
}

impl ReaderContext<'_> {
    /// The views of the language. Those that would equal views made `before` are reused.
    pub fn language_views(
        &self,
        entries: &Entries<'_>,
        before: Option<&LanguageViews>,
    ) -> LanguageViews {
        let event = self.event;
        let linked = self.linked_views();
        let cached = before.map_or(&[][..], |before| &before.cached);
        let sessions = self.scheduled_sessions(&linked, entries, cached);
        let mut faults: Vec<Diagnostic> =
            sessions.iter().flat_map(|scheduled| scheduled.faults.iter().cloned()).collect();
        let unplaced = self.unplaced_sessions(&linked, entries, &mut faults);
        let scheduled = sessions.iter().map(|scheduled| (scheduled.session, &scheduled.view));
        let of = self.group(scheduled.chain(unplaced.iter().map(|(key, view)| (*key, view))));
        let tracks = event.tracks.iter().zip(of.tracks);
        let tracks: Vec<Ready<TrackView>> = tracks
            .map(|((key, _), sessions)| Ready::new(&self.track(key, sessions, &linked.tracks)))
            .collect();
        let speakers_before = before.map_or(&[][..], |before| &before.pages.speakers);
        let speakers = self.speakers(&linked.organisations, of.speakers, speakers_before);
        let day_links = self.day_links();
        let days = self.days(&linked, &sessions, &day_links);
        let news = self.news();
        let places = event.places.iter().filter(|(_, place)| place.has_page);
        let places = places.map(|(key, _)| linked.places[key.index()].clone());
        let shared = SharedViews {
            site: Ready::new(&self.site_view(&linked)),
            agenda: Ready::new(&AgendaView {
                days: days.clone(),
                unplaced: unplaced.into_iter().map(|(_, view)| view).collect(),
                split: self.routes.sub_pages().split,
            }),
            days: Ready::new(&day_links),
            filters: Ready::new(&self.filters(&sessions)),
            tracks: Ready::new(&tracks),
            speakers: Ready::new(&self.collated(&speakers)),
            organisations: Ready::new(&linked.organisations),
            places: Ready::new(&places.collect()),
            news: Ready::new(&news),
            changes: Ready::new(&self.changes()),
        };
        let pages = PageViews {
            sessions: of.first,
            tracks,
            speakers,
            places: self.place_pages(&linked.places, &sessions),
            news,
            days,
            grids: self.grids(&linked.places, &sessions),
            selections: self.selections(&sessions, &day_links),
        };
        let cached = sessions.iter().map(ScheduledSession::cached).collect();
        let LinkedViews { organisations, .. } = linked;
        LanguageViews { shared, pages, organisations, cached, faults }
    }

    /// Groups the views of sessions by track and speaker.
    fn group<'v>(
        &self,
        views: impl Iterator<Item = (Key<Session>, &'v Ready<SessionView>)>,
    ) -> SessionsOf {
        let event = self.event;
        let mut of = SessionsOf {
            first: vec![None; event.sessions.len()],
            tracks: vec![Vec::new(); event.tracks.len()],
            speakers: vec![Vec::new(); event.speakers.len()],
        };
        for (key, view) in views {
            of.first[key.index()].get_or_insert_with(|| view.clone());
            let session = event.sessions.get(key);
            for track in &session.tracks {
                of.tracks[track.index()].push(view.clone());
            }
            for appearance in &session.speakers {
                of.speakers[appearance.speaker.index()].push(view.clone());
            }
        }
        of
    }
}
