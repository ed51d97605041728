//! Reading takes time and memory in proportion to the file, and what no event needs is refused.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use crate::exchange::datetime;
use crate::exchange::hints::Hints;
use crate::exchange::read;

fn hints() -> Hints {
    Hints { timezone: datetime::zone("Europe/Copenhagen"), ..Hints::default() }
}

/// A file with a number of repetitions of something, by name.
type Shape = (&'static str, fn(usize) -> String);

fn repeated(count: usize, part: impl Fn(usize) -> String) -> String {
    (0..count).fold(String::new(), |text, at| text + &part(at))
}

fn calendar(body: &str) -> String {
    format!("BEGIN:VCALENDAR\r\n{body}END:VCALENDAR\r\n")
}

fn entry(uid: usize, at: usize, more: &str) -> String {
    let (day, hour) = (1 + at % 28, at / 28 % 24);
    let month = 1 + at / 672 % 12;
    let year = 2030 + at / 8064;
    format!(
        "BEGIN:VEVENT\r\nUID:u{uid}\r\nDTSTART:{year}{month:02}{day:02}T{hour:02}0000Z\r\n\
         SUMMARY:T{at}\r\n{more}END:VEVENT\r\n"
    )
}

const SHAPES: [Shape; 14] = [
    ("calendar: entries", |n| calendar(&repeated(n, |at| entry(at, at, "")))),
    ("calendar: entries of one id", |n| calendar(&repeated(n, |at| entry(1, at, "")))),
    ("calendar: exceptions of one entry", |n| {
        let one = entry(1, 0, "RRULE:FREQ=DAILY;COUNT=300\r\n");
        let day = |at: usize| format!("RECURRENCE-ID:20300101T{:06}Z\r\n", at % 240_000);
        calendar(&(one + &repeated(n, |at| entry(1, at, &day(at)))))
    }),
    ("calendar: excluded dates", |n| {
        let dates = repeated(n, |at| format!("EXDATE:2030{:02}01T000000Z\r\n", 1 + at % 12));
        calendar(&entry(1, 0, &format!("RRULE:FREQ=DAILY;COUNT=300\r\n{dates}")))
    }),
    ("calendar: properties", |n| {
        calendar(&entry(1, 0, &repeated(n, |at| format!("X-A{at}:{at}\r\n"))))
    }),
    ("calendar: categories and rooms", |n| {
        let more = |at: usize| format!("CATEGORIES:c{at}\r\nLOCATION:r{at}\\, r{}\r\n", at + 1);
        calendar(&repeated(n, |at| entry(at, at, &more(at))))
    }),
    ("calendar: folded line", |n| {
        calendar(&entry(1, 0, &format!("DESCRIPTION:{}\r\n", "a\r\n b\\n".repeat(n))))
    }),
    ("table: rows", |n| {
        format!(
            "title,room,speakers,x\n{}",
            repeated(n, |at| format!("t{at},r{at},s{at};s{},y\n", at + 1))
        )
    }),
    ("table: rows of one id", |n| {
        let row = |at: usize| format!("1,t,2030-01-{:02},{}\n", 1 + at % 28, at);
        format!("id,title,date,speakers\n{}", repeated(n, row))
    }),
    ("table: one cell", |n| {
        format!("title,speakers\nt,\"{}\"\n", repeated(n, |at| format!("s{at}\n")))
    }),
    ("schedule.xml: events", |n| {
        let event = |at: usize| {
            format!(
                "<event id='{at}' guid='g'><title>t{at}</title><start>10:00</start>\
                 <duration>00:30</duration><track>k{at}</track><persons><person id='{at}'>p{at}\
                 </person></persons></event>"
            )
        };
        format!(
            "<schedule><conference><title>c</title></conference><day date='2030-01-01'>\
             <room name='r'>{}</room></day></schedule>",
            repeated(n, event)
        )
    }),
    ("schedule.xml: one event's persons", |n| {
        format!(
            "<schedule><day date='2030-01-01'><room name='r'><event id='1'><title>t</title><persons>{}\
             </persons></event></room></day></schedule>",
            repeated(n, |at| format!("<person>p{at}</person>"))
        )
    }),
    ("schedule.json: events of one id", |n| {
        let event = |at: usize| {
            let comma = if at == 0 { "" } else { "," };
            format!(
                "{comma}{{\"id\":1,\"guid\":\"00000000-0000-4000-8000-000000000000\",\"title\":\"t\",\
                 \"date\":\"2030-01-01T{:02}:{:02}:00+01:00\",\"duration\":\"00:01\"}}",
                at / 60 % 24,
                at % 60
            )
        };
        format!(
            "{{\"schedule\":{{\"conference\":{{\"days\":[{{\"date\":\"2030-01-01\",\"rooms\":\
             {{\"r\":[{}]}}}}]}}}}}}",
            repeated(n, event)
        )
    }),
    ("schedule.json: unknown fields", |n| {
        let mut fields = String::new();
        for at in 0..n {
            let _ = write!(fields, ",\"f{at}\":{at}");
        }
        format!("{{\"schedule\":{{\"conference\":{{\"days\":[]{fields}}}}}}}")
    }),
];

#[expect(clippy::disallowed_methods, reason = "a test measures time")]
fn time(text: &str) -> Duration {
    let hints = hints();
    let best = (0..3).map(|_| {
        let begun = Instant::now();
        let _ = std::hint::black_box(read(text.as_bytes(), None, &hints));
        begun.elapsed()
    });
    best.min().unwrap_or_default()
}

#[test]
fn reading_takes_time_in_proportion_to_the_file() {
    const SMALL: usize = 1000;
    let mut slow = Vec::new();
    for (name, shape) in SHAPES {
        let [small, large] = [SMALL, 8 * SMALL].map(|count| time(&shape(count)));
        // The ratio is 8 if time is in proportion, 64 if it grows with the square; 5 ms is noise.
        if large > small.max(Duration::from_millis(5)) * 28 {
            slow.push(format!("{name}: {small:?}, and {large:?} for eight times as much"));
        }
    }
    assert!(slow.is_empty(), "{slow:#?}");
}

#[test]
fn what_no_event_needs_is_refused() {
    let rules = |at: usize| entry(at, at, "RRULE:FREQ=DAILY;COUNT=366\r\n");
    for (text, message, line) in [
        (calendar(&repeated(600, rules)), "the entries take place more than 200000 times", 3282),
        (
            format!("title\n{}", "t\n".repeat(200_001)),
            "the table has more than 200000 rows or 1000000 cells with text",
            200_001,
        ),
        (
            format!(
                "title,{}\n{}",
                "x,".repeat(100),
                format!("t,{}\n", "1,".repeat(100)).repeat(10_000)
            ),
            "the table has more than 200000 rows or 1000000 cells with text",
            9_901,
        ),
    ] {
        let fault = read(text.as_bytes(), None, &hints()).expect_err(message);
        assert_eq!((&*fault.message, fault.line), (message, Some(line)));
        assert!(fault.help.is_some());
    }
}
