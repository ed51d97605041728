//! Schedules as JSON: the first version, which frab, pretalx and apps use, and the second, of which
//! c3voc has published drafts (alpha 3).
//!
//! The first has rooms below days, and one text for everything: there is a file for each language.
//! The second has one list of events and texts by language, whose tags have two letters.

mod read;
mod v1;
mod v2;
mod write;

pub use read::read;
pub use write::{write_v1, write_v2};

#[cfg(test)]
mod tests;
