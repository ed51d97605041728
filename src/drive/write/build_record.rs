//! The list of files that a build wrote, kept in the output folder.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::{self, Metadata};
use std::path::Path;

use crate::base::source::hash128;

/// The file in the output folder that lists what the last build wrote, one file per line: the hash of
/// its bytes and its path, sorted by path. The first line identifies what the site was built from.
pub const RECORD: &str = ".plenary";

/// Files in an output folder that belong to the user.
const KEPT: [&str; 2] = [".gitignore", ".gitkeep"];

/// The inputs of a build, so that the site need not be built again if nothing changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BuildOrigin {
    /// A hash of everything that decides the site's bytes.
    pub inputs: u128,
    /// How many languages it has.
    pub languages: usize,
}

/// The record of the files that a build wrote.
#[derive(Clone, Debug, Default)]
pub(super) struct BuildRecord {
    /// The hash of each file's bytes by its path.
    pub(super) files: BTreeMap<String, u128>,
    /// The inputs of the build; unknown during a build, and if the build reported anything.
    pub(super) origin: Option<BuildOrigin>,
}

impl BuildRecord {
    /// The record of an earlier build; empty if there was none, or it cannot be read.
    #[expect(clippy::disallowed_methods, reason = "the record is this module's own file")]
    pub(super) fn read(folder: &Path) -> BuildRecord {
        let text = fs::read_to_string(folder.join(RECORD)).unwrap_or_default();
        BuildRecord {
            files: text.lines().filter_map(file_line).collect(),
            origin: text.lines().next().and_then(origin_line),
        }
    }

    /// The record as the text of its file.
    pub(super) fn to_text(&self) -> String {
        let mut text = String::with_capacity(self.files.len() * 80);
        if let Some(BuildOrigin { inputs, languages }) = self.origin {
            let _ = writeln!(text, "from {inputs:032x} {languages}");
        }
        for (path, hash) in &self.files {
            let _ = writeln!(text, "{hash:032x} {path}");
        }
        text
    }
}

/// A site whose files are all as the last build wrote them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UpToDateSite {
    /// How many files it has.
    pub files: usize,
    /// How many of them are pages.
    pub pages: usize,
    /// How many languages it has.
    pub languages: usize,
}

/// The site in a folder, if it was built from the same inputs and no file was touched since.
#[expect(clippy::disallowed_methods, reason = "this module examines what was written")]
pub fn up_to_date_site(folder: &Path, inputs: u128) -> Option<UpToDateSite> {
    let written = touched(&fs::symlink_metadata(folder.join(RECORD)).ok()?)?;
    let record = BuildRecord::read(folder);
    let origin = record.origin.filter(|origin| origin.inputs == inputs)?;
    let as_written = |(path, hash): (&String, &u128)| {
        let path = folder.join(path);
        let found = fs::symlink_metadata(&path).ok().filter(Metadata::is_file)?;
        match touched(&found)?.cmp(&written) {
            Ordering::Less => Some(()),
            // File times are coarse: it may be from before the record, or from after it.
            Ordering::Equal => (hash128(&fs::read(path).ok()?) == *hash).then_some(()),
            Ordering::Greater => None,
        }
    };
    let whole = record.files.iter().all(|file| as_written(file).is_some());
    let pages = record.files.keys().filter(|path| path.ends_with(".html")).count();
    whole.then_some(UpToDateSite { files: record.files.len(), pages, languages: origin.languages })
}

/// When a file was last changed: its content or, if the system records that, its name and permissions.
/// That time cannot be set back.
#[cfg(unix)]
fn touched(file: &Metadata) -> Option<impl Ord + use<>> {
    use std::os::unix::fs::MetadataExt as _;
    let modified = (file.mtime(), file.mtime_nsec());
    Some(modified.max((file.ctime(), file.ctime_nsec())))
}

/// When a file was last changed.
#[cfg(not(unix))]
fn touched(file: &Metadata) -> Option<impl Ord + use<>> {
    file.modified().ok()
}

fn origin_line(line: &str) -> Option<BuildOrigin> {
    let (inputs, languages) = line.strip_prefix("from ")?.split_once(' ')?;
    Some(BuildOrigin {
        inputs: u128::from_str_radix(inputs, 16).ok()?,
        languages: languages.parse().ok()?,
    })
}

/// A line of the record; `None` for one that no build writes.
fn file_line(line: &str) -> Option<(String, u128)> {
    let (hash, path) = line.split_once(' ')?;
    let hash = u128::from_str_radix(hash, 16).ok()?;
    let inside = !path.contains(['\\', ':'])
        && path.split('/').all(|part| !matches!(part, "" | "." | ".."))
        && !KEPT.contains(&path);
    inside.then(|| (path.to_owned(), hash))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_only_list_files_inside_the_folder() {
        for good in ["index.html", "da/program/index.html", "assets/forum.1a2b3c4d.css"] {
            assert_eq!(file_line(&format!("ff {good}")), Some((good.to_owned(), 255)));
        }
        for bad in ["", "/etc/passwd", "../x", "da/../../x", "a//b", "c:\\x", ".gitignore"] {
            assert_eq!(file_line(&format!("ff {bad}")), None, "{bad}");
        }
        assert_eq!(file_line("index.html"), None);
    }
}
