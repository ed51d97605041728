//! Failed links and pictures, whose brackets would be printed on the page.

use pulldown_cmark::{Event, Tag};

use crate::base::diagnostic::{Diagnostic, Report};
use crate::content::markdown::{Events, MarkdownSource};

/// The beginnings of destinations. Without such a beginning, `[x] (…)` may be ordinary text.
const BEGINNINGS: [&str; 9] = [
    "page:", "session:", "track:", "contact:", "speaker:", "media/", "http://", "https://",
    "mailto:",
];

/// Reports every `](…)` that is neither a link, a picture nor code.
pub(super) fn report(source: &MarkdownSource<'_>, events: &Events<'_>, report: &mut Report) {
    let text = &*source.prepared.text;
    if !["](", "] (", "]（", "】(", "】（"].into_iter().any(|brackets| text.contains(brackets))
    {
        return;
    }
    let mut taken = events.iter().filter(|(event, _)| is_taken(event)).peekable();
    let mut taken_to = 0;
    for (at, bracket) in text.match_indices([']', '】']) {
        // What was read begins in the order of the text.
        while let Some((_, range)) = taken.next_if(|(_, range)| range.start <= at) {
            taken_to = range.end.max(taken_to);
        }
        let after = at + bracket.len();
        let Some(length) = meant(&text[after..], bracket == "]") else { continue };
        // The brackets of a working link are inside the link.
        let end = after + length;
        if text[..at].ends_with('\\') || end <= taken_to {
            continue;
        }
        let start = text[..at].rfind(['[', '【', '\n']).unwrap_or(at);
        report.push(
            Diagnostic::error("link/not-a-link", "these brackets are not a link or a picture")
                .at(source.span(&(start..end)))
                .help(
                    "write `[words](page:about)` with the brackets of ASCII and without spaces; a \
                     path with spaces goes in angle brackets: `(<media/my picture.jpg>)`",
                ),
        );
    }
}

/// Whether brackets in this event are parsed or verbatim.
fn is_taken(event: &Event<'_>) -> bool {
    matches!(
        event,
        Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::CodeBlock(_) | Tag::HtmlBlock)
            | Event::Code(_)
            | Event::InlineHtml(_)
            | Event::Html(_)
    )
}

/// The length of the text after a bracket, if it looks like a destination. Brackets of full width
/// also belong to ordinary text.
fn meant(rest: &str, is_ascii: bool) -> Option<usize> {
    let line = rest.lines().next().unwrap_or("");
    let close = line.find([')', '）'])?;
    let end = close + line[close..].chars().next().map_or(1, char::len_utf8);
    if line.starts_with('(') && is_ascii {
        return Some(end);
    }
    let inner = line.trim_start_matches(' ').strip_prefix(['(', '（'])?;
    BEGINNINGS.iter().any(|beginning| inner.starts_with(beginning)).then_some(end)
}
