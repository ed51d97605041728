//! Line breaks, and the characters around them across inline markup.

use std::ops::Range;

use pulldown_cmark::{Event, TagEnd};

use crate::base::text::is_cjk;
use crate::content::markdown::Events;
use crate::content::markdown::emphasis::MARK;
use crate::locale::tag::script;

/// Whether a tag is inline.
pub(super) fn is_inline(tag: &TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image
    )
}

/// The last character of a text that is printed.
pub(super) fn last_char(text: &str) -> Option<char> {
    text.chars().rev().find(|c| *c != MARK)
}

/// The first character printed by the events from `from` on, or `None` at the end of the line.
pub(super) fn next_char(events: &Events<'_>, from: usize) -> Option<char> {
    let first = |text: &str| text.chars().find(|c| *c != MARK);
    char_on_line(events.get(from..)?.iter(), first)
}

/// The last character printed by the events before `before`, or `None` at the start of the line.
fn previous_char(events: &Events<'_>, before: usize) -> Option<char> {
    char_on_line(events.get(..before)?.iter().rev(), last_char)
}

/// The first character that `find` returns for the text of an event, up to the end of the line.
fn char_on_line<'e>(
    events: impl Iterator<Item = &'e (Event<'e>, Range<usize>)>,
    find: impl Fn(&str) -> Option<char>,
) -> Option<char> {
    for (event, _) in events {
        match event {
            Event::Text(text) | Event::Code(text) => {
                if let Some(c) = find(text) {
                    return Some(c);
                }
            }
            Event::InlineHtml(_) | Event::FootnoteReference(_) => {}
            Event::Start(tag) if is_inline(&tag.to_end()) => {}
            Event::End(tag) if is_inline(tag) => {}
            _ => return None,
        }
    }
    None
}

/// Whether a language is written without spaces and with full-width quotes.
pub(super) fn is_east_asian(tag: &str) -> bool {
    matches!(script(tag).as_deref(), Some("Hans" | "Hant" | "Hani" | "Jpan"))
}

/// Whether the line break at an event is between two characters that are written without a space.
pub(super) fn joins(events: &Events<'_>, at: usize, tag: &str) -> bool {
    let (Some(left), Some(right)) = (previous_char(events, at), next_char(events, at + 1)) else {
        return false;
    };
    // These are wide in East Asian texts, and narrow in others.
    let ambiguous = |c: char| matches!(c, '“' | '”' | '‘' | '’' | '…' | '—' | '·' | '"' | '\'');
    match (is_cjk(left), is_cjk(right)) {
        (true, true) => true,
        (true, false) => ambiguous(right) && is_east_asian(tag),
        (false, true) => ambiguous(left) && is_east_asian(tag),
        (false, false) => false,
    }
}

/// The index of the end event for the start event at `start`.
pub(super) fn end_of(events: &Events<'_>, start: usize) -> usize {
    let mut depth = 0usize;
    for (index, (event, _)) in events.iter().enumerate().skip(start) {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return index;
        }
    }
    events.len().saturating_sub(1)
}

/// A range of events without the first and the last.
pub(super) fn inside(start: usize, end: usize) -> Range<usize> {
    start + 1..end.max(start + 1)
}
