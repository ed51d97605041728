//! An output: one file to publish, and its source.

use std::sync::Arc;

use bytes::Bytes;

use crate::base::source::{FileId, Span};
use crate::base::text::Lang;
use crate::event::model::{Entity, Event};
use crate::site::formats::Export;
use crate::site::sub_page::SubPage;

/// One file to publish.
#[derive(Debug)]
pub struct Output {
    /// The path from the output folder, with `/` as the separator.
    pub path: Arc<str>,
    /// The source that it is made from.
    pub source: OutputSource,
    /// The place in the site's files that it comes from, for diagnostics; `None` for outputs that every
    /// site has.
    pub span: Option<Span>,
}

/// The source of an output.
#[derive(Debug)]
pub enum OutputSource {
    /// A template and its variables, in a language.
    Page {
        /// The name of the template, without the name of its theme layer.
        template: Arc<str>,
        /// The language of the engine that renders it.
        lang: Lang,
        /// Which page it is.
        page: PageKind,
    },
    /// A text whose bytes are known in advance.
    Text(Bytes),
    /// A file for other programs, generated when the site is rendered.
    Export(Export),
    /// A copy of a file.
    Copy(FileId),
}

/// Which page an output is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageKind {
    /// The page of an entity.
    Entity(Entity),
    /// A page that shows a part of the programme.
    SubPage(SubPage),
    /// The language chooser at `/`.
    Chooser,
    /// The page for addresses that do not exist, in all languages.
    NotFound,
}

/// The kind of an entity's page. Templates can read this word, and it is also the name of the default
/// template, without its extension.
pub fn page_kind(event: &Event, entity: Entity) -> &'static str {
    match entity {
        Entity::Page(key) => event.pages.get(key).role.as_str(),
        Entity::Session(_) => "session",
        Entity::Track(_) => "track",
        Entity::Speaker(_) => "speaker",
        Entity::Contact(_) => "contact",
        Entity::Place(_) => "place",
        Entity::News(_) => "news-item",
    }
}
