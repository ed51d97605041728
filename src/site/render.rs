//! The bytes of every output, in the plan's order.
//!
//! There is no graph of what depends on what. A page is a function of the templates, the messages of
//! its language and the views that its template reads; if all of these have the fingerprint that they
//! had, the page has the bytes that it had.

use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::Bytes;
use rayon::prelude::*;

use crate::base::diagnostic::{Diagnostic, Report};
use crate::base::source::{Content, FileId, Sources, hash128};
use crate::base::text::Lang;
use crate::site::engine::{Engines, Fingerprint, Needs, fingerprint};
use crate::site::export;
use crate::site::plan::{Output, Own, PageSource, Planner, Source};

/// A file of the finished site. A copy shares the bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// Where, from the output folder.
    pub path: Arc<str>,
    /// What is in it.
    pub bytes: Bytes,
    /// A hash of the bytes.
    pub hash: u128,
}

impl Rendered {
    /// A file with these bytes.
    pub fn new(path: impl Into<Arc<str>>, bytes: impl Into<Bytes>) -> Rendered {
        let bytes = bytes.into();
        Rendered { path: path.into(), hash: hash128(&bytes), bytes }
    }
}

/// A file with what it was made from.
#[derive(Clone, Debug)]
pub struct Finished {
    /// The file.
    pub file: Rendered,
    /// A hash of more than what it was made from, but one that costs nothing to make.
    quick: Fingerprint,
    /// The fingerprint of each thing that it was made from, by name.
    parts: Arc<Parts>,
}

type Parts = Vec<(&'static str, Fingerprint)>;

/// A file that was made, not taken over from an earlier build.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// Where, from the output folder.
    pub path: Arc<str>,
    /// What it reads that is not as it was: names of variables, `templates`, `messages` or `file`;
    /// nothing for a file that is new.
    pub because: Vec<&'static str>,
}

/// An output whose fingerprint is known, before its bytes are.
enum Prepared<'o> {
    /// A page that is to be rendered.
    Page { template: &'o str, lang: Lang, page: PageSource, own: Own },
    /// Bytes that had to be made to know their fingerprint.
    Bytes(Bytes),
    /// A file as it is.
    Copy(FileId),
}

/// Takes a file as soon as it is made, and says whether its bytes are needed no more.
pub type Take<'a> = &'a (dyn Fn(&Rendered) -> bool + Sync);

/// Makes files from a plan.
pub struct Renderer<'a> {
    planner: &'a Planner<'a>,
    engines: &'a Engines,
    key: u128,
    before: &'a [Finished],
    take: Take<'a>,
    /// What each template may read.
    needs: BTreeMap<Arc<str>, Needs>,
}

