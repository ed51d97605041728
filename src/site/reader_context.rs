//! The site as the reader of one language sees it: texts, titles and addresses.
//!
//! Views, exports and feeds all resolve texts here, and nowhere else.

use std::borrow::Cow;

use crate::base::source::{FileId, Sources, Spanned};
use crate::base::text::{Lang, Localized, Resolved};
use crate::content::markdown::MESSAGES;
use crate::event::model::{About, Entity, Event, PageRole};
use crate::event::texts::Texts;
use crate::event::translation::shown::Shown;
use crate::exchange::ics::Zone;
use crate::exchange::wording::Wording;
use crate::locale::catalog::{Arg, Args, MessageUse, UsedMessages};
use crate::locale::foreign_words::has_letters;
use crate::locale::format::Formatter;
use crate::locale::tag::same_language;
use crate::locale::{Locale, Locales};
use crate::site::asset::{Assets, media_path};
use crate::site::formats::Export;
use crate::site::route::Routes;
use crate::site::theme::Theme;

/// Everything that a site is made from. It is plain data, read by the plan, the views and the exports.
#[derive(Clone, Copy)]
pub struct SiteData<'a> {
    /// The event.
    pub event: &'a Event,
    /// Its long texts.
    pub texts: &'a Texts,
    /// Which translations are shown, and what readers must know about them.
    pub shown: &'a Shown,
    /// The address of everything.
    pub routes: &'a Routes,
    /// The theme.
    pub theme: &'a Theme,
    /// The theme's assets.
    pub assets: &'a Assets,
    /// Messages and formats.
    pub locales: &'a Locales,
    /// The files.
    pub sources: &'a Sources,
    /// The definition of the event's time zone for calendars.
    pub zone: &'a Zone,
}

/// The site for the readers of one language.
#[derive(Clone, Copy)]
pub struct ReaderContext<'a> {
    /// All the site's data.
    pub site: SiteData<'a>,
    /// The event.
    pub event: &'a Event,
    /// The address of everything.
    pub routes: &'a Routes,
    /// Messages, dates and numbers of the language.
    pub locale: Locale<'a>,
    /// The readers' language.
    pub lang: Lang,
}

/// A text that was resolved for a reader, with its language if it has one. Views turn it into a
/// [`TextView`](crate::site::view::basic::TextView), and exports turn it into a [`Wording`].
pub struct ReaderText<'a> {
    text: Cow<'a, str>,
    /// The language's tag; `None` for a text that is the same in every language.
    tag: Option<&'a str>,
    /// Whether the text is in another language than the reader's.
    foreign: bool,
    /// Whether it was translated from an earlier version, and readers must know.
    outdated: bool,
}

impl<'a> ReaderText<'a> {
    /// The text, and the tag of its language if that is not the reader's.
    pub fn with_foreign_tag(self) -> (String, Option<String>) {
        let tag = self.tag.filter(|_| self.foreign).map(str::to_owned);
        (self.text.into_owned(), tag)
    }

    /// Whether it was translated from an earlier version, and readers must know.
    pub fn is_outdated(&self) -> bool {
        self.outdated
    }
}

impl From<ReaderText<'_>> for String {
    fn from(text: ReaderText<'_>) -> String {
        text.text.into_owned()
    }
}

impl From<ReaderText<'_>> for Wording {
    fn from(ReaderText { text, tag, .. }: ReaderText<'_>) -> Wording {
        match tag {
            Some(tag) => Wording::new(text, tag),
            None => Wording::plain(text),
        }
    }
}

/// The messages that the program itself needs for pages, with the arguments that it gives them. It is
/// an error if a site lacks one of them.
pub const PAGE_MESSAGES: [(&str, &[&str]); 18] = [
    ("all-day", &[]),
    ("agenda-title", &[]),
    ("tracks-title", &[]),
    ("speakers-title", &[]),
    ("contacts-title", &[]),
    ("places-title", &[]),
    ("news-title", &[]),
    ("changes-title", &[]),
    ("my-programme-title", &[]),
    ("not-found-title", &[]),
    ("not-found-text", &[]),
    ("not-found-home", &[]),
    ("choose-language", &[]),
    ("grid-title", &["day"]),
    ("language-title", &["language"]),
    ("kind-title", &["kind"]),
    ("moved-title", &[]),
    ("night-to", &["day", "time"]),
];

