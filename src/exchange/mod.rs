//! Outside formats: one pure codec per format, between bytes and plain data.
//!
//! [`programme`] is what all schedule formats have in common. Nothing here knows the event, an
//! address or a file: `site::export` decides what of an event goes into a format, and `tools::import`
//! turns a programme into records.
//!
//! Readers trust nothing. If they cannot understand something, they return a [`file_fault::Fault`] with
//! its line. Values that a programme cannot hold go into [`programme::Programme::left_over`].

pub mod atom;
mod content_lines;
pub mod csv;
mod datetime;
mod decode;
pub mod entries_xml;
pub mod feed;
pub mod file_fault;
pub mod formats;
pub mod hints;
pub mod ics;
mod inline_text;
mod json;
pub mod json_feed;
mod language_names;
pub mod po;
mod po_entries;
pub mod pretalx_grid;
pub mod programme;
mod programme_builder;
pub mod qr;
mod sanitize;
mod schedule_event;
pub mod schedule_json;
pub mod schedule_xml;
pub mod segments;
pub mod segments_csv;
mod stable_ids;
mod status;
#[cfg(test)]
mod tests;
pub mod translator_files;
pub mod vcard;
pub mod wording;
pub mod xliff1;
pub mod xliff2;
mod xliff_text;
mod xml;

pub use formats::read;
pub use stable_ids::{acronym, as_uuid, guid};
pub use xml::{escape as escape_markup, escaped as escaped_markup};
