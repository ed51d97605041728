//! Printing a report: with excerpts for people, as single lines, as JSON, and for GitHub.
//!
//! In every format, diagnostics are sorted by file, line, column and code, and duplicates are printed
//! once: two stages may find the same fault. For people, diagnostics that are alike are gathered; all
//! other formats have every one. Characters of the site's files that would steer a terminal or a log
//! are made visible in names, excerpts and messages; in JSON they are escaped.

mod alike;

use annotate_snippets::{AnnotationKind, Element, Level, Origin, Renderer, Snippet};

use crate::base::diagnostic::{Diagnostic, Report, Severity};
use crate::base::printable::{printable, printable_json, printable_line};
use crate::base::source::{FileId, Location, Sources, Span};

use alike::{Gathered, gather, more_like_this};

/// The format in which diagnostics are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// With an excerpt and a caret.
    Human {
        /// Whether the terminal shows colours.
        colour: bool,
    },
    /// `file:line:column: error[code]: message`.
    Short,
    /// One JSON array of objects.
    Json,
    /// Workflow commands, which GitHub shows next to the lines of a change.
    Github,
}

/// A diagnostic with its location.
struct Placed<'a> {
    diagnostic: &'a Diagnostic,
    path: Option<&'a str>,
    location: Option<Location>,
}

/// One diagnostic, printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Printed {
    /// How much it matters.
    pub severity: Severity,
    /// The file's path, line and column, as far as they are known.
    pub place: Option<(String, usize, usize)>,
    /// The text, with a line break at the end.
    pub text: String,
}

/// The whole report as text.
pub fn print(report: &Report, sources: &Sources, format: Format) -> String {
    match format {
        Format::Json => json(&in_order(report, sources)),
        Format::Human { colour } => print_first(report, sources, colour, usize::MAX),
        _ => print_each(report, sources, format).into_iter().map(|p| p.text).collect(),
    }
}

/// The diagnostics of a report, one by one; as JSON, one object for each instead of an array.
pub fn print_each(report: &Report, sources: &Sources, format: Format) -> Vec<Printed> {
    let renderer = renderer(format == Format::Human { colour: true });
    let text = |placed: &Placed<'_>| match format {
        Format::Human { .. } => human(placed, &[], sources, &renderer),
        Format::Short => short(placed),
        Format::Json => printable_json(format!("{}\n", object(placed))),
        Format::Github => github(placed),
    };
    in_order(report, sources)
        .iter()
        .map(|placed| Printed {
            severity: placed.diagnostic.severity,
            place: placed.path.map(|path| {
                let at = placed.location.as_ref();
                (path.to_owned(), at.map_or(1, |at| at.line), at.map_or(1, |at| at.column))
            }),
            text: text(placed),
        })
        .collect()
}

/// The report for people, with alike diagnostics gathered; at most so many are printed.
pub fn print_first(report: &Report, sources: &Sources, colour: bool, most: usize) -> String {
    let (placed, renderer) = (in_order(report, sources), renderer(colour));
    let first = gather(&placed).into_iter().take(most);
    first.map(|Gathered { first, others }| human(first, &others, sources, &renderer)).collect()
}

fn renderer(colour: bool) -> Renderer {
    if colour { Renderer::styled() } else { Renderer::plain() }
}

/// The report as it is printed: sorted, without duplicates.
pub fn sorted(report: &Report, sources: &Sources) -> Report {
    let mut sorted = Report::new();
    sorted.extend(in_order(report, sources).into_iter().map(|placed| placed.diagnostic.clone()));
    sorted
}

fn in_order<'a>(report: &'a Report, sources: &'a Sources) -> Vec<Placed<'a>> {
    let mut placed: Vec<Placed<'_>> = report.iter().map(|d| place(d, sources)).collect();
    placed.sort_by(|a, b| key(a).cmp(&key(b)));
    placed.dedup_by(|a, b| key(a) == key(b));
    placed
}

fn place<'a>(diagnostic: &'a Diagnostic, sources: &'a Sources) -> Placed<'a> {
    let span = diagnostic.span.as_ref();
    Placed {
        diagnostic,
        path: span.map(|s| &*sources.get(s.file).path),
        location: span.and_then(|s| sources.locate(s)),
    }
}

/// The key by which diagnostics are sorted and compared.
fn key<'a>(placed: &Placed<'a>) -> (Option<&'a str>, usize, usize, &'static str, &'a str) {
    let (line, column) = placed.location.as_ref().map_or((0, 0), |l| (l.line, l.column));
    (placed.path, line, column, placed.diagnostic.code, &placed.diagnostic.message)
}

