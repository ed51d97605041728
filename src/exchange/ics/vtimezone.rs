//! The definition of a time zone in a calendar (VTIMEZONE), from the bundled zone tables.

use jiff::civil::{Date, DateTime, Weekday};
use jiff::tz::{Dst, Offset, TimeZone};
use jiff::{Timestamp, Zoned};

use crate::exchange::content_lines::ContentLines;
use crate::exchange::datetime::basic;

/// The maximum number of years for which a zone is defined.
const MOST_YEARS: i16 = 20;

/// A zone with its definition for the years of an event, made once for many files.
#[derive(Clone, Debug)]
pub struct Zone {
    pub(super) zone: TimeZone,
    /// The IANA name; nothing for UTC, which needs no definition.
    pub(super) name: Option<String>,
    pub(super) definition: String,
}

impl Zone {
    /// A zone, defined from the first day to the last and for a year on each side.
    ///
    /// Times in a zone without a name are written in UTC.
    pub fn new(zone: &TimeZone, first: Date, last: Date) -> Zone {
        let name = zone.iana_name().filter(|name| !is_utc(name)).map(str::to_owned);
        // An event whose days are not known lasts until the year 9999.
        let until = last.year().min(first.year().saturating_add(MOST_YEARS));
        let definition = name.as_ref().map(|name| define(zone, name, first.year(), until));
        Zone { zone: zone.clone(), name, definition: definition.unwrap_or_default() }
    }

    /// The definition (VTIMEZONE), as lines of a file; empty for UTC.
    pub fn definition(&self) -> &str {
        &self.definition
    }

    /// The wall time of a moment, if it is unambiguous. If clocks show a time twice, the second is
    /// ambiguous.
    pub(super) fn wall(&self, moment: &Zoned) -> Option<DateTime> {
        self.name.as_ref()?;
        let wall = moment.with_time_zone(self.zone.clone()).datetime();
        let meant = self.zone.to_ambiguous_zoned(wall).compatible().ok()?;
        (meant.timestamp() == moment.timestamp()).then_some(wall)
    }
}

fn is_utc(name: &str) -> bool {
    matches!(
        name,
        "UTC" | "Etc/UTC" | "Etc/UCT" | "Etc/Zulu" | "Zulu" | "UCT" | "Etc/Universal" | "Universal"
    )
}

/// A clock change.
#[derive(Debug)]
struct ClockChange {
    /// The wall time just before the change.
    at: DateTime,
    from: Offset,
    to: Offset,
    name: String,
    dst: bool,
}

/// The yearly rule of a clock change.
#[derive(Debug, PartialEq, Eq)]
struct YearlyRule {
    month: i8,
    /// The first to fourth such weekday of the month, or -1 for the last.
    which: i8,
    weekday: Weekday,
    hour: jiff::civil::Time,
    from: Offset,
    to: Offset,
}

/// The definition: by rules if the zone follows some, or one change after another.
fn define(zone: &TimeZone, name: &str, first: i16, last: i16) -> String {
    let begin = |year: i16| {
        let date = Date::new(year, 1, 1).ok().and_then(|date| date.to_zoned(TimeZone::UTC).ok());
        date.map_or(Timestamp::UNIX_EPOCH, |moment| moment.timestamp())
    };
    let (from, to) = (begin(first.saturating_sub(1)), begin(last.saturating_add(2)));
    let changes = changes(zone, from, to);
    let mut lines = ContentLines::default();
    lines.raw("BEGIN", &[], "VTIMEZONE");
    lines.raw("TZID", &[], name);
    if changes.is_empty() {
        let info = zone.to_offset_info(from);
        let name = info.abbreviation().to_owned();
        let at = jiff::civil::date(1970, 1, 1).at(0, 0, 0, 0);
        observance(&mut lines, "STANDARD", at, info.offset(), info.offset(), &name, None);
    } else if let Some((summer, winter)) = yearly(&changes) {
        for (change, kind) in [(summer, "DAYLIGHT"), (winter, "STANDARD")] {
            let ClockChange { at, from, to, name, .. } = change;
            let rule = rule_of(&changes, change);
            observance(&mut lines, kind, *at, *from, *to, name, rule.as_ref());
        }
    } else {
        let info = zone.to_offset_info(from);
        let kind = kind(info.dst() == Dst::Yes);
        let at = info.offset().to_datetime(from);
        observance(&mut lines, kind, at, info.offset(), info.offset(), info.abbreviation(), None);
        for ClockChange { at, from, to, name, dst } in &changes {
            observance(&mut lines, self::kind(*dst), *at, *from, *to, name, None);
        }
    }
    lines.raw("END", &[], "VTIMEZONE");
    lines.finish()
}

