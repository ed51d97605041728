//! Reading a site's files: **the only module that reads**.
//!
//! It walks `content/`, `locales/` and `themes/`, reads what lies there in parallel, and adds it to
//! the [`Sources`]. It decides nothing about what a file means. What cannot be read is said and left
//! out. Symbolic links are followed inside the site's folder and refused where they lead out of it.

use std::ffi::OsStr;
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
    load_built_in(sources);
    let mut found = Vec::new();
    for folder in FOLDERS {
        walk(root, folder, &mut found, sources, report);
    }
    found.sort();
    let read: Vec<Result<SourceFile, Problem>> =
        found.par_iter().map(|path| read_file(root, path)).collect();
    for file in read {
        match file {
            Ok(file) => {
                sources.insert(file);
            }
            Err(problem) => report.push(problem.into_diagnostic(sources)),
        }
    }
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
fn walk(
    root: &Path,
    folder: &str,
    found: &mut Vec<String>,
    sources: &mut Sources,
    report: &mut Report,
) {
    let top = root.join(folder);
    if fs::symlink_metadata(&top).is_err() {
        return;
    }
    let mut entries = WalkDir::new(&top).follow_links(true).sort_by_file_name().into_iter();
    while let Some(entry) = entries.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                report.push(unwalkable(root, folder, &error).into_diagnostic(sources));
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
            report.push(link_leaves(&path).into_diagnostic(sources));
            if is_folder {
                entries.skip_current_dir();
            }
        } else if is_folder && is_read_as_file(&path) {
            report.push(folder_for_file(&path).into_diagnostic(sources));
            entries.skip_current_dir();
        } else if entry.file_type().is_file() {
            found.push(path);
        } else if !is_folder {
            report.push(not_a_file(&path).into_diagnostic(sources));
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
        // Not into the output folder or a hidden one, which are in the site's folder too.
        (Ok(root), Ok(target)) => {
            let inside = FOLDERS.iter().any(|folder| target.starts_with(root.join(folder)));
            let part = |part: &OsStr| is_hidden(&part.to_string_lossy());
            !inside || target.strip_prefix(&root).is_ok_and(|path| path.iter().any(part))
        }
        _ => true,
    }
}

fn link_leaves(path: &str) -> Problem {
    Problem {
        path: path.into(),
        code: "file/link-leaves-site",
        message: "this symbolic link leads out of the site's files".into(),
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

#[expect(clippy::disallowed_methods, reason = "this is the module that follows links")]
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
    let found = error.path().and_then(|path| fs::symlink_metadata(path).ok());
    unreadable(&path, found.is_some_and(|found| found.is_symlink()), error.io_error())
}

fn unreadable(path: &str, is_link: bool, error: Option<&io::Error>) -> Problem {
    let (message, help) = match error.map(io::Error::kind) {
        Some(io::ErrorKind::NotFound) => {
            ("this symbolic link leads to nothing", "remove the link, or restore what it led to")
        }
        Some(io::ErrorKind::PermissionDenied) => {
            ("this may not be read", "give yourself the right to read it")
        }
        _ if is_link => ("this symbolic link leads nowhere", "remove the link"),
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
    let bytes = fs::read(root.join(path)).map_err(|error| unreadable(path, false, Some(&error)))?;
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
