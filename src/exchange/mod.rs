//! Outside formats: one pure codec a file, between bytes and plain data.
//!
//! [`programme`] is what all formats of schedules have in common. Nothing here knows the event, an
//! address or a file: `site::export` says what of an event goes into a format, and `tools::import`
//! makes records of what was read.

pub mod programme;
