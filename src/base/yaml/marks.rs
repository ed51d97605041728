//! The positions (marks) of all keys and values of a YAML text, from one walk over the events of a
//! parser that reports positions.
//!
//! serde_yaml reads the values, but without positions. The marks serve two purposes: finding the line
//! of a [`KeyPath`], and changing a file in place. A test compares the two parsers on every YAML text of
//! the repository.

use std::ops::Range;
use std::sync::Arc;

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, Span, StrInput};
use serde_yaml::Value;

use crate::base::yaml::path::{KeyPath, Step};
use crate::base::yaml::value::key_text;

/// A value, with the bytes that it occupies in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarkedValue {
    /// From its first to its last character, without the comment after it; empty for an empty value.
    pub range: Range<usize>,
    /// Its structure.
    pub shape: Shape,
}

/// The structure of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A text, a number or the like; also an empty value.
    Scalar,
    /// A reference to an anchor, with the value of the anchor; `None` if that value contains this
    /// reference.
    Alias(Option<Arc<MarkedValue>>),
    /// A mapping.
    Map {
        /// Whether it is written in braces.
        flow: bool,
        /// The fields, in order.
        entries: Vec<MarkedField>,
    },
    /// A list.
    List {
        /// Whether it is written in brackets.
        flow: bool,
        /// The items, in order.
        items: Vec<MarkedItem>,
    },
}

/// A field of a mapping.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarkedField {
    /// Its name; empty if the key is not a scalar.
    pub key: String,
    /// Where the name begins.
    pub at: usize,
    /// Where the name ends.
    pub key_end: usize,
    /// The position after the colon.
    pub colon: usize,
    /// Its value.
    pub value: MarkedValue,
}

/// An item of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarkedItem {
    /// Where its hyphen is; in brackets, where its value begins.
    pub at: usize,
    /// Its value.
    pub value: MarkedValue,
}

/// A text that cannot be changed in place: the marks of some of its values are unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unmarked;

/// The line breaks of YAML 1.1, and its other blank characters.
const BLANK: [char; 7] = ['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}', ' ', '\t'];

/// How deeply values may be nested; serde_yaml has a limit too.
const DEEPEST: usize = 128;

impl MarkedValue {
    /// The outermost value of a text; `None` for a text without a value.
    ///
    /// # Errors
    /// [`Unmarked`] if the parser does not understand all of the text, or if it has `? ` keys.
    pub fn of(text: &str) -> Result<Option<MarkedValue>, Unmarked> {
        let marks = Marks::of(text);
        if marks.complete { Ok(marks.root) } else { Err(Unmarked) }
    }

    /// The field with this name.
    pub fn entry(&self, key: &str) -> Option<&MarkedField> {
        self.entries().iter().find(|entry| entry.key == key)
    }

    /// The value of the field with this name.
    pub fn get(&self, key: &str) -> Option<&MarkedValue> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// The value at the end of a path; `None` also if an alias is on the way, since what it refers to
    /// is used elsewhere too.
    pub fn at(&self, path: &KeyPath) -> Option<&MarkedValue> {
        match path.split() {
            None => Some(self),
            Some((parent, Step::Key(key))) => self.at(parent)?.get(key),
            Some((parent, Step::Index(index))) => {
                self.at(parent)?.items().get(*index).map(|item| &item.value)
            }
        }
    }

    /// The fields of a mapping; nothing for other values.
    pub fn entries(&self) -> &[MarkedField] {
        match &self.shape {
            Shape::Map { entries, .. } => entries,
            _ => &[],
        }
    }

    /// The items of a list; nothing for other values.
    pub fn items(&self) -> &[MarkedItem] {
        match &self.shape {
            Shape::List { items, .. } => items,
            _ => &[],
        }
    }

    /// Whether it is written in brackets or braces.
    pub fn is_flow(&self) -> bool {
        matches!(self.shape, Shape::Map { flow: true, .. } | Shape::List { flow: true, .. })
    }

