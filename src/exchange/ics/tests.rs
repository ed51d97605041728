//! Made-up calendars from other programs, and Plenary's own calendars, read back.

use jiff::civil::date;
use jiff::tz::TimeZone;

use super::*;
use crate::exchange::datetime;
use crate::exchange::file_fault::Fault;
use crate::exchange::hints::Hints;
use crate::exchange::programme::{Programme, Session, Slot, Time};

fn file(events: &str) -> String {
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Fog//EN\r\n{events}END:VCALENDAR\r\n")
}

fn event(lines: &str) -> String {
    file(&format!("BEGIN:VEVENT\r\nUID:a\r\nSUMMARY:Fog\r\n{lines}END:VEVENT\r\n"))
}

fn hints() -> Hints {
    Hints { timezone: datetime::zone("Asia/Shanghai"), ..Hints::default() }
}

fn parse(text: &str) -> Result<Programme, Fault> {
    read(text, &hints())
}

/// The times of all slots, in UTC; `?` if the time is not known.
fn times(text: &str) -> Vec<String> {
    let programme = parse(text).unwrap_or_else(|fault| panic!("{}: {text}", fault.message));
    let utc = |moment: &Zoned| moment.timestamp().strftime("%m-%dT%H:%MZ").to_string();
    let slots = programme.sessions.iter().flat_map(|session| session.slots.clone());
    let time = |slot: Slot| match slot.time {
        Time::Unknown => format!("{} ?", slot.day.strftime("%m-%d")),
        Time::From(start) | Time::Estimated(start, _) => utc(&start),
        Time::Span(start, end) => format!("{} {}", utc(&start), utc(&end)),
    };
    slots.map(time).collect()
}

#[test]
fn entries_with_days_instead_of_times_last_all_day() {
    for (lines, all_day) in [
        ("DTSTART;VALUE=DATE:20310603\r\n", true),
        ("DTSTART;VALUE=DATE:20310603\r\nDTEND;VALUE=DATE:20310606\r\n", true),
        ("DTSTART;VALUE=DATE:20310603\r\nSTATUS:TENTATIVE\r\n", true),
        ("DTSTART;VALUE=DATE:20310603\r\nRDATE:20310604T090000\r\n", false),
        ("DTSTART:20310603T090000\r\n", false),
        ("DTSTART:20310603T000000\r\nDTEND:20310604T000000\r\n", false),
    ] {
        let programme = parse(&event(lines)).expect("it is a calendar");
        assert_eq!(programme.sessions[0].all_day, all_day, "{lines}");
    }
    // In our own files, a tentative one has a time that is not known.
    let own = |status: &str| {
        let lines = format!("DTSTART;VALUE=DATE:20310603\r\nSTATUS:{status}\r\n");
        let text = event(&lines).replace("-//Fog//EN", PRODUCT);
        parse(&text).expect("it is a calendar").sessions[0].all_day
    };
    assert!(own("CONFIRMED") && !own("TENTATIVE"));
}

#[test]
fn times_are_read_in_every_notation() {
    for (lines, found) in [
        ("DTSTART:20310603T090000Z\r\nDTEND:20310603T100000Z\r\n", "06-03T09:00Z 06-03T10:00Z"),
        (
            "DTSTART;TZID=Europe/Copenhagen:20310603T090000\r\nDURATION:PT90M\r\n",
            "06-03T07:00Z 06-03T08:30Z",
        ),
        ("DTSTART;TZID=Romance Standard Time:20310603T090000\r\n", "06-03T07:00Z"),
        (
            "DTSTART;TZID=\"/citadel.org/20310101_1/America/Argentina/Salta\":20310603T090000\r\n",
            "06-03T12:00Z",
        ),
        ("DTSTART;TZID=/mozilla.org/20050126_1/Europe/Berlin:20310603T090000\r\n", "06-03T07:00Z"),
        // A floating time is in the zone of the hints; a zone may have a line of its own.
        ("DTSTART:20310603T090000\r\n", "06-03T01:00Z"),
        ("TZID:Europe/Copenhagen\r\nDTSTART:20310603T090000\r\n", "06-03T07:00Z"),
        ("DTSTART;VALUE=DATE:20310603\r\n", "06-03 ?"),
        ("DTSTART:20310603\r\nDTEND:20310604\r\n", "06-03 ?"),
        ("DTSTART;VALUE=DATE:20310603\r\nDURATION:P2D\r\n", "06-03 ?, 06-04 ?"),
        ("DTSTART:20310603T090000Z\r\nRRULE:FREQ=DAILY;COUNT=2\r\n", "06-03T09:00Z, 06-04T09:00Z"),
        (
            "DTSTART:20310603T090000Z\r\nRRULE:FREQ=DAILY;COUNT=3\r\nEXDATE:20310604T090000Z\r\n",
            "06-03T09:00Z, 06-05T09:00Z",
        ),
        // It has no end, which is reported.
        ("DTSTART:20310603T090000Z\r\nRRULE:FREQ=DAILY\r\n", "06-03T09:00Z"),
        ("", ""),
    ] {
        assert_eq!(times(&event(lines)).join(", "), found, "{lines}");
    }
}

