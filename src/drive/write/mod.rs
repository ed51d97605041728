//! Putting a site into its folder: **the only module that writes**.
//!
//! Each file is compared with what is there; one that differs is written apart and moved into
//! its place, so that nobody ever sees half of it. What an earlier build wrote and this one does not
//! is removed; the list of it is kept in the folder ([`RECORD`]). Nothing else there is ever touched:
//! a file that no build wrote is neither replaced nor removed.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use crate::base::source::hash128;
use crate::drive::write::record::Record;
use crate::drive::write::stage::Stage;
use crate::site::render::Rendered;

mod ahead;
mod amend;
mod record;
mod stage;

pub use ahead::Ahead;
pub use amend::{Amendment, amend};

pub use record::{Origin, RECORD, Standing, standing};

/// What writing a site did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Files that were new or different.
    pub changed: usize,
    /// Files that were as they should be.
    pub unchanged: usize,
    /// Files of an earlier build that are no longer part of the site.
    pub removed: usize,
}

/// A file or folder that could not be written or removed.
#[derive(Debug)]
pub struct WriteError {
    path: PathBuf,
    reason: Reason,
}

#[derive(Debug)]
enum Reason {
    Io(io::Error),
    Link,
    File,
    Folder,
    NotOurs,
    There,
    Changed,
    Meanwhile,
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.display();
        match &self.reason {
            Reason::Io(error) => write!(f, "cannot write {path}: {error}"),
            Reason::Link => write!(f, "cannot write {path}: it is a symbolic link; remove it"),
            Reason::File => {
                write!(f, "cannot make the folder {path}: a file stands in its place; move it away")
            }
            Reason::Folder => {
                write!(f, "cannot write {path}: a folder stands in its place; remove it")
            }
            Reason::There => write!(f, "{path} is there already; nothing was written"),
            Reason::Changed => {
                write!(f, "{path} was changed in the meantime; nothing was written")
            }
            Reason::Meanwhile => write!(
                f,
                "another build is writing into {path}; nothing was written; build once more when it is done"
            ),
            Reason::NotOurs => write!(
                f,
                "{path} is there already and no build wrote it; nothing was written; move it away"
            ),
        }
    }
}

impl std::error::Error for WriteError {}

/// Why a site's output folder cannot be this one, if it cannot: what is built must not be read
/// again as a part of the site, and not lie among its sources.
#[expect(clippy::disallowed_methods, reason = "two paths can be one folder by way of links")]
pub fn refuse_folder(site: &Path, out: &Path) -> Option<String> {
    let site = fs::canonicalize(site).ok()?;
    let absolute = std::path::absolute(out).ok()?;
    // The folder need not be there yet: the nearest one above it that is tells where it will be.
    let (above, rest) = absolute.ancestors().find_map(|above| {
        Some((fs::canonicalize(above).ok()?, absolute.strip_prefix(above).ok()?))
    })?;
    let out = above.join(rest);
    let inside = ["content", "locales", "themes"].iter().any(|f| out.starts_with(site.join(f)));
    (site.starts_with(&out) || inside).then(|| {
        format!("cannot build into {}: it holds, or is among, the site's own files", out.display())
    })
}

/// Makes a folder hold a site. `origin` is what it was built from, unless the build had anything to
/// say that must be said again.
///
/// # Errors
/// Something that no build wrote and that stands where the site has a file or folder: then nothing
/// is written. Or the first file, by path, that could not be written or removed: what was written
/// until then is complete files, and the record names all of it.
pub fn write_site(
    folder: &Path,
    files: &[Rendered],
    origin: Option<Origin>,
) -> Result<Written, WriteError> {
    Ahead::open(folder)?.finish(files, origin)
}

