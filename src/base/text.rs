//! Languages, localized values, and text in addresses.
//!
//! A site's languages are in one registry ([`Languages`]); everything else refers to a language by its
//! position there ([`Lang`]). The first is the source language, from which translations are made.

use std::fmt;

use crate::base::unicode::composed;

/// A language of the site, as its position in the registry ([`Languages`]).
///
/// It is only meaningful together with its registry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lang(u8);

impl Lang {
    /// The source language: the first of the registry.
    pub const SOURCE: Lang = Lang(0);

    /// The position in the registry, from 0.
    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}

/// The direction of a script: the value of HTML's `dir`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// Left to right, such as Latin and Chinese.
    Ltr,
    /// Right to left, such as Arabic and Hebrew.
    Rtl,
}

impl Direction {
    /// The value of the `dir` attribute.
    pub fn as_str(self) -> &'static str {
        match self {
            Direction::Ltr => "ltr",
            Direction::Rtl => "rtl",
        }
    }
}

/// One entry of the registry.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Language {
    /// The BCP 47 tag in canonical form (`da`, `zh-Hans`): the only form in output.
    pub tag: String,
    /// The part of addresses for this language (`zh` in `/zh/`).
    pub path: String,
    /// The language's name in itself (`Dansk`, `简体中文`).
    pub name: String,
    /// Other tags that editors and browsers may use for it (`zh-CN`).
    pub aliases: Vec<String>,
    /// The languages to show where a text is missing, best first; never the language itself.
    pub fallback: Vec<Lang>,
    /// The direction of its script.
    pub direction: Direction,
    /// The tag whose conventions apply to dates, times and numbers (`en-GB` for `en`).
    pub formats: String,
    /// The tag in the form of Open Graph (`da_DK`, `zh_CN`).
    pub open_graph: String,
}

impl Language {
    /// Whether this is its tag or one of its aliases, ignoring case and separators.
    fn is_called(&self, tag: &str) -> bool {
        same_tag(&self.tag, tag) || self.aliases.iter().any(|alias| same_tag(alias, tag))
    }
}

/// The registry of a site's languages, in the order of `event.yaml`; never empty.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Languages {
    list: Vec<Language>,
    /// The languages of the site's files that are not published.
    unpublished: Vec<Language>,
}

/// The maximum number of languages of a site.
pub const MOST_LANGUAGES: usize = 64;

impl Languages {
    /// A registry of these languages; `None` for no language or more than [`MOST_LANGUAGES`].
    pub fn new(list: Vec<Language>) -> Option<Languages> {
        let unpublished = Vec::new();
        (1..=MOST_LANGUAGES).contains(&list.len()).then_some(Languages { list, unpublished })
    }

    /// The registry without languages that are not published: only those that are `kept`, in order and
    /// with the source language. Each gets the position that it has in `kept`.
    #[must_use]
    pub fn only(&self, kept: &[Lang]) -> Languages {
        let position = |lang: &Lang| (0u8..).map(Lang).zip(kept).find(|(_, kept)| *kept == lang);
        let of = |lang: &Lang| {
            let language = self.get(*lang);
            let fallback = language.fallback.iter().filter_map(position).map(|(at, _)| at);
            Language { fallback: fallback.collect(), ..language.clone() }
        };
        let left_out = self.iter().filter(|(lang, _)| !kept.contains(lang));
        Languages {
            list: kept.iter().map(of).collect(),
            unpublished: left_out.map(|(_, language)| language.clone()).collect(),
        }
    }

    /// Whether a tag or alias is that of a language of the site's files that is not published.
    pub fn is_unpublished(&self, tag: &str) -> bool {
        self.unpublished.iter().any(|language| language.is_called(tag))
    }

    /// The [`Lang`] at a position; `None` if the position is not below [`MOST_LANGUAGES`].
    #[cfg(test)]
    pub(crate) fn lang_at(index: usize) -> Option<Lang> {
        (index < MOST_LANGUAGES).then_some(index).and_then(|i| u8::try_from(i).ok()).map(Lang)
    }

    /// The entry of a language.
    pub fn get(&self, lang: Lang) -> &Language {
        &self.list[lang.index()]
    }

