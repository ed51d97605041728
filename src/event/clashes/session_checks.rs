//! Checks of single sessions: too many people for the place or the bus, an improbable duration, a missing
//! language.

use std::collections::BTreeMap;

use crate::base::diagnostic::{Diagnostic, Report};
use crate::content::kind::{Kind, Unreadable};
use crate::content::record::Status;
use crate::event::model::{Entry, Event, Leg, Session, Slot};
use crate::event::transport::{Direction, direction};
use crate::locale::distance::is_spoken_alike;

/// The longest plausible duration of a session, in hours.
const MOST_HOURS: i64 = 14;

/// Checks each session separately.
pub(super) fn check(event: &Event, unreadable: &Unreadable, report: &mut Report) {
    let sessions = || event.sessions.iter().map(|(_, session)| session);
    let sure = |session: &&Session| !unreadable.lacks_any_of(Kind::Session, &session.about.id);
    for session in sessions() {
        report.extend(capacity(event, session));
        report.extend(seats(event, session));
    }
    let is_silent = |session: &&Session| session.kind.is_talk() && session.held_in.is_empty();
    let some_speak = sessions().any(|s| s.kind.is_talk() && !s.held_in.is_empty());
    for session in sessions().filter(sure) {
        report.extend(Some(session).filter(is_silent).filter(|_| some_speak).map(no_language));
        report.extend(session.slots.iter().filter_map(|slot| long(session, slot)));
        report.extend(deadline(event, session));
        report.extend(reason(session));
        interpretation(session, report);
    }
    if !unreadable.lacks_any(Kind::Session) {
        choices(event, report);
    }
}

/// A registration deadline after the session.
fn deadline(event: &Event, session: &Session) -> Option<Diagnostic> {
    let over = session.slots.iter().map(|slot| slot.day).max().unwrap_or(event.config.end);
    let deadline = session.registration.as_ref()?.deadline.filter(|deadline| *deadline > over)?;
    let name = session.named();
    let message = format!("the registration deadline {deadline} is after {name}, on {over}");
    let fault = Diagnostic::warning("agenda/late-deadline", message).at(session
        .about
        .span
        .field("registration")
        .field("deadline"));
    Some(fault.help(format!("write a day not later than {over}")))
}

/// A reason without a status.
fn reason(session: &Session) -> Option<Diagnostic> {
    let mut reasons = session.reason.iter().map(|(_, text)| text).chain(session.reason.as_shared());
    let reason = reasons.next().filter(|_| session.status == Status::Confirmed)?;
    let message = format!("{} has a `reason` but no `status`", session.named());
    let fault = Diagnostic::warning("agenda/reason-without-status", message);
    let help = "write `status: moved`, or another status, or remove the reason";
    Some(fault.at(reason.span.clone()).help(help))
}

/// Interpretation into the language that is spoken, or from one that is not. An interpretation may be
/// based on another one.
fn interpretation(session: &Session, report: &mut Report) {
    let into = || session.interpretation.iter().map(|one| &one.into);
    let held = |tag: &str| session.held_in.iter().any(|held| is_spoken_alike(held, tag));
    let mut warn = |message: String, help: &str| {
        let fault = Diagnostic::warning("agenda/odd-interpretation", message);
        report.push(fault.at(session.about.span.field("interpreted_into")).help(help));
    };
    let name = session.named();
    for one in session.interpretation.iter().filter(|_| !session.held_in.is_empty()) {
        if session.held_in.iter().all(|held| is_spoken_alike(held, &one.into)) {
            let message =
                format!("{name} is held in `{}` and interpreted into the same language", one.into);
            warn(message, "remove it here, or correct `held_in`");
        }
        let spoken = |tag: &String| held(tag) || into().any(|into| is_spoken_alike(into, tag));
        if let Some(from) = one.from.as_ref().filter(|from| !spoken(from)) {
            let message = format!("{name} is interpreted from `{from}`, which is not spoken there");
            warn(message, "correct `from`, or add the language to `held_in`");
        }
    }
}

