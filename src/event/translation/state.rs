//! The state of a translation: a function of its texts of today and the recorded pairs.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::sync::{Arc, OnceLock};

use jiff::civil::Date;
use rapidhash::fast::RapidHasher;
use rayon::prelude::*;

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
    pub reviewer: Option<Arc<str>>,
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
    /// By language.
    by_lang: Vec<OfLanguage<'a>>,
}

/// The pairs of one language.
#[derive(Default)]
struct OfLanguage<'a> {
    pairs: Vec<&'a Pair>,
    /// By the source and the translation.
    exact: HashMap<(TextHash, TextHash), &'a Pair, BuildHasherDefault<RapidHasher<'static>>>,
    /// By the unit and the translation, sorted; made when a translation is first out of date.
    by_translation: OnceLock<Vec<&'a Pair>>,
    /// By the unit and the source, sorted.
    by_source: OnceLock<Vec<&'a Pair>>,
}

impl<'a> OfLanguage<'a> {
    fn new(pairs: Vec<&'a Pair>) -> OfLanguage<'a> {
        let mut of_language = OfLanguage::default();
        of_language.exact.reserve(pairs.len());
        for pair in &pairs {
            let key = (pair.source, pair.translation);
            let latest = of_language.exact.entry(key).or_insert(pair);
            if later(pair) > later(latest) {
                *latest = pair;
            }
        }
        of_language.pairs = pairs;
        of_language
    }

    /// The pairs of a unit and a translation.
    fn of_translation(&self, unit: &str, translation: TextHash) -> &[&'a Pair] {
        let key = |pair: &Pair| pair.translation;
        let sorted = self.by_translation.get_or_init(|| sorted(&self.pairs, key));
        of_unit(sorted, unit, translation, key)
    }

    /// The pairs of a unit and a source text.
    fn of_source(&self, unit: &str, source: TextHash) -> &[&'a Pair] {
        let key = |pair: &Pair| pair.source;
        let sorted = self.by_source.get_or_init(|| sorted(&self.pairs, key));
        of_unit(sorted, unit, source, key)
    }
}

fn sorted<'a>(pairs: &[&'a Pair], hash: impl Fn(&Pair) -> TextHash + Sync) -> Vec<&'a Pair> {
    let mut sorted = pairs.to_vec();
    sorted.par_sort_by(|a, b| (hash(a), &a.unit).cmp(&(hash(b), &b.unit)));
    sorted
}

fn of_unit<'p, 'a>(
    sorted: &'p [&'a Pair],
    unit: &str,
    hash: TextHash,
    hash_of: impl Fn(&Pair) -> TextHash,
) -> &'p [&'a Pair] {
    let start = sorted.partition_point(|pair| (hash_of(pair), &*pair.unit) < (hash, unit));
    let rest = &sorted[start..];
    let same = |pair: &&&Pair| (hash_of(pair), &*pair.unit) == (hash, unit);
    &rest[..rest.iter().take_while(same).count()]
}

impl<'a> Records<'a> {
    /// Indexes a lock file.
    pub fn new(lock: &'a TranslationLock, languages: &Languages) -> Records<'a> {
        let mut pairs: Vec<Vec<&'a Pair>> = vec![Vec::new(); languages.len()];
        for pair in &lock.pairs {
            let lang = languages.iter().find(|(_, language)| *language.tag == *pair.language);
            if let Some((lang, _)) = lang {
                pairs[lang.index()].push(pair);
            }
        }
        Records { lock, by_lang: pairs.into_par_iter().map(OfLanguage::new).collect() }
    }

    /// The state of a unit's translation.
    pub fn state(&self, unit: &Unit) -> State {
        let Some(translation) = &unit.translation else { return State::Missing };
        let Some(source) = &unit.source else { return State::Extra };
        let (source, translation) = (&source.text, &translation.text);
        if let Some(pair) = self.exact(unit.lang, source.hash, translation.hash) {
            return State::Current(provenance(pair));
        }
        let own = &self.by_lang[unit.lang.index()];
        let pairs = own.of_translation(&unit.name, translation.hash);
        let changes = pairs.iter().map(|pair| self.since(pair, source));
        // A translation that is right for several sources is out of date since the nearest one.
        if let Some(least) = changes.min_by_key(|change| (change.grade, Reverse(change.date))) {
            return State::Stale(least);
        }
        // The translation was edited, and its source is the one that was accepted before.
        match own.of_source(&unit.name, source.hash).is_empty() {
            true => State::Unrecorded,
            false => State::Current(Provenance {
                origin: Origin::Person,
                reviewer: None,
                recorded: false,
            }),
        }
    }

    /// Whether this translation was made from this source, in any unit.
    pub fn has(&self, lang: Lang, source: TextHash, translation: TextHash) -> bool {
        self.exact(lang, source, translation).is_some()
    }

    /// The latest pair of these two texts, in any unit.
    pub fn exact(&self, lang: Lang, source: TextHash, translation: TextHash) -> Option<&'a Pair> {
        self.by_lang.get(lang.index())?.exact.get(&(source, translation)).copied()
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
}

/// The order in which pairs of the same texts count: the latest, and among those a reviewed one.
fn later(pair: &Pair) -> (Date, bool, &Pair) {
    (pair.date, pair.reviewer.is_some(), pair)
}

fn provenance(pair: &Pair) -> Provenance {
    Provenance { origin: pair.origin, reviewer: pair.reviewer.clone(), recorded: true }
}
