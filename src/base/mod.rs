//! The basis of every other layer: languages and localized values, source files and places in them,
//! YAML with positions, and diagnostics.
//!
//! Nothing here knows what an event is, and nothing here reads or writes a file.

pub mod count;
pub mod diagnostic;
pub mod print;
pub mod printable;
pub mod source;
pub mod suggest;
pub mod text;
pub mod unicode;
pub mod web_address;
pub mod yaml;