/// Messages that a site may lack, with their arguments. Those that end with a hyphen are prefixes: the
/// full name ends with a value, as in `status-cancelled`.
const OPTIONAL_MESSAGES: [(&str, &[&str]); 16] = [
    ("change-", &[]),
    ("comma", &[]),
    ("guest-time", &["city", "time"]),
    ("guest-time-after", &["city", "time"]),
    ("guest-time-before", &["city", "time"]),
    ("kind-", &[]),
    ("language-", &[]),
    ("level-", &[]),
    ("outdated-mark", &[]),
    ("outdated-note", &[]),
    ("phone-extension", &["extension", "number"]),
    ("status-", &[]),
    ("travel-", &[]),
    ("unreviewed-note", &[]),
    ("zone-", &[]),
    ("home-title", &[]),
];

/// The messages that the program itself shows.
pub fn program_uses() -> Vec<MessageUse> {
    let in_texts = MESSAGES.iter().map(|key| (*key, &[][..]));
    let all = PAGE_MESSAGES.into_iter().chain(OPTIONAL_MESSAGES).chain(in_texts);
    all.map(|(key, arguments)| MessageUse {
        messages: match key.ends_with('-') {
            true => UsedMessages::Beginning(key.to_owned()),
            false => UsedMessages::Named(key.to_owned()),
        },
        arguments: arguments.iter().map(|name| (*name).to_owned()).collect(),
        layer: 0,
    })
    .collect()
}

/// Whether the program declares that it shows a message with these arguments.
fn is_declared(key: &str, arguments: &[&str]) -> bool {
    let mut all = PAGE_MESSAGES.iter().chain(&OPTIONAL_MESSAGES);
    all.any(|(known, names)| {
        let named = *known == key || (known.ends_with('-') && key.starts_with(known));
        named && *names == arguments
    })
}

impl<'a> SiteData<'a> {
    /// The site for the readers of a language.
    pub fn reader(self, lang: Lang) -> ReaderContext<'a> {
        let SiteData { event, routes, locales, .. } = self;
        ReaderContext { site: self, event, routes, locale: locales.get(lang), lang }
    }

    /// Whether a language is shown, but not published.
    pub fn is_draft(self, lang: Lang) -> bool {
        self.shown.is_draft(lang)
    }

    /// The languages of the site, the source first.
    pub fn languages(self) -> impl Iterator<Item = Lang> + 'a {
        self.event.config.languages.iter().map(|(lang, _)| lang)
    }
}

