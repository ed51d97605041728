//! Estimated ends of slots whose end is not known. Many programs show nothing of an entry without an
//! end. No page shows an estimate as a time.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::{ToSpan, Zoned};

use crate::content::config::Config;
use crate::content::record::SessionKind;
use crate::event::model::{Place, Session, Slot};
use crate::event::record_table::{Key, Table};

/// Estimates the end of each slot that has a start and no end: the usual duration of its kind, cut off
/// where the next session in one of its places begins or the day ends.
pub fn estimate_ends(sessions: &mut Table<Session>, config: &Config) {
    let starts = Starts::of(sessions);
    let keys: Vec<Key<Session>> = sessions.iter().map(|(key, _)| key).collect();
    for key in keys {
        let session = sessions.get_mut(key);
        let minutes = usual_minutes(session.details.kind);
        for slot in session.slots.iter_mut().filter(|slot| slot.end.is_none()) {
            let Some(start) = &slot.start else { continue };
            let limits = starts.next(slot, start).into_iter().chain(day_end(slot.day, config));
            slot.estimated_end = earliest(start, minutes, limits);
        }
    }
}

/// The estimated end of a slot of which only the day and the start are known.
pub fn estimated_end(day: Date, start: &Zoned, config: &Config) -> Option<Zoned> {
    earliest(start, usual_minutes(SessionKind::Session), day_end(day, config))
}

/// So many minutes after the start, or the first of the limits that are after it.
fn earliest(start: &Zoned, minutes: i64, limits: impl IntoIterator<Item = Zoned>) -> Option<Zoned> {
    let usual = start.checked_add(minutes.minutes()).ok()?;
    Some(limits.into_iter().filter(|limit| limit > start).fold(usual, Zoned::min))
}

/// How long a session of a kind usually lasts.
fn usual_minutes(kind: SessionKind) -> i64 {
    match kind {
        SessionKind::Break => 15,
        SessionKind::Transport => 30,
        SessionKind::Keynote | SessionKind::Ceremony => 45,
        SessionKind::Session
        | SessionKind::Panel
        | SessionKind::Meal
        | SessionKind::Registration => 60,
        SessionKind::Workshop | SessionKind::Reception => 90,
        SessionKind::Bilateral | SessionKind::Visit => 120,
        SessionKind::Conference | SessionKind::Dinner => 180,
    }
}

/// The end of a day of the agenda.
fn day_end(day: Date, config: &Config) -> Option<Zoned> {
    let next = day.tomorrow().ok()?;
    next.to_datetime(config.day_starts).to_zoned(config.timezone.clone()).ok()
}

/// When sessions that take place begin, in order.
#[derive(Default)]
struct Starts {
    /// By place; those without one are assumed to follow each other.
    by_place: BTreeMap<Option<Key<Place>>, Vec<Zoned>>,
    everywhere: Vec<Zoned>,
    all: Vec<Zoned>,
}

impl Starts {
    fn of(sessions: &Table<Session>) -> Starts {
        let mut starts = Starts::default();
        let held = sessions.iter().filter(|(_, session)| session.status.takes_place());
        for slot in held.flat_map(|(_, session)| &session.slots) {
            let Some(start) = &slot.start else { continue };
            starts.all.push(start.clone());
            if slot.everywhere {
                starts.everywhere.push(start.clone());
                continue;
            }
            for place in places(slot) {
                starts.by_place.entry(place).or_default().push(start.clone());
            }
        }
        starts.everywhere.sort();
        starts.all.sort();
        starts.by_place.values_mut().for_each(|starts| starts.sort());
        starts
    }

    /// When the next session begins in a place of a slot, if one does. What takes place everywhere is
    /// in every place.
    fn next(&self, slot: &Slot, start: &Zoned) -> Option<Zoned> {
        let after = |starts: &Vec<Zoned>| {
            starts.get(starts.partition_point(|other| other <= start)).cloned()
        };
        if slot.everywhere {
            return after(&self.all);
        }
        let in_places = places(slot).filter_map(|place| after(self.by_place.get(&place)?));
        in_places.chain(after(&self.everywhere)).min()
    }
}

/// The places of a slot that is not everywhere; `None` if it has none.
fn places(slot: &Slot) -> impl Iterator<Item = Option<Key<Place>>> + '_ {
    let none = slot.places.is_empty().then_some(None);
    slot.places.iter().copied().map(Some).chain(none)
}
