//! A programme while it is being read: rooms, tracks and persons once each.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::exchange::clean;
use crate::exchange::programme::{
    Day, LeftOver, Person, Programme, Room, Slot, Texts, Time, Track,
};

/// A text whose language nobody tells; none for an empty one.
pub(in crate::exchange) fn texts(text: String) -> Texts {
    match text.is_empty() {
        true => Texts::new(),
        false => Texts::from([(String::new(), text)]),
    }
}

/// A value, unless it is empty.
pub(in crate::exchange) fn some(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

/// A programme that is being read.
#[derive(Debug, Default)]
pub(in crate::exchange) struct Gather {
    /// What there is so far.
    pub(in crate::exchange) programme: Programme,
    rooms: BTreeMap<String, usize>,
    tracks: BTreeMap<String, usize>,
    persons: BTreeMap<(String, String), usize>,
}

impl Gather {
    /// Says what has no room in a programme, unless it is nothing.
    pub(in crate::exchange) fn left(
        &mut self,
        line: Option<usize>,
        place: impl Into<String>,
        value: &str,
    ) {
        let value = clean::excerpt(value);
        if !value.is_empty() {
            self.programme.left_over.push(LeftOver { line, place: place.into(), value });
        }
    }

    /// The room that a file knows by a key, usually its name; made from what is known of it if it is
    /// new.
    pub(in crate::exchange) fn room(&mut self, key: &str, new: impl FnOnce() -> Room) -> usize {
        *self.rooms.entry(key.to_owned()).or_insert_with(|| {
            self.programme.rooms.push(new());
            self.programme.rooms.len() - 1
        })
    }

    /// The room of a name.
    pub(in crate::exchange) fn named_room(&mut self, name: &str) -> usize {
        self.room(name, || Room { name: texts(name.to_owned()), ..Room::default() })
    }

    /// The track that a file knows by a key, usually its name; made from what is known of it if it
    /// is new.
    pub(in crate::exchange) fn track(&mut self, key: &str, new: impl FnOnce() -> Track) -> usize {
        *self.tracks.entry(key.to_owned()).or_insert_with(|| {
            self.programme.tracks.push(new());
            self.programme.tracks.len() - 1
        })
    }

    /// The track of a name.
    pub(in crate::exchange) fn named_track(&mut self, name: &str) -> usize {
        self.track(name, || Track { name: texts(name.to_owned()), ..Track::default() })
    }

    /// The tracks that a session names: one, or several that are known, with commas between them.
    pub(in crate::exchange) fn tracks(&mut self, names: &str) -> Vec<usize> {
        if names.is_empty() {
            return Vec::new();
        }
        let known = |name: &str| self.tracks.contains_key(name);
        match split(names, known) {
            Some(names) => names.iter().map(|name| self.named_track(name)).collect(),
            None => vec![self.named_track(names)],
        }
    }

    /// The person of a name, and of an id where the file has them: two people may share a name.
    pub(in crate::exchange) fn person(&mut self, id: &str, name: &str) -> usize {
        let key = (id.to_owned(), name.to_owned());
        *self.persons.entry(key).or_insert_with(|| {
            let name = texts(name.to_owned());
            self.programme.persons.push(Person { id: id.to_owned(), name, ..Person::default() });
            self.programme.persons.len() - 1
        })
    }

    /// The programme, with its days: those that the file told of, those on which something happens.
    pub(in crate::exchange) fn finish(self) -> Programme {
        let mut programme = self.programme;
        let mut days: BTreeMap<Date, Day> = BTreeMap::new();
        for day in programme.days.drain(..) {
            days.entry(day.date).or_insert(day);
        }
        for slot in programme.sessions.iter().flat_map(|session| &session.slots) {
            days.entry(slot.day).or_insert(Day { date: slot.day, hours: None });
        }
        programme.days = days.into_values().collect();
        if programme.dates.is_none() {
            let ends = programme.days.first().zip(programme.days.last());
            programme.dates = ends.map(|(first, last)| (first.date, last.date));
        }
        programme
    }
}

/// The parts of a list with commas, if each is known by itself; a name may have commas of its own.
pub(in crate::exchange) fn split(list: &str, known: impl Fn(&str) -> bool) -> Option<Vec<&str>> {
    const MOST_COMMAS: usize = 100;
    if known(list) || !list.contains(", ") || list.matches(", ").count() > MOST_COMMAS {
        return None;
    }
    // From the end: whether what begins behind a comma can be taken apart, and into what first.
    let mut starts: Vec<usize> = list.match_indices(", ").map(|(at, _)| at + 2).collect();
    starts.insert(0, 0);
    let mut next: BTreeMap<usize, usize> = BTreeMap::from([(list.len() + 2, 0)]);
    for start in starts.iter().rev() {
        let ends = starts.iter().filter(|end| *end > start).copied().chain([list.len() + 2]);
        // The longest name first.
        let mut ends: Vec<usize> = ends.collect();
        ends.reverse();
        let end =
            ends.into_iter().find(|end| next.contains_key(end) && known(&list[*start..end - 2]));
        if let Some(end) = end {
            next.insert(*start, end);
        }
    }
    let mut parts = Vec::new();
    let mut at = 0;
    while at < list.len() {
        let end = *next.get(&at)?;
        parts.push(&list[at..end - 2]);
        at = end;
    }
    Some(parts)
}

/// Takes rooms apart whose name is a list of other rooms' names, in all slots. A format that has one
/// name for the place of a session writes several rooms so.
pub(in crate::exchange) fn split_rooms(programme: &mut Programme) {
    let names: Vec<String> = programme
        .rooms
        .iter()
        .map(|room| room.name.values().next().cloned().unwrap_or_default())
        .collect();
    // Short ones first: a list is no part of a longer list.
    let mut order: Vec<usize> = (0..names.len()).collect();
    order.sort_by_key(|at| names[*at].matches(", ").count());
    let mut single: BTreeMap<&str, usize> = BTreeMap::new();
    let mut parts: Vec<Option<Vec<usize>>> = vec![None; names.len()];
    for at in order {
        let found = split(&names[at], |part| single.contains_key(part));
        match found {
            Some(found) => parts[at] = Some(found.iter().map(|part| single[part]).collect()),
            None => {
                single.entry(&names[at]).or_insert(at);
            }
        }
    }
    if parts.iter().all(Option::is_none) {
        return;
    }
    // Rooms that are lists go; the others move up.
    let mut moved = Vec::with_capacity(names.len());
    let mut left = 0;
    for part in &parts {
        moved.push(left);
        left += usize::from(part.is_none());
    }
    for slot in programme.sessions.iter_mut().flat_map(|session| &mut session.slots) {
        let rooms = slot.rooms.iter().flat_map(|room| match &parts[*room] {
            Some(parts) => parts.clone(),
            None => vec![*room],
        });
        let mut once: Vec<usize> = Vec::new();
        for room in rooms.map(|room| moved[room]) {
            if !once.contains(&room) {
                once.push(room);
            }
        }
        slot.rooms = once;
    }
    let mut at = 0;
    programme.rooms.retain(|_| {
        at += 1;
        parts[at - 1].is_none()
    });
}

/// The tags of the languages that are spoken, from words such as `de, en`; what is none is left over.
pub(in crate::exchange) fn languages(text: &str) -> (Vec<String>, Vec<String>) {
    const MOST: usize = 64;
    let (mut tags, mut others) = (Vec::new(), Vec::new());
    for word in
        text.split([',', ';', '/', '+', '&', ' ']).map(str::trim).filter(|word| !word.is_empty())
    {
        let short = word.len() >= 2 && word.split(['-', '_']).next().is_some_and(|l| l.len() <= 3);
        match crate::locale::tag::canonical_tag(word).filter(|_| short) {
            Some(tag) if tags.contains(&tag) => {}
            Some(tag) if tags.len() < MOST => tags.push(tag),
            _ => others.push(word.to_owned()),
        }
    }
    (tags, others)
}

/// When a slot begins, if that is known.
pub(in crate::exchange) fn start(slot: &Slot) -> Option<&jiff::Zoned> {
    match &slot.time {
        Time::Unknown => None,
        Time::From(start) | Time::Span(start, _) => Some(start),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_taken_apart_where_each_part_is_known() {
        let known = |name: &str| ["A", "B", "C, D", "D"].contains(&name);
        assert_eq!(split("A, B", known), Some(vec!["A", "B"]));
        assert_eq!(split("A, C, D", known), Some(vec!["A", "C, D"]));
        assert_eq!(split("C, D", known), None);
        assert_eq!(split("A, X", known), None);
        assert_eq!(split("A", known), None);
        assert_eq!(split(&"A, ".repeat(100_000), known), None);
    }

    #[test]
    fn languages_are_tags() {
        assert_eq!(languages("de, en").0, ["de", "en"]);
        assert_eq!(languages("zh_hans/da").0, ["zh-Hans", "da"]);
        assert_eq!(languages("Deutsch"), (vec![], vec!["Deutsch".to_owned()]));
        assert_eq!(languages("").0, [""; 0]);
    }
}
