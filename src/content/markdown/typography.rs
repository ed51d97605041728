//! Typographic quotes, dashes and ellipses in place of ASCII ones.
//!
//! All replacements are found before anything is written, because the end of a quotation decides
//! whether its beginning was a quote: a `'` that is never closed is an apostrophe. Quotes pair
//! within a block, across inline markup. Code, addresses and escaped or encoded characters stay as
//! they are.

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use crate::base::text::is_cjk;
use crate::content::markdown::emphasis::MARK;
use crate::content::markdown::html_escape::{self, Escape};
use crate::content::markdown::{Events, Style, line_breaks};

/// A typographic character or group of characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Punctuation {
    OpenDouble,
    CloseDouble,
    OpenSingle,
    CloseSingle,
    Apostrophe,
    DoublePrime,
    EnDash,
    EmDash,
    Ellipsis,
}

impl Punctuation {
    /// The characters by the conventions of the language. Chinese and Japanese dashes and ellipses are
    /// two characters wide.
    pub(super) fn text<'s>(self, style: &'s Style<'_>) -> &'s str {
        let [open, close, open_inner, close_inner] = style.quotes.marks();
        let wide = line_breaks::is_east_asian(style.tag);
        match self {
            Punctuation::OpenDouble => open,
            Punctuation::CloseDouble => close,
            Punctuation::OpenSingle => open_inner,
            Punctuation::CloseSingle => close_inner,
            Punctuation::Apostrophe => "’",
            Punctuation::DoublePrime => "″",
            Punctuation::EnDash => "–",
            Punctuation::EmDash if wide => "——",
            Punctuation::EmDash => "—",
            Punctuation::Ellipsis if wide => "……",
            Punctuation::Ellipsis => "…",
        }
    }
}

/// A replacement and its position.
#[derive(Clone, Copy, Debug)]
pub(super) struct Replacement {
    /// The text event.
    pub(super) event: usize,
    /// The byte in the event's text.
    pub(super) at: usize,
    /// How many bytes are replaced.
    pub(super) length: usize,
    /// The punctuation that replaces them.
    pub(super) punctuation: Punctuation,
}

/// The replacements of a whole text, in order.
pub(super) fn replacements(events: &Events<'_>, text: &str) -> Vec<Replacement> {
    let mut finder = Finder { events, marks: Vec::new(), open: Vec::new(), before: None };
    let mut verbatim = 0usize;
    let mut code = false;
    for (index, (event, range)) in events.iter().enumerate() {
        match event {
            Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock) => code = true,
            Event::End(TagEnd::CodeBlock | TagEnd::HtmlBlock) => code = false,
            Event::Start(Tag::Link { link_type: LinkType::Autolink | LinkType::Email, .. }) => {
                verbatim += 1;
            }
            Event::End(TagEnd::Link) => verbatim = verbatim.saturating_sub(1),
            Event::InlineHtml(html) => match verbatim_tag(html) {
                Some(true) => verbatim += 1,
                Some(false) => verbatim = verbatim.saturating_sub(1),
                None => {}
            },
            Event::Code(code) => finder.before = code.chars().next_back(),
            Event::Text(_) if code => {}
            Event::Text(found) if verbatim > 0 => {
                finder.before = found.chars().next_back();
            }
            Event::Text(found) => {
                let start = text.as_bytes().get(range.start);
                let encoded = start == Some(&b'&') && !found.starts_with('&');
                let escaped = text.as_bytes()[..range.start].ends_with(b"\\");
                finder.text(index, found, if encoded { found.len() } else { usize::from(escaped) });
            }
            Event::SoftBreak | Event::HardBreak => finder.before = None,
            Event::Start(tag) if !line_breaks::is_inline(&tag.to_end()) => {
                finder.end_block();
                verbatim = 0;
            }
            Event::End(tag) if !line_breaks::is_inline(tag) => {
                finder.end_block();
                verbatim = 0;
            }
            _ => {}
        }
    }
    finder.end_block();
    finder.marks
}

/// Whether a tag begins (`true`) or ends verbatim text.
fn verbatim_tag(html: &str) -> Option<bool> {
    let inside = html.strip_prefix('<')?;
    let (begins, inside) = match inside.strip_prefix('/') {
        Some(rest) => (false, rest),
        None => (true, inside),
    };
    let name = inside.split(|c: char| !c.is_ascii_alphanumeric()).next()?;
    ["code", "kbd", "samp", "var", "pre"]
        .iter()
        .any(|tag| name.eq_ignore_ascii_case(tag))
        .then_some(begins)
}

