//! Output: colours, progress, and lines for people and programs.

use std::cell::Cell;
use std::env;
use std::io::{self, IsTerminal, Write};
use std::path::Path;

use crate::base::count::counted_faults;
use crate::base::diagnostic::{Report, Severity};
use crate::base::print::{Format, print, print_first};
use crate::base::printable::printable_line;
use crate::base::source::Sources;
use crate::cli::command_line::{ColourChoice, FormatName};

/// How output is printed.
#[derive(Debug)]
pub(super) struct Terminal {
    colour: bool,
    /// Whether progress is shown, in a line that is replaced.
    has_progress: bool,
    /// Whether that line is on the screen now.
    progress_shown: Cell<bool>,
}

impl Terminal {
    /// The process's own streams, with colours as chosen.
    ///
    /// `NO_COLOR` is respected as no-color.org defines it: any value except an empty one.
    #[expect(clippy::disallowed_methods, reason = "the command line reads the environment")]
    pub(super) fn new(colour: ColourChoice) -> Terminal {
        let is_terminal = io::stderr().is_terminal();
        let no_colour = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let dumb = env::var_os("TERM").is_some_and(|value| value == "dumb");
        Terminal {
            colour: match colour {
                ColourChoice::Always => true,
                ColourChoice::Never => false,
                ColourChoice::Auto => is_terminal && !no_colour && !dumb,
            },
            has_progress: is_terminal && !dumb,
            progress_shown: Cell::new(false),
        }
    }

    /// Shows on a terminal what is being done; the next line replaces it.
    pub(super) fn progress(&self, what: &str) {
        if self.has_progress {
            self.clear();
            let _ = write!(io::stderr(), "{what} …");
            let _ = io::stderr().flush();
            self.progress_shown.set(true);
        }
    }

    fn clear(&self) {
        if self.progress_shown.replace(false) {
            let _ = write!(io::stderr(), "\r\x1b[2K");
        }
    }

    /// Prints a line of a result; names and texts in it cannot control the terminal. A closed pipe
    /// is not an error.
    pub(super) fn line(&self, text: &str) {
        self.clear();
        let _ = writeln!(io::stdout(), "{}", printable_line(text));
    }

    /// Prints a file as the result.
    pub(super) fn output(&self, text: &str) {
        self.clear();
        let _ = io::stdout().write_all(text.as_bytes());
    }

    /// Prints why a command could not be run.
    pub(super) fn failure(&self, text: &str) {
        self.clear();
        let _ = writeln!(io::stderr(), "error: {}", printable_line(text));
    }

    /// Prints what to do about a failure.
    pub(super) fn help(&self, text: &str) {
        self.clear();
        let _ = writeln!(io::stderr(), "help: {}", printable_line(text));
    }

    /// Prints the first diagnostics of a report for people.
    pub(super) fn report_first(&self, report: &Report, sources: &Sources, most: usize) {
        self.clear();
        let text = print_first(report, sources, self.colour, most);
        let _ = io::stderr().write_all(text.as_bytes());
    }

    /// Prints a report: for people on the error stream, for programs as the result.
    pub(super) fn report(&self, report: &Report, sources: &Sources, format: FormatName) {
        self.clear();
        let printed = match format {
            FormatName::Human => Format::Human { colour: self.colour },
            FormatName::Short => Format::Short,
            FormatName::Json => Format::Json,
            FormatName::Github => Format::Github,
        };
        let text = print(report, sources, printed);
        let _ = match format {
            FormatName::Human | FormatName::Short => io::stderr().write_all(text.as_bytes()),
            FormatName::Json | FormatName::Github => io::stdout().write_all(text.as_bytes()),
        };
    }
}

/// `3 errors and 1 warning`; `None` if there are neither.
pub(super) fn counts(report: &Report) -> Option<String> {
    counted_faults(report.count(Severity::Error), report.count(Severity::Warning))
}

/// A path as people write it, without a leading `./`.
pub(super) fn shown(path: &Path) -> String {
    let path = path.strip_prefix(".").unwrap_or(path);
    let text = path.display().to_string();
    if text.is_empty() { ".".to_owned() } else { text }
}
