//! The engine's errors as diagnostics, each with its position in a template.

use std::ops::Range;

use tera::{Error, ErrorKind, ReportError};

use crate::base::diagnostic::Diagnostic;
use crate::base::source::{At, Span};
use crate::base::suggest::nearest;
use crate::site::engine::template_components;
use crate::site::engine::templates::{FILTER_NAMES, Templates};
use crate::site::theme::BUILT_IN_LAYER;

/// Separates code, message and help in an error that one of our filters raises: the engine passes on
/// nothing but text.
const MARK: char = '\u{1f}';

/// The reference for theme authors.
const REFERENCE: &str = "docs/themes.md lists all filters, functions, tests and components";

/// An error for a filter to return; [`of_rendering`] turns it into the same diagnostic.
pub(super) fn raise(code: &str, message: &str, help: &str) -> Error {
    Error::message(format!("{MARK}{code}{MARK}{message}{MARK}{help}"))
}

/// The codes that filters raise, since a diagnostic's code is static.
const RAISED: [&str; 6] = [
    "locale/missing-message",
    "locale/missing-argument",
    "locale/unknown-argument",
    "locale/broken-message",
    "template/unknown-asset",
    "template/bad-value",
];

/// The fault of an error in one template's syntax; other errors involve other templates.
pub(super) fn of_syntax(
    error: &Error,
    template: &str,
    templates: &Templates,
) -> Option<Diagnostic> {
    match error.kind() {
        ErrorKind::SyntaxError(report) => Some(syntax(report, template, templates)),
        _ => None,
    }
}

fn syntax(report: &ReportError, template: &str, templates: &Templates) -> Diagnostic {
    let mut message = lower(report.message());
    let word = templates.get(template).and_then(|(_, text)| text.get(report.span().range.clone()));
    if let Some(word) = word.filter(|word| message == "unknown tag" && word.starts_with("end")) {
        message = format!("`{word}` does not close the open tag: unknown tag");
    }
    let has = |part: &str| message.contains(part);
    let help = if has("end of input") || has("unknown tag") {
        "close the open tag above, for example `{% if … %}` with `{% endif %}`"
    } else if has("missing its closing") {
        "close the quote in the same tag"
    } else if has("but expected") {
        "write what is expected, or remove what was found"
    } else {
        "compare it with a template that works; docs/themes.md shows the syntax"
    };
    let fault = Diagnostic::error("template/syntax", message).help(help);
    placed(fault, report, template, templates)
}

/// The faults of templates that do not match each other.
pub(super) fn of_loading(error: &Error, templates: &Templates) -> Vec<Diagnostic> {
    match error.kind() {
        ErrorKind::Msg(text) if text.starts_with("error: ") => {
            text.split("\n\n").filter_map(|part| unknown_reference(part, templates)).collect()
        }
        ErrorKind::MissingParent { current, parent } => {
            let fault = Diagnostic::error(
                "template/unknown-template",
                format!("this template extends `{parent}`, which does not exist"),
            );
            let fault = at_word(fault, current, &format!("\"{parent}\""), templates);
            vec![help_with_templates(fault, parent, templates)]
        }
        ErrorKind::CircularExtend { tpl, inheritance_chain } => {
            vec![extends_circle(tpl, inheritance_chain, templates)]
        }
        ErrorKind::CircularInclude { tpl, .. } => {
            let fault = Diagnostic::error("template/circle", "this template includes itself");
            let fault = fault.help("remove one of the `include`s that lead back to it");
            vec![at_word(fault, tpl, "include", templates)]
        }
        ErrorKind::SyntaxError(report) => vec![syntax(report, "", templates)],
        ErrorKind::Msg(text) if text.contains(" is defined in both ") => {
            template_components::repeated(templates)
        }
        _ => vec![Diagnostic::error("template/syntax", lower(&error.to_string())).help(REFERENCE)],
    }
}

