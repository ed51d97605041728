//! What was published of the agenda: `content/agenda.lock`.
//!
//! `plenary release` writes the file, and it is kept with the site. It remembers how each slot was
//! when the agenda was last released, how often it changed (SEQUENCE of RFC 5545) and when it did,
//! and all changes so far. So calendars learn of changes, visitors see them, and a build still
//! depends on nothing but its files.

mod difference;
mod file;

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};

use crate::base::source::Spanned;
use crate::base::text::{Lang, Languages};
use crate::content::record::Status;
use crate::event::model::{Event, Session};
use crate::event::release::difference::difference;

/// A title by BCP 47 tag; by `mul` one that is the same in every language.
pub type Titles = BTreeMap<String, String>;

/// In the place of a tag: every language.
const ALL_LANGUAGES: &str = "mul";

/// What was released.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Release {
    /// How often; the first is 1.
    pub version: u32,
    /// When, the last time.
    pub at: Timestamp,
    /// Every slot that ever was, by name ([`crate::event::model::Session::slot_name`]).
    pub slots: BTreeMap<String, Released>,
    /// The titles of their sessions by id and tag, as they last were: of a session that is gone,
    /// nothing else tells how it was called.
    pub titles: BTreeMap<String, Titles>,
    /// What changed, the oldest first; nothing of the first release.
    pub changes: Vec<Change>,
}

/// A slot as it was released.
#[derive(Clone, Debug, PartialEq)]
pub struct Released {
    /// How often it was changed, or got another status, since it was first released.
    pub sequence: u32,
    /// When it was last changed, or got another title.
    pub revised: Timestamp,
    /// Whether it is no longer in the agenda.
    pub gone: bool,
    /// When, where, and whether it takes place.
    pub state: State,
}

/// What of a slot people must hear of when it changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// The day of the agenda.
    pub day: Date,
    /// When it begins, as the clock on the wall shows it.
    pub start: Option<DateTime>,
    /// When it ends.
    pub end: Option<DateTime>,
    /// The ids of its places; `all` for everywhere.
    pub places: Vec<String>,
    /// Whether it takes place.
    pub status: Status,
}

impl State {
    /// Whether another state is at the same time and place.
    pub fn is_where(&self, other: &State) -> bool {
        let State { day, start, end, places, status: _ } = self;
        (*day, *start, *end, places) == (other.day, other.start, other.end, &other.places)
    }
}

/// A change of one slot.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The release that made it known.
    pub version: u32,
    /// When that was.
    pub at: Timestamp,
    /// The slot's name.
    pub slot: String,
    /// What changed.
    pub kind: ChangeKind,
    /// How it was before; `None` for what is new.
    pub before: Option<State>,
    /// How it was from then on; `None` for what is gone. A later change changes nothing of it.
    pub after: Option<State>,
}

/// What changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChangeKind {
    /// It was not there before.
    New,
    /// Its day or its start is another.
    Time,
    /// Its hours, or when it ends, were not known, and are now.
    TimeAnnounced,
    /// It ends at another time.
    End,
    /// It is somewhere else.
    Place,
    /// It is somewhere else at another time.
    TimeAndPlace,
    /// It is cancelled or postponed.
    Cancelled,
    /// It takes place after all.
    Back,
    /// It is no longer in the agenda.
    Gone,
}

/// What calendars must hear of besides changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Revision {
    /// It has another status, with which it takes place as before.
    Status(Status),
    /// Its session has another title.
    Title,
}

/// The kinds of changes by the word in the file and in message ids (`change-new`).
pub const CHANGE_KINDS: [(&str, ChangeKind); 9] = [
    ("new", ChangeKind::New),
    ("time", ChangeKind::Time),
    ("time-announced", ChangeKind::TimeAnnounced),
    ("end", ChangeKind::End),
    ("place", ChangeKind::Place),
    ("time-and-place", ChangeKind::TimeAndPlace),
    ("cancelled", ChangeKind::Cancelled),
    ("back", ChangeKind::Back),
    ("gone", ChangeKind::Gone),
];

impl ChangeKind {
    /// The word in the file.
    pub fn as_str(self) -> &'static str {
        CHANGE_KINDS.iter().find(|(_, kind)| *kind == self).map_or("new", |(word, _)| word)
    }
}

/// How long a change is marked in the agenda, in days before the last release.
const MARKED_DAYS: i64 = 7;

impl Release {
    /// The changes that the agenda marks: those of the last release, and of the week before it.
    pub fn marked(&self) -> impl Iterator<Item = &Change> {
        let since = self.at.as_second() - MARKED_DAYS * 24 * 60 * 60;
        self.changes.iter().filter(move |change| change.at.as_second() >= since)
    }