#[test]
fn a_calendar_may_declare_its_zone_and_define_zones() {
    let moment = "BEGIN:VEVENT\r\nUID:a\r\nDTSTART:20310603T090000\r\nEND:VEVENT\r\n";
    let text = file(&format!("X-WR-TIMEZONE:Europe/Copenhagen\r\n{moment}"));
    assert_eq!(times(&text), ["06-03T07:00Z"]);
    assert_eq!(
        parse(&text).expect("it is a calendar").timezone.as_deref(),
        Some("Europe/Copenhagen")
    );
    let zone = "BEGIN:VTIMEZONE\r\nTZID:Somewhere\r\nBEGIN:STANDARD\r\nDTSTART:19701025T030000\r\n\
        RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\nTZOFFSETFROM:-0200\r\nTZOFFSETTO:-0300\r\n\
        END:STANDARD\r\nBEGIN:DAYLIGHT\r\nDTSTART:19700329T020000\r\n\
        RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\nTZOFFSETFROM:-0300\r\nTZOFFSETTO:-0200\r\n\
        END:DAYLIGHT\r\nEND:VTIMEZONE\r\n";
    let at = |start: &str| {
        let event = format!("BEGIN:VEVENT\r\nDTSTART;TZID=Somewhere:{start}\r\nEND:VEVENT\r\n");
        times(&file(&format!("{zone}{event}"))).join("")
    };
    assert_eq!(at("20310603T090000"), "06-03T11:00Z");
    assert_eq!(at("20311203T090000"), "12-03T12:00Z");
    assert_eq!(at("20310203T090000"), "02-03T12:00Z");
    // Outlook begins with the year 1601.
    let zone = zone.replace("19701025", "16011028").replace("19700329", "16010325");
    let at = |start: &str| {
        let event = format!("BEGIN:VEVENT\r\nDTSTART;TZID=Somewhere:{start}\r\nEND:VEVENT\r\n");
        times(&file(&format!("{zone}{event}"))).join("")
    };
    assert_eq!(at("20310603T090000"), "06-03T11:00Z");
    assert_eq!(at("20311203T090000"), "12-03T12:00Z");
}

#[test]
fn malformed_values_are_reported_with_their_line() {
    for (lines, part) in [
        ("DTSTART;TZID=Mars/Phobos:20310603T090000\r\n", "no time zone `Mars/Phobos`"),
        ("DTSTART:20310231T090000Z\r\n", "`2031-02-31` is not a date"),
        ("DTSTART:20310603T250000Z\r\n", "`20310603T250000` is not a date with a time"),
        ("DTSTART:99990603T250000Z\r\n", "the year 9999"),
        ("DTSTART:20310603T090000Z\r\nDTEND:20310603T080000Z\r\n", "ends before it begins"),
        ("DTSTART:20310603T090000Z\r\nDTEND:20330603T080000Z\r\n", "more than a year"),
        ("DTSTART:20310603T090000Z\r\nDURATION:P9999W\r\n", "nothing lasts"),
        ("DTSTART:nine\r\n", "`nine` is not a date"),
    ] {
        let fault = parse(&event(lines)).expect_err(lines);
        assert!(fault.message.contains(part), "{}", fault.message);
        assert!(matches!(fault.line, Some(7 | 8)), "{:?}", fault.line);
    }
    let floating = event("DTSTART:20310603T090000\r\n");
    let fault = read(&floating, &Hints::default()).expect_err("the zone is not known");
    assert!(fault.message.contains("time zone of its times"), "{}", fault.message);
}

