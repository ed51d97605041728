//! Sites in the languages of the built-in theme, in their regional varieties, and in others.

mod harness;

use harness::{Built, Tree, build, in_memory, repository, starter_files, tree};
use plenary::base::diagnostic::Report;
use plenary::drive::pipeline::Options;

/// An event with something for most messages, whose own texts are the same in all languages.
const CONTENT: [(&str, &str); 5] = [
    (
        "content/agenda.yaml",
        "days:\n\
         - date: 2031-04-10\n  \
           sessions:\n  \
           - {id: lids, title: {mul: A}, kind: workshop, start: \"09:00\", end: \"10:00\", \
              places: [hall], tracks: [pots], speakers: [ana], held_in: [en, zh], \
              registration: {state: required, capacity: 20}}\n  \
           - {id: pans, title: {mul: B}, kind: visit, start: \"09:30\", end: \"11:00\", \
              places: [yard], hosts: [guild], status: cancelled}\n\
         - date: 2031-04-11\n  \
           sessions:\n  \
           - {id: bus, title: {mul: C}, kind: transport, start: \"23:00\", end: \"01:00\"}\n  \
           - {id: tbd, title: {mul: D}}\n",
    ),
    ("content/places.yaml", "- {id: hall, name: {mul: Hall}}\n- {id: yard, name: {mul: Yard}}\n"),
    ("content/tracks.yaml", "- {id: pots, title: {mul: Pots}}\n"),
    ("content/speakers.yaml", "- {id: ana, name: Ana}\n"),
    ("content/organisations.yaml", "- {id: guild, name: {mul: Guild}}\n"),
];

/// `event.yaml` with these languages; each may have more fields than its tag.
fn event(languages: &[&str]) -> String {
    let entry = |language: &&str| {
        let tag = language.split(',').next().unwrap_or(language);
        format!("  - {{tag: {language}, name: {tag}}}\n")
    };
    let languages: String = languages.iter().map(entry).collect();
    format!(
        "id: pots\nname: {{mul: Pots}}\nstart: 2031-04-10\nend: 2031-04-11\n\
         timezone: Europe/Copenhagen\nguest_timezones: [Asia/Shanghai]\n\
         menu: [agenda, tracks, speakers]\nlanguages:\n{languages}"
    )
}

fn site(languages: &[&str], more: &[(&str, &str)]) -> Built {
    let mut files: Tree = CONTENT
        .iter()
        .chain(more)
        .map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()))
        .collect();
    files.insert("content/event.yaml".to_owned(), event(languages).into_bytes());
    build(&in_memory(files), Report::new(), &Options::default())
}

/// The tags of the languages of the built-in theme, with one catalog each.
fn shipped() -> Vec<(String, String)> {
    let catalogs = tree(&repository().join("themes/forum/locales"));
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("catalogs are UTF-8");
    let tag = |path: &str| path.split('/').next().expect("a path has a folder").to_owned();
    catalogs.into_iter().map(|(path, bytes)| (tag(&path), text(bytes))).collect()
}

/// The text of a message without arguments in the built-in theme.
fn words(tag: &str, message: &str) -> String {
    let shipped = shipped();
    let (_, catalog) = shipped.iter().find(|(shipped, _)| shipped == tag).expect("it is shipped");
    let line = catalog.lines().find_map(|line| line.strip_prefix(message)?.strip_prefix(" = "));
    line.expect("the message has one line").to_owned()
}

#[test]
fn every_pair_of_languages_builds_in_both_orders() {
    let shipped = shipped();
    let tags: Vec<&str> = shipped.iter().map(|(tag, _)| tag.as_str()).collect();
    for first in &tags {
        assert_eq!(site(&[first], &[]).printed, "", "{first} alone");
        for second in tags.iter().filter(|second| *second != first) {
            let built = site(&[first, second], &[]);
            assert_eq!(built.printed, "", "{first} and {second}");
            for tag in [first, second] {
                let page = built.text(&format!("{}/index.html", tag.to_lowercase()));
                assert!(page.contains(&words(tag, "skip-to-content")), "{tag}");
            }
            let mut order = vec![*first, *second];
            order.extend(
                tags.iter().filter(|tag| !order.contains(tag)).copied().collect::<Vec<_>>(),
            );
            assert_eq!(starter(&order).printed, "", "{order:?}");
        }
    }
}

/// The starter with its languages in another order.
fn starter(order: &[&str]) -> Built {
    let mut files = starter_files();
    let event = files.get_mut("content/event.yaml").expect("the starter has one");
    let text = String::from_utf8(event.clone()).expect("it is UTF-8");
    let (before, rest) = text.split_once("languages:\n").expect("it lists languages");
    let (list, after) = rest.split_once("\n\n").expect("there are other fields");
    let entry = |tag: &&str| {
        let start = format!("  - {{tag: {tag},");
        list.lines().find(|line| line.starts_with(&start)).expect("the starter has the language")
    };
    let list: Vec<&str> = order.iter().map(entry).collect();
    *event = format!("{before}languages:\n{}\n\n{after}", list.join("\n")).into_bytes();
    build(&in_memory(files), Report::new(), &Options::default())
}