    /// The texts without quotes in this value, keys too, in the order of the file.
    pub(super) fn plain_scalars(&self, text: &str) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        self.add_plain_scalars(text, &mut found);
        found
    }

    fn add_plain_scalars(&self, text: &str, found: &mut Vec<Range<usize>>) {
        match &self.shape {
            Shape::Scalar => {
                let words = text[self.range.clone()].split_ascii_whitespace();
                // A tag and an anchor may precede the text.
                let first = words.clone().find(|word| !word.starts_with(['&', '!'])).unwrap_or("");
                if !first.starts_with(['"', '\'', '|', '>']) {
                    found.push(self.range.clone());
                }
            }
            Shape::Alias(_) => {}
            Shape::Map { entries, .. } => {
                for field in entries {
                    found.push(field.at..field.key_end);
                    field.value.add_plain_scalars(text, found);
                }
            }
            Shape::List { items, .. } => {
                items.iter().for_each(|item| item.value.add_plain_scalars(text, found));
            }
        }
    }

    /// The value itself, or the one that an alias refers to.
    fn followed(&self) -> &MarkedValue {
        match &self.shape {
            Shape::Alias(Some(target)) => target.followed(),
            _ => self,
        }
    }

    /// The second of two fields with the same name in this mapping or in one nested in it.
    fn repeated(&self) -> Option<&MarkedField> {
        let mut seen = std::collections::BTreeSet::new();
        let fields = self.entries().iter();
        fields
            .map(|field| match seen.insert(&*field.key) {
                true => field.value.repeated(),
                false => Some(field),
            })
            .chain(self.items().iter().map(|item| item.value.repeated()))
            .find_map(|found| found)
    }

    fn scalar(range: Range<usize>) -> MarkedValue {
        MarkedValue { range, shape: Shape::Scalar }
    }
}

/// The marks of a text, as far as the parser understands it.
#[derive(Clone, Debug)]
pub(in crate::base) struct Marks {
    root: Option<MarkedValue>,
    complete: bool,
}

/// How many faults of the stricter parser are worked around in one text.
const REPAIRS: usize = 64;

impl Marks {
    pub(in crate::base) fn of(text: &str) -> Marks {
        // The parser rejects a tab followed by a letter after a colon or hyphen, which is valid
        // YAML, and knows only the line breaks of YAML 1.2. Replacements do not change the number
        // of characters.
        let plain = text.replace("\r\n", " \n").replace(":\t", ": ").replace("-\t", "- ");
        let mut plain = plain.replace(['\r', '\u{85}', '\u{2028}', '\u{2029}'], "\n");
        for _ in 0..REPAIRS {
            let Some(Err(fault)) = Parser::new_from_str(&plain).find(Result::is_err) else { break };
            match repaired(&plain, &fault) {
                Some(text) => plain = text,
                None => break,
            }
        }
        let mut walk = Walk {
            text,
            events: Parser::new_from_str(&plain),
            chars: Chars::of(text),
            anchors: Vec::new(),
            depth: 0,
            complete: true,
        };
        let mut from = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let mut root = None;
        while let Some((event, span)) = walk.next() {
            match event {
                Event::DocumentStart(true) => from = walk.chars.byte(span.end.index()),
                Event::StreamStart | Event::DocumentStart(false) => {}
                Event::DocumentEnd | Event::StreamEnd => break,
                event => root = Some(walk.value(&event, span, from)),
            }
        }
        let complete = walk.complete;
        Marks { root, complete }
    }

    /// The outermost value, as far as the parser understands the text.
    pub(super) fn root(&self) -> Option<&MarkedValue> {
        self.root.as_ref()
    }

    /// The bytes of the value that a path leads to. The value of an alias is at its anchor.
    pub(in crate::base) fn value(&self, path: &KeyPath) -> Option<Range<usize>> {
        Some(self.node(path)?.range.clone())
    }

    /// The bytes of the key at the end of a path.
    pub(in crate::base) fn key(&self, path: &KeyPath) -> Option<Range<usize>> {
        let (parent, Step::Key(key)) = path.split()? else { return None };
        let field = self.node(parent)?.entry(key)?;
        Some(field.at..field.key_end)
    }

    /// The bytes of a key that occurs earlier in the same mapping.
    pub(in crate::base) fn repeated_key(&self) -> Option<Range<usize>> {
        let field = self.root.as_ref()?.repeated()?;
        Some(field.at..field.key_end)
    }

    fn node(&self, path: &KeyPath) -> Option<&MarkedValue> {
        let value = match path.split() {
            None => self.root.as_ref()?,
            Some((parent, Step::Key(key))) => self.node(parent)?.get(key)?,
            Some((parent, Step::Index(index))) => &self.node(parent)?.items().get(*index)?.value,
        };
        Some(value.followed())
    }
}

