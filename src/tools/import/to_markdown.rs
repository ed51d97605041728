//! Converts texts from other tools to Markdown, and to short texts without markup.
//!
//! HTML, Markdown and plain text are read into [`blocks`], and [`block_writer`] writes those as
//! Markdown. Each block is then read back with the site's own reader, and must show the same letters,
//! links, lists and marks as the source. Otherwise it is written in the next, more robust form
//! ([`Form::ALL`]), and finally as plain words.

mod block_writer;
mod blocks;
mod html_blocks;
mod html_tree;
mod plain_text;

use std::borrow::Cow;

use crate::base::diagnostic::Report;
use crate::base::source::{Content, SourceFile, Sources};
use crate::content;
use crate::content::markdown::escaping::EscapeLevel;
use crate::content::markdown::{Fill, ImageData, Quotes, Style, Target};
use crate::tools::import::to_markdown::block_writer::{Form, write, write_after};
use crate::tools::import::to_markdown::blocks::{
    Block, Inline, Mark, fingerprint, settle_headings, words,
};
use crate::tools::import::to_markdown::html_blocks::blocks_and_losses;

pub(super) use crate::tools::import::to_markdown::html_blocks::Losses;

/// The most robust form, for words whose markup could not be kept.
const FULL: Form = Form { escapes: EscapeLevel::Full, tags: true };

/// A text as Markdown, without space around it; empty if nothing is left. `tag` is its language.
pub(super) fn markdown(text: &str, tag: &str, losses: &mut Losses) -> String {
    document("", &[text], tag, losses)
}

/// A text that is known to be Markdown, unchanged; if it has a fault, it is converted like others.
pub(super) fn kept(text: &str, tag: &str, losses: &mut Losses) -> String {
    let text = clean(text);
    let same = guarded(text.trim_matches('\n').trim_end());
    if read_back(&same, tag).is_some() { same } else { markdown(&text, tag, losses) }
}

/// Joins several texts into one Markdown text, below `line` in bold. The line and the texts may be
/// empty.
pub(super) fn document(line: &str, texts: &[&str], tag: &str, losses: &mut Losses) -> String {
    let line = clean(line).trim().to_owned();
    let lead = Inline::Marked(Mark::Strong, vec![Inline::Text(line.clone())]);
    let lead = (!line.is_empty()).then(|| Block::Paragraph(vec![lead]));
    let mut blocks: Vec<Block> = lead.into_iter().collect();
    for text in texts {
        let mut read = read(text, losses);
        settle_headings(&mut read);
        blocks.extend(read);
    }
    settle_headings(&mut blocks);
    written(&blocks, tag, losses)
}

/// The blocks of a text in any of the three formats.
fn read(text: &str, losses: &mut Losses) -> Vec<Block> {
    let text = clean(text);
    let text = text.trim_matches('\n').trim_end();
    if html_blocks::is_html(text) {
        return blocks_and_losses(text, false, losses);
    }
    if is_markdown(text) {
        let html = content::markdown::common_mark_to_html(text);
        if !html_blocks::is_too_deep(&html) {
            return blocks_and_losses(&html, true, losses);
        }
    }
    plain_text::blocks(text)
}

/// Whether a text has syntax that only Markdown has.
fn is_markdown(text: &str) -> bool {
    let strong = |line: &str| {
        let inside =
            line.split("**").skip(1).step_by(2).any(|word| !word.is_empty() && word.trim() == word);
        inside && line.matches("**").count() > 1
    };
    let heading = |line: &str| {
        let words = line.trim_start_matches('#');
        (1..=6).contains(&(line.len() - words.len())) && words.starts_with(' ')
    };
    let link = |line: &str| {
        line.match_indices("](").any(|(at, _)| {
            let target = line[at + 2..].trim_start_matches('<');
            let begins = ["http://", "https://", "mailto:", "/", "#"];
            line[..at].contains('[')
                && line[at..].contains(')')
                && begins.iter().any(|start| target.starts_with(start))
        })
    };
    let quoted = |line: &str| line.starts_with("> ");
    text.contains("```")
        || text.lines().any(|line| strong(line) || heading(line) || link(line) || quoted(line))
}