/// The clock changes between two moments.
fn changes(zone: &TimeZone, from: Timestamp, to: Timestamp) -> Vec<ClockChange> {
    let mut before = zone.to_offset(from);
    let mut changes = Vec::new();
    for change in zone.following(from).take_while(|change| change.timestamp() < to) {
        let after = change.offset();
        if after != before {
            changes.push(ClockChange {
                at: before.to_datetime(change.timestamp()),
                from: before,
                to: after,
                name: change.abbreviation().to_owned(),
                dst: change.dst() == Dst::Yes,
            });
        }
        before = after;
    }
    changes
}

/// The first changes to summer and to winter time, if each year has one of each, by the same rules.
fn yearly(changes: &[ClockChange]) -> Option<(&ClockChange, &ClockChange)> {
    let pairs = changes.chunks_exact(2);
    let even = pairs.remainder().is_empty()
        && pairs
            .clone()
            .all(|pair| pair[0].at.year() == pair[1].at.year() && pair[0].to == pair[1].from);
    let years: Vec<i16> = changes.iter().step_by(2).map(|change| change.at.year()).collect();
    let every = years.windows(2).all(|pair| pair[1] == pair[0] + 1);
    let [a, b] = [changes.first()?, changes.get(1)?];
    if !even || !every || rule_of(changes, a).is_none() || rule_of(changes, b).is_none() {
        return None;
    }
    Some(if a.to > b.to { (a, b) } else { (b, a) })
}

/// The rule that all changes to the same offset follow.
fn rule_of(changes: &[ClockChange], like: &ClockChange) -> Option<YearlyRule> {
    let same: Vec<&ClockChange> = changes.iter().filter(|change| change.to == like.to).collect();
    let day = |change: &ClockChange| change.at.date();
    let last = |change: &&&ClockChange| day(change).day() + 7 > day(change).days_in_month();
    let which = match same.iter().all(|change| last(&change)) {
        true => -1,
        false => (day(like).day() - 1) / 7 + 1,
    };
    let rule = |change: &ClockChange| YearlyRule {
        month: day(change).month(),
        which: if which == -1 { -1 } else { (day(change).day() - 1) / 7 + 1 },
        weekday: day(change).weekday(),
        hour: change.at.time(),
        from: change.from,
        to: change.to,
    };
    let own = rule(like);
    (which <= 4 && same.iter().all(|change| rule(change) == own)).then_some(own)
}

fn kind(dst: bool) -> &'static str {
    if dst { "DAYLIGHT" } else { "STANDARD" }
}

fn observance(
    lines: &mut ContentLines,
    kind: &str,
    at: DateTime,
    from: Offset,
    to: Offset,
    name: &str,
    rule: Option<&YearlyRule>,
) {
    lines.raw("BEGIN", &[], kind);
    lines.raw("DTSTART", &[], &basic(at));
    if let Some(YearlyRule { month, which, weekday, .. }) = rule {
        let day = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
            [usize::try_from(weekday.to_monday_zero_offset()).unwrap_or_default()];
        lines.raw("RRULE", &[], &format!("FREQ=YEARLY;BYMONTH={month};BYDAY={which}{day}"));
    }
    lines.raw("TZOFFSETFROM", &[], &offset(from));
    lines.raw("TZOFFSETTO", &[], &offset(to));
    lines.text("TZNAME", &[], name);
    lines.raw("END", &[], kind);
}

