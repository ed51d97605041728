//! Whole sites: each folder of `sites/` is a site, and its `expected/` is the output.
//!
//! Most sites use the theme `themes/plain` of the tests, which prints the variables of templates line by
//! line. Of the built-in theme's style sheets and scripts only the names of files are compared, without
//! their hashes. `everything` uses the built-in theme: a page for each of its templates is compared.
//!
//! `tests/run update` rewrites the expected outputs.

#![expect(clippy::disallowed_methods, reason = "tests look at folders, and accept new ones")]

mod harness;

use std::fs;
use std::path::PathBuf;

use harness::expected::updating;
use harness::{Built, Tree, build, in_memory, load_site, put, repository, tree};
use plenary::base::diagnostic::Report;
use plenary::base::source::Sources;
use plenary::content::load::file_of;
use plenary::drive::pipeline::Options;
use snapbox::{Assert, Data};

fn folder(name: &str) -> PathBuf {
    repository().join("tests/sites").join(name)
}

/// Builds a site with the tests' theme; it must have no faults.
fn built(name: &str, options: &Options) -> Built {
    let (mut sources, report) = load_site(&folder(name));
    add_plain_theme(&mut sources);
    let built = build(&sources, report, options);
    assert_eq!(built.printed, "", "{name} has a fault or warning");
    built
}

fn add_plain_theme(sources: &mut Sources) {
    for (path, bytes) in tree(&repository().join("tests/themes")) {
        let file = file_of(&format!("themes/{path}"), bytes).expect("the text is UTF-8");
        sources.insert(file);
    }
}

/// The outputs of a site whose paths have one of these beginnings, without those of the built-in theme.
fn chosen(built: &Built, beginnings: &[&str]) -> Tree {
    chosen_by(built, |path| beginnings.iter().any(|beginning| path.starts_with(beginning)))
}

/// The outputs of a site whose paths are wanted, without those of the built-in theme.
fn chosen_by(built: &Built, wanted: impl Fn(&str) -> bool) -> Tree {
    let theme = tree(&repository().join("themes/forum/assets"));
    let mut look = Vec::new();
    for path in built.files.keys() {
        let Some((stem, hash, ending)) = fingerprinted(path) else { continue };
        if theme.contains_key(&format!("{stem}.{ending}")) {
            look.push((format!("{stem}.{hash}.{ending}"), format!("{stem}.[HASH].{ending}")));
        }
    }
    let theirs =
        |path: &str| look.iter().any(|(name, _)| path.strip_prefix("assets/") == Some(name));
    let files = built.files.iter().filter(|(path, _)| wanted(path) && !theirs(path));
    let plain = |bytes: &[u8]| match String::from_utf8(bytes.to_vec()) {
        Ok(text) => {
            look.iter().fold(text, |text, (name, shown)| text.replace(name, shown)).into_bytes()
        }
        Err(error) => error.into_bytes(),
    };
    files.map(|(path, bytes)| (path.clone(), plain(bytes))).collect()
}

/// A path below `assets/`, split around the hash in its name.
fn fingerprinted(path: &str) -> Option<(&str, &str, &str)> {
    let (rest, ending) = path.strip_prefix("assets/")?.rsplit_once('.')?;
    let (stem, hash) = rest.rsplit_once('.')?;
    Some((stem, hash, ending))
}

/// Compares every file with the expected files, or rewrites the expected files.
fn compare(actual: &Tree, expected: &std::path::Path) {
    assert!(!actual.is_empty(), "there is nothing to compare");
    let there = tree(expected);
    if updating() {
        for name in there.keys().filter(|name| !actual.contains_key(*name)) {
            fs::remove_file(expected.join(name)).expect("it exists");
        }
        put(expected, actual.iter().map(|(name, bytes)| (&**name, &**bytes)));
        return;
    }
    let mut wrong = String::new();
    for name in actual.keys().chain(there.keys().filter(|name| !actual.contains_key(*name))) {
        match (actual.get(name), there.get(name)) {
            (Some(actual), Some(expected)) if actual == expected => {}
            (Some(actual), Some(expected)) => wrong.push_str(&difference(name, actual, expected)),
            (Some(_), None) => wrong.push_str(&format!("{name} was not expected\n")),
            (None, _) => wrong.push_str(&format!("{name} is expected, and is not there\n")),
        }
    }
    assert!(wrong.is_empty(), "{}:\n{wrong}", expected.display());
}

