//! The text of a leaf block, for people who translate it: words without escapes, and mark-up as
//! numbered codes.

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::emphasis::MARK;
use super::escaping::{code_span, destination, is_entity};
use super::{Events, line_breaks};

/// A part of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inline {
    /// Words, as readers see them: without any mark-up or escapes.
    Text(String),
    /// Mark-up that the translator places but does not change.
    Code(Code),
}

/// A piece of mark-up in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// Its number in the text, from 1, in order of the source. The two ends of a span share it.
    pub id: u32,
    /// Which part of the mark-up it is.
    pub role: CodeRole,
    /// What it is.
    pub kind: CodeKind,
    /// The mark-up itself, such as `**` or `](page:agenda)`, for translators to see; it is never read
    /// back.
    pub markup: String,
}

impl Code {
    /// Its mark in formats that have only plain text: `<1>`, `</1>` or `<1/>`.
    pub fn mark(&self) -> String {
        match self.role {
            CodeRole::Open => format!("<{}>", self.id),
            CodeRole::Close => format!("</{}>", self.id),
            CodeRole::Standalone => format!("<{}/>", self.id),
        }
    }
}

/// Which part of mark-up a code is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CodeRole {
    /// The beginning of a span of text.
    Open,
    /// The end of a span of text.
    Close,
    /// Something that stands alone.
    Standalone,
}

/// What a code is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeKind {
    /// Emphasis (`*`).
    Emphasis,
    /// Strong emphasis (`**`).
    Strong,
    /// Text that is struck through (`~~`).
    Strikethrough,
    /// A link around its text.
    Link,
    /// A picture around its alternative text, or the caption of the picture before it.
    Picture,
    /// Code, which is not translated.
    Code,
    /// A line break.
    LineBreak,
    /// The mark of a footnote.
    Footnote,
    /// HTML.
    Html,
    /// A placeholder of a message, such as `{ $count }`.
    Placeholder,
}

/// The mark-up around the caption of a picture.
pub(super) const CAPTION: &str = "\"";

/// Whether a text has anything to translate: a letter or a digit outside mark-up.
pub fn has_words(parts: &[Inline]) -> bool {
    parts.iter().any(|part| match part {
        Inline::Text(text) => text.contains(char::is_alphanumeric),
        Inline::Code(_) => false,
    })
}

/// The words of a text without its mark-up.
pub fn plain_words(parts: &[Inline]) -> String {
    let text = |part: &Inline| match part {
        Inline::Text(text) => text.clone(),
        Inline::Code(_) => String::new(),
    };
    parts.iter().map(text).collect()
}

/// Reads the parts of leaf blocks from the events of a whole text.
pub(super) struct PartsReader<'a, 'e> {
    events: &'a Events<'e>,
    tag: &'a str,
    parts: Vec<Inline>,
    /// What is open: the index of its first part.
    open: Vec<OpenSpan>,
    /// The event after a link that is its own address.
    skip_until: usize,
}

struct OpenSpan {
    at: usize,
    /// The name of an HTML element, whose end may be missing.
    element: Option<String>,
    /// The mark-up at the end.
    close: String,
    caption: String,
}

impl<'a, 'e> PartsReader<'a, 'e> {
    /// A reader; `tag` is the language of the text.
    pub(super) fn new(events: &'a Events<'e>, tag: &'a str) -> PartsReader<'a, 'e> {
        PartsReader { events, tag, parts: Vec::new(), open: Vec::new(), skip_until: 0 }
    }

    /// The parts read since the last call, with their numbers.
    pub(super) fn take(&mut self) -> Vec<Inline> {
        self.open.clear();
        let mut parts = std::mem::take(&mut self.parts);
        number(&mut parts);
        parts
    }