#[test]
fn every_property_of_an_entry_is_imported_or_reported() {
    let text = event(
        "DTSTART:20310603T090000Z\r\nDESCRIPTION;LANGUAGE=da:Grå\\, meget\\ngrå\r\n\
         LOCATION:Hall\r\nCATEGORIES:Rain,Sun\\, mostly\r\nSTATUS:CANCELLED\r\n\
         URL:https://fog.example.org/1\r\nATTENDEE;CN=\"Ada Fog\":invalid:nomail\r\n\
         ATTENDEE;CN=ada@fog.example.org:mailto:ada@fog.example.org\r\n\
         ATTACH:https://fog.example.org/1.pdf\r\nX-FOG:thick\r\nGEO:56.1;10.2\r\n\
         BEGIN:VALARM\r\nTRIGGER:-PT5M\r\nEND:VALARM\r\nRRULE:FREQ=YEARLY\r\n",
    );
    let programme = parse(&text).expect("it is a calendar");
    let session = &programme.sessions[0];
    assert_eq!(session.title[""], "Fog");
    assert_eq!(session.text["da"], "Grå, meget\ngrå");
    assert_eq!(session.status, Status::Cancelled);
    assert_eq!(programme.tracks[1].name[""], "Sun, mostly");
    assert_eq!(programme.rooms[0].name[""], "Hall");
    // They are guests, not speakers.
    assert!(programme.persons.is_empty() && session.persons.is_empty());
    let left: Vec<_> =
        programme.left_over.iter().map(|l| (l.place.as_str(), l.value.as_str())).collect();
    assert_eq!(
        left,
        [
            ("entry a: rrule without an end, only the first time is imported", "FREQ=YEARLY"),
            ("entry a: attendee", "Ada Fog"),
            ("entry a: attendee", "an address"),
            ("entry a: x-fog", "thick"),
            ("entry a: geo", "56.1;10.2"),
            ("entry a: valarm", "-PT5M"),
        ]
    );
}

#[test]
fn a_moved_occurrence_replaces_the_original() {
    let text = file(
        "BEGIN:VEVENT\r\nUID:a\r\nDTSTART:20310603T090000Z\r\nRRULE:FREQ=DAILY;COUNT=2\r\n\
         END:VEVENT\r\nBEGIN:VEVENT\r\nUID:a\r\nRECURRENCE-ID:20310604T090000Z\r\n\
         DTSTART:20310604T150000Z\r\nEND:VEVENT\r\n",
    );
    assert_eq!(times(&text), ["06-03T09:00Z", "06-04T15:00Z"]);
}

/// An entry with three occurrences, and exceptions to them.
fn daily(others: &[&str]) -> Programme {
    let whole = "DTSTART:20310603T090000Z\r\nDTEND:20310603T100000Z\r\n\
                 RRULE:FREQ=DAILY;COUNT=3\r\nSUMMARY:Fog\r\nLOCATION:Hill\r\n";
    let entry = |lines: &str| format!("BEGIN:VEVENT\r\nUID:a\r\n{lines}\r\nEND:VEVENT\r\n");
    let mut entries: Vec<String> = others.iter().map(|lines| entry(lines)).collect();
    // In any order.
    entries.insert(others.len() / 2, entry(whole));
    parse(&file(&entries.concat())).expect("it is a calendar")
}

/// The id, title, status and slots of each session.
fn held(programme: &Programme) -> Vec<String> {
    let slot = |slot: &Slot| {
        let room = slot.rooms.first().map_or("", |room| &programme.rooms[*room].name[""]);
        match &slot.time {
            Time::Unknown => format!("{} {room}", slot.day),
            Time::From(start) | Time::Span(start, _) | Time::Estimated(start, _) => {
                let start = start.with_time_zone(TimeZone::UTC);
                format!("{} {} {room}", slot.id, start.strftime("%d %H:%M"))
            }
        }
    };
    let session = |session: &Session| {
        let slots: Vec<String> = session.slots.iter().map(slot).collect();
        let Session { id, title, status, .. } = session;
        format!("{id}, {}, {status:?}: {}", title[""], slots.join("; "))
    };
    programme.sessions.iter().map(session).collect()
}

