//! Reading a site's files: **the only module that reads**.
//!
//! It walks `content/`, `locales/` and `themes/`, reads what lies there in parallel, and adds it to
//! the [`Sources`]. It decides nothing about what a file means. What cannot be read is said and left
//! out. Symbolic links are followed inside the site's folder and refused where they lead out of it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use include_dir::{Dir, include_dir};
use rayon::prelude::*;
use walkdir::WalkDir;

use crate::base::diagnostic::{Diagnostic, Report};
use crate::base::source::{Content, SourceFile, Sources, Span, hash128};

/// The folders of a site that are read, in this order.
pub const FOLDERS: [&str; 3] = ["content", "locales", "themes"];

/// Where the files of the built-in theme stand in the [`Sources`].
pub const BUILT_IN: &str = "(built-in)/";

/// The built-in theme: part of the binary, so that a site needs no other file.
static BUILT_IN_THEME: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes/forum");

/// Endings of files that must be text.
const TEXT: [&str; 9] = ["yaml", "yml", "md", "ftl", "html", "css", "js", "svg", "txt"];

/// Reads a site's folder, and the built-in theme.
///
/// `root` is the folder that holds `content/`. Files are added in the order of their paths.
pub fn load(root: &Path, sources: &mut Sources, report: &mut Report) {
    let mut loader = Loader::new(root);
    loader.load_all(sources);
    report.append(loader.report(sources));
}

/// Reads a site's folder, and again what changed in it.
#[derive(Debug)]
pub struct Loader {
    root: PathBuf,
    /// What could not be read, by path.
    problems: BTreeMap<String, Problem>,
}

impl Loader {
    /// A loader for the folder that holds `content/`; nothing is read yet.
    pub fn new(root: &Path) -> Loader {
        Loader { root: root.to_owned(), problems: BTreeMap::new() }
    }

    /// Reads everything, and forgets what is no longer there. Says whether anything is different.
    pub fn load_all(&mut self, sources: &mut Sources) -> bool {
        load_built_in(sources);
        let mut different = false;
        for folder in FOLDERS {
            different |= self.load_under(folder, sources);
        }
        different
    }

    /// Looks again at files and folders, and at whatever is in them or was. Says whether anything is
    /// different.
    pub fn reload(&mut self, paths: &BTreeSet<PathBuf>, sources: &mut Sources) -> bool {
        let mut different = false;
        for path in paths {
            let path = relative(&self.root, path);
            if path.split('/').any(is_hidden) {
                continue;
            }
            if FOLDERS.iter().any(|folder| is_within(&path, folder)) {
                different |= self.load_under(&path, sources);
            }
        }
        different
    }

    /// What could not be read.
    pub fn report(&self, sources: &mut Sources) -> Report {
        let mut report = Report::new();
        for problem in self.problems.values() {
            report.push(problem.clone().into_diagnostic(sources));
        }
        report
    }

    /// Reads a file, or everything in a folder.
    fn load_under(&mut self, path: &str, sources: &mut Sources) -> bool {
        let mut found = Vec::new();
        let mut problems = Vec::new();
        walk(&self.root, path, &mut found, &mut problems);
        found.sort();
        let root = &self.root;
        let read: Vec<Result<SourceFile, Problem>> =
            found.par_iter().map(|path| read_file(root, path)).collect();
        let mut there = BTreeSet::new();
        let mut different = false;
        for file in read {
            match file {
                Ok(file) => {
                    there.insert(file.path.to_string());
                    let known = sources.find(&file.path).map(|id| sources.get(id).hash);
                    different |= known != Some(file.hash);
                    sources.insert(file);
                }
                Err(problem) => problems.push(problem),
            }
        }
        different |= self.note_problems(path, problems);
        let gone: Vec<String> = sources
            .under(&format!("{path}/"))
            .map(|(_, file)| file.path.to_string())
            .chain(sources.find(path).map(|_| path.to_owned()))
            .filter(|path| !there.contains(path))
            .collect();
        for path in gone {
            different |= !self.problems.contains_key(&path);
            sources.remove(&path);
        }
        different
    }

