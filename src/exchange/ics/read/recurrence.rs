//! Simple recurrence rules: days and weeks with an end. Others, such as every second Tuesday of a month,
//! are not followed.

use jiff::civil::{Date, Weekday};
use jiff::{ToSpan, Zoned};

use crate::exchange::ics::CalendarTime;
use crate::exchange::ics::read::calendar_time::{date, date_time, weekday};

/// The maximum number of occurrences.
const MOST: usize = 366;

/// A simple rule.
#[derive(Debug)]
struct RecurrenceRule {
    /// The days from one occurrence to the next.
    step: i64,
    /// The weekdays, if the rule names some.
    weekdays: Vec<Weekday>,
    count: Option<usize>,
    until: Option<Date>,
}

/// All occurrences of a rule, including the first; nothing if the rule is not simple.
pub(super) fn times(rule: &str, first: &CalendarTime) -> Option<Vec<CalendarTime>> {
    let RecurrenceRule { step, weekdays, count, until } = parse(rule)?;
    let start = first.first_day();
    let mut times = Vec::new();
    let mut days = 0_i64;
    // Weeks are counted from the Monday of the first week.
    let monday = i64::from(start.weekday().to_monday_zero_offset());
    loop {
        let day = start.checked_add(days.days()).ok()?;
        let in_week = weekdays.is_empty() || {
            let week = (days + monday) / 7;
            week % (step / 7).max(1) == 0 && weekdays.contains(&day.weekday())
        };
        if until.is_some_and(|until| day > until) || count.is_some_and(|count| times.len() >= count)
        {
            break;
        }
        if in_week {
            times.push(on(first, days)?);
        }
        if times.len() > MOST || days > 366 * 5 {
            return None;
        }
        days += if weekdays.is_empty() { step } else { 1 };
    }
    (!times.is_empty()).then_some(times)
}

/// A time moved by some days, at the same wall time.
pub(super) fn on(first: &CalendarTime, days: i64) -> Option<CalendarTime> {
    let shift = |moment: &Zoned| moment.checked_add(days.days()).ok();
    Some(match first {
        CalendarTime::Days(first, last) => CalendarTime::Days(
            first.checked_add(days.days()).ok()?,
            last.checked_add(days.days()).ok()?,
        ),
        CalendarTime::Time(start, None) => CalendarTime::Time(shift(start)?, None),
        CalendarTime::Time(start, Some(end)) => {
            let start_then = shift(start)?;
            let end = start_then.checked_add(start.duration_until(end)).ok()?;
            CalendarTime::Time(start_then, Some(end))
        }
    })
}

fn parse(text: &str) -> Option<RecurrenceRule> {
    let mut rule = RecurrenceRule { step: 0, weekdays: Vec::new(), count: None, until: None };
    let mut interval = 1_i64;
    for part in text.trim().to_ascii_uppercase().split(';').filter(|part| !part.is_empty()) {
        let (key, value) = part.split_once('=')?;
        match key {
            "FREQ" => {
                rule.step = match value {
                    "DAILY" => 1,
                    "WEEKLY" => 7,
                    _ => return None,
                }
            }
            "INTERVAL" => interval = value.parse().ok().filter(|i| (1..=366).contains(i))?,
            "COUNT" => rule.count = Some(value.parse().ok().filter(|c| (1..=MOST).contains(c))?),
            "UNTIL" => {
                let until = value.trim_end_matches('Z');
                let day = date(until).or_else(|_| date_time(until).map(|moment| moment.date()));
                rule.until = Some(day.ok()?);
            }
            "BYDAY" => rule.weekdays = value.split(',').map(weekday).collect::<Option<_>>()?,
            "WKST" if value == "MO" => {}
            _ => return None,
        }
    }
    let weekly = rule.step == 7;
    // Weekdays in a daily rule would exclude days.
    if rule.step == 0 || !weekly && !rule.weekdays.is_empty() {
        return None;
    }
    rule.step *= interval;
    (rule.count.is_some() || rule.until.is_some()).then_some(rule)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date as day;

    #[test]
    fn days_and_weeks_with_an_end_are_followed() {
        // A Tuesday.
        let first = CalendarTime::Days(day(2031, 6, 3), day(2031, 6, 3));
        let days = |rule: &str| {
            times(rule, &first).map(|all| {
                let start = |when: &CalendarTime| match when {
                    CalendarTime::Days(first, _) => first.strftime("%m%d").to_string(),
                    CalendarTime::Time(..) => String::new(),
                };
                all.iter().map(start).collect::<Vec<_>>().join(" ")
            })
        };
        for (rule, found) in [
            ("FREQ=DAILY;COUNT=3", Some("0603 0604 0605")),
            ("FREQ=DAILY;INTERVAL=2;UNTIL=20310607", Some("0603 0605 0607")),
            ("FREQ=WEEKLY;COUNT=2", Some("0603 0610")),
            ("FREQ=WEEKLY;BYDAY=TU,TH;COUNT=4", Some("0603 0605 0610 0612")),
            ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,MO;COUNT=3", Some("0603 0616 0617")),
            ("FREQ=DAILY", None),
            ("FREQ=DAILY;COUNT=1000000000", None),
            ("FREQ=DAILY;UNTIL=21990101", None),
            ("FREQ=MONTHLY;COUNT=2", None),
            ("FREQ=DAILY;BYDAY=MO;COUNT=2", None),
            ("FREQ=DAILY;BYSETPOS=1;COUNT=2", None),
            ("COUNT=2", None),
            ("", None),
        ] {
            assert_eq!(days(rule).as_deref(), found, "{rule}");
        }
    }
}
