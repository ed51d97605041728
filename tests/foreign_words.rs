//! Words in another language than their page say so (WCAG 2.2, 3.1.2): every text and every attribute
//! of a site whose languages lack messages.
//!
//! The content of the site has no letters, so every letter on a page belongs to a message, a date or
//! the name of a language. The source language is English, and its words are in Latin letters. Every
//! second message is 'translated' into Greek letters, and none into Arabic. So the letters of a word
//! show its language.

mod harness;

use std::collections::BTreeSet;

use harness::walk::{Walked, walk};
use harness::{Built, build, forum, in_memory, new_site, repository};
use plenary::base::diagnostic::Report;
use plenary::drive::pipeline::Options;
use plenary::event::translation::lock::TextHash;

const EVENT: &str = r#"
id: "2033"
name: {mul: "2033"}
start: 2033-06-09
end: 2033-06-10
timezone: Europe/Copenhagen
guest_timezones: [Asia/Tokyo, America/New_York]
base_url: https://example.org
place: p1
editions: [{url: "https://example.org/1", title: {mul: "2031"}}]
languages:
  - {tag: en, name: "1"}
  - {tag: el, name: "2"}
  - {tag: ar, name: "3", publish: false}
tagline: {en: "51", el: "41", ar: "41"}
menu: [agenda, tracks, speakers, contacts, news]
"#;

/// Two days with all that a session may have. The second day's sessions are in parallel.
fn agenda() -> String {
    let kinds = ["keynote", "panel", "workshop", "reception", "visit", "session"];
    let mut text = "days:\n".to_owned();
    for day in [9, 10] {
        text.push_str(&format!("  - date: 2033-06-{day:02}\n    sessions:\n"));
        for at in 0..8 {
            let kind = kinds[(at + day) % kinds.len()];
            let places = if at == 6 { "all".to_owned() } else { format!("[p{}]", at % 3 + 1) };
            text.push_str(&format!(
                "      - {{id: s{day}-{at}, title: {{mul: \"{day}.{at}\"}}, kind: {kind}, \
                 places: {places}, tracks: [t{}], held_in: [fo, zh], start: \"{:02}:00\"",
                at % 2 + 1,
                9 + at / 2,
            ));
            text.push_str(match at {
                0 => ", end: \"10:30\", registration: {state: required, deadline: 2033-06-01, capacity: 20}, audience: invited",
                1 => ", interpreted_into: [{language: is, mode: whispered, from: fo}], speakers: [{speaker: a, role: moderator}]",
                2 => ", status: cancelled, stream: \"https://example.org/live\"",
                3 => ", status: tentative, documents: [{url: \"https://example.org/1.pdf\", title: {mul: \"1\"}, language: is}]",
                4 => ", choice: x, recording: \"https://example.org/2\"",
                5 => ", choice: x, transport: [{mode: bus, from: p1, depart: \"08:00\", seats: 40}]",
                _ => "",
            });
            text.push_str("}\n");
        }
        text.push_str(&format!(
            "      - {{id: open-{day}, title: {{mul: \"{day}\"}}, kind: bilateral}}\n      \
             - {{id: night-{day}, title: {{mul: \"{day}?\"}}, kind: dinner, start: \"22:00\", end: \"01:30\"}}\n      \
             - {{id: late-{day}, title: {{mul: \"{day}!\"}}, start: \"02:00\"}}\n"
        ));
    }
    text
}

const REST: &[(&str, &str)] = &[
    (
        "content/agenda.lock",
        "release 1 2033-05-01T09:00:00Z\n\
         slot s9-7 0 2033-05-01T09:00:00Z 2033-06-09 2033-06-09T08:00 - confirmed p1\n",
    ),
    ("content/tracks.yaml", "- {id: t1, title: {mul: \"#1\"}}\n- {id: t2, title: {mul: \"#2\"}}\n"),
    (
        "content/places.yaml",
        "- {id: p0, name: \"0\", kind: venue, capacity: 1200}\n\
         - {id: p1, name: \"1\", parent: p0, kind: room}\n- {id: p2, name: \"2\", parent: p0}\n- {id: p3, name: \"3\"}\n",
    ),
    (
        "content/speakers.yaml",
        "- {id: a, name: \"1\", url: \"https://example.org/a\"}\n- {id: b, name: \"2\"}\n",
    ),
    (
        "content/contacts.yaml",
        "- {id: c, name: \"1\", phone: \"+45 33 12 34 57\", email: 7@example.org}\n",
    ),
    (
        "content/organisations.yaml",
        "- {id: o, name: \"1\", role: partner}\n- {id: q, name: \"2\", role: host}\n",
    ),
    ("content/news.yaml", "- {id: n, date: 2033-02-01, title: {mul: \"1!\"}}\n"),
    (
        "content/pages/info.el.md",
        "---\ntitle: \"1\"\n---\n\n> [!WARNING]\n> 1\n\n- [x] 2\n- [ ] 3\n\n| 1 | 2 |\n|---|---|\n| 3 | 4 |\n\n5[^6]\n\n[^6]: 7\n\n## 1\n\n## 2\n\n## 3\n\n## 4\n",
    ),
];

