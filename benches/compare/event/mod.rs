//! A generated event of any size: the same facts and texts every time, for every tool.
//!
//! For `n` sessions there are `n / 2` speakers and `n / 20` tracks, each with a page. Together with
//! the lists, the home page and the page of contacts, there are `n + n / 2 + n / 20 + 5` pages in
//! each of three languages.

mod chinese;
mod danish;
mod draw;
mod english;
mod people;
mod prose;
mod words;

use rayon::prelude::*;

use draw::Draw;
use prose::{Links, Subject, sentence, text};

/// A text or a name in each language, in the order of [`Language::ALL`].
pub(crate) type InEach = [String; 3];

/// A language of the event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Language {
    Danish,
    English,
    Chinese,
}

impl Language {
    /// All of them; the first is the source language.
    pub(crate) const ALL: [Language; 3] = [Language::Danish, Language::English, Language::Chinese];

    /// The BCP 47 tag.
    pub(crate) fn tag(self) -> &'static str {
        ["da", "en", "zh-Hans"][self as usize]
    }

    /// The first part of its addresses.
    pub(crate) fn path(self) -> &'static str {
        ["da", "en", "zh"][self as usize]
    }

    /// The name of the language in the language itself.
    pub(crate) fn name(self) -> &'static str {
        ["Dansk", "English", "中文"][self as usize]
    }

    /// Its name in the vocabulary of Open Graph.
    pub(crate) fn og(self) -> &'static str {
        ["da_DK", "en_GB", "zh_CN"][self as usize]
    }

    /// The separator between sentences.
    fn space(self) -> &'static str {
        if self == Language::Chinese { "" } else { " " }
    }

    /// How many words a text has, markup included; a Chinese word is about 1.6 characters.
    pub(crate) fn count_words(self, text: &str) -> usize {
        match self {
            Language::Chinese => text.chars().filter(|c| !c.is_ascii()).count() * 5 / 8,
            _ => text.split_whitespace().count(),
        }
    }

    fn each(make: impl FnMut(Language) -> String) -> InEach {
        Language::ALL.map(make)
    }
}

/// The whole event.
#[derive(Debug)]
pub(crate) struct Event {
    pub(crate) days: Vec<Day>,
    pub(crate) sessions: Vec<Session>,
    pub(crate) tracks: Vec<Track>,
    pub(crate) speakers: Vec<Speaker>,
    pub(crate) organisations: Vec<String>,
    pub(crate) rooms: Vec<InEach>,
    pub(crate) contacts: Vec<Contact>,
    /// The text of the home page.
    pub(crate) home: InEach,
    /// The text above the contacts.
    pub(crate) contact_text: InEach,
}

/// A day. `sessions` is a range of indices into the sessions of the event, in order of time.
#[derive(Debug)]
pub(crate) struct Day {
    /// Such as `2031-05-12`.
    pub(crate) date: String,
    pub(crate) title: InEach,
    pub(crate) sessions: std::ops::Range<usize>,
}

#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) id: String,
    pub(crate) title: InEach,
    pub(crate) summary: InEach,
    pub(crate) body: InEach,
    /// One of Plenary's kinds of sessions.
    pub(crate) kind: &'static str,
    pub(crate) day: usize,
    /// Such as `09:00`.
    pub(crate) start: &'static str,
    pub(crate) end: &'static str,
    pub(crate) room: usize,
    pub(crate) track: usize,
    pub(crate) speakers: Vec<usize>,
}

#[derive(Debug)]
pub(crate) struct Track {
    pub(crate) id: String,
    pub(crate) title: InEach,
    pub(crate) summary: InEach,
    pub(crate) body: InEach,
}

#[derive(Debug)]
pub(crate) struct Speaker {
    pub(crate) id: String,
    pub(crate) name: InEach,
    /// The name by which lists are sorted.
    pub(crate) sort_key: String,
    pub(crate) role: InEach,
    pub(crate) organisation: usize,
    pub(crate) body: InEach,
}

