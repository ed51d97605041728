//! News, and what changed in the programme.

use std::collections::BTreeMap;

use crate::event::model::{Entity, News};
use crate::event::record_table::Key;
use crate::event::release::{Change, SlotState, session_of};
use crate::locale::format::DateStyle;
use crate::site::engine::Ready;
use crate::site::reader_context::ReaderContext;
use crate::site::view::basic::{ImageView, LinkView, TextView};
use serde::Serialize;

/// A news item: `news_item`, and the items of `news`, the newest first.
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
    /// The day, such as `2018-10-01`.
    pub date: String,
    /// The day in words.
    pub date_label: String,
}

/// A change of the programme: the items of `changes`, the newest first, and `change` of a session.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct ChangeView {
    /// The kind of change: the message `change-…` names it.
    pub kind: &'static str,
    /// The day on which it was released, such as `2018-10-01`.
    pub date: String,
    /// That day in words.
    pub date_label: String,
    /// The session; null if it was removed.
    pub session: Option<LinkView>,
    /// The title of the session; of a removed one, the title as last released, or its id.
    pub title: TextView,
    /// The session's id.
    pub id: String,
    /// The reason; only on the page of changes, for the session's last change.
    pub reason: Option<TextView>,
    /// The time and place before; null for a new session, and if only the status changed.
    pub before: Option<StateView>,
    /// The time and place from then on, whatever changed later; null for a removed session.
    pub now: Option<StateView>,
}

/// The time and place of a session, now or before a change.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct StateView {
    /// The day in words with its weekday.
    pub day: String,
    /// The time in words; null while it is not known.
    pub time: Option<String>,
    /// The names of the places.
    pub places: Vec<TextView>,
    /// Whether it takes place everywhere.
    pub everywhere: bool,
    /// `confirmed`, `tentative`, `cancelled`, `postponed` or `moved`.
    pub status: &'static str,
}

impl ReaderContext<'_> {
    pub(super) fn news(&self) -> Vec<Ready<NewsView>> {
        self.event.news.iter().map(|(key, news)| Ready::new(&self.news_item(key, news))).collect()
    }

    fn news_item(&self, key: Key<News>, news: &News) -> NewsView {
        let LinkView { id, title, url } = self.link(Entity::News(key));
        NewsView {
            id,
            url,
            title,
            summary: self.optional(&news.about.summary),
            image: news.about.picture.as_ref().map(|picture| self.image(picture)),
            date: news.date.to_string(),
            date_label: self.formatted(|format| format.date(news.date, DateStyle::Long)),
        }
    }

    /// All changes, those of the newest release first, and within a release in the order of the
    /// programme. The reason is known only for the last change of a session.
    pub(super) fn changes(&self) -> Vec<ChangeView> {
        let Some(release) = &self.event.release else { return Vec::new() };
        let latest: BTreeMap<&str, u32> =
            release.changes.iter().map(|change| (&*change.slot, change.version)).collect();
        let releases = release.changes.chunk_by(|a, b| a.version == b.version).rev().flatten();
        releases
            .map(|change| {
                let session = self.event.sessions.find_ever(session_of(&change.slot));
                let session = session.map(|key| self.event.sessions.get(key));
                let latest = session.filter(|_| latest.get(&*change.slot) == Some(&change.version));
                let reason = latest.and_then(|session| self.optional(&session.reason));
                ChangeView { reason, ..self.change(change) }
            })
            .collect()
    }

    /// The changes that the agenda marks, by the name of the slot.
    pub(in crate::site) fn marked_changes(&self) -> BTreeMap<String, ChangeView> {
        let Some(release) = &self.event.release else { return BTreeMap::new() };
        let mut marked = release.marked().peekable();
        // Most events have nothing to mark.
        if marked.peek().is_none() {
            return BTreeMap::new();
        }
        marked.map(|change| (change.slot.clone(), self.change(change))).collect()
    }

    fn change(&self, change: &'_ Change) -> ChangeView {
        let date = change.at.to_zoned(self.event.config.timezone.clone()).date();
        let released = session_of(&change.slot);
        let session = self.event.sessions.find_ever(released);
        let id = session.map_or(released, |key| &*self.event.sessions.get(key).about.id);
        ChangeView {
            kind: change.kind.as_str(),
            date: date.to_string(),
            date_label: self.formatted(|format| format.date(date, DateStyle::Long)),
            session: session.map(|key| self.link(Entity::Session(key))),
            title: self.session_title(released),
            id: id.to_owned(),
            reason: None,
            // A cancelled session still has the time and place that it had.
            before: change
                .before
                .as_ref()
                .filter(|before| !change.after.as_ref().is_some_and(|after| before.is_where(after)))
                .map(|state| self.state(state)),
            now: change.after.as_ref().map(|state| self.state(state)),
        }
    }

    fn state(&self, state: &'_ SlotState) -> StateView {
        let zone = &self.event.config.timezone;
        let zoned = |at: jiff::civil::DateTime| at.to_zoned(zone.clone()).ok();
        let (start, end) = (state.start.and_then(zoned), state.end.and_then(zoned));
        StateView {
            day: self.formatted(|format| format.date(state.day, DateStyle::Full)),
            time: start.map(|start| self.hours_on(state.day, &start, end.as_ref())),
            places: state.named_places().map(|id| self.released_place(id)).collect(),
            everywhere: state.is_everywhere(),
            status: state.status.as_str(),
        }
    }
}
