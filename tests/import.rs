//! Imports of programmes from other tools: the site that a first import makes, and the changes that
//! a later version makes in a site that editors have worked on since.

#![expect(clippy::disallowed_methods, reason = "tests set up folders and look at them")]

mod files;
mod harness;

use std::fs;

use harness::{Built, build, in_memory, tree};
use jiff::Zoned;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use plenary::base::diagnostic::Report;
use plenary::content::load;
use plenary::drive::pipeline::Options;
use plenary::drive::write::{Amendment, amend};
use plenary::exchange::programme::{
    Link, Person, Programme, Room, Session, Slot, Status, Texts, Time, Track,
};
use plenary::tools::import::{Files, Import, ImportOptions, Refusal, import};
use tempfile::TempDir;

fn texts(text: &str) -> Texts {
    if text.is_empty() { Texts::new() } else { Texts::from([(String::new(), text.to_owned())]) }
}

fn at(day: Date, hour: i8, minute: i8) -> Zoned {
    let zone = TimeZone::get("Europe/Copenhagen").expect("it is bundled");
    day.at(hour, minute, 0, 0).to_zoned(zone).expect("the time exists on that day")
}

fn slot(day: Date, (from, to): ((i8, i8), (i8, i8)), room: usize) -> Slot {
    let date = |hour| if hour < 4 { day.tomorrow().expect("there is one") } else { day };
    let time = Time::Span(at(date(from.0), from.0, from.1), at(date(to.0), to.0, to.1));
    Slot { id: String::new(), day, time, rooms: vec![room] }
}

const ONE: Date = date(2030, 9, 12);
const TWO: Date = date(2030, 9, 13);

fn session(id: &str, title: &str, slot: Slot) -> Session {
    Session {
        id: id.to_owned(),
        guid: Some(format!("00000000-0000-4000-8000-{:012}", id.len())),
        title: texts(title),
        slots: vec![slot],
        kind: "lecture".to_owned(),
        ..Session::default()
    }
}

/// Four made-up sessions about teapots.
fn programme() -> Programme {
    let person = |id: &str, name: &str, biography: &str| Person {
        id: id.to_owned(),
        name: texts(name),
        biography: texts(biography),
        url: None,
    };
    let room = |name: &str| Room { name: texts(name), ..Room::default() };
    let mut opening = session("opening", "Lids: an opening", slot(ONE, ((9, 0), (10, 0)), 0));
    opening.summary = texts("Why every pot has one.");
    opening.text = texts("Bring:\n- a pot\n- *two* lids");
    opening.tracks = vec![0];
    opening.persons = vec![0];
    opening.languages = vec!["en".to_owned()];
    let mut spouts = session("spouts", "Spouts", slot(ONE, ((11, 0), (12, 0)), 1));
    spouts.persons = vec![0, 1];
    spouts.kind = "workshop".to_owned();
    Programme {
        acronym: "teapots".to_owned(),
        title: texts("Teapot Talks 2030"),
        version: Some("1".to_owned()),
        timezone: Some("Europe/Copenhagen".to_owned()),
        dates: Some((ONE, TWO)),
        tracks: vec![Track { name: texts("Pouring"), ..Track::default() }],
        rooms: vec![room("Kettle Hall"), room("Lid Room")],
        persons: vec![person("7", "Theo Spoutworth", "Pours."), person("8", "Polly Kettle", "")],
        sessions: vec![
            opening,
            spouts,
            session("night-tea", "Night tea", slot(ONE, ((0, 30), (1, 30)), 0)),
            session("end", "The last drop", slot(TWO, ((16, 0), (17, 0)), 0)),
        ],
        ..Programme::default()
    }
}

fn options() -> ImportOptions {
    ImportOptions {
        file: "schedule.xml".to_owned(),
        source: "schedule".to_owned(),
        language: Some("en".to_owned()),
        ..ImportOptions::default()
    }
}

fn updating() -> ImportOptions {
    ImportOptions { update: true, ..options() }
}

fn imported(files: &Files, programme: &Programme, options: &ImportOptions) -> Import {
    match import(files, programme, options) {
        Ok(import) => import,
        Err(Refusal::Words(message, help)) => panic!("{message}\n{help}"),
        Err(Refusal::Faults(report, _)) => panic!("{report:?}"),
    }
}

/// The files of a site after an import.
fn after(files: &Files, import: &Import) -> Files {
    let mut files = files.clone();
    for (path, text) in &import.files {
        match text {
            Some(text) => files.insert(path.clone(), text.clone()),
            None => files.remove(path),
        };
    }
    files
}

/// The site that an import of the programme makes.
fn site() -> Files {
    after(&Files::new(), &imported(&Files::new(), &programme(), &options()))
}

fn built(files: &Files) -> Built {
    let files = files.iter().map(|(path, text)| (path.clone(), text.clone().into_bytes()));
    build(&in_memory(files), Report::new(), &Options::default())
}

/// The lines that a site has more often than another site, in order, without the lines of lock files.
fn more_often(than: &Files, site: &Files, sign: char) -> Vec<String> {
    let mut lines = Vec::new();
    for (path, text) in site.iter().filter(|(path, _)| !path.ends_with(".lock")) {
        let mut known: Vec<&str> =
            than.get(path).map(|text| text.lines().collect()).unwrap_or_default();
        for line in text.lines() {
            match known.iter().position(|known| *known == line) {
                Some(at) => drop(known.remove(at)),
                None if line.is_empty() => {}
                None => lines.push(format!("{sign} {}", line.trim())),
            }
        }
    }
    lines
}

/// The difference between two versions of a site: the removed lines and the added ones.
fn difference(before: &Files, after: &Files) -> Vec<String> {
    let gone = more_often(after, before, '-');
    gone.into_iter().chain(more_often(before, after, '+')).collect()
}

