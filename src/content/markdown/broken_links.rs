//! Links and pictures that were meant and are none: their brackets would be printed on the page.

use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use crate::base::diagnostic::{Diagnostic, Report};
use crate::content::markdown::{Events, MarkdownSource};

/// What a destination begins with, for `[x] (…)`, where brackets alone prove nothing.
const BEGINNINGS: [&str; 9] = [
    "page:", "session:", "track:", "contact:", "speaker:", "media/", "http://", "https://",
    "mailto:",
];

/// Says of every `](…)` that became neither a link nor a picture nor code.
pub(super) fn report(source: &MarkdownSource<'_>, events: &Events<'_>, report: &mut Report) {
    let text = &*source.prepared.text;
    if !text.contains("](") && !text.contains("] (") {
        return;
    }
    let taken: Vec<&Range<usize>> =
        events.iter().filter(|(event, _)| is_taken(event)).map(|(_, range)| range).collect();
    for (at, _) in text.match_indices(']') {
        let Some(length) = meant(&text[at + 1..]) else { continue };
        // A link's own brackets lie inside it, with the one that closes it.
        let end = at + 1 + length;
        if text[..at].ends_with('\\') || taken.iter().any(|r| r.start <= at && end <= r.end) {
            continue;
        }
        let start = text[..at].rfind(['[', '\n']).unwrap_or(at);
        report.push(
            Diagnostic::error("link/not-a-link", "these brackets do not make a link or a picture")
                .at(source.span(&(start..end)))
                .help(
                    "write `[words](page:about)` without spaces; a path with spaces goes between \
                     signs, as `(<media/my picture.jpg>)`",
                ),
        );
    }
}

/// Whether brackets in this event are understood, or meant to be seen.
fn is_taken(event: &Event<'_>) -> bool {
    matches!(
        event,
        Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::CodeBlock(_) | Tag::HtmlBlock)
            | Event::Code(_)
            | Event::InlineHtml(_)
            | Event::Html(_)
    )
}

/// The length of what stands behind a `]`, if it was meant as a destination.
fn meant(rest: &str) -> Option<usize> {
    let line = rest.lines().next().unwrap_or("");
    let end = line.find(')')? + 1;
    if line.starts_with('(') {
        return Some(end);
    }
    let inner = line.strip_prefix(" (")?;
    BEGINNINGS.iter().any(|beginning| inner.starts_with(beginning)).then_some(end)
}
