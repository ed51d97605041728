//! From sessions to events.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Zoned};

use crate::exchange::datetime;
use crate::exchange::programme::{Programme, Room, Session, Slot, Time};
use crate::exchange::schedule_event::pick;
use crate::exchange::stable_ids::{Numbers, Slug, as_uuid, guid, part_guid};

/// A session at one time in one room.
#[derive(Debug)]
pub(in crate::exchange) struct ScheduleEvent<'a> {
    /// The session.
    pub(in crate::exchange) session: &'a Session,
    /// The day of the event.
    pub(in crate::exchange) day: Date,
    /// When it begins, in the event's zone.
    pub(in crate::exchange) start: Zoned,
    /// When it ends: apps do not show an event without a duration.
    pub(in crate::exchange) end: Zoned,
    /// Whether the end is an estimate.
    pub(in crate::exchange) estimated: bool,
    /// The index of its room, if it has one.
    pub(in crate::exchange) room: Option<usize>,
    /// The unique UUID.
    pub(in crate::exchange) guid: String,
    /// The unique number.
    pub(in crate::exchange) number: u32,
    /// The unique slug.
    pub(in crate::exchange) slug: String,
}

impl ScheduleEvent<'_> {
    /// How long it lasts, in minutes; at least one.
    pub(in crate::exchange) fn minutes(&self) -> i64 {
        self.start.duration_until(&self.end).as_mins().max(1)
    }

    /// The index of its room; events without a room come last.
    pub(in crate::exchange) fn column(&self) -> usize {
        self.room.unwrap_or(usize::MAX)
    }
}

/// The duration of an event of which nothing is known but its start.
const ANY_DURATION: SignedDuration = SignedDuration::from_hours(1);

/// All events whose time is known, by day, room and time. A schedule cannot hold others.
pub(super) fn events<'a>(programme: &'a Programme, acronym: &str) -> Vec<ScheduleEvent<'a>> {
    let mut names = UniqueIds::default();
    // Some files give several sessions one id: only the first of them keeps it.
    let numbers: Vec<Option<u32>> =
        programme.sessions.iter().map(|session| names.numbers.own(&session.id)).collect();
    let mut ids: BTreeMap<&str, usize> = BTreeMap::new();
    let zone = programme.timezone.as_deref().and_then(datetime::zone);
    let mut events = Vec::new();
    for (session, mut number) in programme.sessions.iter().zip(numbers) {
        let count = ids.entry(&session.id).or_default();
        *count += 1;
        let id = if *count == 1 { &*session.id } else { "" };
        let whole = session_guid(session, *count, acronym);
        for (at, slot) in session.slots.iter().enumerate() {
            let (start, end, estimated) = match &slot.time {
                Time::Unknown => continue,
                Time::From(start) => (start, &start.saturating_add(ANY_DURATION), true),
                Time::Span(start, end) => (start, end, false),
                Time::Estimated(start, end) => (start, end, true),
            };
            let place = SlotPlace { id, whole: &whole, at, slot, acronym };
            let rooms: Vec<Option<usize>> = match slot.rooms.is_empty() {
                true => vec![None],
                false => slot.rooms.iter().copied().map(Some).collect(),
            };
            for (position, room) in rooms.into_iter().enumerate() {
                let room = room.filter(|room| *room < programme.rooms.len());
                let known = room.map(|room| &programme.rooms[room]);
                let (guid, slug) = names.of(&place, position, known);
                let number = number.take().unwrap_or_else(|| names.numbers.of(&guid));
                let (start, end) = (shown(start, zone.as_ref()), shown(end, zone.as_ref()));
                events.push(ScheduleEvent {
                    session,
                    day: slot.day,
                    start,
                    end,
                    estimated,
                    room,
                    guid,
                    number,
                    slug,
                });
            }
        }
    }
    events.sort_by(|a, b| (a.day, a.column(), &a.start).cmp(&(b.day, b.column(), &b.start)));
    events
}

/// A moment in the event's zone.
fn shown(moment: &Zoned, zone: Option<&TimeZone>) -> Zoned {
    zone.map_or_else(|| moment.clone(), |zone| moment.with_time_zone(zone.clone()))
}

