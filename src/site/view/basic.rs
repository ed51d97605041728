//! The common parts of all views: texts, links, pictures and languages.

use serde::Serialize;

use crate::base::text::Lang;
use crate::event::model::{Entity, PageRole, Picture, Track};
use crate::event::record_table::Key;
use crate::site::engine::Ready;
use crate::site::reader_context::{ReaderContext, ReaderText};

/// A text, and its language if that is not the page's.
///
/// `{{ x | mark }}` prints it with its language marked; `{{ x.text }}` is for attributes.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct TextView {
    /// The text.
    pub text: String,
    /// The BCP 47 tag of the text's language, if it is a fallback; null for the page's own
    /// language.
    pub lang: Option<String>,
    /// Whether it was translated from an earlier version of the original; `mark` says so.
    pub outdated: bool,
}

/// An entity with its title and address.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct LinkView {
    /// The id, equal in all languages.
    pub id: String,
    /// The title.
    pub title: TextView,
    /// The address from the host's root, such as `/da/program/`.
    pub url: String,
}

/// A track, as a session or another track links to it.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct TrackLinkView {
    /// The id.
    pub id: String,
    /// Its position among the tracks, from 1.
    pub number: usize,
    /// The title.
    pub title: TextView,
    /// One or two sentences.
    pub summary: Option<TextView>,
    /// The address of its page.
    pub url: String,
}

/// The address of a calendar to subscribe to: programs ask for it again and again, and so receive changes.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct SubscriptionView {
    /// The address that opens the calendar program: `webcal://…`.
    pub webcal: String,
    /// The same address for the web, to copy.
    pub url: String,
}

/// A picture.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct ImageView {
    /// The address from the host's root.
    pub url: String,
    /// The address with its host; null if the site has no base address.
    pub absolute: Option<String>,
    /// The width in pixels; null if it is not known.
    pub width: Option<usize>,
    /// The height in pixels; null if it is not known.
    pub height: Option<usize>,
    /// The alternative text.
    pub alt: Option<TextView>,
}

/// A language of the site.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct LanguageView {
    /// The BCP 47 tag, such as `zh-Hans`.
    pub tag: String,
    /// The language's part in addresses, such as `zh`.
    pub path: String,
    /// The language's name in that language, such as `简体中文`.
    pub name: String,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// The address of its home page.
    pub url: String,
    /// The tag in the form of Open Graph, such as `zh_CN`.
    pub og: String,
    /// Whether it is the page's language.
    pub current: bool,
    /// Whether it is not published yet: only a preview and `--drafts` show it.
    pub draft: bool,
}

impl From<ReaderText<'_>> for TextView {
    fn from(text: ReaderText<'_>) -> TextView {
        let outdated = text.is_outdated();
        let (text, lang) = text.with_foreign_tag();
        TextView { text, lang, outdated }
    }
}

impl TextView {
    /// A text in the page's own language.
    pub(super) fn own(text: String) -> TextView {
        TextView { text, lang: None, outdated: false }
    }
}

impl ReaderContext<'_> {
    /// The subscription to a calendar that is published at an address; `None` without a base address.
    pub(super) fn subscription(&self, calendar: Option<&str>) -> Option<SubscriptionView> {
        let url = self.absolute(calendar?)?;
        let (_, rest) = url.split_once("://")?;
        Some(SubscriptionView { webcal: format!("webcal://{rest}"), url })
    }

    pub(super) fn link(&self, entity: Entity) -> LinkView {
        LinkView {
            id: self.event.about(entity).id.clone(),
            title: self.title(entity),
            url: self.routes.url(entity, self.lang),
        }
    }

    pub(super) fn track_link(&self, key: Key<Track>) -> Ready<TrackLinkView> {
        let LinkView { id, title, url } = self.link(Entity::Track(key));
        let summary = self.optional(&self.event.tracks.get(key).about.summary);
        Ready::new(&TrackLinkView { id, number: key.index() + 1, title, summary, url })
    }

    pub(super) fn image(&self, picture: &Picture) -> ImageView {
        let url = self.media(picture.file);
        ImageView {
            absolute: self.absolute(&url),
            url,
            width: picture.size.map(|(width, _)| width),
            height: picture.size.map(|(_, height)| height),
            alt: self.text(&picture.alt),
        }
    }

    pub(super) fn language(&self, lang: Lang) -> LanguageView {
        let language = self.event.config.languages.get(lang);
        LanguageView {
            tag: language.tag.clone(),
            path: language.path.clone(),
            name: language.name.clone(),
            dir: language.direction.as_str(),
            url: self.home(lang),
            og: language.open_graph.clone(),
            current: lang == self.lang,
            draft: self.site.is_draft(lang),
        }
    }

    /// A language's name in the reader's language. If nothing has a name for it, a language of the site
    /// is shown with its name in that language, any other language with its tag.
    pub(super) fn language_name(&self, tag: &str) -> String {
        let languages = &self.event.config.languages;
        let native = || languages.find(tag).map(|lang| languages.get(lang).name.clone());
        let name = self.locale.language_name(tag);
        name.or_else(native).unwrap_or_else(|| tag.to_owned())
    }

    /// The address of a language's home page.
    pub(super) fn home(&self, lang: Lang) -> String {
        let home = self.event.page_with(PageRole::Home).map(Entity::Page);
        home.map_or_else(|| self.routes.below(""), |home| self.routes.url(home, lang))
    }
}

/// The views at some positions.
pub(super) fn ready<T>(all: &[Ready<T>], at: impl Iterator<Item = usize>) -> Vec<Ready<T>> {
    at.map(|at| all[at].clone()).collect()
}
