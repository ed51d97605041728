//! The staging folder: new files are written there, and then moved into place.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::drive::write::{WriteError, WriteErrorKind, failed};

/// The name of the staging folder.
const NAME: &str = ".plenary-new";

/// A separate folder within the output folder, so that the next run finds and removes the files that an
/// interrupted run left behind.
///
/// Two simultaneous builds write separate files here. The later build may remove files that the earlier
/// build has not moved yet; then the earlier build fails, and a file mixed from both is impossible.
pub(super) struct StagingFolder {
    folder: PathBuf,
}

/// How many files this process has staged.
static COUNT: AtomicUsize = AtomicUsize::new(0);

impl StagingFolder {
    /// The staging folder of an output folder, emptied. Anything else of that name is not ours, and is
    /// refused.
    #[expect(clippy::disallowed_methods, reason = "this module creates folders")]
    pub(super) fn open(root: &Path) -> Result<StagingFolder, WriteError> {
        let folder = root.join(NAME);
        match fs::symlink_metadata(&folder) {
            Err(_) => fs::create_dir(&folder).map_err(failed(&folder))?,
            Ok(found) if found.is_dir() => {
                for left in fs::read_dir(&folder).map_err(failed(&folder))?.flatten() {
                    // What cannot be removed is harmless here.
                    let _ = match left.file_type() {
                        Ok(kind) if kind.is_dir() => fs::remove_dir_all(left.path()),
                        _ => fs::remove_file(left.path()),
                    };
                }
            }
            Ok(_) => return Err(WriteError { path: folder, reason: WriteErrorKind::NotOurs }),
        }
        Ok(StagingFolder { folder })
    }

    /// A path that is unique across all processes.
    pub(super) fn next(&self) -> PathBuf {
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        self.folder.join(format!("{}-{number}", std::process::id()))
    }

    /// Removes files that were not moved into place.
    #[expect(clippy::disallowed_methods, reason = "this module removes files of its own")]
    pub(super) fn clear<'a>(&self, files: impl Iterator<Item = &'a PathBuf>) {
        for file in files {
            // Those that were moved are missing here.
            let _ = fs::remove_file(file);
        }
    }

    /// An empty folder for a tree of new files; what is left in it is removed at the end.
    #[expect(clippy::disallowed_methods, reason = "this module creates folders")]
    pub(super) fn tree(&self) -> Result<StagingTree, WriteError> {
        let folder = self.next();
        fs::create_dir(&folder).map_err(failed(&folder))?;
        Ok(StagingTree { folder })
    }
}

/// A folder for a tree of new files.
pub(super) struct StagingTree {
    /// Its path.
    pub(super) folder: PathBuf,
}

impl Drop for StagingTree {
    #[expect(clippy::disallowed_methods, reason = "this module removes folders")]
    fn drop(&mut self) {
        // Everything in it is ours. The next run removes what is left.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

impl Drop for StagingFolder {
    #[expect(clippy::disallowed_methods, reason = "this module removes folders")]
    fn drop(&mut self) {
        // It stays if another build has files in it.
        let _ = fs::remove_dir(&self.folder);
    }
}
