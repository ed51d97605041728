//! Dates and times taken apart into their fields, so that ranges can share what is equal.

use std::fmt;

use icu_datetime::parts;
use writeable::{Part, PartsWrite, Writeable};

/// What a piece of a formatted date or time is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::locale) enum Field {
    Era,
    Year,
    Month,
    Day,
    Weekday,
    Hour,
    Minute,
    /// AM, PM and their like.
    DayPeriod,
    /// What stands between fields.
    Literal,
}

/// A piece of a formatted date or time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::locale) struct DatePart {
    pub(in crate::locale) field: Field,
    pub(in crate::locale) text: String,
}

/// The pieces in the order they are written; together they are the whole text.
pub(in crate::locale) fn pieces(formatted: &impl Writeable) -> Vec<DatePart> {
    let mut collector = Collector { pieces: Vec::new(), field: Field::Literal };
    // Writing to memory cannot fail, and ICU has nothing else to complain of.
    let _ = formatted.write_to_parts(&mut collector);
    collector.pieces
}

/// The text that pieces make together.
pub(in crate::locale) fn text(pieces: &[DatePart]) -> String {
    pieces.iter().map(|piece| piece.text.as_str()).collect()
}

/// Where a field stands among the pieces.
pub(in crate::locale) fn position(pieces: &[DatePart], field: Field) -> Option<usize> {
    pieces.iter().position(|piece| piece.field == field)
}

struct Collector {
    pieces: Vec<DatePart>,
    /// What is being written.
    field: Field,
}

impl fmt::Write for Collector {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        match self.pieces.last_mut() {
            // A field may be written digit by digit.
            Some(last) if last.field == self.field => last.text.push_str(text),
            _ => self.pieces.push(DatePart { field: self.field, text: text.to_owned() }),
        }
        Ok(())
    }
}

impl PartsWrite for Collector {
    type SubPartsWrite = Collector;

    fn with_part(
        &mut self,
        part: Part,
        mut write: impl FnMut(&mut Collector) -> fmt::Result,
    ) -> fmt::Result {
        let outer = self.field;
        // Numbers have parts of their own within a field: they change nothing.
        self.field = field(part).unwrap_or(outer);
        let result = write(self);
        self.field = outer;
        result
    }
}

fn field(part: Part) -> Option<Field> {
    Some(match part {
        parts::ERA => Field::Era,
        parts::YEAR => Field::Year,
        parts::MONTH => Field::Month,
        parts::DAY => Field::Day,
        parts::WEEKDAY => Field::Weekday,
        parts::HOUR => Field::Hour,
        parts::MINUTE => Field::Minute,
        parts::DAY_PERIOD => Field::DayPeriod,
        _ => return None,
    })
}
