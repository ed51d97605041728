//! The event as a whole: every id resolved, the agenda in order.
//!
//! 1. [`model`] is the result: plain data that all higher layers read.
//! 2. [`assemble`] makes it from the records, skips bad ones and reports them; [`merge_texts`] adds the
//!    texts of Markdown files.
//! 3. [`agenda_times`] sorts sessions and turns wall-clock times into instants; [`open_ends`] estimates
//!    unknown ends.
//! 4. [`transport`] checks the transport to sessions, and [`clashes`] finds conflicts in the agenda.
//! 5. [`release`] is the programme that was published last; [`next_release`] compares an event with it.
//! 6. [`texts`] prepares the long texts, and [`links`] resolves their links and pictures.
//! 7. [`translation`] knows what each translation was made from, and which are out of date.
//!
//! Nothing here knows an address or a template.

pub mod agenda_times;
pub mod assemble;
pub mod clashes;
pub mod links;
pub mod media;
pub mod merge_texts;
pub mod model;
pub mod next_release;
pub mod open_ends;
pub mod record_table;
pub mod release;
pub mod texts;
pub mod translation;
pub mod transport;
