//! The preview: the site in memory, shown in a browser as it will be published.
//!
//! 1. [`snapshot`] is one state of the site: its files, what is wrong with it, and what the last
//!    change did.
//!    [`maker`] makes it.
//! 2. [`answer`] turns a request into an answer. It is a function of the snapshot, and so cannot
//!    reach a file that is not part of the site, however its path is written.
//! 3. [`tools`] makes the preview's own pages: faults, routes, two languages side by side.
//! 4. [`server`] speaks HTTP, and tells open pages what changed.
//!
//! Nothing of it is part of a build: the script that reloads a page is added when it is served.

pub mod answer;
pub mod maker;
pub mod server;
pub mod snapshot;
pub mod tools;
