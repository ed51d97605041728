//! Tables of text: rows of cells, separated by commas, semicolons or tabs.

use ::csv::{ReaderBuilder, StringRecord, Writer};

use crate::exchange::csv::check_quotes;
use crate::exchange::file_fault::{Fault, check_size};

/// The most rows that are read.
const MOST_ROWS: usize = 200_000;

/// The most cells with text that are read.
const MOST_CELLS: usize = 1_000_000;

/// A row of a table.
#[derive(Debug)]
pub(in crate::exchange) struct TableRow {
    /// The line of the file where it begins, from 1.
    pub(in crate::exchange) line: usize,
    /// Its cells, in order.
    pub(in crate::exchange) cells: Vec<String>,
}

/// Gives the rows that have any text to a function, in order.
///
/// # Errors
/// When a quotation mark is misplaced or the table is too large, and those of the function.
pub(in crate::exchange) fn read_rows(
    text: &str,
    mut row: impl FnMut(TableRow) -> Result<(), Fault>,
) -> Result<(), Fault> {
    check_size(text.len())?;
    let (skipped, delimiter, body) = beginning(text);
    check_quotes::check(body, delimiter)
        .map_err(|fault| Fault { line: fault.line.map(|line| line + skipped), ..fault })?;
    let mut table = ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .has_headers(false)
        .from_reader(body.as_bytes());
    let mut record = StringRecord::new();
    let (mut rows, mut cells) = (0, 0);
    let mut lines = LineCounter { text: body.as_bytes(), at: 0, line: 1 };
    loop {
        let more = table.read_record(&mut record).map_err(|error| {
            let line = error.position().and_then(|position| usize::try_from(position.line()).ok());
            Fault::new("this is not a table of text").line(line.map(|line| line + skipped))
        })?;
        if !more {
            return Ok(());
        }
        let full = record.iter().filter(|cell| !cell.trim().is_empty()).count();
        if full == 0 {
            continue;
        }
        let line = lines.at(record.position().map_or(0, |position| position.byte())) + skipped;
        (rows, cells) = (rows + 1, cells + full);
        if rows > MOST_ROWS || cells > MOST_CELLS {
            let message =
                format!("the table has more than {MOST_ROWS} rows or {MOST_CELLS} cells with text");
            return Err(Fault::new(message).line(line).help("export the table in parts"));
        }
        row(TableRow { line, cells: record.iter().map(str::to_owned).collect() })?;
    }
}

/// Writes rows, separated by commas.
pub(in crate::exchange) fn write_rows<R>(rows: impl Iterator<Item = R>) -> String
where
    R: IntoIterator<Item = String>,
{
    const INFALLIBLE: &str = "a vector takes all bytes, and all rows are equally long";
    let mut writer = Writer::from_writer(Vec::new());
    for row in rows {
        writer.write_record(row.into_iter().map(String::into_bytes)).expect(INFALLIBLE);
    }
    let bytes = writer.into_inner().expect(INFALLIBLE);
    String::from_utf8(bytes).expect("the cells are UTF-8")
}

/// The number of lines before the table, the delimiter, and the table. Some spreadsheets declare the
/// delimiter in a first line `sep=;`; otherwise it is the most frequent one in the first line.
fn beginning(text: &str) -> (usize, u8, &str) {
    let text = text.trim_start_matches('\u{feff}');
    if let Some(rest) = text.strip_prefix("sep=")
        && let Some(delimiter @ (b',' | b';' | b'\t')) = rest.bytes().next()
    {
        return (1, delimiter, rest.split_once('\n').map_or("", |(_, body)| body));
    }
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let mut quoted = false;
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    for byte in first.bytes() {
        quoted ^= byte == b'"';
        for (delimiter, count) in &mut counts {
            *count += usize::from(!quoted && byte == *delimiter);
        }
    }
    // If several are equally frequent, the first: a table of one column has no delimiter.
    let most = counts
        .iter()
        .rev()
        .max_by_key(|(_, count)| *count)
        .map_or(b',', |(delimiter, _)| *delimiter);
    (0, most, text)
}

/// Counts lines. The crate assigns the two characters of a Windows line end to different rows.
struct LineCounter<'a> {
    text: &'a [u8],
    at: usize,
    line: usize,
}

impl LineCounter<'_> {
    /// The line of the first byte, from an offset on, that is not a line end; offsets must ascend.
    fn at(&mut self, byte: u64) -> usize {
        let byte = usize::try_from(byte).unwrap_or(usize::MAX);
        while let Some(found) = self.text.get(self.at) {
            if self.at >= byte && !matches!(found, b'\r' | b'\n') {
                break;
            }
            self.line += usize::from(*found == b'\n');
            self.at += 1;
        }
        self.line
    }
}
