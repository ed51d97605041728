//! Running the stages, and the one effect at their end.
//!
//! [`pipeline`] chains the stages from files to bytes; [`mod@write`] puts the bytes into the output
//! folder, and is the only module that writes.

pub mod pipeline;
pub mod write;
