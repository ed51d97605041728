//! Diagnostics: what is wrong with a site's content, and the report that every stage adds to.

use std::collections::HashSet;
use std::fmt::Display;

use crate::base::source::Span;

/// How much a diagnostic matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The site cannot be published: nothing is written.
    Error,
    /// The site can be published, but should be checked.
    Warning,
}

impl Severity {
    /// `error` or `warning`.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
        }
    }
}

/// One problem, its place, and what to write instead.
///
/// The message is one line that begins in lower case and has no full stop. The help says what to do,
/// as an instruction.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Diagnostic {
    /// The stable code of the kind of fault, such as `agenda/unknown-speaker`.
    pub code: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// The place; `None` if it is not in the site's files.
    pub span: Option<Span>,
    /// Related places, each with a label.
    pub related: Vec<(Span, String)>,
    /// What to write instead.
    pub help: Option<String>,
    /// The names of everything that it is about, if the message only counts them.
    pub names: Vec<String>,
}

impl Diagnostic {
    /// A fault that prevents publishing.
    pub fn error(code: &'static str, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            code,
            severity: Severity::Error,
            message: one_line(message.into()),
            span: None,
            related: Vec::new(),
            help: None,
            names: Vec::new(),
        }
    }

    /// A fault that does not prevent publishing.
    pub fn warning(code: &'static str, message: impl Into<String>) -> Diagnostic {
        Diagnostic { severity: Severity::Warning, ..Diagnostic::error(code, message) }
    }

    /// Sets the place.
    #[must_use]
    pub fn at(mut self, span: Span) -> Diagnostic {
        self.span = Some(span);
        self
    }

    /// Adds a related place with its label.
    #[must_use]
    pub fn related(mut self, span: Span, label: impl Into<String>) -> Diagnostic {
        self.related.push((span, label.into()));
        self
    }

    /// Sets the help to a suggestion, or to another text if there is none.
    #[must_use]
    pub fn suggest(
        self,
        meant: Option<impl Display>,
        otherwise: impl FnOnce() -> String,
    ) -> Diagnostic {
        self.help(meant.map_or_else(otherwise, |meant| format!("did you mean `{meant}`?")))
    }

    /// Sets the names of everything that it is about, if the message only counts them.
    #[must_use]
    pub fn names(mut self, names: impl IntoIterator<Item = impl Into<String>>) -> Diagnostic {
        self.names = names.into_iter().map(|name| one_line(name.into())).collect();
        self
    }

    /// Sets the help: what to write instead.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Diagnostic {
        self.help = Some(one_line(help.into()));
        self
    }
}

/// A message as one readable line: quoted content may be long or have line breaks.
fn one_line(text: String) -> String {
    const LONGEST: usize = 60;
    let long = |part: &str| part.len() > LONGEST && part.chars().count() > LONGEST;
    if !text.contains(char::is_control) && !text.split('`').skip(1).step_by(2).any(long) {
        return text;
    }
    let text = text.replace(char::is_control, " ");
    let parts = text.split('`').enumerate().map(|(at, part)| match at % 2 == 1 && long(part) {
        true => part.chars().take(LONGEST).chain(['…']).collect(),
        false => part.to_owned(),
    });
    parts.collect::<Vec<String>>().join("`")
}

/// The diagnostics of a stage or of a whole build, in the order in which they were found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    items: Vec<Diagnostic>,
}

impl Report {
    /// An empty report.
    pub fn new() -> Report {
        Report::default()
    }

    /// Adds a diagnostic.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.items.push(diagnostic);
    }

    /// Adds diagnostics.
    pub fn extend(&mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        self.items.extend(diagnostics);
    }

    /// Appends another report.
    pub fn append(&mut self, mut other: Report) {
        self.items.append(&mut other.items);
    }

    /// Replaces the diagnostics with a code.
    pub fn replace(&mut self, code: &str, change: impl Fn(Diagnostic) -> Diagnostic) {
        for diagnostic in self.items.iter_mut().filter(|diagnostic| diagnostic.code == code) {
            *diagnostic = change(diagnostic.clone());
        }
    }

    /// Removes duplicates: a fault in a template is found on every page.
    pub fn distinct(&mut self) {
        let mut seen = HashSet::new();
        self.items.retain(|diagnostic| seen.insert(diagnostic.clone()));
    }

    /// Whether any diagnostic prevents publishing.
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// The number of diagnostics of a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.items.iter().filter(|d| d.severity == severity).count()
    }

    /// The diagnostics, in the order in which they were found.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.items.iter()
    }

    /// Whether there are no diagnostics.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }
}
