//! Translations: recording that they are right ([`accept`]), files for translators ([`export`],
//! [`import`]), new languages ([`add_language`], [`pseudo`]), and the warnings of `plenary check`
//! ([`glossary`], [`missing`], [`warnings`]). Their states are in [`event::translation`](crate::event::translation).
//!
//! Nothing here writes; the caller saves the new lock file.

pub mod accept;
pub mod add_language;
pub mod export;
pub mod glossary;
pub mod import;
pub mod missing;
pub mod pseudo;
mod segment_ids;
mod unit_parts;
pub mod warnings;
