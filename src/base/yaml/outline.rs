//! Where everything stands in a YAML text, found in one walk: for changing a file in place.
//!
//! It is no second parser. The values are the YAML crate's, and whoever changes a text by its outline
//! reads the result again. What people do not write (`? ` keys, directives, a second document) has no
//! outline, and is then not changed.

use std::ops::Range;

use crate::base::yaml::outline::flow::Flow;

mod flow;

/// A value, with the bytes it takes in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// From its first to its last sign, without the comment behind it; empty for nothing at all.
    pub range: Range<usize>,
    /// What it is made of.
    pub shape: Shape,
}

/// What a value is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A text, number or the like; also nothing, and an alias.
    Scalar,
    /// Fields with names.
    Map {
        /// Whether it stands between braces.
        flow: bool,
        /// The fields, in order.
        entries: Vec<Entry>,
    },
    /// A list.
    List {
        /// Whether it stands between brackets.
        flow: bool,
        /// The items, in order.
        items: Vec<Item>,
    },
}

/// A field of a mapping.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its name.
    pub key: String,
    /// Where the name begins.
    pub at: usize,
    /// Behind the colon.
    pub colon: usize,
    /// Its value.
    pub value: Part,
}

/// An item of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Where its hyphen stands; between brackets, where its value begins.
    pub at: usize,
    /// Its value.
    pub value: Part,
}

/// A text that has no outline: the line, from 1, that is written in a way nobody expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unplaced {
    /// The line.
    pub line: usize,
}

/// How deeply values may be nested; the parser has a limit too.
const DEEPEST: usize = 64;

impl Part {
    /// The outline of a text that the parser has understood; `None` for one without a value.
    ///
    /// # Errors
    /// The first line that it cannot place.
    pub fn of(text: &str) -> Result<Option<Part>, Unplaced> {
        let mut walk = Walk { text, depth: 0 };
        let mut start = walk.content(0);
        if text[start..].starts_with("---") && walk.is_blank(start + 3) {
            start = walk.content(walk.line_end(start));
        }
        if start == text.len() {
            return Ok(None);
        }
        let found = walk.node(start, None).and_then(|part| {
            let rest = walk.content(part.range.end);
            if rest == text.len() { Ok(part) } else { Err(rest) }
        });
        found.map(Some).map_err(|at| Unplaced {
            line: text[..at.min(text.len())].bytes().filter(|b| *b == b'\n').count() + 1,
        })
    }

    /// The field with this name.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries().iter().find(|entry| entry.key == key)
    }

    /// The value of the field with this name.
    pub fn get(&self, key: &str) -> Option<&Part> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// The fields, if it has any.
    pub fn entries(&self) -> &[Entry] {
        match &self.shape {
            Shape::Map { entries, .. } => entries,
            _ => &[],
        }
    }

    /// The items, if it is a list.
    pub fn items(&self) -> &[Item] {
        match &self.shape {
            Shape::List { items, .. } => items,
            _ => &[],
        }
    }

    /// Whether it stands between brackets or braces.
    pub fn is_flow(&self) -> bool {
        matches!(self.shape, Shape::Map { flow: true, .. } | Shape::List { flow: true, .. })
    }

    fn scalar(range: Range<usize>) -> Part {
        Part { range, shape: Shape::Scalar }
    }
}

/// Walks over a text. A place that it cannot make sense of ends the walk.
struct Walk<'t> {
    text: &'t str,
    depth: usize,
}

/// A part, or the byte that cannot be placed.
type Found<T> = Result<T, usize>;

