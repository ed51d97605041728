//! What holds for all formats: what is written is read as it was, and nothing makes a reader panic.

mod hostile;
mod round;
pub(in crate::exchange) mod sample;
