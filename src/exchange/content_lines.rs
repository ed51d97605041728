//! The content lines of iCalendar and vCard (RFC 5545 3.1, RFC 6350 3.2): a name, parameters and a
//! value, folded at 75 octets.

use std::fmt::Write as _;

use crate::exchange::sanitize;
use crate::exchange::wording::Wording;

/// The longest line in octets, without its end.
const LONGEST: usize = 75;

/// A file of content lines.
#[derive(Debug, Default)]
pub(super) struct ContentLines {
    out: String,
    /// The line that is being written.
    line: String,
}

impl ContentLines {
    /// A line with a value that is not escaped.
    pub(super) fn raw(&mut self, name: &str, parameters: &[(&str, &str)], value: &str) {
        self.line.clear();
        self.line.push_str(name);
        for (key, value) in parameters {
            let _ = write!(self.line, ";{key}=");
            parameter(value, &mut self.line);
        }
        self.line.push(':');
        match value.contains(char::is_control) {
            false => self.line.push_str(value),
            true => self.line.extend(value.chars().filter(|c| !c.is_control())),
        }
        self.fold();
    }

    /// A line with a text; nothing for an empty one.
    pub(super) fn text(&mut self, name: &str, parameters: &[(&str, &str)], text: &str) {
        if !text.is_empty() {
            self.raw(name, parameters, &escape(text));
        }
    }

    /// A line with a text and its language; nothing for an empty one.
    pub(super) fn worded(&mut self, name: &str, wording: &Wording) {
        self.text(name, language(wording).as_slice(), &wording.text);
    }

    /// The same for a text that must be a single line.
    pub(super) fn worded_line(&mut self, name: &str, wording: &Wording) {
        self.text(name, language(wording).as_slice(), &sanitize::line(&wording.text));
    }

    /// Lines that are already folded.
    pub(super) fn ready(&mut self, lines: &str) {
        self.out.push_str(lines);
    }

    /// The file.
    pub(super) fn finish(self) -> String {
        self.out
    }

    /// Adds the line, folded, but never within a character.
    fn fold(&mut self) {
        let mut rest = self.line.as_str();
        let mut room = LONGEST;
        while rest.len() > room {
            let mut cut = room;
            while !rest.is_char_boundary(cut) {
                cut -= 1;
            }
            self.out.push_str(&rest[..cut]);
            self.out.push_str("\r\n ");
            rest = &rest[cut..];
            // The space at the start of the next line counts.
            room = LONGEST - 1;
        }
        self.out.push_str(rest);
        self.out.push_str("\r\n");
    }
}

/// The parameter with the language of a text, if it has one.
pub(super) fn language(wording: &Wording) -> Option<(&str, &str)> {
    wording.tag().map(|tag| ("LANGUAGE", tag))
}

/// A text as a value, with line ends, commas and other special characters escaped.
pub(super) fn escape(text: &str) -> String {
    let text = sanitize::block(text);
    let mut out = String::with_capacity(text.len() + 8);
    let mut rest = &*text;
    while let Some(at) = rest.find(['\\', ';', ',', '\n', '\t']) {
        out.push_str(&rest[..at]);
        out.push_str(match rest.as_bytes()[at] {
            b'\\' => "\\\\",
            b';' => "\\;",
            b',' => "\\,",
            b'\n' => "\\n",
            _ => " ",
        });
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
    out
}

/// The value of a parameter (RFC 6868), quoted if necessary.
fn parameter(value: &str, out: &mut String) {
    let value = sanitize::line(value);
    let quoted = value.contains([':', ';', ',']);
    if quoted {
        out.push('"');
    }
    for c in value.chars() {
        match c {
            '"' => out.push_str("^'"),
            '^' => out.push_str("^^"),
            c => out.push(c),
        }
    }
    if quoted {
        out.push('"');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_folded_between_characters() {
        for (text, start) in
            [("云".repeat(200), "A"), ("x".repeat(200), "AB"), ("🌧é".repeat(90), "ABC")]
        {
            let mut lines = ContentLines::default();
            lines.text(start, &[("LANGUAGE", "zh-Hans")], &text);
            let folded = lines.finish();
            assert!(folded.ends_with("\r\n"));
            for line in folded.split_terminator("\r\n") {
                assert!(line.len() <= 75, "{} octets", line.len());
            }
            let unfolded = folded.replace("\r\n ", "").replace("\r\n", "");
            assert_eq!(unfolded, format!("{start};LANGUAGE=zh-Hans:{text}"));
        }
        let mut lines = ContentLines::default();
        lines.raw("X", &[], &"y".repeat(73));
        lines.raw("X", &[], &"y".repeat(74));
        let lengths: Vec<usize> = lines.finish().split_terminator("\r\n").map(str::len).collect();
        assert_eq!(lengths, [75, 75, 2]);
    }

    #[test]
    fn special_characters_are_escaped() {
        assert_eq!(escape("a\\b;c,d\r\ne:\"f\"\u{7}"), "a\\\\b\\;c\\,d\\ne:\"f\"");
        let mut lines = ContentLines::default();
        lines.raw("X", &[("CN", "Ada \"Fog\"; jr^"), ("B", "c")], "d\r\nEVIL:1");
        assert_eq!(lines.finish(), "X;CN=\"Ada ^'Fog^'; jr^^\";B=c:dEVIL:1\r\n");
    }
}
