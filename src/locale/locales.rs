//! All that a site's languages need, and one language's view of it.

use crate::base::diagnostic::Report;
use crate::base::text::{Lang, Languages};
use crate::locale::catalog::{Args, Catalogs, Message, MessageError, Resource};
use crate::locale::format::{Formatter, Formatters};
use crate::locale::tag::region;

/// Messages and formats of all languages of a site.
pub struct Locales {
    languages: Languages,
    catalogs: Catalogs,
    formatters: Formatters,
    /// By language, the country whose manner of writing telephone numbers readers know.
    regions: Vec<String>,
}

impl std::fmt::Debug for Locales {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Locales").field("languages", &self.languages).finish_non_exhaustive()
    }
}

impl Locales {
    /// The languages of a site with the messages of these files.
    pub fn new(languages: &Languages, resources: &[Resource<'_>], report: &mut Report) -> Locales {
        let formatters = Formatters::new(languages);
        let catalogs = Catalogs::new(languages, resources, &formatters, report);
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

    /// The messages.
    pub fn catalogs(&self) -> &Catalogs {
        &self.catalogs
    }
}

/// The country that readers of a language telephone from. Plain English has none: its readers may be
/// anywhere, so they are shown every number with its country's code.
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
    /// How dates, times, numbers and lists are written.
    pub fn format(&self) -> &'a Formatter {
        self.all.formatters.get(self.lang)
    }

    /// The country of most readers, as `DK`; empty where a language has none.
    pub fn region(&self) -> &'a str {
        &self.all.regions[self.lang.index()]
    }

    /// A message without arguments.
    ///
    /// # Errors
    /// As [`Catalogs::message`].
    pub fn message(&self, key: &str) -> Result<Message, MessageError> {
        self.message_with(key, &Args::new())
    }

    /// A message.
    ///
    /// # Errors
    /// As [`Catalogs::message`].
    pub fn message_with(&self, key: &str, args: &Args) -> Result<Message, MessageError> {
        self.all.catalogs.message(self.lang, key, args)
    }

    /// A hash of all that the messages of another language depend on ([`Catalogs::fingerprint`]).
    pub fn fingerprint_of(&self, lang: Lang) -> u128 {
        self.all.catalogs.fingerprint(lang)
    }

    /// A message without arguments in another language, for labels inside a text of that language.
    ///
    /// # Errors
    /// As [`Catalogs::message`].
    pub fn message_in(&self, lang: Lang, key: &str) -> Result<Message, MessageError> {
        self.all.catalogs.message(lang, key, &Args::new())
    }
}
