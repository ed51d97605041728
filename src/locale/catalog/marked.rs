//! Messages for pages, with marks around words of another language.

use std::collections::BTreeMap;

use crate::base::text::{Lang, Languages};
use crate::locale::catalog::own_text::OwnText;
use crate::locale::catalog::syntax::CatalogFile;
use crate::locale::catalog::validate::Definitions;
use crate::locale::catalog::{Args, Catalog, Catalogs, MessageError};
use crate::locale::foreign_words::{self, MarkedLang, MarkedTags};
use crate::locale::format::Formatters;
use crate::locale::punctuation::in_script;
use crate::locale::tag::same_language;

/// The languages that words on pages may be in.
pub(super) fn tags(
    languages: &Languages,
    sources: &[CatalogFile],
    formatters: &Formatters,
) -> MarkedTags {
    let formats = languages.iter().map(|(lang, _)| formatters.get(lang).tag());
    let catalogs = sources.iter().map(|source| &*source.tag);
    MarkedTags::new(
        languages.iter().map(|(_, language)| &*language.tag).chain(formats).chain(catalogs),
    )
}

/// By language, what each message says itself, by its key.
pub(super) fn own_texts(
    languages: &Languages,
    definitions: &[Definitions<'_>],
    tags: &MarkedTags,
) -> Vec<BTreeMap<String, OwnText>> {
    let of_language = |(definitions, tag): (&Definitions<'_>, &str)| {
        let texts = definitions.texts().map(|(message, key, pattern)| {
            let source = &message.source.tag;
            let same = same_language(source, tag);
            let foreign = if same { None } else { tags.find(source) };
            (key, OwnText { foreign, ..OwnText::of(pattern, definitions) })
        });
        texts.collect()
    };
    let served = languages.iter().map(|(_, language)| &*language.tag);
    definitions.iter().zip(served).map(of_language).collect()
}

impl Catalogs {
    /// The message for a page: like [`Catalogs::message`], but words of another language are marked, and
    /// inside them arguments, which are in the page's language.
    ///
    /// # Errors
    /// See [`Catalogs::message`].
    ///
    /// # Panics
    /// If the language does not belong to the languages that the catalogs were made for.
    pub fn marked(&self, lang: Lang, key: &str, args: &Args) -> Result<String, MessageError> {
        let found = self.own_text(lang, key).filter(|(_, own)| own.words);
        let Some((from, own)) = found.filter(|(from, _)| Some(*from) != self.tags.of(lang)) else {
            return self.message(lang, key, args).map(|message| message.text);
        };
        let args = match self.tags.of(lang) {
            Some(lang) => &args.marked(lang, &own.placed),
            None => args,
        };
        let message = self.message(lang, key, args)?;
        Ok(foreign_words::mark(message.text, from))
    }

    /// A message of another language as readers see it: if it is only punctuation, that of their script.
    pub(super) fn punctuated(
        &self,
        lang: Lang,
        from: Lang,
        at: usize,
        text: String,
        args: &Args,
    ) -> String {
        let Some(own) = &self.catalog(from).own_texts[at] else { return text };
        let is_foreign = from != lang || own.foreign.is_some();
        if is_foreign && !own.words && args.is_empty() {
            return in_script(&text, &self.catalog(lang).tag);
        }
        text
    }

    /// The tag of the language that a message is in, for readers of a language.
    pub fn message_tag(&self, lang: Lang, key: &str) -> Option<&str> {
        self.tags.tag(self.own_text(lang, key)?.0)
    }

    /// A message without arguments in this language, without fallback; `None` if the language lacks it.
    pub fn own(&self, lang: Lang, key: &str) -> Option<String> {
        let at = *self.keys.get(key)?;
        self.catalog(lang).own_texts[at].as_ref().filter(|own| own.foreign.is_none())?;
        self.write(lang, key, at, &Args::new()).ok()
    }

    /// The languages that words may be in.
    pub(in crate::locale) fn tags(&self) -> &MarkedTags {
        &self.tags
    }

    /// What a message says itself, and in which language.
    fn own_text(&self, lang: Lang, key: &str) -> Option<(MarkedLang, &OwnText)> {
        let at = *self.keys.get(key)?;
        let mut chain = self.catalog(lang).chain.iter();
        let (from, own) =
            chain.find_map(|from| Some((*from, self.catalog(*from).own_texts[at].as_ref()?)))?;
        Some((own.foreign.or(self.tags.of(from))?, own))
    }

    /// Whether a message of any language is in another one.
    pub(in crate::locale) fn have_gaps(&self) -> bool {
        let source = &self.catalog(Lang::SOURCE).arguments;
        let lacks = |catalog: &Catalog| {
            let mut texts = source.iter().zip(&catalog.own_texts).filter(|(has, _)| has.is_some());
            texts.any(|(_, own)| own.as_ref().is_none_or(|own| own.foreign.is_some()))
        };
        self.catalogs.iter().any(lacks)
    }
}
