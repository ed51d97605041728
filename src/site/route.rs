//! Addresses: the only place that knows how they look.
//!
//! Every language has its prefix, also the source language: `/da/program/`. A folder's page is its
//! `index.html`. Addresses begin at the host's root, with the path of the site in front where it is
//! published below one; characters outside ASCII are percent-encoded (RFC 3986).

use std::collections::BTreeMap;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::base::text::{Lang, Languages};
use crate::event::model::{About, Entity, Event, Page, PageRole};
use crate::event::table::Key;
use crate::site::sub_page::{SubPage, SubPages};

/// What may stand in a path as it is: the unreserved characters of RFC 3986, and the slash.
const PATH: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// Where the site stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Base {
    /// `https://host` of the base address; empty without one.
    origin: String,
    /// The path of the base address, without a slash at its end; usually empty.
    path: String,
}

impl Base {
    /// The base of an address such as `https://host/path`; without one, a host's root.
    pub fn new(url: Option<&str>) -> Base {
        let (origin, path) = split(url.unwrap_or(""));
        Base { origin: origin.to_owned(), path: path.to_owned() }
    }

    /// The address of a path below the site's root, from the host's.
    pub fn below(&self, path: &str) -> String {
        format!("{}/{}", self.path, utf8_percent_encode(path, PATH))
    }
}

/// Where each thing is, in each language.
#[derive(Clone, Debug)]
pub struct Routes {
    base: Base,
    /// Folder by language and kind of thing, as `da/program/`.
    pages: Vec<Vec<String>>,
    tracks: Vec<Vec<String>>,
    sessions: Vec<Vec<String>>,
    speakers: Vec<Vec<String>>,
    /// `None` for a place without a page.
    places: Vec<Option<Vec<String>>>,
    news: Vec<Vec<String>>,
    /// The anchors that contacts have on their page.
    contacts: Vec<String>,
    contacts_page: Option<Entity>,
    /// The pages that show a part of the programme.
    sub_pages: SubPages,
    /// Their paths by language.
    sub_page_paths: BTreeMap<SubPage, Vec<String>>,
    /// By day, its anchor on the page of the programme.
    anchors: Vec<String>,
    agenda: Option<Entity>,
}

impl Routes {
    /// The addresses of an event's site.
    pub fn new(event: &Event, base: Base) -> Routes {
        let languages = &event.config.languages;
        let by_language = |folder: &dyn Fn(Lang) -> String| -> Vec<String> {
            languages.iter().map(|(lang, _)| folder(lang)).collect()
        };
        let below = |role: PageRole, about: &About| {
            by_language(&|lang| {
                let list = event.page_with(role).map(|key| &event.pages.get(key).about);
                let list = list.map_or_else(|| role.as_str().to_owned(), |list| slug(list, lang));
                format!("{}/{list}/{}/", languages.get(lang).path, slug(about, lang))
            })
        };
        let agenda = event.page_with(PageRole::Agenda);
        let sub_pages = SubPages::of(event);
        let sub_page_paths = agenda.map(|key| sub_page_paths(event, key, &sub_pages));
        Routes {
            base,
            sub_pages,
            sub_page_paths: sub_page_paths.unwrap_or_default(),
            anchors: event.days.iter().map(|day| Event::day_anchor(day.date.value)).collect(),
            agenda: agenda.map(Entity::Page),
            pages: event
                .pages
                .iter()
                .map(|(_, page)| by_language(&|lang| page_path(page, lang, languages)))
                .collect(),
            tracks: event.tracks.iter().map(|(_, t)| below(PageRole::Tracks, &t.about)).collect(),
            sessions: event
                .sessions
                .iter()
                .map(|(_, s)| below(PageRole::Agenda, &s.about))
                .collect(),
            speakers: event
                .speakers
                .iter()
                .map(|(_, s)| below(PageRole::Speakers, &s.about))
                .collect(),
            places: event
                .places
                .iter()
                .map(|(_, p)| p.has_page.then(|| below(PageRole::Places, &p.about)))
                .collect(),
            news: event.news.iter().map(|(_, n)| below(PageRole::News, &n.about)).collect(),
            contacts: event.contacts.iter().map(|(_, c)| c.about.id.clone()).collect(),
            contacts_page: event.page_with(PageRole::Contacts).map(Entity::Page),
        }
    }

