//! Hints: facts that a reader needs and that a file does not declare.

use jiff::Zoned;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;

use crate::exchange::datetime;
use crate::exchange::file_fault::Fault;

/// Defaults for what a file does not declare.
#[derive(Clone, Debug)]
pub struct Hints {
    /// The zone of times that have none. If this is not known, such a time is a fault.
    pub timezone: Option<TimeZone>,
    /// The zone of the event's clock, if it is known before the file is read. Otherwise it is
    /// the zone that the file declares.
    pub event_zone: Option<TimeZone>,
    /// The time at which a day of the event begins: earlier times belong to the day before.
    pub day_starts: Time,
}

impl Default for Hints {
    fn default() -> Hints {
        Hints { timezone: None, event_zone: None, day_starts: Time::constant(4, 0, 0, 0) }
    }
}

impl Hints {
    /// A moment on the event's clock, whatever the clock of the source is.
    pub(super) fn wall(&self, moment: &Zoned) -> DateTime {
        match self.event_zone.as_ref().or(self.timezone.as_ref()) {
            Some(zone) => moment.with_time_zone(zone.clone()).datetime(),
            None => moment.datetime(),
        }
    }

    /// The day of the event that a moment belongs to.
    pub(super) fn day_of(&self, moment: &Zoned) -> Date {
        let wall = self.wall(moment);
        match wall.time() < self.day_starts {
            true => wall.date().yesterday().unwrap_or(wall.date()),
            false => wall.date(),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_on_the_clock_of_the_event() {
        let zone = |name: &str| datetime::zone(name);
        for (timezone, event_zone, moment, day) in [
            (None, None, "2031-06-03T01:00:00Z[UTC]", 2),
            (zone("Asia/Shanghai"), None, "2031-06-03T01:00:00Z[UTC]", 3),
            (zone("Asia/Shanghai"), None, "2031-06-03T18:00:00Z[UTC]", 3),
            (zone("Asia/Shanghai"), zone("America/Lima"), "2031-06-03T08:00:00Z[UTC]", 2),
            (None, zone("America/Lima"), "2031-06-03T09:00:00Z[UTC]", 3),
        ] {
            let hints = Hints { timezone, event_zone, ..Hints::default() };
            let moment: Zoned = moment.parse().expect("it is a moment");
            assert_eq!(hints.day_of(&moment).day(), day, "{moment} {hints:?}");
        }
    }
}
