//! Writing both versions, as strictly as their schemas demand.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use jiff::{SignedDuration, Zoned};
use serde_json::{Map, Value, json};

use crate::base::text::slugify;
use crate::exchange::datetime::with_offset;
use crate::exchange::json::{put, write};
use crate::exchange::programme::{Link, Person, Programme, Room, Session, Texts, Track};
use crate::exchange::sanitize::{self, web_uri};
use crate::exchange::schedule_event::{ScheduleContext, ScheduleEvent, pick};
use crate::exchange::schedule_json::translations::{self, TRANSLATIONS, two_letters};
use crate::exchange::schedule_xml::{ESTIMATED_ENDS, GENERATOR, NO_ROOM};
use crate::exchange::stable_ids::{as_number, as_uuid, guid, part_guid};
use crate::exchange::status;

/// The slug of the track of a session without one: version 2 demands a track.
pub(super) const NO_TRACK: &str = "none";

/// Writes version 1, in one language. Sessions whose time is not known are omitted.
pub fn write_v1(programme: &Programme, lang: &str) -> String {
    JsonWriter::new(programme, lang, Version::One).file("https://c3voc.de/schedule/schema.json")
}

/// Writes version 2. Texts that the format has only once are in the given language.
pub fn write_v2(programme: &Programme, lang: &str) -> String {
    JsonWriter::new(programme, lang, Version::Two).file("https://c3voc.de/schema/schedule2")
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Version {
    One,
    Two,
}

/// A programme that is being written.
struct JsonWriter<'a> {
    schedule: ScheduleContext<'a>,
    version: Version,
    /// The UUIDs of the rooms.
    rooms: Vec<String>,
}

