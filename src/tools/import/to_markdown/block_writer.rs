//! Blocks as Markdown.

use crate::content::markdown::escaping::{
    self, EscapeLevel, bars_escaped, code_span, longest_ticks,
};
use crate::tools::import::to_markdown::blocks::{Block, Inline, Mark};

/// How blocks are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Form {
    /// How much is escaped.
    pub(super) escapes: EscapeLevel,
    /// Whether marks are written as HTML tags, for places where CommonMark does not recognise asterisks
    /// as marks.
    pub(super) tags: bool,
}

impl Form {
    /// All forms in the order in which they are tried: the most readable first, the most robust last.
    pub(super) const ALL: [Form; 3] = [
        Form { escapes: EscapeLevel::Needed, tags: false },
        Form { escapes: EscapeLevel::Needed, tags: true },
        Form { escapes: EscapeLevel::Full, tags: true },
    ];
}

/// Blocks as Markdown, with an empty line between two of them.
pub(super) fn write(blocks: &[Block], form: Form) -> String {
    let mut out = String::new();
    for (at, block) in blocks.iter().enumerate() {
        if at > 0 {
            out.push_str("\n\n");
        }
        out.push_str(&write_after(&blocks[..at], block, form));
    }
    out
}

/// A block as Markdown. A list that follows one of its kind gets another bullet, so that the two
/// stay separate.
pub(super) fn write_after(before: &[Block], block: &Block, form: Form) -> String {
    match block {
        Block::Paragraph(parts) => lines(parts, form),
        Block::Heading(level, parts) => {
            let words = self::parts(parts, form, &[]).replace('\n', " ");
            format!("{} {words}", "#".repeat(usize::from(*level)))
        }
        Block::List(start, items) => {
            let numbered = start.is_some();
            let same = |block: &&Block| match block {
                Block::List(start, _) => start.is_some() == numbered,
                _ => false,
            };
            let follows = before.iter().rev().take_while(same).count();
            list(*start, items, form, follows % 2 == 1)
        }
        Block::Quote(inside) => indented(&write(inside, form), "> ", "> "),
        Block::Code(language, text) => {
            let fence = "`".repeat(longest_ticks(text).max(2) + 1);
            format!("{fence}{language}\n{text}\n{fence}")
        }
        Block::Table(rows) => table(rows, form),
        Block::Rule => "***".to_owned(),
    }
}

fn lines(parts: &[Inline], form: Form) -> String {
    let line = |line: &str| match line.strip_suffix("\\\n") {
        Some(words) => format!("{}\\\n", escaping::beginning(words)),
        None => escaping::beginning(line),
    };
    self::parts(parts, form, &[]).split_inclusive('\n').map(line).collect()
}

fn list(start: Option<u32>, items: &[Vec<Block>], form: Form, follows: bool) -> String {
    let mut out: Vec<String> = Vec::new();
    for (at, item) in items.iter().enumerate() {
        let number = start.map(|start| start.saturating_add(u32::try_from(at).unwrap_or(u32::MAX)));
        let marker = match (number, follows) {
            (Some(number), false) => format!("{number}. "),
            (Some(number), true) => format!("{number}) "),
            (None, false) => "- ".to_owned(),
            (None, true) => "* ".to_owned(),
        };
        let mut text = String::new();
        for (at, block) in item.iter().enumerate() {
            let tight = matches!(block, Block::List(None | Some(1), _));
            text.push_str(match item[..at].last() {
                None => "",
                Some(Block::Paragraph(_)) if tight => "\n",
                Some(_) => "\n\n",
            });
            text.push_str(&write_after(&item[..at], block, form));
        }
        out.push(indented(&text, &marker, &" ".repeat(marker.len())));
    }
    out.join("\n")
}

/// Lines with a prefix for the first, and another for the rest.
fn indented(text: &str, first: &str, others: &str) -> String {
    let line = |(at, line): (usize, &str)| {
        let prefix = if at == 0 { first } else { others };
        format!("{prefix}{line}").trim_end().to_owned()
    };
    text.split('\n').enumerate().map(line).collect::<Vec<_>>().join("\n")
}

fn table(rows: &[Vec<Vec<Inline>>], form: Form) -> String {
    let row = |row: &Vec<Vec<Inline>>| {
        let cell = |cell: &Vec<Inline>| {
            let text = parts(cell, form, &[]).replace("\\\n", "<br>").replace('\n', " ");
            if text.is_empty() { " ".to_owned() } else { format!(" {} ", bars_escaped(&text)) }
        };
        format!("|{}|", row.iter().map(cell).collect::<Vec<_>>().join("|"))
    };
    let mut lines: Vec<String> = rows.iter().map(row).collect();
    let columns = rows.first().map_or(0, Vec::len);
    lines.insert(1.min(lines.len()), format!("|{}", "---|".repeat(columns)));
    lines.join("\n")
}

/// Parts of a line inside marks, the innermost last.
fn parts(parts: &[Inline], form: Form, marks: &[&Mark]) -> String {
    // An address within a link is not another link.
    let linked = marks.iter().any(|mark| matches!(mark, Mark::Link(_)));
    let words = if linked { escaping::words } else { escaping::line };
    let part = |part: &Inline| match part {
        Inline::Text(text) => {
            text.split('\n').map(|line| words(line, form.escapes)).collect::<Vec<_>>().join("\n")
        }
        Inline::Code(text) => code_span(text),
        Inline::Break => "\\\n".to_owned(),
        Inline::Marked(mark, inside) => marked(mark, inside, form, marks),
    };
    parts.iter().map(part).collect()
}

fn marked(mark: &Mark, inside: &[Inline], form: Form, marks: &[&Mark]) -> String {
    let words = parts(inside, form, &[marks, &[mark]].concat());
    let within_strong = matches!(marks.last(), Some(Mark::Strong));
    let (delimiter, tag) = match mark {
        Mark::Strong => ("**", "strong"),
        // Two kinds of asterisks beside each other are ambiguous.
        Mark::Emphasis if within_strong => ("_", "em"),
        Mark::Emphasis => ("*", "em"),
        Mark::Strike => ("~~", "del"),
        Mark::Superscript => ("", "sup"),
        Mark::Subscript => ("", "sub"),
        Mark::Link(target) if matches!(inside, [Inline::Text(text)] if text == target) => {
            return format!("<{target}>");
        }
        Mark::Link(target) => return format!("[{words}]({})", escaping::destination(target)),
    };
    match form.tags || delimiter.is_empty() {
        true => format!("<{tag}>{words}</{tag}>"),
        false => format!("{delimiter}{words}{delimiter}"),
    }
}