#[derive(Debug)]
pub(crate) struct Contact {
    pub(crate) id: &'static str,
    pub(crate) name: &'static str,
    pub(crate) role: InEach,
    pub(crate) phone: &'static str,
    pub(crate) email: &'static str,
}

/// When sessions begin and end, in ten slots per day.
const SLOTS: [(&str, &str); 10] = [
    ("08:30", "09:15"),
    ("09:30", "10:15"),
    ("10:30", "11:15"),
    ("11:30", "12:15"),
    ("13:00", "13:45"),
    ("14:00", "14:45"),
    ("15:00", "15:45"),
    ("16:00", "16:45"),
    ("17:00", "17:45"),
    ("18:00", "18:45"),
];

const KINDS: [&str; 6] = ["session", "session", "session", "panel", "workshop", "keynote"];

/// The ids of all link targets.
#[derive(Debug)]
struct Ids {
    sessions: Vec<String>,
    tracks: Vec<String>,
    speakers: Vec<String>,
}

impl Ids {
    /// The link targets of an item's text.
    fn links(&self, subject: Subject, index: usize, shape: &mut Draw) -> Links {
        let track = match subject {
            Subject::Session => index % self.tracks.len(),
            _ => shape.below(self.tracks.len()),
        };
        let session = shape.below(self.sessions.len());
        Links {
            track: format!("track:{}", self.tracks[track]),
            session: format!("session:{}", self.sessions[session]),
            speaker: format!("speaker:{}", self.speakers[2 * index % self.speakers.len()]),
            web: format!("https://example.org/reports/{}", shape.between(100, 9999)),
        }
    }
}

impl Event {
    /// The event with a number of sessions, at least one.
    pub(crate) fn new(sessions: usize) -> Event {
        let sessions = sessions.max(1);
        let topics = Language::English.words().topics;
        let id = |index: usize| format!("{}-{}", slug(topics[index % 24]), index + 1);
        let people: Vec<_> = (0..(sessions / 2).max(1)).map(people::person).collect();
        let ids = Ids {
            sessions: (0..sessions).map(id).collect(),
            tracks: (0..(sessions / 20).max(1)).map(id).collect(),
            speakers: people.iter().map(|person| person.id.clone()).collect(),
        };
        let days = days(sessions);
        let rooms = days.iter().map(parallel).max().unwrap_or(1);
        Event {
            sessions: (0..sessions).into_par_iter().map(|at| session(at, &days, &ids)).collect(),
            tracks: (0..ids.tracks.len()).into_par_iter().map(|at| track(at, &ids)).collect(),
            speakers: people
                .into_par_iter()
                .enumerate()
                .map(|(at, person)| speaker(at, person, &ids))
                .collect(),
            organisations: people::ORGANISATIONS.map(str::to_owned).to_vec(),
            rooms: (1..=rooms)
                .map(|number| {
                    [format!("Sal {number}"), format!("Hall {number}"), format!("{number}号厅")]
                })
                .collect(),
            contacts: people::contacts(),
            home: Language::each(|language| text(Subject::Page, 0, language, &ids)),
            contact_text: Language::each(|language| text(Subject::Page, 1, language, &ids)),
            days,
        }
    }

    /// The sessions of each speaker, in order of time.
    pub(crate) fn by_speaker(&self) -> Vec<Vec<&Session>> {
        let mut sessions = vec![Vec::new(); self.speakers.len()];
        for session in &self.sessions {
            session.speakers.iter().for_each(|speaker| sessions[*speaker].push(session));
        }
        sessions
    }

    /// How many pages there are, in all languages.
    pub(crate) fn pages(&self) -> usize {
        3 * (self.sessions.len() + self.speakers.len() + self.tracks.len() + 5)
    }
}

fn days(sessions: usize) -> Vec<Day> {
    let count = match sessions {
        0..=100 => 3,
        101..=1000 => 5,
        _ => 10,
    };
    let [danish, english, chinese] = Language::ALL.map(|language| &language.words().approaches);
    (0..count)
        .map(|day| Day {
            date: format!("2031-05-{}", 12 + day),
            title: [danish[day], english[day], chinese[day]].map(str::to_owned),
            sessions: day * sessions / count..(day + 1) * sessions / count,
        })
        .collect()
}

