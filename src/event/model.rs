//! The event as plain data, which all layers above read. Every reference is resolved.

mod all_texts;
mod sessions;

use jiff::civil::Date;

use crate::base::source::{FileId, Span, Spanned};
use crate::base::text::Localized;
use crate::content::config::Config;
use crate::content::kind::Kind;
use crate::content::record::{OrganisationRole, PlaceKind};
use crate::event::record_table::{Key, Table};
use crate::event::release::{Release, session_of};
use crate::locale::phone::Phone;

pub use all_texts::TextMut;
pub use sessions::{Appearance, Day, Document, DocumentTarget, Leg, Session, Slot};

/// The whole event.
#[derive(Clone, Debug)]
pub struct Event {
    /// The contents of `event.yaml`.
    pub config: Config,
    /// The venue.
    pub place: Option<Key<Place>>,
    /// The pages of the menu, in order.
    pub menu: Vec<Key<Page>>,
    /// The page that the main button leads to.
    pub action: Option<Key<Page>>,
    /// The picture for sharing.
    pub image: Option<Picture>,
    /// The days, by date; a day without sessions is included if the agenda lists it.
    pub days: Vec<Day>,
    /// The entries of the agenda, in the order of the files.
    pub sessions: Table<Session>,
    /// The tracks, in the order of the file.
    pub tracks: Table<Track>,
    /// The people on stage.
    pub speakers: Table<Speaker>,
    /// The contacts, in the order of the file.
    pub contacts: Table<Contact>,
    /// The organisations behind the event.
    pub organisations: Table<Organisation>,
    /// Venues and rooms.
    pub places: Table<Place>,
    /// The news, the newest first.
    pub news: Table<News>,
    /// All pages, including the built-in ones ([`PageRole`]).
    pub pages: Table<Page>,
    /// The released programme, and its changes.
    pub release: Option<Release>,
}

/// The fields common to all records.
#[derive(Clone, Debug)]
pub struct About {
    /// The id, equal in all languages.
    pub id: String,
    /// The ids that it had before, the oldest first.
    pub was: Vec<Spanned<String>>,
    /// The id by which other programs know it: the first that was published, whatever `id` is now.
    pub lasting_id: String,
    /// The position of the record in its file.
    pub span: Span,
    /// The title, or the name of a person, organisation or place.
    pub title: Localized<Spanned<String>>,
    /// One or two sentences.
    pub summary: Localized<Spanned<String>>,
    /// The part of the address by language, if it is not the id.
    pub slug: Localized<Spanned<String>>,
    /// The picture.
    pub picture: Option<Picture>,
    /// The files of the long text ([`crate::event::texts::Texts`]).
    pub body: Localized<FileId>,
    /// The value of `extra`, for templates.
    pub extra: serde_json::Value,
}

impl About {
    /// The record in messages: ``session `opening` ('Opening of the forum')``.
    pub fn named(&self, kind: Kind) -> String {
        self.named_as(kind.noun(), &self.id)
    }

    /// Like [`About::named`], with another noun, and with the name of a part of the record.
    pub fn named_as(&self, noun: &str, id: &str) -> String {
        const LONGEST: usize = 60;
        let texts = self.title.iter().map(|(_, text)| text).chain(self.title.as_shared());
        let title = texts.map(|text| &*text.value).next().unwrap_or("");
        // In a message, a backtick begins or ends a quotation.
        let mut title = title.replace('`', "'");
        if let Some((end, _)) = title.char_indices().nth(LONGEST) {
            title.truncate(end);
            title.push('…');
        }
        match title.is_empty() || title == id {
            true => format!("{noun} `{id}`"),
            false => format!("{noun} `{id}` ('{title}')"),
        }
    }
}

/// A type of record with an entry in a [`Table`].
pub trait Entry {
    /// The kind of record.
    const KIND: Kind;

    /// The fields common to all records.
    fn about(&self) -> &About;

    /// The same, for changes.
    fn about_mut(&mut self) -> &mut About;

    /// The record in messages: see [`About::named`].
    fn named(&self) -> String {
        self.about().named(Self::KIND)
    }
}

