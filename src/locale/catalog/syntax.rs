//! Parsing catalogs, and explaining syntax errors.

use std::ops::Range;
use std::sync::Arc;

use fluent::FluentResource;
use fluent_syntax::parser::{ErrorKind, ParserError};

use crate::base::diagnostic::{Diagnostic, Report};
use crate::base::source::{FileId, Span};
use crate::base::text::Lang;
use crate::locale::catalog::Resource;
use crate::locale::number::MOST_DECIMALS;

/// A parsed file of a catalog, without its faulty messages.
pub(super) struct CatalogFile {
    pub(super) lang: Lang,
    pub(super) tag: String,
    pub(super) file: FileId,
    pub(super) layer: usize,
    pub(super) precedence: (bool, usize, usize),
    pub(super) ftl: Arc<FluentResource>,
    /// The names of messages that could not be parsed.
    pub(super) broken: Vec<String>,
}

impl CatalogFile {
    /// Whether it is in the language that it serves, and not a stand-in.
    pub(super) fn is_native(&self) -> bool {
        self.precedence.0
    }

    /// The place of a word, which must be a slice of this file's text.
    pub(super) fn span(&self, word: &str) -> Span {
        let text = self.ftl.source();
        let start = (word.as_ptr() as usize).saturating_sub(text.as_ptr() as usize).min(text.len());
        Span::bytes(self.file, start..(start + word.len()).min(text.len()))
    }
}

/// The maximum nesting of braces and brackets: Fluent parses them recursively.
const DEEPEST: usize = 16;

/// Parses a file; faulty messages are reported and skipped.
pub(super) fn read(resource: &Resource<'_>, report: &mut Report) -> CatalogFile {
    let Resource { lang, tag, file, text, layer, .. } = *resource;
    let made = |ftl: FluentResource, broken: Vec<String>| {
        let (tag, precedence) = (tag.to_owned(), resource.precedence());
        CatalogFile { lang, tag, file, layer, precedence, ftl: Arc::new(ftl), broken }
    };
    if let Err((range, message, help)) = guard(text) {
        let fault = Diagnostic::error("locale/syntax", message).help(help);
        report.push(fault.at(Span::bytes(file, range)));
        // Such a file would crash the parser.
        let ftl = FluentResource::try_new(String::new()).unwrap_or_else(|(ftl, _)| ftl);
        return made(ftl, Vec::new());
    }
    let (ftl, errors) = match FluentResource::try_new(text.to_owned()) {
        Ok(ftl) => (ftl, Vec::new()),
        Err((ftl, errors)) => (ftl, errors),
    };
    let mut broken = Vec::new();
    for error in &errors {
        let slice = error.slice.clone().unwrap_or_else(|| error.pos.clone());
        let head = text.get(slice).unwrap_or("");
        let name = &head[..head.find(|c: char| !is_name(c)).unwrap_or(head.len())];
        if !name.is_empty() {
            broken.push(name.to_owned());
        }
        let (at, message, help) = unclosed(error, text).unwrap_or_else(|| {
            let (message, help) = explain(error, text, name);
            (first_line(text, error.pos.clone()), message, help)
        });
        let fault = Diagnostic::error("locale/syntax", message).help(help);
        report.push(fault.at(Span::bytes(file, at)));
    }
    made(ftl, broken)
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_')
}

/// The first line of a range, for the carets.
fn first_line(text: &str, range: Range<usize>) -> Range<usize> {
    let part = text.get(range.clone()).unwrap_or("");
    let line = part.trim_end().lines().next().unwrap_or("");
    // Mark something also if the line ends too early.
    range.start..range.start + line.len().max(usize::from(!part.trim().is_empty()))
}

/// The fault of a brace that is not closed on its line, with the place of the brace.
fn unclosed(error: &ParserError, text: &str) -> Option<(Range<usize>, String, &'static str)> {
    let slice = error.slice.as_ref().filter(|_| error.kind == ErrorKind::ExpectedToken('}'))?;
    let before = text.get(slice.start..error.pos.start)?;
    let mut closed = 0usize;
    let brace = before.bytes().rposition(|c| {
        let open = c == b'{' && closed == 0;
        closed = match c {
            b'}' => closed + 1,
            b'{' => closed.saturating_sub(1),
            _ => closed,
        };
        open
    })?;
    let rest = text.get(error.pos.start..)?;
    let ended = before[brace..].contains('\n') || rest.trim_start_matches([' ', '\r']).is_empty();
    let at = slice.start + brace;
    (ended || rest.starts_with(['\n', '\r'])).then(|| {
        let help = "close it with `}`; for a literal brace, write `{\"{\"}`";
        (at..at + 1, "this `{` is not closed".into(), help)
    })
}

