//! Moments as wall clock times under the days that they belong to.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{ToSpan, Zoned};

use crate::event::agenda_times::date_of;
use crate::exchange::programme::{self, Programme};
use crate::tools::import::facts::SessionTime;
use crate::tools::import::unsupported::Unsupported;

/// The wall clock of an event.
#[derive(Clone, Debug)]
pub(super) struct WallClock {
    /// The event's zone.
    pub(super) zone: TimeZone,
    /// When a day of the agenda begins: earlier times belong to the day before.
    pub(super) day_starts: Time,
}

/// The maximum number of days that are written for a session that lasts several days.
const LONGEST: usize = 31;

impl WallClock {
    /// The times of a slot: one, or one per day if it lasts several days. Unsupported parts are
    /// noted under the session `of`.
    pub(super) fn times(
        &self,
        slot: &programme::Slot,
        of: &str,
        unsupported: &mut Unsupported,
    ) -> Vec<SessionTime> {
        let unknown = SessionTime { day: slot.day, start: None, end: None, fold: None };
        match &slot.time {
            programme::Time::Unknown => vec![unknown],
            programme::Time::From(start) | programme::Time::Estimated(start, _) => {
                vec![self.start(start)]
            }
            programme::Time::Span(start, end) if end <= start => vec![self.start(start)],
            programme::Time::Span(start, end) => self.span(start, end, of, unsupported),
        }
    }

    /// Date and wall clock time, to the minute.
    fn wall(&self, at: &Zoned) -> DateTime {
        let wall = at.with_time_zone(self.zone.clone()).datetime();
        let (hour, minute) = (wall.time().hour(), wall.time().minute());
        wall.date().to_datetime(Time::new(hour, minute, 0, 0).unwrap_or(Time::midnight()))
    }

    /// The day of the agenda that a wall clock time belongs to.
    fn day(&self, wall: DateTime) -> Date {
        match wall.time() < self.day_starts {
            true => wall.date().checked_sub(1.day()).unwrap_or(wall.date()),
            false => wall.date(),
        }
    }

    fn start(&self, start: &Zoned) -> SessionTime {
        let wall = self.wall(start);
        let fold = self.fold(wall, start);
        SessionTime { day: self.day(wall), start: Some(wall.time()), end: None, fold }
    }

    fn span(
        &self,
        start: &Zoned,
        end: &Zoned,
        of: &str,
        unsupported: &mut Unsupported,
    ) -> Vec<SessionTime> {
        let mut when = self.start(start);
        let (begins, ends) = (self.wall(start), self.wall(end));
        if begins == ends && end.duration_since(start).as_mins() == 0 {
            return vec![when];
        }
        let fold = self.fold(ends, end);
        let both = when.fold.is_some() && fold.is_some() && when.fold != fold;
        if !both && self.end_of(&when, begins, ends.time()) == Some(ends) {
            when.end = Some(ends.time());
            when.fold = when.fold.or(fold);
            return vec![when];
        }
        let end_text = format!("{} {}", ends.date(), ends.time().strftime("%H:%M"));
        if end.duration_since(start) < jiff::SignedDuration::from_hours(24) {
            unsupported.note("ends in the hour that clocks repeat", of, &end_text);
            return vec![when];
        }
        unsupported.note("ends more than a day after the start", of, &end_text);
        let days = when.day.series(1.day()).take_while(|day| *day <= self.day(ends));
        let mut times: Vec<SessionTime> = days
            .take(LONGEST)
            .map(|day| SessionTime { day, start: None, end: None, fold: None })
            .collect();
        times[0] = when;
        times
    }

    /// When a session with this end in the agenda ends: the rule of `event::agenda`.
    fn end_of(&self, when: &SessionTime, begins: DateTime, end: Time) -> Option<DateTime> {
        let last = date_of(when.day, end, self.day_starts)?.to_datetime(end);
        if last > begins { Some(last) } else { last.checked_add(1.day()).ok() }
            .filter(|last| last.time() != begins.time() || last.date() == begins.date())
    }

    /// Which of two equal wall clock times a moment is; `None` if there is only one.
    fn fold(&self, wall: DateTime, at: &Zoned) -> Option<&'static str> {
        match self.zone.to_ambiguous_zoned(wall).offset() {
            AmbiguousOffset::Fold { before, .. } => {
                let earlier = at.with_time_zone(self.zone.clone()).offset() == before;
                Some(if earlier { "earlier" } else { "later" })
            }
            _ => None,
        }
    }
}