    /// The output that a thing's page is written to, as `da/program/index.html`; `None` for a thing
    /// that is only an anchor.
    pub fn file(&self, entity: Entity, lang: Lang) -> Option<String> {
        let path = self.path(entity, lang)?;
        Some(if path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() })
    }

    /// A thing's path from the site's root, as `da/program/`.
    fn path(&self, entity: Entity, lang: Lang) -> Option<&str> {
        let by_language = match entity {
            Entity::Page(key) => &self.pages[key.index()],
            Entity::Track(key) => &self.tracks[key.index()],
            Entity::Session(key) => &self.sessions[key.index()],
            Entity::Speaker(key) => &self.speakers[key.index()],
            Entity::Place(key) => self.places[key.index()].as_ref()?,
            Entity::News(key) => &self.news[key.index()],
            Entity::Contact(_) => return None,
        };
        Some(&by_language[lang.index()])
    }

    /// The folder of a thing's page, as `da/program/`; `None` for a thing that has none.
    pub fn folder(&self, entity: Entity, lang: Lang) -> Option<&str> {
        self.path(entity, lang).filter(|path| path.ends_with('/'))
    }

    /// A thing's address from the host's root, as `/da/program/`.
    pub fn url(&self, entity: Entity, lang: Lang) -> String {
        let (page, anchor) = match entity {
            Entity::Contact(key) => (self.contacts_page, Some(&self.contacts[key.index()])),
            _ => (Some(entity), None),
        };
        let path = page.and_then(|page| self.path(page, lang)).unwrap_or_default();
        match anchor {
            Some(anchor) => format!("{}#{anchor}", self.below(path)),
            None => self.below(path),
        }
    }

    /// The pages that show a part of the programme.
    pub fn sub_pages(&self) -> &SubPages {
        &self.sub_pages
    }

    /// The output that such a page is written to, as `da/program/2018-11-20/index.html`; `None` where
    /// the event has no such page.
    pub fn sub_page_file(&self, sub_page: SubPage, lang: Lang) -> Option<String> {
        let path = self.sub_page_paths.get(&sub_page)?.get(lang.index())?;
        Some(format!("{path}index.html"))
    }

    /// The address of such a page from the host's root, as `/da/program/2018-11-20/`.
    pub fn sub_page_url(&self, sub_page: SubPage, lang: Lang) -> Option<String> {
        Some(self.below(self.sub_page_paths.get(&sub_page)?.get(lang.index())?))
    }

    /// The address of a day from the host's root: its page, or else its anchor on the page of the
    /// programme.
    pub fn day_url(&self, day: usize, lang: Lang) -> String {
        self.sub_page_url(SubPage::Day(day), lang).unwrap_or_else(|| {
            let page = self.agenda.map(|agenda| self.url(agenda, lang)).unwrap_or_default();
            format!("{page}#{}", self.anchors[day])
        })
    }

    /// Where the site stands.
    pub fn base(&self) -> &Base {
        &self.base
    }

    /// The address of a path below the site's root.
    pub fn below(&self, path: &str) -> String {
        self.base.below(path)
    }

    /// An address from the host's root with its host in front; unchanged without a base address.
    pub fn absolute(&self, url: &str) -> String {
        format!("{}{url}", self.base.origin)
    }

    /// Whether the site knows its host, so that absolute addresses can be written.
    pub fn has_origin(&self) -> bool {
        !self.base.origin.is_empty()
    }
}

/// The paths of all pages that show a part of the programme: below the agenda's.
fn sub_page_paths(
    event: &Event,
    agenda: Key<Page>,
    sub_pages: &SubPages,
) -> BTreeMap<SubPage, Vec<String>> {
    let languages = &event.config.languages;
    let agenda = event.pages.get(agenda);
    let by_language = |sub_page| {
        let path = sub_pages.path(sub_page, event);
        let below = |lang| format!("{}{path}", page_path(agenda, lang, languages));
        languages.iter().map(|(lang, _)| below(lang)).collect()
    };
    sub_pages.iter().map(|sub_page| (sub_page, by_language(sub_page))).collect()
}

/// Splits `https://host/path` behind the host.
fn split(url: &str) -> (&str, &str) {
    let start = url.find("://").map_or(0, |at| at + 3);
    let at = url[start..].find('/').map_or(url.len(), |at| start + at);
    (&url[..at], url[at..].trim_end_matches('/'))
}

fn page_path(page: &Page, lang: Lang, languages: &Languages) -> String {
    let prefix = &languages.get(lang).path;
    match page.role {
        PageRole::Home => format!("{prefix}/"),
        // Hosts look for the page of a folder's missing addresses under this name.
        PageRole::NotFound => format!("{prefix}/404.html"),
        _ => format!("{prefix}/{}/", slug(&page.about, lang)),
    }
}

/// The address part of a record: what it says for this language, or its id. A slug does not fall
/// back to another language's.
fn slug(about: &About, lang: Lang) -> String {
    let own = about.slug.own(lang).or(about.slug.as_shared());
    own.map_or_else(|| about.id.clone(), |text| text.value.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base_addresses_are_split_behind_the_host() {
        for (url, parts) in [
            ("", ("", "")),
            ("https://example.org", ("https://example.org", "")),
            ("https://example.org/forum", ("https://example.org", "/forum")),
            ("https://example.org/a/b/", ("https://example.org", "/a/b")),
        ] {
            assert_eq!(split(url), parts);
        }
    }
}
