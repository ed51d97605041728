//! Broken and hostile files: always an answer, never a panic, in time that does not grow with the square
//! of the size.

use crate::exchange::file_fault::LARGEST;
use crate::exchange::hints::Hints;
use crate::exchange::tests::sample::{Dice, programme};
use crate::exchange::{datetime, read, schedule_json, schedule_xml};

fn hints() -> Hints {
    Hints { timezone: datetime::zone("Europe/Copenhagen"), ..Hints::default() }
}

const CALENDAR: &str = "BEGIN:VCALENDAR\r\nX-WR-TIMEZONE:Europe/Copenhagen\r\nBEGIN:VTIMEZONE\r\n\
    TZID:Mine\r\nBEGIN:STANDARD\r\nDTSTART:19701025T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\n\
    RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\nBEGIN:VEVENT\r\n\
    UID:a\r\nDTSTART;TZID=\"Mine\":20310603T090000\r\nDURATION:PT1H\r\nRRULE:FREQ=DAILY;COUNT=3\r\n\
    EXDATE;TZID=Mine:20310604T090000\r\nSUMMARY:Fog\\, grå\r\nCATEGORIES:a,b\\,c\r\nEND:VEVENT\r\n\
    BEGIN:VEVENT\r\nUID:a\r\nRECURRENCE-ID:20310603T080000Z\r\nDTSTART:20310603T100000Z\r\n\
    DTEND:20310603T110000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

const ENTRIES: &str = "<schedule><day date='2031-06-03'><entry id='1'><start>0930</start>\
    <duration>30</duration><room>B, C</room><title>Breakfast</title></entry><entry id='2'>\
    <start>1000</start><room>B</room><title>Fog</title><speakers><speaker id='7'><name>Ada</name>\
    </speaker></speakers></entry></day></schedule>";

const GRID: &str = r#"{"schedule": {"2031-06-03": {"540": {"4": {"code": "FOG", "title": "Fog",
    "speakers": [{"code": "ADA", "name": "Ada"}], "slots": [{"id": 1, "room": {"id": 4, "name":
    {"en": "Hall"}}, "start": "2031-06-03T09:00:00+02:00", "end": "2031-06-03T10:00:00+02:00"}]}}}},
    "extra": {"2031-06-03": {"720": {"title": {"en": "Lunch"}}}}, "rooms": []}"#;

const TABLE: &str = "id;title da;title en;date;start;end;room;speakers;status\r\n\
    a;Tåge;Fog;3.6.2031;9:00 am;10.00;\"Hall;Tent\";\"Ada; Bo\";cancelled\r\n\
    a;Tåge;Fog;2031-06-04;22:00;01:00;;;\r\n";

/// A file of each format.
fn files() -> Vec<String> {
    let programme = programme(11, &["", "da"]);
    let mut files: Vec<String> = [CALENDAR, ENTRIES, GRID, TABLE].map(str::to_owned).to_vec();
    files.push(schedule_xml::write(&programme, "da"));
    files.push(schedule_json::write_v1(&programme, "da"));
    files.push(schedule_json::write_v2(&programme, "da"));
    for file in &files {
        assert!(read(file.as_bytes(), None, &hints()).is_ok(), "{file}");
    }
    files
}

/// What is inserted into files: special characters, numbers and dates out of range, other scripts.
pub(super) fn pieces() -> Vec<&'static [u8]> {
    const WORDS: &str = "< > & &#0; &x; ]]> <![CDATA[ <!-- \" ' { [ } ] , : ; \\ \0 99999999999999999999 -1 \
                         9999-99-99T99:99:99+99:99 \u{202e}云\u{feff}";
    let others = [&b"\r\n "[..], b"\xff\xfe", b"BEGIN:VEVENT\r\n"];
    WORDS.split(' ').map(str::as_bytes).chain(others).collect()
}

/// A file with a few parts of it cut off, overwritten, removed, inserted or repeated; never empty.
pub(super) fn damage(file: &[u8], dice: &mut Dice, pieces: &[&[u8]]) -> Vec<u8> {
    let mut broken = file.to_vec();
    for _ in 0..=dice.below(3) {
        let at = dice.below(broken.len());
        let end = (at + dice.below(40)).min(broken.len());
        match dice.below(5) {
            0 => broken.truncate(at.max(1)),
            1 => broken[at] = u8::try_from(dice.below(256)).unwrap_or_default(),
            2 => drop(broken.drain(at..end)),
            3 => drop(broken.splice(at..at, dice.pick(pieces).iter().copied())),
            _ => {
                let piece = broken[at..end].to_vec();
                broken.splice(at..at, piece);
            }
        }
        if broken.is_empty() {
            broken.push(b'x');
        }
    }
    broken
}

#[test]
fn broken_files_get_an_answer() {
    let pieces = pieces();
    for (number, file) in files().into_iter().enumerate() {
        let file = file.as_bytes();
        let dice = &mut Dice::new(number as u64 + 1);
        for round in 0..400 {
            let broken = damage(file, dice, &pieces);
            let encoding = [None, None, Some("windows-1252"), Some("gb18030")][round % 4];
            if let Err(fault) = read(&broken, encoding, &hints()) {
                assert!(!fault.message.is_empty() && fault.line != Some(0), "{fault:?}");
            }
        }
    }
}