    /// The canonical tag of a language.
    pub fn tag(&self, lang: Lang) -> &str {
        &self.get(lang).tag
    }

    /// All languages, source first.
    pub fn iter(&self) -> impl Iterator<Item = (Lang, &Language)> {
        (0u8..).map(Lang).zip(&self.list)
    }

    /// The number of languages; at least one.
    #[expect(clippy::len_without_is_empty, reason = "a registry is never empty")]
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// The language with this tag or alias, ignoring case and separators (`zh_cn`, `ZH-Hans`).
    pub fn find(&self, tag: &str) -> Option<Lang> {
        self.iter().find(|(_, language)| language.is_called(tag)).map(|(lang, _)| lang)
    }

    /// Where an optional text is looked up: the language itself, its fallbacks, then the source
    /// language. A text in any other language would not help readers.
    pub fn near(&self, lang: Lang) -> impl Iterator<Item = Lang> + '_ {
        let named = self.get(lang).fallback.iter().copied();
        std::iter::once(lang).chain(named).chain([Lang::SOURCE])
    }

    /// Where a text is looked up: the language itself, its fallbacks, the source language, then all
    /// others. Each occurs once.
    pub fn chain(&self, lang: Lang) -> impl Iterator<Item = Lang> + '_ {
        let named = std::iter::once(lang).chain(self.get(lang).fallback.iter().copied());
        let mut seen = 0u64;
        named.chain(self.iter().map(|(l, _)| l)).filter(move |l| {
            let bit = 1u64 << l.index();
            let new = seen & bit == 0;
            seen |= bit;
            new
        })
    }
}

/// Whether two tags are equal, ignoring case and treating `_` as `-`.
pub fn same_tag(a: &str, b: &str) -> bool {
    a.len() == b.len()
        && a.bytes().zip(b.bytes()).all(|(a, b)| {
            let fold = |c: u8| if c == b'_' { b'-' } else { c.to_ascii_lowercase() };
            fold(a) == fold(b)
        })
}

/// A value in some of the site's languages, or one that is the same in all of them.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Localized<T> {
    /// By language, in registry order.
    values: Vec<(Lang, T)>,
    /// The value given as `mul`, which is right in every language.
    shared: Option<T>,
}

/// The value that readers of one language see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resolved<'a, T> {
    /// The value.
    pub value: &'a T,
    /// The language it is in; `None` when it is the same in all.
    pub lang: Option<Lang>,
}

impl<T> Resolved<'_, T> {
    /// The language of the value, if it is a fallback for readers of another language.
    pub fn foreign_to(&self, reader: Lang) -> Option<Lang> {
        self.lang.filter(|lang| *lang != reader)
    }
}

impl<T> Default for Localized<T> {
    fn default() -> Self {
        Localized { values: Vec::new(), shared: None }
    }
}

impl<T> Localized<T> {
    /// A value that is the same in every language.
    pub fn shared(value: T) -> Self {
        Localized { values: Vec::new(), shared: Some(value) }
    }

