//! A site's files: loading them, and parsing each separately.
//!
//! 1. [`load`] reads the files; nothing else does.
//! 2. [`config`] reads `event.yaml`, with the languages of the site.
//! 3. [`record`] reads the YAML records, and [`markdown_file`] reads the Markdown texts, file by file and
//!    in parallel. [`unit_text`] is what a translator translates at a time.
//!
//! Nothing is resolved here: an id is a text, a link is a target, a time is local time.

pub mod config;
pub mod field_reader;
pub mod files;
pub mod glossary;
pub mod kind;
pub mod load;
pub mod markdown;
pub mod markdown_file;
pub mod picture;
pub mod publication;
pub mod record;
pub mod unit_text;
