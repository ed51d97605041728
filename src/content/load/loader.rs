//! Reading a site's files repeatedly: each time only those that may have changed.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use super::problem::Problem;
use super::{
    BUILT_IN, FOLDERS, Listing, Stamp, is_hidden, is_read_as_file, list_paths, load_built_in,
    read_file, relative,
};
use crate::base::diagnostic::Report;
use crate::base::source::{SourceFile, Sources};

/// From this many paths on, one listing of all folders is faster than a listing per path.
const MANY: usize = 256;

/// Reads a site's folder, and later its changes.
#[derive(Debug)]
pub struct Loader {
    root: PathBuf,
    /// Unreadable files, by path.
    problems: BTreeMap<String, Problem>,
    /// The metadata of the files that were read, by path.
    stamps: BTreeMap<Arc<str>, Stamp>,
    /// The files read since the last full listing. If a file is written twice within one tick of the
    /// disk's clock, its metadata stays the same. So the metadata of these files is ignored once.
    recent: BTreeSet<Arc<str>>,
    /// Whether there are symbolic links: a change of one path may be a change of another.
    linked: bool,
}

impl Loader {
    /// A loader for the folder that contains `content/`; nothing is read yet.
    pub fn new(root: &Path) -> Loader {
        Loader {
            root: root.to_owned(),
            problems: BTreeMap::new(),
            stamps: BTreeMap::new(),
            recent: BTreeSet::new(),
            linked: false,
        }
    }

    /// Reads all new and changed files, and removes missing ones. Returns whether anything is different.
    pub fn load_all(&mut self, sources: &mut Sources) -> bool {
        if sources.under(BUILT_IN).next().is_none() {
            load_built_in(sources);
        }
        let mut listing = list_paths(&self.root, "");
        // The first time, there is nothing to compare with.
        listing.stamp(&self.root, |path| self.stamps.contains_key(path));
        self.compare(listing, sources)
    }

    /// Reads these files again, and the new and changed files of these folders. Returns whether anything
    /// is different.
    pub fn reload(&mut self, paths: &BTreeSet<PathBuf>, sources: &mut Sources) -> bool {
        let scopes: BTreeSet<String> = paths.iter().filter_map(|path| self.scope(path)).collect();
        if scopes.len() > MANY || self.linked {
            let known = scopes.iter().filter_map(|path| self.stamps.get_key_value(&**path));
            self.recent.extend(known.map(|(path, _)| Arc::clone(path)));
            return self.load_all(sources);
        }
        let mut different = false;
        for scope in scopes {
            let mut listing = list_paths(&self.root, &scope);
            listing.stamp(&self.root, |path| path != scope && self.stamps.contains_key(path));
            different |= self.take(listing, sources);
        }
        if self.linked {
            different |= self.load_all(sources);
        }
        different
    }

    /// Reads the files that differ in a full listing. Returns whether anything is different.
    pub fn compare(&mut self, mut listing: Listing, sources: &mut Sources) -> bool {
        for (path, stamp) in &mut listing.files {
            if self.recent.contains(&**path) {
                *stamp = None;
            }
        }
        self.linked = listing.linked;
        let first = self.stamps.is_empty();
        let different = self.take(listing, sources);
        if first {
            // Writes during the first read are noticed by the watcher.
            self.recent.clear();
        }
        different
    }

    /// Reports unreadable files.
    pub fn report(&self, sources: &mut Sources) -> Report {
        let mut report = Report::new();
        for problem in self.problems.values() {
            report.push(problem.clone().into_diagnostic(sources));
        }
        report
    }

    /// The scope of the listing for a path from the watcher; `None` for files that are not read.
    fn scope(&self, path: &Path) -> Option<String> {
        // A name that is not UTF-8 is found when its folder is walked.
        let path = path.ancestors().find(|path| path.to_str().is_some())?;
        let path = relative(&self.root, path);
        let mut parts = path.split('/');
        if !parts.clone().next().is_some_and(|folder| FOLDERS.contains(&folder))
            || parts.any(is_hidden)
        {
            return None;
        }
        // A folder with the name of a file is not walked.
        let above = path.match_indices('/').map(|(at, _)| &path[..at]);
        let above = above.into_iter().find(|folder| is_read_as_file(folder));
        Some(above.map_or_else(|| path.clone(), str::to_owned))
    }

