//! Sets `PLENARY_SOURCE`, a hash of the program's own source code: programs that could build different
//! sites from the same files have different ones. `plenary build` uses it to decide whether a site is up
//! to date.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::Path;

/// What decides the program's behaviour: its code, its built-in theme, and its dependencies.
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