#[test]
fn a_programme_becomes_a_site() {
    let site = site();
    assert_eq!(
        site["content/event.yaml"],
        "\
# The event. `plenary import` made this file; it is yours now, and no import changes it.
id: teapots
name:
  en: Teapot Talks 2030
start: 2030-09-12
end: 2030-09-13
timezone: Europe/Copenhagen
languages:
  - {tag: en, name: English}
menu: [agenda, tracks, speakers, places]
"
    );
    assert_eq!(
        site["content/agenda.yaml"],
        "\
# The programme: days with their sessions, imported by `plenary import`. Edit what you like:
# `plenary import --update` changes only what its source changed.
days:
  - date: 2030-09-12
    sessions:
      - id: opening
        title:
          en: \"Lids: an opening\"
        summary:
          en: Why every pot has one.
        start: \"09:00\"
        end: \"10:00\"
        places: [kettle-hall]
        tracks: [pouring]
        speakers: [speaker-7]
        held_in: [en]
        guid: \"00000000-0000-4000-8000-000000000007\"

      - id: spouts
        kind: workshop
        title:
          en: Spouts
        start: \"11:00\"
        end: \"12:00\"
        places: [lid-room]
        speakers: [speaker-7, speaker-8]
        guid: \"00000000-0000-4000-8000-000000000006\"

      - id: night-tea
        title:
          en: Night tea
        start: \"00:30\"
        end: \"01:30\"
        places: [kettle-hall]
        guid: \"00000000-0000-4000-8000-000000000009\"

  - date: 2030-09-13
    sessions:
      - id: end
        title:
          en: The last drop
        start: \"16:00\"
        end: \"17:00\"
        places: [kettle-hall]
        guid: \"00000000-0000-4000-8000-000000000003\"
"
    );
    assert_eq!(
        site["content/speakers.yaml"],
        "# People on stage, imported by `plenary import`.\n\
         - id: speaker-7\n  name: Theo Spoutworth\n- id: speaker-8\n  name: Polly Kettle\n"
    );
    assert_eq!(site["content/sessions/opening.en.md"], "Bring:\n\n- a pot\n- \\*two\\* lids\n");
    assert_eq!(site["content/speakers/speaker-7.en.md"], "Pours.\n");
    let built = built(&site);
    assert_eq!(built.printed, "", "it builds without a fault or warning");
    assert!(built.text("en/agenda/opening/index.html").contains("*two* lids"));
}

#[test]
fn an_unchanged_file_changes_no_byte() {
    let site = site();
    assert!(imported(&site, &programme(), &updating()).files.is_empty());
    assert!(imported(&site, &programme(), &options()).files.is_empty(), "nothing is overwritten");
    let edited = edit(
        &site,
        "content/agenda.yaml",
        &[("Night tea", "Midnight tea"), ("\"00:30\"", "\"00:45\"")],
    );
    let again = imported(&edited, &programme(), &updating());
    assert!(again.files.is_empty(), "{:?}", again.files);
}

fn edit(files: &Files, path: &str, replaced: &[(&str, &str)]) -> Files {
    let mut files = files.clone();
    let text = files.get_mut(path).unwrap_or_else(|| panic!("there is no {path}"));
    for (old, new) in replaced {
        assert!(text.contains(old), "{path} has no {old}");
        *text = text.replacen(old, new, 1);
    }
    files
}

type Source = fn(&mut Programme);

/// The source's changes, an editor's changes (a path, the old text and the new text), the lines
/// that differ after an import, and the conflicts that are reported.
type Case = (
    &'static str,
    Source,
    &'static [(&'static str, &'static str, &'static str)],
    &'static [&'static str],
    &'static [&'static str],
);

const AGENDA: &str = "content/agenda.yaml";

