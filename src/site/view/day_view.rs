//! The days of the programme: by time, by venue, and as links.

use std::collections::BTreeSet;

use jiff::Zoned;

use crate::content::record::Layout;
use crate::event::model::{Day, Event, Slot};
use crate::locale::format::DateStyle;
use crate::site::engine::Ready;
use crate::site::formats::{CalendarScope, Export};
use crate::site::reader_context::ReaderContext;
use crate::site::sub_page::SubPage;
use crate::site::view::basic::{SubscriptionView, TextView};
use crate::site::view::linked_views::LinkedViews;
use crate::site::view::place_view::PlaceView;
use crate::site::view::scheduled::{ScheduledSession, on_day};
use crate::site::view::session_hours::GuestTimeView;
use crate::site::view::session_view::SessionView;
use serde::Serialize;

/// The programme: `agenda`.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct AgendaView {
    /// The days, by date.
    pub days: Vec<Ready<DayView>>,
    /// Whether each day has a page of its own, because there are too many sessions for one page.
    pub split: bool,
    /// The sessions that are not scheduled yet, in the order of the files.
    pub unplaced: Vec<Ready<SessionView>>,
}

/// A day, as menus link to it: the items of `days`.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct DayLinkView {
    /// The day, such as `2018-11-20`.
    pub date: String,
    /// The address of its page, or of its anchor on the page of the programme.
    pub url: String,
    /// The day in words with its weekday.
    pub label: String,
    /// The weekday, such as `tirsdag`.
    pub weekday: String,
    /// Day and month, such as `20. november`.
    pub day_month: String,
    /// The day's title.
    pub title: Option<TextView>,
    /// The address of its grid of rooms and time, if it has one.
    pub grid: Option<String>,
}

/// A day of the programme: the items of `agenda.days`, and `day`.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct DayView {
    /// The day, such as `2018-11-20`.
    pub date: String,
    /// The anchor on the agenda's page, such as `day-2018-11-20`; the template must print it.
    pub anchor: String,
    /// The address of its page, or of that anchor.
    pub url: String,
    /// The address of the day as a calendar (iCalendar); null for a day without sessions.
    pub calendar: Option<String>,
    /// The subscription to that calendar; null without a base address.
    pub subscription: Option<SubscriptionView>,
    /// The day in words with its weekday.
    pub label: String,
    /// The weekday, such as `tirsdag`.
    pub weekday: String,
    /// Day and month, such as `20. november`.
    pub day_month: String,
    /// From the first start to the last end, such as `9.00–18.00`.
    pub hours: Option<String>,
    /// The number of sessions, without pauses.
    pub count: usize,
    /// The number of places.
    pub rooms: usize,
    /// `list`, `grid` (a list that also has a grid) or `by-place`.
    pub layout: &'static str,
    /// The address of its grid of rooms and time, if it has one.
    pub grid: Option<String>,
    /// The day before it.
    pub previous: Option<Ready<DayLinkView>>,
    /// The day after it.
    pub next: Option<Ready<DayLinkView>>,
    /// The first sessions with nothing in parallel, without pauses.
    pub highlights: Vec<Ready<SessionView>>,
    /// The day's title.
    pub title: Option<TextView>,
    /// One or two sentences.
    pub summary: Option<TextView>,
    /// The sessions, by start; those without a time last.
    pub sessions: Vec<Ready<SessionView>>,
    /// The same sessions by time: parallel sessions are together.
    pub slots: Vec<SlotView>,
    /// The same sessions by venue, if the layout is `by-place`; otherwise empty.
    pub venues: Vec<VenueView>,
}

/// The sessions at one venue on a day.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct VenueView {
    /// The venue; null for sessions without a place.
    pub place: Option<Ready<PlaceView>>,
    /// Its sessions, by start.
    pub sessions: Vec<Ready<SessionView>>,
}

/// A time of a day, and its sessions.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct SlotView {
    /// The time in words, such as `9.00–12.30`; null for sessions whose time is not known.
    pub time: Option<String>,
    /// The start with its offset, such as `2018-11-20T09:00:00+01:00`.
    pub start: Option<String>,
    /// The end with its offset.
    pub end: Option<String>,
    /// The same time in the time zones of guests.
    pub guest_times: Vec<GuestTimeView>,
    /// The sessions at this time, in the order of the file.
    pub sessions: Vec<Ready<SessionView>>,
}

/// The maximum number of highlights of a day.
const MOST_HIGHLIGHTS: usize = 6;

