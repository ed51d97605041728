//! The ways in which editors save, and everything else that happens to folders.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;

use crate::client::Preview;
use crate::harness::{put, tree};

const ABOUT: &str = "content/pages/about.en.md";

/// A way of saving a text.
type Save = fn(&Path, &str);

const SAVES: [(&str, Save); 9] = [
    ("truncate and write", |path, text| fs::write(path, text).expect("the test owns the folder")),
    ("overwrite, then truncate", |path, text| {
        let mut file = File::options().write(true).open(path).expect("the test owns the folder");
        file.write_all(text.as_bytes()).expect("the test owns the folder");
        file.set_len(text.len() as u64).expect("the test owns the folder");
    }),
    ("another file, renamed over it", |path, text| {
        let beside = path.with_extension("tmp");
        fs::write(&beside, text).expect("the test owns the folder");
        fs::rename(&beside, path).expect("the test owns the folder");
    }),
    ("a hidden file, renamed over it", |path, text| {
        let beside = path.with_file_name(".about.en.md.swp");
        fs::write(&beside, text).expect("the test owns the folder");
        fs::rename(&beside, path).expect("the test owns the folder");
    }),
    ("renamed to a copy, written again, the copy removed", |path, text| {
        let copy = path.with_file_name("about.en.md~");
        fs::rename(path, &copy).expect("the test owns the folder");
        fs::write(path, text).expect("the test owns the folder");
        fs::remove_file(copy).expect("the test owns the folder");
    }),
    ("removed and created again", |path, text| {
        fs::remove_file(path).expect("the test owns the folder");
        fs::write(path, text).expect("the test owns the folder");
    }),
    ("written in pieces", |path, text| {
        let mut file = File::create(path).expect("the test owns the folder");
        for piece in text.as_bytes().chunks(97) {
            file.write_all(piece).expect("the test owns the folder");
            file.sync_all().expect("the test owns the folder");
        }
    }),
    ("a lock file while it is written", |path, text| {
        let lock = path.with_file_name(".~lock.about.en.md#");
        fs::write(&lock, "a user").expect("the test owns the folder");
        fs::write(path, text).expect("the test owns the folder");
        fs::remove_file(lock).expect("the test owns the folder");
    }),
    ("the modification time set back", |path, text| {
        fs::write(path, text).expect("the test owns the folder");
        let file = File::options().write(true).open(path).expect("the test owns the folder");
        file.set_modified(std::time::UNIX_EPOCH).expect("the test owns the folder");
    }),
];

#[test]
fn every_way_of_saving_is_noticed() {
    let preview = Preview::starter();
    let path = preview.root.join(ABOUT);
    let before = fs::read_to_string(&path).expect("it exists");
    let published = tree(&preview.root.join("public"));
    for (at, (name, save)) in SAVES.iter().enumerate() {
        // The text always has the same length, so that only the content differs.
        let text = format!("{before}\nSaved in the way {at:02}.\n");
        save(&path, &text);
        preview.until_text("/en/about/", &format!("Saved in the way {at:02}."));
        preview.until_fresh(name);
    }
    assert_eq!(tree(&preview.root.join("public")), published, "nothing is written");
    assert!(!preview.output().contains(" error"), "{}", preview.output());
}