const CASES: &[Case] = &[
    (
        "a title",
        |p| p.sessions[1].title = texts("Long spouts"),
        &[],
        &["- en: Spouts", "+ en: Long spouts"],
        &[],
    ),
    (
        "a title, beside a translation and a comment",
        |p| p.sessions[1].title = texts("Long spouts"),
        &[(AGENDA, "en: Spouts", "en: Spouts # short\n          mul: Tude")],
        &["- en: Spouts # short", "+ en: Long spouts # short"],
        &[],
    ),
    (
        "a title that an editor changed too",
        |p| p.sessions[1].title = texts("Long spouts"),
        &[(AGENDA, "en: Spouts", "en: All spouts")],
        &[],
        &["session `spouts`: title.en is `All spouts` here, `Long spouts` in the file"],
    ),
    (
        "a title, as an editor did",
        |p| p.sessions[1].title = texts("Long spouts"),
        &[(AGENDA, "en: Spouts", "en: Long spouts")],
        &[],
        &[],
    ),
    (
        "the room, when an editor changed the time",
        |p| p.sessions[1].slots[0].rooms = vec![0],
        &[(AGENDA, "\"11:00\"", "\"11:15\"")],
        &["- places: [lid-room]", "+ places: [kettle-hall]"],
        &[],
    ),
    (
        "the end, when an editor changed the start: they are one fact",
        |p| p.sessions[1].slots[0] = slot(ONE, ((11, 0), (12, 30)), 1),
        &[(AGENDA, "\"11:00\"", "\"11:15\"")],
        &[],
        &[
            "session `spouts`: time is `2030-09-12 11:15–12:00` here, `2030-09-12 11:00–12:30` in the file",
        ],
    ),
    (
        "the end alone",
        |p| p.sessions[1].slots[0] = slot(ONE, ((11, 0), (12, 30)), 1),
        &[(AGENDA, "\"11:00\"", "'11:00' # sharp")],
        &["- end: \"12:00\"", "+ end: \"12:30\""],
        &[],
    ),
    (
        "one more speaker, where an editor gave one a role and added another",
        |p| {
            p.persons.push(Person { id: "9".into(), name: texts("Ida Låg"), ..Person::default() });
            p.sessions[1].persons = vec![0, 1, 2];
        },
        &[(
            AGENDA,
            "[speaker-7, speaker-8]",
            "[{speaker: speaker-7, role: host}, speaker-8, guest]",
        )],
        &[
            "- speakers: [{speaker: speaker-7, role: host}, speaker-8, guest]",
            "+ speakers: [{speaker: speaker-7, role: host}, speaker-8, guest, speaker-9]",
            "+ - id: speaker-9",
            "+ name: Ida Låg",
        ],
        &[],
    ),
    (
        "one speaker less",
        |p| p.sessions[1].persons = vec![1],
        &[(
            AGENDA,
            "[speaker-7, speaker-8]",
            "\n          - speaker-7 # first\n          - speaker-8 # second",
        )],
        &["- - speaker-7 # first"],
        &[],
    ),
    (
        "a status: cancelled",
        |p| p.sessions[1].status = Status::Cancelled,
        &[(AGENDA, "kind: workshop", "kind: workshop # hands on")],
        &["+ status: cancelled"],
        &[],
    ),
    (
        "a time that is open again",
        |p| p.sessions[1].slots[0].time = Time::Unknown,
        &[],
        &["- start: \"11:00\"", "- end: \"12:00\""],
        &[],
    ),
    (
        "the long text",
        |p| p.sessions[0].text = texts("Bring nothing."),
        &[],
        &["- Bring:", "- - a pot", "- - \\*two\\* lids", "+ Bring nothing."],
        &[],
    ),
    (
        "the long text, which an editor changed",
        |p| p.sessions[0].text = texts("Bring nothing."),
        &[("content/sessions/opening.en.md", "a pot", "a large pot")],
        &[],
        &["session `opening`: text.en differs in the file"],
    ),
    (
        "the long text, below an editor's front matter",
        |p| p.sessions[0].text = texts("Bring nothing."),
        &[("content/sessions/opening.en.md", "Bring:", "---\nslug: lids\n---\n\nBring:")],
        &["- Bring:", "- - a pot", "- - \\*two\\* lids", "+ Bring nothing."],
        &[],
    ),
    (
        "a summary that is gone",
        |p| p.sessions[0].summary = Texts::new(),
        &[],
        &["- summary:", "- en: Why every pot has one."],
        &[],
    ),
    (
        "a summary that an editor moved into front matter",
        |p| p.sessions[0].summary = texts("Why it has one."),
        &[
            (AGENDA, "        summary:\n          en: Why every pot has one.\n", ""),
            (
                "content/sessions/opening.en.md",
                "Bring:",
                "---\nsummary: Why every pot has one.\n---\nBring:",
            ),
        ],
        &["- summary: Why every pot has one.", "+ summary: Why it has one."],
        &[],
    ),
    ("a name", |p| p.rooms[1].name = texts("Lid Room"), &[], &[], &[]),
    (
        "the name of a person",
        |p| p.persons[0].name = texts("Theo S."),
        &[(
            "content/speakers.yaml",
            "name: Theo Spoutworth",
            "sort_key: S\n  name: Theo Spoutworth # him",
        )],
        &["- name: Theo Spoutworth # him", "+ name: Theo S. # him"],
        &[],
    ),
    (
        "the day",
        |p| p.sessions[1].slots[0] = slot(TWO, ((9, 0), (9, 30)), 1),
        &[(AGENDA, "      - id: spouts\n", "      # by hand\n      - id: spouts # they pour\n")],
        &["- start: \"11:00\"", "- end: \"12:00\"", "+ start: \"09:00\"", "+ end: \"09:30\""],
        &[],
    ),
    (
        "new links, documents and recordings",
        |p| {
            let link = |url: &str| Link { url: url.into(), title: String::new() };
            p.sessions[3].links = vec![link("https://tea.example/a")];
            p.sessions[3].attachments = vec![link("https://tea.example/b.pdf")];
            p.sessions[3].recording = Some("https://tea.example/c".into());
        },
        &[],
        &[
            "+ documents:",
            "+ - {url: https://tea.example/b.pdf, title: b.pdf}",
            "+ links:",
            "+ - {url: https://tea.example/a}",
            "+ recording: https://tea.example/c",
        ],
        &[],
    ),
    (
        "several times instead of one",
        |p| p.sessions[3].slots.push(slot(ONE, ((14, 0), (15, 0)), 1)),
        &[(AGENDA, "\n      - id: end", "\n      - id: end # last")],
        &[
            "- start: \"16:00\"",
            "- end: \"17:00\"",
            "- places: [kettle-hall]",
            "+ slots:",
            "+ - id: on-2030-09-12-1400",
            "+ date: 2030-09-12",
            "+ start: \"14:00\"",
            "+ end: \"15:00\"",
            "+ places: [lid-room]",
            "+ - id: on-2030-09-13-1600",
            "+ date: 2030-09-13",
            "+ start: \"16:00\"",
            "+ end: \"17:00\"",
            "+ places: [kettle-hall]",
        ],
        &[],
    ),
    (
        "several times, where an editor moved it",
        |p| p.sessions[3].slots.push(slot(ONE, ((14, 0), (15, 0)), 1)),
        &[(AGENDA, "\"16:00\"", "\"16:30\"")],
        &[],
        &[
            "session `end`: time is `2030-09-13 16:30–17:00 in kettle-hall` here, `on-2030-09-12-1400 2030-09-12 14:00–15:00 in lid-room; on-20…` in the file",
        ],
    ),
];

#[test]
fn changes_of_the_source_are_made_and_changes_of_editors_are_kept() {
    let site = site();
    for (name, source, edits, lines, conflicts) in CASES {
        let mut edited = site.clone();
        for (path, old, new) in *edits {
            edited = edit(&edited, path, &[(old, new)]);
        }
        if edited["content/agenda.yaml"].contains("guest") {
            let guest = "- id: guest\n  name: A guest\n";
            edited.get_mut("content/speakers.yaml").expect("it exists").push_str(guest);
        }
        let mut programme = programme();
        source(&mut programme);
        let import = imported(&edited, &programme, &updating());
        let new = after(&edited, &import);
        assert_eq!(difference(&edited, &new), *lines, "{name}\n{}", new[AGENDA]);
        assert_eq!(import.summary.conflicts, *conflicts, "{name}");
        let built = built(&new);
        assert!(!built.failed, "{name}: {}", built.printed);
        let again = imported(&new, &programme, &updating());
        // Conflicts are reported until they are resolved.
        assert_eq!(again.summary.conflicts, *conflicts, "{name}");
        assert!(again.files.is_empty(), "{name}: it is done");
    }
}

