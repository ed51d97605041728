//! Quotes, dashes and ellipses: which sign a straight one stands for.
//!
//! Signs are found before anything is written, because the end of a quotation decides what its
//! beginning was: an `'` that is never closed is an apostrophe. Quotations pair within a block, over
//! inline markup. Code, addresses and escaped or encoded signs stay as they are.

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use crate::base::text::is_cjk;
use crate::content::markdown::emphasis::MARK;
use crate::content::markdown::escape::{self, Mode};
use crate::content::markdown::{Events, Style, lines, raw};

/// What is printed in the place of a straight sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
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

impl Sign {
    /// The sign as the language writes it. Chinese and Japanese have dashes and ellipses of two
    /// characters' width.
    pub(super) fn text<'s>(self, style: &'s Style<'_>) -> &'s str {
        let [open, close, open_inner, close_inner] = style.quotes.marks();
        let wide = lines::is_east_asian(style.tag);
        match self {
            Sign::OpenDouble => open,
            Sign::CloseDouble => close,
            Sign::OpenSingle => open_inner,
            Sign::CloseSingle => close_inner,
            Sign::Apostrophe => "’",
            Sign::DoublePrime => "″",
            Sign::EnDash => "–",
            Sign::EmDash if wide => "——",
            Sign::EmDash => "—",
            Sign::Ellipsis if wide => "……",
            Sign::Ellipsis => "…",
        }
    }
}

/// A sign and the place of what it replaces.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    /// The text event.
    pub(super) event: usize,
    /// The byte in the event's text.
    pub(super) at: usize,
    /// How many bytes are replaced.
    pub(super) length: usize,
    /// What they are replaced by.
    pub(super) sign: Sign,
}

/// The signs of a whole text, in order.
pub(super) fn signs(events: &Events<'_>, text: &str) -> Vec<Mark> {
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
            Event::InlineHtml(html) => match raw::verbatim(html) {
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
            Event::Start(tag) if !lines::is_inline(&tag.to_end()) => {
                finder.end_block();
                verbatim = 0;
            }
            Event::End(tag) if !lines::is_inline(tag) => {
                finder.end_block();
                verbatim = 0;
            }
            _ => {}
        }
    }
    finder.end_block();
    finder.marks
}

/// What stands beside a sign.
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

/// A quotation that was begun.
struct Open {
    /// Its place among the marks.
    mark: usize,
    single: bool,
}

/// The bytes that a sign can be.
const SIGN: [bool; 256] = {
    let mut sign = [false; 256];
    sign[b'"' as usize] = true;
    sign[b'\'' as usize] = true;
    sign[b'-' as usize] = true;
    sign[b'.' as usize] = true;
    sign
};

/// A text without markup, as a caption, with the signs of its language.
pub(super) fn plain(text: &str, style: &Style<'_>) -> String {
    let events = Vec::new();
    let mut finder = Finder { events: &events, marks: Vec::new(), open: Vec::new(), before: None };
    finder.text(0, text, 0);
    finder.end_block();
    let mut out = String::with_capacity(text.len());
    push(&mut out, text, &finder.marks, style, Mode::Plain);
    out
}

/// Adds a text event's text with its signs.
pub(super) fn push(out: &mut String, text: &str, marks: &[Mark], style: &Style<'_>, mode: Mode) {
    let mut copied = 0;
    for mark in marks {
        escape::push(out, &text[copied..mark.at], mode);
        escape::push(out, mark.sign.text(style), mode);
        copied = mark.at + mark.length;
    }
    escape::push(out, &text[copied..], mode);
}

struct Finder<'e, 'a> {
    events: &'e Events<'a>,
    marks: Vec<Mark>,
    open: Vec<Open>,
    /// The character before, as it will be printed; `None` at the beginning of a line.
    before: Option<char>,
}

impl Finder<'_, '_> {
    /// Finds the signs of one text event from a byte on.
    fn text(&mut self, event: usize, text: &str, from: usize) {
        let bytes = text.as_bytes();
        let mut at = from;
        while let Some(found) =
            bytes.get(at..).and_then(|b| b.iter().position(|b| SIGN[usize::from(*b)]))
        {
            at += found;
            let length = bytes[at..].iter().take_while(|b| **b == bytes[at]).count();
            let quote = matches!(bytes[at], b'"' | b'\'');
            if !quote && length == 1 || in_address(text, at) {
                at += length;
                continue;
            }
            if !quote {
                if let Some(sign) = run(bytes[at], length) {
                    self.marks.push(Mark { event, at, length, sign });
                }
                at += length;
                continue;
            }
            if at > 0 {
                self.before = lines::last_char(&text[..at]).or(self.before);
                let previous = self.marks.last().filter(|m| m.event == event && m.at + 1 == at);
                if let Some(previous) = previous {
                    self.before = Some(printed(previous.sign));
                }
            }
            self.quote(event, text, at);
            at += 1;
        }
        let last = self.marks.last().filter(|m| m.event == event && m.at + m.length == text.len());
        self.before = match last {
            Some(mark) => Some(printed(mark.sign)),
            None => lines::last_char(text).or(self.before),
        };
    }

