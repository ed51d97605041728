//! The list of everything to publish.
//!
//! Collisions, the sitemap and what an earlier build left behind are questions about this list; none
//! of them needs a page's HTML.

use std::collections::BTreeSet;
use std::sync::Arc;

use bytes::Bytes;
use rayon::prelude::*;

use crate::base::diagnostic::{Diagnostic, Report};
use crate::base::source::{At, FileId, Sources, Span};
use crate::base::suggest::nearest;
use crate::base::text::Lang;
use crate::content::files::MEDIA;
use crate::content::kind::Kind;
use crate::event::model::{Entity, Event, PageRole};
use crate::event::texts::{Body, Texts};
use crate::exchange::ics::Zone;
use crate::locale::Locales;
use crate::site::asset::{Assets, media_path};
use crate::site::engine::{Fingerprint, Parts, Ready, Variables, fingerprint};
use crate::site::export::{Export, exports};
use crate::site::feeds;
use crate::site::route::Routes;
use crate::site::sub_page::SubPage;
use crate::site::theme::Theme;
use crate::site::view::{ChoiceView, HreflangView, PageView, PersonView, Shared, Views};

/// One file to publish.
#[derive(Debug)]
pub struct Output {
    /// Where, from the output folder, with `/` between the parts.
    pub path: Arc<str>,
    /// What it is made from.
    pub source: Source,
    /// The place in the site's files that it comes from, for faults; `None` for what every site has.
    pub span: Option<Span>,
}

/// What an output is made from.
#[derive(Debug)]
pub enum Source {
    /// A template and its variables, in a language.
    Page {
        /// The name of the template, without a layer.
        template: Arc<str>,
        /// Whose engine renders it.
        lang: Lang,
        /// What it sees besides what all pages share; made when it is rendered.
        page: PageSource,
    },
    /// A text that is ready.
    Text(Bytes),
    /// A file for other programs, made when it is rendered.
    Export(Export),
    /// A file as it is.
    Copy(FileId),
}

/// Which page is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageSource {
    /// A thing's page.
    Entity(Entity),
    /// A page that shows a part of the programme.
    SubPage(SubPage),
    /// The chooser of languages at `/`.
    Chooser,
    /// The page for addresses that lead nowhere, in all languages.
    NotFound,
}

/// What a page shows that other pages do not.
#[derive(Debug)]
pub enum Own {
    /// A page of a language, without its long text.
    Page(Box<PageView>),
    /// The languages to choose from, and `hreflang`.
    Choices(Vec<ChoiceView>, Vec<HreflangView>),
}

/// Everything that a plan is made from.
pub struct Planner<'a> {
    /// The event.
    pub event: &'a Event,
    /// Its long texts.
    pub texts: &'a Texts,
    /// Where things are.
    pub routes: &'a Routes,
    /// The theme.
    pub theme: &'a Theme,
    /// The theme's assets.
    pub assets: &'a Assets,
    /// Messages and formats.
    pub locales: &'a Locales,
    /// The files.
    pub sources: &'a Sources,
    /// The event's zone as calendars define it.
    pub zone: &'a Zone,
    /// By language, what all its pages share.
    pub shared: &'a [Shared],
    /// By language, the contacts with their long texts.
    pub contacts: &'a [Ready<Vec<PersonView>>],
    /// By language, the HTML that is equal on all pages.
    pub parts: &'a [Ready<Parts>],
}

