//! What all pages of a language share, each part made once.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::base::diagnostic::Diagnostic;
use crate::event::model::{Contact, Entity, News, Place, Session, Speaker, Track};
use crate::event::table::Key;
use crate::locale::format::DateStyle;
use crate::site::engine::{Entries, Ready};
use crate::site::export::held_tracks;
use crate::site::view::make::Views;
use crate::site::view::make::clock::GuestZone;
use crate::site::view::make::programme::{Kept, Placed};
use crate::site::view::*;

/// What all pages of a language share.
#[derive(Clone, Debug)]
pub struct Shared {
    /// `site`.
    pub site: Ready<SiteView>,
    /// `agenda`.
    pub agenda: Ready<AgendaView>,
    /// `days`.
    pub days: Ready<Vec<Ready<DayLinkView>>>,
    /// `filters`.
    pub filters: Ready<FiltersView>,
    /// `tracks`.
    pub tracks: Ready<Vec<Ready<TrackView>>>,
    /// `speakers`.
    pub speakers: Ready<Vec<Ready<PersonView>>>,
    /// `organisations`.
    pub organisations: Ready<Vec<Ready<OrganisationView>>>,
    /// `places`: those with a page.
    pub places: Ready<Vec<Ready<PlaceView>>>,
    /// `news`.
    pub news: Ready<Vec<Ready<NewsView>>>,
    /// `changes`.
    pub changes: Ready<Vec<ChangeView>>,
    /// `session`, by session; of one that is held several times the first.
    by_session: Vec<Option<Ready<SessionView>>>,
    /// All sessions at all their times, in the order of the programme, for the next build.
    in_order: Vec<Option<Kept>>,
    /// What is wrong with the templates of entries.
    faults: Vec<Diagnostic>,
    /// `track`, by track.
    by_track: Vec<Ready<TrackView>>,
    /// `speaker`, by speaker.
    by_speaker: Vec<Ready<PersonView>>,
    /// `place`, by place.
    by_place: Vec<Option<Ready<PlacePageView>>>,
    /// `news_item`, by news item.
    by_news: Vec<Ready<NewsView>>,
    by_organisation: Vec<Ready<OrganisationView>>,
    /// `day`, by day.
    by_day: Vec<Ready<DayView>>,
    /// `grid`, by day.
    grids: Vec<Option<Ready<GridView>>>,
    /// `selection`, by language and by kind.
    selections: [Vec<Ready<SelectionView>>; 2],
}

impl Shared {
    /// What is wrong with the templates that sessions are rendered with for lists.
    pub fn faults(&self) -> &[Diagnostic] {
        &self.faults
    }

    /// The view of a day.
    pub fn day(&self, at: usize) -> &Ready<DayView> {
        &self.by_day[at]
    }

    /// The grid of a day.
    pub fn grid(&self, at: usize) -> Option<&Ready<GridView>> {
        self.grids[at].as_ref()
    }

    /// What can be followed in a language ([`crate::site::sub_page::SubPages::languages`]).
    pub fn in_language(&self, at: usize) -> &Ready<SelectionView> {
        &self.selections[0][at]
    }

    /// What is of a kind ([`crate::site::sub_page::SubPages::kinds`]).
    pub fn of_kind(&self, at: usize) -> &Ready<SelectionView> {
        &self.selections[1][at]
    }

    /// The view of a session; of one that is held several times, at the first.
    pub fn session(&self, key: Key<Session>) -> Option<&Ready<SessionView>> {
        self.by_session[key.index()].as_ref()
    }

    /// The view of a track.
    pub fn track(&self, key: Key<Track>) -> &Ready<TrackView> {
        &self.by_track[key.index()]
    }

    /// The view of a speaker.
    pub fn speaker(&self, key: Key<Speaker>) -> &Ready<PersonView> {
        &self.by_speaker[key.index()]
    }
}

impl Shared {
    /// The view of a place; one without a page has none.
    pub fn place(&self, key: Key<Place>) -> Option<&Ready<PlacePageView>> {
        self.by_place[key.index()].as_ref()
    }

