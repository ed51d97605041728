//! The programme: days, sessions and the tracks that they belong to.

use jiff::Zoned;
use jiff::civil::{Date, Time};

use rayon::prelude::*;

use crate::event::model::{Day, Event, PageRole, Session, Thing, Track};
use crate::event::table::Key;
use crate::site::engine::Ready;
use crate::site::view::make::Views;
use crate::site::view::make::everywhere::{DayWords, Parts};
use crate::site::view::*;

impl Views<'_> {
    pub(super) fn track_link(&self, key: Key<Track>) -> Ready<TrackLinkView> {
        let LinkView { id, title, url } = self.link(Thing::Track(key));
        let summary = self.optional(&self.event.tracks.get(key).about.summary);
        Ready::new(&TrackLinkView { id, number: key.index() + 1, title, summary, url })
    }

    pub(super) fn track(
        &self,
        key: Key<Track>,
        track: &Track,
        sessions: Vec<Ready<SessionView>>,
        tracks: &[Ready<TrackLinkView>],
    ) -> TrackView {
        let LinkView { id, title, url } = self.link(Thing::Track(key));
        TrackView {
            id,
            number: key.index() + 1,
            url,
            title,
            summary: self.optional(&track.about.summary),
            image: track.about.picture.as_ref().map(|picture| self.image(picture)),
            sessions,
            others: ready(tracks, others(key.index(), tracks.len())),
            extra: track.about.extra.clone(),
        }
    }

    /// The days, each with its part of the sessions.
    pub(super) fn days(&self, parts: &Parts, sessions: &[Placed]) -> Vec<DayView> {
        let mut left = sessions;
        let days = self.event.days.iter().zip(&parts.days);
        days.map(|(day, words)| {
            let (own, rest) = left.split_at(day.slots.len());
            left = rest;
            self.day(day, words, own)
        })
        .collect()
    }

    fn day(&self, day: &Day, words: &DayWords, sessions: &[Placed]) -> DayView {
        let date = day.date.value;
        let anchor = Event::day_anchor(date);
        let agenda = self.event.page_with(PageRole::Agenda).map(Thing::Page);
        let page = agenda.map(|agenda| self.routes.url(agenda, self.lang)).unwrap_or_default();
        let at_one_time = sessions.chunk_by(|a, b| a.time == b.time);
        DayView {
            date: date.to_string(),
            url: format!("{page}#{anchor}"),
            anchor,
            label: words.full.clone(),
            weekday: self.locale.format().weekday(date),
            day_month: words.day_month.clone(),
            title: self.optional(&day.title),
            summary: self.optional(&day.summary),
            sessions: sessions.iter().map(|session| session.view.clone()).collect(),
            slots: at_one_time
                .map(|together| SlotView {
                    time: together[0].time.clone(),
                    start: together[0].start.clone(),
                    sessions: together.iter().map(|session| session.view.clone()).collect(),
                })
                .collect(),
        }
    }

    /// One view a slot, in the order of the programme.
    pub(super) fn sessions(&self, parts: &Parts, before: &[Ready<SessionView>]) -> Vec<Placed> {
        let event = self.event;
        let order: Vec<(usize, Key<Session>, usize)> = (0..)
            .zip(&event.days)
            .flat_map(|(at, day)| day.slots.iter().map(move |(key, slot)| (at, *key, *slot)))
            .collect();
        let link = |at: Option<usize>| {
            at.and_then(|at| order.get(at)).map(|(_, key, _)| parts.links[key.index()].clone())
        };
        (0..order.len())
            .into_par_iter()
            .map(|at| {
                let (day, key, slot) = order[at];
                let around = (link(at.checked_sub(1)), link(Some(at + 1)));
                let held = Some((slot, &parts.days[day]));
                let view = self.session(key, held, parts, around);
                Placed {
                    session: key,
                    slot,
                    view: Ready::again(&view, before.get(at)),
                    time: view.time,
                    start: view.start,
                }
            })
            .collect()
    }

    /// The view of a session at one of its times, or of one that has none.
    fn session(
        &self,
        key: Key<Session>,
        held: Option<(usize, &DayWords)>,
        parts: &Parts,
        (previous, next): (Option<Ready<LinkView>>, Option<Ready<LinkView>>),
    ) -> SessionView {
        let session = self.event.sessions.get(key);
        let slot = held.map(|(at, _)| &session.slots[at]);
        let words = held.map(|(_, words)| words);
        let name = held.map_or_else(|| session.about.id.clone(), |(at, _)| session.slot_name(at));
        let (start, end) = (slot.and_then(|s| s.start.as_ref()), slot.and_then(|s| s.end.as_ref()));
        let places = slot.map(|slot| slot.places.as_slice()).unwrap_or_default();
        let LinkView { id, title, url } = self.link(Thing::Session(key));
        SessionView {
            id,
            url,
            kind: session.kind.as_str(),
            status: session.status.as_str(),
            reason: self.optional(&session.reason),
            title,
            summary: self.optional(&session.about.summary),
            image: session.about.picture.as_ref().map(|picture| self.image(picture)),
            date: slot.map(|slot| slot.day.to_string()),
            date_label: words.map(|words| words.full.clone()),
            day_month: words.map(|words| words.day_month.clone()),
            time: start.map(|start| self.time(start, end)),
            start: start.map(iso),
            end: end.map(iso),
            next_day: slot
                .is_some_and(|slot| end.is_some_and(|end| ends_after_midnight(slot.day, end))),
            places: ready(&parts.places, places.iter().map(|key| key.index())),
            everywhere: slot.is_some_and(|slot| slot.everywhere),
            tracks: ready(&parts.tracks, session.tracks.iter().map(|key| key.index())),
            speakers: ready(
                &parts.speakers,
                session.speakers.iter().map(|one| one.speaker.index()),
            ),
            hosts: ready(&parts.organisations, session.hosts.iter().map(|key| key.index())),
            held_in: session.held_in.iter().map(|tag| self.language_name(tag)).collect(),
            interpreted_into: session
                .interpretation
                .iter()
                .map(|interpretation| self.language_name(&interpretation.into))
                .collect(),
            change: parts.marks.get(&name).cloned(),
            slot: name,
            previous,
            next,
            extra: session.about.extra.clone(),
        }
    }

    /// The sessions that are not placed yet, in the order of the files.
    pub(super) fn unplaced(&self, parts: &Parts) -> Vec<(Key<Session>, Ready<SessionView>)> {
        let sessions = self.event.sessions.iter().filter(|(_, session)| session.slots.is_empty());
        sessions
            .map(|(key, _)| (key, Ready::new(&self.session(key, None, parts, (None, None)))))
            .collect()
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

/// A session at one of its times.
pub(super) struct Placed {
    pub(super) session: Key<Session>,
    pub(super) slot: usize,
    pub(super) view: Ready<SessionView>,
    time: Option<String>,
    start: Option<String>,
}

fn ready<T>(all: &[Ready<T>], at: impl Iterator<Item = usize>) -> Vec<Ready<T>> {
    at.map(|at| all[at].clone()).collect()
}

/// How many other themes a theme's page names at most.
const MOST_OTHERS: usize = 9;

/// The positions of the other tracks that one names: all, in their order, or the next ones of many.
fn others(own: usize, count: usize) -> impl Iterator<Item = usize> {
    let all = count <= MOST_OTHERS + 1;
    let from = if all { 0 } else { own + 1 };
    (from..from + count).map(move |at| at % count).filter(move |at| *at != own).take(MOST_OTHERS)
}

/// Whether a session goes on past midnight. One that ends at midnight does not.
fn ends_after_midnight(day: Date, end: &Zoned) -> bool {
    end.date() > day && end.time() != Time::midnight()
}

/// An instant with its offset, as HTML's `<time>` and JSON-LD want it.
fn iso(at: &Zoned) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}
