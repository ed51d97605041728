//! Generated programmes, the same for the same seed.

use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Zoned};

use crate::exchange::programme::{
    Day, Link, Person, Programme, Room, Session, Slot, Texts, Time, Track,
};

/// Pseudo-random numbers (xorshift).
#[derive(Debug)]
pub(in crate::exchange) struct Dice(u64);

impl Dice {
    pub(in crate::exchange) fn new(seed: u64) -> Dice {
        Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// A number below `end`.
    pub(in crate::exchange) fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from((self.0 >> 16) % (end.max(1) as u64)).expect("the number fits")
    }

    pub(in crate::exchange) fn one_in(&mut self, count: usize) -> bool {
        self.below(count) == 0
    }

    pub(in crate::exchange) fn pick<'a, T: ?Sized>(&mut self, list: &[&'a T]) -> &'a T {
        list[self.below(list.len())]
    }
}

const WORDS: [&str; 20] = [
    "fog",
    "cumulus",
    "blå",
    "æble",
    "云",
    "雨水管理",
    "a<b",
    "R&D",
    "\"quoted\"",
    "it's",
    "x;y",
    "c:\\d",
    "50%",
    "—",
    "🌧",
    "émile",
    "]]>",
    "&amp;",
    "O’Flock",
    "1,5",
];

fn words(dice: &mut Dice, most: usize) -> String {
    let count = dice.below(most) + 1;
    (0..count).map(|_| dice.pick(&WORDS)).collect::<Vec<&str>>().join(" ")
}

fn lines(dice: &mut Dice) -> String {
    let count = dice.below(4) + 1;
    let lines: Vec<String> = (0..count).map(|_| words(dice, 12)).collect();
    lines.join(if dice.one_in(2) { "\n\n" } else { "\n" })
}

/// A text in each language, prefixed with the language.
fn texts(langs: &[&str], text: &str) -> Texts {
    let one = |lang: &&str| match lang.is_empty() {
        true => (String::new(), text.to_owned()),
        false => ((*lang).to_owned(), format!("{lang}: {text}")),
    };
    langs.iter().map(one).collect()
}

/// A programme with everything it can have, its texts in these languages, in the order of schedules:
/// sessions by their first day, room and time.
pub(in crate::exchange) fn programme(seed: u64, langs: &[&str]) -> Programme {
    let dice = &mut Dice::new(seed);
    let zone_name = dice.pick(&[
        "Europe/Copenhagen",
        "Asia/Shanghai",
        "America/New_York",
        "UTC",
        "Asia/Kathmandu",
    ]);
    let zone = TimeZone::get(zone_name).expect("it is in the tables");
    // Including days around clock changes.
    let first = [date(2031, 3, 29), date(2031, 10, 25), date(2031, 7, 1)][dice.below(3)];
    let dates: Vec<Date> = (0..dice.below(4) + 1)
        .map(|at| first + SignedDuration::from_hours(24 * at as i64))
        .collect();
    let mut programme = Programme {
        own: true,
        markdown: true,
        acronym: "fog_2031".to_owned(),
        title: texts(langs, &words(dice, 5)),
        version: dice.one_in(2).then(|| "1.3 grey".to_owned()),
        url: dice.one_in(2).then(|| "https://fog.example.org/?a=b&c=%C3%A6".to_owned()),
        timezone: Some(zone_name.to_owned()),
        dates: Some((dates[0], dates[dates.len() - 1])),
        days: dates.iter().map(|date| day(*date, &zone)).collect(),
        ..Programme::default()
    };
    for at in 0..dice.below(4) {
        let name = ["Fog, rain and hail", "Sun", "雨", "Fog"][at];
        programme.tracks.push(Track {
            id: format!("track-{at}"),
            name: texts(langs, name),
            color: dice.one_in(2).then(|| "#12ab9f".to_owned()),
        });
    }
    for at in 0..dice.below(4) + 1 {
        programme.rooms.push(Room {
            id: format!("room-{at}"),
            name: texts(langs, ["Hall, left", "Hall", "大厅", "B09"][at]),
            guid: dice.one_in(2).then(|| format!("b379c473-93b9-4eae-9a09-d482e86ced{at:02}")),
            capacity: dice.one_in(2).then(|| 40 + u32::try_from(at).unwrap_or_default()),
            description: if dice.one_in(2) { texts(langs, &lines(dice)) } else { Texts::new() },
        });
    }
    for at in 0..dice.below(5) {
        programme.persons.push(Person {
            id: if dice.one_in(2) { (100 + at).to_string() } else { format!("ada-{at}") },
            name: texts(
                langs,
                &format!("Ada {}", ["Fog", "Mist, jr.", "云", "O’Flock", "<Hail>"][at]),
            ),
            biography: if dice.one_in(2) { texts(langs, &lines(dice)) } else { Texts::new() },
            url: dice.one_in(3).then(|| format!("https://fog.example.org/ada/{at}")),
        });
    }
    for at in 0..dice.below(12) {
        let session = session(dice, langs, at, &programme, &zone);
        programme.sessions.push(session);
    }
    in_order(&mut programme);
    programme
}

