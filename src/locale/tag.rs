//! Language tags: their canonical form, and the country and script that they imply.
//!
//! Missing subtags are filled in with the likely ones from CLDR: `zh-Hans` implies China, `da` implies
//! Denmark, and `ar` implies a right-to-left script.

use icu_locale::{Direction as IcuDirection, Locale, LocaleCanonicalizer};
use icu_locale::{LanguageIdentifier, LocaleDirectionality, LocaleExpander};

use crate::base::text::Direction;
use crate::locale::display_names::LanguageNames;
use crate::locale::distance::ancestors;

/// The canonical form of a BCP 47 tag (`zh-Hans` for `zh-hans` and `zh_Hans`, `he` for the old `iw`);
/// `None` if the tag is malformed.
pub fn canonical_tag(tag: &str) -> Option<String> {
    let mut locale = parse(tag)?;
    LocaleCanonicalizer::new_extended().canonicalize(&mut locale);
    Some(locale.to_string())
}

/// The two-letter code of the country that a tag implies (`DK` for `da`, `GB` for `en-GB`, `CN` for
/// `zh-Hans`); `None` if the tag is malformed or implies no country.
pub fn region(tag: &str) -> Option<String> {
    maximize(tag)?.region.map(|region| region.to_string())
}

/// A tag in canonical form, then wider ones: without extensions and country, and at last only the
/// language. A script that is not the usual one of the country is kept: `zh-Hant` for `zh-TW`. Empty if
/// the tag is malformed.
pub(in crate::locale) fn wider_tags(tag: &str) -> Vec<String> {
    let Some(canonical) = canonical_tag(tag) else { return Vec::new() };
    let Some(full) = maximize(&canonical) else { return Vec::new() };
    let language = full.language.to_string();
    let mut tags = vec![canonical];
    if let Some(region) = parse(tag).and_then(|locale| locale.id.region) {
        tags.push(format!("{language}-{region}"));
    }
    tags.extend(full.script.map(|script| format!("{language}-{script}")));
    tags.push(language);
    tags
}

/// The name of a language in that language, as a title: `Dansk` for `da`; `None` if CLDR has none.
pub fn own_name(tag: &str) -> Option<String> {
    let name = LanguageNames::in_language(tag).get(tag)?;
    let mut letters = name.chars();
    let first = letters.next()?;
    Some(first.to_uppercase().chain(letters).collect())
}

/// Whether two tags mean the same written language, in any country. Norwegian has two codes.
pub fn same_language(a: &str, b: &str) -> bool {
    let language = |tag: &str| {
        let id = maximize(tag)?;
        let language = if id.language.as_str() == "nb" { "no" } else { id.language.as_str() };
        Some((language.to_owned(), id.script))
    };
    language(a) == language(b)
}

/// The four-letter code of the script that a tag implies (`Hant` for `zh-TW`); `None` if the tag is
/// malformed or implies no script.
pub fn script(tag: &str) -> Option<String> {
    maximize(tag)?.script.map(|script| script.to_string())
}

/// Whether the country of a tag exists, if it names one.
pub fn is_known_region(tag: &str) -> bool {
    let Some(region) = parse(tag).and_then(|locale| locale.id.region) else { return true };
    let region = region.to_string().to_lowercase();
    AREAS.contains(&&*region) || language_of(&region).is_some()
}

/// Countries whose English CLDR derives from that of the United States, and names no other language for.
const LIKE_US: [&str; 11] = ["aq", "as", "ca", "gs", "gu", "hm", "mh", "mp", "um", "us", "vi"];

/// Areas of several countries.
const AREAS: [&str; 3] = ["001", "150", "419"];

/// Whether CLDR's default language, English, is the main one of a country that exists.
fn is_english(country: &str) -> bool {
    let english = ancestors(&format!("en-{country}"));
    LIKE_US.contains(&country) || english.iter().any(|tag| tag == "en-001")
}

