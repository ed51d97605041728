//! What is wrong with a site's content, and the list that every stage adds to.

use std::collections::HashSet;

use crate::base::source::Span;

/// How much a diagnostic matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The site cannot be published as it is: nothing is written.
    Error,
    /// The site can be published, and somebody should look.
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

/// One thing that is wrong, where, and what to write instead.
///
/// The message is one line, begins in lower case, ends without a full stop, and names the thing.
/// What to do about it stands in the help, as an instruction.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Diagnostic {
    /// The stable name of the kind of fault, as `agenda/unknown-speaker`.
    pub code: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// Where; `None` when it is nowhere in the site's files.
    pub span: Option<Span>,
    /// Other places that belong to it, each with a word on why.
    pub related: Vec<(Span, String)>,
    /// What to write instead.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A fault that keeps the site from being published.
    pub fn error(code: &'static str, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            code,
            severity: Severity::Error,
            message: one_line(message.into()),
            span: None,
            related: Vec::new(),
            help: None,
        }
    }

    /// Something that somebody should look at.
    pub fn warning(code: &'static str, message: impl Into<String>) -> Diagnostic {
        Diagnostic { severity: Severity::Warning, ..Diagnostic::error(code, message) }
    }

    /// Says where it is.
    #[must_use]
    pub fn at(mut self, span: Span) -> Diagnostic {
        self.span = Some(span);
        self
    }

    /// Names another place that belongs to it.
    #[must_use]
    pub fn related(mut self, span: Span, word: impl Into<String>) -> Diagnostic {
        self.related.push((span, word.into()));
        self
    }

    /// Says what to write instead.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Diagnostic {
        self.help = Some(one_line(help.into()));
        self
    }
}

/// A message as one line that can be read: what an editor wrote is quoted in it, and may be a page
/// long or have line breaks.
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

/// The diagnostics of a stage or of a whole build, in the order they were found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    items: Vec<Diagnostic>,
}

impl Report {
    /// A report that says nothing.
    pub fn new() -> Report {
        Report::default()
    }

    /// Adds a diagnostic.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.items.push(diagnostic);
    }

    /// Adds diagnostics, in their order.
    pub fn extend(&mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        self.items.extend(diagnostics);
    }

    /// Adds all of another report, behind what is here.
    pub fn append(&mut self, mut other: Report) {
        self.items.append(&mut other.items);
    }

    /// Leaves out what was said before: a fault of a template is found by every page.
    pub fn distinct(&mut self) {
        let mut seen = HashSet::new();
        self.items.retain(|diagnostic| seen.insert(diagnostic.clone()));
    }

    /// Whether something keeps the site from being published.
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// How many diagnostics of a severity there are.
    pub fn count(&self, severity: Severity) -> usize {
        self.items.iter().filter(|d| d.severity == severity).count()
    }

    /// The diagnostics, in the order they were found.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.items.iter()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }
}
