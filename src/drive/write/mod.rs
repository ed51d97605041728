//! Writing a site to its folder: **the only module that writes**.
//!
//! Each file is compared with the existing one; one that differs is written elsewhere and moved into
//! place, so that half a file is never visible. Files that an earlier build wrote and this one does not
//! are removed; the folder has a list of them ([`RECORD`]). Nothing else is ever touched: a file that no
//! build wrote is neither replaced nor removed.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::io::{self, Read, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use crate::base::source::{DiskFile, hash128_of};
use crate::content::load::open_on_disk;
use crate::drive::write::build_record::{BuildRecord, WrittenBytes};
use crate::drive::write::durability::{Durability, sync_created, sync_folder, sync_folders};
use crate::drive::write::removal::{remove_other_spellings, remove_withdrawn};
use crate::drive::write::staging_folder::StagingFolder;
use crate::site::render::Rendered;

mod amend;
mod build_record;
mod durability;
mod removal;
mod site_writer;
mod staging_folder;

pub use amend::{Amendment, amend};
pub use build_record::{BuildOrigin, RECORD, UpToDateSite, up_to_date_site};
pub use site_writer::SiteWriter;

/// The result of writing a site.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Files that were new or different.
    pub changed: usize,
    /// Files that were already up to date.
    pub unchanged: usize,
    /// Files of an earlier build that are no longer part of the site.
    pub removed: usize,
}

/// A file or folder that could not be written or removed.
#[derive(Debug)]
pub struct WriteError {
    path: PathBuf,
    reason: WriteErrorKind,
}

#[derive(Debug)]
enum WriteErrorKind {
    Io(io::Error),
    Link,
    File,
    Folder,
    NotOurs,
    Exists,
    Changed,
    Meanwhile,
    /// The record of the last build.
    Unread(io::Error),
    /// The reason why a file could not be removed, and the other files that could not be removed.
    Remains(String, Vec<PathBuf>),
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.display();
        match &self.reason {
            WriteErrorKind::Io(error) => write!(f, "cannot write {path}: {error}"),
            WriteErrorKind::Link => {
                write!(f, "cannot write {path}: it is a symbolic link; remove it")
            }
            WriteErrorKind::File => {
                write!(
                    f,
                    "cannot create the folder {path}: there is a file of that name; move it away"
                )
            }
            WriteErrorKind::Folder => {
                write!(f, "cannot write {path}: there is a folder of that name; remove it")
            }
            WriteErrorKind::Exists => write!(f, "{path} already exists; nothing was written"),
            WriteErrorKind::Changed => {
                write!(f, "{path} was changed in the meantime; nothing was written")
            }
            WriteErrorKind::Meanwhile => write!(
                f,
                "another build is writing to {path}; nothing was written; \
                 build again when it is done"
            ),
            WriteErrorKind::Unread(error) => write!(
                f,
                "cannot read {path}, the list of files of the last build: {error}; \
                 nothing was written"
            ),
            WriteErrorKind::Remains(reason, others) => {
                write!(f, "cannot remove {path}, which is no longer part of the site: {reason}")?;
                others.iter().try_for_each(|other| write!(f, "; nor {}", other.display()))
            }
            WriteErrorKind::NotOurs => write!(
                f,
                "{path} already exists, and no build wrote it; nothing was written; move it away"
            ),
        }
    }
}

impl std::error::Error for WriteError {}

/// The reason why a folder cannot be a site's output folder; `None` if it can. The output must not
/// be read as part of the site, nor be among its sources.
#[expect(clippy::disallowed_methods, reason = "two paths can be the same folder through links")]
pub fn refuse_folder(site: &Path, out: &Path) -> Option<String> {
    let site = fs::canonicalize(site).ok()?;
    let absolute = std::path::absolute(out).ok()?;
    // The folder need not exist yet: its nearest existing ancestor decides where it will be.
    let (above, rest) = absolute.ancestors().find_map(|above| {
        Some((fs::canonicalize(above).ok()?, absolute.strip_prefix(above).ok()?))
    })?;
    let out = above.join(rest);
    let inside = ["content", "locales", "themes"].iter().any(|f| out.starts_with(site.join(f)));
    (site.starts_with(&out) || inside).then(|| {
        format!(
            "cannot build into {}: it contains, or is among, the site's own files",
            out.display()
        )
    })
}