impl<'a> JsonWriter<'a> {
    fn new(programme: &'a Programme, lang: &'a str, version: Version) -> JsonWriter<'a> {
        let schedule = ScheduleContext::new(programme, lang);
        let mut taken = BTreeSet::new();
        let room = |room: &Room| {
            let own = room.guid.as_deref().and_then(as_uuid);
            let name = if room.id.is_empty() { pick(&room.name, "") } else { &room.id };
            let mut name = own.unwrap_or_else(|| guid("room", &schedule.acronym, name));
            // Some files give several rooms the same UUID.
            while !taken.insert(name.clone()) {
                name = part_guid(&name, pick(&room.name, ""));
            }
            name
        };
        let rooms = programme.rooms.iter().map(room).collect();
        JsonWriter { schedule, version, rooms }
    }

    fn file(&self, schema: &str) -> String {
        let mut schedule = json!({
            "version": self.schedule.programme.version.as_deref().unwrap_or_default(),
            "conference": self.conference(),
        });
        if self.version == Version::Two {
            schedule["events"] =
                self.schedule.events.iter().map(|event| self.event(event)).collect();
        }
        write(&json!({
            "$schema": schema,
            "generator": self.generator(),
            "schedule": schedule,
        }))
    }

    /// The program that made the file; the status prefixes of titles; which ends are estimates; and
    /// for version 2 the languages of sessions, where it has a placeholder or cannot hold all of them, and
    /// the other languages of texts that it can hold in only one.
    fn generator(&self) -> Value {
        let mut generator = json!({ "name": GENERATOR, "version": env!("CARGO_PKG_VERSION") });
        let of_file = self.languages().first().copied().unwrap_or_default();
        for event in self.schedule.events.iter().filter(|_| self.version == Version::Two) {
            let languages = &event.session.languages;
            if *languages != implied_languages(self.language(event), of_file) {
                generator["languages"][&event.guid] = languages.clone().into();
            }
        }
        if self.version == Version::Two {
            let found = translations::write(&self.schedule, &self.rooms);
            if !found.is_null() {
                generator[TRANSLATIONS] = found;
            }
        }
        let estimated = self.schedule.estimated();
        if !estimated.is_empty() {
            generator[ESTIMATED_ENDS] = estimated.into();
        }
        for (word, prefix) in status::prefixes(self.schedule.programme) {
            generator["prefixes"][word] = prefix.into();
        }
        generator
    }

    fn conference(&self) -> Value {
        let (schedule, programme) = (&self.schedule, self.schedule.programme);
        let mut conference = Map::new();
        let mut set = |key: &str, value: Value| conference.insert(key.to_owned(), value);
        set("acronym", schedule.acronym.as_str().into());
        set("title", self.schedule.line(&programme.title).into());
        let ends =
            schedule.days.first().zip(schedule.days.last()).map(|(first, last)| (first.0, last.0));
        let (start, end) = match (programme.dates.or(ends), self.version) {
            (None, _) => (String::new(), String::new()),
            (Some((first, last)), Version::One) => (first.to_string(), last.to_string()),
            // Version 2 demands moments: the last is one second before midnight.
            (Some((first, last)), Version::Two) => {
                let after = last.tomorrow().unwrap_or(last);
                let second = SignedDuration::from_secs(1);
                (schedule.midnight(first, SignedDuration::ZERO), schedule.midnight(after, second))
            }
        };
        set("start", start.into());
        set("end", end.into());
        if self.version == Version::One {
            set("daysCount", schedule.days.len().into());
        }
        let zone = programme.timezone.as_deref().filter(|zone| is_city(zone));
        put(&mut conference, "time_zone_name", zone);
        put(&mut conference, "url", programme.url.as_deref().and_then(web_uri));
        let tracks = programme.tracks.iter().map(|track| {
            let mut record = Map::new();
            put(&mut record, "name", self.schedule.line(&track.name));
            match self.version {
                Version::One => put(&mut record, "slug", slug(&track.id)),
                // Events refer to it.
                Version::Two => put(&mut record, "slug", track_slug(track)),
            }
            put(&mut record, "color", track.color.as_deref());
            Value::from(record)
        });
        put(&mut conference, "tracks", tracks.collect::<Value>());
        if self.version == Version::One {
            put(&mut conference, "timeslot_duration", "00:05");
        }
        put(&mut conference, "rooms", self.all_rooms());
        put(&mut conference, "days", self.all_days());
        if self.version == Version::Two {
            put(&mut conference, "languages", self.languages());
        }
        conference.into()
    }

    fn all_rooms(&self) -> Value {
        let room = |(room, guid): (&Room, &String)| {
            let mut record = Map::new();
            record.insert("name".to_owned(), self.schedule.line(&room.name).into());
            record.insert("guid".to_owned(), guid.as_str().into());
            put(&mut record, "slug", slug(&room.id));
            put(&mut record, "capacity", room.capacity);
            put(
                &mut record,
                "description",
                match self.version {
                    Version::One => pick(&room.description, self.schedule.lang).into(),
                    Version::Two => localized(&room.description),
                },
            );
            Value::from(record)
        };
        self.schedule.programme.rooms.iter().zip(&self.rooms).map(room).collect()
    }

    fn room_name(&self, room: Option<usize>) -> String {
        let name = room.map(|room| self.schedule.line(&self.schedule.programme.rooms[room].name));
        name.filter(|name| !name.is_empty()).unwrap_or_else(|| NO_ROOM.to_owned())
    }

    fn all_days(&self) -> Value {
        let day = |(index, (date, start, end)): (usize, &(Date, Zoned, Zoned))| {
            let (start, end) = (with_offset(start), with_offset(end));
            let mut day = json!({ "index": index + 1, "date": date.to_string() });
            if self.version == Version::Two {
                day["start"] = start.into();
                day["end"] = end.into();
                return day;
            }
            let mut rooms: Map<String, Value> = Map::new();
            for at in 0..self.rooms.len() {
                rooms.insert(self.room_name(Some(at)), json!([]));
            }
            let mut by_room: BTreeMap<Option<usize>, Vec<Value>> = BTreeMap::new();
            for event in self.schedule.events.iter().filter(|event| event.day == *date) {
                by_room.entry(event.room).or_default().push(self.event(event));
            }
            for (room, events) in by_room {
                let list = rooms.entry(self.room_name(room)).or_insert_with(|| json!([]));
                if let Value::Array(list) = list {
                    list.extend(events);
                }
            }
            day["day_start"] = start.into();
            day["day_end"] = end.into();
            day["rooms"] = rooms.into();
            day
        };
        self.schedule.days.iter().enumerate().map(day).collect()
    }

    fn event(&self, event: &ScheduleEvent<'_>) -> Value {
        let session = event.session;
        // The schemas demand an address, which need not lead anywhere.
        let url = session.url.as_deref().and_then(web_uri);
        let url = url.unwrap_or_else(|| format!("urn:uuid:{}", event.guid));
        let mut common = json!({
            "guid": event.guid,
            "title": self.schedule.line(&session.title),
            "subtitle": self.schedule.line(&session.subtitle),
            "slug": event.slug,
            "url": url,
            "links": links(&session.links),
            "attachments": links(&session.attachments),
        });
        let own = match self.version {
            Version::One => self.fields_v1(event),
            Version::Two => self.fields_v2(event),
        };
        if let (Value::Object(common), Value::Object(own)) = (&mut common, own) {
            common.extend(own);
        }
        common
    }

    fn fields_v1(&self, event: &ScheduleEvent<'_>) -> Value {
        let session = event.session;
        let minutes = event.minutes();
        let persons = self.schedule.persons(event).map(|person| {
            let mut record = Map::new();
            // With `public_name` and `id`, both schemas of a person match, and then neither counts.
            record.insert("name".to_owned(), self.schedule.line(&person.name).into());
            match as_number(&person.id) {
                Some(id) => put(&mut record, "id", id),
                None => put(&mut record, "slug", person.id.as_str()),
            }
            put(&mut record, "guid", self.schedule.person_guid(person));
            put(&mut record, "biography", self.schedule.block(&person.biography));
            put(&mut record, "url", person.url.as_deref().and_then(web_uri));
            Value::from(record)
        });
        json!({
            "id": event.number,
            "date": with_offset(&event.start),
            "start": event.start.strftime("%H:%M").to_string(),
            "end": with_offset(&event.end),
            "duration": format!("{:02}:{:02}", minutes / 60, minutes % 60),
            "room": self.room_name(event.room),
            "track": self.schedule.tracks(event),
            "type": sanitize::line(&session.kind),
            "language": session.languages.join(", "),
            "abstract": self.schedule.block(&session.summary),
            "description": self.schedule.block(&session.text),
            "recording_license": session.licence.as_deref().unwrap_or_default(),
            "do_not_record": do_not_record(session),
            "persons": persons.collect::<Value>(),
        })
    }

    fn fields_v2(&self, event: &ScheduleEvent<'_>) -> Value {
        let session = event.session;
        let guid_of_room = event.room.map_or_else(
            || guid("room", &self.schedule.acronym, NO_ROOM),
            |room| self.rooms[room].clone(),
        );
        let track =
            session.tracks.first().and_then(|track| self.schedule.programme.tracks.get(*track));
        let participants = self.schedule.persons(event).map(|person| {
            let by_name = || guid("name", &self.schedule.acronym, pick(&person.name, ""));
            let mut record = Map::new();
            record.insert("name".to_owned(), self.schedule.line(&person.name).into());
            put(&mut record, "guid", self.schedule.person_guid(person).unwrap_or_else(by_name));
            put(&mut record, "role", self.role(event, person));
            if as_uuid(&person.id).is_none() {
                put(&mut record, "slug", person.id.as_str());
            }
            Value::from(record)
        });
        json!({
            "start": with_offset(&event.start),
            "end": with_offset(&event.end),
            "room": { "guid": guid_of_room, "name": self.room_name(event.room) },
            "track": match track {
                Some(track) => {
                    json!({ "slug": track_slug(track), "name": self.schedule.line(&track.name) })
                }
                None => json!({ "slug": NO_TRACK }),
            },
            "type": kind(&session.kind),
            "language": self.language(event),
            "abstract": localized(&session.summary),
            "description": localized(&session.text),
            "state": session.status.state(),
            "participants": participants.collect::<Value>(),
        })
    }

    /// The language of an event: version 2 demands one.
    fn language(&self, event: &ScheduleEvent<'a>) -> &'a str {
        let language = event.session.languages.iter().find_map(|tag| two_letters(tag));
        language.or_else(|| two_letters(self.schedule.lang)).unwrap_or("en")
    }

    /// The role of a person who is not simply a speaker, as version 2 calls it.
    fn role(&self, event: &ScheduleEvent<'_>, person: &Person) -> Option<String> {
        let mut roles = event.session.roles.iter();
        let is_of = |at: &usize| {
            self.schedule
                .programme
                .persons
                .get(*at)
                .is_some_and(|other| std::ptr::eq(other, person))
        };
        roles.find(|(at, _)| is_of(at)).map(|(_, role)| role.to_uppercase())
    }

    /// The languages of all texts, the file's own first.
    fn languages(&self) -> Vec<&'a str> {
        let own = two_letters(self.schedule.lang).into_iter();
        let sessions = &self.schedule.programme.sessions;
        let tags = sessions.iter().flat_map(|s| s.title.keys().chain(s.text.keys()));
        let mut all: Vec<&str> = Vec::new();
        for tag in own.chain(tags.filter_map(|tag| two_letters(tag))) {
            if !all.contains(&tag) {
                all.push(tag);
            }
        }
        all
    }
}

