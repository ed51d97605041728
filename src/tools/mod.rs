//! Tools over a site: what editors ask besides building it.

pub mod check;
pub mod import;
pub mod scaffold;