/// The hour at which the days of a programme begin, so that every slot is under the day given in
/// the file: 04:00, or the hour that the file declares if a session needs another.
pub(super) fn day_starts(programme: &Programme, zone: &TimeZone) -> Time {
    let usual = jiff::civil::time(4, 0, 0, 0);
    let (mut night, mut morning) = (None, None);
    for slot in programme.sessions.iter().flat_map(|session| &session.slots) {
        let Some(start) = slot.time.start() else { continue };
        let wall = start.with_time_zone(zone.clone()).datetime();
        if wall.date() == slot.day {
            morning = Some(morning.map_or(wall.time(), |time: Time| time.min(wall.time())));
        } else if Some(wall.date()) == slot.day.checked_add(1.day()).ok() {
            night = Some(night.map_or(wall.time(), |time: Time| time.max(wall.time())));
        }
    }
    let fits = |starts: Time| {
        night.is_none_or(|night| night < starts) && morning.is_none_or(|morning| starts <= morning)
    };
    let declared = programme.day_starts.into_iter();
    let hours = (0..24).filter_map(|hour| Time::new(hour, 0, 0, 0).ok());
    std::iter::once(usual)
        .chain(declared)
        .chain(hours)
        .find(|starts| fits(*starts))
        .unwrap_or(usual)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A moment in 2030, such as `09-12 09:00 +02:00`.
    fn at(text: &str) -> Zoned {
        let parts: Vec<&str> = text.split(' ').collect();
        let [day, time, offset] = parts[..] else { panic!("{text}") };
        format!("2030-{day}T{time}{offset}[{offset}]").parse().expect("it is a moment")
    }

    fn clock() -> WallClock {
        let zone = TimeZone::get("Europe/Copenhagen").expect("it is bundled");
        WallClock { zone, day_starts: jiff::civil::time(4, 0, 0, 0) }
    }

    fn times(start: &str, end: &str) -> String {
        let (start, mut unsupported) = (at(start), Unsupported::default());
        let time = programme::Time::Span(start.clone(), at(end));
        let slot =
            programme::Slot { id: String::new(), day: start.date(), time, rooms: Vec::new() };
        let times = clock().times(&slot, "x", &mut unsupported);
        let times: Vec<String> = times.iter().map(SessionTime::to_string).collect();
        let noted = if unsupported.count() > 0 { "!" } else { "" };
        format!("{}{noted}", times.join(", "))
    }

    #[test]
    fn moments_become_wall_clock_times() {
        for (start, end, found) in [
            ("09-12 09:00 +02:00", "09-12 10:30 +02:00", "2030-09-12 09:00–10:30"),
            ("09-12 07:00 +00:00", "09-12 08:30 +00:00", "2030-09-12 09:00–10:30"),
            ("09-13 00:30 +02:00", "09-13 02:00 +02:00", "2030-09-12 00:30–02:00"),
            ("09-12 22:00 +02:00", "09-13 05:00 +02:00", "2030-09-12 22:00–05:00"),
            ("09-12 22:00 +02:00", "09-13 21:59 +02:00", "2030-09-12 22:00–21:59"),
            ("09-12 22:00 +02:00", "09-13 22:00 +02:00", "2030-09-12 22:00, 2030-09-13!"),
            (
                "09-12 09:00 +02:00",
                "09-14 10:00 +02:00",
                "2030-09-12 09:00, 2030-09-13, 2030-09-14!",
            ),
            ("09-12 09:00 +02:00", "09-12 09:00 +02:00", "2030-09-12 09:00"),
            // The night when clocks are set back.
            ("10-27 02:30 +02:00", "10-27 05:00 +01:00", "2030-10-26 02:30–05:00 earlier"),
            ("10-27 02:30 +02:00", "10-27 02:30 +01:00", "2030-10-26 02:30 earlier!"),
            ("10-27 02:30 +01:00", "10-27 03:30 +01:00", "2030-10-26 02:30–03:30 later"),
        ] {
            assert_eq!(times(start, end), found, "{start} {end}");
        }
    }

    #[test]
    fn days_begin_so_that_nights_stay_under_the_day_of_the_file() {
        let slot = |day: Date, start: &str| programme::Slot {
            id: String::new(),
            day,
            time: programme::Time::From(at(start)),
            rooms: Vec::new(),
        };
        let day = jiff::civil::date(2030, 9, 12);
        let night = "09-13 00:30 +02:00";
        for (slots, starts) in [
            (vec![], 4),
            (vec![slot(day, night)], 4),
            (vec![slot(day, "09-13 05:30 +02:00")], 6),
            (vec![slot(day, night), slot(day, "09-12 02:00 +02:00")], 1),
        ] {
            let session = programme::Session { slots, ..Default::default() };
            let programme = Programme { sessions: vec![session], ..Default::default() };
            assert_eq!(day_starts(&programme, &clock().zone).hour(), starts);
        }
    }
}
