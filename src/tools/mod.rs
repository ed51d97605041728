//! Tools for editors besides building the site.

pub mod explain;
pub mod import;
mod markdown_files;
mod media_checks;
pub mod scaffold;
pub mod site_checks;
pub mod translate;
