//! Whatever a site's files contain, nothing panics.
//!
//! The mutations are the same in every run, so that a failure can be repeated by its number.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::{Files, base_files, in_parallel};
use plenary::base::diagnostic::Report;
use plenary::base::print::{Format, print};
use plenary::base::source::Sources;
use plenary::content::load::file_of;
use plenary::drive::pipeline::{Options, build};
use plenary::tools::site_checks::check;

/// The number of sites; `MUTATIONS=100000 cargo test --test faults` tries more.
const MUTATIONS: usize = 2000;

/// Texts with a meaning in some files, to be inserted anywhere.
const PIECES: &[&str] = &[
    "",
    " ",
    "\n",
    "\t",
    "\r",
    "\u{0}",
    "\u{feff}",
    "\u{2028}",
    "\u{10ffff}",
    "\u{1f}",
    "---\n",
    "...\n",
    "- ",
    "-",
    ": ",
    ":",
    "? ",
    "[",
    "]",
    "{",
    "}",
    ",",
    "\"",
    "'",
    "`",
    "|",
    ">-",
    "&a ",
    "*a",
    "<<: *a",
    "!x ",
    "!!binary ",
    "!!map ",
    "%YAML 9.9\n",
    "@",
    "#",
    "# ",
    "## ",
    "######## ",
    "\\",
    "\\uD800",
    "\\u{110000}",
    "~",
    "null",
    "true",
    ".nan",
    ".inf",
    "-1",
    "0",
    "1e999",
    "99999999999999999999",
    "0000-01-01",
    "9999-12-31",
    "-0001-01-01",
    "2018-02-30",
    "24:00",
    "00:00",
    "23:59",
    "Etc/GMT+5",
    "Antarctica/Troll",
    "zh-Hans",
    "zh",
    "mul",
    "x-private",
    "i-klingon",
    "a-b-c-d-e-f-g-h",
    "../",
    "../../",
    "/",
    "//",
    "content/",
    "media/",
    "page:",
    "session:opening",
    "javascript:",
    "http://",
    "%00",
    "%",
    "![",
    "](",
    "](#",
    "<!--",
    "-->",
    "<script>",
    "<div",
    "</",
    "&#0;",
    "&#xD800;",
    "&lt;",
    "[^1]",
    "[^1]: ",
    "> [!NOTE]\n",
    "| a |\n|---|\n",
    "```",
    "~~~",
    "*",
    "**",
    "__",
    "{#",
    "{#a}",
    "$",
    "{ $x }",
    "{ -term }",
    "{ NUMBER($x, maximumFractionDigits: 99) }",
    "{ $x ->\n *[other] y\n}",
    "= ",
    ".a = b",
    "{{",
    "}}",
    "{%",
    "%}",
    "{#",
    "#}",
    "{{ x | t }}",
    "{% extends \"page.html\" %}",
    "{% include \"page.html\" %}",
    "{% block content %}",
    "{% endblock %}",
    "{% for x in page %}",
    "{{ page.title.text[9] }}",
    "\u{301}",
    "中文",
    "\u{200f}",
    "😀",
    "\u{1f468}\u{200d}\u{1f469}",
];

/// A deterministic random number generator (splitmix64).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % (end.max(1) as u64)).unwrap()
    }

    fn of<'a, T: ?Sized>(&mut self, list: &[&'a T]) -> &'a T {
        list[self.below(list.len())]
    }
}

/// The base site with more content, and a small theme instead of the built-in one, so that builds are
/// fast.
fn seed() -> Files {
    let mut files = base_files();
    for (path, text) in [
        ("content/event.yaml", SEED_EVENT),
        ("content/agenda.yaml", SEED_AGENDA),
        ("content/pages.yaml", "- {id: about, image: media/harbour.png, image_alt: {da: Havn}}\n"),
        ("content/agenda/2018-11-21.yaml", "title: {da: Anden dag}\nsessions: []\n"),
        ("content/pages/visa.da.md", SEED_PAGE),
        (
            "content/sessions/opening.da.md",
            "---\nsummary: Kort.\n---\n## Program {#program}\n\nTekst.\n",
        ),
        (
            "locales/da/site.ftl",
            "home = Hjem\nmore = { $count ->\n    [one] En\n   *[other] { $count }\n  }\n",
        ),
        (
            "locales/en/site.ftl",
            "home = Home\n-term = { $x }\nall = { -term(x: \"a\") } { home }\n",
        ),
        ("themes/mine/theme.yaml", "name: mine\nextends: other\n"),
        (
            "themes/other/templates/page.html",
            "{% extends \"base.html\" %}{% block content %}{{ page.title | mark }}{% endblock %}",
        ),
        (
            "(built-in)/templates/base.html",
            "{{ site.name | mark }}{% block content %}{{ \"home\" | t }}{% endblock %}",
        ),
        ("(built-in)/assets/mine.css", "a { background: url(\"mine.svg\") }"),
        ("(built-in)/assets/mine.svg", "<svg/>"),
    ] {
        files.insert(path.to_owned(), text.as_bytes().to_vec());
    }
    for name in [
        "404",
        "agenda",
        "chooser",
        "contacts",
        "home",
        "not-found",
        "page",
        "session",
        "speakers",
        "track",
        "tracks",
    ] {
        let text = "{% extends \"base.html\" %}".as_bytes().to_vec();
        files.insert(format!("(built-in)/templates/{name}.html"), text);
    }
    files
}