    /// The view of a news item.
    pub fn news_item(&self, key: Key<News>) -> &Ready<NewsView> {
        &self.by_news[key.index()]
    }
}

/// What sessions name, by position.
pub(super) struct Parts {
    pub(super) places: Vec<Ready<PlaceView>>,
    pub(super) organisations: Vec<Ready<OrganisationView>>,
    pub(super) tracks: Vec<Ready<TrackLinkView>>,
    pub(super) speakers: Vec<Ready<PersonView>>,
    /// By session.
    pub(super) links: Vec<Ready<LinkView>>,
    /// By the name of a slot.
    pub(super) marks: BTreeMap<String, ChangeView>,
    /// The sessions of which a guest takes one, by the word that they share.
    pub(super) choices: BTreeMap<String, Vec<Key<Session>>>,
    /// By day.
    pub(super) days: Vec<DayWords>,
    pub(super) guest_zones: Vec<GuestZone>,
}

impl Parts {
    /// The other sessions of which a guest takes one.
    pub(super) fn alternatives(
        &self,
        own: Key<Session>,
        session: &Session,
    ) -> Vec<Ready<LinkView>> {
        let choice = session.choice.as_ref().and_then(|choice| self.choices.get(&choice.value));
        let others = choice.into_iter().flatten().filter(|other| **other != own);
        others.map(|other| self.links[other.index()].clone()).collect()
    }
}

/// A day in words.
pub(super) struct DayWords {
    pub(super) full: String,
    pub(super) day_month: String,
}

