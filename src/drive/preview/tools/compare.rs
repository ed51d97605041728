//! Two languages of one page beside each other.
//!
//! They are shown as they are, each in a frame, and a script moves their headings to one height. The
//! headings of translations have the anchors of the source language, so it knows which belong
//! together.

use std::fmt::Write as _;

use bytes::Bytes;

use crate::base::text::{Lang, Languages};
use crate::drive::preview::answer::file_at;
use crate::drive::preview::snapshot::Snapshot;
use crate::drive::preview::tools::{Open, address, escape, frame};
use crate::event::model::{Entity, Event};
use crate::site::route::{Base, Routes};

/// The page for `da/zh-Hans/program/`: two languages, by tag or address part, and the first one's
/// address of the page.
pub(super) fn page(rest: &str, snapshot: &Snapshot) -> Option<Bytes> {
    let event = snapshot.event()?;
    let languages = &event.config.languages;
    let mut parts = rest.splitn(3, '/');
    let (left, right) = (language(parts.next()?, languages)?, language(parts.next()?, languages)?);
    // The address that is known may be without its last slash, as people type it.
    let below = format!("{}/{}", languages.get(left).path, parts.next().unwrap_or(""));
    let slashed = format!("{}/", below.trim_end_matches('/'));
    let routes = Routes::new(event, Base::default());
    let entity = [below, slashed].iter().find_map(|path| {
        let file = file_at(path);
        event.entities().find(|entity| routes.file(*entity, left).as_ref() == Some(&file))
    })?;
    Some(frame("Compare", &body(event, &routes, entity, [left, right])?, Open::Frame))
}

/// The language with an address part, a tag or an alias.
fn language(name: &str, languages: &Languages) -> Option<Lang> {
    let by_path = languages.iter().find(|(_, language)| language.path == name);
    by_path.map(|(lang, _)| lang).or_else(|| languages.find(name))
}

fn body(event: &Event, routes: &Routes, entity: Entity, pair: [Lang; 2]) -> Option<String> {
    let languages = &event.config.languages;
    let id = escape(&event.about(entity).id);
    let mut body = format!(
        "<p><a href=\"/_plenary/\">Preview</a></p>\n<h1>Compare <code>{id}</code></h1>\n\
         <p>Beside {}: {}</p>\n<div class=\"pair\">\n",
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
    body.push_str("</div>\n<script src=\"/_plenary/compare.js\" defer></script>");
    Some(body)
}

/// Links to the same page beside the first one in each other language.
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