#[test]
fn sessions_are_added_in_order_of_time() {
    let site =
        edit(&site(), AGENDA, &[("      - id: spouts", "      # the second\n      - id: spouts")]);
    let mut programme = programme();
    programme.sessions.push(session("tea", "Tea", slot(ONE, ((10, 0), (10, 30)), 0)));
    programme.sessions.push(session("early-tea", "Early", slot(ONE, ((8, 0), (8, 30)), 0)));
    programme.sessions.push(session(
        "between",
        "Between",
        slot(date(2030, 9, 11), ((8, 0), (9, 0)), 0),
    ));
    programme.sessions.push(session(
        "after-all",
        "After",
        slot(date(2030, 9, 14), ((8, 0), (9, 0)), 0),
    ));
    let mut unplaced = session("some-day", "Some day", slot(ONE, ((8, 0), (9, 0)), 0));
    unplaced.slots.clear();
    programme.sessions.push(unplaced);
    programme.sessions[1].slots[0] = slot(TWO, ((17, 30), (18, 0)), 0);
    let new = after(&site, &imported(&site, &programme, &updating()));
    let order = |text: &str| -> Vec<String> {
        let marks = ["- id: ", "- date: ", "# the", "sessions:"];
        let lines = text.lines().map(str::trim).filter(|l| marks.iter().any(|m| l.starts_with(m)));
        lines.map(|line| line.trim_start_matches("- ").to_owned()).collect()
    };
    assert_eq!(
        order(&new[AGENDA]),
        [
            "date: 2030-09-11",
            "sessions:",
            "id: between",
            "date: 2030-09-12",
            "sessions:",
            "id: early-tea",
            "id: opening",
            "id: tea",
            "id: night-tea",
            "date: 2030-09-13",
            "sessions:",
            "id: end",
            "# the second",
            "id: spouts",
            "date: 2030-09-14",
            "sessions:",
            "id: after-all",
            "sessions:",
            "id: some-day",
        ],
        "{}",
        new[AGENDA]
    );
    assert!(!new[AGENDA].contains("\n\n\n"));
    let printed = built(&new).printed;
    assert!(printed.lines().all(|line| line.contains("outside")), "{printed}");
}

#[test]
fn records_that_the_source_removed_are_reported_and_removed_on_request() {
    let site =
        edit(&site(), AGENDA, &[("speakers: [speaker-7, speaker-8]", "speakers: [speaker-8]")]);
    let mut programme = programme();
    programme.sessions.remove(0);
    programme.sessions[0].persons = vec![1];
    programme.persons.truncate(2);
    let without_theo = programme.persons.remove(0);
    assert_eq!(without_theo.id, "7");
    programme.sessions[0].persons = vec![0];
    programme.tracks = vec![Track { name: texts("Cups"), ..Track::default() }];
    let kept = imported(&site, &programme, &updating());
    assert_eq!(
        kept.summary.missing_in_source,
        ["session `opening`", "track `pouring`", "speaker `speaker-7`"]
    );
    let new = after(&site, &kept);
    assert!(more_often(&new, &site, '-').is_empty(), "nothing is removed without `--remove`");
    let removing = ImportOptions { remove: true, ..updating() };
    let removed = imported(&site, &programme, &removing);
    let new = after(&site, &removed);
    assert!(
        !new[AGENDA].contains("opening") && !new.contains_key("content/sessions/opening.en.md")
    );
    assert!(!new.contains_key("content/speakers/speaker-7.en.md"));
    assert!(!built(&new).failed, "{}", built(&new).printed);
    assert!(imported(&new, &programme, &removing).files.is_empty());
    // An editor's session still refers to the speaker.
    let last = "          en: The last drop\n";
    let with_theo = "          en: The last drop\n        speakers: [speaker-7]\n";
    let named = edit(&site, AGENDA, &[(last, with_theo)]);
    let import = imported(&named, &programme, &removing);
    assert_eq!(import.summary.kept_referenced, ["speaker `speaker-7`"]);
    assert!(!built(&after(&named, &import)).failed);
}

#[test]
fn records_that_editors_removed_stay_removed_until_something_refers_to_them() {
    let mut site = site();
    let speakers = site.get_mut("content/speakers.yaml").expect("it exists");
    *speakers = speakers.replace("- id: speaker-8\n  name: Polly Kettle\n", "");
    let site = edit(&site, AGENDA, &[("[speaker-7, speaker-8]", "[speaker-7]")]);
    let same = imported(&site, &programme(), &updating());
    assert!(difference(&site, &after(&site, &same)).is_empty());
    assert_eq!(same.summary.removed_by_editors, ["speaker `speaker-8`"]);
    let mut programme = programme();
    programme.sessions[3].persons = vec![1];
    let again = after(&site, &imported(&site, &programme, &updating()));
    assert!(again["content/speakers.yaml"].contains("Polly Kettle"));
    assert!(!built(&again).failed);
}

/// The same programme in Danish, by a tool that identifies rooms and tracks by name alone.
fn danish() -> Programme {
    let mut programme = programme();
    for (session, title) in programme.sessions.iter_mut().zip(["Låg", "Tude", "Natte", "Slut"]) {
        session.title = texts(title);
        session.summary = texts(if title == "Låg" { "Hvorfor hver potte har et." } else { "" });
        session.text = Texts::new();
    }
    programme.sessions[0].text = texts("Medbring intet.");
    programme.tracks[0].name = texts("Skænkning");
    programme.rooms[0].name = texts("Kedelsalen");
    programme.persons[0].biography = texts("Skænker.");
    programme
}

