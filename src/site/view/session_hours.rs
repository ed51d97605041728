//! The time of a session, in the event's time zone and in those of its guests.

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{Zoned, tz};

use crate::event::model::{Session, Slot};
use crate::site::reader_context::ReaderContext;
use serde::Serialize;

/// The time of a session in another time zone.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct GuestTimeView {
    /// The zone, such as `Asia/Shanghai`.
    pub zone: String,
    /// The city that the zone is named after, from the message `zone-…`.
    pub city: String,
    /// The time in words, such as `16.00–19.30`.
    pub time: String,
    /// The day on which it begins there: `0` the event's day, `1` the next, `-1` the one before.
    pub day: i8,
}

impl ReaderContext<'_> {
    pub(super) fn time(&self, start: &Zoned, end: Option<&Zoned>) -> String {
        self.formatted(|format| match end {
            Some(end) => format.time_range(start.time(), end.time()),
            None => format.time(start.time()),
        })
    }

    /// The time of a slot; for a session that lasts all day, the words for that. A night belongs to the day
    /// before it, so times after midnight include the date. Times that occur twice in a night show their
    /// offset from UTC.
    pub(in crate::site) fn hours_of(&self, session: &Session, slot: &Slot) -> Option<String> {
        if session.all_day {
            return Some(self.message("all-day"));
        }
        Some(self.hours_on(slot.day, slot.start.as_ref()?, slot.end.as_ref()))
    }

    /// A time that belongs to a day.
    pub(super) fn hours_on(&self, day: Date, start: &Zoned, end: Option<&Zoned>) -> String {
        let mut time = self.time(start, end);
        if let Some(twice) = end.into_iter().chain([start]).find(|at| is_twice(at)) {
            time.push_str(&offset(twice));
        }
        if start.date() <= day {
            return time;
        }
        let date = self.formatted(|format| format.day_month(start.date()));
        self.page_message("night-to", [("time", time), ("day", date)])
    }

    /// The zones of guests, each with the name of its city.
    pub(in crate::site) fn guest_zones(&self) -> Vec<GuestZone> {
        let zones = self.event.config.guest_timezones.iter();
        zones
            .filter_map(|name| {
                let zone = tz::db().get(name).ok()?;
                Some(GuestZone { zone, name: name.clone(), city: self.city(name) })
            })
            .collect()
    }

    /// The city of a zone, or the last part of the zone's name.
    fn city(&self, zone: &str) -> String {
        let last = || zone.rsplit('/').next().unwrap_or(zone).replace('_', " ");
        self.locale.city(zone).unwrap_or_else(last)
    }

    /// The time of a slot in the time zones of guests, except where clocks show the same as at the event.
    pub(in crate::site) fn guest_times(
        &self,
        slot: &Slot,
        zones: &[GuestZone],
    ) -> Vec<GuestTimeView> {
        let Some(start) = &slot.start else { return Vec::new() };
        let there = |guest: &GuestZone| {
            let begins = start.with_time_zone(guest.zone.clone());
            if begins.offset() == start.offset() {
                return None;
            }
            let ends = slot.end.as_ref().map(|end| end.with_time_zone(guest.zone.clone()));
            let day = days_between(slot.day, begins.date());
            let time = self.time(&begins, ends.as_ref());
            Some(GuestTimeView { zone: guest.name.clone(), city: guest.city.clone(), time, day })
        };
        zones.iter().filter_map(there).collect()
    }
}

/// A zone that guests live in.
pub(in crate::site) struct GuestZone {
    zone: TimeZone,
    name: String,
    city: String,
}

/// How many days a date is after another. Zones are never so far apart that this overflows.
fn days_between(from: Date, to: Date) -> i8 {
    let days = from.until(to).map_or(0, |span| span.get_days());
    i8::try_from(days).unwrap_or_default()
}

/// Whether the clock shows an instant's time twice in its night, because clocks are set back.
fn is_twice(at: &Zoned) -> bool {
    at.time_zone().to_ambiguous_zoned(at.datetime()).is_ambiguous()
}

/// The offset of an instant, such as ` UTC+1`.
fn offset(at: &Zoned) -> String {
    let minutes = at.offset().seconds() / 60;
    let (hours, rest) = (minutes / 60, (minutes % 60).abs());
    match rest {
        0 => format!(" UTC{hours:+}"),
        rest => format!(" UTC{hours:+}:{rest:02}"),
    }
}

/// Whether a session of a day continues after midnight. A session that ends at midnight does not. Nor
/// does one that begins after midnight: its time includes the date.
pub(super) fn ends_after_midnight(slot: &Slot) -> bool {
    let (Some(start), Some(end)) = (&slot.start, &slot.end) else { return false };
    start.date() <= slot.day && end.date() > slot.day && end.time() != Time::midnight()
}

/// An instant with its offset, in the form that HTML's `<time>` and JSON-LD use.
pub(in crate::site) fn iso(at: &Zoned) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_that_occur_twice_in_a_night_show_their_offset() {
        let at = |text: &str| text.parse::<Zoned>().expect("it is a moment");
        for (moment, twice, shown) in [
            ("2030-10-27T02:15:00+02:00[Europe/Copenhagen]", true, " UTC+2"),
            ("2030-10-27T02:15:00+01:00[Europe/Copenhagen]", true, " UTC+1"),
            ("2030-10-27T03:00:00+01:00[Europe/Copenhagen]", false, " UTC+1"),
            ("2030-10-26T02:15:00+02:00[Europe/Copenhagen]", false, " UTC+2"),
            ("2030-11-03T01:15:00-03:30[America/St_Johns]", true, " UTC-3:30"),
        ] {
            assert_eq!((is_twice(&at(moment)), &*offset(&at(moment))), (twice, shown), "{moment}");
        }
    }
}