#[test]
fn exactly_the_changed_pages_are_reported() {
    let preview = Preview::starter();
    let listener = preview.listen("");
    assert_eq!(listener.now()["number"], 1);
    let path = preview.root.join(ABOUT);
    // Neither of these is a change.
    File::options()
        .write(true)
        .open(&path)
        .expect("the test owns the folder")
        .set_modified(std::time::UNIX_EPOCH)
        .expect("the test owns the folder");
    preview.edit(ABOUT, |text| text);
    fs::write(preview.root.join("content/pages/.about.en.md.swp"), "x")
        .expect("the test owns the folder");
    fs::write(preview.root.join("README.md"), "x").expect("the test owns the folder");
    preview.edit(ABOUT, |text| text.replace("by accident", "by mistake"));
    let change = listener.change();
    assert_eq!(change["number"], 2, "{change}");
    assert_eq!(change["changed"], serde_json::json!(["en/about/index.html"]), "{change}");
    assert_eq!(change["gone"], serde_json::json!([]));
    let tag = preview.get("/en/about/").field("etag").to_owned();
    let hash = tag.trim_matches('"').trim_end_matches("-preview").to_owned();
    for (query, stale) in [
        (format!("file=en/about/index.html&hash={hash}"), false),
        ("file=en/about/index.html&hash=0".to_owned(), true),
        (format!("file=en/404.html&hash={hash}&wanted=en/about/index.html"), true),
    ] {
        assert_eq!(preview.listen(&query).now()["stale"], stale, "{query}");
    }
    // A listener that reconnects receives what it missed.
    let late = preview.listen("since=1");
    assert_eq!(late.now()["number"], 2);
    assert_eq!(late.change(), change);
    // A new slug is a new address: one page is added, one removed, and all that link to it change.
    preview.edit(ABOUT, |text| text.replace("slug: about", "slug: about-us"));
    let change = listener.until(|change| change["gone"] != serde_json::json!([]));
    assert_eq!(change["gone"], serde_json::json!(["en/about/index.html"]));
    let changed = change["changed"].as_array().expect("it is a list");
    assert!(changed.contains(&"en/about-us/index.html".into()), "{change}");
    assert_eq!(preview.get("/en/about/").status, 404);
    preview.until_fresh("a slug");
}

#[test]
fn style_sheets_change_without_reloading_pages() {
    let preview = Preview::starter();
    let listener = preview.listen("");
    listener.now();
    let style = "themes/forum/assets/forum.css";
    put(&preview.root, [(style, b"body { color: red }\n".as_slice())]);
    let swapped = |change: &serde_json::Value| change["styles"] != serde_json::json!([]);
    let change = listener.until(swapped);
    assert_eq!(change["styles"].as_array().map(Vec::len), Some(1), "{change}");
    let pages = change["changed"].as_array().expect("it is a list").iter();
    let pages = pages.filter(|path| path.as_str().is_some_and(|path| path.ends_with(".html")));
    assert_eq!(pages.count(), 0, "{change}");
    preview.until_fresh("a style sheet");
}

#[test]
fn files_and_folders_are_added_and_removed() {
    let preview = Preview::starter();
    let root = &preview.root;
    let outside = root.with_file_name("outside");
    let at = |path: &str| root.join(path);
    let rename = |from: &Path, to: &Path| fs::rename(from, to).expect("the test owns the folder");
    // Remove a session, and restore it.
    let letting_go = fs::read(at("content/sessions/letting-go.da.md")).expect("it exists");
    fs::remove_file(at("content/sessions/letting-go.da.md")).expect("the test owns the folder");
    preview.until_fresh("a file removed");
    fs::write(at("content/sessions/letting-go.da.md"), letting_go)
        .expect("the test owns the folder");
    preview.until_fresh("a file created again");
    // Move a folder out and back in.
    rename(&at("content/speakers"), &outside);
    preview.until_fresh("a folder moved out");
    rename(&outside, &at("content/speakers"));
    preview.until_fresh("a folder moved in");
    preview.edit("content/speakers/yun-shangpiao.en.md", |text| text + "\nMoved, then changed.\n");
    preview.until("the folder is still watched", || {
        let built = preview.fresh();
        built.pages().any(|(_, text)| text.contains("Moved, then changed"))
            && preview.differences(&built.files).is_empty()
    });
    // Nested new folders with a file.
    put(root, [("content/media/a/b/c/d.txt", b"deep".as_slice())]);
    preview.edit(ABOUT, |text| text + "\n[Deep](media/a/b/c/d.txt)\n");
    preview.until_fresh("new folders");
    fs::write(at("content/media/a/b/c/d.txt"), "deeper").expect("the test owns the folder");
    preview.until_fresh("a file in new folders");
    // A name that differs in case is a different name.
    rename(&at("content/pages/about.zh-Hans.md"), &at("content/pages/About.zh-Hans.md"));
    preview.until("the case is noticed", || preview.output().contains("About.zh-Hans.md"));
    rename(&at("content/pages/About.zh-Hans.md"), &at("content/pages/about.zh-Hans.md"));
    preview.until_fresh("the case restored");
}

