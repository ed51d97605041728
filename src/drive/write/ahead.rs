//! Writing the files of a new folder while others are still being made, so that no more than a few of
//! them have to be kept.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::drive::write::stage::{Stage, Tree};
use crate::drive::write::{
    Origin, Reason, WriteError, Written, failed, grow_one, is_there, make_folder, top, write,
    write_new,
};
use crate::site::render::Rendered;

/// A file that stands in a tree as long as nobody has cleared it away: another build may, for what was
/// left behind by one that is no more.
const WHOLE: &str = ".plenary-whole";

/// Files that are written apart, before it is known that all can be made. Dropped, it leaves nothing
/// behind.
pub struct Ahead {
    folder: PathBuf,
    // Before `stage` and `made`, since what is in a folder goes before the folder.
    tree: Tree,
    stage: Stage,
    /// Whether there is something in the folder at the first part of a path. It is looked at once.
    there: Mutex<BTreeMap<String, bool>>,
    taken: Mutex<Vec<Arc<str>>>,
    _made: Option<MadeFolder>,
}

/// A folder that was not there before.
struct MadeFolder(PathBuf);

impl Drop for MadeFolder {
    #[expect(clippy::disallowed_methods, reason = "this module removes folders of its own")]
    fn drop(&mut self) {
        // One with a site in it stays.
        let _ = fs::remove_dir(&self.0);
    }
}

impl Ahead {
    /// Begins to write into a folder.
    ///
    /// # Errors
    /// A folder that cannot be made.
    pub fn open(folder: &Path) -> Result<Ahead, WriteError> {
        let made = (!is_there(folder)).then(|| MadeFolder(folder.to_owned()));
        make_folder(folder)?;
        let stage = Stage::open(folder)?;
        let tree = stage.tree()?;
        write_new(&tree.folder.join(WHOLE), &[]).map_err(failed(&tree.folder))?;
        Ok(Ahead {
            folder: folder.to_owned(),
            tree,
            stage,
            there: Mutex::default(),
            taken: Mutex::default(),
            _made: made,
        })
    }

    /// Writes a file, if there is nothing in its place or around it, and says whether it did: then its
    /// bytes are not needed any more. What cannot be written now is tried again at the end.
    #[expect(clippy::disallowed_methods, reason = "this module removes files of its own")]
    pub fn take(&self, file: &Rendered) -> bool {
        if self.is_known(&file.path) {
            return false;
        }
        if grow_one(&self.tree.folder, file).is_err() {
            let _ = fs::remove_file(self.tree.folder.join(&*file.path));
            return false;
        }
        self.taken.lock().unwrap_or_else(PoisonError::into_inner).push(Arc::clone(&file.path));
        true
    }

    /// Makes the folder hold the site; see [`super::write_site()`].
    ///
    /// # Errors
    /// As there; and if another build has removed what was written, nothing is.
    pub fn finish(self, files: &[Rendered], origin: Option<Origin>) -> Result<Written, WriteError> {
        if !is_there(&self.tree.folder.join(WHOLE)) {
            return Err(WriteError { path: self.folder, reason: Reason::Meanwhile });
        }
        let taken = std::mem::take(&mut *self.taken.lock().unwrap_or_else(PoisonError::into_inner));
        let taken: BTreeSet<Arc<str>> = taken.into_iter().collect();
        write(&self, files, &taken, origin)
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    pub(super) fn stage(&self) -> &Stage {
        &self.stage
    }

    /// Whether there is something at the first part of a path.
    pub(super) fn is_known(&self, path: &str) -> bool {
        let mut there = self.there.lock().unwrap_or_else(PoisonError::into_inner);
        let top = top(path);
        match there.get(top) {
            Some(known) => *known,
            None => {
                let known = is_there(&self.folder.join(top));
                there.insert(top.to_owned(), known);
                known
            }
        }
    }

    /// Moves what was written to its place, one step for each first part of the paths.
    #[expect(clippy::disallowed_methods, reason = "this module moves files of its own")]
    pub(super) fn move_in(&self, files: &[&Rendered]) -> Result<(), WriteError> {
        let tops: BTreeSet<&str> = files.iter().map(|file| top(&file.path)).collect();
        tops.into_iter().try_for_each(|top| {
            let path = self.folder.join(top);
            fs::rename(self.tree.folder.join(top), &path).map_err(failed(&path))
        })
    }

    pub(super) fn tree(&self) -> &Path {
        &self.tree.folder
    }
}
