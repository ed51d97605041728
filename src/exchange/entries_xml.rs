//! Programmes as XML with days and entries: `<day date="…">` holds `<entry id="…">` with a start as
//! `0930`, a duration in minutes, and a room or several with commas between them.
//!
//! Conference sites of the early 2010s exported them. They do not say in which zone their times are.

use jiff::civil::Date;

use crate::exchange::fault::Fault;
use crate::exchange::gather::{Gather, languages, some, split_rooms, texts};
use crate::exchange::hints::Hints;
use crate::exchange::programme::{Day, Programme, Room, Session, Slot, Time};
use crate::exchange::xml::{self, Element};
use crate::exchange::{clean, clock, schedule_xml};

/// Whether a file is one of these: a schedule whose days have entries.
pub(in crate::exchange) fn recognises(root: &Element) -> bool {
    root.name == "schedule" && root.all("day").any(|day| day.child("entry").is_some())
}

/// Reads a programme. A room whose name is a list of other rooms' names is these rooms.
///
/// # Errors
/// When the file is not well-formed XML, is no such programme, has a date, time or duration that
/// cannot be understood, or when nobody knows its time zone.
pub fn read(text: &str, hints: &Hints) -> Result<Programme, Fault> {
    let root = xml::read(text)?;
    if !recognises(&root) {
        return Err(schedule_xml::no_schedule(&root));
    }
    let mut gather = Gather::default();
    for child in &root.children {
        match &*child.name {
            "day" => day(&mut gather, child, hints)?,
            name => gather.left(Some(child.line), name, &child.everything()),
        }
    }
    let mut programme = gather.finish();
    split_rooms(&mut programme);
    Ok(programme)
}

fn day(gather: &mut Gather, day: &Element, hints: &Hints) -> Result<(), Fault> {
    let date = clock::date(&day.attribute("date")).map_err(|fault| fault.line(day.line))?;
    gather.programme.days.push(Day { date, hours: None });
    for child in &day.children {
        match &*child.name {
            "entry" => entry(gather, child, date, hints)?,
            name => gather.left(Some(child.line), format!("day: {name}"), &child.everything()),
        }
    }
    Ok(())
}

fn entry(gather: &mut Gather, entry: &Element, day: Date, hints: &Hints) -> Result<(), Fault> {
    let id = entry.attribute("id");
    let time = time(entry, day, hints)?;
    let room = some(entry.line_of("room")).map(|name| {
        let id = entry.child("room").map(|room| room.attribute("id")).unwrap_or_default();
        gather.room(&name, || Room { id, name: texts(name.clone()), ..Room::default() })
    });
    let (tags, words) = languages(&entry.line_of("language"));
    for word in words {
        gather.left(Some(entry.line), format!("entry {id}: language"), &word);
    }
    let persons = speakers(gather, entry, &id);
    let track = gather.tracks(&entry.line_of("track"));
    gather.programme.sessions.push(Session {
        title: texts(entry.line_of("title")),
        subtitle: texts(entry.line_of("subtitle")),
        summary: texts(entry.block_of("abstract")),
        text: texts(entry.block_of("description")),
        kind: entry.line_of("category"),
        tracks: track,
        persons,
        languages: tags,
        slots: vec![Slot { id: String::new(), day, time, rooms: room.into_iter().collect() }],
        url: some(entry.line_of("url")),
        id: id.clone(),
        ..Session::default()
    });
    for child in &entry.children {
        if !matches!(
            &*child.name,
            "title"
                | "subtitle"
                | "abstract"
                | "description"
                | "category"
                | "track"
                | "speakers"
                | "language"
                | "room"
                | "start"
                | "duration"
                | "url"
        ) {
            gather.left(
                Some(child.line),
                format!("entry {id}: {}", child.name),
                &child.everything(),
            );
        }
    }
    Ok(())
}

