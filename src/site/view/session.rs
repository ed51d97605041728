//! What a template may read of a session.

use serde::Serialize;

use crate::site::engine::{Parts, Ready};
use crate::site::view::{
    ChangeView, GuestTimeView, ImageView, LinkView, OrganisationView, PersonView, PlaceView,
    TextView, TrackLinkView,
};

/// An entry of the programme at one time: `session`.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct SessionView {
    /// The id.
    pub id: String,
    /// The address of its page.
    pub url: String,
    /// The address of the session as a calendar, at all its times (iCalendar); null while it has none.
    pub calendar: Option<String>,
    /// The name of this time of the session, which no other time of the event has.
    pub slot: String,
    /// The kind: the message `kind-…` names it.
    pub kind: &'static str,
    /// Whether it lies between sessions: a break, meal, transport or registration.
    pub pause: bool,
    /// `confirmed`, `tentative`, `cancelled`, `postponed` or `moved`: the message `status-…` names it.
    pub status: &'static str,
    /// Why it is not as it was announced.
    pub reason: Option<TextView>,
    /// The title.
    pub title: TextView,
    /// One or two sentences.
    pub summary: Option<TextView>,
    /// The picture.
    pub image: Option<ImageView>,
    /// The day it belongs to, as `2018-11-20`; null for a session that is not placed yet.
    pub date: Option<String>,
    /// That day in words with its weekday.
    pub date_label: Option<String>,
    /// That day without year and weekday, as `20. november`.
    pub day_month: Option<String>,
    /// The address of that day.
    pub day_url: Option<String>,
    /// The hours in words, as `9.00–12.30`; null while they are not known.
    pub time: Option<String>,
    /// The same hours where guests live (`guest_timezones`), unless their clocks show the same.
    pub guest_times: Vec<GuestTimeView>,
    /// The start with its offset, as `2018-11-20T09:00:00+01:00`.
    pub start: Option<String>,
    /// The end with its offset.
    pub end: Option<String>,
    /// Whether it ends after midnight.
    pub next_day: bool,
    /// Where it is held.
    pub places: Vec<Ready<PlaceView>>,
    /// Whether it goes on everywhere.
    pub everywhere: bool,
    /// Its other times, in order.
    pub also: Vec<HeldView>,
    /// The themes it belongs to.
    pub tracks: Vec<Ready<TrackLinkView>>,
    /// Who is on stage.
    pub speakers: Vec<Ready<PersonView>>,
    /// The same, with what each does there.
    pub stage: Vec<StageView>,
    /// The organisations that receive the guests.
    pub hosts: Vec<Ready<OrganisationView>>,
    /// Names of the languages spoken, in the page's language.
    pub held_in: Vec<String>,
    /// Names of the languages it is interpreted into.
    pub interpreted_into: Vec<String>,
    /// The same, with how.
    pub interpretation: Vec<InterpretationView>,
    /// Tags of all languages that it can be followed in.
    pub languages: Vec<String>,
    /// `open`, `delegates` or `invited`: the message `audience-…` names it.
    pub audience: Option<&'static str>,
    /// How one gets a place.
    pub registration: Option<RegistrationView>,
    /// The word that it shares with the sessions of which a guest takes one.
    pub choice: Option<String>,
    /// Those other sessions.
    pub alternatives: Vec<Ready<LinkView>>,
    /// The way there and back, in order.
    pub transport: Vec<LegView>,
    /// Papers to read.
    pub documents: Vec<DocumentView>,
    /// Where there is more.
    pub links: Vec<WebLinkView>,
    /// Where the recording can be seen.
    pub recording: Option<String>,
    /// Where it can be seen while it goes on.
    pub stream: Option<String>,
    /// What changed lately of when and where it is held.
    pub change: Option<ChangeView>,
    /// The session before it in the programme.
    pub previous: Option<Ready<LinkView>>,
    /// The session behind it in the programme.
    pub next: Option<Ready<LinkView>>,
    /// HTML of each template in `entries/`, by its name: `{{ session.entries.listed }}`. It stands in lists.
    pub entries: Parts,
    /// What the record has under `extra`.
    pub extra: serde_json::Value,
}

