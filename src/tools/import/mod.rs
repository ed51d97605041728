//! Import.

mod fact;
mod hours;
mod ids;
mod left;
mod lock;
mod merge;
mod present;
mod prose;
mod tongues;
mod wanted;
