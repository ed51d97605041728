//! Which format a file has, and reading it.

use std::fmt;

use crate::exchange::fault::Fault;
use crate::exchange::hints::Hints;
use crate::exchange::programme::Programme;
use crate::exchange::{
    csv, entries_xml, ics, json, pretalx_grid, schedule_json, schedule_xml, text, xml,
};

/// A format that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Schedules of pentabarf, frab, pretalx and c3voc as XML.
    ScheduleXml,
    /// Days and entries as XML.
    EntriesXml,
    /// Schedules of frab, pretalx and c3voc as JSON, both versions.
    ScheduleJson,
    /// iCalendar.
    Ics,
    /// A table of a spreadsheet.
    Csv,
    /// A grid of pretalx's submissions as JSON.
    PretalxGrid,
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Format::ScheduleXml => "schedule.xml",
            Format::EntriesXml => "XML with days and entries",
            Format::ScheduleJson => "schedule.json",
            Format::Ics => "iCalendar",
            Format::Csv => "CSV",
            Format::PretalxGrid => "a grid of pretalx",
        })
    }
}

/// Reads a file of any format that is known; it tells its format itself, whatever it is called.
///
/// # Errors
/// When the bytes are no text, the format is none of these, or something in it cannot be understood.
pub fn read(
    bytes: &[u8],
    encoding: Option<&str>,
    hints: &Hints,
) -> Result<(Format, Programme), Fault> {
    let text = text::decode(bytes, encoding)?;
    let format = recognise(&text)?;
    Ok((format, parse(format, &text, hints)?))
}

/// Reads a file of a format that somebody says it has.
///
/// # Errors
/// When the bytes are no text, or something in it cannot be understood.
pub fn read_as(
    format: Format,
    bytes: &[u8],
    encoding: Option<&str>,
    hints: &Hints,
) -> Result<Programme, Fault> {
    parse(format, &text::decode(bytes, encoding)?, hints)
}

fn parse(format: Format, text: &str, hints: &Hints) -> Result<Programme, Fault> {
    let read = match format {
        Format::ScheduleXml => schedule_xml::read,
        Format::EntriesXml => entries_xml::read,
        Format::ScheduleJson => schedule_json::read,
        Format::Ics => ics::read,
        Format::Csv => csv::read,
        Format::PretalxGrid => pretalx_grid::read,
    };
    read(text, hints)
}

/// The format of a file, by how it begins and what it is made of.
fn recognise(text: &str) -> Result<Format, Fault> {
    let start = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    match start.chars().next() {
        None => Err(Fault::new("the file is empty").help("export the programme once more")),
        Some('<') => Ok(match entries_xml::recognises(&xml::read(text)?) {
            true => Format::EntriesXml,
            false => Format::ScheduleXml,
        }),
        Some('{' | '[') => Ok(match pretalx_grid::recognises(&json::read(text)?) {
            true => Format::PretalxGrid,
            false => Format::ScheduleJson,
        }),
        Some(_) if is_calendar(start) => Ok(Format::Ics),
        Some(_) if csv::is_header(start) => Ok(Format::Csv),
        Some(_) => Err(Fault::new("the file is none of the formats that are read")
            .help("export it as schedule.xml, schedule.json, iCalendar or CSV")),
    }
}

fn is_calendar(start: &str) -> bool {
    let first = start.lines().next().unwrap_or_default().trim();
    first.eq_ignore_ascii_case("BEGIN:VCALENDAR")
}