/// The tag of a spoken language, which has no script: `zh` for `zh-Hans`, `zh-HK` for `zh-Hant-HK`.
pub fn spoken(tag: &str) -> String {
    let script = |(at, part): &(usize, &str)| {
        *at == 1 && part.len() == 4 && part.bytes().all(|b| b.is_ascii_alphabetic())
    };
    let parts = tag.split('-').enumerate().filter(|part| !script(part));
    parts.map(|(_, part)| part).collect::<Vec<_>>().join("-")
}

/// Whether a language with this tag exists. CLDR knows all two-letter codes. It has no complete list of
/// three-letter codes, which include those of sign languages, so all of them are accepted.
pub fn is_known(tag: &str) -> bool {
    let Some(id) = maximize(tag) else { return false };
    id.language.as_str().len() != 2 || id.region.is_some()
}

/// The main language of the country with a two-letter code (`da` for `dk`, `zh` for `cn`).
pub fn language_of(country: &str) -> Option<String> {
    let country = country.to_ascii_lowercase();
    if country.len() != 2 {
        return None;
    }
    let id = maximize(&format!("und-{country}"))?;
    match id.language.is_unknown() {
        true => is_english(&country).then(|| "en".to_owned()),
        false => Some(id.language.to_string()),
    }
}

/// The tag of the language with a name in English, Danish, Chinese or the language itself.
pub fn tag_of_name(name: &str) -> Option<&'static str> {
    let name = name.to_lowercase();
    NAMES.iter().find(|(_, names)| names.contains(&&*name)).map(|(tag, _)| *tag)
}

/// The names of common languages, in several languages and in lower case.
const NAMES: [(&str, &[&str]); 16] = [
    ("da", &["danish", "dansk", "丹麦语", "丹麦文"]),
    ("en", &["english", "engelsk", "英语", "英文"]),
    ("zh", &["chinese", "kinesisk", "mandarin", "中文", "汉语", "普通话", "华语"]),
    ("ar", &["arabic", "arabisk", "阿拉伯语", "العربية"]),
    ("de", &["german", "tysk", "deutsch", "德语"]),
    ("es", &["spanish", "spansk", "español", "西班牙语"]),
    ("fi", &["finnish", "finsk", "suomi", "芬兰语"]),
    ("fr", &["french", "fransk", "français", "法语"]),
    ("is", &["icelandic", "islandsk", "íslenska", "冰岛语"]),
    ("it", &["italian", "italiensk", "italiano", "意大利语"]),
    ("ja", &["japanese", "japansk", "日本語", "日语"]),
    ("kl", &["greenlandic", "grønlandsk", "kalaallisut", "格陵兰语"]),
    ("ko", &["korean", "koreansk", "한국어", "韩语"]),
    ("no", &["norwegian", "norsk", "挪威语"]),
    ("ru", &["russian", "russisk", "русский", "俄语"]),
    ("sv", &["swedish", "svensk", "svenska", "瑞典语"]),
];

/// The tag in the form of the Open Graph protocol: language and country (`da_DK`, `en_GB`, `zh_CN`), or
/// only the language if the tag implies no country. A malformed tag is returned unchanged.
pub fn open_graph(tag: &str) -> String {
    match maximize(tag) {
        Some(LanguageIdentifier { language, region: Some(region), .. }) => {
            format!("{language}_{region}")
        }
        Some(id) => id.language.to_string(),
        None => tag.to_owned(),
    }
}

/// The tag whose conventions a language follows unless a site says otherwise.
///
/// CLDR's plain `en` means dates and times of the United States. International events want the day
/// before the month and 24 hours.
pub fn usual_formats(tag: &str) -> &str {
    if tag == "en" { "en-GB" } else { tag }
}

/// The direction of the tag's script; left to right if it is unknown.
pub fn direction(tag: &str) -> Direction {
    let id = locale(tag).id;
    match LocaleDirectionality::new_extended().get(&id) {
        Some(IcuDirection::RightToLeft) => Direction::Rtl,
        _ => Direction::Ltr,
    }
}

