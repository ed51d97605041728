//! What a file does not say, and who reads it knows.

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

/// What a reader takes where a file says nothing.
#[derive(Clone, Debug)]
pub struct Hints {
    /// The zone of times without one. Without it, such a time is a fault.
    pub timezone: Option<TimeZone>,
    /// The time of day at which a day of the event begins: what is earlier belongs to the day before.
    pub day_starts: Time,
}

impl Default for Hints {
    fn default() -> Hints {
        Hints { timezone: None, day_starts: Time::constant(4, 0, 0, 0) }
    }
}

impl Hints {
    /// The day of the event that a moment belongs to.
    pub(in crate::exchange) fn day_of(&self, moment: &jiff::Zoned) -> Date {
        match moment.time() < self.day_starts {
            true => moment.date().yesterday().unwrap_or(moment.date()),
            false => moment.date(),
        }
    }
}