/// The class of a character next to a quote.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Space,
    Opening,
    Closing,
    /// A letter or digit of a script with spaces.
    Word,
    Cjk,
    Other,
}

fn side(c: Option<char>) -> Side {
    let Some(c) = c else { return Side::Space };
    match c {
        c if c.is_whitespace() => Side::Space,
        '(' | '[' | '{' | '<' | '/' | '-' | '–' | '—' | '=' | '¿' | '¡' | '“' | '„' | '‘' | '‚'
        | '«' | '（' | '［' | '｛' | '「' | '『' | '《' | '〈' | '【' | '〔' => {
            Side::Opening
        }
        ')' | ']' | '}' | '>' | ',' | '.' | ';' | ':' | '!' | '?' | '…' | '”' | '’' | '»'
        | '）' | '］' | '｝' | '」' | '』' | '》' | '〉' | '】' | '〕' | '，' | '。' | '；'
        | '：' | '！' | '？' | '、' => Side::Closing,
        c if is_cjk(c) => Side::Cjk,
        c if c.is_alphanumeric() => Side::Word,
        _ => Side::Other,
    }
}

/// An open quotation.
struct Open {
    /// Its index in the replacements.
    mark: usize,
    single: bool,
}

/// A text without markup, such as a caption, with typographic punctuation.
pub(super) fn plain(text: &str, style: &Style<'_>) -> String {
    let events = Vec::new();
    let mut finder = Finder { events: &events, marks: Vec::new(), open: Vec::new(), before: None };
    finder.text(0, text, 0);
    finder.end_block();
    let mut out = String::with_capacity(text.len());
    push(&mut out, text, &finder.marks, style, Escape::Plain);
    out
}

/// Adds the text of a text event with its replacements.
pub(super) fn push(
    out: &mut String,
    text: &str,
    marks: &[Replacement],
    style: &Style<'_>,
    mode: Escape,
) {
    let mut copied = 0;
    for mark in marks {
        html_escape::push(out, &text[copied..mark.at], mode);
        html_escape::push(out, mark.punctuation.text(style), mode);
        copied = mark.at + mark.length;
    }
    html_escape::push(out, &text[copied..], mode);
}

struct Finder<'e, 'a> {
    events: &'e Events<'a>,
    marks: Vec<Replacement>,
    open: Vec<Open>,
    /// The previous character, as it will be printed; `None` at the beginning of a line.
    before: Option<char>,
}

impl Finder<'_, '_> {
    /// Finds the replacements of a text event, from a byte on.
    fn text(&mut self, event: usize, text: &str, from: usize) {
        let bytes = text.as_bytes();
        let mut at = from;
        while let Some(found) = bytes
            .get(at..)
            .and_then(|b| b.iter().position(|b| matches!(b, b'"' | b'\'' | b'-' | b'.')))
        {
            at += found;
            let length = bytes[at..].iter().take_while(|b| **b == bytes[at]).count();
            let quote = matches!(bytes[at], b'"' | b'\'');
            if !quote && length == 1 || in_address(text, at) {
                at += length;
                continue;
            }
            if !quote {
                if let Some(punctuation) = run(bytes[at], length) {
                    self.marks.push(Replacement { event, at, length, punctuation });
                }
                at += length;
                continue;
            }
            if at > 0 {
                self.before = line_breaks::last_char(&text[..at]).or(self.before);
                let previous = self.marks.last().filter(|m| m.event == event && m.at + 1 == at);
                if let Some(previous) = previous {
                    self.before = Some(printed(previous.punctuation));
                }
            }
            self.quote(event, text, at);
            at += 1;
        }
        let last = self.marks.last().filter(|m| m.event == event && m.at + m.length == text.len());
        self.before = match last {
            Some(mark) => Some(printed(mark.punctuation)),
            None => line_breaks::last_char(text).or(self.before),
        };
    }

    fn quote(&mut self, event: usize, text: &str, at: usize) {
        let rest = &text[at + 1..];
        let after = match rest.chars().find(|c| *c != MARK) {
            Some(c) => Some(c),
            None => line_breaks::next_char(self.events, event + 1),
        };
        let single = text.as_bytes()[at] == b'\'';
        let punctuation = match single {
            true => self.single(rest, after),
            false => self.double(after),
        };
        let mark = self.marks.len();
        self.marks.push(Replacement { event, at, length: 1, punctuation });
        match punctuation {
            Punctuation::OpenDouble | Punctuation::OpenSingle => {
                self.open.push(Open { mark, single });
            }
            Punctuation::CloseDouble => self.close(false),
            Punctuation::CloseSingle => self.close(true),
            _ => {}
        }
    }

