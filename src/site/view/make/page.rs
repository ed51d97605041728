//! The page of a thing: what is shown in which language, and how it says so.

use crate::base::text::Lang;
use crate::event::model::{Entity, PageRole};
use crate::site::view::make::Views;
use crate::site::view::*;

impl Views<'_> {
    /// The page of a thing that has one, without its long text ([`Views::body`]).
    pub fn page(&self, entity: Entity) -> PageView {
        let about = self.event.about(entity);
        let role = self.role(entity);
        let fallback = self.fallback(entity);
        let url = self.routes.url(entity, self.lang);
        // Search engines have no use for what is empty without a reader.
        let lost = matches!(role, Some(PageRole::NotFound | PageRole::MyProgramme));
        let original = fallback.map_or_else(|| url.clone(), |lang| self.routes.url(entity, lang));
        let languages = &self.event.config.languages;
        PageView {
            id: about.id.clone(),
            kind: kind(entity, role),
            section: self.section(entity),
            title: self.title(entity),
            summary: self.optional(&about.summary),
            body: None,
            image: about.picture.as_ref().map(|picture| self.image(picture)),
            canonical: self.routes.absolute(&original),
            url,
            alternates: self.alternates(entity),
            hreflang: if fallback.is_some() || lost { Vec::new() } else { self.hreflang(entity) },
            fallback: fallback.map(|lang| FallbackView {
                lang: languages.tag(lang).to_owned(),
                name: languages.get(lang).name.clone(),
                label: self.language_name(languages.tag(lang)),
                url: original,
            }),
            breadcrumbs: self.breadcrumbs(entity, role),
            indexed: fallback.is_none() && !lost,
            json_ld: self.json_ld(entity),
            extra: about.extra.clone(),
        }
    }

    pub(super) fn role(&self, entity: Entity) -> Option<PageRole> {
        match entity {
            Entity::Page(key) => Some(self.event.pages.get(key).role),
            _ => None,
        }
    }

    /// The language that a page's main text is really in, when that is not the reader's. The main
    /// text is the body, or the title of a page without one; on a page that lists records it is the
    /// title, since the words above a list are not what the page is for. This one rule decides the
    /// notice, the canonical address, hreflang, the sitemap and whether the page is indexed.
    pub fn fallback(&self, entity: Entity) -> Option<Lang> {
        let about = self.event.about(entity);
        let languages = &self.event.config.languages;
        // The first page goes by the event's name.
        let home = self.role(entity) == Some(PageRole::Home) && about.title.is_empty();
        let title = if home { &self.event.config.name } else { &about.title };
        let lists = self.role(entity).is_some_and(PageRole::is_list);
        match about.body.resolve(self.lang, languages).filter(|_| !lists) {
            Some(found) => found.foreign_to(self.lang),
            None => title.resolve(self.lang, languages)?.foreign_to(self.lang),
        }
    }

    pub(super) fn section(&self, entity: Entity) -> Option<String> {
        let page = match entity {
            Entity::Page(key) => Some(key),
            Entity::Session(_) => self.event.page_with(PageRole::Agenda),
            Entity::Track(_) => self.event.page_with(PageRole::Tracks),
            Entity::Speaker(_) => self.event.page_with(PageRole::Speakers),
            Entity::Contact(_) => self.event.page_with(PageRole::Contacts),
            Entity::Place(_) => self.event.page_with(PageRole::Places),
            Entity::News(_) => self.event.page_with(PageRole::News),
        }?;
        self.event.menu.contains(&page).then(|| self.event.pages.get(page).about.id.clone())
    }

    pub(super) fn breadcrumbs(&self, entity: Entity, role: Option<PageRole>) -> Vec<LinkView> {
        if matches!(role, Some(PageRole::Home | PageRole::NotFound)) {
            return Vec::new();
        }
        let above = match entity {
            Entity::Session(_) => Some(PageRole::Agenda),
            Entity::Track(_) => Some(PageRole::Tracks),
            Entity::Speaker(_) => Some(PageRole::Speakers),
            Entity::Place(_) => Some(PageRole::Places),
            Entity::News(_) => Some(PageRole::News),
            _ => None,
        };
        let roles = std::iter::once(PageRole::Home).chain(above);
        roles
            .filter_map(|role| self.event.page_with(role))
            .map(|key| self.link(Entity::Page(key)))
            .collect()
    }

    /// This page as each language sees it.
    pub fn in_language(&self, lang: Lang) -> Views<'_> {
        Views { lang, ..*self }
    }

    pub(super) fn alternates(&self, entity: Entity) -> Vec<AlternateView> {
        let languages = &self.event.config.languages;
        languages
            .iter()
            .map(|(lang, language)| AlternateView {
                tag: language.tag.clone(),
                name: language.name.clone(),
                dir: language.direction.as_str(),
                url: self.routes.url(entity, lang),
                current: lang == self.lang,
                translated: self.in_language(lang).fallback(entity).is_none(),
            })
            .collect()
    }

    /// The real translations of a page, and for readers of other languages the chooser (for the
    /// first page) or the source language.
    pub fn hreflang(&self, entity: Entity) -> Vec<HreflangView> {
        let languages = &self.event.config.languages;
        let address = |url: &str| self.routes.absolute(url);
        let translated = |lang: Lang| self.in_language(lang).fallback(entity).is_none();
        let mut all: Vec<HreflangView> = languages
            .iter()
            .filter(|(lang, _)| translated(*lang))
            .map(|(lang, language)| HreflangView {
                tag: language.tag.clone(),
                url: address(&self.routes.url(entity, lang)),
            })
            .collect();
        let default = if self.role(entity) == Some(PageRole::Home) {
            Some(self.routes.below(""))
        } else {
            languages
                .iter()
                .find(|(lang, _)| translated(*lang))
                .map(|(lang, _)| self.routes.url(entity, lang))
        };
        all.extend(
            default.map(|url| HreflangView { tag: "x-default".to_owned(), url: address(&url) }),
        );
        all
    }

    /// This language on the pages that have none.
    pub fn choice(&self, lost: bool) -> ChoiceView {
        let config = &self.event.config;
        let LanguageView { tag, name, dir, url, .. } = self.language(self.lang);
        let missing = self.event.page_with(PageRole::NotFound).map(Entity::Page);
        let (title, text) = match missing {
            Some(missing) if lost => {
                (self.title(missing).text, self.message("not-found-text").text)
            }
            _ => (self.name().text, self.message("choose-language").text),
        };
        ChoiceView {
            tag,
            name,
            dir,
            url,
            site_name: self.name().text,
            tagline: self.optional(&config.tagline).map(|tagline| tagline.text),
            dates: self.locale.format().date_range(config.start, config.end),
            title,
            text,
            home: self.message("not-found-home").text,
        }
    }
}

fn kind(entity: Entity, role: Option<PageRole>) -> &'static str {
    match (entity, role) {
        (Entity::Session(_), _) => "session",
        (Entity::Track(_), _) => "track",
        (Entity::Speaker(_), _) => "speaker",
        (Entity::Place(_), _) => "place",
        (Entity::News(_), _) => "news-item",
        (_, Some(role)) => role.as_str(),
        _ => "page",
    }
}
