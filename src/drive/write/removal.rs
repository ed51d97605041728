//! Removing files that an earlier build wrote and this build does not.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::base::source::hash128_of;
use crate::base::unicode::file_name_key;
use crate::drive::write::build_record::{BuildRecord, WrittenBytes};
use crate::drive::write::{WriteError, WriteErrorKind, is_absent};

/// The removed files, and the folders that changed.
#[derive(Debug, Default)]
pub(super) struct Removed {
    /// The number of files.
    pub(super) files: usize,
    /// The folders that lost a file or a folder and are still there.
    pub(super) folders: BTreeSet<PathBuf>,
}

/// Removes files of an earlier build, and the folders that become empty.
///
/// # Errors
/// The files that could not be removed; all others were.
pub(super) fn remove_withdrawn<'a>(
    root: &Path,
    files: impl Iterator<Item = (&'a String, &'a Vec<WrittenBytes>)>,
) -> Result<Removed, WriteError> {
    let mut removed = Removed::default();
    let mut remaining = Vec::new();
    for (path, states) in files {
        match remove(root, path, states) {
            Ok(Some(above)) => {
                removed.files += 1;
                removed.folders.insert(above);
            }
            Ok(None) => {}
            Err(reason) => remaining.push((root.join(path), reason)),
        }
    }
    removed.folders.retain(|folder| super::is_there(folder));
    let mut remaining = remaining.into_iter();
    match remaining.next() {
        Some((path, reason)) => {
            let others = remaining.map(|(path, _)| path).collect();
            Err(WriteError { path, reason: WriteErrorKind::Remains(reason, others) })
        }
        None => Ok(removed),
    }
}

/// Removes files of an earlier build whose paths this build spells with other cases, where the system takes
/// both for one file: otherwise the new file would keep the old spelling, and then be removed as the
/// old one.
///
/// # Errors
/// Those of [`remove_withdrawn`].
pub(super) fn remove_other_spellings(
    root: &Path,
    before: &BuildRecord,
    now: &BuildRecord,
) -> Result<(), WriteError> {
    let withdrawn: Vec<(&String, &Vec<WrittenBytes>)> =
        before.files.iter().filter(|(path, _)| !now.files.contains_key(*path)).collect();
    if withdrawn.is_empty() {
        return Ok(());
    }
    let spelt: BTreeMap<String, &String> =
        now.files.keys().map(|path| (file_name_key(path), path)).collect();
    let is_same = |old: &str| {
        let new = spelt.get(&file_name_key(old));
        new.is_some_and(|new| same_file(&root.join(old), &root.join(new)))
    };
    let others = withdrawn.into_iter().filter(|(path, _)| is_same(path));
    remove_withdrawn(root, others).map(drop)
}

/// Whether two paths lead to one file.
#[expect(clippy::disallowed_methods, reason = "this module examines files of its own")]
fn same_file(one: &Path, other: &Path) -> bool {
    match (fs::canonicalize(one), fs::canonicalize(other)) {
        (Ok(one), Ok(other)) => one == other || same_entry(&one, &other),
        _ => false,
    }
}

/// Whether two paths without links are one entry on the disk.
#[cfg(unix)]
#[expect(clippy::disallowed_methods, reason = "this module examines files of its own")]
fn same_entry(one: &Path, other: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let entry =
        |path: &Path| fs::symlink_metadata(path).ok().map(|f| (f.dev(), f.ino(), f.nlink()));
    // Two names of one file on the disk are two files here.
    entry(one).is_some_and(|(_, _, links)| links == 1) && entry(one) == entry(other)
}

/// Whether two paths without links are one entry on the disk: a canonical path has the spelling of the
/// disk.
#[cfg(not(unix))]
fn same_entry(_one: &Path, _other: &Path) -> bool {
    false
}

/// Removes a file and the folders that become empty, and returns the folder that contained them;
/// `None` if the file does not exist.
#[expect(clippy::disallowed_methods, reason = "this module removes files of its own")]
fn remove(root: &Path, path: &str, states: &[WrittenBytes]) -> Result<Option<PathBuf>, String> {
    let file = root.join(path);
    let found = match fs::symlink_metadata(&file) {
        Err(error) if is_absent(&error) => return Ok(None),
        Err(error) => return Err(error.to_string()),
        Ok(found) if found.is_dir() => return Ok(None),
        Ok(found) => found,
    };
    let link = path
        .match_indices('/')
        .map(|(at, _)| root.join(&path[..at]))
        .find(|folder| fs::symlink_metadata(folder).is_ok_and(|found| found.is_symlink()));
    if let Some(link) = link {
        return Err(format!("{} is a symbolic link; remove it yourself", link.display()));
    }
    // An empty file has nothing to lose: after a power cut, ours may be empty.
    let ours = found.is_file()
        && (found.len() == 0 || {
            let open = fs::File::open(&file);
            let (hash, _) = open.and_then(hash128_of).map_err(|error| error.to_string())?;
            states.iter().any(|bytes| bytes.hash == hash)
        });
    if !ours {
        return Err("it was changed since a build wrote it; remove it yourself".to_owned());
    }
    fs::remove_file(&file).map_err(|error| error.to_string())?;
    for (at, _) in path.rmatch_indices('/') {
        let folder = root.join(&path[..at]);
        // A folder that is not empty stays.
        if fs::remove_dir(&folder).is_err() {
            return Ok(Some(folder));
        }
    }
    Ok(Some(root.to_owned()))
}
