//! The complete message of every fault, with its place.
//!
//! Each `tests/faults/<group>/*.md` describes in a sentence what an editor did, contains the files that
//! differ from the site in `tests/faults/base.md`, and has the whole report of a build in a `text`
//! block. `tests/run update` rewrites those blocks.
//!
//! - ```` ```yaml content/agenda.yaml ```` is a file; `bom` or `crlf` after the path adds a byte
//!   order mark or CRLF line ends.
//! - ```` ```gone content/tracks.yaml ```` is a file that is removed from the base site.
//! - ```` ```sh ```` is a script that changes the files on disk before the site is read.
//! - ```` ```text ```` is the report of `plenary build`; with `text check`, of `plenary check`; with
//!   `text import FILE`, of `plenary translate import FILE`.

#![expect(clippy::unwrap_used, reason = "a test may fail anywhere")]
#![expect(clippy::disallowed_methods, reason = "the cases are files")]

mod harness;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use harness::expected::{difference, updating};
use plenary::base::diagnostic::Report;
use plenary::base::print::{Format, print};
use plenary::base::source::{Content, SourceFile, Sources};
use plenary::content::load::{file_of, load, load_built_in};
use plenary::drive::pipeline::{Options, build};
use plenary::event::translation::lock::Origin;
use plenary::event::translation::tracked::Translations;
use plenary::exchange::translator_files;
use plenary::tools::site_checks::check;
use plenary::tools::translate::accept::Acceptance;
use plenary::tools::translate::import::{TranslationImportOptions, import};

#[path = "faults/many.rs"]
mod many;
#[path = "faults/mutations.rs"]
mod mutations;

/// The report of a site without faults.
const NOTHING: &str = "nothing is wrong\n";

/// A picture of one pixel.
const PIXEL: &[u8] =
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0\x3a\x7e\x9b\x55\
    \0\0\0\nIDATx\x9cc\x60\0\0\0\x02\0\x01\x48\xaf\xa4\x71\0\0\0\0IEND\xae\x42\x60\x82";

/// A fenced block of a case.
struct Block<'a> {
    /// The words after the fence.
    words: Vec<&'a str>,
    /// The lines between the fences, as a range of the case.
    lines: Range<usize>,
}

impl Block<'_> {
    /// Whether the block contains a report.
    fn is_report(&self) -> bool {
        matches!(self.words[..], ["text"] | ["text", "check"] | ["text", "import", _])
    }
}

/// The files of a site by path.
type Files = BTreeMap<String, Vec<u8>>;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/faults")
}

/// All files with an ending below a folder, sorted.
fn files_below(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = walkdir::WalkDir::new(folder)
        .into_iter()
        .map(|entry| entry.unwrap().into_path())
        .filter(|path| path.extension().is_some_and(|e| e == ending))
        .collect();
    found.sort();
    found
}

fn blocks(case: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut open: Option<(&str, Block<'_>)> = None;
    let mut at = 0;
    for line in case.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let ticks = &line[..line.len() - line.trim_start_matches('`').len()];
        open = match open {
            None if ticks.len() >= 3 => {
                let words = line[ticks.len()..].split_whitespace().collect();
                Some((ticks, Block { words, lines: at..at }))
            }
            Some((fence, mut block)) if line.trim_end() == fence => {
                block.lines.end = start;
                blocks.push(block);
                None
            }
            open => open,
        };
    }
    assert!(open.is_none(), "a block of this case is not closed:\n{case}");
    blocks
}

/// Applies the files of a case.
fn lay_over(files: &mut Files, case: &str) {
    for Block { words, lines } in blocks(case).into_iter().filter(|block| !block.is_report()) {
        let [kind, path, how @ ..] = &words[..] else { continue };
        match *kind {
            "gone" => assert!(files.remove(*path).is_some(), "{path} is not in the base site"),
            _ => {
                let mut text = case[lines].to_owned();
                if how.contains(&"crlf") {
                    text = text.replace('\n', "\r\n");
                }
                if how.contains(&"bom") {
                    text.insert(0, '\u{feff}');
                }
                files.insert((*path).to_owned(), text.into_bytes());
            }
        }
    }
}