    /// Whether no language has a value.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty() && self.shared.is_none()
    }

    /// The value in this language, without fallback.
    pub fn own(&self, lang: Lang) -> Option<&T> {
        self.values.iter().find(|(l, _)| *l == lang).map(|(_, value)| value)
    }

    /// Sets the value of a language.
    ///
    /// # Errors
    /// The new value, if the language already has one.
    pub fn add(&mut self, lang: Lang, value: T) -> Result<(), T> {
        match self.values.binary_search_by_key(&lang, |(l, _)| *l) {
            Ok(_) => Err(value),
            Err(at) => {
                self.values.insert(at, (lang, value));
                Ok(())
            }
        }
    }

    /// Sets the value of all languages.
    ///
    /// # Errors
    /// The new value, if there already is one.
    pub fn add_shared(&mut self, value: T) -> Result<(), T> {
        match self.shared {
            Some(_) => Err(value),
            None => {
                self.shared = Some(value);
                Ok(())
            }
        }
    }

    /// The value that readers of `lang` see: their own, the shared one, or the first of the language's
    /// fallback chain ([`Languages::chain`]).
    pub fn resolve(&self, lang: Lang, languages: &Languages) -> Option<Resolved<'_, T>> {
        if let Some(value) = self.own(lang) {
            return Some(Resolved { value, lang: Some(lang) });
        }
        if let Some(value) = &self.shared {
            return Some(Resolved { value, lang: None });
        }
        languages
            .chain(lang)
            .find_map(|l| self.own(l).map(|value| Resolved { value, lang: Some(l) }))
    }

    /// The optional value that readers of `lang` see: only their own, the shared one or a fallback
    /// ([`Languages::near`]).
    pub fn resolve_near(&self, lang: Lang, languages: &Languages) -> Option<Resolved<'_, T>> {
        let shared = || self.shared.as_ref().map(|value| Resolved { value, lang: None });
        let own = |lang| self.own(lang).map(|value| Resolved { value, lang: Some(lang) });
        own(lang).or_else(shared).or_else(|| languages.near(lang).find_map(own))
    }

    /// Keeps only those values of languages for which `position` returns the new position of their
    /// language; positions keep their order.
    pub fn rearrange(&mut self, position: impl Fn(Lang, &T) -> Option<Lang>) {
        self.values.retain_mut(|(lang, value)| match position(*lang, value) {
            Some(new) => {
                *lang = new;
                true
            }
            None => false,
        });
    }

    /// The values by language, in registry order, without the shared one.
    pub fn iter(&self) -> impl Iterator<Item = (Lang, &T)> {
        self.values.iter().map(|(lang, value)| (*lang, value))
    }

    /// The value that is the same in every language, if there is one.
    pub fn as_shared(&self) -> Option<&T> {
        self.shared.as_ref()
    }
}

/// Whether a string can be an id: lower-case ASCII letters, digits and single hyphens between them.
///
/// Ids are not derived from titles: a Chinese title would give an empty one.
pub fn is_id(text: &str) -> bool {
    !text.is_empty()
        && text.split('-').all(|word| {
            !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        })
}

/// Whether a string can be one part of an address: lower-case letters and digits of any script, with
/// single hyphens between words.
pub fn is_slug(text: &str) -> bool {
    !text.is_empty()
        && text.split('-').all(|word| {
            !word.is_empty() && word.chars().all(|c| c.is_alphanumeric() && !c.is_uppercase())
        })
}