impl<'a> Renderer<'a> {
    /// A renderer of the outputs of a plan. `key` is a hash of all that the plan and the views are
    /// made from, except the long texts; `before` is what an earlier build made, by path. The bytes of a
    /// file that is taken are empty from then on; its hash is not.
    pub fn new(
        planner: &'a Planner<'a>,
        engines: &'a Engines,
        key: u128,
        before: &'a [Finished],
        take: Take<'a>,
    ) -> Renderer<'a> {
        Renderer { planner, engines, key, before, take, needs: BTreeMap::new() }
    }

    /// Makes all outputs, in parallel; one that cannot be made is said and left out. Says which were
    /// made anew.
    pub fn render(
        &mut self,
        outputs: &[Output],
        report: &mut Report,
    ) -> (Vec<Finished>, Vec<Made>) {
        for output in outputs {
            if let Source::Page { template, .. } = &output.source
                && !self.needs.contains_key(template)
            {
                self.needs.insert(Arc::clone(template), self.engines.needs(template));
            }
        }
        let this = &*self;
        let results: Vec<Result<(Finished, Option<Made>), Diagnostic>> = outputs
            .par_iter()
            .enumerate()
            .map(|(at, output)| this.output(output, this.earlier(at, &output.path)))
            .collect();
        let mut finished = Vec::with_capacity(results.len());
        let mut made = Vec::new();
        for result in results {
            match result {
                Ok((file, new)) => {
                    finished.push(file);
                    made.extend(new);
                }
                Err(fault) => report.push(fault),
            }
        }
        (finished, made)
    }

    /// What an earlier build made for a path. Mostly it stands at the same position.
    fn earlier(&self, at: usize, path: &str) -> Option<&Finished> {
        let same = |finished: &&Finished| &*finished.file.path == path;
        self.before.get(at).filter(same).or_else(|| {
            let found = self.before.binary_search_by(|old| (*old.file.path).cmp(path));
            self.before.get(found.ok()?)
        })
    }

    fn output(
        &self,
        output: &Output,
        old: Option<&Finished>,
    ) -> Result<(Finished, Option<Made>), Diagnostic> {
        let quick = self.quick(output);
        if let Some(old) = old.filter(|old| old.quick == quick) {
            return Ok((old.clone(), None));
        }
        let (parts, ready) = self.parts(output);
        if let Some(old) = old.filter(|old| *old.parts == parts) {
            return Ok((Finished { quick, ..old.clone() }, None));
        }
        let bytes = match ready {
            Prepared::Page { template, lang, page, own } => {
                let variables = self.planner.variables(lang, page, own);
                self.engines.render(lang, template, &variables)?.into()
            }
            Prepared::Bytes(bytes) => bytes,
            Prepared::Copy(file) => shared_bytes(file, self.planner.sources),
        };
        let because = old.map(|old| different(&old.parts, &parts)).unwrap_or_default();
        let made = Made { path: Arc::clone(&output.path), because };
        let mut file = Rendered::new(Arc::clone(&output.path), bytes);
        if (self.take)(&file) {
            file.bytes = Bytes::new();
        }
        Ok((Finished { file, quick, parts: Arc::new(parts) }, Some(made)))
    }

    /// A hash of more than what an output is made from. If it is the same, so is the output.
    fn quick(&self, output: &Output) -> Fingerprint {
        match &output.source {
            Source::Page { lang, page: PageSource::Entity(entity), .. } => {
                let body = self.planner.body(*entity, *lang).map(|body| body.hash);
                let contacts = self.planner.contacts[lang.index()].fingerprint();
                fingerprint(&(self.key, body, contacts))
            }
            Source::Page { .. } | Source::Text(_) => fingerprint(&self.key),
            Source::Export(export) => {
                fingerprint(&(self.key, export::long_texts(*export, self.planner)))
            }
            Source::Copy(file) => fingerprint(&self.planner.sources.get(*file).hash),
        }
    }

    /// What an output is made from, and what is left to do: of a page, what its template may read. An
    /// export shows too much to say what it is made from, so it is made; docs/performance.md has its cost.
    fn parts<'o>(&self, output: &'o Output) -> (Parts, Prepared<'o>) {
        match &output.source {
            Source::Page { template, lang, page } => {
                let (lang, page) = (*lang, *page);
                let own = self.planner.own(lang, page);
                let needs = self.needs.get(template);
                let mut parts = self.planner.fingerprints(lang, page, &own);
                parts.retain(|(name, _)| needs.is_none_or(|needs| needs.has(name)));
                let all_messages = needs.is_none_or(|needs| needs.all_messages);
                parts.push(("templates", self.engines.fingerprint()));
                parts.push(("messages", self.messages(lang, all_messages)));
                (parts, Prepared::Page { template, lang, page, own })
            }
            Source::Export(export) => bytes_ready("event", export::make(*export, self.planner)),
            Source::Text(text) => bytes_ready("file", text.clone()),
            Source::Copy(file) => {
                let hash = self.planner.sources.get(*file).hash;
                (vec![("file", fingerprint(&hash))], Prepared::Copy(*file))
            }
        }
    }

    /// A hash of all messages that a page can show.
    fn messages(&self, lang: Lang, all: bool) -> Fingerprint {
        let catalogs = self.planner.locales.catalogs();
        match all {
            true => {
                let languages = self.planner.event.config.languages.iter();
                let all: Vec<u128> =
                    languages.map(|(lang, _)| catalogs.fingerprint(lang)).collect();
                fingerprint(&all)
            }
            false => fingerprint(&catalogs.fingerprint(lang)),
        }
    }
}

/// Bytes that are made from nothing but themselves.
fn bytes_ready<'o>(name: &'static str, bytes: Bytes) -> (Parts, Prepared<'o>) {
    (vec![(name, fingerprint(&bytes[..]))], Prepared::Bytes(bytes))
}

/// The bytes of a file that is published as it is, without a copy of them where they are many.
fn shared_bytes(file: FileId, sources: &Sources) -> Bytes {
    match &sources.get(file).content {
        Content::Text(text) => Bytes::copy_from_slice(text.as_bytes()),
        Content::Bytes(bytes) => Bytes::from_owner(Arc::clone(bytes)),
    }
}

/// The names of the parts that are not as they were.
fn different(before: &Parts, now: &Parts) -> Vec<&'static str> {
    now.iter().filter(|part| !before.contains(part)).map(|(name, _)| *name).collect()
}