fn time(entry: &Element, day: Date, hints: &Hints) -> Result<Time, Fault> {
    let line_of = |name: &str| entry.child(name).map_or(entry.line, |child| child.line);
    let start = entry.line_of("start");
    if start.is_empty() {
        return Ok(Time::Unknown);
    }
    let at_line = |fault: Fault| fault.line(line_of("start"));
    let time = clock::time_of_day(&start).map_err(at_line)?;
    let date = match time < hints.day_starts {
        true => day.tomorrow().unwrap_or(day),
        false => day,
    };
    let local = date.to_datetime(time).to_string();
    let start = clock::moment(&local, hints.timezone.as_ref()).map_err(at_line)?;
    let duration = entry.line_of("duration");
    if duration.is_empty() {
        return Ok(Time::From(start));
    }
    let at_line = |fault: Fault| fault.line(line_of("duration"));
    let duration = match duration.contains(':') {
        true => clock::duration(&duration),
        false => clock::minutes(&duration),
    };
    let duration = duration.map_err(at_line)?;
    let end = clock::later(&start, duration).map_err(at_line)?;
    Ok(if duration.is_zero() { Time::From(start) } else { Time::Span(start, end) })
}

fn speakers(gather: &mut Gather, entry: &Element, id: &str) -> Vec<usize> {
    let mut persons = Vec::new();
    for speaker in entry.all("speakers").flat_map(|speakers| speakers.all("speaker")) {
        let name = some(speaker.line_of("name")).unwrap_or_else(|| clean::line(&speaker.text));
        if name.is_empty() {
            continue;
        }
        let at = gather.person(&speaker.attribute("id"), &name);
        let person = &mut gather.programme.persons[at];
        // A profile is an address in some files, and words in others.
        let profile = speaker.block_of("profile");
        let (url, words) = match clean::is_web(&profile) && !profile.contains(char::is_whitespace) {
            true => (some(profile), String::new()),
            false => (None, profile),
        };
        person.url = person.url.take().or(url);
        if person.biography.is_empty() {
            person.biography = texts(some(speaker.block_of("description")).unwrap_or(words));
        }
        for child in &speaker.children {
            if !matches!(&*child.name, "name" | "profile" | "description") {
                let place = format!("entry {id}: speaker {name}: {}", child.name);
                gather.left(Some(child.line), place, &child.everything());
            }
        }
        persons.push(at);
    }
    persons
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "<schedule created='x'>\n<day date='2031-06-03'>\n\
        <entry id='1'><start>0930</start><duration>30</duration><room>B, C</room>\
        <title>Breakfast</title><speakers/></entry>\n\
        <entry id='2'><category>Talk</category><start>1000</start><duration>45</duration>\
        <room id='r1'>B</room><title>Fog</title><audience>All</audience><speakers><speaker id='7'>\
        <name>Ada Mist</name><profile>https://fog.example.org/ada</profile>\
        <description>Grey.</description></speaker></speakers></entry>\n\
        <entry id='3'><start>0030</start><room>C</room><title>Stars</title></entry>\n</day></schedule>";

    #[test]
    fn rooms_of_a_list_are_rooms() {
        let zone = clock::zone("Europe/Copenhagen");
        let hints = Hints { timezone: zone, ..Hints::default() };
        let programme = read(FILE, &hints).expect("it is one");
        let names: Vec<_> = programme.rooms.iter().map(|room| room.name[""].as_str()).collect();
        assert_eq!(names, ["B", "C"]);
        let slots: Vec<_> = programme.sessions.iter().map(|session| &session.slots[0]).collect();
        assert_eq!(slots[0].rooms, [0, 1]);
        let Time::From(late) = &slots[2].time else { panic!("{slots:?}") };
        assert_eq!(late.to_string(), "2031-06-04T00:30:00+02:00[Europe/Copenhagen]");
        assert_eq!(slots[2].day.to_string(), "2031-06-03");
        assert_eq!(programme.persons[0].url.as_deref(), Some("https://fog.example.org/ada"));
        assert_eq!(programme.left_over[0].place, "entry 2: audience");
        assert_eq!(programme.left_over[0].line, Some(4));
    }

    #[test]
    fn the_zone_has_to_be_known() {
        let fault = read(FILE, &Hints::default()).expect_err("nobody said it");
        assert!(fault.message.contains("time zone"), "{}", fault.message);
        assert_eq!(fault.line, Some(3));
    }
}
