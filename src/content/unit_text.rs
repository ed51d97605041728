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
    let mut before = b' ';
    for byte in text.bytes() {
        if byte <= b' ' && (byte != b' ' || before == b' ') && char::from(byte).is_whitespace() {
            return false;
        }
        before = byte;
    }
    // The first bytes of all white space beyond ASCII.
    let may_be_space = |byte| matches!(byte, 0xC2 | 0xE1..=0xE3);
    before != b' ' && !(text.bytes().any(may_be_space) && text.contains(other_space))
}

fn other_space(c: char) -> bool {
    !c.is_ascii() && c.is_whitespace()
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
        let hash = (text.len() == 16).then(|| u64::from_str_radix(text, 16).ok()).flatten();
        hash.map(TextHash).ok_or(())
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
        let mut count = 0;
        for word in self.words.split_whitespace() {
            let han = word.chars().filter(|c| is_cjk(*c)).count();
            count += if han > 0 { han } else { usize::from(word.contains(char::is_alphanumeric)) };
        }
        count
    }
}
