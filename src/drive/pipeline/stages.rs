//! The stages between the event and its pages: the site's theme, and the views that its pages show.

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;

use crate::base::diagnostic::{Diagnostic, Report};
use crate::base::source::{FileId, Sources, Span};
use crate::base::text::Lang;
use crate::content::markdown::MESSAGES;
use crate::event::model::Event;
use crate::event::texts::Texts;
use crate::event::translation::shown::Shown;
use crate::exchange::ics::Zone;
use crate::locale::Locales;
use crate::locale::catalog::{MessageError, MessageUse};
use crate::site::asset::Assets;
use crate::site::engine::{AssetUrls, Engines, Entries, HtmlFragments, Ready};
use crate::site::output::Output;
use crate::site::page_variables::SiteViews;
use crate::site::plan::plan;
use crate::site::reader_context::{PAGE_MESSAGES, ReaderContext, SiteData, program_uses};
use crate::site::render::{Finished, Rebuilt, Renderer, Take};
use crate::site::route::{Base, Routes};
use crate::site::theme::{Theme, stands_in};
use crate::site::view::language_views::LanguageViews;
use crate::site::view::person_view::PersonView;

/// The parts of a site that do not depend on its content: theme, messages and templates.
#[derive(Debug)]
pub(super) struct ThemeRuntime {
    theme: Theme,
    pub(super) locales: Arc<Locales>,
    assets: Assets,
    engines: Engines,
    /// The faults of the theme's files.
    pub(super) theme_faults: Report,
    /// The faults of messages.
    pub(super) messages: Report,
    /// The faults of templates.
    pub(super) templates: Report,
}

impl ThemeRuntime {
    /// Loads the theme of an event's site.
    pub(super) fn new(event: &Event, base: &Base, sources: &Sources) -> ThemeRuntime {
        let languages = &event.config.languages;
        let mut theme_faults = Report::new();
        let (mut messages, mut templates) = (Report::new(), Report::new());
        let theme = Theme::new(&event.config.theme, languages, sources, &mut theme_faults);
        let resources = theme.resources(languages, sources, &mut theme_faults);
        let uses: Vec<MessageUse> =
            program_uses().into_iter().chain(theme.message_uses(sources)).collect();
        let locales = Arc::new(Locales::new(languages, &resources, &uses, &mut messages));
        let source = languages.tag(Lang::SOURCE);
        let stand_ins = locales.catalogs().stand_ins();
        theme_faults.extend(stand_ins.and_then(|(tag, missing)| stands_in(tag, &missing, source)));
        let assets = Assets::new(&theme.assets, sources);
        let urls: AssetUrls = assets
            .names()
            .filter_map(|name| Some((name.to_owned(), assets.url(name, base)?)))
            .collect();
        let engines =
            Engines::new(&theme, languages, &locales, &Arc::new(urls), sources, &mut templates);
        ThemeRuntime { theme, locales, assets, engines, theme_faults, messages, templates }
    }

    /// The fingerprints of all catalogs.
    fn fingerprints(&self, event: &Event) -> Vec<u128> {
        let languages = event.config.languages.iter();
        languages.map(|(lang, _)| self.locales.catalogs().fingerprint(lang)).collect()
    }
}

/// The pages of a site, and what they show.
#[derive(Debug)]
pub(super) struct PagePlan {
    routes: Routes,
    /// The event's time zone as calendars define it.
    zone: Zone,
    /// The views of each language.
    views: Vec<LanguageViews>,
    outputs: Vec<Output>,
}

impl PagePlan {
    /// The pages of an event's site. Views that would equal those made `before` are reused.
    #[expect(clippy::too_many_arguments, reason = "each is the result of another stage")]
    pub(super) fn new(
        event: &Event,
        texts: &Texts,
        shown: &Shown,
        runtime: &ThemeRuntime,
        base: Base,
        sources: &Sources,
        before: Option<&PagePlan>,
        report: &mut Report,
    ) -> PagePlan {
        let routes = Routes::new(event, base);
        let zone = Zone::new(&event.config.timezone, event.config.start, event.config.end);
        let mut pages = PagePlan { routes, zone, views: Vec::new(), outputs: Vec::new() };
        let before: &[LanguageViews] = before.map_or(&[], |before| &before.views);
        let names = runtime.theme.template_names();
        let messages = runtime.fingerprints(event);
        let site = pages.site(event, texts, shown, runtime, sources);
        let views = by_language(site, |reader| {
            let entries = Entries::new(&runtime.engines, reader.lang, &names, &messages);
            reader.language_views(&entries, before.get(reader.lang.index()))
        });
        let outputs = plan(site, report);
        (pages.views, pages.outputs) = (views, outputs);
        pages
    }