/// Makes a folder hold a site of which some files were taken before: they are written, apart.
fn write(
    ahead: &Ahead,
    files: &[Rendered],
    taken: &BTreeSet<Arc<str>>,
    origin: Option<Origin>,
) -> Result<Written, WriteError> {
    let (folder, stage) = (ahead.folder(), ahead.stage());
    let earlier = Record::read(folder);
    // Of new files the output folder does not even have the first part of the path.
    let (known, new): (Vec<&Rendered>, Vec<&Rendered>) =
        files.iter().partition(|file| ahead.is_known(&file.path));
    let folders = folders(&known);
    refuse_detours(folder, &folders)?;
    refuse_strangers(folder, &known, &earlier)?;
    let now: BTreeMap<String, u128> =
        files.iter().map(|file| (file.path.to_string(), file.hash)).collect();
    // If this run is ended before its time, the next one still knows of every file.
    let mut both = earlier.files.clone();
    both.extend(now.clone());
    write_record(stage, folder, &Record { files: both, origin: None })?;
    make_folders(folder, &folders)?;
    let left = new.par_iter().with_min_len(16).filter(|file| !taken.contains(&file.path));
    left.try_for_each(|file| grow_one(ahead.tree(), file))?;
    // Whole trees are moved, one step each, which costs half of moving each file.
    ahead.move_in(&new)?;
    let results: Vec<Result<bool, WriteError>> = known
        .par_iter()
        .map(|file| replace(stage, &folder.join(&*file.path), &file.bytes))
        .collect();
    let mut written = Written { changed: new.len(), ..Written::default() };
    for result in results {
        if result? { written.changed += 1 } else { written.unchanged += 1 }
    }
    for (path, hash) in earlier.files.iter().filter(|(path, _)| !now.contains_key(*path)) {
        written.removed += usize::from(remove(folder, path, *hash)?);
    }
    write_record(stage, folder, &Record { files: now, origin })?;
    Ok(written)
}

/// Whether anything has a path, be it a link that leads nowhere.
#[expect(clippy::disallowed_methods, reason = "this module looks where it writes")]
fn is_there(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

fn top(path: &str) -> &str {
    path.split('/').next().unwrap_or(path)
}

/// Makes a file of a tree that nobody else writes into, with the folders around it.
#[expect(clippy::disallowed_methods, reason = "this module makes folders")]
fn grow_one(tree: &Path, file: &Rendered) -> Result<(), WriteError> {
    let path = tree.join(&*file.path);
    let made = path.parent().map_or(Ok(()), |parent| match fs::create_dir(parent) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => fs::create_dir_all(parent),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        made => made,
    });
    made.and_then(|()| write_new(&path, &file.bytes)).map_err(failed(&path))
}

/// Gives files of a folder new bytes, each at once; those that are not there yet are made.
///
/// # Errors
/// The first that could not be written; those before it stand.
pub fn save(folder: &Path, files: &[Rendered]) -> Result<(), WriteError> {
    let folders = folders(&files.iter().collect::<Vec<_>>());
    refuse_detours(folder, &folders)?;
    let stage = Stage::open(folder)?;
    make_folders(folder, &folders)?;
    for file in files {
        replace(&stage, &folder.join(&*file.path), &file.bytes)?;
    }
    Ok(())
}

/// Makes new files, none of which may be there already.
///
/// # Errors
/// The first that is there, before anything is written, or that could not be written.
pub fn create(folder: &Path, files: &[Rendered]) -> Result<(), WriteError> {
    make_folder(folder)?;
    let folders = folders(&files.iter().collect::<Vec<_>>());
    refuse_detours(folder, &folders)?;
    for file in files {
        let path = folder.join(&*file.path);
        if !matches!(there(&path, &file.bytes), There::Nothing) {
            return Err(WriteError { path, reason: Reason::There });
        }
    }
    let stage = Stage::open(folder)?;
    make_folders(folder, &folders)?;
    for file in files {
        replace(&stage, &folder.join(&*file.path), &file.bytes)?;
    }
    Ok(())
}

/// Refuses to go on if something stands where a file is to be written that no build wrote, and that
/// is not the same anyway.
fn refuse_strangers(
    folder: &Path,
    files: &[&Rendered],
    earlier: &Record,
) -> Result<(), WriteError> {
    let strange = files
        .par_iter()
        .filter(|file| !earlier.files.contains_key(&*file.path))
        .find_first(|file| {
            !matches!(there(&folder.join(&*file.path), &file.bytes), There::Nothing | There::Same)
        });
    match strange {
        Some(file) => Err(WriteError { path: folder.join(&*file.path), reason: Reason::NotOurs }),
        None => Ok(()),
    }
}

fn failed(path: &Path) -> impl FnOnce(io::Error) -> WriteError + '_ {
    |error| WriteError { path: path.to_owned(), reason: Reason::Io(error) }
}

#[expect(clippy::disallowed_methods, reason = "this is the module that makes folders")]
fn make_folder(folder: &Path) -> Result<(), WriteError> {
    if fs::metadata(folder).is_ok_and(|found| !found.is_dir()) {
        return Err(WriteError { path: folder.to_owned(), reason: Reason::File });
    }
    fs::create_dir_all(folder).map_err(failed(folder))
}

