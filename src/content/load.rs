//! Reading a site's files: **the only module that reads**.
//!
//! It walks `content/`, `locales/` and `themes/`, reads the files in parallel, and adds them to the
//! [`Sources`], without interpreting them. Unreadable files are reported and skipped. Symbolic links
//! are followed if they stay inside the site's folder, and refused otherwise.
//!
//! [`load`] reads once; a [`Loader`] reads again what has changed.

mod loader;
mod problem;

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::io::{self, BufReader, Read as _, Seek as _};
use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};
use walkdir::WalkDir;

use crate::base::diagnostic::{Diagnostic, Report};
use crate::base::source::{Content, DiskFile, SourceFile, Sources, hash128, hash128_of};
use crate::content::picture;

pub use loader::Loader;
use problem::{FOLDER_FOR_FILE, LINK_CIRCLE, LINK_LEAVES, NOT_A_FILE, Problem};

/// The folders of a site that are read, in this order.
pub const FOLDERS: [&str; 3] = ["content", "locales", "themes"];

/// The path of the built-in theme in the [`Sources`].
pub const BUILT_IN: &str = "(built-in)/";

/// The built-in theme, as part of the binary.
static BUILT_IN_THEME: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes/forum");

/// The extensions of files that must be text.
const TEXT: [&str; 10] = ["lock", "yaml", "yml", "md", "ftl", "html", "css", "js", "svg", "txt"];

/// Reads a site's folder, and the built-in theme.
///
/// `root` is the folder that contains `content/`. Files are added in the order of their paths.
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
            if let Ok(file) = decode(&path, file.contents().to_vec()) {
                sources.insert(file);
            }
        }
    }
}

/// A file with these bytes, as if it had been read; for sites in memory.
///
/// # Errors
/// The fault of a text file that is not UTF-8.
pub fn file_of(path: &str, bytes: Vec<u8>) -> Result<SourceFile, Diagnostic> {
    decode(path, bytes).map_err(|problem| problem.into_diagnostic(&mut Sources::default()))
}

/// The files of a site with new and changed texts by path, as if they had been read; `None` if one of
/// them is no text.
pub fn with_texts(sources: &Sources, texts: &BTreeMap<String, String>) -> Option<Sources> {
    let mut sources = sources.clone();
    for (path, text) in texts {
        sources.insert(file_of(path, text.clone().into_bytes()).ok()?);
    }
    Some(sources)
}

/// The metadata of a file. As long as it stays the same, the file is not read again: reading thousands
/// of files takes a hundred times longer than reading their metadata.
///
/// It includes the time of the last status change (ctime), where there is one: unlike the time of the
/// last modification, programs cannot set it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stamp {
    size: u64,
    changed: [i64; 4],
    /// Device and inode, where the system has them.
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

/// A snapshot of a folder's or a file's paths and metadata. Any thread can take it.
#[derive(Debug)]
pub struct Listing {
    /// The file or folder of the snapshot; empty for all folders.
    scope: String,
    /// Paths relative to the site's folder, with `/` as separator, sorted.
    files: Vec<(String, Option<Stamp>)>,
    problems: Vec<Problem>,
    /// Whether there are symbolic links: then one file may have several paths.
    linked: bool,
}

/// A listing of all folders, without reading the files.
pub fn list_all(root: &Path) -> Listing {
    let mut listing = list_paths(root, "");
    listing.stamp(root, |_| true);
    listing
}

/// The paths at and below a path; an empty path means all folders.
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
    /// Adds the metadata of the wanted files.
    #[expect(clippy::disallowed_methods, reason = "this module reads metadata")]
    fn stamp(&mut self, root: &Path, wanted: impl Fn(&str) -> bool) {
        for (path, stamp) in &mut self.files {
            if wanted(path) {
                *stamp = fs::metadata(root.join(&*path)).ok().as_ref().map(Stamp::of);
            }
        }
    }

    /// Lists the files of a folder.
    #[expect(clippy::disallowed_methods, reason = "this module walks folders")]
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
                self.problems.push(Problem::new(&path, &LINK_LEAVES));
                if is_folder {
                    entries.skip_current_dir();
                }
            } else if is_folder && is_read_as_file(&path) {
                self.problems.push(Problem::new(&path, &FOLDER_FOR_FILE));
                entries.skip_current_dir();
            } else if entry.file_type().is_file() {
                self.files.push((path, None));
            } else if !is_folder {
                self.problems.push(Problem::new(&path, &NOT_A_FILE));
            }
        }
    }
}

