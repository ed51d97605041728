//! Calendars: the whole event, a day, a track, a session.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::event::model::{Entity, Leg, PageRole, Place, Session, Slot};
use crate::event::open_ends::estimated_end;
use crate::event::record_table::Key;
use crate::event::release::{ReleasedSlot, SlotState, session_of};
use crate::exchange::ics::{self, Calendar, CalendarEntry, CalendarTime};
use crate::exchange::programme::Status;
use crate::exchange::wording::{Tongue, Wording};
use crate::site::formats::CalendarScope;
use crate::site::reader_context::ReaderContext;

/// The text of a calendar; `path` is where it is published.
pub(super) fn write(reader: &ReaderContext<'_>, scope: CalendarScope, path: &str) -> String {
    let event = reader.event;
    let slots: Vec<(Key<Session>, usize)> = match scope {
        CalendarScope::Event => {
            event.days.iter().flat_map(|day| day.slots.iter().copied()).collect()
        }
        CalendarScope::Day(day) => event.days[day].slots.clone(),
        CalendarScope::Track(track) => {
            let all = event.days.iter().flat_map(|day| day.slots.iter().copied());
            all.filter(|(key, _)| event.sessions.get(*key).tracks.contains(&track)).collect()
        }
        CalendarScope::Session(key) => {
            (0..event.sessions.get(key).slots.len()).map(|at| (key, at)).collect()
        }
    };
    // A pause belongs to a day, and to no track.
    let wanted = |key: Key<Session>| {
        !matches!(scope, CalendarScope::Track(_)) || !event.sessions.get(key).kind.is_pause()
    };
    let entries = slots.into_iter().filter(|(key, _)| wanted(*key));
    let color = match scope {
        CalendarScope::Track(track) => event.tracks.get(track).color.clone(),
        _ => None,
    };
    ics::write(&Calendar {
        name: name(reader, scope),
        description: reader.optional(&event.config.summary).unwrap_or_default(),
        url: page(reader, scope),
        source: reader.absolute_path(path),
        color,
        zone: reader.site.zone,
        entries: entries
            .map(|(key, at)| entry(reader, key, at))
            .chain(gone(reader, scope))
            .collect(),
    })
}

/// The name in lists of calendars: the event, and the part of it that the calendar contains.
fn name(reader: &ReaderContext<'_>, scope: CalendarScope) -> Wording {
    let part = match scope {
        CalendarScope::Event => return reader.name(),
        CalendarScope::Day(day) => {
            let day = &reader.event.days[day];
            let date = reader.generated(reader.locale.format().day_month(day.date.value));
            let comma: String = reader.message("comma");
            Wording::join([date, reader.optional(&day.title).unwrap_or_default()], &comma)
        }
        CalendarScope::Track(track) => reader.title(Entity::Track(track)),
        CalendarScope::Session(session) => reader.title(Entity::Session(session)),
    };
    Wording::join([reader.name(), part], " · ")
}

/// The address of the page that shows the same sessions.
fn page(reader: &ReaderContext<'_>, scope: CalendarScope) -> Option<String> {
    match scope {
        CalendarScope::Event => reader.absolute_page(PageRole::Agenda),
        CalendarScope::Day(day) => reader.absolute(&reader.routes.day_url(day, reader.lang)),
        CalendarScope::Track(track) => reader.absolute_url(Entity::Track(track)),
        CalendarScope::Session(session) => reader.absolute_url(Entity::Session(session)),
    }
}

fn entry(reader: &ReaderContext<'_>, key: Key<Session>, at: usize) -> CalendarEntry {
    let session = reader.event.sessions.get(key);
    let slot = &session.slots[at];
    let name = session.slot_name(at);
    let (sequence, revised) = known(reader, &name);
    let entity = Entity::Session(key);
    let tracks = session.tracks.iter().map(|track| reader.title(Entity::Track(*track)));
    CalendarEntry {
        uid: uid(reader, &name),
        sequence,
        revised,
        when: when(slot),
        estimated_end: slot.estimated_end.is_some(),
        summary: reader.announced(session),
        description: description(reader, session, entity),
        location: reader.location(slot),
        geo: reader.geo(slot),
        url: reader.absolute_url(entity),
        status: Some(status(session, slot)),
        categories: tracks.collect(),
        stream: session.stream.clone(),
        // A slot without a time does not block its day, nor does a cancelled session.
        transparent: session.kind.is_pause()
            || slot.start.is_none()
            || session.status == Status::Cancelled,
        gone: false,
    }
}

