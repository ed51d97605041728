//! Time zones by their names, and what people write instead of a name.

use icu_time::zone::iana::IanaParserExtended;
use jiff::civil::date;
use jiff::tz::TimeZone;

use crate::base::diagnostic::Diagnostic;
use crate::base::suggest::{nearest_path, some_of};
use crate::locale::windows_zone::of_windows;

/// What is known about an event whose time zone is not known.
#[derive(Clone, Debug, Default)]
pub struct Clues {
    /// The year of the event, if it is known: abbreviations and offsets change over time.
    pub year: Option<i16>,
    /// The two-letter codes of countries where it may be, the most likely first.
    pub countries: Vec<String>,
}

/// The code of all faults of names.
const CODE: &str = "event/unknown-timezone";

/// A zone of the built-in IANA database, with its name.
pub fn read(name: &str) -> Option<(String, TimeZone)> {
    // Abbreviations such as `CET` and `GMT` are in the database, but do not mean what people expect.
    // Regions have a slash.
    if name != "UTC" && !name.contains('/') {
        return None;
    }
    let zone = jiff::tz::db().get(name).ok()?;
    Some((zone.iana_name()?.to_owned(), zone))
}

/// The fault of a name that is not one of the database, with the zones that were probably meant.
pub fn unknown(name: &str, clues: &Clues) -> Diagnostic {
    let fault = |message: String| Diagnostic::error(CODE, message);
    let short = Short::of(name);
    let alike = short.map(|short| short.zones(clues)).unwrap_or_default();
    let there = of_countries(&clues.countries);
    let first_there = there.iter().find(|zone| alike.is_empty() || alike.contains(zone));
    match (short, alike.is_empty()) {
        (Some(Short::Abbreviation(_)), false) => {
            fault(format!("`{name}` is an abbreviation, not a time zone")).help(format!(
                "several places use it, with rules of their own; write region and city: {}",
                choice(first_there, &alike)
            ))
        }
        (Some(Short::Offset(_)), _) => fault(format!("`{name}` is an offset, not a time zone"))
            .help(format!(
                "an offset knows no summer time; write region and city: {}",
                choice(first_there, &alike)
            )),
        _ => {
            let fault = fault(format!("there is no time zone `{name}`"));
            let known = names();
            // Short words always resemble some city: `China` resembles Chita.
            let long = name.contains('/') || name.len() > 5;
            let near = nearest_path(name, known.iter().map(String::as_str)).filter(|_| long);
            let meant = common(name).map(str::to_owned).or_else(|| of_windows(name));
            fault.suggest(meant.or(near.map(str::to_owned)), || {
                format!("write region and city: {}", choice(first_there, &[]))
            })
        }
    }
}

/// Zones to choose from, the most likely first.
fn choice(first: Option<&String>, alike: &[String]) -> String {
    const USUAL: [&str; 2] = ["Europe/Copenhagen", "Asia/Shanghai"];
    let quoted = |zone: &String| format!("`{zone}`");
    if let (Some(first), true) = (first, alike.is_empty()) {
        return format!("for example {}", quoted(first));
    }
    if alike.is_empty() {
        return format!("for example `{}` or `{}`", USUAL[0], USUAL[1]);
    }
    let others = alike.iter().filter(|zone| Some(*zone) != first);
    let all: Vec<String> = first.into_iter().chain(others).map(quoted).collect();
    some_of(&all.iter().map(String::as_str).collect::<Vec<_>>())
}

/// What people write instead of a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Short<'a> {
    /// `CEST`.
    Abbreviation(&'a str),
    /// `UTC+2`, `+02:00`, in seconds.
    Offset(i32),
}

impl<'a> Short<'a> {
    fn of(name: &'a str) -> Option<Short<'a>> {
        let name = name.trim();
        let word = name.strip_prefix("UTC").or(name.strip_prefix("GMT")).unwrap_or(name);
        if let Some(seconds) = offset(word) {
            return Some(Short::Offset(seconds));
        }
        let letters =
            (2..=5).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_alphabetic());
        letters.then_some(Short::Abbreviation(name))
    }

    /// The zones in which it is used in a year: the best known first, then by name.
    fn zones(self, clues: &Clues) -> Vec<String> {
        // Without a year, the rules that hold today and from now on.
        let year = clues.year.filter(|year| (1970..2200).contains(year)).unwrap_or(2037);
        let months = [1, 7].map(|month| date(year, month, 1).at(0, 0, 0, 0));
        let uses = |zone: &TimeZone| {
            months.iter().any(|at| {
                let Ok(at) = zone.to_timestamp(*at) else { return false };
                let info = zone.to_offset_info(at);
                match self {
                    Short::Abbreviation(name) => info.abbreviation().eq_ignore_ascii_case(name),
                    Short::Offset(seconds) => info.offset().seconds() == seconds,
                }
            })
        };
        let known = names();
        let used = |name: &&String| jiff::tz::db().get(name).is_ok_and(|zone| uses(&zone));
        let mut used: Vec<String> = known.iter().filter(used).cloned().collect();
        let rank = |name: &String| WELL_KNOWN.iter().position(|known| known == name);
        used.sort_by_key(|name| rank(name).unwrap_or(WELL_KNOWN.len()));
        used
    }
}

