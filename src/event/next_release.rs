//! The next release of a programme: an event compared with its last release.

use std::collections::BTreeSet;

use jiff::Timestamp;

use crate::base::source::Spanned;
use crate::content::record::EVERYWHERE;
use crate::event::agenda_times::in_order;
use crate::event::model::{Event, Session};
use crate::event::release::difference::difference;
use crate::event::release::{
    ALL_LANGUAGES, Change, ChangeKind, Release, ReleasedSlot, SlotState, Titles,
};

impl Release {
    /// The release after this one, made at a moment; `None` if nothing is different.
    ///
    /// It has the same number if there is nothing to announce, but only titles to record that older
    /// files lack.
    pub fn next(&self, event: &Event, now: Timestamp) -> Option<Release> {
        let mut next = self.clone();
        next.titles.extend(titles(event));
        let mut changes = Vec::new();
        let mut revised = false;
        let mut present = BTreeSet::new();
        let version = self.version + 1;
        for (name, state) in states(event) {
            present.insert(name.clone());
            let earlier = self.slots.get(&name);
            let kind = match earlier {
                Some(earlier) => difference(earlier, &state),
                None => Some(ChangeKind::New),
            };
            let Some(kind) = kind else {
                revised |= next.revise(self, &name, state, now);
                continue;
            };
            let sequence = earlier.map_or(0, |earlier| earlier.sequence + 1);
            let before = earlier.map(|earlier| earlier.state.clone());
            let after = Some(state.clone());
            changes.push(Change { version, at: now, slot: name.clone(), kind, before, after });
            next.slots.insert(name, ReleasedSlot { sequence, revised: now, gone: false, state });
        }
        next.remove_slots(&present, version, now, &mut changes);
        if changes.is_empty() && !revised && self.version > 0 {
            return (next != *self).then_some(next);
        }
        // In the first release everything is new, which is not worth listing.
        if self.version > 0 {
            next.changes.append(&mut changes);
        }
        Some(Release { version, at: now, ..next })
    }

    /// Records the status and title of a slot if they differ from an earlier release, and returns
    /// whether they do. Calendars must receive this; people need not be notified.
    fn revise(&mut self, earlier: &Release, name: &str, state: SlotState, now: Timestamp) -> bool {
        let renamed = self.renamed(earlier, name);
        let Some(slot) = self.slots.get_mut(name) else { return false };
        let other_status = slot.state.status != state.status;
        if other_status {
            slot.sequence += 1;
        }
        if other_status || renamed {
            slot.revised = now;
            slot.state = state;
        }
        other_status || renamed
    }

    /// Marks the slots that are no longer in the agenda as removed.
    fn remove_slots(
        &mut self,
        present: &BTreeSet<String>,
        version: u32,
        now: Timestamp,
        changes: &mut Vec<Change>,
    ) {
        for (name, slot) in &mut self.slots {
            if slot.gone || present.contains(name) {
                continue;
            }
            let (before, after) = (Some(slot.state.clone()), None);
            slot.gone = true;
            slot.sequence += 1;
            slot.revised = now;
            let kind = ChangeKind::Gone;
            changes.push(Change { version, at: now, slot: name.clone(), kind, before, after });
        }
    }
}

impl SlotState {
    /// The present state of a slot.
    pub fn of(session: &Session, slot: usize, event: &Event) -> SlotState {
        let slot = &session.slots[slot];
        let mut places: Vec<String> =
            slot.places.iter().map(|key| event.places.get(*key).about.id.clone()).collect();
        if slot.everywhere {
            places.push(EVERYWHERE.to_owned());
        }
        SlotState {
            day: slot.day,
            start: slot.start.as_ref().map(jiff::Zoned::datetime),
            end: slot.end.as_ref().map(jiff::Zoned::datetime),
            places,
            status: session.status,
        }
    }
}

/// The titles of all sessions with a slot, each on one line.
fn titles(event: &Event) -> impl Iterator<Item = (String, Titles)> + '_ {
    let placed = event.sessions.iter().filter(|(_, session)| !session.slots.is_empty());
    placed.map(|(_, session)| {
        let languages = &event.config.languages;
        let about = &session.about;
        let shared = about.title.as_shared().map(|text| (ALL_LANGUAGES, text));
        let all = about.title.iter().map(|(lang, text)| (languages.tag(lang), text)).chain(shared);
        let line =
            |text: &Spanned<String>| text.value.split_whitespace().collect::<Vec<&str>>().join(" ");
        (about.id.clone(), all.map(|(tag, text)| (tag.to_owned(), line(text))).collect())
    })
}

/// The state of every slot by its name, in the order of the agenda.
fn states(event: &Event) -> impl Iterator<Item = (String, SlotState)> + '_ {
    in_order(&event.days).map(|(key, at)| {
        let session = event.sessions.get(key);
        (session.slot_name(at), SlotState::of(session, at, event))
    })
}
