//! Reading the calendars of all programs.

mod calendar_time;
mod components;
mod named_zones;
mod recurrence;
mod recurring_entries;
mod transfer_encoding;

use std::collections::BTreeMap;

use crate::exchange::file_fault::Fault;
use crate::exchange::hints::Hints;
use crate::exchange::ics::read::calendar_time::{ZoneContext, date, is_date};
use crate::exchange::ics::read::components::{Component, Property};
use crate::exchange::ics::read::named_zones::{by_name, plus_days};
use crate::exchange::ics::{CalendarTime, ESTIMATED_END, PRODUCT};
use crate::exchange::programme::{Link, Programme, Room, Session, Slot, Status, Texts, Time};
use crate::exchange::programme_builder::{ProgrammeBuilder, some, split_rooms, texts};
use crate::exchange::stable_ids::as_uuid;
use crate::exchange::status::title_without_status;
use crate::exchange::{datetime, sanitize};

/// The most times of an entry.
const MOST_TIMES: usize = 366;

/// The most days of an all-day entry that are imported.
const MOST_DAYS: i64 = 31;

/// The most occurrences of all entries, many of which may come from one rule.
const MOST_OCCURRENCES: usize = 200_000;

/// Reads the entries of a file as a programme. The place of an entry is a room; a place that is a list
/// of other entries' places means these.
///
/// # Errors
/// When the file is not iCalendar, is truncated, has a malformed date, time or duration, or a time
/// whose zone is not known.
pub fn read(text: &str, hints: &Hints) -> Result<Programme, Fault> {
    let calendars = components::parse(text)?;
    if calendars.iter().all(|calendar| calendar.name != "VCALENDAR") {
        return Err(Fault::new("there is no `BEGIN:VCALENDAR` here")
            .help("export the calendar as iCalendar (.ics)"));
    }
    let mut reader = CalendarReader {
        builder: ProgrammeBuilder::default(),
        hints: hints.clone(),
        zones: ZoneContext::default(),
        own: false,
        nights: (0, String::new()),
        times: 0,
    };
    for calendar in &calendars {
        reader.calendar(calendar)?;
    }
    reader.note_nights();
    reader.note_zones();
    let mut programme = reader.builder.finish();
    split_rooms(&mut programme);
    Ok(programme)
}

/// A file that is being read.
struct CalendarReader {
    builder: ProgrammeBuilder,
    /// With the zone that the file declares.
    hints: Hints,
    zones: ZoneContext,
    /// Whether Plenary wrote the file.
    own: bool,
    /// How many occurrences at night belong to the day before, and the first of them.
    nights: (usize, String),
    /// How many occurrences there are.
    times: usize,
}

/// The session of an entry, with its occurrences.
struct SessionEntry {
    session: Session,
    times: Vec<Occurrence>,
    room: Option<usize>,
    /// The id of its slot, in a file from Plenary.
    slot: String,
}

/// One occurrence of an entry.
#[derive(Clone)]
struct Occurrence {
    /// Its original time, by which a calendar identifies it.
    planned: CalendarTime,
    /// Its actual time.
    when: CalendarTime,
    room: Option<usize>,
}

impl CalendarReader {
    fn calendar(&mut self, calendar: &Component) -> Result<(), Fault> {
        self.own = calendar.get("PRODID").is_some_and(|id| id.value.trim() == PRODUCT);
        self.builder.programme.own = self.own;
        self.builder.programme.locations = true;
        for zone in calendar.children.iter().filter(|child| child.name == "VTIMEZONE") {
            self.zones.zones.add(zone);
        }
        self.zone(calendar)?;
        for property in &calendar.properties {
            self.about(property);
        }
        let mut events = Vec::new();
        for child in &calendar.children {
            match &*child.name {
                // The site removed it, and lists it for calendars that still have it.
                "VEVENT" if self.own && child.get("X-PLENARY-GONE").is_some() => {}
                "VEVENT" => events.push(child),
                "VTIMEZONE" => {}
                name => {
                    let value = child.get("SUMMARY").map(Property::line_text).unwrap_or_default();
                    let value = some(value).unwrap_or_else(|| name.to_owned());
                    self.builder.left(Some(child.line), name.to_lowercase(), &value);
                }
            }
        }
        let found = match self.own {
            true => self.own_entries(&events)?,
            false => self.grouped_entries(&events)?,
        };
        // A calendar that cancels the entries of an earlier one (RFC 5546).
        let method = calendar.get("METHOD").map(Property::line_text).unwrap_or_default();
        let cancels = method.eq_ignore_ascii_case("CANCEL");
        for found in found {
            let mut session = self.session(found);
            if cancels {
                session.status = Status::Cancelled;
            }
            self.builder.programme.sessions.push(session);
        }
        Ok(())
    }

