//! The event as a whole: every id resolved, the agenda in order.
//!
//! 1. [`model`] is the result: plain data that everything above reads.
//! 2. [`assemble`] makes it from the records, leaving out what is bad and saying so.
//! 3. [`agenda_times`] orders sessions and turns wall times into moments.
//! 4. [`transport`] looks at the ways to sessions, [`clashes`] at what does not go together.
//! 5. [`texts`] makes the long texts ready, and [`links`] finds out where each link and picture of one
//!    leads.
//!
//! Nothing here knows an address or a template.

pub mod agenda_times;
pub mod assemble;
pub mod clashes;
pub mod links;
pub mod merge_texts;
pub mod model;
pub mod next_release;
pub mod release;
pub mod table;
pub mod texts;
pub mod transport;