/// Makes a part of an address, or a heading's id, from free text by the conventions of its language.
///
/// Letters are lower-cased and transliterated (Danish `Å` to `aa`, German `Ö` to `oe`); Chinese
/// characters stay. Text without letters and digits gives an empty string.
pub fn slugify(text: &str, tag: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for c in composed(text).chars().flat_map(char::to_lowercase) {
        match transliterate(c, tag) {
            Some(ascii) => slug.push_str(ascii),
            None if c.is_alphanumeric() => slug.push(c),
            // An apostrophe is part of its word: "what's" becomes `whats`.
            None if matches!(c, '\'' | '’') => {}
            None if !slug.is_empty() && !slug.ends_with('-') => slug.push('-'),
            None => {}
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

/// How a lower-case letter outside ASCII is written in a language's addresses.
fn transliterate(c: char, tag: &str) -> Option<&'static str> {
    let language = tag.split('-').next().unwrap_or(tag);
    let umlaut = matches!(language, "de");
    let nordic = matches!(language, "da" | "nb" | "nn" | "no" | "fo" | "is");
    Some(match c {
        'æ' => "ae",
        'ø' if nordic => "oe",
        'å' if nordic => "aa",
        'ä' if umlaut => "ae",
        'ö' if umlaut => "oe",
        'ü' if umlaut => "ue",
        'ß' => "ss",
        'þ' => "th",
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => "a",
        'ç' => "c",
        'è' | 'é' | 'ê' | 'ë' => "e",
        'ì' | 'í' | 'î' | 'ï' => "i",
        'ñ' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' => "o",
        'ð' => "d",
        'ù' | 'ú' | 'û' | 'ü' => "u",
        'ý' | 'ÿ' => "y",
        _ => return None,
    })
}

/// Whether a character is written without spaces between words: Han, kana, and the punctuation and
/// full-width forms that go with them. Hangul is not among them: Korean has spaces.
pub fn is_cjk(c: char) -> bool {
    matches!(u32::from(c),
        0x2E80..=0x2FDF      // radicals
        | 0x2FF0..=0x303F    // ideographic description, CJK punctuation
        | 0x3040..=0x30FF    // kana
        | 0x3100..=0x312F    // bopomofo
        | 0x31A0..=0x31FF    // bopomofo and kana extensions, strokes
        | 0x3200..=0x4DBF    // enclosed CJK, compatibility, extension A
        | 0x4E00..=0x9FFF    // unified ideographs
        | 0xF900..=0xFAFF    // compatibility ideographs
        | 0xFE30..=0xFE4F    // compatibility forms
        | 0xFF00..=0xFFEF    // full-width and half-width forms
        | 0x20000..=0x3FFFF) // supplementary ideographic planes
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "language {}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn languages() -> Languages {
        let language = |tag: &str, aliases: &[&str], fallback: &[usize]| Language {
            tag: tag.into(),
            path: tag.into(),
            name: tag.into(),
            aliases: aliases.iter().map(|a| (*a).into()).collect(),
            fallback: fallback.iter().filter_map(|i| Languages::lang_at(*i)).collect(),
            direction: Direction::Ltr,
            formats: tag.into(),
            open_graph: tag.into(),
        };
        Languages::new(vec![
            language("da", &[], &[]),
            language("en", &[], &[0]),
            language("zh-Hans", &["zh-CN"], &[1, 0]),
        ])
        .expect("three languages are allowed")
    }

    #[test]
    fn finds_tags_and_aliases_in_any_spelling() {
        let languages = languages();
        for (tag, index) in [("da", 0), ("DA", 0), ("zh-hans", 2), ("zh_CN", 2), ("ZH-cn", 2)] {
            assert_eq!(languages.find(tag).map(Lang::index), Some(index), "{tag}");
        }
        assert_eq!(languages.find("zh"), None);
    }

    #[test]
    fn falls_back_along_the_chain() {
        let languages = languages();
        let (da, en, zh) = (Lang(0), Lang(1), Lang(2));
        let mut title = Localized::default();
        title.add(da, "Velkommen").expect("it is empty");
        assert_eq!(title.resolve(zh, &languages).map(|r| r.lang), Some(Some(da)));
        title.add(en, "Welcome").expect("there is no English yet");
        let shown = title.resolve(zh, &languages).expect("there are two texts");
        assert_eq!((shown.lang, *shown.value), (Some(en), "Welcome"));
        assert_eq!(shown.foreign_to(zh), Some(en));
        assert_eq!(title.add(en, "Hello"), Err("Hello"));
        let mut summary = Localized::default();
        summary.add(zh, "欢迎").expect("it is empty");
        assert_eq!(summary.resolve(en, &languages).map(|r| r.lang), Some(Some(zh)));
        assert_eq!(summary.resolve_near(en, &languages), None);
    }

    #[test]
    fn shared_texts_are_foreign_to_nobody() {
        let name = Localized::shared("TechBBQ");
        let shown = name.resolve(Lang(2), &languages()).expect("it is in every language");
        assert_eq!((shown.lang, shown.foreign_to(Lang(2))), (None, None));
    }

    #[test]
    fn slugs_follow_the_language() {
        for (text, tag, slug) in [
            ("Århus møde", "da", "aarhus-moede"),
            ("Århus møde", "sv", "arhus-mode"),
            ("Öffentliche Prüfung", "de", "oeffentliche-pruefung"),
            ("What’s new? (2018)", "en", "whats-new-2018"),
            ("绿色 解决方案！", "zh-Hans", "绿色-解决方案"),
            ("!?", "en", ""),
        ] {
            assert_eq!(slugify(text, tag), slug);
            assert!(slug.is_empty() || is_slug(slug));
        }
    }

    #[test]
    fn ids_are_ascii_words() {
        for good in ["a", "green-solutions", "2018-11-20"] {
            assert!(is_id(good), "{good}");
        }
        for bad in ["", "-a", "a-", "a--b", "Å", "A", "a b", "a_b", "../a"] {
            assert!(!is_id(bad), "{bad}");
        }
    }
}
