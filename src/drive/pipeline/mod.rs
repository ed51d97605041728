//! The chain of stages, from the files that were read to the bytes of the site.
//!
//! Everything here is a function of its inputs: it reads no file, no clock and no environment.

mod build_cache;
mod stages;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::base::diagnostic::{Diagnostic, Report};
use crate::base::source::{Sources, Span, hash128};
use crate::content::config::EVENT_FILE;
use crate::content::files::{LongText, TRANSLATIONS_LOCK, Wanted, read_contents};
use crate::content::publication::Publication;
use crate::drive::pipeline::build_cache::{BuildCache, THEME_FOLDERS, key_of, key_of_files};
use crate::drive::pipeline::stages::{
    PagePlan, ThemeRuntime, required_messages, without_repetitions,
};
use crate::event::assemble::{Assembled, assemble};
use crate::event::model::Event;
use crate::event::texts::Texts;
use crate::event::translation::findings::Findings;
use crate::event::translation::gate;
use crate::event::translation::gate::Unpublished;
use crate::event::translation::lock::TranslationLock;
use crate::event::translation::shown::Shown;
use crate::locale::Locales;
use crate::site::render::{Finished, Rendered};
pub use crate::site::render::{Rebuilt, Take};
use crate::site::route::Base;

/// The options of a build: everything that it depends on except the site's files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Whether drafts are shown.
    pub drafts: bool,
    /// Whether languages that are not published are shown, as drafts; with `drafts`, they always are.
    pub all_languages: bool,
    /// The address of the published site, instead of `base_url` in `event.yaml`.
    pub base_url: Option<String>,
}

/// A site that was built. Clones share large data.
#[derive(Clone, Debug)]
pub struct Site {
    /// The event as its files describe it, for tools that examine it.
    pub outline: Arc<Assembled>,
    /// The event as the site shows it, if that is not the same.
    shown: Arc<Option<Event>>,
    /// Which translations are shown.
    pub selection: Arc<Shown>,
    /// The languages that are not published, by their position in the event of the files.
    pub unpublished: Vec<Unpublished>,
    /// Its long texts.
    pub texts: Arc<Texts>,
    /// Its long texts as they were read, by file; with their blocks if the site has a lock of
    /// translations.
    pub long_texts: Arc<[Option<LongText>]>,
    /// The messages, for tools that examine them.
    pub locales: Arc<Locales>,
    /// Every file to publish, by path.
    pub files: Vec<Rendered>,
    /// The log of the build.
    pub log: BuildLog,
}

impl Site {
    /// The event as its files describe it.
    pub fn event(&self) -> &Event {
        &self.outline.event
    }

    /// The event as the site shows it: without languages that are not published, and without
    /// translations that readers shall not see. Its languages are those of the messages.
    pub fn shown_event(&self) -> &Event {
        self.shown.as_ref().as_ref().unwrap_or(&self.outline.event)
    }
}

/// What a build did and how long it took.
#[derive(Clone, Debug, Default)]
pub struct BuildLog {
    /// How long each stage took, in order; empty if there is no clock.
    pub stages: Vec<(&'static str, Duration)>,
    /// The files that were rendered, by path; the others were reused from an earlier build.
    pub made: Vec<Rebuilt>,
}

/// Returns the time since some fixed moment.
pub type Clock = fn() -> Duration;

/// Builds a site repeatedly as its files change, and only repeats the work that is necessary.
///
/// The result always equals the result of a first build of the same files.
pub struct Builder {
    options: Options,
    clock: Option<Clock>,
    cache: BuildCache,
    keeps_cache: bool,
}

impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder").field("options", &self.options).finish_non_exhaustive()
    }
}

/// A hash of everything that decides the bytes of a site: its files, the options and this program.
pub fn inputs(sources: &Sources, options: &Options) -> u128 {
    let Options { drafts, all_languages, base_url } = options;
    let program = concat!(env!("CARGO_PKG_VERSION"), " ", env!("PLENARY_SOURCE"));
    let base_url = base_url.as_ref().map_or(0, |url| hash128(url.as_bytes()));
    key_of(&[
        hash128(program.as_bytes()),
        u128::from(*drafts),
        u128::from(*all_languages),
        base_url,
        key_of_files(sources, &[""]),
    ])
}

/// Builds a site once, from the files that were read.
///
/// There is no site if `event.yaml` cannot be read. Otherwise there is one even if the report has errors,
/// without the faulty parts.
pub fn build(sources: &Sources, options: &Options, report: &mut Report) -> Option<Site> {
    Builder::once(options.clone(), None).build(sources, report)
}

impl Builder {
    /// A builder that has built nothing yet. The clock measures the stages.
    pub fn new(options: Options, clock: Option<Clock>) -> Builder {
        Builder { options, clock, cache: BuildCache::default(), keeps_cache: true }
    }

    /// A builder for a single build, which caches nothing.
    pub fn once(options: Options, clock: Option<Clock>) -> Builder {
        Builder { keeps_cache: false, ..Builder::new(options, clock) }
    }

    /// Builds the site from its files as they are now; see [`build()`].
    pub fn build(&mut self, sources: &Sources, report: &mut Report) -> Option<Site> {
        self.build_for(&|_| false, sources, report)
    }

