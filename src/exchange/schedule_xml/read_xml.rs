//! Reading, as lenient as possible without guessing.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::exchange::file_fault::Fault;
use crate::exchange::hints::Hints;
use crate::exchange::programme::{Day, Link, Programme, Room, Session, Slot, Track};
use crate::exchange::programme_builder::{ProgrammeBuilder, SourceRecord, link, some, texts};
use crate::exchange::schedule_event::{ReadEvent, merge_events};
use crate::exchange::schedule_xml::{ESTIMATED_ENDS, GENERATOR, NO_ROOM, OWN_TARGET};
use crate::exchange::xml::{self, Element};
use crate::exchange::{datetime, entries_xml, stable_ids, status};

/// Reads a schedule.
///
/// # Errors
/// When the file is malformed XML, is not a schedule, or has a malformed date, time or duration.
pub fn read(text: &str, hints: &Hints) -> Result<Programme, Fault> {
    let root = xml::read(text)?;
    if root.name != "schedule" || entries_xml::recognises(&root) {
        return Err(entries_xml::not_a_schedule(&root));
    }
    let generator = root.children.iter().find(|child| child.name == "generator");
    let own = generator.is_some_and(|generator| generator.attribute("name") == GENERATOR);
    let facts = root.instructions.iter().find(|found| found.name == OWN_TARGET && own);
    let estimated = facts.map(|facts| facts.attribute(ESTIMATED_ENDS)).unwrap_or_default();
    let mut reader = XmlReader {
        builder: ProgrammeBuilder::default(),
        hints: hints.clone(),
        own,
        estimated: estimated.split(' ').map(str::to_owned).collect(),
        events: Vec::new(),
    };
    reader.root(&root)?;
    let XmlReader { mut builder, events, .. } = reader;
    let programme = &mut builder.programme;
    (programme.own, programme.markdown) = (own, own);
    programme.sessions = merge_events(events, &stable_ids::acronym(&programme.acronym), own);
    if let Some(facts) = facts {
        status::strip_prefixes(programme, |word| facts.attribute(word));
    }
    Ok(builder.finish())
}

/// A file that is being read.
struct XmlReader {
    builder: ProgrammeBuilder,
    /// With the zone and the start of days that the file declares.
    hints: Hints,
    /// Whether Plenary wrote the file.
    own: bool,
    /// The UUIDs of events whose end is an estimate.
    estimated: BTreeSet<String>,
    events: Vec<ReadEvent>,
}

impl XmlReader {
    fn root(&mut self, root: &Element) -> Result<(), Fault> {
        if let Some(conference) = root.child("conference") {
            self.conference(conference)?;
        }
        self.builder.programme.version = some(root.line("version"));
        // FOSDEM lists tracks and persons before the days.
        for track in root.list("tracks", "track") {
            self.track(track);
        }
        for person in root.list("persons", "person") {
            self.person(person);
        }
        for day in root.all("day") {
            self.day(day)?;
        }
        if self.own {
            root.skip(&["generator"]);
        }
        root.left_over(&mut self.builder, "");
        Ok(())
    }

    fn conference(&mut self, conference: &Element) -> Result<(), Fault> {
        self.builder.conference(conference, &mut self.hints)?;
        if let Some(change) = conference.child("day_change") {
            self.hints.day_starts = datetime::time_of_day(&change.own_line())
                .map_err(|fault| fault.line(change.line))?;
            self.builder.programme.day_starts = Some(self.hints.day_starts);
        }
        for track in conference.all("track") {
            self.track(track);
        }
        self.builder.programme.venue = some(conference.line("venue"));
        self.builder.programme.city = some(conference.line("city"));
        // It also follows from the rest of the file.
        conference.skip(&["days"]);
        if self.own {
            conference.skip(&["timeslot_duration"]);
        }
        conference.left_over(&mut self.builder, "conference");
        Ok(())
    }

    fn track(&mut self, track: &Element) {
        let name = some(track.attribute("name")).unwrap_or_else(|| track.own_line());
        let (id, color) = (track.attribute("slug"), some(track.attribute("color")));
        self.builder.track(&name, || Track { id, name: texts(name.clone()), color });
    }

    /// A person of FOSDEM's list, with details.
    fn person(&mut self, person: &Element) {
        let name = some(person.line("name")).unwrap_or_else(|| person.own_line());
        if name.is_empty() {
            return;
        }
        let at = self.builder.person(&person_id(person), &name);
        let known = &mut self.builder.programme.persons[at];
        let (long, short) = (person.block("extended_biography"), person.block("biography"));
        known.biography = texts(some(long).unwrap_or(short));
        known.url = some(person.line("url"));
        person.left_over(&mut self.builder, &format!("person {name}"));
    }

