//! Pages: what is shown in which language, and how the page declares it.

use jiff::civil::Date;
use serde::Serialize;

use crate::base::text::Lang;
use crate::event::model::{Entity, PageRole};
use crate::event::translation::shown::Caveat;
use crate::locale::format::DateStyle;
use crate::site::output::page_kind;
use crate::site::reader_context::{ReaderContext, ReaderText};
use crate::site::view::basic::{ImageView, LanguageView, LinkView, TextView};
use crate::site::view::long_text::BodyView;

/// The page that is being shown: `page`.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct PageView {
    /// The id of the record; for a day its date.
    pub id: String,
    /// `home`, `agenda`, `tracks`, `speakers`, `contacts`, `places`, `news`, `changes`, `my-programme`,
    /// `not-found`, `page`, `session`, `track`, `speaker`, `place`, `news-item`, `day`, `grid` or
    /// `selection`.
    pub kind: &'static str,
    /// The id of the menu entry that it belongs to.
    pub section: Option<String>,
    /// The title.
    pub title: TextView,
    /// One or two sentences.
    pub summary: Option<TextView>,
    /// The long text.
    pub body: Option<BodyView>,
    /// The picture.
    pub image: Option<ImageView>,
    /// The address from the host's root.
    pub url: String,
    /// The address that search engines should index: absolute with a base address; on a fallback, the
    /// original's.
    pub canonical: String,
    /// This page in each language, for the language switcher.
    pub alternates: Vec<AlternateView>,
    /// The real translations, for `hreflang`; empty on a fallback.
    pub hreflang: Vec<HreflangView>,
    /// Set when the page's main text is in another language.
    pub fallback: Option<FallbackView>,
    /// Set when the source changed since a text of the page was translated, or when a program translated it
    /// and nobody reviewed it.
    pub caveat: Option<CaveatView>,
    /// The pages above it, from the home page down, without the page itself.
    pub breadcrumbs: Vec<LinkView>,
    /// Whether search engines should list it.
    pub indexed: bool,
    /// The event or session for search engines, as JSON-LD; null if the site has no base address.
    pub json_ld: Option<String>,
    /// The value of `extra` in the record.
    pub extra: serde_json::Value,
}

/// A page in one of the languages.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct AlternateView {
    /// The BCP 47 tag.
    pub tag: String,
    /// The language's name in that language.
    pub name: String,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// The address from the host's root.
    pub url: String,
    /// Whether it is the page's language.
    pub current: bool,
    /// Whether the page is translated into it; otherwise it shows a fallback.
    pub translated: bool,
    /// Whether the language is not published yet: only a preview and `--drafts` show it.
    pub draft: bool,
}

/// A real translation, for search engines.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct HreflangView {
    /// The BCP 47 tag, or `x-default`.
    pub tag: String,
    /// The address; absolute with a base address.
    pub url: String,
}

/// The original of a page that is not translated into the reader's language.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct FallbackView {
    /// The BCP 47 tag of the language that is shown.
    pub lang: String,
    /// Its name in that language.
    pub name: String,
    /// That language's name in the reader's language.
    pub label: String,
    /// The address of the original.
    pub url: String,
}

/// What readers must know about the translation of a page.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct CaveatView {
    /// The date on which the translation was right, in words; a number, link or the like changed in the
    /// original since.
    pub outdated_since: Option<String>,
    /// The same if only words changed in the original, and readers are told so.
    pub reworded_since: Option<String>,
    /// Whether a program translated a part of the page that nobody reviewed.
    pub unreviewed: bool,
    /// The BCP 47 tag of the original's language.
    pub lang: String,
    /// That language's name in the reader's language.
    pub label: String,
    /// The address of the original.
    pub url: String,
}

/// A language on the pages without a language: the items of `choices`.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct ChoiceView {
    /// The BCP 47 tag.
    pub tag: String,
    /// The language's name in that language.
    pub name: String,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// The address of the language's home page.
    pub url: String,
    /// The event's name in this language.
    pub site_name: String,
    /// The headline in this language.
    pub tagline: Option<String>,
    /// The event's days in this language.
    pub dates: String,
    /// On `404.html` the title of the page 'not found'; on `chooser.html` the event's name.
    pub title: String,
    /// The message `choose-language`, or on `404.html` `not-found-text`.
    pub text: String,
    /// The message `not-found-home`.
    pub home: String,
}