macro_rules! entries {
    ($($name:ident,)+) => {
        $(impl Entry for $name {
            const KIND: Kind = Kind::$name;

            fn about(&self) -> &About {
                &self.about
            }

            fn about_mut(&mut self) -> &mut About {
                &mut self.about
            }
        })+
    };
}

entries! { Session, Track, Speaker, Contact, Organisation, Place, News, Page, }

/// A picture with its alternative text.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// The picture's file.
    pub file: FileId,
    /// Width and height in pixels, if they are known.
    pub size: Option<(usize, usize)>,
    /// The alternative text.
    pub alt: Localized<Spanned<String>>,
}

/// A picture's file, and its width and height in pixels if they are known.
pub type SizedImage = (FileId, Option<(usize, usize)>);

/// A track of the event; pages call it a 'theme'.
#[derive(Clone, Debug)]
pub struct Track {
    /// The fields common to all records.
    pub about: About,
    /// Its colour, such as `#1a7f37`.
    pub color: Option<String>,
}

/// The data of a person, besides the fields common to all records.
#[derive(Clone, Debug)]
pub struct Person {
    /// The sort key, if it is not the name.
    pub sort_key: Localized<Spanned<String>>,
    /// The person's role, such as a job title.
    pub role: Localized<Spanned<String>>,
    /// The person's organisation.
    pub organisation: Option<Key<Organisation>>,
    /// The person's website.
    pub url: Option<String>,
    /// Whether the family name comes first, as in Chinese.
    pub family_first: bool,
}

/// A person on stage.
#[derive(Clone, Debug)]
pub struct Speaker {
    /// The fields common to all records; the title is the name.
    pub about: About,
    /// Whether it is a group, such as a choir: its members can be in several places at once.
    pub group: bool,
    /// The person.
    pub person: Person,
}

/// A contact person.
#[derive(Clone, Debug)]
pub struct Contact {
    /// The fields common to all records; the title is the name.
    pub about: About,
    /// The person.
    pub person: Person,
    /// A telephone number.
    pub phone: Option<Phone>,
    /// An e-mail address.
    pub email: Option<String>,
}

/// An organisation behind the event.
#[derive(Clone, Debug)]
pub struct Organisation {
    /// The fields common to all records; the title is the name.
    pub about: About,
    /// The sort key, if it is not the name.
    pub sort_key: Localized<Spanned<String>>,
    /// Its role in the event.
    pub role: Option<OrganisationRole>,
    /// The level of a partner or supporter, such as `gold`; each event has its own.
    pub level: Option<String>,
    /// Its website.
    pub url: Option<String>,
}

/// A venue or a room.
#[derive(Clone, Debug)]
pub struct Place {
    /// The fields common to all records; the title is the name.
    pub about: About,
    /// The kind of place.
    pub kind: Option<PlaceKind>,
    /// The address.
    pub address: Localized<Spanned<String>>,
    /// The town.
    pub town: Localized<Spanned<String>>,
    /// The postal code.
    pub postcode: Option<String>,
    /// The country's two letters (ISO 3166).
    pub country: Option<String>,
    /// How to get in.
    pub access: Localized<Spanned<String>>,
    /// The place it is part of.
    pub parent: Option<Key<Place>>,
    /// Its website.
    pub url: Option<String>,
    /// Latitude and longitude in degrees (WGS 84).
    pub coordinates: Option<(f64, f64)>,
    /// The number of people it holds.
    pub capacity: Option<u32>,
    /// Whether several sessions may be there at once.
    pub shared: bool,
    /// Its maps: name and address.
    pub maps: Vec<(String, String)>,
    /// A globally unique id, usually a UUID.
    pub guid: Option<String>,
    /// Whether it has a page of its own: it has sessions, or a text.
    pub has_page: bool,
}

/// A news item.
#[derive(Clone, Debug)]
pub struct News {
    /// The fields common to all records.
    pub about: About,
    /// Its day.
    pub date: Date,
}

/// A page: one that only shows a text, or one of the built-in pages.
#[derive(Clone, Debug)]
pub struct Page {
    /// The fields common to all records.
    pub about: About,
    /// What the page shows besides its text.
    pub role: PageRole,
    /// The template, if it is not the usual one.
    pub template: Option<Spanned<String>>,
}

