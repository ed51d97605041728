//! The vocabulary of the event in each language.
//!
//! The lists of all languages correspond: the third topic is the same topic in all of them.

use super::Language;
use super::{chinese, danish, english};

/// The vocabulary of one language.
#[derive(Debug)]
pub(crate) struct Words {
    /// The event's name.
    pub(crate) name: &'static str,
    /// Its headline.
    pub(crate) tagline: &'static str,
    /// Its description, in one sentence.
    pub(crate) summary: &'static str,
    pub(super) topics: [&'static str; 24],
    pub(super) places: [&'static str; 20],
    pub(super) approaches: [&'static str; 16],
    pub(super) openers: [&'static str; 10],
    pub(super) subjects: [&'static str; 20],
    pub(super) verbs: [&'static str; 16],
    pub(super) objects: [&'static str; 24],
    pub(super) endings: [&'static str; 16],
    pub(super) headings: [&'static str; 8],
    pub(super) table: Table,
    /// Sentences with links; `{track}` and the like are placeholders for their targets.
    pub(super) links: [&'static str; 3],
    pub(super) quotes: [&'static str; 4],
    pub(super) roles: [&'static str; 12],
    /// A description of every person, after the name.
    pub(super) about_person: &'static str,
    /// The words of the interface.
    pub(crate) labels: Labels,
}

/// The words of a table: how the hour is spent.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) head: [&'static str; 3],
    pub(super) rows: [&'static str; 6],
    pub(super) people: [&'static str; 6],
}

/// The words of the interface, for tools whose themes lack them.
#[derive(Debug, serde::Serialize)]
pub(crate) struct Labels {
    pub(crate) home: &'static str,
    pub(crate) agenda: &'static str,
    pub(crate) tracks: &'static str,
    pub(crate) speakers: &'static str,
    pub(crate) contacts: &'static str,
    pub(crate) sessions: &'static str,
    pub(crate) date: &'static str,
    pub(crate) time: &'static str,
    pub(crate) place: &'static str,
    pub(crate) track: &'static str,
    pub(crate) previous: &'static str,
    pub(crate) next: &'static str,
    pub(crate) languages: &'static str,
    pub(crate) menu: &'static str,
    pub(crate) skip: &'static str,
    pub(crate) facts: &'static str,
    pub(crate) day: &'static str,
    pub(crate) other_tracks: &'static str,
    pub(crate) full_programme: &'static str,
    pub(crate) phone: &'static str,
    pub(crate) email: &'static str,
    pub(crate) hosts: &'static str,
    pub(crate) note: &'static str,
}

impl Language {
    /// The words of this language.
    pub(crate) fn words(self) -> &'static Words {
        match self {
            Language::Danish => &danish::WORDS,
            Language::English => &english::WORDS,
            Language::Chinese => &chinese::WORDS,
        }
    }
}