impl Views<'_> {
    /// What all pages of the language share. Of what was made `before`, whatever would be the same
    /// is taken again.
    pub fn shared(&self, entries: &Entries<'_>, before: Option<&Shared>) -> Shared {
        let event = self.event;
        let parts = self.parts();
        let kept = before.map_or(&[][..], |before| &before.in_order);
        let sessions = self.sessions(&parts, entries, kept);
        let mut by_session = vec![None; event.sessions.len()];
        let mut of_tracks = vec![Vec::new(); event.tracks.len()];
        let mut of_speakers = vec![Vec::new(); event.speakers.len()];
        let mut faults: Vec<Diagnostic> =
            sessions.iter().flat_map(|placed| placed.faults.iter().cloned()).collect();
        let unplaced = self.unplaced(&parts, entries, &mut faults);
        let at_times = sessions.iter().map(|placed| (placed.session, &placed.view));
        for (key, view) in at_times.chain(unplaced.iter().map(|(key, view)| (*key, view))) {
            by_session[key.index()].get_or_insert_with(|| view.clone());
            let session = event.sessions.get(key);
            for track in &session.tracks {
                of_tracks[track.index()].push(view.clone());
            }
            for speaker in &session.speakers {
                of_speakers[speaker.speaker.index()].push(view.clone());
            }
        }
        let held = held_tracks(event);
        let tracks = event.tracks.iter().zip(of_tracks);
        let by_track: Vec<Ready<TrackView>> = tracks
            .map(|((key, track), sessions)| {
                let held = held.contains(&key);
                Ready::new(&self.track(key, track, sessions, &parts.tracks, held))
            })
            .collect();
        let by_speaker =
            self.speakers(&parts, of_speakers, before.map_or(&[], |before| &before.by_speaker));
        let days = self.day_links();
        let by_day = self.days(&parts, &sessions, &days);
        let split = self.routes.sub_pages().split;
        let with_page = self.event.places.iter().filter(|(_, place)| place.has_page);
        let places: Vec<Ready<PlaceView>> =
            with_page.map(|(key, _)| parts.places[key.index()].clone()).collect();
        let by_news = self.news();
        let agenda = AgendaView {
            days: by_day.clone(),
            unplaced: unplaced.into_iter().map(|(_, view)| view).collect(),
            split,
        };
        Shared {
            site: Ready::new(&self.site(&parts)),
            agenda: Ready::new(&agenda),
            filters: Ready::new(&self.filters(&sessions)),
            grids: self.grids(&parts, &sessions),
            selections: self.selections(&sessions, &days),
            days: Ready::new(&days),
            by_day,
            tracks: Ready::new(&by_track),
            speakers: Ready::new(&self.collated(&by_speaker)),
            organisations: Ready::new(&parts.organisations),
            places: Ready::new(&places),
            news: Ready::new(&by_news),
            changes: Ready::new(&self.changes()),
            by_place: self.place_pages(&parts.places, &sessions),
            by_news,
            by_session,
            in_order: sessions.iter().map(Placed::keep).collect(),
            faults,
            by_track,
            by_speaker,
            by_organisation: parts.organisations,
        }
    }

    fn parts(&self) -> Parts {
        let event = self.event;
        let ready = |(_, organisation)| Ready::new(&self.organisation(organisation));
        let organisations: Vec<Ready<OrganisationView>> =
            event.organisations.iter().map(ready).collect();
        let speakers = (0..event.speakers.len()).into_par_iter();
        let format = self.locale.format();
        Parts {
            places: self.places(),
            marks: self.marks(),
            choices: self.alternatives(),
            tracks: event.tracks.iter().map(|(key, _)| self.track_link(key)).collect(),
            speakers: speakers
                .filter_map(|at| event.speakers.key(at))
                .map(|key| Ready::new(&self.speaker(key, &organisations)))
                .collect(),
            links: event
                .sessions
                .iter()
                .map(|(key, _)| Ready::new(&self.link(Entity::Session(key))))
                .collect(),
            days: event
                .days
                .iter()
                .map(|day| DayWords {
                    full: format.date(day.date.value, DateStyle::Full),
                    day_month: format.day_month(day.date.value),
                })
                .collect(),
            guest_zones: self.guest_zones(),
            organisations,
        }
    }

    fn alternatives(&self) -> BTreeMap<String, Vec<Key<Session>>> {
        let mut choices: BTreeMap<String, Vec<Key<Session>>> = BTreeMap::new();
        for (key, session) in self.event.sessions.iter() {
            if let Some(choice) = session.choice.as_ref().filter(|_| session.status.takes_place()) {
                choices.entry(choice.value.clone()).or_default().push(key);
            }
        }
        choices
    }

    /// Speakers with their sessions, by position.
    fn speakers(
        &self,
        parts: &Parts,
        sessions: Vec<Vec<Ready<SessionView>>>,
        before: &[Ready<PersonView>],
    ) -> Vec<Ready<PersonView>> {
        let speakers: Vec<(Key<Speaker>, Vec<Ready<SessionView>>)> =
            self.event.speakers.iter().map(|(key, _)| key).zip(sessions).collect();
        speakers
            .into_par_iter()
            .map(|(key, sessions)| {
                let view = self.speaker(key, &parts.organisations);
                Ready::again(&PersonView { sessions, ..view }, before.get(key.index()))
            })
            .collect()
    }

    /// Speakers in the order of the reader's alphabet.
    fn collated(&self, speakers: &[Ready<PersonView>]) -> Vec<Ready<PersonView>> {
        let keys = self.event.speakers.iter().map(|(_, speaker)| self.sort_key(speaker));
        let mut keyed: Vec<(String, &Ready<PersonView>)> = keys.zip(speakers).collect();
        keyed.sort_by(|(a, _), (b, _)| self.locale.format().compare(a, b));
        keyed.into_iter().map(|(_, view)| view.clone()).collect()
    }

    /// `contacts`: with their long texts, in the order of the file. It is the only thing that all
    /// pages of a language share and that long texts are part of.
    pub fn contacts(&self, shared: &Shared) -> Ready<Vec<PersonView>> {
        let contacts = self.event.contacts.iter();
        let contacts: Vec<PersonView> = contacts
            .map(|(key, contact)| PersonView {
                body: self.body(&contact.about, &format!("{}-", contact.about.id)),
                ..self.contact(key, contact, &shared.by_organisation)
            })
            .collect();
        Ready::new(&contacts)
    }

    /// Contacts without their long texts.
    pub(super) fn contacts_in_short(&self, parts: &Parts) -> Vec<PersonView> {
        let short = |(key, contact): (Key<Contact>, &Contact)| {
            self.contact(key, contact, &parts.organisations)
        };
        self.event.contacts.iter().map(short).collect()
    }
}