#[test]
fn an_occurrence_may_be_elsewhere_cancelled_or_different() {
    let all = "a, Fog, Confirmed: 20310603t0900 03 09:00 Hill; 20310604t0900 04 09:00 Hill; \
               20310605t0900 05 09:00 Hill";
    assert_eq!(held(&daily(&[])), [all]);
    let second = "RECURRENCE-ID:20310604T090000Z\r\nDTSTART:20310604T090000Z";
    let elsewhere = format!("{second}\r\nSUMMARY:Fog\r\nLOCATION:Lake");
    let found = all.replace("; 20310604t0900 04 09:00 Hill", "") + "; 20310604t0900 04 09:00 Lake";
    assert_eq!(held(&daily(&[&elsewhere])), [found]);
    let off = format!("{second}\r\nSTATUS:CANCELLED");
    let without = all.replace("; 20310604t0900 04 09:00 Hill", "");
    let programme = daily(&[&off]);
    assert_eq!(held(&programme), [&*without]);
    let left: Vec<_> = programme.left_over.iter().map(|l| (&*l.place, &*l.value)).collect();
    assert_eq!(left, [("entry a: cancelled times", "2031-06-04 09:00")]);
    let other = format!("{second}\r\nSUMMARY:Fog for ministers\r\nDESCRIPTION:Thick");
    let programme = daily(&[&other]);
    let own = "a.20310604T090000Z, Fog for ministers, Confirmed:  04 09:00 Hill";
    assert_eq!(held(&programme), [&*without, own]);
    assert_eq!(programme.sessions[1].text[""], "Thick");
    assert!(programme.left_over.is_empty(), "{:?}", programme.left_over);
}

#[test]
fn an_exception_may_replace_all_later_occurrences() {
    let later = "RECURRENCE-ID;RANGE=THISANDFUTURE:20310604T090000Z\r\nDTSTART:20310604T120000Z";
    let moved = "a, Fog, Confirmed: 20310603t0900 03 09:00 Hill; 20310604t0900 04 12:00 Hill; \
                 20310605t0900 05 12:00 Hill";
    assert_eq!(held(&daily(&[later])), [moved]);
    // Except one of them.
    let last = "RECURRENCE-ID:20310605T090000Z\r\nDTSTART:20310605T150000Z\r\nSUMMARY:End";
    let other = later.to_owned() + "\r\nSUMMARY:Mist";
    assert_eq!(
        held(&daily(&[last, &other])),
        [
            "a, Fog, Confirmed:  03 09:00 Hill",
            "a.20310604T090000Z, Mist, Confirmed:  04 12:00 Hill",
            "a.20310605T090000Z, End, Confirmed:  05 15:00 Hill",
        ]
    );
    // If none is left, the session is cancelled.
    let off = "RECURRENCE-ID;RANGE=THISANDFUTURE:20310603T090000Z\r\nSTATUS:CANCELLED";
    assert_eq!(held(&daily(&[off])), [all_off()]);
}

#[test]
fn texts_may_be_encoded_and_vcalendar_is_refused() {
    let text =
        event("DTSTART:20310603T090000Z\r\nDESCRIPTION;ENCODING=QUOTED-PRINTABLE:M=C3=B8de\r\n");
    assert_eq!(parse(&text).expect("it is a calendar").sessions[0].text[""], "Møde");
    let text = event("DESCRIPTION;ENCODING=QUOTED-PRINTABLE:M=F8de\r\n");
    let fault = parse(&text).expect_err("it is Latin");
    assert!(fault.message.contains("not UTF-8 text") && fault.line == Some(7), "{fault:?}");
    let picture = event("DTSTART:20310603T090000Z\r\nATTACH;ENCODING=BASE64;VALUE=BINARY:/9j/\r\n");
    assert_eq!(parse(&picture).expect("it is a calendar").left_over[0].place, "entry a: attach");
    let old = event("SUMMARY;ENCODING=QUOTED-PRINTABLE:soft =\r\nbreak\r\n");
    let fault = parse(&old.replace("2.0", "1.0")).expect_err("it is older");
    assert!(fault.message.contains("this is vCalendar 1.0") && fault.line == Some(2), "{fault:?}");
}

