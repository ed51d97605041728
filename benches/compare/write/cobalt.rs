//! The event as a Cobalt project.
//!
//! Cobalt supports neither languages nor relations. So every page has a folder per language, and its front
//! matter contains everything that it shows of other pages: Cobalt has nothing to look up, sort or group.
//! (Data files would contain it once, but Cobalt copies all of them for every page.)

use serde_json::{Value, json};

use super::{Put, address, field, fields, of_speaker_role, put_templates};
use crate::event::{Event, Language, Session, Speaker, with_links};

static TEMPLATES: include_dir::Dir<'_> =
    include_dir::include_dir!("$CARGO_MANIFEST_DIR/benches/compare/templates/cobalt");

pub(super) fn write(event: &Event, put: Put<'_>) {
    put_templates(&TEMPLATES, put);
    super::put_templates(&super::STATIC, put);
    let mut words = super::words();
    for language in Language::ALL {
        words[language.path()]["first"] = json!(event.days[0].date);
        words[language.path()]["last"] = json!(event.days[event.days.len() - 1].date);
    }
    put("_data/words.json", words.to_string());
    put("_data/contacts.json", json!(super::contacts(event)).to_string());
    put("_data/organisations.json", json!(event.organisations).to_string());
    for language in Language::ALL {
        Pages { event, language, put: &mut *put }.write();
    }
}

/// Writes the pages of one language.
struct Pages<'a> {
    event: &'a Event,
    language: Language,
    put: Put<'a>,
}

/// The front matter of a page.
struct Head<'a> {
    part: &'static str,
    section: &'static str,
    /// The id of the item; none for the page of the section.
    id: Option<&'a str>,
    title: &'a str,
    description: &'a str,
    data: Vec<(&'static str, Value)>,
}