/// A catalog in which every second message is written in Greek letters.
fn half_greek() -> String {
    let path = repository().join("themes/forum/locales/en/site.ftl");
    #[expect(clippy::disallowed_methods, reason = "the test reads the theme's messages")]
    let english = std::fs::read_to_string(path).expect("the theme has English messages");
    let (mut greek, mut at) = (String::new(), 0);
    for block in english.split_inclusive('\n') {
        let begins = block.starts_with(|c: char| c.is_ascii_lowercase());
        at += usize::from(begins);
        if at % 2 == 0 || block.starts_with('#') {
            continue;
        }
        let from = if begins { block.find('=').map_or(0, |at| at + 1) } else { 0 };
        let (name, text) = block.split_at(from);
        greek.push_str(name);
        greek.push_str(&in_greek(text));
    }
    greek
}

/// The letters outside of placeables, keys of variants and selectors, as Greek ones.
fn in_greek(text: &str) -> String {
    let (mut greek, mut depth) = (String::new(), 0);
    if text.trim_start().starts_with("{ $") && text.trim_end().ends_with("->") {
        return text.to_owned();
    }
    for c in text.chars() {
        match c {
            '{' | '[' => depth += 1,
            '}' | ']' => depth -= 1,
            _ => {}
        }
        greek.push(match c {
            'a'..='z' if depth == 0 => 'λ',
            'A'..='Z' if depth == 0 => 'Λ',
            _ => c,
        });
    }
    greek
}

fn site() -> Built {
    let mut files: Vec<(String, Vec<u8>)> = vec![
        ("content/event.yaml".into(), EVENT.into()),
        ("content/agenda.yaml".into(), agenda().into()),
        ("locales/el/half.ftl".into(), half_greek().into()),
    ];
    files.extend(REST.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())));
    files.extend(outdated_page());
    // Arabic is a draft.
    let options = Options { all_languages: true, ..Options::default() };
    let built = build(&in_memory(files), Report::new(), &options);
    assert!(!built.failed, "{}", built.printed);
    built
}

/// A page whose translations are out of date, with a title that a program translated. So is the event's
/// tagline.
fn outdated_page() -> Vec<(String, Vec<u8>)> {
    let hash = |text| TextHash::of(text);
    let mut lock = format!("text {} 50\n", hash("50"));
    for tag in ["el", "ar"] {
        for (unit, source, translation, origin) in [
            ("event tagline", "50", "41", "person"),
            ("page late text", "50", "41", "person"),
            ("page late title", "6", "60", "machine"),
        ] {
            let (source, translation) = (hash(source), hash(translation));
            lock.push_str(&format!(
                "pair {tag} {source} {translation} {origin} 2033-01-02 - {unit}\n"
            ));
        }
    }
    let mut files = vec![("content/translations.lock".to_owned(), lock.into_bytes())];
    for (tag, title, text) in [("en", "6", "51"), ("el", "60", "41"), ("ar", "60", "41")] {
        let text = format!("---\ntitle: \"{title}\"\n---\n{text}\n");
        files.push((format!("content/pages/late.{tag}.md"), text.into_bytes()));
    }
    files
}

/// The language of a letter.
fn language_of(letter: char) -> Option<&'static str> {
    match letter {
        'a'..='z' | 'A'..='Z' => Some("en"),
        '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => Some("el"),
        '\u{600}'..='\u{6ff}' => Some("ar"),
        _ => None,
    }
}

/// Words that belong to no language: names of zones and products, addresses, abbreviations.
const NAMES: [&str; 8] = [
    "Europe/Copenhagen",
    "@example.org",
    "https://example.org/a",
    "PDF",
    "1.pdf",
    "OpenStreetMap",
    "Plenary",
    "QR",
];

