//! The generated event that compares generators: it has no faults, and every tool gets all of it.

#[path = "../benches/compare/event/mod.rs"]
mod event;
mod harness;
#[path = "../benches/compare/write/mod.rs"]
mod write;

use std::collections::BTreeMap;

use plenary::base::diagnostic::Report;
use plenary::drive::pipeline::Options;

use event::{Event, Language};
use harness::{build, in_memory};
use write::{BASE_URL, Tool};

/// The files of a project.
fn project(tool: Tool, event: &Event) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    tool.write(event, &mut |path, text| {
        let before = files.insert(path.to_owned(), text);
        assert_eq!(before, None, "{path} is written once");
    });
    files
}

#[test]
fn it_has_no_faults() {
    for sessions in [1, 12] {
        let event = Event::new(sessions);
        let files = project(Tool::Plenary, &event).into_iter();
        let sources = in_memory(files.map(|(path, text)| (path, text.into_bytes())));
        let built = build(&sources, Report::new(), &Options::default());
        assert_eq!(built.printed, "");
        for (language, session) in
            Language::ALL.iter().flat_map(|l| event.sessions.iter().map(move |s| (l, s)))
        {
            let page = built.text(&format!("{}/agenda/{}/index.html", language.path(), session.id));
            assert!(page.contains("<table>") && page.contains(BASE_URL), "{page}");
        }
    }
}

#[test]
fn every_tool_gets_every_page() {
    let event = Event::new(12);
    for tool in Tool::ALL.into_iter().filter(|tool| *tool != Tool::Plenary) {
        let files = project(tool, &event);
        let pages = files.keys().filter(|path| path.ends_with(".md")).count();
        assert_eq!(pages, event.pages(), "{}", tool.title());
        let left =
            files.iter().find(|(path, text)| path.ends_with(".md") && text.contains("](page:"));
        assert_eq!(left, None, "links have absolute addresses");
    }
}

#[test]
fn the_files_to_edit_exist() {
    let event = Event::new(12);
    for tool in Tool::ALL {
        let files = project(tool, &event);
        let session = &files[&tool.session_file(&event.sessions[6].id)];
        assert!(session.contains("\ntitle") && session.ends_with('\n'), "{session}");
        if tool != Tool::Plenary {
            assert!(files[tool.base_template()].contains("<main "));
        }
    }
}

#[test]
fn texts_are_long_and_all_different() {
    let event = Event::new(60);
    for language in Language::ALL {
        let at = language as usize;
        let mut bodies: Vec<&str> = event.sessions.iter().map(|s| &*s.body[at]).collect();
        for body in &bodies {
            let words = language.count_words(body);
            assert!((150..=450).contains(&words), "{words} words: {body}");
        }
        bodies.sort_unstable();
        bodies.dedup();
        assert_eq!(bodies.len(), event.sessions.len());
    }
}

#[test]
fn it_is_the_same_every_time() {
    let twice = [Event::new(12), Event::new(12)].map(|event| project(Tool::Hugo, &event));
    assert_eq!(twice[0], twice[1]);
}
