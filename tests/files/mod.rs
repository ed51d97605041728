//! Imports of made-up files in the form that other tools write.

mod whole;

use super::*;

/// A calendar with entries.
fn calendar(name: &str, entries: &[&str]) -> String {
    let entries: Vec<String> =
        entries.iter().map(|lines| format!("BEGIN:VEVENT\n{lines}\nEND:VEVENT\n")).collect();
    format!(
        "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Kettle//EN\nX-WR-CALNAME:{name}\n\
         X-WR-TIMEZONE:Europe/Copenhagen\n{}END:VCALENDAR\n",
        entries.concat()
    )
}

/// The programme of a file.
fn file(text: &str) -> Programme {
    let zone = TimeZone::get("Europe/Copenhagen").expect("it is bundled");
    let hints = plenary::exchange::hints::Hints { timezone: Some(zone), ..Default::default() };
    match plenary::exchange::read(text.as_bytes(), None, &hints) {
        Ok(programme) => programme,
        Err(fault) => panic!("{}: {text}", fault.message),
    }
}

fn called(source: &str) -> ImportOptions {
    ImportOptions { source: source.to_owned(), file: source.to_owned(), ..updating() }
}

/// A first import of a file.
fn begun(text: &str) -> Import {
    imported(&Files::new(), &file(text), &options())
}

/// The site that a file makes.
fn made(text: &str) -> Files {
    after(&Files::new(), &begun(text))
}

/// The site with Danish as a second language.
fn with_danish(site: &Files) -> Files {
    let both = "  - {tag: en, name: English}\n  - {tag: da, name: Dansk}\n";
    edit(site, "content/event.yaml", &[("  - {tag: en, name: English}\n", both)])
}

const LIDS: &str = "UID:lids@kettle.example\nDTSTART:20300912T090000\nSUMMARY:Lids\nLOCATION:Hall";
const POTS: &str = "UID:pots@kettle.example\nDTSTART:20300912T110000\nSUMMARY:Pots\nLOCATION:Hall";

#[test]
fn a_renamed_calendar_is_recognised_by_its_sessions() {
    let site = made(&calendar("Tea", &[LIDS, POTS]));
    let later = POTS.replace("T11", "T12");
    let renamed = file(&calendar("Tea 2030, final", &[LIDS, &later]));
    let import = imported(&site, &renamed, &updating());
    let new = after(&site, &import);
    assert_eq!(difference(&site, &new), ["- start: \"11:00\"", "+ start: \"12:00\""]);
    let note = "schedule.xml has the sessions of `tea`, and is read as a newer version of it, not as a \
                source of its own called `tea-2030-final`";
    assert_eq!(import.summary.notes, [note]);
    assert!(imported(&new, &renamed, &updating()).files.is_empty());
    // A calendar with none of its sessions, or with one of three, is another source.
    for other in [LIDS.replace("lids@", "cups@"), LIDS.to_owned()] {
        let site = made(&calendar("Tea", &[LIDS, POTS, &POTS.replace("pots@", "tea@")]));
        let new = after(&site, &imported(&site, &file(&calendar("Cups", &[&other])), &updating()));
        assert!(new["content/import.lock"].contains("source cups ="), "{other}");
    }
}

#[test]
fn a_renamed_calendar_in_another_language_is_recognised() {
    let site = with_danish(&made(&calendar("Tea", &[LIDS, POTS])));
    let danish = calendar("Te", &[LIDS, POTS]).replace(":Lids", ":Låg").replace(":Pots", ":Kander");
    let danish = file(&danish.replace(":Hall", ":Sal"));
    let in_danish = ImportOptions { language: Some("da".to_owned()), ..updating() };
    let import = imported(&site, &danish, &in_danish);
    let new = after(&site, &import);
    let lines = difference(&site, &new);
    assert_eq!(
        lines,
        ["- name: Hall", "+ da: Låg", "+ da: Kander", "+ name:", "+ en: Hall", "+ da: Sal"]
    );
    assert_eq!(import.summary.conflicts, [""; 0]);
    let english = file(&calendar("Tea", &[LIDS, POTS]));
    for (programme, options) in [(danish, in_danish), (english, updating())] {
        assert!(imported(&new, &programme, &options).files.is_empty());
    }
}

