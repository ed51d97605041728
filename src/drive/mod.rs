//! Running the stages, and the effects at their end.
//!
//! [`pipeline`] chains the stages from files to bytes. [`mod@write`] puts the bytes into the output
//! folder, and is the only module that writes. [`preview`] shows them in a browser instead, and
//! [`watch`] tells it when a file changed.

pub mod pipeline;
pub mod preview;
pub mod watch;
pub mod write;
