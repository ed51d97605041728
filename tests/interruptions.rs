//! The files after a build or an import is interrupted, or after the disk fails.

#![expect(clippy::disallowed_methods, reason = "tests set up folders and look at them")]

mod harness;

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use harness::{Tree, put, rendered, tree};
use plenary::drive::write::{Amendment, RECORD, Written, amend, write_site};
use tempfile::TempDir;

fn folder() -> TempDir {
    TempDir::new().expect("there is room for a folder")
}

fn command(here: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_plenary"));
    command.current_dir(here).args(words);
    command
}

/// Runs the program, which must succeed.
fn run(here: &Path, words: &[&str]) -> Output {
    let output = command(here, words).output().expect("the program was built");
    assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
    output
}

/// A published site, without the record and the starter's `.gitignore`.
fn published(out: &Path) -> Tree {
    let mut files = tree(out);
    files.retain(|path, _| path != RECORD && path != ".gitignore");
    files
}

#[cfg(unix)]
#[test]
fn a_withdrawn_file_is_removed_whatever_its_name_is() {
    let here = folder();
    run(here.path(), &["new", "."]);
    let before = {
        run(here.path(), &["build"]);
        published(&here.path().join("public"))
    };
    let names =
        ["Plan 9:15.pdf", "a\\b.pdf", "two\nlines.pdf", "100%41.pdf", "7 7.pdf", "ø\u{85}.pdf"];
    let media = |name: &str| format!("content/media/{name}");
    for name in names {
        put(here.path(), [(&*media(name), name.as_bytes())]);
    }
    run(here.path(), &["build"]);
    let with = published(&here.path().join("public"));
    assert!(with.len() >= before.len() + names.len(), "{:?}", with.keys());
    for name in names {
        fs::remove_file(here.path().join(media(name))).expect("it was written");
    }
    run(here.path(), &["build"]);
    assert!(published(&here.path().join("public")) == before);
}

#[test]
fn what_a_killed_build_left_is_removed_even_if_nothing_changed() {
    let here = folder();
    run(here.path(), &["new", "."]);
    run(here.path(), &["build"]);
    let before = published(&here.path().join("public"));
    put(
        here.path(),
        [
            ("public/.plenary-new/4711-0/en/secret/index.html", &b"a draft"[..]),
            ("public/.plenary-new/4711-9", b"half"),
        ],
    );
    run(here.path(), &["build"]);
    assert!(published(&here.path().join("public")) == before);
    assert!(!here.path().join("public/.plenary-new").exists());
}

#[test]
fn a_record_that_cannot_be_read_is_an_error() {
    let out = folder();
    fs::create_dir(out.path().join(RECORD)).expect("the folder is ours");
    let error = write_site(out.path(), &rendered(&[("index.html", "i")]), None);
    let error = error.expect_err("it is a folder").to_string();
    assert!(error.contains(".plenary, the list of files of the last build"), "{error}");
    assert!(error.ends_with("nothing was written"), "{error}");
}

#[test]
fn a_build_that_was_killed_between_record_and_page_still_owns_the_old_page() {
    let out = folder();
    let out = out.path();
    let rest = ("index.html", "i");
    write_site(out, &rendered(&[rest, ("en/index.html", "old"), ("en/x/y", "x")]), None)
        .expect("the folder is empty");
    let record = || fs::read_to_string(out.join(RECORD)).expect("there is a record");
    let old = record();
    write_site(out, &rendered(&[rest, ("en/index.html", "new"), ("en/x/y", "x")]), None)
        .expect("it is ours");
    let both = old + &record();
    put(
        out,
        [
            (RECORD, both.as_bytes()),
            ("en/index.html", b"old"),
            // A power cut may leave the file like this.
            ("en/x/y", b""),
        ],
    );
    let written = write_site(out, &rendered(&[rest]), None).expect("all are ours");
    assert_eq!(written, Written { changed: 0, unchanged: 1, removed: 2 });
    assert!(!out.join("en").exists());
}

/// Ends the program after a while; returns whether it was still running.
fn kill_after(mut command: Command, micros: u64) -> bool {
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn().expect("the program was built");
    std::thread::sleep(Duration::from_micros(micros));
    let running = child.try_wait().expect("it can be asked").is_none();
    let _ = child.kill();
    let _ = child.wait();
    running
}