    /// Reads an event of a leaf block. `text` is the prepared text.
    pub(super) fn event(&mut self, index: usize, text: &str) {
        if index < self.skip_until {
            return;
        }
        let Some((event, range)) = self.events.get(index) else { return };
        match event {
            Event::Text(words) => self.words(words),
            Event::SoftBreak if line_breaks::joins(self.events, index, self.tag) => {}
            Event::SoftBreak => self.words(" "),
            Event::HardBreak => self.alone(CodeKind::LineBreak, "\\\n".to_owned()),
            Event::Code(code) => self.alone(CodeKind::Code, code_span(&without_marks(code))),
            Event::FootnoteReference(name) => {
                self.alone(CodeKind::Footnote, format!("[^{}]", without_marks(name)));
            }
            Event::InlineHtml(html) => self.html(&without_marks(html)),
            Event::Start(tag) => self.start(index, tag, range, text),
            Event::End(tag) => self.end(tag),
            _ => {}
        }
    }

    fn words(&mut self, words: &str) {
        let words = without_marks(words);
        match self.parts.last_mut() {
            Some(Inline::Text(text)) => text.push_str(&words),
            _ => self.parts.push(Inline::Text(words)),
        }
    }

    fn code(&mut self, role: CodeRole, kind: CodeKind, markup: String) {
        self.parts.push(Inline::Code(Code { id: 0, role, kind, markup }));
    }

    fn alone(&mut self, kind: CodeKind, markup: String) {
        self.code(CodeRole::Standalone, kind, markup);
    }

    fn open(&mut self, kind: CodeKind, markup: &str, close: String) {
        let at = self.parts.len();
        self.open.push(OpenSpan { at, element: None, close, caption: String::new() });
        self.code(CodeRole::Open, kind, markup.to_owned());
    }

