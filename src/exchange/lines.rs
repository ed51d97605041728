//! The lines of iCalendar and vCard (RFC 5545 3.1, RFC 6350 3.2): a name, parameters and a value,
//! folded at 75 octets.

use std::fmt::Write as _;

use crate::exchange::clean;
use crate::exchange::wording::Wording;

/// The longest line in octets, without its end.
const LONGEST: usize = 75;

/// A file of such lines.
#[derive(Debug, Default)]
pub(in crate::exchange) struct Lines {
    out: String,
    /// The line that is being written.
    line: String,
}

impl Lines {
    /// A line with a value that is written as it is.
    pub(in crate::exchange) fn raw(
        &mut self,
        name: &str,
        parameters: &[(&str, &str)],
        value: &str,
    ) {
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

    /// A line with a text; none for an empty one.
    pub(in crate::exchange) fn text(
        &mut self,
        name: &str,
        parameters: &[(&str, &str)],
        text: &str,
    ) {
        if !text.is_empty() {
            self.raw(name, parameters, &escape(text));
        }
    }

    /// A line with a text and its language; none for an empty one.
    pub(in crate::exchange) fn worded(&mut self, name: &str, wording: &Wording) {
        self.text(name, language(wording).as_slice(), &wording.text);
    }

    /// The same, of a text that has to be one line.
    pub(in crate::exchange) fn worded_line(&mut self, name: &str, wording: &Wording) {
        self.text(name, language(wording).as_slice(), &clean::line(&wording.text));
    }

    /// Lines that are folded already.
    pub(in crate::exchange) fn ready(&mut self, lines: &str) {
        self.out.push_str(lines);
    }

    /// The file.
    pub(in crate::exchange) fn finish(self) -> String {
        self.out
    }

    /// Adds the line, cut where it has to be, and never within a character.
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
            // The space that begins the next line is one of its octets.
            room = LONGEST - 1;
        }
        self.out.push_str(rest);
        self.out.push_str("\r\n");
    }
}

/// The parameter that says which language a text is in, where it is in one.
pub(in crate::exchange) fn language(wording: &Wording) -> Option<(&str, &str)> {
    wording.tag().map(|tag| ("LANGUAGE", tag))
}

/// A text as a value: line ends, commas and the rest of what has a meaning of its own escaped.
pub(in crate::exchange) fn escape(text: &str) -> String {
    let text = clean::block(text);
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

/// The value of a parameter (RFC 6868), in quotes where it has to be.
fn parameter(value: &str, out: &mut String) {
    let value = clean::line(value);
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
    fn lines_are_folded_on_characters() {
        for (text, start) in
            [("云".repeat(200), "A"), ("x".repeat(200), "AB"), ("🌧é".repeat(90), "ABC")]
        {
            let mut lines = Lines::default();
            lines.text(start, &[("LANGUAGE", "zh-Hans")], &text);
            let folded = lines.finish();
            assert!(folded.ends_with("\r\n"));
            for line in folded.split_terminator("\r\n") {
                assert!(line.len() <= 75, "{} octets", line.len());
            }
            let unfolded = folded.replace("\r\n ", "").replace("\r\n", "");
            assert_eq!(unfolded, format!("{start};LANGUAGE=zh-Hans:{text}"));
        }
        let mut lines = Lines::default();
        lines.raw("X", &[], &"y".repeat(73));
        lines.raw("X", &[], &"y".repeat(74));
        let lengths: Vec<usize> = lines.finish().split_terminator("\r\n").map(str::len).collect();
        assert_eq!(lengths, [75, 75, 2]);
    }

    #[test]
    fn signs_with_a_meaning_are_escaped() {
        assert_eq!(escape("a\\b;c,d\r\ne:\"f\"\u{7}"), "a\\\\b\\;c\\,d\\ne:\"f\"");
        let mut lines = Lines::default();
        lines.raw("X", &[("CN", "Ada \"Fog\"; jr^"), ("B", "c")], "d\r\nEVIL:1");
        assert_eq!(lines.finish(), "X;CN=\"Ada ^'Fog^'; jr^^\";B=c:dEVIL:1\r\n");
    }
}
