//! Places, each with the place it is part of.

use crate::event::model::{Entity, Place};
use crate::event::record_table::Key;
use crate::site::engine::Ready;
use crate::site::reader_context::ReaderContext;
use crate::site::view::basic::TextView;
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
    /// The town.
    pub town: Option<TextView>,
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
            town: self.text(&place.town),
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
}
