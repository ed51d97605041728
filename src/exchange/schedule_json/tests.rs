//! Made-up files of all dialects.

use serde_json::json;

use super::*;
use crate::exchange::file_fault::Fault;
use crate::exchange::hints::Hints;
use crate::exchange::programme::{Programme, Status, Time};

fn parse(value: &serde_json::Value) -> Result<Programme, Fault> {
    read(&serde_json::to_string_pretty(value).expect("it is JSON"), &Hints::default())
}

/// A version 1 file with one event.
fn v1(event: serde_json::Value) -> serde_json::Value {
    json!({ "schedule": { "version": "2", "conference": {
        "acronym": "Fog2031", "title": "Fog", "start": "2031-06-03", "end": "2031-06-04",
        "daysCount": 1, "time_zone_name": "Europe/Copenhagen",
        "days": [{ "index": 1, "date": "2031-06-03", "rooms": { "Hall": [event], "Empty": [] } }],
    }}})
}

#[test]
fn version_1_of_frab_and_of_pretalx_is_read() {
    let event = json!({
        "id": 12, "guid": "9f38e10d-39e2-4380-83bf-26626396e476", "logo": "/a.png",
        "date": "2031-06-03T23:30:00+02:00", "start": "23:30", "duration": "01:00",
        "end": "2031-06-04T00:15:00+02:00", "room": "Hall", "title": "Night\r\n", "subtitle": null,
        "language": "en", "do_not_record": null, "recording_license": "", "answers": [],
        "persons": [
            { "id": 3, "public_name": "Ada Fog", "biography": "Grey.", "answers": [] },
            { "code": "PAUP8P", "name": "Bo Mist", "avatar": "https://fog.example.org/bo.png" },
        ],
        "links": [{ "url": "https://fog.example.org/", "title": "Fog" }], "url": "",
    });
    let programme = parse(&v1(event)).expect("it is a schedule");
    let session = &programme.sessions[0];
    assert_eq!((&*session.title[""], session.url.as_deref()), ("Night", None));
    let Time::Span(start, end) = &session.slots[0].time else { panic!("{session:?}") };
    assert_eq!(start.time_zone().iana_name(), Some("Europe/Copenhagen"));
    // The end takes precedence over the duration.
    assert_eq!(start.duration_until(end).as_mins(), 45);
    let persons: Vec<_> = programme.persons.iter().map(|p| (&*p.id, &*p.name[""])).collect();
    assert_eq!(persons, [("3", "Ada Fog"), ("PAUP8P", "Bo Mist")]);
    assert_eq!(programme.rooms.len(), 2);
    let left: Vec<_> = programme.left_over.iter().map(|left| &*left.place).collect();
    assert_eq!(left, ["event 12: person Bo Mist: avatar", "event 12: logo"]);
}

#[test]
fn version_2_has_languages_and_states() {
    let value = json!({ "schedule": { "version": "3", "conference": {
        "acronym": "fog", "title": "Fog", "start": "2031-06-03T00:00:00+02:00",
        "end": "2031-06-03T23:59:00+02:00", "time_zone_name": "Europe/Copenhagen",
        "days": [{ "index": 1, "date": "2031-06-03", "start": "2031-06-03T09:00:00+02:00",
                   "end": "2031-06-04T06:00:00+02:00" }],
        "tracks": [{ "name": "Rain", "slug": "rain", "color": "#0000ff" }],
        "rooms": [{ "name": "Hall", "guid": "b379c473-93b9-4eae-9a09-d482e86cede3",
                    "description": { "de": "Groß", "en": "Large" }, "capacity": 40 }],
    }, "events": [
        { "guid": "a", "title": "Fog", "start": "2031-06-04T05:00:00+02:00", "end": "2031-06-04T05:30:00+02:00",
          "room": { "guid": "b379c473-93b9-4eae-9a09-d482e86cede3" }, "track": { "slug": "rain" },
          "type": "LIGHTNING_TALK", "language": "en", "abstract": { "de": "Grau", "en": "Grey" },
          "participants": [{ "guid": "g", "name": "Ada Fog", "role": "MODERATOR" }], "state": "CANCELED" },
        { "title": "Lunch", "type": "BREAK", "start": "2031-06-03T12:00:00+02:00",
          "end": "2031-06-03T13:00:00+02:00" },
    ]}});
    let programme = parse(&value).expect("it is a schedule");
    let [fog, lunch] = &programme.sessions[..] else { panic!("{programme:?}") };
    assert_eq!((fog.status, &*fog.kind), (Status::Cancelled, "lightning_talk"));
    assert_eq!((&*fog.summary["de"], &*fog.summary["en"]), ("Grau", "Grey"));
    // It begins before that day ends, though after four o'clock.
    assert_eq!(fog.slots[0].day.to_string(), "2031-06-03");
    assert_eq!((&fog.slots[0].rooms, &fog.tracks), (&vec![0], &vec![0]));
    assert_eq!(programme.rooms[0].capacity, Some(40));
    assert_eq!((&*lunch.kind, lunch.guid.as_deref()), ("break", None));
    let left: Vec<_> = programme.left_over.iter().map(|l| (&*l.place, &*l.value)).collect();
    assert_eq!(left, []);
    assert_eq!(programme.sessions[0].roles, [(0, "moderator".to_owned())].into());
}

#[test]
fn malformed_values_are_reported() {
    for (value, message) in [
        (json!([]), "there is no `conference` in a `schedule` here"),
        (json!({ "schedule": {} }), "there is no `conference` in a `schedule` here"),
        (v1(json!({ "id": 1, "date": "soon" })), "`soon` is not a date with a time"),
        (
            v1(
                json!({ "id": 1, "title": "Fog", "date": "2031-06-03T09:00:00Z", "end": "2031-06-03T08:00:00Z" }),
            ),
            "`Fog` ends before it begins",
        ),
        (
            v1(json!({ "date": "2031-06-03T09:00:00Z", "duration": "-1:00" })),
            "`-1:00` is not a duration",
        ),
        (v1(json!({ "date": 1e300 })), "`1e+300` is not a date with a time"),
        (
            json!({ "schedule": { "conference": { "time_zone_name": "Nowhere" } } }),
            "there is no time zone `Nowhere`",
        ),
    ] {
        let fault = parse(&value).expect_err(message);
        assert_eq!(fault.message, message);
        assert!(fault.help.is_some(), "{message}");
    }
    let fault = parse(&v1(json!({ "id": 1, "date": "soon" }))).expect_err("soon");
    assert!(fault.line.is_some_and(|line| line > 10), "{:?}", fault.line);
}

#[test]
fn values_of_the_wrong_type_are_ignored() {
    let event = json!({
        "id": -1e99, "title": { "en": "Fog" }, "persons": ["Ada Fog", 3, null, {}], "links": "none",
        "track": 7, "language": ["en"], "room": {}, "attachments": [null, "x", {}],
    });
    let programme = parse(&v1(event)).expect("it is a schedule");
    assert_eq!(programme.sessions[0].title["en"], "Fog");
    assert_eq!(programme.sessions[0].slots[0].time, Time::Unknown);
}
