//! Failed links and pictures, whose brackets would be printed on the page.

use std::ops::Range;

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
    if !text.contains("](") && !text.contains("] (") {
        return;
    }
    let taken: Vec<&Range<usize>> =
        events.iter().filter(|(event, _)| is_taken(event)).map(|(_, range)| range).collect();
    for (at, _) in text.match_indices(']') {
        let Some(length) = meant(&text[at + 1..]) else { continue };
        // The brackets of a working link are inside the link.
        let end = at + 1 + length;
        if text[..at].ends_with('\\') || taken.iter().any(|r| r.start <= at && end <= r.end) {
            continue;
        }
        let start = text[..at].rfind(['[', '\n']).unwrap_or(at);
        report.push(
            Diagnostic::error("link/not-a-link", "these brackets are not a link or a picture")
                .at(source.span(&(start..end)))
                .help(
                    "write `[words](page:about)` without spaces; a path with spaces goes in \
                     angle brackets: `(<media/my picture.jpg>)`",
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

/// The length of the text after a `]`, if it looks like a destination.
fn meant(rest: &str) -> Option<usize> {
    let line = rest.lines().next().unwrap_or("");
    let end = line.find(')')? + 1;
    if line.starts_with('(') {
        return Some(end);
    }
    let inner = line.strip_prefix(" (")?;
    BEGINNINGS.iter().any(|beginning| inner.starts_with(beginning)).then_some(end)
}
