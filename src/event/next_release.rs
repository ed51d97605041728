//! The next release of a programme: an event compared with its last release.

use std::collections::BTreeSet;

use jiff::Timestamp;

use crate::base::source::Spanned;
use crate::content::record::EVERYWHERE;
use crate::event::agenda_times::in_order;
use crate::event::model::{About, Event, Session};
use crate::event::release::difference::difference;
use crate::event::release::{
    ALL_LANGUAGES, Change, ChangeKind, Release, ReleasedSlot, SlotState, Titles,
};

impl Release {
    /// The release after this one, made at a moment; `None` if nothing is different.
    ///
    /// It has the same number if there is nothing to announce, but only titles, names of places or ids
    /// to record.
    pub fn next(&self, event: &Event, now: Timestamp) -> Option<Release> {
        let before = self.with_lasting_names(event, now);
        let next = before.with_changes(event, now);
        match next.version == self.version {
            // Calendars must receive it if a removed session turned out to be a renamed one.
            true if before.slots != self.slots => {
                Some(Release { version: self.version + 1, at: now, ..next })
            }
            true => (next != *self).then_some(next),
            false => Some(next),
        }
    }

    /// This release with the changes since; with the same number if there are none.
    fn with_changes(&self, event: &Event, now: Timestamp) -> Release {
        let mut next = self.clone();
        next.titles.extend(titles(event));
        next.places.extend(place_names(event));
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
        let same = changes.is_empty() && !revised && self.version > 0;
        // In the first release everything is new, which is not worth listing.
        if self.version > 0 {
            next.changes.append(&mut changes);
        }
        // After the changes were added: a place that was just removed is named only there.
        next.forget_places();
        match same {
            true => next,
            false => Release { version, at: now, ..next },
        }
    }

    /// Drops the names of places that no slot and no change refers to.
    fn forget_places(&mut self) {
        let slots = self.slots.values().map(|slot| &slot.state);
        let changes =
            self.changes.iter().flat_map(|change| change.before.iter().chain(&change.after));
        let used: BTreeSet<String> =
            slots.chain(changes).flat_map(SlotState::named_places).cloned().collect();
        self.places.retain(|id, _| used.contains(id));
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
            slot.places.iter().map(|key| event.places.get(*key).about.lasting_id.clone()).collect();
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
    placed.map(|(_, session)| titles_of(&session.about, event))
}

/// The names of all places, each on one line.
fn place_names(event: &Event) -> impl Iterator<Item = (String, Titles)> + '_ {
    event.places.iter().map(|(_, place)| titles_of(&place.about, event))
}

/// The titles of a record by tag, under the id that lasts.
fn titles_of(about: &About, event: &Event) -> (String, Titles) {
    let languages = &event.config.languages;
    let shared = about.title.as_shared().map(|text| (ALL_LANGUAGES, text));
    let all = about.title.iter().map(|(lang, text)| (languages.tag(lang), text)).chain(shared);
    let line =
        |text: &Spanned<String>| text.value.split_whitespace().collect::<Vec<&str>>().join(" ");
    (about.lasting_id.clone(), all.map(|(tag, text)| (tag.to_owned(), line(text))).collect())
}

/// The state of every slot by its name, in the order of the agenda.
fn states(event: &Event) -> impl Iterator<Item = (String, SlotState)> + '_ {
    in_order(&event.days).map(|(key, at)| {
        let session = event.sessions.get(key);
        (session.slot_name(at), SlotState::of(session, at, event))
    })
}
