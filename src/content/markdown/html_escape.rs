//! Escaping text for HTML, without the characters that HTML forbids.

/// The class of each byte.
const CLASS: [u8; 256] = classes();
const COPY: u8 = 0;
const MARKUP: u8 = 1;
const DROP: u8 = 2;
const LOOK: u8 = 3;

const fn classes() -> [u8; 256] {
    let mut class = [COPY; 256];
    let mut byte = 0;
    while byte < 32 {
        class[byte] = DROP;
        byte += 1;
    }
    class[b'\t' as usize] = COPY;
    class[b'\n' as usize] = COPY;
    class[0x7F] = DROP;
    class[b'<' as usize] = MARKUP;
    class[b'>' as usize] = MARKUP;
    class[b'&' as usize] = MARKUP;
    class[b'"' as usize] = MARKUP;
    // The first bytes of U+0080–U+00BF, U+2000–U+2FFF and U+F000–U+FFFF.
    class[0xC2] = LOOK;
    class[0xE2] = LOOK;
    class[0xEF] = LOOK;
    class
}

/// How to escape the markup characters of HTML.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Escape {
    /// As the text of an element: `"` stays.
    Text,
    /// As the value of an attribute.
    Attribute,
    /// Not at all: plain text, or HTML that is sanitised later.
    Plain,
}

/// Adds an escaped text without control characters and noncharacters. The separators U+2028 and U+2029
/// become spaces.
pub(super) fn push(out: &mut String, text: &str, mode: Escape) {
    let bytes = text.as_bytes();
    let mut copied = 0;
    let mut at = 0;
    while let Some(found) = bytes[at..].iter().position(|b| CLASS[usize::from(*b)] != COPY) {
        at += found;
        let class = CLASS[usize::from(bytes[at])];
        let (length, instead) = match class {
            DROP => (1, ""),
            MARKUP => (1, entity(bytes[at], mode)),
            _ => match forbidden(&bytes[at..]) {
                Some(found) => found,
                None => {
                    // The rest of the character is copied with its first byte.
                    at += 1;
                    continue;
                }
            },
        };
        if class == MARKUP && instead.is_empty() {
            at += 1;
            continue;
        }
        out.push_str(&text[copied..at]);
        out.push_str(instead);
        at += length;
        copied = at;
    }
    out.push_str(&text[copied..]);
}

/// The entity of a markup character; empty if it stays.
fn entity(byte: u8, mode: Escape) -> &'static str {
    match (byte, mode) {
        (_, Escape::Plain) | (b'"', Escape::Text) => "",
        (b'<', _) => "&lt;",
        (b'>', _) => "&gt;",
        (b'&', _) => "&amp;",
        _ => "&quot;",
    }
}

/// The length of a forbidden character, and its replacement.
fn forbidden(bytes: &[u8]) -> Option<(usize, &'static str)> {
    match *bytes {
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
