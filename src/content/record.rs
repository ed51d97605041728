//! One file at a time: YAML records and Markdown texts, typed, with nothing resolved.
//!
//! An id that a record names is still a word with a place; whether it exists is a question for the
//! whole event (`event::assemble`). So every file can be read by itself, in parallel.

mod agenda;
mod read;

use jiff::civil::{Date, Time};

use crate::base::source::Span;
use crate::base::text::{Localized, Text};
use crate::content::fields::Id;
use crate::content::kind::{TEXT_FIELDS, TextField};
use crate::locale::phone::Phone;

pub(crate) use read::bad_slug;
pub use read::{extra, image, read_records};

/// The translated fields of a record; those that its kind does not have stay empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Words([Localized<Text>; TEXT_FIELDS]);

impl Words {
    /// A field's texts.
    pub fn get(&self, field: TextField) -> &Localized<Text> {
        &self.0[field as usize]
    }

    /// A field's texts, to add to.
    pub fn get_mut(&mut self, field: TextField) -> &mut Localized<Text> {
        &mut self.0[field as usize]
    }
}

/// A picture that a record names.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ImageRef {
    /// The path from the site's folder, as `content/media/x.jpg`.
    pub path: String,
    /// Where it is named.
    pub span: Span,
}

/// A record as its file has it: what every kind has, and the facts of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Record<F> {
    /// Its name.
    pub id: Id,
    /// Where it stands.
    pub span: Span,
    /// Whether it is shown only when drafts are asked for.
    pub draft: bool,
    /// The translated fields that stand in the YAML.
    pub words: Words,
    /// Its picture.
    pub image: Option<ImageRef>,
    /// What is handed through to templates untouched.
    pub extra: serde_json::Value,
    /// The facts of its kind.
    pub facts: F,
}

/// What happens in a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SessionKind {
    /// The event's main gathering.
    Conference,
    /// A talk or meeting; what is meant when nothing is said.
    Session,
    /// A main talk.
    Keynote,
    /// Several people in conversation.
    Panel,
    /// Work in a group.
    Workshop,
    /// An opening, signing or award.
    Ceremony,
    /// Drinks and talk.
    Reception,
    /// A festive meal.
    Dinner,
    /// Any other meal.
    Meal,
    /// A visit to a company or plant.
    Visit,
    /// Activities between two partners.
    Bilateral,
    /// A pause.
    Break,
    /// A journey.
    Transport,
    /// Signing in.
    Registration,
}

/// The kinds of sessions by the word that stands in files and in message ids (`kind-dinner`).
pub const SESSION_KINDS: [(&str, SessionKind); 14] = [
    ("session", SessionKind::Session),
    ("conference", SessionKind::Conference),
    ("keynote", SessionKind::Keynote),
    ("panel", SessionKind::Panel),
    ("workshop", SessionKind::Workshop),
    ("ceremony", SessionKind::Ceremony),
    ("reception", SessionKind::Reception),
    ("dinner", SessionKind::Dinner),
    ("meal", SessionKind::Meal),
    ("visit", SessionKind::Visit),
    ("bilateral", SessionKind::Bilateral),
    ("break", SessionKind::Break),
    ("transport", SessionKind::Transport),
    ("registration", SessionKind::Registration),
];

impl SessionKind {
    /// The word in files.
    pub fn as_str(self) -> &'static str {
        SESSION_KINDS.iter().find(|(_, kind)| *kind == self).map_or("session", |(word, _)| word)
    }
}

/// Which of two equal wall times is meant, when clocks are set back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fold {
    /// The first, still in summer time.
    Earlier,
    /// The second.
    Later,
}

/// A value with its place.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Placed<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

/// The facts of a session, times as the clock on the wall shows them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionFacts {
    /// What happens.
    pub kind: SessionKind,
    /// When it begins, if the hour is known.
    pub start: Option<Placed<Time>>,
    /// When it ends; before the start is the next morning.
    pub end: Option<Placed<Time>>,
    /// Which of two equal times is meant.
    pub fold: Option<Fold>,
    /// Where it is held; several for one that goes on in several rooms.
    pub places: Vec<Id>,
    /// The themes it belongs to.
    pub tracks: Vec<Id>,
    /// Who is on stage.
    pub speakers: Vec<Id>,
    /// The organisations that receive the guests.
    pub hosts: Vec<Id>,
    /// The tags of the languages spoken.
    pub held_in: Vec<String>,
    /// The tags of the languages it is interpreted into.
    pub interpreted_into: Vec<String>,
}

/// A day of the agenda with its sessions, in the order of the file.
#[derive(Clone, Debug, PartialEq)]
pub struct DayRecord {
    /// The day.
    pub date: Placed<Date>,
    /// The day's title and summary.
    pub words: Words,
    /// What happens.
    pub sessions: Vec<Record<SessionFacts>>,
}

/// A person's facts; a speaker has neither phone nor e-mail address.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PersonFacts {
    /// What the name is sorted by, where it differs from the name.
    pub sort_key: Localized<Text>,
    /// Where the person works.
    pub organisation: Option<Id>,
    /// A telephone number.
    pub phone: Option<Phone>,
    /// An e-mail address.
    pub email: Option<String>,
}

/// What an organisation has to do with the event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OrganisationRole {
    /// Receives the guests.
    Host,
    /// Began it.
    Initiator,
    /// Takes part in making it.
    Partner,
    /// Helps with money or means.
    Supporter,
}

/// The roles of organisations by the word in files and in message ids (`role-host`).
pub const ORGANISATION_ROLES: [(&str, OrganisationRole); 4] = [
    ("host", OrganisationRole::Host),
    ("initiator", OrganisationRole::Initiator),
    ("partner", OrganisationRole::Partner),
    ("supporter", OrganisationRole::Supporter),
];

impl OrganisationRole {
    /// The word in files.
    pub fn as_str(self) -> &'static str {
        ORGANISATION_ROLES.iter().find(|(_, role)| *role == self).map_or("partner", |(w, _)| w)
    }
}

/// An organisation's facts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OrganisationFacts {
    /// What the name is sorted by.
    pub sort_key: Localized<Text>,
    /// What it has to do with the event.
    pub role: Option<OrganisationRole>,
    /// Its site.
    pub url: Option<String>,
}

/// A place's facts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlaceFacts {
    /// The place it is part of: a room's venue.
    pub parent: Option<Id>,
    /// Its site.
    pub url: Option<String>,
}

/// A page's facts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageFacts {
    /// The template, where it is not the usual one.
    pub template: Option<Placed<String>>,
}

/// The records of one YAML file.
#[derive(Clone, Debug, PartialEq)]
pub enum Records {
    /// Days of the agenda.
    Days(Vec<DayRecord>),
    /// Tracks.
    Tracks(Vec<Record<()>>),
    /// Speakers.
    Speakers(Vec<Record<PersonFacts>>),
    /// Contacts.
    Contacts(Vec<Record<PersonFacts>>),
    /// Organisations.
    Organisations(Vec<Record<OrganisationFacts>>),
    /// Places.
    Places(Vec<Record<PlaceFacts>>),
    /// Pages.
    Pages(Vec<Record<PageFacts>>),
}