/// The folders of all files, each once, a folder before those inside it.
fn folders<'a>(files: &[&'a Rendered]) -> BTreeSet<&'a str> {
    let mut folders = BTreeSet::new();
    for Rendered { path, .. } in files {
        let ends = path.match_indices('/').map(|(at, _)| at);
        folders.extend(ends.map(|at| &path[..at]));
    }
    folders
}

/// Refuses to go on if a folder to write into is a link, which may lead out of the output folder, or
/// no folder at all.
#[expect(clippy::disallowed_methods, reason = "this module looks where it writes")]
fn refuse_detours(root: &Path, folders: &BTreeSet<&str>) -> Result<(), WriteError> {
    for folder in folders {
        let path = root.join(folder);
        let reason = match fs::symlink_metadata(&path) {
            Ok(found) if found.is_symlink() => Reason::Link,
            Ok(found) if !found.is_dir() => Reason::File,
            _ => continue,
        };
        return Err(WriteError { path, reason });
    }
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "this is the module that makes folders")]
fn make_folders(root: &Path, folders: &BTreeSet<&str>) -> Result<(), WriteError> {
    for folder in folders {
        let path = root.join(folder);
        if fs::symlink_metadata(&path).is_err() {
            fs::create_dir(&path).map_err(failed(&path))?;
        }
    }
    Ok(())
}

/// What stands where a file is to be written.
enum There {
    Nothing,
    Same,
    Different,
    Folder,
}

#[expect(clippy::disallowed_methods, reason = "this module compares what it writes")]
fn there(path: &Path, bytes: &[u8]) -> There {
    match fs::symlink_metadata(path) {
        Err(_) => There::Nothing,
        Ok(found) if found.is_dir() => There::Folder,
        Ok(found) if found.is_file() && found.len() == bytes.len() as u64 => match fs::read(path) {
            Ok(there) if there == bytes => There::Same,
            _ => There::Different,
        },
        Ok(_) => There::Different,
    }
}

/// Gives a file these bytes, unless it has them; says whether anything was done.
#[expect(clippy::disallowed_methods, reason = "this is the module that writes files")]
fn replace(stage: &Stage, path: &Path, bytes: &[u8]) -> Result<bool, WriteError> {
    match there(path, bytes) {
        There::Same => return Ok(false),
        There::Folder => {
            return Err(WriteError { path: path.to_owned(), reason: Reason::Folder });
        }
        There::Nothing | There::Different => {}
    }
    let staged = stage.next();
    let moved = write_new(&staged, bytes).and_then(|()| fs::rename(&staged, path));
    moved.map_err(|error| {
        // The old file still stands; only the new one has to go.
        let _ = fs::remove_file(&staged);
        failed(path)(error)
    })?;
    Ok(true)
}

/// Writes a file that is not there yet. A link in its place is never written through.
#[expect(clippy::disallowed_methods, reason = "this is the module that writes files")]
fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = fs::OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(bytes)
}

/// Removes a file of an earlier build, if it still is what was written, and the folders that are
/// empty without it.
#[expect(clippy::disallowed_methods, reason = "this is the module that removes files")]
fn remove(root: &Path, path: &str, hash: u128) -> Result<bool, WriteError> {
    let file = root.join(path);
    // A folder that became a link is somebody else's business.
    let through_link = path.match_indices('/').any(|(at, _)| {
        fs::symlink_metadata(root.join(&path[..at])).is_ok_and(|found| found.is_symlink())
    });
    let ours = !through_link
        && fs::symlink_metadata(&file).is_ok_and(|found| found.is_file())
        && fs::read(&file).is_ok_and(|bytes| hash128(&bytes) == hash);
    if !ours {
        return Ok(false);
    }
    fs::remove_file(&file).map_err(failed(&file))?;
    for (at, _) in path.rmatch_indices('/') {
        // A folder with something in it stays; that is no fault.
        if fs::remove_dir(root.join(&path[..at])).is_err() {
            break;
        }
    }
    Ok(true)
}

fn write_record(stage: &Stage, folder: &Path, record: &Record) -> Result<(), WriteError> {
    replace(stage, &folder.join(RECORD), record.to_text().as_bytes()).map(|_| ())
}
