//! A programme from another tool, with the data that all schedule formats have in common.
//!
//! It is looser than the event. Nothing is resolved, times are moments with the offset of their
//! place, and what does not fit is kept as text ([`Programme::left_over`]).

use std::collections::BTreeMap;

use jiff::Zoned;
use jiff::civil::Date;

pub use crate::content::record::Status;

/// A text by BCP 47 tag; the tag `""` marks a text whose language is not declared.
pub type Texts = BTreeMap<String, String>;

/// A whole programme.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Programme {
    /// The event's acronym, such as `forum-2018`.
    pub acronym: String,
    /// The event's name.
    pub title: Texts,
    /// The version of the programme, such as `1.3`.
    pub version: Option<String>,
    /// The event's site.
    pub url: Option<String>,
    /// The tag of the language of texts that do not declare one, if the file names it.
    pub language: Option<String>,
    /// The tags of the languages of its texts, in the order of the file, if it lists them.
    pub languages: Vec<String>,
    /// The place of the whole event, if the file names it.
    pub venue: Option<String>,
    /// The town of the event.
    pub city: Option<String>,
    /// The IANA name of the event's time zone.
    pub timezone: Option<String>,
    /// The time at which a day of the event begins, if the file declares it.
    pub day_starts: Option<jiff::civil::Time>,
    /// The first and the last day.
    pub dates: Option<(Date, Date)>,
    /// The days, in order, including those without a session.
    pub days: Vec<Day>,
    /// The tracks.
    pub tracks: Vec<Track>,
    /// The rooms, in display order.
    pub rooms: Vec<Room>,
    /// Every person named by a session.
    pub persons: Vec<Person>,
    /// The sessions, in the order of the file.
    pub sessions: Vec<Session>,
    /// Whether a Plenary site wrote the file. If so, the ids are the ids of the site's records.
    pub own: bool,
    /// Whether what it calls rooms may be places anywhere, as in calendars.
    pub locations: bool,
    /// Whether long texts are known to be Markdown.
    pub markdown: bool,
    /// The prefixes of titles and subtitles that mark a session's status, in a file from Plenary whose
    /// format has no field for it.
    pub prefixes: BTreeMap<Status, String>,
    /// Assumptions made while reading, one line each.
    pub notes: Vec<String>,
    /// The values in the file that a programme cannot hold.
    pub left_over: Vec<LeftOver>,
}

/// A day.
#[derive(Clone, Debug, PartialEq)]
pub struct Day {
    /// The day of the event; sessions after midnight belong to the day before.
    pub date: Date,
    /// When it begins and ends, if the format has it.
    pub hours: Option<(Zoned, Zoned)>,
}

/// A track.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Track {
    /// The id, the same in all languages; empty if the format has none.
    pub id: String,
    /// The name that visitors read.
    pub name: Texts,
    /// The colour as `#rrggbb`.
    pub color: Option<String>,
}

/// A room, or another place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Room {
    /// The id, the same in all languages; empty if the format has none.
    pub id: String,
    /// The name that visitors read.
    pub name: Texts,
    /// The globally unique id, usually a UUID.
    pub guid: Option<String>,
    /// How many people it holds.
    pub capacity: Option<u32>,
    /// The description.
    pub description: Texts,
}

/// A person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// The id; empty if the format has none.
    pub id: String,
    /// The name.
    pub name: Texts,
    /// The biography.
    pub biography: Texts,
    /// The person's site.
    pub url: Option<String>,
}

/// A session.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Session {
    /// The permanent id, the same in all languages; empty if the format has none.
    pub id: String,
    /// The globally unique id, usually a UUID.
    pub guid: Option<String>,
    /// The title.
    pub title: Texts,
    /// The subtitle.
    pub subtitle: Texts,
    /// A few sentences, as plain text or Markdown.
    pub summary: Texts,
    /// The long text, as plain text, Markdown or simple HTML.
    pub text: Texts,
    /// The kind as the format calls it, such as `lecture`.
    pub kind: String,
    /// Whether it will take place.
    pub status: Status,
    /// Indices into [`Programme::tracks`].
    pub tracks: Vec<usize>,
    /// Indices into [`Programme::persons`], in order.
    pub persons: Vec<usize>,
    /// The roles of those who are not simply speakers, in Plenary's terms, by the same indices.
    pub roles: BTreeMap<usize, String>,
    /// Tags of the languages spoken.
    pub languages: Vec<String>,
    /// Whether it lasts all day; then its times are not known.
    pub all_day: bool,
    /// When and where it is held; empty for a session that is not scheduled yet.
    pub slots: Vec<Slot>,
    /// The session's page.
    pub url: Option<String>,
    /// Links.
    pub links: Vec<Link>,
    /// Documents.
    pub attachments: Vec<Link>,
    /// Address of the live stream.
    pub stream: Option<String>,
    /// Address of the recording.
    pub recording: Option<String>,
    /// Whether recording is forbidden.
    pub no_recording: bool,
    /// The licence of the recording.
    pub licence: Option<String>,
}

/// When and where a session is held.
#[derive(Clone, Debug, PartialEq)]
pub struct Slot {
    /// The id, unique among all slots; empty if the format has none.
    pub id: String,
    /// The day of the event that it belongs to.
    pub day: Date,
    /// When it is held.
    pub time: Time,
    /// Indices into [`Programme::rooms`].
    pub rooms: Vec<usize>,
}

impl Slot {
    /// The same without an end, which was an estimate.
    pub(super) fn without_end(self) -> Slot {
        Slot { time: self.time.without_end(), ..self }
    }
}

/// The time of a slot.
#[derive(Clone, Debug, PartialEq)]
pub enum Time {
    /// Not known yet: some time of the day.
    Unknown,
    /// From a moment on.
    From(Zoned),
    /// From a moment to a later one.
    Span(Zoned, Zoned),
    /// From a moment to an estimated end, in files to write. Readers return [`Time::From`] for it.
    Estimated(Zoned, Zoned),
}

impl Time {
    /// From a moment to an end, if there is one that is later.
    pub(super) fn until(start: Zoned, end: Option<Zoned>) -> Time {
        match end.filter(|end| *end > start) {
            Some(end) => Time::Span(start, end),
            None => Time::From(start),
        }
    }

    /// The same without an end.
    fn without_end(self) -> Time {
        match self {
            Time::Span(start, _) | Time::Estimated(start, _) => Time::From(start),
            time => time,
        }
    }

    /// The beginning, if it is known.
    pub fn start(&self) -> Option<&Zoned> {
        match self {
            Time::Unknown => None,
            Time::From(start) | Time::Span(start, _) | Time::Estimated(start, _) => Some(start),
        }
    }
}

/// An address with its title.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Link {
    /// The address.
    pub url: String,
    /// The title; may be empty.
    pub title: String,
}

/// Something that a file contains and a programme cannot hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOver {
    /// The line of the file, from 1, if it is known.
    pub line: Option<usize>,
    /// Where it is, such as `event 12: answers`.
    pub place: String,
    /// The value, shortened.
    pub value: String,
}
