//! Addresses: no other module knows their form.
//!
//! Every language has a prefix, even the source language: `/da/program/`. The page of a folder is its
//! `index.html`. Addresses begin at the host's root, followed by the path of the site if it has one;
//! characters outside ASCII are percent-encoded (RFC 3986).

use std::collections::BTreeMap;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::base::text::{Lang, Languages};
use crate::base::web_address::with_ascii_host;
use crate::event::model::{About, Entity, Event, Page, PageRole, Positions};
use crate::event::record_table::Key;
use crate::site::sub_page::{SubPage, SubPages};

/// Encodes all characters but the unreserved ones of RFC 3986 and the slash.
const PATH: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// The base address of the site.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Base {
    /// `https://host` of the base address; empty if there is none.
    origin: String,
    /// The path of the base address, without a slash at its end; usually empty.
    path: String,
}

impl Base {
    /// The base address for `https://host/path`; without an address, the root of any host.
    pub fn new(url: Option<&str>) -> Base {
        let url = with_ascii_host(url.unwrap_or(""));
        let (origin, path) = split(&url);
        Base { origin: origin.to_owned(), path: path.to_owned() }
    }

    /// The address, from the host's root, of a path below the site's root.
    pub fn below(&self, path: &str) -> String {
        format!("{}/{}", self.path, utf8_percent_encode(path, PATH))
    }
}

/// The address of everything, in each language.
#[derive(Clone, Debug)]
pub struct Routes {
    base: Base,
    /// By position, the path of each entity's page by language, such as `da/program/`. Contacts and
    /// places without a page have none.
    pages: Vec<Option<Vec<String>>>,
    positions: Positions,
    /// The anchors of contacts on their page.
    contacts: Vec<String>,
    contacts_page: Option<Entity>,
    /// The pages that show a part of the programme.
    sub_pages: SubPages,
    /// The paths of these pages, by language.
    sub_page_paths: BTreeMap<SubPage, Vec<String>>,
    /// The anchor of each day on the page of the programme.
    day_anchors: Vec<String>,
    agenda: Option<Entity>,
}

impl Routes {
    /// The addresses of an event's site.
    pub fn new(event: &Event, base: Base) -> Routes {
        let agenda = event.page_with(PageRole::Agenda);
        let sub_pages = SubPages::of(event);
        let sub_page_paths = agenda.map(|key| sub_page_paths(event, key, &sub_pages));
        Routes {
            base,
            sub_pages,
            sub_page_paths: sub_page_paths.unwrap_or_default(),
            day_anchors: event.days.iter().map(|day| Event::day_anchor(day.date.value)).collect(),
            agenda: agenda.map(Entity::Page),
            pages: event.entities().map(|entity| paths(event, entity)).collect(),
            positions: event.positions(),
            contacts: event.contacts.iter().map(|(_, c)| c.about.id.clone()).collect(),
            contacts_page: event.page_with(PageRole::Contacts).map(Entity::Page),
        }
    }

