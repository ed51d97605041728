//! The house in order: floors, fences, lengths and words, read from the tracked files.
//!
//! What is counted is counted simply: a function ends at the brace in the column where it began, as
//! `cargo fmt` puts it.

#![expect(clippy::disallowed_methods, reason = "it reads the repository's own files")]

use std::fs;
use std::path::Path;
use std::process::Command;

/// The floors, lowest first; a module uses its own and those below it.
const FLOORS: [&str; 9] =
    ["base", "locale", "content", "event", "exchange", "site", "drive", "tools", "cli"];

/// A text file of the repository.
struct File {
    path: String,
    text: String,
}

impl File {
    /// The lines of the program: without the tests at the file's foot, and none of a tests' file.
    fn program(&self) -> impl Iterator<Item = (usize, &str)> {
        let end = self.text.find("\n#[cfg(test)]\nmod tests").map_or(self.text.len(), |at| at + 1);
        let end = if is_test(&self.path) { 0 } else { end };
        self.text[..end].lines().enumerate().map(|(at, line)| (at + 1, line))
    }

    /// The lines of the program without their comments.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        self.program().map(|(at, line)| (at, line.split("//").next().unwrap_or("")))
    }

    /// The floor of a file of `src/`, if it is on one.
    fn floor(&self) -> Option<&str> {
        self.path.strip_prefix("src/")?.split_once('/').map(|(floor, _)| floor)
    }
}

fn is_test(path: &str) -> bool {
    path.starts_with("tests/") || path.ends_with("/tests.rs") || path.contains("/tests/")
}

/// The tracked text files with one of these endings, below a folder; all files for no endings.
fn files(below: &str, endings: &[&str]) -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let listed = Command::new("git").args(["ls-files", "-z"]).current_dir(root).output();
    let listed = listed.ok().filter(|listed| listed.status.success() && !listed.stdout.is_empty());
    let paths = match listed {
        Some(listed) => String::from_utf8_lossy(&listed.stdout)
            .split_terminator('\0')
            .map(str::to_owned)
            .collect(),
        // A downloaded archive has no list; the sources are then everything in the folders.
        None => ["src", "tests", "benches", "content", "themes", "docs"]
            .iter()
            .flat_map(|folder| walkdir::WalkDir::new(root.join(folder)).into_iter().flatten())
            .filter_map(|entry| Some(entry.path().strip_prefix(root).ok()?.to_str()?.to_owned()))
            .collect::<Vec<_>>(),
    };
    let mut files: Vec<File> = paths
        .into_iter()
        .filter(|path| path.starts_with(below))
        .filter(|path| endings.is_empty() || endings.iter().any(|end| path.ends_with(end)))
        .filter_map(|path| Some(File { text: fs::read_to_string(root.join(&path)).ok()?, path }))
        .collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(!files.is_empty(), "there are files below {below:?}");
    files
}

fn sources() -> Vec<File> {
    files("src/", &[".rs"])
}

/// What tests and measures the program.
fn probes() -> impl Iterator<Item = File> {
    files("tests/", &[".rs"]).into_iter().chain(files("benches/", &[".rs"]))
}

/// Fails with the whole list, if there is anything on it.
fn none(list: Vec<String>, rule: &str) {
    assert!(list.is_empty(), "{rule}\n  {}\n", list.join("\n  "));
}

/// Whether a word stands in a line by itself, and not as part of a longer name.
fn names(line: &str, word: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word)
        .any(|(at, _)| !line[..at].ends_with(part) && !line[at + word.len()..].starts_with(part))
}

/// The places where the program names one of these words, but for files whose path begins so.
fn named(words: &[&str], allowed: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for file in sources() {
        if allowed.iter().any(|allowed| file.path.starts_with(allowed)) {
            continue;
        }
        for (at, line) in file.code() {
            let hit = words.iter().find(|word| names(line, word));
            found.extend(hit.map(|word| format!("{}:{at}: {word}", file.path)));
        }
    }
    found
}

#[test]
fn a_module_uses_only_floors_below_it() {
    let mut found = Vec::new();
    for file in sources() {
        let Some(floor) = file.floor() else { continue };
        let own = FLOORS.iter().position(|name| *name == floor);
        let Some(own) = own else {
            found.push(format!("{}: `{floor}` is no floor", file.path));
            continue;
        };
        for (at, line) in file.code() {
            for used in line.split("crate::").skip(1) {
                let used = used.split(|c: char| !c.is_alphanumeric() && c != '_').next();
                let used = FLOORS.iter().position(|name| Some(*name) == used);
                if used.is_none_or(|used| used > own) {
                    found.push(format!("{}:{at}: {}", file.path, line.trim()));
                }
            }
        }
    }
    none(found, "a module uses only its own floor and those below it, by whole paths");
}