#[test]
fn a_truncated_file_is_never_half_a_programme() {
    for file in files().iter().filter(|file| !file.starts_with("id;")) {
        let end = file.trim_end().len();
        for cut in (0..end).step_by(end / 60 + 1).filter(|cut| file.is_char_boundary(*cut)) {
            let found = read(&file.as_bytes()[..cut], None, &hints());
            assert!(found.is_err(), "{cut} of {end} bytes of {}", &file[..40]);
        }
    }
}

/// A version 2 file with `count` days, tracks and events.
fn second(count: usize) -> String {
    let list = |item: &dyn Fn(usize) -> String| (0..count).map(item).collect::<Vec<_>>().join(",");
    let days = list(&|_| {
        r#"{"date": "2031-06-03", "start": "2031-06-03T09:00:00Z", "end": "2031-06-03T09:00:01Z"}"#
            .to_owned()
    });
    let tracks = list(&|at| format!(r#"{{"slug": "t{at}", "name": "T{at}"}}"#));
    let events = list(&|at| {
        format!(
            r#"{{"title": "T", "start": "2031-06-05T09:00:00Z", "track": {{"slug": "t{}"}}}}"#,
            count - at - 1
        )
    });
    format!(
        r#"{{"schedule": {{"conference": {{"days": [{days}], "tracks": [{tracks}]}}, "events": [{events}]}}}}"#
    )
}

#[test]
fn large_nonsensical_files_take_little_time() {
    let many = 200_000;
    let zone = "<conference><time_zone_name>UTC</time_zone_name></conference>";
    let event = "<event code='A'><start>10:00</start><title>T</title><room>R</room></event>";
    let own = "<generator name='Plenary'/><conference><acronym>fog1</acronym>\
        <time_zone_name>UTC</time_zone_name></conference>";
    let slugged = "<event><start>10:00</start><title>T</title><slug>fog1-a_b</slug></event>";
    let day = "<day date='2031-06-03'><room name='R'>";
    let count = many / 10;
    for file in [
        "\n".repeat(many),
        " ".repeat(many) + "<",
        "<a>".repeat(many),
        "<".repeat(many),
        format!("<a {}", "b='".repeat(many)),
        format!("<!DOCTYPE a [{}]><a/>", "<!ENTITY b '&b;&b;'>".repeat(many / 10)),
        format!("<a>{}</a>", "&amp;".repeat(many)),
        format!("<schedule>{zone}{day}{}</room></day></schedule>", event.repeat(count)),
        format!("<schedule>{own}{day}{}</room></day></schedule>", slugged.repeat(count)),
        "[".repeat(many),
        format!("[{}0]", "0,".repeat(many)),
        format!("{{{}\"a\":0}}", "\"a\":0,".repeat(many)),
        "BEGIN:VCALENDAR\r\n".repeat(many),
        format!("BEGIN:VCALENDAR\r\n{}", " x\r\n".repeat(many)),
        format!("BEGIN:VCALENDAR\r\nX{}:1\r\nEND:VCALENDAR", ";A=\"b\"".repeat(many)),
        format!(
            "BEGIN:VCALENDAR\r\n{}END:VCALENDAR\r\n",
            "BEGIN:VEVENT\r\nUID:a\r\nDTSTART:20310603T090000Z\r\nRRULE:FREQ=DAILY;COUNT=366\r\n\
             LOCATION:a\\, b\\, c\r\nEND:VEVENT\r\n"
                .repeat(200)
        ),
        format!(
            "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\nDTSTART:20310603T090000Z\r\nEND:VEVENT\r\n{}\
             END:VCALENDAR\r\n",
            "BEGIN:VEVENT\r\nUID:a\r\nRECURRENCE-ID:20310603T090000Z\r\nDTSTART:20310604T090000Z\r\n\
             END:VEVENT\r\n"
                .repeat(count)
        ),
        format!(
            "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\nCATEGORIES:{}\r\nEND:VEVENT\r\nEND:VCALENDAR",
            (0..count).map(|number| number.to_string()).collect::<Vec<_>>().join(",")
        ),
        second(count),
        format!("title,room\nx,\"{}\"", (0..many).map(|number| format!("{number};")).collect::<String>()),
        format!("title\n{}", "\"".repeat(many)),
        format!("title{}", ",x".repeat(many)),
        format!("title,room\n{}", "x,a; b\n".repeat(count)),
        format!("title,language\nx,\"{}\"", "en ".repeat(many)),
    ] {
        // Whether it is a fault does not matter.
        let _ = read(file.as_bytes(), None, &hints());
    }
}

#[test]
fn files_that_are_too_large_empty_or_not_text_are_refused() {
    let fault = read(&vec![b' '; LARGEST + 1], None, &hints()).expect_err("it is too large");
    assert_eq!(fault.message, "the file has 65 MiB; at most 64 are read");
    for (file, message) in [
        (&b""[..], "the file is empty"),
        (b" \r\n ", "the file is empty"),
        (b"hello", "the file is in none of the formats that are read"),
        (b"\x89PNG\r\n\x1a\n\0\0", "the file is not UTF-8: the byte 0x89 is malformed here"),
        (b"PK\x03\x04\x14\0", "this is a ZIP archive, not text"),
        (b"tea\0", "this is not text: it has a zero byte"),
    ] {
        let fault = read(file, None, &hints()).expect_err(message);
        assert_eq!(fault.message, message);
        assert!(fault.help.is_some(), "{message}");
    }
}
