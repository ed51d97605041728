//! Reading the first version: days, rooms in them, events in these.

use jiff::civil::Date;
use serde_json::Value;

use crate::exchange::entry::Event;
use crate::exchange::fault::Fault;
use crate::exchange::gather::{languages, some, texts};
use crate::exchange::json::{get, line_of, list, localized};
use crate::exchange::programme::{Day, Session, Slot, Time};
use crate::exchange::schedule_json::read::{Reader, links, url};
use crate::exchange::schedule_xml::NOWHERE;
use crate::exchange::stable::as_uuid;
use crate::exchange::{clean, clock, json};

/// Reads all days.
pub(super) fn read(reader: &mut Reader<'_>, schedule: &Value) -> Result<(), Fault> {
    let conference = get(schedule, "conference");
    for day in list(conference, "days") {
        let start = reader.moment(day, "day_start")?;
        let hours = start.zip(reader.moment(day, "day_end")?);
        let date = match (some(line_of(day, "date")), &hours) {
            (Some(date), _) => Some(clock::date(&date).map_err(|fault| reader.at(&date, fault))?),
            (None, Some((start, _))) => Some(reader.hints.day_of(start)),
            (None, None) => None,
        };
        if let Some(date) = date {
            reader.gather.programme.days.push(Day { date, hours });
        }
        let rooms = get(day, "rooms").as_object();
        for (name, events) in rooms.into_iter().flatten() {
            let name = clean::line(name);
            let nowhere = name.is_empty() || reader.own && name == NOWHERE;
            let room = (!nowhere).then(|| reader.gather.named_room(&name));
            for value in events.as_array().into_iter().flatten() {
                event(reader, value, date, room)?;
            }
        }
        let known = ["index", "date", "day_start", "day_end", "rooms"];
        json::others(&mut reader.gather, day, &known, "day");
    }
    let mut known = vec![
        "acronym",
        "title",
        "start",
        "end",
        "daysCount",
        "time_zone_name",
        "url",
        "tracks",
        "rooms",
        "days",
    ];
    if reader.own {
        known.push("timeslot_duration");
    }
    json::others(&mut reader.gather, conference, &known, "conference");
    Ok(())
}

const KNOWN: [&str; 24] = [
    "guid",
    "id",
    "code",
    "date",
    "start",
    "end",
    "duration",
    "room",
    "slug",
    "url",
    "title",
    "subtitle",
    "track",
    "type",
    "language",
    "abstract",
    "description",
    "recording_license",
    "do_not_record",
    "persons",
    "links",
    "attachments",
    "recording_url",
    "video_download_url",
];

fn event(
    reader: &mut Reader<'_>,
    event: &Value,
    day: Option<Date>,
    room: Option<usize>,
) -> Result<(), Fault> {
    let name = some(line_of(event, "guid")).unwrap_or_else(|| line_of(event, "id"));
    let id = some(line_of(event, "id")).unwrap_or_else(|| name.clone());
    let room = match (room, some(line_of(event, "room"))) {
        (None, Some(name)) if !(reader.own && name == NOWHERE) => {
            Some(reader.gather.named_room(&name))
        }
        _ => room,
    };
    let slots = slot(reader, event, day, room).map_err(|fault| reader.at(&name, fault))?;
    let (tags, words) = languages(&line_of(event, "language"));
    for word in words {
        reader.gather.left(None, format!("event {id}: language"), &word);
    }
    let session = Session {
        id: line_of(event, "id"),
        guid: some(line_of(event, "guid")),
        title: localized(get(event, "title"), clean::line),
        subtitle: localized(get(event, "subtitle"), clean::line),
        summary: localized(get(event, "abstract"), clean::block),
        text: localized(get(event, "description"), clean::block),
        kind: line_of(event, "type"),
        tracks: reader.gather.tracks(&line_of(event, "track")),
        persons: persons(reader, event, &id),
        languages: tags,
        slots: slots.into_iter().collect(),
        url: url(event),
        links: links(event, "links"),
        attachments: links(event, "attachments"),
        recording: some(line_of(event, "recording_url"))
            .or_else(|| some(line_of(event, "video_download_url"))),
        no_recording: get(event, "do_not_record").as_bool().unwrap_or_default(),
        licence: some(line_of(event, "recording_license")),
        ..Session::default()
    };
    let code = line_of(event, "code");
    reader.gather.left(None, format!("event {id}: code"), &code);
    if !reader.own {
        let slug = line_of(event, "slug");
        reader.gather.left(None, format!("event {id}: slug"), &slug);
    }
    json::others(&mut reader.gather, event, &KNOWN, &format!("event {id}"));
    reader.events.push(Event { session, code, slug: line_of(event, "slug") });
    Ok(())
}