#[test]
fn one_module_reads_and_one_writes() {
    let (reader, writer) = ("src/content/load.rs", "src/drive/write/");
    let disk = ["fs", "WalkDir", "OpenOptions"];
    none(named(&disk, &[reader, writer]), "only content::load and drive::write know the disk");
    let asked = [".exists()", ".is_file()", ".is_dir()", ".canonicalize()", ".read_dir()"];
    let mut found = Vec::new();
    for file in sources() {
        let forbidden: &[&str] = match &*file.path {
            // `is_dir` is asked of what was found, not of the disk.
            // Whole folders are removed only where new files are made ready.
            path if path == format!("{writer}stage.rs") => &["WalkDir"],
            path if path.starts_with(writer) => &["WalkDir", "remove_dir_all"],
            path if path == reader => {
                &["fs::write", "fs::copy", "create_dir", "remove_", "rename("]
            }
            _ => &asked,
        };
        for (at, line) in file.code() {
            let hit = forbidden.iter().find(|word| line.contains(*word));
            found.extend(hit.map(|word| format!("{}:{at}: {word}", file.path)));
        }
    }
    none(found, "one module reads, one writes, and nobody else asks the disk");
}

#[test]
fn only_the_command_line_knows_the_clock_and_the_environment() {
    let found = named(
        &[
            "env::var",
            "env::var_os",
            "env::args",
            "env::args_os",
            "current_dir",
            "SystemTime",
            "Instant",
            "stdout",
            "stderr",
            "println",
            "eprintln",
        ],
        &["src/cli/", "src/main.rs"],
    );
    none(found, "only cli knows the clock, the environment and the terminal");
}

#[test]
fn outside_crates_stand_behind_their_fences() {
    for (words, fence) in [
        (&["serde_yaml", "yaml_serde"][..], "src/base/yaml"),
        (&["saphyr_parser"], "src/base/yaml/marks.rs"),
        (&["strsim"], "src/base/suggest.rs"),
        (&["annotate_snippets"], "src/base/print.rs"),
        (&["pulldown_cmark", "ammonia"], "src/content/markdown/"),
        (&["fluent", "fluent_bundle", "fluent_syntax", "intl_memoizer"], "src/locale/catalog/"),
        (
            &["icu_collator", "icu_datetime", "icu_decimal", "icu_list", "icu_plurals"],
            "src/locale/",
        ),
        (&["phonenumber"], "src/locale/phone"),
        (&["tera"], "src/site/engine/"),
        (&["notify"], "src/drive/watch"),
        (&["hyper", "hyper_util", "http_body_util", "tokio"], "src/drive/preview/"),
        (&["quick_xml"], "src/exchange/xml.rs"),
        (&["encoding_rs"], "src/exchange/text.rs"),
        (&["qrcode"], "src/exchange/qr.rs"),
        (&["Uuid"], "src/exchange/stable.rs"),
        (&["icu_time"], "src/locale/"),
        (&["clap", "open::that_detached"], "src/cli/"),
    ] {
        none(named(words, &[fence]), &format!("{words:?} is named only in {fence}"));
    }
}

#[test]
fn every_module_begins_with_what_it_is() {
    let all = sources().into_iter().chain(probes());
    let bare = all.filter(|file| !file.text.starts_with("//! ")).map(|file| file.path);
    none(bare.collect(), "a module begins with `//!`");
}

#[test]
fn no_module_is_a_drawer_for_everything() {
    let drawers = ["util", "utils", "helper", "helpers", "common", "manager", "misc", "shared"];
    let found = sources()
        .into_iter()
        .map(|file| file.path)
        .filter(|path| path.split(['/', '.']).any(|part| drawers.contains(&part)));
    none(found.collect(), "a module is called after what it is about");
}

#[test]
fn files_are_short() {
    let mut lengths = Vec::new();
    let mut long = Vec::new();
    for file in sources() {
        let lines = file.text.lines().count();
        lengths.push(lines);
        if lines > 600 {
            long.push(format!("{}: {lines} lines", file.path));
        }
    }
    for file in files("benches/", &[".rs"]) {
        let lines = file.text.lines().count();
        if lines > 600 {
            long.push(format!("{}: {lines} lines", file.path));
        }
    }
    none(long, "no file is longer than 600 lines");
    lengths.sort_unstable();
    let median = lengths[lengths.len() / 2];
    assert!(median <= 200, "half of the files are longer than {median} lines, more than 200");
}