#[test]
fn a_renamed_table_is_recognised() {
    let table = "id,title,date,start\n1,Lids,2030-09-12,9:00\n2,Pots,2030-09-12,11:00\n";
    let site = after(&Files::new(), &imported(&Files::new(), &file(table), &called("tea")));
    let new = table.replace("Pots", "Pans");
    let new = after(&site, &imported(&site, &file(&new), &called("tea-final")));
    assert_eq!(difference(&site, &new), ["- en: Pots", "+ en: Pans"]);
    // Every table has a session 1.
    let other = "id,title,date,start\n1,Soup,2030-09-12,9:30\n2,Bread,2030-09-12,11:30\n";
    let new = after(&site, &imported(&site, &file(other), &called("soup")));
    assert!(new["content/import.lock"].contains("source soup ="));
}

/// The site of the tests with sessions that were cancelled, postponed and moved.
fn troubled() -> Files {
    let mut programme = programme();
    programme.sessions[0].status = Status::Cancelled;
    programme.sessions[1].status = Status::Postponed;
    programme.sessions[2].status = Status::Moved;
    after(&Files::new(), &imported(&Files::new(), &programme, &options()))
}

#[test]
fn cancelled_and_postponed_sessions_stay_so_in_another_site() {
    let site = troubled();
    for (path, bytes) in exported(&site) {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        assert!(path.contains("v2") || text.contains("Cancelled: Lids"), "{path}");
        let (programme, options) = read(&path, &bytes);
        let same = imported(&site, &programme, &options);
        assert_eq!(same.summary.conflicts, [""; 0], "{path}");
        assert_eq!(difference(&site, &after(&site, &same)), [""; 0], "{path}");
        let other = after(&Files::new(), &imported(&Files::new(), &programme, &options));
        let agenda = &other[AGENDA];
        for title in ["en: \"Lids: an opening\"\n", "en: Spouts\n", "en: Night tea\n"] {
            assert!(agenda.contains(title), "{path}: {agenda}");
        }
        // Two formats can express that a session was moved.
        let moved = ["schedule.xml", "schedule.json"].iter().any(|end| path.ends_with(end));
        for (status, known) in [("cancelled", true), ("postponed", true), ("moved", moved)] {
            let there = agenda.contains(&format!("status: {status}\n"));
            assert!(there || !known, "{status} in {path}: {agenda}");
        }
        // The texts do not contain the site's addresses.
        let prose = other.iter().filter(|(path, _)| path.ends_with(".md"));
        assert!(prose.clone().all(|(_, text)| !text.contains("tea.example")), "{path}");
        // No title gets a prefix twice.
        for (again, bytes) in exported(&other) {
            let text = String::from_utf8_lossy(&bytes);
            assert!(!text.contains("Cancelled: Cancelled"), "{again} of {path}");
        }
    }
}

#[test]
fn a_table_decides_which_day_a_night_belongs_to() {
    let table = "id,title,date,start,end\n1,Lids,2030-09-12,9:00,10:00\n\
                 2,Night tea,2030-09-13,0:30,1:30\n";
    let import = begun(table);
    let site = after(&Files::new(), &import);
    assert!(site["content/event.yaml"].contains("day_starts: \"00:00\"\n"));
    assert!(site[AGENDA].contains("  - date: 2030-09-13\n    sessions:\n      - id: session-2\n"));
    assert!(!import.summary.notes.iter().any(|note| note.contains("day before")));
    // If days begin later, the talk belongs to the day before, and a note says so.
    let later = Files::from([(
        "content/event.yaml".to_owned(),
        site["content/event.yaml"].replace("day_starts: \"00:00\"\n", ""),
    )]);
    let import = imported(&later, &file(table), &updating());
    let site = after(&later, &import);
    assert!(!site[AGENDA].contains("  - date: 2030-09-13\n"), "{}", site[AGENDA]);
    let note = "1 time is under another day than in schedule.xml (`session-2` at 00:30 on 2030-09-12, not \
                2030-09-13): a day of the site begins at 04:00 (`day_starts` in content/event.yaml)";
    assert_eq!(import.summary.notes, [note]);
    // A calendar has no days of its own; a note reports the chosen day.
    let night = LIDS.replace("T09", "T01");
    let notes = begun(&calendar("Tea", &[&night])).summary.notes;
    let note = "1 time is listed under the day before its date, such as 2030-09-12 01:00";
    assert!(notes[0].starts_with(note), "{notes:?}");
}

/// A schedule of the second version with events; their titles have no language.
fn second(languages: &str, events: &str) -> String {
    format!(
        r#"{{"schedule": {{"version": "1", "conference": {{"acronym": "pots", "title": "Pots",
        "start": "2030-09-12T00:00:00+02:00", "end": "2030-09-12T23:59:00+02:00",
        "time_zone_name": "Europe/Copenhagen", "languages": {languages}, "days": [], "tracks": [],
        "rooms": [{{"name": "Hall", "guid": "00000000-0000-4000-9000-000000000001"}}]}},
        "events": [{events}]}}}}"#
    )
}

