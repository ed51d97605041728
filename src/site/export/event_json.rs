//! `api/event.json`: the event in Plenary's own format, for programs that read no other format.
//!
//! Texts are objects by language tag, facts are not repeated, and records refer to each other by id, as
//! in the site's files. Long texts are left out: they are on the pages, whose addresses are given.

use jiff::Zoned;
use rayon::prelude::*;
use serde_json::{Map, Value, json};

use crate::base::source::Spanned;
use crate::base::text::Localized;
use crate::base::web_address::mail_with_ascii_host;
use crate::content::config::OfficialName;
use crate::content::record::{Registration, TitledLink};
use crate::event::model::{
    About, Contact, Day, Document, DocumentTarget, Entity, Entry, Event, Leg, News, Organisation,
    PageRole, Person, Place, Session, Slot, Speaker, Track,
};
use crate::event::record_table::{Key, Table};
use crate::event::release::{Change, SlotState};
use crate::site::asset::media_path;
use crate::site::reader_context::SiteData;

/// The version of the format. It is increased when a field is removed or changes its meaning.
const VERSION: u32 = 1;

/// The JSON Schema of the format; `tests/site.rs` compares it with what is written.
pub(super) const SCHEMA: &str = include_str!("event.schema.json");

/// The event as JSON.
pub(super) fn write(site: SiteData<'_>) -> Vec<u8> {
    let mut json =
        serde_json::to_vec(&EventJson { site, event: site.event }.all()).unwrap_or_default();
    json.push(b'\n');
    json
}

struct EventJson<'a> {
    site: SiteData<'a>,
    event: &'a Event,
}