    /// Notes that times at night are listed under the day before: a calendar does not declare when a day
    /// begins.
    fn note_nights(&mut self) {
        let (count, first) = &self.nights;
        let times = if *count == 1 { "1 time is" } else { &format!("{count} times are") };
        let starts = self.hints.day_starts.strftime("%H:%M");
        if *count > 0 {
            self.builder.programme.notes.push(format!(
                "{times} listed under the day before its date, such as {first}: a day is assumed \
                 to begin at {starts}; set another `day_starts` in content/event.yaml, and import \
                 again"
            ));
        }
    }

    /// Assumes that a zone shared by all times is the event's, and notes the names of zones from Windows,
    /// each of which covers several countries.
    fn note_zones(&mut self) {
        let programme = &mut self.builder.programme;
        if programme.timezone.is_none() {
            programme.timezone = self.zones.shared().map(str::to_owned);
        }
        for (name, place) in &self.zones.zones.used {
            if let Some(place) = place {
                programme.notes.push(format!(
                    "the time zone `{name}` is assumed to be `{place}`; for an event in another \
                     city, set it in content/event.yaml, for example `timezone: Europe/Copenhagen`"
                ));
            }
        }
    }

    /// The zone of the whole calendar.
    fn zone(&mut self, calendar: &Component) -> Result<(), Fault> {
        let declared = match calendar.get("X-WR-TIMEZONE") {
            Some(name) => {
                let text = name.line_text();
                self.zones.zones.used(&text);
                let unknown = || datetime::unknown_zone(&text).line(name.line);
                Some(by_name(&text).ok_or_else(unknown)?)
            }
            None => self.zones.zones.only().cloned(),
        };
        let named = declared.as_ref().and_then(|zone| zone.iana_name()).map(str::to_owned);
        self.builder.programme.timezone = self.builder.programme.timezone.take().or(named);
        self.hints.timezone = declared.or(self.hints.timezone.take());
        self.zones.floating = self.hints.timezone.clone();
        Ok(())
    }

    /// A property of the calendar itself.
    fn about(&mut self, property: &Property) {
        let programme = &mut self.builder.programme;
        match &*property.name {
            "NAME" | "X-WR-CALNAME" => {
                if programme.title.is_empty() {
                    programme.title = in_language(property, property.line_text());
                }
            }
            "URL" => programme.url = some(property.line_text()),
            // About the file, not the event.
            "VERSION" | "PRODID" | "CALSCALE" | "METHOD" | "X-WR-TIMEZONE" | "LAST-MODIFIED"
            | "REFRESH-INTERVAL" | "X-PUBLISHED-TTL" | "SOURCE" => {}
            "X-WR-CALDESC" | "COLOR" | "X-APPLE-CALENDAR-COLOR" | "DESCRIPTION" if self.own => {}
            name => {
                let place = format!("calendar: {}", name.to_lowercase());
                self.builder.left(Some(property.line), place, &property.block());
            }
        }
    }

