//! Reading, as tolerant as it can be without guessing.

use std::collections::BTreeMap;

use jiff::civil::{Date, Time as Clock};
use jiff::tz::TimeZone;

use crate::exchange::entry::{Event, join};
use crate::exchange::fault::Fault;
use crate::exchange::gather::{Gather, languages, some, texts};
use crate::exchange::hints::Hints;
use crate::exchange::programme::{Day, Link, Programme, Room, Session, Slot, Time, Track};
use crate::exchange::xml::{self, Element};
use crate::exchange::zone::declared;
use crate::exchange::{clean, clock, entries_xml, schedule_xml};
use crate::exchange::{stable, status};

/// Reads a schedule.
///
/// # Errors
/// When the file is not well-formed XML, is no schedule, or has a date, time or duration that cannot
/// be understood.
pub fn read(text: &str, hints: &Hints) -> Result<Programme, Fault> {
    let root = xml::read(text)?;
    if root.name != "schedule" || entries_xml::recognises(&root) {
        return Err(no_schedule(&root));
    }
    let own =
        root.child("generator").is_some_and(|g| g.attribute("name") == schedule_xml::GENERATOR);
    let mut reader = Reader {
        gather: Gather::default(),
        zone: hints.timezone.clone(),
        day_change: hints.day_starts,
        own,
        events: Vec::new(),
    };
    reader.root(&root)?;
    let Reader { mut gather, events, own, .. } = reader;
    (gather.programme.own, gather.programme.markdown) = (own, own);
    gather.programme.sessions = join(events, &stable::acronym(&gather.programme.acronym), own);
    let said = root.instructions.iter().find(|said| said.name == schedule_xml::TARGET);
    if let Some(said) = said.filter(|_| own) {
        status::recover(&mut gather.programme, |word| said.attribute(word));
    }
    Ok(gather.finish())
}

/// A file that is being read.
struct Reader {
    gather: Gather,
    zone: Option<TimeZone>,
    day_change: Clock,
    /// Whether it is a file of our own.
    own: bool,
    events: Vec<Event>,
}

impl Reader {
    fn root(&mut self, root: &Element) -> Result<(), Fault> {
        if let Some(conference) = root.child("conference") {
            self.conference(conference)?;
        }
        self.gather.programme.version = some(root.line_of("version"));
        // FOSDEM tells of tracks and persons before the days.
        for track in root.all("tracks").flat_map(|tracks| tracks.all("track")) {
            self.track(track);
        }
        for person in root.all("persons").flat_map(|persons| persons.all("person")) {
            self.person(person);
        }
        for day in root.all("day") {
            self.day(day)?;
        }
        for other in &root.children {
            match &*other.name {
                "conference" | "version" | "tracks" | "persons" | "day" => {}
                "generator" if self.own => {}
                name => self.gather.left(Some(other.line), name, &other.everything()),
            }
        }
        Ok(())
    }

    fn conference(&mut self, conference: &Element) -> Result<(), Fault> {
        let programme = &mut self.gather.programme;
        programme.acronym = conference.line_of("acronym");
        programme.title = texts(conference.line_of("title"));
        programme.url = some(conference.line_of("url"));
        let name = conference.line_of("time_zone_name");
        let line = conference.child("time_zone_name").map(|child| child.line);
        if let Some(zone) = declared(&name).map_err(|fault| fault.line(line))? {
            programme.timezone = Some(zone.iana_name().unwrap_or(&name).to_owned());
            self.zone = Some(zone);
        }
        self.dates(conference)?;
        if let Some(change) = conference.child("day_change") {
            self.day_change =
                clock::time_of_day(&clean::line(&change.text)).map_err(|f| f.line(change.line))?;
            self.gather.programme.day_starts = Some(self.day_change);
        }
        for child in &conference.children {
            match &*child.name {
                "acronym" | "title" | "url" | "time_zone_name" | "start" | "end" | "day_change" => {
                }
                "track" => {
                    self.track(child);
                }
                // They say nothing that the rest of the file does not.
                "days" => {}
                "timeslot_duration" if self.own => {}
                name => {
                    let place = format!("conference: {name}");
                    self.gather.left(Some(child.line), place, &child.everything());
                }
            }
        }
        Ok(())
    }

    /// The day of the event that a moment belongs to.
    fn day_of(&self, moment: &jiff::Zoned) -> Date {
        Hints { day_starts: self.day_change, timezone: None }.day_of(moment)
    }

    fn dates(&mut self, conference: &Element) -> Result<(), Fault> {
        let date = |name: &str| -> Result<Option<Date>, Fault> {
            let Some(child) = conference.child(name) else { return Ok(None) };
            let text = clean::line(&child.text);
            match text.is_empty() {
                true => Ok(None),
                false => clock::date(&text).map(Some).map_err(|fault| fault.line(child.line)),
            }
        };
        self.gather.programme.dates = date("start")?.zip(date("end")?).filter(|(a, b)| a <= b);
        Ok(())
    }

