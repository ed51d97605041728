//! A day as a table of rooms and time.
//!
//! [`lay_out`] works on numbers alone: minutes, rooms by position, items by position.

use std::collections::BTreeMap;

use jiff::Zoned;

use crate::event::model::Slot;
use crate::site::engine::Ready;
use crate::site::view::make::Views;
use crate::site::view::make::clock::iso;
use crate::site::view::make::programme::Placed;
use crate::site::view::*;

/// How long something is that nobody said the end of, in minutes.
const UNSAID: i64 = 60;
/// The minutes of a step of a row's height, and the most steps that a row has.
const STEP: i64 = 5;
const MOST_STEPS: i64 = 12;

impl Views<'_> {
    /// The grid of a day's sessions.
    pub(super) fn grid(&self, sessions: &[Placed], places: &[Ready<PlaceView>]) -> GridView {
        let slot = |placed: &Placed| -> &Slot {
            &self.event.sessions.get(placed.session).slots[placed.slot]
        };
        let (timed, open): (Vec<&Placed>, Vec<&Placed>) =
            sessions.iter().partition(|placed| slot(placed).start.is_some());
        let slots: Vec<&Slot> = timed.iter().map(|placed| slot(placed)).collect();
        let mut columns: BTreeMap<usize, usize> =
            slots.iter().flat_map(|slot| &slot.places).map(|key| (key.index(), 0)).collect();
        (0..).zip(columns.values_mut()).for_each(|(at, column)| *column = at);
        let minute = |at: &Zoned| at.timestamp().as_second().div_euclid(60);
        let items: Vec<Item> = slots
            .iter()
            .filter_map(|slot| {
                let start = minute(slot.start.as_ref()?);
                let end = slot.end.as_ref().map_or(start + UNSAID, minute);
                let mut rooms: Vec<usize> =
                    slot.places.iter().map(|key| columns[&key.index()]).collect();
                rooms.sort_unstable();
                rooms.dedup();
                Some(Item { start, end: end.max(start + 1), rooms })
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
            open: open.iter().map(|placed| placed.view.clone()).collect(),
        }
    }

    fn grid_row(&self, row: &Row, starts: Option<&Zoned>, timed: &[&Placed]) -> GridRowView {
        let zone = self.event.config.timezone.clone();
        let at = jiff::Timestamp::from_second(row.start * 60).unwrap_or_default().to_zoned(zone);
        let cell = |cell: &Cell| GridCellView {
            session: cell.item.map(|item| timed[item].view.clone()),
            rows: cell.rows,
            columns: cell.columns,
            again: cell.again,
        };
        let steps = ((row.end - row.start) / STEP).clamp(1, MOST_STEPS);
        GridRowView {
            time: starts.map(|start| self.locale.format().time(start.time())),
            start: iso(&at),
            // A time when nothing happens takes no more room than it needs to be seen.
            size: if row.idle { 1 } else { usize::try_from(steps).unwrap_or(1) },
            cells: row.cells.iter().map(cell).collect(),
        }
    }
}

/// Something that happens, in minutes; in no room means everywhere.
#[derive(Clone, Debug)]
struct Item {
    start: i64,
    end: i64,
    rooms: Vec<usize>,
}

/// A table: rows of cells, and how many columns each room has; behind the rooms, those of what happens
/// everywhere while rooms are used.
#[derive(Debug)]
struct Table {
    lanes: Vec<usize>,
    rows: Vec<Row>,
}

