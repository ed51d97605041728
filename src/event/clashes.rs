//! Conflicts in the agenda: rooms that are taken, people who are elsewhere, halls that are too small.
//!
//! Each can be intended, and none prevents publishing. `plenary check` reports them.

mod session_checks;

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp, Zoned};

use crate::base::diagnostic::{Diagnostic, Report};
use crate::base::suggest::some_of;
use crate::content::kind::{Kind, Unreadable};
use crate::content::record::{PlaceKind, SessionKind};
use crate::event::agenda_times;
use crate::event::model::{Entry, Event, Place, Session, Slot};
use crate::event::record_table::Key;

/// The least time between two venues.
const BETWEEN_VENUES: SignedDuration = SignedDuration::from_mins(10);

/// A slot with a start, of a session that takes place.
#[derive(Clone, Copy)]
struct TimedSlot<'a> {
    key: Key<Session>,
    session: &'a Session,
    /// The position of the slot among the session's slots.
    at: usize,
    slot: &'a Slot,
    from: Timestamp,
    /// The end; without one, a second after the start.
    to: Timestamp,
}

impl TimedSlot<'_> {
    /// Its id: that of the session, or of the slot if the session has several.
    fn id(&self) -> String {
        match self.session.slots.len() {
            1 => self.session.about.id.clone(),
            _ => self.session.slot_label(self.at),
        }
    }

    /// Its name in messages.
    fn name(&self) -> String {
        self.name_as(Kind::Session.noun())
    }

    fn name_as(&self, noun: &str) -> String {
        self.session.about.named_as(noun, &self.id())
    }

    /// Its day, start and end, in wall-clock time.
    fn date_and_time(&self) -> String {
        let clock = |at: &Zoned| at.strftime("%H:%M").to_string();
        let start = self.slot.start.as_ref().map(clock).unwrap_or_default();
        match self.slot.end.as_ref().map(clock) {
            Some(end) => format!("{} {start}–{end}", self.slot.day),
            None => format!("{} {start}", self.slot.day),
        }
    }

    fn overlaps(&self, other: &TimedSlot<'_>) -> bool {
        self.from < other.to && other.from < self.to
    }

    fn excludes(&self, other: &TimedSlot<'_>) -> bool {
        let texts = (&self.session.choice, &other.session.choice);
        matches!(texts, (Some(one), Some(other)) if one.value == other.value)
    }
}

/// Reports the conflicts of an agenda. Slots without a time and sessions with faults are left out,
/// because conflicts found with them may be wrong.
pub fn clashes(event: &Event, unreadable: &Unreadable, report: &mut Report) {
    let held = held(event, unreadable);
    rooms(event, &held, report);
    everywhere(event, &held, report);
    people(event, &held, report);
    pauses(&held, report);
    session_checks::check(event, unreadable, report);
}

/// All slots with a start, in order. Those that last too long are reported elsewhere.
fn held<'a>(event: &'a Event, unreadable: &Unreadable) -> Vec<TimedSlot<'a>> {
    const MOMENT: SignedDuration = SignedDuration::from_secs(1);
    let held = |(key, at): (Key<Session>, usize)| {
        let session = event.sessions.get(key);
        let slot = &session.slots[at];
        let from = slot.start.as_ref()?.timestamp();
        let to = match &slot.end {
            Some(end) => end.timestamp(),
            None => from.checked_add(MOMENT).ok()?,
        };
        let sure = !session_checks::too_long(slot)
            && !unreadable.lacks_any_of(Kind::Session, &session.about.id);
        let held = sure && session.status.takes_place();
        held.then_some(TimedSlot { key, session, at, slot, from, to })
    };
    let mut all: Vec<TimedSlot<'_>> =
        agenda_times::in_order(&event.days).filter_map(held).collect();
    all.sort_by_key(|held| held.from);
    all
}

/// Pairs of slots that overlap. If many overlap, each is paired with one before it, not with all.
fn overlapping<'h, 'a>(
    held: &'h [TimedSlot<'a>],
) -> impl Iterator<Item = (&'h TimedSlot<'a>, &'h TimedSlot<'a>)> + 'h {
    let mut longest = 0;
    (1..held.len()).filter_map(move |at| {
        let (one, other) = (&held[longest], &held[at]);
        if other.to > one.to {
            longest = at;
        }
        one.overlaps(other).then_some((one, other))
    })
}

