//! Dates and times of a calendar's entries.

use std::collections::BTreeSet;

use jiff::civil::{Date, DateTime, Time as Clock, Weekday};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Zoned};

use crate::exchange::clock;
use crate::exchange::fault::Fault;
use crate::exchange::ics::read::parse::{Component, Property};
use crate::exchange::ics::read::zones::{Zones, plus_days};

/// When an entry is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum When {
    /// Whole days, from the first to the last.
    Days(Date, Date),
    /// From a moment on, perhaps to another.
    Time(Zoned, Option<Zoned>),
}

impl When {
    /// The day on which it begins, on its own clock.
    pub(super) fn first(&self) -> Date {
        match self {
            When::Days(first, _) => *first,
            When::Time(start, _) => start.date(),
        }
    }
}

impl std::fmt::Display for When {
    /// As `2031-06-03 09:00`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            When::Days(first, _) => write!(f, "{first}"),
            When::Time(start, _) => write!(f, "{}", start.strftime("%Y-%m-%d %H:%M")),
        }
    }
}

/// What tells the zone of times without one.
#[derive(Debug, Default)]
pub(super) struct Clocks {
    pub(super) zones: Zones,
    /// The zone of the calendar, or that of who reads it.
    pub(super) floating: Option<TimeZone>,
    /// The zones in which entries begin; nothing for one without a name.
    starts: BTreeSet<Option<String>>,
}

impl Clocks {
    /// The zone that all entries begin in, if it is the only one and that of a place.
    pub(super) fn shared(&self) -> Option<&str> {
        let name = self.starts.first().filter(|_| self.starts.len() == 1)?.as_deref()?;
        name.contains('/').then_some(name)
    }

    /// When an entry is; nothing if it does not say.
    pub(super) fn when(&mut self, event: &Component) -> Result<Option<When>, Fault> {
        let Some(start) = event.get("DTSTART") else { return Ok(None) };
        let end = event.get("DTEND");
        let lasts = match event.get("DURATION") {
            Some(duration) => {
                let text = duration.value.trim().trim_start_matches('+');
                Some(clock::duration(text).map_err(|fault| fault.line(duration.line))?)
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
                Some(clock::later(&from, lasts).map_err(|f| f.line(start.line))?)
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
        let to = to.filter(|to| *to > from);
        if to
            .as_ref()
            .is_some_and(|to| from.duration_until(to) > SignedDuration::from_hours(24 * 366))
        {
            return Err(Fault::new("this entry lasts more than a year")
                .line(start.line)
                .help("correct its DTSTART or DTEND"));
        }
        Ok(Some(When::Time(from, to)))
    }

    fn days(
        &mut self,
        start: &Property,
        end: Option<&Property>,
        lasts: Option<SignedDuration>,
    ) -> Result<When, Fault> {
        let first = date(start.value.trim()).map_err(|fault| fault.line(start.line))?;
        let after = match (end, lasts) {
            (Some(end), _) => Some(date(end.value.trim()).map_err(|fault| fault.line(end.line))?),
            (None, Some(lasts)) => plus_days(first, lasts.as_hours() / 24),
            (None, None) => None,
        };
        // The end is the day behind the last.
        let last = after.and_then(|after| after.yesterday().ok()).unwrap_or(first);
        Ok(When::Days(first, last.max(first)))
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
            return clock::at_zone(utc, &TimeZone::UTC).map_err(at_line);
        }
        let local = date_time(text).map_err(at_line)?;
        // Some programs have the zone as a property of the entry.
        let named = match property.parameter("TZID") {
            "" => event.get("TZID").map(Property::line_text).unwrap_or_default(),
            name => name.to_owned(),
        };
        if !named.is_empty() {
            return self.zones.moment(local, &named).map_err(at_line);
        }
        clock::moment(&local.to_string(), self.floating.as_ref()).map_err(at_line)
    }
}

/// Whether a property is a date without a time.
pub(super) fn is_date(property: &Property) -> bool {
    property.parameter("VALUE").eq_ignore_ascii_case("DATE") || property.value.trim().len() == 8
}

/// A date as `20310603`.
pub(super) fn date(text: &str) -> Result<Date, Fault> {
    let written = match text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        true => format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..]),
        false => text.to_owned(),
    };
    clock::date(&written)
}

/// A wall time as `20310603T090000`.
pub(super) fn date_time(text: &str) -> Result<DateTime, Fault> {
    let not = || {
        Fault::new(format!("`{}` is no date with a time", crate::exchange::clean::excerpt(text)))
            .help("nine o'clock is written as `20310603T090000`")
    };
    let (day, time) = text.split_once(['T', 't']).ok_or_else(not)?;
    let day = date(day)?;
    let digits = matches!(time.len(), 4 | 6) && time.bytes().all(|byte| byte.is_ascii_digit());
    let number = |at: usize| time.get(at..at + 2).and_then(|part| part.parse::<i8>().ok());
    let clock = digits.then(|| {
        // A leap second is as long as the one before it, for us.
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
