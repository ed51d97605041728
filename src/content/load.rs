//! Reading a site's files: **the only module that reads**.
//!
//! It walks `content/`, `locales/` and `themes/`, reads what lies there in parallel, and adds it to
//! the [`Sources`]. It decides nothing about what a file means. What cannot be read is said and left
//! out. Symbolic links are followed inside the site's folder and refused where they lead out of it.
//!
//! [`load`] reads once; a [`Loader`] reads again what changed since.

mod loader;
mod problem;

use std::ffi::OsStr;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};
use walkdir::WalkDir;

use crate::base::diagnostic::{Diagnostic, Report};
use crate::base::source::{Content, SourceFile, Sources, hash128};

pub use loader::Loader;
use problem::Problem;

/// The folders of a site that are read, in this order.
pub const FOLDERS: [&str; 3] = ["content", "locales", "themes"];

/// Where the files of the built-in theme stand in the [`Sources`].
pub const BUILT_IN: &str = "(built-in)/";

/// The built-in theme: part of the binary, so that a site needs no other file.
static BUILT_IN_THEME: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes/forum");

/// Endings of files that must be text.
const TEXT: [&str; 10] = ["lock", "yaml", "yml", "md", "ftl", "html", "css", "js", "svg", "txt"];

/// Reads a site's folder, and the built-in theme.
///
/// `root` is the folder that holds `content/`. Files are added in the order of their paths.
pub fn load(root: &Path, sources: &mut Sources, report: &mut Report) {
    let mut loader = Loader::new(root);
    loader.load_all(sources);
    report.append(loader.report(sources));
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

/// How a file was when it was looked at. As long as it is the same, what was read is taken to be
/// what is there: reading thousands of files costs a hundred times more than asking for this.
///
/// The time of the last change of anything about the file is in it where the system tells, since
/// the time of the last change of its content can be set back by anybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stamp {
    size: u64,
    changed: [i64; 4],
    /// Which file of which disk, where the system tells.
    identity: [u64; 2],
}

impl Stamp {
    #[cfg(unix)]
    fn of(found: &fs::Metadata) -> Stamp {
        use std::os::unix::fs::MetadataExt as _;
        let (modified, about) =
            ([found.mtime(), found.mtime_nsec()], [found.ctime(), found.ctime_nsec()]);
        Stamp {
            size: found.size(),
            changed: [modified[0], modified[1], about[0], about[1]],
            identity: [found.dev(), found.ino()],
        }
    }

    #[cfg(not(unix))]
    fn of(found: &fs::Metadata) -> Stamp {
        let age = |time: std::io::Result<_>| {
            let since = time.ok().and_then(|at| at.duration_since(std::time::UNIX_EPOCH).ok());
            since.map_or([0, 0], |since| {
                [i64::try_from(since.as_secs()).unwrap_or(0), i64::from(since.subsec_nanos())]
            })
        };
        let ([a, b], [c, d]) = (age(found.modified()), age(found.created()));
        Stamp { size: found.len(), changed: [a, b, c, d], identity: [0, 0] }
    }
}

/// What lies in a folder, or that a file is there, at one moment. It can be made by any thread.
#[derive(Debug)]
pub struct Listing {
    /// The file or folder that was looked at; empty for all that is read.
    scope: String,
    /// Paths from the site's folder, with `/` between their parts, sorted.
    files: Vec<(String, Option<Stamp>)>,
    problems: Vec<Problem>,
    /// Whether a symbolic link was met: then one file may be known by several paths.
    linked: bool,
}

/// Looks at everything that is read, and reads nothing.
pub fn list_all(root: &Path) -> Listing {
    let mut listing = list_paths(root, "");
    listing.stamp(root, |_| true);
    listing
}

/// The paths at and below a path; an empty one means all that is read.
fn list_paths(root: &Path, scope: &str) -> Listing {
    let mut listing =
        Listing { scope: scope.to_owned(), files: Vec::new(), problems: Vec::new(), linked: false };
    match scope {
        "" => FOLDERS.iter().for_each(|folder| listing.walk(root, folder)),
        path => listing.walk(root, path),
    }
    listing.files.sort_by(|a, b| a.0.cmp(&b.0));
    listing
}

impl Listing {
    /// Looks at the files that are wanted.
    #[expect(clippy::disallowed_methods, reason = "this is the module that looks at files")]
    fn stamp(&mut self, root: &Path, wanted: impl Fn(&str) -> bool) {
        for (path, stamp) in &mut self.files {
            if wanted(path) {
                *stamp = fs::metadata(root.join(&*path)).ok().as_ref().map(Stamp::of);
            }
        }
    }

