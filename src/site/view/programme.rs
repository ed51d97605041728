//! What a template may read of the programme.

use serde::Serialize;

use crate::site::engine::Ready;
use crate::site::view::{PlaceView, SessionView, TextView};

/// The programme: `agenda`.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct AgendaView {
    /// The days, by date.
    pub days: Vec<Ready<DayView>>,
    /// Whether each day has a page of its own, because they are too many for one page.
    pub split: bool,
    /// The sessions that are not placed yet, in the order of the files.
    pub unplaced: Vec<Ready<SessionView>>,
}

/// A day, as menus name it: the items of `days`.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct DayLinkView {
    /// The day, as `2018-11-20`.
    pub date: String,
    /// The address of its page, or of its anchor on the page of the programme.
    pub url: String,
    /// The day in words with its weekday.
    pub label: String,
    /// The weekday, as `tirsdag`.
    pub weekday: String,
    /// Day and month, as `20. november`.
    pub day_month: String,
    /// The day's title.
    pub title: Option<TextView>,
    /// The address of its grid of rooms and time, if it has one.
    pub grid: Option<String>,
}

/// A day of the programme: the items of `agenda.days`, and `day`.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct DayView {
    /// The day, as `2018-11-20`.
    pub date: String,
    /// The anchor on the agenda's page, as `day-2018-11-20`; the template must print it.
    pub anchor: String,
    /// The address of its page, or of that anchor.
    pub url: String,
    /// The address of the day as a calendar (iCalendar); null for a day without sessions.
    pub calendar: Option<String>,
    /// The day in words with its weekday.
    pub label: String,
    /// The weekday, as `tirsdag`.
    pub weekday: String,
    /// Day and month, as `20. november`.
    pub day_month: String,
    /// From the first start to the last end, as `9.00–18.00`.
    pub hours: Option<String>,
    /// The number of sessions, pauses not among them.
    pub count: usize,
    /// The number of places.
    pub rooms: usize,
    /// `list`, `grid` (a list that has a grid beside it) or `by-place`.
    pub layout: &'static str,
    /// The address of its grid of rooms and time, if it has one.
    pub grid: Option<String>,
    /// The day before it.
    pub previous: Option<Ready<DayLinkView>>,
    /// The day after it.
    pub next: Option<Ready<DayLinkView>>,
    /// The first sessions that nothing runs beside, pauses not among them.
    pub highlights: Vec<Ready<SessionView>>,
    /// The day's title.
    pub title: Option<TextView>,
    /// What the day is about.
    pub summary: Option<TextView>,
    /// What happens, by start; those without hours last.
    pub sessions: Vec<Ready<SessionView>>,
    /// The same by time: what runs in parallel stands together.
    pub slots: Vec<SlotView>,
    /// The same by venue, where the layout is `by-place`; empty otherwise.
    pub venues: Vec<VenueView>,
}

/// What happens at one venue on a day.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct VenueView {
    /// The venue; null for what has no place.
    pub place: Option<Ready<PlaceView>>,
    /// Its sessions, by start.
    pub sessions: Vec<Ready<SessionView>>,
}

/// A time of a day, and what happens at it.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct SlotView {
    /// The hours in words, as `9.00–12.30`; null for all those whose hours are not known.
    pub time: Option<String>,
    /// The start with its offset, as `2018-11-20T09:00:00+01:00`.
    pub start: Option<String>,
    /// The end with its offset.
    pub end: Option<String>,
    /// The same hours where guests live.
    pub guest_times: Vec<GuestTimeView>,
    /// The sessions of this time, as in the file.
    pub sessions: Vec<Ready<SessionView>>,
}

/// The hours of a session in another zone.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct GuestTimeView {
    /// The zone, as `Asia/Shanghai`.
    pub zone: String,
    /// The city that stands for it, from the message `zone-…`.
    pub city: String,
    /// The hours in words, as `16.00–19.30`.
    pub time: String,
    /// On which day it begins there: `0` on the event's day, `1` on the next, `-1` on the one before.
    pub day: i8,
}

/// A day as a grid of rooms and time: `grid`.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct GridView {
    /// The places that are used, in the order of the file.
    pub columns: Vec<GridColumnView>,
    /// The rows of the table, by time.
    pub rows: Vec<GridRowView>,
    /// What has no hours, and is not in the rows.
    pub open: Vec<Ready<SessionView>>,
}

/// A place of a grid.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct GridColumnView {
    /// The place; null for what is everywhere while the rooms are used.
    pub place: Option<Ready<PlaceView>>,
    /// The columns of the table that it takes: several where its sessions overlap.
    pub span: usize,
}

/// A row of a grid: the time until the next row.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct GridRowView {
    /// When it begins in words; null where nothing begins.
    pub time: Option<String>,
    /// When it begins with its offset.
    pub start: String,
    /// How long it is, in steps of five minutes, at most 12.
    pub size: usize,
    /// Its cells, from the first column that no earlier row covers.
    pub cells: Vec<GridCellView>,
}

/// A cell of a grid.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct GridCellView {
    /// What happens; null where nothing does.
    pub session: Option<Ready<SessionView>>,
    /// The rows that it takes (`rowspan`).
    pub rows: usize,
    /// The columns that it takes (`colspan`).
    pub columns: usize,
    /// Whether the session stands in a cell before this one too: its rooms are not beside each other.
    pub again: bool,
}

/// What the programme can be filtered by: `filters`. All lists are empty for a short programme.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct FiltersView {
    /// The themes of the event.
    pub tracks: Vec<FilterView>,
    /// The languages that sessions can be followed in.
    pub languages: Vec<FilterView>,
    /// The kinds of sessions.
    pub kinds: Vec<FilterView>,
    /// The places, in the order of the file.
    pub places: Vec<FilterView>,
}

/// Something that the programme can be filtered by.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct FilterView {
    /// The id: of a language the tag, of a kind its word.
    pub id: String,
    /// The name.
    pub name: TextView,
    /// The address of the page that shows only these sessions, if there is one.
    pub url: Option<String>,
}

/// What is of one kind, or can be followed in one language: `selection`.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct SelectionView {
    /// `language` or `kind`.
    pub by: &'static str,
    /// The language's tag, or the kind's word.
    pub id: String,
    /// The sessions by day, in order; days without any are left out.
    pub days: Vec<SelectionDayView>,
    /// The other languages or kinds.
    pub others: Vec<FilterView>,
}

/// A day of a selection.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct SelectionDayView {
    /// The day.
    pub day: Ready<DayLinkView>,
    /// Its sessions.
    pub sessions: Vec<Ready<SessionView>>,
}
