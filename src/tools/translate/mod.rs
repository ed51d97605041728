//! Translations: recording that they are right ([`accept`]), files for translators ([`export`], [`import`]),
//! and the warnings of `plenary check` ([`warnings`]). Their states are in [`event::translation`](crate::event::translation).
//!
//! Nothing here writes; the caller saves the new lock file.

pub mod accept;
pub mod add_language;
pub mod export;
pub mod glossary;
pub mod import;
mod segment_ids;
mod unit_parts;
pub mod warnings;

use crate::base::diagnostic::Report;
use crate::base::source::Sources;
use crate::content::files::read_contents;
use crate::event::assemble::assemble;
use crate::event::model::Event;
use crate::event::translation::lock::TranslationLock;

/// An event, and what is recorded of its translations.
pub struct Translations {
    /// The event.
    pub event: Event,
    /// The lock file; empty if there is none.
    pub lock: TranslationLock,
}

/// Reads the event and the lock file of a site; `None` if there is no usable `event.yaml`.
pub fn read(sources: &Sources, drafts: bool, report: &mut Report) -> Option<Translations> {
    let contents = read_contents(sources, None, report)?;
    let assembled = assemble(contents.config, contents.parsed, sources, drafts, report);
    let lock = TranslationLock::of_site(sources, report).unwrap_or_default();
    Some(Translations { event: assembled.event, lock })
}
