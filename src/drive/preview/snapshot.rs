//! One state of the site, and the difference between two.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::base::source::hash128;
use crate::site::render::Rendered;

/// A file of the site in memory.
#[derive(Clone, Debug)]
pub struct Served {
    /// What is in it.
    pub bytes: Arc<[u8]>,
    /// A hash of it: its entity tag.
    pub hash: u128,
}

/// A state of the site.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    /// The files, by path from the output folder.
    pub files: BTreeMap<String, Served>,
    /// What is wrong, as the terminal shows it, without colours; empty when all is well.
    pub faults: Vec<Fault>,
    /// The address parts of the languages, for the page of an address that leads nowhere.
    pub languages: Vec<String>,
    /// Whether the files are of a site without faults.
    pub good: bool,
    /// What the last change did.
    pub change: Change,
    /// How many changes there were before this state.
    pub number: u64,
}

/// One thing that is wrong, ready to be shown in a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// `error` or `warning`.
    pub severity: &'static str,
    /// The whole rendering, as in the terminal.
    pub text: String,
    /// The address that opens the place in an editor, if one was named.
    pub link: Option<String>,
}

/// What a change did to the published files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// Files that are new or have other bytes, by path.
    pub changed: Vec<String>,
    /// Files that are gone.
    pub removed: Vec<String>,
    /// Style sheets that took the place of another: the old path and the new one.
    pub styles: Vec<(String, String)>,
    /// Of the changed files, those that differ in nothing but the names of style sheets.
    pub restyled: BTreeSet<String>,
}

impl Snapshot {
    /// The files of a build.
    pub fn files_of(rendered: Vec<Rendered>) -> BTreeMap<String, Served> {
        rendered
            .into_iter()
            .map(|file| {
                let hash = hash128(&file.bytes);
                (file.path, Served { bytes: file.bytes.into(), hash })
            })
            .collect()
    }
}

impl Change {
    /// What is different between two states of the site.
    pub fn between(before: &BTreeMap<String, Served>, after: &BTreeMap<String, Served>) -> Change {
        let changed: Vec<String> = after
            .iter()
            .filter(|(path, file)| before.get(*path).is_none_or(|old| old.hash != file.hash))
            .map(|(path, _)| path.clone())
            .collect();
        let removed: Vec<String> =
            before.keys().filter(|path| !after.contains_key(*path)).cloned().collect();
        let styles = replaced_styles(&changed, &removed);
        let restyled = restyled(&changed, &styles, before, after);
        Change { changed, removed, styles, restyled }
    }
}

/// Style sheets whose name without its hash is one that is gone.
fn replaced_styles(changed: &[String], removed: &[String]) -> Vec<(String, String)> {
    let sheets = |paths: &[String]| -> BTreeMap<String, String> {
        paths.iter().filter_map(|path| Some((plain_name(path)?, path.clone()))).collect()
    };
    let (old, new) = (sheets(removed), sheets(changed));
    new.into_iter().filter_map(|(name, path)| Some((old.get(&name)?.clone(), path))).collect()
}

/// The name of a style sheet without its hash, `assets/forum.css`.
fn plain_name(path: &str) -> Option<String> {
    let stem = path.strip_suffix(".css")?;
    let (name, _hash) = stem.rsplit_once('.')?;
    Some(format!("{name}.css"))
}

/// The pages that would be the same if the style sheets had kept their names.
fn restyled(
    changed: &[String],
    styles: &[(String, String)],
    before: &BTreeMap<String, Served>,
    after: &BTreeMap<String, Served>,
) -> BTreeSet<String> {
    if styles.is_empty() {
        return BTreeSet::new();
    }
    let text = |files: &BTreeMap<String, Served>, path: &String| {
        String::from_utf8(files.get(path)?.bytes.to_vec()).ok()
    };
    let same = |path: &&String| {
        let (Some(old), Some(new)) = (text(before, path), text(after, path)) else { return false };
        styles.iter().fold(old, |old, (from, to)| old.replace(from.as_str(), to)) == new
    };
    changed.iter().filter(|path| path.ends_with(".html")).filter(same).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(files: &[(&str, &str)]) -> BTreeMap<String, Served> {
        Snapshot::files_of(
            files
                .iter()
                .map(|(path, text)| Rendered { path: (*path).into(), bytes: (*text).into() })
                .collect(),
        )
    }

    #[test]
    fn a_changed_style_sheet_restyles_pages_and_does_not_reload_them() {
        let before = files(&[
            ("a/index.html", "<link href=/assets/x.11111111.css> a"),
            ("b/index.html", "<link href=/assets/x.11111111.css> b"),
            ("assets/x.11111111.css", "p{}"),
        ]);
        let after = files(&[
            ("a/index.html", "<link href=/assets/x.22222222.css> a"),
            ("b/index.html", "<link href=/assets/x.22222222.css> changed"),
            ("assets/x.22222222.css", "p{color:red}"),
        ]);
        let change = Change::between(&before, &after);
        assert_eq!(change.changed, ["a/index.html", "assets/x.22222222.css", "b/index.html"]);
        assert_eq!(change.removed, ["assets/x.11111111.css"]);
        assert_eq!(
            change.styles,
            [("assets/x.11111111.css".to_owned(), "assets/x.22222222.css".to_owned())]
        );
        assert_eq!(change.restyled, BTreeSet::from(["a/index.html".to_owned()]));
        assert_eq!(Change::between(&after, &after), Change::default());
    }
}
