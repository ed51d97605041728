//! Programmes as tables: what spreadsheets export, separated by commas, semicolons or tabs.
//!
//! The first line names the columns, in any order. A text in several languages has a column for each
//! (`title da`, `title en`). Rows with the same `id` are the same session, held again. Several rooms,
//! tracks or speakers in a cell are separated by semicolons.

mod cells;
mod check_quotes;
mod columns;
mod read_table;
pub(in crate::exchange) mod table;

pub(in crate::exchange) use columns::detects;
pub use read_table::read;
