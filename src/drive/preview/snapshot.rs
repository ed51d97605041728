//! A state of the site, and the difference between two states.
//!
//! A site may have tens of thousands of files, and every save makes a snapshot: files are shared with the
//! previous one, looked up by binary search, and compared by hash.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use rayon::prelude::*;

use crate::base::diagnostic::{Report, Severity};
use crate::base::source::Sources;
use crate::drive::pipeline::BuildLog;
use crate::drive::translation_report::TranslationReport;
use crate::event::assemble::Assembled;
use crate::event::model::Event;
use crate::event::translation::tracked::Translations;
use crate::site::render::Rendered;

/// How many faults are shown at once; one mistake in a template can cause thousands.
pub const MOST_FAULTS: usize = 100;

/// A state of the site.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    /// The files, by path from the output folder.
    pub files: Vec<Rendered>,
    /// The first [`MOST_FAULTS`] faults, as the terminal shows them, without colours.
    pub faults: Vec<ShownFault>,
    /// The number of errors, which prevent the site from being published.
    pub errors: usize,
    /// The number of warnings.
    pub warnings: usize,
    /// The event of the files, which [`Snapshot::event`] returns.
    pub outline: Option<Arc<Assembled>>,
    /// The translations of that event.
    pub translations: Arc<TranslationState>,
    /// Whether the files are from a site without faults.
    pub good: bool,
    /// The last change.
    pub change: Change,
    /// The log of its build.
    pub log: BuildLog,
    /// The number of the state, from 1.
    pub number: u64,
}

/// The translations of the site, which are examined when somebody first asks: that takes longer than
/// most builds.
#[derive(Debug, Default)]
pub struct TranslationState {
    /// The files of the site.
    pub sources: Sources,
    drafts: bool,
    translations: OnceLock<Option<Translations>>,
    report: OnceLock<TranslationReport>,
}

impl TranslationState {
    /// The translations in these files.
    pub fn new(sources: &Sources, drafts: bool) -> TranslationState {
        TranslationState { sources: sources.clone(), drafts, ..TranslationState::default() }
    }

    /// The event and what is recorded of its translations.
    pub fn get(&self) -> Option<&Translations> {
        let read = || Translations::read(&self.sources, self.drafts, &mut Report::new());
        self.translations.get_or_init(read).as_ref()
    }

    /// The report, which `write` makes the first time.
    pub fn report(
        &self,
        write: impl FnOnce(&Translations, &Sources) -> TranslationReport,
    ) -> Option<&TranslationReport> {
        let translations = self.get()?;
        Some(self.report.get_or_init(|| write(translations, &self.sources)))
    }
}

/// A fault, ready to be shown in a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownFault {
    /// The severity.
    pub severity: Severity,
    /// The whole text, as in the terminal.
    pub text: String,
    /// The address that opens the place in the editor, if one was configured.
    pub link: Option<String>,
}

/// The effect of a change on the published files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// Files that are new or different, by path.
    pub changed: Vec<Arc<str>>,
    /// Files that were removed.
    pub gone: Vec<Arc<str>>,
    /// Style sheets that replaced another: the old path and the new one.
    pub styles: Vec<(Arc<str>, Arc<str>)>,
    /// The changed files that only differ in the names of style sheets.
    pub restyled: BTreeSet<Arc<str>>,
}

impl Snapshot {
    /// The file at a path from the output folder.
    pub fn file(&self, path: &str) -> Option<&Rendered> {
        find(&self.files, path)
    }

    /// The event of the files; `None` if none could be built yet.
    pub fn event(&self) -> Option<&Event> {
        self.outline.as_ref().map(|outline| &outline.event)
    }

    /// Whether an open page is outdated: it shows `file` with `hash`; `wanted` is the missing file
    /// that it is the error page for.
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
    /// The difference between two states of the site, whose files are sorted by path.
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

    /// The changed files for which pages that show them must be reloaded.
    pub fn reloading(&self) -> impl Iterator<Item = &Arc<str>> {
        self.changed.iter().filter(|path| !self.restyled.contains(*path))
    }
}

/// The new style sheets that have the same name, apart from the hash, as a removed style sheet.
fn replaced_styles(changed: &[Arc<str>], gone: &[Arc<str>]) -> Vec<(Arc<str>, Arc<str>)> {
    let sheets = |paths: &[Arc<str>]| -> BTreeMap<String, Arc<str>> {
        let named = paths.iter().filter_map(|path| Some((plain_name(path)?, Arc::clone(path))));
        named.collect()
    };
    let (old, new) = (sheets(gone), sheets(changed));
    new.into_iter().filter_map(|(name, path)| Some((Arc::clone(old.get(&name)?), path))).collect()
}

/// The name of a style sheet without its hash, such as `assets/forum.css`.
fn plain_name(path: &str) -> Option<String> {
    let stem = path.strip_suffix(".css")?;
    let (name, _hash) = stem.rsplit_once('.')?;
    Some(format!("{name}.css"))
}

/// The pages that only differ in the names of the style sheets.
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
    fn a_change_lists_new_different_and_removed_files() {
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
    fn an_open_page_is_stale_if_it_changed_or_the_missing_page_exists() {
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