#[test]
fn a_file_in_another_language_adds_translations() {
    let both = "  - {tag: en, name: English}\n  - {tag: da, name: Dansk}\n";
    let site = edit(&site(), "content/event.yaml", &[("  - {tag: en, name: English}\n", both)]);
    let in_danish = ImportOptions { language: Some("da".to_owned()), ..updating() };
    let import = imported(&site, &danish(), &in_danish);
    let new = after(&site, &import);
    assert_eq!(
        difference(&site, &new),
        [
            "- name: Kettle Hall",
            "+ da: Låg",
            "+ da: Hvorfor hver potte har et.",
            "+ da: Tude",
            "+ da: Natte",
            "+ da: Slut",
            "+ name:",
            "+ en: Kettle Hall",
            "+ da: Kedelsalen",
            "+ Medbring intet.",
            "+ Skænker.",
            "+ da: Skænkning",
        ]
    );
    assert!(import.summary.missing_in_source.is_empty() && import.summary.conflicts.is_empty());
    assert!(!built(&new).failed, "{}", built(&new).printed);
    for (programme, options) in [(programme(), updating()), (danish(), in_danish)] {
        let again = imported(&new, &programme, &options);
        assert!(again.files.is_empty(), "{:?}", again.files);
    }
}

#[test]
fn texts_in_other_languages_are_reported() {
    let mut programme = programme();
    programme.sessions[0].summary = Texts::from([("fr".to_owned(), "Un couvercle.".to_owned())]);
    let import = imported(&site(), &programme, &updating());
    let left: Vec<String> = import.summary.unsupported.lines().collect();
    assert_eq!(left, ["texts in `fr`, not a language of the site"]);
}

#[test]
fn a_programme_is_added_to_an_existing_site() {
    let own = "# Ours\ndays:\n- date: 2030-09-12\n  sessions:\n  - {id: welcome, title: {en: Hi}, start: \"8:30\", end: \"9:00\"}\n  - id: spouts\n    title: {en: Spouts}\n    registration: {state: open}\n";
    let mut files = Files::new();
    files.insert("content/event.yaml".to_owned(), site()["content/event.yaml"].clone());
    files.insert(AGENDA.to_owned(), own.to_owned());
    files.insert(
        "content/places.yaml".to_owned(),
        "- id: kettle-hall\n  name: Kettle Hall\n  capacity: 40\n".to_owned(),
    );
    let refused = import(&files, &programme(), &options());
    assert!(
        matches!(&refused, Err(Refusal::Words(message, _)) if message == "content/agenda.yaml already exists; nothing was written"),
        "{refused:?}"
    );
    let import = imported(&files, &programme(), &updating());
    assert_eq!(
        import.summary.conflicts,
        ["session `spouts`: time is `2030-09-12` here, `2030-09-12 11:00–12:00` in the file"]
    );
    let new = after(&files, &import);
    assert!(
        new[AGENDA].starts_with("# Ours\ndays:\n- date: 2030-09-12\n  sessions:\n  - {id: welcome")
    );
    assert!(
        new[AGENDA].contains("    kind: workshop\n    title: {en: Spouts}\n"),
        "{}",
        new[AGENDA]
    );
    let places = &new["content/places.yaml"];
    let hall = "- id: kettle-hall\n  name: Kettle Hall\n  kind: room\n  capacity: 40\n";
    assert!(places.starts_with(&format!("{hall}- id: lid-room")), "{places}");
    assert!(!built(&new).failed, "{}", built(&new).printed);
}

#[test]
fn line_ends_of_the_editor_are_kept() {
    let mut site = site();
    for (path, text) in &mut site {
        if !path.ends_with(".lock") {
            *text = text.replace('\n', "\r\n");
        }
    }
    assert!(imported(&site, &programme(), &updating()).files.is_empty());
    let mut programme = programme();
    programme.sessions[0].title = texts("Lids");
    programme.sessions[0].text = texts("One.\n\nTwo.");
    programme.sessions.push(session("tea", "Tea", slot(ONE, ((10, 0), (10, 30)), 0)));
    let import = imported(&site, &programme, &updating());
    for (path, text) in import.files.iter().filter(|(path, _)| !path.ends_with(".lock")) {
        let text = text.as_deref().expect("nothing is removed");
        assert_eq!(text.matches('\n').count(), text.matches("\r\n").count(), "{path}");
    }
    assert_eq!(import.files.len(), 3);
}

#[test]
fn a_large_programme_gets_one_file_per_day() {
    let mut large = programme();
    for number in 0..120 {
        let hours = ((9, 0), (10, 0));
        let day = if number % 2 == 0 { ONE } else { TWO };
        let mut session = session(&format!("s{number:03}"), "More tea", slot(day, hours, 1));
        session.guid = None;
        large.sessions.push(session);
    }
    let files = after(&Files::new(), &imported(&Files::new(), &large, &options()));
    let agendas: Vec<&str> =
        files.keys().filter(|path| path.contains("agenda")).map(String::as_str).collect();
    assert_eq!(agendas, ["content/agenda/2030-09-12.yaml", "content/agenda/2030-09-13.yaml"]);
    assert!(!built(&files).failed);
    large.sessions[1].slots[0] = slot(TWO, ((9, 0), (9, 30)), 1);
    large.sessions.push(session(
        "the-third",
        "Third",
        slot(date(2030, 9, 14), ((9, 0), (10, 0)), 0),
    ));
    let new = after(&files, &imported(&files, &large, &updating()));
    assert!(new["content/agenda/2030-09-14.yaml"].contains("the-third"));
    assert!(new["content/agenda/2030-09-13.yaml"].contains("id: spouts"));
    assert!(!new["content/agenda/2030-09-12.yaml"].contains("id: spouts"));
    assert!(imported(&new, &large, &updating()).files.is_empty());
}

