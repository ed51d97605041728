//! Checks of single sessions: too many people for the place or the bus, an improbable duration, a missing
//! language.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::diagnostic::{Diagnostic, Report};
use crate::content::kind::{Kind, Unreadable};
use crate::content::record::Status;
use crate::event::model::{Event, Session, Slot};
use crate::event::transport::{Direction, direction};

/// The longest plausible duration of a session, in hours.
const MOST_HOURS: i64 = 14;

/// Checks each session by itself.
pub(super) fn check(event: &Event, unreadable: &Unreadable, report: &mut Report) {
    capacities(event, report);
    seats(event, report);
    languages(event, unreadable, report);
    long(event, unreadable, report);
    let sure = |session: &&Session| !unreadable.lacks_any_of(Kind::Session, &session.about.id);
    for session in event.sessions.iter().map(|(_, session)| session).filter(sure) {
        deadline(event, session, report);
        reason(session, report);
        interpretation(session, report);
    }
    if !unreadable.lacks_any(Kind::Session) {
        choices(event, report);
    }
}

/// A registration deadline after the session.
fn deadline(event: &Event, session: &Session, report: &mut Report) {
    let over = session.slots.iter().map(|slot| slot.day).max().unwrap_or(event.config.end);
    let deadline = session.registration.as_ref().and_then(|registration| registration.deadline);
    if let Some(deadline) = deadline.filter(|deadline| *deadline > over) {
        let id = &session.about.id;
        let message = format!("the registration deadline {deadline} is after `{id}`, on {over}");
        report.push(
            Diagnostic::warning("agenda/late-deadline", message)
                .at(session.about.span.field("registration").field("deadline"))
                .help(format!("write a day not later than {over}")),
        );
    }
}

/// A reason without a status.
fn reason(session: &Session, report: &mut Report) {
    let mut reasons = session.reason.iter().map(|(_, text)| text).chain(session.reason.as_shared());
    if let (Status::Confirmed, Some(reason)) = (session.status, reasons.next()) {
        let message = format!("`{}` has a `reason` but no `status`", session.about.id);
        report.push(
            Diagnostic::warning("agenda/reason-without-status", message)
                .at(reason.span.clone())
                .help("write `status: moved`, or another status, or remove the reason"),
        );
    }
}

/// Interpretation into the language that is spoken, or from one that is not. An interpretation may be
/// based on another one.
fn interpretation(session: &Session, report: &mut Report) {
    let language = |tag: &str| tag.split('-').next().unwrap_or_default().to_owned();
    let held: BTreeSet<String> = session.held_in.iter().map(|tag| language(tag)).collect();
    let into: BTreeSet<String> =
        session.interpretation.iter().map(|one| language(&one.into)).collect();
    let mut warn = |message: String, help: &str| {
        report.push(
            Diagnostic::warning("agenda/odd-interpretation", message)
                .at(session.about.span.field("interpreted_into"))
                .help(help),
        );
    };
    let id = &session.about.id;
    for one in session.interpretation.iter().filter(|_| !held.is_empty()) {
        if held.len() == 1 && held.contains(&language(&one.into)) {
            let message =
                format!("`{id}` is held in `{}` and interpreted into the same language", one.into);
            warn(message, "remove it here, or correct `held_in`");
        }
        let from = one.from.as_ref().map(|from| (from, language(from)));
        if let Some((from, _)) = from.filter(|(_, tag)| !held.contains(tag) && !into.contains(tag))
        {
            let message = format!("`{id}` is interpreted from `{from}`, which is not spoken there");
            warn(message, "correct `from`, or add the language to `held_in`");
        }
    }
}

/// More people than the place holds.
fn capacities(event: &Event, report: &mut Report) {
    for (_, session) in event.sessions.iter() {
        let Some(wanted) = session.registration.as_ref().and_then(|r| r.capacity.as_ref()) else {
            continue;
        };
        for slot in session.slots.iter().filter(|slot| !slot.places.is_empty()) {
            let places = || slot.places.iter().map(|key| event.places.get(*key));
            let Some(room) = places().map(|place| place.capacity).sum::<Option<u32>>() else {
                continue;
            };
            if room < wanted.value {
                let ids: Vec<String> = places().map(|p| format!("`{}`", p.about.id)).collect();
                report.push(
                    Diagnostic::warning(
                        "agenda/too-many-people",
                        format!(
                            "{} people can register, but {} holds {room}",
                            wanted.value,
                            ids.join(" and ")
                        ),
                    )
                    .at(wanted.span.clone())
                    .help("choose a larger place, or write a smaller `capacity`"),
                );
                break;
            }
        }
    }
}

