//! What each translation was made from, and so which translations are out of date.
//!
//! A **unit** is what one translates at a time: a text of a record (`session opening title`), or a leaf
//! block of a long text (`page about text`). [`units`] finds them all, and [`align`] finds the translation
//! of each block. [`lock`] records pairs of a source text and its translation, as facts that stay
//! true; the [`state`] of a translation follows from the texts of today and these pairs alone.
//! [`grade`] says how much a source text changed, and [`difference`] how; [`status`] is what translators
//! and organisers must do, and [`caveats`] are what readers must know.
//!
//! Nothing here is written by a build: `plenary translate accept` records pairs.

pub mod align;
pub mod by_page;
pub mod caveats;
pub mod difference;
pub mod grade;
pub mod lock;
pub mod state;
pub mod status;
pub mod tracked;
pub mod units;

use crate::base::source::Span;
use crate::content::markdown::{Block, BlockKind, leaf_blocks};
use crate::event::translation::grade::{Facts, numbers};
use crate::event::translation::lock::TextHash;

/// The text of a unit in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// The kind of block; `None` for a short text.
    pub kind: Option<BlockKind>,
    /// The text in its one form ([`Block::markdown`]).
    pub markdown: String,
    /// The words that readers see ([`Block::words`]).
    pub words: String,
    /// Links, files and code ([`Block::references`]).
    pub references: Vec<String>,
    /// The hash of `markdown`.
    pub hash: TextHash,
}

/// A text and where it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// The text.
    pub text: Text,
    /// Where it is written.
    pub span: Span,
}

impl Text {
    /// A short text, which has no mark-up.
    pub fn short(text: &str) -> Text {
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let hash = TextHash::of(&words);
        Text { kind: None, markdown: words.clone(), words, references: Vec::new(), hash }
    }

    /// The text of a block.
    pub fn of_block(block: Block) -> Text {
        let Block { kind, markdown, words, references, range: _ } = block;
        let hash = TextHash::of(&markdown);
        Text { kind: Some(kind), markdown, words, references, hash }
    }

    /// The text of a unit as the lock file keeps it: Markdown on one line.
    pub fn of_markdown(markdown: &str) -> Text {
        match leaf_blocks(markdown, 0).into_iter().next() {
            Some(block) => Text::of_block(block),
            None => Text::short(markdown),
        }
    }

    /// Its facts.
    pub fn facts(&self) -> Facts {
        let mut facts = Facts::new();
        for fact in numbers(&self.words).chain(self.references.iter().cloned()) {
            *facts.entry(fact).or_default() += 1;
        }
        facts
    }

    /// The number of words to translate; each Chinese or Japanese character is one.
    pub fn word_count(&self) -> usize {
        let mut count = 0;
        for word in self.words.split_whitespace() {
            let han = word.chars().filter(|c| crate::base::text::is_cjk(*c)).count();
            count += if han > 0 { han } else { usize::from(word.contains(char::is_alphanumeric)) };
        }
        count
    }
}
