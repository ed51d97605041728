//! Calendars: the whole event, a day, a theme, a session.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::content::record::Status as SessionStatus;
use crate::event::model::{Entity, Leg, PageRole, Session, Slot, Track};
use crate::event::release::{Released, State, session_of};
use crate::event::table::Key;
use crate::exchange::ics::{self, Calendar, CalendarEntry, CalendarTime};
use crate::exchange::programme::Status;
use crate::exchange::wording::{Tongue, Wording};
use crate::site::export::words::Words;

/// Which part of the programme a calendar holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// All of it.
    Whole,
    /// A day, by its position among the days.
    Day(usize),
    /// What belongs to a theme.
    Track(Key<Track>),
    /// One session, at all its times.
    Session(Key<Session>),
}

/// The text of a calendar; `path` is where it is published.
pub(super) fn write(words: &Words<'_>, part: Part, path: &str) -> String {
    let event = words.event;
    let slots: Vec<(Key<Session>, usize)> = match part {
        Part::Whole => event.days.iter().flat_map(|day| day.slots.iter().copied()).collect(),
        Part::Day(day) => event.days[day].slots.clone(),
        Part::Track(track) => {
            let all = event.days.iter().flat_map(|day| day.slots.iter().copied());
            all.filter(|(key, _)| event.sessions.get(*key).tracks.contains(&track)).collect()
        }
        Part::Session(key) => {
            (0..event.sessions.get(key).slots.len()).map(|at| (key, at)).collect()
        }
    };
    // A pause belongs to a day, and to no theme.
    let wanted = |key: Key<Session>| {
        !matches!(part, Part::Track(_)) || !event.sessions.get(key).kind.is_pause()
    };
    let entries = slots.into_iter().filter(|(key, _)| wanted(*key));
    let color = match part {
        Part::Track(track) => event.tracks.get(track).color.clone(),
        _ => None,
    };
    ics::write(&Calendar {
        name: name(words, part),
        description: words.optional_wording(&event.config.summary),
        url: page(words, part),
        source: words.below(path),
        color,
        zone: words.planner.zone,
        entries: entries.map(|(key, at)| entry(words, key, at)).chain(gone(words, part)).collect(),
    })
}

/// What readers see in their list of calendars: the event, and which part of it.
fn name(words: &Words<'_>, part: Part) -> Wording {
    let part = match part {
        Part::Whole => return words.name_wording(),
        Part::Day(day) => {
            let day = &words.event.days[day];
            let date = words.own(words.locale.format().day_month(day.date.value));
            Wording::join([date, words.optional_wording(&day.title)], ", ")
        }
        Part::Track(track) => words.called(Entity::Track(track)),
        Part::Session(session) => words.called(Entity::Session(session)),
    };
    Wording::join([words.name_wording(), part], " · ")
}

/// The page that shows the same.
fn page(words: &Words<'_>, part: Part) -> Option<String> {
    match part {
        Part::Whole => words.page(PageRole::Agenda),
        Part::Day(day) => {
            let routes = words.planner.routes;
            routes.has_origin().then(|| routes.absolute(&routes.day_url(day, words.lang)))
        }
        Part::Track(track) => words.url(Entity::Track(track)),
        Part::Session(session) => words.url(Entity::Session(session)),
    }
}

fn entry(words: &Words<'_>, key: Key<Session>, at: usize) -> CalendarEntry {
    let session = words.event.sessions.get(key);
    let slot = &session.slots[at];
    let name = session.slot_name(at);
    let (sequence, revised) = known(words, &name);
    let entity = Entity::Session(key);
    let tracks = session.tracks.iter().map(|track| words.called(Entity::Track(*track)));
    CalendarEntry {
        uid: uid(words, &name),
        sequence,
        revised,
        when: when(slot),
        summary: words.announced(session),
        description: description(words, session, entity),
        location: words.location(slot),
        geo: words.geo(slot),
        url: words.url(entity),
        status: Some(status(session, slot)),
        categories: tracks.collect(),
        stream: session.stream.clone(),
        // A day on which something may be at some hour is not taken, nor is what does not take place.
        transparent: session.kind.is_pause()
            || slot.start.is_none()
            || session.status == SessionStatus::Cancelled,
        gone: false,
    }
}

