//! The days of the programme: by time, by venue, and in short.

use std::collections::BTreeSet;

use jiff::Zoned;

use crate::content::record::Layout;
use crate::event::model::{Day, Event, Slot};
use crate::site::engine::Ready;
use crate::site::export::{Export, Part};
use crate::site::sub_page::SubPage;
use crate::site::view::make::Views;
use crate::site::view::make::everywhere::Parts;
use crate::site::view::make::programme::Placed;
use crate::site::view::*;

/// How many sessions stand for a day at most.
const MOST_HIGHLIGHTS: usize = 6;

impl Views<'_> {
    /// The days as menus name them.
    pub(super) fn day_links(&self) -> Vec<Ready<DayLinkView>> {
        (0..).zip(&self.event.days).map(|(at, day)| Ready::new(&self.day_link(at, day))).collect()
    }

    fn day_link(&self, at: usize, day: &Day) -> DayLinkView {
        let (date, format) = (day.date.value, self.locale.format());
        DayLinkView {
            date: date.to_string(),
            url: self.routes.day_url(at, self.lang),
            label: format.date(date, crate::locale::format::DateStyle::Full),
            weekday: format.weekday(date),
            day_month: format.day_month(date),
            title: self.optional(&day.title),
            grid: self.routes.sub_page_url(SubPage::Grid(at), self.lang),
        }
    }

    /// The days, each with its part of the sessions.
    pub(super) fn days(
        &self,
        parts: &Parts,
        sessions: &[Placed],
        links: &[Ready<DayLinkView>],
    ) -> Vec<Ready<DayView>> {
        let mut left = sessions;
        (0..self.event.days.len())
            .map(|at| {
                let (own, rest) = left.split_at(self.event.days[at].slots.len());
                left = rest;
                Ready::new(&self.day(at, own, parts, links))
            })
            .collect()
    }

    fn day(
        &self,
        at: usize,
        sessions: &[Placed],
        parts: &Parts,
        links: &[Ready<DayLinkView>],
    ) -> DayView {
        let day = &self.event.days[at];
        let DayLinkView { date, url, label, weekday, day_month, title, grid } =
            self.day_link(at, day);
        let layout = self.routes.sub_pages().layouts[at];
        let views = |placed: &[Placed]| placed.iter().map(|p| p.view.clone()).collect();
        let rooms: BTreeSet<_> =
            self.with_slots(sessions).flat_map(|(_, slot)| &slot.places).collect();
        DayView {
            date,
            anchor: Event::day_anchor(day.date.value),
            url,
            calendar: (!day.slots.is_empty())
                .then(|| self.export(Export::Calendar(self.lang, Part::Day(at))))
                .flatten(),
            label,
            weekday,
            day_month,
            hours: self.hours(sessions),
            count: self.with_slots(sessions).filter(|(placed, _)| self.is_content(placed)).count(),
            rooms: rooms.len(),
            layout: layout.as_str(),
            grid,
            previous: at.checked_sub(1).map(|at| links[at].clone()),
            next: links.get(at + 1).cloned(),
            highlights: self.highlights(sessions),
            title,
            summary: self.optional(&day.summary),
            sessions: views(sessions),
            slots: sessions.chunk_by(|a, b| a.time == b.time).map(|s| self.slot(s)).collect(),
            venues: match layout {
                Layout::ByPlace => self.venues(sessions, parts),
                _ => Vec::new(),
            },
        }
    }

    fn slot(&self, together: &[Placed]) -> SlotView {
        let first = &together[0];
        SlotView {
            time: first.time.clone(),
            start: first.start.clone(),
            end: first.end.clone(),
            guest_times: first.guest_times.clone(),
            sessions: together.iter().map(|placed| placed.view.clone()).collect(),
        }
    }

    /// The slots of placed sessions.
    fn with_slots<'b>(
        &'b self,
        placed: &'b [Placed],
    ) -> impl Iterator<Item = (&'b Placed, &'b Slot)> {
        placed.iter().map(|p| (p, &self.event.sessions.get(p.session).slots[p.slot]))
    }

    fn is_content(&self, placed: &Placed) -> bool {
        !self.event.sessions.get(placed.session).kind.is_pause()
    }

    /// From the first start of a day to its last end.
    fn hours(&self, sessions: &[Placed]) -> Option<String> {
        let slots: Vec<&Slot> = self.with_slots(sessions).map(|(_, slot)| slot).collect();
        let start = slots.iter().filter_map(|slot| slot.start.as_ref()).min()?;
        let ends = slots.iter().filter_map(|slot| slot.end.as_ref().or(slot.start.as_ref()));
        Some(self.time(start, ends.max().filter(|end| *end > start)))
    }

    /// What nothing else runs beside.
    fn highlights(&self, sessions: &[Placed]) -> Vec<Ready<SessionView>> {
        let content = self.with_slots(sessions).filter(|(placed, _)| self.is_content(placed));
        let mut timed: Vec<(&Placed, &Zoned, &Zoned)> = content
            .filter_map(|(placed, slot)| {
                let start = slot.start.as_ref()?;
                Some((placed, start, slot.end.as_ref().unwrap_or(start)))
            })
            .collect();
        timed.sort_by_key(|(_, start, _)| *start);
        let mut found = Vec::new();
        // The last end of all that began before.
        let mut last: Option<&Zoned> = None;
        for (at, (placed, start, end)) in timed.iter().enumerate() {
            let before = at.checked_sub(1).map(|before| timed[before].1);
            let after = timed.get(at + 1).map(|next| next.1);
            let alone = last.is_none_or(|last| last <= *start)
                && before != Some(start)
                && after.is_none_or(|after| after != *start && after >= *end);
            if alone && found.len() < MOST_HIGHLIGHTS {
                found.push(placed.view.clone());
            }
            last = last.max(Some(end));
        }
        found
    }

    /// Sessions by the venue of their first place, in the order of the file; without one, first.
    fn venues(&self, sessions: &[Placed], parts: &Parts) -> Vec<VenueView> {
        let venue_of = |slot: &Slot| slot.places.first().map(|place| self.event.venue(*place));
        let mut sorted: Vec<(_, &Placed)> =
            self.with_slots(sessions).map(|(placed, slot)| (venue_of(slot), placed)).collect();
        sorted.sort_by_key(|(venue, _)| *venue);
        sorted
            .chunk_by(|(a, _), (b, _)| a == b)
            .map(|group| VenueView {
                place: group[0].0.map(|key| parts.places[key.index()].clone()),
                sessions: group.iter().map(|(_, placed)| placed.view.clone()).collect(),
            })
            .collect()
    }
}
