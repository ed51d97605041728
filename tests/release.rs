//! Releases of a programme that changes, one after another: what `agenda.lock` says, and what the
//! calendars of subscribers learn.

#![expect(clippy::disallowed_methods, reason = "tests set up folders and look at them")]

mod harness;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use harness::put;
use tempfile::TempDir;

const EVENT: &str = "id: soap-days\nname: {en: Soap Days}\nstart: 2036-02-04\nend: 2036-02-05\n\
                     timezone: Europe/Copenhagen\nlanguages: [{tag: en, name: English}]\n";

/// A programme whose sessions are these lines.
fn agenda(sessions: &[&str]) -> String {
    let mut text = "days:\n  - date: 2036-02-04\n    sessions:\n".to_owned();
    for session in sessions {
        text.push_str(&format!("      - {{{session}}}\n"));
    }
    text
}

fn run(here: &Path, words: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_plenary"));
    let output = command.current_dir(here).args(words).output().expect("the program was built");
    let shown = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
    shown
}

/// Releases the programme with these sessions, and returns what `release` printed.
fn release(here: &Path, sessions: &[&str]) -> String {
    put(here, [("content/agenda.yaml", agenda(sessions).as_bytes())]);
    let printed = run(here, &["release"]);
    run(here, &["build"]);
    printed
}

/// For each slot in the lock file: how often it changed.
fn revisions(here: &Path) -> BTreeMap<String, String> {
    let lock = fs::read_to_string(here.join("content/agenda.lock")).expect("it was released");
    let slots = lock.lines().filter(|line| line.starts_with("slot ") || line.starts_with("gone "));
    let words = slots.map(|line| line.split(' ').collect::<Vec<_>>());
    words.map(|words| (words[1].to_owned(), format!("{} {}", words[0], words[2]))).collect()
}

/// For each entry of the calendar: its sequence, start and status.
fn calendar(here: &Path) -> BTreeMap<String, String> {
    let text = fs::read_to_string(here.join("public/en/calendar.ics")).expect("it was built");
    let mut entries = BTreeMap::new();
    for entry in text.split("BEGIN:VEVENT\r\n").skip(1) {
        let value = |name: &str| {
            let mut lines = entry.lines().filter(|line| line.starts_with(name));
            lines.next().and_then(|line| line.rsplit(':').next()).unwrap_or("-").to_owned()
        };
        let id = value("UID").split('@').next().unwrap_or_default().to_owned();
        entries
            .insert(id, format!("{} {} {}", value("SEQUENCE"), value("DTSTART"), value("STATUS")));
    }
    entries
}

fn pairs(map: &BTreeMap<String, String>) -> Vec<(&str, &str)> {
    map.iter().map(|(key, value)| (&**key, &**value)).collect()
}

#[test]
fn each_release_raises_the_sequence_of_what_changed_and_of_nothing_else() {
    let folder = TempDir::new().expect("there is room for a folder");
    let here = folder.path();
    put(here, [("content/event.yaml", EVENT.as_bytes())]);
    let lather = "id: lather, title: {en: Lather}, start: \"09:00\", end: \"10:00\"";
    let rinse = "id: rinse, title: {en: Rinse}, start: \"10:00\", end: \"11:00\"";
    let bubble =
        "id: bubble, title: {en: Bubble}, start: \"11:00\", end: \"12:00\", status: tentative";
    let foam = "id: foam, title: {en: Foam}, start: \"13:00\", end: \"14:00\"";
    release(here, &[lather, rinse, bubble, foam]);
    let first = [
        ("bubble", "0 20360204T110000 TENTATIVE"),
        ("foam", "0 20360204T130000 CONFIRMED"),
        ("lather", "0 20360204T090000 CONFIRMED"),
        ("rinse", "0 20360204T100000 CONFIRMED"),
    ];
    assert_eq!(pairs(&calendar(here)), first);

    // A new time, a new status and a removal.
    let later = "id: lather, title: {en: Lather}, start: \"09:30\", end: \"10:00\"";
    let certain = "id: bubble, title: {en: Bubble}, start: \"11:00\", end: \"12:00\"";
    let printed = release(here, &[later, rinse, certain]);
    assert!(printed.contains("lather: time; previously 2036-02-04 09:00"), "{printed}");
    let second = [
        ("bubble", "1 20360204T110000 CONFIRMED"),
        ("foam", "1 20360204T130000 CANCELLED"),
        ("lather", "1 20360204T093000 CONFIRMED"),
        ("rinse", "0 20360204T100000 CONFIRMED"),
    ];
    assert_eq!(pairs(&calendar(here)), second);
    let lock =
        [("bubble", "slot 1"), ("foam", "gone 1"), ("lather", "slot 1"), ("rinse", "slot 0")];
    assert_eq!(pairs(&revisions(here)), lock);

    // Back to the first time, and the removed session returns: still higher, or no calendar would notice.
    release(here, &[lather, rinse, certain, foam]);
    let third = [
        ("bubble", "1 20360204T110000 CONFIRMED"),
        ("foam", "2 20360204T130000 CONFIRMED"),
        ("lather", "2 20360204T090000 CONFIRMED"),
        ("rinse", "0 20360204T100000 CONFIRMED"),
    ];
    assert_eq!(pairs(&calendar(here)), third);

    // Without a change there is no release.
    let before = fs::read(here.join("content/agenda.lock")).expect("it was released");
    release(here, &[lather, rinse, certain, foam]);
    let after = fs::read(here.join("content/agenda.lock")).expect("it was released");
    assert!(before == after, "a release without changes wrote the lock file");
}

#[test]
fn a_removed_room_keeps_its_name() {
    let folder = TempDir::new().expect("there is room for a folder");
    let here = folder.path();
    let places = |ids: &[(&str, &str)]| {
        ids.iter().map(|(id, name)| format!("- {{id: {id}, name: {name}}}\n")).collect::<String>()
    };
    put(here, [("content/event.yaml", EVENT.as_bytes())]);
    let both = places(&[("old-vat", "{en: The old vat}"), ("new-vat", "{en: The new vat}")]);
    put(here, [("content/places.yaml", both.as_bytes())]);
    release(here, &["id: lather, title: {en: Lather}, start: \"09:00\", places: old-vat"]);
    let one = places(&[("new-vat", "{en: The new vat}")]);
    put(here, [("content/places.yaml", one.as_bytes())]);
    let moved = ["id: lather, title: {en: Lather}, start: \"09:00\", places: new-vat"];
    for _ in 0..2 {
        release(here, &moved);
        let page = fs::read_to_string(here.join("public/en/changes/index.html"));
        let page = page.expect("it was built");
        assert!(page.contains("The old vat") && !page.contains("old-vat"), "{page}");
    }
}
