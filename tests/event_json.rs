//! `api/event.json` and its JSON Schema agree: every property that a site produces is in the schema, and
//! every property of the schema is produced by some site of the tests.

#![expect(clippy::disallowed_methods, reason = "tests look at folders")]

mod harness;

use std::collections::BTreeSet;
use std::fs;

use harness::{Built, build, forum, in_memory, load_site, new_site, repository, tree};
use plenary::base::diagnostic::Report;
use plenary::content::load::file_of;
use plenary::content::record::{
    AUDIENCES, INTERPRETATION_MODES, REGISTRATION_STATES, SESSION_KINDS, STAGE_ROLES, STATUSES,
    TRAVELS,
};
use plenary::drive::pipeline::Options;
use plenary::event::release::CHANGE_KINDS;
use serde_json::Value;

/// Records with every field that a session, a place or a person can have; no other site of the
/// tests has them all.
const COMPLETE: [(&str, &str); 9] = [
    (
        "content/event.yaml",
        "id: mirror-days\nname: {en: Mirror Days}\ntagline: {en: Look twice}\nsummary: {en: Two days}\n\
         start: 2033-05-02\nend: 2033-05-03\ntimezone: Europe/Copenhagen\nplace: hall\n\
         languages: [{tag: en, name: English}]\n",
    ),
    (
        "content/places.yaml",
        "- id: hall\n  name: {en: Hall}\n  kind: venue\n  address: {en: Glass Street 1}\n  \
         town: {en: Glasstown}\n  postcode: \"1234\"\n  country: DK\n  was: lobby\n  \
         access: {en: By the lift}\n  summary: {en: Bright}\n  capacity: 100\n  coordinates: [55.5, 12.5]\n  \
         maps: {OpenStreetMap: \"https://map.example/hall\"}\n  url: https://hall.example/\n  \
         guid: 9f38e10d-39e2-4380-83bf-26626396e476\n  image: media/glass.png\n  image_alt: {en: Glass}\n\
         - id: attic\n  name: {en: Attic}\n  kind: room\n  parent: hall\n",
    ),
    (
        "content/organisations.yaml",
        "- id: glaziers\n  was: glassmakers\n  name: {en: Glaziers}\n  summary: {en: They glaze}\n  role: partner\n  \
         level: gold\n  url: https://glaziers.example/\n",
    ),
    (
        "content/speakers.yaml",
        "- id: yun\n  was: ming\n  name: {en: Yun Ming}\n  role: {en: Glazier}\n  organisation: glaziers\n  \
         url: https://yun.example/\n  family_first: true\n  group: true\n  \
         image: media/glass.png\n  image_alt: {en: Yun}\n",
    ),
    (
        "content/contacts.yaml",
        "- id: desk\n  was: counter\n  name: {en: Ming Yun}\n  role: {en: Desk}\n  organisation: glaziers\n  \
         url: https://desk.example/\n  family_first: true\n  \
         phone: \"+4520853252 ext. 7\"\n  email: desk@mirror.example\n  image: media/glass.png\n  \
         image_alt: {en: Desk}\n",
    ),
    (
        "content/tracks.yaml",
        "- id: light\n  was: dark\n  title: {en: Light}\n  summary: {en: Bright}\n  color: \"#ffcc00\"\n  \
         image: media/glass.png\n  image_alt: {en: Light}\n",
    ),
    (
        "content/news.yaml",
        "- id: open\n  was: doors\n  date: 2033-01-01\n  title: {en: Open}\n  summary: {en: Register}\n  \
         image: media/glass.png\n  image_alt: {en: Door}\n",
    ),
    (
        "content/agenda.lock",
        "release 1 2033-01-01T10:00:00Z\n\
         gone wipe 0 2033-01-01T10:00:00Z 2033-05-02 - - confirmed cellar\n\
         title wipe en Wipe\nplace cellar en The cellar\n",
    ),
    (
        "content/agenda.yaml",
        "days:\n  - date: 2033-05-02\n    title: {en: Day one}\n    summary: {en: The first}\n    sessions:\n      \
         - id: polish\n        was: shine\n        kind: workshop\n        title: {en: Polish}\n        summary: {en: Cloths}\n        \
         status: moved\n        reason: {en: Rain}\n        start: \"09:00\"\n        end: \"10:00\"\n        \
         places: [attic]\n        tracks: [light]\n        speakers: [{speaker: yun, role: moderator}]\n        \
         hosts: [glaziers]\n        held_in: [en]\n        \
         interpreted_into: [{language: da, from: en, mode: whispered}]\n        audience: open\n        \
         registration: {state: open, capacity: 20, deadline: 2033-05-01, url: \"https://mirror.example/r\"}\n        \
         choice: morning\n        \
         transport: [{mode: bus, label: {en: Bus}, from: hall, to: attic, depart: \"08:00\", arrive: \"08:30\", seats: 30}]\n        \
         documents: [{title: {en: Guide}, url: \"https://mirror.example/g.pdf\", language: en}]\n        \
         links: [{title: {en: More}, url: \"https://mirror.example/m\"}]\n        \
         recording: https://mirror.example/v\n        stream: https://mirror.example/s\n        \
         guid: 0a38e10d-39e2-4380-83bf-26626396e476\n        image: media/glass.png\n        \
         image_alt: {en: Glass}\n      \
         - {id: gaze, title: {en: Gaze}, choice: morning, start: \"09:00\", places: all}\n      \
         - {id: stroll, title: {en: Stroll}, all_day: true}\n      \
         - {id: stare, title: {en: Stare}, start: \"11:00\"}\n",
    ),
];

