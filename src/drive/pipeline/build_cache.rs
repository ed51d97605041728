//! The data that a builder keeps from its last build.

use std::sync::Arc;

use crate::base::diagnostic::Report;
use crate::base::source::{Sources, hash128};
use crate::content::files::ParsedFiles;
use crate::content::load::BUILT_IN;
use crate::drive::pipeline::stages::{PagePlan, ThemeRuntime};
use crate::event::assemble::Assembled;
use crate::event::model::Event;
use crate::event::texts::Texts;
use crate::event::translation::findings::Findings;
use crate::site::render::Finished;

/// The results of a build's stages, each with a hash of its inputs.
#[derive(Debug, Default)]
pub(super) struct BuildCache {
    pub(super) parsed_files: ParsedFiles,
    pub(super) outline: CachedStage<Assembled>,
    pub(super) texts: Option<Arc<Texts>>,
    pub(super) findings: Option<Arc<Findings>>,
    pub(super) shown: CachedStage<Option<Event>>,
    pub(super) theme: CachedStage<ThemeRuntime>,
    pub(super) plan: CachedStage<PagePlan>,
    pub(super) finished: Vec<Finished>,
}

/// The last result of a stage, with its report.
#[derive(Debug)]
pub(super) struct CachedStage<T>(Option<CachedResult<T>>);

#[derive(Debug)]
struct CachedResult<T> {
    key: u128,
    value: Arc<T>,
    report: Report,
}

impl<T> Default for CachedStage<T> {
    fn default() -> Self {
        CachedStage(None)
    }
}

impl<T> CachedStage<T> {
    /// The result for a key: the last one if its key is the same, or a new one, which may reuse parts of
    /// the last. The report is the same either way.
    pub(super) fn get(
        &mut self,
        key: u128,
        report: &mut Report,
        make: impl FnOnce(Option<&T>, &mut Report) -> T,
    ) -> Arc<T> {
        let kept = match self.0.take() {
            Some(kept) if kept.key == key => kept,
            before => {
                let mut report = Report::new();
                let value = Arc::new(make(before.as_ref().map(|kept| &*kept.value), &mut report));
                CachedResult { key, value, report }
            }
        };
        report.extend(kept.report.iter().cloned());
        let value = Arc::clone(&kept.value);
        self.0 = Some(kept);
        value
    }
}

/// A hash of several hashes.
pub(super) fn key_of(parts: &[u128]) -> u128 {
    let bytes: Vec<u8> = parts.iter().flat_map(|part| part.to_le_bytes()).collect();
    hash128(&bytes)
}

/// A hash of the paths and contents of all files below folders.
pub(super) fn key_of_files(sources: &Sources, folders: &[&str]) -> u128 {
    let files = folders.iter().flat_map(|folder| sources.under(folder));
    let parts: Vec<u128> =
        files.flat_map(|(_, file)| [hash128(file.path.as_bytes()), file.hash]).collect();
    key_of(&parts)
}

/// The folders with the theme and its messages.
pub(super) const THEME_FOLDERS: [&str; 3] = [BUILT_IN, "locales/", "themes/"];
