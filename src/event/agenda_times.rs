//! Sessions in time: wall-clock times become instants in the event's time zone, and days are sorted.

use jiff::civil::{Date, Time};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{ToSpan, Zoned};

use crate::base::diagnostic::{Diagnostic, Report};
use crate::base::source::Spanned;
use crate::content::config::Config;
use crate::content::record::{Fold, SlotRecord};
use crate::event::model::{Day, Session};
use crate::event::record_table::{Key, Table};

/// The start and end of a slot, from its record.
///
/// Times before the hour at which days begin are in the night after the day, and an end that is not
/// after the start is on the next morning. A time that the zone skips, or has twice without `fold`,
/// is a fault, and the session is then shown without a time.
pub fn times(
    day: Date,
    slot: &SlotRecord,
    config: &Config,
    report: &mut Report,
) -> (Option<Zoned>, Option<Zoned>) {
    let zone = &config.timezone;
    let Some(start) = &slot.start else { return (None, None) };
    let first = date_of(day, start.value, config.day_starts);
    let begins = first.and_then(|date| moment(date, start, slot.fold, zone, report));
    let Some(end) = &slot.end else { return (begins, None) };
    let last = match (first, date_of(day, end.value, config.day_starts)) {
        (Some(first), Some(last)) if (last, end.value) <= (first, start.value) => next_day(last),
        (_, last) => last,
    };
    let ends = last.and_then(|last| moment(last, end, slot.fold, zone, report));
    match (begins, ends) {
        (Some(begins), Some(ends)) if ends > begins => (Some(begins), Some(ends)),
        (begins, _) => (begins, None),
    }
}

/// The date of a time of day on a day of the agenda.
pub fn date_of(day: Date, time: Time, day_starts: Time) -> Option<Date> {
    if time < day_starts { next_day(day) } else { Some(day) }
}

fn next_day(day: Date) -> Option<Date> {
    day.checked_add(1.day()).ok()
}

/// A wall-clock time of a date as an instant.
pub fn moment(
    day: Date,
    time: &Spanned<Time>,
    fold: Option<Fold>,
    zone: &TimeZone,
    report: &mut Report,
) -> Option<Zoned> {
    let ambiguous = zone.to_ambiguous_zoned(day.to_datetime(time.value));
    let clock = time.value.strftime("%H:%M");
    let name = zone.iana_name().unwrap_or("this zone");
    match (ambiguous.offset(), fold) {
        (AmbiguousOffset::Gap { .. }, _) => {
            report.push(
                Diagnostic::error(
                    "time/skipped",
                    format!("{clock} does not exist on {day} in {name}: clocks are set forward"),
                )
                .at(time.span.clone())
                .help("write a time before or after the skipped hour"),
            );
            None
        }
        (AmbiguousOffset::Fold { .. }, None) => {
            report.push(
                Diagnostic::error(
                    "time/twice",
                    format!("{clock} occurs twice on {day} in {name}: clocks are set back"),
                )
                .at(time.span.clone())
                .help("add `fold: earlier` or `fold: later`"),
            );
            None
        }
        (_, Some(Fold::Later)) => ambiguous.later().ok(),
        _ => ambiguous.earlier().ok(),
    }
}

/// Sorts a day's slots by start, then by end, then in the order of the file; those that last all day
/// first, and those without a time last.
pub fn sort_day(slots: &mut [(Key<Session>, usize)], sessions: &Table<Session>) {
    let rank = |(key, index): &(Key<Session>, usize)| {
        let session = sessions.get(*key);
        let slot = &session.slots[*index];
        let start = slot.start.as_ref().map(Zoned::timestamp);
        let open = start.is_none() && !session.all_day;
        (open, start, slot.end.as_ref().map(Zoned::timestamp))
    };
    slots.sort_by_key(rank);
}

/// All slots of the event, in the order of the programme.
pub fn in_order(days: &[Day]) -> impl Iterator<Item = (Key<Session>, usize)> + '_ {
    days.iter().flat_map(|day| day.slots.iter().copied())
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};

    use super::*;
    use crate::base::source::{FileId, SourceFile, Sources, Span};
    use crate::content::config::read_config;

    fn file() -> FileId {
        Sources::default().insert(SourceFile {
            path: "content/agenda.yaml".into(),
            content: crate::base::source::Content::Text("".into()),
            hash: 0,
        })
    }

    fn facts(start: Time, end: Option<Time>, fold: Option<Fold>) -> SlotRecord {
        let placed = |value| Spanned { value, span: Span::file(file()) };
        SlotRecord {
            id: None,
            date: None,
            start: Some(placed(start)),
            end: end.map(placed),
            fold,
            places: Vec::new(),
            everywhere: false,
            span: Span::file(file()),
        }
    }

    fn config() -> Config {
        let text = "id: e\nname: {en: E}\nstart: 2018-03-01\nend: 2018-11-30\n\
                    timezone: Europe/Copenhagen\nlanguages: [{tag: en, name: English}]\n";
        read_config(file(), text, &mut Report::new()).expect("it is a good configuration")
    }

    fn shown(day: Date, facts: &SlotRecord) -> (String, Vec<&'static str>) {
        let mut report = Report::new();
        let (start, end) = times(day, facts, &config(), &mut report);
        let write =
            |at: Option<Zoned>| at.map_or("-".into(), |at| at.strftime("%d %H:%M%:z").to_string());
        (format!("{} {}", write(start), write(end)), report.iter().map(|d| d.code).collect())
    }

    #[test]
    fn wall_clock_times_become_instants() {
        let (spring, autumn) = (date(2018, 3, 24), date(2018, 10, 27));
        let at = |h, m| time(h, m, 0, 0);
        for (day, facts, text, codes) in [
            (
                date(2018, 11, 20),
                facts(at(22, 0), Some(at(1, 0)), None),
                "20 22:00+01:00 21 01:00+01:00",
                vec![],
            ),
            (date(2018, 7, 1), facts(at(9, 0), None, None), "01 09:00+02:00 -", vec![]),
            // Before four in the morning it is still the night of the previous day.
            (
                date(2018, 7, 1),
                facts(at(0, 30), Some(at(1, 30)), None),
                "02 00:30+02:00 02 01:30+02:00",
                vec![],
            ),
            (
                date(2018, 7, 1),
                facts(at(3, 30), Some(at(5, 0)), None),
                "02 03:30+02:00 02 05:00+02:00",
                vec![],
            ),
            (spring, facts(at(2, 30), Some(at(5, 0)), None), "- -", vec!["time/skipped"]),
            (autumn, facts(at(2, 30), Some(at(5, 0)), None), "- -", vec!["time/twice"]),
            (
                autumn,
                facts(at(2, 30), Some(at(5, 0)), Some(Fold::Earlier)),
                "28 02:30+02:00 28 05:00+01:00",
                vec![],
            ),
            (
                autumn,
                facts(at(2, 30), Some(at(5, 0)), Some(Fold::Later)),
                "28 02:30+01:00 28 05:00+01:00",
                vec![],
            ),
        ] {
            assert_eq!(shown(day, &facts), (text.to_owned(), codes));
        }
    }
}
