//! Moments as the clock on the wall shows them, below the day that they belong to.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{ToSpan, Zoned};

use crate::event::agenda_times::date_of;
use crate::exchange::programme::{self, Programme};
use crate::tools::import::fact::When;
use crate::tools::import::left::Left;

/// The clock of an event.
#[derive(Clone, Debug)]
pub(super) struct Clock {
    /// The event's zone.
    pub(super) zone: TimeZone,
    /// When a day of the agenda begins: earlier hours belong to the day before.
    pub(super) day_starts: Time,
}

/// The longest that something goes on for which every day is written, in days.
const LONGEST: usize = 31;

impl Clock {
    /// The times of a slot: one, or one a day if it goes on for days. What cannot be said is noted
    /// as `of` the session.
    pub(super) fn times(&self, slot: &programme::Slot, of: &str, left: &mut Left) -> Vec<When> {
        let unknown = When { day: slot.day, start: None, end: None, fold: None };
        match &slot.time {
            programme::Time::Unknown => vec![unknown],
            programme::Time::From(start) => vec![self.start(start)],
            programme::Time::Span(start, end) if end <= start => vec![self.start(start)],
            programme::Time::Span(start, end) => self.span(start, end, of, left),
        }
    }

    /// Date and time on the wall, to the minute.
    fn wall(&self, at: &Zoned) -> DateTime {
        let wall = at.with_time_zone(self.zone.clone()).datetime();
        let (hour, minute) = (wall.time().hour(), wall.time().minute());
        wall.date().to_datetime(Time::new(hour, minute, 0, 0).unwrap_or(Time::midnight()))
    }

    /// The day of the agenda that a time on the wall belongs to.
    fn day(&self, wall: DateTime) -> Date {
        match wall.time() < self.day_starts {
            true => wall.date().checked_sub(1.day()).unwrap_or(wall.date()),
            false => wall.date(),
        }
    }

    fn start(&self, start: &Zoned) -> When {
        let wall = self.wall(start);
        let fold = self.fold(wall, start);
        When { day: self.day(wall), start: Some(wall.time()), end: None, fold }
    }

    fn span(&self, start: &Zoned, end: &Zoned, of: &str, left: &mut Left) -> Vec<When> {
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
        let said = format!("{} {}", ends.date(), ends.time().strftime("%H:%M"));
        if end.duration_since(start) < jiff::SignedDuration::from_hours(24) {
            left.note("ends in the hour that clocks show twice", of, &said);
            return vec![when];
        }
        left.note("ends that are more than a day behind the start", of, &said);
        let days = when.day.series(1.day()).take_while(|day| *day <= self.day(ends));
        let mut times: Vec<When> = days
            .take(LONGEST)
            .map(|day| When { day, start: None, end: None, fold: None })
            .collect();
        times[0] = when;
        times
    }

    /// When something ends of which the agenda says so: the rule of `event::agenda`.
    fn end_of(&self, when: &When, begins: DateTime, end: Time) -> Option<DateTime> {
        let last = date_of(when.day, end, self.day_starts)?.to_datetime(end);
        if last > begins { Some(last) } else { last.checked_add(1.day()).ok() }
            .filter(|last| last.time() != begins.time() || last.date() == begins.date())
    }