impl ReaderContext<'_> {
    /// The days as menus link to them.
    pub(super) fn day_links(&self) -> Vec<Ready<DayLinkView>> {
        (0..).zip(&self.event.days).map(|(at, day)| Ready::new(&self.day_link(at, day))).collect()
    }

    fn day_link(&self, at: usize, day: &Day) -> DayLinkView {
        let date = day.date.value;
        DayLinkView {
            date: date.to_string(),
            url: self.routes.day_url(at, self.lang),
            label: self.formatted(|format| format.date(date, DateStyle::Full)),
            weekday: self.formatted(|format| format.weekday(date)),
            day_month: self.formatted(|format| format.day_month(date)),
            title: self.optional(&day.title),
            grid: self.routes.sub_page_url(SubPage::Grid(at), self.lang),
        }
    }

    /// The days, each with its sessions.
    pub(super) fn days(
        &self,
        linked: &LinkedViews,
        sessions: &[ScheduledSession],
        links: &[Ready<DayLinkView>],
    ) -> Vec<Ready<DayView>> {
        let days = 0..self.event.days.len();
        days.map(|at| Ready::new(&self.day(at, on_day(sessions, at), linked, links))).collect()
    }

    fn day(
        &self,
        at: usize,
        sessions: &[ScheduledSession],
        linked: &LinkedViews,
        links: &[Ready<DayLinkView>],
    ) -> DayView {
        let day = &self.event.days[at];
        let DayLinkView { date, url, label, weekday, day_month, title, grid } =
            self.day_link(at, day);
        let layout = self.routes.sub_pages().layouts[at];

        let rooms: BTreeSet<_> =
            self.with_slots(sessions).flat_map(|(_, slot)| &slot.places).collect();
        let calendar = self.export(Export::Calendar(self.lang, CalendarScope::Day(at)));
        DayView {
            date,
            anchor: Event::day_anchor(day.date.value),
            url,
            subscription: self.subscription(calendar.as_deref()),
            calendar,
            label,
            weekday,
            day_month,
            hours: self.hours(sessions),
            count: self
                .with_slots(sessions)
                .filter(|(scheduled, _)| self.is_content(scheduled))
                .count(),
            rooms: rooms.len(),
            layout: layout.as_str(),
            grid,
            previous: at.checked_sub(1).map(|at| links[at].clone()),
            next: links.get(at + 1).cloned(),
            highlights: self.highlights(sessions),
            title,
            summary: self.optional(&day.summary),
            sessions: sessions.iter().map(|scheduled| scheduled.view.clone()).collect(),
            slots: sessions.chunk_by(|a, b| a.time == b.time).map(|s| self.slot(s)).collect(),
            venues: match layout {
                Layout::ByPlace => self.venues(sessions, linked),
                _ => Vec::new(),
            },
        }
    }

    fn slot(&self, together: &[ScheduledSession]) -> SlotView {
        let first = &together[0];
        SlotView {
            time: first.time.clone(),
            start: first.start.clone(),
            end: first.end.clone(),
            guest_times: first.guest_times.clone(),
            sessions: together.iter().map(|scheduled| scheduled.view.clone()).collect(),
        }
    }

    /// Scheduled sessions with their slots.
    fn with_slots<'b>(
        &'b self,
        scheduled: &'b [ScheduledSession],
    ) -> impl Iterator<Item = (&'b ScheduledSession, &'b Slot)> {
        scheduled.iter().map(|one| (one, self.slot_of(one)))
    }

    fn is_content(&self, scheduled: &ScheduledSession) -> bool {
        !self.event.sessions.get(scheduled.session).kind.is_pause()
    }

    /// From the first start of a day to its last end.
    fn hours(&self, sessions: &[ScheduledSession]) -> Option<String> {
        let slots: Vec<&Slot> = self.with_slots(sessions).map(|(_, slot)| slot).collect();
        let start = slots.iter().filter_map(|slot| slot.start.as_ref()).min()?;
        let ends = slots.iter().filter_map(|slot| slot.end.as_ref().or(slot.start.as_ref()));
        Some(self.time(start, ends.max().filter(|end| *end > start)))
    }

    /// The sessions with nothing in parallel.
    fn highlights(&self, sessions: &[ScheduledSession]) -> Vec<Ready<SessionView>> {
        let content = self.with_slots(sessions).filter(|(scheduled, _)| self.is_content(scheduled));
        let mut timed: Vec<(&ScheduledSession, &Zoned, &Zoned)> = content
            .filter_map(|(scheduled, slot)| {
                let start = slot.start.as_ref()?;
                Some((scheduled, start, slot.end.as_ref().unwrap_or(start)))
            })
            .collect();
        timed.sort_by_key(|(_, start, _)| *start);
        let mut found = Vec::new();
        // The last end of all that began before.
        let mut last: Option<&Zoned> = None;
        for (at, (scheduled, start, end)) in timed.iter().enumerate() {
            let before = at.checked_sub(1).map(|before| timed[before].1);
            let after = timed.get(at + 1).map(|next| next.1);
            let alone = last.is_none_or(|last| last <= *start)
                && before != Some(start)
                && after.is_none_or(|after| after != *start && after >= *end);
            if alone && found.len() < MOST_HIGHLIGHTS {
                found.push(scheduled.view.clone());
            }
            last = last.max(Some(end));
        }
        found
    }

    /// Sessions by the venue of their first place, in the order of the file; those without a place first.
    fn venues(&self, sessions: &[ScheduledSession], linked: &LinkedViews) -> Vec<VenueView> {
        let venue_of = |slot: &Slot| slot.places.first().map(|place| self.event.venue(*place));
        let mut sorted: Vec<(_, &ScheduledSession)> = self
            .with_slots(sessions)
            .map(|(scheduled, slot)| (venue_of(slot), scheduled))
            .collect();
        sorted.sort_by_key(|(venue, _)| *venue);
        sorted
            .chunk_by(|(a, _), (b, _)| a == b)
            .map(|group| VenueView {
                place: group[0].0.map(|key| linked.places[key.index()].clone()),
                sessions: group.iter().map(|(_, scheduled)| scheduled.view.clone()).collect(),
            })
            .collect()
    }
}
