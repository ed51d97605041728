//! Words as Markdown that shows exactly these words.

use crate::base::web_address::is_web_address;

/// How much is escaped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EscapeLevel {
    /// Only characters that would be markup here.
    Needed,
    /// Every character that could be part of markup.
    Full,
}

/// A line of text with its characters escaped, and its web addresses made links.
pub fn line(text: &str, level: EscapeLevel) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some((at, length)) = address(rest) {
        escape(&rest[..at], text, level, &mut out);
        out.push('<');
        out.push_str(&rest[at..at + length]);
        out.push('>');
        rest = &rest[at + length..];
    }
    escape(rest, text, level, &mut out);
    out
}

/// The same, with web addresses as plain words.
pub fn words(text: &str, level: EscapeLevel) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    escape(text, text, level, &mut out);
    out
}

/// The destination of a link.
pub fn destination(address: &str) -> String {
    let mut out = String::with_capacity(address.len() + 2);
    for (at, c) in address.char_indices() {
        match c {
            '&' if is_entity(&address[at..]) => out.push_str("&amp;"),
            '\\' => out.push_str("\\\\"),
            '<' | '>' => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    if out.contains(['(', ')', ' ', '<', '>']) { format!("<{out}>") } else { out }
}

/// The first web address in a text, and its length, without the punctuation after it.
fn address(text: &str) -> Option<(usize, usize)> {
    let start = ["https://", "http://"].iter().filter_map(|scheme| text.find(scheme)).min()?;
    let from = &text[start..];
    let stop = |c: char| {
        c.is_whitespace() || c.is_control() || "<>[]\"“”„«»`|\\^{}，。；）】》".contains(c)
    };
    let mut found = &from[..from.find(stop).unwrap_or(from.len())];
    loop {
        let shorter = found.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_', '…']);
        let count = |sign| shorter.matches(sign).count();
        let closing = shorter.ends_with(')') && count(')') > count('(');
        let shorter = if closing { &shorter[..shorter.len() - 1] } else { shorter };
        if shorter.len() == found.len() {
            break;
        }
        found = shorter;
    }
    let host = found.split_once("://").map_or("", |(_, rest)| rest);
    if host.starts_with(char::is_alphanumeric) && is_web_address(found) {
        return Some((start, found.len()));
    }
    // This is not an address, but a later `http` may begin one.
    let skip = start + "http".len();
    address(&text[skip..]).map(|(at, length)| (skip + at, length))
}

fn escape(text: &str, whole: &str, level: EscapeLevel, out: &mut String) {
    let full = level == EscapeLevel::Full;
    let brackets = full
        || ["](", "] (", "][", "]:", "[^", "[ ]", "[x]", "[X]"].iter().any(|s| whole.contains(s));
    let mut before = out.chars().next_back().unwrap_or(' ');
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let after = chars.peek().map_or(' ', |(_, next)| *next);
        let escaped = match c {
            '\\' => full || after.is_ascii_punctuation() || after == ' ',
            '`' | '*' => true,
            '_' => full || !(before.is_alphanumeric() && after.is_alphanumeric()),
            '[' | ']' => brackets,
            '<' => full || after.is_ascii_alphabetic() || matches!(after, '/' | '!' | '?'),
            '&' => is_entity(&text[at..]),
            '~' => full || after == '~' || before == '~',
            '|' | '{' | '#' => full,
            // Two hyphens become a dash, except in front of the name of a command-line option.
            '-' => after == '-' && before.is_whitespace() && is_option(&text[at..]),
            _ => false,
        };
        if escaped {
            out.push('\\');
        }
        out.push(c);
        before = c;
    }
}

/// Whether `&…;` would be read as one character.
pub(super) fn is_entity(text: &str) -> bool {
    let name = text[1..].split(';').next().unwrap_or("");
    text[1..].contains(';')
        && (1..=31).contains(&name.len())
        && name.trim_start_matches('#').bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// Whether `--` begins a word.
fn is_option(text: &str) -> bool {
    text[2..].starts_with(|c: char| c.is_ascii_alphanumeric())
}

/// A line, escaped where it would begin a heading, list, quotation or the like.
pub fn beginning(line: &str) -> String {
    let number = line.bytes().take_while(u8::is_ascii_digit).count();
    let behind_number = &line[number..];
    if (1..=9).contains(&number)
        && (behind_number.starts_with(". ")
            || behind_number.starts_with(") ")
            || behind_number.len() == 1)
        && behind_number.starts_with(['.', ')'])
    {
        return format!("{}\\{behind_number}", &line[..number]);
    }
    let ruled = |signs: &[char]| !line.is_empty() && line.chars().all(|c| signs.contains(&c));
    if ruled(&['-', '|', ':', ' ']) && line.contains('-') && line.len() > 1 {
        // Hyphens that stay together become dashes.
        return line.replace('-', "\\-");
    }
    let alone = |c: char| line.starts_with(c) && line[1..].chars().next().is_none_or(|c| c == ' ');
    let hashes = line.trim_start_matches('#');
    let heading = hashes.len() < line.len() && (hashes.is_empty() || hashes.starts_with(' '));
    let marked = heading
        || line.starts_with('>')
        || ['-', '+', ':'].into_iter().any(alone)
        || ruled(&['='])
        || line.starts_with("~~~");
    if marked { format!("\\{line}") } else { line.to_owned() }
}

/// A text as inline code.
pub fn code_span(text: &str) -> String {
    let ticks = "`".repeat(longest_ticks(text) + 1);
    let space = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{ticks}{space}{text}{space}{ticks}")
}

/// The length of the longest run of backticks.
pub fn longest_ticks(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

/// The text of a table cell with its bars escaped, so that none ends the cell.
pub fn bars_escaped(text: &str) -> String {
    text.replace("\\|", "|").replace('|', "\\|")
}
