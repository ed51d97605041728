//! Places, and what is held at each.

use crate::event::model::{Entity, Place};
use crate::event::table::Key;
use crate::site::engine::Ready;
use crate::site::view::make::Views;
use crate::site::view::make::programme::Placed;
use crate::site::view::*;

impl Views<'_> {
    /// By place; one that lies in another names it.
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
            name: self.title_of(&place.about),
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

    /// Whether a place is the event's own or lies in it: there is what goes on everywhere.
    fn is_of_event(&self, place: Key<Place>) -> bool {
        self.event.place.is_some_and(|own| self.event.around(place).any(|place| place == own))
    }

    /// By place, its page; `None` for a place without one.
    pub(super) fn place_pages(
        &self,
        places: &[Ready<PlaceView>],
        in_order: &[Placed],
    ) -> Vec<Option<Ready<PlacePageView>>> {
        let all = &self.event.places;
        let split = self.routes.sub_pages().split;
        let mut sessions: Vec<Vec<Ready<SessionView>>> = vec![Vec::new(); all.len()];
        for held in in_order {
            let mut named: Vec<Key<Place>> = Vec::new();
            let slot = &self.event.sessions.get(held.session).slots[held.slot];
            for place in &slot.places {
                // In a large programme the page of a house leads on to its rooms, and does not repeat them.
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
                sessions[place.index()].push(held.view.clone());
            }
        }
        let rooms = |of: Key<Place>| {
            let parts = all.iter().filter(move |(_, p)| p.parent == Some(of) && p.has_page);
            parts.map(|(key, _)| places[key.index()].clone()).collect()
        };
        let page = |((key, place), sessions): ((Key<Place>, &Place), _)| {
            let view = || PlacePageView {
                place: places[key.index()].clone(),
                rooms: rooms(key),
                sessions,
            };
            place.has_page.then(|| Ready::new(&view()))
        };
        all.iter().zip(sessions).map(page).collect()
    }
}