fn languages_in(text: &str) -> BTreeSet<&'static str> {
    let text = NAMES.iter().fold(text.to_owned(), |text, name| text.replace(name, ""));
    text.chars().filter_map(language_of).collect()
}

/// The words of a page that are not in the language that is declared for them.
fn undeclared(html: &str) -> Vec<String> {
    let mut found = Vec::new();
    for Walked { what, text, lang } in walk(html) {
        let languages = languages_in(&text);
        // An attribute or title may contain words of several languages, such as a message with a date
        // in it; the message decides.
        let right = if what == "text" {
            languages.iter().all(|language| *language == lang)
        } else {
            languages.is_empty() || languages.contains(&*lang)
        };
        if !right {
            found.push(format!("{what} in {lang:?}: {text:?}"));
        }
    }
    found
}

#[test]
fn every_word_of_another_language_says_so() {
    let built = site();
    let (mut faults, mut pages, mut words) = (Vec::new(), 0, BTreeSet::new());
    for (path, html) in built.pages() {
        pages += 1;
        let found = undeclared(html);
        faults.extend(found.into_iter().map(|fault| format!("{path}: {fault}")));
        words.extend(walk(html).map(|walked| (path[..2].to_owned(), walked.lang)));
    }
    assert!(pages > 100, "{pages}");
    assert!(
        faults.is_empty(),
        "{} of them:\n{}",
        faults.len(),
        faults[..faults.len().min(40)].join("\n")
    );
    for (folder, lang) in
        [("el", "en"), ("ar", "en"), ("el", "el"), ("ar", "ar"), ("in", "el"), ("40", "el")]
    {
        assert!(
            words.contains(&(folder.to_owned(), lang.to_owned())),
            "{folder} has words in {lang}"
        );
    }
}

#[test]
fn notices_and_marks_of_translations_are_on_the_pages_that_are_compared() {
    let built = site();
    for tag in ["el", "ar"] {
        let page = built.text(&format!("{tag}/late/index.html"));
        let notices = page.matches("class=\"notice").count();
        assert_eq!(notices, if tag == "ar" { 3 } else { 2 }, "{page}");
        for page in [page, built.text(&format!("{tag}/index.html"))] {
            assert!(page.contains("<small class=\"outdated\""), "{page}");
        }
    }
}

#[test]
fn nothing_of_the_marks_is_published() {
    let built = site();
    for (path, bytes) in &built.files {
        let text = String::from_utf8_lossy(bytes);
        let mark = text.find(|c| matches!(c, '\u{fdd0}'..='\u{fdef}' | '\u{10fffe}'));
        assert_eq!(mark, None, "{path}");
    }
}

#[test]
fn a_complete_site_declares_no_language_for_its_own_words() {
    for built in [forum(None), new_site(None)] {
        for (path, html) in built.pages() {
            assert!(!html.contains("-lang=\""), "{path}");
        }
    }
}

#[test]
fn a_region_with_a_foreign_label_keeps_the_language_and_direction_of_its_content() {
    let built = site();
    let page = built.text("ar/agenda/index.html");
    for part in [
        "<html lang=\"ar\" dir=\"rtl\">",
        "<a class=\"skip\" href=\"#content\"><span lang=\"en\" dir=\"ltr\">Skip to content</span></a>",
        "<nav class=\"menu\" aria-label=\"Main menu\" lang=\"en\">\n<ul lang=\"ar\">",
        "data-star=\"In my programme\"",
        "data-star-lang=\"en\"",
        "<title lang=\"en\">Programme – 2033</title>",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
    // In a language of the same direction, only the language is said.
    let page = built.text("el/agenda/index.html");
    assert!(page.contains("<span lang=\"en\">") && !page.contains("dir=\"ltr\">Sk"), "{page}");
}

/// A small site with these files besides `content/event.yaml`.
fn small(languages: &str, more: &str, files: &[(&str, &str)]) -> Built {
    let event = format!(
        "id: fair\nname: {{mul: \"7\"}}\nstart: 2034-10-12\nend: 2034-10-13\n\
         timezone: Europe/Copenhagen\nlanguages: [{languages}]\n{more}"
    );
    let mut all = vec![("content/event.yaml".to_owned(), event.into_bytes())];
    all.extend(files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())));
    let built = build(&in_memory(all), Report::new(), &Options::default());
    assert!(!built.failed, "{}", built.printed);
    built
}

const SESSION: &str = "days: [{date: 2034-10-12, sessions: [{id: talk, title: {mul: \"1\"}, \
    start: \"09:30\", end: \"10:00\", held_in: [fo, yue, sw]}]}]\n";