/// Another time of a session.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct HeldView {
    /// The name of this time of the session, which no other time of the event has.
    pub slot: String,
    /// The day in words with its weekday.
    pub date_label: String,
    /// The address of that day.
    pub day_url: String,
    /// The hours in words; null while they are not known.
    pub time: Option<String>,
    /// The same hours where guests live.
    pub guest_times: Vec<GuestTimeView>,
    /// The start with its offset.
    pub start: Option<String>,
    /// Where it is held.
    pub places: Vec<Ready<PlaceView>>,
    /// Whether it goes on everywhere.
    pub everywhere: bool,
    /// What changed of this time since the last release but one; null if nothing did.
    pub change: Option<ChangeView>,
}

/// Somebody on stage.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct StageView {
    /// Who.
    pub person: Ready<PersonView>,
    /// `speaker`, `moderator`, `host` or `guest`: the message `stage-…` names it.
    pub role: &'static str,
}

/// A language that a session is interpreted into.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct InterpretationView {
    /// The name of the language.
    pub language: String,
    /// The name of the language that is interpreted, where it is not all that is spoken.
    pub from: Option<String>,
    /// `simultaneous`, `consecutive` or `whispered`: the message `mode-…` names it.
    pub mode: Option<&'static str>,
}

/// How one gets a place.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct RegistrationView {
    /// `none`, `required`, `open`, `full`, `closed` or `invitation`: the message `registration-…`
    /// names it.
    pub state: &'static str,
    /// How many people can come.
    pub capacity: Option<u32>,
    /// The last day in words.
    pub deadline: Option<String>,
    /// Where to register.
    pub url: Option<String>,
}

/// A part of the way to or from a session.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct LegView {
    /// `bus`, `walk`, `train`, `ferry`, `bicycle` or `car`: the message `travel-…` names it.
    pub mode: &'static str,
    /// What it is called.
    pub label: Option<TextView>,
    /// Where it begins.
    pub from: Option<Ready<PlaceView>>,
    /// Where it ends.
    pub to: Option<Ready<PlaceView>>,
    /// When it begins in words.
    pub depart: Option<String>,
    /// When it begins with its offset.
    pub depart_at: Option<String>,
    /// When it ends in words.
    pub arrive: Option<String>,
    /// When it ends with its offset.
    pub arrive_at: Option<String>,
    /// How many people can come along.
    pub seats: Option<u32>,
}

/// A paper to read.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct DocumentView {
    /// What it is called; null for one without a title.
    pub title: Option<TextView>,
    /// Its address.
    pub url: String,
    /// The last part of its address, as `programme.pdf`.
    pub name: String,
    /// Its format, as `PDF`; null where the address does not tell.
    pub format: Option<String>,
    /// How many kilobytes it has; null for one on another site.
    pub kilobytes: Option<u32>,
    /// The name of the language it is in.
    pub language: Option<String>,
}

/// An address where there is more.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct WebLinkView {
    /// What is there; null for a link without a title.
    pub title: Option<TextView>,
    /// The address.
    pub url: String,
}

/// A session as the script of one's own programme reads it, in `programme.json`.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct ChosenView {
    /// The name of this time of the session.
    pub slot: String,
    /// How calendars know it.
    pub uid: String,
    /// The title.
    pub title: String,
    /// The address of its page.
    pub url: String,
    /// The day, as `2018-11-20`.
    pub date: String,
    /// The day in words with its weekday.
    pub day: String,
    /// The hours in words.
    pub time: Option<String>,
    /// The start with its offset.
    pub start: Option<String>,
    /// The end with its offset.
    pub end: Option<String>,
    /// Where it is held, as one text.
    pub place: String,
    /// `confirmed`, `tentative`, `cancelled`, `postponed` or `moved`.
    pub status: &'static str,
    /// That in words, unless it is confirmed; else what changed of it in the last week.
    pub status_label: Option<String>,
    /// What else to know on the day: why it is not as announced, the hours where guests live, when the
    /// way there begins.
    pub notes: Vec<String>,
}