/// The text with one fault repaired, of those that only the stricter parser reports: lines in
/// brackets or quotes that are not indented, or a comment without a space before it. The number of
/// characters stays the same. `None` if the fault cannot be repaired.
fn repaired(text: &str, fault: &ScanError) -> Option<String> {
    let at = Chars::of(text).byte(fault.marker().index());
    let (before, after) = text.split_at_checked(at)?;
    let (range, line_breaks_only) = match fault.info() {
        "invalid indentation in quoted scalar" => (at..quoted_end(text, at), true),
        "comments must be separated from other tokens by whitespace" => {
            (at..at + after.find('\n').unwrap_or(after.len()), false)
        }
        info if info.starts_with("invalid indentation") => {
            // The line break before this line, with a comment in front of it.
            let line = before.rfind('\n')?;
            let start = before[..line].rfind('\n').map_or(0, |start| start + 1);
            let comment = before[start..line].find(" #").map_or(line, |comment| start + comment);
            (comment..line + 1, false)
        }
        _ => return None,
    };
    let blank = |c: char| if c == '\n' || !line_breaks_only { ' ' } else { c };
    let blanked: String = text[range.clone()].chars().map(blank).collect();
    let new = format!("{}{blanked}{}", &text[..range.start], &text[range.end..]);
    (new != text).then_some(new)
}

/// The position after the closing quote, for the opening quote at a byte.
fn quoted_end(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    let byte = |at: usize| bytes.get(at).copied().unwrap_or(0);
    let quote = byte(at);
    let mut next = at + 1;
    while next < bytes.len() {
        next += match (byte(next), byte(next + 1)) {
            (b'\\', _) if quote == b'"' => 2,
            (b'\'', b'\'') if quote == b'\'' => 2,
            (byte, _) if byte == quote => return next + 1,
            _ => 1,
        };
    }
    bytes.len()
}

/// Converts the parser's positions, which count characters, to positions in bytes.
enum Chars {
    /// All characters are one byte.
    Ascii,
    /// The byte at which each character begins.
    Bytes(Vec<usize>),
}

impl Chars {
    fn of(text: &str) -> Chars {
        match text.is_ascii() {
            true => Chars::Ascii,
            false => {
                let ends = std::iter::once(text.len());
                Chars::Bytes(text.char_indices().map(|(at, _)| at).chain(ends).collect())
            }
        }
    }

    fn byte(&self, at: usize) -> usize {
        match self {
            Chars::Ascii => at,
            Chars::Bytes(bytes) => bytes.get(at).or(bytes.last()).copied().unwrap_or(0),
        }
    }
}

/// Walks over the events of a text. The parser marks where scalars end; where a value begins follows
/// from the text: after a colon, hyphen, comma or bracket there are only spaces and comments.
struct Walk<'t, 's> {
    text: &'t str,
    events: Parser<'s, StrInput<'s>>,
    chars: Chars,
    /// The values of anchors, by the parser's numbers for them. A value is added when it has been
    /// read to its end.
    anchors: Vec<(usize, Arc<MarkedValue>)>,
    depth: usize,
    complete: bool,
}

