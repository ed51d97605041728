//! Reading the second version: one list of events.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::exchange::entry::Event;
use crate::exchange::fault::Fault;
use crate::exchange::gather::{languages, some};
use crate::exchange::json::{get, line_of, list, localized};
use crate::exchange::programme::{Day, Room, Session, Slot, Status, Time};
use crate::exchange::schedule_json::read::{Reader, links, url};
use crate::exchange::schedule_json::write::{NO_TRACK, told};
use crate::exchange::schedule_xml::NOWHERE;
use crate::exchange::{clean, clock, json};
use crate::locale::tag::canonical_tag;

/// The most days in whose hours an event is looked for.
const MOST_DAYS: usize = 400;

/// Reads all days and events.
pub(super) fn read(reader: &mut Reader<'_>, schedule: &Value) -> Result<(), Fault> {
    let conference = get(schedule, "conference");
    for day in list(conference, "days") {
        let hours = reader.moment(day, "start")?.zip(reader.moment(day, "end")?);
        let text = line_of(day, "date");
        let date = match (text.is_empty(), &hours) {
            (false, _) => clock::date(&text).map_err(|fault| reader.at(&text, fault))?,
            (true, Some((start, _))) => reader.hints.day_of(start),
            (true, None) => continue,
        };
        reader.gather.programme.days.push(Day { date, hours });
    }
    // Texts that tell no language are in the file's first.
    let languages = list(conference, "languages").first();
    let language = languages.and_then(|tag| canonical_tag(&json::line(tag)));
    reader.gather.programme.language = language;
    let known = [
        "acronym",
        "title",
        "start",
        "end",
        "time_zone_name",
        "url",
        "tracks",
        "rooms",
        "days",
        "languages",
    ];
    json::others(&mut reader.gather, conference, &known, "conference");
    let named = Named { rooms: by_guid(reader), tracks: by_slug(reader) };
    for event in list(schedule, "events") {
        let name = some(line_of(event, "guid")).unwrap_or_else(|| line_of(event, "title"));
        self::event(reader, event, &named, &name).map_err(|fault| reader.at(&name, fault))?;
    }
    Ok(())
}

/// What events name by something else than its name.
struct Named {
    rooms: BTreeMap<String, usize>,
    tracks: BTreeMap<String, usize>,
}

fn by_slug(reader: &Reader<'_>) -> BTreeMap<String, usize> {
    let tracks = reader.gather.programme.tracks.iter().enumerate().rev();
    tracks.map(|(at, track)| (track.id.clone(), at)).collect()
}

fn by_guid(reader: &Reader<'_>) -> BTreeMap<String, usize> {
    let rooms = reader.gather.programme.rooms.iter().enumerate();
    rooms.filter_map(|(at, room)| Some((room.guid.clone()?, at))).collect()
}

const KNOWN: [&str; 17] = [
    "guid",
    "code",
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
    "participants",
    "links",
];

/// The states of what is no part of the programme, or not yet: nobody should read of it.
const NOT_HELD: [&str; 5] = ["DRAFT", "SUBMITTED", "REJECTED", "WITHDRAWN", "DELETED"];

fn event(reader: &mut Reader<'_>, event: &Value, named: &Named, name: &str) -> Result<(), Fault> {
    let state = line_of(event, "state");
    if NOT_HELD.contains(&&*state) {
        reader.gather.left(
            None,
            format!("event {name}: events that are {state}"),
            &line_of(event, "title"),
        );
        return Ok(());
    }
    let room = room(reader, get(event, "room"), &named.rooms);
    let slots = slot(reader, event, room)?;
    let (tags, words) = languages(&line_of(event, "language"));
    for word in words {
        reader.gather.left(None, format!("event {name}: language"), &word);
    }
    let tags = if reader.own { spoken(reader, event, tags) } else { tags };
    let (persons, roles) = persons(reader, event, name);
    let session = Session {
        id: String::new(),
        guid: some(line_of(event, "guid")),
        title: localized(get(event, "title"), clean::line),
        subtitle: localized(get(event, "subtitle"), clean::line),
        summary: localized(get(event, "abstract"), clean::block),
        text: localized(get(event, "description"), clean::block),
        kind: line_of(event, "type").to_lowercase(),
        status: status(reader, &state, name),
        tracks: track(reader, get(event, "track"), &named.tracks),
        persons,
        roles,
        languages: tags,
        slots: slots.into_iter().collect(),
        url: url(event),
        links: links(event, "links"),
        attachments: links(event, "attachments"),
        ..Session::default()
    };
    let code = line_of(event, "code");
    reader.gather.left(None, format!("event {name}: code"), &code);
    if !reader.own {
        let slug = line_of(event, "slug");
        reader.gather.left(None, format!("event {name}: slug"), &slug);
    }
    let known: Vec<&str> = KNOWN.into_iter().chain(["attachments", "state"]).collect();
    json::others(&mut reader.gather, event, &known, &format!("event {name}"));
    reader.events.push(Event { session, code, slug: line_of(event, "slug") });
    Ok(())
}