/// Whether a file is hidden, temporary, or made by the system, and not meant to be published.
pub fn is_hidden(name: &str) -> bool {
    name.starts_with('.')
        || name.ends_with('~')
        || (name.starts_with('#') && name.ends_with('#'))
        || matches!(name, "Thumbs.db" | "desktop.ini")
}

/// Whether a path has the extension of files that are parsed.
fn is_read_as_file(path: &str) -> bool {
    matches!(ending(path), "yaml" | "yml" | "md" | "ftl" | "html")
}

fn ending(path: &str) -> &str {
    path.rsplit_once('.').map_or("", |(_, ending)| ending)
}

/// Whether a symbolic link leads out of the folders that are read.
#[expect(clippy::disallowed_methods, reason = "this module follows links")]
fn leaves(root: &Path, link: &Path) -> bool {
    match (fs::canonicalize(root), fs::canonicalize(link)) {
        // The output folder and hidden folders are inside the site's folder too.
        (Ok(root), Ok(target)) => {
            let inside = FOLDERS.iter().any(|folder| target.starts_with(root.join(folder)));
            let part = |part: &OsStr| is_hidden(&part.to_string_lossy());
            !inside || target.strip_prefix(&root).is_ok_and(|path| path.iter().any(part))
        }
        _ => true,
    }
}

#[expect(clippy::disallowed_methods, reason = "this module follows links")]
fn unwalkable(root: &Path, folder: &str, error: &walkdir::Error) -> Problem {
    let path = error.path().map_or_else(|| folder.to_owned(), |path| relative(root, path));
    if error.loop_ancestor().is_some() {
        return Problem::new(&path, &LINK_CIRCLE);
    }
    let found = error.path().and_then(|path| fs::symlink_metadata(path).ok());
    let is_link = found.is_some_and(|found| found.is_symlink());
    Problem::unreadable(&path, is_link, error.io_error())
}

/// Reads a file, with its metadata from before reading: a later write changes the metadata.
#[expect(clippy::disallowed_methods, reason = "this module reads files")]
fn read_file(root: &Path, path: &str) -> Result<(SourceFile, Stamp), Problem> {
    let too_large = |found: &fs::Metadata| is_text(path) && found.len() > MOST_TEXT;
    let location = root.join(path);
    let found = fs::metadata(&location).ok().filter(fs::Metadata::is_file);
    if let Some(found) = found.filter(too_large) {
        return Err(Problem::too_large(path, found.len(), MOST_TEXT));
    }
    let read = || {
        let mut file = fs::File::open(&location)?;
        let found = file.metadata()?;
        if !is_text(path) && found.len() >= LARGE {
            return Ok((Read::OnDisk(on_disk(&location, file)?), Stamp::of(&found)));
        }
        let mut bytes = Vec::with_capacity(usize::try_from(found.len()).unwrap_or(0));
        file.read_to_end(&mut bytes)?;
        Ok((Read::Whole(bytes), Stamp::of(&found)))
    };
    let unreadable = |error: io::Error| Problem::unreadable(path, false, Some(&error));
    let (content, stamp) = read().map_err(unreadable)?;
    let file = match content {
        Read::Whole(bytes) => decode(path, bytes)?,
        Read::OnDisk(file) => {
            SourceFile { path: path.into(), hash: file.hash, content: Content::OnDisk(file.into()) }
        }
    };
    Ok((file, stamp))
}

/// What was read of a file.
enum Read {
    Whole(Vec<u8>),
    OnDisk(DiskFile),
}

