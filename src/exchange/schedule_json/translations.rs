//! Texts in several languages that version 2 can hold in only one: titles and names. A file from Plenary
//! has the others beside the format, in its `generator`, so that nothing is lost on the way to another
//! site.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::exchange::json::JsonRecord;
use crate::exchange::programme::{Programme, Texts};
use crate::exchange::programme_builder::SourceRecord;
use crate::exchange::sanitize;
use crate::exchange::schedule_event::ScheduleContext;
use crate::exchange::schedule_json::write_json::track_slug;

/// The name of the object with the texts.
pub(super) const TRANSLATIONS: &str = "translations";

/// The first two letters of a tag, if its language has two.
pub(super) fn two_letters(tag: &str) -> Option<&str> {
    let language = tag.split('-').next()?;
    (language.len() == 2 && language.bytes().all(|b| b.is_ascii_lowercase())).then_some(language)
}

/// The texts that a file would lose otherwise; null if there are none. `rooms` are the UUIDs of rooms.
pub(super) fn write(schedule: &ScheduleContext<'_>, rooms: &[String]) -> Value {
    let programme = schedule.programme;
    let of_rooms = rooms.iter().zip(&programme.rooms);
    let of_sessions = schedule.events.iter();
    let (of_tracks, of_persons) = (programme.tracks.iter(), programme.persons.iter());
    let lists = [
        (
            "sessions",
            texts(of_sessions.map(|one| (one.guid.clone(), &one.session.title)), schedule),
        ),
        ("rooms", texts(of_rooms.map(|(guid, room)| (guid.clone(), &room.name)), schedule)),
        ("tracks", texts(of_tracks.map(|one| (track_slug(one), &one.name)), schedule)),
        ("persons", texts(of_persons.map(|one| (one.id.clone(), &one.name)), schedule)),
        ("conference", texts([("title".to_owned(), &programme.title)], schedule)),
        ("tags", tags(programme)),
    ];
    let lists = lists.into_iter().filter(|(_, list)| !list.is_empty());
    let lists: Map<String, Value> =
        lists.map(|(name, list)| (name.to_owned(), list.into())).collect();
    if lists.is_empty() { Value::Null } else { lists.into() }
}

/// The texts by the id of what they belong to, except those in the file's language alone.
fn texts<'t>(
    all: impl IntoIterator<Item = (String, &'t Texts)>,
    schedule: &ScheduleContext<'_>,
) -> Map<String, Value> {
    let lost = |texts: &Texts| texts.keys().any(|tag| !tag.is_empty() && tag != schedule.lang);
    let all = all.into_iter().filter(|(id, texts)| !id.is_empty() && lost(texts));
    let by_tag = |texts: &Texts| -> Map<String, Value> {
        texts.iter().map(|(tag, text)| (tag.clone(), sanitize::line(text).into())).collect()
    };
    all.map(|(id, texts)| (id, by_tag(texts).into())).collect()
}

/// The whole tags of languages, by the two letters that the format accepts.
fn tags(programme: &Programme) -> Map<String, Value> {
    let sessions = programme.sessions.iter().flat_map(|one| [&one.title, &one.summary, &one.text]);
    let rooms = programme.rooms.iter().flat_map(|room| [&room.name, &room.description]);
    let mut tags = Map::new();
    for tag in sessions.chain(rooms).flat_map(Texts::keys) {
        if let Some(letters) = two_letters(tag).filter(|letters| letters != tag) {
            tags.entry(letters).or_insert_with(|| json!(tag));
        }
    }
    tags
}

/// The texts of a file from Plenary.
#[derive(Default)]
pub(super) struct Translations {
    lists: BTreeMap<(String, String), Texts>,
    tags: BTreeMap<String, String>,
}

impl Translations {
    /// Reads them from the file's `generator`.
    pub(super) fn read(generator: &JsonRecord<'_>) -> Translations {
        let record = generator.record(TRANSLATIONS);
        let mut found = Translations::default();
        for list in ["sessions", "rooms", "tracks", "persons", "conference"] {
            let items = record.record(list);
            for (id, _) in items.fields() {
                found.lists.insert((list.to_owned(), id.to_owned()), by_tag(&items.record(id)));
            }
        }
        found.tags = by_tag(&record.record("tags"));
        found
    }

    /// Adds the texts to all that was read, and gives languages their whole tags.
    pub(super) fn add_to(&self, programme: &mut Programme) {
        self.add("conference", "title", &mut programme.title);
        for room in &mut programme.rooms {
            self.add("rooms", room.guid.as_deref().unwrap_or_default(), &mut room.name);
            self.retag(&mut room.description);
        }
        for track in &mut programme.tracks {
            self.add("tracks", &track.id, &mut track.name);
        }
        for person in &mut programme.persons {
            self.add("persons", &person.id, &mut person.name);
        }
        for session in &mut programme.sessions {
            self.retag(&mut session.summary);
            self.retag(&mut session.text);
        }
        for tag in programme.languages.iter_mut().chain(&mut programme.language) {
            if let Some(whole) = self.tags.get(tag) {
                whole.clone_into(tag);
            }
        }
    }

    /// Replaces a text by all its translations.
    pub(super) fn add(&self, list: &str, id: &str, text: &mut Texts) {
        if let Some(found) = self.lists.get(&(list.to_owned(), id.to_owned())) {
            text.clone_from(found);
        }
    }

    fn retag(&self, texts: &mut Texts) {
        if !self.tags.is_empty() {
            *texts = std::mem::take(texts)
                .into_iter()
                .map(|(tag, text)| (self.tags.get(&tag).cloned().unwrap_or(tag), text))
                .collect();
        }
    }
}

fn by_tag(record: &JsonRecord<'_>) -> Texts {
    record.fields().map(|(tag, _)| (tag.to_owned(), record.line(tag))).collect()
}
