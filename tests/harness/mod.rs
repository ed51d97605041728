//! Helpers for all tests: building a site in memory, listing folders, reading HTML.
//!
//! Each test program uses a part of them.
#![expect(dead_code, reason = "no test program uses all of it")]
#![expect(unreachable_pub, reason = "what is shared is public, as in any module")]
#![expect(clippy::disallowed_methods, reason = "tests create and examine folders")]

pub mod dice;
pub mod expected;
pub mod html;
pub mod walk;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use plenary::base::diagnostic::Report;
use plenary::base::print::{Format, print};
use plenary::base::source::Sources;
use plenary::content::load;
use plenary::drive::pipeline::{self, Options};
use plenary::site::render::Rendered;
use plenary::tools::scaffold::starter;

/// A file's bytes by its path, with `/` between the parts.
pub type Tree = BTreeMap<String, Vec<u8>>;

/// The repository, which is also the forum's site.
pub fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A site that was built in memory.
#[derive(Debug, PartialEq, Eq)]
pub struct Built {
    /// What would be published.
    pub files: Tree,
    /// The report, in the short format.
    pub printed: String,
    /// Whether the report has errors.
    pub failed: bool,
}

impl Built {
    /// The pages with their text.
    pub fn pages(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files
            .iter()
            .filter(|(path, _)| path.ends_with(".html"))
            .map(|(path, bytes)| (&**path, std::str::from_utf8(bytes).expect("pages are UTF-8")))
    }

    /// A file as text.
    pub fn text(&self, path: &str) -> &str {
        let bytes = self.files.get(path).unwrap_or_else(|| panic!("there is no {path}"));
        std::str::from_utf8(bytes).expect("it is text")
    }
}

/// The files of a site as the program reads them.
pub fn load_site(root: &Path) -> (Sources, Report) {
    let (mut sources, mut report) = (Sources::default(), Report::new());
    load::load(root, &mut sources, &mut report);
    (sources, report)
}

/// Files as a site, without a folder.
pub fn in_memory(files: impl IntoIterator<Item = (String, Vec<u8>)>) -> Sources {
    let mut sources = Sources::default();
    load::load_built_in(&mut sources);
    for (path, bytes) in files {
        sources.insert(load::file_of(&path, bytes).expect("the text is UTF-8"));
    }
    sources
}

/// Builds a site.
pub fn build(sources: &Sources, mut report: Report, options: &Options) -> Built {
    let site = pipeline::build(sources, options, &mut report);
    let files = site.map(|site| site.files).unwrap_or_default();
    Built {
        files: files.into_iter().map(|f| (f.path.to_string(), f.bytes.to_vec())).collect(),
        printed: print(&report, sources, Format::Short),
        failed: report.has_errors(),
    }
}

/// The forum's own site.
pub fn forum(base_url: Option<&str>) -> Built {
    let (sources, report) = load_site(&repository());
    good(build(&sources, report, &options(base_url)))
}

/// The site that `plenary new` creates.
pub fn new_site(base_url: Option<&str>) -> Built {
    let sources = in_memory(starter_files());
    good(build(&sources, Report::new(), &options(base_url)))
}

/// The files that `plenary new` creates and a build reads.
pub fn starter_files() -> Tree {
    let read = |path: &str| load::FOLDERS.iter().any(|folder| path.starts_with(folder));
    let files = starter().into_iter().filter(|file| read(&file.path));
    files.map(|file| (file.path.to_string(), file.bytes.to_vec())).collect()
}

fn options(base_url: Option<&str>) -> Options {
    Options { base_url: base_url.map(str::to_owned), ..Options::default() }
}

fn good(built: Built) -> Built {
    assert_eq!(built.printed, "", "the site has no errors or warnings");
    built
}

/// Everything in a folder; the content of a symbolic link is its target.
pub fn tree(folder: &Path) -> Tree {
    let mut files = Tree::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(here) = folders.pop() {
        for entry in fs::read_dir(&here).into_iter().flatten() {
            let path = entry.expect("the folder can be read").path();
            let name = slashed(path.strip_prefix(folder).expect("it lies in the folder"));
            if path.is_symlink() {
                let target = fs::read_link(&path).expect("it is a link");
                files.insert(name, target.display().to_string().into_bytes());
            } else if path.is_dir() {
                folders.push(path);
            } else {
                files.insert(name, fs::read(&path).expect("the file can be read"));
            }
        }
    }
    files
}

/// A path with `/` between its parts.
pub fn slashed(path: &Path) -> String {
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}

/// Writes files to a folder.
pub fn put<'a>(folder: &Path, files: impl IntoIterator<Item = (&'a str, &'a [u8])>) {
    for (name, bytes) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().expect("a file lies in a folder"))
            .expect("Plenary wrote it");
        fs::write(path, bytes).expect("the test owns the folder");
    }
}

/// Files to publish.
pub fn rendered(files: &[(&str, &str)]) -> Vec<Rendered> {
    let all = files.iter();
    all.map(|(path, text)| Rendered::new(*path, text.to_string())).collect()
}