#[test]
fn a_calendar_may_cancel_the_entries_of_another() {
    let text = event("DTSTART:20310603T090000Z\r\n").replace("PRODID", "METHOD:CANCEL\r\nPRODID");
    let sessions = parse(&text).expect("it is a calendar").sessions;
    assert_eq!(sessions[0].status, Status::Cancelled);
}

fn all_off() -> &'static str {
    "a, Fog, Cancelled: 20310603t0900 03 09:00 Hill; 20310604t0900 04 09:00 Hill; \
     20310605t0900 05 09:00 Hill"
}

#[test]
fn only_rules_that_are_not_followed_are_reported() {
    for (rule, reported) in [
        ("FREQ=DAILY;COUNT=2", None),
        ("FREQ=DAILY", Some("entry a: rrule without an end, only the first time is imported")),
        ("FREQ=YEARLY;COUNT=2", Some("entry a: rrule, only the first time is imported")),
    ] {
        let text = event(&format!("DTSTART:20310603T090000Z\r\nRRULE:{rule}\r\n"));
        let left = parse(&text).expect("it is a calendar").left_over;
        assert_eq!(left.first().map(|left| &*left.place), reported, "{rule}");
    }
}

fn calendar(zone: &Zone) -> Calendar<'_> {
    let moment = |text: &str| datetime::moment(text, Some(&zone.zone)).expect("it is a moment");
    let entry = |uid: &str, when: CalendarTime| CalendarEntry {
        uid: format!("{uid}@fog-2031"),
        sequence: 2,
        revised: Some(Timestamp::UNIX_EPOCH),
        when,
        summary: Wording::new("Tåge; \"grå\", 云", "da"),
        description: Wording::new("Linje 1\nLinje 2, æ\\ø\n\nhttps://fog.example.org/", "da"),
        location: Wording::new("Hal 1", "da"),
        geo: Some((56.15, 10.2)),
        url: Some("https://fog.example.org/å".to_owned()),
        status: Some(Status::Confirmed),
        categories: vec![Wording::new("Regn, og hagl", "da"), Wording::new("Sol", "da")],
        stream: None,
        transparent: false,
        gone: false,
        estimated_end: false,
    };
    let span = |from: &str, to: &str| CalendarTime::Time(moment(from), Some(moment(to)));
    Calendar {
        name: Wording::new("Tåge 2031", "da"),
        description: Wording::new("Hele programmet", "da"),
        url: Some("https://fog.example.org/da/".to_owned()),
        source: Some("https://fog.example.org/da/calendar.ics".to_owned()),
        color: Some("#2e7d32".to_owned()),
        zone,
        entries: vec![
            entry("opening", span("2031-10-25T09:00:00", "2031-10-25T10:00:00")),
            entry("visit.first", span("2031-10-25T23:00:00", "2031-10-26T02:30:00+01:00")),
            entry("visit.second", CalendarTime::Time(moment("2031-10-26T09:00:00"), None)),
            entry("dinner", CalendarTime::Days(date(2031, 10, 25), date(2031, 10, 26))),
        ],
    }
}

#[test]
fn entries_that_our_sites_removed_are_not_imported() {
    let event = |uid: &str, more: &str| {
        format!(
            "BEGIN:VEVENT\nUID:{uid}@fog\nDTSTART:20310603T090000Z\nSUMMARY:{uid}\n{more}END:VEVENT\n"
        )
    };
    let events = event("here", "") + &event("gone", "STATUS:CANCELLED\nX-PLENARY-GONE:TRUE\n");
    for (product, count) in [(PRODUCT, 1), ("-//Somebody//EN", 2)] {
        let head = format!("BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:{product}\n");
        let text = format!("{head}{events}END:VCALENDAR\n");
        let programme = read(&text, &Hints::default()).expect("it is a calendar");
        assert_eq!(programme.sessions.len(), count, "{product}");
    }
}

