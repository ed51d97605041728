//! A text that is not YAML, told to the one who wrote it: the parser's words are for programmers.

use crate::base::diagnostic::Diagnostic;
use crate::base::source::{At, FileId, Span};

/// A text that is not YAML, in words for the one who wrote it.
pub(super) fn syntax(
    file: FileId,
    text: &str,
    first_line: usize,
    error: &serde_yaml::Error,
) -> Diagnostic {
    let raw = error.to_string();
    let (message, help) = explain(&raw, text, error.location().map(|at| at.line()));
    let fault = Diagnostic::error("yaml/syntax", message);
    let fault = match error.location() {
        Some(at) => {
            fault.at(Span { file, at: At::LineColumn(at.line() + first_line, at.column()) })
        }
        None => fault.at(Span::file(file)),
    };
    match help {
        Some(help) => fault.help(help),
        None => fault,
    }
}

/// Turns the parser's message into what is wrong and what to do about it.
fn explain(raw: &str, text: &str, line: Option<usize>) -> (String, Option<&'static str>) {
    let line = line.and_then(|line| text.lines().nth(line.saturating_sub(1))).unwrap_or("");
    let has = |part: &str| raw.contains(part);
    if line.trim_start_matches(' ').starts_with('\t')
        || (has("cannot start any token") && line.contains('\t'))
    {
        return ("a tab cannot indent".into(), Some("indent with spaces"));
    }
    if has("mapping values are not allowed") {
        return (
            "a colon stands where no field can begin".into(),
            Some(
                "put a text that contains `: ` in quotes, and check that the line above is complete",
            ),
        );
    }
    if has("duplicate entry with key") {
        let key = raw.split('"').nth(1).unwrap_or("");
        return (format!("the key `{key}` is given twice"), Some("keep one of the two"));
    }
    if has("did not find expected key") || has("did not find expected '-' indicator") {
        return (
            "the indentation does not fit the lines above".into(),
            Some("begin the fields of one record in the same column, each item with `- `"),
        );
    }
    if has("unexpected end of stream") || has("did not find expected ',' or") {
        return (
            "a quote or bracket is not closed".into(),
            Some("close it, or put the whole text in quotes"),
        );
    }
    if has("cannot start any token") || has("did not find expected alphabetic") {
        return ("a text cannot begin with this character".into(), Some("put the text in quotes"));
    }
    if has("unknown anchor") {
        return (
            "this `*name` refers to nothing".into(),
            Some("put a text that begins with `*` in quotes"),
        );
    }
    if has("repetition limit exceeded") {
        return (
            "the aliases unfold to far more than they should".into(),
            Some("write the values out"),
        );
    }
    if has("recursion limit exceeded") {
        return ("the values are nested too deeply".into(), None);
    }
    if has("more than one document") {
        return ("a second document begins here".into(), Some("remove the line `---`"));
    }
    let plain = raw.split(" at line ").next().unwrap_or(raw);
    (plain.to_owned(), None)
}
