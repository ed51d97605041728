//! Writing both versions, as strict as their schemas.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Zoned;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::{Map, Value, json};

use crate::base::text::slugify;
use crate::exchange::clean::{self, is_web};
use crate::exchange::clock::{self, with_offset};
use crate::exchange::entry::{Entry, days, entries, pick};
use crate::exchange::json::{put, write};
use crate::exchange::programme::{Link, Person, Programme, Room, Status, Texts, Track};
use crate::exchange::schedule_xml::{GENERATOR, NOWHERE};
use crate::exchange::stable::{self, as_number, as_uuid, guid, part_guid};
use crate::exchange::status;

/// The track of a session without one: the second version demands a track.
pub(super) const NO_TRACK: &str = "none";

/// A programme that is being written.
struct Writer<'a> {
    programme: &'a Programme,
    lang: &'a str,
    acronym: String,
    entries: Vec<Entry<'a>>,
    /// The UUIDs of the rooms.
    rooms: Vec<String>,
}

/// Writes the first version, in one language. Sessions whose time is not known have no place in it.
pub fn write_v1(programme: &Programme, lang: &str) -> String {
    let writer = Writer::new(programme, lang);
    let mut conference = writer.conference("daysCount");
    put(&mut conference, "timeslot_duration", "00:05");
    put(&mut conference, "rooms", writer.all_rooms(|description| pick(description, lang).into()));
    conference.insert("days".to_owned(), writer.days_v1());
    writer.file("https://c3voc.de/schedule/schema.json", conference, None)
}

/// Writes the second version. Texts that the format has one of are in the language that is given.
pub fn write_v2(programme: &Programme, lang: &str) -> String {
    let writer = Writer::new(programme, lang);
    let mut conference = writer.conference("");
    put(&mut conference, "rooms", writer.all_rooms(localized));
    conference.insert("days".to_owned(), writer.days_v2());
    let languages = writer.languages();
    put(&mut conference, "languages", languages);
    let events = writer.entries.iter().map(|entry| writer.event_v2(entry)).collect();
    writer.file("https://c3voc.de/schema/schedule2", conference, Some(events))
}

