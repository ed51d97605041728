//! The event and its site, as every page shows them.

use serde::Serialize;

use crate::event::model::{Entity, Event, PageRole};
use crate::site::engine::Ready;
use crate::site::formats::{CalendarScope, Export};
use crate::site::reader_context::ReaderContext;
use crate::site::view::basic::{ImageView, LanguageView, LinkView, SubscriptionView, TextView};
use crate::site::view::linked_views::LinkedViews;
use crate::site::view::person_view::PersonView;
use crate::site::view::place_view::PlaceView;

/// The event and its site: `site`.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct SiteView {
    /// The event's id.
    pub id: String,
    /// The event's name.
    pub name: TextView,
    /// The official name, usually in another language; null if `name` says the same.
    pub official_name: Option<TextView>,
    /// A shorter name.
    pub short_name: Option<TextView>,
    /// The headline.
    pub tagline: Option<TextView>,
    /// One or two sentences.
    pub summary: Option<TextView>,
    /// The first day, such as `2018-11-20`.
    pub start: String,
    /// The last day, such as `2018-11-22`.
    pub end: String,
    /// Both days in words, such as `20.–22. november 2018`.
    pub dates: String,
    /// The zone of all times, such as `Europe/Copenhagen`.
    pub timezone: String,
    /// The zones that many guests live in.
    pub guest_timezones: Vec<String>,
    /// The event's venue.
    pub place: Option<Ready<PlaceView>>,
    /// The page's language.
    pub lang: LanguageView,
    /// All languages, the source first.
    pub languages: Vec<LanguageView>,
    /// The address of the language's home page.
    pub home: String,
    /// The menu.
    pub menu: Vec<LinkView>,
    /// The page that the main button leads to.
    pub action: Option<LinkView>,
    /// The contacts without their long texts, for the foot of every page.
    pub contacts: Vec<PersonView>,
    /// The picture for sharing.
    pub image: Option<ImageView>,
    /// The address of the page of changes; null while nothing has changed.
    pub changes: Option<String>,
    /// The address of 'My programme'; null for an event without sessions.
    pub my_programme: Option<String>,
    /// The address of the sessions as JSON, which the script of 'My programme' reads.
    pub programme: Option<String>,
    /// Earlier editions of the event, the newest first.
    pub editions: Vec<EditionView>,
    /// The address of the whole programme as a calendar (iCalendar); null while it is empty.
    pub calendar: Option<String>,
    /// The subscription to that calendar; null without a base address.
    pub subscription: Option<SubscriptionView>,
    /// The address of news and changes as a feed (Atom); null if the site has no base address, or no
    /// news and no changes.
    pub feed: Option<String>,
    /// The address of the language's web manifest.
    pub manifest: String,
    /// The base address, without a slash at its end.
    pub base_url: Option<String>,
    /// The name and version of the program.
    pub generator: String,
    /// The value of `extra` in `event.yaml`.
    pub extra: serde_json::Value,
}

/// An earlier edition of the event.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct EditionView {
    /// Its title; null if it has none.
    pub title: Option<TextView>,
    /// Its site.
    pub url: String,
}

impl ReaderContext<'_> {
    pub(super) fn site_view(&self, linked: &LinkedViews) -> SiteView {
        let Event { config, .. } = self.event;
        let link = |key| self.link(Entity::Page(key));
        let page = |role| {
            let key = self.event.page_with(role)?;
            Some(self.routes.url(Entity::Page(key), self.lang))
        };
        let changed = self.event.release.as_ref().is_some_and(|r| !r.changes.is_empty());
        let has_slots = self.event.days.iter().any(|day| !day.slots.is_empty());
        let editions = config.editions.iter().map(|edition| EditionView {
            title: self.optional(&edition.title),
            url: edition.url.clone(),
        });
        let calendar = self.export(Export::Calendar(self.lang, CalendarScope::Event));
        let calendar = calendar.filter(|_| has_slots);
        let base_url = self.absolute(self.routes.below("").trim_end_matches('/'));
        SiteView {
            id: config.id.clone(),
            name: self.name(),
            official_name: self.official_name(),
            short_name: self.optional(&config.short_name),
            tagline: self.optional(&config.tagline),
            summary: self.optional(&config.summary),
            start: config.start.to_string(),
            end: config.end.to_string(),
            dates: self.formatted(|format| format.date_range(config.start, config.end)),
            timezone: config.timezone.iana_name().unwrap_or("UTC").to_owned(),
            guest_timezones: config.guest_timezones.clone(),
            place: self.event.place.map(|key| linked.places[key.index()].clone()),
            lang: self.language(self.lang),
            languages: self.site.languages().map(|lang| self.language(lang)).collect(),
            home: self.home(self.lang),
            menu: self.event.menu.iter().copied().map(link).collect(),
            action: self.event.action.map(link),
            contacts: self.contacts_in_short(&linked.organisations),
            editions: editions.collect(),
            image: self.event.image.as_ref().map(|picture| self.image(picture)),
            changes: page(PageRole::Changes).filter(|_| changed),
            my_programme: page(PageRole::MyProgramme),
            programme: self.export(Export::OwnProgramme(self.lang)),
            subscription: self.subscription(calendar.as_deref()),
            calendar,
            feed: self.export(Export::Atom(self.lang)),
            manifest: self.export(Export::WebManifest(self.lang)).unwrap_or_default(),
            base_url,
            generator: format!("Plenary {}", env!("CARGO_PKG_VERSION")),
            extra: config.extra.clone(),
        }
    }
}