    fn day(&mut self, day: &Element) -> Result<(), Fault> {
        let at_line = |fault: Fault| fault.line(day.line);
        let hours = match (day.attribute("start"), day.attribute("end")) {
            (start, end) if start.is_empty() || end.is_empty() => None,
            (start, end) => {
                let moment = |text: &str| self.hints.moment(text).map_err(at_line);
                Some((moment(&start)?, moment(&end)?))
            }
        };
        let date = match (some(day.attribute("date")), &hours) {
            (Some(date), _) => Some(datetime::date(&date).map_err(at_line)?),
            (None, Some((start, _))) => Some(self.hints.day_of(start)),
            (None, None) => None,
        };
        if let Some(date) = date {
            self.builder.programme.days.push(Day { date, hours });
        }
        for room in day.all("room") {
            self.room(room, date)?;
        }
        day.left_over(&mut self.builder, "day");
        Ok(())
    }

    fn room(&mut self, room: &Element, day: Option<Date>) -> Result<(), Fault> {
        let name = room.attribute("name");
        let at = self.is_room(&name).then(|| {
            let (id, guid) = (room.attribute("slug"), some(room.attribute("guid")));
            let new = || Room { id, name: texts(name.clone()), guid, ..Room::default() };
            self.builder.room(&name, new)
        });
        for event in room.all("event") {
            self.event(event, day, at)?;
        }
        room.left_over(&mut self.builder, &format!("room {name}"));
        Ok(())
    }

    /// Whether a name is the name of a room, and not the name that we write if there is no room.
    fn is_room(&self, name: &str) -> bool {
        !(name.is_empty() || self.own && name == NO_ROOM)
    }

    fn event(
        &mut self,
        event: &Element,
        day: Option<Date>,
        room: Option<usize>,
    ) -> Result<(), Fault> {
        let guid = event.attribute("guid");
        let id = some(event.attribute("id")).unwrap_or_else(|| guid.clone());
        let place = format!("event {id}");
        let own_room = event.line("room");
        let room =
            room.or_else(|| self.is_room(&own_room).then(|| self.builder.named_room(&own_room)));
        let mut slot = event.slot(day, room, None, &self.hints)?;
        if self.estimated.contains(&guid) {
            slot = slot.map(Slot::without_end);
        }
        // The date counts; a start that contradicts it is reported.
        let start = event.line("start");
        if let Some(begins) = slot.as_ref().and_then(|slot| slot.time.start())
            && !start.is_empty()
            && datetime::time_of_day(&start).ok() != begins.time().with().second(0).build().ok()
        {
            self.builder.left(event.line_number("start"), format!("{place}: start"), &start);
        }
        let mut session = Session {
            id: event.attribute("id"),
            guid: some(guid),
            persons: self.persons(event),
            slots: slot.into_iter().collect(),
            links: links(event, "links", "link"),
            attachments: links(event, "attachments", "attachment"),
            ..self.builder.session(event, "type", &place)
        };
        self.recording(event, &mut session, &place);
        let code = event.attribute("code");
        self.builder.left(Some(event.line), format!("{place}: code"), &code);
        event.skip(&["day", "days", "duration"]);
        let slug = if self.own { event.line("slug") } else { String::new() };
        event.left_over(&mut self.builder, &place);
        self.events.push(ReadEvent { session, code, slug });
        Ok(())
    }

    fn persons(&mut self, event: &Element) -> Vec<usize> {
        let named = event.list("persons", "person").map(|person| (person, person.own_line()));
        let named = named.filter(|(_, name)| !name.is_empty());
        named.map(|(person, name)| self.builder.person(&person_id(person), &name)).collect()
    }

    fn recording(&mut self, event: &Element, session: &mut Session, place: &str) {
        session.recording = some(event.line("video_download_url"));
        let Some(recording) = event.child("recording") else { return };
        session.licence = some(recording.line("license"));
        session.no_recording = recording.line("optout").eq_ignore_ascii_case("true");
        for name in ["link", "url"] {
            session.recording = some(recording.line(name)).or(session.recording.take());
        }
        recording.left_over(&mut self.builder, &format!("{place}: recording"));
    }
}

/// The addresses of a list, each with its title.
fn links(event: &Element, list: &str, item: &str) -> Vec<Link> {
    let items = event.child(list).into_iter().flat_map(|list| list.all(item));
    let read = |item: &Element| match (item.attribute("href"), item.own_line()) {
        // In some files the address is the text of the element.
        (url, text) if url.is_empty() => link(text, String::new()),
        (url, text) => link(url, text),
    };
    items.filter_map(read).collect()
}

/// The id that distinguishes a person from others of the same name.
fn person_id(person: &Element) -> String {
    some(person.attribute("id"))
        .or(stable_ids::as_uuid(&person.attribute("guid")))
        .unwrap_or_default()
}
