//! Footnotes: their numbers, and the section at the end of the text.

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::base::diagnostic::Diagnostic;
use crate::content::markdown::html_writer::Writer;
use crate::content::markdown::placeholders::Placeholder;
use crate::content::markdown::{Events, line_breaks};

/// The footnotes with references, in the order of their numbers.
#[derive(Default)]
pub(super) struct Footnotes<'e> {
    notes: Vec<Note>,
    numbers: BTreeMap<&'e str, usize>,
    /// The places of footnotes without a reference.
    pub(super) unused: Vec<Range<usize>>,
}

struct Note {
    /// The events of the definition.
    events: Range<usize>,
    /// The number of references.
    total: usize,
    /// The number of references written so far.
    written: usize,
}

impl<'e> Footnotes<'e> {
    /// Numbers the footnotes by their first references: those in the text first, then those in other
    /// footnotes.
    pub(super) fn of(events: &'e Events<'_>) -> Footnotes<'e> {
        let mut definitions: BTreeMap<&str, Range<usize>> = BTreeMap::new();
        for (index, (event, _)) in events.iter().enumerate() {
            if let Event::Start(Tag::FootnoteDefinition(name)) = event {
                definitions.entry(name).or_insert(index..line_breaks::end_of(events, index));
            }
        }
        let mut found = Footnotes::default();
        if definitions.is_empty() {
            return found;
        }
        found.count(events, 0..events.len(), &definitions);
        let mut next = 0;
        while let Some(note) = found.notes.get(next) {
            let inside = line_breaks::inside(note.events.start, note.events.end);
            found.count(events, inside, &definitions);
            next += 1;
        }
        definitions.retain(|name, _| !found.numbers.contains_key(name));
        found.unused = definitions.into_values().map(|at| events[at.start].1.clone()).collect();
        found
    }

    fn count(
        &mut self,
        events: &'e Events<'_>,
        range: Range<usize>,
        definitions: &BTreeMap<&str, Range<usize>>,
    ) {
        let mut at = range.start;
        while at < range.end {
            match &events[at].0 {
                Event::Start(Tag::FootnoteDefinition(_)) => at = line_breaks::end_of(events, at),
                Event::FootnoteReference(name) => {
                    if let Some(definition) = definitions.get(&**name) {
                        let number = *self.numbers.entry(name).or_insert(self.notes.len());
                        if number == self.notes.len() {
                            let events = definition.clone();
                            self.notes.push(Note { events, total: 0, written: 0 });
                        }
                        self.notes[number].total += 1;
                    }
                }
                _ => {}
            }
            at += 1;
        }
    }
}

/// The id of the `nth` reference (from 1) to a note, without prefix.
fn reference(number: usize, nth: usize) -> String {
    match nth {
        1 => format!("fnref-{number}"),
        _ => format!("fnref-{number}-{nth}"),
    }
}

impl Writer<'_, '_> {
    /// Writes a reference to a footnote.
    pub(super) fn footnote_reference(&mut self, name: &str) {
        let Some(index) = self.footnotes.numbers.get(name).copied() else { return };
        let Some(note) = self.footnotes.notes.get_mut(index) else { return };
        note.written += 1;
        let (number, nth) = (index + 1, note.written);
        self.push("<sup class=\"footnote-ref\"><a href=\"#");
        self.placeholder(Placeholder::Prefix);
        self.push(&format!("fn-{number}\" id=\""));
        self.placeholder(Placeholder::Prefix);
        let id = reference(number, nth);
        self.push(&format!("{id}\" role=\"doc-noteref\">{number}</a></sup>"));
    }

    /// Writes the section of footnotes, and reports unused ones.
    pub(super) fn footnote_section(&mut self) {
        for at in std::mem::take(&mut self.footnotes.unused) {
            let fault = Diagnostic::warning(
                "markdown/unused-footnote",
                "nothing in the text refers to this footnote",
            );
            let fault = fault.at(self.source.span(&at)).help("refer to it, or remove it");
            self.report.push(fault);
        }
        if self.footnotes.notes.is_empty() {
            return;
        }
        self.line("<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"");
        self.placeholder(Placeholder::Message("footnotes"));
        self.push("\">\n<ol>\n");
        for index in 0..self.footnotes.notes.len() {
            self.footnote(index);
        }
        self.push("</ol>\n</section>\n");
    }

    fn footnote(&mut self, index: usize) {
        let Note { events, total, .. } = &self.footnotes.notes[index];
        let (events, total, number) = (events.clone(), *total, index + 1);
        self.push("<li id=\"");
        self.placeholder(Placeholder::Prefix);
        self.push(&format!("fn-{number}\">"));
        self.range(line_breaks::inside(events.start, events.end));
        // The links back are in the note's last paragraph, if the note ends with a paragraph.
        let last = self.events.get(events.end.saturating_sub(1)).map(|(event, _)| event);
        let paragraph = matches!(last, Some(Event::End(TagEnd::Paragraph)));
        let paragraph = paragraph && self.take_back("</p>\n");
        for nth in 1..=total {
            self.push(" <a class=\"footnote-back\" href=\"#");
            self.placeholder(Placeholder::Prefix);
            self.push(&reference(number, nth));
            self.push("\" role=\"doc-backlink\" aria-label=\"");
            self.placeholder(Placeholder::Message("footnote-back"));
            let label = if nth == 1 { format!(" {number}") } else { format!(" {number}-{nth}") };
            self.push(&label);
            self.push("\">↩\u{fe0e}</a>");
        }
        self.push(if paragraph { "</p>\n</li>\n" } else { "</li>\n" });
    }
}
