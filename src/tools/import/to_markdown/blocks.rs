//! The model of a text between the format it comes in and the Markdown that is written: blocks, and the
//! parts of their lines.

use percent_encoding::percent_decode_str;

/// A block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Block {
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A heading and its level.
    Heading(u8, Vec<Inline>),
    /// A list, with the number of its first item if it is numbered.
    List(Option<u32>, Vec<Vec<Block>>),
    /// A quotation.
    Quote(Vec<Block>),
    /// Preformatted text, with the name of its language; that may be empty.
    Code(String, String),
    /// A table by rows and cells; the first row is its head.
    Table(Vec<Vec<Vec<Inline>>>),
    /// A line between two parts.
    Rule,
}

/// A part of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Inline {
    /// Words; a line feed in them ends a line of the source, and is shown as a space.
    Text(String),
    /// Inline code.
    Code(String),
    /// The end of a line.
    Break,
    /// Parts with a mark.
    Marked(Mark, Vec<Inline>),
}

/// A mark of parts of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// `<strong>`
    Strong,
    /// `<em>`
    Emphasis,
    /// `<del>`
    Strike,
    /// `<sup>`
    Superscript,
    /// `<sub>`
    Subscript,
    /// `<a>`, with its address.
    Link(String),
}

/// Brings headings below the title of a page: the highest to level 2, and each at most one level
/// below the one before it.
pub(super) fn settle_headings(blocks: &mut [Block]) {
    fn each(blocks: &mut [Block], change: &mut impl FnMut(&mut u8)) {
        for block in blocks {
            match block {
                Block::Heading(level, _) => change(level),
                Block::List(_, items) => items.iter_mut().for_each(|item| each(item, change)),
                Block::Quote(inside) => each(inside, change),
                _ => {}
            }
        }
    }
    let mut top = 6;
    each(blocks, &mut |level| top = top.min(*level));
    let mut last = 1;
    each(blocks, &mut |level| {
        *level = (*level + 2 - top).clamp(2, 6).min(last + 1);
        last = *level;
    });
}

/// The structure, letters and addresses of blocks as one text, for comparisons. Spaces are left
/// out, and so are quotation marks, dashes and dots, which follow the language of a page.
pub(super) fn fingerprint(blocks: &[Block]) -> String {
    let mut out = String::new();
    blocks.iter().for_each(|block| print_block(block, &mut out));
    out
}

fn print_block(block: &Block, out: &mut String) {
    match block {
        Block::Paragraph(parts) => print_element("p", out, |out| print_parts(parts, out)),
        Block::Heading(level, parts) => {
            print_element(&format!("h{level}"), out, |out| print_parts(parts, out));
        }
        Block::List(start, items) => {
            let name = start.map_or("ul".to_owned(), |start| format!("ol {start}"));
            print_element(&name, out, |out| {
                for item in items {
                    print_element("li", out, |out| item.iter().for_each(|b| print_block(b, out)));
                }
            });
        }
        Block::Quote(inside) => {
            print_element("quote", out, |out| inside.iter().for_each(|b| print_block(b, out)));
        }
        Block::Code(_, text) => print_element("pre", out, |out| out.push_str(text.trim())),
        Block::Table(rows) => print_element("table", out, |out| {
            for row in rows {
                out.push_str("{tr}");
                row.iter().for_each(|cell| print_element("td", out, |out| print_parts(cell, out)));
            }
        }),
        Block::Rule => out.push_str("{hr}"),
    }
}

fn print_element(name: &str, out: &mut String, inside: impl FnOnce(&mut String)) {
    out.push('{');
    out.push_str(name);
    out.push(' ');
    inside(out);
    out.push('}');
}

fn print_parts(parts: &[Inline], out: &mut String) {
    for part in parts {
        match part {
            Inline::Text(text) => out.extend(text.chars().filter(|c| !is_typography(*c))),
            Inline::Code(text) => print_element("code", out, |out| out.push_str(text.trim())),
            Inline::Break => out.push_str("{br}"),
            Inline::Marked(Mark::Link(target), inside) => {
                // A bare address is a link to itself.
                let bare = matches!(&inside[..], [Inline::Text(text)] if text == target);
                let address = percent_decode_str(target).decode_utf8_lossy();
                match bare {
                    true => print_parts(inside, out),
                    false => print_element(&format!("a {address}"), out, |out| {
                        print_parts(inside, out);
                    }),
                }
            }
            Inline::Marked(mark, inside) => {
                print_element(&format!("{mark:?}"), out, |out| print_parts(inside, out));
            }
        }
    }
}

/// Whether a character is a space, or may be shown as another character on a page.
fn is_typography(c: char) -> bool {
    c.is_whitespace() || "\"'“”„‟‘’‚‛«»‹›「」『』″′-–—.…".contains(c)
}

/// The words of blocks without markup, with an empty line between two blocks.
pub(super) fn words(blocks: &[Block]) -> String {
    let mut out: Vec<String> = Vec::new();
    collect_words(blocks, &mut out);
    out.join("\n\n")
}

fn collect_words(blocks: &[Block], out: &mut Vec<String>) {
    let line = |parts: &[Inline]| {
        let mut words = String::new();
        line_words(parts, &mut words);
        words
    };
    for block in blocks {
        match block {
            Block::Paragraph(parts) | Block::Heading(_, parts) => out.push(line(parts)),
            Block::List(_, items) => items.iter().for_each(|item| collect_words(item, out)),
            Block::Quote(inside) => collect_words(inside, out),
            Block::Code(_, text) => out.push(text.clone()),
            Block::Table(rows) => {
                let row = |row: &Vec<Vec<Inline>>| {
                    row.iter().map(|cell| line(cell)).collect::<Vec<_>>().join(" · ")
                };
                out.extend(rows.iter().map(row));
            }
            Block::Rule => {}
        }
    }
}

fn line_words(parts: &[Inline], out: &mut String) {
    for part in parts {
        match part {
            Inline::Text(text) | Inline::Code(text) => out.push_str(text),
            Inline::Break => out.push('\n'),
            Inline::Marked(_, inside) => line_words(inside, out),
        }
    }
}
