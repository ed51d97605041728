//! Writing a calendar.

use jiff::civil::Date;
use jiff::{Timestamp, Zoned};

use crate::exchange::content_lines::{ContentLines, escape, language};
use crate::exchange::datetime::{basic, basic_utc};
use crate::exchange::ics::css_color::nearest;
use crate::exchange::ics::{Calendar, CalendarEntry, CalendarTime, ESTIMATED_END, PRODUCT, Zone};
use crate::exchange::sanitize::{self, web_uri};
use crate::exchange::wording::Wording;

/// The DTSTAMP of entries whose last change is not known: one is required, and it must be the same on
/// any day.
const NEVER: Timestamp = Timestamp::constant(946_684_800, 0);

/// Writes a calendar.
pub fn write(calendar: &Calendar<'_>) -> String {
    let mut lines = ContentLines::default();
    let zone = calendar.zone;
    lines.raw("BEGIN", &[], "VCALENDAR");
    lines.raw("VERSION", &[], "2.0");
    lines.raw("PRODID", &[], PRODUCT);
    lines.raw("CALSCALE", &[], "GREGORIAN");
    // Each value twice: as the standard names it, and as older programs do.
    lines.worded_line("NAME", &calendar.name);
    lines.text("X-WR-CALNAME", &[], &sanitize::line(&calendar.name.text));
    lines.worded("DESCRIPTION", &calendar.description);
    lines.text("X-WR-CALDESC", &[], &calendar.description.text);
    if let Some(name) = &zone.name {
        lines.raw("X-WR-TIMEZONE", &[], name);
    }
    address(&mut lines, "URL", &[], calendar.url.as_deref());
    address(&mut lines, "SOURCE", &[("VALUE", "URI")], calendar.source.as_deref());
    if let Some(color) = calendar.color.as_deref()
        && let Some(name) = nearest(color)
    {
        lines.raw("COLOR", &[], name);
        lines.raw("X-APPLE-CALENDAR-COLOR", &[], color);
    }
    if let Some(revised) = calendar.entries.iter().filter_map(|entry| entry.revised).max() {
        lines.raw("LAST-MODIFIED", &[], &basic_utc(revised));
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

fn write_entry(lines: &mut ContentLines, entry: &CalendarEntry, zone: &Zone) {
    lines.raw("BEGIN", &[], "VEVENT");
    lines.raw("UID", &[], &sanitize::line(&entry.uid));
    lines.raw("DTSTAMP", &[], &basic_utc(entry.revised.unwrap_or(NEVER)));
    if let Some(revised) = entry.revised {
        lines.raw("LAST-MODIFIED", &[], &basic_utc(revised));
    }
    lines.raw("SEQUENCE", &[], &entry.sequence.to_string());
    when(lines, entry, zone);
    if entry.estimated_end {
        lines.raw(ESTIMATED_END, &[], "TRUE");
    }
    lines.worded_line("SUMMARY", &entry.summary);
    lines.worded("DESCRIPTION", &entry.description);
    lines.worded_line("LOCATION", &entry.location);
    if let Some((latitude, longitude)) = entry.geo.filter(is_place) {
        lines.raw("GEO", &[], &format!("{latitude:.6};{longitude:.6}"));
    }
    address(lines, "URL", &[], entry.url.as_deref());
    if let Some(status) = entry.status {
        lines.raw("STATUS", &[], status.calendar());
    }
    let categories = entry.categories.iter().map(|category| Wording {
        text: escape(&sanitize::line(&category.text)),
        tongue: category.tongue.clone(),
    });
    let categories = Wording::join(categories, ",");
    if !categories.text.is_empty() {
        lines.raw("CATEGORIES", language(&categories).as_slice(), &categories.text);
    }
    let parameters = [("VALUE", "URI"), ("FEATURE", "VIDEO"), ("LABEL", &*entry.summary.text)];
    address(lines, "CONFERENCE", &parameters, entry.stream.as_deref());
    lines.raw("TRANSP", &[], if entry.transparent { "TRANSPARENT" } else { "OPAQUE" });
    if entry.gone {
        // For whoever imports the file: this entry is no longer in the programme.
        lines.raw("X-PLENARY-GONE", &[], "TRUE");
    }
    lines.raw("END", &[], "VEVENT");
}

fn when(lines: &mut ContentLines, entry: &CalendarEntry, zone: &Zone) {
    match &entry.when {
        CalendarTime::Days(first, last) => {
            let date = |date: Date| date.strftime("%Y%m%d").to_string();
            let value = [("VALUE", "DATE")];
            lines.raw("DTSTART", &value, &date(*first));
            // DTEND is the day after the last.
            let after = last.max(first).tomorrow().unwrap_or(*last);
            lines.raw("DTEND", &value, &date(after));
        }
        CalendarTime::Time(start, end) => {
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
                    lines.raw("DTSTART", &[], &basic_utc(start.timestamp()));
                    if let Some(end) = end {
                        lines.raw("DTEND", &[], &basic_utc(end.timestamp()));
                    }
                }
            }
        }
    }
}

/// Start and end as wall times of the zone, if both are unambiguous.
fn walls(entry: &CalendarEntry, zone: &Zone) -> Option<(String, Option<String>)> {
    let CalendarTime::Time(start, end) = &entry.when else { return None };
    let wall = |moment: &Zoned| zone.wall(moment).map(basic);
    let end = match end.as_ref().filter(|end| *end > start) {
        Some(end) => Some(wall(end)?),
        None => None,
    };
    Some((wall(start)?, end))
}

/// A line with a web address; nothing without one.
fn address(lines: &mut ContentLines, name: &str, parameters: &[(&str, &str)], url: Option<&str>) {
    if let Some(url) = url.and_then(web_uri) {
        lines.raw(name, parameters, &url);
    }
}

fn is_place(geo: &(f64, f64)) -> bool {
    (-90.0..=90.0).contains(&geo.0) && (-180.0..=180.0).contains(&geo.1)
}
