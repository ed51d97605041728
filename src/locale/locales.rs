//! The messages and formats of a site's languages.

use crate::base::diagnostic::Report;
use crate::base::text::{Direction, Lang, Languages};
use crate::locale::catalog::{Args, Catalogs, Message, MessageError, MessageUse, Resource};
use crate::locale::format::{Formatter, Formatters};
use crate::locale::tag::region;

/// The messages and formats of all languages of a site.
pub struct Locales {
    languages: Languages,
    catalogs: Catalogs,
    formatters: Formatters,
    /// By language, the country whose format of phone numbers readers know.
    regions: Vec<String>,
}

impl std::fmt::Debug for Locales {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Locales").field("languages", &self.languages).finish_non_exhaustive()
    }
}

impl Locales {
    /// The locales of a site's languages, with the messages of these files, which are shown by these
    /// uses.
    pub fn new(
        languages: &Languages,
        resources: &[Resource<'_>],
        uses: &[MessageUse],
        report: &mut Report,
    ) -> Locales {
        let formatters = Formatters::new(languages);
        let catalogs = Catalogs::new(languages, resources, uses, &formatters, report);
        let regions = languages.iter().map(|(_, l)| home_country(&l.tag)).collect();
        Locales { languages: languages.clone(), catalogs, formatters, regions }
    }

    /// One language.
    pub fn get(&self, lang: Lang) -> Locale<'_> {
        Locale { all: self, lang }
    }

    /// The language with a tag or alias.
    pub fn find(&self, tag: &str) -> Option<Lang> {
        self.languages.find(tag)
    }

    /// The direction of a language's script.
    pub fn direction(&self, lang: Lang) -> Direction {
        self.languages.get(lang).direction
    }

    /// The messages.
    pub fn catalogs(&self) -> &Catalogs {
        &self.catalogs
    }
}

/// The country of a language's readers. Plain English has none: its readers may be anywhere, so they
/// see all phone numbers with country code.
fn home_country(tag: &str) -> String {
    if tag == "en" { String::new() } else { region(tag).unwrap_or_default() }
}

/// Messages and formats for readers of one language.
#[derive(Clone, Copy, Debug)]
pub struct Locale<'a> {
    all: &'a Locales,
    lang: Lang,
}

impl<'a> Locale<'a> {
    /// The formats of dates, times, numbers and lists.
    pub fn format(&self) -> &'a Formatter {
        self.all.formatters.get(self.lang)
    }

    /// The country of most readers, such as `DK`; empty if the language has none.
    pub fn region(&self) -> &'a str {
        &self.all.regions[self.lang.index()]
    }

    /// A message without arguments.
    ///
    /// # Errors
    /// See [`Catalogs::message`].
    pub fn message(&self, key: &str) -> Result<Message, MessageError> {
        self.message_with(key, &Args::new())
    }

    /// A message.
    ///
    /// # Errors
    /// See [`Catalogs::message`].
    pub fn message_with(&self, key: &str, args: &Args) -> Result<Message, MessageError> {
        self.all.catalogs.message(self.lang, key, args)
    }

    /// The fingerprint of another language's messages ([`Catalogs::fingerprint`]).
    pub fn fingerprint_of(&self, lang: Lang) -> u128 {
        self.all.catalogs.fingerprint(lang)
    }

    /// A message without arguments in another language, for labels in a text of that language.
    ///
    /// # Errors
    /// See [`Catalogs::message`].
    pub fn message_in(&self, lang: Lang, key: &str) -> Result<Message, MessageError> {
        self.all.catalogs.message(lang, key, &Args::new())
    }
}
