//! Quotation marks of a table that are not where they can be: with them, rows would be swallowed.

use crate::exchange::fault::Fault;

/// Where a cell is being read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    /// At its beginning, or behind blanks there.
    Start { blank: bool },
    /// In one without quotation marks around it.
    Bare,
    /// In one with them.
    Quoted,
    /// Behind the one that closes it, or the first of two that stand for one.
    Closed,
}

/// Looks at all quotation marks (RFC 4180): those around a cell are its first and its last sign, and
/// those within stand twice.
///
/// # Errors
/// With the line of the mark that opens the cell.
pub(super) fn check(table: &str, delimiter: u8) -> Result<(), Fault> {
    let (mut line, mut opened) = (1, 1);
    let mut at = At::Start { blank: false };
    for byte in table.bytes() {
        let end = byte == delimiter || matches!(byte, b'\n' | b'\r');
        at = match (at, byte) {
            (At::Quoted, b'"') => At::Closed,
            (At::Closed, b'"') | (At::Quoted, _) => At::Quoted,
            _ if end => At::Start { blank: false },
            (At::Start { blank: true }, b'"') => return Err(blank(line)),
            (At::Start { .. }, b'"') => {
                opened = line;
                At::Quoted
            }
            (At::Start { .. }, b' ') => At::Start { blank: true },
            (At::Closed, b' ') => At::Closed,
            (At::Closed, _) => return Err(goes_on(opened)),
            (At::Start { .. } | At::Bare, _) => At::Bare,
        };
        line += usize::from(byte == b'\n');
    }
    match at {
        At::Quoted => Err(open(opened)),
        _ => Ok(()),
    }
}

const TWICE: &str = "one that belongs to the text stands twice, in a cell with them around it: \
                     `\"The \"\"last\"\" drop\"`";

fn open(line: usize) -> Fault {
    Fault::new("a cell begins with a quotation mark on this line, and none closes it")
        .line(line)
        .help(format!("put one behind the cell; {TWICE}"))
}

fn goes_on(line: usize) -> Fault {
    Fault::new("a cell that begins with a quotation mark on this line goes on behind the next one")
        .line(line)
        .help(format!("write one at the end of the cell; {TWICE}"))
}

fn blank(line: usize) -> Fault {
    Fault::new("there is a blank in front of the quotation mark that begins a cell on this line")
        .line(line)
        .help(format!("take the blank out; {TWICE}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_around_a_cell_or_twice_in_it() {
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
            ("title\nLids\n\"Pots\nPans\n", "none closes it", 3),
            ("title,room\nLids,\n\"Pots,\nPans,\"Hall\"\n", "goes on", 3),
            ("title\n\"A \"pot\"\"\n", "goes on", 2),
            ("title,room\nLids, \"Hall\nway\"\n", "a blank in front", 2),
        ] {
            let fault = check(table, b',').expect_err(table);
            assert!(fault.message.contains(part), "{table}: {}", fault.message);
            assert_eq!(fault.line, Some(line), "{table}");
        }
        assert_eq!(check("title;room\nLids;\"Hall\"\n", b';'), Ok(()));
    }
}
