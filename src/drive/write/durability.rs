//! Making files outlive a power cut.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use crate::drive::write::{WriteError, failed};

/// Whether a file must be on the disk before it gets its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Durability {
    /// It outlives a power cut.
    Synced,
    /// After a power cut it may be empty. The next build notices.
    Unsynced,
}

/// Waits until the names in a folder are on the disk.
#[cfg(unix)]
#[expect(clippy::disallowed_methods, reason = "this module syncs what was written")]
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    match std::fs::File::open(folder).and_then(|folder| folder.sync_all()) {
        // Some network file systems cannot sync folders, or need not.
        Err(error)
            if matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) =>
        {
            Ok(())
        }
        synced => synced,
    }
}

/// Waits until the names in a folder are on the disk, which this system does by itself.
#[cfg(not(unix))]
pub(super) fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

/// Syncs a folder and those below it, innermost first.
pub(super) fn sync_folders(root: &Path, folders: &BTreeSet<&str>) -> Result<(), WriteError> {
    let below = folders.iter().rev().map(|folder| root.join(folder));
    below.chain([root.to_owned()]).try_for_each(|path| sync_folder(&path).map_err(failed(&path)))
}

/// Syncs the names of new folders.
pub(super) fn sync_created(folders: &[PathBuf]) -> Result<(), WriteError> {
    let above = folders.iter().filter_map(|folder| folder.parent());
    above.into_iter().try_for_each(|path| sync_folder(path).map_err(failed(path)))
}
