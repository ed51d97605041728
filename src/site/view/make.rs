//! Making views from the event: every text resolved for one reader's language.

use std::borrow::Cow;
use std::collections::BTreeMap;

use jiff::Zoned;

use crate::base::source::{FileId, Sources};
use crate::base::text::{Lang, Localized, Resolved, Text};
use crate::content::markdown::{Fill, ImageData};
use crate::event::agenda::in_order;
use crate::event::links::Destination;
use crate::event::model::{
    About, Body, Contact, Day, Event, Organisation, PageRole, Person, Picture, Place, Session,
    Speaker, Thing, Track,
};
use crate::event::table::Key;
use crate::locale::Locale;
use crate::locale::format::DateStyle;
use crate::site::asset::media_path;
use crate::site::route::Routes;
use crate::site::view::*;

/// Everything that views of one language are made from.
pub struct Views<'a> {
    /// The event.
    pub event: &'a Event,
    /// Where things are.
    pub routes: &'a Routes,
    /// The files, for pictures and documents.
    pub sources: &'a Sources,
    /// Messages, dates and numbers of the language.
    pub locale: &'a Locale<'a>,
    /// The reader's language.
    pub lang: Lang,
}

/// What all pages of a language share.
#[derive(Clone, Debug)]
pub struct Shared {
    /// `site`.
    pub site: SiteView,
    /// `agenda`.
    pub agenda: AgendaView,
    /// `session`, by session; of one that is held several times the first.
    pub sessions: BTreeMap<Key<Session>, SessionView>,
    /// `tracks`.
    pub tracks: Vec<TrackView>,
    /// `speakers`.
    pub speakers: Vec<PersonView>,
    /// `contacts`.
    pub contacts: Vec<PersonView>,
    /// `organisations`.
    pub organisations: Vec<OrganisationView>,
}

