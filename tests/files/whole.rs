//! Everything in a file is imported or reported.

use super::*;

/// The lines of the report about values that a site does not support.
fn unsupported(import: &Import) -> Vec<String> {
    import.summary.unsupported.lines().collect()
}

/// A site after an import of a table with some name.
fn updated(site: &Files, table: &str, name: &str) -> (Files, Import) {
    let import = imported(site, &file(table), &called(name));
    (after(site, &import), import)
}

#[test]
fn private_entries_are_not_published() {
    let salary = "UID:pay@kettle.example\nDTSTART:20300912T140000\nSUMMARY:Wages\n\
                  LOCATION:Office\nCLASS:Confidential";
    let series = "UID:week@kettle.example\nDTSTART:20300912T150000\nSUMMARY:Steep\n\
                  RRULE:FREQ=DAILY;COUNT=3";
    let hidden = "UID:week@kettle.example\nRECURRENCE-ID:20300913T150000\n\
                  DTSTART:20300913T150000\nSUMMARY:Quarrel\nCLASS:PRIVATE";
    let import = begun(&calendar("Tea", &[LIDS, salary, series, hidden]));
    let all: String = import.files.values().flatten().map(String::as_str).collect();
    for word in ["Wages", "Office", "Quarrel", "2030-09-13 15:00", "pay@"] {
        assert!(!all.contains(word), "{word}: {all}");
    }
    let lines = unsupported(&import);
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert!(lines[0].starts_with("private entries (not imported) (2 times) at entry pay@"));
}

#[test]
fn mornings_of_a_calendar_in_utc_stay_on_their_day() {
    let entry = "UID:tea@kettle.example\nDTSTART:20300912T013000Z\nDTEND:20300912T023000Z\n\
                 SUMMARY:Early tea";
    let night = "UID:late@kettle.example\nDTSTART:20300912T170000Z\nSUMMARY:Late tea";
    let text = calendar("Tea", &[entry, night]).replace("Europe/Copenhagen", "Asia/Tokyo");
    let programme = plenary::exchange::read(text.as_bytes(), None, &Default::default());
    let programme = programme.expect("it is a calendar");
    let days: Vec<i8> = programme.sessions.iter().map(|one| one.slots[0].day.day()).collect();
    assert_eq!(days, [12, 12]);
    let import = imported(&Files::new(), &programme, &options());
    let agenda = &after(&Files::new(), &import)[AGENDA];
    assert!(agenda.contains("start: \"10:30\"") && !agenda.contains("2030-09-11"), "{agenda}");
    // Only the time in the night between is listed under the day before.
    let notes = import.summary.notes.join("\n");
    assert!(notes.contains("1 time is listed under the day before"), "{notes}");
    assert!(notes.contains("2030-09-13 02:00"), "{notes}");
}

#[test]
fn added_dates_and_places_on_the_web_are_read() {
    let entry = "UID:tea@kettle.example\nDTSTART:20300912T100000\nDTEND:20300912T110000\n\
                 RDATE;VALUE=PERIOD:20300913T140000/PT2H,20300914T080000/20300914T083000\n\
                 RDATE:20300915T090000\nSUMMARY:Thrice\nLOCATION:https://tea.example/live";
    let import = begun(&calendar("Tea", &[entry]));
    assert_eq!(unsupported(&import), [""; 0]);
    let site = after(&Files::new(), &import);
    let agenda = &site[AGENDA];
    for slot in [
        "date: 2030-09-12, start: \"10:00\", end: \"11:00\"",
        "date: 2030-09-13, start: \"14:00\", end: \"16:00\"",
        "date: 2030-09-14, start: \"08:00\", end: \"08:30\"",
        "date: 2030-09-15, start: \"09:00\", end: \"10:00\"",
        "stream: https://tea.example/live",
    ] {
        assert!(agenda.contains(slot), "{slot}: {agenda}");
    }
    assert!(!site.contains_key("content/places.yaml"));
}

