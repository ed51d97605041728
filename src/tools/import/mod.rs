//! Import.

mod prose;
