//! Writing the files of new folders while others are still being rendered, so that only a few are in
//! memory at a time.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::drive::write::durability::Durability;
use crate::drive::write::staging_folder::{StagingFolder, StagingTree};
use crate::drive::write::{
    BuildOrigin, NewContent, WriteError, WriteErrorKind, Written, create_folder, failed, is_there,
    top, write, write_in_tree, write_new,
};
use crate::site::render::Rendered;

/// A file whose absence shows that another build removed the tree, because that build took it for the
/// tree of an interrupted build.
const MARKER: &str = ".plenary-whole";

/// Writes a site: files first go to the staging folder, before it is known whether all can be rendered.
/// If dropped, it leaves nothing behind.
pub struct SiteWriter {
    folder: PathBuf,
    // Before `staging` and `_created`, since the content of a folder is removed before the folder.
    tree: StagingTree,
    staging: StagingFolder,
    /// Whether the first part of a path exists in the folder; looked up once each.
    there: Mutex<BTreeMap<String, bool>>,
    /// The files that were written, with their lengths.
    taken: Mutex<BTreeMap<Arc<str>, u64>>,
    _created: Option<CreatedFolder>,
}

/// A folder that did not exist before.
struct CreatedFolder(PathBuf);

impl Drop for CreatedFolder {
    #[expect(clippy::disallowed_methods, reason = "this module removes folders of its own")]
    fn drop(&mut self) {
        // A folder with a site in it stays.
        let _ = fs::remove_dir(&self.0);
    }
}

impl SiteWriter {
    /// Begins to write to a folder.
    ///
    /// # Errors
    /// A folder that cannot be created.
    pub fn open(folder: &Path) -> Result<SiteWriter, WriteError> {
        let created = (!is_there(folder)).then(|| CreatedFolder(folder.to_owned()));
        create_folder(folder)?;
        let staging = StagingFolder::open(folder)?;
        let tree = staging.tree()?;
        write_new(&tree.folder.join(MARKER), NewContent::Bytes(&[]), Durability::Unsynced)
            .map_err(failed(&tree.folder))?;
        Ok(SiteWriter {
            folder: folder.to_owned(),
            tree,
            staging,
            there: Mutex::default(),
            taken: Mutex::default(),
            _created: created,
        })
    }

    /// Writes a file if its top folder is new, and returns whether it did: its bytes are then no longer
    /// needed. Files that cannot be written now are tried again at the end.
    #[expect(clippy::disallowed_methods, reason = "this module removes files of its own")]
    pub fn take(&self, file: &Rendered) -> bool {
        if self.is_known(&file.path) {
            return false;
        }
        if write_in_tree(&self.tree.folder, file).is_err() {
            let _ = fs::remove_file(self.tree.folder.join(&*file.path));
            return false;
        }
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        taken.insert(Arc::clone(&file.path), file.length());
        true
    }

    /// Completes the site in the folder; see [`super::write_site()`].
    ///
    /// # Errors
    /// Those of that function; or another build removed the files written so far: then nothing is
    /// written.
    pub fn finish(
        self,
        files: &[Rendered],
        origin: Option<BuildOrigin>,
    ) -> Result<Written, WriteError> {
        if !is_there(&self.tree.folder.join(MARKER)) {
            return Err(WriteError { path: self.folder, reason: WriteErrorKind::Meanwhile });
        }
        let taken = std::mem::take(&mut *self.taken.lock().unwrap_or_else(PoisonError::into_inner));
        let written = write(&self, files, &taken, origin)?;
        self.staging.close(self.tree)?;
        Ok(written)
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    pub(super) fn staging(&self) -> &StagingFolder {
        &self.staging
    }

    /// Whether the first part of a path exists.
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

    /// Moves what was written into place, one step for each first part of the paths.
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