/// `+2`, `+02:00` or `-0330` in seconds.
fn offset(text: &str) -> Option<i32> {
    let (sign, digits) = match text.chars().next()? {
        '+' => (1, &text[1..]),
        '-' => (-1, &text[1..]),
        '−' => (-1, text.strip_prefix('−')?),
        _ => return None,
    };
    let (hours, minutes) = match digits.split_once(':') {
        Some(parts) => parts,
        None if digits.len() == 4 => digits.split_at_checked(2)?,
        None => (digits, "0"),
    };
    let number = |text: &str| text.parse::<i32>().ok().filter(|n| (0..60).contains(n));
    Some(sign * (number(hours).filter(|hours| *hours < 15)? * 3600 + number(minutes)? * 60))
}

/// The names of regions in the database.
fn names() -> Vec<String> {
    const OTHERS: [&str; 3] = ["Etc/", "posix/", "right/"];
    let all = jiff::tz::db().available().map(|name| name.to_string());
    all.filter(|name| name.contains('/') && !OTHERS.iter().any(|o| name.starts_with(o))).collect()
}

/// The zones of countries, by CLDR: its own short names of zones begin with the code of the country.
fn of_countries(countries: &[String]) -> Vec<String> {
    let names = IanaParserExtended::new();
    let zones: Vec<(String, String)> = names
        .iter()
        .map(|found| (found.time_zone.as_str().to_owned(), found.canonical.to_owned()))
        .collect();
    let mut found = Vec::new();
    for country in countries {
        let code = country.to_lowercase();
        let mut own: Vec<&String> = zones
            .iter()
            .filter(|(short, _)| short.starts_with(&code))
            .map(|(_, name)| name)
            .collect();
        own.sort_by_key(|name| {
            WELL_KNOWN.iter().position(|known| known == name).unwrap_or(WELL_KNOWN.len())
        });
        found.extend(own.into_iter().filter(|name| name.contains('/')).cloned());
    }
    found
}

/// The zones with the most people, which are named first.
const WELL_KNOWN: [&str; 34] = [
    "Europe/London",
    "Europe/Berlin",
    "Europe/Paris",
    "Europe/Rome",
    "Europe/Madrid",
    "Europe/Warsaw",
    "Europe/Amsterdam",
    "Europe/Brussels",
    "Europe/Stockholm",
    "Europe/Copenhagen",
    "Europe/Athens",
    "Europe/Helsinki",
    "Europe/Kyiv",
    "Europe/Lisbon",
    "Europe/Dublin",
    "Europe/Istanbul",
    "Europe/Moscow",
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "America/Toronto",
    "America/Mexico_City",
    "America/Sao_Paulo",
    "Asia/Shanghai",
    "Asia/Kolkata",
    "Asia/Tokyo",
    "Asia/Manila",
    "Asia/Jerusalem",
    "Asia/Dubai",
    "Africa/Lagos",
    "Africa/Johannesburg",
    "Australia/Sydney",
    "Pacific/Auckland",
];

/// The zone that a country or a city without a zone of its own means.
fn common(name: &str) -> Option<&'static str> {
    Some(match name.rsplit('/').next().unwrap_or(name).to_lowercase().as_str() {
        "china" | "kina" | "beijing" | "peking" | "中国" | "北京" => "Asia/Shanghai",
        "denmark" | "danmark" | "københavn" | "aarhus" | "århus" => "Europe/Copenhagen",
        "germany" | "deutschland" | "tyskland" | "bonn" | "münchen" | "munich" | "hamburg"
        | "köln" | "cologne" | "frankfurt" => "Europe/Berlin",
        "england" | "uk" => "Europe/London",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn help(name: &str, countries: &[&str]) -> String {
        let countries = countries.iter().map(ToString::to_string).collect();
        let fault = unknown(name, &Clues { year: Some(2030), countries });
        format!("{}; {}", fault.message, fault.help.unwrap_or_default())
    }

    #[test]
    fn abbreviations_and_offsets_are_explained() {
        for (name, countries, expected) in [
            (
                "CEST",
                &["DE"][..],
                "`CEST` is an abbreviation, not a time zone; several places use it, with rules of their own; write region and city: `Europe/Berlin`, `Europe/Paris`",
            ),
            ("CET", &["NO"], "region and city: `Europe/Oslo`, `Europe/Berlin`"),
            ("cst", &["CN"], "region and city: `Asia/Shanghai`, `America/Chicago`"),
            ("CST", &[], "region and city: `America/Chicago`, "),
            ("BST", &["DK"], "region and city: `Europe/London`"),
            ("EST", &[], "region and city: `America/New_York`"),
            (
                "UTC+2",
                &["AT"],
                "`UTC+2` is an offset, not a time zone; an offset knows no summer time; write region and city: `Europe/Vienna`",
            ),
            ("+08:00", &["CN"], "region and city: `Asia/Shanghai`"),
            ("Europe/Bonn", &["FR"], "did you mean `Europe/Berlin`?"),
            ("Romance Standard Time", &[], "did you mean `Europe/Paris`?"),
            ("Nowhere", &["SE"], "write region and city: for example `Europe/Stockholm`"),
            (
                "XYZ",
                &[],
                "there is no time zone `XYZ`; write region and city: for example `Europe/Copenhagen`",
            ),
        ] {
            let found = help(name, countries);
            assert!(found.contains(expected), "{name}: {found}");
        }
    }
}