/// The functions of the program: where each begins, and its lines.
fn functions() -> Vec<(String, usize)> {
    let mut functions = Vec::new();
    for file in sources() {
        let lines: Vec<(usize, &str)> = file.program().collect();
        for (index, (at, line)) in lines.iter().enumerate() {
            let inside = line.trim_start();
            let words = inside.split("fn ").next().unwrap_or("");
            let begins = inside.contains("fn ")
                && words.split_whitespace().all(|word| {
                    word.starts_with("pub")
                        || matches!(word, "const" | "in" | "unsafe" | "async")
                        || word.ends_with(')')
                });
            if !begins || inside.ends_with('}') || inside.ends_with(';') {
                continue;
            }
            let indent = &line[..line.len() - inside.len()];
            let end = |(_, line): &&(usize, &str)| {
                line.strip_prefix(indent).is_some_and(|rest| {
                    rest.starts_with(['}', ')']) && (rest.starts_with('}') || rest.ends_with(';'))
                })
            };
            let length = lines[index..].iter().position(|line| end(&line)).map_or(0, |at| at + 1);
            functions.push((format!("{}:{at}", file.path), length));
        }
    }
    assert!(functions.len() > 300, "only {} functions were found", functions.len());
    functions
}

#[test]
fn functions_are_short() {
    let mut functions = functions();
    functions.sort_by_key(|(_, length)| *length);
    let long = functions.iter().filter(|(_, length)| *length > 80);
    let long = long.map(|(place, length)| format!("{place}: {length} lines")).collect();
    none(long, "no function is longer than 80 lines");
    let (place, length) = &functions[functions.len() * 9 / 10];
    assert!(*length <= 40, "one in ten is longer than {length} lines, as {place}");
}

#[test]
fn nothing_is_left_for_later() {
    let words = ["todo!", "unimplemented!", "dbg!", "TODO", "FIXME", "XXX", "HACK"];
    let mut found = Vec::new();
    for file in sources().into_iter().chain(probes()) {
        if file.path == "tests/tidy.rs" {
            continue;
        }
        for (at, line) in file.text.lines().enumerate() {
            let hit = words.iter().find(|word| line.contains(*word));
            found.extend(hit.map(|word| format!("{}:{}: {word}", file.path, at + 1)));
        }
    }
    none(found, "what is committed is done");
}

#[test]
fn a_panic_has_a_reason_and_is_rare() {
    let (mut lines, mut expects, mut panics) = (0, Vec::new(), Vec::new());
    for file in sources() {
        for (at, line) in file.code() {
            lines += 1;
            let place = || format!("{}:{at}: {}", file.path, line.trim());
            if line.contains(".unwrap()")
                || line.contains("panic!(")
                || line.contains("unreachable!")
            {
                panics.push(place());
            }
            if line.contains(".expect(") {
                expects.push(place());
            }
        }
    }
    none(panics, "no unwrap, and no panic on purpose");
    if expects.len() > lines / 500 {
        none(expects, "at most 2 `expect` in 1,000 lines");
    }
}

/// Words for machines and tools, in two halves, so that this file does not hold them.
const FOREIGN: [(&str, &str); 19] = [
    ("/ho", "me/"),
    ("/ro", "ot/"),
    ("/Us", "ers/"),
    ("/t", "mp/"),
    ("/wo", "rk/"),
    ("C:\\", "Users"),
    (".car", "go/registry"),
    ("artif", "actory"),
    ("cla", "ude"),
    ("anth", "ropic"),
    ("open", "ai"),
    ("chat", "gpt"),
    ("cop", "ilot"),
    ("gem", "ini"),
    ("language ", "model"),
    ("ai ", "assistant"),
    ("ai-", "generated"),
    ("sub", "agent"),
    ("co-authored", "-by"),
];

#[test]
fn the_repository_speaks_of_the_project_alone() {
    let mut found = Vec::new();
    // What an editor did wrong may well be a path of the editor's own machine.
    for file in files("", &[]).into_iter().filter(|file| !file.path.starts_with("tests/faults/")) {
        for (at, line) in file.text.lines().enumerate() {
            let lower = line.to_lowercase();
            for (a, b) in FOREIGN {
                let word = format!("{a}{b}");
                if line.contains(&word) || lower.contains(&word) {
                    found.push(format!("{}:{}: {word}", file.path, at + 1));
                }
            }
        }
    }
    none(found, "no machine's path and no tool's name is part of the project");
}

#[test]
fn text_files_end_and_break_their_lines_as_they_should() {
    let mut found = Vec::new();
    let text = [".rs", ".md", ".yaml", ".toml", ".ftl", ".html", ".css", ".js"];
    for file in files("", &text) {
        // Expected pages are what a program printed, and two spaces break a line of Markdown.
        let shown = file.path.ends_with(".md") || file.path.contains("/expected");
        if file.text.contains('\r') || !(file.text.is_empty() || file.text.ends_with('\n')) {
            found.push(format!("{}: a line end", file.path));
        }
        for (at, line) in file.text.lines().enumerate().filter(|_| !shown) {
            if line.ends_with([' ', '\t']) || line.contains('\t') {
                found.push(format!("{}:{}: a space at the end, or a tab", file.path, at + 1));
            }
        }
    }
    none(found, "lines end with a line feed, and are indented with spaces");
}
