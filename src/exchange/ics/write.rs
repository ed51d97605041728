//! Writing.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

use crate::exchange::clean::{self, is_web};
use crate::exchange::ics::color::nearest;
use crate::exchange::ics::{Calendar, Entry, PRODUCT, When, Zone};
use crate::exchange::lines::{Lines, escape, language};
use crate::exchange::wording::Wording;

/// The stamp of what nobody knows when it changed. There has to be one, and it must be the same on any
/// day: before any event.
const NEVER: Timestamp = Timestamp::constant(946_684_800, 0);

/// Writes a calendar.
pub fn write(calendar: &Calendar<'_>) -> String {
    let mut lines = Lines::default();
    let zone = calendar.zone;
    lines.raw("BEGIN", &[], "VCALENDAR");
    lines.raw("VERSION", &[], "2.0");
    lines.raw("PRODID", &[], PRODUCT);
    lines.raw("CALSCALE", &[], "GREGORIAN");
    // Each twice: as the standard has it, and as the programs do that are older.
    lines.worded_line("NAME", &calendar.name);
    lines.text("X-WR-CALNAME", &[], &clean::line(&calendar.name.text));
    lines.worded("DESCRIPTION", &calendar.description);
    lines.text("X-WR-CALDESC", &[], &calendar.description.text);
    if let Some(name) = &zone.name {
        lines.raw("X-WR-TIMEZONE", &[], name);
    }
    if let Some(url) = web(calendar.url.as_deref()) {
        lines.raw("URL", &[], &url);
    }
    if let Some(source) = web(calendar.source.as_deref()) {
        lines.raw("SOURCE", &[("VALUE", "URI")], &source);
    }
    if let Some(color) = calendar.color.as_deref()
        && let Some(name) = nearest(color)
    {
        lines.raw("COLOR", &[], name);
        lines.raw("X-APPLE-CALENDAR-COLOR", &[], color);
    }
    if let Some(revised) = calendar.entries.iter().filter_map(|entry| entry.revised).max() {
        lines.raw("LAST-MODIFIED", &[], &utc(revised));
    }
    lines.raw("REFRESH-INTERVAL", &[("VALUE", "DURATION")], "PT1H");
    lines.raw("X-PUBLISHED-TTL", &[], "PT1H");
    if calendar.entries.iter().any(|entry| walls(entry, zone).is_some()) {
        lines.ready(&zone.definition);
    }
    for entry in &calendar.entries {
        write_entry(&mut lines, entry, zone);
    }
    lines.raw("END", &[], "VCALENDAR");
    lines.finish()
}

fn write_entry(lines: &mut Lines, entry: &Entry, zone: &Zone) {
    lines.raw("BEGIN", &[], "VEVENT");
    lines.raw("UID", &[], &clean::line(&entry.uid));
    lines.raw("DTSTAMP", &[], &utc(entry.revised.unwrap_or(NEVER)));
    if let Some(revised) = entry.revised {
        lines.raw("LAST-MODIFIED", &[], &utc(revised));
    }
    lines.raw("SEQUENCE", &[], &entry.sequence.to_string());
    when(lines, entry, zone);
    lines.worded_line("SUMMARY", &entry.summary);
    lines.worded("DESCRIPTION", &entry.description);
    lines.worded_line("LOCATION", &entry.location);
    if let Some((latitude, longitude)) = entry.geo.filter(is_place) {
        lines.raw("GEO", &[], &format!("{latitude:.6};{longitude:.6}"));
    }
    if let Some(url) = web(entry.url.as_deref()) {
        lines.raw("URL", &[], &url);
    }
    if let Some(status) = entry.status {
        lines.raw("STATUS", &[], status.as_str());
    }
    let categories = entry.categories.iter().map(|category| Wording {
        text: escape(&clean::line(&category.text)),
        tongue: category.tongue.clone(),
    });
    let categories = Wording::join(categories, ",");
    if !categories.text.is_empty() {
        lines.raw("CATEGORIES", language(&categories).as_slice(), &categories.text);
    }
    if let Some(stream) = web(entry.stream.as_deref()) {
        let parameters = [("VALUE", "URI"), ("FEATURE", "VIDEO"), ("LABEL", &*entry.summary.text)];
        lines.raw("CONFERENCE", &parameters, &stream);
    }
    lines.raw("TRANSP", &[], if entry.transparent { "TRANSPARENT" } else { "OPAQUE" });
    if entry.gone {
        // For whoever makes a programme of it: here is nothing that a site has.
        lines.raw("X-PLENARY-GONE", &[], "TRUE");
    }
    lines.raw("END", &[], "VEVENT");
}

fn when(lines: &mut Lines, entry: &Entry, zone: &Zone) {
    match &entry.when {
        When::Days(first, last) => {
            let date = |date: Date| date.strftime("%Y%m%d").to_string();
            let value = [("VALUE", "DATE")];
            lines.raw("DTSTART", &value, &date(*first));
            // The end is the first day that is not meant any more.
            let after = last.max(first).tomorrow().unwrap_or(*last);
            lines.raw("DTEND", &value, &date(after));
        }
        When::Time(start, end) => {
            let end = end.as_ref().filter(|end| *end > start);
            match (walls(entry, zone), &zone.name) {
                (Some((start, end)), Some(name)) => {
                    let zone = [("TZID", name.as_str())];
                    lines.raw("DTSTART", &zone, &start);
                    if let Some(end) = end {
                        lines.raw("DTEND", &zone, &end);
                    }
                }
                _ => {
                    lines.raw("DTSTART", &[], &utc(start.timestamp()));
                    if let Some(end) = end {
                        lines.raw("DTEND", &[], &utc(end.timestamp()));
                    }
                }
            }
        }
    }
}

/// Start and end as wall times of the zone, if they can only be understood in one way.
fn walls(entry: &Entry, zone: &Zone) -> Option<(String, Option<String>)> {
    let When::Time(start, end) = &entry.when else { return None };
    let wall =
        |moment: &Zoned| zone.wall(moment).map(|wall| wall.strftime("%Y%m%dT%H%M%S").to_string());
    let end = match end.as_ref().filter(|end| *end > start) {
        Some(end) => Some(wall(end)?),
        None => None,
    };
    Some((wall(start)?, end))
}

fn utc(moment: Timestamp) -> String {
    moment.to_zoned(TimeZone::UTC).strftime("%Y%m%dT%H%M%SZ").to_string()
}

fn web(address: Option<&str>) -> Option<String> {
    address.filter(|address| is_web(address)).map(|address| clean::uri(address).into_owned())
}

fn is_place(geo: &(f64, f64)) -> bool {
    (-90.0..=90.0).contains(&geo.0) && (-180.0..=180.0).contains(&geo.1)
}
