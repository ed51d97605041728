//! The rules of the code that a program can check: layers, fences, lengths and words. They are checked
//! on the tracked files.
//!
//! The checks read lines, not syntax: a function ends at the brace in the column where it began, since
//! that is where `cargo fmt` puts it.

#![expect(clippy::disallowed_methods, reason = "it reads the repository's own files")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

/// The layers, lowest first. A module may use its own layer and those below.
const LAYERS: [&str; 9] =
    ["base", "locale", "content", "event", "exchange", "site", "drive", "tools", "cli"];

/// A text file in the repository.
struct File {
    path: String,
    text: String,
}

impl File {
    /// The numbered lines of program code: none in a test file, in others those before the tests.
    fn program(&self) -> impl Iterator<Item = (usize, &str)> {
        let end = self.text.find("\n#[cfg(test)]\nmod tests").map_or(self.text.len(), |at| at + 1);
        let end = if is_test(&self.path) { 0 } else { end };
        self.text[..end].lines().enumerate().map(|(at, line)| (at + 1, line))
    }

    /// The numbered lines of program code without their comments.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        self.program().map(|(at, line)| (at, line.split("//").next().unwrap_or("")))
    }

    /// The layer that a file in `src/` belongs to, if any.
    fn layer(&self) -> Option<&str> {
        self.path.strip_prefix("src/")?.split_once('/').map(|(layer, _)| layer)
    }
}

fn is_test(path: &str) -> bool {
    path.starts_with("tests/") || path.ends_with("/tests.rs") || path.contains("/tests/")
}

/// The tracked text files whose path begins with `below` and ends with one of `endings`, sorted by
/// path. An empty list of endings matches every file.
fn files(below: &str, endings: &[&str]) -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let listed = Command::new("git").args(["ls-files", "-z"]).current_dir(root).output();
    let listed = listed.ok().filter(|listed| listed.status.success() && !listed.stdout.is_empty());
    let paths = match listed {
        Some(listed) => String::from_utf8_lossy(&listed.stdout)
            .split_terminator('\0')
            .map(str::to_owned)
            .collect(),
        // A downloaded archive has no list of tracked files: take everything in these folders.
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

/// The tests and benchmarks.
fn probes() -> impl Iterator<Item = File> {
    files("tests/", &[".rs"]).into_iter().chain(files("benches/", &[".rs"]))
}

/// Fails if the list has entries, and shows all of them.
fn none(list: Vec<String>, rule: &str) {
    assert!(list.is_empty(), "{rule}\n  {}\n", list.join("\n  "));
}

/// Whether a line contains a word that is not part of a longer name.
fn names(line: &str, word: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word)
        .any(|(at, _)| !line[..at].ends_with(part) && !line[at + word.len()..].starts_with(part))
}

/// The lines of program code that contain one of these words, except in files whose path begins with
/// one of `allowed`.
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
fn a_module_uses_only_layers_below_it() {
    let mut found = Vec::new();
    for file in sources() {
        let Some(layer) = file.layer() else { continue };
        let own = LAYERS.iter().position(|name| *name == layer);
        let Some(own) = own else {
            found.push(format!("{}: `{layer}` is not a layer", file.path));
            continue;
        };
        for (at, line) in file.code() {
            for used in line.split("crate::").skip(1) {
                let used = used.split(|c: char| !c.is_alphanumeric() && c != '_').next();
                let used = LAYERS.iter().position(|name| Some(*name) == used);
                if used.is_none_or(|used| used > own) {
                    found.push(format!("{}:{at}: {}", file.path, line.trim()));
                }
            }
        }
    }
    none(
        found,
        "a module uses only its own layer and those below, and names them by their full path",
    );
}