    fn site<'a>(
        &'a self,
        event: &'a Event,
        texts: &'a Texts,
        shown: &'a Shown,
        runtime: &'a ThemeRuntime,
        sources: &'a Sources,
    ) -> SiteData<'a> {
        let ThemeRuntime { theme, assets, locales, .. } = runtime;
        let PagePlan { routes, zone, .. } = self;
        SiteData { event, texts, shown, routes, theme, assets, locales, sources, zone }
    }

    /// Renders the files; also returns which were not reused.
    #[expect(clippy::too_many_arguments, reason = "each is the result of another stage")]
    pub(super) fn render(
        &self,
        event: &Event,
        texts: &Texts,
        shown: &Shown,
        runtime: &ThemeRuntime,
        sources: &Sources,
        key: u128,
        before: &[Finished],
        take: Take<'_>,
        report: &mut Report,
    ) -> (Vec<Finished>, Vec<Rebuilt>) {
        // Templates that could not be loaded would fail once more for every page.
        if runtime.templates.has_errors() {
            return (Vec::new(), Vec::new());
        }
        report.extend(self.views.iter().flat_map(|views| views.faults().iter().cloned()));
        let site = self.site(event, texts, shown, runtime, sources);
        let contacts: Vec<Ready<Vec<PersonView>>> = by_language(site, |reader| {
            reader.contacts(&self.views[reader.lang.index()].organisations)
        });
        let views = SiteViews { languages: &self.views, contacts: &contacts, parts: &[] };
        let Some(parts) = parts(site, views, runtime, report) else {
            return (Vec::new(), Vec::new());
        };
        let views = SiteViews { parts: &parts, ..views };
        Renderer::new(site, views, &runtime.engines, key, before, take)
            .render(&self.outputs, report)
    }
}

/// Makes something for the readers of each language.
fn by_language<T: Send>(
    site: SiteData<'_>,
    make: impl Fn(&ReaderContext<'_>) -> T + Sync,
) -> Vec<T> {
    let languages: Vec<Lang> = site.languages().collect();
    languages.into_par_iter().map(|lang| make(&site.reader(lang))).collect()
}

/// By language, the HTML that is equal on all its pages; `None` if some of it has faults.
fn parts(
    site: SiteData<'_>,
    views: SiteViews<'_>,
    runtime: &ThemeRuntime,
    report: &mut Report,
) -> Option<Vec<Ready<HtmlFragments>>> {
    let names = runtime.theme.template_names();
    let made =
        site.languages().map(|lang| runtime.engines.parts(lang, &names, &views.shared(lang)));
    let made: Vec<Result<_, Vec<Diagnostic>>> = made.collect();
    let complete = made.iter().all(Result::is_ok);
    let mut parts = Vec::with_capacity(made.len());
    for made in made {
        match made {
            Ok(made) => parts.push(made),
            Err(faults) => report.extend(faults),
        }
    }
    complete.then_some(parts)
}

/// The faults of rendered pages, without repetitions. A faulty message is reported once, not for every
/// template that shows it, and not at all if the faults of messages were `already_reported`.
pub(super) fn without_repetitions(failed: &Report, already_reported: bool) -> Vec<Diagnostic> {
    let mut messages = BTreeSet::new();
    let new = |fault: &&Diagnostic| match fault.code {
        "locale/broken-message" => !already_reported && messages.insert(fault.message.clone()),
        "locale/missing-message" => messages.insert(fault.message.clone()),
        _ => true,
    };
    failed.iter().filter(new).cloned().collect()
}

/// Reports messages that texts and built-in pages need, but that the source language does not have.
pub(super) fn required_messages(locales: &Locales, file: FileId, report: &mut Report) {
    let source = locales.get(Lang::SOURCE);
    let for_pages = PAGE_MESSAGES.iter().map(|(key, _)| key);
    for key in MESSAGES.iter().chain(for_pages) {
        // A message that takes arguments exists if it asks for them.
        let error = source.message(key).err();
        let missing = error.filter(|e| !matches!(e, MessageError::MissingArgument { .. }));
        if let Some(error) = missing {
            let (code, message, help) = error.describe();
            let fault = Diagnostic::error(code, message).at(Span::file(file));
            report.push(match help {
                Some(help) => fault.help(help),
                None => fault,
            });
        }
    }
}
