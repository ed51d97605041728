//! The chain of stages, from the files that were read to the bytes of the site.
//!
//! Everything here is a function of its inputs: it reads no file, no clock and no environment.

mod memory;
mod stages;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::base::diagnostic::{Diagnostic, Report};
use crate::base::source::{Sources, Span, hash128};
use crate::content::config::EVENT_FILE;
use crate::content::files::read_contents;
use crate::drive::pipeline::memory::{LOOK, Memory, key_of, key_of_files};
use crate::drive::pipeline::stages::{
    PagePlan, ThemeRuntime, required_messages, without_repetitions,
};
use crate::event::assemble::{Assembled, assemble};
use crate::event::model::Event;
use crate::event::texts::Texts;
use crate::locale::Locales;
use crate::site::render::{Finished, Rendered};
pub use crate::site::render::{Rebuilt, Take};
use crate::site::route::Base;

/// What a build depends on besides the site's files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Whether drafts are shown.
    pub drafts: bool,
    /// Where the site will stand, in place of `base_url` in `event.yaml`.
    pub base_url: Option<String>,
}

/// A site that was built. A copy shares what is large.
#[derive(Clone, Debug)]
pub struct Site {
    /// The event, for tools that look at it.
    pub outline: Arc<Assembled>,
    /// Its long texts.
    pub texts: Arc<Texts>,
    /// The messages, for tools that look at them.
    pub locales: Arc<Locales>,
    /// Every file to publish, by path.
    pub files: Vec<Rendered>,
    /// What was done to make it.
    pub work: Work,
}

impl Site {
    /// The event.
    pub fn event(&self) -> &Event {
        &self.outline.event
    }
}

/// What a build did, for those who want to know why it took as long as it did.
#[derive(Clone, Debug, Default)]
pub struct Work {
    /// How long each stage took, in their order; nothing without a clock.
    pub stages: Vec<(&'static str, Duration)>,
    /// The files that were made, by path; of all others the bytes of an earlier build were taken.
    pub made: Vec<Rebuilt>,
}

/// Tells the time since any moment.
pub type Clock = fn() -> Duration;

/// Builds a site again and again as its files change, and does again only what must be.
///
/// What it gives is at any time what a first build of the same files would give.
pub struct Builder {
    options: Options,
    clock: Option<Clock>,
    memory: Memory,
    remembers: bool,
}

impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder").field("options", &self.options).finish_non_exhaustive()
    }
}

/// A hash of everything that decides the bytes of a site: its files, the options and this program.
pub fn inputs(sources: &Sources, options: &Options) -> u128 {
    let Options { drafts, base_url } = options;
    let program = concat!(env!("CARGO_PKG_VERSION"), " ", env!("PLENARY_SOURCE"));
    let base_url = base_url.as_ref().map_or(0, |url| hash128(url.as_bytes()));
    key_of(&[
        hash128(program.as_bytes()),
        u128::from(*drafts),
        base_url,
        key_of_files(sources, &[""]),
    ])
}

/// Builds a site once, from the files that were read.
///
/// There is no site when nothing could be understood; otherwise there is one, also when the report
/// has errors, without what is bad.
pub fn build(sources: &Sources, options: &Options, report: &mut Report) -> Option<Site> {
    let memory = Memory::default();
    let options = options.clone();
    Builder { options, clock: None, memory, remembers: false }.build(sources, report)
}

impl Builder {
    /// A builder that has built nothing yet.
    ///
    /// The clock tells how long stages take.
    pub fn new(options: Options, clock: Option<Clock>) -> Builder {
        Builder { options, clock, memory: Memory::default(), remembers: true }
    }

    /// A builder that builds once, and remembers nothing.
    pub fn once(options: Options, clock: Option<Clock>) -> Builder {
        Builder { remembers: false, ..Builder::new(options, clock) }
    }

    /// Builds the site from its files as they are now; see [`build()`].
    pub fn build(&mut self, sources: &Sources, report: &mut Report) -> Option<Site> {
        self.build_for(&|_| false, sources, report)
    }

    /// Builds the site for somebody who takes its files while others are still being made, before it is
    /// known whether there are faults. The files of the site are then without the bytes that were taken.
    pub fn build_for(
        &mut self,
        take: Take<'_>,
        sources: &Sources,
        report: &mut Report,
    ) -> Option<Site> {
        let mut watch = Stopwatch::new(self.clock);
        let Memory { pieces, outline, texts, look, outlook, finished } = &mut self.memory;
        let contents = read_contents(sources, self.remembers.then_some(pieces), report);
        let Some(contents) = contents else {
            if !report.has_errors() {
                report.push(no_event(sources));
            }
            return None;
        };
        watch.lap("read");
        let drafts = self.options.drafts;
        let (config, read) = (contents.config, contents.pieces);
        let event_key = key_of(&[contents.outline, u128::from(drafts)]);
        let outline = outline
            .get(event_key, report, |_, report| assemble(config, read, sources, drafts, report));
        watch.lap("assemble");
        let before = texts.take();
        let ready =
            Texts::new(&outline, event_key, &contents.texts, sources, before.as_deref(), report);
        let ready = Arc::new(ready);
        if self.remembers {
            *texts = Some(Arc::clone(&ready));
        }
        watch.lap("texts");
        let event = &outline.event;
        let url = self.options.base_url.as_deref().or(event.config.base_url.as_deref());
        let base = Base::new(url);
        let look_key = key_of(&[
            key_of_files(sources, &LOOK),
            sources.get(event.config.file).hash,
            hash128(url.unwrap_or_default().as_bytes()),
        ]);
        let look =
            look.get(look_key, &mut Report::new(), |_, _| ThemeRuntime::new(event, &base, sources));
        report.append(look.said.clone());
        watch.lap("look");
        let key = key_of(&[event_key, look_key]);
        let outlook = outlook.get(key, report, |before, report| {
            PagePlan::new(event, &ready, &look, base, sources, before, report)
        });
        watch.lap("plan");
        let mut failed = Report::new();
        let (now, made) =
            outlook.render(event, &ready, &look, sources, key, finished, take, &mut failed);
        watch.lap("render");
        report.append(look.templates.clone());
        // Behind the templates: what one of them asks for is said at its place.
        required_messages(&look.locales, event.config.file, &mut failed);
        report.extend(without_repetitions(&failed, look.messages.has_errors()));
        report.append(look.messages.clone());
        let files = now.iter().map(|finished: &Finished| finished.file.clone()).collect();
        if self.remembers {
            *finished = now;
        }
        let work = Work { stages: watch.laps, made };
        Some(Site { locales: Arc::clone(&look.locales), texts: ready, outline, files, work })
    }
}

/// Measures how long stages take.
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

    /// Says that a stage is done.
    fn lap(&mut self, stage: &'static str) {
        let Some(clock) = self.clock else { return };
        let now = clock();
        self.laps.push((stage, now.saturating_sub(self.begun)));
        self.begun = now;
    }
}

/// There is no `event.yaml`, or it could not be read and that was said.
fn no_event(sources: &Sources) -> Diagnostic {
    let help = match sources.find("content/event.yml") {
        Some(_) => "rename content/event.yml",
        None => "write it, or make a site to begin with by `plenary new DIR`",
    };
    let fault = Diagnostic::error("event/missing", format!("there is no {EVENT_FILE}")).help(help);
    match sources.find(EVENT_FILE) {
        Some(file) => fault.at(Span::file(file)),
        None => fault,
    }
}
