//! Properties of every build: the same files give the same bytes, and files of others are not touched.

#![expect(clippy::disallowed_methods, reason = "tests set up folders and look at them")]

mod harness;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use harness::{Built, Tree, build, in_memory, put, rendered, repository, starter_files, tree};
use plenary::base::diagnostic::Report;
use plenary::drive::pipeline::Options;
use plenary::drive::write::{
    BuildOrigin, RECORD, SiteWriter, UpToDateSite, Written, create, refuse_folder, up_to_date_site,
    write_site,
};
use tempfile::TempDir;

fn folder() -> TempDir {
    TempDir::new().expect("there is room for a folder")
}

fn plenary(here: &Path, words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_plenary"));
    command.current_dir(here).args(words).output().expect("the program was built")
}

/// Runs the program, which must succeed.
fn run(here: &Path, words: &[&str]) {
    let output = plenary(here, words);
    assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// The starter's files with faults in each text, so that the report is long.
fn faulty() -> Tree {
    let mut files = starter_files();
    for (path, bytes) in &mut files {
        if path.ends_with(".md") {
            bytes.extend(b"\n[where](page:nowhere), ![](media/lost.png), <b>bold\n");
        } else if path.starts_with("content/") && path.ends_with("s.yaml") {
            bytes.extend(b"- idd: misspelt\n");
        }
    }
    files
}

fn with_threads(threads: usize, files: &Tree) -> Built {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    let pool = pool.expect("the threads start");
    pool.install(|| build(&in_memory(files.clone()), Report::new(), &Options::default()))
}

#[test]
fn one_thread_and_sixteen_give_the_same_bytes() {
    let files = starter_files();
    let one = with_threads(1, &files);
    assert!(!one.failed && one.files.len() > 50, "{}", one.printed);
    assert!(one == with_threads(16, &files));
}

#[test]
fn one_thread_and_sixteen_choose_the_same_translations_and_languages() {
    let mut files = tree(&repository().join("tests/sites/translations"));
    files.retain(|path, _| path.starts_with("content/"));
    let event = files.get_mut("content/event.yaml").expect("there is one");
    *event = String::from_utf8_lossy(event).replace("theme: plain\n", "").into_bytes();
    let one = with_threads(1, &files);
    assert!(one.printed.contains("publish/coverage"), "{}", one.printed);
    assert!(one == with_threads(16, &files));
    assert!(one == with_threads(3, &files));
}

#[test]
fn one_thread_and_sixteen_give_the_same_report() {
    let files = faulty();
    let one = with_threads(1, &files);
    assert!(one.printed.lines().count() > 100, "{}", one.printed);
    assert_eq!(one.printed, with_threads(16, &files).printed);
    assert_eq!(one.printed, with_threads(3, &files).printed);
}

#[test]
fn the_output_does_not_depend_on_folders() {
    let (here, there) = (folder(), folder());
    let (first, second) = (here.path().join("fair"), there.path().join("a b/gården/site"));
    run(here.path(), &["new", "fair"]);
    fs::create_dir_all(&second).expect("the test owns the folder");
    run(&second, &["new", "."]);
    run(here.path(), &["build", "--site", "fair", "--threads", "1"]);
    run(&second.join("content/pages"), &["build", "--site", "../.."]);
    let (first, second) = (tree(&first), tree(&second));
    assert!(first.len() > 100);
    assert!(first == second, "{:?}", differences(&first, &second));

    // A build in memory gives the same files as one in a folder.
    let published: Tree = first
        .into_iter()
        .filter_map(|(path, bytes)| Some((path.strip_prefix("public/")?.to_owned(), bytes)))
        .filter(|(path, _)| path != RECORD && path != ".gitignore")
        .collect();
    let memory = harness::new_site(None).files;
    assert!(published == memory, "{:?}", differences(&published, &memory));
}

fn differences(a: &Tree, b: &Tree) -> Vec<String> {
    let names = a.keys().chain(b.keys().filter(|name| !a.contains_key(*name)));
    names.filter(|name| a.get(*name) != b.get(*name)).cloned().collect()
}

#[test]
fn a_second_build_changes_nothing() {
    let here = folder();
    run(here.path(), &["new", "."]);
    run(here.path(), &["build"]);
    let first = tree(here.path());
    let times = || -> Vec<_> {
        let names = first.keys().filter(|name| name.starts_with("public/"));
        let file = |name: &String| fs::metadata(here.path().join(name));
        names.map(|name| file(name).and_then(|file| file.modified()).ok()).collect()
    };
    let before = times();
    run(here.path(), &["build"]);
    assert_eq!(differences(&first, &tree(here.path())), Vec::<String>::new());
    assert!(before == times(), "an up-to-date file is not written");
}

#[test]
fn with_a_fault_the_last_good_site_stays() {
    let here = folder();
    run(here.path(), &["new", "."]);
    run(here.path(), &["build"]);
    let good = tree(&here.path().join("public"));
    put(
        here.path(),
        [
            ("content/pages/home.en.md", &b"---\ntitle: Changed\n---\n[x](page:nowhere)\n"[..]),
            ("content/pages/more.en.md", b"---\ntitle: More\n---\n"),
        ],
    );
    for words in [&["build"][..], &["build", "--format", "json"], &["check"]] {
        assert_eq!(plenary(here.path(), words).status.code(), Some(1));
        assert!(tree(&here.path().join("public")) == good, "{words:?}");
    }
}

#[test]
fn files_of_an_earlier_build_are_removed_and_no_others() {
    let out = folder();
    let out = out.path();
    write_site(
        out,
        &rendered(&[
            ("index.html", "i"),
            ("da/a/index.html", "a"),
            ("da/b/c/index.html", "c"),
            ("da/edited/index.html", "e"),
            ("en/shared/index.html", "s"),
        ]),
        None,
    )
    .expect("the folder is empty");
    put(
        out,
        [
            (".gitignore", &b"*\n"[..]),
            ("CNAME", b"example.org"),
            ("en/shared/photo.jpg", b"not ours"),
            ("da/edited/index.html", b"edited by hand"),
            ("da/b/.htaccess", b"not ours"),
        ],
    );
    // A withdrawn page does not stay published silently, and nobody's work is removed.
    let site = rendered(&[("index.html", "i"), ("new/index.html", "n")]);
    let message = write_site(out, &site, None).expect_err("it was edited").to_string();
    assert!(message.contains("da/edited/index.html, which is no longer part"), "{message}");
    assert!(!out.join("da/a").exists(), "the others were removed");
    let message = write_site(out, &site, None).expect_err("it is still there").to_string();
    assert!(message.contains("it was changed since a build wrote it"), "{message}");
    put(
        out,
        [
            ("da/edited/index.html", &b"e"[..]),
            ("da/a/index.html", b"a"),
            ("da/b/c/index.html", b"c"),
        ],
    );
    fs::remove_file(out.join("new/index.html")).expect("it was written");
    let written = write_site(out, &site, None);
    let written = written.expect("nothing stands in the way");
    assert_eq!(written, Written { changed: 1, unchanged: 1, removed: 3 });
    let mut left = tree(out);
    left.remove(RECORD);
    let names: Vec<&str> = left.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            ".gitignore",
            "CNAME",
            "da/b/.htaccess",
            "en/shared/photo.jpg",
            "index.html",
            "new/index.html",
        ]
    );
    assert!(!out.join("da/a").exists(), "a folder without files is removed");
    assert!(!out.join("da/b/c").exists());
}

