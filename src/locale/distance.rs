//! How far apart two languages are, by the likely subtags and the parents of CLDR.
//!
//! Tags are never compared as strings: `zh-SG` and `zh-Hans` are the same language in the same script,
//! `zh-TW` and `zh-Hans` are not, although each begins with `zh`.

use icu_locale::fallback::LocaleFallbacker;
use icu_locale::subtags::{Language, Script};
use icu_locale::{LanguageIdentifier, LocaleCanonicalizer, LocaleExpander};

use crate::locale::tag;

/// The distance of a language from the one that is wanted: first the steps up from the wanted language
/// to a common ancestor, then the steps down. The smallest is the nearest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Distance {
    up: usize,
    down: usize,
}

impl Distance {
    /// Whether the offered language is the wanted one or an ancestor of it, such as `en` for `en-AU`.
    pub fn is_ancestor(self) -> bool {
        self.down == 0
    }
}

/// One language of a lineage, with its likely language, script and country.
struct Step {
    complete: LanguageIdentifier,
    /// CLDR's shortest tag for it.
    shortest: LanguageIdentifier,
}

impl Step {
    fn language(&self) -> Language {
        self.complete.language
    }

    fn script(&self) -> Option<Script> {
        self.complete.script
    }
}

/// How far a text in the `offered` language is from readers of the `wanted` one; `None` if they cannot
/// be expected to read it: it is in another language or script.
///
/// Countries make a distance, but no difference: `en-GB` serves readers of `en-AU`. Languages that CLDR
/// derives from another one are served by it (`nb` and `nn` by `no`), but not by each other.
pub fn distance(wanted: &str, offered: &str) -> Option<Distance> {
    let (wanted, offered) = (lineage(wanted), lineage(offered));
    let (first, other) = (wanted.first()?, offered.first()?);
    if first.script() != other.script() {
        return None;
    }
    let down = |step: &Step| offered.iter().position(|other| other.complete == step.complete);
    let (up, down) = wanted.iter().enumerate().find_map(|(up, step)| Some((up, down(step)?)))?;
    let related = first.language() == other.language() || up == 0 || down == 0;
    related.then_some(Distance { up, down })
}

/// The position of the nearest language, and its distance; `None` if none serves readers of the wanted
/// one. Of languages at the same distance, the first.
pub fn nearest<'a>(
    wanted: &str,
    offered: impl IntoIterator<Item = &'a str>,
) -> Option<(usize, Distance)> {
    let offered = offered.into_iter().enumerate();
    let near = offered.filter_map(|(at, tag)| Some((at, distance(wanted, tag)?)));
    near.min_by_key(|(at, distance)| (*distance, *at))
}

/// Whether two tags are the same language for listeners: script and country make no difference.
pub fn is_spoken_alike(one: &str, other: &str) -> bool {
    let (one, other) = (lineage(one), lineage(other));
    let (Some(first), Some(second)) = (one.first(), other.first()) else { return false };
    one.iter().any(|step| step.language() == second.language())
        || other.iter().any(|step| step.language() == first.language())
}

/// The tags of a language and of those that it is derived from, the nearest first, in CLDR's shortest form:
/// `zh-TW` and `zh-Hant` for `zh-Hant-TW`. There are none for a malformed tag.
pub fn ancestors(tag: &str) -> Vec<String> {
    lineage(tag).into_iter().map(|step| step.shortest.to_string()).collect()
}