impl Planner<'_> {
    /// The views of one language.
    pub fn views<'a>(&'a self, locale: &'a crate::locale::Locale<'a>, lang: Lang) -> Views<'a> {
        let Planner { event, texts, routes, sources, .. } = *self;
        Views { event, texts, routes, sources, locale, lang }
    }

    /// The list of outputs, by path; where two have one path, both are named and one is kept.
    pub fn plan(&self, report: &mut Report) -> Vec<Output> {
        let mut outputs = Vec::new();
        self.pages(&mut outputs, report);
        self.sub_pages(&mut outputs);
        self.feeds(&mut outputs);
        outputs.extend(exports(self).into_iter().map(|(path, export)| Output {
            path: path.into(),
            source: Source::Export(export),
            span: None,
        }));
        self.files(&mut outputs);
        self.distinct(outputs, report)
    }

    fn pages(&self, outputs: &mut Vec<Output>, report: &mut Report) {
        let languages = &self.event.config.languages;
        for entity in self.event.entities() {
            let Some(template) = self.template(entity, report) else { continue };
            let template: Arc<str> = template.into();
            for (lang, _) in languages.iter() {
                let Some(path) = self.routes.file(entity, lang) else { break };
                outputs.push(Output {
                    path: path.into(),
                    source: Source::Page {
                        template: Arc::clone(&template),
                        lang,
                        page: PageSource::Entity(entity),
                    },
                    span: Some(self.address_span(entity, lang)),
                });
            }
        }
        for (path, template, page) in [
            ("index.html", "chooser.html", PageSource::Chooser),
            ("404.html", "404.html", PageSource::NotFound),
        ] {
            let template = template.into();
            outputs.push(Output {
                path: path.into(),
                source: Source::Page { template, lang: Lang::SOURCE, page },
                span: None,
            });
        }
    }

    fn sub_pages(&self, outputs: &mut Vec<Output>) {
        for sub_page in self.routes.sub_pages().iter() {
            let (template, span) = match sub_page {
                SubPage::Day(day) => ("day.html", self.event.days[day].date.span.clone()),
                SubPage::Grid(day) => ("grid.html", self.event.days[day].date.span.clone()),
                SubPage::Language(_) | SubPage::Kind(_) => {
                    ("selection.html", Span::file(self.event.config.file))
                }
            };
            let template: Arc<str> = template.into();
            for (lang, _) in self.event.config.languages.iter() {
                let Some(path) = self.routes.sub_page_file(sub_page, lang) else { break };
                outputs.push(Output {
                    path: path.into(),
                    source: Source::Page {
                        template: Arc::clone(&template),
                        lang,
                        page: PageSource::SubPage(sub_page),
                    },
                    span: Some(span.clone()),
                });
            }
        }
    }

    /// The place that a page's address comes from: its slug, or the record whose id it is.
    fn address_span(&self, entity: Entity, lang: Lang) -> Span {
        let about = self.event.about(entity);
        let slug = about.slug.own(lang).or(about.slug.as_shared());
        slug.map_or_else(|| about.span.clone(), |slug| slug.span.clone())
    }

    /// The template of a thing that has a page of its own.
    fn template(&self, entity: Entity, report: &mut Report) -> Option<String> {
        let usual = match entity {
            Entity::Session(_) => "session.html".to_owned(),
            Entity::Track(_) => "track.html".to_owned(),
            Entity::Speaker(_) => "speaker.html".to_owned(),
            Entity::Place(key) if self.event.places.get(key).has_page => "place.html".to_owned(),
            Entity::News(_) => "news-item.html".to_owned(),
            Entity::Contact(_) | Entity::Place(_) => return None,
            Entity::Page(key) => {
                let page = self.event.pages.get(key);
                let Some(named) = &page.template else {
                    return Some(format!("{}.html", page.role.as_str()));
                };
                if self.theme.template(&named.value).is_none() {
                    report.push(self.unknown_template(&named.value).at(named.span.clone()));
                    return None;
                }
                named.value.clone()
            }
        };
        Some(usual)
    }

    fn unknown_template(&self, name: &str) -> Diagnostic {
        let fault = Diagnostic::error(
            "template/unknown-template",
            format!("the theme has no template `{name}`"),
        );
        match nearest(name, self.theme.template_names()) {
            Some(meant) => fault.help(format!("did you mean `{meant}`?")),
            None => fault.help("put it into the theme's folder `templates/`"),
        }
    }

    fn feeds(&self, outputs: &mut Vec<Output>) {
        let mut text = |path: String, text: String| {
            outputs.push(Output {
                path: path.into(),
                source: Source::Text(text.into()),
                span: None,
            });
        };
        for (lang, _) in self.event.config.languages.iter() {
            let path = feeds::manifest_path(self.event, lang);
            let locale = self.locales.get(lang);
            let views = self.views(&locale, lang);
            text(path, feeds::manifest(&views, self.assets));
            if self.event.page_with(PageRole::MyProgramme).is_some() {
                text(feeds::programme_path(self.event, lang), feeds::programme(&views, self.zone));
            }
        }
        if let Some(sitemap) = self.sitemap() {
            text("sitemap.xml".to_owned(), sitemap);
        }
        text("robots.txt".to_owned(), feeds::robots(self.routes));
    }

    /// The sitemap needs absolute addresses, so there is none without a base address.
    fn sitemap(&self) -> Option<String> {
        if !self.routes.has_origin() {
            return None;
        }
        let mut entries = Vec::new();
        // The chooser is what the first pages name for readers of other languages.
        if let Some(home) = self.event.page_with(PageRole::Home) {
            let locale = self.locales.get(Lang::SOURCE);
            let hreflang = self.views(&locale, Lang::SOURCE).hreflang(Entity::Page(home));
            entries.push((self.routes.absolute(&self.routes.below("")), hreflang));
        }
        let entities: Vec<Entity> = self.event.entities().collect();
        let listed: Vec<Vec<(String, Vec<HreflangView>)>> =
            entities.into_par_iter().map(|entity| self.listed(entity)).collect();
        entries.extend(listed.into_iter().flatten());
        entries.extend(self.routes.sub_pages().iter().flat_map(|sub_page| self.sub_page(sub_page)));
        Some(feeds::sitemap(&entries))
    }

    /// The addresses of a thing that search engines should know, each with its translations.
    fn listed(&self, entity: Entity) -> Vec<(String, Vec<HreflangView>)> {
        let lost = matches!(entity, Entity::Page(key)
            if matches!(self.event.pages.get(key).role, PageRole::NotFound | PageRole::MyProgramme));
        let own_page = self.routes.file(entity, Lang::SOURCE).is_some();
        if lost || !own_page {
            return Vec::new();
        }
        let locale = self.locales.get(Lang::SOURCE);
        let views = self.views(&locale, Lang::SOURCE);
        // They are the same, whichever of them one looks at.
        let translations = views.hreflang(entity);
        let languages = self.event.config.languages.iter().map(|(lang, _)| lang);
        let translated =
            languages.filter(|lang| views.in_language(*lang).fallback(entity).is_none());
        translated
            .map(|lang| {
                (self.routes.absolute(&self.routes.url(entity, lang)), translations.clone())
            })
            .collect()
    }

    /// The addresses of a part of the programme that search engines should know.
    fn sub_page(&self, sub_page: SubPage) -> Vec<(String, Vec<HreflangView>)> {
        let languages = self.event.config.languages.iter();
        languages
            .filter_map(|(lang, _)| {
                let locale = self.locales.get(lang);
                let page = self.views(&locale, lang).sub_page_page(sub_page)?;
                page.indexed.then(|| (self.routes.absolute(&page.url), page.hreflang))
            })
            .collect()
    }

    fn files(&self, outputs: &mut Vec<Output>) {
        for (_, asset) in self.assets.iter() {
            let source = match &asset.text {
                Some(text) => Source::Text(text.clone().into()),
                None => Source::Copy(asset.file),
            };
            let span = Some(Span::file(asset.file));
            outputs.push(Output { path: asset.path.as_str().into(), source, span });
        }
        for (file, _) in self.sources.under(MEDIA) {
            outputs.push(Output {
                path: media_path(file, self.sources).into(),
                source: Source::Copy(file),
                span: Some(Span::file(file)),
            });
        }
    }

    /// The long text that a thing's page shows in a language.
    pub fn body(&self, entity: Entity, lang: Lang) -> Option<&Body> {
        let languages = &self.event.config.languages;
        let file = self.event.about(entity).body.resolve(lang, languages)?;
        self.texts.get(*file.value).map(|body| &**body)
    }

    /// What a page shows that other pages do not, not yet ready for a template.
    pub fn own(&self, lang: Lang, page: PageSource) -> Own {
        let locale = self.locales.get(lang);
        let views = self.views(&locale, lang);
        let lost = match page {
            PageSource::Entity(entity) => return Own::Page(Box::new(views.page(entity))),
            PageSource::SubPage(sub_page) => {
                // Those that are planned have an address, and so a page.
                let page = views.sub_page_page(sub_page);
                return page.map_or_else(
                    || Own::Choices(Vec::new(), Vec::new()),
                    |page| Own::Page(Box::new(page)),
                );
            }
            PageSource::Chooser => false,
            PageSource::NotFound => true,
        };
        let choice = |(lang, _)| {
            let locale = self.locales.get(lang);
            self.views(&locale, lang).choice(lost)
        };
        let choices = self.event.config.languages.iter().map(choice).collect();
        let home = self.event.page_with(PageRole::Home).map(Entity::Page);
        let hreflang = home.map(|home| views.hreflang(home)).unwrap_or_default();
        Own::Choices(choices, hreflang)
    }

    /// The fingerprint of each variable of a page, by name.
    pub fn fingerprints(
        &self,
        lang: Lang,
        page: PageSource,
        own: &Own,
    ) -> Vec<(&'static str, Fingerprint)> {
        let shared = &self.shared[lang.index()];
        let mut all = vec![
            ("site", shared.site.fingerprint()),
            ("agenda", shared.agenda.fingerprint()),
            ("days", shared.days.fingerprint()),
            ("filters", shared.filters.fingerprint()),
            ("tracks", shared.tracks.fingerprint()),
            ("speakers", shared.speakers.fingerprint()),
            ("contacts", self.contacts[lang.index()].fingerprint()),
            ("organisations", shared.organisations.fingerprint()),
            ("places", shared.places.fingerprint()),
            ("news", shared.news.fingerprint()),
            ("changes", shared.changes.fingerprint()),
            ("parts", self.parts[lang.index()].fingerprint()),
        ];
        match (page, own) {
            (PageSource::Entity(entity), Own::Page(page)) => {
                let locale = self.locales.get(lang);
                let views = self.views(&locale, lang);
                let body = views.body_fingerprint(self.event.about(entity));
                all.push(("page", fingerprint(&(page, body))));
                all.extend(match entity {
                    Entity::Session(key) => {
                        shared.session(key).map(|view| ("session", view.fingerprint()))
                    }
                    Entity::Track(key) => Some(("track", shared.track(key).fingerprint())),
                    Entity::Speaker(key) => Some(("speaker", shared.speaker(key).fingerprint())),
                    Entity::Place(key) => {
                        shared.place(key).map(|view| ("place", view.fingerprint()))
                    }
                    Entity::News(key) => Some(("news_item", shared.news_item(key).fingerprint())),
                    Entity::Page(_) | Entity::Contact(_) => None,
                });
            }
            (PageSource::SubPage(sub_page), Own::Page(page)) => {
                all.push(("page", fingerprint(page)));
                all.extend(sub_page_fingerprints(sub_page, shared));
            }
            (_, Own::Choices(choices, hreflang)) => {
                all.push(("choices", fingerprint(choices)));
                all.push(("hreflang", fingerprint(hreflang)));
            }
            _ => {}
        }
        all
    }

    /// The variables that all pages of a language share, except the HTML that is made with them.
    pub fn shared_variables(&self, lang: Lang) -> Variables {
        let shared = &self.shared[lang.index()];
        let mut variables = Variables::default();
        variables.insert("site", &shared.site);
        variables.insert("agenda", &shared.agenda);
        variables.insert("days", &shared.days);
        variables.insert("filters", &shared.filters);
        variables.insert("tracks", &shared.tracks);
        variables.insert("speakers", &shared.speakers);
        variables.insert("contacts", &self.contacts[lang.index()]);
        variables.insert("organisations", &shared.organisations);
        variables.insert("places", &shared.places);
        variables.insert("news", &shared.news);
        variables.insert("changes", &shared.changes);
        variables
    }

    /// The variables of a page.
    pub fn variables(&self, lang: Lang, page: PageSource, own: Own) -> Variables {
        let shared = &self.shared[lang.index()];
        let mut variables = self.shared_variables(lang);
        variables.insert("parts", &self.parts[lang.index()]);
        match (page, own) {
            (PageSource::Entity(entity), Own::Page(page)) => {
                let locale = self.locales.get(lang);
                let views = self.views(&locale, lang);
                let body = views.body(self.event.about(entity), "");
                variables.insert("page", &Ready::new(&PageView { body, ..*page }));
                match entity {
                    Entity::Session(key) => {
                        if let Some(session) = shared.session(key) {
                            variables.insert("session", session);
                        }
                    }
                    Entity::Track(key) => variables.insert("track", shared.track(key)),
                    Entity::Speaker(key) => variables.insert("speaker", shared.speaker(key)),
                    Entity::Place(key) => {
                        if let Some(place) = shared.place(key) {
                            variables.insert("place", place);
                        }
                    }
                    Entity::News(key) => variables.insert("news_item", shared.news_item(key)),
                    Entity::Page(_) | Entity::Contact(_) => {}
                }
            }
            (PageSource::SubPage(sub_page), Own::Page(page)) => {
                variables.insert("page", &Ready::new(&*page));
                match sub_page {
                    SubPage::Day(at) => variables.insert("day", shared.day(at)),
                    SubPage::Grid(at) => {
                        variables.insert("day", shared.day(at));
                        if let Some(grid) = shared.grid(at) {
                            variables.insert("grid", grid);
                        }
                    }
                    SubPage::Language(at) => {
                        variables.insert("selection", shared.in_language(at));
                    }
                    SubPage::Kind(at) => variables.insert("selection", shared.of_kind(at)),
                }
            }
            (_, Own::Choices(choices, hreflang)) => {
                variables.insert("choices", &Ready::new(&choices));
                variables.insert("hreflang", &Ready::new(&hreflang));
            }
            _ => {}
        }
        variables
    }

    /// The outputs by path, each path once.
    fn distinct(&self, mut outputs: Vec<Output>, report: &mut Report) -> Vec<Output> {
        // Windows and macOS do not tell `A` from `a`, so two paths that differ in nothing else are
        // one.
        let mut folded: Vec<(String, usize)> =
            (0..).zip(&outputs).map(|(at, output)| (output.path.to_lowercase(), at)).collect();
        folded.par_sort_unstable();
        let mut left_out = BTreeSet::new();
        for same in folded.chunk_by(|(a, _), (b, _)| a == b) {
            // The first of the plan is kept.
            for (_, at) in &same[1..] {
                report.push(self.collision(&outputs[*at], &outputs[same[0].1]));
                left_out.insert(*at);
            }
        }
        let mut at = 0..;
        outputs.retain(|_| at.next().is_some_and(|at| !left_out.contains(&at)));
        outputs.par_sort_unstable_by(|a, b| a.path.cmp(&b.path));
        outputs
    }

    fn collision(&self, output: &Output, earlier: &Output) -> Diagnostic {
        let address = output.path.trim_end_matches("index.html");
        let (one, other) = (self.called(earlier), self.called(output));
        let message = format!("{one} and {other} would both be published at `/{address}`");
        let fault = Diagnostic::error("route/collision", message)
            .help("give one of them another `slug` in this language");
        // What an editor wrote is marked rather than what every site has.
        let mut spans: Vec<&Span> = [&output.span, &earlier.span].into_iter().flatten().collect();
        spans.sort_by_key(|span| span.at == At::File);
        match spans[..] {
            [] => fault,
            [span, other, ..] if other.at != At::File || other.file != self.event.config.file => {
                fault.at(span.clone()).related(other.clone(), "the other one")
            }
            [span, ..] => fault.at(span.clone()),
        }
    }

    /// What an output is, for a message.
    fn called(&self, output: &Output) -> String {
        let entity = match output.source {
            Source::Page { page: PageSource::Entity(entity), .. } => entity,
            Source::Page { page: PageSource::SubPage(SubPage::Day(day)), .. } => {
                return format!("the day `{}`", self.event.days[day].date.value);
            }
            _ => return format!("the file `{}`", output.path),
        };
        let noun = match entity {
            Entity::Session(_) => Kind::Session.noun(),
            Entity::Track(_) => Kind::Track.noun(),
            Entity::Speaker(_) => Kind::Speaker.noun(),
            Entity::Place(_) => Kind::Place.noun(),
            Entity::News(_) => Kind::News.noun(),
            _ => Kind::Page.noun(),
        };
        format!("the {noun} `{}`", self.event.about(entity).id)
    }
}

/// The fingerprints of the variables that only a part of the programme sees, by name.
fn sub_page_fingerprints(sub_page: SubPage, shared: &Shared) -> Vec<(&'static str, Fingerprint)> {
    match sub_page {
        SubPage::Day(at) => vec![("day", shared.day(at).fingerprint())],
        SubPage::Grid(at) => {
            let grid = shared.grid(at).map(|grid| ("grid", grid.fingerprint()));
            std::iter::once(("day", shared.day(at).fingerprint())).chain(grid).collect()
        }
        SubPage::Language(at) => vec![("selection", shared.in_language(at).fingerprint())],
        SubPage::Kind(at) => vec![("selection", shared.of_kind(at).fingerprint())],
    }
}