#[test]
fn a_session_with_another_id_is_recognised_by_its_guid() {
    let site = edit(&site(), AGENDA, &[("- id: spouts", "- id: all-about-spouts")]);
    let mut programme = programme();
    programme.sessions[1].title = texts("Long spouts");
    let new = after(&site, &imported(&site, &programme, &updating()));
    assert_eq!(difference(&site, &new), ["- en: Spouts", "+ en: Long spouts"]);
}

#[test]
fn a_session_with_another_id_is_recognised_by_its_former_id() {
    let mut programme = programme();
    programme.sessions[1].guid = None;
    let before = after(&Files::new(), &imported(&Files::new(), &programme, &options()));
    let renamed = edit(
        &before,
        "content/agenda.yaml",
        &[("id: spouts\n", "id: long-spouts\n        was: spouts\n")],
    );
    let import = imported(&renamed, &programme, &updating());
    assert_eq!(difference(&renamed, &after(&renamed, &import)), [""; 0]);
    programme.sessions[1].title = texts("Longer spouts");
    let changed = after(&renamed, &imported(&renamed, &programme, &updating()));
    assert_eq!(difference(&renamed, &changed), ["- en: Spouts", "+ en: Longer spouts"],);
}

#[test]
fn sessions_that_last_all_day_have_no_times() {
    let mut programme = programme();
    programme.sessions[3].all_day = true;
    programme.sessions[3].slots[0].time = Time::Unknown;
    let site = after(&Files::new(), &imported(&Files::new(), &programme, &options()));
    assert!(site["content/agenda.yaml"].contains("        all_day: true\n"));
    assert!(!built(&site).failed);
    let import = imported(&site, &programme, &updating());
    assert_eq!(difference(&site, &after(&site, &import)), [""; 0]);
}

#[test]
fn files_that_cannot_be_changed_in_place_are_left_alone() {
    let flow = edit(
        &site(),
        AGENDA,
        &[("    sessions:\n      - id: end", "    ? sessions\n    :\n      - id: end")],
    );
    let mut programme = programme();
    programme.sessions[3].title = texts("The very last drop");
    let refused = import(&flow, &programme, &updating());
    assert!(
        matches!(&refused, Err(Refusal::Words(message, _)) if message.starts_with("content/agenda.yaml")),
        "{refused:?}"
    );
    let broken = edit(&site(), AGENDA, &[("days:", "days: [")]);
    assert!(matches!(import(&broken, &programme, &updating()), Err(Refusal::Faults(..))));
    let mut lock = site();
    lock.insert("content/import.lock".to_owned(), "<<<<<<< mine\n".to_owned());
    assert!(matches!(import(&lock, &programme, &updating()), Err(Refusal::Words(..))));
}

#[test]
fn missing_facts_of_the_event_are_asked_for() {
    let refused = |change: Source, options: &ImportOptions| {
        let mut programme = programme();
        change(&mut programme);
        match import(&Files::new(), &programme, options) {
            Err(Refusal::Words(message, _)) => message,
            other => panic!("{other:?}"),
        }
    };
    let untold = ImportOptions { language: None, ..options() };
    for (change, options, message) in [
        (
            (|p| {
                p.timezone = None;
                p.sessions.iter_mut().for_each(|session| session.slots.clear());
            }) as Source,
            &options(),
            "schedule.xml does not name the time zone of the event",
        ),
        (
            |p| p.sessions.iter_mut().for_each(|session| session.languages.clear()),
            &untold,
            "schedule.xml does not declare the language of its texts",
        ),
        (
            |p| {
                p.dates = None;
                p.sessions.clear();
            },
            &options(),
            "schedule.xml does not say when the event is",
        ),
    ] {
        assert_eq!(refused(change, options), message);
    }
}

#[test]
fn all_files_are_changed_or_none() {
    let folder = TempDir::new().expect("there is room for a folder");
    let root = folder.path();
    fs::create_dir(root.join("content")).expect("the test owns the folder");
    fs::write(root.join("content/a.yaml"), "old").expect("the test owns the folder");
    fs::write(root.join("content/gone.md"), "old").expect("the test owns the folder");
    let one = |path: &str, before: Option<&str>, after: Option<&str>| Amendment {
        path: path.to_owned(),
        before: before.map(|text| text.into()),
        after: after.map(|text| text.into()),
    };
    let before = tree(root);
    let good = [
        one("content/a.yaml", Some("old"), Some("new")),
        one("content/gone.md", Some("old"), None),
    ];
    for (bad, message) in [
        (
            one("content/b.yaml", Some("x"), Some("y")),
            "was changed in the meantime; nothing was written",
        ),
        (one("content/a.yaml/b", None, Some("y")), "there is a file of that name; move it away"),
        // A file and a folder of the same name: detected only when the other files are in place.
        (one("content/x", None, Some("y")), "cannot write"),
    ] {
        let mut all = good.to_vec();
        all.push(one("content/x/y", None, Some("z")));
        all.push(bad);
        let error = amend(root, &all).expect_err("it cannot be done").to_string();
        assert!(error.contains(message), "{error}");
        assert_eq!(tree(root), before, "{message}");
    }
    amend(root, &good).expect("it can be done");
    let files: Vec<String> = tree(root).into_keys().collect();
    assert_eq!(files, ["content/a.yaml"]);
    assert_eq!(fs::read_to_string(root.join("content/a.yaml")).ok().as_deref(), Some("new"));
}

#[test]
fn files_have_a_size_limit() {
    let folder = TempDir::new().expect("there is room for a folder");
    let path = folder.path().join("schedule.xml");
    fs::write(&path, "12345").expect("the test owns the folder");
    assert_eq!(load::read_bytes(&path, 5), Ok(b"12345".to_vec()));
    let wrong =
        |path: &std::path::Path, most| load::read_bytes(path, most).expect_err("it is wrong");
    assert!(wrong(&path, 4).contains("is larger than"));
    assert!(wrong(folder.path(), 4).ends_with("is a folder, not a file"));
    assert!(wrong(&folder.path().join("none"), 4).starts_with("there is no file"));
}

