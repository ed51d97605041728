//! Programmes as a grid of pretalx submissions: a day holds times, a time holds rooms, and a room
//! holds the submission with all its slots. Names are objects by language.

use std::collections::BTreeSet;

use crate::exchange::datetime;
use crate::exchange::file_fault::Fault;
use crate::exchange::hints::Hints;
use crate::exchange::json::{self, JsonRecord, everything};
use crate::exchange::programme::{Day, Programme, Room, Session, Slot, Status, Track};
use crate::exchange::programme_builder::{
    ProgrammeBuilder, SourceRecord, in_language, some, split_rooms,
};

/// Fields that only organisers use.
const INTERNAL: [&str; 8] = [
    "access_code",
    "anonymised_data",
    "assigned_reviewers",
    "is_anonymised",
    "pending_state",
    "is_featured",
    "submissions",
    "resources",
];

/// Whether a text is such a file.
pub(super) fn detects(text: &str) -> bool {
    let is_grid = |root| recognises(&JsonRecord::new(&root, text));
    text.starts_with('{') && json::read(text).is_ok_and(is_grid)
}

/// Whether it has a schedule whose keys are dates.
fn recognises(root: &JsonRecord<'_>) -> bool {
    let mut days = root.entries("schedule").peekable();
    days.peek().is_some() && days.all(|(day, _)| datetime::date(day).is_ok())
}

/// Reads a programme. The grid repeats data of the submissions; the submissions count.
///
/// # Errors
/// When the file is not JSON, is not such a programme, or has a malformed date or time.
pub fn read(text: &str, hints: &Hints) -> Result<Programme, Fault> {
    let root = json::read(text)?;
    let root = JsonRecord::new(&root, text);
    if !recognises(&root) {
        return Err(Fault::new("there is no `schedule` by dates here")
            .help("export the programme as the schedule.json of frab, pretalx or c3voc"));
    }
    let builder = ProgrammeBuilder::default();
    let mut reader = GridReader { builder, hints, seen: BTreeSet::new() };
    for room in root.records("rooms") {
        reader.room(&room);
    }
    for (day, times) in root.entries("schedule") {
        let date = datetime::date(day).map_err(|fault| root.near(day, fault))?;
        reader.builder.programme.days.push(Day { date, hours: None });
        for session in cells(&times) {
            reader.session(&session).map_err(|fault| session.at("code", fault))?;
        }
    }
    reader.other_cells(&root);
    root.skip(&["speakers"]);
    root.left_over(&mut reader.builder, "");
    let mut programme = reader.builder.finish();
    split_rooms(&mut programme);
    Ok(programme)
}

/// The cells of a day's grid: times, and rooms in them.
fn cells<'a>(times: &JsonRecord<'a>) -> Vec<JsonRecord<'a>> {
    let times = times.fields().map(|(time, _)| times.entries(time));
    times.flatten().map(|(_, session)| session).collect()
}

struct GridReader<'a> {
    builder: ProgrammeBuilder,
    hints: &'a Hints,
    /// The submissions that were read: one with several slots is in several cells.
    seen: BTreeSet<String>,
}

