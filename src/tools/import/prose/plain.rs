//! Plain text: paragraphs, lines that end where they end, and lists made with hyphens.

use crate::tools::import::prose::escape::{self, Care};

/// Plain text as Markdown that looks the same.
pub(super) fn to_markdown(text: &str) -> String {
    paragraphs(text, Care::Needed, true)
}

/// Plain text as Markdown in which nothing is markup.
pub(super) fn to_escaped(text: &str) -> String {
    paragraphs(text, Care::Full, false)
}

fn paragraphs(text: &str, care: Care, lists: bool) -> String {
    let mut out: Vec<String> = Vec::new();
    for paragraph in text.split("\n\n") {
        let lines: Vec<&str> =
            paragraph.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        let numbered = is_numbered(&lines);
        let mut from = 0;
        while lists && from < lines.len() {
            let at = lines[from..].iter().position(|line| item(line, numbered).is_some());
            let Some(at) = at.map(|at| from + at) else { break };
            out.extend(joined(&lines[from..at], care));
            let (list, end) = list(&lines, at, numbered, care);
            out.push(list);
            from = end;
        }
        out.extend(joined(&lines[from..], care));
    }
    out.join("\n\n")
}

/// The items of a list from a line on, and the line behind it. A line without a sign of its own
/// continues the item above it.
fn list(lines: &[&str], start: usize, numbered: bool, care: Care) -> (String, usize) {
    let mut out: Vec<String> = Vec::new();
    let kind = |line| item(line, numbered).map(|(number, _)| number.is_some());
    let mut end = start;
    while end < lines.len()
        && kind(lines[end]).is_none_or(|kind_of| Some(kind_of) == kind(lines[start]))
    {
        match item(lines[end], numbered) {
            Some((number, words)) => {
                let sign = number.map_or("-".to_owned(), |number| format!("{number}."));
                out.push(format!("{sign} {}", escape::beginning(&escape::line(words, care))));
            }
            None => out.push(format!("  {}", escape::beginning(&escape::line(lines[end], care)))),
        }
        end += 1;
    }
    (out.join("\n"), end)
}

/// What a line says behind the sign of a list, and its number if it has one.
fn item(line: &str, numbered: bool) -> Option<(Option<u32>, &str)> {
    match bullet(line) {
        Some(words) => Some((None, words)),
        None if numbered => number(line).map(|(number, words)| (Some(number), words)),
        None => None,
    }
}

/// What a line says behind the sign of an item.
pub(super) fn bullet(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let words = ["- ", "* ", "+ ", "• ", "· ", "‣ ", "◦ ", "– "]
        .iter()
        .find_map(|sign| line.strip_prefix(sign))?;
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

/// Lines of a paragraph; `None` if there is none.
fn joined(lines: &[&str], care: Care) -> Option<String> {
    let end = if is_wrapped(lines) { "\n" } else { "\\\n" };
    let lines: Vec<String> =
        lines.iter().map(|line| escape::beginning(&escape::line(line, care))).collect();
    (!lines.is_empty()).then(|| lines.join(end))
}

/// Whether lines end where they were full, and not where somebody ended them.
fn is_wrapped(lines: &[&str]) -> bool {
    let Some((last, full)) = lines.split_last() else { return false };
    let length = |line: &str| line.chars().count();
    let longest = lines.iter().map(|line| length(line)).max().unwrap_or(0);
    // A word more would not have fitted.
    let could_not = full.iter().zip(&lines[1..]).all(|(line, next)| {
        let word = next.split(' ').next().map_or(0, length);
        length(line) + 1 + word > longest
    });
    !full.is_empty() && (50..=110).contains(&longest) && could_not && length(last) <= longest
}