/// ICU's locale for a tag; the root locale if the tag is malformed.
pub(in crate::locale) fn locale(tag: &str) -> Locale {
    parse(tag).unwrap_or(Locale::UNKNOWN)
}

/// The parsed tag, with `-` or `_` as separator; `None` if it is malformed.
pub(in crate::locale) fn parse(tag: &str) -> Option<Locale> {
    Locale::try_from_str(&tag.replace('_', "-")).ok()
}

/// The tag with likely language, script and country filled in.
fn maximize(tag: &str) -> Option<LanguageIdentifier> {
    let mut id = parse(tag)?.id;
    LocaleExpander::new_extended().maximize(&mut id);
    Some(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_written_language_is_the_same_in_every_country() {
        for (a, b) in [("en", "en-GB"), ("zh-CN", "zh-Hans"), ("nb", "no"), ("sr-Cyrl", "sr-RS")] {
            assert!(same_language(a, b), "{a} {b}");
        }
        for (a, b) in [("fo", "is"), ("zh-TW", "zh-Hans"), ("nn", "nb"), ("sr-Latn", "sr")] {
            assert!(!same_language(a, b), "{a} {b}");
        }
    }

    #[test]
    fn a_spoken_language_has_no_script() {
        for (tag, spoken_tag) in [
            ("zh-Hans", "zh"),
            ("zh-Hant-HK", "zh-HK"),
            ("en-GB", "en-GB"),
            ("da", "da"),
            ("sl-nedis", "sl-nedis"),
        ] {
            assert_eq!(spoken(tag), spoken_tag);
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
    fn languages_and_countries_are_distinguished() {
        let all = "aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs \
                   cu cv cy da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv \
                   ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl \
                   km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt \
                   my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru \
                   rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn \
                   to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu dsl yue zh-Hant";
        for tag in all.split_whitespace() {
            assert!(canonical_tag(tag).is_some_and(|tag| is_known(&tag)), "{tag}");
        }
        for (country, language) in [("dk", "da"), ("cn", "zh"), ("jp", "ja"), ("gb", "en")] {
            assert!(!is_known(country), "{country}");
            assert_eq!(language_of(country).as_deref(), Some(language), "{country}");
        }
        for word in ["qq", "", "danmark", "!!"] {
            assert_eq!(language_of(word).as_deref(), None, "{word}");
        }
        assert_eq!(
            (tag_of_name("Kinesisk"), tag_of_name("丹麦语"), tag_of_name("")),
            (Some("zh"), Some("da"), None)
        );
    }

    #[test]
    fn countries_are_known() {
        let all = "ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bl bm bn \
                   bo bq br bs bt bv bw by bz ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy \
                   cz de dj dk dm do dz ec ee eg eh er es et fi fj fk fm fo fr ga gb gd ge gf gg gh \
                   gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in io iq ir is \
                   it je jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly \
                   ma mc md me mf mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx my mz na nc ne nf \
                   ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs \
                   ru rw sa sb sc sd se sg sh si sj sk sl sm sn so sr ss st sv sx sy sz tc td tf tg \
                   th tj tk tl tm tn to tr tt tv tw tz ua ug um us uy uz va vc ve vg vi vn vu wf ws \
                   xk ye yt za zm zw 001 150 419";
        let unknown: Vec<&str> =
            all.split_whitespace().filter(|r| !is_known_region(&format!("en-{r}"))).collect();
        assert_eq!(unknown, [""; 0]);
        for tag in ["xx-YY", "en-QQ", "da-ZZ", "de-998"] {
            assert!(!is_known_region(tag), "{tag}");
        }
    }

    #[test]
    fn likely_subtags_are_filled_in() {
        for (tag, country, graph, script_direction) in [
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
            assert_eq!(direction(tag), script_direction, "{tag}");
        }
    }
}