    fn track(&mut self, track: &Element) -> usize {
        let name = some(track.attribute("name")).unwrap_or_else(|| clean::line(&track.text));
        let (id, color) = (track.attribute("slug"), some(track.attribute("color")));
        self.gather.track(&name, || Track { id, name: texts(name.clone()), color })
    }

    /// A person of FOSDEM's list, with what there is to know.
    fn person(&mut self, person: &Element) {
        let name = some(person.line_of("name")).unwrap_or_else(|| clean::line(&person.text));
        if name.is_empty() {
            return;
        }
        let at = self.gather.person(&person_id(person), &name);
        let known = &mut self.gather.programme.persons[at];
        let text = person.block_of("extended_biography");
        let text = some(text).unwrap_or_else(|| person.block_of("biography"));
        known.biography = texts(text);
        known.url = some(person.line_of("url"));
        for child in &person.children {
            if !matches!(&*child.name, "name" | "biography" | "extended_biography" | "url") {
                let place = format!("person {name}: {}", child.name);
                self.gather.left(Some(child.line), place, &child.everything());
            }
        }
    }

    fn day(&mut self, day: &Element) -> Result<(), Fault> {
        let at_line = |fault: Fault| fault.line(day.line);
        let hours = match (day.attribute("start"), day.attribute("end")) {
            (start, end) if start.is_empty() || end.is_empty() => None,
            (start, end) => {
                let moment = |text: &str| clock::moment(text, self.zone.as_ref()).map_err(at_line);
                Some((moment(&start)?, moment(&end)?))
            }
        };
        let date = match (some(day.attribute("date")), &hours) {
            (Some(date), _) => Some(clock::date(&date).map_err(at_line)?),
            (None, Some((start, _))) => Some(self.day_of(start)),
            (None, None) => None,
        };
        if let Some(date) = date {
            self.gather.programme.days.push(Day { date, hours });
        }
        for child in &day.children {
            match &*child.name {
                "room" => self.room(child, date)?,
                name => {
                    self.gather.left(Some(child.line), format!("day: {name}"), &child.everything());
                }
            }
        }
        Ok(())
    }

    fn room(&mut self, room: &Element, day: Option<Date>) -> Result<(), Fault> {
        let name = room.attribute("name");
        // What we write for a session that is nowhere.
        let nowhere = name.is_empty() || self.own && name == schedule_xml::NOWHERE;
        let at = (!nowhere).then(|| {
            let (id, guid) = (room.attribute("slug"), some(room.attribute("guid")));
            let new = || Room { id, name: texts(name.clone()), guid, ..Room::default() };
            self.gather.room(&name, new)
        });
        for child in &room.children {
            match &*child.name {
                "event" => self.event(child, day, at)?,
                other => {
                    let place = format!("room {name}: {other}");
                    self.gather.left(Some(child.line), place, &child.everything());
                }
            }
        }
        Ok(())
    }

    fn event(
        &mut self,
        event: &Element,
        day: Option<Date>,
        room: Option<usize>,
    ) -> Result<(), Fault> {
        let id = some(event.attribute("id")).unwrap_or_else(|| event.attribute("guid"));
        let place = |name: &str| format!("event {id}: {name}");
        let room = match room {
            Some(room) => Some(room),
            None => some(event.line_of("room"))
                .filter(|name| !(self.own && name == schedule_xml::NOWHERE))
                .map(|name| self.gather.named_room(&name)),
        };
        let slots = self.slot(event, day, room)?.into_iter().collect();
        let (tags, words) = languages(&event.line_of("language"));
        let line = event.child("language").map(|child| child.line);
        for word in words {
            self.gather.left(line, place("language"), &word);
        }
        let mut session = Session {
            id: event.attribute("id"),
            guid: some(event.attribute("guid")),
            title: texts(event.line_of("title")),
            subtitle: texts(event.line_of("subtitle")),
            summary: texts(event.block_of("abstract")),
            text: texts(event.block_of("description")),
            kind: event.line_of("type"),
            tracks: self.gather.tracks(&event.line_of("track")),
            persons: self.persons(event),
            languages: tags,
            slots,
            url: some(event.line_of("url")),
            links: links(event, "links", "link"),
            attachments: links(event, "attachments", "attachment"),
            ..Session::default()
        };
        self.recording(event, &mut session, &place("recording"));
        self.others(event, &place);
        self.events.push(Event {
            session,
            code: event.attribute("code"),
            slug: event.line_of("slug"),
        });
        Ok(())
    }

