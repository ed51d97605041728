//! Records of YAML files, typed but unresolved.
//!
//! Whether an id exists is checked later, for the whole event (`event::assemble`). So each file can be
//! read separately, in parallel.

mod read_agenda;
mod read_records;
mod read_session;
mod record_list;
mod session_facts;

use jiff::civil::Date;

use crate::base::source::{Span, Spanned};
use crate::base::text::Localized;
use crate::content::kind::{TEXT_FIELDS, TextField};
use crate::locale::phone::Phone;

pub use read_records::read_records;
pub use read_session::{EVERYWHERE, links};
pub(crate) use record_list::bad_slug;
pub use record_list::{extra, image};
pub use session_facts::*;

/// The translated fields of a record; those that its kind lacks stay empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct TextFields([Localized<Spanned<String>>; TEXT_FIELDS]);

impl TextFields {
    /// A field's texts.
    pub fn get(&self, field: TextField) -> &Localized<Spanned<String>> {
        &self.0[field as usize]
    }

    /// A field's texts, to be changed.
    pub fn get_mut(&mut self, field: TextField) -> &mut Localized<Spanned<String>> {
        &mut self.0[field as usize]
    }
}

/// A record of a file: the fields of every kind, and the facts of its own kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Record<F> {
    /// Its id.
    pub id: Spanned<String>,
    /// The ids that it had before, the oldest first.
    pub was: Vec<Spanned<String>>,
    /// Its place.
    pub span: Span,
    /// Whether it is shown only with `--drafts`.
    pub draft: bool,
    /// The translated fields in the YAML.
    pub texts: TextFields,
    /// Its picture.
    pub image: Option<Spanned<String>>,
    /// Data for templates, unchanged.
    pub extra: serde_json::Value,
    /// The facts of its kind.
    pub facts: F,
}

/// Which of two equal local times is meant, when clocks are set back.
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
    /// How it is shown, if that does not follow from its sessions.
    pub layout: Option<Layout>,
    /// Its sessions.
    pub sessions: Vec<Record<SessionFacts>>,
}

/// The agenda of one file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AgendaRecord {
    /// The days with their sessions.
    pub days: Vec<DayRecord>,
    /// Sessions that are not below a day; their slots have dates, if they have slots.
    pub sessions: Vec<Record<SessionFacts>>,
}

/// A person's facts; a speaker has neither phone nor e-mail address.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PersonFacts {
    /// The text by which the name is sorted, if it is not the name.
    pub sort_key: Localized<Spanned<String>>,
    /// The organisation that the person works for.
    pub organisation: Option<Spanned<String>>,
    /// A telephone number.
    pub phone: Option<Phone>,
    /// An e-mail address.
    pub email: Option<String>,
    /// The person's website.
    pub url: Option<String>,
    /// Whether the family name comes first, as in Chinese.
    pub family_first: bool,
    /// Whether it is a group; only for speakers.
    pub group: bool,
}

/// A track's facts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrackFacts {
    /// Its colour, such as `#1a7f37`.
    pub color: Option<String>,
}

/// An organisation's facts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OrganisationFacts {
    /// The text by which the name is sorted.
    pub sort_key: Localized<Spanned<String>>,
    /// Its role in the event.
    pub role: Option<OrganisationRole>,
    /// The level of a partner or supporter, such as `gold`; the event chooses the words.
    pub level: Option<String>,
    /// Its website.
    pub url: Option<String>,
}

/// A place's facts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlaceFacts {
    /// The kind of place.
    pub kind: Option<PlaceKind>,
    /// The place that contains it: a room's venue.
    pub parent: Option<Spanned<String>>,
    /// The postal code.
    pub postcode: Option<String>,
    /// The country's two letters (ISO 3166).
    pub country: Option<String>,
    /// Its website.
    pub url: Option<String>,
    /// Latitude and longitude in degrees (WGS 84).
    pub coordinates: Option<(f64, f64)>,
    /// Its capacity: a number of people.
    pub capacity: Option<Spanned<u32>>,
    /// Whether several sessions may use it at the same time.
    pub shared: bool,
    /// Links to maps: name and address.
    pub maps: Vec<(String, String)>,
    /// A globally unique id, usually a UUID.
    pub guid: Option<String>,
}

/// A page's facts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageFacts {
    /// The template, if it is not the usual one.
    pub template: Option<Spanned<String>>,
}

/// A news item's facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewsFacts {
    /// Its date.
    pub date: Date,
}

/// The records of one YAML file.
#[derive(Clone, Debug, PartialEq)]
pub enum Records {
    /// Days of the agenda, and sessions without a day.
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
