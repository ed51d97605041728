//! Recurring entries and their exceptions.
//!
//! A calendar has one entry with a rule, and one more for each exception, in any order, with the same
//! UID. An occurrence at another time or place is a slot; one with another title or text is a session
//! of its own.

use std::collections::BTreeMap;

use jiff::Zoned;
use jiff::civil::Date;

use crate::exchange::datetime::basic_utc;
use crate::exchange::file_fault::Fault;
use crate::exchange::ics::CalendarTime;
use crate::exchange::ics::read::calendar_time::{date, is_date};
use crate::exchange::ics::read::components::{Component, Property};
use crate::exchange::ics::read::{CalendarReader, Occurrence, SessionEntry, recurrence};
use crate::exchange::programme::{Session, Status};

/// The most exceptions of one entry: each is compared with all its occurrences.
const MOST_EXCEPTIONS: usize = 1000;

/// The occurrence that an exception replaces, at its original time.
enum RecurrenceId {
    Day(Date),
    Moment(Zoned),
}

impl RecurrenceId {
    /// Whether it refers to a time; with `future`, it also refers to all later times.
    fn is(&self, planned: &CalendarTime, future: bool) -> bool {
        let order = match (self, planned) {
            (RecurrenceId::Moment(moment), CalendarTime::Time(start, _)) => start.cmp(moment),
            (RecurrenceId::Moment(moment), CalendarTime::Days(first, _)) => {
                first.cmp(&moment.date())
            }
            (RecurrenceId::Day(day), planned) => planned.first_day().cmp(day),
        };
        order.is_eq() || future && order.is_gt()
    }

    fn day(&self) -> Date {
        match self {
            RecurrenceId::Day(day) => *day,
            RecurrenceId::Moment(moment) => moment.date(),
        }
    }

    /// A name that does not depend on the zone in which the file gives the time.
    fn name(&self) -> String {
        match self {
            RecurrenceId::Day(day) => day.strftime("%Y%m%d").to_string(),
            RecurrenceId::Moment(moment) => basic_utc(moment.timestamp()),
        }
    }
}

