//! Markup that is shown with its signs, because one of them is missing or another one was written.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::base::diagnostic::{Diagnostic, Report};
use crate::content::markdown::{Events, MarkdownSource};

/// Reports markup that the reader of the page sees.
pub(super) fn report(source: &MarkdownSource<'_>, events: &Events<'_>, report: &mut Report) {
    // Code and addresses keep their signs.
    let mut verbatim = false;
    for (event, range) in events {
        match event {
            Event::Start(Tag::Paragraph) => paragraph(source, range, report),
            Event::Start(Tag::CodeBlock(_) | Tag::Link { .. }) => verbatim = true,
            Event::End(TagEnd::CodeBlock | TagEnd::Link) => verbatim = false,
            Event::Text(text) if !verbatim && text.contains("**") => stars(source, range, report),
            _ => {}
        }
    }
}

/// The lines of a paragraph that were meant as items or headings.
fn paragraph(source: &MarkdownSource<'_>, range: &Range<usize>, report: &mut Report) {
    let mut at = range.start;
    let mut items: Vec<(Sign, Range<usize>)> = Vec::new();
    for line in source.prepared.text[range.clone()].split_inclusive('\n') {
        let words = line.trim_start_matches(['>', ' ', '\t']);
        let start = at + line.len() - words.len();
        at += line.len();
        match sign(words) {
            Some((Sign::Heading, length)) => {
                report.push(heading().at(source.span(&(start..start + length))));
            }
            Some((sign, length)) => items.push((sign, start..start + length)),
            None => {}
        }
    }
    // A single line can be a sentence that begins with a dash or a number.
    let several = items.iter().filter(|(sign, _)| Some(sign) == items.first().map(|(s, _)| s));
    let several = several.count() > 1;
    if let Some((sign, range)) = items.into_iter().next()
        && (several || sign == Sign::Space)
    {
        report.push(item(&sign, &source.prepared.text[range.clone()]).at(source.span(&range)));
    }
}

/// What a line begins with instead of markup.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sign {
    /// A dash or a dot instead of a hyphen.
    Bullet,
    /// A hyphen without a space.
    Hyphen,
    /// A number without an ordinary space, or with a sign of full width. (A no-break space after a
    /// single number is right: `20. november`.)
    Number,
    /// A hyphen and a space that Markdown does not accept.
    Space,
    /// Number signs without a space, or of full width.
    Heading,
}

/// The sign at the beginning of a line, with its length.
fn sign(line: &str) -> Option<(Sign, usize)> {
    let first = line.chars().next()?;
    let length = first.len_utf8();
    let next = line[length..].chars().next()?;
    match first {
        '•' | '·' | '・' | '‣' | '◦' | '▪' | '●' | '○' | '■' | '–' | '—' | '―' | '−' | '－'
            if next.is_whitespace() || first == '•' =>
        {
            Some((Sign::Bullet, length))
        }
        '-' | '*' | '+' if odd_space(next) => Some((Sign::Space, length)),
        '-' if next.is_alphabetic() => Some((Sign::Hyphen, length)),
        '＃' => Some((Sign::Heading, line.len() - line.trim_start_matches('＃').len())),
        '#' => {
            let signs = line.bytes().take_while(|b| *b == b'#').count();
            let next = line[signs..].chars().next()?;
            let glued = (2..=6).contains(&signs) && next.is_alphabetic();
            (glued || (signs <= 6 && odd_space(next))).then_some((Sign::Heading, signs))
        }
        '0'..='9' | '０'..='９' => numbered(line),
        _ => None,
    }
}

fn numbered(line: &str) -> Option<(Sign, usize)> {
    let digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    let end = line.find(|c| !digit(c))?;
    let point = line[end..].chars().next()?;
    let length = end + point.len_utf8();
    let next = line[length..].chars().next()?;
    match point {
        '、' | '．' | '）' => Some((Sign::Number, length)),
        '.' | ')' if next.is_alphabetic() || odd_space(next) => Some((Sign::Number, length)),
        _ => None,
    }
}

fn odd_space(c: char) -> bool {
    !c.is_ascii() && c.is_whitespace()
}

fn item(sign: &Sign, written: &str) -> Diagnostic {
    let help = match sign {
        Sign::Bullet | Sign::Hyphen => {
            "begin each item with `- `, a hyphen and a space, after an empty line".to_owned()
        }
        Sign::Number => "begin each item with a number, a point and a space: `1. `".to_owned(),
        Sign::Space | Sign::Heading => format!("write an ordinary space after `{written}`"),
    };
    let message = match sign {
        Sign::Space => {
            format!("the space after `{written}` is not an ordinary one, so this is not a list")
        }
        _ => format!("these lines begin with `{written}`, but are shown as one paragraph"),
    };
    Diagnostic::warning("markdown/markup-shown", message).help(help)
}

fn heading() -> Diagnostic {
    Diagnostic::warning("markdown/markup-shown", "this is shown as a text, not as a heading")
        .help("write `## `: number signs of ASCII, and an ordinary space after them")
}

/// Asterisks that make nothing bold: there is a space inside them, or one pair is missing.
fn stars(source: &MarkdownSource<'_>, range: &Range<usize>, report: &mut Report) {
    let text = &*source.prepared.text;
    let written = &text[range.clone()];
    let Some(at) = written.find("**").filter(|at| !written[..*at].ends_with('\\')) else { return };
    let at = range.start + at;
    let near = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c.is_whitespace());
    let (before, after) = (text[..at].chars().next_back(), text[at + 2..].chars().next());
    if !near(before.or(Some(' '))) && !near(after.or(Some(' '))) {
        return;
    }
    report.push(
        Diagnostic::warning(
            "markdown/markup-shown",
            "these asterisks are shown, and nothing is bold",
        )
        .at(source.span(&(at..at + 2)))
        .help("write `**bold**`, without spaces inside the asterisks, or `\\*\\*` to show them"),
    );
}