    /// How a slot was before its published start became another than it is now: the last such state.
    /// `None` if the start stands as it was first published, as when it was moved back. That hours
    /// became known moves nothing.
    pub fn moved_from(&self, slot: &str, now: &State) -> Option<&State> {
        let changes = self.changes.iter().filter(|change| change.slot == slot);
        let states: Vec<&State> = changes.filter_map(|change| change.before.as_ref()).collect();
        let first = states.iter().find(|state| state.start.is_some()).or(states.first())?;
        let moved = first.starts_elsewhen(now);
        states.into_iter().rev().find(|state| moved && state.starts_elsewhen(now))
    }

    /// The release that an agenda makes after this one, at a moment; `None` if nothing is different.
    ///
    /// It is the same release if there is nothing to tell, and only titles that older files did not
    /// remember.
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
            next.slots.insert(name, Released { sequence, revised: now, gone: false, state });
        }
        next.take_away(&present, version, now, &mut changes);
        if changes.is_empty() && !revised && self.version > 0 {
            return (next != *self).then_some(next);
        }
        // All that is first released is new, and nobody need be told of each.
        if self.version > 0 {
            next.changes.append(&mut changes);
        }
        Some(Release { version, at: now, ..next })
    }

    /// Notes that a slot has another status or title than it had in a release, which calendars must
    /// hear of, and people need not. Whether that is so.
    fn revise(&mut self, earlier: &Release, name: &str, state: State, now: Timestamp) -> bool {
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

    /// Whether a slot's session has another title than in an earlier release that remembers one.
    fn renamed(&self, earlier: &Release, slot: &str) -> bool {
        let session = session_of(slot);
        let before = earlier.titles.get(session);
        before.is_some_and(|before| self.titles.get(session) != Some(before))
    }

    /// The slots that have another status or title than in the release before, and no change.
    pub fn revised_since(&self, earlier: &Release) -> Vec<(&str, Revision)> {
        let fresh = self.changes.get(earlier.changes.len()..).unwrap_or_default();
        let told = |name: &str| fresh.iter().any(|change| change.slot == name);
        let revision = |(name, slot): (&String, &Released)| {
            let before = earlier.slots.get(name)?;
            match before.state.status != slot.state.status {
                true => Some(Revision::Status(slot.state.status)),
                false => self.renamed(earlier, name).then_some(Revision::Title),
            }
        };
        let slots = self.slots.iter().filter(|(name, slot)| !slot.gone && !told(name));
        slots.filter_map(|slot| Some((slot.0.as_str(), revision(slot)?))).collect()
    }

    /// Marks the slots that are no longer there.
    fn take_away(
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

    /// The title that a session had when it was last released, for readers of a language, and the
    /// language it is in; `None` for one that no file remembers.
    pub fn title(
        &self,
        session: &str,
        lang: Lang,
        languages: &Languages,
    ) -> Option<(&str, Option<Lang>)> {
        let titles = self.titles.get(session)?;
        let own = |lang| Some((titles.get(languages.tag(lang))?.as_str(), Some(lang)));
        let shared = || Some((titles.get(ALL_LANGUAGES)?.as_str(), None));
        // The site may no longer have the language of the only title there is.
        let any = || Some((titles.values().next()?.as_str(), None));
        own(lang).or_else(shared).or_else(|| languages.chain(lang).find_map(own)).or_else(any)
    }
}

/// The id of the session that a slot is of, by its name.
pub fn session_of(slot: &str) -> &str {
    slot.split('.').next().unwrap_or(slot)
}

impl State {
    /// Whether another start than this was published: another hour, or another day while one of the
    /// two hours is not known.
    fn starts_elsewhen(&self, other: &State) -> bool {
        match (self.start, other.start) {
            (Some(start), Some(other)) => start != other,
            _ => self.day != other.day,
        }
    }

    /// A slot as it is now.
    pub fn of(session: &Session, slot: usize, event: &Event) -> State {
        let slot = &session.slots[slot];
        let mut places: Vec<String> =
            slot.places.iter().map(|key| event.places.get(*key).about.id.clone()).collect();
        if slot.everywhere {
            places.push("all".to_owned());
        }
        State {
            day: slot.day,
            start: slot.start.as_ref().map(jiff::Zoned::datetime),
            end: slot.end.as_ref().map(jiff::Zoned::datetime),
            places,
            status: session.status,
        }
    }
}

/// The titles of all sessions that have a slot, each on one line.
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

/// Every slot of an agenda by its name, in the order of the agenda.
fn states(event: &Event) -> impl Iterator<Item = (String, State)> + '_ {
    crate::event::agenda::in_order(&event.days).map(|(key, at)| {
        let session = event.sessions.get(key);
        (session.slot_name(at), State::of(session, at, event))
    })
}