fn difference(name: &str, actual: &[u8], expected: &[u8]) -> String {
    let text = |bytes: &[u8]| Data::text(String::from_utf8_lossy(bytes)).raw();
    match Assert::new().try_eq(Some(&name), text(actual), text(expected)) {
        Err(difference) => difference.to_string(),
        Ok(()) => format!("{name} differs in bytes that are not text\n"),
    }
}

/// Compares the outputs of a site whose paths have one of these beginnings.
fn site(name: &str, beginnings: &[&str]) {
    let built = built(name, &Options::default());
    compare(&chosen(&built, beginnings), &folder(name).join("expected"));
}

#[test]
fn the_smallest_site_has_the_files_of_every_site() {
    site("minimal", &[""]);
}

#[test]
fn untranslated_pages_show_and_declare_a_fallback() {
    site(
        "fallback",
        &[
            "index.html",
            "sitemap.xml",
            "da/om/",
            "da/only-danish/",
            "en/about-the-tide/",
            "en/only-danish/",
            "en/title-only/",
            "zh/about/",
            "zh/only-danish/",
            "zh/title-only/",
            "zh/tracks/",
            "zh/index.html",
            "zh/agenda/",
            "en/index.html",
        ],
    );
}

#[test]
fn the_agenda_is_sorted_by_time() {
    site(
        "agenda",
        &[
            "en/agenda/index.html",
            "da/agenda/index.html",
            "en/agenda/ferry/",
            "en/agenda/lighting/",
            "en/agenda/also-unplanned/",
            "da/tracks/flame/",
        ],
    );
}

#[test]
fn changes_of_the_programme_show_before_and_after() {
    site("changes", &["en/", "da/agenda/", "da/changes/", "api/event.json"]);
}

#[test]
fn addresses_follow_the_language_and_the_base_address() {
    site("addresses", &["zh/", "da/deltag/", "en/agenda/folding/", "sitemap.xml", "robots.txt"]);
    let base_url = Some("http://[::1]:8000".to_owned());
    let elsewhere = Options { base_url, ..Options::default() };
    let built = built("addresses", &elsewhere);
    let page = built.text("zh/参加/index.html");
    assert!(page.contains(" /zh/%E5%8F%82%E5%8A%A0/"), "{page}");
    assert!(page.contains("canonical: http://[::1]:8000/zh/%E5%8F%82%E5%8A%A0/"), "{page}");
    assert!(!page.contains("/forum/"), "the option overrides the file: {page}");
}

#[test]
fn links_lead_to_pages_in_the_reader_s_language() {
    site(
        "links",
        &[
            "da/reb/",
            "da/splejsning/",
            "da/tracks/loekker",
            "da/contacts/",
            "en/ropes/",
            "en/splicing/",
            "media/",
        ],
    );
}

#[test]
fn pictures_and_style_sheets_have_a_hash_in_their_names() {
    site("pictures", &["da/blots/", "en/blots/", "assets/", "media/"]);
}

#[test]
fn themes_override_each_other() {
    site("themes", &["da/skin/", "da/bones/", "en/skin/", "en/bones/"]);
    let built = built("themes", &Options::default());
    let lost = built.text("404.html");
    assert!(lost.contains("<!DOCTYPE html>"), "the built-in frame is missing: {lost}");
    assert!(lost.contains("The coat's own words."), "{lost}");
    assert!(!lost.contains("class=\"panel\""), "the built-in text is still there: {lost}");
    assert!(
        built.files.keys().any(|path| path.starts_with("assets/forum.")),
        "its assets are missing"
    );
    let icons: Vec<&str> = built
        .files
        .iter()
        .filter_map(|(path, bytes)| {
            let icon = path.starts_with("assets/icon.") && path.ends_with(".svg");
            icon.then(|| std::str::from_utf8(bytes).expect("it is text"))
        })
        .collect();
    assert!(matches!(icons[..], [icon] if icon.contains("A coat")), "{icons:?}");
}

