//! After an edit, exactly those files are rebuilt whose inputs changed.
//!
//! `tests/rebuild.md` lists for each edit of the starter's site which files were rebuilt and why, and
//! which bytes changed. `tests/run update` rewrites it.

mod harness;

use harness::dice::Dice;
use harness::expected::compare_with_file;
use harness::{Built, Tree, in_memory, repository, starter_files, tree};
use plenary::base::diagnostic::Report;
use plenary::base::print::{Format, print};
use plenary::base::source::Sources;
use plenary::content::load;
use plenary::drive::pipeline::{Builder, Options, Rebuilt, Site};
use plenary::event::translation::lock::Origin;
use plenary::event::translation::tracked::Translations;
use plenary::tools::translate::accept::{Acceptance, accept};

/// An edit: its description, the file, the text to replace, and the new text. A file that does not exist
/// is created.
type Edit = (&'static str, &'static str, &'static str, &'static str);

const EDITS: [Edit; 18] = [
    ("nothing", "content/agenda.yaml", "days:", "days:"),
    (
        "a comment in the agenda",
        "content/agenda.yaml",
        "# The programme: days",
        "# The programme, days",
    ),
    ("a word of a text", "content/sessions/opening.da.md", "Wilhelmina", "Fru Wilhelmina"),
    ("a word of the source text", "content/sessions/pasture-visit.en.md", "stroked", "patted"),
    ("a heading that links lead to", "content/pages/formatting.en.md", "## Lists", "## More lists"),
    ("a title", "content/sessions/letting-go.da.md", "title: ", "title: Om "),
    (
        "an `extra` value for templates",
        "content/tracks.yaml",
        "- id: polite-fog",
        "- id: polite-fog\n  extra: {x: 1}",
    ),
    ("a speaker's name", "content/speakers.yaml", "name: Wilhelmina", "name: Wilma"),
    ("a speaker's text", "content/speakers/yun-shangpiao.da.md", ".", "!"),
    ("the hour of a session", "content/agenda.yaml", "start: \"09:00\"", "start: \"09:05\""),
    ("a contact's telephone number", "content/contacts.yaml", "+441632960001", "+441632960003"),
    ("a message of Danish", "locales/da/site.ftl", "", "home = Hjem\n"),
    (
        "a message that the chooser shows",
        "locales/zh-Hans/site.ftl",
        "",
        "choose-language = 语言\n",
    ),
    (
        "a comment in a template",
        "themes/forum/templates/base.html",
        "",
        "{% extends \"built-in/base.html\" %}{# nothing #}",
    ),
    ("a style sheet", "themes/forum/assets/extra.css", "", "p { color: red }\n"),
    ("the menu", "content/event.yaml", "menu: [tracks, agenda,", "menu: [agenda, tracks,"),
    ("a page of its own", "content/pages/extra.da.md", "", "---\ntitle: Mere\n---\nTekst.\n"),
    ("the headline", "content/event.yaml", "Keep your head in", "Keep a head in"),
];

/// A site that is edited, and its last build.
struct Editing {
    files: Tree,
    sources: Sources,
    builder: Builder,
    last: Site,
}

impl Editing {
    fn new(files: Tree) -> Editing {
        let sources = in_memory(files.clone());
        let mut builder = Builder::new(Options::default(), None);
        let last = builder.build(&sources, &mut Report::new()).expect("there is an event");
        Editing { files, sources, builder, last }
    }

    /// Gives a file these bytes, or removes it.
    fn set(&mut self, path: &str, bytes: Option<Vec<u8>>) {
        match bytes {
            Some(bytes) => {
                self.files.insert(path.to_owned(), bytes.clone());
                self.sources.insert(load::file_of(path, bytes).expect("it is UTF-8"));
            }
            None => {
                self.files.remove(path);
                self.sources.remove(path);
            }
        }
    }

