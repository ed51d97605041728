//! Two languages of a page side by side.
//!
//! Each is shown unchanged in a frame, and a script aligns their headings. Headings of translations have
//! the anchors of the source language, by which the script pairs them.

use std::fmt::Write as _;

use bytes::Bytes;

use crate::base::text::{Lang, Languages};
use crate::drive::preview::own_pages::{OpenPage, address, escape, file_at, frame};
use crate::drive::preview::snapshot::{Snapshot, TranslationState};
use crate::drive::translation_report::page_units;
use crate::event::model::{Entity, Event};
use crate::site::route::{Base, Routes};

/// The page for `da/zh-Hans/program/`: two languages, by tag or path, and the address of the page in
/// the first of them.
pub(super) fn page(rest: &str, snapshot: &Snapshot) -> Option<Bytes> {
    let event = snapshot.event()?;
    let languages = &event.config.languages;
    let mut parts = rest.splitn(3, '/');
    let (left, right) = (language(parts.next()?, languages)?, language(parts.next()?, languages)?);
    // People may omit the final slash.
    let below = format!("{}/{}", languages.get(left).path, parts.next().unwrap_or(""));
    let slashed = format!("{}/", below.trim_end_matches('/'));
    let routes = Routes::new(event, Base::default());
    let entity = [below, slashed].iter().find_map(|path| {
        let file = file_at(path);
        event.entities().find(|entity| routes.file(*entity, left).as_ref() == Some(&file))
    })?;
    let pair = [left, right];
    let mut body = body(event, &routes, entity, pair)?;
    body.push_str(&to_do(&snapshot.translations, entity, pair));
    body.push_str("<script src=\"/_plenary/compare.js\" defer></script>");
    Some(frame("Compare", &body, OpenPage::WithFrames))
}

/// The address that compares a page of an entity in two languages.
pub(super) fn address_of(
    event: &Event,
    routes: &Routes,
    entity: Entity,
    pair: [Lang; 2],
) -> Option<String> {
    let [own, other] = pair.map(|lang| event.config.languages.get(lang));
    let address = address(&routes.file(entity, pair[0])?);
    let rest = address.get(own.path.len() + 2..)?;
    Some(format!("/_plenary/compare/{}/{}/{rest}", own.tag, other.tag))
}

/// The language with a path, a tag or an alias.
fn language(name: &str, languages: &Languages) -> Option<Lang> {
    let by_path = languages.iter().find(|(_, language)| language.path == name);
    by_path.map(|(lang, _)| lang).or_else(|| languages.find(name))
}

fn body(event: &Event, routes: &Routes, entity: Entity, pair: [Lang; 2]) -> Option<String> {
    let languages = &event.config.languages;
    let id = escape(&event.about(entity).id);
    let mut body = format!(
        "<p><a href=\"/_plenary/\">Preview</a></p>\n<h1>Compare <code>{id}</code></h1>\n\
         <p>Compare {} with: {}</p>\n<div class=\"pair\">\n",
        escape(&languages.get(pair[0]).name),
        others(languages, routes, entity, pair)
    );
    for lang in pair {
        let (language, address) = (languages.get(lang), address(&routes.file(entity, lang)?));
        let (tag, name) = (escape(&language.tag), escape(&language.name));
        let _ = writeln!(
            body,
            "<section>\n<h2><a href=\"{address}\" lang=\"{tag}\">{name}</a></h2>\n\
             <iframe title=\"{name}\" src=\"{address}\"></iframe>\n</section>"
        );
    }
    body.push_str("</div>\n");
    Some(body)
}

/// The units of the page that need work, in those of its two languages that are translations. The
/// script marks them in the frames.
fn to_do(state: &TranslationState, entity: Entity, pair: [Lang; 2]) -> String {
    let Some(translations) = state.get() else { return String::new() };
    let event = &translations.event;
    let all = translations.of_entity(entity, &translations.tracker());
    let mut html = String::from("<div id=\"work\">\n");
    for lang in pair {
        // The source language is the first, and has no units.
        let Some(own) = lang.index().checked_sub(1).and_then(|at| all.get(at)) else { continue };
        let name = escape(&event.config.languages.get(lang).name);
        let tag = escape(event.config.languages.tag(lang));
        let _ = writeln!(html, "<h2>Translation: <span lang=\"{tag}\">{name}</span></h2>");
        match page_units(event, &state.sources, lang, own) {
            Some(units) => html.push_str(&units),
            None => html.push_str("<p>Nothing on this page needs work.</p>\n"),
        }
    }
    html.push_str("</div>\n");
    html
}

/// Links to the comparisons of the first language with each other one.
fn others(languages: &Languages, routes: &Routes, entity: Entity, pair: [Lang; 2]) -> String {
    let file = routes.file(entity, pair[0]).unwrap_or_default();
    let own = languages.get(pair[0]);
    let address = address(&file);
    let rest = address.get(own.path.len() + 2..).unwrap_or("");
    let links = languages.iter().filter(|(lang, _)| *lang != pair[0]).map(|(lang, other)| {
        let current = if lang == pair[1] { " aria-current=\"page\"" } else { "" };
        let (from, to, name) = (escape(&own.tag), escape(&other.tag), escape(&other.name));
        format!(
            "<a href=\"/_plenary/compare/{from}/{to}/{rest}\" lang=\"{to}\"{current}>{name}</a>"
        )
    });
    links.collect::<Vec<String>>().join(" ")
}
