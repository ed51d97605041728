//! Running the stages, and their effects.
//!
//! [`pipeline`] chains the stages from files to bytes. [`mod@write`] writes the bytes to the output
//! folder, and is the only module that writes. [`preview`] serves them to a browser instead, and
//! [`watch`] notifies it of changed files. [`translation_report`] shows the state of translations as HTML.

pub mod pipeline;
pub mod preview;
pub mod translation_report;
pub mod watch;
pub mod write;
