//! Explaining YAML syntax errors: the parser's messages are for programmers, and the position at which
//! it gives up is often not the position of the fault.

use std::ops::Range;

use crate::base::diagnostic::Diagnostic;
use crate::base::source::{FileId, Span, offset, token_end};
use crate::base::yaml::lookalikes::cause;
use crate::base::yaml::marks::Marks;

/// The place, the message and the help.
pub(super) type Explained = (Range<usize>, String, &'static str);

/// The fault of a text that is not YAML; the text begins at the byte `start` of its file.
pub(super) fn syntax(
    file: FileId,
    text: &str,
    start: usize,
    error: &serde_yaml::Error,
) -> Diagnostic {
    let raw = error.to_string();
    let place = error.location().map_or((1, 1), |at| (at.line(), at.column()));
    fault(file, start, SyntaxError::new(text, &raw, place).explain())
}

/// The fault of an explained error in a text that begins at the byte `start` of its file.
pub(super) fn fault(file: FileId, start: usize, (range, message, help): Explained) -> Diagnostic {
    Diagnostic::error("yaml/syntax", message)
        .at(Span::bytes(file, start + range.start..start + range.end))
        .help(help)
}

/// The parser's error: where it gave up, and what it was reading.
struct SyntaxError<'a> {
    text: &'a str,
    raw: &'a str,
    /// The byte where it gave up.
    at: usize,
    /// The byte where it began to read the broken value; `at` if the error does not say.
    since: usize,
}

