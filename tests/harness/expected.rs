//! Comparing the program's output with a file of the repository, and rewriting that file if asked.

use std::fs;
use std::path::Path;

/// Whether expected outputs are to be rewritten: `tests/run update`.
pub fn updating() -> bool {
    std::env::var_os("UPDATE").is_some()
}

/// Compares a text with a file of the repository, or writes it there.
pub fn compare_with_file(now: &str, path: &str) {
    let file = super::repository().join(path);
    let old = fs::read_to_string(&file).unwrap_or_default();
    if updating() {
        write_if_different(now, &old, &file);
        return;
    }
    assert!(old == now, "{path} is out of date; run `tests/run update`\n{}", difference(&old, now));
}

fn write_if_different(now: &str, old: &str, file: &Path) {
    if old != now {
        fs::write(file, now).expect("the repository can be written");
    }
}

/// The lines in which two texts differ, from the first difference to the last, `-` for the old lines
/// and `+` for the new ones.
pub fn difference(old: &str, new: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let before = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let rest = old.len().min(new.len()) - before;
    let behind =
        old.iter().rev().zip(new.iter().rev()).take(rest).take_while(|(a, b)| a == b).count();
    let mut text = String::new();
    for (mark, lines) in [('-', &old), ('+', &new)] {
        for line in &lines[before..lines.len() - behind] {
            text.push_str(&format!("{mark} {line}\n"));
        }
    }
    text
}
