//! Dates, times, durations and zones as outside files write them.

use jiff::civil::{Date, DateTime, Time};
use jiff::fmt::temporal::Pieces;
use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Span, SpanRelativeTo, Timestamp, Zoned};

use crate::exchange::file_fault::Fault;
use crate::exchange::sanitize;

/// The years in which an event can take place. Others are typing errors or bugs.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2200;
/// The longest possible duration.
const LONGEST: SignedDuration = SignedDuration::from_hours(24 * 366);

/// A date, or the date part of a date and time: year, month, day (`2018-11-20`,
/// `2018-11-20T09:00:00+01:00`), or day, month, year with points or hyphens between them (`20.11.2018`).
pub(super) fn date(text: &str) -> Result<Date, Fault> {
    let parts: Vec<&str> = text.split(['-', '.', '/']).map(str::trim).collect();
    let written = match parts[..] {
        [year, month, day] if year.len() == 4 => format!("{year}-{month:0>2}-{day:0>2}"),
        // With slashes, some countries begin with the month.
        [day, month, year] if year.len() == 4 && !text.contains('/') => {
            format!("{year}-{month:0>2}-{day:0>2}")
        }
        [_, _, year] if year.len() == 4 => {
            return Err(Fault::new(format!("`{text}` can be read as several dates"))
                .help("write dates as `2018-11-20`"));
        }
        _ => text.trim().to_owned(),
    };
    let date = Pieces::parse(&written).map(|pieces| pieces.date()).map_err(|_| {
        Fault::new(format!("`{text}` is not a date")).help("a date is written as `2018-11-20`")
    })?;
    in_our_days(date)?;
    Ok(date)
}

/// A moment. Without an offset it is in the given zone.
pub(super) fn moment(text: &str, zone: Option<&TimeZone>) -> Result<Zoned, Fault> {
    let not = || {
        Fault::new(format!("`{text}` is not a date with a time"))
            .help("a moment is written as `2018-11-20T09:00:00+01:00`")
    };
    let pieces = Pieces::parse(text.trim()).map_err(|_| not())?;
    let local = pieces.date().to_datetime(pieces.time().ok_or_else(not)?);
    in_our_days(local.date())?;
    match pieces.to_numeric_offset() {
        Some(offset) => at_offset(local, offset, zone).ok_or_else(not),
        None => local_moment(local, zone),
    }
}

/// The moment of a wall time, whose zone has to be known.
pub(super) fn local_moment(local: DateTime, zone: Option<&TimeZone>) -> Result<Zoned, Fault> {
    at_zone(local, zone.ok_or_else(no_zone)?)
}

/// A wall time with its offset; in the zone, if the zone has that offset at that time.
fn at_offset(local: DateTime, offset: Offset, zone: Option<&TimeZone>) -> Option<Zoned> {
    let timestamp = offset.to_timestamp(local).ok()?;
    let zone = zone.filter(|zone| zone.to_offset(timestamp) == offset).cloned();
    Some(timestamp.to_zoned(zone.unwrap_or_else(|| TimeZone::fixed(offset))))
}

/// A wall time in a zone. If it occurs twice, the first is meant (RFC 5545); if it is skipped, it is
/// shifted by the length of the gap.
pub(super) fn at_zone(local: DateTime, zone: &TimeZone) -> Result<Zoned, Fault> {
    in_our_days(local.date())?;
    zone.to_ambiguous_zoned(local)
        .compatible()
        .map_err(|_| Fault::new(format!("`{local}` is out of range")))
}

/// A time on a 24-hour (`9:00`, `09:00:00`, `0930`, `9.30`) or 12-hour clock (`9am`, `1:30 PM`).
pub(super) fn time_of_day(text: &str) -> Result<Time, Fault> {
    let not = || {
        Fault::new(format!("`{text}` is not a time of day")).help("a time is written as `13:30`")
    };
    let lower = text.trim().to_ascii_lowercase();
    let half = lower.strip_suffix("am").or_else(|| lower.strip_suffix("pm")).map(str::trim);
    let parts: Vec<&str> = half.unwrap_or(&lower).split([':', '.']).collect();
    let numbers: Option<Vec<i8>> = match parts[..] {
        [both] if both.len() == 4 && both.is_ascii() => {
            [&both[..2], &both[2..]].iter().map(|part| number(part)).collect()
        }
        ref parts => parts.iter().map(|part| number(part)).collect(),
    };
    let (hour, minute, second) = match (numbers.as_deref(), half) {
        (Some([hour]), Some(_)) => (*hour, 0, 0),
        (Some([hour, minute]), _) => (*hour, *minute, 0),
        (Some([hour, minute, second]), _) => (*hour, *minute, *second),
        _ => return Err(not()),
    };
    let hour = match half {
        None => hour,
        Some(_) if !(1..=12).contains(&hour) => return Err(not()),
        Some(_) => hour % 12 + if lower.ends_with("pm") { 12 } else { 0 },
    };
    Time::new(hour, minute, second, 0).map_err(|_| not())
}