#[test]
fn one_module_reads_and_one_writes() {
    let (reader, writer) = ("src/content/load.rs", "src/drive/write/");
    let disk = ["fs", "WalkDir", "OpenOptions"];
    none(named(&disk, &[reader, writer]), "only content::load and drive::write access the disk");
    let asked = [".exists()", ".is_file()", ".is_dir()", ".canonicalize()", ".read_dir()"];
    let mut found = Vec::new();
    for file in sources() {
        let forbidden: &[&str] = match &*file.path {
            // Only the staging folder of new files is ever removed as a whole.
            path if path == format!("{writer}staging_folder.rs") => &["WalkDir"],
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
    none(found, "one module reads, one writes, and no other asks the disk");
}

#[test]
fn only_the_command_line_uses_the_clock_and_the_environment() {
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
    none(found, "only cli uses the clock, the environment and the terminal");
}

/// Dependencies that only one part of the program may name, with the path of that part.
const FENCES: [(&[&str], &str); 26] = [
    (&["serde_yaml"], "src/base/yaml"),
    (&["saphyr_parser"], "src/base/yaml/marks.rs"),
    (&["strsim"], "src/base/suggest.rs"),
    (&["similar"], "src/event/translation/difference.rs"),
    (&["idna"], "src/base/web_address.rs"),
    (&["annotate_snippets"], "src/base/print.rs"),
    (&["icu_normalizer"], "src/base/unicode.rs"),
    (&["fluent", "fluent_syntax", "intl_memoizer", "unic_langid"], "src/locale/catalog/"),
    (&["icu_calendar", "icu_collator", "icu_datetime", "icu_decimal", "icu_list"], "src/locale/"),
    (&["icu_locale", "icu_time", "fixed_decimal", "writeable"], "src/locale/"),
    (&["icu_properties", "whatlang"], "src/locale/language_guess.rs"),
    (&["rlibphonenumber"], "src/locale/phone.rs"),
    (&["walkdir"], "src/content/load"),
    (&["ammonia", "pulldown_cmark"], "src/content/markdown/"),
    (&["imagesize"], "src/content/picture.rs"),
    (&["::csv"], "src/exchange/csv/"),
    (&["encoding_rs"], "src/exchange/decode.rs"),
    (&["qrcodegen"], "src/exchange/qr.rs"),
    (&["quick_xml"], "src/exchange/xml.rs"),
    (&["html5ever"], "src/tools/import/to_markdown/html_tree.rs"),
    (&["uuid"], "src/exchange/stable_ids.rs"),
    (&["tera"], "src/site/engine/"),
    (&["notify"], "src/drive/watch"),
    (&["http_body_util", "hyper", "hyper_util", "tokio"], "src/drive/preview/"),
    (&["clap", "open"], "src/cli/"),
    (&["mimalloc"], "src/main.rs"),
];

/// Dependencies that any module may use, and those that no code names (`icu_provider` is there for a
/// feature).
const UNFENCED: [&str; 9] = [
    "bytes",
    "icu_provider",
    "include_dir",
    "jiff",
    "percent_encoding",
    "rapidhash",
    "rayon",
    "serde",
    "serde_json",
];

/// The dependencies in Cargo.toml, as code spells them.
fn dependencies() -> BTreeSet<String> {
    let manifest = files("Cargo.toml", &[]).remove(0).text;
    let (_, rest) = manifest.split_once("\n[dependencies]\n").expect("there are dependencies");
    let (section, _) = rest.split_once("\n[").expect("another section follows");
    let names = section.lines().filter_map(|line| line.split_once(" = "));
    names.map(|(name, _)| name.replace('-', "_")).collect()
}

/// Whether a line names a crate: at the beginning of a path (`name::`), or as a macro (`name!`).
fn names_crate(line: &str, name: &str) -> bool {
    line.match_indices(name).any(|(at, _)| {
        let rest = &line[at + name.len()..];
        let path = rest.starts_with("::") || rest.starts_with("!(") || rest.starts_with(';');
        path && !line[..at].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | ':'))
    })
}

#[test]
fn each_dependency_is_used_only_inside_its_fence() {
    let mut fenced: BTreeSet<String> = UNFENCED.iter().map(ToString::to_string).collect();
    let sources = sources();
    let mut found = Vec::new();
    for (name, fence) in
        FENCES.iter().flat_map(|(names, fence)| names.iter().map(move |n| (n, fence)))
    {
        fenced.insert(name.trim_start_matches(':').to_owned());
        let mut inside = false;
        for file in &sources {
            let lines = file.code().filter(|(_, line)| names_crate(line, name));
            match file.path.starts_with(*fence) {
                true => inside |= lines.count() > 0,
                false => found.extend(lines.map(|(at, _)| format!("{}:{at}: {name}", file.path))),
            }
        }
        if !inside {
            found.push(format!("{fence}: does not name {name}"));
        }
    }
    none(found, "a fenced dependency is named inside its fence, and nowhere else");
    assert_eq!(fenced, dependencies(), "each dependency in Cargo.toml has a fence or needs none");
}

#[test]
fn the_library_documents_every_layer() {
    let text = files("src/lib.rs", &[]).remove(0).text;
    let missing = LAYERS.iter().filter(|layer| !text.contains(&format!("[`{layer}`]")));
    none(missing.map(ToString::to_string).collect(), "src/lib.rs lists the layers");
}

/// Comments are not wrapped by `cargo fmt`, and a statement that it cannot wrap is left as it is.
#[test]
fn statements_fit_into_a_line() {
    let mut found = Vec::new();
    for file in sources() {
        let long = file.code().filter(|(_, line)| line.chars().count() > 100);
        found.extend(long.map(|(at, line)| format!("{}:{at}: {}", file.path, line.trim())));
    }
    none(found, "a line of code has at most 100 characters");
}

#[test]
fn every_module_has_documentation() {
    let all = sources().into_iter().chain(probes());
    let bare = all.filter(|file| !file.text.starts_with("//! ")).map(|file| file.path);
    none(bare.collect(), "a module begins with `//!`");
}

#[test]
fn no_module_has_a_name_that_fits_anything() {
    let vague = ["util", "utils", "helper", "helpers", "common", "manager", "misc", "shared"];
    let found = sources()
        .into_iter()
        .map(|file| file.path)
        .filter(|path| path.split(['/', '.']).any(|part| vague.contains(&part)));
    none(found.collect(), "a module is named after its subject");
}

