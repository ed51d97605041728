//! The records of a programme: its sessions, people, rooms and tracks, in the words of this program.

mod aliases;
mod session_kinds;
mod session_records;

use std::collections::BTreeMap;

use crate::base::web_address::is_web_address;
use crate::content::kind::Kind;
use crate::exchange::programme::{Person, Programme, Room, Session, Texts, Track};
use crate::tools::import::facts::{BODY, Facts, Field, RecordKey, Value, hh_mm};
use crate::tools::import::ids::{Ids, Key};
use crate::tools::import::import_lock::LockedSource;
use crate::tools::import::language_matching::LanguageMatcher;
use crate::tools::import::to_markdown;
use crate::tools::import::unsupported::Unsupported;
use crate::tools::import::wall_clock::WallClock;

/// A record with the values in the file.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Record {
    /// Its kind, and its id in the site.
    pub(super) key: RecordKey,
    /// The keys that identify it in the file.
    pub(super) keys: Vec<Key>,
    /// Its facts and texts.
    pub(super) facts: Facts,
    /// The roles of speakers who do more than speak, by id. They are written with a new record, and
    /// left to the editors afterwards.
    pub(super) roles: BTreeMap<String, String>,
}

/// The records of a programme, and the values that they cannot hold.
#[derive(Debug)]
pub(super) struct ProgrammeRecords {
    /// The records, in the order of the file.
    pub(super) records: Vec<Record>,
    /// The values that the site does not support.
    pub(super) unsupported: Unsupported,
    /// How many times are under a different day from the one in the file, and a description of the first.
    moved_days: (usize, String),
    day_starts: jiff::civil::Time,
}

impl ProgrammeRecords {
    /// A note on times under a different day, if there are any.
    pub(super) fn note(&self, file: &str) -> Option<String> {
        let (count, first) = &self.moved_days;
        let times = if *count == 1 { "1 time is" } else { &format!("{count} times are") };
        let starts = hh_mm(self.day_starts);
        (*count > 0).then(|| {
            format!(
                "{times} under another day than in {file} ({first}): a day of the site begins at \
                 {starts} (`day_starts` in content/event.yaml)"
            )
        })
    }
}

/// Converts a programme. `ids` are the ids that were given before, by kind, and `before` is what was
/// imported last from the same source.
pub(super) fn records(
    programme: &Programme,
    languages: LanguageMatcher<'_>,
    clock: &WallClock,
    ids: BTreeMap<Kind, Ids>,
    before: &LockedSource,
) -> ProgrammeRecords {
    let mut unsupported = Unsupported::default();
    unsupported.take(&programme.left_over);
    if let (Some(url), false) = (&programme.url, programme.own) {
        unsupported.note("the event's address", "", url);
    }
    let (records, moved_days) = (Vec::new(), (0, String::new()));
    let mut builder =
        RecordBuilder { programme, languages, clock, ids, unsupported, records, moved_days };
    builder.reserve_aliases(before);
    let places = builder.entities(Kind::Place, &programme.rooms, room_keys, RecordBuilder::room);
    builder.venue();
    let tracks = builder.entities(Kind::Track, &programme.tracks, track_keys, RecordBuilder::track);
    let speakers =
        builder.entities(Kind::Speaker, &programme.persons, person_keys, RecordBuilder::person);
    builder.sessions(&ReferencedIds { places, tracks, speakers });
    let RecordBuilder { languages, mut unsupported, records, moved_days, .. } = builder;
    for (tag, count) in &languages.foreign {
        for _ in 0..*count {
            unsupported.note(&format!("texts in `{tag}`, not a language of the site"), "", "");
        }
    }
    ProgrammeRecords { records, unsupported, moved_days, day_starts: clock.day_starts }
}

/// The ids of the records that sessions refer to, by position in the programme.
struct ReferencedIds {
    places: Vec<String>,
    tracks: Vec<String>,
    speakers: Vec<String>,
}

struct RecordBuilder<'a> {
    programme: &'a Programme,
    languages: LanguageMatcher<'a>,
    clock: &'a WallClock,
    ids: BTreeMap<Kind, Ids>,
    unsupported: Unsupported,
    records: Vec<Record>,
    moved_days: (usize, String),
}

/// The keys that identify something in a file, without empty names.
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

