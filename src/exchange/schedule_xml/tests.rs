//! Made-up files of all dialects.

use super::*;
use crate::exchange::file_fault::Fault;
use crate::exchange::hints::Hints;
use crate::exchange::programme::Programme;

/// A file with a conference, and events in one room on one day.
fn file(conference: &str, events: &str) -> String {
    format!(
        "<?xml version='1.0'?>\n<schedule><version>1</version><conference><title>Fog</title>\
         {conference}</conference>\n<day date='2031-06-03'><room name='Hall'>\n{events}\n</room></day>\
         </schedule>"
    )
}

fn parse(text: &str) -> Result<Programme, Fault> {
    read(text, &Hints::default())
}

fn start(programme: &Programme, session: usize) -> String {
    let start = programme.sessions[session].slots[0].time.start();
    start.map_or_else(|| "unknown".to_owned(), |start| start.to_string())
}

#[test]
fn the_dialect_of_fosdem_is_read() {
    let text = "<schedule><conference><title>Fog</title><subtitle>grey</subtitle><city>Mist</city>\
        <day_change>09:00:00</day_change><time_zone_name>Europe/Brussels</time_zone_name></conference>\
        <tracks><track online_qa='' slug='rain'>Rain</track></tracks>\
        <persons><person id='7'><name>Ada Fog</name><biography>Short</biography>\
        <extended_biography>Long</extended_biography><x-mail>no</x-mail></person></persons>\
        <day index='1' date='2031-06-03'><room name='Hall' slug='hall'>\
        <event id='12' guid='9f38e10d-39e2-4380-83bf-26626396e476'><start>23:30</start>\
        <duration>01:00</duration><title>Night</title><track slug='rain'>Rain</track>\
        <persons><person id='7'>Ada Fog</person></persons></event>\
        <event id='13'><start>01:15</start><duration>00:30</duration><title>Later</title></event>\
        </room><room name='Empty'/></day></schedule>";
    let programme = parse(text).expect("it is a schedule");
    assert_eq!(programme.tracks[0].id, "rain");
    assert_eq!(programme.persons[0].biography[""], "Long");
    assert_eq!(programme.sessions[0].persons, [0]);
    assert_eq!(programme.rooms.len(), 2);
    assert_eq!(start(&programme, 0), "2031-06-03T23:30:00+02:00[Europe/Brussels]");
    // Before the start of the day it is on the next date, but on the same day of the event.
    assert_eq!(start(&programme, 1), "2031-06-04T01:15:00+02:00[Europe/Brussels]");
    assert_eq!(programme.sessions[1].slots[0].day.to_string(), "2031-06-03");
    let left: Vec<_> = programme.left_over.iter().map(|left| left.place.as_str()).collect();
    assert_eq!(left, ["conference: subtitle", "person Ada Fog: x-mail"]);
}

#[test]
fn the_date_takes_precedence_over_the_start() {
    let event = "<event id='1' guid='no-uuid'><date>2031-06-04T00:30:00+02:00</date>\
        <start>01:30</start><duration>0:45</duration><title>Night</title></event>";
    let programme = parse(&file("", event)).expect("it is a schedule");
    assert_eq!(start(&programme, 0), "2031-06-04T00:30:00+02:00[+02:00]");
    assert_eq!(programme.sessions[0].slots[0].day.to_string(), "2031-06-03");
    assert_eq!(programme.sessions[0].guid.as_deref(), Some("no-uuid"));
    let [left] = &programme.left_over[..] else { panic!("{:?}", programme.left_over) };
    assert_eq!((&*left.place, &*left.value, left.line), ("event 1: start", "01:30", Some(4)));
}

#[test]
fn what_a_programme_cannot_hold_is_reported() {
    let event = "<event id='1' code='ABC123'><title>A</title><title>B</title>\n\
        <answers><answer id='3'><option>blue</option></answer></answers>\n\
        <language>de, Klingon</language><feedback_url/><do_not_stream>true</do_not_stream>\
        <recording><license>CC</license><optout>true</optout><x>y</x></recording></event>";
    let programme = parse(&file("<timeslot_duration>00:05</timeslot_duration>", event))
        .expect("it is a schedule");
    let session = &programme.sessions[0];
    assert_eq!((session.languages.join(","), session.no_recording), ("de".to_owned(), true));
    // Without a date and a time it is some time on its day.
    assert_eq!(session.slots[0].time.start(), None);
    let left: Vec<_> = programme.left_over.iter().map(|l| (&*l.place, &*l.value)).collect();
    assert_eq!(
        left,
        [
            ("conference: timeslot_duration", "00:05"),
            ("event 1: language", "Klingon"),
            ("event 1: recording: x", "y"),
            ("event 1: code", "ABC123"),
            ("event 1: title", "B"),
            ("event 1: answers", "3 blue"),
            ("event 1: do_not_stream", "true"),
        ]
    );
}