impl<'a> ReaderContext<'a> {
    /// The same site for the readers of another language.
    pub fn in_language(&self, lang: Lang) -> ReaderContext<'a> {
        self.site.reader(lang)
    }

    /// The tag of the language.
    pub fn tag(&self) -> &'a str {
        self.event.config.languages.tag(self.lang)
    }

    fn resolved<'t>(&'t self, text: Cow<'t, str>, lang: Option<Lang>) -> ReaderText<'t> {
        let tag = lang.map(|lang| self.event.config.languages.tag(lang));
        let foreign = lang.is_some_and(|lang| lang != self.lang);
        ReaderText { text, tag, foreign, outdated: false }
    }

    fn found<'t, T: From<ReaderText<'t>>>(
        &'t self,
        found: Option<Resolved<'t, Spanned<String>>>,
    ) -> Option<T> {
        let Resolved { value, lang } = found?;
        let text = self.resolved(Cow::Borrowed(&*value.value), lang);
        Some(ReaderText { outdated: self.site.shown.marks(&value.span), ..text }.into())
    }

    /// A text in the reader's language; if it is not translated, in a fallback language, or else in any.
    pub fn text<'t, T: From<ReaderText<'t>>>(
        &'t self,
        text: &'t Localized<Spanned<String>>,
    ) -> Option<T> {
        self.found(text.resolve(self.lang, &self.event.config.languages))
    }

    /// A text that a page may omit: only in the reader's language or a related one
    /// ([`Localized::resolve_near`]).
    pub fn optional<'t, T: From<ReaderText<'t>>>(
        &'t self,
        text: &'t Localized<Spanned<String>>,
    ) -> Option<T> {
        self.found(text.resolve_near(self.lang, &self.event.config.languages))
    }

    /// A text, or else an id.
    fn text_or_id<'t, T: From<ReaderText<'t>>>(
        &'t self,
        text: &'t Localized<Spanned<String>>,
        id: &'t str,
    ) -> T {
        self.text(text).unwrap_or_else(|| self.resolved(Cow::Borrowed(id), None).into())
    }

    /// The title of a record, or its id.
    pub fn record_title<'t, T: From<ReaderText<'t>>>(&'t self, about: &'t About) -> T {
        self.text_or_id(&about.title, &about.id)
    }

    /// The title of an entity. If a built-in page has none, the theme's name for the page is used; for
    /// the home page, the event's name.
    pub fn title<'t, T: From<ReaderText<'t>>>(&'t self, entity: Entity) -> T {
        let about = self.event.about(entity);
        let Entity::Page(key) = entity else { return self.record_title(about) };
        self.text(&about.title).unwrap_or_else(|| match self.event.pages.get(key).role {
            PageRole::Home | PageRole::Text => self.name(),
            role => self.message(&format!("{}-title", role.as_str())),
        })
    }

    /// The event's name, or its id. A name that is the official one in another language is in that
    /// language, even if the editor gave it as a translation.
    pub fn name<'t, T: From<ReaderText<'t>>>(&'t self) -> T {
        let config = &self.event.config;
        let name: ReaderText<'t> = self.text_or_id(&config.name, &config.id);
        let official = config.official_name.iter().find(|official| {
            let rest = name.text.split_once(&*official.text);
            rest.is_some_and(|(before, after)| !has_letters(before) && !has_letters(after))
        });
        match official {
            Some(official) => {
                let outdated = name.outdated;
                ReaderText { outdated, ..self.text_in(name.text, &official.tag) }.into()
            }
            None => name.into(),
        }
    }

    /// The official name, preferably in the reader's language; `None` if the event's name says the same.
    pub fn official_name<'t, T: From<ReaderText<'t>>>(&'t self) -> Option<T> {
        let names = &self.event.config.official_name;
        let shown: String = self.name();
        if names.iter().any(|official| shown.contains(&*official.text)) {
            return None;
        }
        let own = names.iter().find(|official| same_language(&official.tag, self.tag()));
        let official = own.or(names.first())?;
        Some(self.text_in(Cow::Borrowed(&*official.text), &official.tag).into())
    }

    /// A text in the language of a tag, which may be any.
    fn text_in<'t>(&'t self, text: Cow<'t, str>, tag: &'t str) -> ReaderText<'t> {
        let foreign = !same_language(tag, self.tag());
        let tag = if foreign { tag } else { self.tag() };
        ReaderText { text, tag: Some(tag), foreign, outdated: false }
    }

    /// The title of the session with an id. A removed session has the title that was last released.
    pub fn session_title<'t, T: From<ReaderText<'t>>>(&'t self, id: &'t str) -> T {
        if let Some(key) = self.event.sessions.find_ever(id) {
            return self.title(Entity::Session(key));
        }
        let release = self.event.release.as_ref();
        let found = release.and_then(|r| r.title(id, self.lang, &self.event.config.languages));
        let (text, lang) = found.unwrap_or((id, None));
        self.resolved(Cow::Borrowed(text), lang).into()
    }

    /// The name of the place with an id, as the released programme refers to it. A removed place has the
    /// name that was last released.
    pub fn released_place<'t, T: From<ReaderText<'t>>>(&'t self, id: &'t str) -> T {
        if let Some(key) = self.event.places.find_ever(id) {
            return self.title(Entity::Place(key));
        }
        let release = self.event.release.as_ref();
        let found = release.and_then(|r| r.place_name(id, self.lang, &self.event.config.languages));
        let (text, lang) = found.unwrap_or((id, None));
        self.resolved(Cow::Borrowed(text), lang).into()
    }

    /// A message without arguments; empty if it is missing. A missing message is reported elsewhere: when
    /// the messages are checked, or where the template uses it.
    pub fn message<'t, T: From<ReaderText<'t>>>(&'t self, key: &str) -> T {
        debug_assert!(is_declared(key, &[]), "add `{key}` to PAGE_MESSAGES or OPTIONAL_MESSAGES");
        let text = self.locale.message(key).map(|message| message.text).unwrap_or_default();
        let tag = self.locale.message_tag(key).unwrap_or(self.tag());
        let foreign = tag != self.tag();
        ReaderText { text: Cow::Owned(text), tag: Some(tag), foreign, outdated: false }.into()
    }

    /// A text for a page as a string, marked if it is in another language.
    pub fn marked(&self, text: ReaderText<'_>) -> String {
        match text.tag.filter(|_| text.foreign) {
            Some(tag) => self.locale.mark(text.text.into_owned(), tag),
            None => text.text.into_owned(),
        }
    }

    /// A message for a page, with texts as arguments; empty if it is missing. Words of a fallback are
    /// marked ([`foreign_words`](crate::locale::foreign_words)).
    pub fn page_message<const N: usize>(&self, key: &str, texts: [(&str, String); N]) -> String {
        let mut args = Args::new();
        for (name, text) in texts {
            args.set(name, Arg::Text(text));
        }
        debug_assert!(
            is_declared(key, &args.names().collect::<Vec<_>>()),
            "add `{key}` and its arguments to PAGE_MESSAGES or OPTIONAL_MESSAGES"
        );
        self.locale.marked(key, &args).unwrap_or_default()
    }

    /// A date, time or list for a page, marked if its words are not in the reader's language.
    pub fn formatted(&self, write: impl FnOnce(&Formatter) -> String) -> String {
        self.locale.marked_format(write(self.locale.format()))
    }

    /// A text that the program itself generates by the reader's conventions, such as a date.
    pub fn generated<'t, T: From<ReaderText<'t>>>(&'t self, text: String) -> T {
        let format = self.locale.format();
        let tag = if format.is_foreign() { format.tag() } else { self.tag() };
        let foreign = format.is_foreign();
        ReaderText { text: Cow::Owned(text), tag: Some(tag), foreign, outdated: false }.into()
    }

    /// The address of a file of `content/media/`, from the host's root.
    pub fn media(&self, file: FileId) -> String {
        self.routes.below(&media_path(file, self.site.sources))
    }

    /// The address of an export, from the host's root; `None` if the site does not have the export.
    pub fn export(&self, export: Export) -> Option<String> {
        Some(self.routes.below(&export.path(self.event, self.routes)?))
    }

    /// An address with its host; `None` if the site has no base address yet.
    pub fn absolute(&self, url: &str) -> Option<String> {
        self.routes.has_origin().then(|| self.routes.absolute(url))
    }

    /// The absolute address of a path below the site's root.
    pub fn absolute_path(&self, path: &str) -> Option<String> {
        self.absolute(&self.routes.below(path))
    }

    /// The absolute address of an entity; `None` if the site has no base address yet.
    pub fn absolute_url(&self, entity: Entity) -> Option<String> {
        self.absolute(&self.routes.url(entity, self.lang))
    }

    /// The absolute address of the page with a role.
    pub fn absolute_page(&self, role: PageRole) -> Option<String> {
        self.event.page_with(role).and_then(|page| self.absolute_url(Entity::Page(page)))
    }
}