/// Writes blocks as Markdown that shows the same content.
fn written(blocks: &[Block], tag: &str, losses: &mut Losses) -> String {
    const LOST: &str = "paragraphs whose markup cannot be kept (imported as plain words)";
    let mut parts: Vec<String> = Vec::new();
    let mut shown: Vec<Block> = Vec::new();
    for (at, block) in blocks.iter().enumerate() {
        // By itself, a heading of level 3 would be reported as too deep.
        let mut probe = [block.clone()];
        settle_headings(&mut probe);
        let form = Form::ALL.iter().find(|form| reads_as(&write(&probe, **form), &probe, tag));
        if let Some(form) = form {
            parts.push(write_after(&blocks[..at], block, *form));
            shown.push(block.clone());
        } else {
            losses.push((LOST, words(&probe)));
            let words = plain_text::paragraphs(&words(&probe));
            parts.push(write(&words, FULL));
            shown.extend(words);
        }
    }
    let text = guarded(&parts.join("\n\n"));
    if reads_as(&text, &shown, tag) {
        return text;
    }
    // Two adjacent blocks were read back as something else.
    losses.push((LOST, words(blocks)));
    guarded(&write(&plain_text::paragraphs(&words(blocks)), FULL))
}

/// Whether a Markdown text has no fault and shows the same content as the blocks.
fn reads_as(text: &str, blocks: &[Block], tag: &str) -> bool {
    read_back(text, tag).is_some_and(|read| fingerprint(&read) == fingerprint(blocks))
}

/// The blocks that a page shows for Markdown; `None` if it has a fault or refers to anything in the
/// site.
fn read_back(text: &str, tag: &str) -> Option<Vec<Block>> {
    let path = "content/sessions/imported.md";
    let content = Content::Text(text.into());
    let mut sources = Sources::default();
    let file = sources.insert(SourceFile { path: path.into(), content, hash: 0 });
    let mut report = Report::new();
    let style = Style { tag, quotes: Quotes::of(tag) };
    let read = content::markdown::parse(file, path, text, 0, &style, &mut report);
    let outside = read.links.iter().all(|link| matches!(link.target, Target::External(_)));
    // Signs that are shown are what the text has, and its lists are meant.
    const MEANT: [&str; 4] = [
        "markdown/unintended-list",
        "markdown/unintended-heading",
        "markdown/unintended-code",
        "markdown/markup-shown",
    ];
    let is_good = report.iter().all(|fault| MEANT.contains(&fault.code));
    let good = is_good && outside && read.images.is_empty();
    good.then(|| html_blocks::blocks(&read.to_html(&Nothing), false))
}

/// Fills the gaps for links and pictures with nothing, in a text that does not refer to the site.
struct Nothing;

impl Fill for Nothing {
    fn heading_id(&self, _: usize) -> Cow<'_, str> {
        Cow::Borrowed("")
    }

    fn link(&self, _: usize) -> Cow<'_, str> {
        Cow::Borrowed("")
    }

    fn image(&self, _: usize) -> ImageData<'_> {
        ImageData { url: Cow::Borrowed(""), width: None, height: None }
    }

    fn message(&self, _: &'static str) -> Cow<'_, str> {
        Cow::Borrowed("")
    }
}

/// A text as one paragraph without markup, for fields whose text is shown literally. `None` if it has
/// several paragraphs or markup.
pub(super) fn sentence(text: &str) -> Option<String> {
    let text = clean(text);
    let text = text.trim();
    let several =
        text.contains("\n\n") || text.lines().any(|line| plain_text::bullet(line).is_some());
    if several || html_blocks::is_html(text) || is_markdown(text) {
        return None;
    }
    Some(line(text))
}

/// A text on one line, for names and titles.
pub(super) fn line(text: &str) -> String {
    clean(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text without control characters and noncharacters, whose lines end with `\n`.
fn clean(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut begins = true;
    for c in text.replace("\r\n", "\n").chars() {
        match c {
            '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{c}' | '\n' => clean.push('\n'),
            // At the beginning of a line, it is an indentation.
            '\t' if begins => clean.push_str("    "),
            '\t' | '\u{b}' => clean.push(' '),
            c if c.is_control() || matches!(c, '\u{feff}' | '\u{fdd0}'..='\u{fdef}') => {}
            c if u32::from(c) & 0xfffe == 0xfffe => {}
            c => clean.push(c),
        }
        begins = c == '\n' || begins && matches!(c, ' ' | '\t');
    }
    let lines = clean.split('\n').map(|line| if line.trim().is_empty() { "" } else { line });
    let mut out = lines.collect::<Vec<_>>().join("\n");
    while out.contains("\n\n\n") {
        out = out.replace("\n\n\n", "\n\n");
    }
    out
}

/// A text whose first line cannot be taken for the beginning of front matter.
fn guarded(text: &str) -> String {
    let first = text.lines().next().unwrap_or("");
    let name = first.split(':').next().unwrap_or("");
    let field = first.contains(':') && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    if !first.is_empty() && first.trim().chars().all(|c| matches!(c, '-' | '–' | '—')) {
        return format!("***{}", &text[first.len()..]);
    }
    match field && !name.is_empty() && !text[name.len()..].starts_with("://") {
        true => format!("{name}\\{}", &text[name.len()..]),
        false => text.to_owned(),
    }
}

#[cfg(test)]
mod tests;
