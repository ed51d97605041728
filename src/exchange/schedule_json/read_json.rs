//! Reading: what both versions have in common.

use std::collections::BTreeSet;

use crate::exchange::file_fault::Fault;
use crate::exchange::hints::Hints;
use crate::exchange::json::{self, JsonRecord};
use crate::exchange::programme::{Day, Link, Programme, Room, Session, Slot, Track};
use crate::exchange::programme_builder::{ProgrammeBuilder, SourceRecord, link, some};
use crate::exchange::schedule_event::{ReadEvent, merge_events};
use crate::exchange::schedule_json::translations::Translations;
use crate::exchange::schedule_xml::{ESTIMATED_ENDS, GENERATOR, NO_ROOM};
use crate::exchange::{sanitize, stable_ids, status};
use crate::locale::tag::canonical_tag;

/// Reads a schedule of either version.
///
/// # Errors
/// When the file is not JSON, is not a schedule, or has a malformed date, time or duration.
pub fn read(text: &str, hints: &Hints) -> Result<Programme, Fault> {
    let root = json::read(text)?;
    let root = JsonRecord::new(&root, text);
    let schedule = root.record("schedule");
    let conference = schedule.record("conference");
    if !conference.is_object() {
        return Err(Fault::new("there is no `conference` in a `schedule` here")
            .help("export the programme as the schedule.json of frab, pretalx or c3voc"));
    }
    let generator = root.fields().find(|(name, _)| *name == "generator");
    let generator = JsonRecord::new(generator.map_or(&serde_json::Value::Null, |(_, v)| v), text);
    let own = generator.line("name") == GENERATOR;
    let spoken = generator.record("languages");
    let estimated = generator.records(ESTIMATED_ENDS).filter(|_| own).map(|guid| guid.text());
    let mut reader = JsonReader {
        builder: ProgrammeBuilder::default(),
        hints: hints.clone(),
        own,
        spoken,
        estimated: estimated.collect(),
        translations: if own { Translations::read(&generator) } else { Translations::default() },
        events: Vec::new(),
    };
    reader.conference(&conference)?;
    reader.builder.programme.version = some(schedule.line("version"));
    if schedule.get("events").is_array() {
        // Texts that do not declare a language are in the file's first language.
        let tags = conference.records("languages");
        let tags: Vec<String> = tags.filter_map(|tag| canonical_tag(&tag.text())).collect();
        reader.builder.programme.language = tags.first().cloned();
        reader.builder.programme.languages = tags;
        reader.events_v2(&schedule)?;
    }
    conference.left_over(&mut reader.builder, "conference");
    let JsonReader { mut builder, events, translations, .. } = reader;
    let programme = &mut builder.programme;
    (programme.own, programme.markdown) = (own, own);
    programme.sessions = merge_events(events, &stable_ids::acronym(&programme.acronym), own);
    translations.add_to(programme);
    let prefixes = generator.record("prefixes");
    if own && prefixes.is_object() {
        status::strip_prefixes(programme, |word| prefixes.line(word));
    }
    root.skip(if own { &["$schema", "generator"] } else { &["$schema"] });
    root.left_over(&mut builder, "");
    schedule.skip(&["base_url"]);
    schedule.left_over(&mut builder, "schedule");
    Ok(builder.finish())
}

/// A file that is being read.
pub(super) struct JsonReader<'a> {
    pub(super) builder: ProgrammeBuilder,
    /// With the zone that the file declares.
    pub(super) hints: Hints,
    /// Whether Plenary wrote the file.
    pub(super) own: bool,
    /// The languages of events, by guid, where a file from Plenary lists them separately.
    pub(super) spoken: JsonRecord<'a>,
    /// The guids of events whose end is an estimate.
    pub(super) estimated: BTreeSet<String>,
    /// The texts that a file from Plenary has in other languages.
    translations: Translations,
    events: Vec<ReadEvent>,
}