impl EventJson<'_> {
    fn all(&self) -> Value {
        let about = self.about();
        object(about.into_iter().chain([
            ("days", self.days()),
            ("tracks", self.tracks()),
            ("places", self.event.places.iter().map(|(key, p)| self.place(key, p)).collect()),
            ("organisations", self.organisations()),
            ("speakers", self.speakers()),
            ("contacts", self.contacts()),
            ("sessions", self.sessions()),
            ("news", self.news()),
            ("release", self.release()),
        ]))
    }

    fn about(&self) -> [(&'static str, Value); 14] {
        let config = &self.event.config;
        let languages = config.languages.iter().map(|(_, language)| &*language.tag);
        let home = self.event.page_with(PageRole::Home);
        [
            ("$schema", self.below("api/event.schema.json").into()),
            ("version", VERSION.into()),
            ("generator", format!("Plenary {}", env!("CARGO_PKG_VERSION")).into()),
            ("id", config.id.as_str().into()),
            ("name", self.text(&config.name)),
            ("official_name", official_name(&config.official_name)),
            ("tagline", self.text(&config.tagline)),
            ("summary", self.text(&config.summary)),
            ("start", config.start.to_string().into()),
            ("end", config.end.to_string().into()),
            ("timezone", config.timezone.iana_name().unwrap_or("UTC").into()),
            ("languages", languages.collect::<Vec<&str>>().into()),
            ("place", self.event.place.map(|key| id(&self.event.places, key)).into()),
            ("url", home.map_or(Value::Null, |home| self.urls(Entity::Page(home)))),
        ]
    }

    fn days(&self) -> Value {
        let day = |day: &Day| {
            object([
                ("date", day.date.value.to_string().into()),
                ("title", self.text(&day.title)),
                ("summary", self.text(&day.summary)),
            ])
        };
        self.event.days.iter().map(day).collect()
    }

    fn tracks(&self) -> Value {
        let track = |(key, track): (_, &Track)| {
            let color = [("color", track.color.as_deref().into())];
            self.entity(&track.about, Entity::Track(key), "title", color)
        };
        self.event.tracks.iter().map(track).collect()
    }

    fn organisations(&self) -> Value {
        let body = |(_, body): (_, &Organisation)| {
            object([
                ("id", body.about.id.as_str().into()),
                ("was", was(&body.about)),
                ("name", self.text(&body.about.title)),
                ("summary", self.text(&body.about.summary)),
                ("role", body.role.map(|role| role.as_str()).into()),
                ("level", body.level.as_deref().into()),
                ("website", body.url.as_deref().into()),
            ])
        };
        self.event.organisations.iter().map(body).collect()
    }

    fn speakers(&self) -> Value {
        let speaker = |(key, speaker): (_, &Speaker)| {
            let more = [("group", speaker.group.then_some(true).into())];
            self.person(&speaker.about, Entity::Speaker(key), &speaker.person, more)
        };
        self.event.speakers.iter().map(speaker).collect()
    }

    fn contacts(&self) -> Value {
        let contact = |(key, contact): (_, &Contact)| {
            let more = [
                ("phone", contact.phone.as_ref().map(|phone| phone.e164()).into()),
                ("phone_extension", contact.phone.as_ref().and_then(|one| one.extension()).into()),
                ("email", contact.email.as_deref().map(mail_with_ascii_host).into()),
            ];
            self.person(&contact.about, Entity::Contact(key), &contact.person, more)
        };
        self.event.contacts.iter().map(contact).collect()
    }

    fn sessions(&self) -> Value {
        let sessions: Vec<(Key<Session>, &Session)> = self.event.sessions.iter().collect();
        let made: Vec<Value> = sessions.par_iter().map(|(key, s)| self.session(*key, s)).collect();
        made.into()
    }

    fn news(&self) -> Value {
        let item = |(key, news): (_, &News)| {
            let date = [("date", news.date.to_string().into())];
            self.entity(&news.about, Entity::News(key), "title", date)
        };
        self.event.news.iter().map(item).collect()
    }

    fn release(&self) -> Value {
        let Some(release) = &self.event.release else { return Value::Null };
        let removed =
            release.places.iter().filter(|(id, _)| self.event.places.find_ever(id).is_none());
        let removed: Map<String, Value> =
            removed.map(|(id, names)| (id.clone(), json!(names))).collect();
        let removed = if removed.is_empty() { Value::Null } else { removed.into() };
        object([
            ("version", release.version.into()),
            ("at", release.at.to_string().into()),
            ("changes", release.changes.iter().map(|change| self.change(change)).collect()),
            ("removed_places", removed),
        ])
    }

    fn change(&self, change: &Change) -> Value {
        object([
            ("version", change.version.into()),
            ("at", change.at.to_string().into()),
            ("slot", change.slot.as_str().into()),
            ("kind", change.kind.as_str().into()),
            ("before", change.before.as_ref().map(|state| self.state(state)).into()),
            ("after", change.after.as_ref().map(|state| self.state(state)).into()),
        ])
    }

    fn state(&self, state: &SlotState) -> Value {
        let places = &self.event.places;
        let present = |released: &String| match places.find_ever(released) {
            Some(key) => id(places, key).to_owned(),
            None => released.clone(),
        };
        object([
            ("day", state.day.to_string().into()),
            ("start", state.start.map(|at| at.to_string()).into()),
            ("end", state.end.map(|at| at.to_string()).into()),
            ("places", state.places.iter().map(present).collect()),
            ("status", state.status.as_str().into()),
        ])
    }

    fn session(&self, key: Key<Session>, session: &Session) -> Value {
        let event = self.event;
        let slots = (0..).zip(&session.slots).map(|(at, slot)| self.slot(session, at, slot));
        let speakers = session
            .speakers
            .iter()
            .map(|one| json!({"id": id(&event.speakers, one.speaker), "role": one.role.as_str()}));
        let interpretation = session.interpretation.iter().map(|one| {
            object([
                ("language", one.into.as_str().into()),
                ("from", one.from.as_deref().into()),
                ("mode", one.mode.map(|mode| mode.as_str()).into()),
            ])
        });
        let more = [
            ("kind", session.kind.as_str().into()),
            ("status", session.status.as_str().into()),
            ("reason", self.text(&session.reason)),
            ("all_day", session.all_day.then_some(true).into()),
            ("slots", slots.collect()),
            ("tracks", ids(&event.tracks, &session.tracks)),
            ("speakers", speakers.collect()),
            ("hosts", ids(&event.organisations, &session.hosts)),
            ("held_in", session.held_in.clone().into()),
            ("interpreted_into", interpretation.collect()),
            ("audience", session.audience.map(|audience| audience.as_str()).into()),
            ("registration", session.registration.as_ref().map(registration).into()),
            ("choice", session.choice.as_ref().map(|choice| choice.value.as_str()).into()),
            ("transport", session.transport.iter().map(|leg| self.leg(leg)).collect()),
            ("documents", session.documents.iter().map(|paper| self.document(paper)).collect()),
            ("links", session.links.iter().map(|link| self.link(link)).collect()),
            ("recording", session.recording.as_deref().into()),
            ("stream", session.stream.as_deref().into()),
            ("guid", session.guid.as_deref().into()),
        ];
        self.entity(&session.about, Entity::Session(key), "title", more)
    }

    fn slot(&self, session: &Session, at: usize, slot: &Slot) -> Value {
        object([
            ("id", session.slot_name(at).into()),
            ("day", slot.day.to_string().into()),
            ("start", moment(slot.start.as_ref())),
            ("end", moment(slot.end.as_ref())),
            ("estimated_end", moment(slot.estimated_end.as_ref())),
            ("places", ids(&self.event.places, &slot.places)),
            ("everywhere", slot.everywhere.then_some(true).into()),
        ])
    }

    fn place(&self, key: Key<Place>, place: &Place) -> Value {
        let coordinates = place.coordinates.map(|(north, east)| vec![north, east]);
        let maps: Map<String, Value> =
            place.maps.iter().map(|(name, url)| (name.clone(), url.as_str().into())).collect();
        self.entity(
            &place.about,
            Entity::Place(key),
            "name",
            [
                ("kind", place.kind.map(|kind| kind.as_str()).into()),
                ("parent", place.parent.map(|parent| id(&self.event.places, parent)).into()),
                ("address", self.text(&place.address)),
                ("town", self.text(&place.town)),
                ("postcode", place.postcode.as_deref().into()),
                ("country", place.country.as_deref().into()),
                ("access", self.text(&place.access)),
                ("capacity", place.capacity.into()),
                ("coordinates", coordinates.into()),
                ("maps", if maps.is_empty() { Value::Null } else { maps.into() }),
                ("website", place.url.as_deref().into()),
                ("guid", place.guid.as_deref().into()),
            ],
        )
    }

    fn person<const N: usize>(
        &self,
        about: &About,
        entity: Entity,
        person: &Person,
        more: [(&'static str, Value); N],
    ) -> Value {
        let organisation = person.organisation.map(|key| id(&self.event.organisations, key));
        let mut fields = vec![
            ("role", self.text(&person.role)),
            ("organisation", organisation.into()),
            ("website", person.url.as_deref().into()),
            ("family_first", person.family_first.then_some(true).into()),
        ];
        fields.extend(more);
        self.entity(about, entity, "name", fields)
    }

    /// The fields that every record has, and more.
    fn entity(
        &self,
        about: &About,
        entity: Entity,
        title: &'static str,
        more: impl IntoIterator<Item = (&'static str, Value)>,
    ) -> Value {
        let picture = about.picture.as_ref().map(|picture| {
            object([
                ("url", self.below(&media_path(picture.file, self.site.sources)).into()),
                ("alt", self.text(&picture.alt)),
            ])
        });
        let own = [
            ("id", about.id.as_str().into()),
            ("was", was(about)),
            (title, self.text(&about.title)),
            ("summary", self.text(&about.summary)),
            ("url", self.urls(entity)),
            ("picture", picture.into()),
        ];
        object(own.into_iter().chain(more))
    }

    fn leg(&self, leg: &Leg) -> Value {
        object([
            ("mode", leg.mode.as_str().into()),
            ("label", self.text(&leg.label)),
            ("from", leg.from.map(|key| id(&self.event.places, key)).into()),
            ("to", leg.to.map(|key| id(&self.event.places, key)).into()),
            ("depart", moment(leg.depart.as_ref())),
            ("arrive", moment(leg.arrive.as_ref().map(|arrive| &arrive.value))),
            ("seats", leg.seats.into()),
        ])
    }

    fn document(&self, document: &Document) -> Value {
        let url = match &document.target {
            DocumentTarget::File(file) => self.below(&media_path(*file, self.site.sources)),
            DocumentTarget::Url(url) => url.clone(),
        };
        object([
            ("title", self.text(&document.title)),
            ("url", url.into()),
            ("language", document.language.as_deref().into()),
        ])
    }

    fn link(&self, link: &TitledLink) -> Value {
        object([("title", self.text(&link.title)), ("url", link.url.as_str().into())])
    }

    /// An address below the site's root, with its host if the site knows it.
    fn below(&self, path: &str) -> String {
        let routes = self.site.routes;
        routes.absolute(&routes.below(path))
    }

    /// The addresses of an entity's page by language; null if it has no page.
    fn urls(&self, entity: Entity) -> Value {
        let routes = self.site.routes;
        if matches!(entity, Entity::Place(key) if !self.event.places.get(key).has_page) {
            return Value::Null;
        }
        let languages = self.event.config.languages.iter();
        let urls = languages.map(|(lang, own)| {
            (own.tag.clone(), routes.absolute(&routes.url(entity, lang)).into())
        });
        Value::Object(urls.collect())
    }

    /// A text by language tag, or under `mul` if it is the same in all languages; null if there is none.
    fn text(&self, text: &Localized<Spanned<String>>) -> Value {
        let languages = &self.event.config.languages;
        let mut all = Map::new();
        if let Some(shared) = text.as_shared() {
            all.insert("mul".to_owned(), shared.value.as_str().into());
        }
        for (lang, text) in text.iter() {
            all.insert(languages.tag(lang).to_owned(), text.value.as_str().into());
        }
        if all.is_empty() { Value::Null } else { all.into() }
    }
}

fn id<T: Entry>(table: &Table<T>, key: Key<T>) -> &str {
    &table.get(key).about().id
}

/// The former ids of a record.
fn was(about: &About) -> Value {
    about.was.iter().map(|id| id.value.as_str()).collect()
}

fn ids<T: Entry>(table: &Table<T>, keys: &[Key<T>]) -> Value {
    keys.iter().map(|key| id(table, *key)).collect()
}

fn registration(registration: &Registration) -> Value {
    object([
        ("state", registration.state.as_str().into()),
        ("capacity", registration.capacity.as_ref().map(|capacity| capacity.value).into()),
        ("deadline", registration.deadline.map(|day| day.to_string()).into()),
        ("url", registration.url.as_deref().into()),
    ])
}

/// A moment with the offset of the event's zone (RFC 3339).
fn moment(at: Option<&Zoned>) -> Value {
    at.map(|at| at.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()).into()
}

/// An object without null fields and empty lists.
fn object(fields: impl IntoIterator<Item = (&'static str, Value)>) -> Value {
    let has_content = |value: &Value| match value {
        Value::Null => false,
        Value::Array(items) => !items.is_empty(),
        _ => true,
    };
    let fields = fields.into_iter().filter(|(_, value)| has_content(value));
    Value::Object(fields.map(|(name, value)| (name.to_owned(), value)).collect())
}

/// The official name by the tag of its language.
fn official_name(names: &[OfficialName]) -> Value {
    let names = names.iter().map(|official| (official.tag.clone(), official.text.as_str().into()));
    let names: Map<String, Value> = names.collect();
    if names.is_empty() { Value::Null } else { names.into() }
}
