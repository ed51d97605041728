//! Escaping text for HTML, without the characters that HTML forbids.

/// How to escape the markup characters of HTML.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Escape {
    /// As the text of an element: `"` stays.
    Text,
    /// As the value of an attribute.
    Attribute,
    /// As the value of an attribute. Noncharacters stay: in messages they mark the language of words.
    Message,
    /// Not at all: plain text, or HTML that is sanitised later.
    Plain,
}

/// Adds an escaped text without control characters and noncharacters. The separators U+2028 and U+2029
/// become spaces.
pub(super) fn push(out: &mut String, text: &str, mode: Escape) {
    let bytes = text.as_bytes();
    let (mut copied, mut at) = (0, 0);
    while let Some(found) = bytes[at..].iter().position(|byte| SPECIAL[usize::from(*byte)]) {
        at += found;
        let replaced = match bytes[at] {
            b'<' | b'>' | b'&' | b'"' => entity(bytes[at], mode).map(|entity| (1, entity)),
            0xEF if mode == Escape::Message => None,
            _ => forbidden(&bytes[at..]),
        };
        let Some((length, replacement)) = replaced else {
            // The rest of the character is copied with its first byte.
            at += 1;
            continue;
        };
        out.push_str(&text[copied..at]);
        out.push_str(replacement);
        at += length;
        copied = at;
    }
    out.push_str(&text[copied..]);
}

/// [`is_special`] by byte. Most bytes of a page are tested, and a lookup takes a third of the time.
const SPECIAL: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = u8::MAX;
    loop {
        table[byte as usize] = is_special(byte);
        if byte == 0 {
            break table;
        }
        byte -= 1;
    }
};

/// Whether a byte may need a replacement: markup, control characters, and the first bytes of
/// U+0080–U+00BF, U+2000–U+2FFF and U+F000–U+FFFF.
const fn is_special(byte: u8) -> bool {
    matches!(byte, b'<' | b'>' | b'&' | b'"' | 0x7F | 0xC2 | 0xE2 | 0xEF)
        || (byte < 0x20 && !matches!(byte, b'\t' | b'\n'))
}

/// The entity of a markup character; `None` if it stays.
fn entity(byte: u8, mode: Escape) -> Option<&'static str> {
    match (byte, mode) {
        (_, Escape::Plain) | (b'"', Escape::Text) => None,
        (b'<', _) => Some("&lt;"),
        (b'>', _) => Some("&gt;"),
        (b'&', _) => Some("&amp;"),
        _ => Some("&quot;"),
    }
}

/// The length of a forbidden character, and its replacement.
fn forbidden(bytes: &[u8]) -> Option<(usize, &'static str)> {
    match *bytes {
        [0x00..=0x1F | 0x7F, ..] => Some((1, "")),
        [0xC2, 0x80..=0x9F, ..] => Some((2, "")),
        [0xE2, 0x80, 0xA8 | 0xA9, ..] => Some((3, " ")),
        [0xEF, 0xB7, 0x90..=0xAF, ..] | [0xEF, 0xBF, 0xBE | 0xBF, ..] => Some((3, "")),
        _ => None,
    }
}

/// A text without control characters and noncharacters.
pub(super) fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push(&mut out, text, Escape::Plain);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forbidden_characters_are_removed() {
        for (text, mode, shown) in [
            ("a<b>&\"c\"", Escape::Text, "a&lt;b&gt;&amp;\"c\""),
            ("a<b>&\"c\"", Escape::Attribute, "a&lt;b&gt;&amp;&quot;c&quot;"),
            ("<\u{fdd0}a\0>", Escape::Message, "&lt;\u{fdd0}a&gt;"),
            ("a<b>", Escape::Plain, "a<b>"),
            ("a\0b\u{1b}c\td\r\ne\u{7f}", Escape::Text, "abc\td\ne"),
            ("\u{85}a\u{2028}b\u{fdd0}c\u{fdef}\u{ffff}", Escape::Text, "a bc"),
            ("“引号”，©…\u{e000}", Escape::Text, "“引号”，©…\u{e000}"),
        ] {
            let mut out = String::new();
            push(&mut out, text, mode);
            assert_eq!(out, shown);
        }
    }
}