/// The fault of templates that extend each other. The engine names the template it began with,
/// which may be outside the circle. The fault is placed in a template of the circle, if possible in
/// one of the site's own.
fn extends_circle(tpl: &str, chain: &[String], templates: &Templates) -> Diagnostic {
    let begin = chain.last().and_then(|last| chain.iter().position(|name| name == last));
    let circle = &chain[begin.unwrap_or(0)..];
    let own = circle.iter().find(|name| !name.starts_with(BUILT_IN_LAYER));
    let template = own.or(circle.first()).map_or(tpl, String::as_str);
    let fault = Diagnostic::error("template/circle", "this template extends itself").help(
        "to extend the template that this one overrides, prefix it with its layer: \
         `{% extends \"built-in/base.html\" %}`",
    );
    at_word(fault, template, "extends", templates)
}

/// The fault at the first occurrence of a word in a template.
fn at_word(fault: Diagnostic, template: &str, word: &str, templates: &Templates) -> Diagnostic {
    let Some((file, text)) = templates.get(template) else { return fault };
    fault.at(match text.find(word) {
        Some(at) => Span::bytes(*file, at..at + word.len()),
        None => Span::file(*file),
    })
}

/// One entry of the engine's list: `error: Unknown filter `x`` and ` --> name:line:column`.
fn unknown_reference(text: &str, templates: &Templates) -> Option<Diagnostic> {
    let mut lines = text.lines();
    let message = lines.next()?.strip_prefix("error: ")?;
    let place = lines.next()?.trim().strip_prefix("--> ")?;
    let mut parts = place.rsplitn(3, ':');
    let column = parts.next()?.parse().ok()?;
    let line = parts.next()?.parse().ok()?;
    let (file, _) = *templates.get(parts.next()?).as_ref()?;
    let name = message.split('`').nth(1).unwrap_or("");
    let span = Span { file: *file, at: At::LineColumn(line, column) };
    let unknown = |code, noun: &str, known: Vec<&str>| {
        let fault = Diagnostic::error(code, format!("there is no {noun} `{name}`"));
        let fault = fault.at(span.clone());
        match nearest(name, known) {
            Some(meant) => fault.help(format!("did you mean `{meant}`?")),
            None => fault.help(REFERENCE),
        }
    };
    Some(match message {
        m if m.starts_with("Unknown filter") => {
            unknown("template/unknown-filter", "filter", FILTER_NAMES.to_vec())
        }
        m if m.starts_with("Unknown function") => {
            unknown("template/unknown-function", "function", FUNCTIONS.to_vec())
        }
        m if m.starts_with("Unknown test") => {
            unknown("template/unknown-test", "test", TESTS.to_vec())
        }
        m if m.starts_with("Unknown component") => {
            unknown("template/unknown-component", "component", named("component", templates))
        }
        m if m.starts_with("Unknown template") => {
            let fault = unknown("template/unknown-template", "template", Vec::new());
            help_with_templates(fault, name, templates)
        }
        _ => unknown_block(name, span, templates),
    })
}

/// Functions and tests of the engine, for suggestions.
const FUNCTIONS: [&str; 2] = ["range", "throw"];
const TESTS: [&str; 17] = [
    "array",
    "bool",
    "containing",
    "defined",
    "divisible_by",
    "ending_with",
    "even",
    "float",
    "integer",
    "iterable",
    "map",
    "none",
    "number",
    "odd",
    "starting_with",
    "string",
    "undefined",
];

fn unknown_block(name: &str, span: Span, templates: &Templates) -> Diagnostic {
    let message = format!("no parent template has a block `{name}`");
    let fault = Diagnostic::error("template/unknown-block", message).at(span);
    let blocks = named("block", templates);
    // A block that other templates have too is not misspelt, but missing from the parent.
    let common = blocks.iter().filter(|block| **block == name).count() > 1;
    let meant = nearest(name, blocks.into_iter().filter(|block| *block != name));
    match meant.filter(|_| !common) {
        Some(meant) => fault.help(format!("did you mean `{meant}`?")),
        None => {
            fault.help(format!("add `{{% block {name} %}}{{% endblock %}}` to the parent template"))
        }
    }
}