/// Writes a site to a folder. `origin` is what it was built from; `None` if the build reported anything,
/// which has to be reported again.
///
/// # Errors
/// A file or folder that no build wrote and whose name the site needs: then nothing is written. Or the
/// first file, by path, that could not be written or removed: all files written until then are complete,
/// and the record lists them.
pub fn write_site(
    folder: &Path,
    files: &[Rendered],
    origin: Option<BuildOrigin>,
) -> Result<Written, WriteError> {
    SiteWriter::open(folder)?.finish(files, origin)
}

/// Writes a site of which some files were taken before: those are in the staging folder.
fn write(
    writer: &SiteWriter,
    files: &[Rendered],
    taken: &BTreeMap<Arc<str>, u64>,
    origin: Option<BuildOrigin>,
) -> Result<Written, WriteError> {
    let (folder, staging) = (writer.folder(), writer.staging());
    let earlier = BuildRecord::read(folder)?;
    // Syncing waits for all files that are not on the disk yet, which nearly doubles the time of a first
    // build. Its folder can be removed and built again.
    let durability =
        if earlier.files.is_empty() { Durability::Unsynced } else { Durability::Synced };
    // For new files, the output folder lacks even the first part of the path.
    let (known, new): (Vec<&Rendered>, Vec<&Rendered>) =
        files.iter().partition(|file| writer.is_known(&file.path));
    let folders = folders(paths(known.iter().copied()));
    refuse_detours(folder, &folders)?;
    refuse_strangers(folder, &known, &earlier)?;
    let mut now = BuildRecord { files: BTreeMap::new(), origin };
    // If this run is interrupted, the next one still knows of every file, old or new.
    let mut both = BuildRecord { origin: None, ..earlier };
    for file in files {
        let length = taken.get(&file.path).copied().unwrap_or(file.length());
        let bytes = WrittenBytes { hash: file.hash, length: Some(length) };
        now.add(&file.path, bytes);
        both.add(&file.path, bytes);
    }
    write_record(staging, folder, &both, durability)?;
    remove_other_spellings(folder, &both, &now)?;
    create_folders(folder, &folders, &mut Vec::new())?;
    let left = new.par_iter().with_min_len(16).filter(|file| !taken.contains_key(&file.path));
    left.try_for_each(|file| write_in_tree(writer.tree(), file))?;
    // Moving whole trees takes half as long as moving each file.
    writer.move_in(&new)?;
    let results: Vec<Result<bool, WriteError>> = known
        .par_iter()
        .map(|file| {
            let path = folder.join(&*file.path);
            replace(staging, &path, NewContent::of(file), Durability::Unsynced)
        })
        .collect();
    let mut written = Written { changed: new.len(), ..Written::default() };
    for result in results {
        if result? { written.changed += 1 } else { written.unchanged += 1 }
    }
    let withdrawn = both.files.iter().filter(|(path, _)| !now.files.contains_key(*path));
    let removed = remove_withdrawn(folder, withdrawn)?;
    written.removed = removed.files;
    // Otherwise a power cut might bring files back that are no longer on the record.
    removed.folders.iter().try_for_each(|path| sync_folder(path).map_err(failed(path)))?;
    write_record(staging, folder, &now, durability)?;
    Ok(written)
}

/// Whether a path exists, even as a dangling link.
#[expect(clippy::disallowed_methods, reason = "this module examines where it writes")]
fn is_there(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

fn top(path: &str) -> &str {
    path.split('/').next().unwrap_or(path)
}

/// Creates a file, with its folders, in a tree that only this process writes to.
#[expect(clippy::disallowed_methods, reason = "this module creates folders")]
fn write_in_tree(tree: &Path, file: &Rendered) -> Result<(), WriteError> {
    let path = tree.join(&*file.path);
    let made = path.parent().map_or(Ok(()), |parent| match fs::create_dir(parent) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => fs::create_dir_all(parent),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        made => made,
    });
    let write = |()| write_new(&path, NewContent::of(file), Durability::Unsynced);
    made.and_then(write).map_err(failed(&path))
}

/// Replaces or creates files of a folder, each atomically. On success they outlive a power cut.
///
/// # Errors
/// The first file that could not be written; the files before it stay written.
pub fn save(folder: &Path, files: &[Rendered]) -> Result<(), WriteError> {
    let folders = folders(paths(files));
    refuse_detours(folder, &folders)?;
    let staging = StagingFolder::open(folder)?;
    create_folders(folder, &folders, &mut Vec::new())?;
    for file in files {
        replace(&staging, &folder.join(&*file.path), NewContent::of(file), Durability::Synced)?;
    }
    sync_folders(folder, &folders)
}