/// A language and the ones that it is derived from, the nearest first; empty for a malformed tag.
fn lineage(tag: &str) -> Vec<Step> {
    let Some(mut locale) = tag::parse(tag) else { return Vec::new() };
    LocaleCanonicalizer::new_extended().canonicalize(&mut locale);
    let expander = LocaleExpander::new_extended();
    let step = |shortest: LanguageIdentifier| {
        let mut complete = shortest.clone();
        expander.maximize(&mut complete);
        Step { complete, shortest }
    };
    let mut steps: Vec<Step> = Vec::new();
    let mut last = locale.id.language;
    let mut fallback =
        LocaleFallbacker::new().for_config(Default::default()).fallback_for((&locale.id).into());
    loop {
        let id = fallback.get().into_locale().id;
        // CLDR takes the formats of some languages from a country in which another one is spoken
        // (`hi-Latn` from `en-IN`), which does not make the two related.
        let borrowed = id.language != last && id.region.is_some();
        if id.is_unknown() || borrowed {
            return steps;
        }
        last = id.language;
        let step = step(id);
        match steps.last_mut() {
            // The same language in fewer subtags.
            Some(previous) if previous.complete == step.complete => *previous = step,
            _ => steps.push(step),
        }
        fallback.step();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_in_the_same_script_serve_each_other() {
        for (wanted, offered) in [
            ("da-DK", "da"),
            ("da", "da-DK"),
            ("da-GL", "da"),
            ("zh-CN", "zh-Hans"),
            ("zh-SG", "zh-Hans"),
            ("zh", "zh-Hans"),
            ("zh-Hans", "zh"),
            ("zh_cn", "zh-hans"),
            ("zh-HK", "zh-Hant"),
            ("zh-Hant", "zh-TW"),
            ("en-AU", "en"),
            ("en", "en-GB"),
            ("en-US", "en-GB"),
            ("pt-BR", "pt"),
            ("pt-PT", "pt"),
            ("pt-AO", "pt-PT"),
            ("es-MX", "es-419"),
            ("nb", "no"),
            ("nn", "no"),
            ("no", "nb"),
            ("sr", "sr-Cyrl"),
            ("sr-ME", "sr-Latn"),
            ("ca-valencia", "ca"),
            ("iw", "he"),
            ("und-DK", "da"),
            ("und-Hant", "zh-TW"),
        ] {
            assert!(distance(wanted, offered).is_some(), "{offered} for {wanted}");
        }
    }

    #[test]
    fn other_languages_and_scripts_do_not() {
        for (wanted, offered) in [
            ("zh-TW", "zh-Hans"),
            ("zh-HK", "zh"),
            ("zh-Hant", "zh-CN"),
            ("zh-Hans", "zh-Hant"),
            ("sr-Latn", "sr"),
            ("sr", "sr-Latn"),
            ("nn", "nb"),
            ("nb", "nn"),
            ("nb", "da"),
            ("no", "da"),
            ("hi-Latn", "en"),
            ("ht", "fr"),
            ("de", "nl"),
            ("yue", "zh-Hant"),
            ("az-Cyrl", "az"),
            ("!", "da"),
            ("da", ""),
        ] {
            assert_eq!(distance(wanted, offered), None, "{offered} for {wanted}");
        }
    }

    #[test]
    fn ancestors_are_in_the_shortest_form() {
        for (tag, all) in [
            ("zh-Hant-TW", "zh-Hant"),
            ("zh-Hans-SG", "zh-SG zh"),
            ("da-DK", "da"),
            ("en-AU", "en-AU en-001 en"),
            ("nn", "nn no"),
            ("sr-Latn-RS", "sr-Latn"),
            ("ca-valencia", "ca-valencia ca"),
            ("hi-Latn", "hi-Latn"),
            ("", ""),
        ] {
            assert_eq!(ancestors(tag).join(" "), all, "{tag}");
        }
    }

    #[test]
    fn listeners_hear_no_script() {
        for (one, other, alike) in [
            ("zh-Hant", "zh", true),
            ("zh-HK", "zh-Hans", true),
            ("no", "nb", true),
            ("nb", "nn", false),
            ("da", "nb", false),
            ("yue", "zh", false),
            ("x", "da", false),
        ] {
            assert_eq!(is_spoken_alike(one, other), alike, "{one} {other}");
        }
    }

    #[test]
    fn the_nearest_language_is_found() {
        for (wanted, offered, found) in [
            ("en-AU", &["en", "en-GB", "en-001"][..], Some(2)),
            ("en-AU", &["en-US", "en-GB"], Some(1)),
            ("en-AU", &["da", "en-AU"], Some(1)),
            ("en", &["en-GB", "en-US"], Some(1)),
            ("pt-AO", &["pt", "pt-PT"], Some(1)),
            ("pt-BR", &["pt-PT", "pt"], Some(1)),
            ("zh-MO", &["zh-Hans", "zh-HK", "zh-Hant"], Some(2)),
            ("no", &["nn", "nb", "no"], Some(2)),
            ("sr-Latn", &["sr", "hr"], None),
        ] {
            let nearest = nearest(wanted, offered.iter().copied());
            assert_eq!(nearest.map(|(at, _)| at), found, "{wanted}");
        }
    }
}
