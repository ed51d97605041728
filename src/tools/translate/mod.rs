//! Translations: recording that they are right ([`accept`]), and the warnings of `plenary check`
//! ([`missing`], [`warnings`]). Their states are in
//! [`event::translation`](crate::event::translation).
//!
//! Nothing here writes; the caller saves the new lock file.

pub mod accept;
pub mod missing;
pub mod warnings;