    /// Builds the site for a caller that takes files while others are still being rendered, before it is
    /// known whether there are faults. The files of the site then lack the bytes that were taken.
    pub fn build_for(
        &mut self,
        take: Take<'_>,
        sources: &Sources,
        report: &mut Report,
    ) -> Option<Site> {
        let mut watch = Stopwatch::new(self.clock);
        let BuildCache { parsed_files, outline, texts, findings, shown, theme, plan, finished } =
            &mut self.cache;
        let memory = self.keeps_cache.then_some(parsed_files);
        let contents = read_contents(sources, memory, wanted(sources), report);
        let Some(contents) = contents else {
            if !report.has_errors() {
                report.push(no_event(sources));
            }
            return None;
        };
        watch.lap("read");
        let drafts = self.options.drafts;
        let (config, read) = (contents.config, contents.parsed);
        let event_key = key_of(&[contents.outline, u128::from(drafts)]);
        let outline = outline
            .get(event_key, report, |_, report| assemble(config, read, sources, drafts, report));
        watch.lap("assemble");
        let before = texts.take();
        let ready =
            Texts::new(&outline, event_key, &contents.texts, sources, before.as_deref(), report);
        let ready = Arc::new(ready);
        if self.keeps_cache {
            *texts = Some(Arc::clone(&ready));
        }
        watch.lap("texts");
        let event = &outline.event;
        let long_texts: Arc<[_]> = contents.texts.into();
        let before = findings.take();
        let found = known_findings(event, event_key, sources, &long_texts, before.as_deref());
        let found = Arc::new(found);
        if self.keeps_cache {
            *findings = Some(Arc::clone(&found));
        }
        let unpublished = gate::unpublished(event, &found);
        gate::report(event, &unpublished, sources, report);
        let drafts = drafts || self.options.all_languages;
        let selection = Arc::new(Shown::new(event, found, &unpublished, drafts));
        let event_key = key_of(&[event_key, u128::from(selection.key)]);
        let shown = shown.get(event_key, &mut Report::new(), |_, _| selection.event(event));
        let event = shown.as_ref().as_ref().unwrap_or(event);
        watch.lap("translations");
        let url = self.options.base_url.as_deref().or(event.config.base_url.as_deref());
        let base = Base::new(url);
        let theme_key = theme_key(event, url, sources);
        let theme = theme
            .get(theme_key, &mut Report::new(), |_, _| ThemeRuntime::new(event, &base, sources));
        report.append(theme.theme_faults.clone());
        watch.lap("theme");
        let key = key_of(&[event_key, theme_key]);
        let plan = plan.get(key, report, |before, report| {
            PagePlan::new(event, &ready, &selection, &theme, base, sources, before, report)
        });
        watch.lap("plan");
        let mut failed = Report::new();
        let (now, made) = plan.render(
            event,
            &ready,
            &selection,
            &theme,
            sources,
            key,
            finished,
            take,
            &mut failed,
        );
        watch.lap("render");
        report.append(theme.templates.clone());
        // After the templates: a message that one of them uses is reported there.
        required_messages(&theme.locales, event.config.file, &mut failed);
        report.extend(without_repetitions(&failed, theme.messages.has_errors()));
        report.append(theme.messages.clone());
        let files = now.iter().map(|finished: &Finished| finished.file.clone()).collect();
        if self.keeps_cache {
            *finished = now;
        }
        let log = BuildLog { stages: watch.laps, made };
        let locales = Arc::clone(&theme.locales);
        Some(Site {
            outline,
            shown,
            selection,
            unpublished,
            texts: ready,
            long_texts,
            locales,
            files,
            log,
        })
    }
}

/// What is wrong with translations: nothing is known if it was not recorded what they were made from, but
/// a gate must know what is missing. `plenary check` reports the faults of the lock file.
fn known_findings(
    event: &Event,
    key: u128,
    sources: &Sources,
    texts: &[Option<LongText>],
    before: Option<&Findings>,
) -> Findings {
    let lock = TranslationLock::of_site(sources, &mut Report::new());
    match lock.is_some() || event.config.publication.iter().any(Publication::is_conditional) {
        true => Findings::new(event, key, lock.as_ref(), texts, before),
        false => Findings::default(),
    }
}

/// What is wanted of the long texts: without a lock, nothing is known of translations, and only a gate
/// needs the blocks.
fn wanted(sources: &Sources) -> Wanted {
    match sources.find(TRANSLATIONS_LOCK) {
        Some(_) => Wanted::HtmlAndBlocks,
        None => Wanted::Html,
    }
}

/// A hash of everything that the theme is made from: its files, the settings of the event, the languages
/// that are shown, and the address of the site.
fn theme_key(event: &Event, url: Option<&str>, sources: &Sources) -> u128 {
    let languages = event.config.languages.iter();
    let tags: String = languages.map(|(_, language)| format!("{} ", language.tag)).collect();
    key_of(&[
        key_of_files(sources, &THEME_FOLDERS),
        sources.get(event.config.file).hash,
        hash128(tags.as_bytes()),
        hash128(url.unwrap_or_default().as_bytes()),
    ])
}

/// Measures the stages.
struct Stopwatch {
    clock: Option<Clock>,
    begun: Duration,
    laps: Vec<(&'static str, Duration)>,
}

impl Stopwatch {
    fn new(clock: Option<Clock>) -> Stopwatch {
        let begun = clock.map(|clock| clock()).unwrap_or_default();
        Stopwatch { clock, begun, laps: Vec::new() }
    }

    /// Records the end of a stage.
    fn lap(&mut self, stage: &'static str) {
        let Some(clock) = self.clock else { return };
        let now = clock();
        self.laps.push((stage, now.saturating_sub(self.begun)));
        self.begun = now;
    }
}

/// The fault of a missing `event.yaml`.
fn no_event(sources: &Sources) -> Diagnostic {
    let help = match sources.find("content/event.yml") {
        Some(_) => "rename content/event.yml",
        None => "write it, or create an example site with `plenary new DIR`",
    };
    let fault = Diagnostic::error("event/missing", format!("there is no {EVENT_FILE}")).help(help);
    match sources.find(EVENT_FILE) {
        Some(file) => fault.at(Span::file(file)),
        None => fault,
    }
}
