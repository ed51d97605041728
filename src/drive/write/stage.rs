//! Where new files are while they are being written.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::drive::write::{Reason, WriteError, failed};

/// The folder in the output folder in which files are while they are being written.
const STAGE: &str = ".plenary-new";

/// Where new files are written before they are moved to their place: a folder of our own in the
/// output folder, so that what an ended run left behind is found and removed by the next.
///
/// Two builds at once each write files of their own here. The later one may remove what the earlier
/// has not moved yet, which then fails; a file that is half of each cannot come about.
pub(super) struct Stage {
    folder: PathBuf,
}

/// How many files this process has staged anywhere.
static COUNT: AtomicUsize = AtomicUsize::new(0);

impl Stage {
    /// The stage of an output folder, empty. Something else of its name is not ours, and is refused.
    #[expect(clippy::disallowed_methods, reason = "this module makes folders")]
    pub(super) fn open(root: &Path) -> Result<Stage, WriteError> {
        let folder = root.join(STAGE);
        match fs::symlink_metadata(&folder) {
            Err(_) => fs::create_dir(&folder).map_err(failed(&folder))?,
            Ok(found) if found.is_dir() => {
                for left in fs::read_dir(&folder).map_err(failed(&folder))?.flatten() {
                    // What cannot be removed does no harm here.
                    let _ = match left.file_type() {
                        Ok(kind) if kind.is_dir() => fs::remove_dir_all(left.path()),
                        _ => fs::remove_file(left.path()),
                    };
                }
            }
            Ok(_) => return Err(WriteError { path: folder, reason: Reason::NotOurs }),
        }
        Ok(Stage { folder })
    }

    /// A path that nothing has, in this process or another.
    pub(super) fn next(&self) -> PathBuf {
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        self.folder.join(format!("{}-{number}", std::process::id()))
    }

    /// Removes files that were not moved to their places.
    #[expect(clippy::disallowed_methods, reason = "this module removes files of its own")]
    pub(super) fn clear<'a>(&self, files: impl Iterator<Item = &'a PathBuf>) {
        for file in files {
            // One that is not here is in its place, or was.
            let _ = fs::remove_file(file);
        }
    }

    /// An empty folder for a tree of new files; what is left in it at the end is removed.
    #[expect(clippy::disallowed_methods, reason = "this module makes folders")]
    pub(super) fn tree(&self) -> Result<Tree, WriteError> {
        let folder = self.next();
        fs::create_dir(&folder).map_err(failed(&folder))?;
        Ok(Tree { folder })
    }
}

/// A folder for a tree of new files.
pub(super) struct Tree {
    /// Where it is.
    pub(super) folder: PathBuf,
}

impl Drop for Tree {
    #[expect(clippy::disallowed_methods, reason = "this module removes folders")]
    fn drop(&mut self) {
        // Everything in it is ours. What stays, the next run removes.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

impl Drop for Stage {
    #[expect(clippy::disallowed_methods, reason = "this module removes folders")]
    fn drop(&mut self) {
        // It stays if another build has files in it.
        let _ = fs::remove_dir(&self.folder);
    }
}