#[test]
fn an_end_that_an_editor_adds_does_not_freeze_the_time() {
    let table = "id,title,date,start,room\npot,Pots,2030-09-12,9:15,Hall\n";
    let (site, _) = updated(&Files::new(), table, "tea");
    let ours = edit(&site, AGENDA, &[("\"09:15\"\n", "\"09:15\"\n        end: \"10:00\"\n")]);
    let (later, import) = updated(&ours, &table.replace("9:15", "16:30"), "tea");
    assert_eq!(import.summary.conflicts, [""; 0]);
    let lines =
        ["- start: \"09:15\"", "- end: \"10:00\"", "+ start: \"16:30\"", "+ end: \"17:15\""];
    assert_eq!(difference(&ours, &later), lines);
    let (again, _) = updated(&later, &table.replace("9:15", "16:30"), "tea");
    assert_eq!(difference(&later, &again), [""; 0]);
    let next = table.replace("9:15", "8:00").replace("09-12", "09-13");
    let (moved, import) = updated(&later, &next, "tea");
    assert_eq!(import.summary.conflicts, [""; 0]);
    assert!(moved[AGENDA].contains("2030-09-13") && moved[AGENDA].contains("end: \"08:45\""));
}

#[test]
fn conflicts_are_reported_until_they_are_resolved() {
    let table = "id,title,date,start\npot,Pots,2030-09-12,9:15\n";
    let (site, _) = updated(&Files::new(), table, "tea");
    let ours = edit(&site, AGENDA, &[("\"09:15\"", "\"09:20\"")]);
    let new = table.replace("9:15", "11:00").replace("Pots", "Pans");
    let (mut site, mut import) = updated(&ours, &new, "tea");
    for _ in 0..2 {
        let [conflict] = &import.summary.conflicts[..] else { panic!("{:?}", import.summary) };
        assert!(conflict.contains("09:20") && conflict.contains("11:00"), "{conflict}");
        let (again, next) = updated(&site, &new, "tea");
        assert_eq!(difference(&site, &again), [""; 0]);
        (site, import) = (again, next);
    }
    let agreed = edit(&site, AGENDA, &[("\"09:20\"", "\"11:00\"")]);
    let (after, import) = updated(&agreed, &new, "tea");
    assert_eq!(import.summary.conflicts, [""; 0]);
    let (_, import) = updated(&after, &new.replace("11:00", "12:00"), "tea");
    assert_eq!(import.summary.conflicts, [""; 0]);
}

#[test]
fn a_table_without_ids_is_recognised_by_its_titles() {
    let table = "title,date,start,end\nLids,2030-09-12,9:00,10:00\nPots,2030-09-12,11:00,12:00\n";
    let (site, _) = updated(&Files::new(), table, "first");
    let (new, import) = updated(&site, &table.replace("11:00,12:00", "13:00,14:00"), "second");
    assert_eq!(import.summary.conflicts, [""; 0]);
    assert_eq!(
        difference(&site, &new),
        ["- start: \"11:00\"", "- end: \"12:00\"", "+ start: \"13:00\"", "+ end: \"14:00\""]
    );
    // Another table with the same name is another source.
    let other = "id,title,date,start\n1,Soup,2030-09-12,18:00\n";
    let (both, import) = updated(&new, other, "first");
    assert_eq!(import.summary.missing_in_source, [""; 0]);
    assert!(both["content/import.lock"].contains("source first-2 ="));
}

#[test]
fn entries_with_one_uid_are_recognised_in_a_file_of_another_name() {
    let entry = |hour: u8, title: &str| {
        format!(
            "UID:7\nDTSTART:20300912T{hour:02}0000\nDTEND:20300912T{hour:02}3000\nSUMMARY:{title}"
        )
    };
    let (lids, pots, pans) = (entry(9, "Lids"), entry(10, "Pots"), entry(11, "Pans"));
    let text = calendar("Tea", &[&lids, &pots, &pans]).replace("X-WR-CALNAME:Tea\n", "");
    let first =
        imported(&Files::new(), &file(&text), &ImportOptions { update: false, ..called("one") });
    let site = after(&Files::new(), &first);
    let (new, import) = updated(&site, &text.replace("T113000", "T114500"), "two");
    assert_eq!(difference(&site, &new), ["- end: \"11:30\"", "+ end: \"11:45\""]);
    assert_eq!(import.summary.missing_in_source, [""; 0]);
}