impl<'a> Writer<'a> {
    fn new(programme: &'a Programme, lang: &'a str) -> Writer<'a> {
        let acronym = stable::acronym(&programme.acronym);
        let entries = entries(programme, &acronym);
        let mut taken = BTreeSet::new();
        let room = |room: &Room| {
            let own = room.guid.as_deref().and_then(as_uuid);
            let name = if room.id.is_empty() { pick(&room.name, "") } else { &room.id };
            let mut name = own.unwrap_or_else(|| guid("room", &acronym, name));
            // Some files give several rooms one.
            while !taken.insert(name.clone()) {
                name = part_guid(&name, pick(&room.name, ""));
            }
            name
        };
        let rooms = programme.rooms.iter().map(room).collect();
        Writer { programme, lang, entries, rooms, acronym }
    }

    fn file(&self, schema: &str, conference: Map<String, Value>, events: Option<Value>) -> String {
        let mut schedule = Map::new();
        schedule.insert(
            "version".to_owned(),
            self.programme.version.as_deref().unwrap_or_default().into(),
        );
        schedule.insert("conference".to_owned(), conference.into());
        let second = events.is_some();
        if let Some(events) = events {
            schedule.insert("events".to_owned(), events);
        }
        write(&json!({
            "$schema": schema,
            "generator": self.generator(second),
            "schedule": schedule,
        }))
    }

    /// Who made the file; with which words it says that a session is not as announced; the languages
    /// of sessions of which the second version has others, or some where there are none.
    fn generator(&self, second: bool) -> Value {
        let mut generator = json!({ "name": GENERATOR, "version": env!("CARGO_PKG_VERSION") });
        let of_file = self.languages();
        let of_file = of_file.get(0).and_then(Value::as_str).unwrap_or_default();
        for entry in self.entries.iter().filter(|_| second) {
            let languages = &entry.session.languages;
            if *languages != told(self.language(entry), of_file) {
                generator["languages"][&entry.guid] = languages.clone().into();
            }
        }
        for (word, prefix) in status::named(self.programme) {
            generator["prefixes"][word] = prefix.into();
        }
        generator
    }

    /// What both versions say of the event; the number of days by a name, if it has one.
    fn conference(&self, count: &str) -> Map<String, Value> {
        let programme = self.programme;
        let mut conference = Map::new();
        conference.insert("acronym".to_owned(), self.acronym.as_str().into());
        conference
            .insert("title".to_owned(), clean::line(pick(&programme.title, self.lang)).into());
        let days = days(programme, &self.entries);
        let (first, last) = match (programme.dates, days.first(), days.last()) {
            (Some((first, last)), _, _) => (Some(first), Some(last)),
            (None, first, last) => (first.map(|day| day.0), last.map(|day| day.0)),
        };
        let text = |date: Option<Date>| match (date, count.is_empty()) {
            (Some(date), false) => date.to_string(),
            // The second version wants moments: from the first to the last of the event.
            (Some(date), true) => self.midnight(date),
            (None, _) => String::new(),
        };
        conference.insert("start".to_owned(), text(first).into());
        let end = match count.is_empty() {
            true => last
                .and_then(|last| last.tomorrow().ok())
                .map_or_else(|| text(last), |after| self.before(after)),
            false => text(last),
        };
        conference.insert("end".to_owned(), end.into());
        if !count.is_empty() {
            conference.insert(count.to_owned(), days.len().into());
        }
        put(
            &mut conference,
            "time_zone_name",
            programme.timezone.as_deref().filter(|z| is_city(z)),
        );
        put(&mut conference, "url", web(programme.url.as_deref()));
        let tracks = programme.tracks.iter().map(|track| {
            let mut record = Map::new();
            put(&mut record, "name", clean::line(pick(&track.name, self.lang)));
            // The second version names tracks by it.
            match count.is_empty() {
                true => put(&mut record, "slug", track_slug(track)),
                false => put(&mut record, "slug", slug(&track.id)),
            }
            put(&mut record, "color", track.color.as_deref());
            Value::from(record)
        });
        conference.insert("tracks".to_owned(), tracks.collect());
        conference
    }

    /// The event's zone, or what comes next to it.
    fn zone(&self) -> TimeZone {
        let zone = self.programme.timezone.as_deref().and_then(clock::zone);
        let of_entry = || self.entries.first().map(|entry| entry.start.time_zone().clone());
        zone.or_else(of_entry).unwrap_or(TimeZone::UTC)
    }

    fn midnight(&self, date: Date) -> String {
        date.to_zoned(self.zone()).map(|moment| with_offset(&moment)).unwrap_or_default()
    }

    /// The last second before a day.
    fn before(&self, date: Date) -> String {
        let second = jiff::SignedDuration::from_secs(1);
        let before = date.to_zoned(self.zone()).and_then(|midnight| midnight.checked_sub(second));
        before.map(|before| with_offset(&before)).unwrap_or_default()
    }

    fn all_rooms(&self, description: impl Fn(&Texts) -> Value) -> Value {
        let room = |(room, guid): (&Room, &String)| {
            let mut record = Map::new();
            record.insert("name".to_owned(), clean::line(pick(&room.name, self.lang)).into());
            record.insert("guid".to_owned(), guid.as_str().into());
            put(&mut record, "slug", slug(&room.id));
            put(&mut record, "capacity", room.capacity);
            put(&mut record, "description", description(&room.description));
            Value::from(record)
        };
        self.programme.rooms.iter().zip(&self.rooms).map(room).collect()
    }

    fn room_name(&self, room: Option<usize>) -> String {
        let name = room.map(|room| clean::line(pick(&self.programme.rooms[room].name, self.lang)));
        name.filter(|name| !name.is_empty()).unwrap_or_else(|| NOWHERE.to_owned())
    }

    fn days_v1(&self) -> Value {
        let days = days(self.programme, &self.entries);
        let day = |(index, (date, start, end)): (usize, &(Date, Zoned, Zoned))| {
            let mut rooms: Map<String, Value> = Map::new();
            for at in 0..self.rooms.len() {
                rooms.insert(self.room_name(Some(at)), Value::Array(Vec::new()));
            }
            let mut by_room: BTreeMap<Option<usize>, Vec<Value>> = BTreeMap::new();
            for entry in self.entries.iter().filter(|entry| entry.day == *date) {
                by_room.entry(entry.room).or_default().push(self.event_v1(entry));
            }
            for (room, events) in by_room {
                let list =
                    rooms.entry(self.room_name(room)).or_insert_with(|| Value::Array(Vec::new()));
                if let Value::Array(list) = list {
                    list.extend(events);
                }
            }
            json!({
                "index": index + 1,
                "date": date.to_string(),
                "day_start": with_offset(start),
                "day_end": with_offset(end),
                "rooms": rooms,
            })
        };
        days.iter().enumerate().map(day).collect()
    }

    fn days_v2(&self) -> Value {
        let days = days(self.programme, &self.entries);
        let days = days.iter().enumerate().map(|(index, (date, start, end))| {
            json!({
                "index": index + 1,
                "date": date.to_string(),
                "start": with_offset(start),
                "end": with_offset(end),
            })
        });
        days.collect()
    }

    /// What both versions say of an event, under the names that both have.
    fn event(&self, entry: &Entry<'_>) -> Map<String, Value> {
        let session = entry.session;
        let mut event = Map::new();
        let mut set = |key: &str, value: Value| event.insert(key.to_owned(), value);
        set("guid", entry.guid.as_str().into());
        set("title", clean::line(pick(&session.title, self.lang)).into());
        set("subtitle", clean::line(pick(&session.subtitle, self.lang)).into());
        set("slug", entry.slug.as_str().into());
        // The schemas demand an address, and it need not lead anywhere.
        let url = web(session.url.as_deref()).unwrap_or_else(|| format!("urn:uuid:{}", entry.guid));
        set("url", url.into());
        set("links", links(&session.links));
        set("attachments", links(&session.attachments));
        event
    }

    fn event_v1(&self, entry: &Entry<'_>) -> Value {
        let session = entry.session;
        let mut event = self.event(entry);
        let mut set = |key: &str, value: Value| event.insert(key.to_owned(), value);
        set("id", entry.number.into());
        set("date", with_offset(&entry.start).into());
        set("start", entry.start.strftime("%H:%M").to_string().into());
        let end = entry.end.as_ref().unwrap_or(&entry.start);
        set("end", with_offset(end).into());
        let minutes = entry.start.duration_until(end).as_secs().max(0) / 60;
        set("duration", format!("{:02}:{:02}", minutes / 60, minutes % 60).into());
        set("room", self.room_name(entry.room).into());
        let tracks = session.tracks.iter().filter_map(|track| self.programme.tracks.get(*track));
        let tracks: Vec<String> =
            tracks.map(|track| clean::line(pick(&track.name, self.lang))).collect();
        set("track", tracks.join(", ").into());
        set("type", clean::line(&session.kind).into());
        set("language", session.languages.join(", ").into());
        set("abstract", clean::block(pick(&session.summary, self.lang)).into());
        set("description", clean::block(pick(&session.text, self.lang)).into());
        set("recording_license", session.licence.as_deref().unwrap_or_default().into());
        set("do_not_record", session.no_recording.into());
        let persons = self.persons(entry).map(|person| {
            let mut record = Map::new();
            // With `public_name` and `id` both schemas of a person would fit, and then none does.
            record.insert("name".to_owned(), clean::line(pick(&person.name, self.lang)).into());
            match as_number(&person.id) {
                Some(id) => put(&mut record, "id", id),
                None => put(&mut record, "slug", person.id.as_str()),
            }
            put(&mut record, "guid", self.person_guid(person));
            put(&mut record, "biography", clean::block(pick(&person.biography, self.lang)));
            put(&mut record, "url", web(person.url.as_deref()));
            Value::from(record)
        });
        set("persons", persons.collect());
        event.into()
    }

    fn event_v2(&self, entry: &Entry<'_>) -> Value {
        let session = entry.session;
        let end = entry.end.as_ref().unwrap_or(&entry.start);
        let mut event = self.event(entry);
        let mut set = |key: &str, value: Value| event.insert(key.to_owned(), value);
        set("start", with_offset(&entry.start).into());
        set("end", with_offset(end).into());
        let room = entry.room.map_or_else(
            || json!({ "guid": guid("room", &self.acronym, NOWHERE), "name": NOWHERE }),
            |room| json!({ "guid": self.rooms[room], "name": self.room_name(Some(room)) }),
        );
        set("room", room);
        let track = session.tracks.first().and_then(|track| self.programme.tracks.get(*track));
        let track = match track {
            Some(track) => {
                json!({ "slug": track_slug(track), "name": clean::line(pick(&track.name, self.lang)) })
            }
            None => json!({ "slug": NO_TRACK }),
        };
        set("track", track);
        set("type", kind(&session.kind).into());
        set("language", self.language(entry).into());
        set("abstract", localized(&session.summary));
        set("description", localized(&session.text));
        set("state", state(session.status).into());
        let participants = self.persons(entry).map(|person| {
            let mut record = Map::new();
            record.insert("name".to_owned(), clean::line(pick(&person.name, self.lang)).into());
            record.insert("guid".to_owned(), self.any_guid(person).into());
            put(&mut record, "role", self.role(entry, person));
            if as_uuid(&person.id).is_none() {
                put(&mut record, "slug", person.id.as_str());
            }
            Value::from(record)
        });
        set("participants", participants.collect());
        event.into()
    }

    /// The language of an event: the second version demands one.
    fn language(&self, entry: &Entry<'a>) -> &'a str {
        let language = entry.session.languages.iter().find_map(|tag| two_letters(tag));
        language.or_else(|| two_letters(self.lang)).unwrap_or("en")
    }

    /// What somebody does besides speaking, in the words of the second version.
    fn role(&self, entry: &Entry<'_>, person: &Person) -> Option<String> {
        let mut roles = entry.session.roles.iter();
        let is_of = |at: &usize| {
            self.programme.persons.get(*at).is_some_and(|other| std::ptr::eq(other, person))
        };
        roles.find(|(at, _)| is_of(at)).map(|(_, role)| role.to_uppercase())
    }

    fn persons<'b>(&'b self, entry: &'b Entry<'_>) -> impl Iterator<Item = &'b Person> {
        entry.session.persons.iter().filter_map(|person| self.programme.persons.get(*person))
    }

    fn person_guid(&self, person: &Person) -> Option<String> {
        let made = || (!person.id.is_empty()).then(|| guid("person", &self.acronym, &person.id));
        as_uuid(&person.id).or_else(made)
    }

    fn any_guid(&self, person: &Person) -> String {
        let by_name = || guid("name", &self.acronym, pick(&person.name, ""));
        self.person_guid(person).unwrap_or_else(by_name)
    }

    /// The languages that some text is in, the file's own first.
    fn languages(&self) -> Value {
        let own = two_letters(self.lang).into_iter();
        let sessions = &self.programme.sessions;
        let tags = sessions.iter().flat_map(|s| s.title.keys().chain(s.text.keys()));
        let mut all: Vec<&str> = Vec::new();
        for tag in own.chain(tags.filter_map(|tag| two_letters(tag))) {
            if !all.contains(&tag) {
                all.push(tag);
            }
        }
        all.into()
    }
}

