//! Making views from the event: every text resolved for one reader's language.

mod body;
mod clock;
mod day;
mod everywhere;
mod filter;
mod grid;
mod json_ld;
mod news;
mod page;
mod people;
mod places;
mod programme;
mod session;
mod sub_page;

pub use everywhere::Shared;

use crate::base::source::{FileId, Sources, Spanned};
use crate::base::text::{Lang, Localized, Resolved};
use crate::event::model::{About, Entity, Event, PageRole, Picture};
use crate::event::texts::Texts;
use crate::locale::Locale;
use crate::locale::catalog::{Arg, Args};
use crate::site::asset::media_path;
use crate::site::export::{Export, Part, has_news, path};
use crate::site::route::Routes;
use crate::site::view::make::everywhere::Parts;
use crate::site::view::*;

/// The messages that views are made with, besides those in texts.
pub const PAGE_MESSAGES: [&str; 16] = [
    "agenda-title",
    "tracks-title",
    "speakers-title",
    "contacts-title",
    "places-title",
    "news-title",
    "changes-title",
    "my-programme-title",
    "not-found-title",
    "not-found-text",
    "not-found-home",
    "choose-language",
    "grid-title",
    "language-title",
    "kind-title",
    "night-to",
];

/// Everything that views of one language are made from.
pub struct Views<'a> {
    /// The event.
    pub event: &'a Event,
    /// Its long texts.
    pub texts: &'a Texts,
    /// Where things are.
    pub routes: &'a Routes,
    /// The files, for pictures and documents.
    pub sources: &'a Sources,
    /// Messages, dates and numbers of the language.
    pub locale: &'a Locale<'a>,
    /// The reader's language.
    pub lang: Lang,
}