impl<'s> Walk<'_, 's> {
    /// The next event; nothing after the first fault, or below too many levels.
    fn next(&mut self) -> Option<(Event<'s>, Span)> {
        let event = self.events.next()?.ok().filter(|_| self.depth <= DEEPEST);
        self.complete &= event.is_some();
        event
    }

    fn byte(&self, at: usize) -> u8 {
        self.text.as_bytes().get(at).copied().unwrap_or(0)
    }

    /// The next byte that is neither space nor part of a comment; the text's end if there is none.
    fn content(&self, at: usize) -> usize {
        let mut rest = self.text.get(at..).unwrap_or("").trim_start_matches(BLANK);
        while rest.starts_with('#') {
            rest = rest.find(&BLANK[..5]).map_or("", |end| &rest[end..]).trim_start_matches(BLANK);
        }
        self.text.len() - rest.len()
    }

    /// The position after the anchor and the tag in front of a value.
    fn properties_end(&self, at: usize) -> usize {
        let mut at = at;
        while matches!(self.byte(at), b'&' | b'!') {
            let rest = &self.text[at..];
            at = self.content(at + rest.find(char::is_whitespace).unwrap_or(rest.len()));
        }
        at
    }

    /// The value of an event, somewhere after the byte `from`.
    fn value(&mut self, event: &Event<'s>, span: Span, from: usize) -> MarkedValue {
        let start = self.content(from);
        self.depth += 1;
        let (value, anchor) = match event {
            Event::Scalar(empty, ScalarStyle::Plain, 0, None) if empty.is_empty() => {
                (MarkedValue::scalar(from..from), 0)
            }
            Event::Scalar(_, style, anchor, _) => {
                (MarkedValue::scalar(self.scalar(span, *style, start)), *anchor)
            }
            Event::Alias(id) => {
                let target = self.anchors.iter().find(|(known, _)| known == id);
                let shape = Shape::Alias(target.map(|(_, value)| Arc::clone(value)));
                (
                    MarkedValue {
                        range: start..self.chars.byte(span.end.index()).max(start),
                        shape,
                    },
                    0,
                )
            }
            Event::SequenceStart(anchor, _) => (self.list(start), *anchor),
            Event::MappingStart(anchor, _) => (self.map(start), *anchor),
            _ => (MarkedValue::scalar(from..from), 0),
        };
        if anchor > 0 {
            self.anchors.push((anchor, Arc::new(value.clone())));
        }
        self.depth -= 1;
        value
    }

    fn scalar(&self, span: Span, style: ScalarStyle, start: usize) -> Range<usize> {
        let end = self.chars.byte(span.end.index());
        let block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
        if matches!(style, ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted) {
            // The parser marks the end after the comment, instead of before it.
            return start..quoted_end(self.text, self.properties_end(start));
        }
        let header = if block { start + 1 } else { start };
        let text = self.text.get(start..end.max(header)).unwrap_or("");
        start..start + text.trim_end_matches(BLANK).len()
    }

    fn list(&mut self, start: usize) -> MarkedValue {
        let mut at = self.properties_end(start);
        let flow = self.byte(at) == b'[';
        if flow {
            at += 1;
        }
        let mut items = Vec::new();
        while let Some((event, span)) = self.next() {
            if event == Event::SequenceEnd {
                break;
            }
            let mark = self.separated(at, flow);
            let value = self.value(&event, span, if flow { mark } else { mark + 1 });
            at = value.range.end;
            items.push(MarkedItem { at: mark, value });
        }
        let range = start..self.end(at, flow);
        MarkedValue { range, shape: Shape::List { flow, items } }
    }

    fn map(&mut self, start: usize) -> MarkedValue {
        let mut at = self.properties_end(start);
        let flow = self.byte(at) == b'{';
        if flow {
            at += 1;
        }
        let mut entries = Vec::new();
        while let Some((event, span)) = self.next() {
            if event == Event::MappingEnd {
                break;
            }
            let mut mark = self.separated(at, flow);
            if self.byte(mark) == b'?' && self.byte(mark + 1).is_ascii_whitespace() {
                self.complete = false;
                mark = self.content(mark + 1);
            }
            let key = name(&event);
            let key_end = self.value(&event, span, mark).range.end;
            let Some((event, span)) = self.next() else { break };
            let colon = self.content(key_end);
            let colon = if self.byte(colon) == b':' { colon + 1 } else { key_end };
            let value = self.value(&event, span, colon);
            at = value.range.end;
            entries.push(MarkedField { key, at: mark, key_end, colon, value });
        }
        let range = start..self.end(at, flow);
        MarkedValue { range, shape: Shape::Map { flow, entries } }
    }

    /// The next content after a value; in brackets after its comma.
    fn separated(&self, at: usize, flow: bool) -> usize {
        let at = self.content(at);
        if flow && self.byte(at) == b',' { self.content(at + 1) } else { at }
    }

    /// The end of a list or mapping, from the end of its last value.
    fn end(&self, at: usize, flow: bool) -> usize {
        if flow { (self.separated(at, flow) + 1).min(self.text.len()) } else { at }
    }
}

/// The name that a key gives to its field.
fn name(key: &Event<'_>) -> String {
    let Event::Scalar(text, style, ..) = key else { return String::new() };
    // A word is a text, unless it means a Boolean or null.
    let is_text = |c: char| c.is_alphabetic() && !"tTfFnN".contains(c);
    let plain = *style == ScalarStyle::Plain && !text.starts_with(is_text);
    match plain.then(|| serde_yaml::from_str(&format!(" {text}")).ok()).flatten() {
        Some(key @ (Value::Null | Value::Bool(_) | Value::Number(_))) => {
            key_text(&key).into_owned()
        }
        _ => text.clone().into_owned(),
    }
}

#[cfg(test)]
mod tests;
