//! Writing, as strict as the schema.

use crate::exchange::clean::{self, is_web};
use crate::exchange::clock::with_offset;
use crate::exchange::entry::{Entry, days, entries, pick};
use crate::exchange::programme::{Person, Programme, Session, Track};
use crate::exchange::schedule_xml::{GENERATOR, TARGET};
use crate::exchange::stable::{self, as_number, as_uuid, guid};
use crate::exchange::status;
use crate::exchange::xml::Writer;

/// The room of what has none: the schema wants a name, and an empty one breaks readers.
pub(in crate::exchange) const NOWHERE: &str = "-";

/// Writes a programme in one language. Sessions whose time is not known have no place in it.
///
/// What the format demands is made where it is missing, always the same from the same programme:
/// UUIDs, numbers and slugs from ids, the hours of a day from its sessions.
pub fn write(programme: &Programme, lang: &str) -> String {
    let acronym = stable::acronym(&programme.acronym);
    let entries = entries(programme, &acronym);
    let days = days(programme, &entries);
    let mut xml = Writer::new();
    xml.instruction(TARGET, &status::named(programme));
    xml.open("schedule", &[]);
    let version = env!("CARGO_PKG_VERSION");
    xml.leaf("generator", &[("name", GENERATOR), ("version", version)], "");
    xml.leaf("version", &[], programme.version.as_deref().unwrap_or_default());
    conference(&mut xml, programme, &acronym, lang, days.len());
    for (index, (date, start, end)) in days.iter().enumerate() {
        let index = (index + 1).to_string();
        let (date_text, start, end) = (date.to_string(), with_offset(start), with_offset(end));
        let attributes =
            [("index", &*index), ("date", &*date_text), ("start", &*start), ("end", &*end)];
        xml.open("day", &attributes);
        let first = entries.partition_point(|entry| entry.day < *date);
        let after = entries.partition_point(|entry| entry.day <= *date);
        rooms(&mut xml, programme, &acronym, lang, &entries[first..after]);
        xml.close("day");
    }
    xml.close("schedule");
    xml.finish()
}

fn conference(xml: &mut Writer, programme: &Programme, acronym: &str, lang: &str, days: usize) {
    xml.open("conference", &[]);
    xml.leaf("acronym", &[], acronym);
    xml.leaf("title", &[], pick(&programme.title, lang));
    if let Some((first, last)) = programme.dates {
        xml.leaf("start", &[], &first.to_string());
        xml.leaf("end", &[], &last.to_string());
    }
    xml.leaf("days", &[], &days.to_string());
    xml.leaf("timeslot_duration", &[], "00:05");
    web(xml, "url", programme.url.as_deref());
    if let Some(zone) = &programme.timezone {
        xml.leaf("time_zone_name", &[], zone);
    }
    for Track { id, name, color } in &programme.tracks {
        let mut attributes = vec![("name", pick(name, lang))];
        if let Some(color) = color.as_deref().filter(|color| is_color(color)) {
            attributes.push(("color", color));
        }
        if is_track_slug(id) {
            attributes.push(("slug", id));
        }
        xml.leaf("track", &attributes, "");
    }
    xml.close("conference");
}

