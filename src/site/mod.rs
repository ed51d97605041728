//! The site: addresses, what templates see, the list of everything to publish, and its bytes.
//!
//! 1. [`route`] knows the address of everything, in each language; [`sub_page`] lists the pages that
//!    show a part of the programme, [`formats`] the files for other programs.
//! 2. [`theme`] lays templates, assets and messages over each other; [`engine`] is a template engine per
//!    language.
//! 3. [`reader_context`] resolves texts for the readers of one language. [`view`] makes from them what a
//!    template may read, [`export`] the files for other programs.
//! 4. [`plan`] lists every output ([`output`]); two outputs with one path are a fault ([`collisions`]).
//! 5. [`render`] makes the bytes, in parallel, in the plan's order; [`page_variables`] is the table of
//!    what each page may read.
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
pub mod reader_context;
pub mod render;
pub mod route;
pub mod sub_page;
pub mod theme;
pub mod view;