    /// Replaces what was known to be wrong at a path and below it.
    fn note_problems(&mut self, path: &str, problems: Vec<Problem>) -> bool {
        let before = self.problems.len();
        let mut earlier = BTreeMap::new();
        for (at, problem) in std::mem::take(&mut self.problems) {
            let stale = is_within(&at, path);
            let kept = if stale { &mut earlier } else { &mut self.problems };
            kept.insert(at, problem);
        }
        let mut different = before != self.problems.len() + problems.len();
        for problem in problems {
            different |= earlier.get(&problem.path) != Some(&problem);
            self.problems.insert(problem.path.clone(), problem);
        }
        different
    }
}

/// Whether a path is a folder or lies in it.
fn is_within(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Adds the files of the built-in theme, below [`BUILT_IN`].
pub fn load_built_in(sources: &mut Sources) {
    let mut folders = vec![&BUILT_IN_THEME];
    while let Some(folder) = folders.pop() {
        folders.extend(folder.dirs());
        for file in folder.files() {
            let path = format!("{BUILT_IN}{}", slashed(file.path()));
            if let Ok(file) = understand(&path, file.contents().to_vec()) {
                sources.insert(file);
            }
        }
    }
}

/// A file as if it had been read with these bytes; for sites that are made in memory.
///
/// # Errors
/// A text file that is not UTF-8.
pub fn file_of(path: &str, bytes: Vec<u8>) -> Result<SourceFile, Diagnostic> {
    understand(path, bytes).map_err(|problem| problem.into_diagnostic(&mut Sources::default()))
}

/// A file that could not be read; it is in no [`Sources`], so the path stands by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Problem {
    path: String,
    code: &'static str,
    message: String,
    help: String,
}

impl Problem {
    /// Registers the file without content, so that the diagnostic can name it.
    fn into_diagnostic(self, sources: &mut Sources) -> Diagnostic {
        let file = sources.insert(SourceFile {
            path: self.path.into(),
            content: Content::Bytes(Arc::default()),
            hash: 0,
        });
        Diagnostic::error(self.code, self.message).at(Span::file(file)).help(self.help)
    }
}

/// Collects the paths of a folder's files, relative to the root, with `/` between their parts.
#[expect(clippy::disallowed_methods, reason = "this is the module that walks folders")]
fn walk(root: &Path, folder: &str, found: &mut Vec<String>, problems: &mut Vec<Problem>) {
    let top = root.join(folder);
    if fs::symlink_metadata(&top).is_err() {
        return;
    }
    let mut entries = WalkDir::new(&top).follow_links(true).sort_by_file_name().into_iter();
    while let Some(entry) = entries.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                problems.push(unwalkable(root, folder, &error));
                continue;
            }
        };
        let is_folder = entry.file_type().is_dir();
        let path = relative(root, entry.path());
        if is_hidden(&entry.file_name().to_string_lossy()) {
            if is_folder {
                entries.skip_current_dir();
            }
            continue;
        }
        if entry.path_is_symlink() && leaves(root, entry.path()) {
            problems.push(link_leaves(&path));
            if is_folder {
                entries.skip_current_dir();
            }
        } else if is_folder && is_read_as_file(&path) {
            problems.push(folder_for_file(&path));
            entries.skip_current_dir();
        } else if entry.file_type().is_file() {
            found.push(path);
        } else if !is_folder {
            problems.push(not_a_file(&path));
        }
    }
}

/// Files that editors and systems leave lying about, and that nobody means to publish.
fn is_hidden(name: &str) -> bool {
    name.starts_with('.')
        || name.ends_with('~')
        || (name.starts_with('#') && name.ends_with('#'))
        || matches!(name, "Thumbs.db" | "desktop.ini")
}

/// Whether a path has the name of a file that would be read as text.
fn is_read_as_file(path: &str) -> bool {
    matches!(ending(path), "yaml" | "yml" | "md" | "ftl" | "html")
}

fn ending(path: &str) -> &str {
    path.rsplit_once('.').map_or("", |(_, ending)| ending)
}

/// Whether a symbolic link leads out of the site's folder.
#[expect(clippy::disallowed_methods, reason = "this is the module that follows links")]
fn leaves(root: &Path, link: &Path) -> bool {
    match (fs::canonicalize(root), fs::canonicalize(link)) {
        (Ok(root), Ok(target)) => !target.starts_with(root),
        _ => true,
    }
}

