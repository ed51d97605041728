//! The bytes of every output, in the plan's order.
//!
//! There is no dependency graph. A page is a function of the templates, the messages of its language and
//! the variables that its template reads; if all of these have the same fingerprints as before, the page
//! has the same bytes.

use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::Bytes;
use rayon::prelude::*;

use crate::base::diagnostic::{Diagnostic, Report};
use crate::base::source::{Content, DiskFile, FileId, Sources, hash128};
use crate::base::text::Lang;
use crate::site::engine::{Engines, Fingerprint, Needs, fingerprint};
use crate::site::export;
use crate::site::output::{Output, OutputSource, PageKind};
use crate::site::page_variables::{PageVariables, SiteViews, body_hash};
use crate::site::reader_context::SiteData;

/// A file of the finished site. A copy shares the bytes, or stays on the disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// The path from the output folder.
    pub path: Arc<str>,
    /// Its bytes; none if it is a copy of a file on the disk.
    pub bytes: Bytes,
    /// The large file that it is a copy of.
    pub copy_of: Option<Arc<DiskFile>>,
    /// A hash of the bytes.
    pub hash: u128,
}

impl Rendered {
    /// A file with these bytes.
    pub fn new(path: impl Into<Arc<str>>, bytes: impl Into<Bytes>) -> Rendered {
        let bytes = bytes.into();
        Rendered { path: path.into(), hash: hash128(&bytes), bytes, copy_of: None }
    }

    /// The number of its bytes.
    pub fn length(&self) -> u64 {
        self.copy_of.as_ref().map_or(self.bytes.len() as u64, |file| file.length)
    }
}

/// A file and the source it was made from.
#[derive(Clone, Debug)]
pub struct Finished {
    /// The file.
    pub file: Rendered,
    /// A hash of its inputs and more, which is cheap to compute.
    quick: Fingerprint,
    /// The fingerprints of everything that it was made from, by name.
    inputs: Arc<Inputs>,
}

type Inputs = Vec<(&'static str, Fingerprint)>;

/// A file that was rendered, not reused from an earlier build.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rebuilt {
    /// The path from the output folder.
    pub path: Arc<str>,
    /// The inputs that changed: names of variables, `templates`, `messages`, `event` or `file`;
    /// empty for a new file.
    pub because: Vec<&'static str>,
}

/// An output whose inputs are known, but whose bytes may not be known yet.
enum Pending<'o> {
    /// A page to render.
    Page { template: &'o str, lang: Lang, is_mixed: bool, variables: PageVariables<'o> },
    /// Bytes that had to be made to know their fingerprint.
    Bytes(Bytes),
    /// A copy of a file.
    Copy(FileId),
}

/// Takes a file as soon as it is rendered; returns whether its bytes are no longer needed.
pub type Take<'a> = &'a (dyn Fn(&Rendered) -> bool + Sync);

/// Renders the outputs of a plan.
pub struct Renderer<'a> {
    site: SiteData<'a>,
    views: SiteViews<'a>,
    engines: &'a Engines,
    key: u128,
    before: &'a [Finished],
    take: Take<'a>,
    /// The variables that each template may read.
    needs: BTreeMap<Arc<str>, Needs>,
}