#[test]
fn events_of_pretalx_with_one_code_are_one_session() {
    let event = |id: u8, day: u8| {
        format!(
            "<event id='{id}' code='ABC123' guid='9f38e10d-39e2-4380-83bf-26626396e4{id:02}'>\
             <date>2031-06-{day:02}T09:00:00+02:00</date><duration>1:00</duration>\
             <title>Fog</title></event>"
        )
    };
    let programme = parse(&file("", &(event(1, 3) + &event(2, 4)))).expect("it is a schedule");
    let [session] = &programme.sessions[..] else { panic!("{:?}", programme.sessions) };
    let slots: Vec<_> = session.slots.iter().map(|slot| &*slot.id).collect();
    assert_eq!(
        slots,
        ["9f38e10d-39e2-4380-83bf-26626396e401", "9f38e10d-39e2-4380-83bf-26626396e402"]
    );
    // The ids of the slots survive a round trip.
    let again = parse(&write(&programme, "")).expect("Plenary wrote it");
    assert_eq!(again.sessions[0].slots, session.slots);
}

#[test]
fn malformed_values_are_reported_with_their_line() {
    let event = |lines: &str| file("", &format!("<event id='1'>\n{lines}</event>"));
    for (text, message, line) in [
        ("<html><body/></html>".to_owned(), "`<html>` does not begin a schedule.xml", 1),
        (
            event("<date>2031-06-03T09:00:00</date>"),
            "the file does not declare the time zone of its times",
            5,
        ),
        (
            event("<date>2031-06-33T09:00:00Z</date>"),
            "`2031-06-33T09:00:00Z` is not a date with a time",
            5,
        ),
        (event("<date>0001-06-03T09:00:00Z</date>"), "the year 1 is out of range", 5),
        (
            event("<date>2031-06-03T09:00:00Z</date>\n<duration>long</duration>"),
            "`long` is not a duration",
            6,
        ),
        (
            event("<date>2031-06-03T09:00:00Z</date><duration>99999999:00</duration>"),
            "nothing lasts 4166666 days",
            5,
        ),
        (
            file("<time_zone_name>Mars/Phobos</time_zone_name>", ""),
            "there is no time zone `Mars/Phobos`",
            2,
        ),
        (file("<start>soon</start>", ""), "`soon` is not a date", 2),
    ] {
        let fault = parse(&text).expect_err(&text);
        assert_eq!((&*fault.message, fault.line), (message, Some(line)));
        assert!(fault.help.is_some(), "{message}");
    }
}

#[test]
fn our_files_have_what_the_schema_demands() {
    let mut programme = crate::exchange::tests::sample::programme(7, &["da"]);
    programme.acronym = "Ⅸ!".to_owned();
    programme.url = Some("javascript:alert(1)".to_owned());
    programme.sessions.truncate(2);
    for session in &mut programme.sessions {
        // Two sessions with one id.
        session.id = "same".to_owned();
        session.guid = Some("HOqeNIb6G7M4hYFKFRkCmQ".to_owned());
        session.url = None;
        session.title = [("da".to_owned(), "Et\u{1}\nTo\u{b}".to_owned())].into();
    }
    let written = write(&programme, "da");
    let again = parse(&written).expect("Plenary wrote it");
    let mut guids: Vec<_> = written.split("guid=\"").skip(1).map(|rest| &rest[..36]).collect();
    let count = guids.len();
    guids.sort_unstable();
    guids.dedup();
    assert!(guids.len() + programme.rooms.len() * programme.days.len() >= count);
    assert!(
        guids.iter().all(|guid| crate::exchange::stable_ids::as_uuid(guid).is_some()),
        "{guids:?}"
    );
    assert!(!written.contains("javascript") && !written.contains(['\u{1}', '\u{b}']));
    assert!(written.contains("<title>Et To</title>"), "{written}");
    assert_eq!(again.acronym, "event");
}
