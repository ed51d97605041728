//! Schedules as XML: the format of pentabarf, frab, pretalx and c3voc, which apps for conferences
//! read (`application/vnd.c3voc.schedule+xml`).
//!
//! What is written is strict: it follows the schema of c3voc to the letter. What is read is not:
//! none of the files that are in use does. The moment of a session is its `date`; `start` is looked
//! at only where that is missing.
//!
//! The format has one text for everything, so there is a file for each language. A session that is
//! held several times, or in several rooms, is an event for each; those are put together again when
//! the file is read, by their slugs in a file of our own and by their code in one of pretalx.

mod read;
mod write;

pub(in crate::exchange) use read::no_schedule;
pub use read::read;
pub(in crate::exchange) use write::NOWHERE;
pub use write::write;

/// How files of our own say so.
pub(in crate::exchange) const GENERATOR: &str = "Plenary";

/// The target of the instruction that says, in a file of our own, what stands in front of titles. It
/// is nothing that a schema looks at.
pub(in crate::exchange) const TARGET: &str = "plenary";

#[cfg(test)]
mod tests;
