//! Texts of other tools as texts of ours: Markdown that shows what plain text, HTML or Markdown
//! showed there, and short texts without markup.
//!
//! Every Markdown made here is read once by the reader of long texts; if that finds any fault in it,
//! such as a link that leads nowhere, the words are written without any markup.

mod escape;
mod html;
mod marked;
mod plain;

use crate::base::diagnostic::Report;
use crate::base::source::{Content, SourceFile, Sources};
use crate::content::markdown::{self, Quotes, Style, Target};

/// A text as Markdown, without space around it; empty if nothing is left. `tag` is its language.
pub(super) fn markdown(text: &str, tag: &str) -> String {
    document("", &[text], tag)
}

/// A text that is Markdown for certain; one that has a fault here is taken as any other.
pub(super) fn kept(text: &str, tag: &str) -> String {
    let text = clean(text);
    let same = guarded(text.trim_matches('\n').trim_end());
    if is_sound(&same, tag) { same } else { markdown(&text, tag) }
}

/// Texts as one of Markdown, below a line that stands out; that may be empty, as they may.
pub(super) fn document(line: &str, texts: &[&str], tag: &str) -> String {
    let join = |way: fn(&str) -> String| {
        let strong = match way(line).trim() {
            "" => String::new(),
            line => format!("**{line}**"),
        };
        let parts = texts.iter().map(|text| way(text).trim().to_owned());
        let parts = std::iter::once(strong).chain(parts).filter(|part| !part.is_empty());
        guarded(&parts.collect::<Vec<_>>().join("\n\n"))
    };
    let made = join(made);
    if is_sound(&made, tag) { made } else { join(escaped) }
}

/// One text as Markdown that shows the same.
fn made(text: &str) -> String {
    let text = clean(text);
    let text = text.trim_matches('\n').trim_end();
    if html::is_html(text) {
        html::to_markdown(text)
    } else if marked::is_markdown(text) {
        marked::to_markdown(text)
    } else {
        plain::to_markdown(text)
    }
}

/// The words of a text, none of which is markup.
fn escaped(text: &str) -> String {
    let text = clean(text);
    let text = text.trim_matches('\n').trim_end();
    let words = if html::is_html(text) { html::words(text) } else { text.to_owned() };
    plain::to_escaped(&words)
}

/// A text as one paragraph without markup, for fields whose text is shown as it is. `None` if it has
/// several paragraphs, or markup that would be seen as signs.
pub(super) fn sentence(text: &str) -> Option<String> {
    let text = clean(text);
    let text = text.trim();
    let several = text.contains("\n\n") || text.lines().any(|line| plain::bullet(line).is_some());
    if several || html::is_html(text) || marked::is_markdown(text) {
        return None;
    }
    Some(line(text))
}

/// A text on one line, as names and titles are.
pub(super) fn line(text: &str) -> String {
    clean(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text without control characters and what Unicode keeps for nobody, with `\n` at its lines' ends.
fn clean(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let text = text.chars().filter_map(|c| match c {
        '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{b}' | '\u{c}' => Some('\n'),
        '\t' => Some(' '),
        '\n' => Some(c),
        c if c.is_control() || matches!(c, '\u{feff}' | '\u{fdd0}'..='\u{fdef}') => None,
        c if u32::from(c) & 0xfffe == 0xfffe => None,
        c => Some(c),
    });
    let text: String = text.collect();
    let lines = text.split('\n').map(|line| if line.trim().is_empty() { "" } else { line });
    let mut out = lines.collect::<Vec<_>>().join("\n");
    while out.contains("\n\n\n") {
        out = out.replace("\n\n\n", "\n\n");
    }
    out
}

/// A text whose first line is not taken for the beginning of a front matter.
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

/// Whether a text has no fault, and names nothing of the site.
fn is_sound(text: &str, tag: &str) -> bool {
    let path = "content/sessions/imported.md";
    let content = Content::Text(text.into());
    let mut sources = Sources::default();
    let file = sources.insert(SourceFile { path: path.into(), content, hash: 0 });
    let mut report = Report::new();
    let style = Style { tag, quotes: Quotes::of(tag) };
    let read = markdown::parse(file, path, text, 0, &style, &mut report);
    let outside = read.links.iter().all(|link| matches!(link.target, Target::External(_)));
    report.is_empty() && outside && read.images.is_empty()
}

#[cfg(test)]
mod tests;
