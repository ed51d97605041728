//! Days, sessions, and when and where they are held.

use std::ops::Deref;

use jiff::Zoned;
use jiff::civil::Date;

use crate::base::source::{FileId, Spanned};
use crate::base::text::Localized;
use crate::content::record::{Layout, SessionDetails, StageRole, Travel};
use crate::event::model::{About, Organisation, Place, Speaker, Track};
use crate::event::record_table::Key;

/// A day of the agenda.
#[derive(Clone, Debug)]
pub struct Day {
    /// The day, in the event's zone.
    pub date: Spanned<Date>,
    /// A title, such as 'Conference day'.
    pub title: Localized<Spanned<String>>,
    /// One or two sentences.
    pub summary: Localized<Spanned<String>>,
    /// The layout, if it does not follow from the sessions.
    pub layout: Option<Layout>,
    /// Its slots: by start, then by end, then in the order of the file; those without a time last.
    pub slots: Vec<(Key<Session>, usize)>,
}

/// An entry of the agenda. It has texts and people; *when* and *where* are its slots.
#[derive(Clone, Debug)]
pub struct Session {
    /// The fields common to all records.
    pub about: About,
    /// The fields that refer to no other record; a session dereferences to them.
    pub details: SessionDetails,
    /// The reason for its status.
    pub reason: Localized<Spanned<String>>,
    /// Its times and places, in order of time; none for a session that is not placed yet.
    pub slots: Vec<Slot>,
    /// The tracks it belongs to.
    pub tracks: Vec<Key<Track>>,
    /// The people on stage, in the order of the file.
    pub speakers: Vec<Appearance>,
    /// The organisations that receive the guests.
    pub hosts: Vec<Key<Organisation>>,
    /// The way there and back, in order.
    pub transport: Vec<Leg>,
    /// Documents.
    pub documents: Vec<Document>,
}

impl Deref for Session {
    type Target = SessionDetails;

    fn deref(&self) -> &SessionDetails {
        &self.details
    }
}

/// A person on stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Appearance {
    /// The person.
    pub speaker: Key<Speaker>,
    /// The role.
    pub role: StageRole,
}

/// One time at which a session is held.
#[derive(Clone, Debug, PartialEq)]
pub struct Slot {
    /// Its name among the session's slots; empty if it is the only one.
    pub id: String,
    /// The day of the agenda it belongs to, even if it continues after midnight.
    pub day: Date,
    /// The start, in the event's zone; `None` while it is not known.
    pub start: Option<Zoned>,
    /// The end, after the start; `None` while it is not known.
    pub end: Option<Zoned>,
    /// The estimated end of a slot with a start and no end, for programs that show nothing without one.
    pub estimated_end: Option<Zoned>,
    /// The places; several if it takes place in several rooms at once.
    pub places: Vec<Key<Place>>,
    /// Whether it takes place everywhere; then `places` is empty.
    pub everywhere: bool,
}

impl Slot {
    /// The end, or its estimate; after the start.
    pub fn probable_end(&self) -> Option<&Zoned> {
        self.end.as_ref().or(self.estimated_end.as_ref())
    }
}

impl Session {
    /// The permanent name of a slot, unique within the event: the session's lasting id, followed by a dot
    /// and the slot's id if it has one.
    pub fn slot_name(&self, slot: usize) -> String {
        slot_name(&self.about.lasting_id, &self.slots[slot].id)
    }

    /// The name of a slot for editors, with the session's present id.
    pub fn slot_label(&self, slot: usize) -> String {
        slot_name(&self.about.id, &self.slots[slot].id)
    }
}

fn slot_name(session: &str, slot: &str) -> String {
    match slot {
        "" => session.to_owned(),
        slot => format!("{session}.{slot}"),
    }
}

/// A part of the way to or from a session.
#[derive(Clone, Debug, PartialEq)]
pub struct Leg {
    /// The means of transport.
    pub mode: Travel,
    /// Its name, such as 'Bus A'.
    pub label: Localized<Spanned<String>>,
    /// The place of departure.
    pub from: Option<Key<Place>>,
    /// The place of arrival.
    pub to: Option<Key<Place>>,
    /// The time of departure, on the day of the session's first slot.
    pub depart: Option<Zoned>,
    /// The time of arrival.
    pub arrive: Option<Spanned<Zoned>>,
    /// The number of seats.
    pub seats: Option<u32>,
}

/// A document.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// Its title.
    pub title: Localized<Spanned<String>>,
    /// The file or address.
    pub target: DocumentTarget,
    /// The tag of its language.
    pub language: Option<String>,
}

/// The file or address of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DocumentTarget {
    /// A file of the site.
    File(FileId),
    /// An address.
    Url(String),
}
