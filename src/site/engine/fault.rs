//! The engine's errors, in our words and with their place.

use std::collections::BTreeMap;

use tera::{Error, ErrorKind, ReportError};

use crate::base::diagnostic::Diagnostic;
use crate::base::source::{At, FileId, Span};
use crate::base::suggest::nearest;

/// What separates code, message and help in an error that a filter of ours raises. The engine
/// hands on nothing but text.
const MARK: char = '\u{1f}';

/// An error for a filter to return: it comes out of [`of_rendering`] as the same diagnostic.
pub(super) fn raise(code: &str, message: &str, help: &str) -> Error {
    Error::message(format!("{MARK}{code}{MARK}{message}{MARK}{help}"))
}

/// The codes that filters raise; a diagnostic's code is static.
const RAISED: [&str; 6] = [
    "locale/missing-message",
    "locale/missing-argument",
    "locale/unknown-argument",
    "locale/broken-message",
    "template/unknown-asset",
    "template/bad-value",
];

/// The syntax fault of one template, if it is one; other faults need the other templates.
pub(super) fn of_syntax(
    error: &Error,
    template: &str,
    files: &BTreeMap<String, FileId>,
) -> Option<Diagnostic> {
    match error.kind() {
        ErrorKind::SyntaxError(report) => Some(
            Diagnostic::error("template/syntax", lower(report.message()))
                .at(place(report, template, files)?),
        ),
        _ => None,
    }
}

/// The faults of templates that do not fit each other.
pub(super) fn of_loading(error: &Error, files: &BTreeMap<String, FileId>) -> Vec<Diagnostic> {
    match error.kind() {
        ErrorKind::Msg(text) if text.starts_with("error: ") => {
            text.split("\n\n").filter_map(|part| unknown_reference(part, files)).collect()
        }
        ErrorKind::MissingParent { current, parent } => {
            let fault = Diagnostic::error(
                "template/unknown-template",
                format!("this template extends `{parent}`, which does not exist"),
            );
            vec![help_with_names(at_file(fault, current, files), parent, files)]
        }
        ErrorKind::CircularExtend { tpl, .. } => vec![circle(tpl, "extends", files)],
        ErrorKind::CircularInclude { tpl, .. } => vec![circle(tpl, "includes", files)],
        ErrorKind::SyntaxError(report) => of_syntax_in(report, files),
        _ => vec![Diagnostic::error("template/syntax", lower(&error.to_string()))],
    }
}

fn of_syntax_in(report: &ReportError, files: &BTreeMap<String, FileId>) -> Vec<Diagnostic> {
    let fault = Diagnostic::error("template/syntax", lower(report.message()));
    vec![match place(report, "", files) {
        Some(span) => fault.at(span),
        None => fault,
    }]
}

fn circle(template: &str, verb: &str, files: &BTreeMap<String, FileId>) -> Diagnostic {
    let fault = Diagnostic::error("template/circle", format!("this template {verb} itself"));
    at_file(fault, template, files).help(
        "to extend the template that this one hides, write its layer in front, as \
         `{% extends \"built-in/base.html\" %}`",
    )
}

fn at_file(fault: Diagnostic, template: &str, files: &BTreeMap<String, FileId>) -> Diagnostic {
    match files.get(template) {
        Some(file) => fault.at(Span::file(*file)),
        None => fault,
    }
}

