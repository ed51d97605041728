//! The messages and formats of a site's languages.

use crate::base::diagnostic::Report;
use crate::base::text::{Direction, Lang, Languages};
use crate::locale::catalog::{Args, Catalogs, Message, MessageError, MessageUse, Resource};
use crate::locale::display_names::{LanguageNames, city};
use crate::locale::foreign_words::{self, MarkedLang};
use crate::locale::format::{Formatter, Formatters};
use crate::locale::locale_data::has_formats;
use crate::locale::tag::region;

/// The messages and formats of all languages of a site.
pub struct Locales {
    languages: Languages,
    catalogs: Catalogs,
    formatters: Formatters,
    has_marks: bool,
    /// By language, the names of languages.
    names: Vec<LanguageNames>,
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
        let names = languages.iter().map(|(_, l)| LanguageNames::in_language(&l.tag)).collect();
        let has_marks = catalogs.have_gaps() || formatters.have_foreign();
        Locales { languages: languages.clone(), catalogs, formatters, has_marks, names, regions }
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

    /// Whether texts for pages may contain marks ([`foreign_words`]). Complete sites have none.
    pub fn have_marks(&self) -> bool {
        self.has_marks
    }

    /// The tag of a marked language.
    pub fn marked_tag(&self, lang: MarkedLang) -> Option<&str> {
        self.catalogs.tags().tag(lang)
    }

    /// Whether a language's dates and lists follow its own conventions, or those that the site chose
    /// for it.
    pub fn has_own_formats(&self, lang: Lang) -> bool {
        has_formats(&self.languages.get(lang).formats)
    }

    /// Whether a message names a language or a city for which CLDR has a name too.
    pub fn has_name(&self, lang: Lang, key: &str) -> bool {
        match (key.strip_prefix("language-"), key.strip_prefix("zone-")) {
            (Some(tag), _) => self.names[lang.index()].get(tag).is_some(),
            (_, Some(_)) => self.has_own_formats(lang),
            _ => false,
        }
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

    /// A message for a page, in which words of a fallback are marked ([`Catalogs::marked`]).
    ///
    /// # Errors
    /// See [`Catalogs::message`].
    pub fn marked(&self, key: &str, args: &Args) -> Result<String, MessageError> {
        self.all.catalogs.marked(self.lang, key, args)
    }

    /// A message without arguments for a text of another language on a page, marked if it is a fallback
    /// in that text.
    ///
    /// # Errors
    /// See [`Catalogs::message`].
    pub fn marked_in(&self, lang: Lang, key: &str) -> Result<String, MessageError> {
        self.all.catalogs.marked(lang, key, &Args::new())
    }

    /// A text for a page that is in another language than this, with the tag of that language.
    pub fn mark(&self, text: String, tag: &str) -> String {
        match self.all.catalogs.tags().find(tag) {
            Some(lang) => foreign_words::mark(text, lang),
            None => text,
        }
    }

    /// The tag of the language that a message is in.
    pub fn message_tag(&self, key: &str) -> Option<&'a str> {
        self.all.catalogs.message_tag(self.lang, key)
    }

    /// A date, time or list for a page: it is marked if its words are in the language of other
    /// conventions.
    pub fn marked_format(&self, text: String) -> String {
        match self.format().is_foreign() {
            true => self.mark(text, self.format().tag()),
            false => text,
        }
    }

    /// A message.
    ///
    /// # Errors
    /// See [`Catalogs::message`].
    pub fn message_with(&self, key: &str, args: &Args) -> Result<Message, MessageError> {
        self.all.catalogs.message(self.lang, key, args)
    }

    /// The name of a language for a page, from the message `language-…` or CLDR; marked if it is in a
    /// fallback language. `None` if it has no name.
    pub fn language_name(&self, tag: &str) -> Option<String> {
        let key = format!("language-{}", tag.to_lowercase());
        self.named(&key, |lang| self.all.names[lang.index()].get(tag).map(str::to_owned))
    }

    /// The city of a time zone for a page, from the message `zone-…` or CLDR; marked if it is in a
    /// fallback language.
    pub fn city(&self, zone: &str) -> Option<String> {
        let key = format!("zone-{}", zone.to_lowercase().replace(['/', '_'], "-"));
        self.named(&key, |lang| city(zone, &self.all.languages.get(lang).formats))
    }

    /// A name in the first language that has it, each time from its messages or CLDR.
    fn named(&self, key: &str, cldr: impl Fn(Lang) -> Option<String>) -> Option<String> {
        self.all.languages.near(self.lang).find_map(|lang| {
            let name = self.all.catalogs.own(lang, key).or_else(|| cldr(lang))?;
            let foreign = lang != self.lang;
            Some(if foreign { self.mark(name, self.all.languages.tag(lang)) } else { name })
        })
    }

    /// The fingerprint of another language's messages ([`Catalogs::fingerprint`]).
    pub fn fingerprint_of(&self, lang: Lang) -> u128 {
        self.all.catalogs.fingerprint(lang)
    }
}
