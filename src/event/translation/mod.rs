//! What each translation was made from, and so which translations are out of date.
//!
//! A **unit** is what one translates at a time: a text of a record (`session opening title`), or a leaf
//! block of a long text (`page about text`). [`units`] finds them all, and [`align`] finds the translation
//! of each block. [`lock`] records pairs of a source text and its translation, as facts that stay
//! true; the [`state`] of a translation follows from the texts of today and these pairs alone.
//! [`grade`] says how much a source text changed, and [`difference`] how; [`status`] is what translators
//! and organisers must do, and [`findings`] are what is wrong for readers. From it follow the [`gate`] of each language, and what is [`shown`].
//!
//! Nothing here is written by a build: `plenary translate accept` records pairs.

pub mod align;
pub mod by_page;
pub mod difference;
pub mod findings;
pub mod gate;
pub mod grade;
pub mod lock;
pub mod short_texts;
pub mod shown;
pub mod state;
pub mod status;
pub mod tracked;
pub mod units;

use std::sync::Arc;

use crate::base::source::Span;
pub use crate::content::unit_text::Text;
use crate::event::translation::grade::{Facts, numbers};

/// A text and where it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// The text.
    pub text: Arc<Text>,
    /// Where it is written.
    pub span: Span,
}

impl Text {
    /// Its facts.
    pub fn facts(&self) -> Facts {
        let mut facts = Facts::new();
        for fact in numbers(&self.words).chain(self.references.iter().cloned()) {
            *facts.entry(fact).or_default() += 1;
        }
        facts
    }
}
