//! Random edits in any order: in the end the preview serves exactly what a build would publish, and lists
//! the same faults.

use std::fs;
use std::path::Path;

use crate::client::Preview;
use crate::harness::dice::Dice;
use crate::harness::{Tree, tree};

/// The number of rounds of a few edits each. `ROUNDS=500 cargo test --test serve` tries more.
const ROUNDS: usize = 20;

#[test]
fn random_edits_end_in_what_a_build_would_publish() {
    let preview = Preview::starter();
    let original = tree(&preview.root);
    let mut dice = Dice(2018);
    let rounds = std::env::var("ROUNDS").ok().and_then(|text| text.parse().ok()).unwrap_or(ROUNDS);
    for round in 0..rounds {
        let edits: Vec<String> =
            (0..=dice.next(6)).map(|_| edit(&preview.root, &original, &mut dice)).collect();
        // Occasionally everything is restored, so that there is something to compare.
        if dice.next(3) == 0 {
            restore(&preview.root, &original);
        }
        let built = preview.fresh();
        let faults = built.printed.lines().count();
        preview.until_ok(&format!("round {round} {edits:?}"), || {
            let shown = preview.get("/_plenary/").text().matches("<pre class=").count();
            // With faults the last good site stays. It may be from between two of these edits, or
            // even from the middle of one, so it is not known here.
            let differences = match built.failed {
                true => Vec::new(),
                false => preview.differences(&built.files),
            };
            match differences.is_empty() && shown == faults.min(100) {
                true => Ok(()),
                false => Err(format!("{shown} faults, not {faults}; {differences:#?}")),
            }
        });
    }
}

/// Restores everything that differs; other files are not touched.
fn restore(root: &Path, original: &Tree) {
    let now = tree(root);
    for path in now.keys().filter(|path| !original.contains_key(*path)) {
        fs::remove_file(root.join(path)).expect("the test owns the folder");
    }
    for (path, bytes) in original {
        if now.get(path) != Some(bytes) {
            let path = root.join(path);
            fs::create_dir_all(path.parent().expect("it is in a folder"))
                .expect("the test owns the folder");
            fs::write(path, bytes).expect("the test owns the folder");
        }
    }
}

/// Changes a file or folder, and returns how.
fn edit(root: &Path, original: &Tree, dice: &mut Dice) -> String {
    let now: Vec<String> =
        tree(root).into_keys().filter(|path| path.starts_with("content/")).collect();
    if now.len() < 10 {
        restore(root, original);
        return "restore".to_owned();
    }
    let name = &now[dice.next(now.len())];
    let path = root.join(name);
    let other = root.join(&now[dice.next(now.len())]);
    let read = |path: &Path| fs::read(path).unwrap_or_default();
    let what = match dice.next(12) {
        0 => {
            fs::remove_file(&path).expect("the test owns the folder");
            "remove"
        }
        1 | 2 => {
            let text = [read(&path), format!("\nText {}.\n", dice.next(1000)).into()].concat();
            fs::write(&path, text).expect("the test owns the folder");
            "append"
        }
        3 => {
            let text = [read(&path), format!("\nText {}.\n", dice.next(1000)).into()].concat();
            let beside = path.with_extension("tmp");
            fs::write(&beside, text).expect("the test owns the folder");
            fs::rename(&beside, &path).expect("the test owns the folder");
            "append by renaming"
        }
        4 => {
            let text = read(&path);
            fs::write(&path, &text[..dice.next(text.len() + 1)]).expect("the test owns the folder");
            "truncate"
        }
        5 => {
            fs::write(&path, read(&path)).expect("the test owns the folder");
            "save unchanged"
        }
        6 => {
            fs::write(&path, read(&other)).expect("the test owns the folder");
            "copy another"
        }
        7 => {
            fs::rename(&path, &other).expect("the test owns the folder");
            "rename over another"
        }
        8 => {
            let text = read(&path);
            fs::remove_file(&path).expect("the test owns the folder");
            fs::write(&path, text).expect("the test owns the folder");
            "remove and create again"
        }
        9 => {
            let folder = path.parent().expect("it is in a folder");
            let aside = root.join("aside");
            fs::rename(folder, &aside).expect("the test owns the folder");
            fs::rename(&aside, folder).expect("the test owns the folder");
            "move the folder out and in"
        }
        10 => {
            if let Some(bytes) = original.get(name) {
                fs::write(&path, bytes).expect("the test owns the folder");
            }
            "restore the file"
        }
        _ => {
            let folder = path.parent().expect("it is in a folder");
            let made = folder.join(format!("made-{}", dice.next(3)));
            fs::create_dir_all(&made).expect("the test owns the folder");
            fs::write(made.join("new.en.md"), "---\ntitle: New\n---\nNew.\n")
                .expect("the test owns the folder");
            "a file in a new folder"
        }
    };
    format!("{what} {name}")
}
