//! An event's texts and addresses in one language, as programs outside the site read them.

use crate::base::source::Spanned;
use crate::base::text::{Lang, Localized, Resolved};
use crate::content::record::Status;
use crate::event::model::{About, Entity, Event, PageRole, Place, Session, Slot};
use crate::event::release::State;
use crate::event::table::Key;
use crate::exchange::wording::Wording;
use crate::locale::Locale;
use crate::site::plan::Planner;

/// One language of an event.
pub(super) struct Words<'a> {
    pub(super) planner: &'a Planner<'a>,
    pub(super) event: &'a Event,
    pub(super) lang: Lang,
    pub(super) locale: Locale<'a>,
}

impl<'a> Words<'a> {
    pub(super) fn new(planner: &'a Planner<'a>, lang: Lang) -> Words<'a> {
        Words { planner, event: planner.event, lang, locale: planner.locales.get(lang) }
    }

    /// The tag of the language.
    pub(super) fn tag(&self) -> &'a str {
        self.event.config.languages.tag(self.lang)
    }

    /// A text, in another language if it is not in this one.
    pub(super) fn text(&self, text: &'a Localized<Spanned<String>>) -> &'a str {
        let found = text.resolve(self.lang, &self.event.config.languages);
        found.map_or("", |found| found.value.value.as_str())
    }

    /// A text that can be done without: not in a language that is none of the fallbacks.
    pub(super) fn optional(&self, text: &'a Localized<Spanned<String>>) -> &'a str {
        let found = text.resolve_near(self.lang, &self.event.config.languages);
        found.map_or("", |found| found.value.value.as_str())
    }

    /// The title of a thing, or its id.
    pub(super) fn title(&self, entity: Entity) -> &'a str {
        let about = self.event.about(entity);
        match self.text(&about.title) {
            "" => &about.id,
            title => title,
        }
    }

    /// The event's name.
    pub(super) fn name(&self) -> &'a str {
        match self.text(&self.event.config.name) {
            "" => &self.event.config.id,
            name => name,
        }
    }

    /// A text with its language.
    fn worded(&self, found: Option<Resolved<'_, Spanned<String>>>) -> Wording {
        found.map_or_else(Wording::default, |found| self.wording(&found.value.value, found.lang))
    }

    fn wording(&self, text: &str, lang: Option<Lang>) -> Wording {
        match lang {
            Some(lang) => Wording::new(text, self.event.config.languages.tag(lang)),
            None => Wording::plain(text),
        }
    }

    /// A text that can be done without, with its language.
    pub(super) fn optional_wording(&self, text: &Localized<Spanned<String>>) -> Wording {
        self.worded(text.resolve_near(self.lang, &self.event.config.languages))
    }

    /// The title of a record with its language, or its id.
    pub(super) fn title_wording(&self, about: &About) -> Wording {
        match about.title.resolve(self.lang, &self.event.config.languages) {
            Some(found) => self.worded(Some(found)),
            None => Wording::plain(&about.id),
        }
    }

    /// The title of a thing with its language, or its id.
    pub(super) fn called(&self, entity: Entity) -> Wording {
        self.title_wording(self.event.about(entity))
    }

    /// The event's name with its language.
    pub(super) fn name_wording(&self) -> Wording {
        match self.event.config.name.resolve(self.lang, &self.event.config.languages) {
            Some(found) => self.worded(Some(found)),
            None => Wording::plain(&self.event.config.id),
        }
    }

    /// The title that a session had when it was last released, for one that is no longer there.
    pub(super) fn title_of_old(&self, id: &str) -> Wording {
        let release = self.event.release.as_ref();
        let found = release.and_then(|r| r.title(id, self.lang, &self.event.config.languages));
        found.map_or_else(|| Wording::plain(id), |(title, lang)| self.wording(title, lang))
    }

    /// What the program writes itself in the reader's language, as dates.
    pub(super) fn own(&self, text: String) -> Wording {
        Wording::new(text, self.tag())
    }

    /// A message without arguments; nothing for one that is missing, which is said elsewhere.
    pub(super) fn message(&self, key: &str) -> Wording {
        let message = self.locale.message(key);
        message.map_or_else(|_| Wording::default(), |m| self.wording(&m.text, Some(m.lang)))
    }

    /// A word, and what it is said of.
    pub(super) fn labelled(&self, label: Wording, text: Wording) -> Wording {
        Wording::join([label, text], &self.message("change-title-separator").text)
    }

    /// A session's title, after its status if it does not take place.
    pub(super) fn announced(&self, session: &Session) -> Wording {
        let title = self.title_wording(&session.about);
        match session.status.takes_place() {
            true => title,
            false => self.labelled(self.status(session), title),
        }
    }

    fn status(&self, session: &Session) -> Wording {
        self.message(&format!("status-{}", session.status.as_str()))
    }

    /// Why a session is not as it was announced, with the status in front of it.
    pub(super) fn reason(&self, session: &Session) -> Wording {
        if session.status == Status::Confirmed {
            return Wording::default();
        }
        self.labelled(self.status(session), self.optional_wording(&session.reason))
    }

    /// The whole address of a thing; nothing while the site does not know its host.
    pub(super) fn url(&self, entity: Entity) -> Option<String> {
        let routes = self.planner.routes;
        routes.has_origin().then(|| routes.absolute(&routes.url(entity, self.lang)))
    }

    /// The whole address of a path below the site's root; nothing while the site does not know its
    /// host.
    pub(super) fn below(&self, path: &str) -> Option<String> {
        let routes = self.planner.routes;
        routes.has_origin().then(|| routes.absolute(&routes.below(path)))
    }

    /// The address of the page with a role.
    pub(super) fn page(&self, role: PageRole) -> Option<String> {
        self.event.page_with(role).and_then(|page| self.url(Entity::Page(page)))
    }

    /// Where a slot is, as one line: its rooms, and what they are part of with the address.
    pub(super) fn location(&self, slot: &Slot) -> Wording {
        self.location_in(Vec::new(), &slot.places, slot.everywhere)
    }

    /// The same of a slot as it was released. A place that is no longer there goes by its id.
    pub(super) fn location_of(&self, state: &State) -> Wording {
        let everywhere = state.places.iter().any(|id| id == "all");
        let named = state.places.iter().filter(|id| *id != "all");
        let (mut known, mut unknown) = (Vec::new(), Vec::new());
        for id in named {
            match self.event.places.find(id) {
                Some(place) => known.push(place),
                None => unknown.push(Wording::plain(id)),
            }
        }
        self.location_in(unknown, &known, everywhere)
    }

    /// Some names, those of places, and what these are part of.
    fn location_in(&self, names: Vec<Wording>, own: &[Key<Place>], everywhere: bool) -> Wording {
        let mut parts = names;
        parts.extend(own.iter().map(|place| self.called(Entity::Place(*place))));
        let places = match (everywhere, self.event.place) {
            (true, Some(place)) => {
                parts.push(self.called(Entity::Place(place)));
                vec![place]
            }
            _ => own.to_vec(),
        };
        let mut around = places.iter().map(|place| self.around(*place));
        // Several rooms have the same house around them, or the line would be a list of lists.
        if let Some(first) = around.next()
            && around.all(|other| other == first)
        {
            parts.extend(first);
        }
        Wording::join(parts, ", ")
    }

    /// What a place is part of, from the nearest, with the first address that is known.
    fn around(&self, place: Key<Place>) -> Vec<Wording> {
        let mut around = Vec::new();
        let mut at = Some(place);
        let mut addressed = false;
        while let Some(key) = at {
            let record = self.event.places.get(key);
            if key != place {
                around.push(self.called(Entity::Place(key)));
            }
            let address = self.optional_wording(&record.address);
            if !address.text.is_empty() && !addressed {
                around.push(address);
                addressed = true;
            }
            at = record.parent;
        }
        around
    }

    /// Where a slot is on the globe: the first that is known of its place and what it is part of.
    pub(super) fn geo(&self, slot: &Slot) -> Option<(f64, f64)> {
        let everywhere = self.event.place.filter(|_| slot.everywhere);
        let place = slot.places.first().copied().or(everywhere)?;
        self.event.around(place).find_map(|key| self.event.places.get(key).coordinates)
    }
}