/// Texts by tags of two letters, or the one text whose language is not declared.
fn localized(texts: &Texts) -> Value {
    let mut by_tag: BTreeMap<&str, String> = BTreeMap::new();
    for (tag, text) in texts {
        if let Some(tag) = two_letters(tag) {
            by_tag.entry(tag).or_insert_with(|| sanitize::block(text));
        }
    }
    match (by_tag.is_empty(), texts.get("")) {
        (true, Some(text)) => sanitize::block(text).into(),
        (true, None) => Value::Null,
        (false, _) => json!(by_tag),
    }
}

/// The languages of a session that are implied by the language of its event in files from Plenary: none
/// if it is the language of the file.
pub(super) fn implied_languages(language: &str, of_file: &str) -> Vec<String> {
    match two_letters(of_file) == Some(language) {
        true => Vec::new(),
        false => vec![language.to_owned()],
    }
}

fn links(links: &[Link]) -> Value {
    let link = |link: &Link| {
        let mut record = Map::new();
        record.insert("url".to_owned(), sanitize::uri(&link.url).into());
        put(&mut record, "title", sanitize::line(&link.title));
        Value::from(record)
    };
    links.iter().map(link).collect()
}

/// An id, if the schemas accept it as a slug.
fn slug(id: &str) -> Option<&str> {
    let good = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_';
    let fits = id.len() > 1 && id.bytes().all(good) && !id.ends_with(['-', '_']);
    fits.then_some(id)
}

