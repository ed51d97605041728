//! The event as a Hugo project.
//!
//! Tracks and speakers are taxonomies whose terms have pages, which is Hugo's own way to join data, and
//! the fastest: lists are not searched. What several pages share is rendered once (`partialCached`).
//! Links are absolute addresses; the link render hook and the typographer are off: Hugo has less to do
//! than Plenary, which resolves links and sets quotation marks.

use serde_json::json;

use super::{Put, address, field, fields, of_speaker_role, put_templates};
use crate::event::{Event, Language, with_links};

static TEMPLATES: include_dir::Dir<'_> =
    include_dir::include_dir!("$CARGO_MANIFEST_DIR/benches/compare/templates/hugo");

pub(super) fn write(event: &Event, put: Put<'_>) {
    put_templates(&TEMPLATES, put);
    super::put_static("static", put);
    put("hugo.toml", config(event));
    put("data/contacts.json", json!(super::contacts(event)).to_string());
    put("data/organisations.json", json!(event.organisations).to_string());
    for language in Language::ALL {
        let (at, path, words) = (language as usize, language.path(), language.words());
        put(&format!("i18n/{path}.json"), json!(words.labels).to_string());
        let mut page = |name: &str, head: String, body: &str| {
            let body = with_links(body, |kind, id| address(language, kind, id));
            put(&format!("content/{name}.{path}.md"), format!("+++\n{head}+++\n\n{body}"));
        };
        let list = |title: &str| fields(" = ", &[("title", title), ("description", words.summary)]);
        page("_index", list(words.tagline), &event.home[at]);
        page("contacts/_index", list(words.labels.contacts), &event.contact_text[at]);
        page("agenda/_index", list(words.labels.agenda), "");
        page("tracks/_index", list(words.labels.tracks), "");
        page("speakers/_index", list(words.labels.speakers), "");
        for (weight, track) in event.tracks.iter().enumerate() {
            let head =
                fields(" = ", &[("title", &track.title[at]), ("description", &track.summary[at])]);
            let head = format!("{head}weight = {}\n", weight + 1);
            page(&format!("tracks/{}/_index", track.id), head, &track.body[at]);
        }
        for speaker in &event.speakers {
            let organisation = &event.organisations[speaker.organisation];
            let head = fields(
                " = ",
                &[
                    ("title", &speaker.name[at]),
                    ("description", &of_speaker_role(event, speaker, at)),
                ],
            ) + "[params]\n"
                + &fields(
                    " = ",
                    &[
                        ("role", &speaker.role[at]),
                        ("organisation", organisation),
                        ("sort_key", &speaker.sort_key),
                    ],
                );
            page(&format!("speakers/{}/_index", speaker.id), head, &speaker.body[at]);
        }
        for (weight, session) in event.sessions.iter().enumerate() {
            let speakers: Vec<_> =
                session.speakers.iter().map(|at| &event.speakers[*at].id).collect();
            let head = fields(
                " = ",
                &[("title", &session.title[at]), ("description", &session.summary[at])],
            ) + &format!("weight = {}\n", weight + 1)
                + &field(" = ", "tracks", [&event.tracks[session.track].id])
                + &field(" = ", "speakers", &speakers)
                + "[params]\n"
                + &fields(
                    " = ",
                    &[
                        ("kind", session.kind),
                        ("day", &event.days[session.day].date),
                        ("start", session.start),
                        ("end", session.end),
                        ("room", &event.rooms[session.room][at]),
                    ],
                );
            page(&format!("agenda/{}", session.id), head, &session.body[at]);
        }
    }
}

fn config(event: &Event) -> String {
    let mut config = format!(
        "baseURL = \"{}/\"\ndefaultContentLanguage = \"da\"\ndefaultContentLanguageInSubdir = true\n\
         disableKinds = [\"rss\"]\n\n[taxonomies]\ntrack = \"tracks\"\nspeaker = \"speakers\"\n\n\
         [markup.goldmark.renderHooks.link]\nuseEmbedded = \"never\"\n\n\
         [markup.goldmark.extensions.typographer]\ndisable = true\n",
        super::BASE_URL
    );
    for (weight, language) in Language::ALL.into_iter().enumerate() {
        let path = language.path();
        config += &format!(
            "\n[languages.{path}]\nweight = {}\n{}[languages.{path}.params]\n{}",
            weight + 1,
            field(" = ", "title", language.words().name),
            fields(
                " = ",
                &[
                    ("tag", language.tag()),
                    ("native", language.name()),
                    ("og", language.og()),
                    ("first", &event.days[0].date),
                    ("last", &event.days[event.days.len() - 1].date),
                ],
            ),
        );
    }
    config
}
