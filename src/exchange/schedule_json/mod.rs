//! Schedules as JSON: version 1, which frab, pretalx and apps use, and version 2, of which c3voc has
//! published drafts (alpha 3).
//!
//! Version 1 has rooms below days, and each text only once: there is a file per language. Version 2
//! has one list of events, and texts by language, whose tags have two letters.

mod event_v1;
mod event_v2;
mod read_json;
mod translations;
mod write_json;

pub use read_json::read;
pub use write_json::{write_v1, write_v2};

#[cfg(test)]
mod tests;
