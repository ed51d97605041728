//! The way to sessions and back: which leg leads where, and whether it is in time.

use jiff::Zoned;

use crate::base::diagnostic::{Diagnostic, Report};
use crate::base::source::Span;
use crate::event::model::{Leg, Place, Slot};
use crate::event::table::{Key, Table};

/// Where a leg leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// To the session.
    There,
    /// Away from it.
    Back,
}

/// Where a leg leads, if that can be told from the places of a session: to one of them, from one of
/// them, or somewhere on the way.
pub fn way(leg: &Leg, slots: &[Slot], places: &Table<Place>) -> Option<Way> {
    let held = |place: Key<Place>| {
        let mut all = slots.iter().flat_map(|slot| &slot.places);
        all.any(|at| is_above(places, place, *at) || is_above(places, *at, place))
    };
    match (leg.from.is_some_and(held), leg.to.is_some_and(held)) {
        (false, true) => Some(Way::There),
        (true, false) => Some(Way::Back),
        _ => None,
    }
}

/// Whether `place` is `parent` or somewhere above it.
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

/// A leg, and what it has to do with its session.
struct Travelled<'a> {
    leg: &'a Leg,
    /// Where its `depart` stands.
    departs: Option<&'a Span>,
    way: Option<Way>,
}

/// The legs of one session, and when it begins and ends on the day of its first slot.
struct Journey<'a> {
    legs: Vec<Travelled<'a>>,
    /// The start of the first slot.
    starts: Option<&'a Zoned>,
    /// The start of the last slot of that day.
    last_start: Option<&'a Zoned>,
    /// The end of the slot of that day that ends first, if all ends are known.
    first_end: Option<&'a Zoned>,
}

/// Says of the legs of a session which end before they begin, come too late or leave too early.
/// `departs` is where the time of each stands.
///
/// A bus that comes later than another, or leaves before another, is for those who want that; and one
/// that leaves from the session to come back to it is a part of it.
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
        way: way(leg, slots, places),
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
        Diagnostic::error("transport/arrives-before-it-departs", "this is no way to travel")
            .at(arrive.span.clone())
            .help(format!("it departs at {}; write a later `arrive`", clock(depart)))
    })
}

impl Journey<'_> {
    fn too_late(&self, travelled: &Travelled<'_>) -> Option<Diagnostic> {
        let leg = travelled.leg;
        let there = travelled.way == Some(Way::There);
        let starts = if there { self.last_start? } else { self.starts? };
        let late = match travelled.way {
            // One that leaves when the session has begun may be a part of it.
            None => leaves_before(leg, starts) && !arrives_by(leg, starts),
            Some(Way::Back) => false,
            Some(Way::There) => {
                let mut others = self.legs.iter().filter(|other| other.way == Some(Way::There));
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
                format!("this {what} after the session has begun at {}", clock(starts)),
            )
            .at(span.clone())
            .help("depart earlier, or let the session begin later")
        })
    }

    fn too_early(&self, travelled: &Travelled<'_>) -> Option<Diagnostic> {
        let (starts, ends) = (self.starts?, self.first_end?);
        // What leaves before the session begins does so from where people meet.
        let leaves = |leg: &Leg| leg.depart.as_ref().filter(|depart| *depart >= starts).cloned();
        let depart = leaves(travelled.leg)?;
        let mut others = self.legs.iter().filter(|other| other.way == Some(Way::Back));
        let alone = !others.any(|other| leaves(other.leg).is_some_and(|depart| depart >= *ends));
        let early = travelled.way == Some(Way::Back) && alone && depart < *ends;
        let span = travelled.departs.filter(|_| early && !self.is_round())?;
        Some(
            Diagnostic::warning(
                "transport/too-early",
                format!("this departs before the session has ended at {}", clock(ends)),
            )
            .at(span.clone())
            .help("depart later, or let the session end earlier"),
        )
    }

    /// Whether somebody who leaves the session comes back to it.
    fn is_round(&self) -> bool {
        let departs = |way: Way| {
            let legs = self.legs.iter().filter(move |other| other.way == Some(way));
            legs.filter_map(|other| other.leg.depart.as_ref())
        };
        let (left, came) = (departs(Way::Back).min(), departs(Way::There).max());
        left.zip(came).is_some_and(|(left, came)| left < came)
    }
}

fn leaves_before(leg: &Leg, time: &Zoned) -> bool {
    leg.depart.as_ref().is_some_and(|depart| depart < time)
}

/// Whether a leg is over at a time. Of one that does not say it, that it has begun must do.
fn arrives_by(leg: &Leg, time: &Zoned) -> bool {
    match &leg.arrive {
        Some(arrive) => arrive.value <= *time,
        None => leg.depart.as_ref().is_none_or(|depart| depart < time),
    }
}
