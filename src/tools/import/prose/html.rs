//! Simple HTML, as the editors of other tools give it, as Markdown.
//!
//! Paragraphs, headings, lists, quotations, code, emphasis and links are kept. Of everything else the
//! words are, but not of scripts and styles.

mod flow;
mod tags;

use crate::tools::import::prose::html::flow::Flow;
use crate::tools::import::prose::html::tags::{Piece, pieces};

/// The elements that tell HTML from a text that has a `<` in it.
const KNOWN: [&str; 34] = [
    "p",
    "br",
    "a",
    "b",
    "i",
    "em",
    "strong",
    "u",
    "s",
    "ul",
    "ol",
    "li",
    "div",
    "span",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "code",
    "pre",
    "img",
    "hr",
    "table",
    "tr",
    "td",
    "th",
    "sub",
    "sup",
    "font",
    "del",
    "iframe",
];

/// Whether a text is HTML: it has an element that everybody knows.
pub(super) fn is_html(text: &str) -> bool {
    text.contains('<')
        && pieces(text).any(|piece| match piece {
            Piece::Open { name, .. } | Piece::Close { name } => KNOWN.contains(&&*name),
            Piece::Text(_) => false,
        })
}

/// HTML as Markdown.
pub(super) fn to_markdown(text: &str) -> String {
    let mut flow = Flow::default();
    for piece in pieces(text) {
        match piece {
            Piece::Text(text) => flow.text(text),
            Piece::Open { name, attributes } => flow.open(&name, attributes),
            Piece::Close { name } => flow.close(&name),
        }
    }
    flow.finish()
}

/// The words of HTML, a paragraph for each block.
pub(super) fn words(text: &str) -> String {
    let mut out = String::new();
    for piece in pieces(text) {
        match piece {
            Piece::Text(text) => out.push_str(&tags::decoded(text)),
            Piece::Open { name, .. } | Piece::Close { name } if name == "br" => out.push('\n'),
            Piece::Open { name, .. } | Piece::Close { name } if is_block(&name) => {
                out.push_str("\n\n");
            }
            _ => {}
        }
    }
    super::clean(&out).trim().to_owned()
}

/// Whether an element begins on a line of its own.
fn is_block(name: &str) -> bool {
    const BLOCKS: [&str; 26] = [
        "p",
        "div",
        "section",
        "article",
        "header",
        "footer",
        "aside",
        "main",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "blockquote",
        "pre",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "table",
        "tr",
        "figure",
    ];
    BLOCKS.contains(&name)
}
