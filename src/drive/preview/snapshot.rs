//! One state of the site, and the difference between two.
//!
//! A site may have tens of thousands of files, and a snapshot is made for every save: files are
//! shared with the snapshot before, found by halving, and compared by their hashes.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use bytes::Bytes;
use rayon::prelude::*;

use crate::base::diagnostic::Severity;
use crate::drive::pipeline::Work;
use crate::event::assemble::Assembled;
use crate::event::model::Event;
use crate::site::render::Rendered;

/// How many faults are shown at once; one mistake in a template can have thousands.
pub const MOST_FAULTS: usize = 100;

/// A state of the site.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    /// The files, by path from the output folder.
    pub files: Vec<Rendered>,
    /// What is wrong, as the terminal shows it, without colours: the first [`MOST_FAULTS`] things.
    pub faults: Vec<Fault>,
    /// How many things are wrong that keep the site from being published.
    pub errors: usize,
    /// How many other things could be better.
    pub warnings: usize,
    /// What is known of the event that the files are about, as [`Snapshot::event`] gives it.
    pub outline: Option<Arc<Assembled>>,
    /// Whether the files are of a site without faults.
    pub good: bool,
    /// What the last change did.
    pub change: Change,
    /// What was done for it.
    pub work: Work,
    /// How many states there were before this one.
    pub number: u64,
}

/// One thing that is wrong, ready to be shown in a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// How much it matters.
    pub severity: Severity,
    /// The whole rendering, as in the terminal.
    pub text: String,
    /// The address that opens the place in an editor, if one was named.
    pub link: Option<String>,
}

/// What a change did to the published files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// Files that are new or have other bytes, by path.
    pub changed: Vec<Arc<str>>,
    /// Files that are gone.
    pub gone: Vec<Arc<str>>,
    /// Style sheets that took the place of another: the old path and the new one.
    pub styles: Vec<(Arc<str>, Arc<str>)>,
    /// Of the changed files, those that differ in nothing but the names of style sheets.
    pub restyled: BTreeSet<Arc<str>>,
}

impl Snapshot {
    /// The file at a path from the output folder.
    pub fn file(&self, path: &str) -> Option<&Rendered> {
        find(&self.files, path)
    }

    /// The event that the files are about; `None` when nothing could be understood yet.
    pub fn event(&self) -> Option<&Event> {
        self.outline.as_ref().map(|outline| &outline.event)
    }

    /// Whether a page is other than an open one: the file that it shows, the hash of that, and, for
    /// an address that led nowhere, the file that was wanted.
    pub fn is_stale(&self, file: &str, hash: u128, wanted: Option<&str>) -> bool {
        self.file(file).is_none_or(|now| now.hash != hash)
            || wanted.is_some_and(|wanted| self.file(wanted).is_some())
    }
}

fn find<'a>(files: &'a [Rendered], path: &str) -> Option<&'a Rendered> {
    let at = files.binary_search_by(|file| (*file.path).cmp(path)).ok()?;
    Some(&files[at])
}

impl Change {
    /// What is different between two states of the site, whose files are sorted by path.
    pub fn between(before: &[Rendered], after: &[Rendered]) -> Change {
        let (mut changed, mut gone) = (Vec::new(), Vec::new());
        let (mut old, mut new) = (before.iter().peekable(), after.iter().peekable());
        loop {
            let order = match (old.peek(), new.peek()) {
                (Some(old), Some(new)) => old.path.cmp(&new.path),
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (None, None) => break,
            };
            let old = if order.is_le() { old.next() } else { None };
            let new = if order.is_ge() { new.next() } else { None };
            match (old, new) {
                (Some(old), Some(new)) if old.hash == new.hash => {}
                (_, Some(new)) => changed.push(Arc::clone(&new.path)),
                (Some(old), None) => gone.push(Arc::clone(&old.path)),
                (None, None) => {}
            }
        }
        let styles = replaced_styles(&changed, &gone);
        let restyled = restyled(&changed, &styles, before, after);
        Change { changed, gone, styles, restyled }
    }

