//! What is written is read back unchanged.

use crate::exchange::hints::Hints;
use crate::exchange::programme::{Programme, Status, Texts};
use crate::exchange::stable_ids::as_number;
use crate::exchange::tests::sample::{programme, same};
use crate::exchange::{schedule_json, schedule_xml};

/// A programme without the values that schedule.xml cannot hold.
fn for_xml(mut programme: Programme) -> Programme {
    for room in &mut programme.rooms {
        room.id.clear();
        room.capacity = None;
        room.description = Texts::new();
    }
    for person in &mut programme.persons {
        person.biography = Texts::new();
        person.url = None;
        if as_number(&person.id).is_none() {
            person.id.clear();
        }
    }
    programme
}

#[test]
fn schedule_xml_survives_a_round_trip() {
    for seed in 0..300 {
        let before = for_xml(programme(seed, &[""]));
        let written = schedule_xml::write(&before, "");
        let after = schedule_xml::read(&written, &Hints::default()).expect("Plenary wrote it");
        same(&after, &before, &format!("{seed}"));
    }
}

#[test]
fn schedule_xml_in_one_language_survives_a_second_round_trip() {
    for seed in 0..100 {
        let all = programme(seed, &["da", "en", "zh-Hans"]);
        for lang in ["da", "zh-Hans", "fr"] {
            let written = schedule_xml::write(&all, lang);
            let read = schedule_xml::read(&written, &Hints::default()).expect("Plenary wrote it");
            assert_eq!(read.left_over, []);
            let facts = |p: &Programme| {
                p.sessions.iter().map(|s| (s.id.clone(), s.slots.clone())).collect::<Vec<_>>()
            };
            assert_eq!(facts(&read), facts(&all), "{seed}");
            let again = schedule_xml::read(&schedule_xml::write(&read, lang), &Hints::default());
            same(&again.expect("Plenary wrote it"), &read, &format!("{seed} {lang}"));
        }
    }
}

/// A programme without the values that version 1 of schedule.json cannot hold.
fn for_v1(mut programme: Programme) -> Programme {
    for (at, room) in programme.rooms.iter_mut().enumerate() {
        // The format demands one.
        room.guid = Some(format!("c379b473-93b9-4eae-9a09-d482e86ced{at:02}"));
    }
    for session in &mut programme.sessions {
        session.recording = None;
    }
    programme
}

#[test]
fn schedule_json_v1_survives_a_round_trip() {
    for seed in 0..300 {
        let before = for_v1(programme(seed, &[""]));
        let written = schedule_json::write_v1(&before, "");
        let after = schedule_json::read(&written, &Hints::default()).expect("Plenary wrote it");
        same(&after, &before, &format!("{seed}"));
    }
}

/// A programme without the values that version 2 cannot hold, and with texts in several languages
/// where it can.
fn for_v2(programme: Programme, localized: &Programme) -> Programme {
    let mut programme = for_v1(programme);
    programme.language = Some("da".to_owned());
    for (room, other) in programme.rooms.iter_mut().zip(&localized.rooms) {
        room.description = other.description.clone();
        room.name = other.name.clone();
    }
    for person in &mut programme.persons {
        person.biography = Texts::new();
        person.url = None;
    }
    for (track, other) in programme.tracks.iter_mut().zip(&localized.tracks) {
        track.name = other.name.clone();
    }
    for (session, other) in programme.sessions.iter_mut().zip(&localized.sessions) {
        session.title = other.title.clone();
        session.summary = other.summary.clone();
        session.text = other.text.clone();
        if matches!(&*session.kind, "break" | "panel") {
            session.kind = "lightning_talk".to_owned();
        }
        session.tracks.truncate(1);
        session.languages = vec!["zh".to_owned()];
        session.licence = None;
        session.no_recording = false;
        session.status = match session.id.len() % 4 {
            0 => Status::Confirmed,
            1 => Status::Cancelled,
            2 => Status::Tentative,
            _ => Status::Postponed,
        };
    }
    programme
}

#[test]
fn schedule_json_v2_survives_a_round_trip() {
    for seed in 0..300 {
        let localized = programme(seed, &["da", "en", "zh-Hans"]);
        let before = for_v2(programme(seed, &[""]), &localized);
        let written = schedule_json::write_v2(&before, "da");
        let after = schedule_json::read(&written, &Hints::default()).expect("Plenary wrote it");
        same(&after, &before, &format!("{seed}"));
    }
}