#[test]
fn regional_varieties_have_the_words_of_their_language() {
    for (tag, catalog) in [
        ("da-DK", "da"),
        ("da-GL", "da"),
        ("zh-CN", "zh-Hans"),
        ("zh-SG", "zh-Hans"),
        ("zh", "zh-Hans"),
        ("en-AU", "en"),
        ("en-GB", "en"),
        ("en-US", "en"),
    ] {
        let skip = words(catalog, "skip-to-content");
        for (languages, other) in [([tag, "de"], "de"), (["da-FO", tag], "da-FO")] {
            let built = site(&languages, &[]);
            assert!(!built.failed && !built.printed.contains(tag), "{tag}: {}", built.printed);
            let page = built.text(&format!("{}/index.html", tag.to_lowercase()));
            assert!(page.contains(&skip), "{tag} beside {other}");
        }
    }
}

#[test]
fn other_scripts_and_languages_have_no_words_of_a_related_one() {
    let (english, simplified) =
        (words("en", "skip-to-content"), words("zh-Hans", "skip-to-content"));
    for tag in ["zh-TW", "zh-HK", "zh-Hant", "zh-MO", "nb", "nn", "no", "yue"] {
        let path = format!("{}/index.html", tag.to_lowercase());
        let built = site(&[tag, "zh-Hans", "da"], &[]);
        assert!(built.text(&path).contains(&english), "{tag}");
        assert!(!built.text(&path).contains(&simplified), "{tag}");
        let missing = format!("more are missing in `{tag}`; those in `en` are used");
        assert!(built.printed.contains(&missing), "{}", built.printed);
        let built = site(&["en", "zh-Hans", tag], &[]);
        assert_eq!(built.printed, "");
        assert!(built.text(&path).contains(&english), "{tag}");
    }
}

#[test]
fn translated_stand_ins_are_not_reported() {
    let shipped = shipped();
    let (_, english) = shipped.iter().find(|(tag, _)| tag == "en").expect("English is shipped");
    let all = [("locales/de/site.ftl", &**english)];
    for tag in ["de", "de-AT"] {
        assert_eq!(site(&[tag], &all).printed, "", "{tag}");
    }
    let without = english.replace("skip-to-content =", "skip-content =");
    let built = site(&["de"], &[("locales/de/site.ftl", &without)]);
    assert!(
        built.printed.ends_with(
            "the message `skip-to-content` is missing in `de`; the one in `en` is used \
             (help: translate it in locales/de/site.ftl)\n"
        ),
        "{}",
        built.printed
    );
}

#[test]
fn stand_ins_have_the_plurals_of_their_own_language() {
    let built = site(&["ja", "da"], &[]);
    let page = built.text("ja/agenda/lids/index.html");
    assert!(page.contains("<dt><span lang=\"en\">Theme</span></dt>"), "{page}");
}

#[test]
fn the_nearest_catalog_of_a_layer_wins() {
    let catalogs = [
        ("locales/en/own.ftl", "home = Home\nmenu-label = Menu\nskip-to-content = Skip\n"),
        ("locales/en-001/own.ftl", "menu-label = World menu\nskip-to-content = World skip\n"),
        ("locales/en-AU/own.ftl", "skip-to-content = Skip, mate\n"),
    ];
    let built = site(&["en-AU", "en", "en-NZ"], &catalogs);
    assert_eq!(built.printed, "");
    for (path, all) in [
        ("en-au/index.html", ["Skip, mate", "World menu"]),
        ("en-nz/index.html", ["World skip", "World menu"]),
        ("en/index.html", ["Skip", "Menu"]),
    ] {
        for words in all {
            let page = built.text(path);
            let found = [format!(">{words}<"), format!("\"{words}\"")];
            assert!(found.iter().any(|words| page.contains(words)), "{path} lacks {words}");
        }
    }
}

#[test]
fn sessions_in_a_language_are_found_by_readers_of_its_varieties() {
    let session = |n: usize| {
        let spoken = ["zh", "en", "sv"][n % 3];
        format!("  - {{id: s{n}, title: {{mul: S}}, kind: workshop, held_in: [{spoken}]}}\n")
    };
    let sessions: String = (0..30).map(session).collect();
    let agenda = format!("days:\n- date: 2031-04-10\n  sessions:\n{sessions}");
    let built = site(&["zh-CN, path: cn", "en-AU"], &[("content/agenda.yaml", &agenda)]);
    assert_eq!(built.printed, "");
    for tag in ["cn", "en-au", "sv"] {
        let path = format!("cn/agenda/language/{tag}/index.html");
        assert!(built.files.contains_key(&path), "there is no {path}");
    }
}

#[test]
fn texts_fall_back_to_a_language_that_readers_can_read() {
    let places = "- {id: hall, name: {da: Sal, en-GB: Parlour}}\n- {id: yard, name: {mul: Yard}}\n";
    let more = [("content/places.yaml", places)];
    for (languages, shown) in [
        (["da", "de", "en-GB", "en-AU"], "Parlour"),
        (["da", "de", "en-GB", "en-AU, fallback: [de]"], "Sal"),
        (["da", "de", "en-GB", "de-AT, fallback: [en, de-DE]"], "Parlour"),
    ] {
        let built = site(&languages, &more);
        assert!(!built.failed, "{}", built.printed);
        let tag = languages[3].split(',').next().expect("it has a tag").to_lowercase();
        let page = built.text(&format!("{tag}/agenda/lids/index.html"));
        assert!(page.contains(shown), "{tag}");
    }
}