/// The name of the type that a line declares at the top level of a module.
fn declared_type(line: &str) -> Option<&str> {
    let line = line.strip_prefix("pub").map_or(line, |rest| {
        rest.strip_prefix('(').and_then(|rest| rest.split_once(')')).map_or(rest, |(_, rest)| rest)
    });
    let kinds = ["struct ", "enum ", "trait ", "type "];
    let rest = kinds.iter().find_map(|kind| line.trim_start_matches(' ').strip_prefix(kind))?;
    rest.split(|c: char| !c.is_alphanumeric()).next().filter(|name| !name.is_empty())
}

#[test]
fn a_type_name_means_one_thing_in_a_layer() {
    let mut places: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
    for file in sources() {
        let Some(layer) = file.layer() else { continue };
        for (at, line) in file.code().filter(|(_, line)| !line.starts_with(' ')) {
            let Some(name) = declared_type(line) else { continue };
            let place = format!("{}:{at}", file.path);
            places.entry((layer.to_owned(), name.to_owned())).or_default().push(place);
        }
    }
    assert!(places.len() > 200, "only {} types were found", places.len());
    let twice = places.iter().filter(|(_, places)| places.len() > 1);
    let twice = twice.map(|((_, name), places)| format!("{name}: {}", places.join(", ")));
    none(twice.collect(), "no type name is declared twice in a layer");
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
    assert!(median <= 200, "the median file has {median} lines, more than 200");
}

/// Whether a line is one field of a struct literal: `name,` or `name: value,`. A literal with a line for
/// each field is not complex, however long it is.
fn is_field(line: &str) -> bool {
    let Some(line) = line.trim().strip_suffix(',') else { return false };
    let name = line.split_once(": ").map_or(line, |(name, _)| name);
    name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

/// The functions of the program: where each begins, and its number of lines, not counting fields.
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
            let body = &lines[index..index + length];
            let fields = body.iter().filter(|(_, line)| is_field(line)).count();
            functions.push((format!("{}:{at}", file.path), length - fields));
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
    assert!(
        *length <= 40,
        "a tenth of the functions are longer than {length} lines, for example {place}"
    );
}

#[test]
fn no_work_is_marked_as_unfinished() {
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
    none(found, "committed code has no markers of unfinished work");
}

#[test]
fn panics_are_rare() {
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
    none(panics, "the program does not call unwrap, and does not panic on purpose");
    if expects.len() > lines / 500 {
        none(expects, "there are at most 2 `expect` in 1,000 lines");
    }
}

/// Paths of machines, split in two so that this file does not contain them.
const MACHINES: [(&str, &str); 8] = [
    ("/ho", "me/"),
    ("/ro", "ot/"),
    ("/us", "ers/"),
    ("/t", "mp/"),
    ("/wo", "rk/"),
    ("c:\\", "users"),
    (".car", "go/registry"),
    ("artif", "actory"),
];

/// Tools and services that wrote nothing here, split in the same way.
const TOOLS: [(&str, &str); 11] = [
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

/// The lines of tracked files that contain one of these words in any case, except in files whose path
/// begins with one of `allowed`.
fn mentions(words: &[(&str, &str)], allowed: &[&str]) -> Vec<String> {
    let words: Vec<String> = words.iter().map(|(a, b)| format!("{a}{b}")).collect();
    let mut found = Vec::new();
    for file in files("", &[]) {
        if allowed.iter().any(|allowed| file.path.starts_with(allowed)) {
            continue;
        }
        for (at, line) in file.text.lines().enumerate() {
            let line = line.to_lowercase();
            let hit = words.iter().find(|word| line.contains(*word));
            found.extend(hit.map(|word| format!("{}:{}: {word}", file.path, at + 1)));
        }
    }
    found
}

#[test]
fn no_file_contains_a_path_of_a_machine() {
    // An editor's mistake may well be such a path.
    none(mentions(&MACHINES, &["tests/faults/"]), "paths are relative, or made up");
}

#[test]
fn no_file_names_a_tool_that_is_not_part_of_the_project() {
    // An event may be about such tools.
    let found = mentions(&TOOLS, &["content/", "tests/sites/", "tests/cmd/", "tests/faults/"]);
    none(found, "the repository is about the project alone");
}

#[test]
fn lines_end_with_a_line_feed_and_have_no_trailing_space() {
    let mut found = Vec::new();
    let text = [".rs", ".md", ".yaml", ".toml", ".ftl", ".html", ".css", ".js"];
    for file in files("", &text) {
        // Two spaces are a line break in Markdown, and expected pages are printed by the program.
        let shown = file.path.ends_with(".md") || file.path.contains("/expected");
        if file.text.contains('\r') || !(file.text.is_empty() || file.text.ends_with('\n')) {
            found.push(format!("{}: a carriage return, or no line feed at the end", file.path));
        }
        for (at, line) in file.text.lines().enumerate().filter(|_| !shown) {
            if line.ends_with([' ', '\t']) || line.contains('\t') {
                found.push(format!("{}:{}: a space at the end, or a tab", file.path, at + 1));
            }
        }
    }
    none(found, "lines end with a line feed and are indented with spaces");
}
