//! Text written by others, made safe for a terminal or a log: characters that would control the
//! terminal are made visible.

use std::borrow::Cow;

/// A text of one or more lines, with a visible character in place of each one that would control a
/// terminal: control characters except tabs and line feeds, and characters that change the
/// direction of text.
pub fn printable(text: &str) -> Cow<'_, str> {
    replaced(text, |c| steers(c) && !matches!(c, '\t' | '\n'))
}

/// The text as one line: see [`printable`]. Line feeds are made visible too, so that no name or
/// message can look like a line of Plenary's own.
pub fn printable_line(text: &str) -> Cow<'_, str> {
    replaced(text, |c| steers(c) && c != '\t')
}

/// JSON text with the characters that [`printable`] replaces written as escapes; in JSON they only
/// occur in strings.
pub fn printable_json(json: String) -> String {
    let special = |c: char| steers(c) && !matches!(c, '\t' | '\n');
    if !json.contains(special) {
        return json;
    }
    let mut text = String::with_capacity(json.len() + 16);
    for c in json.chars() {
        match special(c) {
            true => text.push_str(&format!("\\u{:04x}", u32::from(c))),
            false => text.push(c),
        }
    }
    text
}

/// Whether a terminal does anything other than show the character in its place.
fn steers(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{061C}' | '\u{200E}' | '\u{200F}')
        || matches!(c, '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

fn replaced(text: &str, special: impl Fn(char) -> bool) -> Cow<'_, str> {
    match text.contains(&special) {
        true => text.chars().map(|c| if special(c) { picture(c) } else { c }).collect(),
        false => Cow::Borrowed(text),
    }
}

/// Unicode's picture of an ASCII control character, such as `␛`; `�` for all others.
fn picture(c: char) -> char {
    match c {
        '\0'..='\x1F' => char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{FFFD}'),
        '\x7F' => '␡',
        _ => '\u{FFFD}',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_a_terminal_is_made_visible() {
        for (raw, lines, line) in [
            ("plain, ø, 中, \u{200D}", "plain, ø, 中, \u{200D}", "plain, ø, 中, \u{200D}"),
            ("\x1b[2J\x07\x08\r\0\x7f", "␛[2J␇␈␍␀␡", "␛[2J␇␈␍␀␡"),
            ("a\tb\nc", "a\tb\nc", "a\tb␊c"),
            ("\u{9b}31m\u{85}\u{90}", "\u{FFFD}31m\u{FFFD}\u{FFFD}", "\u{FFFD}31m\u{FFFD}\u{FFFD}"),
            ("\u{202e}\u{2066}\u{200f}", "\u{FFFD}\u{FFFD}\u{FFFD}", "\u{FFFD}\u{FFFD}\u{FFFD}"),
        ] {
            assert_eq!((&*printable(raw), &*printable_line(raw)), (lines, line));
        }
        assert_eq!(printable_json("[\n\"\u{9b}\u{202e}ø\"]".to_owned()), "[\n\"\\u009b\\u202eø\"]");
    }
}
