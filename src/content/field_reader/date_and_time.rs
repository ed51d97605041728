//! Dates and times of day, as editors write them.

use std::ops::Range;

use jiff::civil::{Date, Time};

use crate::base::diagnostic::Diagnostic;

/// Reads `2018-11-20`.
///
/// # Errors
/// The fault, without its place: a malformed date, or one that is not in the calendar.
pub fn parse_date(value: &str) -> Result<Date, Diagnostic> {
    let number = |range: Range<usize>| {
        let digits = value.get(range).filter(|part| part.bytes().all(|b| b.is_ascii_digit()))?;
        digits.parse::<i16>().ok()
    };
    let is_shaped =
        value.len() == 10 && value.get(4..5) == Some("-") && value.get(7..8) == Some("-");
    match (number(0..4), number(5..7), number(8..10)) {
        (Some(year), Some(month), Some(_)) if is_shaped => {
            value.parse().map_err(|_| no_such_day(value, year, month))
        }
        _ => {
            let fault = Diagnostic::error("date/malformed", format!("`{value}` is not a date"));
            Err(fault.help(match meant_date(value) {
                Some(meant) => format!("write year, month and day: `{meant}`"),
                None => "write year, month and day, for example `2018-11-20`".to_owned(),
            }))
        }
    }
}

fn no_such_day(value: &str, year: i16, month: i16) -> Diagnostic {
    let first = i8::try_from(month).ok().and_then(|month| Date::new(year, month, 1).ok());
    let help = match first {
        Some(first) => format!("the last day of that month is `{}`", first.last_of_month()),
        None => "months are `01` to `12`".to_owned(),
    };
    Diagnostic::error("date/no-such-day", format!("the calendar has no {value}")).help(help)
}

/// The date that was probably meant: `20-11-2018`, `20.11.2018`, `2018/11/20`, `20181120`. If the year
/// is last, the day is first, as in most of the world.
pub(super) fn meant_date(value: &str) -> Option<Date> {
    let value = plain(value);
    let parts: Vec<&str> =
        value.split(['-', '/', '.', ' ']).filter(|part| !part.is_empty()).collect();
    let (year, month, day) = match parts[..] {
        [year, month, day] if year.len() == 4 => (year, month, day),
        [day, month, year] if year.len() == 4 => (year, month, day),
        [all] if all.len() == 8 && all.is_ascii() => (&all[..4], &all[4..6], &all[6..]),
        _ => return None,
    };
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// Reads `9:30` or `09:30`.
pub(super) fn parse_time(value: &str) -> Option<Time> {
    let (hour, minute) = value.split_once(':')?;
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if !(1..=2).contains(&hour.len()) || minute.len() != 2 || !digits(hour) || !digits(minute) {
        return None;
    }
    Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
}

/// The fault of a text that is not a time of day.
pub(super) fn malformed_time(value: &str) -> Diagnostic {
    // Characters that look the same must be named.
    let characters = match (value.contains(['：', '﹕', '∶']), value.contains(CURLY)) {
        (true, _) => ", with an ASCII colon",
        (false, true) => ", with straight quotes",
        (false, false) => "",
    };
    let help = match meant_time(value) {
        Some(meant) => format!("write `\"{meant}\"`{characters}"),
        None if value == "24:00" => {
            "write `\"00:00\"`; an end before the start means the next morning".to_owned()
        }
        None => "write hours and minutes from 00:00 to 23:59, for example `\"09:30\"`".to_owned(),
    };
    Diagnostic::error("time/malformed", format!("`{value}` is not a time of day")).help(help)
}

/// The time that was probably meant: `18.30`, `kl. 9`, `9:30 am`, `“09：30”`.
pub(super) fn meant_time(value: &str) -> Option<String> {
    let value = plain(value).to_lowercase();
    let value = value.strip_prefix("kl.").or(value.strip_prefix("kl")).unwrap_or(&value).trim();
    let (value, noon) = on_twelve_hours(value);
    let time = match value.replace('.', ":") {
        hour if !hour.contains(':') => parse_time(&format!("{hour}:00")),
        time => parse_time(&time),
    }?;
    let hour = match (noon, time.hour()) {
        (None, hour) => hour,
        (Some(noon), hour @ 1..=12) => hour % 12 + noon,
        (Some(_), _) => return None,
    };
    Some(format!("{hour:02}:{:02}", time.minute()))
}

/// A time without its `am` or `pm`, and the hour that must be added.
fn on_twelve_hours(value: &str) -> (&str, Option<i8>) {
    for (word, from) in [("a.m.", 0), ("am", 0), ("p.m.", 12), ("pm", 12)] {
        if let Some(time) = value.strip_suffix(word) {
            return (time.trim_end(), Some(from));
        }
    }
    (value, None)
}

/// Typographic quotation marks.
const CURLY: [char; 8] = ['“', '”', '„', '‘', '’', '«', '»', '＂'];

/// A text without quotation marks and spaces around it, with ASCII digits and punctuation instead of
/// full-width ones.
fn plain(value: &str) -> String {
    let value = value.trim_matches(|c: char| c.is_whitespace() || CURLY.contains(&c));
    let narrow = |c: char| match c {
        '﹕' | '∶' => ':',
        '–' | '−' => '-',
        // The full-width forms are in the order of ASCII.
        '！'..='～' => u8::try_from(u32::from(c) - 0xfee0).map_or(c, char::from),
        c => c,
    };
    value.chars().map(narrow).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_in_the_calendar() {
        let parse = |value| parse_date(value).map_err(|fault| fault.code);
        assert_eq!(parse("2018-11-20"), Ok(jiff::civil::date(2018, 11, 20)));
        for (value, code) in [
            ("2018-02-30", "date/no-such-day"),
            ("2018-13-01", "date/no-such-day"),
            ("20-11-2018", "date/malformed"),
            ("2018-11", "date/malformed"),
            ("2018-1-1", "date/malformed"),
            ("tbd", "date/malformed"),
        ] {
            assert_eq!(parse(value), Err(code), "{value}");
        }
    }

    #[test]
    fn dates_in_other_formats_are_recognised() {
        let day = jiff::civil::date(2018, 11, 5);
        for value in [
            "5-11-2018",
            "05.11.2018",
            "2018/11/5",
            "20181105",
            "5. 11. 2018",
            "“2018-11-05”",
            "2018–11–05",
        ] {
            assert_eq!(meant_date(value), Some(day), "{value}");
        }
        for value in ["31-11-2018", "5-11-18", "tbd", "99999999", "第第第第第", "--"] {
            assert_eq!(meant_date(value), None, "{value}");
        }
    }

    #[test]
    fn times_are_within_a_day() {
        assert_eq!(parse_time("9:05"), Some(jiff::civil::time(9, 5, 0, 0)));
        assert_eq!(parse_time("23:59"), Some(jiff::civil::time(23, 59, 0, 0)));
        for bad in ["24:00", "9", "9.30", "09:5", "-1:00", "+9:00", "9:60", "noon"] {
            assert_eq!(parse_time(bad), None, "{bad}");
        }
        for (value, meant) in [
            ("18.30", "18:30"),
            ("kl. 9", "09:00"),
            ("kl 9.15", "09:15"),
            ("9:45 am", "09:45"),
            ("“09:45”", "09:45"),
            ("０９：４５", "09:45"),
            ("12.15 PM", "12:15"),
            ("12 a.m.", "00:00"),
            ("9pm", "21:00"),
        ] {
            assert_eq!(meant_time(value).as_deref(), Some(meant), "{value}");
        }
    }
}