    /// Reads the files of a listing with new metadata, and removes those that are not in it.
    fn take(&mut self, listing: Listing, sources: &mut Sources) -> bool {
        let Listing { scope, files, mut problems, linked } = listing;
        self.linked |= linked;
        let (root, stamps) = (&self.root, &self.stamps);
        let stale = |(path, stamp): &&(String, Option<Stamp>)| {
            stamp.is_none() || stamps.get(&**path) != stamp.as_ref()
        };
        let wanted: Vec<_> = files.iter().filter(stale).collect();
        let read: Vec<Result<(SourceFile, Stamp), Problem>> =
            wanted.par_iter().map(|(path, _)| read_file(root, path)).collect();
        let mut different = false;
        let mut unreadable = BTreeSet::new();
        for file in read {
            match file {
                Ok((file, stamp)) => different |= self.keep(file, stamp, sources),
                Err(problem) => {
                    unreadable.insert(problem.path.clone());
                    problems.push(problem);
                }
            }
        }
        let there = |path: &str| {
            files.binary_search_by(|(file, _)| (**file).cmp(path)).is_ok()
                && !unreadable.contains(path)
        };
        let known = self.known(&scope, sources);
        for path in known.into_iter().filter(|path| !there(path)) {
            different |= !self.problems.contains_key(&*path);
            self.stamps.remove(&path);
            self.recent.remove(&path);
            sources.remove(&path);
        }
        self.note_problems(&scope, problems) || different
    }

    /// Adds a file that was read; returns whether it is different.
    fn keep(&mut self, file: SourceFile, stamp: Stamp, sources: &mut Sources) -> bool {
        let path = Arc::clone(&file.path);
        let known = sources.find(&path).map(|id| sources.get(id).hash);
        let different = known != Some(file.hash);
        let stamp_before = self.stamps.insert(Arc::clone(&path), stamp);
        match !different && stamp_before == Some(stamp) {
            true => self.recent.remove(&path),
            false => self.recent.insert(path),
        };
        if different {
            sources.insert(file);
        }
        different
    }

    /// The paths of the known files at and below a path.
    fn known(&self, scope: &str, sources: &Sources) -> Vec<Arc<str>> {
        let below = |folder: &str| -> Vec<Arc<str>> {
            sources.under(&format!("{folder}/")).map(|(_, file)| Arc::clone(&file.path)).collect()
        };
        if scope.is_empty() {
            return FOLDERS.iter().flat_map(|folder| below(folder)).collect();
        }
        let mut known = below(scope);
        known.extend(sources.find(scope).map(|id| Arc::clone(&sources.get(id).path)));
        known
    }

    /// Replaces the problems at and below a path; returns whether they are different.
    fn note_problems(&mut self, scope: &str, problems: Vec<Problem>) -> bool {
        let mut earlier = BTreeMap::new();
        for (at, problem) in std::mem::take(&mut self.problems) {
            let kept = match scope.is_empty() || is_within(&at, scope) {
                true => &mut earlier,
                false => &mut self.problems,
            };
            kept.insert(at, problem);
        }
        let now: BTreeMap<String, Problem> =
            problems.into_iter().map(|problem| (problem.path.clone(), problem)).collect();
        let different = earlier != now;
        self.problems.extend(now);
        different
    }
}