#[test]
fn the_content_folder_is_replaced() {
    let preview = Preview::starter();
    let root = &preview.root;
    let (here, aside) = (root.join("content"), root.join("aside"));
    for round in ["one", "two", "three"] {
        // A script that downloads a new version does this.
        fs::rename(&here, &aside).expect("the test owns the folder");
        let files = tree(&aside);
        put(&here, files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())));
        fs::remove_dir_all(&aside).expect("the test owns the folder");
        preview.edit(ABOUT, |text| text + "\nReplaced, round " + round + ".\n");
        preview.until_text("/en/about/", &format!("Replaced, round {round}."));
        preview.until_fresh(round);
    }
    // Then the whole folder of the site is replaced.
    let elsewhere = root.with_file_name("elsewhere");
    fs::rename(root, &elsewhere).expect("the test owns the folder");
    preview.until("it is reported", || preview.output().contains("there is no content/event.yaml"));
    assert_eq!(preview.get("/en/about/").status, 200, "the last good site stays");
    let files = tree(&elsewhere);
    put(root, files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())));
    preview.edit(ABOUT, |text| text + "\nIn another folder.\n");
    preview.until_text("/en/about/", "In another folder.");
    preview.until_fresh("another folder");
    preview.edit(ABOUT, |text| text + "\nWhich is watched.\n");
    preview.until_text("/en/about/", "Which is watched.");
}

#[test]
fn a_thousand_files_at_once_are_few_changes() {
    let preview = Preview::starter();
    let names: Vec<String> = (0..1000).map(|at| format!("content/media/{at:04}.txt")).collect();
    put(&preview.root, names.iter().map(|name| (name.as_str(), b"one".as_slice())));
    let links: String = (0..1000).map(|at| format!("[{at}](media/{at:04}.txt)\n")).collect();
    preview.edit(ABOUT, |text| format!("{text}\n{links}\nAll of them.\n"));
    preview.until_text("/en/about/", "All of them.");
    let before = preview.listen("").now()["number"].as_u64().expect("it is a number");
    put(&preview.root, names.iter().map(|name| (name.as_str(), b"two".as_slice())));
    preview.edit(ABOUT, |text| text + "\nAnd again.\n");
    preview.until_text("/en/about/", "And again.");
    let built = preview.fresh();
    preview.until("all files are current", || {
        let page = preview.get("/en/about/");
        page.built() == built.files["en/about/index.html"]
    });
    for name in names.iter().step_by(100) {
        let name = &name["content/media/".len()..name.len() - 4];
        let path = built.files.keys().find(|path| path.starts_with(&format!("media/{name}.")));
        let path = path.unwrap_or_else(|| panic!("{name} is published"));
        assert_eq!(preview.get(&format!("/{path}")).bytes, b"two", "{path}");
    }
    let after = preview.listen("").now()["number"].as_u64().expect("it is a number");
    assert!(after - before < 100, "{} changes", after - before);
    for name in &names {
        fs::remove_file(preview.root.join(name)).expect("the test owns the folder");
    }
    preview.edit(ABOUT, |text| text.replace(&links, "").replace("\nAll of", "\nNone of"));
    preview.until_fresh("a thousand files removed");
}

#[cfg(unix)]
#[test]
fn symbolic_links_are_followed_when_their_targets_change() {
    let preview = Preview::starter();
    let at = |path: &str| preview.root.join(path);
    // Links to folders of the site.
    std::os::unix::fs::symlink("../sessions", at("content/tracks/linked"))
        .expect("the test owns the folder");
    fs::remove_file(at("content/tracks/linked")).expect("the test owns the folder");
    fs::rename(at("content/pages"), at("content/speakers/pages"))
        .expect("the test owns the folder");
    std::os::unix::fs::symlink("speakers/pages", at("content/pages"))
        .expect("the test owns the folder");
    let reported = |text: &str| {
        let fault = preview.get("/_plenary/faults").text();
        fault.contains(text)
    };
    preview.until("both names are read", || reported("nothing reads this file"));
    let real = "content/speakers/pages/about.en.md";
    fs::rename(at(real), at("about.en.md")).expect("the test owns the folder");
    let built = || preview.fresh().printed;
    let lines = |text: &str| text.lines().count();
    preview.until("the faults are those of a build", || {
        let page = preview.get("/_plenary/").text();
        page.matches("<pre class=").count() == lines(&built()).min(100)
    });
    fs::rename(at("about.en.md"), at(real)).expect("the test owns the folder");
    fs::remove_file(at("content/pages")).expect("the test owns the folder");
    fs::rename(at("content/speakers/pages"), at("content/pages"))
        .expect("the test owns the folder");
    preview.until_fresh("links removed");
}
