//! JSON-LD for search engines, following Google's rules for events and the types of schema.org.
//!
//! The home page describes the event, a session's page the session; they refer to each other by `@id`.
//! The pages of pauses have no JSON-LD. Nor has a site without a base address, since `@id` and
//! `url` are absolute.

use jiff::Zoned;
use serde_json::{Value, json};

use crate::base::source::FileId;
use crate::base::text::Lang;
use crate::content::record::{OrganisationRole, RegistrationState, SessionKind, Status};
use crate::event::model::{Appearance, Entity, Organisation, PageRole, Place, Session, Slot};
use crate::event::record_table::Key;
use crate::event::release::SlotState;
use crate::site::reader_context::ReaderContext;
use crate::site::view::session_hours::iso;

/// How many sessions the event lists at most. In a larger event only the sessions refer to the event,
/// so that the home page stays small.
const MOST_SUB_EVENTS: usize = 100;

/// The organisations responsible for an event.
const ORGANISERS: [OrganisationRole; 2] = [OrganisationRole::Host, OrganisationRole::Initiator];

impl ReaderContext<'_> {
    /// The JSON-LD of a page, escaped for a `script` element.
    pub(super) fn json_ld(&self, entity: Entity) -> Option<String> {
        if !self.routes.has_origin() {
            return None;
        }
        let json = match entity {
            Entity::Page(key) if self.event.pages.get(key).role == PageRole::Home => self.edition(),
            Entity::Session(key) => self.events(key)?,
            _ => return None,
        };
        // `<` could end the element.
        Some(json.to_string().replace('<', "\\u003c"))
    }

    /// The event as a whole.
    fn edition(&self) -> Value {
        let event = self.event;
        let config = &event.config;
        let few = event.sessions.len() <= MOST_SUB_EVENTS;
        let shown = event.sessions.iter().filter(|(_, session)| !session.kind.is_pause() && few);
        let linked = shown.flat_map(|(key, session)| {
            (0..session.slots.len()).map(move |at| json!({"@id": self.slot_id(key, at)}))
        });
        without_empty(json!({
            "@context": "https://schema.org",
            "@type": "ConferenceEvent",
            "@id": self.edition_id(),
            "name": self.name::<String>(),
            "alternateName": self.other_names(),
            "description": self.optional::<String>(&config.summary),
            "url": self.absolute_home(),
            "image": event.image.as_ref().and_then(|picture| self.absolute_media(picture.file)),
            "startDate": config.start.to_string(),
            "endDate": config.end.to_string(),
            "eventStatus": "https://schema.org/EventScheduled",
            "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
            "inLanguage": self.spoken(),
            "location": event.place.map(|key| self.place_json(key)),
            "organizer": self.bodies(&ORGANISERS),
            // Partners and supporters are not responsible for the event.
            "contributor": self.bodies(&[OrganisationRole::Partner]),
            "sponsor": self.bodies(&[OrganisationRole::Supporter]),
            "subEvent": linked.collect::<Vec<Value>>(),
        }))
    }

    /// The official names of the event and its names in other languages, each once.
    fn other_names(&self) -> Vec<&str> {
        let config = &self.event.config;
        let shown: String = self.name();
        let official = config.official_name.iter().map(|official| &*official.text);
        let mut names: Vec<&str> = Vec::new();
        for name in official.chain(config.name.iter().map(|(_, text)| &*text.value)) {
            if name != shown && !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// A session at each of its times.
    fn events(&self, key: Key<Session>) -> Option<Value> {
        let session = self.event.sessions.get(key);
        if session.kind.is_pause() || session.slots.is_empty() {
            return None;
        }
        let mut slots: Vec<Value> = (0..)
            .zip(&session.slots)
            .map(|(at, slot)| self.slot_event(key, session, at, slot))
            .collect();
        if slots.len() == 1 {
            let mut only = slots.pop()?;
            only["@context"] = "https://schema.org".into();
            return Some(only);
        }
        Some(json!({"@context": "https://schema.org", "@graph": slots}))
    }

    fn slot_event(&self, key: Key<Session>, session: &Session, at: usize, slot: &Slot) -> Value {
        let before = self.rescheduled(session, at);
        let status = match (session.status, &before) {
            (Status::Cancelled, _) => "EventCancelled",
            (Status::Postponed, _) => "EventPostponed",
            (Status::Moved, _) | (_, Some(_)) => "EventRescheduled",
            _ => "EventScheduled",
        };
        let attendance = match session.stream {
            Some(_) => "MixedEventAttendanceMode",
            None => "OfflineEventAttendanceMode",
        };
        let url = self.routes.absolute(&self.routes.url(Entity::Session(key), self.lang));
        let open_day = slot.start.is_none().then(|| slot.day.to_string());
        let end = slot.end.as_ref().map(iso).or(open_day);
        let person = |appearance: &Appearance| {
            let speaker = self.event.speakers.get(appearance.speaker);
            let page = self.routes.url(Entity::Speaker(appearance.speaker), self.lang);
            json!({
                "@type": if speaker.group { "PerformingGroup" } else { "Person" },
                "name": self.record_title::<String>(&speaker.about),
                "url": self.routes.absolute(&page),
            })
        };
        let picture = session.about.picture.as_ref().or(self.event.image.as_ref());
        let titles = session.about.title.iter().map(|(_, text)| text.value.clone());
        let title: String = self.record_title(&session.about);
        without_empty(json!({
            "@type": kind(session.kind),
            "@id": self.slot_id(key, at),
            "alternateName": titles.filter(|other| *other != title).collect::<Vec<String>>(),
            "name": title,
            "description": self.optional::<String>(&session.about.summary),
            "image": picture.and_then(|picture| self.absolute_media(picture.file)),
            "startDate": when(slot.start.as_ref(), slot),
            "endDate": end,
            "previousStartDate": before,
            "eventStatus": format!("https://schema.org/{status}"),
            "eventAttendanceMode": format!("https://schema.org/{attendance}"),
            "inLanguage": session.held_in,
            "location": self.locations(session, slot),
            "performer": session.speakers.iter().map(person).collect::<Vec<Value>>(),
            "organizer": self.organizers(session),
            "maximumAttendeeCapacity": session.registration.as_ref()
                .and_then(|registration| registration.capacity.as_ref())
                .map(|capacity| capacity.value),
            "offers": self.offers(session),
            "superEvent": without_empty(json!({
                "@type": "ConferenceEvent",
                "@id": self.edition_id(),
                "name": self.name::<String>(),
                "startDate": self.event.config.start.to_string(),
                "location": self.event.place.map(|key| self.place_json(key)),
            })),
            "url": url,
        }))
    }

    /// The places of a session, and its live stream.
    fn locations(&self, session: &Session, slot: &Slot) -> Vec<Value> {
        // A slot without a place has no location; the event's venue would be a guess.
        let everywhere = self.event.place.filter(|_| slot.everywhere);
        let places = slot.places.iter().copied().chain(everywhere);
        let stream =
            session.stream.as_ref().map(|url| json!({"@type": "VirtualLocation", "url": url}));
        places.map(|key| self.place_json(key)).chain(stream).collect()
    }

    /// The registration of a session, if it has an address.
    fn offers(&self, session: &Session) -> Option<Value> {
        let registration = session.registration.as_ref()?;
        let availability = match registration.state {
            RegistrationState::Required | RegistrationState::Open => Some("InStock"),
            RegistrationState::Full => Some("SoldOut"),
            // The deadline has passed; whether seats were left is not published.
            RegistrationState::Closed => None,
            RegistrationState::NotNeeded | RegistrationState::Invitation => return None,
        };
        Some(without_empty(json!({
            "@type": "Offer",
            "url": registration.url.as_ref()?,
            "availability": availability.map(|word| format!("https://schema.org/{word}")),
            "validThrough": registration.deadline.map(|day| day.to_string()),
        })))
    }

    /// The organisations that have one of these roles in the event.
    fn bodies(&self, roles: &[OrganisationRole]) -> Vec<Value> {
        let all = self.event.organisations.iter().map(|(_, body)| body);
        let some = all.filter(|body| body.role.is_some_and(|role| roles.contains(&role)));
        some.map(|body| self.organisation_of(body)).collect()
    }

    /// The hosts of a session, or else the hosts of the event.
    fn organizers(&self, session: &Session) -> Vec<Value> {
        if session.hosts.is_empty() {
            return self.bodies(&ORGANISERS);
        }
        let bodies = session.hosts.iter().map(|key| self.event.organisations.get(*key));
        bodies.map(|body| self.organisation_of(body)).collect()
    }

    fn organisation_of(&self, body: &Organisation) -> Value {
        let name: String = self.record_title(&body.about);
        without_empty(json!({"@type": "Organization", "name": name, "url": body.url}))
    }

    /// A place with the nearest address: a room has the address of its venue.
    fn place_json(&self, key: Key<Place>) -> Value {
        let places = &self.event.places;
        let coordinates = self.event.around(key).find_map(|key| places.get(key).coordinates);
        let place = places.get(key);
        without_empty(json!({
            "@type": "Place",
            "address": self.postal_address(key),
            "name": self.record_title::<String>(&place.about),
            "geo": coordinates.map(|(north, east)| json!({
                "@type": "GeoCoordinates", "latitude": north, "longitude": east,
            })),
            "containedInPlace": place.parent.map(|parent| json!({
                "@type": "Place", "name": self.record_title::<String>(&places.get(parent).about),
            })),
        }))
    }

    /// The nearest address of a place, by its parts if the town or the country is known.
    fn postal_address(&self, key: Key<Place>) -> Value {
        let above = || self.event.around(key).map(|key| self.event.places.get(key));
        let street: Option<String> = above().find_map(|place| self.text(&place.address));
        let town: Option<String> = above().find_map(|place| self.text(&place.town));
        let country = above().find_map(|place| place.country.as_deref());
        if town.is_none() && country.is_none() {
            return street.into();
        }
        without_empty(json!({
            "@type": "PostalAddress",
            "streetAddress": street,
            "postalCode": above().find_map(|place| place.postcode.as_deref()),
            "addressLocality": town,
            "addressCountry": country,
        }))
    }

    /// The previous start of a slot that was moved; `None` for one that was not.
    fn rescheduled(&self, session: &Session, at: usize) -> Option<String> {
        let release = self.event.release.as_ref()?;
        let now = SlotState::of(session, at, self.event);
        let before = release.moved_from(&session.slot_name(at), &now)?;
        let start =
            before.start.and_then(|at| at.to_zoned(self.event.config.timezone.clone()).ok());
        Some(start.as_ref().map_or_else(|| before.day.to_string(), iso))
    }

    /// The languages that are spoken or interpreted into, each once, in the order of the sessions.
    fn spoken(&self) -> Vec<&str> {
        let mut all: Vec<&str> = Vec::new();
        for (_, session) in self.event.sessions.iter() {
            let into = session.interpretation.iter().map(|one| one.into.as_str());
            for tag in session.held_in.iter().map(String::as_str).chain(into) {
                if !all.contains(&tag) {
                    all.push(tag);
                }
            }
        }
        all
    }

    /// The id of the event in all languages: the home page of the source language.
    fn edition_id(&self) -> String {
        let home = self.home(Lang::SOURCE);
        format!("{}#event", self.routes.absolute(&home))
    }

    fn absolute_media(&self, file: FileId) -> Option<String> {
        self.absolute(&self.media(file))
    }

    fn absolute_home(&self) -> String {
        self.routes.absolute(&self.home(self.lang))
    }

    /// The id of a slot in all languages.
    fn slot_id(&self, key: Key<Session>, at: usize) -> String {
        let url = self.routes.url(Entity::Session(key), Lang::SOURCE);
        let name = self.event.sessions.get(key).slot_name(at);
        format!("{}#{name}", self.routes.absolute(&url))
    }
}

/// The schema.org type of a kind of session.
fn kind(kind: SessionKind) -> &'static str {
    match kind {
        SessionKind::Dinner | SessionKind::Reception => "SocialEvent",
        SessionKind::Workshop => "EducationEvent",
        _ => "Event",
    }
}

/// The start with its offset, or only the day while the time is not known.
fn when(start: Option<&Zoned>, slot: &Slot) -> String {
    start.map_or_else(|| slot.day.to_string(), iso)
}

/// An object without null fields and empty lists.
fn without_empty(mut value: Value) -> Value {
    if let Value::Object(fields) = &mut value {
        fields.retain(|_, value| match value {
            Value::Null => false,
            Value::Array(items) => !items.is_empty(),
            _ => true,
        });
    }
    value
}