/// How many sessions of a day take place at the same time.
fn parallel(day: &Day) -> usize {
    day.sessions.len().div_ceil(SLOTS.len()).max(1)
}

fn session(index: usize, days: &[Day], ids: &Ids) -> Session {
    let mut draw = Draw::new([5, index, 0]);
    let at = days.iter().position(|day| day.sessions.contains(&index)).unwrap_or(0);
    let (of_day, parallel) = (index - days[at].sessions.start, parallel(&days[at]));
    let (start, end) = SLOTS[of_day / parallel];
    let count = draw.between(1, 3).min(ids.speakers.len());
    Session {
        id: ids.sessions[index].clone(),
        title: Language::each(|language| title(language, index)),
        summary: Language::each(|language| {
            sentence(language, &mut Draw::new([6, index, language as usize]), false)
        }),
        body: Language::each(|language| text(Subject::Session, index, language, ids)),
        kind: draw.one_of(&KINDS),
        day: at,
        start,
        end,
        room: of_day % parallel,
        track: index % ids.tracks.len(),
        speakers: (0..count).map(|more| (2 * index + more) % ids.speakers.len()).collect(),
    }
}

/// A title, unique among the first 7,680 sessions.
fn title(language: Language, index: usize) -> String {
    let words = language.words();
    let (topic, round) = (index % 24, index / 24);
    let place = words.places[(round + 3 * topic) % 20];
    let approach = words.approaches[(round / 20 + round + topic) % 16];
    match language {
        Language::Chinese => format!("{place}的{}：{approach}", words.topics[topic]),
        _ => format!("{} {place}: {approach}", words.topics[topic]),
    }
}

fn track(index: usize, ids: &Ids) -> Track {
    let title = |language: Language| {
        let (words, round) = (language.words(), index / 24);
        let topic = words.topics[index % 24];
        match (round.checked_sub(1), language) {
            (None, _) => topic.to_owned(),
            (Some(place), Language::Chinese) => format!("{}的{topic}", words.places[place % 20]),
            (Some(place), _) => format!("{topic} {}", words.places[place % 20]),
        }
    };
    Track {
        id: ids.tracks[index].clone(),
        title: Language::each(title),
        summary: Language::each(|language| {
            sentence(language, &mut Draw::new([7, index, language as usize]), false)
        }),
        body: Language::each(|language| text(Subject::Track, index, language, ids)),
    }
}

fn speaker(index: usize, person: people::Person, ids: &Ids) -> Speaker {
    let body = Language::each(|language| {
        let (name, words) = (&person.name[language as usize], language.words());
        let first = match language {
            Language::Chinese => format!("{name}{}。", words.about_person),
            _ => format!("{name} {}.", words.about_person),
        };
        format!("{first}\n\n{}", text(Subject::Speaker, index, language, ids))
    });
    Speaker {
        id: person.id,
        name: person.name,
        sort_key: person.sort_key,
        role: Language::each(|language| language.words().roles[person.role].to_owned()),
        organisation: person.organisation,
        body,
    }
}

/// A text with other link addresses: `address` returns the address of an item, given its kind and
/// id.
pub(crate) fn with_links(text: &str, address: impl Fn(&str, &str) -> String) -> String {
    let mut out = String::with_capacity(text.len() + 64);
    let mut parts = text.split("](");
    out.push_str(parts.next().unwrap_or(""));
    for part in parts {
        let (target, rest) = part.split_once(')').unwrap_or((part, ""));
        out.push_str("](");
        match target.split_once(':') {
            Some((kind, id)) if !id.starts_with("//") => out.push_str(&address(kind, id)),
            _ => out.push_str(target),
        }
        out.push(')');
        out.push_str(rest);
    }
    out
}

/// Words in a form that can be part of an id: lower-case letters a–z and hyphens.
fn slug(words: &str) -> String {
    words
        .to_lowercase()
        .replace('ø', "o")
        .replace('å', "aa")
        .replace('æ', "ae")
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("-")
}
