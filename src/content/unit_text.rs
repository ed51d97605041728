//! The text of a unit: what is translated at a time, in one language.

use std::borrow::Cow;
use std::str::FromStr;

use crate::base::source::hash64;
use crate::base::text::is_cjk;
use crate::base::unicode::composed;
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
    // Loops without an early end, which look at many bytes at once.
    let bytes = text.as_bytes();
    let (second, third) = (bytes.get(1..).unwrap_or(&[]), bytes.get(2..).unwrap_or(&[]));
    let mut found = text.starts_with(' ') || text.ends_with(' ');
    for byte in bytes {
        found |= *byte < b' ';
    }
    for (a, b) in bytes.iter().zip(second) {
        found |= (*a == b' ') & (*b == b' ');
        // The beginnings of white space beyond ASCII.
        found |= (*a == 0xC2) & ((*b == 0x85) | (*b == 0xA0));
        found |= ((*a == 0xE1) & (*b == 0x9A)) | ((*a == 0xE2) & (*b == 0x81));
    }
    for ((a, b), c) in bytes.iter().zip(second).zip(third) {
        found |= (*a == 0xE2) & (*b == 0x80) & ((*c < 0x8B) | ((*c >= 0xA8) & (*c < 0xB0)));
        found |= (*a == 0xE3) & (*b == 0x80) & (*c == 0x80);
    }
    let mut before = ' ';
    !found
        || text.chars().all(|c| {
            let good = !c.is_whitespace() || (c == ' ' && before != ' ');
            before = c;
            good
        }) && before != ' '
}

/// The words of a message: what is between its placeables, and in their variants.
fn message_words(message: &str) -> String {
    let mut words = String::with_capacity(message.len());
    let mut rest = message;
    while let Some(at) = rest.find(['{', '}', '[']) {
        let (before, found) = rest.split_at(at);
        words.push_str(before.trim_end_matches('*'));
        let end = match found.as_bytes()[0] {
            b'{' => found[1..].find(['{', '}', '[']).map_or(found.len(), |end| end + 1),
            b'[' => found.find(']').map_or(found.len(), |end| end + 1),
            _ => 1,
        };
        words.push(' ');
        rest = &found[end..];
    }
    words.push_str(rest);
    one_line(&words).into_owned()
}

/// The hash of a text in its one form. It is the same on every machine and in every version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TextHash(u64);

impl TextHash {
    /// The hash of a text; canonically equivalent texts have the same.
    pub fn of(text: &str) -> TextHash {
        TextHash(hash64(composed(text).as_bytes()))
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

    /// A message of a catalog, as it is written there. What it refers to are its references.
    pub fn message(value: &str) -> Text {
        let markdown = one_line(value).into_owned();
        let hash = TextHash::of(&markdown);
        let refers = |word: &&str| word.starts_with(['$', '-']) && word.len() > 1;
        let inside = markdown.split('{').skip(1).filter_map(|rest| rest.split_whitespace().next());
        let mut references: Vec<String> = inside
            .map(|word| word.trim_end_matches('}'))
            .filter(refers)
            .map(str::to_owned)
            .collect();
        references.sort();
        references.dedup();
        let words = message_words(&markdown);
        Text { kind: None, markdown, words, references, hash }
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
        if self.words.is_ascii() {
            let words = self.words.as_bytes().split(|byte| *byte == b' ');
            return words.filter(|word| word.iter().any(u8::is_ascii_alphanumeric)).count();
        }
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
    fn equivalent_texts_have_one_hash() {
        assert_eq!(TextHash::of("A\u{30a}rø"), TextHash::of("Årø"));
        assert_ne!(TextHash::of("Arø"), TextHash::of("Årø"));
    }

    #[test]
    fn each_word_or_ideograph_counts() {
        let count = |text| Text::short(text).word_count();
        assert_eq!(count("Two huts – 9:30, please!"), 4);
        assert_eq!(count("九点 开门 at 9"), 6);
        assert_eq!(count("…"), 0);
    }

    #[test]
    fn the_words_of_a_message_are_what_readers_see() {
        let text = Text::message(
            "{ $n ->\n    [one] one seat in { -hut }\n   *[other] { $n } seats in { -hut }\n}",
        );
        assert_eq!(text.words, "one seat in seats in");
        assert_eq!(text.references, ["$n", "-hut"]);
        assert_eq!(Text::message("Back {home}, at 9").words, "Back , at 9");
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
