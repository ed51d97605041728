//! The parts between brackets and braces.

use crate::base::yaml::outline::{Entry, Found, Item, Part, Shape, Walk};

/// Walks over `{…}` and `[…]`, which may go over many lines.
pub(super) struct Flow<'w, 't> {
    pub(super) walk: &'w Walk<'t>,
    pub(super) depth: usize,
}

impl Flow<'_, '_> {
    /// The value that begins at a byte.
    pub(super) fn node(&mut self, at: usize) -> Found<Part> {
        self.depth += 1;
        if self.depth > super::DEEPEST {
            return Err(at);
        }
        let found = match self.walk.byte(at) {
            b'{' => self.map(at),
            b'[' => self.list(at),
            b'"' | b'\'' => self.walk.quoted(at).map(|end| Part::scalar(at..end)),
            b'&' | b'!' | b'?' => Err(at),
            _ => Ok(Part::scalar(at..self.plain_end(at))),
        };
        self.depth -= 1;
        found
    }

    /// The next sign that is neither space, line end nor part of a comment.
    fn content(&self, at: usize) -> Found<usize> {
        let next = self.walk.content(at);
        if next == self.walk.text.len() { Err(next) } else { Ok(next) }
    }

    fn map(&mut self, at: usize) -> Found<Part> {
        let mut entries = Vec::new();
        let mut next = self.content(at + 1)?;
        while self.walk.byte(next) != b'}' {
            let key_part = self.node(next)?;
            let text = &self.walk.text[key_part.range.clone()];
            let key = match self.walk.byte(next) {
                b'"' | b'\'' => serde_yaml::from_str(text).map_err(|_| next)?,
                b'{' | b'[' => return Err(next),
                _ => text.to_owned(),
            };
            let mut colon = key_part.range.end;
            let mut value = Part::scalar(colon..colon);
            let behind = self.content(colon)?;
            if self.walk.byte(behind) == b':' {
                colon = behind + 1;
                let start = self.content(colon)?;
                value = match self.walk.byte(start) {
                    b',' | b'}' => Part::scalar(colon..colon),
                    _ => self.node(start)?,
                };
            }
            let end = value.range.end;
            entries.push(Entry { key, at: next, colon, value });
            next = self.comma(end, b'}')?;
        }
        Ok(Part { range: at..next + 1, shape: Shape::Map { flow: true, entries } })
    }

    fn list(&mut self, at: usize) -> Found<Part> {
        let mut items = Vec::new();
        let mut next = self.content(at + 1)?;
        while self.walk.byte(next) != b']' {
            let value = self.node(next)?;
            let end = value.range.end;
            items.push(Item { at: next, value });
            next = self.comma(end, b']')?;
        }
        Ok(Part { range: at..next + 1, shape: Shape::List { flow: true, items } })
    }

    /// What follows a value: the next one behind a comma, or the closing sign.
    fn comma(&self, end: usize, close: u8) -> Found<usize> {
        let next = self.content(end)?;
        match self.walk.byte(next) {
            b',' => self.content(next + 1),
            byte if byte == close => Ok(next),
            _ => Err(next),
        }
    }

    /// The end of a text without quotes between brackets.
    fn plain_end(&self, at: usize) -> usize {
        let bytes = self.walk.text.as_bytes();
        let mut end = at;
        let mut next = at;
        while next < bytes.len() {
            let follows = |set: &[u8]| bytes.get(next + 1).is_none_or(|byte| set.contains(byte));
            match bytes[next] {
                b',' | b'[' | b']' | b'{' | b'}' => break,
                b':' if follows(b" \t\r\n,[]{}") => break,
                b'#' if next > at && bytes[next - 1].is_ascii_whitespace() => break,
                byte if byte.is_ascii_whitespace() => {}
                _ => end = next + 1,
            }
            next += 1;
        }
        end
    }
}
