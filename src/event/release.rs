//! The released programme: `content/agenda.lock`.
//!
//! `plenary release` writes the file, and it is kept with the site. It records the time, place and
//! status of each slot at the last release, how often the slot changed (SEQUENCE of RFC 5545) and when,
//! and all changes so far. So calendars receive changes, visitors see them, and a build still
//! depends on nothing but its files.
//!
//! This module is plain data; `next_release` compares it with an event.

pub(super) mod difference;
mod former_names;
mod lock_file;

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};

use crate::base::text::{Lang, Languages};
use crate::content::record::{EVERYWHERE, Status};
use crate::locale::distance::nearest;

/// A title or name by BCP 47 tag, or under `mul` if it is the same in every language.
pub type Titles = BTreeMap<String, String>;

/// The word in place of a tag for a title or name that is the same in every language.
pub(super) const ALL_LANGUAGES: &str = "mul";

/// A release of the programme.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Release {
    /// The number of the release, from 1.
    pub version: u32,
    /// When it was made.
    pub at: Timestamp,
    /// Every slot that was ever released, by name (`Session::slot_name`).
    pub slots: BTreeMap<String, ReleasedSlot>,
    /// The last titles of their sessions, by id and tag. Only here are titles of removed sessions.
    pub titles: BTreeMap<String, Titles>,
    /// The last names of all places that are named here, by id and tag. Only here are names of
    /// removed places.
    pub places: BTreeMap<String, Titles>,
    /// The changes, the oldest first; none for the first release.
    pub changes: Vec<Change>,
}

/// A slot as it was released.
#[derive(Clone, Debug, PartialEq)]
pub struct ReleasedSlot {
    /// How often it was changed, or got another status, since it was first released.
    pub sequence: u32,
    /// When it was last changed, or got another title.
    pub revised: Timestamp,
    /// Whether it was removed from the agenda.
    pub gone: bool,
    /// Its time, place and status.
    pub state: SlotState,
}

/// The time, place and status of a slot: people must be notified when these change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlotState {
    /// The day of the agenda.
    pub day: Date,
    /// The start as wall-clock time.
    pub start: Option<DateTime>,
    /// The end.
    pub end: Option<DateTime>,
    /// The ids of its places; `all` for everywhere.
    pub places: Vec<String>,
    /// The status.
    pub status: Status,
}

impl SlotState {
    /// Whether the slot takes place everywhere.
    pub fn is_everywhere(&self) -> bool {
        self.places.iter().any(|id| id == EVERYWHERE)
    }

    /// The ids of its places.
    pub fn named_places(&self) -> impl Iterator<Item = &String> {
        self.places.iter().filter(|id| *id != EVERYWHERE)
    }

    /// Whether another state has a different start: a different time, or a different day if one of
    /// the times is open.
    fn has_other_start(&self, other: &SlotState) -> bool {
        match (self.start, other.start) {
            (Some(start), Some(other)) => start != other,
            _ => self.day != other.day,
        }
    }
    /// Whether another state has the same time and place.
    pub fn is_where(&self, other: &SlotState) -> bool {
        let SlotState { day, start, end, places, status: _ } = self;
        (*day, *start, *end, places) == (other.day, other.start, other.end, &other.places)
    }
}

/// A change of one slot.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The release that announced it.
    pub version: u32,
    /// When that was.
    pub at: Timestamp,
    /// The slot's name.
    pub slot: String,
    /// The kind of change.
    pub kind: ChangeKind,
    /// The state before; `None` for a new slot.
    pub before: Option<SlotState>,
    /// The state from then on, whatever changed later; `None` for a removed slot.
    pub after: Option<SlotState>,
}

/// The kind of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChangeKind {
    /// It is new.
    New,
    /// Its day or start changed.
    Time,
    /// Its time, or only its end, was open and is now set.
    TimeAnnounced,
    /// Its end changed.
    End,
    /// Its place changed.
    Place,
    /// Its time and place changed.
    TimeAndPlace,
    /// It was cancelled or postponed.
    Cancelled,
    /// It takes place again.
    Back,
    /// It was removed from the agenda.
    Gone,
}

/// A revision that is not a change: calendars must receive it, people need not be notified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Revision {
    /// The status is different, but the slot takes place as before.
    Status(Status),
    /// The session has a different title.
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

