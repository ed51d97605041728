//! From events back to sessions.

use std::collections::BTreeMap;

use crate::exchange::programme::{Session, Slot};
use crate::exchange::stable_ids::{Slug, as_uuid, part_guid};

/// An event of a file, before merging: a separate session with at most one slot.
#[derive(Debug)]
pub(in crate::exchange) struct ReadEvent {
    /// The session.
    pub(in crate::exchange) session: Session,
    /// The code that pretalx gives all events of a session.
    pub(in crate::exchange) code: String,
    /// The slug.
    pub(in crate::exchange) slug: String,
}

/// The maximum number of events to search for the one from which the ids of the others are derived.
const MOST_SEARCHED: usize = 64;

/// Merges the events of a session: by their slugs in a file from Plenary, by code and title in a file
/// from pretalx. In all other files each event is a session.
pub(in crate::exchange) fn merge_events(
    events: Vec<ReadEvent>,
    acronym: &str,
    own: bool,
) -> Vec<Session> {
    let mut groups: Vec<Vec<(Slug, Session)>> = Vec::new();
    let mut known: BTreeMap<(String, String), usize> = BTreeMap::new();
    for event in events {
        let ReadEvent { session, code, slug } = event;
        let slug = if own { Slug::read(&slug, acronym) } else { None };
        let key = match &slug {
            Some(slug) => Some((slug.session.clone(), String::new())),
            None if own || code.is_empty() => None,
            None => Some((code, session.title.values().next().cloned().unwrap_or_default())),
        };
        let item = (slug.unwrap_or_default(), session);
        match key.and_then(|key| {
            let new = groups.len();
            let at = *known.entry(key).or_insert(new);
            (at < new).then_some(at)
        }) {
            Some(at) => groups[at].push(item),
            None => groups.push(vec![item]),
        }
    }
    groups.into_iter().filter_map(merge).collect()
}

/// The session of a group of events.
fn merge(mut group: Vec<(Slug, Session)>) -> Option<Session> {
    let ours = group.first().is_some_and(|(slug, _)| !slug.session.is_empty());
    let guid = match ours {
        true => first_guid(&group),
        false => group.first().and_then(|(_, session)| session.guid.clone()),
    };
    let several = group.len() > 1;
    let mut slots: Vec<(String, Vec<(usize, Slot)>)> = Vec::new();
    let mut by_id: BTreeMap<String, usize> = BTreeMap::new();
    for (slug, session) in &mut group {
        // In other files each event is a slot, with the event's id.
        let id = match ours {
            true => slug.slot.clone(),
            false if several => session.guid.clone().unwrap_or_default(),
            false => String::new(),
        };
        for slot in session.slots.drain(..) {
            let at = *by_id.entry(id.clone()).or_insert(slots.len());
            if at == slots.len() || id.is_empty() && !ours {
                slots.push((id.clone(), Vec::new()));
            }
            let at = if id.is_empty() && !ours { slots.len() - 1 } else { at };
            slots[at].1.push((slug.room, slot));
        }
    }
    let (slug, mut session) = group.into_iter().next()?;
    session.slots = slots.into_iter().filter_map(|(id, slots)| merge_slots(id, slots)).collect();
    session.slots.sort_by(|a, b| (a.day, a.time.start()).cmp(&(b.day, b.time.start())));
    session.guid = guid;
    if ours {
        session.id = if as_uuid(&slug.session).is_some() { String::new() } else { slug.session };
    }
    Some(session)
}

/// Merges the events of one slot, one per room.
fn merge_slots(id: String, mut slots: Vec<(usize, Slot)>) -> Option<Slot> {
    slots.sort_by_key(|(room, _)| *room);
    let rooms: Vec<usize> = slots.iter().flat_map(|(_, slot)| slot.rooms.iter().copied()).collect();
    let (_, mut slot) = slots.into_iter().next()?;
    slot.rooms = rooms;
    slot.id = id;
    Some(slot)
}

/// The UUID from which the UUIDs of the other slots are derived: the session's own.
fn first_guid(group: &[(Slug, Session)]) -> Option<String> {
    let slots: Vec<(&str, &str)> = group
        .iter()
        .filter(|(slug, _)| slug.room == 0)
        .filter_map(|(slug, session)| Some((slug.slot.as_str(), session.guid.as_deref()?)))
        .collect();
    let made = |whole: &str| {
        slots.iter().all(|(id, guid)| *guid == whole || *guid == part_guid(whole, id))
    };
    let searched = &slots[..slots.len().min(MOST_SEARCHED)];
    let found = searched
        .iter()
        .map(|(_, guid)| *guid)
        .find(|guid| slots.len() <= MOST_SEARCHED && made(guid));
    found.or_else(|| slots.first().map(|(_, guid)| *guid)).map(str::to_owned)
}