impl<'a> SyntaxError<'a> {
    fn new(text: &'a str, raw: &'a str, (line, column): (usize, usize)) -> SyntaxError<'a> {
        let at = offset(text, line, column);
        let since = match raw.split_once(", while ") {
            Some((_, context)) => position(context).map_or(at, |(l, c)| offset(text, l, c)),
            None => at,
        };
        SyntaxError { text, raw, at, since }
    }

    fn has(&self, part: &str) -> bool {
        self.raw.contains(part)
    }

    fn explain(&self) -> Explained {
        self.repeated()
            .or_else(|| self.lookalike())
            .or_else(|| self.tab())
            .or_else(|| self.open_quote())
            .or_else(|| self.behind_quote())
            .or_else(|| self.colon())
            .or_else(|| self.no_field())
            .or_else(|| self.bracket())
            .or_else(|| self.closes_nothing())
            .or_else(|| self.first_character())
            .or_else(|| self.second_document())
            .or_else(|| self.control_character())
            .unwrap_or_else(|| self.other())
    }

    fn line_start(&self, at: usize) -> usize {
        self.text[..at].rfind('\n').map_or(0, |at| at + 1)
    }

    /// The line of a byte, without the line break.
    fn line(&self, at: usize) -> &'a str {
        self.text[self.line_start(at)..].split('\n').next().unwrap_or("")
    }

    /// The range of a line, without the spaces around it.
    fn whole_line(&self, at: usize) -> Range<usize> {
        let line = self.line(at);
        let start = self.line_start(at) + line.len() - line.trim_start().len();
        start..start + line.trim().len()
    }

    /// The range of the token at a byte.
    fn token(&self, at: usize) -> Range<usize> {
        at..token_end(self.text, at).max(at)
    }

    fn lookalike(&self) -> Option<Explained> {
        let end = self.line_start(self.at) + self.line(self.at).len();
        cause(self.text, self.line_start(self.since.min(self.at))..end)
    }

    fn tab(&self) -> Option<Explained> {
        let line = self.line(self.at);
        let indent = &line[..line.len() - line.trim_start().len()];
        let tab = match indent.find('\t') {
            Some(tab) => tab,
            None if self.has("cannot start any token") || self.has("tab character") => {
                line.find('\t')?
            }
            None => return None,
        };
        let at = self.line_start(self.at) + tab;
        Some((at..at + 1, "a tab cannot indent".into(), "indent with spaces"))
    }

    fn repeated(&self) -> Option<Explained> {
        let (_, rest) = self.raw.split_once("duplicate entry with key \"")?;
        let key = rest.split('"').next()?;
        let repeated = Marks::of(self.text).repeated_key();
        Some((
            repeated.unwrap_or_else(|| self.token(self.at)),
            format!("`{key}` is given twice"),
            "keep one of the two",
        ))
    }

    /// A quote that is not closed on its line: the parser reads on, and fails at the next quote.
    fn open_quote(&self) -> Option<Explained> {
        let stumbled = [
            "did not find expected key",
            "did not find expected ',' or",
            "could not find expected ':'",
            "unexpected end of stream",
            "unexpected document indicator",
        ];
        if !stumbled.into_iter().any(|part| self.has(part)) {
            return None;
        }
        let end = self.line_start(self.at) + self.line(self.at).len();
        let mut found = None;
        let mut start = 0;
        for line in self.text[..end].split_inclusive('\n') {
            found = open_quote(line).map(|at| start + at).or(found);
            start += line.len();
        }
        let at = found?;
        let end = self.line_start(at) + self.line(at).trim_end().len();
        Some((at..end, "this quote is not closed".into(), "write the same quote after the text"))
    }

    /// A text that continues after its closing quote: `title: "Åbning" af forummet`.
    fn behind_quote(&self) -> Option<Explained> {
        let expected = ["did not find expected key", "did not find expected ',' or"];
        let before = self.text[self.line_start(self.at)..self.at].trim_end();
        if !expected.into_iter().any(|part| self.has(part)) || !before.ends_with(['"', '\'']) {
            return None;
        }
        if self.text[self.token(self.at).end..].starts_with(':') {
            return Some((
                self.token(self.at),
                "a comma is missing before this".into(),
                "write `,` between two entries",
            ));
        }
        Some((
            self.token(self.at),
            "the text continues after its closing quote".into(),
            "put the whole text in quotes; inside single quotes, write `''` for `'`",
        ))
    }

    fn colon(&self) -> Option<Explained> {
        if self.has("block sequence entries are not allowed") {
            return Some((
                self.whole_line(self.at),
                "a list cannot begin on the line of its name".into(),
                "write each `- ` on its own line below the name",
            ));
        }
        if !self.has("mapping values are not allowed") {
            return None;
        }
        let start = self.line_start(self.at);
        if let Some(value) = self.text[start..self.at].find(": ") {
            return Some(needs_quotes(start + value + 2..self.whole_line(self.at).end));
        }
        let above = self.text[..start].trim_end();
        let above = self.whole_line(above.len());
        let hyphen = self.text[above.clone()].strip_prefix('-');
        if hyphen.is_some_and(|rest| !rest.starts_with([' ', '-'])) {
            return Some((
                above.start..above.start + 1,
                "a space is missing after this `-`".into(),
                "begin each item of a list with `- `",
            ));
        }
        Some((
            self.whole_line(self.at).start..self.at,
            "this field is not aligned with the fields above".into(),
            "begin all fields of a record in the same column",
        ))
    }

    /// A line that is not a field: `name:text`, or a text that is not indented enough.
    fn no_field(&self) -> Option<Explained> {
        if !self.has("could not find expected ':'") {
            return None;
        }
        let line = self.whole_line(self.since);
        let text = &self.text[line.clone()];
        if text.contains(':') && !text.contains(": ") {
            return Some((
                line,
                "a space is missing after the colon".into(),
                "write `name: text`, with a space",
            ));
        }
        Some((
            line,
            "this line is neither a field nor part of the text above".into(),
            "write `name: text`, or indent the line to continue the text above",
        ))
    }

    fn bracket(&self) -> Option<Explained> {
        if !self.has("while parsing a flow") {
            return None;
        }
        let before = &self.text[self.line_start(self.at)..self.at];
        if let (true, Some(value)) = (self.text[self.at..].starts_with(':'), before.rfind(": ")) {
            let value = self.line_start(self.at) + value + 2;
            return Some(needs_quotes(value..token_end(self.text, self.at + 1)));
        }
        if balanced(self.line(self.since)) {
            return Some((
                self.token(self.at),
                "this cannot be read between the brackets".into(),
                "write `,` between two entries; put a text with `,`, `:` or brackets in quotes",
            ));
        }
        let (open, help) = match self.text[self.since..].chars().next()? {
            '{' => ('{', "close it with `}`"),
            open => (open, "close it with `]`"),
        };
        let range = self.since..self.since + open.len_utf8();
        Some((range, format!("this `{open}` is not closed"), help))
    }

    /// A text that begins with a special character.
    fn first_character(&self) -> Option<Explained> {
        let at = if self.has("cannot start any token") || self.has("unknown anchor") {
            self.at
        } else if ["an alias", "an anchor", "a tag", "a directive"]
            .into_iter()
            .any(|what| self.raw.contains(&format!("while scanning {what}")))
        {
            self.since
        } else {
            return None;
        };
        let first = self.text[at..].chars().next()?;
        Some((
            self.token(at),
            format!("a text cannot begin with `{first}`"),
            "put the text in quotes",
        ))
    }

    fn second_document(&self) -> Option<Explained> {
        if !self.has("more than one document") && !self.has("<document start>") {
            return None;
        }
        let line = self.text.lines().skip(1).find(|line| line.starts_with("---"));
        let start =
            line.and_then(|line| self.text[1..].find(&format!("\n{line}")).map(|at| at + 2));
        match start {
            Some(at) => {
                Some((at..at + 3, "a second document begins here".into(), "remove the line `---`"))
            }
            None => Some((
                self.token(self.at),
                "this does not belong to the value above".into(),
                "write `name: text`, with all fields in the same column",
            )),
        }
    }

    fn control_character(&self) -> Option<Explained> {
        if !self.has("control characters") {
            return None;
        }
        let forbidden = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{85}');
        let at = self.text.find(forbidden)?;
        let length = self.text[at..].chars().next().map_or(0, char::len_utf8);
        Some((
            at..at + length,
            "there is an invisible control character here".into(),
            "delete it, or retype the line",
        ))
    }

    fn closes_nothing(&self) -> Option<Explained> {
        let bracket = self.text[self.at..].chars().next().filter(|c| matches!(c, ']' | '}'))?;
        let range = self.at..self.at + bracket.len_utf8();
        Some((range, format!("this `{bracket}` has no opening bracket"), "remove it"))
    }

    /// Errors that can be explained without looking at the text, and all remaining errors.
    fn other(&self) -> Explained {
        const INDENTATION: (&str, &str) = (
            "the indentation does not match the lines above",
            "begin all fields of a record in the same column, and each item with `- `",
        );
        const ESCAPE: (&str, &str) = (
            "this is not a valid escape",
            "write `/` between folders; put a text with `\\` in single quotes",
        );
        let known = [
            ("did not find expected key", INDENTATION),
            ("did not find expected '-' indicator", INDENTATION),
            ("escape", ESCAPE),
            ("hexdecimal", ESCAPE),
            (
                "invalid type: integer",
                ("this number is too large", "put it in quotes if it is a text"),
            ),
            (
                "repetition limit exceeded",
                ("the aliases expand to too many values", "write the values out"),
            ),
            (
                "recursion limit exceeded",
                ("the values are nested too deeply", "use fewer levels of nesting"),
            ),
        ];
        let (message, help) = match known.into_iter().find(|(part, _)| self.has(part)) {
            Some((_, (message, help))) => (message.to_owned(), help),
            None => (
                format!(
                    "this cannot be read: {}",
                    self.raw.split(" at line ").next().unwrap_or("")
                ),
                "compare it with the lines around it, or put the text in quotes",
            ),
        };
        (self.token(self.at), message, help)
    }
}