#[test]
fn languages_have_names_in_every_language() {
    let built = small(
        "{tag: da, name: Dansk}, {tag: en, name: English}, {tag: zh-Hans, name: 中文, path: zh}, \
         {tag: de, name: Deutsch}",
        "guest_timezones: [Asia/Kolkata]\n",
        &[
            ("content/agenda.yaml", SESSION),
            ("locales/de/names.ftl", "language-sw = Suaheli\nzone-asia-kolkata = Indien\n"),
        ],
    );
    for (path, words) in [
        ("da/agenda", "På færøsk, kantonesisk og swahili"),
        ("en/agenda", "In Faroese, Cantonese and Swahili"),
        ("zh/agenda", "使用法罗语、粤语和斯瓦希里语"),
        // The theme has no German words: the message is a fallback, its arguments are not.
        ("de/agenda", "<span lang=\"de\">Färöisch, Kantonesisch und Suaheli</span>"),
        ("zh/agenda", "加尔各答"),
        ("da/agenda", "Kolkata 13.00–13.30"),
        ("de/agenda", "Indien 13:00–13:30"),
    ] {
        let page = built.text(&format!("{path}/index.html"));
        assert!(page.contains(words), "{path}: {words}\n{page}");
    }
}

#[test]
fn dates_that_a_language_lacks_are_those_of_a_fallback() {
    let built = small(
        "{tag: en, name: English}, {tag: da, name: Dansk}, {tag: kl, name: Kalaallisut, fallback: [da]}, \
         {tag: smj, name: Julevsámegiella}",
        "",
        &[("content/agenda.yaml", SESSION)],
    );
    for (path, dates) in [
        ("kl", "<span lang=\"da\">12.–13. oktober 2034</span>"),
        ("smj", "<span lang=\"en-GB\">12–13 October 2034</span>"),
        ("da", ">12.–13. oktober 2034<"),
    ] {
        let page = built.text(&format!("{path}/index.html"));
        assert!(page.contains(dates), "{path}: {dates}\n{page}");
    }
    assert!(built.text("kl/agenda/index.html").contains("færøsk, kantonesisk og swahili"));
    assert!(
        built
            .text("kl/programme.json")
            .contains("\"text\":\"torsdag den 12. oktober 2034\",\"lang\":\"da\"")
    );
}

#[test]
fn messages_that_stand_in_for_the_source_language_say_their_language() {
    let built = small("{tag: fo, name: Føroyskt}", "", &[("content/agenda.yaml", SESSION)]);
    let page = built.text("fo/agenda/index.html");
    assert!(page.contains("<span lang=\"en\">Skip to content</span>"), "{page}");
    assert!(page.contains("<title lang=\"en\">Programme – 7</title>"), "{page}");
    assert!(page.contains("12. oktober"), "{page}");
}

#[test]
fn an_official_name_is_beside_its_translation() {
    let names = "official_name: {sv: Stora vindmässan}\nbase_url: https://fair.example\n";
    let languages = "{tag: da, name: Dansk}, {tag: en, name: English}, {tag: de, name: Deutsch}";
    let event = format!(
        "id: fair\nname: {{da: Den store vindmesse, en: Stora vindmässan 2034, de: Windmesse}}\n\
         start: 2034-10-12\nend: 2034-10-13\ntimezone: Europe/Stockholm\nlanguages: [{languages}]\n{names}"
    );
    let files = [("content/event.yaml".to_owned(), event.into_bytes())];
    let built = build(&in_memory(files), Report::new(), &Options::default());
    let official = "<span lang=\"sv\" dir=\"auto\">Stora vindmässan</span>";
    assert_eq!(
        built.text("da/index.html").matches(official).count(),
        2,
        "in the head and the foot"
    );
    assert!(built.text("de/index.html").contains(official));
    // The English name is the official one, so it is not repeated, but says its language.
    let english = built.text("en/index.html");
    assert!(!english.contains(official), "{english}");
    assert!(
        english.contains("<span lang=\"sv\" dir=\"auto\">Stora vindmässan 2034</span>"),
        "{english}"
    );
    let json = "\"alternateName\":[\"Stora vindmässan\",\"Stora vindmässan 2034\",\"Windmesse\"]";
    assert!(built.text("da/index.html").contains(json), "{}", built.text("da/index.html"));
    assert!(
        built.text("api/event.json").contains("\"official_name\":{\"sv\":\"Stora vindmässan\"}")
    );
}
