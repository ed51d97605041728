//! Schedules of real events: `PLENARY_CASES` names a folder of folders, each with a schedule and an
//! `expected.json` with its content. They are not part of the project; without the variable there is
//! nothing to test. If `PLENARY_OUT` names a folder, the schedules are written to it in all formats.

#![expect(clippy::disallowed_methods, reason = "it reads the cases")]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![expect(clippy::print_stdout, reason = "it reports what each case contains")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use jiff::tz::TimeZone;
use plenary::exchange::hints::Hints;
use plenary::exchange::programme::{Programme, Session, Slot, Texts, Time};
use plenary::exchange::{read, schedule_json, schedule_xml};
use serde_json::Value;

/// A slot, as far as it can be compared with the expected one.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Row {
    title: String,
    start: Option<String>,
    end: Option<String>,
    rooms: Vec<String>,
    language: String,
    persons: Vec<String>,
}

fn first(texts: &Texts) -> String {
    texts.values().next().cloned().unwrap_or_default()
}

fn row(programme: &Programme, session: &Session, slot: &Slot) -> Row {
    let (start, end) = match &slot.time {
        Time::Unknown => (None, None),
        Time::From(start) | Time::Estimated(start, _) => (Some(start), Some(start)),
        Time::Span(start, end) => (Some(start), Some(end)),
    };
    let utc = |moment: &jiff::Zoned| moment.timestamp().to_string();
    let mut rooms: Vec<String> =
        slot.rooms.iter().map(|room| first(&programme.rooms[*room].name)).collect();
    rooms.sort();
    Row {
        title: first(&session.title),
        start: start.map(utc),
        end: end.map(utc),
        rooms,
        language: session.languages.join(", "),
        persons: session.persons.iter().map(|at| first(&programme.persons[*at].name)).collect(),
    }
}

fn expected(value: &Value) -> Row {
    let line = |value: &Value| value.as_str().unwrap_or_default().trim().replace('\n', " ");
    let words = |text: &str| text.to_owned();
    let some = |text: String| (!text.is_empty()).then_some(text);
    let room = line(&value["room"]);
    let mut rooms: Vec<String> =
        room.split(", ").filter(|name| !name.is_empty()).map(words).collect();
    rooms.sort();
    Row {
        title: line(&value["title"]),
        start: some(line(&value["start_utc"])),
        end: some(line(&value["end_utc"])),
        rooms,
        language: line(&value["language"]),
        persons: value["persons"].as_array().into_iter().flatten().map(line).collect(),
    }
}

fn check(case: &Path) {
    let name = case.file_name().unwrap().to_string_lossy().into_owned();
    let all: Value =
        serde_json::from_slice(&fs::read(case.join("expected.json")).unwrap()).unwrap();
    let zone = all["time_zone_name"].as_str().unwrap_or("Europe/Berlin");
    let hints = Hints { timezone: TimeZone::get(zone).ok(), ..Hints::default() };
    let file = ["schedule.xml", "schedule.json"].into_iter().map(|file| case.join(file));
    let file = file.into_iter().find(|file| file.is_file()).unwrap();
    let programme = read(&fs::read(&file).unwrap(), None, &hints).unwrap();
    println!(
        "{name}: {} sessions, {} rooms, {} persons, {} days; left over:",
        programme.sessions.len(),
        programme.rooms.len(),
        programme.persons.len(),
        programme.days.len()
    );
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for left in &programme.left_over {
        *kinds.entry(left.place.rsplit(": ").next().unwrap()).or_default() += 1;
    }
    println!("  {kinds:?}");
    let rows = programme.sessions.iter();
    let mut rows: Vec<Row> =
        rows.flat_map(|s| s.slots.iter().map(|slot| row(&programme, s, slot))).collect();
    let mut wanted: Vec<Row> = all["sessions"].as_array().unwrap().iter().map(expected).collect();
    // A case may cover only part of its file.
    if rows.len() > wanted.len() {
        let days: Vec<&str> = wanted.iter().filter_map(|row| row.start.as_deref()).collect();
        let (from, to) =
            (days.iter().min().unwrap().to_string(), days.iter().max().unwrap().to_string());
        rows.retain(|row| row.start.as_ref().is_some_and(|start| (&from..=&to).contains(&start)));
    }
    rows.sort();
    wanted.sort();
    for (row, wanted) in rows.iter().zip(&wanted) {
        assert_eq!(row, wanted, "{name}");
    }
    assert_eq!(rows.len(), wanted.len(), "{name}");
    rewrite(&name, &programme, &hints);
}

/// Writes the programme in every format, reads it back, and compares the sessions.
fn rewrite(name: &str, programme: &Programme, hints: &Hints) {
    for (ending, written) in [
        ("xml", schedule_xml::write(programme, "en")),
        ("v1.json", schedule_json::write_v1(programme, "en")),
        ("v2.json", schedule_json::write_v2(programme, "en")),
    ] {
        // For validators of other projects.
        if let Some(out) = std::env::var_os("PLENARY_OUT") {
            fs::write(Path::new(&out).join(format!("{name}.{ending}")), &written).unwrap();
        }
        let again = read(written.as_bytes(), None, hints).unwrap();
        let all = |programme: &Programme| {
            let rows = programme.sessions.iter();
            let rows = rows.flat_map(|s| s.slots.iter().map(move |slot| row(programme, s, slot)));
            let mut rows: Vec<Row> = rows.collect();
            for row in &mut rows {
                // Version 2 demands a language.
                if ending == "v2.json" {
                    row.language.clear();
                }
            }
            rows.sort();
            rows
        };
        assert_eq!(all(&again), all(programme), "{name}.{ending}");
        assert_eq!(again.left_over, [], "{name}.{ending}");
    }
}

#[test]
fn real_schedules_are_read_correctly() {
    let Some(folder) = std::env::var_os("PLENARY_CASES") else { return };
    let mut cases: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.sort();
    for case in cases.iter().filter(|case| case.join("expected.json").is_file()) {
        check(case);
    }
}