fn sites() -> Vec<Built> {
    let mut sites = vec![forum(None), new_site(Some("https://example.org"))];
    for entry in fs::read_dir(repository().join("tests/sites")).expect("there are sites") {
        let (mut sources, report) = load_site(&entry.expect("it can be read").path());
        for (path, bytes) in tree(&repository().join("tests/themes")) {
            sources.insert(file_of(&format!("themes/{path}"), bytes).expect("it is UTF-8"));
        }
        sites.push(build(&sources, report, &Options::default()));
    }
    let mut files: Vec<(String, Vec<u8>)> =
        COMPLETE.map(|(path, text)| (path.to_owned(), text.into())).into();
    let picture = repository().join("tests/sites/changes/content/media/tide.png");
    files.push(("content/media/glass.png".to_owned(), fs::read(picture).expect("it exists")));
    let complete = build(&in_memory(files), Report::new(), &Options::default());
    assert!(!complete.failed, "{}", complete.printed);
    sites.push(complete);
    sites
}

/// Compares values with a schema.
struct Checker {
    schema: Value,
    /// The properties that were produced, each with the path of its object in the schema.
    produced: BTreeSet<String>,
}

impl Checker {
    /// A part of the schema with its path, after following references.
    fn part(&self, path: &str) -> (String, &Value) {
        let part = self.schema.pointer(path).unwrap_or_else(|| panic!("the schema has {path}"));
        match part["$ref"].as_str() {
            Some(reference) => self.part(reference.trim_start_matches('#')),
            None => (path.to_owned(), part),
        }
    }

    fn check(&mut self, value: &Value, path: &str) {
        let (path, part) = self.part(path);
        if let Some(words) = part["enum"].as_array() {
            assert!(words.contains(value), "{value} is not in the schema at {path}");
        }
        let required = part["required"].as_array().cloned().unwrap_or_default();
        let open = part["additionalProperties"] != Value::Bool(false);
        for name in &required {
            let name = name.as_str().expect("it is a name");
            assert!(value.get(name).is_some(), "`{name}` is required at {path}: {value}");
        }
        match value {
            Value::Object(fields) => {
                for (name, value) in fields {
                    let inner = format!("{path}/properties/{name}");
                    match self.schema.pointer(&inner) {
                        Some(_) => {
                            self.produced.insert(inner.clone());
                            self.check(value, &inner);
                        }
                        None => assert!(open, "`{name}` is not in the schema at {path}"),
                    }
                }
            }
            Value::Array(items) => {
                for item in items {
                    self.check(item, &format!("{path}/items"));
                }
            }
            _ => {}
        }
    }

    /// The paths of all properties of objects.
    fn properties(&self) -> BTreeSet<String> {
        let mut all = BTreeSet::new();
        let mut parts = vec![(String::new(), &self.schema)];
        while let Some((path, part)) = parts.pop() {
            for (name, inner) in part.as_object().into_iter().flatten() {
                parts.push((format!("{path}/{name}"), inner));
            }
            let named = part.get("properties").and_then(Value::as_object);
            all.extend(named.into_iter().flatten().map(|(n, _)| format!("{path}/properties/{n}")));
        }
        all
    }
}

#[test]
fn each_property_is_in_the_schema_and_each_of_the_schema_is_produced() {
    let sites = sites();
    let schema = serde_json::from_str(sites[0].text("api/event.schema.json")).expect("it is JSON");
    let mut checker = Checker { schema, produced: BTreeSet::new() };
    for site in &sites {
        let event = serde_json::from_str(site.text("api/event.json")).expect("it is JSON");
        checker.check(&event, "");
    }
    let properties = checker.properties();
    let missing: Vec<&String> = properties.difference(&checker.produced).collect();
    assert!(missing.is_empty(), "no site of the tests produces {missing:#?}");
}

#[test]
fn the_schema_lists_the_words_of_the_program() {
    fn words<T>(list: &[(&'static str, T)]) -> Vec<&'static str> {
        list.iter().map(|(word, _)| *word).collect()
    }
    let site = new_site(None);
    let schema: Value =
        serde_json::from_str(site.text("api/event.schema.json")).expect("it is JSON");
    let session = "/$defs/session/properties";
    for (path, words) in [
        (format!("{session}/kind"), words(&SESSION_KINDS)),
        (format!("{session}/status"), words(&STATUSES)),
        (format!("{session}/audience"), words(&AUDIENCES)),
        (format!("{session}/registration/properties/state"), words(&REGISTRATION_STATES)),
        (format!("{session}/transport/items/properties/mode"), words(&TRAVELS)),
        (format!("{session}/speakers/items/properties/role"), words(&STAGE_ROLES)),
        (format!("{session}/interpreted_into/items/properties/mode"), words(&INTERPRETATION_MODES)),
        (
            "/properties/release/properties/changes/items/properties/kind".to_owned(),
            words(&CHANGE_KINDS),
        ),
    ] {
        let part = schema.pointer(&path).unwrap_or_else(|| panic!("the schema has {path}"));
        assert_eq!(part["enum"], Value::from(words), "{path}");
    }
}
