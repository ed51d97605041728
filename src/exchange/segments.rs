//! Files for translators: what the formats of translation tools have in common.
//!
//! A [`Package`] is what is exported, and a [`Returned`] is what comes back. Tools drop or change
//! much of a file (notes, states, order, white space, names of files), so a returned segment is
//! recognised by its id, the ids of its codes and its source text alone.

pub use crate::content::markdown::inline::{Code, CodeKind, CodeRole, Inline};

/// The segments to be translated from one language into another, in reading order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Package {
    /// The tag of the source language (BCP 47).
    pub source_language: String,
    /// The tag of the target language (BCP 47).
    pub target_language: String,
    /// The segments, in reading order; those of one file are together.
    pub segments: Vec<Segment>,
}

/// A text to be translated, with what a translator must know about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// Its id, unique in the package: ASCII letters, digits, `.`, `-` and `_`, beginning with a letter
    /// (NMTOKEN of XML, which XLIFF 2 demands).
    pub id: String,
    /// Its name for people, such as `session opening title`.
    pub name: String,
    /// The path of the file that contains the source text.
    pub file: String,
    /// The source text.
    pub source: Vec<Inline>,
    /// The translation, which may be out of date; `None` while there is none.
    pub target: Option<Vec<Inline>>,
    /// The state of the translation.
    pub state: SegmentState,
    /// The source text that the translation was made from, if it is not today's.
    pub previous_source: Option<Vec<Inline>>,
    /// What helps to translate it: the title of the page, a comment of the editor.
    pub notes: Vec<String>,
    /// The largest number of characters of the translation.
    pub max_length: Option<usize>,
}

/// The state of a segment's translation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SegmentState {
    /// There is no translation.
    Untranslated,
    /// The translation must be looked at: it is out of date, or a program made it.
    NeedsReview,
    /// The translation is up to date.
    Translated,
    /// The translation is up to date, and somebody reviewed it.
    Reviewed,
}

/// A file that came back from a translator.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Returned {
    /// The tag of the source language as the file has it, if it has one.
    pub source_language: Option<String>,
    /// The tag of the target language as the file has it, if it has one.
    pub target_language: Option<String>,
    /// Its segments, in order of the file; ids may be unknown, or occur twice.
    pub segments: Vec<ReturnedSegment>,
}

/// A segment that came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReturnedSegment {
    /// Its id.
    pub id: String,
    /// The line of the file where it begins, from 1.
    pub line: usize,
    /// The source text, with white space as the tool left it. `kind` and `markup` of codes are those
    /// of the file, and not to be relied on.
    pub source: Vec<Inline>,
    /// The translation; `None` if it is missing or empty.
    pub target: Option<Vec<Inline>>,
    /// Whether the file says that the translation is not finished (`fuzzy` in PO, a state of
    /// XLIFF). Tools often forget to update it.
    pub unfinished: bool,
}