#[test]
fn zone_and_language_are_derived_from_times_and_sessions() {
    let mut programme = programme();
    programme.timezone = None;
    let options = ImportOptions { language: None, ..options() };
    let made = import(&Files::new(), &programme, &options).expect("it is an import");
    let event = made.files["content/event.yaml"].as_deref().expect("it was generated");
    assert!(event.contains("timezone: Etc/GMT-2\n"), "{event}");
    assert!(event.contains("{tag: en, name: English}"), "{event}");
    let notes = made.summary.notes.join("\n");
    assert!(notes.contains("`Etc/GMT-2`") && notes.contains("`--language`"), "{notes}");
}

/// Pseudo-random numbers that are the same on every machine (splitmix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % most as u64).expect("the number fits")
    }

    fn pick<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.below(all.len())]
    }

    /// A text of fragments that have a meaning in YAML, Markdown or HTML.
    fn text(&mut self, most: usize) -> String {
        const PARTS: &[&str] = &[
            "tea",
            "pot: lid",
            "- a",
            "# one",
            "*x*",
            "**y**",
            "[a](b)",
            "[a](https://a.example)",
            "<b>z</b>",
            "<p>",
            "</p>",
            "<br>",
            "&amp;",
            "'",
            "\"",
            "\\",
            "{c}",
            "[d]",
            "\n",
            "\n\n",
            "\r\n",
            "  ",
            ": ",
            "---",
            "| a | b |",
            "1. x",
            "> q",
            "`",
            "```",
            "~~~",
            "茶壶",
            "æøå",
            "https://b.example/x_y",
            "!",
            "&x",
            "%",
            "@",
            "\u{7}",
            "\u{2028}",
            "no",
            "null",
            "12:30",
            "title: z",
            "<!-- c",
            "![p](q)",
            "[^1]",
            "[e]: f",
            "=====",
            "\t",
            "<script>s</script>",
            "<ul><li>u",
            "…",
            "--flag",
            "$",
            "<a href='/'>k</a>",
        ];
        (0..self.below(most) + 1).map(|_| format!("{} ", self.pick(PARTS))).collect()
    }

    fn texts(&mut self, most: usize) -> Texts {
        let tag = self.pick(&["", "", "en", "da", "fr"]);
        let mut all = Texts::from([(tag.to_owned(), self.text(most))]);
        if self.below(3) == 0 {
            all.insert("da".to_owned(), self.text(most));
        }
        all
    }

    fn positions(&mut self, of: usize) -> Vec<usize> {
        (0..self.below(3)).map(|_| self.below(of)).collect()
    }

    fn slot(&mut self) -> Slot {
        let day = date(2030, 9, 10 + i8::try_from(self.below(3)).expect("the number fits"));
        let hour = i8::try_from(self.below(20)).expect("the number fits");
        let mut slot = slot(day, ((hour, 5), (hour + 1, 50)), self.below(4));
        if self.below(8) == 0 {
            slot.time = Time::Unknown;
        }
        slot
    }

    fn session(&mut self, number: usize) -> Session {
        let mut session = session("", "", self.slot());
        session.id = format!("s{number}");
        session.guid = (!number.is_multiple_of(3)).then(|| format!("guid-{number}"));
        session.title = self.texts(4);
        session.summary = self.texts(12);
        session.text = self.texts(40);
        session.subtitle = if self.below(3) == 0 { self.texts(3) } else { Texts::new() };
        session.kind = self.pick(&["", "workshop", "panel", "strange"]).to_owned();
        session.persons = self.positions(5);
        session.tracks = self.positions(2);
        session.slots.extend((0..self.below(4) / 3).map(|_| self.slot()));
        if self.below(9) == 0 {
            session.slots.clear();
        }
        session.languages =
            (0..self.below(3)).map(|_| self.pick(&["en", "da", "zh"]).to_owned()).collect();
        session
    }

    fn programme(&mut self) -> Programme {
        let person = |number: usize, dice: &mut Dice| Person {
            id: format!("p{number}"),
            name: dice.texts(2),
            biography: dice.texts(20),
            url: None,
        };
        let room = |number: usize, dice: &mut Dice| Room {
            id: format!("r{number}"),
            name: dice.texts(2),
            description: dice.texts(9),
            capacity: Some(40),
            ..Room::default()
        };
        let track = |number: usize, dice: &mut Dice| Track {
            id: format!("t{number}"),
            name: dice.texts(2),
            color: None,
        };
        Programme {
            rooms: (0..4).map(|number| room(number, self)).collect(),
            persons: (0..5).map(|number| person(number, self)).collect(),
            tracks: (0..2).map(|number| track(number, self)).collect(),
            sessions: (0..12).map(|number| self.session(number)).collect(),
            dates: Some((date(2030, 9, 9), date(2030, 9, 14))),
            ..programme()
        }
    }
}

/// The records of a site by file and id, in any order, without days.
fn records(files: &Files) -> std::collections::BTreeMap<String, serde_json::Value> {
    use plenary::base::yaml::Document;
    let mut all = std::collections::BTreeMap::new();
    for (path, text) in files {
        let mut add = |list: &serde_json::Value, under: &str| {
            for record in list.as_array().into_iter().flatten() {
                let mut record = record.clone();
                let names: Vec<_> = record["name"].as_object().into_iter().flatten().collect();
                // A name that is the same in all languages may be written without language tags.
                if names.first().is_some_and(|(_, first)| names.iter().all(|(_, n)| n == first)) {
                    record["name"] = names[0].1.clone();
                }
                // A session with several times may be listed under any day.
                let under = if record["slots"].is_array() { "" } else { under };
                all.insert(format!("{path} {under} {}", record["id"]), record);
            }
        };
        if path.ends_with(".md") {
            all.insert(path.clone(), text.clone().into());
        } else if path.ends_with(".yaml") && path != "content/event.yaml" {
            let json = Document::parse_quietly(text).expect("it is YAML");
            add(&json, "");
            add(&json["sessions"], "no day");
            for day in json["days"].as_array().into_iter().flatten() {
                add(&day["sessions"], day["date"].as_str().unwrap_or_default());
            }
        }
    }
    all
}

