//! Removing characters that formats cannot carry: control characters, and line ends of other systems.

use crate::base::web_address::with_ascii_host;

use crate::base::web_address::is_web_address;

/// A text of several lines: each ends with a line feed, no other control character is left, and space
/// at both ends is trimmed.
pub(super) fn block(text: &str) -> String {
    let text = text.trim();
    if is_clean(text) {
        return text.to_owned();
    }
    let bare = |c: char| c != '\n' && c != '\t' && is_foreign(c);
    let mut clean = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' if chars.peek() == Some(&'\n') => {}
            '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => clean.push('\n'),
            // Word processors end lines with them.
            '\u{b}' | '\u{c}' => clean.push(' '),
            c if bare(c) => {}
            c => clean.push(c),
        }
    }
    clean.truncate(clean.trim_end().len());
    clean.drain(..clean.len() - clean.trim_start().len());
    clean
}

/// A text of one line: line ends and tabs become spaces.
pub(super) fn line(text: &str) -> String {
    let text = block(text);
    if !text.contains(['\n', '\t']) {
        return text;
    }
    text.split(['\n', '\t'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// A text shortened for a report.
pub(super) fn excerpt(text: &str) -> String {
    const LONGEST: usize = 120;
    let text = line(text);
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text,
    }
}

/// An address as a URI (RFC 3986): only ASCII, without spaces and quotation marks.
pub(super) fn uri(address: &str) -> String {
    use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
    const OUTSIDE: &AsciiSet = &CONTROLS
        .add(b' ')
        .add(b'"')
        .add(b'<')
        .add(b'>')
        .add(b'\\')
        .add(b'^')
        .add(b'`')
        .add(b'{')
        .add(b'|')
        .add(b'}');
    utf8_percent_encode(&with_ascii_host(address.trim()), OUTSIDE).to_string()
}

/// An address as a URI, if it is a web address; formats accept no others.
pub(super) fn web_uri(address: &str) -> Option<String> {
    is_web(address).then(|| uri(address))
}

/// Whether an address is a web address.
pub(super) fn is_web(address: &str) -> bool {
    is_web_address(&uri(address))
}

/// Whether [`block`] would remove nothing; it looks at bytes, since nearly all texts are clean.
fn is_clean(text: &str) -> bool {
    let bytes = text.as_bytes();
    let next = |at: usize| bytes.get(at).copied().unwrap_or_default();
    bytes.iter().enumerate().all(|(at, byte)| match byte {
        b'\n' | b'\t' | b' '..=b'~' | 0x80..=0xC1 => true,
        0xC2 => next(at + 1) >= 0xA0,
        0xE2 => next(at + 1) != 0x80 || !matches!(next(at + 2), 0xA8 | 0xA9),
        0xEF => !matches!((next(at + 1), next(at + 2)), (0xBB, 0xBF) | (0xBF, 0xBE | 0xBF)),
        0xC3..=0xFF => true,
        0x00..=0x1F | 0x7F => false,
    })
}

/// Whether it is a control character, a line end of another system or not a character at all.
fn is_foreign(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_removed_and_lines_kept() {
        assert_eq!(block("\u{feff} a\r\nb\rc\u{2028}d\u{1}e\u{7f}\n"), "a\nb\nc\nde");
        assert_eq!(block("\u{0} \u{1}"), "");
        assert_eq!(block("a\tb"), "a\tb");
        assert_eq!(line(" a\r\n\r\n b\tc "), "a b c");
        assert_eq!(excerpt(&"é".repeat(121)), format!("{}…", "é".repeat(120)));
    }

    #[test]
    fn every_character_is_kept_or_removed() {
        for c in '\0'..=char::MAX {
            let kept = c == '\n' || c == '\t' || !is_foreign(c);
            assert_eq!(is_clean(&format!("a{c}b")), kept, "{c:?}");
        }
    }

    #[test]
    fn addresses_become_uris() {
        assert_eq!(uri("https://example.org/å b?c=d#e"), "https://example.org/%C3%A5%20b?c=d#e");
        assert!(is_web("HTTPS://example.org") && !is_web("https://") && !is_web("javascript:x"));
    }
}
