//! The staging folder: new files are written there, and then moved into place.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::drive::write::{WriteError, WriteErrorKind, failed};

/// The name of the staging folder.
pub(super) const NAME: &str = ".plenary-new";

/// A separate folder within the output folder, so that the next run finds and removes the files that an
/// interrupted run left behind.
///
/// Two simultaneous builds write separate files here. The later build may remove files that the earlier
/// build has not moved yet; then the earlier build fails, and a file mixed from both is impossible.
pub(super) struct StagingFolder {
    folder: PathBuf,
    /// The files that an interrupted run left and that could not be removed.
    leftovers: Vec<PathBuf>,
}

/// How many files this process has staged.
static COUNT: AtomicUsize = AtomicUsize::new(0);

impl StagingFolder {
    /// The staging folder of an output folder, emptied. If there is something else with that name,
    /// it is not ours, and this fails.
    #[expect(clippy::disallowed_methods, reason = "this module creates folders")]
    pub(super) fn open(root: &Path) -> Result<StagingFolder, WriteError> {
        let folder = root.join(NAME);
        let mut leftovers = Vec::new();
        match fs::symlink_metadata(&folder) {
            Err(_) => fs::create_dir(&folder).map_err(failed(&folder))?,
            Ok(found) if found.is_dir() => {
                for left in fs::read_dir(&folder).map_err(failed(&folder))? {
                    let left = left.map_err(failed(&folder))?.path();
                    if remove_all(&left).is_err() {
                        leftovers.push(left);
                    }
                }
            }
            Ok(_) => return Err(WriteError { path: folder, reason: WriteErrorKind::NotOurs }),
        }
        Ok(StagingFolder { folder, leftovers })
    }

    /// Removes the folder.
    ///
    /// # Errors
    /// The files that an interrupted run left here and that cannot be removed. Files of another
    /// build stay.
    pub(super) fn close(self, tree: StagingTree) -> Result<(), WriteError> {
        for left in self.leftovers.iter().chain([&tree.folder]) {
            remove_all(left).map_err(|error| WriteError {
                path: left.clone(),
                reason: WriteErrorKind::Remains(error.to_string(), Vec::new()),
            })?;
        }
        Ok(())
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

/// Removes a file, or a folder with everything in it, that is ours.
#[expect(clippy::disallowed_methods, reason = "this module removes files of its own")]
fn remove_all(path: &Path) -> io::Result<()> {
    let removed = match fs::symlink_metadata(path) {
        Ok(found) if found.is_dir() => fs::remove_dir_all(path),
        Ok(_) => fs::remove_file(path),
        Err(error) => Err(error),
    };
    match removed {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}
