//! The layout of a grid: items in rooms, put into the rows and columns of a table.
//!
//! It works on numbers alone: minutes, and positions of rooms and items.

/// Something with a start and an end in minutes; without rooms it is everywhere.
#[derive(Clone, Debug)]
pub(super) struct GridItem {
    pub(super) start: i64,
    pub(super) end: i64,
    pub(super) rooms: Vec<usize>,
}

/// A table: rows of cells, and the number of columns of each room. After the rooms come the columns of
/// items that are everywhere while rooms are used.
#[derive(Debug)]
pub(super) struct GridTable {
    pub(super) lanes: Vec<usize>,
    pub(super) rows: Vec<GridRow>,
}

/// The time until the next row.
#[derive(Debug)]
pub(super) struct GridRow {
    pub(super) start: i64,
    pub(super) end: i64,
    /// Whether all cells are empty.
    pub(super) idle: bool,
    pub(super) cells: Vec<GridCell>,
}

/// A cell; one without an item is empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct GridCell {
    pub(super) item: Option<usize>,
    pub(super) rows: usize,
    pub(super) columns: usize,
    /// Whether the item is in an earlier cell too.
    pub(super) again: bool,
}

/// A part of an item: adjacent rooms.
#[derive(Clone, Debug)]
struct RoomSpan {
    item: usize,
    first: usize,
    last: usize,
    again: bool,
    /// Its lane within one room; `None` if it takes all lanes of its rooms.
    lane: Option<usize>,
}

/// Puts items into a table.
pub(super) fn lay_out(items: &[GridItem], rooms: usize) -> GridTable {
    let mut spans = spans(items, rooms);
    let lanes = assign_lanes(&mut spans, items, rooms + 1);
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
    let mut extents = Vec::with_capacity(spans.len());
    for (at, span) in spans.iter().enumerate() {
        let rows = row_of(items[span.item].start)..row_of(items[span.item].end);
        let from = first_column[span.first] + span.lane.unwrap_or(0);
        let to = match span.lane {
            Some(_) => from + 1,
            None => first_column[span.last] + lanes[span.last],
        };
        covered[rows.clone()].iter_mut().for_each(|row| row[from..to].fill(Some(at)));
        extents.push((rows, from..to));
    }
    let rows = rows(&times, &covered, |row, column| {
        let at = covered[row][column]?;
        let (rows, columns) = &extents[at];
        let span = &spans[at];
        Some((rows.clone(), columns.clone(), Some(span.item), span.again))
    });
    GridTable { lanes, rows }
}

type Extent = (std::ops::Range<usize>, std::ops::Range<usize>, Option<usize>, bool);

/// The rows of a table. Adjacent empty cells of a column become one.
fn rows(
    times: &[i64],
    covered: &[Vec<Option<usize>>],
    extent: impl Fn(usize, usize) -> Option<Extent>,
) -> Vec<GridRow> {
    let columns = covered.first().map_or(0, Vec::len);
    (0..covered.len())
        .map(|row| {
            let mut cells = Vec::new();
            for column in 0..columns {
                match extent(row, column) {
                    Some((rows, columns, item, again)) => {
                        if rows.start == row && columns.start == column {
                            let (rows, columns) = (rows.len(), columns.len());
                            cells.push(GridCell { item, rows, columns, again });
                        }
                    }
                    None if row > 0 && covered[row - 1][column].is_none() => {}
                    None => {
                        let rows =
                            covered[row..].iter().take_while(|row| row[column].is_none()).count();
                        cells.push(GridCell { item: None, rows, columns: 1, again: false });
                    }
                }
            }
            let idle = covered[row].iter().all(Option::is_none);
            GridRow { start: times[row], end: times[row + 1], idle, cells }
        })
        .collect()
}

fn overlap(a: &GridItem, b: &GridItem) -> bool {
    a.start < b.end && b.start < a.end
}

/// The parts of all items.
fn spans(items: &[GridItem], rooms: usize) -> Vec<RoomSpan> {
    let busy = |own: usize, room: usize, items: &[GridItem]| {
        let mut others = items.iter().enumerate().filter(|(at, _)| *at != own);
        others.any(|(_, other)| other.rooms.contains(&room) && overlap(other, &items[own]))
    };
    // An item that is everywhere takes the free rooms, so that the next one finds them taken.
    let mut taken = items.to_vec();
    let mut spans = Vec::new();
    for (at, item) in items.iter().enumerate() {
        let everywhere = item.rooms.is_empty();
        if everywhere {
            let free: Vec<usize> = (0..rooms).filter(|room| !busy(at, *room, &taken)).collect();
            let run = runs(&free).into_iter().rev().max_by_key(|(first, last)| last - first);
            let (first, last) = run.unwrap_or((rooms, rooms));
            taken[at].rooms = (first..=last).collect();
            spans.push(RoomSpan { item: at, first, last, again: false, lane: None });
            continue;
        }
        let mut again = false;
        for (first, last) in runs(&item.rooms) {
            let whole = first == last || !(first..=last).any(|room| busy(at, room, items));
            let parts: Vec<(usize, usize)> =
                if whole { vec![(first, last)] } else { (first..=last).map(|r| (r, r)).collect() };
            for (first, last) in parts {
                spans.push(RoomSpan { item: at, first, last, again, lane: None });
                again = true;
            }
        }
    }
    spans
}

