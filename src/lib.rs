//! Plenary builds static, multilingual event sites.
//!
//! Editors write Markdown and YAML; Plenary renders localized HTML and writes a folder that any
//! static host can serve. A build is a chain of stages, each a function of the previous stage's result:
//!
//! 1. [`content::load`] reads the files. No other module reads.
//! 2. [`content`] parses each file separately: YAML and front matter into types, Markdown into HTML.
//! 3. [`event`] resolves ids and orders the agenda.
//! 4. [`locale`] and [`site::theme`] combine the messages and templates of all theme layers, and make a
//!    catalog and a template engine for each language.
//! 5. [`site::plan`] lists every file to publish, and [`site::render`] renders each.
//! 6. [`drive::write`] writes them into the output folder. No other module writes.
//! 7. [`base::print`] prints the report once, sorted by file and line.
//!
//! A stage is `fn stage(&Inputs, &mut Report) -> Output`. It skips what is wrong and reports it, so one
//! run shows every fault.
//!
//! The layers, each of which uses only those before it, are [`base`], [`locale`], [`content`],
//! [`event`], [`exchange`], [`site`], [`drive`], [`tools`] and [`cli`].

pub mod base;
pub mod cli;
pub mod content;
pub mod drive;
pub mod event;
pub mod exchange;
pub mod locale;
pub mod site;
pub mod tools;
