//! Reading version 2: one list of events.

use std::collections::BTreeMap;

use crate::exchange::file_fault::Fault;
use crate::exchange::json::JsonRecord;
use crate::exchange::programme::{Room, Session, Slot, Status};
use crate::exchange::programme_builder::{SourceRecord, some, texts};
use crate::exchange::schedule_json::read_json::JsonReader;
use crate::exchange::schedule_json::write_json::{NO_TRACK, implied_languages};

/// The maximum number of days in which an event is looked up.
const MOST_DAYS: usize = 400;

/// The states of events that are not part of the programme, or not yet: they must not be published.
const NOT_PUBLIC: [&str; 5] = ["DRAFT", "SUBMITTED", "REJECTED", "WITHDRAWN", "DELETED"];

/// What events refer to by a key other than its name.
struct ByKey {
    rooms: BTreeMap<String, usize>,
    tracks: BTreeMap<String, usize>,
}

impl JsonReader<'_> {
    /// Reads all events.
    pub(super) fn events_v2(&mut self, schedule: &JsonRecord<'_>) -> Result<(), Fault> {
        let programme = &self.builder.programme;
        let rooms = programme.rooms.iter().enumerate();
        let tracks = programme.tracks.iter().enumerate().rev();
        let by_key = ByKey {
            rooms: rooms.filter_map(|(at, room)| Some((room.guid.clone()?, at))).collect(),
            tracks: tracks.map(|(at, track)| (track.id.clone(), at)).collect(),
        };
        for event in schedule.records("events") {
            let name = some(event.line("guid")).unwrap_or_else(|| event.line("title"));
            self.event_v2(&event, &by_key, &name).map_err(|fault| event.near(&name, fault))?;
        }
        Ok(())
    }

    fn event_v2(
        &mut self,
        event: &JsonRecord<'_>,
        by_key: &ByKey,
        name: &str,
    ) -> Result<(), Fault> {
        let place = format!("event {name}");
        let state = event.line("state");
        if NOT_PUBLIC.contains(&&*state) {
            let place = format!("{place}: events that are {state}");
            self.builder.left(None, place, &event.line("title"));
            return Ok(());
        }
        let room = self.room_of(&event.record("room"), &by_key.rooms);
        let slot = self.slot_v2(event, room)?;
        let session = self.session(event, &place);
        let status = Status::of_state(&state);
        if status.is_none() {
            // Such a state expresses more than a status can.
            self.builder.left(None, format!("{place}: state"), &state);
        }
        let (persons, roles) = self.participants(event, &place);
        let session = Session {
            kind: session.kind.to_lowercase(),
            status: status.unwrap_or_default(),
            tracks: self.track_of(&event.record("track"), &by_key.tracks),
            persons,
            roles,
            languages: self.spoken(event, session.languages),
            slots: slot.into_iter().collect(),
            ..session
        };
        event.skip(&["duration"]);
        self.add(session, event, &place);
        Ok(())
    }

    /// The languages of an event. In a file from Plenary some are placeholders, since the format demands
    /// one.
    fn spoken(&self, event: &JsonRecord<'_>, tags: Vec<String>) -> Vec<String> {
        let guid = event.line("guid");
        if self.own && self.spoken.get(&guid).is_array() {
            return self.spoken.records(&guid).map(|tag| tag.text()).collect();
        }
        match tags.first() {
            Some(tag) if self.own => {
                implied_languages(tag, self.builder.programme.language.as_deref().unwrap_or(""))
            }
            _ => tags,
        }
    }

    /// The room of an event, by its guid or its name.
    fn room_of(
        &mut self,
        room: &JsonRecord<'_>,
        by_guid: &BTreeMap<String, usize>,
    ) -> Option<usize> {
        let guid = room.line("guid");
        let name = some(room.line("name")).or_else(|| some(room.text()));
        let known = |at: &usize| {
            let found = self.builder.programme.rooms[*at].name.values().next();
            // Some files give several rooms one guid; then the name distinguishes them.
            name.is_none() || found == name.as_ref()
        };
        if let Some(at) = by_guid.get(&guid).filter(|at| known(at)) {
            return Some(*at);
        }
        let name = name.filter(|name| self.is_room(name))?;
        let (id, guid) = (room.line("slug"), some(guid));
        let new = || Room { id, guid, name: texts(name.clone()), ..Room::default() };
        Some(self.builder.room(&name, new))
    }

    fn slot_v2(&self, event: &JsonRecord<'_>, room: Option<usize>) -> Result<Option<Slot>, Fault> {
        let Some(start) = event.moment("start", &self.hints)? else { return Ok(None) };
        // The format does not have the day of an event: it is the day during which the event begins.
        let days = self.builder.programme.days.iter().take(MOST_DAYS);
        let mut days = days.filter_map(|day| Some((day.date, day.hours.as_ref()?)));
        let within = days.find(|(_, (from, to))| *from <= start && start < *to);
        let day = within.map_or_else(|| self.hints.day_of(&start), |(date, _)| date);
        let time = event.time_from(start, Some("end"), &self.hints)?;
        Ok(Some(Slot { id: String::new(), day, time, rooms: room.into_iter().collect() }))
    }

    fn track_of(
        &mut self,
        track: &JsonRecord<'_>,
        by_slug: &BTreeMap<String, usize>,
    ) -> Vec<usize> {
        let slug = some(track.line("slug"));
        match slug.as_ref().and_then(|slug| by_slug.get(slug)) {
            _ if self.own && slug.as_deref() == Some(NO_TRACK) => Vec::new(),
            Some(at) => vec![*at],
            None => {
                let name = some(track.line("name")).or_else(|| some(track.text())).or(slug);
                name.map(|name| self.builder.tracks(&name)).unwrap_or_default()
            }
        }
    }

    /// The people of an event, and the roles of those who are not simply speakers.
    fn participants(
        &mut self,
        event: &JsonRecord<'_>,
        place: &str,
    ) -> (Vec<usize>, BTreeMap<usize, String>) {
        let (mut persons, mut roles) = (Vec::new(), BTreeMap::new());
        for person in event.records("participants") {
            let Some(name) = some(person.line("name")) else { continue };
            let (slug, guid) = (some(person.line("slug")), person.line("guid"));
            let at = self.builder.person(&slug.unwrap_or(guid), &name);
            persons.push(at);
            let role = person.line("role");
            let place = format!("{place}: person {name}");
            match &*role {
                "" | "SPEAKER" => {}
                "MODERATOR" | "HOST" | "GUEST" => drop(roles.insert(at, role.to_lowercase())),
                _ => self.builder.left(None, format!("{place}: role"), &role),
            }
            person.left_over(&mut self.builder, &place);
        }
        (persons, roles)
    }
}