/// An offset such as `+0100`, with seconds if it has some.
fn offset(offset: Offset) -> String {
    let seconds = offset.seconds();
    let sign = if seconds < 0 { '-' } else { '+' };
    let (hours, minutes, rest) =
        (seconds.abs() / 3600, seconds.abs() / 60 % 60, seconds.abs() % 60);
    match rest {
        0 => format!("{sign}{hours:02}{minutes:02}"),
        rest => format!("{sign}{hours:02}{minutes:02}{rest:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn lines(zone: &str, year: i16) -> Vec<String> {
        let zone = TimeZone::get(zone).expect("it is in the tables");
        let zone = Zone::new(&zone, date(year, 1, 1), date(year, 12, 31));
        zone.definition.split_terminator("\r\n").map(str::to_owned).collect()
    }

    #[test]
    fn zones_with_yearly_rules_are_defined_by_them() {
        assert_eq!(
            lines("Europe/Copenhagen", 2031),
            [
                "BEGIN:VTIMEZONE",
                "TZID:Europe/Copenhagen",
                "BEGIN:DAYLIGHT",
                "DTSTART:20300331T020000",
                "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
                "TZOFFSETFROM:+0100",
                "TZOFFSETTO:+0200",
                "TZNAME:CEST",
                "END:DAYLIGHT",
                "BEGIN:STANDARD",
                "DTSTART:20301027T030000",
                "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
                "TZOFFSETFROM:+0200",
                "TZOFFSETTO:+0100",
                "TZNAME:CET",
                "END:STANDARD",
                "END:VTIMEZONE",
            ]
        );
        let rules = |zone: &str| -> Vec<String> {
            lines(zone, 2031).into_iter().filter(|line| line.starts_with("RRULE")).collect()
        };
        assert_eq!(
            rules("America/New_York"),
            ["RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU", "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU"]
        );
        // South of the equator, summer begins late in the year.
        assert_eq!(
            rules("Australia/Sydney"),
            ["RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=1SU", "RRULE:FREQ=YEARLY;BYMONTH=4;BYDAY=1SU"]
        );
        assert_eq!(rules("Europe/Dublin").len(), 2);
    }

    #[test]
    fn zones_without_summer_time_have_one_observance() {
        let shanghai = lines("Asia/Shanghai", 2031);
        assert_eq!(
            shanghai[2..],
            [
                "BEGIN:STANDARD",
                "DTSTART:19700101T000000",
                "TZOFFSETFROM:+0800",
                "TZOFFSETTO:+0800",
                "TZNAME:CST",
                "END:STANDARD",
                "END:VTIMEZONE"
            ]
        );
        assert!(lines("Asia/Kathmandu", 2031).contains(&"TZOFFSETTO:+0545".to_owned()));
        assert_eq!(lines("UTC", 2031), [""; 0]);
    }

    #[test]
    fn zones_without_a_rule_are_defined_change_by_change() {
        // Morocco set its clocks back during Ramadan.
        let casablanca = lines("Africa/Casablanca", 2024);
        assert!(!casablanca.iter().any(|line| line.starts_with("RRULE")), "{casablanca:?}");
        let begun = casablanca.iter().filter(|line| line.starts_with("DTSTART")).count();
        assert!(begun > 4, "{casablanca:?}");
        // Denmark introduced summer time in 1980.
        assert!(!lines("Europe/Copenhagen", 1980).iter().any(|line| line.starts_with("RRULE")));
    }

    #[test]
    fn the_second_of_two_equal_times_has_no_wall_time() {
        let copenhagen = TimeZone::get("Europe/Copenhagen").expect("it is in the tables");
        let zone = Zone::new(&copenhagen, date(2031, 1, 1), date(2031, 12, 31));
        let moment = |text: &str| {
            let timestamp: Timestamp = text.parse().expect("it is a moment");
            timestamp.to_zoned(TimeZone::UTC)
        };
        let first = zone.wall(&moment("2031-10-26T00:30:00Z"));
        assert_eq!(first, Some(date(2031, 10, 26).at(2, 30, 0, 0)));
        assert_eq!(zone.wall(&moment("2031-10-26T01:30:00Z")), None);
    }
}
