//! The dates and times of entries.

use std::collections::BTreeSet;

use jiff::civil::{Date, DateTime, Time as Clock, Weekday};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Zoned};

use crate::exchange::datetime;
use crate::exchange::file_fault::Fault;
use crate::exchange::ics::read::components::{Component, Property};
use crate::exchange::ics::read::named_zones::{NamedZones, plus_days};
use crate::exchange::ics::{CalendarTime, ESTIMATED_END};

/// What decides the zone of a time.
#[derive(Debug, Default)]
pub(super) struct ZoneContext {
    pub(super) zones: NamedZones,
    /// The zone of times without one: the calendar's zone, or else the zone of the hints.
    pub(super) floating: Option<TimeZone>,
    /// The zones in which entries begin; `None` for a zone without a name.
    starts: BTreeSet<Option<String>>,
}

impl ZoneContext {
    /// The zone in which all entries begin, if there is only one and it is named after a place.
    pub(super) fn shared(&self) -> Option<&str> {
        let name = self.starts.first().filter(|_| self.starts.len() == 1)?.as_deref()?;
        name.contains('/').then_some(name)
    }

    /// When an entry takes place, if it declares that.
    pub(super) fn when(&mut self, event: &Component) -> Result<Option<CalendarTime>, Fault> {
        let Some(start) = event.get("DTSTART") else { return Ok(None) };
        let end = event.get("DTEND");
        let lasts = match event.get("DURATION") {
            Some(duration) => {
                let text = duration.value.trim().trim_start_matches('+');
                Some(datetime::duration(text).map_err(|fault| fault.line(duration.line))?)
            }
            None => None,
        };
        if is_date(start) {
            return self.days(start, end, lasts).map(Some);
        }
        let from = self.moment(start, event)?;
        self.starts.insert(from.time_zone().iana_name().map(str::to_owned));
        let to = match (end, lasts) {
            (Some(end), _) if !is_date(end) => Some(self.moment(end, event)?),
            (Some(end), _) => {
                let day = date(end.value.trim()).map_err(|fault| fault.line(end.line))?;
                let midnight = day.to_zoned(from.time_zone().clone());
                midnight.ok().filter(|midnight| *midnight > from)
            }
            (None, Some(lasts)) => {
                Some(datetime::later(&from, lasts).map_err(|f| f.line(start.line))?)
            }
            (None, None) => None,
        };
        if let Some(to) = &to
            && *to < from
        {
            return Err(Fault::new("this entry ends before it begins")
                .line(end.map_or(start.line, |end| end.line))
                .help("correct its DTEND"));
        }
        let estimated = event.get(ESTIMATED_END).is_some();
        let to = to.filter(|to| *to > from && !estimated);
        if to
            .as_ref()
            .is_some_and(|to| from.duration_until(to) > SignedDuration::from_hours(24 * 366))
        {
            return Err(Fault::new("this entry lasts more than a year")
                .line(start.line)
                .help("correct its DTSTART or DTEND"));
        }
        Ok(Some(CalendarTime::Time(from, to)))
    }

    fn days(
        &mut self,
        start: &Property,
        end: Option<&Property>,
        lasts: Option<SignedDuration>,
    ) -> Result<CalendarTime, Fault> {
        let first = date(start.value.trim()).map_err(|fault| fault.line(start.line))?;
        let after = match (end, lasts) {
            (Some(end), _) => Some(date(end.value.trim()).map_err(|fault| fault.line(end.line))?),
            (None, Some(lasts)) => plus_days(first, lasts.as_hours() / 24),
            (None, None) => None,
        };
        // DTEND is the day after the last.
        let last = after.and_then(|after| after.yesterday().ok()).unwrap_or(first);
        Ok(CalendarTime::Days(first, last.max(first)))
    }

    /// The moment of a property of an entry.
    pub(super) fn moment(
        &mut self,
        property: &Property,
        event: &Component,
    ) -> Result<Zoned, Fault> {
        let at_line = |fault: Fault| fault.line(property.line);
        let text = property.value.trim();
        if let Some(utc) = text.strip_suffix(['Z', 'z']) {
            let utc = date_time(utc).map_err(at_line)?;
            return datetime::at_zone(utc, &TimeZone::UTC).map_err(at_line);
        }
        let local = date_time(text).map_err(at_line)?;
        // Some programs write the zone as a property of the entry.
        let named = match property.parameter("TZID") {
            "" => event.get("TZID").map(Property::line_text).unwrap_or_default(),
            name => name.to_owned(),
        };
        if !named.is_empty() {
            return self.zones.moment(local, &named).map_err(at_line);
        }
        datetime::local_moment(local, self.floating.as_ref()).map_err(at_line)
    }
}

/// Whether a property is a date without a time.
pub(super) fn is_date(property: &Property) -> bool {
    property.parameter("VALUE").eq_ignore_ascii_case("DATE") || property.value.trim().len() == 8
}

/// A date such as `20310603`.
pub(super) fn date(text: &str) -> Result<Date, Fault> {
    let written = match text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        true => format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..]),
        false => text.to_owned(),
    };
    datetime::date(&written)
}

/// A wall time such as `20310603T090000`.
pub(super) fn date_time(text: &str) -> Result<DateTime, Fault> {
    let not = || {
        Fault::new(format!(
            "`{}` is not a date with a time",
            crate::exchange::sanitize::excerpt(text)
        ))
        .help("nine o'clock is written as `20310603T090000`")
    };
    let (day, time) = text.split_once(['T', 't']).ok_or_else(not)?;
    let day = date(day)?;
    let digits = matches!(time.len(), 4 | 6) && time.bytes().all(|byte| byte.is_ascii_digit());
    let number = |at: usize| time.get(at..at + 2).and_then(|part| part.parse::<i8>().ok());
    let clock = digits.then(|| {
        // A leap second is taken for the second before it.
        let second = number(4).unwrap_or_default().min(59);
        Clock::new(number(0)?, number(2)?, second, 0).ok()
    });
    Ok(day.to_datetime(clock.flatten().ok_or_else(not)?))
}

/// A weekday by its two letters.
pub(super) fn weekday(text: &str) -> Option<Weekday> {
    Some(match text {
        "MO" => Weekday::Monday,
        "TU" => Weekday::Tuesday,
        "WE" => Weekday::Wednesday,
        "TH" => Weekday::Thursday,
        "FR" => Weekday::Friday,
        "SA" => Weekday::Saturday,
        "SU" => Weekday::Sunday,
        _ => return None,
    })
}
