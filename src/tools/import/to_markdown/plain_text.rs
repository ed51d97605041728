//! Plain text as blocks: paragraphs, the lines of the source, and lists made with hyphens.

use crate::tools::import::to_markdown::blocks::{Block, Inline};

/// The blocks of plain text.
pub(super) fn blocks(text: &str) -> Vec<Block> {
    let mut out: Vec<Block> = Vec::new();
    for lines in text.split("\n\n").map(indented_lines) {
        let numbered = is_numbered(&lines);
        let mut rest = &lines[..];
        while let Some(at) = rest.iter().position(|line| item(line.words, numbered).is_some()) {
            out.extend(paragraph(&words(&rest[..at])));
            let (block, length) = list(&rest[at..], numbered, false);
            out.push(block);
            rest = &rest[at + length..];
        }
        out.extend(paragraph(&words(rest)));
    }
    out
}

/// The paragraphs of a text without any markup.
pub(super) fn paragraphs(text: &str) -> Vec<Block> {
    let lines = text.split("\n\n").map(indented_lines);
    lines.filter_map(|lines| paragraph(&words(&lines))).collect()
}

/// A line without the space around it.
#[derive(Clone, Copy)]
struct Line<'a> {
    /// The number of spaces before its words.
    indent: usize,
    words: &'a str,
}

fn indented_lines(text: &str) -> Vec<Line<'_>> {
    let line = |line: &'_ str| line.len() - line.trim_start().len();
    let lines = text.lines().map(|text| Line { indent: line(text), words: text.trim() });
    lines.filter(|line| !line.words.is_empty()).collect()
}

fn words<'a>(lines: &[Line<'a>]) -> Vec<&'a str> {
    lines.iter().map(|line| line.words).collect()
}

/// The list that begins some lines, and how many of them belong to it. A line without a bullet of its
/// own continues the item above it; an item that is indented further begins a list in it.
fn list(lines: &[Line<'_>], numbered: bool, nested: bool) -> (Block, usize) {
    let mut items: Vec<Vec<Block>> = Vec::new();
    let indent = lines.first().map_or(0, |line| line.indent);
    let first = lines.first().and_then(|line| item(line.words, numbered)).and_then(|(n, _)| n);
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        match (item(line.words, numbered), items.last_mut()) {
            (Some(_), Some(last)) if line.indent > indent => {
                let (block, length) = list(&lines[at..], numbered, true);
                last.push(block);
                at += length;
                continue;
            }
            (Some(_), _) if nested && line.indent < indent => break,
            (Some((number, _)), _) if number.is_some() != first.is_some() => break,
            (Some((_, words)), _) => {
                items.push(vec![Block::Paragraph(vec![Inline::Text(words.to_owned())])]);
            }
            (None, Some(last)) => continue_item(last, line.words),
            (None, None) => {}
        }
        at += 1;
    }
    (Block::List(first, items), at)
}

/// Adds a line to the last paragraph of an item.
fn continue_item(item: &mut [Block], words: &str) {
    match item.last_mut() {
        Some(Block::Paragraph(parts)) => {
            if let Some(Inline::Text(text)) = parts.last_mut() {
                text.push('\n');
                text.push_str(words);
            }
        }
        Some(Block::List(_, items)) => {
            if let Some(last) = items.last_mut() {
                continue_item(last, words);
            }
        }
        _ => {}
    }
}

/// The words of a line after the bullet of a list, and its number if it has one.
fn item(line: &str, numbered: bool) -> Option<(Option<u32>, &str)> {
    match bullet(line) {
        Some(words) => Some((None, words)),
        None if numbered => number(line).map(|(number, words)| (Some(number), words)),
        None => None,
    }
}

/// The words of a line after a bullet.
pub(super) fn bullet(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let words = ["- ", "* ", "+ ", "• ", "· ", "‣ ", "◦ ", "– "]
        .iter()
        .find_map(|bullet| line.strip_prefix(bullet))?;
    let words = words.trim();
    words.contains(char::is_alphanumeric).then_some(words)
}

fn number(line: &str) -> Option<(u32, &str)> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let words = line[digits..].strip_prefix(". ").or(line[digits..].strip_prefix(") "))?;
    (digits <= 3).then(|| Some((line[..digits].parse().ok()?, words.trim())))?
}

/// Whether numbers count the lines of a paragraph: a single number may be a year. Lists within its
/// items are counted separately.
fn is_numbered(lines: &[Line<'_>]) -> bool {
    let numbers = lines.iter().filter_map(|line| Some((line.indent, number(line.words)?.0)));
    let numbers: Vec<(usize, u32)> = numbers.collect();
    let outer = numbers.iter().map(|(indent, _)| *indent).min();
    let outer = numbers.iter().filter(|(indent, _)| Some(*indent) == outer);
    let numbers: Vec<u32> = outer.map(|(_, number)| *number).collect();
    numbers.len() > 1
        && numbers.first() == Some(&1)
        && numbers.windows(2).all(|two| two[1] == two[0] + 1)
}

/// The lines of a paragraph; `None` if there are none.
fn paragraph(lines: &[&str]) -> Option<Block> {
    if is_wrapped(lines) {
        return Some(Block::Paragraph(vec![Inline::Text(lines.join("\n"))]));
    }
    let parts = lines.iter().flat_map(|line| [Inline::Break, Inline::Text((*line).to_owned())]);
    (!lines.is_empty()).then(|| Block::Paragraph(parts.skip(1).collect()))
}

/// Whether lines end because they were full, not because their author ended them.
fn is_wrapped(lines: &[&str]) -> bool {
    let Some((last, full)) = lines.split_last() else { return false };
    let length = |line: &str| line.chars().count();
    let longest = lines.iter().map(|line| length(line)).max().unwrap_or(0);
    // One more word would not have fitted.
    let could_not = full.iter().zip(&lines[1..]).all(|(line, next)| {
        let word = next.split(' ').next().map_or(0, length);
        length(line) + 1 + word > longest
    });
    !full.is_empty() && (50..=110).contains(&longest) && could_not && length(last) <= longest
}
