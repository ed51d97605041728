//! The formats that are read, and how a file's format is detected.

use crate::exchange::file_fault::Fault;
use crate::exchange::hints::Hints;
use crate::exchange::programme::Programme;
use crate::exchange::{csv, decode, entries_xml, ics, pretalx_grid, schedule_json, schedule_xml};

/// A format that is read.
#[derive(Debug)]
pub struct Format {
    /// The name on the command line.
    pub id: &'static str,
    /// A short description.
    pub description: &'static str,
    /// Whether a file is of this format, given its text without blanks at the start.
    detects: fn(&str) -> bool,
    read: fn(&str, &Hints) -> Result<Programme, Fault>,
}

/// All formats, as the command line lists them. A special format comes after the general one.
pub static FORMATS: [Format; 6] = [
    Format {
        id: "schedule-xml",
        description: "schedule.xml of frab, pretalx, pentabarf and c3voc",
        detects: |text| text.starts_with('<'),
        read: schedule_xml::read,
    },
    Format {
        id: "schedule-json",
        description: "schedule.json of frab, pretalx and c3voc, both versions",
        detects: |text| text.starts_with(['{', '[']),
        read: schedule_json::read,
    },
    Format { id: "ics", description: "A calendar", detects: ics::detects, read: ics::read },
    Format {
        id: "csv",
        description: "A table exported from a spreadsheet",
        detects: |text| !text.starts_with(['<', '{', '[']) && csv::detects(text),
        read: csv::read,
    },
    Format {
        id: "entries-xml",
        description: "XML with days and entries",
        detects: entries_xml::detects,
        read: entries_xml::read,
    },
    Format {
        id: "pretalx-grid",
        description: "A grid of pretalx submissions",
        detects: pretalx_grid::detects,
        read: pretalx_grid::read,
    },
];

/// Reads a file; its format is detected from the content.
///
/// # Errors
/// When the bytes are not text, the format is none of these, or something in it is malformed.
pub fn read(bytes: &[u8], encoding: Option<&str>, hints: &Hints) -> Result<Programme, Fault> {
    let text = decode::decode(bytes, encoding)?;
    let start = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if start.is_empty() {
        return Err(Fault::new("the file is empty").help("export the programme once more"));
    }
    match FORMATS.iter().rfind(|format| (format.detects)(start)) {
        Some(format) => (format.read)(&text, hints),
        None => Err(Fault::new("the file is in none of the formats that are read")
            .help("export it as schedule.xml, schedule.json, iCalendar or CSV")),
    }
}

/// Reads a file of a given format.
///
/// # Errors
/// When the bytes are not text, or something in it is malformed.
pub fn read_as(
    format: &Format,
    bytes: &[u8],
    encoding: Option<&str>,
    hints: &Hints,
) -> Result<Programme, Fault> {
    (format.read)(&decode::decode(bytes, encoding)?, hints)
}