    /// Collects the files of a folder.
    #[expect(clippy::disallowed_methods, reason = "this is the module that walks folders")]
    fn walk(&mut self, root: &Path, folder: &str) {
        let top = root.join(folder);
        if fs::symlink_metadata(&top).is_err() {
            return;
        }
        let mut entries = WalkDir::new(&top).follow_links(true).sort_by_file_name().into_iter();
        while let Some(entry) = entries.next() {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    self.linked = true;
                    self.problems.push(unwalkable(root, folder, &error));
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
            self.linked |= entry.path_is_symlink();
            if entry.path_is_symlink() && leaves(root, entry.path()) {
                self.problems.push(Problem::link_leaves(&path));
                if is_folder {
                    entries.skip_current_dir();
                }
            } else if is_folder && is_read_as_file(&path) {
                self.problems.push(Problem::folder_for_file(&path));
                entries.skip_current_dir();
            } else if entry.file_type().is_file() {
                self.files.push((path, None));
            } else if !is_folder {
                self.problems.push(Problem::not_a_file(&path));
            }
        }
    }
}

/// Files that editors and systems leave lying about, and that nobody means to publish.
pub fn is_hidden(name: &str) -> bool {
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

#[expect(clippy::disallowed_methods, reason = "this is the module that follows links")]
fn unwalkable(root: &Path, folder: &str, error: &walkdir::Error) -> Problem {
    let path = error.path().map_or_else(|| folder.to_owned(), |path| relative(root, path));
    if error.loop_ancestor().is_some() {
        return Problem::link_circle(&path);
    }
    let found = error.path().and_then(|path| fs::symlink_metadata(path).ok());
    let is_link = found.is_some_and(|found| found.is_symlink());
    Problem::unreadable(&path, is_link, error.io_error())
}

/// Reads a file, and says how it was before it was read: what is written meanwhile makes it another.
#[expect(clippy::disallowed_methods, reason = "this is the module that reads files")]
fn read_file(root: &Path, path: &str) -> Result<(SourceFile, Stamp), Problem> {
    let read = || {
        let mut file = fs::File::open(root.join(path))?;
        let found = file.metadata()?;
        let mut bytes = Vec::with_capacity(usize::try_from(found.len()).unwrap_or(0));
        file.read_to_end(&mut bytes)?;
        Ok((bytes, Stamp::of(&found)))
    };
    let (bytes, stamp) = read().map_err(|error| Problem::unreadable(path, false, Some(&error)))?;
    Ok((understand(path, bytes)?, stamp))
}

/// The bytes of one file that need not be part of a site, if it has no more than `most`.
///
/// # Errors
/// A sentence for the person at the terminal.
#[expect(clippy::disallowed_methods, reason = "this is the module that reads files")]
pub fn read_bytes(path: &Path, most: usize) -> Result<Vec<u8>, String> {
    let shown = path.display();
    let failed = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::NotFound => format!("there is no file {shown}"),
        _ => format!("cannot read {shown}: {error}"),
    };
    if fs::metadata(path).map_err(failed)?.is_dir() {
        return Err(format!("{shown} is a folder, and no file"));
    }
    let file = fs::File::open(path).map_err(failed)?;
    // One byte more than may be there tells that there is more.
    let limit = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    file.take(limit).read_to_end(&mut bytes).map_err(failed)?;
    match bytes.len() > most {
        true => Err(format!("{shown} is larger than {} MiB", most / (1024 * 1024))),
        false => Ok(bytes),
    }
}

/// The texts of a site's `content/` as they stand on the disk, with the line ends that they have,
/// by path. What is no text is left out; that was said when the site was loaded.
pub fn read_texts(root: &Path, sources: &Sources) -> std::collections::BTreeMap<String, String> {
    let texts = sources.under("content/").filter_map(|(_, file)| {
        file.text()?;
        let bytes = read_bytes(&root.join(&*file.path), usize::MAX - 1).ok()?;
        Some((file.path.to_string(), String::from_utf8(bytes).ok()?))
    });
    texts.collect()
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
        Problem::not_utf8(path, line)
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

/// A path without symbolic links and dots; as it is, if there is nothing.
#[expect(clippy::disallowed_methods, reason = "this is the module that follows links")]
pub fn real_path(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
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
