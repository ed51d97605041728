//! The programme: days, sessions and the tracks that they belong to.

use jiff::Zoned;
use jiff::civil::{Date, Time};

use crate::event::agenda::in_order;
use crate::event::model::{Day, Event, PageRole, Session, Thing, Track};
use crate::event::table::Key;
use crate::locale::format::DateStyle;
use crate::site::view::make::Views;
use crate::site::view::*;

impl Views<'_> {
    pub(super) fn track_link(&self, key: Key<Track>) -> TrackLinkView {
        let LinkView { id, title, url } = self.link(Thing::Track(key));
        TrackLinkView { id, number: key.index() + 1, title, url }
    }

    pub(super) fn track(
        &self,
        key: Key<Track>,
        track: &Track,
        sessions: &[SessionView],
    ) -> TrackView {
        let TrackLinkView { id, number, title, url } = self.track_link(key);
        let within = |session: &&SessionView| session.tracks.iter().any(|t| t.id == id);
        TrackView {
            number,
            url,
            title,
            summary: self.optional(&track.about.summary),
            image: track.about.picture.as_ref().map(|picture| self.image(picture)),
            sessions: sessions.iter().filter(within).cloned().collect(),
            extra: track.about.extra.clone(),
            id,
        }
    }

    pub(super) fn day(&self, day: &Day, sessions: Vec<SessionView>) -> DayView {
        let date = day.date.value;
        let format = self.locale.format();
        let anchor = Event::day_anchor(date);
        let agenda = self.event.page_with(PageRole::Agenda).map(Thing::Page);
        let page = agenda.map(|agenda| self.routes.url(agenda, self.lang)).unwrap_or_default();
        DayView {
            date: date.to_string(),
            url: format!("{page}#{anchor}"),
            anchor,
            label: format.date(date, DateStyle::Full),
            weekday: format.weekday(date),
            day_month: format.day_month(date),
            title: self.optional(&day.title),
            summary: self.optional(&day.summary),
            sessions,
        }
    }

    /// One view a slot, in the order of the programme.
    pub(super) fn sessions(&self) -> Vec<SessionView> {
        let order: Vec<(Key<Session>, usize)> = in_order(&self.event.days).collect();
        let link = |at: Option<usize>| {
            at.and_then(|at| order.get(at)).map(|(key, _)| self.link(Thing::Session(*key)))
        };
        order
            .iter()
            .enumerate()
            .map(|(at, (key, slot))| SessionView {
                previous: link(at.checked_sub(1)),
                next: link(Some(at + 1)),
                ..self.session(*key, *slot)
            })
            .collect()
    }

    pub(super) fn session(&self, key: Key<Session>, slot: usize) -> SessionView {
        let session = self.event.sessions.get(key);
        let slot = &session.slots[slot];
        let event = self.event;
        let LinkView { id, title, url } = self.link(Thing::Session(key));
        SessionView {
            id,
            url,
            kind: session.kind.as_str(),
            title,
            summary: self.optional(&session.about.summary),
            image: session.about.picture.as_ref().map(|picture| self.image(picture)),
            date: slot.day.to_string(),
            date_label: self.locale.format().date(slot.day, DateStyle::Full),
            time: slot.start.as_ref().map(|start| self.time(start, slot.end.as_ref())),
            start: slot.start.as_ref().map(iso),
            end: slot.end.as_ref().map(iso),
            next_day: slot.end.as_ref().is_some_and(|end| ends_after_midnight(slot.day, end)),
            places: slot.places.iter().map(|key| self.place(event.places.get(*key))).collect(),
            tracks: session.tracks.iter().map(|key| self.track_link(*key)).collect(),
            speakers: session.speakers.iter().map(|key| self.on_stage(*key)).collect(),
            hosts: session
                .hosts
                .iter()
                .map(|key| self.organisation(event.organisations.get(*key)))
                .collect(),
            held_in: session.held_in.iter().map(|tag| self.language_name(tag)).collect(),
            interpreted_into: session
                .interpreted_into
                .iter()
                .map(|tag| self.language_name(tag))
                .collect(),
            previous: None,
            next: None,
            extra: session.about.extra.clone(),
        }
    }

    pub(super) fn time(&self, start: &Zoned, end: Option<&Zoned>) -> String {
        let format = self.locale.format();
        match end {
            Some(end) => format.time_range(start.time(), end.time()),
            None => format.time(start.time()),
        }
    }

    /// A language's name in the reader's language. If the theme has no word for it, a language of the
    /// site goes by its name in itself, any other by its tag.
    pub(super) fn language_name(&self, tag: &str) -> String {
        let languages = &self.event.config.languages;
        let native = || languages.find(tag).map(|lang| languages.get(lang).name.clone());
        match self.locale.message(&format!("language-{}", tag.to_lowercase())) {
            Ok(message) => message.text,
            Err(_) => native().unwrap_or_else(|| tag.to_owned()),
        }
    }
}

/// Whether a session goes on past midnight. One that ends at midnight does not.
fn ends_after_midnight(day: Date, end: &Zoned) -> bool {
    end.date() > day && end.time() != Time::midnight()
}

/// An instant with its offset, as HTML's `<time>` and JSON-LD want it.
fn iso(at: &Zoned) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}
