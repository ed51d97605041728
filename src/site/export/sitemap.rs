//! The sitemap (sitemaps.org, 0.9) with the translations of each page, and robots.txt.

use std::fmt::Write as _;

use rayon::prelude::*;

use crate::base::text::Lang;
use crate::event::model::{Entity, PageRole};
use crate::site::reader_context::SiteData;
use crate::site::route::Routes;
use crate::site::sub_page::SubPage;
use crate::site::view::page_view::HreflangView;

/// The absolute address of a page, with its translations.
type Entry = (String, Vec<HreflangView>);

/// The sitemap's text. Its addresses are absolute, so it needs a base address.
pub(super) fn write(site: SiteData<'_>) -> String {
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" \
         xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n",
    );
    for (url, alternates) in entries(site) {
        let _ = write!(xml, "<url>\n<loc>{}</loc>\n", escape(&url));
        for HreflangView { tag, url } in alternates {
            let _ = writeln!(
                xml,
                "<xhtml:link rel=\"alternate\" hreflang=\"{tag}\" href=\"{}\"/>",
                escape(&url)
            );
        }
        xml.push_str("</url>\n");
    }
    xml.push_str("</urlset>\n");
    xml
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

/// The text of robots.txt: everything is allowed, and the sitemap is named if there is one.
pub(super) fn robots(routes: &Routes) -> String {
    let mut text = String::from("User-agent: *\nAllow: /\n");
    if routes.has_origin() {
        let _ = write!(text, "\nSitemap: {}\n", routes.absolute(&routes.below("sitemap.xml")));
    }
    text
}

fn entries(site: SiteData<'_>) -> Vec<Entry> {
    let mut entries = Vec::new();
    // Home pages name the chooser as their default for other languages.
    if let Some(home) = site.event.page_with(PageRole::Home) {
        let hreflang = site.reader(Lang::SOURCE).hreflang(Entity::Page(home));
        entries.push((site.routes.absolute(&site.routes.below("")), hreflang));
    }
    let entities: Vec<Entity> = site.event.entities().collect();
    let listed: Vec<Vec<Entry>> =
        entities.into_par_iter().map(|entity| entity_entries(site, entity)).collect();
    entries.extend(listed.into_iter().flatten());
    let sub_pages = site.routes.sub_pages().iter();
    entries.extend(sub_pages.flat_map(|sub_page| sub_page_entries(site, sub_page)));
    entries
}

/// The pages of an entity that search engines should index, each with its translations.
fn entity_entries(site: SiteData<'_>, entity: Entity) -> Vec<Entry> {
    let lost = matches!(entity, Entity::Page(key)
        if matches!(site.event.pages.get(key).role, PageRole::NotFound | PageRole::MyProgramme));
    if lost || site.routes.file(entity, Lang::SOURCE).is_none() {
        return Vec::new();
    }
    // The translations are the same for each of them.
    let translations = site.reader(Lang::SOURCE).hreflang(entity);
    let translated = site.languages().filter(|lang| site.reader(*lang).is_listed(entity));
    translated
        .map(|lang| (site.routes.absolute(&site.routes.url(entity, lang)), translations.clone()))
        .collect()
}

/// The pages of a part of the programme that search engines should index.
fn sub_page_entries(site: SiteData<'_>, sub_page: SubPage) -> Vec<Entry> {
    let pages = site.languages().filter_map(|lang| site.reader(lang).sub_page(sub_page));
    pages
        .filter(|page| page.indexed)
        .map(|page| (site.routes.absolute(&page.url), page.hreflang))
        .collect()
}
