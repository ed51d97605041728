//! Running the stages, and their effects.
//!
//! [`pipeline`] chains the stages from files to bytes. [`mod@write`] writes the bytes to the output
//! folder, and is the only module that writes. [`preview`] serves them to a browser instead, and
//! [`watch`] notifies it of changed files.

pub mod pipeline;
pub mod preview;
pub mod watch;
pub mod write;
