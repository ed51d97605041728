//! Markdown to HTML, one file at a time; only this module uses the Markdown and HTML crates.
//!
//! [`parse`] turns a text into a [`Markdown`]: HTML with placeholders for what depends on other files:
//! the addresses of links, the sizes of pictures, the ids of headings and the messages of the
//! interface. [`Markdown::to_html`] fills the placeholders ([`Fill`]) by mere concatenation.
//!
//! The syntax is CommonMark with tables, footnotes, `~~strikethrough~~`, task lists, heading
//! attributes, definition lists and alerts (`> [!NOTE]`). A single tilde stays: `9~12` is a range.
//! Emphasis follows the CJK-friendly amendment of CommonMark; quotes, dashes and ellipses follow the
//! language. Raw HTML is sanitised: scripts, styles and event handlers are removed.

mod blocks;
mod broken_links;
pub mod change;
mod common_mark;
mod emphasis;
pub mod escaping;
mod footnotes;
mod html_escape;
mod html_table;
mod html_writer;
pub mod inline;
mod inline_writer;
mod line_breaks;
mod link_target;
mod misread;
mod outdated;
pub mod outline;
mod placeholders;
mod quotation_marks;
mod raw_html;
mod typography;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser};

use crate::base::diagnostic::{Diagnostic, Report};
use crate::base::source::{FileId, Span};
use crate::base::text::slugify;

pub use blocks::{Block, BlockKind, leaf_blocks};
pub use common_mark::common_mark_to_html;
pub use link_target::{EntityKind, SCHEMES, Target};
pub use placeholders::{Fill, ImageData, MESSAGES};
pub use quotation_marks::Quotes;

use emphasis::Prepared;
use placeholders::Placeholder;

/// The typographic conventions of a text's language.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Style<'a> {
    /// The BCP 47 tag, which determines the ids of headings, the ellipsis and the dashes.
    pub tag: &'a str,
    /// The replacements of straight quotes.
    pub quotes: Quotes,
}

/// A text as HTML with placeholders, with its headings, links and pictures.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Markdown {
    html: String,
    /// The placeholders with their positions in the HTML, in order.
    placeholders: Vec<(usize, Placeholder)>,
    /// The headings, in order.
    pub headings: Vec<Heading>,
    /// The links, in order.
    pub links: Vec<Link>,
    /// The pictures, in order.
    pub images: Vec<Image>,
}

/// A heading of a text.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Heading {
    /// The level, 2 to 6; 1 for a heading that is reported as a fault.
    pub level: u8,
    /// The text without markup.
    pub text: String,
    /// The id given as `{#id}`, or one made from the text; unique within the file.
    pub id: String,
    /// Whether the id was given.
    pub explicit: bool,
    /// Its place.
    pub span: Span,
}

/// A link of a text, unless it is faulty.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Link {
    /// Its target.
    pub target: Target,
    /// Its place.
    pub span: Span,
}

/// A picture of a text, unless it is faulty.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Image {
    /// The path relative to the site's folder (`content/media/x.jpg`).
    pub path: String,
    /// The alternative text; empty only for `alt=""` in raw HTML.
    pub alt: String,
    /// Its place.
    pub span: Span,
}

/// The events of a whole text, with their places in the prepared text.
type Events<'a> = Vec<(Event<'a>, Range<usize>)>;

const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_HEADING_ATTRIBUTES)
    .union(Options::ENABLE_GFM)
    .union(Options::ENABLE_DEFINITION_LIST);

/// Parses the Markdown of a file.
///
/// `text` is the whole file with its front matter; its body begins at the byte `body_start`. All places
/// are byte ranges of `text`. `path` is the path relative to the site's folder
/// (`content/pages/about.da.md`), from which relative links are resolved. Faulty parts are reported and
/// omitted.
pub fn parse(
    file: FileId,
    path: &str,
    text: &str,
    body_start: usize,
    style: &Style<'_>,
    report: &mut Report,
) -> Markdown {
    read(file, path, text, body_start, style, None, report)
}

/// Parses the Markdown of a file like [`parse`], and returns its leaf blocks, too.
pub fn parse_with_blocks(
    file: FileId,
    path: &str,
    text: &str,
    body_start: usize,
    style: &Style<'_>,
    report: &mut Report,
) -> (Markdown, Vec<Block>) {
    let mut blocks = Vec::new();
    let markdown = read(file, path, text, body_start, style, Some(&mut blocks), report);
    (markdown, blocks)
}

fn read(
    file: FileId,
    path: &str,
    text: &str,
    body_start: usize,
    style: &Style<'_>,
    blocks: Option<&mut Vec<Block>>,
    report: &mut Report,
) -> Markdown {
    let body = text.get(body_start..).unwrap_or("");
    let prepared = emphasis::prepare(body);
    let source =
        MarkdownSource { file, path, body_start: text.len() - body.len(), prepared: &prepared };
    let mut events: Events<'_> = Vec::with_capacity(prepared.text.len() / 10);
    events.extend(Parser::new_ext(&prepared.text, OPTIONS).into_offset_iter());
    if let Some(blocks) = blocks {
        *blocks = blocks::blocks_of(&events, &prepared, source.body_start);
    }
    broken_links::report(&source, &events, report);
    misread::report(&source, &events, style.tag, report);
    let replacements = typography::replacements(&events, &prepared.text);
    let mut markdown = html_writer::write(&source, &events, &replacements, style, report);
    name_headings(&mut markdown.headings, style.tag, report);
    markdown
}

/// The file that is being parsed.
struct MarkdownSource<'a> {
    file: FileId,
    path: &'a str,
    body_start: usize,
    prepared: &'a Prepared<'a>,
}

impl MarkdownSource<'_> {
    /// The place in the file of a range of the prepared text, without spaces at its end.
    fn span(&self, range: &Range<usize>) -> Span {
        let found = self.prepared.text.get(range.clone()).unwrap_or("");
        let end = range.start + found.trim_ascii_end().len();
        let at = |at| self.body_start + self.prepared.original(at);
        Span::bytes(self.file, at(range.start)..at(end))
    }
}

/// The ids that the built-in theme uses in its templates.
const RESERVED: [&str; 5] =
    ["content", "facts-title", "contents-label", "track-sessions", "other-tracks"];

/// Gives every heading a unique id: explicit ids first, then ids from the texts, so that an explicit
/// id never depends on other headings.
fn name_headings(headings: &mut [Heading], tag: &str, report: &mut Report) {
    let mut given: BTreeMap<String, Span> = BTreeMap::new();
    for heading in headings.iter().filter(|h| h.explicit) {
        if let Some(first) = given.get(&heading.id) {
            report.push(
                Diagnostic::error(
                    "markdown/duplicate-id",
                    format!("the heading id `{}` is used twice", heading.id),
                )
                .at(heading.span.clone())
                .related(first.clone(), "it is first used here")
                .help("give each heading its own id"),
            );
        } else {
            given.insert(heading.id.clone(), heading.span.clone());
        }
    }
    let reserved = RESERVED.iter().map(|id| (*id).to_owned());
    let mut taken: BTreeSet<String> = given.into_keys().chain(reserved).collect();
    let mut next: BTreeMap<String, usize> = BTreeMap::new();
    for heading in headings.iter_mut().filter(|h| !h.explicit) {
        let mut slug = slugify(&heading.text, tag);
        if slug.is_empty() {
            slug.push_str("section");
        }
        let mut id = slug.clone();
        let count = next.entry(slug.clone()).or_insert(1);
        while !taken.insert(id.clone()) {
            *count += 1;
            id = format!("{slug}-{count}");
        }
        heading.id = id;
    }
}