impl<'a> RecordBuilder<'a> {
    /// Makes records of one kind, and returns the id of each. Entities with the same keys are one
    /// record.
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
        // A key that others have too does not identify anything.
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
            let (key, roles) = ((kind, id.clone()), BTreeMap::new());
            self.records.push(Record { key, keys: own, facts, roles });
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
        if let Some(guid) = room.guid.as_deref().filter(|guid| self.is_unique_guid(guid)) {
            facts.insert(Field::fact("guid"), Value::Text(to_markdown::line(guid)));
        }
        for (tag, text) in self.languages.texts(&room.description) {
            match to_markdown::sentence(&text) {
                Some(text) if text.is_empty() => {}
                Some(text) => drop(facts.insert(Field::text("summary", tag), Value::Text(text))),
                None => self.body(&text, tag, id, &mut facts),
            }
        }
        facts
    }

    /// The venue and its town as places, each the parent of what is in it.
    fn venue(&mut self) {
        let programme = self.programme;
        let named = |name: &Option<String>, kind: &'static str| {
            let name = to_markdown::line(name.as_deref().unwrap_or_default());
            let room = |room: &Room| room.name.values().any(|other| *other == name);
            (!name.is_empty() && !programme.rooms.iter().any(room)).then_some((name, kind))
        };
        let all = [named(&programme.city, "municipality"), named(&programme.venue, "venue")];
        let rooms = self.records.len();
        let mut parent: Option<String> = None;
        for (name, kind) in all.into_iter().flatten() {
            let keys = vec![Key::Name(name.clone())];
            let id = self.ids.entry(Kind::Place).or_default();
            let id = id.give(Kind::Place, &keys, keys.first());
            let mut facts = Facts::from([
                (Field::text("name", "mul"), Value::Text(name)),
                (Field::fact("kind"), Value::Text(kind.to_owned())),
            ]);
            let outer = parent.replace(id.clone());
            facts.extend(outer.map(|outer| (Field::fact("parent"), Value::Text(outer))));
            let (key, roles) = ((Kind::Place, id), BTreeMap::new());
            self.records.push(Record { key, keys, facts, roles });
        }
        let fact = match parent {
            Some(parent) => Some((Field::fact("parent"), Value::Text(parent))),
            // They are rooms, wherever that is.
            None if !programme.own && !programme.locations => {
                Some((Field::fact("kind"), Value::Text("room".to_owned())))
            }
            None => None,
        };
        for room in &mut self.records[..rooms] {
            room.facts.extend(fact.clone());
        }
    }

    /// Whether only one room has this GUID.
    fn is_unique_guid(&self, guid: &str) -> bool {
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
                false => self.unsupported.note("colours", &format!("`{id}`"), color),
            }
        }
        facts
    }

    fn person(&mut self, person: &Person, id: &str) -> Facts {
        let mut facts = Facts::new();
        self.name("name", &person.name, id, &mut facts);
        // In an export of Plenary, the address is the person's page on the exported site.
        if let Some(url) = person.url.as_ref().filter(|_| !self.programme.own) {
            self.address("url", "addresses of people", url, id, &mut facts);
        }
        for (tag, text) in self.languages.texts(&person.biography) {
            self.body(&text, tag, id, &mut facts);
        }
        facts
    }

    /// A title or name in the site's languages; if it is in none of them, it is used for all
    /// languages. An entity without a name is called by its id.
    fn name(&mut self, field: &'static str, texts: &Texts, id: &str, facts: &mut Facts) {
        let mut any = false;
        for (tag, text) in self.languages.texts(texts) {
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
                self.unsupported.note("missing names (the id is used)", &format!("`{id}`"), "");
            }
            let text = foreign.unwrap_or_else(|| id.to_owned());
            facts.insert(Field::text(field, "mul"), Value::Text(text));
        }
    }

    /// A long text, unless it is empty. Its losses are noted as unsupported.
    fn body(&mut self, text: &str, tag: &str, id: &str, facts: &mut Facts) {
        let mut losses = to_markdown::Losses::new();
        let text = to_markdown::markdown(text, tag, &mut losses);
        self.lost(&losses, &format!("`{id}`"));
        if !text.is_empty() {
            facts.insert(Field::text(BODY, tag), Value::Body(text));
        }
    }

    /// Notes what a text lost.
    fn lost(&mut self, losses: &to_markdown::Losses, of: &str) {
        for (kind, example) in losses {
            self.unsupported.note(kind, of, example);
        }
    }

    /// A web address; anything else is noted as unsupported.
    fn address(&mut self, field: &'static str, sort: &str, url: &str, id: &str, facts: &mut Facts) {
        match web_address(url) {
            Some(url) => drop(facts.insert(Field::fact(field), Value::Text(url))),
            None if url.trim().is_empty() => {}
            None => self.unsupported.note(sort, &format!("`{id}`"), url),
        }
    }
}

/// An address that browsers can open.
fn web_address(url: &str) -> Option<String> {
    let url = url.trim();
    is_web_address(url).then(|| url.to_owned())
}
