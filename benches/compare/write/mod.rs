//! The event as a project of each tool: the same pages, in the tool's own way.

mod cobalt;
mod eleventy;
mod hugo;
mod plenary;

use include_dir::{Dir, DirEntry, include_dir};
use serde_json::{Map, Value, json};

use crate::event::{Event, Language, Speaker};

/// The address of the generated event.
pub(crate) const BASE_URL: &str = "https://event.example.org";

/// The lists in the menu, by their folders.
const MENU: [&str; 4] = ["tracks", "agenda", "speakers", "contacts"];

/// Receives a file of the project: its path with `/`, and its text.
pub(crate) type Put<'a> = &'a mut dyn FnMut(&str, String);

/// A static site generator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum)]
pub(crate) enum Tool {
    Plenary,
    Hugo,
    Eleventy,
    Cobalt,
}

impl Tool {
    /// All of them, in the order of tables.
    pub(crate) const ALL: [Tool; 4] = [Tool::Plenary, Tool::Hugo, Tool::Eleventy, Tool::Cobalt];

    /// Its name.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Tool::Plenary => "Plenary",
            Tool::Hugo => "Hugo",
            Tool::Eleventy => "Eleventy",
            Tool::Cobalt => "Cobalt",
        }
    }

    /// The file of a session's text in Danish, the source language.
    pub(crate) fn session_file(self, id: &str) -> String {
        match self {
            Tool::Plenary => format!("content/sessions/{id}.da.md"),
            Tool::Hugo => format!("content/agenda/{id}.da.md"),
            Tool::Eleventy => format!("site/da/agenda/{id}.md"),
            Tool::Cobalt => format!("da/agenda/{id}.md"),
        }
    }

    /// The template around every page.
    pub(crate) fn base_template(self) -> &'static str {
        match self {
            Tool::Plenary => "themes/edited/templates/base.html",
            Tool::Hugo => "layouts/baseof.html",
            Tool::Eleventy => "includes/base.njk",
            Tool::Cobalt => "_includes/header.liquid",
        }
    }

    /// Passes on every file of the event's project for this tool.
    pub(crate) fn write(self, event: &Event, put: Put<'_>) {
        match self {
            Tool::Plenary => plenary::write(event, put),
            Tool::Hugo => hugo::write(event, put),
            Tool::Eleventy => eleventy::write(event, put),
            Tool::Cobalt => cobalt::write(event, put),
        }
    }
}

/// The files that all tools except Plenary publish unchanged.
static STATIC: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/benches/compare/templates/static");

fn put_static(folder: &str, put: Put<'_>) {
    put_templates(&STATIC, &mut |path, text| put(&format!("{folder}/{path}"), text));
}

/// Passes on the files of an embedded folder, recursively.
fn put_templates(folder: &Dir<'_>, put: Put<'_>) {
    for entry in folder.entries() {
        match entry {
            DirEntry::Dir(folder) => put_templates(folder, put),
            DirEntry::File(file) => {
                let path = file.path().to_string_lossy().replace('\\', "/");
                put(&path, file.contents_utf8().unwrap_or_default().to_owned());
            }
        }
    }
}

/// The address of an item that a text links to.
fn address(language: Language, kind: &str, id: &str) -> String {
    let language = language.path();
    match kind {
        "page" => format!("/{language}/{id}/"),
        "session" => format!("/{language}/agenda/{id}/"),
        kind => format!("/{language}/{kind}s/{id}/"),
    }
}

/// A line of front matter; JSON is valid YAML, and its texts and lists are valid TOML.
fn field(separator: &str, name: &str, value: impl serde::Serialize) -> String {
    format!("{name}{separator}{}\n", json!(value))
}

fn fields(separator: &str, fields: &[(&str, &str)]) -> String {
    fields.iter().map(|(name, value)| field(separator, name, value)).collect()
}

/// A one-line description of a speaker, for search engines.
fn of_speaker_role(event: &Event, speaker: &Speaker, language: usize) -> String {
    let organisation = &event.organisations[speaker.organisation];
    format!("{}, {}, {organisation}", speaker.name[language], speaker.role[language])
}

/// The contacts as data, with their roles by the path of the language.
fn contacts(event: &Event) -> Vec<Value> {
    let entry = |contact: &crate::event::Contact| {
        let [da, en, zh] = &contact.role;
        json!({
            "id": contact.id,
            "name": contact.name,
            "role": {"da": da, "en": en, "zh": zh},
            "phone": contact.phone,
            "email": contact.email,
        })
    };
    event.contacts.iter().map(entry).collect()
}

/// The words of the interface by the path of the language.
fn words() -> Value {
    let of = |language: Language| {
        let mut words = json!(language.words().labels);
        for (name, word) in [
            ("tag", language.tag()),
            ("native", language.name()),
            ("og", language.og()),
            ("name", language.words().name),
        ] {
            words[name] = json!(word);
        }
        (language.path().to_owned(), words)
    };
    Value::Object(Language::ALL.into_iter().map(of).collect::<Map<_, _>>())
}
