//! Gives the program a name for its own source code, `PLENARY_SOURCE`: two programs that could build
//! different sites from the same files have different ones. `plenary build` tells by it whether a
//! site stands as it would build it.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::Path;

/// What decides what the program does: its code, the theme in it, and what it depends on.
const PARTS: [&str; 3] = ["src", "themes/forum", "Cargo.lock"];

fn main() {
    let mut hasher = DefaultHasher::new();
    for part in PARTS {
        println!("cargo::rerun-if-changed={part}");
        add(Path::new(part), &mut hasher);
    }
    println!("cargo::rustc-env=PLENARY_SOURCE={:016x}", hasher.finish());
}

#[expect(clippy::disallowed_methods, reason = "a build script reads the code that is built")]
fn add(path: &Path, hasher: &mut DefaultHasher) {
    if let Ok(folder) = fs::read_dir(path) {
        let mut entries: Vec<_> = folder.flatten().map(|entry| entry.path()).collect();
        entries.sort();
        for entry in entries {
            add(&entry, hasher);
        }
    } else if let Ok(bytes) = fs::read(path) {
        path.to_string_lossy().replace('\\', "/").hash(hasher);
        bytes.hash(hasher);
    }
}