/// The site that every case changes.
fn base_files() -> Files {
    let mut files = Files::from([("content/media/harbour.png".to_owned(), PIXEL.to_vec())]);
    lay_over(&mut files, &fs::read_to_string(folder().join("base.md")).unwrap());
    files
}

/// The files as sources; text files that are not UTF-8 are skipped.
fn sources_of(files: &Files) -> Sources {
    let mut sources = Sources::default();
    load_built_in(&mut sources);
    for (path, bytes) in files {
        if let Ok(file) = file_of(path, bytes.clone()) {
            sources.insert(file);
        }
    }
    sources
}

/// The report of a site.
fn report_of_sources(sources: &Sources, mut report: Report, checked: bool) -> String {
    let site = build(sources, &Options::default(), &mut report);
    if let Some(site) = site.filter(|_| checked) {
        check(&site, sources, &mut report);
    }
    match print(&report, sources, Format::Human { colour: false }) {
        text if text.is_empty() => NOTHING.to_owned(),
        text => format!("{}\n", text.trim_end()),
    }
}

/// The report of a case's site: on disk if it has a script, in memory otherwise.
fn report_of(case: &str, base: &Files, checked: bool) -> String {
    let mut files = base.clone();
    lay_over(&mut files, case);
    let script = blocks(case).into_iter().find(|block| block.words == ["sh"]);
    let Some(script) = script else {
        return report_of_sources(&sources_of(&files), Report::new(), checked);
    };
    let disk = tempfile::tempdir().unwrap();
    // A subfolder, so that the script can use files outside the site.
    let root = disk.path().join("site");
    for (path, bytes) in &files {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    let status =
        Command::new("sh").arg("-ec").arg(&case[script.lines]).current_dir(&root).status().unwrap();
    assert!(status.success(), "the script failed");
    let (mut sources, mut report) = (Sources::default(), Report::new());
    load(&root, &mut sources, &mut report);
    report_of_sources(&sources, report, checked)
}

/// The report of importing a file of translations into a case's site.
fn report_of_import(case: &str, base: &Files, file: &str) -> String {
    let mut files = base.clone();
    lay_over(&mut files, case);
    let returned = translator_files::read(&files[file]).unwrap();
    let mut sources = sources_of(&files);
    let translations = Translations::read(&sources, false, &mut Report::new()).unwrap();
    let options = TranslationImportOptions {
        lang: None,
        acceptance: Acceptance {
            origin: Origin::Person,
            reviewer: None,
            date: jiff::civil::date(2018, 10, 20),
            only_form: false,
        },
        unfinished: false,
        replace: false,
        trust_states: false,
        drafts: false,
    };
    let content = Content::Text(String::from_utf8(files[file].clone()).unwrap().into());
    let id = sources.insert(SourceFile { path: file.into(), content, hash: 0 });
    let report = import(&translations, &sources, &returned, id, &options).report;
    match print(&report, &sources, Format::Human { colour: false }) {
        text if text.is_empty() => NOTHING.to_owned(),
        text => format!("{}\n", text.trim_end()),
    }
}

/// The case with the current reports in its `text` blocks.
fn renewed(case: &str, base: &Files) -> String {
    let mut renewed = String::new();
    let mut copied = 0;
    for block in blocks(case).into_iter().filter(Block::is_report) {
        renewed.push_str(&case[copied..block.lines.start]);
        renewed.push_str(&match block.words[..] {
            ["text", "import", file] => report_of_import(case, base, file),
            _ => report_of(case, base, block.words.contains(&"check")),
        });
        copied = block.lines.end;
    }
    renewed.push_str(&case[copied..]);
    renewed
}

/// The cases with their paths.
fn cases() -> Vec<(PathBuf, String)> {
    let paths = files_below(&folder(), "md").into_iter();
    paths.map(|path| (path.clone(), fs::read_to_string(path).unwrap())).collect()
}

/// Runs many jobs on all processors; the results are in the order of the jobs.
///
/// Not with `rayon`, which builds use: a thread that waits for a part of one build would start another
/// build on the same stack.
fn in_parallel<R: Send>(count: usize, work: impl Fn(usize) -> Option<R> + Sync) -> Vec<R> {
    let (next, found) = (AtomicUsize::new(0), Mutex::new(BTreeMap::new()));
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    if index >= count {
                        break;
                    }
                    if let Some(result) = work(index) {
                        found.lock().unwrap().insert(index, result);
                    }
                }
            });
        }
    });
    found.into_inner().unwrap().into_values().collect()
}