impl<'a> Renderer<'a> {
    /// A renderer of the outputs of a plan. `key` is a hash of everything that the plan and the views
    /// are made from, except the long texts; `before` are the files of an earlier build, by path. A file
    /// that is taken loses its bytes, but keeps its hash.
    pub fn new(
        site: SiteData<'a>,
        views: SiteViews<'a>,
        engines: &'a Engines,
        key: u128,
        before: &'a [Finished],
        take: Take<'a>,
    ) -> Renderer<'a> {
        Renderer { site, views, engines, key, before, take, needs: BTreeMap::new() }
    }

    /// Renders all outputs, in parallel; skips those with a fault and reports it. Also returns which
    /// files were not reused.
    pub fn render(
        &mut self,
        outputs: &[Output],
        report: &mut Report,
    ) -> (Vec<Finished>, Vec<Rebuilt>) {
        for output in outputs {
            if let OutputSource::Page { template, .. } = &output.source
                && !self.needs.contains_key(template)
            {
                self.needs.insert(Arc::clone(template), self.engines.needs(template));
            }
        }
        let this = &*self;
        let results: Vec<Result<(Finished, Option<Rebuilt>), Diagnostic>> = outputs
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

    /// The file of an earlier build with a path. Usually it is at the same position.
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
    ) -> Result<(Finished, Option<Rebuilt>), Diagnostic> {
        let quick = self.quick(output);
        if let Some(old) = old.filter(|old| old.quick == quick) {
            return Ok((old.clone(), None));
        }
        let (inputs, pending) = self.inputs(output);
        if let Some(old) = old.filter(|old| *old.inputs == inputs) {
            return Ok((Finished { quick, ..old.clone() }, None));
        }
        let path = || Arc::clone(&output.path);
        let mut file = match pending {
            Pending::Page { template, lang, is_mixed, variables } => {
                let variables = variables.complete();
                Rendered::new(path(), self.engines.page(lang, template, &variables, is_mixed)?)
            }
            Pending::Bytes(bytes) => Rendered::new(path(), bytes),
            Pending::Copy(file) => copy(path(), file, self.site.sources),
        };
        let because = old.map(|old| changed(&old.inputs, &inputs)).unwrap_or_default();
        let rebuilt = Rebuilt { path: Arc::clone(&output.path), because };
        if (self.take)(&file) {
            file.bytes = Bytes::new();
        }
        Ok((Finished { file, quick, inputs: Arc::new(inputs) }, Some(rebuilt)))
    }

    /// A hash of an output's inputs and more. If the hash is the same, so is the output.
    fn quick(&self, output: &Output) -> Fingerprint {
        match &output.source {
            OutputSource::Page { lang, page: PageKind::Entity(entity), .. } => {
                let body = body_hash(self.site, *entity, *lang);
                let contacts = self.views.contacts[lang.index()].fingerprint();
                let caveat = self.site.reader(*lang).entity_caveat(*entity);
                fingerprint(&(self.key, body, contacts, caveat))
            }
            OutputSource::Page { .. } | OutputSource::Text(_) => fingerprint(&self.key),
            OutputSource::Export(export) => {
                fingerprint(&(self.key, export::long_texts(*export, self.site)))
            }
            OutputSource::Copy(file) => fingerprint(&self.site.sources.get(*file).hash),
        }
    }

    /// The inputs of an output, and the work that remains. Of all variables, only those that its
    /// template may read are inputs of a page. An export shows nearly everything, so it is made and
    /// compared; docs/performance.md has the cost.
    fn inputs<'o>(&'o self, output: &'o Output) -> (Inputs, Pending<'o>) {
        match &output.source {
            OutputSource::Page { template, lang, page } => {
                let lang = *lang;
                let variables = PageVariables::new(self.site, self.views, lang, *page);
                let needs = self.needs.get(template);
                let fingerprints = variables.variables().fingerprints();
                let read = |name| needs.is_none_or(|needs| needs.has(name));
                let mut inputs: Inputs = fingerprints.filter(|(name, _)| read(name)).collect();
                let all_messages = needs.is_none_or(|needs| needs.all_messages);
                inputs.push(("templates", self.engines.fingerprint()));
                inputs.push(("messages", self.messages(lang, all_messages)));
                let is_mixed = matches!(page, PageKind::Chooser | PageKind::NotFound);
                (inputs, Pending::Page { template, lang, is_mixed, variables })
            }
            OutputSource::Export(export) => {
                with_bytes("event", export::bytes(*export, self.site, &output.path))
            }
            OutputSource::Text(text) => with_bytes("file", text.clone()),
            OutputSource::Copy(file) => {
                let hash = self.site.sources.get(*file).hash;
                (vec![("file", fingerprint(&hash))], Pending::Copy(*file))
            }
        }
    }

    /// A hash of all messages that a page can show.
    fn messages(&self, lang: Lang, all: bool) -> Fingerprint {
        let catalogs = self.site.locales.catalogs();
        match all {
            true => {
                let all = self.site.languages().map(|lang| catalogs.fingerprint(lang));
                fingerprint(&all.collect::<Vec<u128>>())
            }
            false => fingerprint(&catalogs.fingerprint(lang)),
        }
    }
}

/// Bytes whose only input is themselves.
fn with_bytes<'o>(name: &'static str, bytes: Bytes) -> (Inputs, Pending<'o>) {
    (vec![(name, fingerprint(&bytes[..]))], Pending::Bytes(bytes))
}

/// A file that is published unchanged; bytes are shared, not copied.
fn copy(path: Arc<str>, file: FileId, sources: &Sources) -> Rendered {
    let source = sources.get(file);
    match &source.content {
        Content::Text(text) => Rendered::new(path, Bytes::copy_from_slice(text.as_bytes())),
        Content::Bytes(bytes) => Rendered::new(path, Bytes::from_owner(Arc::clone(bytes))),
        Content::OnDisk(file) => Rendered {
            path,
            bytes: Bytes::new(),
            hash: source.hash,
            copy_of: Some(Arc::clone(file)),
        },
    }
}

/// The names of the inputs that changed.
fn changed(before: &Inputs, now: &Inputs) -> Vec<&'static str> {
    now.iter().filter(|input| !before.contains(input)).map(|(name, _)| *name).collect()
}