impl CalendarReader {
    /// The sessions of entries, grouped by their UIDs.
    pub(super) fn grouped_entries(
        &mut self,
        events: &[&Component],
    ) -> Result<Vec<SessionEntry>, Fault> {
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
            found.extend(self.recurring_entry(&uid, events)?);
        }
        Ok(found)
    }

    fn recurring_entry(
        &mut self,
        uid: &str,
        events: Vec<&Component>,
    ) -> Result<Vec<SessionEntry>, Fault> {
        let is_whole = |event: &&Component| event.get("RECURRENCE-ID").is_none();
        let (mut whole, mut others): (Vec<_>, Vec<_>) = events.into_iter().partition(is_whole);
        if whole.is_empty() {
            // Part of a calendar may have exceptions without their main entry.
            std::mem::swap(&mut whole, &mut others);
        }
        if let Some(event) = others.get(MOST_EXCEPTIONS) {
            let message = format!("entry {uid} has more than {MOST_EXCEPTIONS} exceptions");
            return Err(Fault::new(message).line(event.line).help("export the calendar once more"));
        }
        let (private, whole): (Vec<_>, Vec<_>) =
            whole.into_iter().partition(|event| is_private(event));
        if !private.is_empty() && whole.is_empty() {
            // Exceptions are as private as their main entry, unless they are public themselves.
            others.retain(|event| event.get("CLASS").is_some());
        }
        private.iter().for_each(|event| self.leave_private(event, uid));
        let mut found = Vec::new();
        for event in whole {
            found.push(self.entry(event, uid, uid)?);
        }
        if found.is_empty() {
            for event in others {
                match is_private(event) {
                    true => self.leave_private(event, uid),
                    false => found.push(self.entry(event, uid, uid)?),
                }
            }
            return Ok(found);
        }
        // An exception for one occurrence takes precedence over one for all later ones.
        others.sort_by_key(|event| event.get("RECURRENCE-ID").is_some_and(|id| !is_future(id)));
        for event in others {
            self.replace(event, uid, &mut found)?;
        }
        Ok(found)
    }

    /// Reports an entry that is not for everybody, without its texts.
    fn leave_private(&mut self, event: &Component, uid: &str) {
        let text = |name: &str| event.get(name).map(Property::line_text).unwrap_or_default();
        let place = format!("entry {uid}: private entries (not imported)");
        let value = format!("{} at {}", text("CLASS"), text("DTSTART"));
        self.builder.left(Some(event.line), place, &value);
    }

    /// Replaces an occurrence, or an occurrence and all later ones, by an exception.
    fn replace(
        &mut self,
        event: &Component,
        uid: &str,
        found: &mut Vec<SessionEntry>,
    ) -> Result<(), Fault> {
        let Some(id) = event.get("RECURRENCE-ID") else { return Ok(()) };
        let replaced = match is_date(id) {
            true => RecurrenceId::Day(date(id.value.trim()).map_err(|fault| fault.line(id.line))?),
            false => RecurrenceId::Moment(self.zones.moment(id, event)?),
        };
        let taken = take(found, &replaced, is_future(id));
        if is_private(event) {
            self.leave_private(event, uid);
            return Ok(());
        }
        let session = self.about_event(event, &format!("{uid}.{}", replaced.name()), uid);
        let Some(whole) = found.first_mut() else { return Ok(()) };
        if session.status == Status::Cancelled {
            if whole.times.is_empty() {
                // No other occurrence is left.
                whole.session.status = Status::Cancelled;
                whole.times = taken;
                return Ok(());
            }
            for held in taken {
                let place = format!("entry {uid}: cancelled times");
                self.builder.left(Some(event.line), place, &held.planned.to_string());
            }
            return Ok(());
        }
        let room = self.room(event).or(whole.room);
        let held = match self.zones.when(event)? {
            Some(new) => at_new_times(taken, &replaced, &new, room),
            None => taken.into_iter().map(|held| Occurrence { room, ..held }).collect(),
        };
        match inheriting(session, event, &whole.session) {
            None => whole.times.extend(held),
            Some(session) => {
                found.push(SessionEntry { session, times: held, room, slot: String::new() });
            }
        }
        Ok(())
    }
}

/// Takes the replaced occurrences out of all sessions of a group.
fn take(found: &mut [SessionEntry], replaced: &RecurrenceId, future: bool) -> Vec<Occurrence> {
    let mut taken = Vec::new();
    for SessionEntry { times, .. } in found {
        let (out, kept) = times.drain(..).partition(|held| replaced.is(&held.planned, future));
        *times = kept;
        taken.extend::<Vec<Occurrence>>(out);
    }
    taken
}

/// The occurrences at their new times, each as many days after the first as before.
fn at_new_times(
    taken: Vec<Occurrence>,
    replaced: &RecurrenceId,
    new: &CalendarTime,
    room: Option<usize>,
) -> Vec<Occurrence> {
    if taken.is_empty() {
        // Of a rule that is not followed, only the first occurrence is known.
        return vec![Occurrence { planned: new.clone(), when: new.clone(), room }];
    }
    let moved = |Occurrence { planned, .. }: Occurrence| {
        let days = i64::from((planned.first_day() - replaced.day()).get_days());
        let when = recurrence::on(new, days)?;
        Some(Occurrence { planned, when, room })
    };
    taken.into_iter().filter_map(moved).collect()
}

/// The session of an exception, completed from the main entry; nothing if the two do not differ.
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
    session.stream = session.stream.take().or_else(|| whole.stream.clone());
    other.then_some(session)
}

/// Whether an entry is not for everybody. A class that is not known is private (RFC 5545, 3.8.1.3).
fn is_private(event: &Component) -> bool {
    let class = event.get("CLASS").map(Property::line_text).unwrap_or_default();
    !class.is_empty() && !class.eq_ignore_ascii_case("PUBLIC")
}

fn is_future(id: &Property) -> bool {
    id.parameter("RANGE").eq_ignore_ascii_case("THISANDFUTURE")
}
