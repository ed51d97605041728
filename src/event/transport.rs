//! The way to sessions and back: the direction of each leg, and whether it is in time.

use jiff::Zoned;

use crate::base::diagnostic::{Diagnostic, Report};
use crate::base::source::Span;
use crate::event::model::{Leg, Place, Slot};
use crate::event::record_table::{Key, Table};

/// The direction of a leg.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// To the session.
    There,
    /// Away from it.
    Back,
}

/// The direction of a leg, if its places determine it: it ends or begins at a place of the session.
pub fn direction(leg: &Leg, slots: &[Slot], places: &Table<Place>) -> Option<Direction> {
    let held = |place: Key<Place>| {
        let mut all = slots.iter().flat_map(|slot| &slot.places);
        all.any(|at| is_above(places, place, *at) || is_above(places, *at, place))
    };
    match (leg.from.is_some_and(held), leg.to.is_some_and(held)) {
        (false, true) => Some(Direction::There),
        (true, false) => Some(Direction::Back),
        _ => None,
    }
}

/// Whether `place` is `parent`, or a place that contains it.
pub(super) fn is_above(places: &Table<Place>, place: Key<Place>, parent: Key<Place>) -> bool {
    let mut at = Some(parent);
    while let Some(key) = at {
        if key == place {
            return true;
        }
        at = places.get(key).parent;
    }
    false
}

/// A leg of a journey.
struct Travelled<'a> {
    leg: &'a Leg,
    /// The position of its `depart` in the file.
    departs: Option<&'a Span>,
    direction: Option<Direction>,
}

/// The legs of one session, and its times on the day of its first slot.
struct Journey<'a> {
    legs: Vec<Travelled<'a>>,
    /// The start of the first slot.
    starts: Option<&'a Zoned>,
    /// The start of the last slot of that day.
    last_start: Option<&'a Zoned>,
    /// The end of the slot of that day that ends first, if all ends are known.
    first_end: Option<&'a Zoned>,
}

/// Reports the legs of a session that end before they begin, arrive too late or leave too early.
/// `departs` are the positions of their departures in the file.
///
/// In each direction, it is enough if one leg is in time: others may depart during the session. A
/// leg that leaves the session and returns to it is part of the session.
pub fn in_time(
    legs: &[Leg],
    departs: &[Option<Span>],
    slots: &[Slot],
    places: &Table<Place>,
    report: &mut Report,
) {
    let legs = legs.iter().zip(departs).map(|(leg, departs)| Travelled {
        leg,
        departs: departs.as_ref(),
        direction: direction(leg, slots, places),
    });
    let today = || slots.iter().filter(|slot| slot.day == slots[0].day);
    let ends: Option<Vec<&Zoned>> = today().map(|slot| slot.end.as_ref()).collect();
    let journey = Journey {
        legs: legs.collect(),
        starts: slots.first().and_then(|slot| slot.start.as_ref()),
        last_start: today().filter_map(|slot| slot.start.as_ref()).max(),
        first_end: ends.and_then(|ends| ends.into_iter().min()),
    };
    for travelled in &journey.legs {
        let fault = backwards(travelled.leg)
            .or_else(|| journey.too_late(travelled))
            .or_else(|| journey.too_early(travelled));
        report.extend(fault);
    }
}

fn clock(at: &Zoned) -> String {
    at.strftime("%H:%M").to_string()
}

/// The fault of a leg that ends before it begins.
fn backwards(leg: &Leg) -> Option<Diagnostic> {
    let (depart, arrive) = (leg.depart.as_ref()?, leg.arrive.as_ref()?);
    (arrive.value <= *depart).then(|| {
        Diagnostic::error(
            "transport/arrives-before-it-departs",
            "this leg arrives before it departs",
        )
        .at(arrive.span.clone())
        .help(format!("it departs at {}; write a later `arrive`", clock(depart)))
    })
}

impl Journey<'_> {
    fn too_late(&self, travelled: &Travelled<'_>) -> Option<Diagnostic> {
        let leg = travelled.leg;
        let there = travelled.direction == Some(Direction::There);
        let starts = if there { self.last_start? } else { self.starts? };
        let late = match travelled.direction {
            // A leg during the session may be part of it.
            None => leaves_before(leg, starts) && !arrives_by(leg, starts),
            Some(Direction::Back) => false,
            Some(Direction::There) => {
                let mut others =
                    self.legs.iter().filter(|other| other.direction == Some(Direction::There));
                let alone = !others.any(|other| arrives_by(other.leg, starts));
                let must = leaves_before(leg, starts) || (alone && !self.is_round());
                must && !arrives_by(leg, starts)
            }
        };
        let (what, span) = match &leg.arrive {
            Some(arrive) => ("arrives", &arrive.span),
            None => ("departs", travelled.departs?),
        };
        late.then(|| {
            Diagnostic::warning(
                "transport/too-late",
                format!("this {what} after the session begins at {}", clock(starts)),
            )
            .at(span.clone())
            .help("let it depart earlier, or the session begin later")
        })
    }

    fn too_early(&self, travelled: &Travelled<'_>) -> Option<Diagnostic> {
        let (starts, ends) = (self.starts?, self.first_end?);
        // A leg that leaves before the session begins at the meeting point.
        let leaves = |leg: &Leg| leg.depart.as_ref().filter(|depart| *depart >= starts).cloned();
        let depart = leaves(travelled.leg)?;
        let mut others = self.legs.iter().filter(|other| other.direction == Some(Direction::Back));
        let alone = !others.any(|other| leaves(other.leg).is_some_and(|depart| depart >= *ends));
        let early = travelled.direction == Some(Direction::Back) && alone && depart < *ends;
        let span = travelled.departs.filter(|_| early && !self.is_round())?;
        Some(
            Diagnostic::warning(
                "transport/too-early",
                format!("this departs before the session ends at {}", clock(ends)),
            )
            .at(span.clone())
            .help("let it depart later, or the session end earlier"),
        )
    }

    /// Whether the transport leaves the session and returns to it.
    fn is_round(&self) -> bool {
        let departs = |direction: Direction| {
            let legs = self.legs.iter().filter(move |other| other.direction == Some(direction));
            legs.filter_map(|other| other.leg.depart.as_ref())
        };
        let (left, came) = (departs(Direction::Back).min(), departs(Direction::There).max());
        left.zip(came).is_some_and(|(left, came)| left < came)
    }
}

fn leaves_before(leg: &Leg, time: &Zoned) -> bool {
    leg.depart.as_ref().is_some_and(|depart| depart < time)
}

/// Whether a leg has arrived by a time; if its arrival is not known, whether it has departed.
fn arrives_by(leg: &Leg, time: &Zoned) -> bool {
    match &leg.arrive {
        Some(arrive) => arrive.value <= *time,
        None => leg.depart.as_ref().is_none_or(|depart| depart < time),
    }
}
