//! An event's texts and addresses in one language, as programs outside the site read them.

use crate::base::text::{Lang, Localized, Text};
use crate::content::record::Status;
use crate::event::model::{Event, PageRole, Place, Session, Slot, Thing};
use crate::event::release::State;
use crate::event::table::Key;
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
    pub(super) fn text(&self, text: &'a Localized<Text>) -> &'a str {
        let found = text.resolve(self.lang, &self.event.config.languages);
        found.map_or("", |found| found.value.value.as_str())
    }

    /// A text that can be done without: not in a language that is none of the fallbacks.
    pub(super) fn optional(&self, text: &'a Localized<Text>) -> &'a str {
        let found = text.resolve_near(self.lang, &self.event.config.languages);
        found.map_or("", |found| found.value.value.as_str())
    }

    /// The title of a thing, or its id.
    pub(super) fn title(&self, thing: Thing) -> &'a str {
        let about = self.event.about(thing);
        match self.text(&about.title) {
            "" => &about.id,
            title => title,
        }
    }

    /// The title that a session had when it was last released, for one that is no longer there.
    pub(super) fn title_of_old<'s>(&'s self, id: &'s str) -> &'s str {
        let release = self.event.release.as_ref();
        let found = release.and_then(|r| r.title(id, self.lang, &self.event.config.languages));
        found.map_or(id, |(title, _)| title)
    }

    /// The event's name.
    pub(super) fn name(&self) -> &'a str {
        match self.text(&self.event.config.name) {
            "" => &self.event.config.id,
            name => name,
        }
    }

    /// A message without arguments; nothing for one that is missing, which is said elsewhere.
    pub(super) fn message(&self, key: &str) -> String {
        self.locale.message(key).map(|message| message.text).unwrap_or_default()
    }

    /// What stands in front of a title whose session does not take place.
    pub(super) fn prefix(&self, session: &Session) -> String {
        if session.status.takes_place() {
            return String::new();
        }
        self.message(&format!("status-{}", session.status.as_str()))
            + &self.message("change-title-separator")
    }

    /// Why a session is not as it was announced, with the status in front of it.
    pub(super) fn reason(&self, session: &'a Session) -> String {
        if session.status == Status::Confirmed {
            return String::new();
        }
        let status = self.message(&format!("status-{}", session.status.as_str()));
        match self.optional(&session.reason) {
            "" => status,
            reason => status + &self.message("change-title-separator") + reason,
        }
    }

    /// The whole address of a thing; nothing while the site does not know its host.
    pub(super) fn url(&self, thing: Thing) -> Option<String> {
        let routes = self.planner.routes;
        routes.has_origin().then(|| routes.absolute(&routes.url(thing, self.lang)))
    }

    /// The whole address of a path below the site's root; nothing while the site does not know its
    /// host.
    pub(super) fn below(&self, path: &str) -> Option<String> {
        let routes = self.planner.routes;
        routes.has_origin().then(|| routes.absolute(&routes.below(path)))
    }

    /// The address of the page with a role.
    pub(super) fn page(&self, role: PageRole) -> Option<String> {
        self.event.page_with(role).and_then(|page| self.url(Thing::Page(page)))
    }

    /// Where a slot is, as one line: its rooms, and what they are part of with the address.
    pub(super) fn location(&self, slot: &Slot) -> String {
        self.location_in(Vec::new(), &slot.places, slot.everywhere)
    }

    /// The same of a slot as it was released. A place that is no longer there goes by its id.
    pub(super) fn location_of<'s>(&self, state: &'s State) -> String
    where
        'a: 's,
    {
        let everywhere = state.places.iter().any(|id| id == "all");
        let named = state.places.iter().filter(|id| *id != "all");
        let (known, unknown): (Vec<&String>, Vec<&String>) =
            named.partition(|id| self.event.places.find(id).is_some());
        let known: Vec<Key<Place>> =
            known.into_iter().filter_map(|id| self.event.places.find(id)).collect();
        self.location_in(unknown.into_iter().map(String::as_str).collect(), &known, everywhere)
    }

    /// Some names, those of places, and what these are part of.
    fn location_in<'s>(&self, names: Vec<&'s str>, own: &[Key<Place>], everywhere: bool) -> String
    where
        'a: 's,
    {
        let mut parts = names;
        parts.extend(own.iter().map(|place| self.title(Thing::Place(*place))));
        let places = match (everywhere, self.event.place) {
            (true, Some(place)) => {
                parts.push(self.title(Thing::Place(place)));
                vec![place]
            }
            _ => own.to_vec(),
        };
        let around: Vec<Vec<&str>> = places.iter().map(|place| self.around(*place)).collect();
        // Several rooms have the same house around them, or the line would be a list of lists.
        if let Some(first) = around.first()
            && around.iter().all(|other| other == first)
        {
            parts.extend(first);
        }
        parts.join(", ")
    }

    /// What a place is part of, from the nearest, with the first address that is known.
    fn around(&self, place: Key<Place>) -> Vec<&'a str> {
        let mut around = Vec::new();
        let mut at = Some(place);
        let mut addressed = false;
        while let Some(key) = at {
            let record = self.event.places.get(key);
            if key != place {
                around.push(self.title(Thing::Place(key)));
            }
            let address = self.optional(&record.address);
            if !address.is_empty() && !addressed {
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
        let mut at = slot.places.first().copied().or(everywhere);
        while let Some(key) = at {
            let place = self.event.places.get(key);
            if place.coordinates.is_some() {
                return place.coordinates;
            }
            at = place.parent;
        }
        None
    }
}
