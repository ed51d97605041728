//! How each language writes things: dates, times, ranges, numbers, lists, phone numbers and sorting
//! by the Unicode locale data (CLDR), and the words of the interface by Fluent.
//!
//! Everything here is made once per language and may then be used from many threads. Nothing reads
//! the clock, the environment or a file, and no input makes it panic: a language that CLDR does not
//! know is written by CLDR's root conventions.

pub mod catalog;
mod date_parts;
mod date_range;
pub mod format;
mod locales;
mod number;
pub mod phone;
pub mod tag;
pub mod windows_zone;

pub use locales::{Locale, Locales};
