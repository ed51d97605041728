//! The state of a translation: a function of its texts of today and the recorded pairs.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use jiff::civil::Date;

use crate::base::text::{Lang, Languages};
use crate::event::translation::Text;
use crate::event::translation::grade::Grade;
use crate::event::translation::lock::{Origin, Pair, TextHash, TranslationLock};
use crate::event::translation::units::Unit;

/// The state of a unit's translation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// There is no translation.
    Missing,
    /// The translation is of today's source text.
    Current(Provenance),
    /// The source text changed since the translation was made.
    Stale(SourceChange),
    /// It was never recorded what the translation was made from.
    Unrecorded,
    /// A block of the translation to which no block of the source belongs.
    Extra,
}

/// Who made a translation, and who reviewed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provenance {
    /// Who translated it.
    pub origin: Origin,
    /// Who reviewed it.
    pub reviewer: Option<String>,
    /// Whether this very translation is recorded. If not, it was edited since, under the same source
    /// text.
    pub recorded: bool,
}

/// How a source text changed since its translation was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceChange {
    /// The source text that the translation was made from; `None` if the lock file lost it.
    pub from: Option<Text>,
    /// The grade of the change: [`Grade::Facts`] if the old text is not known.
    pub grade: Grade,
    /// The day on which the translation was accepted.
    pub date: Date,
}

/// The recorded pairs, indexed for lookup.
pub struct Records<'a> {
    lock: &'a TranslationLock,
    languages: &'a Languages,
    /// By the tag of the language, the source and the translation.
    exact: HashMap<(&'a str, TextHash, TextHash), &'a Pair>,
    /// By the tag of the language, the unit and the translation.
    of_translation: HashMap<(&'a str, &'a str, TextHash), Vec<&'a Pair>>,
    /// The tag of the language, the unit and the source.
    of_source: HashSet<(&'a str, &'a str, TextHash)>,
}

impl<'a> Records<'a> {
    /// Indexes a lock file.
    pub fn new(lock: &'a TranslationLock, languages: &'a Languages) -> Records<'a> {
        let mut records = Records {
            lock,
            languages,
            exact: HashMap::new(),
            of_translation: HashMap::new(),
            of_source: HashSet::new(),
        };
        for pair in &lock.pairs {
            let (tag, unit) = (&*pair.language, &*pair.unit);
            let latest = |kept: &mut &'a Pair| {
                if later(pair) > later(kept) {
                    *kept = pair;
                }
            };
            records
                .exact
                .entry((tag, pair.source, pair.translation))
                .and_modify(latest)
                .or_insert(pair);
            records.of_translation.entry((tag, unit, pair.translation)).or_default().push(pair);
            records.of_source.insert((tag, unit, pair.source));
        }
        records
    }

    /// The state of a unit's translation.
    pub fn state(&self, unit: &Unit) -> State {
        let Some(translation) = &unit.translation else { return State::Missing };
        let Some(source) = &unit.source else { return State::Extra };
        let (source, translation) = (&source.text, &translation.text);
        let tag = self.tag(unit.lang);
        if let Some(pair) = self.exact.get(&(tag, source.hash, translation.hash)) {
            return State::Current(provenance(pair));
        }
        let pairs = self.of_translation.get(&(tag, &*unit.name, translation.hash));
        let changes = pairs.into_iter().flatten().map(|pair| self.since(pair, source));
        // A translation that is right for several sources is out of date since the nearest one.
        if let Some(least) = changes.min_by_key(|change| (change.grade, Reverse(change.date))) {
            return State::Stale(least);
        }
        // The translation was edited, and its source is the one that was accepted before.
        match self.of_source.contains(&(tag, &*unit.name, source.hash)) {
            true => State::Current(Provenance {
                origin: Origin::Person,
                reviewer: None,
                recorded: false,
            }),
            false => State::Unrecorded,
        }
    }

    /// Whether this translation was made from this source, in any unit.
    pub fn has(&self, lang: Lang, source: TextHash, translation: TextHash) -> bool {
        self.exact.contains_key(&(self.tag(lang), source, translation))
    }

    fn since(&self, pair: &Pair, source: &Text) -> SourceChange {
        let from = self.lock.texts.get(&pair.source).map(|text| match source.kind {
            Some(_) => Text::of_markdown(text),
            None => Text::short(text),
        });
        let grade = from.as_ref().map_or(Some(Grade::Facts), |old| Grade::between(old, source));
        let grade = grade.unwrap_or(Grade::Form);
        SourceChange { from, grade, date: pair.date }
    }

    fn tag(&self, lang: Lang) -> &str {
        self.languages.tag(lang)
    }
}

/// The order in which pairs of the same texts count: the latest, and among those a reviewed one.
fn later(pair: &Pair) -> (Date, bool, &Pair) {
    (pair.date, pair.reviewer.is_some(), pair)
}

fn provenance(pair: &Pair) -> Provenance {
    Provenance { origin: pair.origin, reviewer: pair.reviewer.clone(), recorded: true }
}
