//! Schedules as XML (`application/vnd.c3voc.schedule+xml`): the format of pentabarf, frab, pretalx
//! and c3voc, which conference apps read.
//!
//! Writing is strict: it follows c3voc's schema to the letter. Reading is lenient: none of the files
//! in use follow it. The moment of an event is its `date`, or its `start` if `date` is missing.
//!
//! The format has each text only once, so there is a file per language. A session that is held
//! several times, or in several rooms, is one event for each; on reading, they are merged again, by
//! their slugs in a file from Plenary, and by their codes in a file from pretalx.

mod read_xml;
mod write_xml;

pub use read_xml::read;
pub(in crate::exchange) use write_xml::NO_ROOM;
pub use write_xml::write;

/// The name of the generator in files from Plenary.
pub(in crate::exchange) const GENERATOR: &str = "Plenary";

/// The target of the processing instruction with facts that the format lacks, in a file from Plenary:
/// the status prefixes of titles, and which ends are estimates. Schemas ignore it.
const OWN_TARGET: &str = "plenary";

/// The name of the list of UUIDs of events whose end is an estimate, in a file from Plenary.
pub(in crate::exchange) const ESTIMATED_ENDS: &str = "estimated_ends";

#[cfg(test)]
mod tests;