/// Texts by tags of two letters, or the one text whose language is not told.
fn localized(texts: &Texts) -> Value {
    let mut by_tag: BTreeMap<&str, String> = BTreeMap::new();
    for (tag, text) in texts {
        if let Some(tag) = two_letters(tag) {
            by_tag.entry(tag).or_insert_with(|| clean::block(text));
        }
    }
    match (by_tag.is_empty(), texts.get("")) {
        (true, Some(text)) => clean::block(text).into(),
        (true, None) => Value::Null,
        (false, _) => json!(by_tag),
    }
}

/// What the language of an event says where we wrote it: nothing if it is that of the file.
pub(super) fn told(language: &str, of_file: &str) -> Vec<String> {
    match two_letters(of_file) == Some(language) {
        true => Vec::new(),
        false => vec![language.to_owned()],
    }
}

/// The first two letters of a tag, if its language has two.
fn two_letters(tag: &str) -> Option<&str> {
    let language = tag.split('-').next()?;
    (language.len() == 2 && language.bytes().all(|b| b.is_ascii_lowercase())).then_some(language)
}

fn links(links: &[Link]) -> Value {
    let link = |link: &Link| {
        let mut record = Map::new();
        record.insert("url".to_owned(), clean::uri(&link.url).into());
        put(&mut record, "title", clean::line(&link.title));
        Value::from(record)
    };
    links.iter().map(link).collect()
}

fn web(address: Option<&str>) -> Option<String> {
    address.filter(|address| is_web(address)).map(|address| clean::uri(address).into_owned())
}

/// An id as the schemas take it as a slug.
fn slug(id: &str) -> Option<&str> {
    let good = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_';
    let fits = id.len() > 1 && id.bytes().all(good) && !id.ends_with(['-', '_']);
    fits.then_some(id)
}

/// The slug of a track: its id, or one made from its name.
fn track_slug(track: &Track) -> String {
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

/// Whether the schemas take the name of a zone: cities they do, and UTC.
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

/// The kinds of the second version, from words that are in use.
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

fn state(status: Status) -> &'static str {
    match status {
        // What was moved is held where and when the file says.
        Status::Confirmed | Status::Moved => "CONFIRMED",
        Status::Tentative => "ACCEPTED",
        Status::Cancelled => "CANCELED",
        Status::Postponed => "DELAYED",
    }
}
