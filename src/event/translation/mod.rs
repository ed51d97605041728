//! What each translation was made from, and so which translations are out of date.
//!
//! A **unit** is what one translates at a time: a text of a record (`session opening title`), or a leaf
//! block of a long text (`page about text`). [`units`] finds them all, and [`align`] finds the translation
//! of each block. [`lock`] records pairs of a source text and its translation, as facts that stay
//! true; the [`state`] of a translation follows from the texts of today and these pairs alone.
//! [`grade`] says how much a source text changed, by its [`facts`] and words, and [`difference`] how;
//! [`doubts`] are what may be a slip; [`status`] is what translators
//! and organisers must do, and [`findings`] are what is wrong for readers. From it follow the [`gate`] of each language, and what is [`shown`].
//!
//! Nothing here is written by a build: `plenary translate accept` records pairs.

pub mod align;
pub mod by_page;
pub mod difference;
pub mod doubts;
pub mod facts;
pub mod findings;
pub mod gate;
pub mod grade;
pub mod lock;
pub mod messages;
pub mod short_texts;
pub mod shown;
pub mod state;
pub mod status;
pub mod tracked;
pub mod units;

use std::sync::Arc;

use crate::base::source::Span;
pub use crate::content::unit_text::Text;

/// A text and where it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// The text.
    pub text: Arc<Text>,
    /// Where it is written.
    pub span: Span,
}