    fn quote(&mut self, event: usize, text: &str, at: usize) {
        let rest = &text[at + 1..];
        let after = match rest.chars().find(|c| *c != MARK) {
            Some(c) => Some(c),
            None => lines::next_char(self.events, event + 1),
        };
        let single = text.as_bytes()[at] == b'\'';
        let sign = match single {
            true => self.single(rest, after),
            false => self.double(after),
        };
        let mark = self.marks.len();
        self.marks.push(Mark { event, at, length: 1, sign });
        match sign {
            Sign::OpenDouble | Sign::OpenSingle => self.open.push(Open { mark, single }),
            Sign::CloseDouble => self.close(false),
            Sign::CloseSingle => self.close(true),
            _ => {}
        }
    }

    fn double(&self, after: Option<char>) -> Sign {
        let open = self.open.iter().any(|open| !open.single);
        let (left, right) = (side(self.before), side(after));
        let begins = matches!(left, Side::Space | Side::Opening);
        let ends = matches!(right, Side::Space | Side::Closing);
        match (begins, ends) {
            (true, false) => Sign::OpenDouble,
            _ if open => Sign::CloseDouble,
            (true, true) => Sign::OpenDouble,
            (false, _) if left == Side::Word && self.before.is_some_and(char::is_numeric) => {
                Sign::DoublePrime
            }
            (false, true) if matches!(left, Side::Word | Side::Other) => Sign::CloseDouble,
            _ => Sign::OpenDouble,
        }
    }

    fn single(&self, rest: &str, after: Option<char>) -> Sign {
        // Only a quotation begun within the outer one that is open can end here.
        let open = self.open.last().is_some_and(|open| open.single);
        let (left, right) = (side(self.before), side(after));
        let begins = matches!(left, Side::Space | Side::Opening);
        let ends = matches!(right, Side::Space | Side::Closing);
        match (begins, ends) {
            _ if left == Side::Word && right == Side::Word => Sign::Apostrophe,
            (true, false) if is_elision(rest) => Sign::Apostrophe,
            (true, false) => Sign::OpenSingle,
            _ if open => Sign::CloseSingle,
            (false, false) if left != Side::Word => Sign::OpenSingle,
            _ => Sign::Apostrophe,
        }
    }

    /// Ends a quotation, and makes apostrophes of the single quotes that were begun in it.
    fn close(&mut self, single: bool) {
        while let Some(open) = self.open.pop() {
            if open.single == single {
                return;
            }
            self.marks[open.mark].sign = Sign::Apostrophe;
        }
    }

    /// At the end of a block an outer quotation may be open, as when it goes on in the next one.
    fn end_block(&mut self) {
        for open in self.open.drain(..).filter(|open| open.single) {
            self.marks[open.mark].sign = Sign::Apostrophe;
        }
        self.before = None;
    }
}

/// Any character of the kind that a sign is, for what stands behind it.
fn printed(sign: Sign) -> char {
    match sign {
        Sign::OpenDouble | Sign::OpenSingle | Sign::EnDash | Sign::EmDash => '“',
        Sign::CloseDouble | Sign::CloseSingle | Sign::Ellipsis => '”',
        Sign::Apostrophe | Sign::DoublePrime => '’',
    }
}

/// What a run of hyphens or full stops stands for; other lengths are rules and leaders.
fn run(byte: u8, length: usize) -> Option<Sign> {
    match (byte, length) {
        (b'-', 2) => Some(Sign::EnDash),
        (b'-', 3) => Some(Sign::EmDash),
        (b'.', 3) => Some(Sign::Ellipsis),
        _ => None,
    }
}

/// Whether what follows an `'` at the beginning of a word is a word that has lost its beginning:
/// `'90s`, `'tis`, `'s avonds`.
fn is_elision(rest: &str) -> bool {
    let word = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    let behind = rest[word.len()..].strip_prefix('\'');
    let quoted = behind.is_some_and(|after| !after.starts_with(char::is_alphanumeric));
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    if word.eq_ignore_ascii_case("n") {
        return true;
    }
    !quoted
        && (digits == 2
            || ["s", "t", "k", "tis", "twas", "em", "til"].contains(&&*word.to_ascii_lowercase()))
}

/// Whether a sign is part of an address: `https://a.example/b--c`. A `"` never is.
fn in_address(text: &str, at: usize) -> bool {
    let rest = &text[at..];
    let ends = |rest: &str| !rest.starts_with(char::is_alphanumeric);
    if rest.starts_with('"') || rest.strip_prefix('\'').is_some_and(ends) {
        return false;
    }
    let word = &text[text[..at].rfind(char::is_whitespace).unwrap_or(0)..at];
    word.contains("://") || word.trim_start().starts_with("www.")
}