/// The role of a page: what it shows besides its text. It is determined by the page's id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PageRole {
    /// The home page of a language.
    Home,
    /// All days and sessions.
    Agenda,
    /// All tracks.
    Tracks,
    /// All speakers.
    Speakers,
    /// All contacts.
    Contacts,
    /// All places.
    Places,
    /// All news.
    News,
    /// The changes of the programme since its first release.
    Changes,
    /// The sessions that a reader has chosen, kept in the browser.
    MyProgramme,
    /// The page for addresses that do not exist.
    NotFound,
    /// A page that shows only its text.
    Text,
}

impl PageRole {
    /// The built-in roles by the id of their page.
    pub const BUILT_IN: [(&'static str, PageRole); 10] = [
        ("home", PageRole::Home),
        ("agenda", PageRole::Agenda),
        ("tracks", PageRole::Tracks),
        ("speakers", PageRole::Speakers),
        ("contacts", PageRole::Contacts),
        ("places", PageRole::Places),
        ("news", PageRole::News),
        ("changes", PageRole::Changes),
        ("my-programme", PageRole::MyProgramme),
        ("not-found", PageRole::NotFound),
    ];

    /// Whether the page lists records.
    pub fn is_list(self) -> bool {
        !matches!(self, Self::Home | Self::NotFound | Self::Text)
    }

    /// The role of the page with this id.
    pub fn of(id: &str) -> PageRole {
        Self::BUILT_IN.iter().find(|(name, _)| *name == id).map_or(PageRole::Text, |(_, r)| *r)
    }

    /// The word in templates, and the name of the usual template without its extension.
    pub fn as_str(self) -> &'static str {
        Self::BUILT_IN.iter().find(|(_, role)| *role == self).map_or("page", |(name, _)| *name)
    }
}

/// A record with an address: a page, or an anchor on a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Entity {
    /// A page.
    Page(Key<Page>),
    /// A session.
    Session(Key<Session>),
    /// A track.
    Track(Key<Track>),
    /// A speaker.
    Speaker(Key<Speaker>),
    /// A contact: an anchor on the page of contacts.
    Contact(Key<Contact>),
    /// A place; only some have a page ([`Place::has_page`]).
    Place(Key<Place>),
    /// A news item.
    News(Key<News>),
}

impl Entity {
    /// The built-in page that lists records of its kind; no page lists pages.
    pub fn list_page(self) -> Option<PageRole> {
        match self {
            Entity::Page(_) => None,
            Entity::Session(_) => Some(PageRole::Agenda),
            Entity::Track(_) => Some(PageRole::Tracks),
            Entity::Speaker(_) => Some(PageRole::Speakers),
            Entity::Contact(_) => Some(PageRole::Contacts),
            Entity::Place(_) => Some(PageRole::Places),
            Entity::News(_) => Some(PageRole::News),
        }
    }

    /// The kind of record.
    pub fn kind(self) -> Kind {
        match self {
            Entity::Page(_) => Kind::Page,
            Entity::Session(_) => Kind::Session,
            Entity::Track(_) => Kind::Track,
            Entity::Speaker(_) => Kind::Speaker,
            Entity::Contact(_) => Kind::Contact,
            Entity::Place(_) => Kind::Place,
            Entity::News(_) => Kind::News,
        }
    }
}

/// The position of the first entity of each kind among all entities; pages come first.
#[derive(Clone, Copy, Debug)]
pub struct Positions {
    tracks: usize,
    sessions: usize,
    speakers: usize,
    contacts: usize,
    places: usize,
    news: usize,
}

impl Positions {
    /// The position of an entity.
    pub fn of(self, entity: Entity) -> usize {
        match entity {
            Entity::Page(key) => key.index(),
            Entity::Track(key) => self.tracks + key.index(),
            Entity::Session(key) => self.sessions + key.index(),
            Entity::Speaker(key) => self.speakers + key.index(),
            Entity::Contact(key) => self.contacts + key.index(),
            Entity::Place(key) => self.places + key.index(),
            Entity::News(key) => self.news + key.index(),
        }
    }
}

