//! The files for other programs: which of them a site has, and where each is published.
//!
//! | path | contents |
//! |---|---|
//! | `api/event.json` | everything, in Plenary's own format, with its schema `api/event.schema.json` |
//! | `<language>/calendar.ics` | the whole programme as iCalendar |
//! | `<language>/<agenda>/<date>.ics` | a day of it |
//! | `<page of a track>/track.ics` | the sessions of a track |
//! | `<page of a session>/session.ics` | a session, at all its times |
//! | `<language>/schedule.xml`, `<language>/schedule.json` | the schedule for apps |
//! | `schedule.v2.json` | the schedule in all languages |
//! | `<language>/contacts/<id>.vcf`, `….svg` | a contact as vCard, and as its QR code |
//! | `<language>/feed.atom`, `<language>/feed.json` | news and changes; only with a base address |
//! | `<language>/manifest.webmanifest` | the web manifest |
//! | `<language>/programme.json` | the sessions for the page 'My programme' |
//! | `<former page of a record>/index.html` | the new address of a record that had another id |
//! | `sitemap.xml`, `robots.txt` | for search engines; a sitemap only with a base address |
//!
//! [`crate::site::export`] writes them.

use crate::base::text::Lang;
use crate::event::model::{Contact, Entity, Event, PageRole, Session, Track};
use crate::event::record_table::Key;
use crate::site::route::Routes;

/// A file for other programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Export {
    /// All data of the event, without its long texts.
    EventJson,
    /// The JSON Schema of that file.
    EventSchema,
    /// A calendar in a language.
    Calendar(Lang, CalendarScope),
    /// The schedule in a language, as XML.
    ScheduleXml(Lang),
    /// The schedule in a language, as JSON of the first version.
    ScheduleJson(Lang),
    /// The schedule in all languages, as JSON of the second version.
    ScheduleV2,
    /// A contact in a language, as vCard.
    ContactCard(Lang, Key<Contact>),
    /// A contact in a language, as QR code.
    ContactCode(Lang, Key<Contact>),
    /// News and changes in a language, as Atom.
    Atom(Lang),
    /// News and changes in a language, as JSON Feed.
    JsonFeed(Lang),
    /// The web manifest of a language.
    WebManifest(Lang),
    /// The sessions in a language, for the script of 'My programme'.
    OwnProgramme(Lang),
    /// The new address of a page, at its address while the entity had another of its ids, by position.
    FormerPage(Lang, Entity, usize),
    /// The sitemap.
    Sitemap,
    /// What search engines may read.
    Robots,
}

/// Which part of the programme a calendar holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CalendarScope {
    /// All of it.
    Event,
    /// A day, by its position among the days.
    Day(usize),
    /// The sessions of a track.
    Track(Key<Track>),
    /// One session, at all its times.
    Session(Key<Session>),
}

/// The long texts that an export shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LongTexts {
    /// None.
    None,
    /// The long texts of sessions, in one language.
    Of(Lang),
    /// The long texts of sessions, in all languages.
    All,
    /// The long texts of news, in one language.
    News(Lang),
}

/// The folder of an export: the root, the folder of a language, or the folder of an entity's page.
enum Folder {
    Root,
    Language(Lang),
    Page(Option<Entity>, Lang),
    FormerPage(Entity, usize, Lang),
}