#[test]
fn drafts_are_left_out_unless_requested() {
    site("drafts", &["da/", "en/open/"]);
    let built = built("drafts", &Options { drafts: true, ..Options::default() });
    compare(
        &chosen(&built, &["da/agenda", "da/hidden", "da/speakers", "en/open"]),
        &folder("drafts").join("expected-with-drafts"),
    );
}

#[test]
fn translations_are_shown_by_policy_and_languages_by_their_gate() {
    let (mut sources, report) = load_site(&folder("translations"));
    add_plain_theme(&mut sources);
    let shown = |options: &Options| build(&sources, report.clone(), options);
    let built = shown(&Options::default());
    let all = ["da/", "en/index.html", "index.html", "404.html", "sitemap.xml", "api/event.json"];
    let mut expected = chosen(&built, &all);
    expected.insert("report.txt".to_owned(), built.printed.clone().into_bytes());
    compare(&expected, &folder("translations").join("expected"));
    let look = [".css", ".js", ".schema.json"];
    for (path, bytes) in &built.files {
        if look.iter().any(|ending| path.ends_with(ending)) {
            continue;
        }
        let text = String::from_utf8_lossy(bytes);
        assert!(!path.starts_with("zh/") && !text.contains("/zh/"), "{path} knows Chinese");
        assert!(!text.contains("zh-Hans"), "{path} knows Chinese");
    }
    let drafts = shown(&Options { all_languages: true, ..Options::default() });
    assert_eq!(drafts.printed, built.printed);
    compare(
        &chosen(&drafts, &["zh/index.html", "zh/about/", "en/about/", "sitemap.xml"]),
        &folder("translations").join("expected-with-drafts"),
    );
}

#[test]
fn people_and_phone_numbers_follow_each_language() {
    site(
        "people",
        &["da/speakers", "en/speakers", "zh/speakers", "da/contacts", "en/contacts", "zh/contacts"],
    );
}

/// Pages of `everything`: at least one for each template of the built-in theme.
const PAGES_OF_EVERYTHING: [&str; 46] = [
    "index.html",
    "404.html",
    "en/404.html",
    "en/index.html",
    "en/agenda/index.html",
    "en/agenda/2034-10-27/grid/index.html",
    "en/agenda/kind/workshop/index.html",
    "en/agenda/language/zh/index.html",
    "en/agenda/after-midnight/index.html",
    "en/agenda/box-kites/index.html",
    "en/agenda/dinner/index.html",
    "en/agenda/extra-hour/index.html",
    "en/agenda/first-thread/index.html",
    "en/agenda/glider/index.html",
    "en/agenda/moved-talk/index.html",
    "en/agenda/night-flight/index.html",
    "en/agenda/open-end/index.html",
    "en/agenda/tail-workshop/index.html",
    "en/agenda/unplanned/index.html",
    "en/all-strings/index.html",
    "en/changes/index.html",
    "en/contacts/index.html",
    "en/my-programme/index.html",
    "en/news/index.html",
    "en/news/wind-is-coming/index.html",
    "en/only-danish/index.html",
    "en/places/index.html",
    "en/places/dune-hall/index.html",
    "en/speakers/index.html",
    "en/speakers/ada-gust/index.html",
    "en/tracks/index.html",
    "en/tracks/tails/index.html",
    "da/404.html",
    "da/index.html",
    "da/agenda/index.html",
    "da/agenda/halevaerksted/index.html",
    "da/agenda/silk/index.html",
    "da/changes/index.html",
    "da/contacts/index.html",
    "da/only-danish/index.html",
    "da/tracks/haler/index.html",
    "zh/agenda/index.html",
    "zh/agenda/first-thread/index.html",
    "zh/strings/index.html",
    "zh/changes/index.html",
    "zh/places/beach/index.html",
];

