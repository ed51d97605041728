//! Writing, as strictly as the schema demands.

use crate::exchange::datetime::with_offset;
use crate::exchange::programme::{Person, Programme, Session, Track};
use crate::exchange::sanitize::{self, web_uri};
use crate::exchange::schedule_event::{ScheduleContext, ScheduleEvent, pick};
use crate::exchange::schedule_xml::{ESTIMATED_ENDS, GENERATOR, OWN_TARGET};
use crate::exchange::stable_ids::{as_number, as_uuid};
use crate::exchange::status;
use crate::exchange::xml::XmlWriter;

/// The room of events without one: the schema demands a name, and an empty one breaks readers.
pub(in crate::exchange) const NO_ROOM: &str = "-";

/// Writes a programme in one language. Sessions whose time is not known are omitted.
///
/// Values that the format requires and the programme lacks are derived, always in the same way: UUIDs,
/// numbers and slugs from ids, and the start and end of a day from its sessions.
pub fn write(programme: &Programme, lang: &str) -> String {
    let schedule = &ScheduleContext::new(programme, lang);
    let mut xml = XmlWriter::new();
    let estimated = schedule.estimated().join(" ");
    let mut own = status::prefixes(programme);
    own.extend((!estimated.is_empty()).then_some((ESTIMATED_ENDS, &*estimated)));
    xml.instruction(OWN_TARGET, &own);
    xml.open("schedule", &[]);
    let version = env!("CARGO_PKG_VERSION");
    xml.leaf("generator", &[("name", GENERATOR), ("version", version)], "");
    xml.leaf("version", &[], programme.version.as_deref().unwrap_or_default());
    conference(&mut xml, schedule);
    for (index, (date, start, end)) in schedule.days.iter().enumerate() {
        let index = (index + 1).to_string();
        let (date_text, start, end) = (date.to_string(), with_offset(start), with_offset(end));
        let attributes =
            [("index", &*index), ("date", &*date_text), ("start", &*start), ("end", &*end)];
        xml.open("day", &attributes);
        let first = schedule.events.partition_point(|event| event.day < *date);
        let after = schedule.events.partition_point(|event| event.day <= *date);
        rooms(&mut xml, schedule, &schedule.events[first..after]);
        xml.close("day");
    }
    xml.close("schedule");
    xml.finish()
}

fn conference(xml: &mut XmlWriter, schedule: &ScheduleContext<'_>) {
    let programme = schedule.programme;
    xml.open("conference", &[]);
    xml.leaf("acronym", &[], &schedule.acronym);
    xml.leaf("title", &[], pick(&programme.title, schedule.lang));
    if let Some((first, last)) = programme.dates {
        xml.leaf("start", &[], &first.to_string());
        xml.leaf("end", &[], &last.to_string());
    }
    xml.leaf("days", &[], &schedule.days.len().to_string());
    xml.leaf("timeslot_duration", &[], "00:05");
    web(xml, "url", programme.url.as_deref());
    if let Some(zone) = &programme.timezone {
        xml.leaf("time_zone_name", &[], zone);
    }
    for Track { id, name, color } in &programme.tracks {
        let mut attributes = vec![("name", pick(name, schedule.lang))];
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

/// All rooms of a day, with their events: apps show them as columns.
fn rooms(xml: &mut XmlWriter, schedule: &ScheduleContext<'_>, events: &[ScheduleEvent<'_>]) {
    let of = |column: usize| {
        let first = events.partition_point(|event| event.column() < column);
        &events[first..events.partition_point(|event| event.column() <= column)]
    };
    for (at, room) in schedule.programme.rooms.iter().enumerate() {
        let name = pick(&room.name, schedule.lang);
        let guid = room.guid.as_deref().and_then(as_uuid);
        let guid = guid.as_deref().map(|guid| ("guid", guid));
        let attributes: Vec<_> = [("name", name)].into_iter().chain(guid).collect();
        xml.open("room", &attributes);
        for event in of(at) {
            write_event(xml, schedule, event, name);
        }
        xml.close("room");
    }
    let roomless = of(usize::MAX);
    if !roomless.is_empty() {
        xml.open("room", &[("name", NO_ROOM)]);
        for event in roomless {
            write_event(xml, schedule, event, NO_ROOM);
        }
        xml.close("room");
    }
}

fn write_event(
    xml: &mut XmlWriter,
    schedule: &ScheduleContext<'_>,
    event: &ScheduleEvent<'_>,
    room: &str,
) {
    let session = event.session;
    let number = event.number.to_string();
    xml.open("event", &[("guid", &event.guid), ("id", &number)]);
    xml.leaf("date", &[], &with_offset(&event.start));
    xml.leaf("start", &[], &event.start.strftime("%H:%M").to_string());
    xml.leaf("duration", &[], &duration(event));
    xml.leaf("room", &[], room);
    xml.leaf("slug", &[], &event.slug);
    web(xml, "url", session.url.as_deref());
    xml.leaf("title", &[], &schedule.line(&session.title));
    xml.leaf("subtitle", &[], &schedule.line(&session.subtitle));
    xml.leaf("track", &[], &schedule.tracks(event));
    xml.leaf("type", &[], &sanitize::line(&session.kind));
    xml.leaf("language", &[], &session.languages.join(", "));
    xml.leaf("abstract", &[], pick(&session.summary, schedule.lang));
    xml.leaf("description", &[], pick(&session.text, schedule.lang));
    recording(xml, session);
    xml.open("persons", &[]);
    for person in schedule.persons(event) {
        write_person(xml, schedule, person);
    }
    xml.close("persons");
    for (list, item, links) in
        [("links", "link", &session.links), ("attachments", "attachment", &session.attachments)]
    {
        xml.open(list, &[]);
        for link in links {
            xml.leaf(item, &[("href", &link.url)], &sanitize::line(&link.title));
        }
        xml.close(list);
    }
    xml.close("event");
}

/// A person, with a number or else a UUID.
fn write_person(xml: &mut XmlWriter, schedule: &ScheduleContext<'_>, person: &Person) {
    let id = as_number(&person.id).map(|id| ("id", id.to_string()));
    let id = id.or_else(|| Some(("guid", schedule.person_guid(person)?)));
    let attributes: Vec<_> = id.iter().map(|(name, id)| (*name, id.as_str())).collect();
    xml.leaf("person", &attributes, &schedule.line(&person.name));
}

/// The known facts about a recording, if there are any. The schema demands `optout`: whether
/// recording is allowed is only known if there is a recording, or if it is forbidden.
fn recording(xml: &mut XmlWriter, session: &Session) {
    if session.recording.is_none() && session.licence.is_none() && !session.no_recording {
        return;
    }
    xml.open("recording", &[]);
    xml.leaf("license", &[], session.licence.as_deref().unwrap_or_default());
    xml.leaf("optout", &[], if session.no_recording { "true" } else { "false" });
    web(xml, "url", session.recording.as_deref());
    xml.close("recording");
}

/// A web address: the schema accepts no other, and no empty one.
fn web(xml: &mut XmlWriter, name: &str, address: Option<&str>) {
    if let Some(address) = address.and_then(web_uri) {
        xml.leaf(name, &[], &address);
    }
}

/// `HH:MM`, at most what two digits can express.
fn duration(event: &ScheduleEvent<'_>) -> String {
    let minutes = event.minutes().min(99 * 60 + 59);
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
