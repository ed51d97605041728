//! The zones of a calendar: by name, or by the rules in the file.

use std::collections::BTreeMap;

use jiff::civil::{Date, DateTime, Weekday};
use jiff::tz::{Offset, TimeZone};
use jiff::{ToSpan, Zoned};

use crate::exchange::datetime;
use crate::exchange::file_fault::Fault;
use crate::exchange::ics::read::components::Component;
use crate::locale::windows_zone::of_windows;

/// Where the rules of a zone come from.
#[derive(Clone, Debug)]
pub(super) enum ZoneSource {
    /// The bundled tables.
    Known(TimeZone),
    /// The file.
    Own(Vec<Observance>),
}

/// An offset that applies from a moment on, possibly every year.
#[derive(Clone, Debug)]
pub(super) struct Observance {
    /// The wall time just before the change.
    from: DateTime,
    offset: Offset,
    /// The month, which of its weekdays, and the weekday.
    yearly: Option<(i8, i8, Weekday)>,
    until: Option<i16>,
}

/// All zones named in a file.
#[derive(Debug, Default)]
pub(super) struct NamedZones {
    by_name: BTreeMap<String, ZoneSource>,
    looked_up: BTreeMap<String, Option<ZoneSource>>,
    /// The names in use. Names from Windows have the IANA zone that they were interpreted as.
    pub(super) used: BTreeMap<String, Option<String>>,
}

impl NamedZones {
    /// Adds a zone that the calendar defines.
    pub(super) fn add(&mut self, zone: &Component) {
        let Some(name) = zone.get("TZID").map(|id| id.line_text()) else { return };
        // Some programs add the IANA name to a name of their own.
        let location = zone.get("X-LIC-LOCATION").and_then(|name| by_name(&name.line_text()));
        let own = || {
            let observances: Option<Vec<Observance>> =
                zone.children.iter().map(observance).collect();
            observances.filter(|all| !all.is_empty()).map(ZoneSource::Own)
        };
        let source = by_name(&name).or(location).map(ZoneSource::Known).or_else(own);
        if let Some(source) = source {
            self.by_name.insert(name, source);
        }
    }

    /// The only zone that the file defines, if it defines one and that is known.
    pub(super) fn only(&self) -> Option<&TimeZone> {
        let mut known = self.by_name.values().filter_map(|source| match source {
            ZoneSource::Known(zone) => Some(zone),
            ZoneSource::Own(_) => None,
        });
        known.next().filter(|_| self.by_name.len() == 1)
    }

    /// Remembers that a zone is in use.
    pub(super) fn used(&mut self, name: &str) {
        if !self.used.contains_key(name) {
            let place = of_windows(name).filter(|_| datetime::zone(name).is_none());
            self.used.insert(name.to_owned(), place);
        }
    }

    /// The moment of a wall time in a zone of the file.
    ///
    /// # Errors
    /// When the zone is not known.
    pub(super) fn moment(&mut self, local: DateTime, name: &str) -> Result<Zoned, Fault> {
        self.used(name);
        let defined = self.by_name.get(name);
        let source = match defined {
            Some(source) => Some(source),
            None => self
                .looked_up
                .entry(name.to_owned())
                .or_insert_with(|| by_name(name).map(ZoneSource::Known))
                .as_ref(),
        };
        match source {
            Some(ZoneSource::Known(zone)) => datetime::at_zone(local, zone),
            Some(ZoneSource::Own(observances)) => {
                let zone = TimeZone::fixed(offset_at(observances, local));
                datetime::at_zone(local, &zone)
            }
            None => Err(datetime::unknown_zone(name)),
        }
    }
}

/// The zone with a name: an IANA name, a name of Windows, or an IANA name with some prefix.
pub(super) fn by_name(name: &str) -> Option<TimeZone> {
    let name = name.trim().trim_matches('"');
    let windows = || of_windows(name).and_then(|name| datetime::zone(&name));
    let behind_prefix = || {
        let parts: Vec<&str> = name.split('/').collect();
        let tail = |count: usize| {
            let start = parts.len().checked_sub(count).filter(|start| *start > 0)?;
            datetime::zone(&parts[start..].join("/"))
        };
        tail(3).or_else(|| tail(2))
    };
    datetime::zone(name).or_else(windows).or_else(behind_prefix)
}

