//! The chain of stages, from the files that were read to the bytes of the site.
//!
//! Everything here is a function of its inputs: it reads no file, no clock and no environment.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use rayon::prelude::*;

use crate::base::diagnostic::{Diagnostic, Report};
use crate::base::source::{FileId, Sources, Span};
use crate::base::text::Lang;
use crate::content::config::EVENT_FILE;
use crate::content::files::read_contents;
use crate::content::markdown::MESSAGES;
use crate::event::assemble::assemble;
use crate::event::model::Event;
use crate::locale::Locales;
use crate::site::asset::Assets;
use crate::site::engine::{AssetUrls, Engines};
use crate::site::plan::Planner;
use crate::site::render::{Rendered, render};
use crate::site::route::Routes;
use crate::site::theme::Theme;
use crate::site::view::{PAGE_MESSAGES, Shared, Views};

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
    pub event: Arc<Event>,
    /// The messages, for tools that look at them.
    pub locales: Arc<Locales>,
    /// Every file to publish, by path.
    pub files: Vec<Rendered>,
    /// What was done to make it.
    pub work: Work,
}

/// What a build did, for those who want to know why it took as long as it did.
#[derive(Clone, Debug, Default)]
pub struct Work {
    /// How long each stage took, in their order; nothing without a clock.
    pub stages: Vec<(&'static str, Duration)>,
    /// The files that were made, by path; of all others the bytes of an earlier build were taken.
    pub made: Vec<Made>,
}

/// A file that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// Where, from the output folder.
    pub path: Arc<str>,
    /// What it reads that is not as it was: the names of variables, `templates` or `messages`; nothing
    /// for a file that is new.
    pub because: Vec<&'static str>,
}

/// Builds a site again and again as its files change, and does again only what must be.
///
/// What it gives is at any time what a first build of the same files would give.
#[derive(Debug)]
pub struct Builder {
    options: Options,
    clock: Option<fn() -> Duration>,
}

impl Builder {
    /// A builder that has built nothing yet.
    ///
    /// The clock tells the time since any moment, to say how long stages take.
    pub fn new(options: Options, clock: Option<fn() -> Duration>) -> Builder {
        Builder { options, clock }
    }

    /// Builds the site from its files as they are now.
    ///
    /// There is no site when nothing could be understood; otherwise there is one, also when the
    /// report has errors, without what is bad.
    pub fn build(&mut self, sources: &Sources, report: &mut Report) -> Option<Site> {
        let _ = self.clock;
        build(sources, &self.options, report)
    }
}

/// Builds a site from the files that were read.
///
/// There is no site when nothing could be understood; otherwise there is one, also when the report
/// has errors, without what is bad.
pub fn build(sources: &Sources, options: &Options, report: &mut Report) -> Option<Site> {
    let Some(contents) = read_contents(sources, report) else {
        if !report.has_errors() {
            report.push(no_event(sources));
        }
        return None;
    };
    let event = assemble(contents, sources, options.drafts, report);
    let languages = &event.config.languages;
    let theme = Theme::new(&event.config.theme, languages, sources, report);
    let resources = theme.resources(languages, sources, report);
    let mut wrong_messages = Report::new();
    let locales = Arc::new(Locales::new(languages, &resources, &mut wrong_messages));
    let base_url = options.base_url.as_deref().or(event.config.base_url.as_deref());
    let routes = Routes::new(&event, base_url.map(|url| url.trim_end_matches('/')));
    let assets = Assets::new(&theme.assets, sources);
    let urls: AssetUrls = assets
        .names()
        .filter_map(|name| Some((name.to_owned(), assets.url(name, &routes)?)))
        .collect();
    let mut found = Report::new();
    let mut engines =
        Engines::new(&theme, languages, &locales, &Arc::new(urls), sources, &mut found);
    let shared = shared(&event, &routes, &locales, sources);
    for ((lang, _), shared) in languages.iter().zip(&shared) {
        engines.share(lang, shared);
    }
    let planner = Planner {
        event: &event,
        routes: &routes,
        theme: &theme,
        assets: &assets,
        locales: &locales,
        sources,
        shared: &shared,
    };
    let outputs = planner.plan(report);
    // Templates that could not be loaded would fail once more for every page.
    let mut failed = Report::new();
    let files = if found.has_errors() {
        Vec::new()
    } else {
        render(&outputs, &planner, &engines, sources, &mut failed)
    };
    report.append(found);
    // Behind the templates: what one of them asks for is said at its place.
    required_messages(&locales, event.config.file, &mut failed);
    report.extend(without_repetitions(&failed, wrong_messages.has_errors()));
    report.append(wrong_messages);
    let made = files
        .iter()
        .map(|file| Made { path: Arc::clone(&file.path), because: Vec::new() })
        .collect();
    let work = Work { stages: Vec::new(), made };
    Some(Site { event: Arc::new(event), locales, files, work })
}

/// What went wrong while pages were made, each message that is wrong once: not for every template
/// that shows it, and not at all if it was said where it is written.
fn without_repetitions(failed: &Report, said: bool) -> Vec<Diagnostic> {
    let mut messages = BTreeSet::new();
    let new = |fault: &&Diagnostic| match fault.code {
        "locale/broken-message" => !said && messages.insert(fault.message.clone()),
        "locale/missing-message" => messages.insert(fault.message.clone()),
        _ => true,
    };
    failed.iter().filter(new).cloned().collect()
}

/// Says of messages that texts and built-in pages need, and the source language does not have.
fn required_messages(locales: &Locales, file: FileId, report: &mut Report) {
    let source = locales.get(Lang::SOURCE);
    for key in MESSAGES.iter().chain(&PAGE_MESSAGES) {
        if let Err(error) = source.message(key) {
            let (code, message, help) = error.describe();
            let fault = Diagnostic::error(code, message).at(Span::file(file));
            report.push(match help {
                Some(help) => fault.help(help),
                None => fault,
            });
        }
    }
}

/// By language, what all its pages share.
fn shared(event: &Event, routes: &Routes, locales: &Locales, sources: &Sources) -> Vec<Shared> {
    let languages: Vec<Lang> = event.config.languages.iter().map(|(lang, _)| lang).collect();
    languages
        .into_par_iter()
        .map(|lang| {
            let locale = locales.get(lang);
            Views { event, routes, sources, locale: &locale, lang }.shared()
        })
        .collect()
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