    /// Builds, compares with a first build of the same files, and returns what was rebuilt and what changed.
    fn build(&mut self, what: &str) -> (Vec<Rebuilt>, Vec<String>) {
        let mut report = Report::new();
        let site = self.builder.build(&self.sources, &mut report);
        let again =
            harness::build(&in_memory(self.files.clone()), Report::new(), &Options::default());
        let files = site.iter().flat_map(|site| &site.files);
        let built = Built {
            files: files.map(|f| (f.path.to_string(), f.bytes.to_vec())).collect(),
            printed: lines(&print(&report, &self.sources, Format::Short)),
            failed: report.has_errors(),
        };
        let paths = |built: &Built| built.files.keys().cloned().collect::<Vec<_>>();
        assert_eq!(
            paths(&built),
            paths(&again),
            "{what}: the files differ from those of a first build"
        );
        for (path, bytes) in &again.files {
            assert!(built.files[path] == *bytes, "{what}: {path} differs from a first build");
        }
        assert_eq!(
            built.printed,
            lines(&again.printed),
            "{what}: the report differs from that of a first build"
        );
        let Some(site) = site else { return (Vec::new(), Vec::new()) };
        let before = std::mem::replace(&mut self.last, site.clone());
        let old = |path: &str| before.files.iter().find(|file| &*file.path == path);
        let changed = site
            .files
            .iter()
            .filter(|file| old(&file.path).is_none_or(|old| old.bytes != file.bytes));
        (site.log.made, changed.map(|file| file.path.to_string()).collect())
    }
}

/// Sorted lines, so that the numbering of files does not matter.
fn lines(text: &str) -> String {
    let mut lines: Vec<&str> = text.lines().collect();
    lines.sort_unstable();
    lines.join("\n")
}

#[test]
fn an_edit_rebuilds_the_files_that_read_it_and_no_others() {
    let mut table = String::from(
        "# Files rebuilt after an edit\n\n\
         <!-- Made by `tests/run update` from the edits in tests/rebuild.rs. -->\n\n\
         The site is the one of `plenary new`, in 3 languages. The changed inputs of each file are in \
         brackets.\n",
    );
    add_sections(&mut table, starter_files(), &EDITS);
    table.push_str(
        "\n# With conditions for its languages\n\n\
         The same site with a lock of its translations: Danish and Chinese are published if they are good \
         enough, and translations that are out of date in facts are not shown.\n",
    );
    add_sections(&mut table, gated_starter(), &EDITS_WITH_CONDITIONS);
    compare_with_file(&table, "tests/rebuild.md");
}

/// Makes each edit of a site, undoes it, and adds what was rebuilt.
fn add_sections(table: &mut String, files: Tree, edits: &[Edit]) {
    let mut site = Editing::new(files);
    for (what, path, from, to) in edits.iter().copied() {
        let before = site.files.get(path).cloned();
        let text = String::from_utf8(before.clone().unwrap_or_default()).expect("it is text");
        assert!(text.contains(from), "{what}: {from:?} is in {path}");
        site.set(path, Some(text.replacen(from, to, 1).into_bytes()));
        let (made, changed) = site.build(what);
        table.push_str(&format!("\n## {what}\n\n{}", section(&made, &changed)));
        for path in &changed {
            assert!(
                made.iter().any(|made| *made.path == **path),
                "{what}: {path} changed but was not rebuilt"
            );
        }
        site.set(path, before);
        site.build("undone");
    }
}

/// The rebuilt files, and which of them changed: each file, or if many, a count per language.
fn section(made: &[Rebuilt], changed: &[String]) -> String {
    let mut text = format!("- rebuilt: {}, of which {} changed\n", made.len(), changed.len());
    if made.len() > 12 {
        for folder in ["da/", "en/", "zh/"] {
            let count = made.iter().filter(|made| made.path.starts_with(folder)).count();
            text.push_str(&format!("- {count} in {folder}\n"));
        }
        let mut causes: Vec<&str> = made.iter().flat_map(|made| &made.because).copied().collect();
        causes.sort_unstable();
        causes.dedup();
        text.push_str(&format!("- changed inputs: {}\n", causes.join(", ")));
        return text;
    }
    for Rebuilt { path, because } in made {
        let same =
            if changed.iter().any(|changed| **changed == **path) { "" } else { ", same bytes" };
        let why = if because.is_empty() { "new".to_owned() } else { because.join(", ") };
        text.push_str(&format!("- {path} ({why}{same})\n"));
    }
    text
}