/// The names that a tag declares in all templates: `{% block name %}`.
fn named<'t>(tag: &str, templates: &'t Templates) -> Vec<&'t str> {
    let name = |rest: &'t str| {
        let rest = rest.trim_start_matches('-').trim_start().strip_prefix(tag)?.trim_start();
        rest.split(|c: char| !c.is_alphanumeric() && c != '_').next()
    };
    templates.values().flat_map(|(_, text)| text.split("{%").skip(1).filter_map(name)).collect()
}

fn help_with_templates(fault: Diagnostic, name: &str, templates: &Templates) -> Diagnostic {
    let names = templates.keys().map(|full| full.split_once('/').map_or(&**full, |(_, n)| n));
    match nearest(name, names) {
        Some(meant) => fault.help(format!("did you mean `{meant}`?")),
        None => fault.help("templates are in the theme's folder `templates/`"),
    }
}

/// The fault of an error during rendering.
pub(super) fn of_rendering(error: &Error, template: &str, templates: &Templates) -> Diagnostic {
    let ErrorKind::RenderingError(report) = error.kind() else {
        let fault = failed(&error.to_string());
        return match templates.get(template) {
            Some((file, _)) => fault.at(Span::file(*file)),
            None => fault,
        };
    };
    let fault = raised(report.message()).or_else(|| undefined(report.message()));
    let fault = fault.unwrap_or_else(|| failed(report.message()));
    placed(fault, report, template, templates)
}

/// The engine's message for theme authors, without the names of Rust types.
fn failed(message: &str) -> Diagnostic {
    let mut message = lower(message);
    for (theirs, ours) in [
        ("iteration not possible on type", "cannot loop over"),
        (" in component call. Possible argument(s) are: ", "; there are "),
        ("invalid type for the value, ", ""),
        ("`&str`", "a text"),
        ("`string`", "a text"),
        ("`i64`", "a number"),
        ("`u64`", "a number"),
        ("`f64`", "a number"),
        ("`bool`", "true or false"),
        ("`array`", "a list"),
        ("`map`", "a record"),
        ("`none`", "nothing"),
        ("argument(s)", "arguments"),
    ] {
        message = message.replace(theirs, ours);
    }
    let help = if message.contains("argument") {
        "docs/themes.md lists the arguments of components and filters"
    } else {
        "docs/theme-views.md lists the type of each variable"
    };
    Diagnostic::error("template/failed", message).help(help)
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

/// `Variable `x` is not defined. Available variables: a, b`, and the same message for fields.
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
        None if known.is_empty() => {
            fault.help("docs/theme-views.md lists all variables and fields")
        }
        None => fault.help(format!("there are {}", known.join(", "))),
    })
}

/// A fault at the place of an error in its template.
fn placed(
    fault: Diagnostic,
    report: &ReportError,
    template: &str,
    templates: &Templates,
) -> Diagnostic {
    let name = if report.filename().is_empty() { template } else { report.filename() };
    let Some((file, text)) = templates.get(name) else { return fault };
    let range = report.span().range.clone();
    let range = named_value(&fault, text, &range).unwrap_or(range);
    fault.at(Span::bytes(*file, range))
}

/// The position of the quoted name before a filter, if no message or asset has that name: the
/// engine marks the filter, but the name is wrong.
fn named_value(fault: &Diagnostic, text: &str, range: &Range<usize>) -> Option<Range<usize>> {
    if !matches!(fault.code, "locale/missing-message" | "template/unknown-asset") {
        return None;
    }
    let name = fault.message.rsplit('`').nth(1)?;
    let before = text.get(..range.start)?;
    let line = before.rfind('\n').map_or(0, |at| at + 1);
    let at = line + before[line..].rfind(&format!("\"{name}\""))?;
    Some(at..at + name.len() + 2)
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or(text)
}

/// The first line, beginning in lower case and without a full stop, like all our messages.
fn lower(message: &str) -> String {
    let message = first_line(message).trim_end_matches('.');
    let mut chars = message.chars();
    match chars.next() {
        Some(first) => first.to_lowercase().chain(chars).collect(),
        None => String::new(),
    }
}
