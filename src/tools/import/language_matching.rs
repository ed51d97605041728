//! Which of a site's languages the texts of a file are in.

use std::collections::BTreeMap;

use crate::base::text::{Lang, Languages, same_tag};
use crate::content::field_reader::nearest_language;
use crate::exchange::programme::Texts;
use crate::locale::distance::nearest;

/// The languages of a site, for a file whose texts may declare them by other tags, or not at all.
#[derive(Debug)]
pub(super) struct LanguageMatcher<'a> {
    languages: &'a Languages,
    /// The language of texts that do not declare one.
    undeclared: Lang,
    /// The file's languages that the site does not have, with the number of texts in each.
    pub(super) foreign: BTreeMap<String, usize>,
}

impl<'a> LanguageMatcher<'a> {
    /// A matcher for a site; `undeclared` is the language of texts that do not declare one.
    pub(super) fn new(languages: &'a Languages, undeclared: Lang) -> LanguageMatcher<'a> {
        LanguageMatcher { languages, undeclared, foreign: BTreeMap::new() }
    }

    /// The site's tag for the language of a text.
    fn tag(&self, tag: &str) -> Option<&'a str> {
        if tag.is_empty() {
            return Some(self.languages.tag(self.undeclared));
        }
        site_language(self.languages, tag).map(|lang| self.languages.tag(lang))
    }

    /// Those of the site's languages that the texts are in.
    pub(super) fn tags<'t>(&'t self, texts: &'t Texts) -> impl Iterator<Item = &'a str> + 't {
        texts
            .iter()
            .filter(|(_, text)| !text.trim().is_empty())
            .filter_map(|(tag, _)| self.tag(tag))
    }

    /// The texts in the site's languages, by tag: of several that a language matches, the nearest. A text
    /// with a declared language takes precedence over one without.
    pub(super) fn texts(&mut self, texts: &Texts) -> BTreeMap<&'a str, String> {
        let mut found: BTreeMap<&str, (&str, &String)> = BTreeMap::new();
        let declared = texts.iter().filter(|(tag, _)| !tag.is_empty());
        for (tag, text) in declared.chain(texts.get_key_value("")) {
            if text.trim().is_empty() {
                continue;
            }
            let Some(own) = self.tag(tag) else {
                *self.foreign.entry(tag.clone()).or_default() += 1;
                continue;
            };
            let nearer = |other: &str| {
                let nearest = nearest(own, [other, tag]);
                !same_tag(own, other)
                    && (same_tag(own, tag) || nearest.is_some_and(|(at, _)| at == 1))
            };
            if found.get(own).is_none_or(|(other, _)| nearer(other)) {
                found.insert(own, (tag, text));
            }
        }
        found.into_iter().map(|(own, (_, text))| (own, text.clone())).collect()
    }
}

/// The language of a site for a tag: by tag or alias, or else the nearest one in which readers of the
/// tag's language can read.
pub(in crate::tools) fn site_language(languages: &Languages, tag: &str) -> Option<Lang> {
    languages.find(tag).or_else(|| nearest_language(tag, languages))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::diagnostic::Report;
    use crate::base::source::{Content, SourceFile, Sources};
    use crate::content::config::read_config;

    #[test]
    fn texts_are_matched_to_the_languages_of_the_site() {
        let text = "id: tea\nlanguages:\n- {tag: da, name: Dansk}\n- {tag: zh-Hans, name: 中文}\n";
        let content = Content::Text(text.into());
        let file = SourceFile { path: "content/event.yaml".into(), content, hash: 0 };
        let file = Sources::default().insert(file);
        let config = read_config(file, text, &mut Report::new()).expect("it has languages");
        let mut languages = LanguageMatcher::new(&config.languages, Lang::SOURCE);
        let texts = |texts: &[(&str, &str)]| -> Texts {
            texts.iter().map(|(tag, text)| ((*tag).to_owned(), (*text).to_owned())).collect()
        };
        for (from, to) in [
            (texts(&[("", "a")]), "da=a"),
            (texts(&[("", "a"), ("da-DK", "b")]), "da=b"),
            (texts(&[("zh", "c"), ("en", "d"), ("da", " ")]), "zh-Hans=c"),
            (texts(&[("zh-CN", "c"), ("zh-Hans", "d"), ("zh-SG", "e")]), "zh-Hans=d"),
            (texts(&[("da-GL", "g"), ("da-DK", "d")]), "da=d"),
            (texts(&[("zh-TW", "c"), ("zh-Hant", "d")]), ""),
        ] {
            let found = languages.texts(&from);
            let found: Vec<_> = found.iter().map(|(tag, text)| format!("{tag}={text}")).collect();
            assert_eq!(found.join(" "), to);
        }
        assert_eq!(languages.foreign.get("en"), Some(&1));
    }
}
