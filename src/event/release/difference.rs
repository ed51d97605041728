//! The change between two states of a slot, if it is worth announcing.

use crate::event::release::{ChangeKind, ReleasedSlot, SlotState};

/// How the time of a slot changed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum TimeChange {
    Same,
    Moved,
    Announced,
    End,
}

/// The kind of change to announce, if any.
pub(in crate::event) fn difference(earlier: &ReleasedSlot, now: &SlotState) -> Option<ChangeKind> {
    let before = &earlier.state;
    let place_changed = before.places != now.places;
    // If a place was open and is now set, nobody can go to the wrong place.
    let moved_place = place_changed && !before.places.is_empty();
    let (was, is) = (before.status.takes_place() && !earlier.gone, now.status.takes_place());
    match (was, is) {
        (true, false) => return Some(ChangeKind::Cancelled),
        (false, true) => return Some(ChangeKind::Back),
        (false, false) if earlier.gone => return Some(ChangeKind::Cancelled),
        _ => {}
    }
    Some(match time_change(before, now) {
        TimeChange::Same if place_changed => ChangeKind::Place,
        TimeChange::Same => return None,
        TimeChange::Announced if !moved_place => ChangeKind::TimeAnnounced,
        TimeChange::End if !place_changed => ChangeKind::End,
        TimeChange::Moved if !place_changed => ChangeKind::Time,
        _ => ChangeKind::TimeAndPlace,
    })
}

fn time_change(before: &SlotState, now: &SlotState) -> TimeChange {
    if before.day != now.day {
        return TimeChange::Moved;
    }
    match (before.start, now.start) {
        (None, Some(_)) => return TimeChange::Announced,
        (was, is) if was != is => return TimeChange::Moved,
        _ => {}
    }
    match (before.end, now.end) {
        (was, is) if was == is => TimeChange::Same,
        (None, Some(_)) => TimeChange::Announced,
        _ => TimeChange::End,
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use jiff::civil::{DateTime, date};

    use super::*;
    use crate::content::record::Status;
    use crate::event::release::{Change, Release};

    fn at(hour: i8) -> Option<DateTime> {
        (hour > 0).then(|| date(2031, 5, 2).at(hour, 0, 0, 0))
    }

    /// On the second of May, from one hour to another; 0 is an open time.
    fn state(start: i8, end: i8, place: &str) -> SlotState {
        let places = place.split_whitespace().map(str::to_owned).collect();
        let day = date(2031, 5, 2);
        SlotState { day, start: at(start), end: at(end), places, status: Status::Confirmed }
    }

    #[test]
    fn open_times_that_are_set_are_announced_not_moved() {
        let other_day = SlotState { day: date(2031, 5, 3), ..state(0, 0, "") };
        for (before, now, kind) in [
            (state(0, 0, ""), state(9, 10, ""), Some(ChangeKind::TimeAnnounced)),
            (state(0, 0, ""), state(9, 10, "hall"), Some(ChangeKind::TimeAnnounced)),
            (state(9, 0, ""), state(9, 10, ""), Some(ChangeKind::TimeAnnounced)),
            (state(0, 0, "yard"), state(9, 10, "hall"), Some(ChangeKind::TimeAndPlace)),
            (state(9, 10, ""), state(9, 11, ""), Some(ChangeKind::End)),
            (state(9, 10, ""), state(9, 0, ""), Some(ChangeKind::End)),
            (state(9, 10, "yard"), state(9, 11, "hall"), Some(ChangeKind::TimeAndPlace)),
            (state(9, 10, ""), state(8, 10, ""), Some(ChangeKind::Time)),
            (state(9, 10, ""), state(0, 0, ""), Some(ChangeKind::Time)),
            (other_day, state(9, 10, ""), Some(ChangeKind::Time)),
            (state(9, 10, "yard"), state(9, 10, "hall"), Some(ChangeKind::Place)),
            (state(9, 10, "hall"), state(9, 10, "hall"), None),
        ] {
            let at = Timestamp::UNIX_EPOCH;
            let earlier = ReleasedSlot { sequence: 0, revised: at, gone: false, state: before };
            assert_eq!(difference(&earlier, &now), kind, "{:?} {now:?}", earlier.state);
        }
    }

    #[test]
    fn a_slot_is_moved_if_its_start_is_not_the_one_first_released() {
        let from = |befores: &[SlotState], now: SlotState| {
            let change = |before: &SlotState| Change {
                version: 2,
                at: Timestamp::UNIX_EPOCH,
                slot: "talk".to_owned(),
                kind: ChangeKind::Time,
                before: Some(before.clone()),
                after: None,
            };
            let changes = befores.iter().map(change).collect();
            let release = Release { changes, ..Release::default() };
            release.moved_from("talk", &now).and_then(|state| state.start)
        };
        assert_eq!(from(&[state(9, 10, "")], state(11, 12, "")), at(9));
        assert_eq!(from(&[state(9, 10, ""), state(10, 11, "")], state(11, 12, "")), at(10));
        // An open start was set, only the end changed, or the slot was moved back.
        assert_eq!(from(&[state(0, 0, "")], state(11, 12, "")), None);
        assert_eq!(from(&[state(9, 10, "")], state(9, 12, "")), None);
        assert_eq!(from(&[state(9, 10, ""), state(10, 11, "")], state(9, 10, "")), None);
        // The start was set, then open, and is now set to a different time.
        assert_eq!(from(&[state(9, 10, ""), state(0, 0, "")], state(11, 12, "")), at(9));
    }
}
