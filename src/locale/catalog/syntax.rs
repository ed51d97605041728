//! Reading catalogs, and saying in plain words what cannot be read.

use std::ops::Range;

use fluent::FluentResource;
use fluent_syntax::parser::{ErrorKind, ParserError};

use crate::base::diagnostic::{Diagnostic, Report};
use crate::base::source::{FileId, Span};
use crate::base::text::Lang;
use crate::locale::catalog::Resource;
use crate::locale::number::MOST_DECIMALS;

/// A catalog's file that was read, as far as it could be.
pub(super) struct CatalogFile {
    pub(super) lang: Lang,
    pub(super) file: FileId,
    pub(super) layer: usize,
    pub(super) ftl: FluentResource,
    /// The names at the head of what could not be read.
    pub(super) broken: Vec<String>,
}

impl CatalogFile {
    /// The place of a word, which must be a part of this source's text.
    pub(super) fn span(&self, word: &str) -> Span {
        let text = self.ftl.source();
        let start = (word.as_ptr() as usize).saturating_sub(text.as_ptr() as usize).min(text.len());
        Span::bytes(self.file, start..(start + word.len()).min(text.len()))
    }
}

/// How deep braces and brackets may be within each other. Fluent walks them by recursion; people
/// need three.
const DEEPEST: usize = 16;

/// Reads a file; what cannot be read is said and left out.
pub(super) fn read(resource: &Resource<'_>, report: &mut Report) -> CatalogFile {
    let Resource { lang, file, text, layer } = *resource;
    if let Err((range, message, help)) = guard(text) {
        let fault = Diagnostic::error("locale/syntax", message).help(help);
        report.push(fault.at(Span::bytes(file, range)));
        // Nothing of a file that would harm the reader is handed to it.
        let ftl = FluentResource::try_new(String::new()).unwrap_or_else(|(ftl, _)| ftl);
        return CatalogFile { lang, file, layer, ftl, broken: Vec::new() };
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
    CatalogFile { lang, file, layer, ftl, broken }
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_')
}

/// The part of a range that is in its first line, for the caret.
fn first_line(text: &str, range: Range<usize>) -> Range<usize> {
    let part = text.get(range.clone()).unwrap_or("");
    let line = part.trim_end().lines().next().unwrap_or("");
    // Something must be marked also where a line ends too early.
    range.start..range.start + line.len().max(usize::from(!part.trim().is_empty()))
}

/// The fault of a brace that is not closed in its line: the brace is the place, not where the parser
/// gave up.
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
        let help = "close it with `}`; for a brace itself write `{\"{\"}`";
        (at..at + 1, "this `{` is not closed".into(), help)
    })
}

/// What is wrong at a parser's error, and what to do about it.
fn explain(error: &ParserError, text: &str, name: &str) -> (String, &'static str) {
    let at = text.as_bytes().get(error.pos.start).copied();
    match &error.kind {
        ErrorKind::ExpectedToken('=') => {
            (format!("the name `{name}` has no `=` behind it"), "write `name = text`")
        }
        ErrorKind::ExpectedToken('}') => (
            "expected `}` here".into(),
            "write one name between `{` and `}`, and an argument with its `$`",
        ),
        ErrorKind::UnbalancedClosingBrace => {
            ("a `}` closes nothing".into(), "for a brace itself write `{\"}\"}`")
        }
        ErrorKind::ExpectedToken(token) => {
            (format!("expected `{token}` here"), "compare it with a message that works")
        }
        ErrorKind::ExpectedCharRange { .. } if at == Some(b'.') => (
            "this attribute cannot be read".into(),
            "write ` .name = text`, indented, below its message",
        ),
        ErrorKind::ExpectedCharRange { range } if range == "a-zA-Z" => (
            "a name that begins with a letter must stand here".into(),
            "write `name = text`; indent the lines that continue a text, begin a comment with `# `",
        ),
        ErrorKind::ExpectedCharRange { range } => (
            format!("a character of {range} must stand here"),
            "compare it with a message that works",
        ),
        ErrorKind::ExpectedMessageField { entry_id } => {
            (format!("the message `{entry_id}` has no text"), "write the text behind the `=`")
        }
        ErrorKind::ExpectedTermField { entry_id } => {
            (format!("the term `-{entry_id}` has no text"), "write the text behind the `=`")
        }
        ErrorKind::MissingValue => {
            ("a text is missing here".into(), "write it, or `{\"\"}` for none")
        }
        kind => explain_expression(kind),
    }
}