/// What was in a calendar and is no longer in the programme: whoever has it must hear that it does not
/// take place. Nobody remembers the themes of it.
fn gone<'a>(words: &'a Words<'_>, part: Part) -> impl Iterator<Item = CalendarEntry> + 'a {
    let slots = words.event.release.iter().flat_map(|release| &release.slots);
    let belongs = move |name: &str, state: &State| match part {
        Part::Whole => true,
        Part::Day(day) => words.event.days[day].date.value == state.day,
        Part::Track(_) => false,
        Part::Session(key) => words.event.sessions.get(key).about.id == session_of(name),
    };
    let gone = slots.filter(move |(name, slot)| slot.gone && belongs(name, &slot.state));
    gone.map(|(name, slot)| {
        let zone = &words.event.config.timezone;
        let zoned = |at: jiff::civil::DateTime| at.to_zoned(zone.clone()).ok();
        let Released { sequence, revised, state, .. } = slot;
        let title = words.title_of_old(session_of(name));
        CalendarEntry {
            uid: uid(words, name),
            sequence: *sequence,
            revised: Some(*revised),
            when: match state.start.and_then(zoned) {
                Some(start) => CalendarTime::Time(start, state.end.and_then(zoned)),
                None => CalendarTime::Days(state.day, state.day),
            },
            summary: words.labelled(words.message("change-gone"), title),
            location: words.location_of(state),
            status: Some(Status::Cancelled),
            transparent: true,
            gone: true,
            ..CalendarEntry::default()
        }
    })
}

/// How calendars know a slot, in all languages and for ever.
fn uid(words: &Words<'_>, slot: &str) -> String {
    format!("{slot}@{}", words.event.config.id)
}

/// How often a slot changed since it was first released, and when it last did, if it was released.
fn known(words: &Words<'_>, slot: &str) -> (u32, Option<Timestamp>) {
    let release = words.event.release.as_ref();
    let released = release.and_then(|release| release.slots.get(slot));
    released.map_or((0, None), |released| (released.sequence, Some(released.revised)))
}

fn when(slot: &Slot) -> CalendarTime {
    match &slot.start {
        Some(start) => CalendarTime::Time(start.clone(), slot.end.clone()),
        None => CalendarTime::Days(slot.day, slot.day.max(Date::MIN)),
    }
}

fn status(session: &Session, slot: &Slot) -> Status {
    match session.status {
        SessionStatus::Cancelled => Status::Cancelled,
        SessionStatus::Tentative | SessionStatus::Postponed => Status::Tentative,
        // Nobody knows at what hour.
        _ if slot.start.is_none() => Status::Tentative,
        SessionStatus::Confirmed | SessionStatus::Moved => Status::Confirmed,
    }
}

/// What there is to know, without the long text: that is on the page, whose address comes last.
fn description(words: &Words<'_>, session: &Session, entity: Entity) -> Wording {
    let stage = session.speakers.iter().map(|one| words.called(Entity::Speaker(one.speaker)));
    let (names, tongues): (Vec<String>, Vec<Tongue>) =
        stage.map(|name| (name.text, name.tongue)).unzip();
    // Between two names there is a word of the reader's language.
    let and = if names.len() > 1 { Tongue::Of(words.tag().to_owned()) } else { Tongue::Plain };
    let stage = Wording {
        text: words.locale.format().list(&names),
        tongue: tongues.into_iter().fold(and, Tongue::with),
    };
    let legs = Wording::join(session.transport.iter().map(|leg| self::leg(words, leg)), "\n");
    let parts =
        [words.reason(session), words.optional_wording(&session.about.summary), stage, legs];
    let registration = session.registration.as_ref().and_then(|one| one.url.clone());
    let addresses = registration.into_iter().chain(words.url(entity)).map(Wording::plain);
    Wording::join(parts.into_iter().chain(addresses), "\n\n")
}

/// A part of the way: `Bus A: 8.30 Town hall – 9.10 Plant`.
fn leg(words: &Words<'_>, leg: &Leg) -> Wording {
    let format = words.locale.format();
    let stop = |time: Option<&jiff::Zoned>, place: Option<Key<crate::event::model::Place>>| {
        let time = time.map(|time| Wording::plain(format.time(time.time())));
        let place = place.map(|place| words.called(Entity::Place(place)));
        Wording::join(time.into_iter().chain(place), " ")
    };
    let ends = [
        stop(leg.depart.as_ref(), leg.from),
        stop(leg.arrive.as_ref().map(|arrive| &arrive.value), leg.to),
    ];
    words.labelled(words.optional_wording(&leg.label), Wording::join(ends, " – "))
}