/// The languages of an event of our own: the format demands one, also where none is told.
fn spoken(reader: &Reader<'_>, event: &Value, tags: Vec<String>) -> Vec<String> {
    let apart = get(reader.spoken, &line_of(event, "guid")).as_array();
    match (apart, tags.first()) {
        (Some(apart), _) => apart.iter().map(json::line).collect(),
        (None, Some(tag)) => told(tag, reader.gather.programme.language.as_deref().unwrap_or("")),
        (None, None) => tags,
    }
}

/// The room that is meant, by its guid or its name.
fn room(reader: &mut Reader<'_>, room: &Value, rooms: &BTreeMap<String, usize>) -> Option<usize> {
    let guid = line_of(room, "guid");
    let name = some(line_of(room, "name")).or_else(|| some(json::line(room)));
    let known = |at: &usize| {
        let found = reader.gather.programme.rooms[*at].name.values().next();
        // Some files give several rooms one guid, and then the name tells them apart.
        name.is_none() || found == name.as_ref()
    };
    if let Some(at) = rooms.get(&guid).filter(|at| known(at)) {
        return Some(*at);
    }
    let name = name?;
    if reader.own && name == NOWHERE {
        return None;
    }
    let (id, guid) = (line_of(room, "slug"), some(guid));
    let new =
        || Room { id, guid, name: crate::exchange::gather::texts(name.clone()), ..Room::default() };
    Some(reader.gather.room(&name, new))
}

fn slot(reader: &Reader<'_>, event: &Value, room: Option<usize>) -> Result<Option<Slot>, Fault> {
    let Some(start) = reader.moment(event, "start")? else { return Ok(None) };
    let day = reader.hints.day_of(&start);
    // The format does not say to which day of the event a session belongs: to the one whose hours it
    // is in.
    let days = &reader.gather.programme.days;
    let within = days
        .iter()
        .take(MOST_DAYS)
        .find(|day| day.hours.as_ref().is_some_and(|(from, to)| *from <= start && start < *to));
    let day = within.map_or(day, |day| day.date);
    let end = match reader.moment(event, "end")? {
        Some(end) if end < start => {
            return Err(Fault::new(format!("`{}` ends before it begins", line_of(event, "title")))
                .help("correct its `end`"));
        }
        Some(end) => Some(end),
        None => match some(line_of(event, "duration")) {
            Some(text) => Some(clock::later(&start, clock::duration(&text)?)?),
            None => None,
        },
    };
    let time = match end.filter(|end| *end > start) {
        Some(end) => Time::Span(start, end),
        None => Time::From(start),
    };
    Ok(Some(Slot { id: String::new(), day, time, rooms: room.into_iter().collect() }))
}

fn status(reader: &mut Reader<'_>, state: &str, name: &str) -> Status {
    let status = match state {
        "" | "CONFIRMED" => return Status::Confirmed,
        "ACCEPTED" => return Status::Tentative,
        "DELAYED" => return Status::Postponed,
        "CANCELED" => return Status::Cancelled,
        _ => Status::Confirmed,
    };
    // These say more than a status does.
    reader.gather.left(None, format!("event {name}: state"), state);
    status
}

fn track(reader: &mut Reader<'_>, track: &Value, known: &BTreeMap<String, usize>) -> Vec<usize> {
    let slug = some(line_of(track, "slug"));
    if reader.own && slug.as_deref() == Some(NO_TRACK) {
        return Vec::new();
    }
    if let Some(slug) = &slug
        && let Some(at) = known.get(slug)
    {
        return vec![*at];
    }
    let name = some(line_of(track, "name")).or_else(|| some(json::line(track))).or(slug);
    name.map(|name| reader.gather.tracks(&name)).unwrap_or_default()
}

/// The people of an event, and what those do who do not just speak.
fn persons(
    reader: &mut Reader<'_>,
    event: &Value,
    place: &str,
) -> (Vec<usize>, BTreeMap<usize, String>) {
    let (mut persons, mut roles) = (Vec::new(), BTreeMap::new());
    for person in list(event, "participants") {
        let Some(name) = some(line_of(person, "name")) else { continue };
        let id = some(line_of(person, "slug")).or_else(|| some(line_of(person, "guid")));
        let at = reader.gather.person(&id.unwrap_or_default(), &name);
        persons.push(at);
        let role = line_of(person, "role");
        let place = format!("event {place}: person {name}");
        match &*role {
            "" | "SPEAKER" => {}
            "MODERATOR" | "HOST" | "GUEST" => drop(roles.insert(at, role.to_lowercase())),
            _ => reader.gather.left(None, format!("{place}: role"), &role),
        }
        json::others(&mut reader.gather, person, &["name", "slug", "guid", "role"], &place);
    }
    (persons, roles)
}