#[derive(Debug)]
struct Row {
    start: i64,
    end: i64,
    idle: bool,
    cells: Vec<Cell>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Cell {
    item: Option<usize>,
    rows: usize,
    columns: usize,
    again: bool,
}

/// A part of an item: rooms that stand beside each other.
#[derive(Clone, Debug)]
struct Piece {
    item: usize,
    first: usize,
    last: usize,
    again: bool,
    /// The lane of one room that it is in, if it is not in all of its rooms' lanes.
    lane: Option<usize>,
}

/// Puts items into a table.
fn lay_out(items: &[Item], rooms: usize) -> Table {
    let mut pieces = pieces(items, rooms);
    let lanes = assign_lanes(&mut pieces, items, rooms + 1);
    let first_column: Vec<usize> = lanes
        .iter()
        .scan(0, |next, lanes| {
            let first = *next;
            *next += lanes;
            Some(first)
        })
        .collect();
    let columns: usize = lanes.iter().sum();
    let mut times: Vec<i64> = items.iter().flat_map(|item| [item.start, item.end]).collect();
    times.sort_unstable();
    times.dedup();
    let row_of = |time: i64| times.partition_point(|at| *at < time);
    let mut covered: Vec<Vec<Option<usize>>> =
        vec![vec![None; columns]; times.len().saturating_sub(1)];
    let mut extents = Vec::with_capacity(pieces.len());
    for (at, piece) in pieces.iter().enumerate() {
        let rows = row_of(items[piece.item].start)..row_of(items[piece.item].end);
        let from = first_column[piece.first] + piece.lane.unwrap_or(0);
        let to = match piece.lane {
            Some(_) => from + 1,
            None => first_column[piece.last] + lanes[piece.last],
        };
        covered[rows.clone()].iter_mut().for_each(|row| row[from..to].fill(Some(at)));
        extents.push((rows, from..to));
    }
    let rows = rows(&times, &covered, |row, column| {
        let at = covered[row][column]?;
        let (rows, columns) = &extents[at];
        let piece = &pieces[at];
        Some((rows.clone(), columns.clone(), Some(piece.item), piece.again))
    });
    Table { lanes, rows }
}

type Extent = (std::ops::Range<usize>, std::ops::Range<usize>, Option<usize>, bool);

/// The rows of a table; what is empty is one cell from top to bottom.
fn rows(
    times: &[i64],
    covered: &[Vec<Option<usize>>],
    extent: impl Fn(usize, usize) -> Option<Extent>,
) -> Vec<Row> {
    let columns = covered.first().map_or(0, Vec::len);
    (0..covered.len())
        .map(|row| {
            let mut cells = Vec::new();
            for column in 0..columns {
                match extent(row, column) {
                    Some((rows, columns, item, again)) => {
                        if rows.start == row && columns.start == column {
                            let (rows, columns) = (rows.len(), columns.len());
                            cells.push(Cell { item, rows, columns, again });
                        }
                    }
                    None if row > 0 && covered[row - 1][column].is_none() => {}
                    None => {
                        let rows =
                            covered[row..].iter().take_while(|row| row[column].is_none()).count();
                        cells.push(Cell { item: None, rows, columns: 1, again: false });
                    }
                }
            }
            let idle = covered[row].iter().all(Option::is_none);
            Row { start: times[row], end: times[row + 1], idle, cells }
        })
        .collect()
}

fn overlap(a: &Item, b: &Item) -> bool {
    a.start < b.end && b.start < a.end
}

/// The parts of all items.
fn pieces(items: &[Item], rooms: usize) -> Vec<Piece> {
    let busy = |own: usize, room: usize, items: &[Item]| {
        let mut others = items.iter().enumerate().filter(|(at, _)| *at != own);
        others.any(|(_, other)| other.rooms.contains(&room) && overlap(other, &items[own]))
    };
    // What happens everywhere takes the rooms that are free, so that the next finds them taken.
    let mut taken = items.to_vec();
    let mut pieces = Vec::new();
    for (at, item) in items.iter().enumerate() {
        let everywhere = item.rooms.is_empty();
        if everywhere {
            let free: Vec<usize> = (0..rooms).filter(|room| !busy(at, *room, &taken)).collect();
            let run = runs(&free).into_iter().rev().max_by_key(|(first, last)| last - first);
            let (first, last) = run.unwrap_or((rooms, rooms));
            taken[at].rooms = (first..=last).collect();
            pieces.push(Piece { item: at, first, last, again: false, lane: None });
            continue;
        }
        let mut again = false;
        for (first, last) in runs(&item.rooms) {
            let whole = first == last || !(first..=last).any(|room| busy(at, room, items));
            let parts: Vec<(usize, usize)> =
                if whole { vec![(first, last)] } else { (first..=last).map(|r| (r, r)).collect() };
            for (first, last) in parts {
                pieces.push(Piece { item: at, first, last, again, lane: None });
                again = true;
            }
        }
    }
    pieces
}

/// Sorted numbers as ranges of those that follow each other, both ends included.
fn runs(numbers: &[usize]) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for number in numbers {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == *number => *last = *number,
            _ => runs.push((*number, *number)),
        }
    }
    runs
}

