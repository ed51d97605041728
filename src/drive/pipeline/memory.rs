//! What a builder remembers of its last build.

use std::sync::Arc;

use crate::base::diagnostic::Report;
use crate::base::source::{Sources, hash128};
use crate::content::files::ParsedFiles;
use crate::content::load::BUILT_IN;
use crate::drive::pipeline::stages::{PagePlan, ThemeRuntime};
use crate::event::assemble::Assembled;
use crate::event::texts::Texts;
use crate::site::render::Finished;

/// The results of a build's stages, each with a hash of what it was made from.
#[derive(Debug, Default)]
pub(super) struct Memory {
    pub(super) parsed_files: ParsedFiles,
    pub(super) outline: Memo<Assembled>,
    pub(super) texts: Option<Arc<Texts>>,
    pub(super) look: Memo<ThemeRuntime>,
    pub(super) outlook: Memo<PagePlan>,
    pub(super) finished: Vec<Finished>,
}

/// The last result of a stage, with what the stage said.
#[derive(Debug)]
pub(super) struct Memo<T>(Option<Kept<T>>);

#[derive(Debug)]
struct Kept<T> {
    key: u128,
    value: Arc<T>,
    said: Report,
}

impl<T> Default for Memo<T> {
    fn default() -> Self {
        Memo(None)
    }
}

impl<T> Memo<T> {
    /// The result for a key: the last one if it is of the same key, or else a new one, for which the
    /// last one may be of use. The report is the same either way.
    pub(super) fn get(
        &mut self,
        key: u128,
        report: &mut Report,
        make: impl FnOnce(Option<&T>, &mut Report) -> T,
    ) -> Arc<T> {
        let kept = match self.0.take() {
            Some(kept) if kept.key == key => kept,
            before => {
                let mut said = Report::new();
                let value = Arc::new(make(before.as_ref().map(|kept| &*kept.value), &mut said));
                Kept { key, value, said }
            }
        };
        report.extend(kept.said.iter().cloned());
        let value = Arc::clone(&kept.value);
        self.0 = Some(kept);
        value
    }
}

/// A hash of several.
pub(super) fn key_of(parts: &[u128]) -> u128 {
    let bytes: Vec<u8> = parts.iter().flat_map(|part| part.to_le_bytes()).collect();
    hash128(&bytes)
}

/// A hash of all files below folders, with their paths.
pub(super) fn key_of_files(sources: &Sources, folders: &[&str]) -> u128 {
    let files = folders.iter().flat_map(|folder| sources.under(folder));
    let parts: Vec<u128> =
        files.flat_map(|(_, file)| [hash128(file.path.as_bytes()), file.hash]).collect();
    key_of(&parts)
}

/// The folders that hold how a site looks, and its words.
pub(super) const LOOK: [&str; 3] = [BUILT_IN, "locales/", "themes/"];
