//! The conventions of languages: dates, times, ranges, numbers, lists, phone numbers and sorting by the
//! Unicode locale data (CLDR), and the messages of the interface by Fluent.
//!
//! Everything is made once per language and can be used from many threads. Nothing reads the clock, the
//! environment or a file, and no input causes a panic: languages that CLDR does not know follow the
//! conventions of its root.

pub mod catalog;
mod date_parts;
mod date_range;
pub mod date_words;
mod display_names;
pub mod distance;
pub mod foreign_words;
pub mod format;
pub mod language_guess;
pub mod locale_data;
mod locales;
mod number;
pub mod phone;
mod punctuation;
pub mod tag;
pub mod time_zone;
pub mod windows_zone;

pub use locales::{Locale, Locales};