#[test]
fn our_own_calendars_survive_a_round_trip() {
    for name in ["Europe/Copenhagen", "Asia/Shanghai", "UTC", "America/New_York"] {
        let zone = TimeZone::get(name).expect("it is in the tables");
        let zone = Zone::new(&zone, date(2031, 10, 25), date(2031, 10, 27));
        let mut calendar = calendar(&zone);
        if name != "Europe/Copenhagen" {
            // The same moments in another zone.
            let copenhagen = TimeZone::get("Europe/Copenhagen").expect("it is in the tables");
            let zone = Zone::new(&copenhagen, date(2031, 10, 25), date(2031, 10, 27));
            calendar.entries = self::calendar(&zone).entries;
        }
        let written = write(&calendar);
        let programme = read(&written, &Hints::default()).expect("Plenary wrote it");
        assert_eq!(programme.title, [("da".to_owned(), "Tåge 2031".to_owned())].into());
        let ids: Vec<_> = programme.sessions.iter().map(|session| session.id.as_str()).collect();
        assert_eq!(ids, ["opening", "visit", "dinner"]);
        assert_eq!(
            times(&written),
            [
                "10-25T07:00Z 10-25T08:00Z",
                "10-25T21:00Z 10-26T01:30Z",
                "10-26T08:00Z",
                "10-25 ?",
                "10-26 ?"
            ]
        );
        let slots: Vec<_> = programme.sessions[1].slots.iter().map(|slot| &*slot.id).collect();
        assert_eq!(slots, ["first", "second"]);
        // The description combines several fields.
        assert!(programme.sessions[0].text.is_empty());
        assert_eq!(programme.sessions[0].title["da"], calendar.entries[0].summary.text);
        assert_eq!(programme.tracks[0].name[""], "Regn, og hagl");
        let left: Vec<_> = programme.left_over.iter().map(|left| &*left.place).collect();
        assert!(
            left.iter().all(|place| place.ends_with(": geo") || place.ends_with(": description")),
            "{left:?}"
        );
    }
}

#[test]
fn a_text_declares_its_own_language() {
    let copenhagen = TimeZone::get("Europe/Copenhagen").expect("it is in the tables");
    let zone = Zone::new(&copenhagen, date(2031, 10, 25), date(2031, 10, 27));
    let mut calendar = calendar(&zone);
    let entry = &mut calendar.entries[0];
    entry.summary = Wording::new("Fog", "en");
    entry.location = Wording::plain("Hall 1");
    entry.categories[1] = Wording::new("Sun", "en");
    calendar.entries.truncate(1);
    let written = write(&calendar);
    for line in ["SUMMARY;LANGUAGE=en:Fog", "LOCATION:Hall 1", "CATEGORIES:Regn\\, og hagl,Sun"] {
        assert!(written.split_terminator("\r\n").any(|found| found == line), "{line}: {written}");
    }
}

#[test]
fn a_calendar_has_what_the_standards_demand() {
    let copenhagen = TimeZone::get("Europe/Copenhagen").expect("it is in the tables");
    let zone = Zone::new(&copenhagen, date(2031, 10, 25), date(2031, 10, 27));
    let written = write(&calendar(&zone));
    for line in written.split_terminator("\r\n") {
        assert!(line.len() <= 75 && !line.is_empty() && !line.contains(['\r', '\n']), "{line:?}");
    }
    assert!(written.ends_with("END:VCALENDAR\r\n"));
    assert!(!written.contains("METHOD"));
    let unfolded = written.replace("\r\n ", "");
    for line in [
        "SUMMARY;LANGUAGE=da:Tåge\\; \"grå\"\\, 云",
        "DTSTART;TZID=Europe/Copenhagen:20311025T090000",
        // The second 02:30 of that night has no wall time of its own.
        "DTSTART:20311025T210000Z",
        "DTEND:20311026T013000Z",
        "DTEND;VALUE=DATE:20311027",
        "CATEGORIES;LANGUAGE=da:Regn\\, og hagl,Sol",
        "URL:https://fog.example.org/%C3%A5",
        "GEO:56.150000;10.200000",
        "COLOR:forestgreen",
    ] {
        assert!(unfolded.contains(&format!("\r\n{line}\r\n")), "{line} is not in {unfolded}");
    }
    assert_eq!(unfolded.matches("BEGIN:VTIMEZONE").count(), 1);
}
