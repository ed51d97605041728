//! Recording that translations are translations of today's source texts.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::Date;

use crate::base::text::{Lang, Languages};
use crate::event::translation::Text;
use crate::event::translation::grade::Grade;
use crate::event::translation::lock::{Origin, Pair, TextHash, TranslationLock};
use crate::event::translation::state::{Provenance, State};
use crate::event::translation::tracked::Tracked;

/// What is recorded of the accepted translations.
#[derive(Clone, Debug)]
pub struct Acceptance {
    /// Who translated them.
    pub origin: Origin,
    /// Who reviewed them.
    pub reviewer: Option<String>,
    /// The day.
    pub date: Date,
    /// Whether only those are accepted whose source text changed in form alone.
    pub only_form: bool,
}

/// The lock file after these translations were accepted, and how many of them it did not have yet.
///
/// `all` are the units of the whole site: pairs and texts that none of them needs are removed.
pub fn accept<'a>(
    lock: &TranslationLock,
    chosen: impl Iterator<Item = &'a Tracked>,
    all: &[Tracked],
    languages: &Languages,
    how: &Acceptance,
) -> (TranslationLock, usize) {
    let mut next = lock.clone();
    let mut count = 0;
    for tracked in chosen.filter(|tracked| is_news(tracked, how)) {
        let unit = &tracked.unit;
        let (Some(source), Some(translation)) = (&unit.source, &unit.translation) else {
            continue;
        };
        let tag = languages.tag(unit.lang);
        record(&mut next, &unit.name, tag, &source.text, translation.text.hash, how);
        count += 1;
    }
    if count > 0 {
        prune(&mut next, all, languages);
    }
    (next, count)
}

/// Records that a translation was made from a source text.
pub(super) fn record(
    lock: &mut TranslationLock,
    unit: &str,
    tag: &str,
    source: &Text,
    translation: TextHash,
    how: &Acceptance,
) {
    lock.pairs.insert(Pair {
        unit: unit.into(),
        language: tag.into(),
        source: source.hash,
        translation,
        origin: how.origin,
        date: how.date,
        reviewer: how.reviewer.as_deref().map(Into::into),
    });
    lock.texts.insert(source.hash, source.markdown.clone());
}

/// Whether accepting a translation records anything new.
pub(super) fn is_news(tracked: &Tracked, how: &Acceptance) -> bool {
    match &tracked.state {
        State::Missing | State::Extra => false,
        State::Stale(change) => !how.only_form || change.grade == Grade::Form,
        _ if how.only_form => false,
        State::Unrecorded => true,
        State::Current(Provenance { reviewer, .. }) => {
            how.reviewer.is_some() && reviewer.as_deref() != how.reviewer.as_deref()
                || !is_recorded(tracked)
        }
    }
}

/// Whether the pair itself is recorded. A translation that was edited is current too, but its pair is
/// not: recorded are its source and what it was before.
fn is_recorded(tracked: &Tracked) -> bool {
    matches!(&tracked.state, State::Current(provenance) if provenance.recorded)
}

/// Removes what no unit needs: pairs of which neither text exists any more or whose source has a
/// newer pair, and texts without pairs.
pub(super) fn prune(lock: &mut TranslationLock, all: &[Tracked], languages: &Languages) {
    let mut sources: BTreeSet<TextHash> = BTreeSet::new();
    let mut translations: BTreeSet<(Lang, TextHash)> = BTreeSet::new();
    for Tracked { unit, .. } in all {
        sources.extend(unit.source.iter().map(|placed| placed.text.hash));
        translations.extend(unit.translation.iter().map(|placed| (unit.lang, placed.text.hash)));
    }
    let exact: BTreeSet<(Arc<str>, Arc<str>, TextHash)> = lock
        .pairs
        .iter()
        .filter(|pair| sources.contains(&pair.source))
        .filter(|pair| is_in(&translations, languages, pair))
        .map(|pair| (pair.language.clone(), pair.unit.clone(), pair.source))
        .collect();
    lock.pairs.retain(|pair| {
        let translated = is_in(&translations, languages, pair);
        let replaced = exact.contains(&(pair.language.clone(), pair.unit.clone(), pair.source));
        translated || (sources.contains(&pair.source) && !replaced)
    });
    let needed: BTreeSet<TextHash> = lock.pairs.iter().map(|pair| pair.source).collect();
    lock.texts.retain(|hash, _| needed.contains(hash));
}

fn is_in(translations: &BTreeSet<(Lang, TextHash)>, languages: &Languages, pair: &Pair) -> bool {
    // The pairs of a language that the site does not have now are kept: it may return.
    languages
        .find(&pair.language)
        .is_none_or(|lang| translations.contains(&(lang, pair.translation)))
}