/// The message and help for a syntax error.
fn explain(error: &ParserError, text: &str, name: &str) -> (String, &'static str) {
    let at = text.as_bytes().get(error.pos.start).copied();
    match &error.kind {
        ErrorKind::ExpectedToken('=') => {
            (format!("a `=` is missing after the name `{name}`"), "write `name = text`")
        }
        ErrorKind::ExpectedToken('}') => (
            "expected `}` here".into(),
            "write one name between `{` and `}`; arguments begin with `$`",
        ),
        ErrorKind::UnbalancedClosingBrace => {
            ("this `}` has no opening brace".into(), "for a literal brace, write `{\"}\"}`")
        }
        ErrorKind::ExpectedToken(token) => {
            (format!("expected `{token}` here"), "compare it with a message that works")
        }
        ErrorKind::ExpectedCharRange { .. } if at == Some(b'.') => (
            "this attribute cannot be parsed".into(),
            "write ` .name = text`, indented, below its message",
        ),
        ErrorKind::ExpectedCharRange { range } if range == "a-zA-Z" => (
            "expected a name that begins with a letter".into(),
            "write `name = text`; indent continued lines, and begin comments with `# `",
        ),
        ErrorKind::ExpectedCharRange { range } => {
            (format!("expected a character of {range}"), "compare it with a message that works")
        }
        ErrorKind::ExpectedMessageField { entry_id } => {
            (format!("the message `{entry_id}` has no text"), "write the text after the `=`")
        }
        ErrorKind::ExpectedTermField { entry_id } => {
            (format!("the term `-{entry_id}` has no text"), "write the text after the `=`")
        }
        ErrorKind::MissingValue => {
            ("a text is missing here".into(), "write it, or `{\"\"}` for an empty text")
        }
        kind => explain_expression(kind),
    }
}

/// The message and help for a syntax error between braces.
fn explain_expression(kind: &ErrorKind) -> (String, &'static str) {
    let (message, help) = match kind {
        ErrorKind::MissingDefaultVariant => {
            ("there is no default variant", "mark one with a star: `*[other] {$count} talks`")
        }
        ErrorKind::MultipleDefaultVariants => {
            ("two variants have a star", "mark only the default variant")
        }
        ErrorKind::ForbiddenCallee => {
            ("the name of a function must be in capitals", "write `NUMBER`, `DATETIME` or `LIST`")
        }
        ErrorKind::MessageReferenceAsSelector
        | ErrorKind::MessageAttributeAsSelector
        | ErrorKind::TermReferenceAsSelector
        | ErrorKind::ExpectedSimpleExpressionAsSelector => {
            ("this cannot select a variant", "select by an argument: `{ $count -> … }`")
        }
        ErrorKind::TermAttributeAsPlaceable => {
            ("an attribute of a term cannot be shown", "select variants by it, or use a message")
        }
        ErrorKind::UnterminatedStringLiteral => {
            ("a quote is not closed", "close it with `\"` on the same line")
        }
        ErrorKind::PositionalArgumentFollowsNamed => (
            "a value comes after an option",
            "write the value first: `NUMBER($n, type: \"ordinal\")`",
        ),
        ErrorKind::DuplicatedNamedArgument(_) => {
            ("an option is given twice", "keep one of the two")
        }
        ErrorKind::UnknownEscapeSequence(_) | ErrorKind::InvalidUnicodeEscapeSequence(_) => (
            "this is not a valid escape",
            "write `\\\\` for a backslash, `\\\"` for a quote, or a code such as `\\u00a0`",
        ),
        ErrorKind::ExpectedInlineExpression => (
            "there is nothing to show between the braces",
            "write `{ $argument }`, `{ message }`, `{ -term }` or `{\"text\"}`",
        ),
        ErrorKind::ExpectedLiteral => {
            ("an option takes a text in quotes or a number", "write `style: \"long\"`")
        }
        _ => ("this cannot be parsed", "compare it with a message that works"),
    };
    (message.to_owned(), help)
}

/// Finds what would crash Fluent: deeply nested braces and brackets, and numbers with more digits than
/// plural rules support.
fn guard(text: &str) -> Result<(), (Range<usize>, &'static str, &'static str)> {
    let (mut depth, mut start) = (0usize, 0);
    for line in text.split_inclusive('\n') {
        // Brackets may be left open in texts, so the first line of a message resets the depth.
        if begins_entry(line) {
            depth = 0;
        }
        for (at, c) in line.bytes().enumerate() {
            let here = start + at;
            match c {
                b'{' | b'(' if depth == DEEPEST => {
                    return Err((
                        here..here + 1,
                        "braces are nested too deeply",
                        "move parts of it into other messages, and refer to them with `{ name }`",
                    ));
                }
                b'{' | b'(' => depth += 1,
                b'}' | b')' => depth = depth.saturating_sub(1),
                b'.' if depth > 0 => {
                    let digits = line[at + 1..].bytes().take_while(u8::is_ascii_digit).count();
                    if digits > usize::from(MOST_DECIMALS) {
                        return Err((
                            here..here + 1 + digits,
                            "a number has too many decimals",
                            "write at most 15",
                        ));
                    }
                }
                _ => {}
            }
        }
        start += line.len();
    }
    Ok(())
}

/// Whether a line is the first of a message or term: a name at its beginning, and `=`.
fn begins_entry(line: &str) -> bool {
    let rest = line.strip_prefix('-').unwrap_or(line);
    rest.starts_with(|c: char| c.is_ascii_alphabetic())
        && rest.trim_start_matches(is_name).trim_start_matches(' ').starts_with('=')
}
