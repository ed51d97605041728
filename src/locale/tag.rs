//! Language tags: their canonical form, and what can be told from them.
//!
//! What a tag leaves out is filled in by CLDR's likely subtags: `zh-Hans` is written in China, `da`
//! in Denmark, `ar` from right to left.

use icu_locale::{Direction as IcuDirection, Locale, LocaleCanonicalizer};
use icu_locale::{LanguageIdentifier, LocaleDirectionality, LocaleExpander};

use crate::base::text::Direction;

/// The BCP 47 tag in its canonical form (`zh-hans` and `zh_Hans` give `zh-Hans`, the old `iw` gives
/// `he`), or `None` for what is not a well-formed tag.
pub fn canonical_tag(tag: &str) -> Option<String> {
    let mut locale = parse(tag)?;
    LocaleCanonicalizer::new_extended().canonicalize(&mut locale);
    Some(locale.to_string())
}

/// The country whose conventions a tag stands for, as two letters (`da` gives `DK`, `en-GB` gives
/// `GB`, `zh-Hans` gives `CN`); `None` if the tag is malformed or no country is likely.
pub fn region(tag: &str) -> Option<String> {
    maximize(tag)?.region.map(|region| region.to_string())
}

/// The tag of a language that is spoken: one without a script, since nobody hears the signs that it is
/// written with. `zh-Hans` is `zh`, and `zh-Hant-HK` is `zh-HK`.
pub fn spoken(tag: &str) -> String {
    let script = |(at, part): &(usize, &str)| {
        *at == 1 && part.len() == 4 && part.bytes().all(|b| b.is_ascii_alphabetic())
    };
    let parts = tag.split('-').enumerate().filter(|part| !script(part));
    parts.map(|(_, part)| part).collect::<Vec<_>>().join("-")
}

/// The tag as the Open Graph protocol wants it, language and country (`da_DK`, `en_GB`, `zh_CN`).
///
/// A language without a likely country stands alone, and a malformed tag is given back as it is.
pub fn open_graph(tag: &str) -> String {
    match maximize(tag) {
        Some(LanguageIdentifier { language, region: Some(region), .. }) => {
            format!("{language}_{region}")
        }
        Some(id) => id.language.to_string(),
        None => tag.to_owned(),
    }
}

/// Which way the tag's script runs; left to right if it is not known.
pub fn direction(tag: &str) -> Direction {
    let id = locale(tag).id;
    match LocaleDirectionality::new_extended().get(&id) {
        Some(IcuDirection::RightToLeft) => Direction::Rtl,
        _ => Direction::Ltr,
    }
}

/// The tag as ICU wants it; the root locale if it is malformed.
pub(in crate::locale) fn locale(tag: &str) -> Locale {
    parse(tag).unwrap_or(Locale::UNKNOWN)
}

/// The tag taken apart, its parts joined by `-` or `_`; `None` if it is malformed.
fn parse(tag: &str) -> Option<Locale> {
    Locale::try_from_str(&tag.replace('_', "-")).ok()
}

/// Language, script and country with what is likely filled in.
fn maximize(tag: &str) -> Option<LanguageIdentifier> {
    let mut id = parse(tag)?.id;
    LocaleExpander::new_extended().maximize(&mut id);
    Some(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_hears_a_script() {
        for (tag, heard) in [
            ("zh-Hans", "zh"),
            ("zh-Hant-HK", "zh-HK"),
            ("en-GB", "en-GB"),
            ("da", "da"),
            ("sl-nedis", "sl-nedis"),
        ] {
            assert_eq!(spoken(tag), heard);
        }
    }

    #[test]
    fn tags_are_made_canonical() {
        for (tag, canonical) in [
            ("da", Some("da")),
            ("DA-dk", Some("da-DK")),
            ("zh-hans", Some("zh-Hans")),
            ("zh_CN", Some("zh-CN")),
            ("nb", Some("nb")),
            ("no", Some("no")),
            ("iw", Some("he")),
            ("en-gb-u-hc-h12", Some("en-GB-u-hc-h12")),
            ("", None),
            ("d", None),
            ("dansk!", None),
            ("da dk", None),
            ("da-", None),
            ("中文", None),
        ] {
            assert_eq!(canonical_tag(tag).as_deref(), canonical, "{tag}");
        }
    }

    #[test]
    fn likely_subtags_fill_in() {
        for (tag, country, graph, way) in [
            ("da", Some("DK"), "da_DK", Direction::Ltr),
            ("en", Some("US"), "en_US", Direction::Ltr),
            ("en-GB", Some("GB"), "en_GB", Direction::Ltr),
            ("zh-Hans", Some("CN"), "zh_CN", Direction::Ltr),
            ("zh-Hant", Some("TW"), "zh_TW", Direction::Ltr),
            ("zh_CN", Some("CN"), "zh_CN", Direction::Ltr),
            ("ar", Some("EG"), "ar_EG", Direction::Rtl),
            ("he", Some("IL"), "he_IL", Direction::Rtl),
            ("kl", Some("GL"), "kl_GL", Direction::Ltr),
            ("fo", Some("FO"), "fo_FO", Direction::Ltr),
            ("ur", Some("PK"), "ur_PK", Direction::Rtl),
            ("xx", None, "xx", Direction::Ltr),
            ("!", None, "!", Direction::Ltr),
        ] {
            assert_eq!(region(tag).as_deref(), country, "{tag}");
            assert_eq!(open_graph(tag), graph, "{tag}");
            assert_eq!(direction(tag), way, "{tag}");
        }
    }
}