impl Walk<'_> {
    fn byte(&self, at: usize) -> u8 {
        self.text.as_bytes().get(at).copied().unwrap_or(b'\n')
    }

    fn line_end(&self, at: usize) -> usize {
        self.text[at..].find('\n').map_or(self.text.len(), |length| at + length)
    }

    fn column(&self, at: usize) -> usize {
        at - self.text[..at].rfind('\n').map_or(0, |line| line + 1)
    }

    fn spaces(&self, at: usize) -> usize {
        let rest = &self.text[at..];
        at + rest.len() - rest.trim_start_matches([' ', '\t']).len()
    }

    /// Whether nothing but a comment follows in the line. A comment has a space in front of it.
    fn is_blank(&self, at: usize) -> bool {
        let next = self.spaces(at);
        match self.byte(next) {
            b'\n' | b'\r' => true,
            b'#' => next > at || self.column(at) == 0 || self.byte(at - 1).is_ascii_whitespace(),
            _ => false,
        }
    }

    /// The next sign that is neither space nor part of a comment; the text's end if there is none.
    /// Whatever follows in the line of `at` must be blank, unless `at` begins a line.
    fn content(&self, at: usize) -> usize {
        let mut at = at;
        while at < self.text.len() {
            if !self.is_blank(at) {
                return self.spaces(at);
            }
            at = (self.line_end(at) + 1).min(self.text.len());
        }
        at
    }

    /// Whether a hyphen here begins an item.
    fn is_item(&self, at: usize) -> bool {
        self.byte(at) == b'-' && matches!(self.byte(at + 1), b' ' | b'\t' | b'\n' | b'\r')
    }

    /// A value in the block style, which begins at a byte. `parent` is the column of the mapping or
    /// list that it is in.
    fn node(&mut self, at: usize, parent: Option<usize>) -> Found<Part> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(at);
        }
        let column = self.column(at);
        let found = if self.is_item(at) {
            self.list(at, column)
        } else if self.key(at).is_some() {
            self.map(at, column)
        } else {
            self.inline(at, parent)
        };
        self.depth -= 1;
        found
    }

    fn list(&mut self, at: usize, column: usize) -> Found<Part> {
        let mut items: Vec<Item> = Vec::new();
        let mut next = at;
        let mut end = at;
        while next < self.text.len() && self.column(next) == column && self.is_item(next) {
            let value = self.behind(next + 1, column, false)?;
            end = value.range.end;
            items.push(Item { at: next, value });
            next = self.after(end, column)?;
        }
        Ok(Part { range: at..end, shape: Shape::List { flow: false, items } })
    }

    fn map(&mut self, at: usize, column: usize) -> Found<Part> {
        let mut entries: Vec<Entry> = Vec::new();
        let mut next = at;
        let mut end = at;
        while next < self.text.len() && self.column(next) == column && !self.is_item(next) {
            let (key, colon) = self.key(next).ok_or(next)?;
            let value = self.behind(colon, column, true)?;
            end = value.range.end;
            entries.push(Entry { key, at: next, colon, value });
            next = self.after(end, column)?;
        }
        Ok(Part { range: at..end, shape: Shape::Map { flow: false, entries } })
    }

    /// The next content behind a value in a mapping or list at a column.
    fn after(&self, end: usize, column: usize) -> Found<usize> {
        if !self.is_blank(end) {
            return Err(end);
        }
        let next = self.content(end);
        let document = |mark| self.text[next..].starts_with(mark) && self.is_blank(next + 3);
        let deeper = next < self.text.len() && self.column(next) > column;
        let ends = self.column(next) == 0 && (document("---") || document("..."));
        if deeper || ends { Err(next) } else { Ok(next) }
    }

    /// The value behind a colon or hyphen of something at a column.
    fn behind(&mut self, at: usize, column: usize, in_map: bool) -> Found<Part> {
        if !self.is_blank(at) {
            let start = self.spaces(at);
            return if in_map {
                self.inline(start, Some(column))
            } else {
                self.node(start, Some(column))
            };
        }
        let next = self.content(at);
        let below = match next < self.text.len() {
            false => false,
            true if self.column(next) > column => true,
            // The items of a field may begin in the field's own column.
            true => in_map && self.column(next) == column && self.is_item(next),
        };
        if below { self.node(next, Some(column)) } else { Ok(Part::scalar(at..at)) }
    }

    /// A value that is neither a mapping nor a list in the block style.
    fn inline(&mut self, at: usize, parent: Option<usize>) -> Found<Part> {
        match self.byte(at) {
            b'{' | b'[' => Flow { walk: self, depth: 0 }.node(at),
            b'"' | b'\'' => self.quoted(at).map(|end| Part::scalar(at..end)),
            b'|' | b'>' => Ok(Part::scalar(at..self.block_end(at, parent))),
            b'&' | b'!' => {
                let end = self.text[at..].find([' ', '\n', '\r']).ok_or(at)?;
                let mut part = match parent {
                    Some(column) => self.behind(at + end, column, true)?,
                    None => self.node(self.content(at + end), None)?,
                };
                part.range.start = at;
                Ok(part)
            }
            b'?' if matches!(self.byte(at + 1), b' ' | b'\n' | b'\r') => Err(at),
            b'%' if self.column(at) == 0 => Err(at),
            _ => Ok(Part::scalar(at..self.plain_end(at, parent))),
        }
    }

    /// Behind the quote that closes the one at a byte.
    fn quoted(&self, at: usize) -> Found<usize> {
        let quote = self.byte(at);
        let bytes = self.text.as_bytes();
        let mut next = at + 1;
        while next < bytes.len() {
            match bytes[next] {
                b'\\' if quote == b'"' => next += 2,
                b'\'' if quote == b'\'' && bytes.get(next + 1) == Some(&b'\'') => next += 2,
                byte if byte == quote => return Ok(next + 1),
                _ => next += 1,
            }
        }
        Err(at)
    }

    /// The end of a text in the style of `|` or `>`: all lines that are indented, and blank ones
    /// between them.
    fn block_end(&self, at: usize, parent: Option<usize>) -> usize {
        let mut end = self.trimmed_end(at);
        let mut line = self.line_end(at) + 1;
        while line < self.text.len() {
            let start = self.spaces(line);
            let blank = matches!(self.byte(start), b'\n' | b'\r');
            if !blank && parent.is_some_and(|column| self.column(start) <= column) {
                break;
            }
            if !blank {
                end = self.trimmed_end(line);
            }
            line = self.line_end(line) + 1;
        }
        end
    }

    /// The end of a text without quotes, which goes on below in lines that are indented.
    fn plain_end(&self, at: usize, parent: Option<usize>) -> usize {
        let mut end = self.plain_line_end(at);
        loop {
            // A comment ends the text, a blank line does not.
            if self.byte(self.spaces(end)) == b'#' {
                return end;
            }
            let mut line = self.line_end(end) + 1;
            while line < self.text.len() && matches!(self.byte(self.spaces(line)), b'\n' | b'\r') {
                line = self.line_end(line) + 1;
            }
            let next = if line < self.text.len() { self.spaces(line) } else { return end };
            let indented = parent.is_none_or(|column| self.column(next) > column);
            if next == self.text.len() || !indented || self.byte(next) == b'#' {
                return end;
            }
            end = self.plain_line_end(next);
        }
    }

    fn plain_line_end(&self, at: usize) -> usize {
        let line = &self.text[at..self.line_end(at)];
        let line = line.find(" #").map_or(line, |comment| &line[..comment]);
        at + line.trim_end().len()
    }

    fn trimmed_end(&self, at: usize) -> usize {
        at + self.text[at..self.line_end(at)].trim_end().len()
    }

    /// The key that begins at a byte, if one does, and the byte behind its colon.
    fn key(&self, at: usize) -> Option<(String, usize)> {
        let line = &self.text[at..self.line_end(at)];
        if matches!(self.byte(at), b'"' | b'\'') {
            let end = self.quoted(at).ok().filter(|end| *end <= at + line.len())?;
            let colon = self.spaces(end);
            let is_key = self.byte(colon) == b':' && self.byte(colon + 1).is_ascii_whitespace();
            let key = serde_yaml::from_str(&self.text[at..end]).ok()?;
            return is_key.then_some((key, colon + 1));
        }
        if matches!(self.byte(at), b'{' | b'[' | b'&' | b'!' | b'*' | b'|' | b'>' | b'%' | b'#') {
            return None;
        }
        let line = line.find(" #").map_or(line, |comment| &line[..comment]);
        let colon = line.match_indices(':').map(|(colon, _)| colon).find(|colon| {
            line.as_bytes().get(colon + 1).is_none_or(|next| next.is_ascii_whitespace())
        })?;
        Some((line[..colon].trim_end().to_owned(), at + colon + 1))
    }
}