impl Export {
    /// The table of formats: folder and name of the file, whether the event has it, and which long texts
    /// it shows.
    fn row(self, event: &Event, routes: &Routes) -> (Folder, String, bool, LongTexts) {
        use Folder::{Language, Page, Root};
        let file = |folder, name: &str, exists| (folder, name.to_owned(), exists, LongTexts::None);
        let schedule =
            |folder, name: &str, texts| (folder, name.to_owned(), has_times(event), texts);
        let feed = |lang, name: &str| {
            let exists = has_news(event, routes);
            (Language(lang), name.to_owned(), exists, LongTexts::News(lang))
        };
        let contact =
            |key, ending| format!("contacts/{}.{ending}", event.contacts.get(key).about.id);
        match self {
            Self::EventJson => file(Root, "api/event.json", true),
            Self::EventSchema => file(Root, "api/event.schema.json", true),
            Self::Calendar(lang, CalendarScope::Event) => {
                file(Language(lang), "calendar.ics", had_slots(event))
            }
            Self::Calendar(lang, CalendarScope::Day(at)) => {
                let agenda = event.page_with(PageRole::Agenda).map(Entity::Page);
                let day = &event.days[at];
                let name = format!("{}.ics", day.date.value);
                file(Page(agenda, lang), &name, !day.slots.is_empty())
            }
            Self::Calendar(lang, CalendarScope::Track(key)) => {
                file(Page(Some(Entity::Track(key)), lang), "track.ics", is_held(event, key))
            }
            Self::Calendar(lang, CalendarScope::Session(key)) => {
                let placed = !event.sessions.get(key).slots.is_empty();
                file(Page(Some(Entity::Session(key)), lang), "session.ics", placed)
            }
            Self::ScheduleXml(lang) => {
                schedule(Language(lang), "schedule.xml", LongTexts::Of(lang))
            }
            Self::ScheduleJson(lang) => {
                schedule(Language(lang), "schedule.json", LongTexts::Of(lang))
            }
            Self::ScheduleV2 => schedule(Root, "schedule.v2.json", LongTexts::All),
            Self::ContactCard(lang, key) => file(Language(lang), &contact(key, "vcf"), true),
            Self::ContactCode(lang, key) => file(Language(lang), &contact(key, "svg"), true),
            Self::Atom(lang) => feed(lang, "feed.atom"),
            Self::JsonFeed(lang) => feed(lang, "feed.json"),
            Self::WebManifest(lang) => file(Language(lang), "manifest.webmanifest", true),
            Self::OwnProgramme(lang) => {
                let page = event.page_with(PageRole::MyProgramme);
                file(Language(lang), "programme.json", page.is_some())
            }
            Self::FormerPage(lang, entity, at) => {
                file(Folder::FormerPage(entity, at, lang), "index.html", true)
            }
            Self::Sitemap => file(Root, "sitemap.xml", routes.has_origin()),
            Self::Robots => file(Root, "robots.txt", true),
        }
    }

    /// Where the file is published, from the site's root; `None` if the site does not have it.
    pub fn path(self, event: &Event, routes: &Routes) -> Option<String> {
        let (folder, name, exists, _) = self.row(event, routes);
        let path = match folder {
            Folder::Root => name,
            Folder::Language(lang) => format!("{}/{name}", event.config.languages.get(lang).path),
            Folder::Page(entity, lang) => format!("{}{name}", routes.folder(entity?, lang)?),
            Folder::FormerPage(entity, at, lang) => {
                let id = &event.about(entity).was.get(at)?.value;
                format!("{}{name}", routes.former_folder(entity, id, lang)?)
            }
        };
        exists.then_some(path)
    }

    /// The long texts that it shows.
    pub fn long_texts(self, event: &Event, routes: &Routes) -> LongTexts {
        self.row(event, routes).3
    }

    /// Every export of an event with its path.
    pub fn all(event: &Event, routes: &Routes) -> Vec<(String, Export)> {
        let mut all = vec![
            Export::EventJson,
            Export::EventSchema,
            Export::ScheduleV2,
            Export::Sitemap,
            Export::Robots,
        ];
        for (lang, _) in event.config.languages.iter() {
            let calendar = |scope| Export::Calendar(lang, scope);
            all.extend([
                calendar(CalendarScope::Event),
                Export::ScheduleXml(lang),
                Export::ScheduleJson(lang),
                Export::Atom(lang),
                Export::JsonFeed(lang),
                Export::WebManifest(lang),
                Export::OwnProgramme(lang),
            ]);
            all.extend((0..event.days.len()).map(|at| calendar(CalendarScope::Day(at))));
            all.extend(event.tracks.iter().map(|(key, _)| calendar(CalendarScope::Track(key))));
            all.extend(event.sessions.iter().map(|(key, _)| calendar(CalendarScope::Session(key))));
            for (key, _) in event.contacts.iter() {
                all.extend([Export::ContactCard(lang, key), Export::ContactCode(lang, key)]);
            }
        }
        all.into_iter().filter_map(|export| Some((export.path(event, routes)?, export))).collect()
    }

