//! Plenary builds static, multilingual event sites.
//!
//! Editors write Markdown and YAML; Plenary renders localized HTML and writes a folder that any
//! static host can serve. A build is a chain of stages, each a function of what the one before gave:
//!
//! 1. [`content::load`] reads the files. It is the only module that does.
//! 2. [`content`] understands each file by itself: YAML and front matter typed, Markdown parsed.
//! 3. [`event`] puts them together: ids resolved, the agenda in order.
//! 4. [`locale`] and [`site::theme`] lay messages and templates over each other, a catalog and an
//!    engine a language.
//! 5. [`site::plan`] lists every file to publish, and [`site::render`] makes its bytes.
//! 6. [`drive::write`] puts them into the output folder. It is the only module that writes.
//! 7. [`base::print`] shows what was wrong, once, sorted by file and line.
//!
//! A stage is `fn stage(&Inputs, &mut Report) -> Output`: it leaves out what is bad and says so, so
//! that one run shows every fault. The floors, each using only those before it, are [`base`],
//! [`locale`], [`content`], [`event`], [`site`], [`drive`], [`tools`] and [`cli`].

pub mod base;
pub mod cli;
pub mod content;
pub mod drive;
pub mod event;
pub mod exchange;
pub mod locale;
pub mod site;
pub mod tools;
