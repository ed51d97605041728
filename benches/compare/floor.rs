//! The minimum that any generator does: parse all Markdown and write all bytes.
//!
//! Texts are parsed by the parser that Plenary uses, and the result is discarded. The same number of
//! files, of the same lengths and in folders of the same names, is written. Both steps use all
//! processors.

use std::collections::BTreeSet;
use std::fs;
use std::io::Result;
use std::path::{Path, PathBuf};

use pulldown_cmark::{Options, Parser};
use rayon::prelude::*;

/// The output to write: each file's path from the folder, and its length in bytes.
pub(crate) type Sizes = Vec<(PathBuf, usize)>;

/// The files in a folder that was built.
pub(crate) fn sizes(built: &Path) -> Result<Sizes> {
    let mut sizes = Vec::new();
    for entry in walkdir::WalkDir::new(built).sort_by_file_name() {
        let entry = entry?;
        if entry.file_type().is_file() {
            let path = entry.path().strip_prefix(built).unwrap_or(entry.path()).to_owned();
            sizes.push((path, usize::try_from(entry.metadata()?.len()).unwrap_or(usize::MAX)));
        }
    }
    Ok(sizes)
}

/// Writes the sizes to a file, for the process that is measured.
pub(crate) fn write_sizes(sizes: &Sizes, file: &Path) -> Result<()> {
    let lines: String =
        sizes.iter().map(|(path, length)| format!("{length} {}\n", path.display())).collect();
    fs::write(file, lines)
}

/// Parses all Markdown below `content`, and writes files of the sizes in `sizes` below `out`.
pub(crate) fn run(content: &Path, sizes: &Path, out: &Path) -> Result<()> {
    let texts: Vec<PathBuf> = walkdir::WalkDir::new(content)
        .into_iter()
        .filter_map(|entry| Some(entry.ok()?.into_path()))
        .filter(|path| path.extension().is_some_and(|ending| ending == "md"))
        .collect();
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let parse = |path: &PathBuf| -> Result<usize> {
        Ok(Parser::new_ext(&fs::read_to_string(path)?, options).count())
    };
    // The count is used so that no parsing is optimised away.
    let events: usize = texts.par_iter().map(parse).sum::<Result<usize>>()?;
    if events == 0 {
        return Err(std::io::Error::other("there is no Markdown"));
    }
    let listed = fs::read_to_string(sizes)?;
    let files: Vec<(PathBuf, usize)> = listed
        .lines()
        .filter_map(|line| line.split_once(' '))
        .filter_map(|(length, path)| Some((out.join(path), length.parse().ok()?)))
        .collect();
    let folders: BTreeSet<&Path> = files.iter().filter_map(|(path, _)| path.parent()).collect();
    for folder in folders {
        fs::create_dir_all(folder)?;
    }
    let longest = files.iter().map(|(_, length)| *length).max().unwrap_or(0);
    let bytes = vec![b'.'; longest];
    files.par_iter().try_for_each(|(path, length)| fs::write(path, &bytes[..*length]))
}