/// Creates new files, none of which may exist. On success they outlive a power cut.
///
/// # Errors
/// The first file that already exists (then nothing is written), or that could not be written.
pub fn create(folder: &Path, files: &[Rendered]) -> Result<(), WriteError> {
    let created = create_folder(folder)?;
    refuse_detours(folder, &folders(paths(files)))?;
    for file in files {
        let path = folder.join(&*file.path);
        if !matches!(existing(&path, NewContent::of(file)), Existing::Nothing) {
            return Err(WriteError { path, reason: WriteErrorKind::Exists });
        }
    }
    save(folder, files)?;
    sync_created(&created)
}

/// Refuses to replace a file that no build wrote, unless it is the same.
fn refuse_strangers(
    folder: &Path,
    files: &[&Rendered],
    earlier: &BuildRecord,
) -> Result<(), WriteError> {
    let strange = files
        .par_iter()
        .filter(|file| !earlier.files.contains_key(&*file.path))
        .find_first(|file| {
            !matches!(
                existing(&folder.join(&*file.path), NewContent::of(file)),
                Existing::Nothing | Existing::Same
            )
        });
    match strange {
        Some(file) => {
            Err(WriteError { path: folder.join(&*file.path), reason: WriteErrorKind::NotOurs })
        }
        None => Ok(()),
    }
}

fn failed(path: &Path) -> impl FnOnce(io::Error) -> WriteError + '_ {
    |error| WriteError { path: path.to_owned(), reason: WriteErrorKind::Io(error) }
}

/// Creates a folder with those above it, and returns the new ones.
#[expect(clippy::disallowed_methods, reason = "this is the module that creates folders")]
fn create_folder(folder: &Path) -> Result<Vec<PathBuf>, WriteError> {
    if fs::metadata(folder).is_ok_and(|found| !found.is_dir()) {
        return Err(WriteError { path: folder.to_owned(), reason: WriteErrorKind::File });
    }
    let absolute = std::path::absolute(folder).map_err(failed(folder))?;
    let missing = absolute.ancestors().take_while(|above| !is_there(above));
    let missing = missing.map(Path::to_owned).collect();
    fs::create_dir_all(folder).map_err(failed(folder))?;
    Ok(missing)
}

/// The folders of all files, without duplicates, parents first.
fn folders<'a>(paths: impl Iterator<Item = &'a str>) -> BTreeSet<&'a str> {
    paths.flat_map(|path| path.match_indices('/').map(|(at, _)| &path[..at])).collect()
}

/// The paths of files.
fn paths<'a>(files: impl IntoIterator<Item = &'a Rendered>) -> impl Iterator<Item = &'a str> {
    files.into_iter().map(|file| &*file.path)
}

/// Refuses to write into a folder that is really a file, or a link, which may lead out of the
/// output folder.
#[expect(clippy::disallowed_methods, reason = "this module examines where it writes")]
fn refuse_detours(root: &Path, folders: &BTreeSet<&str>) -> Result<(), WriteError> {
    for folder in folders {
        let path = root.join(folder);
        let reason = match fs::symlink_metadata(&path) {
            Ok(found) if found.is_symlink() => WriteErrorKind::Link,
            Ok(found) if !found.is_dir() => WriteErrorKind::File,
            _ => continue,
        };
        return Err(WriteError { path, reason });
    }
    Ok(())
}

/// Creates the missing folders, and adds them to a list.
#[expect(clippy::disallowed_methods, reason = "this is the module that creates folders")]
fn create_folders(
    root: &Path,
    folders: &BTreeSet<&str>,
    created: &mut Vec<PathBuf>,
) -> Result<(), WriteError> {
    for folder in folders {
        let path = root.join(folder);
        if fs::symlink_metadata(&path).is_err() {
            fs::create_dir(&path).map_err(failed(&path))?;
            created.push(path);
        }
    }
    Ok(())
}

/// The kind of entry at the path of a file to be written.
enum Existing {
    Nothing,
    Same,
    Different,
    Folder,
}

