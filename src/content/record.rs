//! One file at a time: YAML records and Markdown texts, typed, with nothing resolved.
//!
//! An id that a record names is still a word with a place; whether it exists is a question for the
//! whole event (`event::assemble`). So every file can be read by itself, in parallel.

mod read_agenda;
mod read_records;
mod read_session;
mod session_facts;

use jiff::civil::Date;

use crate::base::source::{Span, Spanned};
use crate::base::text::Localized;
use crate::content::kind::{TEXT_FIELDS, TextField};
use crate::locale::phone::Phone;

pub(crate) use read_records::bad_slug;
pub use read_records::{extra, image, read_records};
pub use read_session::{EVERYWHERE, links};
pub use session_facts::*;

/// The translated fields of a record; those that its kind does not have stay empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct TextFields([Localized<Spanned<String>>; TEXT_FIELDS]);

impl TextFields {
    /// A field's texts.
    pub fn get(&self, field: TextField) -> &Localized<Spanned<String>> {
        &self.0[field as usize]
    }

    /// A field's texts, to add to.
    pub fn get_mut(&mut self, field: TextField) -> &mut Localized<Spanned<String>> {
        &mut self.0[field as usize]
    }
}

/// A record as its file has it: what every kind has, and the facts of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Record<F> {
    /// Its name.
    pub id: Spanned<String>,
    /// Where it stands.
    pub span: Span,
    /// Whether it is shown only when drafts are asked for.
    pub draft: bool,
    /// The translated fields that stand in the YAML.
    pub texts: TextFields,
    /// Its picture.
    pub image: Option<Spanned<String>>,
    /// What is handed through to templates untouched.
    pub extra: serde_json::Value,
    /// The facts of its kind.
    pub facts: F,
}

/// Which of two equal wall times is meant, when clocks are set back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fold {
    /// The first, still in summer time.
    Earlier,
    /// The second.
    Later,
}

/// A day of the agenda with its sessions, in the order of the file.
#[derive(Clone, Debug, PartialEq)]
pub struct DayRecord {
    /// The day.
    pub date: Spanned<Date>,
    /// The day's title and summary.
    pub texts: TextFields,
    /// How it is shown, where that does not follow from its sessions.
    pub layout: Option<Layout>,
    /// What happens.
    pub sessions: Vec<Record<SessionFacts>>,
}

/// The agenda of one file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AgendaRecord {
    /// The days with their sessions.
    pub days: Vec<DayRecord>,
    /// Sessions that stand under no day: their slots say when, if they have any.
    pub sessions: Vec<Record<SessionFacts>>,
}

/// A person's facts; a speaker has neither phone nor e-mail address.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PersonFacts {
    /// What the name is sorted by, where it differs from the name.
    pub sort_key: Localized<Spanned<String>>,
    /// Where the person works.
    pub organisation: Option<Spanned<String>>,
    /// A telephone number.
    pub phone: Option<Phone>,
    /// An e-mail address.
    pub email: Option<String>,
    /// The person's site.
    pub url: Option<String>,
    /// Whether the family name stands first, as in Chinese.
    pub family_first: bool,
}

/// A track's facts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrackFacts {
    /// Its colour, as `#1a7f37`.
    pub color: Option<String>,
}

/// An organisation's facts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OrganisationFacts {
    /// What the name is sorted by.
    pub sort_key: Localized<Spanned<String>>,
    /// What it has to do with the event.
    pub role: Option<OrganisationRole>,
    /// The level of a partner or supporter, as `gold`: a word of the event's own.
    pub level: Option<String>,
    /// Its site.
    pub url: Option<String>,
}

/// A place's facts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlaceFacts {
    /// What it is.
    pub kind: Option<PlaceKind>,
    /// The place it is part of: a room's venue.
    pub parent: Option<Spanned<String>>,
    /// Its site.
    pub url: Option<String>,
    /// Latitude and longitude in degrees (WGS 84).
    pub coordinates: Option<(f64, f64)>,
    /// How many people it holds.
    pub capacity: Option<Spanned<u32>>,
    /// Whether several sessions may be there at a time.
    pub shared: bool,
    /// Its maps: name and address.
    pub maps: Vec<(String, String)>,
    /// The name that programs know it by all over the world.
    pub guid: Option<String>,
}

/// A page's facts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageFacts {
    /// The template, where it is not the usual one.
    pub template: Option<Spanned<String>>,
}

/// A news item's facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewsFacts {
    /// The day it is of.
    pub date: Date,
}

/// The records of one YAML file.
#[derive(Clone, Debug, PartialEq)]
pub enum Records {
    /// Days of the agenda, and sessions without one.
    Agenda(AgendaRecord),
    /// Tracks.
    Tracks(Vec<Record<TrackFacts>>),
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
    /// News.
    News(Vec<Record<NewsFacts>>),
}