/// One or two digits.
fn number(text: &str) -> Option<i8> {
    let digits = (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

/// A duration: minutes (`90`, `90 min.`), `H:MM`, `H:MM:SS`, or ISO 8601 (`PT1H30M`), where a day has
/// 24 hours.
pub(super) fn duration(text: &str) -> Result<SignedDuration, Fault> {
    let not = || {
        Fault::new(format!("`{text}` is not a duration"))
            .help("90 minutes are written as `90` or `1:30`")
    };
    let text = text.trim();
    let duration = if text.starts_with(['P', 'p']) {
        let span: Option<Span> = text.parse().ok();
        span.and_then(|span| span.to_duration(SpanRelativeTo::days_are_24_hours()).ok())
    } else {
        let number =
            text.trim_end_matches(|c: char| c.is_ascii_alphabetic() || matches!(c, '.' | ' '));
        let parts: Option<Vec<i64>> = number.split(':').map(digits).collect();
        let seconds = match parts.as_deref() {
            Some([minutes]) => Some(minutes * 60),
            Some([hours, minutes]) => Some(hours * 3600 + minutes * 60),
            Some([hours, minutes, seconds]) => Some(hours * 3600 + minutes * 60 + seconds),
            _ => None,
        };
        seconds.map(SignedDuration::from_secs)
    };
    possible(duration.ok_or_else(not)?)
}

/// Up to nine digits.
fn digits(text: &str) -> Option<i64> {
    let digits = (1..=9).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

fn possible(duration: SignedDuration) -> Result<SignedDuration, Fault> {
    match duration <= LONGEST {
        true => Ok(duration),
        false => Err(Fault::new(format!("nothing lasts {} days", duration.as_hours() / 24))
            .help("correct the duration; a session lasts at most a year")),
    }
}

/// The moment after a duration.
pub(super) fn later(start: &Zoned, duration: SignedDuration) -> Result<Zoned, Fault> {
    start
        .checked_add(duration)
        .map_err(|_| Fault::new(format!("nothing ends {duration} after {start}")))
}

/// A zone of the IANA database, whatever the case of its name.
pub(super) fn zone(name: &str) -> Option<TimeZone> {
    let name = name.trim();
    // `jiff` would look for a local file of that name.
    let sane =
        !name.is_empty() && name.len() < 64 && !name.contains("..") && !name.starts_with('/');
    let zone = sane.then(|| TimeZone::get(name).ok()).flatten()?;
    (!zone.is_unknown()).then_some(zone)
}

/// The zone that a file declares.
pub(super) fn declared_zone(name: &str) -> Result<TimeZone, Fault> {
    zone(name).ok_or_else(|| unknown_zone(name))
}

/// The fault of a zone that does not exist.
pub(super) fn unknown_zone(name: &str) -> Fault {
    Fault::new(format!("there is no time zone `{}`", sanitize::excerpt(name)))
        .help("zones are named after cities, such as `Europe/Copenhagen`")
}

/// The fault of a time whose zone is not known.
fn no_zone() -> Fault {
    Fault::new("the file does not declare the time zone of its times").help(
        "name the zone with `--timezone`, for example `--timezone Europe/Copenhagen`; a new site \
             also needs `--language` if the texts do not declare theirs",
    )
}

fn in_our_days(date: Date) -> Result<(), Fault> {
    match YEARS.contains(&date.year()) {
        true => Ok(()),
        false => Err(Fault::new(format!("the year {} is out of range", date.year()))
            .help(format!("years are from {} to {}", YEARS.start(), YEARS.end()))),
    }
}

/// A wall time in ISO 8601 basic format: `20181120T090000`.
pub(super) fn basic(time: DateTime) -> String {
    time.strftime("%Y%m%dT%H%M%S").to_string()
}

/// A moment in UTC in ISO 8601 basic format: `20181120T080000Z`.
pub(super) fn basic_utc(moment: Timestamp) -> String {
    moment.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// A moment with its offset, as formats write it: `2018-11-20T09:00:00+01:00`.
pub(super) fn with_offset(moment: &Zoned) -> String {
    moment.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_keep_their_offset_and_their_zone() {
        let copenhagen = zone("europe/copenhagen").expect("it exists");
        let text = "2018-11-20T09:00:00+01:00";
        let found = moment(text, Some(&copenhagen)).expect("it is a moment");
        assert_eq!(found.time_zone().iana_name(), Some("Europe/Copenhagen"));
        let found = moment(text, Some(&TimeZone::UTC)).expect("it is a moment");
        assert_eq!(with_offset(&found), text);
        for (local, utc) in [
            ("2018-07-01T09:00:00", "2018-07-01T07:00:00Z"),
            ("2018-10-28T02:30:00", "2018-10-28T00:30:00Z"),
            ("2018-03-25T02:30:00", "2018-03-25T01:30:00Z"),
            ("2018-07-01T09:00+0800", "2018-07-01T01:00:00Z"),
            ("2018-07-01 09:00Z", "2018-07-01T09:00:00Z"),
        ] {
            let found = moment(local, Some(&copenhagen)).expect(local);
            assert_eq!(found.timestamp().to_string(), utc, "{local}");
        }
        for (wrong, part) in [
            ("2018-02-30T09:00:00Z", "not a date with a time"),
            ("2018-11-20", "not a date with a time"),
            ("", "not a date with a time"),
            ("9999-01-01T00:00:00Z", "the year 9999"),
            ("-000044-03-15T00:00:00Z", "the year -44"),
        ] {
            let fault = moment(wrong, Some(&copenhagen)).expect_err(wrong);
            assert!(fault.message.contains(part), "{}", fault.message);
        }
        let fault = moment("2018-11-20T09:00:00", None).expect_err("the zone is not known");
        assert!(fault.help.is_some_and(|help| help.contains("--timezone")));
    }

    #[test]
    fn durations_are_read_in_every_notation() {
        for (text, minutes) in [
            ("0:05", 5),
            ("00:90", 90),
            ("1:30:00", 90),
            ("26:00", 1560),
            ("PT1H30M", 90),
            ("P1DT1M", 1441),
            ("P2W", 20_160),
            ("pt90m", 90),
            ("90", 90),
            ("90 min.", 90),
        ] {
            let found = duration(text).map(|found| found.as_mins());
            assert_eq!(found, Ok(minutes), "{text}");
        }
        for wrong in
            ["", "P", "PT", "min", "-1:00", "1:2:3:4", "P1Y", "PT5", "9999999999:00", "999999:00"]
        {
            assert!(duration(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn dates_of_several_countries_are_read() {
        for text in ["2031-06-03", "2031/6/3", "3.6.2031", "03-06-2031", "2031.06.03"] {
            assert_eq!(date(text), Ok(Date::constant(2031, 6, 3)), "{text}");
        }
        for wrong in ["6/3/2031", "3/6/31", "2031-13-01", "yesterday", "", "1-2-3-4"] {
            assert!(date(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn times_of_day_have_12_or_24_hours() {
        for (text, time) in [
            ("9:00", (9, 0)),
            ("0930", (9, 30)),
            ("09:30:00", (9, 30)),
            ("9.30", (9, 30)),
            ("1:30 PM", (13, 30)),
            ("12:00 am", (0, 0)),
            ("12 pm", (12, 0)),
            ("9am", (9, 0)),
        ] {
            let (hour, minute) = time;
            assert_eq!(time_of_day(text), Ok(Time::constant(hour, minute, 0, 0)), "{text}");
        }
        for wrong in [
            "",
            "25:00",
            "9",
            "9:60",
            "nine",
            "-1:00",
            "９：００",
            "0:0:0:0",
            "13:00 PM",
            "0 am",
            "pm",
        ] {
            assert!(time_of_day(wrong).is_err(), "{wrong}");
        }
        assert!(zone("Nowhere/Land").is_none() && zone("../etc/passwd").is_none());
    }
}
