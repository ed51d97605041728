//! Programmes as XML with days and entries: `<day date="…">` holds `<entry id="…">` with a start such
//! as `0930`, a duration in minutes, and one or more rooms separated by commas.
//!
//! Conference sites of the early 2010s exported such files, which do not declare a time zone.

use jiff::civil::Date;

use crate::exchange::file_fault::Fault;
use crate::exchange::hints::Hints;
use crate::exchange::programme::{Day, Programme, Room, Session};
use crate::exchange::programme_builder::{
    ProgrammeBuilder, SourceRecord, some, split_rooms, texts,
};
use crate::exchange::xml::{self, Element};
use crate::exchange::{datetime, sanitize};

/// Whether a text is such a file.
pub(super) fn detects(text: &str) -> bool {
    text.starts_with('<') && xml::read(text).is_ok_and(|root| recognises(&root))
}

/// Whether the root element is a schedule whose days have entries.
pub(super) fn recognises(root: &Element) -> bool {
    let has_entries = |day: &Element| day.children.iter().any(|child| child.name == "entry");
    root.name == "schedule" && root.children.iter().any(|day| day.name == "day" && has_entries(day))
}

/// The fault of a file that is something else.
pub(super) fn not_a_schedule(root: &Element) -> Fault {
    Fault::new(format!("`<{}>` does not begin a schedule.xml", sanitize::excerpt(&root.name)))
        .line(root.line)
        .help("export the programme as frab, pentabarf or c3voc XML")
}

/// Reads a programme. A room whose name is a list of other rooms' names means these rooms.
///
/// # Errors
/// When the file is malformed XML, is not such a programme, has a malformed date, time or duration,
/// or when its time zone is not known.
pub fn read(text: &str, hints: &Hints) -> Result<Programme, Fault> {
    let root = xml::read(text)?;
    if !recognises(&root) {
        return Err(not_a_schedule(&root));
    }
    let mut builder = ProgrammeBuilder::default();
    for day in root.all("day") {
        let date = datetime::date(&day.attribute("date")).map_err(|fault| fault.line(day.line))?;
        builder.programme.days.push(Day { date, hours: None });
        for entry in day.all("entry") {
            read_entry(&mut builder, entry, date, hints)?;
        }
        day.left_over(&mut builder, "day");
    }
    root.left_over(&mut builder, "");
    let mut programme = builder.finish();
    split_rooms(&mut programme);
    Ok(programme)
}

fn read_entry(
    builder: &mut ProgrammeBuilder,
    entry: &Element,
    day: Date,
    hints: &Hints,
) -> Result<(), Fault> {
    let id = entry.attribute("id");
    let place = format!("entry {id}");
    let room = some(entry.line("room")).map(|name| {
        let id = entry.child("room").map(|room| room.attribute("id")).unwrap_or_default();
        builder.room(&name, || Room { id, name: texts(name.clone()), ..Room::default() })
    });
    let session = Session {
        id,
        persons: speakers(builder, entry, &place),
        slots: entry.slot(Some(day), room, None, hints)?.into_iter().collect(),
        ..builder.session(entry, "category", &place)
    };
    builder.programme.sessions.push(session);
    entry.skip(&["duration"]);
    entry.left_over(builder, &place);
    Ok(())
}

fn speakers(builder: &mut ProgrammeBuilder, entry: &Element, place: &str) -> Vec<usize> {
    let mut persons = Vec::new();
    for speaker in entry.list("speakers", "speaker") {
        let name = some(speaker.line("name")).unwrap_or_else(|| speaker.own_line());
        if name.is_empty() {
            continue;
        }
        let at = builder.person(&speaker.attribute("id"), &name);
        let person = &mut builder.programme.persons[at];
        // A profile is an address in some files, and a text in others.
        let profile = speaker.block("profile");
        let is_address = sanitize::is_web(&profile) && !profile.contains(char::is_whitespace);
        let (url, text) = if is_address { (some(profile), String::new()) } else { (None, profile) };
        person.url = person.url.take().or(url);
        let description = speaker.block("description");
        if person.biography.is_empty() {
            person.biography = texts(some(description).unwrap_or(text));
        }
        speaker.left_over(builder, &format!("{place}: speaker {name}"));
        persons.push(at);
    }
    persons
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::programme::Time;

    const FILE: &str = "<schedule created='x'>\n<day date='2031-06-03'>\n\
        <entry id='1'><start>0930</start><duration>30</duration><room>B, C</room>\
        <title>Breakfast</title><speakers/></entry>\n\
        <entry id='2'><category>Talk</category><start>1000</start><duration>45</duration>\
        <room id='r1'>B</room><title>Fog</title><audience>All</audience><speakers><speaker id='7'>\
        <name>Ada Mist</name><profile>https://fog.example.org/ada</profile>\
        <description>Grey.</description></speaker></speakers></entry>\n\
        <entry id='3'><start>0030</start><room>C</room><title>Stars</title></entry>\n</day></schedule>";

    #[test]
    fn a_list_of_rooms_is_split() {
        let zone = datetime::zone("Europe/Copenhagen");
        let hints = Hints { timezone: zone, ..Hints::default() };
        let programme = read(FILE, &hints).expect("it is a schedule");
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
    fn a_file_without_a_zone_is_refused() {
        let fault = read(FILE, &Hints::default()).expect_err("it is not declared");
        assert!(fault.message.contains("time zone"), "{}", fault.message);
        assert_eq!(fault.line, Some(3));
    }
}