impl Views<'_> {
    fn text(&self, text: &Localized<Spanned<String>>) -> Option<TextView> {
        let found = text.resolve(self.lang, &self.event.config.languages)?;
        Some(self.text_view(found))
    }

    /// A text that can be done without ([`Localized::resolve_near`]).
    fn optional(&self, text: &Localized<Spanned<String>>) -> Option<TextView> {
        let found = text.resolve_near(self.lang, &self.event.config.languages)?;
        Some(self.text_view(found))
    }

    fn text_view(&self, found: Resolved<'_, Spanned<String>>) -> TextView {
        TextView {
            text: found.value.value.clone(),
            lang: self.foreign(found.foreign_to(self.lang)),
        }
    }

    fn foreign(&self, lang: Option<Lang>) -> Option<String> {
        lang.map(|lang| self.event.config.languages.tag(lang).to_owned())
    }

    /// A message as a text; one that is missing falls back like any other text.
    fn message(&self, key: &str) -> TextView {
        match self.locale.message(key) {
            Ok(message) => TextView {
                lang: self.foreign((message.lang != self.lang).then_some(message.lang)),
                text: message.text,
            },
            // The template that prints it says so with its place; here there is none.
            Err(_) => TextView { text: String::new(), lang: None },
        }
    }

    /// A message that takes a text.
    fn message_with(&self, key: &str, name: &str, text: &str) -> String {
        let mut args = Args::new();
        args.set(name, Arg::Text(text.to_owned()));
        // The theme's fault is said where messages are checked.
        self.locale.message_with(key, &args).map(|message| message.text).unwrap_or_default()
    }

    /// The title of a record. A built-in page without one has the theme's word for it, the home
    /// page the event's name.
    fn title(&self, entity: Entity) -> TextView {
        if let Some(title) = self.text(&self.event.about(entity).title) {
            return title;
        }
        let Entity::Page(key) = entity else {
            return TextView { text: self.event.about(entity).id.clone(), lang: None };
        };
        match self.event.pages.get(key).role {
            PageRole::Home | PageRole::Text => self.name(),
            role => self.message(&format!("{}-title", role.as_str())),
        }
    }

    fn name(&self) -> TextView {
        self.text(&self.event.config.name)
            .unwrap_or_else(|| TextView { text: self.event.config.id.clone(), lang: None })
    }

    fn link(&self, entity: Entity) -> LinkView {
        LinkView {
            id: self.event.about(entity).id.clone(),
            title: self.title(entity),
            url: self.routes.url(entity, self.lang),
        }
    }

    fn media(&self, file: FileId) -> String {
        self.routes.below(&media_path(file, self.sources))
    }

    fn image(&self, picture: &Picture) -> ImageView {
        let url = self.media(picture.file);
        ImageView {
            absolute: self.routes.has_origin().then(|| self.routes.absolute(&url)),
            url,
            width: picture.size.map(|(width, _)| width),
            height: picture.size.map(|(_, height)| height),
            alt: self.text(&picture.alt),
        }
    }

    fn languages(&self) -> Vec<LanguageView> {
        let languages = &self.event.config.languages;
        languages.iter().map(|(lang, _)| self.language(lang)).collect()
    }

    fn language(&self, lang: Lang) -> LanguageView {
        let language = self.event.config.languages.get(lang);
        LanguageView {
            tag: language.tag.clone(),
            path: language.path.clone(),
            name: language.name.clone(),
            dir: language.direction.as_str(),
            url: self.home(lang),
            og: language.open_graph.clone(),
            current: lang == self.lang,
        }
    }

    /// The address of a file for other programs.
    fn export(&self, export: Export) -> Option<String> {
        let path = path(export, self.event, self.routes)?;
        Some(self.routes.below(&path))
    }

    /// The calendar of the whole programme, if there is anything in it.
    fn calendar(&self) -> Option<String> {
        let placed = self.event.days.iter().any(|day| !day.slots.is_empty());
        placed.then(|| self.export(Export::Calendar(self.lang, Part::Whole)))?
    }

    /// News and changes, which need whole addresses.
    fn feed(&self) -> Option<String> {
        let told = self.routes.has_origin() && has_news(self.event);
        told.then(|| self.export(Export::Atom(self.lang)))?
    }

    fn home(&self, lang: Lang) -> String {
        let home = self.event.page_with(PageRole::Home).map(Entity::Page);
        home.map_or_else(|| self.routes.below(""), |home| self.routes.url(home, lang))
    }

    fn site(&self, parts: &Parts) -> SiteView {
        let Event { config, .. } = self.event;
        let link = |key| self.link(Entity::Page(key));
        let mine = self.event.page_with(PageRole::MyProgramme);
        SiteView {
            id: config.id.clone(),
            name: self.name(),
            short_name: self.optional(&config.short_name),
            tagline: self.optional(&config.tagline),
            summary: self.optional(&config.summary),
            start: config.start.to_string(),
            end: config.end.to_string(),
            dates: self.locale.format().date_range(config.start, config.end),
            timezone: config.timezone.iana_name().unwrap_or("UTC").to_owned(),
            guest_timezones: config.guest_timezones.clone(),
            place: self.event.place.map(|key| parts.places[key.index()].clone()),
            lang: self.language(self.lang),
            languages: self.languages(),
            home: self.home(self.lang),
            menu: self.event.menu.iter().copied().map(link).collect(),
            action: self.event.action.map(link),
            contacts: self.contacts_in_short(parts),
            editions: config
                .editions
                .iter()
                .map(|edition| EditionView {
                    title: self.optional(&edition.title),
                    url: edition.url.clone(),
                })
                .collect(),
            image: self.event.image.as_ref().map(|picture| self.image(picture)),
            changes: self
                .event
                .page_with(PageRole::Changes)
                .filter(|_| self.event.release.as_ref().is_some_and(|r| !r.changes.is_empty()))
                .map(|key| self.routes.url(Entity::Page(key), self.lang)),
            my_programme: mine.map(|key| self.routes.url(Entity::Page(key), self.lang)),
            programme: mine.map(|_| {
                self.routes.below(&crate::site::feeds::programme_path(self.event, self.lang))
            }),
            calendar: self.calendar(),
            feed: self.feed(),
            manifest: self.routes.below(&crate::site::feeds::manifest_path(self.event, self.lang)),
            base_url: self
                .routes
                .has_origin()
                .then(|| self.routes.absolute(self.routes.below("").trim_end_matches('/'))),
            generator: format!("Plenary {}", env!("CARGO_PKG_VERSION")),
            extra: config.extra.clone(),
        }
    }

    fn title_of(&self, about: &About) -> TextView {
        self.text(&about.title).unwrap_or_else(|| TextView { text: about.id.clone(), lang: None })
    }
}