/// Gives pieces that overlap in one room a lane each; says how many lanes each room has.
fn assign_lanes(pieces: &mut [Piece], items: &[Item], rooms: usize) -> Vec<usize> {
    let mut lanes = vec![1; rooms];
    for (room, lanes) in lanes.iter_mut().enumerate() {
        let mut own: Vec<usize> = (0..pieces.len())
            .filter(|at| pieces[*at].first == room && pieces[*at].last == room)
            .collect();
        own.sort_by_key(|at| (items[pieces[*at].item].start, pieces[*at].item));
        let mut ends: Vec<i64> = Vec::new();
        let mut found = Vec::new();
        for at in &own {
            let item = &items[pieces[*at].item];
            let lane = ends.iter().position(|end| *end <= item.start).unwrap_or(ends.len());
            ends.resize(ends.len().max(lane + 1), i64::MIN);
            ends[lane] = item.end;
            let beside =
                |other: &&usize| **other != *at && overlap(&items[pieces[**other].item], item);
            found.push((*at, own.iter().any(|other| beside(&other)).then_some(lane)));
        }
        found.into_iter().for_each(|(at, lane)| pieces[at].lane = lane);
        *lanes = ends.len().max(1);
    }
    // The columns behind the rooms are there only for what needs them.
    if let Some(last) = lanes.last_mut()
        && !pieces.iter().any(|piece| piece.first + 1 == rooms)
    {
        *last = 0;
    }
    lanes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(items: &[(i64, i64, &[usize])], rooms: usize) -> String {
        let items: Vec<Item> = items
            .iter()
            .map(|(start, end, rooms)| Item { start: *start, end: *end, rooms: rooms.to_vec() })
            .collect();
        let table = lay_out(&items, rooms);
        let columns: usize = table.lanes.iter().sum();
        let mut drawing = vec![vec!['?'; columns]; table.rows.len()];
        for (at, row) in table.rows.iter().enumerate() {
            let mut column = 0;
            for cell in &row.cells {
                while drawing[at][column] != '?' {
                    column += 1;
                }
                let sign = cell.item.map_or('.', |item| char::from(b"abcdefghi"[item]));
                for row in &mut drawing[at..at + cell.rows] {
                    for place in &mut row[column..column + cell.columns] {
                        assert_eq!(*place, '?', "cells lie over each other");
                        *place = sign;
                    }
                }
            }
        }
        let lines: Vec<String> = drawing.into_iter().map(|row| row.into_iter().collect()).collect();
        assert!(!lines.iter().any(|line| line.contains('?')), "a place is in no cell: {lines:?}");
        lines.join(" ")
    }

    #[test]
    fn rooms_stand_beside_each_other_and_rows_are_times() {
        assert_eq!(drawn(&[(0, 10, &[0]), (0, 5, &[1])], 2), "ab a.");
        assert_eq!(drawn(&[(0, 10, &[0]), (20, 30, &[0])], 1), "a . b");
    }

    #[test]
    fn what_is_everywhere_or_in_several_rooms_spans_them() {
        assert_eq!(drawn(&[(0, 10, &[]), (10, 20, &[0]), (10, 20, &[2])], 3), "aaa b.c");
        assert_eq!(drawn(&[(0, 10, &[0, 1]), (0, 10, &[2])], 3), "aab");
        assert_eq!(drawn(&[(0, 10, &[0, 2]), (0, 10, &[1])], 3), "aba");
    }

    #[test]
    fn a_break_leaves_a_room_that_goes_on() {
        assert_eq!(drawn(&[(0, 10, &[]), (0, 10, &[2]), (10, 20, &[0])], 3), "aab c..");
        // In the longest row of free rooms, the first of equal ones.
        assert_eq!(drawn(&[(0, 10, &[]), (0, 10, &[1])], 3), "ab.");
    }

    #[test]
    fn what_finds_no_free_room_stands_behind_them() {
        assert_eq!(drawn(&[(0, 10, &[0]), (0, 10, &[])], 1), "ab");
        assert_eq!(drawn(&[(0, 10, &[]), (0, 10, &[])], 1), "ab");
    }

    #[test]
    fn sessions_that_overlap_in_a_room_have_lanes() {
        assert_eq!(drawn(&[(0, 10, &[0]), (5, 15, &[0]), (15, 20, &[0])], 1), "a. ab .b cc");
        // A room of two where another room is used at the same time.
        assert_eq!(drawn(&[(0, 10, &[0, 1]), (0, 5, &[0])], 2), "aba a.a");
    }

    #[test]
    fn a_thousand_sessions_fit() {
        let rooms: Vec<[usize; 1]> = (0..72).map(|room| [room]).collect();
        let items: Vec<Item> = (0..1000)
            .map(|at| {
                let start = (at / 72) as i64 * 60 + (at % 7) as i64 * 5;
                Item { start, end: start + 55, rooms: rooms[at % 72].to_vec() }
            })
            .collect();
        let table = lay_out(&items, 72);
        let shown: usize =
            table.rows.iter().flat_map(|row| &row.cells).filter(|cell| cell.item.is_some()).count();
        assert_eq!(shown, 1000);
    }
}
