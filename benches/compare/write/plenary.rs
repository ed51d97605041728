//! The event as Plenary's content.

use serde_json::to_string as quoted;

use super::Put;
use crate::event::{Event, InEach, Language, Session};

/// Writes `content/`; the built-in theme does the rest.
pub(super) fn write(event: &Event, put: Put<'_>) {
    put("content/event.yaml", event_yaml(event));
    put("content/organisations.yaml", organisations(event));
    put("content/places.yaml", places(event));
    put("content/contacts.yaml", contacts(event));
    put("content/speakers.yaml", speakers(event));
    put("content/tracks.yaml", event.tracks.iter().map(|t| format!("- id: {}\n", t.id)).collect());
    for (at, day) in event.days.iter().enumerate() {
        let mut yaml = format!("title: {}\nsessions:\n", map(&day.title));
        for session in event.sessions.iter().filter(|session| session.day == at) {
            yaml.push_str(&session_yaml(event, session));
        }
        put(&format!("content/agenda/{}.yaml", day.date), yaml);
    }
    for (at, language) in Language::ALL.into_iter().enumerate() {
        let tag = language.tag();
        let (words, labels) = (language.words(), &language.words().labels);
        let mut page = |id: &str, title: &str, summary: &str, body: &str| {
            put(&format!("content/pages/{id}.{tag}.md"), with_head(title, summary, body));
        };
        page("home", words.tagline, words.summary, &event.home[at]);
        page("contacts", labels.contacts, labels.note, &event.contact_text[at]);
        for session in &event.sessions {
            let text = with_head(&session.title[at], &session.summary[at], &session.body[at]);
            put(&format!("content/sessions/{}.{tag}.md", session.id), text);
        }
        for track in &event.tracks {
            let text = with_head(&track.title[at], &track.summary[at], &track.body[at]);
            put(&format!("content/tracks/{}.{tag}.md", track.id), text);
        }
        for speaker in &event.speakers {
            put(&format!("content/speakers/{}.{tag}.md", speaker.id), speaker.body[at].clone());
        }
    }
}

fn event_yaml(event: &Event) -> String {
    let each = |text: fn(Language) -> &'static str| map(&Language::ALL.map(|l| text(l).to_owned()));
    let languages: String = Language::ALL
        .iter()
        .map(|l| format!("  - {{tag: {}, name: {}, path: {}}}\n", l.tag(), l.name(), l.path()))
        .collect();
    let day = |at: usize| &event.days[at].date;
    format!(
        "id: bridges-assembly\nname: {}\ntagline: {}\nsummary: {}\nstart: {}\nend: {}\n\
         timezone: Europe/Copenhagen\nplace: venue\nlanguages:\n{languages}\
         menu: [tracks, agenda, speakers, contacts]\naction: agenda\nbase_url: {}\n",
        each(|l| l.words().name),
        each(|l| l.words().tagline),
        each(|l| l.words().summary),
        day(0),
        day(event.days.len() - 1),
        super::BASE_URL,
    )
}

fn organisations(event: &Event) -> String {
    let roles = ["host", "initiator", "partner", "supporter"];
    let entry = |(at, name): (usize, &String)| {
        format!(
            "- id: organisation-{}\n  name: {}\n  role: {}\n",
            at + 1,
            text(name),
            roles[at % 4]
        )
    };
    event.organisations.iter().enumerate().map(entry).collect()
}

fn places(event: &Event) -> String {
    let venue = "- id: venue\n  name: {mul: Customs House}\n".to_owned();
    let room = |(at, name): (usize, &InEach)| {
        format!("- id: room-{}\n  parent: venue\n  name: {}\n", at + 1, map(name))
    };
    venue + &event.rooms.iter().enumerate().map(room).collect::<String>()
}

fn contacts(event: &Event) -> String {
    let entry = |contact: &crate::event::Contact| {
        format!(
            "- id: {}\n  name: {}\n  role: {}\n  phone: {}\n  email: {}\n",
            contact.id,
            text(contact.name),
            map(&contact.role),
            text(contact.phone),
            contact.email
        )
    };
    event.contacts.iter().map(entry).collect()
}

fn speakers(event: &Event) -> String {
    let entry = |speaker: &crate::event::Speaker| {
        format!(
            "- id: {}\n  name: {}\n  sort_key: {}\n  role: {}\n  organisation: organisation-{}\n",
            speaker.id,
            map(&speaker.name),
            text(&speaker.sort_key),
            map(&speaker.role),
            speaker.organisation + 1,
        )
    };
    event.speakers.iter().map(entry).collect()
}

fn session_yaml(event: &Event, session: &Session) -> String {
    let speakers: Vec<&str> =
        session.speakers.iter().map(|at| event.speakers[*at].id.as_str()).collect();
    format!(
        "  - id: {}\n    kind: {}\n    start: {}\n    end: {}\n    places: [room-{}]\n    \
         tracks: [{}]\n    speakers: [{}]\n",
        session.id,
        session.kind,
        text(session.start),
        text(session.end),
        session.room + 1,
        event.tracks[session.track].id,
        speakers.join(", "),
    )
}

/// Markdown with its front matter.
fn with_head(title: &str, summary: &str, body: &str) -> String {
    format!("---\ntitle: {}\nsummary: {}\n---\n{body}", text(title), text(summary))
}

/// A text as JSON, which is YAML whatever it contains.
fn text(text: &str) -> String {
    quoted(text).expect("a string is JSON")
}

fn map(texts: &InEach) -> String {
    let entry = |(language, it): (Language, &String)| format!("{}: {}", language.tag(), text(it));
    let entries: Vec<String> = Language::ALL.into_iter().zip(texts).map(entry).collect();
    format!("{{{}}}", entries.join(", "))
}