/// Writes a small site and waits until the disk's clock has advanced, so that later changes are
/// detected.
fn standing_site(out: &Path) {
    let origin = Some(BuildOrigin { inputs: 7, languages: 2 });
    let site = rendered(&[("index.html", "i"), ("da/index.html", "d"), ("da/x.css", "c")]);
    for _ in 0..100 {
        // Each time, only the record is rewritten.
        write_site(out, &site, None).expect("Plenary made the folder");
        write_site(out, &site, origin).expect("Plenary made the folder");
        if up_to_date_site(out, 7).is_some() {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    panic!("an untouched site is not up to date");
}

#[test]
fn a_site_is_up_to_date_until_anything_changes() {
    let out = folder();
    let out = out.path();
    let up_to_date = || up_to_date_site(out, 7);
    standing_site(out);
    assert_eq!(up_to_date(), Some(UpToDateSite { files: 3, pages: 2, languages: 2 }));
    assert_eq!(up_to_date_site(out, 8), None, "it was built from something else");

    fs::write(out.join("da/x.css"), "C").expect("the test owns the folder");
    assert_eq!(up_to_date(), None, "a file was edited, and is as long as before");
    standing_site(out);
    // Within one tick of the disk's clock, a rewrite of the same bytes is not detected.
    std::thread::sleep(std::time::Duration::from_millis(50));
    fs::write(out.join("da/x.css"), "c").expect("the test owns the folder");
    assert_eq!(up_to_date(), None, "a file was written again");
    standing_site(out);
    fs::remove_file(out.join("da/index.html")).expect("the test owns the folder");
    assert_eq!(up_to_date(), None, "a file is gone");
    standing_site(out);
    fs::write(out.join("more.html"), "a stranger's").expect("the test owns the folder");
    assert!(up_to_date().is_some(), "a file that no build wrote does not matter");
    fs::remove_file(out.join(RECORD)).expect("the test owns the folder");
    assert_eq!(up_to_date(), None, "it is not known what was written");

    let site = rendered(&[("index.html", "i")]);
    write_site(out, &site, None).expect("Plenary made the folder");
    assert_eq!(up_to_date(), None, "the build reported something");
}

/// Expects a refusal that leaves the folder unchanged.
fn refused(out: &Path, files: &[(&str, &str)], reason: &str) {
    let before = tree(out);
    let error = write_site(out, &rendered(files), None).expect_err(reason).to_string();
    assert!(error.contains(reason), "{error}");
    assert_eq!(differences(&before, &tree(out)), Vec::<String>::new());
}

#[test]
fn files_of_others_are_never_replaced() {
    let out = folder();
    let out = out.path();
    put(out, [("da/index.html", &b"a stranger's"[..]), ("zh", b"a file"), ("x.html/y", b"")]);
    let site = [("index.html", "i"), ("da/index.html", "d")];
    refused(out, &site, "already exists, and no build wrote it");
    refused(out, &[("index.html", "i"), ("zh/index.html", "z")], "there is a file of that name");
    refused(out, &[("index.html", "i"), ("x.html", "x")], "already exists");

    // A file with the same bytes may be replaced, and belongs to the site from then on.
    fs::write(out.join("da/index.html"), "d").expect("the test owns the folder");
    let written = write_site(out, &rendered(&site), None).expect("they are the same");
    assert_eq!(written, Written { changed: 1, unchanged: 1, removed: 0 });
    write_site(out, &rendered(&[("da/index.html", "d2")]), None).expect("Plenary made the folder");
    assert!(!out.join("index.html").exists());
}

#[test]
fn a_new_site_replaces_no_file_at_all() {
    let here = folder();
    put(here.path(), [("b/c.md", &b"same"[..])]);
    let before = tree(here.path());
    let files = rendered(&[("a.md", "a"), ("b/c.md", "same")]);
    let error = create(here.path(), &files).expect_err("it is there").to_string();
    assert!(error.ends_with("b/c.md already exists; nothing was written"), "{error}");
    assert!(tree(here.path()) == before);
}

#[test]
fn a_site_is_never_built_among_its_own_files() {
    let here = folder();
    let site = here.path().join("site");
    put(&site, [("content/event.yaml", &b"id: x"[..])]);
    for refused in ["", "..", "content", "content/media/new", "locales", "themes/forum/assets"] {
        let out = site.join(refused);
        assert!(refuse_folder(&site, &out).is_some(), "{refused}");
    }
    for allowed in ["public", "content-of-mine", "../elsewhere", "a/b/c"] {
        let out = site.join(allowed);
        assert_eq!(refuse_folder(&site, &out), None, "{allowed}");
    }
}

#[test]
fn an_interrupted_write_leaves_no_trace() {
    let out = folder();
    let out = out.path();
    // Left by a run that was interrupted between writing and moving, or in the middle of a file.
    put(out, [(".plenary-new/7-0", &b"<p>hal"[..]), (".plenary-new/7-1", b"00 ind")]);
    let site = [("index.html", "whole"), ("da/index.html", "d")];
    write_site(out, &rendered(&site), None).expect("a stale file does no harm");
    assert!(tree(out).keys().all(|name| !name.contains("-new")), "{:?}", tree(out).keys());

    // The record is written first, so that the next run knows what an interrupted one left.
    let record = fs::read_to_string(out.join(RECORD)).expect("there is a record");
    fs::remove_file(out.join("da/index.html")).expect("it was written");
    let written = write_site(out, &rendered(&[("index.html", "whole")]), None).expect("it is gone");
    assert_eq!(written, Written { changed: 0, unchanged: 1, removed: 0 });
    fs::write(out.join(RECORD), record + "broken line\n0 ../outside\n")
        .expect("Plenary made the folder");
    write_site(out, &rendered(&site), None).expect("a damaged record does no harm");
    assert_eq!(fs::read_to_string(out.join(RECORD)).map(|text| text.lines().count()).ok(), Some(2));
}

#[test]
fn files_written_ahead_become_the_site_or_disappear() {
    let above = folder();
    let out = &above.path().join("out");
    let site = rendered(&[("da/index.html", "d"), ("en/a/index.html", "a"), ("index.html", "i")]);
    let ahead = SiteWriter::open(out).expect("the output folder is new");
    assert!(site.iter().all(|file| ahead.take(file)));
    drop(ahead);
    assert_eq!(tree(above.path()).len(), 0, "a build with faults leaves nothing");
    assert!(!out.exists());

    let ahead = SiteWriter::open(out).expect("the output folder is new");
    assert!(ahead.take(&site[0]) && ahead.take(&site[2]));
    let mut emptied = site.clone();
    for at in [0, 2] {
        emptied[at].bytes = Default::default();
    }
    let written = ahead.finish(&emptied, None).expect("Plenary made the folder");
    assert_eq!(written, Written { changed: 3, unchanged: 0, removed: 0 });
    let other = folder();
    write_site(other.path(), &site, None).expect("Plenary made the folder");
    assert_eq!(tree(out), tree(other.path()));

    // Existing files are compared at the end, and not taken by `take`.
    let ahead = SiteWriter::open(out).expect("Plenary made the folder");
    assert!(site.iter().all(|file| !ahead.take(file)));
    let written = ahead.finish(&site, None).expect("Plenary made the folder");
    assert_eq!(written, Written { changed: 0, unchanged: 3, removed: 0 });

    // Another build removes the files, which look like leftovers.
    let new = rendered(&[("zh/index.html", "z"), ("zh/b/index.html", "b")]);
    let (before, ahead) = (tree(out), SiteWriter::open(out).expect("Plenary made the folder"));
    assert!(ahead.take(&new[0]));
    let _other = SiteWriter::open(out).expect("Plenary made the folder");
    ahead.take(&new[1]);
    let error = ahead.finish(&new, None).expect_err("a file is missing").to_string();
    assert!(error.contains("another build is writing to"), "{error}");
    drop(_other);
    assert_eq!(tree(out), before);
}

#[cfg(unix)]
#[test]
fn nothing_is_written_or_removed_through_a_link() {
    use std::os::unix::fs::symlink;
    let (elsewhere, out) = (folder(), folder());
    let (elsewhere, out) = (elsewhere.path(), out.path());
    put(elsewhere, [("index.html", &b"not ours"[..])]);
    symlink(elsewhere, out.join("da")).expect("links can be made");
    refused(out, &[("index.html", "i"), ("da/new/index.html", "d")], "symbolic link");
    refused(out, &[("index.html", "i"), ("da/index.html", "d")], "symbolic link");
    assert_eq!(tree(elsewhere).len(), 1);

    // One of our folders became a link to a folder with the same file.
    fs::remove_file(out.join("da")).expect("it is a link");
    write_site(out, &rendered(&[("da/index.html", "not ours")]), None).expect("the path is free");
    fs::remove_dir_all(out.join("da")).expect("it is a folder");
    symlink(elsewhere, out.join("da")).expect("links can be made");
    let error = write_site(out, &rendered(&[("index.html", "i")]), None).expect_err("it is a link");
    assert!(error.to_string().contains("da is a symbolic link; remove it yourself"), "{error}");
    assert_eq!(tree(elsewhere).len(), 1);
    fs::remove_file(out.join("da")).expect("it is a link");

    // A link in place of a page is replaced, never followed.
    write_site(out, &rendered(&[("x/index.html", "x")]), None).expect("the output folder is new");
    fs::remove_file(out.join("x/index.html")).expect("it was written");
    symlink(elsewhere.join("index.html"), out.join("x/index.html")).expect("links can be made");
    write_site(out, &rendered(&[("x/index.html", "x2")]), None).expect("the link is replaced");
    assert_eq!(fs::read(elsewhere.join("index.html")).ok().as_deref(), Some(&b"not ours"[..]));
    assert_eq!(fs::read(out.join("x/index.html")).ok().as_deref(), Some(&b"x2"[..]));
}