/// Sorted numbers as ranges of consecutive ones, both ends included.
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

/// Gives each of the spans that overlap in one room a lane; returns the number of lanes of each room.
fn assign_lanes(spans: &mut [RoomSpan], items: &[GridItem], rooms: usize) -> Vec<usize> {
    let mut lanes = vec![1; rooms];
    for (room, lanes) in lanes.iter_mut().enumerate() {
        let mut own: Vec<usize> = (0..spans.len())
            .filter(|at| spans[*at].first == room && spans[*at].last == room)
            .collect();
        own.sort_by_key(|at| (items[spans[*at].item].start, spans[*at].item));
        let mut ends: Vec<i64> = Vec::new();
        let mut found = Vec::new();
        for at in &own {
            let item = &items[spans[*at].item];
            let lane = ends.iter().position(|end| *end <= item.start).unwrap_or(ends.len());
            ends.resize(ends.len().max(lane + 1), i64::MIN);
            ends[lane] = item.end;
            let beside =
                |other: &&usize| **other != *at && overlap(&items[spans[**other].item], item);
            found.push((*at, own.iter().any(|other| beside(&other)).then_some(lane)));
        }
        found.into_iter().for_each(|(at, lane)| spans[at].lane = lane);
        *lanes = ends.len().max(1);
    }
    // The columns after the rooms exist only if something needs them.
    if let Some(last) = lanes.last_mut()
        && !spans.iter().any(|span| span.first + 1 == rooms)
    {
        *last = 0;
    }
    lanes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(items: &[(i64, i64, &[usize])], rooms: usize) -> String {
        let items: Vec<GridItem> = items
            .iter()
            .map(|(start, end, rooms)| GridItem { start: *start, end: *end, rooms: rooms.to_vec() })
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
                let letter = cell.item.map_or('.', |item| char::from(b"abcdefghi"[item]));
                for row in &mut drawing[at..at + cell.rows] {
                    for place in &mut row[column..column + cell.columns] {
                        assert_eq!(*place, '?', "cells overlap");
                        *place = letter;
                    }
                }
            }
        }
        let lines: Vec<String> = drawing.into_iter().map(|row| row.into_iter().collect()).collect();
        assert!(!lines.iter().any(|line| line.contains('?')), "a gap in the table: {lines:?}");
        lines.join(" ")
    }

    #[test]
    fn columns_are_rooms_and_rows_are_times() {
        assert_eq!(drawn(&[(0, 10, &[0]), (0, 5, &[1])], 2), "ab a.");
        assert_eq!(drawn(&[(0, 10, &[0]), (20, 30, &[0])], 1), "a . b");
    }

    #[test]
    fn an_item_in_several_rooms_or_everywhere_spans_them() {
        assert_eq!(drawn(&[(0, 10, &[]), (10, 20, &[0]), (10, 20, &[2])], 3), "aaa b.c");
        assert_eq!(drawn(&[(0, 10, &[0, 1]), (0, 10, &[2])], 3), "aab");
        assert_eq!(drawn(&[(0, 10, &[0, 2]), (0, 10, &[1])], 3), "aba");
    }

    #[test]
    fn a_break_everywhere_leaves_out_a_busy_room() {
        assert_eq!(drawn(&[(0, 10, &[]), (0, 10, &[2]), (10, 20, &[0])], 3), "aab c..");
        // It takes the longest run of free rooms, or the first of several equally long runs.
        assert_eq!(drawn(&[(0, 10, &[]), (0, 10, &[1])], 3), "ab.");
    }

    #[test]
    fn an_item_without_a_free_room_has_a_column_after_the_rooms() {
        assert_eq!(drawn(&[(0, 10, &[0]), (0, 10, &[])], 1), "ab");
        assert_eq!(drawn(&[(0, 10, &[]), (0, 10, &[])], 1), "ab");
    }

    #[test]
    fn items_that_overlap_in_a_room_have_lanes() {
        assert_eq!(drawn(&[(0, 10, &[0]), (5, 15, &[0]), (15, 20, &[0])], 1), "a. ab .b cc");
        // An item in two rooms, one of which is used at the same time.
        assert_eq!(drawn(&[(0, 10, &[0, 1]), (0, 5, &[0])], 2), "aba a.a");
    }

    #[test]
    fn a_thousand_items_fit() {
        let rooms: Vec<[usize; 1]> = (0..72).map(|room| [room]).collect();
        let items: Vec<GridItem> = (0..1000)
            .map(|at| {
                let start = (at / 72) as i64 * 60 + (at % 7) as i64 * 5;
                GridItem { start, end: start + 55, rooms: rooms[at % 72].to_vec() }
            })
            .collect();
        let table = lay_out(&items, 72);
        let shown: usize =
            table.rows.iter().flat_map(|row| &row.cells).filter(|cell| cell.item.is_some()).count();
        assert_eq!(shown, 1000);
    }
}
