//! What stands in the cells of a table, in the ways of people and spreadsheets.

use jiff::civil::{Date, Time};
use jiff::tz::AmbiguousOffset;
use jiff::{SignedDuration, Zoned};

use crate::exchange::clock;
use crate::exchange::fault::Fault;
use crate::exchange::hints::Hints;
use crate::exchange::programme::{Status, Time as Hours};

/// A date: year, month, day, or day, month, year with points or hyphens between them.
pub(super) fn date(text: &str) -> Result<Date, Fault> {
    let parts: Vec<&str> = text.split(['-', '.', '/']).map(str::trim).collect();
    let [a, b, c] = parts[..] else { return clock::date(text) };
    if a.len() == 4 {
        return clock::date(&format!("{a}-{b:0>2}-{c:0>2}"));
    }
    // With slashes, some countries begin with the month.
    if c.len() == 4 && !text.contains('/') {
        return clock::date(&format!("{c}-{b:0>2}-{a:0>2}"));
    }
    Err(Fault::new(format!("`{text}` can be understood as several dates"))
        .help("write dates as `2018-11-20`"))
}

/// A time of day, also of twelve hours (`1:30 PM`).
pub(super) fn time(text: &str) -> Result<Time, Fault> {
    let lower = text.trim().to_ascii_lowercase();
    let half = lower.strip_suffix("am").map(|rest| (rest, false));
    let half = half.or_else(|| lower.strip_suffix("pm").map(|rest| (rest, true)));
    let Some((rest, afternoon)) = half else { return clock::time_of_day(text) };
    let rest = rest.trim();
    let whole = if rest.contains([':', '.']) { rest.to_owned() } else { format!("{rest}:00") };
    let time = clock::time_of_day(&whole)?;
    let hour = match (time.hour(), afternoon) {
        (12, false) => 0,
        (hour @ 1..=11, true) => hour + 12,
        (hour @ 1..=12, _) => hour,
        _ => return clock::time_of_day(text),
    };
    time.with().hour(hour).build().or_else(|_| clock::time_of_day(text).map_err(|_| ())).map_err(
        |()| Fault::new(format!("`{text}` is no time of day")).help("a time is written as `13:30`"),
    )
}

/// How long something lasts: minutes, or hours and minutes.
pub(super) fn duration(text: &str) -> Result<SignedDuration, Fault> {
    let minutes = text.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '.' || c == ' ');
    match text.contains(':') || text.starts_with(['P', 'p']) {
        true => clock::duration(text),
        false => clock::minutes(minutes).map_err(|_| {
            Fault::new(format!("`{text}` is no duration"))
                .help("90 minutes are written as `90` or `1:30`")
        }),
    }
}

/// The hours of a row: a start with an end or a duration, as far as they are there.
///
/// # Errors
/// When a cell cannot be understood, with the name of its column.
pub(super) fn hours(
    day: Option<Date>,
    [start, end, lasts]: [&str; 3],
    hints: &Hints,
) -> Result<Option<(Date, Hours)>, (&'static str, Fault)> {
    if start.is_empty() {
        return Ok(day.map(|day| (day, Hours::Unknown)));
    }
    let from = moment(day, start, hints).map_err(|fault| ("start", fault))?;
    // The day is the one that the table says, also in the night: nobody else knows better.
    let day = from.date();
    if !end.is_empty() {
        let to = until(&from, end, hints).map_err(|fault| ("end", fault))?;
        return Ok(Some((day, if to > from { Hours::Span(from, to) } else { Hours::From(from) })));
    }
    if lasts.is_empty() {
        return Ok(Some((day, Hours::From(from))));
    }
    let lasts = duration(lasts).map_err(|fault| ("duration", fault))?;
    let to = clock::later(&from, lasts).map_err(|fault| ("duration", fault))?;
    Ok(Some((day, if to > from { Hours::Span(from, to) } else { Hours::From(from) })))
}

/// The moment of a cell with a time, or with a date and a time.
fn moment(day: Option<Date>, text: &str, hints: &Hints) -> Result<Zoned, Fault> {
    let zone = hints.timezone.as_ref();
    if text.len() > 10 && text.starts_with(|c: char| c.is_ascii_digit()) && text.contains('-') {
        return clock::moment(text, zone);
    }
    let Some(day) = day else {
        return Err(Fault::new(format!("`{text}` is on no day")).help("add a column `date`"));
    };
    let local = day.to_datetime(time(text)?);
    match zone {
        Some(zone)
            if matches!(zone.to_ambiguous_zoned(local).offset(), AmbiguousOffset::Gap { .. }) =>
        {
            Err(Fault::new(format!("there is no {text} on {day}: the clocks are put forward then"))
                .help("correct the time"))
        }
        Some(zone) => clock::at_zone(local, zone),
        None => clock::moment(&local.to_string(), None),
    }
}

/// The end: on the same day, or in the night after it.
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

/// Whether a session will happen.
pub(super) fn status(text: &str) -> Result<Status, Fault> {
    Ok(match &*text.to_lowercase() {
        "" | "confirmed" | "accepted" => Status::Confirmed,
        "tentative" => Status::Tentative,
        "cancelled" | "canceled" => Status::Cancelled,
        "postponed" => Status::Postponed,
        "moved" => Status::Moved,
        _ => {
            return Err(Fault::new(format!("`{text}` is no status"))
                .help("write `confirmed`, `tentative`, `cancelled`, `postponed` or `moved`"));
        }
    })
}

/// The parts of a cell with several.
pub(super) fn list(cell: &str) -> impl Iterator<Item = &str> {
    cell.split([';', '\n']).map(str::trim).filter(|part| !part.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_several_countries() {
        for text in ["2031-06-03", "2031/6/3", "3.6.2031", "03-06-2031", "2031.06.03"] {
            assert_eq!(
                date(text).map(|date| date.to_string()).as_deref(),
                Ok("2031-06-03"),
                "{text}"
            );
        }
        for wrong in ["6/3/2031", "3/6/31", "2031-13-01", "yesterday", "", "1-2-3-4"] {
            assert!(date(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn times_of_twelve_hours() {
        for (text, found) in [
            ("1:30 PM", "13:30:00"),
            ("12:00 am", "00:00:00"),
            ("12 pm", "12:00:00"),
            ("9am", "09:00:00"),
            ("13:30", "13:30:00"),
        ] {
            assert_eq!(time(text).map(|time| time.to_string()).as_deref(), Ok(found), "{text}");
        }
        for wrong in ["13:00 PM", "0 am", "pm", ""] {
            assert!(time(wrong).is_err(), "{wrong}");
        }
    }
}
