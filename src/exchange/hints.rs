//! Hints: facts that a reader needs and that a file does not declare.

use jiff::Zoned;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

use crate::exchange::datetime;
use crate::exchange::file_fault::Fault;

/// Defaults for what a file does not declare.
#[derive(Clone, Debug)]
pub struct Hints {
    /// The zone of times without one. Without it, such a time is a fault.
    pub timezone: Option<TimeZone>,
    /// The time at which a day of the event begins: earlier times belong to the day before.
    pub day_starts: Time,
}

impl Default for Hints {
    fn default() -> Hints {
        Hints { timezone: None, day_starts: Time::constant(4, 0, 0, 0) }
    }
}

impl Hints {
    /// The day of the event that a moment belongs to.
    pub(super) fn day_of(&self, moment: &Zoned) -> Date {
        match moment.time() < self.day_starts {
            true => moment.date().yesterday().unwrap_or(moment.date()),
            false => moment.date(),
        }
    }

    /// The moment of a text; without an offset it is in the zone of these hints.
    pub(super) fn moment(&self, text: &str) -> Result<Zoned, Fault> {
        datetime::moment(text, self.timezone.as_ref())
    }

    /// The moment of a time on a day of the event: before the start of the day, it is on the next date.
    pub(super) fn moment_on(&self, day: Date, time: Time) -> Result<Zoned, Fault> {
        let date = if time < self.day_starts { day.tomorrow().unwrap_or(day) } else { day };
        datetime::local_moment(date.to_datetime(time), self.timezone.as_ref())
    }
}