#[test]
fn an_edit_of_agenda_lock_rebuilds_the_pages_that_read_changes() {
    let mut files = tree(&repository().join("tests/sites/changes"));
    files.retain(|path, _| path.starts_with("content/"));
    let theme = tree(&repository().join("tests/themes"));
    files.extend(theme.into_iter().map(|(path, bytes)| (format!("themes/{path}"), bytes)));
    let lock = "content/agenda.lock";
    let text = String::from_utf8(files[lock].clone()).expect("it is text");
    // The changes are too old to be marked in the agenda.
    let old = text.replace("change 2 2032-03-10", "change 2 2032-02-10");
    files.insert(lock.to_owned(), old.clone().into_bytes());
    let mut site = Editing::new(files);
    let edited =
        old.replacen("2032-03-28T04:00 confirmed all", "2032-03-28T04:30 confirmed all", 1);
    assert_ne!(edited, old, "the end before a change is edited");
    site.set(lock, Some(edited.into_bytes()));
    let (made, changed) = site.build("a change of the released programme");
    let pages = made.iter().filter(|made| made.path.ends_with(".html"));
    let pages: Vec<(&str, &[&str])> = pages.map(|made| (&*made.path, &*made.because)).collect();
    let changes = &["changes"][..];
    assert_eq!(pages, [("da/changes/index.html", changes), ("en/changes/index.html", changes)]);
    for (page, _) in pages {
        assert!(changed.iter().any(|path| path == page), "{page} changed");
    }
}

/// The starter's files with a lock file: all translations are up to date.
fn recorded_starter() -> Tree {
    let mut files = starter_files();
    let sources = in_memory(files.clone());
    let site = Translations::read(&sources, false, &mut Report::new()).expect("there is an event");
    let all = site.tracked();
    let how = Acceptance {
        origin: Origin::Person,
        reviewer: None,
        date: jiff::civil::date(2030, 4, 5),
        only_form: false,
    };
    let languages = &site.event.config.languages;
    let (lock, count) = accept(&site.lock, all.iter(), &all, languages, &how);
    assert!(count > 200, "{count}");
    files.insert("content/translations.lock".to_owned(), lock.text().into_bytes());
    files
}

