//! Why an outside file cannot be read: the error, its place, and what to do about it.

use crate::base::diagnostic::Diagnostic;
use crate::base::source::{At, FileId, Span};

/// The largest file that is read, in bytes.
pub const LARGEST: usize = 64 * 1024 * 1024;

/// An error in a file; nothing of the file is read then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The error, as one line that begins in lower case.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// The line, from 1, if it is known.
    pub line: Option<usize>,
    /// The column in characters, from 1, if it is known.
    pub column: Option<usize>,
}

impl Fault {
    /// A fault without a place.
    pub fn new(message: impl Into<String>) -> Fault {
        Fault { message: message.into(), help: None, line: None, column: None }
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Fault {
        self.help = Some(help.into());
        self
    }

    /// Sets its line, from 1.
    #[must_use]
    pub fn line(mut self, line: impl Into<Option<usize>>) -> Fault {
        self.line = line.into();
        self
    }

    /// Sets its column, from 1.
    #[must_use]
    pub fn column(mut self, column: usize) -> Fault {
        self.column = Some(column);
        self
    }

    /// The fault as a diagnostic, in the file if it belongs to the site.
    pub fn diagnostic(self, code: &'static str, file: Option<FileId>) -> Diagnostic {
        let place = match (self.line, file) {
            // Without a file to quote from, the message contains the place.
            (Some(line), None) => format!("line {line}: "),
            _ => String::new(),
        };
        let mut fault = Diagnostic::error(code, place + &self.message);
        if let Some(file) = file {
            let at = match self.line {
                Some(line) => At::LineColumn(line, self.column.unwrap_or(1)),
                None => At::File,
            };
            fault = fault.at(Span { file, at });
        }
        match self.help {
            Some(help) => fault.help(help),
            None => fault,
        }
    }
}

/// A number of bytes in MiB, rounded up.
pub fn mebibytes(bytes: usize) -> usize {
    bytes.div_ceil(1024 * 1024)
}

/// Refuses a file that is larger than any schedule.
pub fn check_size(bytes: usize) -> Result<(), Fault> {
    if bytes <= LARGEST {
        return Ok(());
    }
    let (size, most) = (mebibytes(bytes), mebibytes(LARGEST));
    let message = format!("the file has {size} MiB; at most {most} are read");
    Err(Fault::new(message).help("export it in parts, without pictures and recordings"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_outside_the_site_has_its_line_in_the_message() {
        let fault = Fault::new("`25:00` is not a time of day").line(3).help("write it as `13:00`");
        let diagnostic = fault.diagnostic("import/x", None);
        assert_eq!(diagnostic.message, "line 3: `25:00` is not a time of day");
        assert_eq!(diagnostic.help.as_deref(), Some("write it as `13:00`"));
    }

    #[test]
    fn large_files_are_refused() {
        assert_eq!(check_size(LARGEST), Ok(()));
        let fault = check_size(LARGEST + 1).expect_err("it is larger");
        assert_eq!(fault.message, "the file has 65 MiB; at most 64 are read");
    }
}
