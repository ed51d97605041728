//! Changing several files of a site's content: all of them or none.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::drive::write::durability::{Durability, sync_created, sync_folders};
use crate::drive::write::staging_folder::StagingFolder;
use crate::drive::write::{
    NewContent, WriteError, WriteErrorKind, create_folder, create_folders, failed, folders,
    refuse_detours, write_new,
};

/// A file to be created, changed or removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amendment {
    /// Its path from the folder, with `/` between the parts.
    pub path: String,
    /// Its current content; `None` if it must not exist.
    pub before: Option<Vec<u8>>,
    /// Its new content; `None` if it is removed.
    pub after: Option<Vec<u8>>,
}

/// Creates, changes and removes files, in the given order. Each one is replaced atomically, directly
/// after it was compared with `before`, so that what an editor saved in the meantime is not lost. On
/// success all changes outlive a power cut.
///
/// # Errors
/// A file whose content is not `before`, or that could not be written. All changes until then
/// are undone.
pub fn amend(root: &Path, amendments: &[Amendment]) -> Result<(), WriteError> {
    let created = create_folder(root)?;
    let new = amendments.iter().filter(|one| one.after.is_some());
    let folders = folders(new.map(|one| one.path.as_str()));
    refuse_detours(root, &folders)?;
    for amendment in amendments {
        compare(root, &amendment.path, amendment.before.as_deref())?;
    }
    let staging = StagingFolder::open(root)?;
    let mut staged = Vec::with_capacity(amendments.len());
    for Amendment { path, after, .. } in amendments {
        let new = after.as_ref().map(|bytes| {
            let at = staging.next();
            write_new(&at, NewContent::Bytes(bytes), Durability::Synced)
                .map_err(failed(&root.join(path)))?;
            copy_permissions(&root.join(path), &at);
            Ok(at)
        });
        staged.push(new.transpose()?);
    }
    let mut done =
        AppliedAmendments { root, folders: Vec::new(), files: Vec::new(), staging: &staging };
    let result = create_folders(root, &folders, &mut done.folders)
        .and_then(|()| {
            let mut each = amendments.iter().zip(&staged);
            each.try_for_each(|(one, staged)| done.file(one, staged.as_deref()))
        })
        .and_then(|()| sync_folders(root, &all_folders(amendments)))
        .and_then(|()| sync_created(&created));
    if result.is_err() {
        done.undo();
        staging.clear(staged.iter().flatten());
    }
    result
}

/// The folders of all files, including the files that are removed.
fn all_folders(amendments: &[Amendment]) -> BTreeSet<&str> {
    folders(amendments.iter().map(|one| one.path.as_str()))
}

/// The changes made so far.
struct AppliedAmendments<'a> {
    root: &'a Path,
    folders: Vec<PathBuf>,
    files: Vec<&'a Amendment>,
    staging: &'a StagingFolder,
}

impl<'a> AppliedAmendments<'a> {
    #[expect(clippy::disallowed_methods, reason = "this is the module that writes files")]
    fn file(&mut self, one: &'a Amendment, staged: Option<&Path>) -> Result<(), WriteError> {
        let path = self.root.join(&one.path);
        compare(self.root, &one.path, one.before.as_deref())?;
        let moved = match staged {
            Some(staged) => fs::rename(staged, &path),
            None => fs::remove_file(&path),
        };
        moved.map_err(failed(&path))?;
        self.files.push(one);
        Ok(())
    }

    /// Restores everything, as far as the disk allows.
    #[expect(clippy::disallowed_methods, reason = "this is the module that writes files")]
    fn undo(&self) {
        for one in self.files.iter().rev() {
            let path = self.root.join(&one.path);
            // What an editor saved since then stays.
            if compare(self.root, &one.path, one.after.as_deref()).is_err() {
                continue;
            }
            let _ = match &one.before {
                None => fs::remove_file(&path),
                Some(bytes) => {
                    let at = self.staging.next();
                    write_new(&at, NewContent::Bytes(bytes), Durability::Synced).and_then(|()| {
                        copy_permissions(&path, &at);
                        fs::rename(&at, &path)
                    })
                }
            };
        }
        for folder in self.folders.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}

/// Refuses a file whose content is not the expected one.
#[expect(clippy::disallowed_methods, reason = "this module compares what it writes")]
fn compare(root: &Path, path: &str, expected: Option<&[u8]>) -> Result<(), WriteError> {
    let path = root.join(path);
    let reason = match (fs::symlink_metadata(&path), expected) {
        (Err(error), None) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        (Ok(found), _) if found.is_symlink() => WriteErrorKind::Link,
        (Ok(found), _) if found.is_dir() => WriteErrorKind::Folder,
        (Ok(_), Some(bytes)) if fs::read(&path).is_ok_and(|now| now == bytes) => return Ok(()),
        (Ok(_), None) => WriteErrorKind::Exists,
        (Err(error), _) if error.kind() != io::ErrorKind::NotFound => WriteErrorKind::Io(error),
        _ => WriteErrorKind::Changed,
    };
    Err(WriteError { path, reason })
}

/// Gives a new file the permissions of the one that it replaces.
#[expect(clippy::disallowed_methods, reason = "this is the module that writes files")]
fn copy_permissions(old: &Path, new: &Path) {
    if let Ok(found) = fs::metadata(old) {
        // With other permissions it is still the right file.
        let _ = fs::set_permissions(new, found.permissions());
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the test plays the editor")]
mod tests {
    use super::*;

    const FILE: &str = "agenda.yaml";

    /// One change of a file, staged, in a folder whose file has the content that the change expects.
    fn with_change(test: impl FnOnce(&mut AppliedAmendments<'_>, &Path)) -> String {
        let folder = tempfile::tempdir().expect("there is a temporary folder");
        let root = folder.path();
        fs::write(root.join(FILE), "imported last time").expect("the folder can be written");
        let staging = StagingFolder::open(root).expect("the folder can be written");
        let staged = staging.next();
        let new = NewContent::Bytes(b"imported now");
        write_new(&staged, new, Durability::Unsynced).expect("the file is new");
        let mut applied =
            AppliedAmendments { root, folders: Vec::new(), files: Vec::new(), staging: &staging };
        test(&mut applied, &staged);
        fs::read_to_string(root.join(FILE)).expect("the file is still there")
    }

    fn change() -> &'static Amendment {
        Box::leak(Box::new(Amendment {
            path: FILE.to_owned(),
            before: Some(b"imported last time".to_vec()),
            after: Some(b"imported now".to_vec()),
        }))
    }

    fn editor_saves(applied: &AppliedAmendments<'_>) {
        fs::write(applied.root.join(FILE), "saved by an editor").expect("the file can be written");
    }

    #[test]
    fn a_file_that_an_editor_saves_after_the_first_comparison_is_not_replaced() {
        let text = with_change(|applied, staged| {
            editor_saves(applied);
            let refused = applied.file(change(), Some(staged)).expect_err("the file has changed");
            assert!(matches!(refused.reason, WriteErrorKind::Changed), "{refused}");
        });
        assert_eq!(text, "saved by an editor");
    }

    #[test]
    fn undoing_keeps_what_an_editor_saved_since() {
        let text = with_change(|applied, staged| {
            applied.file(change(), Some(staged)).expect("nothing is in the way");
            editor_saves(applied);
            applied.undo();
        });
        assert_eq!(text, "saved by an editor");
        let undone = with_change(|applied, staged| {
            applied.file(change(), Some(staged)).expect("nothing is in the way");
            applied.undo();
        });
        assert_eq!(undone, "imported last time");
    }
}
