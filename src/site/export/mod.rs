//! What of an event goes into the formats of other programs, and where it is published.
//!
//! Everything here is made when it is rendered, in parallel, and as a function of the event alone.
//!
//! | path | what |
//! |---|---|
//! | `api/event.json` | everything, in a format of our own, with its schema `api/event.schema.json` |
//! | `<language>/calendar.ics` | the whole programme as iCalendar |
//! | `<language>/<agenda>/<date>.ics` | a day of it |
//! | `<page of a theme>/track.ics` | what belongs to a theme |
//! | `<page of a session>/session.ics` | a session, at all its times |
//! | `<language>/schedule.xml`, `<language>/schedule.json` | the schedule for apps |
//! | `schedule.v2.json` | the schedule in all languages, for the apps of tomorrow |
//! | `<language>/contacts/<id>.vcf`, `….svg` | a contact as vCard, and as its QR code |
//! | `<language>/feed.atom`, `<language>/feed.json` | news and changes, where there are some; only with a base address |

mod api;
mod calendar;
mod contact;
mod distinct;
mod news;
mod programme;
mod prose;
mod words;

use std::collections::BTreeSet;

use bytes::Bytes;

use crate::base::text::Lang;
use crate::event::model::{Contact, Entity, Event, PageRole, Track};
use crate::event::table::Key;
use crate::exchange::{atom, json_feed, schedule_json, schedule_xml};
use crate::site::engine::{Fingerprint, fingerprint};
use crate::site::export::programme::{MANY, Tongues, programme};
use crate::site::export::words::Words;
use crate::site::plan::Planner;
use crate::site::route::Routes;

pub use calendar::Part;

/// A file for other programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Export {
    /// All facts and texts of the event but the long ones: `api/event.json`.
    Event,
    /// What that file may hold, as JSON Schema: `api/event.schema.json`.
    EventSchema,
    /// A calendar in a language.
    Calendar(Lang, Part),
    /// The schedule in a language, as XML.
    ScheduleXml(Lang),
    /// The schedule in a language, as JSON of the first version.
    ScheduleJson(Lang),
    /// The schedule in all languages, as JSON of the second version.
    ScheduleV2,
    /// A contact in a language, as vCard.
    Card(Lang, Key<Contact>),
    /// The same as QR code.
    Code(Lang, Key<Contact>),
    /// News and changes in a language, as Atom.
    Atom(Lang),
    /// News and changes in a language, as JSON Feed.
    JsonFeed(Lang),
}

/// Where an export is published, from the site's root; `None` for one that the site does not have.
pub fn path(export: Export, event: &Event, routes: &Routes) -> Option<String> {
    let prefix = |lang: Lang| &*event.config.languages.get(lang).path;
    let below = |entity: Entity, lang: Lang, name: &str| {
        routes.folder(entity, lang).map(|folder| format!("{folder}{name}"))
    };
    Some(match export {
        Export::Event => "api/event.json".to_owned(),
        Export::EventSchema => "api/event.schema.json".to_owned(),
        Export::Calendar(lang, Part::Whole) => format!("{}/calendar.ics", prefix(lang)),
        Export::Calendar(lang, Part::Day(day)) => {
            let agenda = event.page_with(PageRole::Agenda)?;
            let date = event.days.get(day)?.date.value;
            below(Entity::Page(agenda), lang, &format!("{date}.ics"))?
        }
        Export::Calendar(lang, Part::Track(key)) => below(Entity::Track(key), lang, "track.ics")?,
        Export::Calendar(lang, Part::Session(key)) => {
            below(Entity::Session(key), lang, "session.ics")?
        }
        Export::ScheduleXml(lang) => format!("{}/schedule.xml", prefix(lang)),
        Export::ScheduleJson(lang) => format!("{}/schedule.json", prefix(lang)),
        Export::ScheduleV2 => "schedule.v2.json".to_owned(),
        Export::Card(lang, key) => {
            format!("{}/contacts/{}.vcf", prefix(lang), event.contacts.get(key).about.id)
        }
        Export::Code(lang, key) => {
            format!("{}/contacts/{}.svg", prefix(lang), event.contacts.get(key).about.id)
        }
        Export::Atom(lang) => format!("{}/feed.atom", prefix(lang)),
        Export::JsonFeed(lang) => format!("{}/feed.json", prefix(lang)),
    })
}

