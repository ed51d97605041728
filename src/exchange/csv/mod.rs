//! Programmes as tables: what spreadsheets export, separated by commas, semicolons or tabs.
//!
//! The first line names the columns, in any order; see [`COLUMNS`]. A text in several languages has
//! a column for each (`title da`, `title en`). Rows with the same `id` are the same session, held
//! again. Several rooms, tracks or speakers of a cell have semicolons between them.

mod cells;
mod columns;
mod quotes;
mod read;

pub use columns::COLUMNS;
pub(in crate::exchange) use columns::is_header;
pub use read::read;
