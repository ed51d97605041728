//! The stages between the event and its pages: how the site looks, and what its pages show.

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;

use crate::base::diagnostic::{Diagnostic, Report};
use crate::base::source::{FileId, Sources, Span};
use crate::base::text::Lang;
use crate::content::markdown::MESSAGES;
use crate::event::model::Event;
use crate::event::texts::Texts;
use crate::exchange::ics::Zone;
use crate::locale::Locales;
use crate::locale::catalog::MessageError;
use crate::site::asset::Assets;
use crate::site::engine::{AssetUrls, Engines, Entries, Parts, Ready};
use crate::site::plan::{Output, Planner};
use crate::site::render::{Finished, Made, Renderer, Take};
use crate::site::route::{Base, Routes};
use crate::site::theme::Theme;
use crate::site::view::{PAGE_MESSAGES, PersonView, Shared, Views};

/// How a site looks, whatever it shows: theme, messages and templates.
#[derive(Debug)]
pub(super) struct ThemeRuntime {
    theme: Theme,
    pub(super) locales: Arc<Locales>,
    assets: Assets,
    engines: Engines,
    /// What is wrong with the theme.
    pub(super) said: Report,
    /// What is wrong with messages.
    pub(super) messages: Report,
    /// What is wrong with templates.
    pub(super) templates: Report,
}

impl ThemeRuntime {
    /// The look of an event's site.
    pub(super) fn new(event: &Event, base: &Base, sources: &Sources) -> ThemeRuntime {
        let languages = &event.config.languages;
        let (mut said, mut messages, mut templates) = (Report::new(), Report::new(), Report::new());
        let theme = Theme::new(&event.config.theme, languages, sources, &mut said);
        let resources = theme.resources(languages, sources, &mut said);
        let locales = Arc::new(Locales::new(languages, &resources, &mut messages));
        let assets = Assets::new(&theme.assets, sources);
        let urls: AssetUrls = assets
            .names()
            .filter_map(|name| Some((name.to_owned(), assets.url(name, base)?)))
            .collect();
        let engines =
            Engines::new(&theme, languages, &locales, &Arc::new(urls), sources, &mut templates);
        ThemeRuntime { theme, locales, assets, engines, said, messages, templates }
    }

    /// The fingerprints of all catalogs.
    fn fingerprints(&self, event: &Event) -> Vec<u128> {
        let languages = event.config.languages.iter();
        languages.map(|(lang, _)| self.locales.catalogs().fingerprint(lang)).collect()
    }
}

/// What the pages of a site show, and which there are.
#[derive(Debug)]
pub(super) struct PagePlan {
    routes: Routes,
    /// The event's zone as calendars define it.
    zone: Zone,
    /// By language, what all its pages share.
    shared: Vec<Shared>,
    outputs: Vec<Output>,
}

impl PagePlan {
    /// The pages of an event's site.
    pub(super) fn new(
        event: &Event,
        texts: &Texts,
        look: &ThemeRuntime,
        base: Base,
        sources: &Sources,
        before: Option<&PagePlan>,
        report: &mut Report,
    ) -> PagePlan {
        let routes = Routes::new(event, base);
        let zone = Zone::new(&event.config.timezone, event.config.start, event.config.end);
        let mut outlook = PagePlan { routes, zone, shared: Vec::new(), outputs: Vec::new() };
        let before: &[Shared] = before.map_or(&[], |before| &before.shared);
        let names = look.theme.template_names();
        let messages = look.fingerprints(event);
        outlook.shared = outlook.by_language(event, texts, look, sources, |views| {
            let entries = Entries::new(&look.engines, views.lang, &names, &messages);
            views.shared(&entries, before.get(views.lang.index()))
        });
        outlook.outputs = outlook.planner(event, texts, look, &[], &[], sources).plan(report);
        outlook
    }