fn observance(component: &Component) -> Option<Observance> {
    let from = since(component.get("DTSTART")?.value.trim())?;
    let offset = offset(component.get("TZOFFSETTO")?.value.trim())?;
    let rule = component.get("RRULE").map(|rule| rule.value.to_ascii_uppercase());
    let part = |key: &str| -> Option<String> {
        let parts = rule.as_deref()?.split(';').filter_map(|part| part.split_once('='));
        parts.filter(|(found, _)| *found == key).map(|(_, value)| value.to_owned()).next()
    };
    let until = part("UNTIL").and_then(|until| until.get(..4)?.parse().ok());
    let yearly = match part("FREQ").as_deref() {
        Some("YEARLY") => Some(yearly(&part, from)?),
        _ => None,
    };
    Some(Observance { from, offset, yearly, until })
}

/// The start of an observance: in many programs, the year 1601.
fn since(text: &str) -> Option<DateTime> {
    DateTime::strptime("%Y%m%dT%H%M%S", text.trim_end_matches('Z')).ok()
}

fn yearly(part: &dyn Fn(&str) -> Option<String>, from: DateTime) -> Option<(i8, i8, Weekday)> {
    let month: i8 = part("BYMONTH").map_or(Some(from.month()), |month| month.parse().ok())?;
    let day = part("BYDAY")?;
    let (which, weekday) = day.split_at_checked(day.len().checked_sub(2)?)?;
    let which: i8 = if which.is_empty() { 1 } else { which.parse().ok()? };
    let good = (1..=12).contains(&month) && (-5..=5).contains(&which) && which != 0;
    good.then_some((month, which, super::calendar_time::weekday(weekday)?))
}

/// The offset of a wall time: the offset of the last change before it, or else of the earliest
/// observance.
fn offset_at(observances: &[Observance], local: DateTime) -> Offset {
    let last = |observance: &Observance| -> Option<DateTime> {
        let Observance { from, yearly, until, .. } = observance;
        if *from > local {
            return None;
        }
        let Some((month, which, weekday)) = yearly else { return Some(*from) };
        let year = until.map_or(local.year(), |until| local.year().min(until));
        let change = |year: i16| {
            let first = Date::new(year, *month, 1).ok()?;
            let day = first.nth_weekday_of_month(*which, *weekday).ok()?;
            Some(day.to_datetime(from.time()))
        };
        let found = [change(year), change(year - 1)];
        let found = found.into_iter().flatten().find(|change| *change <= local);
        Some(found.unwrap_or(*from).max(*from))
    };
    let found = observances.iter().filter_map(|o| Some((last(o)?, o))).max_by_key(|(at, _)| *at);
    let first = || observances.iter().min_by_key(|observance| observance.from);
    found.map(|(_, o)| o).or_else(first).map_or(Offset::UTC, |observance| observance.offset)
}

/// An offset such as `+0100` or `+013000`.
fn offset(text: &str) -> Option<Offset> {
    let (sign, digits) = match text.split_at_checked(1)? {
        ("+", digits) => (1, digits),
        ("-", digits) => (-1, digits),
        _ => return None,
    };
    let good = matches!(digits.len(), 4 | 6) && digits.bytes().all(|byte| byte.is_ascii_digit());
    let number = |at: usize| digits.get(at..at + 2).and_then(|part| part.parse::<i32>().ok());
    let seconds = number(0)? * 3600 + number(2)? * 60 + number(4).unwrap_or_default();
    good.then(|| Offset::from_seconds(sign * seconds).ok()).flatten()
}

/// The date some days later.
pub(super) fn plus_days(date: Date, days: i64) -> Option<Date> {
    date.checked_add(days.days()).ok()
}
