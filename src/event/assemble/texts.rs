//! The last step: where the links and pictures of every text lead.

use crate::base::diagnostic::Report;
use crate::base::source::Sources;
use crate::event::links::{Missing, Targets};
use crate::event::model::{Event, PageRole, Thing};

/// Looks up where the links and pictures of every text lead, once all things are known.
pub(super) fn resolve_texts(
    event: &mut Event,
    sources: &Sources,
    missing: &Missing,
    report: &mut Report,
) {
    let things: Vec<Thing> = event.things().collect();
    let targets = Targets::new(event, sources, missing);
    let mut resolved = Vec::new();
    for thing in &things {
        for (lang, body) in event.about(*thing).body.iter() {
            let page = on_page(event, *thing);
            let links = targets.resolve_links(page, &body.markdown, report);
            let images = targets.resolve_images(&body.markdown, report);
            resolved.push((*thing, lang, links, images));
        }
    }
    for (thing, lang, links, images) in resolved {
        if let Some(body) = event.about_mut(thing).body.own_mut(lang) {
            body.links = links;
            body.images = images;
        }
    }
}

/// The thing whose page shows this one's text.
fn on_page(event: &Event, thing: Thing) -> Thing {
    match thing {
        Thing::Contact(_) => event.page_with(PageRole::Contacts).map_or(thing, Thing::Page),
        _ => thing,
    }
}
