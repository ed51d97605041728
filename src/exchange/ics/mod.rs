//! iCalendar (RFC 5545, with RFC 7986), which calendar programs read.
//!
//! Written files have no METHOD: they are published, not sent. DTSTAMP is then the time of an entry's
//! last revision, so the same programme gives the same file on any day. Times are in the event's zone,
//! which the file defines. Each text is written once, and declares its language.

mod css_color;
mod read;
mod vtimezone;
mod write_calendar;

pub use read::read;
pub use vtimezone::Zone;
pub use write_calendar::write;

use std::fmt;

use jiff::civil::Date;
use jiff::{Timestamp, Zoned};

use crate::exchange::programme::Status;
use crate::exchange::wording::Wording;

/// The property of entries whose end is an estimate, in files from Plenary.
const ESTIMATED_END: &str = "X-PLENARY-ESTIMATED-END";

/// The program that writes the files (PRODID).
pub(in crate::exchange) const PRODUCT: &str = "-//Plenary//Plenary//EN";

/// Whether a text is a calendar.
pub(in crate::exchange) fn detects(text: &str) -> bool {
    text.lines().next().is_some_and(|line| line.trim().eq_ignore_ascii_case("BEGIN:VCALENDAR"))
}

/// A calendar.
#[derive(Clone, Debug)]
pub struct Calendar<'a> {
    /// The name in a list of calendars.
    pub name: Wording,
    /// The description.
    pub description: Wording,
    /// The page with the same content.
    pub url: Option<String>,
    /// The address of the file itself.
    pub source: Option<String>,
    /// The colour as `#rrggbb`.
    pub color: Option<String>,
    /// The event's zone.
    pub zone: &'a Zone,
    /// The entries, in the order in which they are written.
    pub entries: Vec<CalendarEntry>,
}

/// An entry of a calendar.
#[derive(Clone, Debug, Default)]
pub struct CalendarEntry {
    /// The permanent, globally unique id, the same in all languages.
    pub uid: String,
    /// How often its time, place or status changed.
    pub sequence: u32,
    /// When it last changed, if that is known.
    pub revised: Option<Timestamp>,
    /// When it takes place.
    pub when: CalendarTime,
    /// Whether its end is an estimate.
    pub estimated_end: bool,
    /// The title.
    pub summary: Wording,
    /// The text, without markup.
    pub description: Wording,
    /// The name of its place.
    pub location: Wording,
    /// Latitude and longitude.
    pub geo: Option<(f64, f64)>,
    /// Its page.
    pub url: Option<String>,
    /// Whether it will take place.
    pub status: Option<Status>,
    /// The tracks.
    pub categories: Vec<Wording>,
    /// The address of the live stream.
    pub stream: Option<String>,
    /// Whether participants count as free, such as during a break.
    pub transparent: bool,
    /// Whether it was removed from the programme, and is only listed so that calendars drop it.
    pub gone: bool,
}

/// When an entry takes place.
#[derive(Clone, Debug, PartialEq)]
pub enum CalendarTime {
    /// From a moment to a later one, if the end is known.
    Time(Zoned, Option<Zoned>),
    /// Whole days, from the first to the last.
    Days(Date, Date),
}

impl CalendarTime {
    /// The day on which it begins, in its own zone.
    fn first_day(&self) -> Date {
        match self {
            CalendarTime::Days(first, _) => *first,
            CalendarTime::Time(start, _) => start.date(),
        }
    }
}

impl fmt::Display for CalendarTime {
    /// In the form `2031-06-03 09:00`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CalendarTime::Days(first, _) => write!(f, "{first}"),
            CalendarTime::Time(start, _) => write!(f, "{}", start.strftime("%Y-%m-%d %H:%M")),
        }
    }
}

impl Default for CalendarTime {
    fn default() -> CalendarTime {
        CalendarTime::Days(Date::default(), Date::default())
    }
}

#[cfg(test)]
mod tests;