/// More people than seats.
fn seats(event: &Event, report: &mut Report) {
    for (_, session) in event.sessions.iter() {
        let Some(wanted) = session.registration.as_ref().and_then(|r| r.capacity.as_ref()) else {
            continue;
        };
        for (way, word) in [(Direction::There, "to"), (Direction::Back, "back from")] {
            let legs = session.transport.iter();
            let legs =
                legs.filter(|leg| direction(leg, &session.slots, &event.places) == Some(way));
            let seats: Option<Vec<u32>> = legs.map(|leg| leg.seats).collect();
            let Some(seats) = seats.filter(|seats| !seats.is_empty()) else { continue };
            let all = seats.into_iter().fold(0, u32::saturating_add);
            if all < wanted.value {
                let id = &session.about.id;
                let people = wanted.value;
                let message = format!(
                    "{people} people can register, but there are {all} seats {word} `{id}`"
                );
                report.push(
                    Diagnostic::warning("transport/too-few-seats", message)
                        .at(wanted.span.clone())
                        .help(
                            "correct the `seats`, add another leg, or write a smaller `capacity`",
                        ),
                );
                break;
            }
        }
    }
}

/// The whole hours that a slot lasts.
fn hours(slot: &Slot) -> Option<i64> {
    let (start, end) = (slot.start.as_ref()?, slot.end.as_ref()?);
    Some(start.timestamp().duration_until(end.timestamp()).as_hours())
}

pub(super) fn too_long(slot: &Slot) -> bool {
    hours(slot).is_some_and(|hours| hours >= MOST_HOURS)
}

/// Sessions so long that start and end were probably swapped: an end before the start is on the next
/// morning.
fn long(event: &Event, unreadable: &Unreadable, report: &mut Report) {
    for (_, session) in event.sessions.iter() {
        if unreadable.lacks_any_of(Kind::Session, &session.about.id) {
            continue;
        }
        for hours in session.slots.iter().filter(|slot| too_long(slot)).filter_map(hours) {
            report.push(
                Diagnostic::warning(
                    "session/long",
                    format!("`{}` lasts {hours} hours", session.about.id),
                )
                .at(session.about.span.clone())
                .help("check `start` and `end`: an end before the start is on the next morning"),
            );
        }
    }
}

/// A talk without a language, if others have one.
fn languages(event: &Event, unreadable: &Unreadable, report: &mut Report) {
    let talks = || {
        event.sessions.iter().map(|(_, session)| session).filter(|session| session.kind.is_talk())
    };
    if talks().all(|session| session.held_in.is_empty()) {
        return;
    }
    let sure = |session: &&Session| !unreadable.lacks_any_of(Kind::Session, &session.about.id);
    for session in talks().filter(|session| session.held_in.is_empty()).filter(sure) {
        report.push(
            Diagnostic::warning(
                "agenda/no-language",
                format!("`{}` has no language", session.about.id),
            )
            .at(session.about.span.clone())
            .help("add its language, for example `held_in: [en]`"),
        );
    }
}

/// A choice of one session.
fn choices(event: &Event, report: &mut Report) {
    let mut by_word: BTreeMap<&str, Vec<&Session>> = BTreeMap::new();
    for (_, session) in event.sessions.iter() {
        if let Some(choice) = &session.choice {
            by_word.entry(&choice.value).or_default().push(session);
        }
    }
    for (word, sessions) in by_word {
        if let ([session], Some(choice)) = (&sessions[..], &sessions[0].choice) {
            report.push(
                Diagnostic::warning(
                    "agenda/choice-of-one",
                    format!("`{}` is the only session with the choice `{word}`", session.about.id),
                )
                .at(choice.span.clone())
                .help("give the alternatives the same `choice`, or remove this one"),
            );
        }
    }
}
