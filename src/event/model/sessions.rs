//! Days, sessions, and when and where they are held.

use jiff::Zoned;
use jiff::civil::Date;

use crate::base::source::{FileId, Spanned};
use crate::base::text::Localized;
use crate::content::record::{
    Audience, Interpretation, Layout, Link, Registration, SessionKind, StageRole, Status, Travel,
};
use crate::event::model::{About, Organisation, Place, Speaker, Track};
use crate::event::table::Key;

/// A day of the agenda.
#[derive(Clone, Debug)]
pub struct Day {
    /// The day, in the event's zone.
    pub date: Spanned<Date>,
    /// A title, as 'Conference day'.
    pub title: Localized<Spanned<String>>,
    /// What the day is about.
    pub summary: Localized<Spanned<String>>,
    /// How it is shown, where that does not follow from its sessions.
    pub layout: Option<Layout>,
    /// What happens: by start, then by end, then as in the file; those without hours last.
    pub slots: Vec<(Key<Session>, usize)>,
}

/// An entry of the agenda. It has texts and people; *when* and *where* are its slots.
#[derive(Clone, Debug)]
pub struct Session {
    /// What every record has.
    pub about: About,
    /// What happens.
    pub kind: SessionKind,
    /// Whether it will.
    pub status: Status,
    /// Why it is not as it was announced.
    pub reason: Localized<Spanned<String>>,
    /// When and where, in order of time; none while nobody knows.
    pub slots: Vec<Slot>,
    /// The themes it belongs to.
    pub tracks: Vec<Key<Track>>,
    /// Who is on stage, in the order of the file.
    pub speakers: Vec<Appearance>,
    /// The organisations that receive the guests.
    pub hosts: Vec<Key<Organisation>>,
    /// Tags of the languages spoken.
    pub held_in: Vec<String>,
    /// The languages it is interpreted into.
    pub interpretation: Vec<Interpretation>,
    /// Who may come.
    pub audience: Option<Audience>,
    /// How one gets a place.
    pub registration: Option<Registration>,
    /// A guest takes one of the sessions that have the same word here.
    pub choice: Option<Spanned<String>>,
    /// The way there and back, in order.
    pub transport: Vec<Leg>,
    /// Papers to read.
    pub documents: Vec<Document>,
    /// Where there is more.
    pub links: Vec<Link>,
    /// Where the recording can be seen.
    pub recording: Option<String>,
    /// Where it can be seen while it goes on.
    pub stream: Option<String>,
    /// The name that programs know it by all over the world.
    pub guid: Option<String>,
}

/// Somebody on stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Appearance {
    /// Who.
    pub speaker: Key<Speaker>,
    /// As what.
    pub role: StageRole,
}

/// One time at which a session is held.
#[derive(Clone, Debug, PartialEq)]
pub struct Slot {
    /// Its name among the session's; empty for one that is alone.
    pub id: String,
    /// The day of the agenda it belongs to, also when it goes on past midnight.
    pub day: Date,
    /// When it begins, in the event's zone; `None` while the hour is not known.
    pub start: Option<Zoned>,
    /// When it ends, after the start; `None` while that is not known.
    pub end: Option<Zoned>,
    /// Where; several for one that goes on in several rooms.
    pub places: Vec<Key<Place>>,
    /// Whether it goes on everywhere; then it names no place.
    pub everywhere: bool,
}

impl Session {
    /// The name of a slot that no other slot of the event has, and that stays when the slot moves:
    /// the session's id, with the slot's behind a point where it has one.
    pub fn slot_name(&self, slot: usize) -> String {
        match &*self.slots[slot].id {
            "" => self.about.id.clone(),
            id => format!("{}.{id}", self.about.id),
        }
    }
}

/// A part of the way to or from a session.
#[derive(Clone, Debug, PartialEq)]
pub struct Leg {
    /// How.
    pub mode: Travel,
    /// What it is called, as 'Bus A'.
    pub label: Localized<Spanned<String>>,
    /// Where it begins.
    pub from: Option<Key<Place>>,
    /// Where it ends.
    pub to: Option<Key<Place>>,
    /// When it begins, on the day of the session's first slot.
    pub depart: Option<Zoned>,
    /// When it ends.
    pub arrive: Option<Spanned<Zoned>>,
    /// How many people can come along.
    pub seats: Option<u32>,
}

/// A paper to read.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// What it is called.
    pub title: Localized<Spanned<String>>,
    /// Where it is.
    pub target: DocumentTarget,
    /// The tag of its language.
    pub language: Option<String>,
}

/// Where a document is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DocumentTarget {
    /// A file of the site.
    File(FileId),
    /// An address.
    Url(String),
}