#[test]
fn every_fault_has_the_expected_report() {
    let base = base_files();
    let update = updating();
    let cases = cases();
    let differing = in_parallel(cases.len(), |index| {
        let (path, case) = &cases[index];
        let name = path.display();
        assert!(blocks(case).iter().any(Block::is_report), "{name} has no `text` block");
        let now = renewed(case, &base);
        if now == *case {
            return None;
        }
        if update {
            fs::write(path, &now).unwrap();
        }
        Some(format!("{name}\n{}", difference(case, &now)))
    });
    assert!(
        update || differing.is_empty(),
        "{} cases differ; `tests/run update` rewrites them\n\n{}",
        differing.len(),
        differing.join("\n")
    );
}

#[test]
fn every_error_has_a_help() {
    for (path, case) in cases() {
        for block in blocks(&case).into_iter().filter(Block::is_report) {
            for one in case[block.lines].split("\n\n") {
                let title = one.lines().next().unwrap_or("");
                let Some((code, message)) = title.split_once("]: ") else { continue };
                let path = path.display();
                assert!(one.contains("= help: "), "{path}: no help for {code}]");
                assert!(!message.ends_with('.'), "{path}: a full stop ends {message:?}");
                assert!(
                    !message.starts_with(char::is_uppercase),
                    "{path}: a capital begins {message:?}"
                );
            }
        }
    }
}

/// Words with a slash that are not codes of diagnostics.
const NO_CODES: [&str; 1] = ["image/png"];

/// The codes in the source of the program.
fn codes() -> BTreeSet<String> {
    let mut codes = BTreeSet::new();
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for path in files_below(&src, "rs") {
        let inside = path.strip_prefix(&src).unwrap();
        let is_test = inside.components().any(|part| part.as_os_str() == "tests");
        // The preview has media types, which look like codes, and no codes of its own.
        if is_test || path.ends_with("tests.rs") || inside.starts_with("drive/preview") {
            continue;
        }
        let text = fs::read_to_string(path).unwrap();
        let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
        codes.extend(text.split('"').filter(|word| is_code(word)).map(str::to_owned));
    }
    codes
}

fn is_code(word: &str) -> bool {
    let part = |part: &str, more: &str| {
        !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || more.contains(c))
    };
    !NO_CODES.contains(&word)
        && word
            .split_once('/')
            .is_some_and(|(group, name)| part(group, "") && part(name, "-0123456789"))
}

#[test]
fn every_code_has_a_case() {
    let shown: String = cases().into_iter().map(|(_, case)| case).collect();
    let codes = codes();
    assert!(codes.len() > 80, "the codes are no longer found in the source: {codes:?}");
    let forgotten: Vec<&String> =
        codes.iter().filter(|code| !shown.contains(&format!("[{code}]: "))).collect();
    assert!(forgotten.is_empty(), "no case shows {forgotten:?}");
}

#[test]
fn every_case_begins_with_a_sentence() {
    for (path, case) in cases() {
        let first = case.split("\n\n").next().unwrap();
        assert!(
            first.starts_with(char::is_uppercase) && first.ends_with('.'),
            "{}: begins with {first:?}",
            path.display()
        );
    }
}
