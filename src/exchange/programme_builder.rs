//! A programme while it is being read: rooms, tracks and persons once each, and what the records of
//! all formats have in common.

use std::collections::BTreeMap;

use jiff::Zoned;
use jiff::civil::Date;

use crate::exchange::file_fault::Fault;
use crate::exchange::hints::Hints;
use crate::exchange::programme::{
    Day, LeftOver, Link, Person, Programme, Room, Session, Slot, Texts, Time, Track,
};
use crate::exchange::{datetime, language_names, sanitize};

/// A text whose language is not declared; nothing for an empty one.
pub(super) fn texts(text: String) -> Texts {
    match text.is_empty() {
        true => Texts::new(),
        false => Texts::from([(String::new(), text)]),
    }
}

/// Gives a text without a tag the language that is known from elsewhere.
pub(super) fn in_language(mut texts: Texts, tag: Option<&str>) -> Texts {
    if let Some(tag) = tag
        && let Some(text) = texts.remove("")
    {
        texts.entry(tag.to_owned()).or_insert(text);
    }
    texts
}

/// A value, unless it is empty.
pub(super) fn some(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

/// A link, unless it has no address. A title that repeats the address is dropped.
pub(super) fn link(url: String, title: String) -> Option<Link> {
    let title = some(title).filter(|title| *title != url).unwrap_or_default();
    (!url.is_empty()).then_some(Link { url, title })
}

/// A record of a file: an element of XML or an object of JSON. It keeps track of the fields that were
/// read, so that the others can be reported as left over.
pub(super) trait SourceRecord {
    /// A field as one line; empty if it is missing.
    fn line(&self, name: &str) -> String;
    /// A field as one line in each of its languages.
    fn lines(&self, name: &str) -> Texts;
    /// A field with its line breaks, in each of its languages.
    fn blocks(&self, name: &str) -> Texts;
    /// The line of the file with a field, if it is known.
    fn line_number(&self, name: &str) -> Option<usize>;
    /// A fault with the place of the field that it is about.
    fn at(&self, name: &str, fault: Fault) -> Fault;
    /// Reports the fields that were not read.
    fn left_over(&self, builder: &mut ProgrammeBuilder, place: &str);

    /// A field as a date, if it is there.
    fn date(&self, name: &str) -> Result<Option<Date>, Fault> {
        let text = some(self.line(name));
        text.map(|text| datetime::date(&text)).transpose().map_err(|fault| self.at(name, fault))
    }

    /// A field as a moment, if it is there.
    fn moment(&self, name: &str, hints: &Hints) -> Result<Option<Zoned>, Fault> {
        let text = some(self.line(name));
        text.map(|text| hints.moment(&text)).transpose().map_err(|fault| self.at(name, fault))
    }

    /// The time from a start: to the end in the field `end`, if the format has such a field, or for the
    /// `duration`.
    fn time_from(&self, start: Zoned, end: Option<&str>, hints: &Hints) -> Result<Time, Fault> {
        if let Some(name) = end
            && let Some(end) = self.moment(name, hints)?
        {
            if end < start {
                let title = some(self.line("title"));
                let what = title.map_or("a slot".to_owned(), |title| format!("`{title}`"));
                return Err(Fault::new(format!("{what} ends before it begins"))
                    .help(format!("correct its `{name}`")));
            }
            return Ok(Time::until(start, Some(end)));
        }
        let end = some(self.line("duration"))
            .map(|text| datetime::later(&start, datetime::duration(&text)?))
            .transpose()
            .map_err(|fault| self.at("duration", fault))?;
        Ok(Time::until(start, end))
    }

    /// When and where a schedule's event takes place: at `date`, or at `start` on its day. Nothing
    /// without both a date and a day.
    fn slot(
        &self,
        day: Option<Date>,
        room: Option<usize>,
        end: Option<&str>,
        hints: &Hints,
    ) -> Result<Option<Slot>, Fault> {
        let start = match (self.moment("date", hints)?, some(self.line("start")), day) {
            (Some(start), ..) => Some(start),
            (None, Some(time), Some(day)) => {
                let start = datetime::time_of_day(&time).and_then(|t| hints.moment_on(day, t));
                Some(start.map_err(|fault| self.at("start", fault))?)
            }
            (None, ..) => None,
        };
        let Some(day) = day.or_else(|| start.as_ref().map(|start| hints.day_of(start))) else {
            return Ok(None);
        };
        let time = match start {
            Some(start) => self.time_from(start, end, hints)?,
            None => Time::Unknown,
        };
        Ok(Some(Slot { id: String::new(), day, time, rooms: room.into_iter().collect() }))
    }
}

/// A programme that is being read.
#[derive(Debug, Default)]
pub(super) struct ProgrammeBuilder {
    /// What has been read so far.
    pub(super) programme: Programme,
    rooms: BTreeMap<String, usize>,
    tracks: BTreeMap<String, usize>,
    persons: BTreeMap<(String, String), usize>,
}

impl ProgrammeBuilder {
    /// Reports a value that a programme cannot hold, unless it is empty.
    pub(super) fn left(&mut self, line: Option<usize>, place: impl Into<String>, value: &str) {
        let value = sanitize::excerpt(value);
        if !value.is_empty() {
            self.programme.left_over.push(LeftOver { line, place: place.into(), value });
        }
    }

    /// Reads the facts about the whole conference in a schedule. Its zone, if it has one, replaces the
    /// zone of the hints for everything that is read later.
    pub(super) fn conference(
        &mut self,
        record: &impl SourceRecord,
        hints: &mut Hints,
    ) -> Result<(), Fault> {
        let programme = &mut self.programme;
        programme.acronym = record.line("acronym");
        programme.title = record.lines("title");
        programme.url = some(record.line("url"));
        if let Some(name) = some(record.line("time_zone_name")) {
            let zone = datetime::declared_zone(&name);
            let zone = zone.map_err(|fault| record.at("time_zone_name", fault))?;
            programme.timezone = Some(zone.iana_name().unwrap_or(&name).to_owned());
            hints.timezone = Some(zone);
        }
        let dates = record.date("start")?.zip(record.date("end")?);
        programme.dates = dates.filter(|(first, last)| first <= last);
        Ok(())
    }

    /// A session from the fields that have the same names in all formats; `kind` names the field of
    /// its kind.
    pub(super) fn session(
        &mut self,
        record: &impl SourceRecord,
        kind: &str,
        place: &str,
    ) -> Session {
        let spoken = record.line("language");
        Session {
            title: record.lines("title"),
            subtitle: record.lines("subtitle"),
            summary: record.blocks("abstract"),
            text: record.blocks("description"),
            kind: record.line(kind),
            tracks: self.tracks(&record.line("track")),
            languages: self.languages(&spoken, record.line_number("language"), place),
            // The placeholder that we write if there is no address.
            url: some(record.line("url")).filter(|url| !url.starts_with("urn:uuid:")),
            ..Session::default()
        }
    }

    /// The tags of the languages spoken, from words such as `de, en`; other words are left over.
    pub(super) fn languages(
        &mut self,
        text: &str,
        line: Option<usize>,
        place: &str,
    ) -> Vec<String> {
        let (tags, others) = languages(text);
        for word in others {
            self.left(line, format!("{place}: language"), &word);
        }
        tags
    }

    /// The room with a key, usually its name; created if it is new.
    pub(super) fn room(&mut self, key: &str, new: impl FnOnce() -> Room) -> usize {
        index(&mut self.rooms, key.to_owned(), &mut self.programme.rooms, new)
    }

    /// The room with a name.
    pub(super) fn named_room(&mut self, name: &str) -> usize {
        self.room(name, || Room { name: texts(name.to_owned()), ..Room::default() })
    }

    /// The track with a key, usually its name; created if it is new.
    pub(super) fn track(&mut self, key: &str, new: impl FnOnce() -> Track) -> usize {
        index(&mut self.tracks, key.to_owned(), &mut self.programme.tracks, new)
    }

    /// The track with a name.
    pub(super) fn named_track(&mut self, name: &str) -> usize {
        self.track(name, || Track { name: texts(name.to_owned()), ..Track::default() })
    }

    /// The tracks of a session: one name, or several known ones separated by commas.
    pub(super) fn tracks(&mut self, names: &str) -> Vec<usize> {
        if names.is_empty() {
            return Vec::new();
        }
        let known = |name: &str| self.tracks.contains_key(name);
        match split(names, known) {
            Some(names) => names.iter().map(|name| self.named_track(name)).collect(),
            None => vec![self.named_track(names)],
        }
    }

    /// The person with a name, and with an id if the file has them: two people may share a name.
    pub(super) fn person(&mut self, id: &str, name: &str) -> usize {
        index(
            &mut self.persons,
            (id.to_owned(), name.to_owned()),
            &mut self.programme.persons,
            || Person { id: id.to_owned(), name: texts(name.to_owned()), ..Person::default() },
        )
    }

    /// The programme, with its days: those that the file lists, and those with a slot.
    pub(super) fn finish(self) -> Programme {
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

/// The index of the item with a key; a new one is added to the list.
fn index<K: Ord, T>(
    known: &mut BTreeMap<K, usize>,
    key: K,
    list: &mut Vec<T>,
    new: impl FnOnce() -> T,
) -> usize {
    *known.entry(key).or_insert_with(|| {
        list.push(new());
        list.len() - 1
    })
}

/// The parts of a list with commas, if each of them is known; a name may contain commas itself.
pub(super) fn split(list: &str, known: impl Fn(&str) -> bool) -> Option<Vec<&str>> {
    const MOST_COMMAS: usize = 100;
    if known(list) || !list.contains(", ") || list.matches(", ").count() > MOST_COMMAS {
        return None;
    }
    // From the end: whether the rest after each comma can be split, and where its first part ends.
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

/// Replaces rooms whose name is a list of other rooms' names by these rooms, in all slots. Formats
/// with a single field for the place write several rooms that way.
pub(super) fn split_rooms(programme: &mut Programme) {
    let names: Vec<String> = programme
        .rooms
        .iter()
        .map(|room| room.name.values().next().cloned().unwrap_or_default())
        .collect();
    // Short ones first: a list is not a part of a longer list.
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

/// Splits words such as `de, en` into language tags and other words.
fn languages(text: &str) -> (Vec<String>, Vec<String>) {
    const MOST: usize = 64;
    let (mut tags, mut others) = (Vec::new(), Vec::new());
    // A name may have several words, such as `Norsk bokmål`.
    let words = text.split([',', ';', '/', '+', '&', '、', '，']).map(str::trim).flat_map(|part| {
        match language_names::tag_of(part) {
            Some(tag) => vec![tag],
            None => part
                .split_whitespace()
                .map(|word| language_names::tag_of(word).unwrap_or(word))
                .collect(),
        }
    });
    for word in words {
        let short = word.len() >= 2 && word.split(['-', '_']).next().is_some_and(|l| l.len() <= 3);
        match crate::locale::tag::canonical_tag(word).filter(|_| short) {
            Some(tag) if tags.contains(&tag) => {}
            Some(tag) if tags.len() < MOST => tags.push(tag),
            _ => others.push(word.to_owned()),
        }
    }
    (tags, others)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_split_if_each_part_is_known() {
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
        assert_eq!(languages("Deutsch, engelsk 中文").0, ["de", "en", "zh"]);
        assert_eq!(languages("Klingon"), (vec![], vec!["Klingon".to_owned()]));
        assert_eq!(languages("").0, [""; 0]);
    }
}