    /// When and where; nothing without a date and without a time.
    fn slot(
        &mut self,
        event: &Element,
        day: Option<Date>,
        room: Option<usize>,
    ) -> Result<Option<Slot>, Fault> {
        let line_of = |name: &str| event.child(name).map_or(event.line, |child| child.line);
        let (date, start) = (event.line_of("date"), event.line_of("start"));
        let rooms: Vec<usize> = room.into_iter().collect();
        let slot = |day: Date, time: Time| {
            Some(Slot { id: String::new(), day, time, rooms: rooms.clone() })
        };
        let begins = if !date.is_empty() {
            let zone = self.zone.as_ref();
            clock::moment(&date, zone).map_err(|fault| fault.line(line_of("date")))?
        } else if let (false, Some(day)) = (start.is_empty(), day) {
            self.without_date(&start, day).map_err(|fault| fault.line(line_of("start")))?
        } else {
            return Ok(day.and_then(|day| slot(day, Time::Unknown)));
        };
        let shown = clock::time_of_day(&start).ok();
        if !start.is_empty()
            && shown != Some(begins.time().with().second(0).build().unwrap_or(begins.time()))
        {
            let place = format!("event {}: start", event.attribute("id"));
            self.gather.left(Some(line_of("start")), place, &start);
        }
        let day = day.unwrap_or_else(|| self.day_of(&begins));
        let duration = event.line_of("duration");
        if duration.is_empty() {
            return Ok(slot(day, Time::From(begins)));
        }
        let at_line = |fault: Fault| fault.line(line_of("duration"));
        let duration = clock::duration(&duration).map_err(at_line)?;
        let ends = clock::later(&begins, duration).map_err(at_line)?;
        Ok(slot(
            day,
            if duration.is_zero() { Time::From(begins) } else { Time::Span(begins, ends) },
        ))
    }

    /// The moment of a time of an event's day, as old files have it: what is earlier than the change
    /// of days is after midnight.
    fn without_date(&self, start: &str, day: Date) -> Result<jiff::Zoned, Fault> {
        let time = clock::time_of_day(start)?;
        let date = match time < self.day_change {
            true => day.tomorrow().unwrap_or(day),
            false => day,
        };
        match &self.zone {
            Some(zone) => clock::at_zone(date.to_datetime(time), zone),
            // The moment of a text without an offset is a fault that says what to do.
            None => clock::moment(&date.to_datetime(time).to_string(), None),
        }
    }

    fn persons(&mut self, event: &Element) -> Vec<usize> {
        let mut persons = Vec::new();
        for person in event.all("persons").flat_map(|persons| persons.all("person")) {
            let name = clean::line(&person.text);
            if !name.is_empty() {
                persons.push(self.gather.person(&person_id(person), &name));
            }
        }
        persons
    }

    fn recording(&mut self, event: &Element, session: &mut Session, place: &str) {
        session.recording = some(event.line_of("video_download_url"));
        let Some(recording) = event.child("recording") else { return };
        session.licence = some(recording.line_of("license"));
        session.no_recording = recording.line_of("optout").eq_ignore_ascii_case("true");
        for name in ["link", "url"] {
            session.recording = some(recording.line_of(name)).or(session.recording.take());
        }
        for child in &recording.children {
            if !matches!(&*child.name, "license" | "optout" | "url" | "link") {
                let place = format!("{place}: {}", child.name);
                self.gather.left(Some(child.line), place, &child.everything());
            }
        }
    }

    /// What an event says besides.
    fn others(&mut self, event: &Element, place: &dyn Fn(&str) -> String) {
        const KNOWN: [&str; 19] = [
            "room",
            "title",
            "subtitle",
            "type",
            "date",
            "start",
            "duration",
            "abstract",
            "track",
            "persons",
            "language",
            "description",
            "recording",
            "links",
            "attachments",
            "video_download_url",
            "url",
            "day",
            "days",
        ];
        let code = event.attribute("code");
        self.gather.left(Some(event.line), place("code"), &code);
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        for child in &event.children {
            let count = seen.entry(&child.name).or_default();
            *count += 1;
            let read = KNOWN.contains(&&*child.name) && *count == 1
                || matches!(&*child.name, "persons")
                || child.name == "slug" && self.own;
            if !read {
                self.gather.left(Some(child.line), place(&child.name), &child.everything());
            }
        }
    }
}

/// The addresses of a list, each with its title.
fn links(event: &Element, list: &str, item: &str) -> Vec<Link> {
    let items = event.child(list).into_iter().flat_map(|list| list.all(item));
    let link = |item: &Element| {
        let (url, title) = (item.attribute("href"), clean::line(&item.text));
        match url.is_empty() {
            // Some files have the address as the text.
            true => Link { url: title, title: String::new() },
            false => {
                Link { title: some(title).filter(|title| *title != url).unwrap_or_default(), url }
            }
        }
    };
    items.map(link).filter(|link| !link.url.is_empty()).collect()
}

/// What tells a person from others of the same name.
fn person_id(person: &Element) -> String {
    some(person.attribute("id")).or(stable::as_uuid(&person.attribute("guid"))).unwrap_or_default()
}

/// The fault of a file that is something else.
pub(in crate::exchange) fn no_schedule(root: &Element) -> Fault {
    Fault::new(format!("`<{}>` is not the beginning of a schedule.xml", clean::excerpt(&root.name)))
        .line(root.line)
        .help("export the programme as frab, pentabarf or c3voc XML")
}