    fn start(&mut self, index: usize, tag: &Tag<'_>, range: &Range<usize>, text: &str) {
        match tag {
            Tag::Emphasis => self.open(CodeKind::Emphasis, "*", "*".to_owned()),
            Tag::Strong => self.open(CodeKind::Strong, "**", "**".to_owned()),
            Tag::Strikethrough => self.open(CodeKind::Strikethrough, "~~", "~~".to_owned()),
            Tag::Link { link_type: LinkType::Autolink | LinkType::Email, .. } => {
                let markup = text.get(range.clone()).unwrap_or_default();
                self.alone(CodeKind::Link, without_marks(markup));
                self.skip_until = line_breaks::end_of(self.events, index) + 1;
            }
            Tag::Link { dest_url, title, .. } => {
                let title = match title.trim() {
                    "" => String::new(),
                    title => format!(" \"{}\"", quoted(&without_marks(title))),
                };
                let close = format!("]({}{title})", destination(&without_marks(dest_url)));
                self.open(CodeKind::Link, "[", close);
            }
            Tag::Image { dest_url, title, .. } => {
                let close = format!("]({})", destination(&without_marks(dest_url)));
                self.open(CodeKind::Picture, "![", close);
                if let Some(open) = self.open.last_mut() {
                    open.caption = without_marks(title.trim());
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: &TagEnd) {
        if !line_breaks::is_inline(tag) {
            return;
        }
        // HTML elements without an end stay alone.
        while self.open.last().is_some_and(|open| open.element.is_some()) {
            self.open.pop();
        }
        let Some(open) = self.open.pop() else { return };
        let kind = self.kind_at(open.at);
        self.code(CodeRole::Close, kind, open.close);
        if !open.caption.is_empty() {
            self.code(CodeRole::Open, CodeKind::Picture, CAPTION.to_owned());
            self.words(&open.caption);
            self.code(CodeRole::Close, CodeKind::Picture, CAPTION.to_owned());
        }
    }

    fn kind_at(&self, at: usize) -> CodeKind {
        match self.parts.get(at) {
            Some(Inline::Code(code)) => code.kind,
            _ => CodeKind::Html,
        }
    }

    /// A tag of HTML: the two ends of an element are one span.
    fn html(&mut self, html: &str) {
        let Some((name, is_end)) = element(html) else {
            return self.alone(CodeKind::Html, html.to_owned());
        };
        if name == "br" {
            return self.alone(CodeKind::LineBreak, html.to_owned());
        }
        let kind = match (&*name, html.contains(char::is_whitespace)) {
            ("strong", false) => CodeKind::Strong,
            ("em", false) => CodeKind::Emphasis,
            ("del", false) => CodeKind::Strikethrough,
            _ => CodeKind::Html,
        };
        if !is_end {
            let at = self.parts.len();
            let (close, caption) = (String::new(), String::new());
            self.open.push(OpenSpan { at, element: Some(name), close, caption });
            return self.alone(kind, html.to_owned());
        }
        let inside = self.open.iter().rev().take_while(|open| open.element.is_some());
        let found = inside.take(self.open.len()).position(|o| o.element.as_ref() == Some(&name));
        let Some(above) = found else { return self.alone(CodeKind::Html, html.to_owned()) };
        self.open.truncate(self.open.len() - above);
        let at = self.open.pop().map_or(0, |open| open.at);
        let kind = self.kind_at(at);
        if let Some(Inline::Code(code)) = self.parts.get_mut(at) {
            code.role = CodeRole::Open;
        }
        self.code(CodeRole::Close, kind, html.to_owned());
    }
}

/// The name of an element, and whether the tag is its end; `None` for comments and empty elements.
fn element(html: &str) -> Option<(String, bool)> {
    let inside = html.strip_prefix('<')?;
    let (name, is_end) = match inside.strip_prefix('/') {
        Some(name) => (name, true),
        None => (inside, false),
    };
    let length = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
    let name = name[..length].to_ascii_lowercase();
    let alone = html.ends_with("/>") && name != "br";
    (name.starts_with(|c: char| c.is_ascii_alphabetic()) && !alone).then_some((name, is_end))
}

/// Numbers the codes in order, and merges what belongs together.
fn number(parts: &mut [Inline]) {
    let (mut next, mut open) = (0, Vec::new());
    for part in parts {
        let Inline::Code(code) = part else { continue };
        match code.role {
            CodeRole::Open => {
                next += 1;
                open.push(next);
                code.id = next;
            }
            CodeRole::Standalone => {
                next += 1;
                code.id = next;
            }
            CodeRole::Close => code.id = open.pop().unwrap_or_default(),
        }
        // A kind that an element has only with its end.
        if code.role == CodeRole::Standalone && code.markup.starts_with('<') {
            let lone = !matches!(code.kind, CodeKind::LineBreak | CodeKind::Link);
            code.kind = if lone { CodeKind::Html } else { code.kind };
        }
    }
}

/// A title in double quotes.
pub(super) fn quoted(title: &str) -> String {
    let mut out = String::with_capacity(title.len());
    for (at, c) in title.char_indices() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '&' if is_entity(&title[at..]) => out.push_str("&amp;"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

fn without_marks(text: &str) -> String {
    text.replace(MARK, "")
}

/// A text in one form: one space between words and none at its ends, no space at the inner edges of
/// spans, no characters that no reader sees or that no file may have.
pub fn settled(parts: &[Inline]) -> Vec<Inline> {
    let mut out: Vec<Inline> = Vec::with_capacity(parts.len());
    let mut space = String::new();
    for part in parts {
        match part {
            Inline::Text(text) => {
                for c in text.chars().filter_map(kept) {
                    match c.is_whitespace() {
                        true => space.push(c),
                        false => {
                            push_space(&mut out, &mut space);
                            push_char(&mut out, c);
                        }
                    }
                }
            }
            Inline::Code(code) => {
                match (code.role, code.kind) {
                    (_, CodeKind::LineBreak) => space.clear(),
                    // A caption belongs to the picture before it.
                    (CodeRole::Open, CodeKind::Picture) if code.markup == CAPTION => space.clear(),
                    (CodeRole::Close, _) => {}
                    _ => push_space(&mut out, &mut space),
                }
                out.push(part.clone());
            }
        }
    }
    out
}

/// Adds the space between two words, before the spans that begin between them.
fn push_space(out: &mut Vec<Inline>, space: &mut String) {
    let space = std::mem::take(space);
    let opens = |part: &&Inline| matches!(part, Inline::Code(code) if code.role == CodeRole::Open);
    let at = out.len() - out.iter().rev().take_while(opens).count();
    let begins = match at.checked_sub(1).and_then(|before| out.get(before)) {
        None => true,
        Some(Inline::Code(code)) => code.kind == CodeKind::LineBreak,
        Some(Inline::Text(_)) => false,
    };
    if space.is_empty() || begins {
        return;
    }
    let wide = |c: &char| !c.is_ascii();
    let kept: String = match space.chars().any(|c| wide(&c)) {
        true => space.chars().filter(wide).collect(),
        false => " ".to_owned(),
    };
    match at.checked_sub(1).and_then(|before| out.get_mut(before)) {
        Some(Inline::Text(text)) if text.ends_with(char::is_whitespace) => {}
        Some(Inline::Text(text)) => text.push_str(&kept),
        _ => out.insert(at, Inline::Text(kept)),
    }
}

fn push_char(out: &mut Vec<Inline>, c: char) {
    match out.last_mut() {
        Some(Inline::Text(text)) => text.push(c),
        _ => out.push(Inline::Text(c.to_string())),
    }
}

/// A character as it is kept; `None` for control characters and noncharacters.
fn kept(c: char) -> Option<char> {
    match c {
        '\n' | '\r' | '\t' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some(' '),
        '\u{feff}' | '\u{fdd0}'..='\u{fdef}' => None,
        c if c.is_control() || u32::from(c) & 0xfffe == 0xfffe => None,
        c => Some(c),
    }
}

/// A translation whose codes have the numbers of the same codes of its source; those that the source
/// has not have numbers after all others.
pub fn numbered_as(translation: &[Inline], source: &[Inline]) -> Vec<Inline> {
    // A span by its number, its kind and its mark-up.
    let spans = |parts: &[Inline]| {
        let mut spans: Vec<(u32, CodeKind, String)> = Vec::new();
        for part in parts {
            let Inline::Code(code) = part else { continue };
            match spans.iter_mut().find(|(id, ..)| *id == code.id) {
                Some((_, _, markup)) => markup.push_str(&code.markup),
                None => spans.push((code.id, code.kind, code.markup.clone())),
            }
        }
        spans
    };
    let mut free = spans(source);
    let own = spans(translation);
    let mut numbers: BTreeMap<u32, u32> = BTreeMap::new();
    for exact in [true, false] {
        for (id, kind, markup) in &own {
            let fits = |(_, other, text): &(u32, CodeKind, String)| {
                kind == other && (!exact || markup == text)
            };
            if !numbers.contains_key(id)
                && let Some(at) = free.iter().position(fits)
            {
                numbers.insert(*id, free.remove(at).0);
            }
        }
    }
    let mut next = spans(source).iter().map(|(id, ..)| *id).max().unwrap_or_default();
    for (id, ..) in &own {
        numbers.entry(*id).or_insert_with(|| {
            next += 1;
            next
        });
    }
    let part = |part: &Inline| match part {
        Inline::Text(_) => part.clone(),
        Inline::Code(code) => {
            let id = numbers.get(&code.id).copied().unwrap_or(code.id);
            Inline::Code(Code { id, ..code.clone() })
        }
    };
    translation.iter().map(part).collect()
}

/// A text that came back with the codes of another that have the same numbers, since tools do not keep
/// what codes are.
pub fn with_codes_of(parts: &[Inline], model: &[Inline]) -> Vec<Inline> {
    let part = |part: &Inline| {
        let Inline::Code(code) = part else { return part.clone() };
        let is_same = |other: &&Inline| match other {
            Inline::Code(other) => (other.id, other.role) == (code.id, code.role),
            Inline::Text(_) => false,
        };
        model.iter().find(is_same).unwrap_or(part).clone()
    };
    parts.iter().map(part).collect()
}

/// What readers see of a text, for comparisons: its words in one form, and its spans by kind. The
/// numbers of codes do not count, nor how emphasis is written.
pub fn shape(parts: &[Inline]) -> Vec<(Option<(CodeRole, String)>, String)> {
    let part = |part: Inline| match part {
        Inline::Text(text) => (None, text),
        Inline::Code(Code { role, kind, markup, .. }) => {
            let markup = match kind {
                CodeKind::Strong
                | CodeKind::Emphasis
                | CodeKind::Strikethrough
                | CodeKind::LineBreak => String::new(),
                _ => markup.replace("\\|", "|"),
            };
            (Some((role, format!("{kind:?}"))), markup)
        }
    };
    settled(parts).into_iter().map(part).collect()
}