/// The rooms of a day, all of them, with what happens there: apps make their columns of them.
fn rooms(
    xml: &mut Writer,
    programme: &Programme,
    acronym: &str,
    lang: &str,
    entries: &[Entry<'_>],
) {
    let of = |column: usize| {
        let first = entries.partition_point(|entry| entry.column() < column);
        &entries[first..entries.partition_point(|entry| entry.column() <= column)]
    };
    for (at, room) in programme.rooms.iter().enumerate() {
        let name = pick(&room.name, lang);
        let mut attributes = vec![("name", name)];
        let guid = room.guid.as_deref().and_then(as_uuid);
        if let Some(guid) = &guid {
            attributes.push(("guid", guid));
        }
        xml.open("room", &attributes);
        for entry in of(at) {
            event(xml, programme, acronym, lang, entry, name);
        }
        xml.close("room");
    }
    let nowhere = of(usize::MAX);
    if !nowhere.is_empty() {
        xml.open("room", &[("name", NOWHERE)]);
        for entry in nowhere {
            event(xml, programme, acronym, lang, entry, NOWHERE);
        }
        xml.close("room");
    }
}

fn event(
    xml: &mut Writer,
    programme: &Programme,
    acronym: &str,
    lang: &str,
    entry: &Entry<'_>,
    room: &str,
) {
    let session = entry.session;
    let number = entry.number.to_string();
    xml.open("event", &[("guid", &entry.guid), ("id", &number)]);
    xml.leaf("date", &[], &with_offset(&entry.start));
    xml.leaf("start", &[], &entry.start.strftime("%H:%M").to_string());
    xml.leaf("duration", &[], &duration(entry));
    xml.leaf("room", &[], room);
    xml.leaf("slug", &[], &entry.slug);
    web(xml, "url", session.url.as_deref());
    xml.leaf("title", &[], &clean::line(pick(&session.title, lang)));
    xml.leaf("subtitle", &[], &clean::line(pick(&session.subtitle, lang)));
    let tracks = session.tracks.iter().filter_map(|track| programme.tracks.get(*track));
    let tracks: Vec<&str> = tracks.map(|track| pick(&track.name, lang)).collect();
    xml.leaf("track", &[], &clean::line(&tracks.join(", ")));
    xml.leaf("type", &[], &clean::line(&session.kind));
    xml.leaf("language", &[], &session.languages.join(", "));
    xml.leaf("abstract", &[], pick(&session.summary, lang));
    xml.leaf("description", &[], pick(&session.text, lang));
    recording(xml, session);
    xml.open("persons", &[]);
    for person in session.persons.iter().filter_map(|person| programme.persons.get(*person)) {
        write_person(xml, person, acronym, lang);
    }
    xml.close("persons");
    for (list, item, links) in
        [("links", "link", &session.links), ("attachments", "attachment", &session.attachments)]
    {
        xml.open(list, &[]);
        for link in links {
            xml.leaf(item, &[("href", &link.url)], &clean::line(&link.title));
        }
        xml.close(list);
    }
    xml.close("event");
}

fn write_person(xml: &mut Writer, person: &Person, acronym: &str, lang: &str) {
    let name = clean::line(pick(&person.name, lang));
    let id = as_number(&person.id).map(|id| id.to_string());
    let guid = match (&id, as_uuid(&person.id)) {
        (Some(_), _) => None,
        (None, Some(own)) => Some(own),
        // What is made from an id tells those apart who share a name.
        (None, None) if !person.id.is_empty() => Some(guid("person", acronym, &person.id)),
        (None, None) => None,
    };
    let mut attributes = Vec::new();
    attributes.extend(id.as_deref().map(|id| ("id", id)));
    attributes.extend(guid.as_deref().map(|guid| ("guid", guid)));
    xml.leaf("person", &attributes, &name);
}

fn recording(xml: &mut Writer, session: &Session) {
    xml.open("recording", &[]);
    xml.leaf("license", &[], session.licence.as_deref().unwrap_or_default());
    xml.leaf("optout", &[], if session.no_recording { "true" } else { "false" });
    web(xml, "url", session.recording.as_deref());
    xml.close("recording");
}

/// An address, if it is one of the web: the schema takes no other, and no empty one.
fn web(xml: &mut Writer, name: &str, address: Option<&str>) {
    if let Some(address) = address.filter(|address| is_web(address)) {
        xml.leaf(name, &[], &clean::uri(address));
    }
}

/// `HH:MM`; what lasts longer than the two digits can say ends with them.
fn duration(entry: &Entry<'_>) -> String {
    let Some(end) = &entry.end else { return "00:00".to_owned() };
    let minutes = entry.start.duration_until(end).as_secs().max(0).div_euclid(60).min(99 * 60 + 59);
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

fn is_color(color: &str) -> bool {
    color.len() == 7
        && color.starts_with('#')
        && color[1..].bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn is_track_slug(id: &str) -> bool {
    id.len() > 1
        && id.starts_with(|c: char| c.is_ascii_lowercase())
        && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}
