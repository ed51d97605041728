//! A disk that becomes full at any step of a build or an import: nothing is lost, and the next run
//! completes the work.
//!
//! The disk is a `tmpfs` in a mount namespace of its own, with room for a number of files. With room for one more
//! each time, every run fails at another step. Where the system grants no such namespace, the test does
//! nothing and says so.

#![cfg(target_os = "linux")]
#![expect(clippy::disallowed_methods, reason = "tests set up folders and look at them")]
#![expect(clippy::print_stderr, reason = "who runs the test learns that it was skipped")]

mod harness;

use std::fs;
use std::path::Path;
use std::process::Command;

use harness::{Tree, tree};
use plenary::drive::write::RECORD;
use tempfile::TempDir;

/// Runs `$PLENARY` in the folder `$DISK` while the disk has room for 0, 1, 2 … more files, and copies
/// the folder to `$OUT` after each failure. `before` prepares the site and `change` changes it.
const SCRIPT: &str = r#"
mount -t tmpfs tmpfs "$DISK"
cd "$DISK"
eval "$BEFORE"
cp -r . "$OUT/before"
eval "$CHANGE"
cp -r . "$OUT/changed"
used=$(df --output=iused . | tail -1)
room=$FIRST
while :; do
  mount -o "remount,nr_inodes=$((used + room))" "$DISK"
  if eval "$RUN" 2>"$OUT/error-$room"; then break; fi
  cp -r . "$OUT/failed-$room"
  room=$((room + 1))
done
rm "$OUT/error-$room"
cp -r . "$OUT/after"
"#;

/// What the script left, or `None` if the system refuses it.
fn fill(here: &TempDir, variables: &[(&str, &str)]) -> Option<()> {
    let (disk, out) = (here.path().join("disk"), here.path().join("out"));
    for folder in [&disk, &out] {
        fs::create_dir(folder).expect("the folder is ours");
    }
    let mut mount = Command::new("unshare");
    mount.args(["-rm", "mount", "-t", "tmpfs", "tmpfs"]).arg(&disk);
    if !mount.output().is_ok_and(|output| output.status.success()) {
        eprintln!("no mount namespace: the disk is not filled");
        return None;
    }
    let output = Command::new("unshare")
        .args(["-rm", "sh", "-ec", SCRIPT])
        .env("PLENARY", env!("CARGO_BIN_EXE_plenary"))
        .env("DISK", &disk)
        .env("OUT", &out)
        .envs(variables.iter().copied())
        .output()
        .expect("unshare was found");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(())
}

/// The states after failures, each with its message.
fn failures(out: &Path) -> Vec<(String, Tree)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(out).expect("the script made it").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let Some(room) = name.strip_prefix("failed-") else { continue };
        let error = fs::read_to_string(out.join(format!("error-{room}"))).unwrap_or_default();
        found.push((error, tree(&entry.path())));
    }
    found
}

fn published(files: &Tree) -> Tree {
    let own = |path: &str| {
        let path = path.strip_prefix("public/")?;
        (path != RECORD && !path.starts_with(".plenary-new/")).then(|| path.to_owned())
    };
    files.iter().filter_map(|(path, bytes)| Some((own(path)?, bytes.clone()))).collect()
}

#[test]
fn a_build_on_a_full_disk_leaves_whole_files() {
    let here = TempDir::new().expect("there is room for a folder");
    let variables = [
        ("BEFORE", "\"$PLENARY\" new . && \"$PLENARY\" build"),
        (
            "CHANGE",
            "for n in 1 2 3; do printf -- '---\\ntitle: N%s\\n---\\nx\\n' $n > content/pages/n$n.en.md; done",
        ),
        ("RUN", "\"$PLENARY\" build"),
        ("FIRST", "0"),
    ];
    if fill(&here, &variables).is_none() {
        return;
    }
    let out = here.path().join("out");
    let (old, new) = (published(&tree(&out.join("before"))), published(&tree(&out.join("after"))));
    let failures = failures(&out);
    assert!(failures.len() > 5, "the disk was not full often enough: {}", failures.len());
    for (error, state) in &failures {
        assert!(error.contains("cannot") && error.contains("No space left"), "{error}");
        for (path, bytes) in published(state) {
            let known = [&old, &new].map(|site| site.get(&path) == Some(&bytes));
            assert!(known.contains(&true), "{path} is neither the old nor the new file\n{error}");
        }
        assert!(old.keys().all(|path| published(state).contains_key(path)), "{error}");
    }
    assert!(new.len() > old.len() && !tree(&out.join("after")).keys().any(|p| p.contains("-new/")));
}

#[test]
fn an_import_on_a_full_disk_changes_all_or_nothing() {
    let here = TempDir::new().expect("there is room for a folder");
    let table = |hour: usize| {
        let rows = (0..12).map(|n| {
            format!("t{n},Tea {n},2030-09-{:02},{hour:02}:00,{hour:02}:30,Hall {n}\n", 10 + n)
        });
        format!("id,title,date,start,end,room\n{}", rows.collect::<String>())
    };
    for (name, hour) in [("a.csv", 9), ("b.csv", 11)] {
        fs::write(here.path().join(name), table(hour)).expect("the folder is ours");
    }
    let path = |name: &str| here.path().join(name).display().to_string();
    let import = |name: &str, more: &str| {
        format!(
            "\"$PLENARY\" import '{}' --timezone Europe/Copenhagen --language en{more}",
            path(name)
        )
    };
    let (first, update) = (import("a.csv", ""), import("b.csv", " --update"));
    let variables = [("BEFORE", &*first), ("CHANGE", "true"), ("RUN", &*update), ("FIRST", "0")];
    if fill(&here, &variables).is_none() {
        return;
    }
    let out = here.path().join("out");
    let content = |name: &str| {
        let mut files = tree(&out.join(name));
        files.retain(|path, _| !path.contains(".plenary-new"));
        files
    };
    let (old, new) = (content("before"), content("after"));
    assert!(old != new, "the update changed nothing");
    let failures = failures(&out);
    assert!(!failures.is_empty(), "the disk was never full");
    for (error, mut state) in failures {
        state.retain(|path, _| !path.contains(".plenary-new"));
        assert!(state == old, "an import that failed left changes\n{error}");
    }
}
