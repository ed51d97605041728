//! What each translation was made from, and so which translations are out of date.
//!
//! A **unit** is what one translates at a time: a text of a record (`session opening title`), or a leaf
//! block of a long text (`page about text`). [`units`] finds them all,
//! and [`align`] finds the translation
//! of each block. [`lock`] records pairs of a source text and its translation, as facts that stay
//! true; the [`state`] of a translation follows from the texts of today and these pairs alone.
//! [`grade`] says how much a source text changed, by its [`facts`] and words, and [`caveats`] are what
//! readers must know.
//!
//! Nothing here is written by a build: `plenary translate accept` records pairs.

pub mod align;
pub mod caveats;
pub mod facts;
pub mod grade;
pub mod lock;
pub mod messages;
pub mod short_texts;
pub mod state;
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
