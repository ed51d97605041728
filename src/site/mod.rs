//! The site: addresses, what templates see, the list of everything to publish, and its bytes.
//!
//! 1. [`route`] says where each thing is, in each language.
//!    [`sub_page`] says which pages show a part of the programme.
//! 2. [`theme`] lays templates, assets and messages over each other, and makes a template engine a
//!    language.
//! 3. [`view`] is what a template may read, and is made from the event.
//! 4. [`plan`] lists every output; two outputs on one path are a fault.
//! 5. [`render`] makes the bytes, in parallel, in the plan's order.
//!
//! Nothing here writes a file.

pub mod asset;
pub mod engine;
pub mod export;
pub mod feeds;
pub mod plan;
pub mod render;
pub mod route;
pub mod sub_page;
pub mod theme;
pub mod view;
