//! Pages that show a part of the programme: a day, the grid of a day, the sessions in one language or of
//! one kind. They follow from the agenda.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::text::Language;
use crate::content::record::{Layout, SESSION_KINDS, SessionKind};
use crate::event::model::{Day, Event, Place, Slot};
use crate::event::record_table::Key;
use crate::locale::distance::is_spoken_alike;
use crate::locale::tag::spoken;

/// With more sessions than this, each day has a page of its own.
pub const MOST_ON_ONE_PAGE: usize = 80;

/// With fewer sessions than this, there are no filters.
pub const FEWEST_TO_FILTER: usize = 12;

/// With at least this many venues, a day is shown venue by venue.
const FEWEST_VENUES: usize = 4;

/// A page that shows a part of the programme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SubPage {
    /// A day, by its position among the days.
    Day(usize),
    /// A day as a grid of rooms and time.
    Grid(usize),
    /// The sessions in a language or interpreted into it, by its position in [`SubPages::languages`].
    Language(usize),
    /// The sessions of a kind, by its position in [`SubPages::kinds`].
    Kind(usize),
}

/// All pages of an event that show a part of its programme.
#[derive(Clone, Debug, Default)]
pub struct SubPages {
    /// Whether each day has a page of its own.
    pub split: bool,
    /// The layout of each day.
    pub layouts: Vec<Layout>,
    /// The tags of languages in which sessions can be followed; empty if the programme has no filter for them.
    pub languages: Vec<String>,
    /// The kinds of sessions; empty if the programme has no filter for them.
    pub kinds: Vec<SessionKind>,
    /// Whether the programme has filters.
    pub filtered: bool,
}

impl SubPages {
    /// The pages that an event has.
    pub fn of(event: &Event) -> SubPages {
        let count: usize = event.days.iter().map(|day| day.slots.len()).sum();
        let busy = event.days.iter().filter(|day| !day.slots.is_empty()).count();
        let filtered = count >= FEWEST_TO_FILTER;
        let chosen = |yes: bool, of: usize| yes && of > 1;
        let (languages, kinds) = (languages(event), kinds(event));
        SubPages {
            split: count > MOST_ON_ONE_PAGE && busy > 1,
            layouts: event.days.iter().map(|day| layout(day, event)).collect(),
            languages: if chosen(filtered, languages.len()) { languages } else { Vec::new() },
            kinds: if chosen(filtered, kinds.len()) { kinds } else { Vec::new() },
            filtered,
        }
    }

    /// All of them, days first.
    pub fn iter(&self) -> impl Iterator<Item = SubPage> + '_ {
        let days = (0..self.layouts.len()).filter(|_| self.split).map(SubPage::Day);
        let grids = (0..self.layouts.len()).filter(|day| self.has_grid(*day)).map(SubPage::Grid);
        let languages = (0..self.languages.len()).map(SubPage::Language);
        let kinds = (0..self.kinds.len()).map(SubPage::Kind);
        days.chain(grids).chain(languages).chain(kinds)
    }

    /// Whether a day has a grid.
    pub fn has_grid(&self, day: usize) -> bool {
        self.layouts.get(day) == Some(&Layout::Grid)
    }

    /// The site's language that is spoken in sessions with a tag: the same, or the only one like it.
    fn site_language<'e>(&self, tag: &str, event: &'e Event) -> Option<&'e Language> {
        let all = || event.config.languages.iter().map(|(_, language)| language);
        let same = |language: &&Language| spoken(&language.tag) == tag;
        all().find(same).or_else(|| {
            let language = all().find(|language| is_spoken_alike(&language.tag, tag))?;
            let mut alike = self.languages.iter().filter(|tag| is_spoken_alike(&language.tag, tag));
            (alike.next().is_some() && alike.next().is_none()).then_some(language)
        })
    }

    /// The path of a page below the path of the agenda, such as `2018-11-20/`.
    pub fn path(&self, sub_page: SubPage, event: &Event) -> String {
        match sub_page {
            SubPage::Day(day) => format!("{}/", event.days[day].date.value),
            SubPage::Grid(day) => format!("{}/grid/", event.days[day].date.value),
            SubPage::Language(at) => {
                let tag = &self.languages[at];
                let own = self.site_language(tag, event).map(|language| language.path.clone());
                format!("language/{}/", own.unwrap_or_else(|| tag.to_lowercase()))
            }
            SubPage::Kind(at) => format!("kind/{}/", self.kinds[at].as_str()),
        }
    }
}

/// The kinds in use, in the order of the list of kinds.
fn kinds(event: &Event) -> Vec<SessionKind> {
    let there: BTreeSet<&str> = event.sessions.iter().map(|(_, s)| s.kind.as_str()).collect();
    let kinds = SESSION_KINDS.iter().map(|(_, kind)| *kind);
    kinds.filter(|kind| !kind.is_pause() && there.contains(kind.as_str())).collect()
}

/// The languages in which sessions can be followed: first the languages of the site, in its order.
fn languages(event: &Event) -> Vec<String> {
    let sessions = event.sessions.iter().map(|(_, session)| session);
    let there: BTreeSet<&String> = sessions
        .flat_map(|s| s.held_in.iter().chain(s.interpretation.iter().map(|i| &i.into)))
        .collect();
    let own: Vec<String> =
        event.config.languages.iter().map(|(_, language)| spoken(&language.tag)).collect();
    let mut all: Vec<String> = there.into_iter().cloned().collect();
    all.sort_by_key(|tag| {
        let alike = own.iter().position(|own| is_spoken_alike(own, tag));
        (alike.unwrap_or(own.len()), alike.is_none_or(|at| own[at] != *tag))
    });
    all
}

fn slots<'a>(day: &'a Day, event: &'a Event) -> impl Iterator<Item = &'a Slot> {
    day.slots.iter().map(|(key, slot)| &event.sessions.get(*key).slots[*slot])
}

/// The layout of a day: the layout in its record, or one that suits its sessions.
fn layout(day: &Day, event: &Event) -> Layout {
    if let Some(layout) = day.layout {
        return layout;
    }
    let mut venues: BTreeMap<Key<Place>, usize> = BTreeMap::new();
    for slot in slots(day, event) {
        for place in &slot.places {
            *venues.entry(event.venue(*place)).or_default() += 1;
        }
    }
    let with_address =
        venues.keys().filter(|key| !event.places.get(**key).address.is_empty()).count();
    // Rooms of a building share its address; places that each have an address are separate.
    let apart = with_address >= FEWEST_VENUES && with_address * 2 > venues.len();
    let few_each = venues.values().all(|count| *count <= FEWEST_VENUES);
    match (apart && few_each, parallel(day, event)) {
        (true, _) => Layout::ByPlace,
        (false, true) => Layout::Grid,
        (false, false) => Layout::List,
    }
}

/// Whether two sessions of a day overlap in different places.
fn parallel(day: &Day, event: &Event) -> bool {
    let placed: Vec<&Slot> =
        slots(day, event).filter(|slot| slot.start.is_some() && !slot.places.is_empty()).collect();
    placed.iter().enumerate().any(|(at, slot)| {
        let overlaps = |other: &&&Slot| match (&other.start, &slot.end) {
            (Some(begins), Some(ends)) => begins < ends,
            (begins, None) => *begins == slot.start,
            (None, _) => false,
        };
        // They are sorted by start.
        placed[at + 1..].iter().take_while(overlaps).any(|other| other.places != slot.places)
    })
}
