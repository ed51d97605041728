//! The text of a thing as HTML, its links leading to the reader's own language.

use std::borrow::Cow;

use crate::base::text::Lang;
use crate::content::markdown::{Fill, ImageData};
use crate::event::links::Destination;
use crate::event::model::About;
use crate::event::texts::Body;
use crate::site::engine::{Fingerprint, fingerprint};
use crate::site::view::make::Views;
use crate::site::view::*;

impl Views<'_> {
    /// A fingerprint of a thing's long text, without making it: of the text itself, and of all that
    /// fills its holes.
    pub fn body_fingerprint(&self, about: &About) -> Option<Fingerprint> {
        let found = about.body.resolve(self.lang, &self.event.config.languages)?;
        let body = self.texts.get(*found.value)?;
        let lang = found.lang.unwrap_or(self.lang);
        let fill = BodyFill { views: self, body, lang, id_prefix: "" };
        let links: Vec<Cow<'_, str>> = (0..body.links.len()).map(|at| fill.link(at)).collect();
        let images: Vec<(Cow<'_, str>, Option<u32>, Option<u32>)> = (0..body.images.len())
            .map(|at| fill.image(at))
            .map(|image| (image.url, image.width, image.height))
            .collect();
        // Those of the page's own language are known apart.
        let messages = (lang != self.lang).then(|| self.locale.fingerprint_of(lang));
        Some(fingerprint(&(body.hash, lang, messages, links, images)))
    }

    /// A thing's long text; its anchors begin with `id_prefix`.
    pub fn body(&self, about: &About, id_prefix: &str) -> Option<BodyView> {
        let found = about.body.resolve(self.lang, &self.event.config.languages)?;
        let body = self.texts.get(*found.value)?;
        let fill = BodyFill { views: self, body, lang: found.lang.unwrap_or(self.lang), id_prefix };
        let headings = body.markdown.headings.iter().zip(&*body.heading_ids);
        Some(BodyView {
            html: body.markdown.to_html(&fill),
            lang: self.foreign(found.foreign_to(self.lang)),
            headings: headings
                .map(|(heading, id)| HeadingView {
                    id: id.clone(),
                    level: heading.level,
                    text: heading.text.clone(),
                })
                .collect(),
        })
    }
}

/// Fills the holes of a text for one page.
struct BodyFill<'a> {
    views: &'a Views<'a>,
    body: &'a Body,
    /// The text's own language: labels inside it are in the same.
    lang: Lang,
    id_prefix: &'a str,
}

impl Fill for BodyFill<'_> {
    fn heading_id(&self, index: usize) -> Cow<'_, str> {
        self.body.heading_ids.get(index).map_or(Cow::Borrowed(""), |id| Cow::Borrowed(id))
    }

    fn link(&self, index: usize) -> Cow<'_, str> {
        let Views { routes, lang, .. } = self.views;
        match self.body.links.get(index) {
            Some(Some(Destination::Entity { entity, fragment })) => {
                let url = routes.url(*entity, *lang);
                Cow::Owned(match fragment {
                    // A person's own address is an anchor already; a heading's takes its place.
                    Some(fragment) => {
                        let page = url.split('#').next().unwrap_or(&url);
                        format!("{page}#{fragment}")
                    }
                    None => url,
                })
            }
            Some(Some(Destination::Media(file))) => Cow::Owned(self.views.media(*file)),
            Some(Some(Destination::Fragment(fragment))) => Cow::Owned(format!("#{fragment}")),
            Some(Some(Destination::External(url))) => Cow::Borrowed(url),
            // Such a link was reported, and the page is not published.
            Some(None) | None => Cow::Borrowed("#"),
        }
    }

    fn image(&self, index: usize) -> ImageData<'_> {
        let found = self.body.images.get(index).copied().flatten();
        let side = |pixels: usize| u32::try_from(pixels).ok();
        ImageData {
            url: found.map_or(Cow::Borrowed(""), |(file, _)| Cow::Owned(self.views.media(file))),
            width: found.and_then(|(_, size)| side(size?.0)),
            height: found.and_then(|(_, size)| side(size?.1)),
        }
    }

    fn message(&self, key: &'static str) -> Cow<'_, str> {
        let message = self.views.locale.message_in(self.lang, key);
        message.map_or(Cow::Borrowed(""), |message| Cow::Owned(message.text))
    }

    fn id_prefix(&self) -> Cow<'_, str> {
        Cow::Borrowed(self.id_prefix)
    }
}
