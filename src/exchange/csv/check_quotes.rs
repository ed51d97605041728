//! Misplaced quotation marks in a table, which would swallow rows.

use crate::exchange::file_fault::Fault;

/// Where in a cell the check is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum CellState {
    /// At its start, or after leading blanks.
    Start { blank: bool },
    /// In an unquoted cell.
    Bare,
    /// In a quoted cell.
    Quoted,
    /// After a closing quotation mark, or after the first of two that encode one.
    Closed,
}

/// Checks all quotation marks (RFC 4180): a quoted cell begins and ends with one, and doubles those
/// within it.
///
/// # Errors
/// With the line of the opening quotation mark.
pub(super) fn check(table: &str, delimiter: u8) -> Result<(), Fault> {
    let (mut line, mut opened) = (1, 1);
    let mut at = CellState::Start { blank: false };
    for byte in table.bytes() {
        let end = byte == delimiter || matches!(byte, b'\n' | b'\r');
        at = match (at, byte) {
            (CellState::Quoted, b'"') => CellState::Closed,
            (CellState::Closed, b'"') | (CellState::Quoted, _) => CellState::Quoted,
            _ if end => CellState::Start { blank: false },
            (CellState::Start { blank: true }, b'"') => return Err(blank(line)),
            (CellState::Start { .. }, b'"') => {
                opened = line;
                CellState::Quoted
            }
            (CellState::Start { .. }, b' ') => CellState::Start { blank: true },
            (CellState::Closed, b' ') => CellState::Closed,
            (CellState::Closed, _) => return Err(continues(opened)),
            (CellState::Start { .. } | CellState::Bare, _) => CellState::Bare,
        };
        line += usize::from(byte == b'\n');
    }
    match at {
        CellState::Quoted => Err(open(opened)),
        _ => Ok(()),
    }
}

const TWICE: &str = "double one that belongs to the text, in a quoted cell: \
                     `\"The \"\"last\"\" drop\"`";

fn open(line: usize) -> Fault {
    Fault::new("a quoted cell begins on this line and is never closed")
        .line(line)
        .help(format!("put a quotation mark at its end; {TWICE}"))
}

fn continues(line: usize) -> Fault {
    Fault::new("a quoted cell that begins on this line continues after its closing quotation mark")
        .line(line)
        .help(format!("close the cell at its end; {TWICE}"))
}

fn blank(line: usize) -> Fault {
    Fault::new("there is a blank before the opening quotation mark of a cell on this line")
        .line(line)
        .help(format!("remove the blank; {TWICE}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotation_marks_enclose_a_cell_or_are_doubled_in_it() {
        for table in [
            "title,room\n\"Lids, all\",\"\"\n",
            "title\n\"The \"\"last\"\"\ndrop\"",
            "title,room\n6\" pots,a \"hall\"\n",
            "title,room\r\n\"Lids\" ,\"Hall\"\r\n",
            "",
        ] {
            assert_eq!(check(table, b','), Ok(()), "{table}");
        }
        for (table, part, line) in [
            ("title\nLids\n\"Pots\nPans\n", "is never closed", 3),
            ("title,room\nLids,\n\"Pots,\nPans,\"Hall\"\n", "continues", 3),
            ("title\n\"A \"pot\"\"\n", "continues", 2),
            ("title,room\nLids, \"Hall\nway\"\n", "a blank before", 2),
        ] {
            let fault = check(table, b',').expect_err(table);
            assert!(fault.message.contains(part), "{table}: {}", fault.message);
            assert_eq!(fault.line, Some(line), "{table}");
        }
        assert_eq!(check("title;room\nLids;\"Hall\"\n", b';'), Ok(()));
    }
}