/// The slug of a track: its id, or one derived from its name.
pub(super) fn track_slug(track: &Track) -> String {
    if let Some(id) = slug(&track.id) {
        return id.to_owned();
    }
    let name = pick(&track.name, "en");
    let made = slugify(name, "en").replace(|c: char| !c.is_ascii(), "");
    match slug(made.trim_matches('-')) {
        Some(made) => made.to_owned(),
        None => guid("track", "", name),
    }
}

/// Whether the schemas accept the name of a zone: they accept cities and UTC.
fn is_city(zone: &str) -> bool {
    let word = |part: &str| {
        let mut letters = part.bytes();
        letters.next().is_some_and(|b| b.is_ascii_uppercase())
            && letters.next().is_some_and(|b| b.is_ascii_lowercase())
    };
    zone == "UTC"
        || zone.split_once('/').is_some_and(|(area, city)| {
            word(area) && area.bytes().skip(1).all(|b| b.is_ascii_lowercase()) && word(city)
        })
}

/// The kind as version 2 calls it, from terms in use.
fn kind(kind: &str) -> String {
    const KINDS: [&str; 10] = [
        "TALK",
        "WORKSHOP",
        "HANDS-ON",
        "MEETING",
        "DISCUSSION",
        "PERFORMANCE",
        "CONCERT",
        "GAME",
        "LIGHTNING_TALK",
        "OTHER",
    ];
    let upper = kind.trim().to_uppercase().replace(' ', "_");
    let known = match &*upper {
        "SESSION" | "LECTURE" | "KEYNOTE" | "CONFERENCE" | "PRESENTATION" => "TALK",
        "PANEL" => "DISCUSSION",
        "BILATERAL" => "MEETING",
        "TUTORIAL" | "TRAINING" => "WORKSHOP",
        "LIGHTNING" | "LIGHTNING-TALK" => "LIGHTNING_TALK",
        other => KINDS.into_iter().find(|kind| *kind == other).unwrap_or("OTHER"),
    };
    known.to_owned()
}

/// Whether a session must not be recorded; `None` if that is not known.
fn do_not_record(session: &Session) -> Option<bool> {
    match (session.no_recording, &session.recording) {
        (true, _) => Some(true),
        (false, Some(_)) => Some(false),
        (false, None) => None,
    }
}
