//! Programmes as a grid of what pretalx knows of submissions: a day holds times, a time holds rooms,
//! a room holds the submission with all its slots. Names are records by language.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::exchange::fault::Fault;
use crate::exchange::gather::{Gather, languages, some, split_rooms};
use crate::exchange::hints::Hints;
use crate::exchange::json::{get, line_in, line_of, list, localized};
use crate::exchange::programme::{Day, Programme, Room, Session, Slot, Status, Time};
use crate::exchange::{clean, clock, json};

/// Whether a value is one of these: a schedule by dates.
pub(in crate::exchange) fn recognises(root: &Value) -> bool {
    let days = get(root, "schedule").as_object();
    days.is_some_and(|days| !days.is_empty() && days.keys().all(|key| clock::date(key).is_ok()))
}

/// Reads a programme. The grid repeats what the submissions say themselves; they are believed.
///
/// # Errors
/// When the file is no JSON, is no such programme, or has a date or time that cannot be understood.
pub fn read(text: &str, hints: &Hints) -> Result<Programme, Fault> {
    let root = json::read(text)?;
    if !recognises(&root) {
        return Err(Fault::new("there is no `schedule` by dates here")
            .help("export the programme as schedule.json, as frab, pretalx and c3voc have it"));
    }
    let mut reader = Reader { gather: Gather::default(), hints, seen: BTreeSet::new() };
    for value in list(&root, "rooms") {
        reader.room(value);
    }
    for (day, times) in get(&root, "schedule").as_object().into_iter().flatten() {
        let date = clock::date(day).map_err(|fault| fault.line(line_in(text, day)))?;
        reader.gather.programme.days.push(Day { date, hours: None });
        for session in cells(times) {
            let code = line_of(session, "code");
            reader.session(session).map_err(|fault| fault.line(line_in(text, &code)))?;
        }
    }
    reader.sprints(&root);
    reader.extra(&root);
    let known = ["schedule", "sprints", "rooms", "extra", "speakers"];
    json::others(&mut reader.gather, &root, &known, "");
    let mut programme = reader.gather.finish();
    split_rooms(&mut programme);
    Ok(programme)
}

/// What is in the cells of a day's grid: times, and rooms in them.
fn cells(times: &Value) -> impl Iterator<Item = &Value> {
    let times = times.as_object().into_iter().flat_map(|times| times.values());
    times.filter_map(Value::as_object).flat_map(|rooms| rooms.values())
}

struct Reader<'a> {
    gather: Gather,
    hints: &'a Hints,
    /// The submissions that were read: those with several slots stand in several cells.
    seen: BTreeSet<String>,
}

