//! A day as a table of rooms and time.

use std::collections::BTreeMap;

use jiff::Zoned;

use crate::event::model::Slot;
use crate::site::engine::Ready;
use crate::site::reader_context::ReaderContext;
use crate::site::view::grid_layout::{GridCell, GridItem, GridRow, lay_out};
use crate::site::view::place_view::PlaceView;
use crate::site::view::scheduled::{ScheduledSession, on_day};
use crate::site::view::session_hours::iso;
use crate::site::view::session_view::SessionView;
use serde::Serialize;

/// A day as a grid of rooms and time: `grid`.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct GridView {
    /// The places that are used, in the order of the file.
    pub columns: Vec<GridColumnView>,
    /// The rows of the table, by time.
    pub rows: Vec<GridRowView>,
    /// The sessions without a start, which are not in the rows; those that last all day have a `time`.
    pub open: Vec<Ready<SessionView>>,
}

/// A place of a grid.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct GridColumnView {
    /// The place; null for sessions that are everywhere while rooms are used.
    pub place: Option<Ready<PlaceView>>,
    /// The number of columns in the table: several if its sessions overlap.
    pub span: usize,
}

/// A row of a grid: the time until the next row.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct GridRowView {
    /// When it begins in words; null if no session begins then.
    pub time: Option<String>,
    /// When it begins with its offset.
    pub start: String,
    /// Its duration in steps of five minutes, at most 12.
    pub size: usize,
    /// Its cells, without those that begin in an earlier row.
    pub cells: Vec<GridCellView>,
}

/// A cell of a grid.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct GridCellView {
    /// The session; null for an empty cell.
    pub session: Option<Ready<SessionView>>,
    /// The number of rows (`rowspan`).
    pub rows: usize,
    /// The number of columns (`colspan`).
    pub columns: usize,
    /// Whether the session is in an earlier cell too, because its rooms are not adjacent.
    pub again: bool,
}

/// The height of a row: minutes in a step, and the maximum number of steps.
const STEP: i64 = 5;
const MOST_STEPS: i64 = 12;

impl ReaderContext<'_> {
    /// The grids, by day.
    pub(super) fn grids(
        &self,
        places: &[Ready<PlaceView>],
        sessions: &[ScheduledSession],
    ) -> Vec<Option<Ready<GridView>>> {
        let sub_pages = self.routes.sub_pages();
        let by_day = (0..self.event.days.len()).map(|day| sub_pages.has_grid(day).then_some(day));
        by_day.map(|day| Some(Ready::new(&self.grid(on_day(sessions, day?), places)))).collect()
    }

    /// The grid of a day's sessions.
    fn grid(&self, sessions: &[ScheduledSession], places: &[Ready<PlaceView>]) -> GridView {
        let (timed, open): (Vec<&ScheduledSession>, Vec<&ScheduledSession>) =
            sessions.iter().partition(|scheduled| scheduled.start.is_some());
        let slots: Vec<&Slot> = timed.iter().map(|scheduled| self.slot_of(scheduled)).collect();
        let mut columns: BTreeMap<usize, usize> =
            slots.iter().flat_map(|slot| &slot.places).map(|key| (key.index(), 0)).collect();
        (0..).zip(columns.values_mut()).for_each(|(at, column)| *column = at);
        let minute = |at: &Zoned| at.timestamp().as_second().div_euclid(60);
        let items: Vec<GridItem> = slots
            .iter()
            .filter_map(|slot| {
                let start = minute(slot.start.as_ref()?);
                let end = slot.probable_end().map_or(start, minute);
                let mut rooms: Vec<usize> =
                    slot.places.iter().map(|key| columns[&key.index()]).collect();
                rooms.sort_unstable();
                rooms.dedup();
                Some(GridItem { start, end: end.max(start + 1), rooms })
            })
            .collect();
        let table = lay_out(&items, columns.len());
        let starts =
            |at: i64| slots.iter().filter_map(|s| s.start.as_ref()).find(|s| minute(s) == at);
        GridView {
            columns: (columns.keys().map(Some).chain([None]).zip(&table.lanes))
                .filter(|(_, span)| **span > 0)
                .map(|(place, span)| GridColumnView {
                    place: place.map(|place| places[*place].clone()),
                    span: *span,
                })
                .collect(),
            rows: (table.rows.iter())
                .map(|row| self.grid_row(row, starts(row.start), &timed))
                .collect(),
            open: open.iter().map(|scheduled| scheduled.view.clone()).collect(),
        }
    }

    fn grid_row(
        &self,
        row: &GridRow,
        starts: Option<&Zoned>,
        timed: &[&ScheduledSession],
    ) -> GridRowView {
        let zone = self.event.config.timezone.clone();
        let at = jiff::Timestamp::from_second(row.start * 60).unwrap_or_default().to_zoned(zone);
        let cell = |cell: &GridCell| GridCellView {
            session: cell.item.map(|item| timed[item].view.clone()),
            rows: cell.rows,
            columns: cell.columns,
            again: cell.again,
        };
        let steps = ((row.end - row.start) / STEP).clamp(1, MOST_STEPS);
        GridRowView {
            time: starts.map(|start| self.formatted(|format| format.time(start.time()))),
            start: iso(&at),
            // The row of a time without sessions is as low as possible.
            size: if row.idle { 1 } else { usize::try_from(steps).unwrap_or(1) },
            cells: row.cells.iter().map(cell).collect(),
        }
    }
}
