//! A programme as other tools keep it: what schedules of every format have in common.
//!
//! It is looser than the event. Nothing is resolved, times are moments with the offset of their
//! place, and what a format says that has no room here is kept in words ([`Programme::left_over`]).

use std::collections::BTreeMap;

use jiff::Zoned;
use jiff::civil::Date;

/// A text by BCP 47 tag; `""` is a text whose language the format does not tell.
pub type Texts = BTreeMap<String, String>;

/// A whole programme.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Programme {
    /// The event's short name for programs, as `forum-2018`.
    pub acronym: String,
    /// The event's name.
    pub title: Texts,
    /// Which state of the programme this is, as `1.3`.
    pub version: Option<String>,
    /// The event's site.
    pub url: Option<String>,
    /// The tag of the language of texts that do not tell theirs, where the file names it.
    pub language: Option<String>,
    /// The IANA name of the zone that its clocks follow.
    pub timezone: Option<String>,
    /// The time of day at which a day of the event begins, where the file says.
    pub day_starts: Option<jiff::civil::Time>,
    /// The first and the last day.
    pub dates: Option<(Date, Date)>,
    /// The days, in order, also those without a session.
    pub days: Vec<Day>,
    /// The themes.
    pub tracks: Vec<Track>,
    /// The rooms, in the order in which they should be shown.
    pub rooms: Vec<Room>,
    /// Everybody whom a session names.
    pub persons: Vec<Person>,
    /// The sessions, in the order of the file.
    pub sessions: Vec<Session>,
    /// Whether a site of ours wrote the file: ids are those of its records.
    pub own: bool,
    /// Whether long texts are Markdown for certain.
    pub markdown: bool,
    /// What stands in front of titles and second lines of sessions that are not as announced, in a
    /// file of our own whose format has no word for it.
    pub prefixes: BTreeMap<Status, String>,
    /// What was taken for granted while the file was read, a line each.
    pub notes: Vec<String>,
    /// What the format said and nothing here can hold, in the order of the file.
    pub left_over: Vec<LeftOver>,
}

/// A day.
#[derive(Clone, Debug, PartialEq)]
pub struct Day {
    /// The day of the event; sessions after midnight belong to the day before.
    pub date: Date,
    /// When it begins and ends, where the format says.
    pub hours: Option<(Zoned, Zoned)>,
}

/// A theme.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Track {
    /// A name for programs, equal in all languages; empty where the format has none.
    pub id: String,
    /// What visitors read.
    pub name: Texts,
    /// The colour as `#rrggbb`.
    pub color: Option<String>,
}

/// A room, or another place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Room {
    /// A name for programs, equal in all languages; empty where the format has none.
    pub id: String,
    /// What visitors read.
    pub name: Texts,
    /// The name that programs know it by all over the world, usually a UUID.
    pub guid: Option<String>,
    /// How many people it holds.
    pub capacity: Option<u32>,
    /// What it is like.
    pub description: Texts,
}

/// A person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// A name for programs; empty where the format has none.
    pub id: String,
    /// The person's name.
    pub name: Texts,
    /// What there is to know.
    pub biography: Texts,
    /// The person's site.
    pub url: Option<String>,
}

/// What happens.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Session {
    /// A name for programs, equal in all languages and for ever; empty where the format has none.
    pub id: String,
    /// The name that programs know it by all over the world, usually a UUID.
    pub guid: Option<String>,
    /// The title.
    pub title: Texts,
    /// A second line.
    pub subtitle: Texts,
    /// A few sentences, as plain text or Markdown.
    pub summary: Texts,
    /// The long text, as plain text, Markdown or simple HTML.
    pub text: Texts,
    /// The kind in the format's own words, as `lecture`.
    pub kind: String,
    /// Whether it will happen.
    pub status: Status,
    /// Positions in [`Programme::tracks`].
    pub tracks: Vec<usize>,
    /// Positions in [`Programme::persons`], in order.
    pub persons: Vec<usize>,
    /// What those of them do who do not just speak, in our words, by the same positions.
    pub roles: BTreeMap<usize, String>,
    /// Tags of the languages spoken.
    pub languages: Vec<String>,
    /// When and where; none for a session that is not placed yet.
    pub slots: Vec<Slot>,
    /// The session's page.
    pub url: Option<String>,
    /// Links: address and title.
    pub links: Vec<Link>,
    /// Documents: address and title.
    pub attachments: Vec<Link>,
    /// Where the recording is.
    pub recording: Option<String>,
    /// Whether it must not be recorded.
    pub no_recording: bool,
    /// Under which licence a recording is published.
    pub licence: Option<String>,
}

/// Whether a session will happen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// It will, as announced.
    #[default]
    Confirmed,
    /// It may.
    Tentative,
    /// It will not.
    Cancelled,
    /// It will, nobody knows when.
    Postponed,
    /// It will, at another time or place than was announced.
    Moved,
}

/// When and where a session is held.
#[derive(Clone, Debug, PartialEq)]
pub struct Slot {
    /// A name for programs that no other slot has; empty where the format has none.
    pub id: String,
    /// The day of the event it belongs to.
    pub day: Date,
    /// The hours.
    pub time: Time,
    /// Positions in [`Programme::rooms`].
    pub rooms: Vec<usize>,
}

/// The hours of a slot.
#[derive(Clone, Debug, PartialEq)]
pub enum Time {
    /// Nobody knows yet: some time of the day.
    Unknown,
    /// From a moment on.
    From(Zoned),
    /// From a moment to a later one.
    Span(Zoned, Zoned),
}

/// An address with its title.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Link {
    /// The address.
    pub url: String,
    /// What is there; may be empty.
    pub title: String,
}

/// Something that a file says and a programme cannot hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOver {
    /// The line of the file, from 1, where it is known.
    pub line: Option<usize>,
    /// Where it stands, as `event 12: answers`.
    pub place: String,
    /// What it says, shortened.
    pub value: String,
}