/// From this size on, files that are not text stay on the disk: a site has hundreds of pictures.
const LARGE: u64 = 256 * 1024;

/// The size of the largest text that is read.
const MOST_TEXT: u64 = 64 * 1024 * 1024;

/// The first bytes that are kept of a file on the disk; they tell its type.
const HEAD: usize = 4096;

/// Reads a large file once, and keeps what tells its type and size.
fn on_disk(location: &Path, mut file: fs::File) -> io::Result<DiskFile> {
    let (hash, length) = hash128_of(&file)?;
    file.rewind()?;
    let mut head = Vec::with_capacity(HEAD);
    file.by_ref().take(HEAD as u64).read_to_end(&mut head)?;
    file.rewind()?;
    let size = picture::size_of(BufReader::new(file));
    Ok(DiskFile { location: location.to_owned(), length, hash, head: head.into(), size })
}

/// A file that is open for reading.
pub type OpenFile = fs::File;

/// Opens a file that stayed on the disk.
///
/// # Errors
/// Those of the system: the file may be gone.
#[expect(clippy::disallowed_methods, reason = "this module reads files")]
pub fn open_on_disk(file: &DiskFile) -> io::Result<OpenFile> {
    fs::File::open(&file.location)
}

fn is_text(path: &str) -> bool {
    TEXT.contains(&ending(path))
}

/// The bytes of any file, if it has at most `most` bytes.
///
/// # Errors
/// A sentence for the person at the terminal.
#[expect(clippy::disallowed_methods, reason = "this module reads files")]
pub fn read_bytes(path: &Path, most: usize) -> Result<Vec<u8>, String> {
    let shown = path.display();
    let failed = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::NotFound => format!("there is no file {shown}"),
        _ => format!("cannot read {shown}: {error}"),
    };
    if fs::metadata(path).map_err(failed)?.is_dir() {
        return Err(format!("{shown} is a folder, not a file"));
    }
    let file = fs::File::open(path).map_err(failed)?;
    // One more byte shows that the file is too large.
    let limit = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    file.take(limit).read_to_end(&mut bytes).map_err(failed)?;
    match bytes.len() > most {
        true => Err(format!("{shown} is larger than {} MiB", most / (1024 * 1024))),
        false => Ok(bytes),
    }
}

/// The texts of a site's `content/` by path, as on disk, with their own line ends. Other files are
/// skipped; they were reported when the site was loaded.
pub fn read_texts(root: &Path, sources: &Sources) -> std::collections::BTreeMap<String, String> {
    let texts = sources.under("content/").filter_map(|(_, file)| {
        file.text()?;
        let bytes = read_bytes(&root.join(&*file.path), usize::MAX - 1).ok()?;
        Some((file.path.to_string(), String::from_utf8(bytes).ok()?))
    });
    texts.collect()
}

/// Decodes text files: without byte order mark, with `\n` as line end.
fn decode(path: &str, bytes: Vec<u8>) -> Result<SourceFile, Problem> {
    let content = if is_text(path) {
        Content::Text(text(path, bytes)?.into())
    } else {
        Content::Bytes(bytes.into())
    };
    let file = SourceFile { path: path.into(), content, hash: 0 };
    Ok(SourceFile { hash: hash128(file.bytes()), ..file })
}

fn text(path: &str, bytes: Vec<u8>) -> Result<String, Problem> {
    let text = String::from_utf8(bytes).map_err(|error| {
        let good = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = good.iter().filter(|b| **b == b'\n').count() + 1;
        Problem::not_utf8(path, line)
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    // The bytes of the site must not depend on the line ends of an editor's system.
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

/// A path without symbolic links and dots; unchanged if it does not exist.
#[expect(clippy::disallowed_methods, reason = "this module follows links")]
pub fn real_path(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

/// Checks that a folder contains a site.
///
/// # Errors
/// A sentence for the person at the terminal, when there is no `content/event.yaml`.
#[expect(clippy::disallowed_methods, reason = "this module reads metadata")]
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
