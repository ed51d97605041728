//! The files for other programs ([`crate::site::formats`] lists them).
//!
//! Every file is made when the site is rendered, in parallel, and is a function of the site's data.

mod calendar;
mod contact_card;
mod distinct_names;
mod event_json;
mod former_page;
mod location;
mod news_feed;
pub mod own_programme;
mod portable_markdown;
mod schedule;
mod sitemap;
mod web_manifest;

use bytes::Bytes;

use crate::base::text::Lang;
use crate::event::model::Entity;
use crate::event::translation::shown::Caveat;
use crate::exchange::{atom, json_feed, schedule_json, schedule_xml};
use crate::site::engine::{Fingerprint, fingerprint};
use crate::site::export::schedule::{MOST_WITH_LONG_TEXTS, ScheduleLanguages, schedule};
use crate::site::formats::{Export, LongTexts};
use crate::site::page_variables::body_hash;
use crate::site::reader_context::SiteData;

/// The bytes of an export that is published at `path`.
pub fn bytes(export: Export, site: SiteData<'_>, path: &str) -> Bytes {
    let one = |lang: Lang| (site.reader(lang), ScheduleLanguages::One);
    let text = match export {
        Export::EventJson => return event_json::write(site).into(),
        Export::EventSchema => return Bytes::from_static(event_json::SCHEMA.as_bytes()),
        Export::Calendar(lang, scope) => calendar::write(&site.reader(lang), scope, path),
        Export::ScheduleXml(lang) => {
            let (reader, languages) = one(lang);
            schedule_xml::write(&schedule(&reader, languages), reader.tag())
        }
        Export::ScheduleJson(lang) => {
            let (reader, languages) = one(lang);
            schedule_json::write_v1(&schedule(&reader, languages), reader.tag())
        }
        Export::ScheduleV2 => {
            let reader = site.reader(Lang::SOURCE);
            schedule_json::write_v2(&schedule(&reader, ScheduleLanguages::All), reader.tag())
        }
        Export::ContactCard(lang, key) => contact_card::card(&site.reader(lang), key),
        Export::ContactCode(lang, key) => contact_card::code(&site.reader(lang), key),
        Export::Atom(lang) => atom::write(&news_feed::feed(&site.reader(lang), path)),
        Export::JsonFeed(lang) => json_feed::write(&news_feed::feed(&site.reader(lang), path)),
        Export::WebManifest(lang) => web_manifest::write(&site.reader(lang)),
        Export::OwnProgramme(lang) => own_programme::write(&site.reader(lang)),
        Export::FormerPage(lang, entity, _) => former_page::write(&site.reader(lang), entity),
        Export::Sitemap => sitemap::write(site),
        Export::Robots => sitemap::robots(site.routes),
    };
    text.into()
}

/// A fingerprint of the long texts that an export shows; `None` for one that shows none.
pub fn long_texts(export: Export, site: SiteData<'_>) -> Option<Fingerprint> {
    let event = site.event;
    let sessions = || event.sessions.iter().map(|(key, _)| Entity::Session(key)).collect();
    let (entities, languages): (Vec<Entity>, Vec<Lang>) =
        match export.long_texts(event, site.routes) {
            LongTexts::None => return None,
            LongTexts::News(lang) => {
                (event.news.iter().map(|(key, _)| Entity::News(key)).collect(), vec![lang])
            }
            _ if event.sessions.len() > MOST_WITH_LONG_TEXTS => return None,
            LongTexts::Of(lang) => (sessions(), vec![lang]),
            LongTexts::All => (sessions(), site.languages().collect()),
        };
    let hash = |entity, lang| (body_hash(site, entity, lang), site.shown.caveat(entity, lang));
    let hashes = languages.iter().flat_map(|lang| entities.iter().map(|one| hash(*one, *lang)));
    Some(fingerprint(&hashes.collect::<Vec<(Option<Fingerprint>, Caveat)>>()))
}
