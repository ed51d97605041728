//! The event as an Eleventy project, with Nunjucks layouts.
//!
//! Relations are resolved once, in a collection; Markdown is not run through a template language.

use serde_json::json;

use super::{Put, address, fields, of_speaker_role, put_templates};
use crate::event::{Event, Language, with_links};

static TEMPLATES: include_dir::Dir<'_> =
    include_dir::include_dir!("$CARGO_MANIFEST_DIR/benches/compare/templates/eleventy");

pub(super) fn write(event: &Event, put: Put<'_>) {
    put_templates(&TEMPLATES, put);
    super::put_static("static", put);
    put("data/words.json", super::words().to_string());
    put("data/contacts.json", json!(super::contacts(event)).to_string());
    put("data/organisations.json", json!(event.organisations).to_string());
    put(
        "data/site.json",
        json!({
            "url": super::BASE_URL,
            "languages": Language::ALL.map(Language::path),
            "menu": super::MENU,
            "first": event.days[0].date,
            "last": event.days[event.days.len() - 1].date,
        })
        .to_string(),
    );
    for language in Language::ALL {
        language_files(event, language, put);
    }
}

fn language_files(event: &Event, language: Language, put: Put<'_>) {
    let (at, path, words) = (language as usize, language.path(), language.words());
    put(&format!("site/{path}/{path}.json"), json!({"lang": path}).to_string());
    for (folder, part) in [("agenda", "session"), ("tracks", "track"), ("speakers", "speaker")] {
        let data = json!({"layout": format!("{part}.njk"), "part": part, "section": folder});
        put(&format!("site/{path}/{folder}/{folder}.json"), data.to_string());
    }
    let mut page = |name: &str, head: String, body: &str| {
        let body = with_links(body, |kind, id| address(language, kind, id));
        put(&format!("site/{path}/{name}.md"), format!("---\n{head}---\n\n{body}"));
    };
    let list = |title: &str, part: &str| {
        let layout = format!("{part}.njk");
        let part = [("layout", &*layout), ("part", part), ("section", part)];
        fields(": ", &[("title", title), ("description", words.summary)]) + &fields(": ", &part)
    };
    page("index", list(words.tagline, "home"), &event.home[at]);
    page("contacts", list(words.labels.contacts, "contacts"), &event.contact_text[at]);
    page("agenda/index", list(words.labels.agenda, "agenda"), "");
    page("tracks/index", list(words.labels.tracks, "tracks"), "");
    page("speakers/index", list(words.labels.speakers, "speakers"), "");
    let order = |at: usize| format!("order: {}\n", at + 1);
    for (number, track) in event.tracks.iter().enumerate() {
        let texts = [("title", &*track.title[at]), ("description", &*track.summary[at])];
        page(
            &format!("tracks/{}", track.id),
            order(number) + &fields(": ", &texts),
            &track.body[at],
        );
    }
    for (number, speaker) in event.speakers.iter().enumerate() {
        let texts = [
            ("title", &*speaker.name[at]),
            ("description", &of_speaker_role(event, speaker, at)),
            ("role", &speaker.role[at]),
            ("organisation", &event.organisations[speaker.organisation]),
            ("sort_key", &speaker.sort_key),
        ];
        let head = order(number) + &fields(": ", &texts);
        page(&format!("speakers/{}", speaker.id), head, &speaker.body[at]);
    }
    for (number, session) in event.sessions.iter().enumerate() {
        let speakers: Vec<_> = session.speakers.iter().map(|at| &event.speakers[*at].id).collect();
        let texts = [
            ("title", &*session.title[at]),
            ("description", &session.summary[at]),
            ("kind", session.kind),
            ("day", &event.days[session.day].date),
            ("start", session.start),
            ("end", session.end),
            ("room", &event.rooms[session.room][at]),
            ("track", &event.tracks[session.track].id),
        ];
        let head =
            order(number) + &fields(": ", &texts) + &super::field(": ", "speakers", &speakers);
        page(&format!("agenda/{}", session.id), head, &session.body[at]);
    }
}