/// Every export of an event with the path that it is published at.
pub fn exports(planner: &Planner<'_>) -> Vec<(String, Export)> {
    let event = planner.event;
    let mut all = vec![Export::Event, Export::EventSchema];
    let gone =
        event.release.iter().flat_map(|release| release.slots.values()).any(|slot| slot.gone);
    let placed = gone || event.sessions.iter().any(|(_, session)| !session.slots.is_empty());
    let timed = event.sessions.iter().flat_map(|(_, s)| &s.slots).any(|slot| slot.start.is_some());
    if timed {
        all.push(Export::ScheduleV2);
    }
    let held = held_tracks(event);
    let told = planner.routes.has_origin() && has_news(event);
    for (lang, _) in event.config.languages.iter() {
        if placed {
            all.push(Export::Calendar(lang, Part::Whole));
        }
        if timed {
            all.extend([Export::ScheduleXml(lang), Export::ScheduleJson(lang)]);
        }
        let busy = (0..).zip(&event.days).filter(|(_, day)| !day.slots.is_empty());
        all.extend(busy.map(|(at, _)| Export::Calendar(lang, Part::Day(at))));
        let tracks = event.tracks.iter().map(|(key, _)| key).filter(|key| held.contains(key));
        all.extend(tracks.map(|key| Export::Calendar(lang, Part::Track(key))));
        let sessions = event.sessions.iter().filter(|(_, session)| !session.slots.is_empty());
        all.extend(sessions.map(|(key, _)| Export::Calendar(lang, Part::Session(key))));
        for (key, _) in event.contacts.iter() {
            all.extend([Export::Card(lang, key), Export::Code(lang, key)]);
        }
        if told {
            all.extend([Export::Atom(lang), Export::JsonFeed(lang)]);
        }
    }
    all.into_iter()
        .filter_map(|export| Some((path(export, event, planner.routes)?, export)))
        .collect()
}

/// The tracks that something placed belongs to: a calendar without an entry is none.
pub fn held_tracks(event: &Event) -> BTreeSet<Key<Track>> {
    let content = event.sessions.iter().filter(|(_, session)| !session.kind.is_pause());
    let content = content.filter(|(_, session)| !session.slots.is_empty());
    content.flat_map(|(_, session)| session.tracks.iter().copied()).collect()
}

/// Whether there is anything that a feed could tell.
pub fn has_news(event: &Event) -> bool {
    !event.news.is_empty() || event.release.is_some()
}

/// The bytes of an export.
pub fn make(export: Export, planner: &Planner<'_>) -> Bytes {
    let words = |lang: Lang| Words::new(planner, lang);
    let path = || path(export, planner.event, planner.routes).unwrap_or_default();
    let text = match export {
        Export::Event => return api::event(planner).into(),
        Export::EventSchema => return Bytes::from_static(api::SCHEMA.as_bytes()),
        Export::Calendar(lang, part) => calendar::write(&words(lang), part, &path()),
        Export::ScheduleXml(lang) => {
            schedule_xml::write(&programme(&words(lang), Tongues::One), words(lang).tag())
        }
        Export::ScheduleJson(lang) => {
            schedule_json::write_v1(&programme(&words(lang), Tongues::One), words(lang).tag())
        }
        Export::ScheduleV2 => {
            let words = words(Lang::SOURCE);
            schedule_json::write_v2(&programme(&words, Tongues::All), words.tag())
        }
        Export::Card(lang, key) => contact::card(&words(lang), key),
        Export::Code(lang, key) => contact::code(&words(lang), key),
        Export::Atom(lang) => atom::write(&news::feed(&words(lang), &path())),
        Export::JsonFeed(lang) => json_feed::write(&news::feed(&words(lang), &path())),
    };
    text.into()
}

/// A fingerprint of the long texts that an export shows, for those that show some.
pub fn long_texts(export: Export, planner: &Planner<'_>) -> Option<Fingerprint> {
    let sessions = || planner.event.sessions.iter().map(|(key, _)| Entity::Session(key));
    let all = |lang: Lang| {
        let bodies = sessions().map(move |entity| planner.body(entity, lang).map(|body| body.hash));
        bodies.collect::<Vec<Option<u128>>>()
    };
    if planner.event.sessions.len() > MANY {
        return None;
    }
    match export {
        Export::ScheduleXml(lang) | Export::ScheduleJson(lang) => Some(fingerprint(&all(lang))),
        Export::ScheduleV2 => {
            let languages = planner.event.config.languages.iter();
            Some(fingerprint(&languages.map(|(lang, _)| all(lang)).collect::<Vec<_>>()))
        }
        _ => None,
    }
}