#[test]
fn a_site_with_everything_has_every_page_and_every_export() {
    let (sources, report) = load_site(&folder("everything"));
    let built = build(&sources, report, &Options::default());
    assert_eq!(built.printed, "", "it has a fault or warning");
    let mut expected =
        chosen_by(&built, |path| !path.ends_with(".html") || PAGES_OF_EVERYTHING.contains(&path));
    for page in PAGES_OF_EVERYTHING {
        assert!(expected.contains_key(page), "there is no {page}");
    }
    let paths = chosen_by(&built, |_| true).into_keys();
    let list: String = paths.map(|path| format!("{path}\n")).collect();
    expected.insert("all-files.txt".to_owned(), list.into_bytes());
    compare(&expected, &folder("everything").join("expected"));
}

#[test]
fn each_day_of_a_large_programme_has_a_page() {
    let (sources, report) = load_site(&folder("large"));
    let built = build(&sources, report, &Options::default());
    assert_eq!(built.printed, "", "it has a fault or warning");
    let pages = [
        "en/agenda/index.html",
        "en/agenda/2035-06-05/",
        "da/agenda/2035-06-05/index.html",
        "en/agenda/kind/panel/",
    ];
    compare(&chosen(&built, &pages), &folder("large").join("expected"));
}

#[test]
fn the_order_of_files_does_not_matter() {
    let (sources, report) = load_site(&folder("agenda"));
    let mut backwards = Sources::default();
    plenary::content::load::load_built_in(&mut backwards);
    for folder in ["content/", "themes/", "locales/"] {
        let files: Vec<_> = sources.under(folder).map(|(_, file)| file.clone()).collect();
        for file in files.into_iter().rev() {
            backwards.insert(file);
        }
    }
    add_plain_theme(&mut backwards);
    let other = build(&backwards, report, &Options::default());
    assert!(other == built("agenda", &Options::default()));
}

#[test]
fn a_right_to_left_page_isolates_names_numbers_and_times() {
    let files = [
        (
            "content/event.yaml",
            "id: dates\nname: {en: Dates, ar: تمور}\nstart: 2031-03-01\nend: 2031-03-01\n\
             timezone: Europe/Copenhagen\nguest_timezones: [America/New_York]\nplace: hall\n\
             languages:\n  - {tag: en, name: English}\n  - {tag: ar, name: العربية}\n\
             menu: [agenda, contacts]\n",
        ),
        (
            "content/agenda.yaml",
            "days:\n  - date: 2031-03-01\n    sessions:\n      - id: tasting\n        \
             title: {en: Tasting, ar: تذوق}\n        start: \"09:00\"\n        end: \"10:00\"\n        \
             places: hall\n        speakers: [palm]\n",
        ),
        ("content/places.yaml", "- id: hall\n  name: Hall (west)\n"),
        ("content/speakers.yaml", "- id: palm\n  name: P. Palm Jr.\n"),
        (
            "content/contacts.yaml",
            "- id: desk\n  name: Desk!\n  phone: \"+45 33 12 34 56\"\n  email: desk@example.org\n",
        ),
    ];
    let sources = in_memory(files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())));
    let built = build(&sources, Report::new(), &Options::default());
    assert!(!built.failed, "{}", built.printed);
    let (agenda, contacts) =
        (built.text("ar/agenda/index.html"), built.text("ar/contacts/index.html"));
    for (page, isolated) in [
        (agenda, "<bdi>تذوق</bdi>"),
        (agenda, "<bdi>Hall (west)</bdi>"),
        (agenda, "<bdi>P. Palm Jr.</bdi>"),
        (agenda, "data-zone=\"America/New_York\" dir=\"auto\""),
        (contacts, "<bdi>Desk!</bdi>"),
        (contacts, "href=\"tel:+4533123456\" dir=\"ltr\""),
        (contacts, "href=\"mailto:desk@example.org\" dir=\"ltr\""),
    ] {
        assert!(page.contains(isolated), "{isolated}");
    }
    assert!(!built.text("en/agenda/index.html").contains("<bdi>"), "only where it is needed");
}