#[cfg(test)]
mod tests {
    use serde_yaml::Value;

    use super::*;

    /// What a part holds, read from its own bytes, with the texts of its fields and items.
    fn shown(part: &Part, text: &str) -> String {
        let inner = |part: &Part| shown(part, text);
        match &part.shape {
            Shape::Scalar => text[part.range.clone()].replace('\n', "/"),
            Shape::Map { entries, .. } => {
                let all = entries.iter().map(|e| format!("{}={}", e.key, inner(&e.value)));
                format!("{{{}}}", all.collect::<Vec<_>>().join(", "))
            }
            Shape::List { items, .. } => {
                let all = items.iter().map(|item| inner(&item.value));
                format!("[{}]", all.collect::<Vec<_>>().join(", "))
            }
        }
    }

    /// Whether an outline has the fields and items that the parser finds.
    fn agrees(part: &Part, value: &Value) -> bool {
        match (&part.shape, value) {
            (Shape::Map { entries, .. }, Value::Mapping(map)) => {
                entries.len() == map.len()
                    && entries.iter().zip(map).all(|(entry, (key, value))| {
                        key.as_str().is_none_or(|key| key == entry.key)
                            && agrees(&entry.value, value)
                    })
            }
            (Shape::List { items, .. }, Value::Sequence(values)) => {
                items.len() == values.len()
                    && items.iter().zip(values).all(|(item, value)| agrees(&item.value, value))
            }
            (Shape::Scalar, _) => true,
            (_, Value::Tagged(tagged)) => agrees(part, &tagged.value),
            _ => false,
        }
    }