const SEED_EVENT: &str = "id: forum
name: {mul: Forum 2018}
short_name: {da: Forum}
start: 2018-11-20
end: 2018-11-22
timezone: Europe/Copenhagen
guest_timezones: [Asia/Shanghai]
place: hall
languages:
  - {tag: da, name: Dansk}
  - {tag: en, name: English, fallback: [da], formats: en-GB}
  - {tag: zh-Hans, name: 简体中文, path: zh, aliases: [zh-CN], fallback: [en, da]}
theme: mine
menu: [agenda, about]
action: about
image: media/harbour.png
image_alt: {da: Havnen}
base_url: https://example.org/forum/
";

const SEED_AGENDA: &str = "days:
  - date: 2018-11-20
    title: {da: Første dag, en: First day}
    sessions:
      - id: opening
        kind: ceremony
        title: {da: Åbning, en: Opening, zh-Hans: 开幕式}
        start: 09:00
        end: \"12:00\"
        places: [hall]
        tracks: [green-solutions]
        speakers: [li-na]
        hosts: [aarhus]
        held_in: [da, en]
        interpreted_into: [zh-Hans]
      - id: dinner
        title:
          da: >-
            Middag
            på rådhuset
        start: \"19:00\"
        end: \"01:00\"
        draft: true
        extra: {colour: red, list: [1, 2.5, ~]}
";

const SEED_PAGE: &str = "---
title: Visum
summary: \"Hvem skal bruge det?\"
slug: visum
---
## Tilmelding {#a}

Skriv til [Niels](contact:niels-hansen) eller læs [om](about.da.md#a), *nu* og \"her\"[^1].

![Havnen](media/harbour.png)

| a | b |
|---|---|
| 1 | 2 |

> [!NOTE]
> <b>Husk</b> pas.

- [ ] Foto

[^1]: Note.
";

/// The mutated site with a number: some of its files are changed.
fn mutated(seed: &Files, number: u64) -> Files {
    let mut random = Random(number);
    let mut files = seed.clone();
    let paths: Vec<&String> = seed.keys().filter(|path| !path.ends_with(".png")).collect();
    for _ in 0..=random.below(3) {
        let path =
            random.of(&paths.iter().map(|path| path.as_str()).collect::<Vec<_>>()).to_owned();
        let mut text = String::from_utf8(files[&path].clone()).unwrap();
        for _ in 0..=random.below(3) {
            mutate(&mut text, &mut random);
        }
        files.insert(path, text.into_bytes());
    }
    files
}

fn mutate(text: &mut String, random: &mut Random) {
    let at = boundary(text, random);
    let end = boundary(text, random).max(at);
    match random.below(9) {
        // In most cases, a text is inserted or replaced.
        0..=2 => text.insert_str(at, random.of(PIECES)),
        3..=4 => {
            let word =
                text[at..].find(char::is_whitespace).map_or(text.len(), |length| at + length);
            text.replace_range(at..word, random.of(PIECES));
        }
        5 => text.replace_range(at..end, ""),
        6 => text.insert_str(at, &random.of(PIECES).repeat(200)),
        7 => {
            let line =
                text.lines().nth(random.below(text.lines().count())).unwrap_or("").to_owned();
            text.insert_str(at, &format!("\n{line}\n"));
        }
        _ => text.truncate(at),
    }
}

fn boundary(text: &str, random: &mut Random) -> usize {
    let at = random.below(text.len() + 1);
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// Builds, checks and reports a site; the report is not empty if the site cannot be published.
fn survives(files: &Files) {
    let mut sources = Sources::default();
    for (path, bytes) in files {
        if let Ok(file) = file_of(path, bytes.clone()) {
            sources.insert(file);
        }
    }
    let mut report = Report::new();
    let site = build(&sources, &Options { drafts: true, ..Options::default() }, &mut report);
    if let Some(site) = &site {
        check(site, &sources, &mut report);
    }
    for format in [Format::Human { colour: false }, Format::Short, Format::Json, Format::Github] {
        let printed = print(&report, &sources, format);
        assert!(report.is_empty() || !printed.trim().is_empty(), "a report that says nothing");
    }
    assert!(site.is_some() || report.has_errors(), "no site, and nothing that says why");
    for fault in report.iter() {
        assert!(fault.help.is_some(), "no help: {fault:?}");
        assert!(!fault.message.contains('\n'), "more than a line: {fault:?}");
    }
}

#[test]
fn no_content_causes_a_panic() {
    let seed = seed();
    survives(&seed);
    let count = std::env::var("MUTATIONS").ok().and_then(|count| count.parse().ok());
    let count = count.unwrap_or(MUTATIONS);
    let failed = in_parallel(count, |number| {
        let files = mutated(&seed, number as u64);
        let fault = catch_unwind(AssertUnwindSafe(|| survives(&files))).err()?;
        let why = fault.downcast_ref::<String>().map(String::as_str);
        let why = why.or_else(|| fault.downcast_ref::<&str>().copied());
        Some(format!("{number}: {}", why.unwrap_or_default()))
    });
    assert!(failed.is_empty(), "{} of {count} fail:\n{}", failed.len(), failed.join("\n"));
}
