//! Entries that are held again: the simple ones, on how many days so ever, and no others.
//!
//! Days and weeks with an end are understood, with the days that are left out and added. What says
//! more (every second Tuesday of a month) is not guessed.

use jiff::civil::{Date, Weekday};
use jiff::{ToSpan, Zoned};

use crate::exchange::ics::read::times::{When, date, date_time, weekday};

/// The most times that something is held.
const MOST: usize = 366;

/// A rule that is understood.
#[derive(Debug)]
struct Rule {
    /// The days from one time to the next.
    step: i64,
    /// The days of a week, if it names some.
    weekdays: Vec<Weekday>,
    count: Option<usize>,
    until: Option<Date>,
}

/// All times at which something is held by a rule, the first among them; nothing if the rule is not
/// simple.
pub(super) fn times(rule: &str, first: &When) -> Option<Vec<When>> {
    let Rule { step, weekdays, count, until } = parse(rule)?;
    let start = first.first();
    let mut times = Vec::new();
    let mut days = 0_i64;
    // Weeks are counted from the Monday of the first.
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

/// The same, some days later, at the same time by the clock.
pub(super) fn on(first: &When, days: i64) -> Option<When> {
    let shift = |moment: &Zoned| moment.checked_add(days.days()).ok();
    Some(match first {
        When::Days(first, last) => {
            When::Days(first.checked_add(days.days()).ok()?, last.checked_add(days.days()).ok()?)
        }
        When::Time(start, None) => When::Time(shift(start)?, None),
        When::Time(start, Some(end)) => {
            let start_then = shift(start)?;
            let end = start_then.checked_add(start.duration_until(end)).ok()?;
            When::Time(start_then, Some(end))
        }
    })
}

fn parse(text: &str) -> Option<Rule> {
    let mut rule = Rule { step: 0, weekdays: Vec::new(), count: None, until: None };
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
    // Days of a week in a rule of days would leave some out.
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
    fn days_and_weeks_with_an_end_are_understood() {
        // A Tuesday.
        let first = When::Days(day(2031, 6, 3), day(2031, 6, 3));
        let days = |rule: &str| {
            times(rule, &first).map(|all| {
                let start = |when: &When| match when {
                    When::Days(first, _) => first.strftime("%m%d").to_string(),
                    When::Time(..) => String::new(),
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
