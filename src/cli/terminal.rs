//! The terminal, if there is one: colours, progress, and lines for people and programs.

use std::cell::Cell;
use std::env;
use std::io::{self, IsTerminal, Write};
use std::path::Path;

use crate::base::diagnostic::{Report, Severity};
use crate::base::print::{Format, print};
use crate::base::source::Sources;
use crate::cli::args::{FormatName, When};

/// Where things are printed, and how.
#[derive(Debug)]
pub(super) struct Terminal {
    colour: bool,
    /// Whether somebody is watching: then one line says what is being done.
    watched: bool,
    /// Whether that line is on the screen now.
    shown: Cell<bool>,
}

impl Terminal {
    /// The process's own streams, with the colours that were asked for.
    ///
    /// `NO_COLOR` is respected as no-color.org has it: any value but an empty one.
    #[expect(clippy::disallowed_methods, reason = "the command line reads the environment")]
    pub(super) fn new(colour: When) -> Terminal {
        let is_terminal = io::stderr().is_terminal();
        let no_colour = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let dumb = env::var_os("TERM").is_some_and(|value| value == "dumb");
        Terminal {
            colour: match colour {
                When::Always => true,
                When::Never => false,
                When::Auto => is_terminal && !no_colour && !dumb,
            },
            watched: is_terminal && !dumb,
            shown: Cell::new(false),
        }
    }

    /// Says on a terminal what is being done; the next line replaces it.
    pub(super) fn progress(&self, what: &str) {
        if self.watched {
            self.clear();
            let _ = write!(io::stderr(), "{what} …");
            let _ = io::stderr().flush();
            self.shown.set(true);
        }
    }

    fn clear(&self) {
        if self.shown.replace(false) {
            let _ = write!(io::stderr(), "\r\x1b[2K");
        }
    }

    /// A line of a result. A reader who has gone away is no fault.
    pub(super) fn line(&self, text: &str) {
        self.clear();
        let _ = writeln!(io::stdout(), "{text}");
    }

    /// A line on why a command could not be carried out.
    pub(super) fn failure(&self, text: &str) {
        self.clear();
        let _ = writeln!(io::stderr(), "error: {text}");
    }

    /// A line on what to do about a failure.
    pub(super) fn help(&self, text: &str) {
        self.clear();
        let _ = writeln!(io::stderr(), "help: {text}");
    }

    /// Prints a report: for people beside the results, for programs as the result.
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

/// `3 errors and 1 warning`; `None` if there is neither.
pub(super) fn counts(report: &Report) -> Option<String> {
    let of = |severity: Severity| {
        let count = report.count(severity);
        let word = severity.as_str();
        (count > 0).then(|| format!("{count} {word}{}", if count == 1 { "" } else { "s" }))
    };
    match (of(Severity::Error), of(Severity::Warning)) {
        (Some(errors), Some(warnings)) => Some(format!("{errors} and {warnings}")),
        (one, other) => one.or(other),
    }
}

/// A number with its noun.
pub(super) fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// A path as people write it: without `./` in front.
pub(super) fn shown(path: &Path) -> String {
    let path = path.strip_prefix(".").unwrap_or(path);
    let text = path.display().to_string();
    if text.is_empty() { ".".to_owned() } else { text }
}
