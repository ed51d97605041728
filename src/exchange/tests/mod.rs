//! Tests of all formats: written files survive a round trip, and nothing makes a reader panic.

mod broken_files;
mod growth;
mod round_trip;
pub(in crate::exchange) mod sample;
pub(in crate::exchange) mod segment_sample;
mod translator_files;