/// More people than a place holds.
fn capacity(event: &Event, session: &Session) -> Option<Diagnostic> {
    let wanted = session.registration.as_ref()?.capacity.as_ref()?;
    let too_small = |slot: &Slot| {
        let places = || slot.places.iter().map(|key| event.places.get(*key));
        let room = places().map(|place| place.capacity).sum::<Option<u32>>();
        let room = room.filter(|room| !slot.places.is_empty() && *room < wanted.value)?;
        let names: Vec<String> = places().map(Entry::named).collect();
        Some((room, names.join(" and ")))
    };
    let (room, names) = session.slots.iter().find_map(too_small)?;
    let (people, name) = (wanted.value, session.named());
    let message = format!("{people} people can register for {name}, but {names} holds {room}");
    let fault = Diagnostic::warning("agenda/too-many-people", message).at(wanted.span.clone());
    Some(fault.help("choose a larger place, or write a smaller `capacity`"))
}

/// More people than seats.
fn seats(event: &Event, session: &Session) -> Option<Diagnostic> {
    let wanted = session.registration.as_ref()?.capacity.as_ref()?;
    let too_few = |way: Direction| {
        let leads = |leg: &&Leg| direction(leg, &session.slots, &event.places) == Some(way);
        let legs = session.transport.iter().filter(leads);
        let seats: Vec<u32> = legs.map(|leg| leg.seats).collect::<Option<_>>()?;
        let all = seats.iter().copied().fold(0, u32::saturating_add);
        (!seats.is_empty() && all < wanted.value).then_some(all)
    };
    let (all, word) = match too_few(Direction::There) {
        Some(all) => (all, "to"),
        None => (too_few(Direction::Back)?, "back from"),
    };
    let (people, name) = (wanted.value, session.named());
    let message = format!("{people} people can register, but there are {all} seats {word} {name}");
    let fault = Diagnostic::warning("transport/too-few-seats", message).at(wanted.span.clone());
    Some(fault.help("correct the `seats`, add another leg, or write a smaller `capacity`"))
}

/// The whole hours that a slot lasts.
fn hours(slot: &Slot) -> Option<i64> {
    let (start, end) = (slot.start.as_ref()?, slot.end.as_ref()?);
    Some(start.timestamp().duration_until(end.timestamp()).as_hours())
}

pub(super) fn too_long(slot: &Slot) -> bool {
    hours(slot).is_some_and(|hours| hours >= MOST_HOURS)
}

/// A slot so long that start and end were probably swapped: an end before the start is on the next
/// morning.
fn long(session: &Session, slot: &Slot) -> Option<Diagnostic> {
    let hours = hours(slot).filter(|_| too_long(slot))?;
    let message = format!("{} lasts {hours} hours", session.named());
    let fault = Diagnostic::warning("session/long", message).at(session.about.span.clone());
    Some(fault.help("check `start` and `end`: an end before the start is on the next morning"))
}

/// A talk without a language, if others have one.
fn no_language(session: &Session) -> Diagnostic {
    let message = format!("{} has no language", session.named());
    let fault = Diagnostic::warning("agenda/no-language", message).at(session.about.span.clone());
    fault.help("add its language, for example `held_in: [en]`")
}

/// A choice between sessions that has only one session.
fn choices(event: &Event, report: &mut Report) {
    let mut by_word: BTreeMap<&str, Vec<&Session>> = BTreeMap::new();
    for (_, session) in event.sessions.iter() {
        if let Some(choice) = &session.choice {
            by_word.entry(&choice.value).or_default().push(session);
        }
    }
    for (word, sessions) in by_word {
        if let ([session], Some(choice)) = (&sessions[..], &sessions[0].choice) {
            let name = session.named();
            let message = format!("{name} is the only one with the choice `{word}`");
            let fault = Diagnostic::warning("agenda/choice-of-one", message);
            let help = "give the alternatives the same `choice`, or remove this one";
            report.push(fault.at(choice.span.clone()).help(help));
        }
    }
}