    fn double(&self, after: Option<char>) -> Punctuation {
        let open = self.open.iter().any(|open| !open.single);
        let (left, right) = (side(self.before), side(after));
        let begins = matches!(left, Side::Space | Side::Opening);
        let ends = matches!(right, Side::Space | Side::Closing);
        match (begins, ends) {
            (true, false) => Punctuation::OpenDouble,
            _ if open => Punctuation::CloseDouble,
            (true, true) => Punctuation::OpenDouble,
            (false, _) if left == Side::Word && self.before.is_some_and(char::is_numeric) => {
                Punctuation::DoublePrime
            }
            (false, true) if matches!(left, Side::Word | Side::Other) => Punctuation::CloseDouble,
            _ => Punctuation::OpenDouble,
        }
    }

    fn single(&self, rest: &str, after: Option<char>) -> Punctuation {
        // Only the innermost open quotation can end here.
        let open = self.open.last().is_some_and(|open| open.single);
        let (left, right) = (side(self.before), side(after));
        let begins = matches!(left, Side::Space | Side::Opening);
        let ends = matches!(right, Side::Space | Side::Closing);
        match (begins, ends) {
            _ if left == Side::Word && right == Side::Word => Punctuation::Apostrophe,
            (true, false) if is_elision(rest) => Punctuation::Apostrophe,
            (true, false) => Punctuation::OpenSingle,
            _ if open => Punctuation::CloseSingle,
            (false, false) if left != Side::Word => Punctuation::OpenSingle,
            _ => Punctuation::Apostrophe,
        }
    }

    /// Closes a quotation, and turns single quotes that were opened in it into apostrophes.
    fn close(&mut self, single: bool) {
        while let Some(open) = self.open.pop() {
            if open.single == single {
                return;
            }
            self.marks[open.mark].punctuation = Punctuation::Apostrophe;
        }
    }

    /// Ends a block, in which only a double quotation may stay open, since it may continue in the next
    /// block.
    fn end_block(&mut self) {
        for open in self.open.drain(..).filter(|open| open.single) {
            self.marks[open.mark].punctuation = Punctuation::Apostrophe;
        }
        self.before = None;
    }
}

/// A character of the same class as a replacement; the next character is judged by it.
fn printed(punctuation: Punctuation) -> char {
    match punctuation {
        Punctuation::OpenDouble
        | Punctuation::OpenSingle
        | Punctuation::EnDash
        | Punctuation::EmDash => '“',
        Punctuation::CloseDouble | Punctuation::CloseSingle | Punctuation::Ellipsis => '”',
        Punctuation::Apostrophe | Punctuation::DoublePrime => '’',
    }
}

/// The replacement of a run of hyphens or full stops. Runs of other lengths are rules and leaders.
fn run(byte: u8, length: usize) -> Option<Punctuation> {
    match (byte, length) {
        (b'-', 2) => Some(Punctuation::EnDash),
        (b'-', 3) => Some(Punctuation::EmDash),
        (b'.', 3) => Some(Punctuation::Ellipsis),
        _ => None,
    }
}

/// Whether a word after `'` is shortened at its beginning: `'90s`, `'tis`, `'s avonds`.
fn is_elision(rest: &str) -> bool {
    let word = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    let after = rest[word.len()..].strip_prefix('\'');
    let quoted = after.is_some_and(|after| !after.starts_with(char::is_alphanumeric));
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    if word.eq_ignore_ascii_case("n") {
        return true;
    }
    !quoted
        && (digits == 2
            || ["s", "t", "k", "tis", "twas", "em", "til"].contains(&&*word.to_ascii_lowercase()))
}

/// Whether a character is part of an address such as `https://a.example/b--c`. A `"` never is.
fn in_address(text: &str, at: usize) -> bool {
    let rest = &text[at..];
    let ends = |rest: &str| !rest.starts_with(char::is_alphanumeric);
    if rest.starts_with('"') || rest.strip_prefix('\'').is_some_and(ends) {
        return false;
    }
    let word = &text[text[..at].rfind(char::is_whitespace).unwrap_or(0)..at];
    word.contains("://") || word.trim_start().starts_with("www.")
}
