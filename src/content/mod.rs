//! A site's files: reading them, and understanding each by itself.
//!
//! 1. [`load`] reads (and nothing else does).
//! 2. [`config`] reads `event.yaml`, for the languages that everything else is written in.
//! 3. [`record`] reads the YAML records, [`markdown_file`] the Markdown texts, file by file, in parallel.
//!
//! Nothing is resolved here: an id is a word, a link is a target, a time is what the clock shows.

pub mod config;
pub mod field_reader;
pub mod files;
pub mod kind;
pub mod load;
pub mod markdown;
pub mod markdown_file;
pub mod record;