#[test]
fn an_update_builds_and_equals_a_first_import_of_the_new_version() {
    let own = &site()["content/event.yaml"];
    let facts = own.split("languages:").next().expect("it has them");
    let languages = "languages:\n  - {tag: en, name: English}\n  - {tag: da, name: Dansk}\n";
    let text = format!("{facts}{languages}menu: [agenda]\n");
    let event = Files::from([("content/event.yaml".to_owned(), text)]);
    let removing = ImportOptions { remove: true, ..updating() };
    for seed in 0..12 {
        let mut dice = Dice(seed);
        let mut old = dice.programme();
        let first = after(&event, &imported(&event, &old, &options()));
        let built_first = built(&first);
        assert!(!built_first.failed, "{seed}: {}", built_first.printed);
        let again = imported(&first, &old, &updating());
        assert!(again.files.is_empty(), "{seed}: {:?}", again.files.keys());
        // Another version: some sessions changed, some were removed, some are new.
        let mut new = dice.programme();
        for at in 0..12 {
            match dice.below(4) {
                0 => {}
                1 => drop(std::mem::replace(&mut new.sessions[at], old.sessions[at].clone())),
                _ => new.sessions[at].slots = old.sessions[at].slots.clone(),
            }
        }
        new.sessions.remove(dice.below(12));
        new.sessions.push(dice.session(12));
        let second = after(&first, &imported(&first, &new, &removing));
        let built_second = built(&second);
        assert!(!built_second.failed, "{seed}: {}", built_second.printed);
        assert!(imported(&second, &new, &removing).files.is_empty(), "{seed}");
        let fresh = after(&event, &imported(&event, &new, &options()));
        let (second, fresh) = (records(&second), records(&fresh));
        for key in second.keys().chain(fresh.keys()) {
            assert_eq!(second.get(key), fresh.get(key), "{seed}: {key}");
        }
        old.sessions.clear();
    }
}

/// The exports of a site by path.
fn exported(files: &Files) -> Vec<(String, Vec<u8>)> {
    let bytes = files.iter().map(|(path, text)| (path.clone(), text.clone().into_bytes()));
    let sources = in_memory(bytes.chain(media()));
    let options =
        Options { base_url: Some("https://tea.example".to_owned()), ..Options::default() };
    let built = build(&sources, Report::new(), &options);
    assert!(!built.failed, "{}", built.printed);
    let wanted = |path: &str| {
        let name = path.rsplit('/').next().unwrap_or(path);
        ["schedule.xml", "schedule.json", "schedule.v2.json", "calendar.ics"].contains(&name)
    };
    built.files.into_iter().filter(|(path, _)| wanted(path)).collect()
}

/// The pictures of the starter site.
fn media() -> impl Iterator<Item = (String, Vec<u8>)> {
    harness::starter_files().into_iter().filter(|(path, _)| path.starts_with("content/media/"))
}

fn read(path: &str, bytes: &[u8]) -> (Programme, ImportOptions) {
    let hints = plenary::exchange::hints::Hints::default();
    let programme = plenary::exchange::read(bytes, None, &hints).expect("Plenary wrote it");
    let language = path.split_once('/').map_or("en", |(language, _)| language).to_owned();
    let language = if language == "zh" { "zh-Hans".to_owned() } else { language };
    (programme, ImportOptions { language: Some(language), ..updating() })
}

#[test]
fn a_site_has_nothing_to_import_from_its_own_exports() {
    let texts = harness::starter_files().into_iter();
    let starter: Files =
        texts.filter_map(|(path, bytes)| Some((path, String::from_utf8(bytes).ok()?))).collect();
    let (_, schedule) = exported(&site())
        .into_iter()
        .find(|(path, _)| path == "en/schedule.json")
        .expect("it was generated");
    let (programme, options) = read("en/schedule.json", &schedule);
    let other = after(&Files::new(), &imported(&Files::new(), &programme, &options));
    for site in [site(), starter, other] {
        let published = exported(&site);
        assert!(published.len() > 3, "{published:?}");
        for (path, bytes) in published {
            let (programme, options) = read(&path, &bytes);
            let import = imported(&site, &programme, &options);
            assert_eq!(difference(&site, &after(&site, &import)), [""; 0], "{path}");
            assert_eq!(import.summary.conflicts, [""; 0], "{path}");
        }
    }
}

/// The text of a file, in schedule.xml without the GUIDs of people: they are derived from ids, which
/// that format does not have.
fn without_people(path: &str, bytes: &[u8]) -> String {
    let text = String::from_utf8(bytes.to_vec()).expect("it is text");
    if !path.ends_with(".xml") {
        return text;
    }
    let mut parts = text.split("<person guid=\"");
    let head = parts.next().unwrap_or_default().to_owned();
    parts.fold(head, |whole, part| {
        let (_, name) = part.split_once('"').expect("the quote is closed");
        whole + "<person" + name
    })
}

#[test]
fn another_site_publishes_the_same_after_an_import() {
    let published = exported(&site());
    for (path, bytes) in published.iter().filter(|(path, _)| path.starts_with("en/schedule")) {
        let (programme, options) = read(path, bytes);
        let other = after(&Files::new(), &imported(&Files::new(), &programme, &options));
        let again = exported(&other);
        let (_, again) = again.iter().find(|(other, _)| other == path).expect("it is there too");
        let [one, other] = [bytes, again].map(|bytes| without_people(path, bytes));
        assert_eq!(one, other, "{path}");
    }
}
