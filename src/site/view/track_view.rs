//! Tracks, each with its sessions.

use serde::Serialize;

use crate::event::model::{Entity, Track};
use crate::event::record_table::Key;
use crate::site::engine::Ready;
use crate::site::formats::{CalendarScope, Export};
use crate::site::reader_context::ReaderContext;
use crate::site::view::basic::{
    ImageView, LinkView, SubscriptionView, TextView, TrackLinkView, ready,
};
use crate::site::view::session_view::SessionView;

/// A track of the event: `track`, and the items of `tracks`.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct TrackView {
    /// The id.
    pub id: String,
    /// Its position among the tracks, from 1.
    pub number: usize,
    /// The address of its page.
    pub url: String,
    /// The title.
    pub title: TextView,
    /// One or two sentences.
    pub summary: Option<TextView>,
    /// The picture.
    pub image: Option<ImageView>,
    /// The address of its sessions as a calendar (iCalendar); null while none is placed.
    pub calendar: Option<String>,
    /// The subscription to that calendar; null without a base address.
    pub subscription: Option<SubscriptionView>,
    /// Its sessions, in the order of the programme.
    pub sessions: Vec<Ready<SessionView>>,
    /// The other tracks; in an event with many, only the next ones, continuing with the first.
    pub others: Vec<Ready<TrackLinkView>>,
    /// The value of `extra` in the record.
    pub extra: serde_json::Value,
}

/// How many other tracks the page of a track lists at most.
const MOST_OTHERS: usize = 9;

impl ReaderContext<'_> {
    pub(super) fn track(
        &self,
        key: Key<Track>,
        sessions: Vec<Ready<SessionView>>,
        tracks: &[Ready<TrackLinkView>],
    ) -> TrackView {
        let about = &self.event.tracks.get(key).about;
        let LinkView { id, title, url } = self.link(Entity::Track(key));
        let calendar = self.export(Export::Calendar(self.lang, CalendarScope::Track(key)));
        TrackView {
            id,
            number: key.index() + 1,
            url,
            subscription: self.subscription(calendar.as_deref()),
            calendar,
            title,
            summary: self.optional(&about.summary),
            image: about.picture.as_ref().map(|picture| self.image(picture)),
            sessions,
            others: ready(tracks, others(key.index(), tracks.len())),
            extra: about.extra.clone(),
        }
    }
}

/// The positions of the other tracks that a track lists: all, in their order, or the next ones of many.
fn others(own: usize, count: usize) -> impl Iterator<Item = usize> {
    let all = count <= MOST_OTHERS + 1;
    let from = if all { 0 } else { own + 1 };
    (from..from + count).map(move |at| at % count).filter(move |at| *at != own).take(MOST_OTHERS)
}
