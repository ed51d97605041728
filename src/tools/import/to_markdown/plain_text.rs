//! Plain text as blocks: paragraphs, the lines of the source, and lists made with hyphens.

use crate::tools::import::to_markdown::blocks::{Block, Inline};

/// The blocks of plain text.
pub(super) fn blocks(text: &str) -> Vec<Block> {
    let mut out: Vec<Block> = Vec::new();
    for lines in text.split("\n\n").map(lines) {
        let numbered = is_numbered(&lines);
        let mut rest = &lines[..];
        while let Some(at) = rest.iter().position(|line| item(line, numbered).is_some()) {
            out.extend(paragraph(&rest[..at]));
            let (block, length) = list(&rest[at..], numbered);
            out.push(block);
            rest = &rest[at + length..];
        }
        out.extend(paragraph(rest));
    }
    out
}

/// The paragraphs of a text without any markup.
pub(super) fn paragraphs(text: &str) -> Vec<Block> {
    text.split("\n\n").filter_map(|text| paragraph(&lines(text))).collect()
}

fn lines(text: &str) -> Vec<&str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect()
}

/// The list that begins some lines, and how many of them belong to it. A line without a bullet of its
/// own continues the item above it.
fn list(lines: &[&str], numbered: bool) -> (Block, usize) {
    let mut items: Vec<String> = Vec::new();
    let first = lines.first().and_then(|line| item(line, numbered)).and_then(|(number, _)| number);
    let mut length = 0;
    for line in lines {
        match item(line, numbered) {
            Some((number, _)) if number.is_some() != first.is_some() => break,
            Some((_, words)) => items.push(words.to_owned()),
            None => {
                if let Some(item) = items.last_mut() {
                    item.push('\n');
                    item.push_str(line);
                }
            }
        }
        length += 1;
    }
    let item = |words| vec![Block::Paragraph(vec![Inline::Text(words)])];
    (Block::List(first, items.into_iter().map(item).collect()), length)
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

/// Whether numbers count the lines of a paragraph: one alone may be a year.
fn is_numbered(lines: &[&str]) -> bool {
    let numbers: Vec<u32> = lines.iter().filter_map(|line| number(line)).map(|(n, _)| n).collect();
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

/// Whether lines end where they were full, and not where their author ended them.
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