    /// The entries of a file from Plenary, one per slot.
    fn own_entries(&mut self, events: &[&Component]) -> Result<Vec<SessionEntry>, Fault> {
        let mut found: Vec<SessionEntry> = Vec::new();
        let mut by_id: BTreeMap<String, usize> = BTreeMap::new();
        for event in events {
            let uid = event.get("UID").map(Property::line_text).unwrap_or_default();
            let (id, slot) = own_id(&uid);
            let mut one = self.entry(event, &id, &uid)?;
            one.slot = slot;
            self.undo_presentation(&mut one, event, &uid);
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

    /// Undoes what Plenary's calendars combine for their users: the status prefix of a title, and the
    /// people, addresses and summary in one text.
    fn undo_presentation(&mut self, found: &mut SessionEntry, event: &Component, uid: &str) {
        let session = &mut found.session;
        for (tag, text) in std::mem::take(&mut session.text) {
            let reason = text.split("\n\n").next().unwrap_or_default();
            if session.status != Status::Confirmed
                && let Some(title) = session.title.get_mut(&tag)
                && let Some(bare) = title_without_status(title, reason)
            {
                *title = bare.to_owned();
                if session.status == Status::Tentative {
                    session.status = Status::Postponed;
                }
            }
            self.builder.left(Some(event.line), format!("entry {uid}: description"), &text);
        }
        // An entry without a time is tentative in calendars, whatever its status is.
        let days = found.times.iter().any(|held| matches!(held.when, CalendarTime::Days(..)));
        session.all_day = days && session.status != Status::Tentative;
        if days && session.status == Status::Tentative {
            session.status = Status::Confirmed;
        }
    }

    /// An entry with all its occurrences.
    fn entry(&mut self, event: &Component, id: &str, uid: &str) -> Result<SessionEntry, Fault> {
        let when = self.zones.when(event)?;
        let room = self.room(event);
        let times = self.times(event, when, uid)?.into_iter();
        let times = times.map(|when| Occurrence { planned: when.clone(), when, room }).collect();
        let session = self.about_event(event, id, uid);
        Ok(SessionEntry { session, times, room, slot: String::new() })
    }

    /// The room that an entry names.
    fn room(&mut self, event: &Component) -> Option<usize> {
        let place = event.get("LOCATION")?;
        let name = some(place.line_text()).filter(|name| !is_address(name))?;
        let new = || Room { name: in_language(place, name.clone()), ..Room::default() };
        Some(self.builder.room(&name, new))
    }

    /// All occurrences of an entry, by its rule and exclusions.
    fn times(
        &mut self,
        event: &Component,
        when: Option<CalendarTime>,
        uid: &str,
    ) -> Result<Vec<CalendarTime>, Fault> {
        let Some(first) = when else { return Ok(Vec::new()) };
        let mut times = vec![first.clone()];
        for rule in event.all("RRULE") {
            if let Some(all) = recurrence::times(&rule.value, &first) {
                times = all;
                self.times += times.len();
                if self.times > MOST_OCCURRENCES {
                    let message =
                        format!("the entries take place more than {MOST_OCCURRENCES} times");
                    let help = "export the calendar in parts, or give the rules an earlier end";
                    return Err(Fault::new(message).line(rule.line).help(help));
                }
                continue;
            }
            let end = |part: &str| rule.value.to_ascii_uppercase().contains(part);
            let without = if end("COUNT=") || end("UNTIL=") { "" } else { " without an end" };
            let place = format!("entry {uid}: rrule{without}, only the first time is imported");
            self.builder.left(Some(rule.line), place, &rule.value);
        }
        for property in event.all("RDATE") {
            for value in property.value.split(',').filter(|value| !value.trim().is_empty()) {
                let when = self.added_time(property, value, event, &first)?;
                if !times.contains(&when) && times.len() < MOST_TIMES {
                    times.push(when);
                } else if times.len() >= MOST_TIMES {
                    self.builder.left(Some(property.line), format!("entry {uid}: rdate"), value);
                }
            }
        }
        for property in event.all("EXDATE") {
            for value in property.value.split(',') {
                let one = Property {
                    name: property.name.clone(),
                    parameters: property.parameters.clone(),
                    value: value.to_owned(),
                    line: property.line,
                };
                let without = match is_date(&one) {
                    true => {
                        let day = date(value.trim()).map_err(|f| f.line(property.line))?;
                        (Some(day), None)
                    }
                    false => (None, Some(self.zones.moment(&one, event)?)),
                };
                times.retain(|time| match time {
                    CalendarTime::Days(first, _) => without.0 != Some(*first),
                    CalendarTime::Time(start, _) => {
                        without.1.as_ref() != Some(start) && without.0 != Some(start.date())
                    }
                });
            }
        }
        Ok(times)
    }

    /// A time that an entry adds to its first (RFC 5545, 3.8.5.2): a day, a moment, or a period with an
    /// end or a duration.
    fn added_time(
        &mut self,
        property: &Property,
        value: &str,
        event: &Component,
        first: &CalendarTime,
    ) -> Result<CalendarTime, Fault> {
        let (start, end) = match value.split_once('/') {
            Some((start, end)) => (start, Some(end.trim().trim_start_matches('+'))),
            None => (value, None),
        };
        let one = |value: &str| Property {
            name: property.name.clone(),
            parameters: property.parameters.clone(),
            value: value.trim().to_owned(),
            line: property.line,
        };
        let at_line = |fault: Fault| fault.line(property.line);
        let start = one(start);
        if is_date(&start) {
            let day = date(&start.value).map_err(at_line)?;
            let days = i64::from((day - first.first_day()).get_days());
            return recurrence::on(first, days).ok_or_else(|| {
                Fault::new(format!("`{}` is out of range", start.value)).line(property.line)
            });
        }
        let from = self.zones.moment(&start, event)?;
        let lasting = |lasts| datetime::later(&from, lasts).map_err(at_line);
        let to = match (end, first) {
            (Some(lasts), _) if lasts.starts_with(['P', 'p']) => {
                Some(lasting(datetime::duration(lasts).map_err(at_line)?)?)
            }
            (Some(end), _) => Some(self.zones.moment(&one(end), event)?),
            (None, CalendarTime::Time(start, Some(end))) => {
                Some(lasting(start.duration_until(end))?)
            }
            (None, _) => None,
        };
        Ok(CalendarTime::Time(from.clone(), to.filter(|to| *to > from)))
    }

    fn about_event(&mut self, event: &Component, id: &str, uid: &str) -> Session {
        let mut session = Session { id: id.to_owned(), guid: as_uuid(uid), ..Session::default() };
        for property in &event.properties {
            self.property(property, &mut session, uid);
        }
        for child in &event.children {
            let value = child.get("TRIGGER").map(|trigger| trigger.value.clone());
            let place = format!("entry {uid}: {}", child.name.to_lowercase());
            self.builder.left(
                Some(child.line),
                place,
                &value.unwrap_or_else(|| child.name.clone()),
            );
        }
        session
    }

    fn property(&mut self, property: &Property, session: &mut Session, uid: &str) {
        let line = || property.line_text();
        match &*property.name {
            "SUMMARY" => session.title = in_language(property, line()),
            "DESCRIPTION" => session.text = in_language(property, property.block()),
            "URL" => session.url = some(line()),
            "LOCATION" if is_address(&line()) => session.stream = some(line()),
            "CATEGORIES" => {
                for name in property.list() {
                    let track = self.builder.named_track(&name);
                    self.add_track(&mut session.tracks, track, uid, &name);
                }
            }
            "STATUS" => {
                session.status = Status::of_calendar(&line()).unwrap_or_default();
            }
            "ATTENDEE" => self.attendee(property, uid),
            "ATTACH" if sanitize::is_web(property.value.trim()) => {
                let title = property.parameter("FILENAME").to_owned();
                session.attachments.push(Link { url: line(), title });
            }
            "CONFERENCE" => {
                let title = property.parameter("LABEL").to_owned();
                session.links.push(Link { url: line(), title });
            }
            // Read elsewhere, or not about the session.
            "UID" | "DTSTART" | "DTEND" | "DURATION" | "LOCATION" | "RRULE" | "RDATE"
            | "EXDATE" | "RECURRENCE-ID" | "DTSTAMP" | "CREATED" | "LAST-MODIFIED" | "SEQUENCE"
            | "TZID" | "METHOD" | ESTIMATED_END => {}
            "CLASS" if line().eq_ignore_ascii_case("PUBLIC") => {}
            "TRANSP" if self.own || line().eq_ignore_ascii_case("OPAQUE") => {}
            name => {
                let value = match name {
                    // Email addresses must not be published by accident.
                    "ORGANIZER" | "CONTACT" => some(property.parameter("CN").to_owned()),
                    _ => None,
                };
                let place = format!("entry {uid}: {}", name.to_lowercase());
                let value = value.unwrap_or_else(|| property.block());
                self.builder.left(Some(property.line), place, &value);
            }
        }
    }

    /// Reports an attendee: a guest, not a person of the programme. Email addresses are not shown.
    fn attendee(&mut self, property: &Property, uid: &str) {
        let name = sanitize::line(property.parameter("CN"));
        let name = some(name).filter(|name| !name.contains('@'));
        let place = format!("entry {uid}: attendee");
        self.builder.left(Some(property.line), place, name.as_deref().unwrap_or("an address"));
    }

    /// Adds a track to a session once; tracks beyond the maximum are left over.
    fn add_track(&mut self, all: &mut Vec<usize>, new: usize, uid: &str, name: &str) {
        const MOST: usize = 256;
        if all.contains(&new) {
            return;
        }
        match all.len() < MOST {
            true => all.push(new),
            false => self.builder.left(None, format!("entry {uid}: categories"), name),
        }
    }

    /// The session with its slots.
    fn session(&mut self, found: SessionEntry) -> Session {
        let SessionEntry { mut session, times, slot, .. } = found;
        let several = times.len() > 1;
        let days = |time: &Occurrence| matches!(time.when, CalendarTime::Days(..));
        session.all_day |= !self.own && !times.is_empty() && times.iter().all(days);
        let mut slots = Vec::new();
        for Occurrence { planned, when, room } in times {
            let rooms: Vec<usize> = room.into_iter().collect();
            let first = planned.first_day();
            match when {
                CalendarTime::Time(start, end) => {
                    let id = match (several, planned) {
                        // The id does not change with the time.
                        (true, CalendarTime::Time(start, _)) => {
                            start.strftime("%Y%m%dt%H%M").to_string()
                        }
                        (true, CalendarTime::Days(..)) => first.strftime("%Y%m%d").to_string(),
                        (false, _) => slot.clone(),
                    };
                    let day = self.hints.day_of(&start);
                    let wall = self.hints.wall(&start);
                    if day < wall.date() && !self.own {
                        self.nights.0 += 1;
                        if self.nights.1.is_empty() {
                            self.nights.1 = wall.strftime("%Y-%m-%d %H:%M").to_string();
                        }
                    }
                    slots.push(Slot { id, day, time: Time::until(start, end), rooms });
                }
                CalendarTime::Days(first, last) => {
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
                        self.builder.left(None, place, &last.to_string());
                    }
                }
            }
        }
        slots.append(&mut session.slots);
        session.all_day &= slots.iter().all(|slot| slot.time == Time::Unknown);
        session.slots = slots;
        session
    }
}

/// The ids of session and slot in a UID from Plenary: `session.slot@event`.
fn own_id(uid: &str) -> (String, String) {
    let local = uid.split('@').next().unwrap_or_default();
    let (session, slot) = local.split_once('.').unwrap_or((local, ""));
    (session.to_owned(), slot.to_owned())
}

/// Whether a place is a web address, where people watch online.
fn is_address(place: &str) -> bool {
    sanitize::is_web(place) && !place.contains(char::is_whitespace)
}

/// A text in the language that its line declares.
fn in_language(property: &Property, text: String) -> Texts {
    match crate::locale::tag::canonical_tag(property.parameter("LANGUAGE")) {
        Some(tag) if !text.is_empty() => Texts::from([(tag, text)]),
        _ => texts(text),
    }
}
