//! Which languages CLDR knows well enough to write dates in them.

use icu_datetime::provider::Baked;
use icu_datetime::provider::names::{DatetimeNamesMonthGregorianV1, DatetimeNamesWeekdayV1};
use icu_locale::Locale;
use icu_provider::prelude::*;

use crate::base::text::{Lang, Languages};
use crate::locale::tag;

/// The full names, as CLDR's data call them.
const WIDE: &DataMarkerAttributes = DataMarkerAttributes::from_str_or_panic("5");

/// Whether CLDR has the conventions of a language: the names of months and days. If not, ICU would
/// answer from the root of CLDR, with dates such as `2030 M10 12`.
pub fn has_formats(formats_tag: &str) -> bool {
    let locale = tag::locale(formats_tag);
    has::<DatetimeNamesMonthGregorianV1>(&locale) && has::<DatetimeNamesWeekdayV1>(&locale)
}

/// Whether the data of a kind come from the locale or one of its parents, and not from the root.
fn has<M: DataMarker>(locale: &Locale) -> bool
where
    Baked: DataProvider<M>,
{
    let locale = DataLocale::from(locale);
    let id = DataIdentifierBorrowed::for_marker_attributes_and_locale(WIDE, &locale);
    let found = Baked.load(DataRequest { id, metadata: DataRequestMetadata::default() });
    // The data of the locale itself have no other locale in their metadata.
    let other = found.map(|response: DataResponse<M>| response.metadata.locale);
    !locale.is_unknown() && other.is_ok_and(|other| other.is_none_or(|other| !other.is_unknown()))
}

/// The tag whose conventions a language uses: its own, or if CLDR lacks them, those of the first of
/// its fallbacks or of the source language that CLDR knows.
pub fn formats_of(lang: Lang, languages: &Languages) -> &str {
    let tags = || languages.near(lang).map(|lang| &*languages.get(lang).formats);
    tags().find(|tag| has_formats(tag)).unwrap_or(&languages.get(lang).formats)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cldr_has_the_conventions_of_most_languages() {
        for tag in ["da", "en-GB", "zh-Hans", "zh-Hant-HK", "ar", "fo", "is", "nn", "nb", "de-LI"] {
            assert!(has_formats(tag), "{tag}");
        }
        for tag in ["kl", "kl-GL", "und", "tlh", "la", "x"] {
            assert!(!has_formats(tag), "{tag}");
        }
    }
}