/// The slots grouped by keys, each group in order of time.
fn grouped<'a, K: Ord>(
    held: &[TimedSlot<'a>],
    keys: impl Fn(&TimedSlot<'a>) -> Vec<K>,
) -> BTreeMap<K, Vec<TimedSlot<'a>>> {
    let mut all: BTreeMap<K, Vec<TimedSlot<'a>>> = BTreeMap::new();
    for one in held {
        for key in keys(one) {
            all.entry(key).or_default().push(*one);
        }
    }
    all
}

/// Two sessions in one place at a time, or one session twice.
fn rooms(event: &Event, held: &[TimedSlot<'_>], report: &mut Report) {
    for (place, held) in grouped(held, |held| held.slot.places.clone()) {
        let place = event.places.get(place);
        if place.shared {
            continue;
        }
        for (one, other) in overlapping(&held) {
            let message = format!(
                "{} is in {} on {}, and so is {}",
                other.name(),
                place.named(),
                other.date_and_time(),
                one.name()
            );
            report.push(taken(other, one, message).help(format!(
                "move one of them, or write `shared: true` at `{}` in content/places.yaml",
                place.about.id
            )));
        }
    }
}

/// The warning about a slot whose place is taken by another slot.
fn taken(held: &TimedSlot<'_>, other: &TimedSlot<'_>, message: String) -> Diagnostic {
    let span = held.session.about.span.clone();
    let fault = Diagnostic::warning("agenda/place-taken", message).at(span);
    match held.key == other.key {
        true => fault,
        false => fault.related(other.session.about.span.clone(), "the other one"),
    }
}

/// A slot that takes place everywhere, at the same time as slots at single places. It is reported
/// once, however many the others are. Pauses may overlap with it.
fn everywhere(event: &Event, held: &[TimedSlot<'_>], report: &mut Report) {
    let active = |held: &&TimedSlot<'_>| !held.session.kind.is_pause();
    let all: Vec<&TimedSlot<'_>> = held.iter().filter(active).collect();
    for (at, one) in all.iter().enumerate().filter(|(_, one)| one.slot.everywhere) {
        let until = all.partition_point(|other| other.from < one.to);
        let beside: Vec<(&TimedSlot<'_>, String)> = all[..until]
            .iter()
            .enumerate()
            .filter(|(_, other)| one.overlaps(other) && !one.excludes(other))
            .filter_map(|(position, other)| match other.slot.everywhere {
                // If both are everywhere, the later one is reported.
                true => (position < at).then(|| (*other, format!("so does {}", other.name()))),
                false => {
                    let place = event.places.get(taken_place(event, other)?);
                    Some((*other, format!("{} is in {}", other.name(), place.named())))
                }
            })
            .collect();
        let [(first, what), more @ ..] = &beside[..] else { continue };
        let more = match more.len() {
            0 => String::new(),
            1 => "; one more session is held then".to_owned(),
            more => format!("; {more} more sessions are held then"),
        };
        let (name, date_and_time) = (one.name(), one.date_and_time());
        let message = format!("{name} takes place everywhere on {date_and_time}, and {what}{more}");
        report.push(
            taken(one, first, message)
                .help(format!("move one of them, or give `{}` its `places`", one.id())),
        );
    }
}

/// A place of a slot that a session everywhere takes too: a place that is not shared, and not
/// outside the event's venue.
fn taken_place(event: &Event, held: &TimedSlot<'_>) -> Option<Key<Place>> {
    let home = event.place.map(|place| event.venue(place));
    let apart = |place: Key<Place>| {
        let venue = event.venue(place);
        let Place { kind, address, coordinates, .. } = event.places.get(venue);
        let room = matches!(kind, None | Some(PlaceKind::Room));
        home.is_some_and(|home| home != venue)
            && (!room || !address.is_empty() || coordinates.is_some())
    };
    let taken = |place: &&Key<Place>| !event.places.get(**place).shared && !apart(**place);
    held.slot.places.iter().find(taken).copied()
}

/// A person in two places at once, or with too little time between two venues.
fn people(event: &Event, held: &[TimedSlot<'_>], report: &mut Report) {
    let by_person = grouped(held, |held| {
        held.session.speakers.iter().map(|appearance| appearance.speaker).collect()
    });
    for (speaker, held) in by_person {
        let speaker = event.speakers.get(speaker);
        if speaker.group {
            continue;
        }
        let name = speaker.named();
        for (one, other) in overlapping(&held).filter(|(one, other)| one.key != other.key) {
            report.push(
                Diagnostic::warning(
                    "agenda/speaker-elsewhere",
                    format!(
                        "{name} is in {} and in {} on {}",
                        one.name(),
                        other.name(),
                        other.date_and_time()
                    ),
                )
                .at(other.session.about.span.clone())
                .related(one.session.about.span.clone(), "the other one")
                .help(format!(
                    "move one of the two sessions, or choose another person; if `{}` is a group, \
                     write `group: true` there in content/speakers.yaml",
                    speaker.about.id
                )),
            );
        }
        for pair in held.windows(2) {
            let (one, other) = (&pair[0], &pair[1]);
            let time = one.to.duration_until(other.from);
            let elsewhere = match (venue(event, one.slot), venue(event, other.slot)) {
                (Some(here), Some(there)) => {
                    here != there && !(is_loose_room(event, here) && is_loose_room(event, there))
                }
                _ => false,
            };
            let known = one.slot.end.is_some();
            if elsewhere && known && !time.is_negative() && time < BETWEEN_VENUES {
                let minutes = time.as_mins();
                report.push(
                    Diagnostic::warning(
                        "agenda/too-little-time",
                        format!(
                            "{name} has {minutes} minutes from {} to {}, in another venue",
                            one.name(),
                            other.name()
                        ),
                    )
                    .at(other.session.about.span.clone())
                    .related(one.session.about.span.clone(), "the session before it")
                    .help("leave at least ten minutes between two venues"),
                );
            }
        }
    }
}

/// Whether a place is a room of which nothing tells where it is. Two such rooms are probably in one
/// building: a file that was imported may not name the venue.
fn is_loose_room(event: &Event, place: Key<Place>) -> bool {
    let Place { kind, parent, address, coordinates, .. } = event.places.get(place);
    let known = parent.is_some() || !address.is_empty() || coordinates.is_some();
    *kind == Some(PlaceKind::Room) && !known
}

/// The outermost place of a slot.
fn venue(event: &Event, slot: &Slot) -> Option<Key<Place>> {
    slot.places.first().map(|place| event.venue(*place))
}

/// A session during a pause for everyone. Registration does not count: people register when they
/// arrive.
fn pauses(held: &[TimedSlot<'_>], report: &mut Report) {
    let everywhere = |held: &&TimedSlot<'_>| held.slot.everywhere || held.slot.places.is_empty();
    let pauses = held.iter().filter(|held| held.session.kind.is_pause()).filter(everywhere);
    for pause in pauses.filter(|held| held.session.kind != SessionKind::Registration) {
        let until = held.partition_point(|held| held.from < pause.to);
        // A session that begins before and ends after the pause contains it.
        let around = |held: &TimedSlot<'_>| held.from < pause.from && held.to > pause.to;
        let active = |held: &&TimedSlot<'_>| held.overlaps(pause) && !held.session.kind.is_pause();
        let missed = held[..until].iter().filter(active).filter(|held| !around(held));
        let missed: Vec<&TimedSlot<'_>> = missed.filter(|held| !held.excludes(pause)).collect();
        let names: Vec<String> = missed.iter().map(|held| held.name()).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let fault = |are: &str| {
            let message =
                format!("{} {are} held during {}", some_of(&names), pause.name_as("the break"));
            Diagnostic::warning("agenda/within-a-break", message)
                .help("move one of them, or give the break its `places`")
        };
        let span = pause.session.about.span.clone();
        report.extend(match missed[..] {
            [] => None,
            [held] => {
                let own = held.session.about.span.clone();
                Some(fault("is").at(own).related(span, "the break"))
            }
            // If several are held, the break is at the wrong time.
            _ => Some(fault("are").at(span)),
        });
    }
}