    /// The changed files that pages which show them must be loaded again for.
    pub fn reloading(&self) -> impl Iterator<Item = &Arc<str>> {
        self.changed.iter().filter(|path| !self.restyled.contains(*path))
    }
}

/// Style sheets whose name without its hash is one that is gone, and those that kept their name.
fn replaced_styles(changed: &[Arc<str>], gone: &[Arc<str>]) -> Vec<(Arc<str>, Arc<str>)> {
    let sheets = |paths: &[Arc<str>]| -> BTreeMap<String, Arc<str>> {
        let named = paths.iter().filter_map(|path| Some((plain_name(path)?, Arc::clone(path))));
        named.collect()
    };
    let (old, new) = (sheets(gone), sheets(changed));
    new.into_iter().filter_map(|(name, path)| Some((Arc::clone(old.get(&name)?), path))).collect()
}

/// The name of a style sheet without its hash, `assets/forum.css`.
fn plain_name(path: &str) -> Option<String> {
    let stem = path.strip_suffix(".css")?;
    let (name, _hash) = stem.rsplit_once('.')?;
    Some(format!("{name}.css"))
}

/// The pages that would be the same if the style sheets had kept their names.
fn restyled(
    changed: &[Arc<str>],
    styles: &[(Arc<str>, Arc<str>)],
    before: &[Rendered],
    after: &[Rendered],
) -> BTreeSet<Arc<str>> {
    if styles.is_empty() {
        return BTreeSet::new();
    }
    let text = |bytes: &Bytes| std::str::from_utf8(bytes).ok().map(str::to_owned);
    let same = |path: &&Arc<str>| {
        let (Some(old), Some(new)) = (find(before, path), find(after, path)) else { return false };
        let Some(old) = text(&old.bytes) else { return false };
        let as_now = styles.iter().fold(old, |old, (from, to)| old.replace(&**from, to));
        as_now.as_bytes() == new.bytes
    };
    changed.par_iter().filter(|path| path.ends_with(".html")).filter(same).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(files: &[(&str, &str)]) -> Vec<Rendered> {
        let made = files.iter().map(|(path, text)| Rendered::new(*path, text.to_string()));
        let mut made: Vec<Rendered> = made.collect();
        made.sort_by(|a, b| a.path.cmp(&b.path));
        made
    }

    fn names(paths: &[Arc<str>]) -> Vec<&str> {
        paths.iter().map(|path| &**path).collect()
    }

    #[test]
    fn two_states_differ_in_what_was_changed_added_and_removed() {
        let before = files(&[("a", "1"), ("b", "1"), ("c", "1"), ("e", "1")]);
        let after = files(&[("0", "1"), ("b", "2"), ("c", "1"), ("d", "1"), ("e", "1")]);
        let change = Change::between(&before, &after);
        assert_eq!(names(&change.changed), ["0", "b", "d"]);
        assert_eq!(names(&change.gone), ["a"]);
        assert_eq!(Change::between(&after, &after), Change::default());
        assert_eq!(names(&Change::between(&[], &before).changed), ["a", "b", "c", "e"]);
        assert_eq!(names(&Change::between(&before, &[]).gone), ["a", "b", "c", "e"]);
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
        assert_eq!(names(&change.gone), ["assets/x.11111111.css"]);
        assert_eq!(
            change.styles,
            [("assets/x.11111111.css".into(), "assets/x.22222222.css".into())]
        );
        let reloading: Vec<&str> = change.reloading().map(|path| &**path).collect();
        assert_eq!(reloading, ["assets/x.22222222.css", "b/index.html"]);
    }

    #[test]
    fn an_open_page_is_stale_when_it_is_other_now_or_its_address_leads_somewhere() {
        let snapshot = Snapshot { files: files(&[("a", "1"), ("b", "1")]), ..Snapshot::default() };
        let hash = snapshot.files[0].hash;
        for (file, hash, wanted, stale) in [
            ("a", hash, None, false),
            ("a", hash ^ 1, None, true),
            ("c", hash, None, true),
            ("a", hash, Some("c"), false),
            ("a", hash, Some("b"), true),
        ] {
            assert_eq!(snapshot.is_stale(file, hash, wanted), stale, "{file} {wanted:?}");
        }
    }
}