    /// What is published at the addresses that records had under other ids, unless something else is
    /// published there.
    pub fn former(event: &Event, routes: &Routes) -> Vec<(String, Export)> {
        let all = Export::all(event, routes);
        let files = all.iter().flat_map(|(_, export)| export.former_paths(event, routes));
        let pages = former_pages(event).into_iter();
        pages.filter_map(|page| Some((page.path(event, routes)?, page))).chain(files).collect()
    }

    /// Where the file was published while its record had other ids: people subscribed to it there.
    fn former_paths(self, event: &Event, routes: &Routes) -> Vec<(String, Export)> {
        let (entity, lang) = match self {
            Self::Calendar(lang, CalendarScope::Track(key)) => (Entity::Track(key), lang),
            Self::Calendar(lang, CalendarScope::Session(key)) => (Entity::Session(key), lang),
            Self::ContactCard(lang, key) | Self::ContactCode(lang, key) => {
                (Entity::Contact(key), lang)
            }
            _ => return Vec::new(),
        };
        let about = event.about(entity);
        let Some(path) = self.path(event, routes).filter(|_| !about.was.is_empty()) else {
            return Vec::new();
        };
        let former = |id: &str| match routes.folder(entity, lang) {
            Some(folder) => {
                let name = path.strip_prefix(folder)?;
                Some(format!("{}{name}", routes.former_folder(entity, id, lang)?))
            }
            // Contacts have no pages; the names of their files are their ids.
            None => {
                let (folder, ending) = (path.rsplit_once('/')?.0, path.rsplit_once('.')?.1);
                Some(format!("{folder}/{id}.{ending}"))
            }
        };
        about.was.iter().filter_map(|id| Some((former(&id.value)?, self))).collect()
    }
}

/// The pages at former addresses, in all languages.
fn former_pages(event: &Event) -> Vec<Export> {
    let renamed = event.entities().filter(|entity| !event.about(*entity).was.is_empty());
    let pages =
        renamed.flat_map(|entity| (0..event.about(entity).was.len()).map(move |at| (entity, at)));
    let languages = || event.config.languages.iter().map(|(lang, _)| lang);
    pages
        .flat_map(|(entity, at)| languages().map(move |lang| Export::FormerPage(lang, entity, at)))
        .collect()
}

/// Whether the start of a session is known.
fn has_times(event: &Event) -> bool {
    event.sessions.iter().flat_map(|(_, s)| &s.slots).any(|slot| slot.start.is_some())
}

/// Whether the programme has a slot, or had one that calendars may still contain.
fn had_slots(event: &Event) -> bool {
    let mut released = event.release.iter().flat_map(|release| release.slots.values());
    let placed = event.sessions.iter().any(|(_, session)| !session.slots.is_empty());
    placed || released.any(|slot| slot.gone)
}

/// Whether a session of a track has a slot: there is no calendar without an entry.
fn is_held(event: &Event, track: Key<Track>) -> bool {
    let mut content = event.sessions.iter().filter(|(_, session)| !session.kind.is_pause());
    content.any(|(_, session)| !session.slots.is_empty() && session.tracks.contains(&track))
}

/// Whether a feed has anything to report. Its addresses are absolute.
fn has_news(event: &Event, routes: &Routes) -> bool {
    routes.has_origin() && (!event.news.is_empty() || event.release.is_some())
}
