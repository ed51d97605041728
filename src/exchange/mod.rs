//! Outside formats: one pure codec a file, between bytes and plain data.
//!
//! [`programme`] is what all formats of schedules have in common. Nothing here knows the event, an
//! address or a file: `site::export` says what of an event goes into a format, and `tools::import`
//! makes records of what was read.
//!
//! Readers trust nothing. What they cannot understand is a [`fault::Fault`] with its line, and what
//! they understand and a programme has no room for is on the list [`programme::Programme::left_over`].

pub mod atom;
mod clean;
mod clock;
pub mod csv;
pub mod entries_xml;
mod entry;
pub mod fault;
pub mod feed;
pub mod format;
mod gather;
pub mod hints;
pub mod ics;
mod json;
pub mod json_feed;
mod lines;
pub mod pretalx_grid;
pub mod programme;
pub mod qr;
pub mod schedule_json;
pub mod schedule_xml;
mod stable;
mod status;
#[cfg(test)]
mod tests;
pub mod text;
pub mod vcard;
pub mod wording;
mod xml;
mod zone;

pub use format::read;
pub use stable::{acronym, as_uuid, guid};
