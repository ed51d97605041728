//! The hours of a session, on the event's clocks and on those of its guests.

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{Zoned, tz};

use crate::event::model::Slot;
use crate::site::view::GuestTimeView;
use crate::site::view::make::Views;

impl Views<'_> {
    pub(super) fn time(&self, start: &Zoned, end: Option<&Zoned>) -> String {
        let format = self.locale.format();
        match end {
            Some(end) => format.time_range(start.time(), end.time()),
            None => format.time(start.time()),
        }
    }

    /// The zones of guests, each with the name of its city.
    pub(super) fn guest_zones(&self) -> Vec<GuestZone> {
        let zones = self.event.config.guest_timezones.iter();
        zones
            .filter_map(|name| {
                let zone = tz::db().get(name).ok()?;
                Some(GuestZone { zone, name: name.clone(), city: self.city(name) })
            })
            .collect()
    }

    /// The city that stands for a zone: the message `zone-asia-shanghai`, or the zone's own last word.
    fn city(&self, zone: &str) -> String {
        let key = format!("zone-{}", zone.to_lowercase().replace(['/', '_'], "-"));
        match self.locale.message(&key) {
            Ok(message) => message.text,
            Err(_) => zone.rsplit('/').next().unwrap_or(zone).replace('_', " "),
        }
    }

    /// The hours of a slot where guests live, except where clocks show the same as at the event.
    pub(super) fn guest_times(&self, slot: &Slot, zones: &[GuestZone]) -> Vec<GuestTimeView> {
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
pub(super) struct GuestZone {
    zone: TimeZone,
    name: String,
    city: String,
}

/// How many days a date is behind another; zones are never further apart than this can say.
fn days_between(from: Date, to: Date) -> i8 {
    let days = from.until(to).map_or(0, |span| span.get_days());
    i8::try_from(days).unwrap_or_default()
}

/// Whether a session goes on past midnight. One that ends at midnight does not.
pub(super) fn ends_after_midnight(day: Date, end: &Zoned) -> bool {
    end.date() > day && end.time() != Time::midnight()
}

/// An instant with its offset, as HTML's `<time>` and JSON-LD want it.
pub(super) fn iso(at: &Zoned) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}