#[test]
fn removed_sessions_keep_what_people_wrote() {
    let table = "id,title,date,start,description,room\n1,Lids,2030-09-12,9:00,On lids.,Hall\n\
                 2,Pots,2030-09-12,11:00,On pots.,Hall\n3,Pans,2030-09-12,12:00,,Loft\n";
    let (mut site, _) = updated(&Files::new(), table, "tea");
    let written = "content/sessions/session-3.en.md".to_owned();
    site.insert(written.clone(), "All about pans.\n".to_owned());
    let less = file("id,title,date,start,description,room\n1,Lids,2030-09-12,9:00,On lids.,Hall\n");
    let removing = ImportOptions { remove: true, ..called("tea") };
    let import = imported(&site, &less, &removing);
    assert_eq!(
        import.summary.changes,
        ["- session `session-2`", "- content/sessions/session-2.en.md"]
    );
    assert_eq!(import.summary.kept_texts, [format!("session `session-3`: {written}")]);
    assert_eq!(import.summary.kept_referenced, ["place `loft`"]);
    let kept = after(&site, &import);
    assert!(!built(&kept).failed);
    assert!(kept.contains_key(&written) && kept[AGENDA].contains("id: session-3"));
    let everything = ImportOptions { remove_texts: true, ..removing };
    let import = imported(&kept, &less, &everything);
    assert_eq!(
        import.summary.changes,
        ["- session `session-3`", &*format!("- {written}"), "- place `loft`"]
    );
    assert!(!after(&kept, &import).contains_key(&written));
}

#[test]
fn the_first_column_is_the_first_language_of_a_new_site() {
    for (first, second) in [("sv", "da"), ("da", "sv"), ("zh-Hant", "en")] {
        let table = format!("id,title {first},title {second},date,start\n1,A,B,2030-09-12,9:00\n");
        let options = ImportOptions { language: None, ..called("tea") };
        let site = after(&Files::new(), &imported(&Files::new(), &file(&table), &options));
        let event = &site["content/event.yaml"];
        let at = |tag: &str| event.find(&format!("tag: {tag},")).expect("it is a language");
        assert!(at(first) < at(second), "{event}");
    }
}

#[test]
fn a_venue_and_its_town_are_places() {
    let text = "<schedule><conference><title>Tea</title><venue>Kettle House</venue>\
        <city>Spoutby</city><start>2030-09-12</start><end>2030-09-12</end>\
        <time_zone_name>Europe/Copenhagen</time_zone_name></conference>\
        <day index='1' date='2030-09-12'><room name='Hall'><event id='1'>\
        <date>2030-09-12T09:00:00+02:00</date><start>09:00</start><duration>01:00</duration>\
        <title>Lids</title><language>en</language>\
        <links><link href='https://tea.example/w?v=1'>Film</link></links></event></room></day></schedule>";
    let site = made(text);
    let places = &site["content/places.yaml"];
    for lines in [
        "- id: hall\n  name: Hall\n  parent: kettle-house\n",
        "- id: spoutby\n  name: Spoutby\n  kind: municipality\n",
        "- id: kettle-house\n  name: Kettle House\n  kind: venue\n  parent: spoutby\n",
    ] {
        assert!(places.contains(lines), "{places}");
    }
    built(&site);
    assert!(site[AGENDA].contains("{url: \"https://tea.example/w?v=1\", title: Film}"));
    assert!(imported(&site, &file(text), &updating()).files.is_empty());
}

#[test]
fn losses_within_texts_are_listed() {
    let table = "id,title,date,start,description\n\
                 1,Lids,2030-09-12,9:00,\"<p>See <a href='/map'>the map</a>.</p><iframe src='/f'></iframe>\"\n";
    let import = imported(&Files::new(), &file(table), &called("tea"));
    assert_eq!(
        unsupported(&import),
        [
            "embedded frames in texts at `session-1`: /f",
            "links in texts (their words are imported) at `session-1`: /map",
        ]
    );
}
