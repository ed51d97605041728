//! The facts and texts of a record, one by one, in a form in which the versions in a file, in the site
//! and in the last import can be compared.

use std::collections::BTreeMap;
use std::fmt;

use jiff::civil::{Date, Time};

use crate::base::source::hash128;
use crate::content::kind::Kind;

/// The kinds of records that are imported, in the order in which they are written.
pub(super) const KINDS: [Kind; 4] = [Kind::Session, Kind::Speaker, Kind::Place, Kind::Track];

/// The field of one fact or text of a record.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Field {
    /// The field's name in files; [`TIME`] and [`BODY`] are not names of fields there.
    pub(super) name: &'static str,
    /// The language of a text; empty for a fact.
    pub(super) tag: String,
}

/// The time of a session that is held once: its day, `start`, `end` and `fold`.
pub(super) const TIME: &str = "time";

/// The fields of a time in files, without the day.
pub(super) const TIME_FIELDS: [&str; 3] = ["start", "end", "fold"];

/// The long text.
pub(super) const BODY: &str = "text";

/// The fields that are written, in order.
const FIELDS: [&str; 25] = [
    "name",
    "kind",
    "status",
    "title",
    "summary",
    "color",
    "parent",
    "url",
    "capacity",
    TIME,
    "all_day",
    "start",
    "end",
    "fold",
    "places",
    "slots",
    "tracks",
    "speakers",
    "held_in",
    "documents",
    "links",
    "recording",
    "stream",
    "guid",
    BODY,
];

impl Field {
    /// A fact.
    pub(super) fn fact(name: &'static str) -> Field {
        Field { name, tag: String::new() }
    }

    /// A text in a language.
    pub(super) fn text(name: &'static str, tag: &str) -> Field {
        Field { name, tag: tag.to_owned() }
    }

    /// Whether it is a text, not a fact.
    pub(super) fn is_text(&self) -> bool {
        !self.tag.is_empty()
    }

    /// The fields before this one in a record.
    pub(super) fn before(name: &str) -> Vec<&'static str> {
        let at = FIELDS.iter().position(|field| *field == name).unwrap_or(FIELDS.len());
        std::iter::once("id").chain(FIELDS[..at].iter().copied()).collect()
    }

    /// Its place among a record's fields.
    pub(super) fn rank(&self) -> (usize, &str) {
        (FIELDS.iter().position(|field| *field == self.name).unwrap_or(FIELDS.len()), &self.tag)
    }

    /// Reads what `Display` writes.
    pub(super) fn parse(text: &str) -> Option<Field> {
        let (name, tag) = text.split_once('.').unwrap_or((text, ""));
        let name = FIELDS.iter().find(|field| **field == name)?;
        Some(Field { name, tag: tag.to_owned() })
    }
}

impl fmt::Display for Field {
    /// Such as `title.en`, or `places`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.is_text() {
            true => write!(f, "{}.{}", self.name, self.tag),
            false => f.write_str(self.name),
        }
    }
}

/// The value of a field.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    /// A short text or a word.
    Text(String),
    /// A long text, as Markdown.
    Body(String),
    /// Ids or language tags.
    Words(Vec<String>),
    /// A number.
    Number(u64),
    /// A time.
    Time(SessionTime),
    /// Several times.
    Slots(Vec<TimeSlot>),
    /// Addresses with titles; a title may be empty.
    Links(Vec<(String, String)>),
    /// A value that an editor wrote and no import writes.
    Other(String),
}

/// A wall clock time of a session.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct SessionTime {
    /// The day it belongs to.
    pub(super) day: Date,
    /// When it begins, if that is known.
    pub(super) start: Option<Time>,
    /// When it ends; an end before the start is on the next morning.
    pub(super) end: Option<Time>,
    /// Which of two equal times it is: `earlier` or `later`.
    pub(super) fold: Option<&'static str>,
}

/// One of several times of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TimeSlot {
    /// Its id.
    pub(super) id: String,
    /// Its time.
    pub(super) when: SessionTime,
    /// The ids of its places.
    pub(super) places: Vec<String>,
}

/// Identifies a record of the site: its kind and its id.
pub(super) type RecordKey = (Kind, String);

/// The facts and texts of one record.
pub(super) type Facts = BTreeMap<Field, Value>;

/// The order of start times on a day: times after midnight come late, and unknown times last.
pub(super) fn order(start: Option<Time>, day_starts: Time) -> (bool, Option<(bool, Time)>) {
    (start.is_none(), start.map(|start| (start < day_starts, start)))
}