#[test]
fn an_edit_of_a_source_marks_exactly_its_translations() {
    let files = recorded_starter();
    let source = "content/sessions/opening.en.md";
    let text = String::from_utf8(files[source].clone()).expect("it is text");
    let mut site = Editing::new(files);
    let marked = |site: &Editing| {
        let notice = "class=\"notice";
        let pages = site.last.files.iter().filter(|file| file.path.ends_with(".html"));
        let shown = pages.filter(|file| {
            std::str::from_utf8(&file.bytes).is_ok_and(|html| html.contains(notice))
        });
        shown.map(|file| file.path.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(marked(&site), [""; 0], "everything is up to date");
    site.set(source, Some(text.replace("every cloud", "each cloud").into_bytes()));
    site.build("other words in the source");
    assert_eq!(marked(&site), [""; 0], "other words are not told to readers");
    site.set(source, Some(text.replace("every cloud", "99 clouds").into_bytes()));
    let (made, _) = site.build("another number in the source");
    let translations =
        ["da/program/fyrre-aar-med-hovedet-i-skyerne/index.html", "zh/agenda/opening/index.html"];
    assert_eq!(marked(&site), translations);
    for path in translations {
        let page = made.iter().find(|made| &*made.path == path).expect("it is rebuilt");
        assert_eq!(page.because, ["page"]);
    }
    site.set(source, Some(text.into_bytes()));
    site.build("undone");
    assert_eq!(marked(&site), [""; 0]);
}

/// The starter with a lock file, conditions for Danish and Chinese, and ways to show translations.
fn gated_starter() -> Tree {
    let mut files = recorded_starter();
    let event = "content/event.yaml";
    let text = String::from_utf8(files[event].clone()).expect("it is text");
    let danish = "name: Dansk, fallback: [en]";
    let chinese = "aliases: [zh-CN, zh-SG], fallback: [en]";
    assert!(text.contains(danish) && text.contains(chinese), "{text}");
    let text = text
        .replace(danish, &format!("{danish}, publish: {{coverage: 97%, stale: 5}}"))
        .replace(chinese, &format!("{chinese}, publish: {{stale_facts: 0, required: [home]}}"));
    let settings = "translations:\n  stale_facts: {short_texts: source, long_texts: source}\n  \
                    stale_words: {titles: mark, short_texts: mark}\n";
    files.insert(event.to_owned(), format!("{text}{settings}").into_bytes());
    files
}

/// Edits of the starter with conditions for its languages, each undone before the next.
const EDITS_WITH_CONDITIONS: [Edit; 5] = [
    ("a word of a translated text", "content/sessions/pasture-visit.en.md", "stroked", "patted"),
    (
        "a word of a title, which its translations are marked for",
        "content/sessions/letting-go.en.md",
        "title: ",
        "title: On ",
    ),
    (
        "a number in the source, which ends the publication of Chinese",
        "content/sessions/opening.en.md",
        "every cloud",
        "99 clouds",
    ),
    (
        "another condition, which ends the publication of Danish",
        "content/event.yaml",
        "publish: {coverage: 97%, stale: 5}",
        "publish: false",
    ),
    (
        "a line of the lock, so that a translation was made by a program",
        "content/translations.lock",
        " person 2030-04-05 - page about summary",
        " machine 2030-04-05 - page about summary",
    ),
];

#[test]
fn a_language_leaves_the_site_and_returns_with_its_condition() {
    let mut site = Editing::new(gated_starter());
    let languages = |site: &Editing| {
        let is_there = |tag: &&str| {
            let folder = format!("{tag}/");
            site.last.files.iter().any(|file| file.path.starts_with(&folder))
        };
        ["da", "en", "zh"].into_iter().filter(is_there).collect::<Vec<_>>()
    };
    assert_eq!(languages(&site), ["da", "en", "zh"]);
    let first = site.files.clone();
    for (path, from, to, there) in [
        ("content/sessions/opening.en.md", "every cloud", "99 clouds", &["da", "en"][..]),
        ("content/event.yaml", "stale_facts: 0", "stale_facts: 3", &["da", "en", "zh"]),
        ("content/event.yaml", "coverage: 97%, stale: 5", "stale: 0", &["en", "zh"]),
        ("content/sessions/opening.en.md", "99 clouds", "every cloud", &["da", "en", "zh"]),
    ] {
        let text = String::from_utf8(site.files[path].clone()).expect("it is text");
        assert!(text.contains(from), "{from:?} is in {path}");
        site.set(path, Some(text.replacen(from, to, 1).into_bytes()));
        site.build(to);
        assert_eq!(languages(&site), there, "{to}");
    }
    let lock = "content/translations.lock";
    site.set(lock, None);
    site.build("no lock");
    assert_eq!(languages(&site), ["en"], "nothing is known about translations");
    for (path, bytes) in first {
        site.set(&path, Some(bytes));
    }
    site.build("undone");
    assert_eq!(languages(&site), ["da", "en", "zh"]);
}

/// The number of random edits.
const TRIES: usize = 90;

#[test]
fn after_any_edits_the_site_equals_that_of_a_first_build() {
    edit_at_random(&recorded_starter(), 2018);
}

#[test]
fn after_any_edits_the_published_languages_are_those_of_a_first_build() {
    edit_at_random(&gated_starter(), 2019);
}

fn edit_at_random(first: &Tree, seed: u64) {
    let mut site = Editing::new(first.clone());
    let mut numbers = Dice(seed);
    for try_ in 0..TRIES {
        let paths: Vec<&String> = first.keys().filter(|path| is_text(path)).collect();
        let path = paths[numbers.next(paths.len())].clone();
        let what = format!("edit {try_} of {path}");
        match numbers.next(8) {
            // Most sites are good most of the time, so everything is repaired now and then.
            0..=2 => {
                for (path, bytes) in first {
                    if site.files.get(path) != Some(bytes) {
                        site.set(path, Some(bytes.clone()));
                    }
                }
            }
            3 => site.set(&path, None),
            _ => {
                let bytes = site.files.get(&path).or(first.get(&path)).expect("it is known");
                let text = String::from_utf8(bytes.clone()).expect("it is text");
                site.set(&path, Some(scramble(&text, &mut numbers).into_bytes()));
            }
        }
        site.build(&what);
    }
}

fn is_text(path: &str) -> bool {
    [".md", ".yaml", ".lock"].iter().any(|ending| path.ends_with(ending))
}

/// A text with a line removed, doubled or changed, as happens while typing.
fn scramble(text: &str, numbers: &mut Dice) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    if lines.is_empty() {
        return "Tekst.\n".to_owned();
    }
    let at = numbers.next(lines.len());
    match numbers.next(5) {
        0 => drop(lines.remove(at)),
        1 => lines.insert(at, lines[at].clone()),
        2 => lines.insert(at, "## En ny overskrift".to_owned()),
        3 => {
            let to = numbers.next(lines.len());
            lines.swap(at, to);
        }
        _ => {
            let word = lines[at].split(' ').next_back().unwrap_or_default().to_owned();
            lines[at].push_str(&format!(" {word}x"));
        }
    }
    lines.join("\n") + "\n"
}