/// How many programs are killed: `PLENARY_KILLS`, or enough to meet most steps.
fn rounds() -> u64 {
    std::env::var("PLENARY_KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(50)
}

#[test]
fn after_any_kill_of_an_import_the_next_one_completes_it() {
    let (here, clean) = (folder(), folder());
    let table = |start: u64| {
        let row =
            |n: u64| format!("t{n},Tea {n},2030-09-{:02},0{start}:00,0{start}:30,Hall\n", 1 + n);
        format!("id,title,date,start,end,room\n{}", (0..20).map(row).collect::<String>())
    };
    let import = |folder: &Path, more: &[&str]| {
        let words = ["import", "t.csv", "--timezone", "Europe/Copenhagen", "--language", "en"];
        command(folder, &[&words[..], more].concat())
    };
    let succeed = |mut command: Command| {
        let output = command.output().expect("the program was built");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    for folder in [&here, &clean] {
        put(folder.path(), [("t.csv", table(1).as_bytes())]);
        succeed(import(folder.path(), &[]));
    }
    let mut killed = 0;
    for round in 0..rounds() {
        let text = table(2 + round % 7);
        put(here.path(), [("t.csv", text.as_bytes())]);
        let micros = 5_000 + round % 16 * 8_000 + round % 5 * 700;
        killed += usize::from(kill_after(import(here.path(), &["--update"]), micros));
        if round % 10 == 9 {
            put(clean.path(), [("t.csv", text.as_bytes())]);
            for folder in [&here, &clean] {
                succeed(import(folder.path(), &["--update"]));
            }
            assert!(tree(here.path()) == tree(clean.path()), "round {round}");
        }
    }
    assert!(killed > 0, "all imports were faster than their kills");
}

#[test]
fn after_any_kill_the_next_build_makes_the_whole_site_and_nothing_else() {
    let (here, clean) = (folder(), folder());
    run(here.path(), &["new", "."]);
    let page = here.path().join("content/pages/more.en.md");
    let out = here.path().join("public");
    let mut killed = 0;
    for round in 0..rounds() {
        // The page comes and goes, with another text each time.
        if round % 2 == 0 {
            let text = format!("---\ntitle: More\n---\n{round}\n");
            put(here.path(), [("content/pages/more.en.md", text.as_bytes())]);
        } else {
            fs::remove_file(&page).expect("it was written");
        }
        let micros = 20_000 + round % 16 * 25_000 + round % 7 * 1_000;
        killed += usize::from(kill_after(command(here.path(), &["build"]), micros));
        if round % 10 == 9 {
            run(here.path(), &["build"]);
            let fresh = clean.path().join(round.to_string());
            run(here.path(), &["build", "--out", fresh.to_str().expect("it is UTF-8")]);
            assert!(published(&out) == published(&fresh), "round {round}");
            assert!(!out.join(".plenary-new").exists());
        }
    }
    assert!(killed > 0, "all builds were faster than their kills");
}

#[test]
fn an_import_that_fails_late_keeps_what_an_editor_saved() {
    let here = folder();
    let root = here.path();
    put(root, [("content/a.yaml", &b"old"[..]), ("content/b.yaml", b"old")]);
    let change = |path: &str| Amendment {
        path: path.to_owned(),
        before: Some(b"old".to_vec()),
        after: Some(b"imported".to_vec()),
    };
    // The editor saves one file while others are being changed.
    let all: Vec<Amendment> = ["content/a.yaml", "content/b.yaml"].map(change).into();
    fs::write(root.join("content/b.yaml"), "saved").expect("the folder is ours");
    let error = amend(root, &all).expect_err("it was saved").to_string();
    assert!(error.ends_with("b.yaml was changed in the meantime; nothing was written"), "{error}");
    assert_eq!(fs::read(root.join("content/a.yaml")).ok().as_deref(), Some(&b"old"[..]));
    assert_eq!(fs::read(root.join("content/b.yaml")).ok().as_deref(), Some(&b"saved"[..]));
}