/// The content of a file to be written.
#[derive(Clone, Copy)]
enum NewContent<'a> {
    Bytes(&'a [u8]),
    CopyOf(&'a DiskFile),
}

impl<'a> NewContent<'a> {
    fn of(file: &'a Rendered) -> NewContent<'a> {
        match &file.copy_of {
            Some(file) => NewContent::CopyOf(file),
            None => NewContent::Bytes(&file.bytes),
        }
    }

    fn length(self) -> u64 {
        match self {
            NewContent::Bytes(bytes) => bytes.len() as u64,
            NewContent::CopyOf(file) => file.length,
        }
    }

    /// Whether a file has this content, if it has the same length.
    #[expect(clippy::disallowed_methods, reason = "this module compares what it writes")]
    fn is_in(self, path: &Path) -> io::Result<bool> {
        Ok(match self {
            NewContent::Bytes(bytes) => fs::read(path)? == bytes,
            NewContent::CopyOf(file) => hash128_of(fs::File::open(path)?)?.0 == file.hash,
        })
    }

    /// Writes it. A copied file must still be the one that was built.
    fn write_to(self, file: &mut fs::File) -> io::Result<()> {
        match self {
            NewContent::Bytes(bytes) => file.write_all(bytes),
            NewContent::CopyOf(source) => {
                let copied = CopyingReader { from: open_on_disk(source)?, to: file };
                match hash128_of(copied)?.0 == source.hash {
                    true => Ok(()),
                    false => Err(io::Error::other(format!(
                        "{} was changed during the build; build again",
                        source.location.display()
                    ))),
                }
            }
        }
    }
}

/// Reads a file, and writes to another one what was read.
struct CopyingReader<'a> {
    from: fs::File,
    to: &'a mut fs::File,
}

impl Read for CopyingReader<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.from.read(buffer)?;
        self.to.write_all(&buffer[..read])?;
        Ok(read)
    }
}

#[expect(clippy::disallowed_methods, reason = "this module compares what it writes")]
fn existing(path: &Path, content: NewContent<'_>) -> Existing {
    match fs::symlink_metadata(path) {
        Err(error) if is_absent(&error) => Existing::Nothing,
        Err(_) => Existing::Different,
        Ok(found) if found.is_dir() => Existing::Folder,
        Ok(found) if found.is_file() && found.len() == content.length() => {
            match content.is_in(path) {
                Ok(true) => Existing::Same,
                _ => Existing::Different,
            }
        }
        Ok(_) => Existing::Different,
    }
}

/// Whether an error means that a file does not exist.
fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

/// Writes a file, unless it already has these bytes; returns whether it was written.
#[expect(clippy::disallowed_methods, reason = "this is the module that writes files")]
fn replace(
    staging: &StagingFolder,
    path: &Path,
    content: NewContent<'_>,
    durability: Durability,
) -> Result<bool, WriteError> {
    match existing(path, content) {
        Existing::Same => return Ok(false),
        Existing::Folder => {
            return Err(WriteError { path: path.to_owned(), reason: WriteErrorKind::Folder });
        }
        Existing::Nothing | Existing::Different => {}
    }
    let staged = staging.next();
    let moved = write_new(&staged, content, durability).and_then(|()| fs::rename(&staged, path));
    moved.map_err(|error| {
        // The old file is unchanged; only the new one has to be removed.
        let _ = fs::remove_file(&staged);
        failed(path)(error)
    })?;
    Ok(true)
}

/// Writes a file that does not exist yet, and never through a link.
#[expect(clippy::disallowed_methods, reason = "this is the module that writes files")]
fn write_new(path: &Path, content: NewContent<'_>, durability: Durability) -> io::Result<()> {
    let mut file = fs::OpenOptions::new().write(true).create_new(true).open(path)?;
    content.write_to(&mut file)?;
    match durability {
        Durability::Synced => file.sync_all(),
        Durability::Unsynced => Ok(()),
    }
}

/// Replaces the record. If it is synced, it is on the disk before anything that relies on it.
fn write_record(
    staging: &StagingFolder,
    folder: &Path,
    record: &BuildRecord,
    durability: Durability,
) -> Result<(), WriteError> {
    let path = folder.join(RECORD);
    replace(staging, &path, NewContent::Bytes(record.to_text().as_bytes()), durability)?;
    match durability {
        Durability::Synced => sync_folder(folder).map_err(failed(folder)),
        Durability::Unsynced => Ok(()),
    }
}