impl JsonReader<'_> {
    fn conference(&mut self, conference: &JsonRecord<'_>) -> Result<(), Fault> {
        self.builder.conference(conference, &mut self.hints)?;
        for track in conference.records("tracks") {
            let (id, name) = (track.line("slug"), track.lines("name"));
            let color = some(track.line("color"));
            let key = name.values().next().cloned().unwrap_or_else(|| id.clone());
            self.builder.track(&key, || Track { id, name, color });
            track.left_over(&mut self.builder, &format!("track {key}"));
        }
        for room in conference.records("rooms") {
            self.room(&room);
        }
        for day in conference.records("days") {
            self.day(&day)?;
        }
        // It also follows from the rest of the file.
        conference.skip(&["daysCount"]);
        if self.own {
            conference.skip(&["timeslot_duration"]);
        }
        Ok(())
    }

    fn room(&mut self, room: &JsonRecord<'_>) {
        let name = room.lines("name");
        let Some(key) = name.values().next().cloned() else { return };
        let mut description = room.blocks("description");
        // An older way to have several languages.
        for (field, value) in room.fields().filter(|(field, _)| field.starts_with("description")) {
            room.skip(&[field]);
            if let Some(tag) = field.strip_prefix("description_").and_then(canonical_tag)
                && let Some(text) = value.as_str().map(sanitize::block).and_then(some)
            {
                description.entry(tag).or_insert(text);
            }
        }
        let capacity = room.get("capacity").as_f64().filter(|c| (1.0..4e9).contains(c));
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "it is in the range"
        )]
        let capacity = capacity.map(|capacity| capacity as u32);
        let (id, guid) = (room.line("slug"), some(room.line("guid")));
        self.builder.room(&key, || Room { id, name, guid, capacity, description });
        room.left_over(&mut self.builder, &format!("room {key}"));
    }

    /// A day, with the rooms and events that version 1 has in it.
    fn day(&mut self, day: &JsonRecord<'_>) -> Result<(), Fault> {
        let moment = |names: [&str; 2]| {
            names.into_iter().find_map(|name| day.moment(name, &self.hints).transpose()).transpose()
        };
        let hours = moment(["day_start", "start"])?.zip(moment(["day_end", "end"])?);
        let first = hours.as_ref().map(|(start, _)| self.hints.day_of(start));
        let date = day.date("date")?.or(first);
        if let Some(date) = date {
            self.builder.programme.days.push(Day { date, hours });
        }
        self.events_v1(day, date)?;
        day.skip(&["index"]);
        day.left_over(&mut self.builder, "day");
        Ok(())
    }

    /// Whether a name is the name of a room, and not the name that we write if there is no room.
    pub(super) fn is_room(&self, name: &str) -> bool {
        !(name.is_empty() || self.own && name == NO_ROOM)
    }

    /// The session from the fields that have the same names in both versions.
    pub(super) fn session(&mut self, event: &JsonRecord<'_>, place: &str) -> Session {
        Session {
            guid: some(event.line("guid")),
            links: links(event, "links"),
            attachments: links(event, "attachments"),
            ..self.builder.session(event, "type", place)
        }
    }

    /// Adds an event that was read, and reports what is left over of it.
    pub(super) fn add(&mut self, mut session: Session, event: &JsonRecord<'_>, place: &str) {
        if session.guid.as_ref().is_some_and(|guid| self.estimated.contains(guid)) {
            session.slots = session.slots.into_iter().map(Slot::without_end).collect();
        }
        let guid = session.guid.as_deref().unwrap_or_default();
        self.translations.add("sessions", guid, &mut session.title);
        let code = event.line("code");
        self.builder.left(None, format!("{place}: code"), &code);
        let slug = if self.own { event.line("slug") } else { String::new() };
        event.left_over(&mut self.builder, place);
        self.events.push(ReadEvent { session, code, slug });
    }
}

/// The addresses of a list, each with its title.
fn links(event: &JsonRecord<'_>, name: &str) -> Vec<Link> {
    let read = |record: JsonRecord<'_>| {
        link(some(record.line("url")).unwrap_or_else(|| record.text()), record.line("title"))
    };
    event.records(name).filter_map(read).collect()
}
