//! The records that a programme asks for: its sessions, people, rooms and themes in our own words.

mod kinds;
mod session;
mod twins;

use std::collections::BTreeMap;

use crate::content::kind::Kind;
use crate::exchange::programme::{Person, Programme, Room, Session, Texts, Track};
use crate::tools::import::fact::{BODY, Facts, Field, Value};
use crate::tools::import::hours::Clock;
use crate::tools::import::ids::{Ids, Key};
use crate::tools::import::left::Left;
use crate::tools::import::lock::Source;
use crate::tools::import::to_markdown;
use crate::tools::import::tongues::Tongues;

/// A record as the file has it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Record {
    /// What it is.
    pub(super) kind: Kind,
    /// Its id here.
    pub(super) id: String,
    /// What the file calls it.
    pub(super) keys: Vec<Key>,
    /// What the file says.
    pub(super) facts: Facts,
    /// What those of its speakers do who do not just speak, by id. Said when the record is made;
    /// afterwards it is the editors'.
    pub(super) roles: BTreeMap<String, String>,
}

/// What becomes of a programme.
#[derive(Debug)]
pub(super) struct Wanted {
    /// The records, in the order of the file.
    pub(super) records: Vec<Record>,
    /// What has no place here.
    pub(super) left: Left,
    /// How many times stand below another day than in the file, with the first of them.
    elsewhere: (usize, String),
    day_starts: jiff::civil::Time,
}

impl Wanted {
    /// What there is to say of days.
    pub(super) fn note(&self, file: &str) -> Option<String> {
        let (count, first) = &self.elsewhere;
        let times = if *count == 1 { "1 time stands" } else { &format!("{count} times stand") };
        let starts = self.day_starts.strftime("%H:%M");
        (*count > 0).then(|| {
            format!(
                "{times} below another day than in {file}, as {first}: a day of the site begins at {starts}, \
                 as `day_starts` in content/event.yaml has it"
            )
        })
    }
}

/// Reads a programme. `ids` are those that things were given before, by kind, and `before` is what
/// the same source brought in last.
pub(super) fn wanted(
    programme: &Programme,
    tongues: Tongues<'_>,
    clock: &Clock,
    ids: BTreeMap<Kind, Ids>,
    before: &Source,
) -> Wanted {
    let mut left = Left::default();
    left.take(&programme.left_over);
    if let (Some(url), false) = (&programme.url, programme.own) {
        left.note("the event's address", "", url);
    }
    let elsewhere = (0, String::new());
    let mut reader =
        Reader { programme, tongues, clock, ids, left, records: Vec::new(), elsewhere };
    reader.know_twins(before);
    let places = reader.entities(Kind::Place, &programme.rooms, room_keys, Reader::room);
    let tracks = reader.entities(Kind::Track, &programme.tracks, track_keys, Reader::track);
    let speakers = reader.entities(Kind::Speaker, &programme.persons, person_keys, Reader::person);
    reader.sessions(&Named { places, tracks, speakers });
    let Reader { tongues, mut left, records, elsewhere, .. } = reader;
    for (tag, count) in &tongues.foreign {
        for _ in 0..*count {
            left.note(&format!("texts in `{tag}`, which is no language of the site"), "", "");
        }
    }
    Wanted { records, left, elsewhere, day_starts: clock.day_starts }
}

/// The ids of what sessions name, by the positions in the programme.
struct Named {
    places: Vec<String>,
    tracks: Vec<String>,
    speakers: Vec<String>,
}

struct Reader<'a> {
    programme: &'a Programme,
    tongues: Tongues<'a>,
    clock: &'a Clock,
    ids: BTreeMap<Kind, Ids>,
    left: Left,
    records: Vec<Record>,
    elsewhere: (usize, String),
}

/// What a file calls something, from its names; those that are empty are none.
fn keys(guid: &str, id: &str, names: &Texts) -> Vec<Key> {
    let name = names.values().map(|name| to_markdown::line(name)).find(|name| !name.is_empty());
    let key = |text: &str, key: fn(String) -> Key| {
        let text = to_markdown::line(text);
        (!text.is_empty()).then(|| key(text))
    };
    let all = [key(guid, Key::Guid), key(id, Key::Id), name.map(Key::Name)];
    all.into_iter().flatten().collect()
}

pub(super) fn room_keys(room: &Room) -> Vec<Key> {
    keys(room.guid.as_deref().unwrap_or(""), &room.id, &room.name)
}

pub(super) fn track_keys(track: &Track) -> Vec<Key> {
    keys("", &track.id, &track.name)
}

pub(super) fn person_keys(person: &Person) -> Vec<Key> {
    keys("", &person.id, &person.name)
}

pub(super) fn session_keys(session: &Session) -> Vec<Key> {
    keys(session.guid.as_deref().unwrap_or(""), &session.id, &Texts::new())
}