    /// Which of two equal times on the wall a moment is; `None` if there is only one.
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

/// The hour at which the days of a programme begin, so that every slot stands under the day that the
/// file says: the one that it names, or four in the morning where that does not contradict it.
pub(super) fn day_starts(programme: &Programme, zone: &TimeZone) -> Time {
    let usual = jiff::civil::time(4, 0, 0, 0);
    let (mut night, mut morning) = (None, None);
    for slot in programme.sessions.iter().flat_map(|session| &session.slots) {
        let (programme::Time::From(start) | programme::Time::Span(start, _)) = &slot.time else {
            continue;
        };
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
    let told = programme.day_starts.into_iter();
    let hours = (0..24).filter_map(|hour| Time::new(hour, 0, 0, 0).ok());
    told.chain([usual]).chain(hours).find(|starts| fits(*starts)).unwrap_or(usual)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Zoned {
        text.parse().expect("it is a moment")
    }

    fn clock() -> Clock {
        let zone = TimeZone::get("Europe/Copenhagen").expect("it is bundled");
        Clock { zone, day_starts: jiff::civil::time(4, 0, 0, 0) }
    }

    fn times(start: &str, end: &str) -> String {
        let (start, mut left) = (at(start), Left::default());
        let time = programme::Time::Span(start.clone(), at(end));
        let slot =
            programme::Slot { id: String::new(), day: start.date(), time, rooms: Vec::new() };
        let times = clock().times(&slot, "x", &mut left);
        let times: Vec<String> = times.iter().map(When::to_string).collect();
        let said = if left.count() > 0 { "!" } else { "" };
        format!("{}{said}", times.join(", "))
    }

    #[test]
    fn moments_become_times_on_the_wall() {
        for (start, end, found) in [
            (
                "2030-09-12T09:00+02:00[+02:00]",
                "2030-09-12T10:30+02:00[+02:00]",
                "2030-09-12 09:00–10:30",
            ),
            (
                "2030-09-12T07:00+00:00[UTC]",
                "2030-09-12T08:30+00:00[UTC]",
                "2030-09-12 09:00–10:30",
            ),
            (
                "2030-09-13T00:30+02:00[+02:00]",
                "2030-09-13T02:00+02:00[+02:00]",
                "2030-09-12 00:30–02:00",
            ),
            (
                "2030-09-12T22:00+02:00[+02:00]",
                "2030-09-13T05:00+02:00[+02:00]",
                "2030-09-12 22:00–05:00",
            ),
            (
                "2030-09-12T22:00+02:00[+02:00]",
                "2030-09-13T21:59+02:00[+02:00]",
                "2030-09-12 22:00–21:59",
            ),
            (
                "2030-09-12T22:00+02:00[+02:00]",
                "2030-09-13T22:00+02:00[+02:00]",
                "2030-09-12 22:00, 2030-09-13!",
            ),
            (
                "2030-09-12T09:00+02:00[+02:00]",
                "2030-09-14T10:00+02:00[+02:00]",
                "2030-09-12 09:00, 2030-09-13, 2030-09-14!",
            ),
            (
                "2030-09-12T09:00+02:00[+02:00]",
                "2030-09-12T09:00+02:00[+02:00]",
                "2030-09-12 09:00",
            ),
            // The night when clocks are set back.
            (
                "2030-10-27T02:30+02:00[+02:00]",
                "2030-10-27T05:00+01:00[+01:00]",
                "2030-10-26 02:30–05:00 earlier",
            ),
            (
                "2030-10-27T02:30+02:00[+02:00]",
                "2030-10-27T02:30+01:00[+01:00]",
                "2030-10-26 02:30 earlier!",
            ),
            (
                "2030-10-27T02:30+01:00[+01:00]",
                "2030-10-27T03:30+01:00[+01:00]",
                "2030-10-26 02:30–03:30 later",
            ),
        ] {
            assert_eq!(times(start, end), found, "{start} {end}");
        }
    }

    #[test]
    fn days_begin_so_that_the_nights_are_where_the_file_has_them() {
        let slot = |day: Date, start: &str| programme::Slot {
            id: String::new(),
            day,
            time: programme::Time::From(at(start)),
            rooms: Vec::new(),
        };
        let day = jiff::civil::date(2030, 9, 12);
        let night = "2030-09-13T00:30+02:00[+02:00]";
        for (slots, starts) in [
            (vec![], 4),
            (vec![slot(day, night)], 4),
            (vec![slot(day, "2030-09-13T05:30+02:00[+02:00]")], 6),
            (vec![slot(day, night), slot(day, "2030-09-12T02:00+02:00[+02:00]")], 1),
        ] {
            let session = programme::Session { slots, ..Default::default() };
            let programme = Programme { sessions: vec![session], ..Default::default() };
            assert_eq!(day_starts(&programme, &clock().zone).hour(), starts);
        }
    }
}