    /// Makes something of the views of each language.
    fn by_language<T: Send>(
        &self,
        event: &Event,
        texts: &Texts,
        look: &ThemeRuntime,
        sources: &Sources,
        make: impl Fn(&Views<'_>) -> T + Sync,
    ) -> Vec<T> {
        let languages: Vec<Lang> = event.config.languages.iter().map(|(lang, _)| lang).collect();
        let routes = &self.routes;
        languages
            .into_par_iter()
            .map(|lang| {
                let locale = look.locales.get(lang);
                make(&Views { event, texts, routes, sources, locale: &locale, lang })
            })
            .collect()
    }

    fn planner<'a>(
        &'a self,
        event: &'a Event,
        texts: &'a Texts,
        look: &'a ThemeRuntime,
        contacts: &'a [Ready<Vec<PersonView>>],
        parts: &'a [Ready<Parts>],
        sources: &'a Sources,
    ) -> Planner<'a> {
        Planner {
            event,
            texts,
            routes: &self.routes,
            theme: &look.theme,
            assets: &look.assets,
            locales: &look.locales,
            sources,
            zone: &self.zone,
            shared: &self.shared,
            contacts,
            parts,
        }
    }

    /// Makes the files, and says which of them were made anew.
    #[expect(clippy::too_many_arguments, reason = "each is the result of another stage")]
    pub(super) fn render(
        &self,
        event: &Event,
        texts: &Texts,
        look: &ThemeRuntime,
        sources: &Sources,
        key: u128,
        before: &[Finished],
        take: Take<'_>,
        report: &mut Report,
    ) -> (Vec<Finished>, Vec<Made>) {
        // Templates that could not be loaded would fail once more for every page.
        if look.templates.has_errors() {
            return (Vec::new(), Vec::new());
        }
        report.extend(self.shared.iter().flat_map(|shared| shared.faults().iter().cloned()));
        let contacts: Vec<Ready<Vec<PersonView>>> =
            self.by_language(event, texts, look, sources, |views| {
                views.contacts(&self.shared[views.lang.index()])
            });
        let planner = self.planner(event, texts, look, &contacts, &[], sources);
        let Some(parts) = parts(&planner, look, report) else { return (Vec::new(), Vec::new()) };
        let planner = Planner { parts: &parts, ..planner };
        Renderer::new(&planner, &look.engines, key, before, take).render(&self.outputs, report)
    }
}

/// By language, the HTML that is equal on all its pages; nothing if some of it cannot be made.
fn parts(
    planner: &Planner<'_>,
    look: &ThemeRuntime,
    report: &mut Report,
) -> Option<Vec<Ready<Parts>>> {
    let names = look.theme.template_names();
    let languages = planner.event.config.languages.iter();
    let made: Vec<_> = languages
        .map(|(lang, _)| look.engines.parts(lang, &names, &planner.shared_variables(lang)))
        .collect();
    let mut parts = Vec::with_capacity(made.len());
    for made in made {
        match made {
            Ok(made) => parts.push(made),
            Err(faults) => report.extend(faults),
        }
    }
    (parts.len() == planner.event.config.languages.len()).then_some(parts)
}

/// What went wrong while pages were made, each message that is wrong once: not for every template
/// that shows it, and not at all if it was said where it is written.
pub(super) fn without_repetitions(failed: &Report, said: bool) -> Vec<Diagnostic> {
    let mut messages = BTreeSet::new();
    let new = |fault: &&Diagnostic| match fault.code {
        "locale/broken-message" => !said && messages.insert(fault.message.clone()),
        "locale/missing-message" => messages.insert(fault.message.clone()),
        _ => true,
    };
    failed.iter().filter(new).cloned().collect()
}

/// Says of messages that texts and built-in pages need, and the source language does not have.
pub(super) fn required_messages(locales: &Locales, file: FileId, report: &mut Report) {
    let source = locales.get(Lang::SOURCE);
    for key in MESSAGES.iter().chain(&PAGE_MESSAGES) {
        // One that takes something is there if it asks for it.
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
