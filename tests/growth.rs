//! Building and checking a site takes time in proportion to its content: one thing at a time is multiplied
//! by eight.

#![expect(clippy::disallowed_methods, reason = "a test measures time")]

mod harness;

use std::time::{Duration, Instant};

use harness::in_memory;
use plenary::base::diagnostic::Report;
use plenary::base::print::{Format, print};
use plenary::drive::pipeline::{Options, build};
use plenary::tools::site_checks::check;

const EVENT: &str = "id: growth\nname: {en: Growth}\nstart: 2030-01-01\nend: 2038-12-31\n\
                     timezone: Europe/Copenhagen\nlanguages:\n  - {tag: en, name: English}\n";

/// The files of a site with a number of repetitions of something.
type Files = Vec<(String, String)>;

/// A name, a small number, and the files.
type Shape = (&'static str, usize, fn(usize) -> Files);

fn repeated(count: usize, part: impl Fn(usize) -> String) -> String {
    (0..count).map(part).collect()
}

fn file(path: &str, text: String) -> Files {
    vec![(path.to_owned(), text)]
}

fn page(body: String) -> Files {
    file("content/pages/x.en.md", format!("---\ntitle: X\n---\n{body}"))
}

fn sessions(rows: String) -> Files {
    let text = format!("days:\n  - date: 2030-01-02\n    sessions:\n{rows}");
    file("content/agenda.yaml", text)
}

fn date(at: usize) -> String {
    format!("{}-{:02}-{:02}", 2030 + at / 336, 1 + at % 336 / 28, 1 + at % 28)
}

const SHAPES: [Shape; 14] = [
    ("errors in YAML", 200, |n| {
        let row = |at| format!("- {{id: t{at}, title: {{en: T}}, colour: x}}\n");
        file("content/tracks.yaml", repeated(n, row))
    }),
    ("signs that look like YAML", 500, |n| {
        let row = |at| format!("- id: t{at}\n  title:\n    en:\u{a0}T\n");
        file("content/tracks.yaml", repeated(n, row))
    }),
    ("double bookings", 100, |n| {
        let row = |at| {
            format!(
                "      - {{id: s{at}, title: {{en: T}}, start: '09:00', end: '10:00', places: p}}\n"
            )
        };
        let mut files = sessions(repeated(n, row));
        files.extend(file("content/places.yaml", "- {id: p, name: P}\n".to_owned()));
        files
    }),
    ("times of a session", 40, |n| {
        let row = |at| {
            format!("          - {{id: a{at}, date: {}, start: '09:00', end: '10:00'}}\n", date(at))
        };
        sessions(format!(
            "      - id: s\n        title: {{en: T}}\n        slots:\n{}",
            repeated(n, row)
        ))
    }),
    ("broken links", 200, |n| page(repeated(n, |at| format!("[x](page:no{at})\n\n")))),
    ("links", 500, |n| page(repeated(n, |at| format!("[x](https://a.example/{at}) ")))),
    ("lists that are none", 200, |n| {
        page(repeated(n, |at| format!("{}. march\n\nPrice*\n\n* note\n\n-a\n-b\n\n", at + 2)))
    }),
    ("equal headings", 300, |n| page("## Same\n\ntext\n\n".repeat(n))),
    ("removed HTML", 200, |n| page("<p onclick=\"x()\">a</p>\n\n".repeat(n))),
    ("nested HTML", 30, |n| page("<div>\n\n".repeat(n) + "x\n\n" + &"</div>\n\n".repeat(n))),
    ("nested lists", 15, |n| page(repeated(n, |at| format!("{}- x\n", "  ".repeat(at))))),
    ("errors in messages", 150, |n| {
        file("locales/en/site.ftl", repeated(n, |at| format!("m{at} = {{ $x \n")))
    }),
    ("unused messages", 200, |n| {
        file("locales/en/site.ftl", repeated(n, |at| format!("m{at} = Text\n")))
    }),
    ("chains of messages", 150, |n| {
        let next = |at| format!("m{} = {{ m{at} }}\n", at + 1);
        file("locales/en/site.ftl", "m0 = x\n".to_owned() + &repeated(n, next))
    }),
];

/// The best time of two runs, on one thread.
fn time(files: Files) -> Duration {
    let event = ("content/event.yaml".to_owned(), EVENT.to_owned());
    let files = files.into_iter().chain([event]);
    let sources = in_memory(files.map(|(path, text)| (path, text.into_bytes())));
    let run = || {
        let begun = Instant::now();
        let mut report = Report::new();
        if let Some(site) = build(&sources, &Options::default(), &mut report) {
            check(&site, &sources, &mut report);
        }
        let printed = print(&report, &sources, Format::Human { colour: false });
        std::hint::black_box(printed);
        begun.elapsed()
    };
    run().min(run())
}

#[test]
fn a_build_takes_time_in_proportion_to_its_content() {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).stack_size(64 * 1024 * 1024).build();
    let pool = pool.expect("there is room for a thread");
    let mut slow = Vec::new();
    for (name, small, shape) in SHAPES {
        let [one, eight] = [small, 8 * small].map(|n| pool.install(|| time(shape(n))));
        // The ratio is 8 if time is in proportion, 64 if it grows with the square.
        if eight > one.max(Duration::from_millis(20)) * 24 {
            slow.push(format!("{name}: {one:?}, and {eight:?} for eight times as much"));
        }
    }
    assert!(slow.is_empty(), "{slow:#?}");
}
