//! Reading, whatever program wrote the file.

mod encoded;
mod parse;
mod repeat;
mod series;
mod times;
mod zones;

use std::collections::BTreeMap;

use crate::exchange::clean;
use crate::exchange::fault::Fault;
use crate::exchange::gather::{Gather, some, split_rooms, texts};
use crate::exchange::hints::Hints;
use crate::exchange::ics::PRODUCT;
use crate::exchange::ics::read::parse::{Component, Property};
use crate::exchange::ics::read::times::{Clocks, When};
use crate::exchange::ics::read::zones::{by_name, plus_days};
use crate::exchange::programme::{Link, Programme, Room, Session, Slot, Status, Texts, Time};
use crate::exchange::stable::as_uuid;
use crate::exchange::status::bare_title;

/// The most days of an entry without hours that are taken over.
const MOST_DAYS: i64 = 31;

/// Reads the entries of a file as a programme. Where an entry is held is a room; a place that is a
/// list of others' places is these.
///
/// # Errors
/// When the file is no iCalendar, is cut off, has a date, time or duration that cannot be understood,
/// or a time whose zone nobody knows.
pub fn read(text: &str, hints: &Hints) -> Result<Programme, Fault> {
    let calendars = parse::parse(text)?;
    if calendars.iter().all(|calendar| calendar.name != "VCALENDAR") {
        return Err(Fault::new("there is no `BEGIN:VCALENDAR` here")
            .help("export the calendar as iCalendar, with the ending .ics"));
    }
    let mut reader = Reader {
        gather: Gather::default(),
        hints,
        clocks: Clocks::default(),
        own: false,
        nights: (0, String::new()),
    };
    for calendar in &calendars {
        reader.calendar(calendar)?;
    }
    reader.say_nights();
    reader.say_zones();
    let mut programme = reader.gather.finish();
    split_rooms(&mut programme);
    Ok(programme)
}

/// A file that is being read.
struct Reader<'a> {
    gather: Gather,
    hints: &'a Hints,
    clocks: Clocks,
    /// Whether it is a file of our own.
    own: bool,
    /// How many times are in the night that belongs to the day before, and the first of them.
    nights: (usize, String),
}

/// A session with the times at which it is held.
struct Found {
    session: Session,
    times: Vec<Held>,
    room: Option<usize>,
    /// The name of its slot, in a file of our own.
    slot: String,
}

/// One of the times of an entry.
#[derive(Clone)]
struct Held {
    /// When it was planned at first: what a calendar knows it by.
    planned: When,
    /// When it is.
    when: When,
    room: Option<usize>,
}