    fn outline(text: &str) -> String {
        let value: Value = serde_yaml::from_str(text).expect("it is YAML");
        let part = Part::of(text).expect("it can be placed").expect("it is something");
        assert!(agrees(&part, &value), "{text}\n{part:?}");
        shown(&part, text)
    }

    #[test]
    fn values_are_found_where_they_stand() {
        for (text, found) in [
            ("a: 1\nb:\n  c: x y # z\n", "{a=1, b={c=x y}}"),
            (
                "- id: a\n  t: {da: \"Å, b\", en: x}\n- id: b\n",
                "[{id=a, t={da=\"Å, b\", en=x}}, {id=b}]",
            ),
            (
                "days:\n- date: 1\n  s:\n  - id: a\n\n# x\n- date: 2\n",
                "{days=[{date=1, s=[{id=a}]}, {date=2}]}",
            ),
            (
                "a: >-\n  one: two # no\n\n  three\nb: |\n    x\n   \n",
                "{a=>-/  one: two # no//  three, b=|/    x}",
            ),
            (
                "a:\n  long text\n  goes on\n\n  here # x\nb:\nc: ~\n",
                "{a=long text/  goes on//  here, b=, c=~}",
            ),
            ("a: 'it''s: {' # x\n\"b c\" : \"\\\"\"\n", "{a='it''s: {', b c=\"\\\"\"}"),
            ("a: [x, {b: c,\n  d: [e]}, 'f,g'] # h\n", "{a=[x, {b=c, d=[e]}, 'f,g']}"),
            ("a: {}\nb: []\nc: {d, e: }\n", "{a={}, b=[], c={d=, e=}}"),
            ("- - a\n  - b\n-\n  c: d\n-\n", "[[a, b], {c=d}, ]"),
            ("a: &x {b: 1}\nc: *x\nd: !t\n  e: f\n", "{a={b=1}, c=*x, d={e=f}}"),
            ("---\na: https://x.example/#y:z\n", "{a=https://x.example/#y:z}"),
            ("# only\r\na: b\r\nc:\r\n  - d\r\n  - e # f\r\n", "{a=b, c=[d, e]}"),
            ("a: \"one\n  two\"\nb: x\n", "{a=\"one/  two\", b=x}"),
            ("a: - b\n", ""),
            ("just a text\n", "just a text"),
        ] {
            if found.is_empty() {
                assert!(serde_yaml::from_str::<Value>(text).is_err(), "{text}");
                continue;
            }
            assert_eq!(outline(text), found);
        }
    }

    #[test]
    fn what_nobody_writes_has_no_outline() {
        for (text, line) in [
            ("a: 1\n? b\n: c\n", 2),
            ("%YAML 1.2\n---\na: 1\n", 1),
            ("a: 1\n---\nb: 2\n", 2),
            ("a: 1\n...\n", 2),
            ("- [a: b]\n", 1),
        ] {
            assert_eq!(Part::of(text), Err(Unplaced { line }), "{text}");
        }
        assert_eq!(Part::of("# nothing\n"), Ok(None));
        assert_eq!(Part::of(&"- ".repeat(100)), Err(Unplaced { line: 1 }));
    }
}