impl Event {
    /// The fields common to all records.
    pub fn about(&self, entity: Entity) -> &About {
        match entity {
            Entity::Page(key) => &self.pages.get(key).about,
            Entity::Session(key) => &self.sessions.get(key).about,
            Entity::Track(key) => &self.tracks.get(key).about,
            Entity::Speaker(key) => &self.speakers.get(key).about,
            Entity::Contact(key) => &self.contacts.get(key).about,
            Entity::Place(key) => &self.places.get(key).about,
            Entity::News(key) => &self.news.get(key).about,
        }
    }

    /// The entity of a kind with an id, if it has an address: a place without a page has none.
    pub fn entity(&self, kind: Kind, id: &str) -> Option<Entity> {
        let place = |key: &Key<Place>| self.places.get(*key).has_page;
        match kind {
            Kind::Page => self.pages.find(id).map(Entity::Page),
            Kind::Session => self.sessions.find(id).map(Entity::Session),
            Kind::Track => self.tracks.find(id).map(Entity::Track),
            Kind::Contact => self.contacts.find(id).map(Entity::Contact),
            Kind::Speaker => self.speakers.find(id).map(Entity::Speaker),
            Kind::Place => self.places.find(id).filter(place).map(Entity::Place),
            Kind::News => self.news.find(id).map(Entity::News),
            Kind::Organisation => None,
        }
    }

    /// The name of a slot with the present id of its session, from its permanent name.
    pub fn present_name(&self, slot: &str) -> String {
        let id = session_of(slot);
        let session = self.sessions.find_ever(id).map(|key| &*self.sessions.get(key).about.id);
        format!("{}{}", session.unwrap_or(id), &slot[id.len()..])
    }

    /// The present id of a record that had another.
    pub fn successor(&self, kind: Kind, id: &str) -> Option<&str> {
        match kind {
            Kind::Session => self.sessions.successor(id),
            Kind::Track => self.tracks.successor(id),
            Kind::Speaker => self.speakers.successor(id),
            Kind::Contact => self.contacts.successor(id),
            Kind::Organisation => self.organisations.successor(id),
            Kind::Place => self.places.successor(id),
            Kind::Page => self.pages.successor(id),
            Kind::News => self.news.successor(id),
        }
    }

    /// The built-in page with a role, if the event has it.
    pub fn page_with(&self, role: PageRole) -> Option<Key<Page>> {
        self.pages.find(role.as_str()).filter(|_| role != PageRole::Text)
    }

    /// All entities, by kind and in the order of their files.
    pub fn entities(&self) -> impl Iterator<Item = Entity> {
        let pages = self.pages.iter().map(|(key, _)| Entity::Page(key));
        let sessions = self.sessions.iter().map(|(key, _)| Entity::Session(key));
        let tracks = self.tracks.iter().map(|(key, _)| Entity::Track(key));
        let speakers = self.speakers.iter().map(|(key, _)| Entity::Speaker(key));
        let contacts = self.contacts.iter().map(|(key, _)| Entity::Contact(key));
        let places = self.places.iter().map(|(key, _)| Entity::Place(key));
        let news = self.news.iter().map(|(key, _)| Entity::News(key));
        let people = speakers.chain(contacts);
        pages.chain(tracks).chain(sessions).chain(people).chain(places).chain(news)
    }

    /// The positions of entities in [`Event::entities`].
    pub fn positions(&self) -> Positions {
        let tracks = self.pages.len();
        let sessions = tracks + self.tracks.len();
        let speakers = sessions + self.sessions.len();
        let contacts = speakers + self.speakers.len();
        let places = contacts + self.contacts.len();
        let news = places + self.places.len();
        Positions { tracks, sessions, speakers, contacts, places, news }
    }

    /// A place and all places around it, the nearest first.
    pub fn around(&self, place: Key<Place>) -> impl Iterator<Item = Key<Place>> + Clone + '_ {
        // No place is part of itself, so this ends.
        std::iter::successors(Some(place), |place| self.places.get(*place).parent)
    }

    /// The outermost place around a place.
    pub fn venue(&self, place: Key<Place>) -> Key<Place> {
        self.around(place).last().unwrap_or(place)
    }

    /// The anchor of a day on the agenda's page.
    pub fn day_anchor(date: Date) -> String {
        format!("day-{date}")
    }
}
