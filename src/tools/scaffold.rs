//! The starter site of `plenary new`: part of the binary, clearly fictitious, and free of faults.

use include_dir::{Dir, include_dir};

use crate::site::render::Rendered;

static STARTER: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/tools/starter");

/// The files of a new site, sorted by path.
pub fn starter() -> Vec<Rendered> {
    let mut files = Vec::new();
    let mut folders = vec![&STARTER];
    while let Some(folder) = folders.pop() {
        folders.extend(folder.dirs());
        for file in folder.files() {
            let parts: Vec<_> = file.path().iter().map(|part| part.to_string_lossy()).collect();
            files.push(Rendered::new(parts.join("/"), file.contents()));
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}