impl Views<'_> {
    /// What all pages of the language share.
    pub fn shared(&self) -> Shared {
        let sessions = self.sessions();
        let event = self.event;
        let mut speakers: Vec<(String, PersonView)> = event
            .speakers
            .iter()
            .map(|(key, speaker)| (self.sort_key(speaker), self.speaker(key)))
            .collect();
        speakers.sort_by(|(a, _), (b, _)| self.locale.format().compare(a, b));
        let mut left = sessions.iter();
        let days = event
            .days
            .iter()
            .map(|day| self.day(day, left.by_ref().take(day.slots.len()).cloned().collect()))
            .collect();
        let mut by_key = BTreeMap::new();
        for ((key, _), view) in in_order(&event.days).zip(&sessions) {
            by_key.entry(key).or_insert_with(|| view.clone());
        }
        Shared {
            site: self.site(),
            agenda: AgendaView { days },
            sessions: by_key,
            tracks: event.tracks.iter().map(|(key, t)| self.track(key, t, &sessions)).collect(),
            speakers: speakers.into_iter().map(|(_, view)| view).collect(),
            contacts: event.contacts.iter().map(|(key, c)| self.contact(key, c)).collect(),
            organisations: event
                .organisations
                .iter()
                .map(|(_, organisation)| self.organisation(organisation))
                .collect(),
        }
    }

    fn text(&self, text: &Localized<Text>) -> Option<TextView> {
        let found = text.resolve(self.lang, &self.event.config.languages)?;
        Some(self.text_view(found))
    }

    fn text_view(&self, found: Resolved<'_, Text>) -> TextView {
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

    /// The title of a record. A built-in page without one has the theme's word for it, the home
    /// page the event's name.
    fn title(&self, thing: Thing) -> TextView {
        if let Some(title) = self.text(&self.event.about(thing).title) {
            return title;
        }
        let Thing::Page(key) = thing else {
            return TextView { text: self.event.about(thing).id.clone(), lang: None };
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

    fn link(&self, thing: Thing) -> LinkView {
        LinkView {
            id: self.event.about(thing).id.clone(),
            title: self.title(thing),
            url: self.routes.url(thing, self.lang),
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

    fn home(&self, lang: Lang) -> String {
        let home = self.event.page_with(PageRole::Home).map(Thing::Page);
        home.map_or_else(|| self.routes.below(""), |home| self.routes.url(home, lang))
    }

    fn site(&self) -> SiteView {
        let Event { config, .. } = self.event;
        let link = |key| self.link(Thing::Page(key));
        SiteView {
            id: config.id.clone(),
            name: self.name(),
            short_name: self.text(&config.short_name),
            tagline: self.text(&config.tagline),
            summary: self.text(&config.summary),
            start: config.start.to_string(),
            end: config.end.to_string(),
            dates: self.locale.format().date_range(config.start, config.end),
            timezone: config.timezone.iana_name().unwrap_or("UTC").to_owned(),
            guest_timezones: config.guest_timezones.clone(),
            place: self.event.place.map(|key| self.place(self.event.places.get(key))),
            lang: self.language(self.lang),
            languages: self.languages(),
            home: self.home(self.lang),
            menu: self.event.menu.iter().copied().map(link).collect(),
            action: self.event.action.map(link),
            image: self.event.image.as_ref().map(|picture| self.image(picture)),
            manifest: self.routes.below(&crate::site::feeds::manifest_path(self.event, self.lang)),
            base_url: self
                .routes
                .has_origin()
                .then(|| self.routes.absolute(self.routes.below("").trim_end_matches('/'))),
            generator: format!("Plenary {}", env!("CARGO_PKG_VERSION")),
            extra: config.extra.clone(),
        }
    }

    fn place(&self, place: &Place) -> PlaceView {
        let parent = place.parent.map(|key| self.place(self.event.places.get(key)));
        PlaceView {
            id: place.about.id.clone(),
            name: self.title_of(&place.about),
            address: self.text(&place.address),
            url: place.url.clone(),
            parent: parent.map(Box::new),
            extra: place.about.extra.clone(),
        }
    }

    fn title_of(&self, about: &About) -> TextView {
        self.text(&about.title).unwrap_or_else(|| TextView { text: about.id.clone(), lang: None })
    }

    fn organisation(&self, organisation: &Organisation) -> OrganisationView {
        OrganisationView {
            id: organisation.about.id.clone(),
            name: self.title_of(&organisation.about),
            role: organisation.role.map(|role| role.as_str()),
            url: organisation.url.clone(),
            summary: self.text(&organisation.about.summary),
            extra: organisation.about.extra.clone(),
        }
    }

    /// What a speaker is sorted by.
    fn sort_key(&self, speaker: &Speaker) -> String {
        let key = self.text(&speaker.person.sort_key);
        key.unwrap_or_else(|| self.title_of(&speaker.about)).text
    }

    fn speaker(&self, key: Key<Speaker>) -> PersonView {
        let speaker = self.event.speakers.get(key);
        self.person(Thing::Speaker(key), &speaker.about, &speaker.person)
    }

    fn contact(&self, key: Key<Contact>, contact: &Contact) -> PersonView {
        let region = self.locale.region();
        PersonView {
            phone: contact.phone.as_ref().map(|phone| PhoneView {
                e164: phone.e164().to_owned(),
                href: format!("tel:{}", phone.e164()),
                text: phone.display(region).to_owned(),
            }),
            email: contact.email.clone(),
            ..self.person(Thing::Contact(key), &contact.about, &contact.person)
        }
    }

    fn person(&self, thing: Thing, about: &About, person: &Person) -> PersonView {
        let organisation = person.organisation.map(|key| self.event.organisations.get(key));
        PersonView {
            id: about.id.clone(),
            url: self.routes.url(thing, self.lang),
            name: self.title_of(about),
            role: self.text(&person.role),
            organisation: organisation.map(|organisation| self.organisation(organisation)),
            phone: None,
            email: None,
            image: about.picture.as_ref().map(|picture| self.image(picture)),
            body: self.body(about, &format!("{}-", about.id)),
            extra: about.extra.clone(),
        }
    }

    fn track_link(&self, key: Key<Track>) -> TrackLinkView {
        let LinkView { id, title, url } = self.link(Thing::Track(key));
        TrackLinkView { id, number: key.index() + 1, title, url }
    }

    fn track(&self, key: Key<Track>, track: &Track, sessions: &[SessionView]) -> TrackView {
        let TrackLinkView { id, number, title, url } = self.track_link(key);
        let within = |session: &&SessionView| session.tracks.iter().any(|t| t.id == id);
        TrackView {
            number,
            url,
            title,
            summary: self.text(&track.about.summary),
            image: track.about.picture.as_ref().map(|picture| self.image(picture)),
            sessions: sessions.iter().filter(within).cloned().collect(),
            extra: track.about.extra.clone(),
            id,
        }
    }

    fn day(&self, day: &Day, sessions: Vec<SessionView>) -> DayView {
        let date = day.date.value;
        let format = self.locale.format();
        let anchor = Event::day_anchor(date);
        let agenda = self.event.page_with(PageRole::Agenda).map(Thing::Page);
        let page = agenda.map(|agenda| self.routes.url(agenda, self.lang)).unwrap_or_default();
        DayView {
            date: date.to_string(),
            url: format!("{page}#{anchor}"),
            anchor,
            label: format.date(date, DateStyle::Full),
            weekday: format.weekday(date),
            day_month: format.day_month(date),
            title: self.text(&day.title),
            summary: self.text(&day.summary),
            sessions,
        }
    }

    /// One view a slot, in the order of the programme.
    fn sessions(&self) -> Vec<SessionView> {
        let order: Vec<(Key<Session>, usize)> = in_order(&self.event.days).collect();
        let link = |at: Option<usize>| {
            at.and_then(|at| order.get(at)).map(|(key, _)| self.link(Thing::Session(*key)))
        };
        order
            .iter()
            .enumerate()
            .map(|(at, (key, slot))| SessionView {
                previous: link(at.checked_sub(1)),
                next: link(Some(at + 1)),
                ..self.session(*key, *slot)
            })
            .collect()
    }

    fn session(&self, key: Key<Session>, slot: usize) -> SessionView {
        let session = self.event.sessions.get(key);
        let slot = &session.slots[slot];
        let event = self.event;
        let LinkView { id, title, url } = self.link(Thing::Session(key));
        SessionView {
            id,
            url,
            kind: session.kind.as_str(),
            title,
            summary: self.text(&session.about.summary),
            image: session.about.picture.as_ref().map(|picture| self.image(picture)),
            date: slot.day.to_string(),
            date_label: self.locale.format().date(slot.day, DateStyle::Full),
            time: slot.start.as_ref().map(|start| self.time(start, slot.end.as_ref())),
            start: slot.start.as_ref().map(iso),
            end: slot.end.as_ref().map(iso),
            next_day: slot.end.as_ref().is_some_and(|end| end.date() > slot.day),
            places: slot.places.iter().map(|key| self.place(event.places.get(*key))).collect(),
            tracks: session.tracks.iter().map(|key| self.track_link(*key)).collect(),
            speakers: session.speakers.iter().map(|key| self.speaker(*key)).collect(),
            hosts: session
                .hosts
                .iter()
                .map(|key| self.organisation(event.organisations.get(*key)))
                .collect(),
            held_in: session.held_in.iter().map(|tag| self.language_name(tag)).collect(),
            interpreted_into: session
                .interpreted_into
                .iter()
                .map(|tag| self.language_name(tag))
                .collect(),
            previous: None,
            next: None,
            extra: session.about.extra.clone(),
        }
    }

    fn time(&self, start: &Zoned, end: Option<&Zoned>) -> String {
        let format = self.locale.format();
        match end {
            Some(end) => format.time_range(start.time(), end.time()),
            None => format.time(start.time()),
        }
    }

    /// A language's name in the reader's language; its tag, if the theme has no word for it.
    fn language_name(&self, tag: &str) -> String {
        let key = format!("language-{}", tag.to_lowercase());
        self.locale.message(&key).map_or_else(|_| tag.to_owned(), |message| message.text)
    }

    fn body(&self, about: &About, id_prefix: &str) -> Option<BodyView> {
        let found = about.body.resolve(self.lang, &self.event.config.languages)?;
        let body = found.value;
        let fill = BodyFill { views: self, body, lang: found.lang.unwrap_or(self.lang), id_prefix };
        let headings = body.markdown.headings.iter().zip(&body.heading_ids);
        Some(BodyView {
            html: body.markdown.to_html(&fill),
            lang: self.foreign(found.foreign_to(self.lang)),
            headings: headings
                .map(|(heading, id)| HeadingView {
                    id: id.clone(),
                    level: heading.level,
                    text: heading.text.clone(),
                })
                .collect(),
        })
    }

    /// The page of a thing that has one.
    pub fn page(&self, thing: Thing) -> PageView {
        let about = self.event.about(thing);
        let role = self.role(thing);
        let fallback = self.fallback(thing);
        let url = self.routes.url(thing, self.lang);
        let lost = role == Some(PageRole::NotFound);
        let original = fallback.map_or_else(|| url.clone(), |lang| self.routes.url(thing, lang));
        let languages = &self.event.config.languages;
        PageView {
            id: about.id.clone(),
            kind: kind(thing, role),
            section: self.section(thing),
            title: self.title(thing),
            summary: self.text(&about.summary),
            body: self.body(about, ""),
            image: about.picture.as_ref().map(|picture| self.image(picture)),
            canonical: self.routes.absolute(&original),
            url,
            alternates: self.alternates(thing),
            hreflang: if fallback.is_some() || lost { Vec::new() } else { self.hreflang(thing) },
            fallback: fallback.map(|lang| FallbackView {
                lang: languages.tag(lang).to_owned(),
                name: languages.get(lang).name.clone(),
                url: original,
            }),
            breadcrumbs: self.breadcrumbs(thing, role),
            indexed: fallback.is_none() && !lost,
            extra: about.extra.clone(),
        }
    }

    fn role(&self, thing: Thing) -> Option<PageRole> {
        match thing {
            Thing::Page(key) => Some(self.event.pages.get(key).role),
            _ => None,
        }
    }

    /// The language that a page's main text is really in, when that is not the reader's. The main
    /// text is the body, or the title of a page without one. This one rule decides the notice, the
    /// canonical address, hreflang, the sitemap and whether the page is indexed.
    pub fn fallback(&self, thing: Thing) -> Option<Lang> {
        let about = self.event.about(thing);
        let languages = &self.event.config.languages;
        match about.body.resolve(self.lang, languages) {
            Some(found) => found.foreign_to(self.lang),
            None => about.title.resolve(self.lang, languages)?.foreign_to(self.lang),
        }
    }

    fn section(&self, thing: Thing) -> Option<String> {
        let page = match thing {
            Thing::Page(key) => Some(key),
            Thing::Session(_) => self.event.page_with(PageRole::Agenda),
            Thing::Track(_) => self.event.page_with(PageRole::Tracks),
            Thing::Speaker(_) => self.event.page_with(PageRole::Speakers),
            Thing::Contact(_) => self.event.page_with(PageRole::Contacts),
        }?;
        self.event.menu.contains(&page).then(|| self.event.pages.get(page).about.id.clone())
    }

    fn breadcrumbs(&self, thing: Thing, role: Option<PageRole>) -> Vec<LinkView> {
        if matches!(role, Some(PageRole::Home | PageRole::NotFound)) {
            return Vec::new();
        }
        let above = match thing {
            Thing::Session(_) => Some(PageRole::Agenda),
            Thing::Track(_) => Some(PageRole::Tracks),
            _ => None,
        };
        let roles = std::iter::once(PageRole::Home).chain(above);
        roles
            .filter_map(|role| self.event.page_with(role))
            .map(|key| self.link(Thing::Page(key)))
            .collect()
    }

    /// This page as each language sees it.
    fn in_language(&self, lang: Lang) -> Views<'_> {
        Views { lang, ..*self }
    }

    fn alternates(&self, thing: Thing) -> Vec<AlternateView> {
        let languages = &self.event.config.languages;
        languages
            .iter()
            .map(|(lang, language)| AlternateView {
                tag: language.tag.clone(),
                name: language.name.clone(),
                dir: language.direction.as_str(),
                url: self.routes.url(thing, lang),
                current: lang == self.lang,
                translated: self.in_language(lang).fallback(thing).is_none(),
            })
            .collect()
    }

    /// The real translations of a page, and for readers of other languages the chooser (for the
    /// first page) or the source language.
    pub fn hreflang(&self, thing: Thing) -> Vec<HreflangView> {
        let languages = &self.event.config.languages;
        let address = |url: &str| self.routes.absolute(url);
        let translated = |lang: Lang| self.in_language(lang).fallback(thing).is_none();
        let mut all: Vec<HreflangView> = languages
            .iter()
            .filter(|(lang, _)| translated(*lang))
            .map(|(lang, language)| HreflangView {
                tag: language.tag.clone(),
                url: address(&self.routes.url(thing, lang)),
            })
            .collect();
        let default = if self.role(thing) == Some(PageRole::Home) {
            Some(self.routes.below(""))
        } else {
            languages
                .iter()
                .find(|(lang, _)| translated(*lang))
                .map(|(lang, _)| self.routes.url(thing, lang))
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
        let missing = self.event.page_with(PageRole::NotFound).map(Thing::Page);
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
            tagline: self.text(&config.tagline).map(|tagline| tagline.text),
            dates: self.locale.format().date_range(config.start, config.end),
            title,
            text,
            home: self.message("not-found-home").text,
        }
    }
}

/// An instant with its offset, as HTML's `<time>` and JSON-LD want it.
fn iso(at: &Zoned) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

fn kind(thing: Thing, role: Option<PageRole>) -> &'static str {
    match (thing, role) {
        (Thing::Session(_), _) => "session",
        (Thing::Track(_), _) => "track",
        (_, Some(role)) => role.as_str(),
        _ => "page",
    }
}

/// Fills the holes of a text for one page.
struct BodyFill<'a> {
    views: &'a Views<'a>,
    body: &'a Body,
    /// The text's own language: labels inside it are in the same.
    lang: Lang,
    id_prefix: &'a str,
}

impl Fill for BodyFill<'_> {
    fn heading_id(&self, index: usize) -> Cow<'_, str> {
        self.body.heading_ids.get(index).map_or(Cow::Borrowed(""), |id| Cow::Borrowed(id))
    }

    fn link(&self, index: usize) -> Cow<'_, str> {
        let Views { routes, lang, .. } = self.views;
        match self.body.links.get(index) {
            Some(Some(Destination::Thing { thing, fragment })) => {
                let url = routes.url(*thing, *lang);
                Cow::Owned(match fragment {
                    Some(fragment) => format!("{url}#{fragment}"),
                    None => url,
                })
            }
            Some(Some(Destination::Media(file))) => Cow::Owned(self.views.media(*file)),
            Some(Some(Destination::Fragment(fragment))) => Cow::Owned(format!("#{fragment}")),
            Some(Some(Destination::External(url))) => Cow::Borrowed(url),
            // Such a link was reported, and the page is not published.
            Some(None) | None => Cow::Borrowed("#"),
        }
    }

    fn image(&self, index: usize) -> ImageData<'_> {
        let found = self.body.images.get(index).copied().flatten();
        let side = |pixels: usize| u32::try_from(pixels).ok();
        ImageData {
            url: found.map_or(Cow::Borrowed(""), |(file, _)| Cow::Owned(self.views.media(file))),
            width: found.and_then(|(_, size)| side(size?.0)),
            height: found.and_then(|(_, size)| side(size?.1)),
        }
    }

    fn message(&self, key: &'static str) -> Cow<'_, str> {
        let message = self.views.locale.message_in(self.lang, key);
        message.map_or(Cow::Borrowed(""), |message| Cow::Owned(message.text))
    }

    fn id_prefix(&self) -> Cow<'_, str> {
        Cow::Borrowed(self.id_prefix)
    }
}
