//! A programme while it is being written as a schedule.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Zoned};

use crate::exchange::programme::{Person, Programme, Texts};
use crate::exchange::schedule_event::pick;
use crate::exchange::schedule_event::split_sessions::{self, ScheduleEvent};
use crate::exchange::stable_ids::{self, as_uuid, guid};
use crate::exchange::{datetime, sanitize};

/// A programme with its events, and what all schedules write of them in one language.
#[derive(Debug)]
pub(in crate::exchange) struct ScheduleContext<'a> {
    /// The programme.
    pub(in crate::exchange) programme: &'a Programme,
    /// The language of texts that the format has only once.
    pub(in crate::exchange) lang: &'a str,
    /// The acronym as all schedules accept it.
    pub(in crate::exchange) acronym: String,
    /// All events, by day, room and time.
    pub(in crate::exchange) events: Vec<ScheduleEvent<'a>>,
    /// The days, each with its start and end.
    pub(in crate::exchange) days: Vec<(Date, Zoned, Zoned)>,
}

impl<'a> ScheduleContext<'a> {
    /// The context of a programme in a language.
    pub(in crate::exchange) fn new(programme: &'a Programme, lang: &'a str) -> ScheduleContext<'a> {
        let acronym = stable_ids::acronym(&programme.acronym);
        let events = split_sessions::events(programme, &acronym);
        let zone = zone(programme, &events);
        let days = split_sessions::days(programme, &events, &zone);
        ScheduleContext { programme, lang, acronym, events, days }
    }

    /// A text as one line.
    pub(in crate::exchange) fn line(&self, texts: &Texts) -> String {
        sanitize::line(pick(texts, self.lang))
    }

    /// A text with its line breaks.
    pub(in crate::exchange) fn block(&self, texts: &Texts) -> String {
        sanitize::block(pick(texts, self.lang))
    }

    /// The names of an event's tracks.
    pub(in crate::exchange) fn tracks(&self, event: &ScheduleEvent<'_>) -> String {
        let tracks = event.session.tracks.iter();
        let tracks = tracks.filter_map(|track| self.programme.tracks.get(*track));
        tracks.map(|track| self.line(&track.name)).collect::<Vec<String>>().join(", ")
    }

    /// The persons of an event.
    pub(in crate::exchange) fn persons<'b>(
        &'b self,
        event: &'b ScheduleEvent<'_>,
    ) -> impl Iterator<Item = &'b Person> {
        event.session.persons.iter().filter_map(|person| self.programme.persons.get(*person))
    }

    /// The UUID of a person with an id, which distinguishes people who share a name.
    pub(in crate::exchange) fn person_guid(&self, person: &Person) -> Option<String> {
        let made = || (!person.id.is_empty()).then(|| guid("person", &self.acronym, &person.id));
        as_uuid(&person.id).or_else(made)
    }

    /// The UUIDs of events whose end is an estimate, for our own reader.
    pub(in crate::exchange) fn estimated(&self) -> Vec<&str> {
        self.events.iter().filter(|event| event.estimated).map(|event| &*event.guid).collect()
    }

    /// The beginning of a day in the event's zone, or a moment before it.
    pub(in crate::exchange) fn midnight(&self, date: Date, before: SignedDuration) -> String {
        let midnight = date.to_zoned(zone(self.programme, &self.events));
        let moment = midnight.and_then(|midnight| midnight.checked_sub(before));
        moment.map(|moment| datetime::with_offset(&moment)).unwrap_or_default()
    }
}

/// The event's zone, or the best substitute.
fn zone(programme: &Programme, events: &[ScheduleEvent<'_>]) -> TimeZone {
    let zone = programme.timezone.as_deref().and_then(datetime::zone);
    let of_event = || events.first().map(|event| event.start.time_zone().clone());
    zone.or_else(of_event).unwrap_or(TimeZone::UTC)
}
