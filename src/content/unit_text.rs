//! The text of a unit: what is translated at a time, in one language.

use std::borrow::Cow;
use std::str::FromStr;

use crate::base::source::hash64;
use crate::base::text::is_cjk;
use crate::content::markdown::{BlockKind, leaf_blocks};

/// The text of a unit in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// The kind of block; `None` for a short text.
    pub kind: Option<BlockKind>,
    /// The text in one form for all ways to write the same: Markdown with `*` for emphasis, one space
    /// between words, no marks of quotations or lists.
    pub markdown: String,
    /// The words that readers see, with the alternative texts of pictures and without code.
    pub words: String,
    /// The targets of links, the files of pictures, and code, in order.
    pub references: Vec<String>,
    /// The hash of `markdown`.
    pub hash: TextHash,
}

/// A text with one space wherever it has white space.
pub fn one_line(text: &str) -> Cow<'_, str> {
    match is_one_line(text) {
        true => Cow::Borrowed(text),
        false => Cow::Owned(text.split_whitespace().collect::<Vec<_>>().join(" ")),
    }
}

/// Whether [`one_line`] would change nothing; most texts are so, and looking is faster.
fn is_one_line(text: &str) -> bool {
    // Without an early end, the compiler makes a loop that looks at many bytes at once.
    let mut suspicious = text.starts_with(' ') || text.ends_with(' ');
    for byte in text.bytes() {
        suspicious |= byte < b' ';
    }
    for bytes in text.as_bytes().windows(2) {
        suspicious |= bytes[0] == b' ' && bytes[1] == b' ';
        suspicious |= bytes[0] == 0xC2 && (bytes[1] == 0x85 || bytes[1] == 0xA0);
    }
    // White space beyond Latin-1.
    for bytes in text.as_bytes().windows(3) {
        let (first, second, third) = (bytes[0], bytes[1], bytes[2]);
        suspicious |= first == 0xE1 && second == 0x9A;
        suspicious |=
            first == 0xE2 && second == 0x80 && (third < 0x8B || (0xA8..0xB0).contains(&third));
        suspicious |= first == 0xE2 && second == 0x81;
        suspicious |= first == 0xE3 && second == 0x80 && third == 0x80;
    }
    let mut before = ' ';
    !suspicious
        || text.chars().all(|c| {
            let good = !c.is_whitespace() || (c == ' ' && before != ' ');
            before = c;
            good
        }) && before != ' '
}

/// The hash of a text in its one form. It is the same on every machine and in every version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TextHash(u64);

impl TextHash {
    /// The hash of a text.
    pub fn of(text: &str) -> TextHash {
        TextHash(hash64(text.as_bytes()))
    }
}

impl std::fmt::Display for TextHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl FromStr for TextHash {
    type Err = ();

    fn from_str(text: &str) -> Result<TextHash, ()> {
        let mut hash = 0;
        for byte in text.bytes() {
            let digit = match byte {
                b'0'..=b'9' => byte - b'0',
                b'a'..=b'f' => byte - b'a' + 10,
                _ => return Err(()),
            };
            hash = hash << 4 | u64::from(digit);
        }
        if text.len() == 16 { Ok(TextHash(hash)) } else { Err(()) }
    }
}

impl Text {
    /// A short text, which has no mark-up.
    pub fn short(text: &str) -> Text {
        let words = one_line(text).into_owned();
        let hash = TextHash::of(&words);
        Text { kind: None, markdown: words.clone(), words, references: Vec::new(), hash }
    }

    /// The text of a unit as the lock file keeps it: Markdown on one line.
    pub fn of_markdown(markdown: &str) -> Text {
        match leaf_blocks(markdown, 0).into_iter().next() {
            Some(block) => std::sync::Arc::unwrap_or_clone(block.text),
            None => Text::short(markdown),
        }
    }

    /// The number of words to translate; each Chinese or Japanese character is one.
    pub fn word_count(&self) -> usize {
        let (mut count, mut ideographs, mut alphanumeric) = (0, 0, false);
        // There is one space between words, and no other.
        for c in self.words.chars().chain([' ']) {
            match c {
                ' ' => {
                    count += if ideographs > 0 { ideographs } else { usize::from(alphanumeric) };
                    (ideographs, alphanumeric) = (0, false);
                }
                c if c.is_ascii() => alphanumeric |= c.is_ascii_alphanumeric(),
                c if is_cjk(c) => ideographs += 1,
                c => alphanumeric |= c.is_alphanumeric(),
            }
        }
        count
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_white_space_is_one_space() {
        let spaces = (0..=0x3000).filter_map(char::from_u32).filter(|c| c.is_whitespace());
        for space in spaces {
            for text in [format!("to{space}hytter"), format!("to {space}\u{20}hytter{space}")] {
                assert_eq!(one_line(&text), "to hytter", "{space:?}");
            }
        }
        for text in ["", "to hytter", "‘to’ – hytter…", "两 间。", "«두» ＡＢ"] {
            assert!(matches!(one_line(text), Cow::Borrowed(same) if same == text));
        }
    }

    #[test]
    fn each_word_or_ideograph_counts() {
        let count = |text| Text::short(text).word_count();
        assert_eq!(count("Two huts – 9:30, please!"), 4);
        assert_eq!(count("九点 开门 at 9"), 6);
        assert_eq!(count("…"), 0);
    }

    #[test]
    fn hashes_are_read_as_they_are_written() {
        let hash = TextHash::of("a hut");
        assert_eq!(hash.to_string().parse(), Ok(hash));
        for malformed in ["", "12", "zzzzzzzzzzzzzzzz", "00112233445566778"] {
            assert_eq!(malformed.parse::<TextHash>(), Err(()));
        }
    }
}