impl GridReader<'_> {
    fn room(&mut self, room: &JsonRecord<'_>) -> Option<usize> {
        let (id, name) = (room.line("id"), room.lines("name"));
        let key = some(id.clone()).or_else(|| name.values().next().cloned())?;
        let guid = some(room.line("guid")).or_else(|| some(room.line("uuid")));
        let capacity = room.get("capacity").as_u64().and_then(|c| u32::try_from(c).ok());
        let capacity = capacity.filter(|capacity| *capacity > 0);
        let description = room.blocks("description");
        let new = self.builder.programme.rooms.len();
        let at = self.builder.room(&key, || Room { id, name, guid, capacity, description });
        if at == new {
            room.skip(&["uuid", "position", "availabilities", "in_conferences"]);
            room.left_over(&mut self.builder, &format!("room {key}"));
        }
        Some(at)
    }

    fn session(&mut self, record: &JsonRecord<'_>) -> Result<(), Fault> {
        let (code, title) = (record.line("code"), record.lines("title"));
        if title.is_empty() || !code.is_empty() && !self.seen.insert(code.clone()) {
            return Ok(());
        }
        let place = format!("session {code}");
        let slots = record.records("slots");
        let slots = slots.map(|slot| self.slot(&slot)).collect::<Result<_, _>>()?;
        let kinds = record.record("submission_type").lines("name");
        let kind = kinds.get("en").or_else(|| kinds.values().next()).cloned();
        let track = record.record("track");
        let name = track.lines("name");
        let track = name.values().next().cloned().map(|key| {
            let (id, color) = (track.line("id"), some(track.line("color")));
            self.builder.track(&key, || Track { id, name, color })
        });
        // The language in which the session is held, and in which its texts are.
        let languages = record.line("content_locale");
        let languages = self.builder.languages(&languages, None, &place);
        let tag = match &languages[..] {
            [only] => Some(&**only),
            _ => None,
        };
        let session = Session {
            id: code,
            title: in_language(title, tag),
            summary: in_language(record.blocks("abstract"), tag),
            text: in_language(record.blocks("description"), tag),
            kind: kind.unwrap_or_default(),
            status: match &*record.line("state") {
                "canceled" | "withdrawn" | "rejected" => Status::Cancelled,
                _ => Status::Confirmed,
            },
            tracks: track.into_iter().collect(),
            persons: self.persons(record, &place),
            languages,
            slots,
            no_recording: record.get("do_not_record").as_bool().unwrap_or_default(),
            ..Session::default()
        };
        self.builder.programme.sessions.push(session);
        record.skip(&["duration", "slot_count"]);
        record.skip(&INTERNAL);
        record.left_over(&mut self.builder, &place);
        Ok(())
    }

    fn slot(&mut self, slot: &JsonRecord<'_>) -> Result<Slot, Fault> {
        let start = self.hints.moment(&slot.line("start"))?;
        let room = slot.record("room");
        let room = if room.is_object() { self.room(&room) } else { None };
        let day = self.hints.day_of(&start);
        let time = slot.time_from(start, Some("end"), self.hints)?;
        Ok(Slot { id: slot.line("id"), day, time, rooms: room.into_iter().collect() })
    }

    fn persons(&mut self, record: &JsonRecord<'_>, place: &str) -> Vec<usize> {
        let mut persons = Vec::new();
        for speaker in record.records("speakers") {
            let Some(name) = some(speaker.line("name")) else { continue };
            let new = self.builder.programme.persons.len();
            let at = self.builder.person(&speaker.line("code"), &name);
            self.builder.programme.persons[at].biography = speaker.blocks("biography");
            if at == new {
                speaker.skip(&INTERNAL);
                speaker.left_over(&mut self.builder, &format!("{place}: speaker {name}"));
            }
            persons.push(at);
        }
        persons
    }

    /// Reports cells that are not sessions: sprints, which last for days and have no time; and breaks,
    /// of which only the minutes from midnight are known, and not how long they are.
    fn other_cells(&mut self, root: &JsonRecord<'_>) {
        for (day, times) in root.entries("sprints") {
            for session in cells(&times) {
                let title = everything(session.get("title"));
                self.builder.left(None, format!("{day}: sprints"), &title);
            }
        }
        for (day, times) in root.entries("extra") {
            for (minutes, _) in times.fields() {
                let title = everything(times.record(minutes).get("title"));
                let time = minutes.parse::<u32>().ok().filter(|minutes| *minutes < 48 * 60);
                let time = time.map(|m| format!("{day} {:02}:{:02}", m / 60, m % 60));
                let time = time.unwrap_or_else(|| format!("{day} {minutes}"));
                self.builder.left(None, format!("{time}: extra"), &title);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_submission_with_two_slots_is_one_session() {
        let room = r#"{"id": 4, "name": {"en": "Hall", "fr": "Salle"}, "capacity": 40}"#;
        let slot = |id: u8, hour: u8| {
            format!(
                r#"{{"id": {id}, "room": {room}, "start": "2031-06-03T{hour:02}:00:00+02:00",
                "end": "2031-06-03T{hour:02}:45:00+02:00"}}"#
            )
        };
        let session = format!(
            r#"{{"code": "FOG", "title": "Fog", "content_locale": "fr", "state": "confirmed",
            "submission_type": {{"name": {{"fr": "Atelier", "en": "Workshop"}}}}, "tags": ["grey"],
            "speakers": [{{"code": "ADA", "name": "Ada Mist", "biography": "", "avatar_url": "x"}}],
            "slots": [{}, {}]}}"#,
            slot(1, 9),
            slot(2, 11)
        );
        let text = format!(
            r#"{{"schedule": {{"2031-06-03": {{"540": {{"4": {session}}}, "660": {{"4": {session}}}}}}},
            "extra": {{"2031-06-03": {{"720": {{"title": {{"en": "Lunch"}}}}}}}}, "rooms": [{room}]}}"#
        );
        let programme = read(&text, &Hints::default()).expect("it is a schedule");
        let [session] = &programme.sessions[..] else { panic!("{programme:?}") };
        assert_eq!((session.id.as_str(), session.slots.len()), ("FOG", 2));
        assert_eq!(session.kind, "Workshop");
        assert_eq!(programme.rooms[0].name["fr"], "Salle");
        let left: Vec<_> =
            programme.left_over.iter().map(|l| (l.place.as_str(), l.value.as_str())).collect();
        assert_eq!(
            left,
            [
                ("session FOG: speaker Ada Mist: avatar_url", "x"),
                ("session FOG: tags", "grey"),
                ("2031-06-03 12:00: extra", "Lunch"),
            ]
        );
    }
}