/// The days of a programme and all days with an event, each with its start and end.
pub(super) fn days(
    programme: &Programme,
    events: &[ScheduleEvent<'_>],
    zone: &TimeZone,
) -> Vec<(Date, Zoned, Zoned)> {
    let mut days: BTreeMap<Date, Option<(Zoned, Zoned)>> = BTreeMap::new();
    for day in &programme.days {
        days.insert(day.date, day.hours.clone());
    }
    let mut spans: BTreeMap<Date, (&Zoned, &Zoned)> = BTreeMap::new();
    for event in events {
        days.entry(event.day).or_default();
        let span = spans.entry(event.day).or_insert((&event.start, &event.end));
        *span = (span.0.min(&event.start), span.1.max(&event.end));
    }
    let midnight = |date: Date| date.to_zoned(zone.clone()).ok();
    let hours = |(date, hours): (Date, Option<(Zoned, Zoned)>)| {
        let spanned = spans.get(&date).map(|(start, end)| ((*start).clone(), (*end).clone()));
        let (start, end) = hours.or(spanned).or_else(|| {
            let tomorrow = date.tomorrow().ok()?;
            midnight(date).zip(midnight(tomorrow))
        })?;
        Some((date, shown(&start, Some(zone)), shown(&end, Some(zone))))
    };
    days.into_iter().filter_map(hours).collect()
}

/// The UUID of a session; `count` is how often its id has occurred.
fn session_guid(session: &Session, count: usize, acronym: &str) -> String {
    match &session.guid {
        Some(known) => as_uuid(known).unwrap_or_else(|| guid("guid", acronym, known)),
        None if session.id.is_empty() => guid("title", acronym, pick(&session.title, "")),
        None if count == 1 => guid("session", acronym, &session.id),
        None => guid("session", acronym, &format!("{}/{count}", session.id)),
    }
}

/// A slot of a session.
struct SlotPlace<'a> {
    /// The session's id; empty if an earlier session has it.
    id: &'a str,
    whole: &'a str,
    at: usize,
    slot: &'a Slot,
    acronym: &'a str,
}

/// The ids that are taken.
#[derive(Default)]
struct UniqueIds {
    numbers: Numbers,
    guids: BTreeSet<String>,
    slugs: BTreeSet<String>,
}

impl UniqueIds {
    /// The UUID and the slug of a slot in one of its rooms.
    fn of(
        &mut self,
        place: &SlotPlace<'_>,
        position: usize,
        room: Option<&Room>,
    ) -> (String, String) {
        let SlotPlace { id, whole, at, slot, acronym } = *place;
        // The first slot keeps the session's id, so that it does not change when others are added.
        let mut guid = match (as_uuid(&slot.id), at) {
            (Some(own), _) => own,
            (None, 0) => whole.to_owned(),
            (None, at) if slot.id.is_empty() => part_guid(whole, &at.to_string()),
            (None, _) => part_guid(whole, &slot.id),
        };
        if let Some(room) = room.filter(|_| position > 0) {
            let key = [&room.id, room.guid.as_deref().unwrap_or_default(), pick(&room.name, "")];
            guid =
                part_guid(&guid, key.into_iter().find(|key| !key.is_empty()).unwrap_or_default());
        }
        while !self.guids.insert(guid.clone()) {
            guid = part_guid(&guid, "again");
        }
        let held = |id: &str| !id.is_empty() && Slug::holds(id);
        let session_id = if held(id) { id.to_owned() } else { whole.to_owned() };
        let slot_id = match at {
            _ if held(&slot.id) => slot.id.clone(),
            0 if slot.id.is_empty() => String::new(),
            _ => guid.clone(),
        };
        let slug = Slug { session: session_id, slot: slot_id, room: position };
        let mut slug = slug.write(acronym);
        if !self.slugs.insert(slug.clone()) {
            slug = format!("{acronym}-{guid}");
            self.slugs.insert(slug.clone());
        }
        (guid, slug)
    }
}