/// One entry of the engine's list: `error: Unknown filter `x`` and ` --> name:line:column`.
fn unknown_reference(text: &str, files: &BTreeMap<String, FileId>) -> Option<Diagnostic> {
    let mut lines = text.lines();
    let message = lines.next()?.strip_prefix("error: ")?;
    let place = lines.next()?.trim().strip_prefix("--> ")?;
    let mut parts = place.rsplitn(3, ':');
    let column = parts.next()?.parse().ok()?;
    let line = parts.next()?.parse().ok()?;
    let file = *files.get(parts.next()?)?;
    let name = message.split('`').nth(1).unwrap_or("");
    let (code, known): (&'static str, Vec<&str>) = match message {
        m if m.starts_with("Unknown filter") => {
            ("template/unknown-filter", super::filters::NAMES.to_vec())
        }
        m if m.starts_with("Unknown function") => ("template/unknown-function", vec![]),
        m if m.starts_with("Unknown test") => ("template/unknown-test", vec![]),
        m if m.starts_with("Unknown component") => ("template/unknown-component", vec![]),
        m if m.starts_with("Unknown template") => ("template/unknown-template", vec![]),
        _ => ("template/unknown-block", vec![]),
    };
    let fault =
        Diagnostic::error(code, lower(message)).at(Span { file, at: At::LineColumn(line, column) });
    Some(match nearest(name, known) {
        Some(meant) => fault.help(format!("did you mean `{meant}`?")),
        None if code == "template/unknown-template" => help_with_names(fault, name, files),
        None => fault.help("docs/themes.md lists what there is"),
    })
}

fn help_with_names(fault: Diagnostic, name: &str, files: &BTreeMap<String, FileId>) -> Diagnostic {
    let names = files.keys().map(|full| full.split_once('/').map_or(&**full, |(_, name)| name));
    match nearest(name, names) {
        Some(meant) => fault.help(format!("did you mean `{meant}`?")),
        None => fault.help("templates lie in the theme's folder `templates/`"),
    }
}

/// What went wrong while a page was made.
pub(super) fn of_rendering(
    error: &Error,
    template: &str,
    files: &BTreeMap<String, FileId>,
) -> Diagnostic {
    let ErrorKind::RenderingError(report) = error.kind() else {
        let fault = Diagnostic::error("template/failed", lower(&error.to_string()));
        return at_file(fault, template, files);
    };
    let fault = match raised(report.message()) {
        Some(fault) => fault,
        None => undefined(report.message()).unwrap_or_else(|| {
            Diagnostic::error("template/failed", lower(first_line(report.message())))
        }),
    };
    match place(report, template, files) {
        Some(span) => fault.at(span),
        None => fault,
    }
}

/// The diagnostic that a filter of ours raised.
fn raised(message: &str) -> Option<Diagnostic> {
    let mut parts = message.split(MARK).skip(1);
    let code = parts.next()?;
    let code = RAISED.into_iter().find(|known| *known == code)?;
    let fault = Diagnostic::error(code, parts.next()?);
    Some(match parts.next().map(str::trim_end).filter(|help| !help.is_empty()) {
        Some(help) => fault.help(help),
        None => fault,
    })
}

/// `Variable `x` is not defined. Available variables: a, b`, and the same of fields.
fn undefined(message: &str) -> Option<Diagnostic> {
    let (what, known) = match message.split_once(" is not defined.") {
        Some((what, rest)) => (what, rest.rsplit(": ").next().unwrap_or("")),
        None => (message.strip_suffix(" is not defined")?, ""),
    };
    let name = what.split('`').nth(1)?;
    let (code, noun) = if what.starts_with("Field") {
        ("template/unknown-field", "field")
    } else {
        ("template/unknown-variable", "variable")
    };
    let mut known: Vec<&str> = known.split(", ").filter(|name| !name.is_empty()).collect();
    known.sort_unstable();
    let fault = Diagnostic::error(code, format!("there is no {noun} `{name}` here"));
    Some(match nearest(name, known.iter().copied()) {
        Some(meant) => fault.help(format!("did you mean `{meant}`?")),
        None if known.is_empty() => fault.help("docs/theme-views.md lists what there is"),
        None => fault.help(format!("there are {}", known.join(", "))),
    })
}

/// The place of an error, in the template that it is in.
fn place(report: &ReportError, template: &str, files: &BTreeMap<String, FileId>) -> Option<Span> {
    let name = if report.filename().is_empty() { template } else { report.filename() };
    let file = *files.get(name)?;
    let range = report.span().range.clone();
    Some(Span::bytes(file, range))
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or(text)
}

/// Our messages begin in lower case and end without a full stop.
fn lower(message: &str) -> String {
    let message = first_line(message).trim_end_matches('.');
    let mut chars = message.chars();
    match chars.next() {
        Some(first) => first.to_lowercase().chain(chars).collect(),
        None => String::new(),
    }
}
