//! A release with the present names of renamed sessions and places.
//!
//! Whoever renames a record and writes `was` only after the next release has two sessions in the lock
//! file: one that was removed, and one that was new. They become one again.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use crate::event::model::{About, Entry, Event};
use crate::event::record_table::Table;
use crate::event::release::{Change, ChangeKind, Release, ReleasedSlot, session_of};

/// For each id of a renamed record the id that lasts.
type Lasting<'e> = BTreeMap<&'e str, &'e str>;

fn lasting<T: Entry>(table: &Table<T>) -> Lasting<'_> {
    let mut lasting = Lasting::new();
    for (_, item) in table.iter() {
        let about = item.about();
        for id in about.was.iter().map(|was| &was.value).chain([&about.id]) {
            if *id != about.lasting_id {
                lasting.insert(id, &about.lasting_id);
            }
        }
    }
    lasting
}

impl Release {
    /// The same release, in which every renamed session and place has the id that lasts.
    pub(in crate::event) fn with_lasting_names(&self, event: &Event, now: Timestamp) -> Release {
        let (sessions, places) = (lasting(&event.sessions), lasting(&event.places));
        let mut renamed = self.clone();
        renamed.rename_places(&places);
        if !sessions.is_empty() {
            renamed.rename_sessions(&sessions, now);
        }
        renamed
    }

    /// Sessions that this release removed since an earlier one, each with the only session that it added
    /// with the same title: they may be renamed.
    pub fn likely_renamed<'e>(
        &self,
        earlier: &Release,
        event: &'e Event,
    ) -> Vec<(String, &'e About)> {
        let added: Vec<&About> = event
            .sessions
            .iter()
            .map(|(_, session)| &session.about)
            .filter(|about| !earlier.has_session(&about.lasting_id))
            .collect();
        let mut removed: Vec<&str> = self
            .since(earlier)
            .filter(|change| change.kind == ChangeKind::Gone)
            .map(|change| session_of(&change.slot))
            .filter(|id| event.sessions.find_ever(id).is_none())
            .collect();
        removed.dedup();
        let pair = |id: &str| Some((id.to_owned(), self.namesake(id, &added)?));
        removed.into_iter().filter_map(pair).collect()
    }

    /// The only one of several sessions that has the released title of a session, in one of its
    /// languages.
    pub(in crate::event) fn namesake<'e>(
        &self,
        session: &str,
        others: &[&'e About],
    ) -> Option<&'e About> {
        let fold =
            |title: &str| title.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        let titles: BTreeSet<String> =
            self.titles.get(session)?.values().map(|title| fold(title)).collect();
        let has = |about: &&&About| {
            let mut all = about.title.iter().map(|(_, text)| text).chain(about.title.as_shared());
            all.any(|text| titles.contains(&fold(&text.value)))
        };
        let mut found = others.iter().filter(has);
        found.next().filter(|_| found.next().is_none()).copied()
    }

    fn rename_places(&mut self, places: &Lasting<'_>) {
        let states = self.slots.values_mut().map(|slot| &mut slot.state);
        let changes = self.changes.iter_mut();
        let states = states
            .chain(changes.flat_map(|change| change.before.iter_mut().chain(&mut change.after)));
        for id in states.flat_map(|state| &mut state.places) {
            if let Some(lasting) = places.get(&**id) {
                *id = (*lasting).to_owned();
            }
        }
        self.places.retain(|id, _| !places.contains_key(&**id));
    }

    fn rename_sessions(&mut self, sessions: &Lasting<'_>, now: Timestamp) {
        let renamed = |name: &str| {
            let session = session_of(name);
            let lasting = sessions.get(session)?;
            Some(format!("{lasting}{}", &name[session.len()..]))
        };
        let mut joined: BTreeSet<String> = BTreeSet::new();
        for (name, slot) in std::mem::take(&mut self.slots) {
            let lasting = renamed(&name).unwrap_or(name);
            self.add_slot(lasting, slot, now, &mut joined);
        }
        for change in &mut self.changes {
            if let Some(lasting) = renamed(&change.slot) {
                change.slot = lasting;
            }
        }
        // Neither was it removed, nor is it new.
        let apparent = |change: &Change| {
            matches!(change.kind, ChangeKind::Gone | ChangeKind::New)
                && joined.contains(&change.slot)
        };
        self.changes.retain(|change| !apparent(change));
        for (session, titles) in std::mem::take(&mut self.titles) {
            let lasting = sessions.get(&*session).map_or(session.clone(), |id| (*id).to_owned());
            self.titles.entry(lasting).or_insert(titles);
        }
    }

    /// Adds a slot. If there is one of this name, the one that was not removed is kept, after one more
    /// change.
    fn add_slot(
        &mut self,
        name: String,
        slot: ReleasedSlot,
        now: Timestamp,
        joined: &mut BTreeSet<String>,
    ) {
        let Some(other) = self.slots.remove(&name) else {
            self.slots.insert(name, slot);
            return;
        };
        let sequence = slot.sequence.max(other.sequence) + 1;
        let kept = if slot.gone { other } else { slot };
        joined.insert(name.clone());
        self.slots.insert(name, ReleasedSlot { sequence, revised: now, ..kept });
    }
}
