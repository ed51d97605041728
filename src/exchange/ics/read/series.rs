//! Entries that are held again, and what is different at one of their times.
//!
//! A calendar has them as one entry with a rule, and one more for each time that is different, in any
//! order, with the same UID. A time that is moved or elsewhere is a slot; one with another title or
//! text is a session of its own.

use std::collections::BTreeMap;

use jiff::Zoned;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::exchange::fault::Fault;
use crate::exchange::ics::read::parse::{Component, Property};
use crate::exchange::ics::read::times::{When, date, is_date};
use crate::exchange::ics::read::{Found, Held, Reader, repeat};
use crate::exchange::programme::{Session, Status};

/// Which time of an entry is meant, as it was planned at first.
enum Point {
    Day(Date),
    Moment(Zoned),
}

impl Point {
    /// Whether a time is the one that is meant, or with `future` that or a later one.
    fn is(&self, planned: &When, future: bool) -> bool {
        let order = match (self, planned) {
            (Point::Moment(moment), When::Time(start, _)) => start.cmp(moment),
            (Point::Moment(moment), When::Days(first, _)) => first.cmp(&moment.date()),
            (Point::Day(day), planned) => planned.first().cmp(day),
        };
        order.is_eq() || future && order.is_gt()
    }

    fn day(&self) -> Date {
        match self {
            Point::Day(day) => *day,
            Point::Moment(moment) => moment.date(),
        }
    }

    /// The same for the same time, in whatever zone the file has it.
    fn name(&self) -> String {
        match self {
            Point::Day(day) => day.strftime("%Y%m%d").to_string(),
            Point::Moment(moment) => {
                moment.with_time_zone(TimeZone::UTC).strftime("%Y%m%dT%H%M%SZ").to_string()
            }
        }
    }
}

impl Reader<'_> {
    /// The sessions of entries that belong together by their UIDs.
    pub(super) fn series(&mut self, events: &[&Component]) -> Result<Vec<Found>, Fault> {
        let mut groups: Vec<(String, Vec<&Component>)> = Vec::new();
        let mut by_uid: BTreeMap<String, usize> = BTreeMap::new();
        for event in events {
            let uid = event.get("UID").map(Property::line_text).unwrap_or_default();
            match by_uid.get(&uid).filter(|_| !uid.is_empty()) {
                Some(at) => groups[*at].1.push(event),
                None => {
                    by_uid.insert(uid.clone(), groups.len());
                    groups.push((uid, vec![event]));
                }
            }
        }
        let mut found = Vec::new();
        for (uid, events) in groups {
            found.extend(self.one_series(&uid, events)?);
        }
        Ok(found)
    }

    fn one_series(&mut self, uid: &str, events: Vec<&Component>) -> Result<Vec<Found>, Fault> {
        let is_whole = |event: &&Component| event.get("RECURRENCE-ID").is_none();
        let (mut whole, mut others): (Vec<_>, Vec<_>) = events.into_iter().partition(is_whole);
        if whole.is_empty() {
            // A part of a calendar may have some of the times without the entry that they are of.
            std::mem::swap(&mut whole, &mut others);
        }
        let mut found = Vec::new();
        for event in whole {
            found.push(self.entry(event, uid, uid)?);
        }
        // What is said of one time counts more than what is said of it and all later ones.
        others.sort_by_key(|event| event.get("RECURRENCE-ID").is_some_and(|id| !is_future(id)));
        for event in others {
            self.instead(event, uid, &mut found)?;
        }
        Ok(found)
    }

    /// Puts an entry in the place of one of the times of another, or of that and all later ones.
    fn instead(
        &mut self,
        event: &Component,
        uid: &str,
        found: &mut Vec<Found>,
    ) -> Result<(), Fault> {
        let Some(id) = event.get("RECURRENCE-ID") else { return Ok(()) };
        let point = match is_date(id) {
            true => Point::Day(date(id.value.trim()).map_err(|fault| fault.line(id.line))?),
            false => Point::Moment(self.clocks.moment(id, event)?),
        };
        let taken = take(found, &point, is_future(id));
        let session = self.about_event(event, &format!("{uid}.{}", point.name()), uid);
        let Some(whole) = found.first_mut() else { return Ok(()) };
        if session.status == Status::Cancelled {
            if whole.times.is_empty() {
                // Nothing else is left of it.
                whole.session.status = Status::Cancelled;
                whole.times = taken;
                return Ok(());
            }
            for held in taken {
                let place = format!("entry {uid}: cancelled times");
                self.gather.left(Some(event.line), place, &held.planned.to_string());
            }
            return Ok(());
        }
        let room = self.room(event).or(whole.room);
        let held = match self.clocks.when(event)? {
            Some(new) => instead_of(taken, &point, &new, room),
            None => taken.into_iter().map(|held| Held { room, ..held }).collect(),
        };
        match inheriting(session, event, &whole.session) {
            None => whole.times.extend(held),
            Some(session) => {
                found.push(Found { session, times: held, room, slot: String::new() });
            }
        }
        Ok(())
    }
}

/// Takes the times that are meant out of all sessions of a series.
fn take(found: &mut [Found], point: &Point, future: bool) -> Vec<Held> {
    let mut taken = Vec::new();
    for Found { times, .. } in found {
        let (out, kept) = times.drain(..).partition(|held| point.is(&held.planned, future));
        *times = kept;
        taken.extend::<Vec<Held>>(out);
    }
    taken
}

/// The times that were taken out at their new ones: each as many days behind the first as before.
fn instead_of(taken: Vec<Held>, point: &Point, new: &When, room: Option<usize>) -> Vec<Held> {
    if taken.is_empty() {
        // A rule that is not understood has only the first time.
        return vec![Held { planned: new.clone(), when: new.clone(), room }];
    }
    let moved = |Held { planned, .. }: Held| {
        let days = i64::from((planned.first() - point.day()).get_days());
        let when = repeat::on(new, days)?;
        Some(Held { planned, when, room })
    };
    taken.into_iter().filter_map(moved).collect()
}

/// The session of an entry that is in the place of a time of another, with what only that one says;
/// nothing if it says nothing else.
fn inheriting(mut session: Session, event: &Component, whole: &Session) -> Option<Session> {
    if event.get("STATUS").is_none() {
        session.status = whole.status;
    }
    let mut other = session.status != whole.status;
    macro_rules! inherit {
        ($($field:ident),*) => {$(
            match session.$field.is_empty() {
                true => session.$field = whole.$field.clone(),
                false => other |= session.$field != whole.$field,
            }
        )*};
    }
    inherit!(title, text, tracks, links, attachments);
    session.url = session.url.take().or_else(|| whole.url.clone());
    other.then_some(session)
}

fn is_future(id: &Property) -> bool {
    id.parameter("RANGE").eq_ignore_ascii_case("THISANDFUTURE")
}