    /// The output of an entity's page, such as `da/program/index.html`; `None` if the entity has no page.
    pub fn file(&self, entity: Entity, lang: Lang) -> Option<String> {
        let path = self.path(entity, lang)?;
        Some(if path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() })
    }

    /// The path of an entity's page from the site's root, such as `da/program/`.
    fn path(&self, entity: Entity, lang: Lang) -> Option<&str> {
        Some(&self.pages[self.positions.of(entity)].as_ref()?[lang.index()])
    }

    /// The folder of an entity's page while the entity had another id; `None` if it has no page, or if
    /// the address is the same.
    pub fn former_folder(&self, entity: Entity, former_id: &str, lang: Lang) -> Option<String> {
        let folder = self.folder(entity, lang)?;
        let (above, _) = folder.trim_end_matches('/').rsplit_once('/')?;
        let former = format!("{above}/{former_id}/");
        (former != folder).then_some(former)
    }

    /// The folder of an entity's page, such as `da/program/`; `None` if the page has no folder.
    pub fn folder(&self, entity: Entity, lang: Lang) -> Option<&str> {
        self.path(entity, lang).filter(|path| path.ends_with('/'))
    }

    /// The address of an entity from the host's root, such as `/da/program/`.
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

    /// The output of such a page, such as `da/program/2018-11-20/index.html`; `None` if the event does
    /// not have it.
    pub fn sub_page_file(&self, sub_page: SubPage, lang: Lang) -> Option<String> {
        let path = self.sub_page_paths.get(&sub_page)?.get(lang.index())?;
        Some(format!("{path}index.html"))
    }

    /// The address of such a page from the host's root, such as `/da/program/2018-11-20/`.
    pub fn sub_page_url(&self, sub_page: SubPage, lang: Lang) -> Option<String> {
        Some(self.below(self.sub_page_paths.get(&sub_page)?.get(lang.index())?))
    }

    /// The address of a day from the host's root: its page, or its anchor on the page of the programme.
    pub fn day_url(&self, day: usize, lang: Lang) -> String {
        self.sub_page_url(SubPage::Day(day), lang).unwrap_or_else(|| {
            let page = self.agenda.map(|agenda| self.url(agenda, lang)).unwrap_or_default();
            format!("{page}#{}", self.day_anchors[day])
        })
    }

    /// The base address.
    pub fn base(&self) -> &Base {
        &self.base
    }

    /// The address of a path below the site's root.
    pub fn below(&self, path: &str) -> String {
        self.base.below(path)
    }

    /// An address with its host; unchanged without a base address.
    pub fn absolute(&self, url: &str) -> String {
        format!("{}{url}", self.base.origin)
    }

    /// Whether the site knows its host, so that it can have absolute addresses.
    pub fn has_origin(&self) -> bool {
        !self.base.origin.is_empty()
    }
}

/// The paths of all pages that show a part of the programme, below the path of the agenda.
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

/// Splits `https://host/path` after the host.
fn split(url: &str) -> (&str, &str) {
    let start = url.find("://").map_or(0, |at| at + 3);
    let at = url[start..].find('/').map_or(url.len(), |at| start + at);
    (&url[..at], url[at..].trim_end_matches('/'))
}

/// The paths of an entity's page by language; `None` if it has no page.
fn paths(event: &Event, entity: Entity) -> Option<Vec<String>> {
    let languages = &event.config.languages;
    let list = match entity {
        Entity::Page(key) => {
            let page = event.pages.get(key);
            let paths = languages.iter().map(|(lang, _)| page_path(page, lang, languages));
            return Some(paths.collect());
        }
        Entity::Contact(_) => return None,
        Entity::Place(key) if !event.places.get(key).has_page => return None,
        _ => entity.list_page()?,
    };
    let about = event.about(entity);
    let list_page = event.page_with(list).map(|key| &event.pages.get(key).about);
    let path = |lang| {
        let list = list_page.map_or_else(|| list.as_str().to_owned(), |page| slug(page, lang));
        format!("{}/{list}/{}/", languages.get(lang).path, slug(about, lang))
    };
    Some(languages.iter().map(|(lang, _)| path(lang)).collect())
}

fn page_path(page: &Page, lang: Lang, languages: &Languages) -> String {
    let prefix = &languages.get(lang).path;
    match page.role {
        PageRole::Home => format!("{prefix}/"),
        // Hosts show the file of this name for missing addresses below its folder.
        PageRole::NotFound => format!("{prefix}/404.html"),
        _ => format!("{prefix}/{}/", slug(&page.about, lang)),
    }
}

/// The slug of a record in a language, or its id. Slugs do not fall back to other languages.
fn slug(about: &About, lang: Lang) -> String {
    let own = about.slug.own(lang).or(about.slug.as_shared());
    own.map_or_else(|| about.id.clone(), |text| text.value.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base_addresses_are_split_after_the_host() {
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