/// When and where; nothing without a day.
fn slot(
    reader: &mut Reader<'_>,
    event: &Value,
    day: Option<Date>,
    room: Option<usize>,
) -> Result<Option<Slot>, Fault> {
    let rooms = room.into_iter().collect();
    let Some(start) = reader.moment(event, "date")? else {
        let Some(day) = day else { return Ok(None) };
        let time = match (some(line_of(event, "start")), &reader.zone) {
            (Some(start), zone) => {
                let time = clock::time_of_day(&start)?;
                let late = time < reader.hints.day_starts;
                let date = if late { day.tomorrow().unwrap_or(day) } else { day };
                clock::moment(&date.to_datetime(time).to_string(), zone.as_ref()).map(Some)?
            }
            (None, _) => None,
        };
        let time = match time {
            Some(start) => until(reader, event, start)?,
            None => Time::Unknown,
        };
        return Ok(Some(Slot { id: String::new(), day, time, rooms }));
    };
    let day = day.unwrap_or_else(|| reader.hints.day_of(&start));
    let time = until(reader, event, start)?;
    Ok(Some(Slot { id: String::new(), day, time, rooms }))
}

/// The hours from a moment on. The end is what counts; the duration was there before it.
fn until(reader: &Reader<'_>, event: &Value, start: jiff::Zoned) -> Result<Time, Fault> {
    if let Some(end) = reader.moment(event, "end")? {
        return match end >= start {
            true if end == start => Ok(Time::From(start)),
            true => Ok(Time::Span(start, end)),
            false => {
                Err(Fault::new(format!("`{}` ends before it begins", line_of(event, "title")))
                    .help("correct its `end`"))
            }
        };
    }
    let text = line_of(event, "duration");
    if text.is_empty() {
        return Ok(Time::From(start));
    }
    let duration = clock::duration(&text)?;
    let end = clock::later(&start, duration)?;
    Ok(if duration.is_zero() { Time::From(start) } else { Time::Span(start, end) })
}

fn persons(reader: &mut Reader<'_>, event: &Value, id: &str) -> Vec<usize> {
    let mut persons = Vec::new();
    for person in list(event, "persons") {
        let names = ["public_name", "full_public_name", "name"];
        let name = names.into_iter().find_map(|key| some(line_of(person, key)));
        let Some(name) = name.or_else(|| some(json::line(person))) else { continue };
        let known = [line_of(person, "slug"), line_of(person, "id"), line_of(person, "code")];
        let known = known.into_iter().find(|id| !id.is_empty());
        let known = known.or_else(|| as_uuid(&line_of(person, "guid"))).unwrap_or_default();
        let at = reader.gather.person(&known, &name);
        let found = &mut reader.gather.programme.persons[at];
        if found.biography.is_empty() {
            let text = localized(get(person, "biography"), clean::block);
            found.biography = match text.is_empty() {
                true => {
                    texts(clean::block(get(person, "description").as_str().unwrap_or_default()))
                }
                false => text,
            };
        }
        found.url = found.url.take().or_else(|| some(line_of(person, "url")));
        let fields = [
            "public_name",
            "full_public_name",
            "name",
            "slug",
            "id",
            "code",
            "guid",
            "biography",
            "description",
            "url",
        ];
        json::others(&mut reader.gather, person, &fields, &format!("event {id}: person {name}"));
        persons.push(at);
    }
    persons
}
