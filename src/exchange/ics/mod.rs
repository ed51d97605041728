//! iCalendar (RFC 5545, with RFC 7986): what calendars of phones and offices read.
//!
//! Files that are written have no METHOD: they are published, not sent, and DTSTAMP then says when an
//! entry was last revised, so that the same programme gives the same file on any day. Times are of
//! the event's zone, which the file defines. A text is there once, and says which language it is in.

mod color;
mod read;
mod write;
mod zone;

pub use read::read;
pub use write::write;
pub use zone::Zone;

use jiff::civil::Date;
use jiff::{Timestamp, Zoned};

use crate::exchange::wording::Wording;

/// Who writes the files (PRODID).
pub(in crate::exchange) const PRODUCT: &str = "-//Plenary//Plenary//EN";

/// A calendar.
#[derive(Clone, Debug)]
pub struct Calendar<'a> {
    /// What readers see in their list of calendars.
    pub name: Wording,
    /// What is in it.
    pub description: Wording,
    /// The page that shows the same.
    pub url: Option<String>,
    /// Where the file itself can be fetched again.
    pub source: Option<String>,
    /// The colour as `#rrggbb`.
    pub color: Option<String>,
    /// The event's zone.
    pub zone: &'a Zone,
    /// The entries, in the order in which they are written.
    pub entries: Vec<Entry>,
}

/// What stands in a calendar.
#[derive(Clone, Debug, Default)]
pub struct Entry {
    /// The name that no other entry in the world has, equal in all languages and for ever.
    pub uid: String,
    /// How often time, place or status changed.
    pub sequence: u32,
    /// When something of it last changed, if that is known.
    pub revised: Option<Timestamp>,
    /// When it is.
    pub when: When,
    /// The title.
    pub summary: Wording,
    /// The text, without markup.
    pub description: Wording,
    /// Where it is, in words.
    pub location: Wording,
    /// Where it is, as latitude and longitude.
    pub geo: Option<(f64, f64)>,
    /// Its page.
    pub url: Option<String>,
    /// Whether it will happen.
    pub status: Option<Status>,
    /// The themes.
    pub categories: Vec<Wording>,
    /// Where it can be followed from afar.
    pub stream: Option<String>,
    /// Whether whoever is there counts as free, as in a break.
    pub transparent: bool,
    /// Whether it is no longer in the programme, and here only so that calendars drop it.
    pub gone: bool,
}

/// When something is.
#[derive(Clone, Debug)]
pub enum When {
    /// From a moment to a later one, or to nobody knows when.
    Time(Zoned, Option<Zoned>),
    /// Some time from one day to another, which it includes.
    Days(Date, Date),
}

impl Default for When {
    fn default() -> When {
        When::Days(Date::default(), Date::default())
    }
}

/// Whether something will happen, in the words of calendars.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// It may.
    Tentative,
    /// It will.
    Confirmed,
    /// It will not.
    Cancelled,
}

impl Status {
    /// The value of STATUS.
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Tentative => "TENTATIVE",
            Status::Confirmed => "CONFIRMED",
            Status::Cancelled => "CANCELLED",
        }
    }
}

#[cfg(test)]
mod tests;