/// Whether a path is a folder or is inside it.
fn is_within(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::disallowed_methods, reason = "the tests write files of their own")]

    use std::fs;

    use tempfile::TempDir;

    use super::super::list_all;
    use super::*;

    /// A folder with some files, and a loader that has read it.
    fn loaded() -> (TempDir, Loader, Sources) {
        let folder = TempDir::new().expect("there is room for a folder");
        for (path, text) in
            [("content/a.yaml", "a"), ("content/b.yaml", "b"), ("locales/da/x.ftl", "x")]
        {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().expect("it is in a folder"))
                .expect("the test owns the folder");
            fs::write(path, text).expect("the test owns the folder");
        }
        let (mut loader, mut sources) = (Loader::new(folder.path()), Sources::default());
        assert!(loader.load_all(&mut sources), "all of it is new");
        assert!(!loader.load_all(&mut sources), "nothing is different");
        (folder, loader, sources)
    }

    fn text(sources: &Sources, path: &str) -> Option<String> {
        sources.find(path).map(|id| String::from_utf8_lossy(sources.get(id).bytes()).into_owned())
    }

    fn paths(folder: &TempDir, names: &[&str]) -> BTreeSet<PathBuf> {
        names.iter().map(|name| folder.path().join(name)).collect()
    }

    #[test]
    fn only_the_named_files_are_read() {
        let (folder, mut loader, mut sources) = loaded();
        fs::write(folder.path().join("content/a.yaml"), "a2").expect("the test owns the folder");
        fs::write(folder.path().join("content/b.yaml"), "b2").expect("the test owns the folder");
        assert!(loader.reload(&paths(&folder, &["content/a.yaml"]), &mut sources));
        assert_eq!(text(&sources, "content/a.yaml").as_deref(), Some("a2"));
        assert_eq!(text(&sources, "content/b.yaml").as_deref(), Some("b"));
        assert!(!loader.reload(&paths(&folder, &["content/a.yaml"]), &mut sources));
        for ignored in ["content/.a.swp", "content/a.yaml~", "public/index.html", "README.md"] {
            let path = folder.path().join(ignored);
            fs::create_dir_all(path.parent().expect("it is in a folder"))
                .expect("the test owns the folder");
            fs::write(path, "x").expect("the test owns the folder");
            assert!(!loader.reload(&paths(&folder, &[ignored]), &mut sources), "{ignored}");
        }
        assert!(loader.reload(&paths(&folder, &["content"]), &mut sources), "b is in it");
        assert_eq!(text(&sources, "content/b.yaml").as_deref(), Some("b2"));
    }

    #[test]
    fn a_full_listing_finds_changes_that_the_watcher_missed() {
        let (folder, mut loader, mut sources) = loaded();
        assert!(!loader.compare(list_all(folder.path()), &mut sources));
        let at = |path: &str| folder.path().join(path);
        // Of the same length, with the same time of modification.
        let before = fs::metadata(at("content/a.yaml"))
            .expect("the test owns the folder")
            .modified()
            .expect("a time");
        fs::write(at("content/a.yaml"), "A").expect("the test owns the folder");
        let file = fs::File::options()
            .write(true)
            .open(at("content/a.yaml"))
            .expect("the test owns the folder");
        file.set_modified(before).expect("the test owns the folder");
        fs::remove_file(at("content/b.yaml")).expect("the test owns the folder");
        fs::write(at("content/c.yaml"), "c").expect("the test owns the folder");
        assert!(loader.compare(list_all(folder.path()), &mut sources));
        assert_eq!(text(&sources, "content/a.yaml").as_deref(), Some("A"));
        assert_eq!(text(&sources, "content/b.yaml"), None);
        assert_eq!(text(&sources, "content/c.yaml").as_deref(), Some("c"));
        assert!(!loader.compare(list_all(folder.path()), &mut sources));
        // An outdated listing does no harm: its files are read again.
        let old = list_all(folder.path());
        fs::write(at("content/a.yaml"), "newer").expect("the test owns the folder");
        assert!(loader.reload(&paths(&folder, &["content/a.yaml"]), &mut sources));
        assert!(!loader.compare(old, &mut sources));
        assert_eq!(text(&sources, "content/a.yaml").as_deref(), Some("newer"));
    }

    #[test]
    fn an_unreadable_file_is_reported_until_it_is_fixed() {
        let (folder, mut loader, mut sources) = loaded();
        let at = folder.path().join("content/a.yaml");
        let named = paths(&folder, &["content/a.yaml"]);
        let reported = |loader: &Loader, sources: &mut Sources| {
            let codes: Vec<_> = loader.report(sources).iter().map(|fault| fault.code).collect();
            codes
        };
        fs::write(&at, b"\xff").expect("the test owns the folder");
        assert!(loader.reload(&named, &mut sources));
        assert_eq!(reported(&loader, &mut sources), ["file/not-utf8"]);
        assert!(!loader.load_all(&mut sources), "it is as wrong as before");
        assert_eq!(reported(&loader, &mut sources), ["file/not-utf8"]);
        fs::remove_file(&at).expect("the test owns the folder");
        fs::create_dir(&at).expect("the test owns the folder");
        fs::write(at.join("in.yaml"), "x").expect("the test owns the folder");
        assert!(loader.reload(&paths(&folder, &["content/a.yaml/in.yaml"]), &mut sources));
        assert_eq!(reported(&loader, &mut sources), ["file/is-a-folder"]);
        fs::remove_dir_all(&at).expect("the test owns the folder");
        fs::write(&at, "a").expect("the test owns the folder");
        assert!(loader.reload(&named, &mut sources));
        assert!(reported(&loader, &mut sources).is_empty());
        assert_eq!(text(&sources, "content/a.yaml").as_deref(), Some("a"));
    }
}