impl Reader<'_> {
    fn calendar(&mut self, calendar: &Component) -> Result<(), Fault> {
        self.own = calendar.get("PRODID").is_some_and(|id| id.value.trim() == PRODUCT);
        self.gather.programme.own = self.own;
        for zone in calendar.children.iter().filter(|child| child.name == "VTIMEZONE") {
            self.clocks.zones.add(zone);
        }
        self.zone(calendar)?;
        for property in &calendar.properties {
            self.about(property);
        }
        let mut events = Vec::new();
        for child in &calendar.children {
            match &*child.name {
                // The site took it out, and tells only calendars that still have it.
                "VEVENT" if self.own && child.get("X-PLENARY-GONE").is_some() => {}
                "VEVENT" => events.push(child),
                "VTIMEZONE" => {}
                name => {
                    let value = child.get("SUMMARY").map(Property::line_text).unwrap_or_default();
                    let value = some(value).unwrap_or_else(|| name.to_owned());
                    self.gather.left(Some(child.line), name.to_lowercase(), &value);
                }
            }
        }
        let found = match self.own {
            true => self.own_entries(&events)?,
            false => self.series(&events)?,
        };
        // A calendar that takes back what an earlier one said (RFC 5546).
        let method = calendar.get("METHOD").map(Property::line_text).unwrap_or_default();
        let cancels = method.eq_ignore_ascii_case("CANCEL");
        for found in found {
            let mut session = self.session(found);
            if cancels {
                session.status = Status::Cancelled;
            }
            self.gather.programme.sessions.push(session);
        }
        Ok(())
    }

    /// Says which times stand below the day before: a calendar does not know when a day begins.
    fn say_nights(&mut self) {
        let (count, first) = &self.nights;
        let times = if *count == 1 { "1 time stands" } else { &format!("{count} times stand") };
        let starts = self.hints.day_starts.strftime("%H:%M");
        if *count > 0 {
            self.gather.programme.notes.push(format!(
                "{times} below the day before its date, as {first}: a day is taken to begin at {starts}; write \
                 another hour as `day_starts` into content/event.yaml, and import once more"
            ));
        }
    }

    /// Takes the zone that all times are in for the event's, and says which zones are those of Windows:
    /// one of these is that of several countries.
    fn say_zones(&mut self) {
        let programme = &mut self.gather.programme;
        if programme.timezone.is_none() {
            programme.timezone = self.clocks.shared().map(str::to_owned);
        }
        for (name, place) in &self.clocks.zones.used {
            if let Some(place) = place {
                programme.notes.push(format!(
                    "the time zone `{name}` is taken to be `{place}`; for an event in another city write \
                     that into content/event.yaml, as `timezone: Europe/Copenhagen`"
                ));
            }
        }
    }

    /// The zone of the whole calendar.
    fn zone(&mut self, calendar: &Component) -> Result<(), Fault> {
        let declared = match calendar.get("X-WR-TIMEZONE") {
            Some(name) => {
                let text = name.line_text();
                self.clocks.zones.used(&text);
                let unknown = || crate::exchange::zone::unknown(&text).line(name.line);
                Some(by_name(&text).ok_or_else(unknown)?)
            }
            None => self.clocks.zones.only().cloned(),
        };
        let named = declared.as_ref().and_then(|zone| zone.iana_name()).map(str::to_owned);
        self.gather.programme.timezone = self.gather.programme.timezone.take().or(named);
        self.clocks.floating = declared.or_else(|| self.hints.timezone.clone());
        Ok(())
    }

    /// What a calendar says of itself.
    fn about(&mut self, property: &Property) {
        let programme = &mut self.gather.programme;
        match &*property.name {
            "NAME" | "X-WR-CALNAME" => {
                if programme.title.is_empty() {
                    programme.title = in_language(property, property.line_text());
                }
            }
            "URL" => programme.url = some(property.line_text()),
            // How the file is made and kept, which is nothing about the event.
            "VERSION" | "PRODID" | "CALSCALE" | "METHOD" | "X-WR-TIMEZONE" | "LAST-MODIFIED"
            | "REFRESH-INTERVAL" | "X-PUBLISHED-TTL" | "SOURCE" => {}
            "X-WR-CALDESC" | "COLOR" | "X-APPLE-CALENDAR-COLOR" | "DESCRIPTION" if self.own => {}
            name => {
                let place = format!("calendar: {}", name.to_lowercase());
                self.gather.left(Some(property.line), place, &property.block());
            }
        }
    }

    /// The entries of a file of our own, which has one for each slot.
    fn own_entries(&mut self, events: &[&Component]) -> Result<Vec<Found>, Fault> {
        let mut found: Vec<Found> = Vec::new();
        let mut by_id: BTreeMap<String, usize> = BTreeMap::new();
        for event in events {
            let uid = event.get("UID").map(Property::line_text).unwrap_or_default();
            let (id, slot) = own_id(&uid);
            let mut one = self.entry(event, &id, &uid)?;
            one.slot = slot;
            self.plain(&mut one, event, &uid);
            match by_id.get(&id).copied().filter(|_| !one.slot.is_empty()) {
                Some(at) => {
                    let mut whole = self.session(one);
                    found[at].session.slots.append(&mut whole.slots);
                }
                None => {
                    by_id.entry(id).or_insert(found.len());
                    found.push(one);
                }
            }
        }
        Ok(found)
    }

    /// Takes out of an entry of our own what is put together for those who look into a calendar: the
    /// status in front of a title; people, addresses and the summary in one text.
    fn plain(&mut self, found: &mut Found, event: &Component, uid: &str) {
        let session = &mut found.session;
        for (tag, text) in std::mem::take(&mut session.text) {
            let reason = text.split("\n\n").next().unwrap_or_default();
            if session.status != Status::Confirmed
                && let Some(title) = session.title.get_mut(&tag)
                && let Some(bare) = bare_title(title, reason)
            {
                *title = bare.to_owned();
                if session.status == Status::Tentative {
                    session.status = Status::Postponed;
                }
            }
            self.gather.left(Some(event.line), format!("entry {uid}: description"), &text);
        }
        // What has no hours yet is tentative in calendars, and in itself only if it is put off.
        let days = found.times.iter().any(|held| matches!(held.when, When::Days(..)));
        if days && session.status == Status::Tentative {
            session.status = Status::Confirmed;
        }
    }

    /// An entry with all its times.
    fn entry(&mut self, event: &Component, id: &str, uid: &str) -> Result<Found, Fault> {
        let when = self.clocks.when(event)?;
        let room = self.room(event);
        let times = self.times(event, when, uid)?.into_iter();
        let times = times.map(|when| Held { planned: when.clone(), when, room }).collect();
        let session = self.about_event(event, id, uid);
        Ok(Found { session, times, room, slot: String::new() })
    }

    /// The room that an entry names.
    fn room(&mut self, event: &Component) -> Option<usize> {
        let place = event.get("LOCATION")?;
        let name = some(place.line_text())?;
        let new = || Room { name: in_language(place, name.clone()), ..Room::default() };
        Some(self.gather.room(&name, new))
    }

    /// All times of an entry.
    fn times(
        &mut self,
        event: &Component,
        when: Option<When>,
        uid: &str,
    ) -> Result<Vec<When>, Fault> {
        let Some(first) = when else { return Ok(Vec::new()) };
        let mut times = vec![first.clone()];
        for rule in event.all("RRULE") {
            if let Some(all) = repeat::times(&rule.value, &first) {
                times = all;
                continue;
            }
            let end = |part: &str| rule.value.to_ascii_uppercase().contains(part);
            let without = if end("COUNT=") || end("UNTIL=") { "" } else { " without an end" };
            let place = format!("entry {uid}: rrule{without}, only the first time is taken");
            self.gather.left(Some(rule.line), place, &rule.value);
        }
        for property in event.all("RDATE") {
            self.gather.left(Some(property.line), format!("entry {uid}: rdate"), &property.value);
        }
        for property in event.all("EXDATE") {
            for value in property.value.split(',') {
                let one = Property {
                    name: property.name.clone(),
                    parameters: property.parameters.clone(),
                    value: value.to_owned(),
                    line: property.line,
                };
                let without = match times::is_date(&one) {
                    true => {
                        let day = times::date(value.trim()).map_err(|f| f.line(property.line))?;
                        (Some(day), None)
                    }
                    false => (None, Some(self.clocks.moment(&one, event)?)),
                };
                times.retain(|time| match time {
                    When::Days(first, _) => without.0 != Some(*first),
                    When::Time(start, _) => {
                        without.1.as_ref() != Some(start) && without.0 != Some(start.date())
                    }
                });
            }
        }
        Ok(times)
    }

    fn about_event(&mut self, event: &Component, id: &str, uid: &str) -> Session {
        let mut session = Session { id: id.to_owned(), guid: as_uuid(uid), ..Session::default() };
        for property in &event.properties {
            self.property(property, &mut session, uid);
        }
        for child in &event.children {
            let value = child.get("TRIGGER").map(|trigger| trigger.value.clone());
            let place = format!("entry {uid}: {}", child.name.to_lowercase());
            self.gather.left(Some(child.line), place, &value.unwrap_or_else(|| child.name.clone()));
        }
        session
    }

    fn property(&mut self, property: &Property, session: &mut Session, uid: &str) {
        let line = || property.line_text();
        match &*property.name {
            "SUMMARY" => session.title = in_language(property, line()),
            "DESCRIPTION" => session.text = in_language(property, property.block()),
            "URL" => session.url = some(line()),
            "CATEGORIES" => {
                for name in property.list() {
                    let track = self.gather.named_track(&name);
                    self.add_track(&mut session.tracks, track, uid, &name);
                }
            }
            "STATUS" => {
                session.status = match &*line().to_ascii_uppercase() {
                    "TENTATIVE" => Status::Tentative,
                    "CANCELLED" | "CANCELED" => Status::Cancelled,
                    _ => Status::Confirmed,
                };
            }
            "ATTENDEE" => self.attendee(property, uid),
            "ATTACH" if clean::is_web(property.value.trim()) => {
                let title = property.parameter("FILENAME").to_owned();
                session.attachments.push(Link { url: line(), title });
            }
            "CONFERENCE" => {
                let title = property.parameter("LABEL").to_owned();
                session.links.push(Link { url: line(), title });
            }
            // Read elsewhere, or how the entry is kept, which is nothing about the session.
            "UID" | "DTSTART" | "DTEND" | "DURATION" | "LOCATION" | "RRULE" | "RDATE"
            | "EXDATE" | "RECURRENCE-ID" | "DTSTAMP" | "CREATED" | "LAST-MODIFIED" | "SEQUENCE"
            | "TZID" | "METHOD" => {}
            "CLASS" if line().eq_ignore_ascii_case("PUBLIC") => {}
            "TRANSP" if self.own || line().eq_ignore_ascii_case("OPAQUE") => {}
            name => {
                let value = match name {
                    // Addresses of people are nothing to be published by accident.
                    "ORGANIZER" | "CONTACT" => some(property.parameter("CN").to_owned()),
                    _ => None,
                };
                let place = format!("entry {uid}: {}", name.to_lowercase());
                let value = value.unwrap_or_else(|| property.block());
                self.gather.left(Some(property.line), place, &value);
            }
        }
    }

    /// Who is invited is a guest and nobody whom a programme names: it is counted, and no address of
    /// a person is shown.
    fn attendee(&mut self, property: &Property, uid: &str) {
        let name = clean::line(property.parameter("CN"));
        let name = some(name).filter(|name| !name.contains('@'));
        let place = format!("entry {uid}: attendee");
        self.gather.left(Some(property.line), place, name.as_deref().unwrap_or("somebody"));
    }

    /// Adds a theme of a session once; more than anybody has are left over.
    fn add_track(&mut self, all: &mut Vec<usize>, new: usize, uid: &str, name: &str) {
        const MOST: usize = 256;
        if all.contains(&new) {
            return;
        }
        match all.len() < MOST {
            true => all.push(new),
            false => self.gather.left(None, format!("entry {uid}: categories"), name),
        }
    }

    /// The session with its slots.
    fn session(&mut self, found: Found) -> Session {
        let Found { mut session, times, slot, .. } = found;
        let several = times.len() > 1;
        let mut slots = Vec::new();
        for Held { planned, when, room } in times {
            let rooms: Vec<usize> = room.into_iter().collect();
            let first = planned.first();
            match when {
                When::Time(start, end) => {
                    let id = match (several, planned) {
                        // It stays when another time takes its place.
                        (true, When::Time(start, _)) => start.strftime("%Y%m%dt%H%M").to_string(),
                        (true, When::Days(..)) => first.strftime("%Y%m%d").to_string(),
                        (false, _) => slot.clone(),
                    };
                    let day = self.hints.day_of(&start);
                    if day < start.date() && !self.own {
                        self.nights.0 += 1;
                        let first = || start.strftime("%Y-%m-%d %H:%M").to_string();
                        self.nights.1 = some(self.nights.1.clone()).unwrap_or_else(first);
                    }
                    let time = match end {
                        Some(end) => Time::Span(start, end),
                        None => Time::From(start),
                    };
                    slots.push(Slot { id, day, time, rooms });
                }
                When::Days(first, last) => {
                    let days = i64::from((last - first).get_days()).min(MOST_DAYS - 1);
                    for at in 0..=days {
                        let Some(day) = plus_days(first, at) else { break };
                        let id = match several || days > 0 {
                            true => day.strftime("%Y%m%d").to_string(),
                            false => slot.clone(),
                        };
                        slots.push(Slot { id, day, time: Time::Unknown, rooms: rooms.clone() });
                    }
                    if plus_days(first, days).is_some_and(|day| day < last) {
                        let place = format!("entry {}: dtend", session.id);
                        self.gather.left(None, place, &last.to_string());
                    }
                }
            }
        }
        slots.append(&mut session.slots);
        session.slots = slots;
        session
    }
}

/// The ids of session and slot in a name of our own: `session.slot@event`.
fn own_id(uid: &str) -> (String, String) {
    let local = uid.split('@').next().unwrap_or_default();
    let (session, slot) = local.split_once('.').unwrap_or((local, ""));
    (session.to_owned(), slot.to_owned())
}

/// A text in the language that its line names.
fn in_language(property: &Property, text: String) -> Texts {
    match crate::locale::tag::canonical_tag(property.parameter("LANGUAGE")) {
        Some(tag) if !text.is_empty() => Texts::from([(tag, text)]),
        _ => texts(text),
    }
}