impl ReaderContext<'_> {
    /// The page of an entity, without its long text ([`ReaderContext::body`]).
    pub fn page(&self, entity: Entity) -> PageView {
        let about = self.event.about(entity);
        let role = self.role(entity);
        let fallback = self.fallback(entity);
        let url = self.routes.url(entity, self.lang);
        // These pages are of no use to search engines.
        let lost = matches!(role, Some(PageRole::NotFound | PageRole::MyProgramme));
        let original = fallback.map_or_else(|| url.clone(), |lang| self.routes.url(entity, lang));
        let languages = &self.event.config.languages;
        PageView {
            id: about.id.clone(),
            kind: page_kind(self.event, entity),
            section: self.section(entity),
            title: self.title(entity),
            summary: self.optional(&about.summary),
            body: None,
            image: about.picture.as_ref().map(|picture| self.image(picture)),
            canonical: self.routes.absolute(&original),
            url,
            alternates: self.alternates(entity, |lang| self.routes.url(entity, lang)),
            hreflang: match self.is_listed(entity) && !lost {
                true => self.hreflang(entity),
                false => Vec::new(),
            },
            fallback: fallback.map(|lang| FallbackView {
                lang: languages.tag(lang).to_owned(),
                name: languages.get(lang).name.clone(),
                label: self.language_name(languages.tag(lang)),
                url: original,
            }),
            caveat: self.caveat(self.entity_caveat(entity), self.routes.url(entity, Lang::SOURCE)),
            breadcrumbs: self.breadcrumbs(entity, role),
            indexed: fallback.is_none() && !lost && !self.site.is_draft(self.lang),
            json_ld: self.json_ld(entity),
            extra: about.extra.clone(),
        }
    }

    /// What readers must know about the translations on an entity's page: about the page in their own
    /// language, or about the fallback that it shows.
    pub fn entity_caveat(&self, entity: Entity) -> Caveat {
        match self.fallback(entity) {
            Some(shown) => self.site.shown.caveat(entity, shown),
            None => self.site.shown.page_caveat(self.event, entity, self.lang),
        }
    }

    /// A caveat in words, with the address of the original; `None` if there is none.
    pub(super) fn caveat(&self, caveat: Caveat, url: String) -> Option<CaveatView> {
        let date =
            |date: Option<Date>| date.map(|date| self.locale.format().date(date, DateStyle::Long));
        let tag = self.event.config.languages.tag(Lang::SOURCE);
        (caveat != Caveat::default()).then(|| CaveatView {
            outdated_since: date(caveat.outdated_since),
            reworded_since: date(caveat.reworded_since),
            unreviewed: caveat.unreviewed,
            lang: tag.to_owned(),
            label: self.language_name(tag),
            url,
        })
    }

    fn role(&self, entity: Entity) -> Option<PageRole> {
        match entity {
            Entity::Page(key) => Some(self.event.pages.get(key).role),
            _ => None,
        }
    }

    /// The language of a page's main text, if that is not the reader's. The main text is the body, or
    /// the title of a page without one; on a page that lists records it is the title, since the text
    /// above a list is not the main thing there. This rule alone decides the notice, the canonical
    /// address, hreflang, the sitemap and whether the page is indexed.
    pub fn fallback(&self, entity: Entity) -> Option<Lang> {
        let about = self.event.about(entity);
        let languages = &self.event.config.languages;
        // The home page has the event's name.
        let home = self.role(entity) == Some(PageRole::Home) && about.title.is_empty();
        let title = if home { &self.event.config.name } else { &about.title };
        let lists = self.role(entity).is_some_and(PageRole::is_list);
        match about.body.resolve(self.lang, languages).filter(|_| !lists) {
            Some(found) => found.foreign_to(self.lang),
            None => title.resolve(self.lang, languages)?.foreign_to(self.lang),
        }
    }

    /// Whether an entity's page is a real translation in a language that is published.
    pub fn is_listed(&self, entity: Entity) -> bool {
        !self.site.is_draft(self.lang) && self.fallback(entity).is_none()
    }

    pub(super) fn section(&self, entity: Entity) -> Option<String> {
        let page = match (entity, entity.list_page()) {
            (Entity::Page(key), _) => Some(key),
            (_, list) => self.event.page_with(list?),
        }?;
        self.event.menu.contains(&page).then(|| self.event.pages.get(page).about.id.clone())
    }

    fn breadcrumbs(&self, entity: Entity, role: Option<PageRole>) -> Vec<LinkView> {
        if matches!(role, Some(PageRole::Home | PageRole::NotFound)) {
            return Vec::new();
        }
        let roles = std::iter::once(PageRole::Home).chain(entity.list_page());
        roles
            .filter_map(|role| self.event.page_with(role))
            .map(|key| self.link(Entity::Page(key)))
            .collect()
    }

    /// A page in each language, by its addresses. Its main text is the text of an entity.
    pub(super) fn alternates(
        &self,
        main: Entity,
        url: impl Fn(Lang) -> String,
    ) -> Vec<AlternateView> {
        let languages = self.event.config.languages.iter();
        languages
            .map(|(lang, language)| AlternateView {
                tag: language.tag.clone(),
                name: language.name.clone(),
                dir: language.direction.as_str(),
                url: url(lang),
                current: lang == self.lang,
                translated: self.in_language(lang).fallback(main).is_none(),
                draft: self.site.is_draft(lang),
            })
            .collect()
    }

    /// The real translations of an entity's page, and as the default for other languages the chooser
    /// (for the home page) or the source language.
    pub fn hreflang(&self, entity: Entity) -> Vec<HreflangView> {
        let home = self.role(entity) == Some(PageRole::Home);
        let default = home.then(|| self.routes.below(""));
        self.translations(entity, default, |lang| self.routes.url(entity, lang))
    }

    /// The real translations of a page, by its addresses, and the default for other languages. Its main
    /// text is the text of an entity.
    pub(super) fn translations(
        &self,
        main: Entity,
        default: Option<String>,
        url: impl Fn(Lang) -> String,
    ) -> Vec<HreflangView> {
        let languages = &self.event.config.languages;
        let translated = |lang: &Lang| self.in_language(*lang).is_listed(main);
        let translated: Vec<Lang> = self.site.languages().filter(translated).collect();
        let tags = translated.iter().map(|lang| (languages.tag(*lang), url(*lang)));
        let default = default.or_else(|| translated.first().map(|lang| url(*lang)));
        tags.chain(default.map(|url| ("x-default", url)))
            .map(|(tag, url)| HreflangView { tag: tag.to_owned(), url: self.routes.absolute(&url) })
            .collect()
    }

    /// A text as a string, with a mark if it is out of date.
    fn with_mark(&self, text: ReaderText<'_>) -> String {
        let outdated = text.is_outdated();
        let text = self.marked(text);
        match outdated {
            true => format!("{text} {}", self.page_message("outdated-mark", [])),
            false => text,
        }
    }

    /// This language on the pages without a language. `lost` is whether the page is `404.html`.
    pub fn language_choice(&self, lost: bool) -> ChoiceView {
        let config = &self.event.config;
        let LanguageView { tag, name, dir, url, .. } = self.language(self.lang);
        let missing = self.event.page_with(PageRole::NotFound).map(Entity::Page);
        let (title, text) = match missing {
            Some(missing) if lost => (self.title(missing), self.page_message("not-found-text", [])),
            _ => (self.name(), self.page_message("choose-language", [])),
        };
        ChoiceView {
            tag,
            name,
            dir,
            url,
            site_name: self.marked(self.name()),
            tagline: self.optional(&config.tagline).map(|text| self.with_mark(text)),
            dates: self.formatted(|format| format.date_range(config.start, config.end)),
            title: self.marked(title),
            text,
            home: self.page_message("not-found-home", []),
        }
    }
}
