//! The state of translations page by page.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::base::source::Sources;
use crate::event::translation::state::State;
use crate::event::translation::status::{Task, task};
use crate::event::translation::tracked::Tracked;
use crate::event::translation::units::Unit;

/// The state of one page in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PageStatus {
    /// The page, such as `session opening`, or what else has texts: `event`, `day 2030-03-01`.
    pub page: String,
    /// The path of the file with its first source text.
    pub file: String,
    /// The most urgent task.
    pub task: Option<Task>,
    /// The number of units of the source.
    pub units: usize,
    /// The number of units whose translation is current.
    pub current: usize,
    /// The number of words of the source.
    pub words: usize,
    /// The number of words of the units whose translation is current.
    pub current_words: usize,
}

/// The state of each page, from the units of one language; the most urgent first, then those with most
/// words to translate, then by name.
pub fn by_page<'a>(all: impl Iterator<Item = &'a Tracked>, sources: &Sources) -> Vec<PageStatus> {
    let mut pages: BTreeMap<&str, PageStatus> = BTreeMap::new();
    for tracked in all {
        let page = page(&tracked.unit);
        let status = pages.entry(page).or_insert_with(|| empty(page, tracked, sources));
        if let Some(source) = &tracked.unit.source {
            let is_current = matches!(tracked.state, State::Current(_));
            let words = source.text.word_count();
            status.units += 1;
            status.words += words;
            status.current += usize::from(is_current);
            status.current_words += if is_current { words } else { 0 };
        }
        let most_urgent = [status.task, task(tracked)].into_iter().flatten().min();
        status.task = most_urgent;
    }
    let mut pages: Vec<PageStatus> = pages.into_values().collect();
    pages.sort_by_key(|page| {
        let to_do = page.words - page.current_words;
        (page.task.is_none(), page.task, std::cmp::Reverse(to_do))
    });
    pages
}

fn empty(page: &str, tracked: &Tracked, sources: &Sources) -> PageStatus {
    let placed = tracked.unit.source.as_ref().or(tracked.unit.translation.as_ref());
    PageStatus {
        page: page.to_owned(),
        file: placed.map_or_else(String::new, |p| sources.get(p.span.file).path.to_string()),
        task: None,
        units: 0,
        current: 0,
        words: 0,
        current_words: 0,
    }
}

/// The page of a unit: the kind and the id of its name, such as `session opening`. The event has no
/// id.
pub fn page(unit: &Unit) -> &str {
    let name = &*unit.name;
    let kind = name.split(' ').next().unwrap_or(name);
    if kind == "event" || kind == "message" {
        return kind;
    }
    let end = name.match_indices(' ').nth(1).map_or(name.len(), |(at, _)| at);
    &name[..end]
}