impl<'a> Reader<'a> {
    /// Makes records of things of one kind, and gives the id of each. Two of which everything that
    /// the file calls them is the same are one.
    fn entities<T>(
        &mut self,
        kind: Kind,
        entities: &[T],
        keys_of: fn(&T) -> Vec<Key>,
        facts_of: fn(&mut Self, &T, &str) -> Facts,
    ) -> Vec<String> {
        let nameless = |at| Key::Name(format!("{} {}", kind.noun(), at + 1));
        let named = |(at, entity)| match keys_of(entity) {
            keys if keys.is_empty() => vec![nameless(at)],
            keys => keys,
        };
        let all: Vec<Vec<Key>> = entities.iter().enumerate().map(named).collect();
        let mut by_keys: BTreeMap<&[Key], String> = BTreeMap::new();
        // What is called by a name that others have too is not known by it.
        let mut count: BTreeMap<&Key, usize> = BTreeMap::new();
        let distinct: std::collections::BTreeSet<&Vec<Key>> = all.iter().collect();
        for key in distinct.into_iter().flatten() {
            *count.entry(key).or_default() += 1;
        }
        let mut ids = Vec::with_capacity(entities.len());
        for (entity, keys) in entities.iter().zip(&all) {
            if let Some(id) = by_keys.get(&**keys) {
                ids.push(id.clone());
                continue;
            }
            let own: Vec<Key> = keys.iter().filter(|key| count[key] == 1).cloned().collect();
            let own = if own.is_empty() { keys.clone() } else { own };
            // An address reads better with a room's name than with a UUID.
            let made_of = own.iter().find(|key| !matches!(key, Key::Guid(_))).or(own.first());
            let id = self.ids.entry(kind).or_default().give(kind, &own, made_of);
            let facts = facts_of(self, entity, &id);
            self.records.push(Record {
                kind,
                id: id.clone(),
                keys: own,
                facts,
                roles: BTreeMap::new(),
            });
            by_keys.insert(keys, id.clone());
            ids.push(id);
        }
        ids
    }

    fn room(&mut self, room: &Room, id: &str) -> Facts {
        let mut facts = Facts::new();
        self.name("name", &room.name, id, &mut facts);
        if let Some(capacity) = room.capacity.filter(|capacity| *capacity > 0) {
            facts.insert(Field::fact("capacity"), Value::Number(capacity.into()));
        }
        if let Some(guid) = room.guid.as_deref().filter(|guid| self.is_rooms_own(guid)) {
            facts.insert(Field::fact("guid"), Value::Text(to_markdown::line(guid)));
        }
        for (tag, text) in self.tongues.texts(&room.description) {
            match to_markdown::sentence(&text) {
                Some(text) if text.is_empty() => {}
                Some(text) => drop(facts.insert(Field::text("summary", tag), Value::Text(text))),
                None => body(&text, tag, &mut facts),
            }
        }
        facts
    }

    /// Whether no other room has this identifier.
    fn is_rooms_own(&self, guid: &str) -> bool {
        let same = |room: &&Room| room.guid.as_deref() == Some(guid);
        !guid.trim().is_empty() && self.programme.rooms.iter().filter(same).count() == 1
    }

    fn track(&mut self, track: &Track, id: &str) -> Facts {
        let mut facts = Facts::new();
        self.name("title", &track.name, id, &mut facts);
        if let Some(color) = &track.color {
            let digits = color.strip_prefix('#').unwrap_or("");
            match digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
                true => {
                    let color = Value::Text(color.to_ascii_lowercase());
                    facts.insert(Field::fact("color"), color);
                }
                false => self.left.note("colours", &format!("`{id}`"), color),
            }
        }
        facts
    }

    fn person(&mut self, person: &Person, id: &str) -> Facts {
        let mut facts = Facts::new();
        self.name("name", &person.name, id, &mut facts);
        // A site of ours gives the page that it has of somebody.
        if let Some(url) = person.url.as_ref().filter(|_| !self.programme.own) {
            self.address("url", "addresses of people", url, id, &mut facts);
        }
        for (tag, text) in self.tongues.texts(&person.biography) {
            body(&text, tag, &mut facts);
        }
        facts
    }

    /// A title or name: in the site's languages, or if it is in none of them as it is, for all. What
    /// has none is called by its id.
    fn name(&mut self, field: &'static str, texts: &Texts, id: &str, facts: &mut Facts) {
        let mut any = false;
        for (tag, text) in self.tongues.texts(texts) {
            let text = to_markdown::line(&text);
            if !text.is_empty() {
                facts.insert(Field::text(field, tag), Value::Text(text));
                any = true;
            }
        }
        if !any {
            let foreign =
                texts.values().map(|text| to_markdown::line(text)).find(|text| !text.is_empty());
            if foreign.is_none() {
                self.left.note(
                    "names that are missing, and the id stands for them",
                    &format!("`{id}`"),
                    "",
                );
            }
            let text = foreign.unwrap_or_else(|| id.to_owned());
            facts.insert(Field::text(field, "mul"), Value::Text(text));
        }
    }

    /// A web address; what is none is noted.
    fn address(&mut self, field: &'static str, sort: &str, url: &str, id: &str, facts: &mut Facts) {
        match web_address(url) {
            Some(url) => drop(facts.insert(Field::fact(field), Value::Text(url))),
            None if url.trim().is_empty() => {}
            None => self.left.note(sort, &format!("`{id}`"), url),
        }
    }
}

/// A long text, unless nothing is left of it.
fn body(text: &str, tag: &str, facts: &mut Facts) {
    let text = to_markdown::markdown(text, tag);
    if !text.is_empty() {
        facts.insert(Field::text(BODY, tag), Value::Body(text));
    }
}

/// An address that browsers open.
fn web_address(url: &str) -> Option<String> {
    let url = url.trim();
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
    let good = !rest.is_empty() && !rest.contains(|c: char| c.is_whitespace() || c.is_control());
    good.then(|| url.to_owned())
}
