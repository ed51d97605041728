//! Ranges of dates and times in which equal parts occur once: `20.–22. november 2018`.
//!
//! ICU4X 2.4 has CLDR's interval formats only as an unstable feature, which fails for months in long
//! dates of Danish and most other languages. So ranges are composed from the parts of the two dates:
//! the order is CLDR's, and the text between them is in one table ([`joiners`]).

use icu_locale::Locale;

use crate::locale::date_parts::{DatePart, Field, position, text};

/// The text between the two ends of a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::locale) struct Joiners {
    /// Between two days of one month, as in `20–22 November`.
    days: &'static str,
    /// Between ends that contain spaces, as in `30 November – 2 December`.
    dates: &'static str,
    /// Between two times, as in `09:00–12:30`.
    times: &'static str,
}

/// The joiners of a language.
///
/// From CLDR 49, `dates/calendars/gregorian/dateTimeFormats/intervalFormats`, the patterns of
/// `yMMMMd`/`yMMMd` (greatest difference d, M and y) and `Hm`/`hm`, with three changes:
///
/// - An en dash between numbers has no spaces, and one between ends with spaces has spaces, as in the
///   style guides of da, nb, sv, de, en and fr. CLDR agrees for de (`d.–d. MMMM y`,
///   `d. MMMM – d. MMMM y`), fr, es and it; it never has spaces for da, nb and sv, and
///   always for en.
/// - Ordinary spaces replace the thin spaces (U+2009) of CLDR 42 and later, which many fonts lack.
/// - zh-Hans uses 至 like zh-Hant (`y年M月d日至d日`), as CLDR did until version 48.
pub(in crate::locale) fn joiners(locale: &Locale) -> Joiners {
    match locale.id.language.as_str() {
        "zh" | "yue" => Joiners { days: "至", dates: "至", times: "–" },
        "ja" => Joiners { days: "～", dates: "～", times: "～" },
        "ko" => Joiners { days: "~", dates: " ~ ", times: "~" },
        "fa" => Joiners { days: " تا ", dates: " تا ", times: " تا " },
        "ru" => Joiners { days: "—", dates: " — ", times: "–" },
        // da, nb, nn, sv, fi, is, de, en, fr, es, it, nl, pl, pt, ar, he and CLDR's root.
        _ => Joiners { days: "–", dates: " – ", times: "–" },
    }
}

/// Two long dates as one range. Equal dates are written once.
pub(in crate::locale) fn dates(start: &[DatePart], end: &[DatePart], joiners: Joiners) -> String {
    if start == end {
        return text(start);
    }
    let year = position(start, Field::Year).zip(position(start, Field::Day));
    match year {
        Some((year, day)) if year < day => year_first(start, end, joiners),
        Some((year, _)) => year_last(start, end, year, joiners),
        None => whole(start, end, joiners),
    }
}

/// Two times as one range. Equal times are written once.
pub(in crate::locale) fn times(start: &[DatePart], end: &[DatePart], joiners: Joiners) -> String {
    if start == end {
        return text(start);
    }
    let period = position(start, Field::DayPeriod).zip(position(start, Field::Hour));
    let Some((period, hour)) = period else {
        return format!("{}{}{}", text(start), joiners.times, text(end));
    };
    if end.get(period) != start.get(period) {
        return whole(start, end, joiners);
    }
    let (from, to) = if period < hour {
        (start, &end[position(end, Field::Hour).unwrap_or(0)..])
    } else {
        (&start[..=position(start, Field::Minute).unwrap_or(hour)], end)
    };
    format!("{}{}{}", text(from), joiners.times, text(to))
}

fn whole(start: &[DatePart], end: &[DatePart], joiners: Joiners) -> String {
    format!("{}{}{}", text(start), joiners.dates, text(end))
}

/// `2018年11月20日至22日`: the end omits the equal fields at its beginning.
fn year_first(start: &[DatePart], end: &[DatePart], joiners: Joiners) -> String {
    let different = start.iter().zip(end).position(|(a, b)| a != b).unwrap_or(0);
    let days = start.get(different).is_some_and(|part| part.field == Field::Day);
    let joiner = if days { joiners.days } else { joiners.dates };
    format!("{}{joiner}{}", text(start), text(end.get(different..).unwrap_or(end)))
}

/// `20.–22. november 2018`, `November 20–22, 2018`: the start omits the year, and one of the two
/// omits the month.
fn year_last(start: &[DatePart], end: &[DatePart], year: usize, joiners: Joiners) -> String {
    let find = |parts: &[DatePart], field| position(parts, field).map(|at| parts[at].text.clone());
    let same = |field| find(start, field) == find(end, field);
    let (Some(day), Some(month)) = (position(start, Field::Day), position(start, Field::Month))
    else {
        return whole(start, end, joiners);
    };
    if !same(Field::Year) {
        return whole(start, end, joiners);
    }
    if !same(Field::Month) {
        let last = start[..year].iter().rposition(|p| matches!(p.field, Field::Day | Field::Month));
        return format!("{}{}{}", text(&start[..=last.unwrap_or(0)]), joiners.dates, text(end));
    }
    if day < month {
        // The dot of `20.` belongs to the day, the `de` of `20 de noviembre` to the month.
        let between = start.get(day + 1).map_or("", |part| part.text.as_str());
        let point = &between[..between.find(char::is_whitespace).unwrap_or(0)];
        return format!("{}{point}{}{}", text(&start[..=day]), joiners.days, text(end));
    }
    format!("{}{}{}", text(&start[..=day]), joiners.days, text(&end[day..]))
}