/// The same for what stands between braces.
fn explain_expression(kind: &ErrorKind) -> (String, &'static str) {
    let (message, help) = match kind {
        ErrorKind::MissingDefaultVariant => (
            "no variant is the one for all other cases",
            "put a star in front of one, as in `*[other] {$count} talks`",
        ),
        ErrorKind::MultipleDefaultVariants => {
            ("two variants have a star", "leave it to the one for all other cases")
        }
        ErrorKind::ForbiddenCallee => {
            ("a function's name is written in capitals", "write `NUMBER`, `DATETIME` or `LIST`")
        }
        ErrorKind::MessageReferenceAsSelector
        | ErrorKind::MessageAttributeAsSelector
        | ErrorKind::TermReferenceAsSelector
        | ErrorKind::ExpectedSimpleExpressionAsSelector => {
            ("variants cannot be chosen by this", "choose by an argument, as in `{ $count -> … }`")
        }
        ErrorKind::TermAttributeAsPlaceable => {
            ("a term's attribute cannot be shown", "choose variants by it, or make it a message")
        }
        ErrorKind::UnterminatedStringLiteral => {
            ("a quote is not closed", "close it with `\"` in the same line")
        }
        ErrorKind::PositionalArgumentFollowsNamed => (
            "a value stands behind an option",
            "write the value first: `NUMBER($n, type: \"ordinal\")`",
        ),
        ErrorKind::DuplicatedNamedArgument(_) => {
            ("an option is given twice", "keep one of the two")
        }
        ErrorKind::UnknownEscapeSequence(_) | ErrorKind::InvalidUnicodeEscapeSequence(_) => (
            "a backslash is followed by something it cannot stand before",
            "write `\\\\` for a backslash, `\\\"` for a quote, `\\u00a0` for a character by its number",
        ),
        ErrorKind::ExpectedInlineExpression => (
            "something to show must stand between the braces",
            "write `{ $argument }`, `{ message }`, `{ -term }` or `{\"text\"}`",
        ),
        ErrorKind::ExpectedLiteral => {
            ("an option takes a text in quotes or a number", "write `style: \"long\"`")
        }
        _ => ("this cannot be read", "compare it with a message that works"),
    };
    (message.to_owned(), help)
}

/// Finds what Fluent's reader would not survive: braces and brackets too deep within each other, and
/// numbers with more digits than plural rules can count.
fn guard(text: &str) -> Result<(), (Range<usize>, &'static str, &'static str)> {
    let (mut depth, mut start) = (0usize, 0);
    for line in text.split_inclusive('\n') {
        // Quotes and smileys may leave brackets open; a message's first line closes them all.
        if begins_entry(line) {
            depth = 0;
        }
        for (at, c) in line.bytes().enumerate() {
            let here = start + at;
            match c {
                b'{' | b'(' if depth == DEEPEST => {
                    return Err((
                        here..here + 1,
                        "braces stand too deep within each other",
                        "make parts of it messages of their own, and show those by `{ name }`",
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

/// Whether a line is the first of a message or term: a name at its very beginning, and `=`.
fn begins_entry(line: &str) -> bool {
    let rest = line.strip_prefix('-').unwrap_or(line);
    rest.starts_with(|c: char| c.is_ascii_alphabetic())
        && rest.trim_start_matches(is_name).trim_start_matches(' ').starts_with('=')
}
