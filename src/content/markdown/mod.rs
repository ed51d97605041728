//! Markdown to HTML, one file at a time; the only place that knows the Markdown and HTML crates.
//!
//! A text is parsed once, by [`parse`], into a [`Markdown`]: HTML with placeholders where something must be
//! known that one file does not tell: where links lead, which size a picture has, what a heading is
//! called in addresses, and the words of the interface. [`Markdown::to_html`] fills the placeholders
//! ([`Fill`]) and is a concatenation.
//!
//! What is understood: CommonMark with tables, footnotes, `~~strikethrough~~`, task lists, heading
//! attributes, definition lists and alerts (`> [!NOTE]`). One tilde is a tilde: `9~12` is a range.
//! Emphasis follows the CJK-friendly amendment of CommonMark; quotes, dashes and the ellipsis follow
//! the language. Raw HTML is cleaned: neither scripts nor styles nor event handlers pass.

mod broken_links;
mod emphasis;
mod footnotes;
mod html_escape;
mod html_table;
mod html_writer;
mod line_breaks;
mod link_target;
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

pub use link_target::{EntityKind, Target};
pub use placeholders::{Fill, ImageData, MESSAGES};
pub use quotation_marks::Quotes;

use emphasis::Prepared;
use placeholders::Placeholder;

/// The language of a text, as far as it shows in the text itself.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Style<'a> {
    /// The BCP 47 tag: how headings become ids, and which ellipsis and dash are written.
    pub tag: &'a str,
    /// What straight quotes become.
    pub quotes: Quotes,
}

/// A text as HTML with placeholders, and what it refers to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Markdown {
    html: String,
    /// Where in the HTML each placeholder is, in order.
    placeholders: Vec<(usize, Placeholder)>,
    /// The headings, in the order of the text.
    pub headings: Vec<Heading>,
    /// The links, in the order of the text.
    pub links: Vec<Link>,
    /// The pictures, in the order of the text.
    pub images: Vec<Image>,
}

/// A heading of a text.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Heading {
    /// 2 to 6, and 1 where that fault was made.
    pub level: u8,
    /// The text without markup, as it is shown.
    pub text: String,
    /// The id given as `{#id}`, or one made from the text; no other heading of the file has it.
    pub id: String,
    /// Whether the id was given.
    pub explicit: bool,
    /// Where it stands.
    pub span: Span,
}

/// A link of a text; those that are faults are not among them.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Link {
    /// What it leads to.
    pub target: Target,
    /// Where it stands.
    pub span: Span,
}

/// A picture in a text; those that are faults are not among them.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Image {
    /// The path from the site's folder (`content/media/x.jpg`).
    pub path: String,
    /// The text for those who do not see it; empty only in raw HTML that says `alt=""`.
    pub alt: String,
    /// Where it stands.
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
/// `text` is the whole file, front matter included, and its body begins at the byte `body_start`;
/// all places are byte ranges of `text`. `path` is the file's path from the site's folder
/// (`content/pages/about.da.md`), which relative links begin at. What is wrong is added to the
/// report, and the text is then shown without it.
pub fn parse(
    file: FileId,
    path: &str,
    text: &str,
    body_start: usize,
    style: &Style<'_>,
    report: &mut Report,
) -> Markdown {
    let body = text.get(body_start..).unwrap_or("");
    let prepared = emphasis::prepare(body);
    let source =
        MarkdownSource { file, path, body_start: text.len() - body.len(), prepared: &prepared };
    let mut events: Events<'_> = Vec::with_capacity(prepared.text.len() / 10);
    events.extend(Parser::new_ext(&prepared.text, OPTIONS).into_offset_iter());
    broken_links::report(&source, &events, report);
    let replacements = typography::replacements(&events, &prepared.text);
    let mut prose = html_writer::write(&source, &events, &replacements, style, report);
    name_headings(&mut prose.headings, style.tag, report);
    prose
}

/// The file that is being parsed.
struct MarkdownSource<'a> {
    file: FileId,
    path: &'a str,
    body_start: usize,
    prepared: &'a Prepared<'a>,
}

impl MarkdownSource<'_> {
    /// A range of the prepared text, without the space at its end, as a place in the file.
    fn span(&self, range: &Range<usize>) -> Span {
        let found = self.prepared.text.get(range.clone()).unwrap_or("");
        let end = range.start + found.trim_ascii_end().len();
        let at = |at| self.body_start + self.prepared.original(at);
        Span::bytes(self.file, at(range.start)..at(end))
    }
}

/// Ids that pages have besides those of their texts: the built-in theme's main part and its sections.
const RESERVED: [&str; 5] =
    ["content", "facts-title", "contents-label", "track-sessions", "other-tracks"];

/// Gives every heading an id of its own: first those that were given, then the others from their
/// text, so that a given id never depends on what stands above it.
fn name_headings(headings: &mut [Heading], tag: &str, report: &mut Report) {
    let mut given: BTreeMap<String, Span> = BTreeMap::new();
    for heading in headings.iter().filter(|h| h.explicit) {
        if let Some(first) = given.get(&heading.id) {
            report.push(
                Diagnostic::error(
                    "markdown/duplicate-id",
                    format!("the heading id `{}` is given twice", heading.id),
                )
                .at(heading.span.clone())
                .related(first.clone(), "it is first given here")
                .help("give each heading an id of its own"),
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