/// A time of day as it is written.
pub(super) fn hh_mm(time: Time) -> String {
    time.strftime("%H:%M").to_string()
}

impl fmt::Display for SessionTime {
    /// Such as `2018-11-20 09:00–10:30`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.day)?;
        if let Some(start) = self.start {
            write!(f, " {}", hh_mm(start))?;
        }
        if let Some(end) = self.end {
            write!(f, "–{}", hh_mm(end))?;
        }
        self.fold.map_or(Ok(()), |fold| write!(f, " {fold}"))
    }
}

impl Value {
    /// The value on one line; equal values have equal lines. A long text is shortened to a beginning
    /// and a hash.
    pub(super) fn line(&self) -> String {
        match self {
            Value::Text(text) | Value::Other(text) => short(text),
            Value::Body(text) => shortened(text.trim()),
            Value::Words(words) => words.join(", "),
            Value::Number(number) => number.to_string(),
            Value::Time(when) => when.to_string(),
            Value::Slots(slots) => {
                let line = |slot: &TimeSlot| {
                    let places = slot.places.join(", ");
                    let places = if places.is_empty() { places } else { format!(" in {places}") };
                    format!("{} {}{places}", slot.id, slot.when)
                };
                slots.iter().map(line).collect::<Vec<_>>().join("; ")
            }
            Value::Links(links) => {
                let line = |(url, title): &(String, String)| format!("{url} {}", short(title));
                links
                    .iter()
                    .map(|link| line(link).trim_end().to_owned())
                    .collect::<Vec<_>>()
                    .join("; ")
            }
        }
    }

    /// The value in messages: short, and without a hash.
    pub(super) fn shown(&self) -> String {
        shown(&self.line())
    }
}

/// A line in messages.
pub(super) fn shown(line: &str) -> String {
    const LONGEST: usize = 60;
    let line = match line.rsplit_once(" #") {
        Some((text, hash)) if is_hash(hash) => text.trim_end_matches('…'),
        _ => line,
    };
    match line.chars().count() > LONGEST {
        true => line.chars().take(LONGEST).chain(['…']).collect(),
        false => line.to_owned(),
    }
}

fn is_hash(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// A text, shortened if it is long.
fn short(text: &str) -> String {
    const LONGEST: usize = 120;
    match text.chars().count() <= LONGEST && !text.contains('\n') {
        true => text.to_owned(),
        false => shortened(text),
    }
}

fn shortened(text: &str) -> String {
    const SHOWN: usize = 40;
    let start: String = text.chars().take(SHOWN).map(|c| if c == '\n' { ' ' } else { c }).collect();
    format!("{}… #{:032x}", start.trim_end(), hash128(text.as_bytes()))
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};

    use super::*;

    #[test]
    fn values_have_one_line_each() {
        let when = SessionTime {
            day: date(2030, 9, 12),
            start: Some(time(9, 0, 0, 0)),
            end: Some(time(10, 30, 0, 0)),
            fold: None,
        };
        let bare = SessionTime { day: when.day, start: None, end: None, fold: None };
        let slot =
            TimeSlot { id: "one".into(), when: when.clone(), places: vec!["a".into(), "b".into()] };
        for (value, line) in [
            (Value::Text("Tea: hot".into()), "Tea: hot"),
            (Value::Words(vec!["a".into(), "b".into()]), "a, b"),
            (Value::Time(when), "2030-09-12 09:00–10:30"),
            (Value::Time(bare), "2030-09-12"),
            (Value::Slots(vec![slot]), "one 2030-09-12 09:00–10:30 in a, b"),
            (Value::Links(vec![("https://a.example".into(), String::new())]), "https://a.example"),
        ] {
            assert_eq!(value.line(), line);
        }
        let long = Value::Body("one\ntwo".into());
        assert_eq!(long.line(), Value::Body("one\ntwo\n".into()).line());
        assert!(long.line().starts_with("one two… #"), "{}", long.line());
        assert_eq!(long.shown(), "one two");
    }

    #[test]
    fn fields_have_names() {
        for field in [Field::fact("places"), Field::text("title", "zh-Hans"), Field::fact(TIME)] {
            assert_eq!(Field::parse(&field.to_string()), Some(field));
        }
        assert_eq!(Field::parse("nothing"), None);
        assert_eq!(Field::before("status"), ["id", "name", "kind"]);
    }
}