impl Pages<'_> {
    fn write(&mut self) {
        let (event, at, words) = (self.event, self.language as usize, self.language.words());
        let labels = &words.labels;
        let tracks: Vec<Value> = (0..event.tracks.len()).map(|at| self.panel(at)).collect();
        let speakers = self.speakers_in_order();
        for (part, section, title, data, body) in [
            (
                "home",
                "",
                words.tagline,
                vec![("tracks", json!(tracks)), ("days", self.glances())],
                &*event.home[at],
            ),
            ("contacts", "contacts", labels.contacts, vec![], &event.contact_text[at]),
            ("agenda", "agenda", labels.agenda, vec![("days", self.days())], ""),
            ("tracks", "tracks", labels.tracks, vec![("tracks", json!(tracks))], ""),
            ("speakers", "speakers", labels.speakers, vec![("speakers", json!(speakers))], ""),
        ] {
            self.page(
                Head { part, section, id: None, title, description: words.summary, data },
                body,
            );
        }
        for (number, track) in event.tracks.iter().enumerate() {
            let others: Vec<&Value> = others(number, tracks.len()).map(|at| &tracks[at]).collect();
            let sessions = event.sessions.iter().filter(|session| session.track == number);
            let data = vec![
                ("number", json!(number + 1)),
                ("sessions", sessions.map(|session| self.row(session, true)).collect()),
                ("tracks", json!(others)),
            ];
            let (title, description) = (&*track.title[at], &*track.summary[at]);
            let id = Some(&*track.id);
            self.page(
                Head { part: "track", section: "tracks", id, title, description, data },
                &track.body[at],
            );
        }
        self.speaker_pages();
        self.session_pages();
    }

    fn speaker_pages(&mut self) {
        let (event, at) = (self.event, self.language as usize);
        for (speaker, sessions) in event.speakers.iter().zip(event.by_speaker()) {
            let sessions: Vec<Value> =
                sessions.into_iter().map(|session| self.row(session, true)).collect();
            let data = vec![
                ("role", json!(speaker.role[at])),
                ("organisation", json!(event.organisations[speaker.organisation])),
                ("sessions", json!(sessions)),
            ];
            let description = &of_speaker_role(event, speaker, at);
            let (title, id) = (&*speaker.name[at], Some(&*speaker.id));
            self.page(
                Head { part: "speaker", section: "speakers", id, title, description, data },
                &speaker.body[at],
            );
        }
    }

    fn session_pages(&mut self) {
        let (event, at) = (self.event, self.language as usize);
        for (number, session) in event.sessions.iter().enumerate() {
            let mut row = self.row(session, true);
            row["track"] = self.track(session);
            let mut data = vec![("session", row)];
            let around = |session: &Session| json!({"url": address(self.language, "session", &session.id), "title": session.title[at]});
            if let Some(previous) = number.checked_sub(1) {
                data.push(("previous", around(&event.sessions[previous])));
            }
            if let Some(next) = event.sessions.get(number + 1) {
                data.push(("next", around(next)));
            }
            let (title, description) = (&*session.title[at], &*session.summary[at]);
            let id = Some(&*session.id);
            self.page(
                Head { part: "session", section: "agenda", id, title, description, data },
                &session.body[at],
            );
        }
    }

    fn page(&mut self, head: Head<'_>, body: &str) {
        let (language, path) = (self.language, self.language.path());
        let below = match (head.section, head.id) {
            ("", _) => "/".to_owned(),
            (section, None) => format!("/{section}/"),
            (section, Some(id)) => format!("/{section}/{id}/"),
        };
        let layout = format!("{}.liquid", head.part);
        let permalink = format!("/{path}{below}");
        let mut text = String::from("---\n");
        text += &fields(
            ": ",
            &[
                ("layout", &layout),
                ("title", head.title),
                ("description", head.description),
                ("permalink", &permalink),
            ],
        );
        text += "data:\n";
        let places =
            [("lang", path), ("part", head.part), ("section", head.section), ("below", &below)];
        for (name, value) in places {
            text += &field(": ", &format!("  {name}"), value);
        }
        for (name, value) in &head.data {
            text += &field(": ", &format!("  {name}"), value);
        }
        text += "---\n\n";
        text += &with_links(body, |kind, id| address(language, kind, id));
        let file = match (head.section, head.id) {
            ("", _) => format!("{path}/index.md"),
            (section, None) => format!("{path}/{section}/index.md"),
            (section, Some(id)) => format!("{path}/{section}/{id}.md"),
        };
        (self.put)(&file, text);
    }

    fn panel(&self, number: usize) -> Value {
        let (track, at) = (&self.event.tracks[number], self.language as usize);
        json!({
            "number": number + 1,
            "url": address(self.language, "track", &track.id),
            "title": track.title[at],
            "summary": track.summary[at],
        })
    }

    fn track(&self, session: &Session) -> Value {
        let track = &self.event.tracks[session.track];
        let title = &track.title[self.language as usize];
        json!({"url": address(self.language, "track", &track.id), "title": title})
    }

    fn speaker(&self, speaker: &Speaker) -> Value {
        let at = self.language as usize;
        json!({
            "url": address(self.language, "speaker", &speaker.id),
            "name": speaker.name[at],
            "role": speaker.role[at],
            "organisation": self.event.organisations[speaker.organisation],
        })
    }

    /// All speakers, sorted by name, with their sessions.
    fn speakers_in_order(&self) -> Vec<Value> {
        let sessions = self.event.by_speaker();
        let mut speakers: Vec<_> = self.event.speakers.iter().zip(sessions).collect();
        speakers.sort_by(|(a, _), (b, _)| a.sort_key.cmp(&b.sort_key));
        let entry = |(speaker, sessions): (&Speaker, Vec<&Session>)| {
            let mut entry = self.speaker(speaker);
            entry["sessions"] = sessions.into_iter().map(|session| self.short(session)).collect();
            entry
        };
        speakers.into_iter().map(entry).collect()
    }

    /// A session in short: its time and title.
    fn short(&self, session: &Session) -> Value {
        json!({
            "url": address(self.language, "session", &session.id),
            "title": session.title[self.language as usize],
            "day": self.event.days[session.day].date,
            "start": session.start,
            "end": session.end,
        })
    }

    /// A session in a list: with its day in lists of tracks and speakers, with its track in the programme.
    fn row(&self, session: &Session, dated: bool) -> Value {
        let (event, at) = (self.event, self.language as usize);
        let speakers: Vec<Value> =
            session.speakers.iter().map(|at| self.speaker(&event.speakers[*at])).collect();
        let mut row = json!({
            "url": address(self.language, "session", &session.id),
            "title": session.title[at],
            "summary": session.summary[at],
            "kind": session.kind,
            "start": session.start,
            "end": session.end,
            "room": event.rooms[session.room][at],
            "speakers": speakers,
        });
        if dated {
            row["day"] = json!(event.days[session.day].date);
        } else {
            row["track"] = self.track(session);
        }
        row
    }

    /// The programme: days, their slots, their sessions.
    fn days(&self) -> Value {
        let day = |day: &crate::event::Day| {
            let mut slots: Vec<(&str, Vec<Value>)> = Vec::new();
            for session in &self.event.sessions[day.sessions.clone()] {
                if slots.last().is_none_or(|(start, _)| *start != session.start) {
                    slots.push((session.start, Vec::new()));
                }
                if let Some((_, sessions)) = slots.last_mut() {
                    sessions.push(self.row(session, false));
                }
            }
            let slots: Vec<Value> = slots
                .into_iter()
                .map(|(start, sessions)| json!({"start": start, "sessions": sessions}))
                .collect();
            json!({"day": day.date, "slots": slots})
        };
        self.event.days.iter().map(day).collect()
    }

    /// The programme in short: each day's first sessions.
    fn glances(&self) -> Value {
        let day = |day: &crate::event::Day| {
            let of_day = &self.event.sessions[day.sessions.clone()];
            let sessions: Vec<Value> =
                of_day.iter().take(6).map(|session| self.short(session)).collect();
            json!({"day": day.date, "sessions": sessions, "more": of_day.len().saturating_sub(6)})
        };
        self.event.days.iter().map(day).collect()
    }
}

/// The other tracks that a track's page lists: all, or the next nine of many, as in Plenary's theme.
fn others(own: usize, count: usize) -> impl Iterator<Item = usize> {
    let from = if count <= 10 { 0 } else { own + 1 };
    (from..from + count).map(move |at| at % count).filter(move |at| *at != own).take(9)
}
