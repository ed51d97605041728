//! Dates, times, durations and zones as outside files write them.

use jiff::civil::{Date, DateTime, Time};
use jiff::fmt::temporal::Pieces;
use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Zoned};

use crate::exchange::fault::Fault;

/// The years in which an event can be. Others are slips of a pen or of a program.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2200;
/// The longest that something can last.
const LONGEST: SignedDuration = SignedDuration::from_hours(24 * 366);

/// A day, from a date or a date with a time (`2018-11-20`, `2018-11-20T09:00:00+01:00`).
pub(in crate::exchange) fn date(text: &str) -> Result<Date, Fault> {
    let not =
        || Fault::new(format!("`{text}` is no date")).help("a date is written as `2018-11-20`");
    let date = Pieces::parse(text.trim()).map_err(|_| not())?.date();
    in_our_days(date)?;
    Ok(date)
}

/// A moment. One without an offset is in the zone that is given.
pub(in crate::exchange) fn moment(text: &str, zone: Option<&TimeZone>) -> Result<Zoned, Fault> {
    let not = || {
        Fault::new(format!("`{text}` is no date with a time"))
            .help("a moment is written as `2018-11-20T09:00:00+01:00`")
    };
    let pieces = Pieces::parse(text.trim()).map_err(|_| not())?;
    let local = pieces.date().to_datetime(pieces.time().ok_or_else(not)?);
    in_our_days(local.date())?;
    match pieces.to_numeric_offset() {
        Some(offset) => at_offset(local, offset, zone).ok_or_else(not),
        None => at_zone(local, zone.ok_or_else(no_zone)?),
    }
}

/// A wall time with its offset: in the zone, if that has this offset then.
fn at_offset(local: DateTime, offset: Offset, zone: Option<&TimeZone>) -> Option<Zoned> {
    let timestamp = offset.to_timestamp(local).ok()?;
    let zone = zone.filter(|zone| zone.to_offset(timestamp) == offset).cloned();
    Some(timestamp.to_zoned(zone.unwrap_or_else(|| TimeZone::fixed(offset))))
}

/// A wall time of a zone. A time that is there twice is the first, as RFC 5545 has it; one that is
/// skipped is as far behind the gap as it would have been.
pub(in crate::exchange) fn at_zone(local: DateTime, zone: &TimeZone) -> Result<Zoned, Fault> {
    in_our_days(local.date())?;
    zone.to_ambiguous_zoned(local)
        .compatible()
        .map_err(|_| Fault::new(format!("`{local}` is out of range")))
}

/// A time of the clock (`9:00`, `09:00:00`, `0930`, `9.30`).
pub(in crate::exchange) fn time_of_day(text: &str) -> Result<Time, Fault> {
    let not =
        || Fault::new(format!("`{text}` is no time of day")).help("a time is written as `13:30`");
    let digits = text.trim();
    let parts: Vec<&str> = match digits.split([':', '.']).collect::<Vec<_>>()[..] {
        [both] if both.len() == 4 && both.is_ascii() => vec![&both[..2], &both[2..]],
        ref parts => parts.to_vec(),
    };
    let numbers: Option<Vec<i8>> = parts.iter().map(|part| number(part)).collect();
    let time = match numbers.as_deref() {
        Some([hour, minute]) => Time::new(*hour, *minute, 0, 0),
        Some([hour, minute, second]) => Time::new(*hour, *minute, *second, 0),
        _ => return Err(not()),
    };
    time.map_err(|_| not())
}