/// How long before the last release a change is marked in the agenda, in days.
const MARKED_DAYS: i64 = 7;

impl Release {
    /// The changes that the agenda marks: the changes in the last release and in the week before it.
    pub fn marked(&self) -> impl Iterator<Item = &Change> {
        let since = self.at.as_second() - MARKED_DAYS * 24 * 60 * 60;
        self.changes.iter().filter(move |change| change.at.as_second() >= since)
    }

    /// The last released state of a slot whose start differs from that of `now`. `None` if the start is
    /// the one first released, for example because it was moved back. A start that was open and is now
    /// set is not moved.
    pub fn moved_from(&self, slot: &str, now: &SlotState) -> Option<&SlotState> {
        let changes = self.changes.iter().filter(|change| change.slot == slot);
        let states: Vec<&SlotState> = changes.filter_map(|change| change.before.as_ref()).collect();
        let first = states.iter().find(|state| state.start.is_some()).or(states.first())?;
        let moved = first.has_other_start(now);
        states.into_iter().rev().find(|state| moved && state.has_other_start(now))
    }

    /// Whether the title of a slot's session differs from its title in an earlier release, if it has one
    /// there.
    pub(super) fn renamed(&self, earlier: &Release, slot: &str) -> bool {
        let session = session_of(slot);
        let before = earlier.titles.get(session);
        before.is_some_and(|before| self.titles.get(session) != Some(before))
    }

    /// The changes after an earlier release.
    pub fn since<'r>(&'r self, earlier: &Release) -> impl Iterator<Item = &'r Change> {
        let version = earlier.version;
        self.changes.iter().filter(move |change| change.version > version)
    }

    /// The slots with another status or title than in an earlier release, but without a change.
    pub fn revised_since(&self, earlier: &Release) -> Vec<(&str, Revision)> {
        let changed = |name: &str| self.since(earlier).any(|change| change.slot == name);
        let revision = |(name, slot): (&String, &ReleasedSlot)| {
            let before = earlier.slots.get(name)?;
            match before.state.status != slot.state.status {
                true => Some(Revision::Status(slot.state.status)),
                false => self.renamed(earlier, name).then_some(Revision::Title),
            }
        };
        let slots = self.slots.iter().filter(|(name, slot)| !slot.gone && !changed(name));
        slots.filter_map(|slot| Some((slot.0.as_str(), revision(slot)?))).collect()
    }

    /// The last released title of a session for readers of a language, and the title's language; `None`
    /// if no title was released.
    pub fn title(
        &self,
        session: &str,
        lang: Lang,
        languages: &Languages,
    ) -> Option<(&str, Option<Lang>)> {
        for_reader(self.titles.get(session)?, lang, languages)
    }

    /// The last released name of a place for readers of a language, and the name's language; `None` if
    /// no name was released.
    pub fn place_name(
        &self,
        place: &str,
        lang: Lang,
        languages: &Languages,
    ) -> Option<(&str, Option<Lang>)> {
        for_reader(self.places.get(place)?, lang, languages)
    }

    /// Whether a session with an id was ever released.
    pub fn has_session(&self, id: &str) -> bool {
        self.titles.contains_key(id) || self.slots.keys().any(|slot| session_of(slot) == id)
    }
}

/// The text for readers of a language, and the text's language.
fn for_reader<'t>(
    titles: &'t Titles,
    lang: Lang,
    languages: &Languages,
) -> Option<(&'t str, Option<Lang>)> {
    let own = |lang| {
        let tag = languages.tag(lang);
        let near = || {
            let (at, _) = nearest(tag, titles.keys().map(String::as_str))?;
            titles.values().nth(at)
        };
        Some((titles.get(tag).or_else(near)?.as_str(), Some(lang)))
    };
    let shared = || Some((titles.get(ALL_LANGUAGES)?.as_str(), None));
    // The site may no longer have the language of the only title.
    let any = || Some((titles.values().next()?.as_str(), None));
    own(lang).or_else(shared).or_else(|| languages.chain(lang).find_map(own)).or_else(any)
}

/// The id of a slot's session, from the slot's name.
pub fn session_of(slot: &str) -> &str {
    slot.split('.').next().unwrap_or(slot)
}
