//! The list of files that a build wrote, kept in the output folder.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::{self, Metadata};
use std::io;
use std::path::Path;

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

use crate::base::source::hash128_of;
use crate::drive::write::{WriteError, WriteErrorKind, is_there, staging_folder};

/// The file in the output folder that lists what the last build wrote, one file per line: the hash of
/// its bytes, their number and its path, sorted by path. Line breaks and the like are escaped in paths.
/// The first line identifies what the site was built from.
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

/// The characters of a path that are escaped in the record.
const ESCAPED: &AsciiSet = &CONTROLS.add(b'%');

/// The bytes of a written file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct WrittenBytes {
    /// Their hash.
    pub(super) hash: u128,
    /// Their number; unknown in a record without it.
    pub(super) length: Option<u64>,
}

/// The record of the files that a build wrote.
#[derive(Clone, Debug, Default)]
pub(super) struct BuildRecord {
    /// The bytes of each file by its path. During a build, a file may have those of the last build and
    /// those of this one.
    pub(super) files: BTreeMap<String, Vec<WrittenBytes>>,
    /// The inputs of the build; unknown during a build, and if the build reported anything.
    pub(super) origin: Option<BuildOrigin>,
}

impl BuildRecord {
    /// The record of an earlier build; empty if there was none.
    ///
    /// # Errors
    /// A record that cannot be read: what an earlier build wrote is then unknown.
    #[expect(clippy::disallowed_methods, reason = "the record is this module's own file")]
    pub(super) fn read(folder: &Path) -> Result<BuildRecord, WriteError> {
        let path = folder.join(RECORD);
        let text = match fs::read_to_string(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(WriteError { path, reason: WriteErrorKind::Unread(error) }),
            Ok(text) => text,
        };
        let mut files: BTreeMap<String, Vec<WrittenBytes>> = BTreeMap::new();
        for (path, bytes) in text.lines().filter_map(file_line) {
            files.entry(path).or_default().push(bytes);
        }
        Ok(BuildRecord { files, origin: text.lines().next().and_then(origin_line) })
    }

    /// Adds a file; the bytes that it had before stay on the record.
    pub(super) fn add(&mut self, path: &str, bytes: WrittenBytes) {
        let states = self.files.entry(path.to_owned()).or_default();
        if !states.contains(&bytes) {
            states.push(bytes);
        }
    }

    /// The record as the text of its file.
    pub(super) fn to_text(&self) -> String {
        let mut text = String::with_capacity(self.files.len() * 80);
        if let Some(BuildOrigin { inputs, languages }) = self.origin {
            let _ = writeln!(text, "from {inputs:032x} {languages}");
        }
        for (path, states) in &self.files {
            let path = utf8_percent_encode(path, ESCAPED);
            for WrittenBytes { hash, length } in states {
                let _ = match length {
                    Some(length) => writeln!(text, "{hash:032x} {length} {path}"),
                    None => writeln!(text, "{hash:032x} {path}"),
                };
            }
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

/// The site in a folder, if it was built from the same inputs, no file was touched since, and no
/// interrupted build left anything.
#[expect(clippy::disallowed_methods, reason = "this module examines what was written")]
pub fn up_to_date_site(folder: &Path, inputs: u128) -> Option<UpToDateSite> {
    if is_there(&folder.join(staging_folder::NAME)) {
        return None;
    }
    let written = touched(&fs::symlink_metadata(folder.join(RECORD)).ok()?)?;
    let record = BuildRecord::read(folder).ok()?;
    let origin = record.origin.filter(|origin| origin.inputs == inputs)?;
    let as_written = |(path, states): (&String, &Vec<WrittenBytes>)| {
        let [WrittenBytes { hash, length: Some(length) }] = states[..] else { return None };
        let path = folder.join(path);
        let found = fs::symlink_metadata(&path).ok().filter(Metadata::is_file)?;
        // After a power cut, a file may be empty although nobody touched it.
        if found.len() != length {
            return None;
        }
        match touched(&found)?.cmp(&written) {
            Ordering::Less => Some(()),
            // File times are coarse: it may be from before the record, or from after it.
            Ordering::Equal => {
                (hash128_of(fs::File::open(path).ok()?).ok()?.0 == hash).then_some(())
            }
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
fn file_line(line: &str) -> Option<(String, WrittenBytes)> {
    let (hash, rest) = line.split_once(' ')?;
    let hash = u128::from_str_radix(hash, 16).ok()?;
    let with_length =
        rest.split_once(' ').and_then(|(length, path)| Some((length.parse().ok()?, path)));
    let (length, path) = match with_length {
        Some((length, path)) => {
            (Some(length), percent_decode_str(path).decode_utf8().ok()?.into_owned())
        }
        // The first version had neither lengths nor escapes.
        None => (None, rest.to_owned()),
    };
    // What leads out of the folder depends on the system.
    let inside = !(cfg!(windows) && path.contains(['\\', ':']))
        && path.split('/').all(|part| !matches!(part, "" | "." | ".."))
        && !KEPT.contains(&&*path);
    inside.then_some((path, WrittenBytes { hash, length }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_only_list_files_inside_the_folder() {
        let bytes = |length| WrittenBytes { hash: 255, length };
        for good in ["index.html", "da/program/index.html", "assets/forum.1a2b3c4d.css"] {
            let path = good.to_owned();
            assert_eq!(file_line(&format!("ff {good}")), Some((path.clone(), bytes(None))));
            assert_eq!(file_line(&format!("ff 9 {good}")), Some((path, bytes(Some(9)))));
        }
        for bad in ["", "/etc/passwd", "../x", "da/../../x", "a//b", ".gitignore"] {
            assert_eq!(file_line(&format!("ff {bad}")), None, "{bad}");
            assert_eq!(file_line(&format!("ff 9 {bad}")), None, "{bad}");
        }
        assert_eq!(file_line("ff 9 a/%2e%2E/%2E./b"), None);
        assert_eq!(file_line("index.html"), None);
    }

    #[cfg(unix)]
    #[test]
    fn any_name_of_a_file_is_read_as_it_was_written() {
        let names =
            ["12:30.pdf", "a\\b", "a\nb", "a\r", " 7 x ", "100%25", "\u{85}\u{2028}", "\t\x1b"];
        let mut record = BuildRecord::default();
        for name in names {
            record.add(&format!("media/{name}"), WrittenBytes { hash: 1, length: Some(2) });
        }
        record.add("media/a\nb", WrittenBytes { hash: 3, length: Some(4) });
        let folder = tempfile::TempDir::new().expect("a folder can be created");
        write_text(&folder.path().join(RECORD), &record.to_text());
        let read = BuildRecord::read(folder.path()).expect("the record can be read");
        assert_eq!(read.files, record.files);
    }

    #[expect(clippy::disallowed_methods, reason = "a test writes its own files")]
    fn write_text(path: &Path, text: &str) {
        fs::write(path, text).expect("a folder of our own");
    }
}
