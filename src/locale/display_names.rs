//! The names of languages and of the cities of time zones, from CLDR.
//!
//! ICU4X has names of languages only in its experimental crate, so they come from a table of ours
//! (`cldr/language-names.tsv`). Names of cities are among ICU's names of time zones.

use std::collections::BTreeMap;

use icu_datetime::NoCalendarFormatter;
use icu_datetime::fieldsets::zone::ExemplarCity;
use icu_time::TimeZone;

use crate::locale::locale_data::has_formats;
use crate::locale::tag;

/// The table of names; `cldr/language-names.mjs` writes it and describes its form.
const TABLE: &str = include_str!("cldr/language-names.tsv");

/// The names of languages in one language; empty if CLDR has none.
#[derive(Clone, Debug, Default)]
pub(in crate::locale) struct LanguageNames(BTreeMap<&'static str, &'static str>);

impl LanguageNames {
    /// The names in the language of a tag, in the usual spelling of its script.
    pub(in crate::locale) fn in_language(tag: &str) -> LanguageNames {
        let mut lines = TABLE.lines();
        let tags = lines.next().unwrap_or_default().split('\t').skip(1);
        let line = tag::wider_tags(tag).into_iter().find_map(|wider| {
            let wider = if wider == "nb" { "no".to_owned() } else { wider };
            lines.clone().find_map(|line| line.strip_prefix(&*wider)?.strip_prefix('\t'))
        });
        let names = line.into_iter().flat_map(|line| line.split('\t'));
        LanguageNames(tags.zip(names).filter(|(_, name)| !name.is_empty()).collect())
    }

    /// The name of a language, as it is written inside a sentence. Of a language in a country or script
    /// without a name of its own, it is the name of the language.
    pub(in crate::locale) fn get(&self, tag: &str) -> Option<&'static str> {
        tag::wider_tags(tag).iter().find_map(|wider| self.0.get(&**wider)).copied()
    }
}

/// The city of a time zone in a language: `Kopenhagen` for `Europe/Copenhagen` and `de`; `None` if the
/// zone is not named after a city, or CLDR does not know the language.
pub(in crate::locale) fn city(zone: &str, formats_tag: &str) -> Option<String> {
    let zone = TimeZone::from_iana_id(zone);
    if zone == TimeZone::UNKNOWN || !has_formats(formats_tag) {
        return None;
    }
    let locale = tag::locale(formats_tag);
    let formatter = NoCalendarFormatter::try_new((&locale).into(), ExemplarCity).ok()?;
    Some(formatter.format(&zone.without_offset()).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(tag: &str, of: &str) -> Option<&'static str> {
        LanguageNames::in_language(tag).get(of)
    }

    #[test]
    fn languages_have_names_in_many_languages() {
        for (of, tag, expected) in [
            ("fo", "en-GB", "Faroese"),
            ("se", "da", "nordsamisk"),
            ("yue", "zh-Hans", "粤语"),
            ("yue", "zh-TW", "粵語"),
            ("is", "nb", "islandsk"),
            ("is", "no", "islandsk"),
            ("sw", "ar-EG", "السواحلية"),
            ("pt-BR", "da", "brasiliansk portugisisk"),
            ("pt-AO", "de", "Portugiesisch"),
            ("zh-Hant-HK", "fr", "chinois traditionnel"),
            ("zh-hans", "sr-Latn", "pojednostavljeni kineski"),
            ("uk", "fo", "ukrainskt"),
        ] {
            assert_eq!(name(tag, of), Some(expected), "{of} in {tag}");
        }
        for (of, tag) in [("da", "kl"), ("da", "und"), ("xzz", "en"), ("", "en"), ("en", "")] {
            assert_eq!(name(tag, of), None, "{of} in {tag}");
        }
    }

    #[test]
    fn zones_are_named_after_cities() {
        for (zone, tag, expected) in [
            ("Europe/Copenhagen", "de", Some("Kopenhagen")),
            ("Europe/Kyiv", "en-GB", Some("Kyiv")),
            ("Europe/Kiev", "da", Some("Kiev")),
            ("America/Argentina/Ushuaia", "da", Some("Ushuaia")),
            ("Asia/Kolkata", "zh-Hans", Some("加尔各答")),
            ("Africa/Cairo", "ar", Some("القاهرة")),
            ("Africa/Cairo", "kl", None),
            ("Moon/Tranquility", "en-GB", None),
        ] {
            assert_eq!(city(zone, tag).as_deref(), expected, "{zone} in {tag}");
        }
    }
}
