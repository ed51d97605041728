//! News, and what changed in the programme.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;

use crate::event::model::{Entity, News};
use crate::event::release::{Change, State, session_of};
use crate::event::table::Key;
use crate::locale::format::DateStyle;
use crate::site::engine::Ready;
use crate::site::view::make::Views;
use crate::site::view::*;

impl Views<'_> {
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
            date_label: self.locale.format().date(news.date, DateStyle::Long),
        }
    }

    /// All changes, those of the newest release first, and of one release in the order of the programme.
    /// Why it changed is known of what changed last.
    pub(super) fn changes(&self) -> Vec<ChangeView> {
        let Some(release) = &self.event.release else { return Vec::new() };
        let latest: BTreeMap<&str, u32> =
            release.changes.iter().map(|change| (&*change.slot, change.version)).collect();
        let releases = release.changes.chunk_by(|a, b| a.version == b.version).rev().flatten();
        releases
            .map(|change| {
                let session = self.event.sessions.find(session_of(&change.slot));
                let session = session.map(|key| self.event.sessions.get(key));
                let told = session.filter(|_| latest.get(&*change.slot) == Some(&change.version));
                let reason = told.and_then(|session| self.optional(&session.reason));
                ChangeView { reason, ..self.change(change) }
            })
            .collect()
    }

    /// By the name of a slot, its change that the agenda marks.
    pub(super) fn marks(&self) -> BTreeMap<String, ChangeView> {
        let Some(release) = &self.event.release else { return BTreeMap::new() };
        let mut marked = release.marked().peekable();
        // Most events have nothing to mark, and many slots.
        if marked.peek().is_none() {
            return BTreeMap::new();
        }
        marked.map(|change| (change.slot.clone(), self.change(change))).collect()
    }

    fn change(&self, change: &Change) -> ChangeView {
        let date = change.at.to_zoned(self.event.config.timezone.clone()).date();
        let id = session_of(&change.slot);
        ChangeView {
            kind: change.kind.as_str(),
            date: date.to_string(),
            date_label: self.locale.format().date(date, DateStyle::Long),
            session: self.event.sessions.find(id).map(|key| self.link(Entity::Session(key))),
            title: self.title_of_old(id),
            id: id.to_owned(),
            reason: None,
            // One that does not take place was to be when and where it still says.
            before: change
                .before
                .as_ref()
                .filter(|before| !change.after.as_ref().is_some_and(|after| before.is_where(after)))
                .map(|state| self.state(state)),
            now: change.after.as_ref().map(|state| self.state(state)),
        }
    }

    /// The title of a session, as it was last released if there is none any more.
    fn title_of_old(&self, id: &str) -> TextView {
        if let Some(key) = self.event.sessions.find(id) {
            return self.title(Entity::Session(key));
        }
        let release = self.event.release.as_ref();
        let found = release.and_then(|r| r.title(id, self.lang, &self.event.config.languages));
        let (text, lang) = found.unwrap_or((id, None));
        TextView {
            text: text.to_owned(),
            lang: self.foreign(lang.filter(|lang| *lang != self.lang)),
        }
    }

    fn state(&self, state: &State) -> StateView {
        let zoned = |at: jiff::civil::DateTime| at.to_zoned(self.zone()).ok();
        let (start, end) = (state.start.and_then(zoned), state.end.and_then(zoned));
        let place = |id: &String| match self.event.places.find(id) {
            Some(key) => self.title_of(&self.event.places.get(key).about),
            None => TextView { text: id.clone(), lang: None },
        };
        StateView {
            day: self.locale.format().date(state.day, DateStyle::Full),
            time: start.map(|start| self.hours_on(state.day, &start, end.as_ref())),
            places: state.places.iter().filter(|id| *id != "all").map(place).collect(),
            everywhere: state.places.iter().any(|id| id == "all"),
            status: state.status.as_str(),
        }
    }

    fn zone(&self) -> TimeZone {
        self.event.config.timezone.clone()
    }
}
