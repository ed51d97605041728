//! The texts of a site as a package for translators.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::base::source::{At, Sources};
use crate::base::text::Lang;
use crate::content::markdown::inline::{has_words, numbered_as};
use crate::event::model::{Entity, Event};
use crate::event::translation::lock::Origin;
use crate::event::translation::state::State;
use crate::event::translation::status::{Task, task};
use crate::event::translation::tracked::Tracked;
use crate::exchange::segments::{Package, Segment, SegmentState};
use crate::site::route::{Base, Routes};
use crate::tools::translate::segment_ids::SegmentIds;
use crate::tools::translate::unit_parts::UnitParts;

/// The `chosen` units of a language as a package, in reading order: the texts of the event, the pages of
/// the menu, the other pages, the programme. `all` are the units of the whole site.
///
/// Without `only`, all units are in it; otherwise those with one of these tasks. Texts without
/// words, such as a picture or a piece of code alone, are left out: an import copies them.
pub fn package(
    event: &Event,
    all: &[Tracked],
    chosen: &dyn Fn(&Tracked) -> bool,
    lang: Lang,
    only: &[Task],
    sources: &Sources,
) -> Package {
    let languages = &event.config.languages;
    let wanted = |tracked: &Tracked| {
        tracked.unit.lang == lang
            && !tracked.unit.is_message()
            && (only.is_empty() || task(tracked).is_some_and(|task| only.contains(&task)))
            && chosen(tracked)
    };
    let mut units: Vec<(usize, &Tracked)> =
        all.iter().enumerate().filter(|(_, tracked)| wanted(tracked)).collect();
    let ranks = ranks(event);
    units.sort_by_key(|(_, tracked)| match tracked.unit.entity {
        None => (0, 0),
        Some(Entity::Page(key)) => {
            (1, ranks.get(&Entity::Page(key)).copied().unwrap_or(usize::MAX))
        }
        Some(_) => (2, 0),
    });
    let parts = UnitParts::new(sources, languages, units.iter().map(|(_, tracked)| &tracked.unit));
    let ids = SegmentIds::new(all, lang);
    let routes = Routes::new(event, Base::new(event.config.base_url.as_deref()));
    let segment = |(at, tracked): &(usize, &Tracked)| {
        segment(event, &routes, tracked, &parts, ids.get(*at).unwrap_or_default())
    };
    let segments: Vec<Segment> = units.par_iter().with_min_len(64).filter_map(segment).collect();
    Package {
        source_language: languages.tag(Lang::SOURCE).to_owned(),
        target_language: languages.tag(lang).to_owned(),
        segments: by_file(segments),
    }
}

/// The positions of the pages in the menu.
fn ranks(event: &Event) -> BTreeMap<Entity, usize> {
    event.menu.iter().enumerate().map(|(at, page)| (Entity::Page(*page), at)).collect()
}

/// The segments with those of one file together, in order of the first of each file.
fn by_file(segments: Vec<Segment>) -> Vec<Segment> {
    let mut files: BTreeMap<String, usize> = BTreeMap::new();
    for segment in &segments {
        let next = files.len();
        files.entry(segment.file.clone()).or_insert(next);
    }
    let mut segments = segments;
    segments.sort_by_key(|segment| files.get(&segment.file).copied());
    segments
}

fn segment(
    event: &Event,
    routes: &Routes,
    tracked: &Tracked,
    parts: &UnitParts<'_>,
    id: &str,
) -> Option<Segment> {
    let unit = &tracked.unit;
    let placed = unit.source.as_ref()?;
    let source = parts.of(placed);
    if placed.text.kind.is_some() && !has_words(&source) {
        return None;
    }
    let previous = match &tracked.state {
        State::Stale(change) => {
            change.from.as_ref().map(|old| numbered_as(&parts.of_old(old), &source))
        }
        _ => None,
    };
    Some(Segment {
        id: id.to_owned(),
        name: unit.name.to_string(),
        file: parts.sources.get(placed.span.file).path.to_string(),
        target: parts.of_translation(unit, &source),
        source,
        state: state(tracked),
        previous_source: previous,
        notes: notes(event, routes, tracked, parts),
        // No text of a site has a limit.
        max_length: None,
    })
}

fn state(tracked: &Tracked) -> SegmentState {
    match &tracked.state {
        State::Missing => SegmentState::Untranslated,
        State::Current(provenance) if provenance.reviewer.is_some() => SegmentState::Reviewed,
        State::Current(provenance) if provenance.origin == Origin::Machine => {
            SegmentState::NeedsReview
        }
        State::Current(_) if task(tracked).is_none() => SegmentState::Translated,
        _ => SegmentState::NeedsReview,
    }
}

/// What helps to translate a unit: the title and the address of its page, what kind of block it is, and the comments of
/// editors for translators.
fn notes(event: &Event, routes: &Routes, tracked: &Tracked, parts: &UnitParts<'_>) -> Vec<String> {
    let unit = &tracked.unit;
    let Some(placed) = &unit.source else { return Vec::new() };
    let mut notes = Vec::new();
    if let Some(entity) = unit.entity {
        let title = event.about(entity).title.own(Lang::SOURCE);
        let kind = entity.kind().noun();
        let address = routes.absolute(&routes.url(entity, Lang::SOURCE));
        notes.extend(title.map(|title| format!("{kind}: {} ({address})", title.value)));
    }
    notes.extend(placed.text.kind.map(|kind| kind.noun().to_owned()));
    let Some(text) = parts.sources.get(placed.span.file).text() else { return notes };
    if !text.contains("translator:") {
        return notes;
    }
    if let (Some((_, leaf)), Some(outline)) = (parts.leaf(placed), parts.outline(placed.span.file))
    {
        notes.extend(outline.comments(leaf, text).into_iter().map(str::to_owned));
    } else if let At::Value(path) = &placed.span.at {
        // `title: {en: …}`, where the comment is above the field or above the language.
        for path in [path.parent(), Some(path)].into_iter().flatten() {
            let span =
                crate::base::source::Span { file: placed.span.file, at: At::Key(path.clone()) };
            let line = parts.sources.locate(&span).map(|location| location.line);
            for note in line.into_iter().flat_map(|line| yaml_comments(text, line)) {
                if !notes.contains(&note) {
                    notes.push(note);
                }
            }
        }
    }
    notes
}

/// The comments for translators at the end of a line of YAML, and in the comment lines above it.
fn yaml_comments(text: &str, line: usize) -> Vec<String> {
    let lines: Vec<&str> = text.lines().take(line).collect();
    let Some((own, above)) = lines.split_last() else { return Vec::new() };
    let above: Vec<&str> =
        above.iter().rev().map_while(|line| line.trim().strip_prefix('#')).collect();
    let mut notes: Vec<String> = Vec::new();
    for comment in above.into_iter().rev().map(str::trim) {
        match (comment.strip_prefix("translator:"), notes.last_mut()) {
            (Some(note), _) => notes.push(note.trim().to_owned()),
            (None, Some(note)) => {
                note.push(' ');
                note.push_str(comment);
            }
            (None, None) => {}
        }
    }
    let behind = own.rsplit_once("# translator:").map(|(_, note)| note.trim().to_owned());
    notes.into_iter().chain(behind).collect()
}