fn needs_quotes(text: Range<usize>) -> Explained {
    (text, "a text with a colon needs quotes".into(), "put the whole text in quotes")
}

/// The `line 3 column 5` at the end of a message. The parser omits the position of the first byte.
fn position(context: &str) -> Option<(usize, usize)> {
    let Some((_, place)) = context.split_once(" at line ") else {
        // Only a value that is still open can begin at the first byte.
        let open = ["a quoted scalar", "a flow", "a simple key"];
        return open.into_iter().any(|what| context.contains(what)).then_some((1, 1));
    };
    let (line, column) = place.split_once(" column ")?;
    Some((line.parse().ok()?, column.parse().ok()?))
}

/// Whether all brackets of a line are closed.
fn balanced(line: &str) -> bool {
    let count = |brackets: [char; 2]| line.matches(brackets).count();
    count(['[', '{']) == count([']', '}'])
}

/// The position of a quote that is not closed on its line.
fn open_quote(line: &str) -> Option<usize> {
    let mut open: Option<(usize, char)> = None;
    // A quote inside a word is an apostrophe.
    let mut may_open = true;
    let mut chars = line.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        match open {
            Some((_, '"')) if c == '\\' => drop(chars.next()),
            // Two single quotes mean one single quote in the text.
            Some((_, '\'')) if c == '\'' && chars.peek().is_some_and(|(_, next)| *next == '\'') => {
                chars.next();
            }
            Some((_, quote)) if c == quote => (open, may_open) = (None, false),
            Some(_) => {}
            None if c == '#' && line[..at].ends_with([' ', '\t']) => break,
            None if may_open && matches!(c, '"' | '\'') => open = Some((at, c)),
            None => may_open = matches!(c, ':' | '-' | '[' | '{' | ',') || (may_open && c == ' '),
        }
    }
    open.map(|(at, _)| at)
}
