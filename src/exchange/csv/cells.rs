//! The cells of a table, as people and spreadsheets fill them.

use jiff::civil::Date;
use jiff::tz::AmbiguousOffset;
use jiff::{SignedDuration, Zoned};

use crate::exchange::datetime;
use crate::exchange::file_fault::Fault;
use crate::exchange::hints::Hints;
use crate::exchange::programme::Time;

/// The day and time of a row: a start, with an end or a duration if there is one.
///
/// # Errors
/// When a cell is malformed, with the name of its column.
pub(super) fn day_and_time(
    day: Option<Date>,
    [start, end, lasts]: [&str; 3],
    hints: &Hints,
) -> Result<Option<(Date, Time)>, (&'static str, Fault)> {
    if start.is_empty() {
        return Ok(day.map(|day| (day, Time::Unknown)));
    }
    let from = moment(day, start, hints).map_err(|fault| ("start", fault))?;
    // At night, too, the day is the date in the table. A time with an offset of its own is first
    // converted to the event's clock.
    let day = day.filter(|day| *day == from.date()).unwrap_or_else(|| hints.wall(&from).date());
    let to = match (end, lasts) {
        ("", "") => None,
        ("", lasts) => {
            let to = datetime::duration(lasts).and_then(|lasts| datetime::later(&from, lasts));
            Some(to.map_err(|fault| ("duration", fault))?)
        }
        (end, _) => Some(until(&from, end, hints).map_err(|fault| ("end", fault))?),
    };
    Ok(Some((day, Time::until(from, to))))
}

/// The moment of a cell with a time, or with a date and a time.
fn moment(day: Option<Date>, text: &str, hints: &Hints) -> Result<Zoned, Fault> {
    let zone = hints.timezone.as_ref();
    if text.len() > 10 && text.starts_with(|c: char| c.is_ascii_digit()) && text.contains('-') {
        return hints.moment(text);
    }
    let Some(day) = day else {
        return Err(Fault::new(format!("`{text}` has no date")).help("add a column `date`"));
    };
    let local = day.to_datetime(datetime::time_of_day(text)?);
    match zone {
        Some(zone)
            if matches!(zone.to_ambiguous_zoned(local).offset(), AmbiguousOffset::Gap { .. }) =>
        {
            Err(Fault::new(format!("there is no {text} on {day}: the clocks go forward then"))
                .help("correct the time"))
        }
        zone => datetime::local_moment(local, zone),
    }
}

/// The end: on the same day, or in the following night.
fn until(from: &Zoned, text: &str, hints: &Hints) -> Result<Zoned, Fault> {
    let to = moment(Some(from.date()), text, hints)?;
    if to >= *from {
        return Ok(to);
    }
    let tomorrow = from.date().tomorrow().unwrap_or(from.date());
    let night = SignedDuration::from_hours(12);
    moment(Some(tomorrow), text, hints)
        .ok()
        .filter(|to| *to > *from && from.duration_until(to) <= night)
        .ok_or_else(|| {
            Fault::new(format!("this ends at {text}, before it begins"))
                .help("correct the start or the end")
        })
}

/// The items of a cell that holds a list.
pub(super) fn list(cell: &str) -> impl Iterator<Item = &str> {
    cell.split([';', '\n']).map(str::trim).filter(|part| !part.is_empty())
}
