//! The parts of formatted dates and times, so that ranges can omit equal ones.

use std::fmt;

use icu_datetime::parts;
use writeable::{Part, PartsWrite, Writeable};

/// The field of a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::locale) enum Field {
    Era,
    Year,
    Month,
    Day,
    Weekday,
    Hour,
    Minute,
    /// AM, PM and the like.
    DayPeriod,
    /// Text between fields.
    Literal,
}

/// A part of a formatted date or time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::locale) struct DatePart {
    pub(in crate::locale) field: Field,
    pub(in crate::locale) text: String,
}

/// The parts in written order; together they are the whole text.
pub(in crate::locale) fn parts_of(formatted: &impl Writeable) -> Vec<DatePart> {
    let mut collector = Collector { parts: Vec::new(), field: Field::Literal };
    // Writing to memory cannot fail.
    let _ = formatted.write_to_parts(&mut collector);
    collector.parts
}

/// The joined text of parts.
pub(in crate::locale) fn text(parts: &[DatePart]) -> String {
    parts.iter().map(|part| part.text.as_str()).collect()
}

/// The index of a field in the parts.
pub(in crate::locale) fn position(parts: &[DatePart], field: Field) -> Option<usize> {
    parts.iter().position(|part| part.field == field)
}

struct Collector {
    parts: Vec<DatePart>,
    /// The current field.
    field: Field,
}

impl fmt::Write for Collector {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        match self.parts.last_mut() {
            // ICU may write a field digit by digit.
            Some(last) if last.field == self.field => last.text.push_str(text),
            _ => self.parts.push(DatePart { field: self.field, text: text.to_owned() }),
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
        // Parts of numbers are nested in a field and do not change it.
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