/// One or two digits.
fn number(text: &str) -> Option<i8> {
    let digits = (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

/// How long something lasts: `H:MM`, `H:MM:SS`, or as ISO 8601 has it (`PT1H30M`).
pub(in crate::exchange) fn duration(text: &str) -> Result<SignedDuration, Fault> {
    let not =
        || Fault::new(format!("`{text}` is no duration")).help("90 minutes are written as `1:30`");
    let text = text.trim();
    let duration = if text.starts_with(['P', 'p']) {
        iso_duration(text).ok_or_else(not)?
    } else {
        let parts: Option<Vec<i64>> = text.split(':').map(digits).collect();
        let seconds = match parts.as_deref() {
            Some([hours, minutes]) => hours * 3600 + minutes * 60,
            Some([hours, minutes, seconds]) => hours * 3600 + minutes * 60 + seconds,
            _ => return Err(not()),
        };
        SignedDuration::from_secs(seconds)
    };
    possible(duration)
}

/// Whole minutes, as some files give them.
pub(in crate::exchange) fn minutes(text: &str) -> Result<SignedDuration, Fault> {
    let minutes = digits(text.trim()).ok_or_else(|| {
        Fault::new(format!("`{text}` is no number of minutes")).help("write whole minutes, as `90`")
    })?;
    possible(SignedDuration::from_mins(minutes))
}

/// Up to nine digits.
fn digits(text: &str) -> Option<i64> {
    let digits = (1..=9).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

/// A duration as ISO 8601 and RFC 5545 have it; a day is 24 hours, a week seven of them.
fn iso_duration(text: &str) -> Option<SignedDuration> {
    let mut seconds = 0_i64;
    let (mut in_time, mut some) = (false, false);
    let mut rest = &text[1..];
    while let Some(first) = rest.chars().next() {
        if first.eq_ignore_ascii_case(&'t') {
            in_time = true;
            rest = &rest[1..];
            continue;
        }
        let end = rest.find(|c: char| !c.is_ascii_digit())?;
        let count = digits(&rest[..end])?;
        let unit = match (rest[end..].chars().next()?.to_ascii_uppercase(), in_time) {
            ('W', false) => 7 * 86_400,
            ('D', false) => 86_400,
            ('H', true) => 3600,
            ('M', true) => 60,
            ('S', true) => 1,
            _ => return None,
        };
        seconds = seconds.checked_add(count.checked_mul(unit)?)?;
        some = true;
        rest = &rest[end + 1..];
    }
    some.then(|| SignedDuration::from_secs(seconds))
}

fn possible(duration: SignedDuration) -> Result<SignedDuration, Fault> {
    match duration <= LONGEST {
        true => Ok(duration),
        false => Err(Fault::new(format!("nothing lasts {} days", duration.as_hours() / 24))
            .help("correct the duration; a session lasts at most a year")),
    }
}

/// A moment some time later.
pub(in crate::exchange) fn later(start: &Zoned, duration: SignedDuration) -> Result<Zoned, Fault> {
    start
        .checked_add(duration)
        .map_err(|_| Fault::new(format!("nothing ends {duration} after {start}")))
}

/// A zone of the IANA database, whatever the case of its name.
pub(in crate::exchange) fn zone(name: &str) -> Option<TimeZone> {
    let name = name.trim();
    // `jiff` would look for a local file by the name.
    let sane =
        !name.is_empty() && name.len() < 64 && !name.contains("..") && !name.starts_with('/');
    let zone = sane.then(|| TimeZone::get(name).ok()).flatten()?;
    (!zone.is_unknown()).then_some(zone)
}

/// The fault of a time that nobody knows the zone of.
fn no_zone() -> Fault {
    Fault::new("the file does not say in which time zone its times are")
        .help("name the zone with `--timezone`, as `--timezone Europe/Copenhagen`")
}

fn in_our_days(date: Date) -> Result<(), Fault> {
    match YEARS.contains(&date.year()) {
        true => Ok(()),
        false => Err(Fault::new(format!("the year {} cannot be meant", date.year()))
            .help(format!("years are from {} to {}", YEARS.start(), YEARS.end()))),
    }
}

/// An offset as formats write it: `+01:00`.
pub(in crate::exchange) fn with_offset(moment: &Zoned) -> String {
    moment.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_keep_their_offset_and_their_zone() {
        let copenhagen = zone("europe/copenhagen").expect("it is there");
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
            ("2018-02-30T09:00:00Z", "no date with a time"),
            ("2018-11-20", "no date with a time"),
            ("", "no date with a time"),
            ("9999-01-01T00:00:00Z", "the year 9999"),
            ("-000044-03-15T00:00:00Z", "the year -44"),
        ] {
            let fault = moment(wrong, Some(&copenhagen)).expect_err(wrong);
            assert!(fault.message.contains(part), "{}", fault.message);
        }
        let fault = moment("2018-11-20T09:00:00", None).expect_err("nobody knows the zone");
        assert!(fault.help.is_some_and(|help| help.contains("--timezone")));
    }

    #[test]
    fn durations_are_read_in_every_way_they_are_written() {
        for (text, minutes) in [
            ("0:05", 5),
            ("00:90", 90),
            ("1:30:00", 90),
            ("26:00", 1560),
            ("PT1H30M", 90),
            ("P1DT1M", 1441),
            ("P2W", 20_160),
            ("pt90m", 90),
        ] {
            let found = duration(text).map(|found| found.as_mins());
            assert_eq!(found, Ok(minutes), "{text}");
        }
        for wrong in
            ["", "P", "PT", "1", "-1:00", "1:2:3:4", "P1Y", "PT5", "9999999999:00", "999999:00"]
        {
            assert!(duration(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn times_of_day() {
        for (text, time) in
            [("9:00", (9, 0)), ("0930", (9, 30)), ("09:30:00", (9, 30)), ("9.30", (9, 30))]
        {
            let (hour, minute) = time;
            assert_eq!(time_of_day(text), Ok(Time::constant(hour, minute, 0, 0)), "{text}");
        }
        for wrong in ["", "25:00", "9", "9:60", "nine", "-1:00", "９：００", "0:0:0:0"] {
            assert!(time_of_day(wrong).is_err(), "{wrong}");
        }
        assert!(zone("Nowhere/Land").is_none() && zone("../etc/passwd").is_none());
    }
}