fn day(date: Date, zone: &TimeZone) -> Day {
    let from = date.at(8, 0, 0, 0).to_zoned(zone.clone()).expect("nothing changes at eight");
    let to = from.checked_add(SignedDuration::from_hours(14)).expect("it is in range");
    Day { date, hours: Some((from, to)) }
}

fn session(
    dice: &mut Dice,
    langs: &[&str],
    at: usize,
    programme: &Programme,
    zone: &TimeZone,
) -> Session {
    let ids = ["x", "opening", "site-visit", "6561"];
    let id = if at < ids.len() { ids[at].to_owned() } else { format!("talk-{at}") };
    let some = |dice: &mut Dice, count: usize| -> Vec<usize> {
        (0..count).filter(|_| dice.one_in(3)).collect()
    };
    let count = if dice.one_in(3) { dice.below(3) + 1 } else { 1 };
    let mut session = Session {
        guid: Some(format!("9f38e10d-39e2-4380-83bf-26626396{at:04x}")),
        title: texts(langs, &words(dice, 8)),
        subtitle: if dice.one_in(3) { texts(langs, &words(dice, 8)) } else { Texts::new() },
        summary: if dice.one_in(2) { texts(langs, &lines(dice)) } else { Texts::new() },
        text: if dice.one_in(2) { texts(langs, &lines(dice)) } else { Texts::new() },
        kind: dice.pick(&["talk", "workshop", "break", "panel"]).to_owned(),
        tracks: some(dice, programme.tracks.len()),
        persons: some(dice, programme.persons.len()),
        languages: [&["da"][..], &[], &["da", "zh-Hans"]][dice.below(3)]
            .iter()
            .map(|tag| (*tag).to_owned())
            .collect(),
        slots: (0..count).map(|at| slot(dice, at, count, programme, zone)).collect(),
        url: Some(format!("https://fog.example.org/{id}/")),
        links: (0..dice.below(3))
            .map(|at| Link {
                url: format!("https://fog.example.org/{at}?a&b"),
                title: words(dice, 3),
            })
            .collect(),
        recording: dice.one_in(4).then(|| "https://fog.example.org/film".to_owned()),
        no_recording: dice.one_in(4),
        licence: dice.one_in(4).then(|| "CC BY 4.0".to_owned()),
        id,
        ..Session::default()
    };
    session.attachments = session.links.iter().rev().cloned().collect();
    session
}

fn slot(dice: &mut Dice, at: usize, count: usize, programme: &Programme, zone: &TimeZone) -> Slot {
    let day = programme.days[dice.below(programme.days.len())].date;
    // Including times after midnight, which belong to the day before.
    let minutes = 8 * 60 + dice.below(18 * 12) as i64 * 5;
    let start = day.to_datetime(jiff::civil::Time::midnight()).to_zoned(zone.clone());
    let start: Zoned = start.expect("it is a day") + SignedDuration::from_mins(minutes);
    let lasts = SignedDuration::from_mins(5 + dice.below(100) as i64 * 5);
    let end = &start + lasts;
    let time = if dice.one_in(5) { Time::From(start) } else { Time::Span(start, end) };
    let mut rooms: Vec<usize> = (0..programme.rooms.len()).filter(|_| dice.one_in(3)).collect();
    if rooms.is_empty() && dice.one_in(2) {
        rooms.push(dice.below(programme.rooms.len()));
    }
    let id = if count > 1 { format!("part-{at}") } else { String::new() };
    Slot { id, day, time, rooms }
}

/// Sorts sessions, their slots and their persons in the order of a schedule.
pub(in crate::exchange) fn in_order(programme: &mut Programme) {
    let start = |slot: &Slot| slot.time.start().cloned();
    for session in &mut programme.sessions {
        session.slots.sort_by_key(|slot| (slot.day, start(slot)));
    }
    let first = |session: &Session| {
        let room = |slot: &Slot| slot.rooms.first().copied().unwrap_or(usize::MAX);
        session.slots.iter().map(|slot| (slot.day, room(slot), start(slot))).min()
    };
    programme.sessions.sort_by_cached_key(first);
    let mut order: Vec<usize> = Vec::new();
    for person in programme.sessions.iter().flat_map(|session| &session.persons) {
        if !order.contains(person) {
            order.push(*person);
        }
    }
    programme.persons = order.iter().map(|at| programme.persons[*at].clone()).collect();
    for person in programme.sessions.iter_mut().flat_map(|session| &mut session.persons) {
        *person = order.iter().position(|at| at == person).expect("all are in the order");
    }
}

/// Fails at the first difference.
pub(in crate::exchange) fn same(after: &Programme, before: &Programme, what: &str) {
    for (after, before) in after.sessions.iter().zip(&before.sessions) {
        assert_eq!(after, before, "{what}");
    }
    let without = |programme: &Programme| Programme {
        sessions: Vec::new(),
        languages: Vec::new(),
        ..programme.clone()
    };
    assert_eq!(without(after), without(before), "{what}");
    assert_eq!(after.sessions.len(), before.sessions.len(), "{what}");
}
