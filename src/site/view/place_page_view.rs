//! Places on their own pages, with the sessions at each.

use serde::Serialize;

use crate::event::model::Place;
use crate::event::record_table::Key;
use crate::site::engine::Ready;
use crate::site::reader_context::ReaderContext;
use crate::site::view::place_view::PlaceView;
use crate::site::view::scheduled::ScheduledSession;
use crate::site::view::session_view::SessionView;

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
