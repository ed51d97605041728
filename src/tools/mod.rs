//! Tools over a site: what editors ask besides building it.

pub mod check;
pub mod scaffold;