/// An event of such a schedule, with more fields.
fn event(number: usize, title: &str, more: &str) -> String {
    format!(
        r#"{{"guid": "00000000-0000-4000-8000-00000000000{number}", "title": "{title}",
        "start": "2030-09-12T{:02}:00:00+02:00", "end": "2030-09-12T{:02}:30:00+02:00",
        "room": {{"name": "Hall"}}, "track": {{"slug": "none", "name": "Tea"}}, "type": "TALK",
        "language": "en", "links": [], "participants": []{more}}}"#,
        8 + number,
        8 + number
    )
}

#[test]
fn a_schedule_declares_the_language_of_its_titles() {
    let texts = r#", "abstract": {"da": "Låg.", "en": "Lids."}"#;
    let text = second(r#"["en", "da"]"#, &event(1, "All lids", texts));
    let untold = ImportOptions { language: None, ..options() };
    let import = imported(&Files::new(), &file(&text), &untold);
    let site = after(&Files::new(), &import);
    assert!(site[AGENDA].contains("title:\n          en: All lids\n"), "{}", site[AGENDA]);
    assert!(site["content/event.yaml"].contains("languages:\n  - {tag: en, name: English}\n"));
    let note = "texts of schedule.xml without a language are read as `en`, the first language that it \
                declares; choose another with `--language`";
    assert_eq!(import.summary.notes, [note]);
    // `--language` takes precedence.
    let danish = ImportOptions { language: Some("da".to_owned()), ..options() };
    let site = after(&Files::new(), &imported(&Files::new(), &file(&text), &danish));
    assert!(site[AGENDA].contains("title:\n          da: All lids\n"), "{}", site[AGENDA]);
}

#[test]
fn our_calendar_in_a_second_language_adds_its_titles() {
    let in_danish = ImportOptions { language: Some("da".to_owned()), ..updating() };
    let site = with_danish(&site());
    let site = after(&site, &imported(&site, &danish(), &in_danish));
    let published = exported(&site);
    let calendar = |language: &str| {
        let path = format!("{language}/calendar.ics");
        let (path, bytes) =
            published.iter().find(|(other, _)| *other == path).expect("it was generated");
        read(path, bytes)
    };
    let (english, options) = calendar("en");
    let other = after(&Files::new(), &imported(&Files::new(), &english, &options));
    let other = with_danish(&other);
    let (danish, in_danish) = calendar("da");
    let import = imported(&other, &danish, &in_danish);
    let new = after(&other, &import);
    assert_eq!(
        difference(&other, &new),
        [
            "- name: Kettle Hall",
            "+ da: Låg",
            "+ da: Tude",
            "+ da: Natte",
            "+ da: Slut",
            "+ name:",
            "+ en: Kettle Hall",
            "+ da: Kedelsalen",
            "+ da: Skænkning",
        ]
    );
    assert_eq!(import.summary.conflicts, [""; 0]);
    for (programme, options) in [(danish, in_danish), (english, options)] {
        assert_eq!(imported(&new, &programme, &options).files.len(), 0);
    }
}

#[test]
fn fields_that_another_format_lacks_stay() {
    let site = site();
    let published = exported(&site);
    let of = |name: &str| {
        let (path, bytes) =
            published.iter().find(|(path, _)| path == name).expect("it was generated");
        read(path, bytes)
    };
    let (schedule, options) = of("en/schedule.json");
    let other = after(&Files::new(), &imported(&Files::new(), &schedule, &options));
    let (calendar, options) = of("en/calendar.ics");
    let import = imported(&other, &calendar, &options);
    assert_eq!(difference(&other, &after(&other, &import)), [""; 0], "speakers and texts stay");
}

#[test]
fn rejected_and_withdrawn_sessions_are_not_imported() {
    let state = |state: &str| format!(r#", "state": "{state}""#);
    let states =
        ["CONFIRMED", "REJECTED", "WITHDRAWN", "DRAFT", "SUBMITTED", "DELETED", "CANCELED"];
    let events = states.iter().enumerate();
    let events: Vec<String> =
        events.map(|(at, word)| event(at, &format!("Pot {word}"), &state(word))).collect();
    let import = begun(&second(r#"["en"]"#, &events.join(",")));
    let site = after(&Files::new(), &import);
    let titles = site[AGENDA].lines().filter(|line| line.contains("en: Pot"));
    let titles: Vec<&str> = titles.map(str::trim).collect();
    assert_eq!(titles, ["en: Pot CONFIRMED", "en: Pot CANCELED"]);
    let left: Vec<String> = import.summary.unsupported.lines().collect();
    assert!(left.iter().any(|line| line.starts_with("events that are REJECTED")), "{left:?}");
}

#[test]
fn a_calendar_has_the_zone_that_all_its_times_have() {
    let zoneless =
        |lines: &[&str]| calendar("Tea", lines).replace("X-WR-TIMEZONE:Europe/Copenhagen\n", "");
    let lids = LIDS.replace("DTSTART", "DTSTART;TZID=Europe/Oslo");
    let pots = POTS.replace("DTSTART", "DTSTART;TZID=Europe/Oslo");
    assert!(made(&zoneless(&[&lids, &pots]))["content/event.yaml"].contains("Europe/Oslo"));
    let pots = POTS.replace("DTSTART", "DTSTART;TZID=Asia/Shanghai");
    let refused = import(&Files::new(), &file(&zoneless(&[&lids, &pots])), &options());
    assert!(matches!(refused, Err(Refusal::Words(message, _)) if message.contains("time zone")));
    // Windows has one name for the zones of several countries.
    let lids = LIDS.replace("DTSTART", "DTSTART;TZID=Romance Standard Time");
    let import = begun(&zoneless(&[&lids]));
    let note = "the time zone `Romance Standard Time` is assumed to be `Europe/Paris`; for an event in \
                another city, set it in content/event.yaml, for example `timezone: Europe/Copenhagen`";
    assert_eq!(import.summary.notes, [note]);
}

#[test]
fn a_persons_page_on_another_site_is_not_imported_as_their_website() {
    let published = exported(&site());
    let (_, bytes) =
        published.iter().find(|(path, _)| path == "en/schedule.json").expect("it was generated");
    assert!(String::from_utf8_lossy(bytes).contains("https://tea.example/en/speakers/speaker-7"));
    let (programme, options) = read("en/schedule.json", bytes);
    let other = after(&Files::new(), &imported(&Files::new(), &programme, &options));
    assert!(!other["content/speakers.yaml"].contains("tea.example"), "{other:?}");
}

#[test]
fn the_second_version_has_roles_and_declared_languages() {
    let mut programme = programme();
    programme.sessions[1].roles = [(1, "moderator".to_owned())].into();
    programme.sessions[2].languages = vec!["da".to_owned(), "zh-Hans".to_owned()];
    let site = after(&Files::new(), &imported(&Files::new(), &programme, &options()));
    let roles =
        "speakers:\n          - speaker-7\n          - {speaker: speaker-8, role: moderator}\n";
    assert!(site[AGENDA].contains(roles), "{}", site[AGENDA]);
    assert!(imported(&site, &programme, &updating()).files.is_empty());
    let published = exported(&site);
    let (path, bytes) =
        published.iter().find(|(path, _)| path == "schedule.v2.json").expect("it was generated");
    let (programme, options) = read(path, bytes);
    let other = after(&Files::new(), &imported(&Files::new(), &programme, &options));
    assert!(other[AGENDA].contains(roles), "{}", other[AGENDA]);
    let language_lines = |site: &Files| -> Vec<String> {
        let lines = site[AGENDA].lines().filter(|line| line.contains("held_in"));
        lines.map(|line| line.trim().to_owned()).collect()
    };
    assert_eq!(language_lines(&other), ["held_in: [en]", "held_in: [da, zh]"]);
    assert_eq!(language_lines(&other), language_lines(&site));
}

#[test]
fn two_sessions_with_the_same_id_are_reported() {
    let xml = r#"<schedule><conference><acronym>pots</acronym><title>Pots</title>
        <day_change>09:00:00</day_change><time_zone_name>Europe/Copenhagen</time_zone_name></conference>
        <day date="2030-09-12"><room name="Hall">
        <event id="2"><start>10:00</start><duration>1:00</duration><title>Lids</title></event>
        <event id="2"><start>8:30</start><duration>0:20</duration><title>Pots</title></event>
        </room></day></schedule>"#;
    let import = begun(xml);
    let left: Vec<String> = import.summary.unsupported.lines().collect();
    assert_eq!(left, ["ids that an earlier session has already at `Pots`: 2"]);
    // 08:30 still belongs to the day before, as in the file.
    let site = after(&Files::new(), &import);
    assert!(site["content/event.yaml"].contains("day_starts: \"09:00\"\n"));
    assert!(!site[AGENDA].contains("2030-09-13"), "{}", site[AGENDA]);
    assert_eq!(import.summary.notes, [""; 0]);
}
