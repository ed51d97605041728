//! Long texts as HTML, with links to pages in the reader's language.

use std::borrow::Cow;

use crate::base::source::{FileId, front_matter};
use crate::base::text::Lang;
use crate::content::markdown::{Fill, ImageData, Markdown, Quotes, Style};
use crate::event::links::Destination;
use crate::event::model::{About, Entity};
use crate::event::texts::Body;
use crate::exchange::wording::Wording;
use crate::site::engine::{Fingerprint, fingerprint};
use crate::site::reader_context::ReaderContext;
use serde::Serialize;

/// A long text.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct BodyView {
    /// The text as HTML: `{{ page.body.html | safe }}`.
    pub html: String,
    /// The BCP 47 tag of the text's language, if it is a fallback.
    pub lang: Option<String>,
    /// The headings, in order.
    pub headings: Vec<HeadingView>,
}

/// A heading of a long text.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct HeadingView {
    /// The anchor, equal in all languages.
    pub id: String,
    /// 2 to 6.
    pub level: u8,
    /// The text without markup.
    pub text: String,
}

impl ReaderContext<'_> {
    /// A fingerprint of a record's long text, without rendering it: of the text itself, and of all
    /// values that are filled in.
    pub fn body_fingerprint(&self, about: &About) -> Option<Fingerprint> {
        let fill = self.fill(about, "")?;
        let BodyFill { body, lang, file, .. } = fill;
        let marks = self.site.shown.marked_blocks(file);
        let links: Vec<Cow<'_, str>> = (0..body.links.len()).map(|at| fill.link(at)).collect();
        let images: Vec<(Cow<'_, str>, Option<u32>, Option<u32>)> = (0..body.images.len())
            .map(|at| fill.image(at))
            .map(|image| (image.url, image.width, image.height))
            .collect();
        // The messages of the page's own language have a fingerprint of their own.
        let messages = (lang != self.lang).then(|| self.locale.fingerprint_of(lang));
        Some(fingerprint(&(body.hash, lang, marks, messages, links, images)))
    }

    /// A record's long text; its anchors begin with `id_prefix`.
    pub fn body(&self, about: &About, id_prefix: &str) -> Option<BodyView> {
        let fill = self.fill(about, id_prefix)?;
        let BodyFill { body, lang, .. } = fill;
        let headings = body.markdown.headings.iter().zip(&*body.heading_ids);
        Some(BodyView {
            html: self.marked_body(&fill).to_html(&fill),
            lang: (lang != self.lang).then(|| self.event.config.languages.tag(lang).to_owned()),
            headings: headings
                .map(|(heading, id)| HeadingView {
                    id: id.clone(),
                    level: heading.level,
                    text: heading.text.clone(),
                })
                .collect(),
        })
    }

    /// An entity's long text as HTML for other programs, with absolute addresses, if there is one.
    pub fn portable_body(&self, entity: Entity) -> Option<Wording> {
        let fill = self.fill(self.event.about(entity), "")?;
        let page = self.routes.absolute(&self.routes.url(entity, self.lang));
        let fill = BodyFill { page: Some(page), ..fill };
        let html = fill.body.markdown.to_html(&fill);
        Some(Wording::new(html.trim(), self.event.config.languages.tag(fill.lang)))
    }

    /// The long text of a record, and the values to fill in; `None` for a record without one.
    fn fill<'a>(&'a self, about: &About, id_prefix: &'a str) -> Option<BodyFill<'a>> {
        let found = about.body.resolve(self.lang, &self.event.config.languages)?;
        let body = self.site.texts.get(*found.value)?;
        let lang = found.lang.unwrap_or(self.lang);
        Some(BodyFill { reader: self, body, file: *found.value, lang, id_prefix, page: None })
    }

    /// A long text, with marks at the blocks that were translated from an earlier version.
    fn marked_body<'a>(&self, fill: &BodyFill<'a>) -> Cow<'a, Markdown> {
        let BodyFill { body, file, lang, .. } = fill;
        let blocks = self.site.shown.marked_blocks(*file);
        let source = self.site.sources.get(*file);
        let Some(text) = source.text().filter(|_| !blocks.is_empty()) else {
            return Cow::Borrowed(&body.markdown);
        };
        let start = front_matter(text).ok().flatten().map_or(0, |front| front.body);
        let tag = self.event.config.languages.tag(*lang);
        let style = Style { tag, quotes: Quotes::of(tag) };
        let markdown = &body.markdown;
        Cow::Owned(markdown.with_outdated(*file, &source.path, text, start, &style, blocks))
    }
}

/// Fills in the addresses, pictures and labels of a text for one page.
struct BodyFill<'a> {
    reader: &'a ReaderContext<'a>,
    body: &'a Body,
    file: FileId,
    /// The text's own language: labels inside the text are in the same language.
    lang: Lang,
    id_prefix: &'a str,
    /// The absolute address of the text's page, if all addresses must be absolute.
    page: Option<String>,
}

impl BodyFill<'_> {
    /// An address from the host's root, or absolute.
    fn address(&self, url: String) -> String {
        if self.page.is_some() { self.reader.routes.absolute(&url) } else { url }
    }
}

impl Fill for BodyFill<'_> {
    fn heading_id(&self, index: usize) -> Cow<'_, str> {
        self.body.heading_ids.get(index).map_or(Cow::Borrowed(""), |id| Cow::Borrowed(id))
    }

    fn link(&self, index: usize) -> Cow<'_, str> {
        let ReaderContext { routes, lang, .. } = self.reader;
        match self.body.links.get(index) {
            Some(Some(Destination::Entity { entity, fragment })) => {
                let url = self.address(routes.url(*entity, *lang));
                Cow::Owned(match fragment {
                    // The address of a person already has an anchor; the heading's anchor replaces it.
                    Some(fragment) => {
                        let page = url.split('#').next().unwrap_or(&url);
                        format!("{page}#{fragment}")
                    }
                    None => url,
                })
            }
            Some(Some(Destination::Media(file))) => {
                Cow::Owned(self.address(self.reader.media(*file)))
            }
            Some(Some(Destination::Fragment(fragment))) => {
                Cow::Owned(format!("{}#{fragment}", self.page.as_deref().unwrap_or_default()))
            }
            Some(Some(Destination::External(url))) => Cow::Borrowed(url),
            // Such a link was reported, and the site is not published.
            Some(None) | None => Cow::Borrowed("#"),
        }
    }

    fn image(&self, index: usize) -> ImageData<'_> {
        let found = self.body.images.get(index).copied().flatten();
        let side = |pixels: usize| u32::try_from(pixels).ok();
        ImageData {
            url: found.map_or(Cow::Borrowed(""), |(file, _)| {
                Cow::Owned(self.address(self.reader.media(file)))
            }),
            width: found.and_then(|(_, size)| side(size?.0)),
            height: found.and_then(|(_, size)| side(size?.1)),
        }
    }

    fn message(&self, key: &'static str) -> Cow<'_, str> {
        let message = self.reader.locale.marked_in(self.lang, key);
        message.map_or(Cow::Borrowed(""), Cow::Owned)
    }

    fn id_prefix(&self) -> Cow<'_, str> {
        Cow::Borrowed(self.id_prefix)
    }
}
