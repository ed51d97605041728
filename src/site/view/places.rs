//! Places, news and changes: what a template may read of them.

use serde::Serialize;

use crate::site::engine::Ready;
use crate::site::view::{ImageView, LinkView, SessionView, TextView};

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
    /// How to get into it.
    pub access: Option<TextView>,
    /// The address of its page; null for a place without one.
    pub page: Option<String>,
    /// Its own site.
    pub url: Option<String>,
    /// How many people it holds.
    pub capacity: Option<u32>,
    /// Degrees north and degrees east, as `56.1496,10.2134`.
    pub coordinates: Option<String>,
    /// Maps of it.
    pub maps: Vec<MapView>,
    /// The place it is part of.
    pub parent: Option<Ready<PlaceView>>,
    /// What the record has under `extra`.
    pub extra: serde_json::Value,
}

/// A map on another site.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct MapView {
    /// Its name, as in the file.
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
    /// What is held there and, unless each day has a page of its own, in its parts, in the order of the
    /// programme.
    pub sessions: Vec<Ready<SessionView>>,
}

/// Something that happened: `news_item`, and the items of `news`, the newest first.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct NewsView {
    /// The id.
    pub id: String,
    /// The address of its page.
    pub url: String,
    /// The title.
    pub title: TextView,
    /// One or two sentences.
    pub summary: Option<TextView>,
    /// The picture.
    pub image: Option<ImageView>,
    /// The day, as `2018-10-01`.
    pub date: String,
    /// The day in words.
    pub date_label: String,
}

/// A change of the programme: the items of `changes`, the newest first, and `change` of a session.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct ChangeView {
    /// What changed: the message `change-…` names it.
    pub kind: &'static str,
    /// The day on which it became known, as `2018-10-01`.
    pub date: String,
    /// That day in words.
    pub date_label: String,
    /// The session; null if there is none any more.
    pub session: Option<LinkView>,
    /// The title of the session, as it was last released if there is none any more; or its id.
    pub title: TextView,
    /// The session's id.
    pub id: String,
    /// Why, on the page of changes, of the session's last change.
    pub reason: Option<TextView>,
    /// When and where it was; null for what is new, and for what only does not take place any more.
    pub before: Option<StateView>,
    /// When and where it was from then on, whatever changed later; null for what is no longer in the
    /// programme.
    pub now: Option<StateView>,
}

/// When and where a session is, or was, held.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct StateView {
    /// The day in words with its weekday.
    pub day: String,
    /// The hours in words; null while they are not known.
    pub time: Option<String>,
    /// The names of the places.
    pub places: Vec<TextView>,
    /// Whether it goes on everywhere.
    pub everywhere: bool,
    /// `confirmed`, `tentative`, `cancelled`, `postponed` or `moved`.
    pub status: &'static str,
}
