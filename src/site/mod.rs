//! The site: addresses, what templates see, the list of everything to publish, and its bytes.
//!
//! 1. [`route`] determines all addresses, in each language. [`sub_page`] lists the pages that show a part
//!    of the programme, and [`formats`] lists the files for other programs.
//! 2. [`theme`] combines the layers of templates, assets and messages. [`engine`] has one template engine
//!    for each language.
//! 3. [`reader_context`] resolves texts for the readers of one language. From these texts, [`view`] makes
//!    the variables of templates, and [`export`] makes the files for other programs.
//! 4. [`plan`] lists every [`output`]. [`collisions`] reports outputs that have the same path,
//!    and `portable_paths` names that no file can have.
//! 5. [`render`] makes the bytes, in parallel, in the plan's order. [`page_variables`] is the table of
//!    the variables that each page may read.
//!
//! Nothing here writes a file.

pub mod asset;
pub mod collisions;
pub mod engine;
pub mod export;
pub mod formats;
pub mod output;
pub mod page_variables;
pub mod plan;
mod portable_paths;
pub mod reader_context;
pub mod render;
pub mod route;
pub mod sub_page;
pub mod theme;
pub mod view;