fn human(
    placed: &Placed<'_>,
    others: &[&Placed<'_>],
    sources: &Sources,
    renderer: &Renderer,
) -> String {
    let diagnostic = placed.diagnostic;
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut group = level
        .primary_title(printable_line(&diagnostic.message))
        .id(diagnostic.code)
        .elements(Vec::<Element<'_>>::new());
    let related = diagnostic.related.iter().map(|(span, label)| (span, Some(label.as_str())));
    let marks: Vec<Mark<'_>> =
        diagnostic.span.iter().map(|span| (span, None)).chain(related).collect();
    let mut files: Vec<FileId> = marks.iter().map(|(span, _)| span.file).collect();
    // Each file is shown once, however many of its lines are marked.
    files.dedup();
    for file in files {
        let here = marks.iter().filter(|(span, _)| span.file == file);
        group = group.element(excerpt(file, here, sources));
    }
    if !diagnostic.names.is_empty() {
        group = group.element(Level::NOTE.message(lines_of(&diagnostic.names)));
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(printable_line(help)));
    }
    if !others.is_empty() {
        let more = more_like_this(others);
        group = group.element(Level::NOTE.message(printable_line(&more).into_owned()));
    }
    let text = renderer.render(&[group]);
    // Without an excerpt, the second line is only a bar; no line should end in spaces.
    let lines = text.lines().enumerate();
    let shown = lines.filter(|(at, line)| *at != 1 || !marks.is_empty() || !line.ends_with('|'));
    let mut text: String = shown.map(|(_, line)| format!("{}\n", line.trim_end())).collect();
    text.push('\n');
    text
}

/// Names in lines of readable length.
fn lines_of(names: &[String]) -> String {
    const LONGEST: usize = 80;
    let mut lines: Vec<String> = Vec::new();
    for name in names.iter().map(|name| printable_line(name)) {
        match lines.last_mut() {
            Some(line) if line.len() + name.len() < LONGEST => {
                line.push_str(", ");
                line.push_str(&name);
            }
            _ => lines.push(name.into_owned()),
        }
    }
    lines.join(",\n")
}

/// A place, and its label if it is a related one.
type Mark<'a> = (&'a Span, Option<&'a str>);

/// The marked lines of a file with carets; only the path if no mark has a line.
fn excerpt<'a>(
    file: FileId,
    marks: impl Iterator<Item = &'a Mark<'a>>,
    sources: &'a Sources,
) -> Element<'a> {
    let file = sources.get(file);
    let path = printable_line(&file.path);
    let located: Vec<(Location, Option<&str>)> =
        marks.filter_map(|(span, label)| Some((sources.locate(span)?, *label))).collect();
    let start = located.iter().map(|(at, _)| at.range.start).min();
    let end = located.iter().map(|(at, _)| at.range.end).max();
    let (Some(start), Some(end), Some(text)) = (start, end, file.text()) else {
        return Origin::path(path).into();
    };
    // The renderer reads all of the text that it gets, so it gets only the lines that are shown.
    let from = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let to = text[end..].find('\n').map_or(text.len(), |at| end + at);
    let line = located.iter().map(|(at, _)| at.line).min().unwrap_or(1);
    let shown = |to: usize| {
        let part = &text[from..to];
        let at_end = text[to..].is_empty() || text[to..].starts_with('\n');
        let part = if at_end { part.strip_suffix('\r').unwrap_or(part) } else { part };
        printable(&part.replace("\r\n", "\n")).into_owned()
    };
    let annotations = located.into_iter().map(|(at, label)| {
        let kind = if label.is_some() { AnnotationKind::Context } else { AnnotationKind::Primary };
        let range = shown(at.range.start).len()..shown(at.range.end).len();
        kind.span(range).label(label.map(printable_line))
    });
    Snippet::source(shown(to)).line_start(line).path(path).annotations(annotations).into()
}

fn short(placed: &Placed<'_>) -> String {
    let Diagnostic { code, severity, message, help, .. } = placed.diagnostic;
    let help = help.as_ref().map(|help| format!(" (help: {help})")).unwrap_or_default();
    let line = format!("{}{}[{code}]: {message}{help}", prefix(placed), severity.as_str());
    format!("{}\n", printable_line(&line))
}

/// `file:line:column: `, as far as it is known.
fn prefix(placed: &Placed<'_>) -> String {
    match (placed.path, &placed.location) {
        (Some(path), Some(at)) => format!("{path}:{}:{}: ", at.line, at.column),
        (Some(path), None) => format!("{path}: "),
        (None, _) => String::new(),
    }
}

fn json(placed: &[Placed<'_>]) -> String {
    let items: Vec<serde_json::Value> = placed.iter().map(object).collect();
    let mut text = serde_json::to_string_pretty(&items).unwrap_or_default();
    text.push('\n');
    printable_json(text)
}

fn object(placed: &Placed<'_>) -> serde_json::Value {
    serde_json::json!({
        "code": placed.diagnostic.code,
        "severity": placed.diagnostic.severity.as_str(),
        "message": placed.diagnostic.message,
        "help": placed.diagnostic.help,
        "names": placed.diagnostic.names,
        "file": placed.path,
        "line": placed.location.as_ref().map(|at| at.line),
        "column": placed.location.as_ref().map(|at| at.column),
    })
}

/// A workflow command, escaped as GitHub's runner requires.
fn github(placed: &Placed<'_>) -> String {
    let data = |text: &str| text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let property = |text: &str| data(text).replace(':', "%3A").replace(',', "%2C");
    let Diagnostic { code, severity, message, help, names, .. } = placed.diagnostic;
    let mut properties = Vec::new();
    if let Some(path) = placed.path {
        properties.push(format!("file={}", property(&printable(path))));
    }
    if let Some(at) = &placed.location {
        properties.push(format!("line={},col={}", at.line, at.column));
    }
    properties.push(format!("title={}", property(code)));
    let help = help.as_ref().map(|help| format!("\nhelp: {help}")).unwrap_or_default();
    let names = match names.is_empty() {
        true => String::new(),
        false => format!("\n{}", names.join(", ")),
    };
    let text = format!("{message}{names}{help}");
    format!("::{} {}::{}\n", severity.as_str(), properties.join(","), data(&printable(&text)))
}