fn link_leaves(path: &str) -> Problem {
    Problem {
        path: path.into(),
        code: "file/link-leaves-site",
        message: "this symbolic link leads out of the site's folder".into(),
        help: "copy what it leads to into the site".into(),
    }
}

fn folder_for_file(path: &str) -> Problem {
    Problem {
        path: path.into(),
        code: "file/is-a-folder",
        message: "a folder stands where a file belongs".into(),
        help: "rename the folder, or move its files".into(),
    }
}

fn not_a_file(path: &str) -> Problem {
    Problem {
        path: path.into(),
        code: "file/unreadable",
        message: "this is neither a file nor a folder".into(),
        help: "remove it from the site's folder".into(),
    }
}

fn unwalkable(root: &Path, folder: &str, error: &walkdir::Error) -> Problem {
    let path = error.path().map_or_else(|| folder.to_owned(), |path| relative(root, path));
    if error.loop_ancestor().is_some() {
        return Problem {
            path,
            code: "file/link-circle",
            message: "this symbolic link leads back to a folder above it".into(),
            help: "remove the link".into(),
        };
    }
    unreadable(&path, error.io_error())
}

fn unreadable(path: &str, error: Option<&io::Error>) -> Problem {
    let (message, help) = match error.map(io::Error::kind) {
        Some(io::ErrorKind::NotFound) => {
            ("this symbolic link leads to nothing", "remove the link, or restore what it led to")
        }
        Some(io::ErrorKind::PermissionDenied) => {
            ("this may not be read", "give yourself the right to read it")
        }
        _ => ("this cannot be read", "check the disk and the rights of the file"),
    };
    Problem {
        path: path.into(),
        code: "file/unreadable",
        message: message.into(),
        help: help.into(),
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the module that reads files")]
fn read_file(root: &Path, path: &str) -> Result<SourceFile, Problem> {
    let bytes = fs::read(root.join(path)).map_err(|error| unreadable(path, Some(&error)))?;
    understand(path, bytes)
}

/// Makes text of what should be text: without byte order mark, with `\n` at every line's end.
fn understand(path: &str, bytes: Vec<u8>) -> Result<SourceFile, Problem> {
    let content = if TEXT.contains(&ending(path)) {
        Content::Text(text(path, bytes)?.into())
    } else {
        Content::Bytes(bytes.into())
    };
    let hash = match &content {
        Content::Text(text) => hash128(text.as_bytes()),
        Content::Bytes(bytes) => hash128(bytes),
    };
    Ok(SourceFile { path: path.into(), content, hash })
}

fn text(path: &str, bytes: Vec<u8>) -> Result<String, Problem> {
    let text = String::from_utf8(bytes).map_err(|error| {
        let good = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = good.iter().filter(|b| **b == b'\n').count() + 1;
        Problem {
            path: path.into(),
            code: "file/not-utf8",
            message: format!("line {line} is not UTF-8"),
            help: "save the file with the encoding UTF-8".into(),
        }
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    // Lines end as the editor's system likes; the bytes of the site do not depend on it.
    Ok(if text.contains('\r') {
        text.replace("\r\n", "\n").replace('\r', "\n")
    } else {
        text.to_owned()
    })
}

fn relative(root: &Path, path: &Path) -> String {
    slashed(path.strip_prefix(root).unwrap_or(path))
}

fn slashed(path: &Path) -> String {
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}

/// Whether a folder holds a site, and if not, what to say about it.
///
/// # Errors
/// A sentence for the person at the terminal, when there is no `content/event.yaml`.
#[expect(clippy::disallowed_methods, reason = "this is the module that looks at files")]
pub fn find_site(root: &Path) -> Result<PathBuf, String> {
    if !root.is_dir() {
        return Err(format!("there is no folder {}", root.display()));
    }
    if fs::symlink_metadata(root.join("content/event.yaml")).is_err() {
        return Err(format!(
            "there is no site in {}: content/event.yaml is missing",
            root.display()
        ));
    }
    Ok(root.to_owned())
}
