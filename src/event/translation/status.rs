//! What is missing or out of date in each language.

use rayon::prelude::*;
use serde::Serialize;

use crate::base::source::Sources;
use crate::event::model::Event;
use crate::event::translation::by_page::{PageStatus, by_page};
use crate::event::translation::doubts::Doubt;
use crate::event::translation::grade::Grade;
use crate::event::translation::lock::Origin;
use crate::event::translation::state::State;
use crate::event::translation::tracked::Tracked;
use crate::event::translation::units::translations;

/// What a translator or organiser must do about a unit, the most urgent first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Task {
    /// A number, time, link, file or piece of code changed in the source.
    StaleFacts,
    /// Words changed in the source.
    StaleWords,
    /// There is no translation.
    Missing,
    /// A block of the translation to which no block of the source belongs.
    Extra,
    /// It is not recorded what the translation was made from.
    Unrecorded,
    /// It is the same as the source text.
    Copied,
    /// It seems to be in another language than its own.
    OtherLanguage,
    /// Its numbers, dates, links, files, code or names differ from those of the source.
    Suspicious,
    /// A program translated it, and nobody reviewed it.
    Unreviewed,
    /// Only mark-up changed in the source.
    StaleForm,
}

/// The tasks in their order, with their descriptions in reports.
const TASKS: [(Task, &str); 10] = [
    (Task::StaleFacts, "facts changed in the source"),
    (Task::StaleWords, "words changed in the source"),
    (Task::Missing, "missing"),
    (Task::Extra, "not in the source"),
    (Task::Unrecorded, "not recorded"),
    (Task::Copied, "copied from the source"),
    (Task::OtherLanguage, "seems to be in another language"),
    (Task::Suspicious, "other numbers, dates, links or names than the source"),
    (Task::Unreviewed, "translated by a program, not reviewed"),
    (Task::StaleForm, "mark-up changed in the source"),
];

impl Task {
    /// The description in reports.
    pub fn description(self) -> &'static str {
        TASKS[self as usize].1
    }
}

/// A unit that needs work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// What to do.
    pub task: Task,
    /// The name of the unit.
    pub unit: String,
    /// The path of the file.
    pub file: String,
    /// The line, from 1; `None` if the file as a whole is meant.
    pub line: Option<usize>,
    /// The number of words of the source text.
    pub words: usize,
}

/// The state of one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LanguageStatus {
    /// The tag of the language.
    pub language: String,
    /// The number of units of the source.
    pub units: usize,
    /// The number of units whose translation is current.
    pub current: usize,
    /// The number of words of the source.
    pub words: usize,
    /// The number of words of the units whose translation is current.
    pub current_words: usize,
    /// Its pages, the most urgent first; empty if they are not wanted.
    pub pages: Vec<PageStatus>,
    /// The units that need work, the most urgent first, then by file and line.
    pub rows: Vec<Row>,
}

/// The state of each language except the source language, in the order of `event.yaml`; its pages only
/// if they are wanted.
pub fn status(
    event: &Event,
    all: &[&Tracked],
    sources: &Sources,
    with_pages: bool,
) -> Vec<LanguageStatus> {
    translations(event)
        .map(|(lang, language)| {
            let own = all.iter().filter(|tracked| tracked.unit.lang == lang);
            let own = own.copied().collect::<Vec<_>>();
            let mut status = language_status(&language.tag, &own, sources);
            if with_pages {
                status.pages = by_page(own.into_iter(), sources);
            }
            status
        })
        .collect()
}

fn language_status(tag: &str, all: &[&Tracked], sources: &Sources) -> LanguageStatus {
    let mut status = LanguageStatus::new(tag);
    let parts = all.par_iter().with_min_len(256).fold(
        || LanguageStatus::new(tag),
        |mut status, tracked| {
            status.add(tracked, sources);
            status
        },
    );
    for part in parts.collect::<Vec<_>>() {
        status.append(part);
    }
    status.rows.par_sort_by(|a, b| {
        (a.task, &a.file, a.line, &a.unit).cmp(&(b.task, &b.file, b.line, &b.unit))
    });
    status
}

impl LanguageStatus {
    /// The share of the source's words whose translation is current, in whole percent; 100 only if all
    /// are.
    pub fn percent(&self) -> usize {
        (self.current_words * 100).checked_div(self.words).unwrap_or(100)
    }

    fn new(tag: &str) -> LanguageStatus {
        let (units, current, words, current_words) = (0, 0, 0, 0);
        let (language, pages, rows) = (tag.to_owned(), Vec::new(), Vec::new());
        LanguageStatus { language, units, current, words, current_words, pages, rows }
    }

    fn add(&mut self, tracked: &Tracked, sources: &Sources) {
        let words = tracked.unit.source.as_ref().map_or(0, |source| source.text.word_count());
        self.units += usize::from(tracked.unit.source.is_some());
        self.words += words;
        if matches!(tracked.state, State::Current(_)) {
            self.current += 1;
            self.current_words += words;
        }
        self.rows.extend(task(tracked).map(|task| row(tracked, task, words, sources)));
    }

    fn append(&mut self, other: LanguageStatus) {
        let LanguageStatus { units, current, words, current_words, rows, .. } = other;
        self.units += units;
        self.current += current;
        self.words += words;
        self.current_words += current_words;
        self.rows.extend(rows);
    }
}

fn row(tracked: &Tracked, task: Task, words: usize, sources: &Sources) -> Row {
    let span = tracked.span();
    Row {
        task,
        unit: tracked.unit.name.to_string(),
        file: span.map_or_else(String::new, |span| sources.get(span.file).path.to_string()),
        line: span.and_then(|span| sources.locate(span)).map(|location| location.line),
        words,
    }
}

/// What to do about a unit; `None` if nothing.
pub fn task(tracked: &Tracked) -> Option<Task> {
    Some(match &tracked.state {
        State::Missing => Task::Missing,
        State::Extra => Task::Extra,
        State::Unrecorded => Task::Unrecorded,
        State::Stale(change) => match change.grade {
            Grade::Facts => Task::StaleFacts,
            Grade::Words => Task::StaleWords,
            Grade::Form => Task::StaleForm,
        },
        State::Current(provenance) if provenance.reviewer.is_some() => return None,
        State::Current(_) if tracked.doubt.is_some() => match &tracked.doubt {
            Some(Doubt::Copied) => Task::Copied,
            Some(Doubt::Language(_)) => Task::OtherLanguage,
            _ => Task::Suspicious,
        },
        State::Current(provenance) if provenance.origin == Origin::Machine => Task::Unreviewed,
        State::Current(_) => return None,
    })
}