impl Reader<'_> {
    fn room(&mut self, room: &Value) -> Option<usize> {
        let name = localized(get(room, "name"), clean::line);
        let key = some(line_of(room, "id")).or_else(|| name.values().next().cloned())?;
        let guid = some(line_of(room, "guid")).or_else(|| some(line_of(room, "uuid")));
        let capacity = get(room, "capacity").as_u64().and_then(|c| u32::try_from(c).ok());
        let new = self.gather.programme.rooms.len();
        let at = self.gather.room(&key, || Room {
            id: line_of(room, "id"),
            guid,
            capacity: capacity.filter(|capacity| *capacity > 0),
            description: localized(get(room, "description"), clean::block),
            name,
        });
        if at == new {
            let place = format!("room {key}");
            let known = [
                "id",
                "name",
                "description",
                "uuid",
                "guid",
                "capacity",
                "position",
                "availabilities",
                "in_conferences",
            ];
            json::others(&mut self.gather, room, &known, &place);
        }
        Some(at)
    }

    fn session(&mut self, value: &Value) -> Result<(), Fault> {
        let code = line_of(value, "code");
        let title = localized(get(value, "title"), clean::line);
        if title.is_empty() || !code.is_empty() && !self.seen.insert(code.clone()) {
            return Ok(());
        }
        let slots = list(value, "slots").iter();
        let slots: Vec<Slot> = slots.map(|slot| self.slot(slot)).collect::<Result<_, _>>()?;
        let (tags, words) = languages(&line_of(value, "content_locale"));
        for word in words {
            self.gather.left(None, format!("session {code}: content_locale"), &word);
        }
        let kind = get(get(value, "submission_type"), "name");
        let names = localized(kind, clean::line);
        let kind = names.get("en").or_else(|| names.values().next()).cloned();
        let track = localized(get(get(value, "track"), "name"), clean::line);
        let tracks = track.values().next().cloned().map(|key| {
            let id = line_of(get(value, "track"), "id");
            let color = some(line_of(get(value, "track"), "color"));
            self.gather.track(&key, || crate::exchange::programme::Track { id, name: track, color })
        });
        let persons = self.persons(value, &code);
        self.gather.programme.sessions.push(Session {
            id: code.clone(),
            title,
            summary: localized(get(value, "abstract"), clean::block),
            text: localized(get(value, "description"), clean::block),
            kind: kind.unwrap_or_default(),
            status: match &*line_of(value, "state") {
                "canceled" | "withdrawn" | "rejected" => Status::Cancelled,
                _ => Status::Confirmed,
            },
            tracks: tracks.into_iter().collect(),
            persons,
            languages: tags,
            slots,
            no_recording: get(value, "do_not_record").as_bool().unwrap_or_default(),
            ..Session::default()
        });
        let known = [
            "code",
            "title",
            "speakers",
            "submission_type",
            "state",
            "abstract",
            "description",
            "duration",
            "slot_count",
            "content_locale",
            "slots",
            "track",
            "do_not_record",
        ];
        self.rest(value, &known, &format!("session {code}"));
        Ok(())
    }

    /// What a submission says besides, but for what only its organisers have a use for.
    fn rest(&mut self, value: &Value, known: &[&str], place: &str) {
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
        let known: Vec<&str> = known.iter().copied().chain(INTERNAL).collect();
        json::others(&mut self.gather, value, &known, place);
    }

    fn slot(&mut self, slot: &Value) -> Result<Slot, Fault> {
        let zone = self.hints.timezone.as_ref();
        let start = clock::moment(&line_of(slot, "start"), zone)?;
        let end = some(line_of(slot, "end")).map(|end| clock::moment(&end, zone)).transpose()?;
        let room = match get(slot, "room") {
            room @ Value::Object(_) => self.room(room),
            _ => None,
        };
        let day = self.hints.day_of(&start);
        let time = match end {
            Some(end) if end < start => {
                return Err(Fault::new(format!("a slot ends at {end}, before it begins"))
                    .help("correct its `end`"));
            }
            Some(end) if end > start => Time::Span(start, end),
            _ => Time::From(start),
        };
        Ok(Slot { id: line_of(slot, "id"), day, time, rooms: room.into_iter().collect() })
    }

    fn persons(&mut self, value: &Value, code: &str) -> Vec<usize> {
        let mut persons = Vec::new();
        for speaker in list(value, "speakers") {
            let Some(name) = some(line_of(speaker, "name")) else { continue };
            let new = self.gather.programme.persons.len();
            let at = self.gather.person(&line_of(speaker, "code"), &name);
            self.gather.programme.persons[at].biography =
                localized(get(speaker, "biography"), clean::block);
            if at == new {
                let place = format!("session {code}: speaker {name}");
                self.rest(speaker, &["name", "code", "biography"], &place);
            }
            persons.push(at);
        }
        persons
    }

    /// Sprints are a programme of their own, of people who meet for days without hours.
    fn sprints(&mut self, root: &Value) {
        for (day, times) in get(root, "sprints").as_object().into_iter().flatten() {
            for session in cells(times) {
                let title = json::everything(get(session, "title"));
                self.gather.left(None, format!("{day}: sprints"), &title);
            }
        }
    }

    /// Breaks, of which only a cell of the grid is known: the time is minutes from midnight, and it
    /// is nowhere said how long they are.
    fn extra(&mut self, root: &Value) {
        for (day, times) in get(root, "extra").as_object().into_iter().flatten() {
            for (minutes, extra) in times.as_object().into_iter().flatten() {
                let title = json::everything(get(extra, "title"));
                let time = minutes.parse::<u32>().ok().filter(|minutes| *minutes < 48 * 60);
                let time = time.map(|m| format!("{day} {:02}:{:02}", m / 60, m % 60));
                let time = time.unwrap_or_else(|| format!("{day} {minutes}"));
                self.gather.left(None, format!("{time}: extra"), &title);
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
        let programme = read(&text, &Hints::default()).expect("it is one");
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