/// Removed slots, as cancelled entries, so that calendars that contain them show that they do not
/// take place. Their tracks are no longer known.
fn gone<'a>(
    reader: &'a ReaderContext<'_>,
    scope: CalendarScope,
) -> impl Iterator<Item = CalendarEntry> + 'a {
    let slots = reader.event.release.iter().flat_map(|release| &release.slots);
    let belongs = move |name: &str, state: &SlotState| match scope {
        CalendarScope::Event => true,
        CalendarScope::Day(day) => reader.event.days[day].date.value == state.day,
        CalendarScope::Track(_) => false,
        CalendarScope::Session(key) => {
            reader.event.sessions.get(key).about.lasting_id == session_of(name)
        }
    };
    let gone = slots.filter(move |(name, slot)| slot.gone && belongs(name, &slot.state));
    gone.map(|(name, slot)| {
        let zone = &reader.event.config.timezone;
        let zoned = |at: jiff::civil::DateTime| at.to_zoned(zone.clone()).ok();
        let ReleasedSlot { sequence, revised, state, .. } = slot;
        let title = reader.session_title(session_of(name));
        let start = state.start.and_then(zoned);
        let end = state.end.and_then(zoned);
        let estimated = start.as_ref().filter(|_| end.is_none());
        let estimated =
            estimated.and_then(|start| estimated_end(state.day, start, &reader.event.config));
        CalendarEntry {
            uid: uid(reader, name),
            sequence: *sequence,
            revised: Some(*revised),
            estimated_end: estimated.is_some(),
            when: match start {
                Some(start) => CalendarTime::Time(start, end.or(estimated)),
                None => CalendarTime::Days(state.day, state.day),
            },
            summary: reader.labelled(reader.message("change-gone"), title),
            location: reader.location_of(state),
            status: Some(Status::Cancelled),
            transparent: true,
            gone: true,
            ..CalendarEntry::default()
        }
    })
}

/// The UID of a slot, in all languages and permanently.
fn uid(reader: &ReaderContext<'_>, slot: &str) -> String {
    format!("{slot}@{}", reader.event.config.id)
}

/// How often a slot changed since it was first released, and when it last did, if it was released.
fn known(reader: &ReaderContext<'_>, slot: &str) -> (u32, Option<Timestamp>) {
    let release = reader.event.release.as_ref();
    let released = release.and_then(|release| release.slots.get(slot));
    released.map_or((0, None), |released| (released.sequence, Some(released.revised)))
}

fn when(slot: &Slot) -> CalendarTime {
    match &slot.start {
        Some(start) => CalendarTime::Time(start.clone(), slot.probable_end().cloned()),
        None => CalendarTime::Days(slot.day, slot.day.max(Date::MIN)),
    }
}

fn status(session: &Session, slot: &Slot) -> Status {
    match session.status {
        Status::Cancelled => Status::Cancelled,
        Status::Tentative | Status::Postponed => Status::Tentative,
        // Its time is not known.
        _ if slot.start.is_none() && !session.all_day => Status::Tentative,
        Status::Confirmed | Status::Moved => Status::Confirmed,
    }
}

/// The description. It ends with the address of the session's page, which has the long text.
fn description(reader: &ReaderContext<'_>, session: &Session, entity: Entity) -> Wording {
    let stage = session.speakers.iter().map(|one| reader.title(Entity::Speaker(one.speaker)));
    let (names, tongues): (Vec<String>, Vec<Tongue>) =
        stage.map(|name: Wording| (name.text, name.tongue)).unzip();
    // The word between two names is in the reader's language.
    let and = if names.len() > 1 { Tongue::Of(reader.tag().to_owned()) } else { Tongue::Plain };
    let stage = Wording {
        text: reader.locale.format().list(&names),
        tongue: tongues.into_iter().fold(and, Tongue::with),
    };
    let legs = Wording::join(session.transport.iter().map(|leg| self::leg(reader, leg)), "\n");
    let parts = [
        reader.reason(session),
        reader.optional(&session.about.summary).unwrap_or_default(),
        stage,
        legs,
        reader.caveat_note(reader.site.shown.short_caveat(entity, reader.lang)),
    ];
    let registration = session.registration.as_ref().and_then(|one| one.url.clone());
    let addresses = registration.into_iter().chain(reader.absolute_url(entity)).map(Wording::plain);
    Wording::join(parts.into_iter().chain(addresses), "\n\n")
}

/// A leg of the transport: `Bus A: 8.30 Town hall – 9.10 Plant`.
fn leg(reader: &ReaderContext<'_>, leg: &Leg) -> Wording {
    let format = reader.locale.format();
    let stop = |time: Option<&jiff::Zoned>, place: Option<Key<Place>>| {
        let time = time.map(|time| Wording::plain(format.time(time.time())));
        let place = place.map(|place| reader.title(Entity::Place(place)));
        Wording::join(time.into_iter().chain(place), " ")
    };
    let ends = [
        stop(leg.depart.as_ref(), leg.from),
        stop(leg.arrive.as_ref().map(|arrive| &arrive.value), leg.to),
    ];
    reader.labelled(reader.optional(&leg.label).unwrap_or_default(), Wording::join(ends, " – "))
}
