//! Places, and the sessions at each.

use crate::event::model::{Entity, Place};
use crate::event::record_table::Key;
use crate::site::engine::Ready;
use crate::site::reader_context::ReaderContext;
use crate::site::view::basic::TextView;
use crate::site::view::scheduled::ScheduledSession;
use crate::site::view::session_view::SessionView;
use serde::Serialize;

/// A venue or room.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct PlaceView {
    /// The id.
    pub id: String,
    /// The name.
    pub name: TextView,
    /// `venue`, `room`, `stop`, `company` or `municipality`: the message `place-…` names it.
    pub kind: Option<&'static str>,
    /// The address.
    pub address: Option<TextView>,
    /// How to get in.
    pub access: Option<TextView>,
    /// The address of its page; null for a place without one.
    pub page: Option<String>,
    /// Its website.
    pub url: Option<String>,
    /// The number of people it holds.
    pub capacity: Option<u32>,
    /// Degrees north and degrees east, such as `56.1496,10.2134`.
    pub coordinates: Option<String>,
    /// Links to maps.
    pub maps: Vec<MapView>,
    /// The place it is part of.
    pub parent: Option<Ready<PlaceView>>,
    /// The value of `extra` in the record.
    pub extra: serde_json::Value,
}

/// A map on another site.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct MapView {
    /// Its name in the file.
    pub name: String,
    /// Its address.
    pub url: String,
}

/// A place on its own page: `place`.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct PlacePageView {
    /// The place.
    pub place: Ready<PlaceView>,
    /// The places that are part of it and have a page.
    pub rooms: Vec<Ready<PlaceView>>,
    /// The sessions there, in the order of the programme; also those in its parts, unless each day has
    /// a page of its own.
    pub sessions: Vec<Ready<SessionView>>,
}

impl ReaderContext<'_> {
    /// All places, each with the place it is part of.
    pub(super) fn places(&self) -> Vec<Ready<PlaceView>> {
        let mut ready: Vec<Option<Ready<PlaceView>>> = vec![None; self.event.places.len()];
        for (key, _) in self.event.places.iter() {
            self.place(key, &mut ready);
        }
        ready.into_iter().flatten().collect()
    }

    fn place(&self, key: Key<Place>, ready: &mut [Option<Ready<PlaceView>>]) -> Ready<PlaceView> {
        if let Some(place) = &ready[key.index()] {
            return place.clone();
        }
        let place = self.event.places.get(key);
        let map = |(name, url): &(String, String)| MapView { name: name.clone(), url: url.clone() };
        let made = Ready::new(&PlaceView {
            id: place.about.id.clone(),
            name: self.record_title(&place.about),
            kind: place.kind.map(|kind| kind.as_str()),
            address: self.text(&place.address),
            access: self.optional(&place.access),
            page: place.has_page.then(|| self.routes.url(Entity::Place(key), self.lang)),
            url: place.url.clone(),
            capacity: place.capacity,
            coordinates: place.coordinates.map(|(north, east)| format!("{north},{east}")),
            maps: place.maps.iter().map(map).collect(),
            // No place is part of itself, so this ends.
            parent: place.parent.map(|parent| self.place(parent, ready)),
            extra: place.about.extra.clone(),
        });
        ready[key.index()] = Some(made.clone());
        made
    }

    /// Whether a place is the event's venue or part of it, so that sessions everywhere are also there.
    fn is_of_event(&self, place: Key<Place>) -> bool {
        self.event.place.is_some_and(|own| self.event.around(place).any(|place| place == own))
    }

    /// By place, its page; `None` for a place without one.
    pub(super) fn place_pages(
        &self,
        places: &[Ready<PlaceView>],
        sessions: &[ScheduledSession],
    ) -> Vec<Option<Ready<PlacePageView>>> {
        let all = &self.event.places;
        let split = self.routes.sub_pages().split;
        let mut by_place: Vec<Vec<Ready<SessionView>>> = vec![Vec::new(); all.len()];
        for scheduled in sessions {
            let mut named: Vec<Key<Place>> = Vec::new();
            let slot = self.slot_of(scheduled);
            for place in &slot.places {
                // In a large programme, the page of a venue links to its rooms and does not repeat them.
                let levels = if split { 1 } else { usize::MAX };
                for place in self.event.around(*place).take(levels) {
                    if !named.contains(&place) {
                        named.push(place);
                    }
                }
            }
            if slot.everywhere {
                named.extend(all.iter().map(|(key, _)| key).filter(|key| self.is_of_event(*key)));
            }
            for place in named {
                by_place[place.index()].push(scheduled.view.clone());
            }
        }
        let rooms = |of: Key<Place>| {
            let linked = all.iter().filter(move |(_, p)| p.parent == Some(of) && p.has_page);
            linked.map(|(key, _)| places[key.index()].clone()).collect()
        };
        let page = |((key, place), sessions): ((Key<Place>, &Place), _)| {
            let view = || PlacePageView {
                place: places[key.index()].clone(),
                rooms: rooms(key),
                sessions,
            };
            place.has_page.then(|| Ready::new(&view()))
        };
        all.iter().zip(by_place).map(page).collect()
    }
}
